"""After a walk, on a terminal: one screen, then the whole report, part by part.

It shows and saves; what is in the report was decided before.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from fitcheck import files, wrap
from fitcheck.cli import delivery, look, options, streams, walk
from fitcheck.documents import build
from fitcheck.errors import FileError
from fitcheck.report import document
from fitcheck.rubric import scoring
from fitcheck.walk import after, screens
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Command, Face, Part, Reply

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.cli.keeping import Keeper
    from fitcheck.cli.look import Look
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.documents import Report
    from fitcheck.report.document import Document

Next = Literal["change", "again", "leave", "exit"]
CHANGES: dict[object, Next] = {
    Command.BACK: "change",
    ("edit",): "change",
    ("again",): "again",
}
GOING = {Command.LEAVE, Command.EXIT, Command.END}


def show(
    questionnaire: Questionnaire,
    sheet: Sheet,
    ask: Face,
    look: Look,
    keeper: Keeper,
    *,
    private: bool,
    fixed: bool = False,
) -> Next:
    """Show the report and offer what can be done with it; return what comes after it.

    The answers of a fictional person are ``fixed``.
    """
    report = build(questionnaire, sheet)
    gates = scoring.fired(questionnaire, sheet)
    keeps = not (private or walk.private(questionnaire, gates))
    menu = partial(after.menu, questionnaire, report, keeps=keeps, fixed=fixed)
    if isinstance(ask, Plain):
        streams.out("\n" + delivery.drawn(report.glance, look))
        if left(first := ask(after.onward(questionnaire))):
            return gone(first, keeper)
    else:
        tabs = tuple(parts(questionnaire, report, look))
        calls = partial(screens.call_page, questionnaire, sheet.country)
        menu = partial(
            after.whole, questionnaire, tabs, calls, keeps=keeps, fixed=fixed
        )
    problem = ""
    while True:
        saved = keeper.kept() and not keeper.stays
        reply, problem = ask(menu(saved=saved, problem=problem)), ""
        if reply in CHANGES and not fixed:
            return CHANGES[reply]
        done: Reply | None = reply
        if reply == ("save",) and keeps:
            done = save(questionnaire, sheet, ask, keeper)
        elif isinstance(reply, tuple) and reply[:1] and reply[0] in after.PARTS:
            done = paged(questionnaire, chosen(report, reply[0]), ask, look)
        elif not left(reply):
            problem = told(questionnaire, reply, keeper, saved=saved)
        if left(done):
            return gone(done, keeper)


def parts(questionnaire: Questionnaire, report: Report, asked: Look) -> Iterator[Part]:
    """Yield the first screen and every part that there is, as tabs."""
    words = questionnaire.words.tabs
    there = {section.id for section in report.document.sections}

    def rows(shown: Document) -> Part:
        drawn = cache(lambda width: look.drawn_at(shown, asked, width).splitlines())
        return Part(title, drawn)

    title = words.result
    yield rows(report.glance)
    for one, ids in after.PARTS.items():
        if there & {*ids}:
            named = "answers" if one == "change" and "change" not in there else one
            title = getattr(words, named)
            yield rows(document.part(report.document, *ids))


def told(
    questionnaire: Questionnaire, reply: Reply, keeper: Keeper, *, saved: bool
) -> str:
    """Let the draft stay, or say why a reply is no entry of the menu."""
    if reply == ("keep",) and saved:
        keeper.stays = True
        file = files.shown(keeper.draft.file)
        return questionnaire.words.draft.stay.format(file=file)
    return after.problem(questionnaire, reply)


def chosen(report: Report, entry: str) -> Document:
    """Return the part of a report that an entry of the menu shows, or all of it."""
    ids = after.PARTS[entry]
    return document.part(report.document, *ids) if ids else report.document


def paged(
    questionnaire: Questionnaire, shown: Document, ask: Face, look: Look
) -> Reply | None:
    """Write a part in pages for the plain face; each waits until it was read."""
    _, rows = streams.window(sys.stdout)
    pages = list(wrap.pages(delivery.drawn(shown, look).rstrip().split("\n\n"), rows))
    for number, page in enumerate(pages, 1):
        streams.out(page)
        if number < len(pages):
            reply = ask(after.more(questionnaire, number, len(pages)))
            if reply != ("more",):
                return reply
    return None


def left(reply: Reply | None) -> bool:
    """Say whether a reply ends the menu."""
    return reply in GOING or reply == ("leave",)


def gone(reply: Reply | None, keeper: Keeper) -> Next:
    """Leave the menu; the quick exit clears the screen, and deletes the draft."""
    return "exit" if reply is Command.EXIT or keeper.hides else "leave"


def save(
    questionnaire: Questionnaire, sheet: Sheet, ask: Face, keeper: Keeper
) -> Reply | None:
    """Ask for a file's name and write a copy there; return a command that ends it."""
    problem = name = ""
    while True:
        reply = ask(after.name(questionnaire, problem, name))
        if isinstance(reply, Command):
            return reply if reply in GOING else None
        name = " ".join(reply)
        try:
            target = delivery.targets([name], None, force=False, known=options.REPORT)
        except (FileError, typer.BadParameter) as error:
            problem = refused(questionnaire, name) or str(error)
            continue
        gates = scoring.fired(questionnaire, sheet)
        copy = walk.copied(questionnaire, sheet, gates, ask, keeper)
        if isinstance(copy, str):  # no copy; only the quick exit leaves the menu, too
            return None if copy == "leave" else Command(copy)
        delivery.deliver(questionnaire, copy, target, force=False)
        words = questionnaire.words.end
        if not Path(name).is_absolute():
            folder = files.shown(Path(name).resolve().parent)
            streams.say(words.folder.format(folder=folder))
        for said in walk.left_out(questionnaire, sheet, copy, gates=gates):
            streams.say(said)
        return None


def refused(questionnaire: Questionnaire, name: str) -> str:
    """Say in plain words why a name will not do; nothing where the reason is rare."""
    words, path = questionnaire.words.menu, Path(name)
    if path.suffix.lower() not in options.ENDINGS:
        return words.name_ending
    if path.exists():
        return words.name_there
    return "" if path.parent.is_dir() else words.name_folder
