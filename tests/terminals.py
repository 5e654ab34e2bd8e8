"""A real terminal in memory: the program in a child, its screen as rows of text."""

from __future__ import annotations

import os
import select
import termios
import time
from typing import TYPE_CHECKING

import pyte
from running import started

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATIENCE = 10
"""Seconds in which anything must have happened."""
QUIET = 0.015
"""Seconds without output after which a drawing is taken to be complete."""


class Terminal:
    """A window of some size, with ``fitcheck`` in it."""

    def __init__(
        self,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        out: Path | None = None,
        anew: bool = False,
    ) -> None:
        columns, rows = size
        self.screen = pyte.HistoryScreen(columns, rows, history=5000)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.rows, self.over = self.displayed(), False
        self.ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (rows, columns))
        surroundings = {"TERM": "xterm-256color", **(env or {})}
        with out.open("wb") if out else os.fdopen(os.dup(theirs), "wb") as document:
            streams = (theirs, document.fileno(), theirs)
            self.child = started(arguments, streams, surroundings, anew=anew)
        os.close(theirs)

    def send(self, keys: str) -> None:
        """Type something."""
        os.write(self.ours, keys.encode())

    def read(self, seconds: float) -> bool:
        """Take in what is written within this time; False when nothing was."""
        ready, _, _ = select.select([self.ours], [], [], seconds)
        if not ready:
            return False
        try:
            some = os.read(self.ours, 65536)
        except OSError:  # what Linux says when nobody holds the other side
            some = b""
        self.over = not some
        self.raw += some
        self.stream.feed(some)
        self.rows = self.displayed()
        return bool(some)

    def displayed(self) -> list[str]:
        """Return what stands on the screen."""
        return [row.rstrip() for row in self.screen.display]

    @property
    def text(self) -> str:
        """What stands on the screen, without its line ends."""
        return " ".join(" ".join(self.rows).split())

    @property
    def all(self) -> str:
        """Everything since the start, as it scrolled by, without line ends."""
        gone = [
            "".join(row[at].data for at in range(self.screen.columns))
            for row in self.screen.history.top
        ]
        return " ".join(" ".join([*gone, *self.rows]).split())

    def wait(self, phrase: str) -> None:
        """Wait until a phrase stands on a complete screen."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not self.over:
            if not self.read(QUIET) and phrase in self.text:
                return
        raise AssertionError(f"no {phrase!r} on:\n" + "\n".join(self.rows))

    def press(self, keys: str, phrase: str) -> None:
        """Press keys, wait until something happens, and then for a phrase."""
        while self.read(QUIET):
            """What came late belongs to the keys before."""
        self.send(keys)
        self.read(PATIENCE)
        self.wait(phrase)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size; what stands on it is not wrapped anew."""
        self.screen.resize(rows, columns)
        self.rows = self.displayed()
        termios.tcsetwinsize(self.ours, (rows, columns))

    def end(self) -> int:
        """Read to the end and return the exit code, as a shell tells it."""
        while self.read(PATIENCE):
            """There may be more."""
        code = self.child.wait(timeout=PATIENCE)
        return code if code >= 0 else 128 - code

    def close(self) -> None:
        """End the program, if it has not ended, and the terminal."""
        self.child.kill()
        self.child.wait(timeout=PATIENCE)
        os.close(self.ours)
