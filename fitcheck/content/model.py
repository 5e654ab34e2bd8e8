"""The models of the questions and of the rubric: what their files may hold.

Only shapes; every number in them comes from a file.
"""

from typing import Annotated, Literal, TypeVar

from pydantic import Field

from fitcheck.content.strict import Day, Id, Language, Strict, Text, Uri, Version, brief

Side = Literal["psychodynamic", "cbt"]
Leaning = Literal["psychodynamic", "cbt", "neither"]
Direction = Literal["psychodynamic", "cbt", "another"]
Pull = Literal[
    "psychodynamic", "reaching-psychodynamic", "neither", "reaching-cbt", "cbt"
]
"""Where the fit lens points; *reaching* is no clear leaning with gaps to one side."""
Reading = Literal[
    "see-someone-first",
    "cannot-tell",
    "leans-psychodynamic",
    "leans-cbt",
    "pull-apart",
    "either",
]
EvidenceReading = Literal[
    "named-form-first",
    "cbt-ahead",
    "psychodynamic-ahead",
    "no-clear-difference",
    "not-given",
]
SIDES: tuple[Side, Side] = ("psychodynamic", "cbt")

MOST = 60
"""Entries of a list that others are multiplied by; our own longest has 20."""

T = TypeVar("T")
Short = Annotated[tuple[T, ...], Field(max_length=MOST)]
Some = Annotated[tuple[T, ...], Field(min_length=1, max_length=MOST)]
Choices = Annotated[tuple[T, ...], Field(min_length=2, max_length=MOST)]
Sources = Some[Id]
Paragraphs = Annotated[tuple[Text, ...], Field(min_length=1)]
Leanings = Short[Leaning]
PointCount = Annotated[int, Field(ge=0, le=99)]
Grade = Annotated[int, Field(ge=0, le=3)]
"""How much of the evidence speaks for a therapy."""


class RetiredOption(Strict):
    """An option of an earlier version, and the one that is taken for it now."""

    question: Id
    option: Id
    instead: Id | None = None


class Retired(Strict):
    """What earlier versions asked: taken as not provided where it still stands."""

    questions: tuple[Id, ...] = ()
    options: tuple[RetiredOption, ...] = ()


class Manifest(Strict):
    id: Id
    version: Version
    date: Day
    next_review: Day
    language: Language
    title: Text
    canonical: Uri | None = None
    """What the form is called in record systems; who changes the questions sets it."""
    sections: Some[Id]
    retired: Retired = Retired()


class Condition(Strict):
    """Holds when the answer to an earlier question is one of these."""

    question: Id
    any_of: Some[Id]


Conditions = Short[Condition]


class Points(Strict):
    """What an option adds to each column of the fit lens, and why."""

    psychodynamic: PointCount
    cbt: PointCount
    reason: Text
    sources: Sources

    @property
    def difference(self) -> int:
        """Psychodynamic minus CBT."""
        return self.psychodynamic - self.cbt


class Note(Strict):
    text: Text
    short: Annotated[str, brief(22)]
    next_step: Text | None = None
    sources: Sources


class Screen(Strict):
    title: Text
    text: Paragraphs
    short: Annotated[str, brief(20)]
    sources: Sources


class Option(Strict):
    id: Id
    label: Text
    about: Text | None = None
    paper: Text | None = None
    """What explains it on the paper form, where ``about`` speaks of the program."""
    exclusive: bool = False
    points: Points | None = None
    note: Note | None = None
    screen: Screen | None = None


class Other(Strict):
    """A way besides the two therapies, to be preferred to both."""

    id: Id
    label: Text
    about: Text | None = None
    headline: Text
    """How a report's first sentence begins, in small letters."""
    next_step: Text


class Standing(Strict):
    """What guidelines and studies say of one therapy for one concern (0 to 3)."""

    points: Grade
    reason: Text
    sources: Sources


class NamedForm(Strict):
    """A form of therapy to ask for by name, and the sides that it favours."""

    name: Text
    ask: Text
    """How it is said after "ask about"."""
    family: Text
    """A sentence on whose form it is."""
    favours: Short[Direction]
    about: Text
    sources: Sources


