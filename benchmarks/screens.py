"""How many screens, keys and words a whole walk takes; words of key rows are apart.

    python benchmarks/screens.py [WIDTHxHEIGHT …]

It walks as one fictional person, scrolls every text that is read to its end, and counts
the words that stand in the window. The report is not among them.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import keyboard

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.content import loader
from fitcheck.walk import frame, loop, pressing
from fitcheck.walk.screen import Command, Reply, Screen
from fitcheck.walk.state import State
from fitcheck.walk.view import begin

PERSON = "nadia-same-ending"
SIZES = ("80x24", "120x36", "60x20", "40x12")
FIXED = {"opening": "continue", "saving": "no", "check": "done", "gate": "go-on"}
READ = {"text", "cards", "gate"}
"""Screens that are scrolled to their end before they are answered."""


def counted(size: tuple[int, int]) -> list[int]:
    """Walk in a window; return its screens, keys, words, and words of key rows."""
    questionnaire = loader.load()
    people = files.bundled() / "vignettes"
    sheet = reading.load(questionnaire, Path(PERSON), people)
    words, counts = questionnaire.words.screen, [0, 0, 0, 0]

    def face(screen: Screen) -> Reply:
        view, reply, seen = begin(screen), None, -1
        one = FIXED.get(screen.key) or (screen.key == "country" and sheet.country)
        given = sheet.answers.get(screen.key) or Command.SKIP
        keys = keyboard.keys(screen, (one,) if one else given)
        counts[0] += 1
        while reply is None:
            drawn = frame.frame(screen, view, *size, words)
            end, view.top = drawn.top + drawn.area, drawn.top
            rows = keyboard.text(drawn).split("\n")
            if seen < 0:
                counts[2] += said(rows[:-1])
                counts[3] += said(rows[-1:])
            elif end > seen:
                counts[2] += said(drawn.body[seen:end])
            seen = max(seen, end)
            more = end < len(drawn.body) and not view.asking
            counts[1] += 1
            key = "pagedown" if more and screen.kind in READ else next(keys)
            reply = pressing.press(screen, view, key, drawn, words)
        return reply

    loop.conduct(questionnaire, State(offered="GB", saving="ask"), face)
    return counts


def said(rows: list[str] | tuple[str, ...]) -> int:
    """Count words; what is only drawn is none."""
    return sum(any(map(str.isalnum, one)) for row in rows for one in row.split())


def main() -> None:
    """Write a row for each window."""
    rows = ["| window | screens | keys | words | words of key rows |"]
    rows.append("| --- | --: | --: | --: | --: |")
    for named in sys.argv[1:] or SIZES:
        columns, height = map(int, named.split("x"))
        found = " | ".join(map(str, counted((columns, height))))
        rows.append(f"| {named} | {found} |")
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
