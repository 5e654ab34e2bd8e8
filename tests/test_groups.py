"""Groups of questions, every way through them, and what they can still add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sheets import changed, given

from fitcheck.content import loader
from fitcheck.rubric import groups

if TYPE_CHECKING:
    from sheets import Texts

    from fitcheck.answers.sheet import Answers
    from fitcheck.content.questionnaire import Questionnaire

EARLIER = ["earlier-kind", "earlier-sea", "earlier-hills"]


def named(questionnaire: Questionnaire) -> list[list[str]]:
    return [[q.id for q in group] for group in groups.groups(questionnaire)]


def earlier(questionnaire: Questionnaire) -> groups.Group:
    linked = groups.groups(questionnaire)
    return next(group for group in linked if len(group) > 1)


def ways(questionnaire: Questionnaire, answers: Answers | None = None) -> list[str]:
    group = earlier(questionnaire)
    found = groups.leaves(questionnaire, group, answers)
    return [" ".join(choice.id for choice in leaf.values()) for leaf in found]


def test_questions_that_look_at_one_another_are_one_group(
    gallery: Questionnaire,
) -> None:
    alone = [["wander-or-map"], ["listen-or-look"], ["wants-sand"], ["wants-top"]]

    assert [*alone, EARLIER, ["preference"]] == named(gallery)


def test_a_question_ties_together_the_groups_that_it_looks_at(
    gallery_texts: Texts,
) -> None:
    old = "    why: This counts like any other here.\n"
    new = f"""{old}    show_if:
      - {{question: ready-to-go, any_of: ["yes"]}}
      - {{question: earlier-sea, any_of: [good]}}
"""
    texts = changed(gallery_texts, "choice", old, new)
    before, _, others = texts["choice"].partition("    others:\n")
    fewer = before + others[others.index("    reason:") :]  # else too many ways

    linked = named(loader.parse({**texts, "choice": fewer}, "gallery"))

    assert ["ready-to-go", *EARLIER, "preference"] == linked[0]
    expected = 5
    assert expected == len(linked)


def test_a_group_without_a_scored_question_is_left_out(
    gallery_texts: Texts,
) -> None:
    old = "    why: You can take your time.\n"
    new = f"{old}    show_if: [{{question: ready-to-go, any_of: ['yes']}}]\n"
    texts = changed(gallery_texts, "ready", old, new)

    linked = named(loader.parse(texts, "gallery"))

    assert not [group for group in linked if "feels-sure" in group]


def test_every_way_through_a_group_is_walked_once(gallery: Questionnaire) -> None:
    found = ways(gallery)

    assert 1 + 3 + 3 * 3 + 3 == len(found) == len(set(found))
    expected = ["nowhere", "sea good", "sea so-so", "sea bad", "both good good"]
    assert expected == found[:5]


def test_a_way_keeps_to_the_answers_on_it(gallery: Questionnaire) -> None:
    answers = given(earlier_kind="both", earlier_sea="bad")

    expected = ["both bad good", "both bad so-so", "both bad bad"]
    assert expected == ways(gallery, answers)


def test_an_answer_off_the_way_does_not_stop_it(gallery: Questionnaire) -> None:
    answers = given(earlier_kind="nowhere", earlier_hills="good")

    expected = ["nowhere"]
    assert expected == ways(gallery, answers)


def test_a_way_adds_up_its_choices_and_those_without_points_add_nothing(
    gallery: Questionnaire,
) -> None:
    found = groups.leaves(gallery, earlier(gallery))

    sums = [groups.difference(leaf) for leaf in found]

    sea, hills, both = [1, 0, -1], [-1, 0, 1], [0, 1, 2, -1, 0, 1, -2, -1, 0]
    assert [0, *sea, *both, *hills] == sums


@pytest.mark.parametrize(
    ("answers", "ends"),
    [
        ({}, (-2, 2)),
        (given(earlier_kind="nowhere"), (0, 0)),
        (given(earlier_kind="sea"), (-1, 1)),
        (given(earlier_kind="both"), (-2, 2)),
        (given(earlier_kind="both", earlier_sea="good"), (0, 2)),
        (given(earlier_kind="both", earlier_sea="good", earlier_hills="good"), (0, 0)),
    ],
)
def test_a_gap_counts_with_all_that_it_could_open(
    answers: Answers, ends: tuple[int, int], gallery: Questionnaire
) -> None:
    assert ends == groups.interval(gallery, earlier(gallery), answers)
