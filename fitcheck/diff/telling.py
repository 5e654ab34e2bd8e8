"""A Diff as a document: who gets another result first, then why, then the figures.

It lays out and looks nothing up but names and lines.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fitcheck import audit
from fitcheck.diff import saying, shares
from fitcheck.report import labels
from fitcheck.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Paragraph,
    Section,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fitcheck.diff import Diff
    from fitcheck.diff.people import Person
    from fitcheck.diff.rules import Change
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.sheet import Sheet
    from fitcheck.words.differing import DiffWords

SHORT = 3
"""Answers that an example may have and still be written out."""


def tell(diff: Diff) -> Document:
    """Lay out all that moves."""
    words = diff.new.words.diff
    parts = (
        people(diff),
        around(diff),
        rules(diff),
        sheets(diff),
        shares.tell(diff),
        others(diff),
    )
    blocks: list[Block] = [Paragraph(said(diff), strong=True), Facts(tuple(head(diff)))]
    version = diff.new.manifest.version
    if diff.moves and version == diff.old.manifest.version:
        blocks.append(Paragraph(words.same_version.format(version=version)))
    shown = tuple(part for part in parts if part.blocks or part.sections)
    return labels.document(diff.new, words.title, blocks, shown)


def said(diff: Diff) -> str:
    """Say in one sentence whether results change, and for how many people."""
    words = diff.new.words.diff
    if not diff.moves:
        return words.none
    moved = sum(not one.around for one in diff.moved)
    if not moved:
        return words.nobody
    return words.people.format(moved=moved, total=len(diff.people))


def head(diff: Diff) -> Iterator[tuple[str, str]]:
    """Yield what was compared, and how much of it moves."""
    words = diff.new.words.diff
    for title, one in ((words.before, diff.old), (words.after, diff.new)):
        manifest = one.manifest
        yield (
            title,
            words.version.format(
                id=manifest.id, version=manifest.version, date=manifest.date
            ),
        )
    if not all(one.around for one in diff.moved):
        turned = [one.name for one in diff.moved if one.moves[0].part == "reading"]
        yield words.readings, "; ".join(turned) or words.readings_none
    yield words.compared, str(len(diff.people))
    tried = diff.tried
    counted = words.tried_some if tried.moving else words.tried_none
    yield words.tried, counted.format(count=tried.count, moved=tried.moving)
    yield words.rules_count, str(len(diff.rules))
    files = ", ".join(f"{stem}.yaml" for stem in diff.words)
    count = f"{len(diff.words)} ({files})"
    yield words.files, count if files else words.files_none
    if diff.unread:
        yield words.not_compared, ", ".join(diff.unread)


def rules(diff: Diff) -> Section:
    """List the changed rules, each with its line and whom it moves."""
    words = diff.new.words.diff
    if not diff.rules:
        return Section(words.rules)
    told = tuple(rule(diff, change) for change in diff.rules)
    return Section(words.rules, (Paragraph(words.rules_intro), Bullets(told)))


def rule(diff: Diff, change: Change) -> str:
    """Say one rule as it was and as it is."""
    words = diff.new.words.diff
    names = [one.name for one in diff.moved if change in one.because]
    told = words.rule.format(
        place=place(diff, change),
        rule=path(change),
        was=saying.value(words, change.was),
        now=saying.value(words, change.now),
    )
    touched = words.touches.format(names="; ".join(names))
    return f"{told} {touched if names else words.touches_nobody}"


def place(diff: Diff, change: Change) -> str:
    """Return the file and the line of a rule: the old ones if it is gone."""
    gone = change.key not in diff.new.places and change.key in diff.old.places
    found = audit.place(diff.old if gone else diff.new, change.key)
    at = f"{Path(found.file).name}:{found.line}"
    return diff.new.words.diff.old_place.format(place=at) if gone else at


def path(change: Change) -> str:
    """Name a rule by the ids and keys that lead to it."""
    _, *names = change.key.replace(".", "/").split("/")
    return ", ".join(names)


def people(diff: Diff) -> Section:
    """Show everybody of whom something else comes now."""
    words = diff.new.words.diff
    moved = tuple(person(diff, one) for one in diff.moved if not one.around)
    return Section(words.moved, (), moved)


def around(diff: Diff) -> Section:
    """Name everybody for whom only what would change the result moves."""
    words = diff.new.words.diff
    rows = tuple(
        (one.name, ". ".join(f"{name}: {told}" for name, told in parts(diff, one)))
        for one in diff.moved
        if one.around
    )
    return Section(words.around, (Facts(rows),) if rows else ())


def parts(diff: Diff, one: Person) -> Iterator[tuple[str, str]]:
    """Yield each part of a result that moves, and how."""
    words = diff.new.words.diff
    for move in one.moves:
        yield getattr(words.part, move.part), saying.move(diff.old, diff.new, move)


def person(diff: Diff, one: Person) -> Section:
    """Show one person: what it was, what it is, and because of what."""
    words = diff.new.words.diff
    rows = list(parts(diff, one))
    if one.moves[0].part != "reading":
        stays = saying.reading(diff.new, one.outcome.reading)
        rows.insert(0, (words.part.reading, words.stays.format(reading=stays)))
    if not one.apart:
        rows.append((words.because, because(diff, one.because)))
    blocks: list[Block] = [Facts(tuple(rows))]
    if one.reanswered:
        blocks.append(Paragraph(words.apart if one.apart else words.reanswered))
    return Section(one.name, tuple(blocks))


def because(diff: Diff, changes: Sequence[Change]) -> str:
    """Name the rules that move a result."""
    words = diff.new.words.diff
    told = (
        words.because_rule.format(place=place(diff, change), rule=path(change))
        for change in changes
    )
    return "; ".join(told) or words.because_together


def sheets(diff: Diff) -> Section:
    """Show which parts of a result move on the sheets that try every rule."""
    words, tried = diff.new.words.diff, diff.tried
    rows = tuple(sheet(diff, part) for part in tried.moved)
    ends = (
        (words.sheets_lost, diff.old, tried.lost),
        (words.sheets_gained, diff.new, tried.gained),
    )
    told = tuple(
        how.format(count=len(some), example=example(one, min(some, key=length)))
        for how, one, some in ends
        if some
    )
    if not rows and not told:
        return Section(words.sheets)
    shown = [Facts(rows)] if rows else []
    intro = Paragraph(words.sheets_intro)
    return Section(words.sheets, (intro, *shown, *map(Paragraph, told)))


def sheet(diff: Diff, part: str) -> tuple[str, str]:
    """Show on the shortest sheet how one part of a result moves."""
    words, found = diff.new.words.diff, diff.tried.moved[part]
    shortest, move = min(found, key=lambda one: length(one[0]))
    told = words.sheets_part.format(
        count=len(found),
        example=example(diff.new, shortest),
        change=saying.move(diff.old, diff.new, move),
    )
    return getattr(words.part, part), told


def length(sheet: Sheet) -> int:
    """Count the answers on a sheet."""
    return len(sheet.answers)


def example(questionnaire: Questionnaire, sheet: Sheet) -> str:
    """Write out a sheet of few answers; count those of a longer one."""
    words = questionnaire.words.diff
    said = written(words, sheet)
    return words.example_copy.format(answers=said) if sheet.gate_withheld else said


def written(words: DiffWords, sheet: Sheet) -> str:
    """Write out few answers, or say how many there are."""
    if not sheet.answers:
        return words.example_empty
    if len(sheet.answers) > SHORT:
        return words.example_long.format(count=len(sheet.answers))
    return "; ".join(
        words.example.format(question=key, answer=", ".join(given))
        for key, given in sheet.answers.items()
    )


def others(diff: Diff) -> Section:
    """Name the files that stand in one folder alone, or could not be compared."""
    words = diff.new.words.diff
    told = [
        (words.only_new if new else words.only_old).format(file=file)
        for file, new in diff.only.items()
    ]
    if diff.unworded:
        told.append(words.unworded)
    told.extend(words.unread.format(file=file) for file in diff.unread)
    return Section(words.others, (Bullets(tuple(told)),) if told else ())
