"""Every answer with its points, ready for a pencil.

After it, apart, the clinician's notes, which carry none. With a gate there are no
points to list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitcheck.answers import writing
from fitcheck.report import labels
from fitcheck.report.document import (
    Block,
    Bullets,
    Facts,
    Paragraph,
    Section,
    Table,
    visible,
)
from fitcheck.rubric import path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.model import Question
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Score


def section(questionnaire: Questionnaire, sheet: Sheet, score: Score) -> Section:
    """List every answer with its points, ready for a pencil."""
    words = questionnaire.words.report
    head: tuple[str, ...] = (words.answer_question, words.answer_answer)
    blocks: list[Block] = []
    if score.fit is None:
        blocks.append(Table(head, tuple(answer_rows(questionnaire, sheet))))
    else:
        blocks.append(Paragraph(words.answers_intro))
        columns = (words.side_psychodynamic, words.side_cbt)
        sums = (str(score.fit.psychodynamic), str(score.fit.cbt))
        rows = (*pointed_rows(questionnaire, sheet, score), (words.total, "", *sums))
        blocks.append(Table((*head, *map(labels.capital, columns)), rows))
        replay = f"{' - '.join(sums)} = {labels.signed(score.fit.difference)}"
        blocks.append(Facts(((words.difference, replay),)))
    title = words.answers if score.fit else words.answers_unscored
    return Section(title, tuple(blocks), id="answers")


def noted(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[Section]:
    """Yield the clinician's notes, if there are any, with whose answers they are on."""
    words, known = questionnaire.words.report, questionnaire.questions
    notes = writing.to_data(questionnaire, sheet).get("notes", {})
    if notes:
        whose = (
            *labels.respondent(questionnaire, sheet),
            *labels.record(questionnaire, sheet),
        )
        yield Section(
            words.clinician_notes,
            (
                Paragraph(words.clinician_notes_intro),
                *((Bullets(whose),) if whose else ()),
                Facts(tuple((known[k].name, visible(n)) for k, n in notes.items())),
            ),
            id="clinician-notes",
        )


def listed(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[Question]:
    """Yield each question on the path, but for those withheld from this copy."""
    for question in path.path(questionnaire, sheet.answers):
        if not (sheet.withheld and question.id in questionnaire.safety):
            yield question


def answer_rows(
    questionnaire: Questionnaire, sheet: Sheet
) -> Iterator[tuple[str, str]]:
    """Yield each question on the path with its answer in words."""
    given = path.on_path(questionnaire, sheet.answers)
    for question in listed(questionnaire, sheet):
        yield question.name, labels.answers(questionnaire, question.id, given)


def pointed_rows(
    questionnaire: Questionnaire, sheet: Sheet, score: Score
) -> Iterator[tuple[str, str, str, str]]:
    """Yield each question with its answer and what it adds to each column."""
    points = {
        line.question: (str(line.psychodynamic), str(line.cbt))
        for line in score.lines
        if line.lens == "fit"
    }
    questions = listed(questionnaire, sheet)
    rows = answer_rows(questionnaire, sheet)
    for question, row in zip(questions, rows, strict=True):
        yield *row, *points.get(question.id, ("", ""))
