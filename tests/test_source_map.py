"""Every part of the source document has its place in the questions.

The parts and their places stand in source_map.yaml; nothing outside is read.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pencil

MAP: dict[str, Any] = pencil.load_yaml(Path(__file__).parent / "source_map.yaml")
PARTS = {
    "conditions": 9,
    "criteria": 8,
    "techniques": 6,
    "goals": 6,
    "how it works": 8,
    "a session": 4,
    "differences": 4,
    "effectiveness": 2,
    "questions for a therapist": 3,
    "finding one": 5,
    "claims corrected": 12,
}
"""How many parts the document has of each kind: counted by hand in it."""


def test_the_map_holds_every_part_and_gives_each_a_place():
    assert {kind: len(parts) for kind, parts in MAP.items()} == PARTS
    for kind, parts in MAP.items():
        assert len({one["part"] for one in parts}) == PARTS[kind]
        assert all(one["places"] for one in parts)


def test_every_place_exists_and_is_about_it():
    for parts in MAP.values():
        for at in (one for part in parts for one in part["places"]):
            assert at["says"].lower() in said(place(at["at"])), at["at"]


def test_each_condition_is_a_concern_of_its_own():
    given = [
        {place["at"] for place in one["places"] if place["at"].startswith("concerns/")}
        for one in MAP["conditions"]
    ]

    assert all(given)
    assert len(set().union(*given)) == sum(map(len, given))


def test_who_it_may_suit_holds_every_criterion_and_every_condition():
    for kind in ("criteria", "conditions"):
        for one in MAP[kind]:
            places = [place["at"] for place in one["places"]]
            assert any("who-it-may-suit" in at for at in places), one["part"]


def test_the_three_questions_are_marked_as_the_documents_own():
    named = {
        place["at"].partition("/")[2]
        for one in MAP["questions for a therapist"]
        for place in one["places"]
    }
    asked = pencil.load_yaml(pencil.FOLDER / "therapist-questions.yaml")["questions"]

    assert named == {one["id"] for one in asked if one.get("from_source")}


def test_each_technique_and_goal_has_an_item_and_there_are_no_others():
    for kind in ("techniques", "goals"):
        items = {
            one["name"]
            for one in place(f"therapies/{kind}")["items"]
            if one["therapy"] == "psychodynamic"
        }
        named = {one["places"][0]["at"].split("/", 2)[2] for one in MAP[kind]}

        assert items == named


def place(at):
    """Go down from a file, step by step, to the nearest thing of each name."""
    stem, *steps = at.split("/")
    node = file(stem)
    for step in steps:
        node = next(found(node, step), None)
        assert node is not None, f"{at}: there is no '{step}'"
    return node


@cache
def file(stem):
    return pencil.load_yaml(pencil.FOLDER / f"{stem}.yaml")


def found(node, name):
    """Yield what has a name, a list's items before what is inside them."""
    waiting = [node]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, dict):
            if name in one:
                yield one[name]
            waiting.extend(one.values())
        elif isinstance(one, list):
            yield from (
                item
                for item in one
                if isinstance(item, dict) and name in (item.get("id"), item.get("name"))
            )
            waiting.extend(one)


def said(node):
    """Return all the words of a place, sources and names of files aside."""
    if isinstance(node, dict):
        parts = [said(value) for key, value in node.items() if key != "sources"]
    elif isinstance(node, list):
        parts = [said(value) for value in node]
    else:
        parts = [str(node).lower()]
    return " ".join(" ".join(parts).split())
