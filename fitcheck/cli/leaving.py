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
from fitcheck.cli import streams
from fitcheck.errors import FitcheckError
from fitcheck.walk.loop import Ending

if TYPE_CHECKING:
    from fitcheck.cli.keeping import Keeper
    from fitcheck.content.questionnaire import Questionnaire

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""Clears the screen and what scrolled off it."""
PUSHED_AWAY = "\n" * 100
"""For a terminal that knows no such codes."""


@dataclass(frozen=True)
class Gone:
    """A person who went before all was done, or after it."""

    how: Literal["done"] | Ending
    where: str = ""
    """What was open, for a walk whose input ended."""


def clear() -> None:
    """Clear a terminal: the opening told what remains."""
    if sys.stderr.isatty():
        dumb = os.environ.get("TERM") == "dumb"
        with suppress(OSError):  # the terminal may be gone
            typer.echo(PUSHED_AWAY if dumb else CLEAR, err=True, nl=False)


def number_to_call(questionnaire: Questionnaire, keeper: Keeper) -> str:
    """Return the emergency number of the country, if there is one."""
    countries = questionnaire.library.help_lines.countries
    numbers = {one.code: one.emergency.number for one in countries}
    return numbers.get((keeper.state.placed and keeper.state.country) or "", "")


def in_danger(questionnaire: Questionnaire, keeper: Keeper) -> str:
    """Return the one line that every way of leaving ends with, whatever was answered.

    A quick exit, a private walk and danger at home leave without a word.
    """
    if keeper.hides or keeper.state.private:
        return ""
    words, number = questionnaire.words.end, number_to_call(questionnaire, keeper)
    return words.in_danger.format(number=number) if number else words.in_danger_in_words


def say_one_line(questionnaire: Questionnaire, keeper: Keeper) -> None:
    """Say what a full screen leaves behind: how to go on, and whom to call."""
    words, said = questionnaire.words.end, in_danger(questionnaire, keeper)
    if said and keeper.draft.there() and keeper.draft.standing != "lost":
        number = number_to_call(questionnaire, keeper)
        said = words.saved.format(number=number) if number else words.saved_in_words
    elif said and keeper.draft.standing == "lost":
        said = keeper.told("")
    if said:
        streams.say(said)


def interrupted(
    questionnaire: Questionnaire,
    keeper: Keeper,
    stopped: signals.Stopped,
    *,
    full: bool,
) -> None:
    """Say what Ctrl-C leaves behind, and whom to call; other signals say nothing."""
    if stopped.number != signal.SIGINT:
        raise stopped
    if full:
        say_one_line(questionnaire, keeper)
    elif not keeper.hides:
        typer.echo(err=True)
        file = files.shown(keeper.draft.file)
        if kept := keeper.told(questionnaire.words.draft.stopped.format(file=file)):
            streams.say(kept)
        if said := in_danger(questionnaire, keeper):
            streams.say(said)
    keeper.draft.leave()
    raise typer.Exit(stopped.code) from None


def farewell(
    questionnaire: Questionnaire, keeper: Keeper, went: Gone, *, full: bool
) -> None:
    """Say good-bye in the way the person went; an ended input is an error.

    The quick exit deletes the draft; before the report every other way leaves it where
    it is. Where there is danger at home, every way is as quick on a terminal.
    """
    said = in_danger(questionnaire, keeper)
    silent = keeper.hides and sys.stderr.isatty()
    if went.how == "exit":
        keeper.vanish()
        keeper.draft.leave()
    elif went.how == "done":
        finished(keeper, full=full)
        if said and streams.terminals() and sys.stdout.isatty():
            if not full:
                typer.echo(err=True)
            streams.say(said)
    elif full:
        if not silent:
            say_one_line(questionnaire, keeper)
        keeper.draft.leave()
        if went.how == "end":
            raise typer.Exit(1)
    else:
        left(questionnaire, keeper, went, silent=silent)


def finished(keeper: Keeper, *, full: bool) -> None:
    """Delete the draft after the report; after a full screen only failing is told."""
    told: list[str] = []
    with streams.heard_by(told.append) if full else streams.heard_by(None):
        keeper.finish()
    if keeper.undeleted and told:
        streams.say(told[0])


def left(
    questionnaire: Questionnaire, keeper: Keeper, went: Gone, *, silent: bool
) -> None:
    """Say what the plain face leaves behind."""
    words, said = questionnaire.words, in_danger(questionnaire, keeper)
    kept = keeper.told(words.draft.left)
    keeper.draft.leave()
    if went.how == "end":
        if silent:
            raise typer.Exit(1)  # to name the place would tell
        template = words.draft.ended if kept else words.end.ended
        ended = template.format(where=went.where, kept=kept)
        width = streams.columns(sys.stderr)
        parts = [wrap.wrapped(one, width) for one in (ended, said) if one]
        raise FitcheckError("\n".join(parts))
    if silent:
        return
    if kept:
        streams.say(kept)
    elif streams.terminals():
        keeper.remains()
    if said:
        streams.say(said)
