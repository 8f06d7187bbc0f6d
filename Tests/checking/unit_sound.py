"""The unit's sound card: what is written to libasound, and what is told when the card fails.

A library of the same name stands in for ALSA's: `fake_alsa.c` keeps what is played and fails where it is told to.
"""

import errno
import os
import subprocess
import time
from pathlib import Path
from typing import Callable

from tones import HEIGHT, RATE, edges, fades, heard, is_warble, periods_us, target_us

HERE = Path(__file__).resolve().parent
CARD = "[outputs]\nalsa = default\n"

Claim = Callable[..., None]


def compiled(work: Path, compiler: str = "clang") -> Path:
    """The folder with the library that stands in for libasound."""
    folder = work / "fake-alsa"
    folder.mkdir()
    subprocess.run(
        [compiler, "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-fPIC", "-shared",
         "-Wl,-soname,libasound.so.2", "-o", folder / "libasound.so.2", HERE / "fake_alsa.c"],
        check=True,
    )
    return folder


def surroundings(libraries: Path, out: Path, script: str) -> dict[str, str]:
    """The environment in which the unit finds that library, told what to do."""
    return {
        "LD_LIBRARY_PATH": str(libraries), "FAKE_ALSA": script, "FAKE_ALSA_OUT": str(out),
    }


