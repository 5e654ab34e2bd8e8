"""Writes the pictures in docs/: a report's first screen and a question, as SVG.

They are what the program draws in a terminal, nothing is drawn by hand; ``make
pictures`` runs it after a change of what people see.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.style import Style
from rich.text import Text

from fitcheck import answers, content, files
from fitcheck.render import terminal
from fitcheck.report import build

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from terminals import Terminal

if TYPE_CHECKING:
    from pyte.screens import Char

FOLDER = Path(__file__).resolve().parents[1] / "docs"
PERSON = "nadia-same-ending"
COLUMNS, ROWS = 80, 24
ENTER, DOWN = "\r", "\x1b[B"
KEYS = (
    (ENTER, "Which country"),
    (f"1{ENTER}", "Question 1 of"),
    (f"1{ENTER}", "Question 2 of"),
    (f"9{ENTER}", "May fitcheck save"),
    (f"2{ENTER}", "Question 3 of"),
    (f"{DOWN}{DOWN}", "A little more A"),
)
"""From the opening to the first question that is scored, and onto its second option."""
FONTS = re.compile(r"@font-face \{\{.*?\}\}\s*", re.DOTALL)
"""Fonts from the network: a picture that is looked at should call nobody."""
ALONE = CONSOLE_SVG_FORMAT.replace(
    "Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace"
)


def report() -> Text:
    """Return the first screen of a fictional person's report, as it is drawn."""
    questionnaire = content.load()
    people = files.bundled() / "vignettes"
    sheet = answers.load(questionnaire, Path(PERSON), people)
    drawn = terminal.draw(build(questionnaire, sheet).glance, colour="16")
    return Text.from_ansi(drawn)


def question() -> Text:
    """Return the first question that is scored, as it stands in a terminal."""
    window = Terminal("take", "--country", "GB", size=(COLUMNS, ROWS))
    window.wait("Begin")
    for keys, phrase in KEYS:
        window.press(keys, phrase)
    rows = [screen_row(window, number) for number in range(ROWS)]
    window.child.close(force=True)
    return Text("\n").join(rows)


def screen_row(window: Terminal, number: int) -> Text:
    """Return one row of a screen with its styles."""
    cells: dict[int, Char] = window.screen.buffer[number]
    row = Text()
    for column in range(COLUMNS):
        row.append(cells[column].data, style(cells[column]))
    row.rstrip()
    return row


def style(cell: Char) -> Style:
    """Return how a cell looks."""
    colour = None if cell.fg == "default" else cell.fg
    return Style(color=colour, bold=cell.bold, reverse=cell.reverse)


def svg(text: Text, name: str) -> str:
    """Draw text in a window of its own, the same for the same text."""
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, _environ={}
    )
    console.print(text, overflow="ignore", crop=False)
    drawn = console.export_svg(
        title="fitcheck", code_format=FONTS.sub("", ALONE), unique_id=name
    )
    return "\n".join(line.rstrip() for line in drawn.split("\n"))


PICTURES = {"report": report, "question": question}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, taken in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(
            svg(taken(), name), encoding="utf-8", newline="\n"
        )
