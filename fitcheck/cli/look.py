"""How a document looks on standard output: plain lines or drawn, in which colours.

Colours count for nothing but colour: without them the same words stand there.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fitcheck.cli import streams

if TYPE_CHECKING:
    from collections.abc import Mapping


TYPED = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'",
     "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u00d7": "x", "\u2022": "*",
     "\u2501": "=", "\u2500": "-", "\u2588": "#"}
)  # fmt: skip
"""What a keyboard has, for a terminal that cannot show print."""


@dataclass(frozen=True)
class Look:
    """What the person asked for with options; the environment may ask for more."""

    plain: bool = False
    no_color: bool = False
    full: bool = False
    """Everything a report has to say, and not two pages."""

    def is_plain(self) -> bool:
        """Say whether documents are plain lines, for a screen reader for example."""
        return bool(streams.turned_on(os.environ, plain=self.plain))


def drawn(text: str, look: Look, width: int = 0) -> str:
    """Write a document in Markdown for standard output as it is found, or narrower."""
    width, tty = width or streams.columns(sys.stdout), sys.stdout.isatty()
    if look.is_plain():
        from fitcheck.render import plain

        return plain.lay_out(text, width)
    from fitcheck.render import terminal

    seen = colour(os.environ, look, tty=tty)
    made = terminal.draw(text, columns=width, colour=seen)
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
    forced = environment.get("FORCE_COLOR", "").lower() not in streams.OFF
    declined = look.no_color or environment.get("NO_COLOR")
    return not declined and (tty or forced)
