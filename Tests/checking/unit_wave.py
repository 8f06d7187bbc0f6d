"""The wave that the unit gives to a sound card, sample by sample, and the thread that hands it over."""

import ctypes
import os
import random
import subprocess
import time
from pathlib import Path
from typing import Callable

from tones import FADE, HEIGHT, RATE, edges, fades, heard, periods_us

SOURCES = Path(__file__).resolve().parents[2] / "Hardware/Unit/CUnit"
Claim = Callable[..., None]


class Wave:
    """A wave that goes on from call to call."""

    def __init__(self, library: ctypes.CDLL):
        self.library, self.state = library, ctypes.create_string_buffer(64)
        self.samples: list[int] = []
        library.cunit_wave_begin(self.state, RATE)

    def play(self, period_us: int, pulse_us: int, count: int) -> "Wave":
        """So many samples of a tone."""
        frames = (ctypes.c_int16 * (2 * count))()
        self.library.cunit_wave_fill(self.state, period_us, pulse_us, frames, ctypes.c_size_t(count))
        self.samples += frames[::2]
        return self


def claims(work: Path, claim: Claim) -> None:
    """Every claim on the wave and its thread."""
    made = work / "sound.so"
    sources = [SOURCES / "cunit_sound.c", SOURCES / "cunit_wave.c"]
    subprocess.run(
        ["clang", "-std=gnu11", "-O1", "-fPIC", "-shared", "-I", SOURCES / "include", "-o", made, *sources,
         "-pthread"],
        check=True,
    )
    library = ctypes.CDLL(str(made))
    shapes(library, claim)
    changes(library, claim)
    stale(work, library, claim)


def shapes(library: ctypes.CDLL, claim: Claim) -> None:
    """Pitch, mean and loudness of one tone, however it is cut into pieces."""
    for period, pulse in ((640, 320), (5_120, 2_560), (4_000, 250), (1_000, 500), (997, 311), (800, 50)):
        whole = Wave(library).play(period, pulse, RATE).samples
        found = periods_us(whole[FADE:])
        mean = sum(found) / len(found)
        claim(f"{period} µs have that pitch", abs(mean / period - 1) < 1e-4, mean)
        claim(f"{period} µs have no other", max(found) - min(found) < 1e6 / RATE, (min(found), max(found)))
        offset = sum(whole[FADE:]) / (RATE - FADE)
        claim(f"{period} µs have no constant part", abs(offset) < HEIGHT / 200, offset)
        power = sum(each * each for each in whole[FADE:]) / (RATE - FADE)
        share = pulse / period
        # A sample in which the line changes has the mean of both: two of them in a period lose power.
        ideal = HEIGHT**2 * share * (1 - share)
        claim(f"{period} µs with {pulse} are as loud as the line", 0.75 < power / ideal < 1.01, power / ideal)
        chance, cut = random.Random(period), Wave(library)
        while len(cut.samples) < RATE:
            cut.play(period, pulse, min(chance.randrange(1, 300), RATE - len(cut.samples)))
        claim(f"{period} µs are the same in pieces", cut.samples == whole)
    claim("period 0 is silence", not any(Wave(library).play(0, 0, 1_000).samples))
    claim("so is what is no tone", not any(Wave(library).play(50, 25, 500).play(700, 700, 500).samples))


def changes(library: ctypes.CDLL, claim: Claim) -> None:
    """A tone gives way at the end of its period; what ends fades; what comes back begins anew."""
    for at in range(1_000, 1_300, 7):
        wave = Wave(library).play(4_000, 250, at).play(1_000, 500, 2_000).play(5_120, 2_560, 3_000)
        tones = [near for near in periods_us(wave.samples[FADE:])]
        odd = [each for each in tones if min(abs(each - tone) for tone in (4_000, 1_000, 5_120)) > 22]
        claim(f"changed at {at}, no period is cut", odd == [], odd)
        claim(f"changed at {at}, all three are heard", {round(t / 500) for t in tones} == {8, 2, 10}, tones)
        ended = wave.play(0, 0, 500).samples
        claim(f"changed at {at}, it ends in a fade", fades(ended) and not any(ended[-400:]))
        claim(f"changed at {at}, no step is higher than the wave", edges(ended) <= HEIGHT)
    wave = Wave(library).play(1_000, 500, 1_000).play(0, 0, 30)
    again = wave.play(1_000, 500, 1_000).samples
    claim("a tone that comes back within a fade goes on", len(set(map(round, periods_us(again[FADE:])))) <= 4)


def stale(work: Path, library: ctypes.CDLL, claim: Claim) -> None:
    """A loop that has stopped saying its tone is not heard any more."""
    out = work / "stale.pcm"
    os.environ["FAKE_ALSA_OUT"], os.environ["FAKE_ALSA"] = str(out), ""
    # Its name within is that of ALSA's, so that the thread finds this one.
    card = ctypes.CDLL(str(work / "fake-alsa/libasound.so.2"))
    library.cunit_sound_start.restype = ctypes.c_void_p
    sound = ctypes.c_void_p(library.cunit_sound_start(b"default", 0))
    for _ in range(20):
        library.cunit_sound_set(sound, 1_000, 500)
        time.sleep(0.02)
    told = len(heard(out))
    time.sleep(1)
    samples = heard(out)
    claim("what the loop says is heard", max(samples[:told], default=0) > HEIGHT // 3)
    claim("what it has stopped to say is not", not any(samples[-RATE // 10 :]), samples[-20:])
    claim("and ends without a click", fades(samples))
    claim("the thread ends when it is told to", library.cunit_sound_finish(sound, 1_000))
    claim("and has closed the card", Path(f"{out}.log").read_text().endswith("close\n"))
    del card
