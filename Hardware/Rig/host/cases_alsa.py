"""The unit with a sound card: what the pins say is heard there too, and no byte is another.

The card is the stock kernel's loopback: what one side plays, the other records.
"""

import shutil
import sys
from pathlib import Path

import frames
import kernel
import machine
import packages
import unit
from bench import ROOT, Rig, Scenario, ended_well
from cases_unit import METAL, fault_is_heard, replayed
from frames import Lane
from orders import Orders
from packages import run
from pins import PinLog
from report import Case
from sound import longest_warble_ms

sys.path.insert(0, str(ROOT / "Tests/checking"))
from tones import RATE, heard, is_warble, periods_us, target_us  # noqa: E402

DEBIAN = ["libasound2", "libasound2-data", "alsa-utils"]
LIBRARIES = "usr/lib/x86_64-linux-gnu"
CARD = "hw:Loopback,0"
SILENT_S = 4  # How long the front end is dead at the end.


def scenarios(rig: Rig, lane: Lane) -> list[Scenario]:
    """Both cases, with what they need in the guest."""
    if not rig.wants("unit-alsa", "unit-alsa-absent"):
        return []
    equip(rig)
    return [played(lane), absent(lane)]


def equip(rig: Rig):
    """ALSA's library, its settings, a recorder and the kernel's loopback, among the guest's files."""
    folder = rig.cache / f"sound-{rig.kernel.release}"
    if not (folder / "filled").exists():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        release, version = packages.kernel()
        image = f"linux-image-{release}={version}"
        for package in packages.download([*DEBIAN, image], rig.cache / "packages"):
            run("dpkg", "-x", str(package), str(part))
        modules = kernel.stock_modules(part / "lib/modules" / release, ["snd_aloop"])
        (part / "modules").mkdir()
        for number, path in enumerate(modules):
            shutil.copy(path, part / f"modules/{number:02}-{path.name}")
        shutil.rmtree(part / "lib")
        shutil.rmtree(part / "boot")
        (part / "filled").touch()
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    rig.programs |= machine.program_files(
        folder / "usr/bin/arecord", "arecord", folder / LIBRARIES
    )
    for path in sorted((folder / "usr/share/alsa").rglob("*.conf")):
        rig.programs[str(path.relative_to(folder))] = (0o100644, path.read_bytes())
    for path in sorted((folder / "modules").iterdir()):
        rig.programs[f"sound/{path.name}"] = (0o100644, path.read_bytes())


def played(lane: Lane) -> Scenario:
    """Metal comes, then the front end dies: the tone and the warble are recorded from the card."""
    orders, first = Orders(), round(6 * lane.rate)
    sums = [METAL[gate] if gate < len(METAL) else 0 for gate in range(lane.channels)]
    swept = lane.frames[: round(8 * lane.rate)]
    for index in range(first, len(swept)):
        moved = tuple(own + more for own, more in zip(swept[index].sums, sums))
        swept[index] = frames.replace(swept[index], sums=moved)
    orders.play_all(swept, paced=True)
    orders.drain()
    orders.dead()
    orders.pause(SILENT_S)
    job = unit.job(
        "unit-alsa", lane, orders, self_test={"required": "off"}, outputs={"alsa": CARD}
    )
    record = 'arecord -q -D hw:Loopback,1 -t raw -f S16_LE -c 2 -r 48000 "$OUT/heard" &'
    job.before += f"\nfor each in /sound/*; do insmod $each; done\n{record}\nrecorder=$!\nsleep 1"
    job.after += '\nkill $recorder\nsapper-unit probe --config /jobs/unit-alsa.ini >"$OUT/probe"'

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        told = unit.event_lines(folder)
        case.same("the card is no fault", unit.faults(told)["sound"], 0)
        events, levels = replayed(folder)
        own = [line for line in (folder / "stdout").read_bytes().splitlines() if b'"id":' in line]
        case.same("the event lines are those of sapper replay", own, events.splitlines())
        case.same("the levels too", (folder / "levels.csv").read_bytes(), levels)
        samples = heard(folder / "heard")
        rows = [row.split(",") for row in levels.decode().splitlines()]
        wanted = wanted_us(rows, first)
        found = [each for each in periods_us(samples) if 990 <= each <= 4_010]
        case.claim("the target is heard on the card", len(found) > 100, len(found))
        ear, chain = by_time(found), sorted(wanted)[len(wanted) // 2]
        case.claim(
            "at the pitch of its level", abs(ear / chain - 1) < 0.05, f"{ear:.0f} of {chain:.0f} µs"
        )
        last = max((place for place, each in enumerate(samples) if each), default=0)
        end = samples[max(0, last - 2 * RATE) : last]
        case.claim("the dead front end warbles there", is_warble(end), periods_us(end)[:60])
        on_pin = longest_warble_ms(PinLog(folder / "pins").changes("AUDIO"))
        case.claim("and on the pin, as without a card", on_pin >= 500, f"{on_pin} ms")
        words = (folder / "stderr").read_text()
        case.same("the card never ran dry", "underruns=0" in words, True)
        probe = (folder / "probe").read_text()
        case.claim("a probe lists the card", "ok   sound card 0 [Loopback" in probe, probe)
        case.claim("and its permission", "ok   file /dev/snd/controlC0 group=" in probe, probe)
        case.claim("and opens it", f"ok   alsa {CARD}\n" in probe, probe)
        case.note = f"target {ear:.0f} µs on the card, {chain:.0f} µs by its levels"

    return Scenario(job, judge)


def wanted_us(rows: list[list[str]], first: int) -> list[int]:
    """The period of the tone of each frame of an alarm, from a frame on."""
    at = {name: place for place, name in enumerate(rows[0])}
    return [
        target_us(int(row[at["level_q8"]]))
        for row in rows[1 + first :]
        if "alarm" in row[at["flags"]]
    ]


def by_time(periods: list[float]) -> float:
    """The period that half of the time is below."""
    ordered, total = sorted(periods), sum(periods) / 2
    for each in ordered:
        total -= each
        if total <= 0:
            return each
    return 0


def absent(lane: Lane) -> Scenario:
    """A card that is not there: told as an event, by the light and by the pin, and nothing is lost."""
    orders = Orders()
    orders.play_all(lane.frames[: round(11 * lane.rate)], paced=True)
    orders.drain()
    job = unit.job(
        "unit-alsa-absent", lane, orders, self_test={"required": "off"}, outputs={"alsa": "hw:9"}
    )

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        told = unit.event_lines(folder)
        case.same("the fault is told once", unit.faults(told)["sound"], 1)
        fault_is_heard(case, folder, 13)
        events, levels = replayed(folder)
        own = [line for line in (folder / "stdout").read_bytes().splitlines() if b'"id":' in line]
        case.same("the event lines are those of sapper replay", own, events.splitlines())
        case.same("the levels too", (folder / "levels.csv").read_bytes(), levels)
        words = (folder / "stderr").read_text()
        case.claim("it is said what to try", "sound card 'hw:9': open: " in words, words)
        beats = len(PinLog(folder / "pins").changes("HEARTBEAT"))
        case.claim("and the heart beats all the time", beats >= 20, beats)

    return Scenario(job, judge)
