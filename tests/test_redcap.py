"""REDCap: the dictionary adds itself up as the program does; exports come back."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import many
import pytest
from redcap_engine import Equation
from running import inside
from sheets import changed

from fitcheck.content import loader
from fitcheck.content.model import Many
from fitcheck.errors import ContentError, FileError
from fitcheck.services import batch, redcap

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire

Fields = list[dict[str, str]]
CHOICES = "Choices, Calculations, OR Slider Labels"
LOGIC = "Branching Logic (Show field only if...)"


def fields(questionnaire: Questionnaire) -> Fields:
    return list(csv.DictReader(io.StringIO(redcap.dictionary(questionnaire))))


def record(questionnaire: Questionnaire, row: many.Row) -> dict[str, str]:
    """Return a row as a raw export has it."""
    found: dict[str, str] = {}
    for key in (*questionnaire.questions, "cleared", "respondent"):
        question, name = questionnaire.questions.get(key), redcap.field(key)
        given = row.get(key, "").split(";") if row.get(key) else []
        if isinstance(question, Many) or key == "cleared":
            boxes = redcap.boxes(questionnaire, key).items()
            found |= {box: str(int(one in given)) for box, one in boxes}
            continue
        for one in redcap.ranks(questionnaire, key):
            found[one] = redcap.code(given.pop(0)) if given else ""
        assert not given, name
    return found


def worked_out(found: Fields, known: dict[str, str]) -> dict[str, str]:
    """Return the results of the second instrument; the rest look at the gate."""
    known = dict(known)
    for one in found:
        name, equation = one["Variable / Field Name"], one[CHOICES]
        if note := re.match(r"@CALCTEXT\((.*)\) @READONLY$", one["Field Annotation"]):
            equation = note[1]
        elif one["Field Type"] != "calc":
            continue
        value = Equation(equation, known).value()
        known[name] = f"{value:g}" if isinstance(value, float) else str(value)
    return {key: known[redcap.field(key)] for key in redcap.RESULTS}


def rows(questionnaire: Questionnaire, count: int) -> list[many.Row]:
    """Return random sheets as REDCap can hold them."""
    return [
        one
        for one in many.sheets(questionnaire, count, seed=5)
        if not {"version", "withheld"} & one.keys()
    ]


@pytest.mark.parametrize("which", ["shipped", "gallery"])
def test_the_equations_come_to_our_results(
    which: str, request: pytest.FixtureRequest
) -> None:
    questionnaire = request.getfixturevalue(which)
    dictionary = fields(questionnaire)
    for row in rows(questionnaire, 120):
        wanted = many.scored(questionnaire, row)
        assert not isinstance(wanted, FileError)
        found = worked_out(dictionary, record(questionnaire, row))
        wanted["gate"] = wanted["gate"].split(";")[0]

        assert found == {key: wanted.get(key, "") for key in redcap.RESULTS}


@pytest.mark.parametrize("which", ["shipped", "gallery"])
def test_a_raw_export_gives_the_results_of_the_sheets(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    questionnaire = request.getfixturevalue(which)
    given = rows(questionnaire, 300)
    export = [record(questionnaire, row) for row in given]
    for number, one in enumerate(export):
        one["record_id"] = str(number)
    place = tmp_path / "export.csv"
    with place.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, [*export[0]])
        writer.writeheader()
        writer.writerows(export)
    found = batch.score(questionnaire, place, None, ["record_id"])

    assert found.unscored == 0
    for number, (row, got) in enumerate(
        zip(given, csv.DictReader(io.StringIO(found.table)), strict=True)
    ):
        wanted = many.scored(questionnaire, row)
        assert not isinstance(wanted, FileError)
        assert got == {**dict.fromkeys(got, ""), **wanted, "record_id": str(number)}


def test_the_dictionary_is_one_that_redcap_takes(shipped: Questionnaire) -> None:
    found, text = fields(shipped), redcap.dictionary(shipped)
    names = [one["Variable / Field Name"] for one in found]
    known = {*names, *(name.partition("___")[0] for name in names)}

    assert text.count("\r\n") == len(found) + 1
    assert len(found[0]) == 18
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,25}", one) for one in names)
    assert {one["Form Name"] for one in found} == {"fitcheck", "fitcheck_result"}
    for one in found:
        if one["Field Type"] in {"radio", "checkbox", "dropdown"}:
            codes = [c.split(",")[0] for c in one[CHOICES].split(" | ")]
            assert all(re.fullmatch(r"[a-z0-9_]+", code) for code in codes)
        equations = one[LOGIC] + one[CHOICES] * (one["Field Type"] == "calc")
        equations += one["Field Annotation"]
        assert {*re.findall(r"\[(\w+)[\](]", equations)} <= known
        assert len(equations) < 10_000


def test_results_and_what_a_clinician_adds_are_not_where_somebody_answers(
    shipped: Questionnaire,
) -> None:
    apart = {redcap.field(one) for one in (*redcap.RESULTS, "cleared", "respondent")}
    found = fields(shipped)
    second = {
        one["Variable / Field Name"]
        for one in found
        if one["Form Name"] == "fitcheck_result"
    }

    assert second == apart
    assert not any(one[LOGIC] for one in found if one["Field Type"] == "calc")


def test_a_name_that_redcap_would_not_take_is_refused_at_its_place(
    gallery_texts: dict[str, str],
) -> None:
    long = "a-day-in-the-hills-or-by-the-sea"
    texts = changed(gallery_texts, "ready", "- id: feels-sure", f"- id: {long}")
    with pytest.raises(ContentError, match=r"ready\.yaml:\d+:\d+: 'fc_a_day"):
        redcap.dictionary(loader.parse(texts, "gallery"))


def test_labels_in_the_place_of_codes_are_known_for_what_they_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "labels.csv"
    place.write_text("record_id,fc_who_leads\n1,A little more xqcanaryzz\n")
    ran = inside(monkeypatch, "batch", place)

    assert ran.code == 1
    assert "row 1: who-leads: not one of its options" in ran.err
    assert "export raw data, not labels" in ran.err
    assert "xqcanaryzz" not in ran.out + ran.err


def test_a_second_concern_without_a_first_does_not_count(
    shipped: Questionnaire, tmp_path: Path
) -> None:
    place = tmp_path / "export.csv"
    place.write_text("fc_concerns,fc_concerns_2\n,sleep\nsleep,panic\n")
    found = batch.score(shipped, place, None)

    assert re.findall("not-given|named-form-first", found.table) == [
        "not-given",
        "named-form-first",
    ]


def test_a_field_that_is_not_ours_is_named_by_its_place(
    shipped: Questionnaire, tmp_path: Path
) -> None:
    place = tmp_path / "export.csv"
    place.write_text("record_id,fc_who_leads,fc_wants_tool\n1,,\n")
    with pytest.raises(FileError, match=r"column 3: .*\n.*fc_wants_tools"):
        batch.score(shipped, place, None)


def test_the_dictionary_is_written_to_a_file_of_its_ending(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shipped: Questionnaire
) -> None:
    place = tmp_path / "fitcheck.redcap.csv"

    assert inside(monkeypatch, "form", "-o", place).code == 0
    assert place.read_bytes().decode() == redcap.dictionary(shipped)
