"""The unit and its disk at fault: a fault of storage is told, and no alarm and no event is lost."""

import json
from pathlib import Path

import swift
import unit
from bench import Rig, Scenario, ended_well, say
from cases_disk import fill, mount
from cases_faults import findings
from cases_power import PowerCut, power_cuts
from frames import Lane
from orders import Orders
from packages import Unavailable
from pins import PinLog
from report import Case

DISK_FRAMES = 6_000


def scenarios(lane: Lane) -> list[Scenario]:
    """The same frames on a disk that works, and on each that does not."""
    good: list[list[dict]] = []

    def works(case: Case, folder: Path):
        ended_well(case, folder)
        good.append(findings(folder))
        told = unit.faults(unit.event_lines(folder))
        case.same("a disk that works is no fault", told["storage"], 0)

    def fails(case: Case, folder: Path):
        ended_well(case, folder, "74")
        told = unit.faults(unit.event_lines(folder))
        case.claim("the fault is told", told["storage"] >= 1, told)
        case.same("no detection and no object is lost", findings(folder), good[0])
        lit = any(change.level for change in PinLog(folder / "pins").changes("LED-FAULT"))
        case.claim("the fault light is lit", lit)

    def slow(case: Case, folder: Path):
        ended_well(case, folder, "0 or 74")
        case.same("no detection and no object is lost", findings(folder), good[0])
        case.note = f"faults told: {dict(unit.faults(unit.event_lines(folder)))}"

    return [
        Scenario(job(lane, "good", mount("good")), works),
        Scenario(job(lane, "full", mount("full") + " && " + fill("full")), fails),
        Scenario(job(lane, "dead", mount("dead"), dies=True), fails),
        Scenario(job(lane, "slow", mount("slow")), slow),
    ]


def job(lane: Lane, name: str, before: str, dies: bool = False):
    """The unit recording on a disk, which dies half way if told so."""
    orders = Orders()
    half = DISK_FRAMES // 2
    orders.play_all(lane.frames[:half])
    orders.drain(60)
    if dies:
        orders.fail_disk(f"/disk/{name}")
    orders.play_all(lane.frames[half:DISK_FRAMES])
    orders.drain(60)
    orders.pause(0.5)
    recording = {"directory": f"/disk/{name}", "late_ms": 1_000}
    return unit.job(
        f"unit-disk-{name}",
        lane,
        orders,
        before,
        recording=recording,
        self_test={"required": "off"},
    )


def power(rig: Rig, lane: Lane):
    """The power is cut while the unit records; what was synchronised is read without a repair."""
    orders = Orders()
    orders.play_all(lane.frames, paced=True)
    recording = {"directory": unit.RECORD, "interval_ms": 100}
    mounted = f"mkdir -p {unit.RECORD} && mount -t ext4 $(disk record) {unit.RECORD}"
    job = unit.job(
        "unit-power", lane, orders, mounted, recording=recording, self_test={"required": "off"}
    )
    sums = b"".join(frame.data()[70:-2] for frame in lane.frames)

    def judge(case: Case, found: PowerCut) -> str:
        for name, size in sorted(found.synced.items()):
            have = size_of(found.files / name)
            case.claim(f"{name} has what was synchronised", have >= size, f"{have} of {size} bytes")
        samples = 0
        for path in found.files.glob("*-induction.sigmf-data"):
            data = path.read_bytes()[: found.synced.get(path.name, 0)]
            case.claim("what was synchronised is what was played", sums.startswith(data))
            samples = len(data) // (4 * lane.channels)
        read = samples_read(rig, found.files / unit.RECORDING)
        case.claim(
            "each synchronised sample is read without a repair",
            read >= samples > 0,
            f"{read} read, {samples} synchronised",
        )
        return f"{samples} frames"

    power_cuts(rig, "unit-power", job, 20 if rig.is_full else 5, judge)


def samples_read(rig: Rig, recording: Path) -> int:
    """Samples that `sapper replay` reads of a recording; 0 if it refuses it."""
    try:
        events, _ = swift.replay(recording, rig.cache)
        return json.loads(events.strip().split(b"\n")[-1])["samples"]
    except (Unavailable, ValueError, KeyError) as error:
        say(str(error))
        return 0


def size_of(path: Path) -> int:
    """Bytes of a file; a temporary file that was renamed since has none of its own."""
    if path.exists():
        return path.stat().st_size
    renamed = path.with_name(path.name.removesuffix(".new"))
    return renamed.stat().st_size if renamed.exists() else 0
