"""The exact counting behind the constitution: every complete sheet, none sampled.

It finds numbers and witnesses; what is right or wrong about them is the articles' word.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from fitcheck.model import Statement
from fitcheck.rubric import groups, scoring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fitcheck.answers.sheet import Answers
    from fitcheck.model import Question
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.rubric.groups import Group, Leaf

    Pick = Callable[[Question], set[str]]


@dataclass(frozen=True)
class Part:
    """A group, cut down to what the fit lens rests on, and every way through it."""

    group: Group
    leaves: tuple[Leaf, ...]

    @cached_property
    def spread(self) -> Counter[int]:
        """How many ways give each difference."""
        return Counter(groups.difference(leaf) for leaf in self.leaves)

    @cached_property
    def profile(self) -> Counter[tuple[int, int]]:
        """How many ways give each pair of columns."""
        return Counter(columns(leaf) for leaf in self.leaves)


@dataclass(frozen=True)
class Proof:
    """What all complete sheets of a questionnaire add up to."""

    questionnaire: Questionnaire
    parts: tuple[Part, ...]
    spread: Counter[int]
    """How many sheets give each difference."""

    @property
    def total(self) -> int:
        """The number of complete sheets."""
        return self.spread.total()

    @cached_property
    def bands(self) -> dict[str, int]:
        """How many sheets land in each band."""
        counts = {band.id: 0 for band in self.questionnaire.rubric.bands}
        for difference, count in self.spread.items():
            counts[scoring.band(self.questionnaire, difference).id] += count
        return counts

    @cached_property
    def readings(self) -> Counter[str]:
        """How many pairs of a sheet and a first concern give each reading."""
        found: Counter[str] = Counter()
        sides = Counter(
            scoring.leaning(scoring.standing(concern).favours)
            for concern in self.questionnaire.concerns.values()
        )
        for band in self.questionnaire.rubric.bands:
            for side, concerns in sides.items():
                row = scoring.decide(self.questionnaire, fit=band.side, evidence=side)
                reading = scoring.table(self.questionnaire, row).reading
                found[reading] += self.bands[band.id] * concerns
        return found


def prove(questionnaire: Questionnaire) -> Proof:
    """Count everything."""
    found = parts(questionnaire)
    spread = Counter({0: 1})
    for part in found:
        spread = convolved(spread, part.spread)
    return Proof(questionnaire, found, spread)


def columns(leaf: Leaf) -> tuple[int, int]:
    """Add up both columns along one way through a group."""
    points = [choice.points for choice in leaf.values() if choice.points]
    return sum(p.psychodynamic for p in points), sum(p.cbt for p in points)


def chain(questionnaire: Questionnaire, key: str) -> set[str]:
    """Return every question that the conditions of this one rest on."""
    found: set[str] = set()
    for condition in questionnaire.questions[key].show_if:
        found |= {condition.question, *chain(questionnaire, condition.question)}
    return found


def parts(questionnaire: Questionnaire) -> tuple[Part, ...]:
    """Return the independent parts of the fit lens.

    A question that carries no points and opens none that does is left out: it would
    count a sheet once for each of its options.
    """
    needed = set(questionnaire.scored)
    needed.update(*(chain(questionnaire, key) for key in questionnaire.scored))
    found = (
        tuple(question for question in group if question.id in needed)
        for group in groups.groups(questionnaire)
    )
    return tuple(Part(g, tuple(groups.leaves(questionnaire, g))) for g in found)


def convolved(one: Counter[int], other: Counter[int]) -> Counter[int]:
    """Put two independent counts together."""
    found: Counter[int] = Counter()
    for left, ways in one.items():
        for right, more in other.items():
            found[left + right] += ways * more
    return found


def others(found: Sequence[Part]) -> list[set[int]]:
    """Return, for each part, every difference that all the other parts can give."""

    def grown(reached: set[int], part: Part) -> set[int]:
        return {there + here for there in reached for here in part.spread}

    before = accumulate(found, grown, initial={0})
    after = list(accumulate(found[::-1], grown, initial={0}))[::-1][1:]
    return [
        {low + high for low in left for high in right}
        for left, right in zip(before, after, strict=False)
    ]


def moves(questionnaire: Questionnaire, part: Part) -> dict[str, set[tuple[int, int]]]:
    """Return, question by question, what one changed answer makes of a difference.

    A changed driver keeps every answer that is still asked for, and comes with
    whatever it opens.
    """
    drivers = {c.question for question in part.group for c in question.show_if}
    found: dict[str, set[tuple[int, int]]] = {q.id: set() for q in part.group}
    for leaf in part.leaves:
        was = groups.difference(leaf)
        for key, chosen in leaf.items():
            for choice in questionnaire.choices[key]:
                if choice.id == chosen.id:
                    continue
                if key not in drivers:
                    found[key].add((was, was - chosen.difference + choice.difference))
                    continue
                answers = {**answered(leaf), key: (choice.id,)}
                found[key].update(
                    (was, groups.difference(other))
                    for other in groups.leaves(questionnaire, part.group, answers)
                )
    return found


def answered(leaf: Leaf) -> Answers:
    """Return a way through a group as answers."""
    return {key: (choice.id,) for key, choice in leaf.items()}


def ends(found: Iterable[Part], pick: Pick | None = None) -> tuple[Leaf, Leaf]:
    """Return the sheets of least and greatest difference among those picked."""
    low: Leaf = {}
    high: Leaf = {}
    for part in found:
        leaves = part.leaves
        if pick:
            allowed = {question.id: pick(question) for question in part.group}
            leaves = tuple(
                leaf
                for leaf in leaves
                if all(choice.id in allowed[key] for key, choice in leaf.items())
            )
        by_difference = sorted(leaves, key=groups.difference)
        low |= by_difference[0]
        high |= by_difference[-1]
    return low, high


def straight_lines(questionnaire: Questionnaire) -> dict[str, Pick]:
    """Return what the sheets pick that answer every question at the same place."""

    def end(at: int) -> Pick:
        return lambda question: {questionnaire.steps(question)[at].id}

    def middle(question: Question) -> set[str]:
        shown = questionnaire.steps(question)
        return {one.id for one in shown[(len(shown) - 1) // 2 : len(shown) // 2 + 1]}

    def statements(step: int) -> Pick:
        def pick(question: Question) -> set[str]:
            if isinstance(question, Statement):
                return {questionnaire.choices[question.id][step].id}
            return closed(questionnaire, question) or middle(question)

        return pick

    return {
        "always the first option": end(0),
        "always the last option": end(-1),
        "always the middle option": middle,
        "every wish in full, all else in the middle": statements(-1),
        "no wish at all, all else in the middle": statements(0),
    }


def closed(questionnaire: Questionnaire, question: Question) -> set[str]:
    """Return the options of a driver that open nothing; none if it is no driver."""
    opening = {
        option
        for other in questionnaire.questions.values()
        for condition in other.show_if
        if condition.question == question.id
        for option in condition.any_of
    }
    ids = {choice.id for choice in questionnaire.choices[question.id]}
    return ids - opening if opening else set()
