"""Two questionnaires compared by results: whose result moves, and by which rule.

Pure: the sheets and the day are handed in. It never takes for granted that words move
nothing: every sheet is scored by both, whatever has changed.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

from fitcheck import documents, files
from fitcheck.answers.sheet import Sheet
from fitcheck.comparing import outcomes, rules
from fitcheck.comparing.differences import ABSENT, differences
from fitcheck.comparing.outcomes import Sheets
from fitcheck.comparing.rules import GROUNDS, Change, Words
from fitcheck.content.model import Note, Reading
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents import Written
from fitcheck.proof import constitution, counting

SAFETY = ("gates", "stops", "private", "lines")
HIDDEN = ("band", "points", "interval", "evidence", "concerns")
"""What a gate hides: on a sheet it comes and goes with it, and says nothing more."""
HELD_BACK = ".unless_gates"
"""Where a rule keeps advice from those whom it could harm."""
WHOLE = ("points", "interval", "evidence")
"""Parts that are shown whole; of a list only what comes or goes."""
HANDFUL, SHORT, BEGIN = 5, 3, 12
"""How many of many are named; answers of an example that are written out; characters
of a fingerprint that tell it from another."""


class Case(NamedTuple):
    """One part of a result that moves, for a fictional person or on another sheet."""

    name: str
    """Empty for a sheet that is nobody's."""
    sheet: Sheet
    part: str
    was: Any
    now: Any


class Diff:
    """All that moves between two questionnaires, and for whom of their people.

    On the day given the next review has to be still to come.
    """

    def __init__(
        self,
        old: Questionnaire,
        new: Questionnaire,
        before: Sheets,
        after: Sheets,
        today: datetime.date,
    ) -> None:
        self.old, self.new, self.safety = old, new, old.safety | new.safety
        self.changes = list(rules.changes(old, new))
        self.rules = [change for change in self.changes if change.rule]
        met = list(outcomes.meet(old, new, before, after))
        self.people = outcomes.blamed(old, new, met, self.rules)
        known, everyone = {one.file for one in self.people}, sorted({*before, *after})
        self.unread = [file for file in everyone if file not in known]
        self.only = {f: f in after for f in everyone if (f in after) != (f in before)}
        proved = counting.prove(old), counting.prove(new)
        tried = list(outcomes.trials(*proved))
        self.tried = len(tried)
        self.cases = [
            Case(one.name, one.now, str(place[0]), was, now)
            for one in self.people
            for place, was, now in one.moves
        ]
        for sheet, one, other in tried:
            if one is None or other is None:
                part = "lost" if one else "gained"
                self.cases.append(Case("", sheet, part, bool(one), bool(other)))
                continue
            for place, was, now in differences(one, other):
                if place[0] not in HIDDEN or (was and now):
                    self.cases.append(Case("", sheet, str(place[0]), was, now))
        self.figures = list(outcomes.moved(*proved))
        was, fails = (
            {article.number for article in audited.articles if article.findings}
            for audited in (constitution.audit(one, today) for one in (old, new))
        )
        self.broken, self.mended = sorted(fails - was), sorted(was - fails)

    @property
    def moves(self) -> bool:
        return bool(self.cases or self.figures or self.broken or self.mended)

    def guards(self, change: Change) -> bool:
        """Say whether a rule is one of safety, or a word about it."""
        asking = {self.new.section_of[key].id for key in self.new.safety}
        retired = {
            str(one).partition(":")[0]
            for one in (change.was, change.now)
            if change.place[:3] == ("questionnaire", "retired", "options")
        }
        safe = change.stem in asking | {"gates"} or change.key.endswith(HELD_BACK)
        return safe or not retired.isdisjoint(self.safety)

    def safe(self, case: Case) -> bool:
        """Say whether what moves is a matter of safety.

        That is who is stopped, what is kept private and whom to call; an answer about
        it that comes or goes; and advice that a gate holds back.
        """
        if case.part in {"lost", "gained"}:
            unable = outcomes.unfit(self.new if case.was else self.old, case.sheet)
            return not self.safety.isdisjoint(unable)
        if case.part == "advisories":
            kept = {one.key for one in self.rules if one.key.endswith(HELD_BACK)}
            moving = {*case.was} ^ {*case.now}
            return any(f"rubric/{one}{HELD_BACK}" in kept for one in moving)
        return case.part in SAFETY


