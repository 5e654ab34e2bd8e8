"""What the checks look at: loaded parts, their marks, and the problems at a mark.

It finds things and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from fitcheck.content.model import Many, Ranked, Section, Single, Statement
from fitcheck.errors import Problem, nearest

if TYPE_CHECKING:
    from fitcheck.content.model import Question
    from fitcheck.content.yaml_marks import Document


Models = Mapping[str, Any]
Documents = Mapping[str, "Document"]
Steps = tuple[int | str, ...]


def sections(models: Models) -> dict[str, Section]:
    """Return the sections in their order."""
    manifest = models.get("questionnaire")
    order = manifest.sections if manifest else ()
    found = {stem: part for stem, part in models.items() if isinstance(part, Section)}
    rank = {stem: at for at, stem in enumerate(order)}
    return dict(sorted(found.items(), key=lambda one: rank.get(one[0], len(rank))))


def whole(models: Models) -> bool:
    """Tell whether every section could be read."""
    manifest = models.get("questionnaire")
    names = manifest.sections if manifest else ()
    return bool(names) and all(isinstance(models.get(n), Section) for n in names)


def questions(models: Models) -> dict[str, tuple[str, Steps, Question]]:
    """Return each question by id, with its file and the steps to it."""
    return {
        question.id: (stem, ("questions", at), question)
        for stem, section in sections(models).items()
        for at, question in enumerate(section.questions)
    }


def option_ids(question: Question, models: Models) -> tuple[str, ...]:
    """Return the ids of a question's options."""
    if isinstance(question, (Single, Many, Ranked)):
        return tuple(option.id for option in question.options)
    rubric = models.get("rubric")
    if rubric is None:
        return ()
    scales = rubric.scales
    if isinstance(question, Statement):
        return tuple(step.id for step in scales.statement.steps)
    scale = scales.preference if question.scale == "preference" else scales.two_pole
    return tuple(one.id for one in (*scale.steps, *question.others))


def at(document: Document, steps: Steps, what: str) -> Problem:
    """Make the problem that stands at these steps."""
    return document.problem(document.mark(steps), what)


def unknown(
    document: Document, steps: Steps, kind: str, name: str, known: Iterable[str]
) -> Problem:
    """Make the problem of a name that does not exist."""
    near = nearest(name, known)
    remedy = f"did you mean '{near}'?" if near else ""
    return document.problem(
        document.mark(steps), f"there is no {kind} '{name[:60]}'", remedy
    )


def places(documents: Documents) -> dict[str, Problem]:
    """Return where things stand, as ``file-stem/ID``, and each key of theirs.

    Below an id the keys follow a full stop: ``concerns/concerns/sleep.cbt.points``.
    What has no id goes by its place in its list, such as ``rubric.table#7``.
    """
    found: dict[str, Problem] = {}
    for stem, document in documents.items():
        found[stem] = at(document, (), "")
        mark_keys(document, document.data, (), stem, found)
        for key in document.data if isinstance(document.data, dict) else ():
            found.setdefault(f"{stem}/{key}", at(document, (key,), ""))
    return found


def mark_keys(
    document: Document, data: Any, steps: Steps, owner: str, found: dict[str, Problem]
) -> None:
    """Record where ids and keys stand, each under the names of what holds it."""
    if isinstance(data, list):
        for number, value in enumerate(data):
            mark_keys(document, value, (*steps, number), owner, found)
        return
    if not isinstance(data, dict):
        return
    key = next((k for k in ("id", "key", "code", "reading") if k in data), None)
    if key and steps:
        own = f"{owner.partition('.')[0]}/{data[key]}"
        found.setdefault(own, at(document, (*steps, key), ""))
    if key and steps and key != "reading":
        owner = own
    elif steps and isinstance(steps[-1], int):
        owner = f"{owner}#{steps[-1] + 1}"
        found[owner] = at(document, steps, "")
    for name, value in data.items():
        here: Steps = (*steps, name)
        mark = document.mark(here, "key")
        found.setdefault(f"{owner}.{name}", document.problem(mark, ""))
        mark_keys(document, value, here, f"{owner}.{name}", found)
