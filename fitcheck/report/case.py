"""A sheet with all that comes of it, worked out once and asked for by name.

Templates ask it for texts and numbers in the order in which they say them; it lays
nothing out, and what it says in short the full report says at length.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from fitcheck.content.model import SIDES, Leaning, Poles, Question
from fitcheck.report import facts, help_lines
from fitcheck.report.document import visible
from fitcheck.report.figures import Bar, Figure, Mark
from fitcheck.report.result import Result
from fitcheck.rubric import path
from fitcheck.rubric.scoring import Line

KEPT = ("medical-check-first", "medicine-and-doctor", "emptiness-help-lines")
"""Advisories that stand first among the notes, and are never cut."""
DOWN: tuple[Leaning, ...] = ("psychodynamic", "neither", "cbt")
"""The map's rows, what the person wants: as the columns of points stand."""
ACROSS: tuple[Leaning, ...] = ("cbt", "neither", "psychodynamic")
"""The map's columns, what the evidence says: as the scale of differences runs."""
Lines = list[tuple[str, list[str]]]
"""Help lines, under what each kind of them is called."""


class Case(Result):
    """A result with its facts, and with what documents choose of them."""

    kinds = help_lines.KINDS[1:]
    """Every kind of help line but the emergency number."""
    down, across = DOWN, ACROSS

    @cached_property
    def facts(self) -> dict[str, Any]:
        return facts.of(self)

    # --- the sheet --------------------------------------------------------------------

    @cached_property
    def given(self) -> str:
        """Who answered, when and where, and what was left out."""
        words, day, country = self.words.report, self.sheet.answered, self.sheet.country
        who, label = self.names.whose(self.sheet)
        named = self.names.country(country) if country else ""
        return self.names.together(
            [
                label,
                words.answered.format(day=day) if day else "",
                who,
                words.country.format(country=named) if country else "",
                *self.copied,
            ]
        )

    @cached_property
    def asked(self) -> list[Question]:
        """Each question on the path, but for those withheld from this copy."""
        safety = self.questionnaire.safety if self.sheet.withheld else ()
        every = path.path(self.questionnaire, self.sheet.answers)
        return [one for one in every if one.id not in safety]

    @cached_property
    def unanswered(self) -> bool:
        """Whether a question about safety is open, and not merely withheld."""
        gone = self.questionnaire.safety - self.answered.keys()
        return bool(gone) and not self.sheet.withheld

    @cached_property
    def missing(self) -> list[Question]:
        return [one for one in self.asked if one.id not in self.answered]

    @cached_property
    def clinician_notes(self) -> list[tuple[str, str]]:
        known, notes = self.questionnaire.questions, self.facts["answer_notes"]
        return [(known[key].name, visible(said)) for key, said in notes.items()]

    # --- what is wanted ---------------------------------------------------------------

    @cached_property
    def sides(self) -> list[str]:
        return [self.names.capital(self.names.therapy(side)) for side in SIDES]

    @cached_property
    def figure(self) -> Figure | None:
        """The two columns of points, to be drawn."""
        fit, words = self.score.fit, self.words.report
        if fit is None:
            return None
        points = [getattr(fit, side) for side in SIDES]
        bars = tuple(
            Bar(name, one, words.points_of.format(points=one, maximum=fit.maximum))
            for name, one in zip(self.sides, points, strict=True)
        )
        heads, marks = (words.column, words.points), (self.mark(words.difference),)
        scale = self.names.scale()
        return Figure(words.column, heads, bars, marks, fit.maximum, *scale)

    def mark(self, name: str) -> Mark:
        """Return the difference under a name, and how it is read."""
        fit = self.score.fit
        assert fit
        said = self.words.report.difference_read.format(
            difference=self.names.between(fit.lowest, fit.highest),
            band=self.names.band(fit),
        )
        return Mark(name, fit.lowest, fit.highest, said)

    @cached_property
    def places(self) -> list[tuple[Leaning, Leaning]]:
        """The places on the map; what is not known leaves several of them open."""
        fit, evidence = self.score.fit, self.score.evidence
        if fit is None or evidence is None:
            return []
        reached = next((side for side in SIDES if fit.pull.endswith(side)), fit.side)
        downs = DOWN if fit.spans else dict.fromkeys((fit.side, reached))
        acrosses = (evidence.side,) if evidence.concerns else ACROSS
        return [(down, across) for down in downs for across in acrosses]

    @cached_property
    def weighed(self) -> list[Line]:
        """The answers that count, the heaviest first, those of one weight in order."""
        fits = (one for one in self.score.lines if one.lens == "fit")
        found = [one for one in fits if one.psychodynamic or one.cbt]
        return sorted(found, key=lambda one: -max(one.psychodynamic, one.cbt))

    def said(self, line: Line) -> str:
        """Return an answer in words; that to a two-pole item needs no name."""
        said = self.names.answer(line.question, line.answer)
        asked = self.questionnaire.questions[line.question]
        if isinstance(asked, Poles) and asked.scale != "preference":
            return said
        name = self.names.topic(line.question)
        return self.words.pages.answer.format(name=name, answer=said)

    # --- what would change it ---------------------------------------------------------

    def least(self, one: str, several: str) -> str:
        """Say how many answers would have to change for another result."""
        least = self.facts["least_changes"]
        if least is None:
            return self.words.report.change_none
        return one if least == 1 else several.format(count=least)

    @cached_property
    def turning(self) -> list[tuple[str, list[str]]]:
        """What other answers to one question would give, those together that agree."""
        names, words = self.names, self.words.report
        gathered: dict[tuple[str, str | None, str], list[str]] = {}
        for point in self.facts["turning_points"]:
            then = names.between(point["lowest"], point["highest"])
            to = names.answer(point["question"], point["to"])
            said = words.change_to.format(answer=to, difference=then)
            key = point["question"], point["from"], point["reading"]
            gathered.setdefault(key, []).append(said)
        return [
            (names.topic(question), [
                words.change_from.format(answer=names.answer(question, was)),
                *options,
                words.change_reading.format(reading=self.words.readings.of(to).name),
            ])
            for (question, was, to), options in gathered.items()
        ]  # fmt: skip

    # --- what to do -------------------------------------------------------------------

    @cached_property
    def notes(self) -> list[str]:
        """What is worth knowing besides, a sentence each; what is kept comes first."""
        advice = self.facts["advice"]
        first = [one["short"] for one in advice if one["id"] in KEPT]
        rest = [one["short"] for one in advice if one["id"] not in KEPT]
        practical = [one["short"] for one in self.facts["practical"]]
        return [*first, *practical, *rest]

    @cached_property
    def kept(self) -> int:
        """How many notes are never cut."""
        return sum(one["id"] in KEPT for one in self.facts["advice"])

    @cached_property
    def fired(self) -> list[dict[str, Any]]:
        """The gates in force; none of them where one is withheld."""
        return self.facts["route"]["gates"] if self.facts["route"] else []

    @cached_property
    def registers(self) -> list[dict[str, Any]]:
        return [one for one in self.facts["registers"].values() if one]

    # --- whom to call -----------------------------------------------------------------

    def called(self, most: int, *kinds: str) -> Iterator[str]:
        """Yield the first lines of each kind, and what there is everywhere."""
        for kind in kinds:
            mine = [one for one in self.facts["help_lines"] if one["for"] == kind]
            last = [one for one in mine[most:] if not help_lines.known(one)]
            for line in (*mine[:most], *last):
                yield self.names.ended(help_lines.said(self.questionnaire, line))

    @cached_property
    def urgent(self) -> str:
        """The emergency number, or how to find it."""
        return next(self.called(1, "emergency"))

    def lines_of(self, *kinds: str) -> Lines:
        """Return the help lines of some kinds, under what each kind is called."""
        found: dict[str, list[str]] = {kind: [] for kind in kinds}
        for one in self.facts["help_lines"]:
            if one["for"] in found:
                found[one["for"]].append(help_lines.said(self.questionnaire, one))
        return [(self.words.help_now.of(kind), x) for kind, x in found.items() if x]

    @cached_property
    def gates(self) -> list[tuple[dict[str, Any], str, Lines]]:
        """Each gate with the lines it calls for; none of them stands there twice."""
        shown: set[str] = set()
        found = []
        for gate in self.fired:
            new = [kind for kind in gate["lines"] if kind not in shown]
            shown.update(new)
            urgent = self.urgent if "emergency" in new else ""
            lines = self.lines_of(*(kind for kind in new if kind != "emergency"))
            found.append((gate, urgent, lines))
        return found
