"""The unit as the rig knows it: its configuration on this board, its jobs, what it writes."""

import json
from collections import Counter
from pathlib import Path

from frames import SELF_TEST, Frame, Lane
from machine import Job
from orders import Orders

RECORD = "/record"  # Where a job's recording lies in the guest.
RECORDING = "lane"  # What it is called, so that two of them have the same names.

# The profile of the rig: what a board's profile says, with the names of this board.
PROFILE: dict[str, dict[str, object]] = {
    "front-end": {
        "link": "spi",
        "spi_device": "/dev/spidev0.0",
        "ready_chip": "sapper-front-end",
        "ready_line": "DATA-READY",
        "sample_bytes": 4,
        "silence_ms": 500,
    },
    "instrument": {"track": "encoder"},
    "outputs": {
        "chip": "sapper-front-end",
        "alarm": "ALARM",
        "audio": "AUDIO",
        "vibration": "VIBRATION",
        "heartbeat": "HEARTBEAT",
        "led_fault": "LED-FAULT",
        "led_power": "LED-POWER",
        "led_target": "LED-TARGET",
    },
    "inputs": {
        "chip": "rig-panel",
        "mute": "BUTTON-MUTE",
        "balance": "BUTTON-BALANCE",
        "mark": "BUTTON-MARK",
        "test": "BUTTON-TEST",
    },
    "recording": {"directory": RECORD, "interval_ms": 100},
    "self-test": {"required": "on", "frames": 32},
    "operator": {"mute_s": 10, "battery_low_v": 11, "battery_empty_v": 10},
}

REFERENCE = 1_000_000  # What each gate answers to the injected reference, counts.
SELF_TEST_FRAMES = 64


def number(value: float) -> str:
    """A number as a plain decimal."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def instrument(description: dict) -> dict[str, object]:
    """What a recorded lane says of the instrument, in the keys of the configuration."""
    told = description["global"]
    gates = " ".join(f"{number(a)}-{number(b)}" for a, b in told["sapper:gates_us"])
    return {
        "rate_hz": number(told["core:sample_rate"]),
        "gates_us": gates,
        "lsb_nv": number(told["sapper:lsb_volt"] * 1e9),
        "pulse_us": number(told["sapper:pulse_us"]),
        "turn_off_us": number(told["sapper:turn_off_us"]),
        "pulse_rate_hz": number(told["sapper:pulse_rate_hz"]),
        "pulses_per_frame": told["sapper:pulses_per_frame"],
        "coil_radius_m": number(told["sapper:coil_radius_m"]),
        "coil_turns": told["sapper:coil_turns"],
        "coil_current_a": number(told["sapper:coil_current_a"]),
    }


def configuration(lane: Lane, profile=PROFILE, **changes: dict[str, object]) -> bytes:
    """The INI text for a lane; a keyword changes a section: `self_test={"required": "off"}`."""
    sections = {name: dict(keys) for name, keys in profile.items()}
    sections["instrument"] |= instrument(lane.description)
    low, high = (str(REFERENCE * part // 10) for part in (9, 11))
    sections["self-test"]["minimum"] = " ".join([low] * lane.channels)
    sections["self-test"]["maximum"] = " ".join([high] * lane.channels)
    for name, keys in changes.items():
        sections.setdefault(name.replace("_", "-"), {}).update(keys)
    text = ""
    for name, keys in sections.items():
        text += f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())
    return text.encode()


def self_test(lane: Lane, count: int = SELF_TEST_FRAMES, sums: int = REFERENCE) -> list[Frame]:
    """Frames with the injected reference, as they come before the first frame of a lane.

    They come before sequence 0: the front end begins anew when the search does.
    """
    step = 1e6 / lane.rate
    return [
        Frame(index, round(index * step), (sums,) * lane.channels, SELF_TEST)
        for index in range(count)
    ]


def directory(changes: dict[str, dict[str, object]]) -> str:
    """Where the recording of a job lies."""
    return str(changes.get("recording", {}).get("directory", RECORD))


def job(name: str, lane: Lane, orders: Orders, before: str = "", **changes) -> Job:
    """The unit on the orders; its recording is among what the job leaves, in `record`."""
    named = ["--record", f"{directory(changes)}/{RECORDING}"]
    mount = before or f"mkdir -p {RECORD}; rm -rf {RECORD}/*"
    return Job(
        name,
        ["sapper-unit", "--config", f"/jobs/{name}.ini", "--levels", "levels.csv", *named],
        orders.data,
        files={"unit.ini": configuration(lane, **changes)},
        before=f'{mount}\ncp "$JOB/unit.ini" /jobs/{name}.ini',
        after=f'mkdir -p "$OUT/record"; cp -r {directory(changes)}/{RECORDING}* "$OUT/record/"',
    )


def event_lines(folder: Path) -> list[dict]:
    """The event lines that the unit wrote to standard output."""
    return [json.loads(line) for line in (folder / "stdout").read_text().splitlines()]


def faults(events: list[dict]) -> Counter[str]:
    """Fault → count over all event lines; frames lost in gaps under `lost`."""
    counted: Counter[str] = Counter()
    for event in events:
        if event["kind"] == "fault":
            counted[event["fault"]] += event.get("count", 1)
        elif event["kind"] == "gap":
            counted["lost"] += event["lost"]
    return counted


def recorded(folder: Path) -> dict[str, bytes]:
    """The files of a recording by their names; times of day in descriptions are blanked."""
    files = {}
    for path in sorted((folder / "record").glob("*")):
        if path.is_file():
            files[path.name] = timeless(path)
    return files


def timeless(path: Path) -> bytes:
    """The bytes of a file; a description without its `core:datetime`."""
    data = path.read_bytes()
    if path.suffix != ".sigmf-meta":
        return data
    description = json.loads(data)
    for capture in description.get("captures", []):
        capture.pop("core:datetime", None)
    return json.dumps(description, sort_keys=True).encode()
