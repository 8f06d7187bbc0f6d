"""The libraries of the unit on the real kernel: GPIO on both generations, front end."""

import re
from pathlib import Path

import frames
import swift
from bench import HERE, Rig, Scenario, outcome
from machine import Job
from orders import NO_EDGE, NO_FALL, NO_RISE, Orders
from pins import PinLog, median
from report import Case

EVERY_LINE = ["sapper-front-end", "DATA-READY", "/dev/spidev0.0"]


def scenarios(rig: Rig) -> list[Scenario]:
    """Everything that needs no unit."""
    if rig.wants("gpio-1", "gpio-2"):
        swift.gpio_exercises(rig)
    if rig.wants("front-end", "data-ready"):
        swift.product(rig, "front-end-exercise")
    count = 42_000 if rig.is_full else 3_000
    return [gpio(1), gpio(2), front_end(count), misbehaving()]


def gpio(generation: int) -> Scenario:
    """Each operation on a chip, with one generation of libgpiod."""
    orders = Orders()
    orders.wait_for_end(60)
    name = f"gpio-{generation}"
    job = Job(name, [f"gpio-exercise-{generation}", "rig-panel"], orders.data)

    def judge(case: Case, folder: Path):
        text = (folder / "stdout").read_text(errors="replace")
        for verdict, what in re.findall(r"^(ok|not ok) \d+ - (.*)$", text, re.MULTILINE):
            case.claim(what, verdict == "ok", what)
        planned = re.findall(r"^1\.\.(\d+)$", text, re.MULTILINE)
        case.same("it came to its end", planned, [str(len(case.checks) - 1)])
        case.same("it says that all went well", outcome(folder)["exit"], "0")
        case.note = "; ".join(line[2:] for line in text.split("\n") if line.startswith("# "))[:110]

    return Scenario(job, judge)


def exercise(name: str, lane: frames.Lane, orders: Orders) -> Job:
    """A job that reads to the last frame of a lane."""
    last = lane.frames[-1].sequence
    orders.wait_for_end(30)
    program = ["front-end-exercise", *EVERY_LINE, str(lane.channels), str(last)]
    return Job(name, program, orders.data)


def counts(folder: Path) -> dict[str, int]:
    """What the library counted."""
    found = re.findall(r"(\w+)=(\d+)", (folder / "stderr").read_text())
    return {name: int(value) for name, value in found}


def good_frames(folder: Path) -> dict[int, list[int]]:
    """Sequence → numbers of each frame that the library gave."""
    rows = [line.split() for line in (folder / "stdout").read_text().splitlines()]
    return {int(row[0]): [int(number) for number in row[2:]] for row in rows}


def conformance() -> tuple[list[str], list[str]]:
    """The frames of the conformance vectors as the rig makes them, and as they should be."""
    made, expected = [], []
    text = (HERE.parent / "FrontEnd/Conformance/frames.txt").read_text()
    for block in re.split(r"\n\n", text):
        value = dict(line.split(" ", 1) for line in block.strip().split("\n") if " " in line)
        if "good" not in value:
            continue
        frame = frames.Frame(
            int(value["sequence"]),
            int(value["time"]),
            tuple(int(number) for number in value["numbers"].split()),
            int(value["flags"]),
            int(value["encoder_x"]),
            int(value["encoder_y"]),
            int(value["height"]),
            int(value["quality"]),
            int(value["tx_current"]),
            int(value["coil_temperature"]),
            int(value["battery"]),
            int(value["kind"]),
            int(value["sample_bytes"]),
        )
        made.append(frame.data().hex())
        expected.append(value["hex"])
    return made, expected


def front_end(count: int) -> Scenario:
    """Frames dropped, repeated and corrupted: each is counted once, as what it was."""
    lane, orders = frames.synthetic(count), Orders()
    orders.play_with_faults(lane.frames, 0.34, seed=11)

    def judge(case: Case, folder: Path):
        found, injected = counts(folder), orders.injected
        case.same("the rig's frames are those of the protocol", *conformance())
        total = sum(injected.values())
        case.claim("at least a fifth of the frames had a fault", total * 5 >= count, total)
        case.same("as many were lost as were dropped", found["lost"], injected["dropped"])
        case.same("as many were repeated", found["repeated"], injected["repeated"])
        case.same("as many were damaged as were corrupted", found["damaged"], injected["corrupted"])
        good = {
            each.sequence: list(each.sums)
            for each in lane.frames
            if each.sequence not in orders.spoilt
        }
        case.same("every other frame arrives, number for number", good_frames(folder), good)
        case.same(
            "nothing restarted and nothing fell silent",
            (found["restarts"], found["silences"]),
            (0, 0),
        )
        faults = ", ".join(f"{number} {kind}" for kind, number in sorted(injected.items()))
        turnaround = median(PinLog(folder / "pins").turnaround_ns()) / 1000
        case.note = f"{total} faults: {faults}; edge to last byte: median {turnaround:.0f} µs"

    return Scenario(exercise("front-end", lane, orders), judge)


def misbehaving() -> Scenario:
    """A data-ready line that misbehaves costs no frame; a dead front end is told of."""
    lane, orders = frames.synthetic(1_000), Orders()
    kinds = {100: NO_EDGE, 200: NO_EDGE, 300: NO_FALL, 400: NO_RISE, 500: NO_RISE}
    for frame in lane.frames[:900]:
        faults = kinds.get(frame.sequence, 0)
        orders.play(frame, frame.sequence, faults=faults, wait_ms=700 if faults == NO_RISE else 0)
        if faults:
            orders.drain()
            orders.pause(0.3)
    orders.drain()
    orders.dead(1_500)
    orders.play_all(lane.frames[900:])

    def judge(case: Case, folder: Path):
        found = counts(folder)
        good = {each.sequence: list(each.sums) for each in lane.frames}
        case.same("every frame arrives, number for number", good_frames(folder), good)
        case.claim("edges that did not come are counted", found["missed"] >= 2, found)
        case.claim("a line that stands still is counted, high and low", found["stuck"] >= 3, found)
        case.claim("a dead front end is a silence", found["silences"] >= 1, found)
        case.same(
            "nothing counts as lost, repeated or damaged",
            (found["lost"], found["repeated"], found["damaged"]),
            (0, 0, 0),
        )
        case.note = " ".join(f"{name}={value}" for name, value in found.items())

    return Scenario(exercise("data-ready", lane, orders), judge)
