"""The keys of the arrow-key face, and what else ends a question.

Letters are commands as in the plain face; every other key moves, ticks or does nothing.
"""

from __future__ import annotations

import signal
import string
import time
from typing import TYPE_CHECKING, Any

from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

from fitcheck import signals
from fitcheck.walk.screen import Command

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding import KeyPressEvent
    from questionary.prompts.common import InquirerControl

    from fitcheck.walk.menu import Menu

COMMANDS: dict[str, Command] = {
    "b": Command.BACK,
    "s-tab": Command.BACK,
    "s": Command.SKIP,
    "n": Command.NOTE,
    "?": Command.HELP,
    "h": Command.LINES,
    "f1": Command.LINES,
    "l": Command.LEAVE,
    "c-d": Command.LEAVE,
    "c-q": Command.LEAVE,
    "x": Command.EXIT,
}
SLOW = 1.0
"""Seconds after which a digit begins another number."""
NAMED = {
    word: one
    for word, one in ({one.value: one for one in Command} | COMMANDS).items()
    if one not in {Command.END, Command.NOTE} and "-" not in word
}
"""Commands as words or letters, where words are typed."""


def meaning(known: Collection[Command], *, typing: bool = False) -> dict[str, Command]:
    """Return the keys of some commands; where letters are typed, of letters only x."""
    return {
        key: command
        for key, command in COMMANDS.items()
        if command in known
        and not (typing and key.isalpha() and command is not Command.EXIT)
    }


def bind(application: Application[Any], keys: Mapping[str, Command]) -> None:
    """Let keys give commands; Ctrl-C and SIGINT stop the program."""
    mine = KeyBindings()

    def give(key: str, command: Command) -> None:
        @mine.add(key, eager=True)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=command)

    for key, command in keys.items():
        give(key, command)
        if key.isalpha() and len(key) == 1:
            give(key.upper(), command)

    @mine.add("c-c", eager=True)
    @mine.add("<sigint>", eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=signals.Stopped(signal.SIGINT))

    add(application, mine)


def escape(application: Application[Any]) -> None:
    """Let Escape go back; with a letter right after it, it is Alt as ever."""
    mine = KeyBindings()

    @mine.add("escape")
    def _(event: KeyPressEvent) -> None:
        # A key that came along is for the next screen; here it could end this twice.
        _, *rest = event.key_processor.key_buffer
        del event.key_processor.key_buffer[1:]
        event.key_processor.feed_multiple(rest, first=True)
        event.app.exit(result=Command.BACK)

    add(application, mine)


def move(application: Application[Any], control: InquirerControl) -> None:
    """Let the arrow keys move the pointer; all other keys do nothing."""
    mine = KeyBindings()

    @mine.add("up", eager=True)
    @mine.add("c-p", eager=True)
    def _(_: KeyPressEvent) -> None:
        control.select_previous()

    @mine.add("down", eager=True)
    @mine.add("c-n", eager=True)
    def _(_: KeyPressEvent) -> None:
        control.select_next()

    @mine.add("home", eager=True)
    @mine.add("end", eager=True)
    def _(event: KeyPressEvent) -> None:
        first = event.key_sequence[0].key == "home"
        control.pointed_at = 0 if first else control.choice_count - 1

    @mine.add("<any>")
    def _(_: KeyPressEvent) -> None:
        """Nothing is typed here."""

    add(application, mine)


def choose(application: Application[Any], control: InquirerControl, menu: Menu) -> None:
    """Let Enter choose or tick, and the space bar tick."""
    mine = KeyBindings()

    def enter(event: KeyPressEvent) -> None:
        listed = len(menu.entries)
        given = menu.enter(control.pointed_at)
        gone = listed - len(menu.entries)
        del control.choices[:gone]
        control.pointed_at -= gone
        if given:
            event.app.exit(result=given)

    mine.add("c-m", eager=True)(enter)
    mine.add("c-j", eager=True)(enter)  # Enter, typed ahead between two screens
    if menu.ticks is not None:

        @mine.add(" ", eager=True)
        def _(event: KeyPressEvent) -> None:
            if menu.entries[control.pointed_at].id in menu.numbered:
                enter(event)

    add(application, mine)


def jump(application: Application[Any], control: InquirerControl, menu: Menu) -> None:
    """Let the number of an entry move to it; two digits reach beyond nine.

    A digit begins another number after Enter, after another move, and after a while.
    """
    mine = KeyBindings()
    stood, since = -1, 0.0

    def digit(key: str) -> None:
        @mine.add(key, eager=True)
        def _(_: KeyPressEvent) -> None:
            nonlocal stood, since
            places = menu.places()
            before, since = since, time.monotonic()
            if control.pointed_at != stood or since - before > SLOW:
                menu.digits = ""
            for number in (menu.digits + key, key):
                if 0 < int(number) <= len(places):
                    control.pointed_at = stood = places[int(number) - 1]
                    menu.digits = number
                    return
            menu.digits = ""

    for key in "0123456789":
        digit(key)
    add(application, mine)


def begin(application: Application[Any], menu: Menu) -> None:
    """Let a letter begin a word: the entry for words is chosen, with the letter."""
    mine = KeyBindings()
    (entry,) = (one for one in menu.entries if not one.id)

    def letter(key: str) -> None:
        @mine.add(key, eager=True)
        def _(event: KeyPressEvent) -> None:
            menu.letter = key
            event.app.exit(result=entry)

    for key in set(string.ascii_letters) - {*menu.commands, "X"}:
        letter(key)
    add(application, mine)


def add(application: Application[Any], mine: KeyBindings) -> None:
    """Put our keys on top of those that are there."""
    theirs = application.key_bindings
    application.key_bindings = merge_key_bindings([theirs, mine] if theirs else [mine])


def run(application: Application[Any]) -> Any:
    """Run until a key ends it; what goes wrong meanwhile ends it, too.

    An event loop would show an exception, with all that it knows, and go on.
    """

    def end(_: object, context: dict[str, Any]) -> None:
        error = context.get("exception") or RuntimeError(context["message"])
        if not application.is_done:
            application.exit(exception=error)

    def begin() -> None:
        if application.loop is not None:
            application.loop.set_exception_handler(end)

    return application.run(pre_run=begin, set_exception_handler=False)
