"""FHIR: the form adds itself up as the program does, and responses come back whole."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fhir_engine
import many
import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as FhirForm
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from running import Ran, inside
from sampling import sample
from sheets import changed

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Sheet
from fitcheck.content import loader
from fitcheck.errors import ContentError, FileError
from fitcheck.services import fhir, fhir_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from fitcheck.content.questionnaire import Questionnaire

VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))


@pytest.fixture(scope="module")
def form(shipped: Questionnaire) -> dict[str, Any]:
    return fhir.form(shipped)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire) -> Callable[..., Ran]:
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)

    def run(*arguments: str | Path, stdin: str = "") -> Ran:
        return inside(monkeypatch, *arguments, stdin=stdin)

    return run


def some(questionnaire: Questionnaire, count: int) -> list[Sheet]:
    """Return random sheets of today's version."""
    rows = [
        one for one in many.sheets(questionnaire, 2 * count) if "version" not in one
    ]
    return [many.read(questionnaire, row) for row in rows[:count]]


def back(questionnaire: Questionnaire, response: dict[str, Any]) -> Sheet:
    document = reading.parsed("r.fhir.json", json.dumps(response))
    return reading.read(questionnaire, fhir_response.answers(questionnaire, document))


def refusal(questionnaire: Questionnaire, response: object) -> str:
    with pytest.raises(FileError) as caught:
        back(questionnaire, response)  # type: ignore[arg-type]
    return str(caught.value)


def agrees(form: dict[str, Any], response: dict[str, Any]) -> None:
    worked_out = fhir_engine.results(form, response)
    given = fhir_engine.written(response)

    assert {k: v for k, v in worked_out.items() if v is not None} == given
    assert given["result.reading"]


# What the form works out


@pytest.mark.parametrize("path", sample(VIGNETTES, 4), ids=lambda path: path.stem)
def test_an_engine_of_others_comes_to_our_results(
    shipped: Questionnaire, form: dict[str, Any], path: Path
) -> None:
    sheet = reading.load(shipped, path, path.parent)
    response = fhir_response.response(shipped, sheet)

    agrees(form, response)
    assert response["meta"]["tag"][0]["code"] == "HTEST"


def test_it_does_with_gaps_cleared_gates_and_copies_too(
    shipped: Questionnaire, form: dict[str, Any]
) -> None:
    for sheet in sample(some(shipped, 8), 2):
        agrees(form, fhir_response.response(shipped, sheet))


def test_other_questions_make_another_form(gallery: Questionnaire) -> None:
    form = fhir.form(gallery)

    for sheet in sample(some(gallery, 12), 3):
        agrees(form, fhir_response.response(gallery, sheet))


def test_an_answer_off_the_path_does_not_count(
    shipped: Questionnaire, form: dict[str, Any]
) -> None:
    answers = {"earlier-kind": ("none",)}
    response = fhir_response.response(shipped, Sheet("x", "2.0.0", answers))
    helped = {"valueCoding": fhir.Form(shipped).coding("it-helped")}
    stray = {"linkId": "earlier-cbt", "answer": [helped]}
    next(one for one in response["item"] if one["linkId"] == "earlier.section")[
        "item"
    ].append(stray)

    assert fhir_engine.results(form, response)["result.cbt"] == 0


# Its shape


def test_the_form_and_a_response_are_of_the_models_of_fhir(
    shipped: Questionnaire, form: dict[str, Any]
) -> None:
    FhirForm.model_validate(form)
    for sheet in some(shipped, 5):
        QuestionnaireResponse.model_validate(fhir_response.response(shipped, sheet))


def faults(form: dict[str, Any]) -> list[str]:
    """Return what the validators at hand do not see: que-2 and que-12."""
    every = list(fhir_engine.items(form))
    links = [one["linkId"] for one in every]
    twice = {one for one in links if links.count(one) > 1}
    torn = {
        one["linkId"]
        for one in every
        if len(one.get("enableWhen", ())) > 1 and "enableBehavior" not in one
    }
    asked = {w["question"] for one in every for w in one.get("enableWhen", ())}
    return sorted(twice | torn | asked - {*links})


def test_no_link_stands_twice_and_several_conditions_say_how_they_go_together(
    form: dict[str, Any], gallery: Questionnaire
) -> None:
    assert faults(form) == []
    assert faults(fhir.form(gallery)) == []


def test_a_link_that_stands_twice_and_conditions_apart_are_found(
    form: dict[str, Any],
) -> None:
    spoiled = json.loads(json.dumps(form))
    spoiled["item"][1]["item"].append({"linkId": "who-leads"})
    del next(i for i in fhir_engine.items(spoiled) if i["linkId"] == "safety.stop")[
        "enableBehavior"
    ]

    assert faults(spoiled) == ["safety.stop", "who-leads"]


