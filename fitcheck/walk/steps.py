"""What is open in a walk, and what a reply makes of it: pure functions of a State.

Going back takes the last answer out of the sheet and keeps it aside to be offered.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches

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
    """Return what is open now, or None when all is done."""
    if place := besides(state):
        return Stop(place)
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


def besides(state: State) -> Kind | None:
    """Return the place outside the questions that is open, if one is."""
    if not state.opened:
        return "opening"
    if state.found:
        return "found"
    if not state.placed or state.changing == "country":
        return "country"
    return "note" if state.noting else intake.upcoming(state)


def take(questionnaire: Questionnaire, state: State, stop: Stop, reply: Reply) -> State:
    """Return the state after a reply; danger at home makes the rest private."""
    state = taken(questionnaire, state, stop, reply)
    gates = {gate.id: gate for gate in questionnaire.library.gates.gates}
    if any(gates[one].private for one in fired(questionnaire, state)):
        return replace(state, private=True, saving="no")
    return state


def taken(
    questionnaire: Questionnaire, state: State, stop: Stop, reply: Reply
) -> State:
    """Return the state after a reply, whatever it means for saving."""
    clean = replace(
        state, problem="", taken="", explained="", screen=("", ""), calls=False
    )
    if isinstance(reply, Command):
        return command(questionnaire, clean, stop, reply)
    if stop.kind in intake.STEPS:
        return intake.STEPS[stop.kind](questionnaire, clean, reply)
    if not reply:
        return replace(clean, problem=questionnaire.words.problems.empty)
    if stop.kind == "opening":
        return opening(questionnaire, clean, reply)
    screens = {
        "found": found,
        "country": country,
        "gate": gate,
        "talked": talked,
        "saving": saving,
        "check": check,
    }
    if stop.kind in screens:
        return screens[stop.kind](questionnaire, clean, reply)
    return answer(questionnaire, clean, stop, reply)


def command(
    questionnaire: Questionnaire, state: State, stop: Stop, given: Command
) -> State:
    """Go back, skip, note or explain; the loop itself ends on every other command."""
    if given is Command.BACK:
        return back(questionnaire, state, stop)
    if given is Command.SKIP:
        return skip(questionnaire, state, stop)
    if given is Command.NOTE:
        return intake.begin(state, stop.key)
    if given is Command.LINES:
        return replace(state, calls=True)
    return replace(state, explained=stop.key)


def opening(
    questionnaire: Questionnaire, state: State, reply: tuple[str, ...]
) -> State:
    """Begin, once the opening was read."""
    if reply == ("continue",):
        return replace(state, opened=True)
    return replace(state, problem=questionnaire.words.problems.unknown)


def found(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    """Go on with a saved walk, or begin anew beside it or in its place."""
    if reply == ("go-on",):
        return resumed(state)
    if reply in {("new",), ("delete",)}:
        return replace(state, found=None, other=reply == ("new",))
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
        clinician=state.clinician or intake.there(state.found),
        respondent=state.found.respondent,
        label=state.found.label,
        notes=state.found.notes,
    )


def saving(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    """Take whether answers are saved; only a clear yes is one."""
    if reply == ("yes",):
        return replace(state, saving="yes")
    if reply == ("no",):
        return replace(state, saving="no")
    return replace(state, problem=questionnaire.words.problems.unknown)


def country(
    questionnaire: Questionnaire, state: State, reply: tuple[str, ...]
) -> State:
    """Take a country: the one offered, a code, a name, or somewhere else."""
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


def talked(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    """Clear a gate that was talked about, or leave it in force."""
    open_gate = {clearable(questionnaire, state) or ""}
    if reply == ("talked",):
        return replace(state, cleared=state.cleared | open_gate)
    if reply == ("not-yet",):
        return replace(state, untalked=state.untalked | open_gate)
    return replace(state, problem=questionnaire.words.problems.unknown)


def gate(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    """Go on past the screen of a gate; leaving is a command."""
    if reply == ("go-on",):
        return replace(state, seen=frozenset(fired(questionnaire, state)))
    return replace(state, problem=questionnaire.words.problems.unknown)


def check(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    """Finish, or open one answer to be changed."""
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
    """Take an answer, or say why it does not fit."""
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
    """Leave a question out; a country that is left out is somewhere else."""
    if stop.kind == "saving":
        return replace(state, saving="no")
    if stop.kind == "country":
        return replace(state, country=None, placed=True, changing=None)
    if stop.kind in intake.STEPS:
        return intake.passed(state, stop.kind)
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
    """Open what came before; from a change, go back to the check page."""
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
    return back_on_path(questionnaire, state, stop)


def back_on_path(questionnaire: Questionnaire, state: State, stop: Stop) -> State:
    """Open the answer before a stop, or what came before all of them."""
    asked = [q.id for q in path.path(questionnaire, state.answers)]
    if stop.kind in {"gate", "talked"}:  # opened by a safety answer, not by the last
        asked = [key for key in asked if key in questionnaire.safety]
    earlier = asked[: asked.index(stop.key)] if stop.question else asked
    settled = [k for k in earlier if k in state.answers or k in state.skipped]
    if not settled:
        return intake.back(state, stop.kind) or unplaced(state)
    return reopened(questionnaire, state, settled[-1])


def unplaced(state: State) -> State:
    """Open the country again, and offer the one that was taken."""
    offered = state.country or state.offered
    return replace(state, placed=False, offered=offered)


def reopened(questionnaire: Questionnaire, state: State, key: str) -> State:
    """Take one answer back and keep it aside."""
    state = replace(
        state,
        answers={k: v for k, v in state.answers.items() if k != key},
        skipped=state.skipped - {key},
        aside={**state.aside, key: state.answers.get(key, ())},
    )
    return settled(questionnaire, state)
