"""A table with its numbers in columns and longer cells below, as lines of pieces.

It knows no colours; the role of a piece says what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitcheck.render.pictures import GAP, padded
from fitcheck.wrap import columns, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.render.pictures import Line
    from fitcheck.render.signs import Signs

Row = tuple[str, ...]
SHORT = 8
"""Columns that a cell may take to stand in a column of its own."""
NAME = 20
"""Columns that the name of a row needs beside the numbers, not to be cut."""


def numbers(head: Row, rows: tuple[Row, ...]) -> list[int]:
    """Return which columns are short enough to stand beside the first."""
    return [
        at
        for at in range(1, len(head))
        if all(columns(row[at]) <= SHORT for row in rows)
    ]


def fits(head: Row, rows: tuple[Row, ...], width: int) -> bool:
    """Say whether there are numbers to stand in columns, and room for all of them."""
    return bool(numbers(head, rows)) and free(taken(head, rows), width) >= 0


def taken(head: Row, rows: tuple[Row, ...]) -> list[int]:
    """Return how wide each column of numbers is."""
    return [
        max(map(columns, (*head[at].split(), *(row[at] for row in rows))))
        for at in numbers(head, rows)
    ]


def ledger(
    head: Row, rows: tuple[Row, ...], width: int, signs: Signs
) -> Iterator[Line]:
    """Yield the lines of a table: names, numbers to their right, the rest below.

    Where the numbers leave too little room, a name has lines of its own above them.
    """
    beside = numbers(head, rows)
    below = [at for at in range(1, len(head)) if at not in beside]
    widths = taken(head, rows)
    apart = free(widths, width) < NAME
    if apart:
        widths = spread(widths, [head[at] for at in beside], width)
    yield from heads([head[at] for at in (0, *beside)], widths, width, apart=apart)
    yield from ([(f"{' ' * GAP}{head[at]}", "bold")] for at in below)
    yield [(signs.thin * width, "faint")]
    for row in rows:
        yield from line([row[at] for at in (0, *beside)], widths, width, apart=apart)
        for at in below:
            cell = wrapped(row[at], width, " " * GAP) if row[at] else ""
            yield from ([(one, "")] for one in cell.splitlines())


def spread(widths: list[int], named: list[str], width: int) -> list[int]:
    """Share what room is left among columns whose headings are longer than they."""
    more = free(widths, width) // len(widths)
    return [
        max(wide, min(columns(name), wide + more))
        for wide, name in zip(widths, named, strict=True)
    ]


def heads(
    cells: list[str], widths: list[int], width: int, *, apart: bool
) -> Iterator[Line]:
    """Yield the headings, each as high as it needs and standing on the last line."""
    if apart:
        yield from named(cells[0], width)
    room = free(widths, width)
    parts = [
        [] if apart else wrapped(cells[0], room).splitlines(),
        *(wrapped(c, w).splitlines() for c, w in zip(cells[1:], widths, strict=True)),
    ]
    tall = max(map(len, parts))
    filled = ([""] * (tall - len(part)) + part for part in parts)
    for row in zip(*filled, strict=True):
        yield [(beside(row, widths, width), "bold")]


def line(
    cells: list[str], widths: list[int], width: int, *, apart: bool
) -> Iterator[Line]:
    """Yield the name of a row with its numbers beside its first line, or below it."""
    name, *numbers = cells
    if apart:
        yield from named(name, width)
        yield [(beside(("", *numbers), widths, width), "")]
        return
    first, *more = wrapped(name, free(widths, width)).splitlines() or [""]
    whole = beside((first, *numbers), widths, width)
    yield [(whole[: len(first)], "bold"), (whole[len(first) :], "")]
    yield from ([(one, "bold")] for one in more)


def named(name: str, width: int) -> Iterator[Line]:
    """Yield a name on lines of its own."""
    return ([(one, "bold")] for one in wrapped(name, width).splitlines())


def free(widths: list[int], width: int) -> int:
    """Return how much room the numbers leave for the name of a row."""
    return width - sum(widths) - GAP * len(widths)


def beside(cells: tuple[str, ...], widths: list[int], width: int) -> str:
    """Put numbers at the right end of a line."""
    first, *rest = cells
    right = "".join(
        " " * (GAP + wide - columns(cell)) + cell
        for cell, wide in zip(rest, widths, strict=True)
    )
    return padded(first, free(widths, width)) + right
