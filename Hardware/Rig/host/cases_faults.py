"""The unit and its front end at fault: each kind is told, shown and heard, and counted right."""

from pathlib import Path

import frames
import unit
from bench import Rig, Scenario, ended_well
from cases_unit import fault_is_heard
from frames import BATTERY_LOW, COIL_OPEN, COIL_SHORT, SATURATED, Lane
from orders import NO_EDGE, NO_FALL, NO_RISE, Orders
from pins import PinLog
from report import Case

SHORT = 4_000  # Frames of a lane that a case of one fault plays.


def scenarios(rig: Rig, lane: Lane) -> list[Scenario]:
    """Each kind of fault."""
    flags = [
        ("coil_open", COIL_OPEN, 1),
        ("coil_short", COIL_SHORT, 2),
        ("saturated", SATURATED, 5),
    ]
    return [
        spoilt_frames(rig, lane),
        data_ready(lane),
        dead(lane),
        *[flagged(lane, *each) for each in flags],
        battery(lane),
        buttons(lane),
    ]


def job(name: str, lane: Lane, orders: Orders, **changes):
    """The unit without its self-test, which is a case of its own."""
    return unit.job(name, lane, orders, self_test={"required": "off"}, **changes)


def findings(folder: Path) -> list[dict]:
    """Detections and objects, without what faults between them change."""
    told = [e for e in unit.event_lines(folder) if e["kind"] in ("detection", "object")]
    return [{k: v for k, v in e.items() if k not in ("id", "members")} for e in told]


def spoilt_frames(rig: Rig, lane: Lane) -> Scenario:
    """Frames dropped, repeated and corrupted."""
    orders = Orders()
    rounds = 3 if rig.is_full else 1
    for turn in range(rounds):
        orders.play_with_faults(again(lane, turn), 0.34 if rig.is_full else 0.1, seed=21 + turn)
    orders.drain(90)

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        found, injected = unit.faults(unit.event_lines(folder)), orders.injected
        total = sum(injected.values())
        case.claim("there were faults enough", total >= (10_000 if rig.is_full else 400), total)
        lost = injected["dropped"] + rounds * lane.lost
        case.same("frames that were dropped are lost", found["lost"], lost)
        case.same(
            "corrupted frames count as crc, and as nothing else",
            found["crc"],
            injected["corrupted"],
        )
        case.same(
            "a repeated frame is told as repeated", found["repeated_frames"], injected["repeated"]
        )
        case.same("no other fault is told", set(found) - {"lost", "crc", "repeated_frames"}, set())
        case.note = ", ".join(f"{count} {kind}" for kind, count in sorted(injected.items()))

    return Scenario(job("unit-frames", lane, orders), judge)


def again(lane: Lane, turn: int) -> list[frames.Frame]:
    """The frames of a lane with sequence and device time going on from its last turn."""
    period, step = lane.frames[-1].sequence + 1, 1e6 / lane.rate
    shift = turn * period
    return [
        frames.replace(
            frame, sequence=frame.sequence + shift, time_us=round((frame.sequence + shift) * step)
        )
        for frame in lane.frames
    ]


def data_ready(lane: Lane) -> Scenario:
    """A line that misbehaves costs no frame."""
    orders = Orders()
    kinds = {500: NO_EDGE, 900: NO_EDGE, 1300: NO_FALL, 1700: NO_RISE}
    for index, frame in enumerate(lane.frames[:SHORT]):
        faults = kinds.get(index, 0)
        orders.play(frame, frame.sequence, faults=faults, wait_ms=400 if faults == NO_RISE else 0)
        if faults:
            orders.drain()
            orders.pause(0.3)
    orders.drain()

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        told = unit.faults(unit.event_lines(folder))
        case.claim("a line that stood still is told", told["ready_stuck"] >= 2, told)
        own = lane.frames[SHORT - 1].sequence + 1 - SHORT
        case.same("no frame was lost by it", told["lost"], own)

    return Scenario(job("unit-ready", lane, orders), judge)


