"""Documents as plain lines for a terminal, a screen reader or a pipe.

No cursor movement, no box drawing, no colour: tables are read out as sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from fitcheck.render.markdown import Piece, for_people, pieces
from fitcheck.report.document import Block, Bullets, Paragraph, Section
from fitcheck.wrap import WIDTH, heading, wrapped

SIGNS = {"-": "minus ", "+": "plus "}
BETWEEN = re.compile(r"(?<=\d) - (?=\d)")
SIGN = re.compile(r"(?<![\w.-])([-+])(?=\d)")
CALLED = re.compile(r"\b([Cc]all|[Tt]ext(?: \w+ to)?|press) (\d[\d ]*\d)(?![\d-])")
BAR = re.compile(r" +█* +(?=\d)")
UNDER = {1: "=", 2: "-"}
"""What a heading is underlined with, by its level."""


def lay_out(text: str, width: int = WIDTH) -> str:
    """Write a document in Markdown as plain lines, for the eye and for the ear."""
    return "\n\n".join(laid(one, width) for one in pieces(for_people(text))) + "\n"


def laid(one: Piece, width: int) -> str:
    def items(several: Iterable[str], mark: str = "* ") -> str:
        return "\n".join(wrapped(heard(one), width, mark) for one in several)

    match one:
        case Piece("heading", title, level):
            said = title.upper() if level == 1 else title
            return heading(heard(said), UNDER.get(level, ""), width)
        case Piece("items", several):
            return items(several)
        case Piece("numbered", several):
            return "\n".join(
                wrapped(heard(one), width, f"{number}. ")
                for number, one in enumerate(several, 1)
            )
        case Piece("boxes" | "across", several):
            return items(several, "[ ] ")
        case Piece("facts", rows):
            return items(f"{name}: {said}" for name, said in rows)
        case Piece("entries", several):
            return "\n".join(
                wrapped(heard(part.value), width, "  " if at else "* ")
                for entry in several
                for at, part in enumerate(entry)
            )
        case Piece("table", (head, rows)):
            return items(sentence(head, row) for row in rows)
        case Piece("code", (_, drawn)):
            return items(ended(BAR.sub(": ", line)) for line in drawn.splitlines())
        case _:
            return wrapped(heard(one.value), width)


def heard(text: str) -> str:
    """Write what speech would lose or garble: signs as words, numbers to call apart."""
    text = BETWEEN.sub(" minus ", text)
    text = SIGN.sub(lambda sign: SIGNS[sign[1]], text)
    return CALLED.sub(lambda found: f"{found[0]} ({digits(found[2])})", text)


def digits(number: str) -> str:
    """Write a number to call digit by digit, with a pause between its groups."""
    return ", ".join(" ".join(group) for group in number.split())


def sentence(head: Iterable[str], cells: Iterable[str]) -> str:
    """Read a row of a table out: the first cell, then each with its heading."""
    first, *rest = zip(head, cells, strict=True)
    told = (first[1], *(f"{name}: {cell}" for name, cell in rest if cell))
    return " ".join(map(ended, told))


def ended(text: str) -> str:
    """End a text with a full stop, unless it already ends in a way of its own."""
    last = text.rstrip("”\"')")[-1:]
    return text if last in {".", "?", "!", "…"} else f"{text}."


# --- for a screen of the walk ---------------------------------------------------------


def section(
    one: Section, level: int, width: int, say: Callable[[str], str] = str
) -> Iterator[str]:
    """Yield a section and those below it, each text passed through ``say``."""
    yield heading(say(one.title), "-" if level == 1 else "", width)
    yield from blocks(one.blocks, width, say)
    for below in one.sections:
        yield from section(below, level + 1, width, say)


def blocks(
    several: Iterable[Block], width: int, say: Callable[[str], str] = str
) -> Iterator[str]:
    """Yield blocks, each as lines of at most this width."""
    for one in several:
        if isinstance(one, Paragraph):
            yield wrapped(say(one.text), width)
            continue
        if isinstance(one, Bullets):
            texts: Iterable[str] = one.items
        else:  # a name, and what is said of it
            texts = (
                f"{name}: {', '.join(filter(None, rest))}" for name, *rest in one.rows
            )
        yield "\n".join(wrapped(say(text), width, "* ") for text in texts)
