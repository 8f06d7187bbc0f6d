"""A front end that looks alive and is not, and faults that last: heard on the pin as long as they last."""

from pathlib import Path

import frames
import unit
from bench import Rig, Scenario, ended_well
from cases_faults import seconds
from frames import COIL_OPEN, POSITION_VALID, SELF_TEST, Frame, Lane
from orders import Orders
from pins import READ, PinLog
from report import Case
from sound import blinks, warble_gaps_ms, warble_share

BEFORE = 2.0  # Seconds of a sound lane before the fault.
LASTS = 6.0
LONG = 12.0  # What ten blinks need to be counted.
UNTESTED = {"self_test": {"required": "off"}}
SHARE = 0.95  # Of the time in which it must be heard.


def scenarios(rig: Rig, lane: Lane) -> list[Scenario]:
    """Each way of seeming alive, and each fault that lasts."""
    sound = seconds(lane, 0, BEFORE)
    count = round(LASTS * lane.rate)
    after = seconds(lane, BEFORE, LASTS)
    last, other = sound[-1], sound[-2]
    return [
        lasting(lane, "unit-same-frame", [last] * count, 6, 0.6),
        lasting(lane, "unit-two-frames", [(last, other)[n % 2] for n in range(count)], 6, 0.6),
        lasting(lane, "unit-boot-loop", boots(after, 10, 0), 6, 0.6),
        lasting(lane, "unit-boot-jitter", boots(after, 10, 7), 6, 0.8),
        lasting(lane, "unit-every-second", every_second(after), 6, 1.3),
        lasting(lane, "unit-standing", [
            frames.replace(each, sums=last.sums) for each in after
        ], 4, 0.6),
        lasting(lane, "unit-reference", injected(seconds(lane, BEFORE, LONG), SELF_TEST), 10, 1.4,
                self_test={"required": "off", "longest_s": 1}),
        lasting(lane, "unit-hidden-coil", injected(after, SELF_TEST | COIL_OPEN), 1, 0.3,
                told="coil_open"),
        lasting(lane, "unit-sensitivity", seconds(lane, BEFORE, LASTS + 4), 11, 4.5,
                told="sensitivity_lost", induction={"ceiling_uv": 1}),
        track(lane),
    ]


def boots(after: list[Frame], length: int, jitter_us: int) -> list[Frame]:
    """The front end begins anew every so many frames; its clock differs by some µs each time."""
    step = after[1].time_us - after[0].time_us
    return [
        frames.replace(
            each,
            sequence=index % length,
            time_us=index % length * step + jitter_us * (index // length % 50),
        )
        for index, each in enumerate(after)
    ]


def injected(after: list[Frame], flags: int) -> list[Frame]:
    """The reference as a sound front end answers it, so that it is a self-test that passes."""
    sums = (unit.REFERENCE,) * len(after[0].sums)
    return [frames.replace(each, sums=sums).with_flags(flags) for each in after]


def every_second(after: list[Frame]) -> list[Frame]:
    """Every second frame is lost: what is there lies over a gap, and nothing can be evaluated."""
    return after[::2]


def order(orders: Orders, played: list[Frame], rate: float, first: int, places: list[int]):
    """Frames paced by their place in the list, numbered on from `first`."""
    for index, (frame, place) in enumerate(zip(played, places)):
        orders.play(frame, first + index, at_us=round(place * 1e6 / rate))
        if first + index == 0:
            orders.order(3)


def lasting(
    lane: Lane, name: str, faulty: list[Frame], number: int, within: float, told="", **changes
) -> Scenario:
    """Sound frames, then a fault to the end: heard without a break from so many seconds on."""
    sound, orders = seconds(lane, 0, BEFORE), Orders()
    order(orders, sound, lane.rate, 0, list(range(len(sound))))
    spacing = 2 if name == "unit-every-second" else 1
    places = [len(sound) + spacing * index for index in range(len(faulty))]
    order(orders, faulty, lane.rate, len(sound), places)
    orders.drain(30)

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        if told:
            found = unit.faults(unit.event_lines(folder))
            case.claim(f"{told} is told", found[told] >= 1, found)
        log = PinLog(folder / "pins")
        start, end = read_at(log, len(sound)), read_at(log, len(sound) + len(faulty) - 1)
        share = warble_share(log.changes("AUDIO"), start + round(within * 1e9), end)
        case.claim("the warble is heard as long as it lasts", share >= SHARE, f"{share:.3f}")
        before = warble_share(log.changes("AUDIO"), read_at(log, 1), start)
        case.same("and not before it", before, 0)
        groups = blinks([each for each in log.changes("LED-FAULT") if each.time_ns > start])
        case.claim(f"the fault light blinks {number} times", number in groups, groups)
        case.note = f"heard for {share:.1%} of it"

    return Scenario(unit.job(name, lane, orders, **(UNTESTED | changes)), judge)


def read_at(log: PinLog, number: int) -> int:
    """When a frame was read, ns of the guest."""
    return next(each.time_ns for each in log.records if each.kind == READ and each.read >= number)


def track(lane: Lane) -> Scenario:
    """The encoder falls silent: heard again each ten seconds, and targets sound through."""
    total = 26.0
    sound, orders = seconds(lane, 0, BEFORE), Orders()
    blind = [
        frames.replace(each, flags=each.flags & ~POSITION_VALID)
        for each in seconds(lane, BEFORE, total)
    ]
    order(orders, sound + blind, lane.rate, 0, list(range(len(sound) + len(blind))))
    orders.drain(40)

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        found = unit.faults(unit.event_lines(folder))
        case.same("track_lost is told", found["track_lost"], 1)
        log = PinLog(folder / "pins")
        start = read_at(log, len(sound))
        end = read_at(log, len(sound) + len(blind) - 1)
        gaps = warble_gaps_ms(log.changes("AUDIO"), start, end)
        case.claim("it is heard, and again each ten seconds", max(gaps) <= 11_000, gaps)
        groups = blinks([each for each in log.changes("LED-FAULT") if each.time_ns > start])
        case.claim("the fault light blinks 12 times", 12 in groups, groups)
        case.note = f"pauses of {', '.join(f'{gap / 1000:.1f}' for gap in gaps)} s"

    return Scenario(unit.job("unit-track", lane, orders, **UNTESTED), judge)
