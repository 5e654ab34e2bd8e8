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
from fitcheck.walk.screen import Command, Entry, Reply, Screen
from fitcheck.walk.state import Head, Kind, State, sheet_of

HEAD: tuple[Head, ...] = ("respondent", "label")
"""What is asked before the questions, in this order."""
REMOVE = ("remove",)
"""The reply that takes a label or a note away."""


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


def respondent(questionnaire: Questionnaire, state: State, reply: Reply) -> State:
    if reply in {("client",), ("clinician",)}:
        assert not isinstance(reply, Command)  # it is one of these two
        return entered(replace(state, respondent=reply[0]), "respondent")
    problems = questionnaire.words.problems
    return replace(state, problem=problems.unknown if reply else problems.empty)


def label(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    if not reply:
        return entered(state, "label")
    text = "" if reply == REMOVE else line(reply)
    if text and (problem := refused(questionnaire, "label", text)):
        return replace(state, problem=problem, typed=readable(text))
    return entered(replace(state, label=text or None), "label")


def note(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    if not reply:
        return unchanged(state)
    text = "" if reply == REMOVE else line(reply)
    if text and (problem := refused(questionnaire, "note", text)):
        return replace(state, problem=problem, typed=readable(text))
    others = {key: one for key, one in state.notes.items() if key != state.noting}
    notes = {**others, state.noting: text} if text else others
    return unchanged(replace(state, notes=notes))


def line(reply: tuple[str, ...]) -> str:
    return " ".join(one for one in " ".join(reply).translate(SPACES).split(" ") if one)


SPACES = str.maketrans("\t\r\n", "   ")


def refused(questionnaire: Questionnaire, kind: str, text: str) -> str:
    words = questionnaire.words.clinician
    if readable(text) != text:
        return words.unseen
    most, long = {
        "label": (LONGEST_LABEL, words.label_long),
        "note": (LONGEST_NOTE, words.note_long),
    }[kind]
    over = len(text) - most
    return long.format(length=len(text), most=most, over=over) if over > 0 else ""


def readable(text: str) -> str:
    joiners = {one.start() for one in JOINER.finditer(text)}
    return "".join(
        c
        for at, c in enumerate(text)
        if unicodedata.category(c) not in UNSEEN or at in joiners
    )


def respondent_screen(questionnaire: Questionnaire, state: State) -> Screen:
    words = questionnaire.words.clinician
    return Screen(
        key="respondent",
        text=words.who,
        heading=words.title,
        lines=(words.who_more,),
        entries=(Entry("client", words.client), Entry("clinician", words.clinician)),
        previous=(state.respondent,) if state.respondent else (),
        instruction=questionnaire.words.walk.replies_short,
    )


def label_screen(questionnaire: Questionnaire, state: State) -> Screen:
    words = questionnaire.words.clinician
    shown = words.label_earlier.format(label=visible(state.label or ""))
    return Screen(
        key="label",
        text=words.label,
        heading=words.title,
        lines=(words.label_more.format(most=LONGEST_LABEL),),
        earlier=shown if state.label else "",
        instruction=words.label_replies_again if state.label else words.label_replies,
        kind="line",
        free=True,
        longest=LONGEST_LABEL,
        typed=state.typed or state.label or "",
    )


def note_screen(questionnaire: Questionnaire, state: State) -> Screen:
    words = questionnaire.words.clinician
    name = questionnaire.questions[state.noting].name
    there = state.notes.get(state.noting, "")
    safety = [words.note_safety] * (state.noting in questionnaire.safety)
    shown = words.note_earlier.format(note=visible(there))
    return Screen(
        key="note",
        text=words.note,
        heading=words.note_title.format(question=name),
        lines=(words.note_more.format(most=LONGEST_NOTE), *safety),
        earlier=shown if there else "",
        instruction=words.note_replies_again if there else words.note_replies,
        kind="line",
        free=True,
        longest=LONGEST_NOTE,
        typed=state.typed or there,
    )


SCREENS = {
    "respondent": respondent_screen,
    "label": label_screen,
    "note": note_screen,
}
STEPS = {"respondent": respondent, "label": label, "note": note}


def beside(questionnaire: Questionnaire, state: State, ask: Screen) -> Screen:
    if not state.clinician:
        return ask
    words = questionnaire.words.clinician
    noted = ask.key in state.notes
    return replace(
        ask,
        earlier=f"{ask.earlier} {words.noted}".strip() if noted else ask.earlier,
        note=words.change if noted else words.add,
        noted=words.noted if noted else "",
        instruction=words.replies,
        shortly=words.replies_short,
    )


def checked(questionnaire: Questionnaire, state: State, ask: Screen) -> Screen:
    if not state.clinician:
        return ask
    words = questionnaire.words.clinician
    sheet = sheet_of(questionnaire, state)
    whose = filter(None, Names(questionnaire).whose(sheet))
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
