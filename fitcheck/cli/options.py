"""The options that mean the same in every command, and what they ask for.

It reads what is shipped to complete names; no folder of one's own is looked into.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from fitcheck import files
from fitcheck.cli.terminal import Look

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.documents import Report, Written


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


ANSWERS = "answers"
"""How the answers are written that a report rests on: only to a file for them."""
PAPER = (Format.TERMINAL, Format.MARKDOWN, Format.HTML)
"""How a document without facts is written."""
FACTS = (*PAPER, Format.JSON)
REPORT = (*FACTS, Format.SUMMARY, Format.FHIR, ANSWERS)
FORM = (*PAPER, Format.FHIR, Format.REDCAP)
RUBRIC = (*FACTS, Format.SQL)
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
STDOUT = "-"


class Target(NamedTuple):
    """One place a document goes to, and how it is written there."""

    name: str
    format: str
    asked: bool = False
    """Whether it was named, and is not only what is usual."""

    @property
    def is_stdout(self) -> bool:
        return self.name == STDOUT


SCREEN = Target(STDOUT, Format.TERMINAL)


def targets(
    outputs: Sequence[str] | None,
    chosen: Format | None,
    *,
    force: bool,
    known: Collection[str],
) -> tuple[Target, ...]:
    """Work out every place a document goes to, before any work is done.

    Raises:
        FileError: if one of the files could not be written.
        typer.BadParameter: if a file's ending tells no format, if the document is not
            written in that format, or if a file is named twice.
    """
    names, asked = outputs or (STDOUT,), bool(outputs)
    found = tuple(Target(name, told(name, chosen, known), asked) for name in names)
    for target in found:
        if not target.is_stdout:
            files.check_writable(Path(target.name), force=force)
    places = [one.name if one.is_stdout else files.real(one.name) for one in found]
    if len(set(places)) < len(places):
        raise typer.BadParameter("one place is named twice", param_hint="--output")
    return found


def told(name: str, chosen: Format | None, known: Collection[str]) -> str:
    """Return the format for a file: its ending for answers, else the one chosen."""
    endings = [one for one in ENDINGS if name != STDOUT and name.lower().endswith(one)]
    suffix = max(endings, key=len, default=Path(name).suffix.lower())
    ending = ENDINGS.get(suffix)
    if chosen and ending != ANSWERS:
        if chosen in known:
            return str(chosen)
        said = f"this can be written as {listed([*known])}"
        raise typer.BadParameter(said, param_hint="--format")
    if name == STDOUT:
        return str(Format.TERMINAL if sys.stdout.isatty() else Format.MARKDOWN)
    if ending in known:
        return str(ending)
    usual = endings_of(known)
    said = f"its ending tells no format: use {usual}, or --format"
    if ending:
        said = f"this cannot be written to {suffix}: use {usual}"
    raise typer.BadParameter(said, param_hint="--output")


def endings_of(formats: Collection[str]) -> str:
    """List the endings of files that are written in some formats, one for each."""
    usual: dict[str, str] = {}
    for ending, one in ENDINGS.items():
        usual.setdefault(one, ending)
    return listed([ending for one, ending in usual.items() if one in formats])


def listed(several: Sequence[str]) -> str:
    """Put several words into a sentence, any of which may be taken."""
    return f"{', '.join(several[:-1])} or {several[-1]}"


def vignettes() -> list[str]:
    return sorted(one.stem for one in Asked().people.glob("*.yaml"))


def topics() -> list[str]:
    """Return everything there is to read about the therapies."""
    from fitcheck.documents import papers

    return papers.topics(Asked().questionnaire)


def countries() -> list[tuple[str, str]]:
    from fitcheck import help_now

    return sorted(help_now.load()["countries"].items())


def country(code: str) -> str:
    """Read a country option, or raise typer.BadParameter."""
    found = {"UK": "GB"}.get(code.upper(), code.upper())
    # Only letters of ASCII: ß in capitals is SS, and that is a country.
    if len(found) != 2 or not code.isascii() or not found.isalpha():
        raise typer.BadParameter(
            "a country has two letters, such as GB or US", param_hint="--country"
        )
    return found


def switch(name: str, told: str) -> Any:
    return Annotated[bool, typer.Option(name, help=told)]


CountryOption = Annotated[
    str | None,
    typer.Option(
        "--country",
        metavar="CC",
        help="Two letters, such as GB or US; UK is GB.",
        autocompletion=countries,
    ),
]
SHARED = {
    "force": switch("--force", "Write onto a file that exists."),
    "full": switch("--full", "Everything the report has to say, not two pages."),
    "country": CountryOption,
    "questions": Annotated[
        Path | None,
        typer.Option(
            "--questions",
            metavar="DIR",
            help="A folder of questions to use instead of ours.",
        ),
    ],
    "plain": switch("--plain", "Numbered lines: for screen readers and pipes."),
    "no_color": switch("--no-color", "No colours. NO_COLOR does the same."),
    "private": switch("--private", "Write nothing but what --output names."),
}
"""The options of a document besides its files and format, as help lists them."""
USUAL = ("force", "questions", "plain", "no_color")
"""Those of a document that is no report on one's own answers."""


