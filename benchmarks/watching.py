"""Running a program and watching it: on a terminal of our own, or through pipes."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import tempfile
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = (60, 80)
"""Rows and columns: a window in which the opening is one page."""
PATIENCE = 30
"""Seconds after which a program is taken to hang."""
ASKED, PLACE = b"\x1b[6n", b"\x1b[1;1R"
"""How prompt_toolkit asks a terminal where its cursor is, and what one replies."""
STATE = tempfile.TemporaryDirectory(prefix="fitcheck-bench-")
HOUSE = Path(__file__).resolve().parents[1]


def environment() -> dict[str, str]:
    """Return a small environment that is the same everywhere, with nothing saved."""
    state = tempfile.mkdtemp(dir=STATE.name)
    given = {"TERM": "xterm", "LANG": "C.UTF-8", "XDG_STATE_HOME": state}
    return {"PATH": os.environ["PATH"], **given}


class Screen:
    """A program on a terminal."""

    def __init__(self, *command: str) -> None:
        self.ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, SIZE)
        self.text, self.asked, self.at, self.over = b"", 0, 0, False
        self.start = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment(),
            cwd=HOUSE,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.returncode is None:
            self.process.kill()
            self.process.wait()
        os.close(self.ours)

    def read(self, seconds: float) -> bool:
        """Read what comes within some time, and say whether something came."""
        if self.over or not select.select([self.ours], [], [], max(seconds, 0))[0]:
            return False
        with contextlib.suppress(OSError):  # what Linux says of a closed terminal
            found = os.read(self.ours, 65536)
            self.text += found
            while self.text.count(ASKED) > self.asked:
                self.asked += 1
                os.write(self.ours, PLACE)
            return True
        self.over = True
        return False

    def since(self) -> bytes:
        """Return what came since the last key."""
        return self.text[self.at :]

    def until(self, wanted: bytes) -> float:
        """Wait for words since the last key; return the milliseconds since then."""
        while not self.since() or wanted not in self.since():
            left = self.start + PATIENCE - time.perf_counter()
            if not self.read(left):
                raise RuntimeError(f"{wanted!r} never came: {self.text[-500:]!r}")
        return (time.perf_counter() - self.start) * 1000

    def press(self, key: str) -> None:
        """Press a key, and start the clock."""
        self.at, self.start = len(self.text), time.perf_counter()
        os.write(self.ours, key.encode())

    def rest(self, seconds: float) -> None:
        """Do nothing for some time but read along."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def quiet(self, seconds: float = 0.05) -> None:
        """Read until nothing more comes."""
        while self.read(seconds):
            pass

    def peak(self) -> float:
        """End the program and return the most MiB it has taken."""
        os.kill(self.process.pid, signal.SIGKILL)
        return reaped(self.process)


def reaped(process: subprocess.Popen[bytes]) -> float:
    """Wait for a program and return the most MiB it has taken."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / 1024


def started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a program whose words nobody reads."""
    nothing = subprocess.DEVNULL
    return subprocess.Popen(
        command,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        env=environment(),
        cwd=HOUSE,
    )


def finished(command: Sequence[str]) -> float:
    """Return the milliseconds that a program takes from start to end."""
    start = time.perf_counter()
    code = started(command).wait()  # with a timeout it would look only now and then
    if code:
        raise RuntimeError(f"{' '.join(command)} ended with {code}")
    return (time.perf_counter() - start) * 1000


def peak(command: Sequence[str]) -> float:
    """Return the most MiB that a program takes."""
    return reaped(started(command))


def shown_by(command: Sequence[str], replies: bytes, wanted: bytes) -> float:
    """Return the milliseconds until a program with replies in a pipe shows words."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=HOUSE,
    )
    assert process.stdin
    assert process.stderr
    with process.stdin, process.stderr:
        process.stdin.write(replies)
        process.stdin.close()
        seen = b""
        while wanted not in seen:
            some = os.read(process.stderr.fileno(), 65536)
            if not some:
                raise RuntimeError(f"{wanted!r} never came: {seen[-500:]!r}")
            seen += some
        taken = (time.perf_counter() - start) * 1000
    process.kill()
    process.wait()
    return taken
