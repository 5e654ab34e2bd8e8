"""One walk at a terminal or through a pipe, and every way out of it.

The walk itself is in ``walk``; this joins it to the streams. Whatever happens passes
``Walk.go``: the screen is blank before anything is deleted, and only then is something
said: at most one line behind a full screen, and none where somebody might see it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import typer

from fitcheck import files, help_now, signals, wrap
from fitcheck.answers.sheet import Sheet
from fitcheck.cli import terminal
from fitcheck.cli.keeping import Keeper
from fitcheck.cli.options import SCREEN, Asked
from fitcheck.errors import FitcheckError
from fitcheck.walk import loop
from fitcheck.walk.loop import Outcome
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Face
from fitcheck.walk.state import State, sheet_of

if TYPE_CHECKING:
    from fitcheck.cli.afterwards import Round
    from fitcheck.walk.full_screen import FullScreen

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""Clears the screen and what scrolled off it."""
PUSHED_AWAY = "\n" * 100
"""For a terminal that knows no such codes."""
OFTEN = (2_000, 1, 1)
"""Objects made before Python looks for waste during a walk, and how deep."""


def clear() -> None:
    if sys.stderr.isatty():
        dumb = os.environ.get("TERM") == "dumb"
        with suppress(OSError):  # the terminal may be gone
            typer.echo(PUSHED_AWAY if dumb else CLEAR, err=True, nl=False)


def start(country: str | None, *, private: bool, clinician: bool) -> State:
    """Return where a walk begins; the locale's country is offered, never assumed.

    Whether to save is asked only where a person sits at a terminal.
    """
    asks = terminal.terminals() and not private
    return State(
        offered=country or help_now.from_settings(os.environ, help_now.load()),
        saving="ask" if asks else "no",
        private=private,
        clinician=clinician,
    )


