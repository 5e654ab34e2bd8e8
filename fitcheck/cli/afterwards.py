"""After a walk, on a terminal: one screen, then a menu over the whole report.

It shows and saves; what is in the report was decided before.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from fitcheck import files
from fitcheck.cli import delivery, options, reading, streams, walking
from fitcheck.documents import build
from fitcheck.errors import FileError
from fitcheck.report import document
from fitcheck.rubric import scoring
from fitcheck.walk import after
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Command

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.cli.keeping import Keeper
    from fitcheck.cli.look import Look
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.documents import Report
    from fitcheck.report.document import Document
    from fitcheck.walk.screen import Face, Reply

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
    fixed: bool = False,
) -> Next:
    """Show the first screen and the menu; return what comes after it.

    The answers of a fictional person are ``fixed``.
    """
    report = build(questionnaire, sheet)
    first = reading.first(questionnaire, report.glance, ask, look)
    if left(first):
        return gone(questionnaire, first, keeper)
    gates = scoring.fired(questionnaire, sheet)
    keeps = not (private or walking.private(questionnaire, gates))
    menu = partial(after.menu, questionnaire, report, keeps=keeps, fixed=fixed)
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
            shown = chosen(report, reply[0])
            done = reading.part(questionnaire, shown, ask, look)
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
        file = files.shown(keeper.draft.file)
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
    if reply is Command.EXIT or keeper.hides:
        walking.gone(questionnaire, "exit", "", keeper)
    else:
        typer.echo(err=True)
    return "leave"


def save(
    questionnaire: Questionnaire, sheet: Sheet, ask: Face, keeper: Keeper
) -> Reply | None:
    """Ask for a file's name and write a copy there; return a command that ends it."""
    problem = ""
    while True:
        reply = ask(after.name(questionnaire, problem))
        if isinstance(reply, Command):
            return reply if reply in GOING else None
        name = " ".join(reply)
        try:
            target = delivery.targets([name], None, force=False, known=options.REPORT)
        except (FileError, typer.BadParameter) as error:
            problem = refused(questionnaire, name) or str(error)
            continue
        gates = scoring.fired(questionnaire, sheet)
        copy = walking.copied(questionnaire, sheet, gates, ask, keeper)
        if isinstance(copy, str):  # no copy; only the quick exit leaves the menu, too
            return None if copy == "leave" else Command(copy)
        delivery.deliver(questionnaire, copy, target, force=False)
        words = questionnaire.words.end
        if not Path(name).is_absolute():
            folder = files.shown(Path(name).resolve().parent)
            streams.say(words.folder.format(folder=folder))
        for said in walking.left_out(questionnaire, sheet, copy, gates=gates):
            streams.say(said)
        return None if isinstance(ask, Plain) else ask(after.seen(questionnaire))


def refused(questionnaire: Questionnaire, name: str) -> str:
    """Say in plain words why a name will not do; nothing where the reason is rare."""
    words, path = questionnaire.words.menu, Path(name)
    if path.suffix.lower() not in options.ENDINGS:
        return words.name_ending
    if path.exists():
        return words.name_there
    return "" if path.parent.is_dir() else words.name_folder
