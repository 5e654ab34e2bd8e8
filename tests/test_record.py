"""A walk at intake: why is always said, who answers, a label, and notes beside."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import keyboard
import pytest
from keyboard import press, pressed, typed
from running import TTY, inside
from walks import Played, play, replies, until, whole

from fitcheck import documents, drafts
from fitcheck.answers.sheet import LONGEST_NOTE
from fitcheck.cli import terminal
from fitcheck.cli.afterwards import Round
from fitcheck.cli.options import Asked
from fitcheck.cli.walk import Walk
from fitcheck.comparing import verify
from fitcheck.content import loader
from fitcheck.render import RENDERERS
from fitcheck.walk import frame, intake, plain, screens, steps
from fitcheck.walk.screen import Command
from fitcheck.walk.state import State, Stop, sheet_of
from fitcheck.walk.view import View, begin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.screen import Reply, Screen

FIRST, SEVERAL = "plan-or-open", "needs-assessment"
HEAD = ("client", "Record 7")
LEFT_OUT = ["", "skip", "s", "remove"]


def flat(text: str) -> str:
    return " ".join(text.split())


def begun_at(shipped: Questionnaire, stop: str) -> tuple[str, ...]:
    """Return a clinician's replies up to a question."""
    first, place, *rest = until(shipped, stop)
    return (first, place, *HEAD, *rest)


def take(shipped: Questionnaire, *said: str, stop: str = FIRST) -> Played:
    return play(shipped, *begun_at(shipped, stop), *said, clinician=True)


def at(shipped: Questionnaire, stop: str, **more: object) -> State:
    """Return the state of a clinician's walk in which a question is open."""
    given = {key: tuple(said.split(", ")) for key, said in replies(shipped).items()}
    given = {key: tuple(" ".join(one).split()) for key, one in given.items()}
    given.pop(stop, None)
    state = State(
        opened=True, placed=True, country="GB", answers=given, clinician=True,
        entered=frozenset({"respondent", "label"}),
    )  # fmt: skip
    return replace(state, **more)  # type: ignore[arg-type]


def keyed(shipped: Questionnaire, *keys: str, **more: object) -> Played:
    return press(shipped, *keys, state=at(shipped, FIRST, **more))


# The head of the record


@pytest.mark.parametrize(
    ("said", "where", "head"),
    [
        (["2", " Record  7 "], "safe-now", ("clinician", "Record 7")),
        *((["client", one], "safe-now", ("client", None)) for one in LEFT_OUT),
        (["", "nobody"], "respondent", (None, None)),
        ([*HEAD, "back"], "label", HEAD),
        ([*HEAD, "back", "back"], "respondent", HEAD),
        ([*HEAD, *["back"] * 3], "country", HEAD),
        ([*HEAD, *["back"] * 3, "yes", "s", ""], "safe-now", HEAD),
    ],
)
def test_who_answers_and_a_label_come_after_the_country(
    shipped: Questionnaire,
    said: list[str],
    where: str,
    head: tuple[str | None, str | None],
) -> None:
    walk = play(shipped, "continue", "GB", *said, clinician=True)
    stop = steps.upcoming(shipped, walk.state)

    assert stop
    assert stop.key == where
    assert (walk.state.respondent, walk.state.label) == head
    assert shipped.words.clinician.who in walk.screens[2]
    assert (head[1] or "Record") in walk.last or where != "label"


@pytest.mark.parametrize("place", ["label", "note"])
def test_what_cannot_be_taken_is_said_and_kept_nowhere(
    shipped: Questionnaire, place: str
) -> None:
    most, words = intake.MOST[place], shipped.words.clinician
    begun, label = ("continue", "GB", "client"), None
    if place == "note":
        begun, label = (*begun_at(shipped, FIRST), "n"), HEAD[1]
    for text in ("\x1b[31mred", "a\u202eb", "a\u2066b", "a\0b"):
        walk = play(shipped, *begun, text, clinician=True)
        assert flat(words.unseen) in flat(walk.last)
        assert {c for c in walk.text if not c.isprintable()} == {"\n"}
        assert (walk.state.notes, walk.state.label) == ({}, label)
    for length in (most + 1, 1_000, 3_333):
        walk = play(shipped, *begun, "y" * length, clinician=True)
        assert f"{length} characters" in flat(walk.last)
        assert f"{length - most} too many" in flat(walk.last)
        assert (walk.state.notes, walk.state.label) == ({}, label)
    walk = play(shipped, *begun, "y" * (most + 1), "y" * most, clinician=True)
    assert "y" * most in (walk.state.label, walk.state.notes.get(FIRST))


