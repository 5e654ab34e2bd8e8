"""The opening is on the screen before anything heavy is imported, and only once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from running import child, environment, on_terminal

from fitcheck import __main__, files
from fitcheck.cli import opening

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


def test_the_opening_needs_nothing_heavy() -> None:
    code = "from fitcheck.cli import opening; assert opening.begin(plain=False)"

    assert imported(code) == []


def test_the_help_page_needs_no_models_and_no_prompts() -> None:
    code = "from fitcheck.cli import program; program.run(['--help'])"

    assert imported(code) == ["typer"]


@pytest.mark.parametrize("begins", [["--plain"], ["take", "--plain"], ["take"], []])
def test_the_quick_opening_is_the_same_byte_by_byte(begins: list[str]) -> None:
    quick = child(*begins, stdin="continue\nGB\n")
    walked = child(*begins, "--no-color", stdin="continue\nGB\n")

    assert ["--no-color", *begins] not in __main__.PLAINLY_TAKE
    assert quick.err == walked.err
    assert b"type h." in quick.err
    assert quick.code == walked.code == 1


@pytest.mark.parametrize("size", [(24, 80), (24, 60), (12, 40), (60, 80)])
def test_on_a_terminal_its_first_page_is_the_same_and_stands_there_once(
    size: tuple[int, int],
) -> None:
    quick, walked = (
        on_terminal(*words, keys="x", size=size).out for words in ((), ("--no-color",))
    )

    assert quick.count(OPENS) == walked.count(OPENS) == 1
    first, other = (one.split("\x1b")[0] for one in (quick, walked))
    assert first == other
    assert "press h." in " ".join(first.split())
    assert size[1] < 80 or "close the window." in " ".join(first.split())


def test_after_going_back_it_is_shown_again() -> None:
    ran = child("--plain", stdin="continue\nback\ncontinue\n")

    assert ran.err.decode().count(OPENS) == 2


@pytest.mark.parametrize(
    "text",
    ["", "opening: [", "opening: {title: a}", "opening: {title: 1}\nopening: 2", None],
)
def test_words_that_cannot_be_read_are_left_to_the_loader(
    text: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(files, "bundled", lambda: tmp_path)
    if text is not None:
        (tmp_path / "interface.yaml").write_text(text)

    assert not opening.begin(plain=True)
    assert capsys.readouterr().err == ""


def test_a_paragraph_that_is_no_text_is_left_to_the_loader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "bundled", lambda: tmp_path)
    (tmp_path / "interface.yaml").write_text(
        "opening: {title: a, decision: b, text: [c, 1]}\n"
        "walk: {plain: d, plain_no_terminal: e}\n"
    )

    assert not opening.begin(plain=True)


def test_broken_words_are_all_told_and_nothing_else_is_shown(tmp_path: Path) -> None:
    ran = child("--plain", "--questions", tmp_path)

    assert ran.code == 1
    assert b"interface.yaml: this file is missing" in ran.err
    assert OPENS.encode() not in ran.err
