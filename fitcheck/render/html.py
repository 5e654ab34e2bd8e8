"""Documents as one HTML page that loads nothing and runs nothing.

The templates in ``page/`` lay it out; every text is escaped by jinja2, which is loaded
only when a page is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fitcheck.render import plain, shapes, tables
from fitcheck.report.document import Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment
    from markupsafe import Markup

    from fitcheck.documents import Report
    from fitcheck.report.document import Block, Document, Map, Section

RESULT = "result"
"""The section that ends what a person has to see before a list of contents."""
SOURCES = "sources"
ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
LISTED = r"(?:^|(?<=\()|(?<=[;:] ))(?:%s)(?=[;).]|$)"
"""Where a source may be named: in a list of its own, in brackets, after a colon."""


def render(report: Report) -> str:
    """Write a report as an HTML page."""
    return lay_out(report.document)


def lay_out(document: Document) -> str:
    """Write a document as an HTML page."""
    parts = tuple(anchored(document.sections))
    ends = [at for at, part in enumerate(parts, 1) if part.section.id == RESULT]
    page = environment().get_template("page.html")
    return page.render(
        document=document,
        parts=parts,
        first=ends[0] if ends else 0,
        contents=document.contents if len(parts) > 1 else "",
        keys=tuple(keys(document)),
    )


def keys(document: Document) -> Iterator[str]:
    """Yield the name of every source that a document lists."""
    for section in document.sections:
        if section.id == SOURCES:
            listed = (one for one in section.blocks if isinstance(one, Facts))
            yield from (name for one in listed for name, _ in one.rows)


@dataclass(frozen=True)
class Part:
    """A section with the name by which the page links to it."""

    anchor: str
    section: Section


def anchored(sections: tuple[Section, ...]) -> Iterator[Part]:
    """Yield each section with a name of its own: its id, numbered where it is taken."""
    taken: dict[str, int] = {}
    for section in sections:
        name = section.id or "part"
        taken[name] = taken.get(name, 0) + 1
        alone = section.id and taken[name] == 1
        yield Part(name if alone else f"{name}-{taken[name]}", section)


@cache
def environment() -> Environment:
    """Return what reads the templates: it escapes, and knows no undefined name."""
    from fitcheck.documents import compiled

    made = compiled.environment("fitcheck.render", "page")
    made.filters |= {
        "kind": kind, "addressed": addressed, "cited": cited,
        "numbers": tables.numbers, "told": told,
        "grid": grid, "bars": shapes.bars, "scale": shapes.scale,
        "scales": shapes.scales, "drawn": shapes.drawn,
    }  # fmt: skip
    return made


def kind(block: Block) -> str:
    """Name what a block is, as the template that lays it out is named."""
    return type(block).__name__.lower()


def told(row: tuple[str, ...], head: tuple[str, ...]) -> str:
    """Read a row of a table out as sentences."""
    return plain.sentence(head, row)


def grid(block: Map) -> str:
    """Read the map out: what every place on it is called, and where the person is."""
    rows = (
        plain.sentence(("", *block.columns), (name, *cells))
        for name, cells in zip(block.rows, block.cells, strict=True)
    )
    places = (f"{name}: {where}" for name, where in block.places.rows)
    return " ".join((*map(plain.ended, places), *rows))


def addressed(text: str) -> Markup:
    """Escape a text, and make a link of every address in it."""
    return linked(text, ADDRESS, lambda found: found)


def cited(text: str, keys: tuple[str, ...]) -> Markup:
    """Escape a text, and make a link of every source that it names in a list."""
    return linked(text, named(keys), lambda found: f"#source-{keys.index(found) + 1}")


@cache
def named(keys: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the names of sources, the longest of them first."""
    known = sorted(map(re.escape, keys), key=len, reverse=True)
    return re.compile(LISTED % ("|".join(known) or "(?!)"))


def linked(text: str, pattern: re.Pattern[str], target: Callable[[str], str]) -> Markup:
    """Escape a text, and link what a pattern finds to its target."""
    from markupsafe import Markup

    made, at = Markup(), 0
    link = Markup('<a href="{}" rel="noreferrer">{}</a>')
    for found in pattern.finditer(text):
        made += text[at : found.start()]
        made += link.format(target(found[0]), found[0])
        at = found.end()
    return made + text[at:]
