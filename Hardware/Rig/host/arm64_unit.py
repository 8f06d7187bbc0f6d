"""The unit on the arm64 board: its configuration there, and one run of it."""

from pathlib import Path

import arm64
import unit
from arm64 import Computer, Stuck
from frames import Lane
from pins import Change
from report import Case

OUTPUTS = ["ALARM", "AUDIO", "HEARTBEAT", "LED-FAULT", "LED-POWER"]
PRESS = 1.0  # Seconds that a button is held: the host may be busy.

# The profile of this board: what a board's profile says, with the names of its lines.
PROFILE: dict[str, dict[str, object]] = {
    "front-end": {"link": "serial", "serial_device": arm64.SERIAL, "sample_bytes": 4},
    "instrument": {"track": "encoder"},
    "outputs": {
        "chip": "9030000.pl061",
        "alarm": "ALARM",
        "audio": "AUDIO",
        "heartbeat": "HEARTBEAT",
        "led_fault": "LED-FAULT",
        "led_power": "LED-POWER",
    },
    "inputs": {"chip": "9030000.pl061", "mark": "BUTTON-MARK", "mute": "BUTTON-MUTE"},
    "recording": {"interval_ms": 100},
    "self-test": {"required": "off"},
}


class Situation:
    """One run of the unit: what the host does meanwhile, and what is claimed of it."""

    name = ""
    silence_ms = 10_000  # A host that is busy is no front end that is silent.

    def __init__(self, lane: Lane):
        self.lane, self.status = lane, -1
        self.seen: dict[str, list[Change]] = {}

    def configuration(self) -> bytes:
        """The INI text."""
        return unit.configuration(self.lane, PROFILE, front_end={"silence_ms": self.silence_ms})

    def run(self, computer: Computer):
        """Starts the unit, plays, ends it, and keeps what was seen on the lines."""
        panel = computer.panel
        first = {line: panel.count(line) for line in OUTPUTS}
        computer.ask(f"begin {self.name}")
        while not panel.rises("LED-POWER", first["LED-POWER"], 1):
            if computer.ask("kill -0 $unit")[0] != 0:
                raise Stuck(f"the unit of {self.name} ended: {computer.ask('cat stderr')[1]}")
        self.play(computer)
        self.status, _ = computer.ask("end")
        self.seen = {line: panel.since(line, first[line]) for line in OUTPUTS}

    def play(self, computer: Computer):
        """What comes between start and end."""
        raise NotImplementedError

    def judge(self, case: Case, folder: Path):
        """Claims that the unit ended well, with every line at rest."""
        errors = (folder / "stderr").read_text(errors="replace")[-300:]
        case.same("the unit ends with status 0 at SIGTERM", self.status, 0)
        case.claim("and has written its last words", "front end: frames=" in errors, errors)
        lit = [line for line in OUTPUTS if self.seen[line] and self.seen[line][-1].level]
        case.same("and leaves every line low", lit, [])


def feed(computer: Computer, data: list[bytes], rows: int):
    """Sends frames, and waits until the unit has a level of each good one since it began.

    Where it stops short of that, what it wrote will tell.
    """
    computer.send(b"".join(data))
    if computer.ask(f"rows {rows + 1}")[0] == 1:
        raise Stuck(f"the unit ended before its frames did: {computer.ask('cat stderr')[1]}")


def press(computer: Computer, line: str):
    """Presses and releases a button, with time of the guest between."""
    computer.panel.press(line, True)
    computer.ask(f"sleep {PRESS}")
    computer.panel.press(line, False)
    computer.ask(f"sleep {PRESS}")
