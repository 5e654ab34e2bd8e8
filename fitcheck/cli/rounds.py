"""A walk, the report on it, and another round where the person wants one.

It decides only what goes where: to the screen, or as a copy to a file or a pipe.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from fitcheck import signals
from fitcheck.cli import afterwards, delivery, streams, walking
from fitcheck.rubric import scoring
from fitcheck.walk.state import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fitcheck.answers.sheet import Sheet
    from fitcheck.cli.delivery import Target
    from fitcheck.cli.keeping import Keeper
    from fitcheck.cli.look import Look
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.screen import Face


def go(
    questionnaire: Questionnaire,
    ask: Face,
    start: State,
    to: Sequence[Target],
    look: Look,
    keeper: Keeper,
    *,
    force: bool,
) -> None:
    """Walk and report until the person leaves; then no draft is left unasked."""
    state: State | None = start
    while state is not None:
        walked = walking.walk(questionnaire, ask, state, keeper)
        if walked is None:
            return
        sheet = walked.sheet
        try:
            if not copies(questionnaire, sheet, ask, to, look, keeper, force=force):
                return
        except signals.Stopped as stopped:
            walking.interrupted(questionnaire, keeper, stopped)
        # In another round the files are those that this one has written.
        force = True
        state = None
        if offers(to):
            state = another(questionnaire, walked, ask, look, keeper)
    keeper.finish()
    if offers(to):
        walking.part(questionnaire, keeper)


def offers(to: Sequence[Target]) -> bool:
    """Say whether there is a menu: on a terminal, unless a format was asked for."""
    plainly = all(not one.is_stdout or one == delivery.SCREEN for one in to)
    return plainly and streams.terminals() and sys.stdout.isatty()


def another(
    questionnaire: Questionnaire,
    walked: walking.Walked,
    ask: Face,
    look: Look,
    keeper: Keeper,
) -> State | None:
    """Show the report with its menu; return where another round begins, if it does."""
    state = walked.state
    try:
        chosen = afterwards.show(
            questionnaire, walked.sheet, ask, look, keeper, private=state.private
        )
    except signals.Stopped as stopped:
        walking.interrupted(questionnaire, keeper, stopped, done=True)
    if chosen == "change":
        return replace(state, checked=False, reported=True)
    if chosen == "again":
        keeper.finish()
        again = walking.start(
            state.country,
            ask,
            begun=False,
            private=state.private,
            clinician=state.clinician,
        )
        return replace(again, opened=True, other=bool(keeper.draft.text))
    return None


def copies(
    questionnaire: Questionnaire,
    sheet: Sheet,
    ask: Face,
    to: Sequence[Target],
    look: Look,
    keeper: Keeper,
    *,
    force: bool,
) -> bool:
    """Write what was asked for; all but the terminal's own screen is a copy.

    Returns False if the person left instead of saying what a copy may hold.
    """
    if sys.stdout.isatty():
        shown = [one for one in to if one.is_stdout and not offers(to)]
        delivery.deliver(questionnaire, sheet, shown, force=force, asked=look)
        to = [one for one in to if not one.is_stdout]
    if not to:
        return True
    gates = scoring.fired(questionnaire, sheet)
    copy = walking.copied(questionnaire, sheet, gates, ask, keeper)
    if isinstance(copy, str):
        walking.gone(questionnaire, copy, questionnaire.words.keep.title, keeper)
        return False
    delivery.deliver(questionnaire, copy, to, force=force, asked=look)
    for said in walking.left_out(questionnaire, sheet, copy, gates=gates):
        streams.say(said)
    return True
