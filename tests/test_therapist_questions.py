"""How many questions for a therapist may be called for; cases/ says which are."""

from sheets import given

from fitcheck.content import loader
from fitcheck.rubric import therapist_questions


def called(number):
    return f"""
  - id: about-birds-{number}
    text: Tell me more?
    because: You said you want to watch birds.
    ask_when: [{{question: purpose, any_of: [birds]}}]
    good_reply: They do.
    sources: [judgement]"""


def test_at_most_nine_are_called_for_in_the_order_of_the_file(gallery_texts):
    stem = "therapist-questions"
    more = gallery_texts[stem].rstrip() + "".join(map(called, range(2, 11)))
    curious = loader.parse({**gallery_texts, stem: more}, "gallery")

    chosen = therapist_questions.choose(curious, given(purpose="birds"))

    named = ["which-birds", *(f"about-birds-{number}" for number in range(2, 10))]
    assert [one.question.id for one in chosen] == ["how-far", *named]
