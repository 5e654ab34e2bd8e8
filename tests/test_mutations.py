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


def test_what_moves_nothing_or_is_tried_by_its_form_alone_is_a_hole(script):
    def verdict(*steps, value):
        edits = ((("scales", "two-pole", *steps), value),)
        one = script.mutants.Mutation("point", "rubric", edits, "reworded")
        return script.judged(one)

    survivor, formal = (
        verdict("reason", value="Other words."),
        verdict("steps", 0, "cbt", value="two"),
    )
    other = replace(formal, by="diff", mutation=replace(formal.mutation, said="x"))

    assert (survivor.by, formal.by) == (None, script.FORM)
    for several, said, holes in (
        ([survivor], "questions/rubric.yaml:5: point: reworded: NOT EXPLAINED", 1),
        ([formal], "NEVER PUT TO THE TEST, only its form: point", 1),
        ([formal, other], "", 0),
    ):
        told, found = script.report(several, 0)
        assert said in told
        assert found == holes


def test_a_survivor_is_excused_only_if_it_is_no_other_rule(script):
    old = script.base().questionnaire
    rows, (first, *rest) = old.rubric.table, old.sections
    every_pull = rows[3].model_copy(update={"fit": (*rows[3].fit, "reaching-cbt")})
    gone = old.manifest.retired.model_copy(update={"questions": ()})

    def table(*rows):
        return {"rubric": old.rubric.model_copy(update={"table": rows})}

    def asked(questions):
        section = first.model_copy(update={"questions": questions})
        return {"sections": (section, *rest)}

    for other, reason in (
        (table(*rows[:3], rows[4], rows[3], *rows[5:]), script.SAME_TABLE),
        (table(*rows[1:], rows[0]), None),  # the gate comes last
        (table(rows[0], *rows[2:], rows[1]), None),  # and what gaps leave open
        (table(*rows[:3], every_pull, *rows[4:]), None),  # the rule of version 1
        (asked(first.questions[::-1]), script.SAME_BUT_ORDER),
        (asked(first.questions[:1]), None),
        ({"manifest": old.manifest.model_copy(update={"retired": gone})}, None),
    ):
        assert script.excuse(old, replace(old, **other)) == reason


def test_without_diff_a_change_would_survive(script, every, monkeypatch):
    added = [one for one in every if one.said.endswith("added")]
    last = [one for one in added if one.kind.endswith("ask_when.any_of")][-1]

    assert script.judged(last).by == "diff"
    monkeypatch.setattr(outcomes, "trials", lambda *_: ())
    monkeypatch.setattr(outcomes, "meet", lambda *_: ())
    assert script.judged(last).by is None
