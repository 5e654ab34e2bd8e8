"""How much a person reads and presses in one whole walk, with its result.

    python benchmarks/walk_words.py [--who nadia-same-ending] [--list]

It presses the quickest keys on the real screens, without a terminal: once only what is
in sight is read, as the first drafts of this face were measured, and once each text is
scrolled to its end, page by page. What is in sight when a key leads on counts as a
screen; the row of keys at the bottom is counted apart.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Sheet
from fitcheck.cli import delivery
from fitcheck.cli.terminal import Look
from fitcheck.content import loader
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents import build
from fitcheck.walk import after, loop, pressing
from fitcheck.walk.frame import Frame, frame
from fitcheck.walk.screen import Reply, Screen
from fitcheck.walk.scripted import next_key, wanted
from fitcheck.walk.state import State
from fitcheck.walk.view import View, begin

SIZES = ((80, 24), (40, 12), (60, 20), (120, 36))
LEADS_ON = {"enter", "pagedown", "s", "q"}
WORD = re.compile(r"\w[\w'\u2019.-]*")
"""Frames, bars and marks are no words."""


@dataclass
class Count:
    """A face that answers for somebody and counts what stood there."""

    questionnaire: Questionnaire
    sheet: Sheet
    columns: int
    rows: int
    scrolls: bool
    seen: list[tuple[str, int]] = field(default_factory=list)
    keys: int = 0
    bar: int = 0

    def __call__(self, screen: Screen) -> Reply:
        """Press key after key until there is a reply."""
        view, words = begin(screen), self.questionnaire.words.screen
        while True:
            drawn = frame(screen, view, self.columns, self.rows, words)
            view.top = drawn.top
            key = self.key(screen, view, drawn)
            if key == "pagedown" and not self.scrolls:
                key = "q" if screen.kind == "parts" else "enter"
            if key in LEADS_ON:
                self.count(screen, drawn)
            self.keys += 1
            reply = pressing.press(screen, view, key, drawn, words)
            if reply is not None:
                return reply

    def key(self, screen: Screen, view: View, drawn: Frame) -> str:
        """Return the next key; the report is read to the end of its first screen."""
        if screen.kind != "parts":
            reply = wanted(self.questionnaire, self.sheet, screen)
            if screen.key == "saving":
                reply = ("no",)
            return next_key(screen, view, drawn, reply)
        if drawn.top + drawn.area < len(drawn.body):
            return "pagedown"
        return "q"

    def count(self, screen: Screen, drawn: Frame) -> None:
        """Count what is in sight."""
        *body, bar = ["".join(said for _, said in row) for row in drawn.lines]
        self.seen.append((screen.key, len(WORD.findall(" ".join(body)))))
        self.bar += len(WORD.findall(bar))


def walk(
    questionnaire: Questionnaire, sheet: Sheet, size: tuple[int, int], *, scrolls: bool
) -> Count:
    """Walk once in a window of this size, and look at the result."""
    face = Count(questionnaire, sheet, *size, scrolls)
    begun = State(saving="ask", offered=sheet.country)
    loop.conduct(questionnaire, begun, face)
    read = delivery.on_report(build(questionnaire, sheet), Look())
    unmarked = replace(read, mark="", alarm="")
    face(after.report(unmarked, keeps=True, fixed=True))
    return face


def main() -> None:
    """Count, and print a table."""
    given = argparse.ArgumentParser(description="Screens and words of a whole walk.")
    given.add_argument("--who", default="nadia-same-ending")
    given.add_argument("--list", action="store_true", help="every screen by itself")
    asked = given.parse_args()
    questionnaire = loader.load()
    people = files.bundled() / "vignettes"
    sheet = reading.load(questionnaire, Path(asked.who), people)
    rows = [("window", "read", "screens", "keys", "words", "words of the key bar")]
    rows.append(("---",) * len(rows[0]))
    screens: list[str] = []
    for size in SIZES:
        for scrolls in (False, True):
            face = walk(questionnaire, sheet, size, scrolls=scrolls)
            words = sum(count for _, count in face.seen)
            figures = (len(face.seen), face.keys, words, face.bar)
            how = "to the end" if scrolls else "in sight"
            rows.append(("{}x{}".format(*size), how, *map(str, figures)))
            screens += [f"{size[0]} {how} {n:5} {key}\n" for key, n in face.seen]
    sys.stdout.write("".join(f"| {' | '.join(row)} |\n" for row in rows))
    sys.stdout.write("".join(screens * asked.list))


if __name__ == "__main__":
    main()
