"""The arrow-key face by its keys: the traps of questionary, and both faces alike."""

from __future__ import annotations

import itertools
import re
import signal
import sys
from collections import Counter
from dataclasses import replace
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hands import (
    CTRL_C,
    CTRL_D,
    CTRL_Q,
    DOWN,
    ENTER,
    ESCAPE,
    SHIFT_TAB,
    TALL,
    UP,
    Window,
    fancy,
    press,
    pressed,
    shown,
    typed,
)
from prompt_toolkit.input import create_pipe_input
from running import Stream
from walks import Played, before, replies

from fitcheck import documents, files, signals
from fitcheck.answers import reading
from fitcheck.cli import walking
from fitcheck.render import markdown
from fitcheck.walk import hints, layout, loop, screens
from fitcheck.walk import keys as prompts_keys
from fitcheck.walk import menu as prompts_menu
from fitcheck.walk.fancy import Fancy
from fitcheck.walk.menu import BACK, DONE, Menu
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Command, Entry, Screen
from fitcheck.walk.state import State, sheet_of
from fitcheck.wrap import LOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.screen import Reply

FIRST, SEVERAL, RANKED = "plan-or-open", "needs-assessment", "concerns"
SIZES = [(80, 24), (60, 24), (40, 12)]
F1 = f"{ESCAPE}OP"
VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))


def at(
    shipped: Questionnaire, stop: str, changed: Mapping[str, str] | None = None
) -> State:
    """Return the state in which a question comes next."""
    said = replies(shipped, changed)
    asked = [key for key in said if key in {*said} - {stop}]
    reached = asked[: len(list(before(said, stop)))]
    answers = {key: tuple(said[key].replace(",", " ").split()) for key in reached}
    return State(opened=True, placed=True, country="GB", answers=answers)


def flat(walk: Played) -> str:
    """Return all that was written, without codes and line ends."""
    return " ".join(shown(walk.text).split())


# Both faces


def person(given: Sheet) -> Callable[[Screen], Reply]:
    """Return somebody who gives these answers and skips the rest."""
    passing = {
        "opening": "continue",
        "country": given.country or "elsewhere",
        "respondent": given.respondent or "client",
        "label": given.label or "",
        "gate": "go-on",
        "talked": "talked" if given.cleared else "not-yet",
        "check": "done",
    }

    def said(ask: Screen) -> Reply:
        if ask.key in passing:
            return tuple(filter(None, [passing[ask.key]]))
        return given.answers.get(ask.key, Command.SKIP)

    return said


IN_FULL = {"anneli-lamp", "camille-two-truths", "nadia-same-ending"}
"""Gone through by keys alone, as one at intake; for the others Enter is pressed on
the list itself."""


@pytest.mark.parametrize("file", VIGNETTES, ids=lambda file: file.stem)
def test_both_faces_give_the_same_bytes_for_every_vignette(
    shipped: Questionnaire, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = reading.parse(shipped, file.read_text("utf-8"), file.name)
    by_keys = pressed if file.stem in IN_FULL or given.respondent else fed(monkeypatch)
    state = State(offered="US", clinician=bool(given.respondent))
    walks = [walk(shipped, person(given), state) for walk in (by_keys, typed)]
    texts = [
        markdown.render(documents.build(shipped, sheet_of(shipped, one.state)))
        for one in walks
    ]

    assert [one.outcome.ending for one in walks] == ["done", "done"]
    assert walks[0].answers == given.answers
    assert sheet_of(shipped, walks[0].state).cleared == given.cleared
    assert texts[0] == texts[1]


def fed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Played]:
    """Return a walk through the face in which no terminal is drawn on."""

    def walk(
        shipped: Questionnaire, said: Callable[[Screen], Reply], state: State
    ) -> Played:
        text = StringIO()
        face = Fancy(text, shipped.words, lambda: TALL)
        replies: list[str] = []

        def ask(shown: Menu, *_: object) -> Entry | Command:
            if not replies:
                return Command.SKIP
            for one in replies:
                at = [entry.id for entry in shown.entries].index(one)
                if entry := shown.enter(at):
                    return entry
            return Entry(DONE, "")

        def hand(ask: Screen) -> Reply:
            reply = said(ask)
            replies[:] = [] if isinstance(reply, Command) else reply
            if ask.key == "country" and replies != ["elsewhere"]:
                replies[:] = [""]
                monkeypatch.setattr(face, "typed", lambda *_: reply)
            return face(ask)

        monkeypatch.setattr(prompts_menu, "ask", ask)
        return Played(loop.conduct(shipped, state, hand), text.getvalue())

    return walk


