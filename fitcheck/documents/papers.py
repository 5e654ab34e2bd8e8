"""Every document but the report: the rubric, the form, what to read and to take along.

Each is a template with what it is to say; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence

from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents.filling import Written, fill
from fitcheck.documents.reports import Cut
from fitcheck.report import facts
from fitcheck.report.case import Case
from fitcheck.report.scorecard import Card, explained


def rubric(questionnaire: Questionnaire) -> Written:
    return fill(
        questionnaire, "rubric", contents=True, card=Card(questionnaire), f=None
    )


def explain(case: Case) -> Written:
    return fill(
        case.questionnaire,
        "explain",
        contents=True,
        c=case,
        f=explained(case),
        card=Card(case.questionnaire),
        cut=Cut(),
    )


def form(questionnaire: Questionnaire) -> Written:
    return fill(questionnaire, "form", contents=True, card=Card(questionnaire), f=None)


def ask(questionnaire: Questionnaire, case: Case | None = None) -> Written:
    """Write the questions that answers call for, or all that are for many people."""
    words, special, called = questionnaire.words.ask, 0, []
    if case:
        chosen = case.facts["therapist_questions"]
        if case.facts["gate"] or case.unanswered:
            called = [next(case.called(1, kind)) for kind in ("emergency", "crisis")]
        mine = [one for one in chosen if one["because"]]
        rest = [one for one in chosen if not one["because"]]
        piles = (words.chosen, mine), (words.general, rest)
    else:
        every = questionnaire.library.therapist_questions.questions
        mine = [
            one
            for one in every
            if {when.question for when in one.ask_when}
            - {questionnaire.concern_question}
        ]
        rest = [one for one in every if not one.ask_when]
        piles = (words.general, rest), (words.called_for, mine)
        special = len(every) - len(mine) - len(rest)
    return fill(
        questionnaire,
        "ask",
        contents=True,
        piles=piles,
        special=special,
        called=called,
        mine=bool(case),
        nobody=case.nobody if case else [],
        gated=bool(case and case.score.gates),
    )


SIDE_BY_SIDE = "side-by-side"


def topics(questionnaire: Questionnaire) -> list[str]:
    known = questionnaire.library.therapies.topics
    return [SIDE_BY_SIDE, *(topic.id for topic in known)]


def therapies(questionnaire: Questionnaire, topic: str | None = None) -> Written:
    """Write what there is to read about the therapies, or one topic of it."""
    known = questionnaire.library.therapies
    options = known.therapies if topic in {None, SIDE_BY_SIDE} else ()
    read = [one for one in known.topics if topic in {None, one.id}]
    told = {"told": [one.model_dump(mode="json") for one in (*options, *read)]}
    return fill(
        questionnaire,
        "therapies",
        contents=True,
        options=options,
        topics=read,
        sources=facts.cited(questionnaire, told),
    )


def about(questionnaire: Questionnaire, figures: Sequence[str]) -> Written:
    return fill(questionnaire, "about", contents=True, proof=figures)


def ipdas(questionnaire: Questionnaire) -> Written:
    named = {"sources": questionnaire.library.ipdas.basis.sources}
    sources = facts.cited(questionnaire, named)
    return fill(questionnaire, "ipdas", contents=True, sources=sources)
