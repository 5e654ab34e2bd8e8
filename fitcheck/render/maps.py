"""The map of fit and evidence, as lines of pieces of text.

It knows no colours; the role of a piece says what it is. Where there is room it names
every place, else it shows the person's place alone.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from fitcheck.render.pictures import GAP, padded
from fitcheck.wrap import columns, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fitcheck.render.pictures import Line
    from fitcheck.render.signs import Signs
    from fitcheck.report.document import Map

STEP = 4
"""Columns from one place to the next where no place is named."""


def drawn(block: Map, width: int, signs: Signs) -> Iterator[Line]:
    """Yield the map for this width; nothing where a word would have to be cut."""
    words = [*block.rows, *block.columns, *(one for row in block.cells for one in row)]
    left, word = longest((*block.rows, axes(block, signs)[0])), longest(words)
    inner = (width - left - 1 - 4) // 3
    if inner - 2 >= word:
        yield from grid(block, (left, inner), signs)
    elif width - left - GAP - 2 * STEP >= longest(block.columns):
        yield from small(block, width, signs)


def axes(block: Map, signs: Signs) -> tuple[str, str]:
    """Name what runs down and what runs across."""
    (down, _), (across, _) = block.places.rows
    return f"{down} {signs.down}", f"{across} {signs.right}"


def longest(texts: Iterable[str]) -> int:
    """Return how wide the widest word is."""
    return max(columns(word) for text in texts for word in text.split())


def grid(block: Map, widths: tuple[int, int], signs: Signs) -> Iterator[Line]:
    """Yield the map as a grid that names every place."""
    left, inner = widths
    down, across = axes(block, signs)
    yield [(" " * (left + 3) + across, "bold")]
    heads = [wrapped(one, inner - 1).splitlines() for one in block.columns]
    parts = [wrapped(down, left).splitlines(), *heads]
    tall = max(map(len, parts))
    filled = ([""] * (tall - len(part)) + part for part in parts)
    for first, *rest in zip(*filled, strict=True):
        shown = "".join(padded(f" {one}", inner + 1) for one in rest)
        yield [(padded(first, left + 2) + shown, "bold")]
    for number in range(3):
        yield border(signs.corners[min(number, 1)], left, inner, signs)
        yield from floor(block, number, widths, signs)
    yield border(signs.corners[2], left, inner, signs)


def border(corners: str, left: int, inner: int, signs: Signs) -> Line:
    """Draw one line of the grid."""
    line = signs.thin * inner
    drawn = f"{corners[0]}{line}{corners[1]}{line}{corners[1]}{line}{corners[2]}"
    return [(" " * (left + 1), ""), (drawn, "faint")]


def floor(
    block: Map, number: int, widths: tuple[int, int], signs: Signs
) -> Iterator[Line]:
    """Yield one row of places."""
    left, inner = widths
    names: Line = [(one, "") for one in wrapped(block.rows[number], left).splitlines()]
    cells = (cell(block, (number, at), inner, signs) for at in range(3))
    for name, *rest in zip_longest(names, *cells, fillvalue=("", "")):
        line: Line = [(padded(name[0], left + 1), "bold")]
        for text, role in rest:
            line += [(signs.stem, "faint"), (padded(f" {text}", inner), role)]
        yield [*line, (signs.stem, "faint")]


def cell(block: Map, place: tuple[int, int], inner: int, signs: Signs) -> Line:
    """Return the lines of one place: the person's mark, and what it is called."""
    row, column = place
    names = wrapped(block.cells[row][column], inner - 2).splitlines()
    if place not in block.here:
        return [(one, "") for one in names]
    mark = f"{signs.here} {block.mark}"
    return [(mark, "mark"), *((one, "bold") for one in names)]


def small(block: Map, width: int, signs: Signs) -> Iterator[Line]:
    """Yield the map with its columns named one below the other, each with a stem."""
    down, across = axes(block, signs)
    left = longest(block.rows)
    yield [(across, "bold")]
    for number, name in enumerate(block.columns):
        stems = f"{signs.stem}{' ' * (STEP - 1)}" * number
        for one in wrapped(name, width - left - GAP - len(stems)).splitlines():
            yield [(" " * (left + GAP), ""), (stems, "faint"), (one, "bold")]
    yield [(down, "bold")]
    for number, name in enumerate(block.rows):
        first, *more = wrapped(name, left).splitlines()
        line: Line = [(padded(first, left + GAP), "bold")]
        for column in range(len(block.columns)):
            here = (number, column) in block.here
            sign, role = (signs.here, "mark") if here else (signs.nobody, "faint")
            line.append((padded(sign, STEP), role))
        yield line
        yield from ([(one, "bold")] for one in more)
    names = {block.cells[row][column] for row, column in block.here}
    said = f"{block.mark}: {names.pop()}" if len(names) == 1 else block.mark
    for one in wrapped(said, width, f"{signs.here} ").splitlines():
        yield [(one, "mark")]
