"""What we say of ourselves against IPDAS is true: every row has a named proof.

``cases/ipdas.yaml`` says which test holds each row up, here or elsewhere.
"""

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import get_args

import pencil
import pytest
from running import inside
from typer.main import get_command
from walks import play, until, whole

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Sheet
from fitcheck.cli import program
from fitcheck.content import library, loader
from fitcheck.content.texts import entries
from fitcheck.documents import papers
from fitcheck.render import RENDERERS, plain, terminal
from fitcheck.render.markdown import pieces
from fitcheck.report import cards
from fitcheck.rubric import therapist_questions

HERE = "test_standards::test_"
READ = "read by a person"

PROOFS = pencil.load_yaml(Path(__file__).parent / "cases" / "ipdas.yaml")["proofs"]
"""Each row, with the tests that prove it: the module and the name of each."""
RUN = (
    *(f"q{n}" for n in range(1, 7)),
    *(f"c{n}" for n in range(1, 7)),
    *map(str, (*range(2, 12), *range(19, 24))),
    *(f"f{n}" for n in (*range(1, 15), 16)),
)
"""Every row that a program can prove; F15 needs a form filler and a person."""
NOT_YET = ("12", "13", "14", "15", "16", "17", "22", "23")
"""Every row that needs people: patients, clinicians, a study."""

OPTIONS = ("psychodynamic", "cbt", "another", "none-for-now")
VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
FULL = [name for name in RENDERERS if name not in {"summary", "fhir"}]
"""Formats that say everything."""


# --- every row has its proof --------------------------------------------------------


@cache
def existing():
    """Return every test there is, as its module and its name."""
    return frozenset(
        f"{path.stem}::{node.name}"
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    )


def unproved(rows, proofs, known):
    """Return the rows that name no proof, or one that does not exist."""
    there = {READ, *known}
    return [row for row in rows if not proofs.get(row) or set(proofs[row]) - there]


def criteria(questionnaire):
    groups = questionnaire.library.ipdas.groups
    return [one for group in groups for one in group.criteria]


def claimed(questionnaire):
    return [one.id for one in criteria(questionnaire) if one.state in {"met", "partly"}]


def test_every_row_that_can_be_run_has_a_test_of_its_own():
    assert unproved(RUN, PROOFS, existing()) == []
    assert [row for row in RUN if set(PROOFS[row]) == {READ}] == []
    assert set(PROOFS) - set(RUN) == {"1", "18"}


def test_a_row_that_is_met_names_its_proof(shipped):
    assert unproved(claimed(shipped), PROOFS, existing()) == []


def test_every_test_of_a_row_is_in_the_table():
    named = {one for proofs in PROOFS.values() for one in proofs}
    mine = {one for one in existing() if re.match(rf"{HERE}[qcf]?\d", one)}

    assert mine <= named


# --- the list and its document ------------------------------------------------------


def test_the_list_has_every_criterion_once_and_in_order_with_its_state(shipped):
    wanted = [*(f"q{n}" for n in range(1, 7)), *(f"c{n}" for n in range(1, 11))]
    for_tests = {"c7", "c8", "c9", "c10", *map(str, range(24, 29))}
    states = {one.id: one.state for one in criteria(shipped)}

    assert list(states) == [*wanted, *map(str, range(1, 29))]
    assert {row for row, it in states.items() if it == "not-applicable"} == for_tests
    for one in criteria(shipped):
        assert one.note or one.state != "partly", "say what is missing"


def test_every_row_that_applies_says_where_to_look(shipped):
    commands = get_command(program.app).commands  # type: ignore[attr-defined]
    topics = papers.topics(shipped)
    headings = titles(shipped)
    for one in criteria(shipped):
        if one.state == "not-applicable":
            continue
        assert one.where
        for command, topic in re.findall(r"fitcheck ([\w-]+)(?: ([\w-]+))?", one.where):
            assert command in commands
            assert command != "therapies" or topic in topics
        named = set(re.findall("“([^”]+)”", one.where)) - {"in 100"}
        assert named <= headings


