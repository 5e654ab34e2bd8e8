"""The arrow-key face: the same screens, drawn with questionary.

Nothing is chosen before a key was pressed, options wrap and are never cut, and the
same letters as in the plain face go back, skip, explain and leave. What is to be read
is never pushed away by what comes after it before a key was pressed.
"""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TextIO

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_input
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output

from fitcheck import wrap
from fitcheck.walk import hints, intake, keys, layout, menu, room, typed
from fitcheck.walk.menu import ALONE, BACK, DONE, FULL, NOTE, NOTHING, TYPED, Menu
from fitcheck.walk.screen import Command, Entry, Reply, Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from fitcheck.content.texts import Texts

MORE, STAY, GO = "<more>", "<stay>", "<go>"
READ = {"more", "first", "onward"}
"""Screens that only wait until something was read."""
ASCII = str.maketrans("“”‘’…»–↑↓", "\"\"''.>-^v")  # noqa: RUF001
"""What stands for these on a terminal that knows no more, each as wide as it was."""


@dataclass(frozen=True)
class Page:
    """A page of what is read first, and how many words there are up to its end."""

    text: str
    number: int
    total: int
    end: int

    @property
    def last(self) -> bool:
        """Say whether nothing comes after it but the question."""
        return self.number == self.total


NO_CONSOLE = "NoConsoleScreenBufferError"
"""What some windows of Windows raise; its module cannot be imported elsewhere."""


def screen(stream: TextIO) -> Output | None:
    """Return what draws on a stream, or None where nothing can."""
    try:
        return create_output(stdout=stream)
    except Exception as error:
        if type(error).__name__ != NO_CONSOLE:
            raise
        return None