def test_no_point_stands_where_somebody_answers(form: dict[str, Any]) -> None:
    text = json.dumps(form)
    seen = [
        one
        for group in form["item"][:-2]
        for one in fhir_engine.items(group)
        for extension in one.get("extension", ())
        if "valueExpression" in extension
    ]

    assert seen == []
    assert re.search("ordinalValue|itemWeight|valueDecimal", text) is None
    for group in form["item"][-2:]:
        assert group["extension"][0]["url"].endswith("questionnaire-hidden")


def test_every_coding_says_what_it_means(form: dict[str, Any]) -> None:
    options = [
        o["valueCoding"]
        for i in fhir_engine.items(form)
        for o in i.get("answerOption", ())
    ]

    assert len(options) > 150
    assert all(one["display"] and one["system"].endswith(":answers") for one in options)


def test_a_name_of_its_own_goes_through_form_and_response(
    gallery_texts: dict[str, str],
) -> None:
    name = "https://example.org/forms/day-out"
    texts = changed(
        gallery_texts,
        "questionnaire",
        "language: en",
        f"language: en\ncanonical: {name}",
    )
    questionnaire = loader.parse(texts, "gallery")
    response = fhir_response.response(questionnaire, Sheet("gallery", "2.1.0", {}))

    assert fhir.form(questionnaire)["url"] == name
    assert response["questionnaire"] == f"{name}|2.1.0"


@pytest.mark.parametrize("name", ["day out", "ftp://x", "https://a|b"])
def test_a_name_that_is_none_is_refused(
    gallery_texts: dict[str, str], name: str
) -> None:
    texts = changed(
        gallery_texts,
        "questionnaire",
        "language: en",
        f"language: en\ncanonical: {name}",
    )
    with pytest.raises(ContentError, match="canonical"):
        loader.parse(texts, "gallery")


def test_what_fhir_cannot_say_is_refused_at_its_place(
    gallery_texts: dict[str, str],
) -> None:
    condition = "      - {question: earlier-kind, any_of: [hills, both]}"
    second = f"{condition}\n      - {{question: earlier-sea, any_of: [good, bad]}}"
    texts = changed(gallery_texts, "earlier", condition, second)
    with pytest.raises(ContentError, match=r"earlier\.yaml:\d+:\d+: FHIR cannot say"):
        fhir.form(loader.parse(texts, "gallery"))


def test_a_question_may_not_take_a_name_of_the_forms(
    gallery_texts: dict[str, str],
) -> None:
    texts = changed(gallery_texts, "ready", "- id: feels-sure", "- id: notes")
    with pytest.raises(ContentError, match=r"ready\.yaml:\d+:\d+: a form needs"):
        fhir.form(loader.parse(texts, "gallery"))


# There and back


def test_a_response_comes_back_whole(shipped: Questionnaire) -> None:
    for sheet in some(shipped, 60):
        response = fhir_response.response(shipped, sheet)
        again = back(shipped, response)

        assert fhir_response.response(shipped, again) == response
        assert again.answers == {
            k: v for k, v in sheet.answers.items() if k in again.answers
        }
        assert again.cleared == sheet.cleared


def test_notes_label_day_country_skips_and_who_answers_come_back(
    shipped: Questionnaire,
) -> None:
    sheet = Sheet(
        shipped.manifest.id, shipped.manifest.version,
        {"plan-or-open": ("no-preference",), "concerns": ("sleep", "panic")},
        skipped=("who-leads",), country="GB", answered="2026-11-28",
        label="record 17", respondent="clinician", notes={"who-leads": "Said: later."},
    )  # fmt: skip

    assert back(shipped, fhir_response.response(shipped, sheet)) == sheet


def test_a_copy_without_safety_answers_says_nothing_of_them(
    shipped: Questionnaire,
) -> None:
    answers = {"safe-now": ("safe",), "needs-assessment": ("self-harm",)}
    whole = Sheet(shipped.manifest.id, shipped.manifest.version, answers)
    copy = whole.withhold(shipped.safety, gate_fired=True)
    response = fhir_response.response(shipped, copy)
    again = back(shipped, response)

    assert again == copy
    assert "self-harm" not in json.dumps(response)
    assert fhir_engine.written(response) == {
        "result.gate": "withheld",
        "result.reading": "see-someone-first",
    }


@pytest.fixture
def good(shipped: Questionnaire) -> dict[str, Any]:
    answers = {"plan-or-open": ("slightly-cbt",), "concerns": ("sleep", "panic")}
    sheet = Sheet(shipped.manifest.id, shipped.manifest.version, answers)
    return json.loads(json.dumps(fhir_response.response(shipped, sheet)))


def link(response: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in fhir_engine.items(response) if one["linkId"] == name)