def titles(questionnaire):
    """Return the headings that a reader may be sent to."""
    words = questionnaire.words
    said = (vars(part).values() for part in (words.report, words.about, words.cards))
    therapies = (one.name for one in questionnaire.library.therapies.therapies)
    sections = (one.title for one in questionnaire.sections)
    return {*(str(one) for part in said for one in part), *sections, *therapies}


def test_the_counts_come_first_and_are_those_of_the_rows(shipped):
    several = list(pieces(papers.ipdas(shipped).markdown))
    head, table = several[1], next(one for one in several if one.kind == "table")
    states = [one.state for one in criteria(shipped)]
    counted = [states.count(state) for state in get_args(library.State)]

    assert [int(n) for n in re.findall(r"\d+", head.value)] == [len(states), *counted]
    columns = zip(*((map(int, row[1:])) for row in table.value[1]), strict=True)
    assert [sum(column) for column in columns] == counted


@pytest.mark.parametrize("width", [80, 60, 40])
def test_it_reads_well_in_every_window_and_by_ear(width, shipped):
    page = papers.ipdas(shipped).markdown
    drawn = terminal.draw(page, columns=width)
    address = re.compile(r"https?://\S+")
    for text in (drawn, plain.lay_out(page, width)):
        assert max(len(address.sub("", one)) for one in text.splitlines()) <= width
        flat = " ".join(text.split())
        for one in criteria(shipped):
            state = shipped.words.standards.states.of(one.state)
            assert f"{one.id.upper()}, {state}: {one.criterion}" in flat
    assert "\x1b" not in drawn + plain.lay_out(page, width)


def test_the_command_shows_it_and_about_names_it(monkeypatch, shipped):
    shown = inside(monkeypatch, "about", "--ipdas")
    about = inside(monkeypatch, "about")
    asked_for_json = inside(monkeypatch, "about", "--ipdas", "--format", "json")

    assert (shown.code, shown.err) == (0, "")
    assert shown.out == papers.ipdas(shipped).markdown
    assert "about --ipdas" in about.out
    assert (asked_for_json.code, asked_for_json.out) == (2, "")


def test_nobody_is_told_that_it_was_tried_or_certified(shipped):
    said = papers.ipdas(shipped).markdown
    first = " ".join(said.partition("## ")[0].split())

    assert "Nobody has tried fitcheck out yet" in first
    assert "self-assessed against the IPDAS version 4.0 minimum standards" in first
    for _, text in texts(shipped):
        assert not re.search(r"\bcertified\b", text, re.IGNORECASE)


def test_12_to_17_22_23_nobody_was_asked_and_nothing_measured(shipped):
    states = {one.id: one.state for one in criteria(shipped)}
    asked = " ".join(shipped.library.about.asked)

    assert {states[row] for row in NOT_YET} == {"not-met"}
    assert "No people who look for therapy have been asked yet." in asked
    assert "No therapists have been asked yet." in asked
    assert "nobody has measured what it does" in asked
    assert "No clinician and no patient" in (files.bundled() / "REVIEW.md").read_text()


# --- what every row looks at --------------------------------------------------------


def sheet(path, questionnaire):
    return reading.load(questionnaire, path, path.parent)


def built(questionnaire, name="nadia-same-ending", **given):
    """Build the report of a vignette, with a few answers changed."""
    path = files.bundled() / "vignettes" / f"{name}.yaml"
    mine = sheet(path, questionnaire)
    return documents.build(
        questionnaire,
        Sheet(mine.questionnaire, mine.version, {**mine.answers, **given}),
    )


@cache
def page_of(name):
    """Return Nadia's report in a format."""
    return RENDERERS[name](built(loader.load()))


def flat(text):
    """Take out wrapping and what Markdown escapes."""
    return " ".join(text.replace("\\", "").split())


def below(node, steps=()):
    """Yield every text in plain data, with the steps to it."""
    if isinstance(node, str):
        yield "/".join(steps), node
    elif isinstance(node, dict):
        name = node.get("id") or node.get("name")
        here = (*steps, str(name)) if name else steps
        for key, value in node.items():
            yield from below(value, (*here, key))
    elif isinstance(node, list):
        for one in node:
            yield from below(one, steps)


