"""GPIO of an emulated computer as its host sees and drives it: QEMU's test protocol on a socket.

QEMU tells each change of an output when it happens; the time is that of the host, which hears of it
a little later.
"""

import json
import queue
import socket
import threading
import time

from pins import Change


class Panel:
    """The lines of one GPIO controller: those that the guest drives, and buttons."""

    def __init__(self, stream: socket.socket, path: str, lines: list[str]):
        self.stream, self.path, self.lines = stream, path, lines
        self.seen: dict[str, list[Change]] = {name: [] for name in lines}
        self.moved = threading.Condition()
        self.answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()
        self.settle()

    def listen(self):
        """Takes what QEMU says until it ends: changes of lines, and answers."""
        with self.stream.makefile("r", encoding="ascii") as lines:
            for words in map(str.split, lines):
                if words[:1] != ["IRQ"]:
                    self.answers.put(" ".join(words))
                elif words[1] in ("raise", "lower"):
                    change = Change(time.monotonic_ns(), 0, int(words[1] == "raise"))
                    with self.moved:
                        self.seen[self.lines[int(words[2])]].append(change)
                        self.moved.notify_all()

    def ask(self, order: str):
        """Sends an order; an answer that is not OK is an error."""
        self.stream.sendall(f"{order}\n".encode())
        try:
            answer = self.answers.get(timeout=30)
        except queue.Empty:
            answer = "silence of 30 s"
        if answer != "OK":
            raise ValueError(f"QEMU answers {order!r} with {answer!r}")

    def settle(self):
        """Waits until every change so far was taken: QEMU answers in order.

        The first time it asks QEMU to tell of outputs at all, and then of nothing new.
        """
        self.ask(f"irq_intercept_out {self.path}")

    def press(self, line: str, level: bool):
        """Drives an input of the guest."""
        number = self.lines.index(line)
        self.ask(f"set_irq_in {self.path} unnamed-gpio-in {number} {int(level)}")

    def count(self, line: str) -> int:
        """How often a line has changed so far."""
        self.settle()
        with self.moved:
            return len(self.seen[line])

    def since(self, line: str, first: int) -> list[Change]:
        """The changes of a line from one on."""
        self.settle()
        with self.moved:
            return self.seen[line][first:]

    def rises(self, line: str, first: int, seconds: float) -> bool:
        """Waits until a line is high after one of its changes; whether that came in time."""
        with self.moved:
            return self.moved.wait_for(lambda: any(c.level for c in self.seen[line][first:]), seconds)


def find(stream: socket.socket, kind: str) -> str:
    """The path of a part of a computer that has no name of its own, asked of QEMU's monitor."""
    with stream.makefile("rw", encoding="utf-8") as monitor:

        def ask(command: str, **arguments: object):
            """The answer to a command; what QEMU says unasked is left aside."""
            monitor.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
            monitor.flush()
            while "return" not in (answer := json.loads(monitor.readline())):
                if "error" in answer:
                    raise ValueError(f"QEMU answers {command} with {answer['error']}")
            return answer["return"]

        monitor.readline()
        ask("qmp_capabilities")
        home = "/machine/unattached"
        for part in ask("qom-list", path=home):
            if part["type"] == f"child<{kind}>":
                return f"{home}/{part['name']}"
    raise ValueError(f"the emulated computer has no {kind}")
