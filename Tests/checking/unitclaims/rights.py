"""What the unit says to a user without rights: which operation failed, on what, and what to do."""

import os
import shutil
from pathlib import Path

from unitclaims.bench import PROGRAM, Lane, claim, run, search

# Root may do everything, so that a user who may do nothing asks in its place.
NOBODY = {} if os.geteuid() else {"user": 65_534, "group": 65_534, "extra_groups": []}
DENIED = "no permission (EACCES 13)"
UNTESTED, DEVICE, STORAGE, WRONG_SETTINGS = "[self-test]\nrequired = off\n", 69, 74, 78


def locked(path: Path) -> Path:
    """A file that nobody may open."""
    path.write_bytes(b"")
    path.chmod(0)
    return path


def settings(path: Path, link: str, device: Path, lane: Lane) -> Path:
    """Settings with a device that is a file of the check's own."""
    key = "serial_device" if link == "serial" else "ready_line = READY\nspi_device"
    path.write_text(f"[front-end]\nlink = {link}\n{key} = {device}\n{lane.instrument}{UNTESTED}")
    return path


def rights(work: Path, lane: Lane) -> None:
    """Files that this user may not open, and a folder that it may not write to."""
    folder = work / "rights"
    closed = folder / "closed"
    closed.mkdir(parents=True)
    for each in (work, folder):
        each.chmod(0o755)
    # Wherever the program was built, another user can reach it here.
    program = [shutil.copy(PROGRAM, folder / "sapper-unit")]
    port, bus = locked(folder / "ttyACM0"), locked(folder / "spidev0.0")
    serial = settings(folder / "serial.ini", "serial", port, lane)
    spi = settings(folder / "spi.ini", "spi", bus, lane)
    closed.chmod(0o555)
    for words, status, told in (
        (["--config", serial], DEVICE, f"serial: open {port}: {DENIED}. Try: add this user to"),
        (["--config", serial], DEVICE, "mostly dialout"),
        (["--config", locked(folder / "locked.ini")], WRONG_SETTINGS, DENIED),
    ):
        said = run(*words, program=program, **NOBODY)
        claim(
            f"without rights, {words[0]} {words[-1].name} is refused in words",
            said.returncode == status and told in said.stderr, (said.returncode, said.stderr),
        )
        claim(f"and what to try is said, {words[-1].name}", "Try: " in said.stderr, said.stderr)
    unlevelled(program, folder, closed, lane)
    probe(program, serial, port, spi, bus)
    unit = search(folder / "search", lane, lane.frames[:1_000], record=closed / "rec", program=program[0], **NOBODY)
    own = [event for event in unit.own() if event["fault"] == "storage"]
    claim("a folder that may not be written to is one fault", len(own) == 1, unit.lines()[-3:])
    told = f"recording: {closed}/rec: {DENIED}"
    claim("it is named in words", told in unit.words(), unit.words())
    claim("with what to do", "Try: let this user write to the folder" in unit.words(), unit.words())
    claim("and the search goes on to its end", '"kind":"end"' in unit.lines()[-1], unit.lines()[-1:])


def unlevelled(program: list, folder: Path, closed: Path, lane: Lane) -> None:
    """Levels that may not be written are refused before a search begins."""
    master, slave = os.openpty()
    os.chmod(os.ttyname(slave), 0o666)
    ini = settings(folder / "line.ini", "serial", Path(os.ttyname(slave)), lane)
    said = run("--config", ini, "--levels", closed / "levels", program=program, **NOBODY)
    told = f"{closed}/levels: write: {DENIED}; expected a file for levels. Try: "
    claim("levels in a closed folder are refused in words",
          said.returncode == STORAGE and told in said.stderr, (said.returncode, said.stderr))
    os.close(master)
    os.close(slave)


def probe(program: list, serial: Path, port: Path, spi: Path, bus: Path) -> None:
    """The probe tells a device that this user may not use, and what to do."""
    for ini, device, told in (
        (serial, port, f"FIX  file {port} group="),
        (spi, bus, f"FIX  file {bus} group="),
        (spi, bus, f"FIX  spi: open {bus}: {DENIED}. Try: add this user to the group"),
    ):
        said = run("probe", "--config", ini, program=program, **NOBODY)
        claim(f"probe finds {device.name}", said.returncode == 1 and told in said.stdout, said.stdout)
        rule = [line for line in said.stdout.splitlines() if "may not use it. Try: " in line]
        claim("and a file of no group asks for a udev rule", "udev" in "".join(rule), said.stdout)
