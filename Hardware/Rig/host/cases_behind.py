"""What the level did not sound over and the chain wrote down: a double chirp, the target light, a line of the log."""

import json
from pathlib import Path

import unit
from bench import Scenario, ended_well
from frames import Lane
from orders import Orders
from pins import PinLog
from report import Case
from sound import double_chirps

PACED, LASTS = 14.5, 4.0  # Seconds of the lane: as fast as they are read before, in real time from here on.
FIRST = 15.3  # Nothing is found before.


def behind(lane: Lane) -> Scenario:
    """A level that hardly anything reaches: all that is found was passed without a tone."""
    orders = Orders()
    ahead, paced = round(PACED * lane.rate), round((PACED + LASTS) * lane.rate)
    orders.play_all(lane.frames[:ahead])
    orders.drain(60)
    orders.play_all(lane.frames[ahead:paced], paced=True)
    orders.drain()

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        told = [each for each in unit.event_lines(folder) if each["kind"] == "detection"]
        late = [each for each in told if each.get("late")]
        case.claim("something is written down that no tone was heard over", late, told)
        [path] = (folder / "record").glob("*.unit.jsonl")
        log = [json.loads(line) for line in path.read_text().splitlines()]
        logged = [each["id"] for each in log if each["what"] == "behind"]
        case.same("each of them is a line of the log", logged, [each["id"] for each in late])
        back = [each["back_m"] for each in log if each["what"] == "behind"]
        case.claim("with the way back to it", back and all(0.1 < each < 1.2 for each in back), back)
        words = (folder / "stderr").read_text()
        case.same("and of the words", words.count("behind you: "), len(late))
        pins = PinLog(folder / "pins")
        first = next(each.sequence for each in lane.frames if each.sequence >= FIRST * lane.rate)
        start = lane.frames[ahead].sequence
        audio = [change for change in pins.changes("AUDIO") if change.frame >= start]
        before = double_chirps([change for change in audio if change.frame < first])
        case.same("before it there are ticks and no chirp", before, 0)
        heard = double_chirps([change for change in audio if change.frame >= first])
        case.claim("the double chirp is heard on the pin, twice", heard >= 2, heard)
        lit = [c for c in pins.changes("LED-TARGET") if c.level and c.frame >= first]
        case.claim("and seen", len(lit) >= 3, len(lit))
        case.same("and the alarm line, which marks places, is still", pins.changes("ALARM"), [])
        case.note = f"{len(late)} finds, {heard} double chirps heard"

    settings = {"self_test": {"required": "off"}, "induction": {"level_threshold": 100}}
    return Scenario(unit.job("unit-behind", lane, orders, **settings), judge)
