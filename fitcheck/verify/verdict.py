"""What verifying found, and how it is said.

Texts out of a report are cut short, and nothing unseen in them stands raw.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, Literal

from fitcheck.report import labels, narrative
from fitcheck.report.document import (
    Block,
    Document,
    Facts,
    Paragraph,
    Section,
    visible,
)
from fitcheck.report.headline import cleared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fitcheck.answers.sheet import Sheet
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.texts import Texts

MOST = 20
"""Differences that are named; of more, only how many there are is said."""
ROOM, BEFORE = 64, 24
"""Characters of a text that are shown, and how many of them stand before the place."""
NEAR = 4
"""Texts that are shown on both sides of a stretch that differs."""
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
LONGEST = 120
"""Characters of the name of a place, which a report may choose itself."""

Kind = Literal["answer", "fact", "chosen", "words", "content"]
"""In what two reports differ: an answer that is shown, another fact, words that answers
choose (and so perhaps a fact), other words, or the version and dates of the content."""


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
    formatted: bool = False
    """The words are the same, and what makes them bold, a list or a heading is not."""


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
    sheet: Sheet
    facts: dict[str, Any]
    """What was recomputed, as in a JSON report."""
    pairs: tuple[Pair, ...]

    def those(self, *kinds: Kind) -> tuple[Difference, ...]:
        """Return the differences of some kinds."""
        return tuple(one.difference for one in self.pairs if one.kind in kinds)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Every fact that differs."""
        return self.those("answer", "fact")

    @property
    def matches(self) -> bool:
        """Say whether everything is as it was recomputed, and the content the same."""
        return self.same_content and not self.pairs


def tell(questionnaire: Questionnaire, verdict: Verdict, name: str) -> Document:
    """Say a verdict on the report in a file."""
    words = questionnaire.words.verify
    rows = (
        (words.file, visible(name)),
        (words.content, content(questionnaire, verdict)),
        (words.recomputed, result(questionnaire, verdict.facts)),
        (words.given, " ".join(given(questionnaire, verdict.sheet))),
    )
    limits = Section(
        words.limits, tuple(map(Paragraph, (words.givens, words.signature)))
    )
    head = Paragraph(headline(words, verdict), strong=True)
    sections = (*parts(words, verdict), limits)
    return Document(words.title, (head, Facts(rows)), sections)


def headline(words: Texts, verdict: Verdict) -> str:
    """Say what came of it; never that facts match which could not be checked."""
    if verdict.matches:
        return words.matches
    if verdict.differences:
        return words.differs
    return words.not_all if verdict.those("chosen") else words.facts_match


def result(questionnaire: Questionnaire, facts: dict[str, Any]) -> str:
    """Say what the answers give: where to go first, or the reading and its points."""
    fit, route = facts["fit"], facts["route"]
    if route:
        titles = [gate["title"] for gate in route["gates"]] or [route["title"]]
        return "; ".join(titles)
    reading = questionnaire.words.readings.of(facts["reading"]).name
    return questionnaire.words.verify.result.format(reading=reading, **{
        key: fit[key] for key in ("psychodynamic", "cbt", "maximum")
    })  # fmt: skip


def given(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Say what was taken as given, a person's own words cut short."""
    words = questionnaire.words
    yield words.verify.answers.format(count=len(sheet.answers))
    for said in narrative.nobody(questionnaire, sheet):
        yield cut(said, 0)
    for said in labels.record(questionnaire, sheet):
        yield cut(said, 0)
    yield from cleared(questionnaire, sheet)
    if sheet.answered:
        yield words.report.answered.format(day=sheet.answered)
    yield from labels.respondent(questionnaire, sheet)
    if sheet.country:
        name = labels.country(questionnaire, sheet.country)
        yield words.report.country.format(country=name)


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
    only = not verdict.those("answer", "fact", "chosen", "words")
    return f"{said} {words.nothing_else}" if only else said


def parts(words: Texts, verdict: Verdict) -> Iterator[Section]:
    """Yield the differences, those first that may be the cause of the others."""
    why = words.why if verdict.same_content else words.why_changed
    lists: tuple[tuple[Kind, str, str], ...] = (
        ("answer", words.answers_differ, words.answers_text),
        ("fact", words.differences, why),
        ("chosen", words.chosen, words.chosen_text),
        ("words", words.reworded, words.reworded_text),
    )
    for kind, title, text in lists:
        if found := verdict.those(kind):
            yield Section(title, (Paragraph(text), *listed(words, found, kind)))


def listed(
    words: Texts, several: tuple[Difference, ...], kind: Kind
) -> Iterator[Block]:
    """List differences, each with its place, what stands there, what was expected.

    What may be a fact in other words has to be read: all of it, however much it is.
    """
    most = len(several) if kind == "chosen" else MOST
    whole = kind in {"chosen", "words"}
    rows = ((place(words, one), both(words, one, whole=whole)) for one in several)
    yield Facts(tuple(islice(rows, most)))
    if len(several) > most:
        yield Paragraph(words.more.format(count=len(several) - most))


def place(words: Texts, one: Difference) -> str:
    """Name a place, with its line where it has one."""
    where = visible(one.where)
    where = where if len(where) <= LONGEST else f"{where[:LONGEST]}…"
    return words.line.format(where=where, line=one.line) if one.line else where


def both(words: Texts, one: Difference, *, whole: bool) -> str:
    """Say what stands in the report and what was recomputed.

    Either every stretch that differs, or only what stands around the first place.
    """
    if one.found is None or one.expected is None:
        template = words.missing if one.found is None else words.unknown
        text = one.found or one.expected or ""
        return template.format(text=visible(text if whole else cut(text, 0)))
    pairs = zip(one.found, one.expected, strict=False)
    at = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if one.formatted:
        return words.formatted.format(found=visible(cut(one.found, at)))
    found, expected = (
        stretches(one.found, one.expected)
        if whole
        else (cut(one.found, at), cut(one.expected, at))
    )
    return words.both.format(found=visible(found), expected=visible(expected))


def stretches(found: str, expected: str) -> tuple[str, str]:
    """Return every stretch in which two texts differ, with the words near to it."""
    theirs, ours = found.split(" "), expected.split(" ")
    groups = [*SequenceMatcher(None, theirs, ours).get_grouped_opcodes(NEAR)]
    return (
        joined(theirs, [(group[0][1], group[-1][2]) for group in groups]),
        joined(ours, [(group[0][3], group[-1][4]) for group in groups]),
    )


def joined(words: Sequence[str], spans: list[tuple[int, int]]) -> str:
    """Join parts of a text, and mark what is left out."""
    text = " … ".join(" ".join(words[start:end]) for start, end in spans)
    before, behind = spans[0][0] > 0, spans[-1][1] < len(words)
    return f"{'…' * before}{text}{'…' * behind}"


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
