"""The fictional people of two folders: what comes of them by the rules of each.

A rule is blamed for a result only after trying: it alone is changed, or all but it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fitcheck.diff import outcomes, rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fitcheck.answers.sheet import Sheet
    from fitcheck.diff.outcomes import Move, Outcome
    from fitcheck.diff.rules import Change
    from fitcheck.questionnaire import Questionnaire

    Sheets = Mapping[str, Sheet | None]
    """Sheets by the name of their file; None for a file that cannot be read."""


@dataclass(frozen=True)
class Person:
    """A fictional person, and what comes of their answers that did not before."""

    file: str
    was: Sheet
    """The answers that are scored by the old rules."""
    now: Sheet
    """Those scored by the new: the same, wherever they can be given to both."""
    reanswered: bool
    """Whether the two folders hold other answers of this person."""
    outcome: Outcome
    """What comes of the answers by the new rules."""
    moves: tuple[Move, ...] = ()
    because: tuple[Change, ...] = ()
    """The changed rules that move this result; none if no single one does."""

    @property
    def name(self) -> str:
        """What the person is called: by their file if they have no name."""
        return self.now.vignette.name if self.now.vignette else self.file

    @property
    def around(self) -> bool:
        """Whether nothing moves but what would change the result."""
        return all(move.part in outcomes.AROUND for move in self.moves)

    @property
    def apart(self) -> bool:
        """Whether each folder's answers can be given to its own questions alone."""
        return self.was is not self.now


def meet(
    old: Questionnaire, new: Questionnaire, before: Sheets, after: Sheets
) -> Iterator[Person]:
    """Yield everybody whose answers can be scored by both, with what moves."""
    for file in sorted({*before, *after}):
        then, now = before.get(file), after.get(file)
        same = next(shared(old, new, now, then), None)
        one, other = (same, same) if same else (then, now)
        if one and other:
            was, found = outcomes.outcome(old, one), outcomes.outcome(new, other)
            reanswered = bool(then and now and then.answers != now.answers)
            moves = outcomes.moves(was, found)
            yield Person(file, one, other, reanswered, found, moves)


def shared(
    old: Questionnaire, new: Questionnaire, *sheets: Sheet | None
) -> Iterator[Sheet]:
    """Yield the sheets that can be given to both."""
    for sheet in sheets:
        if sheet and outcomes.fits(old, sheet) and outcomes.fits(new, sheet):
            yield sheet


def blamed(
    old: Questionnaire,
    new: Questionnaire,
    people: Sequence[Person],
    changes: Sequence[Change],
) -> tuple[Person, ...]:
    """Say for everybody who moves which of the changed rules move them."""
    because: dict[str, list[Change]] = {one.file: [] for one in people}
    moving = [one for one in people if one.moves and not one.apart]
    for change in changes if moving else ():
        rest = [other for other in changes if other is not change]
        alone, without = (rules.with_only(old, new, c) for c in ([change], rest))
        for one in moving:
            around = any(move.part in outcomes.AROUND for move in one.moves)
            was, begun, ended, now = (
                tried(each, one.now, around=around)
                for each in (old, alone, without, new)
            )
            if was != begun or ended != now:
                because[one.file].append(change)
    return tuple(replace(one, because=tuple(because[one.file])) for one in people)


def tried(
    questionnaire: Questionnaire, sheet: Sheet, *, around: bool
) -> Outcome | None:
    """Return the outcome, or None where a rule taken alone leaves nothing to score.

    A table may have a gap, or no band be left for those who lean to neither side.
    """
    try:
        if outcomes.fits(questionnaire, sheet):
            return outcomes.outcome(questionnaire, sheet, around=around)
    except (LookupError, StopIteration):
        pass
    return None
