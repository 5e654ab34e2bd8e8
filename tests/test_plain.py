"""Plain lines: what a screen reader reads out and a simple terminal can show."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from spoken import every_document, words

from fitcheck import documents, files, wrap
from fitcheck.answers import reading
from fitcheck.render import plain, terminal
from fitcheck.report.document import (
    Code,
    Columns,
    Document,
    Facts,
    Map,
    Section,
    Table,
)

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire

VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
SIGNS = re.compile("[\u2190-\u21ff\u2500-\u25ff|\t\x1b]")
"""Arrows, boxes, blocks, and what moves a cursor."""
STOP = re.compile(r"(?<=\d)[.,;:)]+$")


@pytest.mark.parametrize("width", [80, 60, 40, 20])
def test_no_line_is_wider_than_the_window(width: int, shipped: Questionnaire) -> None:
    for document in every_document(shipped):
        text = plain.lay_out(document, width)
        assert max(map(wrap.columns, text.splitlines())) <= width


def test_there_is_no_box_no_escape_code_and_no_tab(shipped: Questionnaire) -> None:
    for document in every_document(shipped):
        assert not SIGNS.search(plain.lay_out(document))


@pytest.mark.parametrize("width", [80, 60, 40])
def test_no_word_is_cut_that_fits_a_line(width: int, shipped: Questionnaire) -> None:
    for document in every_document(shipped):
        shown = set(plain.lay_out(document, width).lower().split())
        spoken = " ".join(plain.heard(w) for w in words(document) if w != "-")
        asked = {w for w in spoken.lower().split() if wrap.columns(w) < width - 2}
        # Behind a number to call stand its digits, so its own stop comes after them.
        asked, shown = (
            {STOP.sub("", w) for w in several} for several in (asked, shown)
        )
        assert {w for w in asked if not {w, f"{w}.", f"{w}:", f"{w};"} & shown} == set()


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_every_vignette_fits_the_screen(path: Path, shipped: Questionnaire) -> None:
    built = documents.build(shipped, reading.load(shipped, path, path.parent))
    text = plain.render(built)
    assert max(map(len, text.splitlines())) <= 80
    assert not SIGNS.search(text)
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_a_table_is_read_out_in_sentences() -> None:
    table = Table(("Row", "One", "Two"), (("A.", "x", "y."), ("B", "", "")))
    assert list(plain.blocks([table])) == ["* A. One: x. Two: y.\n* B."]


def test_the_pictures_are_read_out_in_sentences() -> None:
    table = Table(("Row", "Points"), (("A", "3 of 4"), ("B", "1 of 4"), ("C", "+2")))
    columns = Columns(table, (3, 1), 4, 2, 2, (-1, 1), ("left", "right"))
    places = Facts((("Down", "up"), ("Across", "left")))
    three = ("a", "b", "c")
    drawn = Map(places, three, three, (three, three, three), ((0, 0),), "you")
    assert list(plain.blocks([columns, drawn])) == [
        "* A. Points: 3 of 4.\n* B. Points: 1 of 4.\n* C. Points: +2.",
        "* Down: up\n* Across: left",
    ]


def test_a_long_word_is_cut_and_nothing_is_lost() -> None:
    word = "".join(str(n % 10) for n in range(200))
    text = wrap.wrapped(f"see {word} there", 80, "* ")
    assert "".join(text.split()) == f"*see{word}there"
    assert max(map(len, text.splitlines())) == 80


def test_nothing_to_wrap_is_nothing() -> None:
    assert wrap.wrapped("", 80) == ""


def test_code_is_left_out_of_a_report_but_can_be_shown() -> None:
    document = Document("T", (Code("x", "a\n"),), (Section("S", (Code("x", "b"),)),))
    assert plain.lay_out(document) == "T\n=\n\na\n"


# --- pages --------------------------------------------------------------------------


WINDOWS = [(80, 24), (60, 24), (40, 24), (40, 12)]


@pytest.mark.parametrize(("width", "rows"), WINDOWS)
def test_pages_fit_lose_nothing_and_part_no_text_that_fits(
    width: int, rows: int, shipped: Questionnaire
) -> None:
    room = rows - wrap.FREE + (rows < wrap.LOW)
    for document in [*every_document(shipped)][:2]:
        for text in (
            plain.lay_out(document, width),
            terminal.draw(document, width=width, colour="16"),
        ):
            parts = text.rstrip().split("\n\n")
            pages = list(wrap.pages(parts, rows))
            whole = {
                tuple(item.splitlines())
                for part in parts
                for item in re.split(r"\n(?= *(?:\* |• ))", part)
            }

            assert "".join(pages) == "".join(f"\n{part}\n" for part in parts)
            assert max(page.count("\n") for page in pages) <= room
            for one, after in itertools.pairwise(pages):
                parted = [i for i in whole if straddles(i, one, after)]
                assert all(len(item) >= room - 5 for item in parted), parted


def straddles(item: tuple[str, ...], one: str, after: str) -> bool:
    """Say whether one text stands on the end of a page and the start of the next."""
    ends, begins = one.splitlines(), after.splitlines()
    return any(
        tuple(ends[-n:]) == item[:n] and tuple(begins[: len(item) - n]) == item[n:]
        for n in range(1, len(item))
    )


def test_a_heading_is_on_the_page_of_what_it_heads() -> None:
    parts = ["one\ntwo", "Part 1 of 3\n-----------", "* a\n* b\n* c", "end."]

    assert list(wrap.pages(parts, 4 + wrap.FREE)) == [
        "\none\ntwo\n",
        "\nPart 1 of 3\n-----------\n\n* a\n",
        "* b\n* c\n\nend.\n",
    ]
