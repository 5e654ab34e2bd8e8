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
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.screen import Reply

CONCERNS = "concerns"
FIRST = "plan-or-open"

CHOSEN = [
    ("needs-assessment", "7 5", ("drink-or-drugs", "very-high-energy")),
    ("needs-assessment", "drink-or-drugs,voices-or-beliefs", None),
    ("limits", "Long-Wait, 1", ("long-wait", "short-time")),
    ("limits", "little-money , short-time", ("little-money", "short-time")),
    (CONCERNS, "sleep panic,phobia", ("sleep", "panic", "phobia")),
    (CONCERNS, "  2  1 ", ("anxiety-worry", "depression")),
    (CONCERNS, "none-in-particular", ("none-in-particular",)),
    (FIRST, "STRONGLY-CBT", ("strongly-cbt",)),
    (FIRST, "3.", None),
    ("who-leads", "1", ("strongly-cbt",)),
    ("wants-roots", "3", ("very-much",)),
]

REFUSED = [
    (FIRST, "", "empty"),
    (FIRST, "   ,, ", "empty"),
    (FIRST, "6", "unknown"),
    (FIRST, "0", "unknown"),
    (FIRST, "-1", "unknown"),
    (FIRST, "1.5", "unknown"),
    (FIRST, "³", "unknown"),
    (FIRST, "yes", "unknown"),
    (FIRST, "very-much", "unknown"),
    (FIRST, "done", "unknown"),
    (FIRST, "go-on", "unknown"),
    (FIRST, "keep", "unknown"),
    (FIRST, "1 back", "unknown"),
    (FIRST, "1\0", "unknown"),
    (FIRST, "\x1b[A", "unknown"),
    (FIRST, "1" * (LONGEST * 3), "unknown"),
    (FIRST, "1" + " " * LONGEST + "2", "unknown"),
    (FIRST, "1 2", "only_one"),
    (FIRST, "1 1", "twice"),
    ("needs-assessment", "1, 1", "twice"),
    ("needs-assessment", "none-of-these, under-18", "exclusive"),
    ("limits", "1, none", "exclusive"),
    (CONCERNS, "none-in-particular panic", "exclusive"),
    (CONCERNS, "sleep, sleep", "twice"),
    (CONCERNS, "1, depression", "twice"),
    (CONCERNS, "1 2 3 4", "too_many"),
]


def wanting(shipped: Questionnaire, problem: str) -> str:
    """Return how a problem begins, as the interface words it."""
    text: str = getattr(shipped.words.problems, problem)
    return text.partition("{")[0]


@pytest.mark.parametrize(("question", "said", "chosen"), [c for c in CHOSEN if c[2]])
def test_numbers_and_ids_are_taken_in_their_order(
    shipped: Questionnaire, question: str, said: str, chosen: tuple[str, ...]
) -> None:
    walk = play(shipped, *until(shipped, question), said)

    assert walk.answers[question] == chosen


@pytest.mark.parametrize(("question", "said", "problem"), REFUSED)
def test_a_reply_that_does_not_fit_is_asked_again_and_chooses_nothing(
    shipped: Questionnaire, question: str, said: str, problem: str
) -> None:
    walk = play(shipped, *until(shipped, question), said)
    options = [choice.id for choice in shipped.shown(shipped.questions[question])]

    assert question not in walk.answers
    assert walk.last.strip().startswith(wanting(shipped, problem))
    # A long list is not heard again after every mistake; ? tells it again.
    assert (f"\n{len(options)}. " in walk.last) == (len(options) <= FEW)
    asked_for = play(shipped, *until(shipped, question), said, "?")
    assert f"\n{len(options)}. " in asked_for.last


@pytest.mark.parametrize(
    "said",
    ["2.", "\uff12", "\uff12\uff0e", "(2)", "2)", "\u0662", "“2”", "2,"],
)
def test_a_number_is_taken_as_it_is_printed_or_typed_anywhere(
    shipped: Questionnaire, said: str
) -> None:
    walk = play(shipped, *until(shipped, FIRST), said)

    assert walk.answers[FIRST] == ("slightly-psychodynamic",)


