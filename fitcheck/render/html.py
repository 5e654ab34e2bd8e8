"""Documents as one HTML page that loads nothing and runs nothing.

The templates in ``page/`` lay it out; every text is escaped by jinja2, which is loaded
only when a page is written.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from fitcheck.documents import Written
from fitcheck.render.markdown import Piece, pieces
from fitcheck.render.plain import sentence
from fitcheck.report.figures import Figure
from fitcheck.wrap import columns

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

RESULT = "result"
"""The section that ends what a person has to see before a list of contents."""
SOURCES = "sources"
ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
LISTED = r"(?:^|(?<=\()|(?<=[;:] ))(?:%s)(?=[;).]|$)"
"""Where a source may be named: in a list of its own, in brackets, after a colon."""
SHORT = 8
"""Columns that a cell may take to be one of numbers."""


class Section(NamedTuple):
    """A heading of the second level with what stands under it."""

    anchor: str
    """By what the page links to it: its id, numbered where it is taken."""
    id: str
    title: str
    pieces: list[Piece]


class Scale(NamedTuple):
    """A scale of differences in hundredths of its width, with a range on it."""

    name: str
    bands: list[tuple[float, float, int]]
    """Where each band begins, how long it is, and how far from the middle one."""
    numbers: list[tuple[float, str]]
    lowest: float
    highest: float


def lay_out(written: Written) -> str:
    head, *parts = cut(list(pieces(written.markdown)), 2)
    sections = list(named(parts, written.ids))
    ends = [at for at, one in enumerate(sections, 1) if one.id == RESULT]
    sources = [part for part in sections if part.id == SOURCES]
    facts = (one for part in sources for one in part.pieces if one.kind == "facts")
    return environment().get_template("page.html").render(
        title=head[0].value,
        head=head[1:],
        sections=sections,
        first=ends[0] if ends else 0,
        contents=written.contents if len(sections) > 1 else "",
        language=written.language,
        figures=written.figures,
        keys=tuple(name for one in facts for name, _ in one.value),
    )  # fmt: skip


def cut(several: Sequence[Piece], level: int) -> Iterator[list[Piece]]:
    """Yield what stands before the first heading of a level, and from each of them."""
    heads = [n for n, one in enumerate(several) if one.level == level]
    for start, end in pairwise([0, *heads, len(several)]):
        yield list(several[start:end])


def named(parts: Sequence[list[Piece]], ids: Sequence[str]) -> Iterator[Section]:
    """Yield each section with a name of its own."""
    taken: dict[str, int] = {}
    for at, (head, *below) in enumerate(parts):
        known = ids[at] if at < len(ids) else ""
        name = known or "part"
        taken[name] = taken.get(name, 0) + 1
        if not known or taken[name] > 1:
            name = f"{name}-{taken[name]}"
        yield Section(name, known, head.value, below)


@cache
def environment() -> Environment:
    """Return what reads the templates: it escapes, and knows no undefined name."""
    from fitcheck.documents import compiled

    made = compiled.environment("fitcheck.render", "page")
    made.filters |= {
        "addressed": lambda text: linked(text, ADDRESS, str), "cited": cited,
        "cut": cut, "numbers": numbers, "scales": scales,
        "told": lambda row, head: sentence(head, row),
    }  # fmt: skip
    return made


def numbers(table: tuple[Sequence[str], Sequence[Sequence[str]]]) -> list[int]:
    """Return which columns are short enough to stand beside the first."""
    head, rows = table
    return [
        at
        for at in range(1, len(head))
        if all(columns(row[at]) <= SHORT for row in rows)
    ]


def cited(text: str, keys: tuple[str, ...]) -> Markup:
    """Escape a text, and make a link of every source that it names in a list."""
    return linked(
        text, named_in(keys), lambda found: f"#source-{keys.index(found) + 1}"
    )


@cache
def named_in(keys: tuple[str, ...]) -> re.Pattern[str]:
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


def scales(figure: Figure) -> list[Scale]:
    """Put every difference on a scale; a band begins half a point before its bound."""

    def at(difference: float) -> float:
        return 50 + 50 * difference / figure.maximum

    bounds = sorted(figure.bounds)
    inner = (at(one - (0.5 if one > 0 else -0.5)) for one in bounds)
    middle = bisect(bounds, 0)
    bands = [
        (start, end - start, abs(number - middle))
        for number, (start, end) in enumerate(pairwise([0.0, *inner, 100.0]))
    ]
    known = [(at(one), f"{one:+d}" if one else "0") for one in sorted((*bounds, 0))]
    return [
        Scale(one.name, bands, known, at(one.lowest), at(one.highest))
        for one in figure.marks
    ]
