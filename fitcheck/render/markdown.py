"""Documents as Markdown: one title, real headings, nothing of a person's text active.

Escaping is all it does with words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from fitcheck.documents.markdown import BOX, escape
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.documents import Report

DEEPEST = 6


def render(report: Report) -> str:
    """Write a report as Markdown."""
    return report.full.markdown


def lay_out(document: Document) -> str:
    """Write a document as Markdown."""
    parts = [f"# {escape(document.title)}", *map(block, document.blocks)]
    for one in document.sections:
        parts.extend(section(one, 2))
    return "\n\n".join(parts) + "\n"


def section(one: Section, level: int) -> Iterator[str]:
    """Yield a section and those below it, paragraph by paragraph."""
    yield f"{'#' * min(level, DEEPEST)} {escape(one.title)}"
    yield from map(block, one.blocks)
    for below in one.sections:
        yield from section(below, level + 1)


def block(one: Block) -> str:
    """Write one block."""
    match one:
        case Paragraph(text, strong):
            return f"**{escape(text)}**" if strong else escape(text)
        case Bullets() | Entries() | Boxes() | Facts():
            return points(one)
        case Table(head, rows):
            lines = [head, ("---",) * len(head)]
            body = [row(cells) for cells in rows]
            return "\n".join([row(lines[0]), row(lines[1], plain=True), *body])
        case Columns(table=words) | Scale(table=words) | Map(places=words):
            return block(words)
        case Code(language, text):
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
            return f"{fence}{language}\n{text.rstrip()}\n{fence}"
        case _:
            assert_never(one)


def points(one: Points) -> str:
    """Write a list of any kind."""
    match one:
        case Bullets(items, numbered=True):
            return "\n".join(f"{n}. {escape(one)}" for n, one in enumerate(items, 1))
        case Bullets(items):
            return "\n".join(f"- {escape(item)}" for item in items)
        case Entries(entries):
            # Four columns, as not every reader keeps a paragraph in an item at two.
            return "\n\n".join("- " + "\n\n    ".join(map(block, e)) for e in entries)
        case Boxes(items, across):
            boxes = [BOX + escape(item) for item in items]
            return " · ".join(boxes) if across else "\n".join(f"- {b}" for b in boxes)
        case Facts(rows):
            return "\n".join(
                f"- **{escape(name)}:** {escape(text)}" for name, text in rows
            )


def row(cells: tuple[str, ...], *, plain: bool = False) -> str:
    """Write one row of a table."""
    return f"| {' | '.join(cells if plain else map(escape, cells))} |"
