"""The colours of the full screen, and how many of them a terminal has.

What is drawn names its look (``drawing``), and here stands which colour that is. A
report brings the colours of ``render/terminal.py`` with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

PALETTES = {
    "dark": ("#7fc8f8", "#a9b4c0"),
    "light": ("#0b5fa5", "#59636e"),
    "": ("#0087af", ""),  # not known: marks and lines alone, which all show
}
"""An accent and a dim colour, each with contrast enough on every such background."""
SIXTEEN = ("ansimagenta", "")
"""The one of sixteen colours that is seen on dark and on light."""


def background(environment: Mapping[str, str]) -> str:
    said = environment.get("FITCHECK_BACKGROUND", "").lower()
    if said in {"dark", "light"}:
        return said
    last = environment.get("COLORFGBG", "").rpartition(";")[2]
    return ("light" if last in {"7", "15"} else "dark") if last.isdecimal() else ""


def depth(environment: Mapping[str, str], *, no_color: bool) -> ColorDepth:
    if no_color or environment.get("NO_COLOR"):
        return ColorDepth.DEPTH_1_BIT
    if environment.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return ColorDepth.DEPTH_24_BIT
    many = "256color" in environment.get("TERM", "")
    return ColorDepth.DEPTH_8_BIT if many else ColorDepth.DEPTH_4_BIT


def style(known: str, colours: ColorDepth) -> Style:
    """Return the styles for a background; none says anything by colour alone."""
    accent, dim = SIXTEEN if colours == ColorDepth.DEPTH_4_BIT else PALETTES[known]
    head = f"{accent} bold" if known and colours != ColorDepth.DEPTH_4_BIT else "bold"
    return Style.from_dict({
        "accent": accent, "mark": f"{accent} bold", "dim": dim, "head": head,
        "bold": "bold", "on": "bold underline", "alarm": "bold reverse",
    })  # fmt: skip
