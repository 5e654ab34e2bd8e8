"""Worked examples, each a claim with a name: on the gallery, and on what ships."""

from pathlib import Path

import pytest
import sheets
import yaml

from fitcheck.answers.sheet import Sheet
from fitcheck.rubric import path, scoring, therapist_questions

KEYS = {"name", "sum", "answers", "skipped", "withheld", "cleared", "expect"}


def read(file):
    held = yaml.safe_load((Path(__file__).parent / "cases" / file).read_text("utf-8"))
    named = {case["name"]: case for case in held["cases"]}
    assert len(named) == len(held["cases"]), "two cases have one name"
    for name, case in named.items():
        assert case.keys() <= KEYS, f"{name}: {case.keys() - KEYS} means nothing"
    return named


GALLERY, SHIPPED = read("gallery.yaml"), read("readings.yaml")


def sheet_of(questionnaire, case):
    answers = dict(sheets.adding_up_to(case["sum"])) if "sum" in case else {}
    for key, value in (case.get("answers") or {}).items():
        answers.pop(key, None)
        if value is not None:
            chosen = value.split() if isinstance(value, str) else value
            question = questionnaire.questions[key]
            answers[key] = path.accept(questionnaire, question, chosen)
    left_out, cleared = case.get("withheld", False), tuple(case.get("cleared", ()))
    manifest = questionnaire.manifest
    return Sheet(manifest.id, manifest.version, answers, withheld=left_out,
                 gate_withheld=left_out, cleared=cleared)  # fmt: skip


def outcome(questionnaire, case):
    """Return all that comes of a sheet."""
    sheet = sheet_of(questionnaire, case)
    score = scoring.score(questionnaire, sheet)
    fit, evidence = score.fit, score.evidence
    asked = path.path(questionnaire, sheet.answers)
    pending = path.pending(questionnaire, sheet.answers, case.get("skipped", ()))
    chosen = therapist_questions.choose(questionnaire, sheet.answers)
    return {
        "reading": score.reading,
        "row": score.row,
        "gate": list(score.gates),
        **{name: fit and getattr(fit, name) for name in scoring.Fit.__annotations__},
        "side": evidence and evidence.side,
        "evidence": evidence and evidence.reading,
        "favours": evidence and list(evidence.favours),
        "standings": evidence
        and [
            [one.id, one.psychodynamic, one.cbt, one.first_choice]
            for one in evidence.concerns
        ],
        "lines": [
            [one.question, one.answer, one.psychodynamic, one.cbt, one.lens]
            for one in score.lines
        ],
        "notes": list(score.notes),
        "advisories": list(score.advisories),
        "opened": [one.id for one in asked if one.show_if],
        "counted": list(path.on_path(questionnaire, sheet.answers)),
        "pending": pending and pending.id,
        "questions": [one.question.id for one in chosen],
        "because": {one.question.id: list(map(list, one.because)) for one in chosen},
    }


@pytest.mark.parametrize("name", GALLERY)
def test_the_gallery_gives_what_a_worked_example_says(name, gallery):
    expected, found = GALLERY[name]["expect"], outcome(gallery, GALLERY[name])

    assert expected == {key: found[key] for key in expected}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_rubric_gives_what_a_worked_example_says(name, shipped):
    expected, found = SHIPPED[name]["expect"], outcome(shipped, SHIPPED[name])

    assert expected == {key: found[key] for key in expected}


@pytest.mark.parametrize("name", GALLERY)
def test_what_is_off_the_path_and_the_order_of_answers_change_nothing(name, gallery):
    sheet = sheet_of(gallery, GALLERY[name])
    asked = {one.id for one in path.path(gallery, sheet.answers)}
    off = {q: (gallery.choices[q][-1].id,) for q in gallery.questions if q not in asked}
    turned = dict(reversed(sheet.answers.items()))

    for answers in ({**off, **turned}, path.on_path(gallery, sheet.answers)):
        other = sheets.sheet(answers, gate_withheld=sheet.gate_withheld)
        assert scoring.score(gallery, other) == scoring.score(gallery, sheet)


def test_the_examples_show_every_reading_and_every_band(gallery, shipped):
    for ours, cases in ((gallery, GALLERY), (shipped, SHIPPED)):
        found = [outcome(ours, case) for case in cases.values()]

        assert {one["reading"] for one in found} == {
            r.reading for r in ours.rubric.table
        }
        assert {one["band"] for one in found} - {None} == {
            b.id for b in ours.rubric.bands
        }
