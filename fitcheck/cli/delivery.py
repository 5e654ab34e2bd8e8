"""Where documents go: files named with --output, and standard output.

It opens nothing that was not named, and writes each document whole or not at all.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from fitcheck import answers, files
from fitcheck.cli import look, streams
from fitcheck.cli.look import Look
from fitcheck.cli.options import Format
from fitcheck.render import RENDERERS, html, lines, markdown
from fitcheck.report import build
from fitcheck.report.document import json_text

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
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".json": Format.JSON,
    ".txt": Format.TERMINAL,
    ".yaml": ANSWERS,
    ".yml": ANSWERS,
}

FHIR = ".fhir.json"
"""Must not come out as a report of ours, which is JSON too."""


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
USUAL = Look()
"""What is asked for by no option."""


def targets(
    outputs: Sequence[str] | None, chosen: Format | None, *, force: bool
) -> tuple[Target, ...]:
    """Work out every place a document goes to, before any work is done.

    Raises:
        FileError: if one of the files could not be written.
        typer.BadParameter: if a file's ending tells no format, or it is named twice.
    """
    found = tuple(Target(name, told(name, chosen)) for name in outputs or (STDOUT,))
    for target in found:
        if not target.is_stdout:
            files.check_writable(Path(target.name), force=force)
    names = [one.name if one.is_stdout else files.real(one.name) for one in found]
    if len(set(names)) < len(names):
        raise typer.BadParameter("one place is named twice", param_hint="--output")
    return found


def told(name: str, chosen: Format | None) -> str:
    """Return the format for a file: its ending for answers, else the one chosen."""
    if name.lower().endswith(FHIR):
        raise typer.BadParameter("FHIR cannot be written yet", param_hint="--output")
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
        "its ending tells no format: use .md, .html, .json, .txt or .yaml, or --format",
        param_hint="--output",
    )


def deliver(
    questionnaire: Questionnaire,
    sheet: Sheet,
    to: Sequence[Target],
    *,
    force: bool,
    asked: Look = USUAL,
) -> None:
    """Write the report on a sheet everywhere it goes."""
    written = [(one, written_as(questionnaire, sheet, one, asked)) for one in to]
    for target, text in written:
        if target.is_stdout:
            streams.out(text)
            continue
        files.write(Path(target.name), text, force=force)
        name = files.shown(target.name)
        typer.echo(questionnaire.words.end.written.format(file=name), err=True)


def written_as(
    questionnaire: Questionnaire, sheet: Sheet, target: Target, asked: Look
) -> str:
    """Write a sheet the way a target wants it."""
    if target.format == ANSWERS:
        return answers.dump(questionnaire, sheet)
    report = build(questionnaire, sheet)
    if target.format == Format.TERMINAL and target.is_stdout:
        return drawn(report.document, asked)
    if target.format == Format.TERMINAL and asked.is_plain():
        return lines.render(report)
    return RENDERERS[target.format](report)


def drawn(document: Document, asked: Look = USUAL) -> str:
    """Write a document for the terminal that standard output is."""
    return look.drawn(document, asked)


def show(
    document: Document,
    to: Sequence[Target],
    asked: Look = USUAL,
    *,
    force: bool,
    facts: dict[str, Any] | None = None,
) -> None:
    """Write a document that is no report everywhere it goes; its facts as JSON."""
    laid = [(target, laid_out(document, target, asked, facts)) for target in to]
    for target, text in laid:
        if target.is_stdout:
            streams.out(text)
        else:
            files.write(Path(target.name), text, force=force)


def laid_out(
    document: Document, target: Target, asked: Look, facts: dict[str, Any] | None
) -> str:
    """Lay out a document; JSON needs facts, and only a sheet can be answers."""
    if target.format == Format.MARKDOWN:
        return markdown.lay_out(document)
    if target.format == Format.HTML:
        return html.lay_out(document)
    if target.format == Format.TERMINAL:
        return drawn(document, asked) if target.is_stdout else lines.lay_out(document)
    if target.format == Format.JSON and facts is not None:
        return json_text(facts)
    known = "markdown or html" if facts is None else "markdown, html or json"
    said = f"this can be written as terminal, {known}"
    raise typer.BadParameter(said, param_hint="--format")
