"""What was checked, as a table for a person and as JUnit XML for a machine."""

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree


@dataclass
class Check:
    """One claim, whether it held, and what was found."""

    claim: str
    holds: bool
    found: str = ""


@dataclass
class Case:
    """A situation and the claims that were checked in it."""

    name: str
    checks: list[Check] = field(default_factory=list)
    seconds: float = 0
    note: str = ""  # A figure that is printed and never asserted.
    skipped: str = ""  # Why nothing was checked.

    def claim(self, claim: str, holds: bool, found: object = ""):
        """Adds a claim."""
        self.checks.append(Check(claim, bool(holds), str(found)))

    def same(self, claim: str, found: object, expected: object):
        """Adds a claim that two values are the same, and says both if they are not."""
        holds = found == expected
        self.claim(
            claim, holds, found if holds else f"found {short(found)}, expected {short(expected)}"
        )

    @property
    def holds(self) -> bool:
        """Whether every claim held."""
        return all(check.holds for check in self.checks)


def short(value: object) -> str:
    """A value in a line."""
    text = repr(value) if isinstance(value, bytes) else str(value)
    return text if len(text) <= 160 else text[:157] + "…"


def table(cases: list[Case]) -> str:
    """The summary: a line a case, and below it the claims that did not hold."""
    width = max((len(case.name) for case in cases), default=4)
    lines = []
    for case in cases:
        held = sum(check.holds for check in case.checks)
        state = "skipped" if case.skipped else "ok" if case.holds else "FAILED"
        text = case.skipped or case.note
        lines.append(
            f"{state:8}{case.name:{width}}  {held:>2} of {len(case.checks):>2}  {text}".rstrip()
        )
        lines += [
            f"FAILED     {case.name}: {c.claim}: {c.found}" for c in case.checks if not c.holds
        ]
    return "\n".join(lines)


def junit(cases: list[Case], path: Path):
    """Writes JUnit XML: a suite a case, a test a claim."""
    root = ElementTree.Element("testsuites", name="rig")
    for case in cases:
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=case.name,
            tests=str(len(case.checks)),
            time=f"{case.seconds:.1f}",
            failures=str(sum(not check.holds for check in case.checks)),
            skipped=str(int(bool(case.skipped))),
        )
        for check in case.checks:
            test = ElementTree.SubElement(
                suite, "testcase", classname=f"rig.{case.name}", name=check.claim
            )
            if not check.holds:
                ElementTree.SubElement(test, "failure", message=check.found)
        if case.skipped:
            test = ElementTree.SubElement(
                suite, "testcase", classname=f"rig.{case.name}", name=case.name
            )
            ElementTree.SubElement(test, "skipped", message=case.skipped)
        if case.note:
            ElementTree.SubElement(suite, "system-out").text = case.note
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