def test_a_reply_is_said_back_before_the_next_question(shipped: Questionnaire) -> None:
    walk = play(shipped, *until(shipped, "plan-or-open"), "4", "s", "zzz", "1")
    heard = [screen.strip().split("\n")[0] for screen in walk.screens]

    assert "Taken: A little more B" in heard
    assert shipped.words.walk.skipped in heard
    assert "Taken: zzz" not in walk.text


def test_what_was_typed_is_never_repeated_in_a_problem(shipped: Questionnaire) -> None:
    walk = play(shipped, *until(shipped, FIRST), "zzz-my-secret")

    assert "zzz" not in walk.text


@pytest.mark.parametrize("said", ["b", "back", "BACK", " b ", "B,"])
def test_back_is_known_by_word_and_letter(shipped: Questionnaire, said: str) -> None:
    walk = play(shipped, *until(shipped, FIRST), said)

    assert "needs-assessment" not in walk.answers


@pytest.mark.parametrize("said", ["s", "skip", "Skip"])
def test_skip_is_known_by_word_and_letter(shipped: Questionnaire, said: str) -> None:
    walk = play(shipped, *until(shipped, FIRST), said)

    assert walk.state.skipped == {FIRST}


@pytest.mark.parametrize("said", ["?", "help", "HELP"])
def test_help_says_why_a_question_is_asked(shipped: Questionnaire, said: str) -> None:
    asked = shipped.questions["who-leads"]
    walk = play(shipped, *until(shipped, "who-leads"), said)
    before, after = walk.screens[-3:-1]

    assert flat(asked.why) not in flat(before)
    assert flat(asked.why) in flat(after)
    assert flat(asked.text) in flat(after)


