"""The shipped JSON Schemas hold for every report and answers file, and only for those.

The answers file's schema is closed, the report's is open for additions.
"""

from __future__ import annotations

import json
import random
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from jsonschema import Draft202012Validator

import fitcheck
from fitcheck import documents, files
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import LONGEST_LABEL, LONGEST_NOTE, Sheet
from fitcheck.content import library, model, yaml_marks
from fitcheck.errors import FileError
from fitcheck.render import RENDERERS
from fitcheck.rubric import path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fitcheck.content.questionnaire import Questionnaire

SCHEMAS = Path(fitcheck.__file__).parent / "schemas"
VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
SEED = 20261122
RANDOM = 24

GIVENS = {
    "country", "answered", "label", "respondent", "vignette", "demonstration",
}  # fmt: skip


@cache
def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    return found


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name))


def wrong(name: str, data: Any) -> list[str]:
    """Say where a document breaks its schema."""
    found = validator(name).iter_errors(data)
    return [f"{error.json_path}: {error.message[:80]}" for error in found]


def random_sheet(questionnaire: Questionnaire, draw: random.Random) -> Sheet:
    """Answer at random, with gaps, off-path answers, notes and gates now and then."""
    gaps, lean = draw.choice([0.0, 0.1, 0.9]), draw.choice([0, 1, 2])
    given = {}
    for key, choices in questionnaire.choices.items():
        if draw.random() >= gaps:
            ordered = sorted(choices, key=lambda choice: choice.difference)
            given[key] = (draw.choice([ordered[0], *ordered, ordered[-1]][lean:]).id,)
    if draw.random() < 0.9:
        given |= {"safe-now": ("safe",), "needs-assessment": ("none-of-these",)}
    if "concerns" in given and draw.random() < 0.5:
        given["concerns"] = ("panic", "sleep", "relationships")
    open_ones = [key for key in questionnaire.questions if key not in given]
    return Sheet(
        questionnaire.manifest.id,
        draw.choice(["2.0.0", "0.9.1"]),
        given,
        skipped=tuple(key for key in open_ones if draw.random() < 0.5),
        country=draw.choice([None, "GB", "US", "FR", "BT"]),
        answered=draw.choice([None, "2026-11-22"]),
        respondent=draw.choice([None, "client", "clinician"]),
        label=draw.choice([None, "A. B. \u202e"]),
        notes={"who-leads": "a note\nof two lines"} if draw.random() < 0.3 else {},
    )


def gated(questionnaire: Questionnaire) -> Iterator[Sheet]:
    """Yield a sheet for each gate, and its withheld copy."""
    for gate in questionnaire.library.gates.gates:
        for when in gate.when:
            given = {when.question: (when.any_of[0],)}
            sheet = Sheet(questionnaire.manifest.id, "2.0.0", given)
            yield sheet
            yield sheet.withhold(questionnaire.safety, gate_fired=True)
            talked = (gate.id,) if gate.clears else ()
            yield replace(sheet, respondent="client", cleared=talked)


def sheets(questionnaire: Questionnaire) -> Iterator[Sheet]:
    empty = Sheet(questionnaire.manifest.id, questionnaire.manifest.version, {})
    yield empty
    yield empty.withhold(questionnaire.safety, gate_fired=False)
    yield from gated(questionnaire)
    draw = random.Random(SEED)
    for _ in range(RANDOM):
        yield random_sheet(questionnaire, draw)


