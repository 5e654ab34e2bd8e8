"""Why the reading is what it is: the sentences about points, evidence and change.

It turns facts into the sentences of ``interface.yaml`` and works nothing out anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.report import labels
from fitcheck.report.document import (
    Paragraph,
)
from fitcheck.rubric import path, scoring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.model import NamedForm
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Evidence, Fit

Told = dict[str, Any]


def fit_sentence(questionnaire: Questionnaire, fit: Fit) -> str:
    """Say the band and both columns."""
    words = questionnaire.words.report
    band = next(b for b in questionnaire.rubric.bands if b.id == fit.band)
    return words.fit.format(
        band=words.fit_open if fit.spans else band.name,
        psychodynamic=fit.psychodynamic,
        cbt=fit.cbt,
        maximum=fit.maximum,
    )


def interval(questionnaire: Questionnaire, sheet: Sheet, fit: Fit) -> str:
    """Say the difference, and how far missing answers leave it open."""
    words = questionnaire.words.report
    if fit.lowest == fit.highest:
        return words.complete.format(difference=labels.signed(fit.difference))
    sentence = words.interval.format(
        missing=missing_count(questionnaire, sheet),
        lowest=labels.signed(fit.lowest),
        highest=labels.signed(fit.highest),
    )
    if fit.spans:
        return f"{sentence} {words.interval_spans}"
    now = scoring.band(questionnaire, fit.difference)
    if now.id == fit.band:
        return f"{sentence} {words.interval_weakest}"
    held = words.interval_held.format(band=now.name)
    return f"{sentence} {held}"


def missing_count(questionnaire: Questionnaire, sheet: Sheet) -> int:
    """Count the answers that are missing and would count."""
    given = path.on_path(questionnaire, sheet.answers)
    wanted = {*questionnaire.scored, *drivers(questionnaire)}
    return sum(
        question.id not in given and question.id in wanted
        for question in path.path(questionnaire, given)
    )


def drivers(questionnaire: Questionnaire) -> set[str]:
    """Return the questions on which scored questions depend."""
    return {
        condition.question
        for key in questionnaire.scored
        for condition in questionnaire.questions[key].show_if
    }


def evidence_sentence(questionnaire: Questionnaire, evidence: Evidence) -> str:
    """Say what the first concern's evidence comes to."""
    words = questionnaire.words.evidence
    if not evidence.concerns:
        return words.not_given
    concern = questionnaire.concerns[evidence.concerns[0].id]
    if concern.exclusive:
        return words.nothing_named
    template: str = getattr(words, evidence.reading.replace("-", "_"))
    if not concern.psychodynamic.points and not concern.cbt.points:
        template = words.nothing_seen
    form = concern.first_choice
    return template.format(
        concern=labels.spoken(concern.label),
        form=form.name if form else "",
        family=form.family if form else "",
    )


def form(questionnaire: Questionnaire, named: NamedForm) -> str:
    """Say which form of therapy to ask for by name, with its sources."""
    template = questionnaire.words.report.evidence_form
    said = template.format(form=named.name, about=named.about)
    return labels.cited(questionnaire, said, named.sources)


def turning(
    questionnaire: Questionnaire, points: list[Told]
) -> Iterator[tuple[Paragraph, ...]]:
    """Yield one entry for each question and reading, its options put together."""
    words = questionnaire.words.report
    gathered: dict[tuple[str, str | None, str], list[str]] = {}
    for point in points:
        key = (point["question"], point["from"], point["reading"])
        then = labels.between(questionnaire, point["lowest"], point["highest"])
        to = labels.answer(questionnaire, point["question"], point["to"])
        said = words.change_to.format(answer=to, difference=then)
        gathered.setdefault(key, []).append(said)
    for (question, was, reading), options in gathered.items():
        given = labels.answer(questionnaire, question, was)
        name = questionnaire.words.readings.of(reading).name
        yield (
            Paragraph(labels.topic(questionnaire, question), strong=True),
            Paragraph(words.change_from.format(answer=given)),
            *map(Paragraph, options),
            Paragraph(words.change_reading.format(reading=name)),
        )
