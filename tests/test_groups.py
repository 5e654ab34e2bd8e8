"""Groups of questions, every way through them, and what they can still add up to."""

import pytest
from sheets import changed, given

from fitcheck.content import loader
from fitcheck.rubric import groups

EARLIER = ["earlier-kind", "earlier-sea", "earlier-hills"]
CHOICE = "    why: This counts like any other here.\n"
TIED = """    show_if:
      - {question: ready-to-go, any_of: ["yes"]}
      - {question: earlier-sea, any_of: [good]}
"""
READY = "    why: You can take your time.\n"
IDLE = "    show_if: [{question: ready-to-go, any_of: ['yes']}]\n"


def named(questionnaire):
    return [[q.id for q in group] for group in groups.groups(questionnaire)]


def ways(questionnaire, **answers):
    (group,) = (one for one in groups.groups(questionnaire) if len(one) > 1)
    leaves = list(groups.leaves(questionnaire, group, given(**answers)))
    said = [" ".join(choice.id for choice in leaf.values()) for leaf in leaves]
    return group, said, list(map(groups.difference, leaves))


def test_questions_that_look_at_one_another_are_one_group(gallery):
    alone = [["wander-or-map"], ["listen-or-look"], ["wants-sand"], ["wants-top"]]

    assert named(gallery) == [*alone, EARLIER, ["preference"]]


def test_a_question_ties_together_the_groups_that_it_looks_at(gallery_texts):
    texts = changed(gallery_texts, "choice", CHOICE, CHOICE + TIED)
    before, _, others = texts["choice"].partition("    others:\n")
    fewer = before + others[others.index("    reason:") :]  # else too many ways

    linked = named(loader.parse({**texts, "choice": fewer}, "gallery"))

    assert linked[0] == ["ready-to-go", *EARLIER, "preference"]
    assert len(linked) == 5


def test_a_group_without_a_scored_question_is_left_out(gallery_texts):
    texts = changed(gallery_texts, "ready", READY, READY + IDLE)

    assert not [g for g in named(loader.parse(texts, "gallery")) if "feels-sure" in g]


def test_every_way_through_a_group_is_walked_once_and_added_up(gallery):
    _, said, sums = ways(gallery)

    sea, hills, both = [1, 0, -1], [-1, 0, 1], [0, 1, 2, -1, 0, 1, -2, -1, 0]
    assert len(set(said)) == len(said) == 1 + 3 + 9 + 3
    assert said[:5] == ["nowhere", "sea good", "sea so-so", "sea bad", "both good good"]
    assert sums == [0, *sea, *both, *hills]


@pytest.mark.parametrize(
    ("answers", "ends", "left"),
    [
        ("", (-2, 2), 16),
        ("nowhere", (0, 0), 1),
        ("sea", (-1, 1), 3),
        ("both", (-2, 2), 9),
        ("both good", (0, 2), 3),
        ("both good good", (0, 0), 1),
        ("nowhere bad good", (0, 0), 1),
    ],
)
def test_a_gap_counts_with_all_that_it_could_open(answers, ends, left, gallery):
    keys = ("earlier_kind", "earlier_sea", "earlier_hills")
    chosen = dict(zip(keys, answers.split(), strict=False))
    group, said, _ = ways(gallery, **chosen)

    assert groups.interval(gallery, group, given(**chosen)) == ends
    assert len(said) == left
    # What is not on the way does not stop it.
    assert chosen.get("earlier_kind") == "nowhere" or all(
        one.startswith(answers) for one in said
    )