@pytest.mark.parametrize("name", ["answers", "report"])
def test_the_schema_is_itself_sound(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


def test_there_are_vignettes_to_hold_against_the_schemas() -> None:
    assert len(VIGNETTES) >= 12


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_a_vignette_and_its_report_fit_the_schemas(
    path: Path, shipped: Questionnaire
) -> None:
    document = yaml_marks.parse(path.name, path.read_text("utf-8"))
    assert isinstance(document, yaml_marks.Document)
    assert wrong("answers", document.root.plain()) == []

    sheet = reading.load(shipped, path, path.parent)
    facts = documents.build(shipped, sheet).facts
    assert wrong("report", json.loads(json.dumps(facts))) == []
    assert facts["demonstration"] is True


def test_every_kind_of_report_fits_the_schema(shipped: Questionnaire) -> None:
    readings = set()
    for sheet in sheets(shipped):
        text = RENDERERS["json"](documents.build(shipped, sheet))
        facts = json.loads(text)
        assert wrong("report", facts) == []
        readings.add(facts["reading"])

    assert readings == set(get_args(model.Reading))


def test_every_copy_fits_the_schema_of_answers_files(shipped: Questionnaire) -> None:
    for sheet in sheets(shipped):
        data = json.loads(json.dumps(writing.to_data(shipped, sheet)))
        assert wrong("answers", data) == []


def test_the_gallery_fits_too(gallery: Questionnaire) -> None:
    empty = Sheet(gallery.manifest.id, gallery.manifest.version, {})
    facts = json.loads(json.dumps(documents.build(gallery, empty).facts))
    # The gallery is too small for six questions, and free to name its own bands.
    told = [one for one in wrong("report", facts) if "therapist_questions" not in one]
    assert [one for one in told if "band" not in one] == []


def test_the_answers_schema_names_every_field_of_the_reader_and_no_other() -> None:
    fields = reading.AnswersFile.model_fields
    assert set(schema("answers")["properties"]) == set(fields)
    required = {name for name, field in fields.items() if field.is_required()}
    assert set(schema("answers")["required"]) == required


def test_the_report_schema_names_every_field_that_is_read_back() -> None:
    aliases = {
        name: field.validation_alias or name
        for name, field in reading.JsonReport.model_fields.items()
    }
    fields = {str(getattr(one, "path", [one])[0]) for one in aliases.values()}
    assert fields - set(schema("report")["properties"]) <= GIVENS


def test_every_field_of_the_report_schema_is_written(shipped: Questionnaire) -> None:
    empty = Sheet(shipped.manifest.id, shipped.manifest.version, {})
    facts = documents.build(shipped, empty).facts
    assert set(schema("report")["properties"]) <= set(facts)


def test_the_enumerations_are_those_of_the_model() -> None:
    ours, theirs = schema("report"), schema("answers")
    parts = ours["properties"]
    expect = theirs["properties"]["vignette"]["properties"]["expect"]["properties"]
    pairs = [
        (ours["$defs"]["reading"]["enum"], model.Reading),
        (expect["reading"]["enum"], model.Reading),
        (parts["evidence"]["properties"]["reading"]["enum"], model.EvidenceReading),
        (parts["fit"]["properties"]["pull"]["enum"], model.Pull),
        (ours["$defs"]["favours"]["items"]["enum"], model.Direction),
        (ours["$defs"]["line_kind"]["enum"], library.LineKind),
        (
            parts["sources"]["items"]["properties"]["kind"]["enum"],
            library.Source.model_fields["kind"].annotation,
        ),
    ]
    for listed, known in pairs:
        assert sorted(listed) == sorted(get_args(known))


def test_the_lengths_are_those_of_the_reader() -> None:
    for name, notes in (("answers", "notes"), ("report", "answer_notes")):
        parts = schema(name)["properties"]
        longest = parts[notes]["additionalProperties"]["maxLength"]
        assert longest == LONGEST_NOTE
        assert parts["label"]["maxLength"] == LONGEST_LABEL


def answers_file() -> dict[str, Any]:
    return {
        "fitcheck": 1,
        "questionnaire": "psychodynamic-cbt",
        "version": "2.0.0",
        "answers": {"plan-or-open": "slightly-cbt", "concerns": ["sleep"]},
    }


def talked_about() -> dict[str, Any]:
    return {
        **answers_file(),
        "answers": {"needs-assessment": ["self-harm"]},
        "respondent": "client",
        "cleared": ["self-harm"],
    }


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "another format": lambda f: f.update(fitcheck=2),
    "no answers": lambda f: f.pop("answers"),
    "an unknown key": lambda f: f.update(mood="low"),
    "a number for an answer": lambda f: f["answers"].update(concerns=3),
    "an empty list": lambda f: f["answers"].update(concerns=[]),
    "a gate on its own": lambda f: f.update(gate=["withheld"]),
    "a gate by its name": lambda f: f.update(gate=["under-18"], withheld=["safety"]),
    "a gate cleared by nobody": lambda f: f.update(
        answers={"needs-assessment": ["self-harm"]}, cleared=["self-harm"]
    ),
    "a gate cleared twice": lambda f: f.update(
        answers={"needs-assessment": ["self-harm"]},
        cleared=["self-harm", "self-harm"],
        respondent="client",
    ),
    "a gate cleared in a copy": lambda f: f.update(
        cleared=["self-harm"], respondent="client", withheld=["safety"]
    ),
    "a country of three letters": lambda f: f.update(country="GBR"),
    "a long note": lambda f: f.update(notes={"who-leads": "x" * 501}),
    "a long label": lambda f: f.update(label="x" * 201),
    "another respondent": lambda f: f.update(respondent="friend"),
    "a vignette with a key too many": lambda f: f.update(
        vignette={"name": "A", "about": "B", "expect": {}, "more": 1}
    ),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_what_the_reader_refuses_the_schema_refuses(
    change: Callable[[dict[str, Any]], object], shipped: Questionnaire
) -> None:
    data = answers_file()
    for good in (data, talked_about()):
        assert wrong("answers", good) == []
        assert reading.parse(shipped, json.dumps(good), "a.json")

    change(data)
    assert wrong("answers", data) != []
    with pytest.raises(FileError):
        reading.parse(shipped, json.dumps(data), "a.json")


def spoiled(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the report with one required field gone, for each of them."""
    for key in schema("report")["required"]:
        yield {name: value for name, value in facts.items() if name != key}


def test_a_report_without_one_of_its_fields_is_refused(shipped: Questionnaire) -> None:
    empty = Sheet(shipped.manifest.id, shipped.manifest.version, {})
    facts = json.loads(json.dumps(documents.build(shipped, empty).facts))

    assert wrong("report", {**facts, "something-new": 1}) == []
    assert all(wrong("report", one) for one in spoiled(facts))


def test_a_report_with_a_gate_and_a_leaning_is_refused(shipped: Questionnaire) -> None:
    sheet = Sheet(shipped.manifest.id, "2.0.0", {"safe-now": ("might-hurt-myself",)})
    facts = json.loads(json.dumps(documents.build(shipped, sheet).facts))
    open_sheet = Sheet(shipped.manifest.id, "2.0.0", {"who-leads": ("strongly-cbt",)})
    other = json.loads(json.dumps(documents.build(shipped, open_sheet).facts))
    for key in ("fit", "evidence", "reading", "lines", "turning_points"):
        mixed = deepcopy(facts)
        mixed[key] = other[key]
        if mixed[key] != facts[key]:
            assert wrong("report", mixed) != []


def test_a_report_of_what_was_cleared_says_who_answered_and_is_no_copy(
    shipped: Questionnaire,
) -> None:
    sheet = reading.parse(shipped, json.dumps(talked_about()), "a.json")
    facts = json.loads(json.dumps(documents.build(shipped, sheet).facts))

    assert (facts["cleared"], facts["gate"]) == (["self-harm"], [])
    assert wrong("report", facts) == []
    assert wrong("report", {**facts, "respondent": None}) != []
    assert wrong("report", {**facts, "withheld": ["safety"]}) != []


def test_random_sheets_leave_the_path_now_and_then(shipped: Questionnaire) -> None:
    draw = random.Random(SEED)
    drawn = [random_sheet(shipped, draw) for _ in range(RANDOM)]
    off = [s for s in drawn if path.on_path(shipped, s.answers) != s.answers]
    assert off