def test_keys_choose_who_answers_and_type_the_label(shipped: Questionnaire) -> None:
    state = State(opened=True, placed=True, country="GB", clinician=True)
    walk = press(shipped, "2", "enter", "R 7", "enter", state=state)
    back = press(shipped, "2", "enter", "R 7", "escape", "enter", state=state)
    gone = press(shipped, "2", "enter", "R 7", "c-u", "enter", state=state)

    assert (walk.state.respondent, walk.state.label) == ("clinician", "R 7")
    assert back.outcome.where == shipped.words.clinician.label
    assert "R 7" in back.text.rpartition(shipped.words.clinician.label)[2]
    assert gone.state.entered == {"respondent", "label"}
    assert gone.state.label is None


# Why it is asked


def test_why_stands_at_every_question_and_only_for_a_clinician(
    shipped: Questionnaire,
) -> None:
    whys = [flat(shipped.questions[key].why) for key in replies(shipped)]
    mine = play(shipped, *begun_at(shipped, ""), clinician=True).screens[4:]
    plain_ = play(shipped, *whole(shipped)).screens[2:]

    assert all(why in flat(one) for why, one in zip(whys, mine, strict=False))
    assert any(why not in flat(one) for why, one in zip(whys, plain_, strict=False))


@pytest.mark.parametrize("problem", [False, True])
@pytest.mark.parametrize("noted", [False, True])
def test_on_a_usual_window_why_stands_beside_every_question(
    shipped: Questionnaire, *, noted: bool, problem: bool
) -> None:
    words = shipped.words.screen
    notes = dict.fromkeys(shipped.questions, "x") if noted else {}
    state = at(shipped, "", notes=notes)
    for key in state.answers:
        ask = screens.draw(shipped, state, Stop("question", shipped.questions[key]))
        view = View(notice=words.nothing if problem else "", asking=True, why=True)
        drawn = keyboard.text(frame.frame(ask, view, 80, 24, words))
        there = shipped.words.clinician.noted in drawn
        assert flat(shipped.questions[key].why) in flat(drawn), key
        assert there == (noted and ask.kind != "cards")


# Notes

NOTES = [
    # what is said at a question, and the note that stands there then
    (["n", " He said  this\tslowly. "], "He said this slowly."),
    *((["n", one], None) for one in ("", "back", "b", "skip")),
    *((["note", "mine", "note", one], "mine") for one in ("", "back", "b", "skip")),
    (["n", "mine", "n", "yours"], "yours"),
    (["n", "mine", "n", "remove"], None),
    (["n", "mine", "skip", "b"], "mine"),
]


@pytest.mark.parametrize(("said", "note"), NOTES)
def test_a_note_is_taken_changed_or_left_and_its_question_comes_again(
    shipped: Questionnaire, said: list[str], note: str | None
) -> None:
    walk = take(shipped, *said)

    assert walk.state.notes == ({FIRST: note} if note else {})
    assert walk.outcome.where.endswith(f", {FIRST}")
    assert shipped.questions[FIRST].text in walk.last
    assert (shipped.words.clinician.noted in walk.last) == bool(note)
    assert take(shipped, *said, "1").sheet(shipped).notes == walk.state.notes


def test_a_note_is_asked_for_with_its_most_and_with_what_there_is(
    shipped: Questionnaire,
) -> None:
    assert f"At most {LONGEST_NOTE}" in flat(take(shipped, "n").last)
    assert "The note so far: mine" in take(shipped, "n", "mine", "n").last
    intro = str(shipped.section_of[FIRST].intro)[:30]
    assert intro not in flat(take(shipped, "n", "mine").last)  # it was read before


