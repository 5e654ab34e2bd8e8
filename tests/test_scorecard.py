"""The paper scorecard: somebody with only the printed page gets the same result."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from paper import Card, expected, sheets, worked
from running import inside

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.content.model import Poles
from fitcheck.documents import papers

PEOPLE = sorted(path.stem for path in (files.bundled() / "vignettes").glob("*.yaml"))


@pytest.fixture(scope="module")
def card(shipped):
    return Card(papers.rubric(shipped).markdown)


def test_every_vignette_comes_out_the_same_on_paper(shipped, card):
    for name in PEOPLE:
        person = reading.load(shipped, Path(name), files.bundled() / "vignettes")
        person = replace(person, cleared=())  # paper asks no clinician

        assert worked(card, shipped, person) == expected(shipped, person), name


def test_random_sheets_come_out_the_same_on_paper(shipped, card):
    readings = set()
    for sheet in sheets(shipped, 4):
        found = expected(shipped, sheet)
        readings.add(found["reading"])

        assert worked(card, shipped, sheet) == found, sheet.answers
    assert len(readings) == 5  # all but the gate's


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
