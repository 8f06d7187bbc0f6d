"""Orders to the front end and to the feeder, as sapper_front_end.h and feeder.c lay them out."""

import random
import struct
from collections import Counter

from frames import Frame

HEADER = struct.Struct("<IIQIIII")
PLAY, DEAD, ZERO = 1, 2, 3
DRAIN, PAUSE, WRITE, SAY, SIGNAL, AWAIT, FAIL = range(16, 23)
NO_EDGE, NO_RISE, NO_FALL = 1, 2, 4

FRAME_FAULTS = ("dropped", "repeated", "corrupted")


class Orders:
    """A list of orders that grows; `data` is what the feeder reads."""

    def __init__(self):
        self.parts: list[bytes] = []
        self.sent: list[bytes] = []  # The frames as the program should read them.
        self.injected: Counter[str] = Counter()
        self.spoilt: set[int] = set()  # Sequences of frames that were dropped or corrupted.

    def order(self, kind: int, payload: bytes = b"", faults=0, at_us=0, number=0, wait_ms=0):
        """Any order."""
        self.parts.append(
            HEADER.pack(kind, faults, at_us, number, wait_ms, len(payload), 0) + payload
        )

    def play(self, frame: Frame | bytes, number: int, at_us=0, faults=0, wait_ms=0):
        """One frame; `at_us` 0 is as soon as the one before was read."""
        data = frame if isinstance(frame, bytes) else frame.data()
        self.sent.append(data)
        self.order(PLAY, data, faults, at_us, number, wait_ms)

    def play_all(self, frames: list[Frame], paced: bool = False):
        """Frames as they are: as fast as they are read, or paced by their device time.

        Device time begins when the first one was read: a program takes its time to start.
        """
        start = frames[0].time_us
        for index, frame in enumerate(frames):
            at_us = frame.time_us - start if paced else 0
            self.play(frame, frame.sequence, at_us=at_us)
            if paced and index == 0:
                self.order(ZERO)

    def play_with_faults(self, frames: list[Frame], rate: float, seed: int, kinds=FRAME_FAULTS):
        """Frames of which some have faults: never the first, nor one of the last ten.

        Between two faults lies at least one good frame, so that each can be told by itself.
        """
        chance, clean = random.Random(seed), 0
        for index, frame in enumerate(frames):
            may = clean > 0 and 0 < index < len(frames) - 10
            kind = chance.choice(kinds) if may and chance.random() < rate else None
            clean = 0 if kind else clean + 1
            if kind:
                self.injected[kind] += 1
            if kind in ("dropped", "corrupted"):
                self.spoilt.add(frame.sequence)
            if kind == "dropped":
                continue
            self.play(
                corrupted(frame.data(), chance) if kind == "corrupted" else frame, frame.sequence
            )
            if kind == "repeated":
                self.play(frame, frame.sequence)

    def dead(self, wait_ms: int = 0):
        """The front end says nothing any more for that long; 0 is for ever."""
        self.order(DEAD, wait_ms=wait_ms)

    def drain(self, seconds: float = 20):
        """Waits until all was read."""
        self.order(DRAIN, wait_ms=round(seconds * 1000))

    def pause(self, seconds: float):
        """Waits in real time."""
        self.order(PAUSE, wait_ms=round(seconds * 1000))

    def pull(self, line: str, level: bool):
        """Pulls an input of the panel, such as a button."""
        self.order(WRITE, f"/panel/rig-panel/{line}/pull pull-{'up' if level else 'down'}".encode())

    def say(self, text: str):
        """A line to the host while the guest runs."""
        self.order(SAY, text.encode())

    def signal(self, number: int):
        """A signal to the program."""
        self.order(SIGNAL, faults=number)

    def wait_for_end(self, seconds: float):
        """Waits until the program ends by itself."""
        self.order(AWAIT, wait_ms=round(seconds * 1000))

    def fail_disk(self, path: str):
        """From now on every access to the ext4 at a path gives EIO."""
        self.order(FAIL, path.encode())

    @property
    def data(self) -> bytes:
        """What the feeder reads."""
        return b"".join(self.parts)


def corrupted(data: bytes, chance: random.Random) -> bytes:
    """The frame with one bit turned behind its magic: the checksum tells every such bit."""
    changed = bytearray(data)
    bit = chance.randrange(8 * 4, 8 * len(data))
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
