"""All that comes of a sheet, of the audit's sheets, and of all sheets together.

Plain data, so that two questionnaires can be held side by side; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any, NamedTuple

from fitcheck.answers.sheet import Sheet
from fitcheck.comparing import rules
from fitcheck.comparing.differences import Difference, differences
from fitcheck.comparing.rules import Change, Place
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import AnswerError
from fitcheck.proof import articles, constitution, witnesses
from fitcheck.proof.counting import Proof
from fitcheck.report import facts
from fitcheck.rubric import changes, path, scoring, therapist_questions

Outcome = dict[str, Any]
"""What one sheet leads to, part by part; what matters most comes first."""
Sheets = Mapping[str, Sheet | None]
"""Sheets by the name of their file; None for a file that cannot be read."""
AROUND = ("least", "turning")
"""What would change a result, and no part of it; to work it out takes longest."""
HIDDEN = ("band", "points", "interval", "evidence", "concerns")
"""What a gate hides: on a sheet it comes and goes with it, and says nothing more."""


class Tried(NamedTuple):
    """A sheet, and what comes of it by the rules of each; None if it does not fit."""

    sheet: Sheet
    before: Outcome | None
    after: Outcome | None
    file: str = ""
    """That of a fictional person; empty for a sheet that is nobody's."""
    same: bool = True
    """Whether the same answers are scored by both; else those of each folder."""
    reanswered: bool = False
    """Whether the two folders hold other answers of this person."""
    because: Sequence[Place] = ()
    """Parts of the files that move this result; none if no single one does."""

    @property
    def name(self) -> str:
        return self.sheet.vignette.name if self.sheet.vignette else self.file

    @property
    def moves(self) -> list[Move]:
        was, now = self.before, self.after
        if was is None or now is None:
            return [Move(self, "lost" if was else "gained", bool(was), bool(now))]
        return [
            Move(self, str(place[0]), one, other)
            for place, one, other in differences(was, now)
            if self.file or place[0] not in HIDDEN or (one and other)
        ]


class Move(NamedTuple):
    """One part of a result that moves."""

    who: Tried
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
    asked = therapist_questions.choose(questionnaire, sheet.answers)
    found: Outcome = {
        "reading": score.reading,
        "gates": score.gates,
        "stops": any(gate.stops for gate in gates),
        "private": any(gate.private for gate in gates),
        "lines": tuple(dict.fromkeys(kind for gate in gates for kind in gate.lines)),
        "band": fit and fit.band,
        "points": fit and (fit.psychodynamic, fit.cbt),
        "interval": fit and (fit.lowest, fit.highest),
        "evidence": proof and (proof.reading, proof.favours),
        "concerns": tuple(
            (one.id, one.psychodynamic, one.cbt, bool(one.first_choice), one.favours)
            for one in (proof.concerns if proof else ())
        ),
        "advisories": score.advisories,
        "notes": score.notes,
        "screens": tuple(
            (one["question"], one["answer"])
            for one in facts.readiness(questionnaire, sheet)
        ),
        "questions": tuple(chosen.question.id for chosen in asked),
    }
    if around:
        points = changes.turning_points(questionnaire, sheet, score)
        found["least"] = changes.least_changes(questionnaire, sheet, score)
        found["turning"] = tuple((one.question, one.to, one.reading) for one in points)
    return found


def unfit(questionnaire: Questionnaire, sheet: Sheet) -> set[str]:
    """Return the questions to which this questionnaire does not take the answers."""
    clearing = {g.id for g in questionnaire.library.gates.gates if g.clears}
    found = set()
    for key, chosen in sheet.answers.items():
        try:
            path.accept(questionnaire, questionnaire.questions[key], chosen)
        except (KeyError, AnswerError):
            found.add(key)
        if set(chosen) & set(sheet.cleared) - clearing:
            found.add(key)
    return found


