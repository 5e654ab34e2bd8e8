"""Two questionnaires compared by results: whose result moves, and by which rule.

Pure: the sheets and the day are handed in. It never takes for granted that words move
nothing: every sheet is scored by both, whatever has changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fitcheck.answers.sheet import Sheet
from fitcheck.diff import figures, outcomes, people, rules
from fitcheck.proof import constitution, counting, witnesses
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from fitcheck.diff.figures import Figure
    from fitcheck.diff.outcomes import Move, Outcome
    from fitcheck.diff.people import Person, Sheets
    from fitcheck.diff.rules import Change
    from fitcheck.proof.counting import Proof
    from fitcheck.questionnaire import Questionnaire

IDENTITY = "questionnaire"
"""The file whose version and dates are expected to change."""


@dataclass(frozen=True)
class Tried:
    """What comes of sheets that together lead to all that any sheet can lead to."""

    count: int
    moved: Mapping[str, tuple[tuple[Sheet, Move], ...]]
    """For each part of an outcome, the sheets for which it is another."""
    lost: tuple[Sheet, ...]
    """Sheets that can no longer be given."""
    gained: tuple[Sheet, ...]
    """Sheets that could not be given before."""

    @property
    def moving(self) -> int:
        """How many sheets come out another way."""
        ways = {id(sheet) for found in self.moved.values() for sheet, _ in found}
        return len(ways) + len(self.lost) + len(self.gained)


@dataclass(frozen=True)
class Diff:
    """All that moves between two questionnaires."""

    old: Questionnaire
    new: Questionnaire
    rules: tuple[Change, ...]
    words: tuple[Change, ...]
    """Other words and sources, on which no result rests."""
    people: tuple[Person, ...]
    """Everybody who could be compared, whether they move or not."""
    unread: tuple[str, ...]
    """Files whose answers cannot be given to both."""
    only: Mapping[str, bool]
    """Files that stand in one folder alone: True for the new one."""
    tried: Tried
    figures: tuple[Figure, ...]
    broken: tuple[int, ...]
    """Articles that held before."""
    mended: tuple[int, ...]
    unworded: bool
    """Whether the old interface texts could not be compared."""

    @property
    def moved(self) -> tuple[Person, ...]:
        """The people of whom something else comes now, other readings first."""
        order = list(outcomes.Outcome.__dataclass_fields__)
        moving = (one for one in self.people if one.moves)
        return tuple(sorted(moving, key=lambda one: order.index(one.moves[0].part)))

    @property
    def moves(self) -> bool:
        """Say whether any result is another."""
        sheets = self.moved or self.tried.moving
        return bool(sheets or self.figures or self.broken or self.mended)


def compare(
    old: Questionnaire,
    new: Questionnaire,
    before: Sheets,
    after: Sheets,
    today: datetime.date,
    *,
    unworded: bool = False,
) -> Diff:
    """Hold two questionnaires side by side, with the people of each by file name.

    Args:
        old: the questionnaire as it was.
        new: the questionnaire as it is.
        before: the fictional people of the old one.
        after: those of the new one.
        today: the day on which the next review has to be still to come.
        unworded: the old questionnaire came with the interface texts of the new one.
    """
    changes = rules.changes(old, new)
    ruling = tuple(change for change in changes if change.rule)
    words = (change for change in changes if not change.rule)
    met = people.blamed(old, new, tuple(people.meet(old, new, before, after)), ruling)
    then, now = counting.prove(old), counting.prove(new)
    was, broken = (failing(one, today) for one in (old, new))
    everyone = sorted({*before, *after})
    return Diff(
        old=old,
        new=new,
        rules=ruling,
        words=tuple(change for change in words if told(change)),
        people=met,
        unread=tuple(f for f in everyone if f not in {one.file for one in met}),
        only={f: f in after for f in everyone if (f in after) != (f in before)},
        tried=tried(then, now),
        figures=tuple(figures.moved(then, now)),
        broken=tuple(sorted(broken - was)),
        mended=tuple(sorted(was - broken)),
        unworded=unworded,
    )


def told(change: Change) -> bool:
    """Say whether a change of words is worth telling: a new version or day is not."""
    return change.stem != IDENTITY or change.key.startswith(rules.RETIRED)


def failing(questionnaire: Questionnaire, today: datetime.date) -> set[int]:
    """Return the numbers of the articles that do not hold, grades not measured."""
    held = constitution.audit(questionnaire, today).articles
    return {article.number for article in held if article.findings}


def tried(old: Proof, new: Proof) -> Tried:
    """Score the sheets of the audit, made from either questionnaire, by both."""
    moved: dict[str, list[tuple[Sheet, Move]]] = defaultdict(list)
    lost: list[Sheet] = []
    gained: list[Sheet] = []
    count = 0
    for sheet, was, now in trials(old, new):
        count += 1
        if was and now:
            for move in outcomes.moves(was, now):
                moved[move.part].append((sheet, move))
        else:
            (lost if was else gained).append(sheet)
    found = {part: tuple(some) for part, some in moved.items()}
    return Tried(count, found, tuple(lost), tuple(gained))


def trials(
    old: Proof, new: Proof
) -> Iterator[tuple[Sheet, Outcome | None, Outcome | None]]:
    """Yield each sheet that can be given, with what comes of it by both."""
    for sheet in made(old, new):
        was, now = (scored(one.questionnaire, sheet) for one in (old, new))
        if was or now:
            yield sheet, was, now


def scored(questionnaire: Questionnaire, sheet: Sheet) -> Outcome | None:
    """Return what comes of a sheet, or None where it cannot be given."""
    if not outcomes.fits(questionnaire, sheet):
        return None
    return outcomes.outcome(questionnaire, sheet, around=False)


def made(*proved: Proof) -> Iterator[Sheet]:
    """Yield every sheet that the audit makes from these, once.

    Those with safety answers come a second time, as copies that leave these out, and
    a third time with the gates cleared that a clinician can clear.
    """
    seen = set()
    for one in proved:
        manifest = one.questionnaire.manifest
        for answers in witnesses.witnesses(one):
            sheet = Sheet(manifest.id, manifest.version, answers)
            for each in (sheet, *besides(one.questionnaire, sheet)):
                key = (
                    frozenset(each.answers.items()),
                    each.gate_withheld,
                    each.cleared,
                )
                if key not in seen:
                    seen.add(key)
                    yield each


def besides(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[Sheet]:
    """Yield the copy of a sheet without its safety answers, and it cleared."""
    if questionnaire.safety & sheet.answers.keys():
        yield sheet.withhold(questionnaire.safety, gate_fired=True)
    fired = scoring.fired(questionnaire, sheet)
    gates = questionnaire.library.gates.gates
    if cleared := tuple(g.id for g in gates if g.clears and g.id in fired):
        yield replace(sheet, cleared=cleared, respondent="clinician")
