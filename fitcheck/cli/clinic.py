"""Commands for clinicians and services: compare two files, a form, many sheets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck.cli import choices, options, streams, you
from fitcheck.cli.showing import CLINIC

if TYPE_CHECKING:
    from fitcheck.answers.reading import Fitted
    from fitcheck.content.questionnaire import Questionnaire

BeforeArgument = Annotated[
    str,
    typer.Argument(
        metavar="BEFORE",
        help="Answers as for score: a file, a vignette's name, or - for standard "
        "input.",
        autocompletion=choices.vignettes,
    ),
]
AfterArgument = Annotated[
    str,
    typer.Argument(
        metavar="AFTER",
        help="The answers to compare them with.",
        autocompletion=choices.vignettes,
    ),
]
PeopleOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="ONE,TWO",
        help="Two people about one choice, and what to call them, such as "
        "client,clinician or first,second.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command(rich_help_panel=CLINIC)(compare)
    app.command(rich_help_panel=CLINIC)(form)
    app.command(rich_help_panel=CLINIC)(batch)


def compare(
    before: BeforeArgument,
    after: AfterArgument,
    people: PeopleOption = None,
    output: options.FactsOutputOption = None,
    format: options.FactsFormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Compare two answer files: what moved, or where two people agree."""
    from fitcheck.cli import delivery
    from fitcheck.cli.look import Look
    from fitcheck.comparing import two_sheets
    from fitcheck.content import loader

    names = named(people)
    once(before, after)
    to = delivery.targets(output, format, force=force, known=options.FACTS)
    questionnaire = loader.load(questions)
    one, two = (read(questionnaire, given, questions) for given in (before, after))
    found = two_sheets.Comparison(questionnaire, one, two, names)
    told, facts = two_sheets.write(found), found.facts
    delivery.show(
        questionnaire, told, to, Look(plain, no_color), force=force, facts=facts
    )


def form(
    output: options.FormOutputOption = None,
    format: options.FormFormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Write the blank questions: for paper, for a record system, or for REDCap."""
    from fitcheck.cli import delivery
    from fitcheck.cli.look import Look
    from fitcheck.content import loader
    from fitcheck.documents import papers
    from fitcheck.report.document import json_text
    from fitcheck.services import fhir, redcap

    to = delivery.targets(output, format, force=force, known=options.FORM)
    questionnaire = loader.load(questions)
    others = {
        "fhir": lambda: json_text(fhir.form(questionnaire)),
        "redcap": lambda: redcap.dictionary(questionnaire),
    }
    blank, look = papers.form(questionnaire), Look(plain, no_color)
    delivery.show(questionnaire, blank, to, look, force=force, others=others)


def batch(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Answer sheets: .csv (Excel's or REDCap's too), .tsv, .parquet or "
            ".jsonl.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the results go: .csv or .parquet. Otherwise CSV to stdout.",
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep",
            metavar="COLUMN",
            help="A column to take over, such as a record number. May be repeated.",
        ),
    ] = None,
    force: options.ForceOption = False,
    questions: options.QuestionsOption = None,
) -> None:
    """Score many answer sheets at once: a row of results for each row."""
    from fitcheck import files
    from fitcheck.content import loader
    from fitcheck.errors import FitcheckError

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
        files.check_writable(output, force=force)
        if files.real(output) == files.real(file):
            said = "this is the file with the answers"
            raise typer.BadParameter(said, param_hint="--output")
    questionnaire = loader.load(questions)
    with watched() as watch:
        found = many.score(
            questionnaire, file, output, keep or (), force=force, watch=watch
        )
    streams.out(found.table)
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


def named(people: str | None) -> tuple[str, str] | None:
    """Read what two people are to be called, or raise typer.BadParameter."""
    if people is None:
        return None
    names = [" ".join(name.split()) for name in people.split(",")]
    if len(names) != 2 or not all(names) or names[0] == names[1]:
        said = "this has to be two names with a comma between, such as client,clinician"
        raise typer.BadParameter(said, param_hint="--as")
    return names[0], names[1]


def once(before: str, after: str) -> None:
    """Refuse to read standard input twice."""
    if before == after == "-":
        said = "standard input can be read only once; put one of the two in a file"
        raise typer.BadParameter(said, param_hint="AFTER")


def read(questionnaire: Questionnaire, name: str, questions: Path | None) -> Fitted:
    """Read one side; of answers to another version, what still fits."""
    from fitcheck.answers import reading

    found = reading.fit(questionnaire, you.document(questionnaire, name, questions))
    you.notice(questionnaire, found.sheet)
    return found
