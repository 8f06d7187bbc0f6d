"""What the unit does about output that is lost, settings that are doubtful, and bytes that act on a terminal."""

import os
import subprocess
from pathlib import Path

from unitclaims.bench import LANES, PROGRAM, UNTESTED, Lane, Unit, claim, played, run

USAGE, STORAGE, CONFIGURATION = 64, 74, 78


def stalls(work: Path) -> None:
    """A reader that stands still, a pipe that does not block, and SIGTERM: an end with words, no crash."""
    for attempt in range(2):
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        unit = played(
            work / f"stalled{attempt}", LANES / "strip2", "--levels", "-", status=STORAGE, output=writer,
        )
        os.close(writer)
        os.close(reader)
        said = unit.words()
        claim("and it is said which output", "standard output: not all was written" in said, said)


def losses(work: Path, lane: Lane) -> None:
    """Whatever could not be written is a status of its own and words."""
    strip = LANES / "strip2"
    told = "standard output: not all was written: no space is left (ENOSPC 28). Try: free space"
    for word in ("--version", "--help", "probe"):
        with open("/dev/full", "wb") as full:
            said = subprocess.run(
                [PROGRAM, word], stdout=full, stderr=subprocess.PIPE, text=True, timeout=120,
            )
        claim(f"{word} on a full disk fails, in words", said.returncode == STORAGE and told in said.stderr,
              (said.returncode, said.stderr))
    with open("/dev/full", "wb") as full:
        unit = played(work / "full-events", strip, "--levels", work / "of-full", status=STORAGE, output=full)
    claim("a search whose events are lost says so", told in unit.words(), unit.words())
    unit = played(work / "full-levels", strip, "--levels", "/dev/full", status=STORAGE)
    claim("lost levels are told in words",
          "file of --levels: not all was written: no space is left" in unit.words(), unit.words())
    claim("and every event is there", '"kind":"end"' in unit.lines()[-1], unit.lines()[-1:])
    unit = Unit(work / "unlevelled", lane, UNTESTED, "--levels", "/dev/full")
    unit.feed(lane.frames[:500])
    claim("a search goes on without its levels, and ends with a failure", unit.stop() == STORAGE, unit.words())
    claim("its events are all there", '"kind":"end"' in unit.lines()[-1], unit.lines()[-1:])
    for words in (("self-test", "--record", work / "unmade"),
                  ("probe", "--levels", work / "unmade")):
        said = run(*words)
        claim(f"{words[0]} with {words[-2]} is refused",
              said.returncode == USAGE and f"{words[-2]}" in said.stderr and "Try: without" in said.stderr,
              (said.returncode, said.stderr))
    claim("and nothing is made", not list(work.glob("unmade*")), list(work.glob("unmade*")))


def doubts(work: Path) -> None:
    """What an INI file says twice, or in bytes that are no text, is refused by file and line."""
    for name, text, told in (
        ("twice", b"[induction]\nthreshold = 4.6\n[operator]\n[induction]\nthreshold = 90\n",
         ':5: [induction] threshold: found "90"; expected one value; the first stands at line 2'),
        ("return", b"[induction]\rthreshold = 90\n", r':1: found "\x0d"; expected lines that end in LF'),
        ("comment", b"[induction]\n; a\rthreshold = 90\n", r':2: found "\x0d"; expected lines that end in'),
        ("behind", b"[induction] threshold = 90\n", ":1: expected [section] alone on its line"),
        ("latin1", b"[induction]\n; \xb5\nthreshold = 5\n", r':2: found "\xb5"; expected text in UTF-8'),
        ("escape", b"[induction]\nthreshold = \x1b[2J\n", r':2: found "\x1b"; expected text in UTF-8'),
        ("red\x1b[31m", b"[x]\ny = \xe2\x80\xae\n", r'red\x1b[31m.ini:2: [x] found "y"; expected one of'),
    ):
        file = work / f"{name}.ini"
        file.write_bytes(text)
        said = run("--config", file)
        claim(f"{name!r} is refused by line",
              said.returncode == CONFIGURATION and told in said.stderr, (said.returncode, said.stderr))
        claim("and no control character is shown", "\x1b" not in said.stderr, repr(said.stderr))


def outputs(work: Path, lane: Lane) -> None:
    """Every claim that needs a lane."""
    stalls(work)
    losses(work, lane)
