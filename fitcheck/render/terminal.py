"""Documents for a terminal with everything it can show: headings, pictures, colours.

Text is wrapped and never read as markup. The only colours are the default one and one
of the sixteen that reads on dark and on light; none of them carries a meaning alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from fitcheck.render import maps, pictures, signs, tables
from fitcheck.render.plain import sentence
from fitcheck.report.document import (
    Block,
    Boxes,
    Bullets,
    Code,
    Columns,
    Document,
    Entries,
    Facts,
    Map,
    Paragraph,
    Points,
    Scale,
    Section,
    Table,
)
from fitcheck.wrap import WIDTH, columns, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fitcheck.documents import Report
    from fitcheck.render.pictures import Line
    from fitcheck.render.signs import Signs

Colour = Literal["none", "16", "24-bit"]
SYSTEMS = {"16": "STANDARD", "24-bit": "TRUECOLOR"}
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
    if known is signs.ASCII:
        document = signs.typed(document)
    painted = brush(colour)
    found = (map(painted, line) for line in lines(document, Page(width, known)))
    return "".join(f"{''.join(pieces)}\n" for pieces in found)


def brush(colour: Colour) -> Callable[[tuple[str, str]], str]:
    """Return what writes a piece of text in the colours of its role."""
    from rich.color import ColorSystem
    from rich.style import Style

    system = ColorSystem[SYSTEMS[colour]] if colour in SYSTEMS else None
    styles = {role: Style.parse(said) for role, said in STYLES.items()}

    def painted(piece: tuple[str, str]) -> str:
        said, role = piece
        return styles[role].render(said, color_system=system) if role else said

    return painted


def lines(document: Document, page: Page) -> Iterator[Line]:
    """Yield the lines of a document, with one blank line between its parts."""
    yield from heading(document.title, 0, page)
    for number, one in enumerate(document.blocks):
        yield from [[]] if number else []
        yield from block(one, page)
    for below in document.sections:
        if not coded(below):
            yield from [] if document.tight else [[]]
            yield from section(below, 1, page)


def coded(one: Section) -> bool:
    """Say whether a section is for programs, and left out here."""
    return any(isinstance(part, Code) for part in one.blocks)


def section(one: Section, level: int, page: Page) -> Iterator[Line]:
    """Yield the lines of a section and of those below it."""
    yield from heading(one.title, level, page)
    for number, part in enumerate(one.blocks):
        yield from [[]] if number else []
        yield from block(part, page)
    for below in one.sections:
        yield []
        yield from section(below, level + 1, page)


def heading(title: str, level: int, page: Page) -> Iterator[Line]:
    """Yield a heading: on a line across the page, underlined, or bold alone."""
    if level > 1:
        yield from flowing([(flat(title), "bold")], page)
        if level == 2:
            under = min(columns(flat(title)), page.room)
            yield from flowing([(page.signs.thin * under, "faint")], page)
        return
    sign = page.signs.thin if level else page.signs.heavy
    rest = page.width - columns(flat(title)) - 4
    if rest > 0:
        named = (f" {flat(title)} ", "head")
        yield [(sign * 2, "faint"), named, (sign * rest, "faint")]
        return
    yield from ([(one, "head")] for one in wrapped(title, page.width).splitlines())
    yield [(sign * page.width, "faint")]


def block(one: Block, page: Page) -> Iterator[Line]:
    """Yield the lines of one block."""
    match one:
        case Paragraph(said, strong):
            yield from flowing([(flat(said), "bold" if strong else "")], page)
        case Bullets() | Entries() | Boxes() | Facts():
            lead = "[ ]" if isinstance(one, Boxes) else page.signs.bullet
            numbered = isinstance(one, Bullets) and one.numbered
            for number, item in enumerate(items(one), 1):
                yield from bullet(item, page, f"{number}. " if numbered else f"{lead} ")
        case Table() | Columns() | Scale() | Map():
            yield from shaped(one, page)
        case Code(_, said):
            yield from ([(line, "")] for line in said.rstrip().split("\n"))
        case _:
            assert_never(one)


def items(one: Points) -> Iterator[list[Line]]:
    """Yield the items of a list, each as texts that begin a line of their own."""
    match one:
        case Bullets(texts) | Boxes(texts):
            yield from ([[(flat(said), "")]] for said in texts)
        case Entries(entries):
            for entry in entries:
                yield [[(flat(p.text), "bold" if p.strong else "")] for p in entry]
        case Facts(rows):
            for name, said in rows:
                yield [[(f"{flat(name)}:", "bold"), (f" {flat(said)}", "")]]


def flat(said: str) -> str:
    """Put a text on one line, to be wrapped anew."""
    return " ".join(said.split())


def flowing(said: Line, page: Page, lead: str = "") -> Iterator[Line]:
    """Yield a text as lines behind the margin, the first of them with a lead."""
    whole = "".join(piece for piece, _ in said)
    before, at = " " * page.margin + lead, 0
    for line in wrapped(whole, page.room - len(lead)).split("\n"):
        at = whole.index(line, at)
        yield [(before, ""), *cut(said, at, at + len(line))]
        before, at = " " * len(before), at + len(line)


def cut(line: Line, start: int, end: int) -> Line:
    """Return what stands in a line from one place to another, in its roles."""
    found, at = [], 0
    for piece, role in line:
        found.append((piece[max(start - at, 0) : max(end - at, 0)], role))
        at += len(piece)
    return found


def bullet(item: list[Line], page: Page, lead: str) -> Iterator[Line]:
    """Yield one item of a list, its texts below each other behind a lead."""
    for said in item:
        yield from flowing(said, page, lead)
        lead = " " * len(lead)


def shaped(one: Table | Columns | Scale | Map, page: Page) -> Iterator[Line]:
    """Yield a table or a picture, with the words that a picture does not say itself."""
    room, known = page.room, page.signs
    match one:
        case Table():
            yield from table(one, page)
        case Columns(table=words) | Scale(table=words) if room < NARROW:
            yield from block(words, page)
        case Columns():
            bars = list(indented(pictures.bars(one, room, known), page))
            yield from [*bars, []] if len(bars) > len(one.points) else bars
            yield from indented(pictures.scale(one, room, known), page)
        case Scale():
            yield from indented(pictures.scale(one, room, known), page)
        case Map(places=words):
            made = list(indented(maps.drawn(one, room, known), page))
            yield from [*made, []] if made else []
            yield from block(words, page)


def indented(drawn: Iterable[Line], page: Page) -> Iterator[Line]:
    """Yield drawn lines behind the margin."""
    for line in drawn:
        made = [(" " * page.margin, ""), *line]
        whole = "".join(piece for piece, _ in made)
        yield cut(made, 0, len(whole.rstrip()))


def table(one: Table, page: Page) -> Iterator[Line]:
    """Yield a table: numbers in columns of their own, or each row as a sentence."""
    if page.width >= ROOMY and tables.fits(one.head, one.rows, page.room):
        made = tables.ledger(one.head, one.rows, page.room, page.signs)
        yield from indented(made, page)
        return
    for row in one.rows:
        yield from told(one.head, row, page)


def told(head: tuple[str, ...], row: tuple[str, ...], page: Page) -> Iterator[Line]:
    """Yield a row as a sentence: what it is about, then each cell with its heading."""
    said = sentence(tuple(map(flat, head)), tuple(map(flat, row)))
    name = len(flat(row[0]))
    pieces = [(said[:name], "bold"), (said[name:], "")]
    yield from flowing(pieces, page, f"{page.signs.bullet} ")
