"""The unit on a recorded lane: the same bytes as a replay, and the same in each boot."""

from pathlib import Path

import frames
import packages
import swift
import unit
from bench import ROOT, Rig, Scenario, ended_well, outcome
from orders import Orders
from pins import PinLog, median
from report import Case
from sound import blinks, longest_warble_ms

LANES = ROOT.parent / "shared/data/lanes"
NAME = "strip3"  # 15,274 frames at 217.5 a second; it lacks 45 of its own.
PRODUCT = "sapper-unit"
QUICK = 6_000  # Frames that are played unless all is asked for.
METAL = (400_000, 250_000, 120_000, 30_000)  # What it adds to each gate, counts.


def absent() -> str:
    """Why no case of the unit can run; empty if they can."""
    if f'"{PRODUCT}"' not in (ROOT / "Package.swift").read_text():
        return f"Package.swift has no product {PRODUCT}"
    if not (LANES / f"{NAME}.sigmf-collection").exists():
        return f"the lane {NAME} is not here: ../shared/data/lanes"
    return ""


def prepare(rig: Rig) -> frames.Lane:
    """Builds the unit and what it is compared with; gives the lane."""
    swift.product(rig, PRODUCT)
    count = None if rig.is_full else QUICK
    return frames.read(LANES / f"{NAME}.sigmf-collection", count=count)


def replayed(folder: Path) -> tuple[bytes, bytes]:
    """Event lines and levels of `sapper replay` of what the unit recorded in the guest."""
    try:
        return swift.replay(folder / "record" / unit.RECORDING, folder)
    except packages.Unavailable as error:
        raise ValueError(str(error)) from error


def undisturbed(name: str, lane: frames.Lane, first_boot: list[Path]) -> Scenario:
    """The lane as it is, as fast as the unit reads it."""
    orders = Orders()
    orders.play_all(lane.frames)
    orders.drain(60)

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        events, levels = replayed(folder)
        lines, rows = (folder / "stdout").read_bytes(), (folder / "levels.csv").read_bytes()
        case.same("the event lines are those of sapper replay", lines, events)
        case.same("the levels are those of sapper replay", rows, levels)
        sums = b"".join(frame.data()[70:-2] for frame in lane.frames)
        [data] = (folder / "record").glob("*-induction.sigmf-data")
        case.same("the recording holds every frame of the lane", data.read_bytes(), sums)
        told = unit.event_lines(folder)
        case.claim("something was found", any(each["kind"] == "detection" for each in told))
        case.same("frames that the lane lacks are gaps", unit.faults(told)["lost"], lane.lost)
        case.same("no fault was told but those gaps", set(unit.faults(told)) - {"lost"}, set())
        log = PinLog(folder / "pins")
        case.same("no record of the pins was lost", log.lost, 0)
        waits = sorted(log.latencies_ns("ALARM"))
        worst = waits[len(waits) * 99 // 100] / 1000 if waits else 0
        case.note = (
            f"{len(lane.frames)} frames, {outcome(folder)['user_ms']} ms of processor;"
            f" edge to alarm line: median {median(waits) / 1000:.0f} µs, 99 % {worst:.0f} µs"
        )
        if first_boot:
            same_as(case, folder, first_boot[0])
        first_boot.append(folder)

    return Scenario(unit.job(name, lane, orders, self_test={"required": "off"}), judge)


def metal(lane: frames.Lane) -> Scenario:
    """Metal appears under the coil from one frame to the next."""
    orders, first = Orders(), round(6 * lane.rate)
    sums = [METAL[gate] if gate < len(METAL) else 0 for gate in range(lane.channels)]
    swept = lane.frames[: round(8 * lane.rate)]
    for index in range(first, len(swept)):
        moved = tuple(own + more for own, more in zip(swept[index].sums, sums))
        swept[index] = frames.replace(swept[index], sums=moved)
    appears = swept[first].sequence
    orders.play_all(swept, paced=True)
    orders.drain()

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        log = PinLog(folder / "pins")
        rises = [change for change in log.changes("ALARM") if change.level]
        after = [change for change in rises if change.frame >= appears]
        case.claim("the alarm line rises for it", after, [change.frame for change in rises])
        late = (after[0].frame - appears) / lane.rate * 1000
        case.claim("no later than 100 ms of device time", late <= 100, f"{late:.0f} ms")
        pulses = [c for c in log.changes("AUDIO") if c.level and c.frame >= after[0].frame]
        case.claim("it is heard", len(pulses) > 100, len(pulses))
        case.same("and not as a fault", longest_warble_ms(log.changes("AUDIO")), 0)
        case.note = f"metal to alarm line: {late:.0f} ms of device time"

    return Scenario(unit.job("unit-metal", lane, orders, self_test={"required": "off"}), judge)


def same_as(case: Case, folder: Path, other: Path):
    """Claims that two boots gave the same bytes."""
    for name in ("stdout", "levels.csv"):
        case.same(
            f"two boots give the same {name}",
            (folder / name).read_bytes(),
            (other / name).read_bytes(),
        )
    case.same("two boots record the same bytes", unit.recorded(folder), unit.recorded(other))


def refused(lane: frames.Lane) -> Scenario:
    """A reference that is answered wrongly: the unit refuses to search, and says so."""
    orders = Orders()
    orders.play_all(unit.self_test(lane, sums=unit.REFERENCE // 2), paced=True)
    orders.drain()
    orders.play_all(lane.frames[: round(10 * lane.rate)], paced=True)
    orders.drain(30)

    def judge(case: Case, folder: Path):
        told = unit.event_lines(folder)
        case.claim("the fault is told", unit.faults(told)["self_test"] >= 1, told[:3])
        found = [each for each in told if each["kind"] in ("detection", "object")]
        case.same("nothing is searched", found, [])
        fault_is_heard(case, folder, 10)

    return Scenario(unit.job("unit-refuses", lane, orders), judge)


def fault_is_heard(case: Case, folder: Path, number: int):
    """Claims that a fault was heard, and shown by as many blinks as its kind has."""
    log = PinLog(folder / "pins")
    groups = blinks(log.changes("LED-FAULT"))
    case.claim(f"the fault light blinks {number} times", number in groups, f"groups of {groups}")
    heard = longest_warble_ms(log.changes("AUDIO"))
    case.claim("the fault warble is heard on the pin", heard >= 500, f"{heard} ms")
