"""Buttons of the operator: what they change is in the recording, and a replay of it does the same."""

from pathlib import Path

import frames
import swift
import unit
from bench import ROOT, Rig, Scenario, ended_well
from cases_unit import replayed
from machine import Job
from orders import Orders
from packages import run
from pins import Change, PinLog, median
from report import Case

SCENARIO = ROOT / "Tests/checking/pump.yaml"
SPOT_S, WALK_S = 8, 0.7 / 0.6  # How long it pumps at each spot, and goes to the next one.
TONES_S = 0.6  # The three tones of a ground that was learnt, with their pauses.
PAUSE_NS = 25_000_000  # Tones lie 50 ms apart, their pulses 1 ms.


def scenarios(rig: Rig, lane: frames.Lane) -> list[Scenario]:
    """All buttons in one search; the ground learnt from clean spots, and refused over metal."""
    asked = [every_button(lane), without_rights(lane)]
    # Its lane is simulated, which takes a while.
    return [*asked, learns(rig)] if rig.wants("unit-learns") else asked


def press(orders: Orders, button: str):
    """Presses a button while no frame comes."""
    orders.drain()
    for level in (True, False):
        orders.pull(f"BUTTON-{button}", level)
        orders.pause(0.15)


def is_repeated(case: Case, folder: Path):
    """Claims that a replay of the recording gives the bytes of the search."""
    events, levels = replayed(folder)
    lines = (folder / "stdout").read_bytes().splitlines(keepends=True)
    numbered = b"".join(line for line in lines if b'"id":' in line)
    case.same("the event lines are those of sapper replay", numbered, events)
    case.same(
        "the levels are those of sapper replay", (folder / "levels.csv").read_bytes(), levels
    )


def every_button(lane: frames.Lane) -> Scenario:
    """Each button, twice where it has two meanings."""
    orders, at = Orders(), 0
    step = round(2.5 * lane.rate)
    for button in ("MARK", "BALANCE", "MUTE", "TEST", "BALANCE", "MUTE", "BALANCE"):
        orders.play_all(lane.frames[at : at + step])
        at += step
        press(orders, button)
    orders.play_all(lane.frames[at : at + 3 * step])
    orders.drain(30)

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        is_repeated(case, folder)
        log = (folder / "record" / f"{unit.RECORDING}.unit.jsonl").read_text()
        for what, count in (("mark", 1), ("mute", 2), ("test", 1), ("balance", 3)):
            case.same(f"{what} is logged", log.count(f'{{"what":"{what}",'), count)

    return Scenario(job("unit-buttons-all", lane, orders), judge)


def learns(rig: Rig) -> Scenario:
    """The coil is pumped over three spots; the operator presses before and after each."""
    stem = rig.cache / "pump"
    for path in rig.cache.glob(f"{stem.name}*.sigmf-*"):
        path.unlink()
    run(str(swift.sapper()), "simulate", str(SCENARIO), "--seed", "2", "-o", str(stem))
    lane = frames.read(stem.with_suffix(".sigmf-collection"))
    orders, last, verdicts = Orders(), 0.0, []
    for spot in range(3):
        began = spot * (SPOT_S + WALK_S)
        for at in (began + 0.3, began + 7.7):
            # What is sounded after a verdict is heard in its own time.
            tail = min(1.5, at - last) if verdicts and at < began + 1 else 0
            heard = between(lane, last, last + tail)
            if heard:
                orders.play_all(heard, paced=True)
            orders.play_all(between(lane, last + tail, at))
            last = at
            press(orders, "BALANCE")
        verdicts.append(between(lane, last, last + 1)[0].sequence)
    orders.play_all(between(lane, last, last + 1.5), paced=True)
    orders.play_all(between(lane, last + 1.5, 1e9))
    orders.drain(30)

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        is_repeated(case, folder)
        words = (folder / "stderr").read_text(errors="replace")
        said = [line for line in words.splitlines() if "ground balance: " in line]
        case.same("there are three verdicts", len(said), 3)
        learnt = [spot for spot, line in enumerate(said) if "balance: learnt" in line]
        case.claim("the ground is learnt, and not from one spot", learnt and learnt[0] > 0, said)
        audio = PinLog(folder / "pins").changes("AUDIO")
        for spot in learnt:
            tones = bursts(audio, verdicts[spot])
            case.same("three tones are heard on the pin", len(tones), 3)
            periods = [median(tone) for tone in tones]
            rising = all(a > b for a, b in zip(periods, periods[1:]))
            case.claim("each higher than the one before", rising, periods)
            case.note = "learnt: " + ", ".join(f"{each / 1000:.0f} µs" for each in periods)

    return Scenario(job("unit-learns", lane, orders), judge)


def without_rights(lane: frames.Lane) -> Scenario:
    """A user who is in none of the groups: files of devices are root's alone in this guest."""
    orders, name = Orders(), "unit-rights"
    orders.wait_for_end(30)
    ini = f"/jobs/{name}.ini"
    probe = f"sapper-unit probe --config {ini}; echo probe=$?"
    search = f"sapper-unit --config {ini} --record /tmp/{name}; echo search=$?"
    shell = ["su", "-s", "/bin/sh", "nobody", "-c", f"{probe}; {search}"]
    user = "mkdir -p /etc; echo nobody:x:65534:65534::/:/bin/sh >/etc/passwd"
    told = (
        "ok   user nobody",
        "FIX  gpio: open '/dev/gpiochip0': no permission (EACCES 13). Try: add this user to the group",
        "FIX  file /dev/spidev0.0 group=?: this user may not use it. Try: a udev rule",
        "FIX  spi: open /dev/spidev0.0: no permission (EACCES 13). Try: add this user to the group",
        "probe=1",
        "search=69",
    )

    def judge(case: Case, folder: Path):
        said = (folder / "stdout").read_text() + (folder / "stderr").read_text()
        for line in told:
            case.claim(f"it says: {line}", line in said, said[-1500:])
        words = (folder / "stderr").read_text()
        refusal = "sapper-unit: gpio: open '/dev/gpiochip0': no permission (EACCES 13). Try: "
        case.claim("the search names what it may not open", refusal in words, words)
        case.claim("and the group that may", "mostly gpio" in words, words)

    program = Job(
        name, shell, orders.data,
        files={"unit.ini": unit.configuration(lane, self_test={"required": "off"})},
        before=f'{user}\ncp "$JOB/unit.ini" {ini}; chmod 644 {ini}',
    )
    return Scenario(program, judge)


def job(name: str, lane: frames.Lane, orders: Orders):
    """The unit without its self-test."""
    return unit.job(name, lane, orders, self_test={"required": "off"})


def between(lane: frames.Lane, start: float, end: float) -> list[frames.Frame]:
    """The frames of a lane from one second to another."""
    return lane.frames[round(start * lane.rate) : round(min(end, 1e6) * lane.rate)]


def bursts(audio: list[Change], frame: int) -> list[list[int]]:
    """The times between the pulses of each tone, nanoseconds, after a frame was read."""
    rises = [change.time_ns for change in audio if change.level and change.frame >= frame]
    rises = [rise for rise in rises if rise - rises[0] < TONES_S * 1e9]
    tones: list[list[int]] = [[]]
    for before, now in zip(rises, rises[1:]):
        if now - before > PAUSE_NS:
            tones.append([])
        else:
            tones[-1].append(now - before)
    return [tone for tone in tones if tone]
