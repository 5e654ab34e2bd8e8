"""Commands for clinicians and services: compare two files, a form, many sheets, a demo.

What is shown with fictional people is marked as a demonstration on every page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from fitcheck import files
from fitcheck.cli import commands, options, terminal
from fitcheck.cli.options import Asked, asking
from fitcheck.errors import FitcheckError

if TYPE_CHECKING:
    from fitcheck.walk.plain import Plain
    from fitcheck.walk.screen import Face

PLAYED = "nadia-same-ending"
"""Whom the demonstration plays unless somebody is named."""


@asking(options.REPORT)
def demo(
    name: str | None = typer.Argument(
        None,
        metavar="[NAME]",
        help="Whom to play; --list names them.",
        autocompletion=options.vignettes,
    ),
    list_: bool = typer.Option(
        False, "--list", help="List the fictional people, and end."
    ),
    step: bool = typer.Option(
        False, "--step", help="Wait for a key at every question."
    ),
    *,
    asked: Asked,
) -> None:
    """Play a fictional person through the questions to the report."""
    from fitcheck.answers import reading
    from fitcheck.cli import walk
    from fitcheck.walk.scripted import Lines, Scripted
    from fitcheck.walk.state import State

    ours = asked.questionnaire
    if list_:
        terminal.out("".join(f"{one}\n" for one in listed(asked).values()))
        return
    if name is None:
        name = terminal.choose(ours.words.demo.whom, listed(asked), asked) or PLAYED
    sheet = reading.load(ours, Path(name), asked.people)
    if not sheet.vignette:
        what = "these are not the answers of a fictional person"
        raise files.refused(name, what, "choose one of fitcheck demo --list")

    def lines(plain: Plain) -> Face:
        waits = sys.stdin.readline if step and terminal.terminals() else None
        return Lines(ours, sheet, plain, waits)

    screen = partial(Scripted, questionnaire=ours, sheet=sheet, step=step)
    begin = State(private=True, clinician=bool(sheet.respondent))
    walk.Walk(asked, begin, sheet, screen, lines).go()


def listed(asked: Asked) -> dict[str, str]:
    """Say who can be played, a line each, with the result to expect."""
    from fitcheck.answers import reading
    from fitcheck.report.document import visible

    ours, found = asked.questionnaire, {}
    for file in reading.people(asked.people):
        if person := reading.load(ours, file, asked.people).vignette:
            named = ours.words.readings.of(person.expect.reading).name
            told = {"file": file.stem, "name": person.name, "reading": named}
            found[file.stem] = visible(ours.words.demo.person.format(**told))
    return found


@asking(options.FACTS)
def compare(
    before: str = typer.Argument(
        metavar="BEFORE",
        help="Answers as for score: a file, a vignette's name, or - for standard "
        "input.",
        autocompletion=options.vignettes,
    ),
    after: str = typer.Argument(
        metavar="AFTER",
        help="The answers to compare them with.",
        autocompletion=options.vignettes,
    ),
    people: str | None = typer.Option(
        None,
        "--as",
        metavar="ONE,TWO",
        help="Two people about one choice, and what to call them, such as "
        "client,clinician or first,second.",
    ),
    *,
    asked: Asked,
) -> None:
    """Compare two answer files: what moved, or where two people agree."""
    from fitcheck.answers import reading
    from fitcheck.comparing import two_sheets

    names = None if people is None else named(people)
    if before == after == "-":
        said = "standard input can be read only once; put one of the two in a file"
        raise typer.BadParameter(said, param_hint="AFTER")
    sides = []
    for given in (before, after):  # of answers to another version, what still fits
        document = commands.document(asked, given)
        sides.append(reading.fit(asked.questionnaire, document))
        commands.notice(asked.questionnaire, sides[-1].sheet)
    one, two = sides
    found = two_sheets.Comparison(asked.questionnaire, one, two, names)
    asked.deliver(two_sheets.write(found), found.facts)


def named(people: str) -> tuple[str, str]:
    """Read what two people are to be called, or raise typer.BadParameter."""
    names = [" ".join(name.split()) for name in people.split(",")]
    if len(names) != 2 or not all(names) or names[0] == names[1]:
        said = "this has to be two names with a comma between, such as client,clinician"
        raise typer.BadParameter(said, param_hint="--as")
    return names[0], names[1]


@asking(options.FORM)
def form(*, asked: Asked) -> None:
    """Write the blank questions: for paper, for a record system, or for REDCap."""
    from fitcheck.documents import papers
    from fitcheck.report.document import json_text
    from fitcheck.services import fhir, redcap

    ours = asked.questionnaire
    asked.deliver(
        papers.form(ours),
        fhir=lambda: json_text(fhir.form(ours)),
        redcap=lambda: redcap.dictionary(ours),
    )


@asking(names=("force", "questions"))
def batch(
    file: Path = typer.Argument(
        metavar="FILE",
        help="Answer sheets: .csv (Excel's or REDCap's too), .tsv, .parquet or .jsonl.",
    ),
    output: Path | None = typer.Option(
        None,
        "--output",
        "-o",
        metavar="FILE",
        help="Where the results go: .csv or .parquet. Otherwise CSV to stdout.",
    ),
    keep: list[str] | None = typer.Option(
        None,
        "--keep",
        metavar="COLUMN",
        help="A column to take over, such as a record number. May be repeated.",
    ),
    *,
    asked: Asked,
) -> None:
    """Score many answer sheets at once: a row of results for each row."""
    try:
        from fitcheck.services import batch as many
    except ModuleNotFoundError as error:
        if error.name != "duckdb":
            raise
        remedy = "pip install 'fitcheck-therapy[batch]'"
        raise FitcheckError(f"batch needs DuckDB: {remedy}") from None
    if output and output.suffix.lower() not in many.WRITTEN:
        said = f"results are written to {options.listed(many.WRITTEN)}"
        raise typer.BadParameter(said, param_hint="--output")
    if output:
        files.check_writable(output, force=asked.force)
        if files.real(output) == files.real(file):
            said = "this is the file with the answers"
            raise typer.BadParameter(said, param_hint="--output")
    ours, force = asked.questionnaire, asked.force
    with watched() as watch:
        found = many.score(ours, file, output, keep or (), force=force, watch=watch)
    terminal.out(found.table)
    name = files.shown(file)
    if found.missing:
        absent = ", ".join(found.missing)
        typer.echo(f"{name}: no column, so not provided: {absent}", err=True)
    for row, problem in found.first:
        typer.echo(f"{name}: row {row:,}: {problem}", err=True)
    if found.labels:
        typer.echo("Out of REDCap, export raw data, not labels.", err=True)
    rows = f"{found.rows:,} rows, {found.unscored:,} of them not scored."
    typer.echo(rows, err=True)
    if found.unscored:
        raise typer.Exit(1)


@contextmanager
def watched() -> Iterator[Callable[[float], object]]:
    """Show how far long work is, where somebody can see it."""
    if not sys.stderr.isatty():
        yield float
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=100)
        yield lambda percent: bar.update(task, completed=percent)


FOR_SERVICES = (demo, compare, form, batch)
