"""Tries every changed rule of mutants.py, and says how each change comes to light.

The loader has to refuse it, an article of ``check`` has to break, a vignette has to be
read otherwise than its author expects, ``diff`` has to report that a result moves, or
answers to an earlier version have to be taken otherwise. A survivor is excused only by
a reason that is worked out here for this one change. It writes nothing;
``make mutations`` runs it.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, product
from time import monotonic
from typing import TYPE_CHECKING, Any

import mutants

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.comparing import outcomes, rules
from fitcheck.content import loader, yaml_marks
from fitcheck.content.model import Many, Ranked
from fitcheck.errors import ContentError, FileError
from fitcheck.proof import articles, constitution, counting
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mutants import Mutation

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.content.yaml_marks import Document
    from fitcheck.proof.counting import Proof

FORM = "its form"
"""A key or a name that fits nowhere: the rule itself was not put to the test."""
GUARDS = (
    "come before it", "gate of its own name", "rest on a safety answer", "run from",
    "have to rise", "has no bound", "no row ", "come first", "an earlier question",
    "is retired here", "what clears is",
)  # fmt: skip
"""What the loader says where it knows a rule; all else it says is about form."""
SLOW = {"single_answers", "reach", "grounds", "gaps"}
"""The articles that take long to prove."""
SAME_TABLE = "both tables give one reading for every gate, gap, fit and evidence"
SAME_BUT_ORDER = "only what is asked or shown first is other, or a list that is a set"


@dataclass(frozen=True)
class Verdict:
    """How a change came to light; a survivor has at best a reason."""

    mutation: Mutation
    place: str
    by: str | None
    reason: str | None = None


@dataclass(frozen=True)
class Base:
    """The questions as they are, read once."""

    texts: dict[str, str]
    documents: dict[str, Document]
    questionnaire: Questionnaire
    proved: Proof
    people: dict[str, str]
    """The vignettes' texts by the names of their files."""
    sheets: dict[str, Sheet | None]
    earlier: dict[str, Any]
    """Answers to an earlier version, as texts, with what is taken of them."""


@lru_cache(maxsize=1)
def base() -> Base:
    """Read the questions; what is worked out of them is worked out no more."""
    yaml_marks.parse = lru_cache(maxsize=64)(yaml_marks.parse)
    folder = files.bundled()
    texts, _ = loader.read(folder, "questions")
    documents = {
        stem: yaml_marks.parse(f"questions/{stem}.yaml", text)
        for stem, text in texts.items()
    }
    loader.validated = once(
        loader.validated, lambda document, _: id(document), documents.values()
    )
    vignettes = sorted((folder / "vignettes").glob("*.yaml"))
    told = {path.name: files.read(path) for path in vignettes}
    whole = loader.parse(texts, "questions")
    outcomes.scored = once(outcomes.scored, sheet_key, (whole,))
    found = sheets(whole, told)
    earlier = {text: taken(whole, text) for text in retired(whole)}
    return Base(texts, documents, whole, counting.prove(whole), told, found, earlier)


def once(function: Any, key: Any, things: Iterable[Any]) -> Any:
    """Let a function remember what it says of these things, which are never changed."""
    lasting = {id(one) for one in things}
    kept: dict[Any, Any] = {}

    def remembered(thing: Any, other: Any) -> Any:
        if id(thing) not in lasting:
            return function(thing, other)
        name = key(thing, other)
        if name not in kept:
            kept[name] = function(thing, other)
        return kept[name]

    return remembered


def sheet_key(_: Questionnaire, sheet: Sheet) -> Any:
    """Return what tells one sheet from another."""
    return frozenset(sheet.answers.items()), sheet.gate_withheld, sheet.cleared


def sheets(
    questionnaire: Questionnaire, texts: dict[str, str]
) -> dict[str, Sheet | None]:
    """Read the vignettes; None stands for one that does not fit these questions."""
    found: dict[str, Sheet | None] = {}
    for name, text in texts.items():
        try:
            found[name] = reading.parse(questionnaire, text, name)
        except FileError:
            found[name] = None
    return found