@pytest.mark.parametrize(
    ("question", "keys", "chosen"),
    [
        (FIRST, f"1{ENTER}", ("strongly-psychodynamic",)),
        (FIRST, f"{DOWN}{DOWN}{ENTER}", ("slightly-psychodynamic",)),
        (FIRST, f"{UP}{UP}{ENTER}", ("strongly-cbt",)),
        (FIRST, f"3{UP}{ENTER}", ("slightly-psychodynamic",)),
        (RANKED, f"11{ENTER}{{done}}", None),
        (FIRST, f"\x1b[H{DOWN}{ENTER}", ("strongly-psychodynamic",)),
        (FIRST, f"\x1b[F{UP}{ENTER}", ("strongly-cbt",)),
        (SEVERAL, f"10{ENTER}", ("none-of-these",)),
        ("limits", f"3{ENTER}1{ENTER}{UP}{UP}{ENTER}", ("long-wait", "short-time")),
    ],
)
def test_keys_choose_what_they_point_at(
    shipped: Questionnaire, question: str, keys: str, chosen: tuple[str, ...] | None
) -> None:
    walk = press(shipped, keys, state=at(shipped, question))

    if chosen:
        assert walk.answers[question] == chosen
    else:
        assert question not in walk.answers


# Traps, by their numbers in the survey of peers


@pytest.mark.parametrize("width", [80, 60, 40])
def test_q1_long_options_wrap_between_words_and_are_never_cut(
    shipped: Questionnaire, width: int
) -> None:
    for question in shipped.questions.values():
        ask = asked(shipped, question.id)
        ids = frozenset(entry.id for entry in ask.entries)
        menu = Menu(list(ask.entries), ids, ticks=[] if ask.several else None)
        for place, entry in enumerate(ask.entries):
            title = menu.title(place, width)
            assert entry.label.rstrip(".") in " ".join(title.split())
            assert max(map(len, title.splitlines())) <= width - 2


def asked(shipped: Questionnaire, question: str) -> Screen:
    """Return the screen of a question."""
    kind = "another" if question == "earlier-another" else "both"
    state = at(shipped, "", {"earlier-kind": kind})
    return screens.question(shipped, state, shipped.questions[question])


@pytest.mark.parametrize("size", SIZES)
def test_q2_no_line_of_a_screen_is_wider_than_the_window(
    shipped: Questionnaire, size: tuple[int, int]
) -> None:
    walk = press(shipped, "?", state=at(shipped, "informed-preference"), size=size)
    lines = shown(walk.text).splitlines()

    assert max(map(len, lines)) <= size[0]


