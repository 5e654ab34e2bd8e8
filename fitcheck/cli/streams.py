"""Standard streams as they are found: closed, narrow, full, or of any encoding.

It decides nothing about what is written; the rest of the program need not care.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from fitcheck import files, wrap
from fitcheck.errors import FitcheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

NARROWEST = 20
ROWS = 24


def settle() -> None:
    """Put something in the place of a closed stream, and let no reply be a crash."""
    sys.stdin = sys.stdin or nothing()
    sys.stdout = sys.stdout or nothing()
    sys.stderr = sys.stderr or nothing()
    if isinstance(sys.stdin, io.TextIOWrapper):
        # A byte that is no text makes an unknown reply, which is asked again.
        sys.stdin.reconfigure(errors="replace")


class Closed(io.TextIOWrapper):
    """Stands in the place of a closed stream."""


def nothing() -> TextIO:
    """Return a stream that has nothing to read and keeps nothing."""
    return Closed(io.BytesIO(), encoding="utf-8")


def columns(stream: TextIO) -> int:
    """Return how wide to write on a stream: as wide as its window, at most 80."""
    try:
        found = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):  # no terminal, or no file behind the stream
        return wrap.WIDTH
    return max(NARROWEST, min(found or wrap.WIDTH, wrap.WIDTH))


def window(stream: TextIO) -> tuple[int, int]:
    """Return how wide to write on a stream, and how many rows its window has."""
    try:
        rows = os.get_terminal_size(stream.fileno()).lines
    except (OSError, ValueError):  # no terminal, or no file behind the stream
        rows = 0
    return columns(stream), rows or ROWS


def complain(text: str) -> None:
    """Write an error as it is, if there is anybody to read it."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


HEARERS: list[Callable[[str], None] | None] = []
"""Who takes what is said to a person, instead of the bare terminal."""


@contextlib.contextmanager
def heard_by(hearer: Callable[[str], None] | None) -> Iterator[None]:
    """Give what is said to somebody else meanwhile, such as a full screen."""
    HEARERS.append(hearer)
    try:
        yield
    finally:
        HEARERS.pop()


def say(text: str) -> None:
    """Tell the person something, wrapped to the window that shows it."""
    if HEARERS and (hearer := HEARERS[-1]):
        hearer(text)
        return
    sys.stderr.write(f"{wrap.wrapped(text, columns(sys.stderr))}\n")
    sys.stderr.flush()


def turned_on(environment: Mapping[str, str], *, plain: bool) -> str:
    """Name the switch that asks for the plain face, if one does."""
    if plain:
        return "--plain"
    for name in ("FITCHECK_PLAIN", "ACCESSIBLE"):
        if environment.get(name):
            return name
    return "TERM=dumb" if environment.get("TERM") == "dumb" else ""


def terminals() -> bool:
    """Say whether a person sits at both ends of the conversation."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def out(text: str) -> None:
    """Write a document to standard output: as UTF-8, unless a person reads it."""
    encoding = "utf-8"
    if isinstance(sys.stdout, Closed):  # nobody sees it, and a draft has to stay
        raise FitcheckError("standard output cannot be written to: it is closed")
    if sys.stdout.isatty():
        encoding = sys.stdout.encoding or "ascii"
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(encoding, "replace"))
        sys.stdout.buffer.flush()
    except OSError as error:
        quiet()
        if isinstance(error, BrokenPipeError):
            raise
        why = files.reason(error)
        raise FitcheckError(f"standard output cannot be written to: {why}") from None


def quiet() -> None:
    """Send what is still in the pipe's buffer nowhere: nobody reads it."""
    descriptor = os.open(os.devnull, os.O_WRONLY)
    os.dup2(descriptor, sys.stdout.fileno())
    os.close(descriptor)
