"""The figures of the constitution in two questionnaires, over all answer sheets.

The counting is the audit's; here they are only held side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

from fitcheck.proof import articles
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.proof.counting import Proof
    from fitcheck.questionnaire import Questionnaire

    Kind = Literal["maximum", "sheets", "spread", "band", "reading", "place", "order"]
    Value = int | str | tuple[int, int] | tuple[str, ...]
    """A number, an id, a range, how many of how many, or ids in their order."""


@dataclass(frozen=True)
class Figure:
    """One figure that is another now; None where there was or is none."""

    kind: Kind
    names: tuple[str, ...]
    """What it is a figure of: a band, a reading, a place of the map, a list …"""
    was: Value | None
    now: Value | None


def moved(old: Proof, new: Proof) -> Iterator[Figure]:
    """Yield the figures that are others now."""
    was, now = (dict(of(proved)) for proved in (old, new))
    for key in {**was, **now}:
        if was.get(key) != now.get(key):
            yield Figure(*key, was.get(key), now.get(key))
    before, after = (orders(proved.questionnaire) for proved in (old, new))
    for part, ids in before.items():
        changed = reordered(ids, after[part])
        if any(changed):
            yield Figure("order", (part,), *changed)


def of(proved: Proof) -> Iterator[tuple[tuple[Kind, tuple[str, ...]], Value]]:
    """Yield every figure by what it is of."""
    questionnaire, total = proved.questionnaire, proved.total
    for side, most in scoring.maxima(questionnaire).items():
        yield ("maximum", (side,)), most
    yield ("sheets", ()), total
    yield ("spread", ()), (min(proved.spread), max(proved.spread))
    for band, count in proved.bands.items():
        yield ("band", (band,)), (count, total)
    cases = total * len(questionnaire.concerns)
    for reading, count in proved.readings.items():
        yield ("reading", (reading,)), (count, cases)
    for fit, evidence in product(articles.PULLS, articles.ORDER):
        row = scoring.decide(questionnaire, fit=fit, evidence=evidence)
        reading = scoring.table(questionnaire, row).reading
        yield ("place", (fit, evidence)), reading


def orders(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Return the lists out of which a report picks, so that their order shows in it."""
    asked = questionnaire.library.therapist_questions.questions
    return {
        "advisories": tuple(one.id for one in questionnaire.rubric.advisories),
        "questions": tuple(one.id for one in asked),
    }


def reordered(was: tuple[str, ...], now: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return both orders of what both hold, from the first that moves to the last."""
    both = [[x for x in was if x in now], [x for x in now if x in was]]
    moved = [at for at, (x, y) in enumerate(zip(*both, strict=True)) if x != y]
    return [tuple(one[moved[0] : moved[-1] + 1]) if moved else () for one in both]
