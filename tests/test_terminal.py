"""The full screen on real terminals: its keys, its sizes, and every way out of it.

The terminal in memory knows no alternate screen, as GNU screen by default; tmux has
one that can be turned off.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from running import environment
from sampling import turns
from terminals import Terminal

from fitcheck.cli.walk import CLEAR

DOWN, RIGHT, ENTER, ESCAPE = "\x1b[B", "\x1b[C", "\r", "\x1b"
TO_GATE = (
    ("", "Enter begin"),
    (ENTER, "Which country"),
    (f"{DOWN}{ENTER}", "Are you safe"),
    (f"1{ENTER}", "Is any of this"),
)
TO_FIRST = (*TO_GATE, (f"0{ENTER}", "How would you like a session"))
TO_LABEL = (
    *TO_GATE[:2],
    (f"{DOWN}{ENTER}", "Who gives"),
    (f"1{ENTER}", "What label"),
)
MARKED = "╔═ A"


@pytest.fixture
def opened():
    """Open windows with a walk in them, and close what a test leaves behind."""
    found = []

    def open_(*arguments, steps=TO_FIRST, **more):
        given = arguments or ("take", "--private", "--country", "GB")
        found.append(Terminal(*given, **more))
        return walked(found[-1], steps)

    yield open_
    for one in found:
        one.close()


def walked(terminal, steps):
    """Press keys, each when what they answer stands there."""
    for keys, phrase in steps:
        if keys:
            terminal.press(keys, phrase)
        else:
            terminal.wait(phrase)
    return terminal


def shown(terminal, seconds=0.4):
    """Return the rows that are not empty, once nothing more comes."""
    time.sleep(seconds)
    while terminal.read(0.05):
        """What is drawn anew."""
    return [row for row in terminal.rows if row]


# Every way out


WAYS: dict[str, tuple[str | int, int]] = {
    "leave": ("qy", 0),
    "quick exit": ("x", 0),
    "quick exit by ctrl-x": ("\x18", 0),
    "ctrl-c": ("\x03", 130),
    "ctrl-c in the kitty protocol": ("\x1b[99;5u", 130),
    "ctrl-backslash": ("\x1c", 131),
    "sigint": (signal.SIGINT, 130),
    "sigterm": (signal.SIGTERM, 143),
    "sighup": (signal.SIGHUP, 129),
    "sigquit": (signal.SIGQUIT, 131),
}
SILENT = {"quick exit", "quick exit by ctrl-x", "sigterm", "sighup", "sigquit"}
SILENT |= {"ctrl-backslash"}
LINE = "In danger: call 999. Lines: fitcheck help-now"


@pytest.mark.parametrize("danger", [False, True])
@pytest.mark.parametrize("way", WAYS)
def test_every_way_out_leaves_at_most_one_line_and_no_answer(opened, way, *, danger):
    home = (("8", "Someone at home"), (ENTER, "First things first"))
    home = (*TO_GATE, *home, (f"{DOWN}{ENTER}", "How would you like"))
    steps = home if danger else TO_GATE
    terminal = opened("take", "--country", "GB", steps=steps)
    keys, code = WAYS[way]
    before = termios.tcgetattr(terminal.ours)
    if isinstance(keys, int):
        terminal.child.send_signal(keys)
    else:
        terminal.send(keys)

    assert terminal.end() == code
    left = [] if danger or way in SILENT else [LINE]
    assert [row for row in terminal.rows if row] == left
    assert "".join(terminal.all.split()) == "".join("".join(left).split())
    assert before != termios.tcgetattr(terminal.ours)  # echoes again
    assert b"Traceback" not in terminal.raw


def test_the_end_of_input_leaves_nothing(opened):
    terminal = opened()
    terminal.child.send_signal(signal.SIGSTOP)
    terminal.child.send_signal(signal.SIGCONT)
    terminal.send("q")
    terminal.wait("Leave now?")
    terminal.send("n")
    terminal.press("2", MARKED)
    terminal.send("\x04y")

    assert terminal.end() == 0
    assert [row for row in terminal.rows if row] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_right_after_a_key_is_not_lost(opened, number):
    for wait in (0, 0.002, 0.006, 0.012, 0.03):
        terminal = opened(steps=TO_GATE)
        terminal.send(f"0{ENTER}")
        time.sleep(wait)
        terminal.child.send_signal(number)

        assert terminal.end() == 128 + number
        assert b"Error" not in terminal.raw
        assert b"Exception" not in terminal.raw


def test_suspended_it_leaves_the_screen_blank_and_comes_back(opened):
    terminal = opened()
    terminal.press("2", MARKED)
    terminal.child.send_signal(signal.SIGTSTP)
    end = time.monotonic() + 5
    while any(terminal.rows) and time.monotonic() < end:
        terminal.read(0.1)
    blank = not any(terminal.rows)
    terminal.child.send_signal(signal.SIGCONT)
    terminal.wait(MARKED)

    assert blank
    terminal.send("\x1a")  # the key does nothing
    terminal.press(f"{RIGHT}{RIGHT}", "╔═ B")


@pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")
@pytest.mark.parametrize(
    ("way", "alternate"), turns(["q y", "x", "C-c", "SIGTERM"], ["on", "off"])
)
def test_in_tmux_nothing_stays_with_its_alternate_screen_on_or_off(alternate, way):
    name = f"fitcheck-test-{os.getpid()}"
    tmux = ["tmux", "-L", name, "-f", "/dev/null"]
    shown = environment({"TERM": "screen-256color", "LANG": "C.UTF-8"})
    inner = f"exec {sys.executable} -B -m fitcheck take --private --country GB"

    def run(*words):
        ran = subprocess.run(
            [*tmux, *words], capture_output=True, env=shown, text=True, check=True,
            cwd=Path(__file__).parents[1],
        )  # fmt: skip
        return ran.stdout

    def until(phrase):
        end = time.monotonic() + 20
        while phrase not in run("capture-pane", "-p", "-t", "f"):
            assert time.monotonic() < end
            time.sleep(0.05)

    try:
        run("new-session", "-d", "-s", "f", "-x", "80", "-y", "24", "sleep 60")
        run("set-option", "-g", "remain-on-exit", "on")
        run("set-option", "-g", "alternate-screen", alternate)
        run("respawn-pane", "-k", "-t", "f", inner)
        for keys, phrase in (
            ("", "Enter begin"),
            ("Enter", "Which country"),
            ("Down Enter", "Are you safe"),
            ("1 Enter", "Is any of this"),
            ("1", "[x]"),
        ):
            if keys:
                run("send-keys", "-t", "f", *keys.split())
            until(phrase)
        if alternate == "on":  # without it, tmux itself keeps rows of a higher window
            run("resize-window", "-t", "f", "-x", "70", "-y", "20")
            time.sleep(0.3)
        if way.startswith("SIG"):
            pid = run("display-message", "-p", "-t", "f", "#{pane_pid}")
            subprocess.run(["kill", f"-{way}", pid.strip()], check=True)
        else:
            run("send-keys", "-t", "f", *way.split())
        end = time.monotonic() + 20
        while run("display-message", "-p", "-t", "f", "#{pane_dead}").strip() != "1":
            assert time.monotonic() < end
            time.sleep(0.05)
        left = run("capture-pane", "-p", "-S", "-", "-t", "f").split("\n")
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, check=False)
    ours = [row for row in left if row and not row.startswith("Pane is dead")]

    assert ours == []  # a private walk says no line either


# Keys


NOTHING = {
    "alt-x": "\x1bx",
    "alt-s": "\x1bs",
    "alt-q": "\x1bq",
    "background": "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "background with bell": "\x1b]11;rgb:ffff/ffff/ffff\x07",
    "version": "\x1bP>|xterm(380)\x1b\\",
    "focus": "\x1b[I\x1b[O",
    "mouse": "\x1b[<0;12;5M\x1b[<0;12;5m",
    "mouse of old": "\x1b[M !!",
    "position": "\x1b[24;80R",
    "attributes": "\x1b[?62;22c",
    "kitty letter": "\x1b[120;1u\x1b[115u",
    "kitty release": "\x1b[99;5:3u",
    "pasted": "\x1b[200~x\rq\ry2\r\x1b[201~",
    "pasted without brackets": "yes, I am\rquite sure\r2\rx\r" * 3,
    "keypad": "\x1bOx\x1bOs\x1bOM",
    "function keys": "\x1b[15~\x1b[24~\x1bOQ\x1b[1;5C",
    "ctrl letters": "\x01\x02\x05\x0c\x0e\x13\x1a",
}


def test_what_is_no_key_of_ours_does_nothing(opened):
    terminal = opened()
    before = shown(terminal, 0)
    for name, sent in NOTHING.items():
        terminal.send(sent)
        assert (name, shown(terminal, 0.3)) == (name, before)
    terminal.press("2", MARKED)


def test_in_a_line_it_changes_nothing_and_what_is_pasted_is_text(opened):
    arguments = ("take", "--private", "--clinician", "--country", "GB")
    terminal = opened(*arguments, steps=(*TO_LABEL, ("AB", "AB")))
    said = "AB"
    for name, sent in NOTHING.items():
        if not name.startswith("pasted"):
            said += "c"
            terminal.press(f"{sent}c", f"{said}▏")
    terminal.press("\x1b[200~x\rq\x1b[201~", f"{said}x q")


@pytest.mark.parametrize(
    ("first", "then"), [("\x1b]11;rgb:1e1e/1e", "1e/2e2e\x1b\\"), ("\x1b", "[B")]
)
def test_a_sequence_may_come_in_halves(opened, first, then):
    terminal = opened()
    terminal.send(first)
    time.sleep(0.05 if first == "\x1b" else 0.4)
    terminal.send(then)
    time.sleep(0.4)
    terminal.press("2", MARKED)

    assert "How would you like a session" in terminal.text


@pytest.mark.parametrize(
    ("steps", "keys", "there"),
    [
        (TO_GATE, f"1{ENTER}{DOWN}{ENTER}{DOWN}{ENTER}", "First things first"),
        (TO_GATE[:1], ENTER * 30, "Which country"),
    ],
    ids=["a gate", "enter held down"],
)
def test_keys_pressed_ahead_pass_no_gate_and_answer_nothing(opened, steps, keys, there):
    terminal = opened(steps=steps)
    terminal.press(keys, there)
    shown(terminal, 0.3)

    assert there in terminal.text
    assert ("In danger right now: call 999." in terminal.text) == (steps == TO_GATE)


# Windows


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6)])
def test_a_walk_of_three_questions_fits_every_window(opened, size):
    begins = "fitcheck" if size[1] > 6 else "danger"
    terminal = opened(steps=(("", begins),), size=size)
    for keys in (ENTER, f"{DOWN}{ENTER}", f"1{ENTER}", f"0{ENTER}", f"2{ENTER}"):
        shown(terminal)
        terminal.send(keys)
    terminal.wait("4 of 3")


def test_a_resize_keeps_what_is_marked(opened):
    terminal = opened()
    terminal.press("2", MARKED)
    for size in ((40, 12), (120, 36), (80, 24)):
        terminal.resize(*size)
        shown(terminal, 0.7)
    terminal.press(ENTER, "During a session")


@pytest.mark.parametrize(
    ("size", "env"), [((80, 24), {"TERM": "dumb"}), ((19, 24), {}), ((80, 5), {})]
)
def test_where_no_screen_can_be_drawn_one_line_says_so(opened, shipped, size, env):
    terminal = opened(steps=(), size=size, env=env)
    end = time.monotonic() + 10
    while "Your reply:" not in terminal.all and time.monotonic() < end:
        terminal.read(0.1)

    words = shipped.words.walk
    said = words.plain.format(switch="TERM=dumb") if env else words.plain_no_screen
    assert said.replace(" ", "") in terminal.all.replace(" ", "")
    assert b"\x1b[" not in terminal.raw


def test_no_color_leaves_weight_and_signs(opened):
    terminal = opened(env={"NO_COLOR": "1"})
    terminal.press("2", MARKED)

    codes = set(re.findall(rb"\x1b\[([\d;]*)m", terminal.raw))
    assert {int(n) for one in codes for n in one.split(b";") if n} <= {0, 1, 4, 7}
    assert b"\x1b]11;?" not in terminal.raw


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LANG": "ja_JP.UTF-8"}])
def test_where_signs_are_not_known_or_wide_they_are_those_of_a_keyboard(opened, env):
    more = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **env}
    terminal = opened(env=more, anew=True)
    terminal.press("2", "+= A")

    assert "o--" in terminal.text
    assert "*" in terminal.text
    assert all(row.isascii() for row in terminal.rows)


def test_the_terminal_is_asked_for_its_background_and_shown_other_colours(opened):
    terminal = opened(env={"COLORTERM": "truecolor"})
    assert b"\x1b]11;?" in terminal.raw
    assert b"38;2;0;135;175" in terminal.raw  # not known yet
    terminal.send("\x1b]11;rgb:ffff/ffff/ffff\x1b\\")
    time.sleep(0.3)
    terminal.press("2", MARKED)

    assert b"38;2;11;95;165" in terminal.raw


def test_the_document_alone_goes_to_a_file_and_the_questions_stay_on_the_terminal(
    opened, tmp_path
):
    terminal = opened(out=tmp_path / "report.md")
    terminal.send("x")

    assert terminal.end() == 0
    assert (tmp_path / "report.md").read_text() == ""


@pytest.mark.parametrize("form", ["terminal", "summary"])
def test_with_danger_at_home_the_report_is_read_and_does_not_stay(opened, form):
    home = (("8", "[x]"), (ENTER, "First things first"))
    home = (*TO_GATE, *home, (f"{DOWN}{ENTER}", "How would you like"))
    terminal = opened("take", "--country", "GB", "--format", form, steps=home)
    for _ in range(80):
        terminal.send(f"s{ENTER}")
        terminal.read(1)
        while terminal.read(0.02):
            """What comes with the next screen."""
        if "Last look" in terminal.text:
            break
    terminal.press(f"{DOWN}{ENTER}", "1 Result")
    assert "999" in terminal.text
    terminal.press("q", "Leave now?")
    terminal.send("y")

    assert terminal.end() == 0
    assert [row for row in terminal.rows if row] == []
    assert terminal.all == ""
    assert terminal.raw.endswith(CLEAR.encode())
