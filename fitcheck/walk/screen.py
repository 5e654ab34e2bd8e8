"""What a face is given, and what it gives back.

Everything on the screen is in the Screen; a face adds only where things stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fitcheck.report.document import Block, Section


class Command(Enum):
    """A reply that is not an answer; END means that the input ended."""

    BACK = "back"
    SKIP = "skip"
    NOTE = "note"
    HELP = "help"
    LINES = "lines"
    LEAVE = "leave"
    EXIT = "exit"
    END = "end"


Reply = tuple[str, ...] | Command
"""The ids or words given, or a command."""


@dataclass(frozen=True)
class Entry:
    """One thing to choose."""

    id: str
    label: str
    about: str = ""
    exclusive: bool = False
    listed: str = ""
    """What a list says instead, where nobody has to type the id."""


@dataclass(frozen=True)
class Screen:
    """One screen."""

    key: str
    """A question's id, or a name of its own for every other screen."""
    text: str
    heading: str = ""
    before: tuple[Block | Section, ...] = ()
    """To read first: an introduction, cards, a help screen."""
    begun: bool = False
    """The first page to read (in lines all of it) stands on the screen already."""
    lines: tuple[str, ...] = ()
    """Below the question: why it is asked, how many may be chosen."""
    poles: tuple[str, ...] = ()
    """The two ways that the entries name by their letters."""
    entries: tuple[Entry, ...] = ()
    extras: tuple[Entry, ...] = ()
    """Replies without a number that a list shows, and lines name in words."""
    numbered: bool = True
    previous: tuple[str, ...] = ()
    """The ids chosen before."""
    earlier: str = ""
    """What was chosen before, in words."""
    urgent: tuple[str, ...] = ()
    """Whom to call first, where help lines were asked for: in lines said last."""
    instruction: str = ""
    shortly: str = ""
    """What lines say instead, once they have said the instruction in full."""
    note: str = ""
    """The entry that leads to a note; empty where none is taken."""
    problem: str = ""
    free: bool = False
    """Any words may be typed, such as the name of a file."""
    longest: int = 0
    """Characters that the words may have; a line is read whole, to be told how many."""
    typing: str = ""
    """The instruction for who types below the arrow-key face's screen."""
    typed: str = ""
    """Words that can be changed there, and need not be typed anew."""
    several: bool = False
    ranked: bool = False
    """The order of several counts."""
    most: int = 0
    """How many can be chosen of several; 0 is any number."""
    sure: str = ""
    """Asks once more before leaving, where something of the answers is kept."""


class Face(Protocol):
    """Shows one screen and returns one reply."""

    def __call__(self, ask: Screen) -> Reply:
        """Show, and wait for a reply."""
        ...
