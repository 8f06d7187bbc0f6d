"""Rules of the house: who may import whom, and which stage of the core may use which."""

from tree import File, Finding, Tree, rule

SYSTEM = {"Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Synchronization"}
CORE = {"DetectorCore"}
JOURNAL = CORE | {"Journal"}
RECORDING = JOURNAL | {"Recording"}
SIMULATOR = RECORDING | {"Physics", "Lanes", "Scoring"}
HARDWARE = {
    "CLinux", "CGPIOD", "Devices", "GPIO", "SPI", "SerialLine", "FrameProtocol", "FrontEnd", "CUnit", "Unit",
}
LINK = {"Devices", "SerialLine", "FrameProtocol"}
TEST = SYSTEM | {"Testing", "TestSupport"}

# Which modules the files of a folder may import: the picture of the architecture as a table. The
# longest folder that holds a file decides. A new target is a new line here, and in the picture.
MAY_IMPORT: dict[str, set[str]] = {
    "Sources/DetectorCore": {"_Builtin_intrinsics"},
    "Sources/Journal": CORE,
    "Sources/FilterDesign": CORE | SYSTEM,
    "Sources/Recording": JOURNAL | SYSTEM | {"Crypto", "CHDF5"},
    "Simulator/Physics": RECORDING | SYSTEM,
    "Simulator/Lanes": RECORDING | SYSTEM | {"Physics", "Yams"},
    "Simulator/Scoring": RECORDING | SYSTEM,
    "Sources/sapper": SIMULATOR | SYSTEM | LINK | {"FilterDesign", "CInih", "ArgumentParser"},
    "Hardware/Devices": JOURNAL | {"CLinux"},
    "Hardware/GPIO": JOURNAL | SYSTEM | {"CGPIOD", "Devices"},
    "Hardware/SPI": JOURNAL | {"CLinux", "Devices"},
    "Hardware/SerialLine": JOURNAL | {"CLinux", "Devices"},
    "Hardware/FrameProtocol": CORE,
    "Hardware/FrontEnd": JOURNAL | LINK | {"CLinux", "GPIO", "SPI"},
    "Hardware/Exercise": SYSTEM | {"Devices", "GPIO"},
    "Hardware/Unit": JOURNAL | LINK | {"CInih", "CUnit", "CLinux", "GPIO", "SPI", "FrontEnd"},
    "Hardware/Unit/Program": {"CUnit", "Unit"},
    "Hardware/BareMetal": JOURNAL,
    "Hardware/Rig/Exercise": JOURNAL | LINK | {"Glibc", "GPIO", "SPI", "FrontEnd"},
    "Tests/TestSupport": CORE | SYSTEM,
    "Tests/ReferenceModels": CORE | SYSTEM | {"FilterDesign"},
    "Tests/DetectorCoreTests": CORE | TEST,
    "Tests/JournalTests": JOURNAL | TEST,
    "Tests/FilterDesignTests": CORE | TEST | {"FilterDesign", "ReferenceModels"},
    "Tests/RecordingTests": RECORDING | TEST | {"Crypto"},
    "Tests/SimulatorTests": SIMULATOR | TEST,
    "Tests/sapperTests": SIMULATOR | TEST | LINK | {
        "sapper", "FilterDesign", "ReferenceModels", "CInih", "ArgumentParser",
    },
    "Tests/HardwareTests": JOURNAL | HARDWARE | TEST,
    "Tests/fuzz": RECORDING | SYSTEM,
    "Tests/library": RECORDING,
    "Tests/instances": {"DetectorCore"},
    "Tests/instances-hardware": JOURNAL | HARDWARE,
    "Tests/bench": SIMULATOR | SYSTEM | {"FilterDesign"},
    "Tests/embedded": JOURNAL,
}

STAGES = ["Numeric", "Sample", "Conditioning", "Detection", "Classification", "Pipeline"]
KINDS = {"struct", "class", "enum", "protocol", "actor", "typealias", "func", "var", "let"}
IMPORT_KINDS = {"struct", "class", "enum", "protocol", "typealias", "func", "var", "let"}


