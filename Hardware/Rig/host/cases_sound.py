"""The ear of the rig: it knows the fault warble, and takes nothing else for it."""

import random
from typing import Callable

from bench import Rig
from pins import Change
from report import Case
from sound import blinks, double_chirps, longest_warble_ms

SECONDS = 3
LATE_US = (0, 100, 300)  # How late a pulse is on average.

Wave = Callable[[int], tuple[int, int]]  # Time → period and pulse, µs; 0 is silence.

WARBLE: Wave = lambda t: (640, 320) if t // 64_000 % 2 == 0 else (5_120, 2_560)  # noqa: E731
OTHERS: dict[str, Wave] = {
    "a weak target": lambda t: (4_000, 500),
    "a strong target": lambda t: (1_000, 500),
    "a target that comes and goes": lambda t: (4_000 - 30 * (t % 500_000 // 5_000), 400),
    "the low tone": lambda t: (8_000, 1_000) if t % 500_000 < 60_000 else (0, 0),
    "the tick": lambda t: (800, 50) if t % 1_000_000 < 40_000 else (0, 0),
    "the greeting": lambda t: (960 - 90 * (t // 120_000 % 5), 300) if t < 600_000 else (0, 0),
    "the greeting and the tick": lambda t: (
        (960 - 90 * (t // 120_000 % 5), 300)
        if t < 600_000 and t % 120_000 < 100_000
        else (800, 50)
        if t % 1_000_000 < 40_000
        else (0, 0)
    ),
    "the hurried ticks": lambda t: (800, 50) if (t + 100_000) % 200_000 < 40_000 else (0, 0),
    "the greeting and the hurried ticks": lambda t: (
        (960 - 90 * (t // 120_000 % 5), 300)
        if t < 600_000 and t % 120_000 < 100_000
        else (800, 50)
        if t >= 600_000 and (t + 100_000) % 200_000 < 40_000
        else (0, 0)
    ),
    "the final tone": lambda t: (700, 350),
    "the double chirp": lambda t: chirp(t % 1_000_000),
    "silence": lambda t: (0, 0),
}


def chirp(time: int) -> tuple[int, int]:
    """Two chirps of two notes, and the same again."""
    place = time % 400_000
    if time >= 800_000 or place >= 220_000 or place % 110_000 >= 80_000:
        return 0, 0
    return (560, 280) if place % 110_000 < 40_000 else (400, 200)


def played(wave: Wave, late_us: int, seed: int) -> list[Change]:
    """The changes of a pin that plays a wave, each late by chance."""
    chance, changes, time, level = random.Random(seed), [], 0, 0
    while time < SECONDS * 1_000_000:
        period, pulse = wave(time)
        place = time % period if period else 0
        now = int(place < pulse)
        if now != level:
            changes.append(Change(time * 1_000, 0, now))
        level = now
        step = (pulse - place if now else period - place) if period else 1_000
        time += step + (round(chance.expovariate(1 / late_us)) if late_us else 0)
    return changes


def listen(rig: Rig):
    """Adds the case; it needs no guest."""
    if not rig.wants("ear"):
        return
    case = Case("ear")
    rig.cases.append(case)
    for late in LATE_US:
        heard = longest_warble_ms(played(WARBLE, late, 1))
        case.claim(f"the warble is heard, {late} µs late", heard > 500 * SECONDS, heard)
        heard = double_chirps(played(OTHERS["the double chirp"], late, 1))
        case.same(f"the double chirps are heard, {late} µs late", heard, 2 * SECONDS)
        for name, wave in OTHERS.items():
            if name != "the double chirp":
                heard = double_chirps(played(wave, late, 1))
                case.same(f"{name} is no double chirp, {late} µs late", heard, 0)
            heard = longest_warble_ms(played(wave, late, 1))
            case.same(f"{name} is no warble, {late} µs late", heard, 0)
    step = 150_000_000
    lit = [
        Change((group * 12 + place) * step, 0, 1 - place % 2)
        for group in range(4)
        for place in range(6)
    ]
    case.same("three blinks are three", blinks(lit), [3, 3])
