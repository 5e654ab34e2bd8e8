"""Documents on their way out: read on a terminal part by part, printed, or in files.

It opens nothing that was not named, writes each document whole or not at all, and
leaves nothing of one that was read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from fitcheck import files
from fitcheck.answers import writing
from fitcheck.cli import options, terminal
from fitcheck.cli.options import Format, Target
from fitcheck.cli.terminal import Look
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents import Report, Written
from fitcheck.documents.filling import escape, title
from fitcheck.render import RENDERERS, drawn, page, plain
from fitcheck.report.document import json_text
from fitcheck.walk import after
from fitcheck.walk.after import Reading
from fitcheck.walk.screen import Part
from fitcheck.wrap import CODES

RULE = "──"
ROOM = 21
"""Rows that there are for the first part of a report in a window of 24."""
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


def deliver(
    questionnaire: Questionnaire,
    document: Report | Written,
    to: Sequence[Target],
    look: Look,
    *,
    force: bool,
    **own: Callable[[], str],
) -> None:
    """Write a document everywhere it goes; on a terminal alone it is read.

    ``own`` are the formats that are not made of its Markdown. A report has its own,
    and says what it was written to.
    """
    if tuple(to) == (options.SCREEN,) and able(look):
        from fitcheck.walk.full_screen import FullScreen

        words = questionnaire.words
        with FullScreen(sys.stdout, words, no_color=look.no_color) as face:
            face(reading(questionnaire, document, look).screen())
        return
    if isinstance(document, Report):
        own = formats(document)
    texts = [(one, text(document, one, look, own)) for one in to]
    for target, made in texts:
        if target.is_stdout:
            terminal.out(made)
            continue
        files.write(Path(target.name), made, force=force)
        if isinstance(document, Report):
            name = files.shown(target.name)
            terminal.say(questionnaire.words.end.written.format(file=name))


def formats(report: Report) -> dict[str, Callable[[], str]]:
    """Return the formats of a report that are not made of its Markdown."""
    questionnaire, sheet = report.case.questionnaire, report.case.sheet

    def fhir() -> str:
        from fitcheck.services import fhir_response

        return json_text(fhir_response.response(questionnaire, sheet))

    return {
        options.ANSWERS: lambda: writing.dump(questionnaire, sheet),
        Format.FHIR: fhir,
        Format.JSON: lambda: RENDERERS[Format.JSON](report),
        Format.SUMMARY: lambda: report.summary,
    }


def text(
    document: Report | Written,
    target: Target,
    look: Look,
    own: Mapping[str, Callable[[], str]],
) -> str:
    """Return a document as it is written in one place."""
    if target.format in own:
        return own[target.format]()
    if isinstance(document, Report):
        written = document.full if look.full else document.pages
    else:
        written = document
    if target.format == Format.MARKDOWN:
        return written.markdown
    if target.format == Format.HTML:
        return page(written)
    if target.format != Format.TERMINAL:
        raise LookupError("what a command can write is checked before")
    if target.is_stdout:
        return terminal.drawn(written.markdown, look)
    if isinstance(document, Report) and not look.is_plain():
        return drawn(written)
    return plain.lay_out(written.markdown)


def able(look: Look) -> bool:
    """Say whether a person sits at a terminal that a document can be read on."""
    if look.is_plain() or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    from fitcheck.walk import full_screen

    return full_screen.able(sys.stdout, os.environ)


def reading(
    questionnaire: Questionnaire, document: Report | Written, look: Look
) -> Reading:
    """Return a document as it is read, part by part."""
    if isinstance(document, Report):
        return on_report(document, look)
    shown = parts(document, look)
    return Reading(questionnaire, shown, title(document.markdown))


def parts(written: Written, look: Look) -> dict[str, Part]:
    """Return the sections of a document; what stands above them comes with the first.

    What is said there in bold comes with each: that a person is fictional.
    """
    head, *above = written.markdown.partition("\n## ")[0].strip().split("\n\n")
    marks = [one for one in above if one.startswith("**")]
    texts = [one.text for one in written.parts] or [""]
    names = [one.title for one in written.parts] or [title(head)]
    found = {}
    for number, (name, said) in enumerate(zip(names, texts, strict=True)):
        ahead = marks if number else above
        found[str(number)] = part(name, "\n\n".join((*ahead, said)), look)
    return found


def on_report(report: Report, look: Look) -> Reading:
    """Return a report as it is read: its first screen, and the parts behind it."""
    questionnaire, sheet = report.case.questionnaire, report.case.sheet
    sections = {one.id: one.text for one in report.parts}
    above = report.full.markdown.partition("\n## ")[0].partition("\n")[2]
    first, route = report.first_screen, report.facts["route"]
    alarm = report.case.urgent if route else ""
    if not look.is_plain():  # the first row has said the title
        first = first.partition("\n")[2]
        if route:
            first = first.replace(f"**{escape(alarm)}** ", "", 1)
            first = f"## {escape(route['title'])}\n{first}"
    found = {"result": first}
    for name, wanted in TABS.items():
        if kept := [sections[one] for one in wanted if one in sections]:
            # A gate fired: there are no points, and nothing that would change them.
            named = name if name != "change" or "change" in sections else "answers"
            found[named] = "\n".join([above] * (len(found) == 1) + kept)
    words = questionnaire.words
    shown = {
        name: part(getattr(words.tabs, name), said, look, ROOM * (name == "result"))
        for name, said in found.items()
    }
    marked = after.mark(questionnaire, sheet)
    return Reading(
        questionnaire, shown, words.screen.report, marked, alarm, sheet.country
    )


def part(title: str, text: str, look: Look, room: int = 0) -> Part:
    """Return a part, in Markdown, that is drawn once for each width.

    A heading has a rule beside or below it, and needs no blank row behind it besides;
    nor before it, where a part would not fit its room otherwise.
    """

    def heads(row: str) -> bool:
        return RULE in CODES.sub("", row)

    @cache
    def rows(width: int) -> list[str]:
        drawn = terminal.drawn(text, look, width).splitlines()
        spaced = [
            row for before, row in pairwise(["", *drawn]) if row or not heads(before)
        ]
        if len(spaced) <= room or not room:
            return spaced
        return [
            row for row, after in pairwise([*spaced, ""]) if row or not heads(after)
        ]

    return Part(title, rows)
