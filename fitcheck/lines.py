"""Words as lines that fit a window: wrapped, headed, and put together into pages.

It needs the standard library alone, so that something can be said at once.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 80
"""Columns of the widest line."""
FREE = 5
"""Rows of a window that stay free below a page."""


def heading(text: str, line: str, width: int) -> str:
    """Write a heading, underlined where it has a line."""
    title = wrapped(text, width)
    longest = max(map(columns, title.splitlines()))
    return f"{title}\n{line * longest}" if line else title


def heads_on(part: str) -> bool:
    """Say whether a paragraph looks like a heading."""
    return part.endswith("--") or (part[-1:].isalnum() and part.count("\n") == 0)


def wrapped(text: str, width: int, lead: str = "") -> str:
    """Wrap a text; only a word longer than the line is ever broken."""
    room, used = width - len(lead), 0
    lines: list[list[str]] = [[]]
    for piece in (piece for word in text.split() for piece in pieces(word, room)):
        wide = columns(piece)
        if used and used + 1 + wide > room:
            lines.append([])
            used = 0
        used += wide + (used > 0)
        lines[-1].append(piece)
    return lead + f"\n{' ' * len(lead)}".join(map(" ".join, lines))


def pieces(word: str, room: int) -> Iterator[str]:
    """Yield a word, cut where it would not fit on a line of its own."""
    if columns(word) <= room:
        yield word
        return
    piece = ""
    for character in word:
        if columns(piece + character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece


def columns(text: str) -> int:
    """Count the columns that a text takes on a screen; some letters take two."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in {"W", "F"} for c in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def height(parts: Iterable[str]) -> int:
    """Count the rows of paragraphs, with the blank row before each."""
    return sum(part.count("\n") + 2 for part in parts if part)


def pages(parts: Iterable[str], rows: int) -> Iterator[list[str]]:
    """Put paragraphs together into pages for a window of this many rows.

    A heading goes with what it heads, and what is longer than a page is parted.
    """
    room = max(rows - FREE, 2)
    page: list[str] = []
    left = list(parts)
    while left:
        part = left.pop(0)
        heads = page[-1:] if page and heads_on(page[-1]) else []
        if height([*heads, part]) > room:
            split = part.splitlines()
            at = max(room - height(heads) - 1, 1)
            part = "\n".join(split[:at])
            left[:0] = ["\n".join(split[at:])] if split[at:] else []
        if page and height([*page, part]) > room:
            if page != heads:
                yield page[: len(page) - len(heads)]
            page = list(heads)
        page.append(part)
    if page:
        yield page
