"""Nothing listens on any port: the sockets of the unit while it searches on a real kernel."""

import sys
from pathlib import Path

import unit
from bench import ROOT, Scenario, ended_well
from frames import Lane
from orders import Orders
from report import Case

sys.path.insert(0, str(ROOT / "Tests/checking"))
from sockets import TABLES, described  # noqa: E402

SECONDS = 6
# systemd's notices go to a name that nobody has: the socket is made all the same.
LOOK = """export NOTIFY_SOCKET=/notify
(
  sleep 3
  mkdir -p "$OUT/sockets"
  process=$(pidof sapper-unit)
  for each in /proc/$process/fd/*; do readlink $each; done >"$OUT/sockets/fd"
  for each in TABLES; do cat /proc/$process/net/$each >"$OUT/sockets/$each"; done 2>/dev/null
) &""".replace("TABLES", " ".join(TABLES))


def ports(lane: Lane) -> Scenario:
    """A search, and in the midst of it a look at its descriptors."""
    orders = Orders()
    orders.play_all(lane.frames[: round(SECONDS * lane.rate)], paced=True)
    orders.drain()
    job = unit.job("unit-ports", lane, orders, self_test={"required": "off"})
    job.before += f"\n{LOOK}"
    job.after += "\nunset NOTIFY_SOCKET"

    def judge(case: Case, folder: Path):
        ended_well(case, folder)
        descriptors = (folder / "sockets/fd").read_text()
        listed = {name: (folder / f"sockets/{name}").read_text() for name in TABLES}
        case.claim("it was looked while it searched", "gpio" in descriptors, descriptors)
        case.claim("the kernel lists sockets", "Inode" in listed["unix"], listed["unix"][:200])
        found = described(descriptors, listed)
        case.same("the only socket is systemd's notice, bound to nothing", found, ["unix datagram"])

    return Scenario(job, judge)
