"""What was pressed on a screen so far, and which rows that leaves to choose from.

It draws nothing; a view is all that a screen remembers of the keys.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fitcheck.walk.screen import Entry, Screen

LISTED = 8
"""Countries that are shown at once."""


@dataclass
class View:
    at: int | None = None
    """The row that is marked; none before a key was pressed."""
    ticks: list[str] = field(default_factory=list)
    word: str = ""
    """What is typed: a country, a text, or what is looked for."""
    caret: int = 0
    finding: bool = False
    page: int = 0
    """Which page is read before the question."""
    calling: bool = False
    why: bool = False
    leaving: bool = False
    asking: bool = False
    """The cards were read, and the question stands below them."""
    notice: str = ""
    top: int = 0
    part: int = 0
    tops: dict[int, int] = field(default_factory=dict)


def begin(screen: Screen) -> View:
    """Return a view as a screen is first seen: only an earlier answer is marked."""
    view = View(word=screen.typed, caret=len(screen.typed))
    if screen.kind == "ticks":
        view.ticks = list(screen.previous)
    elif screen.kind != "text":
        ids = [one.id for one in rows_of(screen, view)]
        view.at = next((n for n, one in enumerate(ids) if one in screen.previous), None)
        view.asking = view.at is not None
    return view


def reading(screen: Screen, view: View) -> Screen:
    if view.calling and screen.calls:
        lines = screen.calls()
        return replace(screen, kind="text", text="", seen=lines.seen, alarm=lines.alarm)
    if view.page < len(screen.pages):
        return replace(screen, kind="text", text="", seen=(screen.pages[view.page],))
    return screen


def rows_of(screen: Screen, view: View) -> list[Entry]:
    if screen.kind == "country":
        return [*places(screen, view.word), *screen.entries[-1:]]
    if screen.kind == "check":
        return [*screen.extras, *screen.entries]
    word = view.word.lower() if screen.kind == "ticks" else ""
    return [
        one for one in screen.entries if word in f"{one.label}\n{one.about}".lower()
    ]


def places(screen: Screen, word: str) -> list[Entry]:
    """Return countries to choose from, those first whose name begins like a word."""
    said = word.strip().lower()
    if not word:
        offered = {screen.offered, *screen.previous}
        return [one for one in screen.places if one.id in offered]

    def rank(one: Entry) -> int:
        names = [one.label.lower(), *one.about.lower().split("; ")]
        if said in {one.id.lower(), *names}:
            return 0
        if any(name.startswith(said) for name in names):
            return 1
        return 2 if any(f" {said}" in name for name in names) else 3

    found = sorted(screen.places, key=lambda one: (rank(one), one.label))
    return [one for one in found if rank(one) < 3][:LISTED]


def scale_of(screen: Screen) -> list[Entry]:
    return [one for one in screen.entries if not one.group]


def types(screen: Screen, view: View) -> bool:
    """Say whether letters are typed here, and are no commands."""
    return view.finding or screen.kind in {"country", "line"}
