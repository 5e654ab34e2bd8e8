"""Which keys mean something on a screen of the arrow-key face, and what names them.

A key that would only be refused is neither bound nor named.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from fitcheck import wrap
from fitcheck.walk.screen import Command

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fitcheck.content.texts import Texts
    from fitcheck.walk.screen import Screen

ALWAYS = frozenset({Command.LEAVE, Command.EXIT})
BACK_TOO = ALWAYS | {Command.BACK}
IN_WALK = BACK_TOO | {Command.LINES}
FEW = frozenset(Command) - {Command.SKIP, Command.LEAVE}
"""What is named where not all of it has room."""
ONLY: Mapping[str, frozenset[Command]] = {
    "opening": ALWAYS | {Command.LINES},
    "found": IN_WALK,
    "country": IN_WALK | {Command.HELP},
    "respondent": IN_WALK | {Command.SKIP},
    "gate": IN_WALK,
    "talked": IN_WALK,
    "saving": IN_WALK | {Command.SKIP},
    "check": IN_WALK,
    "keep": ALWAYS,
    "first": ALWAYS,
    "onward": ALWAYS,
    "menu": ALWAYS,
    "more": BACK_TOO,
}
"""What can be done on the screens that are no questions of a section."""
GLUE = "\x00"
"""Holds a key and what it does together when lines are wrapped."""


def commands(ask: Screen) -> frozenset[Command]:
    """Return the commands that mean something on a screen."""
    unoffered = set() if ask.note else {Command.NOTE}
    return ONLY.get(ask.key, frozenset(Command) - unoffered)


def is_question(ask: Screen) -> bool:
    """Say whether this is a question of a section."""
    return ask.key not in ONLY


def types(ask: Screen) -> bool:
    """Say whether letters begin a word here, and are no commands but for x."""
    return ask.key == "country"


def ways(ask: Screen, words: Texts, size: tuple[int, int]) -> str:
    """Name the keys of a list; in one line on a low screen."""
    walk, (width, rows) = words.walk, size
    if rows < wrap.LOW:
        return low(ask, words, width)
    lead = walk.keys_one if len(ask.entries) == 1 else walk.keys
    lead = walk.keys_tick if ask.several else lead
    lead = walk.keys_type if types(ask) else lead
    keys = named(words, commands(ask), short=False, typing=types(ask))
    also = walk.keys_also.format(keys=", ".join(keys))
    return wrapped(f"{lead} {also}", width)


def low(ask: Screen, words: Texts, width: int) -> str:
    """Name the keys in one line: fewer, or by letters, where there is no more room."""
    # Beside a note one line has no room for why, which is read there or before.
    ours = commands(ask) - ({Command.HELP} if ask.note else set())
    walk, typing = words.walk, types(ask)
    lead = walk.keys_tick_low if ask.several else ""
    if typing:  # the way back stands in the list
        lead, ours = walk.keys_type_low, ours - {Command.BACK}
    for some in (ours, ours & FEW):
        keys = named(words, some, short=True, typing=typing)
        said = f"{lead} {', '.join(keys)}".strip()
        if wrap.columns(said) <= width:
            return said
    keys = named(words, ours, short=True, typing=typing)
    return wrapped(f"{lead} {' '.join(key.split()[0] for key in keys)}", width)


def reading(ask: Screen, words: Texts, width: int, *, last: bool) -> str:
    """Name the keys below a page."""
    lead = words.walk.keys_go if last else words.walk.keys_read
    ours = IN_WALK & commands(ask)
    full, few = (
        ", ".join([lead, *named(words, some, short=True)])
        for some in (ours, ours & FEW)
    )
    # One line more would push away the first line of a page.
    return wrapped(full if wrap.columns(full) <= width else few, width)


def named(
    words: Texts, ours: Collection[Command], *, short: bool, typing: bool = False
) -> list[str]:
    """Return each key with what it does, in the order of the contract."""
    walk = words.walk
    lines_key = walk.key_lines_low if short else walk.key_lines
    names = {
        Command.BACK: walk.key_back_typing if typing else walk.key_back,
        Command.SKIP: walk.key_skip,
        Command.NOTE: walk.key_note,
        Command.HELP: walk.key_why,
        Command.LINES: walk.key_lines_typing if typing else lines_key,
        Command.LEAVE: walk.key_leave_typing if typing else walk.key_leave,
        Command.EXIT: walk.key_exit_low if short else walk.key_exit,
    }
    return [name for command, name in names.items() if command in ours]


def wrapped(text: str, width: int) -> str:
    """Wrap a line of keys; none is parted from what it does."""
    words = text.split(" ")
    glued = words[:1]
    for before, word in itertools.pairwise(words):
        glued.append(f"{GLUE if len(before) == 1 else ' '}{word}")
    return wrap.wrapped("".join(glued), width).replace(GLUE, " ")
