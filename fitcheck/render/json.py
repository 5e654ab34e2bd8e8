"""The report as JSON, format 1: the facts alone, for programs.

Whoever reads it can score it again; the schema ships in ``fitcheck/schemas``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitcheck.report.document import json_text

if TYPE_CHECKING:
    from fitcheck.documents import Report


def render(report: Report) -> str:
    """Write the facts as JSON text."""
    return json_text(report.facts)
