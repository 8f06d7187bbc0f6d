"""What the claims on the unit share: frames of a lane, the program with a serial front end, replays."""

import fcntl
import json
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
import tty
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LANES = ROOT.parent / "shared/data/lanes"
HEAD = struct.Struct("<4sBBHIQIiiiiiiiI14x")
POSITION, HEIGHT, REFERENCE, BALANCE = 1 << 8, 1 << 9, 1 << 7, 1 << 17
PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else "")
wrong: list[str] = []
held = 0


def claim(sentence: str, is_true: bool, found: object = "") -> None:
    """Counts a claim; prints it when it does not hold."""
    global held
    if is_true:
        held += 1
        return
    wrong.append(sentence)
    print(f"WRONG {sentence}: {str(found)[-600:]}")


def crc16(data: bytes) -> int:
    """CRC-16-CCITT from 0xFFFF."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def frame(sequence: int, rate: float, sums: tuple, flags: int, place: tuple) -> bytes:
    """The bytes of one frame."""
    head = HEAD.pack(
        b"SAPF", 1, 1, len(sums), sequence, round(sequence * 1e6 / rate), flags,
        *place, 3_000_000, 25_000, 12_600, 4,
    )
    body = head + struct.pack(f"<{len(sums)}i", *sums)
    return body + struct.pack("<H", crc16(body))


class Lane:
    """A recorded lane, and the settings of its instrument."""

    def __init__(self, name: str, count: int, folder: Path = LANES):
        meta = json.loads((folder / f"{name}-induction.sigmf-meta").read_text())
        facts = meta["global"]
        self.rate, channels = facts["core:sample_rate"], facts["core:num_channels"]
        data = (folder / f"{name}-induction.sigmf-data").read_bytes()[: count * 4 * channels]
        self.sums = list(struct.iter_unpack(f"<{channels}i", data))
        track_rate = json.loads((folder / f"{name}-track.sigmf-meta").read_text())["global"][
            "core:sample_rate"
        ]
        track = list(struct.iter_unpack("<4i", (folder / f"{name}-track.sigmf-data").read_bytes()))
        starts = [(c["core:sample_start"], c["core:global_index"]) for c in meta["captures"]]
        self.numbers: list[int] = []
        for (start, number), (end, _) in zip(starts, starts[1:] + [(len(self.sums), 0)]):
            self.numbers += range(number, number + max(0, min(end, len(self.sums)) - start))
        self.places = [
            track[min(int(number / self.rate * track_rate), len(track) - 1)]
            for number in self.numbers
        ]
        self.frames = [
            frame(number, self.rate, sums, POSITION | HEIGHT, place)
            for number, sums, place in zip(self.numbers, self.sums, self.places)
        ]
        gates = " ".join(f"{a:g}-{b:g}" for a, b in facts["sapper:gates_us"])
        self.instrument = (
            f"[instrument]\nrate_hz = {self.rate:g}\ngates_us = {gates}\n"
            f"lsb_nv = {facts['sapper:lsb_volt'] * 1e9:g}\n"
        )


class Unit:
    """The program with a serial front end; it is ready when it tells systemd so."""

    def __init__(
        self, folder: Path, lane: Lane | None, extra: str, *words: str, limit: int = 0,
        environment: dict[str, str] | None = None, silence_ms: int = 500,
        program: Path | list | None = None, output: object = None, **user,
    ):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.master, self.slave = os.openpty()
        tty.setraw(self.master)
        tty.setraw(self.slave)
        (folder / "unit.ini").write_text(
            f"[front-end]\nlink = serial\nserial_device = {os.ttyname(self.slave)}\n"
            f"silence_ms = {silence_ms}\n{lane.instrument if lane else ''}{extra}"
        )
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        told.bind(str(folder / "notify"))
        for each in (os.ttyname(self.slave), folder / "notify"):
            os.chmod(each, 0o666)
        told.settimeout(30)
        self.told = told

        def confine():
            if limit:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        self.process = subprocess.Popen(
            [*(program if isinstance(program, list) else [program or PROGRAM]), "--config", folder / "unit.ini", *words],
            stdout=output or (folder / "events").open("wb"), stderr=(folder / "words").open("wb"),
            env=dict(os.environ, NOTIFY_SOCKET=str(folder / "notify"), **(environment or {})),
            preexec_fn=confine, restore_signals=False, **user,
        )
        self.ready = told.recv(400).decode()

    def feed(self, frames: list[bytes]) -> None:
        """Sends frames as fast as they are read, and waits until all were read."""
        data = b"".join(frames)
        while data:
            data = data[os.write(self.master, data[:4096]) :]
        self.drain()

    def play(self, recording: Path, *words: object) -> subprocess.CompletedProcess:
        """Lets `sapper play` send a recording's frames, and waits until all were read."""
        said = subprocess.run(
            [sapper(), "play", recording, "--serial", "-", "--speed", "max", *map(str, words)],
            stdout=self.master, stderr=subprocess.PIPE, text=True, timeout=300,
        )
        claim("sapper plays a recording", said.returncode == 0, said.stderr)
        self.drain()
        return said

    def drain(self) -> None:
        """Waits until all was read."""
        for _ in range(1000):
            left = struct.unpack("i", fcntl.ioctl(self.slave, termios.FIONREAD, b"\0" * 4))[0]
            if left == 0:
                break
            time.sleep(0.02)
        time.sleep(0.2)

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """The exit status."""
        try:
            return self.process.wait(60)
        finally:
            os.close(self.master)
            os.close(self.slave)
            self.told.close()

    def numbered(self) -> list[str]:
        """The lines of the chain's own events."""
        return [line for line in self.lines() if '"id":' in line]

    def own(self) -> list[dict]:
        """The events that only the unit can see."""
        return [json.loads(line) for line in self.lines() if '"id":' not in line]

    def lines(self) -> list[str]:
        """All event lines."""
        return (self.folder / "events").read_text().splitlines()

    def words(self) -> str:
        """What it said to people."""
        return (self.folder / "words").read_text()


