"""What a face is given, and what it gives back: one screen as data, and a reply.

Everything that is said stands in the Screen; a face adds only where things stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal, NamedTuple, Protocol

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


LETTERS = {
    "b": Command.BACK,
    "s": Command.SKIP,
    "n": Command.NOTE,
    "?": Command.HELP,
    "h": Command.LINES,
    "l": Command.LEAVE,
    "q": Command.LEAVE,
    "x": Command.EXIT,
}
"""What one letter means, as a key and as a line."""

Reply = tuple[str, ...] | Command
"""The ids or words given, or a command."""

Kind = Literal[
    "text", "pick", "scale", "ticks", "cards", "gate", "country", "line", "check",
    "parts",
]  # fmt: skip
"""How a screen is answered where it is seen as a whole."""

Line = list[tuple[str, str]]
"""A row as pieces of text, each with its style."""

LEAVING = frozenset({Command.LEAVE, Command.EXIT, Command.LINES})
MOVING = LEAVING | {Command.BACK}
MAY = {
    "opening": LEAVING,
    "country": MOVING | {Command.HELP},
    "found": MOVING,
    "respondent": MOVING | {Command.SKIP},
    "label": MOVING | {Command.SKIP},
    "note": MOVING,
    "gate": MOVING,
    "talked": MOVING,
    "saving": MOVING | {Command.SKIP},
    "check": MOVING,
    "keep": LEAVING,
    "name": MOVING,
}
"""What can be done on the screens that are no questions of a section."""
QUESTION = MOVING | {Command.SKIP, Command.HELP}


@dataclass(frozen=True)
class Entry:
    id: str
    label: str
    about: str = ""
    exclusive: bool = False
    listed: str = ""
    """What a list says instead, where nobody has to type the id."""
    group: str = ""
    """The part that a row of the check page belongs to."""
    said: str = ""
    """What was answered there, where a list has a column for it."""


class Cards(NamedTuple):
    """Two therapies under the same headings."""

    one: Section
    other: Section


Seen = Block | Section | Cards


@dataclass(frozen=True)
class CallPage:
    """Every help line, with the two that are said first and last."""

    alarm: str
    crisis: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class Part:
    """One part of something to read; its rows are made for a width.

    A row is a Line, or a text that may hold ANSI codes for colours.
    """

    title: str
    rows: Callable[[int], Sequence[Line | str]]


@dataclass(frozen=True)
class Act:
    """A key of one screen with what it gives; the hint is a key, a colon, its work."""

    key: str
    hint: str
    reply: Reply


@dataclass(frozen=True)
class Screen:
    key: str = ""
    """A question's id, or a name of its own for every other screen."""
    text: str = ""
    heading: str = ""
    kind: Kind = "pick"
    part: str = ""
    place: str = ""
    """Where this is, for the first row; the part is said where it begins."""
    mark: str = ""
    """That nobody real is shown, said before that."""
    count: str = ""
    share: float | None = None
    """How much of the way lies behind."""
    intro: str = ""
    """What introduces a section, on its first question."""
    begins: bool = True
    """Nothing of this was read before; lines leave out what was."""
    seen: tuple[Seen, ...] = ()
    """What is read on the screen, above what is asked."""
    heard: tuple[Seen, ...] | None = None
    """What lines say instead, where they say it in other words."""
    pages: tuple[Section, ...] = ()
    """To be read first, each on a screen of its own."""
    alarm: str = ""
    """Whom to call in danger: never scrolled away."""
    calls: Callable[[], CallPage] | None = None
    """Every help line, for whoever asks for them."""
    called: bool = False
    """They were asked for by a line of text, and are said with this."""
    why: str = ""
    explains: bool = False
    """Why is said without being asked for."""
    lines: tuple[str, ...] = ()
    """Below the question, such as how many may be chosen."""
    ways: tuple[str, ...] = ()
    """The two that the entries name by their letters."""
    entries: tuple[Entry, ...] = ()
    extras: tuple[Entry, ...] = ()
    """Replies without a number that a list shows, and lines name in words."""
    places: tuple[Entry, ...] = ()
    """Every country, to be found by typing; other names of it stand in ``about``."""
    offered: str = ""
    """The country that is offered first, and not marked."""
    numbered: bool = True
    previous: tuple[str, ...] = ()
    """The ids chosen before."""
    earlier: str = ""
    """What was chosen before, in words."""
    instruction: str = ""
    shortly: str = ""
    """What lines say instead, once they have said the instruction in full."""
    note: str = ""
    """The entry that leads to a note; empty where none is taken."""
    noted: str = ""
    """That there is a note here."""
    problem: str = ""
    taken: str = ""
    """What was made of the last reply, in words, where its option does not say it."""
    longest: int = 0
    """Characters that the words may have; a line is read whole, to be told how many."""
    typed: str = ""
    """Words that can be changed, and need not be typed anew."""
    most: int = 0
    """How many can be chosen where their order counts."""
    sure: str = ""
    """Asks once more before leaving; without it leaving is not asked about."""
    parts: tuple[Part, ...] = ()
    acts: tuple[Act, ...] = ()

    @property
    def may(self) -> frozenset[Command]:
        if self.kind == "parts":
            return LEAVING - ({Command.LINES} if self.calls is None else set())
        noting = {Command.NOTE} if self.note else set()
        return MAY.get(self.key, QUESTION) | noting


class Face(Protocol):
    def __call__(self, ask: Screen, /) -> Reply: ...