def scored(questionnaire: Questionnaire, sheet: Sheet) -> Outcome | None:
    """Return what comes of a sheet, or None where it cannot be given."""
    given = not unfit(questionnaire, sheet)
    return outcome(questionnaire, sheet, around=False) if given else None


def meet(
    old: Questionnaire, new: Questionnaire, before: Sheets, after: Sheets
) -> Iterator[Tried]:
    """Yield everybody whose answers can be scored by both."""
    for file in sorted({*before, *after}):
        then, now = before.get(file), after.get(file)
        fit = (x for x in (now, then) if x and not (unfit(old, x) or unfit(new, x)))
        same = next(fit, None)
        one, other = same or then, same or now
        if one and other:
            again = bool(then and now and then.answers != now.answers)
            both = outcome(old, one), outcome(new, other)
            yield Tried(other, *both, file, same is not None, again)


def blamed(
    old: Questionnaire,
    new: Questionnaire,
    people: Sequence[Tried],
    changed: Sequence[Change],
) -> list[Tried]:
    """Say for everybody who moves which changed parts of the files move them.

    A part is blamed only after trying: it alone is changed, or all but it.
    """
    because: dict[str, list[Place]] = {one.file: [] for one in people}
    moving = [one for one in people if one.moves and one.same]
    every = dict.fromkeys(rules.parts(changed).values()) if moving else {}
    for part in every:
        alone = rules.taken(old, new, [part])
        without = rules.taken(old, new, [one for one in every if one != part])
        for one in moving:
            near = any(move.part in AROUND for move in one.moves)
            tried = (one.before, alone), (one.after, without)
            if any(other(was, rubric, one.sheet, near) for was, rubric in tried):
                because[one.file].append(part)
    return [one._replace(because=because[one.file]) for one in people]


def other(
    result: Outcome | None, questionnaire: Questionnaire, sheet: Sheet, around: bool
) -> bool:
    """Say whether something else comes of a sheet by these rules."""
    if result is None or unfit(questionnaire, sheet):
        return True
    try:
        found = outcome(questionnaire, sheet, around=around)
    except (LookupError, StopIteration):
        # Rules taken alone may leave nothing to score: a table with a gap, no band.
        return True
    return any(result[part] != value for part, value in found.items())


def trials(old: Proof, new: Proof) -> Iterator[Tried]:
    """Yield each sheet that can be given, with what comes of it by both.

    The sheets are those that the audit makes from either. One with safety answers comes
    a second time as a copy that leaves these out, and a third time with the gates
    cleared that a clinician can clear.
    """
    seen = set()
    for proved in (old, new):
        one = proved.questionnaire
        for answers in witnesses.witnesses(proved):
            sheet = Sheet(one.manifest.id, one.manifest.version, answers)
            several = [sheet]
            if one.safety & answers.keys():
                several.append(sheet.withhold(one.safety, gate_fired=True))
            fired = scoring.fired(one, sheet)
            gates = one.library.gates.gates
            if cleared := tuple(g.id for g in gates if g.clears and g.id in fired):
                several.append(replace(sheet, cleared=cleared, respondent="clinician"))
            for each in several:
                key = frozenset(each.answers.items()), each.gate_withheld, each.cleared
                if key not in seen:
                    seen.add(key)
                    was, now = (scored(x.questionnaire, each) for x in (old, new))
                    if was or now:
                        yield Tried(each, was, now)


def moved(old: Proof, new: Proof) -> Iterator[Difference]:
    """Yield what ``check`` prints and each place of the map, if it is another now."""

    def figures(proved: Proof) -> Iterator[str]:
        yield from constitution.facts(proved)
        for fit, evidence in product(articles.PULLS, articles.ORDER):
            row = scoring.decide(proved.questionnaire, fit=fit, evidence=evidence)
            reading = scoring.table(proved.questionnaire, row).reading
            yield f"What you want {fit}, evidence {evidence}: {reading}."

    return differences(list(figures(old)), list(figures(new)))
