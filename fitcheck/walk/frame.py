"""A screen as rows for a window: a pure function of screen, view and size.

Nothing is cut: what has no room scrolls, and whom to call in danger never does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fitcheck.content.texts import Texts
from fitcheck.walk.bodies import BLANK, Body, Parts, lower
from fitcheck.walk.drawing import ACCENT, ALARM, BOLD, DIM, MARK, long, pad, text
from fitcheck.walk.screen import Command, Line, Screen
from fitcheck.walk.view import View, reading, types
from fitcheck.wrap import columns as cells
from fitcheck.wrap import wrapped

LOW, SHORT = 18, 60
"""Rows under which blank ones are saved; columns under which few keys are named."""
TEXT, ROOMY = 84, 118
WIDE_KINDS = {"cards", "check", "parts"}
LEAST = 3
"""Rows that a text has at least; with fewer, what was pinned scrolls with it."""


@dataclass(frozen=True)
class Frame:
    """The rows of a window, and what keys need to know about them."""

    lines: list[Line]
    cursor: tuple[int, int]
    area: int
    """Rows of the part that scrolls."""
    top: int
    width: int
    body: tuple[str, ...]
    """The words of that part, to be looked through."""


def frame(whole: Screen, view: View, columns: int, rows: int, words: Texts) -> Frame:
    """Lay a screen out; blank rows give way where all the rest has room then."""
    screen, low = reading(whole, view), rows < LOW
    most = ROOMY if screen.kind in WIDE_KINDS else TEXT
    width = max(min(columns - 3, most), 8)
    left = max((columns - width - 1) // 2, 1) if columns > TEXT + 6 else 1
    body = Body(screen, view, width, words, low=low, tight=low)
    made = around(body, rows)
    blank = sum(not row for row in made.all) + len(made.foot) - 1
    if not low and rows < len(made.all) <= rows + blank:
        closer = around(replace(body, tight=True), rows)
        if len(closer.all) <= rows + len(closer.foot) - 1:  # a notice comes and goes
            made = closer
    return fitted(made, view, rows, left, width)


def around(body: Body, rows: int) -> Parts:
    """Put the first row and whom to call above what a screen shows, and keys below."""
    screen, view, width = body.screen, body.view, body.width
    made: Parts = getattr(body, screen.kind)()
    keys, unnamed = bar(hints(screen, view, body.words), width)
    if view.why and unnamed:
        more = text(" · ".join(unnamed).replace(": ", " "), width - 2, DIM)
        made.body = [*more, *made.body]
        made.focus = lower(made.focus, len(more))
    said = f"{screen.sure} {body.words.leaves}" if view.leaving else view.notice
    notice = [[(MARK, "▌ "), (BOLD, one[0][1])] for one in text(said, width - 2)]
    made.foot = [*(notice or body.gap()), keys]
    alarm = [
        [(ALARM, f" {one[0][1]}".ljust(width))] for one in text(screen.alarm, width - 2)
    ]
    if len(alarm) + len(made.foot) + LEAST <= rows:
        made.head = header(body)
    if len(alarm) + len(made.foot) >= rows:  # words for a number, in a tiny window
        made.body, alarm = [*alarm, *made.body], []
    made.head += alarm
    if alarm and screen.kind != "parts":  # tabs stand at the same row in every part
        made.head += body.gap()
    return made


def fitted(made: Parts, view: View, rows: int, left: int, width: int) -> Frame:
    """Scroll to what is marked; with too few rows all scrolls together."""
    body, above, below, focus = made.body, made.above, made.below, made.focus
    area = rows - len(made.head) - len(made.foot)
    if area - len(above) - len(below) < min(LEAST, len(body)):
        focus = lower(made.pinned, len(above) + len(body)) or lower(focus, len(above))
        body, above, below = [*above, *body, *below], [], []
    area = max(area - len(above) - len(below), 1)
    top = view.top
    if focus:
        first, last = focus
        least, most = sorted((last - area + 1, first))
        top = min(max(top, least), most) if last >= area else 0
    top = min(max(top, 0), max(len(body) - area, 0))
    shown = body[top : top + area]
    rest = [BLANK] * (area - len(shown))
    if len(body) > area:
        size = max(area * area // len(body), 1)
        at = round((area - size) * top / (len(body) - area))
        shown = [
            [*pad(one, width), (MARK, "┃") if at <= n < at + size else (DIM, "│")]
            for n, one in enumerate(shown)
        ]
    # What is pinned below a text that is read stands at the bottom, else at the text.
    lines = [*made.head, *above, *shown, *below, *rest, *made.foot]
    row = len(made.head) + len(above) + (focus[0] - top if focus else 0)
    return Frame(
        [[("", " " * left), *one] for one in lines[:rows]],
        (left, min(max(row, 0), rows - 1)),
        area,
        top,
        width - 2,
        tuple("".join(said for _, said in one) for one in body),
    )


def header(body: Body) -> list[Line]:
    screen, width = body.screen, body.width
    room = width - cells(screen.count) - 1
    said = [screen.place, screen.part]
    if screen.part and screen.intro:  # with its first question
        said.insert(0, f"{screen.part} · {screen.place}")
    if screen.mark:
        marked = [f"{screen.mark} · {one}" for one in said if one]
        said = [*marked, screen.mark, screen.mark.partition(" · ")[0]]
    short = wrapped(screen.place, max(room, 1)).split("\n")[0]
    left = next((one for one in said if one and cells(one) <= room), short)
    gap = " " * max(width - cells(left) - len(screen.count), 1)
    top: Line = [(BOLD, left), ("", gap), ("", screen.count)]
    if body.low or screen.kind == "parts":
        return [top]
    if screen.share is None:
        return [top, *body.gap()]
    full = round(width * screen.share)
    bar: Line = [(ACCENT, "━" * full), (DIM, "─" * (width - full))]
    return [top, bar, *([] if screen.kind == "cards" else body.gap())]


MOVES, WHY, NOTE, SKIP, LEAVE, ACTS, KEPT = range(7)
"""How long a key is named where there is little room."""
HINTS = {
    "text": (["scroll"], "on"),
    "pick": (["choose"], "next"),
    "gate": (["choose", "page"], "next"),
    "scale": (["sides"], "next"),
    "ticks": (["tick", "move"], "next"),
    "ranked": (["tick", "find"], "next"),
    "cards": (["page"], "to_question"),
    "asking": (["sides", "scroll"], "next"),
    "country": (["type"], "next"),
    "line": ([], "next"),
    "check": (["move"], "change"),
    "parts": (["part_keys", "scroll", "find"], ""),
    "part": (["scroll", "find"], ""),
    "finding": (["type"], "use"),
}
"""How one moves on each kind of screen, and goes on."""


def bar(ways: list[tuple[int, str]], width: int) -> tuple[Line, list[str]]:
    """Put keys into one row, and return those that have no room in it.

    What matters least goes first, and what the keys do goes last.
    """
    unnamed = [said for rank, said in ways if rank != KEPT and width < SHORT - 3]
    ways = [one for one in ways if one[1] not in unnamed]
    for gap in (3, 2, 1):
        while True:
            row: Line = []
            for n, (_, said) in enumerate(ways):
                key, _, does = said.partition(": ")
                row += [("", " " * gap)] * bool(n) + [(BOLD, key), (DIM, f" {does}")]
            least = min(ways)[0]
            if long(row) <= width:
                return row, unnamed
            if gap == 3 or least == KEPT:
                break
            gone = next(one for one in ways if one[0] == least)
            ways.remove(gone)
            unnamed.append(gone[1])
    keys = " ".join(said.partition(": ")[0] for _, said in ways)
    return [(BOLD, keys[:width])], unnamed


def hints(screen: Screen, view: View, words: Texts) -> list[tuple[int, str]]:
    """Name the keys that do something here, in their order."""
    may, typing = screen.may, types(screen, view)
    if view.calling:
        return [(MOVES, words.scroll), (KEPT, words.back), (KEPT, words.exit)]
    ranked: list[tuple[int, str | None]] = []
    moves, onward = HINTS[way(screen, view)]
    on = words.of(onward) if onward else None
    if screen.kind == "ticks" and view.ticks and not view.finding:
        on = words.next_ticked.format(count=len(view.ticks))
    elif screen.kind == "check" and view.at == 0:
        on = words.result
    elif screen.key == "opening":
        on = words.begin
    first = KEPT if screen.kind == "parts" else ACTS
    later = ACTS if screen.kind == "gate" else MOVES  # the lines stand further down
    ranked += [(later if n else first, words.of(one)) for n, one in enumerate(moves)]
    ranked += [(KEPT, on)]
    if view.finding:
        ranked += [(KEPT, words.all)]
    elif Command.BACK in may:
        ranked += [(KEPT, words.back)]
    letters = ((SKIP, "skip"), (NOTE, "note"), (WHY, "why"))
    ranked += [
        (rank, words.of(key))
        for rank, key in letters
        if not typing and Command("help" if key == "why" else key) in may
    ]
    ranked += [(NOTE if n else ACTS, one.hint) for n, one in enumerate(screen.acts)]
    typed = "_typing" if typing else ""
    for rank, key in ((KEPT, "lines"), (LEAVE, "leave"), (KEPT, "exit")):
        if key != "lines" or Command.LINES in may:
            ranked += [(rank, words.of(f"{key}{typed}"))]
    return [(rank, said) for rank, said in ranked if said]


def way(screen: Screen, view: View) -> str:
    if view.finding:
        return "finding"
    if screen.kind == "cards" and view.asking:
        return "asking"
    if screen.kind == "ticks" and screen.most:
        return "ranked"
    return "part" if screen.kind == "parts" and len(screen.parts) < 2 else screen.kind