def imports_of(file: File) -> list[tuple[str, int]]:
    """The modules that a file imports, with their lines."""
    code, found = file.code, []
    for index, token in enumerate(code[:-1]):
        if token.text != "import" or (index > 0 and code[index - 1].text == "."):
            continue
        after = code[index + 1]
        if after.text in IMPORT_KINDS and index + 2 < len(code):
            after = code[index + 2]
        if after.kind == "word" and after.line == token.line:
            found.append((after.text, token.line))
    return found


@rule("imports", "A target imports only what the picture of the architecture lets it.")
def imports(tree: Tree):
    for file in tree.swift():
        homes = [folder for folder in MAY_IMPORT if file.path.startswith(folder + "/")]
        if not homes:
            yield Finding(
                file.path, 1,
                "no room of the house holds this file; move it, or add its folder to MAY_IMPORT"
                " in Tests/tidying/architecture.py and to the picture",
            )
            continue
        home = max(homes, key=len)
        for module, line in imports_of(file):
            if module not in MAY_IMPORT[home]:
                allowed = ", ".join(sorted(MAY_IMPORT[home])) or "nothing"
                yield Finding(
                    file.path, line, f"{home} may not import {module}; it may import {allowed}"
                )


def stage_of(file: File) -> int | None:
    """The number of the stage a file of the core lies in; `None` if it lies in none."""
    folder = file.path.removeprefix("Sources/DetectorCore/").split("/")[0]
    return STAGES.index(folder) if folder in STAGES else None


class Names:
    """Which stage declares what: `outer` at file level, `any` at any depth, `added` in extensions."""

    def __init__(self, files: list[tuple[int, File]]):
        self.outer: dict[str, int] = {}
        self.any: dict[str, int] = {}
        self.added: dict[str, int] = {}
        self.kinds: dict[str, str] = {}
        for stage, file in files:
            for made in file.declarations:
                self.lower(self.any, made.name, stage)
                if made.depth == 0 and made.kind in KINDS:
                    self.lower(self.outer, made.name, stage)
                    self.kinds.setdefault(made.name, made.kind)
        for stage, file in files:
            for made in file.declarations:
                above = made.parent
                if above and above.kind == "extension" and made.kind in KINDS:
                    if self.outer.get(above.name, -1) < stage:
                        self.lower(self.added, made.name, stage)

    @staticmethod
    def lower(table: dict[str, int], name: str, stage: int) -> None:
        """Keeps the leftmost stage that declares a name."""
        table[name] = min(stage, table.get(name, stage))


@rule("stage", "A stage of the core uses only stages to its left: " + " < ".join(STAGES) + ".")
def stage_order(tree: Tree):
    staged: list[tuple[int, File]] = []
    for file in tree.swift("Sources/DetectorCore"):
        stage = stage_of(file)
        if stage is None:
            yield Finding(
                file.path, 1, "lies in no stage; move it into one of " + ", ".join(STAGES)
            )
        else:
            staged.append((stage, file))
    names = Names(staged)
    for stage, file in staged:
        for name, line, owner in uses_to_the_right(file, stage, names):
            yield Finding(
                file.path, line,
                f"{STAGES[stage]} uses {name}, which {STAGES[owner]} declares to its right; move"
                f" {name} to {STAGES[stage]} or further left, or hand its value in as a parameter",
            )


def uses_to_the_right(file: File, stage: int, names: Names):
    """Each use of a name that only a stage to the right declares: name, line, stage."""
    code = file.code
    text = [t.text for t in code]
    bound = {text[i + 1] for i, t in enumerate(text[:-1]) if t in ("let", "var", "for")}
    bound |= {t for i, t in enumerate(text[:-1]) if text[i + 1] in (":", "in")}
    for index, token in enumerate(code):
        if token.kind != "word" or names.any.get(token.text, stage) <= stage:
            continue
        before = text[index - 1] if index else ""
        after = text[index + 1] if index + 1 < len(text) else ""
        member = before.endswith(".")
        if member and index > 1 and text[index - 2] == "DetectorCore":
            member = False
        owner = names.added.get(token.text) if member else names.outer.get(token.text)
        if owner is None or owner <= stage or after == ":" and not token.text[0].isupper():
            continue
        if not member and names.kinds[token.text] in ("func", "var", "let"):
            is_call = after in ("(", "<")
            if token.text in bound or (names.kinds[token.text] == "func" and not is_call):
                continue
        yield token.text, token.line, owner
