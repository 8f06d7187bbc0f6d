"""How far a cap is heard: in the level rows, and in the unit's log at each metre or each 10 s."""

import json
from pathlib import Path

from unitclaims.bench import LANES, UNTESTED, Lane, Unit, claim, played

COIL = "coil_radius_m = 0.18\ncoil_turns = 14\ncoil_current_a = 2\n"


def logged(folder: Path) -> list[dict]:
    """The lines of the log about it."""
    log = [json.loads(line) for line in (folder / "rec.unit.jsonl").read_text().splitlines()]
    return [line for line in log if line["what"] == "sensitivity"]


def sensitivity(work: Path) -> None:
    """With a track at each metre of way, without one each 10 s, and nothing of a coil that is not described."""
    folder = work / "sensitivity"
    played(folder, LANES / "strip2")
    lines = logged(folder)
    placed = [line for line in lines if "way_m" in line]
    metres = [int(line["way_m"]) for line in placed]
    claim("a line at each metre of way", len(metres) > 3 and metres == list(range(len(metres))), lines)
    claim("a few millimetres past it", all(line["way_m"] % 1 < 0.05 for line in placed[1:]), placed)
    claim("a large cap is heard farther than a small one", all(e["small_mm"] < e["large_mm"] for e in placed), placed)
    short = [e for e in placed if e["small_mm"] == 0]
    claim("and a small one nearly everywhere", len(short) * 10 < len(placed), short)
    claim("and the height stands beside it", all(0 < e["height_mm"] < 300 for e in placed), placed)
    rows = [row.split(",") for row in (folder / "levels").read_text().splitlines()]
    claim("levels have a column for it", rows[0][-1] == "reach_mm", rows[0])
    reach = {int(row[1]): row[5] for row in rows[1:]}
    claim("with the log's figure", all(reach[e["sample"]] == str(e["small_mm"]) for e in lines), lines)
    lane = Lane("strip2", 1 << 30)
    for name, coil in (("described", COIL), ("nameless", "")):
        unit = Unit(work / name, lane, f"track = none\n{coil}{UNTESTED}", "--record", str(work / name / "rec"))
        unit.feed(lane.frames)
        claim(f"a coil without a track, {name}: status 0", unit.stop() == 0, unit.words())
    lines = logged(work / "described")
    apart = [round(b["time_s"] - a["time_s"], 2) for a, b in zip(lines, lines[1:])]
    seconds = len(lane.frames) / lane.rate
    claim("without a track a line each 10 s", len(lines) == int(seconds / 10) + 1 and set(apart) <= {10.0}, (seconds, lines))
    claim("without a way", not any("way_m" in line for line in lines), lines)
    claim("of a coil that is not described nothing", logged(work / "nameless") == [])
