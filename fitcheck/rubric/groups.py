"""Questions that hang together through their conditions, and all they can add up to.

A group is a set of questions linked by ``show_if``; groups are independent of each
other, so whatever is true of a whole sheet is put together group by group.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from fitcheck.answers.sheet import Answers
from fitcheck.content.model import Question
from fitcheck.content.questionnaire import Choice, Questionnaire
from fitcheck.rubric import path

Group = tuple[Question, ...]
Leaf = dict[str, Choice]
"""One way through a group: the choice made at each question on its path."""
State = tuple[tuple[str, tuple[str, ...] | None], ...]
"""Each question of a group with its answer, if it has one."""


@lru_cache(maxsize=8)
def groups(questionnaire: Questionnaire) -> tuple[Group, ...]:
    """Return the groups that hold at least one scored question, in order."""
    questions, member = questionnaire.questions, dict[str, frozenset[str]]()
    for key, question in questions.items():
        mine = frozenset({key}).union(*(member[c.question] for c in question.show_if))
        member |= dict.fromkeys(mine, mine)
    return tuple(
        tuple(question for key, question in questions.items() if key in ids)
        for ids in dict.fromkeys(member[key] for key in questions)
        if ids & set(questionnaire.scored)
    )


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
    group = tuple(questionnaire.questions[key] for key, _ in state)
    return group, {key: chosen for key, chosen in state if chosen is not None}


@lru_cache(maxsize=1024)
def ends(questionnaire: Questionnaire, state: State) -> tuple[int, int]:
    found = list(map(difference, leaves(questionnaire, *given(questionnaire, state))))
    return min(found), max(found)
