"""What was read of a folder of questions so far, and what the checks look up in it.

Any file may be missing, or may not have been understood: then nothing is found in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from fitcheck.content import yaml_marks
from fitcheck.content.model import Question, Scales, Section
from fitcheck.content.questionnaire import Choice, choices
from fitcheck.content.strict import meant
from fitcheck.content.yaml_marks import Document, Steps
from fitcheck.errors import Problem


class Placed(NamedTuple):
    """Something that was read, and the steps that lead to it in its file."""

    document: Document
    steps: Steps
    value: Any

    def at(self, name: str) -> Placed:
        """Return what stands under one of its keys."""
        below = getattr(self.value, name, None)
        return Placed(self.document, (*self.steps, name), below)

    def each(self, name: str) -> Iterator[Placed]:
        """Yield the entries of one of its lists; none if there is no such list."""
        for number, one in enumerate(getattr(self.value, name, ())):
            yield Placed(self.document, (*self.steps, name, number), one)

    def problem(self, what: str = "", remedy: str = "") -> Problem:
        return self.document.problem(self.document.mark(self.steps), what, remedy)

    def no_such(self, kind: str, known: Iterable[str]) -> Problem:
        what = f"there is no {kind} '{self.value[:60]}'"
        return self.problem(what, meant(self.value, known))


@dataclass
class Parts:
    """What could be read so far, and everything that was wrong."""

    documents: dict[str, Document] = field(default_factory=dict)
    models: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, stem: str) -> Placed:
        """Return what was read of a file: nothing, if it was not understood."""
        document = self.documents.get(stem) or Document(stem, yaml_marks.NOTHING)
        return Placed(document, (), self.models.get(stem))

    @cached_property
    def order(self) -> tuple[str, ...]:
        return getattr(self.models.get("questionnaire"), "sections", ())

    @cached_property
    def whole(self) -> bool:
        return bool(self.order) and {*self.order} <= {*self.sections}

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """Every section that could be read, those that nobody names last."""
        found = [n for n, one in self.models.items() if isinstance(one, Section)]
        rank = {name: at for at, name in enumerate(self.order)}
        return tuple(sorted(found, key=lambda name: rank.get(name, len(rank))))

    @cached_property
    def questions(self) -> dict[str, Placed]:
        """Every question by id, in the order in which they are asked."""
        several = (self.of(name).each("questions") for name in self.sections)
        return {one.value.id: one for asked in several for one in asked}

    @cached_property
    def scales(self) -> Scales | None:
        return getattr(self.models.get("rubric"), "scales", None)

    @cached_property
    def safety(self) -> set[str]:
        """The questions that a gate looks at."""
        gates = self.of("gates").each("gates")
        return {when.question for gate in gates for when in gate.value.when}

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """Return a question's options, as far as they are known."""
        if self.scales is None and not hasattr(question, "options"):
            return ()
        return choices(question, self.scales)  # type: ignore[arg-type]

    def ids(self, key: str) -> tuple[str, ...]:
        return tuple(one.id for one in self.choices(self.questions[key].value))


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
        names: dict[Steps, str] = {}
        for steps, value in nested(document.data):
            name = names.get(steps[:-1], stem)
            if steps and isinstance(steps[-1], str):
                name = f"{name}.{steps[-1]}"
                found.setdefault(name, document.problem(document.mark(steps, "key")))
            if isinstance(value, dict) and steps:
                name = named(document, steps, value, name, found)
            names[steps] = name
        for key in document.data if isinstance(document.data, dict) else ():
            found.setdefault(f"{stem}/{key}", document.problem(document.mark((key,))))
    return found


def named(
    document: Document,
    steps: Steps,
    block: dict[str, Any],
    name: str,
    found: dict[str, Problem],
) -> str:
    """Record where a block stands under its own name, and return how it is called."""
    key = next((k for k in ("id", "key", "code", "reading") if k in block), None)
    if key:
        own = f"{name.partition('.')[0]}/{block[key]}"
        found.setdefault(own, document.problem(document.mark((*steps, key))))
        if key != "reading":
            return own
    if isinstance(steps[-1], int):
        name = f"{name}#{steps[-1] + 1}"
        found[name] = document.problem(document.mark(steps))
    return name
