"""What would change a reading: single answers, and the least number of answers."""

from itertools import combinations, product

import pytest
from sheets import adding_up_to, changed, given, middle, sheet

from fitcheck.content import loader
from fitcheck.rubric import changes, path, scoring

GATED = given(weather="storm")
UNASKED = {key: one for key, one in adding_up_to(5).items() if key != "earlier-kind"}
SHEETS = {
    "in the middle": middle(),
    "in the middle, with guides for the sea": middle(purpose="shells"),
    "clearly the sea": adding_up_to(8, purpose="fresh-air"),
    "at the edge of the hills": adding_up_to(-3, purpose="views"),
    "a pull": adding_up_to(4, purpose="birds"),
    "with gaps": given(wants_sand="very-much", wants_top="not-really"),
    "with an unasked branch": UNASKED,
    "with an opened gap": adding_up_to(2, earlier_kind="both", earlier_sea="good"),
    "with a gap beside what turns": adding_up_to(
        1, earlier_kind="both", earlier_sea="so-so", purpose="views"
    ),
    "with an answer off the path": adding_up_to(2, earlier_sea="good"),
    "of one who would rather go elsewhere": adding_up_to(4, preference="elsewhere"),
    "empty": {},
}


def scored(questionnaire, answers):
    person = sheet(answers)
    return person, scoring.score(questionnaire, person)


def turning(questionnaire, answers):
    found = changes.turning_points(questionnaire, *scored(questionnaire, answers))
    return [(one.question, one.was, one.to, one.reading) for one in found]


def least(questionnaire, answers):
    return changes.least_changes(questionnaire, *scored(questionnaire, answers))


def reading(questionnaire, answers):
    return scored(questionnaire, answers)[1].reading


def movable(questionnaire, answers):
    way = path.path(questionnaire, answers)
    return [question.id for question in way if question.id in questionnaire.scored]


def variants(questionnaire, answers, keys):
    offers = ([o.id for o in questionnaire.choices[key] if not o.aside] for key in keys)
    for picks in product(*offers):
        given = {key: (pick,) for key, pick in zip(keys, picks, strict=True)}
        yield {**answers, **given}


@pytest.mark.parametrize("name", SHEETS)
def test_turning_points_and_least_changes_are_those_that_scoring_anew_finds(
    name, gallery
):
    answers = SHEETS[name]
    here, found = reading(gallery, answers), least(gallery, answers)
    keys = movable(gallery, answers)
    turned = [
        (key, answers.get(key, (None,))[0], other[key][0], reading(gallery, other))
        for key in keys
        for other in variants(gallery, answers, (key,))
        if reading(gallery, other) != here
    ]
    counts = (
        count
        for count in (1, 2)
        for some in combinations(keys, count)
        for other in variants(gallery, answers, some)
        if reading(gallery, other) != here
    )

    assert turning(gallery, answers) == turned
    assert next(counts, None) == (found if found in (1, 2) else None)
    for one in changes.turning_points(gallery, *scored(gallery, answers)):
        fit = scored(gallery, {**answers, one.question: (one.to,)})[1].fit
        assert (fit.lowest, fit.highest) == (one.lowest, one.highest)


@pytest.mark.parametrize("name", SHEETS)
def test_sub_sums_and_gaps_add_up_to_columns_and_interval(name, gallery):
    person, score = scored(gallery, SHEETS[name])
    parts = changes.sums(gallery, score)
    gaps = changes.gaps(gallery, person, score)

    for side in ("psychodynamic", "cbt"):
        assert sum(getattr(one, side) for one in parts) == getattr(score.fit, side)
    for end in ("lowest", "highest"):
        left = sum(getattr(one, end) for one in gaps)
        assert score.fit.difference + left == getattr(score.fit, end)
    assert bool(gaps) == (score.fit.lowest != score.fit.highest)


def test_an_answer_newly_given_can_be_a_turning_point(gallery):
    answers = adding_up_to(1)
    del answers["preference"], answers["listen-or-look"]

    new = [one for one in turning(gallery, answers) if one[1] is None]

    assert reading(gallery, answers) == "cannot-tell"
    assert {one[0] for one in new} == {"listen-or-look", "preference"}


