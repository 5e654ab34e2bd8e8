"""Every way of leaving ends with one and the same line, or without a word."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from running import TTY, inside
from walks import START, at_terminal, whole

from fitcheck import signals
from fitcheck.cli.leaving import CLEAR
from fitcheck.content import loader
from fitcheck.walk.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from running import Ran

    from fitcheck.content.questionnaire import Questionnaire

    Walk = Callable[..., Ran]

LINES = "Lines: fitcheck help-now"
WAYS = ["leave", "end", "ctrl-c"]
CODES = {"leave": 0, "exit": 0, "end": 1, "ctrl-c": 130}


@pytest.fixture
def walk(
    monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire, tmp_path: Path
) -> Walk:
    """Walk in the plain face until the replies run out, and leave in some way."""
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("TERM", "FITCHECK_PLAIN", "ACCESSIBLE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    real = Plain.piece

    def pressed(face: Plain) -> str:
        if line := real(face):
            return line
        raise signals.Stopped(signal.SIGINT)

    def walk(*said: str, how: str, arguments: tuple[str, ...] = (), tty: bool = True
    ) -> Ran:  # fmt: skip
        given = [*said, how] if how in {"leave", "exit"} else said
        script = "".join(f"{one}\n" for one in given)
        with monkeypatch.context() as patch:
            if how == "ctrl-c":
                patch.setattr(Plain, "piece", pressed)
            streams = TTY if tty else ()
            return inside(patch, "--plain", *arguments, stdin=script, tty=streams)

    return walk


def done(
    shipped: Questionnaire, changed: Mapping[str, str] | None = None, said: str = "no"
) -> tuple[str, ...]:
    """Return the replies of a whole walk on a terminal, the check page too."""
    given = list(whole(shipped, changed))
    if changed:
        given.insert(4, "go-on")
    return (*at_terminal("\n".join(given), said).split("\n"), "done")


def places(shipped: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Return the replies that lead to each place that can be left."""
    everything = done(shipped)
    return {
        "opening": (),
        "country": START[:1],
        "question": (*START, "safe"),
        "gate": (*START, "might-hurt-myself"),
        "saving": (*START, "safe", "none-of-these"),
        "later": everything[:20],
        "check": everything[:-1],
        "first screen": everything,
        "menu": (*everything, "menu"),
        "part": (*everything, "menu", "all", "more"),
        "consent": done(shipped, {"needs-assessment": "under-18"}),
    }


PLACES = [*("opening", "country", "question", "gate", "saving", "later", "check"),
          *("first screen", "menu", "part", "consent")]  # fmt: skip


def line(shipped: Questionnaire, number: str = "") -> str:
    words = shipped.words.end
    return words.in_danger.format(number=number) if number else words.in_danger_in_words


def last(ran: Ran) -> str:
    """Return the last line that was said after all replies."""
    return ran.err.rpartition("Your reply: ")[2].splitlines()[-1]


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("place", PLACES)
def test_every_way_of_leaving_ends_with_the_one_line(
    walk: Walk, shipped: Questionnaire, place: str, how: str
) -> None:
    arguments = ("-o", "copy.md") if place == "consent" else ()
    ran = walk(*places(shipped)[place], how=how, arguments=arguments)
    number = "" if place in {"opening", "country"} else "999"
    read = how == "end" and place in {"first screen", "menu", "part"}

    assert ran.code == (0 if read else CODES[how])
    assert last(ran) == line(shipped, number)
    assert ran.err.count(LINES) == 1


def test_the_line_is_the_same_whatever_was_answered(
    walk: Walk, shipped: Questionnaire
) -> None:
    private = {gate.id for gate in shipped.library.gates.gates if gate.private}
    asked = [one.id for one in shipped.choices["needs-assessment"]]
    said = {
        last(walk(*START, "safe", one, how="leave", tty=False))
        for one in asked
        if one not in private
    }

    assert len(asked) == 10
    assert said == {line(shipped, "999")}


