"""The report says everything there is to say, in order, and nothing a gate forbids.

It is a pure function of content and answers: no clock and no file.
"""

import ast
import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from spoken import SAFE, SEVERAL, sheet
from spoken import texts as spoken

import fitcheck
from fitcheck import documents
from fitcheck.content import loader
from fitcheck.render import RENDERERS
from fitcheck.render.markdown import pieces
from fitcheck.rubric import therapist_questions

PURE = ("report", "render")


def made(questionnaire, given, **more):
    return documents.build(questionnaire, sheet(given, **more))


def squeezed(text):
    """Take out blanks and marks, so that wrapping and escaping make no difference."""
    bare = re.sub("<[^>]*>", "", text) if text.startswith("<!doctype") else text
    replaced = html.unescape(bare)
    return "".join(c for c in replaced if not c.isspace() and c not in "\\*")


def titles(built):
    return [part.title for part in built.parts]


def section(built, title):
    return next(one.text for one in built.parts if one.title == title)


# --- order -------------------------------------------------------------------------


def test_with_a_gate_the_route_comes_before_everything(shipped):
    gates = {gate.id: gate for gate in shipped.library.gates.gates}
    given = {"safe-now": ("might-hurt-myself",), "needs-assessment": ("self-harm",)}
    built = made(shipped, given)
    words = shipped.words.report

    first, second, third = titles(built)[:3]
    assert first == gates["not-safe-now"].title
    assert second == gates["self-harm"].title
    assert third == words.reading
    assert len(list(pieces(built.full.markdown.partition("\n## ")[0]))) == 1
    assert words.decision in spoken(built.parts[2].text)


def test_a_child_s_screen_comes_first_whatever_else_fired(shipped):
    gates = {gate.id: gate for gate in shipped.library.gates.gates}
    given = {
        "safe-now": ("not-sure",),
        "needs-assessment": ("drink-or-drugs", "under-18"),
    }
    built = made(shipped, given, country="GB")
    order = ("under-18", "not-safe-now", "drink-or-drugs")
    assert titles(built)[:3] == [gates[one].title for one in order]
    assert built.facts["gate"] == ["not-safe-now", "drink-or-drugs", "under-18"]
    assert gates["under-18"].whom.startswith("Tell an adult you trust")

    said = list(spoken(built.parts[0].text))
    kinds = [line["for"] for line in built.facts["help_lines"] if line.get("name")]
    assert {"young", "crisis"} <= set(kinds)
    words = shipped.words.help_now
    assert said.index(words.young) < said.index(words.crisis)


def test_each_gate_says_hope_second_and_that_it_shuts_nobody_out(shipped):
    gate_of = {gate.id: gate for gate in shipped.library.gates.gates}
    for gate, fired in gates(shipped):
        first = made(shipped, fired).parts[0].text
        said = list(spoken(first))
        assert said.index(gate_of[gate].saw) + 1 == said.index(gate_of[gate].hope)
        assert shipped.words.gate.open in said


# --- names ------------------------------------------------------------------------


def test_sources_of_one_name_are_told_apart(shipped, gallery_files):
    more = """
  - {key: walkers-more, title: More walkers, authors: "Walker W, Hill H", year: 2020, address: null, kind: review, shows: More.}
  - {key: town-a, title: The pool, authors: The town, year: null, address: null, kind: page, shows: A.}
  - {key: town-b, title: The bus, authors: The town, year: null, address: null, kind: page, shows: B.}
"""  # noqa: E501
    texts = {**gallery_files, "sources": gallery_files["sources"].rstrip() + more}
    names = loader.parse(texts, "gallery").short_names
    assert {key: names[key] for key in ("guide-2021", "walkers-2020", "town-a")} == {
        "guide-2021": "Shore 2021",
        "walkers-2020": "Walker 2020a",
        "town-a": "The town, The pool",
    }
    for known in (names, shipped.short_names):
        assert len(set(known.values())) == len(known)


def test_what_was_not_given_is_not_called_neither(shipped):
    picture = section(made(shipped, SAFE), shipped.words.report.picture)
    said = list(spoken(picture))
    assert shipped.words.readings.cannot_tell.name in said
    assert shipped.words.walk.not_provided in said


# --- gates -------------------------------------------------------------------------


def gates(questionnaire):
    for gate in questionnaire.library.gates.gates:
        for when in gate.when:
            for one in when.any_of:
                yield gate.id, {when.question: (one,)}


