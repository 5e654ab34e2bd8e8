"""A document as a reader meets it: sections of paragraphs, lists and tables.

Formats lay these blocks out; none of them adds a sentence or a number.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from fitcheck import answers


@dataclass(frozen=True)
class Paragraph:
    """Some sentences."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Labels, each with what belongs to it."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Code:
    """Text for a machine, exactly as it stands."""

    language: str
    text: str


Block = Paragraph | Bullets | Facts | Table | Code


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole document: one title, then blocks and sections."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


def visible(text: str) -> str:
    """Write out characters that move a cursor or turn the reading direction."""
    return "\n".join(map(answers.escaped, text.split("\n")))


def json_text(data: object) -> str:
    """Write data as JSON text that is safe to print: nothing unseen stands raw."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "\n".join(map(unseen_escaped, text.split("\n"))) + "\n"


def unseen_escaped(line: str) -> str:
    """Write out what nobody can see in a line of JSON, as JSON does."""
    if answers.escaped(line) == line:
        return line
    return "".join(c if answers.escaped(c) == c else json.dumps(c)[1:-1] for c in line)
