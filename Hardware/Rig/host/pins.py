"""What happened on the pins: the records of the front end, and what can be said of them."""

import struct
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, NamedTuple

from machine import LINES

RECORD = struct.Struct("<QIHHII")
PIN, RISE, READ, SHORT, IDLE, LOST, START = range(1, 8)
DATA_READY = 0


@dataclass(frozen=True)
class Change:
    """A line that changed: when, to what, and which frame was the last that had been read."""

    time_ns: int
    frame: int
    level: int


class Record(NamedTuple):
    """One record of the front end."""

    time_ns: int
    ready: int  # The frame that was last made ready.
    kind: int
    line: int
    value: int
    read: int  # The frame that was last read.


class PinLog:
    """The records of one run."""

    def __init__(self, path: Path):
        data = path.read_bytes()
        whole = len(data) // RECORD.size * RECORD.size
        self.records = [Record._make(each) for each in RECORD.iter_unpack(data[:whole])]
        self.counts = Counter(each.kind for each in self.records)

    @property
    def lost(self) -> int:
        """Records that nobody read in time: a run with any proves nothing."""
        return sum(each.value for each in self.records if each.kind == LOST)

    def changes(self, line: str) -> list[Change]:
        """The changes of an output line."""
        wanted = LINES.index(line)
        return [
            Change(each.time_ns, each.read, each.value)
            for each in self.records
            if each.kind == PIN and each.line == wanted
        ]

    def latencies_ns(self, line: str) -> list[int]:
        """From each edge of data-ready to the first rise of a line before the next edge."""
        wanted = LINES.index(line)
        return self.waits_ns(lambda each: each.kind == PIN and each.line == wanted and each.value)

    def turnaround_ns(self) -> list[int]:
        """From each edge of data-ready to the last byte of its frame."""
        return self.waits_ns(lambda each: each.kind == READ)

    def waits_ns(self, is_answer: Callable[[Record], bool]) -> list[int]:
        """From each edge of data-ready to the first answer before the next edge."""
        edge, found = None, []
        for each in self.records:
            if each.kind == RISE and each.value:
                edge = each.time_ns
            elif edge is not None and is_answer(each):
                found.append(each.time_ns - edge)
                edge = None
        return found


def median(values: list[int]) -> int:
    """The middle one; 0 of none."""
    return sorted(values)[len(values) // 2] if values else 0
