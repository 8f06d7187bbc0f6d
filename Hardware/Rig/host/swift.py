"""Swift programs of the guest, built for one generation of libgpiod or the other."""

from pathlib import Path

import machine
from bench import ROOT, Rig
from packages import run

# Shared with Tests/checking/gpiod, which builds the exercise of GPIO for both generations.
SCRATCH = ROOT / ".build/gpiod"
# What Tests/checking/gpiod unpacks of the generation that this computer lacks.
LIBRARIES = ".build/libgpiod{}/usr/lib/x86_64-linux-gnu"
GPIO_SOURCES = ["CGPIOD", "CLinux", "Devices", "GPIO", "Exercise"]


def newest(folders: list[Path]) -> float:
    """When a file below the folders was last changed."""
    return max(path.stat().st_mtime for folder in folders for path in folder.rglob("*"))


def gpio_exercises(rig: Rig):
    """The exercise of GPIO for both generations, as bin/gpio-exercise-1 and -2."""
    made = [SCRATCH / f"exercise-{generation}" for generation in (1, 2)]
    changed = newest([ROOT / "Hardware" / name for name in GPIO_SOURCES])
    if not all(path.exists() and path.stat().st_mtime > changed for path in made):
        run(str(ROOT / "Tests/checking/gpiod"), cwd=ROOT)
    for generation, program in enumerate(made, 1):
        unpacked = ROOT / LIBRARIES.format(generation)
        libraries = unpacked if unpacked.exists() else None
        rig.programs |= machine.program_files(program, f"gpio-exercise-{generation}", libraries)


def sapper() -> Path:
    """The program of the laptop, as it was built last; it is built when it is not there."""
    made = [ROOT / f".build/{kind}/sapper" for kind in ("release", "debug")]
    here = [path for path in made if path.exists()]
    if not here:
        run("swift", "build", "--product", "sapper", cwd=ROOT)
        here = made[1:]
    return max(here, key=lambda path: path.stat().st_mtime)


def replay(recording: Path, folder: Path) -> tuple[bytes, bytes]:
    """Event lines and levels that `sapper replay` gives of a recording, which it does not touch."""
    events, levels = folder / "replayed.jsonl", folder / "replayed.csv"
    for path in (events, levels):
        path.unlink(missing_ok=True)
    run(str(sapper()), "replay", str(recording), "--events", str(events), "--levels", str(levels))
    return events.read_bytes(), levels.read_bytes()


def product(rig: Rig, name: str):
    """A product in release with libgpiod 1.6, as bin/NAME, with its Swift runtime inside."""
    options = ["-c", "release", "--static-swift-stdlib", "--traits", "GPIOD1"]
    run("swift", "build", *options, "--scratch-path", str(SCRATCH), "--product", name, cwd=ROOT)
    rig.programs |= machine.program_files(SCRATCH / "release" / name, name)
