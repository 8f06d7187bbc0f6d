"""Rules of language: what may be written in which room."""

import re

from tree import File, Finding, Tree, rule

EXACT = ("Sources/DetectorCore", "Sources/Journal")
FLOATING = re.compile(r"^(C?Double|C?Float(16|32|64|80)?|CGFloat|(Binary)?FloatingPoint)$")
FLOAT_LITERAL = re.compile(r"^(\d[\d_]*\.\d|\d[\d_]*[eE]|0x[\da-fA-F_.]+[pP])")
LIBRARIES = (
    "Sources/DetectorCore", "Sources/Journal", "Sources/FilterDesign", "Sources/Recording",
    "Simulator", "Hardware/GPIO", "Hardware/SPI", "Hardware/SerialLine",
    "Hardware/FrameProtocol", "Hardware/FrontEnd",
)
PRINTING = {"print", "debugPrint", "dump"}
ROOMS = ("Sources", "Simulator", "Hardware")
UNSAFE = re.compile(
    r"^(unsafe|Unsafe\w*|OpaquePointer|Unmanaged|unsafeBitCast|withUnsafe\w+|unsafeDowncast"
    r"|withMemoryRebound|assumingMemoryBound|bindMemory|mmap|munmap|ioctl|ini_\w+|gpiod_\w+)$"
)
SAFETY = re.compile(r"//\s*SAFETY:\s*\S")
REACH = 6
PROGRAMS = {"sapper"}
BEFORE_TYPE = {":", "->", "<", ",", "&", "as", "some", "any", "inout"}


@rule("integers", "DetectorCore and Journal hold no floating point.")
def integers(tree: Tree):
    for file in tree.swift(*EXACT):
        for token in file.code:
            type_name = token.kind == "word" and FLOATING.match(token.text)
            literal = token.kind == "number" and FLOAT_LITERAL.match(token.text)
            if type_name or literal:
                yield Finding(
                    file.path, token.line,
                    f"{token.text} is floating point; use an integer with its Q-format or unit in"
                    " the name",
                )


@rule("print", "A library prints nothing.")
def printing(tree: Tree):
    for file in tree.swift(*LIBRARIES):
        code = file.code
        for index, token in enumerate(code[:-1]):
            before = code[index - 1].text if index else ""
            called = token.text in PRINTING and code[index + 1].text == "("
            if called and before != "func" and (not before.endswith(".") or is_standard(code, index)):
                yield Finding(
                    file.path, token.line,
                    f"{token.text}() in a library; return the value or throw, and let the command"
                    " line speak",
                )


def is_standard(code: list, index: int) -> bool:
    """Whether the member at `index` is called on the standard library itself: `Swift.print(`."""
    return index > 1 and code[index - 2].text == "Swift"


@rule("safety", "An unsafe or C call has a line `// SAFETY:` above it that says what makes it sound.")
def safety(tree: Tree):
    for file in tree.swift(*ROOMS):
        yield from unexplained(file)


def unexplained(file: File):
    """Unsafe uses that no `// SAFETY:` stands above.

    A closure may carry it as its first line. One line covers the uses that follow it, each at most
    `REACH` lines below the one before, never past the end of a function.
    """
    explained = [
        t.last_line for t in file.tokens if t.kind == "comment" and SAFETY.match(t.text)
    ]
    ends = [
        d.line + d.length - 1 for d in file.declarations
        if d.length and d.kind in ("func", "init", "deinit", "subscript")
    ]
    covered = 0
    found = list(uses(file))
    opens = {t.line for t in found if t.text.startswith("withUnsafe")}
    for line in sorted({t.line for t in found}):
        floor = max((e for e in ends if e < line), default=0)
        last = line + 1 if line in opens else line
        near = [e for e in explained if max(floor + 1, line - REACH) <= e <= last]
        if near or floor < covered and line - covered <= REACH:
            covered = line
            continue
        yield Finding(
            file.path, line,
            "unsafe or C call without its reason; put a line `// SAFETY:` above it that says what"
            " makes it sound",
        )


def uses(file: File):
    """The tokens of a file that stand for an unsafe use.

    Attributes, declarations and the types of parameters are none: they call nothing.
    """
    code = file.code
    for index, token in enumerate(code):
        if token.kind != "word" or not UNSAFE.match(token.text):
            continue
        before = code[index - 1].text if index else ""
        isolation = before == "(" and index > 1 and code[index - 2].text == "nonisolated"
        typed = token.text[0].isupper() and before in BEFORE_TYPE
        if before not in ("@", "func", "import") and not isolation and not typed:
            yield token


@rule("testable", "Of a library, tests see what `package` shows: @testable is for the program alone.")
def testable(tree: Tree):
    for file in tree.swift("Tests"):
        code = [t.text for t in file.code]
        for index in (i for i, text in enumerate(code[:-2]) if text == "testable"):
            module = code[index + 2]
            if code[index - 1] == "@" and code[index + 1] == "import" and module not in PROGRAMS:
                yield Finding(
                    file.path, file.code[index].line,
                    f"@testable import {module}: release builds no testable library; write"
                    " `import`, and make what the test needs `package`",
                )
