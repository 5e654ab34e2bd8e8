"""Commands for a person who is deciding: the walk, and a report from a file."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck.cli import options, terminal

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.content.yaml_marks import Document


@options.document(options.REPORT, without=())
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
    *,
    asked: options.Asked,
) -> None:
    """Walk through the questions, then see the report."""
    from fitcheck.cli import keeping, walk

    if resume and asked.private:
        raise typer.BadParameter("--private keeps no answers", param_hint="--resume")
    offered = options.country(asked.country)
    to = asked.targets()
    questionnaire = asked.load()
    begin = walk.start(offered, private=asked.private, clinician=clinician)
    keeper = keeping.Keeper(questionnaire, begin, warned=asked.private)
    walking = walk.Walk(to, asked, keeper, force=asked.force)
    walking.go(begin, resume=resume, country=offered)


@options.document(options.REPORT, without=())
def score(answers: options.AnswersArgument, *, asked: options.Asked) -> None:
    """Write the report on answers from a file, without asking anything."""
    from fitcheck.cli import delivery

    code = options.country(asked.country)
    to = asked.targets()
    questionnaire = asked.load()
    sheet = read(questionnaire, answers, asked.questions)
    if code:
        sheet = replace(sheet, country=code)
    delivery.deliver(questionnaire, sheet, to, force=asked.force, asked=asked)


@options.document(options.FACTS)
def explain(answers: options.AnswersArgument, *, asked: options.Asked) -> None:
    """Replay a result: answer by answer, why, and what would change it."""
    from fitcheck.documents import papers
    from fitcheck.report.case import Case
    from fitcheck.report.scorecard import explained

    to = asked.targets()
    questionnaire = asked.load()
    case = Case(questionnaire, read(questionnaire, answers, asked.questions))
    asked.show(questionnaire, papers.explain(case), to, explained(case))


@options.document(options.PAPER)
def ask(
    answers: Annotated[
        str | None,
        typer.Argument(
            metavar="[ANSWERS]",
            help="Answers as for score; without them, all questions in both wordings.",
            autocompletion=options.vignettes,
        ),
    ] = None,
    *,
    asked: options.Asked,
) -> None:
    """Print the questions to take to a therapist."""
    from fitcheck.documents import papers
    from fitcheck.report.case import Case

    to = asked.targets()
    questionnaire = asked.load()
    case = None
    if answers is not None:
        case = Case(questionnaire, read(questionnaire, answers, asked.questions))
    asked.show(questionnaire, papers.ask(questionnaire, case), to)


def read(questionnaire: Questionnaire, name: str, questions: Path | None) -> Sheet:
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
        terminal.say(words.other_version.format(theirs=sheet.version, ours=ours))
    for told in sheet.retired:
        terminal.say(told)


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
            autocompletion=options.countries,
        ),
    ] = None,
    country: options.CountryOption = None,
) -> None:
    """Show whom to call now, in your country."""
    from fitcheck import help_now as lines

    # The program looks at argv before typer is loaded; this serves the help page.
    named = country or name
    raise typer.Exit(lines.main(["--country", named] if named else []))
