"""The emulated computer: what goes into it, how it is started, what comes out of it."""

import os
import re
import shutil
import subprocess
import tarfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from kernel import Kernel
from packages import run

HERE = Path(__file__).resolve().parent.parent
MEMORY_MIB = 1024
ALL_DONE = 33  # The guest writes 16 to the debug port; QEMU ends with 2 · 16 + 1.
LINES = [
    "DATA-READY",
    "ALARM",
    "AUDIO",
    "VIBRATION",
    "HEARTBEAT",
    "LED-FAULT",
    "LED-POWER",
    "LED-TARGET",
]


@dataclass
class Job:
    """One run of one program in the guest.

    `before` and `after` are lines of shell around it: its results lie in $OUT, its files in $JOB.
    """

    name: str
    program: list[str]
    orders: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    before: str = ""
    after: str = ""
    seconds: int = 20


@dataclass
class Disk:
    """A disk of the guest, which finds it by its name."""

    name: str
    path: Path
    throttle: str = ""  # Options of QEMU, such as `throttling.bps-write=20000`.


@dataclass
class Ending:
    """How a computer ended."""

    folder: Path
    status: int
    seconds: float
    live: list[str]

    @property
    def is_done(self) -> bool:
        """Whether the guest came to the end of its jobs."""
        return self.status == ALL_DONE

    def console(self) -> str:
        """The end of what its kernel said."""
        return (self.folder / "console").read_text(errors="replace")[-3000:]


def cpio(entries: dict[str, tuple[int, bytes]]) -> bytes:
    """An archive of the kind that the kernel unpacks: path → mode and content."""
    out = bytearray()
    folders: set[str] = set()
    for path, (mode, content) in list(entries.items()) + [("TRAILER!!!", (0, b""))]:
        parents = [str(p) for p in reversed(Path(path).parents) if str(p) != "."]
        for folder in [p for p in parents if p not in folders]:
            folders.add(folder)
            out += record(folder, 0o40755, b"", len(out))
        out += record(path, mode, content, len(out))
    return bytes(out)


def record(path: str, mode: int, content: bytes, number: int) -> bytes:
    """One member of a cpio archive in the newc form."""
    name = path.encode() + b"\0"
    fields = [number + 1, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name), 0]
    head = b"070701" + b"".join(b"%08X" % value for value in fields) + name
    return head + b"\0" * (-len(head) % 4) + content + b"\0" * (-len(content) % 4)


def program_files(
    program: Path, name: str, libraries: Path | None = None
) -> dict[str, tuple[int, bytes]]:
    """A program as bin/NAME, and its shared libraries; `libraries` is looked in first."""
    files = {f"bin/{name}": (0o100755, program.read_bytes())}
    environment = dict(os.environ, LC_ALL="C")
    if libraries:
        environment["LD_LIBRARY_PATH"] = str(libraries)
    listed = subprocess.run(
        ["ldd", str(program)], env=environment, capture_output=True, text=True
    ).stdout
    for soname, path in re.findall(r"^\s*(\S+)(?: => (/\S+))? \(0x", listed, re.MULTILINE):
        place = Path(path or soname)
        if place.exists():
            is_loader = not path
            target = (
                str(place).lstrip("/") if is_loader else f"lib/x86_64-linux-gnu/{Path(soname).name}"
            )
            files[target] = (0o100755, place.read_bytes())
    return files


def initramfs(kernel: Kernel, programs: dict[str, tuple[int, bytes]], jobs: list[Job]) -> bytes:
    """All that the guest has when it starts."""
    entries = {
        "init": (0o100755, (HERE / "guest/init").read_bytes()),
        "bin/busybox": (0o100755, Path(shutil.which("busybox") or "/bin/busybox").read_bytes()),
        "lines": (0o100644, ",".join(LINES).encode()),
    }
    for number, module in enumerate(kernel.modules):
        entries[f"modules/{number:02}-{module.name}"] = (0o100644, module.read_bytes())
    entries |= programs
    for number, job in enumerate(jobs):
        home = f"jobs/{number:02}-{job.name}"
        entries[f"{home}/orders"] = (0o100644, job.orders)
        entries[f"{home}/program"] = (0o100644, "\n".join(job.program).encode() + b"\n")
        entries[f"{home}/seconds"] = (0o100644, str(job.seconds).encode())
        for part, text in (("before", job.before), ("after", job.after)):
            entries[f"{home}/{part}"] = (0o100644, text.encode() + b"\n")
        for name, content in job.files.items():
            entries[f"{home}/{name}"] = (0o100644, content)
    return cpio(entries)


