"""The program that typer runs, and the one boundary for errors.

It knows every command and does the work of none.
"""

from __future__ import annotations

import traceback
from pathlib import Path

import typer

from fitcheck import files
from fitcheck.cli import clinic, differing, how, showing, streams, you
from fitcheck.cli.grouped import Grouped
from fitcheck.errors import FitcheckError

OWN_OPTIONS = {"--help", "-h", "--version"}
OWN_OPTIONS |= {"--install-completion", "--show-completion"}
BUG = 70

app = typer.Typer(
    name="fitcheck",
    cls=Grouped,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
    help=(
        "Which kind of talking therapy to ask about first. Without a command: take. "
        "For a screen reader: fitcheck --plain."
    ),
)
you.register(app)
how.register(app)
differing.register(app)
showing.register(app)
clinic.register(app)


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
    """Run one command and return its exit code."""
    if not arguments or (arguments[0].startswith("-") and not asks_itself(arguments)):
        arguments = ["take", *arguments]
    try:
        streams.settle()
        app(args=arguments, prog_name="fitcheck")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 1
    except FitcheckError as error:
        streams.complain(str(error))
        return 1
    except BrokenPipeError:
        return 1  # nobody reads on; there is nobody to tell
    except OSError as error:
        streams.complain(files.reason(error))
        return 1
    except Exception as error:  # the last handler: no values get out
        streams.complain(bug(error))
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
