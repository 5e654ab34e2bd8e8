"""A scripted person for the tests: replies as text, through the plain face."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from fitcheck.rubric import path
from fitcheck.walk import loop
from fitcheck.walk.plain import Plain
from fitcheck.walk.state import State, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fitcheck.answers.sheet import Answers, Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.loop import Outcome

START = ("continue", "GB")

GIVEN = {
    "safe-now": "safe",
    "needs-assessment": "none-of-these",
    "earlier-kind": "cbt",
    "earlier-cbt": "still-stuck",
    "concerns": "depression, relationships",
    "limits": "little-money long-wait",
    "knows-enough": "yes",
}
"""What the scripted person says where it is not the first option."""


@dataclass(frozen=True)
class Played:
    """What became of a walk, and everything it wrote."""

    outcome: Outcome
    text: str

    @property
    def state(self) -> State:
        return self.outcome.state

    @property
    def answers(self) -> Answers:
        return self.state.answers

    @property
    def last(self) -> str:
        """The screen that was not answered any more."""
        return self.screens[-2]

    @property
    def screens(self) -> list[str]:
        """Every screen, in order; the last one is what came after all replies."""
        return self.text.split("Your reply: ")

    def sheet(self, questionnaire: Questionnaire) -> Sheet:
        return sheet_of(questionnaire, self.state)


def play(
    questionnaire: Questionnaire,
    *replies: str,
    offered: str | None = None,
    width: int = 80,
    clinician: bool = False,
) -> Played:
    """Walk with these replies, one a line, until they run out."""
    text = "".join(f"{line}\n" for line in replies)
    return played(
        questionnaire, text, offered=offered, width=width, clinician=clinician
    )


def played(
    questionnaire: Questionnaire,
    text: str,
    *,
    offered: str | None = None,
    width: int = 80,
    clinician: bool = False,
) -> Played:
    """Walk with this as the whole input."""
    said = StringIO()
    face = Plain(StringIO(text), said, questionnaire.words, lambda: width)
    state = State(offered=offered, clinician=clinician)
    return Played(loop.conduct(questionnaire, state, face), said.getvalue())


def replies(
    questionnaire: Questionnaire, changed: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return a reply for every question on the scripted person's path."""
    wanted = {**GIVEN, **(changed or {})}
    answers: dict[str, tuple[str, ...]] = {}
    given: dict[str, str] = {}
    while question := path.pending(questionnaire, answers):
        first = questionnaire.shown(question)[0].id
        said = wanted.get(question.id, first)
        given[question.id] = said
        answers[question.id] = tuple(said.replace(",", " ").split())
    return given


def until(questionnaire: Questionnaire, stop: str) -> tuple[str, ...]:
    """Return the replies that lead up to a question."""
    return (*START, *before(replies(questionnaire), stop))


def before(given: Mapping[str, str], stop: str) -> Iterable[str]:
    """Yield the replies to the questions before one."""
    for key, said in given.items():
        if key == stop:
            return
        yield said


def whole(
    questionnaire: Questionnaire, changed: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return the replies of a whole walk, up to and without ``done``."""
    return (*START, *replies(questionnaire, changed).values())


def at_terminal(script: str, said: str = "no") -> str:
    """Add what is said to saving, which only a terminal asks: after safety."""
    given = script.split("\n")
    at = 5 if given[4:5] == ["go-on"] else 4
    if "danger-at-home" not in given[3]:
        given.insert(at, said)
    return "\n".join(given)
