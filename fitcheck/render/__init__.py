"""Formats: each is one function from a Report to text.

A renderer lays out and escapes; it cannot compute, because it sees only what is
written. What draws and what reads Markdown is imported when it is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fitcheck.report.document import json_text

if TYPE_CHECKING:  # whoever draws a screen of the walk needs no document
    from fitcheck.documents import Report, Written


def page(written: Written) -> str:
    from fitcheck.render.html import lay_out

    return lay_out(written)


def drawn(written: Written) -> str:
    """Draw a document for a terminal nothing is known about: 80 columns, no colours."""
    from fitcheck.render.terminal import draw

    return draw(written.markdown)


RENDERERS: dict[str, Callable[[Report], str]] = {
    "terminal": lambda report: drawn(report.full),
    "markdown": lambda report: report.full.markdown,
    "html": lambda report: page(report.full),
    "json": lambda report: json_text(report.facts),
    "summary": lambda report: report.summary,
}
"""Format name to what writes a whole report in it."""
