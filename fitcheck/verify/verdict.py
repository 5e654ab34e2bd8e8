"""What verifying found, and how it is said.

Texts out of a report are cut short, and nothing unseen in them stands raw.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from fitcheck.report.document import (
    Block,
    Document,
    Facts,
    Paragraph,
    Section,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.questionnaire import Questionnaire
    from fitcheck.words.verifying import VerifyWords

MOST = 20
"""Differences that are named; of more, only how many there are is said."""
ROOM, BEFORE = 64, 24
"""Characters of a text that are shown, and how many of them stand before the place."""
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
LONGEST = 120
"""Characters of the name of a place, which a report may choose itself."""

Kind = Literal["fact", "words", "content"]
"""Of what two reports differ in; ``content`` is its own version and dates."""


@dataclass(frozen=True)
class Made:
    """The content that a report says it was made with."""

    version: str
    date: str
    sha256: str


@dataclass(frozen=True)
class Difference:
    """One place where a report and what was recomputed differ."""

    where: str
    found: str | None
    """What stands in the report; None where nothing does."""
    expected: str | None
    """What was recomputed; None where there is nothing of the kind."""
    line: int = 0
    """Counted from 1; 0 where the report has no line for it."""


@dataclass(frozen=True)
class Pair:
    """A difference, and what it means where the content changed."""

    difference: Difference
    kind: Kind


@dataclass(frozen=True)
class Verdict:
    """Whether a report says what its answers and the questions give."""

    same_content: bool
    made: Made
    differences: tuple[Difference, ...]
    reworded: tuple[Difference, ...]
    """What differs in words alone; told apart only where the content changed."""

    @property
    def matches(self) -> bool:
        """Say whether everything is as it was recomputed, and the content the same."""
        return self.same_content and not self.differences


def tell(questionnaire: Questionnaire, verdict: Verdict, name: str) -> Document:
    """Say a verdict on the report in a file."""
    words = questionnaire.words.verify
    said = words.differs if verdict.differences else words.facts_match
    head = (
        Paragraph(words.matches if verdict.matches else said, strong=True),
        Facts(
            (
                (words.file, visible(name)),
                (words.content, content(questionnaire, verdict)),
            )
        ),
    )
    limits = Section(
        words.limits, tuple(map(Paragraph, (words.givens, words.signature)))
    )
    return Document(words.title, head, (*parts(words, verdict), limits))


def content(questionnaire: Questionnaire, verdict: Verdict) -> str:
    """Say whether the content changed since, and from which version to which."""
    words, made, ours = questionnaire.words.verify, verdict.made, questionnaire.manifest
    if verdict.same_content:
        return words.same_content.format(version=ours.version, date=ours.date)
    if (made.version, made.date) == (ours.version, ours.date):
        said = words.other_content.format(version=ours.version, date=ours.date)
    else:
        said = words.other_version.format(
            theirs=made.version, then=made.date, ours=ours.version, now=ours.date
        )
    only = not verdict.differences and not verdict.reworded
    return f"{said} {words.nothing_else}" if only else said


def parts(words: VerifyWords, verdict: Verdict) -> Iterator[Section]:
    """Yield the differences: of facts, and of words."""
    if verdict.differences:
        changed = not verdict.same_content
        hint = Paragraph(words.why_changed if changed else words.why)
        yield listed(words, words.differences, verdict.differences, (hint,))
    if verdict.reworded:
        intro = Paragraph(words.reworded_text)
        yield listed(words, words.reworded, verdict.reworded, (intro,))


def listed(
    words: VerifyWords,
    title: str,
    several: tuple[Difference, ...],
    intro: tuple[Block, ...],
) -> Section:
    """List differences, each with its place, what stands there, what was expected."""
    rows = tuple((place(words, one), both(words, one)) for one in several[:MOST])
    more = len(several) - MOST
    rest = (Paragraph(words.more.format(count=more)),) if more > 0 else ()
    return Section(title, (*intro, Facts(rows), *rest))


def place(words: VerifyWords, one: Difference) -> str:
    """Name a place, with its line where it has one."""
    where = visible(one.where)
    where = where if len(where) <= LONGEST else f"{where[:LONGEST]}…"
    return words.line.format(where=where, line=one.line) if one.line else where


def both(words: VerifyWords, one: Difference) -> str:
    """Say what stands in the report and what was recomputed, around the place."""
    if one.found is None or one.expected is None:
        template = words.missing if one.found is None else words.unknown
        text = cut(one.found or one.expected or "", 0)
        return template.format(text=visible(text))
    pairs = zip(one.found, one.expected, strict=False)
    at = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return words.both.format(
        found=visible(cut(one.found, at)), expected=visible(cut(one.expected, at))
    )


def cut(text: str, at: int) -> str:
    """Cut a text short around a place, between words if that is near."""
    start, end = 0, len(text)
    if end > ROOM and at > BEFORE:
        start = text.find(" ", at - BEFORE, at) + 1 or at - BEFORE
    if end > start + ROOM:
        end = start + ROOM
        space = text.rfind(" ", at, end)
        end = space if space > end - BEFORE else end
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
