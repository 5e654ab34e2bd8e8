"""Rows of styled text: wrapped, put beside each other, and framed. Pure.

It knows the blocks of a document, and nothing of what is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from prompt_toolkit.formatted_text import ANSI, to_formatted_text
from prompt_toolkit.formatted_text.utils import split_lines

from fitcheck.report.document import Bullets, Calls, Facts, Paragraph, Section
from fitcheck.walk.screen import Cards, Line, Seen
from fitcheck.wrap import columns, wrapped

BOLD, DIM, HEAD, MARK = "class:bold", "class:dim", "class:head", "class:mark"
ON, ALARM, ACCENT = "class:on", "class:alarm", "class:accent"
NARROW, APART = 8, 3
WIDE = 74
"""Columns from which two texts stand beside each other."""


def text(said: str, width: int, style: str = "", lead: str = "") -> list[Line]:
    if not said:
        return []
    rows = wrapped(said, max(width, NARROW), lead).split("\n")
    return [[(style, one)] for one in rows]


def long(line: Line) -> int:
    return sum(columns(said) for _, said in line)


def pad(line: Line, width: int, *, centre: bool = False) -> Line:
    rest = max(width - long(line), 0)
    before = rest // 2 if centre else 0
    return [("", " " * before), *line, ("", " " * (rest - before))]


def hung(lines: Sequence[Line], lead: Line, sign: str) -> list[Line]:
    blank: Line = [("", " " * long(lead))]
    return [
        [(MARK, sign), *(blank if k else lead), *row] for k, row in enumerate(lines)
    ]


def beside(*blocks: tuple[Sequence[Line], int], gap: int = APART) -> list[Line]:
    found: list[Line] = []
    for n in range(max(len(lines) for lines, _ in blocks)):
        row: Line = []
        for at, (lines, width) in enumerate(blocks):
            row += [("", " " * gap)] * bool(at)
            row += pad(list(lines[n]) if n < len(lines) else [], width)
        found.append(row)
    return found


def panel(
    lines: Sequence[Line], width: int, title: str = "", near: bool = False
) -> list[Line]:
    """Frame rows; the nearer one has a double border: colour says nothing alone."""
    a, b, c, d, flat, side = "╔╗╚╝═║" if near else "╭╮╰╯─│"
    look, named = MARK if near else DIM, f" {title} " if title else ""
    rule = width - 2 - columns(named) - bool(title)
    top = [(look, a + flat * bool(title)), (BOLD, named), (look, flat * rule + b)]
    rows = [
        [(look, f"{side} "), *pad(one, width - 4), (look, f" {side}")] for one in lines
    ]
    return [top, *rows, [(look, c + flat * (width - 2) + d)]]


def blocks(parts: Iterable[Seen], width: int) -> list[Line]:
    return [row for one in parts for row in block(one, width)]


def block(one: Seen, width: int) -> Iterator[Line]:
    match one:
        case Section():
            yield from text(one.title, width, HEAD)
            yield from blocks((*one.blocks, *one.sections), width)
            return
        case Paragraph():
            yield from text(one.text, width, BOLD if one.strong else "")
        case Bullets():
            yield from (
                row for item in one.items for row in text(item, width, "", "• ")
            )
        case Facts():
            for name, said in one.rows:
                first, *rest = text(f"{name}: {said}", width)
                head = first[0][1]
                yield [(DIM, head[: len(name) + 1]), ("", head[len(name) + 1 :])]
                yield from rest
        case Calls():
            yield from called(one, width)
        case Cards():
            yield from compared(one, width)
        case _:  # the walk shows no tables and no pictures
            raise LookupError(type(one).__name__)
    yield []


def called(lines: Calls, width: int) -> Iterator[Line]:
    name = min(max((columns(one) for one, _, _ in lines.rows), default=0), 26)
    last = 20
    how = width - name - last - 4
    for who, number, when in lines.rows:
        if width < WIDE:
            yield from text(who, width)
            yield from text(number, width, BOLD, "  ")
            yield from text(when, width, DIM, "  ")
            continue
        yield from beside(
            (text(who, name), name),
            (text(number, how, BOLD), how),
            (text(when, last, DIM), last),
            gap=2,
        )


def compared(cards: Cards, width: int) -> Iterator[Line]:
    wide = width >= WIDE
    each = (width - APART) // 2 if wide else width
    for both in zip(cards.one.sections, cards.other.sections, strict=True):
        yield from text(both[0].title, width, HEAD)
        drawn = [blocks(one.blocks, each)[:-1] for one in both]
        if wide:
            yield from beside(*((rows, each) for rows in drawn))
        else:
            for letter, card, rows in zip("AB", cards, drawn, strict=True):
                yield from text(f"{letter} {card.title}", width, BOLD)
                yield from rows
        yield []


def from_ansi(rows: Iterable[Line | str]) -> Iterator[Line]:
    for row in rows:
        if isinstance(row, str):
            for line in split_lines(to_formatted_text(ANSI(row))):
                yield joined((style, said) for style, said, *_ in line)
        else:
            yield row


def joined(pieces: Iterable[tuple[str, str]]) -> Line:
    """Put neighbours of one style together: ANSI comes letter by letter."""
    line: Line = []
    for style, said in pieces:
        if line and line[-1][0] == style:
            line[-1] = (style, line[-1][1] + said)
        else:
            line.append((style, said))
    return line
