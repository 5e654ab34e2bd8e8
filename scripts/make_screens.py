"""Draws every screen in many windows and colours, as sheets to look at.

They go to build/screens as pages, and as PNG where there is a browser; none of them is
kept. What is drawn is what the full screen draws, without a terminal.
"""

from __future__ import annotations

import html
import sys
from dataclasses import replace
from pathlib import Path

from prompt_toolkit.output import ColorDepth

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.cli import delivery
from fitcheck.cli.terminal import Look
from fitcheck.content import loader
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents import build
from fitcheck.walk import after, colours, pressing, scripted
from fitcheck.walk.frame import frame
from fitcheck.walk.screen import Screen
from fitcheck.walk.view import View, begin

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import browser
from test_full_screen import every

FOLDER = ROOT / "build" / "screens"
PERSON, GATED = "nadia-same-ending", "margaret-six-oclock"
SIX = ("opening", "plan-or-open", "concerns", "informed-preference", "gate", "Result")
"""Screens that are drawn in every window and all colours."""
SHEETS = {
    "80x24-dark": ((80, 24), "dark", ColorDepth.DEPTH_24_BIT),
    "40x12-dark": ((40, 12), "dark", ColorDepth.DEPTH_24_BIT),
    "60x20-dark": ((60, 20), "dark", ColorDepth.DEPTH_24_BIT),
    "120x36-dark": ((120, 36), "dark", ColorDepth.DEPTH_24_BIT),
    "80x24-light": ((80, 24), "light", ColorDepth.DEPTH_24_BIT),
    "80x24-16-colours": ((80, 24), "dark", ColorDepth.DEPTH_4_BIT),
    "80x24-no-colour": ((80, 24), "dark", ColorDepth.DEPTH_1_BIT),
}
GROUND = {"dark": ("#111418", "#dcdfe4"), "light": ("#fbfbfa", "#1c1e21")}
NAMED = {"ansimagenta": "#b048b8"}
"""What terminals show for a colour without a figure, more or less."""
WIDE = 1800
"""Pixels across a sheet."""
ACROSS, DOWN = 7.25, 15
"""Pixels of a letter."""
WHOLE = ("80x24-dark", "40x12-dark")
"""Sheets that every screen is on."""
HIGH = 75
"""Rows of a sheet."""
MOST = 900
"""Keys that one screen takes at most."""


def screens(questionnaire: Questionnaire) -> dict[str, tuple[Screen, View]]:
    """Return every screen as it stands with something marked, by its name."""
    people = files.bundled() / "vignettes"
    sheets = [reading.load(questionnaire, Path(one), people) for one in (PERSON, GATED)]
    found = {
        name: (one, marked(questionnaire, one, sheets[0].answers.get(one.key, ())))
        for name, one in every(questionnaire).items()
        if name != "document"
    }
    opening = found["opening"][0]
    found["help lines"] = opening, replace(begin(opening), calling=True)
    found["leaving"] = opening, replace(begin(opening), leaving=True)
    for sheet in sheets:
        read = delivery.on_report(build(questionnaire, sheet), Look())
        shown = after.report(read, keeps=True, saved=True)
        for number, part in enumerate(shown.parts):
            name = f"{part.title}{' after a gate' * (sheet is sheets[1])}"
            found[name] = shown, View(part=number)
    return found


def marked(
    questionnaire: Questionnaire, screen: Screen, reply: tuple[str, ...]
) -> View:
    """Return a screen's view just before the key that gives a reply."""
    view, words = begin(screen), questionnaire.words.screen
    for _ in range(MOST if reply else 0):
        drawn = frame(screen, view, 80, 24, words)
        view.top = drawn.top
        key = scripted.next_key(screen, view, drawn, reply)
        if key == "enter" and (screen.kind != "cards" or view.asking):
            break
        pressing.press(screen, view, key, drawn, words)
    return view


def drawn(
    questionnaire: Questionnaire,
    shown: tuple[Screen, View],
    size: tuple[int, int],
    known: str,
    depth: ColorDepth,
) -> str:
    """Return a window as HTML."""
    styles = colours.style(known, depth)
    screen, view = shown
    rows = frame(screen, replace(view), *size, questionnaire.words.screen).lines
    lines = []
    for row in rows:
        line = ""
        for look, said in row:
            attrs = styles.get_attrs_for_style_str(look)
            colour = NAMED.get(attrs.color or "", f"#{attrs.color}")
            painted = attrs.color and depth != ColorDepth.DEPTH_1_BIT
            css = f"color:{colour};" if painted else ""
            css += "font-weight:bold;" * bool(attrs.bold)
            css += "text-decoration:underline;" * bool(attrs.underline)
            css += "filter:invert(1);" * bool(attrs.reverse)
            css += f"background:{GROUND[known][0]};" * bool(attrs.reverse)
            line += f'<span style="{css}">{html.escape(said)}</span>'
        lines.append(line)
    return "\n".join(lines)


def sheet(windows: dict[str, str], size: tuple[int, int], known: str) -> str:
    """Return a page with several windows."""
    ground, ink = GROUND[known]
    shown = "".join(
        f"<figure><figcaption>{html.escape(name)}</figcaption><pre>{one}</pre></figure>"
        for name, one in windows.items()
    )
    return (
        f"<!doctype html><meta charset=utf-8><title>Screens</title><style>"
        f"body{{margin:8px;display:flex;flex-wrap:wrap;gap:8px;background:#777}}"
        f"figure{{margin:0}}figcaption{{font:12px sans-serif}}"
        f"pre{{margin:0;font:12px/{DOWN}px 'DejaVu Sans Mono',monospace;"
        f"width:{size[0]}ch;height:{size[1] * DOWN}px;overflow:hidden;"
        f"background:{ground};color:{ink}}}</style><body>{shown}"
    )


def main() -> None:
    """Draw all sheets."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    questionnaire = loader.load()
    every_one = screens(questionnaire)
    program = browser.found()
    opened = browser.Browser(program) if program else None
    for name, (size, known, depth) in SHEETS.items():
        names = [*every_one] if name in WHOLE else SIX
        each = max(int(WIDE / (size[0] * ACROSS + 8)), 1) * max(HIGH // size[1], 1)
        for first in range(0, len(names), each):
            windows = {
                one: drawn(questionnaire, every_one[one], size, known, depth)
                for one in names[first : first + each]
            }
            page = sheet(windows, size, known)
            file = FOLDER / f"{name}-{first // each + 1}.html"
            file.write_text(page, encoding="utf-8")
            if opened:
                opened.open(page, width=WIDE, height=600)
                file.with_suffix(".png").write_bytes(opened.photo())
    if opened:
        opened.close()


if __name__ == "__main__":
    main()
