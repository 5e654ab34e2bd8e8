"""Documents for a terminal with everything it can show: headings, pictures, colours.

Text is wrapped and never read as markup. The only colours are the default one and one
of the sixteen that reads on dark and on light; none of them carries a meaning alone.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from fitcheck.lines import WIDTH, columns, wrapped
from fitcheck.render import maps, pictures, signs, tables
from fitcheck.render.lines import sentence
from fitcheck.report.document import (
    Block,
    Boxes,
    Bullets,
    Code,
    Columns,
    Document,
    Facts,
    Map,
    Paragraph,
    Scale,
    Section,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console
    from rich.text import Text

    from fitcheck.render.pictures import Line
    from fitcheck.render.signs import Signs
    from fitcheck.report import Report

Colour = Literal["none", "16", "24-bit"]
SYSTEMS: dict[Colour, Literal["standard", "truecolor"] | None] = {
    "none": None,
    "16": "standard",
    "24-bit": "truecolor",
}
STYLES = {
    "head": "bold",
    "mark": "bold magenta",
    "bold": "bold",
    "faint": "dim",
}
"""Magenta has the most even contrast of the sixteen on black and on white.

That is not enough for words to read: it only shows a place that is marked besides.
"""
ROOMY = 60
"""Columns from which there is a margin, and a table has columns."""
NARROW = 36
"""Columns below which a picture is told in words."""


def render(report: Report) -> str:
    """Write a report for a terminal nothing is known about: 80 columns, no colours."""
    return draw(report.document)


@dataclass(frozen=True)
class Page:
    """How wide the page is, and with which signs it is drawn."""

    width: int
    signs: Signs
    console: Console

    @property
    def margin(self) -> int:
        """Return how many columns stay free on the left."""
        return 2 if self.width >= ROOMY else 0

    @property
    def room(self) -> int:
        """Return how many columns a block has."""
        return self.width - self.margin


def draw(
    document: Document,
    *,
    width: int = WIDTH,
    colour: Colour = "none",
    known: Signs = signs.DRAWN,
) -> str:
    """Write a document for a terminal of this width, with these colours and signs."""
    from rich.console import Console

    if known is signs.ASCII:
        document = signs.typed(document)
    file = io.StringIO()
    console = Console(
        file=file, width=width, color_system=SYSTEMS[colour], markup=False,
        emoji=False, highlight=False, legacy_windows=False, no_color=False,
        force_terminal=colour != "none", _environ={},
    )  # fmt: skip
    for line in lines(document, Page(width, known, console)):
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    return file.getvalue()


def text(*pieces: tuple[str, str]) -> Text:
    """Make text of pieces with a role each; nothing in it is markup."""
    from rich.text import Text

    return Text.assemble(*((one, STYLES.get(role, "")) for one, role in pieces))


def lines(document: Document, page: Page) -> Iterator[Text]:
    """Yield the lines of a document, with one blank line between its parts."""
    yield from heading(document.title, 0, page)
    for number, one in enumerate(document.blocks):
        yield from [text()] if number else []
        yield from block(one, page)
    for below in document.sections:
        if not coded(below):
            yield from [] if document.tight else [text()]
            yield from section(below, 1, page)


def coded(one: Section) -> bool:
    """Say whether a section is for programs, and left out here."""
    return any(isinstance(part, Code) for part in one.blocks)


def section(one: Section, level: int, page: Page) -> Iterator[Text]:
    """Yield the lines of a section and of those below it."""
    yield from heading(one.title, level, page)
    for number, part in enumerate(one.blocks):
        yield from [text()] if number else []
        yield from block(part, page)
    for below in one.sections:
        yield text()
        yield from section(below, level + 1, page)


def heading(title: str, level: int, page: Page) -> Iterator[Text]:
    """Yield a heading: on a line across the page, underlined, or bold alone."""
    if level > 1:
        yield from flowing(text((flat(title), "bold")), page)
        if level == 2:
            under = min(columns(flat(title)), page.room)
            yield from flowing(text((page.signs.thin * under, "faint")), page)
        return
    sign = page.signs.thin if level else page.signs.heavy
    rest = page.width - columns(flat(title)) - 4
    if rest > 0:
        named = (f" {flat(title)} ", "head")
        yield text((sign * 2, "faint"), named, (sign * rest, "faint"))
        return
    yield from (text((one, "head")) for one in wrapped(title, page.width).splitlines())
    yield text((sign * page.width, "faint"))


def block(one: Block, page: Page) -> Iterator[Text]:
    """Yield the lines of one block."""
    match one:
        case Paragraph(said, strong):
            yield from flowing(text((flat(said), "bold" if strong else "")), page)
        case Bullets(items) | Boxes(items):
            lead = "[ ]" if isinstance(one, Boxes) else page.signs.bullet
            for item in items:
                yield from flowing(text((flat(item), "")), page, f"{lead} ")
        case Facts(rows):
            for name, said in rows:
                pieces = ((f"{flat(name)}:", "bold"), (f" {flat(said)}", ""))
                yield from bullet(text(*pieces), page)
        case Table() | Columns() | Scale() | Map():
            yield from shaped(one, page)
        case Code(_, said):
            yield from (text((line, "")) for line in said.rstrip().split("\n"))
        case _:
            assert_never(one)


def flat(said: str) -> str:
    """Put a text on one line, to be wrapped anew."""
    return " ".join(said.split())


def flowing(said: Text, page: Page, lead: str = "") -> Iterator[Text]:
    """Yield a text as lines behind the margin, the first of them with a lead."""
    room = page.room - len(lead)
    for number, line in enumerate(said.wrap(page.console, room)):
        line.rstrip()
        first = lead if number == 0 else " " * len(lead)
        yield text((" " * page.margin + first, "")).append_text(line)


def bullet(said: Text, page: Page) -> Iterator[Text]:
    """Yield a text as one item of a list."""
    yield from flowing(said, page, f"{page.signs.bullet} ")


def shaped(one: Table | Columns | Scale | Map, page: Page) -> Iterator[Text]:
    """Yield a table or a picture, with the words that a picture does not say itself."""
    room, known = page.room, page.signs
    match one:
        case Table():
            yield from table(one, page)
        case Columns(table=words) | Scale(table=words) if room < NARROW:
            yield from block(words, page)
        case Columns():
            bars = list(indented(pictures.bars(one, room, known), page))
            yield from [*bars, text()] if len(bars) > len(one.points) else bars
            yield from indented(pictures.scale(one, room, known), page)
        case Scale():
            yield from indented(pictures.scale(one, room, known), page)
        case Map(places=words):
            made = list(indented(maps.drawn(one, room, known), page))
            yield from [*made, text()] if made else []
            yield from block(words, page)


def indented(drawn: Iterable[Line], page: Page) -> Iterator[Text]:
    """Yield drawn lines behind the margin."""
    for line in drawn:
        made = text((" " * page.margin, ""), *line)
        made.rstrip()
        yield made


def table(one: Table, page: Page) -> Iterator[Text]:
    """Yield a table: numbers in columns of their own, or each row as a sentence."""
    if page.width >= ROOMY and tables.fits(one.head, one.rows, page.room):
        made = tables.ledger(one.head, one.rows, page.room, page.signs)
        yield from indented(made, page)
        return
    for row in one.rows:
        yield from told(one.head, row, page)


def told(head: tuple[str, ...], row: tuple[str, ...], page: Page) -> Iterator[Text]:
    """Yield a row as a sentence: what it is about, then each cell with its heading."""
    said = sentence(tuple(map(flat, head)), tuple(map(flat, row)))
    name = len(flat(row[0]))
    yield from bullet(text((said[:name], "bold"), (said[name:], "")), page)
