"""What a shell completes, by the protocol that it speaks, and who is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from running import child

from fitcheck import files
from fitcheck.cli import choices
from fitcheck.cli.look import Look

if TYPE_CHECKING:
    from pathlib import Path

TYPED = {
    "fitcheck th": {"therapies"},
    "fitcheck take --res": {"--resume"},
    "fitcheck score nadia": {"nadia-same-ending"},
    "fitcheck compare nadia-same-ending mate": {"mateusz-at-sea"},
    "fitcheck demo noor": {"noor-it-depends"},
    "fitcheck therapies side": {"side-by-side"},
    "fitcheck take --country GB": {"GB"},
    "fitcheck help-now D": {"DE", "DJ", "DK", "DM", "DO", "DZ"},
}
"""What stands on the line, and what it can become."""


@pytest.mark.parametrize("line", TYPED)
def test_a_shell_completes_commands_options_and_names(
    line: str, tmp_path: Path
) -> None:
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    env = {"_FITCHECK_COMPLETE": "complete_bash", "HOME": str(tmp_path), **words}
    ran = child(env=env, cwd=tmp_path)

    assert ran.code == 0
    assert set(ran.out.decode().split()) == TYPED[line]
    assert not list(tmp_path.iterdir())


def test_the_script_for_a_shell_is_shown_and_nothing_written(tmp_path: Path) -> None:
    named = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    env = {"HOME": str(tmp_path), **named}
    ran = child("--show-completion", "bash", env=env, cwd=tmp_path)

    assert not list(tmp_path.iterdir())
    assert b"_FITCHECK_COMPLETE" in ran.out


def test_every_topic_and_every_person_is_named() -> None:
    people = sorted(one.stem for one in (files.bundled() / "vignettes").glob("*.yaml"))

    assert choices.vignettes() == people
    assert "side-by-side" in choices.topics()
    assert ("GB", "United Kingdom") in choices.countries()


def test_through_a_pipe_nobody_is_asked_to_choose() -> None:
    assert choices.choose("?", {"a": "A"}, Look()) is None
