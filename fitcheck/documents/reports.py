"""The report on a sheet in its lengths: two pages, everything, one screen, five lines.

It chooses how much of each list there is room for, and works nothing out anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fitcheck.documents.filling import Written, fill
from fitcheck.report import glance, labels, summary
from fitcheck.report.case import Case

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.report.document import Document

FEWEST = 3
"""Questions to a therapist that are never cut."""
RULE = "---"
"""Stands between the two pages, and nowhere else."""
FIRST, SECOND, WHOLE = 400, 610, 1000
"""Words on the first page, the second, and both, at most; the answers block apart.

More words than that do not fit on two sheets of A4 in letters of 10 points.
"""


@dataclass
class Cut:
    """How much of each list two pages hold."""

    reasons: int = 4
    steps: int = 3
    called: int = 9
    """Help lines of one kind, where somebody else comes first."""
    whom: int = 9
    """Gates that are told with whom to see, and not only how soon."""
    gates: int = 9
    """Gates that are told with how soon, and not only by their names."""
    questions: int = 8
    notes: int = 8

    def shorten(self, notes: int, *, first: bool) -> bool:
        """Cut one list of the first page, or of the second; say if there was one."""
        several = (
            ("reasons", 2), ("steps", 2), ("reasons", 0), ("called", 2),
            ("whom", 1), ("gates", 3), ("called", 1), ("gates", 1),
        ) if first else (("notes", max(2, notes)), ("questions", 5), ("notes", notes),
                         ("questions", FEWEST))  # fmt: skip
        for name, least in several:
            if getattr(self, name) > least:
                setattr(self, name, getattr(self, name) - 1)
                return True
        return False


def two_pages(case: Case) -> Written:
    """Write the report in two pages; lists are cut where it would be too long."""
    cut = Cut(notes=max(8, case.kept))
    while True:
        written = pages(case, cut)
        whole, *_ = written.markdown.rpartition("\n## ")
        first, second = (len(page.split()) for page in whole.split(f"\n{RULE}\n"))
        long = first > FIRST or second > SECOND or first + second > WHOLE
        if not long or not cut.shorten(case.kept, first=first > FIRST):
            return written


def pages(case: Case, cut: Cut) -> Written:
    """Write the two pages with lists of this length."""
    manifest = case.questionnaire.manifest
    return fill(
        case.questionnaire,
        "report",
        {"points": case.columns} if case.columns else {},
        cut=cut,
        called=case.needed,
        edition=case.questionnaire.words.pages.edition.format(
            id=manifest.id,
            version=manifest.version,
            date=manifest.date,
            review=manifest.next_review,
        ),
        **told(case),
    )


def full(case: Case) -> Written:
    """Write everything the report has to say."""
    from markupsafe import Markup

    judgement = case.judgement
    return fill(
        case.questionnaire,
        "report_full",
        judgement.figures if judgement else {},
        contents=True,
        j=judgement,
        difference=Markup(judgement.difference if judgement else ""),
        strengths=case.questionnaire.rubric.strengths,
        edition=[
            *labels.edition(case.questionnaire)[:1],
            case.questionnaire.words.report.next_review.format(
                date=case.questionnaire.manifest.next_review
            ),
            *labels.edition(case.questionnaire)[1:],
        ],
        **told(case),
    )


def told(case: Case) -> dict[str, Any]:
    """Return what both lengths of the report know; pictures in letters go as are."""
    from markupsafe import Markup

    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", case.block)), 3)
    return {
        "c": case,
        "f": case.facts,
        "gates": case.questionnaire.library.gates,
        "bars": Markup("\n".join(case.bars)),
        "block": Markup(f"{fence}fitcheck\n{case.block.rstrip()}\n{fence}"),
    }


@dataclass(frozen=True)
class Report:
    """The report on a case, in every length; each is written when it is asked for."""

    case: Case

    @property
    def facts(self) -> dict[str, Any]:
        """Everything, as the JSON report has it."""
        return self.case.facts

    @cached_property
    def pages(self) -> Written:
        """The two pages."""
        return two_pages(self.case)

    @cached_property
    def full(self) -> Written:
        """Everything, part by part."""
        return full(self.case)

    @property
    def document(self) -> Document:
        """Everything, block by block."""
        return self.full.document

    @cached_property
    def glance(self) -> Document:
        """The first screen: what matters most of it."""
        case = self.case
        return glance.glance(case.questionnaire, case.sheet, case.score, case.facts)

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """Five lines of it."""
        case = self.case
        return summary.summary(case.questionnaire, case.sheet, case.score, case.facts)


def build(questionnaire: Questionnaire, sheet: Sheet) -> Report:
    """Return the report on a sheet."""
    return Report(Case(questionnaire, sheet))