def texts(questionnaire):
    """Yield every text that a person reads, sources aside."""
    for name, said in entries(questionnaire.words):
        yield from ((name, one) for one in ([said] if isinstance(said, str) else said))
    parts = (questionnaire.rubric, *questionnaire.sections)
    library = questionnaire.library.model_dump(mode="json", exclude={"sources"})
    for part in (library, *(one.model_dump(mode="json") for one in parts)):
        yield from below(part)


RATE = re.compile(r"\b(\d+) in 100\b")


def rates(questionnaire):
    """Return every text that tells of chances, by its place."""
    return {
        f"{place}: {text[:30]}": text
        for place, text in texts(questionnaire)
        if RATE.search(text)
    }


# --- Q1 to Q6 -----------------------------------------------------------------------


def test_q1_every_trouble_is_described(shipped):
    screen = flat(play(shipped, *until(shipped, "concerns")).last)
    for concern in shipped.concerns.values():
        assert len(concern.about.split()) >= 5
        assert concern.about.endswith(".")
        assert concern.about in screen


def test_q2_the_decision_comes_first(shipped):
    decision = shipped.words.report.decision
    assert "which kind of talking therapy to ask about first, if any" in decision
    assert decision == shipped.words.opening.decision
    assert decision in flat(play(shipped).screens[0])
    made = built(shipped)
    for name in FULL:
        before, _, after = flat(page_of(name)).partition(decision)
        said = made.facts["said"]["sentences"][0]
        assert said in after
        assert said not in before


def test_q3_the_four_options_are_in_every_format(shipped):
    therapies = shipped.library.therapies.therapies
    assert tuple(one.id for one in therapies) == OPTIONS
    pages = [papers.therapies(shipped, "side-by-side").markdown]
    pages += map(page_of, FULL)
    for page in map(flat, pages):
        for therapy in therapies:
            assert therapy.name in page
            assert therapy.what in page


def test_q4_q5_every_option_has_three_good_and_three_bad_points(shipped):
    page = flat(papers.therapies(shipped, "side-by-side").markdown)
    for card in cards.cards(shipped, OPTIONS):
        for heading in ("upsides", "downsides"):
            assert len(set(card[heading])) >= 3
            assert getattr(shipped.words.cards, heading) in page
            assert all(point in page for point in card[heading])


def test_q6_living_with_it_is_told_for_body_and_people(shipped):
    rhythm = {"another": "It depends on the kind", "none-for-now": "no session"}
    for card in cards.cards(shipped, OPTIONS):
        for word in ("body", "people near you", "mind|memory|thought"):
            assert re.search(rf"\b({word})\b", card["everyday"], re.IGNORECASE)
        assert rhythm.get(card["id"], " minutes") in card["session"]


# --- C1 to C6 -----------------------------------------------------------------------


def test_c1_the_order_is_said_to_mean_nothing(shipped):
    section = next(one for one in shipped.sections if one.cards)
    words = shipped.words
    for intro in (
        words.report.options_intro,
        words.therapies.side_by_side_intro,
        section.intro or "",
    ):
        assert "Which one stands first says nothing about which is better." in intro


def test_c2_a_gap_in_a_source_is_said(shipped):
    words = shipped.words.report
    known = shipped.library.sources.sources
    page = documents.fill(shipped, "sources", sources=known).markdown
    (listed,) = pieces(page)
    for source, (name, said) in zip(known, listed.value, strict=True):
        assert source.shows in said
        if source.kind == "ours":
            assert name.lower() == source.title.lower()
        else:
            assert source.title in said
            assert f"({source.year or words.no_year})" in said
            assert (source.authors or words.no_authors) in said
            assert (source.address or words.no_address) in said


@pytest.mark.parametrize("name", [*FULL, "about"])
def test_c3_c4_c6_about_and_every_format_say_it(name, shipped):
    about, manifest = shipped.library.about, shipped.manifest
    page = papers.about(shipped, ()).markdown if name == "about" else page_of(name)
    told = (manifest.date, about.update_policy, manifest.next_review, about.funding)
    assert [one for one in told if one not in flat(page)] == []
    assert "Nobody paid" in about.funding
    assert "gain nothing from the choice" in about.funding