def leanings(questionnaire):
    """Yield every word that would speak of a leaning."""
    words = questionnaire.words
    yield from (band.name for band in questionnaire.rubric.bands)
    yield from ("no-clear-leaning", "clearly-cbt", "clearly-psychodynamic")
    for name in vars(words.readings):
        if name != "see_someone_first":
            reading = getattr(words.readings, name)
            yield from (reading.sentence, reading.doubt, reading.next_step)
    yield from (words.readings.leans_cbt.name, words.readings.leans_psychodynamic.name)
    yield from ("leans-cbt", "leans-psychodynamic", "pull-apart", "cannot-tell")
    yield from (words.headline.alone, words.doubts.not_given)
    told = words.report
    yield from (told.picture_text, told.fit_place, told.evidence_place)
    yield from (told.evidence_intro, told.answers_intro, told.change_least_one)
    yield from (row.text for row in questionnaire.rubric.table if not row.gate)


def test_with_any_gate_no_leaning_exists(shipped):
    forbidden = [squeezed(one) for one in leanings(shipped)]
    sheets = {
        gate: sheet({**SEVERAL, **fired}, country="GB")
        for gate, fired in gates(shipped)
    }
    drawn = {"withheld", *list(sheets)[:1]}
    any_one = next(iter(sheets.values()))
    sheets["withheld"] = any_one.withhold(shipped.safety, gate_fired=True)
    for gate, given in sheets.items():
        for name, render in RENDERERS.items():
            # A page and a screen are laid out of the Markdown alone: two are enough.
            if name not in {"html", "terminal"} or gate in drawn:
                text = squeezed(render(documents.build(shipped, given)))
                assert [word for word in forbidden if word in text] == [], gate


def test_with_any_gate_the_facts_are_null(shipped):
    words = shipped.words.report
    for gate, fired in gates(shipped):
        built = made(shipped, {**SEVERAL, **fired})
        facts = built.facts
        assert facts["gate"] == [gate]
        assert (facts["fit"], facts["evidence"], facts["least_changes"]) == (None,) * 3
        assert (facts["turning_points"], facts["lines"]) == ([], [])
        assert facts["reading"] == "see-someone-first"
        gone = {words.picture, words.why, words.evidence, words.change}
        assert not gone & set(titles(built))
        for one in pieces(section(built, words.answers_unscored)):
            assert one.kind != "table" or len(one.value[0]) == 2


def test_with_a_gate_concerns_limits_and_questions_still_count(shipped):
    plain = made(shipped, SEVERAL).facts
    assert "also-ask-for-form" in plain["advisories"]
    assert plain["notes"] == ["little-money", "long-wait"]
    rules = {"preference-differs", "same-answer-all-along", "also-ask-for-form"}
    left_out = {"danger-at-home": "couple-therapy", "under-18": "medicine-and-doctor"}
    for gate, fired in gates(shipped):
        facts = made(shipped, {**SEVERAL, **fired}).facts
        expected = set(plain["advisories"]) - rules - {left_out.get(gate)}
        assert set(facts["advisories"]) == expected
        assert facts["notes"] == plain["notes"]
        assert facts["therapist_questions"] == plain["therapist_questions"]


@pytest.mark.parametrize("fired", [("danger-at-home",), None])
def test_couple_therapy_is_never_offered_where_home_may_not_be_safe(fired, shipped):
    given = sheet({**SEVERAL, "needs-assessment": fired or ("under-18",)})
    if fired is None:
        given = given.withhold(shipped.safety, gate_fired=True)
    assert "couple-therapy" not in documents.build(shipped, given).facts["advisories"]
    assert "couple-therapy" in made(shipped, SEVERAL).facts["advisories"]


def test_medicine_is_never_spoken_of_to_somebody_under_18(shipped):
    (advice,) = (
        one for one in shipped.rubric.advisories if one.id == "medicine-and-doctor"
    )
    for concern in shipped.concerns:
        named = {**SAFE, "concerns": (concern,)}
        grown = made(shipped, named).facts["advisories"]
        assert (advice.id in grown) == (concern in advice.concerns)
        young = sheet({**SEVERAL, **named, "needs-assessment": ("under-18",)})
        for given in (young, young.withhold(shipped.safety, gate_fired=True)):
            built = documents.build(shipped, given)
            assert advice.id not in built.facts["advisories"]
            if concern == advice.concerns[0]:
                assert squeezed(advice.text) not in squeezed(built.full.markdown)
                assert squeezed(advice.short) not in squeezed(built.pages.markdown)


def test_each_kind_of_line_is_shown_once_before_the_result(shipped):
    given = {"needs-assessment": ("danger-at-home", "under-18")}
    built = made(shipped, given, country="GB")
    words = shipped.words.help_now
    first = [text for one in built.parts[:2] for text in list(spoken(one.text))[1:]]
    assert [first.count(t) for t in (words.crisis, words.young, words.abuse)] == [1] * 3


# --- withheld and unanswered -------------------------------------------------------


