"""One walk at a terminal or through a pipe: which face, which day, what is withheld.

The walk itself is in ``walk``; this only joins it to the streams.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal, NoReturn

import typer

from fitcheck import files, help_now, signals, wrap
from fitcheck.cli import streams
from fitcheck.errors import FitcheckError
from fitcheck.walk import loop
from fitcheck.walk.plain import Plain
from fitcheck.walk.state import State, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fitcheck.answers.sheet import Sheet
    from fitcheck.cli.keeping import Keeper
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.loop import Ending
    from fitcheck.walk.screen import Face

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""Clears the screen and what scrolled off it."""
OFTEN = (2_000, 1, 1)
"""Objects made before Python looks for waste during a walk, and how deep."""
PUSHED_AWAY = "\n" * 100
"""For a terminal that knows no such codes."""


def face(questionnaire: Questionnaire, *, plain: bool, begun: bool) -> Face:
    """Choose the face, and say first which switch turned on the plain one.

    Where the opening has begun, that was said before it.
    """
    words = questionnaire.words.walk
    switch = streams.turned_on(os.environ, plain=plain)
    said = words.plain.format(switch=switch) if switch else words.plain_no_terminal
    if not switch and streams.terminals():
        from fitcheck.walk import fancy

        screen = fancy.screen(sys.stderr)
        if screen:
            size = partial(streams.window, sys.stderr)
            return fancy.Fancy(sys.stderr, questionnaire.words, size, screen=screen)
        said, begun = words.plain_no_console, False
    if not begun:
        streams.say(said)
    return Plain(
        sys.stdin, sys.stderr, questionnaire.words, lambda: streams.columns(sys.stderr)
    )


def locale_country(environment: Mapping[str, str]) -> str | None:
    """Read the country out of the locale, to be offered and never assumed."""
    return help_now.from_settings(environment, help_now.load())


@dataclass(frozen=True)
class Walked:
    """A walk that came to its end."""

    sheet: Sheet
    state: State


def start(
    country: str | None, ask: Face, begun: bool, *, private: bool, clinician: bool
) -> State:
    """Return where a walk begins; the locale's country is only offered.

    Whether to save is asked only where a person sits at a terminal.
    """
    asks = streams.terminals() and not private
    return State(
        begun=begun,
        keys=not isinstance(ask, Plain),
        offered=country or locale_country(os.environ),
        saving="ask" if asks else "no",
        private=private,
        clinician=clinician,
    )


def walk(
    questionnaire: Questionnaire, ask: Face, state: State, keeper: Keeper
) -> Walked | None:
    """Walk to the end, or return None where the person left."""
    try:
        settle_down()
        outcome = loop.conduct(questionnaire, state, ask, keeper.keep)
    except signals.Stopped as stopped:
        interrupted(questionnaire, keeper, stopped)
    if outcome.ending != "done":
        gone(questionnaire, outcome.ending, outcome.where, keeper)
        return None
    today = date.today().isoformat()
    sheet = replace(sheet_of(questionnaire, outcome.state), answered=today)
    return Walked(sheet, outcome.state)


def settle_down() -> None:
    """Keep what is loaded, and from now on tidy up after every few screens.

    Each screen of the arrow-key face leaves most of a megabyte behind.
    """
    gc.freeze()
    gc.set_threshold(*OFTEN)


def interrupted(
    questionnaire: Questionnaire,
    keeper: Keeper,
    stopped: signals.Stopped,
    *,
    done: bool = False,
) -> NoReturn:
    """Say what Ctrl-C leaves behind, and whom to call; the other signals say nothing.

    Where the person was ``done`` with the report, no draft is left unasked.
    """
    if keeper.hides:
        clear()
    if stopped.number != signal.SIGINT:
        raise stopped
    if not keeper.hides:
        typer.echo(err=True)
        if done:
            keeper.finish()
        file = files.shown(keeper.draft.file)
        if kept := keeper.told(questionnaire.words.draft.stopped.format(file=file)):
            streams.say(kept)
    part(questionnaire, keeper)
    keeper.draft.leave()
    raise typer.Exit(stopped.code) from None


