"""A screen as rows for a window: a pure function of screen, view and size.

Nothing is cut: what has no room scrolls, and whom to call in danger never does.
"""

from __future__ import annotations

from dataclasses import dataclass

from fitcheck.content.texts import Texts
from fitcheck.walk.bodies import Body, Parts, lower
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
    """Lay a screen out for a window."""
    screen, low = reading(whole, view), rows < LOW
    most = ROOMY if screen.kind in WIDE_KINDS else TEXT
    width = max(min(columns - 3, most), 8)
    body = Body(screen, view, width, low, words)
    made: Parts = getattr(body, screen.kind)()
    ways = hints(screen, view, words)
    keys, unnamed = bar(ways, width)
    if view.why and unnamed:
        more = text(" · ".join(unnamed).replace(": ", " "), width - 2, DIM)
        made.body = [*more, *made.body]
        made.focus = lower(made.focus, len(more))
    foot = [*footer(screen, view, width, low, words), keys]
    alarm = [
        [(ALARM, f" {one[0][1]}".ljust(width))] for one in text(screen.alarm, width - 2)
    ]
    head = [] if len(alarm) + len(foot) + LEAST > rows else header(screen, width, low)
    if len(alarm) + len(foot) >= rows:  # words instead of a number, in a tiny window
        made.body, alarm = [*alarm, *made.body], []
    head = [*head, *alarm, *[[]] * bool(alarm and not low)]
    left = max((columns - width - 1) // 2, 1) if columns > TEXT + 6 else 1
    return fitted(made, head, foot, view, rows, (left, width))


def fitted(
    made: Parts,
    head: list[Line],
    foot: list[Line],
    view: View,
    rows: int,
    across: tuple[int, int],
) -> Frame:
    """Give the body what rows are left; with too few of them all scrolls together."""
    body, above, below, focus = made.body, made.above, made.below, made.focus
    left, width = across
    area = rows - len(head) - len(foot) - len(above) - len(below)
    if area < min(LEAST, len(body)):
        start = len(above) + len(body)
        focus = lower(made.pinned, start) or lower(focus, len(above))
        body, above, below = [*above, *body, *below], [], []
        area = rows - len(head) - len(foot)
    area = max(area, 1)
    top = in_sight(view.top, focus, area, len(body))
    shown = body[top : top + area]
    rest: list[Line] = [[]] * (area - len(shown))
    if len(body) > area:
        size = max(area * area // len(body), 1)
        at = round((area - size) * top / (len(body) - area))
        shown = [
            [*pad(one, width), (MARK, "┃") if at <= n < at + size else (DIM, "│")]
            for n, one in enumerate(shown)
        ]
    # What is pinned below a text that is read stands at the bottom, else at the text.
    lines = [*head, *above, *shown, *below, *rest, *foot]
    row = len(head) + len(above) + (focus[0] - top if focus else 0)
    return Frame(
        [[("", " " * left), *one] for one in lines[:rows]],
        (left, min(max(row, 0), rows - 1)),
        area,
        top,
        width - 2,
        tuple("".join(said for _, said in one) for one in body),
    )


def in_sight(top: int, focus: tuple[int, int] | None, area: int, most: int) -> int:
    """Return the first row in sight: where it was, but with the focus in sight."""
    if focus:
        first, last = focus
        least, most_of = sorted((last - area + 1, first))
        top = min(max(top, least), most_of)
        top = 0 if last < area else top
    return min(max(top, 0), max(most - area, 0))


def header(screen: Screen, w: int, low: bool) -> list[Line]:
    """Say where this is, and how much of the way lies behind."""
    whole, right = f"{screen.part} · {screen.place}", screen.count
    room = w - cells(right) - 1
    said = [whole] * bool(screen.part and screen.intro)  # with its first question
    said += [screen.place, screen.part]
    if screen.mark:
        marked = [f"{screen.mark} · {one}" for one in said if one]
        said = [*marked, screen.mark, screen.mark.partition(" · ")[0]]
    short = wrapped(screen.place, max(room, 1)).split("\n")[0]
    left = next((one for one in said if one and cells(one) <= room), short)
    top = [(BOLD, left), ("", " " * max(w - cells(left) - len(right), 1)), ("", right)]
    if low or screen.kind == "parts":
        return [top]
    if screen.share is None:
        return [top, []]
    full = round(w * screen.share)
    return [top, [(ACCENT, "━" * full), (DIM, "─" * (w - full))], []]


def footer(screen: Screen, view: View, w: int, low: bool, words: Texts) -> list[Line]:
    """Say what was just refused, and name the keys in one row."""
    said = view.notice
    if view.leaving:
        said = f"{screen.sure} {words.leaves}"
    notice = [[(MARK, "▌ "), (BOLD, one[0][1])] for one in text(said, w - 2)]
    return notice or ([] if low else [[]])


def bar(ways: list[tuple[int, str]], w: int) -> tuple[Line, list[str]]:
    """Put keys into one row, and return those that have no room in it.

    What matters least goes first, and what the keys do goes last.
    """
    unnamed = [said for rank, said in ways if rank != KEPT and w < SHORT - 3]
    ways = [one for one in ways if one[1] not in unnamed]
    gap = 3
    while True:
        row: Line = []
        for n, (_, said) in enumerate(ways):
            key, _, does = said.partition(": ")
            row += [("", " " * gap)] * bool(n) + [(BOLD, key), (DIM, f" {does}")]
        least = min(rank for rank, _ in ways)
        if long(row) <= w:
            return row, unnamed
        if gap > 2 or (least == KEPT and gap > 1):
            gap -= 1
        elif least == KEPT:
            break
        else:
            gone = next(one for one in ways if one[0] == least)
            ways.remove(gone)
            unnamed.append(gone[1])
    keys = " ".join(said.partition(": ")[0] for _, said in ways)
    return [(BOLD, keys[:w])], unnamed


MOVES, WHY, NOTE, SKIP, LEAVE, ACTS, KEPT = range(7)
"""How long a key is named where there is little room."""


def hints(screen: Screen, view: View, words: Texts) -> list[tuple[int, str]]:
    """Return what names the keys of a screen, each with how long it stays."""
    may, typing = screen.may, types(screen, view)
    if view.calling:
        return [(MOVES, words.scroll), (KEPT, words.calls_back), (KEPT, words.exit)]
    ways = [
        (MOVES if n else ACTS, one) for n, one in enumerate(moves(screen, view, words))
    ]
    ways += [(KEPT, one) for one in [onward(screen, view, words)] if one]
    back = Command.BACK in may and (not typing or screen.kind != "ticks")
    ways += [(KEPT, words.all if view.finding else words.back)] * (back or view.finding)
    if not typing:
        ways += [(SKIP, words.skip)] * (Command.SKIP in may)
        ways += [(NOTE, words.note)] * (Command.NOTE in may)
        ways += [(WHY, words.why)] * (Command.HELP in may)
    acts = enumerate(screen.acts)
    ways += [(NOTE if n else ACTS, one.hint) for n, one in acts]
    called = words.lines_typing if typing else words.lines
    ways += [(KEPT, called)] * (Command.LINES in may)
    ways += [(LEAVE, words.leave_typing if typing else words.leave)]
    return [*ways, (KEPT, words.exit_typing if typing else words.exit)]


def moves(screen: Screen, view: View, words: Texts) -> list[str]:
    """Return how to move and mark, the way that matters most first."""
    if view.finding:
        return [words.type]
    if screen.kind == "cards":
        return [words.sides, words.scroll] if view.asking else [words.page]
    if screen.kind == "ticks":
        return [words.tick, words.find] if screen.ranked else [words.tick, words.move]
    one = {
        "pick": words.choose,
        "scale": words.sides,
        "gate": words.choose,
        "country": words.type,
        "check": words.move,
        "parts": words.part_keys if len(screen.parts) > 1 else words.scroll,
        "text": words.scroll,
    }.get(screen.kind)
    more = [words.scroll, words.find] if screen.kind == "parts" else []
    return [*([one] if one else []), *more]


def onward(screen: Screen, view: View, words: Texts) -> str:
    """Return what Enter does."""
    if screen.kind == "parts" and not view.finding:
        return ""
    if view.finding:
        return words.use
    if screen.kind == "cards" and not view.asking:
        return words.to_question
    if screen.kind == "check":
        return words.result if view.at == 0 else words.change
    if screen.kind == "text":
        return words.begin if screen.key == "opening" else words.on
    if screen.several and view.ticks:
        return words.next_ticked.format(count=len(view.ticks))
    return words.next
