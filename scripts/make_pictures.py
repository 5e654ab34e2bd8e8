"""Writes the pictures in docs/: a report's first screen and a question, as SVG.

They are what the program draws in a terminal, nothing is drawn by hand; ``make
pictures`` runs it after a change of what people see. Where there is a browser it takes
a photo of the HTML report besides, as PNG.
"""

from __future__ import annotations

import io
import re
import struct
import sys
import zlib
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.style import Style
from rich.text import Text

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.content import loader
from fitcheck.documents import build
from fitcheck.render import html

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import browser
from spoken import texts
from terminals import Terminal

if TYPE_CHECKING:
    from pyte.screens import Char

    from fitcheck.documents import Report

FOLDER = Path(__file__).resolve().parents[1] / "docs"
PERSON = "nadia-same-ending"
COLUMNS, ROWS = 80, 24
PAGE = (1200, 1870)
"""How wide and how high the window of the browser is."""
SEEN = {"result", "picture"}
HEX = 6
"""Letters of a colour that has no name."""
END = 12
"""Bytes of the last chunk of a PNG."""
ENTER, DOWN = "\r", "\x1b[B"
KEYS = (
    (ENTER, "Which country"),
    (f"{DOWN}{ENTER}", "Are you safe"),
    (f"1{ENTER}", "Is any of this"),
    (f"0{ENTER}", "May fitcheck save"),
    (f"1{ENTER}", "session to begin"),
    ("2", "╔═ A"),
)
"""From the opening to the first question that is scored, and onto its second step."""
FONTS = re.compile(r"@font-face \{\{.*?\}\}\s*", re.DOTALL)
"""Fonts from the network: a picture that is looked at should call nobody."""
ALONE = CONSOLE_SVG_FORMAT.replace(
    "Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace"
)


def person() -> Report:
    """Return the report on a fictional person."""
    questionnaire = loader.load()
    people = files.bundled() / "vignettes"
    return build(questionnaire, reading.load(questionnaire, Path(PERSON), people))


def report() -> Text:
    """Return the first screen of a fictional person's report, as it is read."""
    return taken(("score", PERSON), "q leave")


def question() -> Text:
    """Return the first question that is scored, as it stands in a terminal."""
    return taken(("take", "--country", "GB"), "Enter begin", *KEYS)


def taken(arguments: tuple[str, ...], first: str, *keys: tuple[str, str]) -> Text:
    """Return what stands in a dark terminal after some keys."""
    dark = {"FITCHECK_BACKGROUND": "dark", "COLORTERM": "truecolor"}
    window = Terminal(*arguments, size=(COLUMNS, ROWS), env=dark)
    window.wait(first)
    for pressed, phrase in keys:
        window.press(pressed, phrase)
    rows = [screen_row(window, number) for number in range(ROWS)]
    window.close()
    return Text("\n").join(rows)


def screen_row(window: Terminal, number: int) -> Text:
    """Return one row of a screen with its styles."""
    cells: dict[int, Char] = window.screen.buffer[number]
    row = Text()
    looks = groupby(map(cells.__getitem__, range(COLUMNS)), style)
    for look, alike in looks:
        row.append("".join(cell.data for cell in alike), look)
    row.rstrip()
    return row


def style(cell: Char) -> Style:
    """Return how a cell looks."""
    colour = None if cell.fg == "default" else cell.fg
    if colour and len(colour) == HEX:
        colour = f"#{colour}"
    return Style(
        color=colour, bold=cell.bold, reverse=cell.reverse, underline=cell.underscore
    )


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


def seen(made: Report) -> str:
    """Return the words that stand on the part of a page that is photographed."""
    head, *_ = made.full.markdown.partition("\n## ")
    first = "\n".join(one.text for one in made.parts if one.id in SEEN)
    return " ".join(texts(f"{head}\n\n{first}"))


def photo(program: str) -> bytes:
    """Take a photo of the HTML report in a browser, and write its words inside."""
    made = person()
    opened = browser.Browser(program)
    opened.open(html.lay_out(made.full), width=PAGE[0], height=PAGE[1])
    taken = opened.photo(whole=False)
    opened.close()
    return described(taken, seen(made))


def described(png: bytes, words: str) -> bytes:
    """Put a description into a PNG, before its last chunk."""
    chunk = b"iTXtDescription\0\0\0\0\0" + words.encode()
    length, check = (
        struct.pack(">I", len(chunk) - 4),
        struct.pack(">I", zlib.crc32(chunk)),
    )
    return png[:-END] + length + chunk + check + png[-END:]


PICTURES = {"report": report, "question": question}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(
            svg(draw(), name), encoding="utf-8", newline="\n"
        )
    if program := browser.found():
        (FOLDER / "report.png").write_bytes(photo(program))
    else:
        sys.stderr.write("There is no browser: docs/report.png stays as it is.\n")
