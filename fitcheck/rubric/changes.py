"""How a reading adds up, and what would change it.

Sub-sums and gaps are those a pencil needs. Turning points and least changes change, or
newly give, answers to point-carrying questions on the present path; none is taken
away, and other gaps stay gaps. Exact, by small searches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from fitcheck.answers.sheet import Answers, Sheet
from fitcheck.content.model import SIDES, Leaning, Reading
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.rubric import groups, path, scoring
from fitcheck.rubric.groups import Group, State
from fitcheck.rubric.scoring import Score

Span = tuple[int, int]
Offer = tuple[tuple[Span, int], ...]
"""Each interval that a group can be moved to, with the fewest changes that takes."""


@dataclass(frozen=True)
class TurningPoint:
    question: str
    was: str | None
    to: str
    reading: Reading
    lowest: int
    """The least difference that there could be then."""
    highest: int


@dataclass(frozen=True)
class Sum:
    section: str
    psychodynamic: int
    cbt: int


@dataclass(frozen=True)
class Gap:
    """An answer that is missing, and how far it could still move the difference."""

    question: str
    lowest: int
    highest: int


def sums(questionnaire: Questionnaire, score: Score) -> tuple[Sum, ...]:
    """Return the sub-sum of every section that carries fit points; none at a gate."""
    if score.fit is None:
        return ()
    found = []
    for section in questionnaire.sections:
        mine = {question.id for question in section.questions}
        if mine & set(questionnaire.scored):
            lines = [one for one in score.lines if one.question in mine]
            both = (sum(getattr(one, side) for one in lines) for side in SIDES)
            found.append(Sum(section.id, *both))
    return tuple(found)


def gaps(questionnaire: Questionnaire, sheet: Sheet, score: Score) -> tuple[Gap, ...]:
    """Return what is missing, each with the least and the most it could still add.

    The difference and all of them together make the interval. Questions that hang
    together count as one, named by the first that is missing.
    """
    if score.fit is None:
        return ()
    answers = path.on_path(questionnaire, sheet.answers)
    earned = scoring.earned(questionnaire, answers)
    found = []
    for group in groups.groups(questionnaire):
        known = sum(earned[one.id].difference for one in group if one.id in earned)
        low, high = groups.interval(questionnaire, group, answers)
        asked = path.along(group, answers)
        missing = next((one.id for one in asked if one.id not in answers), None)
        if missing and (low, high) != (known, known):
            found.append(Gap(missing, low - known, high - known))
    return tuple(found)


def turning_points(
    questionnaire: Questionnaire, sheet: Sheet, score: Score
) -> tuple[TurningPoint, ...]:
    """Return every single answer that would give another reading, in path order."""
    if score.fit is None:
        return ()
    answers = path.on_path(questionnaire, sheet.answers)
    found = []
    for group in groups.groups(questionnaire):
        low, high = groups.interval(questionnaire, group, answers)
        rest = score.fit.lowest - low, score.fit.highest - high
        for question, offered in movable(questionnaire, group, answers).items():
            was = answers.get(question, (None,))[0]
            for to in offered:
                changed = {**answers, question: (to,)}
                low, high = groups.interval(questionnaire, group, changed)
                span = rest[0] + low, rest[1] + high
                reading = reading_at(questionnaire, score, span)
                if reading != score.reading:
                    found.append(TurningPoint(question, was, to, reading, *span))
    order = list(questionnaire.questions)
    return tuple(sorted(found, key=lambda point: order.index(point.question)))


def least_changes(
    questionnaire: Questionnaire, sheet: Sheet, score: Score
) -> int | None:
    """Return the least number of answers that gives another reading, or None.

    A newly given answer counts as one.
    """
    if score.fit is None:
        return None
    answers = path.on_path(questionnaire, sheet.answers)
    offers = [
        steps(questionnaire, groups.state(group, answers))
        for group in groups.groups(questionnaire)
    ]
    for changes, spans in enumerate(reachable(offers)):
        if any(reading_at(questionnaire, score, s) != score.reading for s in spans):
            return changes
    return None


def reachable(offers: Sequence[Offer]) -> Iterator[set[Span]]:
    """Yield the intervals that take no change, then those that take one, and so on.

    It goes group by group, and passes over what fewer changes have reached.
    """
    most = sum(max(cost for _, cost in offer) for offer in offers)
    seen: list[set[Span]] = [set() for _ in offers]
    reached: list[list[set[Span]]] = []
    for changes in range(most + 1):
        row = [set() if changes else {(0, 0)}]
        reached.append(row)
        for done, offer in enumerate(offers):
            found = {
                (low + less, high + more)
                for (less, more), cost in offer
                if cost <= changes
                for low, high in reached[changes - cost][done]
            }
            row.append(found - seen[done])
            seen[done] |= found
        yield row[-1]


def movable(
    questionnaire: Questionnaire, group: Group, answers: Answers
) -> dict[str, tuple[str, ...]]:
    """Return the questions of a group, on the path, that carry points.

    Each comes with the options that can turn a result: those beside a scale cannot.
    """
    choices, scored = questionnaire.choices, questionnaire.scored
    return {
        question.id: tuple(one.id for one in choices[question.id] if not one.aside)
        for question in path.along(group, answers)
        if question.id in scored
    }


@lru_cache(maxsize=1024)
def steps(questionnaire: Questionnaire, state: State) -> Offer:
    group, answers = groups.given(questionnaire, state)
    offers = movable(questionnaire, group, answers)
    best: dict[Span, int] = {}
    for picks in product(*((None, *offered) for offered in offers.values())):
        given = {
            question: (pick,)
            for question, pick in zip(offers, picks, strict=True)
            if pick is not None and answers.get(question) != (pick,)
        }
        span = groups.interval(questionnaire, group, {**answers, **given})
        best[span] = min(len(given), best.get(span, len(given)))
    return tuple(best.items())


def reading_at(questionnaire: Questionnaire, score: Score, span: Span) -> Reading:
    """Return the reading that another interval would give, the evidence unchanged."""
    evidence = score.evidence.side if score.evidence else "neither"
    return table_at(questionnaire, evidence, *span)


@lru_cache(maxsize=4096)
def table_at(
    questionnaire: Questionnaire, evidence: Leaning, lowest: int, highest: int
) -> Reading:
    row = scoring.decide(
        questionnaire,
        fit=scoring.pull(questionnaire, lowest, highest),
        spans=scoring.spans(questionnaire, lowest, highest),
        evidence=evidence,
    )
    return scoring.table(questionnaire, row).reading
