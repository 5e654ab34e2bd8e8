"""A sheet with all that comes of it, worked out once and asked for by name.

Templates ask it for texts and numbers in the order in which they say them; it lays
nothing out, and what it says in short the full report says at length.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from fitcheck.answers import writing
from fitcheck.content.model import SIDES, Poles
from fitcheck.report import (
    cards,
    facts_of,
    glance,
    headline,
    labels,
    listing,
    narrative,
    picture,
    reasons,
    telephone,
)
from fitcheck.report.document import visible
from fitcheck.report.sentences import Judgement
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.report.document import Columns
    from fitcheck.rubric.scoring import Line, Score

KEPT = ("medical-check-first", "medicine-and-doctor", "emptiness-help-lines")
"""Advisories that stand first among the notes, and are never cut."""


class Reason(NamedTuple):
    """What somebody said, or several such things together, with its points."""

    text: str
    psychodynamic: int
    cbt: int


class Case:
    """A questionnaire, a sheet, and what follows from both."""

    def __init__(self, questionnaire: Questionnaire, sheet: Sheet) -> None:
        self.questionnaire, self.sheet = questionnaire, sheet

    @cached_property
    def score(self) -> Score:
        """What the rubric makes of the answers."""
        return scoring.score(self.questionnaire, self.sheet)

    @cached_property
    def judgement(self) -> Judgement | None:
        """What came of the answers in sentences; none with a gate."""
        fit, evidence = self.score.fit, self.score.evidence
        return Judgement(self, fit, evidence) if fit and evidence else None

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Everything there is to say, as the JSON report has it."""
        return facts_of(self.questionnaire, self.sheet, self.score)

    @cached_property
    def marked(self) -> list[str]:
        """What has to be known before all else: nobody real, what was cleared."""
        return [*self.nobody, *headline.cleared(self.questionnaire, self.sheet)]

    @cached_property
    def nobody(self) -> list[str]:
        """That a person is fictional, by name if there is one."""
        return list(narrative.nobody(self.questionnaire, self.sheet))

    @cached_property
    def given(self) -> str:
        """Who answered, when and where, and what was left out."""
        told = narrative.circumstances(self.questionnaire, self.sheet)
        return " ".join(map(labels.ended, told))

    @cached_property
    def matters(self) -> list[tuple[str, str]]:
        """What matters most: the concerns in their order, and the preference."""
        found = narrative.matters(self.questionnaire, self.sheet)
        return list(found) if self.score.fit else []

    @cached_property
    def whose(self) -> str:
        """Who answered, and the label of the record."""
        told = (
            *labels.respondent(self.questionnaire, self.sheet),
            *labels.record(self.questionnaire, self.sheet),
        )
        return " ".join(map(labels.ended, told))

    @cached_property
    def unanswered(self) -> bool:
        """Whether a question about safety is open, and not merely withheld."""
        return glance.unanswered(self.questionnaire, self.facts)

    @cached_property
    def columns(self) -> Columns | None:
        """The two columns of points, to be drawn; none with a gate."""
        fit = self.score.fit
        return picture.columns(self.questionnaire, fit) if fit else None

    @cached_property
    def bars(self) -> list[str]:
        """The two columns of points in letters, a line each."""
        if self.columns is None:
            return []
        rows = [[" ".join(one.split()) for one in r] for r in self.columns.table.rows]
        rows.pop()
        room = max(len(name) for name, _ in rows)
        return [
            f"{name:<{room}} {'█' * points:<{self.columns.maximum}} {said}"
            for (name, said), points in zip(rows, self.columns.points, strict=True)
        ]

    @cached_property
    def sum(self) -> str:
        """The difference and how it is read, or the range that gaps leave."""
        words, fit = self.questionnaire.words.pages, self.score.fit
        if fit is None:
            return ""
        band = picture.read(self.questionnaire, fit)
        if fit.lowest == fit.highest:
            difference = labels.signed(fit.difference)
            return words.sum.format(difference=difference, band=band)
        ends = labels.signed(fit.lowest), labels.signed(fit.highest)
        count = reasons.missing_count(self.questionnaire, self.sheet)
        return words.sum_open.format(
            lowest=ends[0], highest=ends[1], missing=count, band=band
        )

    @cached_property
    def change(self) -> str:
        """How many answers would have to change for another result."""
        words, least = self.questionnaire.words, self.facts["least_changes"]
        if least is None:
            return words.report.change_none
        several = words.pages.change.format(count=least)
        return words.pages.change_one if least == 1 else several

    @cached_property
    def evidence(self) -> list[str]:
        """One sentence for each concern on what is known for it."""
        concerns = self.facts["evidence"]["concerns"] if self.score.evidence else []
        return [one["short"] for one in concerns]

    def reasons(self, most: int) -> list[Reason]:
        """The heaviest answers, those of equal weight in path order, and the rest."""
        words = self.questionnaire.words.pages
        found = [
            Reason(self.said(one), one.psychodynamic, one.cbt)
            for one in self.score.lines
            if one.lens == "fit" and (one.psychodynamic or one.cbt)
        ]
        found.sort(key=lambda one: -max(one.psychodynamic, one.cbt))
        first, rest = found[:most], found[most:]
        if rest:
            sums = sum(o.psychodynamic for o in rest), sum(o.cbt for o in rest)
            first.append(Reason(words.rest.format(count=len(rest)), *sums))
        return first

    def said(self, line: Line) -> str:
        """Return an answer in words; that to a two-pole item needs no name."""
        said = labels.answer(self.questionnaire, line.question, line.answer)
        asked = self.questionnaire.questions[line.question]
        if isinstance(asked, Poles) and asked.scale != "preference":
            return said
        name = labels.topic(self.questionnaire, line.question)
        return self.questionnaire.words.pages.answer.format(name=name, answer=said)

    @cached_property
    def sides(self) -> list[str]:
        """What the two columns are called."""
        named = (labels.therapy(self.questionnaire, side) for side in SIDES)
        return [labels.capital(name) for name in named]

    @cached_property
    def ready(self) -> list[str]:
        """A sentence for each "not yet"."""
        return [one["short"] for one in self.facts["readiness"]]

    @cached_property
    def steps(self) -> list[str]:
        """What could come next, each step from what was said."""
        *several, last = self.facts["said"]["next_steps"]
        return [*several, *self.ready] or [last]

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

    def called(self, most: int, *kinds: str) -> Iterator[str]:
        """Yield the first lines of each kind, and what there is everywhere."""
        for kind in kinds:
            mine = [one for one in self.facts["help_lines"] if one["for"] == kind]
            last = [one for one in mine[most:] if not telephone.known(one)]
            for line in (*mine[:most], *last):
                yield labels.ended(telephone.said(self.questionnaire, line))

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

    @cached_property
    def asked(self) -> list[str]:
        """The questions to take along: those for everyone, then those called for."""
        return [one["text"] for one in self.facts["therapist_questions"]]

    @cached_property
    def finding(self) -> str:
        """How to find and check a therapist, here and anywhere."""
        found = (self.facts["registers"][one] for one in ("country", "general"))
        return " ".join(one["short"] for one in found if one)

    @cached_property
    def clinician_notes(self) -> list[tuple[str, str]]:
        """The clinician's notes, by the name of the question beside which they are."""
        known = self.questionnaire.questions
        notes = self.facts["answer_notes"]
        return [(known[key].name, visible(said)) for key, said in notes.items()]

    @cached_property
    def block(self) -> str:
        """The answers file and the fingerprint, for the program to read again."""
        data = writing.to_data(self.questionnaire, self.sheet)
        data["sha256"] = self.questionnaire.fingerprint
        return writing.written(data)

    kinds = telephone.KINDS[1:]
    """Every kind of help line but the emergency number."""

    def lines_of(self, *kinds: str) -> list[tuple[str, list[str]]]:
        """Return the help lines of some kinds, under what each kind is called."""
        words, found = self.questionnaire.words.help_now, self.facts["help_lines"]
        several = [
            (words.of(kind), [self.line(one) for one in found if one["for"] == kind])
            for kind in kinds
        ]
        return [(title, lines) for title, lines in several if lines]

    def line(self, line: dict[str, Any]) -> str:
        """Say one help line."""
        return telephone.said(self.questionnaire, line)

    @cached_property
    def gates(self) -> list[tuple[dict[str, Any], str, list[tuple[str, list[str]]]]]:
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

    @cached_property
    def line_sources(self) -> list[str]:
        """The pages on which the help lines were seen."""
        return [line["source"] for line in self.facts["help_lines"]]

    def named(self, sources: Iterable[str]) -> str:
        """Name sources in short."""
        return labels.named(self.questionnaire, sources)

    def cited(self, text: str, sources: Iterable[str]) -> str:
        """Put the short names of its sources behind a text."""
        return labels.cited(self.questionnaire, text, sources)

    def because(self, chosen: dict[str, Any]) -> str:
        """Say which answers called for a question, and why they do."""
        known = self.questionnaire.library.therapist_questions.questions
        why = next(one.because for one in known if one.id == chosen["id"])
        if not (chosen["because"] and why):
            return ""
        return f"{labels.because(self.questionnaire, chosen['because'])} {why}"

    @cached_property
    def registers(self) -> list[dict[str, Any]]:
        """How to check a therapist, in this country and anywhere."""
        return [one for one in self.facts["registers"].values() if one]

    @cached_property
    def register_sources(self) -> list[str]:
        """Where that comes from."""
        return [key for one in self.registers for key in one["sources"]]

    def card(self, card: dict[str, Any]) -> list[tuple[str, str | list[str]]]:
        """Return the parts of a therapy's card, each with its heading."""
        headings = vars(self.questionnaire.words.cards)
        return [(title, card[part]) for part, title in headings.items()]

    @cached_property
    def about(self) -> list[tuple[str, tuple[str, ...]]]:
        """Who made this, how, and what it is not."""
        return list(cards.about_texts(self.questionnaire))

    @cached_property
    def answer_rows(self) -> list[tuple[str, ...]]:
        """Every question on the path, with its answer and its points."""
        rows = listing.pointed_rows(self.questionnaire, self.sheet, self.score)
        return list(rows)
