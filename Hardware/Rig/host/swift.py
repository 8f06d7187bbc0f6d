"""Swift programs of the guest, built for one generation of libgpiod or the other."""

import os
import re
from pathlib import Path

import machine
from bench import ROOT, Rig
from packages import Unavailable, run

# Without a runtime beside it, a program needs nothing in the guest but libgpiod and the C library.
OPTIONS = ["-c", "release", "--static-swift-stdlib"]


def built(rig: Rig, generation: int, product: str, name: str | None = None):
    """Builds a product and puts it into the guest, as bin/NAME with its libgpiod.

    Each generation has a build folder of its own: what differs lies below every module.
    """
    words, libraries = [], None
    if generation == 2:
        prefix = Path(run(str(ROOT / "Hardware/GPIO/fetch-libgpiod2")).strip().split("\n")[-1])
        libraries = (ROOT / prefix / "usr/lib/x86_64-linux-gnu").resolve()
        include = libraries.parent.parent / "include"
        words = ["-Xcc", f"-I{include}", "-Xlinker", f"-L{libraries}"]
    scratch = rig.cache / f"swift-gpiod{generation}"
    trait = ["--traits", f"GPIOD{generation}", "--scratch-path", str(scratch)]
    command = ["swift", "build", *OPTIONS, *trait, *words, "--product", product]
    run(*command, cwd=ROOT)
    program = scratch / "release" / product
    rig.programs |= machine.program_files(program, name or product, libraries)
    linked = set(re.findall(r"libgpiod\.so\.\d", run("readelf", "-d", str(program))))
    expected = {1: {"libgpiod.so.2"}, 2: {"libgpiod.so.3"}}[generation]
    if linked != expected:
        raise Unavailable(f"{product} is linked with {linked or 'no libgpiod'}, not {expected}")
    if not os.access(program, os.X_OK):
        raise Unavailable(f"{program} was not made by: {' '.join(command)}")
