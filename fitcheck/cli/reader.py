"""The reading view of a terminal: a document part by part, on the screen of the walk.

What a document says was decided before; nothing of it stays on the terminal.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from itertools import pairwise

from fitcheck.answers.sheet import Sheet
from fitcheck.cli import terminal
from fitcheck.cli.terminal import Look
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents import Report, Written, build
from fitcheck.documents.filling import escape, title
from fitcheck.walk import after
from fitcheck.walk.after import Reading
from fitcheck.walk.screen import Part
from fitcheck.wrap import CODES

RULE = "──"
ROOM = 21
"""Rows that there are for one part in a window of 24."""
TABS = {
    "why": ("result", "picture", "why"),
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


def part(title: str, text: str, asked: Look, room: int = 0) -> Part:
    """Return a part, in Markdown, that is drawn once for each width.

    A heading has a rule beside or below it, and needs no blank row behind it besides;
    nor before it, where a part would not fit its room otherwise.
    """

    def heads(row: str) -> bool:
        return RULE in CODES.sub("", row)

    @cache
    def rows(width: int) -> list[str]:
        drawn = terminal.drawn(text, asked, width).splitlines()
        spaced = [
            row for before, row in pairwise(["", *drawn]) if row or not heads(before)
        ]
        if len(spaced) <= room or not room:
            return spaced
        return [
            row for row, after in pairwise([*spaced, ""]) if row or not heads(after)
        ]

    return Part(title, rows)


def parts(written: Written, asked: Look) -> tuple[Part, ...]:
    """Return the sections of a document; what stands above them comes with the first.

    What is said there in bold comes with each: that a person is fictional.
    """
    head, *above = written.markdown.partition("\n## ")[0].strip().split("\n\n")
    marks = [one for one in above if one.startswith("**")]
    texts = [one.text for one in written.parts] or [""]
    names = [one.title for one in written.parts] or [title(head)]
    ahead = [above, *[marks] * len(names)]
    return tuple(
        part(name, "\n\n".join((*before, text)), asked)
        for name, before, text in zip(names, ahead, texts, strict=False)
    )


def tabs(questionnaire: Questionnaire, report: Report, asked: Look) -> dict[str, Part]:
    """Return the first screen of a report, and every part that there is behind it."""
    sections = {one.id: one.text for one in report.parts}
    above = report.full.markdown.partition("\n## ")[0].partition("\n")[2]
    found = {"result": first(report, plain=asked.is_plain())}
    for name, wanted in TABS.items():
        if kept := [sections[one] for one in wanted if one in sections]:
            # A gate fired: there are no points, and nothing that would change them.
            named = name if name != "change" or "change" in sections else "answers"
            found[named] = "\n".join([above] * (len(found) == 1) + kept)
    words = questionnaire.words.tabs
    return {
        name: part(getattr(words, name), text, asked, ROOM * (name == "result"))
        for name, text in found.items()
    }


def first(report: Report, *, plain: bool) -> str:
    """Return the first screen; where there is a first row, it has said the title."""
    shown = report.first_screen
    if plain:
        return shown
    _, _, rest = shown.partition("\n")
    if not report.facts["route"]:
        return rest
    rest = rest.replace(f"**{escape(alarm(report))}** ", "", 1)
    return f"## {escape(report.facts['route']['title'])}\n{rest}"


def alarm(report: Report) -> str:
    """Return whom to call in danger, where somebody else comes first."""
    return report.case.urgent if report.facts["route"] else ""


def on_report(questionnaire: Questionnaire, sheet: Sheet, asked: Look) -> Reading:
    """Return the report on a sheet as it is read."""
    built = build(questionnaire, sheet)
    return Reading(
        questionnaire,
        tabs(questionnaire, built, asked),
        questionnaire.words.screen.report,
        after.mark(questionnaire, sheet),
        alarm(built),
        sheet.country,
    )


def on_document(questionnaire: Questionnaire, written: Written, asked: Look) -> Reading:
    """Return any other document as it is read."""
    shown = {str(number): one for number, one in enumerate(parts(written, asked))}
    return Reading(questionnaire, shown, title(written.markdown))


def read(reading: Reading, asked: Look) -> None:
    """Have a document read until the reader leaves."""
    from fitcheck.walk.full_screen import FullScreen

    words = reading.questionnaire.words
    with FullScreen(sys.stdout, words, no_color=asked.no_color) as face:
        face(reading.screen())
