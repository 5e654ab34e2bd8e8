"""Which questions to take along to a therapist, and which answers called for them.

Pure; the order is the order of the file, and nothing here rests on a safety answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fitcheck.rubric import path

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Answers
    from fitcheck.library import TherapistQuestion
    from fitcheck.questionnaire import Questionnaire

FEWEST, MOST = 3, 9
"""Questions besides the source document's three."""


@dataclass(frozen=True)
class Chosen:
    """A question to take along, with the answers that called for it."""

    question: TherapistQuestion
    because: tuple[tuple[str, str], ...]
    """Pairs of question id and option id; empty for those that suit everybody."""


def choose(questionnaire: Questionnaire, answers: Answers) -> tuple[Chosen, ...]:
    """Choose the source's three, those the answers call for, and a fill-up."""
    here = path.on_path(questionnaire, answers)
    asked = questionnaire.library.therapist_questions.questions
    found = tuple(Chosen(one, because(one, here)) for one in asked)
    always = tuple(one for one in found if one.question.from_source)
    others = tuple(one for one in found if not one.question.from_source)
    called = tuple(one for one in others if one.because)[:MOST]
    general = tuple(one for one in others if not one.question.ask_when)
    return always + called + general[: max(FEWEST - len(called), 0)]


def because(
    question: TherapistQuestion, answers: Answers
) -> tuple[tuple[str, str], ...]:
    """Return the answers that call for a question."""
    return tuple(
        (condition.question, one)
        for condition in question.ask_when
        for one in answers.get(condition.question, ())
        if one in condition.any_of
    )
