"""What can be named on the command line: for a shell that completes, and to choose.

It reads what is shipped and keeps nothing; no folder of one's own is looked into.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from fitcheck import files
from fitcheck.cli.look import Look


def people(questions: Path | None = None) -> Path:
    """Return the folder where the fictional people are."""
    return (questions or files.bundled()) / "vignettes"


def vignettes() -> list[str]:
    """Return the name of every fictional person."""
    return sorted(one.stem for one in people().glob("*.yaml"))


def topics() -> list[str]:
    """Return everything there is to read about the therapies."""
    from fitcheck.content import loader
    from fitcheck.documents import papers

    return papers.topics(loader.load())


def countries() -> list[tuple[str, str]]:
    """Return the two letters of every country, with its name."""
    from fitcheck import help_now

    return sorted(help_now.load()["countries"].items())


def choose(asked: str, entries: Mapping[str, str], look: Look) -> str | None:
    """Have one of several chosen at a terminal; nothing where nobody sits at one."""
    if look.is_plain() or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    import questionary

    choices = [questionary.Choice(said, one) for one, said in entries.items()]
    picked: str = questionary.select(asked, choices, instruction=" ").unsafe_ask()
    return picked
