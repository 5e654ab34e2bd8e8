"""`explain`: a person with a pencil can follow every step to the reading."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from running import inside

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.documents import papers
from fitcheck.documents.filling import escape
from fitcheck.render import plain
from fitcheck.render.markdown import pieces
from fitcheck.report.case import Case
from fitcheck.report.names import Names
from fitcheck.report.scorecard import explained

VIGNETTES = sorted(path.stem for path in (files.bundled() / "vignettes").glob("*.yaml"))
GATED = "daniel-light-boat"


@cache
def case(questionnaire, name):
    folder = files.bundled() / "vignettes"
    return Case(questionnaire, reading.load(questionnaire, Path(name), folder))


def heard(case: Case):
    return plain.lay_out(papers.explain(case).markdown, 10_000)


def tables(text: str):
    return [one.value for one in pieces(text) if one.kind == "table"]


def test_points_sub_sums_columns_and_interval_add_up(shipped):
    for name in VIGNETTES:
        facts = explained(case(shipped, name))
        if (fit := facts["fit"]) is None:
            assert facts["sums"] == facts["missing"] == facts["lines"] == []
            continue
        points = [one for one in facts["lines"] if one["lens"] == "fit"]
        for part in (points, facts["sums"]):
            p, c = (sum(one[side] for one in part) for side in ("psychodynamic", "cbt"))
            columns = [fit[key] for key in ("psychodynamic", "cbt", "difference")]
            assert [p, c, p - c] == columns, name
        for end in ("lowest", "highest"):
            left = sum(one[end] for one in facts["missing"])
            assert fit["difference"] + left == fit[end], name


@pytest.mark.parametrize("name", VIGNETTES)
def test_what_is_printed_adds_up_step_by_step(shipped, name):
    parts = papers.explain(case(shipped, name)).parts
    steps = {one.id: tables(one.text) for one in parts}
    if "step-3" not in steps:
        return
    for _, rows in steps["step-2"]:
        for column in list(zip(*rows, strict=True))[1:]:
            if column[-1]:
                assert sum(map(int, column[:-1])) == int(column[-1])
    ends = [
        [rows[-1] for head, rows in steps["step-2"] if len(head) == n] for n in (5, 3)
    ]
    p, c = (sum(int(row[at]) for row in ends[0]) for at in (2, 3))
    low, high = (sum(int(row[at]) for row in ends[1]) for at in (1, 2))
    ((_, rows),) = steps["step-3"]

    added = [p, c, p - c, low, high, p - c + low, p - c + high]
    assert [int(row[1]) for row in rows] == added
    assert f"({p} minus {c} is {Names.signed(p - c)})" in rows[2][0]


@pytest.mark.parametrize("name", VIGNETTES)
def test_every_fact_of_the_replay_is_said_and_stands_where_it_says(name, shipped):
    person = case(shipped, name)
    facts, text = explained(person), heard(person)
    for line in facts["lines"]:
        reason = line["reason"]
        for one in [reason] if isinstance(reason, str) else reason.values():
            assert one in text
        assert line["stands"] in text
        for key in line["sources"]:
            assert f"* {shipped.short_names[key]}: " in text
        for place in line["stands"].split(", "):
            file, _, number = place.partition(":")
            ids = {line["question"], line["answer"]}
            stands = files.read(files.bundled() / Path(file).name).splitlines()
            assert any(f"id: {one}" in stands[int(number) - 1] for one in ids), place
    for one in facts["missing"]:
        name_of = shipped.questions[one["question"]].name
        least = plain.heard(Names.signed(one["lowest"]))
        assert f"* {name_of}. Blank, low: {least}" in text
    for point in facts["turning_points"]:
        assert Names(shipped).topic(point["question"]) in text
        then = Names(shipped).between(point["lowest"], point["highest"])
        assert plain.heard(then) in text
    table = text.partition(shipped.words.explain.table_text)[2]
    (marked,) = (one for one in table.splitlines() if "(this one)" in one)
    row, reading = facts["rule"]["row"], shipped.words.readings.of(facts["reading"])
    assert marked.startswith(f"* {row}. {reading.name} (this one):")
    assert shipped.rubric.table[row - 1].text in marked


GAPS = ("plan-or-open", "who-leads", "skills-or-understanding", "clear-goals")


@pytest.mark.parametrize(
    ("left_out", "marks"),
    [
        ((), {"clearly-psychodynamic": "this one"}),
        (
            (*GAPS, "informed-preference"),
            {
                "no-clear-leaning": "the lowest is here, this one",
                "clearly-psychodynamic": "the highest is here",
            },
        ),
        (
            (*GAPS, "informed-preference", "wants-roots", "closer-to-feelings",
             "curious-inner-world", "fixed-or-open-ended"),
            {
                "slightly-cbt": "the lowest is here",
                "clearly-psychodynamic": "the highest is here",
            },
        ),
    ],
)  # fmt: skip
def test_both_ends_of_an_interval_stand_in_their_bands(left_out, marks, shipped):
    person = case(shipped, "camille-two-truths").sheet
    kept = {key: one for key, one in person.answers.items() if key not in left_out}
    text = heard(Case(shipped, replace(person, answers=kept)))

    found = {
        one.id: said[1]
        for one in shipped.rubric.bands
        if (said := re.search(rf"^\* {one.name} \((.+?)\): ", text, re.M | re.I))
    }
    assert found == marks
    told = "this one" in str(marks)
    weakest = shipped.words.explain.band_weakest
    assert (weakest in text) == (told and len(marks) > 1)
    assert (shipped.words.explain.band_spans in text) != told


def test_a_withheld_gate_is_not_named(shipped):
    copy = case(shipped, GATED).sheet.withhold(shipped.safety, gate_fired=True)
    text = heard(Case(shipped, copy))

    assert shipped.words.report.withheld in text
    assert not [g.name for g in shipped.library.gates.gates if g.name in text]


def test_the_command_writes_words_and_data(monkeypatch, shipped):
    told = inside(monkeypatch, "explain", VIGNETTES[0])
    data = inside(monkeypatch, "explain", VIGNETTES[0], "--format", "json")

    assert told.out.startswith("# How this result adds up\n")
    assert escape("questions/rubric.yaml:") in told.out
    assert json.loads(data.out) == explained(case(shipped, VIGNETTES[0]))
