"""What is heard in the samples of a sound card: pitches, the fault warble, clicks."""

import struct
from pathlib import Path

RATE = 48_000
HEIGHT = 32_000  # From the low to the high of a wave, as the unit makes it.
FADE = RATE // 500  # Samples in which a sound comes and goes.
HIGH, LOW = 640, 5_120  # The periods of the fault warble, µs.


def heard(path: Path) -> list[int]:
    """What was played; both channels must be the same."""
    frames = list(struct.iter_unpack("<2h", path.read_bytes()))
    assert all(left == right for left, right in frames), "the channels differ"
    return [left for left, _ in frames]


def rises(samples: list[int]) -> list[float]:
    """Where the wave rises through zero, between samples."""
    found = []
    for place in range(1, len(samples)):
        before, now = samples[place - 1], samples[place]
        if before < 0 <= now and now - before > 0:
            found.append(place - 1 + before / (before - now))
    return found


def periods_us(samples: list[int]) -> list[float]:
    """From rise to rise, microseconds."""
    places = rises(samples)
    return [(b - a) * 1e6 / RATE for a, b in zip(places, places[1:])]


def target_us(level_q8: int) -> int:
    """The period of a target's tone, by its level."""
    octaves = 0
    if level_q8 > 256:
        whole = level_q8.bit_length() - 9
        base = 256 << whole
        octaves = min(2_048, whole * 256 + (level_q8 - base) * 256 // base)
    return 4_000 - 3_000 * octaves // 2_048


def steps(periods: list[float]) -> list[int]:
    """The pitches of a warble one after the other, as they take turns; 0 for what is neither."""
    found: list[int] = []
    for period in periods:
        near = next((each for each in (HIGH, LOW) if abs(period - each) < 12), 0)
        if near and (not found or found[-1] != near):
            found.append(near)
        elif not near and (not found or found[-1] != 0):
            found.append(0)
    return found


def is_warble(samples: list[int]) -> bool:
    """Whether two pitches take turns, and no other lasts: what lies between them is one period at most."""
    periods = periods_us(samples)
    turns = [each for each in steps(periods) if each]
    between = sum(1 for each in periods if not any(abs(each - pitch) < 12 for pitch in (HIGH, LOW)))
    return turns.count(HIGH) >= 2 and turns.count(LOW) >= 2 and between <= len(turns)


def fades(samples: list[int]) -> bool:
    """Whether the last sound goes in a fade: each sample is within what the fade leaves."""
    last = max((place for place, each in enumerate(samples) if each), default=0)
    tail = samples[max(0, last - FADE + 1) : last + 1]
    loud = max((abs(each) for each in samples[max(0, last - RATE // 10) : last + 1]), default=0)
    left = [abs(each) <= HEIGHT * (len(tail) - place + 1) / FADE for place, each in enumerate(tail)]
    return loud > HEIGHT // 8 and all(left)


def edges(samples: list[int]) -> int:
    """The greatest rise or fall from sample to sample."""
    return max((abs(b - a) for a, b in zip(samples, samples[1:])), default=0)
