"""Where documents go: files named with --output, and standard output.

It opens nothing that was not named, and writes each document whole or not at all.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from fitcheck import answers, files
from fitcheck.cli import streams
from fitcheck.cli.options import Format
from fitcheck.render import RENDERERS, markdown, terminal
from fitcheck.report import build

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fitcheck.questionnaire import Questionnaire
    from fitcheck.report.document import Document
    from fitcheck.sheet import Sheet

STDOUT = "-"
ANSWERS = "answers"
ENDINGS: dict[str, str] = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".json": Format.JSON,
    ".txt": Format.TERMINAL,
    ".yaml": ANSWERS,
    ".yml": ANSWERS,
}


@dataclass(frozen=True)
class Target:
    """One place a document goes to, and how it is written there."""

    name: str
    format: str

    @property
    def is_stdout(self) -> bool:
        """Say whether this is standard output."""
        return self.name == STDOUT


SCREEN = Target(STDOUT, Format.TERMINAL)


def targets(
    outputs: Sequence[str] | None, chosen: Format | None, *, force: bool
) -> tuple[Target, ...]:
    """Work out every place a document goes to, before any work is done.

    Raises:
        FileError: if one of the files could not be written.
        typer.BadParameter: if a file's ending tells no format, or it is named twice.
    """
    found = tuple(Target(name, told(name, chosen)) for name in outputs or (STDOUT,))
    names = [
        STDOUT if one.is_stdout else str(Path(one.name).resolve()) for one in found
    ]
    if len(set(names)) < len(names):
        raise typer.BadParameter("one place is named twice", param_hint="--output")
    for target in found:
        if not target.is_stdout:
            files.check_writable(Path(target.name), force=force)
    return found


def told(name: str, chosen: Format | None) -> str:
    """Return the format for a file: its ending for answers, else the one chosen."""
    ending = ENDINGS.get(Path(name).suffix.lower()) if name != STDOUT else None
    if ending == ANSWERS:
        return ANSWERS
    if chosen:
        return str(chosen)
    if name == STDOUT:
        return str(Format.TERMINAL if sys.stdout.isatty() else Format.MARKDOWN)
    if ending:
        return ending
    raise typer.BadParameter(
        "its ending tells no format: use .md, .json, .txt or .yaml, or --format",
        param_hint="--output",
    )


def deliver(
    questionnaire: Questionnaire,
    sheet: Sheet,
    to: Sequence[Target],
    *,
    force: bool,
) -> None:
    """Write the report on a sheet everywhere it goes."""
    written = [(target, written_as(questionnaire, sheet, target)) for target in to]
    for target, text in written:
        if target.is_stdout:
            streams.out(text)
            continue
        files.write(Path(target.name), text, force=force)
        name = files.shown(target.name)
        typer.echo(questionnaire.words.end.written.format(file=name), err=True)


def written_as(questionnaire: Questionnaire, sheet: Sheet, target: Target) -> str:
    """Write a sheet the way a target wants it."""
    if target.format == ANSWERS:
        return answers.dump(questionnaire, sheet)
    report = build(questionnaire, sheet)
    if target.is_stdout and target.format == Format.TERMINAL:
        return terminal.lay_out(report.document, streams.columns(sys.stdout))
    return RENDERERS[target.format](report)


def show(document: Document, chosen: Format | None) -> None:
    """Write a document that is no report to standard output."""
    on_terminal = chosen is None and sys.stdout.isatty()
    if on_terminal or chosen is Format.TERMINAL:
        streams.out(terminal.lay_out(document, streams.columns(sys.stdout)))
    else:
        streams.out(markdown.lay_out(document))
