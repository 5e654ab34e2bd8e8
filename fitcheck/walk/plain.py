"""The plain face: numbered lines on a writer, replies from a reader.

For screen readers, pipes and simple terminals: no cursor movement, no box drawing,
at most 80 columns. Nothing is ever chosen by an empty line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from fitcheck import wrap
from fitcheck.content.texts import Texts
from fitcheck.render import plain
from fitcheck.render.plain import heard
from fitcheck.report.document import Paragraph, Section
from fitcheck.walk.screen import LETTERS, Cards, Command, Entry, Reply, Screen, Seen

LONGEST = 1000
"""Characters of a reply; a longer line is no reply, whatever it begins with."""
TOO_LONG = "..."
"""Stands for a line that was too long, and is nobody's option."""

MOST_READ = 2_000
"""Replies, or pieces of one long line, after which a pipe is read no more."""

COMMANDS = LETTERS | {one.value: one for one in Command if one is not Command.END}

SEPARATORS = re.compile(r"[,\s\uff0c\u3001]+")
MARKS = ".:;!()[]\"'\u2018\u2019\u201c\u201d\uff0e\uff09\u3002"
"""What may stand around a reply that is meant all the same."""
SHORT = {"y": "yes", "n": "no"}
"""Where yes and no are asked for, and n is no note."""

FEW, MANY = 6, 20
"""Options that are heard again after a mistake, and so many that replies come first."""


@dataclass
class Plain:
    """A face on two streams; it remembers only whether it has told the replies."""

    reader: TextIO
    writer: TextIO
    words: Texts
    width: Callable[[], int] = lambda: wrap.WIDTH
    """Asked anew for every screen, because a window can be made narrower."""
    told: bool = False
    pieces: int = 0
    taken: str = ""
    """What was replied to the last question, in words."""

    def __call__(self, ask: Screen) -> Reply:
        width, words = self.width(), self.words.walk
        taken = wrap.wrapped(ask.taken or self.taken, width)
        said = [taken, *screen(ask, words, width)]
        if ask.problem:
            said = [*again(ask, words, width)]
        commas = f"{words.commas} " if ask.kind == "ticks" else ""
        said.append(wrap.wrapped(commas + self.instruction(ask), width))
        self.writer.write("\n" + "\n\n".join(filter(None, said)) + "\n")
        self.writer.write(f"{words.reply.rstrip()} ")
        self.writer.flush()
        line = self.line(whole=ask.longest > 0)
        if not line:
            self.writer.write("\n")
            return Command.END
        reply = understood(line, ask)
        self.taken = self.said(ask, reply)
        return reply

    def said(self, ask: Screen, reply: Reply) -> str:
        """Say what a reply to a question stands for; nothing of other screens."""
        words = self.words.walk
        if not ask.shortly:
            return ""
        if reply is Command.SKIP:
            return words.skipped
        if isinstance(reply, Command) or not reply:
            return ""
        labels = {entry.id: entry.label for entry in ask.entries}
        known = "; ".join(labels[one] for one in reply if one in labels)
        return words.taken.format(answer=known) if known else ""

    def line(self, *, whole: bool) -> str:
        """Read one line; empty when the input has ended or cannot be read.

        What is too long for a reply is passed over, unless all of it is wanted.
        """
        kept = [self.piece()]
        while len(kept[-1]) == LONGEST and not kept[-1].endswith("\n"):
            kept.append(self.piece())
        return "".join(kept) if whole or len(kept) == 1 else TOO_LONG

    def piece(self) -> str:
        """Read a line, or a piece of a long one; a pipe without end comes to one."""
        self.pieces += 1
        try:
            if self.pieces > MOST_READ and not self.reader.isatty():
                return ""
            return self.reader.readline(LONGEST)
        except OSError:  # a folder, or a terminal that was closed
            return ""

    def instruction(self, ask: Screen) -> str:
        if not ask.shortly:
            return ask.instruction
        told, self.told = self.told, True
        return ask.shortly if told else ask.instruction


def screen(ask: Screen, words: Texts, width: int) -> Iterator[str]:
    page = ask.calls() if ask.called and ask.calls else None
    told: list[Seen] = [*ask.pages]
    if page:
        told = [Paragraph(page.alarm), *page.seen]
    elif ask.kind == "gate":
        told = [Paragraph(ask.alarm), *ask.seen]
    elif ask.begins:
        intro = (Paragraph(ask.intro),) if ask.intro else ()
        told += [Section(f"{ask.part}: {ask.place}", intro)] if ask.part else []
        told += ask.seen if ask.heard is None else ask.heard
    yield from read_out(told, width)
    alarm = ask.alarm if ask.alarm != ask.text else ""
    why = ask.why if ask.explains else ""
    asked = (ask.heading, ask.text, why, alarm, *ask.lines)
    yield from (wrap.wrapped(one, width) for one in asked)
    if len(ask.entries) > MANY and not page:
        yield wrap.wrapped(ask.instruction, width)
    if not (page and len(ask.entries) > FEW):  # else the lines scroll away
        yield from choices(ask, words, width)
    yield wrap.wrapped(ask.earlier, width)
    for one in (page.alarm, page.crisis) if page else ():
        yield wrap.wrapped(heard(one), width)


def read_out(told: Iterable[Seen], width: int) -> Iterator[str]:
    for one in told:
        if isinstance(one, Section):
            yield from plain.section(one, 1, width, heard)
        elif isinstance(one, Cards):
            yield from read_out(one, width)
        else:
            yield from plain.blocks([one], width, heard)


def again(ask: Screen, words: Texts, width: int) -> Iterator[str]:
    yield wrap.wrapped(ask.problem, width)
    if len(ask.entries) <= FEW:
        yield from choices(ask, words, width)


def choices(ask: Screen, words: Texts, width: int) -> Iterator[str]:
    poles = zip((words.pole_a, words.pole_b), ask.ways, strict=False)
    yield "\n".join(wrap.wrapped(one.format(text=way), width) for one, way in poles)
    yield "\n".join(
        wrap.wrapped(label(entry), width, f"{number}. " if ask.numbered else "")
        for number, entry in enumerate(ask.entries, 1)
    )


def label(entry: Entry) -> str:
    text = f"{entry.label}. {entry.about}" if entry.about else entry.label
    return re.sub(r"([.?!])\. ", r"\1 ", text)


def understood(line: str, ask: Screen) -> Reply:
    tokens = [token for token in SEPARATORS.split(line) if token]
    word = " ".join(tokens if ask.longest else map(bare, tokens))
    command = COMMANDS.get(word)
    if command and (ask.note or command is not Command.NOTE):
        return command
    if ask.kind == "line":
        return (line.strip(),) if tokens else ()
    return tuple(meant(bare(token), ask) for token in tokens)


def bare(token: str) -> str:
    """Return a word in small letters without the marks around it; ASCII alone folds."""
    token = token.strip(MARKS) or token
    return token.lower() if token.isascii() else token


def meant(word: str, ask: Screen) -> str:
    if ask.numbered and re.fullmatch(r"\d{1,3}", word):  # of any script
        at = int(word) - 1
        return ask.entries[at].id if 0 <= at < len(ask.entries) else word
    ids = {entry.id for entry in ask.entries}
    return SHORT[word] if word in SHORT and "yes" in ids else word
