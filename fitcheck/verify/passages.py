"""The pieces of two Markdown reports held against each other.

Where the content changed, it tells facts from words: numbers, rows, names that the
questions know, and what stands in a part that answers decide, are facts.
"""

from __future__ import annotations

import re
import typing
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from fitcheck.model import SIDES, Reading
from fitcheck.render import markdown
from fitcheck.report import labels
from fitcheck.verify import pages
from fitcheck.verify.pages import Piece
from fitcheck.verify.trees import NUMBER
from fitcheck.verify.verdict import Difference, Made, Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from fitcheck.questionnaire import Questionnaire
    from fitcheck.report import Report
    from fitcheck.sheet import Sheet
    from fitcheck.verify.verdict import Kind

TOLD = frozenset({"options", "finding", "lines", "about", "sources"})
"""Parts whose sentences come from the content alone: how many there are is no fact."""
PHRASE = 3
"""Words from which a name is looked for inside a sentence, and not only by itself."""

NAMED = re.compile(r"\*\*(.{1,80}?):\*\*")
"""How a list of facts begins each of them."""

VERSION = re.compile(r"\b\d{1,4}\.\d{1,4}\.\d{1,4}\b")
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")

Both = tuple[Piece | None, Piece | None]
"""A piece of ours with the one of theirs that stands in its place."""


def made(
    questionnaire: Questionnaire, sheet: Sheet, sha256: str, pieces: list[Piece]
) -> Made:
    """Read which content a report was made with; its version may be said nowhere."""
    ours = questionnaire.manifest
    found = Made(sheet.version, ours.date, sha256)
    for piece in pieces:
        version = VERSION.search(piece.text)
        if piece.kind == "words" and version and ours.id in piece.text:
            day = DAY.search(piece.text)
            found = Made(version[0], day[0] if day else ours.date, sha256)
    return found


def unnamed(questionnaire: Questionnaire, pieces: list[Piece]) -> bool:
    """Say whether a report says that it is about a fictional person without a name."""
    said = plain(questionnaire.words.report.demonstration_unnamed)
    return any(piece.kind == "words" and piece.text == said for piece in pieces)


def compare(
    questionnaire: Questionnaire, report: Report, sha256: str, theirs: list[Piece]
) -> tuple[Pair, ...]:
    """Hold the pieces of a page against those of the report that its answers give."""
    ours = pages.read(markdown.render(report))
    headings = (piece.cells[0] for piece in ours if piece.kind == "##")
    sections = (section.id for section in report.document.sections)
    known_names = names(questionnaire)
    strengths = {plain(one.name).casefold() for one in questionnaire.rubric.strengths}
    long = {name for name in known_names if len(name.split()) >= PHRASE}
    page = Page(
        title=ours[0].text,
        parts=dict(zip(headings, sections, strict=True)),
        names=known_names,
        phrases=tuple(long | strengths),
        sha256=sha256,
    )
    both = aligned([*map(bare, ours)], [*map(bare, theirs)], KEYS)
    return tuple(pairs(both, page))


class Page(NamedTuple):
    """What has to be known of a report to say where and what a difference is."""

    title: str
    parts: dict[str, str]
    """The heading of each part, and which part it is."""
    names: frozenset[str]
    """What results and answers are called."""
    phrases: tuple[str, ...]
    """Those of the names that are looked for inside a sentence."""
    sha256: str


def names(questionnaire: Questionnaire) -> frozenset[str]:
    """Return everything by which a result or an answer can be known."""
    words, library = questionnaire.words, questionnaire.library
    readings = [words.readings.of(one) for one in typing.get_args(Reading)]
    texts = [
        *(text for one in readings for text in (one.name, one.sentence, one.next_step)),
        *(band.name for band in questionnaire.rubric.bands),
        *(getattr(words.report, f"side_{side}") for side in (*SIDES, "neither")),
        *(concern.label for concern in questionnaire.concerns.values()),
        *(gate.title for gate in library.gates.gates),
        *(advisory.title for advisory in questionnaire.rubric.advisories),
        *(one.text for one in library.therapist_questions.questions),
        *(question.name for question in questionnaire.questions.values()),
        words.walk.not_provided,
        *(
            labels.answer(questionnaire, key, choice.id)
            for key, several in questionnaire.choices.items()
            for choice in several
        ),
    ]
    return frozenset(plain(text).casefold() for text in texts)


