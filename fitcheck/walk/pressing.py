"""What a key does on a screen: it changes the view, or gives the reply.

One table for every screen; no key answers anything but Enter, and Enter only what is
marked.
"""

from __future__ import annotations

import unicodedata

from fitcheck.content.texts import Texts
from fitcheck.walk import drawing
from fitcheck.walk.frame import Frame
from fitcheck.walk.keys import PASTED
from fitcheck.walk.screen import Command, Reply, Screen
from fitcheck.walk.view import View, reading, rows_of, scale_of, types

COMMANDS = {
    "escape": Command.BACK,
    "s-tab": Command.BACK,
    "b": Command.BACK,
    "s": Command.SKIP,
    "n": Command.NOTE,
    "?": Command.HELP,
    "h": Command.LINES,
    "f1": Command.LINES,
    "q": Command.LEAVE,
    "l": Command.LEAVE,
    "c-d": Command.LEAVE,
    "c-q": Command.LEAVE,
    "x": Command.EXIT,
    "c-x": Command.EXIT,
}
SCROLLS = {"up": -1, "down": 1, "k": -1, "j": 1}
SIDEWAYS = {"left": "up", "right": "down"}
"""On a list they scroll a marked row that is higher than the window."""
LISTS = {"pick", "ticks", "check"}
FAR = 10_000


def press(
    whole: Screen, view: View, key: str, drawn: Frame, words: Texts
) -> Reply | None:
    """Press one key; None is no reply yet."""
    screen, typing = reading(whole, view), types(whole, view)
    view.notice = ""
    named = key.lower() if len(key) == 1 and not typing else key
    command = COMMANDS.get(named) if len(named) > 1 or not typing else None
    command = command if command in whole.may | {Command.EXIT} else None
    if command is Command.EXIT:
        return command
    if view.leaving:
        view.leaving = False
        return Command.LEAVE if named in {"y", "Y"} else None
    if screen is not whole:
        return read_on(view, named, command, drawn)
    if command is Command.LINES and whole.calls:
        view.calling, view.top = True, 0
    elif command is Command.LEAVE:
        view.leaving = bool(whole.sure)
        return None if whole.sure else command
    elif key == "escape" and view.word and whole.kind in {"ticks", "parts"}:
        view.finding, view.word, view.at = False, "", None
    elif key == "escape" and view.finding:
        view.finding = False
    elif key == "?" and not typing:
        view.why = not view.why
    else:
        return command or answered(whole, view, named, drawn, words)
    return None


def answered(
    screen: Screen, view: View, key: str, drawn: Frame, words: Texts
) -> Reply | None:
    """Press a key that is no command; a row that was marked begins in sight."""
    if key in SIDEWAYS and screen.kind in LISTS:
        scroll(view, SIDEWAYS[key], drawn)
        return None
    before = view.at
    reply = KINDS[screen.kind](screen, view, key, drawn, words)
    if view.at != before and screen.kind in LISTS:
        view.top = 0
    return reply


def read_on(
    view: View, key: str, command: Command | None, drawn: Frame
) -> Reply | None:
    """Press a key on a page that is read before, or besides, the screen itself."""
    if view.calling:
        if key in {"enter", "escape", "b", "h", "q", "f1", "s-tab"}:
            view.calling, view.top = False, 0
            return None
    elif key == "enter":
        view.page, view.top = view.page + 1, 0
        return None
    elif command is Command.LINES:
        view.calling, view.top = True, 0
        return None
    elif command is Command.LEAVE:
        view.leaving = True
        return None
    elif command is Command.BACK:
        return command
    scroll(view, key, drawn)
    return None


def scroll(view: View, key: str, drawn: Frame) -> None:
    """Move through a text by rows, by pages, or to its ends."""
    page = max(drawn.area - 1, 1)
    step = {"pageup": -page, "pagedown": page, " ": page, "home": -FAR, "end": FAR}
    view.top = max(drawn.top + (SCROLLS | step).get(key, 0), 0)


def text(screen: Screen, view: View, key: str, drawn: Frame, _: Texts) -> Reply | None:
    """Read, and go on."""
    if key == "enter":
        return (screen.entries[0].id,)
    scroll(view, key, drawn)
    return None


def moved(at: int | None, key: str, last: int, page: int) -> int | None:
    """Return which row is marked after a key: the first one from above or below."""
    if last < 0:
        return None
    if key in {"home", "end"}:
        return 0 if key == "home" else last
    step = (SCROLLS | {"pageup": -page, "pagedown": page}).get(key)
    if step is None:
        return at
    if at is None:
        return 0 if step > 0 else last
    return min(max(at + step, 0), last)


