"""Changes every rule in questions/ once, and says how each change comes to light.

Whatever is changed, the loader has to refuse it, an article of ``check`` has to break,
a vignette has to be read otherwise than its author expects, or ``diff`` has to report
that a result moves. It writes nothing; ``make mutations`` runs it.
"""

from __future__ import annotations

import copy
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Any

from fitcheck import answers, audit, content, diff, files, marked_yaml
from fitcheck.audit import people as audited
from fitcheck.audit import proof
from fitcheck.diff import figures, people
from fitcheck.errors import ContentError, FileError
from fitcheck.model import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fitcheck.audit.proof import Proof
    from fitcheck.marked_yaml import Document
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.sheet import Sheet

Steps = tuple[int | str, ...]
Step = int | str
GONE = "(taken out)"
"""The value of what is taken out: text, so that it is the same in every process."""
COLUMNS = ("psychodynamic", "cbt", "towards", "points")
EXPLAINED = {
    ("row", "swapped"): "no two rows apply to one case, so their order counts for none",
    ("row", "added"): "an earlier row answers that case already",
}
"""Survivors that are no hole: what is changed and how, and the reason."""
SLOW = {"single_answers", "reach"}
"""The articles that take long to prove."""


@dataclass(frozen=True)
class Mutation:
    """One value of one file, changed once."""

    kind: str
    stem: str
    steps: Steps
    value: Any
    said: str


@dataclass(frozen=True)
class Verdict:
    """How a change came to light; None for a survivor."""

    mutation: Mutation
    place: str
    by: str | None


def every(data: dict[str, Any]) -> Iterator[Mutation]:
    """Yield every change, file by file."""
    sections = [stem for stem in data if content.PARTS.get(stem, Section) is Section]
    for stem in ("rubric", *sections):
        for steps, value in leaves(data[stem], ()):
            if steps[-1] in COLUMNS and isinstance(value, int):
                yield from points(stem, steps, value)
        for steps, value in lists(data[stem], ()):
            if steps[-1] == "show_if":
                yield from conditions("show_if", stem, steps, value, data)
    yield from bands(data["rubric"]["bands"])
    yield from rows(data["rubric"]["table"])
    yield from advisories(data["rubric"]["advisories"])
    yield from gates(data["gates"]["gates"], data)
    for number, one in enumerate(data["therapist-questions"]["questions"]):
        if "ask_when" in one:
            steps = ("questions", number, "ask_when")
            yield from conditions(
                "ask_when", "therapist-questions", steps, one["ask_when"], data
            )


