"""What we say of ourselves against IPDAS is true: every row has a named proof.

Rows are Q1 to Q6, C1 to C10 and 1 to 28 as in ``questions/ipdas.yaml``; F1 to F16 are
checks of the same spirit. PROOFS says which test holds each up, here or elsewhere.
"""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from running import inside
from typer.main import get_command
from walks import play, until, whole

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Sheet
from fitcheck.cli import program
from fitcheck.content import standards
from fitcheck.content.texts import pairs
from fitcheck.documents import papers
from fitcheck.render import RENDERERS, plain, terminal
from fitcheck.render.markdown import pieces
from fitcheck.report import cards
from fitcheck.rubric import therapist_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.content.standards import Criterion
    from fitcheck.documents import Report

HERE = "test_standards::test_"
READ = "read by a person"
ARTICLE = "test_content_shipped::test_the_shipped_questions_keep_article"

PROOFS: dict[str, tuple[str, ...]] = {
    "q1": (f"{HERE}q1_every_trouble_is_described",),
    "q2": (f"{HERE}q2_the_decision_comes_first",),
    "q3": (f"{HERE}q3_the_four_options_are_in_every_format",),
    "q4": (f"{HERE}q4_q5_every_option_has_three_good_and_three_bad_points",),
    "q5": (f"{HERE}q4_q5_every_option_has_three_good_and_three_bad_points",),
    "q6": (f"{HERE}q6_living_with_it_is_told_for_body_and_people", READ),
    "c1": (
        ARTICLE,  # 9
        "test_fairness::test_a_topic_gives_both_therapies_as_many_items_and_words",
        f"{HERE}c1_the_order_is_said_to_mean_nothing",
    ),
    "c2": (
        ARTICLE,  # 7
        "test_claims::test_every_figure_is_one_that_its_sources_show",
        "test_report::test_every_source_that_is_used_is_listed_by_its_short_name",
        f"{HERE}c2_a_gap_in_a_source_is_said",
    ),
    "c3": (f"{HERE}c3_c4_c6_about_and_every_format_say_it",),
    "c4": (
        f"{HERE}c3_c4_c6_about_and_every_format_say_it",
        ARTICLE,  # 11
    ),
    "c5": (
        f"{HERE}c5_every_rate_stands_beside_a_word_of_doubt",
        "test_report::test_no_fact_is_missing",
        "test_render::test_every_format_says_what_it_is_not",
        READ,
    ),
    "c6": (
        f"{HERE}c3_c4_c6_about_and_every_format_say_it",
        f"{HERE}c6_no_address_leads_anywhere_but_to_a_source",
    ),
    "1": (READ,),
    "2": (f"{HERE}2_all_options_stand_under_the_same_headings",),
    "3": (f"{HERE}3_where_no_figure_was_seen_it_says_so", READ),
    "4": (f"{HERE}4_every_rate_says_in_whom_it_was_counted", READ),
    "5": (f"{HERE}5_7_every_rate_is_told_in_100", READ),
    "6": (f"{HERE}6_every_rate_has_its_time", READ),
    "7": (f"{HERE}5_7_every_rate_is_told_in_100",),
    "8": (f"{HERE}8_every_rate_is_told_both_ways_round",),
    "9": (
        "test_report::test_without_a_gate_the_decision_and_what_matters_stand_first",
    ),
    "10": (
        f"{HERE}10_the_parts_are_numbered",
        "test_walk::test_every_question_names_every_way_out",
        "test_walk::test_all_the_way_back_and_forward_gives_the_same_report",
        "test_walk::test_a_skipped_question_is_offered_as_skipped_and_can_be_answered",
        "test_walk::test_an_answer_is_changed_by_its_number_or_id",
    ),
    "11": (
        f"{HERE}11_complete_answers_call_for_questions_of_their_own",
        "test_report::test_everybody_gets_six_questions_and_at_most_twelve",
    ),
    "18": (READ,),
    "19": (f"{HERE}19_every_trouble_has_a_label_that_is_explained",),
    "20": (f"{HERE}20_the_authors_say_that_they_are_no_clinicians",),
    "21": (
        "test_content_shipped::test_the_shipped_texts_keep_their_reading_grades",
        "test_content_shipped::test_about_tells_the_reading_grades_as_they_are_now",
    ),
    "22": (f"{HERE}12_to_17_22_23_nobody_was_asked_and_nothing_measured",),
    "23": (f"{HERE}12_to_17_22_23_nobody_was_asked_and_nothing_measured",),
    "f1": (
        "test_render::test_a_report_never_says_what_we_do_not_say",
        "test_claims::test_no_forbidden_word_stands_anywhere",
    ),
    "f2": (
        ARTICLE,  # 2
        "test_fairness::test_the_poles_of_both_sides_are_about_as_long",
    ),
    "f3": (
        ARTICLE,  # 1
        f"{HERE}f3_both_sides_are_said_in_the_same_words",
    ),
    "f4": (
        ARTICLE,  # 6
        "test_content_shipped::test_all_complete_sheets_are_counted",
        "test_content_shipped::test_the_shares_of_the_readings_add_up",
        "test_vignettes::test_together_they_cover_the_rubric",
    ),
    "f5": (
        f"{HERE}f5_the_lines_add_up_to_the_columns",
        "test_explain::test_points_sub_sums_columns_and_interval_add_up",
    ),
    "f6": (ARTICLE,),  # 4
    "f7": (
        "test_scoring::test_a_gap_opens_the_interval_to_all_its_options",
        "test_report::test_what_was_not_given_is_not_called_neither",
        "test_pencil::test_both_score_random_sheets_alike",
    ),
    "f8": (
        ARTICLE,  # 8
        "test_scoring::test_safety_concerns_limits_and_readiness_add_nothing",
    ),
    "f9": (
        f"{HERE}f9_where_to_go_comes_first_in_every_format",
        "test_report::test_with_any_gate_the_facts_are_null",
        "test_render::test_every_format_says_what_it_is_not",
    ),
    "f10": (
        "test_privacy::test_the_kernel_sees_no_connection_no_program_and_no_writing",
        "test_privacy::test_a_walk_without_output_writes_nothing_anywhere",
        "test_privacy::test_answers_are_never_in_the_arguments_of_a_program",
        "test_privacy::test_a_bug_in_the_middle_of_a_walk_shows_no_answer",
        "test_privacy::test_what_a_file_holds_is_nowhere_in_an_error",
        "test_files::test_a_document_is_written_whole_for_its_owner_alone",
    ),
    "f11": (
        "test_cli::test_input_that_ends_is_exit_1_and_names_the_question",
        "test_cli::test_signals_end_the_walk_with_their_exit_codes",
        "test_walk::test_no_sequence_of_replies_is_a_crash",
        "test_fancy::test_q7_q27_ctrl_c_stops_the_program",
    ),
    "f12": (
        "test_drawn::test_colours_are_there_when_they_can_be_seen_and_nobody_declined",
        "test_drawn::test_without_colours_there_is_no_escape_code",
        "test_cli::test_wishes_about_colour_change_no_byte",
        "test_terminal::test_no_colour_changes_nothing_but_colour",
    ),
    "f13": (
        "test_plain::test_there_is_no_box_no_escape_code_and_no_tab",
        "test_plain::test_no_line_is_wider_than_the_window",
        "test_walk::test_nothing_but_text_and_line_ends_is_written",
        "test_drawn::test_colours_change_no_word_and_no_line",
    ),
    "f14": (
        "test_render::test_markdown_has_one_title_and_skips_no_level",
        "test_render::test_labels_notes_and_vignettes_are_shown_literally",
    ),
    "f16": (f"{HERE}f16_privacy_makers_and_no_diagnosis_come_before_question_1",),
}
"""Each row, with the tests that prove it: the module and the name of each."""

