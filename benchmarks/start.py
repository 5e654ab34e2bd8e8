"""How fast fitcheck starts, against floors measured in the same run.

    python benchmarks/start.py [--runs 11] [--write]

It needs nothing but the standard library and a Unix terminal. Every figure is a median;
each run of ours has the run of its floor just before it. ``--write`` puts the table
into benchmarks/RESULTS.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from watching import PATIENCE, Screen, finished, peak, shown_by

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
STEPS = "## What each step gained"
LIBRARIES = ("typer", "questionary", "prompt_toolkit", "pydantic", "PyYAML")

PYTHON = sys.executable
FITCHECK = str(Path(sys.executable).with_name("fitcheck"))
BARE = (PYTHON, "-I", "-c", "pass")
HELLO = (PYTHON, str(HERE / "floors" / "typer_hello.py"), "--help")
SELECT = (PYTHON, str(HERE / "floors" / "bare_list.py"))
SELECTS = (PYTHON, str(HERE / "floors" / "bare_lists.py"))
IMPORTS = (PYTHON, str(HERE / "floors" / "bare_imports.py"))

ENTER, DOWN, UP = "\r", "\x1b[B", "\x1b[A"
OPENING, QUESTION, CHECK = b"begin", b"Which country", b"Last look"
RESULT = b"1 Result"
CHOICE = b"third"
"""Words of the screens that are waited for: ours, and the last of the bare list's."""
TO_SAVED = (
    (ENTER, QUESTION),
    (f"{DOWN}{ENTER}", b"Are you safe"),
    (f"1{ENTER}", b"Is any of this"),
    (f"0{ENTER}", b"May fitcheck save"),
    (f"2{ENTER}", b"session to begin?"),
)
"""Keys to the first question whose answer is saved, and what each leads to."""
SAVED = (b"like to lead?", b"spend more time on?", b"take with you", b"work on it?")
"""What the questions after it say."""
READING = 0.5
"""Seconds that a person reads before Enter."""
PRESSES = 20
SKIPS = 60
"""Questions and screens that a walk has at most."""


