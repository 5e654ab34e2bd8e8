"""Documents on a terminal: every width, with colours and without, and by ear."""

import itertools
import re
import sys
from functools import cache

import pytest
from rich.cells import cell_len
from sampling import sample
from spoken import every_document, words

from fitcheck import wrap
from fitcheck.cli.terminal import Look, colour
from fitcheck.cli.terminal import drawn as printed
from fitcheck.render import plain, terminal

WIDTHS = [80, 40, 20]
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")
ALLOWED = {"", "0", "1", "2", "35"}
"""Usual, bold, dim and magenta: nothing that is lost on black or on white."""
SIGNS = re.compile("[\u2190-\u21ff\u2500-\u25ff|\t\x1b]")
"""Arrows, boxes, blocks, and what moves a cursor."""
PRINTED = set("\u201c\u201d\u2018\u2019\u2013\u2014\u2026\u2022█━─")
STOP = re.compile(r"(?<=\d)[.,;:)]+$")


@cache
def drawn(text, width):
    return terminal.draw(text, columns=width)


@cache
def coloured(text, width):
    return terminal.draw(text, columns=width, colour=True)


@cache
def heard(text, width):
    return plain.lay_out(text, width)


@pytest.fixture(scope="module")
def every(shipped):
    return [one.markdown for one in every_document(shipped)]


@pytest.mark.parametrize("face", [drawn, heard])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_window(width, face, every):
    for text in sample(every, 2):
        shown = face(text, width).splitlines()
        assert max(map(wrap.columns, shown)) <= width
        assert max(map(cell_len, shown)) <= width
        assert [line for line in shown if line != line.rstrip()] == []


@pytest.mark.parametrize("width", [80, 40])
def test_no_word_is_cut_that_fits_a_line(width, every):
    for text in every:
        shown = set(drawn(text, width).split())
        # A column of a table may be narrower than the longest of its words.
        asked = {word for word in words(text) if wrap.columns(word) < 14}
        assert {w for w in asked if not {w, f"{w}.", f"{w}:"} & shown} == set()


@pytest.mark.parametrize("width", [80, 40])
def test_no_word_is_cut_by_ear(width, every):
    for text in every:
        shown = set(heard(text, width).lower().split())
        spoken = " ".join(plain.heard(w) for w in words(text) if w != "-")
        asked = {w for w in spoken.lower().split() if wrap.columns(w) < width - 2}
        # Behind a number to call stand its digits, so its own stop comes after them.
        asked, shown = (
            {STOP.sub("", w) for w in several} for several in (asked, shown)
        )
        assert {w for w in asked if not {w, f"{w}.", f"{w}:", f"{w};"} & shown} == set()


# --- colours ------------------------------------------------------------------------


def test_colours_change_no_word_and_no_line(every):
    for number, text in enumerate(every):
        width = (80, 40)[number % 2]
        bare = drawn(text, width)
        shown = coloured(text, width)
        codes = {c for found in ESCAPE.findall(shown) for c in found.split(";")}
        lines = [line.rstrip() for line in ESCAPE.sub("", shown).splitlines()]

        assert "\x1b" not in bare
        assert "1" in codes
        assert codes <= ALLOWED
        assert lines == bare.splitlines()


def test_only_what_is_seen_without_it_has_a_colour(every):
    shown = "".join(coloured(text, 80) for text in every[::2])
    magenta = re.findall(r"\x1b\[35m([^\x1b]*)\x1b", shown)
    assert magenta
    assert set("".join(magenta)) == {"█"}


@pytest.mark.parametrize(
    ("environment", "no_color", "tty", "expected"),
    [
        ({}, False, True, True),
        ({}, False, False, False),
        ({"NO_COLOR": "1"}, False, True, False),
        ({"NO_COLOR": ""}, False, True, True),
        ({}, True, True, False),
        ({"FORCE_COLOR": "1"}, False, False, True),
        ({"FORCE_COLOR": "0"}, False, False, False),
        ({"FORCE_COLOR": ""}, False, False, False),
        ({"FORCE_COLOR": "1"}, True, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, True, False),
    ],
)
def test_colours_are_there_when_they_can_be_seen_and_nobody_declined(
    environment, no_color, tty, expected
):
    assert colour(environment, Look(no_color=no_color), tty=tty) is expected


# --- layout -------------------------------------------------------------------------


def test_headings_differ_without_colours():
    text = "# Title\n\n## One\n\n### Two\n\n#### Three\n\nx\n"
    assert terminal.draw(text, columns=20).splitlines() == [
        "━━ Title ━━━━━━━━━━━", "── One ─────────────", "Two", "───", "Three", "", "x",
    ]  # fmt: skip
    shown = terminal.draw("# A title of many words\n", columns=20)
    assert shown.splitlines() == ["A title of many", "words", "━" * 20]
    heard = ["TITLE", "=====", "", "One", "---", "", "Two", "", "Three", "", "x"]
    assert plain.lay_out(text, 20).splitlines() == heard


