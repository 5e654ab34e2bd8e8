"""On paper: the card, and the form, which a client ticks and a clinician adds up.

Somebody with only the printed page and a pencil gets what the program gets.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from paper import Card, Form, expected, printed, sheets, worked
from running import inside

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.content.model import Poles
from fitcheck.documents import papers

FOLDER = files.bundled() / "vignettes"
PEOPLE = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def card(shipped):
    return Card(papers.rubric(shipped).markdown)


@pytest.fixture(scope="module")
def page(shipped):
    return papers.form(shipped).markdown


@pytest.fixture(scope="module")
def paper(page):
    return Form(page)


@pytest.fixture(params=["card", "form"])
def by_hand(request, shipped, card, paper):
    """Return what works a sheet out on paper, on either of the two."""
    if request.param == "card":
        return lambda sheet: worked(card, shipped, sheet)
    return lambda sheet: paper.worked(paper.filled(shipped, sheet))


def test_every_vignette_comes_out_the_same_on_paper(shipped, by_hand):
    for name in PEOPLE:
        person = reading.load(shipped, Path(name), FOLDER)
        person = replace(person, cleared=())  # paper asks no clinician

        assert by_hand(person) == expected(shipped, person), name


def test_random_sheets_with_gaps_come_out_the_same_on_paper(shipped, by_hand):
    readings = set()
    for sheet in sheets(shipped, 7):
        found = expected(shipped, sheet)
        readings.add(found["reading"])

        assert by_hand(sheet) == found, sheet.answers
    assert len(readings) == 5  # all but the gate's


# --- the card -----------------------------------------------------------------------


def test_the_card_as_data_is_the_whole_rubric(monkeypatch, shipped):
    data = json.loads(inside(monkeypatch, "rubric", "--format", "json").out)
    rows = {one["question"]: one["options"] for one in data["fit"]}

    assert data["questionnaire"]["sha256"] == shipped.fingerprint
    assert set(rows) == {*shipped.scored, "earlier-kind"}
    for key in shipped.scored:
        assert {one["id"]: (one["psychodynamic"], one["cbt"]) for one in rows[key]} == {
            one.id: (one.points.psychodynamic, one.points.cbt)
            for one in shipped.choices[key]
            if one.points
        }
    for side in ("psychodynamic", "cbt"):
        tops = [max(o[side] for o in options) for options in rows.values()]
        assert sum(tops) == data["maximum"]
    assert [one["concern"] for one in data["evidence"]] == list(shipped.concerns)
    assert [one["reading"] for one in data["table"]] == [
        row.reading for row in shipped.rubric.table
    ]
    assert len(data["gates"]) == len(shipped.library.gates.gates)


def test_each_way_stands_by_the_points_that_it_gives(shipped, card):
    poles = [one for one in shipped.questions.values() if isinstance(one, Poles)]
    assert poles
    for question in poles:
        _, row = card.row(question.text)
        said = row[0].partition(" A: ")[2].partition(" (Another kind")[0]
        a, _, b = said.partition(" B: ")
        ways = {"P": question.psychodynamic, "C": question.cbt}

        assert [a.rstrip("."), b.rstrip(".")] == [
            ways[cell[0]].rstrip(".") for cell in (row[1], row[5])
        ]


# --- the form -----------------------------------------------------------------------


def test_every_question_option_and_pole_is_asked_in_the_order_of_the_walk(
    shipped, paper
):
    walk = [one.text for one in shipped.questions.values()]
    assert [paper.numbered[at].text for at in range(1, len(walk) + 1)] == walk
    for key, question in shipped.questions.items():
        asked = paper.asked[question.text]
        assert len(asked.boxes) == len(shipped.choices[key])
        if isinstance(question, Poles):
            ways = {text for _, text in asked.ways}
            assert ways == {question.psychodynamic, question.cbt}
            assert asked.ways[0] == ("A", getattr(question, question.first))
        for option, box in zip(
            getattr(question, "options", ()), asked.boxes, strict=False
        ):
            assert box.startswith(option.label)
            about = getattr(option, "paper", None) or option.about
            assert not about or about in box


def test_no_point_is_shown_to_whom_answers(shipped, paper):
    told = printed(paper.client)
    reasons = [
        one.points.reason
        for choices in shipped.choices.values()
        for one in choices
        if one.points and one.points.reason
    ]
    standings = [
        getattr(one, side).reason
        for one in shipped.concerns.values()
        for side in ("psychodynamic", "cbt")
    ]

    assert [one for one in (*reasons, *standings) if one in told] == []
    assert "|" not in told
    assert not re.search(r"\b[PC] \d|[-+]\d|\d points?\b", told)
    assert re.search(r"\b[PC] \d", "".join(paper.card.steps))


def test_what_speaks_of_a_screen_is_said_in_another_way_on_paper(shipped, paper):
    told = printed(paper.client)
    for section in shipped.sections:
        assert (section.paper or section.intro) in told
        assert not section.paper or section.intro not in told
    assert not re.search(r"\bscreen|the letter x|fitcheck\b|program saves", told)


def test_a_form_can_be_written_to_every_place_and_only_as_a_document(
    monkeypatch, tmp_path, page
):
    assert inside(monkeypatch, "form").out == page
    screen = inside(monkeypatch, "form", "--no-color", tty=("stdout",)).out
    assert screen.count("[ ] ") == page.count("[ ] ")
    names = [tmp_path / f"form{ending}" for ending in (".md", ".html", ".txt")]
    outputs = [part for name in names for part in ("--output", name)]
    ran = inside(monkeypatch, "form", *outputs)
    marked, web, plain = (name.read_text("utf-8") for name in names)

    assert (ran.code, ran.out, marked) == (0, "", page)
    assert web.count("<li>") > web.count('class="boxes') == 36
    assert web.count('class="boxes across"') == page.count("\n[ ] ") == 23
    assert plain.count("[ ] ") == page.count("[ ] ")
    assert inside(monkeypatch, "form", "--output", names[0]).code == 1
    for other in ("sql", "json", "summary"):
        ran = inside(monkeypatch, "form", "--format", other)
        assert (ran.code, ran.out) == (2, ""), other
        assert "markdown" in ran.err


def test_another_folder_of_questions_has_a_form_of_its_own(gallery):
    written = papers.form(gallery).markdown
    paper = Form(written)

    assert "gallery, version 2.1.0" in printed(written)
    assert list(paper.asked) == [one.text for one in gallery.questions.values()]
    for key, question in gallery.questions.items():
        shown = len(paper.asked[question.text].boxes)
        assert shown == len(gallery.choices[key])
