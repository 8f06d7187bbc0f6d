"""The unit on arm64: another processor, a kernel that nobody touched, lines that the host drives.

The frames come over a serial line, since the emulated board has no SPI. Where the host sends them,
the guest runs in the host's time, and nothing that is claimed depends on how late it is. Where the
fault warble is heard, the guest's time is what it computes, no frame is needed, and the kernel
says when it set a line.
"""

import json
import re
from collections import Counter
from pathlib import Path

import arm64
import arm64_parts
import unit
from arm64 import Computer, Stuck
from arm64_unit import OUTPUTS, PRESS, Situation, feed, press
from bench import Rig, judged, say
from cases_unit import replayed
from frames import Frame, Lane
from orders import FRAME_FAULTS, Orders
from pins import Change
from report import Case
from sound import blinks, longest_warble_ms

NAMES = ["arm64-lane", "arm64-frames", "arm64-button", "arm64-refusals", "arm64-silent"]
SPOILT = 3_000  # Frames of the lane that are spoilt, unless all is asked for.
HEARTBEAT_HALF_US = 500_000


def alarms(levels: str) -> int:
    """How often an alarm begins in the rows of the levels."""
    flags = ["alarm" in row.split(",")[4].split("+") for row in levels.splitlines()[1:]]
    return sum(now and not before for before, now in zip([False] + flags, flags))


