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
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from fitcheck import help_now, signals
from fitcheck.answers.sheet import Sheet
from fitcheck.cli import delivery, terminal
from fitcheck.cli.delivery import Target
from fitcheck.cli.leaving import Gone, clear, farewell, interrupted
from fitcheck.cli.terminal import Look
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.rubric import scoring
from fitcheck.walk import loop
from fitcheck.walk.loop import Ending
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Face
from fitcheck.walk.state import State, sheet_of

if TYPE_CHECKING:
    from fitcheck.cli.keeping import Keeper
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
    terminal.answerable()
    words = questionnaire.words.walk
    switch = terminal.turned_on(os.environ, plain=look.plain)
    said = words.plain.format(switch=switch) if switch else words.plain_no_terminal
    if not switch and terminal.terminals():
        said = words.plain_no_screen
        if sys.platform != "win32":
            from fitcheck.walk import full_screen

            if full_screen.able(sys.stderr, os.environ):
                show, no_color = made or full_screen.FullScreen, look.no_color
                face = show(sys.stderr, questionnaire.words, no_color=no_color)
                with face, terminal.heard_by(face.tell):
                    yield face
                return
    terminal.say(said)
    yield Plain(
        sys.stdin, sys.stderr, questionnaire.words, lambda: terminal.columns(sys.stderr)
    )


def start(country: str | None, *, private: bool, clinician: bool) -> State:
    """Return where a walk begins; the locale's country is only offered.

    Whether to save is asked only where a person sits at a terminal.
    """
    asks = terminal.terminals() and not private
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
    look: Look,
    keeper: Keeper,
    walk: Callable[[Face], Gone],
    made: Callable[..., FullScreen] | None = None,
) -> None:
    """Walk, and pass every way out: blank, then clear, delete, and say a line."""
    went: Gone | signals.Stopped | None = None
    try:
        with opened(keeper.questionnaire, look, made) as ask, suspended(keeper):
            gc.freeze()  # what is loaded stays; tidy up after every few screens
            gc.set_threshold(*OFTEN)
            try:
                went = walk(ask)
            except signals.Stopped as stopped:
                went = stopped
        full = not isinstance(ask, Plain)
    finally:
        if keeper.hides or (isinstance(went, Gone) and went.how == "exit"):
            clear()
    if isinstance(went, signals.Stopped):
        interrupted(keeper, went, full=full)
    else:
        farewell(keeper, went, full=full)


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


@dataclass
class Walk:
    """One person's way to a report: where it is written to, and how that looks."""

    to: Sequence[Target]
    look: Look
    keeper: Keeper
    force: bool = False
    seen: list[Sheet] = field(default_factory=list)
    """What was reported on, the last one last."""

    def go(
        self, begin: State, *, resume: bool = False, country: str | None = None
    ) -> None:
        """Walk and report until the person leaves; then no draft is left unasked."""
        to, keeper = self.to, self.keeper

        def walk(ask: Face) -> Gone:
            state = begin
            if resume or begin.saving == "ask":
                state = keeper.look(begin, country, resume=resume)
            try:
                return self.rounds(state, ask)
            except signals.Stopped:
                if self.seen:  # the report was there, so that no draft is left unasked
                    keeper.finish()
                raise

        out_of(self.look, keeper, walk)
        if self.seen and sys.stdout.isatty() and not offers(to, hides=keeper.hides):
            sheet, shown = self.seen[-1], [one for one in to if one.is_stdout]
            delivery.deliver(
                keeper.questionnaire, sheet, shown, force=False, asked=self.look
            )

    def rounds(self, state: State, ask: Face) -> Gone:
        """Walk to a report, and again after a change of an answer or a new start."""
        from fitcheck.cli import afterwards

        keeper, questionnaire = self.keeper, self.keeper.questionnaire
        while True:
            outcome = loop.conduct(questionnaire, state, ask, keeper.keep)
            if outcome.ending != "done":
                return Gone(outcome.ending, outcome.where)
            today, state = date.today().isoformat(), outcome.state
            sheet = replace(sheet_of(questionnaire, state), answered=today)
            copy = self.copies(sheet, ask)
            if copy != "done":
                return Gone(copy, questionnaire.words.keep.title)
            self.seen.append(sheet)
            if not offers(self.to, hides=keeper.hides):
                return Gone("done")
            chosen = afterwards.show(
                questionnaire, sheet, ask, self.look, keeper, private=state.private
            )
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
                return Gone("exit" if chosen == "exit" else "done")

    def copies(self, sheet: Sheet, ask: Face) -> Literal["done"] | Ending:
        """Write what was asked for; all but the terminal's own screen is a copy.

        Returns how the person left instead of saying what a copy may hold, if so.
        """
        from fitcheck.cli import afterwards

        keeper, questionnaire = self.keeper, self.keeper.questionnaire
        to = [one for one in self.to if not (one.is_stdout and sys.stdout.isatty())]
        if not to:
            return "done"
        gates = scoring.fired(questionnaire, sheet)
        copy = copied(questionnaire, sheet, gates, ask, keeper)
        if isinstance(copy, str):
            return copy
        for one in to:
            written = afterwards.placed(
                questionnaire, copy, ask, one, self.look, keeper, force=self.force
            )
            if written != "done":
                return written
        for said in left_out(questionnaire, sheet, copy, gates=gates):
            terminal.say(said)
        return "done"


def offers(to: Sequence[Target], *, hides: bool = False) -> bool:
    """Say whether the report is read on the terminal, unless a format was asked for.

    With danger at home it is in any case: what is written there would stay.
    """
    plainly = all(not one.is_stdout or one == delivery.SCREEN for one in to)
    return (plainly or hides) and terminal.terminals() and sys.stdout.isatty()


def copied(
    questionnaire: Questionnaire,
    sheet: Sheet,
    gates: tuple[str, ...],
    ask: Face,
    keeper: Keeper,
) -> Sheet | Ending:
    """Return the sheet as a copy may hold it, or how the person left instead.

    It holds no safety answers unless that was said, at a terminal and never by one in
    danger at home; it is asked where a gate fired or was cleared. A record made at
    intake is asked about in any case, once for all its copies.
    """
    intake, said = keeper.state.clinician, keeper.agreed
    unasked = private(questionnaire, gates) or not terminal.terminals()
    if unasked or not (said or intake or gates or sheet.cleared):
        said = "leave-out"
    elif not said:
        notes = bool(questionnaire.safety & set(sheet.notes))
        reply = loop.consent(questionnaire, ask, notes=notes, record=intake)
        if reply != "keep" and reply != "leave-out":
            return reply
        said = reply
        keeper.agreed = said if intake else None
    if said == "keep":
        return sheet
    return sheet.withhold(questionnaire.safety, gate_fired=bool(gates))


def private(questionnaire: Questionnaire, gates: tuple[str, ...]) -> bool:
    all_gates = questionnaire.library.gates.gates
    return any(gate.private for gate in all_gates if gate.id in gates)


def left_out(
    questionnaire: Questionnaire, sheet: Sheet, copy: Sheet, *, gates: tuple[str, ...]
) -> Iterator[str]:
    if copy.withheld and (gates or sheet.cleared):
        yield questionnaire.words.end.left_out
    if copy.withheld and questionnaire.safety & sheet.notes.keys():
        yield questionnaire.words.clinician.left_out
