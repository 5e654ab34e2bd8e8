"""The first screen: one screen at 80 columns, whatever was answered."""

import re
from dataclasses import replace

import pytest
from spoken import PREFERRED, SAFE, middle, sheet, texts, wishing

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.render import terminal

ROWS = 24
VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
COUNTRIES = ("GB", "IN", None)
FREQUENT = ("depression", "relationships", "panic", "something-else")


def every_reading(questionnaire):
    """Yield reports of every reading and concern, each as long as it can get."""
    sides = ("psychodynamic", "cbt")
    fits = [wishing(questionnaire, a, b) for a in sides for b in PREFERRED]
    gaps = [dict(list(one.items())[:12]) for one in (fits[0], fits[5])]
    for fit in (*fits, *gaps, *map(middle, fits[1:3]), {}):
        # What is said of another kind is the longest, so it meets every concern.
        some = questionnaire.concerns if fit in fits[2::4] else FREQUENT
        for concern in (*some, None):
            named = {"concerns": (concern,)} if concern else {}
            # Safety left open takes two rows more.
            safety = {} if concern else SAFE
            given = sheet({**safety, **fit, **named}, country="GB")
            yield documents.build(questionnaire, replace(given, demonstration=True))


def every_gate(questionnaire):
    """Yield a report for every gate, alone and with others, here and elsewhere."""
    every = tuple(
        option.id
        for option in questionnaire.questions["needs-assessment"].options
        if not option.exclusive
    )
    safe = questionnaire.questions["safe-now"].options[1:]
    fired = [{"safe-now": (one.id,)} for one in safe]
    fired += [{"needs-assessment": (one,)} for one in every]
    fired += [{"needs-assessment": every}, {"needs-assessment": every[2:]}]
    for one in fired:
        for country in COUNTRIES:
            given = sheet({**SAFE, "concerns": ("relationships",), **one})
            given = replace(given, country=country)
            yield documents.build(questionnaire, given)
        copy = replace(given, country="GB").withhold(
            questionnaire.safety, gate_fired=True
        )
        yield documents.build(questionnaire, copy)


@pytest.fixture(scope="module")
def readings(shipped):
    return list(every_reading(shipped))


@pytest.fixture(scope="module")
def gates(shipped):
    return list(every_gate(shipped))


def rows(built):
    return len(terminal.draw(built.first_screen).splitlines())


def said(built):
    return " ".join(texts(built.first_screen))


def named(built):
    return list(built.facts["answers"].get("concerns", ()))


def test_every_reading_and_every_gate_fits_one_screen(readings, gates, shipped):
    seen = {built.facts["reading"] for built in readings}
    assert seen == {
        "cannot-tell", "leans-psychodynamic", "leans-cbt", "pull-apart", "either",
    }  # fmt: skip
    for several in (readings, gates):
        longest = sorted(several, key=lambda built: len(built.first_screen))[-25:]
        assert [height for height in map(rows, longest) if height > ROWS] == []
    for path in VIGNETTES:
        built = documents.build(shipped, reading.load(shipped, path, path.parent))
        assert rows(built) <= ROWS
        title = " ".join(built.first_screen.partition("\n")[0].split())
        assert built.case.nobody[0] in title


@pytest.mark.parametrize("width", [60, 40])
def test_a_narrow_screen_begins_with_what_matters_most(width, gates, readings):
    for built in (*gates, *readings[::3]):
        if built.facts["withheld"]:
            continue
        facts = built.facts
        shown = terminal.draw(built.first_screen, columns=width)
        top = " ".join(" ".join(shown.splitlines()[:14]).split())
        safe = not facts["route"] and facts["answers"].get("safe-now")
        number = next(one["how"] for one in facts["help_lines"])
        assert safe or number.split()[-1] in top
        leads = facts["said"]["sentences"][0].partition(";")[0]
        assert facts["route"] or leads in top


def test_it_says_the_reading_its_doubt_the_points_and_what_it_is_not(readings, shipped):
    for built in readings:
        text, fit = said(built), built.facts["fit"]
        words = shipped.words.readings.of(built.facts["reading"])
        assert " ".join((*built.facts["said"]["sentences"], words.doubt_short)) in text
        assert built.facts["said"]["next_steps"][0] in text
        assert shipped.words.glance.not_a_diagnosis in text
        drawn = re.findall(r"(█*) +(\d+) of 36", built.first_screen)
        points = [fit["psychodynamic"], fit["cbt"]]
        assert [(len(bar), int(said)) for bar, said in drawn] == [
            (n, n) for n in points
        ]


def test_couple_therapy_stands_on_it_where_relationships_come_first(readings, gates):
    said_of = {
        True: [x for x in readings if named(x) == ["relationships"]],
        False: [x for x in readings if named(x) == ["depression"]],
    }
    for first, several in said_of.items():
        assert len(several) > 10
        for built in several:
            assert ("couple therapy" in said(built)) == first
    unsafe = [x for x in gates if {"danger-at-home", "withheld"} & set(x.facts["gate"])]
    assert {tuple(named(built)) for built in unsafe} == {("relationships",)}
    for built in unsafe:
        assert "couple" not in said(built)
        assert "couple therapy" not in " ".join(built.facts["said"]["next_steps"])


def test_safety_left_open_is_said_with_the_number_to_call(shipped):
    for country in COUNTRIES:
        built = documents.build(shipped, sheet({}, country=country))
        first = list(texts(built.first_screen))[1]
        assert shipped.library.gates.unanswered.title in first
        assert "In danger right now: call " in first
        assert country != "GB" or "999" in first


def test_a_gate_shows_the_way_and_no_leaning(gates, shipped):
    known = shipped.words
    leaning = [band.name for band in shipped.rubric.bands]
    for name in vars(known.readings):
        if name != "see_someone_first":
            one = getattr(known.readings, name)
            leaning += [one.name, one.sentence, one.doubt_short]
    for built in gates:
        facts, text = built.facts, said(built)
        assert next(texts(built.first_screen)) == facts["route"]["title"]
        assert [one for one in leaning if one in text] == []
        assert "█" not in built.first_screen
        assert " 36" not in built.first_screen
        several = facts["route"]["gates"]
        wanted = [several[0]["whom"], several[0]["how_soon"]] if several else []
        wanted += [other["title"] for other in several[1:]]
        assert [one for one in wanted if one not in text] == []
        stops = len(several) > 1 or any(one["stops"] for one in several)
        assert ("\n## " not in built.first_screen) == stops


def test_a_withheld_copys_first_screen_names_no_reason(gates):
    copies = [one.first_screen for one in gates if one.facts["withheld"]]
    assert len(copies) > 10
    assert len({*copies}) == 1


def test_every_part_of_a_report_has_an_id(shipped, gates):
    built = documents.build(shipped, sheet(SAFE))
    assert [one.id for one in built.parts] == [
        "result", "picture", "why", "evidence", "options", "change", "questions",
        "finding", "next-steps", "lines", "answers", "about", "sources", "block",
    ]  # fmt: skip
    for gated in (*gates[::5], documents.build(shipped, sheet({}))):
        assert gated.parts[0].id == "safety"
        assert all(one.id for one in gated.parts)
