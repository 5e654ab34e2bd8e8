"""A Diff as a document: safety first, then readings, what else moves, and why.

It lays out and looks nothing up but names and lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from fitcheck import audit, files
from fitcheck.diff import outcomes, saying, shares
from fitcheck.diff.saying import few
from fitcheck.report import labels
from fitcheck.report.document import Bullets, Document, Facts, Paragraph, Section
from fitcheck.strict import Strict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fitcheck.diff import Diff
    from fitcheck.diff.outcomes import Move
    from fitcheck.diff.rules import Change
    from fitcheck.report.document import Block
    from fitcheck.sheet import Sheet
    from fitcheck.words.differing import DiffWords

SAFETY = ("gates", "stops", "private", "lines")
HIDDEN = ("band", "points", "interval", "evidence", "concerns")
"""What a gate hides: on a sheet it comes and goes with it, and says nothing more."""
TAKEN = ("lost", "gained")
"""Whether a sheet can be given: a matter of safety where the rules of that changed."""
SHORT = 3
"""Answers that an example may have and still be written out."""
BEGIN = 12
"""Characters of a fingerprint that tell it from another."""
HELP = "help-lines"
LINE = re.compile(rf"{HELP}\.lines#(\d+)\.(\w+)")


class Case(NamedTuple):
    """One part of a result that moves, for a fictional person or on another sheet."""

    name: str
    """Empty for a sheet that is nobody's."""
    sheet: Sheet
    move: Move


def tell(diff: Diff, old: Path, new: Path) -> Document:
    """Lay out all that moves from one folder to another."""
    words = diff.new.words.diff
    guarding = {diff.new.section_of[key].id for key in diff.new.safety} | {"gates"}
    guards = [one for one in diff.rules if one.stem in guarding]
    rules = [one for one in diff.rules if one not in guards]
    lines = [one for one in diff.words if one.stem == HELP]
    worded = [
        words.where.format(place=place(diff, one), rule=path(words, one.key))
        for one in diff.words
        if one.stem != HELP
    ]
    safety = SAFETY + TAKEN if guards else SAFETY
    found = list(cases(diff))
    safe = [one for one in found if one.move.part in safety]
    turned = [one for one in found if one.move.part == "reading"]
    rest = [one for one in found if one.move.part not in (*safety, "reading")]
    blocks: list[Block] = [
        *(Paragraph(one, strong=True) for one in headline(diff, safe, turned, lines)),
        *map(Paragraph, remarks(diff, rest)),
        Facts(tuple(head(diff, old, new))),
    ]
    sections = (
        section(words.safety, (rule(diff, one) for one in guards), parts(diff, safe)),
        section(words.help, (help_line(diff, one) for one in lines)),
        *parts(diff, turned),
        section(words.rest, sections=parts(diff, rest)),
        section(words.rules, (rule(diff, one) for one in rules)),
        section(words.figures, rows=shares.rows(diff)),
        section(words.wordings, [few(words, worded)] if worded else []),
        section(words.others, others(diff)),
    )
    shown = tuple(one for one in sections if one.blocks or one.sections)
    return labels.document(diff.new, words.title, blocks, shown)


def section(
    title: str,
    items: Iterable[str] = (),
    sections: Iterable[Section] = (),
    rows: Iterable[tuple[str, str]] = (),
) -> Section:
    """Make a section of facts or of a list, and of those below it."""
    listed, told = tuple(items), tuple(rows)
    block = Bullets(listed) if listed else Facts(told)
    return Section(title, (block,) if listed or told else (), tuple(sections))


def cases(diff: Diff) -> Iterator[Case]:
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


def headline(
    diff: Diff, safe: list[Case], turned: list[Case], lines: list[Change]
) -> Iterator[str]:
    """Say what matters most: who is stopped, who gets another reading, whom to call."""
    words = diff.new.words.diff
    if safe:
        weaker = any(less(one.move.was, one.move.now) for one in safe)
        stricter = any(less(one.move.now, one.move.was) for one in safe)
        how = words.weaker if weaker else words.stricter if stricter else words.guarded
        yield how.format(who=who(diff, safe))
    if not diff.moves:
        yield words.none
    elif turned:
        yield words.turned.format(who=who(diff, turned))
    else:
        tried = diff.tried
        both = tried.count - len(tried.lost) - len(tried.gained)
        yield words.kept.format(people=len(diff.people), sheets=both)
    if lines:
        yield words.called.format(count=len(lines))


def less(was: Any, now: Any) -> bool:
    """Say whether something is missing now: an entry of a list, or a yes."""
    return bool(set(was) - set(now)) if isinstance(was, tuple) else bool(was > now)


def who(diff: Diff, found: list[Case]) -> str:
    """Count people and sheets, and name the people."""
    words = diff.new.words.diff
    people = {id(one.sheet): one.name for one in found if one.name}
    said = words.people.format(count=len(people), total=len(diff.people))
    if people:
        said = words.named.format(people=said, names=few(words, [*people.values()]))
    sheets = {id(one.sheet) for one in found if not one.name}
    return words.who.format(people=said, sheets=counted(diff, len(sheets)))


