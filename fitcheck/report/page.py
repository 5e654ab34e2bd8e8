"""The questions to take to a therapist, on one page: chosen by answers, or all.

The report says more about each of them; this has to fit into a bag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.report import labels, narrative
from fitcheck.report.document import Block, Bullets, Document, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.questionnaire import Questionnaire
    from fitcheck.sheet import Sheet

Told = dict[str, Any]


def chosen(questionnaire: Questionnaire, sheet: Sheet, report: Told) -> Document:
    """Show the questions that a report chose, each with what called for it."""
    words, library = questionnaire.words, questionnaire.library
    marked = tuple(narrative.fictional(questionnaire, sheet))[:1]
    head: list[Block] = [*marked, Paragraph(words.ask.intro)]
    if report["gate"]:
        head.append(Paragraph(words.gate.prepare))
    piles: dict[str, list[str]] = {words.ask.chosen: [], words.ask.general: []}
    because = {one.id: one.because for one in library.therapist_questions.questions}
    for one in report["therapist_questions"]:
        said, why = wordings(questionnaire, one), because[one["id"]]
        if one["because"] and why:
            said += f" {words.report.question_because.format(because=why)}"
        piles[words.ask.chosen if one["because"] else words.ask.general].append(said)
    return labels.document(questionnaire, words.ask.title, head, listed(piles))


def general(questionnaire: Questionnaire) -> Document:
    """Show every question that is not for one concern alone, in both wordings."""
    words = questionnaire.words.ask
    piles: dict[str, list[str]] = {words.general: [], words.called_for: []}
    special = 0
    for one in questionnaire.library.therapist_questions.questions:
        asked = {when.question for when in one.ask_when}
        if asked == {questionnaire.concern_question}:
            special += 1
            continue
        said = wordings(questionnaire, one.model_dump(mode="json"))
        piles[words.called_for if asked else words.general].append(said)
    more = Paragraph(words.more.format(count=special))
    head = (Paragraph(words.intro), more)
    return labels.document(questionnaire, words.title, head, listed(piles))


def wordings(questionnaire: Questionnaire, one: Told) -> str:
    """Say a question, and how to put it to a CBT therapist where that differs."""
    template = questionnaire.words.report.question_cbt
    other = f" {template.format(text=one['cbt_text'])}" if one["cbt_text"] else ""
    return f"{one['text']}{other}"


def listed(piles: dict[str, list[str]]) -> Iterator[Section]:
    """Yield a section for each pile that holds something."""
    for title, pile in piles.items():
        if pile:
            blocks: tuple[Block, ...] = (Bullets(tuple(pile)),)
            yield Section(title, blocks)
