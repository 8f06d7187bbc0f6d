"""What is heard and seen on the pins: tones told apart as an ear does, blinks as an eye does.

An emulated computer is late now and then, so nothing here measures a period. The fault warble
changes between two pitches, 8 to 1, each for 64 ms; no other sound takes such turns.
"""

from pins import Change

WINDOW_NS = 16_000_000  # A quarter of a step of the warble.
WINDOWS = 24  # Six steps: what an ear needs to know the warble.
HIGH_PULSES = 8  # Pulses of the high pitch in a window: 25, less what comes late.
APART = 2.5  # The low pitch has an eighth of them, if none is late.
TURNS = range(4, 9)  # Changes of pitch in six steps.
CHIRP = range(4, 8)  # Windows that a chirp of 80 ms fills; a tick of 40 ms fills 2 or 3.
BETWEEN = 6  # Windows of silence between two pairs: 96 of 180 ms.
PAUSE_NS = 650_000_000  # Blinks are 300 ms apart, groups of them 1,050 ms.


def pulses(changes: list[Change], start_ns: int, end_ns: int) -> list[int]:
    """Pulses in each window between two times."""
    counts = [0] * max(0, (end_ns - start_ns) // WINDOW_NS)
    for change in changes:
        index = (change.time_ns - start_ns) // WINDOW_NS
        if change.level and 0 <= index < len(counts):
            counts[index] += 1
    return counts


def is_warble(counts: list[int]) -> bool:
    """Whether six steps of the warble are heard: two pitches that take turns, no silence."""
    ordered = sorted(counts)
    low, high = ordered[len(ordered) // 4], ordered[len(ordered) * 3 // 4]
    if high < HIGH_PULSES or high < APART * low or counts.count(0) > len(counts) // 12:
        return False
    pitches = [1 if c * 4 >= high * 3 else 0 if c <= low + 2 else None for c in counts]
    clear = [pitch for pitch in pitches if pitch is not None]
    turns = sum(a != b for a, b in zip(clear, clear[1:]))
    return len(clear) * 3 >= len(counts) * 2 and turns in TURNS


def longest_warble_ms(changes: list[Change]) -> int:
    """The longest time for which the warble was heard without a break."""
    if not changes:
        return 0
    counts = pulses(changes, changes[0].time_ns, changes[-1].time_ns + WINDOW_NS)
    best = run = 0
    for end in range(WINDOWS, len(counts) + 1):
        run = run + 1 if is_warble(counts[end - WINDOWS : end]) else 0
        best = max(best, run)
    return (best + WINDOWS - 1) * WINDOW_NS // 1_000_000 if best else 0


def blinks(changes: list[Change]) -> list[int]:
    """Blinks in each whole group: between two pauses."""
    lit = [change.time_ns for change in changes if change.level]
    groups, count = [], 0
    for before, now in zip(lit, lit[1:]):
        count += 1
        if now - before > PAUSE_NS:
            groups.append(count)
            count = 0
    return groups[1:] if len(groups) > 1 else groups


def warbled(changes: list[Change], start_ns: int, end_ns: int) -> list[bool]:
    """For each window between two times whether it lies in six steps of warble."""
    counts = pulses(changes, start_ns, end_ns)
    heard = [False] * len(counts)
    for end in range(WINDOWS, len(counts) + 1):
        if is_warble(counts[end - WINDOWS : end]):
            heard[end - WINDOWS : end] = [True] * WINDOWS
    return heard


def warble_share(changes: list[Change], start_ns: int, end_ns: int) -> float:
    """The share of a time in which the warble was heard."""
    heard = warbled(changes, start_ns, end_ns)
    return sum(heard) / len(heard) if heard else 0


def warble_gaps_ms(changes: list[Change], start_ns: int, end_ns: int) -> list[int]:
    """The times without warble between two times, the first and the last among them."""
    gaps, run = [], 0
    for is_heard in warbled(changes, start_ns, end_ns):
        if is_heard and run:
            gaps.append(run)
        run = 0 if is_heard else run + 1
    return [gap * WINDOW_NS // 1_000_000 for gap in gaps + [run]]



def double_chirps(changes: list[Change]) -> int:
    """Pairs of bursts as long as a chirp, with a pause before and behind each pair."""
    if not changes:
        return 0
    counts = pulses(changes, changes[0].time_ns - WINDOW_NS, changes[-1].time_ns + 20 * WINDOW_NS)
    group, run, silence, found = [], 0, 0, 0
    for count in counts:
        if count >= HIGH_PULSES:
            run, silence = run + 1, 0
            continue
        if run:
            group.append(run)
            run = 0
        silence += 1
        if silence == BETWEEN:
            found += len(group) == 2 and all(each in CHIRP for each in group)
            group = []
    return found
