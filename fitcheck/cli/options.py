"""The options that mean the same in every command."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How a document is written."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    SUMMARY = "summary"


FORMAT_HELP = (
    "How to write the document. Otherwise told by the file's ending; "
    "on a terminal: terminal, else markdown."
)
FormatOption = Annotated[Format | None, typer.Option("--format", help=FORMAT_HELP)]
FactsFormatOption = Annotated[
    Format | None,
    typer.Option("--format", metavar="<terminal|markdown|html|json>", help=FORMAT_HELP),
]
"""For a document that is no report, and has facts."""
PaperFormatOption = Annotated[
    Format | None,
    typer.Option("--format", metavar="<terminal|markdown|html>", help=FORMAT_HELP),
]
"""For a document without facts."""
OutputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="A file to write: .md, .html, .json or .txt, or .yaml for the answers; "
        "- is stdout. May be repeated.",
    ),
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Write onto a file that exists.")
]
QuestionsOption = Annotated[
    Path | None,
    typer.Option(
        "--questions",
        metavar="DIR",
        help="A folder of questions to use instead of ours.",
    ),
]
CountryOption = Annotated[
    str | None,
    typer.Option(
        "--country", metavar="CC", help="Two letters, such as GB or US; UK is GB."
    ),
]
PlainOption = Annotated[
    bool,
    typer.Option("--plain", help="Numbered lines: for screen readers and pipes."),
]
NoColorOption = Annotated[
    bool, typer.Option("--no-color", help="No colours. NO_COLOR does the same.")
]
PrivateOption = Annotated[
    bool, typer.Option("--private", help="Write nothing but what --output names.")
]
AnswersArgument = Annotated[
    str,
    typer.Argument(
        metavar="ANSWERS",
        help="An answers file, a JSON report, a vignette's file or name, or - "
        "for standard input.",
    ),
]


def country(code: str | None) -> str | None:
    """Read a country option, or raise typer.BadParameter."""
    if code is None:
        return None
    found = {"UK": "GB"}.get(code.upper(), code.upper())
    if len(found) != 2 or not found.isascii() or not found.isalpha():
        raise typer.BadParameter(
            "a country has two letters, such as GB or US", param_hint="--country"
        )
    return found
