"""What ``make mutations`` changes, and a sample of it, all of which comes to light."""

import importlib
import sys
from dataclasses import replace
from pathlib import Path

import pencil
import pytest
from sampling import THOROUGH, sample

from fitcheck.comparing import outcomes
from fitcheck.content import loader, yaml_marks
from fitcheck.content.model import Leanings
from fitcheck.content.strict import Id, Strict

SCRIPTS = Path(__file__).parents[1] / "scripts"

HELD = pencil.load_yaml(Path(__file__).parent / "cases" / "mutations.yaml")

RULES, WORDS = HELD["rules"].split(), HELD["words"].split()
WRITTEN = ("psychodynamic", "cbt", "note")
"""Keys that hold a text in some places."""


@pytest.fixture(scope="module")
def script():
    with pytest.MonkeyPatch.context() as patch:
        # The script replaces these for itself; the other tests get their own back.
        patch.setattr(yaml_marks, "parse", yaml_marks.parse)
        patch.setattr(loader, "validated", loader.validated)
        patch.setattr(outcomes, "scored", outcomes.scored)
        patch.syspath_prepend(SCRIPTS)
        yield importlib.import_module("mutations")
    for name in ("mutations", "mutants"):
        del sys.modules[name]


@pytest.fixture(scope="module")
def every(script):
    return list(script.mutants.every(script.base().questionnaire))


def test_a_sample_of_changed_rules_comes_to_light(script, every):
    verdicts = [script.judged(one) for one in every[:: 110 if THOROUGH else 250]]

    said, _ = script.report(verdicts, 0)

    assert len(verdicts) > 6
    assert "NOT EXPLAINED" not in said


@pytest.mark.parametrize(("kind", "said", "by"), sample(HELD["caught"], 2))
def test_a_change_is_caught_by_what_is_there_to_catch_it(kind, said, by, script, every):
    found = [one for one in every if (one.kind, one.said) == (kind, said)]

    assert script.judged(found[-1]).by == by


def test_every_kind_of_rule_is_changed_in_every_way(every):
    found = {}
    for one in every:
        way = one.said.split()[-1]
        known = way in {"dropped", "swapped", "added", "elsewhere", "out"}
        found.setdefault(one.kind, set()).add(way if known else "changed")

    several = {how: kinds.split() for how, kinds in HELD["changed"].items()}
    assert found == {k: {*how.split()} for how, kinds in several.items() for k in kinds}


def ruled(data, steps=()):
    """Yield where a file holds rules, found by their keys alone."""
    for step, value in data.items() if isinstance(data, dict) else enumerate(data):
        assert isinstance(step, int) or step in {*RULES, *WORDS}
        written = step in WRITTEN and isinstance(value, str)
        if isinstance(value, (dict, list)) and step not in WORDS:
            yield from ruled(value, (*steps, step))
        elif not written and step not in WORDS:
            yield (*steps, step)


def test_every_rule_that_stands_in_a_file_is_changed(script, every):
    base = script.base()
    stems = ["questionnaire", "rubric", "gates", "therapist-questions"]
    stems += base.questionnaire.manifest.sections
    changed = {(one.stem, one.edits[0][0]) for one in every}
    places = [(s, to) for s in stems for to in ruled(base.documents[s].data)]
    missed = [
        (stem, to)
        for stem, to in places
        # Of a list that must not be empty, the only name is replaced with the list.
        if (stem, to) not in changed
        and not (to[-1] == 0 and (stem, to[:-1]) in changed)
        and to[-1] != "kind"
    ]

    assert missed == []
    assert len(places) > 390


def test_points_go_up_and_down_and_rows_change_places_with_each_other(every):
    said = {one.said for one in every if one.edits[0][0][-3:] == ("steps", 1, "cbt")}
    rows = [one for one in every if one.kind == "Rubric.table" and "swap" in one.said]

    assert said == {"0 to 1"}
    assert {one.said for one in every if one.kind == "Rubric.bands.from"} >= {
        "5 to 4", "5 to 6", "12 to 11", "12 to 13", "-4 to -5", "-4 to -3",
    }  # fmt: skip
    assert len(rows) == 9 * 8 / 2


