"""The rubric applied to one sheet: points, interval, band, evidence, reading.

Whole numbers only, no words of its own, no rounding; off-path answers never count.
The rules are those of the published table (``questions/rubric.yaml``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from fitcheck.answers.sheet import Answers, Sheet
from fitcheck.content import model
from fitcheck.content.model import SIDES, Poles, Statement
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.rubric import groups, path

FIRST = 3
"""Evidence points of a therapy that a guideline puts first."""


@dataclass(frozen=True)
class Line:
    question: str
    answer: str
    psychodynamic: int
    cbt: int
    lens: Literal["fit", "evidence"]
    reason: str | dict[str, str]
    """For a concern, one reason for each therapy."""
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Fit:
    """The fit lens: what a person wants, and how they want to work."""

    psychodynamic: int
    cbt: int
    maximum: int
    difference: int
    lowest: int
    highest: int
    band: str
    side: model.Leaning
    pull: model.Pull
    spans: bool


@dataclass(frozen=True)
class Standing:
    id: str
    psychodynamic: int
    cbt: int
    first_choice: str | None
    reading: model.EvidenceReading
    favours: tuple[model.Direction, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """The evidence lens: the first concern alone decides."""

    reading: model.EvidenceReading
    favours: tuple[model.Direction, ...]
    side: model.Leaning
    concerns: tuple[Standing, ...]


@dataclass(frozen=True)
class Score:
    """The judgement on one sheet; with a gate there is no leaning in it."""

    gates: tuple[str, ...]
    fit: Fit | None
    evidence: Evidence | None
    reading: model.Reading
    row: int
    """Which row of the decision table applied, from 0."""
    lines: tuple[Line, ...]
    advisories: tuple[str, ...]
    notes: tuple[str, ...]


def score(questionnaire: Questionnaire, sheet: Sheet) -> Score:
    answers = path.on_path(questionnaire, sheet.answers)
    gates = fired(questionnaire, sheet)
    practical = notes(questionnaire, answers)
    if gates:
        row = decide(questionnaire, gate=True)
        reading = table(questionnaire, row).reading
        advice = advisories(questionnaire, answers, gates, None)
        return Score(gates, None, None, reading, row, (), advice, practical)
    lens, found = fit(questionnaire, answers), evidence(questionnaire, answers)
    row = decide(questionnaire, fit=lens.pull, spans=lens.spans, evidence=found.side)
    reading = table(questionnaire, row).reading
    advice = advisories(questionnaire, answers, gates, reading)
    added = lines(questionnaire, answers)
    return Score(gates, lens, found, reading, row, added, advice, practical)


def fired(questionnaire: Questionnaire, sheet: Sheet) -> tuple[str, ...]:
    """Return the gates in force, the most urgent first: those cleared are not."""
    if sheet.gate_withheld:
        return ("withheld",)
    answers = path.on_path(questionnaire, sheet.answers)
    return tuple(
        gate.id
        for gate in questionnaire.library.gates.gates
        if any(path.holds(when, answers) for when in gate.when)
        and not (gate.clears and gate.id in sheet.cleared)
    )


def fit(questionnaire: Questionnaire, answers: Answers) -> Fit:
    """Add up both columns, and the interval that missing answers leave open."""
    points = earned(questionnaire, answers).values()
    total = {side: sum(getattr(one, side) for one in points) for side in SIDES}
    lowest = highest = 0
    for group in groups.groups(questionnaire):
        low, high = groups.interval(questionnaire, group, answers)
        lowest, highest = lowest + low, highest + high
    placed = weakest(questionnaire, lowest, highest)
    return Fit(
        **total,
        maximum=maxima(questionnaire)["psychodynamic"],
        difference=total["psychodynamic"] - total["cbt"],
        lowest=lowest,
        highest=highest,
        band=placed.id,
        side=placed.side,
        pull=pull(questionnaire, lowest, highest),
        spans=spans(questionnaire, lowest, highest),
    )


def earned(questionnaire: Questionnaire, answers: Answers) -> dict[str, model.Points]:
    return {
        key: option.points
        for key in questionnaire.scored
        if key in answers
        for option in questionnaire.choices[key]
        if option.points and option.id in answers[key]
    }


@lru_cache(maxsize=8)
def maxima(questionnaire: Questionnaire) -> Mapping[model.Side, int]:
    """Return the most that each column can reach on any path."""
    most: dict[model.Side, int] = dict.fromkeys(SIDES, 0)
    for group in groups.groups(questionnaire):
        ways = list(groups.leaves(questionnaire, group))
        for side in SIDES:
            most[side] += max(
                sum(getattr(c.points, side) for c in way.values() if c.points)
                for way in ways
            )
    return MappingProxyType(most)


def band(questionnaire: Questionnaire, difference: int) -> model.Band:
    """Return the band of a difference: the last whose lower bound it reaches."""
    return next(
        band
        for band in questionnaire.rubric.bands[::-1]
        if band.from_ is None or difference >= band.from_
    )


def weakest(questionnaire: Questionnaire, lowest: int, highest: int) -> model.Band:
    """Return the weakest band between two differences, ends included."""
    low, high = band(questionnaire, lowest), band(questionnaire, highest)
    if low.side == high.side != "neither":
        return low if low.side == "psychodynamic" else high
    return next(b for b in questionnaire.rubric.bands if b.side == "neither")


def pull(questionnaire: Questionnaire, lowest: int, highest: int) -> model.Pull:
    """Say where an interval points, and to which one side its gaps still reach."""
    low, high = band(questionnaire, lowest).side, band(questionnaire, highest).side
    if low == high:
        return low
    if "neither" not in (low, high):
        return "neither"
    return "reaching-cbt" if "cbt" in (low, high) else "reaching-psychodynamic"


def spans(questionnaire: Questionnaire, lowest: int, highest: int) -> bool:
    """Say whether the interval reaches from a CBT band to a psychodynamic one."""
    low, high = band(questionnaire, lowest), band(questionnaire, highest)
    return low.side == "cbt" and high.side == "psychodynamic"


def evidence(questionnaire: Questionnaire, answers: Answers) -> Evidence:
    """Look up every chosen concern; the first one decides."""
    chosen = answers.get(questionnaire.concern_question or "", ())
    found = tuple(standing(questionnaire.concerns[one]) for one in chosen)
    if not found:
        return Evidence("not-given", (), "neither", ())
    first = found[0]
    return Evidence(first.reading, first.favours, leaning(first.favours), found)


def standing(concern: model.Concern) -> Standing:
    """Read off where the evidence puts the two therapies for one concern."""
    cbt, psychodynamic = concern.cbt.points, concern.psychodynamic.points
    reading: model.EvidenceReading = "no-clear-difference"
    favours: tuple[model.Direction, ...] = ()
    form = concern.first_choice
    if form:
        reading, favours = "named-form-first", form.favours
    elif cbt == FIRST > psychodynamic:
        reading, favours = "cbt-ahead", ("cbt",)
    elif psychodynamic == FIRST > cbt:
        reading, favours = "psychodynamic-ahead", ("psychodynamic",)
    used = (*concern.psychodynamic.sources, *concern.cbt.sources)
    used = tuple(dict.fromkeys((*used, *(form.sources if form else ()))))
    name = form.name if form else None
    return Standing(concern.id, psychodynamic, cbt, name, reading, favours, used)


def leaning(favours: tuple[model.Direction, ...]) -> model.Leaning:
    """Say which side a list counts towards; ``another`` takes from no side."""
    sides = [side for side in SIDES if side in favours]
    return sides[0] if len(sides) == 1 else "neither"


def decide(
    questionnaire: Questionnaire,
    *,
    gate: bool = False,
    spans: bool = False,
    fit: model.Pull = "neither",
    evidence: model.Leaning = "neither",
) -> int:
    """Return the number of the first row of the table that applies."""
    for number, row in enumerate(questionnaire.rubric.table):
        applies = fit in row.fit and evidence in row.evidence
        if row.gate or row.spans:
            applies = (row.gate and gate) or (row.spans and spans)
        if applies:
            return number
    raise LookupError("the loader lets no table with a gap through")


def table(questionnaire: Questionnaire, number: int) -> model.Row:
    return questionnaire.rubric.table[number]


def lines(questionnaire: Questionnaire, answers: Answers) -> tuple[Line, ...]:
    """Return one line for each answer with points, and for each concern."""
    found: list[Line] = []
    points = earned(questionnaire, answers)
    for key, chosen in answers.items():
        if key in points:
            p = points[key]
            found.append(
                Line(key, chosen[0], p.psychodynamic, p.cbt, "fit", p.reason, p.sources)
            )
        elif key == questionnaire.concern_question:
            for concern in (questionnaire.concerns[one] for one in chosen):
                of = standing(concern)
                both = of.psychodynamic, of.cbt
                why = {str(side): getattr(concern, side).reason for side in SIDES}
                found.append(Line(key, of.id, *both, "evidence", why, of.sources))
    return tuple(found)


def notes(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    """Return the ids of the options that bring a practical note, each once."""
    found = (
        option.id
        for key, chosen in answers.items()
        for option in getattr(questionnaire.questions[key], "options", ())
        if option.id in chosen and isinstance(getattr(option, "note", None), model.Note)
    )
    return tuple(dict.fromkeys(found))


def advisories(
    questionnaire: Questionnaire,
    answers: Answers,
    gates: tuple[str, ...],
    reading: model.Reading | None,
) -> tuple[str, ...]:
    """Return the ids of the advisories that apply; None as reading means a gate."""
    chosen = answers.get(questionnaire.concern_question or "", ())
    rules: dict[str | None, bool] = {}
    if reading is not None:
        others = [questionnaire.concerns[one] for one in chosen[1:]]
        rules = {
            "preference-differs": preference_differs(questionnaire, answers, reading),
            "same-answer-all-along": same_all_along(questionnaire, answers),
            "also-ask-for-form": any(other.first_choice for other in others),
        }
    return tuple(
        advisory.id
        for advisory in questionnaire.rubric.advisories
        if rules.get(advisory.rule) or set(advisory.concerns) & set(chosen)
        if not set(advisory.unless_gates) & set(gates)
    )


def preference_differs(
    questionnaire: Questionnaire, answers: Answers, reading: model.Reading
) -> bool:
    """Say whether the stated preference is one therapy and the reading the other."""
    given = earned(questionnaire, answers)
    asked = (getattr(questionnaire.questions[key], "scale", "") for key in given)
    both = zip(asked, given.values(), strict=True)
    wanted = next((p.difference for scale, p in both if scale == "preference"), 0)
    return (wanted > 0 and reading == "leans-cbt") or (
        wanted < 0 and reading == "leans-psychodynamic"
    )


def same_all_along(questionnaire: Questionnaire, answers: Answers) -> bool:
    """Say whether a section of like questions was answered at one place throughout."""
    for section in questionnaire.sections:
        first, *more = section.questions
        alike = {type(one) for one in more} == {type(first)}
        if alike and isinstance(first, (Poles, Statement)):
            at = set()
            for one in section.questions:
                shown = [choice.id for choice in questionnaire.shown(one)]
                given = answers.get(one.id)
                at.add(shown.index(given[0]) if given else None)
            if len(at) == 1 and at != {None}:
                return True
    return False
