"""Runs scenarios: each is a job in the guest and a judge of what it left."""

import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import machine
from kernel import Kernel
from machine import Disk, Job
from packages import run
from report import Case

HERE = Path(__file__).resolve().parent.parent
ROOT = HERE.parent.parent


@dataclass
class Scenario:
    """A job and what is claimed of it; `judge` gets the case and the folder that the job left."""

    job: Job
    judge: Callable[[Case, Path], None]


@dataclass
class Rig:
    """What every boot needs: the kernel, the programs in the guest, and where things are kept."""

    cache: Path
    kernel: Kernel
    is_full: bool = False
    only: list[str] = field(default_factory=list)
    programs: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)

    def wants(self, *names: str) -> bool:
        """Whether one of the cases was asked for."""
        return not self.only or any(n.startswith(each) for n in names for each in self.only)

    def run(self, boot: str, scenarios: list[Scenario], disks: list[Disk] = (), limit=240) -> Path:
        """One boot with those of the scenarios that were asked for; adds a case for each.

        `limit` is in seconds; where all is asked for it is five times that.
        """
        chosen = [each for each in scenarios if self.wants(each.job.name)]
        folder = self.cache / f"boot-{boot}"
        if not chosen:
            return folder
        say(f"boot {boot}: {', '.join(each.job.name for each in chosen)}")
        limit *= 5 if self.is_full else 1
        ending = machine.boot(
            self.kernel, folder, self.programs, [each.job for each in chosen], disks, limit
        )
        say(f"boot {boot}: {ending.seconds:.1f} s")
        for each in chosen:
            case = Case(each.job.name)
            self.cases.append(case)
            case.claim(
                "the guest came to the end of its jobs",
                ending.is_done,
                f"QEMU ended with {ending.status}; the last that the guest said:"
                f" {ending.live[-3:]}; its console:\n{ending.console()[-800:]}",
            )
            if ending.is_done:
                judged(each, case, folder / "out" / each.job.name)
        return folder


def judged(scenario: Scenario, case: Case, folder: Path):
    """Lets the judge speak; a judge that stumbles over what it finds has found a failure."""
    began = time.monotonic()
    try:
        scenario.judge(case, folder)
    except (OSError, ValueError, KeyError, IndexError) as error:
        case.claim("what the run left can be judged", False, f"{type(error).__name__}: {error}")
    case.seconds = time.monotonic() - began


def say(text: str):
    """A line to the person who waits."""
    print(f"     {text}", file=sys.stderr, flush=True)


def outcome(folder: Path) -> dict[str, str]:
    """How the program of a job ended, as the feeder wrote it down."""
    text = (folder / "outcome").read_text()
    return dict(re.findall(r"(\w+)=(\S+)", text))


def ended_well(case: Case, folder: Path, status: str = "0"):
    """Claims that each order was played and that the program ended with this status at SIGTERM.

    74 says that not all could be written, which no fault of a disk may hide.
    """
    found = outcome(folder)
    errors = (folder / "stderr").read_text(errors="replace") + (folder / "feeder").read_text()
    case.claim("each frame was read", found["played"] == "all", errors[-300:])
    case.claim(
        f"the program ends with status {status} at SIGTERM",
        found["exit"] in status.split(" or "),
        f"{found} {errors[-300:]}",
    )


def compiled(rig: Rig, name: str, *words: str):
    """A C program of the guest as bin/NAME; compiled anew if it is older than its sources."""
    made = rig.cache / name
    sources = [HERE / f"guest/{name}.c", HERE / "module/sapper_front_end.h"]
    if not made.exists() or any(p.stat().st_mtime > made.stat().st_mtime for p in sources):
        run(
            "gcc-12",
            "-std=gnu11",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-O2",
            "-I",
            str(HERE / "module"),
            "-o",
            str(made),
            str(sources[0]),
            *words,
        )
    rig.programs |= machine.program_files(made, name)