def leaves(data: Any, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    """Yield every value that holds no other, with the steps to it."""
    for step, value in below(data):
        if isinstance(value, (dict, list)):
            yield from leaves(value, (*steps, step))
        else:
            yield (*steps, step), value


def lists(data: Any, steps: Steps) -> Iterator[tuple[Steps, list[Any]]]:
    """Yield every list, with the steps to it."""
    for step, value in below(data):
        if isinstance(value, list):
            yield (*steps, step), value
        yield from lists(value, (*steps, step))


def below(data: Any) -> Iterator[tuple[Step, Any]]:
    """Yield what a block or a list holds."""
    if isinstance(data, dict):
        yield from data.items()
    elif isinstance(data, list):
        yield from enumerate(data)


def points(stem: str, steps: Steps, value: int) -> Iterator[Mutation]:
    """Yield one point more, one less, and none."""
    most = 3 if steps[-1] == "points" else 99
    kind = "strength" if "strengths" in steps else "point"
    for other in sorted({value + 1, value - 1, 0} - {value}):
        if 0 <= other <= most:
            yield Mutation(kind, stem, steps, other, f"{value} to {other}")


def bands(found: list[Any]) -> Iterator[Mutation]:
    """Yield every bound one up and one down."""
    for number, band in enumerate(found):
        for more in (1, -1) if band["from"] is not None else ():
            bound = band["from"]
            yield Mutation("bound", "rubric", ("bands", number, "from"), bound + more,
                           f"{bound} to {bound + more}")  # fmt: skip


def rows(found: list[Any]) -> Iterator[Mutation]:
    """Yield every row dropped, swapped, read otherwise, and each cell changed."""
    readings = dict.fromkeys(row["reading"] for row in found)
    yield from order("row", "rubric", ("table",), found)
    for number, row in enumerate(found):
        here: Steps = ("table", number)
        for other in readings:
            if other != row["reading"]:
                yield Mutation(
                    "row", "rubric", (*here, "reading"), other, f"reading {other}"
                )
        for lens in ("fit", "evidence"):
            if lens in row:
                sides = ("psychodynamic", "neither", "cbt")
                yield from entries("row", "rubric", (*here, lens), row[lens], sides)


def gates(found: list[Any], data: dict[str, Any]) -> Iterator[Mutation]:
    """Yield every gate dropped, swapped, its flags flipped, its answers changed."""
    yield from order("gate", "gates", ("gates",), found)
    for number, gate in enumerate(found):
        here: Steps = ("gates", number)
        for flag in ("stops", "private"):
            flipped = not gate.get(flag, False)
            yield Mutation("gate", "gates", (*here, flag), flipped, f"{flag} {flipped}")
        yield from conditions("gate", "gates", (*here, "when"), gate["when"], data)
        yield from entries("gate", "gates", (*here, "lines"), gate["lines"], ())


def advisories(found: list[Any]) -> Iterator[Mutation]:
    """Yield every advisory dropped, and each concern and gate in it taken out."""
    yield from order("advisory", "rubric", ("advisories",), found)
    for number, one in enumerate(found):
        for key in ("concerns", "unless_gates"):
            here: Steps = ("advisories", number, key)
            yield from entries("advisory", "rubric", here, one.get(key, []), ())


def conditions(
    kind: str, stem: str, steps: Steps, found: list[Any], data: dict[str, Any]
) -> Iterator[Mutation]:
    """Yield each condition dropped, and its answers dropped, added and replaced."""
    for number, condition in enumerate(found):
        here, name = (*steps, number), condition["question"]
        yield Mutation(kind, stem, here, GONE, f"the condition on {name} dropped")
        known = options(name, data)
        named = condition["any_of"]
        yield from entries(kind, stem, (*here, "any_of"), named, known)
        others = [one for one in known if one not in named]
        for at, old in enumerate(named):
            for other in others if kind == "gate" else others[:1]:
                yield Mutation(
                    kind, stem, (*here, "any_of", at), other, f"{old} to {other}"
                )


def options(question: str, data: dict[str, Any]) -> list[str]:
    """Return the ids of a question's options; a condition needs one with a list."""
    for part in data.values():
        for one in part.get("questions", ()):
            if one["id"] == question and "kind" in one:
                kind = "statement" if one["kind"] == "statement" else one.get("scale")
                scale = data["rubric"]["scales"].get(kind, {"steps": ()})
                return [o["id"] for o in one.get("options", scale["steps"])]
    raise LookupError(question)


def entries(
    kind: str, stem: str, steps: Steps, named: list[str], known: Any
) -> Iterator[Mutation]:
    """Yield each entry of a list dropped, and each that could stand there added."""
    for at, one in enumerate(named):
        yield Mutation(kind, stem, (*steps, at), GONE, f"{one} dropped")
    for one in known:
        if one not in named:
            yield Mutation(kind, stem, steps, [*named, one], f"{one} added")


def order(kind: str, stem: str, steps: Steps, found: list[Any]) -> Iterator[Mutation]:
    """Yield each part of a list dropped, and swapped with the next."""
    for at in range(len(found)):
        yield Mutation(kind, stem, (*steps, at), GONE, "dropped")
    for at in range(len(found) - 1):
        swapped = [*found[:at], found[at + 1], found[at], *found[at + 2 :]]
        yield Mutation(kind, stem, steps, swapped, f"{at + 1} and {at + 2} swapped")


@dataclass(frozen=True)
class Base:
    """The questions as they are, read once."""

    texts: dict[str, str]
    documents: dict[str, Document]
    questionnaire: Questionnaire
    people: dict[str, str]
    """The vignettes' texts by the names of their files."""
    sheets: dict[str, Sheet | None]

    @property
    def data(self) -> dict[str, Any]:
        """What each file holds."""
        return {stem: document.data for stem, document in self.documents.items()}


@lru_cache(maxsize=1)
def base() -> Base:
    """Read the questions; from now on each unchanged file is parsed no more."""
    marked_yaml.parse = lru_cache(maxsize=64)(marked_yaml.parse)
    content.validated = once(content.validated)
    folder = files.bundled()
    texts, _ = content.read(folder, "questions")
    documents = {
        stem: marked_yaml.parse(f"questions/{stem}.yaml", text)
        for stem, text in texts.items()
    }
    vignettes = sorted((folder / "vignettes").glob("*.yaml"))
    told = {path.name: files.read(path) for path in vignettes}
    questionnaire = content.parse(texts, "questions")
    return Base(texts, documents, questionnaire, told, sheets(questionnaire, told))


def once(validated: Any) -> Any:
    """Remember the models of documents that stay."""
    kept: dict[int, tuple[Document, Any]] = {}

    def remembered(document: Document, kind: Any) -> Any:
        if id(document) not in kept:
            kept[id(document)] = (document, validated(document, kind))
        return kept[id(document)][1]

    return remembered


def sheets(
    questionnaire: Questionnaire, texts: dict[str, str]
) -> dict[str, Sheet | None]:
    """Read the vignettes; None stands for one that does not fit these questions."""
    found: dict[str, Sheet | None] = {}
    for name, text in texts.items():
        try:
            found[name] = answers.parse(questionnaire, text, name)
        except FileError:
            found[name] = None
    return found


def judged(mutation: Mutation) -> Verdict:
    """Find out how a change comes to light: the quickest way first."""
    kept = base()
    document = kept.documents[mutation.stem]
    problem = document.problem(document.mark(mutation.steps), "")
    data = changed(document.data, mutation.steps, mutation.value)
    texts = {**kept.texts, mutation.stem: marked_yaml.dump(data)}
    return Verdict(mutation, f"{problem.file}:{problem.line}", by(kept, texts))


def by(kept: Base, texts: dict[str, str]) -> str | None:
    """Say what brings a change to light, or None."""
    try:
        questionnaire = content.parse(texts, "questions")
    except ContentError:
        return "the loader"
    proved = proof.prove(questionnaire)
    if breaks(proved, slow=False):
        return "an article"
    found = sheets(questionnaire, kept.people)
    if None in found.values() or any(audited.unexpected(questionnaire, found)):
        return "a vignette"
    if moves(kept, proved, found):
        return "diff"
    return "an article" if breaks(proved, slow=True) else None


def breaks(proved: Proof, *, slow: bool) -> bool:
    """Say whether an article breaks, among those that take long or the others."""
    checks = (one for one in audit.CHECKS if (one.__name__ in SLOW) == slow)
    return any(check(proved)[1] for check in checks)


def moves(kept: Base, proved: Proof, found: dict[str, Sheet | None]) -> bool:
    """Say whether ``diff`` reports that a result moves; the quickest part first."""
    old, new = kept.questionnaire, proved.questionnaire
    was = proof.prove(old)
    if any(figures.moved(was, proved)):
        return True
    if any(before != after for _, before, after in diff.trials(was, proved)):
        return True
    return any(one.moves for one in people.meet(old, new, kept.sheets, found))


def changed(data: Any, steps: Steps, value: Any) -> Any:
    """Return a copy with one value replaced, or taken out."""
    found = copy.deepcopy(data)
    holder = found
    for step in steps[:-1]:
        holder = holder[step]
    if value == GONE:
        del holder[steps[-1]]
    else:
        holder[steps[-1]] = value
    return found


def report(verdicts: Sequence[Verdict], seconds: float) -> tuple[str, int]:
    """Say how the changes came to light, and name every survivor; count the holes."""
    ways = Counter((one.mutation.kind, one.by) for one in verdicts if one.by)
    lines = [f"{kind}: {many} by {way}" for (kind, way), many in sorted(ways.items())]
    holes = 0
    for one in verdicts:
        if one.by is None:
            said = f"{one.place}: {one.mutation.kind}: {one.mutation.said}"
            reason = EXPLAINED.get((one.mutation.kind, one.mutation.said.split()[-1]))
            holes += reason is None
            lines.append(f"survives: {said}: {reason or 'NOT EXPLAINED'}")
    lines.append(f"{len(verdicts)} changes in {seconds:.0f} s, {holes} not explained.")
    return "\n".join(lines), holes


def main() -> int:
    """Make every change, on every core."""
    begun = monotonic()
    found = list(every(base().data))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        verdicts = list(pool.map(judged, found, chunksize=8))
    said, holes = report(verdicts, monotonic() - begun)
    sys.stdout.write(f"{said}\n")
    return min(holes, 1)


if __name__ == "__main__":
    sys.exit(main())
