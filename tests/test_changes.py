"""What would change a reading: single answers, and the least number of answers."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from sheets import adding_up_to, changed, given, middle, sheet

from fitcheck.content import loader
from fitcheck.rubric import changes, path, scoring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheets import Texts

    from fitcheck.answers.sheet import Answers
    from fitcheck.content.questionnaire import Questionnaire

GATED = given(weather="storm")
SHEETS = {
    "in the middle": middle(),
    "in the middle, with guides for the sea": middle(purpose="shells"),
    "clearly the sea": adding_up_to(8, purpose="fresh-air"),
    "at the edge of the hills": adding_up_to(-3, purpose="views"),
    "a pull": adding_up_to(4, purpose="birds"),
    "with gaps": given(wants_sand="very-much", wants_top="not-really"),
    "with an unasked branch": {
        key: chosen for key, chosen in adding_up_to(5).items() if key != "earlier-kind"
    },
    "with an opened gap": adding_up_to(2, earlier_kind="both", earlier_sea="good"),
    "with an answer off the path": adding_up_to(2, earlier_sea="good"),
    "of one who would rather go elsewhere": adding_up_to(4, preference="elsewhere"),
    "empty": {},
}


def points(
    questionnaire: Questionnaire, answers: Answers
) -> list[tuple[str, str | None, str, str]]:
    given = sheet(answers)
    score = scoring.score(questionnaire, given)
    found = changes.turning_points(questionnaire, given, score)
    return [(one.question, one.was, one.to, one.reading) for one in found]


def least(questionnaire: Questionnaire, answers: Answers) -> int | None:
    given = sheet(answers)
    score = scoring.score(questionnaire, given)
    return changes.least_changes(questionnaire, given, score)


def reading(questionnaire: Questionnaire, answers: Answers) -> str:
    return scoring.score(questionnaire, sheet(answers)).reading


def movable(questionnaire: Questionnaire, answers: Answers) -> list[str]:
    way = path.path(questionnaire, answers)
    return [question.id for question in way if question.id in questionnaire.scored]


def variants(
    questionnaire: Questionnaire, answers: Answers, keys: tuple[str, ...]
) -> Iterator[Answers]:
    offers = ([o.id for o in questionnaire.choices[key] if not o.aside] for key in keys)
    for picks in product(*offers):
        given = {key: (pick,) for key, pick in zip(keys, picks, strict=True)}
        yield {**answers, **given}


def test_an_answer_that_gives_another_reading_is_a_turning_point(
    gallery: Questionnaire,
) -> None:
    found = points(gallery, adding_up_to(3))

    assert [
        ("wander-or-map", "strongly-psychodynamic", to, "either")
        for to in (
            "slightly-psychodynamic", "no-preference", "slightly-cbt", "strongly-cbt"
        )
    ] == found[:4]  # fmt: skip
    assert ("wants-sand", "not-really", "somewhat", "either") not in found
    assert ("wants-top", "not-really", "somewhat", "either") in found
    assert ("preference", "no-preference", "slightly-cbt", "either") in found


def test_a_newly_given_answer_can_be_a_turning_point(gallery: Questionnaire) -> None:
    answers = adding_up_to(1)
    del answers["preference"], answers["listen-or-look"]

    found = points(gallery, answers)

    expected = "cannot-tell"
    assert expected == reading(gallery, answers)
    assert [
        (question, None, choice.id, "either")
        for question in ("listen-or-look", "preference")
        for choice in gallery.choices[question]
        if choice.id != "elsewhere"
    ] == [one for one in found if one[1] is None]


def test_a_way_beside_the_two_turns_nothing_though_its_points_would(
    gallery: Questionnaire,
) -> None:
    answers = adding_up_to(2, preference="slightly-psychodynamic")
    beside = {**answers, **given(preference="elsewhere")}

    found = [one for one in points(gallery, answers) if one[0] == "preference"]

    expected = ["no-preference", "slightly-cbt", "strongly-cbt"]
    assert expected == [to for _, _, to, _ in found]
    assert reading(gallery, beside) != reading(gallery, answers)
    assert "elsewhere" not in [to for _, _, to, _ in points(gallery, beside)]


def test_turning_points_stand_in_the_order_of_the_path(
    gallery_texts: Texts,
) -> None:
    texts = changed(
        gallery_texts,
        "questionnaire",
        "[safety, ways, wishes, earlier,",
        "[safety, earlier, ways, wishes,",
    )
    old = "    why: This counts like any other here.\n"
    new = f"{old}    show_if: [{{question: earlier-kind, any_of: [sea]}}]\n"
    questionnaire = loader.parse(changed(texts, "choice", old, new), "gallery")
    answers = adding_up_to(3, earlier_kind="sea", earlier_sea="so-so")

    found = points(questionnaire, answers)

    expected = [
        "earlier-sea",
        "wander-or-map",
        "listen-or-look",
        "wants-top",
        "preference",
    ]
    assert expected == list(dict.fromkeys(one[0] for one in found))


def test_what_opens_a_branch_is_never_changed(gallery: Questionnaire) -> None:
    answers = adding_up_to(5)
    del answers["earlier-kind"]

    questions = {question for question, *_ in points(gallery, answers)}

    assert questions
    assert not {"earlier-kind", "earlier-sea", "earlier-hills"} & questions


def test_an_answer_off_the_path_is_no_turning_point(gallery: Questionnaire) -> None:
    answers = adding_up_to(3, earlier_kind="hills", earlier_sea="good")

    questions = {question for question, *_ in points(gallery, answers)}

    assert "earlier-hills" in questions
    assert "earlier-sea" not in questions


@pytest.mark.parametrize("name", SHEETS)
def test_turning_points_are_those_that_scoring_anew_finds(
    name: str, gallery: Questionnaire
) -> None:
    answers = SHEETS[name]
    here = reading(gallery, answers)
    expected = [
        (key, answers.get(key, (None,))[0], other[key][0], reading(gallery, other))
        for key in movable(gallery, answers)
        for other in variants(gallery, answers, (key,))
        if reading(gallery, other) != here
    ]

    assert expected == points(gallery, answers)


@pytest.mark.parametrize("name", SHEETS)
def test_a_turning_point_says_the_interval_that_it_leads_to(
    name: str, gallery: Questionnaire
) -> None:
    given = sheet(SHEETS[name])
    score = scoring.score(gallery, given)

    for one in changes.turning_points(gallery, given, score):
        other = sheet({**given.answers, one.question: (one.to,)})
        fit = scoring.score(gallery, other).fit
        assert fit
        assert (fit.lowest, fit.highest) == (one.lowest, one.highest)


@pytest.mark.parametrize(
    ("answers", "fewest"),
    [
        (adding_up_to(3), 1),
        (adding_up_to(5, wants_sand="somewhat"), 1),
        (
            adding_up_to(
                5, earlier_kind="both", earlier_sea="good", earlier_hills="good"
            ),
            1,
        ),
        (adding_up_to(7), 2),
        (middle(purpose="shells"), 2),
        (adding_up_to(8), 2),
        (adding_up_to(8, earlier_kind="both", earlier_sea="good"), 2),
        ({}, 2),
    ],
)
def test_the_least_changes_count_each_answer_once_newly_given_or_not(
    answers: Answers, fewest: int, gallery: Questionnaire
) -> None:
    assert fewest == least(gallery, answers)


def test_more_than_two_changes_may_be_needed(gallery_texts: Texts) -> None:
    texts = gallery_texts
    for side, bound in (("slightly-cbt", -5), ("no-clear-leaning", -2)):
        texts = wider(texts, side, bound, bound - 3)
    for side, bound in (("slightly-psychodynamic", 3), ("clearly-psychodynamic", 6)):
        texts = wider(texts, side, bound, bound + 3)
    questionnaire = loader.parse(texts, "gallery")

    expected = 3
    assert expected == least(questionnaire, middle())


def test_there_may_be_no_change_that_gives_another_reading(
    gallery_texts: Texts,
) -> None:
    texts = gallery_texts
    for side, bound, far in (
        ("slightly-cbt", -5, -60),
        ("no-clear-leaning", -2, -50),
        ("slightly-psychodynamic", 3, 51),
        ("clearly-psychodynamic", 6, 61),
    ):
        texts = wider(texts, side, bound, far)
    questionnaire = loader.parse(texts, "gallery")

    assert least(questionnaire, middle()) is None
    assert not points(questionnaire, middle())


def wider(texts: Texts, band: str, bound: int, further: int) -> Texts:
    side = {"slightly-cbt": "cbt", "no-clear-leaning": "neither"}.get(
        band, "psychodynamic"
    )
    old = f"{{id: {band}, side: {side}, from: {bound},"
    return changed(texts, "rubric", old, old.replace(f"{bound},", f"{further},"))


@pytest.mark.parametrize("name", SHEETS)
def test_no_fewer_changes_than_the_least_give_another_reading(
    name: str, gallery: Questionnaire
) -> None:
    answers = SHEETS[name]
    here, found = reading(gallery, answers), least(gallery, answers)
    keys = movable(gallery, answers)
    counts = (
        count
        for count in (1, 2)
        for some in combinations(keys, count)
        for other in variants(gallery, answers, some)
        if reading(gallery, other) != here
    )

    assert next(counts, None) == (found if found in (1, 2) else None)


@pytest.mark.parametrize("answers", [GATED, {**adding_up_to(3), **GATED}])
def test_nothing_turns_a_reading_that_a_gate_gave(
    answers: Answers, gallery: Questionnaire
) -> None:
    assert not points(gallery, answers)
    assert least(gallery, answers) is None


@pytest.mark.parametrize(
    ("chosen", "missing"),
    [
        ({}, ["wander-or-map", "listen-or-look", "wants-sand", "wants-top"]),
        ({"earlier_kind": "both", "earlier_sea": "good"}, ["earlier-hills"]),
        ({"earlier_kind": "nowhere"}, []),
    ],
)
def test_a_gap_is_named_by_the_first_question_that_is_missing(
    gallery: Questionnaire, chosen: dict[str, str], missing: list[str]
) -> None:
    person = sheet(given(**chosen))
    score = scoring.score(gallery, person)
    found = changes.gaps(gallery, person, score)

    assert score.fit
    assert set(missing) <= {one.question for one in found}
    assert not chosen or "earlier-kind" not in {one.question for one in found}
    for end in ("lowest", "highest"):
        left = sum(getattr(one, end) for one in found)
        assert score.fit.difference + left == getattr(score.fit, end)


@pytest.mark.parametrize("answers", SHEETS.values(), ids=SHEETS.keys())
def test_sub_sums_and_gaps_add_up_to_columns_and_interval(
    gallery: Questionnaire, answers: Answers
) -> None:
    given = sheet(answers)
    score = scoring.score(gallery, given)
    parts = changes.sums(gallery, score)
    gaps = changes.gaps(gallery, given, score)

    assert score.fit
    assert sum(one.psychodynamic for one in parts) == score.fit.psychodynamic
    assert sum(one.cbt for one in parts) == score.fit.cbt
    for end in ("lowest", "highest"):
        left = sum(getattr(one, end) for one in gaps)
        assert score.fit.difference + left == getattr(score.fit, end)
    assert bool(gaps) == (score.fit.lowest != score.fit.highest)


def test_with_a_gate_there_is_nothing_to_add_up(gallery: Questionnaire) -> None:
    given = sheet(GATED)
    score = scoring.score(gallery, given)

    assert changes.sums(gallery, score) == changes.gaps(gallery, given, score) == ()