@dataclass
class Walk:
    """One person's way to a report: what was asked for, and what is kept of it."""

    asked: Asked
    begin: State
    person: Sheet | None = None
    """Whose answers are played, where it is a demonstration."""
    screen: Callable[..., FullScreen] | None = None
    """What makes the full screen of a demonstration."""
    lines: Callable[[Plain], Face] = lambda face: face
    """What replies in lines instead of a person."""
    seen: Round | None = None
    """What was reported on last."""

    def __post_init__(self) -> None:
        self.questionnaire = self.asked.questionnaire
        self.force, private = self.asked.force, self.begin.private
        self.keeper = Keeper(self.questionnaire, self.begin, warned=private)

    def go(self, *, resume: bool = False) -> None:
        """Walk, and pass every way out: blank, then clear, delete, and say a line."""
        went: Outcome | signals.Stopped | None = None
        try:
            with self.opened() as self.face, self.suspended():
                gc.freeze()  # what is loaded stays; tidy up after every few screens
                gc.set_threshold(*OFTEN)
                try:
                    went = self.rounds(resume=resume)
                except signals.Stopped as stopped:
                    if self.seen:  # the report was there: no draft is left unasked
                        self.keeper.finish()
                    went = stopped
        finally:
            exited = isinstance(went, Outcome) and went.ending == "exit"
            if self.keeper.hides or exited:
                clear()
        self.full = not isinstance(self.face, Plain)
        if isinstance(went, signals.Stopped):
            self.interrupted(went)
        self.farewell(went)
        # What is no screen of a person was written before, while they could be asked
        # where else to; the report on nobody real is written now.
        printed = not self.offers() and (self.person or sys.stdout.isatty())
        to = [x for x in self.asked.to if (printed if x.is_stdout else self.person)]
        if self.seen and to:
            seen, asked = self.seen, self.asked
            seen.deliver(seen.sheet, to, asked, force=asked.force)

    @contextmanager
    def opened(self) -> Iterator[Face]:
        """Give the face that the terminal can show, and take it back in any case.

        What is said while there is a full screen is said on it, and never under it.
        """
        terminal.answerable()
        texts = self.questionnaire.words
        switch = terminal.turned_on(os.environ, plain=self.asked.plain)
        said = texts.walk.plain_no_terminal
        if switch:
            said = texts.walk.plain.format(switch=switch)
        elif terminal.terminals():
            said = texts.walk.plain_no_screen
            if sys.platform != "win32":
                from fitcheck.walk import full_screen

                if full_screen.able(sys.stderr, os.environ):
                    show = self.screen or full_screen.FullScreen
                    face = show(sys.stderr, texts, no_color=self.asked.no_color)
                    with face, terminal.heard_by(face.tell):
                        yield face
                    return
        terminal.say(said)
        yield Plain(sys.stdin, sys.stderr, texts, lambda: terminal.columns(sys.stderr))

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Clear the screen before the shell takes it back, where it must not be seen.

        The full screen does so by itself, and in any case.
        """
        number = getattr(signal, "SIGTSTP", None)
        if number is None or signal.getsignal(number) is not signal.SIG_DFL:
            yield
            return

        def stop(*_: object) -> None:
            if self.keeper.hides:
                clear()
            os.kill(os.getpid(), signal.SIGSTOP)

        signal.signal(number, stop)
        try:
            yield
        finally:
            signal.signal(number, signal.SIG_DFL)

    def rounds(self, *, resume: bool) -> Outcome:
        """Walk to a report, and again after a change of an answer or a new start."""
        keeper, state = self.keeper, self.begin
        if resume or state.saving == "ask":
            state = keeper.look(self.asked.country, resume=resume)
        while True:
            face = self.lines(self.face) if isinstance(self.face, Plain) else self.face
            keep = (lambda state: state) if self.person else keeper.keep
            outcome = loop.conduct(self.questionnaire, state, face, keep)
            if outcome.ending != "done":
                return outcome
            from fitcheck.cli.afterwards import Round

            state = outcome.state
            today = date.today().isoformat()
            walked = replace(sheet_of(self.questionnaire, state), answered=today)
            done = Round(self, self.person or walked, state)
            copied = "done" if self.person else done.copies()
            if copied != "done":
                where = self.questionnaire.words.keep.title
                return Outcome(copied, state, where)
            self.seen = done
            chosen = done.show() if self.offers() else "leave"
            self.force = True  # the files of another round are those of this one
            if chosen == "change":
                state = replace(state, checked=False, reported=True)
            elif chosen == "again":
                keeper.finish()
                anew = start(
                    state.country, private=state.private, clinician=state.clinician
                )
                state = replace(anew, opened=True, other=bool(keeper.draft.text))
            else:
                return Outcome("exit" if chosen == "exit" else "done", state)

    def offers(self) -> bool:
        """Say whether the report is read on the terminal: not if a format was asked.

        With danger at home it is in any case: what is written there would stay.
        """
        plainly = all(not one.is_stdout or one == SCREEN for one in self.asked.to)
        on_terminal = terminal.terminals() and sys.stdout.isatty()
        return (plainly or self.keeper.hides) and on_terminal

    def in_danger(self, *, draft: bool = False) -> str:
        """Return the one line that every way of leaving ends with.

        It is the same whatever was answered; a quick exit, a private walk and danger at
        home leave without a word. Behind a full screen the ``draft`` has no other line.
        """
        words, keeper = self.questionnaire.words.end, self.keeper
        state = keeper.state
        if keeper.hides or state.private:
            return ""
        if draft and keeper.draft.standing == "lost":
            return f"{keeper.told('')} {self.in_danger()}"
        said, in_words = words.in_danger, words.in_danger_in_words
        if draft and keeper.draft.there():
            said, in_words = words.saved, words.saved_in_words
        countries = self.questionnaire.library.help_lines.countries
        numbers = {one.code: one.emergency.number for one in countries}
        number = numbers.get((state.placed and state.country) or "")
        return said.format(number=number) if number else in_words

    def interrupted(self, stopped: signals.Stopped) -> NoReturn:
        """Say what Ctrl-C leaves behind, and whom to call; other signals do not."""
        keeper = self.keeper
        if stopped.number != signal.SIGINT:
            raise stopped
        if self.full:
            say(self.in_danger(draft=True))
        elif not keeper.hides:
            typer.echo(err=True)
            file = files.shown(keeper.draft.file)
            say(keeper.told(keeper.words.stopped.format(file=file)), self.in_danger())
        keeper.draft.leave()
        raise typer.Exit(stopped.code) from None

    def farewell(self, went: Outcome) -> None:
        """Say good-bye in the way the person went; an ended input is an error.

        The quick exit deletes the draft; before the report every other way leaves it
        where it is. With danger at home, every way is as quick on a terminal.
        """
        keeper, said = self.keeper, self.in_danger()
        silent = keeper.hides and sys.stderr.isatty()
        if went.ending == "exit":
            keeper.vanish()
        elif went.ending == "done":
            told: list[str] = []  # after a full screen only that deleting failed
            with terminal.heard_by(told.append if self.full else None):
                keeper.finish()
            if keeper.undeleted and told:
                terminal.say(told[0])
            if said and terminal.terminals() and sys.stdout.isatty():
                if not self.full:
                    typer.echo(err=True)
                terminal.say(said)
        elif self.full or silent:
            say(self.in_danger(draft=True))
            keeper.draft.leave()
            if went.ending == "end":  # to name the place would tell
                raise typer.Exit(1)
        else:
            self.left(went, said)

    def left(self, went: Outcome, said: str) -> None:
        words, keeper = self.questionnaire.words, self.keeper
        kept = keeper.told(words.draft.left)
        keeper.draft.leave()
        if went.ending == "end":
            template = words.draft.ended if kept else words.end.ended
            ended = template.format(where=went.where, kept=kept)
            width = terminal.columns(sys.stderr)
            parts = [wrap.wrapped(one, width) for one in (ended, said) if one]
            raise FitcheckError("\n".join(parts))
        if not kept and terminal.terminals():
            keeper.remains()
        say(kept, said)


def say(*lines: str) -> None:
    for line in filter(None, lines):
        terminal.say(line)
