"""Two bars of points and the scale of their difference, as lines of pieces of text.

It knows no colours; the role of a piece says what it is.
"""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING

from fitcheck.report.document import Scale
from fitcheck.wrap import columns as wide
from fitcheck.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.render.signs import Signs
    from fitcheck.report.document import Columns

Line = list[tuple[str, str]]
"""Pieces of text, each with its role: mark, bold, faint, or none."""

GAP = 2
LONGEST_BAR = 40


def bars(block: Columns, width: int, signs: Signs) -> Iterator[Line]:
    """Yield the two bars on one scale, each with its points in words."""
    rows = [(row[0], row[-1]) for row in block.table.rows[:-1]]
    labels = max(wide(label) for label, _ in rows) + GAP
    said = max(wide(text) for _, text in rows) + GAP
    above = width - labels - said < LONGEST_BAR // 2
    room = min(width if above else width - labels - said, LONGEST_BAR)
    cells = room // block.maximum * block.maximum or room
    for (label, text), points in zip(rows, block.points, strict=True):
        drawn = bar(points, block.maximum, cells, signs)
        if above:
            yield [(label, "bold"), (f"{' ' * GAP}{text}", "")]
            yield drawn
        else:
            yield [(padded(label, labels), "bold"), *drawn, (f"{' ' * GAP}{text}", "")]


def bar(points: int, maximum: int, cells: int, signs: Signs) -> Line:
    """Draw one bar: filled as far as the points go, and at least for one."""
    filled = max(round(points * cells / maximum), points > 0)
    return [(signs.full * filled, ""), (signs.empty * (cells - filled), "faint")]


def marks(block: Columns | Scale) -> Iterator[tuple[int, int, str]]:
    """Yield each difference on a scale: its least, its greatest, and its words."""
    several: tuple[tuple[int, int], ...] = (
        block.marks if isinstance(block, Scale) else ((block.lowest, block.highest),)
    )
    rows = block.table.rows[-len(several) :]
    for (lowest, highest), (name, *_, said) in zip(several, rows, strict=True):
        yield lowest, highest, f"{name}: {said}"


def scale(block: Columns | Scale, width: int, signs: Signs) -> Iterator[Line]:
    """Yield the scale of differences: each place, the bounds of the bands, the ends."""
    cells = min(width, 2 * block.maximum + 1)
    cells -= 1 - cells % 2

    def at(difference: int) -> int:
        return round((difference + block.maximum) * (cells - 1) / (2 * block.maximum))

    def inside(difference: int) -> int:
        beyond = {at(one) for one in block.bounds if abs(one) > abs(difference)}
        step = 1 if difference < 0 else -1
        return at(difference) + step * (at(difference) in beyond)

    for lowest, highest, said in marks(block):
        yield from marker((inside(lowest), inside(highest)), said, width, signs)
    bounds = [at(one) for one in block.bounds]
    yield ruler(bounds, at(0), cells, signs)
    row = [" "] * cells
    for one in sorted((*block.bounds, 0), key=abs):
        put(row, at(one), one)
    yield from ends("".join(row), block.ends)


def ruler(bounds: list[int], zero: int, cells: int, signs: Signs) -> Line:
    """Draw the scale itself: heavier the further a band is from the middle one."""
    middle = bisect(bounds, zero)
    line: Line = []
    for cell in range(cells):
        level = min(abs(bisect(bounds, cell) - middle), len(signs.levels) - 1)
        tick = cell == zero or cell in bounds
        line.append((signs.tick, "") if tick else (signs.levels[level], "faint"))
    return line


def marker(
    places: tuple[int, int], said: str, width: int, signs: Signs
) -> Iterator[Line]:
    """Yield the person's place, or the range of it, with the words beside or above."""
    low, high = places
    left, right, between = signs.span
    mark = left + between * (high - low - 1) + right if high > low else signs.at
    if high + GAP + wide(said) <= width:
        yield [(" " * low, ""), (mark, "mark"), (f" {said}", "bold")]
    elif wide(said) + 1 <= low:
        yield [(" " * (low - 1 - wide(said)), ""), (f"{said} ", "bold"), (mark, "mark")]
    else:
        several = wrapped(said, width).splitlines()
        start = min(low, width - wide(several[0])) if len(several) == 1 else 0
        yield from ([(" " * start + one, "bold")] for one in several)
        yield [(" " * low, ""), (mark, "mark")]


def put(row: list[str], at: int, number: int) -> None:
    """Write a number below its place, where it touches no other."""
    said = f"{number:+d}" if number else "0"
    start = at - (len(said) // 2 if number > 0 else (len(said) - 1) // 2)
    start = min(max(start, 0), len(row) - len(said))
    around = row[max(start - 1, 0) : start + len(said) + 1]
    if not "".join(around).strip():
        row[start : start + len(said)] = said


def ends(row: str, names: tuple[str, str]) -> Iterator[Line]:
    """Yield the numbers, with what the two ends point to beside or below them."""
    left, right = names
    inner = len(row) - wide(left) - wide(right)
    free = len(row) - len(row.rstrip()) > wide(right)
    if free and len(row) - len(row.lstrip()) > wide(left):
        middle = row[wide(left) : len(row) - wide(right)]
        yield [(left, ""), (middle, ""), (right, "")]
        return
    yield [(row, "")]
    yield [(left, ""), (" " * max(inner, 1), ""), (right, "")]


def padded(text: str, width: int) -> str:
    """Fill a text up with blanks."""
    return text + " " * (width - wide(text))
