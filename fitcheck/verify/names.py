"""What can be recognised in a sentence: numbers, and the names that the questions know.

Where the content changed, this tells another fact from other words. It cannot prove
that other words say the same, and never claims it.
"""

from __future__ import annotations

import re
import typing
from collections import defaultdict
from typing import TYPE_CHECKING

from fitcheck.model import SIDES, Reading
from fitcheck.report import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fitcheck.questionnaire import Questionnaire
    from fitcheck.verify.verdict import Kind

    Known = Mapping[str, Sequence[str]]
    """Names by their first word."""

TOLD = frozenset({"options", "about", "sources"})
"""Parts of a report, in every format, that say the same whatever was answered."""
NUMBER = re.compile(r"(?<!\w)[-+]\d+|\d+")
WORD = re.compile(r"\w+")


def known(questionnaire: Questionnaire) -> Known:
    """Return everything by which a result, an answer or a country can be known."""
    found = defaultdict[str, list[str]](list)
    for name in {" ".join(one.split()).casefold() for one in every(questionnaire)}:
        if first := WORD.search(name):
            found[first[0]].append(name[first.start() :])
    return {first: sorted(several, key=len) for first, several in found.items()}


def every(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the names, and the whole sentences that only one result has."""
    words, library = questionnaire.words, questionnaire.library
    rubric, report, evidence = questionnaire.rubric, words.report, words.evidence
    for reading in map(words.readings.of, typing.get_args(Reading)):
        yield from (reading.name, reading.sentence, reading.doubt, reading.next_step)
    yield from (labels.therapy(questionnaire, side) for side in SIDES)
    for end in (*SIDES, "neither"):
        yield from (getattr(report, f"side_{end}"), getattr(evidence, f"favours_{end}"))
    yield from (evidence.not_given, evidence.nothing_named, words.walk.not_provided)
    yield from (row.text for row in rubric.table)
    yield from (one.text for one in library.therapist_questions.questions)
    yield from (one.saw for one in library.gates.gates)
    for titled in (library.gates.gates, rubric.advisories):
        yield from (one.title for one in titled)
    for several in (rubric.bands, rubric.strengths, library.countries.countries):
        yield from (one.name for one in several)
    yield from (question.name for question in questionnaire.questions.values())
    for key, choices in questionnaire.choices.items():
        yield from (labels.answer(questionnaire, key, one.id) for one in choices)


def said(known: Known, text: str) -> Iterator[str]:
    """Yield the names that a text says, in its order; also those inside of others."""
    text = text.casefold()
    for word in WORD.finditer(text):
        for name in known.get(word[0], ()):
            end = word.start() + len(name)
            if text.startswith(name, word.start()) and not inside(text, end):
                yield name


def inside(text: str, at: int) -> bool:
    """Say whether a place is inside of a word."""
    return at < len(text) and WORD.fullmatch(text, at - 1, at + 1) is not None


def kind(known: Known, ours: str, theirs: str, *, decided: bool) -> Kind:
    """Say what it means that two texts differ, where the content changed.

    Args:
        known: what can be recognised.
        ours: what was recomputed.
        theirs: what stands in the report.
        decided: whether answers decide what stands there.
    """
    if NUMBER.findall(ours) != NUMBER.findall(theirs):
        return "fact"
    if not decided:
        return "words"
    # A name that the questions lost is no longer known; one too many is another fact.
    rest = said(known, ours)
    return "chosen" if all(one in rest for one in said(known, theirs)) else "fact"
