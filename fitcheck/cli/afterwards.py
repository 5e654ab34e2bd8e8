"""After a walk, on a terminal: one screen, then a menu over the whole report.

It shows and saves; what is in the report was decided before.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

import typer

from fitcheck import files, lines, scoring
from fitcheck.cli import delivery, streams, walking
from fitcheck.errors import FileError
from fitcheck.prompts import after
from fitcheck.prompts.asking import Command
from fitcheck.report import build, document

if TYPE_CHECKING:
    from fitcheck.cli.keeping import Keeper
    from fitcheck.cli.look import Look
    from fitcheck.prompts import Face, Reply
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.report import Report
    from fitcheck.report.document import Document
    from fitcheck.sheet import Sheet

Next = Literal["change", "again", "leave"]
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
) -> Next:
    """Show the first screen and the menu; return what comes after it."""
    report = build(questionnaire, sheet)
    streams.out("\n" + delivery.drawn(report.glance, look))
    first = ask(after.onward(questionnaire))
    if left(first):
        return gone(questionnaire, first, keeper)
    gates = scoring.fired(questionnaire, sheet)
    keeps = not (private or walking.private(questionnaire, gates))
    problem = ""
    while True:
        saved = bool(keeper.file) and not keeper.stays
        reply = ask(
            after.menu(questionnaire, report, keeps=keeps, saved=saved, problem=problem)
        )
        problem = ""
        if reply in CHANGES:
            return CHANGES[reply]
        done: Reply | None = reply
        if reply == ("save",) and keeps:
            done = save(questionnaire, sheet, ask, keeper)
        elif isinstance(reply, tuple) and reply[:1] and reply[0] in after.PARTS:
            done = read(questionnaire, chosen(report, reply[0]), ask, look)
        elif not left(reply):
            problem = told(questionnaire, reply, keeper, saved=saved)
        if left(done):
            return gone(questionnaire, done, keeper)


def told(
    questionnaire: Questionnaire, reply: Reply, keeper: Keeper, *, saved: bool
) -> str:
    """Let the draft stay, or say why a reply is no entry of the menu."""
    if reply == ("keep",) and saved:
        keeper.stays = True
        file = files.shown(keeper.file or "")
        return questionnaire.words.draft.stay.format(file=file)
    return after.problem(questionnaire, reply)


def chosen(report: Report, entry: str) -> Document:
    """Return the part of a report that an entry of the menu shows, or all of it."""
    ids = after.PARTS[entry]
    return document.part(report.document, *ids) if ids else report.document


def left(reply: Reply | None) -> bool:
    """Say whether a reply ends the menu."""
    return reply in GOING or reply == ("leave",)


def gone(questionnaire: Questionnaire, reply: Reply | None, keeper: Keeper) -> Next:
    """Leave the menu; the quick exit clears the screen, and deletes the draft."""
    if reply is Command.EXIT:
        walking.gone(questionnaire, "exit", "", keeper)
    return "leave"


def read(
    questionnaire: Questionnaire, shown: Document, ask: Face, look: Look
) -> Reply | None:
    """Show a part of the report page by page; return a command that ends the menu."""
    _, rows = streams.window(sys.stdout)
    pages = list(lines.pages(delivery.drawn(shown, look).rstrip().split("\n\n"), rows))
    for number, page in enumerate(pages, 1):
        streams.out("\n" + "\n\n".join(page) + "\n")
        if number == len(pages):
            return None
        reply = ask(after.more(questionnaire))
        if reply != ("more",):
            return reply if reply in GOING else None
    return None


def save(
    questionnaire: Questionnaire, sheet: Sheet, ask: Face, keeper: Keeper
) -> Reply | None:
    """Ask for a file's name and write a copy there; return a command that ends it."""
    problem = ""
    while True:
        reply = ask(after.name(questionnaire, problem))
        if isinstance(reply, Command):
            return reply if reply in GOING else None
        try:
            target = delivery.targets([" ".join(reply)], None, force=False)
        except (FileError, typer.BadParameter) as error:
            problem = str(error)
            continue
        gates = scoring.fired(questionnaire, sheet)
        copy = walking.copied(questionnaire, sheet, gates, ask, keeper)
        if copy is not None:
            delivery.deliver(questionnaire, copy, target, force=False)
        return None
