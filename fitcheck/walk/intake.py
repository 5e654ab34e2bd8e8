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
from fitcheck.report import names
from fitcheck.report.document import visible
from fitcheck.walk.screen import Command, Entry, Reply, Screen
from fitcheck.walk.state import Head, Kind, State, sheet_of

HEAD: tuple[Head, ...] = ("respondent", "label")
"""What is asked before the questions, in this order."""
REMOVE = ("remove",)
"""The reply that takes a label or a note away."""


def there(sheet: Sheet) -> bool:
    """Say whether a saved walk was begun at intake."""
    return bool(sheet.respondent or sheet.label or sheet.notes)


def told_of(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Yield what tells one saved record from another."""
    yield from names.respondent(questionnaire, sheet)
    yield from names.record(questionnaire, sheet)
    if sheet.notes:
        notes = questionnaire.words.clinician.found_notes
        yield notes.format(count=len(sheet.notes))


def upcoming(state: State) -> Head | None:
    """Return the part of the head that is changed or still open, if there is one."""
    changing = next((one for one in HEAD if one == state.changing), None)
    missing = (one for one in HEAD if one not in state.entered)
    return changing or (next(missing, None) if state.clinician else None)


def back(state: State, kind: Kind) -> State | None:
    """Return to the last part of the head before a stop, where there is one."""
    before = tuple(itertools.takewhile(lambda one: one != kind, HEAD))
    if not (state.clinician and before):
        return None
    return replace(state, entered=state.entered - {before[-1]})


def entered(state: State, kind: str) -> State:
    """Go on behind a part of the head."""
    return replace(state, entered=state.entered | {kind}, changing=None, typed="")


def passed(state: State, kind: str) -> State:
    """Leave a part of the head, or a note, as it is."""
    return unchanged(state) if kind == "note" else entered(state, kind)


def begin(state: State, key: str) -> State:
    """Open the note on a question."""
    return replace(state, noting=key)


def unchanged(state: State) -> State:
    """Ask the question again; its introduction was read before the note."""
    return replace(state, noting="", typed="", explained=state.noting)


def respondent(questionnaire: Questionnaire, state: State, reply: Reply) -> State:
    """Take who gives the answers."""
    if reply in {("client",), ("clinician",)}:
        assert not isinstance(reply, Command)  # it is one of these two
        return entered(replace(state, respondent=reply[0]), "respondent")
    problems = questionnaire.words.problems
    return replace(state, problem=problems.unknown if reply else problems.empty)


def label(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    """Take a label, leave it as it is, or take it away."""
    if not reply:
        return entered(state, "label")
    text = "" if reply == REMOVE else line(reply)
    if text and (problem := refused(questionnaire, "label", text)):
        return replace(state, problem=problem, typed=readable(text))
    return entered(replace(state, label=text or None), "label")


def note(questionnaire: Questionnaire, state: State, reply: tuple[str, ...]) -> State:
    """Take a note, leave it as it is, or take it away; its question comes again."""
    if not reply:
        return unchanged(state)
    text = "" if reply == REMOVE else line(reply)
    if text and (problem := refused(questionnaire, "note", text)):
        return replace(state, problem=problem, typed=readable(text))
    others = {key: one for key, one in state.notes.items() if key != state.noting}
    notes = {**others, state.noting: text} if text else others
    return unchanged(replace(state, notes=notes))


def line(reply: tuple[str, ...]) -> str:
    """Return what was typed or pasted as one line: breaks and tabs become spaces."""
    return " ".join(one for one in " ".join(reply).translate(SPACES).split(" ") if one)


SPACES = str.maketrans("\t\r\n", "   ")


def refused(questionnaire: Questionnaire, kind: str, text: str) -> str:
    """Say why a text cannot be taken; nothing where it can."""
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
    """Return a text without the characters that nobody can see."""
    joiners = {one.start() for one in JOINER.finditer(text)}
    return "".join(
        c
        for at, c in enumerate(text)
        if unicodedata.category(c) not in UNSEEN or at in joiners
    )


def respondent_screen(questionnaire: Questionnaire, state: State) -> Screen:
    """Ask who gives the answers."""
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
    """Ask for a label."""
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
    """Ask for a note on a question."""
    words = questionnaire.words.clinician
    name = questionnaire.questions[state.noting].name
    there = state.notes.get(state.noting, "")
    shown = words.note_earlier.format(note=visible(there))
    return Screen(
        key="note",
        text=words.note,
        heading=words.note_title.format(question=name),
        lines=tuple(told(questionnaire, state.noting)),
        earlier=shown if there else "",
        instruction=words.note_replies_again if there else words.note_replies,
        kind="line",
        free=True,
        longest=LONGEST_NOTE,
        typed=state.typed or there,
    )


def told(questionnaire: Questionnaire, key: str) -> Iterator[str]:
    """Yield how long a note may be, and what becomes of one on a safety question."""
    words = questionnaire.words.clinician
    yield words.note_more.format(most=LONGEST_NOTE)
    if key in questionnaire.safety:
        yield words.note_safety


SCREENS = {
    "respondent": respondent_screen,
    "label": label_screen,
    "note": note_screen,
}
STEPS = {"respondent": respondent, "label": label, "note": note}


def beside(questionnaire: Questionnaire, state: State, ask: Screen) -> Screen:
    """Let a note be taken on the screen of a question."""
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
    """Let who answers and the label be seen and changed beside the answers."""
    if not state.clinician:
        return ask
    words = questionnaire.words.clinician
    sheet = sheet_of(questionnaire, state)
    who = names.respondent(questionnaire, sheet)
    label = names.record(questionnaire, sheet)
    changes = (
        Entry("respondent", words.change_respondent),
        Entry("label", words.change_label),
    )
    return replace(
        ask,
        lines=(*ask.lines, *who, *label),
        extras=(*ask.extras, *changes),
        instruction=words.check_replies,
    )
