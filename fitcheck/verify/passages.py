"""The pieces of two Markdown reports held against each other, in their order.

Of each difference it says where it is, and whether it is one of facts or of words.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from fitcheck.render import markdown
from fitcheck.verify import names, pages
from fitcheck.verify.names import NUMBER
from fitcheck.verify.pages import Piece
from fitcheck.verify.verdict import DAY, Difference, Made, Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from fitcheck.answers.sheet import Sheet
    from fitcheck.documents import Report
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.verify.names import Known
    from fitcheck.verify.verdict import Kind

NAMED = re.compile(r"\*\*(.{1,80}?):\*\*")
"""How a list of facts begins each of them."""
VERSION = re.compile(r"\b\d{1,4}\.\d{1,4}\.\d{1,4}\b")

Both = tuple[Piece | None, Piece | None]
"""A piece of ours with the one of theirs that stands in its place."""


class Page(NamedTuple):
    """What has to be known of a report to say where and what a difference is."""

    title: str
    parts: dict[str, str]
    """The heading of each part, and which part it is."""
    known: Known


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
    said = " ".join(questionnaire.words.report.demonstration_unnamed.split())
    return any(piece.kind == "words" and piece.spoken == said for piece in pieces)


def compare(
    questionnaire: Questionnaire, report: Report, theirs: list[Piece]
) -> Iterator[Pair]:
    """Hold the pieces of a page against those of the report that its answers give."""
    ours = pages.read(markdown.render(report))
    headings = (piece.text for piece in ours if piece.kind == "##")
    sections = (section.id for section in report.document.sections)
    page = Page(
        title=ours[0].text,
        parts=dict(zip(headings, sections, strict=True)),
        known=names.known(questionnaire),
    )
    return pairs(aligned([*lined(ours)], [*lined(theirs)], KEYS), page)


def lined(pieces: list[Piece]) -> Iterator[Piece]:
    """Part the answers into their lines, which have to read as fitcheck writes them.

    A person would else believe a comment among them that fitcheck does not see.
    """
    for piece in pieces:
        if not pages.holds_answers(piece):
            yield piece
            continue
        yield piece._replace(cells=piece.cells[:1])
        lines = piece.cells[1].rstrip(f"{pages.BLANK}\n").split("\n")
        for at, line in enumerate(lines, piece.line + 1):
            # Writers of YAML differ in what they put in quotes.
            text = line.rstrip(pages.BLANK).replace("'", "")
            yield Piece("line", (text,), at, piece.trail)


def masked(piece: Piece) -> object:
    """Return what a piece says but for its numbers."""
    return piece.kind, NUMBER.sub("0", piece.shown)


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
            row = mine.kind == "row"
            head = (head or mine.cells) if row else head * (mine.kind == "rule")
        for ours, theirs, column in split(mine, yours, head):
            if ours is None or theirs is None or ours.said != theirs.said:
                found = kind(ours, theirs, part, page)
                if found == "fact" and part == "answers" and column in head[1:2]:
                    found = "answer"
                yield Pair(difference(ours, theirs, column, page), found)


def split(
    mine: Piece | None, yours: Piece | None, head: tuple[str, ...]
) -> Iterator[tuple[Piece | None, Piece | None, str]]:
    """Yield two rows cell by cell, each with its column; all else as it is."""
    if not (mine and yours and mine.kind == yours.kind == "row"):
        # A row by itself is told apart from others by what stands second in it.
        row = mine or yours
        second = row and row.kind == "row" and row.cells[1:2] != ("",)
        yield mine, yours, head[1] if second and len(head) > 1 else ""
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
    formatted = mine is not None and yours is not None and mine.shown == yours.shown
    found, expected = (
        one and (one.text if formatted else one.shown) for one in (yours, mine)
    )
    return Difference(
        where=" > ".join(one for one in where if one),
        found=found,
        expected=expected,
        line=yours.line if yours else 0,
        formatted=formatted,
    )


def kind(mine: Piece | None, yours: Piece | None, part: str, page: Page) -> Kind:
    """Say whether two pieces differ in more than words."""
    decided = part not in names.TOLD
    heading = yours and yours.kind.startswith("#")
    if apart(mine, yours) and (decided or heading):
        return "fact"
    ours, theirs = (one.spoken if one else "" for one in (mine, yours))
    if part == "about" and mine and len(mine.trail) == 1 and mine.kind == "words":
        ours, theirs = undated(ours), undated(theirs)
        if ours == theirs:
            return "content"
    return names.kind(page.known, ours, theirs, decided=decided)


def undated(text: str) -> str:
    """Return a text without the versions and days that change with the content."""
    return VERSION.sub("", DAY.sub("", text))


def apart(mine: Piece | None, yours: Piece | None) -> bool:
    """Say whether two pieces differ as a whole, and are not the same in other words."""
    if mine is None or yours is None:
        return True
    same = mine.kind == yours.kind and len(mine.cells) == len(yours.cells)
    return not same or mine.kind == "line"