def flat(text: str) -> str:
    """Undo the wrapping."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        ("l", "leave"),
        ("q", "leave"),
        ("leave", "leave"),
        ("x", "exit"),
        ("EXIT", "exit"),
    ],
)
@pytest.mark.parametrize("at", ["opening", "country", "safe-now", "limits", "check"])
def test_leaving_is_possible_everywhere(
    shipped: Questionnaire, said: str, ending: str, at: str
) -> None:
    walk = play(shipped, *up_to(shipped, at), said)

    assert walk.outcome.ending == ending


def up_to(shipped: Questionnaire, place: str) -> tuple[str, ...]:
    """Return the replies that lead up to any place of the walk."""
    if place == "gate":
        return (*START, "might-hurt-myself")
    known = {"opening": (), "country": START[:1], "check": whole(shipped)}
    return known[place] if place in known else until(shipped, place)


PLACES = ["opening", "country", "safe-now", "gate", CONCERNS, "has-support", "check"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("said", ["h", "Lines"])
def test_the_lines_are_shown_at_every_place_and_it_asks_the_same_thing_again(
    shipped: Questionnaire, place: str, said: str
) -> None:
    there = play(shipped, *up_to(shipped, place), offered="GB")
    walk = play(shipped, *up_to(shipped, place), said, offered="GB")
    stop = steps.upcoming(shipped, there.state)
    assert stop
    ask = screens.draw(shipped, there.state, stop)
    called = [help_lines.said(shipped, o) for o in help_lines.of(shipped, "GB")]
    few = len(ask.entries) <= 6
    asked = [heard(ask.text), *(one.label for one in ask.entries if few)]
    seen = flat(walk.last)
    window = flat("\n".join(walk.last.splitlines()[-24:]))

    assert len(called) > 5
    assert [one for one in map(heard, called) if flat(one) not in seen] == []
    assert [one for one in map(heard, called[:2]) if flat(one) not in window] == []
    assert [one for one in asked if flat(one) not in seen] == []
    assert replace(walk.state, calls=False, taken=there.state.taken) == there.state
    assert walk.outcome.where == there.outcome.where


def test_the_lines_stand_there_once_and_the_next_reply_is_an_answer(
    shipped: Questionnaire,
) -> None:
    walk = play(shipped, *until(shipped, "who-leads"), "h", "nonsense", "h", "4")
    title = shipped.words.help_now.title.format(country="United Kingdom")

    assert [title in one for one in walk.screens[-5:-1]] == [True, False, True, False]
    assert walk.answers["who-leads"] == ("slightly-psychodynamic",)


@pytest.mark.parametrize(
    ("begun", "number"),
    [((), "911"), (("continue",), "911"), (START, "999"), (("continue", "DE"), "112")],
)
def test_the_lines_are_those_of_the_country_that_is_offered_or_was_taken(
    shipped: Questionnaire, begun: tuple[str, ...], number: str
) -> None:
    walk = play(shipped, *begun, "h", offered="US")
    nowhere = play(shipped, "continue", "elsewhere", "h", offered="US")

    urgent = shipped.words.gate.emergency.format(number=number)
    assert heard(urgent) in flat(walk.last)
    assert shipped.words.help_now.anywhere in nowhere.last
    assert "911" not in nowhere.last


@pytest.mark.parametrize("place", PLACES)
def test_input_that_ends_early_is_told_with_the_place(
    shipped: Questionnaire, place: str
) -> None:
    walk = play(shipped, *up_to(shipped, place))
    title = walk.outcome.where

    assert walk.outcome.ending == "end"
    assert title
    assert place not in shipped.questions or title.endswith(f", {place}")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("said", ["", "nonsense", "?", "1 2 3 4 5 6 7 8 9"])
def test_no_place_is_passed_by_a_reply_that_means_nothing(
    shipped: Questionnaire, place: str, said: str
) -> None:
    there = play(shipped, *up_to(shipped, place))
    walk = play(shipped, *up_to(shipped, place), said)

    assert walk.outcome.where == there.outcome.where
    assert walk.answers == there.answers


def test_a_last_line_without_its_end_counts(shipped: Questionnaire) -> None:
    walk = played(shipped, "continue\nGB\nsafe")

    assert walk.answers == {"safe-now": ("safe",)}


def test_lines_of_windows_are_understood(shipped: Questionnaire) -> None:
    walk = played(shipped, "continue\r\nGB\r\n1\r\n")

    assert walk.answers == {"safe-now": ("safe",)}


def test_only_continue_goes_past_the_opening(shipped: Questionnaire) -> None:
    walk = play(shipped, "1", "yes", "s", "b", "c")

    assert not walk.state.opened
    assert play(shipped, "CONTINUE").state.opened


@pytest.mark.parametrize(
    ("offered", "said", "country"),
    [
        ("GB", "yes", "GB"),
        ("US", "gb", "GB"),
        (None, "UK", "GB"),
        (None, "de", "DE"),
        ("GB", "Yes.", "GB"),
        ("GB", "y", "GB"),
        ("GB", "YES!", "GB"),
        (None, "GB.", "GB"),
        ("GB", "elsewhere", None),
        ("GB", "skip", None),
        ("GB", "s", None),
    ],
)
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


@pytest.mark.parametrize(
    ("said", "country"),
    [("united kingdom", "GB"), ("England", "GB"), ("usa", "US"), ("Norway", "NO")],
)
def test_a_country_can_be_named(
    shipped: Questionnaire, said: str, country: str
) -> None:
    assert play(shipped, "continue", said, offered="FR").state.country == country


@pytest.mark.parametrize("said", ["no", "No", "NO", "no.", "No!", "n", "(no)"])
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


@pytest.mark.parametrize("offered", [None, "ZZ"])
def test_yes_means_nothing_where_no_country_is_offered(
    shipped: Questionnaire, offered: str | None
) -> None:
    walk = play(shipped, "continue", "yes", offered=offered)

    assert not walk.state.placed
    assert "yes" not in walk.screens[1]


def test_yes_means_the_country_that_the_screen_shows(shipped: Questionnaire) -> None:
    walk = play(shipped, *whole(shipped), "country", "yes", "done", offered="US")

    assert walk.state.country == "GB"


def test_why_is_shown_with_the_first_question_of_every_section(
    shipped: Questionnaire,
) -> None:
    walk = play(shipped, *whole(shipped))
    asked = path.path(shipped, walk.answers)
    shown = walk.screens[2 : len(asked) + 2]
    told = [flat(q.why) in flat(one) for q, one in zip(asked, shown, strict=True)]

    assert told == [q == shipped.section_of[q.id].questions[0] for q in asked]


def test_questions_are_counted_on_the_path(shipped: Questionnaire) -> None:
    short = play(shipped, *whole(shipped, {"earlier-kind": "none"}))
    long = play(shipped, *whole(shipped, {"earlier-kind": "both"}))

    assert counted(short.text) == [(n, 33) for n in range(1, 34)]
    assert counted(long.text) == [(n, 33 if n < 26 else 35) for n in range(1, 36)]


def counted(text: str) -> list[tuple[int, int]]:
    """Return every number and total that was shown."""
    shown = re.findall(r"^Question (\d+) of (\d+)$", text, re.MULTILINE)
    return [(int(number), int(total)) for number, total in shown]


@pytest.mark.parametrize(
    ("place", "before"),
    [
        ("country", "opening"),
        ("safe-now", "country"),
        ("needs-assessment", "safe-now"),
        ("gate", "safe-now"),
        (FIRST, "needs-assessment"),
        ("has-support", "feels-sure"),
        ("check", "has-support"),
    ],
)
def test_back_opens_what_came_before(
    shipped: Questionnaire, place: str, before: str
) -> None:
    walk = play(shipped, *up_to(shipped, place), "back")

    assert walk.outcome.where == play(shipped, *up_to(shipped, before)).outcome.where


def test_back_at_the_very_start_says_so(shipped: Questionnaire) -> None:
    walk = play(shipped, "back")

    assert shipped.words.problems.no_back in flat(walk.last)


def test_back_offers_the_earlier_answer(shipped: Questionnaire) -> None:
    walk = play(shipped, *until(shipped, "limits"), "back")

    assert f"Your earlier answer: {first_concern(shipped)}" in walk.last


def first_concern(shipped: Questionnaire) -> str:
    """Return what the first concern of the scripted person is called."""
    return Names(shipped).option(shipped.questions[CONCERNS], "depression")


def test_back_twice_and_forward_again_keeps_what_was_said_between(
    shipped: Questionnaire,
) -> None:
    walk = play(shipped, *until(shipped, "limits"), "b", "b", "still-stuck", "sleep")

    assert walk.answers["earlier-cbt"] == ("still-stuck",)
    assert walk.answers[CONCERNS] == ("sleep",)
    assert walk.outcome.where.endswith(", limits")


def test_back_never_answers_by_itself(shipped: Questionnaire) -> None:
    walk = play(shipped, *until(shipped, "limits"), "back", "")

    assert CONCERNS not in walk.answers


def test_a_skipped_question_is_offered_as_skipped_and_can_be_answered(
    shipped: Questionnaire,
) -> None:
    begun = (*until(shipped, FIRST), "skip", "back")
    walk = play(shipped, *begun)

    assert shipped.words.walk.earlier_skipped in walk.last
    assert play(shipped, *begun, "1").state.skipped == frozenset()
    assert play(shipped, *begun, "skip").state.skipped == {FIRST}


def test_all_the_way_back_and_forward_gives_the_same_report(
    shipped: Questionnaire,
) -> None:
    straight = whole(shipped)
    number = len(replies(shipped))
    there = play(shipped, *straight, "done")
    again = play(shipped, *straight, *["b"] * (number + 2), *straight, "done")

    assert again.outcome.ending == "done"
    assert facts(shipped, again) == facts(shipped, there)


def facts(shipped: Questionnaire, walk: Played) -> object:
    """Return every fact of the report on a walk."""
    return documents.build(shipped, walk.sheet(shipped)).facts


def test_the_check_page_shows_every_answer_by_its_number(
    shipped: Questionnaire,
) -> None:
    walk = play(shipped, *until(shipped, "has-support"), "skip")
    shown = re.findall(r"^(\d+)\. ", walk.last, re.MULTILINE)

    assert [int(one) for one in shown] == list(range(1, len(replies(shipped)) + 1))
    assert "Country: United Kingdom" in walk.last
    assert walk.last.count("Not provided") == 1


@pytest.mark.parametrize("said", ["3", FIRST])
def test_an_answer_is_changed_by_its_number_or_id(
    shipped: Questionnaire, said: str
) -> None:
    walk = play(shipped, *whole(shipped), said, "5", "d")

    assert walk.outcome.ending == "done"
    assert walk.answers[FIRST] == ("strongly-cbt",)


def test_back_out_of_a_change_changes_nothing(shipped: Questionnaire) -> None:
    there = play(shipped, *whole(shipped), "done")

    for one in ("1", "28", "country"):
        walk = play(shipped, *whole(shipped), one, "back", "done")
        assert facts(shipped, walk) == facts(shipped, there)


def test_a_change_offers_the_present_answer(shipped: Questionnaire) -> None:
    walk = play(shipped, *whole(shipped), CONCERNS)

    assert f"Your earlier answer: {first_concern(shipped)}" in walk.last


def test_the_country_is_changed_from_the_check_page(shipped: Questionnaire) -> None:
    walk = play(shipped, *whole(shipped), "country", "nonsense", "US", "done")

    assert walk.state.country == "US"
    assert walk.outcome.ending == "done"


def test_skipping_inside_a_change_takes_the_answer_out(shipped: Questionnaire) -> None:
    walk = play(shipped, *whole(shipped), CONCERNS, "skip", "done")

    assert walk.outcome.ending == "done"
    assert CONCERNS not in walk.answers


def test_nothing_on_the_check_page_can_be_skipped(shipped: Questionnaire) -> None:
    walk = play(shipped, *whole(shipped), "skip")

    assert shipped.words.problems.no_skip in walk.last


@pytest.mark.parametrize("said", ["99", "0", "1 2", "earlier-psychodynamic", "finish"])
def test_only_what_the_check_page_lists_can_be_changed(
    shipped: Questionnaire, said: str
) -> None:
    walk = play(shipped, *whole(shipped), said)

    assert flat(walk.last).startswith(shipped.words.check.unknown)


def test_a_change_that_opens_a_branch_asks_its_questions(
    shipped: Questionnaire,
) -> None:
    begun = whole(shipped, {"earlier-kind": "none"})
    walk = play(shipped, *begun, "earlier-kind", "both", "it-helped", "a-little", "d")

    assert walk.outcome.ending == "done"
    assert walk.answers["earlier-psychodynamic"] == ("it-helped",)
    assert walk.answers["earlier-cbt"] == ("a-little",)


def test_a_change_that_closes_a_branch_drops_its_answers_from_the_report(
    shipped: Questionnaire,
) -> None:
    closed = play(shipped, *whole(shipped), "earlier-kind", "none", "done")
    never = play(shipped, *whole(shipped, {"earlier-kind": "none"}), "done")

    assert facts(shipped, closed) == facts(shipped, never)


def test_a_branch_that_opens_again_has_its_answer_back(shipped: Questionnaire) -> None:
    changes = ("earlier-kind", "none", "earlier-kind", "cbt", "done")
    walk = play(shipped, *whole(shipped), *changes)

    assert walk.outcome.ending == "done"
    assert walk.answers["earlier-cbt"] == ("still-stuck",)


@pytest.mark.parametrize("question", ["knows-enough", "feels-sure", "has-support"])
def test_a_not_yet_opens_its_screen_of_help_once(
    shipped: Questionnaire, question: str
) -> None:
    asked = shipped.questions[question]
    assert isinstance(asked, Single)
    option = asked.options[1]
    walk = play(shipped, *whole(shipped, {question: "not-yet"}))

    assert option.screen is not None
    assert walk.text.count(f"\n{option.screen.title}\n---") == 1
    for paragraph in option.screen.text:
        assert flat(paragraph) in flat(walk.text)


def test_both_cards_come_before_the_preference_is_asked(shipped: Questionnaire) -> None:
    asked = shipped.questions["informed-preference"]
    walk = play(shipped, *until(shipped, "informed-preference"))
    named = [one.name for one in shipped.library.therapies.therapies][:2]
    places = [walk.last.index(f"\n{name}\n") for name in named]
    before = "".join(walk.screens[:-2])

    assert max(places) < flat(walk.last).index(flat(asked.text))
    assert not any(f"\n{name}\n" in before for name in named)


GATES = [
    ("safe-now", "not-sure", "not-safe-now", True),
    ("safe-now", "might-hurt-myself", "not-safe-now", True),
    ("safe-now", "someone-might-hurt-me", "danger-at-home", False),
    ("needs-assessment", "suicidal-thoughts", "suicidal-thoughts", True),
    ("needs-assessment", "harm-to-others", "harm-to-others", True),
    ("needs-assessment", "self-harm", "self-harm", False),
    ("needs-assessment", "voices-or-beliefs", "voices-or-beliefs", False),
    ("needs-assessment", "very-high-energy", "very-high-energy", False),
    ("needs-assessment", "eating-danger", "eating-danger", False),
    ("needs-assessment", "drink-or-drugs", "drink-or-drugs", False),
    ("needs-assessment", "danger-at-home", "danger-at-home", False),
    ("needs-assessment", "under-18", "under-18", False),
]


@pytest.mark.parametrize(("question", "said", "gate", "stops"), GATES)
def test_a_gate_opens_at_once_with_the_lines_of_the_country(
    shipped: Questionnaire, question: str, said: str, gate: str, *, stops: bool
) -> None:
    walk = play(shipped, *until(shipped, question), said)
    mine = next(one for one in shipped.library.gates.gates if one.id == gate)
    words = shipped.words.gate

    assert mine.title in walk.last
    assert flat(mine.whom) in flat(walk.last)
    assert "999" in walk.last
    assert (flat(words.go_on_stopped) in flat(walk.last)) == stops
    assert (flat(words.go_on_prepare) in flat(walk.last)) != stops


def test_a_gate_shows_no_line_of_another_country(shipped: Questionnaire) -> None:
    walk = play(shipped, "continue", "elsewhere", "might-hurt-myself")

    assert "999" not in walk.last
    assert "findahelpline.com" in walk.last


def test_several_gates_are_shown_on_one_screen(shipped: Questionnaire) -> None:
    walk = play(shipped, *until(shipped, "needs-assessment"), "under-18, eating-danger")
    titles = [
        one.title
        for one in shipped.library.gates.gates
        if one.id in {"under-18", "eating-danger"}
    ]

    assert all(title in walk.last for title in titles)
    assert walk.last.count("Samaritans") == 1


def test_the_emergency_number_stands_right_above_the_prompt_of_a_gate(
    shipped: Questionnaire,
) -> None:
    walk = play(shipped, *until(shipped, "needs-assessment"), "1 2 3 4 5 6 7 8 9")

    assert "999" in "".join(walk.last.splitlines()[-9:])


def test_help_on_a_gate_shows_the_lines_again(shipped: Questionnaire) -> None:
    walk = play(shipped, *START, "might-hurt-myself", "?")

    assert "999" in walk.last


@pytest.mark.parametrize("said", ["1", "2", "yes", "s", "continue", ""])
def test_a_gate_is_passed_by_go_on_alone(shipped: Questionnaire, said: str) -> None:
    walk = play(shipped, *START, "might-hurt-myself", said)

    assert walk.state.seen == frozenset()
    assert "go-on" in walk.last


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
    answers = {"safe-now": ("safe",), "needs-assessment": (option,)}
    state = State(opened=True, placed=True, answers=answers, saving=saving)
    ask = screens.draw(shipped, state, Stop("gate"))

    assert ask.entries[-1].label == getattr(shipped.words.gate, kept)
    kept = getattr(shipped.words.draft, sure, shipped.words.walk.sure)
    assert ask.sure == kept


def test_leaving_at_a_gate_ends_the_walk(shipped: Questionnaire) -> None:
    assert play(shipped, *START, "might-hurt-myself", "leave").outcome.ending == "leave"


def test_going_on_past_a_gate_asks_the_rest_and_scores_nothing(
    shipped: Questionnaire,
) -> None:
    given = list(whole(shipped, {"safe-now": "might-hurt-myself"}))
    given.insert(3, "go-on")
    walk = play(shipped, *given, "done")
    found = documents.build(shipped, walk.sheet(shipped)).facts

    assert walk.outcome.ending == "done"
    assert found["reading"] == "see-someone-first"
    assert found["fit"] is None


def test_a_changed_safety_answer_opens_its_gate(shipped: Questionnaire) -> None:
    walk = play(shipped, *whole(shipped), "safe-now", "might-hurt-myself")

    assert "999" in walk.last


def test_back_from_a_gate_opens_the_answer_that_opened_it(
    shipped: Questionnaire,
) -> None:
    begun = (*whole(shipped), "needs-assessment", "under-18", "back")
    walk = play(shipped, *begun)
    mended = play(shipped, *begun, "none-of-these", "done")

    assert walk.outcome.where.endswith(", needs-assessment")
    assert facts(shipped, mended) == facts(
        shipped, play(shipped, *whole(shipped), "done")
    )


def test_a_changed_safety_answer_closes_its_gate(shipped: Questionnaire) -> None:
    given = list(whole(shipped, {"safe-now": "not-sure"}))
    given.insert(3, "go-on")
    walk = play(shipped, *given, "1", "safe", "done")

    assert fired(shipped, walk.state) == ()
    assert facts(shipped, walk) == facts(
        shipped, play(shipped, *whole(shipped), "done")
    )


def test_a_gate_that_fires_anew_is_shown_anew(shipped: Questionnaire) -> None:
    begun = (*START, "not-sure", "go-on", "back", "safe", "back", "might-hurt-myself")
    walk = play(shipped, *begun)

    assert "999" in walk.last


def test_a_gate_that_fires_anew_from_the_check_page_is_shown_anew(
    shipped: Questionnaire,
) -> None:
    given = list(whole(shipped, {"safe-now": "not-sure"}))
    given.insert(3, "go-on")
    walk = play(shipped, *given, "1", "safe", "1", "might-hurt-myself")

    assert "999" in walk.last
    assert "go-on" in walk.last


@pytest.mark.parametrize("key", ["safe-now", "needs-assessment"])
def test_a_skipped_safety_question_shows_the_lines_before_anything_else_and_once(
    shipped: Questionnaire, key: str
) -> None:
    given = list(replies(shipped).values())
    begun = (*until(shipped, key), "skip")
    walk = play(shipped, *begun)
    rest = given[list(replies(shipped)).index(key) + 1 :]
    notice = shipped.library.gates.unanswered
    at = walk.last.index(f"\n{notice.title}\n")
    told = flat(walk.last[at:])

    assert [
        one for one in (*notice.text, shipped.words.gate.unsaved) if one not in told
    ] == []
    assert "999" in told
    assert "Samaritans" in told
    assert "Question" in told  # what is asked next stands below
    assert "Question" not in flat(walk.last[:at])
    assert play(shipped, *begun, *rest).text.count(f"\n{notice.title}\n") == 1


def test_a_safety_answer_taken_out_on_the_check_page_shows_the_lines_there(
    shipped: Questionnaire,
) -> None:
    walk = play(shipped, *whole(shipped), "safe-now", "skip")

    assert shipped.library.gates.unanswered.title in walk.last
    assert "999" in walk.last
    assert shipped.words.check.text in walk.last


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


def told(shipped: Questionnaire, state: State, *said: Reply) -> State:
    """Return where a walk stands after some replies."""
    for reply in said:
        stop = steps.upcoming(shipped, state)
        assert stop
        state = steps.take(shipped, state, stop, reply)
    return state


def test_saving_lists_no_first_and_an_empty_line_says_neither(
    shipped: Questionnaire,
) -> None:
    state = State(
        opened=True, placed=True, saving="ask", skipped=frozenset(shipped.safety)
    )
    ask = screens.saving(shipped, state)

    assert [one.id for one in ask.entries] == ["no", "yes"]
    assert ask.previous == ()
    assert told(shipped, state, ()).saving == "ask"
    assert told(shipped, state, ("yes",)).saving == "yes"


def test_danger_at_home_says_at_once_that_nothing_more_is_written(
    shipped: Questionnaire,
) -> None:
    walk = play(shipped, *until(shipped, "needs-assessment"), "danger-at-home")

    assert flat(shipped.words.end.danger_private) in flat(walk.last)


def test_the_replies_are_told_in_full_once_and_in_short_after(
    shipped: Questionnaire,
) -> None:
    walk = play(shipped, *whole(shipped), FIRST, "nonsense")
    full, short = shipped.words.walk.replies, shipped.words.walk.replies_short
    long = [key for key, ids in shipped.choices.items() if len(ids) > MANY]

    assert long == [CONCERNS]  # before so many options they are told once more
    assert flat(walk.text).count(flat(full)) == 2
    assert all(flat(short) in flat(one) for one in walk.screens[3:36])


@pytest.mark.parametrize("width", [80, 40, 20])
def test_no_line_is_wider_than_the_window_and_no_word_is_cut(
    shipped: Questionnaire, width: int
) -> None:
    given = list(whole(shipped, {"needs-assessment": "1 2 3 4 5 6 7 8 9"}))
    given.insert(4, "go-on")
    wide = play(shipped, *given, width=10_000)
    walk = play(shipped, *given, width=width)
    words = re.sub("--+", "--", walk.text).split()
    lines = walk.text.splitlines()

    assert words == re.sub("--+", "--", wide.text).split()
    assert [one for one in lines if len(one) > width and " " in one.strip()] == []


def test_nothing_but_text_and_line_ends_is_written(shipped: Questionnaire) -> None:
    walk = play(shipped, *whole(shipped), "done")

    assert {c for c in walk.text if not c.isprintable()} == {"\n"}


def test_every_question_names_every_way_out(shipped: Questionnaire) -> None:
    walk = play(shipped, *whole(shipped))

    ways = "back (b), skip (s), help (?), lines (h)", "leave (l)", "exit (x)"

    for one in walk.screens[1:36]:
        assert [way for way in ways if way not in flat(one)] == []


def test_points_are_never_shown_while_answering(shipped: Questionnaire) -> None:
    given = {"concerns": "phobia", "knows-enough": "not-yet"}
    walk = play(shipped, *whole(shipped, given))

    assert not re.search(r"\d+ points?\b", walk.text)


def test_consent_is_asked_until_it_is_given_or_refused(shipped: Questionnaire) -> None:
    said: list[Reply] = [
        (),
        ("maybe",),
        Command.BACK,
        Command.SKIP,
        ("1",),
        ("keep",),
    ]
    script = iter(said)
    shown = []

    def face(ask: Screen) -> Reply:
        shown.append(ask.problem)
        return next(script)

    assert loop.consent(shipped, face) == "keep"
    assert shown[0] == ""
    assert all(shown[1:])


@pytest.mark.parametrize(
    ("command", "said"),
    [(Command.LEAVE, "leave"), (Command.EXIT, "exit"), (Command.END, "end")],
)
def test_leaving_at_the_consent_is_no_consent(
    shipped: Questionnaire, command: Command, said: str
) -> None:
    assert loop.consent(shipped, lambda _: command) == said


@pytest.mark.parametrize("record", [False, True])
def test_the_consent_lists_leaving_out_first_and_preselects_nothing(
    shipped: Questionnaire, *, record: bool
) -> None:
    ask = screens.keep(shipped, "", record=record)

    assert [one.id for one in ask.entries] == ["leave-out", "keep"]
    assert ask.previous == ()
    assert ask.text == (
        shipped.words.clinician.record if record else shipped.words.keep.text
    )


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
    walk = play(shipped, *up_to(shipped, place), said)

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
