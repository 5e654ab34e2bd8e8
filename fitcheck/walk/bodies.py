"""What stands between the first row of a screen and its keys, for each kind of it.

It draws what is marked and ticked, and knows no key and no height of a window.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fitcheck.content.texts import Texts
from fitcheck.walk import drawing
from fitcheck.walk.drawing import (
    ACCENT,
    ALARM,
    BOLD,
    DIM,
    HEAD,
    MARK,
    ON,
    beside,
    hung,
    joined,
    long,
    pad,
    panel,
    text,
)
from fitcheck.walk.screen import Cards, Entry, Line, Screen
from fitcheck.walk.view import View, rows_of, scale_of
from fitcheck.wrap import columns as cells
from fitcheck.wrap import wrapped

NARROW = 58
"""Columns under which what stands beside each other stands below each other."""
NAMES = 25
BLANK: Line = []


@dataclass
class Parts:
    """A screen before it is fitted into a window."""

    body: list[Line]
    above: list[Line] = field(default_factory=list)
    """Pinned while there is room, as is what stands below."""
    below: list[Line] = field(default_factory=list)
    focus: tuple[int, int] | None = None
    """Rows of the body that stay in sight."""
    pinned: tuple[int, int] | None = None
    """The same of what is below, where it scrolls with the rest."""


@dataclass
class Body:
    """One screen in one view, for a width; low windows save blank rows."""

    screen: Screen
    view: View
    width: int
    low: bool
    words: Texts

    def gap(self) -> list[Line]:
        """Return a blank row, where there is room for one."""
        return [] if self.low else [BLANK]

    def asked(self) -> list[Line]:
        """Return the question, what introduces its section, and why it is asked."""
        screen, width, rows = self.screen, self.width - 2, []
        if screen.intro and not self.low:
            rows += [*text(screen.intro, width, DIM), BLANK]
        rows += text(screen.text, width, BOLD)
        if self.view.why or (screen.explains and not self.low):
            rows += [*self.gap(), *text(screen.why, width, DIM)] if screen.why else []
        for one in screen.lines:
            rows += text(one, width, DIM)
        return rows + text(screen.noted, width, DIM)

    def text(self) -> Parts:
        """Lay out something to read."""
        screen = self.screen
        shown = screen.before if screen.seen is None else screen.seen
        return Parts(drawing.blocks(shown, self.width - 2)[:-1])

    def listed(
        self, entries: list[Entry], at: int | None, *, first: int | None = 1
    ) -> tuple[list[Line], tuple[int, int] | None]:
        """Draw a list of which one is chosen, with numbers from the first one on."""
        rows: list[Line] = []
        focus = None
        for n, one in enumerate(entries):
            on, start = n == at, len(rows)
            number = "" if first is None or n > 8 else f"{n + first} "
            room = self.width - 6 - len(number)
            lines = text(one.listed or one.label, room, BOLD if on else "")
            if one.about and (not self.low or on):
                lines += text(one.about, room, DIM)
            lead = [(MARK, "● ") if on else (DIM, "○ "), (DIM, number)]
            rows += hung(lines, lead, "▌ " if on else "  ")
            if on:
                focus = (start, len(rows) - 1)
        return rows, focus

    def pick(self) -> Parts:
        """Lay out a question with one answer of several."""
        screen = self.screen
        rows = [*drawing.blocks(screen.seen or (), self.width - 2), *self.asked()]
        rows += self.gap()
        options, focus = self.listed(list(screen.entries), self.view.at)
        return Parts([*rows, *options], focus=lower(focus, len(rows)))

    def scale(self) -> Parts:
        """Lay out two ways, or a wish, over one line of steps."""
        screen, rows, near = self.screen, self.asked(), self.nearer()
        if screen.ways and self.width < NARROW:
            for at, one in enumerate(screen.ways):
                rows += self.gap()
                on = near == at
                lines = text(one, self.width - 5, BOLD if on else "")
                rows += hung(lines, [(BOLD, f"{'AB'[at]} ")], "▌" if on else " ")
        elif screen.ways:
            each = (self.width - 2) // 2
            both = [
                text(one, each - 4, BOLD if near == at else "")
                for at, one in enumerate(screen.ways)
            ]
            most = max(map(len, both))
            made = [
                panel(
                    [*one, *[BLANK] * (most - len(one))],
                    each,
                    "AB"[at],
                    near=near == at,
                )
                for at, one in enumerate(both)
            ]
            rows += [*self.gap(), *beside(*((one, each) for one in made), gap=2)]
        below, focus = self.steps(low=self.low)
        return Parts(rows, below=below, pinned=focus)

    def nearer(self) -> int | None:
        """Return which of the two poles is marked, if one is."""
        at, middle = self.view.at, len(scale_of(self.screen)) // 2
        if at is None or at > 2 * middle or at == middle:
            return None
        return int(at > middle)

    def steps(self, *, low: bool) -> tuple[list[Line], tuple[int, int] | None]:
        """Draw the steps of a scale, and below them what stands apart from it."""
        at, entries = self.view.at, scale_of(self.screen)
        names, each = [one.label for one in entries], self.width // len(entries)
        dots: Line = []
        numbers: Line = []
        for k in range(len(names)):
            on, before = k == at, (each - 1) // 2
            left, right = (
                " " if k in ends else "─" for ends in ((0,), (len(names) - 1,))
            )
            dots += [
                (DIM, left * before),
                (MARK if on else "", "●" if on else "○"),
                (DIM, right * (each - 1 - before)),
            ]
            numbers += pad([(HEAD if on else DIM, str(k + 1))], each, centre=True)
        gap: list[Line] = [] if low else [BLANK]
        rows = [*gap, numbers, dots, *self.named(names, each, low=low)]
        others = self.screen.entries[len(names) :]
        beyond = at - len(names) if at is not None and at >= len(names) else None
        apart, _ = self.listed(list(others), beyond, first=len(names) + 1)
        rows += [*gap, *apart] if others else []
        return rows, (0, len(rows) - 1) if at is not None else None

    def named(self, names: list[str], each: int, *, low: bool) -> list[Line]:
        """Name the steps below them, or only the one that is marked."""
        split = [[one] for one in names]
        if max(map(cells, names)) + 2 > each:  # in two rows: A little / more A
            split = [
                wrapped(one, max(len(one) // 2 + 1, *map(len, one.split()))).split("\n")
                for one in names
            ]
        deep, at = max(map(len, split)), self.view.at
        if max(cells(one) for some in split for one in some) < each and deep < 3 - low:
            return [
                [
                    piece
                    for k, some in enumerate(split)
                    for piece in pad(
                        [(ON if k == at else "", some[r] if r < len(some) else "")],
                        each,
                        centre=True,
                    )
                ]
                for r in range(deep)
            ]
        here = at if at is not None and at < len(names) else None
        said = names[here] if here is not None else f"{names[0]} – {names[-1]}"  # noqa: RUF001
        return [
            pad(
                [(DIM if here is None else ON, row[0][1])],
                each * len(names),
                centre=True,
            )
            for row in text(said, each * len(names))
        ]

    def ticks(self) -> Parts:
        """Lay out a question with several answers, in an order or in none."""
        screen, view, rows = self.screen, self.view, self.asked()
        shown, focus = rows_of(screen, view), None
        rows += self.found(f"  {len(shown)} / {len(screen.entries)}") or self.gap()
        ids = [one.id for one in screen.entries]
        numbers = not screen.ranked and len(ids) <= 10
        for n, one in enumerate(shown):
            here, ticked, start = n == view.at, one.id in view.ticks, len(rows)
            sign = "x" if ticked else " "
            if ticked and screen.ranked:
                sign = str(view.ticks.index(one.id) + 1)
            number = f"{(n + 1) % 10} " if numbers else ""
            rows += self.gap() if one.exclusive else []
            room = self.width - 8 - len(number)
            lines = text(one.label, room, BOLD if here or ticked else "")
            lines += text(one.about, room, DIM) if here else []
            lead = [(MARK if ticked else DIM, f"[{sign}] "), (DIM, number)]
            rows += hung(lines, lead, "▌ " if here else "  ")
            if here:
                focus = (start, len(rows) - 1)
        rows += [] if shown else text(self.words.none_found, self.width - 2, DIM)
        above = self.order() if screen.ranked and not self.low else []
        return Parts(rows, above=above, focus=focus)

    def found(self, count: str = "") -> list[Line]:
        """Show what is looked for, if something is."""
        view = self.view
        if not (view.finding or view.word):
            return []
        sign = "▏" if view.finding else ""
        look = [(HEAD, f"{self.words.found} "), (BOLD, view.word), (MARK, sign)]
        return [[*look, (DIM, count)]]

    def order(self) -> list[Line]:
        """Show what is in which place so far."""
        screen, ticks = self.screen, self.view.ticks
        names = {one.id: one.label.partition(" (")[0] for one in screen.entries}
        row: Line = [(DIM, self.words.order)]
        for n in range(screen.most):
            one = names.get(ticks[n], "") if n < len(ticks) else ""
            row += [(HEAD if one else DIM, f"   {n + 1} ")]
            row += [(BOLD, one) if one else (DIM, "–")]  # noqa: RUF001
        if long(row) > self.width:
            said = "".join(said for _, said in row)
            return [*text(said, self.width, DIM), BLANK]
        return [row, BLANK]

    def cards(self) -> Parts:
        """Lay out both therapies, which stay in sight while the question is asked."""
        screen, view, width = self.screen, self.view, self.width
        seen = screen.seen or ()
        names = next(one.names for one in seen if isinstance(one, Cards))
        above: list[Line] = []
        if width >= drawing.WIDE + 2:
            each = (width - 2 - drawing.APART) // 2
            titles = [
                [(HEAD, f"{a} "), (BOLD, n)] for a, n in zip("AB", names, strict=True)
            ]
            rule: list[Line] = [[(ACCENT, "━" * each)]]
            above = beside(*(([one, *rule], each) for one in titles))
        rows = (
            []
            if self.low or view.asking
            else [*text(screen.intro, width - 2, DIM), BLANK]
        )
        rows += drawing.blocks(seen, width - 2)
        if not view.asking:
            return Parts(rows, above)
        below = [[(DIM, "─" * width)], *text(screen.text, width, BOLD)]
        below += text(screen.why, width, DIM) if view.why else []
        below += [] if above else text(", ".join(screen.poles), width, DIM)
        steps, focus = self.steps(low=self.low or not above)
        first = 0 if focus is None else len(below)
        return Parts(
            rows, above, [*below, *steps], None, (first, len(below + steps) - 1)
        )

    def gate(self) -> Parts:
        """Lay out where to go first, with both ways on always below it."""
        rows = drawing.blocks(self.screen.seen or (), self.width - 2)[:-1]
        options, focus = self.listed(
            list(self.screen.entries), self.view.at, first=None
        )
        rule: list[Line] = [] if self.low else [[(DIM, "─" * self.width)]]
        return Parts(rows, below=[*rule, *options], pinned=lower(focus, len(rule)))

    def country(self) -> Parts:
        """Lay out the country: type a few letters, and the list narrows."""
        screen, view, width = self.screen, self.view, self.width
        rows = text(screen.text, width, BOLD)
        rows += [] if self.low else [*text(screen.why, width, DIM), BLANK]
        field: Line = [(BOLD, view.word), (MARK, "▏")]
        if not view.word and width > 40:
            field += [(DIM, self.words.example)]
        rows += [[(DIM, "» "), *field]] if self.low else panel([field], min(width, 50))
        shown = [replace(one, about="") for one in rows_of(screen, view)]
        options, focus = self.listed(shown, view.at, first=None)
        return Parts([*rows, *options], focus=lower(focus, len(rows)))

    def line(self) -> Parts:
        """Lay out a line to type, with all of it in sight where it is long."""
        view, rows = self.view, [*self.asked(), *self.gap()]
        wide = max(min(self.width - 2, 64) - 4, 8)
        shown: list[Line] = [[]]
        marked = (*view.word[: view.caret], "▏", *view.word[view.caret :])
        for n, letter in enumerate(marked):
            if long(shown[-1]) + cells(letter) > wide:
                blanks = [k for k, (_, said) in enumerate(shown[-1]) if said == " "]
                cut = blanks[-1] + 1 if blanks else len(shown[-1])
                shown[-1:] = [shown[-1][:cut], shown[-1][cut:]]
            shown[-1].append((MARK if n == view.caret else BOLD, letter))
        at = next(n for n, row in enumerate(shown) if any(s == MARK for s, _ in row))
        start = len(rows) + at + (not self.low)
        lines = [joined(one) for one in shown]
        rows += lines if self.low else panel(lines, wide + 4)
        if self.screen.entries:
            options, chosen = self.listed(
                list(self.screen.entries), view.at, first=None
            )
            rows += self.gap()
            if chosen:
                return Parts([*rows, *options], focus=lower(chosen, len(rows)))
            rows += options
        return Parts(rows, focus=(start, start))

    def check(self) -> Parts:
        """Lay out all answers by part; the way on stands above them."""
        width = self.width - 2
        rows = [] if self.low else [*text(self.screen.text, width, BOLD), BLANK]
        focus, group = None, ""
        for n, one in enumerate(rows_of(self.screen, self.view)):
            on = n == self.view.at
            if one.group != group:
                group = one.group
                rows += [*self.gap(), *text(group, width, HEAD)]
            style, start, name = BOLD if on else "", len(rows), one.listed or one.label
            room = width - 3 - NAMES
            lines: list[Line] = text(name, width - 2, style)
            if one.said and width >= NARROW - 2:
                both = (
                    (text(name, NAMES - 1, style), NAMES),
                    (text(one.said, room, style), room),
                )
                lines = beside(*both, gap=1)
            elif one.said:
                lines = text(f"{name}:", width - 2, style)
                lines += text(one.said, width - 2, style, "  ")
            rows += hung(lines, [], "▌ " if on else "  ")
            if on:
                focus = (start, len(rows) - 1)
        return Parts(rows, focus=focus)

    def parts(self) -> Parts:
        """Lay out a document: its parts as tabs, and one of them below."""
        screen, view = self.screen, self.view
        drawn = list(drawing.painted(screen.parts[view.part].rows(self.width - 2)))
        names = [f" {n} {one.title} " for n, one in enumerate(screen.parts, 1)]
        above: list[Line] = []
        if len(names) > 1 and sum(map(cells, names)) <= self.width:
            above = [
                [(ALARM if n == view.part else "", one) for n, one in enumerate(names)]
            ]
        elif len(names) > 1:
            rest = f"  {view.part + 1} / {len(names)}"
            room = self.width - 6 - len(rest)
            title = wrapped(screen.parts[view.part].title, max(room, 1)).split("\n")[0]
            above = [[(MARK, "← "), (ALARM, f" {title} "), (MARK, " →"), (DIM, rest)]]
        above += [*self.gap(), *self.found()] if above else self.found()
        word = view.word.lower()
        if word:
            drawn = [
                [
                    (f"{look} {ON}" if word in said.lower() else look, said)
                    for look, said in row
                ]
                for row in drawn
            ]
        return Parts(drawn, above=above)


def lower(rows: tuple[int, int] | None, by: int) -> tuple[int, int] | None:
    """Return the same rows further down."""
    return rows and (rows[0] + by, rows[1] + by)
