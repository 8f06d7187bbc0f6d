"""What happened on the pins: the records of the front end, and what can be said of them."""

import struct
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from machine import LINES

RECORD = struct.Struct("<QIHHII")
PIN, RISE, READ, SHORT, IDLE, LOST = 1, 2, 3, 4, 5, 6
DATA_READY = 0


@dataclass(frozen=True)
class Change:
    """A line that changed: when, to what, and which frame was the last that had been made ready."""

    time_ns: int
    frame: int
    level: int


class PinLog:
    """The records of one run."""

    def __init__(self, path: Path):
        data = path.read_bytes()
        self.records = list(RECORD.iter_unpack(data[: len(data) // RECORD.size * RECORD.size]))
        self.counts = Counter(kind for _, _, kind, _, _, _ in self.records)

    @property
    def lost(self) -> int:
        """Records that nobody read in time: a run with any proves nothing."""
        return sum(value for _, _, kind, _, value, _ in self.records if kind == LOST)

    def changes(self, line: str) -> list[Change]:
        """The changes of an output line."""
        wanted = LINES.index(line)
        return [
            Change(time, number, value)
            for time, number, kind, line, value, _ in self.records
            if kind == PIN and line == wanted
        ]

    def read_frames(self) -> int:
        """Frames whose last byte was clocked out."""
        return self.counts[READ]

    def latencies_ns(self, line: str) -> list[int]:
        """From each edge of data-ready to the first rise of a line before the next edge."""
        wanted, edge, found = LINES.index(line), None, []
        for time, _, kind, which, value, _ in self.records:
            if kind == RISE and value:
                edge = time
            elif kind == PIN and which == wanted and value and edge is not None:
                found.append(time - edge)
                edge = None
        return found

    def turnaround_ns(self) -> list[int]:
        """From each edge of data-ready to the last byte of its frame."""
        edge, found = None, []
        for time, _, kind, _, value, _ in self.records:
            if kind == RISE and value:
                edge = time
            elif kind == READ and edge is not None:
                found.append(time - edge)
                edge = None
        return found


def median(values: list[int]) -> int:
    """The middle one; 0 of none."""
    return sorted(values)[len(values) // 2] if values else 0
