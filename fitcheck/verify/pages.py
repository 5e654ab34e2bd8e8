"""A Markdown report as pieces: headings, sentences, list items, rows, fenced blocks.

How lines are wrapped, ended and padded does not matter; every other character does.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from fitcheck import marked_yaml
from fitcheck.errors import FileError, Problem
from fitcheck.marked_yaml import Document, Mark
from fitcheck.verify.verdict import FINGERPRINT

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGE = "fitcheck"
"""What the block that holds the answers is called."""
TICK = "`"
HEADING = re.compile(r"(#{1,6}) +(.*)")
ITEM = re.compile(r"[-*+] +(.*)")
CELL = re.compile(r"\|((?:\\.|[^|\\]|\\$)*)")
DEEP = re.compile(r" {0,3}\t| {4}")
"""An indent that makes code of a line, where no sentence or list item goes on."""
BLANK = " \t"
"""All that Markdown takes for an indent or a gap; a no-break space is a character."""
GAP = re.compile(rf"[{BLANK}]+")
LATER = frozenset({"words", "indented"})
"""Lines with which a sentence or a list item goes on."""
NEEDLESS = re.compile(r"\\([-+=:.)]|(?<=[A-Za-z0-9]\\)_(?=[A-Za-z0-9]))")
"""Escapes that matter only where a line or a word begins, so that not all keep them."""
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
LONGEST = 200
"""Characters of a heading that are kept to name a place."""


class Piece(NamedTuple):
    """The smallest part of a page that is held against another."""

    kind: str
    """Title, heading or one of several more below it; words, item, row or code.

    A rule parts the head of a table from its body; what is indented is code, too.
    """
    cells: tuple[str, ...]
    """What it says; several texts in a row, a language and its text in a block."""
    line: int = 0
    trail: tuple[str, ...] = ()
    """The headings that it stands under, but for the title."""

    @property
    def text(self) -> str:
        """What it says, on one line."""
        return " | ".join(self.cells)

    @property
    def shown(self) -> str:
        """The same without what makes it bold."""
        return self.text.replace("**", "")

    @property
    def spoken(self) -> str:
        """The same as its writer meant it, without what Markdown asks for."""
        return spoken(self.shown)

    @property
    def said(self) -> tuple[str, tuple[str, ...]]:
        """What it is held against another by."""
        return self.kind, self.cells


@dataclass
class Rough:
    """Lines that belong to one piece."""

    kind: str
    line: int
    lines: list[str]


def read(text: str) -> list[Piece]:
    """Take a page apart."""
    found, trail = [], [""] * 7
    for rough in roughs(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        above = tuple(one for one in trail if one)
        if rough.kind.startswith("#"):
            level = len(rough.kind)
            above = tuple(one for one in trail[:level] if one)
            # The title stands above everything, and says nothing of a place.
            named = flat(rough.lines)[:LONGEST] if level > 1 else ""
            trail[level:] = [named, *[""] * (6 - level)]
        found.append(Piece(rough.kind, tuple(cells(rough)), rough.line, above))
    return found


def spoken(text: str) -> str:
    """Return a text without the escapes that Markdown asks for."""
    return html.unescape(ESCAPE.sub(r"\1", text))


def cells(rough: Rough) -> list[str]:
    """Return what the lines of a piece say."""
    if rough.kind == "code":
        return [rough.lines[0], "\n".join(rough.lines[1:])]
    if rough.kind == "row":
        found = [flat([cell]) for cell in CELL.findall(rough.lines[0])]
        return found if found[-1] else found[:-1] or found
    if rough.kind == "rule":
        return ["---" for cell in rough.lines[0].split("|") if cell.strip(BLANK)]
    return [flat(rough.lines)]


def flat(lines: list[str]) -> str:
    """Put lines on one, without the escapes that not all programs keep."""
    return NEEDLESS.sub(r"\1", GAP.sub(" ", " ".join(lines)).strip(BLANK))


def roughs(lines: list[str]) -> Iterator[Rough]:
    """Yield the lines of a page, those together that belong together."""
    rough: Rough | None = None
    numbered = iter(enumerate(lines, 1))
    for number, line in numbered:
        kind, rest = sort(line.strip(BLANK))
        if kind and DEEP.match(line):
            kind, rest = "indented", line.strip(BLANK)
        if kind in LATER and rough and rough.kind in {"words", "item"}:
            rough.lines.append(rest)
            continue
        if rough and rough.kind:
            yield rough
        rough = Rough(kind, number, [rest])
        if kind == "code":
            rough.lines.extend(inside(numbered, line.count(TICK)))
    if rough and rough.kind:
        yield rough


def inside(numbered: Iterator[tuple[int, str]], ticks: int) -> Iterator[str]:
    """Yield the lines of a fenced block, and pass the fence that closes it."""
    for _, line in numbered:
        fence = line.strip(BLANK)
        if len(fence) >= ticks and not fence.strip(TICK) and not DEEP.match(line):
            return
        yield line


def sort(line: str) -> tuple[str, str]:
    """Say what a line begins, and what it says; nothing for a blank one."""
    if line.startswith(TICK * 3) and TICK not in (named := line.lstrip(TICK)):
        return "code", named.strip(BLANK)
    if heading := HEADING.fullmatch(line):
        return heading[1], heading[2]
    if item := ITEM.fullmatch(line):
        return "item", item[1]
    if line.startswith("|"):
        return "row" if line.strip("|-: ") or "-" not in line else "rule", line
    return ("words", line) if line else ("", "")


def holds_answers(piece: Piece) -> bool:
    """Say whether this is the block that fitcheck reads again."""
    return piece.kind == "code" and piece.cells[0] == LANGUAGE


def block(piece: Piece, name: str) -> tuple[Document, str]:
    """Read the answers of a report and its fingerprint out of its fenced block.

    Lines are counted in the whole report. Raises FileError.
    """
    body = piece.cells[1] if piece.cells[1].strip() else "{}"
    document = marked_yaml.parse(name, "\n" * piece.line + body, private=True)
    if isinstance(document, Problem):
        raise FileError([document])
    known = document.root.value if document.root.keys else {}
    sha256 = known.get("sha256")
    if sha256 is None or not FINGERPRINT.fullmatch(str(sha256.value)):
        mark = sha256.mark if sha256 else Mark(piece.line, 1)
        what = "sha256: the fingerprint of the content is missing, or has another form"
        raise FileError([document.problem(mark, what, "64 digits and letters a to f")])
    rest = {key: node for key, node in known.items() if key != "sha256"}
    return replace(document, root=replace(document.root, value=rest)), sha256.value