def retired(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield answers to an earlier version, each with one thing that is retired."""
    known, gone = questionnaire.questions, questionnaire.manifest.retired
    given: list[dict[str, Any]] = [{key: "very-much"} for key in gone.questions]
    for one in gone.options:
        other = questionnaire.choices[one.question][0].id
        if isinstance(known[one.question], (Many, Ranked)):
            given += [{one.question: [one.option, other]}]
            given += [{one.question: [other, one.option]}]
        else:
            given += [{one.question: one.option}]
    head = {"fitcheck": 1, "questionnaire": questionnaire.manifest.id}
    for answered in given:
        yield json.dumps({**head, "version": "0.0.0", "answers": answered})


def taken(questionnaire: Questionnaire, text: str) -> Any:
    """Return what is taken of answers to an earlier version; None if they are not."""
    try:
        sheet = reading.parse(questionnaire, text, "earlier")
    except FileError:
        return None
    return sheet.answers, sheet.gate_withheld


def judged(mutation: Mutation) -> Verdict:
    """Find out how a change comes to light: the quickest way first."""
    kept = base()
    document = kept.documents[mutation.stem]
    problem = document.problem(document.mark(mutation.edits[0][0]), "")
    place = f"{problem.file}:{problem.line}"
    text = yaml_marks.dump(mutation.made(document.data))
    try:
        new = loader.parse({**kept.texts, mutation.stem: text}, "questions")
    except ContentError as error:
        told = " ".join(problem.what for problem in error.problems)
        guarded = any(guard in told for guard in GUARDS)
        return Verdict(mutation, place, "the loader" if guarded else FORM)
    proved = counting.prove(new)
    by, reason = quickly(kept, proved), None
    if by is None:
        reason = excuse(kept.questionnaire, new)
        by = None if reason else slowly(kept, proved)
    return Verdict(mutation, place, by, reason)


def quickly(kept: Base, proved: Proof) -> str | None:
    """Say what brings a change to light that the loader lets through, or None."""
    if breaks(proved, slow=False):
        return "an article"
    found = sheets(proved.questionnaire, kept.people)
    if None in found.values() or any(
        constitution.unexpected(proved.questionnaire, found)
    ):
        return "a vignette"
    moving = any(outcomes.moved(kept.proved, proved)) or any(
        one.before != one.after for one in outcomes.trials(kept.proved, proved)
    )
    if moving:
        return "diff"
    found_now = {text: taken(proved.questionnaire, text) for text in kept.earlier}
    return "earlier answers" if found_now != kept.earlier else None


def slowly(kept: Base, proved: Proof) -> str | None:
    """Say what takes longer to bring it to light, or None."""
    found = sheets(proved.questionnaire, kept.people)
    met = outcomes.meet(kept.questionnaire, proved.questionnaire, kept.sheets, found)
    if any(one.moves for one in met):
        return "diff"
    return "an article" if breaks(proved, slow=True) else None


def breaks(proved: Proof, *, slow: bool) -> bool:
    """Say whether an article breaks, among those that take long or the others."""
    every = articles.every(proved, date.min)
    told = (one for one in every if (one.__name__ in SLOW) == slow)
    return any(not isinstance(one, str) for one in chain.from_iterable(told))


def excuse(old: Questionnaire, new: Questionnaire) -> str | None:
    """Work out why a change may survive: it is no other rule, only said otherwise."""
    if old.rubric.table != new.rubric.table:
        return SAME_TABLE if readings(old) == readings(new) else None
    return SAME_BUT_ORDER if unordered(whole(old)) == unordered(whole(new)) else None


def readings(questionnaire: Questionnaire) -> list[str]:
    """Return the reading of every case that can be put to the table."""
    either = (False, True)
    return [
        scoring.table(
            questionnaire,
            scoring.decide(questionnaire, gate=g, spans=s, fit=f, evidence=e),
        ).reading
        for g, s, f, e in product(either, either, articles.PULLS, articles.ORDER)
    ]


def whole(questionnaire: Questionnaire) -> Any:
    """Return all that a result can rest on, as plain data."""
    library = questionnaire.library
    parts = [getattr(library, name) for name in rules.RULED]
    retired = questionnaire.manifest.retired
    models = [questionnaire.rubric, *parts, *questionnaire.sections, retired]
    return [one.model_dump(mode="json") for one in models]


def unordered(data: Any) -> Any:
    """Return data without any order, nor which of two poles is shown first."""
    if isinstance(data, dict):
        return {key: unordered(v) for key, v in data.items() if key != "first"}
    if isinstance(data, list):
        return sorted((unordered(one) for one in data), key=repr)
    return data


def report(verdicts: Sequence[Verdict], seconds: float) -> tuple[str, int]:
    """Say how the changes came to light, and name every survivor; count the holes."""
    ways: dict[str, Counter[str]] = {}
    for one in verdicts:
        ways.setdefault(one.mutation.kind, Counter())[one.by or "nothing"] += 1
    lines = [
        f"{kind}: {', '.join(f'{n} by {way}' for way, n in found.items())}"
        for kind, found in ways.items()
    ]
    tested = [kind for kind, found in ways.items() if set(found) != {FORM}]
    holes = [
        f"NEVER PUT TO THE TEST, only its form: {kind}"
        for kind in ways
        if not any(one.startswith(kind) for one in tested)
    ]
    for one in verdicts:
        if one.by is None:
            said = f"survives: {one.place}: {one.mutation.kind}: {one.mutation.said}"
            lines.append(f"{said}: {one.reason or 'NOT EXPLAINED'}")
            holes += [] if one.reason else [said]
    formal = sum(one.by == FORM for one in verdicts)
    lines += [
        *(hole for hole in holes if hole not in lines),
        f"{len(verdicts)} changes in {seconds:.0f} s: {formal} of them come to light by"
        f" their form alone, {len(holes)} are not explained.",
    ]
    return "\n".join(lines), len(holes)


def main() -> int:
    """Make every change, on every core."""
    begun = monotonic()
    found = list(mutants.every(base().questionnaire))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        verdicts = list(pool.map(judged, found, chunksize=8))
    said, holes = report(verdicts, monotonic() - begun)
    sys.stdout.write(f"{said}\n")
    return min(holes, 1)


if __name__ == "__main__":
    sys.exit(main())
