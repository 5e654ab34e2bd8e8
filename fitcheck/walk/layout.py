"""The words of a screen as wrapped lines; both faces put them on the screen.

It chooses no words and moves no cursor.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fitcheck import wrap
from fitcheck.render import plain
from fitcheck.report.document import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fitcheck.walk.screen import Entry, Screen


def before(ask: Screen, width: int, say: Callable[[str], str] = str) -> Iterator[str]:
    """Yield what is read before the question: introductions, cards, help screens.

    Each text is passed through ``say``, which can write it for the ear.
    """
    for one in ask.before:
        if isinstance(one, Section):
            yield from plain.section(one, 1, width, say)
        else:
            yield from plain.blocks([one], width, say)


def question(ask: Screen, width: int) -> Iterator[str]:
    """Yield the question and what explains it."""
    yield wrap.wrapped(ask.heading, width)
    yield wrap.wrapped(ask.text, width)
    if ask.explains:
        yield wrap.wrapped(ask.why, width)
    if ask.alarm and ask.alarm != ask.text:
        yield wrap.wrapped(ask.alarm, width)
    yield from (wrap.wrapped(one, width) for one in ask.lines)


def poles(ask: Screen, width: int) -> str:
    """Return what the letters of the options stand for."""
    return "\n".join(wrap.wrapped(one, width) for one in ask.poles)


def label(entry: Entry) -> str:
    """Return an option with the line that explains it."""
    text = f"{entry.label}. {entry.about}" if entry.about else entry.label
    return re.sub(r"([.?!])\. ", r"\1 ", text)
