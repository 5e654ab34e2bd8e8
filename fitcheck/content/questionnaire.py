"""The whole data set as the engine sees it, with what follows from it directly.

It holds no answer and makes no judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from fitcheck.content.library import Library, Source
from fitcheck.content.model import (
    Concern,
    Manifest,
    Points,
    Poles,
    Question,
    Ranked,
    Rubric,
    Scales,
    Section,
    Statement,
)
from fitcheck.content.texts import Texts
from fitcheck.errors import Problem


@dataclass(frozen=True)
class Choice:
    """An option as the engine sees it: its id and what it adds to the fit lens."""

    id: str
    points: Points | None = None
    exclusive: bool = False
    aside: bool = False
    """It stands beside a scale, and counts as its middle."""

    @property
    def difference(self) -> int:
        """Psychodynamic minus CBT; 0 where the option carries no points."""
        return self.points.difference if self.points else 0


def choices(question: Question, scales: Scales) -> tuple[Choice, ...]:
    """Return a question's options, from psychodynamic to CBT or as written."""
    if not isinstance(question, (Poles, Statement)):
        return tuple(
            Choice(o.id, getattr(o, "points", None), o.exclusive)
            for o in question.options
        )

    def worth(psychodynamic: int, cbt: int) -> Points:
        return Points(
            psychodynamic=psychodynamic,
            cbt=cbt,
            reason=question.reason,
            sources=question.sources,
        )

    if isinstance(question, Statement):
        mine = question.towards == "psychodynamic"
        return tuple(
            Choice(s.id, worth(s.towards * mine, s.towards * (not mine)))
            for s in scales.statement.steps
        )
    return (
        *(
            Choice(s.id, worth(s.psychodynamic, s.cbt))
            for s in scales.of(question).steps
        ),
        *(Choice(one.id, worth(0, 0), aside=True) for one in question.others),
    )


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """The whole data set: everything in ``questions/`` but the vignettes.

    Equal only to itself, so that what follows from it can be worked out once.
    """

    manifest: Manifest
    sections: tuple[Section, ...]
    rubric: Rubric
    library: Library
    words: Texts
    fingerprint: str
    """SHA-256 of the canonical JSON of everything loaded."""
    marked: Callable[[], Mapping[str, Problem]] = field(default=dict, repr=False)
    """Finds the places: only those who look for faults or changes have to wait."""

    @cached_property
    def places(self) -> Mapping[str, Problem]:
        """Where ids and keys stand, such as ``SECTION/QUESTION/OPTION``."""
        return self.marked()

    @cached_property
    def questions(self) -> dict[str, Question]:
        return {q.id: q for section in self.sections for q in section.questions}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        return {q.id: section for section in self.sections for q in section.questions}

    @cached_property
    def short_names(self) -> dict[str, str]:
        """What each source is called in running text, by its key."""
        alike: dict[str, list[Source]] = {}
        for one in self.library.sources.sources:
            alike.setdefault(one.short, []).append(one)
        return {
            one.key: one.apart(place) if same[1:] else name
            for name, same in alike.items()
            for place, one in enumerate(same)
        }

    @cached_property
    def concerns(self) -> dict[str, Concern]:
        return {
            concern.id: concern
            for question in self.questions.values()
            if isinstance(question, Ranked)
            for concern in question.options
        }

    @cached_property
    def concern_question(self) -> str | None:
        ranked = (q.id for q in self.questions.values() if isinstance(q, Ranked))
        return next(ranked, None)

    @cached_property
    def preference(self) -> str | None:
        """The id of the question that both cards stand beside, if there is one."""
        scales = ((q.id, getattr(q, "scale", "")) for q in self.questions.values())
        return next((key for key, scale in scales if scale == "preference"), None)

    @cached_property
    def safety(self) -> frozenset[str]:
        """The questions that a gate looks at."""
        gates = self.library.gates.gates
        return frozenset(when.question for gate in gates for when in gate.when)

    @cached_property
    def scored(self) -> tuple[str, ...]:
        """The questions that carry fit points, in order."""
        return tuple(
            key for key in self.questions if any(c.points for c in self.choices[key])
        )

    @cached_property
    def choices(self) -> dict[str, tuple[Choice, ...]]:
        """The options of every question, from psychodynamic to CBT or as written."""
        return {
            key: choices(q, self.rubric.scales) for key, q in self.questions.items()
        }

    def shown(self, question: Question) -> tuple[Choice, ...]:
        """Return the options in the order in which they are shown."""
        choices = self.choices[question.id]
        if isinstance(question, Poles) and question.first == "cbt":
            scale = [one for one in choices if not one.aside]
            return (*scale[::-1], *choices[len(scale) :])
        return choices

    def steps(self, question: Question) -> tuple[Choice, ...]:
        """Return the options as shown, without those beside a scale."""
        return tuple(one for one in self.shown(question) if not one.aside)
