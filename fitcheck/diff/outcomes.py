"""All that comes of one sheet, so that two questionnaires can be held side by side.

It asks scoring, explain, asking and the report; it works nothing out by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from fitcheck.errors import AnswerError
from fitcheck.report import along
from fitcheck.rubric import changes, path, scoring, therapist_questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.model import Direction, EvidenceReading
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Score

    Evidence = tuple[EvidenceReading, tuple[Direction, ...]]
    Standing = tuple[str, int, int, bool, tuple[Direction, ...]]

AROUND = ("least", "turning")
"""What would change a result, and no part of it."""


@dataclass(frozen=True)
class Outcome:
    """What one sheet leads to, what matters most first."""

    reading: str
    gates: tuple[str, ...]
    stops: bool
    """Whether the walk stops at a help screen."""
    private: bool
    """Whether nothing is written from there on."""
    lines: tuple[str, ...]
    """The kinds of help lines that the screens show."""
    band: str | None
    points: tuple[int, int, int] | None
    """Psychodynamic, CBT, and the most that either can reach."""
    interval: tuple[int, int] | None
    evidence: Evidence | None
    concerns: tuple[Standing, ...]
    advisories: tuple[str, ...]
    notes: tuple[str, ...]
    screens: tuple[tuple[str, str], ...]
    """Questions and answers that open a screen of help."""
    questions: tuple[str, ...]
    """The questions to take to a therapist."""
    least: int | None
    turning: frozenset[tuple[str, str, str]]
    """Question, option and reading of every single answer that gives another one."""


@dataclass(frozen=True)
class Move:
    """One part of an outcome that is another, named by its field."""

    part: str
    was: Any
    now: Any


def outcome(
    questionnaire: Questionnaire, sheet: Sheet, *, around: bool = True
) -> Outcome:
    """Work out what a sheet leads to; what would change it takes most of the time."""
    score = scoring.score(questionnaire, sheet)
    gates = [g for g in questionnaire.library.gates.gates if g.id in score.gates]
    fit, proof = score.fit, score.evidence
    return Outcome(
        reading=score.reading,
        gates=score.gates,
        stops=any(gate.stops for gate in gates),
        private=any(gate.private for gate in gates),
        lines=tuple(dict.fromkeys(kind for gate in gates for kind in gate.lines)),
        band=fit.band if fit else None,
        points=(fit.psychodynamic, fit.cbt, fit.maximum) if fit else None,
        interval=(fit.lowest, fit.highest) if fit else None,
        evidence=(proof.reading, proof.favours) if proof else None,
        concerns=tuple(standings(score)),
        advisories=score.advisories,
        notes=score.notes,
        screens=tuple(
            (one["question"], one["answer"])
            for one in along.readiness(questionnaire, sheet)
        ),
        questions=tuple(
            chosen.question.id
            for chosen in therapist_questions.choose(questionnaire, sheet.answers)
        ),
        least=changes.least_changes(questionnaire, sheet, score) if around else None,
        turning=turning(questionnaire, sheet, score) if around else frozenset(),
    )


def standings(score: Score) -> Iterator[Standing]:
    """Yield what each chosen concern counts, and whether a form is named for it."""
    for one in score.evidence.concerns if score.evidence else ():
        formed = one.first_choice is not None
        yield one.id, one.psychodynamic, one.cbt, formed, one.favours


def turning(
    questionnaire: Questionnaire, sheet: Sheet, score: Score
) -> frozenset[tuple[str, str, str]]:
    """Return every single answer that would give another reading."""
    found = changes.turning_points(questionnaire, sheet, score)
    return frozenset((one.question, one.to, one.reading) for one in found)


def moves(was: Outcome, now: Outcome) -> tuple[Move, ...]:
    """Return the parts of an outcome that are others, what matters most first."""
    return tuple(
        Move(one.name, getattr(was, one.name), getattr(now, one.name))
        for one in fields(Outcome)
        if getattr(was, one.name) != getattr(now, one.name)
    )


def fits(questionnaire: Questionnaire, sheet: Sheet) -> bool:
    """Say whether every answer on a sheet can be given to this questionnaire."""
    return next(unfit(questionnaire, sheet), None) is None


def unfit(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Yield the questions to which this questionnaire does not take the answers."""
    for key, chosen in sheet.answers.items():
        try:
            path.accept(questionnaire, questionnaire.questions[key], chosen)
        except (KeyError, AnswerError):
            yield key
    clearing = {g.id for g in questionnaire.library.gates.gates if g.clears}
    for key, chosen in sheet.answers.items():
        if set(chosen) & set(sheet.cleared) - clearing:
            yield key
