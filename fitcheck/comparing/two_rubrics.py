"""Two questionnaires compared by results: whose result moves, and by which rule.

Pure: the sheets and the day are handed in. It never takes for granted that words move
nothing: every sheet is scored by both, whatever has changed.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from fitcheck import documents, files
from fitcheck.answers.sheet import Sheet
from fitcheck.comparing import outcomes, rules
from fitcheck.comparing.differences import ABSENT
from fitcheck.comparing.outcomes import Move, Sheets
from fitcheck.comparing.rules import GROUNDS, Change, Words
from fitcheck.content.model import Note, Reading
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents import Written
from fitcheck.proof import constitution, counting

SAFETY = ("gates", "stops", "private", "lines")
HELD_BACK = ".unless_gates"
"""Where a rule keeps advice from those whom it could harm."""
WHOLE = ("points", "interval", "evidence")
"""Parts that are shown whole; of a list only what comes or goes."""
HANDFUL, SHORT, BEGIN = 5, 3, 12
"""How many of many are named; answers of an example that are written out; characters
of a fingerprint that tell it from another."""


class Diff:
    """All that moves between two questionnaires, and for whom of their people.

    On the day given the next review has to be still to come. It is said by the names
    and ids of the files.
    """

    def __init__(
        self,
        old: Questionnaire,
        new: Questionnaire,
        before: Sheets,
        after: Sheets,
        today: datetime.date,
    ) -> None:
        self.old, self.new, self.words = old, new, new.words.diff
        self.changes = list(rules.changes(old, new))
        self.rules = [change for change in self.changes if change.rule]
        met = list(outcomes.meet(old, new, before, after))
        self.people = outcomes.blamed(old, new, met, self.rules)
        known, everyone = {one.file for one in self.people}, sorted({*before, *after})
        self.unread = [file for file in everyone if file not in known]
        self.only = {f: f in after for f in everyone if (f in after) != (f in before)}
        proved = counting.prove(old), counting.prove(new)
        self.sheets = list(outcomes.trials(*proved))
        every = (*self.people, *self.sheets)
        self.moves = [move for one in every for move in one.moves]
        self.figures = list(outcomes.moved(*proved))
        was, fails = (
            {article.number for article in audited.articles if article.findings}
            for audited in (constitution.audit(one, today) for one in (old, new))
        )
        self.broken, self.mended = sorted(fails - was), sorted(was - fails)

    @property
    def same(self) -> bool:
        return not (self.moves or self.figures or self.broken or self.mended)

    # --- what is a matter of safety -----------------------------------------------

    def section(self, one: Change | Move) -> str:
        """Return the section of the document in which a change or a move is told."""
        if isinstance(one, Move):
            rest = "result" if one.part == "reading" else "rest"
            return "safety" if self.safe(one) else rest
        if one.rule:
            return "safety" if self.guards(one) else "rules"
        if not GROUNDS.isdisjoint(one.place):
            return "wordings"
        rest = "lines" if one.stem == "help-lines" else "wordings"
        return "screens" if self.guards(one) else rest

    def guards(self, change: Change) -> bool:
        """Say whether a rule is one of safety, or a word about it."""
        asking = {self.new.section_of[key].id for key in self.new.safety}
        retired = {
            str(one).partition(":")[0]
            for one in (change.was, change.now)
            if change.place[:3] == ("questionnaire", "retired", "options")
        }
        safe = change.stem in asking | {"gates"} or change.key.endswith(HELD_BACK)
        return safe or not retired.isdisjoint(self.old.safety | self.new.safety)

    def safe(self, move: Move) -> bool:
        """Say whether what moves is a matter of safety.

        That is who is stopped, what is kept private and whom to call; an answer about
        it that comes or goes; and advice that a gate holds back.
        """
        if move.part in {"lost", "gained"}:
            unable = outcomes.unfit(self.new if move.was else self.old, move.who.sheet)
            return not unable.isdisjoint(self.old.safety | self.new.safety)
        if move.part == "advisories":
            kept = {one.key for one in self.rules if one.key.endswith(HELD_BACK)}
            moving = {*move.was} ^ {*move.now}
            return any(f"rubric/{one}{HELD_BACK}" in kept for one in moving)
        return move.part in SAFETY

    # --- for whom -----------------------------------------------------------------

    def few(self, items: Sequence[str]) -> str:
        """Name a handful, and say how many more there are."""
        named, more = "; ".join(items[:HANDFUL]), len(items) - HANDFUL
        return self.words.more.format(items=named, count=more) if more > 0 else named

    def safety(self, moves: Sequence[Move]) -> Iterator[str]:
        """Say for whom safety gets weaker, for whom stricter, and for whom neither."""
        fewer = [one for one in moves if less(one.part, one.was, one.now)]
        more = [one for one in moves if less(one.part, one.now, one.was)]
        judged = {id(one.who) for one in (*fewer, *more)}
        neither = [one for one in moves if id(one.who) not in judged]
        hows = self.words.weaker, self.words.stricter, self.words.guarded
        for how, some in zip(hows, (fewer, more, neither), strict=True):
            if some:
                yield how.format(who=self.who(some))

    def who(self, moves: Sequence[Move]) -> str:
        """Count people and sheets, and name the people."""
        people = {one.who.file: one.who.name for one in moves if one.who.file}
        said = self.words.people.format(count=len(people), total=len(self.people))
        if people:
            names = self.few([*people.values()])
            said = self.words.named.format(people=said, names=names)
        sheets = {id(one.who) for one in moves if not one.who.file}
        return self.words.who.format(people=said, sheets=self.counted(len(sheets)))

    def counted(self, count: int) -> str:
        return self.words.sheets.format(count=count, total=len(self.sheets))

    def moving(self, moves: Sequence[Move]) -> Iterator[tuple[str, ...]]:
        """Yield what moves, part by part: for whom, what it was, and what it is."""
        for part, title in vars(self.words.part).items():
            alike: dict[tuple[str, str], list[str]] = defaultdict(list)
            for one in moves:
                if one.part == part and one.who.file:
                    alike[self.cells(part, one.was, one.now)].append(one.who.name)
            yield from ((title, self.few(who), *both) for both, who in alike.items())
            sheets = [one for one in moves if one.part == part and not one.who.file]
            if sheets:
                # Of many, the one with the fewest answers is an example.
                least = min(sheets, key=lambda one: len(one.who.sheet.answers))
                answers = self.answers(least.who.sheet)
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

    # --- what was and is ------------------------------------------------------------

    def where(self, one: Change) -> str:
        """Return the line it stands in; of what is gone, that in the old folder."""
        gone = one.key in self.old.places and one.key not in self.new.places
        gone = gone or one.now is ABSENT
        known = self.old if gone else self.new
        # A text in a list has no place of its own.
        row = one.key in known.places
        key = one.key if row else re.sub(r"#\d+$", "", one.key)
        found = constitution.place(known, key)
        at = f"{Path(found.file).name}:{found.line}"
        return self.words.old_place.format(place=at) if gone else at

    def name(self, one: Change) -> str:
        several = (name.partition("#") for name in one.names)
        return ", ".join(
            self.words.row.format(list=name, number=number) if number else name
            for name, _, number in several
        )

    def places(self, several: Sequence[Change]) -> str:
        where = self.words.where
        return self.few(
            [where.format(place=self.where(x), rule=self.name(x)) for x in several]
        )

    def whom(self, one: Change) -> str:
        """Name those whose result moves by this rule."""
        part = rules.parts(self.rules).get(one.place)
        return self.few([who.name for who in self.people if part in who.because])

    def cells(self, part: str, was: Any, now: Any) -> tuple[str, str]:
        old, new = (names(one).get(part, {}) for one in (self.old, self.new))
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


def less(part: str, was: Any, now: Any) -> bool:
    """Say whether there is less safety now: no order and no name makes it less."""
    if part == "gates":
        return len(was) > len(now)
    if part == "lines":
        return not set(was) <= set(now)
    return part in {"stops", "private"} and bool(was > now)


def worded(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(worded, value.values()))
    return isinstance(value, Words) or (
        isinstance(value, list) and all(map(worded, value))
    )


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


def write(diff: Diff, old: Path, new: Path, *, unworded: bool = False) -> Written:
    """Write all that moves from one folder to another.

    If ``unworded``, the old one came with the interface texts of the new one.
    """
    told: dict[str, dict[str, list[Any]]] = {}
    for name, several in ("changes", diff.changes), ("moves", diff.moves):
        told[name] = defaultdict(list)
        for one in several:
            told[name][diff.section(one)].append(one)
    folders = (old, diff.old), (new, diff.new)
    return documents.fill(
        diff.new,
        "diff",
        d=diff,
        folders=[(files.shown(folder), one.manifest, one.fingerprint[:BEGIN])
                 for folder, one in folders],
        unworded=unworded,
        odd=[x for x in diff.people if x.reanswered or (x.moves and not x.because)],
        titles=constitution.TITLES,
        changes=told["changes"],
        moves=told["moves"],
    )  # fmt: skip