def test_a_condition_is_dropped_along_with_its_words(every):
    asked = (one for one in every if one.kind.endswith("ask_when"))
    dropped = [one.edits for one in asked if one.said == "dropped"]
    steps = {tuple(to[-1] for to, _ in edits) for edits in dropped}

    assert steps == {("ask_when", "because")}


class Later(Strict):
    """A block with fields that nobody has thought of yet."""

    sides: Leanings = ()
    friends: tuple[Id, ...] = ()


def test_a_new_field_is_changed_too_or_asks_what_can_stand_in_it(script):
    at, whole = script.mutants.Spot("Later", "later"), script.base().questionnaire
    found = script.mutants.block(at, Later(), (), whole)

    assert [next(found).said for _ in range(3)] == [
        "psychodynamic added", "cbt added", "neither added",
    ]  # fmt: skip
    with pytest.raises(LookupError, match="what can stand in 'friends'"):
        next(found)


def mutation(script, steps, value):
    return script.mutants.Mutation("point", "rubric", ((steps, value),), "reworded")


def test_what_moves_nothing_survives_and_is_a_hole(script):
    steps = ("scales", "two-pole", "reason")
    verdict = script.judged(mutation(script, steps, "Other words."))

    said, holes = script.report([verdict], 0)

    assert (verdict.by, holes) == (None, 1)
    assert "questions/rubric.yaml:5: point: reworded: NOT EXPLAINED" in said


def test_a_rule_that_was_tried_by_its_form_alone_is_a_hole(script):
    steps = ("scales", "two-pole", "steps", 0, "cbt")
    verdict = script.judged(mutation(script, steps, "two"))
    other = replace(verdict, by="diff", mutation=replace(verdict.mutation, said="x"))

    said, holes = script.report([verdict], 0)

    assert (verdict.by, holes) == (script.FORM, 1)
    assert "NEVER PUT TO THE TEST, only its form: point" in said
    assert script.report([verdict, other], 0)[1] == 0


def test_a_survivor_is_excused_only_if_the_table_gives_the_same_readings(script):
    old = script.base().questionnaire
    rows = old.rubric.table
    turned = (*rows[:3], rows[4], rows[3], *rows[5:])
    gate_late = (*rows[1:], rows[0])
    spans_late = (rows[0], *rows[2:], rows[1])
    every_pull = rows[3].model_copy(update={"fit": (*rows[3].fit, "reaching-cbt")})
    version_1 = (*rows[:3], every_pull, *rows[4:])

    def excuse(table):
        rubric = old.rubric.model_copy(update={"table": table})
        return script.excuse(old, replace(old, rubric=rubric))

    assert excuse(turned) == script.SAME_TABLE
    assert excuse(gate_late) is excuse(spans_late) is excuse(version_1) is None


def test_a_survivor_is_excused_if_nothing_but_an_order_is_other(script):
    old = script.base().questionnaire
    first, *rest = old.sections
    turned = first.model_copy(update={"questions": first.questions[::-1]})
    fewer = first.model_copy(update={"questions": first.questions[:1]})

    def excuse(section):
        return script.excuse(old, replace(old, sections=(section, *rest)))

    gone = old.manifest.retired.model_copy(update={"questions": ()})
    manifest = old.manifest.model_copy(update={"retired": gone})

    assert excuse(turned) == script.SAME_BUT_ORDER
    assert excuse(fewer) is None
    assert script.excuse(old, replace(old, manifest=manifest)) is None


def test_without_diff_a_change_would_survive(script, every, monkeypatch):
    added = [one for one in every if one.said.endswith("added")]
    last = [one for one in added if one.kind.endswith("ask_when.any_of")][-1]

    assert script.judged(last).by == "diff"
    monkeypatch.setattr(outcomes, "trials", lambda *_: ())
    monkeypatch.setattr(outcomes, "meet", lambda *_: ())
    assert script.judged(last).by is None
