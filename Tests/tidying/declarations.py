"""Finds the declarations of a Swift file: what they are called, where they stand, how long they are."""

from dataclasses import dataclass, field

from lexer import Token

TYPES = {"struct", "class", "enum", "protocol", "actor", "typealias", "associatedtype"}
SCOPED = {"struct", "class", "enum", "protocol", "actor", "extension"}
CODE = {"func", "init", "deinit", "subscript"}
PROPERTIES = {"var", "let"}
KEYWORDS = TYPES | SCOPED | CODE | PROPERTIES | {"case", "operator", "macro"}
MODIFIERS = set(
    "public open package internal fileprivate private static final class mutating nonmutating"
    " consuming borrowing override convenience required lazy weak unowned unsafe nonisolated"
    " isolated indirect dynamic optional prefix postfix infix distributed async sending".split()
)
CONDITIONS = {"<", "if", "guard", "while", "case", "for", "catch", ",", "(", "await", "async"}


@dataclass
class Declaration:
    """One declaration; `length` is in lines from its keyword to its closing brace, 0 without a body."""

    kind: str
    name: str
    line: int
    access: str
    documented: bool
    parent: "Declaration | None"
    start: int = 0
    paren_depth: int = 0
    length: int = 0
    depth: int = 0
    members: list["Declaration"] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        """Whether the outside sees it: said so, or by standing in something that is public."""
        if self.access in ("public", "open"):
            return True
        above = self.parent
        if self.access or above is None:
            return False
        if above.kind == "extension":
            return above.access in ("public", "open") and self.kind != "case"
        inherits = above.kind == "protocol" or (above.kind == "enum" and self.kind == "case")
        return inherits and above.is_public


class Reader:
    """One pass over the tokens of one file."""

    def __init__(self, tokens: list[Token]):
        self.all = tokens
        self.places = [i for i, t in enumerate(tokens) if t.kind not in ("comment", "doc")]
        self.tokens = [tokens[i] for i in self.places]
        self.found: list[Declaration] = []
        self.scopes: list[Declaration | None] = []
        self.parens = 0
        self.pending: Declaration | None = None

    def text(self, index: int) -> str:
        """The text of a token, empty beyond the ends."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def read(self) -> list[Declaration]:
        """Every declaration, in order of appearance."""
        for index, token in enumerate(self.tokens):
            if token.kind == "mark" or token.text in ("(", ")"):
                self.mark(token)
            elif token.kind == "word" and token.text in KEYWORDS and self.declares(index):
                self.declare(index)
            if self.pending_ended(index):
                self.pending = None
        return self.found

    def mark(self, token: Token) -> None:
        """Follows brackets; a brace opens the body of the declaration that waits for one."""
        if token.text in "([":
            self.parens += 1
        elif token.text in ")]":
            self.parens -= 1
        elif token.text == "{":
            opens = self.pending and self.pending.paren_depth == self.parens
            self.scopes.append(self.pending if opens else None)
            if opens:
                self.pending = None
        elif token.text == "}":
            closed = self.scopes.pop() if self.scopes else None
            if closed:
                closed.length = token.line - closed.line + 1
            if self.pending and self.parens <= self.pending.paren_depth:
                self.pending = None

    def innermost(self) -> Declaration | None:
        """The declaration whose braces stand directly around this place; `None` in plain code."""
        return self.scopes[-1] if self.scopes else None

    def declares(self, index: int) -> bool:
        """Whether the keyword at `index` begins a declaration."""
        word, before, after = self.text(index), self.text(index - 1), self.text(index + 1)
        if before.endswith(".") or after == ":" or before == "@":
            return False
        around = self.innermost()
        at_type_level = not self.scopes or (around is not None and around.kind in SCOPED)
        if word == "case":
            return around is not None and around.kind == "enum"
        if word in PROPERTIES:
            return before not in CONDITIONS
        if word == "init":
            return at_type_level and bool(self.scopes) and after[:1] in ("(", "<", "?", "!")
        if word == "deinit":
            return after == "{"
        if word == "class":
            return after not in MODIFIERS | CODE | PROPERTIES and before not in (":", ",", "&")
        if word in ("actor", "macro", "operator"):
            return at_type_level and after[:1] not in ("", ".", "=", ",", ")")
        return True

    def declare(self, index: int) -> None:
        """Records the declaration whose keyword stands at `index`."""
        token, around = self.tokens[index], self.innermost()
        name = token.text if token.text in ("init", "deinit", "subscript") else self.text(index + 1)
        if token.text == "extension":
            name = self.extended(index + 1)
        first, words = self.modifiers(index)
        access = next((w for w in words if w in MODIFIERS and w in ACCESS), "")
        made = Declaration(
            token.text, name.strip("`"), token.line, access, self.is_documented(first), around,
            start=index, paren_depth=self.parens, depth=len(self.scopes),
        )
        self.found.append(made)
        if around:
            around.members.append(made)
        inside_code = any(s is None or s.kind in CODE | PROPERTIES for s in self.scopes)
        if token.text in SCOPED | CODE or (token.text in PROPERTIES and not inside_code):
            self.pending = made
        elif not inside_code:
            self.pending = None

    def extended(self, index: int) -> str:
        """The last name of the type that an extension extends: `B` of `A.B<C>`."""
        while self.text(index + 1) == ".":
            index += 2
        return self.text(index)

    def modifiers(self, index: int) -> tuple[int, list[str]]:
        """Where a declaration begins, with its attributes, and the access words before its keyword."""
        words: list[str] = []
        while index > 0:
            before = self.text(index - 1)
            if before == ")":
                opening = self.opening(index - 1)
                if self.text(opening - 1) in MODIFIERS:
                    index = opening - 1
                elif self.text(opening - 2) == "@":
                    index = opening - 2
                else:
                    break
            elif before in MODIFIERS and self.text(index - 2) != "@":
                words.append(before)
                index -= 1
            elif self.text(index - 2) == "@":
                index -= 2
            else:
                break
        return index, words

    def opening(self, index: int) -> int:
        """The parenthesis that the one at `index` closes."""
        depth = 0
        while index >= 0:
            depth += {")": 1, "(": -1}.get(self.text(index), 0)
            if depth == 0:
                return index
            index -= 1
        return 0

    def is_documented(self, first: int) -> bool:
        """Whether a doc comment stands right above the token at `first`."""
        place = self.places[first] - 1
        while place >= 0 and self.all[place].kind == "comment":
            place -= 1
        return place >= 0 and self.all[place].kind == "doc"

    def pending_ended(self, index: int) -> bool:
        """Whether a property that waits for a body ends before the next token: its line does."""
        waiting = self.pending
        if waiting is None or waiting.kind not in PROPERTIES or self.parens > waiting.paren_depth:
            return False
        if index + 1 >= len(self.tokens):
            return True
        here, after = self.tokens[index], self.tokens[index + 1]
        if after.line == here.last_line or after.text == "{":
            return False
        goes_on = here.kind == "mark" and here.text not in (")", "]", "}", "?", "!", ">")
        return not goes_on and after.text[0] not in ".=:?"


ACCESS = {"public", "open", "package", "internal", "fileprivate", "private"}


def declarations_of(tokens: list[Token]) -> list[Declaration]:
    """The declarations of a file, from its tokens."""
    return Reader(tokens).read()
