"""The net: no fact of a report moves unless its move is kept and has a rule."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fitcheck.questionnaire import Questionnaire

FILE = Path(__file__).resolve().parents[1] / "scripts" / "net.py"
SPEC = importlib.util.spec_from_file_location("net", FILE)
net = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(net)

RULES: dict[str, int] = {}
"""How many facts of version 1.0.0's reports each rule has moved since."""


def rule(place: str, was: Any, now: Any) -> str:
    """Name the rule that moved a fact."""
    return f"unexplained: {place}: {was} -> {now}"


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    return net.read()


def test_the_reports_say_what_is_kept_of_them(
    kept: dict[str, Any], shipped: Questionnaire
) -> None:
    now = net.all_facts(shipped, kept)

    assert not list(net.moved_sheets(kept["facts"], now))
    assert kept["facts"].keys() == now.keys() == kept["sheets"].keys()


def test_every_move_since_the_first_version_has_its_rule(kept: dict[str, Any]) -> None:
    moves = net.moved_sheets(kept["before"], kept["facts"])

    assert Counter(rule(*move) for move in moves) == RULES
