"""Every document but the report: the rubric, the form, what to read and to take along.

Each is a template with what it is to say; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence

from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents.filling import Written, fill
from fitcheck.documents.reports import LISTS
from fitcheck.report import facts
from fitcheck.report.case import Case
from fitcheck.report.scorecard import Card, explained

SIDE_BY_SIDE = "side-by-side"


def rubric(questionnaire: Questionnaire) -> Written:
    return fill(questionnaire, "rubric", card=Card(questionnaire))


def form(questionnaire: Questionnaire) -> Written:
    return fill(questionnaire, "form", card=Card(questionnaire))


def explain(case: Case) -> Written:
    questionnaire, told = case.questionnaire, explained(case)
    card = Card(questionnaire)
    return fill(questionnaire, "explain", c=case, f=told, card=card, cut=LISTS)


def ask(questionnaire: Questionnaire, case: Case | None = None) -> Written:
    """Write the questions that answers call for, or all that are for many people."""
    words, special, concern = questionnaire.words.ask, 0, questionnaire.concern_question
    if case:
        chosen = case.facts["therapist_questions"]
        mine = [one for one in chosen if one["because"]]
        rest = [one for one in chosen if not one["because"]]
        piles = (words.chosen, mine), (words.general, rest)
    else:
        every = questionnaire.library.therapist_questions.questions
        mine = [o for o in every if any(x.question != concern for x in o.ask_when)]
        rest = [one for one in every if not one.ask_when]
        piles = (words.general, rest), (words.called_for, mine)
        special = len(every) - len(mine) - len(rest)
    return fill(questionnaire, "ask", c=case, piles=piles, special=special)


def about(questionnaire: Questionnaire, figures: Sequence[str]) -> Written:
    return fill(questionnaire, "about", proof=figures)


def ipdas(questionnaire: Questionnaire) -> Written:
    return fill(questionnaire, "ipdas")


def topics(questionnaire: Questionnaire) -> list[str]:
    known = questionnaire.library.therapies.topics
    return [SIDE_BY_SIDE, *(topic.id for topic in known)]


def therapies(questionnaire: Questionnaire, topic: str | None = None) -> Written:
    """Write what there is to read about the therapies, or one topic of it."""
    known = questionnaire.library.therapies
    options = known.therapies if topic in {None, SIDE_BY_SIDE} else ()
    read = [one for one in known.topics if topic in {None, one.id}]
    told = [one.model_dump(mode="json") for one in (*options, *read)]
    sources = facts.cited(questionnaire, {"told": told})
    return fill(
        questionnaire, "therapies", options=options, topics=read, sources=sources
    )
