"""What was read of a folder of questions so far, and what the checks look up in it.

Any file may be missing, or may not have been understood: then nothing is found in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from fitcheck.content import yaml_marks
from fitcheck.content.library import Gate
from fitcheck.content.model import (
    Many,
    Question,
    Ranked,
    Rubric,
    Section,
    Single,
    Statement,
)
from fitcheck.content.strict import meant
from fitcheck.content.yaml_marks import Document, Steps
from fitcheck.errors import Problem


class Fault(NamedTuple):
    stem: str
    steps: Steps
    what: str
    remedy: str = ""


class Placed(NamedTuple):
    stem: str
    steps: Steps
    question: Question


@dataclass
class Parts:
    """What could be read so far, and everything that was wrong."""

    documents: dict[str, Document] = field(default_factory=dict)
    models: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def order(self) -> tuple[str, ...]:
        manifest = self.models.get("questionnaire")
        return manifest.sections if manifest else ()

    @cached_property
    def whole(self) -> bool:
        return bool(self.order) and {*self.order} <= self.sections.keys()

    @cached_property
    def sections(self) -> dict[str, Section]:
        """Every section that could be read, those that nobody names last."""
        found = {n: one for n, one in self.models.items() if isinstance(one, Section)}
        rank = {name: at for at, name in enumerate(self.order)}
        return dict(sorted(found.items(), key=lambda one: rank.get(one[0], len(rank))))

    @cached_property
    def questions(self) -> dict[str, Placed]:
        """Every question by id, in the order in which they are asked."""
        return {
            question.id: Placed(name, ("questions", at), question)
            for name, section in self.sections.items()
            for at, question in enumerate(section.questions)
        }

    @cached_property
    def rubric(self) -> Rubric | None:
        return self.models.get("rubric")

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        return self.models["gates"].gates if "gates" in self.models else ()

    @cached_property
    def safety(self) -> set[str]:
        """The questions that a gate looks at."""
        return {when.question for gate in self.gates for when in gate.when}

    def options(self, question: Question) -> tuple[str, ...]:
        """Return the ids of a question's options, as far as they are known."""
        if isinstance(question, (Single, Many, Ranked)):
            return tuple(option.id for option in question.options)
        if self.rubric is None:
            return ()
        scales = self.rubric.scales
        if isinstance(question, Statement):
            return tuple(step.id for step in scales.statement.steps)
        steps = scales.of(question).steps
        return (*(one.id for one in steps), *(one.id for one in question.others))

    def problem(self, fault: Fault) -> Problem:
        document = self.documents[fault.stem]
        return document.problem(document.mark(fault.steps), fault.what, fault.remedy)


def no_such(
    stem: str, steps: Steps, kind: str, name: str, known: Iterable[str]
) -> Fault:
    return Fault(stem, steps, f"there is no {kind} '{name[:60]}'", meant(name, known))


def nested(data: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Yield data and every value in it, however deep, with the steps to it."""
    yield steps, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from nested(value, (*steps, key))
    if isinstance(data, list):
        for number, value in enumerate(data):
            yield from nested(value, (*steps, number))


def cited(data: Any) -> Iterator[tuple[Steps, str]]:
    """Yield every source key in data, with the steps to it."""
    for steps, value in nested(data):
        match steps:
            case (*_, "source") | (_, *_, "sources", int()) if isinstance(value, str):
                yield steps, value


def places(texts: Mapping[str, str], called: str) -> dict[str, Problem]:
    """Return where things stand in files that can be read, as ``file-stem/ID``.

    Each key below an id follows a full stop: ``concerns/concerns/sleep.cbt.points``.
    What has no id goes by its place in its list, such as ``rubric.table#7``.
    """
    found: dict[str, Problem] = {}
    for stem, text in texts.items():
        document = yaml_marks.parse(f"{called}/{stem}.yaml", text)
        if isinstance(document, Problem):
            continue
        found[stem] = document.problem(document.mark(()))
        mark_keys(document, document.data, (), stem, found)
        for key in document.data if isinstance(document.data, dict) else ():
            found.setdefault(f"{stem}/{key}", document.problem(document.mark((key,))))
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
        found.setdefault(own, document.problem(document.mark((*steps, key))))
    if key and steps and key != "reading":
        owner = own
    elif steps and isinstance(steps[-1], int):
        owner = f"{owner}#{steps[-1] + 1}"
        found[owner] = document.problem(document.mark(steps))
    for name, value in data.items():
        here, place = (*steps, name), f"{owner}.{name}"
        found.setdefault(place, document.problem(document.mark(here, "key")))
        mark_keys(document, value, here, place, found)