def tones(work: Path, lane, bench, claim: Claim) -> None:
    """Target, warble, ticks and silence have their pitches on the card, too."""
    libraries = compiled(work)
    levels = (work / "first/levels").read_text().splitlines()
    columns = levels[0].split(",")
    rows = [dict(zip(columns, each.split(","))) for each in levels[1:]]
    strong = max(range(len(rows)), key=lambda at: int(rows[at]["level_q8"]) * ("alarm" in rows[at]["flags"]))
    out = work / "target.pcm"
    unit = bench.Unit(
        work / "target", lane, bench.UNTESTED + CARD, "--levels", str(work / "target/levels"),
        environment=surroundings(libraries, out, "big"), silence_ms=10_000,
    )
    unit.feed(lane.frames[: strong + 1])
    time.sleep(1)
    before = len(heard(out))
    time.sleep(1)
    status, played = unit.stop(), heard(out)
    level_q8 = int(rows[strong]["level_q8"])
    steady = periods_us(played[before - RATE // 4 : before])
    expected, found = target_us(level_q8), sum(steady) / max(1, len(steady))
    claim("a target is heard on the card", len(steady) > 50, len(steady))
    claim("at the pitch of its level", abs(found / expected - 1) < 0.002, (found, expected, level_q8))
    claim("and of no other", max(steady, default=0) - min(steady, default=0) < 25, steady[:20])
    claim("what is heard ends without a click", fades(played), played[-200:])
    claim("the end is clean with a card", status == 0, unit.words())
    log = Path(f"{out}.log").read_text()
    claim("the card is opened without blocking", "open default stream=0 mode=1: 0" in log, log)
    claim("at 48 kHz, two channels of 16 bits", "format=2 access=3 channels=2 rate=48000" in log, log)
    held = int(log.split("start with ")[1].split()[0])
    claim("a card that holds more gets 40 ms", held == RATE * 40 // 1000, log)
    claim("and is closed", log.rstrip().endswith("close"), log)
    # What the end of a shorter search makes of its last detection is left aside.
    events = [line for line in unit.numbered() if '"detection"' in line or '"gap"' in line]
    first = (work / "first/events").read_text()
    alike = all(line + "\n" in first for line in events)
    claim("events are those of a unit without a card", alike and len(events) > 2, events[-2:])
    claim("and a card that is well is no fault", unit.own() == [], unit.own())
    mine = (work / "target/levels").read_bytes()
    claim("nor are levels others", (work / "first/levels").read_bytes().startswith(mine) and mine)
    claim("underruns are counted", "sound card: underruns=0" in unit.words(), unit.words())
    warbles(work, lane, bench, claim, libraries)


def warbles(work: Path, lane, bench, claim: Claim, libraries: Path) -> None:
    """A dead front end is the warble; what waits for a self-test is silent."""
    out = work / "warble.pcm"
    unit = bench.Unit(
        work / "warble", lane, bench.UNTESTED + CARD, environment=surroundings(libraries, out, ""),
        silence_ms=100,
    )
    unit.feed(lane.frames[:500])
    time.sleep(1.5)
    unit.stop()
    played = heard(out)
    claim("a fault warbles on the card", is_warble(played[-RATE:]), periods_us(played[-RATE:])[:60])
    claim("and the warble ends without a click", fades(played), played[-200:])
    out = work / "silence.pcm"
    waiting = "[self-test]\nrequired = on\nwait_s = 60\n"
    limits = "".join(f"{key} ={' 1' * len(lane.sums[0])}\n" for key in ("minimum", "maximum"))
    unit = bench.Unit(
        work / "silence", lane, waiting + limits + CARD,
        environment=surroundings(libraries, out, ""), silence_ms=10_000,
    )
    time.sleep(0.5)
    unit.stop()
    played = heard(out)
    claim("what waits for its self-test plays silence", len(played) > 0 and not any(played))
    failures(work, lane, bench, claim, libraries)


def failing(work: Path, lane, bench, libraries: Path, name: str, script: str, seconds: float):
    """A search with a card that fails."""
    out, folder = work / f"{name}.pcm", work / f"card-{name}"
    unit = bench.Unit(
        folder, lane, bench.UNTESTED + CARD, "--levels", str(folder / "levels"),
        environment=surroundings(libraries, out, script), silence_ms=10_000,
    )
    unit.feed(lane.frames)
    time.sleep(seconds)
    status = unit.stop()
    return unit, status, Path(f"{out}.log").read_text() if Path(f"{out}.log").exists() else ""


def failures(work: Path, lane, bench, claim: Claim, libraries: Path) -> None:
    """Every failure of a card is told once, costs no event and no level, and is tried again."""
    empty = work / "no-alsa"
    empty.mkdir()
    (empty / "libasound.so.2").write_bytes(b"")
    first = (work / "first/events").read_text().splitlines()
    levels = (work / "first/levels").read_bytes()
    gone, busy = errno.ENODEV, errno.EBUSY
    cases = (
        # Name, folder of the library, what the card does, seconds, openings at least, what is said.
        ("absent", empty, "", 0, 0, "find libasound.so.2: it is not there (ENOENT 2)"),
        ("busy", libraries, f"open={busy}*1", 2.5, 2, "open: it is in use (EBUSY 16)"),
        ("denied", libraries, f"open={errno.EACCES}*99", 0, 1, "usermod -aG audio"),
        ("refused", libraries, f"set={errno.EINVAL}", 0, 1, "Try: plughw in place of hw"),
        ("pulled", libraries, f"gone={gone}@40", 2.5, 2, "play: the device is not there"),
        ("stuck", libraries, "stuck@40", 3, 2, "play: no answer in time (ETIMEDOUT 110)"),
        ("hang", libraries, "hang@40", 1.5, 1, "one call has lasted for 1"),
        ("xrun", libraries, f"write={errno.EPIPE}@30 write={errno.EPIPE}@60", 0.5, 1, "it ran dry 1 time and"),
    )
    for name, folder, script, seconds, openings, words in cases:
        unit, status, log = failing(work, lane, bench, folder, name, script, seconds)
        own = [event for event in unit.own() if event["fault"] == "sound"]
        claim(f"a card that is {name} is one fault", len(own) == 1, unit.own())
        claim(f"{name}: it is said what to do", words in unit.words() and "Try: " in unit.words(), unit.words())
        claim(f"{name}: no event is lost", unit.numbered() == first, len(unit.numbered()))
        same = (unit.folder / "levels").read_bytes() == levels
        claim(f"{name}: nor a level", same)
        claim(f"{name}: the end is clean", status == 0, unit.words())
        claim(f"{name}: it is tried again", log.count("open default") >= openings, log)
        if name == "xrun":
            claim("underruns are counted one by one", "sound card: underruns=2" in unit.words(), unit.words())
            claim("and the card is prepared for each", log.count("prepare") == 2, log)
            claim("without being opened anew", log.count("open default") == 1, log)
    odd(work, lane, bench, claim, libraries)


def odd(work: Path, lane, bench, claim: Claim, libraries: Path) -> None:
    """A card that says EAGAIN now and then is no fault, and the wave goes on behind it."""
    script = " ".join(f"write={errno.EAGAIN}@{number}" for number in range(20, 200, 9))
    out = work / "again.pcm"
    unit = bench.Unit(
        work / "card-again", lane, bench.UNTESTED + CARD,
        environment=surroundings(libraries, out, script), silence_ms=100,
    )
    unit.feed(lane.frames[:500])
    time.sleep(1.5)
    unit.stop()
    played = heard(out)
    sound = [event for event in unit.own() if event["fault"] == "sound"]
    claim("a card that has no room is no fault", sound == [], sound)
    claim("and the wave goes on where it was", is_warble(played[-RATE:]))
    claim("and no step is higher than the wave", edges(played) <= HEIGHT, edges(played))


def arm64(work: Path, claim: Claim, emulated: list[str]) -> None:
    """The program without a Swift runtime finds the library and opens the card, too."""
    libraries = compiled(work, "aarch64-linux-gnu-gcc")
    (work / "probe.ini").write_text(
        "[front-end]\nlink = serial\nserial_device = /dev/null\n[self-test]\nrequired = off\n"
        f"[instrument]\nrate_hz = 100\ngates_us = 8-20 20-40 300-400\nlsb_nv = 5\n{CARD}"
    )
    *words, program = emulated
    path = words[-1].removeprefix("LD_LIBRARY_PATH=")
    around = surroundings(libraries, work / "probe.pcm", "")
    around["LD_LIBRARY_PATH"] += f":{path}"
    for name, value in around.items():
        words += ["-E", f"{name}={value}"]
    said = subprocess.run(
        [*words, program, "probe", "--config", work / "probe.ini"], capture_output=True, text=True, timeout=60
    )
    claim("arm64 opens a card of libasound", "ok   alsa default\n" in said.stdout, said.stdout + said.stderr)
    log = (work / "probe.pcm.log").read_text()
    claim("with what it was asked for", "channels=2 rate=48000 resample=1 latency=40000: 0" in log, log)


def probes(work: Path, lane, bench, claim: Claim) -> None:
    """The probe opens the card of the settings and says what to fix."""
    libraries = work / "fake-alsa"
    (work / "probe.ini").write_text(
        f"[front-end]\nlink = serial\nserial_device = /dev/null\n{lane.instrument}{bench.UNTESTED}{CARD}"
    )
    for script, line in (
        ("", "ok   alsa default\n"),
        (f"open={errno.EACCES}*9", "FIX  sound card 'default': open: no permission (EACCES 13)"),
        (f"open={errno.EBUSY}*9", "end the program that holds the card"),
    ):
        said = subprocess.run(
            [bench.PROGRAM, "probe", "--config", work / "probe.ini"], capture_output=True, text=True,
            env=dict(os.environ, **surroundings(libraries, work / "probe.pcm", script)), timeout=60,
        )
        claim(f"a probe says: {line.strip()}", line in said.stdout, said.stdout)
