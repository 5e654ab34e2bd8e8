"""The figures of the constitution in two questionnaires, over all answer sheets.

The counting is the audit's; here they are only held side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

from fitcheck import scoring
from fitcheck.audit import articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.audit.proof import Proof

    Kind = Literal["maximum", "sheets", "spread", "band", "reading", "place", "order"]
    Value = int | str | tuple[int, int] | tuple[str, ...]
    """A number, an id, a range, how many of how many, or ids in their order."""


@dataclass(frozen=True)
class Figure:
    """One figure that is another now; None where there was or is none."""

    kind: Kind
    names: tuple[str, ...]
    """What it is a figure of: a band, a reading, a place of the map …"""
    was: Value | None
    now: Value | None


def moved(old: Proof, new: Proof) -> Iterator[Figure]:
    """Yield the figures that are others now."""
    was, now = (dict(of(proved)) for proved in (old, new))
    for key in {**was, **now}:
        if was.get(key) != now.get(key):
            yield Figure(*key, was.get(key), now.get(key))


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
    for fit, evidence in product(articles.ORDER, articles.ORDER):
        row = scoring.decide(questionnaire, fit=fit, evidence=evidence)
        reading = scoring.table(questionnaire, row).reading
        yield ("place", (fit, evidence)), reading
    yield ("order", ()), tuple(one.id for one in questionnaire.rubric.advisories)
