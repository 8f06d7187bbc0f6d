"""Power cuts: the emulator is killed while a program records, and the disk is looked at."""

import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import frames
import machine
from bench import Rig, say
from machine import Disk, Job
from orders import Orders
from packages import run
from report import Case

MOUNT = "mkdir -p /record && mount -t ext4 $(disk record) /record && cd /record"
SAMPLES = re.compile(r"synced (frames|\S+\.sigmf-data) ")
SYNCED = re.compile(r"synced (\S+) (\d+)")


@dataclass
class PowerCut:
    """What was on the disk after a cut, and what had been synchronised before it."""

    files: Path
    synced: dict[str, int]  # The largest size that a file had when it was synchronised.
    lines: list[str]


def cut(rig: Rig, name: str, job: Job, seed: int) -> PowerCut:
    """Boots, cuts the power at a moment that the seed decides, and copies what is on the disk.

    The journal of the file system is replayed, as mounting does; nothing is repaired.
    """
    folder = rig.cache / f"boot-{name}"
    disk = machine.ext4(rig.cache / f"{name}.ext4", 64)
    chance = random.Random(seed)
    wanted, delay = chance.randrange(4, 24), chance.randrange(0, 10)
    rounds = 0

    def is_time(lines: list[str]) -> bool:
        nonlocal rounds
        if sum(bool(SAMPLES.match(line)) for line in lines) >= wanted:
            rounds += 1
        return rounds > delay or any(line.startswith("end ") for line in lines)

    ending = machine.boot(
        rig.kernel, folder, rig.programs, [job], [Disk("record", disk)], 60, is_time
    )
    # Status 1: the journal was replayed.
    run("bash", "-c", f"/sbin/e2fsck -E journal_only -y '{disk}' || test $? -eq 1")
    files = folder / "disk"
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    run("/sbin/debugfs", "-R", f"rdump / {files}", str(disk))
    disk.unlink()
    synced: dict[str, int] = {}
    for line in ending.live:
        if found := SYNCED.fullmatch(line):
            synced[found[1]] = max(synced.get(found[1], 0), int(found[2]))
    return PowerCut(files, synced, ending.live)


def power_cuts(rig: Rig, name: str, job: Job, count: int, judge: Callable[[Case, PowerCut], str]):
    """A case of so many cuts; the judge claims of each and says how much was synchronised."""
    if not rig.wants(name):
        return
    case = Case(name)
    rig.cases.append(case)
    said = []
    for seed in range(1, count + 1):
        found = cut(rig, name, job, seed)
        case.claim(
            f"cut {seed}: the program was still recording",
            not any(line.startswith("end ") for line in found.lines) and found.synced,
            found.lines[-3:],
        )
        said.append(judge(case, found))
        say(f"power cut {seed} of {count}: {said[-1]}")
    case.note = f"{count} power cuts; synchronised: " + ", ".join(said)


def chain(rig: Rig):
    """One cut without the unit: the rig itself loses nothing that was synchronised."""
    lane, orders = frames.synthetic(60_000), Orders()
    orders.play_all(lane.frames)
    sent = b"".join(orders.sent)
    job = Job(
        "power-chain",
        ["chain", str(lane.frame_length), "/record/frames", "50"],
        orders.data,
        before=MOUNT,
    )

    def judge(case: Case, found: PowerCut) -> str:
        size = found.synced.get("frames", 0)
        data = (found.files / "frames").read_bytes()
        case.claim(
            "what was synchronised is on the disk",
            len(data) >= size,
            f"{len(data)} bytes of {size}",
        )
        case.claim("and it is what was sent", data[:size] == sent[:size])
        return f"{size // lane.frame_length} frames"

    power_cuts(rig, "power-chain", job, 1, judge)