@dataclass
class Fancy:
    """A face on a terminal; it remembers only what was done on the open list."""

    stream: TextIO
    words: Texts
    size: Callable[[], tuple[int, int]]
    """Columns and rows, asked anew for every screen."""
    source: Input | None = None
    """Where keys come from; standard input, unless told."""
    screen: Output | None = None
    """What draws on the stream; made for it, unless told."""
    ticked: tuple[str, list[str]] = field(default=("", []))
    stood: tuple[str, str] = ("", "")
    """The list on which help or lines were asked for, and the entry pointed at."""

    def __call__(self, ask: Screen) -> Reply:
        """Draw one screen and wait for one reply; leaving is asked once more."""
        ask = self.own(ask)
        if ask.free:  # what was ticked before a note stays ticked
            return self.named(ask)
        if ask.key != self.ticked[0]:
            self.ticked = (ask.key, list(ask.previous))
        shown = self.menu(ask)
        try:
            reply = self.asked(ask, shown)
        except EOFError:
            return Command.END
        self.stood = ("", "")
        pointed = shown.entries[shown.at].id
        asks = reply in {Command.HELP, Command.LINES}
        if asks or (reply is Command.NOTE and pointed != NOTE):
            self.stood = (ask.key, pointed)
        if reply in {Command.BACK, Command.SKIP}:
            self.ticked = ("", [])
        if reply is Command.SKIP and hints.is_question(ask):
            self.leave_line(ask, self.words.walk.skipped)
        return reply

    def own(self, ask: Screen) -> Screen:
        """Return a screen in the words of this face."""
        entries = tuple(
            replace(one, label=one.listed or one.label) for one in ask.entries
        )
        said = {self.words.problems.empty: self.words.problems.empty_listed}
        problem = said.get(ask.problem, ask.problem)
        return replace(ask, entries=entries, problem=problem)

    def asked(self, ask: Screen, shown: Menu) -> Reply:
        """Let a screen be read, and then be answered."""
        if ask.key in READ:
            return self.onward(ask, shown)
        reply: Reply | None = None
        if ask.key == "country" and ask.problem == self.words.country.unknown:
            reply = self.typed(ask, ask.problem)
        elif not ask.problem:
            reply = self.read(ask, shown)
        while reply is None:
            reply = self.reply(ask, shown)
        return reply

    def read(self, ask: Screen, shown: Menu) -> Reply | None:
        """Show what is read first; return a command given meanwhile.

        After a change of the window, the pages are those of the new size.
        """
        seen, begun = 0, ask.begun
        while page := self.page(ask, shown, seen):
            if not begun:
                self.stream.write(self.fit(page.text))
                self.stream.flush()
            begun = False
            if not page.last or self.pushes_away(page, ask, shown):
                given = self.pause(ask, page)
                if given is None:
                    continue
                if isinstance(given, Command):
                    return given
                if given == (GO,):
                    return None
            seen = page.end
        heading = wrap.wrapped(ask.heading, self.size()[0])
        if not seen and heading not in self.divided(ask, shown)[0]:
            self.write([heading])
        return None

    def page(self, ask: Screen, shown: Menu, seen: int) -> Page | None:
        """Return the first page with words that were not seen."""
        width, rows = self.size()
        parts = [*layout.before(ask, width), *self.divided(ask, shown)[1]]
        several, end = list(wrap.pages(filter(None, parts), rows)), 0
        for number, text in enumerate(several, 1):
            end += len(text.split())
            if end > seen:
                return Page(text, number, len(several), end)
        return None

    def pushes_away(self, page: Page, ask: Screen, shown: Menu) -> bool:
        """Say whether the question would push a page off the screen."""
        width, rows = self.size()
        above = self.above(self.divided(ask, shown)[0], shown)
        below = above.count("\n") + 1 + sum(shown.rows(width))
        return page.text.count("\n") + below > rows

    def pause(self, ask: Screen, page: Page) -> Reply | None:
        """Let a page be read to its end; None after a resize."""
        walk = self.words.walk
        named = walk.to_question if hints.is_question(ask) else walk.go_on
        entries = [Entry(GO, named)]
        if not page.last:
            more = walk.more.format(number=page.number, total=page.total)
            entries = [Entry(MORE, more), *entries * hints.is_question(ask)]
        return self.wait(ask, entries, last=page.last)

    def onward(self, ask: Screen, shown: Menu) -> Reply:
        """Wait until what stands above was read; no reply at all after a resize."""
        entries = [*ask.entries, *ask.extras]
        if ask.key == "onward":  # its entry names the keys
            return self.pick(ask, replace(shown, entries=entries), []) or ()
        return self.wait(ask, entries, last=len(entries) == 1) or ()

    def wait(self, ask: Screen, entries: list[Entry], *, last: bool) -> Reply | None:
        """Wait below a page for one of a few entries; None after a resize."""
        known = hints.IN_WALK & hints.commands(ask)
        below = Menu(entries, commands=keys.meaning(known), fit=self.fit)
        hint = hints.reading(ask, self.words, self.size()[0], last=last)
        return self.pick(ask, below, [hint])

    def menu(self, ask: Screen) -> Menu:
        """Return what can be chosen; the pointer begins where nothing is chosen."""
        entries = [*ask.extras, *ask.entries]
        if ask.key == "country" and TYPED not in {one.id for one in entries}:
            entries.insert(0, Entry(TYPED, self.words.country.code_listed))
        ticks = self.ticked[1] if ask.several else None
        if ask.several:
            entries.append(Entry(DONE, self.words.walk.done))
        begins = {DONE} if ticks else {*ask.previous} if ticks is None else set()
        if self.stood[0] == ask.key:
            begins = {self.stood[1]}
        at = next((n for n, one in enumerate(entries) if one.id in begins), -1)
        if at < 0 or NOTHING in begins:
            at = 0
            entries.insert(0, Entry(NOTHING, self.words.walk.choose))
        if ask.note and self.size()[1] >= wrap.LOW:
            entries.append(Entry(NOTE, ask.note))
        if self.lists_back(ask):
            entries.append(Entry(BACK, self.words.walk.back))
        numbered = frozenset(one.id for one in (*ask.entries, Entry(TYPED, "")))
        known = keys.meaning(hints.commands(ask), typing=hints.types(ask))
        return Menu(
            entries, numbered, at, ticks, ask.ranked, ask.most, known,
            hints.types(ask), explains=self.size()[1] >= wrap.LOW,
            question=ask.text, fit=self.fit,
        )  # fmt: skip

    def lists_back(self, ask: Screen) -> bool:
        """Say whether a list ends with a way back: not where rows are few."""
        if Command.BACK not in hints.commands(ask):
            return False
        return self.size()[1] >= wrap.LOW or ask.several or hints.types(ask)

    def reply(self, ask: Screen, shown: Menu) -> Reply | None:
        """Show the question, and let it be answered; None is no answer yet."""
        given = self.pick(ask, shown, self.divided(ask, shown)[0])
        words = self.words
        if given == (TYPED,):
            begun, shown.letter = shown.letter, ""
            return self.typed(ask, "", begun)
        if given == ("leave",):
            return Command.LEAVE
        if given == (ALONE,):
            label = shown.entries[shown.at].label
            alone = words.problems.alone_listed
            shown.refused = alone.format(label=label, done=words.walk.done)
            return None
        if given == (FULL,):
            shown.refused = words.problems.too_many.format(most=ask.most)
            return None
        if given == (DONE,):
            given = tuple(shown.ticks or ())
        if given and isinstance(given, tuple):
            self.record(ask, given)
        return given

    def divided(self, ask: Screen, shown: Menu) -> tuple[list[str], list[str]]:
        """Return what stays above the list, and what is read before it."""
        listed = sum(shown.rows(self.size()[0]))
        return room.divided(ask, self.words, self.size(), listed, shown.refused)

    def above(self, parts: list[str], shown: Menu) -> str:
        """Return what stands above a list."""
        width, rows = self.size()
        return room.above(parts, rows, sum(shown.rows(width)))

    def pick(self, ask: Screen, shown: Menu, above: list[str]) -> Reply | None:
        """Show a list and return the id chosen, or a command; None after a resize."""
        size = self.size()
        given = self.drawn(shown, above)
        while given is Command.LEAVE:
            given = self.sure(ask)
            if given is not None or self.size() != size:
                break
            given = self.drawn(shown, above)
        if isinstance(given, Entry):
            known: dict[str, Reply] = {
                BACK: Command.BACK,
                NOTE: Command.NOTE,
                NOTHING: (),
            }
            return known.get(given.id, (given.id,))
        return given

    def sure(self, ask: Screen) -> Command | None:
        """Ask once more, and say what becomes of the answers; None is no."""
        walk = self.words.walk
        said = ask.sure or walk.sure
        entries = [Entry(STAY, walk.stay), Entry(GO, walk.go)]
        known = keys.meaning(hints.ALWAYS)
        asked = Menu(entries, frozenset({STAY, GO}), commands=known, fit=self.fit)
        given: Entry | Command | None = None
        while given is None:
            given = self.drawn(asked, [wrap.wrapped(said, self.size()[0])])
        if isinstance(given, Entry):
            return Command.LEAVE if given.id == GO else None
        return given

    def drawn(self, shown: Menu, above: list[str]) -> Entry | Command | None:
        """Draw a list below paragraphs until a key ends it."""
        text = self.above(above, shown)
        with self.session():
            return menu.ask(shown, self.fit(text), self.size)

    def named(self, ask: Screen) -> Reply:
        """Ask for words that no list holds."""
        width, rows = self.size()
        heading, _, *more = layout.question(ask, width)
        low = ask.longest and rows < wrap.LOW
        if low and ask.problem:  # what was typed may fill the window
            self.write([wrap.wrapped(ask.problem, width)])
            given = self.wait(ask, [Entry(GO, self.words.walk.go_on)], last=True)
            if isinstance(given, Command):
                return given
        said = (ask.problem, ask.typing or ask.instruction)
        parts = [heading, *more, *(wrap.wrapped(one, width) for one in said)]
        parts.append(wrap.wrapped(ask.text, width))
        self.write(["\n".join(filter(None, parts))] if low else parts)
        try:
            given = self.line(ask, ask.typed)
        except EOFError:
            return Command.END
        return intake.REMOVE if given == () and ask.earlier else given

    def typed(self, ask: Screen, problem: str = "", begun: str = "") -> Reply | None:
        """Let a country be typed; None leads back to the list."""
        width, _ = self.size()
        said = (problem or ask.text, self.words.country.type)
        self.write(wrap.wrapped(one, width) for one in said)
        given = self.line(ask, begun)
        return None if given is Command.BACK else given

    def line(self, ask: Screen, begun: str = "") -> Reply:
        """Let a line be typed. A command's name is a command."""
        while True:
            with self.session():
                reply, stood = typed.ask(
                    self.fit("»"),
                    begun,
                    escapes=ask.key == "note",
                    exact=bool(ask.longest),
                )
            given = self.sure(ask) if reply is Command.LEAVE else reply
            if given is not None:
                return given
            begun = stood if ask.longest else begun

    @contextmanager
    def session(self) -> Iterator[None]:
        """Draw on our stream, whatever standard output is connected to.

        The terminal is not asked where its cursor is: some never answer, and the
        answer of a slow one would be taken for keys.
        """
        self.source = self.source or create_input()
        self.screen = self.screen or create_output(stdout=self.stream)
        if isinstance(self.screen, Vt100_Output):
            self.screen.enable_cpr = False
        with create_app_session(input=self.source, output=self.screen):
            yield

    def write(self, parts: Iterable[str]) -> None:
        """Write paragraphs, each with a blank line before it."""
        text = "".join(f"\n{part}\n" for part in parts if part)
        self.stream.write(self.fit(text))
        self.stream.flush()

    def record(self, ask: Screen, given: tuple[str, ...]) -> None:
        """Leave a line of what was asked and answered."""
        named = {one.id: one.label for one in ask.entries}
        said = "; ".join(named[one] for one in given if one in named)
        if not said or len(named) < 2 or ask.key == "check":
            return
        for pole in ask.poles:  # "Much more A" says little without its pole
            letter, _, rest = pole.partition(":")
            said += f":{rest}" if said.endswith(f" {letter}") else ""
        self.leave_line(ask, said)

    def leave_line(self, ask: Screen, said: str) -> None:
        """Write a question with what became of it."""
        if ask.text:
            width, _ = self.size()
            answer = wrap.wrapped(said, width, f"{self.fit('»')} ")
            self.write([f"{wrap.wrapped(ask.text, width)}\n{answer}"])

    def fit(self, text: str) -> str:
        """Return a text as the terminal can show it, not wider than it was."""
        try:
            text.encode(self.stream.encoding or "utf-8")
        except UnicodeEncodeError:
            plain = unicodedata.normalize("NFKD", text.translate(ASCII))
            return plain.encode("ascii", "ignore").decode()
        return text
