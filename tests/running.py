"""Running the program from tests: in this process, in a child, on a terminal."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import termios
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fitcheck.cli import program

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pytest

GUARDED = Path(__file__).with_name("guarded.py")
TTY = ("stdin", "stdout", "stderr")
STATE = tempfile.TemporaryDirectory(prefix="fitcheck-state-")
"""Where drafts go, unless a test says otherwise: never to the person who tests."""


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A standard stream in memory, which may say that it is a terminal."""

    def __init__(self, data: bytes = b"", *, tty: bool = False) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8")


def inside(
    monkeypatch: pytest.MonkeyPatch,
    *arguments: str | Path,
    stdin: str | bytes = b"",
    tty: Collection[str] = (),
) -> Ran:
    """Run the program in this process, with streams of its own."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    given = {"stdin": data, "stdout": b"", "stderr": b""}
    streams = {name: Stream(one, tty=name in tty) for name, one in given.items()}
    with monkeypatch.context() as patch:
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        code = program.run([str(one) for one in arguments])
    return Ran(code, streams["stdout"].text(), streams["stderr"].text())


def environment(changed: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a small environment that is the same everywhere."""
    path = os.environ.get("PATH", "")
    return {
        "PATH": path,
        "LANG": "en_GB.UTF-8",
        "PYTHONUTF8": "1",
        "XDG_STATE_HOME": STATE.name,
        **(changed or {}),
    }


def child(
    *arguments: str | Path,
    stdin: str | bytes = b"",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a guarded child."""
    return subprocess.run(
        [sys.executable, "-B", str(GUARDED), *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env=environment(env),
        cwd=cwd,
        timeout=30,
        check=False,
    )


def on_terminal(
    *arguments: str | Path,
    keys: str = "",
    env: Mapping[str, str] | None = None,
    size: tuple[int, int] = (24, 80),
    stdout: int | None = None,
) -> Ran:
    """Run the program on a pseudo-terminal; ``out`` is all that the screen got."""
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, size)
    process = subprocess.Popen(
        [sys.executable, "-B", str(GUARDED), *map(str, arguments)],
        stdin=theirs,
        stdout=stdout or theirs,
        stderr=theirs,
        env=environment({"TERM": "xterm", **(env or {})}),
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, keys.encode())
    seen = drained(ours)
    os.close(ours)
    return Ran(process.wait(timeout=30), seen.decode("utf-8", "replace"), "")


def drained(descriptor: int) -> bytes:
    """Read a terminal until the other side is gone."""
    seen = b""
    while True:
        try:
            some = os.read(descriptor, 65536)
        except OSError:  # what Linux says when nobody holds the other side
            return seen
        if not some:
            return seen
        seen += some
