"""Documents for a terminal with everything it can show: headings, tables, colours.

rich draws the Markdown; here is only what is ours about it. Text is never read as
markup, and no colour carries a meaning alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import ClassVar

from rich import box
from rich import markdown as rich_markdown
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from fitcheck.documents.filling import escape
from fitcheck.render.markdown import for_people
from fitcheck.render.plain import BAR, ended
from fitcheck.wrap import WIDTH
from fitcheck.wrap import columns as wide

THEME = Theme({
    "markdown.h1": "bold", "markdown.h2": "bold", "markdown.h3": "bold",
    "markdown.h4": "bold", "markdown.strong": "bold", "markdown.item.bullet": "dim",
    "markdown.item.number": "dim", "markdown.table.header": "bold",
    "markdown.table.border": "dim", "markdown.code_block": "none",
})  # fmt: skip
MARK = "magenta"
"""Of the sixteen the one with the most even contrast on black and on white. That is not
enough for words to read: it only shows a bar that is one without it, too."""
WORDS, NUMBERS = 20, 15
"""Columns that a cell of words needs beside others, and one of numbers."""
FEW = 3
"""Cells of words in a row that are read out in one breath."""
ROWS = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
CELL = re.compile(r"(?<!\\)\|")
ADDRESS = re.compile(r"<(https?://[^>]+)>")


def draw(text: str, *, columns: int = WIDTH, colour: bool = False) -> str:
    """Draw a document in Markdown as lines of at most so many columns.

    Returns ANSI text: bold, dim and one of the sixteen colours; without ``colour`` no
    escape code at all.
    """
    shown = ADDRESS.sub(lambda found: escape(found[1]), for_people(text))
    shown = ROWS.sub(lambda found: table(found[0], columns), shown)
    console = Console(
        file=io.StringIO(), width=columns, force_terminal=colour, theme=THEME,
        color_system="standard" if colour else None, legacy_windows=False,
        no_color=False, _environ={},
    )  # fmt: skip
    drawn = Document(shown, hyperlinks=False)
    with console.capture() as captured:
        console.print(drawn)
    return "".join(
        f"{line.rstrip()}\n" for line in captured.get().strip("\n").splitlines()
    )


def table(text: str, columns: int) -> str:
    """Write a table whose cells would be too narrow as a list, row below row."""
    head, kinds, *rows = [
        [cell.strip() for cell in CELL.split(line)[1:-1]] for line in text.splitlines()
    ]
    numbers = sum(kind.endswith(":") for kind in kinds)
    texts = len(kinds) - numbers
    if texts * WORDS + numbers * NUMBERS <= columns:
        return text
    return "\n".join(listed(head, row, apart=texts > FEW) for row in rows) + "\n"


def listed(head: Sequence[str], row: Sequence[str], *, apart: bool) -> str:
    """Write a row as an item: its name, then each cell with its heading."""
    (_, name), *rest = zip(head, row, strict=True)
    cells = [f"{title}: {cell}" for title, cell in rest if cell]
    if name and cells and not apart:
        name = ended(name)
    first = f"- **{name}**" if name else "-"
    if apart:
        return "".join(f"{one}\n" for one in (first, *(f"    - {x}" for x in cells)))
    return " ".join((first, *map(ended, cells)))


class Heading(rich_markdown.Heading):
    """A heading on a line across the page; below the second level a line under it."""

    LINES: ClassVar[dict[str, str]] = {"h1": "━", "h2": "─"}

    @property
    def new_line(self) -> bool:  # type: ignore[override]
        """Whether a blank line follows: a line of its own is enough."""
        return self.tag == "h4"

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        line, room = self.LINES.get(self.tag), options.max_width
        rest = room - wide(self.text.plain) - 4
        if line and rest > 0:
            yield Text.assemble(
                (line * 2, "dim"), " ", self.text, " ", (line * rest, "dim")
            )
            return
        yield self.text
        if self.tag != "h4":
            under = min(wide(self.text.plain), room)
            yield Text((line or "─") * (room if line else under), "dim")


class Figure(rich_markdown.CodeBlock):
    """Bars of points in letters; as sentences where they would be cut."""

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        lines = self.text.plain.rstrip().splitlines()
        if max(map(wide, lines)) > options.max_width:
            lines = [BAR.sub(": ", line) for line in lines]
        drawn = Text("\n".join(lines))
        drawn.highlight_regex("█+", MARK)
        yield drawn


class Rows(rich_markdown.TableElement):
    """A table with a line below its headings."""

    def __rich_console__(self, _: Console, __: ConsoleOptions) -> RenderResult:
        made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, style="dim")
        for cell in self.header.row.cells if self.header and self.header.row else ():
            made.add_column(cell.content, justify=cell.justify, overflow="fold")
        for row in self.body.rows if self.body else ():
            made.add_row(*(cell.content for cell in row.cells))
        yield made


class Rule(rich_markdown.MarkdownElement):
    """The end of the first page: the heading that follows says enough."""

    new_line = False


class Document(rich_markdown.Markdown):
    elements: ClassVar[dict[str, type[rich_markdown.MarkdownElement]]] = {
        **rich_markdown.Markdown.elements,
        "heading_open": Heading,
        "fence": Figure,
        "table_open": Rows,
        "hr": Rule,
    }
