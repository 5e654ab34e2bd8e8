"""The program that typer runs, its page of help, and the one boundary for errors.

It knows every command and does the work of none.
"""

from __future__ import annotations

import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from fitcheck import files
from fitcheck.cli import clinic, commands, terminal
from fitcheck.errors import FitcheckError, visible

OWN_OPTIONS = {"--help", "-h", "--version"}
OWN_OPTIONS |= {"--install-completion", "--show-completion"}
BUG = 70
PANELS = {
    "For you": commands.FOR_YOU,
    "How it works": commands.HOW_IT_WORKS,
    "For clinicians and services": clinic.FOR_SERVICES,
}
"""The commands, in the groups and the order in which help lists them."""
LONGEST = 200
"""Characters of a command's help that are shown: all of them."""
USAGE: Any = typer.BadParameter.__base__
"""What typer raises for every wrong argument."""


class Grouped(TyperGroup):
    """The program, whose help lists its commands group by group."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; what is wrong with an argument is said so that it is seen."""
        try:
            return super().invoke(ctx)
        except USAGE as error:
            error.message = "\n".join(map(visible, error.message.split("\n")))
            raise

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write one list for each group, in the order they were registered."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command: Any = self.get_command(ctx, name)
            row = (name, command.get_short_help_str(LONGEST))
            groups.setdefault(command.rich_help_panel, []).append(row)
        for group, rows in groups.items():
            with formatter.section(group):
                formatter.write_dl(rows)


app = typer.Typer(
    name="fitcheck",
    cls=Grouped,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Which kind of talking therapy to ask about first. Without a command: take. "
    "For a screen reader: fitcheck --plain.",
)
for panel, listed in PANELS.items():
    for command in listed:
        app.command(rich_help_panel=panel)(command)


@app.callback(invoke_without_command=True)
def overall(
    version: bool = typer.Option(False, "--version", help="Show the version."),
) -> None:
    """Show the version, if that was asked for."""
    if version:
        from fitcheck import __version__

        typer.echo(f"fitcheck {__version__}")
        raise typer.Exit


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    if not arguments or (
        arguments[0].startswith("-") and arguments[0] not in OWN_OPTIONS
    ):
        arguments = ["take", *arguments]
    code = 1
    try:
        terminal.settle()
        app(args=arguments, prog_name="fitcheck")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 1
    except BrokenPipeError:
        return 1  # nobody reads on; there is nobody to tell
    except FitcheckError as error:
        said = str(error)
    except OSError as error:
        said = files.reason(error)
    except Exception as error:  # the last handler: no values get out
        code, said = BUG, bug(error)
    else:
        return 0
    with suppress(OSError):  # if there is anybody to read it
        sys.stderr.write(f"{said}\n")
        sys.stderr.flush()
    return code


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
