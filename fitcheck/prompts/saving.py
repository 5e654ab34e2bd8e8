"""Saving a walk and going on with it: what is asked, and what a reply means.

Pure, as the other steps are; what it decides is done to the disk elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from fitcheck.prompts import record
from fitcheck.prompts.standing import State, sheet

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.model import Question
    from fitcheck.questionnaire import Questionnaire

SAID: dict[tuple[str, ...], Literal["yes", "no"]] = {("yes",): "yes", ("no",): "no"}


def asks(questionnaire: Questionnaire, state: State, question: Question | None) -> bool:
    """Say whether it is time to ask: after safety, before anything that is saved."""
    safe = question is None or question.id not in questionnaire.safety
    return state.saving == "ask" and not state.private and safe


def kept(questionnaire: Questionnaire, state: State) -> Sheet:
    """Return what a draft holds: answers taken back too, and no safety answer."""
    aside = {key: given for key, given in state.aside.items() if given}
    kept = replace(state, answers={**aside, **state.answers})
    return sheet(questionnaire, kept).withhold(questionnaire.safety, gate_fired=False)


def found(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    """Go on with a saved walk, or begin anew beside it or in its place."""
    if reply == ("go-on",):
        return resumed(state)
    if reply in {("new",), ("delete",)}:
        return replace(state, found=None, discarded=reply == ("delete",))
    return replace(state, problem=questionnaire.words.problems.unknown)


def resumed(state: State) -> State:
    """Take over what a saved walk holds; safety is asked again.

    One that was begun at intake goes on as such, whoever opens it: who answers and
    the label are asked again, so that no record is taken for another one.
    """
    assert state.found is not None  # only where one is offered
    return replace(
        state,
        opened=True,
        found=None,
        country=state.found.country,
        placed=True,
        answers=dict(state.found.answers),
        skipped=frozenset(state.found.skipped),
        saving="yes",
        clinician=state.clinician or record.there(state.found),
        respondent=state.found.respondent,
        label=state.found.label,
        notes=state.found.notes,
    )


def agreed(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    """Take whether answers are saved; only a clear yes is one."""
    if reply in SAID:
        return replace(state, saving=SAID[reply])
    return replace(state, problem=questionnaire.words.problems.unknown)
