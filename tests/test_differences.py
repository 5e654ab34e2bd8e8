"""Two things held against each other: facts by place, statements in order."""

import random
from typing import Any

import pytest

from fitcheck.comparing.differences import ABSENT, differences

CASES: dict[str, tuple[Any, Any, list[tuple[Any, ...]]]] = {
    "nothing": ({"a": [1, "b", {"c": None}]}, {"a": [1, "b", {"c": None}]}, []),
    "a value": ({"a": {"b": 1}}, {"a": {"b": 2}}, [(("a", "b"), 1, 2)]),
    "a key that went": ({"a": None}, {}, [(("a",), None, ABSENT)]),
    "a key that came": ({}, {"a": 0}, [(("a",), ABSENT, 0)]),
    "true is not one": ({"a": 1, "b": 1}, {"a": True, "b": 1.0},
                        [(("a",), 1, True), (("b",), 1, 1.0)]),
    "a number as text": ([1, 0], ["1", 0], [((0,), 1, "1")]),
    "a list for a thing": ({"a": {"b": 1}}, {"a": [1]}, [(("a",), {"b": 1}, [1])]),
    "a tuple is a value": ({"a": (1, 2)}, {"a": (2, 1)}, [(("a",), (1, 2), (2, 1))]),
    "a thing by its name": ([{"id": "x", "n": 1}, {"id": "y", "n": 2}],
                            [{"id": "x", "n": 1}, {"id": "y", "n": 3}],
                            [(("y", "n"), 2, 3)]),
    "a thing that went": ([{"id": "x"}, {"id": "y"}], [{"id": "y"}],
                          [(("x",), {"id": "x"}, ABSENT)]),
    "the first thing that came": ([], [{"id": "y"}], [(("y",), ABSENT, {"id": "y"})]),
    "things that moved": ([{"id": "x"}, {"id": "y"}], [{"id": "y"}, {"id": "x"}],
                          [((), ["x", "y"], ["y", "x"])]),
    "a thing twice": ([{"id": "x"}], [{"id": "x"}, {"id": "x"}],
                      [(("x:2",), ABSENT, {"id": "x"})]),
    "a name of two": ([{"question": "q", "to": "a", "n": 1}],
                      [{"question": "q", "to": "a", "n": 2}], [(("q:a", "n"), 1, 2)]),
    "a nameless thing": ([{"n": 1}], [{"n": 2}], [((0, "n"), 1, 2)]),
    "a list in a list": ([[1]], [[2]], [((0, 0), 1, 2)]),
    "a statement": (["a", "b", "c"], ["a", "x", "c"], [((1,), "b", "x")]),
    "one that went": (["a", "b", "c"], ["a", "c"], [((1,), "b", ABSENT)]),
    "one that came": (["a", "c"], ["a", "b", "c"], [((1,), ABSENT, "b")]),
    "all of them": ([], ["a"], [((0,), ABSENT, "a")]),
    "a number beside one that came": (
        ["Sum: 3", "Rest: 4"], ["So it is.", "Sum: 4", "Rest: 4"],
        [((0,), ABSENT, "So it is."), ((1,), "Sum: 3", "Sum: 4")]),
    "a word beside one that came": (
        ["You said yes.", "b"], ["So it is.", "You said no.", "b"],
        [((0,), ABSENT, "So it is."), ((1,), "You said yes.", "You said no.")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_every_difference_is_named_by_its_place(name):
    was, now, expected = CASES[name]

    assert [tuple(one) for one in differences(was, now)] == expected


@pytest.mark.parametrize("seed", range(20))
def test_differences_are_found_whatever_came_went_or_changed(seed):
    draw = random.Random(seed)
    was = [f"{draw.choice('abc')} {draw.choice('de')} {n % 7}" for n in range(40)]
    now = [draw.choice((one, one.upper(), one + "1")) for one in was]
    for _ in range(5):
        now.insert(draw.randrange(len(now)), now.pop(draw.randrange(len(now))))
    found = list(differences(was, now))
    old = [one.was for one in found if one.was is not ABSENT]
    new = [one.now for one in found if one.now is not ABSENT]

    assert found
    assert all(one.was != one.now for one in found)
    assert sorted([*was, *new]) == sorted([*now, *old])
