"""The chain without the unit: what is played is what a program reads, byte for byte."""

from pathlib import Path

import frames
from bench import Rig, Scenario, compiled, ended_well
from machine import Job
from orders import NO_EDGE, NO_FALL, NO_RISE, Orders
from pins import IDLE, READ, RISE, SHORT, START, PinLog, median
from report import Case

COUNT = 10_000


def scenarios(rig: Rig) -> list[Scenario]:
    """The chain alone, and with each fault of a front end."""
    compiled(rig, "feeder", "-static", "-pthread")
    compiled(rig, "chain", "-lgpiod")
    return [plain(), faulty(), pins()]


def reader(name: str, orders: Orders, length: int) -> Job:
    """A job that writes what it reads into the file `frames`."""
    return Job(name, ["chain", str(length), "frames"], orders.data)


def plain() -> Scenario:
    """Every frame arrives."""
    lane, orders = frames.synthetic(COUNT), Orders()
    orders.play_all(lane.frames)
    orders.drain()

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        log = PinLog(folder / "pins")
        read = (folder / "frames").read_bytes()
        case.same(f"{COUNT} frames arrive, byte for byte", read, b"".join(orders.sent))
        case.same(
            "each was made ready once and read once",
            (log.counts[RISE], log.counts[READ]),
            (COUNT, COUNT),
        )
        case.same("no record of the pins was lost", log.lost, 0)
        case.note = (
            f"{COUNT} frames of {lane.frame_length} bytes; edge to last byte:"
            f" median {median(log.turnaround_ns()) / 1000:.0f} µs of the guest"
        )

    return Scenario(reader("chain", orders, lane.frame_length), judge)


def faulty() -> Scenario:
    """Each fault is seen as what it is, and no other frame suffers from it."""
    lane, orders = frames.synthetic(1600), Orders()
    orders.play_with_faults(lane.frames[:1000], 0.3, seed=5)
    kinds = [NO_EDGE] * 20 + [NO_FALL] * 20 + [NO_RISE] * 4
    for number, frame in enumerate(lane.frames[1000:1500]):
        faults = kinds[number // 11] if number % 11 == 5 and number // 11 < len(kinds) else 0
        orders.play(frame, frame.sequence, faults=faults, wait_ms=50)
    orders.dead(300)
    orders.play_all(lane.frames[1500:])
    orders.drain()

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        log, length = PinLog(folder / "pins"), lane.frame_length
        data = (folder / "frames").read_bytes()
        read = [data[at : at + length] for at in range(0, len(data), length)]
        empty = sum(not any(each) for each in read)
        case.same(
            "dropped, repeated and corrupted frames arrive as they were sent",
            [each for each in read if any(each)],
            orders.sent,
        )
        case.same("reading without a frame gives zeros, and is recorded", log.counts[IDLE], empty)
        silent = sum(each.kind == RISE and not each.value for each in log.records)
        case.same("data-ready stays low, or stays high, where it was told to", silent, 4 + 20)
        case.same("no transfer was cut short", log.counts[SHORT], 0)
        missed = int((folder / "stdout").read_text().split("missed=")[1])
        case.claim("a frame without an edge is found by its level", missed >= 20, missed)
        faults = ", ".join(f"{count} {kind}" for kind, count in sorted(orders.injected.items()))
        case.note = f"{faults}, 20 without an edge, 20 stuck high, 4 stuck low, 1 pause of 300 ms"

    return Scenario(reader("chain-faults", orders, lane.frame_length), judge)


def pins() -> Scenario:
    """What a program does with its outputs is recorded, and a button that is pressed reaches it."""
    lane, orders = frames.synthetic(400, rate=400), Orders()
    flagged = [
        frame.with_flags(frames.SATURATED) if index % 7 == 3 else frame
        for index, frame in enumerate(lane.frames)
    ]
    orders.play_all(flagged, paced=True)
    for level in (True, False) * 3:
        orders.pause(0.15)
        orders.pull("BUTTON-MARK", level)
    orders.pause(0.15)
    orders.drain()

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        log = PinLog(folder / "pins")
        raised = [change.frame for change in log.changes("ALARM") if change.level]
        expected = [frame.sequence for frame in flagged if frame.flags & frames.SATURATED]
        case.same("the alarm line rises for each frame that says so", raised, expected)
        levels = [change.level for change in log.changes("VIBRATION")]
        case.same("a button of the panel reaches the program", levels, [1, 0] * 3)
        start = next(each.time_ns for each in log.records if each.kind == START)
        times = [each.time_ns - start for each in log.records if each.kind == RISE][1:]
        case.claim(
            "frames come no sooner than at their device time",
            all(time // 1000 >= frame.time_us for time, frame in zip(times, flagged[1:])),
        )
        case.note = f"edge to alarm line: median {median(log.latencies_ns('ALARM')) / 1000:.0f} µs"

    return Scenario(reader("chain-pins", orders, lane.frame_length), judge)
