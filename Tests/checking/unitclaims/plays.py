"""`sapper play`: over a serial line, over a pseudo-terminal, and with faults of each kind."""

import json
import os
import re
import subprocess
import threading
import tty
from pathlib import Path

from unitclaims.bench import LANES, PROGRAM, claim, run, sapper


def over_a_line(work: Path) -> None:
    """What goes out over a serial line are the bytes that go to standard output."""
    expected = subprocess.run(
        [sapper(), "play", LANES / "strip2", "--serial", "-", "--speed", "max"], capture_output=True, timeout=120,
    ).stdout
    master, slave = os.openpty()
    tty.setraw(master)
    found = bytearray()

    def read() -> None:
        while len(found) < len(expected):
            found.extend(os.read(master, 4096))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    said = run("play", LANES / "strip2", "--serial", os.ttyname(slave), "--speed", "max", program=[sapper()])
    reader.join(60)
    claim("a serial line takes a recording", said.returncode == 0, said.stderr)
    claim("byte by byte", bytes(found) == expected, (len(found), len(expected)))
    claim("and it is said what was sent", said.stderr == "sent: 14060 frames, 30 lost as they were recorded\n", said.stderr)
    os.close(master)
    os.close(slave)
    said = run("play", LANES / "strip2", "--serial", work / "nothing", program=[sapper()])
    claim("a line that is not there is refused in words",
          said.returncode == 1 and "ENOENT 2" in said.stderr and "Try: " in said.stderr, said.stderr)


def over_a_terminal(work: Path) -> None:
    """A unit on the pseudo-terminal of `sapper play --pty`: each kind of fault as often as it was asked for."""
    words = ("--drop", 11, "--repeat", 12, "--damage", 13, "--seed", 7)
    folder = work / "pty"
    folder.mkdir()
    player = subprocess.Popen(
        [sapper(), "play", LANES / "strip2", "--pty", "--speed", "max", "--settings", folder / "unit.ini",
         *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    name = player.stdout.readline().strip()
    text = (folder / "unit.ini").read_text()
    (folder / "unit.ini").write_text(re.sub("serial_device = .*", f"serial_device = {name}", text))
    unit = subprocess.Popen(
        [PROGRAM, "--config", folder / "unit.ini"], stdout=(folder / "events").open("wb"),
        stderr=(folder / "words").open("wb"),
    )
    said = player.communicate(timeout=120)[1]
    unit.terminate()
    claim("a unit takes what is played", unit.wait(60) == 0, (folder / "words").read_text())
    claim("what was done is said", "11 dropped, 12 repeated, 13 damaged" in said, said)
    events = [json.loads(line) for line in (folder / "events").read_text().splitlines()]
    counts = {
        kind: sum(each["count"] for each in events if each.get("fault") == kind)
        for kind in ("crc", "repeated_frames")
    }
    counts["lost"] = sum(each.get("lost", 0) for each in events)
    expected = {"crc": 13, "repeated_frames": 12, "lost": 30 + 11}
    claim("each kind is counted by the unit", counts == expected, counts)


def plays(work: Path) -> None:
    """Every claim."""
    over_a_line(work)
    over_a_terminal(work)
