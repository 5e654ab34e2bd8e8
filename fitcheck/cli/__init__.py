"""The command line: arguments, streams, clock and exit codes; nothing else has them.

Exit codes: 0 done, 1 something to mend, 2 usage, 70 a bug. Those of signals (129, 130,
143) are given in ``__main__``.
"""

from __future__ import annotations

import traceback
from pathlib import Path

import typer

from fitcheck.cli import how, streams, you
from fitcheck.cli.grouped import Grouped
from fitcheck.errors import FitcheckError

OWN_OPTIONS = {"--help", "--version"}
BUG = 70

app = typer.Typer(
    name="fitcheck",
    cls=Grouped,
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
    help="Which kind of talking therapy to ask about first. Without a command: take.",
)
you.register(app)
how.register(app)


@app.callback(invoke_without_command=True)
def overall(
    version: bool = typer.Option(False, "--version", help="Show the version."),
) -> None:
    """Which kind of talking therapy to ask about first. Without a command: take."""
    if version:
        from fitcheck import __version__

        typer.echo(f"fitcheck {__version__}")
        raise typer.Exit


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code: the one boundary for errors."""
    streams.settle()
    if not arguments or (arguments[0].startswith("-") and not asks_itself(arguments)):
        arguments = ["take", *arguments]
    try:
        app(args=arguments, prog_name="fitcheck")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 1
    except FitcheckError as error:
        typer.echo(str(error), err=True)
        return 1
    except Exception as error:  # the last handler: no values get out
        typer.echo(bug(error), err=True)
        return BUG
    return 0


def asks_itself(arguments: list[str]) -> bool:
    """Say whether the first option belongs to the program and not to ``take``."""
    return arguments[0] in OWN_OPTIONS


def bug(error: Exception) -> str:
    """Say where a bug is, without any value that was being worked on."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        f for f in frames if Path(f.filename).is_relative_to(Path(__file__).parents[1])
    ]
    last = (ours or frames)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return (
        f"fitcheck is broken here: {type(error).__name__} at {place}. "
        "None of your answers is in this message. Please report this line."
    )
