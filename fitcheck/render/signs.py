"""The signs that pictures and headings are made of, and their stand-ins in ASCII."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Signs:
    """One set of signs; each is one column wide."""

    heavy: str
    thin: str
    bullet: str
    full: str
    empty: str
    levels: tuple[str, str, str]
    """The scale where it points to neither side, to one, and clearly to one."""
    tick: str
    at: str
    span: tuple[str, str, str]
    """The two ends of a range and what lies between them."""
    here: str
    nobody: str
    stem: str
    right: str
    down: str
    corners: tuple[str, str, str]
    """Three rows of corners of a grid: left, middle, right."""

    def every(self) -> str:
        """Return all signs, to see if they can be written somewhere."""
        return "".join("".join(one) for one in astuple(self))


DRAWN = Signs(
    "━", "─", "•", "█", "·", ("·", "─", "━"), "┼", "▼", ("├", "┤", "─"), "●", "·",
    "│", "→", "↓", ("┌┬┐", "├┼┤", "└┴┘"),
)  # fmt: skip
ASCII = Signs(
    "=", "-", "*", "#", ".", (".", "-", "="), "+", "v", ("[", "]", "-"), "@", ".",
    "|", ">", "v", ("+++", "+++", "+++"),
)  # fmt: skip
TYPED = str.maketrans({
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{MULTIPLICATION SIGN}": "x",
})  # fmt: skip


def known(encoding: str) -> Signs:
    """Return the signs that an encoding can write."""
    try:
        DRAWN.every().encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return ASCII
    return DRAWN


def typed(part: Any) -> Any:
    """Return a document, or a part of it, with what a keyboard has instead of print."""
    return rewritten(part, lambda text: text.translate(TYPED))


def rewritten(part: Any, change: Callable[[str], str]) -> Any:
    """Return a document, or a part of it, with every text in it changed."""
    if isinstance(part, str):
        return change(part)
    if isinstance(part, tuple):
        return tuple(rewritten(one, change) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        names = [one.name for one in fields(part)]
        changed = {name: rewritten(getattr(part, name), change) for name in names}
        return replace(part, **changed)
    return part
