"""The path, what counts on it, what is pending, and which answers are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sheets import changed, given, middle

from fitcheck.content import loader
from fitcheck.content.model import Condition
from fitcheck.errors import AnswerError
from fitcheck.rubric import path

if TYPE_CHECKING:
    from sheets import Texts

    from fitcheck.answers.sheet import Answers
    from fitcheck.content.questionnaire import Questionnaire

ALWAYS = [
    "ready-to-go", "weather", "wander-or-map", "listen-or-look", "wants-sand",
    "wants-top", "earlier-kind", "purpose", "limits", "preference", "feels-sure",
]  # fmt: skip


@pytest.fixture
def chained(gallery_texts: Texts) -> Questionnaire:
    old = "- {question: earlier-kind, any_of: [hills, both]}"
    new = "- {question: earlier-sea, any_of: [good]}"
    return loader.parse(changed(gallery_texts, "earlier", old, new), "gallery")


def asked(questionnaire: Questionnaire, answers: Answers) -> list[str]:
    return [question.id for question in path.path(questionnaire, answers)]


def test_a_condition_holds_if_one_of_its_options_was_chosen() -> None:
    condition = Condition(question="limits", any_of=("short-day", "no-car"))

    assert path.holds(condition, given(limits="none no-car"))
    assert not path.holds(condition, given(limits="none"))
    assert not path.holds(condition, {})


def test_questions_without_conditions_are_always_asked_in_order(
    gallery: Questionnaire,
) -> None:
    expected = ALWAYS
    assert expected == asked(gallery, {})


@pytest.mark.parametrize(
    ("kind", "opened"),
    [
        ("nowhere", set()),
        ("sea", {"earlier-sea"}),
        ("hills", {"earlier-hills"}),
        ("both", {"earlier-sea", "earlier-hills"}),
    ],
)
def test_an_answer_opens_the_questions_that_look_at_it(
    kind: str, opened: set[str], gallery: Questionnaire
) -> None:
    way = asked(gallery, given(earlier_kind=kind))

    assert opened == set(way) - set(ALWAYS)


def test_a_question_hangs_on_a_question_that_is_itself_opened(
    chained: Questionnaire,
) -> None:
    answers = given(earlier_kind="sea", earlier_sea="good")

    assert "earlier-hills" in asked(chained, answers)


def test_a_question_does_not_apply_if_what_it_rests_on_does_not(
    chained: Questionnaire,
) -> None:
    answers = given(earlier_kind="nowhere", earlier_sea="good", earlier_hills="bad")

    expected = ALWAYS
    assert expected == asked(chained, answers)


def test_every_condition_of_a_question_has_to_hold(gallery_texts: Texts) -> None:
    old = "- {question: earlier-kind, any_of: [hills, both]}"
    more = f"{old}\n      - {{question: earlier-sea, any_of: [good]}}"
    texts = changed(gallery_texts, "earlier", old, more)
    questionnaire = loader.parse(texts, "gallery")
    last = "earlier-hills"

    both = given(earlier_kind="both", earlier_sea="good")
    one = given(earlier_kind="both", earlier_sea="bad")

    assert last in asked(questionnaire, both)
    assert last not in asked(questionnaire, one)


def test_only_answers_on_the_path_count_in_the_order_of_the_questions(
    gallery: Questionnaire,
) -> None:
    answers = given(
        preference="no-preference",
        earlier_hills="good",
        earlier_sea="bad",
        earlier_kind="sea",
    )

    counted = path.on_path(gallery, answers)

    expected = (["earlier-kind", "earlier-sea", "preference"], ("bad",))
    assert expected == (list(counted), counted["earlier-sea"])


def test_the_first_question_is_pending_at_the_start(gallery: Questionnaire) -> None:
    pending = path.pending(gallery, {})

    assert pending is gallery.questions["ready-to-go"]


def test_pending_passes_over_what_is_answered_and_what_is_skipped(
    gallery: Questionnaire,
) -> None:
    answers = given(ready_to_go="yes", wander_or_map="no-preference")

    pending = path.pending(gallery, answers, skipped=["weather"])

    assert pending is gallery.questions["listen-or-look"]


def test_a_question_that_an_answer_opens_is_pending(gallery: Questionnaire) -> None:
    skipped = ["ready-to-go", "weather"]

    pending = path.pending(gallery, middle(earlier_kind="hills"), skipped)

    assert pending is gallery.questions["earlier-hills"]


def test_nothing_is_pending_at_the_end(gallery: Questionnaire) -> None:
    rest = {"ready-to-go", "weather", "purpose", "limits", "feels-sure"}

    assert path.pending(gallery, middle(), rest) is None


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("ready-to-go", "not-sure"),
        ("listen-or-look", "slightly-cbt"),
        ("wants-sand", "somewhat"),
        ("weather", "fog storm"),
        ("weather", "none-of-these"),
        ("purpose", "views"),
        ("purpose", "swimming birds shells"),
        ("purpose", "nothing-special"),
    ],
)
def test_an_answer_that_fits_is_accepted_as_it_was_given(
    question: str, ids: str, gallery: Questionnaire
) -> None:
    chosen = ids.split()

    accepted = path.accept(gallery, gallery.questions[question], chosen)

    assert tuple(chosen) == accepted


@pytest.mark.parametrize(
    ("question", "ids", "said"),
    [
        ("ready-to-go", "", "empty"),
        ("weather", "", "empty"),
        ("ready-to-go", "maybe", "unknown"),
        ("weather", "fog hail", "unknown"),
        ("wants-sand", "strongly-cbt", "unknown"),
        ("weather", "fog fog", "twice"),
        ("ready-to-go", "yes yes", "twice"),
        ("ready-to-go", "yes no", "only_one"),
        ("preference", "strongly-cbt slightly-cbt", "only_one"),
        ("wants-sand", "somewhat very-much", "only_one"),
        ("weather", "fog none-of-these", "exclusive"),
        ("purpose", "nothing-special views", "exclusive"),
        ("purpose", "shells views birds swimming", "too_many"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_the_words_for_it(
    question: str, ids: str, said: str, gallery: Questionnaire
) -> None:
    words = getattr(gallery.words.problems, said).format(most=3)

    with pytest.raises(AnswerError) as caught:
        path.accept(gallery, gallery.questions[question], ids.split())

    assert words == str(caught.value)


def test_another_way_than_the_two_is_one_answer_like_a_step(
    gallery: Questionnaire,
) -> None:
    question = gallery.questions["preference"]

    assert path.accept(gallery, question, ["elsewhere"]) == ("elsewhere",)
    with pytest.raises(AnswerError) as caught:
        path.accept(gallery, question, ["elsewhere", "no-preference"])
    assert str(caught.value) == gallery.words.problems.only_one
