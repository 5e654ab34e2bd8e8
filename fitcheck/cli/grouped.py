"""The page of help that lists the commands, in the groups they were given.

It lays out; which command belongs where is said where the command is.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from fitcheck.errors import visible

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
