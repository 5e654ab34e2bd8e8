"""How much a rubric may hold and still be proved, and explained while a person waits.

Far more than any questionnaire needs: files that are made to keep a computer busy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import TYPE_CHECKING, Any

from fitcheck.content.checks.parts import Documents, Models, at, option_ids, questions
from fitcheck.content.model import Poles, Single, Statement

if TYPE_CHECKING:
    from fitcheck.content.model import Question
    from fitcheck.errors import Problem

MOST_QUESTIONS = 100
MOST_WAYS = 2_000
"""Ways through questions that are linked; all of them are counted one by one."""
MOST_POINTS = 100
"""The points of one column."""


def sizes(models: Models, documents: Documents) -> Iterator[Problem]:
    """Refuse more questions, points or ways through them than can be looked through."""
    known = questions(models)
    for stem, steps, _ in list(known.values())[MOST_QUESTIONS : MOST_QUESTIONS + 1]:
        what = f"there are more than {MOST_QUESTIONS} questions"
        yield at(documents[stem], (*steps, "id"), what)
        return
    yield from too_many_points(models, documents, known)
    yield from too_many_ways(models, documents, known)


def too_many_points(
    models: Models, documents: Documents, known: Mapping[str, Any]
) -> Iterator[Problem]:
    """Refuse columns that add up to more than can be drawn or searched."""
    left = {"psychodynamic": MOST_POINTS, "cbt": MOST_POINTS}
    for stem, steps, question in known.values():
        for side in left:
            before = left[side]
            left[side] -= most(question, models, side)
            if left[side] < 0 <= before:
                what = f"the {side} column comes to more than {MOST_POINTS} points here"
                yield at(documents[stem], (*steps, "id"), what)


def most(question: Question, models: Models, side: str) -> int:
    """Return the most points that one question can give a column."""
    found: list[int] = []
    if isinstance(question, Single):
        found = [getattr(one.points, side, 0) for one in question.options]
    if "rubric" not in models:
        return max(found, default=0)
    scales = models["rubric"].scales
    if isinstance(question, Statement) and question.towards == side:
        found = [one.towards for one in scales.statement.steps]
    if isinstance(question, Poles):
        preferred = question.scale == "preference"
        scale = scales.preference if preferred else scales.two_pole
        found = [getattr(one, side) for one in scale.steps]
    return max(found, default=0)


def too_many_ways(
    models: Models, documents: Documents, known: Mapping[str, Any]
) -> Iterator[Problem]:
    """Refuse linked questions with more ways through them than can be proved."""
    linked: dict[str, set[str]] = {}
    for key, (_, _, question) in known.items():
        mine = {key}
        for condition in question.show_if:
            mine |= linked.get(condition.question, set())
        for one in mine:
            linked[one] = mine
    left, seen = MOST_WAYS, set[str]()
    for key, (stem, steps, question) in known.items():
        if not question.show_if or key in seen:
            continue
        seen |= linked[key]
        ways = prod(len(option_ids(known[one][2], models)) + 1 for one in linked[key])
        if left >= 0 > left - ways:
            what = "too many linked questions to prove anything exactly"
            yield at(documents[stem], (*steps, "show_if"), what)
        left -= ways
