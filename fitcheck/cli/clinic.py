"""Commands for clinicians and services: compare two files, a form, many sheets, a demo.

What is shown with fictional people is marked as a demonstration on every page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck.cli import options, terminal, you

if TYPE_CHECKING:
    from fitcheck.answers.reading import Fitted
    from fitcheck.answers.sheet import Sheet
    from fitcheck.cli.leaving import Gone
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.screen import Face

PLAYED = "nadia-same-ending"
"""Whom the demonstration plays unless somebody is named."""
BeforeArgument = Annotated[
    str,
    typer.Argument(
        metavar="BEFORE",
        help="Answers as for score: a file, a vignette's name, or - for standard "
        "input.",
        autocompletion=options.vignettes,
    ),
]
AfterArgument = Annotated[
    str,
    typer.Argument(
        metavar="AFTER",
        help="The answers to compare them with.",
        autocompletion=options.vignettes,
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


@options.document(options.FACTS)
def compare(
    before: BeforeArgument,
    after: AfterArgument,
    people: PeopleOption = None,
    *,
    asked: options.Asked,
) -> None:
    """Compare two answer files: what moved, or where two people agree."""
    from fitcheck.comparing import two_sheets

    names = named(people)
    once(before, after)
    to = asked.targets()
    questionnaire = asked.load()
    one, two = (
        read(questionnaire, given, asked.questions) for given in (before, after)
    )
    found = two_sheets.Comparison(questionnaire, one, two, names)
    asked.show(questionnaire, two_sheets.write(found), to, found.facts)


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
    from fitcheck.cli.terminal import Look
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


@options.document(options.REPORT)
def demo(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Whom to play; --list names them.",
            autocompletion=options.vignettes,
        ),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="List the fictional people, and end.")
    ] = False,
    step: Annotated[
        bool, typer.Option("--step", help="Wait for a key at every question.")
    ] = False,
    *,
    asked: options.Asked,
) -> None:
    """Play a fictional person through the questions to the report."""
    from fitcheck.cli import afterwards, delivery, keeping, leaving, walk
    from fitcheck.walk import loop
    from fitcheck.walk.plain import Plain
    from fitcheck.walk.scripted import Lines, Scripted
    from fitcheck.walk.state import State

    to = asked.targets()
    questionnaire = asked.load()
    people = options.people(asked.questions)
    if list_:
        terminal.out(
            "".join(f"{one}\n" for one in listed(questionnaire, people).values())
        )
        return
    if name is None:
        whom = questionnaire.words.demo.whom
        name = terminal.choose(whom, listed(questionnaire, people), asked)
    sheet = played(questionnaire, people, name or PLAYED)
    begin = State(private=True, clinician=bool(sheet.respondent))
    keeper, seen = keeping.Keeper(questionnaire, begin), []

    def watch(face: Face) -> Gone:
        ask = face
        if isinstance(face, Plain):
            waits = sys.stdin.readline if step and terminal.terminals() else None
            ask = Lines(questionnaire, sheet, face, waits)
        outcome = loop.conduct(questionnaire, begin, ask)
        if outcome.ending != "done":
            return leaving.Gone(outcome.ending)
        seen.append(sheet)
        if not walk.offers(to):
            return leaving.Gone("done")
        ended = afterwards.show(
            questionnaire, sheet, face, asked, keeper, private=True, fixed=True
        )
        return leaving.Gone("exit" if ended == "exit" else "done")

    made = partial(Scripted, questionnaire=questionnaire, sheet=sheet, step=step)
    walk.out_of(asked, keeper, watch, made)
    if seen:
        files = [one for one in to if not (walk.offers(to) and one.is_stdout)]
        delivery.deliver(questionnaire, sheet, files, force=asked.force, asked=asked)


def listed(questionnaire: Questionnaire, people: Path) -> dict[str, str]:
    """Say who can be played, a line each, with the result to expect."""
    from fitcheck.answers import reading
    from fitcheck.report.document import visible

    words = questionnaire.words
    found = {}
    for file in reading.people(people):
        person = reading.load(questionnaire, file, people).vignette
        if person:
            named = words.readings.of(person.expect.reading).name
            told = {"file": file.stem, "name": person.name, "reading": named}
            found[file.stem] = visible(words.demo.person.format(**told))
    return found


def played(questionnaire: Questionnaire, people: Path, name: str) -> Sheet:
    """Read a fictional person; anybody else's answers are refused."""
    from fitcheck import files
    from fitcheck.answers import reading

    sheet = reading.load(questionnaire, Path(name), people)
    if not sheet.vignette:
        what = "these are not the answers of a fictional person"
        raise files.refused(name, what, "choose one of fitcheck demo --list")
    return sheet
