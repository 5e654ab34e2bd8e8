"""What stands between the first row of a screen and its keys, for each kind of it.

It draws what is marked and ticked, and knows no key and no height of a window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from fitcheck.content.texts import Texts
from fitcheck.walk import drawing
from fitcheck.walk.drawing import (
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
Focus = tuple[int, int] | None
"""The first and last row of what is marked, and stays in sight."""
Row = tuple[list[Line], Line, list[Line]]
"""What stands above a row, its sign, and its lines."""


@dataclass
class Parts:
    """The rows of a screen, by how they scroll: the body alone, the rest is pinned."""

    body: list[Line]
    above: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    focus: Focus = None
    pinned: Focus = None
    """The same of what is below, where it scrolls with the rest."""
    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)

    @property
    def all(self) -> list[Line]:
        return [*self.head, *self.above, *self.body, *self.below, *self.foot]


@dataclass
class Body:
    """One screen in one view, for a width."""

    screen: Screen
    view: View
    width: int
    words: Texts
    low: bool
    """Few rows: what explains is left out, until somebody asks why."""
    tight: bool
    """No blank rows."""

    def gap(self) -> list[Line]:
        return [] if self.tight else [BLANK]

    def seen(self) -> list[Line]:
        return drawing.blocks(self.screen.seen, self.width - 2)

    def asked(self) -> list[Line]:
        screen, width, rows = self.screen, self.width - 2, []
        if screen.intro and not self.low:
            rows += [*text(screen.intro, width, DIM), *self.gap()]
        rows += text(screen.text, width, BOLD)
        if screen.why and (self.view.why or (screen.explains and not self.low)):
            rows += [*self.gap(), *text(screen.why, width, DIM)]
        for one in (*screen.lines, screen.noted):
            rows += text(one, width, DIM)
        return rows

    # Rows of which one is marked

    def rows(
        self,
        entries: Sequence[Entry],
        at: int | None,
        draw: Callable[[int, Entry, bool], Row],
    ) -> tuple[list[Line], Focus]:
        found: list[Line] = []
        focus = None
        for n, one in enumerate(entries):
            above, lead, lines = draw(n, one, n == at)
            found += above
            if n == at:
                focus = (len(found), len(found) + len(lines) - 1)
            found += hung(lines, lead, "▌ " if n == at else "  ")
        return found, focus

    def listed(
        self, entries: Sequence[Entry], at: int | None, *, first: int | None = None
    ) -> tuple[list[Line], Focus]:
        def draw(n: int, one: Entry, on: bool) -> Row:
            number = "" if first is None or n > 8 else f"{n + first} "
            room = self.width - 6 - len(number)
            lines = text(one.listed or one.label, room, BOLD if on else "")
            lines += text(one.about, room, DIM) if on or not self.low else []
            return [], [(MARK, "● ") if on else (DIM, "○ "), (DIM, number)], lines

        return self.rows(entries, at, draw)

    def pick(self) -> Parts:
        rows = [*self.seen(), *self.asked(), *self.gap()]
        options, focus = self.listed(self.screen.entries, self.view.at, first=1)
        return Parts([*rows, *options], focus=lower(focus, len(rows)))

    def gate(self) -> Parts:
        """Both ways on stand always below it."""
        options, focus = self.listed(self.screen.entries, self.view.at)
        rule = [] if self.low else self.rule()
        pinned = lower(focus, len(rule))
        return Parts(self.seen()[:-1], below=[*rule, *options], pinned=pinned)

    def rule(self) -> list[Line]:
        return [[(DIM, "─" * self.width)]]

    def ticks(self) -> Parts:
        screen, view = self.screen, self.view
        shown, ids = rows_of(screen, view), [one.id for one in screen.entries]
        numbers = not screen.most and len(ids) <= 10

        def draw(n: int, one: Entry, on: bool) -> Row:
            ticked, sign = one.id in view.ticks, " "
            if ticked:
                sign = str(view.ticks.index(one.id) + 1) if screen.most else "x"
            number = f"{(n + 1) % 10} " if numbers else ""
            room = self.width - 8 - len(number)
            lines = text(one.label, room, BOLD if on or ticked else "")
            lines += text(one.about, room, DIM) if on else []
            lead = [(MARK if ticked else DIM, f"[{sign}] "), (DIM, number)]
            return self.gap() if one.exclusive else [], lead, lines

        rows = self.asked()
        rows += self.found(f"  {len(shown)} / {len(ids)}") or self.gap()
        options, focus = self.rows(shown, view.at, draw)
        options += [] if shown else text(self.words.none_found, self.width - 2, DIM)
        above = self.order() if screen.most and not self.low else []
        return Parts([*rows, *options], above, focus=lower(focus, len(rows)))

    def check(self) -> Parts:
        width, shown = self.width - 2, rows_of(self.screen, self.view)

        def draw(n: int, one: Entry, on: bool) -> Row:
            style, name = BOLD if on else "", one.listed or one.label
            room = width - 3 - NAMES
            if not one.said:
                lines = text(name, width - 2, style)
            elif width >= NARROW - 2:
                left = (text(name, NAMES - 1, style), NAMES)
                lines = beside(left, (text(one.said, room, style), room), gap=1)
            else:
                lines = text(f"{name}:", width - 2, style)
                lines += text(one.said, width - 2, style, "  ")
            begins = one.group and one.group != shown[n - 1].group
            head = [*self.gap(), *text(one.group, width, HEAD)] if begins else []
            return head, [], lines

        rows = text(self.screen.text, width, BOLD)
        rows = [] if self.low else [*rows, *self.gap()]
        answers, focus = self.rows(shown, self.view.at, draw)
        return Parts([*rows, *answers], focus=lower(focus, len(rows)))

    # A scale

    def scale(self) -> Parts:
        below, focus = self.steps()
        return Parts([*self.asked(), *self.ways()], below=below, pinned=focus)

    def ways(self) -> list[Line]:
        """Draw both poles; the nearer one has a mark or a double border."""
        ways, rows, near = self.screen.ways, self.gap(), self.nearer()
        styles = [BOLD if near == at else "" for at in range(2)]
        if not ways:
            return []
        if self.width < NARROW:
            for at, one in enumerate(ways):
                rows += self.gap() if at else []
                lines = text(one, self.width - 5, styles[at])
                lead: Line = [(BOLD, f"{'AB'[at]} ")]
                rows += hung(lines, lead, "▌" if near == at else " ")
            return rows
        each = (self.width - 2) // 2
        both = [
            text(one, each - 4, look) for one, look in zip(ways, styles, strict=True)
        ]
        most = max(map(len, both))
        panels = [
            (
                panel([*one, *[BLANK] * (most - len(one))], each, "AB"[at], near == at),
                each,
            )
            for at, one in enumerate(both)
        ]
        return rows + beside(*panels, gap=2)

    def nearer(self) -> int | None:
        at, middle = self.view.at, len(scale_of(self.screen)) // 2
        if at is None or at > 2 * middle or at == middle:
            return None
        return int(at > middle)

    def steps(self) -> tuple[list[Line], Focus]:
        at, names = self.view.at, [one.label for one in scale_of(self.screen)]
        each, last = self.width // len(names), len(names) - 1
        dots: Line = []
        numbers: Line = []
        for k in range(len(names)):
            left, right = ("─" if k else " "), ("─" if k < last else " ")
            dots += [
                (DIM, left * ((each - 1) // 2)),
                (MARK, "●") if k == at else ("", "○"),
                (DIM, right * (each - 1 - (each - 1) // 2)),
            ]
            numbers += pad([(HEAD if k == at else DIM, str(k + 1))], each, centre=True)
        rows = [*self.gap(), numbers, dots, *self.named(names, each)]
        if others := self.screen.entries[last + 1 :]:
            beyond = at - last - 1 if at is not None and at > last else None
            apart, _ = self.listed(others, beyond, first=last + 2)
            rows += [*self.gap(), *apart]
        return rows, (0, len(rows) - 1) if at is not None else None

    def named(self, names: list[str], each: int) -> list[Line]:
        """Name the steps, in two rows if need be; else the one that is marked."""
        split = [[one] for one in names]
        if max(map(cells, names)) + 2 > each:  # A little / more A
            split = [
                wrapped(one, max(len(one) // 2 + 1, *map(len, one.split()))).split("\n")
                for one in names
            ]
        deep, at = max(map(len, split)), self.view.at
        if (
            max(cells(one) for some in split for one in some) < each
            and deep < 3 - self.low
        ):
            rows = []
            for r in range(deep):
                cell = [some[r] if r < len(some) else "" for some in split]
                looks = [ON if k == at else "" for k in range(len(names))]
                row = zip(looks, cell, strict=True)
                rows.append([one for c in row for one in pad([c], each, centre=True)])
            return rows
        marked = at is not None and at < len(names)
        said = names[at or 0] if marked else f"{names[0]} – {names[-1]}"  # noqa: RUF001
        wide = each * len(names)
        return [
            pad([(ON if marked else DIM, row[0][1])], wide, centre=True)
            for row in text(said, wide)
        ]

    def cards(self) -> Parts:
        """Both therapies stay in sight while the question is asked."""
        screen, view, width = self.screen, self.view, self.width
        names = [
            card.title for one in screen.seen if isinstance(one, Cards) for card in one
        ]
        above: list[Line] = []
        if width >= drawing.WIDE + 2:
            each = (width - 2 - drawing.APART) // 2
            both: list[Line] = [
                [(HEAD, f"{letter} "), (BOLD, name)]
                for letter, name in zip("AB", names, strict=True)
            ]
            above = beside(*(([one], each) for one in both))
        rows: list[Line] = []
        if not (self.low or view.asking):
            rows = [*text(screen.intro, width - 2, DIM), BLANK]
        rows += self.seen()[:-2]  # each block ends with a blank row
        if not view.asking:
            return Parts(rows, above)
        below = [*self.rule(), *text(screen.text, width, BOLD)]
        below += text(screen.why, width, DIM) if view.why else []
        if not above:
            below += text(f"A: {screen.ways[0]}, B: {screen.ways[1]}", width, DIM)
        steps, focus = replace(self, tight=self.tight or not above).steps()
        below += steps
        return Parts(
            rows,
            above,
            below,
            None,
            (len(below) - len(steps) if focus else 0, len(below) - 1),
        )

    # What is typed

    def found(self, count: str = "") -> list[Line]:
        view = self.view
        if not (view.finding or view.word):
            return []
        sign = "▏" if view.finding else ""
        look = [(HEAD, f"{self.words.found} "), (BOLD, view.word), (MARK, sign)]
        return [[*look, (DIM, count)]]

    def order(self) -> list[Line]:
        screen, ticks = self.screen, self.view.ticks
        names = {one.id: one.label.partition(" (")[0] for one in screen.entries}
        row: Line = [(DIM, self.words.order)]
        for n in range(screen.most):
            one = names.get(ticks[n], "") if n < len(ticks) else ""
            row += [(HEAD if one else DIM, f"   {n + 1} ")]
            row += [(BOLD, one) if one else (DIM, "–")]  # noqa: RUF001
        if long(row) > self.width:
            row_said = "".join(said for _, said in row)
            return [*text(row_said, self.width, DIM), *self.gap()]
        return [row, *self.gap()]

    def country(self) -> Parts:
        screen, view, width = self.screen, self.view, self.width
        rows = text(screen.text, width, BOLD)
        rows += [] if self.low else [*text(screen.why, width, DIM), *self.gap()]
        field: Line = [(BOLD, view.word), (MARK, "▏")]
        if not view.word and width > 40:
            field += [(DIM, self.words.example)]
        rows += [[(DIM, "» "), *field]] if self.low else panel([field], min(width, 50))
        shown = [replace(one, about="") for one in rows_of(screen, view)]
        options, focus = self.listed(shown, view.at)
        return Parts([*rows, *options], focus=lower(focus, len(rows)))

    def line(self) -> Parts:
        view, rows = self.view, [*self.asked(), *self.gap()]
        wide = max(min(self.width - 2, 64) - 4, 8)
        shown: list[Line] = [[]]
        for n, letter in enumerate(
            (*view.word[: view.caret], "▏", *view.word[view.caret :])
        ):
            if long(shown[-1]) + cells(letter) > wide:
                blanks = [k for k, (_, said) in enumerate(shown[-1]) if said == " "]
                cut = blanks[-1] + 1 if blanks else len(shown[-1])
                shown[-1:] = [shown[-1][:cut], shown[-1][cut:]]
            shown[-1].append((MARK if n == view.caret else BOLD, letter))
        at = next(n for n, row in enumerate(shown) if any(s == MARK for s, _ in row))
        at += len(rows) + (not self.low)
        lines = [joined(one) for one in shown]
        rows += lines if self.low else panel(lines, wide + 4)
        options, chosen = self.listed(self.screen.entries, view.at)
        rows += self.gap() if options else []
        return Parts([*rows, *options], focus=lower(chosen, len(rows)) or (at, at))

    # What is read

    def text(self) -> Parts:
        return Parts(self.seen()[:-1])

    def parts(self) -> Parts:
        screen, view, word = self.screen, self.view, self.view.word.lower()
        drawn = list(drawing.from_ansi(screen.parts[view.part].rows(self.width - 2)))
        names = [f" {n} {one.title} " for n, one in enumerate(screen.parts, 1)]
        above: list[Line] = []
        if len(names) > 1 and sum(map(cells, names)) <= self.width:
            looks = [ALARM if n == view.part else "" for n in range(len(names))]
            above = [list(zip(looks, names, strict=True))]
        elif len(names) > 1:
            rest = f"  {view.part + 1} / {len(names)}"
            room = max(self.width - 6 - len(rest), 1)
            title = wrapped(screen.parts[view.part].title, room).split("\n")[0]
            above = [[(MARK, "← "), (ALARM, f" {title} "), (MARK, " →"), (DIM, rest)]]
        above += [*(self.gap() if above else []), *self.found()]
        if word:
            drawn = [
                [
                    (f"{look} {ON}" if word in said.lower() else look, said)
                    for look, said in row
                ]
                for row in drawn
            ]
        return Parts(drawn, above)


def lower(rows: Focus, by: int) -> Focus:
    return rows and (rows[0] + by, rows[1] + by)
