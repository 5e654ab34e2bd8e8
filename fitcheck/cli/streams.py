"""Standard streams as they are found: closed, narrow, full, or of any encoding.

It decides nothing about what is written; the rest of the program need not care.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys
from typing import TYPE_CHECKING, Any, TextIO, cast

from fitcheck import files, help_now, wrap
from fitcheck.errors import FitcheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

NARROWEST = 20
ROWS = 24


OFF = {"", "0", "no", "off", "false"}
"""What a switch in the environment is set to where it is off."""


def settle() -> None:
    """Put something in the place of a closed stream, and let no text be a crash.

    Raises:
        FitcheckError: if a stream is set to what holds no plain letters.
    """
    sys.stdin = sys.stdin or nothing()
    sys.stdout = sys.stdout or nothing()
    sys.stderr = sys.stderr or nothing()
    every = (sys.stdin, sys.stdout, sys.stderr)
    odd = [set_to for one in every if (set_to := one.encoding) and help_now.mended(one)]
    if isinstance(sys.stdin, io.TextIOWrapper):
        # A byte that is no text makes an unknown reply, which is asked again.
        signed = sys.stdin.encoding.lower() == "utf-8" and not sys.stdin.isatty()
        encoding = "utf-8-sig" if signed else None
        sys.stdin.reconfigure(encoding=encoding, errors="replace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if not isinstance(sys.stderr, Remarks):
        sys.stderr = cast("TextIO", Remarks(sys.stderr))
    if odd:
        what = "PYTHONIOENCODING is set to what fitcheck cannot write"
        raise FitcheckError(f"{what} ({odd[0]}): unset it, or set it to utf-8")


class Closed(io.TextIOWrapper):
    """Stands in the place of a closed stream."""


class Remarks:
    """Standard error: what cannot be written there never stops the work."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        """Write; what cannot be written, now and later, goes nowhere."""
        return self.tried(self.stream.write, text) or 0

    def flush(self) -> None:
        """Have it written, if it can be."""
        self.tried(self.stream.flush)

    def tried(self, work: Callable[..., Any], *given: str) -> Any:
        """Do it, or give up; nobody is kept waiting for questions that went nowhere."""
        try:
            return work(*given)
        except OSError as error:
            help_now.silence(self.stream)
            if isinstance(error, BrokenPipeError) and sys.stdin.isatty():
                raise
        return None


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


def answerable() -> None:
    """Refuse to ask a person at a terminal what nobody can see; say it there.

    Raises:
        FitcheckError: if the questions go to a file, to a device or nowhere.
    """
    if not sys.stdin.isatty() or sys.stderr.isatty():
        return
    try:
        mode = os.fstat(sys.stderr.fileno()).st_mode
    except (OSError, ValueError):  # closed
        mode = stat.S_IFCHR
    if not (stat.S_ISREG(mode) or stat.S_ISCHR(mode)):
        return  # a pipe may lead to somebody who reads
    what = "fitcheck asks on standard error (2), where nobody can see it now"
    said = f"{what}: leave out what follows 2> or &>"
    with contextlib.suppress(OSError, ValueError, AttributeError):  # no such name
        seen = os.open(os.ttyname(sys.stdin.fileno()), os.O_WRONLY)
        os.write(seen, f"{said}\n".encode())
        os.close(seen)
    raise FitcheckError(said)


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
        if environment.get(name, "").lower() not in OFF:
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
    help_now.silence(sys.stdout)
