"""Formats: each is one function from a Report to text.

A renderer lays out and escapes; it cannot compute, because it sees only the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitcheck.render import html, json, markdown, summary, terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from fitcheck.documents import Report

RENDERERS: dict[str, Callable[[Report], str]] = {
    "terminal": terminal.render,
    "markdown": markdown.render,
    "html": html.render,
    "json": json.render,
    "summary": summary.render,
}
"""Format name to renderer."""
