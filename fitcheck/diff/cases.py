"""All that moves, person by person and sheet by sheet; and what of it is about safety.

Safety is who is stopped, what is kept private and whom to call; an answer about it
that comes or goes; and advice that a gate holds back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from fitcheck.diff import outcomes, rules
from fitcheck.model import RetiredOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.diff import Diff
    from fitcheck.diff.outcomes import Move
    from fitcheck.diff.rules import Change

SAFETY = ("gates", "stops", "private", "lines")
HIDDEN = ("band", "points", "interval", "evidence", "concerns")
"""What a gate hides: on a sheet it comes and goes with it, and says nothing more."""
TAKEN = ("lost", "gained")
"""Whether a sheet can be given."""
HELD_BACK = ".unless_gates"
"""Where a rule keeps advice from those whom it could harm."""


class Case(NamedTuple):
    """One part of a result that moves, for a fictional person or on another sheet."""

    name: str
    """Empty for a sheet that is nobody's."""
    sheet: Sheet
    move: Move


def parted(diff: Diff) -> tuple[list[Case], list[Case]]:
    """Return all that moves, what is a matter of safety apart from what is not."""
    both: tuple[list[Case], list[Case]] = [], []
    for one in moving(diff):
        both[not safe(diff, one)].append(one)
    return both


def moving(diff: Diff) -> Iterator[Case]:
    """Yield all that moves, people first."""
    for one in diff.moved:
        yield from (Case(one.name, one.now, move) for move in one.moves)
    for found in diff.tried.moved.values():
        for sheet, move in found:
            if move.part not in HIDDEN or (move.was and move.now):
                yield Case("", sheet, move)
    for part, some in zip(TAKEN, (diff.tried.lost, diff.tried.gained), strict=True):
        move = outcomes.Move(part, part == "lost", part == "gained")
        yield from (Case("", sheet, move) for sheet in some)


def guards(diff: Diff, change: Change) -> bool:
    """Say whether a rule is one of safety, or a word about it."""
    asking = {diff.new.section_of[key].id for key in diff.new.safety}
    if change.key.startswith(f"{rules.RETIRED}.options"):
        return retired(diff, change).question in diff.old.safety | diff.new.safety
    return change.stem in asking | {"gates"} or change.key.endswith(HELD_BACK)


def retired(diff: Diff, change: Change) -> RetiredOption:
    """Return the option of an earlier version that is taken for something else now."""
    whole = change.now or change.was
    if isinstance(whole, RetiredOption):
        return whole
    number = int(re.findall(r"#(\d+)", change.key)[0])
    return diff.new.manifest.retired.options[number - 1]


def safe(diff: Diff, one: Case) -> bool:
    """Say whether what moves is a matter of safety."""
    part, was, now = one.move.part, one.move.was, one.move.now
    if part in TAKEN:
        unable = outcomes.unfit(diff.new if was else diff.old, one.sheet)
        return not (diff.old.safety | diff.new.safety).isdisjoint(unable)
    if part == "advisories":
        kept = {change.key for change in diff.rules if change.key.endswith(HELD_BACK)}
        return any(f"rubric/{key}{HELD_BACK}" in kept for key in {*was} ^ {*now})
    return part in SAFETY


def weaker(one: Case) -> bool:
    """Say whether a stop, help or privacy falls away."""
    return less(one.move.part, one.move.was, one.move.now)


def stricter(one: Case) -> bool:
    """Say whether there is a stop, more help or more privacy."""
    return less(one.move.part, one.move.now, one.move.was)


def less(part: str, was: Any, now: Any) -> bool:
    """Say whether there is less safety now: no order and no name makes it less."""
    match part:
        case "stops" | "private":
            return bool(was > now)
        case "gates":
            return len(was) > len(now)
        case "lines":
            return not set(was) <= set(now)
    return False