def table(texts, numbers):
    heads = [*(f"Text {n}" for n in range(texts)), *(f"N{n}" for n in range(numbers))]
    cells = [*(f"some words {n}" for n in range(texts)), *map(str, range(numbers))]
    kinds = ["---"] * texts + ["--:"] * numbers
    rows = (f"| {' | '.join(row)} |" for row in (heads, kinds, cells))
    return "# T\n\n{}\n{}\n{}\n".format(*rows)


def test_a_wide_table_becomes_a_list_before_it_would_be_too_narrow():
    options = table(5, 0)
    assert "• some words 0\n" in terminal.draw(options, columns=99)
    assert "    • Text 4: some words 4\n" in terminal.draw(options, columns=99)
    row = "some words 0   some words 1   some words 2   some words 3   some words 4\n"
    assert row in terminal.draw(options, columns=100)
    answers = table(2, 2)
    assert "some words 0   some words 1    0    1\n" in terminal.draw(answers)
    sentence = "some words 0. Text 1: some words 1. N0: 0. N1: 1."
    assert sentence in " ".join(terminal.draw(answers, columns=60).split())
    assert sentence in plain.lay_out(answers, 99)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("28 - 2 = +26", "28 minus 2 = plus 26"),
        ("-12 or less", "minus 12 or less"),
        ("from -30 to +34", "from minus 30 to plus 34"),
        ("on 2026-11-22, CBT-I, 0.1-0.2", "on 2026-11-22, CBT-I, 0.1-0.2"),
        ("Call 116 123 (free)", "Call 116 123 (1 1 6, 1 2 3) (free)"),
        ("call 999.", "call 999 (9 9 9)."),
        ("text 85258", "text 85258 (8 5 2 5 8)"),
    ],
)
def test_plain_lines_can_be_heard(written, spoken):
    assert plain.heard(written) == spoken


def test_plain_lines_hold_no_box_no_escape_code_and_no_tab(every):
    assert [text for text in every if SIGNS.search(heard(text, 80))] == []


def test_a_terminal_that_cannot_show_print_gets_what_a_keyboard_has(every, monkeypatch):
    class Old:
        encoding = "latin-1"

        def isatty(self):
            return True

        def fileno(self):
            raise OSError

    monkeypatch.setattr(sys, "stdout", Old())
    for text in every[::3]:
        assert not set(printed(text, Look())) & PRINTED


# --- pages --------------------------------------------------------------------------

WINDOWS = [(80, 24), (40, 24), (40, 12)]


@pytest.mark.parametrize(("width", "rows"), WINDOWS)
def test_pages_fit_lose_nothing_and_part_no_text_that_fits(width, rows, every):
    room = rows - wrap.FREE + (rows < wrap.LOW)
    for text in every[:2]:
        for shown in (heard(text, width), coloured(text, width)):
            parts = shown.rstrip().split("\n\n")
            pages = list(wrap.pages(parts, rows))
            whole = {
                tuple(item.splitlines())
                for part in parts
                for item in re.split(r"\n(?=(?:\x1b\[[\d;]*m| )*(?:\* |• ))", part)
            }
            assert "".join(pages) == "".join(f"\n{part}\n" for part in parts)
            assert max(page.count("\n") for page in pages) <= room
            for one, after in itertools.pairwise(pages):
                ends, begins = one.splitlines(), after.splitlines()
                near = (item for item in whole if ends[-1] in item)
                parted = [item for item in near if straddles(item, ends, begins)]
                assert all(len(item) >= room - 5 for item in parted), parted


def straddles(item, ends, begins):
    """Say whether one text stands on the end of a page and the start of the next."""
    return any(
        tuple(ends[-n:]) == item[:n] and tuple(begins[: len(item) - n]) == item[n:]
        for n in range(1, len(item))
    )


def test_a_heading_is_on_the_page_of_what_it_heads():
    parts = ["one\ntwo", "Part 1 of 3\n-----------", "* a\n* b\n* c", "end."]
    assert list(wrap.pages(parts, 4 + wrap.FREE)) == [
        "\none\ntwo\n",
        "\nPart 1 of 3\n-----------\n\n* a\n",
        "* b\n* c\n\nend.\n",
    ]


def test_a_long_word_is_cut_and_nothing_is_lost():
    word = "".join(str(n % 10) for n in range(200))
    text = wrap.wrapped(f"see {word} there", 80, "* ")
    assert "".join(text.split()) == f"*see{word}there"
    assert max(map(len, text.splitlines())) == 80
    assert wrap.wrapped("", 80) == ""
