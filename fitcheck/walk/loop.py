"""The walk: one loop that asks, whatever the face.

A face is one function from a Screen to a reply. Which question comes next, and what a
reply means, is worked out from the state alone, so every face walks the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fitcheck.content.questionnaire import Questionnaire
from fitcheck.walk import screens, steps
from fitcheck.walk.screen import Command, Face
from fitcheck.walk.state import State

Ending = Literal["leave", "exit", "end"]
"""How a person goes before all is done; ``end`` means that the input ended."""

ENDINGS: dict[Command, Ending] = {
    Command.LEAVE: "leave",
    Command.EXIT: "exit",
    Command.END: "end",
}


@dataclass(frozen=True)
class Outcome:
    ending: Literal["done"] | Ending
    state: State
    where: str = ""
    """The open question, for a walk whose input ended."""


def conduct(
    questionnaire: Questionnaire,
    state: State,
    face: Face,
    save: Callable[[State], State] = lambda state: state,
) -> Outcome:
    """Ask until nothing is open, or until the person goes.

    After every reply ``save`` may put the state on disk; what it returns goes on.
    """
    while stop := steps.upcoming(questionnaire, state):
        screen = screens.draw(questionnaire, state, stop)
        reply = face(screen)
        if isinstance(reply, Command) and reply in ENDINGS:
            return Outcome(ENDINGS[reply], state, screens.where(screen))
        state = save(steps.take(questionnaire, state, stop, reply))
    return Outcome("done", state)


def consent(
    questionnaire: Questionnaire,
    face: Face,
    *,
    notes: bool = False,
    record: bool = False,
) -> Literal["keep", "leave-out"] | Ending:
    """Ask whether a copy keeps the safety answers, until it is said or they go.

    ``notes`` says that there are notes on them, which stay or go with them.
    """
    problems, problem = questionnaire.words.problems, ""
    while True:
        reply = face(screens.keep(questionnaire, problem, notes=notes, record=record))
        if reply == ("keep",) or reply == ("leave-out",):
            return "keep" if reply == ("keep",) else "leave-out"
        if isinstance(reply, Command) and reply in ENDINGS:
            return ENDINGS[reply]
        problem = problems.unknown if reply else problems.empty
