"""Running the program from tests: in this process, in a child, on a terminal."""

from __future__ import annotations

import contextlib
import io
import math
import os
import select
import subprocess
import sys
import tempfile
import termios
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from preloaded import ASLEEP, Child, start

from fitcheck.cli import program

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import pytest

GUARDED = Path(__file__).with_name("guarded.py")
PYTHON_READS = ("LANG", "LC_", "PYTHON")
"""Surroundings that change how Python itself begins."""
TTY = ("stdin", "stdout", "stderr")
STATE = tempfile.TemporaryDirectory(prefix="fitcheck-state-")
"""Where drafts go, unless a test says otherwise: never to the person who tests."""


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Run:
    """What a child left behind."""

    code: int
    out: bytes
    err: bytes
    megabytes: float
    """The peak of its memory; not a number of one that was started anew."""

    @property
    def said(self) -> str:
        """All that a terminal would have shown."""
        return (self.out + self.err).decode("utf-8", "surrogateescape")


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


def started(
    arguments: Iterable[str | Path],
    streams: tuple[int, int, int],
    env: Mapping[str, str] | None = None,
    *,
    cwd: Path | None = None,
    anew: bool = False,
    limited: bool = False,
) -> Child | subprocess.Popen[bytes]:
    """Start the program, guarded, in a session of its own.

    It is born with everything loaded, unless it is to begin anew as a person starts
    it, or its surroundings change how Python begins.
    """
    words, surroundings = list(map(str, arguments)), environment(env)
    if not anew and not any(name.startswith(PYTHON_READS) for name in env or ()):
        return start(words, streams, surroundings, cwd, limited=limited)
    stdin, stdout, stderr = streams
    return subprocess.Popen(
        [sys.executable, "-B", str(GUARDED), *words],
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        env=surroundings,
        cwd=cwd,
        start_new_session=True,
    )


def child(
    *arguments: str | Path,
    stdin: str | bytes | Path = b"",
    stdout: Path | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    anew: bool = False,
    limited: bool = False,
) -> Run:
    """Run the program as a guarded child; streams may be files or devices."""
    with contextlib.ExitStack() as stack:

        def file(path: Path | None, mode: str) -> BinaryIO:
            new = path.open(mode) if path else tempfile.TemporaryFile()  # noqa: SIM115
            return cast("BinaryIO", stack.enter_context(new))

        given = file(stdin if isinstance(stdin, Path) else None, "rb")
        out, err = file(stdout, "wb"), file(None, "wb")
        if not isinstance(stdin, Path):
            given.write(stdin.encode() if isinstance(stdin, str) else stdin)
            given.seek(0)
        handles = (given.fileno(), out.fileno(), err.fileno())
        process = started(arguments, handles, env, cwd=cwd, anew=anew, limited=limited)
        code = ended(process)
        said = b"" if stdout else whole(out)
        return Run(code, said, whole(err), getattr(process, "megabytes", math.nan))


def whole(file: BinaryIO) -> bytes:
    """Read a file from its beginning."""
    file.seek(0)
    return file.read()


def on_terminal(
    *arguments: str | Path,
    keys: str = "",
    env: Mapping[str, str] | None = None,
    size: tuple[int, int] = (24, 80),
) -> Ran:
    """Run the program on a pseudo-terminal; ``out`` is all that it wrote there."""
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, size)
    modes = termios.tcgetattr(theirs)
    modes[3] &= ~termios.ECHO  # keys come when they come, before its words or after
    termios.tcsetattr(theirs, termios.TCSANOW, modes)
    handles = (theirs, theirs, theirs)
    process = started(arguments, handles, {"TERM": "xterm", **(env or {})})
    os.close(theirs)
    os.write(ours, keys.encode())
    seen = drained(ours)
    os.close(ours)
    return Ran(ended(process), seen.decode("utf-8", "replace"), "")


def ended(process: Child | subprocess.Popen[bytes]) -> int:
    """Return how a child ended; one that does not is killed."""
    try:
        return process.wait(timeout=ASLEEP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise


def drained(descriptor: int) -> bytes:
    """Read a terminal until the other side is gone, or nothing comes any more."""
    seen = b""
    while select.select([descriptor], [], [], ASLEEP)[0]:
        try:
            some = os.read(descriptor, 65536)
        except OSError:  # what Linux says when nobody holds the other side
            return seen
        if not some:
            break
        seen += some
    return seen
