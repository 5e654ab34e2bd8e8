"""The self-assessment as a document: the counts first, then every row with its state.

It counts what the authors wrote down, and judges nothing itself.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from fitcheck.report import cards, labels
from fitcheck.report.document import (
    Block,
    Document,
    Facts,
    Paragraph,
    Section,
    Table,
)
from fitcheck.standards import Level, State

if TYPE_CHECKING:
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.standards import Criterion, Group


def tell(questionnaire: Questionnaire) -> Document:
    """Say how the content stands against each criterion."""
    words, ipdas = questionnaire.words.standards, questionnaire.library.ipdas
    head: tuple[Block, ...] = (
        Paragraph(counts(questionnaire), strong=True),
        *map(Paragraph, ipdas.basis.text),
        by_level(questionnaire),
    )
    rows = tuple(group(questionnaire, one) for one in ipdas.groups)
    parts = (*rows, sources(questionnaire))
    return labels.document(questionnaire, words.title, head, parts)


def counts(questionnaire: Questionnaire) -> str:
    """Say in a sentence how many criteria are in each state."""
    groups = questionnaire.library.ipdas.groups
    found = Counter(one.state for each in groups for one in each.criteria)
    return questionnaire.words.standards.counts.format(
        all=found.total(),
        **{state.replace("-", "_"): found[state] for state in get_args(State)},
    )


def by_level(questionnaire: Questionnaire) -> Table:
    """Count the states for each level of the list."""
    words = questionnaire.words.standards
    found = Counter(
        (each.level, one.state)
        for each in questionnaire.library.ipdas.groups
        for one in each.criteria
    )
    states: tuple[State, ...] = get_args(State)
    levels: tuple[Level, ...] = get_args(Level)
    return Table(
        (words.level, *map(words.states.of, states)),
        tuple(
            (getattr(words.levels, level), *(str(found[level, one]) for one in states))
            for level in levels
        ),
    )


def group(questionnaire: Questionnaire, one: Group) -> Section:
    """Show some rows, each with its state before its words."""
    rows = tuple(row(questionnaire, criterion) for criterion in one.criteria)
    return Section(one.title, (Facts(rows),))


def row(questionnaire: Questionnaire, one: Criterion) -> tuple[str, str]:
    """Say one criterion: its id and state, then itself, where to look, and a note."""
    words = questionnaire.words.standards
    name = words.name.format(id=one.id.upper(), state=words.states.of(one.state))
    where = words.where.format(where=one.where) if one.where else ""
    return name, " ".join(part for part in (one.criterion, where, one.note) if part)


def sources(questionnaire: Questionnaire) -> Section:
    """Say where the list comes from."""
    named = questionnaire.library.ipdas.basis.sources
    rows = tuple(
        cards.source(questionnaire, one.model_dump(mode="json"))
        for one in questionnaire.library.sources.sources
        if one.key in named
    )
    return Section(questionnaire.words.standards.sources, (Facts(rows),))
