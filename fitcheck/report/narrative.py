"""What has to be known of a sheet before its report: who answered, and what is missing.

It turns facts into the sentences of ``interface.yaml`` and works nothing out anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitcheck.content.model import Poles
from fitcheck.report import headline, labels
from fitcheck.report.document import visible
from fitcheck.rubric import path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire


def notices(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Yield what has to be known of the whole before anything in it is read."""
    yield from nobody(questionnaire, sheet)
    yield from headline.cleared(questionnaire, sheet)
    yield from copied(questionnaire, sheet)


def nobody(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Say that a person is fictional, by name if there is one."""
    words = questionnaire.words.report
    if sheet.vignette:
        yield words.demonstration.format(name=visible(sheet.vignette.name))
    elif sheet.demonstration:
        yield words.demonstration_unnamed


def copied(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Say that the answers are to another version, or that some were left out."""
    words, ours = questionnaire.words.report, questionnaire.manifest.version
    if sheet.version != ours:
        yield words.other_version.format(theirs=sheet.version, ours=ours)
    if sheet.withheld:
        yield words.withheld


def matters(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield what matters most: the concerns in their order, and the preference."""
    given = path.on_path(questionnaire, sheet.answers)
    for key in given:
        question = questionnaire.questions[key]
        preference = isinstance(question, Poles) and question.scale == "preference"
        if preference or key == questionnaire.concern_question:
            yield question.name, labels.answers(questionnaire, key, given)


def circumstances(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Say who answered, when and where, and what was left out."""
    words = questionnaire.words.report
    yield from labels.record(questionnaire, sheet)
    if sheet.answered:
        yield words.answered.format(day=sheet.answered)
    yield from labels.respondent(questionnaire, sheet)
    if sheet.country:
        name = labels.country(questionnaire, sheet.country)
        yield words.country.format(country=name)
    yield from copied(questionnaire, sheet)