def counted(diff: Diff, count: int) -> str:
    """Say how many sheets of all that were tried."""
    return diff.new.words.diff.sheets.format(count=count, total=diff.tried.count)


def remarks(diff: Diff, rest: list[Case]) -> Iterator[str]:
    """Say what else moves, and what to make of it."""
    words, version = diff.new.words.diff, diff.new.manifest.version
    if rest:
        yield words.rest_moves.format(who=who(diff, rest))
    if diff.moves and version == diff.old.manifest.version:
        yield words.same_version.format(version=version)
    if diff.rules and not diff.moves:
        yield words.no_proof.format(people=len(diff.people), sheets=diff.tried.count)


def head(diff: Diff, old: Path, new: Path) -> Iterator[tuple[str, str]]:
    """Yield what was compared, and by what it was tried."""
    words = diff.new.words.diff
    sides = ((words.before, old, diff.old), (words.after, new, diff.new))
    for title, folder, one in sides:
        # The old words may have been taken from the new folder, to be read at all.
        own = one is diff.new or not diff.unworded
        begins = f"{one.fingerprint[:BEGIN]}…" if own else words.unmarked
        known = one.manifest.model_dump(include={"id", "version", "date"})
        told = words.version.format(folder=files.shown(folder), sha256=begins, **known)
        yield title, told
    people, tried = len(diff.people), diff.tried.count
    yield words.compared, words.compared_with.format(people=people, sheets=tried)
    yield words.rules_count, str(len(diff.rules))


def parts(diff: Diff, found: list[Case]) -> Iterator[Section]:
    """Show each part of a result that moves: how, and for whom."""
    words = diff.new.words.diff
    for part in type(words.part).model_fields:
        mine = [one for one in found if one.move.part == part]
        alike: dict[str, list[str]] = defaultdict(list)
        for one in mine:
            if one.name:
                alike[saying.move(diff.old, diff.new, one.move)].append(one.name)
        rows = [(few(words, names), change) for change, names in alike.items()]
        if sheets := [one for one in mine if not one.name]:
            rows.append(example(diff, sheets))
        if rows:
            yield section(getattr(words.part, part), rows=rows)


def example(diff: Diff, sheets: list[Case]) -> tuple[str, str]:
    """Count sheets, and show on the shortest how they move; a maximum says least."""
    words, count = diff.new.words.diff, counted(diff, len(sheets))
    _, sheet, move = min(
        sheets, key=lambda one: (saying.only_maximum(one.move), len(one.sheet.answers))
    )
    given = [
        words.example.format(question=key, answer=", ".join(chosen))
        for key, chosen in sheet.answers.items()
    ]
    answers = "; ".join(given) or words.example_empty
    if sheet.gate_withheld:
        answers = words.example_copy.format(answers=answers)
    how = words.one_of if len(given) > SHORT else words.such
    change = saying.move(diff.old, diff.new, move)
    return how.format(sheets=count, answers=answers), change


def rule(diff: Diff, one: Change) -> str:
    """Say one rule as it was and as it is, and whom it moves."""
    words = diff.new.words.diff
    told = changed(diff, one, path(words, one.key))
    names = [person.name for person in diff.moved if one in person.because]
    return words.touches.format(rule=told, names=few(words, names)) if names else told


def help_line(diff: Diff, one: Change) -> str:
    """Say what is another about whom to call: a line by its country and name."""
    name = path(diff.new.words.diff, one.key)
    if found := LINE.fullmatch(one.key):
        line = diff.new.library.help_lines.lines[int(found[1]) - 1]
        name = ", ".join((line.country, line.name, found[2]))
    return changed(diff, one, name)


def changed(diff: Diff, one: Change, name: str) -> str:
    """Say what is another at one place, under this name."""
    words, how = diff.new.words.diff, saying.change(diff.old, diff.new, one)
    return labels.ended(
        words.rule.format(place=place(diff, one), rule=name, change=how)
    )


def place(diff: Diff, one: Change) -> str:
    """Return the file and the line of a change: the old ones of what is gone."""
    whole = one.now is None and isinstance(one.was, Strict)
    gone = whole or (one.key in diff.old.places and one.key not in diff.new.places)
    found = audit.place(diff.old if gone else diff.new, one.key)
    at = f"{Path(found.file).name}:{found.line}"
    return diff.new.words.diff.old_place.format(place=at) if gone else at


def path(words: DiffWords, key: str) -> str:
    """Name a place by the ids and keys that lead to it."""
    named = (name.partition("#") for name in re.split(r"[./]", key)[1:])
    return ", ".join(
        words.row.format(list=name, number=number) if number else name
        for name, _, number in named
    )


def others(diff: Diff) -> Iterator[str]:
    """Yield what was not compared, or not as it stands."""
    words = diff.new.words.diff
    for file, new in diff.only.items():
        yield (words.only_new if new else words.only_old).format(file=file)
    if diff.unworded:
        yield words.unworded
    yield from (words.unread.format(file=file) for file in diff.unread)
    for one in diff.moved:
        if one.reanswered:
            yield (words.apart if one.apart else words.reanswered).format(name=one.name)
        elif not one.because:
            yield words.because_together.format(name=one.name)