RUN = (
    *(f"q{n}" for n in range(1, 7)),
    *(f"c{n}" for n in range(1, 7)),
    *map(str, range(2, 12)),
    *("19", "20", "21", "22", "23"),
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
def existing() -> frozenset[str]:
    """Return every test there is, as its module and its name."""
    return frozenset(
        f"{path.stem}::{node.name}"
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    )


def unproved(
    rows: Iterable[str], proofs: Mapping[str, tuple[str, ...]], known: Iterable[str]
) -> list[str]:
    """Return the rows that name no proof, or one that does not exist."""
    there = {READ, *known}
    return [row for row in rows if not proofs.get(row) or set(proofs[row]) - there]


def criteria(questionnaire: Questionnaire) -> list[Criterion]:
    groups = questionnaire.library.ipdas.groups
    return [one for group in groups for one in group.criteria]


def claimed(questionnaire: Questionnaire) -> list[str]:
    return [one.id for one in criteria(questionnaire) if one.state in {"met", "partly"}]


def test_every_row_that_can_be_run_has_a_test_of_its_own() -> None:
    assert unproved(RUN, PROOFS, existing()) == []
    assert [row for row in RUN if set(PROOFS[row]) == {READ}] == []
    assert set(PROOFS) - set(RUN) == {"1", "18"}


def test_a_row_that_is_met_names_its_proof(shipped: Questionnaire) -> None:
    assert unproved(claimed(shipped), PROOFS, existing()) == []


def test_a_row_cannot_be_met_once_its_proof_is_gone(shipped: Questionnaire) -> None:
    rows = claimed(shipped)
    for gone in {one for row in rows for one in PROOFS[row]} - {READ}:
        found = unproved(rows, PROOFS, existing() - {gone})
        assert found == [row for row in rows if gone in PROOFS[row]] != []
    for row in rows:
        left = {name: proof for name, proof in PROOFS.items() if name != row}
        assert unproved(rows, left, existing()) == [row]


def test_every_test_of_a_row_is_in_the_table() -> None:
    named = {one for proofs in PROOFS.values() for one in proofs}
    mine = {one for one in existing() if re.match(rf"{HERE}[qcf]?\d", one)}

    assert mine <= named


# --- the list and its document ------------------------------------------------------


def test_the_list_has_every_criterion_once_and_in_order(shipped: Questionnaire) -> None:
    wanted = [
        *(f"q{n}" for n in range(1, 7)),
        *(f"c{n}" for n in range(1, 11)),
        *map(str, range(1, 29)),
    ]

    assert [one.id for one in criteria(shipped)] == wanted


def test_what_is_for_tests_alone_and_nothing_else_does_not_apply(
    shipped: Questionnaire,
) -> None:
    found = [one.id for one in criteria(shipped) if one.state == "not-applicable"]

    assert found == ["c7", "c8", "c9", "c10", "24", "25", "26", "27", "28"]


def test_what_is_met_in_part_says_what_is_missing(shipped: Questionnaire) -> None:
    partly = [one for one in criteria(shipped) if one.state == "partly"]

    assert [one.id for one in partly if not one.note] == []


def test_every_row_that_applies_says_where_to_look(shipped: Questionnaire) -> None:
    commands = get_command(program.app).commands  # type: ignore[attr-defined]
    topics = papers.topics(shipped)
    headings = set(titles(shipped))
    for one in criteria(shipped):
        if one.state == "not-applicable":
            continue
        assert one.where
        for command, topic in re.findall(r"fitcheck ([\w-]+)(?: ([\w-]+))?", one.where):
            assert command in commands
            assert command != "therapies" or topic in topics
        named = set(re.findall("“([^”]+)”", one.where)) - {"in 100"}
        assert named <= headings


def titles(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the headings that a reader may be sent to."""
    words = questionnaire.words
    for part in (words.report, words.about, words.cards):
        yield from map(str, vars(part).values())
    yield from (section.title for section in questionnaire.sections)
    yield from (one.name for one in questionnaire.library.therapies.therapies)


def test_the_counts_come_first_and_are_those_of_the_rows(
    shipped: Questionnaire,
) -> None:
    several = list(pieces(papers.ipdas(shipped).markdown))
    head, table = several[1], next(one for one in several if one.kind == "table")
    states = [one.state for one in criteria(shipped)]
    counted = [states.count(state) for state in get_args(standards.State)]

    assert [int(n) for n in re.findall(r"\d+", head.value)] == [len(states), *counted]
    columns = zip(*((map(int, row[1:])) for row in table.value[1]), strict=True)
    assert [sum(column) for column in columns] == counted


@pytest.mark.parametrize("width", [80, 60, 40])
def test_it_reads_well_in_every_window_and_by_ear(
    width: int, shipped: Questionnaire
) -> None:
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


def test_the_command_shows_it_and_about_names_it(
    monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire
) -> None:
    shown = inside(monkeypatch, "about", "--ipdas")
    about = inside(monkeypatch, "about")
    asked_for_json = inside(monkeypatch, "about", "--ipdas", "--format", "json")

    assert (shown.code, shown.err) == (0, "")
    assert shown.out == papers.ipdas(shipped).markdown
    assert "about --ipdas" in about.out
    assert (asked_for_json.code, asked_for_json.out) == (2, "")


def test_nobody_is_told_that_it_was_tried_or_certified(shipped: Questionnaire) -> None:
    said = papers.ipdas(shipped).markdown
    first = " ".join(said.partition("## ")[0].split())

    assert "Nobody has tried fitcheck out yet" in first
    assert "self-assessed against the IPDAS version 4.0 minimum standards" in first
    for _, text in texts(shipped):
        assert not re.search(r"\bcertified\b", text, re.IGNORECASE)


def test_12_to_17_22_23_nobody_was_asked_and_nothing_measured(
    shipped: Questionnaire,
) -> None:
    states = {one.id: one.state for one in criteria(shipped)}
    asked = " ".join(shipped.library.about.asked)

    assert {states[row] for row in NOT_YET} == {"not-met"}
    assert "No people who look for therapy have been asked yet." in asked
    assert "No therapists have been asked yet." in asked
    assert "nobody has measured what it does" in asked
    assert "No clinician and no patient" in (files.bundled() / "REVIEW.md").read_text()


# --- what every row looks at --------------------------------------------------------


def sheet(path: Path, questionnaire: Questionnaire) -> Sheet:
    return reading.load(questionnaire, path, path.parent)


def built(
    questionnaire: Questionnaire, name: str = "nadia-same-ending", **given: Any
) -> Report:
    """Build the report of a vignette, with a few answers changed."""
    path = files.bundled() / "vignettes" / f"{name}.yaml"
    mine = sheet(path, questionnaire)
    return documents.build(
        questionnaire,
        Sheet(mine.questionnaire, mine.version, {**mine.answers, **given}),
    )


def flat(text: str) -> str:
    """Take out wrapping and what Markdown escapes."""
    return " ".join(text.replace("\\", "").split())


def below(node: Any, steps: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
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


def texts(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield every text that a person reads, sources aside."""
    yield from pairs(questionnaire.words)
    parts = (questionnaire.rubric, *questionnaire.sections)
    library = questionnaire.library.model_dump(mode="json", exclude={"sources"})
    for part in (library, *(one.model_dump(mode="json") for one in parts)):
        yield from below(part)


RATE = re.compile(r"\b(\d+) in 100\b")


def rates(questionnaire: Questionnaire) -> dict[str, str]:
    """Return every text that tells of chances, by its place."""
    return {
        f"{place}: {text[:30]}": text
        for place, text in texts(questionnaire)
        if RATE.search(text)
    }


# --- Q1 to Q6 -----------------------------------------------------------------------


def test_q1_every_trouble_is_described(shipped: Questionnaire) -> None:
    screen = flat(play(shipped, *until(shipped, "concerns")).last)
    for concern in shipped.concerns.values():
        assert len(concern.about.split()) >= 5
        assert concern.about.endswith(".")
        assert concern.about in screen


def test_q2_the_decision_comes_first(shipped: Questionnaire) -> None:
    decision = shipped.words.report.decision
    assert "which kind of talking therapy to ask about first, if any" in decision
    assert decision == shipped.words.opening.decision
    assert decision in flat(play(shipped).screens[0])
    made = built(shipped)
    for name in FULL:
        before, _, after = flat(RENDERERS[name](made)).partition(decision)
        said = made.facts["said"]["sentences"][0]
        assert said in after
        assert said not in before


def test_q3_the_four_options_are_in_every_format(shipped: Questionnaire) -> None:
    therapies = shipped.library.therapies.therapies
    assert tuple(one.id for one in therapies) == OPTIONS
    pages = [papers.therapies(shipped, "side-by-side").markdown]
    pages += [RENDERERS[name](built(shipped)) for name in FULL]
    for page in map(flat, pages):
        for therapy in therapies:
            assert therapy.name in page
            assert therapy.what in page


@pytest.mark.parametrize("option", OPTIONS)
def test_q4_q5_every_option_has_three_good_and_three_bad_points(
    option: str, shipped: Questionnaire
) -> None:
    (card,) = cards.cards(shipped, (option,))
    page = flat(papers.therapies(shipped, "side-by-side").markdown)
    for heading in ("upsides", "downsides"):
        assert len(set(card[heading])) >= 3
        assert getattr(shipped.words.cards, heading) in page
        assert all(point in page for point in card[heading])


@pytest.mark.parametrize("option", OPTIONS)
def test_q6_living_with_it_is_told_for_body_and_people(
    option: str, shipped: Questionnaire
) -> None:
    (card,) = cards.cards(shipped, (option,))
    for word in ("body", "people near you", "mind|memory|thought"):
        assert re.search(rf"\b({word})\b", card["everyday"], re.IGNORECASE)
    rhythm = {"another": "It depends on the kind", "none-for-now": "no session"}
    assert rhythm.get(option, " minutes") in card["session"]


# --- C1 to C6 -----------------------------------------------------------------------


def test_c1_the_order_is_said_to_mean_nothing(shipped: Questionnaire) -> None:
    section = next(one for one in shipped.sections if one.cards)
    words = shipped.words
    for intro in (
        words.report.options_intro,
        words.therapies.side_by_side_intro,
        section.intro or "",
    ):
        assert "Which one stands first says nothing about which is better." in intro


def test_c2_a_gap_in_a_source_is_said(shipped: Questionnaire) -> None:
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
@pytest.mark.parametrize("row", ["c3 date", "c4 update policy", "c6 funding"])
def test_c3_c4_c6_about_and_every_format_say_it(
    row: str, name: str, shipped: Questionnaire
) -> None:
    about, manifest = shipped.library.about, shipped.manifest
    told_by = {
        "c3 date": (manifest.date,),
        "c4 update policy": (about.update_policy, manifest.next_review),
        "c6 funding": (about.funding,),
    }
    page = (
        papers.about(shipped, ()).markdown
        if name == "about"
        else RENDERERS[name](built(shipped))
    )
    for said in told_by[row]:
        assert said in flat(page)
    assert "Nobody paid" in about.funding
    assert "gain nothing from the choice" in about.funding


def test_c5_every_rate_stands_beside_a_word_of_doubt(shipped: Questionnaire) -> None:
    doubt = re.compile(r"\b[Aa]bout\b|no clear gap|too few to rule out")
    assert [p for p, text in rates(shipped).items() if not doubt.search(text)] == []


def test_c6_no_address_leads_anywhere_but_to_a_source(shipped: Questionnaire) -> None:
    address = re.compile("https?:|www")
    assert [place for place, text in texts(shipped) if address.search(text)] == []


# --- 2 to 11 ------------------------------------------------------------------------


BESIDE = {"sources", "short"}
"""Of a card: what stands in a list of its own, and on the two pages."""


def test_2_all_options_stand_under_the_same_headings(shipped: Questionnaire) -> None:
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


def test_3_where_no_figure_was_seen_it_says_so(shipped: Questionnaire) -> None:
    gap = re.compile(r"\bWe (saw no|did not see|did not look)\b")
    for card in shipped.library.therapies.therapies:
        assert RATE.search(card.outcome)
        # CBT has been studied for every trouble that its page names.
        assert gap.search(card.outcome) or card.id == "cbt"


def test_4_every_rate_says_in_whom_it_was_counted(shipped: Questionnaire) -> None:
    counted = re.compile(
        r"(?<!in 10)\d (adults|people|studies|trials)\b|One trial had|In one trial for "
    )
    assert [p for p, text in rates(shipped).items() if not counted.search(text)] == []


def test_5_7_every_rate_is_told_in_100(shipped: Questionnaire) -> None:
    other = re.compile(r"\b\d+ in (?!100\b)\d+|\bone in (two|three|four|five)\b|\d ?%")
    assert len(rates(shipped)) >= 12
    assert [place for place, text in texts(shipped) if other.search(text)] == []


UNTIMED = "therapies/another/outcome"
"""Its source gives no time, and row 6 says so."""


def test_6_every_rate_has_its_time(shipped: Questionnaire) -> None:
    time = re.compile(
        r"\bsessions\b|\bend\b|\byears?\b|\bmonths\b|\bearly\b|in therapy"
    )
    missing = [p for p, text in rates(shipped).items() if not time.search(text)]
    states = {one.id: one.state for one in criteria(shipped)}
    assert [one for one in missing if UNTIMED not in one] == []
    assert states["6"] == "partly"


def test_8_every_rate_is_told_both_ways_round(shipped: Questionnaire) -> None:
    for place, text in rates(shipped).items():
        told_too = set(re.findall(r"\d+", text))
        for rate in RATE.findall(text):
            assert str(100 - int(rate)) in told_too, f"{rate} in 100 at {place}"


def test_10_the_parts_are_numbered(shipped: Questionnaire) -> None:
    walk = flat(play(shipped, *whole(shipped)).text)
    words = re.escape(shipped.words.walk.part).replace(r"\{", "{").replace(r"\}", "}")
    part = words.format(number=r"(\d+)", total=r"(\d+)", title="")
    found = [tuple(map(int, one)) for one in re.findall(part, walk)]
    order = list(dict.fromkeys(number for number, _ in found))
    (total,) = {total for _, total in found}
    assert order == list(range(1, total + 1))
    assert total >= len(shipped.sections)


def test_11_complete_answers_call_for_questions_of_their_own(
    shipped: Questionnaire,
) -> None:
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


def test_19_every_trouble_has_a_label_that_is_explained(
    shipped: Questionnaire,
) -> None:
    labels = {one.points: one for one in shipped.rubric.strengths}
    assert sorted(labels) == [0, 1, 2, 3]
    assert len({one.name for one in labels.values()}) == 4
    for concern in shipped.concerns.values():
        page = flat(built(shipped, concerns=(concern.id,)).full.markdown)
        for points in (concern.cbt.points, concern.psychodynamic.points):
            assert f": {labels[points].name} ({points} of 3)." in page
        assert all(one.about in page for one in labels.values())


def test_20_the_authors_say_that_they_are_no_clinicians(
    shipped: Questionnaire,
) -> None:
    states = {one.id: one.state for one in criteria(shipped)}
    assert "They are not clinicians" in shipped.library.about.authors
    # No person is named, and so this is not wholly met.
    assert states["20"] == "partly"


# --- F3, F5, F9, F16 ----------------------------------------------------------------


def as_cbt(text: str) -> str:
    """Say of CBT what is said of psychodynamic therapy, and of its neighbour."""
    swapped = text.replace("psychodynamic therapist", "CBT therapist")
    swapped = swapped.replace("person-centred counselling", "guided self-help")
    return swapped.replace("psychodynamic therapy", "CBT")


def test_f3_both_sides_are_said_in_the_same_words(shipped: Questionnaire) -> None:
    words = shipped.words
    ours, theirs = words.readings.leans_psychodynamic, words.readings.leans_cbt
    mirrored = {key: as_cbt(said) for key, said in vars(ours).items()}
    assert mirrored == vars(theirs)
    names = {band.id: band.name for band in shipped.rubric.bands}
    for strength in ("slightly", "clearly"):
        assert as_cbt(names[f"{strength}-psychodynamic"]) == names[f"{strength}-cbt"]
    assert as_cbt(words.evidence.psychodynamic_ahead) == words.evidence.cbt_ahead


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_f5_the_lines_add_up_to_the_columns(path: Path, shipped: Questionnaire) -> None:
    facts = json.loads(
        RENDERERS["json"](documents.build(shipped, sheet(path, shipped)))
    )
    if facts["fit"] is None:
        assert facts["lines"] == []
        return
    for side in ("psychodynamic", "cbt"):
        fit = [line[side] for line in facts["lines"] if line["lens"] == "fit"]
        assert sum(fit) == facts["fit"][side]
    assert facts["fit"]["difference"] == (
        facts["fit"]["psychodynamic"] - facts["fit"]["cbt"]
    )


@pytest.mark.parametrize("name", FULL)
def test_f9_where_to_go_comes_first_in_every_format(
    name: str, shipped: Questionnaire
) -> None:
    after = shipped.words.readings.see_someone_first.sentence
    for gate in shipped.library.gates.gates:
        (when, *_) = gate.when
        page = RENDERERS[name](built(shipped, **{when.question: when.any_of[:1]}))
        first, found, _ = flat(page).partition(after)
        assert found
        for said in (gate.title, gate.saw, gate.whom, gate.how_soon):
            assert said in first


def test_f16_privacy_makers_and_no_diagnosis_come_before_question_1(
    shipped: Questionnaire,
) -> None:
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
