"""The first screen: one screen at 80 columns, whatever was answered."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from spoken import PREFERRED, SAFE, middle, sheet, texts, wishing

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.render import markdown, plain, terminal
from fitcheck.report.document import Columns, Document, Map, Paragraph, part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spoken import Given

    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.documents import Report

ROWS = 24
VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
COUNTRIES = ("GB", "US", "IN", "DE", None)


def every_reading(questionnaire: Questionnaire) -> Iterator[Report]:
    """Yield reports of every reading and concern, each as long as it can get."""
    sides = ("psychodynamic", "cbt")
    fits = [wishing(questionnaire, a, b) for a in sides for b in PREFERRED]
    gaps = [dict(list(one.items())[:12]) for one in (fits[0], fits[5])]
    for fit in (*fits, *gaps, *map(middle, fits[1:3]), {}):
        for concern in (*questionnaire.concerns, None):
            named: Given = {"concerns": (concern,)} if concern else {}
            # Safety left open takes two rows more.
            safety = {} if concern else SAFE
            given = sheet({**safety, **fit, **named}, country="GB")
            yield documents.build(questionnaire, replace(given, demonstration=True))


def every_gate(questionnaire: Questionnaire) -> Iterator[Report]:
    """Yield a report for every gate, alone and with others, here and elsewhere."""
    every = tuple(
        option.id
        for option in questionnaire.questions["needs-assessment"].options  # type: ignore[union-attr]
        if not option.exclusive
    )
    safe = questionnaire.questions["safe-now"].options[1:]  # type: ignore[union-attr]
    fired: list[Given] = [{"safe-now": (one.id,)} for one in safe]
    fired += [{"needs-assessment": (one,)} for one in every]
    fired += [{"needs-assessment": every}, {"needs-assessment": every[2:]}]
    for one in fired:
        for country in COUNTRIES:
            given = sheet({**SAFE, "concerns": ("relationships",), **one})
            given = replace(given, country=country)
            yield documents.build(questionnaire, given)
            copy = given.withhold(questionnaire.safety, gate_fired=True)
            yield documents.build(questionnaire, copy)


@pytest.fixture(scope="module")
def readings(shipped: Questionnaire) -> list[Report]:
    return list(every_reading(shipped))


@pytest.fixture(scope="module")
def gates(shipped: Questionnaire) -> list[Report]:
    return list(every_gate(shipped))


def rows(document: Document, width: int = 80) -> int:
    return len(terminal.draw(document, width=width).splitlines())


def said(document: Document) -> str:
    return " ".join(texts(document))


# --- one screen ---------------------------------------------------------------------


def test_every_reading_fits_one_screen(readings: list[Report]) -> None:
    seen = set()
    for built in readings:
        seen.add(built.facts["reading"])
        assert rows(built.glance) <= ROWS
    assert seen == {
        "cannot-tell", "leans-psychodynamic", "leans-cbt", "pull-apart", "either",
    }  # fmt: skip


def test_every_gate_fits_one_screen(gates: list[Report]) -> None:
    for built in gates:
        assert rows(built.glance) <= ROWS


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_every_vignette_fits_one_screen_and_is_marked(
    path: Path, shipped: Questionnaire
) -> None:
    given = reading.load(shipped, path, path.parent)
    glance = documents.build(shipped, given).glance
    assert given.vignette
    name = shipped.words.report.demonstration.format(name=given.vignette.name)
    assert rows(glance) <= ROWS
    assert name in glance.title
    assert name in " ".join(terminal.draw(glance).split())


@pytest.mark.parametrize("width", [60, 40])
def test_a_narrow_screen_begins_with_what_matters_most(
    width: int, gates: list[Report], readings: list[Report]
) -> None:
    for built in (*gates, *readings):
        if built.facts["withheld"]:
            continue
        facts, shown = built.facts, terminal.draw(built.glance, width=width)
        top = " ".join(" ".join(shown.splitlines()[:12]).split())
        safe = not facts["route"] and facts["answers"].get("safe-now")
        number = next(one["how"] for one in facts["help_lines"])
        assert safe or number.split()[-1] in top
        leads = facts["said"]["sentences"][0].partition(";")[0]
        assert facts["route"] or leads in top


# --- what it says -------------------------------------------------------------------


def test_it_says_the_reading_its_doubt_and_what_it_is_not(
    readings: list[Report], shipped: Questionnaire
) -> None:
    for built in readings:
        text = said(built.glance)
        words = shipped.words.readings.of(built.facts["reading"])
        assert " ".join((*built.facts["said"]["sentences"], words.doubt_short)) in text
        assert built.facts["said"]["next_steps"][0] in text
        assert shipped.words.glance.not_a_diagnosis in text


def test_couple_therapy_stands_on_it_where_relationships_come_first(
    readings: list[Report], gates: list[Report]
) -> None:
    said_of = {
        True: [x for x in readings if named(x) == ["relationships"]],
        False: [x for x in readings if named(x) == ["depression"]],
    }
    for first, several in said_of.items():
        assert len(several) > 10
        for built in several:
            assert ("couple therapy" in said(built.glance)) == first
    unsafe = [x for x in gates if {"danger-at-home", "withheld"} & set(x.facts["gate"])]
    assert {tuple(named(built)) for built in unsafe} == {("relationships",)}
    for built in unsafe:
        assert "couple" not in said(built.glance)
        assert "couple therapy" not in " ".join(built.facts["said"]["next_steps"])


def named(built: Report) -> list[str]:
    return list(built.facts["answers"].get("concerns", ()))


def test_a_preference_that_differs_comes_first(shipped: Questionnaire) -> None:
    given = sheet({**SAFE, **wishing(shipped, "cbt", "strongly-psychodynamic")})
    first = documents.build(shipped, given).glance.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.strong
    assert first.text.startswith(
        "You prefer psychodynamic therapy, and the result leans towards CBT."
    )


def test_it_draws_the_columns_as_the_report_does(readings: list[Report]) -> None:
    for built in readings:
        drawn = [one for one in built.glance.blocks if isinstance(one, Columns)]
        fit = built.facts["fit"]
        assert len(drawn) == 1
        assert drawn[0].points == (fit["psychodynamic"], fit["cbt"])
        assert (drawn[0].lowest, drawn[0].highest) == (fit["lowest"], fit["highest"])
        assert drawn == [built.case.columns]


def test_the_bounds_are_those_of_the_bands(shipped: Questionnaire) -> None:
    glance = documents.build(shipped, sheet(dict(SAFE))).glance
    drawn = next(one for one in glance.blocks if isinstance(one, Columns))
    assert drawn.bounds == (-12, -5, 5, 12)


def test_the_first_questions_are_those_the_answers_call_for(
    shipped: Questionnaire,
) -> None:
    given = {**SAFE, "concerns": ("relationships",), "limits": ("little-money",)}
    built = documents.build(shipped, sheet(given))
    called = [q for q in built.facts["therapist_questions"] if q["because"]]
    others = [q for q in built.facts["therapist_questions"] if not q["because"]]
    (section,) = built.glance.sections
    expected = [one["text"] for one in (*called, *others)][:3]
    assert called
    assert list(texts(section))[1:] == expected


def test_everything_on_it_stands_in_the_report_too(shipped: Questionnaire) -> None:
    words = shipped.words
    given = {**SAFE, **wishing(shipped, "cbt", "strongly-cbt"), "concerns": ("sleep",)}
    built = documents.build(shipped, sheet(given, country="GB"))
    whole = said(built.document)
    own = {words.glance.questions}
    for text in texts(built.glance):
        for sentence in re.split(r"(?<=[.?!]) ", text):
            short = words.readings.leans_cbt.doubt_short
            parts = {sentence, sentence.rstrip(".")}
            assert parts & own or sentence in short or any(p in whole for p in parts)


def test_safety_left_open_is_said_with_the_number_to_call(
    shipped: Questionnaire,
) -> None:
    first = documents.build(shipped, sheet({}, country="GB")).glance.blocks[0]
    assert isinstance(first, Paragraph)
    assert shipped.library.gates.unanswered.title in first.text
    assert "999" in first.text


def test_nobody_is_told_to_call_for_a_question_that_was_left_out(
    shipped: Questionnaire,
) -> None:
    for country in COUNTRIES:
        first = documents.build(shipped, sheet({}, country=country)).glance.blocks[0]
        assert isinstance(first, Paragraph)
        assert "In danger right now: call " in first.text


# --- gates --------------------------------------------------------------------------


def test_a_gate_shows_the_way_and_no_leaning(
    gates: list[Report], shipped: Questionnaire
) -> None:
    known = shipped.words
    leaning = [band.name for band in shipped.rubric.bands]
    for name in vars(known.readings):
        if name != "see_someone_first":
            one = getattr(known.readings, name)
            leaning += [one.name, one.sentence, one.doubt_short]
    for built in gates:
        glance, facts = built.glance, built.facts
        text = said(glance)
        assert glance.title == facts["route"]["title"]
        assert not any(isinstance(one, Columns | Map) for one in glance.blocks)
        assert [one for one in leaning if one in text] == []
        for face in (terminal.draw, plain.lay_out, markdown.lay_out):
            assert "█" not in face(glance)
            assert " 36" not in face(glance)
        if facts["route"]["gates"]:
            first = facts["route"]["gates"][0]
            assert first["whom"] in text
            assert first["how_soon"] in text
            for other in facts["route"]["gates"][1:]:
                assert other["title"] in text


def test_where_everything_stops_no_question_for_a_therapist_is_shown(
    gates: list[Report],
) -> None:
    for built in gates:
        gates_ = built.facts["route"]["gates"]
        stops = len(gates_) > 1 or any(one["stops"] for one in gates_)
        assert (built.glance.sections == ()) == stops


def test_a_withheld_copys_first_screen_names_no_reason(gates: list[Report]) -> None:
    seen: set[Any] = set()
    for built in gates:
        if built.facts["withheld"] and built.facts["country"] == "GB":
            seen.add(built.glance)
    assert len(seen) == 1


# --- parts of a report --------------------------------------------------------------


def test_every_section_has_an_id_and_can_be_shown_alone(
    shipped: Questionnaire,
) -> None:
    document = documents.build(shipped, sheet(dict(SAFE))).document
    ids = [one.id for one in document.sections]
    assert ids == [
        "result", "picture", "why", "evidence", "options", "change", "questions",
        "finding", "next-steps", "lines", "answers", "about", "sources", "block",
    ]  # fmt: skip
    for section in document.sections:
        alone = part(document, section.id)
        assert alone.title == section.title
        assert (alone.blocks, alone.sections) == (section.blocks, section.sections)
    two = part(document, "why", "picture")
    assert [one.id for one in two.sections] == ["why", "picture"]
    assert two.title == document.title
    assert part(document, "no-such-part").sections == ()


def test_what_comes_first_has_an_id_too(
    gates: list[Report], shipped: Questionnaire
) -> None:
    for built in (*gates, documents.build(shipped, sheet({}))):
        assert built.document.sections[0].id == "safety"
        assert all(one.id for one in built.document.sections)


def test_a_part_keeps_the_mark_of_a_demonstration(shipped: Questionnaire) -> None:
    given = replace(sheet(dict(SAFE)), demonstration=True)
    document = documents.build(shipped, given).document
    marked = shipped.words.report.demonstration_unnamed
    for ids in (("why",), ("why", "evidence")):
        assert marked in said(part(document, *ids))
