"""The opening: one screen, named for those who listen, and quick to come."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import keyboard
import pytest
from running import child, environment

from fitcheck.walk import frame, screens
from fitcheck.walk.state import State, Stop
from fitcheck.walk.view import begin

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire

HEAVY = ("typer", "pydantic", "questionary", "prompt_toolkit", "rich", "hashlib")
OPENS = "In danger, or thinking of"


def imported(code: str) -> list[str]:
    """Return which heavy modules a new interpreter has after some code."""
    end = f"import sys; print(*[n for n in {HEAVY} if n in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\n{end}"],
        capture_output=True,
        env=environment(),
        cwd=Path(__file__).parents[1],
        check=True,
    )
    return ran.stdout.decode().splitlines()[-1].split()


def test_the_help_page_needs_no_models_and_no_prompts() -> None:
    code = "from fitcheck.cli import program; program.run(['--help'])"

    assert imported(code) == ["typer"]


def test_it_is_one_screen_and_begins_with_where_help_is(
    shipped: Questionnaire,
) -> None:
    screen = screens.draw(shipped, State(), Stop("opening"))
    drawn = frame.frame(screen, begin(screen), 80, 24, shipped.words.screen)
    said = keyboard.text(drawn)
    words = shipped.words.opening

    assert len(drawn.body) <= drawn.area
    assert said.split("\n")[2].strip() == words.help
    for one in (words.decision, *words.text, shipped.words.screen.reader):
        assert " ".join(one.split()) in " ".join(said.split())


@pytest.mark.parametrize("begins", [["--plain"], ["take"], []])
def test_plain_lines_say_what_is_typed(begins: list[str]) -> None:
    ran = child(*begins, stdin="continue\nback\ncontinue\n")

    assert ran.err.decode().count(OPENS) == 2
    assert b"type h." in ran.err


def test_broken_words_are_all_told_and_nothing_else_is_shown(tmp_path: Path) -> None:
    ran = child("--plain", "--questions", tmp_path)

    assert ran.code == 1
    assert b"interface.yaml: this file is missing" in ran.err
    assert OPENS.encode() not in ran.err
