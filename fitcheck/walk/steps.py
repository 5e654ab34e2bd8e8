"""What is open in a walk, and what a reply makes of it: pure functions of a State.

Going back takes the last answer out of the sheet and keeps it aside to be offered.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from fitcheck import help_now
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import AnswerError
from fitcheck.rubric import path
from fitcheck.walk import intake
from fitcheck.walk.screen import Command, Reply
from fitcheck.walk.state import Here, State, Stop, cleared, fired, gates

ELSEWHERE = "elsewhere"
NO = "no"
"""As it is typed an answer, and no country; a list gives NO for Norway."""
ALIKE = 0.8
"""How near a name must be to be suggested: England is not Greenland."""


def upcoming(questionnaire: Questionnaire, state: State) -> Stop | None:
    if not state.opened:
        return Stop("opening")
    if state.found:
        return Stop("found")
    if not state.placed or state.changing == "country":
        return Stop("country")
    if kind := "note" if state.noting else intake.upcoming(state):
        return Stop(kind)
    if state.changing:
        return Stop("question", questionnaire.questions[state.changing])
    if Here(questionnaire, state, Stop("talked")).clearable:
        return Stop("talked")
    if set(fired(questionnaire, state)) - state.seen:
        return Stop("gate")
    question = path.pending(questionnaire, state.answers, state.skipped)
    # After safety, and before anything that is saved.
    safe = question is None or question.id not in questionnaire.safety
    if state.saving == "ask" and not state.private and safe:
        return Stop("saving")
    if question:
        return Stop("question", question)
    return None if state.checked else Stop("check")


def take(questionnaire: Questionnaire, state: State, stop: Stop, reply: Reply) -> State:
    """Danger at home makes the rest private."""
    clean = replace(
        state, problem="", taken="", explained="", screen=("", ""), calls=False
    )
    state = taken(Here(questionnaire, clean, stop), reply)
    opened = fired(questionnaire, state)
    if any(one.private for one in gates(questionnaire) if one.id in opened):
        return replace(state, private=True, saving="no")
    return state


def taken(here: Here, reply: Reply) -> State:
    kind = here.stop.kind
    match reply:
        case Command.BACK:
            return back(here)
        case Command.SKIP:
            return skip(here)
        case Command.NOTE:
            return here.changed(noting=here.stop.key)
        case Command.LINES:
            return here.changed(calls=True)
        case Command():  # help; the loop itself ends on every other one
            return here.changed(explained=here.stop.key)
        case _ if kind in intake.STEPS:
            return intake.STEPS[kind](here, reply)
        case ():
            return here.changed(problem=here.words.problems.empty)
        case ("go-on",) if kind == "found":
            return resumed(here.state)
    step = {"question": answer, "country": country, "check": check}.get(kind, chosen)
    return step(here, reply)


def resumed(state: State) -> State:
    """Take over what a saved walk holds; safety is asked again.

    One that was begun at intake goes on as such, whoever opens it: who answers and
    the label are asked again, so that no record is taken for another one.
    """
    found = state.found
    assert found is not None  # only where one is offered
    at_intake = found.respondent or found.label or found.notes
    return replace(
        state,
        opened=True,
        found=None,
        country=found.country,
        placed=True,
        answers=dict(found.answers),
        skipped=frozenset(found.skipped),
        saving="yes",
        clinician=state.clinician or bool(at_intake),
        respondent=found.respondent,
        label=found.label,
        notes=found.notes,
    )


def country(here: Here, reply: tuple[str, ...]) -> State:
    words, offered = here.words.country, here.state.offered
    listed = here.questionnaire.library.countries.countries
    known = {one.code: one.name for one in listed}
    names = {
        unmarked(name).lower(): c.code for c in listed for name in (c.name, *c.also)
    }
    said = unmarked(" ".join(reply))
    typed = said.lower()
    if said == NO:
        asked = words.not_that if offered else words.unknown
        return here.changed(offered=None, problem=asked)
    asked = said if typed != "yes" else offered
    code = help_now.country_code(asked, {"countries": known, "names": names})
    if typed == ELSEWHERE or code:
        answer = known[code] if code else words.elsewhere_listed
        taken = here.words.walk.taken.format(answer=answer)
        return here.changed(country=code, placed=True, changing=None, taken=taken)
    near = get_close_matches(typed, names, n=1, cutoff=ALIKE)
    if not near:
        return here.changed(problem=words.unknown)
    code = names[near[0]]
    offer = words.suggestion.format(country=known[code], code=code)
    return here.changed(offered=code, problem=offer)


def unmarked(text: str) -> str:
    """Return words without the marks among them, as in St. or in no!"""
    return " ".join(re.sub(r"[^\w'-]+", " ", text).split())


def chosen(here: Here, reply: tuple[str, ...]) -> State:
    state, wanted = here.state, here.clearable
    talked = {wanted.id} if wanted else set()
    changes: dict[tuple[str, ...], dict[str, Any]] = {
        ("opening", "continue"): {"opened": True},
        ("found", "new"): {"found": None, "other": True},
        ("found", "delete"): {"found": None, "other": False},
        ("gate", "go-on"): {"seen": frozenset(one.id for one in here.gates)},
        ("talked", "talked"): {"cleared": state.cleared | talked},
        ("talked", "not-yet"): {"untalked": state.untalked | talked},
        ("saving", "yes"): {"saving": "yes"},
        ("saving", "no"): {"saving": "no"},
    }
    unknown = {"problem": here.words.problems.unknown}
    return here.changed(**changes.get((here.stop.kind, *reply), unknown))


def check(here: Here, reply: tuple[str, ...]) -> State:
    state = here.state
    asked = [q.id for q in path.path(here.questionnaire, state.answers)]
    if reply in {("done",), ("d",)}:
        return here.changed(checked=True)
    one = reply[0] if len(reply) == 1 else ""
    if one in {*asked, "country", *(intake.HEAD if state.clinician else ())}:
        return here.changed(changing=one, offered=state.country or state.offered)
    return here.changed(problem=here.words.check.unknown)


def answer(here: Here, reply: tuple[str, ...]) -> State:
    question, state = here.stop.question, here.state
    assert question is not None  # a stop of this kind has one
    key = question.id
    try:
        given = path.accept(here.questionnaire, question, reply)
    except AnswerError as error:
        return here.changed(problem=str(error))
    helping = {
        one.id
        for one in getattr(question, "options", ())
        if getattr(one, "screen", None)
    }
    opened = next((one for one in given if one in helping), "")
    state = replace(
        without(state, key),
        answers={**state.answers, key: given},
        changing=None,
        screen=(key, opened) if opened else ("", ""),
    )
    return settled(here.questionnaire, state)


def without(state: State, key: str) -> State:
    """Take one question out of all that was said and skipped."""
    return replace(
        state,
        answers={k: v for k, v in state.answers.items() if k != key},
        aside={k: v for k, v in state.aside.items() if k != key},
        skipped=state.skipped - {key},
    )


def skip(here: Here) -> State:
    """A country that is left out is somewhere else."""
    kind, question, state = here.stop.kind, here.stop.question, here.state
    if kind == "saving":
        return here.changed(saving="no")
    if kind == "country":
        return here.changed(country=None, placed=True, changing=None)
    if kind == "note":
        return intake.unchanged(state)
    if kind in intake.HEAD:
        return intake.entered(state, kind)
    if question is None:
        return here.changed(problem=here.words.problems.no_skip)
    key, safety = question.id, here.questionnaire.safety
    skipped = state.skipped | {key}
    state = replace(without(state, key), skipped=skipped, changing=None)
    if key in safety:  # the lines come at once, and nothing is saved
        shown = ("", "") if skipped & safety - {key} else (key, "")
        state = replace(state, screen=shown, private=True, saving="no")
    return settled(here.questionnaire, state)


def settled(questionnaire: Questionnaire, state: State) -> State:
    """Forget of the gates what no longer goes with the answers."""
    kept = frozenset(cleared(questionnaire, state))
    state = replace(state, cleared=kept)
    in_force = set(fired(questionnaire, state))
    return replace(
        state, seen=state.seen & in_force, untalked=state.untalked & in_force
    )


def back(here: Here) -> State:
    stop, state, questionnaire = here.stop, here.state, here.questionnaire
    if stop.kind == "note":
        return intake.unchanged(state)
    if state.changing:
        return here.changed(changing=None, typed="")
    if stop.kind == "check" and state.reported:
        return here.changed(checked=True)
    if stop.kind == "opening":
        return here.changed(problem=here.words.problems.no_back)
    if stop.kind in {"found", "country"}:
        return here.changed(opened=False)
    asked = [q.id for q in path.path(questionnaire, state.answers)]
    if stop.kind in intake.HEAD:
        asked = []
    elif stop.kind in {"gate", "talked"}:  # opened by a safety answer, not by the last
        asked = [key for key in asked if key in questionnaire.safety]
    elif stop.question:
        asked = asked[: asked.index(stop.key)]
    done = [k for k in asked if k in state.answers or k in state.skipped]
    if not done:
        unplaced = here.changed(placed=False, offered=state.country or state.offered)
        return intake.back(state, stop.kind) or unplaced
    key, aside = done[-1], {done[-1]: state.answers.get(done[-1], ())}
    state = without(state, key)
    return settled(questionnaire, replace(state, aside={**state.aside, **aside}))
