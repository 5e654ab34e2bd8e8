"""One walk at a terminal or through a pipe: which face, which day, what is withheld.

The walk itself is in ``prompts``; this only joins it to the streams.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import typer

from fitcheck import prompts, signals
from fitcheck.cli import streams
from fitcheck.errors import FitcheckError
from fitcheck.prompts import screens, steps
from fitcheck.prompts.plain import Plain
from fitcheck.prompts.steps import State
from fitcheck.render import terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fitcheck.prompts import Ending, Face
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.sheet import Sheet

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""Clears the screen and what scrolled off it."""
PUSHED_AWAY = "\n" * 100
"""For a terminal that knows no such codes."""


def face(questionnaire: Questionnaire, *, plain: bool) -> Face:
    """Choose the face, and say first which switch turned on the plain one."""
    words = questionnaire.words.walk
    switch = turned_on(os.environ, plain=plain)
    said = words.plain.format(switch=switch) if switch else words.plain_no_terminal
    if switch or not terminals():
        streams.say(said)
    return Plain(
        sys.stdin, sys.stderr, questionnaire.words, lambda: streams.columns(sys.stderr)
    )


def turned_on(environment: Mapping[str, str], *, plain: bool) -> str:
    """Name the switch that asks for the plain face, if one does."""
    if plain:
        return "--plain"
    for name in ("FITCHECK_PLAIN", "ACCESSIBLE"):
        if environment.get(name):
            return name
    return "TERM=dumb" if environment.get("TERM") == "dumb" else ""


def terminals() -> bool:
    """Say whether a person sits at both ends of the conversation."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def locale_country(environment: Mapping[str, str]) -> str | None:
    """Read the country out of the locale, to be offered and never assumed."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            territory = value.split(".")[0].split("@")[0].partition("_")[2].upper()
            return territory if len(territory) == 2 and territory.isalpha() else None
    return None


def walk(questionnaire: Questionnaire, ask: Face, country: str | None) -> Sheet | None:
    """Walk to the end and return the sheet, or None where the person left."""
    offered = country or locale_country(os.environ)
    try:
        outcome = prompts.conduct(questionnaire, State(offered=offered), ask)
    except signals.Stopped as stopped:
        if stopped.number != signal.SIGINT:
            raise
        typer.echo(err=True)
        streams.say(questionnaire.words.end.interrupted)
        raise typer.Exit(stopped.code) from None
    if outcome.ending != "done":
        gone(questionnaire, outcome.ending, outcome.where)
        return None
    today = date.today().isoformat()
    return replace(steps.sheet(questionnaire, outcome.state), answered=today)


def gone(questionnaire: Questionnaire, ending: Ending, where: str) -> None:
    """Say good-bye in the way the person went; an ended input is an error."""
    words = questionnaire.words.end
    if ending == "end":
        said = words.ended.format(where=where)
        raise FitcheckError(terminal.wrapped(said, streams.columns(sys.stderr)))
    if ending == "exit" and sys.stderr.isatty():
        dumb = os.environ.get("TERM") == "dumb"
        # Nothing is said after it: the opening has told what traces remain.
        typer.echo(PUSHED_AWAY if dumb else CLEAR, err=True, nl=False)
    if ending == "leave":
        streams.say(words.left)


def copied(
    questionnaire: Questionnaire, sheet: Sheet, gates: tuple[str, ...], ask: Face
) -> Sheet | None:
    """Return the sheet as a copy may hold it: without safety answers, unless asked.

    It asks only a person at a terminal, only if a gate fired, and never one who
    is in danger at home. None means that the person left instead of a reply.
    """
    asks = bool(gates) and screens.DANGER not in gates and terminals()
    match prompts.consent(questionnaire, ask) if asks else "leave-out":
        case "keep":
            return sheet
        case "leave-out":
            return sheet.withhold(questionnaire.safety, gate_fired=bool(gates))
        case ending:
            gone(questionnaire, ending, questionnaire.words.keep.title)
            return None
