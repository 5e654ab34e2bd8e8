"""The full-screen face without a terminal: frames, keys, and any keys at all."""

from __future__ import annotations

import os
import random
import re
import signal
from dataclasses import replace
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import keyboard
import pytest
from keyboard import press, pressed, typed
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from sampling import THOROUGH, sample

from fitcheck import documents, files, signals
from fitcheck.answers import reading
from fitcheck.render import RENDERERS
from fitcheck.rubric import path
from fitcheck.walk import (
    after,
    frame,
    intake,
    keys,
    loop,
    pressing,
    screens,
    scripted,
    steps,
)
from fitcheck.walk.full_screen import FullScreen
from fitcheck.walk.screen import Act, Command, Part, Reply, Screen
from fitcheck.walk.state import State, Stop, sheet_of
from fitcheck.walk.view import View, begin, places
from fitcheck.wrap import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.content.questionnaire import Questionnaire

PEOPLE = sorted((files.bundled() / "vignettes").glob("*.yaml"))
SIZES = [(20, 6), (30, 8), (40, 12), (60, 20), (80, 24), (100, 30), (120, 36)]
SAFE = {"safe-now": ("safe",), "needs-assessment": ("none-of-these",)}


def at(shipped: Questionnaire, key: str, **more: object) -> State:
    """Return where a question is open."""
    answers: dict[str, tuple[str, ...]] = {}
    while (question := path.pending(shipped, answers)) and question.id != key:
        first = shipped.shown(question)[0].id
        answers[question.id] = SAFE.get(question.id, (first,))
    return State(opened=True, placed=True, country="GB", answers=answers, **more)  # type: ignore[arg-type]


def open_at(shipped: Questionnaire, state: State) -> Screen:
    stop = steps.upcoming(shipped, state)
    assert stop
    return screens.draw(shipped, state, stop)


def gate(shipped: Questionnaire, *said: str, country: str | None = "GB") -> Screen:
    answers = {"safe-now": ("safe",), "needs-assessment": said}
    state = State(opened=True, placed=True, country=country, answers=answers)
    return open_at(shipped, state)


def document() -> Screen:
    """Return a document of two parts, one of which is long."""
    long = [f"row {n} \x1b[1mof a part that is read\x1b[0m" for n in range(60)]
    return Screen(
        key="report", text="", kind="parts", place="A report", sure="Leave now?",
        parts=(Part("First", lambda _: ["short"]), Part("Second", lambda _: long)),
        acts=(Act("s", "s: save a copy", ("save",)),),
    )  # fmt: skip


def every(shipped: Questionnaire) -> dict[str, Screen]:
    """Return a screen of every kind, and every question."""
    found = {
        "opening": open_at(shipped, State(offered="GB")),
        "country": open_at(shipped, State(opened=True, offered="GB")),
        "anywhere": open_at(shipped, State(opened=True)),
        "gate": gate(shipped, "suicidal-thoughts", "danger-at-home", "under-18"),
        "gate anywhere": gate(shipped, "eating-danger", country=None),
        "check": open_at(shipped, at(shipped, "")),
        "saving": open_at(shipped, at(shipped, "plan-or-open", saving="ask")),
        "consent": screens.keep(shipped, "", record=False),
        "name": after.name(shipped, "", "report.html", "~"),
        "document": document(),
        "help": open_at(
            shipped,
            replace(at(shipped, "feels-sure"), screen=("knows-enough", "not-yet")),
        ),
        "note": open_at(
            shipped,
            replace(
                at(shipped, "who-leads"),
                clinician=True,
                entered=frozenset(intake.HEAD),
                noting="who-leads",
                notes={"who-leads": "slowly said " * 30},
            ),
        ),
    }
    for key in shipped.questions:
        state = at(shipped, key)
        if path.pending(shipped, state.answers):
            stop = Stop("question", shipped.questions[key])
            found[key] = screens.draw(shipped, state, stop)
    return found


def rows(
    shipped: Questionnaire, screen: Screen, view: View, size: tuple[int, int]
) -> str:
    return keyboard.text(frame.frame(screen, view, *size, shipped.words.screen))


def after_keys(
    shipped: Questionnaire, screen: Screen, *keys: str
) -> tuple[View, Reply | None]:
    """Press keys on one screen, and return its view with the last reply."""
    view, reply = begin(screen), None
    for key in keys:
        drawn = frame.frame(screen, view, 80, 24, shipped.words.screen)
        view.top = drawn.top
        reply = pressing.press(screen, view, key, drawn, shipped.words.screen)
    return view, reply


# Any keys