def test_without_the_option_a_note_is_no_reply(shipped: Questionnaire) -> None:
    for said in ("n", "note"):
        walk = play(shipped, *until(shipped, FIRST), said)
        assert walk.last.strip().startswith(shipped.words.problems.unknown)
    state = at(shipped, FIRST, clinician=False)
    assert not press(shipped, "n", state=state).state.noting


def test_the_check_page_names_notes_and_changes_them(shipped: Questionnaire) -> None:
    changes = ("respondent", "clinician", "label", "R 8")
    walk = take(shipped, "3", "n", "mine", "back", stop="")
    other = take(shipped, *changes, stop="")
    left = take(shipped, "label", "y" * 201, "back", stop="")
    name = shipped.questions[FIRST].name

    assert left.state.typed == ""
    assert walk.state.notes == {FIRST: "mine"}
    for one in ("Label: Record 7", shipped.words.report.respondent_client):
        assert one in walk.last
    assert f"3. {name}: " in walk.last
    assert flat(walk.last).count("(with a note)") == 1
    assert (other.state.respondent, other.state.label) == ("clinician", "R 8")
    assert shipped.words.check.title in other.last


# By keys

OVER = ("n", *("y" * (LONGEST_NOTE + 2)), "enter")
PRESSED = [
    (["n", "mine", "enter"], "mine"),
    (["n", "mine", "enter", "n", "end", ", too", "enter"], "mine, too"),
    (["n", "mine", "enter", "n", "c-u", "enter"], None),
    (["n", "enter"], None),
    (["n", "mine", "enter", "n", "zzz", "escape"], "mine"),
    (["n", "mine", "enter", "n", "zzz", "s-tab"], "mine"),
    (["n", "x q b s h ?", "enter"], "x q b s h ?"),
    ([*OVER, "backspace", "backspace", "enter"], "y" * LONGEST_NOTE),
    ([*OVER, "c-d", "z", "backspace", "backspace", "enter"], "y" * LONGEST_NOTE),
    (["n", "a\u202eb", "enter", "enter"], "ab"),
]


@pytest.mark.parametrize(("keys", "note"), PRESSED)
def test_keys_take_change_and_remove_a_note(
    shipped: Questionnaire, keys: list[str], note: str | None
) -> None:
    walk = keyed(shipped, *keys)

    assert walk.state.notes == ({FIRST: note} if note else {})
    assert walk.outcome.where.endswith(f", {FIRST}")
    assert keyed(shipped, *keys, "2", "enter").answers[FIRST] == (
        "slightly-psychodynamic",
    )


def test_what_was_typed_and_left_is_not_offered_again(shipped: Questionnaire) -> None:
    for way in ("escape", "s-tab"):
        walk = keyed(shipped, "n", "zzz", way, "n")
        assert "zzz" not in walk.text.rpartition(shipped.words.clinician.note)[2]
    assert f"{LONGEST_NOTE + 2} characters" in flat(keyed(shipped, *OVER).text)


def test_on_a_low_window_all_about_a_note_can_be_read(shipped: Questionnaire) -> None:
    state = at(shipped, "safe-now", noting="safe-now")
    walk = press(shipped, "z", state=state, size=(40, 14))
    words = shipped.words.clinician
    name = shipped.questions["safe-now"].name

    for one in (words.note_title.format(question=name), words.note_safety):
        assert one in flat(walk.text)
    assert words.note_safety not in flat(keyed(shipped, "n").text)


def test_ticks_and_the_marked_row_stay_where_they_were(shipped: Questionnaire) -> None:
    state, keys = at(shipped, SEVERAL), ("1", "3", "n", "mine", "enter")
    done = press(shipped, *keys, "enter", state=state)
    marked = keyed(shipped, "4", "n", "mine", "enter", "enter")
    chosen = [one.id for one in shipped.choices[SEVERAL]]

    assert press(shipped, *keys, state=state).state.notes == {SEVERAL: "mine"}
    assert done.answers[SEVERAL] == (chosen[0], chosen[2])
    assert marked.answers[FIRST] == ("slightly-cbt",)


@pytest.mark.parametrize("size", [(80, 24), (60, 24), (40, 12)])
def test_the_key_of_a_note_is_named_where_it_works(
    shipped: Questionnaire, size: tuple[int, int]
) -> None:
    for clinician in (False, True):
        state = at(shipped, FIRST, clinician=clinician)
        ask = screens.draw(shipped, state, Stop("question", shipped.questions[FIRST]))
        view = replace(begin(ask), why=True)
        drawn = keyboard.text(frame.frame(ask, view, *size, shipped.words.screen))
        assert ("n note" in drawn) == clinician
        assert (Command.NOTE in ask.may) == clinician