def run(*words: object, program: list | None = None, **user) -> subprocess.CompletedProcess:
    """The program without a front end."""
    return subprocess.run(
        [*(program or [PROGRAM]), *map(str, words)], capture_output=True, text=True, timeout=120,
        **user,
    )


def sapper() -> Path:
    """The program of the laptop: beside the unit's own, or from the other kind of build."""
    for folder in (Path(PROGRAM).parent, ROOT / ".build/release", ROOT / ".build/debug"):
        if (folder / "sapper").exists():
            return folder / "sapper"
    sys.exit("there is no sapper beside the unit; swift build --product sapper makes it")


UNTESTED = "[self-test]\nrequired = off\n"


def search(
    folder: Path, lane: Lane, frames: list[bytes], extra: str = "", interval: int = 50,
    record: Path | None = None, **more,
) -> Unit:
    """A search with these frames, recorded, to its end."""
    levels = () if record else ("--levels", str(folder / "levels"))
    unit = Unit(
        folder, lane, UNTESTED + f"[recording]\ninterval_ms = {interval}\n" + extra,
        "--record", str(record or folder / "rec"), *levels, **more,
    )
    unit.feed(frames)
    unit.status = unit.stop()
    return unit


def played(folder: Path, recording: Path, *words: object, status: int = 0, **more) -> Unit:
    """A search whose front end is `sapper play` of a recording, with the settings that it writes."""
    written = folder / "played.ini"
    folder.mkdir(parents=True, exist_ok=True)
    said = run("play", recording, "--settings", written, program=[sapper()])
    claim("sapper play writes a unit's settings", said.returncode == 0, said.stderr)
    lines = [line for line in written.read_text().splitlines() if not line.startswith(("serial_device", "link"))]
    unit = Unit(
        folder, None, "\n".join(lines).replace("[front-end]\n", "", 1) + "\n",
        *(words or ("--record", folder / "rec", "--levels", folder / "levels")), **more,
    )
    unit.play(recording)
    unit.status = unit.stop()
    claim(f"a search of what is played ends with status {status}", unit.status == status, unit.words())
    return unit


def rows(path: Path) -> bytes:
    """A recorded stream; of housekeeping without the button that `sapper play` presses in a front end's place."""
    data = path.read_bytes()
    if "housekeeping" not in path.name:
        return data
    each = struct.iter_unpack("<iiiI", data)
    return b"".join(struct.pack("<iiiI", *row[:3], row[3] & ~BALANCE) for row in each)


def again(folder: Path, name: str, expected: list[str]) -> None:
    """What a search recorded, played to the unit: the chain's own lines and the levels once more."""
    unit = played(folder / "again", folder / "rec")
    found = unit.numbered()
    apart = [pair for pair in zip(found, expected) if pair[0] != pair[1]][:1]
    claim(f"played to the unit it gives the event bytes again, {name}", found == expected,
          (len(found), len(expected), apart))
    same = (folder / "again/levels").read_bytes() == (folder / "levels").read_bytes()
    claim(f"and the level rows again, {name}", same)
    for stream in ("induction", "track", "housekeeping"):
        first, second = folder / f"rec-{stream}.sigmf-data", folder / f"again/rec-{stream}.sigmf-data"
        if first.exists() or second.exists():
            claim(f"and the recorded {stream} again, {name}", rows(first) == rows(second))


def read_by_sapper(folder: Path, name: str, expected: list[str]) -> None:
    """`sapper replay` of what a search recorded gives the chain's own lines and the levels again."""
    levels = folder / "levels-of-sapper"
    said = run(
        "replay", folder / "rec", "--events", "-", "--levels", levels, program=[sapper()]
    )
    claim(f"sapper replays what was recorded, {name}", said.returncode == 0, said.stderr)
    found = said.stdout.splitlines()
    apart = [pair for pair in zip(found, expected) if pair[0] != pair[1]][:1]
    claim(f"and gives the event bytes, {name}", found == expected, (len(found), len(expected), apart))
    same = levels.read_bytes() == (folder / "levels").read_bytes()
    claim(f"and the level rows, {name}", same)
