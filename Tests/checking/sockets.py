"""Which sockets a process has, and whether anything could reach it through one."""

import os
import re
import socket
from pathlib import Path
from typing import Callable

# Tables of the kernel that list sockets by their inode, and the column it stands in.
INTERNET = {name: 9 for name in ("tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6", "icmp", "icmp6")}
OTHERS = {"unix": 6, "netlink": 9, "packet": 8}
TABLES = (*INTERNET, *OTHERS)
LISTENING_TCP, LISTENING_UNIX, DATAGRAM = "0A", 0x10000, "0002"


def links(process: int) -> str:
    """What the descriptors of a process point to, a line each."""
    found = []
    for each in Path(f"/proc/{process}/fd").iterdir():
        try:
            found.append(os.readlink(each))
        except FileNotFoundError:
            pass  # Closed since the folder was read, as the one that reads the folder is.
    return "\n".join(found)


def tables(process: int) -> dict[str, str]:
    """The tables of the network that a process is in."""
    folder = Path(f"/proc/{process}/net")
    return {name: (folder / name).read_text() for name in TABLES if (folder / name).exists()}


def described(descriptors: str, listed: dict[str, str]) -> list[str]:
    """Each socket among the descriptors in words; one that no table lists is `unknown`."""
    own = re.findall(r"socket:\[(\d+)\]", descriptors)
    known: dict[str, str] = {}
    for name, text in listed.items():
        column = INTERNET.get(name, OTHERS.get(name, 0))
        for line in text.splitlines()[1:]:
            words = line.split()
            if len(words) > column:
                known[words[column]] = in_words(name, words)
    return sorted(known.get(inode, "unknown") for inode in own)


def in_words(table: str, words: list[str]) -> str:
    """One line of a table."""
    if table == "unix":
        is_listening = int(words[3], 16) & LISTENING_UNIX
        kind = "datagram" if words[4] == DATAGRAM else "stream"
        bound = f" at {words[7]}" if len(words) > 7 else ""
        return f"unix {kind}{' listening' if is_listening else ''}{bound}"
    if table.startswith("tcp"):
        return f"{table} {'listening' if words[3] == LISTENING_TCP else 'connected'} at {words[1]}"
    return f"{table} at {words[1]}" if table in INTERNET else table


def claims(work: Path, lane, bench, claim: Callable[..., None]) -> None:
    """Nothing listens: while the unit searches, it has systemd's datagram socket and no other."""
    with (
        socket.create_server(("127.0.0.1", 0)),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram,
        socket.socket(socket.AF_UNIX) as local,
    ):
        datagram.bind(("127.0.0.1", 0))
        local.bind(str(work / "listener"))
        local.listen()
        seen = described(links(os.getpid()), tables(os.getpid()))
    for kind in ("tcp listening at ", "udp at ", "unix stream listening at "):
        claim(f"whoever looks for sockets sees: {kind}", any(each.startswith(kind) for each in seen), seen)
    unit = bench.Unit(work / "sockets", lane, bench.UNTESTED, "--record", str(work / "sockets/rec"))
    unit.feed(lane.frames[:500])
    process = unit.process.pid
    found = described(links(process), tables(process))
    unit.stop()
    claim("the only socket of a search is systemd's notice, bound to nothing", found == ["unix datagram"], found)
