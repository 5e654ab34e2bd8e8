"""The pace of a demonstration: it goes on by itself, and a watcher can change that.

It reads keys and waits; what is shown meanwhile is not its business.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prompt_toolkit.input import create_input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prompt_toolkit.input import Input

OFTEN = 0.03
"""Seconds between two looks at the keys."""
FASTER = 4
"""How many times as fast it goes once that was asked for."""
ON = {" ", "\r", "\n"}
AWAY = {"q", "l", "x", "\x03"}


@dataclass
class Pace:
    """Waits for time or for keys; without a source of keys it never waits."""

    source: Input | None = None
    faster: bool = False
    jumping: bool = False
    """The watcher wants the report, and no more questions on the way."""
    gone: bool = False
    """The watcher left."""

    def wait(self, seconds: float | None) -> None:
        """Wait so many seconds, or until a key goes on; None waits for the key."""
        if self.source is None or self.jumping or self.gone:
            return
        left, at = seconds, time.monotonic()
        while left is None or left > 0:
            if self.pressed():
                return
            time.sleep(OFTEN)
            gone, at = time.monotonic() - at, time.monotonic()
            if left is not None:
                left -= gone * (FASTER if self.faster else 1)

    def pressed(self) -> bool:
        """Take the keys pressed so far; say whether one of them ends the waiting."""
        ends = False
        for press in self.source.read_keys() if self.source else ():
            key = press.data.lower()
            if key == "f":
                self.faster = not self.faster
            if key == "r":
                self.jumping = True
            self.gone = self.gone or key in AWAY
            ends = ends or key in ON or self.jumping or self.gone
        return ends


@contextmanager
def at_keys() -> Iterator[Pace]:
    """Give a pace that listens to the keyboard, which is given back afterwards."""
    source = create_input()
    try:
        with source.raw_mode():
            yield Pace(source)
    finally:
        source.close()
