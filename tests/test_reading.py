"""Reading the report on a terminal: nothing is pushed away before it was read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hands import ENTER, Window, fancy
from prompt_toolkit.input import create_pipe_input
from spoken import SAFE, sheet

from fitcheck import documents, files
from fitcheck.answers.reading import load
from fitcheck.cli import delivery, reading, streams
from fitcheck.cli.look import Look
from fitcheck.render import terminal
from fitcheck.report.document import part
from fitcheck.walk.screen import Command, Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.documents import Report
    from fitcheck.walk.screen import Reply

SIZES = [(80, 24), (60, 24), (40, 24), (40, 12)]
PEOPLE = Path(files.bundled() / "vignettes")
LOOK = Look(no_color=True)


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[int, int]], Window]:
    """Let the program write its documents into a window of some size."""

    def opened(size: tuple[int, int]) -> Window:
        made = Window(size)
        monkeypatch.setattr(streams, "out", made.write)
        monkeypatch.setattr(streams, "window", lambda _: size)
        monkeypatch.setattr(streams, "columns", lambda _: size[0])
        return made

    for name in ("TERM", "FITCHECK_PLAIN", "ACCESSIBLE"):
        monkeypatch.delenv(name, raising=False)
    return opened


def person(shipped: Questionnaire, name: str) -> Report:
    return documents.build(shipped, load(shipped, Path(name), PEOPLE))


def pressed(
    shipped: Questionnaire,
    shown: Window,
    size: tuple[int, int],
    keys: str,
    read: Callable[[Callable[[Screen], Reply]], Reply | None],
) -> Reply | None:
    """Read with the arrow-key face, pressing keys."""
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        pipe.close()
        return read(fancy(shipped, pipe, shown, size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "name", ["priya-night-train", "deborah-quiet-house", "camille-two-truths"]
)
def test_all_of_the_first_screen_can_be_read_before_the_menu(
    shipped: Questionnaire,
    window: Callable[[tuple[int, int]], Window],
    name: str,
    size: tuple[int, int],
) -> None:
    shown, glance = window(size), person(shipped, name).glance

    def read(ask: Callable[[Screen], Reply]) -> Reply | None:
        return reading.first(shipped, glance, ask, LOOK)

    reply = pressed(shipped, shown, size, ENTER * 9, read)

    assert reply == ("menu",)
    assert shown.unread(delivery.drawn(glance, LOOK)) == []
    assert "l leave, x exit" in " ".join(" ".join(shown.shots[-1]).split())


def test_an_ordinary_first_screen_stands_whole_in_a_usual_window(
    shipped: Questionnaire, window: Callable[[tuple[int, int]], Window]
) -> None:
    shown, glance = window((80, 24)), person(shipped, "priya-night-train").glance
    reply = pressed(
        shipped, shown, (80, 24), ENTER,
        lambda ask: reading.first(shipped, glance, ask, LOOK),
    )  # fmt: skip
    drawn = delivery.drawn(glance, LOOK).splitlines()

    assert reply == ("menu",)
    assert [line for line in drawn if line not in shown.shots[-1]] == []
    assert any("Enter: go on to the menu" in row for row in shown.shots[-1])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ids", [("safety", "next-steps", "lines"), ("why",)])
def test_all_of_a_part_can_be_read_before_the_menu(
    shipped: Questionnaire,
    window: Callable[[tuple[int, int]], Window],
    ids: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    shown = window(size)
    document = part(person(shipped, "priya-night-train").document, *ids)

    def read(ask: Callable[[Screen], Reply]) -> Reply | None:
        return reading.part(shipped, document, ask, LOOK)

    reply = pressed(shipped, shown, size, ENTER * 99, read)

    assert reply == ("menu",)
    assert shown.unread(delivery.drawn(document, LOOK)) == []


@pytest.mark.parametrize("keys", ["b", f"\x1b[B{ENTER}"])
def test_the_rest_of_a_part_can_be_passed_over(
    shipped: Questionnaire, window: Callable[[tuple[int, int]], Window], keys: str
) -> None:
    shown = window((80, 24))
    document = person(shipped, "priya-night-train").document
    reply = pressed(
        shipped, shown, (80, 24), keys,
        lambda ask: reading.part(shipped, document, ask, LOOK),
    )  # fmt: skip

    assert reply in {Command.BACK, ("menu",)}
    assert any("Read on (1 of " in row for row in shown.shots[0])


def test_after_a_resize_it_goes_on_at_the_new_width_with_what_was_not_read(
    shipped: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = [(80, 24)]
    out: list[str] = []
    for name in ("TERM", "FITCHECK_PLAIN", "ACCESSIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(streams, "out", out.append)
    monkeypatch.setattr(streams, "window", lambda _: size[0])
    monkeypatch.setattr(streams, "columns", lambda _: size[0][0])
    document = documents.build(shipped, sheet(SAFE)).document

    def ask(asked: Screen) -> Reply:
        if len(out) == 2:  # while the second page is read
            size[0] = (40, 12)
            return ()
        return (asked.entries[0].id,)

    assert reading.part(shipped, document, ask, LOOK) == ("menu",)
    narrow = delivery.drawn(document, LOOK)
    read = "".join(out[2:])
    assert max(len(line) for line in read.splitlines()) <= 40
    assert narrow.rstrip().endswith(read.strip())
    assert shipped.words.report.title not in read
    told = shipped.words.report.picture_text
    assert told in " ".join(out[1].split())
    assert told in " ".join(read.split())


def test_on_a_small_window_no_page_ends_within_the_scale(
    shipped: Questionnaire,
) -> None:
    drawn = terminal.draw(person(shipped, "nadia-same-ending").glance, width=40)
    [page] = [one for one in reading.laid_out(drawn, 12, whole=True) if "▼" in one]

    assert "Difference:" in page
    assert "-12" in page
