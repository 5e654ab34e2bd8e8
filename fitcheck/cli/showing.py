"""Commands that show how it works with fictional people.

Every screen and every document they write is marked as a demonstration.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck.cli import options, streams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fitcheck.answers.sheet import Sheet
    from fitcheck.cli.delivery import Target
    from fitcheck.cli.look import Look
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.walk.screen import Face

CLINIC = "For clinicians and services"
USUAL = "nadia-same-ending"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command(rich_help_panel=CLINIC)(demo)


def demo(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="Whom to play; --list names them.")
    ] = USUAL,
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
    from fitcheck.cli import delivery
    from fitcheck.cli.look import Look
    from fitcheck.content import loader

    to = delivery.targets(output, format, force=force, known=options.REPORT)
    questionnaire = loader.load(questions)
    people = folder(questions)
    if list_:
        streams.out(listed(questionnaire, people))
        return
    sheet = played(questionnaire, people, name)
    if not play(questionnaire, sheet, step=step):
        return
    look, read = Look(plain, no_color), reads(to)
    files = [one for one in to if not (read and one.is_stdout)]
    delivery.deliver(questionnaire, sheet, files, force=force, asked=look)
    if read:
        report(questionnaire, sheet, look)


def folder(questions: Path | None) -> Path:
    """Return where the fictional people are."""
    from fitcheck import files

    return (questions or files.bundled()) / "vignettes"


def listed(questionnaire: Questionnaire, people: Path) -> str:
    """Say who can be played, a line each, with the result to expect."""
    from fitcheck.answers import reading
    from fitcheck.report.document import visible

    words = questionnaire.words
    found = []
    for file in sorted(people.glob("*.yaml")):
        person = reading.load(questionnaire, file, people).vignette
        if person:
            named = words.readings.of(person.expect.reading).name
            told = {"file": file.stem, "name": person.name, "reading": named}
            found.append(visible(words.demo.person.format(**told)))
    return "".join(f"{one}\n" for one in found)


def played(questionnaire: Questionnaire, people: Path, name: str) -> Sheet:
    """Read a fictional person; anybody else's answers are refused."""
    from fitcheck import files
    from fitcheck.answers import reading

    sheet = reading.load(questionnaire, Path(name), people)
    if not sheet.vignette:
        what = "these are not the answers of a fictional person"
        raise files.refused(name, what, "choose one of fitcheck demo --list")
    return sheet


def play(questionnaire: Questionnaire, sheet: Sheet, *, step: bool) -> bool:
    """Play a walk; say whether it came to its end. Without a terminal nothing waits."""
    from fitcheck.walk import loop, pace
    from fitcheck.walk.player import Player
    from fitcheck.walk.state import State

    at_terminal = streams.terminals()
    with pace.at_keys() if at_terminal else nullcontext(pace.Pace()) as given:
        size = partial(window, at_terminal=at_terminal)
        player = Player(questionnaire, sheet, sys.stderr, size, given, step)
        if at_terminal:
            words = questionnaire.words.demo
            player.say(words.intro_step if step else words.intro)
        state = State(private=True, clinician=bool(sheet.respondent))
        outcome = loop.conduct(questionnaire, state, player)
    return outcome.ending == "done"


def window(*, at_terminal: bool) -> tuple[int, int]:
    """Return the columns and rows of the screen; no rows where nobody watches."""
    return streams.columns(sys.stderr), streams.window(sys.stderr)[1] * at_terminal


def reads(to: Sequence[Target]) -> bool:
    """Say whether the report is read on the terminal."""
    from fitcheck.cli import walk

    return walk.offers(to)


def report(questionnaire: Questionnaire, sheet: Sheet, look: Look) -> None:
    """Show the first screen and the rest of the report."""
    from fitcheck.cli import afterwards, keeping, walk
    from fitcheck.walk.state import State

    keeper = keeping.Keeper(questionnaire, State(private=True))

    def read(ask: Face) -> walk.Gone:
        chosen = afterwards.show(
            questionnaire, sheet, ask, look, keeper, private=True, fixed=True
        )
        return walk.Gone("exit" if chosen == "exit" else "done")

    walk.out_of(questionnaire, look, keeper, read)
