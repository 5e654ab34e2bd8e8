"""The exact counting behind the constitution: every complete sheet, none sampled.

It finds numbers and witnesses; what is right or wrong about them the articles say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from fitcheck.answers.sheet import Answers
from fitcheck.content.model import Statement
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.rubric import groups, scoring
from fitcheck.rubric.groups import Group, Leaf


@dataclass(frozen=True)
class Part:
    """A group, cut down to what the fit lens rests on, and every way through it."""

    group: Group
    leaves: tuple[Leaf, ...]

    @cached_property
    def spread(self) -> Counter[int]:
        return Counter(map(groups.difference, self.leaves))


@dataclass(frozen=True)
class Proof:
    """What all complete sheets of a questionnaire add up to."""

    questionnaire: Questionnaire
    parts: tuple[Part, ...]
    spread: Counter[int]
    """How many sheets give each difference."""

    @property
    def total(self) -> int:
        return self.spread.total()

    @cached_property
    def bands(self) -> dict[str, int]:
        counts = {band.id: 0 for band in self.questionnaire.rubric.bands}
        for difference, count in self.spread.items():
            counts[scoring.band(self.questionnaire, difference).id] += count
        return counts

    @cached_property
    def readings(self) -> Counter[str]:
        """How many pairs of a sheet and a first concern give each reading."""
        found: Counter[str] = Counter()
        standings = map(scoring.standing, self.questionnaire.concerns.values())
        sides = Counter(scoring.leaning(one.favours) for one in standings)
        for band in self.questionnaire.rubric.bands:
            for side, concerns in sides.items():
                row = scoring.decide(self.questionnaire, fit=band.side, evidence=side)
                reading = scoring.table(self.questionnaire, row).reading
                found[reading] += self.bands[band.id] * concerns
        return found


def prove(questionnaire: Questionnaire) -> Proof:
    """Count every complete sheet, in independent parts of the fit lens.

    A question that carries no points and opens none that does is left out: it would
    count a sheet once for each of its options.
    """
    scored = questionnaire.scored
    needed = set(scored).union(*(rests_on(questionnaire, key) for key in scored))
    parts, spread = [], Counter({0: 1})
    for whole in groups.groups(questionnaire):
        group = tuple(question for question in whole if question.id in needed)
        part = Part(group, tuple(groups.leaves(questionnaire, group)))
        parts.append(part)
        both: Counter[int] = Counter()
        for there, ways in spread.items():
            for here, more in part.spread.items():
                both[there + here] += ways * more
        spread = both
    return Proof(questionnaire, tuple(parts), spread)


def columns(leaf: Leaf) -> tuple[int, int]:
    """Add up both columns along one way through a group."""
    points = [choice.points for choice in leaf.values() if choice.points]
    return sum(p.psychodynamic for p in points), sum(p.cbt for p in points)


def rests_on(questionnaire: Questionnaire, key: str) -> set[str]:
    """Return every question that the conditions of this one rest on."""
    found: set[str] = set()
    for condition in questionnaire.questions[key].show_if:
        found |= {condition.question, *rests_on(questionnaire, condition.question)}
    return found


def moves(questionnaire: Questionnaire, part: Part) -> dict[str, set[tuple[int, int]]]:
    """Return, question by question, what one changed answer makes of a difference.

    It keeps every answer that is still asked for, and comes with whatever it opens.
    """
    found: dict[str, set[tuple[int, int]]] = {q.id: set() for q in part.group}
    for leaf in part.leaves:
        was = groups.difference(leaf)
        for key, chosen in leaf.items():
            for choice in questionnaire.choices[key]:
                if choice.id != chosen.id:
                    answers = {**answered(leaf), key: (choice.id,)}
                    ways = groups.leaves(questionnaire, part.group, answers)
                    found[key].update((was, groups.difference(way)) for way in ways)
    return found


def answered(leaf: Leaf) -> Answers:
    return {key: (choice.id,) for key, choice in leaf.items()}


def ends(
    parts: Iterable[Part], picked: Mapping[str, set[str]] | None = None
) -> tuple[Leaf, Leaf]:
    """Return the sheets of least and greatest difference among those picked."""
    low: Leaf = {}
    high: Leaf = {}
    for part in parts:
        leaves = [
            leaf
            for leaf in part.leaves
            if picked is None or all(c.id in picked[key] for key, c in leaf.items())
        ]
        leaves.sort(key=groups.difference)
        low |= leaves[0]
        high |= leaves[-1]
    return low, high


def straight_lines(questionnaire: Questionnaire) -> dict[str, dict[str, set[str]]]:
    """Return, for each way to answer at one place throughout, what it picks where.

    Where only the wishes are answered so, a question that opens others stays closed.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for key, question in questionnaire.questions.items():
        shown = [choice.id for choice in questionnaire.steps(question)]
        middle = set(shown[(len(shown) - 1) // 2 : len(shown) // 2 + 1])
        opening = {
            option
            for other in questionnaire.questions.values()
            for condition in other.show_if
            if condition.question == key
            for option in condition.any_of
        }
        closed = {one.id for one in questionnaire.choices[key]} - opening
        none = most = (closed if opening else set()) or middle
        if isinstance(question, Statement):
            none, most = {shown[0]}, {shown[-1]}
        picks = {
            "always the first option": {shown[0]},
            "always the last option": {shown[-1]},
            "always the middle option": middle,
            "every wish in full, all else in the middle": most,
            "no wish at all, all else in the middle": none,
        }
        for name, pick in picks.items():
            found.setdefault(name, {})[key] = pick
    return found
