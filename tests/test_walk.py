"""The plain face as strings in and strings out, on the shipped questions."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sampling import THOROUGH, sample
from walks import START, Played, play, played, replies, until, whole

from fitcheck import documents
from fitcheck.content.model import Single
from fitcheck.render.plain import heard
from fitcheck.report import help_lines
from fitcheck.report.names import Names
from fitcheck.rubric import path
from fitcheck.walk import loop, screens, steps
from fitcheck.walk.plain import FEW, LONGEST, MANY
from fitcheck.walk.screen import Command, Screen
from fitcheck.walk.state import State, Stop, fired, sheet_of

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Answers
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.screen import Reply

CONCERNS, NEEDS, FIRST = "concerns", "needs-assessment", "plan-or-open"
PLACES = ["opening", "country", "safe-now", "gate", CONCERNS, "has-support", "check"]


def flat(text: str) -> str:
    """Undo the wrapping."""
    return " ".join(text.split())


def walk_on(shipped: Questionnaire, place: str, *said: str, **more: str) -> Played:
    """Walk up to a place, and say this there."""
    known = {
        "opening": (),
        "country": START[:1],
        "gate": (*START, "might-hurt-myself"),
        "check": whole(shipped),
    }
    begun = known[place] if place in known else until(shipped, place)
    return play(shipped, *begun, *said, **more)  # type: ignore[arg-type]


def stands(shipped: Questionnaire, walk: Played) -> str:
    """Return the question or place that is open."""
    stop = steps.upcoming(shipped, walk.state)
    return stop.key if stop else "done"


def facts(shipped: Questionnaire, walk: Played) -> object:
    """Return every fact of the report on a walk."""
    assert walk.outcome.ending == "done"
    return documents.build(shipped, walk.sheet(shipped)).facts


# What a reply means

TAKEN = [
    (NEEDS, "7 5", ("drink-or-drugs", "very-high-energy")),
    ("limits", "Long-Wait, 1", ("long-wait", "short-time")),
    ("limits", "little-money , short-time", ("little-money", "short-time")),
    (CONCERNS, "sleep panic,phobia", ("sleep", "panic", "phobia")),
    (CONCERNS, "  2  1 ", ("anxiety-worry", "depression")),
    (CONCERNS, "none-in-particular", ("none-in-particular",)),
    (FIRST, "STRONGLY-CBT", ("strongly-cbt",)),
    ("who-leads", "1", ("strongly-cbt",)),
    ("wants-roots", "3", ("very-much",)),
    *(
        (FIRST, said, ("slightly-psychodynamic",))
        for said in ("2.", "\uff12", "\uff12\uff0e", "(2)", "\u0662", "“2”", "2,")
    ),
]
REFUSED = [
    *(
        (FIRST, said, "unknown")
        for said in (
            *("6", "0", "-1", "1.5", "³", "yes", "very-much", "done", "go-on", "keep"),
            *("1 back", "1\0", "\x1b[A", "1" * (LONGEST * 3), "zzz-my-secret"),
            "1" + " " * LONGEST + "2",
        )
    ),
    (FIRST, "", "empty"),
    (FIRST, "   ,, ", "empty"),
    (FIRST, "1 2", "only_one"),
    (FIRST, "1 1", "twice"),
    (NEEDS, "1, 1", "twice"),
    (NEEDS, "none-of-these, under-18", "exclusive"),
    ("limits", "1, none", "exclusive"),
    (CONCERNS, "none-in-particular panic", "exclusive"),
    (CONCERNS, "1, depression", "twice"),
    (CONCERNS, "1 2 3 4", "too_many"),
]


@pytest.mark.parametrize(("question", "said", "chosen"), TAKEN)
def test_numbers_and_ids_are_taken_in_their_order(
    shipped: Questionnaire, question: str, said: str, chosen: tuple[str, ...]
) -> None:
    assert walk_on(shipped, question, said).answers[question] == chosen


@pytest.mark.parametrize(("question", "said", "problem"), REFUSED)
def test_a_reply_that_does_not_fit_is_asked_again_and_never_repeated(
    shipped: Questionnaire, question: str, said: str, problem: str
) -> None:
    walk = walk_on(shipped, question, said)
    options = shipped.shown(shipped.questions[question])
    begins = getattr(shipped.words.problems, problem).partition("{")[0]

    assert question not in walk.answers
    assert walk.last.strip().startswith(begins)
    assert "zzz" not in walk.text
    # A long list is not heard again after every mistake; ? tells it again.
    assert (f"\n{len(options)}. " in walk.last) == (len(options) <= FEW)
    assert f"\n{len(options)}. " in walk_on(shipped, question, said, "?").last


def test_a_reply_is_said_back_before_the_next_question(shipped: Questionnaire) -> None:
    walk = walk_on(shipped, FIRST, "4", "s", "zzz", "1")
    first = [screen.strip().split("\n")[0] for screen in walk.screens]

    assert "Taken: A little more B" in first
    assert shipped.words.walk.skipped in first
    assert "Taken: zzz" not in walk.text


@pytest.mark.parametrize("at", ["opening", "country", "safe-now", "limits", "check"])
@pytest.mark.parametrize("said", ["l", "q", "leave", "x", "EXIT"])
def test_leaving_is_possible_everywhere(
    shipped: Questionnaire, said: str, at: str
) -> None:
    ending = "exit" if "x" in said.lower() else "leave"

    assert walk_on(shipped, at, said).outcome.ending == ending


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("said", ["", "nonsense", "?", "1 2 3 4 5 6 7 8 9"])
def test_no_place_is_passed_by_a_reply_that_means_nothing(
    shipped: Questionnaire, place: str, said: str
) -> None:
    there, walk = walk_on(shipped, place), walk_on(shipped, place, said)

    assert (walk.outcome.where, walk.answers) == (there.outcome.where, there.answers)
    assert there.outcome.ending == "end"
    assert there.outcome.where
    assert (place in shipped.questions) == there.outcome.where.endswith(f", {place}")


@pytest.mark.parametrize("text", ["continue\nGB\nsafe", "continue\r\nGB\r\n1\r\n"])
def test_lines_may_end_as_they_do_anywhere(shipped: Questionnaire, text: str) -> None:
    assert played(shipped, text).answers == {"safe-now": ("safe",)}


def test_help_says_why_a_question_is_asked(shipped: Questionnaire) -> None:
    asked = shipped.questions["who-leads"]
    for said in ("?", "help", "HELP"):
        before, after = walk_on(shipped, "who-leads", said).screens[-3:-1]
        assert flat(asked.why) not in flat(before)
        assert flat(asked.why) in flat(after)
        assert flat(asked.text) in flat(after)


# Help lines, at every place


@pytest.mark.parametrize("place", PLACES)
def test_the_lines_are_shown_at_every_place_and_it_asks_the_same_thing_again(
    shipped: Questionnaire, place: str
) -> None:
    there = walk_on(shipped, place, offered="GB")
    walk = walk_on(shipped, place, "h", offered="GB")
    stop = steps.upcoming(shipped, there.state)
    assert stop
    ask = screens.draw(shipped, there.state, stop)
    called = [help_lines.said(shipped, o) for o in help_lines.of(shipped, "GB")]
    asked = [ask.text, *(one.label for one in ask.entries if len(ask.entries) <= FEW)]
    window = flat("\n".join(walk.last.splitlines()[-24:]))

    assert len(called) > 5
    for one in map(heard, (*called, *asked)):
        assert flat(one) in flat(walk.last)
    for one in map(heard, called[:2]):
        assert flat(one) in window
    assert replace(walk.state, calls=False, taken=there.state.taken) == there.state
    assert walk.outcome.where == there.outcome.where


def test_the_lines_stand_there_once_and_the_next_reply_is_an_answer(
    shipped: Questionnaire,
) -> None:
    walk = walk_on(shipped, "who-leads", "h", "nonsense", "Lines", "4")
    title = shipped.words.help_now.title.format(country="United Kingdom")

    assert [title in one for one in walk.screens[-5:-1]] == [True, False, True, False]
    assert walk.answers["who-leads"] == ("slightly-psychodynamic",)


def test_the_lines_are_those_of_the_country_that_is_offered_or_was_taken(
    shipped: Questionnaire,
) -> None:
    begun = {(): "911", START[:1]: "911", START: "999", ("continue", "DE"): "112"}
    for said, number in begun.items():
        urgent = shipped.words.gate.emergency.format(number=number)
        assert heard(urgent) in flat(play(shipped, *said, "h", offered="US").last)
    nowhere = play(shipped, "continue", "elsewhere", "h", offered="US")
    assert shipped.words.help_now.anywhere in nowhere.last
    assert "911" not in nowhere.last


# The opening and the country


def test_only_continue_goes_past_the_opening(shipped: Questionnaire) -> None:
    walk = play(shipped, "1", "yes", "s", "b", "c")

    assert not walk.state.opened
    assert play(shipped, "CONTINUE").state.opened
    assert shipped.words.problems.no_back in flat(play(shipped, "back").last)


COUNTRIES = [
    *(("GB", said, "GB") for said in ("yes", "Yes.", "y", "YES!")),
    *(("FR", said, "GB") for said in ("gb", "UK", "GB.", "united kingdom", "England")),
    *((None, said, code) for said, code in (("de", "DE"), ("usa", "US"))),
    ("US", "Norway", "NO"),
    *(("GB", said, None) for said in ("elsewhere", "skip", "s")),
]


@pytest.mark.parametrize(("offered", "said", "country"), COUNTRIES)
def test_the_country_is_confirmed_chosen_or_left_out(
    shipped: Questionnaire, offered: str | None, said: str, country: str | None
) -> None:
    walk = play(shipped, "continue", said, offered=offered)

    assert walk.state.placed
    assert walk.state.country == country


@pytest.mark.parametrize(
    ("said", "suggested"),
    [("Germny", "DE"), ("Unted kingdom", "GB"), ("Atlantis", None)],
)
def test_a_name_nearly_right_is_offered_and_yes_takes_it(
    shipped: Questionnaire, said: str, suggested: str | None
) -> None:
    walk = play(shipped, "continue", said, offered="FR")
    code = re.search(r"\((..)\)\? Say yes", walk.last)

    assert not walk.state.placed
    assert suggested == (code[1] if code else None)
    taken = play(shipped, "continue", said, "yes", offered="FR").state.country
    assert taken == (suggested or "FR")


@pytest.mark.parametrize("said", ["no", "NO", "no.", "No!", "n", "(no)"])
def test_no_is_an_answer_and_no_country(shipped: Questionnaire, said: str) -> None:
    walk = play(shipped, "continue", said, offered="US")

    assert not walk.state.placed
    assert shipped.words.country.not_that in flat(walk.last)
    walk = play(shipped, "continue", said, said, "yes", "Norway", offered="US")
    assert walk.state.country == "NO"
    assert "Taken: Norway" in walk.last


def test_every_country_is_taken_by_its_name_and_is_said(shipped: Questionnaire) -> None:
    for one in sample(shipped.library.countries.countries, 4):
        for name in (one.name, *one.also, one.code):
            walk = play(shipped, "continue", name)

            assert walk.state.country == (None if name == "NO" else one.code), name
            assert (f"Taken: {one.name}" in flat(walk.last)) == (name != "NO")


def test_yes_means_the_country_that_the_screen_shows(shipped: Questionnaire) -> None:
    for offered in (None, "ZZ"):
        walk = play(shipped, "continue", "yes", offered=offered)
        assert not walk.state.placed
        assert "yes" not in walk.screens[1]
    walk = walk_on(shipped, "check", "country", "yes", "done", offered="US")
    assert walk.state.country == "GB"


# The questions on the path


def test_why_is_shown_with_the_first_question_of_every_section(
    shipped: Questionnaire,
) -> None:
    walk = play(shipped, *whole(shipped))
    asked = path.path(shipped, walk.answers)
    shown = walk.screens[2 : len(asked) + 2]
    told = [flat(q.why) in flat(one) for q, one in zip(asked, shown, strict=True)]

    assert told == [q == shipped.section_of[q.id].questions[0] for q in asked]
    assert not re.search(r"\d+ points?\b", walk.text)
    assert {c for c in walk.text if not c.isprintable()} == {"\n"}


def test_questions_are_counted_on_the_path(shipped: Questionnaire) -> None:
    def counted(kind: str) -> list[tuple[int, int]]:
        text = play(shipped, *whole(shipped, {"earlier-kind": kind})).text
        shown = re.findall(r"^Question (\d+) of (\d+)$", text, re.MULTILINE)
        return [(int(number), int(total)) for number, total in shown]

    assert counted("none") == [(n, 33) for n in range(1, 34)]
    assert counted("both") == [(n, 33 if n < 26 else 35) for n in range(1, 36)]


LEADS = [
    # where it stands, what is said there, and what is open then
    ("country", "back", "opening"),
    ("safe-now", "back", "country"),
    (NEEDS, "b", "safe-now"),
    ("gate", "BACK", "safe-now"),
    (FIRST, "B,", NEEDS),
    ("has-support", " b ", "feels-sure"),
    ("check", "back", "has-support"),
    ("limits", "b|b|still-stuck|sleep", "limits"),
    ("check", "1|back", "check"),
    ("check", f"{FIRST}|5", "check"),
    ("check", "country|nonsense|US", "check"),
    ("check", "safe-now|might-hurt-myself", "gate"),
    ("check", f"{NEEDS}|under-18|back", NEEDS),
    ("gate", "go-on", NEEDS),
    *(("gate", said, "gate") for said in ("1", "2", "yes", "s", "continue", "")),
    ("gate", "go-on|back|safe|back|might-hurt-myself", "gate"),
    ("check", "earlier-kind|both", "earlier-psychodynamic"),
    ("check", "earlier-kind|none|earlier-kind|cbt|done", "done"),
]


@pytest.mark.parametrize(("place", "said", "then"), LEADS)
def test_replies_lead_on_and_back(
    shipped: Questionnaire, place: str, said: str, then: str
) -> None:
    assert stands(shipped, walk_on(shipped, place, *said.split("|"))) == then


def test_back_offers_the_earlier_answer_and_never_answers_by_itself(
    shipped: Questionnaire,
) -> None:
    first = Names(shipped).option(shipped.questions[CONCERNS], "depression")
    for walk in (walk_on(shipped, "limits", "b"), walk_on(shipped, "check", CONCERNS)):
        assert f"Your earlier answer: {first}" in walk.last
    assert CONCERNS not in walk_on(shipped, "limits", "back", "").answers


def test_a_skipped_question_is_offered_as_skipped_and_can_be_answered(
    shipped: Questionnaire,
) -> None:
    for said in ("s", "skip", "Skip"):
        walk = walk_on(shipped, FIRST, said, "back")
        assert shipped.words.walk.earlier_skipped in walk.last
        assert walk_on(shipped, FIRST, said, "back", "1").state.skipped == frozenset()
        assert walk_on(shipped, FIRST, said, "back", said).state.skipped == {FIRST}


def test_all_the_way_back_and_forward_gives_the_same_report(
    shipped: Questionnaire,
) -> None:
    straight, back = whole(shipped), ["b"] * (len(replies(shipped)) + 2)
    again = play(shipped, *straight, *back, *straight, "done")

    assert facts(shipped, again) == facts(shipped, play(shipped, *straight, "done"))


# The page with all answers


def test_the_check_page_shows_every_answer_by_its_number(
    shipped: Questionnaire,
) -> None:
    walk = walk_on(shipped, "has-support", "skip")
    shown = re.findall(r"^(\d+)\. ", walk.last, re.MULTILINE)

    assert [int(one) for one in shown] == list(range(1, len(replies(shipped)) + 1))
    assert "Country: United Kingdom" in walk.last
    assert walk.last.count("Not provided") == 1


CHANGES: list[tuple[str, dict[str, str]]] = [
    # what is said there, and what whoever had said so at once would have said
    ("1|back", {}),
    ("28|back", {}),
    ("country|back", {}),
    ("3|5", {FIRST: "strongly-cbt"}),
    (f"{FIRST}|5", {FIRST: "strongly-cbt"}),
    (f"{CONCERNS}|skip", {CONCERNS: "skip"}),
    ("earlier-kind|none", {"earlier-kind": "none"}),
    ("earlier-kind|none|earlier-kind|cbt", {}),
    (f"{NEEDS}|under-18|back|none-of-these", {}),
    ("safe-now|not-sure|go-on|1|safe", {}),
    (
        "earlier-kind|both|it-helped",
        {"earlier-kind": "both", "earlier-psychodynamic": "it-helped"},
    ),
]


@pytest.mark.parametrize(("said", "changed"), CHANGES)
def test_what_is_changed_there_counts_as_if_it_had_been_said_at_once(
    shipped: Questionnaire, said: str, changed: dict[str, str]
) -> None:
    walk = walk_on(shipped, "check", *said.split("|"), "d")
    straight = play(shipped, *whole(shipped, changed), "done")

    assert facts(shipped, walk) == facts(shipped, straight)
    assert fired(shipped, walk.state) == ()


@pytest.mark.parametrize("said", ["99", "0", "1 2", "earlier-psychodynamic", "finish"])
def test_only_what_the_check_page_lists_can_be_changed(
    shipped: Questionnaire, said: str
) -> None:
    walk = walk_on(shipped, "check", said)

    assert flat(walk.last).startswith(shipped.words.check.unknown)
    assert shipped.words.problems.no_skip in walk_on(shipped, "check", "skip").last


@pytest.mark.parametrize("question", ["knows-enough", "feels-sure", "has-support"])
def test_a_not_yet_opens_its_screen_of_help_once(
    shipped: Questionnaire, question: str
) -> None:
    asked = shipped.questions[question]
    assert isinstance(asked, Single)
    screen = asked.options[1].screen
    walk = play(shipped, *whole(shipped, {question: "not-yet"}))

    assert screen is not None
    assert walk.text.count(f"\n{screen.title}\n---") == 1
    for paragraph in screen.text:
        assert flat(paragraph) in flat(walk.text)


def test_both_cards_come_before_the_preference_is_asked(shipped: Questionnaire) -> None:
    asked = shipped.questions["informed-preference"]
    walk = walk_on(shipped, "informed-preference")
    named = [one.name for one in shipped.library.therapies.therapies][:2]
    places = [walk.last.index(f"\n{name}\n") for name in named]
    before = "".join(walk.screens[:-2])

    assert max(places) < flat(walk.last).index(flat(asked.text))
    assert not any(f"\n{name}\n" in before for name in named)


# Gates

GATES = [
    ("safe-now", "not-sure", "not-safe-now", True),
    ("safe-now", "might-hurt-myself", "not-safe-now", True),
    ("safe-now", "someone-might-hurt-me", "danger-at-home", False),
    (NEEDS, "suicidal-thoughts", "suicidal-thoughts", True),
    (NEEDS, "harm-to-others", "harm-to-others", True),
    (NEEDS, "self-harm", "self-harm", False),
    (NEEDS, "voices-or-beliefs", "voices-or-beliefs", False),
    (NEEDS, "very-high-energy", "very-high-energy", False),
    (NEEDS, "eating-danger", "eating-danger", False),
    (NEEDS, "drink-or-drugs", "drink-or-drugs", False),
    (NEEDS, "danger-at-home", "danger-at-home", False),
    (NEEDS, "under-18", "under-18", False),
]


@pytest.mark.parametrize(("question", "said", "gate", "stops"), GATES)
def test_a_gate_opens_at_once_and_begins_and_ends_with_the_number_to_call(
    shipped: Questionnaire, question: str, said: str, gate: str, *, stops: bool
) -> None:
    walk = walk_on(shipped, question, said)
    mine = next(one for one in shipped.library.gates.gates if one.id == gate)
    words, lines = shipped.words.gate, walk.last.strip().splitlines()

    assert f"\n{mine.title}\n---" in walk.last
    for one in (mine.hope, mine.whom, mine.how_soon, mine.saw, mine.why, mine.can_wait):
        assert flat(heard(one)) in flat(walk.last)
    assert "999" in "".join(lines[:4])
    assert "999" in "".join(lines[-9:])
    assert (flat(words.go_on_stopped) in flat(walk.last)) == stops
    assert (flat(words.go_on_prepare) in flat(walk.last)) != stops
    private = flat(shipped.words.end.danger_private) in flat(walk.last)
    assert private == (gate == "danger-at-home")
    again = walk_on(shipped, question, said, "?")
    assert mine.title in again.last


def test_a_gate_shows_no_line_of_another_country(shipped: Questionnaire) -> None:
    walk = play(shipped, "continue", "elsewhere", "might-hurt-myself")

    assert "999" not in walk.last
    assert "findahelpline.com" in walk.last
    assert "lines on this page" not in flat(walk.last)  # there is none on it


def test_several_gates_are_one_screen_each_line_once_and_children_first(
    shipped: Questionnaire,
) -> None:
    walk = walk_on(shipped, NEEDS, "under-18, eating-danger")
    gates = {one.id: one for one in shipped.library.gates.gates}
    young = next(x for x in help_lines.of(shipped, "GB") if x["for"] == "young")

    assert gates["eating-danger"].title in walk.last
    assert walk.last.count("Samaritans") == 1
    assert walk.last.index(gates["under-18"].title) < walk.last.index(young["name"])
    assert walk.last.index(young["name"]) < walk.last.index("Samaritans")


@pytest.mark.parametrize(
    ("option", "saving", "kept", "sure"),
    [
        ("suicidal-thoughts", "yes", "leave_kept", "sure"),
        ("suicidal-thoughts", "lost", "leave_lost", "sure_lost"),
        ("suicidal-thoughts", "no", "leave", ""),
        ("danger-at-home", "no", "leave", ""),
    ],
)
def test_leaving_at_a_gate_says_what_stays(
    shipped: Questionnaire,
    option: str,
    saving: Literal["yes", "no", "lost"],
    kept: str,
    sure: str,
) -> None:
    answers: Answers = {"safe-now": ("safe",), NEEDS: (option,)}
    state = State(opened=True, placed=True, answers=answers, saving=saving)
    ask = screens.draw(shipped, state, Stop("gate"))

    assert ask.entries[-1].label == getattr(shipped.words.gate, kept)
    assert ask.sure == getattr(shipped.words.draft, sure, shipped.words.walk.sure)
    assert walk_on(shipped, "gate", "leave").outcome.ending == "leave"


def test_going_on_past_a_gate_asks_the_rest_and_scores_nothing(
    shipped: Questionnaire,
) -> None:
    given = list(whole(shipped, {"safe-now": "might-hurt-myself"}))
    given.insert(3, "go-on")
    found = documents.build(shipped, play(shipped, *given, "done").sheet(shipped)).facts

    assert (found["reading"], found["fit"]) == ("see-someone-first", None)


@pytest.mark.parametrize("key", ["safe-now", NEEDS])
def test_a_skipped_safety_question_shows_the_lines_before_anything_else_and_once(
    shipped: Questionnaire, key: str
) -> None:
    given = replies(shipped)
    rest = list(given.values())[list(given).index(key) + 1 :]
    walk, notice = walk_on(shipped, key, "skip"), shipped.library.gates.unanswered
    at = walk.last.index(f"\n{notice.title}\n")
    told = flat(walk.last[at:])

    for one in (*notice.text, shipped.words.gate.unsaved, "999", "Samaritans"):
        assert one in told
    assert "Question" in told  # what is asked next stands below
    assert "Question" not in flat(walk.last[:at])
    on = walk_on(shipped, key, "skip", *rest)
    assert on.text.count(f"\n{notice.title}\n") == 1
    out = walk_on(shipped, "check", key, "skip")
    for one in (notice.title, "999", shipped.words.check.text):
        assert one in out.last


def told(shipped: Questionnaire, state: State, *said: Reply) -> State:
    """Return where a walk stands after some replies."""
    for reply in said:
        stop = steps.upcoming(shipped, state)
        assert stop
        state = steps.take(shipped, state, stop, reply)
    return state


def test_from_a_skipped_safety_question_on_the_walk_is_private_for_good(
    shipped: Questionnaire,
) -> None:
    state = State(opened=True, placed=True, country="GB", saving="ask")
    skipped = told(shipped, state, Command.SKIP)
    mended = told(shipped, skipped, Command.BACK, ("safe",), ("none-of-these",))
    other = told(shipped, state, ("safe",), ("none-of-these",))

    assert (skipped.private, skipped.saving) == (True, "no")
    assert (mended.private, mended.saving) == (True, "no")
    assert steps.upcoming(shipped, mended) == Stop("question", shipped.questions[FIRST])
    assert steps.upcoming(shipped, other) == Stop("saving")


# Saving, and what copies keep


def test_saving_lists_no_first_and_an_empty_line_says_neither(
    shipped: Questionnaire,
) -> None:
    safety = frozenset(shipped.safety)
    state = State(opened=True, placed=True, saving="ask", skipped=safety)
    ask = screens.draw(shipped, state, Stop("saving"))

    assert [one.id for one in ask.entries] == ["no", "yes"]
    assert ask.previous == ()
    assert told(shipped, state, ()).saving == "ask"
    assert told(shipped, state, ("yes",)).saving == "yes"


def test_consent_is_asked_until_it_is_given_or_refused(shipped: Questionnaire) -> None:
    said: list[Reply] = [(), ("maybe",), Command.BACK, Command.SKIP, ("1",), ("keep",)]
    script, shown = iter(said), []

    def face(ask: Screen) -> Reply:
        shown.append(ask)
        return next(script)

    assert loop.consent(shipped, face) == "keep"
    assert [bool(one.problem) for one in shown] == [False, *[True] * 5]
    assert [one.id for one in shown[0].entries] == ["leave-out", "keep"]
    assert shown[0].previous == ()
    for command in (Command.LEAVE, Command.EXIT, Command.END):
        assert loop.consent(shipped, lambda _, said=command: said) == command.value
    for record, words in ((True, shipped.words.clinician.record), (False, None)):
        ask = screens.keep(shipped, "", record=record)
        assert ask.text == (words or shipped.words.keep.text)


# How it reads


def test_the_replies_are_told_in_full_once_and_in_short_after(
    shipped: Questionnaire,
) -> None:
    walk = walk_on(shipped, "check", FIRST, "nonsense")
    full, short = shipped.words.walk.replies, shipped.words.walk.replies_short
    long = [key for key, ids in shipped.choices.items() if len(ids) > MANY]
    ways = "back (b), skip (s), help (?), lines (h)", "leave (l)", "exit (x)"

    assert long == [CONCERNS]  # before so many options they are told once more
    assert flat(walk.text).count(flat(full)) == 2
    assert all(flat(short) in flat(one) for one in walk.screens[3:36])
    for one in walk.screens[1:36]:
        assert [way for way in ways if way not in flat(one)] == []


@pytest.mark.parametrize("width", [80, 40, 20])
def test_no_line_is_wider_than_the_window_and_no_word_is_cut(
    shipped: Questionnaire, width: int
) -> None:
    given = list(whole(shipped, {NEEDS: "1 2 3 4 5 6 7 8 9"}))
    given.insert(4, "go-on")
    wide = play(shipped, *given, width=10_000)
    walk = play(shipped, *given, width=width)
    words = re.sub("--+", "--", walk.text).split()
    lines = walk.text.splitlines()

    assert words == re.sub("--+", "--", wide.text).split()
    assert [one for one in lines if len(one) > width and " " in one.strip()] == []


# Any replies at all

EXAMPLES = 100 if THOROUGH else 12
WORDS = [
    *("continue", "yes", "GB", "elsewhere", "go-on", "done", "d", "country"),
    *("back", "b", "b", "skip", "s", "?", "", "nonsense", "9 9", "-1", "\0", "1,2,3"),
    *("safe", "might-hurt-myself", "none-of-these", "under-18", "both", "none", "cbt"),
    *map(str, range(1, 36)),
]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(WORDS), max_size=150))
def test_no_sequence_of_replies_is_a_crash(
    shipped: Questionnaire, said: list[str]
) -> None:
    walk = play(shipped, "continue", "GB", *said)
    sheet = walk.sheet(shipped)
    found = documents.build(shipped, sheet).facts
    on_path = {q.id for q in path.path(shipped, sheet.answers)}

    assert walk.outcome.ending in {"end", "done"}
    assert {line["question"] for line in found["lines"]} <= on_path
    assert set(found["answers"]) <= on_path
    assert not set(sheet.answers) & set(sheet.skipped)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=40), st.sampled_from(PLACES))
def test_no_text_at_all_is_a_crash(
    shipped: Questionnaire, said: str, place: str
) -> None:
    walk = walk_on(shipped, place, said)

    assert walk.outcome.ending in {"end", "done", "leave", "exit"}


@pytest.mark.parametrize("seed", range(6))
def test_detours_leave_no_trace_in_the_report(
    shipped: Questionnaire, seed: int
) -> None:
    """Whatever way the same answers were reached, the report is the same."""
    chance = random.Random(seed)
    wanted = replies(shipped, {"earlier-kind": chance.choice(["none", "both", "cbt"])})
    straight = play(shipped, *START, *wanted.values(), "done")
    state = State(opened=True, placed=True, country="GB")
    for _ in range(400):
        stop = steps.upcoming(shipped, state)
        if stop is None or stop.kind == "check":
            break
        detour = chance.random() < 0.4
        reply: Reply
        if stop.question is None:
            passed = {"opening": "continue", "country": "GB", "gate": "go-on"}
            reply = (passed[stop.kind],)
        elif detour:
            options = [choice.id for choice in shipped.choices[stop.key]]
            other: list[Reply] = [Command.BACK, Command.SKIP, Command.HELP]
            reply = chance.choice([*other, (chance.choice(options),)])
        else:
            reply = tuple(wanted.get(stop.key, "skip").replace(",", " ").split())
        state = steps.take(shipped, state, stop, reply)
    for key, said in wanted.items():
        state = corrected(shipped, state, key, said)
    mine = documents.build(shipped, sheet_of(shipped, state)).facts

    assert mine == facts(shipped, straight)


def corrected(shipped: Questionnaire, state: State, key: str, said: str) -> State:
    """Change one answer from the check page."""
    state = replace(state, changing=key)
    stop = steps.upcoming(shipped, state)
    assert stop is not None
    given_now = tuple(said.replace(",", " ").split())
    return steps.take(shipped, state, stop, given_now)
