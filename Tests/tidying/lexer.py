"""Cuts Swift source into tokens, so that no rule is fooled by a comment or a string.

Knows nested block comments, one-line, multi-line and raw strings, code inside interpolations, and
regex literals. It is a lexer, not a compiler: what it cannot place it passes on as punctuation.
"""

import re
from typing import NamedTuple


class Token(NamedTuple):
    """One token: `word`, `number`, `string`, `mark` (punctuation, operators), `comment` or `doc`."""

    kind: str
    text: str
    line: int
    last_line: int


WORD = re.compile(r"`[^`\n]+`|[A-Za-z_$\u0080-\uffff][\w$]*")
NUMBER = re.compile(
    r"0x[\da-fA-F_]+(?:\.[\da-fA-F_]+)?[pP][+-]?\d[\d_]*|0x[\da-fA-F_]+|0[bo][\d_]+"
    r"|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d[\d_]*)?"
)
INTEGER = re.compile(r"\d+")
OPERATOR = re.compile(r"(?:(?!//|/\*)[-+*/%=<>!&|^~?.])+")
SPACE = re.compile(r"\s+")
QUOTE = re.compile(r'(#*)("""|")')
EXTENDED_REGEX = re.compile(r"(#+)/(?!/).*?/\1", re.DOTALL)
BARE_REGEX = re.compile(r"/(?![\s*/])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n])+/")
BEFORE_REGEX = {"return", "in", "case", "try", "await", "where", "if", "while", "guard"}


class Lexer:
    """One pass over one file."""

    def __init__(self, text: str):
        self.text = text
        self.at = 0
        self.line = 1
        self.tokens: list[Token] = []

    def take(self, kind: str, end: int) -> None:
        """Adds the token from here to `end`; kind `space` is left out."""
        text = self.text[self.at : end]
        last = self.line + text.count("\n")
        if text and kind != "space":
            self.tokens.append(Token(kind, text, self.line, last))
        self.at, self.line = end, last

    def code(self, inside_interpolation: bool) -> None:
        """Cuts code up to the end, or up to the parenthesis that closes an interpolation."""
        depth = 0
        while self.at < len(self.text):
            here = self.text[self.at]
            if inside_interpolation and here in "()":
                depth += 1 if here == "(" else -1
                if depth < 0:
                    return
            self.step()

    def step(self) -> None:
        """Takes one token."""
        text, at = self.text, self.at
        if found := SPACE.match(text, at):
            return self.take("space", found.end())
        if text.startswith("//", at):
            return self.line_comment()
        if text.startswith("/*", at):
            return self.block_comment()
        if found := QUOTE.match(text, at):
            return self.string(len(found[1]), found[2])
        if found := EXTENDED_REGEX.match(text, at):
            return self.take("string", found.end())
        if text[at] == "/" and self.may_be_regex() and (found := BARE_REGEX.match(text, at)):
            return self.take("string", found.end())
        if found := WORD.match(text, at):
            return self.take("word", found.end())
        if text[at].isdigit():
            after_dot = bool(self.tokens) and self.tokens[-1].text == "."
            found = (INTEGER if after_dot else NUMBER).match(text, at)
            return self.take("number", found.end() if found else at + 1)
        found = OPERATOR.match(text, at)
        self.take("mark", found.end() if found else at + 1)

    def may_be_regex(self) -> bool:
        """Whether a slash here begins a regex rather than divides."""
        for token in reversed(self.tokens):
            if token.kind in ("comment", "doc"):
                continue
            if token.kind == "word":
                return token.text in BEFORE_REGEX
            return token.kind == "mark" and token.text not in (")", "]", "}", "?", "!", ">")
        return True

    def line_comment(self) -> None:
        """Takes `// …` or `/// …`."""
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        slashes = self.text[self.at : self.at + 4]
        self.take("doc" if slashes[:3] == "///" and slashes != "////" else "comment", end)

    def block_comment(self) -> None:
        """Takes `/* … */` with whatever is nested in it."""
        depth, at = 0, self.at
        while at < len(self.text):
            if self.text.startswith("/*", at):
                depth, at = depth + 1, at + 2
            elif self.text.startswith("*/", at):
                depth, at = depth - 1, at + 2
                if depth == 0:
                    break
            else:
                at += 1
        self.take("doc" if self.text.startswith("/**", self.at) else "comment", at)

    def string(self, hashes: int, quote: str) -> None:
        """Takes a string in pieces: its text as `string`, its interpolations as code."""
        fence = "#" * hashes
        closing, escape = quote + fence, "\\" + fence
        at = self.at + hashes + len(quote)
        while at < len(self.text):
            if self.text.startswith(closing, at):
                return self.take("string", at + len(closing))
            if self.text.startswith(escape + "(", at):
                self.take("string", at + len(escape))
                self.take("mark", self.at + 1)
                self.code(inside_interpolation=True)
                self.take("mark", self.at + 1)
                at = self.at
            elif self.text.startswith(escape, at):
                at += len(escape) + 1
            elif self.text[at] == "\n" and quote == '"':
                return self.take("string", at)
            else:
                at += 1
        self.take("string", len(self.text))


def tokens_of(text: str) -> list[Token]:
    """The tokens of a Swift file, comments included."""
    lexer = Lexer(text)
    lexer.code(inside_interpolation=False)
    return lexer.tokens