def test_a_way_beside_the_two_turns_nothing_though_its_points_would(gallery):
    answers = adding_up_to(2, preference="slightly-psychodynamic")
    beside = {**answers, **given(preference="elsewhere")}

    assert reading(gallery, beside) != reading(gallery, answers)
    for one in (answers, beside):
        assert "elsewhere" not in [to for _, _, to, _ in turning(gallery, one)]


def test_turning_points_stand_in_the_order_of_the_path(gallery_texts):
    order = ("[safety, ways, wishes, earlier,", "[safety, earlier, ways, wishes,")
    texts = changed(gallery_texts, "questionnaire", *order)
    old = "    why: This counts like any other here.\n"
    new = f"{old}    show_if: [{{question: earlier-kind, any_of: [sea]}}]\n"
    questionnaire = loader.parse(changed(texts, "choice", old, new), "gallery")
    answers = adding_up_to(3, earlier_kind="sea", earlier_sea="so-so")

    found = dict.fromkeys(one[0] for one in turning(questionnaire, answers))

    later = ["wander-or-map", "listen-or-look", "wants-top", "preference"]
    assert list(found) == ["earlier-sea", *later]


def test_what_opens_a_branch_and_what_is_off_the_path_is_never_changed(gallery):
    off = adding_up_to(3, earlier_kind="hills", earlier_sea="good")
    unasked, opened = (
        {one for one, *_ in turning(gallery, answers)} for answers in (UNASKED, off)
    )

    assert unasked
    assert not {"earlier-kind", "earlier-sea", "earlier-hills"} & unasked
    assert opened >= {"earlier-hills"}
    assert not {"earlier-kind", "earlier-sea"} & opened


TWO = {"earlier_kind": "both", "earlier_sea": "good"}


@pytest.mark.parametrize(
    ("answers", "fewest"),
    [
        (adding_up_to(3), 1),
        (adding_up_to(5, wants_sand="somewhat"), 1),
        (adding_up_to(5, **TWO, earlier_hills="good"), 1),
        (adding_up_to(7), 2),
        (middle(purpose="shells"), 2),
        (adding_up_to(8), 2),
        (adding_up_to(8, **TWO), 2),
        ({}, 2),
    ],
)
def test_the_least_changes_count_each_answer_once_newly_given_or_not(
    answers, fewest, gallery
):
    assert least(gallery, answers) == fewest


@pytest.mark.parametrize(
    ("bounds", "fewest"), [((-8, -5, 6, 9), 3), ((-60, -50, 51, 61), None)]
)
def test_more_changes_may_be_needed_than_two_or_there_may_be_none(
    bounds, fewest, gallery_texts
):
    bands = {"slightly-cbt": -5, "no-clear-leaning": -2,
             "slightly-psychodynamic": 3, "clearly-psychodynamic": 6}  # fmt: skip
    texts = gallery_texts
    for (band, bound), far in zip(bands.items(), bounds, strict=True):
        (line,) = (x for x in texts["rubric"].split("\n") if f"{{id: {band}, side" in x)
        further = line.replace(f"from: {bound},", f"from: {far},")
        texts = changed(texts, "rubric", line, further)
    questionnaire = loader.parse(texts, "gallery")

    assert least(questionnaire, middle()) == fewest
    assert not turning(questionnaire, middle())


@pytest.mark.parametrize("answers", [GATED, {**adding_up_to(3), **GATED}])
def test_nothing_turns_or_adds_up_where_a_gate_is_in_force(answers, gallery):
    person, score = scored(gallery, answers)

    assert not turning(gallery, answers)
    assert least(gallery, answers) is None
    assert changes.sums(gallery, score) == changes.gaps(gallery, person, score) == ()


@pytest.mark.parametrize(
    ("chosen", "missing"), [({}, "earlier-kind"), (TWO, "earlier-hills")]
)
def test_a_gap_of_a_branch_is_named_by_the_first_question_that_is_missing(
    chosen, missing, gallery
):
    found = [
        one.question for one in changes.gaps(gallery, *scored(gallery, given(**chosen)))
    ]
    poles = ["wander-or-map", "listen-or-look", "wants-sand", "wants-top"]

    assert found == [*poles, missing, "preference"]
