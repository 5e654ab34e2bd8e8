"""The rubric as sums and tables that other engines can add up: FHIR, REDCap and SQL.

They only print what is described here, from the questionnaire; it adds up no sheet.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, NamedTuple

from fitcheck.answers.sheet import Answers
from fitcheck.content.library import Gate
from fitcheck.content.model import Condition, Leaning
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import ContentError
from fitcheck.rubric import groups, path, scoring

NUMBERS = ("psychodynamic", "cbt", "difference", "lowest", "highest")
GATED, SPANS = "gated", "spans"
"""Where the fit points in the rows for a gate, and for an interval over both sides."""
BEYOND = 1_000
"""Further than any difference can be."""


class Alike(NamedTuple):
    """Questions that are always asked, and carry the same points."""

    questions: tuple[str, ...]
    points: dict[str, tuple[int, int]]
    """What each option that carries any adds to both columns."""
    low: int
    high: int
    """What the difference of one of them can be, at least and at most."""


class Fork(NamedTuple):
    """A question whose answer decides how a linked group goes on."""

    question: str
    ways: tuple[tuple[tuple[str, ...], Tree], ...]
    otherwise: Tree
    """For every other answer, and for none."""


Ends = tuple[int, int, int, int]
"""Points to both columns, and how far gaps can still move their difference."""
Tree = Fork | Ends | int
Edge = tuple[str, str, int]
"""Which end of the interval lies beyond which difference: lowest, >=, 5."""


@dataclass(frozen=True)
class Sums:
    """All that other engines need to come to the results of the rubric."""

    questionnaire: Questionnaire

    @cached_property
    def alike(self) -> list[Alike]:
        found: dict[tuple[tuple[str, int, int], ...], list[groups.Group]] = {}
        for group in groups.groups(self.questionnaire):
            if not group[1:]:
                given = self.questionnaire.choices[group[0].id]
                both = ((c.id, c.points) for c in given if c.points)
                points = ((one, p.psychodynamic, p.cbt) for one, p in both)
                found.setdefault(tuple(points), []).append(group)
        return [
            Alike(
                tuple(one.id for (one,) in some),
                {one: (a, b) for one, a, b in points if a or b},
                *groups.interval(self.questionnaire, some[0], {}),
            )
            for points, some in found.items()
        ]

    @cached_property
    def linked(self) -> list[Tree]:
        """The linked groups, question within question."""
        every = groups.groups(self.questionnaire)
        return [grown(self.questionnaire, group, {}) for group in every if group[1:]]

    @property
    def gates(self) -> tuple[Gate, ...]:
        return self.questionnaire.library.gates.gates

    def ways(self, gate: Gate) -> list[tuple[Condition, ...]]:
        """Return the ways to open a gate; all conditions of one have to hold."""
        return [(one, *self.asks(one.question)) for one in gate.when]

    @property
    def concern(self) -> str | None:
        """The question whose first answer is looked up in the evidence."""
        return self.questionnaire.concern_question

    def asks(self, key: str | None) -> tuple[Condition, ...]:
        """Return all conditions that have to hold for a question to be asked."""
        own = self.questionnaire.questions[key].show_if if key else ()
        return tuple(one for c in own for one in (c, *self.asks(c.question)))

    def concerns(self, part: str) -> dict[str, list[str]]:
        """Return what the evidence says, and of which concerns it does."""
        told: dict[str, list[str]] = {}
        for key, one in self.questionnaire.concerns.items():
            found = scoring.standing(one)
            value = {
                "reading": found.reading,
                "side": scoring.leaning(found.favours),
                "favours": ";".join(found.favours),
            }[part]
            told.setdefault(value, []).append(key)
        return told

    @cached_property
    def bands(self) -> dict[str, Edge]:
        """The bands on both sides, the furthest first; what has to hold for each."""
        bands = self.questionnaire.rubric.bands
        upper = (one for one in bands[::-1] if one.side == "psychodynamic")
        lower = ((one, after) for one, after in pairwise(bands) if one.side == "cbt")
        found: dict[str, Edge] = {b.id: ("lowest", ">=", b.from_ or 0) for b in upper}
        return found | {b.id: ("highest", "<", after.from_ or 0) for b, after in lower}

    @property
    def middle(self) -> str:
        bands = self.questionnaire.rubric.bands
        return next(band.id for band in bands if band.side == "neither")

    @property
    def edges(self) -> dict[str, Edge]:
        """Where wishes point and, further down, could point once there are no gaps."""
        nearest = {sign: at for _, sign, at in self.bands.values()}
        above, below = nearest.get(">=", BEYOND), nearest.get("<", -BEYOND)
        return {
            "psychodynamic": ("lowest", ">=", above),
            "cbt": ("highest", "<", below),
            "reaching-psychodynamic": ("highest", ">=", above),
            "reaching-cbt": ("lowest", "<", below),
        }

    @property
    def rows(self) -> list[tuple[tuple[str, ...], tuple[Leaning, ...], str]]:
        """The table of readings: where the fit points, the evidence, the reading."""
        return [
            (
                (GATED,) if row.gate else (SPANS,) if row.spans else row.fit,
                row.evidence,
                row.reading,
            )
            for row in self.questionnaire.rubric.table
        ]


def grown(questionnaire: Questionnaire, group: groups.Group, answers: Answers) -> Tree:
    """Grow the tree of a linked group from what is answered in it so far.

    A question is left out where no answer to it makes a difference.
    """
    looked_at = {c.question for one in group for c in one.show_if}
    given = {key: one for key, one in answers.items() if one}
    for at, question in enumerate(group):
        key = question.id
        if key in answers or key not in {*looked_at, *questionnaire.scored}:
            continue
        if question not in path.along(group[: at + 1], given):
            continue
        nothing = grown(questionnaire, group, {**answers, key: ()})
        ways = [
            ((one.id,), grown(questionnaire, group, {**answers, key: (one.id,)}))
            for one in questionnaire.choices[key]
        ]
        return forked(key, ways, nothing)
    points = scoring.earned(questionnaire, given).values()
    psychodynamic = sum(one.psychodynamic for one in points)
    cbt = sum(one.cbt for one in points)
    low, high = groups.interval(questionnaire, group, given)
    added = psychodynamic - cbt
    return psychodynamic, cbt, low - added, high - added


def forked(
    question: str, ways: Iterable[tuple[tuple[str, ...], Tree]], otherwise: Tree
) -> Tree:
    """Return a fork; only one tree where all of its ways lead to the same."""
    folded: dict[Tree, tuple[str, ...]] = {}
    for ids, tree in ways:
        if tree != otherwise:
            folded[tree] = (*folded.get(tree, ()), *ids)
    if not folded:
        return otherwise
    return Fork(question, tuple((ids, tree) for tree, ids in folded.items()), otherwise)


def within(tree: Tree) -> Iterator[Tree]:
    """Yield a tree and all that hangs on it."""
    yield tree
    if isinstance(tree, Fork):
        for below in (*(below for _, below in tree.ways), tree.otherwise):
            yield from within(below)


def part(tree: Tree, pick: Callable[[Ends], int]) -> Tree:
    """Return the tree of one number of its ends, equal branches folded."""
    if isinstance(tree, Fork):
        ways = ((ids, part(below, pick)) for ids, below in tree.ways)
        return forked(tree.question, ways, part(tree.otherwise, pick))
    return tree if isinstance(tree, int) else pick(tree)


class Equations(Sums, ABC):
    """What languages of equations say alike; each has its own words for a choice."""

    condition: ClassVar[str]
    ends: ClassVar[dict[str, str]]
    """How both ends of the interval are written."""

    @abstractmethod
    def chose(self, key: str, one: str) -> str:
        """Say that an option of a question is chosen."""

    def among(self, key: str, ids: Sequence[str]) -> str:
        """Say that the answer of a linked group is one of these."""
        return " or ".join(self.chose(key, one) for one in ids)

    def first(self, ids: Sequence[str]) -> str:
        """Say that one of these concerns stands first."""
        same = Condition(question=self.concern or "", any_of=tuple(ids))
        return self.hold(same, *self.asks(self.concern))

    def number(self, value: int) -> str:
        return str(value)

    def chain(self, ways: Sequence[tuple[str, str]], otherwise: str) -> str:
        """Write the first value whose condition holds."""
        for condition, value in reversed(ways):
            otherwise = f"{self.condition}({condition}, {value}, {otherwise})"
        return otherwise

    def nested(self, pick: Callable[[Ends], int]) -> list[str]:
        """Write what each linked group brings, question within question."""
        return [self.written(part(tree, pick)) for tree in self.linked]

    def written(self, tree: Tree) -> str:
        if isinstance(tree, Fork):
            key = tree.question
            ways = [(self.among(key, ids), self.written(t)) for ids, t in tree.ways]
            return self.chain(ways, self.written(tree.otherwise))
        assert isinstance(tree, int)
        return self.number(tree)

    def hold(self, *conditions: Condition) -> str:
        return " and ".join(
            f"({' or '.join(self.chose(c.question, one) for one in c.any_of)})"
            for c in conditions
        )

    def opened(self, gate: Gate) -> str:
        """Say that a gate is open, whether or not it was cleared."""
        return " or ".join(self.hold(*way) for way in self.ways(gate))

    def beyond(self, edge: Edge) -> str:
        end, sign, at = edge
        return f"{self.ends[end]} {sign} {at}"

    @property
    def band(self) -> str:
        ways = [(self.beyond(edge), f"'{one}'") for one, edge in self.bands.items()]
        return self.chain(ways, f"'{self.middle}'")

    def evidence(self, part: str, otherwise: str) -> str:
        """Write what the evidence says of the concern in the first place."""
        told = self.concerns(part).items()
        ways = [(self.first(ids), f"'{value}'") for value, ids in told]
        return self.chain(ways, f"'{otherwise}'")

    @property
    def pulls(self) -> dict[str, str]:
        return {one: self.beyond(edge) for one, edge in self.edges.items()}

    @property
    def spans(self) -> str:
        pulls = self.pulls
        return f"{pulls['reaching-cbt']} and {pulls['reaching-psychodynamic']}"


def refused(questionnaire: Questionnaire, key: str, what: str) -> ContentError:
    """Make the error for a question that another system has no words for."""
    place = f"{questionnaire.section_of[key].id}/{key}"
    return ContentError([replace(questionnaire.places[place], what=what)])
