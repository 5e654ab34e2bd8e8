"""A real terminal in memory: the program in a child, its screen as rows of text."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shlex
import sys
import time
from typing import TYPE_CHECKING

import pexpect
import pyte
from running import GUARDED, environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATIENCE = 10
"""Seconds in which anything must have happened."""
READS_ON = re.compile(r"Read on|Go to the question|Go on$")
"""The entries that lead on from a page that is read."""
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
    ) -> None:
        columns, rows = size
        self.screen = pyte.HistoryScreen(columns, rows, history=5000)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        command = [sys.executable, "-B", str(GUARDED), *arguments]
        if out:
            command = [
                "sh",
                "-c",
                f'exec "$@" > {shlex.quote(str(out))}',
                "-",
                *command,
            ]
        self.child = pexpect.spawn(
            command[0],
            command[1:],
            dimensions=(rows, columns),
            env=environment({"TERM": "xterm-256color", **(env or {})}),  # type: ignore[arg-type]
            echo=True,
        )
        self.child.delaybeforesend = None

    def read(self, seconds: float) -> bool:
        """Take in what is written within this time; False when nothing was."""
        ready, _, _ = select.select([self.child.child_fd], [], [], seconds)
        if not ready:
            return False
        try:
            some = os.read(self.child.child_fd, 65536)
        except OSError:  # what Linux says when nobody holds the other side
            some = b""
        self.raw += some
        self.stream.feed(some)
        return bool(some)

    @property
    def rows(self) -> list[str]:
        """What stands on the screen."""
        return [row.rstrip() for row in self.screen.display]

    @property
    def text(self) -> str:
        """What stands on the screen, without its line ends."""
        return " ".join(" ".join(self.rows).split())

    @property
    def pointed(self) -> str:
        """The entry at the pointer."""
        return next((r for r in self.rows if re.match(r" [»>] ", r)), "")

    @property
    def all(self) -> str:
        """Everything since the start, as it scrolled by, without line ends."""
        gone = [
            "".join(row[at].data for at in range(self.screen.columns))
            for row in self.screen.history.top
        ]
        return " ".join(" ".join([*gone, *self.rows]).split())

    def wait(self, phrase: str, *, read_on: bool = True) -> None:
        """Wait until a phrase stands on a complete screen; read on where asked to."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.read(QUIET):
                continue
            if read_on and READS_ON.search(self.pointed):
                self.child.send("\r")
                self.read(PATIENCE)
            elif phrase in self.text and self.pointed:
                return
        raise AssertionError(f"no {phrase!r} on:\n" + "\n".join(self.rows))

    def press(self, keys: str, phrase: str) -> None:
        """Press keys, wait until something happens, and then for a phrase."""
        self.child.send(keys)
        self.read(PATIENCE)
        self.wait(phrase)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size; what stands on it is not wrapped anew."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def end(self) -> int:
        """Read to the end and return the exit code, as a shell tells it."""
        with contextlib.suppress(OSError, ValueError):
            while self.read(10):
                pass
        self.child.close()
        if self.child.signalstatus:
            return 128 + int(self.child.signalstatus)
        return int(self.child.exitstatus or 0)
