"""SECURITY.md tells the bounds that hold, and names tests and targets that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fitcheck import errors, files
from fitcheck.answers import reading
from fitcheck.content import loader, yaml_marks
from fitcheck.walk import plain

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
BOUNDS = {
    "one file, or": [files.LARGEST // 10**6],
    "a folder of questions": [files.LARGEST // 10**6, loader.FILES],
    "or of fictional people": [files.LARGEST // 10**6, reading.PEOPLE],
    "keys and values": [yaml_marks.LARGEST, loader.LARGEST],
    "entries of one list": [yaml_marks.LONGEST, yaml_marks.DEEPEST],
    "problems told": [errors.MOST],
    "replies from a pipe": [plain.MOST_READ],
}


@pytest.mark.parametrize("what", BOUNDS)
def test_the_bounds_that_are_told_are_those_that_hold(what: str) -> None:
    [row] = [one for one in TEXT.splitlines() if one.startswith("|") and what in one]
    numbers = re.findall(r"\d+(?:,\d{3})*", row.split("|")[2])
    told = [int(one.replace(",", "")) for one in numbers]

    assert told == BOUNDS[what]


def test_the_tests_and_targets_that_are_named_exist() -> None:
    named = set(re.findall(r"test_\w+\.py", TEXT))
    targets = set(re.findall(r"`make (\w+)`", TEXT))
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert len(named) > 5
    assert {one for one in named if not (ROOT / "tests" / one).exists()} == set()
    assert {one for one in targets if f"\n{one}: " not in makefile} == set()
