"""The files that the rules look at, and what a rule says about them."""

import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Callable, Iterator, NamedTuple

from declarations import Declaration, declarations_of
from lexer import Token, tokens_of


class Finding(NamedTuple):
    """One thing to mend."""

    path: str
    line: int
    message: str


@dataclass
class File:
    """One file: its path from the root, its text, and whether it may be run."""

    path: str
    text: str
    runnable: bool = False

    @cached_property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.split("\n")

    @cached_property
    def tokens(self) -> list[Token]:
        """Its tokens, comments included, if it is Swift."""
        return tokens_of(self.text)

    @cached_property
    def code(self) -> list[Token]:
        """Its tokens without comments and strings."""
        return [t for t in self.tokens if t.kind not in ("comment", "doc", "string")]

    @cached_property
    def declarations(self) -> list[Declaration]:
        """Its declarations, if it is Swift."""
        return declarations_of(self.tokens)

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def suffix(self) -> str:
        """What follows the last dot of its name, empty without one."""
        return self.name.rsplit(".", 1)[1] if "." in self.name.lstrip(".") else ""

    @property
    def interpreter(self) -> str:
        """The first line if it names an interpreter, else empty."""
        return self.lines[0] if self.text.startswith("#!") else ""


class Tree:
    """All files of the project: those that git tracks and those that it would."""

    def __init__(self, files: list[File], paths: set[str], tracked: set[str]):
        self.files = files
        self.paths = paths
        self.tracked = tracked

    def swift(self, *roots: str) -> list[File]:
        """Swift files, below `roots` if any are given; the manifest is none of them."""
        return [
            f for f in self.files
            if f.suffix == "swift" and f.path != "Package.swift"
            and (not roots or f.path.startswith(tuple(r + "/" for r in roots)))
        ]

    @classmethod
    def of(cls, files: dict[str, str]) -> "Tree":
        """A tree in memory, for a self-test; `+x` before a path sets its run bit."""
        made = [File(p.removeprefix("+x "), t, p.startswith("+x ")) for p, t in files.items()]
        paths = {f.path for f in made}
        return cls(made, paths, paths)

    @classmethod
    def at(cls, root: Path) -> "Tree":
        """The tree on disk."""
        listed = git(root, "ls-files", "-co", "--exclude-standard")
        tracked = git(root, "ls-files")
        if listed is None:
            listed = [
                str(p.relative_to(root)) for p in root.rglob("*")
                if p.is_file() and not {".build", ".git"} & set(p.relative_to(root).parts)
            ]
        files = []
        for path in sorted(set(listed)):
            place = root / path
            if place.is_file() and (text := text_of(place)) is not None:
                files.append(File(path, text, bool(place.stat().st_mode & 0o111)))
        return cls(files, {p for p in listed if (root / p).exists()}, set(tracked or []))


def git(root: Path, *arguments: str) -> list[str] | None:
    """What git lists, or `None` where there is no git."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(root), *arguments, "-z"], capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return [p for p in answer.stdout.decode("utf-8", "replace").split("\0") if p]


def text_of(place: Path) -> str | None:
    """The text of a file, or `None` if it is not text or larger than a source file can be."""
    if place.stat().st_size > 4_000_000:
        return None
    raw = place.read_bytes()
    if b"\0" in raw:
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


@dataclass
class Rule:
    """One rule: its name, what it demands in a sentence, how it looks."""

    name: str
    demand: str
    look: Callable[[Tree], Iterator[Finding]]


RULES: list[Rule] = []


def rule(name: str, demand: str):
    """Registers the function below as a rule."""

    def register(look: Callable[[Tree], Iterator[Finding]]):
        RULES.append(Rule(name, demand, look))
        return look

    return register
