"""Worked examples on the questions that ship: each file in cases makes claims."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from fitcheck.answers.sheet import Sheet
from fitcheck.rubric import path, scoring

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
Case = dict[str, Any]

EDGES = [
    (-12, "clearly-cbt"),
    (-11, "slightly-cbt"),
    (-5, "slightly-cbt"),
    (-4, "no-clear-leaning"),
    (4, "no-clear-leaning"),
    (5, "slightly-psychodynamic"),
    (11, "slightly-psychodynamic"),
    (12, "clearly-psychodynamic"),
]


def read(file: Path) -> list[Case]:
    held = yaml.safe_load(file.read_text("utf-8"))
    known(held, {"middle", "cases"}, file.name)
    for case in held["cases"]:
        known(case, {"name", "answers", "withheld", "cleared", "expect"}, case["name"])
    return list(held["cases"])


def known(found: Case, keys: set[str], where: str) -> None:
    assert set(found) <= keys, f"{where}: {sorted(set(found) - keys)} means nothing"


CASES = [case for file in FILES for case in read(file)]


def sheet_of(questionnaire: Questionnaire, case: Case) -> Sheet:
    answers = {}
    for key, value in case["answers"].items():
        if value is not None:
            chosen = [value] if isinstance(value, str) else value
            question = questionnaire.questions[key]
            answers[key] = path.accept(questionnaire, question, chosen)
    withheld = case.get("withheld", False)
    manifest = questionnaire.manifest
    return Sheet(
        manifest.id,
        manifest.version,
        answers,
        withheld=withheld,
        gate_withheld=withheld,
        cleared=tuple(case.get("cleared", ())),
    )


def outcome(score: scoring.Score) -> Case:
    fit, evidence = score.fit, score.evidence
    return {
        "reading": score.reading,
        "band": fit and fit.band,
        "gate": list(score.gates),
        "difference": fit and fit.difference,
        "lowest": fit and fit.lowest,
        "highest": fit and fit.highest,
        "evidence": evidence and evidence.reading,
        "favours": evidence and list(evidence.favours),
        "notes": list(score.notes),
        "advisories": list(score.advisories),
    }


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_rubric_gives_what_a_worked_example_says(
    case: Case, shipped: Questionnaire
) -> None:
    found = outcome(scoring.score(shipped, sheet_of(shipped, case)))
    known(case["expect"], set(found), case["name"])

    assert case["expect"] == {key: found[key] for key in case["expect"]}


def test_the_examples_show_every_reading_and_every_band(
    shipped: Questionnaire,
) -> None:
    shown = [scoring.score(shipped, sheet_of(shipped, case)) for case in CASES]

    readings = {row.reading for row in shipped.rubric.table}
    assert readings == {score.reading for score in shown}
    bands = {band.id for band in shipped.rubric.bands}
    assert bands == {score.fit.band for score in shown if score.fit}


def test_every_example_has_a_name_of_its_own() -> None:
    names = [case["name"] for case in CASES]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(("difference", "band"), EDGES)
def test_one_difference_is_in_the_band_whose_bound_it_reaches(
    difference: int, band: str, shipped: Questionnaire
) -> None:
    assert band == scoring.band(shipped, difference).id


@pytest.mark.parametrize(("below", "above"), [*pairwise(EDGES)])
def test_an_interval_over_an_edge_takes_the_band_nearer_to_none(
    below: tuple[int, str], above: tuple[int, str], shipped: Questionnaire
) -> None:
    weaker = below[1] if below[0] > 0 else above[1]

    assert weaker == scoring.weakest(shipped, below[0], above[0]).id


@pytest.mark.parametrize(
    ("lowest", "highest", "spans"),
    [(-5, 5, True), (-4, 5, False), (-5, 4, False), (-36, 36, True)],
)
def test_it_cannot_be_told_from_five_on_either_side(
    lowest: int, highest: int, spans: bool, shipped: Questionnaire
) -> None:
    assert spans == scoring.spans(shipped, lowest, highest)
