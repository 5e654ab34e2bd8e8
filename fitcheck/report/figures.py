"""The two pictures: points as bars, and differences on the scale of the bands.

Each holds its words and its numbers; Markdown has them in letters, a page draws them.
With a gate there is nothing to draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fitcheck.content.model import SIDES, Band, Leaning, Pull
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import names
from fitcheck.rubric import scoring
from fitcheck.rubric.scoring import Evidence, Fit


class Bar(NamedTuple):
    name: str
    points: int
    said: str


class Mark(NamedTuple):
    """One difference, or the range in which missing answers leave it."""

    name: str
    lowest: int
    highest: int
    said: str


class Figure(NamedTuple):
    """Bars of points, below them a scale for each difference."""

    title: str
    heads: tuple[str, str]
    """What a table of all this has for headings."""
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    maximum: int
    bounds: tuple[int, ...]
    """The differences at which another band begins, counted away from 0."""
    ends: tuple[str, str]
    """What the least and the greatest difference point to."""

    @property
    def drawn(self) -> list[str]:
        room = max(len(one.name) for one in self.bars)
        return [
            f"{one.name:<{room}} {'█' * one.points:<{self.maximum}} {one.said}"
            for one in self.bars
        ]

    @property
    def differences(self) -> list[str]:
        return [f"{one.name}: {one.said}" for one in self.marks]


def points(questionnaire: Questionnaire, fit: Fit) -> Figure:
    words = questionnaire.words.report
    bars = tuple(
        Bar(
            names.capital(names.therapy(questionnaire, side)),
            getattr(fit, side),
            words.points_of.format(points=getattr(fit, side), maximum=fit.maximum),
        )
        for side in SIDES
    )
    heads = words.column, words.points
    marks = (difference(questionnaire, words.difference, fit),)
    return drawn(questionnaire, words.column, heads, bars, marks, fit.maximum)


def difference(questionnaire: Questionnaire, name: str, fit: Fit) -> Mark:
    """Name a difference, and say how it is read."""
    said = questionnaire.words.report.difference_read.format(
        difference=names.between(questionnaire, fit.lowest, fit.highest),
        band=names.band(questionnaire, fit),
    )
    return Mark(name, fit.lowest, fit.highest, said)


def drawn(
    questionnaire: Questionnaire,
    title: str,
    heads: tuple[str, str],
    bars: tuple[Bar, ...],
    marks: tuple[Mark, ...],
    maximum: int,
) -> Figure:
    """Put a figure together whose scale is that of the bands."""
    words = questionnaire.words.report
    ends = words.side_cbt, words.side_psychodynamic
    lowest = [b.from_ for b in questionnaire.rubric.bands if b.from_ is not None]
    # A band is written by its lower bound: on the low side it ends below the next.
    bounds = tuple(one if one > 0 else one - 1 for one in lowest)
    return Figure(title, heads, bars, marks, maximum, bounds, ends)


# --- the bands and the map ------------------------------------------------------------

DOWN: tuple[Leaning, ...] = ("psychodynamic", "neither", "cbt")
"""The map's rows, what the person wants: as the columns of points stand."""
ACROSS: tuple[Leaning, ...] = ("cbt", "neither", "psychodynamic")
"""The map's columns, what the evidence says: as the scale of differences runs."""


def bands(questionnaire: Questionnaire) -> Iterator[tuple[Band, str, str]]:
    """Yield each band with its name and the differences that are read so."""
    words, several = questionnaire.words.report, questionnaire.rubric.bands
    ends = [band.from_ - 1 for band in several[1:] if band.from_ is not None]
    for band, end in zip(several, (*ends, None), strict=True):
        lowest = "" if band.from_ is None else names.signed(band.from_)
        highest = "" if end is None else names.signed(end)
        template = words.band_between
        if not (lowest and highest):
            template = words.band_least if lowest else words.band_most
        said = template.format(lowest=lowest, highest=highest)
        yield band, names.capital(band.name), said


class Map(NamedTuple):
    """What a person wants against what the evidence says, three by three."""

    wanted: str
    """Where on the way down the person is."""
    known: str
    """Where on the way across."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Each row with the readings in it; a mark stands where the person is or may be."""


def place(questionnaire: Questionnaire, fit: Fit, evidence: Evidence) -> Map:
    """Put a person on the map; what is not known leaves several places open."""
    words = questionnaire.words
    wanted, known = (wished(questionnaire, fit.pull),
                     names.column(questionnaire, evidence.side))  # fmt: skip
    reached = next((side for side in SIDES if fit.pull.endswith(side)), fit.side)
    downs, acrosses = {fit.side, reached}, {evidence.side}
    if fit.spans:
        wanted, downs = words.readings.cannot_tell.name, set(DOWN)
    if not evidence.concerns:
        known, acrosses = words.walk.not_provided, set(ACROSS)
    sure = len(downs) * len(acrosses) == 1
    mark = words.report.map_you if sure else words.report.map_maybe

    def cell(down: Leaning, across: Leaning) -> str:
        here = down in downs and across in acrosses
        found = reading(questionnaire, down, across)
        return f"{found} ({mark})" if here else found

    return Map(
        wanted,
        known,
        tuple(names.column(questionnaire, one) for one in ACROSS),
        tuple(
            (names.column(questionnaire, down), tuple(cell(down, x) for x in ACROSS))
            for down in DOWN
        ),
    )


def reading(questionnaire: Questionnaire, fit: Pull, evidence: Leaning) -> str:
    row = scoring.decide(questionnaire, fit=fit, evidence=evidence)
    found = scoring.table(questionnaire, row).reading
    return questionnaire.words.readings.of(found).name


def wished(questionnaire: Questionnaire, pull: Pull) -> str:
    """Name the side that the fit lens points to, or still can."""
    side = next((one for one in SIDES if pull.endswith(one)), None)
    if side is None or pull == side:
        return names.column(questionnaire, side or "neither")
    return questionnaire.words.scorecard.reading_reaching.format(
        band=names.column(questionnaire, "neither"),
        side=names.column(questionnaire, side),
    )
