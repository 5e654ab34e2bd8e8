"""The screens after a walk: the report in parts, and the name of a copy.

Like the screens of the walk they are pure, and every face can show them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from fitcheck.answers.sheet import Sheet
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report.document import visible
from fitcheck.walk import safety
from fitcheck.walk.screen import Act, Command, Entry, Part, Reply, Screen

NAME = "report"
KINDS = ("html", "md", "txt", "yaml")


@dataclass(frozen=True)
class Reading:
    """A document that is read part by part, and what stands around each part."""

    questionnaire: Questionnaire
    parts: Mapping[str, Part]
    place: str
    mark: str = ""
    alarm: str = ""
    """Whom to call in danger, where somebody else comes first."""
    country: str | None = None

    def screen(self, text: str = "", **more: Any) -> Screen:
        return Screen(
            key="report",
            text=text,
            kind="parts",
            place=self.place,
            mark=self.mark,
            alarm=self.alarm,
            parts=tuple(self.parts.values()),
            calls=partial(safety.call_page, self.questionnaire, self.country),
            **more,
        )


def report(
    reading: Reading,
    *,
    keeps: bool,
    saved: bool = False,
    fixed: bool = False,
    problem: str = "",
) -> Screen:
    """Offer the parts of a report, a copy, a change, a new start, and leaving.

    Where the answers are ``fixed``, they can neither be changed nor given anew. The
    full screen has parts as tabs and the rest as keys, lines have a list of all.
    """
    texts = reading.questionnaire.words
    words, keys = texts.menu, texts.screen
    acts = {"s": "save"} if keeps else {}
    acts |= {} if fixed else {"c": "edit", "a": "again"}
    acts |= {"k": "keep"} if saved else {}
    named = (*reading.parts, *acts.values(), "leave")
    return reading.screen(
        words.text,
        heading=words.title,
        acts=tuple(Act(k, getattr(keys, one), (one,)) for k, one in acts.items()),
        entries=tuple(Entry(one, getattr(words, one)) for one in named),
        instruction=words.replies,
        problem=problem,
        sure="" if fixed else texts.walk.sure_read,
    )


def mark(questionnaire: Questionnaire, sheet: Sheet) -> str:
    """Return what marks a screen on which nobody real answers."""
    name = visible(sheet.vignette.name) if sheet.vignette else ""
    said = (questionnaire.words.screen.demonstration, name)
    return " · ".join(filter(None, said)) if sheet.demonstration else ""


def onward(questionnaire: Questionnaire, key: str, label: str) -> Screen:
    """Wait until what was written was read: the first screen, or a page."""
    words = questionnaire.words.menu
    return Screen(key, "", entries=(Entry(key, label),), instruction=words.replies)


def name(questionnaire: Questionnaire, problem: str, typed: str, folder: str) -> Screen:
    """Ask for the name of the file that a copy goes to, and say where that is."""
    words = questionnaire.words.menu
    kinds = questionnaire.words.screen.kinds
    return Screen(
        key="name",
        text=words.name,
        kind="line",
        place=words.save,
        lines=(words.folder.format(folder=folder),),
        entries=tuple(Entry(f".{end}", getattr(kinds, end)) for end in KINDS),
        numbered=False,
        instruction=words.name_replies,
        problem=problem,
        typed=typed,
    )


def problem(questionnaire: Questionnaire, reply: Reply | None) -> str:
    """Say why a reply is no entry of the menu."""
    words = questionnaire.words.problems
    if reply is Command.HELP:
        return str(words.no_more_help)
    if reply is Command.SKIP:
        return str(words.no_skip)
    return str(words.unknown if reply else words.empty)
