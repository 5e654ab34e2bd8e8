"""Sends reports through other people's tools, and holds them against ``verify``.

    python benchmarks/roundtrips.py [--reports 40] [--seed 1]

Each report goes through every tool that is installed (pandoc, prettier, markdownlint,
mdformat) and has to match; then one fact of it is changed, and it must not. Exit code 1
if one of them does not come out so.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.comparing import verify
from fitcheck.content import loader
from fitcheck.errors import FileError
from fitcheck.report.case import Case

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire

TOOLS = {
    "pandoc, GitHub": ["pandoc", "-f", "gfm", "-t", "gfm", "{}", "-o", "{}"],
    "pandoc, CommonMark": [
        "pandoc", "-f", "commonmark+pipe_tables", "-t", "commonmark+pipe_tables",
        "{}", "-o", "{}",
    ],
    "prettier": ["prettier", "--write", "--log-level=error", "{}"],
    "markdownlint": ["markdownlint", "--fix", "--quiet", "{}"],
    "mdformat": ["mdformat", "{}"],
}  # fmt: skip
"""How each writes a file anew, in its place."""
LABELS = (
    None, "Client 7 %%", "A_b *c* $x$ ==m== ^s^ ~t~", "| <b> & #tag @cite :smile:",
    "1. a", "- [ ] b", "naïve 'q' \"r\"", "a. {x} [[w]] [^1]",
)  # fmt: skip
LIES = (
    (r"\d+(?= of 36)", lambda m: str((int(m[0]) + 1) % 37)),
    (r"leans towards asking about \w+", lambda _: "leans towards asking about art"),
    (r"call \d+", lambda m: f"{m[0]}0"),
    (r"not a diagnosis", lambda _: "a diagnosis"),
    (r"very-much", lambda _: "not-really"),
    (r"(?m)^(#+ .*)$", lambda m: f"{m[0]} now"),
)
"""What is changed, and into what."""


def main() -> int:
    """Write, send around, verify, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    dice, questionnaire = random.Random(given.seed), loader.load()
    tools = {name: how for name, how in TOOLS.items() if shutil.which(how[0])}
    among = files.bundled() / "vignettes"
    people = reading.people(among)
    honest = {name: [0, 0] for name in tools}
    lies, caught = 0, 0
    for number in range(given.reports):
        path = people[number % len(people)]
        sheet = reading.load(questionnaire, path, among)
        label = LABELS[number % len(LABELS)]
        notes = {"who-leads": label} if label else {}
        country = dice.choice(["GB", "US", "SE", None])
        sheet = replace(sheet, label=label, notes=notes, country=country)
        case = Case(questionnaire, sheet)
        made = documents.full(case) if number % 2 else documents.two_pages(case)
        for name, how in tools.items():
            text = sent(how, made.markdown)
            honest[name][1] += 1
            honest[name][0] += matches(questionnaire, text, f"{name}, {path.stem}")
            drawn = dice.sample(LIES, len(LIES))
            changed = (re.sub(*one, text, count=1) for one in drawn)
            lies += 1
            lie = next(one for one in changed if one != text)
            caught += not matches(questionnaire, lie, "")
    for name, (held, all_) in honest.items():
        sys.stdout.write(f"{name}: {held} of {all_} match\n")
    sys.stdout.write(f"changed afterwards: {caught} of {lies} do not match\n")
    missing = ", ".join(name for name in TOOLS if name not in tools)
    sys.stdout.write(f"not installed: {missing}\n" if missing else "")
    fine = all(held == all_ for held, all_ in honest.values())
    return 0 if fine and caught == lies and tools else 1


def sent(how: list[str], text: str) -> str:
    """Have a tool write a report anew."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.md"
        file.write_text(text, "utf-8")
        command = [str(file) if word == "{}" else word for word in how]
        subprocess.run(command, capture_output=True, check=False, cwd=folder)
        return file.read_text("utf-8")


def matches(questionnaire: Questionnaire, text: str, name: str) -> bool:
    """Say whether a report matches; of an honest one that does not, say where."""
    try:
        found = verify.verify(questionnaire, text, "report.md")
    except FileError as error:
        sys.stdout.write(f"{name}: {error}\n" if name else "")
        return False
    for one in found.found[:2] if name else ():
        sys.stdout.write(f"{name}: {verify.place(one)}\n")
    return found.matches


if __name__ == "__main__":
    sys.exit(main())
