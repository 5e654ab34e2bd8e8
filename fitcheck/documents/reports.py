"""The report on a sheet in its lengths: two pages, everything, one screen, five lines.

It chooses how much of each list there is room for, and works nothing out anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fitcheck.answers import writing
from fitcheck.answers.sheet import Sheet
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents.filling import Part, Written, fill, lines
from fitcheck.report.case import Case

FEWEST = 3
"""Questions to a therapist that are never cut."""
RULE = "---"
"""Stands between the two pages, and nowhere else."""
FIRST, SECOND, WHOLE = 400, 610, 1000
"""Words on the first page, the second, and both, at most; the answers block apart.

More words than that do not fit on two sheets of A4 in letters of 10 points.
"""
LISTS = {
    "reasons": 4, "steps": 3, "questions": 8, "notes": 8,
    "called": 9,  # help lines of one kind, where somebody else comes first
    "whom": 9,  # gates that are told with whom to see, and not only how soon
    "gates": 9,  # gates that are told with how soon, and not only by their names
}  # fmt: skip
"""How much of each list two pages hold."""
FIRST_CUT = (("reasons", 2), ("steps", 2), ("reasons", 0), ("called", 2),
             ("whom", 1), ("gates", 3), ("called", 1), ("gates", 1))  # fmt: skip
"""What is cut of the first page, in this order, and what is left of it at least."""


def two_pages(case: Case) -> Written:
    """Write the report in two pages; lists are cut where it would be too long."""
    kept = case.kept
    second_cut = (("notes", max(2, kept)), ("questions", 5), ("notes", kept),
                  ("questions", FEWEST))  # fmt: skip
    cut = LISTS | {"notes": max(LISTS["notes"], kept)}
    while True:
        written = filled("report", case, cut=cut, contents=False)
        whole, *_ = written.markdown.rpartition("\n## ")
        first, second = (len(page.split()) for page in whole.split(f"\n{RULE}\n"))
        long = first > FIRST or second > SECOND or first + second > WHOLE
        cuts = FIRST_CUT if first > FIRST else second_cut
        name = next((name for name, least in cuts if cut[name] > least), None)
        if not long or name is None:
            return written
        cut[name] -= 1


def full(case: Case) -> Written:
    return filled("report_full", case)


def filled(template: str, case: Case, **more: Any) -> Written:
    """Fill in a template of the report; figures and answers go in as they are."""
    from markupsafe import Markup

    figure, given = case.figure, writing.to_data(case.questionnaire, case.sheet)
    block = writing.written(given | {"sha256": case.questionnaire.fingerprint})
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", block))])
    return fill(
        case.questionnaire,
        template,
        {"points": figure} if figure else {},
        c=case,
        f=case.facts,
        bars=Markup("\n".join(figure.drawn)) if figure else "",
        differences=Markup("\n".join(figure.differences)) if figure else "",
        block=Markup(f"{fence}fitcheck\n{block.rstrip()}\n{fence}"),
        **more,
    )


@dataclass(frozen=True)
class Report:
    """The report on a case, in every length; each is written when it is asked for."""

    case: Case

    @property
    def facts(self) -> dict[str, Any]:
        return self.case.facts

    @cached_property
    def pages(self) -> Written:
        return two_pages(self.case)

    @cached_property
    def full(self) -> Written:
        return full(self.case)

    @property
    def parts(self) -> list[Part]:
        return self.full.parts

    @cached_property
    def first_screen(self) -> str:
        return filled("first_screen", self.case).markdown

    @cached_property
    def summary(self) -> str:
        case = self.case
        return lines(case.questionnaire, "summary", c=case, f=case.facts)


def build(questionnaire: Questionnaire, sheet: Sheet) -> Report:
    return Report(Case(questionnaire, sheet))
