"""Documents as plain lines for a terminal, a screen reader or a pipe.

No cursor movement, no box drawing, no colour: tables are read out as sentences.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from fitcheck.render import signs
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
from fitcheck.wrap import WIDTH, heading, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fitcheck.documents import Report

SIGNS = {"-": "minus ", "+": "plus "}
BETWEEN = re.compile(r"(?<=\d) - (?=\d)")
SIGN = re.compile(r"(?<![\w.-])([-+])(?=\d)")
CALLED = re.compile(r"\b([Cc]all|[Tt]ext(?: \w+ to)?|press) (\d[\d ]*\d)(?![\d-])")


def render(report: Report) -> str:
    """Write a report as plain lines; its block for programs stays in Markdown."""
    return lay_out(report.document)


def lay_out(document: Document, width: int = WIDTH) -> str:
    """Write a document as plain lines, for the eye and for the ear."""
    document = signs.rewritten(document, heard)
    parts = [heading(document.title.upper(), "=", width)]
    parts.extend(blocks(document.blocks, width))
    for one in document.sections:
        parts.extend(section(one, 1, width))
    return "\n\n".join(parts) + "\n"


def section(one: Section, level: int, width: int = WIDTH) -> Iterator[str]:
    """Yield a section and those below it, paragraph by paragraph."""
    if any(isinstance(block, Code) for block in one.blocks):
        return
    line = "-" if level == 1 else ""
    yield heading(one.title, line, width)
    yield from blocks(one.blocks, width)
    for below in one.sections:
        yield from section(below, level + 1, width)


def heard(text: str) -> str:
    """Write what speech would lose or garble: signs as words, numbers to call apart."""
    text = BETWEEN.sub(" minus ", text)
    text = SIGN.sub(lambda sign: SIGNS[sign[1]], text)
    return CALLED.sub(lambda found: f"{found[0]} ({digits(found[2])})", text)


def digits(number: str) -> str:
    """Write a number to call digit by digit, with a pause between its groups."""
    return ", ".join(" ".join(group) for group in number.split())


def blocks(several: Iterable[Block], width: int = WIDTH) -> Iterator[str]:
    """Yield blocks, each as lines of at most this width."""
    for one in several:
        match one:
            case Paragraph(text):
                yield wrapped(text, width)
            case Bullets() | Entries() | Boxes() | Facts():
                yield points(one, width)
            case Table(head, rows):
                yield listed((sentence(head, cells) for cells in rows), width)
            case Columns(table=words) | Scale(table=words) | Map(places=words):
                yield from blocks([words], width)
            case Code(_, text):
                yield text.rstrip()
            case _:
                assert_never(one)


def points(one: Points, width: int) -> str:
    """Write a list of any kind."""
    match one:
        case Bullets(items, numbered=True):
            several = enumerate(items, 1)
            return "\n".join(wrapped(one, width, f"{n}. ") for n, one in several)
        case Bullets(items):
            return listed(items, width)
        case Entries(entries):
            return "\n".join(entry(item, width) for item in entries)
        case Boxes(items):
            return listed(items, width, "[ ]")
        case Facts(rows):
            return listed((f"{name}: {text}" for name, text in rows), width)


def listed(items: Iterable[str], width: int, mark: str = "*") -> str:
    """Write a list, an item a line."""
    return "\n".join(wrapped(item, width, f"{mark} ") for item in items)


def entry(item: tuple[Paragraph, ...], width: int) -> str:
    """Write an item of a list, each of its paragraphs on lines of its own."""
    first, *rest = (one.text for one in item)
    below = (wrapped(text, width, "  ") for text in rest)
    return "\n".join((wrapped(first, width, "* "), *below))


def sentence(head: tuple[str, ...], cells: tuple[str, ...]) -> str:
    """Read a row of a table out: the first cell, then each with its heading."""
    rest = zip(head[1:], cells[1:], strict=True)
    told = (cells[0], *(f"{name}: {cell}" for name, cell in rest if cell))
    return " ".join(ended(one) for one in told)


def ended(text: str) -> str:
    """End a text with a full stop, unless it already ends in a way of its own."""
    last = text.rstrip("”\"')")[-1:]
    return text if last in {".", "?", "!", "…"} else f"{text}."
