"""The options that mean the same in every command, and what they can be.

It reads what is shipped to complete names; no folder of one's own is looked into.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fitcheck import files
from fitcheck.cli.terminal import Look

if TYPE_CHECKING:
    from fitcheck.cli.delivery import Target
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.documents import Written


def people(questions: Path | None = None) -> Path:
    return (questions or files.bundled()) / "vignettes"


def vignettes() -> list[str]:
    return sorted(one.stem for one in people().glob("*.yaml"))


def topics() -> list[str]:
    """Return everything there is to read about the therapies."""
    from fitcheck.content import loader
    from fitcheck.documents import papers

    return papers.topics(loader.load())


def countries() -> list[tuple[str, str]]:
    from fitcheck import help_now

    return sorted(help_now.load()["countries"].items())


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


def format_option(known: Sequence[str]) -> Any:
    """Return the option for the format of a document that has some formats."""
    shown = "|".join(one for one in known if one != ANSWERS)
    return Annotated[
        Format | None, typer.Option("--format", metavar=f"<{shown}>", help=FORMAT_HELP)
    ]


def output_option(known: Sequence[str]) -> Any:
    """Return the option for the files that a document is written to."""
    said = endings([one for one in known if one != ANSWERS])
    said += ", or .yaml for the answers" * (ANSWERS in known)
    told = f"A file to write: {said}; - is stdout. May be repeated."
    return Annotated[
        list[str] | None, typer.Option("--output", "-o", metavar="FILE", help=told)
    ]


RubricFormatOption = format_option(RUBRIC)
RubricOutputOption = output_option(RUBRIC)
FormFormatOption = format_option(FORM)
FormOutputOption = output_option(FORM)
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
        autocompletion=countries,
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
SHARED = {
    "force": ForceOption,
    "full": FullOption,
    "country": CountryOption,
    "questions": QuestionsOption,
    "plain": PlainOption,
    "no_color": NoColorOption,
    "private": PrivateOption,
}
"""The options of a document besides its files and format, as help lists them."""
OF_REPORTS = ("full", "country", "private")
"""Those that are for a report on one's own answers alone."""
AnswersArgument = Annotated[
    str,
    typer.Argument(
        metavar="ANSWERS",
        help="An answers file, a JSON report, a FHIR QuestionnaireResponse, a "
        "vignette's file or name, or - for standard input.",
        autocompletion=vignettes,
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


@dataclass(frozen=True)
class Asked(Look):
    """What the options of a document ask for."""

    known: Sequence[str] = FACTS
    """The formats that the document is written in."""
    output: list[str] | None = None
    format: Format | None = None
    force: bool = False
    country: str | None = None
    questions: Path | None = None
    private: bool = False

    def targets(self) -> tuple[Target, ...]:
        """Work out where the document goes, as ``delivery.targets`` does."""
        from fitcheck.cli import delivery

        return delivery.targets(
            self.output, self.format, force=self.force, known=self.known
        )

    def load(self) -> Questionnaire:
        from fitcheck.content import loader

        return loader.load(self.questions)

    def show(
        self,
        questionnaire: Questionnaire,
        document: Written,
        to: Sequence[Target],
        facts: dict[str, Any] | None = None,
    ) -> None:
        """Write a document that is no report, as ``delivery.show`` does."""
        from fitcheck.cli import delivery

        delivery.show(questionnaire, document, to, self, force=self.force, facts=facts)


def document(
    known: Sequence[str], without: Sequence[str] = OF_REPORTS
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of a document; it gets them together as ``asked``."""
    shared = {"output": output_option(known), "format": format_option(known)}
    shared |= {name: one for name, one in SHARED.items() if name not in without}

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        def run(**given: Any) -> None:
            asked = Asked(known=known, **{name: given.pop(name) for name in shared})
            command(**given, asked=asked)

        own = inspect.signature(command, eval_str=True).parameters
        options = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=False if one.__origin__ is bool else None,
                annotation=one,
            )
            for name, one in shared.items()
        ]
        told: Any = run
        told.__name__, told.__doc__ = command.__name__, command.__doc__
        told.__signature__ = inspect.Signature(
            [*(one for name, one in own.items() if name != "asked"), *options]
        )
        return run

    return decorated
