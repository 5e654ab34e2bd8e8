"""Both therapies are asked about and told of alike, wherever their words stand."""

import re

import pytest

from fitcheck.content.model import SIDES, Poles, Statement
from fitcheck.rubric import scoring

TOPICS = {"techniques": 6, "goals": 6, "who-it-may-suit": 4}
"""Each topic that speaks of both in items, and how many it has for each."""
SECOND_CONDITION = r"\band grow\b|\bwith its\b|\bbecause\b|\bso that\b|[.;] "


def words(texts):
    return sum(len(text.split()) for text in texts)


def assert_alike(first, second):
    assert max(first, second) <= 1.15 * min(first, second), (first, second)


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_gives_both_therapies_as_many_items_and_words(name, shipped):
    (topic,) = [one for one in shipped.library.therapies.topics if one.id == name]
    mine = {side: [i for i in topic.items if i.therapy == side] for side in SIDES}

    assert {side: len(items) for side, items in mine.items()} == dict.fromkeys(
        SIDES, TOPICS[name]
    )
    assert_alike(*(words(f"{i.name} {i.text}" for i in mine[side]) for side in SIDES))


def test_no_other_topic_speaks_of_one_therapy_in_items(shipped):
    topics = shipped.library.therapies.topics

    assert {one.id for one in topics if any(i.therapy for i in one.items)} == set(
        TOPICS
    )


def test_each_therapy_has_seven_wishes_of_about_the_same_length(shipped):
    wishes = [q for q in shipped.questions.values() if isinstance(q, Statement)]
    mine = {side: [q.text for q in wishes if q.towards == side] for side in SIDES}

    assert {side: len(texts) for side, texts in mine.items()} == dict.fromkeys(SIDES, 7)
    assert_alike(*(words(mine[side]) for side in SIDES))


def test_a_wish_is_one_wish_about_therapy(shipped):
    wishes = [q for q in shipped.questions.values() if isinstance(q, Statement)]

    assert [q.id for q in wishes if not q.text.startswith("I want ")] == []
    assert [q.id for q in wishes if re.search(SECOND_CONDITION, q.text)] == []


def test_the_poles_of_both_sides_are_about_as_long(shipped):
    items = [
        q
        for q in shipped.questions.values()
        if isinstance(q, Poles) and q.scale == "two-pole"
    ]

    assert [q.first for q in items].count("psychodynamic") == len(items) / 2 == 4
    assert_alike(words(q.psychodynamic for q in items), words(q.cbt for q in items))


# --- The sentences of the two pages --------------------------------------------------


def test_every_cell_of_the_two_pages_has_6_to_14_words(shipped):
    cells = {
        f"{one.id}/{name}": len(text.split())
        for one in shipped.library.therapies.therapies
        for name, text in one.short
    }

    assert len(cells) == 16
    assert {place for place, count in cells.items() if not 6 <= count <= 14} == set()


def test_the_cells_of_both_therapies_begin_alike(shipped):
    one, other = (
        next(t.short for t in shipped.library.therapies.therapies if t.id == side)
        for side in SIDES
    )

    for name, opening in {
        "how": "You ",
        "good": "You can ",
        "hard": "It can stir strong feelings, and ",
    }.items():
        assert getattr(one, name).startswith(opening)
        assert getattr(other, name).startswith(opening)
    assert ("Longer forms:" in one.long) is ("Longer forms:" in other.long) is True


SIDE_NAMES = {"cbt": r"\bCBT\b", "psychodynamic": r"\bpsychodynamic\b"}
BOTH = r"\bboth\b|\beither\b|\bneither\b|\bthe two\b"


def slips(concern):
    """Return what a concern's sentence says otherwise than its cells and its form."""
    said, found = concern.short, set()
    sides = {side for side, name in SIDE_NAMES.items() if re.search(name, said)}
    if sides != set(SIDES) and not re.search(BOTH, said):
        found.add("one therapy is left out")
    if concern.first_choice and concern.first_choice.ask not in said:
        found.add("the form is not named as one asks for it")
    favours = scoring.standing(concern).favours
    if favours == ("cbt",) and not re.search("CBT.*psychodynamic", said):
        found.add("CBT is ahead, and not named first")
    if not favours and not concern.first_choice and not re.search(BOTH, said):
        found.add("neither is ahead, and that is not said")
    nothing = not (concern.cbt.points or concern.psychodynamic.points)
    if nothing and re.search("first|back|support", said):
        found.add("nothing was seen, and support is told of")
    return found


def test_a_concerns_sentence_agrees_with_its_cells_and_its_form(shipped):
    assert {
        key: slips(one) for key, one in shipped.concerns.items() if slips(one)
    } == {}


@pytest.mark.parametrize(
    ("key", "said", "found"),
    [
        ("depression", "Guidelines put CBT first.",
         {"one therapy is left out", "neither is ahead, and that is not said"}),
        ("sleep", "CBT comes first; of psychodynamic therapy we saw no trial.",
         {"the form is not named as one asks for it"}),
        ("panic", "Trials back psychodynamic therapy, and CBT too.",
         {"CBT is ahead, and not named first"}),
        ("emptiness", "Trials support both.",
         {"nothing was seen, and support is told of"}),
    ],
)  # fmt: skip
def test_a_sentence_that_disagrees_is_found(key, said, found, shipped):
    changed = shipped.concerns[key].model_copy(update={"short": said})

    assert slips(changed) == found
