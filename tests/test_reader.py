"""The reading view: documents part by part on a terminal, and nothing left of them."""

from pathlib import Path

import pytest
from running import inside
from sampling import turns
from terminals import Terminal

from fitcheck import files
from fitcheck.answers.reading import load
from fitcheck.cli import delivery
from fitcheck.cli.terminal import Look
from fitcheck.documents import build, papers
from fitcheck.walk import after, pressing
from fitcheck.walk.frame import frame
from fitcheck.walk.screen import Command
from fitcheck.walk.view import begin
from fitcheck.wrap import columns

PEOPLE = sorted(path.stem for path in (files.bundled() / "vignettes").glob("*.yaml"))
SIZES = [(20, 6), (40, 12), (60, 20), (80, 24), (120, 36)]
GATED, CLEARED = "margaret-six-oclock", "sipho-touchline"
COMMANDS = {
    "score nadia-same-ending": "1 Result",
    "compare nadia-same-ending noor-it-depends": "1 / ",
    "therapies session": "session",
}
"""What opens in the view, and what stands there."""


def report(shipped, name, **more):
    """Return the report on a fictional person as a screen."""
    sheet = load(shipped, Path(name), files.bundled() / "vignettes")
    read = delivery.on_report(build(shipped, sheet), Look())
    return after.report(read, keeps=True, **more)


def pressed(shipped, screen, keys, size=(80, 24)):
    """Press keys; return the rows of the window, the view, and the last reply."""
    view, words, reply = begin(screen), shipped.words.screen, None
    for key in [*keys, ""]:
        drawn = frame(screen, view, *size, words)
        view.top = drawn.top
        if key:
            reply = pressing.press(screen, view, key, drawn, words)
    rows = ["".join(said for _, said in row) for row in drawn.lines]
    return rows, view, reply


def flat(rows):
    bare = (row.rstrip("┃│ ") for row in rows)
    return " ".join(" ".join(bare).split())


@pytest.mark.parametrize("name", PEOPLE)
def test_at_80_by_24_the_result_is_one_screen(shipped, name):
    screen = report(shipped, name)
    rows, _, _ = pressed(shipped, screen, [])

    assert rows[0].startswith(" DEMONSTRATION · ")
    if screen.alarm:
        assert screen.alarm.partition(".")[0][:40] in rows[1]
    elif name != CLEARED:  # what was talked about comes on top of the rest
        assert not any(row.endswith(("┃", "│")) for row in rows)


@pytest.mark.parametrize(
    ("size", "name"), turns(SIZES, ["nadia-same-ending", GATED]), ids=str
)
def test_in_every_window_each_part_is_read_to_its_end(shipped, name, size):
    screen = report(shipped, name)
    for number, part in enumerate(screen.parts, 1):
        rows, view, _ = pressed(shipped, screen, [str(number), "end"], size)
        body = part.rows(max(min(size[0] - 3, 118), 8) - 2)

        assert view.part == number - 1
        assert max(map(columns, rows)) <= size[0]
        assert len(rows) == size[1]
        if size[1] > 6:
            assert flat([body[-1]])[-9:] in flat(rows)


def test_the_parts_hold_everything_that_the_full_report_says(shipped):
    for name in ("nadia-same-ending", GATED, CLEARED):
        sheet = load(shipped, Path(name), files.bundled() / "vignettes")
        built = build(shipped, sheet)
        ids = {one for wanted in delivery.TABS.values() for one in wanted}

        assert {one.id for one in built.parts} <= {*ids, "block"}
        tabs = delivery.on_report(built, Look(plain=True)).parts
        said = flat([row for part in tabs.values() for row in part.rows(80)])
        for one in built.parts:
            shown = delivery.part("", one.text, Look(plain=True)).rows(80)
            assert one.id not in ids or flat(list(shown)) in said


@pytest.mark.parametrize(
    ("key", "reply"),
    [("s", ("save",)), ("c", ("edit",)), ("a", ("again",)), ("k", ("keep",))],
)
def test_keys_save_change_start_again_and_keep(shipped, key, reply):
    screen = report(shipped, "nadia-same-ending", saved=True)

    assert pressed(shipped, screen, [key])[2] == reply
    fixed = report(shipped, "nadia-same-ending", fixed=True)
    assert (pressed(shipped, fixed, [key])[2] == reply) == (key == "s")
    assert pressed(shipped, screen, ["q"])[2] is None  # asked about first
    assert pressed(shipped, fixed, ["q"])[2] is Command.LEAVE


def test_what_stands_above_the_sections_comes_first_and_a_mark_with_each(shipped):
    sheet = load(shipped, Path("nadia-same-ending"), files.bundled() / "vignettes")
    asked = papers.ask(shipped, build(shipped, sheet).case)
    first, second, *_ = delivery.parts(asked, Look(plain=True)).values()

    assert "DEMONSTRATION" in flat(list(first.rows(80)))
    assert "DEMONSTRATION" in flat(list(second.rows(80)))


@pytest.mark.parametrize("command", COMMANDS)
def test_on_a_terminal_documents_are_read_and_leave_nothing(command):
    terminal = Terminal(*command.split())
    terminal.wait(COMMANDS[command])
    terminal.wait("q leave")
    terminal.send("q")

    assert terminal.end() == 0
    assert terminal.all == ""
    assert b"\x1b[?1049h" in terminal.raw
    assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")


@pytest.mark.parametrize(
    ("more", "env"),
    [(("--plain",), {}), (("-o", "-"), {}), ((), {"TERM": "dumb"})],
)
def test_with_plain_an_output_or_a_dumb_terminal_they_are_written(more, env):
    terminal = Terminal("score", "nadia-same-ending", *more, env=env)

    assert terminal.end() == 0
    assert b"\x1b[?1049h" not in terminal.raw
    assert "Psychodynamic therapy" in terminal.all


def test_through_a_pipe_they_are_written(monkeypatch):
    ran = inside(monkeypatch, "score", "nadia-same-ending", tty=("stdin", "stderr"))

    assert ran.out.startswith("# ")


@pytest.mark.parametrize(("keys", "code"), [("\x03", 130), ("x", 0), ("\x1c", 131)])
def test_every_way_out_of_reading_leaves_nothing(keys, code):
    terminal = Terminal("score", GATED)
    terminal.wait("1 Result")
    terminal.send(keys)

    assert terminal.end() == code
    assert terminal.all in {"", "Stopped."}


def test_what_to_read_about_is_chosen_where_it_is_not_said():
    terminal = Terminal("therapies")
    terminal.wait("What would you like to read about?")
    terminal.press("\x1b[B\r", "q leave")
    assert "1 / " in terminal.text or "Psychodynamic" in terminal.text
    terminal.send("q")

    assert terminal.end() == 0
