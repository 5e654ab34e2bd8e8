"""The words of a screen as wrapped lines; both faces put them on the screen.

It chooses no words and moves no cursor.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fitcheck.render import terminal
from fitcheck.report.document import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.prompts.asking import Ask, Entry


def before(ask: Ask, width: int) -> Iterator[str]:
    """Yield what is read before the question: introductions, cards, help screens."""
    for one in ask.before:
        if isinstance(one, Section):
            yield from terminal.section(one, 1, width)
        else:
            yield from terminal.blocks([one], width)


def question(ask: Ask, width: int) -> Iterator[str]:
    """Yield the question and what explains it."""
    yield terminal.wrapped(ask.heading, width)
    yield terminal.wrapped(ask.text, width)
    yield from (terminal.wrapped(one, width) for one in ask.lines)


def poles(ask: Ask, width: int) -> str:
    """Return what the letters of the options stand for."""
    return "\n".join(terminal.wrapped(one, width) for one in ask.poles)


def label(entry: Entry) -> str:
    """Return an option with the line that explains it."""
    text = f"{entry.label}. {entry.about}" if entry.about else entry.label
    return re.sub(r"([.?!])\. ", r"\1 ", text)
