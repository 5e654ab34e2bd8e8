"""A sample of the changes that ``make mutations`` makes, all of which come to light."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fitcheck import content, diff, marked_yaml
from fitcheck.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).parents[1] / "scripts" / "mutations.py"
SAMPLES = {"point": 3, "row": 2, "gate": 2, "ask_when": 3}
"""How many of each kind are tried here; one of those that are not named."""

FLAGS = ("stops", "private", "when")


@pytest.fixture(scope="module")
def script() -> Iterator[Any]:
    spec = importlib.util.spec_from_file_location("mutations", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        # The script replaces these for itself; the other tests get their own back.
        patch.setattr(marked_yaml, "parse", marked_yaml.parse)
        patch.setattr(content, "validated", content.validated)
        patch.setitem(sys.modules, "mutations", module)
        spec.loader.exec_module(module)
        yield module


def sample(script: Any) -> Iterator[Any]:
    every = list(script.every(script.base().data))
    for kind in dict.fromkeys(one.kind for one in every):
        mine = [one for one in every if one.kind == kind]
        wanted = SAMPLES.get(kind, 1)
        yield from (mine[len(mine) * n // wanted] for n in range(wanted))


def test_a_sample_of_changed_rules_comes_to_light(script: Any) -> None:
    verdicts = [script.judged(one) for one in sample(script)]

    said, holes = script.report(verdicts, 0)

    assert holes == 0, said
    assert {one.by for one in verdicts} >= {"the loader", "an article", "diff"}


def rules(data: dict[str, Any]) -> list[tuple[str, tuple[str | int, ...]]]:
    """Return where points, bounds, rows, gates and conditions stand, found by hand."""
    rubric, gates = data["rubric"], data["gates"]["gates"]
    asked = enumerate(data["therapist-questions"]["questions"])
    concerns = range(len(data["concerns"]["questions"][0]["options"]))
    return [
        *(("rubric", ("table", n)) for n in range(len(rubric["table"]))),
        *(("rubric", ("bands", n, "from")) for n in range(1, len(rubric["bands"]))),
        *(("gates", ("gates", n, key)) for n in range(len(gates)) for key in FLAGS),
        *(
            ("therapist-questions", ("questions", number, "ask_when", place))
            for number, one in asked
            for place in range(len(one.get("ask_when", ())))
        ),
        *(
            ("concerns", ("questions", 0, "options", number, side, "points"))
            for number in concerns
            for side in SIDES
        ),
        *(("rubric", ("scales", "two-pole", "steps", n, "cbt")) for n in range(5)),
    ]


def test_every_point_bound_row_gate_and_condition_is_changed(script: Any) -> None:
    data = script.base().data
    steps = {(one.stem, one.steps) for one in script.every(data)}
    missed = [
        (stem, start)
        for stem, start in rules(data)
        if not any(s == stem and to[: len(start)] == start for s, to in steps)
    ]

    assert missed == []
    assert len(rules(data)) > 120


def test_what_moves_nothing_survives_and_is_a_hole(script: Any) -> None:
    reworded = script.Mutation(
        "point", "rubric", ("scales", "two-pole", "reason"), "Other words.", "reworded"
    )
    verdict = script.judged(reworded)

    said, holes = script.report([verdict], 0)

    assert (verdict.by, holes) == (None, 1)
    assert "questions/rubric.yaml:5: point: reworded: NOT EXPLAINED" in said


def test_a_survivor_with_a_reason_is_no_hole(script: Any) -> None:
    rows = script.base().data["rubric"]["table"]
    swap = next(
        one for one in script.rows(rows) if one.said.endswith("4 and 5 swapped")
    )

    said, holes = script.report([script.judged(swap)], 0)

    assert holes == 0
    assert "their order counts for none" in said


def test_without_diff_a_change_would_survive(
    script: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = script.base().data
    added = [one for one in script.every(data) if one.said.endswith("added")]
    last = [one for one in added if one.kind == "ask_when"][-1]

    assert script.judged(last).by == "diff"
    monkeypatch.setattr(diff, "trials", lambda *_: ())
    monkeypatch.setattr(diff.people, "meet", lambda *_: ())
    assert script.judged(last).by is None
