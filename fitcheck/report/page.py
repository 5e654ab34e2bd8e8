"""The questions to take to a therapist, chosen by answers on one page, or all.

The report says more about each of them; this has to fit into a bag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.report import glance, labels, narrative, telephone
from fitcheck.report.document import (
    Block,
    Document,
    Entries,
    Facts,
    Paragraph,
    Section,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.questionnaire import Questionnaire

Told = dict[str, Any]
Item = tuple[Paragraph, ...]

QUOTED = 1
"""Answers quoted beside a question, as the page is full; the report has them all."""
PAGE = "ask"
"""What its sections are called, so that they can be printed on one page."""


def chosen(questionnaire: Questionnaire, sheet: Sheet, report: Told) -> Document:
    """Show the questions that a report chose, each with what called for it."""
    words = questionnaire.words
    nobody = narrative.nobody(questionnaire, sheet)
    marked = (Paragraph(one, strong=True) for one in nobody)
    said = words.gate.prepare if report["gate"] else words.ask.intro
    head: list[Block] = [*marked, Paragraph(said)]
    if report["gate"] or glance.unanswered(questionnaire, report):
        head.append(Facts(((words.report.lines, now(questionnaire, report)),)))
    piles: dict[str, list[Item]] = {words.ask.chosen: [], words.ask.general: []}
    for one in report["therapist_questions"]:
        asked = wordings(questionnaire, one["text"], one["cbt_text"])
        named = (Paragraph(wording, strong=True) for wording in asked)
        quoted = labels.because(questionnaire, one["because"][:QUOTED])
        why = (Paragraph(quoted),) if quoted else ()
        pile = piles[words.ask.chosen if one["because"] else words.ask.general]
        pile.append((*named, *why))
    return labels.document(questionnaire, words.ask.title, head, listed(piles))


def now(questionnaire: Questionnaire, report: Told) -> str:
    """Say the emergency number and a line, and nothing of why they stand here."""
    lines = {one["for"]: one for one in reversed(report["help_lines"])}
    return " ".join(
        labels.ended(telephone.said(questionnaire, lines[kind]))
        for kind in ("emergency", "crisis")
    )


def general(questionnaire: Questionnaire) -> Document:
    """Show every question that is not for one concern alone, in both wordings."""
    words = questionnaire.words.ask
    piles: dict[str, list[Item]] = {words.general: [], words.called_for: []}
    special = 0
    for one in questionnaire.library.therapist_questions.questions:
        asked = {when.question for when in one.ask_when}
        if asked == {questionnaire.concern_question}:
            special += 1
            continue
        item = tuple(map(Paragraph, wordings(questionnaire, one.text, one.cbt_text)))
        piles[words.called_for if asked else words.general].append(item)
    more = Paragraph(words.more.format(count=special))
    head = (Paragraph(words.intro), more)
    return labels.document(questionnaire, words.title, head, listed(piles))


def wordings(
    questionnaire: Questionnaire, text: str, cbt_text: str | None
) -> tuple[str, ...]:
    """Say a question, or how to put it to a therapist of either kind."""
    words = questionnaire.words.report
    if not cbt_text:
        return (text,)
    return (
        words.question_psychodynamic.format(text=text),
        words.question_cbt.format(text=cbt_text),
    )


def listed(piles: dict[str, list[Item]]) -> Iterator[Section]:
    """Yield a section for each pile that holds something."""
    for title, pile in piles.items():
        if pile:
            yield Section(title, (Entries(tuple(pile)),), id=PAGE)
