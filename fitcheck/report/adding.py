"""How points add up: sub-sums, and what is missing.

They work nothing out anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.model import SIDES
from fitcheck.report import labels
from fitcheck.report.document import Facts, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.questionnaire import Questionnaire
    from fitcheck.report.document import Block

Told = dict[str, Any]


def sides(questionnaire: Questionnaire) -> tuple[str, str]:
    """Return the headings of the two columns."""
    words = questionnaire.words.report
    return labels.capital(words.side_psychodynamic), labels.capital(words.side_cbt)


def parts(questionnaire: Questionnaire, facts: Told) -> Iterator[Block]:
    """Show the sub-sum of every part, both columns, and the difference."""
    words, fit = questionnaire.words, facts["fit"]
    titles = {section.id: section.title for section in questionnaire.sections}
    rows = tuple(
        (titles[one["section"]], *(str(one[side]) for side in SIDES))
        for one in facts["sums"]
    )
    sums = tuple(str(fit[side]) for side in SIDES)
    head = (words.explain.part, *sides(questionnaire))
    yield Table(head, (*rows, (words.report.total, *sums)))
    replay = f"{' - '.join(sums)} = {labels.signed(fit['difference'])}"
    yield Facts(((words.report.difference, replay),))


def missing(questionnaire: Questionnaire, facts: Told) -> Iterator[Block]:
    """Show how far each missing answer could still move the difference."""
    words, fit = questionnaire.words, facts["fit"]
    if not facts["missing"]:
        yield Paragraph(words.explain.missing_none)
        return
    yield Paragraph(words.explain.missing_text)
    rows = tuple(
        (
            questionnaire.questions[one["question"]].name,
            labels.signed(one["lowest"]),
            labels.signed(one["highest"]),
        )
        for one in facts["missing"]
    )
    ends = tuple(
        labels.signed(sum(one[end] for one in facts["missing"]))
        for end in ("lowest", "highest")
    )
    head = (
        words.report.change_question,
        words.explain.missing_lowest,
        words.explain.missing_highest,
    )
    yield Table(head, (*rows, (words.explain.together, *ends)))
    signed = {
        name: labels.signed(fit[name]) for name in ("difference", "lowest", "highest")
    }
    yield Paragraph(words.explain.interval.format(**signed))
