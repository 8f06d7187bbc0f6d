"""Rules of the seam: one run feeds every pipeline, one table names every event."""

from tree import File, Finding, Tree, rule

# Where a pipeline is fed by its own name: it feeds another one as a pipeline itself, or it is the run.
FEEDS = {
    "Sources/Recording/Engine.swift": "a pipeline that holds one",
    "Sources/sapper/Replay/ReplayChains.swift": "a pipeline that holds two",
    "Hardware/Unit/Loop/UnitLoop.swift": "shows the alarm between a frame and its state",
    "Tests/instances/Kernels.swift": "compiles every pipeline at its capacities",
}
# Tests of a pipeline hand it what no source would give; programs and what they stand on may not.
PROGRAMS = ("Sources", "Simulator", "Hardware", "Tests/instances", "Tests/library", "Tests/fuzz")
CORE = "Sources/DetectorCore/"

NAMES = "Sources/Journal/EventNames.swift"
# Names from which on a file holds a table of its own; words such as "gap" stand in sentences too.
TABLE = {"EventKind": 5, "TargetClass": 3, "EventAction": 3, "DecisionRule": 3, "Fault": 3}
# What is not told but asked for: keys of scenarios, which share words with faults.
OTHER_NAMES = {"Simulator/Physics/Induction/InductionFaults.swift"}


@rule("one-run", "Only `run`, `step` and `feed` feed a pipeline; nothing else loops over one.")
def one_run(tree: Tree):
    for file in tree.swift(*PROGRAMS):
        if file.path.startswith(CORE) or file.path in FEEDS:
            continue
        for line in feeding(file):
            yield Finding(
                file.path, line,
                "feeds a pipeline by hand; give its source to `run`, or its inputs to `step` or `feed`",
            )


def feeding(file: File):
    """Lines that call `process(…, header: …, into: …)` of something."""
    code = file.code
    for index, token in enumerate(code[:-1]):
        called = token.text == "process" and code[index + 1].text == "("
        if not called or index == 0 or not code[index - 1].text.endswith("."):
            continue
        labels = set(labels_of(code, index + 1))
        if {"header", "into"} <= labels:
            yield token.line


def labels_of(code: list, opening: int):
    """The labels of the arguments of the call whose bracket opens at an index."""
    depth = 0
    for index in range(opening, len(code) - 1):
        text = code[index].text
        depth += text in ("(", "[", "{")
        depth -= text in (")", "]", "}")
        if depth == 0:
            return
        if depth == 1 and code[index].kind == "word" and code[index + 1].text == ":":
            yield text


@rule("one-table", "Names of events, faults and classes are written once: in Journal/EventNames.swift.")
def one_table(tree: Tree):
    tables = tables_of(tree)
    for file in tree.swift("Sources", "Simulator", "Hardware"):
        if file.path == NAMES or file.path in OTHER_NAMES:
            continue
        found: dict[str, dict[str, int]] = {}
        for token in file.tokens:
            if token.kind != "string":
                continue
            for kind, names in tables.items():
                word = token.text.strip('"')
                if word in names:
                    found.setdefault(kind, {}).setdefault(word, token.line)
        for kind, words in found.items():
            if len(words) >= TABLE[kind]:
                listed = ", ".join(sorted(words))
                yield Finding(
                    file.path, min(words.values()),
                    f"a second table of {kind} ({listed}); use its `name`, or read by it",
                )


def tables_of(tree: Tree) -> dict[str, set[str]]:
    """The names of each enumeration, as the one table has them."""
    tables: dict[str, set[str]] = {}
    for file in tree.swift("Sources/Journal"):
        if file.path != NAMES:
            continue
        kind = ""
        code = file.tokens
        for index, token in enumerate(code):
            if token.text == "extension" and index + 1 < len(code):
                kind = code[index + 1].text
            elif token.kind == "string" and kind in TABLE:
                tables.setdefault(kind, set()).add(token.text.strip('"'))
    return tables
