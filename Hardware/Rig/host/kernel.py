"""The guest's kernel: the stock one of Debian, and the modules that it lacks, built for it.

Debian's kernels have no gpio-sim. It and irq_sim are built from the kernel's own source package;
none of that source is kept in the project.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import packages
from packages import Unavailable, run

HERE = Path(__file__).resolve().parent.parent
STOCK = ["virtio_pci", "virtio_blk", "crc32c_generic", "ext4", "configfs"]
BUILT = ["irq_sim", "gpio-sim"]
OWN = ["sapper_front_end", "sapper_sync_log"]
FROM_SOURCE = ["drivers/gpio/gpio-sim.c", "drivers/gpio/gpiolib.h", "kernel/irq/irq_sim.c"]


@dataclass
class Kernel:
    """A kernel image and its modules, in the order in which they are loaded."""

    release: str
    image: Path
    modules: list[Path]


def prepare(cache: Path) -> Kernel:
    """Downloads and builds what is not in the cache."""
    release, version = packages.kernel()
    folder = cache / f"kernel-{release}-{version}"
    listed = folder / "order"
    if not listed.exists():
        [package] = packages.download([f"linux-image-{release}={version}"], cache / "packages")
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        run("dpkg", "-x", str(package), str(part))
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        needed = stock_modules(part / "lib/modules" / release)
        for path in [part / f"boot/vmlinuz-{release}", *needed]:
            shutil.copy(path, folder)
        listed.write_text("\n".join(path.name for path in needed))
        shutil.rmtree(part)
        package.unlink()
    stock = [folder / name for name in listed.read_text().split("\n")]
    built = build(folder / "modules", sources(cache, release, version), release)
    return Kernel(release, folder / f"vmlinuz-{release}", stock + built)


def sources(cache: Path, release: str, version: str) -> Path:
    """The three files of the kernel's source that become modules."""
    series = re.match(r"\d+\.\d+", release)[0]
    folder = cache / f"source-{version}"
    if all((folder / Path(name).name).exists() for name in FROM_SOURCE):
        return folder
    [package] = packages.download([f"linux-source-{series}={version}"], cache / "packages")
    top = f"linux-source-{series}"
    wanted = " ".join(f"{top}/{name}" for name in FROM_SOURCE)
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    run(
        "bash",
        "-c",
        f"set -o pipefail; dpkg-deb --fsys-tarfile '{package}' | tar -xO"
        f" ./usr/src/{top}.tar.xz | tar -xJ -C '{part}' --strip-components=1 {wanted}",
    )
    folder.mkdir(parents=True, exist_ok=True)
    for name in FROM_SOURCE:
        shutil.copy(part / name, folder)
    shutil.rmtree(part)
    package.unlink()
    return folder


def fit_irq_sim(text: str) -> str:
    """irq_sim.c as a module: irq_to_desc is not for modules, and a module names its licence."""
    text = text.replace("irq_to_desc(irqnum)", "irq_data_to_desc(irq_get_irq_data(irqnum))")
    includes = "#include <linux/irq.h>\n#include <linux/irqdesc.h>\n#include <linux/module.h>"
    text = text.replace("#include <linux/irq.h>", includes)
    return text if "MODULE_LICENSE" in text else text + '\nMODULE_LICENSE("GPL");\n'


def build(folder: Path, source: Path, release: str) -> list[Path]:
    """Our modules and the two of the kernel, built unless what they are made of has not changed."""
    own = sorted(
        p for p in (HERE / "module").iterdir() if p.suffix in (".c", ".h") or p.name == "Makefile"
    )
    made = [folder / f"{name}.ko" for name in BUILT + OWN]
    text = {p.name: p.read_text() for p in own}
    text |= {Path(name).name: (source / Path(name).name).read_text() for name in FROM_SOURCE}
    text["irq_sim.c"] = fit_irq_sim(text["irq_sim.c"])
    stamp = folder / "stamp"
    if stamp.exists() and stamp.read_text() == repr(text) and all(p.exists() for p in made):
        return made
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in text.items():
        (folder / name).write_text(content)
    headers = Path(f"/lib/modules/{release}/build")
    if not headers.exists():
        raise Unavailable(f"there is no {headers}; apt-get install linux-headers-{release}")
    run("make", "-C", str(headers), f"M={folder}", "modules")
    stamp.write_text(repr(text))
    return made


def stock_modules(folder: Path, names: list[str] = STOCK) -> list[Path]:
    """Stock modules and all that they need, each after what it needs."""
    by_name = {p.name.split(".")[0].replace("-", "_"): p for p in folder.rglob("*.ko*")}
    ordered: list[Path] = []

    def add(name: str):
        path = by_name.get(name.replace("-", "_"))
        if path is None or path in ordered:
            return  # Built into the kernel, or there already.
        for need in run("modinfo", "-F", "depends", str(path)).strip().split(","):
            if need:
                add(need)
        ordered.append(path)

    for name in names:
        add(name)
    return ordered
