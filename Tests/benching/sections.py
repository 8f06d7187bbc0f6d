"""Reads a radar section as the SciPy pipeline wants it: traces × samples, and the rate of its traces."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy

DZT_TYPES = {8: "u1", 16: "<u2", 32: "<i4"}
SIGMF_TYPES = {"ri8": "i1", "ri16_le": "<i2", "ri32_le": "<i4"}


@dataclass
class Section:
    """One radar line in memory."""

    name: str
    samples: numpy.ndarray
    traces_per_second: float


def read(path: Path) -> Section:
    """A section from a DZT file of one channel or from a SigMF collection."""
    return collection(path) if path.suffix == ".sigmf-collection" else dzt(path)


def dzt(path: Path) -> Section:
    """A DZT file: GSSI's 1,024-byte header, then scans of whole samples."""
    raw = path.read_bytes()
    start, count, bits, zero = struct.unpack_from("<4H", raw, 2)
    rate, = struct.unpack_from("<f", raw, 10)
    data = numpy.frombuffer(raw, DZT_TYPES[bits], offset=1024 * max(start if start < 1024 else 1, 1))
    data = data[: data.size // count * count].reshape(-1, count).astype(numpy.float64)
    return Section(path.name, data - (0 if bits == 32 else zero), rate)


def collection(path: Path) -> Section:
    """The radar stream of a SigMF collection; its samples are one channel of a trace each."""
    streams = json.loads(path.read_text())["collection"]["core:streams"]
    for stream in streams:
        meta = path.parent / f"{stream['name']}.sigmf-meta"
        facts = json.loads(meta.read_text())["global"]
        if facts.get("sapper:sensor") == "ground_radar":
            kind = SIGMF_TYPES[facts["core:datatype"]]
            data = numpy.fromfile(meta.with_suffix(".sigmf-data"), kind).astype(numpy.float64)
            return Section(
                path.name, data.reshape(-1, facts["core:num_channels"]), facts["core:sample_rate"])
    raise SystemExit(f"{path}: holds no radar stream")
