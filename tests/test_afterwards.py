"""After a walk on a terminal: the first screen, the menu, a copy, another round."""

from __future__ import annotations

import json
import signal
import sys
from typing import TYPE_CHECKING

import pytest
import typer
from running import TTY, Stream, inside
from walks import at_terminal, whole

from fitcheck import files, signals
from fitcheck.cli import leaving, look, reader
from fitcheck.cli import walk as walking
from fitcheck.cli.keeping import Keeper
from fitcheck.content import loader
from fitcheck.walk.plain import Plain
from fitcheck.walk.state import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from running import Ran

    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.screen import Reply

    Walk = Callable[..., Ran]

LOOK = look.Look(plain=True)


@pytest.fixture
def walk(
    monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire, tmp_path: Path
) -> Walk:
    """Walk to the end on a terminal in the plain face, then reply to what follows."""
    monkeypatch.setattr(loader, "load", lambda _=None, **__: shipped)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("TERM", "FITCHECK_PLAIN", "ACCESSIBLE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def walk(*after: str, gate: str = "", arguments: tuple[str, ...] = ()) -> Ran:
        given = list(whole(shipped, {"needs-assessment": gate} if gate else {}))
        if gate:
            given.insert(4, "go-on")
        replies = "".join(f"{one}\n" for one in (*given, "done", *after))
        return inside(
            monkeypatch, "--plain", *arguments, stdin=at_terminal(replies), tty=TTY
        )

    return walk


def flat(text: str) -> str:
    return " ".join(text.split())


def menus(ran: Ran, shipped: Questionnaire) -> int:
    return ran.err.count(shipped.words.menu.title)


def test_one_screen_comes_first_and_then_the_menu(
    walk: Walk, shipped: Questionnaire
) -> None:
    ran = walk("menu", "leave")

    assert ran.code == 0
    assert shipped.words.glance.questions in ran.out
    assert menus(ran, shipped) == 1
    assert len(ran.out.splitlines()) < 50


@pytest.mark.parametrize("entry", reader.TABS)
def test_each_part_of_the_report_is_read_to_its_end_and_leads_back(
    walk: Walk, shipped: Questionnaire, entry: str
) -> None:
    ran = walk("menu", entry, *["more"] * 199)

    assert ran.code == 0
    assert len(ran.out) > len(walk("menu", "leave").out)
    assert menus(ran, shipped) > 1


def test_reading_can_be_left_for_the_menu(walk: Walk, shipped: Questionnaire) -> None:
    ran = walk("menu", "options", "back", "leave")

    assert ran.code == 0
    assert menus(ran, shipped) == 2


def test_with_a_gate_the_menu_offers_no_leaning(
    walk: Walk, shipped: Questionnaire
) -> None:
    ran = walk("menu", "leave", gate="under-18")
    offered = flat(ran.err.rpartition(shipped.words.menu.title)[2])

    assert shipped.words.menu.evidence not in offered
    assert shipped.words.menu.change not in offered
    assert shipped.words.menu.answers in offered
    assert shipped.words.menu.next in offered


def test_a_copy_is_saved_without_the_safety_answers(
    walk: Walk, tmp_path: Path, shipped: Questionnaire
) -> None:
    ran = walk("menu", "save", "My Report.json", "leave")

    assert ran.code == 0
    assert "My Report.json" in ran.err
    assert json.loads((tmp_path / "My Report.json").read_text())["withheld"]
    assert str(tmp_path) in "".join(ran.err.split())
    assert shipped.words.end.left_out not in flat(ran.err)
    assert menus(ran, shipped) == 2


def test_a_copy_says_that_it_holds_no_safety_answers(
    walk: Walk, shipped: Questionnaire
) -> None:
    saved = ("menu", "save", "report.md")

    left_out = walk(*saved, "leave-out", "leave", gate="under-18")
    assert shipped.words.end.left_out in flat(left_out.err)


def test_a_copy_that_keeps_them_does_not_say_so(
    walk: Walk, shipped: Questionnaire
) -> None:
    kept = walk("menu", "save", "report.md", "keep", "leave", gate="under-18")

    assert shipped.words.end.left_out not in flat(kept.err)


@pytest.mark.parametrize(
    "after", [("leave",), ("menu", "leave"), ("menu", "options", "l")]
)
def test_with_danger_at_home_every_way_of_leaving_clears_the_screen(
    walk: Walk, after: tuple[str, ...]
) -> None:
    ran = walk(*after, gate="danger-at-home")

    assert ran.code == 0
    assert ran.err.endswith(leaving.CLEAR)
    assert "Lines: fitcheck help-now" not in ran.err


def test_with_danger_at_home_ctrl_c_clears_the_screen_and_says_nothing(
    monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire
) -> None:
    def stopped(*_: object) -> Reply:
        raise signals.Stopped(signal.SIGINT)

    monkeypatch.setattr(Plain, "__call__", stopped)
    for hides in (False, True):
        screen = Stream(tty=True)
        keeper = Keeper(shipped, hides=hides)
        monkeypatch.setattr(sys, "stderr", screen)
        with pytest.raises(typer.Exit) as left:
            walking.go(shipped, State(), (), LOOK, keeper, force=False)

        assert left.value.exit_code == 130
        assert screen.text().endswith(leaving.CLEAR) == hides
        assert (shipped.words.end.in_danger_in_words in screen.text()) != hides


def test_back_from_the_check_page_leads_to_the_report_again(
    walk: Walk, shipped: Questionnaire
) -> None:
    ran = walk("menu", "edit", "back", "menu", "leave")

    assert ran.code == 0
    assert menus(ran, shipped) == 2
    assert ran.out.count(shipped.words.report.reading.upper()) == 2


def test_a_name_that_cannot_be_used_is_asked_for_again(
    walk: Walk, tmp_path: Path, shipped: Questionnaire
) -> None:
    words = shipped.words.menu
    (tmp_path / "there.md").write_text("mine")
    ran = walk("menu", "save", "there.md", "nowhere/x.md", "x.what", "", "b", "leave")

    assert ran.code == 0
    for said in (words.name_ending, words.name_there, words.name_folder):
        assert said in flat(ran.err)
    assert (tmp_path / "there.md").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["there.md"]


@pytest.mark.parametrize(
    ("gate", "arguments"), [("danger-at-home", ()), ("", ("--private",))]
)
def test_in_private_the_menu_saves_nothing(
    walk: Walk,
    tmp_path: Path,
    shipped: Questionnaire,
    gate: str,
    arguments: tuple[str, ...],
) -> None:
    ran = walk("menu", "save", "leave", gate=gate, arguments=arguments)

    assert ran.code == 0
    assert shipped.words.menu.save not in ran.err
    assert shipped.words.problems.unknown in flat(ran.err)
    assert list(tmp_path.iterdir()) == []


def test_an_answer_can_be_changed_and_the_files_follow(
    walk: Walk, tmp_path: Path
) -> None:
    ran = walk(
        *("menu", "edit", "3", "strongly-cbt", "done", "menu", "leave"),
        arguments=("-o", "a.yaml"),
    )

    assert ran.code == 0
    assert ran.err.count("Written: a.yaml") == 2
    assert "plan-or-open: strongly-cbt" in (tmp_path / "a.yaml").read_text()


def test_starting_again_begins_with_the_country_and_no_answers(
    walk: Walk, shipped: Questionnaire
) -> None:
    ran = walk("menu", "again", "yes", "leave")

    assert ran.code == 0
    assert ran.err.count(shipped.words.country.text) == 2
    assert "Your earlier answer" not in ran.err.rpartition(shipped.words.menu.title)[2]


@pytest.mark.parametrize("reply", ["leave", "l", "exit", "x"])
@pytest.mark.parametrize("before", [(), ("menu",), ("menu", "options")])
def test_leaving_and_the_quick_exit_work_everywhere(
    walk: Walk, before: tuple[str, ...], reply: str
) -> None:
    ran = walk(*before, reply)

    assert ran.code == 0
    assert ran.err.endswith("\x1b[H\x1b[2J\x1b[3J") == (reply in {"exit", "x"})


def test_the_end_of_input_at_the_menu_is_leaving(walk: Walk) -> None:
    assert walk().code == 0
    assert walk("menu").code == 0
    assert walk("menu", "save").code == 0


def test_other_replies_are_asked_again(walk: Walk, shipped: Questionnaire) -> None:
    ran = walk("menu", "", "nonsense", "?", "skip", "leave")
    told = flat(ran.err)
    words = shipped.words.problems

    assert ran.code == 0
    for said in (words.empty, words.unknown, words.no_more_help, words.no_skip):
        assert said in told
    assert not (files.bundled() / "x.md").exists()
