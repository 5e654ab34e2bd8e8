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
from fitcheck.cli import options, reader, terminal
from fitcheck.cli.options import Format
from fitcheck.cli.terminal import Look
from fitcheck.documents import Written, build
from fitcheck.render import RENDERERS, drawn, page
from fitcheck.report.document import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire

STDOUT = "-"


@dataclass(frozen=True)
class Target:
    """One place a document goes to, and how it is written there."""

    name: str
    format: str
    asked: bool = False
    """Whether it was named, and is not only what is usual."""

    @property
    def is_stdout(self) -> bool:
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
    names, asked = outputs or (STDOUT,), bool(outputs)
    found = tuple(Target(name, told(name, chosen, known), asked) for name in names)
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
    """Write the report on a sheet everywhere it goes, or have it read."""
    if tuple(to) == (SCREEN,) and reader.able(asked):
        reader.read(reader.on_report(questionnaire, sheet, asked), asked)
        return
    written = [(one, written_as(questionnaire, sheet, one, asked)) for one in to]
    for target, text in written:
        if target.is_stdout:
            terminal.out(text)
            continue
        files.write(Path(target.name), text, force=force)
        name = files.shown(target.name)
        terminal.say(questionnaire.words.end.written.format(file=name))


def written_as(
    questionnaire: Questionnaire, sheet: Sheet, target: Target, asked: Look
) -> str:
    if target.format == options.ANSWERS:
        return writing.dump(questionnaire, sheet)
    if target.format == Format.FHIR:
        from fitcheck.services import fhir_response

        return json_text(fhir_response.response(questionnaire, sheet))
    report = build(questionnaire, sheet)
    if target.format in {Format.JSON, Format.SUMMARY}:
        return RENDERERS[target.format](report)
    written = report.full if asked.full else report.pages
    if target.format == Format.TERMINAL and not (target.is_stdout or asked.is_plain()):
        return drawn(written)
    return laid_out(written, target, asked, None)


def show(
    questionnaire: Questionnaire,
    document: Written,
    to: Sequence[Target],
    asked: Look = USUAL,
    *,
    force: bool,
    facts: dict[str, Any] | None = None,
    others: Mapping[str, Callable[[], str]] | None = None,
) -> None:
    """Write a document that is no report everywhere it goes; its facts as JSON.

    On a terminal it is read there. ``others`` are formats of its own, each with what
    gives the text.
    """
    if tuple(to) == (SCREEN,) and reader.able(asked):
        reader.read(reader.on_document(questionnaire, document, asked), asked)
        return
    own = others or {}
    laid = [
        (one, own[one.format]() if one.format in own
         else laid_out(document, one, asked, facts))
        for one in to
    ]  # fmt: skip
    for target, text in laid:
        if target.is_stdout:
            terminal.out(text)
        else:
            files.write(Path(target.name), text, force=force)


def laid_out(
    written: Written, target: Target, asked: Look, facts: dict[str, Any] | None
) -> str:
    """Lay out a document in a format that it is known to have; as JSON, its facts."""
    if target.format == Format.MARKDOWN:
        return written.markdown
    if target.format == Format.HTML:
        return page(written)
    if target.format == Format.TERMINAL and target.is_stdout:
        return terminal.drawn(written.markdown, asked)
    if target.format == Format.TERMINAL:
        from fitcheck.render import plain

        return plain.lay_out(written.markdown)
    if target.format == Format.JSON and facts is not None:
        return json_text(facts)
    raise LookupError("what a command can write is checked before")
