"""A Diff as a document: safety first, then readings, what else moves, and why.

It lays out and looks nothing up but names and lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from fitcheck import files
from fitcheck.diff import cases, rules, saying, shares
from fitcheck.diff.saying import few
from fitcheck.proof import constitution
from fitcheck.report import labels
from fitcheck.report.document import Bullets, Document, Facts, Paragraph, Section
from fitcheck.strict import Strict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fitcheck.diff import Diff
    from fitcheck.diff.cases import Case
    from fitcheck.diff.rules import Change
    from fitcheck.report.document import Block
    from fitcheck.words.differing import DiffWords

SHORT = 3
"""Answers that an example may have and still be written out."""
BEGIN = 12
"""Characters of a fingerprint that tell it from another."""
HELP = "help-lines"
LINE = re.compile(rf"{HELP}\.lines#(\d+)(?:\.(\w+))?")


def tell(diff: Diff, old: Path, new: Path) -> Document:
    """Lay out all that moves from one folder to another."""
    words = diff.new.words.diff
    guards = [one for one in diff.rules if cases.guards(diff, one)]
    ruling = [one for one in diff.rules if one not in guards]
    need = [one for one in diff.words if last(one.key) not in rules.GROUNDS]
    screens = [one for one in need if cases.guards(diff, one)]
    lines = [one for one in need if one.stem == HELP]
    worded = [
        words.where.format(place=place(diff, one), rule=path(words, one.key))
        for one in diff.words
        if one not in (*screens, *lines)
    ]
    safe, free = cases.parted(diff)
    turned = [one for one in free if one.move.part == "reading"]
    rest = [one for one in free if one.move.part != "reading"]
    blocks: list[Block] = [
        *(Paragraph(one, strong=True) for one in guarded(diff, safe)),
        *(Paragraph(one, strong=True) for one in reworded(diff, screens, lines)),
        Paragraph(result(diff, turned), strong=True),
        *(Paragraph(one, strong=True) for one in unfair(diff)),
        *map(Paragraph, remarks(diff, rest)),
        Facts(tuple(head(diff, old, new))),
    ]
    sections = (
        section(words.safety, (rule(diff, one) for one in guards), parts(diff, safe)),
        section(words.screens, (spoken(diff, one) for one in screens)),
        section(words.help, (spoken(diff, one) for one in lines)),
        *parts(diff, turned),
        section(words.rest, sections=parts(diff, rest)),
        section(words.rules, (rule(diff, one) for one in ruling)),
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


def guarded(diff: Diff, safe: list[Case]) -> Iterator[str]:
    """Say for whom safety gets weaker, for whom stricter, and for whom neither."""
    words = diff.new.words.diff
    weaker, stricter = (
        [one for one in safe if how(one)] for how in (cases.weaker, cases.stricter)
    )
    judged = {id(one.sheet) for one in (*weaker, *stricter)}
    neither = [one for one in safe if id(one.sheet) not in judged]
    told = (
        (words.weaker, weaker),
        (words.stricter, stricter),
        (words.guarded, neither),
    )
    yield from (how.format(who=who(diff, some)) for how, some in told if some)


def reworded(diff: Diff, screens: list[Change], lines: list[Change]) -> Iterator[str]:
    """Say that those who need help read something else, or call somebody else."""
    words = diff.new.words.diff
    for how, some in ((words.screened, screens), (words.called, lines)):
        if some:
            yield how.format(count=len(some))


def unfair(diff: Diff) -> Iterator[str]:
    """Say that the proof of fairness breaks, if it does."""
    if diff.broken:
        numbers = ", ".join(map(str, diff.broken))
        yield diff.new.words.diff.broken.format(numbers=numbers)


def result(diff: Diff, turned: list[Case]) -> str:
    """Say who gets another reading, or that nobody does."""
    words, tried = diff.new.words.diff, diff.tried
    if not diff.moves:
        return words.none
    if turned:
        return words.turned.format(who=who(diff, turned))
    both = tried.count - len(tried.lost) - len(tried.gained)
    return words.kept.format(people=len(diff.people), sheets=both)


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
    if len(given) > SHORT:
        answers = words.example_long.format(count=len(given))
    if sheet.gate_withheld:
        answers = words.example_copy.format(answers=answers)
    if sheet.cleared:
        answers = words.example_cleared.format(answers=answers)
    change = saying.move(diff.old, diff.new, move)
    return words.such.format(sheets=count, answers=answers), change


def rule(diff: Diff, one: Change) -> str:
    """Say one rule as it was and as it is, and whom it moves."""
    words = diff.new.words.diff
    told = changed(diff, one, path(words, one.key))
    names = [person.name for person in diff.moved if one in person.because]
    return words.touches.format(rule=told, names=few(words, names)) if names else told


def spoken(diff: Diff, one: Change) -> str:
    """Say what those read who need help: of a line, its country and its name too."""
    name = path(diff.new.words.diff, one.key)
    if found := LINE.fullmatch(one.key):
        number, field = found.groups()
        lines = diff.new.library.help_lines.lines
        line = lines[int(number) - 1] if field else one.now or one.was
        name = ", ".join(filter(None, (line.country, line.name, field)))
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
    found = constitution.place(diff.old if gone else diff.new, one.key)
    at = f"{Path(found.file).name}:{found.line}"
    return diff.new.words.diff.old_place.format(place=at) if gone else at


def last(key: str) -> str:
    """Return the field that a place ends in."""
    return key.rpartition(".")[2]


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
