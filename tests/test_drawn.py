"""The drawn report: every width, every colour, and pictures nobody has to see."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from spoken import NASTY, SAFE, every_document, sheet, wishing, words

from fitcheck import documents, wrap
from fitcheck.cli.look import Look, colour
from fitcheck.render import maps, pictures, signs, tables, terminal
from fitcheck.report.document import (
    Boxes,
    Bullets,
    Code,
    Columns,
    Document,
    Entries,
    Facts,
    Map,
    Paragraph,
    Section,
    Table,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fitcheck.content.questionnaire import Questionnaire

WIDTHS = [100, 80, 60, 47, 40, 20]
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")
DECORATION = re.compile("[\u2190-\u21ff\u2500-\u25ff]")
ALLOWED = {"", "0", "1", "2", "1;35", "35"}
"""Usual, bold, dim and magenta: nothing that is lost on black or on white."""


def drawn(made: Iterable[pictures.Line]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in made]


def scale_of(lowest: int, highest: int) -> Columns:
    table = Table(
        ("Wish", "Points"),
        (
            ("Psychodynamic", "30 of 36"),
            ("CBT", "1 of 36"),
            ("Difference", "as said: somewhere"),
        ),
    )
    return Columns(
        table, (30, 1), 36, lowest, highest, (-12, -5, 5, 12), ("CBT", "psychodynamic")
    )


# --- every width --------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_window(width: int, shipped: Questionnaire) -> None:
    for number, document in enumerate(every_document(shipped)):
        known = signs.ASCII if number % 2 else signs.DRAWN
        shown = terminal.draw(document, width=width, known=known).splitlines()
        assert max(map(wrap.columns, shown)) <= width
        assert max(map(cell_len, shown)) <= width
        assert [line for line in shown if line != line.rstrip()] == []


@pytest.mark.parametrize("width", [80, 60, 40])
def test_no_word_is_cut_that_fits_a_line(width: int, shipped: Questionnaire) -> None:
    for document in every_document(shipped):
        shown = set(terminal.draw(document, width=width).split())
        asked = {word for word in words(document) if wrap.columns(word) < width - 6}
        assert {w for w in asked if not {w, f"{w}.", f"{w}:"} & shown} == set()


def test_colours_change_no_word_and_no_line(shipped: Questionnaire) -> None:
    for number, document in enumerate(every_document(shipped)):
        width = (80, 40)[number % 2]
        plain = terminal.draw(document, width=width)
        shown = terminal.draw(document, width=width, colour="16")
        bare = [line.rstrip() for line in ESCAPE.sub("", shown).splitlines()]
        assert bare == plain.splitlines()


# --- colours ------------------------------------------------------------------------


def test_without_colours_there_is_no_escape_code(shipped: Questionnaire) -> None:
    for document in every_document(shipped):
        assert "\x1b" not in terminal.draw(document, colour="none")


@pytest.mark.parametrize("name", ["16", "24-bit"])
def test_the_colours_read_on_dark_and_on_light(
    name: terminal.Colour, shipped: Questionnaire
) -> None:
    for document in every_document(shipped):
        shown = terminal.draw(document, colour=name)
        codes = set(ESCAPE.findall(shown))
        assert "1" in codes
        assert codes <= ALLOWED
        assert "\x1b" not in ESCAPE.sub("", shown)


def test_only_a_marked_place_has_a_colour(shipped: Questionnaire) -> None:
    coloured = [
        line
        for document in every_document(shipped)
        for line in terminal.draw(document, colour="16").splitlines()
        if "35m" in line
    ]
    assert coloured
    assert [line for line in coloured if not re.search("[▼├●]", line)] == []


@pytest.mark.parametrize(
    ("environment", "no_color", "tty", "expected"),
    [
        ({}, False, True, "16"),
        ({}, False, False, "none"),
        ({"COLORTERM": "truecolor"}, False, True, "24-bit"),
        ({"COLORTERM": "24bit"}, False, False, "none"),
        ({"NO_COLOR": "1"}, False, True, "none"),
        ({"NO_COLOR": ""}, False, True, "16"),
        ({}, True, True, "none"),
        ({"FORCE_COLOR": "1"}, False, False, "16"),
        ({"FORCE_COLOR": "0"}, False, False, "none"),
        ({"FORCE_COLOR": ""}, False, False, "none"),
        ({"FORCE_COLOR": "1"}, True, False, "none"),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, True, "none"),
    ],
)
def test_colours_are_there_when_they_can_be_seen_and_nobody_declined(
    environment: dict[str, str], no_color: bool, tty: bool, expected: str
) -> None:
    asked = Look(no_color=no_color)
    assert colour(environment, asked, tty=tty) == expected


def test_nothing_pays_for_rich_but_a_drawn_document() -> None:
    code = "import sys, fitcheck.render, fitcheck.report; print('rich' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout.strip() == b"False"


# --- a person's text ----------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY)
def test_whatever_a_block_holds_is_shown_as_it_stands(text: str) -> None:
    document = Document(
        text,
        (
            Paragraph(text, strong=True),
            Bullets((text, text)),
            Entries(((Paragraph(text), Paragraph(text, strong=True)),)),
            Boxes((text, text)),
            Boxes((text, text), across=True),
            Facts(((text, text),)),
            Table((text, text), ((text, text),)),
        ),
        (Section(text, (), (Section(text, (), (Section(text),)),)),),
    )
    colours: list[terminal.Colour] = ["none", "16"]
    for one in colours:
        shown = ESCAPE.sub("", terminal.draw(document, width=100, colour=one))
        assert " ".join(shown.split()).count(text) >= 17
        assert "\x1b" not in shown


def test_code_is_left_out_of_a_report_but_can_be_shown() -> None:
    document = Document("T", (Code("x", "a\n"),), (Section("S", (Code("x", "b"),)),))
    assert terminal.draw(document, width=10) == "━━ T ━━━━━\na\n"


def test_no_blank_is_left_behind_where_a_long_word_fills_its_last_line() -> None:
    document = Document("T", (Bullets(("a" * 32 + " word",)),))
    assert terminal.draw(document, width=18).splitlines()[1:] == [
        "• " + "a" * 16,
        "  " + "a" * 16,
        "  word",
    ]


# --- headings and tables ------------------------------------------------------------


def test_headings_differ_without_colours() -> None:
    below = Section("Two", (), (Section("Three", (Paragraph("x"),)),))
    document = Document("Title", (), (Section("One", (), (below,)),))
    assert terminal.draw(document, width=20).splitlines() == [
        "━━ Title ━━━━━━━━━━━",
        "",
        "── One ─────────────",
        "",
        "Two",
        "───",
        "",
        "Three",
        "x",
    ]


def test_a_title_wider_than_the_line_stands_on_lines_of_its_own() -> None:
    shown = terminal.draw(Document("A title of many words"), width=20)
    assert shown.splitlines() == ["A title of many", "words", "━" * 20]


def test_numbers_stand_in_columns_and_long_cells_below() -> None:
    rows = (("First", "a long answer, here", "2", "0"), ("Sum", "", "12", "3"))
    head = ("Name", "Answer", "One", "Two words")
    assert drawn(tables.ledger(head, rows, 34, signs.ASCII)) == [
        "                               Two",
        "Name                    One  words",
        "  Answer",
        "-" * 34,
        "First                     2      0",
        "  a long answer, here",
        "Sum                      12      3",
    ]


def test_names_stand_above_where_numbers_leave_them_no_room() -> None:
    rows = (("A question of several words", "2", "0"), ("", "12", "3"))
    head = ("Name", "One", "Two long words")
    assert drawn(tables.ledger(head, rows, 26, signs.ASCII)) == [
        "Name",
        "                  Two long",
        "         One         words",
        "-" * 26,
        "A question of several",
        "words",
        "           2             0",
        "          12             3",
    ]
    assert not tables.fits(head, rows, 11)


def test_a_table_becomes_sentences_where_it_is_narrow() -> None:
    document = Document("T", (Table(("Row", "One"), (("A", "1"), ("B", ""))),))
    assert terminal.draw(document, width=40).splitlines()[1:] == [
        "• A. One: 1.",
        "• B.",
    ]
    assert "One: 1" not in terminal.draw(document, width=80)


# --- the columns --------------------------------------------------------------------


def test_the_bars_are_as_long_as_the_points() -> None:
    first, second = drawn(pictures.bars(scale_of(29, 29), 78, signs.DRAWN))
    assert (first.count("█"), second.count("█")) == (30, 1)
    assert (first.count("·"), second.count("·")) == (6, 35)
    assert first.endswith("30 of 36")
    assert second.endswith("1 of 36")


def test_a_single_point_is_seen_in_the_shortest_bar() -> None:
    made = drawn(pictures.bars(scale_of(29, 29), 36, signs.ASCII))
    assert made[2:] == ["CBT  1 of 36", "#" + "." * 35]


def read(block: Columns, width: int) -> tuple[int, list[int], str]:
    """Read a drawn scale: where the person is, where the ticks are, the numbers."""
    *_, marked, scale, numbers = (
        line
        for line in drawn(pictures.scale(block, width, signs.DRAWN))
        if "▼" in line or "┼" in line or "-12" in line
    )
    ticks = [cell for cell, sign in enumerate(scale) if sign == "┼"]
    at, exact = marked.index("▼"), (block.lowest + 36) * (len(scale) - 1) / 72
    assert abs(at - exact) < 1.5
    return at, ticks, numbers


@pytest.mark.parametrize("width", [78, 58, 40, 36])
def test_the_person_stands_on_the_right_side_of_every_bound(width: int) -> None:
    for difference in range(-36, 37):
        at, ticks, numbers = read(scale_of(difference, difference), width)
        low_clear, low, middle, high, high_clear = ticks
        assert (at <= low_clear, at <= low) == (difference <= -12, difference <= -5)
        assert (at >= high_clear, at >= high) == (difference >= 12, difference >= 5)
        assert at == middle or difference
        assert "-12" in numbers
        assert "+12" in numbers


@pytest.mark.parametrize("width", [78, 58, 40])
def test_missing_answers_are_drawn_as_a_range(width: int) -> None:
    made = drawn(pictures.scale(scale_of(-9, 20), width, signs.DRAWN))
    marked = next(line for line in made if "├" in line)
    scale = next(line for line in made if "┼" in line)
    ends = [round((n + 36) * (len(scale) - 1) / 72) for n in (-9, 20)]
    assert [marked.index("├"), marked.index("┤")] == ends
    assert "▼" not in "".join(made)
    assert any("Difference: as said: somewhere" in line for line in made)


def test_both_ends_of_the_scale_are_named() -> None:
    for width in (78, 58, 40):
        last = drawn(pictures.scale(scale_of(3, 3), width, signs.DRAWN))[-1]
        assert last.startswith("CBT")
        assert last.endswith("psychodynamic")


# --- the map ------------------------------------------------------------------------

NAMES = ("psychodynamic therapy", "neither of the two", "CBT")
CELLS: Any = tuple((f"{row}1", f"{row}2", f"{row}3") for row in "abc")


def map_of(*here: tuple[int, int]) -> Map:
    places = Facts((("What you want", "x"), ("The evidence", "y")))
    return Map(places, NAMES, (NAMES[2], NAMES[1], NAMES[0]), CELLS, here, "you")


def test_every_place_is_named_and_the_persons_is_marked() -> None:
    made = drawn(maps.drawn(map_of((1, 2)), 78, signs.DRAWN))
    text = "\n".join(made)
    assert [cell for row in CELLS for cell in row if cell not in text] == []
    (marked,) = (line for line in made if "● you" in line)
    assert [one.strip() for one in marked.split("│")[1:-1]] == ["b1", "b2", "● you"]


def test_a_small_map_marks_the_place_below_the_stem_of_its_column() -> None:
    made = drawn(maps.drawn(map_of((0, 1)), 40, signs.DRAWN))
    head = next(line for line in made if "neither of the two" in line)
    marked = next(line for line in made if "●" in line)
    assert head.index("neither") == marked.index("●")
    assert marked.startswith("psychodynamic")
    assert made[-1] == "● you: a2"


def test_what_is_not_known_leaves_several_places_open() -> None:
    open_row = map_of((0, 0), (0, 1), (0, 2))
    assert "\n".join(drawn(maps.drawn(open_row, 78, signs.DRAWN))).count("● you") == 3


def test_there_is_no_map_where_a_word_would_be_cut() -> None:
    long = replace(map_of((0, 0)), columns=("a" * 30, "b", "c"))
    assert drawn(maps.drawn(long, 40, signs.DRAWN)) == []
    shown = terminal.draw(Document("T", (long,)), width=40)
    assert shown.splitlines()[1:] == ["• What you want: x", "• The evidence: y"]


def test_the_map_says_what_the_table_of_readings_says(shipped: Questionnaire) -> None:
    given = {**SAFE, "informed-preference": ("strongly-cbt",), "concerns": ("sleep",)}
    document = documents.build(shipped, sheet(given)).document
    block = next(b for b in part(document, "picture").blocks if isinstance(b, Map))
    names = shipped.words.readings
    to_pdt, to_cbt = names.leans_psychodynamic.name, names.leans_cbt.name
    assert block.cells == (
        (names.pull_apart.name, to_pdt, to_pdt),
        (to_cbt, names.either.name, to_pdt),
        (to_cbt, to_cbt, names.pull_apart.name),
    )


def test_what_gaps_still_reach_is_marked_on_the_map_too(
    shipped: Questionnaire,
) -> None:
    whole = wishing(shipped, "psychodynamic", "no-preference")
    given = {**SAFE, **dict(list(whole.items())[:12]), "concerns": ("sleep",)}
    built = documents.build(shipped, sheet(given))
    block = next(
        b for b in part(built.document, "picture").blocks if isinstance(b, Map)
    )
    assert built.facts["fit"]["pull"] == "reaching-psychodynamic"
    assert block.here == ((0, 0), (1, 0))
    assert block.mark == shipped.words.report.map_maybe


# --- gates --------------------------------------------------------------------------


def gated(questionnaire: Questionnaire) -> Iterable[documents.Report]:
    for gate in questionnaire.library.gates.gates:
        for when in gate.when:
            fired = {**SAFE, "who-leads": ("strongly-cbt",)}
            fired[when.question] = (when.any_of[0],)
            yield documents.build(questionnaire, sheet(fired))


def all_of(one: Document | Section) -> Iterable[Document | Section]:
    yield one
    for below in one.sections:
        yield from all_of(below)


def test_with_a_gate_there_is_no_picture(shipped: Questionnaire) -> None:
    for built in gated(shipped):
        for document in (built.document, built.glance):
            assert not re.search("[█▼●├┤┼│]", terminal.draw(document))
            kinds = {type(block) for one in all_of(document) for block in one.blocks}
            assert not kinds & {Columns, Map}
        assert part(built.document, "picture").sections == ()


# --- ASCII --------------------------------------------------------------------------


def test_ascii_draws_with_what_a_keyboard_has(shipped: Questionnaire) -> None:
    printed = set("\u201c\u201d\u2018\u2019\u2013\u2014\u2026\u2022")
    for document in every_document(shipped):
        shown = terminal.draw(document, known=signs.ASCII)
        assert not DECORATION.search(shown)
        assert not set(shown) & printed


@pytest.mark.parametrize(
    ("encoding", "known"),
    [
        ("utf-8", signs.DRAWN),
        ("ascii", signs.ASCII),
        ("latin-1", signs.ASCII),
        ("no-such-encoding", signs.ASCII),
    ],
)
def test_the_signs_are_those_that_the_encoding_can_write(
    encoding: str, known: signs.Signs
) -> None:
    assert signs.known(encoding) is known


def test_every_sign_is_one_column_wide() -> None:
    for known in (signs.DRAWN, signs.ASCII):
        assert all(cell_len(sign) == 1 for sign in known.every())
