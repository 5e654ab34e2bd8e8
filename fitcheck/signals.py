"""Signals that end the program, as one exception, so that everything is tidied up.

It says nothing and keeps nothing; a signal that was to be ignored stays ignored.
"""

from __future__ import annotations

import signal

TYPE_CHECKING = False  # typing.TYPE_CHECKING, without the import
if TYPE_CHECKING:
    from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")


class Stopped(BaseException):
    """The program was asked to stop; no handler for errors may catch it."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)

    @property
    def code(self) -> int:
        """The exit code: 130 for Ctrl-C, 143, 129, 131 for SIGTERM, SIGHUP, SIGQUIT."""
        return 128 + self.number


def install() -> None:
    """Let the signals that would end the program raise Stopped instead."""
    for name in NAMES:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        ends = (signal.SIG_DFL, signal.default_int_handler)
        if number is not None and signal.getsignal(number) in ends:
            signal.signal(number, stop)


def stop(number: int, _frame: FrameType | None) -> None:
    """Raise Stopped."""
    raise Stopped(number)
