"""The arm64 computer: how it is started, how the host speaks with it, what it leaves.

Frames go in over a serial line of the guest, buttons and lines over QEMU's test protocol, orders over
a port: a line of shell at a time, and the guest says what came of it.
"""

import shutil
import socket
import subprocess
import tarfile
import time
from pathlib import Path

import qtest
from arm64_parts import LINES, Parts
from machine import cpio

SERIAL = "/dev/hvc0"  # Where the guest has the frames: a terminal, as a USB front end is.
PATIENCE = 120  # Seconds that an order may take unless more is given.


class Stuck(Exception):
    """The guest did not answer, or not as it should."""


class Computer:
    """An arm64 computer that runs; `with` ends it, whatever came."""

    def __init__(self, parts: Parts, folder: Path, files: dict[str, bytes], is_counted: bool):
        """`is_counted`: its time is what it computes; else it is the host's."""
        self.folder, self.began = folder, time.monotonic()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        own = {f"jobs/{name}": (0o100644, content) for name, content in files.items()}
        (folder / "initramfs").write_bytes(cpio(parts.entries | own))
        pairs = {name: socket.socketpair() for name in ("qtest", "monitor", "frames", "orders")}
        self.ends = {name: pair[0] for name, pair in pairs.items()}
        theirs = {name: pair[1] for name, pair in pairs.items()}
        with (folder / "qemu").open("wb") as log:
            self.process = subprocess.Popen(
                command(parts, folder, {n: each.fileno() for n, each in theirs.items()}, is_counted),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[each.fileno() for each in theirs.values()],
                start_new_session=True,
            )
        for each in theirs.values():
            each.close()
        self.answers = self.ends["orders"].makefile("r", encoding="utf-8", errors="replace")

    def __enter__(self) -> "Computer":
        try:
            path = qtest.find(self.ends["monitor"], "pl061")
            self.panel = qtest.Panel(self.ends["qtest"], path, LINES)
            self.ends["orders"].settimeout(PATIENCE)
            self.heard("up")
        except BaseException:
            self.__exit__()
            raise
        self.ready = time.monotonic() - self.began
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for each in self.ends.values():
            each.close()
        (self.folder / "initramfs").unlink(missing_ok=True)
        self.seconds = time.monotonic() - self.began

    def heard(self, word: str) -> tuple[list[str], list[str]]:
        """What the guest says until a line that begins with a word; and that line's words."""
        said = []
        try:
            while line := self.answers.readline():
                if line.split()[:1] == [word]:
                    return said, line.split()
                said.append(line.rstrip())
        except OSError as error:
            said.append(str(error))
        raise Stuck(f"the guest said {said[-5:]} and then nothing; its console: {self.console()}")

    def ask(self, order: str, seconds: float = PATIENCE) -> tuple[int, list[str]]:
        """Has a line of shell run in the guest: its status and its output."""
        self.ends["orders"].settimeout(seconds)
        self.ends["orders"].sendall(f"{order}\n".encode())
        said, done = self.heard("done")
        return int(done[1]), said

    def send(self, data: bytes):
        """Sends frames; QEMU takes them as the guest reads them."""
        self.ends["frames"].settimeout(PATIENCE)
        self.ends["frames"].sendall(data)

    def finish(self) -> Path:
        """Fetches /out, and ends the computer; gives the folder with what was fetched."""
        self.ask('tar -cf "$(port results)" -C /out .')
        with tarfile.open(self.folder / "results") as archive:
            archive.extractall(self.folder / "out", filter="data")
        (self.folder / "results").unlink()
        self.ends["orders"].sendall(b"poweroff -f\n")
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            raise Stuck("the guest did not switch itself off") from None
        return self.folder / "out"

    def console(self) -> str:
        """The end of what its kernel said."""
        return (self.folder / "console").read_text(errors="replace")[-1500:]


def command(parts: Parts, folder: Path, sockets: dict[str, int], is_counted: bool) -> list[str]:
    """QEMU's command line."""
    words = ["qemu-system-aarch64", "-M", "virt", "-accel", "tcg", "-cpu", "cortex-a53"]
    if is_counted:
        words += ["-icount", "shift=2,sleep=off"]
    words += ["-smp", "1", "-m", "512", "-nodefaults", "-no-user-config", "-nographic"]
    words += ["-no-reboot", "-nic", "none", "-serial", f"file:{folder}/console"]
    words += ["-kernel", str(parts.image), "-initrd", f"{folder}/initramfs"]
    words += ["-dtb", str(parts.board), "-append", "console=ttyAMA0 loglevel=4 panic=-1"]
    for name, number in sockets.items():
        words += ["-chardev", f"socket,id={name},fd={number}"]
    words += ["-qtest", "chardev:qtest", "-qtest-log", "none"]
    words += ["-mon", "chardev=monitor,mode=control"]
    words += ["-device", "virtio-serial-device", "-device", "virtconsole,chardev=frames"]
    words += ["-device", "virtserialport,chardev=orders,name=orders"]
    words += ["-chardev", f"file,id=results,path={folder}/results"]
    words += ["-device", "virtserialport,chardev=results,name=results"]
    return words
