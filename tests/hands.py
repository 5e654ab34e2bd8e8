"""A scripted person at the arrow-key face: keys instead of replies."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

import nursery
import pyte
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from walks import Played

from fitcheck.walk import loop
from fitcheck.walk.fancy import Fancy
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Command
from fitcheck.walk.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prompt_toolkit.input import PipeInput

    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.screen import Reply, Screen

nursery.share_key_bindings()

UP, DOWN, ENTER, SHIFT_TAB, ESCAPE = "\x1b[A", "\x1b[B", "\r", "\x1b[Z", "\x1b"
CTRL_C, CTRL_D, CTRL_Q, CTRL_U = "\x03", "\x04", "\x11", "\x15"
TALL = (80, 400)
"""A window on which nothing has to be read page by page."""
KEYS = {
    Command.BACK: "b",
    Command.SKIP: "s",
    Command.NOTE: "n",
    Command.HELP: "?",
    Command.LEAVE: f"l{DOWN}{ENTER}",
    Command.EXIT: "x",
}


class Window(StringIO):
    """A stream with a window on it, which keeps every screen that waited for a key."""

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__()
        self.screen = pyte.Screen(*size)
        self.screen.set_mode(pyte.modes.LNM)
        self.feed = pyte.Stream(self.screen)
        self.shots: list[list[str]] = []

    def write(self, text: str) -> int:
        self.feed.feed(text)
        rows = [row.rstrip() for row in self.screen.display]
        if any(row.startswith(" »") for row in rows):
            self.shots.append(rows)
        return super().write(text)

    def unread(self, text: str) -> list[str]:
        """Return the lines of a text that were on no screen that waited for a key."""
        there = {row for shot in self.shots for row in shot}
        return [
            line for line in map(str.rstrip, text.splitlines()) if line not in there
        ]


def fancy(
    questionnaire: Questionnaire,
    keys: PipeInput,
    stream: StringIO,
    size: tuple[int, int] = TALL,
) -> Fancy:
    """Return the arrow-key face on a pipe and a screen in memory."""
    width, rows = size
    screen = Vt100_Output(stream, lambda: Size(rows=rows, columns=width), term="xterm")
    return Fancy(stream, questionnaire.words, lambda: size, keys, screen)


def press(
    questionnaire: Questionnaire,
    *keys: str,
    state: State | None = None,
    offered: str | None = "GB",
    size: tuple[int, int] = TALL,
    said: StringIO | None = None,
) -> Played:
    """Walk with these keys until they run out."""
    said = said or StringIO()
    with create_pipe_input() as pipe:
        face = fancy(questionnaire, pipe, said, size)
        pipe.send_text("".join(keys))
        pipe.close()
        outcome = loop.conduct(questionnaire, state or State(offered=offered), face)
    return Played(outcome, said.getvalue())


def pressed(
    questionnaire: Questionnaire,
    said: Callable[[Screen], Reply],
    state: State,
    size: tuple[int, int] = TALL,
) -> Played:
    """Walk with replies, each given by the keys that mean it."""
    text = StringIO()
    with create_pipe_input() as pipe:
        face = fancy(questionnaire, pipe, text, size)

        def hand(ask: Screen) -> Reply:
            pipe.send_text("".join(keys(ask, said(ask))))
            return face(ask)

        return Played(loop.conduct(questionnaire, state, hand), text.getvalue())


def typed(
    questionnaire: Questionnaire, said: Callable[[Screen], Reply], state: State
) -> Played:
    """Walk with replies, each given by a line of text."""
    text = StringIO()

    def hand(ask: Screen) -> Reply:
        reply = said(ask)
        line = reply.value if isinstance(reply, Command) else " ".join(reply)
        reader = StringIO(f"{line}\n")
        return Plain(reader, text, questionnaire.words, lambda: 80)(ask)

    return Played(loop.conduct(questionnaire, state, hand), text.getvalue())


def keys(ask: Screen, reply: Reply) -> Iterator[str]:
    """Yield the keys that mean a reply, on a screen that was not seen before."""
    if isinstance(reply, Command):
        yield KEYS[reply]
        return
    if ask.free:
        yield f"{CTRL_U}{' '.join(reply)}{ENTER}"
        return
    listed = [one.id for one in ask.entries]
    for one in reply:
        if one in listed and len(listed) > 1:
            yield f"{listed.index(one) + 1}{ENTER}"
        elif one in {extra.id for extra in ask.extras}:
            yield DOWN * (1 + [e.id for e in ask.extras].index(one)) + ENTER
        elif ask.key == "country":
            at = listed.index("") + 1 if "" in listed else 1
            yield f"{at}{ENTER}{one}{ENTER}"
        else:
            yield ENTER
    alone = {one.id for one in ask.entries if one.exclusive}
    if ask.several and not alone & set(reply):
        below = len(listed) - listed.index(reply[-1]) if reply else 1
        yield DOWN * below + ENTER


def shown(text: str) -> str:
    """Return what was written, without the codes that move and colour.

    Where a list is wiped off, what comes next begins on a line of its own.
    """
    text = text.replace("\x1b[J", "\n")
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", text)