@pytest.mark.parametrize(
    ("country", "number"), [("US", "911"), ("DE", "112"), ("elsewhere", "")]
)
def test_the_number_is_that_of_the_country(
    walk: Walk, shipped: Questionnaire, country: str, number: str
) -> None:
    for how in ("leave", "end"):
        ran = walk("continue", country, "safe", how=how, tty=False)
        assert last(ran) == line(shipped, number)


@pytest.mark.parametrize(
    ("how", "said"), [("leave", "left"), ("end", "ended"), ("ctrl-c", "stopped")]
)
def test_where_a_draft_stays_is_said_before_the_line(
    walk: Walk, shipped: Questionnaire, how: str, said: str
) -> None:
    ran = walk(*done(shipped, said="yes")[:20], how=how)
    told = getattr(shipped.words.draft, said).partition("{")[0]
    before = " ".join(ran.err.split()).rpartition("In danger: call")[0]

    assert told in before.rpartition("Your reply: ")[2]
    assert last(ran) == line(shipped, "999")


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("how", WAYS)
def test_after_the_report_the_line_comes_last_too(
    walk: Walk, shipped: Questionnaire, how: str, *, kept: bool
) -> None:
    words = shipped.words.draft
    stay = ("keep",) if kept else ()
    ran = walk(*done(shipped, said="yes"), "menu", *stay, how=how)
    before = " ".join(ran.err.split()).rpartition("In danger: call")[0]

    assert before.endswith(f"{words.left if kept else words.deleted} ")
    assert last(ran) == line(shipped, "999")


SILENT = {
    "private": ((*START, "safe"), ("--private",)),
    "private at the opening": ((), ("--private",)),
    "safety skipped": ((*START, "skip"), ()),
    "safety skipped later": ((*START, "safe", "skip", "1"), ()),
    "danger at home": ((*START, "safe", "danger-at-home"), ()),
    "danger at home with more": ((*START, "safe", "danger-at-home, under-18"), ()),
    "someone might hurt me": ((*START, "someone-might-hurt-me"), ()),
    "gone on": ((*START, "someone-might-hurt-me", "go-on", "none-of-these"), ()),
}


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("case", SILENT)
def test_in_private_and_with_danger_at_home_nothing_is_said(
    walk: Walk, case: str, how: str
) -> None:
    said, arguments = SILENT[case]
    ran = walk(*said, how=how, arguments=arguments)
    piped = walk(*said, how=how, arguments=arguments, tty=False)

    assert (ran.code, piped.code) == (CODES[how], CODES[how])
    assert LINES not in ran.err + piped.err


@pytest.mark.parametrize("place", PLACES)
def test_the_quick_exit_says_nothing_and_leaves_nothing(
    walk: Walk, shipped: Questionnaire, place: str
) -> None:
    arguments = ("-o", "copy.md") if place == "consent" else ()
    ran = walk(*places(shipped)[place], how="exit", arguments=arguments)

    assert ran.code == 0
    assert LINES not in ran.err
    assert ran.err.endswith(CLEAR)


def test_with_danger_at_home_the_number_stands_on_the_last_screen_before_the_key(
    walk: Walk,
) -> None:
    for said in (("someone-might-hurt-me",), ("safe", "danger-at-home")):
        ran = walk(*START, *said, how="leave")
        assert "999" in ran.err.rpartition("Your reply: ")[0][-600:]


def test_leaving_the_consent_of_a_copy_leads_back_to_the_menu(
    walk: Walk, shipped: Questionnaire, tmp_path: Path
) -> None:
    said = (*done(shipped, {"needs-assessment": "under-18"}), "menu", "save", "c.md")
    back = walk(*said, "leave", how="leave")
    gone = walk(*said, how="exit")

    assert back.err.count(shipped.words.menu.title) == 2
    assert back.err.count(LINES) == 1
    assert gone.err.count(shipped.words.menu.title) == 1
    assert gone.err.endswith(CLEAR)
    assert not (tmp_path / "c.md").exists()
