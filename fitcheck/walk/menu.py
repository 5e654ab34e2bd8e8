"""A list to choose from, as questionary draws it, with keys and room of our own.

It knows nothing of the walk: a menu goes in, what was pressed comes out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.layout import Layout
from prompt_toolkit.layout.containers import HSplit, ScrollOffsets, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.layout.margins import Margin
from questionary.prompts.common import InquirerControl

from fitcheck import wrap
from fitcheck.walk import keys, layout
from fitcheck.walk.screen import Command, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.layout.containers import WindowRenderInfo
    from prompt_toolkit.layout.controls import UIContent

BESIDE = 5
"""Columns for the pointer before an entry, and for an arrow after it."""
PATIENCE = 1.0
"""Seconds to wait for the rest of an arrow key's code, for slow lines.

Nobody waits for it: Escape alone does nothing.
"""
BACK, NOTE, NOTHING, DONE, TYPED = "<back>", "<note>", "<nothing>", "<done>", ""
ALONE, FULL = "<alone>", "<full>"
"""What Enter gives where a tick is refused: beside others, or beyond the most."""
STYLE = questionary.Style(
    [
        ("pointer", "bold"),
        ("highlighted", "bold"),
        ("selected", ""),
        ("question", ""),
        ("instruction", ""),
        ("answer", ""),
    ]
)
"""Weight and a mark carry the meaning; colours are left to the terminal."""


@dataclass
class Menu:
    """What can be chosen, where the pointer is, and what is ticked."""

    entries: list[Entry]
    numbered: frozenset[str] = frozenset()
    """The ids of the entries that have a number; only these can be ticked."""
    at: int = 0
    ticks: list[str] | None = None
    ranked: bool = False
    most: int = 0
    """How many can be ticked; 0 is any number."""
    commands: Mapping[str, Command] = field(default_factory=lambda: keys.COMMANDS)
    types: bool = False
    """A letter that is no command begins a word of the person's own."""
    digits: str = ""
    """The digits of a number that is being typed."""
    letter: str = ""
    """The letter that has begun a word."""
    refused: str = ""
    """Why a tick was not taken."""
    explains: bool = False
    """There is room to explain what can be ticked."""
    question: str = ""
    """What is asked, drawn bold where it stands in the text above."""
    fit: Callable[[str], str] = field(default=str)
    """Makes a text fit for the terminal."""

    def places(self) -> list[int]:
        """Return where the numbered entries are."""
        return [at for at, one in enumerate(self.entries) if one.id in self.numbered]

    def title(self, at: int, width: int, *, pointed: bool = False) -> str:
        """Return an entry with its number and its tick, wrapped beside the pointer.

        What can be ticked is explained while the pointer is on it, if there is room.
        """
        entry, places = self.entries[at], self.places()
        lead = f"{places.index(at) + 1}. " if at in places and len(places) > 1 else ""
        if self.ticks is not None and at in places:
            lead += f"[{self.mark(entry.id)}] "
            about = entry.about if pointed and self.explains else ""
            entry = replace(entry, about=about)
        text = self.fit(layout.label(entry))
        wrapped = wrap.wrapped(text, max(width - BESIDE, 10), lead)
        return wrapped.replace("\n", "\n   ")

    def mark(self, one: str) -> str:
        """Return what stands in the box of an entry: a tick, or its rank."""
        ticks = self.ticks or []
        if one not in ticks:
            return " "
        return str(ticks.index(one) + 1) if self.ranked else "x"

    def rows(self, width: int) -> list[int]:
        """Return how many rows each entry takes."""
        return [
            self.title(at, width).count("\n") + 1 for at in range(len(self.entries))
        ]

    def enter(self, at: int) -> Entry | None:
        """Take Enter on an entry: return it, or tick it and return nothing.

        One that stands alone is an answer at once, and never takes away other ticks.
        """
        self.digits = ""
        entry = self.entries[at]
        if self.ticks is None or entry.id not in self.numbered:
            return entry
        if entry.exclusive:
            if set(self.ticks) - {entry.id}:
                return Entry(ALONE, "")
            self.ticks[:] = [entry.id]
            return Entry(DONE, "")
        if entry.id in self.ticks:
            self.ticks.remove(entry.id)
            return None
        alone = {one.id for one in self.entries if one.exclusive}
        keep = [one for one in self.ticks if one not in alone]
        if self.most and len(keep) >= self.most:
            return Entry(FULL, "")
        self.ticks[:] = [*keep, entry.id]
        if self.entries[0].id == NOTHING:  # not true any more
            del self.entries[0]
        return None


