"""The rubric on the gallery: points, interval, band, evidence, reading, advice."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

import pytest
from sheets import adding_up_to, changed, given, middle, sheet

from fitcheck.content import loader
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheets import Texts

    from fitcheck.answers.sheet import Answers
    from fitcheck.content.questionnaire import Questionnaire


def scored(questionnaire: Questionnaire, answers: Answers) -> scoring.Score:
    return scoring.score(questionnaire, sheet(answers))


def fit_of(questionnaire: Questionnaire, answers: Answers) -> scoring.Fit:
    fit = scored(questionnaire, answers).fit
    assert fit is not None
    return fit


def ends(questionnaire: Questionnaire, answers: Answers) -> tuple[int, int]:
    fit = fit_of(questionnaire, answers)
    return fit.lowest, fit.highest


# --- the fit lens -----------------------------------------------------------------


def test_each_answer_adds_to_its_own_column(gallery: Questionnaire) -> None:
    answers = middle(
        wander_or_map="strongly-psychodynamic",
        listen_or_look="slightly-cbt",
        wants_sand="somewhat",
        wants_top="very-much",
        earlier_kind="both",
        earlier_sea="good",
        earlier_hills="good",
        preference="slightly-psychodynamic",
    )

    fit = fit_of(gallery, answers)

    expected = (2 + 1 + 1 + 1, 1 + 2 + 1)
    assert expected == (fit.psychodynamic, fit.cbt)
    assert 1 == fit.difference == fit.lowest == fit.highest


def test_both_columns_have_the_maximum_of_any_path(gallery: Questionnaire) -> None:
    expected = ({"psychodynamic": 10, "cbt": 10}, 10)
    assert expected == (scoring.maxima(gallery), fit_of(gallery, {}).maximum)


def test_safety_concerns_limits_and_readiness_add_nothing(
    gallery: Questionnaire,
) -> None:
    rest = given(ready_to_go="yes", purpose="views", limits="no-car", feels_sure="yes")

    assert fit_of(gallery, middle()) == fit_of(gallery, {**middle(), **rest})


@pytest.mark.parametrize("kind", ["nowhere", "sea"])
def test_answers_off_the_path_never_score(kind: str, gallery: Questionnaire) -> None:
    plain = middle(earlier_kind=kind)
    off = middle(earlier_kind=kind, earlier_hills="bad")

    assert scored(gallery, plain) == scored(gallery, off)


def test_an_answer_whose_opener_is_missing_never_scores(
    gallery: Questionnaire,
) -> None:
    answers = middle(earlier_sea="good")
    del answers["earlier-kind"]

    fit = fit_of(gallery, answers)

    expected = (0, -2, 2)
    assert expected == (fit.difference, fit.lowest, fit.highest)


@pytest.mark.parametrize(
    ("gap", "interval"),
    [
        ("wander-or-map", (-2, 2)),
        ("listen-or-look", (-2, 2)),
        ("wants-sand", (0, 2)),
        ("wants-top", (-2, 0)),
        ("preference", (-2, 2)),
        ("earlier-kind", (-2, 2)),
    ],
)
def test_a_gap_opens_the_interval_to_all_its_options(
    gap: str, interval: tuple[int, int], gallery: Questionnaire
) -> None:
    answers = middle()
    del answers[gap]

    assert interval == ends(gallery, answers)


@pytest.mark.parametrize(
    ("kind", "interval"), [("nowhere", (0, 0)), ("sea", (-1, 1)), ("both", (-2, 2))]
)
def test_an_opened_question_without_an_answer_is_a_gap(
    kind: str, interval: tuple[int, int], gallery: Questionnaire
) -> None:
    assert interval == ends(gallery, middle(earlier_kind=kind))


def test_gaps_add_up_and_an_empty_sheet_reaches_from_end_to_end(
    gallery: Questionnaire,
) -> None:
    answers = adding_up_to(3)
    del answers["preference"], answers["earlier-kind"]

    expected = ((-1, 7), (-10, 10))
    assert expected == (ends(gallery, answers), ends(gallery, {}))


@pytest.mark.parametrize(
    ("difference", "band"),
    [
        (-8, "clearly-cbt"),
        (-6, "clearly-cbt"),
        (-5, "slightly-cbt"),
        (-3, "slightly-cbt"),
        (-2, "no-clear-leaning"),
        (2, "no-clear-leaning"),
        (3, "slightly-psychodynamic"),
        (5, "slightly-psychodynamic"),
        (6, "clearly-psychodynamic"),
        (8, "clearly-psychodynamic"),
    ],
)
def test_a_band_begins_at_its_lower_bound(
    difference: int, band: str, gallery: Questionnaire
) -> None:
    fit = fit_of(gallery, adding_up_to(difference))

    assert (difference, band) == (fit.difference, fit.band)


@pytest.mark.parametrize(
    ("lowest", "highest", "band"),
    [
        (-10, -6, "clearly-cbt"),
        (-6, -5, "slightly-cbt"),
        (-10, -3, "slightly-cbt"),
        (-3, -2, "no-clear-leaning"),
        (-2, 2, "no-clear-leaning"),
        (-10, 10, "no-clear-leaning"),
        (-10, 3, "no-clear-leaning"),
        (2, 3, "no-clear-leaning"),
        (3, 10, "slightly-psychodynamic"),
        (5, 6, "slightly-psychodynamic"),
        (6, 10, "clearly-psychodynamic"),
    ],
)
def test_the_weakest_band_of_the_interval_is_the_one_that_counts(
    lowest: int, highest: int, band: str, gallery: Questionnaire
) -> None:
    assert band == scoring.weakest(gallery, lowest, highest).id


@pytest.mark.parametrize(
    ("lowest", "highest", "spans"),
    [(-3, 3, True), (-2, 3, False), (-3, 2, False), (3, 10, False), (-9, -3, False)],
)
def test_an_interval_spans_if_it_reaches_a_band_on_either_side(
    lowest: int, highest: int, spans: bool, gallery: Questionnaire
) -> None:
    assert spans == scoring.spans(gallery, lowest, highest)


@pytest.mark.parametrize(
    ("lowest", "highest", "pull"),
    [
        (-10, -3, "cbt"),
        (-3, -2, "reaching-cbt"),
        (-10, 2, "reaching-cbt"),
        (-2, 2, "neither"),
        (-3, 3, "neither"),
        (-2, 3, "reaching-psychodynamic"),
        (2, 10, "reaching-psychodynamic"),
        (3, 10, "psychodynamic"),
    ],
)
def test_an_interval_pulls_to_the_side_that_it_lies_in_or_alone_reaches(
    lowest: int, highest: int, pull: str, gallery: Questionnaire
) -> None:
    assert pull == scoring.pull(gallery, lowest, highest)


@pytest.mark.parametrize("difference", range(-6, 7))
def test_a_way_beside_the_two_counts_as_the_middle_and_is_its_own_mirror(
    difference: int, gallery: Questionnaire
) -> None:
    here, there = (
        scored(gallery, adding_up_to(one, preference="elsewhere"))
        for one in (difference, -difference)
    )
    middle_of = scored(gallery, adding_up_to(difference, preference="no-preference"))

    assert here.fit == middle_of.fit
    assert here.fit
    assert there.fit
    assert (here.fit.psychodynamic, here.fit.cbt) == (
        there.fit.cbt,
        there.fit.psychodynamic,
    )
    assert (here.fit.lowest, here.fit.highest) == (
        -there.fit.highest,
        -there.fit.lowest,
    )
    (line,) = (one for one in here.lines if one.question == "preference")
    expected = ("elsewhere", 0, 0)
    assert expected == (line.answer, line.psychodynamic, line.cbt)
    assert "preference-differs" not in here.advisories


# --- the evidence lens ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("concern", "reading", "favours", "side"),
    [
        ("shells", "psychodynamic-ahead", ("psychodynamic",), "psychodynamic"),
        ("views", "cbt-ahead", ("cbt",), "cbt"),
        ("fresh-air", "no-clear-difference", (), "neither"),
        ("birds", "named-form-first", ("cbt", "another"), "cbt"),
        ("swimming", "named-form-first", (), "neither"),
        ("nothing-special", "no-clear-difference", (), "neither"),
    ],
)
def test_the_evidence_reads_what_guides_put_first(
    concern: str,
    reading: str,
    favours: tuple[str, ...],
    side: str,
    gallery: Questionnaire,
) -> None:
    found = scoring.evidence(gallery, given(purpose=concern))

    assert (reading, favours, side) == (found.reading, found.favours, found.side)
    assert [concern] == [standing.id for standing in found.concerns]


def test_the_first_concern_decides_and_the_others_are_reported(
    gallery: Questionnaire,
) -> None:
    found = scoring.evidence(gallery, given(purpose="fresh-air birds shells"))

    expected = (
        ("no-clear-difference", "neither"),
        [
            ("fresh-air", 3, 3, None),
            ("birds", 0, 3, "A guided bird walk"),
            ("shells", 3, 1, None),
        ],
    )
    assert expected == (
        (found.reading, found.side),
        [(c.id, c.psychodynamic, c.cbt, c.first_choice) for c in found.concerns],
    )


def test_no_concern_is_no_evidence(gallery: Questionnaire) -> None:
    nothing = scoring.Evidence("not-given", (), "neither", ())

    assert nothing == scoring.evidence(gallery, {})


def test_a_standing_names_each_of_its_sources_once(gallery: Questionnaire) -> None:
    found = scoring.standing(gallery.concerns["birds"])

    expected = ("evidence-review-2026", "guide-2021")
    assert expected == found.sources


def test_a_form_for_both_sides_counts_towards_neither() -> None:
    expected = ("neither", "neither", "psychodynamic")
    assert expected == (
        scoring.leaning(("cbt", "psychodynamic")),
        scoring.leaning(("another",)),
        scoring.leaning(("another", "psychodynamic")),
    )


# --- the reading ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("difference", "concern", "row", "reading"),
    [
        (3, "shells", 2, "leans-psychodynamic"),
        (8, "fresh-air", 2, "leans-psychodynamic"),
        (2, "shells", 3, "leans-psychodynamic"),
        (-3, "views", 4, "leans-cbt"),
        (-8, "fresh-air", 4, "leans-cbt"),
        (-2, "birds", 5, "leans-cbt"),
        (3, "views", 6, "pull-apart"),
        (-3, "shells", 7, "pull-apart"),
        (2, "nothing-special", 8, "either"),
        (-2, "swimming", 8, "either"),
    ],
)
def test_the_first_row_that_applies_gives_the_reading(
    difference: int, concern: str, row: int, reading: str, gallery: Questionnaire
) -> None:
    score = scored(gallery, adding_up_to(difference, purpose=concern))

    assert (row, reading) == (score.row, score.reading)


@pytest.mark.parametrize(
    ("wish", "concern", "row", "reading"),
    [
        ("wants_sand", "views", 6, "pull-apart"),
        ("wants_sand", "shells", 3, "leans-psychodynamic"),
        ("wants_sand", "fresh-air", 8, "either"),
        ("wants_top", "shells", 7, "pull-apart"),
        ("wants_top", "views", 5, "leans-cbt"),
        ("wants_top", "fresh-air", 8, "either"),
    ],
)
def test_gaps_that_reach_one_side_never_let_the_evidence_lean_to_the_other(
    wish: str, concern: str, row: int, reading: str, gallery: Questionnaire
) -> None:
    answers = middle(purpose=concern, **{wish: "somewhat"})
    del answers["preference"]

    score = scored(gallery, answers)

    assert (row, reading) == (score.row, score.reading)
    expected = "no-clear-leaning"
    assert score.fit
    assert expected == score.fit.band


def test_concerns_that_were_skipped_leave_the_reading_to_the_fit(
    gallery: Questionnaire,
) -> None:
    expected = ("leans-cbt", "either")
    assert expected == (
        scored(gallery, adding_up_to(-3)).reading,
        scored(gallery, middle()).reading,
    )


@pytest.mark.parametrize("concern", ["shells", "views", "fresh-air"])
def test_an_interval_that_spans_cannot_tell_whatever_the_evidence(
    concern: str, gallery: Questionnaire
) -> None:
    score = scored(gallery, given(purpose=concern))

    expected = (1, "cannot-tell")
    assert expected == (score.row, score.reading)
    assert score.fit is not None
    expected = "no-clear-leaning"
    assert expected == score.fit.band


def test_a_table_with_a_gap_is_an_error_and_never_a_guess(
    gallery: Questionnaire,
) -> None:
    rubric = gallery.rubric.model_copy(update={"table": gallery.rubric.table[:-1]})

    with pytest.raises(LookupError):
        scored(replace(gallery, rubric=rubric), middle())


# --- gates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "gates"),
    [
        (given(ready_to_go="yes", weather="none-of-these"), ()),
        (given(ready_to_go="not-sure"), ("stay-in",)),
        (given(ready_to_go="no"), ("stay-in",)),
        (given(weather="fog storm"), ("storm", "fog")),
        (given(weather="storm", ready_to_go="no"), ("stay-in", "storm")),
    ],
)
def test_gates_fire_the_most_urgent_first(
    answers: Answers, gates: tuple[str, ...], gallery: Questionnaire
) -> None:
    assert gates == scored(gallery, {**middle(), **answers}).gates


def test_a_gate_leaves_no_leaning_but_keeps_the_notes(gallery: Questionnaire) -> None:
    answers = adding_up_to(8, weather="storm", purpose="shells", limits="no-car")

    score = scored(gallery, answers)

    expected = (("see-someone-first", 0), (None, None, ()), ("no-car",))
    assert expected == (
        (score.reading, score.row),
        (score.fit, score.evidence, score.lines),
        score.notes,
    )


def test_a_gate_comes_before_an_interval_that_spans(gallery: Questionnaire) -> None:
    expected = "see-someone-first"
    assert expected == scored(gallery, given(weather="storm")).reading


CLEARING = {"suicidal-thoughts", "self-harm", "drink-or-drugs", "eating-danger"}
"""The gates that a clinician may clear: product.md, section 4."""


def subsets(ids: Iterable[str]) -> list[tuple[str, ...]]:
    known = sorted(ids)
    counts = range(len(known) + 1)
    return list(chain.from_iterable(combinations(known, one) for one in counts))


def test_of_all_that_was_cleared_only_the_four_that_clear_count_no_more(
    shipped: Questionnaire,
) -> None:
    order = [gate.id for gate in shipped.library.gates.gates]
    options = {one.id for one in shipped.choices["needs-assessment"]}
    fires = options - {"none-of-these"}
    assert {gate.id for gate in shipped.library.gates.gates if gate.clears} == CLEARING

    for needs, cleared in product(subsets(fires), [*subsets(CLEARING), tuple(order)]):
        left = {*needs} - ({*cleared} & CLEARING)
        answers = {"needs-assessment": needs} if needs else {}
        unsafe = {**answers, "safe-now": ("might-hurt-myself",)}
        for given_now, more in ((answers, set()), (unsafe, {"not-safe-now"})):
            found = scoring.fired(shipped, sheet(given_now, cleared=cleared))
            assert tuple(one for one in order if one in left | more) == found


def test_what_was_cleared_is_scored_and_its_copy_says_nothing_of_it(
    gallery: Questionnaire,
) -> None:
    answers = adding_up_to(8, weather="storm", purpose="shells")
    talked = sheet(answers, respondent="clinician", cleared=("storm",))
    plain = sheet(adding_up_to(8, weather="none-of-these", purpose="shells"))
    fired = bool(scoring.fired(gallery, talked))

    copy = talked.withhold(gallery.safety, gate_fired=fired)

    assert scoring.score(gallery, talked) == scoring.score(gallery, plain)
    assert scoring.score(gallery, copy) == scoring.score(gallery, plain)
    expected = (True, False, ())
    assert expected == (copy.withheld, copy.gate_withheld, copy.cleared)
    assert "weather" not in copy.answers


def test_a_withheld_gate_stands_for_all_and_does_not_say_which(
    gallery: Questionnaire,
) -> None:
    answers = adding_up_to(8, ready_to_go="no", purpose="swimming")
    copy = sheet(answers).withhold(gallery.safety, gate_fired=True)

    score = scoring.score(gallery, copy)

    expected = (("withheld",), ("see-someone-first", None), ("take-a-towel",))
    assert expected == (score.gates, (score.reading, score.fit), score.advisories)


def test_safety_answers_withheld_without_a_gate_are_no_gate(
    gallery: Questionnaire,
) -> None:
    plain = sheet(middle(ready_to_go="yes"))

    copy = plain.withhold(gallery.safety, gate_fired=False)

    assert scoring.score(gallery, plain) == scoring.score(gallery, copy)


# --- lines ----------------------------------------------------------------------------


def test_every_answer_with_points_and_every_concern_has_a_line(
    gallery: Questionnaire,
) -> None:
    answers = middle(
        ready_to_go="yes",
        earlier_kind="sea",
        earlier_sea="bad",
        earlier_hills="good",
        purpose="views shells",
        limits="no-car",
    )

    found = scored(gallery, answers).lines

    expected = [
        ("wander-or-map", "no-preference", 0, 0, "fit"),
        ("listen-or-look", "no-preference", 0, 0, "fit"),
        ("wants-sand", "not-really", 0, 0, "fit"),
        ("wants-top", "not-really", 0, 0, "fit"),
        ("earlier-sea", "bad", 0, 1, "fit"),
        ("purpose", "views", 2, 3, "evidence"),
        ("purpose", "shells", 3, 1, "evidence"),
        ("preference", "no-preference", 0, 0, "fit"),
    ]
    assert expected == [
        (o.question, o.answer, o.psychodynamic, o.cbt, o.lens) for o in found
    ]


def test_a_line_gives_the_reason_and_the_sources(gallery: Questionnaire) -> None:
    answers = given(listen_or_look="slightly-cbt", purpose="views")

    fit, evidence = scored(gallery, answers).lines

    expected = (
        "The sea is loud, the hill is high.",
        ("walkers-2020", "judgement"),
        {
            "psychodynamic": "Some see far there.",
            "cbt": "A guide puts it first.",
        },
        ("walkers-2020", "guide-2021"),
    )
    assert expected == (fit.reason, fit.sources, evidence.reason, evidence.sources)


# --- notes and advisories ---------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "notes"),
    [
        ({}, ()),
        (given(limits="none"), ()),
        (given(limits="no-car short-day"), ("short-day", "no-car")),
        (given(purpose="views", feels_sure="not-yet"), ()),
    ],
)
def test_limits_bring_their_notes_in_the_order_of_the_file(
    answers: Answers, notes: tuple[str, ...], gallery: Questionnaire
) -> None:
    assert notes == scored(gallery, answers).notes


@pytest.mark.parametrize(
    ("answers", "advice"),
    [
        (given(purpose="views"), ()),
        (given(purpose="shells"), ("ask-for-the-tide",)),
        (given(purpose="swimming"), ("take-a-towel", "ask-for-the-tide")),
        (given(purpose="views shells"), ("ask-for-the-tide",)),
        (given(purpose="shells", ready_to_go="no"), ("ask-for-the-tide",)),
        (given(purpose="shells", weather="storm"), ()),
        (given(purpose="swimming", weather="storm"), ("take-a-towel",)),
    ],
)
def test_any_chosen_concern_calls_for_its_advice_unless_a_gate_forbids_it(
    answers: Answers, advice: tuple[str, ...], gallery: Questionnaire
) -> None:
    assert advice == scored(gallery, answers).advisories


@pytest.mark.parametrize(
    ("concerns", "called"),
    [("birds", False), ("birds views", False), ("views birds", True), ("", False)],
)
def test_a_form_on_a_later_concern_is_worth_a_word(
    concerns: str, called: bool, gallery: Questionnaire
) -> None:
    advice = scored(gallery, given(purpose=concerns)).advisories

    assert called == ("also-ask-for-form" in advice)


@pytest.mark.parametrize(
    ("wish", "concern", "reading", "called"),
    [
        ("strongly-psychodynamic", "views", "leans-cbt", True),
        ("slightly-psychodynamic", "views", "leans-cbt", True),
        ("slightly-cbt", "shells", "leans-psychodynamic", True),
        ("no-preference", "views", "leans-cbt", False),
        ("no-preference", "shells", "leans-psychodynamic", False),
        ("strongly-cbt", "views", "leans-cbt", False),
        ("strongly-psychodynamic", "shells", "leans-psychodynamic", False),
        ("strongly-cbt", "fresh-air", "either", False),
    ],
)
def test_a_preference_differs_if_the_reading_leans_to_the_other_therapy(
    wish: str, concern: str, reading: str, called: bool, gallery: Questionnaire
) -> None:
    score = scored(gallery, middle(preference=wish, purpose=concern))

    assert (reading, called) == (
        score.reading,
        "preference-differs" in score.advisories,
    )


def test_a_preference_that_the_sheet_pulls_away_from_does_not_differ(
    gallery: Questionnaire,
) -> None:
    answers = adding_up_to(
        4, wants_sand="very-much", preference="slightly-cbt", purpose="views"
    )

    score = scored(gallery, answers)

    expected = "pull-apart"
    assert expected == score.reading
    assert "preference-differs" not in score.advisories


def test_without_a_preference_nothing_differs(gallery: Questionnaire) -> None:
    answers = adding_up_to(4, wants_sand="very-much", purpose="shells")
    del answers["preference"]

    assert "preference-differs" not in scored(gallery, answers).advisories


@pytest.mark.parametrize(
    ("answers", "called"),
    [
        (("strongly-psychodynamic", "strongly-cbt", "somewhat", "not-really"), True),
        (("slightly-cbt", "slightly-psychodynamic", "somewhat", "not-really"), True),
        (("no-preference", "no-preference", "somewhat", "not-really"), True),
        (("strongly-psychodynamic", "slightly-cbt", "very-much", "very-much"), True),
        (("strongly-cbt", "strongly-cbt", "somewhat", "not-really"), False),
        (("strongly-cbt", "strongly-cbt", "not-really", "very-much"), False),
    ],
)
def test_the_same_answer_all_along_goes_by_the_order_that_is_shown(
    answers: tuple[str, ...], called: bool, gallery: Questionnaire
) -> None:
    keys = ("wander_or_map", "listen_or_look", "wants_sand", "wants_top")

    score = scored(gallery, middle(**dict(zip(keys, answers, strict=True))))

    assert called == ("same-answer-all-along" in score.advisories)


def test_a_section_with_a_gap_is_not_answered_the_same_all_along(
    gallery: Questionnaire,
) -> None:
    answers = given(wants_sand="somewhat", preference="no-preference")

    assert not scored(gallery, answers).advisories
    assert not scored(gallery, {}).advisories


def test_advice_that_rests_on_a_rule_is_not_given_with_a_gate(
    gallery: Questionnaire,
) -> None:
    answers = middle(preference="strongly-psychodynamic", purpose="views birds")
    rules = ("preference-differs", "same-answer-all-along", "also-ask-for-form")

    assert rules == scored(gallery, answers).advisories
    assert not scored(gallery, {**answers, **given(weather="storm")}).advisories


def test_advice_comes_in_the_order_of_the_file(gallery_texts: Texts) -> None:
    old = "  - id: also-ask-for-form"
    new = f"""  - id: bring-water
    concerns: [birds]
    title: Bring water
    text: It can be hot.
    short: Bring water.
    sources: [judgement]
{old}"""
    questionnaire = loader.parse(changed(gallery_texts, "rubric", old, new), "gallery")

    score = scored(questionnaire, given(purpose="views birds"))

    expected = ("bring-water", "also-ask-for-form")
    assert expected == score.advisories