def test_c5_every_rate_stands_beside_a_word_of_doubt(shipped):
    doubt = re.compile(r"\b[Aa]bout\b|no clear gap|too few to rule out")
    assert [p for p, text in rates(shipped).items() if not doubt.search(text)] == []


def test_c6_no_address_leads_anywhere_but_to_a_source(shipped):
    address = re.compile("https?:|www")
    assert [place for place, text in texts(shipped) if address.search(text)] == []


# --- 2 to 11 ------------------------------------------------------------------------


BESIDE = {"sources", "short"}
"""Of a card: what stands in a list of its own, and on the two pages."""


def test_2_all_options_stand_under_the_same_headings(shipped):
    written = papers.therapies(shipped, "side-by-side")
    text = next(
        one.text
        for one in written.parts
        if one.title == shipped.words.therapies.side_by_side
    )
    _, *sections = text.split("\n### ")
    headings = {tuple(re.findall("^#### (.*)$", one, re.MULTILINE)) for one in sections}
    assert len(sections) == len(OPTIONS)
    assert len(headings) == 1
    assert set(vars(shipped.words.cards).values()) <= set(headings.pop())
    found = cards.cards(shipped)
    assert len({(len(one["upsides"]), len(one["downsides"])) for one in found}) == 1
    page = flat(plain.lay_out(written.markdown))
    for card in cards.cards(shipped):
        for _, said in below({k: v for k, v in card.items() if k not in BESIDE}):
            assert said in page or said == card["id"]


def test_3_where_no_figure_was_seen_it_says_so(shipped):
    gap = re.compile(r"\bWe (saw no|did not see|did not look)\b")
    for card in shipped.library.therapies.therapies:
        assert RATE.search(card.outcome)
        # CBT has been studied for every trouble that its page names.
        assert gap.search(card.outcome) or card.id == "cbt"


def test_4_every_rate_says_in_whom_it_was_counted(shipped):
    counted = re.compile(
        r"(?<!in 10)\d (adults|people|studies|trials)\b|One trial had|In one trial for "
    )
    assert [p for p, text in rates(shipped).items() if not counted.search(text)] == []


def test_5_7_every_rate_is_told_in_100(shipped):
    other = re.compile(r"\b\d+ in (?!100\b)\d+|\bone in (two|three|four|five)\b|\d ?%")
    assert len(rates(shipped)) >= 12
    assert [place for place, text in texts(shipped) if other.search(text)] == []


UNTIMED = "therapies/another/outcome"
"""Its source gives no time, and row 6 says so."""


def test_6_every_rate_has_its_time(shipped):
    time = re.compile(
        r"\bsessions\b|\bend\b|\byears?\b|\bmonths\b|\bearly\b|in therapy"
    )
    missing = [p for p, text in rates(shipped).items() if not time.search(text)]
    states = {one.id: one.state for one in criteria(shipped)}
    assert [one for one in missing if UNTIMED not in one] == []
    assert states["6"] == "partly"


def test_8_every_rate_is_told_both_ways_round(shipped):
    for place, text in rates(shipped).items():
        told_too = set(re.findall(r"\d+", text))
        for rate in RATE.findall(text):
            assert str(100 - int(rate)) in told_too, f"{rate} in 100 at {place}"


def test_10_the_parts_are_numbered(shipped):
    walk = flat(play(shipped, *whole(shipped)).text)
    words = re.escape(shipped.words.walk.part).replace(r"\{", "{").replace(r"\}", "}")
    part = words.format(number=r"(\d+)", total=r"(\d+)", title="")
    found = [tuple(map(int, one)) for one in re.findall(part, walk)]
    order = list(dict.fromkeys(number for number, _ in found))
    (total,) = {total for _, total in found}
    assert order == list(range(1, total + 1))
    assert total >= len(shipped.sections)


