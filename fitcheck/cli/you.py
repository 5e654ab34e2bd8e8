"""Commands for a person who is deciding: the walk, and a report from a file."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck.cli import choices, options, streams

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.content.yaml_marks import Document

FOR_YOU = "For you"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("help-now", rich_help_panel=FOR_YOU)(help_now)
    app.command(rich_help_panel=FOR_YOU)(take)
    app.command(rich_help_panel=FOR_YOU)(score)
    app.command(rich_help_panel=FOR_YOU)(explain)
    app.command(rich_help_panel=FOR_YOU)(ask)
    app.command(rich_help_panel=FOR_YOU)(forget)


def take(
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the answers saved last.")
    ] = False,
    clinician: Annotated[
        bool,
        typer.Option(
            "--clinician",
            help="For intake: notes, a label, and who answers.",
        ),
    ] = False,
    output: options.OutputOption = None,
    format: options.FormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    full: options.FullOption = False,
    country: options.CountryOption = None,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
    private: options.PrivateOption = False,
) -> None:
    """Walk through the questions, then see the report."""
    from fitcheck.cli import delivery, keeping, walk
    from fitcheck.cli.look import Look
    from fitcheck.content import loader

    if resume and private:
        raise typer.BadParameter("--private keeps no answers", param_hint="--resume")
    offered = options.country(country)
    to = delivery.targets(output, format, force=force, known=options.REPORT)
    questionnaire = loader.load(questions)
    begin = walk.start(offered, private=private, clinician=clinician)
    keeper = keeping.Keeper(questionnaire, begin, warned=private)
    look = Look(plain, no_color, full)
    walk.go(
        questionnaire, begin, to, look, keeper,
        resume=resume, country=offered, force=force,
    )  # fmt: skip


def score(
    answers: options.AnswersArgument,
    output: options.OutputOption = None,
    format: options.FormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    full: options.FullOption = False,
    country: options.CountryOption = None,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
    private: options.PrivateOption = False,  # noqa: ARG001  # nothing is kept unasked
) -> None:
    """Write the report on answers from a file, without asking anything."""
    from fitcheck.cli import delivery
    from fitcheck.cli.look import Look
    from fitcheck.content import loader

    code = options.country(country)
    to = delivery.targets(output, format, force=force, known=options.REPORT)
    questionnaire = loader.load(questions)
    sheet = read(questionnaire, answers, questions)
    if code:
        sheet = replace(sheet, country=code)
    asked = Look(plain, no_color, full)
    delivery.deliver(questionnaire, sheet, to, force=force, asked=asked)


def explain(
    answers: options.AnswersArgument,
    output: options.FactsOutputOption = None,
    format: options.FactsFormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Replay a result: answer by answer, why, and what would change it."""
    from fitcheck.cli import delivery
    from fitcheck.cli.look import Look
    from fitcheck.content import loader
    from fitcheck.documents import papers
    from fitcheck.report.case import Case
    from fitcheck.report.scorecard import explained

    to = delivery.targets(output, format, force=force, known=options.FACTS)
    questionnaire = loader.load(questions)
    case = Case(questionnaire, read(questionnaire, answers, questions))
    told, facts = papers.explain(case), explained(case)
    delivery.show(
        questionnaire, told, to, Look(plain, no_color), force=force, facts=facts
    )


def ask(
    answers: Annotated[
        str | None,
        typer.Argument(
            metavar="[ANSWERS]",
            help="Answers as for score; without them, all questions in both wordings.",
            autocompletion=choices.vignettes,
        ),
    ] = None,
    output: options.PaperOutputOption = None,
    format: options.PaperFormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Print the questions to take to a therapist."""
    from fitcheck.cli import delivery
    from fitcheck.cli.look import Look
    from fitcheck.content import loader
    from fitcheck.documents import papers
    from fitcheck.report.case import Case

    to = delivery.targets(output, format, force=force, known=options.PAPER)
    questionnaire = loader.load(questions)
    case = None
    if answers is not None:
        case = Case(questionnaire, read(questionnaire, answers, questions))
    listed = papers.ask(questionnaire, case)
    delivery.show(questionnaire, listed, to, Look(plain, no_color), force=force)


def read(questionnaire: Questionnaire, name: str, questions: Path | None) -> Sheet:
    """Read answers from where an argument points."""
    from fitcheck.answers import reading

    sheet = reading.read(questionnaire, document(questionnaire, name, questions))
    notice(questionnaire, sheet)
    return sheet


def document(
    questionnaire: Questionnaire, name: str, questions: Path | None
) -> Document:
    """Read the file that an argument means; of a FHIR response, its answers."""
    from fitcheck import files
    from fitcheck.answers import reading

    if name == "-":
        text, shown = files.decode(sys.stdin.buffer, "standard input"), "standard input"
    else:
        folder = (questions or files.bundled()) / "vignettes"
        path = reading.found(Path(name), folder)
        text, shown = files.read(path, files.PIPED), files.shown(path)
    found = reading.parsed(shown, text)
    if "resourceType" in found.root.keys:
        from fitcheck.services import fhir_response

        return fhir_response.answers(questionnaire, found)
    return found


def notice(questionnaire: Questionnaire, sheet: Sheet) -> None:
    """Say so if answers were given to another version, and what it had besides."""
    ours = questionnaire.manifest.version
    if sheet.version != ours:
        words = questionnaire.words.report
        streams.say(words.other_version.format(theirs=sheet.version, ours=ours))
    for told in sheet.retired:
        streams.say(told)


def forget() -> None:
    """Delete saved answers, and say what was deleted."""
    from fitcheck import drafts, files
    from fitcheck.content import loader
    from fitcheck.errors import FileError

    gone, kept = drafts.forget()  # before anything else can go wrong
    words = loader.load().words.draft
    said = [words.forgot.format(file=files.shown(one)) for one in gone]
    if said or not kept:
        typer.echo("\n".join(said or [words.forgot_none]))
    if kept:
        raise FileError(kept)


def help_now(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[COUNTRY]",
            help="Its name, or two letters, such as Germany or GB.",
            autocompletion=choices.countries,
        ),
    ] = None,
    country: options.CountryOption = None,
) -> None:
    """Show whom to call now, in your country."""
    from fitcheck import help_now as lines

    # The program looks at argv before typer is loaded; this serves the help page.
    named = country or name
    raise typer.Exit(lines.main(["--country", named] if named else []))
