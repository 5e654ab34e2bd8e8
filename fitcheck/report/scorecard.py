"""The scorecard: what each answer is worth, and what somebody's answers came to.

Blank it is the rubric on paper, filled in it explains a result; as data it is both. The
templates lay it out and say it, and the rubric alone judges.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from typing import Any, get_args

from fitcheck.content.model import (
    SIDES,
    Band,
    Concern,
    Leaning,
    PoleScale,
    Pull,
    Question,
    StatementScale,
)
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import visible
from fitcheck.report import facts
from fitcheck.report.case import ACROSS, Case
from fitcheck.report.names import Names
from fitcheck.rubric import groups, scoring
from fitcheck.rubric.scoring import Fit

Told = dict[str, Any]
KEPT = (
    "questionnaire", "answers_version", "demonstration", "country", "answered",
    "withheld", "cleared", "gate", "route", "fit", "sums", "missing", "evidence",
    "rule", "reading", "turning_points", "least_changes", "caveats",
)  # fmt: skip
"""What an explanation in JSON has of the report's facts, besides the lines."""
PLACES = ("much_a", "little_a", "middle", "little_b", "much_b")
"""What the five answers between two poles are called here, in the order shown."""


class Card:
    """What stands on the scorecard, step by step."""

    across = ACROSS
    pulls: tuple[Pull, ...] = get_args(Pull)

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire, self.words = questionnaire, questionnaire.words
        self.names = Names(questionnaire)

    @cached_property
    def stopping(self) -> dict[str, list[str]]:
        fired: dict[str, list[str]] = {}
        for gate in self.questionnaire.library.gates.gates:
            for when in gate.when:
                fired.setdefault(when.question, []).extend(when.any_of)
        return fired

    def named(self, key: str, options: Iterable[str]) -> str:
        """Name some options of a question, in the order in which they are shown."""
        wanted, known = set(options), self.questionnaire
        shown = known.shown(known.questions[key])
        return "; ".join(self.names.answer(key, o.id) for o in shown if o.id in wanted)

    def number(self, key: str) -> int:
        return list(self.questionnaire.questions).index(key) + 1

    @cached_property
    def tables(self) -> list[tuple[tuple[str, ...], list[Told]]]:
        """The questions with their points, those together whose options are called so.

        The middle option serves those besides the scale, and any answer of a question
        that only opens others.
        """
        known, fit = self.questionnaire, rubric(self.questionnaire)["fit"]
        for one in fit:
            key = one["question"]
            shown = known.steps(known.questions[key])
            one["options"] = one["options"][: len(shown) if key in known.scored else 1]
        return [(head, list(run)) for head, run in groupby(fit, self.head)]

    def head(self, row: Told) -> tuple[str, ...]:
        """Return what the options of a question are called in a heading."""
        key, words = row["question"], self.words.scorecard
        if key not in self.questionnaire.scored:
            return (words.any,)
        if self.questionnaire.questions[key].kind == "poles":
            return tuple(map(words.of, PLACES))
        return tuple(self.names.answer(key, one["id"]) for one in row["options"])

    def scales(self, lines: Iterable[Told]) -> list[PoleScale | StatementScale]:
        known = self.questionnaire.rubric.scales
        asked = [self.questionnaire.questions[one["question"]] for one in lines]
        used = {getattr(one, "scale", one.kind) for one in asked}
        several = (known.two_pole, known.preference, known.statement)
        return [one for one in several if one.id in used]

    def marks(self, fit: Fit, band: Band) -> str:
        """Say what of a difference lies in a band: its ends, and what counts."""
        words, open_ = self.words.explain, fit.lowest != fit.highest
        ends = {words.band_lowest: fit.lowest, words.band_highest: fit.highest}
        found = [
            said
            for said, end in ends.items()
            if open_ and scoring.band(self.questionnaire, end) == band
        ]
        here = band.id == fit.band and not fit.spans
        return ", ".join([*found, words.band_this] if here else found)

    def yours(self, fit: Fit) -> str:
        """Name what step 4 comes to."""
        if fit.pull not in (*SIDES, "neither") and not fit.spans:
            return self.wanted(fit.pull)
        return self.names.band(fit)

    def side(self, concern: Concern) -> Leaning:
        """Return the side that the evidence for a concern takes."""
        return scoring.leaning(scoring.standing(concern).favours)

    def towards(self, side: Leaning) -> str:
        """Name what the evidence points to."""
        if side == "neither":
            return self.words.scorecard.evidence_neither
        return self.names.column(side)

    @property
    def nobody(self) -> list[Leaning]:
        """The sides to which no concern points."""
        known = set(map(self.side, self.questionnaire.concerns.values()))
        return [side for side in SIDES if side not in known]

    def wanted(self, pull: Pull) -> str:
        """Name what step 4 came to, without its strength."""
        words, bands = self.words.scorecard, self.questionnaire.rubric.bands
        middle = next(band.name for band in bands if band.side == "neither")
        if pull == "neither":
            return middle
        name = self.names.column("cbt" if pull.endswith("cbt") else "psychodynamic")
        if pull in SIDES:
            return words.reading_towards.format(side=name)
        return words.reading_reaching.format(side=name, band=middle)

    def stands(self, *keys: str) -> str:
        """Name the file and the line of each of these ids."""
        found = (self.questionnaire.places[key] for key in keys)
        return ", ".join(f"{visible(one.file)}:{one.line}" for one in found)

    def places(self, line: Told) -> list[str]:
        """Return the ids that give a line its points: its question, a scale's step."""
        key, answer = line["question"], line["answer"]
        asked = self.questionnaire.questions[key]
        own = f"{self.questionnaire.section_of[key].id}/{key}"
        if asked.kind == "poles" and not self.names.beside(asked, answer):
            return [own, f"rubric/{asked.scale}/{answer}"]
        if asked.kind == "statement":
            return [own, f"rubric/statement/{answer}"]
        return [f"{own}/{answer}"]