def in_danger(questionnaire: Questionnaire, keeper: Keeper) -> str:
    """Return the one line that every way of leaving ends with, whatever was answered.

    A quick exit, a private walk and danger at home leave without a word.
    """
    if keeper.hides or keeper.state.private:
        return ""
    words = questionnaire.words.end
    countries = questionnaire.library.help_lines.countries
    numbers = {one.code: one.emergency.number for one in countries}
    number = numbers.get((keeper.state.placed and keeper.state.country) or "")
    return words.in_danger.format(number=number) if number else words.in_danger_in_words


def part(questionnaire: Questionnaire, keeper: Keeper) -> None:
    """Say the line that leaving ends with."""
    if said := in_danger(questionnaire, keeper):
        streams.say(said)


def gone(
    questionnaire: Questionnaire, ending: Ending, where: str, keeper: Keeper
) -> None:
    """Say good-bye in the way the person went; an ended input is an error.

    The quick exit deletes the draft; every other way leaves it where it is. Where
    there is danger at home, every way is as quick on a terminal.
    """
    words, kept = questionnaire.words, keeper.told(questionnaire.words.draft.left)
    if ending == "exit" or keeper.hides:
        clear()
    if ending == "exit":  # cleared first: a disk may be slow, or refuse
        keeper.vanish()
    keeper.draft.leave()
    if ending == "end":
        if keeper.hides and sys.stderr.isatty():
            raise typer.Exit(1)  # to name the place would tell
        template = words.draft.ended if kept else words.end.ended
        ended = template.format(where=where, kept=kept)
        said = ended, in_danger(questionnaire, keeper)
        width = streams.columns(sys.stderr)
        raise FitcheckError("\n".join(wrap.wrapped(one, width) for one in said if one))
    if ending == "leave" and not (keeper.hides and sys.stderr.isatty()):
        if kept:
            streams.say(kept)
        elif streams.terminals():
            keeper.remains()
        part(questionnaire, keeper)


def clear() -> None:
    """Clear a terminal: the opening told what remains."""
    if sys.stderr.isatty():
        dumb = os.environ.get("TERM") == "dumb"
        typer.echo(PUSHED_AWAY if dumb else CLEAR, err=True, nl=False)


def private(questionnaire: Questionnaire, gates: tuple[str, ...]) -> bool:
    """Say whether one of these gates means that nothing more is kept."""
    all_gates = questionnaire.library.gates.gates
    return any(gate.private for gate in all_gates if gate.id in gates)


def left_out(
    questionnaire: Questionnaire, sheet: Sheet, copy: Sheet, *, gates: tuple[str, ...]
) -> Iterator[str]:
    """Yield what a person has to be told that a copy of a sheet leaves out."""
    if copy.withheld and (gates or sheet.cleared):
        yield questionnaire.words.end.left_out
    if copy.withheld and questionnaire.safety & sheet.notes.keys():
        yield questionnaire.words.clinician.left_out


def keeping(
    questionnaire: Questionnaire,
    sheet: Sheet,
    gates: tuple[str, ...],
    ask: Face,
    keeper: Keeper,
) -> Literal["keep", "leave-out"] | Ending:
    """Ask what a copy holds: only at a terminal, and never one in danger at home.

    It asks where a gate fired or was cleared. A record made at intake is asked about
    in any case, once for all its copies.
    """
    if private(questionnaire, gates) or not streams.terminals():
        return "leave-out"
    if keeper.agreed:
        return keeper.agreed
    intake = keeper.state.clinician
    if not (intake or gates or sheet.cleared):
        return "leave-out"
    notes = bool(questionnaire.safety & set(sheet.notes))
    said = loop.consent(questionnaire, ask, notes=notes, record=intake)
    if intake and (said == "keep" or said == "leave-out"):
        keeper.agreed = said
    return said


def copied(
    questionnaire: Questionnaire,
    sheet: Sheet,
    gates: tuple[str, ...],
    ask: Face,
    keeper: Keeper,
) -> Sheet | Ending:
    """Return the sheet as a copy may hold it: without safety answers, unless asked.

    Or how the person left instead of a reply.
    """
    match keeping(questionnaire, sheet, gates, ask, keeper):
        case "keep":
            return sheet
        case "leave-out":
            return sheet.withhold(questionnaire.safety, gate_fired=bool(gates))
        case ending:
            return ending
