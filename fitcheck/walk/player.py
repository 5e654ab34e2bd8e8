"""A face that answers by itself: it plays a fictional person in a real walk.

It shows every screen as the plain face does, with why it is asked, and types what the
person says; it knows nothing of points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from fitcheck import wrap
from fitcheck.walk import layout, plain
from fitcheck.walk.screen import Command
from fitcheck.walk.steps import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.pace import Pace
    from fitcheck.walk.screen import Reply, Screen

WORDS_A_SECOND = 5
"""About as fast as a screen is read aloud and a little faster."""
SHORTEST = 1.0
"""Seconds that even a short screen stands."""
A_KEY = 0.06
"""Seconds from one typed letter to the next."""
FIXED = {"opening": "continue", "gate": "go-on", "check": "done"}


@dataclass
class Player:
    """Plays one sheet; ``step`` waits for a key at every question."""

    questionnaire: Questionnaire
    sheet: Sheet
    writer: TextIO
    size: Callable[[], tuple[int, int]]
    """Columns and rows, asked anew for every screen; no rows where nobody watches."""
    pace: Pace
    step: bool = False
    part: str = ""
    """The section that was asked last."""

    def __call__(self, ask: Screen) -> Reply:
        """Show one screen, wait a while, and give the person's reply."""
        if self.pace.gone:
            return Command.LEAVE
        if not self.pace.jumping:
            self.rest(ask)
            self.show(ask)
        reply = self.reply(ask)
        if not self.pace.jumping and not self.pace.gone:
            self.type(typed(ask, reply))
        return Command.LEAVE if self.pace.gone else reply

    def rest(self, ask: Screen) -> None:
        """Wait for a key between two sections."""
        section = self.questionnaire.section_of.get(ask.key)
        if section is None or section.id == self.part:
            return
        if self.part:
            self.say(self.questionnaire.words.demo.rest)
            self.hint()
            self.pace.wait(None)
        self.part = section.id

    def show(self, ask: Screen) -> None:
        """Write a screen page by page, marked, and let each be read."""
        width, rows = self.size()
        waits = self.step and ask.key in self.questionnaire.questions
        parts = self.parts(ask, width)
        whole = "".join(f"\n{part}\n" for part in parts)
        for page in wrap.pages(parts, rows) if rows else [whole]:
            self.writer.write(page)
            self.hint()
            self.writer.flush()
            long = max(SHORTEST, len(page.split()) / WORDS_A_SECOND)
            self.pace.wait(None if waits else long)

    def parts(self, ask: Screen, width: int) -> list[str]:
        """Return the paragraphs of a screen, with why it is asked."""
        words = self.questionnaire.words
        name = self.sheet.vignette.name if self.sheet.vignette else ""
        mark = words.report.demonstration.format(name=name)
        why = self.questionnaire.questions.get(ask.key)
        told = words.walk.why.format(why=why.why) if why else ""
        parts = (
            wrap.wrapped(mark, width),
            *layout.before(ask, width),
            *layout.question(ask, width),
            wrap.wrapped(told, width) if told not in ask.lines else "",
            *plain.choices(ask, width),
        )
        return [part for part in parts if part]

    def reply(self, ask: Screen) -> Reply:
        """Return what the person replies to a screen."""
        if ask.key in FIXED:
            return (FIXED[ask.key],)
        if ask.key == "country":
            return (self.sheet.country or ELSEWHERE,)
        if ask.key in {"respondent", "label"}:
            said = getattr(self.sheet, ask.key)
            return (said,) if said else ()
        if ask.key == "talked":
            return ("talked" if self.talked_about(ask) else "not-yet",)
        return self.sheet.answers.get(ask.key) or Command.SKIP

    def talked_about(self, ask: Screen) -> bool:
        """Say whether the gate that is asked about was cleared in this record."""
        words = self.questionnaire.words.clinician
        gates = self.questionnaire.library.gates.gates
        cleared = [gate.name for gate in gates if gate.id in self.sheet.cleared]
        return ask.text in {words.talked_text.format(gate=name) for name in cleared}

    def type(self, text: str) -> None:
        """Write a reply letter by letter."""
        self.writer.write(f"\n{self.questionnaire.words.walk.reply.rstrip()} ")
        for letter in text:
            self.writer.write(letter)
            self.writer.flush()
            self.pace.wait(A_KEY)
        self.writer.write("\n")
        self.writer.flush()

    def hint(self) -> None:
        """Say which keys there are, to somebody who watches."""
        words = self.questionnaire.words.demo
        if self.size()[1]:
            self.say(words.keys_step if self.step else words.keys)

    def say(self, text: str) -> None:
        """Write something that is no screen."""
        self.writer.write(f"\n{wrap.wrapped(text, self.size()[0])}\n")
        self.writer.flush()


def typed(ask: Screen, reply: Reply) -> str:
    """Return what a person would type, and what it stands for."""
    if isinstance(reply, Command):
        return reply.value
    return ", ".join(named(ask, reply))


def named(ask: Screen, reply: tuple[str, ...]) -> Iterator[str]:
    """Yield each id as its number with its label, or as it is."""
    ids = [entry.id for entry in ask.entries]
    for one in reply:
        if one in ids and ask.numbered:
            at = ids.index(one)
            yield f"{at + 1} ({ask.entries[at].label})"
        else:
            yield one
