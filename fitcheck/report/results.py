"""What came of both sides of a comparison: as a table, and on one scale.

It lays out what was worked out; with a gate on either side it counts nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitcheck.model import SIDES
from fitcheck.report import labels, reasons
from fitcheck.report import picture as drawing
from fitcheck.report.document import Facts, Paragraph, Scale, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.compare import Side
    from fitcheck.model import Reading
    from fitcheck.report.pairs import Pairing
    from fitcheck.rubric.scoring import Fit


def result(told: Pairing) -> Section:
    """Say what came of both in a sentence or two, then part by part."""
    words = told.words
    both = [dict(parts(told, side)) for _, side in told.sides]
    titles = dict.fromkeys(title for one in both for title in one)
    rows = tuple(
        (title, *(one.get(title, words.none) for one in both)) for title in titles
    )
    note = words.neither_right if told.people else words.what_a_move_is
    said = Paragraph(" ".join(headline(told)), strong=True)
    shown = Table((words.part, *told.names), rows)
    return Section(words.result, (said, shown, Paragraph(note)), id="result")


def headline(told: Pairing) -> Iterator[str]:
    """Yield what comes of both, and how much of the answers is alike."""
    words, found = told.words, told.found
    if found.same:
        alike = words.same if told.people else words.nothing
        yield words.nothing_common if found.dropped else alike
        return
    yield readings(told)
    if found.gated:
        return
    both = [pair for pair in found.pairs if pair.both]
    if told.people:
        same = sum(not pair.moved for pair in both)
        talk = sum(pair.why is not None for pair in both)
        yield words.agreed.format(same=same, both=len(both), talk=talk)
    else:
        yield words.counted.format(moved=len(found.moved), all=len(found.pairs))


def readings(told: Pairing) -> str:
    """Say whether both come to the same reading."""
    words, (one, two) = told.words, told.names
    known = [
        (name, reading(told, side.reading)) for name, side in told.sides if side.reading
    ]
    if len(known) == 1:
        name, only = known[0]
        return words.one_gated.format(name=name, reading=only)
    (_, first), (_, second) = known
    if first == second:
        return (words.alike if told.people else words.stays).format(reading=first)
    if told.people:
        return words.apart.format(one=one, reading=first, two=two, other=second)
    return words.turned.format(before=first, after=second)


def parts(told: Pairing, side: Side) -> Iterator[tuple[str, str]]:
    """Yield each part of the result of one side; at a gate nothing with points."""
    words, evidence = told.questionnaire.words, side.score.evidence
    found = reading(told, side.reading) if side.reading else told.words.none
    yield words.diff.part.reading, found
    if side.score.fit:
        yield from columns(told, side.score.fit)
    key = told.questionnaire.concern_question
    if key:
        chosen = side.answers.get(key, ())[:1]
        said = labels.answers(told.questionnaire, key, {key: chosen})
        yield told.words.first_concern, said
    if evidence:
        said = reasons.evidence_sentence(told.questionnaire, evidence)
        yield words.diff.part.evidence, said


def columns(told: Pairing, fit: Fit) -> Iterator[tuple[str, str]]:
    """Yield what one side wants: the band, both columns and the difference."""
    questionnaire, words = told.questionnaire, told.questionnaire.words
    yield words.diff.part.band, drawing.read(questionnaire, fit)
    for one in SIDES:
        of = words.report.points_of.format(
            points=getattr(fit, one), maximum=fit.maximum
        )
        yield labels.capital(labels.therapy(questionnaire, one)), of
    yield words.report.difference, drawing.difference(questionnaire, fit)


def reading(told: Pairing, found: Reading) -> str:
    """Name the reading of one side."""
    return told.questionnaire.words.readings.of(found).name


def picture(told: Pairing) -> Iterator[Section]:
    """Show both differences on one scale."""
    questionnaire, words = told.questionnaire, told.words
    one, two, shift = *(side.score.fit for _, side in told.sides), told.found.shift
    if not one or not two or shift is None:
        return
    first, second = labels.signed(one.difference), labels.signed(two.difference)
    said = words.shift.format(before=first, after=second, shift=labels.signed(shift))
    if told.people:
        said = words.shift_people.format(one=first, two=second, shift=abs(shift))
    blocks = (
        Paragraph(questionnaire.words.report.bands_text),
        scale(told, (one, two)),
        Facts(tuple(drawing.bands(questionnaire))),
        *((Paragraph(said),) if shift else ()),
    )
    yield Section(words.picture, blocks, id="picture")


def scale(told: Pairing, fits: tuple[Fit, Fit]) -> Scale:
    """Put both differences on the scale, in words and in numbers."""
    questionnaire = told.questionnaire
    reads = questionnaire.words.report.difference_read
    rows = tuple(
        (
            name,
            reads.format(
                difference=drawing.difference(questionnaire, fit),
                band=drawing.read(questionnaire, fit),
            ),
        )
        for name, fit in zip(told.names, fits, strict=True)
    )
    one, two = fits
    whole = drawing.columns(questionnaire, one)
    head = (told.words.whose, questionnaire.words.report.difference)
    return Scale(
        table=Table(head, rows),
        marks=((one.lowest, one.highest), (two.lowest, two.highest)),
        maximum=whole.maximum,
        bounds=whole.bounds,
        ends=whole.ends,
    )
