"""What goes along with the questions: gates, help lines, therapies, sources, about.

These are the models of those files; they hold facts and words, and decide nothing.
"""

import re
from typing import Annotated, Literal

from pydantic import Field

from fitcheck.content.model import (
    Choices,
    Conditions,
    Paragraphs,
    Short,
    Side,
    Sources,
    T,
)
from fitcheck.content.strict import Address, CountryCode, Day, Id, Strict, Text, brief

Long = Annotated[tuple[T, ...], Field(max_length=500)]
"""A list that nothing is multiplied by; our own longest has 249."""

LineKind = Literal["emergency", "crisis", "young", "abuse", "drink", "eating"]


class Gate(Strict):
    """A safety answer that means: see someone first."""

    id: Id
    name: Text
    stops: bool
    private: bool = False
    """From here on nothing is written, and no copy keeps the safety answers."""
    clears: bool = False
    """A clinician who talked about it may clear it; then it counts no more."""
    when: Annotated[Conditions, Field(min_length=1)]
    title: Text
    saw: Text
    why: Text
    whom: Text
    how_soon: Text
    can_wait: Text
    hope: Text
    lines: tuple[LineKind, ...]
    sources: Sources


class Notice(Strict):
    title: Text
    text: Paragraphs


class Gates(Strict):
    """All gates, the most urgent first, and the words where none can be named."""

    gates: Short[Gate]
    withheld: Notice
    unanswered: Notice


class Emergency(Strict):
    number: Text
    source: Id
    seen: Day
    source_date: Text
    checked: Day | None


class Country(Strict):
    code: CountryCode
    name: Text
    emergency: Emergency


class HelpLine(Strict):
    """A help line, as it was seen on a page of its provider or of a public body.

    ``seen`` is the day of looking, ``source_date`` the date of the page, and
    ``checked`` the day on which a person verified it with the provider, if ever.
    """

    country: CountryCode
    for_: Annotated[
        Literal["crisis", "young", "abuse", "drink", "eating"], Field(alias="for")
    ]
    name: Text
    how: Text
    hours: Text | None
    cost: Text | None
    source: Id
    seen: Day
    source_date: Text
    checked: Day | None


class GeneralHelp(Strict):
    """What can be said where no line is known."""

    emergency: Text
    crisis: Text
    young: Text
    abuse: Text
    sources: Sources


class HelpLines(Strict):
    countries: Long[Country]
    lines: Long[HelpLine]
    general: GeneralHelp


class Source(Strict):
    key: Id
    title: Text
    authors: Text | None
    year: Annotated[int, Field(ge=1800, le=2100)] | None
    where: Text | None = None
    address: Address | None
    kind: Literal["guideline", "review", "trial", "study", "service", "page", "ours"]
    summarised_by: Text | None = None
    shows: Text

    @property
    def short(self) -> str:
        """What it is called in running text: the first author, else its title."""
        if self.kind == "ours":
            return f"{self.title[:1].lower()}{self.title[1:]}"
        if self.authors is None:
            return f"{self.title}, {self.year}" if self.year else self.title
        name = self.authors
        if self.kind not in {"page", "service"}:
            name = re.sub(r" [A-Z]{1,3}$", "", name.partition(",")[0])
        return f"{name} {self.year}" if self.year else name

    def apart(self, place: int) -> str:
        """Tell it from others of the same short name, of which it stands at a place."""
        if self.year is None:
            return f"{self.short}, {self.title}"
        return f"{self.short}{chr(ord('a') + place)}"


class SourceList(Strict):
    sources: Long[Source]


Cell = Annotated[str, brief(14)]


class Cells(Strict):
    """One therapy's row in a table of all of them."""

    how: Cell
    long: Cell
    good: Cell
    hard: Cell


class Therapy(Strict):
    id: Id
    name: Text
    what: Text
    session: Text
    everyday: Text
    how_long: Text
    asks: Text
    upsides: Annotated[tuple[Text, ...], Field(min_length=3)]
    downsides: Annotated[tuple[Text, ...], Field(min_length=3)]
    outcome: Text
    who: Text
    short: Cells
    sources: Sources


class Figures(Strict):
    """A small table of figures; the first column names the row."""

    head: Choices[Text]
    rows: Short[tuple[Text, ...]]


class Item(Strict):
    """A named part of a topic, of one therapy or of both."""

    name: Text
    therapy: Side | None = None
    text: Text
    table: Figures | None = None
    sources: Sources


class Topic(Strict):
    """Something to read about the therapies."""

    id: Id
    title: Text
    text: tuple[Text, ...] = ()
    items: Long[Item] = ()
    sources: Sources


class Therapies(Strict):
    therapies: Annotated[tuple[Therapy, ...], Field(min_length=2)]
    topics: Long[Topic]


class TherapistQuestion(Strict):
    id: Id
    text: Text
    cbt_text: Text | None = None
    from_source: bool = False
    because: Text | None = None
    ask_when: Conditions = ()
    good_reply: Text
    sources: Sources


class TherapistQuestions(Strict):
    """All of them, in the order in which they are offered."""

    questions: Long[TherapistQuestion]


Gist = Annotated[str, brief(40)]


class Register(Strict):
    country: CountryCode
    text: Paragraphs
    short: Gist
    sources: Sources


class GeneralRegister(Strict):
    text: Paragraphs
    short: Gist
    sources: Sources


class Registers(Strict):
    registers: Long[Register]
    general: GeneralRegister


class About(Strict):
    """Who made this, how, and what it is not."""

    what: Paragraphs
    limits: Paragraphs
    authors: Text
    funding: Text
    update_policy: Text
    evidence_method: Paragraphs
    asked: Paragraphs
    reading_level: Text
    privacy: Paragraphs
    licence: Text


State = Literal["met", "partly", "not-met", "not-applicable"]


class Criterion(Strict):
    """One row of the list, in our own words."""

    id: Id
    """As in the list: q1, c1, and a plain number for quality."""
    criterion: Text
    state: State
    where: Text | None = None
    """A command, or a heading of the report, where a reader can see for themselves."""
    note: Text | None = None
    """What is missing, or why it is counted as it is."""


class Group(Strict):
    id: Id
    level: Literal["qualifying", "certifying", "quality"]
    title: Text
    criteria: tuple[Criterion, ...]


class Basis(Strict):
    """Who judged, who has not, and how much of the list was read."""

    text: Paragraphs
    sources: Sources


class Standards(Strict):
    """``ipdas.yaml``: the authors' own judgement against a list of standards."""

    basis: Basis
    groups: tuple[Group, ...]


class CountryName(Strict):
    code: CountryCode
    name: Text
    also: tuple[Text, ...] = ()
    """Other names it goes by."""


class Countries(Strict):
    """Every country a person may name (ISO 3166-1)."""

    countries: Long[CountryName]


class Library(Strict):
    """Everything in the content that is neither question, rubric nor interface."""

    gates: Gates
    help_lines: HelpLines
    sources: SourceList
    therapies: Therapies
    therapist_questions: TherapistQuestions
    registers: Registers
    about: About
    ipdas: Standards
    countries: Countries
