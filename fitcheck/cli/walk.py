"""One walk at a terminal or through a pipe, the report on it, and every way out.

The walk itself is in ``walk``; this joins it to the streams and decides what goes
where. Whatever happens passes ``out_of``: the screen is blank before anything is
deleted, and only then is something said.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from fitcheck import help_now, signals
from fitcheck.cli import delivery, streams
from fitcheck.cli.leaving import Gone, clear, farewell, interrupted
from fitcheck.rubric import scoring
from fitcheck.walk import loop
from fitcheck.walk.loop import Ending
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Face
from fitcheck.walk.state import State, sheet_of

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.cli.delivery import Target
    from fitcheck.cli.keeping import Keeper
    from fitcheck.cli.look import Look
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.full_screen import FullScreen

OFTEN = (2_000, 1, 1)
"""Objects made before Python looks for waste during a walk, and how deep."""


@contextmanager
def opened(
    questionnaire: Questionnaire, look: Look, made: Callable[..., FullScreen] | None
) -> Iterator[Face]:
    """Give the face that the terminal can show, and take it back in any case.

    What is said while there is a full screen is said on it: nothing stands under it.
    """
    streams.answerable()
    words = questionnaire.words.walk
    switch = streams.turned_on(os.environ, plain=look.plain)
    said = words.plain.format(switch=switch) if switch else words.plain_no_terminal
    if not switch and streams.terminals():
        said = words.plain_no_screen
        face = full_screen(questionnaire, look, made)
        if face:
            with face, streams.heard_by(face.tell):
                yield face
            return
    streams.say(said)
    yield Plain(
        sys.stdin, sys.stderr, questionnaire.words, lambda: streams.columns(sys.stderr)
    )


def full_screen(
    questionnaire: Questionnaire, look: Look, made: Callable[..., FullScreen] | None
) -> FullScreen | None:
    """Return the full-screen face where the terminal can show it, and nowhere else."""
    if sys.platform == "win32":
        return None
    from fitcheck.walk import full_screen

    if not full_screen.able(sys.stderr, os.environ):
        return None
    face = made or full_screen.FullScreen
    return face(sys.stderr, questionnaire.words, no_color=look.no_color)


def start(country: str | None, *, private: bool, clinician: bool) -> State:
    """Return where a walk begins; the locale's country is only offered.

    Whether to save is asked only where a person sits at a terminal.
    """
    asks = streams.terminals() and not private
    return State(
        offered=country or locale_country(os.environ),
        saving="ask" if asks else "no",
        private=private,
        clinician=clinician,
    )


def locale_country(environment: Mapping[str, str]) -> str | None:
    """Read the country out of the locale, to be offered and never assumed."""
    return help_now.from_settings(environment, help_now.load())


def out_of(
    questionnaire: Questionnaire,
    look: Look,
    keeper: Keeper,
    walk: Callable[[Face], Gone],
    made: Callable[..., FullScreen] | None = None,
) -> None:
    """Walk, and pass every way out: blank, then clear, delete, and say a line."""
    went: Gone | signals.Stopped | None = None
    try:
        with opened(questionnaire, look, made) as ask, suspended(keeper):
            settle_down()
            try:
                went = walk(ask)
            except signals.Stopped as stopped:
                went = stopped
        full = not isinstance(ask, Plain)
    finally:
        if keeper.hides or (isinstance(went, Gone) and went.how == "exit"):
            clear()
    if isinstance(went, signals.Stopped):
        interrupted(questionnaire, keeper, went, full=full)
    else:
        farewell(questionnaire, keeper, went, full=full)


@contextmanager
def suspended(keeper: Keeper) -> Iterator[None]:
    """Clear the screen before the shell takes it back, where someone must not see it.

    The full screen does so by itself, and in any case.
    """
    number = getattr(signal, "SIGTSTP", None)
    if number is None or signal.getsignal(number) is not signal.SIG_DFL:
        yield
        return

    def stop(*_: object) -> None:
        if keeper.hides:
            clear()
        os.kill(os.getpid(), signal.SIGSTOP)

    signal.signal(number, stop)
    try:
        yield
    finally:
        signal.signal(number, signal.SIG_DFL)


def settle_down() -> None:
    """Keep what is loaded, and from now on tidy up after every few screens."""
    gc.freeze()
    gc.set_threshold(*OFTEN)


def go(
    questionnaire: Questionnaire,
    begin: State,
    to: Sequence[Target],
    look: Look,
    keeper: Keeper,
    *,
    resume: bool = False,
    country: str | None = None,
    force: bool,
) -> None:
    """Walk and report until the person leaves; then no draft is left unasked."""
    seen: list[Sheet] = []

    def walk(ask: Face) -> Gone:
        state = begin
        if resume or begin.saving == "ask":
            state = keeper.look(begin, country, resume=resume)
        try:
            return rounds(
                questionnaire, state, ask, to, look, keeper, seen, force=force
            )
        except signals.Stopped:
            if seen:  # the report was there, so that no draft is left unasked
                keeper.finish()
            raise

    out_of(questionnaire, look, keeper, walk)
    if seen and sys.stdout.isatty() and not offers(to, hides=keeper.hides):
        shown = [one for one in to if one.is_stdout]
        delivery.deliver(questionnaire, seen[-1], shown, force=force, asked=look)


def rounds(
    questionnaire: Questionnaire,
    state: State,
    ask: Face,
    to: Sequence[Target],
    look: Look,
    keeper: Keeper,
    seen: list[Sheet],
    *,
    force: bool,
) -> Gone:
    """Walk to a report, and again where the person changes an answer or starts anew."""
    from fitcheck.cli import afterwards

    while True:
        outcome = loop.conduct(questionnaire, state, ask, keeper.keep)
        if outcome.ending != "done":
            return Gone(outcome.ending, outcome.where)
        today, state = date.today().isoformat(), outcome.state
        sheet = replace(sheet_of(questionnaire, state), answered=today)
        copy = copied_to(questionnaire, sheet, ask, to, look, keeper, force=force)
        if copy != "done":
            return Gone(copy, questionnaire.words.keep.title)
        seen.append(sheet)
        if not offers(to, hides=keeper.hides):
            return Gone("done")
        chosen = afterwards.show(
            questionnaire, sheet, ask, look, keeper, private=state.private
        )
        force = True  # in another round the files are those that this one has written
        if chosen == "change":
            state = replace(state, checked=False, reported=True)
        elif chosen == "again":
            keeper.finish()
            anew = start(
                state.country, private=state.private, clinician=state.clinician
            )
            state = replace(anew, opened=True, other=bool(keeper.draft.text))
        else:
            return Gone("exit" if chosen == "exit" else "done")


def offers(to: Sequence[Target], *, hides: bool = False) -> bool:
    """Say whether the report is read on the terminal, unless a format was asked for.

    With danger at home it is in any case: what is written there would stay.
    """
    plainly = all(not one.is_stdout or one == delivery.SCREEN for one in to)
    return (plainly or hides) and streams.terminals() and sys.stdout.isatty()


def copied_to(
    questionnaire: Questionnaire,
    sheet: Sheet,
    ask: Face,
    to: Sequence[Target],
    look: Look,
    keeper: Keeper,
    *,
    force: bool,
) -> Literal["done"] | Ending:
    """Write what was asked for; all but the terminal's own screen is a copy.

    Returns how the person left instead of saying what a copy may hold, if so.
    """
    if sys.stdout.isatty():
        to = [one for one in to if not one.is_stdout]
    if not to:
        return "done"
    gates = scoring.fired(questionnaire, sheet)
    copy = copied(questionnaire, sheet, gates, ask, keeper)
    if isinstance(copy, str):
        return copy
    from fitcheck.cli import afterwards

    for one in to:
        written = afterwards.placed(
            questionnaire, copy, ask, one, look, keeper, force=force
        )
        if written != "done":
            return written
    for said in left_out(questionnaire, sheet, copy, gates=gates):
        streams.say(said)
    return "done"


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