def beats(frames: list[Frame]) -> int:
    """How often the heartbeat changes over frames, with its rest at the end."""
    halves = [0] + [frame.time_us // HEARTBEAT_HALF_US % 2 for frame in frames] + [0]
    return sum(a != b for a, b in zip(halves, halves[1:]))


class WholeLane(Situation):
    """The lane as it is."""

    name = "arm64-lane"

    def __init__(self, lane: Lane, amd64: list[Path]):
        super().__init__(lane)
        self.amd64 = amd64

    def play(self, computer: Computer):
        """As fast as the unit reads it."""
        feed(computer, [frame.data() for frame in self.lane.frames], len(self.lane.frames))

    def judge(self, case: Case, folder: Path):
        """The same bytes as a replay, and what the lines show of them."""
        super().judge(case, folder)
        events, levels = replayed(folder)
        case.same(
            "the event lines are those of sapper replay", (folder / "stdout").read_bytes(), events
        )
        case.same("the levels are those of sapper replay", rows_of(folder), levels)
        sums = b"".join(frame.data()[70:-2] for frame in self.lane.frames)
        data = (folder / "record/lane-induction.sigmf-data").read_bytes()
        case.same("the recording holds every frame of the lane", data, sums)
        told = unit.event_lines(folder)
        case.claim("something was found", any(each["kind"] == "detection" for each in told))
        case.same(
            "no fault is told but the gaps of the lane",
            unit.faults(told),
            Counter(lost=self.lane.lost),
        )
        for other in self.amd64[:1]:
            for name in ("stdout", "levels.csv"):
                same = (other / name).read_bytes()
                found = (folder / name).read_bytes()
                case.same(f"amd64, which had the lane over SPI, gives the same {name}", found, same)
        rises = sum(change.level for change in self.seen["ALARM"])
        case.same("the alarm line rises with each alarm", rises, alarms(levels.decode()))
        expected = beats(self.lane.frames)
        case.same("the heart beats with the frames", len(self.seen["HEARTBEAT"]), expected)
        pulses = sum(change.level for change in self.seen["AUDIO"])
        case.claim("something is heard", pulses > 100, pulses)
        case.note = f"{len(self.lane.frames)} frames over a serial line, {rises} alarms"


def rows_of(folder: Path) -> bytes:
    """The levels that the unit wrote."""
    return (folder / "levels.csv").read_bytes()


class SpoiltFrames(Situation):
    """Frames dropped, repeated and corrupted."""

    name = "arm64-frames"

    def __init__(self, lane: Lane, count: int | None):
        super().__init__(lane)
        self.frames, self.orders = lane.frames[:count], Orders()
        self.orders.play_with_faults(self.frames, 0.1, seed=31)

    def play(self, computer: Computer):
        """As fast as the unit reads them."""
        injected = self.orders.injected
        good = len(self.orders.sent) - injected["corrupted"] - injected["repeated"]
        feed(computer, self.orders.sent, good)

    def judge(self, case: Case, folder: Path):
        """Each is counted once, as what it was."""
        super().judge(case, folder)
        injected = self.orders.injected
        case.claim("each kind came", min(injected[kind] for kind in FRAME_FAULTS) > 10, injected)
        own = self.frames[-1].sequence + 1 - len(self.frames)
        expected = Counter(
            lost=own + injected["dropped"],
            crc=injected["corrupted"],
            repeated_frames=injected["repeated"],
        )
        found = unit.faults(unit.event_lines(folder))
        case.same("injected faults are reported faults, per kind", found, expected)
        events, levels = replayed(folder)
        lines = (folder / "stdout").read_bytes().splitlines()
        numbered = [line for line in lines if b'"id":' in line]
        case.same("a replay gives the chain's lines again", numbered, events.splitlines())
        case.same("and the levels", rows_of(folder), levels)
        case.note = ", ".join(f"{count} {kind}" for kind, count in sorted(injected.items()))


class Button(Situation):
    """A button that the host presses."""

    name = "arm64-button"

    def play(self, computer: Computer):
        """A second of frames, a press while none comes, and another second."""
        half = round(self.lane.rate)
        self.pressed_after = half
        data = [frame.data() for frame in self.lane.frames[: 2 * half]]
        feed(computer, data[:half], half)
        press(computer, "BUTTON-MARK")
        feed(computer, data[half:], 2 * half)

    def judge(self, case: Case, folder: Path):
        """One press is one mark."""
        super().judge(case, folder)
        marks = [line for line in log_of(folder) if line["what"] == "mark"]
        at = [line["sample"] for line in marks]
        case.same("one press is one mark, at its frame", at, [self.pressed_after - 1])


class Refusals(Situation):
    """Lines that cannot be had: each refusal says which, why, and what to try."""

    name = "arm64-refusals"
    changes = {  # What is changed in the configuration, and what the unit says of it.
        "s/^alarm = .*/alarm = ALRM/": ("find line 'ALRM'", "there is no such line"),
        "s/^chip = .*/chip = pl062/": ("the chip with label 'pl062'", "there is no such chip"),
        "s/^serial_device = .*/serial_device = \\/dev\\/null/": ("/dev/null", "ENOTTY"),
        "": ("request line 'AUDIO'", "in use by 'sapper-unit'"),
    }

    def run(self, computer: Computer):
        """Once with all lines free, and then while a unit holds them."""
        self.free = computer.ask(f"sapper-unit probe --config /jobs/{self.name}.ini")
        super().run(computer)

    def play(self, computer: Computer):
        """A second unit beside the first."""
        self.held = computer.ask(f"sapper-unit probe --config /jobs/{self.name}.ini")
        self.said: dict[str, tuple[int, list[str]]] = {}
        for change in self.changes:
            computer.ask(f"sed '{change}' /jobs/{self.name}.ini >/tmp/changed.ini")
            self.said[change] = computer.ask("sapper-unit --config /tmp/changed.ini")
        feed(computer, [frame.data() for frame in self.lane.frames[:10]], 10)

    def judge(self, case: Case, folder: Path):
        """What was asked for, why it cannot be had, what to try; and the first unit goes on."""
        super().judge(case, folder)
        for change, parts in self.changes.items():
            status, said = self.said[change]
            text = " ".join(said)
            is_told = all(part in text for part in (*parts, "Try: "))
            case.claim(f"it says {parts[1]!r}, and what to try", status == 69 and is_told, text)
        status, said = self.free
        chip = any("label=9030000.pl061 lines=8" in line for line in said)
        case.claim("probe finds the chip and all its lines", status == 0 and chip, said)
        status, said = self.held
        fixes = [line for line in said if line.startswith("FIX") and "held by 'sapper-unit'" in line]
        case.same("and tells each line that is held", (status, len(fixes)), (1, 7))


def log_of(folder: Path) -> list[dict]:
    """What the unit wrote down beside its recording."""
    text = (folder / "record/lane.unit.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


class Warble(Situation):
    """The front end falls silent: the fault is heard and seen, and a mute does not cover it."""

    name = "arm64-silent"
    silence_ms = 500
    seconds = 5  # With the press, two whole groups of its blinks and a part of another.

    def run(self, computer: Computer):
        """The kernel writes down what it sets."""
        computer.ask("trace get==0")
        super().run(computer)
        computer.ask(f"cat /sys/kernel/tracing/trace >/out/{self.name}/trace")

    def play(self, computer: Computer):
        """Two seconds of frames, and then none."""
        frames = self.lane.frames[: 2 * round(self.lane.rate)]
        feed(computer, [frame.data() for frame in frames], len(frames))
        computer.ask("sleep 1")
        press(computer, "BUTTON-MUTE")
        computer.ask(f"sleep {self.seconds}")

    def judge(self, case: Case, folder: Path):
        """Told, heard, shown; and the host sees what the kernel says it did."""
        super().judge(case, folder)
        told = unit.faults(unit.event_lines(folder))
        case.claim("the silence is told", told["front_end_silent"] >= 1, told)
        muted = [line for line in log_of(folder) if line["what"] == "mute"]
        case.same("the mute button was pressed once", len(muted), 1)
        traced = set_lines((folder / "trace").read_text())
        for line in OUTPUTS:
            levels = [change.level for change in traced[line]]
            seen = [change.level for change in self.seen[line]]
            case.same(f"the host sees each change of {line}, as the kernel made it", seen, levels)
        heard = longest_warble_ms(traced["AUDIO"])
        # It begins half a second after the last frame, and a second later the button is pressed.
        least = 1000 * (2 * PRESS + self.seconds)
        case.claim("the fault warble goes on, muted or not", heard >= least, f"{heard} ms")
        groups = blinks(traced["LED-FAULT"])
        case.claim("the fault light blinks 6 times", 6 in groups, f"groups of {groups}")
        case.note = f"{heard} ms of warble in {len(traced['AUDIO'])} changes of the audio line"


def set_lines(trace: str) -> dict[str, list[Change]]:
    """The changes of each output in what the kernel wrote down, with the kernel's time."""
    found = re.findall(r" (\d+)\.(\d{6}): gpio_value: (\d+) set ([01])$", trace, re.MULTILINE)
    lines = arm64_parts.LINES
    changes: dict[str, list[Change]] = {line: [] for line in lines}
    # The kernel counts lines of all controllers downwards from 512; this one is the only one.
    base = 512 - len(lines)
    for second, micro, number, level in found:
        line = changes[lines[int(number) - base]]
        if int(level) != (line[-1].level if line else 0):
            line.append(Change(int(second) * 10**9 + int(micro) * 1000, 0, int(level)))
    return changes


def check(rig: Rig, lane: Lane, parts: arm64_parts.Parts, amd64: list[Path]):
    """Both computers; `amd64` is where the other processor left what it made of the lane."""
    spoilt = SpoiltFrames(lane, None if rig.is_full else SPOILT)
    whole = [WholeLane(lane, amd64), spoilt, Button(lane), Refusals(lane)]
    boots = {"arm64": whole, "arm64-silent": [Warble(lane)]}
    for boot, situations in boots.items():
        chosen = [each for each in situations if rig.wants(each.name)]
        if chosen:
            run(rig, parts, boot, chosen)


def run(rig: Rig, parts: arm64_parts.Parts, boot: str, chosen: list[Situation]):
    """One boot; adds a case for each situation."""
    say(f"boot {boot}: {', '.join(each.name for each in chosen)}")
    folder, stuck = rig.cache / f"boot-{boot}", ""
    files = {f"{each.name}.ini": each.configuration() for each in chosen}
    computer = Computer(parts, folder, files, is_counted=boot != "arm64")
    try:
        with computer:
            for each in chosen:
                each.run(computer)
            computer.finish()
    except (Stuck, OSError, ValueError) as error:
        stuck = f"{type(error).__name__}: {error}; QEMU: {(folder / 'qemu').read_text()[-300:]}"
    say(f"boot {boot}: {computer.seconds:.1f} s")
    for each in chosen:
        case = Case(each.name)
        rig.cases.append(case)
        case.claim("the guest came to the end of its jobs", not stuck, stuck)
        if not stuck:
            judged(each, case, folder / "out" / each.name)
