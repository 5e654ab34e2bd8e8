"""The options that mean the same in every command."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fitcheck.cli import choices

if TYPE_CHECKING:
    from collections.abc import Sequence


class Format(StrEnum):
    """How a document is written."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    SUMMARY = "summary"
    FHIR = "fhir"
    REDCAP = "redcap"
    SQL = "sql"


FORMAT_HELP = (
    "How to write the document. Otherwise told by the file's ending; "
    "on a terminal: terminal, else markdown."
)
ANSWERS = "answers"
"""How the answers are written that a report rests on: only to a file for them."""
PAPER = (Format.TERMINAL, Format.MARKDOWN, Format.HTML)
"""How a document without facts is written."""
FACTS = (*PAPER, Format.JSON)
"""How a document that is no report, and has facts, is written."""
REPORT = (*FACTS, Format.SUMMARY, Format.FHIR, ANSWERS)
"""How a report is written."""
FORM = (*PAPER, Format.FHIR, Format.REDCAP)
"""How the blank questions are written."""
RUBRIC = (*FACTS, Format.SQL)
"""How the rubric is written."""
ENDINGS: dict[str, str] = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".json": Format.JSON,
    ".txt": Format.TERMINAL,
    ".yaml": ANSWERS,
    ".yml": ANSWERS,
    ".fhir.json": Format.FHIR,
    ".redcap.csv": Format.REDCAP,
    ".sql": Format.SQL,
}


def ending(name: str) -> str:
    """Return the ending of a file's name: of those known here the longest."""
    found = (one for one in ENDINGS if name.lower().endswith(one))
    return max(found, key=len, default=Path(name).suffix.lower())


def endings(formats: Sequence[str]) -> str:
    """List the endings of files that are written in some formats, one for each."""
    usual: dict[str, str] = {}
    for ending, one in ENDINGS.items():
        usual.setdefault(one, ending)
    return listed([ending for one, ending in usual.items() if one in formats])


def listed(several: Sequence[str]) -> str:
    """Put several words into a sentence, any of which may be taken."""
    return f"{', '.join(several[:-1])} or {several[-1]}"


def written(formats: Sequence[str]) -> Any:
    """Return the option for the format of a document."""
    shown = f"<{'|'.join(formats)}>"
    return typer.Option("--format", metavar=shown, help=FORMAT_HELP)


def output(said: str) -> Any:
    """Return the option for the files that a document is written to."""
    known = f"A file to write: {said}; - is stdout. May be repeated."
    return typer.Option("--output", "-o", metavar="FILE", help=known)


FormatOption = Annotated[Format | None, written(REPORT[:-1])]
FactsFormatOption = Annotated[Format | None, written(FACTS)]
PaperFormatOption = Annotated[Format | None, written(PAPER)]
OutputOption = Annotated[
    list[str] | None,
    output(f"{endings((*FACTS, Format.FHIR))}, or .yaml for the answers"),
]
RubricFormatOption = Annotated[Format | None, written(RUBRIC)]
RubricOutputOption = Annotated[list[str] | None, output(endings(RUBRIC))]
FormFormatOption = Annotated[Format | None, written(FORM)]
FormOutputOption = Annotated[list[str] | None, output(endings(FORM))]
FactsOutputOption = Annotated[list[str] | None, output(endings(FACTS))]
PaperOutputOption = Annotated[list[str] | None, output(endings(PAPER))]
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
        "--country",
        metavar="CC",
        help="Two letters, such as GB or US; UK is GB.",
        autocompletion=choices.countries,
    ),
]
PlainOption = Annotated[
    bool,
    typer.Option("--plain", help="Numbered lines: for screen readers and pipes."),
]
NoColorOption = Annotated[
    bool, typer.Option("--no-color", help="No colours. NO_COLOR does the same.")
]
FullOption = Annotated[
    bool,
    typer.Option("--full", help="Everything the report has to say, not two pages."),
]
PrivateOption = Annotated[
    bool, typer.Option("--private", help="Write nothing but what --output names.")
]
AnswersArgument = Annotated[
    str,
    typer.Argument(
        metavar="ANSWERS",
        help="An answers file, a JSON report, a FHIR QuestionnaireResponse, a "
        "vignette's file or name, or - for standard input.",
        autocompletion=choices.vignettes,
    ),
]


def country(code: str | None) -> str | None:
    """Read a country option, or raise typer.BadParameter."""
    if code is None:
        return None
    found = {"UK": "GB"}.get(code.upper(), code.upper())
    # Only letters of ASCII: ß in capitals is SS, and that is a country.
    if len(found) != 2 or not code.isascii() or not found.isalpha():
        raise typer.BadParameter(
            "a country has two letters, such as GB or US", param_hint="--country"
        )
    return found
