"""The reading view of a terminal: a document part by part, on the screen of the walk.

What a document says was decided before; nothing of it stays on the terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import dropwhile
from typing import TYPE_CHECKING

from fitcheck.cli import look
from fitcheck.cli.look import Look
from fitcheck.documents import Report, Written
from fitcheck.report.document import Document, Paragraph, visible
from fitcheck.walk import screens
from fitcheck.walk.screen import Part, Screen, Seen
from fitcheck.wrap import CODES

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire

RULE = " -=━─"
TABS = {
    "why": ("picture", "why"),
    "evidence": ("evidence",),
    "options": ("options",),
    "questions": ("questions", "finding"),
    "change": ("change", "answers", "clinician-notes"),
    "next": ("safety", "next-steps", "lines"),
    "about": ("about", "sources"),
}
"""The parts of a report behind its first screen, as ids of its sections."""


def able(asked: Look) -> bool:
    """Say whether a person sits at a terminal that a document can be read on."""
    if asked.is_plain() or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    from fitcheck.walk import full_screen

    return full_screen.able(sys.stdout, os.environ)


def part(title: str, shown: Document, asked: Look) -> Part:
    """Return a part that is drawn once for each width."""

    @cache
    def rows(width: int) -> list[str]:
        titled = shown if shown.title else replace(shown, title="-")
        drawn = look.drawn_at(titled, asked, width).splitlines()
        if not shown.title:
            drawn = [*dropwhile(lambda row: not CODES.sub("", row).strip(RULE), drawn)]
        return drawn

    return Part(title, rows)


def parts(written: Document | Written, asked: Look) -> tuple[Part, ...]:
    """Return the sections of a document; what stands above them comes with the first.

    What is said there in bold comes with each: that a person is fictional.
    """
    shown = written if isinstance(written, Document) else written.document
    if not shown.sections:
        return (part(shown.title, shown, asked),)
    marks = tuple(
        one for one in shown.blocks if isinstance(one, Paragraph) and one.strong
    )
    found: list[Part] = []
    for one in shown.sections:
        above = marks if found else shown.blocks
        below = Document(one.title, (*above, *one.blocks), one.sections)
        found.append(part(one.title, below, asked))
    return tuple(found)


def tabs(questionnaire: Questionnaire, report: Report, asked: Look) -> dict[str, Part]:
    """Return the first screen of a report, and every part that there is behind it."""
    sections, above = report.document.sections, report.document.blocks
    ids = {one.id for one in sections}
    found = {"result": first(report, plain=asked.is_plain())}
    for name, wanted in TABS.items():
        if kept := tuple(one for x in wanted for one in sections if one.id == x):
            # A gate fired: there are no points, and nothing that would change them.
            named = name if name != "change" or "change" in ids else "answers"
            found[named] = Document("", above if len(found) == 1 else (), kept)
    words = questionnaire.words.tabs
    return {one: part(getattr(words, one), found[one], asked) for one in found}


def first(report: Report, *, plain: bool) -> Document:
    """Return the first screen; where there is a first row, it has said the title."""
    shown, route = report.glance, report.facts["route"]
    if plain:
        return shown
    urgent = Paragraph(alarm(report), strong=True)
    blocks = tuple(one for one in shown.blocks if one != urgent)
    return Document(route["title"] if route else "", blocks, shown.sections, tight=True)


def alarm(report: Report) -> str:
    """Return whom to call in danger, where somebody else comes first."""
    return report.case.urgent if report.facts["route"] else ""


def place(questionnaire: Questionnaire, report: Report) -> str:
    """Say what is read, and that nobody real has given these answers."""
    words, sheet = questionnaire.words.screen, report.case.sheet
    if not sheet.demonstration:
        return words.report
    name = visible(sheet.vignette.name) if sheet.vignette else ""
    return demonstrated(questionnaire, name, words.report)


def demonstrated(questionnaire: Questionnaire, name: str, said: str) -> str:
    """Mark the first row of a screen as a demonstration."""
    marked = questionnaire.words.screen.demonstration
    return " · ".join(one for one in (marked, name, said) if one)


def calls(
    questionnaire: Questionnaire, country: str | None
) -> Callable[[], tuple[Seen, ...]]:
    """Return what tells every help line."""
    return partial(screens.call_page, questionnaire, country)


def read(
    questionnaire: Questionnaire,
    parts: Sequence[Part],
    asked: Look,
    *,
    place: str,
    alarm: str = "",
    country: str | None = None,
) -> None:
    """Have a document read until the reader leaves."""
    from fitcheck.walk.full_screen import FullScreen

    screen = Screen(
        key="report",
        text="",
        kind="parts",
        place=place,
        alarm=alarm,
        parts=tuple(parts),
        calls=calls(questionnaire, country),
    )
    words = questionnaire.words
    with FullScreen(sys.stdout, words, no_color=asked.no_color) as face:
        face(screen)