def ends(questionnaire: Questionnaire, question: Question) -> tuple[int, int]:
    """Return the least and the most that a question left out could still add.

    One that opens others counts with all that it could open.
    """
    if question.id in questionnaire.scored:
        mine = [one.difference for one in questionnaire.choices[question.id]]
        return min(mine), max(mine)
    group = next(g for g in groups.groups(questionnaire) if question in g)
    return groups.interval(questionnaire, group, {})


def counts(questionnaire: Questionnaire, question: Question) -> bool:
    """Say whether a question carries points, or decides what else is asked for them."""
    if question.id in questionnaire.scored:
        return ends(questionnaire, question) != (0, 0)
    return any(
        counts(questionnaire, one)
        for one in questionnaire.questions.values()
        if any(when.question == question.id for when in one.show_if)
    )


def explained(case: Case) -> Told:
    """Return an explanation as data: each line and the rule, with where it stands."""
    card = Card(case.questionnaire)
    lines = [
        {**line, "stands": card.stands(*card.places(line))}
        for line in case.facts["lines"]
    ]
    kept = {key: case.facts[key] for key in KEPT}
    named = facts.cited(case.questionnaire, kept | {"lines": lines})
    return {"explanation": 1, **kept, "lines": lines, "sources": named}


def rubric(questionnaire: Questionnaire) -> Told:
    """Return the whole rubric as data, without its reasons."""
    known = questionnaire.rubric
    asked = [q for q in questionnaire.questions.values() if counts(questionnaire, q)]
    kept = ("psychodynamic", "cbt", "first_choice", "favours", "reading")
    return {
        "rubric": 1,
        "questionnaire": facts.edition(questionnaire),
        "maximum": scoring.maxima(questionnaire)["psychodynamic"],
        "gates": [
            gate.model_dump(mode="json", include={"id", "when", "stops"})
            for gate in questionnaire.library.gates.gates
        ],
        "fit": [
            {
                "question": one.id,
                "show_if": [when.model_dump(mode="json") for when in one.show_if],
                "options": [
                    {"id": o.id, **{side: getattr(o.points, side, 0) for side in SIDES}}
                    for o in questionnaire.shown(one)
                ],
                "no_answer": {"lowest": lowest, "highest": highest},
            }
            for one in asked
            for lowest, highest in [ends(questionnaire, one)]
        ],
        "bands": [
            {"id": band.id, "side": band.side, "from": band.from_}
            for band in known.bands
        ],
        "evidence": [
            {"concern": key} | {name: getattr(found, name) for name in kept}
            for key, concern in questionnaire.concerns.items()
            for found in [scoring.standing(concern)]
        ],
        "table": [one.model_dump(mode="json", exclude={"text"}) for one in known.table],
    }
