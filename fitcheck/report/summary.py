"""Five lines for a chart: who and when, the result, the concern, gaps, the version.

It says in short what the report says, and with a gate nothing of a leaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.content.model import SIDES
from fitcheck.report import headline, labels, listing, narrative, picture, reasons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Score

Told = dict[str, Any]


def summary(
    questionnaire: Questionnaire, sheet: Sheet, score: Score, facts: Told
) -> tuple[str, ...]:
    """Return the five lines; no text in them breaks a line."""
    parts = (
        who(questionnaire, sheet),
        judged(questionnaire, score, facts)
        if score.fit
        else routed(questionnaire, score),
        concern(questionnaire, facts),
        missing(questionnaire, sheet, facts),
        last(questionnaire),
    )
    return tuple(" ".join(" ".join(part).split()) for part in parts)


def who(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Yield what this is, who answered, when and where."""
    words = questionnaire.words
    yield words.summary.title
    yield from narrative.nobody(questionnaire, sheet)
    yield from headline.cleared(questionnaire, sheet)
    if not sheet.answered:
        yield words.summary.no_day
    yield from map(labels.ended, narrative.circumstances(questionnaire, sheet))


def judged(questionnaire: Questionnaire, score: Score, facts: Told) -> Iterator[str]:
    """Yield what leads, the reading, the band with its points, and the evidence."""
    words, fit = questionnaire.words, score.fit
    first, *_ = facts["said"]["sentences"]
    if first != words.readings.of(score.reading).sentence:
        yield first
    yield words.summary.result.format(reading=reading(questionnaire, score))
    if fit is None or score.evidence is None:
        return
    yield words.summary.fit.format(
        band=picture.read(questionnaire, fit),
        difference=picture.difference(questionnaire, fit),
        maximum=fit.maximum,
        **{side: getattr(fit, side) for side in SIDES},
    )
    if not any(one.first_choice for one in score.evidence.concerns[:1]):
        yield reasons.evidence_sentence(questionnaire, score.evidence)


def routed(questionnaire: Questionnaire, score: Score) -> Iterator[str]:
    """Yield that someone comes first, and why, unless that was withheld."""
    words, gates = questionnaire.words, questionnaire.library.gates.gates
    yield words.summary.result.format(reading=reading(questionnaire, score))
    names = "; ".join(gate.name for gate in gates if gate.id in score.gates)
    if names:
        yield words.summary.gates.format(names=names)
    yield words.report.no_leaning


def reading(questionnaire: Questionnaire, score: Score) -> str:
    """Name the reading."""
    return questionnaire.words.readings.of(score.reading).name


def concern(questionnaire: Questionnaire, facts: Told) -> Iterator[str]:
    """Yield the first concern, and those that were named besides."""
    words = questionnaire.words.summary
    chosen = facts["answers"].get(questionnaire.concern_question, ())
    if not chosen:
        yield words.no_concern
        return
    first, *others = (questionnaire.concerns[one] for one in chosen)
    yield words.concern.format(concern=first.label)
    if others:
        yield words.also.format(concerns="; ".join(one.label for one in others))


def missing(questionnaire: Questionnaire, sheet: Sheet, facts: Told) -> Iterator[str]:
    """Yield what was not answered, by name."""
    words = questionnaire.words.summary
    asked = list(listing.listed(questionnaire, sheet))
    names = [one.name for one in asked if one.id not in facts["answers"]]
    if not names:
        yield words.nothing_missing
        return
    yield words.missing.format(count=len(names), all=len(asked), names="; ".join(names))


def last(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the version, the fingerprint, what this is not, and who can be called."""
    yield from map(labels.ended, labels.edition(questionnaire))
    yield questionnaire.words.summary.not_a_diagnosis