def pick(
    screen: Screen, view: View, key: str, drawn: Frame, words: Texts
) -> Reply | None:
    """Mark one of several, and take it."""
    entries = rows_of(screen, view)
    if screen.kind == "gate" and key in {"pageup", "pagedown", " ", "home", "end"}:
        scroll(view, key, drawn)
    elif key == "enter":
        if view.at is None:
            view.notice = words.nothing
        else:
            one = entries[view.at].id
            return Command.LEAVE if one == "leave" else (one,)
    elif key.isdecimal() and key.isascii() and screen.kind != "check":
        if 0 < int(key) <= len(entries):
            view.at = int(key) - 1
    else:
        view.at = moved(view.at, key, len(entries) - 1, max(drawn.area // 2, 2))
    return None


def scale(
    screen: Screen, view: View, key: str, drawn: Frame, words: Texts
) -> Reply | None:
    """Mark a step; the first key leaves the middle, so that neither side is nearer."""
    last = len(scale_of(screen)) - 1
    others = len(screen.entries) > last + 1
    side = {"left": -1, "right": 1} | ({} if others else SCROLLS)
    if key == "enter" and view.at is None:
        view.notice = words.nothing_scale.format(last=len(screen.entries))
    elif key in side:
        inside = view.at if view.at is not None and view.at <= last else last // 2
        view.at = min(max(inside + side[key], 0), last)
    elif others and key in SCROLLS:  # what stands apart is never reached by going right
        below = last if view.at is None else max(view.at, last)
        at = below + SCROLLS[key]
        view.at = min(at, len(screen.entries) - 1) if at > last else last // 2
    elif key in {"home", "end"}:
        view.at = 0 if key == "home" else last
    elif key in {"pageup", "pagedown", " "}:
        scroll(view, key, drawn)
    else:
        return pick(screen, view, key, drawn, words)
    return None


def cards(
    screen: Screen, view: View, key: str, drawn: Frame, words: Texts
) -> Reply | None:
    """Read both first, and then answer below them."""
    if view.asking:
        return scale(screen, view, key, drawn, words)
    if key == "enter":
        view.asking = True
    elif key in {"left", "right"} or key.isdecimal():
        view.notice = words.read_first
    else:
        scroll(view, key, drawn)
    return None


def ticks(
    screen: Screen, view: View, key: str, drawn: Frame, words: Texts
) -> Reply | None:
    """Tick, put into an order, or find."""
    shown = rows_of(screen, view)
    here = shown[view.at] if view.at is not None and view.at < len(shown) else None
    if key == "enter":
        if view.finding:
            view.finding = False
        elif view.ticks:
            return tuple(view.ticks)
        else:
            view.notice = words.nothing_ticked
    elif view.finding and (edited := typed(view.word, len(view.word), key)):
        view.word, view.at = edited[0], 0 if edited[0] else None
    elif key == "/" and screen.ranked:
        view.finding = True
    elif key == " " and here:
        tick(screen, view, here.id, words)
    elif key.isdecimal() and key.isascii():
        number = int(key) or 10
        if screen.ranked:
            place(screen, view, number, words)
        elif number <= len(shown):
            view.at = number - 1
            tick(screen, view, shown[view.at].id, words)
    else:
        page = max(drawn.area // 2, 2)
        view.at = moved(view.at, key, len(shown) - 1, page)
    return None


def tick(screen: Screen, view: View, one: str, words: Texts) -> None:
    """Tick or untick; what stands alone takes the other ticks away, and says so."""
    labels = {entry.id: entry.label for entry in screen.entries}
    alone = {entry.id for entry in screen.entries if entry.exclusive}
    others = [given for given in view.ticks if given not in alone]
    if one in view.ticks:
        view.ticks.remove(one)
    elif one in alone:
        view.notice = words.alone if others else ""
        view.ticks = [one]
    elif screen.most and len(others) >= screen.most:
        view.notice = words.most.format(most=screen.most)
    else:
        gone = next((given for given in view.ticks if given in alone), None)
        view.notice = words.unticked.format(label=labels[gone]) if gone else ""
        view.ticks = [*others, one]


def place(screen: Screen, view: View, number: int, words: Texts) -> None:
    """Put the marked row at a place of the order."""
    shown = rows_of(screen, view)
    alone = {entry.id for entry in screen.entries if entry.exclusive}
    if view.at is None or view.at >= len(shown):
        view.notice = words.nothing
        return
    one = shown[view.at].id
    if one in alone or number > screen.most:
        return
    rest = [given for given in view.ticks if given != one and given not in alone]
    view.ticks = [*rest[: number - 1], one, *rest[number - 1 :]][: screen.most]


def typed(word: str, caret: int, key: str) -> tuple[str, int] | None:
    """Return a line and its caret after a key; None if the key is none of typing."""
    new = key
    if key.startswith(PASTED):
        new = " ".join(key.removeprefix(PASTED).split())
    elif len(key) > 1:
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
        return None
    new = "".join(c for c in new if unicodedata.category(c) not in {"Cc", "Cs"})
    return word[:caret] + new + word[caret:], caret + len(new)


def country(
    screen: Screen, view: View, key: str, drawn: Frame, words: Texts
) -> Reply | None:
    """Type a few letters, and take what is marked."""
    edited = None
    if key not in {"home", "end", "left", "right"}:
        edited = typed(view.word, len(view.word), key)
    if key == "enter" and view.at is not None:
        one = rows_of(screen, view)[view.at]
        return (one.label if one in screen.places else one.id,)
    if key == "enter":
        view.notice = words.nothing_country
    elif edited:
        view.word = edited[0].lstrip()
        found = len(rows_of(screen, view)) > 1
        view.at = 0 if view.word and found else None
        view.notice = words.no_country if view.word and not found else ""
    else:
        last = len(rows_of(screen, view)) - 1
        view.at = moved(view.at, key, last, drawn.area)
    return None


def line(screen: Screen, view: View, key: str, _: Frame, __: Texts) -> Reply | None:
    """Type a line; where it names a file, up and down choose what kind."""
    if key == "enter":
        word = view.word.strip()
        return (word,) if word else ("remove",) if screen.earlier else ()
    if edited := typed(view.word, view.caret, key):
        (view.word, view.caret), view.at = edited, None
    elif screen.entries:
        endings = [one.id for one in screen.entries]
        before = view.at
        view.at = moved(view.at, key, len(endings) - 1, 2)
        if view.at is not None and view.at != before:
            old = next((one for one in endings if view.word.endswith(one)), "")
            view.word = view.word.removesuffix(old) + endings[view.at]
            view.caret = len(view.word)
    return None


def parts(
    screen: Screen, view: View, key: str, drawn: Frame, words: Texts
) -> Reply | None:
    """Read part by part, and look for a word."""
    if view.finding:
        if key == "enter":
            view.finding = False
        elif edited := typed(view.word, len(view.word), key):
            view.word = edited[0]
        search(screen, view, drawn, 0 if key != "enter" else 1, words)
        return None
    act = next((one for one in screen.acts if one.key == key), None)
    if act:
        return act.reply
    last = len(screen.parts) - 1
    step = {"left": -1, "right": 1, "tab": 1}.get(key)
    if step or (key.isdecimal() and key.isascii() and 0 < int(key) <= last + 1):
        to = (view.part + step) % (last + 1) if step else int(key) - 1
        view.tops[view.part], view.part = drawn.top, to
        view.top = view.tops.get(to, 0)
    elif key == "/":
        view.finding, view.word = True, ""
    elif key == "enter" and view.word:
        search(screen, view, drawn, 1, words)
    else:
        scroll(view, key, drawn)
    return None


def search(screen: Screen, view: View, drawn: Frame, past: int, words: Texts) -> None:
    """Scroll to the next row that holds what is looked for, in this part or another."""
    word = view.word.lower()
    if not word:
        return
    for n, row in enumerate(drawn.body):
        if n >= drawn.top + past and word in row.lower():
            view.top = n
            return
    for n in range(1, len(screen.parts) + 1):
        at = (view.part + n) % len(screen.parts)
        rows = drawing.painted(screen.parts[at].rows(drawn.width))
        for top, drawn_row in enumerate(rows):
            if word in "".join(said for _, said in drawn_row).lower():
                view.part, view.top = at, top
                return
    view.notice = words.none_found


KINDS = {
    "text": text,
    "pick": pick,
    "gate": pick,
    "check": pick,
    "scale": scale,
    "cards": cards,
    "ticks": ticks,
    "country": country,
    "line": line,
    "parts": parts,
}