def written_to(known: Collection[str]) -> dict[str, Any]:
    """Return the options for the files and the format of a document."""
    formats = [one for one in known if one != ANSWERS]
    said = endings_of(formats) + ", or .yaml for the answers" * (ANSWERS in known)
    output = typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=f"A file to write: {said}; - is stdout. May be repeated.",
    )
    chosen = typer.Option(
        "--format",
        metavar=f"<{'|'.join(formats)}>",
        help="How to write the document. Otherwise told by the file's ending; "
        "on a terminal: terminal, else markdown.",
    )
    return {
        "output": Annotated[list[str] | None, output],
        "format": Annotated[Format | None, chosen],
    }


@dataclass(frozen=True)
class Asked(Look):
    """What the options of a command ask for."""

    to: tuple[Target, ...] = ()
    """Where its document goes."""
    force: bool = False
    country: str | None = None
    questions: Path | None = None
    private: bool = False

    @cached_property
    def questionnaire(self) -> Questionnaire:
        from fitcheck.content import loader

        return loader.load(self.questions)

    @property
    def people(self) -> Path:
        return (self.questions or files.bundled()) / "vignettes"

    def deliver(
        self, document: Report | Written, facts: object = None, **own: Callable[[], str]
    ) -> None:
        """Write a document, or have it read, as ``delivery.deliver`` does."""
        from fitcheck.cli import delivery
        from fitcheck.report.document import json_text

        if facts:
            own["json"] = lambda: json_text(facts)
        words = self.questionnaire
        delivery.deliver(words, document, self.to, self, force=self.force, **own)


def asking(
    known: Collection[str] = (), names: Collection[str] = USUAL
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command shared options; it gets what they ask for together as ``asked``.

    Where a document is written in ``known`` formats, its files and format come first.
    In help they stand where ``asked`` does, and what is listed behind it behind those.
    """
    first = written_to(known) if known else {}
    shared = first | {name: one for name, one in SHARED.items() if name in names}

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        def run(**given: Any) -> None:
            mine = {name: given.pop(name) for name in shared}
            if (code := mine.get("country")) is not None:
                mine["country"] = country(code)
            if known:
                output, chosen = mine.pop("output"), mine.pop("format")
                force = mine["force"]
                mine["to"] = targets(output, chosen, force=force, known=known)
            command(**given, asked=Asked(**mine))

        own = [*inspect.signature(command, eval_str=True).parameters.values()]
        at = [one.name for one in own].index("asked")
        ours = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=False if one.__origin__ is bool else None,
                annotation=one,
            )
            for name, one in shared.items()
        ]
        parameters = [*own[:at], *ours[: len(first)], *own[at + 1 :]]
        told: Any = run
        told.__name__, told.__doc__ = command.__name__, command.__doc__
        told.__signature__ = inspect.Signature([*parameters, *ours[len(first) :]])
        return run

    return decorated
