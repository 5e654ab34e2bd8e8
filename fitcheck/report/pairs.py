"""The answers of a comparison, question by question: moved, alike, worth a talk.

It names and lays out; what moved and what is worth a talk was worked out before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fitcheck.model import SIDES
from fitcheck.report import adding, labels
from fitcheck.report.document import (
    Block,
    Facts,
    Paragraph,
    Section,
    Table,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.compare import Comparison, Pair, Side
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.texts import Texts

LONGEST = 60
"""Characters that are shown of a name that nobody has checked."""
MOST = 100
"""Names of this kind that are shown."""


@dataclass(frozen=True)
class Pairing:
    """A comparison with what is needed to say it."""

    questionnaire: Questionnaire
    found: Comparison
    names: tuple[str, str]
    people: bool
    """Whether these are two people, and not one person at two times."""

    @property
    def words(self) -> Texts:
        """Return the words for it."""
        return self.questionnaire.words.compare

    @property
    def sides(self) -> tuple[tuple[str, Side], tuple[str, Side]]:
        """Return both sides with their names."""
        one, two = self.names
        return (one, self.found.before), (two, self.found.after)


def moved(told: Pairing) -> Iterator[Section]:
    """Show every answer that moved, and what each moves the difference by."""
    words, found = told.words, told.found
    if not found.moved:
        return
    head = (told.questionnaire.words.report.answer_question, *told.names)
    rows = [both(told, pair) for pair in found.moved]
    if found.shift is None:
        yield Section(words.answers, (Table(head, tuple(rows)),), id="answers")
        return
    shifts = [
        "" if pair.shift is None else labels.signed(pair.shift) for pair in found.moved
    ]
    table = [(*row, shift) for row, shift in zip(rows, shifts, strict=True)]
    together = told.questionnaire.words.explain.together
    table.append((together, "", "", labels.signed(found.shift)))
    blocks = (
        Paragraph(words.answers_intro),
        Table((*head, words.moves_by), tuple(table)),
    )
    yield Section(words.answers, blocks, id="answers")


def together(told: Pairing) -> Iterator[Section]:
    """Show where two people agree, what is worth a talk, and what differs besides."""
    words, pairs = told.words, [pair for pair in told.found.pairs if pair.both]
    alike = tuple(
        (name(told, pair), said(told, pair, 0)) for pair in pairs if not pair.moved
    )
    agree: Block = Facts(alike) if alike else Paragraph(words.agree_none)
    yield Section(words.agree, (agree,), id="agree")
    asked = told.questionnaire.words.report.answer_question
    rows = tuple(
        (*both(told, pair), getattr(words.why, pair.why)) for pair in pairs if pair.why
    )
    talk: tuple[Block, ...] = (Paragraph(words.talk_none),)
    if rows:
        table = Table((asked, *told.names, words.reason), rows)
        talk = (Paragraph(words.talk_intro), table)
    gated = told.found.gated
    if rows or not gated:
        yield Section(words.talk, talk, id="talk")
    near = tuple(both(told, pair) for pair in pairs if pair.moved and not pair.why)
    if near:
        intro = words.uncounted_intro if gated else words.near_intro
        shown = (Paragraph(intro), Table((asked, *told.names), near))
        title = words.uncounted if gated else words.near
        yield Section(title, shown, id="near")


def both(told: Pairing, pair: Pair) -> tuple[str, str, str]:
    """Name a question, with both answers to it."""
    return name(told, pair), said(told, pair, 0), said(told, pair, 1)


def name(told: Pairing, pair: Pair) -> str:
    """Name the question of a pair."""
    return told.questionnaire.questions[pair.question].name


def said(told: Pairing, pair: Pair, at: int) -> str:
    """Say one of the two answers, or why there is none."""
    chosen = (pair.before, pair.after)[at]
    if chosen is None and pair.question not in told.sides[at][1].asked:
        return told.words.not_asked
    given = {pair.question: chosen} if chosen else {}
    return labels.answers(told.questionnaire, pair.question, given)


def evidence(told: Pairing) -> Iterator[Section]:
    """Show which concerns were named, and the evidence points of each."""
    words = told.words
    first, second = (side.score.evidence for _, side in told.sides)
    if not first or not second or first == second:
        return
    rows = []
    both = (first.concerns, second.concerns)
    for one in dict.fromkeys((*first.concerns, *second.concerns)):
        places = (place(words, [each.id for each in side], one.id) for side in both)
        points = (str(getattr(one, side)) for side in SIDES)
        label = told.questionnaire.concerns[one.id].label
        rows.append((label, *places, *points))
    head = (words.concern, *told.names, *adding.sides(told.questionnaire))
    yield Section(words.evidence, (Table(head, tuple(rows)),), id="evidence")


def place(words: Texts, chosen: list[str], concern: str) -> str:
    """Say whether a concern was named first, also, or not at all."""
    if concern not in chosen:
        return words.place_none
    return words.place_also if chosen.index(concern) else words.place_first


def common(told: Pairing) -> Iterator[Section]:
    """Say what can be compared, and name what stands on one side alone."""
    words, found = told.words, told.found
    blocks: list[Block] = []
    ours = told.questionnaire.manifest.version
    versions = [side.sheet.version for _, side in told.sides]
    apart = set(versions) != {ours}
    if apart:
        one, two = versions
        blocks.append(Paragraph(words.versions.format(one=one, two=two, ours=ours)))
    withheld = sum(side.sheet.withheld for _, side in told.sides)
    if withheld:
        neither = withheld == len(told.sides)
        said = words.safety_in_neither if neither else words.safety_left_out
        blocks.append(Paragraph(said))
    alone = tuple(lonely(told))
    if apart or alone:
        count = sum(pair.both for pair in found.pairs)
        rows = ((words.both, words.both_count.format(count=count)), *alone)
        blocks.append(Facts(rows))
    if blocks:
        yield Section(words.common, tuple(blocks), id="common")


def lonely(told: Pairing) -> Iterator[tuple[str, str]]:
    """Yield the questions that one side alone answers, by name, and the unknown."""
    words, pairs = told.words, told.found.pairs
    for at, (who, side) in enumerate(told.sides):
        mine = [
            name(told, pair)
            for pair in pairs
            if not pair.both and (pair.before, pair.after)[at] is not None
        ]
        if mine:
            yield words.only.format(name=who), "; ".join(mine)
        if side.dropped:
            shown = [unchecked(told, one) for one in side.dropped[:MOST]]
            if len(side.dropped) > MOST:
                shown.append(words.more.format(count=len(side.dropped) - MOST))
            yield words.unknown.format(name=who), "; ".join(shown)


def unchecked(told: Pairing, key: str) -> str:
    """Name a question that these do not know as its file does, with nothing unseen."""
    known = told.questionnaire.questions.get(key)
    return known.name if known else " ".join(visible(key[:LONGEST]).split())
