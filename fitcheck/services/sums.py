"""The rubric as sums and tables that other engines can add up: FHIR, REDCap and SQL.

They only print what is described here, from the questionnaire; it adds up no sheet.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import ClassVar, NamedTuple

from fitcheck.answers.sheet import Answers
from fitcheck.content.model import Condition, EvidenceReading, Leaning
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
    points: tuple[tuple[str, int, int], ...]
    """Each option that carries any: its id, psychodynamic, CBT."""
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


class Gate(NamedTuple):
    """A gate: it opens if all the conditions of one of its ways hold."""

    id: str
    clears: bool
    ways: tuple[tuple[Condition, ...], ...]


class Concern(NamedTuple):
    """What the evidence says where this concern stands first."""

    id: str
    reading: EvidenceReading
    side: Leaning
    favours: tuple[str, ...]


class Sums(NamedTuple):
    """All that other engines need to come to the results of the rubric."""

    alike: tuple[Alike, ...]
    linked: tuple[Tree, ...]
    gates: tuple[Gate, ...]
    first: str | None
    """The question whose first answer is looked up in the evidence."""
    asked: tuple[Condition, ...]
    """What has to hold for that question to be asked."""
    concerns: tuple[Concern, ...]
    upper: tuple[tuple[int, str], ...]
    """The psychodynamic bands, the furthest first: reached by the lowest from here."""
    lower: tuple[tuple[int, str], ...]
    """The CBT bands, the furthest first: reached by the highest below this."""
    middle: str
    rows: tuple[tuple[tuple[str, ...], tuple[Leaning, ...], str], ...]
    """The table of readings: where the fit points, the evidence, the reading."""

    @property
    def edges(self) -> tuple[int, int]:
        """Where the CBT bands end, and where the psychodynamic ones begin."""
        return (
            self.lower[-1][0] if self.lower else -BEYOND,
            self.upper[-1][0] if self.upper else BEYOND,
        )


@lru_cache(maxsize=8)
def sums(questionnaire: Questionnaire) -> Sums:
    alike: dict[tuple[tuple[str, int, int], ...], list[groups.Group]] = {}
    linked = []
    for group in groups.groups(questionnaire):
        if group[1:]:
            linked.append(grown(questionnaire, group, {}))
            continue
        given = questionnaire.choices[group[0].id]
        points = (
            (c.id, c.points.psychodynamic, c.points.cbt) for c in given if c.points
        )
        alike.setdefault(tuple(points), []).append(group)
    bands, concern = questionnaire.rubric.bands, questionnaire.concern_question
    evidence = ((key, scoring.standing(c)) for key, c in questionnaire.concerns.items())
    return Sums(
        alike=tuple(
            Alike(
                tuple(one.id for (one,) in some),
                tuple(p for p in points if any(p[1:])),
                *groups.interval(questionnaire, some[0], {}),
            )
            for points, some in alike.items()
        ),
        linked=tuple(linked),
        gates=tuple(
            Gate(
                gate.id,
                gate.clears,
                tuple((w, *asked(questionnaire, w.question)) for w in gate.when),
            )
            for gate in questionnaire.library.gates.gates
        ),
        first=concern,
        asked=asked(questionnaire, concern) if concern else (),
        concerns=tuple(
            Concern(key, of.reading, scoring.leaning(of.favours), of.favours)
            for key, of in evidence
        ),
        upper=tuple(
            (b.from_ or 0, b.id) for b in bands[::-1] if b.side == "psychodynamic"
        ),
        lower=tuple(
            (after.from_ or 0, b.id) for b, after in pairwise(bands) if b.side == "cbt"
        ),
        middle=next(band.id for band in bands if band.side == "neither"),
        rows=tuple(
            (
                (GATED,) if row.gate else (SPANS,) if row.spans else row.fit,
                row.evidence,
                row.reading,
            )
            for row in questionnaire.rubric.table
        ),
    )


def asked(questionnaire: Questionnaire, key: str) -> tuple[Condition, ...]:
    """Return all conditions that have to hold for a question to be asked."""
    own = questionnaire.questions[key].show_if
    return tuple(one for c in own for one in (c, *asked(questionnaire, c.question)))


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


def part(tree: Tree, number: int) -> Tree:
    """Return the tree of one of the four numbers, equal branches folded."""
    if isinstance(tree, Fork):
        ways = ((ids, part(below, number)) for ids, below in tree.ways)
        return forked(tree.question, ways, part(tree.otherwise, number))
    return tree if isinstance(tree, int) else tree[number]


@dataclass(frozen=True)
class Equations(ABC):
    """What languages of equations say alike; each has its own words for a choice."""

    questionnaire: Questionnaire
    condition: ClassVar[str]
    lowest: ClassVar[str]
    highest: ClassVar[str]

    @property
    def sums(self) -> Sums:
        return sums(self.questionnaire)

    @abstractmethod
    def chose(self, key: str, one: str) -> str:
        """Say that an option of a question is chosen."""

    def among(self, key: str, ids: Sequence[str]) -> str:
        """Say that the answer of a linked group is one of these."""
        return " or ".join(self.chose(key, one) for one in ids)

    def first(self, ids: Sequence[str]) -> str:
        """Say that one of these concerns stands first."""
        same = Condition(question=self.sums.first or "", any_of=tuple(ids))
        return self.hold(same, *self.sums.asked)

    def number(self, value: int) -> str:
        return str(value)

    def chain(self, ways: Sequence[tuple[str, str]], otherwise: str) -> str:
        """Write the first value whose condition holds."""
        for condition, value in reversed(ways):
            otherwise = f"{self.condition}({condition}, {value}, {otherwise})"
        return otherwise

    def nested(self, tree: Tree) -> str:
        """Write what a linked group brings, question within question."""
        if isinstance(tree, Fork):
            key = tree.question
            ways = [(self.among(key, ids), self.nested(t)) for ids, t in tree.ways]
            return self.chain(ways, self.nested(tree.otherwise))
        assert isinstance(tree, int)
        return self.number(tree)

    def hold(self, *conditions: Condition) -> str:
        return " and ".join(
            f"({' or '.join(self.chose(c.question, one) for one in c.any_of)})"
            for c in conditions
        )

    def opened(self, gate: Gate) -> str:
        """Say that a gate is open, whether or not it was cleared."""
        return " or ".join(self.hold(*way) for way in gate.ways)

    @property
    def band(self) -> str:
        found = self.sums
        ways = [(f"{self.lowest} >= {at}", f"'{one}'") for at, one in found.upper]
        ways += [(f"{self.highest} < {at}", f"'{one}'") for at, one in found.lower]
        return self.chain(ways, f"'{found.middle}'")

    def evidence(self, part: str, otherwise: str) -> str:
        """Write what the evidence says of the concern in the first place."""
        told: dict[str, list[str]] = {}
        for one in self.sums.concerns:
            told.setdefault(getattr(one, part), []).append(one.id)
        ways = [(self.first(ids), f"'{value}'") for value, ids in told.items()]
        return self.chain(ways, f"'{otherwise}'")

    @cached_property
    def pulls(self) -> dict[str, str]:
        """Where wishes point, and could point, with what has to hold for it."""
        below, above = self.sums.edges
        return {
            "psychodynamic": f"{self.lowest} >= {above}",
            "cbt": f"{self.highest} < {below}",
            "reaching-psychodynamic": f"{self.highest} >= {above}",
            "reaching-cbt": f"{self.lowest} < {below}",
        }

    @property
    def spans(self) -> str:
        pulls = self.pulls
        return f"{pulls['reaching-cbt']} and {pulls['reaching-psychodynamic']}"


def refused(questionnaire: Questionnaire, key: str, what: str) -> ContentError:
    """Make the error for a question that another system has no words for."""
    place = f"{questionnaire.section_of[key].id}/{key}"
    return ContentError([replace(questionnaire.places[place], what=what)])
