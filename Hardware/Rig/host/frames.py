"""Front-end frames of a recorded lane: the bytes that a microcontroller would send for it."""

import json
import struct
from array import array
from dataclasses import dataclass, field, replace
from pathlib import Path

MAGIC, VERSION, GATE_SUMS, RADAR_TRACE = b"SAPF", 1, 1, 3
KINDS = {"induction": GATE_SUMS, "radar": RADAR_TRACE}
HEAD = struct.Struct("<4sBBHIQIiiiiiiiI14x")
assert HEAD.size == 70

SATURATED, TX_CURRENT, COIL_OPEN, COIL_SHORT, ADC_STUCK, BATTERY_LOW = (
    1 << bit for bit in range(6)
)
EARTH_FIELD, SELF_TEST, POSITION_VALID, HEIGHT_VALID, BUTTONS_CHANGED = (
    1 << bit for bit in range(6, 11)
)


def crc_table() -> list[int]:
    """CRC-16-CCITT, polynomial 0x1021, not reflected."""
    table = []
    for value in range(256):
        crc = value << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
        table.append(crc)
    return table


TABLE = crc_table()


def crc16(data: bytes) -> int:
    """The checksum of a frame, from 0xFFFF, without a final exclusive or."""
    crc = 0xFFFF
    for byte in data:
        crc = (crc << 8 & 0xFFFF) ^ TABLE[crc >> 8 ^ byte]
    return crc


@dataclass(frozen=True)
class Frame:
    """One frame, before it is bytes."""

    sequence: int
    time_us: int
    sums: tuple[int, ...]
    flags: int = 0
    x_mm: int = 0
    y_mm: int = 0
    height_mm: int = 0
    quality: int = 0
    current_ua: int = 3_000_000
    coil_mc: int = 25_000
    battery_mv: int = 12_600
    kind: int = GATE_SUMS
    number_bytes: int = 4

    def data(self) -> bytes:
        """Its bytes, checksum included."""
        head = HEAD.pack(
            MAGIC,
            VERSION,
            self.kind,
            len(self.sums),
            self.sequence & 0xFFFFFFFF,
            self.time_us,
            self.flags,
            self.x_mm,
            self.y_mm,
            self.height_mm,
            self.quality,
            self.current_ua,
            self.coil_mc,
            self.battery_mv,
            self.number_bytes,
        )
        body = head + struct.pack(
            f"<{len(self.sums)}{'i' if self.number_bytes == 4 else 'h'}", *self.sums
        )
        return body + struct.pack("<H", crc16(body))

    def with_flags(self, flags: int, **changes) -> "Frame":
        """The same frame with more flags, and other values where they are given."""
        return replace(self, flags=self.flags | flags, **changes)


@dataclass
class Lane:
    """A recorded lane as frames."""

    name: str
    rate: float
    channels: int
    frames: list[Frame]
    description: dict = field(default_factory=dict)  # As the recording has it.

    @property
    def frame_length(self) -> int:
        """Bytes of each frame."""
        return 72 + self.frames[0].number_bytes * self.channels

    @property
    def lost(self) -> int:
        """Frames that the recording itself lacks."""
        return self.frames[-1].sequence + 1 - len(self.frames) - self.frames[0].sequence


def described(collection: Path, stream: str) -> tuple[dict, array]:
    """The description and the numbers of one stream beside a collection."""
    stem = f"{collection.name.removesuffix('.sigmf-collection')}-{stream}"
    description = json.loads((collection.parent / f"{stem}.sigmf-meta").read_text())
    values = array({"ri16_le": "h", "ri32_le": "i"}[description["global"]["core:datatype"]])
    values.frombytes((collection.parent / f"{stem}.sigmf-data").read_bytes())
    return description, values


def sequences(description: dict, count: int) -> list[int]:
    """The sequence number of each sample, from where its capture begins."""
    starts = [
        (c["core:sample_start"], c.get("core:global_index", c["core:sample_start"]))
        for c in description["captures"]
    ]
    numbers = []
    for (start, index), (end, _) in zip(starts, starts[1:] + [(count, 0)]):
        numbers += range(index, index + end - start)
    return numbers


def read(
    collection: Path, stream: str = "induction", first: int = 0, count: int | None = None
) -> Lane:
    """Frames `first` … of a lane, each with the last position that is not later than itself."""
    description, values = described(collection, stream)
    channels = description["global"]["core:num_channels"]
    rate = description["global"]["core:sample_rate"]
    total = len(values) // channels
    numbers = sequences(description, total)
    track_description, track = described(collection, "track")
    track_rate = track_description["global"]["core:sample_rate"]
    last = total if count is None else min(total, first + count)
    frames = []
    for index in range(first, last):
        sequence = numbers[index]
        at = min(int(sequence / rate * track_rate), len(track) // 4 - 1)
        x, y, height, quality = track[4 * at : 4 * at + 4]
        frames.append(
            Frame(
                sequence,
                round(sequence * 1e6 / rate),
                tuple(values[index * channels : (index + 1) * channels]),
                POSITION_VALID | HEIGHT_VALID,
                x,
                y,
                height,
                quality,
                kind=KINDS[stream],
                number_bytes=values.itemsize,
            )
        )
    return Lane(
        collection.name.removesuffix(".sigmf-collection"), rate, channels, frames, description
    )


def synthetic(count: int, channels: int = 5, rate: float = 1000) -> Lane:
    """Frames without a recording: every sum differs, so that no frame can stand for another."""
    frames = []
    for sequence in range(count):
        sums = tuple(
            (sequence * 2654435761 + channel * 40503) % (1 << 32) - (1 << 31)
            for channel in range(channels)
        )
        frames.append(Frame(sequence, round(sequence * 1e6 / rate), sums))
    return Lane("synthetic", rate, channels, frames)
