"""Which question comes next, and whether an answer fits: pure functions of answers.

Nothing here is remembered: whatever is off the path simply does not count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from fitcheck.answers.sheet import Answers
from fitcheck.content.model import Condition, Many, Question, Ranked
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import AnswerError


def holds(condition: Condition, answers: Answers) -> bool:
    return any(a in condition.any_of for a in answers.get(condition.question, ()))


def path(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """Return the questions that apply, in order.

    A question whose condition rests on one that does not apply does not apply.
    """
    return along(questionnaire.questions.values(), answers)


def along(questions: Iterable[Question], answers: Answers) -> tuple[Question, ...]:
    asked: dict[str, Question] = {}
    for question in questions:
        if all(c.question in asked and holds(c, answers) for c in question.show_if):
            asked[question.id] = question
    return tuple(asked.values())


def on_path(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """Return the answers that count, in the order of their questions."""
    asked = path(questionnaire, answers)
    return {q.id: answers[q.id] for q in asked if q.id in answers}


def pending(
    questionnaire: Questionnaire, answers: Answers, skipped: Collection[str] = ()
) -> Question | None:
    """Return the first question on the path that is neither answered nor skipped."""
    done = {*answers, *skipped}
    return next((q for q in path(questionnaire, answers) if q.id not in done), None)


def accept(
    questionnaire: Questionnaire, question: Question, given: Sequence[str]
) -> tuple[str, ...]:
    """Return the answer that these ids make, or raise AnswerError saying what would."""
    words = questionnaire.words.problems
    choices = {choice.id: choice for choice in questionnaire.choices[question.id]}
    if not given:
        raise AnswerError(words.empty)
    if any(one not in choices for one in given):
        raise AnswerError(words.unknown)
    if len(set(given)) < len(given):
        raise AnswerError(words.twice)
    if len(given) > 1 and not isinstance(question, (Many, Ranked)):
        raise AnswerError(words.only_one)
    if len(given) > 1 and any(choices[one].exclusive for one in given):
        raise AnswerError(words.exclusive)
    if isinstance(question, Ranked) and len(given) > question.at_most:
        raise AnswerError(words.too_many.format(most=question.at_most))
    return tuple(given)
