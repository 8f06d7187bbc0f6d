"""What the arm64 guest is made of: Debian's kernel, busybox and libraries, the unit, the board.

Packages of another processor are asked of apt with lists of its own; nothing is installed.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import kernel
import packages
from bench import HERE, ROOT
from packages import OPTIONS, Unavailable, run

MODULES = ["virtio_mmio", "virtio_console"]
UNIT = ROOT / ".build/embedded/sapper-unit-arm64-gpiod1"
LIBRARIES = [
    ROOT / ".build/embedded/arm64-gpiod1/usr/lib/aarch64-linux-gnu",
    Path("/usr/aarch64-linux-gnu/lib"),
]
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"

# The eight lines of the board's controller. The emulated board has its power key on the fourth.
LINES = [
    "ALARM",
    "AUDIO",
    "HEARTBEAT",
    "POWER-KEY",
    "LED-FAULT",
    "LED-POWER",
    "BUTTON-MARK",
    "BUTTON-MUTE",
]
CONTROLLER = "/pl061@9030000"

Entries = dict[str, tuple[int, bytes]]


@dataclass
class Parts:
    """All that a boot needs."""

    release: str
    image: Path
    board: Path
    entries: Entries


def prepare(cache: Path) -> Parts:
    """Downloads and builds what is not in the cache."""
    folder = cache / "arm64"
    if not (folder / "release").exists():
        fetch(folder)
    board(folder / "board.dtb")
    run(str(ROOT / "Hardware/Unit/build-arm64"), "1", cwd=ROOT)
    entries: Entries = {
        "init": (0o100755, (HERE / "guest/init-arm64").read_bytes()),
        "bin/busybox": (0o100755, (folder / "busybox").read_bytes()),
        "bin/sapper-unit": (0o100755, UNIT.read_bytes()),
    }
    for place in libraries(UNIT):
        home = "lib" if place.name.startswith("ld-") else "lib/aarch64-linux-gnu"
        entries[f"{home}/{place.name}"] = (0o100755, place.read_bytes())
    for name in (folder / "order").read_text().split():
        entries[f"modules/{name}"] = (0o100644, (folder / name).read_bytes())
    release = (folder / "release").read_text()
    return Parts(release, folder / "vmlinuz", folder / "board.dtb", entries)


def fetch(folder: Path):
    """The stock kernel with the modules that the guest loads, and busybox."""
    shutil.rmtree(folder, ignore_errors=True)
    state = folder / "apt"
    for name in ("lists/partial", "archives/partial", "parts"):
        (state / name).mkdir(parents=True)
    (state / "status").touch()
    found = run("apt-get", "indextargets", "--format", "$(REPO_URI) $(COMPONENT)")
    mirrors = re.findall(r"^(\S+) main$", found, re.MULTILINE)
    mirror = next((each for each in mirrors if "security" not in each), None)
    if mirror is None:
        raise Unavailable("apt has no list yet, so its mirror is unknown; run apt-get update")
    (state / "sources.list").write_text(f"deb [arch=arm64 signed-by={KEYS}] {mirror} bookworm main\n")
    settings = {
        "Dir::Etc::sourcelist": state / "sources.list",
        "Dir::Etc::sourceparts": state / "parts",
        "Dir::State::lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state,
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "APT::Architecture": "arm64",
        "APT::Architectures::": "arm64",
        "Debug::NoLocking": "1",
    }
    options = [*OPTIONS, *[word for key in settings for word in ("-o", f"{key}={settings[key]}")]]
    run("apt-get", "update", "-qq", *options)
    shown = run("apt-cache", *options, "show", "linux-image-arm64")
    image = re.search(r"^Depends: (linux-image-(\S+))", shown, re.MULTILINE)
    if image is None:
        raise Unavailable(f"linux-image-arm64 of {mirror} names no kernel")
    run("apt-get", "download", "-qq", *options, image[1], "busybox-static", cwd=state)
    for package in state.glob("*.deb"):
        run("dpkg", "-x", str(package), str(state / "root"))
    needed = kernel.stock_modules(state / "root/lib/modules" / image[2], MODULES)
    for number, path in enumerate(needed):
        shutil.copy(path, folder / f"{number:02}-{path.name}")
    (folder / "order").write_text("\n".join(f"{n:02}-{path.name}" for n, path in enumerate(needed)))
    shutil.copy(state / f"root/boot/vmlinuz-{image[2]}", folder / "vmlinuz")
    shutil.copy(state / "root/bin/busybox", folder / "busybox")
    shutil.rmtree(state)
    (folder / "release").write_text(image[2])


def board(place: Path):
    """The device tree of the emulated board, with names for its lines as a real board has them."""
    machine = ["-M", f"virt,dumpdtb={place}", "-cpu", "cortex-a53", "-nodefaults", "-nographic"]
    run("qemu-system-aarch64", *machine)
    run("fdtput", "-t", "s", str(place), CONTROLLER, "gpio-line-names", *LINES)


def libraries(program: Path) -> list[Path]:
    """The shared libraries that an arm64 program needs, and those that they need."""
    found: dict[str, Path] = {}
    waiting = [program]
    while waiting:
        listed = run("aarch64-linux-gnu-readelf", "-d", "-l", str(waiting.pop()))
        names = re.findall(r"\(NEEDED\).*\[(.+)\]", listed)
        names += [Path(each).name for each in re.findall(r"interpreter: (\S+)\]", listed)]
        for name in names:
            if name in found:
                continue
            place = next((each / name for each in LIBRARIES if (each / name).exists()), None)
            if place is None:
                raise Unavailable(f"{program.name} needs {name}, which no arm64 package gave")
            found[name] = place
            waiting.append(place)
    return list(found.values())
