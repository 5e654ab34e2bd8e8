"""The shipped JSON Schemas hold for every report and answers file, and only for those.

The answers file's schema is closed, the report's is open for additions.
"""

import json
import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

import many
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

SCHEMAS = Path(fitcheck.__file__).parent / "schemas"
VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
SEED = 20261122
RANDOM = 40

GIVENS = {
    "country", "answered", "label", "respondent", "vignette", "demonstration",
}  # fmt: skip


@cache
def schema(name):
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    return found


@cache
def validator(name):
    return Draft202012Validator(schema(name))


def wrong(name, data):
    """Say where a document breaks its schema."""
    found = validator(name).iter_errors(data)
    return [f"{error.json_path}: {error.message[:80]}" for error in found]


def random_sheets(questionnaire):
    """Yield random sheets, with what may stand on one besides."""
    draw = random.Random(SEED)
    for row in many.sheets(questionnaire, RANDOM, seed=SEED):
        sheet = many.read(questionnaire, row)
        open_ones = [key for key in questionnaire.questions if key not in sheet.answers]
        yield replace(
            sheet,
            # An answer off the path stays on a sheet, and out of what is written.
            answers={"earlier-cbt": ("it-helped",), **sheet.answers},
            skipped=tuple(key for key in open_ones if draw.random() < 0.5),
            country=draw.choice([None, "GB", "US", "FR", "BT"]),
            answered=draw.choice([None, "2026-11-22"]),
            respondent=sheet.respondent or draw.choice([None, "client", "clinician"]),
            label=draw.choice([None, "A. B. \u202e"]),
            notes={"who-leads": "a note\nof two lines"} if draw.random() < 0.3 else {},
        )


def gated(questionnaire):
    """Yield a sheet for each gate, and its withheld copy."""
    for gate in questionnaire.library.gates.gates:
        for when in gate.when:
            given = {when.question: (when.any_of[0],)}
            sheet = Sheet(questionnaire.manifest.id, "2.0.0", given)
            yield sheet
            yield sheet.withhold(questionnaire.safety, gate_fired=True)
            talked = (gate.id,) if gate.clears else ()
            yield replace(sheet, respondent="client", cleared=talked)


def sheets(questionnaire):
    empty = Sheet(questionnaire.manifest.id, questionnaire.manifest.version, {})
    yield empty
    yield empty.withhold(questionnaire.safety, gate_fired=False)
    yield from gated(questionnaire)
    yield from random_sheets(questionnaire)


def report(questionnaire, answers, **more):
    """Return a report as data."""
    manifest = questionnaire.manifest
    sheet = Sheet(manifest.id, manifest.version, answers, **more)
    return json.loads(json.dumps(documents.build(questionnaire, sheet).facts))


@pytest.mark.parametrize("name", ["answers", "report"])
def test_the_schema_is_itself_sound(name):
    Draft202012Validator.check_schema(schema(name))


def test_every_vignette_and_its_report_fit_the_schemas(shipped):
    assert len(VIGNETTES) >= 12
    for file in VIGNETTES:
        document = yaml_marks.parse(file.name, file.read_text("utf-8"))
        assert wrong("answers", document.data) == []

        sheet = reading.load(shipped, file, file.parent)
        facts = documents.build(shipped, sheet).facts
        assert wrong("report", json.loads(json.dumps(facts))) == []
        assert facts["demonstration"] is True


def test_every_kind_of_report_and_of_copy_fits_its_schema(shipped):
    readings, off = set(), 0
    for sheet in sheets(shipped):
        text = RENDERERS["json"](documents.build(shipped, sheet))
        facts = json.loads(text)
        assert wrong("report", facts) == []
        readings.add(facts["reading"])
        data = json.loads(json.dumps(writing.to_data(shipped, sheet)))
        assert wrong("answers", data) == []
        off += path.on_path(shipped, sheet.answers) != sheet.answers

    assert readings == set(get_args(model.Reading))
    assert off


def test_the_gallery_fits_too(gallery):
    facts = report(gallery, {})
    # The gallery is too small for six questions, and free to name its own bands.
    told = [one for one in wrong("report", facts) if "therapist_questions" not in one]
    assert [one for one in told if "band" not in one] == []


def test_the_schemas_name_every_field_of_the_reader_and_no_other(shipped):
    fields = reading.AnswersFile.model_fields
    assert set(schema("answers")["properties"]) == set(fields)
    required = {name for name, field in fields.items() if field.is_required()}
    assert set(schema("answers")["required"]) == required
    aliases = (
        field.validation_alias or name
        for name, field in reading.JsonReport.model_fields.items()
    )
    read_back = {str(getattr(one, "path", [one])[0]) for one in aliases}
    told = set(schema("report")["properties"])
    assert read_back - told <= GIVENS
    assert told <= set(report(shipped, {}))


def test_the_enumerations_are_those_of_the_model():
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


def test_the_lengths_are_those_of_the_reader():
    for name, notes in (("answers", "notes"), ("report", "answer_notes")):
        parts = schema(name)["properties"]
        longest = parts[notes]["additionalProperties"]["maxLength"]
        assert longest == LONGEST_NOTE
        assert parts["label"]["maxLength"] == LONGEST_LABEL


def answers_file():
    return {
        "fitcheck": 1,
        "questionnaire": "psychodynamic-cbt",
        "version": "2.0.0",
        "answers": {"plan-or-open": "slightly-cbt", "concerns": ["sleep"]},
    }


def talked_about():
    needs = {"needs-assessment": ["self-harm"]}
    return {**answers_file(), "answers": needs, "respondent": "client",
            "cleared": ["self-harm"]}  # fmt: skip


BROKEN = {
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
def test_what_the_reader_refuses_the_schema_refuses(change, shipped):
    data = answers_file()
    for good in (data, talked_about()):
        assert wrong("answers", good) == []
        assert reading.parse(shipped, json.dumps(good), "a.json")

    change(data)
    assert wrong("answers", data) != []
    with pytest.raises(FileError):
        reading.parse(shipped, json.dumps(data), "a.json")


def test_a_report_without_one_of_its_fields_is_refused_and_one_more_is_not(shipped):
    facts = report(shipped, {})

    assert wrong("report", {**facts, "something-new": 1}) == []
    for key in schema("report")["required"]:
        assert wrong("report", {k: v for k, v in facts.items() if k != key}), key


def test_a_report_with_a_gate_and_a_leaning_is_refused(shipped):
    facts = report(shipped, {"safe-now": ("might-hurt-myself",)})
    other = report(shipped, {"who-leads": ("strongly-cbt",)})
    for key in ("fit", "evidence", "reading", "lines", "turning_points"):
        if other[key] != facts[key]:
            assert wrong("report", {**facts, key: other[key]}) != []


def test_a_report_of_what_was_cleared_says_who_answered_and_is_no_copy(shipped):
    needs = {"needs-assessment": ("self-harm",)}
    facts = report(shipped, needs, respondent="client", cleared=("self-harm",))

    assert (facts["cleared"], facts["gate"]) == (["self-harm"], [])
    assert wrong("report", facts) == []
    assert wrong("report", {**facts, "respondent": None}) != []
    assert wrong("report", {**facts, "withheld": ["safety"]}) != []
