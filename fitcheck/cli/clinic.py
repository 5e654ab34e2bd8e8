"""Commands for clinicians and services: two answer files side by side, a paper form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck.cli import choices, options, you
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
    questionnaire = loader.load(questions, places=False)
    one, two = (read(questionnaire, given, questions) for given in (before, after))
    found = two_sheets.Comparison(questionnaire, one, two, names)
    told, facts = two_sheets.write(found), found.facts
    delivery.show(
        questionnaire, told, to, Look(plain, no_color), force=force, facts=facts
    )


def form(
    output: options.PaperOutputOption = None,
    format: options.PaperFormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Write the blank questions for paper, with pages to add them up on."""
    from fitcheck.cli import delivery
    from fitcheck.cli.look import Look
    from fitcheck.content import loader
    from fitcheck.documents import papers

    to = delivery.targets(output, format, force=force, known=options.PAPER)
    questionnaire = loader.load(questions, places=False)
    blank = papers.form(questionnaire)
    delivery.show(questionnaire, blank, to, Look(plain, no_color), force=force)


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
    from fitcheck import files
    from fitcheck.answers import reading

    if name == "-":
        text, shown = files.decode(sys.stdin.buffer, "standard input"), "standard input"
    else:
        folder = (questions or files.bundled()) / "vignettes"
        path = reading.found(Path(name), folder)
        text, shown = files.read(path), files.shown(path)
    found = reading.fit(questionnaire, text, shown)
    you.notice(questionnaire, found.sheet)
    return found
