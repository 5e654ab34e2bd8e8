"""A document as a reader meets it: sections of paragraphs, lists and tables.

Formats lay these blocks out; none of them adds a sentence or a number.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from fitcheck.answers import writing


@dataclass(frozen=True)
class Paragraph:
    """Some sentences."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list; its items have numbers where their order counts."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Entries:
    """A list in which each item has lines of its own."""

    items: tuple[tuple[Paragraph, ...], ...]


@dataclass(frozen=True)
class Boxes:
    """Things to tick with a pencil, a box before each."""

    items: tuple[str, ...]
    across: bool = False
    """Whether they are steps of one scale, and stand on one line where they fit."""


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


@dataclass(frozen=True)
class Columns:
    """Two columns of points, and the difference between them on a scale of its own.

    Its words stand in ``table``; a picture may be drawn from the numbers besides.
    """

    table: Table
    """Each column with its points in words, and last the difference and its band."""
    points: tuple[int, int]
    maximum: int
    lowest: int
    highest: int
    bounds: tuple[int, ...]
    """The differences at which another band begins, counted away from 0."""
    ends: tuple[str, str]
    """What the least and the greatest difference point to."""


@dataclass(frozen=True)
class Scale:
    """Two differences, each on its own line above one scale.

    Its words stand in ``table``; a picture may be drawn from the numbers besides.
    """

    table: Table
    """Whose difference each is, and last the difference in words."""
    marks: tuple[tuple[int, int], tuple[int, int]]
    """The least and the greatest that each could be."""
    maximum: int
    bounds: tuple[int, ...]
    ends: tuple[str, str]


@dataclass(frozen=True)
class Map:
    """What a person wants against what the evidence says, three by three.

    Its words stand in ``places``; a picture may be drawn from the rest.
    """

    places: Facts
    """What each of the two axes is called, and where on it the person is."""
    rows: tuple[str, str, str]
    columns: tuple[str, str, str]
    cells: tuple[tuple[str, str, str], ...]
    """What each place is called, row by row."""
    here: tuple[tuple[int, int], ...]
    """The person's place as row and column, or all that it could be."""
    mark: str
    """What is written at the place, or at each that it could be."""


Points = Bullets | Entries | Boxes | Facts
"""A list of one kind or another."""
Block = Paragraph | Points | Table | Code | Columns | Scale | Map


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    id: str = ""
    """Which part of a document this is, the same in every language.

    A page links to it by this name, and may print it in a way of its own.
    """


@dataclass(frozen=True)
class Document:
    """A whole document: one title, then blocks and sections."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    tight: bool = False
    """Whether it has to fit on one screen, with no row to spare."""
    language: str = "en"
    """The language of its words, as the questionnaire names it."""
    contents: str = ""
    """What a list of its sections is called; without it there is no such list."""


def part(document: Document, *ids: str) -> Document:
    """Return the sections with these ids as a document of their own, in that order.

    What stands in bold at the top of the whole stays: that a person is fictional.
    """
    kept = [one for wanted in ids for one in document.sections if one.id == wanted]
    marked = tuple(
        one for one in document.blocks if isinstance(one, Paragraph) and one.strong
    )
    if len(kept) == 1:
        only = kept[0]
        return Document(only.title, (*marked, *only.blocks), only.sections)
    return Document(document.title, marked, tuple(kept))


def visible(text: str) -> str:
    """Write out characters that move a cursor or turn the reading direction."""
    return "\n".join(map(writing.escaped, text.split("\n")))


def json_text(data: object) -> str:
    """Write data as JSON text that is safe to print: nothing unseen stands raw."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "\n".join(map(unseen_escaped, text.split("\n"))) + "\n"


def unseen_escaped(line: str) -> str:
    """Write out what nobody can see in a line of JSON, as JSON does."""
    if writing.escaped(line) == line:
        return line
    return "".join(c if writing.escaped(c) == c else json.dumps(c)[1:-1] for c in line)