def pole(response: dict[str, Any]) -> dict[str, Any]:
    return link(response, "plan-or-open")


def test_items_are_found_at_any_depth_and_results_are_worked_out_anew(
    shipped: Questionnaire, good: dict[str, Any]
) -> None:
    link(good, "result.reading")["answer"][0]["valueString"] = "leans-cbt"
    answer = {"valueCoding": {}, "item": good["item"]}
    good["item"] = [{"linkId": "a.section", "answer": [answer]}]
    sheet = back(shipped, good)

    assert sheet.answers["plan-or-open"] == ("slightly-cbt",)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda r: r.update(resourceType="Questionnaire"), "this is a form"),
        (lambda r: r.update(resourceType="Bundle"), "take one QuestionnaireResponse"),
        (lambda r: r.update(resourceType=["xqcanaryzz"]), "no QuestionnaireResponse"),
        (lambda r: r.update(status="entered-in-error"), "its status has to be"),
        (lambda r: r.pop("status"), "its status has to be"),
        (lambda r: r.update(questionnaire="https://xqcanaryzz|2.0.0"), "another form"),
        (lambda r: r.pop("questionnaire"), "another form, or it is not named"),
        (lambda r: r.update(authored="xqcanaryzz"), "a day such as"),
        (lambda r: pole(r).update(linkId="plan-or-opan"), "plan-or-open"),
        (lambda r: pole(r).update(linkId="xqcanaryzz"), "linkId"),
        (lambda r: pole(r).update(linkId={"a": 1}), "linkId"),
        (lambda r: pole(r).update(linkId="concerns.4"), "the one before"),
        (lambda r: link(r, "concerns").update(linkId="limits"), "the one before"),
        (lambda r: pole(r).update(answer=[{"valueCoding": {}}]), "code"),
        (lambda r: pole(r).update(
            answer=[{"valueCoding": {"code": "xqcanaryzz"}}]), "slightly-cbt"),
        (lambda r: pole(r).update(
            answer=[{"valueString": "A little more B"}]), "not one of the options"),
        (lambda r: pole(r).update(
            answer=link(r, "plan-or-open")["answer"] * 2), "one option's name"),
        (lambda r: link(r, "concerns.2").update(
            answer=link(r, "concerns")["answer"]), "named one option twice"),
    ],
)  # fmt: skip
def test_what_is_no_response_to_this_form_is_refused_without_a_value(
    shipped: Questionnaire, good: dict[str, Any], spoil: Callable[..., Any], said: str
) -> None:
    spoil(good)
    told = refusal(shipped, good)

    assert said in told
    assert "xqcanaryzz" not in told


def test_a_wrong_answer_is_told_at_its_line(
    run: Callable[..., Ran], good: dict[str, Any], tmp_path: Path
) -> None:
    link(good, "plan-or-open")["answer"][0]["valueCoding"]["code"] = "slightly-cbd"
    text = json.dumps(good, indent=1)
    line = text[: text.index("slightly-cbd")].count("\n") + 1
    (tmp_path / "r.json").write_text(text)
    ran = run("score", tmp_path / "r.json")

    assert ran.code == 1
    assert f"r.json:{line}:" in ran.err
    assert "did you mean 'slightly-cbt'?" in ran.err


def test_another_version_is_scored_and_named(
    run: Callable[..., Ran], good: dict[str, Any]
) -> None:
    good["questionnaire"] = good["questionnaire"].replace("2.0.0", "1.0.0")
    ran = run("score", "-", stdin=json.dumps(good))

    assert ran.code == 0
    assert "version 1.0.0" in ran.err


@pytest.mark.parametrize("command", ["score", "explain", "ask"])
def test_a_response_is_read_wherever_answers_are(
    run: Callable[..., Ran], tmp_path: Path, command: str
) -> None:
    place = tmp_path / "nadia.fhir.json"
    assert run("score", "nadia-same-ending", "-o", place).code == 0
    one, other = run(command, place), run(command, "nadia-same-ending")

    assert one.code == 0
    assert one.out.count("\n") > other.out.count("\n") - 9  # her name is not in it
    assert run("compare", place, "nadia-same-ending").code == 0
    assert run("verify", place).code == 1


def test_the_form_is_written_to_a_file_of_its_ending(
    run: Callable[..., Ran], tmp_path: Path, shipped: Questionnaire
) -> None:
    assert run("form", "-o", tmp_path / "form.fhir.json").code == 0
    assert (
        run("form", "--format", "fhir").out == (tmp_path / "form.fhir.json").read_text()
    )
    assert json.loads((tmp_path / "form.fhir.json").read_text()) == fhir.form(shipped)
    assert run("rubric", "-o", tmp_path / "rubric.fhir.json").code == 2
