"""The small blocks of a screen, and how texts and data are made safe to print.

A document is no such thing: it is Markdown.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from fitcheck.answers import writing


class Paragraph(NamedTuple):
    text: str
    strong: bool = False


class Bullets(NamedTuple):
    items: tuple[str, ...]


class Facts(NamedTuple):
    rows: tuple[tuple[str, str], ...]


class Calls(NamedTuple):
    """Lines to call: who answers, how to reach them, and when."""

    rows: tuple[tuple[str, str, str], ...]


Block = Paragraph | Bullets | Facts | Calls


class Section(NamedTuple):
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


def visible(text: str) -> str:
    """Write out characters that move a cursor or turn the reading direction."""
    return "\n".join(map(writing.escaped, text.split("\n")))


def json_text(data: object) -> str:
    """Write data as JSON text that is safe to print: nothing unseen stands raw."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "\n".join(map(unseen_escaped, text.split("\n"))) + "\n"


def unseen_escaped(line: str) -> str:
    """Write out what nobody can see in a line of JSON, as JSON does."""
    if writing.escaped(line) == line:
        return line
    return "".join(c if writing.escaped(c) == c else json.dumps(c)[1:-1] for c in line)
