"""The arrow-key face: the same screens, drawn with questionary.

Nothing is chosen before a key was pressed, options wrap and are never cut, and the
same letters as in the plain face go back, skip, explain and leave.
"""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

import questionary
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_input
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output

from fitcheck import lines
from fitcheck.prompts import keys, layout, menu
from fitcheck.prompts.asking import Ask, Command, Entry, Reply
from fitcheck.prompts.menu import BACK, DONE, NOTHING, Menu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from fitcheck.words import Words

LOW = 20
"""Rows below which the keys stand in one line."""
LEAST = 4
"""Rows that a list has at least, where there is no room for all of it."""
MORE, STAY, GO, OTHER = "<more>", "<stay>", "<go>", ""
NO_BACK = {"opening", "more"}
"""Screens with nothing before them, or with a way back of their own."""
TYPING = {"s-tab": Command.BACK, "c-d": Command.LEAVE, "c-q": Command.LEAVE}
"""Keys that are commands where letters are typed."""
ASCII = str.maketrans("“”‘’…»–↑↓", "\"\"''.>-^v")  # noqa: RUF001
"""What stands for these on a terminal that knows no more, each as wide as it was."""


@dataclass(frozen=True)
class Page:
    """Paragraphs that fit the window, and the words up to their end."""

    parts: list[str]
    end: int
    last: bool


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
    """A face on a terminal; it remembers only the ticks of a list that is open."""

    stream: TextIO
    words: Words
    size: Callable[[], tuple[int, int]]
    """Columns and rows, asked anew for every screen."""
    source: Input | None = None
    """Where keys come from; standard input, unless told."""
    screen: Output | None = None
    """What draws on the stream; made for it, unless told."""
    ticked: tuple[str, list[str]] = field(default=("", []))

    def __call__(self, ask: Ask) -> Reply:
        """Draw one screen and wait for one reply; leaving is asked once more."""
        if ask.key != self.ticked[0]:
            self.ticked = (ask.key, list(ask.previous))
        shown = self.menu(ask)
        try:
            if ask.free:
                return self.named(ask)
            reply = None if ask.problem else self.read(ask)
            while reply is None:
                reply = self.reply(ask, shown)
        except EOFError:
            return Command.END
        if reply in {Command.BACK, Command.SKIP}:
            self.ticked = ("", [])
        return reply

    def read(self, ask: Ask) -> Reply | None:
        """Show what is read first; return a command given meanwhile.

        After a change of the window, the pages are those of the new size.
        """
        seen, begun = 0, ask.begun
        while page := self.page(list(layout.before(ask, self.size()[0])), seen):
            if not begun:
                self.write(page.parts)
            begun = False
            if not page.last or lines.height(page.parts) > self.size()[1] // 2:
                given = self.pause(ask)
                if given is None:
                    continue
                if isinstance(given, Command):
                    return given
            seen = page.end
        return None

    def page(self, parts: list[str], seen: int) -> Page | None:
        """Return the first page with words that were not seen."""
        end = 0
        for page in lines.pages(parts, self.size()[1]):
            end += count(page)
            if end > seen:
                return Page(page, end, last=end == count(parts))
        return None

    def pause(self, ask: Ask) -> Reply | None:
        """Let a page be read to its end; None after a resize."""
        more = Menu([Entry(MORE, self.words.walk.more)], fit=self.fit)
        hint = lines.wrapped(self.words.walk.keys_low, self.size()[0])
        given = self.pick(ask, more, [hint])
        return () if given in {Command.SKIP, (MORE,)} else given

    def menu(self, ask: Ask) -> Menu:
        """Return what can be chosen; the pointer begins where nothing is chosen."""
        entries = [*ask.extras, *ask.entries]
        if ask.key == "country" and OTHER not in {one.id for one in entries}:
            entries.insert(0, Entry(OTHER, self.words.country.code))
        ticks = self.ticked[1] if ask.several else None
        had = ask.previous[:1] if ticks is None else tuple(ticks[:1])
        at = next((n for n, one in enumerate(entries) if (one.id,) == had), -1)
        if at < 0:
            at = 0
            entries.insert(0, Entry(NOTHING, self.words.walk.choose))
        if ask.several:
            entries.append(Entry(DONE, self.words.walk.done))
        numbered = frozenset(one.id for one in (*ask.entries, Entry(OTHER, "")))
        return Menu(entries, numbered, at, ticks, ask.ranked, ask.text, self.fit)

    def reply(self, ask: Ask, shown: Menu) -> Reply | None:
        """Show the question, and let it be answered; None after a resize."""
        width, rows = self.size()
        needed = sum(shown.rows(width)) + 2  # a blank row, and the way back
        stays, goes = self.divided(ask, rows - min(needed, max(LEAST, rows // 3)))
        if goes:
            self.write(goes)
            if lines.height([*goes, *stays]) + needed > rows:
                given = self.pause(ask)
                if given != ():
                    return given
        given = self.pick(ask, shown, stays)
        if given == (OTHER,):
            return self.typed(ask, self.words.country.type)
        if given == ("leave",):
            return Command.LEAVE
        if given == (DONE,):
            given = tuple(shown.ticks or ())
        if given and isinstance(given, tuple):
            self.record(ask, given)
        return given

    def divided(self, ask: Ask, room: int) -> tuple[list[str], list[str]]:
        """Return what stays above the list, and what is read before it.

        What helps to answer stays longest: the keys, the poles, the question.
        """
        width, _ = self.size()
        heading, text, *why = layout.question(ask, width)
        last = (self.ways(ask), ask.problem, ask.earlier)
        ways, problem, earlier = (lines.wrapped(one, width) for one in last)
        whys = self.words.walk.why.partition("{")[0].rstrip()
        ranked = [(5, heading), (3, text)]
        ranked += [(6 if one.startswith(whys) else 4, one) for one in why]
        ranked += [(2, layout.poles(ask, width)), (4, earlier), (3, problem), (1, ways)]
        parts = [(rank, part) for rank, part in ranked if part]
        stays = 6
        while stays > 1 and lines.height(p for n, p in parts if n <= stays) > room:
            stays -= 1
        again = 3 if problem else 6
        kept = [part for rank, part in parts if rank <= stays]
        return kept, [part for rank, part in parts if stays < rank <= again]

    def ways(self, ask: Ask) -> str:
        """Name the keys; in one line on a low screen."""
        walk = self.words.walk
        if self.size()[1] < LOW or ask.key == "more":
            return walk.keys_low
        return walk.keys_tick if ask.several else walk.keys

    def pick(self, ask: Ask, shown: Menu, above: list[str]) -> Reply | None:
        """Show a list and return the id chosen, or a command; None after a resize."""
        if shown.entries[-1].id != BACK and ask.key not in NO_BACK:
            shown.entries.append(Entry(BACK, self.words.walk.back))
        size = self.size()
        given = self.drawn(shown, above)
        while given is Command.LEAVE:
            given = self.sure(ask)
            if given is not None or self.size() != size:
                break
            given = self.drawn(shown, above)
        if isinstance(given, Entry):
            known: dict[str, Reply] = {BACK: Command.BACK, NOTHING: ()}
            return known.get(given.id, (given.id,))
        return given

    def sure(self, ask: Ask) -> Command | None:
        """Ask once more, and say what becomes of the answers; None is no."""
        walk = self.words.walk
        said = self.words.draft.sure if ask.kept else walk.sure
        entries = [Entry(STAY, walk.stay), Entry(GO, walk.go)]
        asked = Menu(entries, frozenset({STAY, GO}), fit=self.fit)
        given: Entry | Command | None = None
        while given is None:
            given = self.drawn(asked, [lines.wrapped(said, self.size()[0])])
        if isinstance(given, Entry):
            return Command.LEAVE if given.id == GO else None
        return given if given in {Command.LEAVE, Command.EXIT} else None

    def drawn(self, shown: Menu, above: list[str]) -> Entry | Command | None:
        """Draw a list below paragraphs until a key ends it."""
        text = "".join(f"\n{part}\n" for part in above)
        with self.session():
            return menu.ask(shown, self.fit(text), self.size)

    def named(self, ask: Ask) -> Reply:
        """Ask for words that no list holds."""
        width, _ = self.size()
        heading, _, *more = layout.question(ask, width)
        said = [lines.wrapped(one, width) for one in (ask.problem, ask.instruction)]
        self.write([heading, *more, *said])
        return self.typed(ask, ask.text)

    def typed(self, ask: Ask, asked_for: str) -> Reply:
        """Let words be typed: a country, a name. A command's name is a command."""
        said, _, last = lines.wrapped(asked_for, self.size()[0] - 4).rpartition("\n")
        self.stream.write(self.fit(f"\n{said}\n" if said else "\n"))
        self.stream.flush()
        while True:
            with self.session():
                asked = questionary.text(self.fit(last), qmark="", style=menu.STYLE)
                keys.bind(asked.application, TYPING)
                given: Reply | str | None = keys.run(asked.application)
            if isinstance(given, str):
                word = given.strip()
                given = keys.NAMED.get(word.lower(), (word,) if word else ())
            if given is Command.LEAVE:
                given = self.sure(ask)
            if given is not None:
                return given

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

    def record(self, ask: Ask, given: tuple[str, ...]) -> None:
        """Leave a line of what was asked and answered."""
        named = {one.id: one.label for one in ask.entries}
        said = "; ".join(named[one] for one in given if one in named)
        if not (said and ask.text) or len(named) < 2 or ask.key == "check":
            return
        for pole in ask.poles:  # "Much more A" says little without its pole
            letter, _, rest = pole.partition(":")
            said += f":{rest}" if said.endswith(f" {letter}") else ""
        width, _ = self.size()
        answer = lines.wrapped(said, width, f"{self.fit('»')} ")
        self.write([f"{lines.wrapped(ask.text, width)}\n{answer}"])

    def fit(self, text: str) -> str:
        """Return a text as the terminal can show it, not wider than it was."""
        try:
            text.encode(self.stream.encoding or "utf-8")
        except UnicodeEncodeError:
            plain = unicodedata.normalize("NFKD", text.translate(ASCII))
            return plain.encode("ascii", "ignore").decode()
        return text


def count(parts: Iterable[str]) -> int:
    """Count the words of paragraphs, which are the same at every width."""
    return sum(len(part.split()) for part in parts)
