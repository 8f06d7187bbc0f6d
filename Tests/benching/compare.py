"""Times sapper's radar chain and a vectorised SciPy pipeline, turn by turn, and prints a table.

usage: compare.py SAPPER ROUNDS FILE...
"""

import re
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy
import scipy
from scipy import ndimage, signal

sys.dont_write_bytecode = True
import sections  # noqa: E402

PASSES = 3
LINE = re.compile(r"([\d.]+) ns a sample")

# Measured once on the field line of 512 × 1,040 samples, one thread: what there was to beat.
ANCHORS = [("anchor: SciPy, vectorised, five steps", 79.0), ("anchor: GPRPy, four steps with AGC", 316.0)]


class Pipeline:
    """Five steps over a whole section at once; what depends only on its shape is made beforehand.

    Dewow by the mean of 1/8 of a trace, background by the mean of 64 traces, a Butterworth band-pass of
    order 4 run forwards and backwards, a gain that grows with time, the envelope by Hilbert.
    """

    def __init__(self, section: sections.Section):
        count = section.samples.shape[1]
        self.samples = section.samples
        self.window = count // 8 | 1
        self.band = signal.butter(4, [0.02, 0.4], "bandpass", output="sos")
        self.gain = (1 + numpy.arange(count) / count * 8) ** 1.5
        self.padded = scipy.fft.next_fast_len(count)

    def run(self) -> numpy.ndarray:
        """The envelope of the section."""
        count = self.samples.shape[1]
        x = self.samples - ndimage.uniform_filter1d(self.samples, self.window, axis=1)
        x -= ndimage.uniform_filter1d(x, 64, axis=0)
        x = signal.sosfiltfilt(self.band, x, axis=1)
        x *= self.gain
        return numpy.abs(signal.hilbert(x, self.padded, axis=1)[:, :count])

    def time(self) -> float:
        """Nanoseconds a sample of the fastest of some passes."""
        fastest = float("inf")
        for _ in range(PASSES):
            started = time.perf_counter()
            envelope = self.run()
            fastest = min(fastest, time.perf_counter() - started)
            assert envelope.shape == self.samples.shape
        return fastest * 1e9 / self.samples.size


def sapper(program: str, path: str) -> tuple[float, str]:
    """Nanoseconds a sample of the whole chain, and all that the program printed."""
    command = [program, "benchmark", path, "--passes", str(PASSES)]
    done = subprocess.run(command, capture_output=True, text=True)
    found = LINE.search(done.stdout)
    if done.returncode != 0 or not found:
        raise SystemExit(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return float(found[1]), done.stdout


def row(chain: str, data: str, each: float, real_time: str) -> str:
    """A line of the table."""
    line = f"{chain:38} {data:36} {each:9.1f} {1000 / each:10.1f} {real_time:>12}"
    return line.rstrip()


def main() -> None:
    """Alternates the two, takes the best of each, prints."""
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    program, rounds, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    print(f"best of {rounds} rounds of {PASSES} passes, one thread; NumPy {numpy.__version__},"
          f" SciPy {scipy.__version__}\n")
    heading = f"{'chain':38} {'data':36} {'ns/sample':>9} {'Msample/s':>10} {'× real time':>12}"
    print(heading + "\n" + "-" * len(heading))
    printed = ""
    for path in paths:
        try:
            section = sections.read(Path(path))
        except (OSError, ValueError, KeyError, struct.error) as error:
            raise SystemExit(f"{path}: not a DZT file or SigMF collection that can be read: {error}")
        pipeline = Pipeline(section)
        best = {"sapper, whole chain": float("inf"), "SciPy, vectorised, five steps": float("inf")}
        ours, theirs = best
        for _ in range(rounds):
            each, printed = sapper(program, path)
            best[ours] = min(best[ours], each)
            best[theirs] = min(best[theirs], pipeline.time())
        traces, samples = section.samples.shape
        second = section.traces_per_second * samples
        for chain, each in best.items():
            faster = f"{1e9 / each / second:,.0f}" if second > 0 else "not known"
            print(row(chain, f"{section.name}, {samples} × {traces}", each, faster))
    for chain, each in ANCHORS:
        print(row(chain, "512 × 1040, measured once", each, ""))
    print(f"\nsapper: {printed.splitlines()[-1]}")


if __name__ == "__main__":
    main()
