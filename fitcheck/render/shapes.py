"""The two columns and the map as shapes for a page: where each goes, and how large.

Places on a line are hundredths of its width, so that it fits any screen; the map has
units of its own, because its words have to stay inside its places.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from fitcheck.wrap import columns as wide
from fitcheck.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.report.document import Columns, Map
    from fitcheck.report.document import Scale as Two

SIDE = 100
"""How wide one place of the map is."""
PAD = 5
HERE = "●"
LETTER = 12
"""How large the letters on the map are, unless a word is too long for its place."""
BROADEST = 0.6
"""How broad a letter is at most on average, for its size, in the fonts of a screen."""
LEADING = 1.25
"""From one line of letters to the next, for their size."""


@dataclass(frozen=True)
class Bar:
    """One column of points, lying on its side."""

    label: str
    said: str
    length: float


@dataclass(frozen=True)
class Stretch:
    """A part of the scale of differences that is read as one band."""

    start: float
    length: float
    level: int
    """How many bands away from the middle one it is."""


@dataclass(frozen=True)
class Scale:
    """The scale of differences, and the person's place or range on it."""

    stretches: tuple[Stretch, ...]
    numbers: tuple[tuple[float, str], ...]
    lowest: float
    highest: float


def bars(block: Columns) -> tuple[Bar, ...]:
    """Return the two columns, each with its points in words."""
    rows = block.table.rows[:-1]
    return tuple(
        Bar(label, said, 100 * points / block.maximum)
        for (label, said), points in zip(rows, block.points, strict=True)
    )


def scale(block: Columns) -> Scale:
    """Return the scale of differences, and the person's place or range on it."""
    return placed(block, block.lowest, block.highest)


def scales(block: Two) -> tuple[tuple[str, Scale], ...]:
    """Return the same scale once for each difference, with its name."""
    return tuple(
        (row[0], placed(block, *mark))
        for row, mark in zip(block.table.rows, block.marks, strict=True)
    )


def placed(block: Columns | Two, lowest: int, highest: int) -> Scale:
    """Put a range on the scale; a band begins half a point before its bound."""

    def at(difference: float) -> float:
        return 50 + 50 * difference / block.maximum

    bounds = sorted(block.bounds)
    inner = (at(one - (0.5 if one > 0 else -0.5)) for one in bounds)
    edges = [0.0, *inner, 100.0]
    middle = bisect(bounds, 0)
    stretches = (
        Stretch(start, end - start, abs(number - middle))
        for number, (start, end) in enumerate(pairwise(edges))
    )
    numbers = ((at(one), f"{one:+d}" if one else "0") for one in sorted((*bounds, 0)))
    return Scale(tuple(stretches), tuple(numbers), at(lowest), at(highest))


@dataclass(frozen=True)
class Line:
    """A line of letters, and where it stands."""

    x: float
    y: float
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Place:
    """One place of the map: where its corner is, how high it is, what stands in it."""

    x: float
    y: float
    height: float
    here: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Drawn:
    """A whole map."""

    height: float
    letter: float
    lines: tuple[Line, ...]
    """What stands around the places: what runs across and down, and its names."""
    places: tuple[Place, ...]


def drawn(block: Map) -> Drawn:
    """Return the map with every place on it named, in letters that fit."""
    letter = fitting(block)
    step = letter * LEADING
    (down, _), (across, _) = block.places.rows
    lines = [Line(0, step, across, strong=True)]
    for column, name in enumerate(block.columns):
        lines += written(name, column * SIDE + PAD, 2.2 * step, letter)
    y = max(line.y for line in lines) + 1.8 * step
    lines.append(Line(0, y, down, strong=True))
    places: list[Place] = []
    for row, name in enumerate(block.rows):
        lines.append(Line(0, y + 1.2 * step, name))
        floor = list(across_row(block, row, y + 1.6 * step, letter))
        places += floor
        y = floor[0].y + floor[0].height + 0.2 * step
    return Drawn(y, letter, tuple(lines), tuple(places))


def fitting(block: Map) -> float:
    """Return how large letters may be for the longest word to stay in its place."""
    names = (*block.columns, *(name for row in block.cells for name in row), block.mark)
    longest = max(wide(word) for name in names for word in name.split())
    return min(LETTER, (SIDE - 2 * PAD) / longest / BROADEST)


def across_row(block: Map, row: int, y: float, letter: float) -> Iterator[Place]:
    """Yield the places of one row, all as high as the one with the most lines."""
    step = letter * LEADING
    floor = []
    for column, name in enumerate(block.cells[row]):
        x, here = column * SIDE + PAD, (row, column) in block.here
        marked = (
            [Line(x, y + step, f"{HERE} {block.mark}", strong=True)] if here else []
        )
        lines = written(name, x, y + (1 + len(marked)) * step, letter)
        floor.append((column * SIDE, here, (*marked, *lines)))
    tall = (max(len(inside) for *_, inside in floor) + 0.6) * step
    for x, here, inside in floor:
        yield Place(x, y, tall, here, inside)


def written(text: str, x: float, y: float, letter: float) -> Iterator[Line]:
    """Yield a text as lines that fit into a place, the first one standing on ``y``."""
    room = round((SIDE - 2 * PAD) / letter / BROADEST)
    for number, line in enumerate(wrapped(text, room).splitlines()):
        yield Line(x, y + number * letter * LEADING, line)
