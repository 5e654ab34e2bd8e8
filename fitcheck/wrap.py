"""Words as lines that fit a window: wrapped, headed, and put together into pages.

It needs the standard library alone, so that something can be said at once.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 80
"""Columns of the widest line."""
LOW = 20
"""Rows below which a window is low, and blank ones are saved."""
FREE = 5
"""Rows of a window that stay free below a page; of a low one, one less."""
CODES = re.compile(r"\x1b\[[0-9;]*m")
"""What colours a text and is not seen."""
RULES = set("-=─━")
BULLETS = ("* ", "• ")


def heading(text: str, line: str, width: int) -> str:
    """Write a heading, underlined where it has a line."""
    title = wrapped(text, width)
    longest = max(map(columns, title.splitlines()))
    return f"{title}\n{line * longest}" if line else title


def heads_on(part: str) -> bool:
    """Say whether a paragraph looks like a heading."""
    bare = CODES.sub("", part)
    if not set(bare.rpartition("\n")[2]) - RULES:
        return True
    return bare[-1:].isalnum() and "\n" not in bare


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


def pages(parts: Iterable[str], rows: int) -> Iterator[str]:
    """Put paragraphs together into pages for a window of this many rows.

    Each has a blank row before it. A heading goes with what it heads. A list is
    parted between its items, and only what is longer than a page within a text.
    """
    room = max(rows - FREE + (rows < LOW), 2)
    page: list[str] = []
    heads = 0
    """Where the headings at the end of the page begin."""
    for part in parts:
        rest = ["", *part.splitlines()]
        while len(page) + len(rest) > room:
            at = parted(rest, room - len(page), room - len(page[heads:]))
            if at or not heads:
                page, heads = [*page, *rest[:at]], 0
                yield "\n".join(page) + "\n"
                page, rest = [], rest[at:]
            else:
                yield "\n".join(page[:heads]) + "\n"
                page, heads = page[heads:], 0
        page.extend(rest)
        if not heads_on(part):
            heads = len(page)
    if page:
        yield "\n".join(page) + "\n"


def parted(lines: list[str], free: int, most: int) -> int:
    """Return how many of these lines stand on a page with so many free rows.

    None do where they would be parted within a text, though they fit the next page.
    """
    bare = [CODES.sub("", line) for line in lines]
    items = [n for n, one in enumerate(bare) if one.lstrip().startswith(BULLETS)]
    between = [n for n in items[1:] if n <= free]
    if between or len(lines) <= most:
        return max(between, default=0)
    deep = [len(one) - len(one.lstrip()) if one else 99 for one in bare]
    rows = [n for n in range(3, free + 1) if deep[n] == min(deep)]
    return max(rows, default=free if free == most else 0)
