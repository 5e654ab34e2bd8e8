"""Plain lines: what a screen reader reads out and a simple terminal can show."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from spoken import documents, words

from fitcheck import answers, files, lines, report
from fitcheck.render import lines as plain
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
    from fitcheck.questionnaire import Questionnaire

VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
SIGNS = re.compile("[\u2190-\u21ff\u2500-\u25ff|\t\x1b]")
"""Arrows, boxes, blocks, and what moves a cursor."""


@pytest.mark.parametrize("width", [80, 60, 40, 20])
def test_no_line_is_wider_than_the_window(width: int, shipped: Questionnaire) -> None:
    for document in documents(shipped):
        text = plain.lay_out(document, width)
        assert max(map(lines.columns, text.splitlines())) <= width


def test_there_is_no_box_no_escape_code_and_no_tab(shipped: Questionnaire) -> None:
    for document in documents(shipped):
        assert not SIGNS.search(plain.lay_out(document))


@pytest.mark.parametrize("width", [80, 60, 40])
def test_no_word_is_cut_that_fits_a_line(width: int, shipped: Questionnaire) -> None:
    for document in documents(shipped):
        shown = set(plain.lay_out(document, width).lower().split())
        asked = {w.lower() for w in words(document) if lines.columns(w) < width - 2}
        assert {w for w in asked if not {w, f"{w}.", f"{w}:"} & shown} == set()


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_every_vignette_fits_the_screen(path: Path, shipped: Questionnaire) -> None:
    built = report.build(shipped, answers.load(shipped, path, path.parent))
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
    text = lines.wrapped(f"see {word} there", 80, "* ")
    assert "".join(text.split()) == f"*see{word}there"
    assert max(map(len, text.splitlines())) == 80


def test_nothing_to_wrap_is_nothing() -> None:
    assert lines.wrapped("", 80) == ""


def test_code_is_left_out_of_a_report_but_can_be_shown() -> None:
    document = Document("T", (Code("x", "a\n"),), (Section("S", (Code("x", "b"),)),))
    assert plain.lay_out(document) == "T\n=\n\na\n"
