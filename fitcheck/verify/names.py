"""What can be recognised in a sentence: numbers, and the names that the questions know.

Where the content changed, this tells another fact from other words. It cannot prove
that other words say the same, and never claims it.
"""

from __future__ import annotations

import re
import typing
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from fitcheck.model import SIDES, Reading
from fitcheck.report import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fitcheck.questionnaire import Questionnaire
    from fitcheck.verify.verdict import Kind

    Names = Mapping[str, Sequence[str]]
    """Names by their first word."""

TOLD = frozenset({"options", "about", "sources"})
"""Parts of a report, in every format, that say the same whatever was answered."""
NUMBER = re.compile(r"(?<!\w)[-+]\d+|\d+")
WORD = re.compile(r"\w+")
SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n")
"""Where a text is parted into what can be told to be new or gone."""


class Known(NamedTuple):
    """What can be recognised in a text."""

    every: Names
    """Everything by which a result, an answer or a country can be known."""
    results: Names
    """Those of results alone, which no general text has to say of anybody."""


def known(questionnaire: Questionnaire) -> Known:
    """Return the names that the questions know."""
    of_results = {*results(questionnaire)}
    return Known(by_word({*others(questionnaire)} | of_results), by_word(of_results))


def by_word(several: Iterable[str]) -> Names:
    """Return names by their first word."""
    found = defaultdict[str, list[str]](list)
    for name in {plain(one) for one in several}:
        if first := WORD.search(name):
            found[first[0]].append(name[first.start() :])
    return {first: sorted(several, key=len) for first, several in found.items()}


def plain(text: str) -> str:
    """Return a text whose blanks and capitals do not matter."""
    return " ".join(text.split()).casefold()


def results(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the names of results, and the whole sentences that only one of them has."""
    words, rubric = questionnaire.words, questionnaire.rubric
    for reading in map(words.readings.of, typing.get_args(Reading)):
        yield from (reading.name, reading.sentence, reading.doubt, reading.next_step)
    for side in SIDES:
        yield from (side, labels.therapy(questionnaire, side))
    for end in (*SIDES, "neither"):
        yield getattr(words.report, f"side_{end}")
    for form in (one.first_choice for one in questionnaire.concerns.values()):
        yield from (form.name, form.ask, form.family) if form else ()
    for question in questionnaire.questions.values():
        for one in getattr(question, "others", ()):
            yield from (one.headline, one.next_step)
    yield words.headline.alone
    yield words.report.reading
    yield from (row.text for row in rubric.table)
    for several in (rubric.bands, rubric.strengths):
        yield from (one.name for one in several)


def others(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the names of answers, questions and countries, and what gates say."""
    words, library = questionnaire.words, questionnaire.library
    evidence, rubric = words.evidence, questionnaire.rubric
    yield from (evidence.not_given, evidence.nothing_named, words.walk.not_provided)
    yield from (one.text for one in library.therapist_questions.questions)
    yield from (one.saw for one in library.gates.gates)
    for titled in (library.gates.gates, rubric.advisories):
        yield from (one.title for one in titled)
    yield from (one.name for one in library.countries.countries)
    yield from (question.name for question in questionnaire.questions.values())
    for key, choices in questionnaire.choices.items():
        yield from (labels.answer(questionnaire, key, one.id) for one in choices)


def said(known: Names, text: str) -> Iterator[str]:
    """Yield the names that a text says, in its order; also those inside of others."""
    text = plain(text)
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
        new = "\n".join(alone(ours, theirs))
        return "chosen" if any(said(known.results, new)) else "words"
    # A name that the questions lost is no longer known; one too many is another fact.
    rest = said(known.every, ours)
    names = said(known.every, theirs)
    return "chosen" if all(one in rest for one in names) else "fact"


def alone(ours: str, theirs: str) -> Iterator[str]:
    """Yield the sentences that only one of two texts has, or has more often."""
    mine, yours = (Counter(map(plain, SENTENCE.split(one))) for one in (ours, theirs))
    yield from mine - yours
    yield from yours - mine
