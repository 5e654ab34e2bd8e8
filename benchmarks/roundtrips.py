"""Sends reports through other people's tools, and holds them against ``verify``.

    python benchmarks/roundtrips.py [--reports 40] [--seed 1]

Each report goes through every tool that is found on the PATH (pandoc, prettier,
markdownlint, mdformat) and has to match; then one fact of it is changed, and it must
not. Exit code 1 if one of them does not come out so, or if no tool is there. They come
from the system, from npm (prettier, markdownlint-cli) and from pip (mdformat,
mdformat-gfm), in any folder that the PATH names.
"""

from __future__ import annotations

import argparse
import difflib
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
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
    from collections.abc import Callable, Iterable, Iterator

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
LIES: dict[str, tuple[str, Callable[[re.Match[str]], str]]] = {
    "points": (r"\d+(?= of 36)", lambda m: str((int(m[0]) + 1) % 37)),
    "reading": (r"leans towards asking about \w+", lambda _: "leans towards art"),
    "number to call": (r"call \d+", lambda m: f"{m[0]}0"),
    "not a diagnosis": (r"not a diagnosis", lambda _: "a diagnosis"),
    "answer": (r"(?<=: )very-much$", lambda _: "not-really"),
    "heading": (r"^#+ .*(?<![#\s])", lambda m: f"{m[0]} now"),
    "address": (r"https://[\w.]+", lambda m: f"{m[0]}.example"),
    "list": (r"^[-*] .*\n", lambda _: ""),
    "fingerprint": (r"(?<=sha256: )\w", lambda m: "0" if m[0] != "0" else "1"),
}
"""What is changed, where that is found, and into what."""


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
    honest, lies = Counter[str](), Counter[str]()
    held, caught = Counter[str](), Counter[str]()
    for number in range(given.reports):
        path = people[number % len(people)]
        sheet = reading.load(questionnaire, path, among)
        label = LABELS[number % len(LABELS)]
        notes = {"who-leads": label} if label else {}
        country = dice.choice(["GB", "US", "SE", None])
        sheet = replace(sheet, label=label, notes=notes, country=country)
        case = Case(questionnaire, sheet)
        full = bool(dice.randrange(2))
        made = documents.full(case) if full else documents.two_pages(case)
        # Two pages without points name no answer: none of them says what was given.
        known = {"answer"} if full or not case.score.gates else set()
        for name, how in tools.items():
            text = sent(how, made.markdown)
            honest[name] += 1
            held[name] += matches(questionnaire, text, f"{name}, {path.stem}")
            what, lie = next(lied(text, dice, LIES.keys() - {"answer"} | known))
            lies[what] += 1
            if matches(questionnaire, lie, ""):
                changes = difflib.unified_diff(text.splitlines(), lie.splitlines())
                sys.stdout.write("\n".join(["taken for true:", *changes, ""]))
            else:
                caught[what] += 1
    for name in tools:
        sys.stdout.write(f"{name}: {held[name]} of {honest[name]} match\n")
    for what in sorted(lies):
        sys.stdout.write(f"{what} changed: {caught[what]} of {lies[what]} caught\n")
    missing = ", ".join(name for name in TOOLS if name not in tools)
    sys.stdout.write(f"not on the PATH: {missing}\n" if missing else "")
    sys.stdout.write(
        f"{held.total()} of {honest.total()} round trips match, "
        f"{caught.total()} of {lies.total()} changed reports do not\n"
    )
    return 0 if held == honest and caught == lies and tools else 1


def lied(
    text: str, dice: random.Random, kinds: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Yield what can be changed of a report, and the report with it, once each."""
    for what in dice.sample(sorted(kinds), len(set(kinds))):
        pattern, change = LIES[what]
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if found:
            at = dice.choice(found)
            yield what, text[: at.start()] + change(at) + text[at.end() :]


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
        sys.stdout.write(f"{name}: {verify.said(one)}\n")
    return found.matches


if __name__ == "__main__":
    sys.exit(main())
