"""What a clinician adds to a walk: who answers, a label, and notes beside answers.

Pure, as the other screens and steps are. Nothing here is scored, and a text that is
refused is not lost: it is offered again, to be changed.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from fitcheck.answers.sheet import LONGEST_LABEL, LONGEST_NOTE, Sheet
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.strict import JOINER, UNSEEN
from fitcheck.report.document import visible
from fitcheck.report.names import Names
from fitcheck.walk.screen import Entry, Screen
from fitcheck.walk.state import Head, Here, Kind, State, sheet_of

HEAD: tuple[Head, ...] = ("respondent", "label")
"""What is asked before the questions, in this order."""
MOST = {"label": LONGEST_LABEL, "note": LONGEST_NOTE}
REMOVE = ("remove",)
"""The reply that takes a label or a note away."""
SPACES = str.maketrans("\t\r\n", "   ")


def told_of(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    yield from filter(None, Names(questionnaire).whose(sheet))
    if sheet.notes:
        notes = questionnaire.words.clinician.found_notes
        yield notes.format(count=len(sheet.notes))


def upcoming(state: State) -> Head | None:
    changing = next((one for one in HEAD if one == state.changing), None)
    missing = (one for one in HEAD if one not in state.entered)
    return changing or (next(missing, None) if state.clinician else None)


def back(state: State, kind: Kind) -> State | None:
    before = tuple(itertools.takewhile(lambda one: one != kind, HEAD))
    if not (state.clinician and before):
        return None
    return replace(state, entered=state.entered - {before[-1]})


def entered(state: State, kind: str) -> State:
    return replace(state, entered=state.entered | {kind}, changing=None, typed="")


def unchanged(state: State) -> State:
    """Ask the question again; its introduction was read before the note."""
    return replace(state, noting="", typed="", explained=state.noting)


def respondent(here: Here, reply: tuple[str, ...]) -> State:
    if reply in {("client",), ("clinician",)}:
        return entered(here.changed(respondent=reply[0]), "respondent")
    problems = here.words.problems
    return here.changed(problem=problems.unknown if reply else problems.empty)


def written(here: Here, reply: tuple[str, ...]) -> State:
    """Take a label or a note, or leave it as it is."""
    state, kind = here.state, here.stop.kind
    text = "" if reply == REMOVE else line(reply)
    if text and (problem := refused(here.questionnaire, kind, text)):
        return here.changed(problem=problem, typed=readable(text))
    if kind == "label":
        return entered(here.changed(label=text or None) if reply else state, kind)
    if reply:
        others = {key: one for key, one in state.notes.items() if key != state.noting}
        state = here.changed(notes={**others, state.noting: text} if text else others)
    return unchanged(state)


def line(reply: tuple[str, ...]) -> str:
    return " ".join(one for one in " ".join(reply).translate(SPACES).split(" ") if one)


def refused(questionnaire: Questionnaire, kind: str, text: str) -> str:
    words, most = questionnaire.words.clinician, MOST[kind]
    if readable(text) != text:
        return str(words.unseen)
    over, long = len(text) - most, words.of(f"{kind}_long")
    return long.format(length=len(text), most=most, over=over) if over > 0 else ""


def readable(text: str) -> str:
    joiners = {one.start() for one in JOINER.finditer(text)}
    return "".join(
        c
        for at, c in enumerate(text)
        if unicodedata.category(c) not in UNSEEN or at in joiners
    )


def respondent_screen(here: Here) -> Screen:
    words, given = here.words.clinician, here.state.respondent
    return Screen(
        text=words.who,
        heading=words.title,
        lines=(words.who_more,),
        entries=(Entry("client", words.client), Entry("clinician", words.clinician)),
        previous=(given,) if given else (),
    )


def written_screen(here: Here) -> Screen:
    words, state, kind = here.words.clinician, here.state, here.stop.kind
    there, title, safety = state.label or "", words.title, ()
    if kind == "note":
        there = state.notes.get(state.noting, "")
        name = here.questionnaire.questions[state.noting].name
        title = words.note_title.format(question=name)
        safety = (words.note_safety,) * (state.noting in here.questionnaire.safety)
    earlier = words.of(f"{kind}_earlier").format_map({kind: visible(there)})
    return Screen(
        text=words.of(kind),
        heading=title,
        kind="line",
        lines=(words.of(f"{kind}_more").format(most=MOST[kind]), *safety),
        earlier=earlier if there else "",
        instruction=words.of(f"{kind}_replies{'_again' if there else ''}"),
        longest=MOST[kind],
        typed=state.typed or there,
    )


SCREENS = {
    "respondent": respondent_screen,
    "label": written_screen,
    "note": written_screen,
}
STEPS = {"respondent": respondent, "label": written, "note": written}


def beside(here: Here, ask: Screen) -> Screen:
    """Offer a note at a question, and say that there is one."""
    words, noted = here.words.clinician, ask.key in here.state.notes
    return replace(
        ask,
        earlier=f"{ask.earlier} {words.noted}".strip() if noted else ask.earlier,
        note=words.change if noted else words.add,
        noted=words.noted if noted else "",
        instruction=words.replies,
        shortly=words.replies_short,
    )


def checked(here: Here, ask: Screen) -> Screen:
    words, sheet = here.words.clinician, sheet_of(here.questionnaire, here.state)
    whose = filter(None, here.names.whose(sheet))
    changes = (
        Entry("respondent", words.change_respondent),
        Entry("label", words.change_label),
    )
    return replace(
        ask,
        lines=(*ask.lines, *whose),
        extras=(*ask.extras, *changes),
        instruction=words.check_replies,
    )
