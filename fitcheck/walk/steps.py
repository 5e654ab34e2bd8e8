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
from fitcheck.walk.state import Kind, State, Stop, cleared, fired

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
    if clearable(questionnaire, state):
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
    state = taken(questionnaire, state, stop, reply)
    gates = {gate.id: gate for gate in questionnaire.library.gates.gates}
    if any(gates[one].private for one in fired(questionnaire, state)):
        return replace(state, private=True, saving="no")
    return state


def taken(
    questionnaire: Questionnaire, state: State, stop: Stop, reply: Reply
) -> State:
    clean = replace(
        state, problem="", taken="", explained="", screen=("", ""), calls=False
    )
    if isinstance(reply, Command):
        return command(questionnaire, clean, stop, reply)
    if stop.kind in intake.STEPS:
        return intake.STEPS[stop.kind](questionnaire, clean, reply)
    if not reply:
        return replace(clean, problem=questionnaire.words.problems.empty)
    if stop.kind == "question":
        return answer(questionnaire, clean, stop, reply)
    if stop.kind == "country":
        return country(questionnaire, clean, reply)
    if stop.kind == "check":
        return check(questionnaire, clean, reply)
    if (stop.kind, *reply) == ("found", "go-on"):
        return resumed(clean)
    return chosen(questionnaire, clean, stop.kind, reply)


def command(
    questionnaire: Questionnaire, state: State, stop: Stop, given: Command
) -> State:
    """Go back, skip, note or explain; the loop itself ends on every other command."""
    if given is Command.BACK:
        return back(questionnaire, state, stop)
    if given is Command.SKIP:
        return skip(questionnaire, state, stop)
    if given is Command.NOTE:
        return replace(state, noting=stop.key)
    if given is Command.LINES:
        return replace(state, calls=True)
    return replace(state, explained=stop.key)


def resumed(state: State) -> State:
    """Take over what a saved walk holds; safety is asked again.

    One that was begun at intake goes on as such, whoever opens it: who answers and
    the label are asked again, so that no record is taken for another one.
    """
    assert state.found is not None  # only where one is offered
    at_intake = state.found.respondent or state.found.label or state.found.notes
    return replace(
        state,
        opened=True,
        found=None,
        country=state.found.country,
        placed=True,
        answers=dict(state.found.answers),
        skipped=frozenset(state.found.skipped),
        saving="yes",
        clinician=state.clinician or bool(at_intake),
        respondent=state.found.respondent,
        label=state.found.label,
        notes=state.found.notes,
    )


def country(
    questionnaire: Questionnaire, state: State, reply: tuple[str, ...]
) -> State:
    words = questionnaire.words.country
    listed = questionnaire.library.countries.countries
    known = {one.code: one.name for one in listed}
    names = {
        unmarked(name).lower(): c.code for c in listed for name in (c.name, *c.also)
    }
    said = unmarked(" ".join(reply))
    typed = said.lower()
    if said == NO:
        asked = words.not_that if state.offered else words.unknown
        return replace(state, offered=None, problem=asked)
    asked = said if typed != "yes" else state.offered
    code = help_now.country_code(asked, {"countries": known, "names": names})
    if typed == ELSEWHERE or code:
        taken = known[code] if code else words.elsewhere_listed
        taken = questionnaire.words.walk.taken.format(answer=taken)
        return replace(state, country=code, placed=True, changing=None, taken=taken)
    near = get_close_matches(typed, names, n=1, cutoff=ALIKE)
    if not near:
        return replace(state, problem=words.unknown)
    code = names[near[0]]
    offer = words.suggestion.format(country=known[code], code=code)
    return replace(state, offered=code, problem=offer)


def unmarked(text: str) -> str:
    """Return words without the marks among them, as in St. or in no!"""
    return " ".join(re.sub(r"[^\w'-]+", " ", text).split())


def clearable(questionnaire: Questionnaire, state: State) -> str | None:
    """Return the gate of which a clinician is to say if it was talked about."""
    in_force = set(fired(questionnaire, state)) - state.untalked
    asked = state.clinician and state.respondent
    gates = questionnaire.library.gates.gates if asked else ()
    return next((g.id for g in gates if g.clears and g.id in in_force), None)


