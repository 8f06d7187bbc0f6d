"""What the rig needs of Debian: found, installed where that is allowed, or named for a person."""

import os
import re
import shutil
import subprocess
from pathlib import Path

OPTIONS = ["-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3"]

# Package and what shows that its content is here: a program, or a file.
NEEDED = {
    "qemu-system-x86": "qemu-system-x86_64",
    "qemu-system-arm": "qemu-system-aarch64",
    "device-tree-compiler": "fdtput",
    "gcc-aarch64-linux-gnu": "aarch64-linux-gnu-gcc",
    "libc6-dev-arm64-cross": "/usr/aarch64-linux-gnu/include/stdio.h",
    "busybox-static": "/usr/share/doc/busybox-static",
    "kmod": "modinfo",
    "gpiod": "gpioinfo",
    "libgpiod-dev": "/usr/include/gpiod.h",
    "linux-headers-amd64": "/usr/share/doc/linux-headers-amd64",
    "gcc-12": "gcc-12",
    "make": "make",
    "libc6-dev": "/usr/lib/x86_64-linux-gnu/libc.a",
    "e2fsprogs": "/sbin/mkfs.ext4",
    "xz-utils": "xz",
}


class Unavailable(Exception):
    """Why the rig cannot run on this machine, and what would help."""


def is_here(probe: str) -> bool:
    """Whether a program or a file is on this machine."""
    return Path(probe).exists() if probe.startswith("/") else shutil.which(probe) is not None


def run(*words: str, cwd: Path | None = None) -> str:
    """Runs a command to its end and gives its output; says all of it when it fails."""
    done = subprocess.run(
        words,
        cwd=cwd,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != 0:
        raise Unavailable(
            f"{' '.join(words[:6])} … ended with {done.returncode}:\n{done.stdout[-2000:]}"
        )
    return done.stdout


def may_become_root() -> bool:
    """Whether sudo is there and asks for no password."""
    return (
        shutil.which("sudo") is not None
        and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    )


def install() -> list[str]:
    """Installs what is missing; gives its names."""
    if os.uname().machine != "x86_64" or not Path("/etc/debian_version").exists():
        raise Unavailable(
            "the rig is built from the packages of Debian on x86-64; run it there,"
            " in a container for instance"
        )
    missing = [name for name, probe in NEEDED.items() if not is_here(probe)]
    if not missing:
        return []
    command = ["apt-get", "install", "-y", "--no-install-recommends", *OPTIONS, *missing]
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not may_become_root():
        raise Unavailable(
            "missing: " + " ".join(missing) + "\ninstalling needs root, and sudo asks for a"
            " password or is not there; run this, then again:\n  sudo apt-get update && sudo "
            + " ".join(command)
        )
    run(*as_root, "apt-get", "update", *OPTIONS)
    run(*as_root, "env", "DEBIAN_FRONTEND=noninteractive", *command)
    still = [name for name in missing if not is_here(NEEDED[name])]
    if still:
        raise Unavailable("still missing after the installation: " + " ".join(still))
    return missing


def kernel() -> tuple[str, str]:
    """The newest kernel whose headers are installed: `6.1.0-56-amd64`, and the package version."""
    listed = run(
        "dpkg-query", "-W", "-f", "${Package} ${Version} ${Status}\n", "linux-headers-*-amd64"
    )
    found = re.findall(r"^linux-headers-(\d[\w.-]*-amd64) (\S+) install ok", listed, re.MULTILINE)
    if not found:
        raise Unavailable(
            "no linux-headers-…-amd64 is installed; apt-get install linux-headers-amd64"
        )
    return max(found, key=lambda each: [int(n) for n in re.findall(r"\d+", each[0])])


def download(names: list[str], folder: Path) -> list[Path]:
    """Debian packages as files in a folder; what lies there already is not downloaded again."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in names:
        stem, _, version = name.partition("=")
        pattern = f"{stem}_{version.replace(':', '%3a') or '*'}_*.deb"
        if not list(folder.glob(pattern)):
            try:
                run("apt-get", "download", *OPTIONS, name, cwd=folder)
            except Unavailable:
                # The lists may be older than the archive: once again with new ones.
                run(*([] if os.geteuid() == 0 else ["sudo", "-n"]), "apt-get", "update", *OPTIONS)
                run("apt-get", "download", *OPTIONS, name, cwd=folder)
        files += list(folder.glob(pattern))[:1]
    if len(files) != len(names):
        raise Unavailable(
            f"apt-get download gave {len(files)} of {len(names)} files: {' '.join(names)}"
        )
    return files