def test_both_faces_give_the_same_bytes_with_notes(gallery: Questionnaire) -> None:
    notes = {"ready-to-go": "calm", "wander-or-map": "twice", "limits": "“low” <b>"}
    walks = [
        walk(gallery, person(notes), State(offered="US", clinician=True))
        for walk in (pressed, typed)
    ]
    texts = [
        RENDERERS["markdown"](documents.build(gallery, sheet_of(gallery, one.state)))
        for one in walks
    ]

    assert [one.outcome.ending for one in walks] == ["done", "done"]
    assert walks[0].state.notes == notes
    assert texts[0] == texts[1]
    assert "Record 7" in texts[0]


def person(notes: Mapping[str, str]) -> Callable[[Screen], Reply]:
    """Return a clinician who notes first, and then gives what a client says."""
    passing = {"opening": "continue", "country": "elsewhere", "check": "done"}
    passing |= {"respondent": "client", "label": "Record 7"}
    left, told = dict(notes), list[str]()

    def said(ask: Screen) -> Reply:
        if ask.key == "note":
            return (told.pop(),)
        if ask.key in left:
            told.append(left.pop(ask.key))
            return Command.NOTE
        if ask.key in passing:
            return (passing[ask.key],)
        alone = [one.id for one in ask.entries if one.exclusive]
        return (*alone, ask.entries[0].id)[:1]

    return said


# What becomes of it


CANARY = "canary-7f3a"
SAFE = "canary-safe-51"


@pytest.fixture
def at_hand(monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire) -> None:
    """Let runs in this process use questions that are read once."""
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)


@pytest.fixture
def script(shipped: Questionnaire) -> str:
    """Return a clinician's whole walk, with a note on safety and one on no safety."""
    start, place, safe, needs, *rest = whole(shipped)
    given = (start, place, *HEAD, "n", SAFE, safe, needs, "n", CANARY, *rest, "done")
    return "".join(f"{one}\n" for one in given)


@pytest.mark.usefixtures("at_hand")
def test_every_format_shows_the_notes_apart(
    monkeypatch: pytest.MonkeyPatch,
    shipped: Questionnaire,
    script: str,
    tmp_path: Path,
) -> None:
    kept = [tmp_path / f"r.{end}" for end in ("md", "html", "json", "txt", "yaml")]
    named = [part for one in kept for part in ("-o", one)]
    ran = inside(monkeypatch, "take", "--clinician", *named, stdin=script)
    texts = {one.suffix: one.read_text("utf-8") for one in kept}
    title = shipped.words.report.clinician_notes

    assert ran.code == 0
    assert shipped.words.clinician.left_out in flat(ran.err)
    assert not [one for one in texts.values() if SAFE in one or "Record 7" not in one]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(
        one.name for one in kept
    )
    for end in (".md", ".txt"):
        _, listed, apart = texts[end].partition(title)
        assert listed
        assert CANARY in apart
        assert shipped.words.report.respondent_client in flat(apart)
    assert CANARY in texts[".html"]
    facts = json.loads(texts[".json"])
    assert facts["answer_notes"] == {FIRST: CANARY}
    assert (facts["respondent"], facts["label"]) == HEAD
    assert CANARY not in json.dumps(facts["lines"])
    for end in (".md", ".json"):
        assert verify.verify(shipped, texts[end], "r").matches
    again = inside(monkeypatch, "score", tmp_path / "r.yaml", "--format", "markdown")
    assert again.out == texts[".md"]


@pytest.mark.usefixtures("at_hand")
def test_a_note_goes_to_the_copy_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, script: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    ran = inside(monkeypatch, "--clinician", "--plain", stdin=script)
    half = script[: script.index(CANARY) + len(CANARY) + 1]
    ended = inside(monkeypatch, "--clinician", "--plain", stdin=half)

    assert CANARY in ran.out
    assert SAFE not in ran.out
    for one in (ran, ended):
        assert CANARY not in one.err
        assert SAFE not in one.err
    assert (ended.code, ended.out) == (1, "")
    assert not (tmp_path / "state").exists()


