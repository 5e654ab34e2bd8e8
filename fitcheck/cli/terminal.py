"""The terminal and the standard streams as they are found, and how text looks there.

It decides nothing about what is written; without colours the same words stand there.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO, cast

from fitcheck import files, help_now, wrap
from fitcheck.errors import FitcheckError

NARROWEST = 20
ROWS = 24
OFF = {"", "0", "no", "off", "false"}
"""What a switch in the environment is set to where it is off."""

TYPED = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'",
     "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u00d7": "x", "\u2022": "*",
     "\u2501": "=", "\u2500": "-", "\u2588": "#"}
)  # fmt: skip
"""What a keyboard has, for a terminal that cannot show print."""


def settle() -> None:
    """Put something in the place of a closed stream, and let no text be a crash.

    Raises:
        FitcheckError: if a stream is set to what holds no plain letters.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Closed(io.BytesIO(), encoding="utf-8"))
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
        return self.tried(self.stream.write, text) or 0

    def flush(self) -> None:
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


def window(stream: TextIO) -> tuple[int, int]:
    """Return how wide to write on a stream, at most 80, and how many rows it has."""
    try:
        columns, rows = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):  # no terminal, or no file behind the stream
        columns, rows = 0, 0
    return max(NARROWEST, min(columns or wrap.WIDTH, wrap.WIDTH)), rows or ROWS


def columns(stream: TextIO) -> int:
    return window(stream)[0]


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
        help_now.silence(sys.stdout)  # what is still in the pipe's buffer goes nowhere
        if isinstance(error, BrokenPipeError):
            raise
        why = files.reason(error)
        raise FitcheckError(f"standard output cannot be written to: {why}") from None


@dataclass(frozen=True)
class Look:
    """What the person asked for with options; the environment may ask for more."""

    plain: bool = False
    no_color: bool = False
    full: bool = False
    """Everything a report has to say, and not two pages."""

    def is_plain(self) -> bool:
        """Say whether documents are plain lines, for a screen reader for example."""
        return bool(turned_on(os.environ, plain=self.plain))


def drawn(text: str, look: Look, width: int = 0) -> str:
    """Write a document in Markdown for standard output as it is found, or narrower."""
    width, tty = width or columns(sys.stdout), sys.stdout.isatty()
    if look.is_plain():
        from fitcheck.render import plain

        return plain.lay_out(text, width)
    from fitcheck.render.terminal import draw

    seen = colour(os.environ, look, tty=tty)
    made = draw(text, columns=width, colour=seen)
    encoding = (sys.stdout.encoding or "ascii") if tty else "utf-8"
    try:
        "█━•".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return made.translate(TYPED)
    return made


def colour(environment: Mapping[str, str], look: Look, *, tty: bool) -> bool:
    """Say if there are colours: a terminal shows them, or they are forced.

    An empty NO_COLOR asks for nothing; one that is not empty beats FORCE_COLOR.
    """
    forced = environment.get("FORCE_COLOR", "").lower() not in OFF
    declined = look.no_color or environment.get("NO_COLOR")
    return not declined and (tty or forced)


def choose(asked: str, entries: Mapping[str, str], look: Look) -> str | None:
    """Have one of several chosen at a terminal; nothing where nobody sits at one."""
    if look.is_plain() or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    import questionary

    choices = [questionary.Choice(said, one) for one, said in entries.items()]
    picked: str = questionary.select(asked, choices, instruction=" ").unsafe_ask()
    return picked