@pytest.mark.parametrize("name", ["markdown", "json", "summary"])
@pytest.mark.parametrize("fired", [True, False])
def test_a_withheld_copy_says_nothing_of_safety(name, fired, shipped):
    option = "suicidal-thoughts" if fired else "none-of-these"
    full = sheet(
        {**SEVERAL, "needs-assessment": (option,)},
        notes={"safe-now": "not to be seen"},
    )
    copy = full.withhold(shipped.safety, gate_fired=fired)
    built = documents.build(shipped, copy)
    text = RENDERERS[name](built)

    assert built.facts["withheld"] == ["safety"]
    assert built.facts["gate"] == (["withheld"] if fired else [])
    for hidden in ("safe-now", "needs-assessment", "not to be seen", option):
        assert hidden not in text
    heads = set(titles(built))
    for gate in shipped.library.gates.gates:
        assert gate.title not in heads
        said = (gate.saw, gate.whom, gate.hope)
        assert [one for one in said if squeezed(one) in squeezed(text)] == []
    unanswered = shipped.library.gates.unanswered.title
    assert unanswered not in text


def test_a_withheld_gates_route_names_no_reason_and_shows_the_lines(shipped):
    copies = {
        documents.build(
            shipped, sheet(fired).withhold(shipped.safety, gate_fired=True)
        ).full.markdown
        for _, fired in gates(shipped)
    }
    assert len(copies) == 1
    said = list(spoken(copies.pop()))
    assert said[1] == shipped.library.gates.withheld.title
    assert shipped.words.help_now.crisis in said


@pytest.mark.parametrize("given", [{}, {"safe-now": ("safe",)}])
def test_safety_left_open_shows_the_lines_and_says_so(given, shipped):
    built = made(shipped, given, country="GB")
    assert built.facts["gate"] == []
    first = built.parts[0]
    assert first.title == shipped.library.gates.unanswered.title
    assert "116 123" in first.text
    assert "999" in first.text


# --- countries ---------------------------------------------------------------------


@pytest.mark.parametrize("country", [None, "BT", "ZZ"])
def test_an_unknown_country_gets_the_general_text_and_no_line_of_another(
    country, shipped
):
    text = made(shipped, SAFE, country=country).full.markdown.replace("\\", "")
    lists = shipped.library.help_lines
    flat = " ".join(text.split())
    assert lists.general.emergency in flat
    assert "findahelpline.com" in flat
    for line in lists.lines:
        assert line.how not in flat
    for one in lists.countries:
        if one.emergency:
            said = shipped.words.gate.emergency.format(number=one.emergency.number)
            assert said not in flat


@pytest.mark.parametrize("country", ["GB", "US", "FR", "AU", "IN"])
def test_a_country_gets_its_own_lines_alone(country, shipped):
    lines = made(shipped, SAFE, country=country).facts["help_lines"]
    mine = [one for one in shipped.library.help_lines.lines if one.country == country]
    shown = {line["how"] for line in lines if line["name"]}
    assert shown == {line.how for line in mine}
    assert lines[0]["for"] == "emergency"
    kinds = [line["for"] for line in lines]
    order = ["emergency", "crisis", "young", "abuse", "drink", "eating"]
    assert kinds == sorted(kinds, key=order.index)
    for kind in order[1:]:
        found = [x["how"] for x in lines if x["for"] == kind and x["name"]]
        assert found == [one.how for one in mine if one.for_ == kind]


# --- questions to take along -------------------------------------------------------


def test_everybody_gets_six_questions_and_at_most_twelve(shipped):
    everything = {
        key: tuple(c.id for c in choices) for key, choices in shipped.choices.items()
    }
    for given in ({}, SAFE, SEVERAL, everything):
        chosen = therapist_questions.choose(shipped, given)
        assert 6 <= len(chosen) <= 12
        assert [one.question.from_source for one in chosen[:3]] == [True] * 3


def test_questions_never_rest_on_a_safety_answer(shipped):
    plain = therapist_questions.choose(shipped, SEVERAL)
    for _, fired in gates(shipped):
        assert therapist_questions.choose(shipped, {**SEVERAL, **fired}) == plain


# --- pure --------------------------------------------------------------------------


def sources_of(folder):
    return sorted((Path(fitcheck.__file__).parent / folder).glob("*.py"))


@pytest.mark.parametrize("folder", PURE)
def test_the_report_reads_no_clock_and_no_file(folder):
    for file in sources_of(folder):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = {alias.name for alias in getattr(node, "names", ())}
            names.add(getattr(node, "module", None) or "")
            assert not names & {"time", "datetime", "pathlib", "os", "locale", "random"}


def test_building_leaves_the_sheet_as_it_was(shipped):
    given = sheet(dict(SEVERAL))
    before = replace(given, answers=dict(given.answers))
    documents.build(shipped, given)
    assert given == before
