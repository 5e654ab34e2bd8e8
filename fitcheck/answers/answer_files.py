"""The files that hold answers, and their shapes: answers files, vignettes, reports.

Whether an answer fits its question is for ``answers`` to say.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
)

from fitcheck import marked_yaml
from fitcheck.answers.sheet import LONGEST_LABEL, LONGEST_NOTE
from fitcheck.errors import FileError, Problem
from fitcheck.marked_yaml import Document
from fitcheck.model import Reading
from fitcheck.strict import Day, Id, Strict, Text, Version

Given = Annotated[str, Field(max_length=60)]
"""An id as somebody wrote it; whether it is one of ours is looked up later."""


PAGES = (
    ("<!doctype html", "a web page"),
    ("# ", "a report in Markdown"),
)
"""How pages that people read begin, in small letters, and what they are."""
BLOCK = "\n```fitcheck"
"""Where a report in Markdown has the answers; a comment begins like its title."""
INSTEAD = "use the answers file or the JSON report that belongs to it"


def parsed(name: str, text: str) -> Document:
    """Read the text of a file that may hold answers, or raise FileError."""
    document = marked_yaml.parse(name, text, private=True)
    if isinstance(document, Document):
        return document
    for begin, what in PAGES:
        like = text[:99].lstrip().lower().startswith(begin)
        if like and (begin != "# " or BLOCK in text):
            document = Problem(name, what=f"this is {what}", remedy=INSTEAD)
    raise FileError([document])


def kind(value: Any) -> str | None:
    """Say how an answer is written, so that a wrong one gets a single message."""
    kinds = {str: "(text)", list: "(list)", tuple: "(list)", type(None): "(nothing)"}
    return kinds.get(type(value))


Answered = Annotated[
    Annotated[Given, Tag("(text)")]
    | Annotated[tuple[Given, ...], Tag("(list)")]
    | Annotated[None, Tag("(nothing)")],
    Discriminator(kind),
]
"""One id, several, or null: not provided. The tags cannot be taken for ids."""

Country = Annotated[
    str,
    Field(pattern=r"^[A-Za-z]{2}$"),
    AfterValidator(lambda code: "GB" if code.upper() == "UK" else code.upper()),
]


class ExpectedModel(Strict):
    """What the author of a vignette expects."""

    reading: Reading
    band: Id | None
    gate: tuple[Id, ...]


class VignetteModel(Strict):
    """A fictional person."""

    name: Text
    about: Text
    expect: ExpectedModel


class AnswersFile(Strict):
    """An answers file, format 1."""

    fitcheck: Literal[1]
    questionnaire: Id
    version: Version
    country: Country | None = None
    answered: Day | None = None
    answers: dict[str, Answered]
    skipped: tuple[Given, ...] = ()
    withheld: Annotated[tuple[Literal["safety"], ...], Field(max_length=1)] = ()
    gate: Annotated[tuple[Literal["withheld"], ...], Field(max_length=1)] = ()
    cleared: tuple[Given, ...] = ()
    respondent: Literal["client", "clinician"] | None = None
    label: Annotated[str, Field(max_length=LONGEST_LABEL)] | None = None
    notes: dict[str, Annotated[str, Field(max_length=LONGEST_NOTE)]] = Field(
        default_factory=dict
    )
    vignette: VignetteModel | None = None


class Identity(BaseModel):
    """Which questionnaire a JSON report was made with."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    id: Id
    version: Version


class JsonReport(BaseModel):
    """The givens of a JSON report, format 1; the rest of it follows from them."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    format: Literal[1]
    questionnaire: Identity
    country: Country | None
    answered: Day | None
    answers_version: Version | None = None
    answers: dict[str, Answered]
    skipped: tuple[Given, ...] = ()
    withheld: Annotated[tuple[Literal["safety"], ...], Field(max_length=1)] = ()
    gate: tuple[Given, ...] = ()
    cleared: tuple[Given, ...] = ()
    respondent: Literal["client", "clinician"] | None = None
    label: Annotated[str, Field(max_length=LONGEST_LABEL)] | None = None
    answer_notes: dict[str, Annotated[str, Field(max_length=LONGEST_NOTE)]] = Field(
        default_factory=dict
    )
    demonstration: bool = False
    vignette: VignetteModel | None = None

    def as_file(self) -> AnswersFile:
        """Return the givens as an answers file; a gate's name is worked out anew."""
        return AnswersFile(
            fitcheck=1,
            questionnaire=self.questionnaire.id,
            version=self.answers_version or self.questionnaire.version,
            country=self.country,
            answered=self.answered,
            answers=self.answers,
            skipped=self.skipped,
            withheld=self.withheld,
            gate=("withheld",) if self.gate == ("withheld",) else (),
            cleared=self.cleared,
            respondent=self.respondent,
            label=self.label,
            notes=self.answer_notes,
            vignette=self.vignette,
        )
