"""What ``make mutations`` changes, and a sample of it, all of which comes to light."""

import importlib
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from fitcheck.comparing import outcomes
from fitcheck.content import loader, yaml_marks
from fitcheck.content.model import Leanings
from fitcheck.content.strict import Id, Strict

SCRIPTS = Path(__file__).parents[1] / "scripts"
LISTS = """
    Rubric.scales.two-pole.steps Rubric.scales.preference.steps
    Rubric.scales.statement.steps Rubric.bands Rubric.table Rubric.advisories
    Gates.gates TherapistQuestions.questions Section.questions Manifest.sections
    Section.questions.options Section.questions.others Manifest.retired.options
"""
VALUES = """
    Rubric.scales.two-pole.steps.psychodynamic Rubric.scales.two-pole.steps.cbt
    Rubric.scales.preference.steps.psychodynamic Rubric.scales.preference.steps.cbt
    Rubric.scales.statement.steps.towards Rubric.bands.side Rubric.bands.from
    Rubric.strengths.points Rubric.table.reading Rubric.table.gate Rubric.table.spans
    Rubric.advisories.rule Gates.gates.stops Gates.gates.private Gates.gates.clears
    Gates.gates.when.question TherapistQuestions.questions.from_source
    TherapistQuestions.questions.ask_when.question Section.questions.kind
    Section.questions.options.exclusive Section.questions.first Section.questions.scale
    Section.questions.towards Section.questions.show_if.question
    Section.questions.options.points.psychodynamic Section.questions.options.points.cbt
    Section.questions.options.cbt.points Section.questions.options.psychodynamic.points
    Section.questions.at_most Manifest.retired.options.question
    Manifest.retired.options.option Manifest.retired.options.instead
"""
NAMES = """
    Rubric.table.fit Rubric.table.evidence Rubric.advisories.concerns
    Rubric.advisories.unless_gates Gates.gates.lines Section.cards
    Section.questions.options.first_choice.favours Manifest.retired.questions
"""
ANSWERS = """
    Gates.gates.when.any_of TherapistQuestions.questions.ask_when.any_of
    Section.questions.show_if.any_of
"""
PARTS = """
    Section.questions.options.first_choice Section.questions.options.note
    Section.questions.options.screen
"""
HOW: dict[str, set[str]] = {
    **{kind: {"dropped", "swapped"} for kind in LISTS.split()},
    **{kind: {"changed"} for kind in VALUES.split()},
    **{kind: {"dropped", "added", "swapped"} for kind in NAMES.split()},
    **{kind: {"dropped", "added", "swapped", "changed"} for kind in ANSWERS.split()},
    **{kind: {"out", "elsewhere"} for kind in PARTS.split()},
    "Rubric.strengths": {"swapped"},
    "Gates.gates.when": {"dropped", "swapped"},
    "TherapistQuestions.questions.ask_when": {"dropped", "swapped", "elsewhere"},
    "Section.questions.show_if": {"dropped", "elsewhere"},
    "Section.questions.options.points": {"out"},
}
"""Every kind of rule, and how it is changed."""

RULES = """
    psychodynamic cbt towards points from side reading gate spans rule stops private
    from_source question first scale at_most exclusive fit evidence concerns any_of
    unless_gates lines favours cards steps bands strengths table advisories gates
    questions options when ask_when show_if first_choice note screen scales two-pole
    preference statement kind clears others retired option instead sections
"""
"""Every key of these files that holds a rule, or something that holds rules …"""
WORDS = """
    id name text title label about why reason sources because cbt_text good_reply saw
    whom how_soon can_wait hope intro paper withheld unanswered headline next_step ask
    family version date next_review language short
"""
"""… and every other."""
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
    verdicts = [script.judged(one) for one in every[::110]]

    said, _ = script.report(verdicts, 0)

    assert len(verdicts) > 15
    assert "NOT EXPLAINED" not in said


@pytest.mark.parametrize(
    ("kind", "said", "by"),
    [
        ("Manifest.sections", "1 and 2 swapped", "the loader"),
        ("Rubric.table", "1 and 9 swapped", "the loader"),
        ("Rubric.bands.from", "5 to 4", "an article"),
        ("Section.cards", "cbt dropped", "an article"),
        (
            "Gates.gates.when.any_of",
            "suicidal-thoughts to self-harm",
            "a vignette",
        ),
        ("Section.questions.at_most", "3 to 4", "diff"),
        ("TherapistQuestions.questions", "4 and 5 swapped", "diff"),
        ("Rubric.advisories.unless_gates", "withheld added", "diff"),
        ("Gates.gates.clears", "False to True", "diff"),
        ("Rubric.table.fit", "reaching-psychodynamic dropped", "the loader"),
        ("Manifest.retired.questions", "step-by-step dropped", "earlier answers"),
        ("Manifest.retired.options", "1 dropped", "earlier answers"),
        ("Manifest.retired.options.instead", "not-sure to safe", "earlier answers"),
        ("Manifest.retired.options.instead", "None to sleep", "earlier answers"),
        ("Manifest.retired.options.option", "eating to depression", "the loader"),
    ],
)
def test_a_change_is_caught_by_what_is_there_to_catch_it(kind, said, by, script, every):
    found = [one for one in every if (one.kind, one.said) == (kind, said)]

    assert script.judged(found[-1]).by == by


def test_every_kind_of_rule_is_changed_in_every_way(every):
    found: dict[str, set[str]] = {}
    for one in every:
        way = one.said.split()[-1]
        known = way in {"dropped", "swapped", "added", "elsewhere", "out"}
        found.setdefault(one.kind, set()).add(way if known else "changed")

    assert found == HOW


def ruled(data, steps=()):
    """Yield where a file holds rules, found by their keys alone."""
    for step, value in data.items() if isinstance(data, dict) else enumerate(data):
        assert isinstance(step, int) or step in (RULES + WORDS).split()
        written = step in WRITTEN and isinstance(value, str)
        if isinstance(value, (dict, list)) and step not in WORDS.split():
            yield from ruled(value, (*steps, step))
        elif not written and step not in WORDS.split():
            yield (*steps, step)


def test_every_rule_that_stands_in_a_file_is_changed(script, every):
    base = script.base()
    stems = [
        "questionnaire",
        "rubric",
        "gates",
        "therapist-questions",
        *base.questionnaire.manifest.sections,
    ]
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
    dropped = [
        [steps[-1] for steps, _ in one.edits]
        for one in every
        if one.kind.endswith("ask_when") and one.said == "dropped"
    ]

    assert dropped
    assert all(found == ["ask_when", "because"] for found in dropped)


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
