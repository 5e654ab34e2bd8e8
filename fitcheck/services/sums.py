"""The rubric as sums and tables that other engines can add up: FHIR, REDCap and SQL.

They only print what is described here, from the questionnaire; it adds up no sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from fitcheck.answers.sheet import Answers
from fitcheck.content.model import Condition, EvidenceReading, Leaning
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import ContentError
from fitcheck.rubric import groups, path, scoring

Ends = tuple[int, int, int, int]
"""Points to both columns, and how far gaps can still move their difference."""


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
    linked: tuple[Fork, ...]
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


BEYOND = 1_000
"""Further than any difference can be."""
GATED, SPANS = "gated", "spans"
"""Where the fit points in the rows for a gate, and for an interval over both sides."""


@lru_cache(maxsize=8)
def sums(questionnaire: Questionnaire) -> Sums:
    """Describe the rubric of a questionnaire."""
    alike: dict[tuple[tuple[str, int, int], ...], list[str]] = {}
    linked, ends = [], {}
    for group in groups.groups(questionnaire):
        if group[1:]:
            tree = grown(questionnaire, group, {})
            assert isinstance(tree, Fork)
            linked.append(tree)
            continue
        choices = questionnaire.choices[group[0].id]
        points = tuple(
            (c.id, c.points.psychodynamic, c.points.cbt) for c in choices if c.points
        )
        differences = [c.difference for c in choices]
        alike.setdefault(points, []).append(group[0].id)
        ends[points] = min(differences), max(differences)
    bands = questionnaire.rubric.bands
    after = pairwise(bands)
    concern = questionnaire.concern_question
    return Sums(
        tuple(
            Alike(tuple(keys), tuple(p for p in points if any(p[1:])), *ends[points])
            for points, keys in alike.items()
        ),
        tuple(linked),
        tuple(
            Gate(
                gate.id,
                gate.clears,
                tuple((w, *asked(questionnaire, w.question)) for w in gate.when),
            )
            for gate in questionnaire.library.gates.gates
        ),
        concern,
        asked(questionnaire, concern) if concern else (),
        tuple(
            Concern(key, of.reading, scoring.leaning(of.favours), of.favours)
            for key, of in (
                (key, scoring.standing(c)) for key, c in questionnaire.concerns.items()
            )
        ),
        tuple(
            (band.from_ or 0, band.id)
            for band in bands[::-1]
            if band.side == "psychodynamic"
        ),
        tuple((next_.from_ or 0, one.id) for one, next_ in after if one.side == "cbt"),
        next(band.id for band in bands if band.side == "neither"),
        tuple(
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
    for at, question in enumerate(group):
        key = question.id
        counts = key in looked_at or key in questionnaire.scored
        if key in answers or not counts:
            continue
        if question not in path.along(group[: at + 1], known(answers)):
            continue
        nothing = grown(questionnaire, group, {**answers, key: ()})
        ways: dict[Tree, list[str]] = {}
        for choice in questionnaire.choices[key]:
            below = grown(questionnaire, group, {**answers, key: (choice.id,)})
            ways.setdefault(below, []).append(choice.id)
        return forked(key, ((tuple(ids), tree) for tree, ids in ways.items()), nothing)
    given = known(answers)
    points = scoring.earned(questionnaire, given).values()
    psychodynamic = sum(one.psychodynamic for one in points)
    cbt = sum(one.cbt for one in points)
    low, high = groups.interval(questionnaire, group, given)
    added = psychodynamic - cbt
    return psychodynamic, cbt, low - added, high - added


def known(answers: Answers) -> Answers:
    """Leave out what is looked at and not answered."""
    return {key: given for key, given in answers.items() if given}


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


def refused(questionnaire: Questionnaire, key: str, what: str) -> ContentError:
    """Make the error for a question that another system has no words for."""
    place = f"{questionnaire.section_of[key].id}/{key}"
    return ContentError([replace(questionnaire.places[place], what=what)])
