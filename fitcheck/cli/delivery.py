"""Where documents go: files named with --output, and standard output.

It opens nothing that was not named, and writes each document whole or not at all.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from fitcheck import files
from fitcheck.answers import writing
from fitcheck.cli import look, options, streams
from fitcheck.cli.look import Look
from fitcheck.cli.options import Format
from fitcheck.documents import Written, build
from fitcheck.render import RENDERERS, html, markdown, plain, terminal
from fitcheck.report.document import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.report.document import Document

STDOUT = "-"


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
    outputs: Sequence[str] | None,
    chosen: Format | None,
    *,
    force: bool,
    known: Sequence[str],
) -> tuple[Target, ...]:
    """Work out every place a document goes to, before any work is done.

    Raises:
        FileError: if one of the files could not be written.
        typer.BadParameter: if a file's ending tells no format, if the document is not
            written in that format, or if a file is named twice.
    """
    names = outputs or (STDOUT,)
    found = tuple(Target(name, told(name, chosen, known)) for name in names)
    for target in found:
        if not target.is_stdout:
            files.check_writable(Path(target.name), force=force)
    places = [one.name if one.is_stdout else files.real(one.name) for one in found]
    if len(set(places)) < len(places):
        raise typer.BadParameter("one place is named twice", param_hint="--output")
    return found


def told(name: str, chosen: Format | None, known: Sequence[str]) -> str:
    """Return the format for a file: its ending for answers, else the one chosen."""
    suffix = "" if name == STDOUT else options.ending(name)
    ending, written = options.ENDINGS.get(suffix), options.endings(known)
    if chosen and ending != options.ANSWERS:
        if chosen in known:
            return str(chosen)
        said = f"this can be written as {options.listed(known)}"
        raise typer.BadParameter(said, param_hint="--format")
    if name == STDOUT:
        return str(Format.TERMINAL if sys.stdout.isatty() else Format.MARKDOWN)
    if ending in known:
        return str(ending)
    said = f"its ending tells no format: use {written}, or --format"
    if ending:
        said = f"this cannot be written to {suffix}: use {written}"
    raise typer.BadParameter(said, param_hint="--output")


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
    if target.format == options.ANSWERS:
        return writing.dump(questionnaire, sheet)
    report = build(questionnaire, sheet)
    if target.format == Format.FHIR:
        from fitcheck.services import fhir_response

        return json_text(fhir_response.response(questionnaire, sheet))
    if target.format in {Format.JSON, Format.SUMMARY}:
        return RENDERERS[target.format](report)
    document = report.full if asked.full else report.pages
    if target.format == Format.TERMINAL and not (target.is_stdout or asked.is_plain()):
        return terminal.draw(blocks(document))
    return laid_out(document, target, asked, None)


def blocks(document: Document | Written) -> Document:
    """Return a document block by block."""
    return document.document if isinstance(document, Written) else document


def drawn(document: Document, asked: Look = USUAL) -> str:
    """Write a document for the terminal that standard output is."""
    return look.drawn(document, asked)


def show(
    document: Document | Written,
    to: Sequence[Target],
    asked: Look = USUAL,
    *,
    force: bool,
    facts: dict[str, Any] | None = None,
    others: Mapping[str, Callable[[], str]] | None = None,
) -> None:
    """Write a document that is no report everywhere it goes; its facts as JSON.

    ``others`` are formats of its own, each with what gives the text.
    """
    own = others or {}
    laid = [
        (one, own[one.format]() if one.format in own
         else laid_out(document, one, asked, facts))
        for one in to
    ]  # fmt: skip
    for target, text in laid:
        if target.is_stdout:
            streams.out(text)
        else:
            files.write(Path(target.name), text, force=force)


def laid_out(
    written: Document | Written,
    target: Target,
    asked: Look,
    facts: dict[str, Any] | None,
) -> str:
    """Lay out a document in a format that it is known to have; as JSON, its facts."""
    if target.format == Format.MARKDOWN and isinstance(written, Written):
        return written.markdown
    document = blocks(written)
    if target.format == Format.MARKDOWN:
        return markdown.lay_out(document)
    if target.format == Format.HTML:
        return html.lay_out(document)
    if target.format == Format.TERMINAL:
        return drawn(document, asked) if target.is_stdout else plain.lay_out(document)
    if target.format == Format.JSON and facts is not None:
        return json_text(facts)
    raise LookupError("what a command can write is checked before")
