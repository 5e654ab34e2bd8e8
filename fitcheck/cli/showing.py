"""Commands that show how it works with fictional people.

Every screen and every document they write is marked as a demonstration.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck.cli import choices, options, streams

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.cli.leaving import Gone
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.screen import Face

CLINIC = "For clinicians and services"
USUAL = "nadia-same-ending"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command(rich_help_panel=CLINIC)(demo)


def demo(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Whom to play; --list names them.",
            autocompletion=choices.vignettes,
        ),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="List the fictional people, and end.")
    ] = False,
    step: Annotated[
        bool, typer.Option("--step", help="Wait for a key at every question.")
    ] = False,
    output: options.OutputOption = None,
    format: options.FormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Play a fictional person through the questions to the report."""
    from fitcheck.cli import afterwards, delivery, keeping, leaving, walk
    from fitcheck.cli.look import Look
    from fitcheck.content import loader
    from fitcheck.walk import loop
    from fitcheck.walk.plain import Plain
    from fitcheck.walk.scripted import Lines, Scripted
    from fitcheck.walk.state import State

    to = delivery.targets(output, format, force=force, known=options.REPORT)
    questionnaire = loader.load(questions)
    people = choices.people(questions)
    if list_:
        streams.out(
            "".join(f"{one}\n" for one in listed(questionnaire, people).values())
        )
        return
    look = Look(plain, no_color)
    if name is None:
        whom = questionnaire.words.demo.whom
        name = choices.choose(whom, listed(questionnaire, people), look)
    sheet = played(questionnaire, people, name or USUAL)
    begin = State(private=True, clinician=bool(sheet.respondent))
    keeper, seen = keeping.Keeper(questionnaire, begin), []

    def watch(face: Face) -> Gone:
        ask = face
        if isinstance(face, Plain):
            waits = sys.stdin.readline if step and streams.terminals() else None
            ask = Lines(questionnaire, sheet, face, waits)
        outcome = loop.conduct(questionnaire, begin, ask)
        if outcome.ending != "done":
            return leaving.Gone(outcome.ending)
        seen.append(sheet)
        if not walk.offers(to):
            return leaving.Gone("done")
        ended = afterwards.show(
            questionnaire, sheet, face, look, keeper, private=True, fixed=True
        )
        return leaving.Gone("exit" if ended == "exit" else "done")

    made = partial(Scripted, questionnaire=questionnaire, sheet=sheet, step=step)
    walk.out_of(questionnaire, look, keeper, watch, made)
    if seen:
        files = [one for one in to if not (walk.offers(to) and one.is_stdout)]
        delivery.deliver(questionnaire, sheet, files, force=force, asked=look)


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