def less(part: str, was: Any, now: Any) -> bool:
    """Say whether there is less safety now: no order and no name makes it less."""
    if part == "gates":
        return len(was) > len(now)
    if part == "lines":
        return not set(was) <= set(now)
    return part in {"stops", "private"} and bool(was > now)


# --- the document ---------------------------------------------------------------------


def write(diff: Diff, old: Path, new: Path, *, unworded: bool = False) -> Written:
    """Write all that moves from one folder to another.

    If ``unworded``, the old one came with the interface texts of the new one.
    """
    told = Telling(diff)
    folders = (old, diff.old), (new, diff.new)
    free = [one for one in diff.cases if not diff.safe(one)]
    worded = [x for x in diff.changes if not x.rule and GROUNDS.isdisjoint(x.place)]
    screens = [one for one in worded if diff.guards(one)]
    lines = [one for one in worded if one.stem == "help-lines"]
    known = (*diff.rules, *screens, *lines)
    return documents.fill(
        diff.new,
        "diff",
        d=diff,
        told=told,
        folders=[(files.shown(folder), one.manifest, one.fingerprint[:BEGIN])
                 for folder, one in folders],
        unworded=unworded,
        safe=[one for one in diff.cases if diff.safe(one)],
        turned=[one for one in free if one.part == "reading"],
        rest=[one for one in free if one.part != "reading"],
        guards=[one for one in diff.rules if diff.guards(one)],
        free=[one for one in diff.rules if not diff.guards(one)],
        screens=screens,
        lines=lines,
        others=told.few([told.place(one) for one in diff.changes if one not in known]),
        odd=[x for x in diff.people if x.reanswered or (x.moves and not x.because)],
        titles=constitution.TITLES,
    )  # fmt: skip