@pytest.mark.usefixtures("at_hand")
def test_a_note_is_in_no_message_about_a_bug(
    monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    def broken(*given: object) -> None:
        raise KeyError(str(given))

    monkeypatch.setitem(screens.SCREENS, "check", broken)
    ran = inside(monkeypatch, "--clinician", stdin=script)

    assert ran.code == 70
    assert not [one for one in (CANARY, SAFE, HEAD[1]) if one in ran.err + ran.out]


def test_a_draft_keeps_all_but_notes_on_safety(
    shipped: Questionnaire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    notes = {"safe-now": SAFE, FIRST: "yes: # “x”"}
    draft = drafts.Draft()

    def saved(**head: object) -> tuple[str, Any]:
        sheet = sheet_of(shipped, at(shipped, FIRST))
        draft.save(shipped, replace(sheet, **head))  # type: ignore[arg-type]
        found = drafts.read(shipped, draft.file)
        assert found
        return draft.file.read_text("utf-8"), found

    text, found = saved(notes=notes, respondent="client", label="12")
    gone, plain_text = saved(notes={"gone": "mine"})[1], saved()[0]
    draft.leave()
    resumed = steps.resumed(State(found=found.sheet, clinician=True))

    assert [one for one in (SAFE, "safe-now") if one in text] == []
    assert resumed.notes == {FIRST: notes[FIRST]}
    assert (resumed.respondent, resumed.label) == ("client", "12")
    assert not resumed.entered
    assert gone.dropped == ("gone",)
    assert [x for x in ("label", "respondent", "notes") if x in plain_text] == []


def test_a_record_opened_by_anybody_goes_on_as_a_record(
    shipped: Questionnaire,
) -> None:
    mine = sheet_of(shipped, at(shipped, FIRST, label="12", notes={FIRST: "a"}))
    offered = screens.draw(shipped, State(found=mine), Stop("found"))
    resumed = steps.resumed(State(found=mine))
    other = steps.resumed(State(found=sheet_of(shipped, at(shipped, FIRST))))

    assert offered.lines[:2] == ("Label: 12", "Notes beside answers: 1.")
    assert resumed.clinician
    assert intake.upcoming(resumed) == "respondent"
    assert screens.draw(shipped, resumed, Stop("label")).typed == "12"
    assert not other.clinician


@pytest.mark.parametrize("text", ["X", "S", "B", "HELP", "back to work"])
@pytest.mark.parametrize("kind", ["label", "note"])
def test_initials_are_no_command(
    shipped: Questionnaire, kind: Literal["label", "note"], text: str
) -> None:
    asked = screens.draw(shipped, at(shipped, FIRST, noting=FIRST), Stop(kind))

    assert plain.understood(text, asked) == (text,)
    assert plain.understood("x", asked) is Command.EXIT


@pytest.mark.usefixtures("at_hand")
def test_resuming_at_intake_asks_again_whose_record_it_is(
    monkeypatch: pytest.MonkeyPatch,
    shipped: Questionnaire,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    begin = "\n".join((*begun_at(shipped, FIRST)[:6], "yes", "n", CANARY, "leave", ""))
    left = inside(monkeypatch, "--clinician", "--plain", stdin=begin, tty=TTY)
    again = inside(
        monkeypatch, "--clinician", "--resume", "--plain", tty=TTY,
        stdin="client\n\nsafe\nnone-of-these\nn\n",
    )  # fmt: skip
    drafts.forget()

    assert left.code == 0
    assert flat(shipped.words.clinician.saving) in flat(left.err)
    assert f"The label so far: {HEAD[1]}" in again.err
    assert f"The note so far: {CANARY}" in again.err


@pytest.mark.usefixtures("at_hand")
def test_the_menu_shows_the_notes_and_another_record_is_asked_about_anew(
    monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire, script: str
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    given = script.replace(f"n\n{CANARY}\n", f"no\nn\n{CANARY}\n")
    given += "menu\nchange\n" + "more\n" * 11 + "menu\nagain\nyes\n"
    ran = inside(monkeypatch, "--clinician", "--plain", stdin=given, tty=TTY)
    read, _, again = ran.err.rpartition(shipped.words.country.text)

    assert shipped.words.report.clinician_notes in ran.out
    assert CANARY in ran.out
    assert shipped.words.clinician.who in read
    assert shipped.words.clinician.who in again
    assert HEAD[1] not in again


@pytest.mark.usefixtures("at_hand")
@pytest.mark.parametrize("danger", [False, True])
def test_danger_at_home_deletes_the_draft_with_its_notes(
    monkeypatch: pytest.MonkeyPatch,
    shipped: Questionnaire,
    tmp_path: Path,
    danger: bool,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    saved = (*begun_at(shipped, FIRST), "yes", "n", CANARY)
    named = ("back", "danger-at-home") if danger else ()
    said = "\n".join((*saved, *named, "leave", ""))
    ran = inside(monkeypatch, "--clinician", "--plain", stdin=said, tty=TTY)
    left = [one.read_text("utf-8") for one in tmp_path.rglob("*.draft")]
    drafts.forget()

    assert ran.code == 0
    assert [CANARY in one for one in left] == ([] if danger else [True])


@pytest.mark.parametrize("key", ["safe-now", FIRST])
def test_who_keeps_safety_answers_in_a_copy_is_told_of_the_notes_on_them(
    shipped: Questionnaire, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr(terminal, "terminals", lambda: True)
    asked: list[Screen] = []

    def keeps(ask: Screen) -> Reply:
        asked.append(ask)
        return ("keep",)

    mine = sheet_of(shipped, at(shipped, FIRST, notes={key: "a"}))
    walk = Walk(Asked(), State())
    walk.face = keeps
    done = Round(walk, mine, State())
    done.gates = ("suicidal-thoughts",)
    copy = done.copied()

    assert copy == mine
    assert (shipped.words.clinician.keep in asked[0].lines) == (key == "safe-now")


# Gates that were talked about


CLEARING = ["suicidal-thoughts", "self-harm", "eating-danger", "drink-or-drugs"]
NEVER = ["harm-to-others", "voices-or-beliefs", "very-high-energy", "under-18"]


def at_intake(shipped: Questionnaire, gates: str, *after: str) -> tuple[str, ...]:
    """Return a whole walk at intake with gates and what is said to them."""
    first, place, safe, _, *rest = whole(shipped)
    return (first, place, *HEAD, safe, gates, *after, *rest)


def facts(shipped: Questionnaire, walk: Played) -> dict[str, object]:
    return documents.build(shipped, walk.sheet(shipped)).facts


def talked_of(shipped: Questionnaire, text: str) -> list[str]:
    """Return the gates that were asked about, in order."""
    gates = {gate.name: gate.id for gate in shipped.library.gates.gates}
    asked = shipped.words.clinician.talked_text.format(gate="(.+)")
    found = re.findall(
        f"^{re.escape(asked).replace(re.escape('(.+)'), '(.+)')}$", text, re.M
    )
    return [gates[name] for name in found]


@pytest.mark.parametrize("gate", CLEARING)
def test_a_gate_that_was_talked_about_is_cleared_and_the_rest_is_scored(
    shipped: Questionnaire, gate: str
) -> None:
    said = (*at_intake(shipped, gate, "talked"), "done")
    walk = play(shipped, *said, clinician=True)
    other = play(shipped, *at_intake(shipped, "none-of-these"), "done", clinician=True)
    mine, none = facts(shipped, walk), facts(shipped, other)

    assert (mine["gate"], mine["cleared"]) == ([], [gate])
    assert (mine["fit"], mine["reading"]) == (none["fit"], none["reading"])
    assert talked_of(shipped, walk.text) == [gate]
    assert shipped.words.gate.can_wait not in walk.text


EVERY = ", ".join([*NEVER, "danger-at-home", *reversed(CLEARING)])
TWO = "self-harm, drink-or-drugs"
TALKED: list[tuple[list[str], list[str], list[str], str]] = [
    # what is said, what is cleared then, what is asked about last, and what is open
    (["self-harm"], [], ["self-harm"], "talked"),
    (["self-harm", "not-yet"], [], [], "gate"),
    *((["self-harm", x], [], ["self-harm"], "talked") for x in ("", "yes", "go-on")),
    *((["self-harm", x], [], ["self-harm"], "talked") for x in ("maybe", "skip", "?")),
    ([EVERY], [], CLEARING[:1], "talked"),
    ([EVERY, "talked", "not-yet", "", "1"], CLEARING[::2], CLEARING[3:], "talked"),
    ([EVERY, "talked", "not-yet", "1", "2"], CLEARING[::2], [], "gate"),
    ([TWO, "talked", "talked", "back", "self-harm"], [], ["self-harm"], "talked"),
    ([TWO, "talked", "talked", "back", "none-of-these"], [], [], FIRST),
    ([TWO, "talked", "back"], [], [], SEVERAL),
    ([", ".join(NEVER)], [], [], "gate"),
]


@pytest.mark.parametrize(("said", "cleared", "asked", "where"), TALKED)
def test_only_a_clear_word_clears_a_gate_and_only_those_that_can_be(
    shipped: Questionnaire,
    said: list[str],
    cleared: list[str],
    asked: list[str],
    where: str,
) -> None:
    walk = take(shipped, *said, stop=SEVERAL)
    stop = steps.upcoming(shipped, walk.state)
    waits, gates = shipped.words.gate.can_wait, shipped.library.gates.gates

    assert stop
    assert stop.key == where
    assert walk.state.cleared == {*cleared}
    # After a mistake it is asked again, without the rest of the screen.
    assert talked_of(shipped, "".join(walk.screens[-3:-1]))[-1:] == asked or not asked
    assert (where == "gate") == (waits in walk.last)
    for one in gates if where == "gate" else ():
        assert one.id not in cleared or one.title not in walk.last
    assert where not in {"gate", "talked"} or "999" in walk.text


def test_a_gate_that_was_not_talked_about_keeps_the_rest_unscored(
    shipped: Questionnaire,
) -> None:
    said = (*at_intake(shipped, "self-harm", "not-yet", "go-on"), "done")
    done = facts(shipped, play(shipped, *said, clinician=True))
    changed = (*at_intake(shipped, TWO, "talked", "talked"), SEVERAL, "self-harm")
    page = play(shipped, *changed, SEVERAL, TWO, clinician=True)

    assert (done["gate"], done["fit"], done["cleared"]) == (["self-harm"], None, [])
    assert talked_of(shipped, page.last) == ["drink-or-drugs"]
    assert page.sheet(shipped).cleared == ("self-harm",)


def test_nobody_is_asked_who_gives_no_respondent_or_is_not_at_intake(
    shipped: Questionnaire,
) -> None:
    start, place, _, _, *rest = begun_at(shipped, SEVERAL)
    said = (start, place, "skip", "", *rest, "self-harm")
    nobody = play(shipped, *said, clinician=True)
    alone = play(shipped, *until(shipped, SEVERAL), "self-harm")

    for walk in (nobody, alone):
        assert talked_of(shipped, walk.text) == []
        assert shipped.words.gate.can_wait in walk.last


def test_what_was_cleared_reaches_no_draft(
    shipped: Questionnaire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    walk = play(shipped, *at_intake(shipped, "self-harm", "talked"), clinician=True)
    draft = drafts.Draft()
    draft.save(shipped, walk.sheet(shipped))
    text = draft.file.read_text("utf-8")
    draft.leave()

    assert walk.sheet(shipped).cleared == ("self-harm",)
    assert [one for one in ("cleared", "self-harm", "gate") if one in text] == []
    assert f"label: {HEAD[1]}" in text


# The record is asked about once


@pytest.fixture
def keep(
    monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire, tmp_path: Path
) -> Callable[..., tuple[str, list[dict[str, Any]]]]:
    """Walk at intake to a report, and return what was said and each JSON copy."""
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("TERM", "FITCHECK_PLAIN", "ACCESSIBLE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def keep(*said: str, tty: bool = True) -> tuple[str, list[dict[str, Any]]]:
        for old in tmp_path.glob("*.json"):
            old.unlink()
        script = "".join(f"{one}\n" for one in said)
        ran = inside(
            monkeypatch, "--clinician", "--plain", "-o", "a.json", "-o", "b.json",
            stdin=script, tty=TTY if tty else (),
        )  # fmt: skip
        copies = [
            json.loads(one.read_text()) for one in sorted(tmp_path.glob("*.json"))
        ]
        return flat(ran.err), copies

    return keep


def on_terminal(shipped: Questionnaire, gates: str, *after: str) -> list[str]:
    """Return a whole walk at intake on a terminal, which asks about saving."""
    first, place, safe, _, *rest = whole(shipped)
    return [first, place, *HEAD, safe, gates, *after, "no", *rest, "done"]


@pytest.mark.parametrize(
    ("gates", "after"),
    [
        ("none-of-these", ()),
        ("under-18", ("go-on",)),
        ("self-harm", ("talked",)),
        ("self-harm, under-18", ("talked", "go-on")),
    ],
)
@pytest.mark.parametrize("said", ["leave-out", "keep", "1", "2"])
def test_the_record_is_asked_about_once_and_each_copy_follows(
    shipped: Questionnaire,
    keep: Callable[..., tuple[str, list[dict[str, Any]]]],
    gates: str,
    after: tuple[str, ...],
    said: str,
) -> None:
    script = [*on_terminal(shipped, gates, *after), "", said, "menu", "save", "c.json"]
    told, copies = keep(*script, "leave")
    kept, mine = said in {"keep", "2"}, tuple(gates.split(", "))
    force = [one for one in mine if one not in {"none-of-these", *CLEARING}]

    assert told.count(flat(shipped.words.clinician.record)) == 1
    assert len(copies) == 3
    for one in copies:
        assert one["withheld"] == ([] if kept else ["safety"])
        assert one["answers"].get(SEVERAL) == (list(mine) if kept else None)
        assert one["cleared"] == ([x for x in mine if x in CLEARING] if kept else [])
        assert one["gate"] == (force if kept else ["withheld"] * bool(force))
        assert (one["fit"] is None) == bool(force)


def test_another_round_asks_anew_and_only_a_clear_word_keeps_anything(
    shipped: Questionnaire, keep: Callable[..., tuple[str, list[dict[str, Any]]]]
) -> None:
    script = on_terminal(shipped, "self-harm", "talked")
    told, copies = keep(*script, "keep", "menu", "edit", "done", "leave-out", "menu")

    assert told.count(flat(shipped.words.clinician.record)) == 2
    assert [one["cleared"] for one in copies] == [[], []]
    for said in ("", "yes", "go-on"):
        told, copies = keep(*on_terminal(shipped, "none-of-these"), said, said)
        assert flat(shipped.words.clinician.record) in told
        assert copies == []


@pytest.mark.parametrize(
    "safety", [("someone-might-hurt-me", "go-on", "self-harm", "talked"),
               ("safe", "danger-at-home, self-harm", "talked", "go-on")],
)  # fmt: skip
def test_with_danger_at_home_no_record_is_asked_about(
    shipped: Questionnaire,
    keep: Callable[..., tuple[str, list[dict[str, Any]]]],
    safety: tuple[str, ...],
) -> None:
    first, place, _, _, *rest = whole(shipped)
    told, copies = keep(first, place, *HEAD, *safety, *rest, "done", "menu", "leave")

    assert flat(shipped.words.clinician.record) not in told
    assert [one["gate"] for one in copies] == [["withheld"], ["withheld"]]
    assert [one["cleared"] for one in copies] == [[], []]


def test_through_a_pipe_a_cleared_record_is_scored_and_names_nothing(
    shipped: Questionnaire, keep: Callable[..., tuple[str, list[dict[str, Any]]]]
) -> None:
    told, copies = keep(*at_intake(shipped, "self-harm", "talked"), "done", tty=False)
    none = keep(*at_intake(shipped, "none-of-these"), "done", tty=False)
    gated = keep(
        *at_intake(shipped, "self-harm", "not-yet", "go-on"), "done", tty=False
    )

    assert flat(shipped.words.clinician.record) not in told
    assert copies == none[1]
    assert [one["withheld"] for one in copies] == [["safety"]] * 2
    assert all(one["fit"] for one in copies)
    assert [(one["gate"], one["fit"]) for one in gated[1]] == [(["withheld"], None)] * 2