@dataclass
class Measure:
    """One thing that is measured, its floor, and how many times that it may take."""

    name: str
    ours: Callable[[], float]
    floor: Callable[[], float] | None
    target: float
    """How often the floor; without a floor, the figure itself."""
    unit: str = "ms"
    mine: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Measure once, the floor first."""
        if self.floor:
            self.floors.append(self.floor())
        self.mine.append(self.ours())

    def row(self) -> tuple[str, ...]:
        """Return what the table says of it."""
        figure = statistics.median(self.mine)
        if not self.floors:
            met = "yes" if figure <= self.target else "NO"
            return self.name, self.said(figure), "", "", self.said(self.target), met
        # Pair by pair: what else the machine did slowed down both of a pair.
        pairs = zip(self.mine, self.floors, strict=True)
        ratio = statistics.median(mine / floor for mine, floor in pairs)
        met = "yes" if ratio <= self.target else "NO"
        shown = (
            self.said(figure),
            self.said(statistics.median(self.floors)),
            f"{ratio:.2f}",
        )
        return self.name, *shown, f"{self.target:g}", met

    def said(self, figure: float) -> str:
        """Write a figure with its unit."""
        return f"{figure:.{1 if figure < 100 else 0}f} {self.unit}"


def opening() -> float:
    """Return the milliseconds to the opening text."""
    with Screen(FITCHECK) as screen:
        return screen.until(OPENING)


def first_prompt() -> float:
    """Return the milliseconds to the bare list."""
    with Screen(*SELECT) as screen:
        return screen.until(CHOICE)


def first_question() -> float:
    """Return the milliseconds from Enter to the first question, after reading."""
    with Screen(FITCHECK) as screen:
        screen.until(OPENING)
        screen.rest(READING)
        screen.press(ENTER)
        return screen.until(QUESTION)


def redraw() -> float:
    """Return the milliseconds from a key to what it draws, at our first question."""
    with Screen(FITCHECK) as screen:
        screen.until(OPENING)
        screen.rest(READING)
        screen.press(ENTER)
        screen.until(QUESTION)
        return keys(screen)


def bare_redraw() -> float:
    """Return the same for the bare list."""
    with Screen(*SELECT) as screen:
        screen.until(CHOICE)
        return keys(screen)


def keys(screen: Screen) -> float:
    """Press keys up and down, and return the median time to what they draw."""
    taken = []
    screen.rest(0.1)
    for _ in range(PRESSES // 2):
        for key in (DOWN, UP):
            screen.press(key)
            taken.append(screen.until(b""))
            screen.rest(0.01)
    return statistics.median(taken)


def next_question() -> float:
    """Return the milliseconds from Enter to the next question, the answer on disk."""
    with Screen(FITCHECK) as screen:
        screen.until(OPENING)
        screen.rest(READING)
        for keys, words in TO_SAVED:
            screen.press(keys)
            screen.until(words)
            screen.quiet()
        return statistics.median(answered(screen, one, b"") for one in SAVED)


def bare_next() -> float:
    """Return the same from one bare list to the next."""
    with Screen(*SELECTS) as screen:
        screen.until(b"last")
        screen.quiet()
        names = (f"Which {number}?".encode() for number in range(1, 5))
        return statistics.median(answered(screen, one, b"last") for one in names)


def answered(screen: Screen, question: bytes, end: bytes) -> float:
    """Answer, and return the milliseconds until the list of the next stands there."""
    screen.press("1")
    screen.quiet()
    screen.press(ENTER)
    screen.until(question)
    while end not in screen.since().split(question)[-1]:
        if not screen.read(PATIENCE):
            raise RuntimeError(f"{end!r} never came: {screen.since()!r}")
    taken = (time.perf_counter() - screen.start) * 1000
    screen.quiet()
    return taken


def memory() -> float:
    """Return the most MiB that a whole walk takes: every question seen and skipped."""
    with Screen(FITCHECK) as screen:
        screen.until(OPENING)
        for keys, words in TO_SAVED[:2]:
            screen.press(keys)
            screen.until(words)
        for _ in range(SKIPS):
            screen.press(f"s{ENTER}")
            screen.quiet()
            if CHECK in screen.since():
                break
        else:
            raise RuntimeError(f"no end of questions: {screen.since()!r}")
        screen.press(DOWN + ENTER)
        screen.until(RESULT)
        screen.quiet(0.5)
        return screen.peak()


def bare_memory() -> float:
    """Return the most MiB that the bare list takes, answered."""
    with Screen(*SELECT) as screen:
        screen.until(CHOICE)
        screen.press(ENTER)
        screen.quiet()
        return screen.peak()


def plain() -> float:
    """Return the milliseconds to the first question in lines, through a pipe."""
    return shown_by((FITCHECK, "--plain"), b"continue\nGB\n", QUESTION)


def measures() -> list[Measure]:
    """Return everything that performance.md sets a target for at the start."""
    score, check = (FITCHECK, "score", "nadia-same-ending"), (FITCHECK, "check")
    bare, version_ = lambda: finished(BARE), lambda: finished((FITCHECK, "--version"))
    hello, help_ = lambda: finished(HELLO), lambda: finished((FITCHECK, "--help"))
    return [
        Measure("`--version` / bare interpreter", version_, bare, 1.5),
        Measure("`--help` / a typer program's", help_, hello, 1.1),
        Measure("opening, answering keys / bare", opening, first_prompt, 1.8),
        Measure("Enter to first question / bare", first_question, first_prompt, 0.1),
        Measure("plain, first question / bare", plain, first_prompt, 1.6),
        Measure("key to redraw / bare", redraw, bare_redraw, 2),
        Measure("question to question, saved / bare", next_question, bare_next, 2),
        Measure("memory of a walk / bare", memory, bare_memory, 2, "MiB"),
        Measure(
            "`score` to Markdown / its imports",
            lambda: finished(score),
            lambda: finished(IMPORTS),
            1.5,
        ),
        Measure("`check`", lambda: finished(check), None, 2000),
        Measure("`check`, memory", lambda: peak(check), None, 200, "MiB"),
    ]


def table(found: list[Measure]) -> str:
    """Write the measures as a Markdown table."""
    head = ("what / its floor", "median", "floor", "ratio", "target", "met")
    rows = [head, *(one.row() for one in found)]
    wide = [max(len(row[at]) for row in rows) for at in range(len(head))]
    rows.insert(1, tuple("-" * width for width in wide))
    padded = (map(str.ljust, row, wide) for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in padded)


def machine(runs: int) -> str:
    """Say where and with what this was measured."""
    libraries = ", ".join(f"{one} {version(one)}" for one in LIBRARIES)
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}; {libraries}. Medians of {runs} runs, "
        "each with the run of its floor just before it; ratios are medians of pairs."
    )


def main() -> None:
    """Measure, print the table, and write it down if asked."""
    reader = argparse.ArgumentParser(description="How fast fitcheck starts.")
    reader.add_argument("--runs", type=int, default=11)
    reader.add_argument("--write", action="store_true", help="write RESULTS.md")
    reader.add_argument("--only", default="", help="measures with this in their name")
    given = reader.parse_args()
    found = [one for one in measures() if given.only in one.name]
    for _ in range(given.runs + 1):
        for one in found:
            one.run()
    for one in found:  # the first run only warmed up: compiled files, the disk
        del one.mine[0], one.floors[:1]
    said = f"{machine(given.runs)}\n\n{table(found)}\n"
    sys.stdout.write(said)
    if given.write:
        kept = RESULTS.read_text() if RESULTS.exists() else ""
        steps = kept[kept.index(STEPS) :] if STEPS in kept else f"{STEPS}\n"
        head = "# Results of `make bench`\n\nOnly the ratios count; rewritten by"
        RESULTS.write_text(f"{head} `make bench ARGS=--write`.\n\n{said}\n{steps}")


if __name__ == "__main__":
    main()
