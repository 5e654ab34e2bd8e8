"""The last words of a walk: what is cleared, what is deleted, and what is said.

At most one line is said behind a full screen, and none where somebody might see it.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import typer

from fitcheck import files, signals, wrap
from fitcheck.cli import terminal
from fitcheck.errors import FitcheckError
from fitcheck.walk.loop import Ending

if TYPE_CHECKING:
    from fitcheck.cli.keeping import Keeper

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""Clears the screen and what scrolled off it."""
PUSHED_AWAY = "\n" * 100
"""For a terminal that knows no such codes."""


@dataclass(frozen=True)
class Gone:
    how: Literal["done"] | Ending
    where: str = ""
    """What was open, for a walk whose input ended."""


def clear() -> None:
    if sys.stderr.isatty():
        dumb = os.environ.get("TERM") == "dumb"
        with suppress(OSError):  # the terminal may be gone
            typer.echo(PUSHED_AWAY if dumb else CLEAR, err=True, nl=False)


def number_to_call(keeper: Keeper) -> str:
    countries = keeper.questionnaire.library.help_lines.countries
    numbers = {one.code: one.emergency.number for one in countries}
    return numbers.get((keeper.state.placed and keeper.state.country) or "", "")


def in_danger(keeper: Keeper) -> str:
    """Return the one line that every way of leaving ends with, whatever was answered.

    A quick exit, a private walk and danger at home leave without a word.
    """
    if keeper.hides or keeper.state.private:
        return ""
    words, number = keeper.questionnaire.words.end, number_to_call(keeper)
    return words.in_danger.format(number=number) if number else words.in_danger_in_words


def say_one_line(keeper: Keeper) -> None:
    words, said = keeper.questionnaire.words.end, in_danger(keeper)
    if said and keeper.draft.there() and keeper.draft.standing != "lost":
        number = number_to_call(keeper)
        said = words.saved.format(number=number) if number else words.saved_in_words
    elif said and keeper.draft.standing == "lost":
        said = keeper.told("")
    if said:
        terminal.say(said)


def interrupted(keeper: Keeper, stopped: signals.Stopped, *, full: bool) -> None:
    """Say what Ctrl-C leaves behind, and whom to call; other signals say nothing."""
    if stopped.number != signal.SIGINT:
        raise stopped
    if full:
        say_one_line(keeper)
    elif not keeper.hides:
        typer.echo(err=True)
        file = files.shown(keeper.draft.file)
        words = keeper.questionnaire.words.draft
        if kept := keeper.told(words.stopped.format(file=file)):
            terminal.say(kept)
        if said := in_danger(keeper):
            terminal.say(said)
    keeper.draft.leave()
    raise typer.Exit(stopped.code) from None


def farewell(keeper: Keeper, went: Gone, *, full: bool) -> None:
    """Say good-bye in the way the person went; an ended input is an error.

    The quick exit deletes the draft; before the report every other way leaves it where
    it is. Where there is danger at home, every way is as quick on a terminal.
    """
    said = in_danger(keeper)
    silent = keeper.hides and sys.stderr.isatty()
    if went.how == "exit":
        keeper.vanish()
        keeper.draft.leave()
    elif went.how == "done":
        told: list[str] = []  # after a full screen only that deleting failed
        with terminal.heard_by(told.append) if full else terminal.heard_by(None):
            keeper.finish()
        if keeper.undeleted and told:
            terminal.say(told[0])
        if said and terminal.terminals() and sys.stdout.isatty():
            if not full:
                typer.echo(err=True)
            terminal.say(said)
    elif full:
        if not silent:
            say_one_line(keeper)
        keeper.draft.leave()
        if went.how == "end":
            raise typer.Exit(1)
    else:
        left(keeper, went, silent=silent)


def left(keeper: Keeper, went: Gone, *, silent: bool) -> None:
    words, said = keeper.questionnaire.words, in_danger(keeper)
    kept = keeper.told(words.draft.left)
    keeper.draft.leave()
    if went.how == "end":
        if silent:
            raise typer.Exit(1)  # to name the place would tell
        template = words.draft.ended if kept else words.end.ended
        ended = template.format(where=went.where, kept=kept)
        width = terminal.columns(sys.stderr)
        parts = [wrap.wrapped(one, width) for one in (ended, said) if one]
        raise FitcheckError("\n".join(parts))
    if silent:
        return
    if kept:
        terminal.say(kept)
    elif terminal.terminals():
        keeper.remains()
    if said:
        terminal.say(said)