KEYS = [
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab"),
    *("enter", "escape", "s-tab", "backspace", "delete", "f1", "c-d", "c-u", " "),
    *("1", "2", "3", "5", "9", "0", "/", "?", "a", "b", "c", "h", "k", "n", "s", "y"),
    *("é", "文", "\u0301", "paste:some words\r", "insert"),
]


def test_every_key_that_does_something_is_one_that_a_terminal_sends() -> None:
    tables = (pressing.COMMANDS, pressing.CLOSES, pressing.BY_ONE, pressing.BY_PAGE,
              pressing.TO_END, pressing.SIDEWAYS)  # fmt: skip
    asked = {key for table in tables for key in table if len(key) > 1}
    source = Path(pressing.__file__).read_text("utf-8")
    asked |= set(re.findall(r'key == "(\w\w+)"', source))

    assert asked <= {"escape", *keys.NAMES.values(), *keys.CONTROLS.values()}


def test_thousands_of_keys_break_nothing_and_answer_nothing_unpressed(
    shipped: Questionnaire,
) -> None:
    chance, words = random.Random(13), shipped.words.screen
    there, drawn_last = list(every(shipped).values()), None
    view, screen, size = View(), there[0], SIZES[0]
    for n in range(20_000 if THOROUGH else 5_000):
        if n % 25 == 0:
            screen = there[(n // 25) % len(there)]
            view, size = begin(screen), SIZES[(n // 25) % 7]
        if n % 5 == 0:
            drawn_last = fits(frame.frame(screen, view, *size, words), size, screen)
        assert drawn_last
        view.top = drawn_last.top
        key = chance.choice(KEYS)
        marked = view.at is not None or view.ticks or screen.kind in {"text", "line"}
        reply = pressing.press(screen, view, key, drawn_last, words)
        if isinstance(reply, tuple):
            assert key == "enter" or screen.kind == "parts"
            assert marked or screen.kind == "parts"
        if reply is not None:
            view = begin(screen)


def fits(drawn: frame.Frame, size: tuple[int, int], screen: Screen) -> frame.Frame:
    """Hold a frame against its window."""
    width, height = size
    assert len(drawn.lines) == height, (screen.key, size)
    for line in drawn.lines:
        assert sum(columns(said) for _, said in line) <= width, (screen.key, size, line)
    column, row = drawn.cursor
    assert 0 <= column < width
    assert 0 <= row < height
    return drawn


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_can_be_read_to_its_end(
    shipped: Questionnaire, size: tuple[int, int]
) -> None:
    for name, screen in every(shipped).items():
        view = begin(screen)
        if name == "name":  # by marking what it can be called, not by scrolling
            view.at = len(screen.entries) - 1
        seen = ""
        for _ in range(400):
            drawn = frame.frame(screen, view, *size, shipped.words.screen)
            seen += keyboard.text(drawn) + "\n"
            if drawn.top + drawn.area >= len(drawn.body):
                break
            view.top = drawn.top + max(drawn.area - 1, 1)
        joined = " ".join(seen.split())
        last = drawn.body[-1].rstrip() if drawn.body else ""
        assert " ".join(last.split()) in joined, (name, size)


# What each kind of screen does


def test_nothing_is_marked_before_a_key_was_pressed(shipped: Questionnaire) -> None:
    for name, screen in every(shipped).items():
        view = begin(screen)
        assert (name, view.at, view.ticks) == (name, None, [])
        assert "●" not in rows(shipped, screen, view, (80, 24)), name
        _, reply = after_keys(shipped, screen, *["enter"] * len(screen.pages), "enter")
        assert reply is None or screen.kind in {"text", "line"}, name


def test_enter_with_nothing_marked_says_what_to_press(shipped: Questionnaire) -> None:
    words = shipped.words.screen
    said = {
        "plan-or-open": words.nothing_scale.format(last=5),
        "wants-roots": words.nothing_scale.format(last=3),
        "limits": words.nothing_ticked,
        "safe-now": words.nothing,
        "country": words.nothing_country,
        "check": words.nothing_check,
    }
    for name, one in said.items():
        screen = every(shipped)[name]
        view, reply = after_keys(shipped, screen, "enter")
        assert (reply, view.notice) == (None, one)
        assert one in " ".join(rows(shipped, screen, view, (80, 24)).split())


REPLIES: list[tuple[str, list[str], Reply | None]] = [
    # On a scale the first key leaves the middle, so that neither side is nearer
    ("plan-or-open", ["right"], ("slightly-cbt",)),
    ("plan-or-open", ["left"], ("slightly-psychodynamic",)),
    ("plan-or-open", ["right"] * 9, ("strongly-cbt",)),
    ("plan-or-open", ["5"], ("strongly-cbt",)),
    # On lists down marks the first, and up the last
    ("safe-now", ["down"], ("safe",)),
    ("safe-now", ["up"], ("someone-might-hurt-me",)),
    # The other ways of the preference are never reached by going right
    ("informed-preference", ["enter", *["right"] * 20], ("strongly-cbt",)),
    ("informed-preference", ["enter", "down"], ("another-kind",)),
    ("informed-preference", ["enter", "7"], ("none-for-now",)),
    ("informed-preference", ["enter", "down", "down", "right"], ("slightly-cbt",)),
    # Digits tick
    ("limits", ["2", "4"], ("little-money", "online-only")),
    ("limits", ["2", "2"], None),
    # A gate is left by either way and skipped by none
    ("gate", ["s"], None),
    ("gate", ["down"], ("go-on",)),
    ("gate", ["up"], Command.LEAVE),
    # A country is found by its names and its code; one that is none chooses nothing
    *(
        ("country", [*typed_], (name,))
        for typed_, name in (
            *(("ger", "Germany"), ("gb", "United Kingdom"), ("NO", "Norway")),
            *(("norw", "Norway"), ("engl", "United Kingdom"), ("us", "United States")),
        )
    ),
    ("country", [*"zz"], None),
    ("country", [*"xhq"], None),
    ("country", [*"zz", "down"], ("elsewhere",)),
    # A copy has a name whose ending is its kind
    ("name", [], ("report.html",)),
    ("name", ["down", "down"], ("report.md",)),
    ("name", ["c-u", *"my x.txt", "up"], ("my x.yaml",)),
]


@pytest.mark.parametrize(("name", "keys", "reply"), REPLIES)
def test_keys_and_then_enter_give_a_reply(
    shipped: Questionnaire, name: str, keys: list[str], reply: Reply | None
) -> None:
    assert after_keys(shipped, every(shipped)[name], *keys, "enter")[1] == reply


def test_both_cards_stay_in_sight_while_the_preference_is_asked(
    shipped: Questionnaire,
) -> None:
    screen = every(shipped)["informed-preference"]
    view, reply = after_keys(shipped, screen, "2", "enter", "2")
    shown = rows(shipped, screen, view, (120, 36))

    assert reply is None
    for one in ("A Psychodynamic", "B Cognitive", screen.text, "What it is"):
        assert one in shown
    assert after_keys(shipped, screen, "right")[0].at is None


def test_space_ticks_and_the_bar_counts(shipped: Questionnaire) -> None:
    screen = every(shipped)["limits"]
    ids = [one.id for one in screen.entries]
    view, reply = after_keys(shipped, screen, "down", " ", "down", "down", " ")

    assert reply is None
    assert view.ticks == [ids[0], ids[2]]
    assert "next (2)" in rows(shipped, screen, view, (80, 24))


@pytest.mark.parametrize("size", SIZES)
def test_what_explains_a_safety_answer_can_be_read_in_every_window(
    shipped: Questionnaire, size: tuple[int, int]
) -> None:
    screen, words = every(shipped)["needs-assessment"], shipped.words.screen
    view = begin(screen)
    for entry in screen.entries:
        seen = ""
        for key in ("down", *["right"] * 40):
            drawn = frame.frame(screen, view, *size, words)
            pressing.press(screen, view, key, drawn, words)
            drawn = frame.frame(screen, view, *size, words)
            seen += keyboard.text(drawn) + "\n"
            view.top = drawn.top
        there = set(seen.replace("┃", " ").replace("│", " ").split())
        assert {*entry.about.split()} <= there, entry.id


def test_none_of_these_unticks_the_others_and_says_so(shipped: Questionnaire) -> None:
    words, screen = shipped.words.screen, every(shipped)["needs-assessment"]
    alone, _ = after_keys(shipped, screen, "1", "2", "0")
    other, reply = after_keys(shipped, screen, "0", "3")

    assert (alone.ticks, alone.notice) == (["none-of-these"], words.alone)
    assert other.ticks == [screen.entries[2].id]
    assert other.notice == words.unticked.format(label=screen.entries[-1].label)
    assert reply is None  # it ticks like any other, and never goes on by itself


def test_digits_put_concerns_into_an_order_and_a_word_finds_them(
    shipped: Questionnaire,
) -> None:
    screen = every(shipped)["concerns"]
    ids = [one.id for one in screen.entries]
    view, _ = after_keys(shipped, screen, "down", "1", "down", "1", "down", " ")
    found, reply = after_keys(shipped, screen, "/", *"panic", "enter", " ", "escape")
    most, _ = after_keys(shipped, screen, *["down", " "] * 4)

    assert view.ticks == [ids[1], ids[0], ids[2]]
    assert found.ticks == ["panic"]
    assert (found.word, reply) == ("", None)
    assert most.notice == shipped.words.screen.most.format(most=3)
    unmarked, _ = after_keys(shipped, screen, "1")
    assert unmarked.notice == shipped.words.screen.nothing_to_put
    assert (
        after_keys(shipped, screen, "/", *"xq", "escape", "escape")[1] is Command.BACK
    )


def test_countries_that_begin_alike_stand_in_the_order_of_their_names(
    shipped: Questionnaire,
) -> None:
    view, _ = after_keys(shipped, every(shipped)["country"], "s")
    names = [one.label for one in places(every(shipped)["country"], view.word)]

    assert len(names) > 5
    assert names == sorted(names)


@pytest.mark.parametrize("size", SIZES)
def test_whom_to_call_in_danger_never_scrolls_away(
    shipped: Questionnaire, size: tuple[int, int]
) -> None:
    screen = gate(shipped, "suicidal-thoughts", "under-18", "danger-at-home")
    for view in (begin(screen), replace(begin(screen), calling=True)):
        for _ in range(30):
            shown = rows(shipped, screen, view, size)
            assert "999" in shown
            for one in screen.entries if size[0] >= 40 and not view.calling else ():
                assert one.listed.split()[0] in shown
            drawn = frame.frame(screen, view, *size, shipped.words.screen)
            view.top = drawn.top + 1


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
def test_a_gate_names_the_key_that_brings_the_rest_of_the_lines(
    shipped: Questionnaire, size: tuple[int, int]
) -> None:
    screen = gate(shipped, "suicidal-thoughts")
    bar = rows(shipped, screen, begin(screen), size).rstrip().splitlines()[-1]
    paged, _ = after_keys(shipped, screen, "pagedown")

    assert "PgDn" in bar
    assert paged.top > 0


@pytest.mark.parametrize("size", SIZES[3:])
def test_both_poles_are_in_sight_with_the_question(
    shipped: Questionnaire, size: tuple[int, int]
) -> None:
    for screen in every(shipped).values():
        if screen.kind == "scale" and screen.ways:
            shown = rows(shipped, screen, begin(screen), size).split()
            for one in (screen.text, *screen.ways):
                assert {*one.split()} <= {*shown}, (screen.key, size)


@pytest.mark.parametrize("key", ["h", "f1"])
def test_help_lines_come_everywhere_and_go_back_to_the_same_place(
    shipped: Questionnaire, key: str
) -> None:
    for name, screen in every(shipped).items():
        if screen.calls is None or (key == "h" and screen.kind in {"country", "line"}):
            continue
        view, reply = after_keys(shipped, screen, key)
        assert reply is None
        shown = rows(shipped, screen, view, (80, 24))
        number = "999" if "anywhere" not in name else "emergency"
        assert number in shown, name
        for away in ("enter", "escape", "h", "q"):
            back, reply = after_keys(shipped, screen, key, away)
            assert (back.calling, reply) == (False, None)


def test_leaving_is_asked_once_and_any_other_key_stays(shipped: Questionnaire) -> None:
    screen = every(shipped)["wants-roots"]

    assert after_keys(shipped, screen, "q")[1] is None
    assert after_keys(shipped, screen, "q", "y")[1] is Command.LEAVE
    view, reply = after_keys(shipped, screen, "2", "q", "n")
    assert (view.at, reply) == (1, None)
    assert after_keys(shipped, screen, "q", "x")[1] is Command.EXIT
    assert after_keys(shipped, document(), "q", "y")[1] is Command.LEAVE


def test_in_a_narrow_window_four_keys_are_named_and_the_rest_when_asked(
    shipped: Questionnaire,
) -> None:
    screen = every(shipped)["wants-tools"]
    view = begin(screen)
    few = rows(shipped, screen, view, (40, 12)).split("\n")[-1].split()
    asked, _ = after_keys(shipped, screen, "?")
    rest = " ".join(rows(shipped, screen, asked, (40, 12)).split())

    assert few == ["Enter", "next", "Esc", "back", "h", "help", "x", "exit"]
    for one in ("s skip", "q leave"):
        assert one in rest


def test_a_document_is_read_by_parts_searched_and_acted_on(
    shipped: Questionnaire,
) -> None:
    screen = document()
    second, _ = after_keys(shipped, screen, "right", "pagedown", "left", "right")
    found, reply = after_keys(shipped, screen, "/", *"row 40", "enter")

    assert (second.part, second.top > 0) == (1, True)
    assert (found.part, found.top) == (1, 40)
    assert "row 40" in rows(shipped, screen, found, (80, 24))
    assert reply is None
    assert after_keys(shipped, screen, "s")[1] == ("save",)
    assert after_keys(shipped, screen, "2")[0].part == 1
    assert after_keys(shipped, screen, "9")[0].part == 0


def test_marks_and_ticks_are_still_there_after_going_back(
    shipped: Questionnaire,
) -> None:
    state = at(shipped, "needs-assessment")
    walk = press(shipped, "1", "3", "escape", "enter", state=state)
    skipped = press(shipped, "1", "s", "escape", state=state)

    assert walk.text.rpartition("Is any of")[2].count("[x]") == 2
    assert "[x]" not in skipped.text.rpartition("Is any of")[2]


# Both faces


@pytest.mark.parametrize("file", sample(PEOPLE, 3), ids=lambda file: file.stem)
def test_the_same_replies_give_the_same_bytes_in_both_faces(
    shipped: Questionnaire, file: Path
) -> None:
    given = reading.load(shipped, file, file.parent)
    state = State(offered=given.country, clinician=bool(given.respondent))
    person = partial(scripted.wanted, shipped, given)
    walks = [walk(shipped, person, state) for walk in (pressed, typed)]
    texts = [
        RENDERERS["markdown"](documents.build(shipped, sheet_of(shipped, one.state)))
        for one in walks
    ]

    assert [one.outcome.ending for one in walks] == ["done", "done"]
    assert walks[0].answers == given.answers
    assert sheet_of(shipped, walks[0].state).cleared == given.cleared
    assert texts[0] == texts[1]


def test_a_consent_is_asked_by_keys_too(shipped: Questionnaire) -> None:
    for reply, key in (("leave-out", "1"), ("keep", "2")):
        face = keyboard.Keyed(shipped, iter([key, "enter"]))
        assert loop.consent(shipped, face) == reply
    assert screens.keep(shipped, "", record=True).place  # the top row is never empty
    face = keyboard.Keyed(shipped, partial(keyboard.keys, reply=Command.EXIT))
    assert loop.consent(shipped, face) == "exit"


# The application


@pytest.fixture
def face(shipped: Questionnaire) -> Iterator[tuple[FullScreen, StringIO]]:
    """Give the real face on a pipe, with all that it writes."""
    written = StringIO()
    size = Size(rows=24, columns=80)
    screen = Vt100_Output(written, lambda: size, term="xterm-256color")
    with create_pipe_input() as pipe:
        made = FullScreen(written, shipped.words, {}, source=pipe, output=screen)
        with made as opened:
            yield opened, written


def test_a_bug_gives_the_terminal_back_and_comes_out(
    face: tuple[FullScreen, StringIO],
) -> None:
    def rows(_: int) -> list[str]:
        raise ValueError("canary-secret")

    opened, written = face
    opened.loop.call_later(0.05, opened.take, "s")
    opened(document())
    with pytest.raises(ValueError, match="canary-secret"):
        opened(replace(document(), parts=(Part("Broken", rows),)))
    opened.close()

    assert "\x1b[?1049l" in written.getvalue()
    assert "canary-secret" not in written.getvalue()


def test_what_is_said_meanwhile_stands_on_the_next_screen(
    face: tuple[FullScreen, StringIO],
) -> None:
    opened, written = face
    opened.tell("Written: a.md")
    opened.take("s")

    assert opened(document()) == ("save",)
    assert opened.view.notice == ""  # a key was pressed since
    opened.tell("Written: a.md")
    opened.tell("Something is not in it.")
    opened.loop.call_later(0.05, opened.take, "s")
    opened(document())
    assert "Written: a.md · Something is not in it." in written.getvalue()


def test_the_next_person_finds_no_mark_of_the_one_before(
    face: tuple[FullScreen, StringIO], shipped: Questionnaire
) -> None:
    opened, _ = face
    question = every(shipped)["limits"]
    for key in ("1", "escape"):
        opened.take(key)
    assert opened(question) is Command.BACK
    assert opened.views["limits"].ticks
    opened.take("s")
    opened(replace(document(), acts=(Act("s", "s: start again", ("again",)),)))

    assert opened.views == {}


def test_a_signal_that_came_between_two_screens_is_looked_at(
    face: tuple[FullScreen, StringIO],
) -> None:
    opened, _ = face
    opened.take("s")
    opened(document())
    os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(signals.Stopped) as stopped:
        opened(document())
    assert stopped.value.code == 143
