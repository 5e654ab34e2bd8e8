"""`demo`: a fictional person walks by keys, a watcher sets the pace, all is marked."""

from io import StringIO
from pathlib import Path

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from running import inside
from sampling import sample
from terminals import Terminal

from fitcheck import files
from fitcheck.answers.reading import load
from fitcheck.cli.afterwards import Round
from fitcheck.cli.options import Asked
from fitcheck.cli.walk import Walk
from fitcheck.rubric import path
from fitcheck.walk import loop, pressing, scripted
from fitcheck.walk.frame import frame
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Command, Screen
from fitcheck.walk.scripted import Lines, Scripted, next_key, wanted
from fitcheck.walk.state import State, sheet_of
from fitcheck.walk.view import begin

PEOPLE = sorted(path.stem for path in (files.bundled() / "vignettes").glob("*.yaml"))
MOST = 400
"""Keys that one screen takes at most."""


def person(shipped, name):
    return load(shipped, Path(name), files.bundled() / "vignettes")


def walked(shipped, sheet, face):
    state = State(private=True, clinician=bool(sheet.respondent), offered="GB")
    return loop.conduct(shipped, state, face)


def by_keys(shipped, name, size):
    """Walk by the keys of the demonstration, without a terminal."""
    sheet, words = person(shipped, name), shipped.words.screen

    def face(screen):
        view, reply = begin(screen), wanted(shipped, sheet, screen)
        for _ in range(MOST):
            drawn = frame(screen, view, *size, words)
            view.top = drawn.top
            key = next_key(screen, view, drawn, reply)
            if (got := pressing.press(screen, view, key, drawn, words)) is not None:
                return got
        raise AssertionError(f"no reply to {screen.key}")

    return walked(shipped, sheet, face)


def by_lines(shipped, name):
    """Walk by the lines of the demonstration."""
    sheet, text = person(shipped, name), StringIO()
    plain = Plain(StringIO(), text, shipped.words)
    return walked(shipped, sheet, Lines(shipped, sheet, plain)), text.getvalue()


@pytest.mark.parametrize("name", sample(PEOPLE, 3))
def test_keys_and_lines_walk_the_walk_of_the_vignette(shipped, name):
    sheet = person(shipped, name)
    lines, text = by_lines(shipped, name)
    for outcome in (by_keys(shipped, name, (80, 24)), lines):
        assert outcome.ending == "done"
        assert outcome.state.answers == path.on_path(shipped, sheet.answers)
        assert outcome.state.country == sheet.country
        assert sheet_of(shipped, outcome.state).cleared == sheet.cleared
        assert outcome.state.respondent == sheet.respondent
    assert text.count("DEMONSTRATION") >= len(path.path(shipped, sheet.answers)) + 2


def test_in_a_small_window_the_keys_lead_to_the_same_answers(shipped):
    small = by_keys(shipped, "sipho-touchline", (40, 12))

    assert small.state == by_keys(shipped, "sipho-touchline", (120, 36)).state


@pytest.mark.parametrize("name", ["camille-two-truths", "sipho-touchline"])
def test_the_report_is_that_of_score_and_marked(monkeypatch, tmp_path, name):
    file = tmp_path / "report.md"
    ran = inside(monkeypatch, "demo", name, "-o", file, "-o", "-")

    assert ran.code == 0
    assert ran.out == file.read_text() == inside(monkeypatch, "score", name).out
    assert "DEMONSTRATION" in ran.out
    assert "Your reply: " in ran.err


def test_the_list_names_everybody_with_the_result_to_expect(monkeypatch):
    rows = inside(monkeypatch, "demo", "--list").out.splitlines()

    assert [row.partition(":")[0] for row in rows] == PEOPLE
    assert all("Result: " in row for row in rows)


def watched(shipped, monkeypatch, presses, *, step=False):
    """Let somebody be watched who presses a key on some screens, at a fast pace."""
    monkeypatch.setattr(scripted, "WORDS_A_SECOND", 1e6)
    for name in ("SHORTEST", "SEEN", "A_KEY"):
        monkeypatch.setattr(scripted, name, 0.002)
    sheet, seen = person(shipped, "nadia-same-ending"), []

    class Watched(Scripted):
        def show(self, screen):
            seen.append(screen)
            super().show(screen)
            for key in presses.get(screen.key, ""):
                self.take(key)

    with (
        create_pipe_input() as pipe,
        Watched(
            None, shipped.words, {}, source=pipe, output=DummyOutput(),
            questionnaire=shipped, sheet=sheet, step=step,
        ) as face,
    ):  # fmt: skip
        return walked(shipped, sheet, face), seen


