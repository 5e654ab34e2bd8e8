"""What of a question stays above its list in a window, and what is read before it.

It counts rows; what is said, and what a list holds, was decided before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitcheck import wrap
from fitcheck.walk import hints, layout

if TYPE_CHECKING:
    from fitcheck.content.texts import Texts
    from fitcheck.walk.screen import Screen

LEAST = 4
"""Rows that a list has at least, where there is no room for all of it."""
KEYS, PROBLEM, ANSWERED, TEXT, MORE, EARLIER, HEADING, WHY = range(8)
"""How long a part stays, the first one longest: what helps to answer above all."""


def divided(
    ask: Screen, words: Texts, size: tuple[int, int], listed: int, refused: str = ""
) -> tuple[list[str], list[str]]:
    """Return what stays above the list, and all of it if too much is left out."""
    width, rows = size
    problem = wrap.wrapped(refused or ask.problem, width)
    ways = hints.ways(ask, words, size)
    parts = [*ranked(ask, words, width), (PROBLEM, problem), (KEYS, ways)]
    parts = [(rank, part) for rank, part in parts if part]
    share = rows // 3 if rows >= wrap.LOW else rows * 2 // 3
    room = rows - min(listed, max(LEAST, share))
    stays = WHY
    while stays > KEYS and taken([p for n, p in parts if n <= stays], rows) > room:
        stays -= 1
        room = rows - LEAST if stays == ANSWERED else room
    explained = explanations(ask, width) if rows < wrap.LOW else ""
    left = {rank for rank, _ in parts if rank > stays} - {EARLIER, HEADING}
    whole = [part for rank, part in parts if rank not in {PROBLEM, KEYS}]
    whole = [*whole, explained] if left or explained else []
    return [part for rank, part in parts if rank <= stays], whole


def ranked(ask: Screen, words: Texts, width: int) -> list[tuple[int, str]]:
    """Return the parts of a question, each with how long it stays."""
    heading, text, *more = layout.question(ask, width)
    poles = layout.poles(ask, width)
    whys = words.walk.why.partition("{")[0].rstrip()
    why = MORE if ask.note else WHY  # a clinician reads it at every question
    return [
        (HEADING, heading),
        (TEXT if poles else ANSWERED, text),
        *((why if one.startswith(whys) else MORE, one) for one in more),
        (ANSWERED, poles),
        (EARLIER, wrap.wrapped(ask.earlier, width)),
    ]


def explanations(ask: Screen, width: int) -> str:
    """Explain what can be ticked, where its list has no room; once is enough."""
    told = [one for one in ask.entries if one.about]
    if not ask.several or ask.earlier:
        return ""
    return "\n".join(wrap.wrapped(layout.label(one), width, "* ") for one in told)


def taken(parts: list[str], rows: int) -> int:
    """Count the rows of what stands above a list: blank ones only in a high window."""
    if rows < wrap.LOW:
        return sum(part.count("\n") + 1 for part in parts)
    return wrap.height(parts) + 1


def above(parts: list[str], rows: int, listed: int) -> str:
    """Put together what stands above a list, with blank rows where there is room."""
    if rows >= wrap.LOW:
        return "".join(f"\n{part}\n" for part in parts)
    return "\n" * (taken(parts, rows) + listed < rows) + "\n".join(parts)
