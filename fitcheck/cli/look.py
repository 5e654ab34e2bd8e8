"""How a document looks on standard output: plain lines or drawn, in which colours.

Colours count for nothing but colour: without them the same words stand there.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fitcheck.cli import streams
from fitcheck.render import plain, signs, terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fitcheck.render.terminal import Colour
    from fitcheck.report.document import Document

MANY = {"truecolor", "24bit"}


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


def drawn(document: Document, look: Look) -> str:
    """Write a document for standard output as it is found."""
    return drawn_at(document, look, streams.columns(sys.stdout))


def drawn_at(document: Document, look: Look, width: int) -> str:
    """Write a document for standard output, but in so many columns."""
    tty = sys.stdout.isatty()
    if look.is_plain():
        return plain.lay_out(document, width)
    encoding = (sys.stdout.encoding or "ascii") if tty else "utf-8"
    return terminal.draw(
        document,
        width=width,
        colour=colour(os.environ, look, tty=tty),
        known=signs.known(encoding),
    )


def colour(environment: Mapping[str, str], look: Look, *, tty: bool) -> Colour:
    """Choose the colours: none unless a terminal shows them, or they are forced.

    An empty NO_COLOR asks for nothing; one that is not empty beats FORCE_COLOR.
    """
    forced = environment.get("FORCE_COLOR", "0") not in {"", "0"}
    if look.no_color or environment.get("NO_COLOR") or not (tty or forced):
        return "none"
    return "24-bit" if environment.get("COLORTERM", "").lower() in MANY else "16"