def chosen(
    questionnaire: Questionnaire, state: State, kind: Kind, reply: tuple[str, ...]
) -> State:
    gates = frozenset(fired(questionnaire, state))
    talked = {clearable(questionnaire, state) or ""}
    changes: dict[tuple[str, ...], dict[str, Any]] = {
        ("opening", "continue"): {"opened": True},
        ("found", "new"): {"found": None, "other": True},
        ("found", "delete"): {"found": None, "other": False},
        ("gate", "go-on"): {"seen": gates},
        ("talked", "talked"): {"cleared": state.cleared | talked},
        ("talked", "not-yet"): {"untalked": state.untalked | talked},
        ("saving", "yes"): {"saving": "yes"},
        ("saving", "no"): {"saving": "no"},
    }
    unknown = {"problem": questionnaire.words.problems.unknown}
    return replace(state, **changes.get((kind, *reply), unknown))


def check(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    words = questionnaire.words.check
    asked = [q.id for q in path.path(questionnaire, state.answers)]
    if reply in {("done",), ("d",)}:
        return replace(state, checked=True)
    one = reply[0] if len(reply) == 1 else ""
    if one in {*asked, "country", *(intake.HEAD if state.clinician else ())}:
        offered = state.country or state.offered
        return replace(state, changing=one, offered=offered)
    return replace(state, problem=words.unknown)


def answer(
    questionnaire: Questionnaire, state: State, stop: Stop, reply: tuple[str, ...]
) -> State:
    assert stop.question is not None  # a stop of this kind has one
    key = stop.question.id
    try:
        given = path.accept(questionnaire, stop.question, reply)
    except AnswerError as error:
        return replace(state, problem=str(error))
    opened = next(
        (o.id for o in getattr(stop.question, "options", ())
         if o.id in given and getattr(o, "screen", None)), "",
    )  # fmt: skip
    state = replace(
        state,
        answers={**state.answers, key: given},
        skipped=state.skipped - {key},
        aside={k: v for k, v in state.aside.items() if k != key},
        changing=None,
        screen=(key, opened) if opened else ("", ""),
    )
    return settled(questionnaire, state)


def skip(questionnaire: Questionnaire, state: State, stop: Stop) -> State:
    """A country that is left out is somewhere else."""
    if stop.kind == "saving":
        return replace(state, saving="no")
    if stop.kind == "country":
        return replace(state, country=None, placed=True, changing=None)
    if stop.kind == "note":
        return intake.unchanged(state)
    if stop.kind in intake.HEAD:
        return intake.entered(state, stop.kind)
    if stop.question is None:
        return replace(state, problem=questionnaire.words.problems.no_skip)
    key = stop.question.id
    state = replace(
        state,
        answers={k: v for k, v in state.answers.items() if k != key},
        aside={k: v for k, v in state.aside.items() if k != key},
        skipped=state.skipped | {key},
        changing=None,
    )
    if key in questionnaire.safety:  # the lines come at once, and nothing is saved
        before = state.skipped & questionnaire.safety - {key}
        shown = ("", "") if before else (key, "")
        state = replace(state, screen=shown, private=True, saving="no")
    return settled(questionnaire, state)


def settled(questionnaire: Questionnaire, state: State) -> State:
    """Forget of the gates what no longer goes with the answers."""
    kept = frozenset(cleared(questionnaire, state))
    state = replace(state, cleared=kept)
    in_force = set(fired(questionnaire, state))
    return replace(
        state, seen=state.seen & in_force, untalked=state.untalked & in_force
    )


def back(questionnaire: Questionnaire, state: State, stop: Stop) -> State:
    if stop.kind == "note":
        return intake.unchanged(state)
    if state.changing:
        return replace(state, changing=None, typed="")
    if stop.kind == "check" and state.reported:
        return replace(state, checked=True)
    if stop.kind == "opening":
        return replace(state, problem=questionnaire.words.problems.no_back)
    if stop.kind in {"found", "country"}:
        return replace(state, opened=False)
    if stop.kind in intake.HEAD:
        return intake.back(state, stop.kind) or unplaced(state)
    asked = [q.id for q in path.path(questionnaire, state.answers)]
    if stop.kind in {"gate", "talked"}:  # opened by a safety answer, not by the last
        asked = [key for key in asked if key in questionnaire.safety]
    earlier = asked[: asked.index(stop.key)] if stop.question else asked
    done = [k for k in earlier if k in state.answers or k in state.skipped]
    if not done:
        return intake.back(state, stop.kind) or unplaced(state)
    key = done[-1]
    state = replace(
        state,
        answers={k: v for k, v in state.answers.items() if k != key},
        skipped=state.skipped - {key},
        aside={**state.aside, key: state.answers.get(key, ())},
    )
    return settled(questionnaire, state)


def unplaced(state: State) -> State:
    offered = state.country or state.offered
    return replace(state, placed=False, offered=offered)
