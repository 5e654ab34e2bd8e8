"""The rubric applied to one sheet: points, interval, band, evidence, reading.

Whole numbers only, no words of its own, no rounding; off-path answers never count.
The rules are those of the published table (``questions/rubric.yaml``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from fitcheck.model import SIDES, Note, Poles, Statement
from fitcheck.rubric import groups, path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fitcheck.answers.sheet import Answers, Sheet
    from fitcheck.model import (
        Band,
        Concern,
        Direction,
        EvidenceReading,
        Leaning,
        Points,
        Pull,
        Reading,
        Row,
        Section,
        Side,
    )
    from fitcheck.questionnaire import Questionnaire

FIRST = 3
"""Evidence points of a therapy that a guideline puts first."""


@dataclass(frozen=True)
class Line:
    """One answer with what it adds."""

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
    side: Leaning
    pull: Pull
    spans: bool


@dataclass(frozen=True)
class Standing:
    """The evidence for one concern."""

    id: str
    psychodynamic: int
    cbt: int
    first_choice: str | None
    reading: EvidenceReading
    favours: tuple[Direction, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """The evidence lens: the first concern alone decides."""

    reading: EvidenceReading
    favours: tuple[Direction, ...]
    side: Leaning
    concerns: tuple[Standing, ...]


@dataclass(frozen=True)
class Score:
    """The judgement on one sheet; with a gate there is no leaning in it."""

    gates: tuple[str, ...]
    fit: Fit | None
    evidence: Evidence | None
    reading: Reading
    row: int
    """Which row of the decision table applied, from 0."""
    lines: tuple[Line, ...]
    advisories: tuple[str, ...]
    notes: tuple[str, ...]


def score(questionnaire: Questionnaire, sheet: Sheet) -> Score:
    """Apply the rubric to a sheet."""
    answers = path.on_path(questionnaire, sheet.answers)
    gates = fired(questionnaire, sheet)
    practical = notes(questionnaire, answers)
    if gates:
        row = decide(questionnaire, gate=True)
        advice = advisories(questionnaire, answers, gates, None)
        return Score(
            gates, None, None, table(questionnaire, row).reading, row, (), advice,
            practical,
        )  # fmt: skip
    lens, proof = fit(questionnaire, answers), evidence(questionnaire, answers)
    row = decide(questionnaire, fit=lens.pull, spans=lens.spans, evidence=proof.side)
    reading = table(questionnaire, row).reading
    advice = advisories(questionnaire, answers, gates, reading)
    found = lines(questionnaire, answers)
    return Score(gates, lens, proof, reading, row, found, advice, practical)


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
    total = dict.fromkeys(SIDES, 0)
    for points in earned(questionnaire, answers).values():
        total["psychodynamic"] += points.psychodynamic
        total["cbt"] += points.cbt
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


def earned(questionnaire: Questionnaire, answers: Answers) -> dict[str, Points]:
    """Return the points of each answered question that carries points."""
    return {
        key: option.points
        for key in questionnaire.scored
        if key in answers
        for option in questionnaire.choices[key]
        if option.points and option.id in answers[key]
    }


@lru_cache(maxsize=8)
def maxima(questionnaire: Questionnaire) -> Mapping[Side, int]:
    """Return the most that each column can reach on any path."""
    most: dict[Side, int] = dict.fromkeys(SIDES, 0)
    for group in groups.groups(questionnaire):
        ways = list(groups.leaves(questionnaire, group))
        for side in SIDES:
            most[side] += max(
                sum(getattr(c.points, side) for c in way.values() if c.points)
                for way in ways
            )
    return MappingProxyType(most)


def band(questionnaire: Questionnaire, difference: int) -> Band:
    """Return the band of a difference: the last whose lower bound it reaches."""
    found = questionnaire.rubric.bands[0]
    for one in questionnaire.rubric.bands[1:]:
        if one.from_ is not None and difference >= one.from_:
            found = one
    return found


def weakest(questionnaire: Questionnaire, lowest: int, highest: int) -> Band:
    """Return the weakest band between two differences, ends included."""
    low, high = band(questionnaire, lowest), band(questionnaire, highest)
    if low.side == high.side == "psychodynamic":
        return low
    if low.side == high.side == "cbt":
        return high
    return next(b for b in questionnaire.rubric.bands if b.side == "neither")


def pull(questionnaire: Questionnaire, lowest: int, highest: int) -> Pull:
    """Say where an interval points, and to which one side its gaps still reach."""
    low, high = band(questionnaire, lowest).side, band(questionnaire, highest).side
    if low == high:
        return low
    reached = {low, high} - {"neither"}
    if len(reached) > 1:
        return "neither"
    return "reaching-cbt" if "cbt" in reached else "reaching-psychodynamic"


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


def standing(concern: Concern) -> Standing:
    """Read off where the evidence puts the two therapies for one concern."""
    cbt, psychodynamic = concern.cbt.points, concern.psychodynamic.points
    reading: EvidenceReading = "no-clear-difference"
    favours: tuple[Direction, ...] = ()
    form = concern.first_choice
    if form:
        reading, favours = "named-form-first", form.favours
    elif cbt == FIRST > psychodynamic:
        reading, favours = "cbt-ahead", ("cbt",)
    elif psychodynamic == FIRST > cbt:
        reading, favours = "psychodynamic-ahead", ("psychodynamic",)
    used = (
        *concern.psychodynamic.sources,
        *concern.cbt.sources,
        *(form.sources if form else ()),
    )
    return Standing(
        concern.id,
        psychodynamic,
        cbt,
        form.name if form else None,
        reading,
        favours,
        tuple(dict.fromkeys(used)),
    )


def leaning(favours: tuple[Direction, ...]) -> Leaning:
    """Say which side a list counts towards; ``another`` takes from no side."""
    sides = [side for side in SIDES if side in favours]
    return sides[0] if len(sides) == 1 else "neither"


def decide(
    questionnaire: Questionnaire,
    *,
    gate: bool = False,
    spans: bool = False,
    fit: Pull = "neither",
    evidence: Leaning = "neither",
) -> int:
    """Return the number of the first row of the table that applies."""
    for number, row in enumerate(questionnaire.rubric.table):
        if applies(row, gate=gate, spans=spans, fit=fit, evidence=evidence):
            return number
    raise LookupError("the loader lets no table with a gap through")


def applies(row: Row, *, gate: bool, spans: bool, fit: Pull, evidence: Leaning) -> bool:
    """Say whether one row of the table applies."""
    if row.gate or row.spans:
        return (row.gate and gate) or (row.spans and spans)
    return fit in row.fit and evidence in row.evidence


def table(questionnaire: Questionnaire, number: int) -> Row:
    """Return a row of the decision table."""
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
            found.extend(
                concern_line(key, questionnaire.concerns[one]) for one in chosen
            )
    return tuple(found)


def concern_line(question: str, concern: Concern) -> Line:
    """Make the line of one concern."""
    sides = {"psychodynamic": concern.psychodynamic, "cbt": concern.cbt}
    return Line(
        question,
        concern.id,
        concern.psychodynamic.points,
        concern.cbt.points,
        "evidence",
        {side: standing.reason for side, standing in sides.items()},
        standing(concern).sources,
    )


def notes(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    """Return the ids of the options that bring a practical note, each once."""
    found = (
        option.id
        for key, chosen in answers.items()
        for option in getattr(questionnaire.questions[key], "options", ())
        if option.id in chosen and isinstance(getattr(option, "note", None), Note)
    )
    return tuple(dict.fromkeys(found))


def advisories(
    questionnaire: Questionnaire,
    answers: Answers,
    gates: tuple[str, ...],
    reading: Reading | None,
) -> tuple[str, ...]:
    """Return the ids of the advisories that apply; None as reading means a gate."""
    chosen = answers.get(questionnaire.concern_question or "", ())
    rules = {
        "preference-differs": lambda: preference_differs(
            questionnaire, answers, reading
        ),
        "same-answer-all-along": lambda: same_all_along(questionnaire, answers),
        "also-ask-for-form": lambda: any(
            questionnaire.concerns[one].first_choice for one in chosen[1:]
        ),
    }
    found = []
    for advisory in questionnaire.rubric.advisories:
        if advisory.rule:
            called = reading is not None and rules[advisory.rule]()
        else:
            called = any(one in advisory.concerns for one in chosen)
        if called and not set(advisory.unless_gates) & set(gates):
            found.append(advisory.id)
    return tuple(found)


def preference_differs(
    questionnaire: Questionnaire, answers: Answers, reading: Reading | None
) -> bool:
    """Say whether the stated preference is one therapy and the reading the other."""
    for key, points in earned(questionnaire, answers).items():
        question = questionnaire.questions[key]
        if isinstance(question, Poles) and question.scale == "preference":
            wanted = points.difference
            return (wanted > 0 and reading == "leans-cbt") or (
                wanted < 0 and reading == "leans-psychodynamic"
            )
    return False


def same_all_along(questionnaire: Questionnaire, answers: Answers) -> bool:
    """Say whether a section of like questions was answered at one place throughout."""
    return any(
        len(section.questions) > 1
        and len({type(q) for q in section.questions}) == 1
        and isinstance(section.questions[0], (Poles, Statement))
        and one_place(questionnaire, section, answers)
        for section in questionnaire.sections
    )


def one_place(questionnaire: Questionnaire, section: Section, answers: Answers) -> bool:
    """Say whether every question has an answer, all at one place as shown."""
    places = {
        next(
            (
                at
                for at, option in enumerate(questionnaire.shown(question))
                if option.id in answers.get(question.id, ())
            ),
            None,
        )
        for question in section.questions
    }
    return len(places) == 1 and None not in places