def ask(
    menu: Menu, above: str, size: Callable[[], tuple[int, int]]
) -> Entry | Command | None:
    """Draw a menu below a text, and return the entry chosen or the command given.

    A window of another size needs another drawing: then nothing is returned.
    """
    choices = [questionary.Choice(one.label, value=one) for one in menu.entries]
    control = InquirerControl(choices, pointer=menu.fit("»"), use_indicator=False)
    control.pointed_at = menu.at
    application: Application[Entry | Command | None] = Application(
        style=STYLE, erase_when_done=True
    )
    arrange(application, control, menu, above, size)
    keys.bind(application, menu.commands)
    keys.move(application, control)
    keys.choose(application, control, menu)
    keys.jump(application, control, menu)
    if menu.types:
        keys.begin(application, menu)
    given: Entry | Command | None = keys.run(application)
    menu.at = control.pointed_at
    return given


def arrange(
    application: Application[Any],
    control: InquirerControl,
    menu: Menu,
    above: str,
    size: Callable[[], tuple[int, int]],
) -> None:
    """Put the list below the text; it scrolls where there is too little room."""
    width, _ = found = size()

    def draw(_: object) -> None:
        control.choices = [
            questionary.Choice(
                menu.title(at, width, pointed=at == control.pointed_at), value=one
            )
            for at, one in enumerate(menu.entries)
        ]
        if size() != found and not application.is_done:
            application.exit(result=None)

    application.layout = stacked(control, menu, above, width)
    application.before_render += draw
    application.ttimeoutlen = PATIENCE


def stacked(control: InquirerControl, menu: Menu, above: str, width: int) -> Layout:
    """Return the text, and below it the list with all of the entry pointed at."""
    asked = menu.fit(wrap.wrapped(menu.question, width))
    fixed = Window(
        FormattedTextControl(weighed(above, asked)), height=above.count("\n") + 1
    )
    scrolled = Window(
        control,
        scroll_offsets=ScrollOffsets(
            top=1,
            bottom=lambda: menu.title(control.pointed_at, width, pointed=True).count(
                "\n"
            ),
        ),
        right_margins=[More(menu.fit)],
    )
    return Layout(HSplit([fixed, scrolled]), focused_element=scrolled)


def weighed(text: str, bold: str) -> StyleAndTextTuples:
    """Return a text with the part that matters most in bold."""
    if not bold or bold not in text:
        return [("", text)]
    before, _, after = text.partition(bold)
    return [("", before), ("bold", bold), ("", after)]


class More(Margin):
    """Shows that a list goes on above, below, or both."""

    def __init__(self, fit: Callable[[str], str]) -> None:
        self.up, self.down = fit("↑"), fit("↓")

    def get_width(self, _: Callable[[], UIContent]) -> int:
        """Return the columns of an arrow and of the space before it."""
        return 2

    def create_margin(
        self, window_render_info: WindowRenderInfo, _: int, height: int
    ) -> StyleAndTextTuples:
        """Put an arrow beside the first row, the last one, or both."""
        rows = [" "] * height
        if not window_render_info.bottom_visible:
            rows[-1] = self.down
        if not window_render_info.top_visible:
            rows[0] = self.up
        return [("", "\n".join(f" {one}" for one in rows))]
