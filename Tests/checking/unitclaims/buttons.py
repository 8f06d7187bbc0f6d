"""The buttons: what they change is in the recording, and a replay repeats it."""

import json
import shutil
import struct
from pathlib import Path

from unitclaims.bench import (
    BALANCE, HEIGHT, POSITION, ROOT, Lane, Unit, again, claim, frame, read_by_sapper, run, sapper, search,
)


def balances(work: Path, lane: Lane) -> None:
    """The button balance: begun, ended by a press or by 10 s of device time, and never silently."""
    second = round(lane.rate)
    pressed = {second, 6 * second, 7 * second}
    frames = [
        frame(
            number, lane.rate, sums,
            POSITION | HEIGHT | (BALANCE if index in pressed else 0), (0, 0, 0, 0),
        )
        for index, (number, sums) in enumerate(zip(lane.numbers, lane.sums))
    ]
    unit = search(work / "balance", lane, frames)
    log = [json.loads(line) for line in (work / "balance/rec.unit.jsonl").read_text().splitlines()]
    presses = [line["sample"] for line in log if line["what"] == "balance"]
    claim("each press is logged", presses == sorted(pressed), log)
    ends = [line for line in log if line["what"] == "ground_balance"]
    at = [line["time_s"] for line in ends]
    numbers = lane.numbers
    expected = [numbers[6 * second] / lane.rate, numbers[7 * second] / lane.rate + 10]
    claim("the second press ends it, or 10 s of device time", len(at) == 2, log)
    apart = max(abs(a - b) for a, b in zip(at, expected))
    claim("when they should", apart < 2 / lane.rate, (at, expected))
    claim("a lane that nobody pumped is refused", all(e["outcome"] == "refused" for e in ends), ends)
    claim("with its reason in the log", all(len(e["reason"]) > 20 for e in ends), ends)
    said = [line for line in unit.words().splitlines() if "ground balance: " in line]
    told = [line.endswith(end["reason"]) for line, end in zip(said, ends)]
    claim("and in words", told == [True, True], unit.words())
    claim("the unit goes on", unit.status == 0 and '"kind":"end"' in unit.lines()[-1])
    is_repeated(work / "balance", "with a balance that is refused", unit)


def is_repeated(folder: Path, name: str, unit: Unit) -> None:
    """A replay, and the unit to which it is played, do what the button asked at the same frames."""
    again(folder, name, unit.numbered())
    read_by_sapper(folder, name, unit.numbered())


def pumped(work: Path, name: str, metal: str = "") -> tuple[Unit, list[dict]]:
    """A search in which the ground is learnt, or not, at three spots; the ends of its balances."""
    scenario = (ROOT / "Tests/checking/pump.yaml").read_text()
    (work / f"{name}.yaml").write_text(scenario + metal)
    words = ("simulate", work / f"{name}.yaml", "--seed", 2, "-o", work / name)
    said = run(*words, program=[sapper()])
    claim(f"the lane {name} is simulated", said.returncode == 0, said.stderr)
    lane = Lane(name, 1 << 30, work)
    # Eight seconds at a spot, and 0.7 m at 0.6 m/s to the next one.
    spots = [spot * (8 + 0.7 / 0.6) for spot in range(3)]
    at = {round((spot + part) * lane.rate) for spot in spots for part in (0.3, 7.7)}
    frames = [
        frame(
            number, lane.rate, sums, POSITION | HEIGHT | (BALANCE if index in at else 0),
            lane.places[index],
        )
        for index, (number, sums) in enumerate(zip(lane.numbers, lane.sums))
    ]
    unit = search(work / f"of-{name}", lane, frames, "[instrument]\ntrack = encoder\n")
    text = (work / f"of-{name}/rec.unit.jsonl").read_text()
    log = [json.loads(line) for line in text.splitlines()]
    return unit, [line for line in log if line["what"] == "ground_balance"]


def pumps(work: Path) -> None:
    """The ground is learnt from spots of clean soil, and not from one with metal in it."""
    unit, ends = pumped(work, "pump")
    told = [end["outcome"] for end in ends]
    claim("a pumped lane gives three verdicts", len(told) == 3, ends)
    claim("clean soil is learnt", "learnt" in told, ends)
    claim("but never from one spot", told[0] == "refused" and "second" in ends[0]["reason"], ends)
    [learnt] = [end for end in ends if end["outcome"] == "learnt"][:1] or [{}]
    line = " ".join(f"{key}={learnt.get(key, 0):.3f}" for key in ("k12", "k13", "k24"))
    claim("its ratios are said in words", f"ground balance: learnt: {line}" in unit.words(), unit.words())
    is_repeated(work / "of-pump", "with ground that was learnt", unit)
    said = run("replay", work / "of-pump/rec", program=[sapper()]).stderr
    claim("sapper says what was learnt", f"learnt: {line}" in said, said)
    found = [json.loads(each) for each in unit.numbered()]
    found = [e for e in found if e["kind"] == "object" and abs(e["position_m"][0] - 3.2) < 0.1]
    claim("and the mine behind the spots is found", found, unit.numbered())
    unpressed(work / "of-pump")
    metal = "  - {target: tm62-like, depth_m: 0.1, east_m: 0.7, north_m: 0}\n"
    unit, ends = pumped(work, "pump-over-metal", metal)
    told = [end["outcome"] for end in ends]
    claim("a spot over metal is refused", told[:2] == ["refused", "refused"], ends)
    reason = ends[1]["reason"]
    claim("as metal", "metal" in reason, reason)
    claim("and the two clean ones beside it are learnt", told[2:] == ["learnt"], ends)
    claim("in words", f"ground balance: refused: {reason}" in unit.words(), unit.words())
    is_repeated(work / "of-pump-over-metal", "with metal under a spot", unit)


def unpressed(folder: Path) -> None:
    """Without the recorded presses a replay is another one: it is they that repeat the search."""
    for path in folder.glob("rec*"):
        shutil.copy(path, folder / path.name.replace("rec", "bare", 1))
    path = folder / "bare-housekeeping.sigmf-data"
    rows = list(struct.iter_unpack("<iiiI", path.read_bytes()))
    pressed = [index for index, row in enumerate(rows) if row[3] & 0xC000]
    claim("six presses stand in the recording", len(pressed) == 6, pressed)
    path.write_bytes(b"".join(struct.pack("<iiiI", *row[:3], row[3] & ~0xC000) for row in rows))
    run("replay", folder / "bare", "--levels", folder / "levels-bare", program=[sapper()])
    same = (folder / "levels-bare").read_bytes() == (folder / "levels").read_bytes()
    claim("and without them a replay gives other levels", not same)
