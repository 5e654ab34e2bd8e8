"""Pictures: points as bars, and differences on the scale of the bands.

Each holds its words and its numbers; Markdown has them in letters, a page draws them.
With a gate there is nothing to draw.
"""

from __future__ import annotations

from typing import NamedTuple


class Bar(NamedTuple):
    name: str
    points: int
    said: str


class Mark(NamedTuple):
    """One difference, or the range in which missing answers leave it."""

    name: str
    lowest: int
    highest: int
    said: str


class Figure(NamedTuple):
    """Bars of points, below them a scale for each difference."""

    title: str
    heads: tuple[str, str]
    """What a table of all this has for headings."""
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    maximum: int
    bounds: tuple[int, ...]
    """The differences at which another band begins, counted away from 0."""
    ends: tuple[str, str]
    """What the least and the greatest difference point to."""

    @property
    def drawn(self) -> list[str]:
        room = max(len(one.name) for one in self.bars)
        return [
            f"{one.name:<{room}} {'█' * one.points:<{self.maximum}} {one.said}"
            for one in self.bars
        ]

    @property
    def differences(self) -> list[str]:
        return [f"{one.name}: {one.said}" for one in self.marks]
