"""The command that compares two folders of questions by their results.

It loads both, and the fictional people beside them; a person who cannot be read is
named in the document and stops nothing.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck.cli import options
from fitcheck.cli.how import HOW

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire

INTERFACE = "interface.yaml"


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(rich_help_panel=HOW)(diff)


def diff(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", help="A folder of questions as it was.")
    ],
    new: Annotated[
        Path, typer.Argument(metavar="NEW", help="The folder as it is now.")
    ],
    output: options.PaperOutputOption = None,
    format: options.PaperFormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Compare two folders of questions by the results they give."""
    from fitcheck.cli import delivery
    from fitcheck.cli.look import Look
    from fitcheck.comparing import two_rubrics
    from fitcheck.content import loader
    from fitcheck.errors import ContentError

    to = delivery.targets(output, format, force=force, known=options.PAPER)
    wrong = [one for f in (old, new) for one in loader.not_a_folder(f, str(f))]
    if wrong:
        raise ContentError(wrong)
    after = loader.load(new)
    before, unworded = as_it_was(old, new)
    then, now = people(before, old), people(after, new)
    found = two_rubrics.Diff(before, after, then, now, date.today())
    told = two_rubrics.write(found, old, new, unworded=unworded)
    delivery.show(after, told, to, Look(plain, no_color), force=force)


def as_it_was(old: Path, new: Path) -> tuple[Questionnaire, bool]:
    """Load the old folder, with the new interface texts where its own do not fit.

    Every version of the program knows the interface texts of its own time alone, and
    no result rests on them.
    """
    from fitcheck import files
    from fitcheck.content import loader
    from fitcheck.errors import ContentError

    try:
        return loader.load(old), False
    except ContentError as error:
        if any(Path(one.file).name != INTERFACE for one in error.problems):
            raise
    instead = {Path(INTERFACE).stem: files.read(new / INTERFACE)}
    return loader.load(old, instead=instead), True


def people(questionnaire: Questionnaire, folder: Path) -> dict[str, Sheet | None]:
    """Read the fictional people in a folder of questions, by the names of their files.

    None stands for a file that cannot be read as answers to these questions.
    """
    from fitcheck.answers import reading
    from fitcheck.errors import FileError, visible

    among = folder / "vignettes"
    found: dict[str, Sheet | None] = {}
    for path in reading.people(among):
        try:
            found[visible(path.name)] = reading.load(questionnaire, path, among)
        except FileError:
            found[visible(path.name)] = None
    return found