def test_q4_q32_pipes_and_dumb_terminals_get_the_plain_face(
    shipped: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def face(*, plain: bool = False, tty: bool = True) -> object:
        for name in ("stdin", "stderr"):
            monkeypatch.setattr(sys, name, Stream(tty=tty))
        return walking.face(shipped, plain=plain, begun=False)

    for name in ("TERM", "FITCHECK_PLAIN", "ACCESSIBLE"):
        monkeypatch.delenv(name, raising=False)
    assert isinstance(face(), Fancy)
    assert isinstance(face(plain=True), Plain)
    assert isinstance(face(tty=False), Plain)
    for name, value in (("ACCESSIBLE", "1"), ("FITCHECK_PLAIN", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert isinstance(face(), Plain)


def test_q5_the_end_of_the_input_is_told_with_the_place(shipped: Questionnaire) -> None:
    for place in (FIRST, SEVERAL, "has-support"):
        walk = press(shipped, state=at(shipped, place))
        assert walk.outcome.ending == "end"
        assert walk.outcome.where.endswith(f", {place}")
    assert press(shipped).outcome.ending == "end"
    assert press(shipped, ENTER, f"2{ENTER}F").outcome.ending == "end"


@pytest.mark.parametrize("place", ["opening", FIRST, SEVERAL])
def test_q7_q27_ctrl_c_stops_the_program(shipped: Questionnaire, place: str) -> None:
    state = State() if place == "opening" else at(shipped, place)
    with pytest.raises(signals.Stopped) as stopped:
        press(shipped, CTRL_C, state=state)

    assert stopped.value.number == signal.SIGINT
    assert stopped.value.code == 130


def test_q7_ctrl_c_stops_while_a_country_is_typed_and_while_leaving(
    shipped: Questionnaire,
) -> None:
    for keys in (f"{ENTER}2{ENTER}D{CTRL_C}", f"{ENTER}l{CTRL_C}"):
        with pytest.raises(signals.Stopped):
            press(shipped, keys)


def test_q8_q9_no_id_is_taken_for_an_entry_of_our_own(shipped: Questionnaire) -> None:
    for question in shipped.questions:
        ids = [choice.id for choice in shipped.choices[question]]
        assert all(isinstance(one, str) and not one.startswith("<") for one in ids)
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "keys", ["safe", "zzz", "/no", "\t", "jjj\x0b", "\x1b[200~1\r\x1b[201~"]
)
def test_q10_q15_other_keys_filter_nothing_and_move_nothing(
    shipped: Questionnaire, keys: str
) -> None:
    keys = keys.translate(dict.fromkeys(map(ord, "sbxl?")))
    walk = press(shipped, keys, ENTER, state=at(shipped, FIRST))

    assert FIRST not in walk.answers
    assert FIRST not in walk.state.skipped


def test_q14_a_list_may_be_longer_than_the_keyboard(shipped: Questionnaire) -> None:
    entries = tuple(Entry(f"e{n}", f"Entry {n}") for n in range(60))

    assert chosen(shipped, Screen("long", "Which?", entries=entries), f"47{ENTER}") == (
        "e46",
    )


def chosen(shipped: Questionnaire, ask: Screen, keys: str) -> Reply:
    """Return the reply that keys give to one screen."""
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        pipe.close()
        return fancy(shipped, pipe, StringIO())(ask)


def test_q16_a_number_moves_and_enter_chooses(shipped: Questionnaire) -> None:
    assert FIRST not in press(shipped, "4", state=at(shipped, FIRST)).answers
    assert "number, then Enter" in shipped.words.walk.keys


@pytest.mark.parametrize("enters", [1, 2, 5])
@pytest.mark.parametrize(
    "place", [FIRST, SEVERAL, RANKED, "knows-enough", "earlier-kind"]
)
def test_q19_enter_at_once_chooses_nothing_and_asks_again(
    shipped: Questionnaire, place: str, enters: int
) -> None:
    state = at(shipped, place)
    walk = press(shipped, ENTER * enters, state=state)

    assert walk.answers == state.answers
    assert walk.outcome.where.endswith(f", {place}")
    assert shipped.words.problems.empty_listed in flat(walk)


@pytest.mark.parametrize("key", [ENTER, "\n"])
def test_q19_enter_continues_the_opening_and_nothing_after_it(
    shipped: Questionnaire, key: str
) -> None:
    walk = press(shipped, key * 6)

    assert walk.state.opened
    assert not walk.state.placed


def test_q18_q20_the_answer_given_before_is_offered_and_pointed_at(
    shipped: Questionnaire,
) -> None:
    again = press(shipped, f"2{ENTER}b", ENTER, state=at(shipped, FIRST))
    other = press(shipped, f"2{ENTER}b", DOWN, ENTER, state=at(shipped, FIRST))

    assert "Your earlier answer: " in flat(again)
    assert again.answers[FIRST] == ("slightly-psychodynamic",)
    assert other.answers[FIRST] == ("no-preference",)


def test_q20_ticks_given_before_are_ticked_again(shipped: Questionnaire) -> None:
    state = at(shipped, "circumstances", {"limits": "long-wait little-money"})
    walk = press(shipped, "b", state=state)
    done = press(shipped, "b", ENTER, state=state)

    assert walk.outcome.where.endswith(", limits")
    assert "2. [x]" in flat(walk)
    assert done.answers["limits"] == ("long-wait", "little-money")


@pytest.mark.parametrize("key", [SHIFT_TAB, "b", "B", UP + ENTER])
@pytest.mark.parametrize("place", [FIRST, SEVERAL])
def test_q24_back_has_keys_and_an_entry(
    shipped: Questionnaire, key: str, place: str
) -> None:
    walk = press(shipped, key, state=at(shipped, place))

    assert shipped.words.walk.back in flat(walk)
    assert len(walk.answers) == len(at(shipped, place).answers) - 1


@pytest.mark.parametrize("keys", [ESCAPE, ESCAPE * 3, f"{ESCAPE}[", f"{ESCAPE}OP"])
def test_q24_escape_throws_nothing_away(shipped: Questionnaire, keys: str) -> None:
    state = at(shipped, "limits")
    ticked = press(shipped, f"2{ENTER}", keys, f"\x0f{UP * 3}{ENTER}", state=state)

    assert ticked.answers["limits"] == ("little-money",)


@pytest.mark.parametrize(
    "keys", [f"l{DOWN}{ENTER}", "ll", CTRL_D * 2, CTRL_Q * 2, "L2\r"]
)
@pytest.mark.parametrize("place", ["opening", FIRST, SEVERAL])
def test_q26_leaving_is_asked_once_more(
    shipped: Questionnaire, keys: str, place: str
) -> None:
    state = State() if place == "opening" else at(shipped, place)
    walk = press(shipped, keys, state=state)
    stayed = press(shipped, keys[0], ENTER, state=state)

    assert walk.outcome.ending == "leave"
    assert shipped.words.walk.sure in flat(walk)
    assert stayed.outcome.ending == "end"
    assert stayed.answers == state.answers


@pytest.mark.parametrize("keys", ["x", "X", "lx"])
def test_quick_exit_is_quick(shipped: Questionnaire, keys: str) -> None:
    assert press(shipped, keys, state=at(shipped, FIRST)).outcome.ending == "exit"


@pytest.mark.parametrize("between", [ENTER, " "])
def test_a_tick_ends_the_number_that_was_typed(
    shipped: Questionnaire, between: str
) -> None:
    keys = f"3{ENTER}1{between}5{ENTER}"
    walk = press(shipped, keys, below(shipped, 5), state=at(shipped, RANKED))
    ids = [one.id for one in shipped.shown(shipped.questions[RANKED])]

    assert walk.answers[RANKED] == (ids[2], ids[0], ids[4])


@pytest.mark.parametrize(("seconds", "reply"), [(0.2, "e11"), (5.0, "e1")])
def test_a_digit_after_a_while_begins_another_number(
    shipped: Questionnaire,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    reply: str,
) -> None:
    clock = itertools.count(0.0, seconds)
    time = SimpleNamespace(monotonic=lambda: next(clock))
    monkeypatch.setattr(prompts_keys, "time", time)
    ask = Screen(
        "long", "Which?", entries=tuple(Entry(f"e{n}", "x") for n in range(20))
    )

    assert chosen(shipped, ask, f"12{ENTER}") == (reply,)


def test_a_skip_leaves_a_line(shipped: Questionnaire) -> None:
    walk = press(shipped, "s", state=at(shipped, FIRST))

    said = f"{shipped.questions[FIRST].text} » {shipped.words.walk.skipped}"
    assert said in flat(walk)


def test_asking_why_leaves_the_pointer_where_it_is(shipped: Questionnaire) -> None:
    walk = press(shipped, "3?", ENTER, state=at(shipped, "who-leads"))

    assert walk.answers["who-leads"] == ("no-preference",)


def test_after_ticks_the_pointer_begins_at_the_end(shipped: Questionnaire) -> None:
    state = at(shipped, FIRST, {SEVERAL: "under-18"})
    state = replace(state, seen=frozenset({"under-18"}))
    again = press(shipped, "b", ENTER, state=state)

    assert again.answers[SEVERAL] == ("under-18",)


PLACES = {
    "opening": "hlx",
    "country": "?x",
    "respondent": "bshlx",
    "found": "bhlx",
    "gate": "bhlx",
    "talked": "bhlx",
    "saving": "bshlx",
    "check": "bhlx",
    "keep": "lx",
    "first": "lx",
    "onward": "lx",
    "menu": "lx",
    "more": "blx",
    FIRST: "bs?hlx",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("size", SIZES)
def test_the_keys_that_are_named_are_those_that_work(
    shipped: Questionnaire, place: str, size: tuple[int, int]
) -> None:
    entries = (Entry("a", "A"), Entry("b", "B"))
    ask = Screen(place, "Which?", entries=entries)
    named = " " + " ".join(hints.ways(ask, shipped.words, size).split())
    known = keys_of(ask)

    names = {"b": "back", "s": "skip", "?": "why", "h": "help", "l": "leave"}
    names |= {"h": "lines"} if size[1] < LOW else {}
    low = "sl" if size[1] < LOW else ""  # where there is little room, only the others
    for key, name in names.items():
        works = key in PLACES[place]
        assert (key in known) == works
        assert f" {key} {name}" in named or not works or key in low
        assert f" {key} {name}" not in named or works
    assert ("f1" in known) == (" F1 help" in named or "h" in PLACES[place])
    assert "x leave" in named or "x exit" in named
    assert "x" in known
    assert known["s-tab"] is Command.BACK if "b" in PLACES[place] else True


def keys_of(ask: Screen) -> Mapping[str, Command]:
    """Return the keys that mean something on a screen."""
    return prompts_keys.meaning(hints.commands(ask), typing=hints.types(ask))


@pytest.mark.parametrize("width", range(24, 81, 7))
def test_no_key_is_parted_from_what_it_does(shipped: Questionnaire, width: int) -> None:
    for place in PLACES:
        for several in (False, True):
            ask = Screen(place, "Which?", entries=(), several=several)
            for line in hints.ways(ask, shipped.words, (width, 24)).splitlines():
                assert len(line.split()[-1]) > 1
                assert len(line) <= width


def test_skip_and_why_have_their_keys(shipped: Questionnaire) -> None:
    why = press(shipped, "?", state=at(shipped, "who-leads"))

    assert press(shipped, "s", state=at(shipped, FIRST)).state.skipped == {FIRST}
    assert " ".join(shipped.questions["who-leads"].why.split()) in flat(why)


def test_q31_the_terminal_is_never_asked_where_its_cursor_is(
    shipped: Questionnaire,
) -> None:
    assert "\x1b[6n" not in press(shipped, f"{ENTER}1{ENTER}1{ENTER}").text


def test_q33_an_ascii_terminal_gets_ascii(shipped: Questionnaire) -> None:
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding="ascii")
    face = Fancy(stream, shipped.words, lambda: (80, 24))

    assert face.fit("» “é…” ↑↓") == '> "e." ^v'
    assert Menu([Entry("a", "ä “b”")], fit=face.fit).title(0, 40) == 'a "b"'


def test_q38_what_was_answered_stays_as_one_line(shipped: Questionnaire) -> None:
    said = shown(press(shipped, f"1{ENTER}x", state=at(shipped, FIRST)).text)

    assert "\n» Much more A: I start with what is on my mind" in said


# Several, and their order


TWO = f"5{ENTER}2{ENTER}"


def below(shipped: Questionnaire, number: int) -> str:
    """Return the keys from an option of the concerns to the end of the list."""
    return DOWN * (len(shipped.choices[RANKED]) - number + 1) + ENTER


def test_the_order_of_ticks_is_kept(shipped: Questionnaire) -> None:
    walk = press(shipped, TWO, below(shipped, 2), state=at(shipped, RANKED))
    ids = [one.id for one in shipped.shown(shipped.questions[RANKED])]

    assert walk.answers[RANKED] == (ids[4], ids[1])
    labels = {one.id: one.label for one in asked(shipped, RANKED).entries}
    assert f"» {labels[ids[4]]}; {labels[ids[1]]}" in flat(walk)


def test_ticks_are_numbered_by_their_rank() -> None:
    entries = [Entry(one, one) for one in "abc"]
    menu = Menu(entries, frozenset("abc"), ticks=["c", "a"], ranked=True)

    assert [menu.title(at, 40) for at in range(3)] == [
        "1. [2] a",
        "2. [ ] b",
        "3. [1] c",
    ]


def test_a_tick_can_be_taken_back_and_space_ticks_too(shipped: Questionnaire) -> None:
    keys = f"5{ENTER}2 5 "
    walk = press(shipped, keys, below(shipped, 5), state=at(shipped, RANKED))
    ids = [one.id for one in shipped.shown(shipped.questions[RANKED])]

    assert walk.answers[RANKED] == (ids[1],)


def test_one_that_stands_alone_is_an_answer_at_once(shipped: Questionnaire) -> None:
    walk = press(shipped, f"10{ENTER}", state=at(shipped, SEVERAL))
    again = press(shipped, f"10{ENTER}", f"b10{ENTER}", state=at(shipped, SEVERAL))

    assert walk.answers[SEVERAL] == ("none-of-these",)
    assert again.answers[SEVERAL] == ("none-of-these",)


def test_one_that_stands_alone_never_takes_other_ticks_away(
    shipped: Questionnaire,
) -> None:
    keys = f"1{ENTER}3{ENTER}10{ENTER}"
    walk = press(shipped, keys, state=at(shipped, SEVERAL))
    done = press(shipped, keys, DOWN + ENTER, state=at(shipped, SEVERAL))
    chosen = [one.id for one in shipped.questions[SEVERAL].options]  # type: ignore[union-attr]

    assert SEVERAL not in walk.answers
    assert "“None of these” cannot stand beside other answers." in flat(walk)
    assert done.answers[SEVERAL] == (chosen[0], chosen[2])


def test_another_tick_takes_away_the_one_that_stands_alone(
    shipped: Questionnaire,
) -> None:
    walk = press(
        shipped, f"10{ENTER}b9{ENTER}", DOWN * 2 + ENTER, state=at(shipped, SEVERAL)
    )

    assert walk.answers[SEVERAL] == ("under-18",)


def test_one_too_many_is_refused_at_once_with_the_ticks_kept(
    shipped: Questionnaire,
) -> None:
    keys = f"1{ENTER}2{ENTER}3{ENTER}"
    three = press(shipped, keys, state=at(shipped, RANKED))
    walk = press(shipped, keys, f"4{ENTER}", state=at(shipped, RANKED))
    mended = press(
        shipped, keys, f"4{ENTER}1{ENTER}4{ENTER}", below(shipped, 4),
        state=at(shipped, RANKED),
    )  # fmt: skip
    ids = [one.id for one in shipped.shown(shipped.questions[RANKED])]

    assert "Choose 3 at most" not in flat(three)
    assert "Choose 3 at most" in flat(walk)
    assert RANKED not in walk.answers
    assert mended.answers[RANKED] == tuple(ids[1:4])


@pytest.mark.parametrize("between", ["?", f"l{ENTER}"])
def test_ticks_are_not_lost_by_asking_why_or_by_staying(
    shipped: Questionnaire, between: str
) -> None:
    walk = press(
        shipped,
        TWO,
        between,
        UP * 0,
        f"2{below(shipped, 2)}",
        state=at(shipped, RANKED),
    )

    assert len(walk.answers[RANKED]) == 2


@pytest.mark.parametrize("key", ["h", F1])
def test_the_lines_come_at_a_key_and_ticks_and_pointer_stay(
    shipped: Questionnaire, key: str
) -> None:
    state = at(shipped, RANKED)
    walk = press(shipped, TWO, key, state=state)
    done = press(shipped, TWO, key, below(shipped, 2), state=state)
    typing = press(shipped, ENTER, f"2{ENTER}F", F1)

    assert walk.answers == state.answers
    assert walk.outcome.where.endswith(f", {RANKED}")
    assert "Samaritans: call 116 123" in flat(walk)
    assert len(done.answers[RANKED]) == 2
    assert typing.outcome.where == shipped.words.country.title
    assert "Samaritans: call 116 123" in flat(typing)


def test_ticks_are_forgotten_by_skipping(shipped: Questionnaire) -> None:
    walk = press(shipped, TWO, "s", "b", ENTER, state=at(shipped, RANKED))

    assert RANKED not in walk.answers
    assert walk.outcome.where.endswith(f", {RANKED}")


def test_done_without_a_tick_is_no_answer(shipped: Questionnaire) -> None:
    walk = press(shipped, UP, UP, ENTER, state=at(shipped, RANKED))

    assert RANKED not in walk.answers
    assert shipped.words.problems.empty_listed in flat(walk)


# Places that are no question


@pytest.mark.parametrize(
    ("keys", "country"),
    [
        ("1\r", "GB"),
        ("2\rde\r", "DE"),
        ("2\rGermany\r", "DE"),
        ("3\r", None),
        ("GB\r", "GB"),
        ("us\r", "US"),
        ("france\r", "FR"),
        ("Lebanon\r", "LB"),
    ],
)
def test_the_country_is_confirmed_typed_or_left_out(
    shipped: Questionnaire, keys: str, country: str | None
) -> None:
    walk = press(shipped, ENTER, keys)

    assert walk.state.placed
    assert walk.state.country == country


def test_a_country_can_be_typed_where_none_is_offered(shipped: Questionnaire) -> None:
    walk = press(shipped, ENTER, "1\rus\r", offered=None)

    assert walk.state.country == "US"


@pytest.mark.parametrize("keys", ["2\r\r", "2\rqq\r", "2\rno\r", "2\r?\r"])
def test_a_word_that_is_no_country_is_asked_again(
    shipped: Questionnaire, keys: str
) -> None:
    walk = press(shipped, ENTER, keys)

    assert not walk.state.placed
    assert walk.state.opened


@pytest.mark.parametrize(
    ("keys", "ending"),
    [
        ("x\r", "exit"),
        ("leave\r2\r", "leave"),
        (f"{CTRL_D}2\r", "leave"),
        (f"F{CTRL_Q}2\r", "leave"),
    ],
)
def test_there_is_a_way_out_of_typing(
    shipped: Questionnaire, keys: str, ending: str
) -> None:
    assert press(shipped, ENTER, "2\r", keys).outcome.ending == ending


@pytest.mark.parametrize("keys", [SHIFT_TAB, f"F{SHIFT_TAB}", "b\r", "back\r"])
def test_the_way_back_out_of_typing_leads_to_the_list(
    shipped: Questionnaire, keys: str
) -> None:
    listed = press(shipped, ENTER, "2\r", keys, "1\r")

    assert listed.state.country == "GB"
    assert not press(shipped, ENTER, "2\r", keys, SHIFT_TAB).state.opened


def test_after_a_wrong_country_one_goes_on_typing(shipped: Questionnaire) -> None:
    wrong = flat(press(shipped, ENTER, "qq\r"))
    walk = press(shipped, ENTER, "qq\r", "be\r")

    assert shipped.words.country.unknown in wrong
    assert wrong.count(shipped.words.country.type) == 2
    assert walk.state.country == "BE"


def test_a_country_nearly_right_is_offered_on_the_list(shipped: Questionnaire) -> None:
    walk = press(shipped, ENTER, "Germny\r")

    assert "Did you mean Germany (DE)?" in flat(walk)
    assert "1. Yes, Germany" in flat(walk)
    assert press(shipped, ENTER, "Germny\r", "1\r").state.country == "DE"


@pytest.mark.parametrize("key", ["x", "X"])
def test_the_quick_exit_is_quick_where_a_letter_begins_a_word(
    shipped: Questionnaire, key: str
) -> None:
    assert press(shipped, ENTER, key).outcome.ending == "exit"


def test_staying_goes_on_with_typing(shipped: Questionnaire) -> None:
    assert press(shipped, ENTER, "2\r", CTRL_D, ENTER, "FR\r").state.country == "FR"


def whole_state(shipped: Questionnaire) -> State:
    return at(shipped, "")


@pytest.mark.parametrize("number", [1, 3, 9, 10, 27, 32])
def test_any_answer_is_changed_from_the_check_page(
    shipped: Questionnaire, number: int
) -> None:
    state = whole_state(shipped)
    key = list(state.answers)[number - 1]
    walk = press(shipped, f"{number}{ENTER}s", state=state)

    assert walk.state.skipped == {key}


def test_the_check_page_changes_the_country_and_goes_on(shipped: Questionnaire) -> None:
    country = press(shipped, DOWN * 2, ENTER, "1\r", state=whole_state(shipped))
    done = press(shipped, DOWN, ENTER, state=whole_state(shipped))

    assert country.state.country == "GB"
    assert shipped.words.country.text in flat(country)
    assert done.outcome.ending == "done"
    assert press(shipped, ENTER, state=whole_state(shipped)).outcome.ending == "end"


def test_a_gate_is_passed_or_left_by_its_entries(shipped: Questionnaire) -> None:
    state = at(shipped, SEVERAL, {"safe-now": "might-hurt-myself"})
    state = State(opened=True, placed=True, country="GB", answers=state.answers)
    waits = press(shipped, ENTER, state=state)

    assert "999" in flat(waits)
    assert not waits.state.seen
    assert press(shipped, "1\r", state=state).state.seen
    assert press(shipped, "2\r", state=state).outcome.ending == "leave"


# Pages


@pytest.mark.parametrize(
    ("place", "size", "pages"),
    [
        ("informed-preference", (80, 24), 11),
        ("informed-preference", (40, 12), 60),
        (FIRST, (80, 24), 2),
        (SEVERAL, (40, 12), 8),
    ],
)
def test_all_of_a_question_stands_on_screens_that_wait_for_a_key(
    shipped: Questionnaire, place: str, size: tuple[int, int], pages: int
) -> None:
    state, window = at(shipped, place), Window(size)
    press(shipped, ENTER * pages, state=state, size=size, said=window)
    ask = screens.question(shipped, state, shipped.questions[place])
    first = layout.before(ask, size[0])
    poles = layout.poles(ask, size[0])
    told = [*first, *[*layout.question(ask, size[0])][1:], poles]

    assert window.unread("\n".join(filter(None, told))) == []


def test_on_a_low_window_a_question_stands_whole_with_all_its_options(
    shipped: Questionnaire,
) -> None:
    window = Window((40, 12))
    press(shipped, state=at(shipped, FIRST), size=(40, 12), said=window)
    press(
        shipped, f"{DOWN}{ENTER}", state=at(shipped, FIRST), size=(40, 12), said=window
    )
    rows = "\n".join(window.shots[-1])
    labels = [one.label for one in asked(shipped, FIRST).entries]

    assert [one for one in labels if one not in rows] == []
    assert shipped.questions[FIRST].text in rows
    assert "A: " in rows
    assert "B: " in rows
    assert "b back, ? why, h lines, x exit" in rows


def test_what_can_be_ticked_is_explained(shipped: Questionnaire) -> None:
    state = at(shipped, SEVERAL)
    told = [one.about for one in asked(shipped, SEVERAL).entries if one.about]
    low = flat(press(shipped, ENTER * 8, state=state, size=(40, 12)))
    window = Window((80, 24))
    press(shipped, "2?", state=state, size=(80, 24), said=window)
    high = " ".join(" ".join(window.shots[-1]).split())

    assert [one for one in told if one not in low] == []
    assert [one for one in told if one in high] == told[1:2]


def test_what_is_wrong_is_said_on_a_low_window_too(shipped: Questionnaire) -> None:
    state, window = at(shipped, SEVERAL), Window((40, 12))
    keys = f"\x1b[F{ENTER}9{ENTER}10{ENTER}"
    press(shipped, keys, state=state, size=(40, 12), said=window)
    rows = " ".join(" ".join(window.shots[-1]).split())

    assert "“None of these” cannot stand beside other answers." in rows
    assert "[x] I am under 18" in rows


def test_pages_are_counted_and_can_be_passed_over(shipped: Questionnaire) -> None:
    state = at(shipped, "informed-preference")
    walk = press(shipped, DOWN, ENTER, f"2{ENTER}", state=state, size=(80, 24))

    assert re.search(r"Read on \(1 of \d+\)", flat(walk))
    assert "Read on (2 of" not in flat(walk)
    assert walk.answers["informed-preference"] == ("slightly-psychodynamic",)


def test_a_change_of_the_preference_shows_the_cards_no_more(
    shipped: Questionnaire,
) -> None:
    state = whole_state(shipped)
    number = list(state.answers).index("informed-preference") + 1
    walk = press(shipped, f"{number}{ENTER}", state=state)
    intro = shipped.section_of["informed-preference"].intro

    assert walk.outcome.where.endswith(", informed-preference")
    assert " ".join(str(intro).split()) not in flat(walk)


@pytest.mark.parametrize("size", SIZES)
def test_no_word_that_is_read_first_is_missing_on_a_small_window(
    shipped: Questionnaire, size: tuple[int, int]
) -> None:
    state = at(shipped, "informed-preference")
    walk = press(shipped, ENTER * (600 // size[1]), "x", state=state, size=size)
    large = press(shipped, "x", state=state)
    wanted = Counter(shown(large.text).split("A: ")[0].split())
    found = Counter(shown(walk.text).split())

    assert [word for word in wanted - found if set(word) != {"-"}] == []


def test_a_resize_draws_the_page_anew_at_the_new_width(shipped: Questionnaire) -> None:
    sizes = [(80, 40)] * 12 + [(40, 40)] * 400
    with create_pipe_input() as pipe:
        stream = StringIO()
        face = fancy(shipped, pipe, stream)
        face.size = lambda: sizes.pop(0) if len(sizes) > 1 else sizes[0]
        pipe.send_text(f"3{ENTER}")
        pipe.close()
        reply = face(asked(shipped, FIRST))

    assert reply in {("no-preference",), ()}


def test_constants_are_no_ids() -> None:
    assert {BACK, DONE} & {one.value for one in Command} == set()
