"""Which questions for a therapist the answers call for, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sheets import given

from fitcheck.content import loader
from fitcheck.rubric import therapist_questions

if TYPE_CHECKING:
    from sheets import Texts

    from fitcheck.answers.sheet import Answers
    from fitcheck.content.questionnaire import Questionnaire


def called(number: int) -> str:
    return f"""
  - id: about-birds-{number}
    text: Tell me more?
    because: You said you want to watch birds.
    ask_when: [{{question: purpose, any_of: [birds]}}]
    good_reply: They do.
    sources: [judgement]"""


@pytest.fixture
def curious(gallery_texts: Texts) -> Questionnaire:
    more = "".join(called(number) for number in range(2, 11))
    texts = {
        **gallery_texts,
        "therapist-questions": gallery_texts["therapist-questions"].rstrip() + more,
    }
    return loader.parse(texts, "gallery")


def chosen(questionnaire: Questionnaire, answers: Answers) -> list[str]:
    return [
        one.question.id for one in therapist_questions.choose(questionnaire, answers)
    ]


@pytest.mark.parametrize(
    ("answers", "questions"),
    [
        ({}, ["bring-what", "when-back"]),
        (given(purpose="views"), ["bring-what", "when-back"]),
        (given(purpose="birds"), ["which-birds", "bring-what", "when-back"]),
        (
            given(limits="no-car", purpose="views birds"),
            ["which-birds", "which-bus", "bring-what"],
        ),
        (
            given(
                limits="no-car", purpose="birds", earlier_kind="sea", earlier_sea="bad"
            ),
            ["which-birds", "what-is-new", "which-bus"],
        ),
    ],
)
def test_the_source_s_questions_come_first_and_general_ones_fill_up_to_three(
    answers: Answers, questions: list[str], gallery: Questionnaire
) -> None:
    assert ["how-far", *questions] == chosen(gallery, answers)


def test_at_most_nine_are_called_for_in_the_order_of_the_file(
    curious: Questionnaire,
) -> None:
    named = ["which-birds", *(f"about-birds-{number}" for number in range(2, 10))]

    assert ["how-far", *named] == chosen(curious, given(purpose="birds"))


def test_answers_off_the_path_call_for_nothing(gallery: Questionnaire) -> None:
    off = given(earlier_kind="sea", earlier_hills="bad")

    assert "what-is-new" not in chosen(gallery, off)
    assert "what-is-new" in chosen(gallery, {**off, **given(earlier_kind="both")})


def test_a_question_names_every_answer_that_called_for_it(
    gallery: Questionnaire,
) -> None:
    answers = given(
        wander_or_map="strongly-psychodynamic",
        limits="short-day no-car",
        earlier_kind="both",
        earlier_sea="bad",
        earlier_hills="so-so",
    )

    because = {
        one.question.id: one.because
        for one in therapist_questions.choose(gallery, answers)
    }

    expected = {
        "how-far": (),
        "what-is-new": (("earlier-sea", "bad"),),
        "which-bus": (
            ("limits", "no-car"),
            ("wander-or-map", "strongly-psychodynamic"),
        ),
        "bring-what": (),
    }
    assert expected == because


def test_safety_answers_change_nothing_about_the_questions(
    gallery: Questionnaire,
) -> None:
    answers = given(purpose="birds")
    unsafe = given(ready_to_go="no", weather="storm fog")

    assert therapist_questions.choose(gallery, answers) == (
        therapist_questions.choose(gallery, {**answers, **unsafe})
    )
