"""One walk at a terminal or through a pipe: which face, which day, what is withheld.

The walk itself is in ``prompts``; this only joins it to the streams.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import typer

from fitcheck import files, lines, prompts, signals
from fitcheck.cli import streams
from fitcheck.errors import FitcheckError
from fitcheck.prompts import standing
from fitcheck.prompts.plain import Plain
from fitcheck.prompts.standing import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fitcheck.cli.keeping import Keeper
    from fitcheck.prompts import Ending, Face
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.sheet import Sheet

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
        from fitcheck.prompts import fancy

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
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            territory = value.split(".")[0].split("@")[0].partition("_")[2].upper()
            return territory if len(territory) == 2 and territory.isalpha() else None
    return None


@dataclass(frozen=True)
class Walked:
    """A walk that came to its end."""

    sheet: Sheet
    state: State


def start(country: str | None, *, begun: bool, private: bool, clinician: bool) -> State:
    """Return where a walk begins; the locale's country is only offered.

    Whether to save is asked only where a person sits at a terminal.
    """
    asks = streams.terminals() and not private
    return State(
        begun=begun,
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
        outcome = prompts.conduct(questionnaire, state, ask, keeper.keep)
    except signals.Stopped as stopped:
        if keeper.hides:
            clear()
        if stopped.number != signal.SIGINT:
            raise
        if not keeper.hides:
            typer.echo(err=True)
            streams.say(interrupted(questionnaire, keeper))
        keeper.release()
        raise typer.Exit(stopped.code) from None
    if outcome.ending != "done":
        seen = outcome.state.opened
        gone(questionnaire, outcome.ending, outcome.where, keeper, seen=seen)
        return None
    today = date.today().isoformat()
    sheet = replace(standing.sheet(questionnaire, outcome.state), answered=today)
    return Walked(sheet, outcome.state)


def settle_down() -> None:
    """Keep what is loaded, and from now on tidy up after every few screens.

    Each screen of the arrow-key face leaves most of a megabyte behind.
    """
    gc.freeze()
    gc.set_threshold(*OFTEN)


def interrupted(questionnaire: Questionnaire, keeper: Keeper) -> str:
    """Say what Ctrl-C leaves behind."""
    if keeper.file:
        file = files.shown(keeper.file)
        return questionnaire.words.draft.stopped.format(file=file)
    return questionnaire.words.end.interrupted


def gone(
    questionnaire: Questionnaire,
    ending: Ending,
    where: str,
    keeper: Keeper,
    *,
    seen: bool = False,
) -> None:
    """Say good-bye in the way the person went; an ended input is an error.

    The quick exit deletes the draft; every other way leaves it where it is. Where
    there is danger at home, every way is as quick on a terminal.
    """
    words, kept = questionnaire.words.end, keeper.file
    if ending == "exit":
        keeper.vanish(seen=seen)
    keeper.release()
    if ending == "exit" or keeper.hides:
        clear()
    if ending == "end":
        if keeper.hides and sys.stderr.isatty():
            raise typer.Exit(1)  # to name the place would tell
        template = questionnaire.words.draft.ended if kept else words.ended
        said = template.format(where=where)
        raise FitcheckError(lines.wrapped(said, streams.columns(sys.stderr)))
    if ending == "leave" and not (keeper.hides and sys.stderr.isatty()):
        streams.say(questionnaire.words.draft.left if kept else words.left)
        if not kept and streams.terminals():
            keeper.remains()


def clear() -> None:
    """Clear a terminal. Nothing is said after it: the opening told what remains."""
    if sys.stderr.isatty():
        dumb = os.environ.get("TERM") == "dumb"
        typer.echo(PUSHED_AWAY if dumb else CLEAR, err=True, nl=False)


def private(questionnaire: Questionnaire, gates: tuple[str, ...]) -> bool:
    """Say whether one of these gates means that nothing more is kept."""
    all_gates = questionnaire.library.gates.gates
    return any(gate.private for gate in all_gates if gate.id in gates)


def left_out(
    questionnaire: Questionnaire, sheet: Sheet, copy: Sheet, *, gates: bool
) -> Iterator[str]:
    """Yield what a person has to be told that a copy of a sheet leaves out."""
    if copy.withheld and gates:
        yield questionnaire.words.end.left_out
    if copy.withheld and questionnaire.safety & sheet.notes.keys():
        yield questionnaire.words.clinician.left_out


def copied(
    questionnaire: Questionnaire,
    sheet: Sheet,
    gates: tuple[str, ...],
    ask: Face,
    keeper: Keeper,
) -> Sheet | None:
    """Return the sheet as a copy may hold it: without safety answers, unless asked.

    It asks only a person at a terminal, only if a gate fired, and never one who
    is in danger at home. None means that the person left instead of a reply.
    """
    asks = bool(gates) and not private(questionnaire, gates) and streams.terminals()
    notes = bool(questionnaire.safety & set(sheet.notes))
    match prompts.consent(questionnaire, ask, notes=notes) if asks else "leave-out":
        case "keep":
            return sheet
        case "leave-out":
            return sheet.withhold(questionnaire.safety, gate_fired=bool(gates))
        case ending:
            gone(questionnaire, ending, questionnaire.words.keep.title, keeper)
            return None
