"""A report in five lines, to paste into a chart.

It writes the lines down; what they say and what they leave out was decided before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fitcheck.documents import Report


def render(report: Report) -> str:
    """Write the five lines."""
    return "".join(f"{line}\n" for line in report.summary)
