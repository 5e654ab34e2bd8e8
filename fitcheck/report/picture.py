"""The two columns and the map of fit and evidence, as blocks that can be drawn.

Each holds its words and its numbers; with a gate there is nothing to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fitcheck.content.model import SIDES, Leaning, Pull
from fitcheck.report import labels
from fitcheck.report.document import Columns, Facts, Map, Paragraph, Section, Table
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Evidence, Fit, Score

DOWN: tuple[Leaning, ...] = ("psychodynamic", "neither", "cbt")
"""The map's rows, what the person wants: as the columns of points stand."""
ACROSS: tuple[Leaning, ...] = ("cbt", "neither", "psychodynamic")
"""The map's columns, what the evidence says: as the scale of differences runs."""


def section(questionnaire: Questionnaire, score: Score) -> Iterator[Section]:
    """Show the columns, how a difference is read, and the map."""
    if score.fit is None or score.evidence is None:
        return
    words = questionnaire.words.report
    blocks = (
        Paragraph(words.picture_text),
        columns(questionnaire, score.fit),
        Paragraph(words.bands_text),
        Facts(tuple(bands(questionnaire))),
        Paragraph(words.map_text),
        place(questionnaire, score.fit, score.evidence),
    )
    yield Section(words.picture, blocks, id="picture")


def columns(questionnaire: Questionnaire, fit: Fit) -> Columns:
    """Put the points of both sides together, with the difference in words."""
    words = questionnaire.words.report
    rows = tuple(
        (
            labels.capital(labels.therapy(questionnaire, side)),
            words.points_of.format(points=getattr(fit, side), maximum=fit.maximum),
        )
        for side in SIDES
    )
    last = words.difference_read.format(
        difference=difference(questionnaire, fit), band=read(questionnaire, fit)
    )
    left, right = (side_name(questionnaire, side) for side in (ACROSS[0], ACROSS[-1]))
    return Columns(
        table=Table((words.column, words.points), (*rows, (words.difference, last))),
        points=(fit.psychodynamic, fit.cbt),
        maximum=fit.maximum,
        lowest=fit.lowest,
        highest=fit.highest,
        bounds=tuple(bounds(questionnaire)),
        ends=(left, right),
    )


def difference(questionnaire: Questionnaire, fit: Fit) -> str:
    """Say the difference, or the range in which missing answers leave it."""
    return labels.between(questionnaire, fit.lowest, fit.highest)


def read(questionnaire: Questionnaire, fit: Fit) -> str:
    """Name the band, or say that it cannot be told."""
    if fit.spans:
        return questionnaire.words.readings.cannot_tell.name
    return next(b.name for b in questionnaire.rubric.bands if b.id == fit.band)


def bounds(questionnaire: Questionnaire) -> Iterator[int]:
    """Yield the differences nearest to 0 of every band that points to a side.

    A band is written by its lower bound, so on the low side it ends below the next.
    """
    for band in questionnaire.rubric.bands:
        if band.from_ is not None:
            yield band.from_ if band.from_ > 0 else band.from_ - 1


def bands(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield each band with the differences that are read so."""
    words, several = questionnaire.words.report, questionnaire.rubric.bands
    ends = [band.from_ - 1 for band in several[1:] if band.from_ is not None]
    for band, end in zip(several, (*ends, None), strict=True):
        known = {
            "lowest": "" if band.from_ is None else labels.signed(band.from_),
            "highest": "" if end is None else labels.signed(end),
        }
        template = words.band_between
        if band.from_ is None:
            template = words.band_most
        elif end is None:
            template = words.band_least
        yield labels.capital(band.name), template.format(**known)


def place(questionnaire: Questionnaire, fit: Fit, evidence: Evidence) -> Map:
    """Put a person on the map; what is not known leaves several places open."""
    words = questionnaire.words.report
    open_fit, open_evidence = fit.spans, not evidence.concerns
    wanted = wished(questionnaire, fit.pull)
    if open_fit:
        wanted = questionnaire.words.readings.cannot_tell.name
    known = side_name(questionnaire, evidence.side)
    if open_evidence:
        known = questionnaire.words.walk.not_provided
    reached = next((side for side in SIDES if fit.pull.endswith(side)), fit.side)
    downs = range(3) if open_fit else sorted({*map(DOWN.index, (fit.side, reached))})
    acrosses = range(3) if open_evidence else (ACROSS.index(evidence.side),)
    return Map(
        places=Facts(((words.fit_place, wanted), (words.evidence_place, known))),
        rows=three(*(side_name(questionnaire, side) for side in DOWN)),
        columns=three(*(side_name(questionnaire, side) for side in ACROSS)),
        cells=tuple(three(*readings(questionnaire, down)) for down in DOWN),
        here=tuple((down, across) for down in downs for across in acrosses),
        mark=words.map_maybe if len(downs) * len(acrosses) > 1 else words.map_you,
    )


def wished(questionnaire: Questionnaire, pull: Pull) -> str:
    """Name the side that the fit lens points to, or still can."""
    side = next((one for one in SIDES if pull.endswith(one)), None)
    if side is None or pull == side:
        return side_name(questionnaire, side or "neither")
    return questionnaire.words.scorecard.reading_reaching.format(
        band=side_name(questionnaire, "neither"), side=side_name(questionnaire, side)
    )


def readings(questionnaire: Questionnaire, fit: Leaning) -> Iterator[str]:
    """Yield what the table says at each place of one row of the map."""
    for evidence in ACROSS:
        row = scoring.decide(questionnaire, fit=fit, evidence=evidence)
        found = scoring.table(questionnaire, row).reading
        yield questionnaire.words.readings.of(found).name


def three(*texts: str) -> tuple[str, str, str]:
    """Say to the type checker that these are three."""
    return cast("tuple[str, str, str]", texts)


def side_name(questionnaire: Questionnaire, side: Leaning) -> str:
    """Name a side, or neither."""
    name: str = getattr(questionnaire.words.report, f"side_{side}")
    return name