def ext4(path: Path, mebibytes: int) -> Path:
    """A new disk image with an empty ext4."""
    path.unlink(missing_ok=True)
    with path.open("wb") as file:
        file.truncate(mebibytes << 20)
    run(
        "/sbin/mkfs.ext4",
        "-q",
        "-F",
        "-m",
        "0",
        "-E",
        "lazy_itable_init=0,lazy_journal_init=0",
        str(path),
    )
    return path


def command(kernel: Kernel, folder: Path, disks: list[Disk], results: Disk) -> list[str]:
    """QEMU's command line."""
    words = [
        "qemu-system-x86_64",
        "-M",
        "q35",
        "-accel",
        "tcg",
        "-cpu",
        "max",
        # Time in the guest is what it computes, however busy the host is; waiting takes none.
        *(["-icount", "shift=2,sleep=off"] if not disks else []),
        "-smp",
        "1",
        "-m",
        str(MEMORY_MIB),
        "-nodefaults",
        "-no-user-config",
        "-nographic",
        "-no-reboot",
        "-nic",
        "none",
        "-serial",
        f"file:{folder}/console",
        "-serial",
        f"file:{folder}/live",
        "-device",
        "isa-debug-exit,iobase=0xf4,iosize=4",
        "-kernel",
        str(kernel.image),
        "-initrd",
        f"{folder}/initramfs",
        "-append",
        "console=ttyS0 loglevel=4 panic=-1 oops=panic",
    ]
    for number, disk in enumerate([results, *disks]):
        throttle = f",{disk.throttle}" if disk.throttle else ""
        words += [
            "-drive",
            f"file={disk.path},format=raw,if=none,id=d{number}{throttle}",
            "-device",
            f"virtio-blk-pci,drive=d{number},serial={disk.name}",
        ]
    return words


def boot(
    kernel: Kernel,
    folder: Path,
    programs: dict[str, tuple[int, bytes]],
    jobs: list[Job],
    disks: list[Disk] = (),
    limit: float = 240,
    is_time_to_kill: Callable[[list[str]], bool] | None = None,
) -> Ending:
    """Starts a computer, waits for its end, and unpacks what it leaves into `folder`/out.

    Where `is_time_to_kill` says so of the lines that came from the guest, it is cut off.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "initramfs").write_bytes(initramfs(kernel, programs, jobs))
    results = folder / "results"
    with results.open("wb") as file:
        file.truncate(512 << 20)
    began = time.monotonic()
    with (folder / "qemu").open("wb") as log:
        machine = subprocess.Popen(
            [
                "timeout",
                "--foreground",
                "--kill-after=5",
                str(limit),
                *command(kernel, folder, list(disks), Disk("results", results)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        while machine.poll() is None:
            time.sleep(0.02)
            if is_time_to_kill and is_time_to_kill(live_lines(folder)):
                os.killpg(machine.pid, 9)  # Our own session: timeout and QEMU.
                machine.wait()
    ending = Ending(folder, machine.returncode, time.monotonic() - began, live_lines(folder))
    if ending.is_done:
        with tarfile.open(results) as archive:
            archive.extractall(folder / "out", filter="data")
    results.unlink()
    (folder / "initramfs").unlink()
    return ending


def live_lines(folder: Path) -> list[str]:
    """The whole lines that the guest has sent so far."""
    place = folder / "live"
    text = place.read_text(errors="replace") if place.exists() else ""
    return text.replace("\r", "").split("\n")[:-1]
