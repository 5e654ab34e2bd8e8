"""What a key does on a screen: it changes the view, or gives the reply.

One table for every screen; no key answers anything but Enter, and Enter only what is
marked.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from fitcheck.content.texts import Texts
from fitcheck.walk import drawing
from fitcheck.walk.frame import Frame
from fitcheck.walk.keys import PASTED
from fitcheck.walk.screen import LETTERS, Command, Entry, Reply, Screen
from fitcheck.walk.view import View, reading, rows_of, scale_of, types

COMMANDS = LETTERS | {
    "escape": Command.BACK,
    "s-tab": Command.BACK,
    "f1": Command.LINES,
    "c-d": Command.LEAVE,
    "c-q": Command.LEAVE,
    "c-x": Command.EXIT,
}
CLOSES = {"enter", "escape", "b", "h", "q", "f1", "s-tab"}
"""What leads back from the help lines."""
BY_ONE = {"up": -1, "down": 1, "k": -1, "j": 1}
BY_PAGE = {"pageup": -1, "pagedown": 1}
TO_END = {"home": -10_000, "end": 10_000}
SIDEWAYS = {"left": "up", "right": "down"}
"""On a list they scroll a marked row that is higher than the window."""
LISTS = {"pick", "ticks", "check"}


def press(
    whole: Screen, view: View, key: str, drawn: Frame, words: Texts
) -> Reply | None:
    """Press one key; None is no reply yet."""
    typing = types(whole, view)
    view.notice = ""
    if len(key) == 1 and not typing:
        key = key.lower()
    command = COMMANDS.get(key) if len(key) > 1 or not typing else None
    command = command if command in whole.may | {Command.EXIT} else None
    pressed = Pressed(whole, view, drawn, words)
    if command is Command.EXIT:
        return command
    if view.leaving:
        view.leaving = False
        return Command.LEAVE if key in {"y", "Y"} else None
    if view.calling:
        return pressed.lines(key)
    if command is Command.LINES and whole.calls:
        view.calling, view.top = True, 0
        return None
    if command is Command.LEAVE:
        view.leaving = bool(whole.sure)
        return None if whole.sure else command
    if reading(whole, view) is not whole:
        return pressed.page(key, command)
    if key == "escape" and pressed.unfound():
        return None
    if key == "?" and not typing:
        view.why = not view.why
        return None
    return command or pressed.answer(key)


def number(key: str) -> int:
    """Return the row that a digit names, the tenth for 0; 0 for any other key."""
    return (int(key) or 10) if key.isdecimal() and key.isascii() else 0


def steps(page: int) -> dict[str, int]:
    """Return by how many rows a key moves, where there are so many on a page."""
    return BY_ONE | TO_END | {key: page * n for key, n in BY_PAGE.items()}


@dataclass
class Pressed:
    """A screen as it stands while a key is pressed; a method for each kind of it."""

    screen: Screen
    view: View
    drawn: Frame
    words: Texts

    def lines(self, key: str) -> Reply | None:
        if key in CLOSES:
            self.view.calling, self.view.top = False, 0
        else:
            self.scroll(key)
        return None

    def page(self, key: str, command: Command | None) -> Reply | None:
        """Read what comes before the question."""
        if key == "enter":
            self.view.page, self.view.top = self.view.page + 1, 0
            return None
        self.scroll(key)
        return command if command is Command.BACK else None

    def unfound(self) -> bool:
        """Show all again, where something was looked for."""
        view = self.view
        if view.word and self.screen.kind in {"ticks", "parts"}:
            view.finding, view.word, view.at = False, "", None
            return True
        found, view.finding = view.finding, False
        return found

    def answer(self, key: str) -> Reply | None:
        listed, before = self.screen.kind in LISTS, self.view.at
        if listed and key in SIDEWAYS:
            self.scroll(SIDEWAYS[key])
            return None
        reply: Reply | None = getattr(self, self.screen.kind)(key)
        if listed and self.view.at != before:
            self.view.top = 0
        return reply

    def scroll(self, key: str) -> None:
        by = steps(max(self.drawn.area - 1, 1))  # one row of the last page stays
        by[" "] = by["pagedown"]
        self.view.top = max(self.drawn.top + by.get(key, 0), 0)

    def move(self, key: str, last: int, page: int) -> None:
        """Move the mark; nothing marked, down begins above and up begins below."""
        view, by = self.view, steps(page)
        if last < 0:
            view.at = None
        elif view.at is not None:
            view.at = min(max(view.at + by.get(key, 0), 0), last)
        elif key in by:
            view.at = last if key in {"up", "k", "pageup", "end"} else 0

    def text(self, key: str) -> Reply | None:
        if key == "enter":
            return (self.screen.entries[0].id,)
        self.scroll(key)
        return None

    def pick(self, key: str) -> Reply | None:
        entries, view = rows_of(self.screen, self.view), self.view
        check = self.screen.kind == "check"
        place = 0 if check else number(key)
        if key == "enter" and view.at is not None:
            one = entries[view.at].id
            return Command.LEAVE if one == "leave" else (one,)
        if key == "enter":
            view.notice = self.words.nothing_check if check else self.words.nothing
        elif place:
            view.at = place - 1 if place <= len(entries) else view.at
        else:
            self.move(key, len(entries) - 1, max(self.drawn.area // 2, 2))
        return None

    check = pick

    def gate(self, key: str) -> Reply | None:
        if key in BY_PAGE or key in TO_END or key == " ":
            self.scroll(key)
            return None
        return self.pick(key)

    def scale(self, key: str) -> Reply | None:
        """Mark a step; the first key leaves the middle, so that no side is nearer."""
        view, last = self.view, len(scale_of(self.screen)) - 1
        end = len(self.screen.entries) - 1
        side = {"left": -1, "right": 1} | (BY_ONE if end == last else {})
        if key == "enter" and view.at is None:
            view.notice = self.words.nothing_scale.format(last=end + 1)
        elif key in side:
            inside = view.at if view.at is not None and view.at <= last else last // 2
            view.at = min(max(inside + side[key], 0), last)
        elif key in BY_ONE:  # what stands apart is never reached by going right
            below = last if view.at is None else max(view.at, last)
            at = below + BY_ONE[key]
            view.at = min(at, end) if at > last else last // 2
        elif key in TO_END:
            view.at = 0 if key == "home" else last
        elif key in BY_PAGE or key == " ":
            self.scroll(key)
        else:
            return self.pick(key)
        return None

    def cards(self, key: str) -> Reply | None:
        view = self.view
        if view.asking:
            return self.scale(key)
        if key == "enter":
            view.asking = True
        elif key in SIDEWAYS or key.isdecimal():
            view.notice = self.words.read_first
        else:
            self.scroll(key)
        return None

    def ticks(self, key: str) -> Reply | None:
        view, shown = self.view, rows_of(self.screen, self.view)
        here = shown[view.at] if view.at is not None and view.at < len(shown) else None
        place = number(key)
        if key == "enter" and view.ticks and not view.finding:
            return tuple(view.ticks)
        if key == "enter":
            view.notice = "" if view.finding else self.words.nothing_ticked
            view.finding = False
        elif view.finding and (edited := typed(view.word, len(view.word), key)):
            view.word, view.at = edited[0], 0 if edited[0] else None
        elif key == "/" and self.screen.most:
            view.finding = True
        elif key == " " and here:
            self.tick(here)
        elif place and self.screen.most:
            self.put(here, place)
        elif 0 < place <= len(shown):
            view.at = place - 1
            self.tick(shown[place - 1])
        else:
            self.move(key, len(shown) - 1, max(self.drawn.area // 2, 2))
        return None

    def tick(self, one: Entry) -> None:
        """Tick or untick; what stands alone takes the other ticks away, and says so."""
        view, words, most = self.view, self.words, self.screen.most
        alone = {entry.id: entry for entry in self.screen.entries if entry.exclusive}
        others = [given for given in view.ticks if given not in alone]
        gone = next((alone[given] for given in view.ticks if given in alone), None)
        if one.id in view.ticks:
            view.ticks.remove(one.id)
        elif one.id in alone:
            view.notice = words.alone if others else ""
            view.ticks = [one.id]
        elif most and len(others) >= most:
            view.notice = words.most.format(most=most)
        else:
            view.notice = words.unticked.format(label=gone.label) if gone else ""
            view.ticks = [*others, one.id]

    def put(self, one: Entry | None, at: int) -> None:
        """Put what is marked at a place of the order."""
        view, most = self.view, self.screen.most
        alone = {entry.id for entry in self.screen.entries if entry.exclusive}
        if one is None:
            view.notice = self.words.nothing_to_put
        elif not one.exclusive and at <= most:
            rest = [x for x in view.ticks if x != one.id and x not in alone]
            view.ticks = [*rest[: at - 1], one.id, *rest[at - 1 :]][:most]

    def country(self, key: str) -> Reply | None:
        view, edited = self.view, None
        if key not in {"home", "end", "left", "right"}:
            edited = typed(view.word, len(view.word), key)
        rows = rows_of(self.screen, view)
        if key == "enter" and view.at is not None:
            one = rows[view.at]
            return (one.label if one in self.screen.places else one.id,)
        if key == "enter":
            view.notice = self.words.nothing_country
        elif edited:
            view.word = edited[0].lstrip()
            found = len(rows_of(self.screen, view)) > 1
            view.at = 0 if view.word and found else None
            view.notice = self.words.no_country if view.word and not found else ""
        else:
            self.move(key, len(rows) - 1, self.drawn.area)
        return None

    def line(self, key: str) -> Reply | None:
        view, before = self.view, self.view.at
        if key == "enter":
            word = view.word.strip()
            return (word,) if word else ("remove",) if self.screen.earlier else ()
        if edited := typed(view.word, view.caret, key):
            (view.word, view.caret), view.at = edited, None
        elif endings := [one.id for one in self.screen.entries]:
            self.move(key, len(endings) - 1, 2)
            if view.at is not None and view.at != before:
                old = next((one for one in endings if view.word.endswith(one)), "")
                view.word = view.word.removesuffix(old) + endings[view.at]
                view.caret = len(view.word)
        return None

    def parts(self, key: str) -> Reply | None:
        view, many = self.view, len(self.screen.parts)
        act = next((one for one in self.screen.acts if one.key == key), None)
        step = {"left": -1, "right": 1, "tab": 1}.get(key)
        place = number(key)
        if view.finding:
            if edited := typed(view.word, len(view.word), key):
                view.word = edited[0]
            view.finding = key != "enter"
            self.search(past=key == "enter")
        elif act:
            return act.reply
        elif step or 0 < place <= many:
            to = (view.part + step) % many if step else place - 1
            view.tops[view.part], view.part = self.drawn.top, to
            view.top = view.tops.get(to, 0)
        elif key == "/":
            view.finding, view.word = True, ""
        elif key == "enter" and view.word:
            self.search(past=True)
        else:
            self.scroll(key)
        return None

    def search(self, *, past: bool) -> None:
        """Go to the next row with a word, in this part and in those after it."""
        view, parts, word = self.view, self.screen.parts, self.view.word.lower()
        if not word:
            return
        first = self.drawn.top + past
        for n, row in enumerate(self.drawn.body[first:], first):
            if word in row.lower():
                view.top = n
                return
        for n in range(1, len(parts) + 1):
            at = (view.part + n) % len(parts)
            for top, line in enumerate(
                drawing.from_ansi(parts[at].rows(self.drawn.width))
            ):
                if word in "".join(said for _, said in line).lower():
                    view.part, view.top = at, top
                    return
        view.notice = self.words.none_found


def typed(word: str, caret: int, key: str) -> tuple[str, int] | None:
    """Return a line and its caret after a key; None if the key is none of typing."""
    match key:
        case "backspace":
            return word[: max(caret - 1, 0)] + word[caret:], max(caret - 1, 0)
        case "delete":
            return word[:caret] + word[caret + 1 :], caret
        case "left" | "right":
            step = -1 if key == "left" else 1
            return word, min(max(caret + step, 0), len(word))
        case "home" | "end":
            return word, 0 if key == "home" else len(word)
        case "c-u":
            return word[caret:], 0
    if len(key) > 1 and not key.startswith(PASTED):
        return None
    new = " ".join(key.removeprefix(PASTED).split()) if len(key) > 1 else key
    new = "".join(c for c in new if unicodedata.category(c) not in {"Cc", "Cs"})
    return word[:caret] + new + word[caret:], caret + len(new)
