"""After a walk, on a terminal: one screen, then the whole report, part by part.

It shows and saves; what is in the report was decided before.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Literal

import typer

from fitcheck import files, wrap
from fitcheck.answers.sheet import Sheet
from fitcheck.cli import delivery, options, reader, terminal, walk
from fitcheck.cli.keeping import Keeper
from fitcheck.cli.terminal import Look
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import FileError, FitcheckError
from fitcheck.rubric import scoring
from fitcheck.walk import after
from fitcheck.walk.loop import ENDINGS, Ending
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Command, Face, Part, Reply

Next = Literal["change", "again", "leave", "exit"]
CHANGES: dict[object, Next] = {
    Command.BACK: "change",
    ("edit",): "change",
    ("again",): "again",
}
GOING = {Command.LEAVE, Command.EXIT, Command.END, ("leave",)}


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
    gates = scoring.fired(questionnaire, sheet)
    keeps = not (private or walk.private(questionnaire, gates))
    reading = reader.on_report(questionnaire, sheet, look)
    parts = reading.parts
    reply: Reply | None = None
    if isinstance(ask, Plain):
        terminal.out("\n" + text(parts["result"]))
        onward = questionnaire.words.menu.onward
        reply = ask(after.onward(questionnaire, "menu", onward))
    problem = ""
    while reply not in GOING:
        saved = keeper.kept() and not keeper.stays
        screen = after.report(
            reading, keeps=keeps, saved=saved, fixed=fixed, problem=problem
        )
        reply, problem = ask(screen), ""
        if reply in CHANGES and not fixed:
            return CHANGES[reply]
        if reply is Command.LINES:
            reply = ("next",)
        if reply == ("save",) and keeps:
            reply = save(questionnaire, sheet, ask, keeper)
        elif isinstance(reply, tuple) and reply[:1] and reply[0] in parts:
            reply = paged(questionnaire, parts[reply[0]], ask)
        elif reply == ("keep",) and saved:
            keeper.stays = True
            file = files.shown(keeper.draft.file)
            problem = questionnaire.words.draft.stay.format(file=file)
        elif reply not in GOING:
            problem = after.problem(questionnaire, reply)
    # The quick exit clears the screen, and deletes the draft.
    return "exit" if reply is Command.EXIT or keeper.hides else "leave"


def text(part: Part) -> str:
    """Return a part as lines for standard output."""
    rows = part.rows(terminal.columns(sys.stdout))
    return "".join(f"{row}\n" for row in rows)


def paged(questionnaire: Questionnaire, part: Part, ask: Face) -> Reply | None:
    """Write a part in pages for the plain face; each waits until it was read."""
    _, rows = terminal.window(sys.stdout)
    pages = list(wrap.pages(text(part).rstrip().split("\n\n"), rows))
    for number, page in enumerate(pages, 1):
        terminal.out(page)
        if number < len(pages):
            more = questionnaire.words.walk.more
            said = more.format(number=number, total=len(pages))
            reply = ask(after.onward(questionnaire, "more", said))
            if reply != ("more",):
                return reply
    return None


def save(
    questionnaire: Questionnaire,
    sheet: Sheet,
    ask: Face,
    keeper: Keeper,
    copy: Sheet | Ending | None = None,
    problem: str = "",
) -> Reply | None:
    """Ask for a file's name and write a copy there; None once it was written.

    Else it returns how the person left, or that they went back. What a ``copy`` holds
    may be said already, and why it has to be asked for again.
    """
    name, here = offered(), files.shown(Path.cwd())
    while True:
        reply = ask(after.name(questionnaire, problem, name, here))
        if isinstance(reply, Command):
            return reply if reply in GOING else Command.BACK
        name = typed(" ".join(reply))
        try:
            target = delivery.targets([name], None, force=False, known=options.REPORT)
        except (FileError, typer.BadParameter) as error:
            problem = refused(questionnaire, name) or str(error)
            continue
        gates = scoring.fired(questionnaire, sheet)
        copy = copy or walk.copied(questionnaire, sheet, gates, ask, keeper)
        if isinstance(copy, str):  # no copy; only the quick exit leaves the menu, too
            return Command.BACK if copy == "leave" else Command(copy)
        try:
            delivery.deliver(questionnaire, copy, target, force=False)
        except FitcheckError as error:
            problem = refusal(error)
            continue
        for said in walk.left_out(questionnaire, sheet, copy, gates=gates):
            terminal.say(said)
        return None


def placed(
    questionnaire: Questionnaire,
    copy: Sheet,
    ask: Face,
    to: delivery.Target,
    look: Look,
    keeper: Keeper,
    *,
    force: bool,
) -> Literal["done"] | Ending:
    """Write a copy, in another place where it cannot be this one; or how they left.

    Through a pipe nobody can name another place.
    """
    try:
        delivery.deliver(questionnaire, copy, [to], force=force, asked=look)
    except FitcheckError as error:
        if to.is_stdout or not terminal.terminals():
            raise
        problem = refusal(error)
    else:
        return "done"
    reply: Reply | None = Command.BACK
    while reply is Command.BACK:
        reply = save(questionnaire, copy, ask, keeper, copy, problem)
    if reply is None:
        return "done"
    return ENDINGS[reply] if isinstance(reply, Command) else "leave"


def refusal(error: FitcheckError) -> str:
    """Return why a document was not written, as one sentence of a screen."""
    return str(error).replace("\n  = ", ": ")


def typed(name: str) -> str:
    """Return a name as the person means it: as a shell would, that they come from."""
    for mark in ("'", '"'):
        if len(name) > 1 and name[0] == name[-1] == mark:
            name = name[1:-1]
    if os.name == "posix":
        name = re.sub(r"\\(.)", r"\1", name)
    return os.path.expanduser(name)  # noqa: PTH111  # it never raises


def offered() -> str:
    """Return a name for a copy that no file has yet."""
    numbers = ("", *(f"-{n}" for n in range(2, 100)))
    names = (f"{after.NAME}{n}.{after.KINDS[0]}" for n in numbers)
    return next((one for one in names if not Path(one).exists()), "")


def refused(questionnaire: Questionnaire, name: str) -> str:
    """Say in plain words why a name will not do; nothing where the reason is rare."""
    words, path = questionnaire.words.menu, Path(name)
    if path.suffix.lower() not in options.ENDINGS:
        return words.name_ending
    if path.exists():
        return words.name_there
    return "" if path.parent.is_dir() else words.name_folder
