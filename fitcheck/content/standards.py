"""What ``ipdas.yaml`` holds: the authors' own judgement against a list of standards.

These are its models; what the rows add up to is counted where it is told.
"""

from typing import Literal

from fitcheck.content.model import Paragraphs, Sources
from fitcheck.content.strict import Id, Strict, Text

Level = Literal["qualifying", "certifying", "quality"]
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
    """Some rows about one thing."""

    id: Id
    level: Level
    title: Text
    criteria: tuple[Criterion, ...]


class Basis(Strict):
    """Who judged, who has not, and how much of the list was read."""

    text: Paragraphs
    sources: Sources


class Standards(Strict):
    """A self-assessment, whole."""

    basis: Basis
    groups: tuple[Group, ...]
