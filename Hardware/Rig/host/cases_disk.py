"""Disks that fail: the means by which the rig makes them full, slow or dead, shown on a program."""

from pathlib import Path

import frames
import machine
from bench import Rig, Scenario, outcome
from machine import Disk, Job
from orders import Orders
from report import Case

SLOW = "throttling.bps-write=65536,throttling.iops-write=8"
LEFT_KIB = 64  # What a full disk has left.


def mount(name: str) -> str:
    """Lines of shell that mount a disk at /disk/NAME and make it the working folder."""
    return f"mkdir -p /disk/{name} && mount -t ext4 $(disk {name}) /disk/{name} && cd /disk/{name}"


def fill(name: str) -> str:
    """Lines of shell that leave LEFT_KIB on a disk."""
    free = f"$(($(df -k /disk/{name} | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4) - {LEFT_KIB}))"
    return f"dd if=/dev/zero of=/disk/{name}/filler bs=1k count={free} && sync"


def disks(rig: Rig) -> list[Disk]:
    """A disk that works, a small one to fill, a slow one, and one that will die."""
    made = [
        Disk(name, machine.ext4(rig.cache / f"{name}.ext4", size))
        for name, size in (("good", 64), ("full", 8), ("slow", 64), ("dead", 16))
    ]
    made[2].throttle = SLOW
    return made


def chain(lane: frames.Lane, name: str, before: str, half_way=lambda orders: None) -> Job:
    """A job that writes frames on the disk `name`, synchronised each 50."""
    orders = Orders()
    orders.play_all(lane.frames[: len(lane.frames) // 2])
    orders.drain()
    half_way(orders)
    orders.play_all(lane.frames[len(lane.frames) // 2 :])
    orders.drain()
    program = ["chain", str(lane.frame_length), f"/disk/{name}/frames", "50"]
    return Job(f"disk-{name}", program, orders.data, before=before)


def refused(error: str):
    """A judge: the program ended by that error."""

    def judge(case: Case, folder: Path):
        text = (folder / "stderr").read_text()
        case.claim(f"a write to the disk is refused: {error}", error in text, text[-200:])
        case.claim("the program says so and ends", outcome(folder)["exit"] == "1", outcome(folder))
        case.note = text.strip()

    return judge


def scenarios() -> list[Scenario]:
    """Each kind of disk under a program that trusts it."""
    lane = frames.synthetic(1_200)

    def slow(case: Case, folder: Path):
        case.same("a program on a slow disk ends well", outcome(folder)["exit"], "0")

    full = mount("full") + " && " + fill("full")
    return [
        Scenario(chain(lane, "full", full), refused("No space left on device")),
        Scenario(chain(lane, "slow", mount("slow")), slow),
        Scenario(
            chain(lane, "dead", mount("dead"), lambda o: o.fail_disk("/disk/dead")),
            refused("Input/output error"),
        ),
    ]
