"""After a walk: its copies; on a terminal one screen, then the report, part by part.

It shows and saves; what is in the report was decided before.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from fitcheck import files, wrap
from fitcheck.answers.sheet import Sheet
from fitcheck.cli import delivery, options, terminal
from fitcheck.cli.options import Target
from fitcheck.cli.terminal import Look
from fitcheck.documents import build
from fitcheck.errors import FileError, FitcheckError
from fitcheck.rubric import scoring
from fitcheck.walk import after, loop
from fitcheck.walk.loop import ENDINGS, Ending
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Command, Part, Reply
from fitcheck.walk.state import State

if TYPE_CHECKING:
    from fitcheck.cli.walk import Walk

Next = Literal["change", "again", "leave", "exit"]
CHANGES: dict[object, Next] = {
    Command.BACK: "change",
    ("edit",): "change",
    ("again",): "again",
}
GOING = {Command.LEAVE, Command.EXIT, Command.END, ("leave",)}


class Round:
    """A sheet that was walked to, and what is made of it while the face is there."""

    def __init__(self, walk: Walk, sheet: Sheet, state: State) -> None:
        self.walk, self.sheet = walk, sheet
        self.questionnaire, self.ask = walk.questionnaire, walk.face
        self.keeper, self.words = walk.keeper, walk.questionnaire.words
        self.gates = scoring.fired(self.questionnaire, sheet)
        self.saves = not (state.private or self.keeper.private(self.gates))

    def copies(self) -> Literal["done"] | Ending:
        """Write what was asked for; all but the terminal's own screen is a copy.

        Returns how the person left instead of saying what a copy may hold, if so.
        """
        shown = sys.stdout.isatty()
        to = [one for one in self.walk.asked.to if not (one.is_stdout and shown)]
        if not to:
            return "done"
        copy = self.copied()
        if isinstance(copy, str):
            return copy
        for one in to:
            written = self.placed(copy, one)
            if written != "done":
                return written
        self.say_left_out(copy)
        return "done"

    def copied(self) -> Sheet | Ending:
        """Return the sheet as a copy may hold it, or how the person left instead.

        It holds no safety answers unless that was said, at a terminal and never by one
        in danger at home; it is asked where a gate fired or was cleared. A record made
        at intake is asked about in any case, once for all its copies.
        """
        keeper, sheet, safety = self.keeper, self.sheet, self.questionnaire.safety
        intake, said = keeper.state.clinician, keeper.agreed
        unasked = keeper.private(self.gates) or not terminal.terminals()
        if unasked or not (said or intake or self.gates or sheet.cleared):
            said = "leave-out"
        elif not said:
            reply = loop.consent(
                self.questionnaire,
                self.ask,
                notes=bool(safety & set(sheet.notes)),
                record=intake,
            )
            if reply != "keep" and reply != "leave-out":
                return reply
            said = reply
            keeper.agreed = said if intake else None
        if said == "keep":
            return sheet
        return sheet.withhold(safety, gate_fired=bool(self.gates))

    def say_left_out(self, copy: Sheet) -> None:
        if copy.withheld and (self.gates or self.sheet.cleared):
            terminal.say(self.words.end.left_out)
        if copy.withheld and self.questionnaire.safety & self.sheet.notes.keys():
            terminal.say(self.words.clinician.left_out)

    def placed(self, copy: Sheet, to: Target) -> Literal["done"] | Ending:
        """Write a copy, in another place where it cannot be this one; or how they left.

        Through a pipe nobody can name another place.
        """
        try:
            self.deliver(copy, [to], self.walk.asked, force=self.walk.force)
        except FitcheckError as error:
            if to.is_stdout or not terminal.terminals():
                raise
            problem = refusal(error)
        else:
            return "done"
        reply: Reply | None = Command.BACK
        while reply is Command.BACK:
            reply = self.save(copy, problem)
        if reply is None:
            return "done"
        return ENDINGS[reply] if isinstance(reply, Command) else "leave"

    def deliver(
        self, copy: Sheet, to: Sequence[Target], look: Look, *, force: bool = False
    ) -> None:
        report = build(self.questionnaire, copy)
        delivery.deliver(self.questionnaire, report, to, look, force=force)

    def show(self) -> Next:
        """Show the report and offer what can be done with it; return what comes next.

        The answers of a fictional person stay as they are.
        """
        fixed, keeper = self.walk.person is not None, self.keeper
        report = build(self.questionnaire, self.sheet)
        reading = delivery.on_report(report, self.walk.asked)
        parts, problem = reading.parts, ""
        reply: Reply | None = None
        if isinstance(self.ask, Plain):
            terminal.out("\n" + text(parts["result"]))
            onward = self.words.menu.onward
            reply = self.ask(after.onward(self.questionnaire, "menu", onward))
        while reply not in GOING:
            kept = keeper.draft.standing == "kept" and keeper.draft.there()
            saved = kept and not keeper.stays
            reply = self.ask(
                after.report(
                    reading, keeps=self.saves, saved=saved, fixed=fixed, problem=problem
                )
            )
            problem = ""
            if reply in CHANGES and not fixed:
                return CHANGES[reply]
            if reply is Command.LINES:
                reply = ("next",)
            if reply == ("save",) and self.saves:
                reply = self.save()
            elif isinstance(reply, tuple) and reply[:1] and reply[0] in parts:
                reply = self.paged(parts[reply[0]])
            elif reply == ("keep",) and saved:
                keeper.stays = True
                file = files.shown(keeper.draft.file)
                problem = self.words.draft.stay.format(file=file)
            elif reply not in GOING:
                problem = after.problem(self.questionnaire, reply)
        # The quick exit clears the screen, and deletes the draft.
        return "exit" if reply is Command.EXIT or keeper.hides else "leave"

    def paged(self, part: Part) -> Reply | None:
        """Write a part in pages for the plain face; each waits until it was read."""
        _, rows = terminal.window(sys.stdout)
        pages = list(wrap.pages(text(part).rstrip().split("\n\n"), rows))
        for number, page in enumerate(pages, 1):
            terminal.out(page)
            if number < len(pages):
                said = self.words.walk.more.format(number=number, total=len(pages))
                reply = self.ask(after.onward(self.questionnaire, "more", said))
                if reply != ("more",):
                    return reply
        return None

    def save(self, agreed: Sheet | None = None, problem: str = "") -> Reply | None:
        """Ask for a file's name and write a copy there; None once it was written.

        Else it returns how the person left, or that they went back. What the copy
        holds may be agreed already, and why it has to be asked for again.
        """
        numbers = ("", *(f"-{n}" for n in range(2, 100)))
        names = (f"{after.NAME}{n}.{after.KINDS[0]}" for n in numbers)
        name = next((one for one in names if not Path(one).exists()), "")
        here = files.shown(Path.cwd())
        copy: Sheet | Ending | None = agreed
        while True:
            reply = self.ask(after.name(self.questionnaire, problem, name, here))
            if isinstance(reply, Command):
                return reply if reply in GOING else Command.BACK
            name = typed(" ".join(reply))
            try:
                to = options.targets([name], None, force=False, known=options.REPORT)
            except (FileError, typer.BadParameter) as error:
                problem = self.refused(name) or str(error)
                continue
            copy = copy or self.copied()
            if isinstance(copy, str):  # only the quick exit leaves the menu, too
                return Command.BACK if copy == "leave" else Command(copy)
            try:
                self.deliver(copy, to, Look())
            except FitcheckError as error:
                problem = refusal(error)
                continue
            if not agreed:
                self.say_left_out(copy)
            return None

    def refused(self, name: str) -> str:
        """Say in plain words why a name will not do; nothing where that is rare."""
        words, path = self.words.menu, Path(name)
        if path.suffix.lower() not in options.ENDINGS:
            return words.name_ending
        if path.exists():
            return words.name_there
        return "" if path.parent.is_dir() else words.name_folder


def text(part: Part) -> str:
    """Return a part as lines for standard output."""
    return "".join(f"{row}\n" for row in part.rows(terminal.columns(sys.stdout)))


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
