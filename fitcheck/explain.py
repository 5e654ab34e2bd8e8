"""How a reading adds up, and what would change it.

Sub-sums and gaps are those a pencil needs. Turning points and least changes change, or
newly give, answers to point-carrying questions on the present path; none is taken
away, and other gaps stay gaps. Exact, by small searches.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from fitcheck import branches, interview, scoring
from fitcheck.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.branches import Group
    from fitcheck.model import Reading
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.scoring import Score
    from fitcheck.sheet import Answers, Sheet

Span = tuple[int, int]


@dataclass(frozen=True)
class TurningPoint:
    """One answer that would give another reading."""

    question: str
    was: str | None
    to: str
    reading: Reading


@dataclass(frozen=True)
class Sum:
    """What one part of the walk adds to each column."""

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
    answers = interview.on_path(questionnaire, sheet.answers)
    earned = scoring.earned(questionnaire, answers)
    found = []
    for group in branches.groups(questionnaire):
        known = sum(earned[one.id].difference for one in group if one.id in earned)
        low, high = branches.interval(questionnaire, group, answers)
        asked = interview.along(group, answers)
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
    answers = interview.on_path(questionnaire, sheet.answers)
    here = (score.fit.lowest, score.fit.highest)
    found = []
    for group in branches.groups(questionnaire):
        mine = branches.interval(questionnaire, group, answers)
        for question in movable(questionnaire, group, answers):
            was = answers.get(question, (None,))[0]
            for option in questionnaire.choices[question]:
                changed = {**answers, question: (option.id,)}
                span = branches.interval(questionnaire, group, changed)
                moved = shift(here, mine, span)
                reading = reading_at(questionnaire, score, moved)
                if reading != score.reading:
                    found.append(TurningPoint(question, was, option.id, reading))
    order = list(questionnaire.questions)
    return tuple(sorted(found, key=lambda point: order.index(point.question)))


def least_changes(
    questionnaire: Questionnaire, sheet: Sheet, score: Score
) -> int | None:
    """Return the least number of answers that gives another reading, or None.

    Group by group it keeps, for each interval that can be reached, the fewest
    changes that reach it; a newly given answer counts as one.
    """
    if score.fit is None:
        return None
    answers = interview.on_path(questionnaire, sheet.answers)
    best: dict[Span, int] = {(0, 0): 0}
    for group in branches.groups(questionnaire):
        steps = cheapest(variants(questionnaire, group, answers))
        reached: dict[Span, int] = {}
        for (low, high), spent in best.items():
            for (less, more), cost in steps.items():
                span = (low + less, high + more)
                total = spent + cost
                if total < reached.get(span, total + 1):
                    reached[span] = total
        best = reached
    return min(
        (
            spent
            for span, spent in best.items()
            if reading_at(questionnaire, score, span) != score.reading
        ),
        default=None,
    )


def movable(
    questionnaire: Questionnaire, group: Group, answers: Answers
) -> tuple[str, ...]:
    """Return the questions of a group, on the path, that carry points."""
    return tuple(
        question.id
        for question in interview.along(group, answers)
        if question.id in questionnaire.scored
    )


def variants(
    questionnaire: Questionnaire, group: Group, answers: Answers
) -> Iterator[tuple[Span, int]]:
    """Yield each interval a group could be moved to, with the changes it takes."""
    questions = movable(questionnaire, group, answers)
    offers = [
        (None, *(choice.id for choice in questionnaire.choices[question]))
        for question in questions
    ]
    for picks in product(*offers):
        given = {
            question: (pick,)
            for question, pick in zip(questions, picks, strict=True)
            if pick is not None and answers.get(question) != (pick,)
        }
        span = branches.interval(questionnaire, group, {**answers, **given})
        yield span, len(given)


def cheapest(found: Iterator[tuple[Span, int]]) -> dict[Span, int]:
    """Keep the fewest changes for each interval."""
    best: dict[Span, int] = {}
    for span, cost in found:
        best[span] = min(cost, best.get(span, cost))
    return best


def shift(here: Span, mine: Span, moved: Span) -> Span:
    """Put a group's new interval in place of its old one."""
    return here[0] - mine[0] + moved[0], here[1] - mine[1] + moved[1]


def reading_at(questionnaire: Questionnaire, score: Score, span: Span) -> Reading:
    """Return the reading that another interval would give, the evidence unchanged."""
    row = scoring.decide(
        questionnaire,
        fit=scoring.weakest(questionnaire, *span).side,
        spans=scoring.spans(questionnaire, *span),
        evidence=score.evidence.side if score.evidence else "neither",
    )
    return scoring.table(questionnaire, row).reading
