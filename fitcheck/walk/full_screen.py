"""The full-screen face: one application in the alternate screen, for every screen.

It draws what ``frame`` says and hands keys to ``pressing``. Every way out passes
``close``, and none of them leaves anything on the terminal.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from prompt_toolkit.application import Application
from prompt_toolkit.application.run_in_terminal import run_in_terminal
from prompt_toolkit.data_structures import Point
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output

from fitcheck import signals
from fitcheck.content.texts import Texts
from fitcheck.walk import colours, frame, pressing
from fitcheck.walk.keys import Parser
from fitcheck.walk.screen import Command, Reply, Screen
from fitcheck.walk.view import View, begin

LEAST = (20, 6)
"""Columns and rows of the smallest window that a screen is drawn in."""
SIMPLE = {"", "dumb", "unknown"}
PATIENCE = 0.15
"""Seconds after which Escape is the key, and no beginning of a sequence."""
ASCII = str.maketrans(
    "╭╮╰╯╔╗╚╝│║─━═┃●○▌▏·•…“”‘’–—→←↑↓█░▓▼▲┼├┤┬┴┌┐└┘×",  # noqa: RUF001
    "++++++++||--=|*o>|.*.\"\"''--><^v#..v^+++++++++x",
)
"""What stands for these signs where a terminal shows no more, or shows them wide."""
WIDE = ("ja", "zh", "ko")
"""Languages whose terminals draw such signs two columns wide."""
STOPS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
CODES = {"c-c": signal.SIGINT, "c-\\": getattr(signal, "SIGQUIT", signal.SIGINT)}


def able(stream: TextIO, environment: Mapping[str, str]) -> bool:
    if sys.platform == "win32" or environment.get("TERM", "") in SIMPLE:
        return False
    try:
        size = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return False
    return size.columns >= LEAST[0] and size.lines >= LEAST[1]


def ascii_only(environment: Mapping[str, str], encoding: str) -> bool:
    try:
        "●━".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return True
    named = (environment.get(one, "") for one in ("LC_ALL", "LC_CTYPE", "LANG"))
    return next((one for one in named if one), "").startswith(WIDE)


class Blanking(Vt100_Output):
    """Erases row by row: some terminals keep what is cleared all at once."""

    def erase_down(self) -> None:
        rows = self.get_size().rows
        self.write_raw("\x1b[H\x1b[2K" + "\x1b[B\x1b[2K" * rows + "\x1b[H")

    erase_screen = erase_down


class FullScreen:
    """A face on a terminal: ``with FullScreen(…) as face``, then ``face(screen)``."""

    def __init__(
        self,
        stream: TextIO,
        words: Texts,
        environment: Mapping[str, str] = os.environ,
        *,
        no_color: bool = False,
        source: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self.words = words.screen
        self.views: dict[str, View] = {}
        self.keys: deque[str] = deque()
        self.told: list[str] = []
        self.stopped = 0
        self.failed: BaseException | None = None
        self.screen, self.view = Screen("", "", kind="text", seen=()), View()
        self.drawn: frame.Frame | None = None
        """The frame as it was drawn last; nothing, where a key came since."""
        self.at = Point(0, 0)
        self.source = source or create_input()
        self.output = output or blanking(stream)
        self.ascii = ascii_only(environment, self.output.encoding() or "utf-8")
        self.known = colours.background(environment)
        self.colours = colours.depth(environment, no_color=no_color)
        parser = Parser(self.take, self.found)
        self.source.vt100_parser = parser  # type: ignore[attr-defined]
        control = FormattedTextControl(
            self.fragments, get_cursor_position=lambda: self.at, focusable=True
        )
        self.application: Application[None] = Application(
            layout=Layout(Window(control, wrap_lines=False)),
            style=colours.style(self.known, self.colours),
            color_depth=self.colours,
            full_screen=True,
            include_default_pygments_style=False,
            erase_when_done=True,
            input=self.source,
            output=self.output,
        )
        self.application.ttimeoutlen = PATIENCE
        self.loop = asyncio.new_event_loop()
        self.awake = asyncio.Event()
        self.running: asyncio.Task[None] | None = None
        self.before: dict[int, Any] = {}

    # What a screen is asked with

    def __call__(self, screen: Screen) -> Reply:
        if self.running is None:
            self.open()
        self.show(screen)
        reply: Reply | None = None
        while reply is None:
            self.wait()
            while self.keys and reply is None and not self.stopped:
                reply = self.press(self.keys.popleft())
            self.application.invalidate()
            if self.stopped:
                raise signals.Stopped(self.stopped)
            if self.failed is not None:
                raise self.failed
            if reply is None and self.running and self.running.done():
                error = self.running.exception()
                if error is not None and not isinstance(error, EOFError):
                    raise error  # a bug, and no end of the input
                return Command.END
        self.remember(reply)
        return reply

    def press(self, key: str) -> Reply | None:
        """After another key the screen is laid out anew first."""
        if key in CODES:
            self.stopped = CODES[key]
            return None
        drawn, self.drawn = self.drawn or self.laid_out(), None
        return pressing.press(self.screen, self.view, key, drawn, self.words)

    def show(self, screen: Screen) -> None:
        if screen.key == "gate":  # nobody goes past one by keys pressed earlier
            self.keys.clear()
        self.screen = screen
        view = self.views.get(screen.key)
        if view is None or (screen.typed and screen.problem):
            view = begin(screen)
        view.notice = " · ".join(filter(None, (*self.told, screen.problem)))
        view.leaving, view.page, view.why = False, 0, False
        self.told.clear()
        self.views[screen.key] = self.view = view
        # Drawn anew as a whole: what was written over it goes, and words stay whole.
        self.application.renderer.reset(leave_alternate_screen=False)
        self.application.invalidate()

    def remember(self, reply: Reply) -> None:
        """Keep marks and ticks of a screen that was left without an answer."""
        if reply == ("again",):  # the next person finds nothing of this one
            self.views.clear()
            return
        stays = isinstance(reply, Command) and reply is not Command.SKIP
        if not (stays or self.screen.kind == "parts") or self.screen.key == "note":
            self.views.pop(self.screen.key, None)

    # What is drawn

    def laid_out(self) -> frame.Frame:
        size = self.output.get_size()
        drawn = frame.frame(self.screen, self.view, size.columns, size.rows, self.words)
        self.view.top = drawn.top
        return drawn

    def fragments(self) -> StyleAndTextTuples:
        drawn = self.drawn = self.laid_out()
        self.at = Point(*drawn.cursor)
        found: StyleAndTextTuples = []
        for line in drawn.lines:
            found += [(style, self.fit(said)) for style, said in line]
            found.append(("", "\n"))
        return found[:-1]

    def fit(self, said: str) -> str:
        if not self.ascii:
            return said
        return said.translate(ASCII).encode("ascii", "replace").decode()

    # What comes from the terminal

    def take(self, key: str) -> None:
        self.keys.append(key)
        self.awake.set()

    def found(self, known: str) -> None:
        """Take the terminal's own answer on its background, early or late."""
        if not self.known:
            self.known = known
            self.application.style = colours.style(known, self.colours)
            self.application.invalidate()

    def stop(self, number: int) -> None:
        """Note a signal; it is looked at between two keys."""
        self.stopped = number
        self.awake.set()

    def tell(self, text: str) -> None:
        """Say something with the next screen."""
        self.told.append(text)

    def fail(self, _: object, context: dict[str, Any]) -> None:
        """Note what went wrong in the loop, which would only print it."""
        self.failed = context.get("exception") or RuntimeError(context["message"])
        self.awake.set()

    def suspend(self) -> None:
        """Stop until the shell goes on, with nothing left on the terminal meanwhile."""
        run_in_terminal(lambda: os.kill(os.getpid(), signal.SIGSTOP))

    def wait(self) -> None:
        if self.keys or self.stopped:
            return

        async def something() -> None:
            self.awake.clear()
            waiting = self.loop.create_task(self.awake.wait())
            assert self.running is not None
            await asyncio.wait({waiting, self.running}, return_when="FIRST_COMPLETED")
            waiting.cancel()

        self.loop.run_until_complete(something())

    # Where it begins and ends

    def open(self) -> None:
        self.loop.set_exception_handler(self.fail)
        running = self.application.run_async(
            pre_run=self.ask_background,
            set_exception_handler=False,
            handle_sigint=False,
        )
        self.running = self.loop.create_task(running)
        for name in STOPS:
            self.on_signal(name, self.stop, getattr(signal, name))
        self.on_signal("SIGTSTP", self.suspend)

    def on_signal(self, name: str, call: Callable[..., None], *given: int) -> None:
        number = getattr(signal, name)
        before = signal.getsignal(number)
        if before is not signal.SIG_IGN:
            self.before[number] = before
            self.loop.add_signal_handler(number, call, *given)

    def ask_background(self) -> None:
        few = {ColorDepth.DEPTH_1_BIT, ColorDepth.DEPTH_4_BIT}
        if not self.known and self.colours not in few:
            self.output.write_raw("\x1b]11;?\x1b\\")

    def close(self) -> None:
        """Blank the screen and give the terminal back; doing it twice does no harm."""
        if self.running is None:
            return
        if self.application.is_running:
            self.application.exit()
        else:  # nothing was drawn yet, or it has ended
            self.running.cancel()
        try:
            self.loop.run_until_complete(
                asyncio.wait({self.running}, return_when="ALL_COMPLETED")
            )
            if not self.running.cancelled():
                self.running.exception()  # was told already, or the input ended
        finally:
            self.running = None
            for number, before in self.before.items():
                self.loop.remove_signal_handler(number)
                signal.signal(number, before)
            self.before.clear()
            self.stopped = 0  # one may have come while it was closing

    def __enter__(self) -> FullScreen:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self.loop.close()


def blanking(stream: TextIO) -> Output:
    output = create_output(stdout=stream)
    if isinstance(output, Vt100_Output):
        output.__class__ = Blanking
        output.enable_cpr = False
    return output