def seconds(lane: Lane, start: float, duration: float) -> list[frames.Frame]:
    """The frames of a lane from one time to another, by their number."""
    first = round(start * lane.rate)
    return lane.frames[first : first + round(duration * lane.rate)]


def dead(lane: Lane) -> Scenario:
    """The front end dies for seven seconds, and comes back."""
    orders = Orders()
    orders.play_all(seconds(lane, 0, 2), paced=True)
    orders.drain()
    orders.dead(7_000)
    orders.play_all(seconds(lane, 2, 8))
    orders.drain()

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        told = unit.faults(unit.event_lines(folder))
        case.claim("the silence is told", told["front_end_silent"] >= 1, told)
        case.same("no frame was lost", told["lost"], own_gaps(lane, 10))
        fault_is_heard(case, folder, 6)
        beats = PinLog(folder / "pins").changes("HEARTBEAT")
        still = max((b.time_ns - a.time_ns for a, b in zip(beats, beats[1:])), default=0)
        case.claim("the heart stops when no frame is processed", still > 5_000_000_000, still)

    return Scenario(job("unit-dead", lane, orders), judge)


def own_gaps(lane: Lane, duration: float) -> int:
    """Frames that the lane itself lacks in its first seconds."""
    played = seconds(lane, 0, duration)
    return played[-1].sequence + 1 - len(played)


def flagged(lane: Lane, name: str, flag: int, number: int) -> Scenario:
    """The front end flags a fault for as long as its blinks take to be counted."""
    lasts = 2 * (0.3 * number + 0.9) + 0.5
    orders = Orders()
    frames_now = seconds(lane, 0, 1 + lasts + 1)
    first, last = round(lane.rate), round((1 + lasts) * lane.rate)
    told = [f.with_flags(flag) if first <= i < last else f for i, f in enumerate(frames_now)]
    orders.play_all(told, paced=True)
    orders.drain()

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        lines = [e for e in unit.event_lines(folder) if e["kind"] == "fault"]
        case.claim(f"{name} is told", any(e["fault"] == name for e in lines), lines[:5])
        case.same("and no other fault", {e["fault"] for e in lines} - {name}, set())
        fault_is_heard(case, folder, number)

    return Scenario(job(f"unit-{name.replace('_', '-')}", lane, orders), judge)


def battery(lane: Lane) -> Scenario:
    """The battery runs down: low is told, then empty, which is a fault and the end."""
    orders = Orders()
    low = [f.with_flags(BATTERY_LOW, battery_mv=10_500) for f in seconds(lane, 1, 2)]
    empty = [f.with_flags(BATTERY_LOW, battery_mv=9_500) for f in seconds(lane, 3, 14)]
    orders.play_all(seconds(lane, 0, 1) + low + empty, paced=True)
    orders.drain(30)

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        told = unit.faults(unit.event_lines(folder))
        case.claim("a low battery is told", told["battery_low"] >= 1, told)
        fault_is_heard(case, folder, 9)

    return Scenario(job("unit-battery", lane, orders), judge)


def buttons(lane: Lane) -> Scenario:
    """Buttons reach the unit; a mute does not cover a fault."""
    orders = Orders()
    orders.play_all(seconds(lane, 0, 1), paced=True)
    at = 1.0
    for button in ("MARK", "BALANCE", "MUTE"):
        for level in (True, False):
            orders.drain()
            orders.pull(f"BUTTON-{button}", level)
            orders.pause(0.15)
            orders.play_all(seconds(lane, at, 0.05))
            at += 0.05
    lasting = [f.with_flags(COIL_OPEN) for f in seconds(lane, 2, 4)]
    orders.play_all(lasting, paced=True)
    orders.drain()

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        written = b"".join(unit.recorded(folder).values()) + (folder / "stdout").read_bytes()
        case.claim("a mark is written down", b'"mark"' in written)
        fault_is_heard(case, folder, 1)

    return Scenario(job("unit-buttons", lane, orders), judge)