class Concern(Strict):
    """Something a person wants help with, and the evidence for each therapy."""

    id: Id
    label: Text
    about: Text
    exclusive: bool = False
    cbt: Standing
    psychodynamic: Standing
    first_choice: NamedForm | None = None
    note: Text
    short: Annotated[str, brief(28)]
    """What guidelines or studies say of both therapies, in one sentence."""
    next_step: Text | None = None
    """What could come next for whom it comes first."""


class Asked(Strict):
    id: Id
    name: Text
    text: Text
    why: Text
    show_if: Conditions = ()


class Poles(Asked):
    """Two opposed ways, both good, with a middle."""

    kind: Literal["poles"]
    psychodynamic: Text
    cbt: Text
    first: Side
    scale: Literal["two-pole", "preference"]
    others: Short[Other] = ()
    """Ways besides the two, beside a preference; each counts as its middle."""
    reason: Text
    sources: Sources


class Statement(Asked):
    kind: Literal["statement"]
    towards: Side
    reason: Text
    sources: Sources


class Single(Asked):
    kind: Literal["single"]
    options: Choices[Option]


class Many(Asked):
    """Any number of options; an exclusive one stands alone."""

    kind: Literal["many"]
    options: Choices[Option]


class Ranked(Asked):
    """A few concerns in order, the one that matters most first."""

    kind: Literal["ranked"]
    at_most: Annotated[int, Field(ge=1, le=9)]
    options: Some[Concern]


Question = Annotated[
    Poles | Statement | Single | Many | Ranked, Field(discriminator="kind")
]


class Section(Strict):
    id: Id
    title: Text
    intro: Text | None = None
    paper: Text | None = None
    """What opens it on the paper form, where the introduction would not fit."""
    cards: tuple[Id, ...] = ()
    questions: Some[Question]


class PoleStep(Strict):
    id: Id
    psychodynamic: PointCount
    cbt: PointCount


class StatementStep(Strict):
    id: Id
    towards: PointCount


class PoleScale(Strict):
    """The steps of a two-pole item, from psychodynamic to CBT."""

    id: Literal["two-pole", "preference"]
    reason: Text
    steps: Choices[PoleStep]


class StatementScale(Strict):
    """The steps of a statement, from none to most."""

    id: Literal["statement"]
    reason: Text
    steps: Choices[StatementStep]


class Scales(Strict):
    """How much each step of a scale is worth."""

    two_pole: Annotated[PoleScale, Field(alias="two-pole")]
    preference: PoleScale
    statement: StatementScale

    def of(self, question: Poles) -> PoleScale:
        return self.preference if question.scale == "preference" else self.two_pole


class Band(Strict):
    """A range of the difference, written by its lower bound (null: no bound)."""

    id: Id
    side: Leaning
    from_: Annotated[int | None, Field(alias="from")]
    name: Text


class Row(Strict):
    """One row of the decision table; the first that applies gives the reading."""

    reading: Reading
    gate: bool = False
    spans: bool = False
    fit: Short[Pull] = ()
    evidence: Leanings = ()
    text: Text


class Strength(Strict):
    points: Grade
    name: Text
    about: Text


class Advisory(Strict):
    """A word of advice, called for by a concern or by a rule in scoring.py."""

    id: Id
    title: Text
    text: Text
    short: Annotated[str, brief(22)]
    """Its gist in one sentence, which stands without the title."""
    sources: Sources
    concerns: tuple[Id, ...] = ()
    rule: (
        Literal["preference-differs", "same-answer-all-along", "also-ask-for-form"]
        | None
    ) = None
    unless_gates: tuple[Id, ...] = ()


class Rubric(Strict):
    scales: Scales
    bands: Annotated[tuple[Band, ...], Field(min_length=3, max_length=MOST)]
    strengths: Annotated[tuple[Strength, ...], Field(min_length=4, max_length=4)]
    table: Some[Row]
    advisories: Short[Advisory]
