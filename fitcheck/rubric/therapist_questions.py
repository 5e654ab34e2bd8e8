"""Which questions to take along to a therapist, and which answers called for them.

Pure; the order is the order of the file, and nothing here rests on a safety answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from fitcheck.answers.sheet import Answers
from fitcheck.content.library import TherapistQuestion
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.rubric import path

FEWEST, MOST = 3, 9
"""Questions besides the source document's three."""


@dataclass(frozen=True)
class Chosen:
    question: TherapistQuestion
    because: tuple[tuple[str, str], ...]
    """Pairs of question id and option id; empty for those that suit everybody."""


def choose(questionnaire: Questionnaire, answers: Answers) -> tuple[Chosen, ...]:
    """Choose the source's three, those the answers call for, and a fill-up."""
    here = path.on_path(questionnaire, answers)
    found = []
    for one in questionnaire.library.therapist_questions.questions:
        because = (
            (condition.question, option)
            for condition in one.ask_when
            for option in here.get(condition.question, ())
            if option in condition.any_of
        )
        found.append(Chosen(one, tuple(because)))
    always = tuple(one for one in found if one.question.from_source)
    others = tuple(one for one in found if not one.question.from_source)
    called = tuple(one for one in others if one.because)[:MOST]
    general = tuple(one for one in others if not one.question.ask_when)
    return always + called + general[: max(FEWEST - len(called), 0)]
