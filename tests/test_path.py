"""The path where conditions hang on conditions, and which answers are accepted."""

import pytest
from sheets import changed, given

from fitcheck.content import loader
from fitcheck.content.model import Condition
from fitcheck.errors import AnswerError
from fitcheck.rubric import path

HILLS = "- {question: earlier-kind, any_of: [hills, both]}"
GOOD = "- {question: earlier-sea, any_of: [good]}"


def test_a_condition_holds_if_one_of_its_options_was_chosen():
    condition = Condition(question="limits", any_of=("short-day", "no-car"))

    assert path.holds(condition, given(limits="none no-car"))
    assert not path.holds(condition, given(limits="none"))
    assert not path.holds(condition, {})


@pytest.mark.parametrize(
    ("conditions", "answers", "opened"),
    [
        (GOOD, {"earlier_kind": "sea", "earlier_sea": "good"}, True),
        (GOOD, {"earlier_kind": "sea", "earlier_sea": "bad"}, False),
        (GOOD, {"earlier_kind": "nowhere", "earlier_sea": "good"}, False),
        (f"{HILLS}\n      {GOOD}", {"earlier_kind": "both", "earlier_sea": "good"}, 1),
        (f"{HILLS}\n      {GOOD}", {"earlier_kind": "both", "earlier_sea": "bad"}, 0),
    ],
    ids=["the chain", "no answer", "off the path", "both conditions", "one of them"],
)
def test_a_question_applies_if_all_it_rests_on_applies(
    conditions, answers, opened, gallery_texts
):
    texts = changed(gallery_texts, "earlier", HILLS, conditions)
    asked = path.path(loader.parse(texts, "gallery"), given(**answers))

    assert ("earlier-hills" in [one.id for one in asked]) == opened


ACCEPTED = """
    ready-to-go: not-sure; listen-or-look: slightly-cbt; wants-sand: somewhat;
    weather: fog storm; weather: none-of-these; purpose: views; preference: elsewhere;
    purpose: swimming birds shells; purpose: nothing-special
"""
REFUSED = {
    "empty": "ready-to-go: ; weather: ",
    "unknown": "ready-to-go: maybe; weather: fog hail; wants-sand: strongly-cbt",
    "twice": "weather: fog fog; ready-to-go: yes yes",
    "only_one": "ready-to-go: yes no; preference: strongly-cbt slightly-cbt;"
    " wants-sand: somewhat very-much; preference: elsewhere no-preference",
    "exclusive": "weather: fog none-of-these; purpose: nothing-special views",
    "too_many": "purpose: shells views birds swimming",
}


def several(text):
    for one in text.split(";"):
        question, _, ids = one.partition(": ")
        yield question.strip(), ids.split()


def test_an_answer_that_fits_is_accepted_as_it_was_given(gallery):
    for question, chosen in several(ACCEPTED):
        accepted = path.accept(gallery, gallery.questions[question], chosen)
        assert accepted == tuple(chosen)


@pytest.mark.parametrize("said", REFUSED)
def test_an_answer_that_does_not_fit_is_refused_with_the_words_for_it(said, gallery):
    words = getattr(gallery.words.problems, said).format(most=3)
    for question, chosen in several(REFUSED[said]):
        with pytest.raises(AnswerError) as caught:
            path.accept(gallery, gallery.questions[question], chosen)
        assert str(caught.value) == words
