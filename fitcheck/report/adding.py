"""What the two columns of points are called where two sheets are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitcheck.report import labels

if TYPE_CHECKING:
    from fitcheck.questionnaire import Questionnaire


def sides(questionnaire: Questionnaire) -> tuple[str, str]:
    """Return the headings of the two columns."""
    words = questionnaire.words.report
    return labels.capital(words.side_psychodynamic), labels.capital(words.side_cbt)
