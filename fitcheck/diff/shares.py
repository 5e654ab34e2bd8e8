"""The figures over all answer sheets that move, each with what it is of.

It rounds for the eye alone, and as little as it takes to see a move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.diff import saying
from fitcheck.proof import constitution
from fitcheck.report import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.diff import Diff
    from fitcheck.diff.figures import Figure
    from fitcheck.questionnaire import Questionnaire

SHARES = ("band", "reading")
"""The figures that are shares of all sheets."""
FINEST = 9
"""Decimals of a share that are worth showing."""


def rows(diff: Diff) -> Iterator[tuple[str, str]]:
    """Yield each figure that moves, and each article that broke or holds again."""
    words = diff.new.words.diff
    for one in diff.figures:
        known = diff.old if one.now is None else diff.new
        part = one.kind if one.kind in SHARES else "side"
        names = [saying.said(known, part, name) for name in one.names]
        title: str = getattr(words.figure, one.kind)
        if one.kind == "place":
            title = title.format(fit=names[0], evidence=names[1])
        elif one.kind == "order":
            names = [getattr(words.part, *one.names)]
        yield title.format(name="".join(names)), moved(diff, one)
    held = ((words.figure.broken, diff.broken), (words.figure.mended, diff.mended))
    for how, numbers in held:
        for number in numbers:
            title = words.figure.article.format(number=number)
            yield title, how.format(title=constitution.TITLES[number - 1])


def moved(diff: Diff, one: Figure) -> str:
    """Say how a figure moves."""
    words = diff.new.words.diff
    if one.kind == "order":
        return saying.alike(words, one.was, one.now)
    if one.kind in SHARES:
        was, now = in_100(one)
    else:
        was, now = amount(diff.old, one.was), amount(diff.new, one.now)
    return words.changed.format(was=was, now=now)


def amount(questionnaire: Questionnaire, value: Any) -> str:
    """Say a number, a range, a reading, or that there is none."""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple):
        return labels.between(questionnaire, *value)
    return saying.said(questionnaire, "reading", value)


def in_100(one: Figure) -> tuple[str, str]:
    """Write shares as so many in 100, to as many decimals as show that they move."""
    for digits in range(1, FINEST):
        was, now = rounded(one.was, digits), rounded(one.now, digits)
        if was != now:
            break
    return was, now


def rounded(share: Any, digits: int) -> str:
    """Round a share exactly; one that is not there is 0."""
    count, total = share or (0, 1)
    scale = 10**digits
    whole = (2 * 100 * scale * count + total) // (2 * total)
    return f"{whole // scale}.{whole % scale:0{digits}}"
