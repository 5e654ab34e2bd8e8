"""A person at the keys of the full screen, without a terminal: names of keys go in."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING

from walks import Played

from fitcheck.walk import frame, loop, pressing
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Command, Reply, Screen
from fitcheck.walk.state import State
from fitcheck.walk.view import View, begin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fitcheck.content.questionnaire import Questionnaire

SIZE = (80, 24)
NAMED = {
    "enter", "escape", "up", "down", "left", "right", "home", "end", "tab", "s-tab",
    "backspace", "delete", "pageup", "pagedown", "f1", "c-d", "c-x", "c-u",
}  # fmt: skip
KEYS = {
    Command.BACK: ("escape",),
    Command.SKIP: ("s",),
    Command.NOTE: ("n",),
    Command.LEAVE: ("q", "y"),
    Command.EXIT: ("c-x",),
}


@dataclass
class Keyed:
    """The pure half of the full-screen face: frames, keys and replies.

    Its keys come with each screen, or one after another until they run out.
    """

    questionnaire: Questionnaire
    pressed: Iterator[str] | Callable[[Screen], Iterable[str]]
    size: tuple[int, int] = SIZE
    views: dict[str, View] = field(default_factory=dict)
    frames: list[str] = field(default_factory=list)

    def __call__(self, screen: Screen) -> Reply:
        """Press keys until one gives a reply."""
        view = self.views.get(screen.key)
        if view is None or (screen.typed and screen.problem):
            view = self.views[screen.key] = begin(screen)
        view.notice, view.page, view.leaving = screen.problem, 0, False
        words = self.questionnaire.words.screen
        keys = self.pressed(screen) if callable(self.pressed) else self.pressed
        for key in keys:
            drawn = frame.frame(screen, view, *self.size, words)
            view.top = drawn.top
            self.frames.append(text(drawn))
            reply = pressing.press(screen, view, key, drawn, words)
            if reply is not None:
                stays = isinstance(reply, Command) and reply is not Command.SKIP
                if not stays or screen.key == "note":
                    del self.views[screen.key]
                return reply
        self.frames.append(text(frame.frame(screen, view, *self.size, words)))
        return Command.END


def text(drawn: frame.Frame) -> str:
    """Return the words of a frame, row by row."""
    rows = ("".join(said for _, said in line).rstrip(" │┃") for line in drawn.lines)
    return "\n".join(rows)


def press(
    questionnaire: Questionnaire,
    *keys: str,
    state: State | None = None,
    size: tuple[int, int] = SIZE,
) -> Played:
    """Walk with these keys until they run out: words letter by letter, keys by name."""
    flat = [one for some in keys for one in ([some] if some in NAMED else some)]
    face = Keyed(questionnaire, iter(flat), size)
    outcome = loop.conduct(questionnaire, state or State(offered="GB"), face)
    return Played(outcome, "\n\n".join(face.frames))


def pressed(
    questionnaire: Questionnaire, said: Callable[[Screen], Reply], state: State
) -> Played:
    """Walk with replies, each given by the keys that mean it."""
    face = Keyed(questionnaire, lambda screen: keys(screen, said(screen)))
    outcome = loop.conduct(questionnaire, state, face)
    return Played(outcome, "\n\n".join(face.frames))


def typed(
    questionnaire: Questionnaire, said: Callable[[Screen], Reply], state: State
) -> Played:
    """Walk with replies, each given by a line of text."""
    written = StringIO()

    def face(screen: Screen) -> Reply:
        reply = said(screen)
        line = reply.value if isinstance(reply, Command) else " ".join(reply)
        reader = StringIO(f"{line}\n")
        return Plain(reader, written, questionnaire.words, lambda: 80)(screen)

    return Played(loop.conduct(questionnaire, state, face), written.getvalue())


def keys(screen: Screen, reply: Reply) -> Iterator[str]:
    """Yield the keys that mean a reply, on a screen that was not seen before."""
    yield from ["enter"] * len(screen.pages)
    if isinstance(reply, Command):
        yield from KEYS[reply]
        return
    ids = [one.id for one in screen.entries]
    match screen.kind:
        case "country":
            yield from ["down"] * 2 if reply == ("elsewhere",) else reply[0]
        case "line":
            yield from ("end", "c-u", *" ".join(reply))
        case "check":
            rows = ["done", *(one.id for one in screen.extras[1:]), *ids]
            yield from ["home", *["down"] * rows.index(reply[0])]
        case "ticks":
            for one in screen.previous:
                yield from ("home", *["down"] * ids.index(one), " ")
            for one in reply:
                yield from ("home", *["down"] * ids.index(one), " ")
        case "cards":
            yield from ("enter", str(ids.index(reply[0]) + 1))
        case "text":
            pass
        case _:
            yield str(ids.index(reply[0]) + 1)
    yield "enter"
