"""A sheet with all that comes of it, worked out once and asked for by name.

Templates ask it for texts and numbers in the order in which they say them; it lays
nothing out, and what it says in short the full report says at length.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from fitcheck.answers.sheet import Answers, Sheet
from fitcheck.content.model import SIDES, Concern, Poles, Question
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import facts, figures, help_lines, names, sentences
from fitcheck.report.document import visible
from fitcheck.report.figures import Figure
from fitcheck.rubric import path, scoring
from fitcheck.rubric.scoring import Line, Score

KEPT = ("medical-check-first", "medicine-and-doctor", "emptiness-help-lines")
"""Advisories that stand first among the notes, and are never cut."""
MOST = 3
"""Questions to take along on the first screen."""
Lines = list[tuple[str, list[str]]]
"""Help lines, under what each kind of them is called."""


class Reason(NamedTuple):
    """What somebody said, or several such things together, with its points."""

    text: str
    psychodynamic: int
    cbt: int


class Case:
    """A questionnaire, a sheet, and what follows from both.

    What is worked out from fit and evidence there is only without a gate.
    """

    kinds = help_lines.KINDS[1:]
    """Every kind of help line but the emergency number."""

    def __init__(self, questionnaire: Questionnaire, sheet: Sheet) -> None:
        self.questionnaire, self.sheet = questionnaire, sheet
        self.words = questionnaire.words

    @cached_property
    def score(self) -> Score:
        return scoring.score(self.questionnaire, self.sheet)

    @cached_property
    def facts(self) -> dict[str, Any]:
        return facts.of(self.questionnaire, self.sheet, self.score)

    # --- the sheet --------------------------------------------------------------------

    @cached_property
    def nobody(self) -> list[str]:
        return list(sentences.nobody(self.questionnaire, self.sheet))

    @cached_property
    def cleared(self) -> list[str]:
        return list(sentences.cleared(self.questionnaire, self.sheet))

    @cached_property
    def given(self) -> str:
        """Who answered, when and where, and what was left out."""
        words, both = self.words.report, (self.questionnaire, self.sheet)
        day, country = self.sheet.answered, self.sheet.country
        told = [
            *names.record(*both),
            words.answered.format(day=day) if day else "",
            *names.respondent(*both),
            words.country.format(country=names.country(self.questionnaire, country))
            if country else "",
            *sentences.copied(*both),
        ]  # fmt: skip
        return names.together(one for one in told if one)

    @cached_property
    def whose(self) -> str:
        """Who answered, and the label of the record."""
        both = self.questionnaire, self.sheet
        return names.together([*names.respondent(*both), *names.record(*both)])

    @cached_property
    def answered(self) -> Answers:
        return path.on_path(self.questionnaire, self.sheet.answers)

    @cached_property
    def asked(self) -> list[Question]:
        """Each question on the path, but for those withheld from this copy."""
        safety = self.questionnaire.safety if self.sheet.withheld else ()
        every = path.path(self.questionnaire, self.sheet.answers)
        return [one for one in every if one.id not in safety]

    @cached_property
    def unanswered(self) -> bool:
        """Whether a question about safety is open, and not merely withheld."""
        given = self.facts["answers"]
        gone = any(key not in given for key in self.questionnaire.safety)
        return gone and not self.facts["withheld"]

    @cached_property
    def missing(self) -> list[Question]:
        return [one for one in self.asked if one.id not in self.facts["answers"]]

    @cached_property
    def missing_count(self) -> int:
        """How many answers are missing and would count, or open what counts."""
        scored = self.questionnaire.scored
        wanted = set(scored) | {
            when.question
            for key in scored
            for when in self.questionnaire.questions[key].show_if
        }
        open_ = path.path(self.questionnaire, self.answered)
        return sum(one.id in wanted and one.id not in self.answered for one in open_)

    @cached_property
    def matters(self) -> list[tuple[str, str]]:
        """What matters most: the concerns in their order, and the preference."""
        found = []
        for key in self.answered if self.score.fit else ():
            asked = self.questionnaire.questions[key]
            preference = isinstance(asked, Poles) and asked.scale == "preference"
            if preference or key == self.questionnaire.concern_question:
                said = names.answers(self.questionnaire, key, self.answered)
                found.append((asked.name, said))
        return found

    @cached_property
    def clinician_notes(self) -> list[tuple[str, str]]:
        known, notes = self.questionnaire.questions, self.facts["answer_notes"]
        return [(known[key].name, visible(said)) for key, said in notes.items()]

    # --- what is wanted ---------------------------------------------------------------

    @cached_property
    def sides(self) -> list[str]:
        named = (names.therapy(self.questionnaire, side) for side in SIDES)
        return [names.capital(name) for name in named]

    @cached_property
    def figure(self) -> Figure | None:
        """The two columns of points, to be drawn."""
        fit = self.score.fit
        return figures.points(self.questionnaire, fit) if fit else None

    @cached_property
    def map(self) -> figures.Map | None:
        """What the person wants against what the evidence says."""
        fit, evidence = self.score.fit, self.score.evidence
        both = fit and evidence
        return figures.place(self.questionnaire, fit, evidence) if both else None  # type: ignore[arg-type]

    @cached_property
    def sum(self) -> str:
        """The difference and how it is read, or the range that gaps leave."""
        words, fit = self.words.pages, self.score.fit
        if fit is None:
            return ""
        band = names.band(self.questionnaire, fit)
        low, high = map(names.signed, (fit.lowest, fit.highest))
        if low == high:
            return words.sum.format(difference=low, band=band)
        missing = self.missing_count
        return words.sum_open.format(
            lowest=low, highest=high, missing=missing, band=band
        )

    def reasons(self, most: int) -> list[Reason]:
        """The heaviest answers, those of equal weight in path order, and the rest."""
        found = [
            Reason(self.said(one), one.psychodynamic, one.cbt)
            for one in self.score.lines
            if one.lens == "fit" and (one.psychodynamic or one.cbt)
        ]
        found.sort(key=lambda one: -max(one.psychodynamic, one.cbt))
        first, rest = found[:most], found[most:]
        if rest:
            sums = sum(o.psychodynamic for o in rest), sum(o.cbt for o in rest)
            said = self.words.pages.rest.format(count=len(rest))
            first.append(Reason(said, *sums))
        return first

    def said(self, line: Line) -> str:
        """Return an answer in words; that to a two-pole item needs no name."""
        said = names.answer(self.questionnaire, line.question, line.answer)
        asked = self.questionnaire.questions[line.question]
        if isinstance(asked, Poles) and asked.scale != "preference":
            return said
        name = names.topic(self.questionnaire, line.question)
        return self.words.pages.answer.format(name=name, answer=said)

    @cached_property
    def piles(self) -> list[tuple[str, list[str]]]:
        """Which answers added to which column, and which to none, with the reason."""
        words = self.words.report
        piles: dict[str, list[str]] = {"psychodynamic": [], "cbt": [], "neither": []}
        for line in self.facts["lines"]:
            if line["lens"] == "evidence":
                continue
            side = next((one for one in SIDES if line[one] > 0), "neither")
            key = line["question"]
            because = words.because.format(
                name=names.topic(self.questionnaire, key),
                answer=names.answer(self.questionnaire, key, line["answer"]),
                points=line[side] if side != "neither" else 0,
            )
            reason = names.cited(self.questionnaire, line["reason"], line["sources"])
            piles[side].append(f"{names.ended(because)} {reason}")
        return [(words.of(f"towards_{side}"), pile) for side, pile in piles.items()]

    # --- what the evidence says -------------------------------------------------------

    @cached_property
    def concerns(self) -> list[Concern]:
        found = self.score.evidence.concerns if self.score.evidence else ()
        return [self.questionnaire.concerns[one.id] for one in found]

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
        known, words = self.questionnaire, self.words.report
        gathered: dict[tuple[str, str | None, str], list[str]] = {}
        for point in self.facts["turning_points"]:
            then = names.between(known, point["lowest"], point["highest"])
            to = names.answer(known, point["question"], point["to"])
            said = words.change_to.format(answer=to, difference=then)
            key = point["question"], point["from"], point["reading"]
            gathered.setdefault(key, []).append(said)
        return [
            (names.topic(known, question), [
                words.change_from.format(answer=names.answer(known, question, was)),
                *options,
                words.change_reading.format(reading=self.words.readings.of(to).name),
            ])
            for (question, was, to), options in gathered.items()
        ]  # fmt: skip

    # --- what to do -------------------------------------------------------------------

    @cached_property
    def steps(self) -> list[str]:
        *several, last = self.facts["said"]["next_steps"]
        ready = [one["short"] for one in self.facts["readiness"]]
        return [*several, *ready] or [last]

    @cached_property
    def first_steps(self) -> list[str]:
        """The first step and the one of the first concern, or what its evidence is."""
        first, *others = self.facts["said"]["next_steps"]
        concern = self.concerns[0] if self.concerns else None
        found = [one for one in others if concern and one == concern.next_step]
        formed = concern and concern.first_choice
        evidence = self.score.evidence
        if evidence and not (formed or found):
            found = [sentences.known(self.questionnaire, evidence)]
        return [first, *found]

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
    def first_questions(self) -> list[str]:
        """The first questions that are called for; none where much comes first."""
        gates = self.facts["route"]["gates"] if self.facts["route"] else []
        if len(gates) > 1 or any(gate["stops"] for gate in gates):
            return []
        several = self.facts["therapist_questions"]
        first = sorted(several, key=lambda one: not one["because"])
        return [one["text"] for one in first[:MOST]]

    def because(self, chosen: dict[str, Any]) -> str:
        """Say which answers called for a question, and why they do."""
        known = self.questionnaire.library.therapist_questions.questions
        why = next(one.because for one in known if one.id == chosen["id"])
        if not (chosen["because"] and why):
            return ""
        return f"{names.because(self.questionnaire, chosen['because'])} {why}"

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
                yield names.ended(help_lines.said(self.questionnaire, line))

    @cached_property
    def needed(self) -> list[str]:
        """Which kinds of lines to call first, besides the emergency number."""
        gates = self.facts["route"]["gates"] if self.facts["route"] else []
        kinds = dict.fromkeys(kind for gate in gates for kind in gate["lines"])
        return [one for one in kinds or ["crisis"] if one != "emergency"]

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
        for gate in self.facts["route"]["gates"]:
            new = [kind for kind in gate["lines"] if kind not in shown]
            shown.update(new)
            urgent = self.urgent if "emergency" in new else ""
            lines = self.lines_of(*(kind for kind in new if kind != "emergency"))
            found.append((gate, urgent, lines))
        return found