def plain(text: str) -> str:
    """Write a text the way it stands in a piece."""
    return pages.flat([markdown.escape(text)])


def bare(piece: Piece) -> Piece:
    """Leave the answers out of their block: they are compared one by one."""
    if pages.holds_answers(piece):
        return piece._replace(cells=piece.cells[:1])
    return piece


def masked(piece: Piece) -> object:
    """Return what a piece says but for its numbers."""
    return piece.kind, NUMBER.sub("0", piece.text)


def numbers(piece: Piece) -> object:
    """Return the numbers of a piece, and of what kind it is."""
    return piece.kind, tuple(NUMBER.findall(piece.text))


KEYS = (lambda piece: piece.said, masked, numbers)
"""What two pieces have to have in common to belong together, the best first."""


def aligned(
    ours: Sequence[Piece],
    theirs: Sequence[Piece],
    keys: Sequence[Callable[[Piece], object]],
) -> Iterator[Both]:
    """Put the pieces of two pages together, in order, as far as they belong."""
    if not keys:
        yield from zip_longest(ours, theirs)
        return
    mine, yours = ([keys[0](piece) for piece in page] for page in (ours, theirs))
    matcher = SequenceMatcher(None, mine, yours, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(ours[a:b], theirs[c:d], strict=True)
        else:
            yield from aligned(ours[a:b], theirs[c:d], keys[1:])


def pairs(both: Iterable[Both], page: Page) -> Iterator[Pair]:
    """Yield the differences, each with its place."""
    part, head = "", tuple[str, ...]()
    for mine, yours in both:
        if mine:
            part = page.parts.get((*mine.trail, *mine.cells)[0], "")
            head = (head or mine.cells) if mine.kind == "row" else ()
        for ours, theirs, column in split(mine, yours, head):
            if ours is None or theirs is None or ours.said != theirs.said:
                where = difference(ours, theirs, column, page)
                yield Pair(where, kind(ours, theirs, part, page))


def split(
    mine: Piece | None, yours: Piece | None, head: tuple[str, ...]
) -> Iterator[tuple[Piece | None, Piece | None, str]]:
    """Yield two rows cell by cell, each with its column; all else as it is."""
    if not (mine and yours and mine.kind == yours.kind == "row"):
        yield mine, yours, ""
        return
    if not len(mine.cells) == len(yours.cells) == len(head):
        yield mine, yours, ""
        return
    trail = (*mine.trail, mine.cells[0])
    for ours, theirs, column in zip(mine.cells, yours.cells, head, strict=True):
        yield (
            mine._replace(cells=(ours,), trail=trail),
            yours._replace(cells=(theirs,), trail=trail),
            column,
        )


def difference(
    mine: Piece | None, yours: Piece | None, column: str, page: Page
) -> Difference:
    """Say where two pieces differ: under which headings, at which name."""
    piece = mine or yours
    assert piece
    name = NAMED.match(piece.cells[0])
    where = (*(piece.trail or (page.title,)), name[1] if name else column)
    return Difference(
        where=" > ".join(one for one in where if one),
        found=yours.text if yours else None,
        expected=mine.text if mine else None,
        line=yours.line if yours else 0,
    )


def kind(mine: Piece | None, yours: Piece | None, part: str, page: Page) -> Kind:
    """Say whether two pieces differ in more than words."""
    if mine is None or yours is None or mine.kind != yours.kind:
        there = [one for one in (mine, yours) if one]
        says = any(NUMBER.search(one.text) or known(one, page) for one in there)
        return "words" if part in TOLD and not says else "fact"
    head = part == "about" and len(mine.trail) == 1 and mine.kind == "words"
    if head and page.sha256 not in mine.text:
        return "content"
    if numbers(mine) != numbers(yours) or len(mine.cells) != len(yours.cells):
        return "fact"
    return "words" if known(yours, page) <= known(mine, page) else "fact"


def known(piece: Piece, page: Page) -> set[str]:
    """Return the names of results and answers that a piece says."""
    cells = {NAMED.sub("", cell).strip().casefold() for cell in piece.cells}
    text = piece.text.casefold()
    return (cells & page.names) | {one for one in page.phrases if one in text}
