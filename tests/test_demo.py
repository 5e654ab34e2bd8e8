"""`demo`: a fictional person walks, a watcher sets the pace, everything is marked."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.input import create_pipe_input
from running import inside
from terminals import Terminal

from fitcheck import files
from fitcheck.answers.reading import load
from fitcheck.cli import afterwards, keeping
from fitcheck.cli.look import Look
from fitcheck.rubric import path
from fitcheck.walk import loop, pace, player
from fitcheck.walk.player import Player
from fitcheck.walk.screen import Command, Screen
from fitcheck.walk.state import State, sheet_of

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.loop import Outcome
    from fitcheck.walk.screen import Reply

PEOPLE = sorted(path.stem for path in (files.bundled() / "vignettes").glob("*.yaml"))


def person(shipped: Questionnaire, name: str) -> Sheet:
    return load(shipped, Path(name), files.bundled() / "vignettes")


def play(
    shipped: Questionnaire, name: str, keys: str = "", **more: bool
) -> tuple[Outcome, str]:
    """Play somebody while these keys are pressed ahead; nothing else is waited for."""
    text = StringIO()
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        given = pace.Pace(pipe if keys else None)
        face = Player(
            shipped, person(shipped, name), text, lambda: (80, 0), given, **more
        )
        state = State(private=True, clinician=bool(face.sheet.respondent))
        return loop.conduct(shipped, state, face), text.getvalue()


@pytest.mark.parametrize("name", PEOPLE)
def test_the_walk_that_is_played_is_the_walk_of_the_vignette(
    shipped: Questionnaire, name: str
) -> None:
    outcome, text = play(shipped, name)
    sheet = person(shipped, name)
    asked = path.path(shipped, sheet.answers)

    assert outcome.ending == "done"
    assert outcome.state.answers == path.on_path(shipped, sheet.answers)
    assert outcome.state.country == sheet.country
    assert sheet_of(shipped, outcome.state).cleared == sheet.cleared
    flat = " ".join(text.split())
    for question in asked:
        assert " ".join(question.why.split()) in flat
    assert text.count("DEMONSTRATION") >= len(asked) + 2


@pytest.mark.parametrize("name", ["camille-two-truths", "sipho-touchline"])
def test_the_report_is_that_of_score_and_marked(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    ran = inside(monkeypatch, "demo", name)

    assert ran.code == 0
    assert ran.out == inside(monkeypatch, "score", name).out
    assert "DEMONSTRATION" in ran.out
    assert "Your reply: " in ran.err


def test_what_was_cleared_at_intake_is_cleared_before_who_watches(
    shipped: Questionnaire,
) -> None:
    outcome, text = play(shipped, "sipho-touchline")
    sheet = person(shipped, "sipho-touchline")

    assert sheet.cleared
    assert sheet_of(shipped, outcome.state).cleared == sheet.cleared
    assert outcome.state.respondent == sheet.respondent
    assert shipped.words.clinician.talked_title in text
    assert shipped.words.gate.can_wait not in text  # no gate was left in force


def test_the_list_names_everybody_with_the_result_to_expect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = inside(monkeypatch, "demo", "--list").out.splitlines()

    assert [row.partition(":")[0] for row in rows] == PEOPLE
    assert all("Result: " in row for row in rows)


def test_r_goes_to_the_report_and_q_leaves(shipped: Questionnaire) -> None:
    jumped, seen = play(shipped, "nadia-same-ending", "r")
    left, _ = play(shipped, "nadia-same-ending", "q")

    assert jumped.ending == "done"
    assert seen.count("DEMONSTRATION") == 1
    assert left.ending == "leave"


def test_f_is_faster_and_again_is_slower() -> None:
    with create_pipe_input() as pipe:
        given = pace.Pace(pipe)
        pipe.send_text("f")
        given.wait(0.01)
        first = given.faster
        pipe.send_text("f")
        given.wait(0.01)

    assert (first, given.faster) == (True, False)


def test_f_hurries_the_wait_in_which_it_is_pressed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(pace.time, "sleep", lambda one: clock.append(clock.pop() + one))
    with create_pipe_input() as pipe:
        pipe.send_text("f")
        pace.Pace(pipe).wait(8)

    assert clock[0] == pytest.approx(2, abs=0.1)


def test_a_watcher_sees_no_more_at_a_time_than_the_window_holds(
    shipped: Questionnaire,
) -> None:
    shown: list[str] = []

    class Watched(pace.Pace):
        def wait(self, seconds: float | None) -> None:
            if seconds is None or seconds > player.A_KEY:
                shown.append(text.getvalue())
                text.truncate(0)
                text.seek(0)

    text = StringIO()
    sheet = person(shipped, "anneli-lamp")
    face = Player(shipped, sheet, text, lambda: (80, 24), Watched())
    loop.conduct(shipped, State(private=True), face)

    assert len(shown) > 60
    assert max(one.count("\n") for one in shown) <= 24
    assert all(shipped.words.demo.keys in one for one in shown)


@pytest.mark.parametrize("entry", ["edit", "again", "save", "back"])
def test_the_answers_of_a_fictional_person_stay_as_they_are(
    shipped: Questionnaire, entry: str
) -> None:
    replies = iter([(entry,), Command.LEAVE])
    asked: list[Screen] = []

    def ask(shown: Screen) -> Reply:
        asked.append(shown)
        return next(replies)

    sheet = person(shipped, "nadia-same-ending")
    keeper = keeping.Keeper(shipped)
    left = afterwards.show(
        shipped, sheet, ask, Look(), keeper, private=True, fixed=True
    )

    assert left == "leave"
    assert (entry,) not in {one.reply for one in asked[0].acts}
    assert asked[1].problem == shipped.words.problems.unknown


def test_answers_of_nobody_fictional_are_not_played(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "fitcheck: 1\nquestionnaire: psychodynamic-cbt\nversion: 2.0.0\nanswers: {}\n"
    )
    ran = inside(monkeypatch, "demo", file)

    assert ran.code == 1
    assert "not the answers of a fictional person" in ran.err


def test_in_a_terminal_space_goes_on_and_q_gives_the_terminal_back() -> None:
    terminal = Terminal("demo", "nadia-same-ending", "--step", size=(80, 50))
    terminal.send("f")
    for phrase in ("Are you safe right now?", "Question 2 of", "End of this part."):
        for _ in range(400):
            if phrase in terminal.all:
                break
            terminal.read(0.05)
            terminal.send(" ") if phrase not in terminal.all else None
        assert phrase in terminal.all
    terminal.send("q")

    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("step", [False, True])
def test_the_keys_that_are_named_are_those_that_work(
    shipped: Questionnaire, step: bool
) -> None:
    words, text = shipped.words.demo, StringIO()
    sheet = person(shipped, "nadia-same-ending")
    face = Player(shipped, sheet, text, lambda: (80, 24), pace.Pace(), step)
    loop.conduct(shipped, State(private=True), face)
    _, read = play(shipped, "nadia-same-ending")

    assert (words.keys_step in text.getvalue()) == step
    assert (words.keys in text.getvalue()) != step
    assert words.keys not in read  # nobody watches there
