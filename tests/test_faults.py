"""Faults in the middle of a walk that is being saved: nothing answered is lost."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import GUARDED, environment, inside
from terminals import Terminal
from walks import at_terminal, whole

from fitcheck import drafts

FACES = {"plain": ("--plain",), "full screen": ()}
SAVED = {"plan-or-open": ("strongly-psychodynamic",)}


@pytest.fixture
def home(tmp_path):
    return tmp_path / "state" / "fitcheck"


@pytest.fixture
def opened():
    """End every program that a test leaves behind."""
    found = []
    yield found
    for one in found:
        one.close()


def until(terminal, phrase):
    """Wait for a phrase, in a face that draws a pointer or in one that does not."""
    end = time.monotonic() + 20
    while phrase not in terminal.text:
        assert time.monotonic() < end, terminal.text
        terminal.read(0.2)


def at_second(opened, home, face, *, anew=False, **more):
    """Walk until one answer is saved and the next question stands there."""
    env = {"XDG_STATE_HOME": str(home.parent), **more}
    terminal = Terminal(
        *FACES[face], "--country", "GB", size=(80, 60), env=env, anew=anew
    )
    opened.append(terminal)
    plain = face == "plain"
    until(terminal, "egin, when you are ready" if plain else "Enter begin")
    steps = {
        "Which country": "continue\r" if plain else "\r",
        "Are you safe": "yes\r" if plain else "\x1b[B\r",
        "Is any of this": "1\r",
        "May fitcheck save": "10\r" if plain else "0\r",
        "session to begin?": "2\r",
        "who would you like to lead?": "1\r",
    }
    for phrase, keys in steps.items():
        terminal.read(0.05)
        terminal.send(keys)
        until(terminal, phrase)
    return terminal


def kept(shipped, home):
    """Return what the one draft on disk holds."""
    [file] = home.glob("*.draft")
    draft = drafts.read(shipped, file)
    assert draft.dropped == ()
    return draft.sheet.answers


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
)
def test_a_signal_keeps_what_was_answered(opened, shipped, home, face, number, code):
    terminal = at_second(opened, home, face)
    terminal.child.send_signal(number)

    assert terminal.end() == code
    assert kept(shipped, home) == SAVED
    assert b"Traceback" not in terminal.raw
    told = "To go on: fitcheck take --resume. In danger: call 999."
    said = told in re.sub(r"\s+", " ", terminal.all)
    assert said == (number == signal.SIGINT)


@pytest.mark.parametrize("what", ["suspended", "another size"])
@pytest.mark.parametrize("face", FACES)
def test_a_window_suspended_or_of_another_size_goes_on(
    opened, shipped, home, face, what
):
    terminal = at_second(opened, home, face)
    if what == "suspended":
        terminal.child.send_signal(signal.SIGSTOP)
        terminal.send("2\r")
        assert kept(shipped, home) == SAVED
        terminal.child.send_signal(signal.SIGCONT)
    else:
        for size in ((40, 60), (100, 50), (80, 60)):
            terminal.resize(*size)
            time.sleep(0.05)
        terminal.send("2\r")
    until(terminal, "spend more time on?")

    assert kept(shipped, home)["who-leads"] == ("slightly-cbt",)


@pytest.mark.parametrize("face", FACES)
def test_a_locale_without_utf_8_keeps_drafts_all_the_same(opened, shipped, home, face):
    more = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    terminal = at_second(opened, home, face, **more)
    terminal.child.send_signal(signal.SIGKILL)
    terminal.end()

    assert kept(shipped, home) == SAVED


def test_a_disk_that_fills_up_keeps_what_was_written_and_the_walk_goes_on(
    opened, shipped, home
):
    terminal = at_second(opened, home, "plain")
    limits = resource.prlimit(terminal.child.pid, resource.RLIMIT_FSIZE, (100, 100))
    terminal.send("2\r")
    until(terminal, "spend more time on?")

    assert limits != (100, 100)
    assert "could not be saved (the system says:" in terminal.text
    assert kept(shipped, home) == SAVED
    assert list(home.glob("*.tmp")) == []
    terminal.send("1\r")
    until(terminal, "take with you")
    assert terminal.text.count("could not be saved") <= 1


@pytest.mark.parametrize("how", ["", ">&-"])
def test_a_report_that_nobody_reads_on_leaves_the_draft(shipped, home, tmp_path, how):
    # `fitcheck | head -1`, or stdout is closed: no report was delivered. Where it
    # could not be written another place is asked for, until the input ends.
    script = at_terminal("\n".join((*whole(shipped), "done", "")), "yes")
    ours, theirs = os.openpty()
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen(
        ["sh", "-c", f'exec "{sys.executable}" -B "{GUARDED}" --plain {how}'],
        stdin=theirs,
        stdout=writer,
        stderr=theirs,
        env=environment({"XDG_STATE_HOME": str(home.parent)}),
        start_new_session=True,
        cwd=tmp_path,
    )
    os.close(writer)
    os.close(theirs)
    os.write(ours, script.encode() + b"\x04")
    seen = b""
    while process.poll() is None or b"Your reply" not in seen:
        try:
            seen += os.read(ours, 65536)
        except OSError:
            break

    assert process.wait(timeout=20) == 1
    assert b"Traceback" not in seen
    assert len(kept(shipped, home)) > 20


def test_a_closed_standard_error_asks_nothing_and_keeps_nothing(shipped, home):
    script = "".join(f"{one}\n" for one in (*whole(shipped), "done"))
    ran = subprocess.run(
        ["sh", "-c", f'exec "{sys.executable}" -B "{GUARDED}" --plain 2>&-'],
        input=script.encode(),
        capture_output=True,
        env=environment({"XDG_STATE_HOME": str(home.parent)}),
        timeout=30,
        check=False,
    )

    assert ran.returncode == 0
    assert ran.stdout.startswith(b"# ")
    assert not home.exists()


def test_no_image_of_the_memory_no_argument_and_no_history_holds_answers(
    opened, home, tmp_path
):
    more = {"HOME": str(tmp_path)}
    terminal = at_second(opened, home, "full screen", anew=True, **more)
    soft, _ = resource.prlimit(terminal.child.pid, resource.RLIMIT_CORE)
    place = Path("/proc") / str(terminal.child.pid)
    shown = [place / name for name in ("cmdline", "environ") if place.exists()]

    assert soft == 0
    assert not [
        one for one in shown if re.search(b"plan-or-|strongly", one.read_bytes())
    ]
    terminal.send("x")
    terminal.end()
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


# Windows, without one

WITHOUT = """
import sys
for name in ("fcntl", "termios", "resource", "pwd", "grp", "tty", "pty"):
    sys.modules[name] = None
from fitcheck import __main__
sys.argv = ["fitcheck", *sys.argv[1:]]
__main__.main()
"""


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["score", "nadia-same-ending"], ["help-now"], ["forget"]],
)
def test_nothing_that_only_posix_has_is_needed(arguments, home):
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT, *arguments],
        capture_output=True,
        env=environment({"XDG_STATE_HOME": str(home.parent)}),
        timeout=30,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr.decode()


def test_on_windows_the_face_is_the_plain_one(monkeypatch, shipped):
    monkeypatch.setattr(sys, "platform", "win32")
    for name in ("FITCHECK_PLAIN", "ACCESSIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("fitcheck.cli.keeping.GUARDED", False)
    ran = inside(monkeypatch, stdin="continue\nx\n", tty=("stdin", "stderr"))

    assert ran.code == 0
    assert shipped.words.draft.unguarded in " ".join(ran.err.split())
    assert shipped.words.walk.plain_no_screen in " ".join(ran.err.split())