class Telling:
    """How results and rules are said: by the names and ids of the files."""

    def __init__(self, diff: Diff) -> None:
        self.diff, self.words = diff, diff.new.words.diff
        self.parts = rules.parts(diff.rules)

    def few(self, items: Sequence[str]) -> str:
        """Name a handful, and say how many more there are."""
        named, more = "; ".join(items[:HANDFUL]), len(items) - HANDFUL
        return self.words.more.format(items=named, count=more) if more > 0 else named

    def safety(self, cases: Sequence[Case]) -> Iterator[str]:
        """Say for whom safety gets weaker, for whom stricter, and for whom neither."""
        fewer = [one for one in cases if less(one.part, one.was, one.now)]
        more = [one for one in cases if less(one.part, one.now, one.was)]
        judged = {id(one.sheet) for one in (*fewer, *more)}
        neither = [one for one in cases if id(one.sheet) not in judged]
        hows = self.words.weaker, self.words.stricter, self.words.guarded
        for how, some in zip(hows, (fewer, more, neither), strict=True):
            if some:
                yield how.format(who=self.who(some))

    def who(self, cases: Sequence[Case]) -> str:
        """Count people and sheets, and name the people."""
        words, total = self.words, len(self.diff.people)
        people = {id(one.sheet): one.name for one in cases if one.name}
        said = words.people.format(count=len(people), total=total)
        if people:
            names = self.few([*people.values()])
            said = words.named.format(people=said, names=names)
        sheets = {id(one.sheet) for one in cases if not one.name}
        return words.who.format(people=said, sheets=self.counted(len(sheets)))

    def counted(self, count: int) -> str:
        return self.words.sheets.format(count=count, total=self.diff.tried)

    def moves(self, cases: Sequence[Case]) -> Iterator[tuple[str, ...]]:
        """Yield what moves, part by part: for whom, what it was, and what it is."""
        for part, title in vars(self.words.part).items():
            mine = [one for one in cases if one.part == part]
            alike: dict[tuple[str, str], list[str]] = defaultdict(list)
            for one in mine:
                if one.name:
                    alike[self.cells(part, one.was, one.now)].append(one.name)
            for both, names in alike.items():
                yield title, self.few(names), *both
            sheets = [one for one in mine if not one.name]
            if sheets:
                # Of many, the one with the fewest answers is an example.
                least = min(sheets, key=lambda one: len(one.sheet.answers))
                answers = self.answers(least.sheet)
                count = self.counted(len(sheets))
                such = self.words.such.format(sheets=count, answers=answers)
                yield title, such, *self.cells(part, least.was, least.now)

    def answers(self, sheet: Sheet) -> str:
        """Say what is answered on a sheet, if it is not too much."""
        words, given = self.words, sheet.answers
        said = "; ".join(f"{key}: {', '.join(chosen)}" for key, chosen in given.items())
        if len(given) > SHORT:
            said = words.example_long.format(count=len(given))
        said = said or words.example_empty
        if sheet.gate_withheld:
            return words.example_copy.format(answers=said)
        return words.example_cleared.format(answers=said) if sheet.cleared else said

    def place(self, one: Change) -> str:
        at, name = self.rule(one)[:2]
        return self.words.where.format(place=at, rule=name)

    def rule(self, one: Change) -> tuple[str, ...]:
        """Return where it stands, what it is called, what it was, is, and moves.

        Of what is gone, it is the place in the old folder.
        """
        words, old, new = self.words, self.diff.old, self.diff.new
        gone = one.now is ABSENT or (
            one.key in old.places and one.key not in new.places
        )
        known = old if gone else new
        row = one.key in known.places  # a text in a list has no place of its own
        key = one.key if row else re.sub(r"#\d+$", "", one.key)
        found = constitution.place(known, key)
        at = f"{Path(found.file).name}:{found.line}"
        names = [
            words.row.format(list=name, number=number) if number else name
            for name, _, number in (each.partition("#") for each in one.names)
        ]
        part = "reading" if one.place[-1] == "reading" else ""
        moved = [
            person.name
            for person in self.diff.people
            if self.parts.get(one.place) in person.because
        ]
        return (
            words.old_place.format(place=at) if gone else at,
            ", ".join(names),
            *self.cells(part, one.was, one.now),
            self.few(moved),
        )

    def cells(self, part: str, was: Any, now: Any) -> tuple[str, str]:
        old, new = (names(one).get(part, {}) for one in (self.diff.old, self.diff.new))
        both = was, now
        if part not in WHOLE and all(isinstance(x, tuple | list) for x in both):
            one, other = ([x for x in side if x not in both[at]]
                          for side, at in ((was, 1), (now, 0)))  # fmt: skip
            if one or other:
                was, now = one, other
            said = [self.few([self.said(known, x) for x in side])
                    for known, side in ((old, was), (new, now))]  # fmt: skip
            return said[0] or self.words.nothing, said[1] or self.words.nothing
        return self.said(old, was), self.said(new, now)

    def said(self, known: Mapping[str, str], value: Any) -> str:
        """Say a value much as its file writes it; of a block, the rules in it."""
        if value is ABSENT or value is None or value in ("", (), []):
            return self.words.nothing
        if isinstance(value, bool):
            return self.words.yes if value else self.words.no
        if isinstance(value, Mapping):
            shown = {k: x for k, x in value.items() if x not in (None, (), [])}
            ruling = {k: x for k, x in shown.items() if not worded(x)} or shown
            told = {k: self.said({}, x) for k, x in ruling.items() if k not in GROUNDS}
            return ", ".join(f"{key} {said}" for key, said in told.items())
        if isinstance(value, tuple | list):
            return ", ".join(self.said(known, one) for one in value)
        return known.get(value, str(value))


def worded(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(worded, value.values()))
    return isinstance(value, Words) or (
        isinstance(value, list) and all(map(worded, value))
    )


@lru_cache(maxsize=2)
def names(questionnaire: Questionnaire) -> dict[str, dict[str, str]]:
    """Return what ids are called, by the part of a result that they stand in."""
    words, library = questionnaire.words, questionnaire.library
    options = (getattr(one, "options", ()) for one in questionnaire.questions.values())
    return {
        "reading": {one: words.readings.of(one).name for one in get_args(Reading)},
        "band": {one.id: one.name for one in questionnaire.rubric.bands},
        "gates": {one.id: one.name for one in library.gates.gates}
        | {"withheld": library.gates.withheld.title},
        "advisories": {one.id: one.title for one in questionnaire.rubric.advisories},
        "notes": {one.id: one.label for some in options for one in some
                  if isinstance(getattr(one, "note", None), Note)},
    }  # fmt: skip
