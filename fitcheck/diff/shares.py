"""The figures that move, laid out: shares as a table, everything else as a list.

It rounds for the eye alone, and as little as it takes to see a move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitcheck import audit
from fitcheck.diff import saying
from fitcheck.report.document import Block, Bullets, Facts, Paragraph, Section, Table

if TYPE_CHECKING:
    from fitcheck.diff import Diff
    from fitcheck.diff.figures import Figure, Kind, Value
    from fitcheck.questionnaire import Questionnaire

FINEST = 9
"""Decimals of a share that are worth showing."""


def tell(diff: Diff) -> Section:
    """Show the figures that move, and the articles that broke or hold again."""
    words = diff.new.words.diff.figure
    rows = tuple(share(diff, one) for one in diff.figures if shared(one))
    rest = tuple(figure(diff, one) for one in diff.figures if not shared(one))
    told = ((words.broken, diff.broken), (words.mended, diff.mended))
    articles = tuple(
        how.format(number=number, title=audit.TITLES[number - 1])
        for how, numbers in told
        for number in numbers
    )
    found: tuple[Block | None, ...] = (
        Table((words.share, words.was, words.now), rows) if rows else None,
        Facts(rest) if rest else None,
        Bullets(articles) if articles else None,
    )
    blocks = tuple(block for block in found if block)
    about = (Paragraph(audit.PEOPLE),) if blocks else ()
    return Section(diff.new.words.diff.figures, (*blocks, *about))


def shared(one: Figure) -> bool:
    """Say whether a figure is a share of all sheets."""
    return one.kind in {"band", "reading"}


def share(diff: Diff, one: Figure) -> tuple[str, str, str]:
    """Make the row of a share, to as many decimals as show that it moves."""
    questionnaire = diff.old if one.now is None else diff.new
    name = getattr(saying, one.kind)(questionnaire, *one.names)
    named = getattr(diff.new.words.diff.figure, one.kind).format(name=name)
    for digits in range(1, FINEST):
        was, now = (in_100(value, digits) for value in (one.was, one.now))
        if was != now:
            break
    nothing = diff.new.words.diff.nothing
    return named, was or nothing, now or nothing


def in_100(value: Value | None, digits: int) -> str:
    """Write a share as so many in 100, rounded exactly; nothing where there is none."""
    if not isinstance(value, tuple):
        return ""
    count, total = value
    scale = 10**digits
    whole = (2 * 100 * scale * count + total) // (2 * total)
    return f"{whole // scale}.{whole % scale:0{digits}}"


def figure(diff: Diff, one: Figure) -> tuple[str, str]:
    """Say a figure that is no share: what it is, and what it was."""
    changed = diff.new.words.diff.changed
    was, now = (
        amount(questionnaire, one.kind, value)
        for questionnaire, value in ((diff.old, one.was), (diff.new, one.now))
    )
    return called(diff.new, one), changed.format(was=was, now=now)


def called(questionnaire: Questionnaire, one: Figure) -> str:
    """Say what a figure is of."""
    words = questionnaire.words.diff.figure
    if one.kind == "maximum":
        return words.maximum.format(name=saying.therapy(questionnaire, *one.names))
    if one.kind == "place":
        fit, evidence = (saying.side(questionnaire, name) for name in one.names)
        return words.place.format(fit=fit, evidence=evidence)
    if one.kind == "order":
        name = getattr(questionnaire.words.diff.part, *one.names)
        return words.order.format(name=name)
    named: str = getattr(words, one.kind)
    return named


def amount(questionnaire: Questionnaire, kind: Kind, value: Value | None) -> str:
    """Say a reading, a number, or a range."""
    words = questionnaire.words.diff
    if value is None:
        return words.nothing
    if isinstance(value, str):
        return saying.reading(questionnaire, value)
    if isinstance(value, int):
        return f"{value:,}"
    if kind == "order":
        return ", ".join(map(str, value))
    return words.figure.range.format(lowest=value[0], highest=value[1])
