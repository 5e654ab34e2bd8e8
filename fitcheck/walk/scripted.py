"""A walk that plays by itself: somebody's answers as keys to the real face.

It knows nothing of points, and presses nothing that a person could not press.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

from fitcheck import wrap
from fitcheck.answers.sheet import Sheet
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report.document import visible
from fitcheck.walk import after
from fitcheck.walk.frame import Frame
from fitcheck.walk.full_screen import CODES, FullScreen
from fitcheck.walk.plain import Plain
from fitcheck.walk.screen import Command, Reply, Screen
from fitcheck.walk.steps import ELSEWHERE
from fitcheck.walk.view import View, reading, rows_of

WORDS_A_SECOND = 5
"""About as fast as a screen is read aloud and a little faster."""
SHORTEST, SEEN, A_KEY = 1.0, 0.8, 0.2
"""Seconds that a screen stands, that a mark is seen, and from key to key, at least."""
FASTER = 4
"""How many times as fast it goes once that was asked for."""
FIXED = {"opening": "continue", "gate": "go-on", "check": "done"}
JUMP, END = "jump", "end of it"
"""What a watcher asked for, among the keys."""


def wanted(questionnaire: Questionnaire, sheet: Sheet, screen: Screen) -> Reply:
    """Return what somebody replies to a screen."""
    if screen.key in FIXED:
        return (FIXED[screen.key],)
    if screen.key == "country":
        return (sheet.country or ELSEWHERE,)
    if screen.key in {"respondent", "label"}:
        said = getattr(sheet, screen.key)
        return (said,) if said else ()
    if screen.key == "talked":
        told = questionnaire.words.clinician.talked_text
        gates = questionnaire.library.gates.gates
        mine = [told.format(gate=one.name) for one in gates if one.id in sheet.cleared]
        return ("talked" if screen.text in mine else "not-yet",)
    return sheet.answers.get(screen.key) or Command.SKIP


def next_key(whole: Screen, view: View, drawn: Frame, reply: Reply) -> str:
    """Return the key that leads on to a reply, with what is to be read read first."""
    screen = reading(whole, view)
    read = drawn.top + drawn.area >= len(drawn.body)
    if screen.kind == "text" or (screen.kind == "cards" and not view.asking):
        return "enter" if read else "pagedown"
    if isinstance(reply, Command):
        return "s"
    if screen.kind == "line":
        word = " ".join(reply)
        return "enter" if view.word == word else word[len(view.word)]
    rows = [one.id for one in rows_of(screen, view)]
    if screen.kind == "ticks":
        if tuple(view.ticks) == reply:
            return "enter"
        at = rows.index(reply[len(view.ticks)])
        if not screen.most and len(rows) <= 10:
            return str((at + 1) % 10)
        return " " if view.at == at else towards(at, view.at)
    here = rows[view.at] if view.at is not None else ""
    if here == reply[0]:
        return "enter"
    if screen.kind == "gate" and view.at is None and not read:
        return "pagedown"
    if screen.kind == "country" and reply[0] not in rows:
        name = next(one.label for one in screen.places if one.id == reply[0])
        return name[len(view.word)]
    at = rows.index(reply[0])
    return str(at + 1) if screen.kind in {"scale", "cards"} else towards(at, view.at)


def towards(at: int, now: int | None) -> str:
    """Return the key that brings the mark nearer to a row."""
    return "down" if now is None or now < at else "up"


class Scripted(FullScreen):
    """The full screen, played; whoever watches can pause, go to the result, or end."""

    def __init__(
        self,
        *given: Any,
        questionnaire: Questionnaire,
        sheet: Sheet,
        step: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.questionnaire, self.sheet, self.step = questionnaire, sheet, step
        self.playing = self.jumping = self.paused = self.faster = False
        self.reply: Reply = ()
        self.timer: asyncio.TimerHandle | None = None

    def __call__(self, screen: Screen) -> Reply:
        """Show one screen and press what the person presses; the report is read."""
        self.playing = screen.kind != "parts"
        if not self.playing:
            return super().__call__(screen)
        self.reply = wanted(self.questionnaire, self.sheet, screen)
        if self.jumping:
            return self.reply
        self.paused = self.step and screen.key in self.questionnaire.questions
        try:
            marked = after.mark(self.questionnaire, self.sheet)
            return super().__call__(replace(screen, mark=marked))
        finally:
            self.wait_for(None)

    def show(self, screen: Screen) -> None:
        """Put a screen there, and let it be read."""
        super().show(screen)
        if self.playing:
            self.hint()
            self.wait_for(self.long())

    def long(self) -> float:
        """Return for how many seconds what is in sight is read."""
        drawn = self.laid_out()
        said = " ".join(drawn.body[drawn.top : drawn.top + drawn.area])
        return max(SHORTEST, len(said.split()) / WORDS_A_SECOND)

    def hint(self) -> None:
        """Say which keys there are for whoever watches."""
        words = self.questionnaire.words.demo
        keys = words.paused if self.paused else words.keys
        self.view.notice = self.view.notice or keys

    def wait_for(self, seconds: float | None) -> None:
        """Press the next key after some time, instead of any other one."""
        if self.timer:
            self.timer.cancel()
            self.timer = None
        if seconds is not None:
            left = seconds / (FASTER if self.faster else 1)
            self.timer = self.loop.call_later(left, self.play)

    def play(self) -> None:
        """Press the next key, unless it is to wait."""
        if not self.paused:
            super().take(next_key(self.screen, self.view, self.laid_out(), self.reply))

    def press(self, key: str) -> Reply | None:
        """Press one key, and plan the next one."""
        if key in {JUMP, END}:
            return self.reply if key == JUMP else Command.LEAVE
        reply = super().press(key)
        if self.playing and reply is None:
            self.hint()
            seen = next_key(self.screen, self.view, self.laid_out(), self.reply)
            short = SEEN if seen == "enter" else A_KEY
            self.wait_for(self.long() if key in {"enter", "pagedown"} else short)
        return reply

    def take(self, key: str) -> None:
        """Take a key of who watches: it sets the pace, and answers nothing."""
        named = key.lower()
        if not self.playing or key in CODES:
            super().take(key)
        elif named in {"x", "c-x", "h", "f1"}:
            super().take("c-x" if named in {"x", "c-x"} else "f1")
        elif named in {"q", "l", "c-d", "c-q"}:
            super().take(END)
        elif named == "r":
            self.jumping = True
            super().take(JUMP)
        elif named == "f":
            self.faster = not self.faster
            if self.timer:
                self.wait_for(self.timer.when() - self.loop.time())
        elif named == " " or (named == "enter" and self.paused):
            self.paused, self.view.notice = not self.paused, ""
            self.hint()
            self.wait_for(None if self.paused else A_KEY)
            self.application.invalidate()


@dataclass
class Lines:
    """The plain face, played: each reply is typed, and read by the face itself."""

    questionnaire: Questionnaire
    sheet: Sheet
    plain: Plain
    waits: Callable[[], object] | None = None
    """What waits for whoever listens, at every question."""

    def __call__(self, screen: Screen) -> Reply:
        """Write one screen, and type what the person replies."""
        words, plain = self.questionnaire.words, self.plain
        name = visible(self.sheet.vignette.name) if self.sheet.vignette else ""
        told = words.report.demonstration.format(name=name)
        plain.writer.write(f"\n{wrap.wrapped(told, plain.width())}\n")
        reply = wanted(self.questionnaire, self.sheet, screen)
        ids = [one.id for one in screen.entries] if screen.numbered else []
        said = reply.value if isinstance(reply, Command) else ""
        if not isinstance(reply, Command):  # numbers where there are some
            said = ", ".join(str(ids.index(x) + 1) if x in ids else x for x in reply)
        plain.reader = StringIO(f"{said}\n")
        got = plain(screen)
        if self.waits and screen.key in self.questionnaire.questions:
            self.waits()
        plain.writer.write(f"{said}\n")
        plain.writer.flush()
        return got
