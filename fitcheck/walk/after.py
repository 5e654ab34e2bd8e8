"""The screens after a walk: the menu, reading on, and the name of a copy.

Like the screens of the walk they are pure, and every face can show them.
"""

from __future__ import annotations

from collections.abc import Callable

from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents import Report
from fitcheck.walk.screen import Act, Command, Entry, Part, Reply, Screen, Seen

NAME = "report.html"
ENDINGS = (".html", ".md", ".txt", ".yaml")
PARTS: dict[str, tuple[str, ...]] = {
    "why": ("result", "picture", "why"),
    "evidence": ("evidence",),
    "options": ("options",),
    "questions": ("questions", "finding"),
    "change": ("change", "answers", "clinician-notes"),
    "next": ("safety", "next-steps", "lines"),
    "all": (),
}
"""What each entry of the menu shows, as ids of the report's sections."""


def menu(
    questionnaire: Questionnaire,
    report: Report,
    *,
    keeps: bool,
    saved: bool = False,
    fixed: bool = False,
    problem: str = "",
) -> Screen:
    """Offer the parts of a report, a copy, a change, a new start, and leaving.

    Where the answers are ``fixed``, they can neither be changed nor given anew.
    """
    words = questionnaire.words.menu
    there = {section.id for section in report.document.sections}
    shown = [one for one, ids in PARTS.items() if not ids or there & set(ids)]
    doing = ["save"] * keeps + ["keep"] * saved + ["edit", "again"] * (not fixed)
    named = {one: getattr(words, one) for one in (*shown, *doing, "leave")}
    if "change" in named and "change" not in there:  # a gate: there are no points
        named["change"] = words.answers
    return Screen(
        key="menu",
        text=words.text,
        heading=words.title,
        entries=tuple(Entry(one, label) for one, label in named.items()),
        instruction=words.replies,
        problem=problem,
    )


def onward(questionnaire: Questionnaire) -> Screen:
    """Wait at the first screen until it was read."""
    words = questionnaire.words.menu
    return Screen(
        key="onward",
        text="",
        entries=(Entry("menu", words.onward),),
        previous=("menu",),
        instruction=words.replies,
    )


def more(questionnaire: Questionnaire, number: int, total: int) -> Screen:
    """Ask whether to read on after a page; back leads to the menu."""
    words = questionnaire.words
    on = Entry("more", words.walk.more.format(number=number, total=total))
    return Screen(
        key="more",
        text="",
        entries=(on,),
        extras=(Entry("menu", words.menu.to_menu),),
        previous=("more",),
        instruction=words.menu.replies,
    )


def whole(
    questionnaire: Questionnaire,
    parts: tuple[Part, ...],
    calls: Callable[[], tuple[Seen, ...]],
    *,
    keeps: bool,
    saved: bool = False,
    fixed: bool = False,
    problem: str = "",
) -> Screen:
    """Offer the same on one screen: the parts as tabs, the rest as keys."""
    words = questionnaire.words.screen
    acts = [Act("s", words.save, ("save",))] * keeps
    if not fixed:
        acts += [
            Act("c", words.edit, ("edit",)),
            Act("a", words.again, ("again",)),
        ]
    acts += [Act("k", words.keep, ("keep",))] * saved
    return Screen(
        key="report",
        text="",
        kind="parts",
        place=words.report,
        parts=parts,
        acts=tuple(acts),
        calls=calls,
        problem=problem,
        sure=questionnaire.words.walk.sure_read,
    )


def name(questionnaire: Questionnaire, problem: str, typed: str = "") -> Screen:
    """Ask for the name of the file that a copy goes to."""
    words = questionnaire.words.menu
    kinds = questionnaire.words.screen.kinds
    return Screen(
        key="name",
        text=words.name,
        heading=words.save,
        kind="line",
        place=words.save,
        lines=(words.name_kinds,),
        entries=tuple(Entry(end, getattr(kinds, end[1:])) for end in ENDINGS),
        numbered=False,
        instruction=words.name_replies,
        problem=problem,
        free=True,
        typed=typed or NAME,
    )


def problem(questionnaire: Questionnaire, reply: Reply | None) -> str:
    """Say why a reply is no entry of the menu."""
    words = questionnaire.words.problems
    if reply is Command.HELP:
        return words.no_more_help
    if reply is Command.SKIP:
        return words.no_skip
    return words.unknown if reply else words.empty
