"""A line to type, as questionary draws it, with keys of our own.

It knows nothing of the walk: words to begin with go in, what was typed comes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import questionary

from fitcheck.walk import keys, menu
from fitcheck.walk.screen import Command

if TYPE_CHECKING:
    from fitcheck.walk.screen import Reply

KEYS = {
    "s-tab": Command.BACK,
    "f1": Command.LINES,
    "c-d": Command.LEAVE,
    "c-q": Command.LEAVE,
}
"""Keys that are commands where letters are typed."""
QUICK = 0.1
"""Seconds to wait after Escape for a letter that makes it Alt with that letter."""


def ask(mark: str, begun: str, *, escapes: bool, exact: bool) -> tuple[Reply, str]:
    """Let a line be typed, and return the reply with what stood on the line.

    A command's name is a command, in small letters alone where that is ``exact``: a
    label may be somebody's initials. Escape goes back where that is said.
    """
    asked = questionary.text(mark, begun, qmark="", style=menu.STYLE)
    application = asked.application
    keys.bind(application, KEYS)
    if escapes:
        application.timeoutlen = QUICK
        keys.escape(application)
    given: str | Command = keys.run(application)
    if isinstance(given, Command):
        return given, application.current_buffer.text
    word = given.strip()
    named = word if exact else word.lower()
    return keys.NAMED.get(named, (word,) if word else ()), word