def test_every_screen_of_the_played_face_is_marked_and_answers_by_its_keys(
    shipped, monkeypatch
):
    outcome, seen = watched(shipped, monkeypatch, {})

    assert outcome.ending == "done"
    assert outcome.state.answers == person(shipped, "nadia-same-ending").answers
    assert {one.mark for one in seen} == {"DEMONSTRATION · Nadia, 38"}


def test_r_goes_to_the_report_and_q_leaves(shipped, monkeypatch):
    jumped, seen = watched(shipped, monkeypatch, {"who-leads": "r"})
    left, _ = watched(shipped, monkeypatch, {"who-leads": "q"})
    gone, _ = watched(shipped, monkeypatch, {"who-leads": "x"})

    assert jumped.ending == "done"
    assert seen[-1].key == "who-leads"
    assert jumped.state.answers == person(shipped, "nadia-same-ending").answers
    assert (left.ending, gone.ending) == ("leave", "exit")


def test_the_keys_of_a_watcher_answer_nothing(shipped, monkeypatch):
    outcome, _ = watched(shipped, monkeypatch, {"who-leads": "5f1bs?yn/ff  "})

    assert outcome.state.answers == person(shipped, "nadia-same-ending").answers


@pytest.mark.parametrize("step", [False, True])
def test_space_pauses_and_goes_on_and_steps_wait_for_it(shipped, monkeypatch, *, step):
    presses = dict.fromkeys(shipped.questions, " ") if step else {"who-leads": "  "}
    outcome, _ = watched(shipped, monkeypatch, presses, step=step)
    assert outcome.ending == "done"

    stays = {} if step else {"who-leads": " "}
    monkeypatch.setattr(Scripted, "wait", lambda face: waited(face, step=step))
    outcome, seen = watched(shipped, monkeypatch, stays, step=step)
    assert outcome.ending == "leave"
    assert seen[-1].key == ("safe-now" if step else "who-leads")


def waited(face, *, step):
    """End what would wait for ever."""
    super(Scripted, face).wait() if not face.paused else face.take("q")
    assert not face.paused or face.view.notice == face.questionnaire.words.demo.paused
    assert step == face.step


def test_the_answers_of_a_fictional_person_stay_as_they_are(shipped):
    asked: list[Screen] = []

    def ask(shown):
        asked.append(shown)
        return ("edit",) if len(asked) == 1 else Command.LEAVE

    sheet = person(shipped, "nadia-same-ending")
    walk = Walk(Asked(), State(private=True), sheet)
    walk.face = ask

    assert Round(walk, sheet, walk.begin).show() == "leave"
    assert asked[0].acts == ()
    assert asked[1].problem == shipped.words.problems.unknown


def test_answers_of_nobody_fictional_are_not_played(monkeypatch, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(
        "fitcheck: 1\nquestionnaire: psychodynamic-cbt\nversion: 2.0.0\nanswers: {}\n"
    )
    ran = inside(monkeypatch, "demo", file)

    assert ran.code == 1
    assert "not the answers of a fictional person" in ran.err


def test_on_a_terminal_it_ends_in_the_report_and_leaves_nothing():
    terminal = Terminal("demo", "nadia-same-ending", "--step")
    terminal.wait("Space pauses")
    terminal.press("r", "1 Result")
    assert terminal.rows[0].strip() == "DEMONSTRATION · Nadia, 38 · Your report"
    terminal.press("2", "About this person")
    terminal.send("q")

    assert terminal.end() == 0
    assert terminal.all == ""


def test_without_a_name_whom_to_watch_is_chosen_from_a_list():
    terminal = Terminal("demo", "--step")
    terminal.wait("Whom would you like to watch?")
    terminal.press("\x1b[B\r", "DEMONSTRATION · Aroha")
    terminal.send("q")

    assert terminal.end() == 0
