"""The plain face: numbered lines on a writer, replies from a reader.

For screen readers, pipes and simple terminals: no cursor movement, no box drawing,
at most 80 columns. Nothing is ever chosen by an empty line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from fitcheck import wrap
from fitcheck.content.texts import Texts
from fitcheck.render import plain
from fitcheck.render.plain import heard
from fitcheck.report.document import Section
from fitcheck.walk.screen import Command, Entry, Reply, Screen

LONGEST = 1000
"""Characters of a reply; a longer line is no reply, whatever it begins with."""
TOO_LONG = "..."
"""Stands for a line that was too long, and is nobody's option."""

MOST_READ = 2_000
"""Replies, or pieces of one long line, after which a pipe is read no more."""

COMMANDS = {
    "back": Command.BACK,
    "b": Command.BACK,
    "skip": Command.SKIP,
    "s": Command.SKIP,
    "help": Command.HELP,
    "?": Command.HELP,
    "lines": Command.LINES,
    "h": Command.LINES,
    "leave": Command.LEAVE,
    "l": Command.LEAVE,
    "q": Command.LEAVE,
    "exit": Command.EXIT,
    "x": Command.EXIT,
}

NOTE = {"note": Command.NOTE, "n": Command.NOTE}
"""Where a note is taken."""

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
    told: bool = field(default=False)
    pieces: int = field(default=0)
    taken: str = field(default="")
    """What was replied to the last question, in words."""

    def __call__(self, ask: Screen) -> Reply:
        """Write one screen and read one reply, saying first what was taken before."""
        width = self.width()
        parts = again(ask, width) if ask.problem else screen(ask, width)
        if (taken := ask.taken or self.taken) and not ask.problem:
            parts = iter((wrap.wrapped(taken, width), *parts))
        commas = f"{self.words.walk.commas} " if ask.several else ""
        shown = [*parts, wrap.wrapped(commas + self.instruction(ask), width)]
        self.writer.write("\n" + "\n\n".join(part for part in shown if part) + "\n")
        self.writer.write(f"{self.words.walk.reply.rstrip()} ")
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
        line = piece = self.piece()
        if len(line) < LONGEST or line.endswith("\n"):
            return line
        kept = [line]
        while piece and not piece.endswith("\n"):
            piece = self.piece()
            kept.extend([piece] * whole)
        return "".join(kept) if whole else TOO_LONG

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
        """Tell the replies in full once, and in short from then on."""
        if not ask.shortly:
            return ask.instruction
        told, self.told = self.told, True
        return ask.shortly if told else ask.instruction


def screen(ask: Screen, width: int) -> Iterator[str]:
    """Yield the parts of a whole screen."""
    for one in ask.before:
        if isinstance(one, Section):
            yield from plain.section(one, 1, width, heard)
        else:
            yield from plain.blocks([one], width, heard)
    whom = ask.alarm if ask.alarm != ask.text else ""
    told = (ask.heading, ask.text, ask.why if ask.explains else "", whom, *ask.lines)
    yield from (wrap.wrapped(one, width) for one in told)
    if len(ask.entries) > MANY and not ask.urgent:
        yield wrap.wrapped(ask.instruction, width)
    if not (ask.urgent and len(ask.entries) > FEW):  # else the lines scroll away
        yield from choices(ask, width)
    yield wrap.wrapped(ask.earlier, width)
    yield from (wrap.wrapped(heard(one), width) for one in ask.urgent)


def again(ask: Screen, width: int) -> Iterator[str]:
    """Yield what is wrong with the last reply, and, if they are few, the options."""
    yield wrap.wrapped(ask.problem, width)
    if len(ask.entries) <= FEW:
        yield from choices(ask, width)


def choices(ask: Screen, width: int) -> Iterator[str]:
    """Yield what the letters mean, and the options with their numbers."""
    yield "\n".join(wrap.wrapped(one, width) for one in ask.poles)
    yield "\n".join(
        wrap.wrapped(label(entry), width, f"{number}. " if ask.numbered else "")
        for number, entry in enumerate(ask.entries, 1)
    )


def label(entry: Entry) -> str:
    """Return an option with the line that explains it."""
    text = f"{entry.label}. {entry.about}" if entry.about else entry.label
    return re.sub(r"([.?!])\. ", r"\1 ", text)


def understood(line: str, ask: Screen) -> Reply:
    """Read a reply: a command, or numbers and ids in their order."""
    tokens = [token for token in SEPARATORS.split(line) if token]
    known = {**COMMANDS, **NOTE} if ask.note else COMMANDS
    word = " ".join(tokens if ask.longest else map(bare, tokens))
    if word in known:
        return known[word]
    if ask.free:
        return (line.strip(),) if tokens else ()
    return tuple(meant(bare(token), ask) for token in tokens)


def bare(token: str) -> str:
    """Return a word in small letters without the marks around it; ASCII alone folds."""
    token = token.strip(MARKS) or token
    return token.lower() if token.isascii() else token


def meant(word: str, ask: Screen) -> str:
    """Turn the number of an option into its id, and y and n into what is offered."""
    if ask.numbered and re.fullmatch(r"\d{1,3}", word):  # of any script
        at = int(word) - 1
        return ask.entries[at].id if 0 <= at < len(ask.entries) else word
    ids = {entry.id for entry in ask.entries}
    return SHORT[word] if word in SHORT and "yes" in ids else word
