"""Questions that hang together through their conditions, and all they can add up to.

A group is a set of questions linked by ``show_if``; groups are independent of each
other, so whatever is true of a whole sheet is put together group by group.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fitcheck.rubric import path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Answers
    from fitcheck.model import Question
    from fitcheck.questionnaire import Choice, Questionnaire

Group = tuple["Question", ...]
Leaf = dict[str, "Choice"]
"""One way through a group: the choice made at each question on its path."""
State = tuple[tuple[str, tuple[str, ...] | None], ...]
"""Each question of a group with its answer, if it has one."""


@lru_cache(maxsize=8)
def groups(questionnaire: Questionnaire) -> tuple[Group, ...]:
    """Return the groups that hold at least one scored question, in order."""
    member: dict[str, set[str]] = {}
    for question in questionnaire.questions.values():
        mine = {question.id}
        for condition in question.show_if:
            mine |= member.get(condition.question, set())
        for one in mine:
            member[one] = mine
    scored = set(questionnaire.scored)
    found: dict[frozenset[str], Group] = {}
    for key in questionnaire.questions:
        ids = frozenset(member[key])
        if ids & scored and ids not in found:
            found[ids] = tuple(
                q for q in questionnaire.questions.values() if q.id in ids
            )
    return tuple(found.values())


def leaves(
    questionnaire: Questionnaire, group: Group, answers: Answers | None = None
) -> Iterator[Leaf]:
    """Yield every way to complete a group, given what is answered on its path."""
    known = answers or {}
    picked: Answers = {}
    leaf: Leaf = {}

    def walk(at: int) -> Iterator[Leaf]:
        if at == len(group):
            yield dict(leaf)
            return
        question = group[at]
        if question not in path.along(group[: at + 1], picked):
            yield from walk(at + 1)
            return
        for choice in questionnaire.choices[question.id]:
            if question.id in known and choice.id not in known[question.id]:
                continue
            picked[question.id] = (choice.id,)
            leaf[question.id] = choice
            yield from walk(at + 1)
            del picked[question.id], leaf[question.id]

    return walk(0)


def difference(leaf: Leaf) -> int:
    """Add up psychodynamic minus CBT along one way through a group."""
    return sum(choice.difference for choice in leaf.values())


def interval(
    questionnaire: Questionnaire, group: Group, answers: Answers
) -> tuple[int, int]:
    """Return the least and the greatest difference that a group can still give."""
    return ends(questionnaire, state(group, answers))


def state(group: Group, answers: Answers) -> State:
    """Return all that matters of the answers to a group, to look something up with."""
    return tuple((question.id, answers.get(question.id)) for question in group)


def given(questionnaire: Questionnaire, state: State) -> tuple[Group, Answers]:
    """Return the group that is in this state, and its answers."""
    group = tuple(questionnaire.questions[key] for key, _ in state)
    return group, {key: chosen for key, chosen in state if chosen is not None}


@lru_cache(maxsize=1024)
def ends(questionnaire: Questionnaire, state: State) -> tuple[int, int]:
    """Return the interval of a group in this state."""
    found = [
        difference(leaf) for leaf in leaves(questionnaire, *given(questionnaire, state))
    ]
    return min(found), max(found)