def test_11_complete_answers_call_for_questions_of_their_own(shipped):
    lists = set()
    for path in VIGNETTES:
        given = sheet(path, shipped)
        chosen = therapist_questions.choose(shipped, given.answers)
        called = [one for one in chosen if one.because]
        lists.add(tuple(one.question.id for one in called))
        assert len(chosen) >= 6
        assert given.skipped or len(called) >= 3
        assert all(one.question.because for one in called)
    assert len(lists) > len(VIGNETTES) // 2


# --- 19 and 20 ----------------------------------------------------------------------


def test_19_every_trouble_has_a_label_that_is_explained(shipped):
    labels = {one.points: one for one in shipped.rubric.strengths}
    assert sorted(labels) == [0, 1, 2, 3]
    assert len({one.name for one in labels.values()}) == 4
    for concern in shipped.concerns.values():
        page = flat(built(shipped, concerns=(concern.id,)).full.markdown)
        for points in (concern.cbt.points, concern.psychodynamic.points):
            assert f": {labels[points].name} ({points} of 3)." in page
        assert all(one.about in page for one in labels.values())


def test_20_the_authors_say_that_they_are_no_clinicians(shipped):
    states = {one.id: one.state for one in criteria(shipped)}
    assert "They are not clinicians" in shipped.library.about.authors
    # No person is named, and so this is not wholly met.
    assert states["20"] == "partly"


# --- F3, F5, F9, F16 ----------------------------------------------------------------


def as_cbt(text):
    """Say of CBT what is said of psychodynamic therapy, and of its neighbour."""
    swapped = text.replace("psychodynamic therapist", "CBT therapist")
    swapped = swapped.replace("person-centred counselling", "guided self-help")
    return swapped.replace("psychodynamic therapy", "CBT")


def test_f3_both_sides_are_said_in_the_same_words(shipped):
    words = shipped.words
    ours, theirs = words.readings.leans_psychodynamic, words.readings.leans_cbt
    mirrored = {key: as_cbt(said) for key, said in vars(ours).items()}
    assert mirrored == vars(theirs)
    names = {band.id: band.name for band in shipped.rubric.bands}
    for strength in ("slightly", "clearly"):
        assert as_cbt(names[f"{strength}-psychodynamic"]) == names[f"{strength}-cbt"]
    assert as_cbt(words.evidence.psychodynamic_ahead) == words.evidence.cbt_ahead


def test_f5_the_lines_add_up_to_the_columns(shipped):
    for path in VIGNETTES:
        made = documents.build(shipped, sheet(path, shipped))
        facts = json.loads(RENDERERS["json"](made))
        fit = [line for line in facts["lines"] if line["lens"] == "fit"]
        if facts["fit"] is None:
            assert facts["lines"] == []
            continue
        p, c = (sum(one[side] for one in fit) for side in ("psychodynamic", "cbt"))
        columns = [facts["fit"][key] for key in ("psychodynamic", "cbt", "difference")]
        assert columns == [p, c, p - c], path.stem


@pytest.mark.parametrize("name", FULL)
def test_f9_where_to_go_comes_first_in_every_format(name, shipped):
    after = shipped.words.readings.see_someone_first.sentence
    gates = shipped.library.gates.gates
    for gate in gates if name in {"markdown", "json"} else gates[:2]:
        (when, *_) = gate.when
        page = RENDERERS[name](built(shipped, **{when.question: when.any_of[:1]}))
        first, found, _ = flat(page).partition(after)
        assert found
        for said in (gate.title, gate.saw, gate.whom, gate.how_soon):
            assert said in first


def test_f16_privacy_makers_and_no_diagnosis_come_before_question_1(shipped):
    words = shipped.words
    first = flat(words.walk.question.partition("{total}")[0].format(number=1))
    walk = flat(play(shipped, *until(shipped, "plan-or-open")).text)
    before, found, _ = walk.partition(first)
    assert found
    for said in (
        "This is no diagnosis and no test.",
        "Your answers stay on this computer,",
        "The fitcheck authors made it. They are not clinicians, and nobody paid",
    ):
        assert said in before
