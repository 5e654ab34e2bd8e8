"""What came of a sheet's answers, in sentences and rows; with a gate there is none.

It turns a judgement into the words of the content and works nothing out anew.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fitcheck.content.model import SIDES
from fitcheck.report import (
    labels,
    picture,
    reasons,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.content.model import Concern, NamedForm
    from fitcheck.report.case import Case
    from fitcheck.report.document import Block, Columns, Map
    from fitcheck.rubric.scoring import Evidence, Fit


class Judgement:
    """What came of the answers, in sentences; there is none with a gate."""

    def __init__(self, case: Case, fit: Fit, evidence: Evidence) -> None:
        self.case, self.fit, self.evidence = case, fit, evidence
        self.questionnaire, self.facts = case.questionnaire, case.facts

    @cached_property
    def columns(self) -> Columns:
        """The two columns of points, to be drawn."""
        return picture.columns(self.questionnaire, self.fit)

    @cached_property
    def points(self) -> str:
        """The band and both columns."""
        return reasons.fit_sentence(self.questionnaire, self.fit)

    @cached_property
    def interval(self) -> str:
        """The difference, and how far missing answers leave it open."""
        return reasons.interval(self.questionnaire, self.case.sheet, self.fit)

    @cached_property
    def known(self) -> str:
        """What the first concern's evidence comes to."""
        return reasons.evidence_sentence(self.questionnaire, self.evidence)

    @cached_property
    def difference(self) -> str:
        """The difference, and the band it is read as, below the columns in letters."""
        name, said = self.columns.table.rows[-1]
        return " ".join(f"{name}: {said}".split())

    @cached_property
    def bands(self) -> list[tuple[str, str]]:
        """Each band with the differences that are read so."""
        return list(picture.bands(self.questionnaire))

    @cached_property
    def map(self) -> Map:
        """What the person wants against what the evidence says."""
        return picture.place(self.questionnaire, self.fit, self.evidence)

    @cached_property
    def figures(self) -> dict[str, Block]:
        """The pictures, by what stands in their place in Markdown."""
        corner = self.questionnaire.words.report.fit_place
        return {"points": self.columns, corner: self.map}

    @cached_property
    def places(self) -> list[tuple[str, list[str]]]:
        """The map row by row, with a mark where the person is, or could be."""
        return [
            (
                name,
                [
                    f"{cell} ({self.map.mark})" if (down, at) in self.map.here else cell
                    for at, cell in enumerate(self.map.cells[down])
                ],
            )
            for down, name in enumerate(self.map.rows)
        ]

    @cached_property
    def replay(self) -> str:
        """The sum, as it is done with a pencil."""
        sums = f"{self.fit.psychodynamic} - {self.fit.cbt}"
        return f"{sums} = {labels.signed(self.fit.difference)}"

    def part(self, section: str) -> str:
        """Return what a part of the walk is called."""
        return next(s.title for s in self.questionnaire.sections if s.id == section)

    @cached_property
    def piles(self) -> list[tuple[str, list[str]]]:
        """Which answers added to which column, and which to none, with the reason."""
        words = self.questionnaire.words.report
        piles: dict[str, list[str]] = {"psychodynamic": [], "cbt": [], "neither": []}
        for line in self.facts["lines"]:
            if line["lens"] == "evidence":
                continue
            side = next((one for one in SIDES if line[one] > 0), "neither")
            because = words.because.format(
                name=labels.topic(self.questionnaire, line["question"]),
                answer=labels.answer(
                    self.questionnaire, line["question"], line["answer"]
                ),
                points=line[side] if side != "neither" else 0,
            )
            reason = self.case.cited(line["reason"], line["sources"])
            piles[side].append(f"{labels.ended(because)} {reason}")
        return [(words.of(f"towards_{side}"), pile) for side, pile in piles.items()]

    @cached_property
    def concerns(self) -> list[Concern]:
        """What the person wants help with."""
        return [self.questionnaire.concerns[one.id] for one in self.evidence.concerns]

    def form(self, named: NamedForm) -> str:
        """Say which form of therapy to ask for by name."""
        return reasons.form(self.questionnaire, named)

    def standings(self, concern: Concern) -> Iterator[str]:
        """Yield what is known of each therapy for a concern."""
        for side in SIDES:
            found = getattr(concern, side)
            yield self.questionnaire.words.report.standing.format(
                therapy=labels.capital(labels.therapy(self.questionnaire, side)),
                strength=labels.strength(self.questionnaire, found.points),
                points=found.points,
                reason=found.reason,
                sources=self.case.named(found.sources),
            )

    @cached_property
    def least(self) -> str:
        """How many answers would have to change for another result."""
        words, least = self.questionnaire.words.report, self.facts["least_changes"]
        if least is None:
            return words.change_none
        several = words.change_least.format(count=least)
        return words.change_least_one if least == 1 else several

    @cached_property
    def missing(self) -> list[tuple[str, str, str]]:
        """How far each missing answer could still move the difference; the sum last."""
        ends = ("lowest", "highest")
        rows = [
            (self.questionnaire.questions[one["question"]].name,
             *(one[end] for end in ends))
            for one in self.facts["missing"]
        ]  # fmt: skip
        sums = [sum(row[at] for row in rows) for at in (1, 2)]
        together = self.questionnaire.words.explain.together
        return [
            (name, labels.signed(low), labels.signed(high))
            for name, low, high in (*rows, (together, *sums))
        ]

    @cached_property
    def moved(self) -> str:
        """Where the difference is, and where it could still be."""
        ends = ("difference", "lowest", "highest")
        signed = {name: labels.signed(getattr(self.fit, name)) for name in ends}
        return self.questionnaire.words.explain.interval.format(**signed)

    @cached_property
    def gaps_turn(self) -> bool:
        """Whether an answer to an open question could give another result."""
        return any(one["from"] is None for one in self.facts["turning_points"])

    @cached_property
    def turning(self) -> list[tuple[str, list[str]]]:
        """What other answers to one question would give."""
        points = self.facts["turning_points"]
        told = reasons.turning(self.questionnaire, points)
        return [(first.text, [one.text for one in rest]) for first, *rest in told]
