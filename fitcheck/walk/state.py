"""Where a walk stands, as one plain record.

It decides nothing; ``steps`` says what a reply makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from fitcheck.answers.sheet import Answers, Sheet
from fitcheck.content.library import Gate
from fitcheck.content.model import Question
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.texts import Texts
from fitcheck.report.names import Names
from fitcheck.rubric import scoring

Head = Literal["respondent", "label"]
"""What is asked of a clinician before the questions."""
Kind = (
    Literal["opening", "found", "country", "question", "note", "gate", "talked"]
    | Literal["saving", "check"]
    | Head
)
"""A question, or one of the places that are none."""


@dataclass(frozen=True)
class State:
    opened: bool = False
    offered: str | None = None
    """The country that is offered."""
    country: str | None = None
    placed: bool = False
    answers: Answers = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    aside: Answers = field(default_factory=dict)
    """Answers taken back, to be offered again; empty for a skipped question."""
    seen: frozenset[str] = frozenset()
    """Gates whose screen was gone past."""
    cleared: frozenset[str] = frozenset()
    """Gates that were talked about with a clinician."""
    untalked: frozenset[str] = frozenset()
    """Gates that could be cleared, and were not."""
    calls: bool = False
    """Help lines were asked for, and are shown with what is open."""
    found: Sheet | None = None
    """A saved walk that is offered."""
    dropped: tuple[str, ...] = ()
    """Questions of the saved walk whose answers no longer fit."""
    other: bool = False
    """Another walk is saved already, and saving this one takes its place."""
    saving: Literal["ask", "yes", "no", "lost"] = "no"
    """Whether every answer is saved as it is given: asked for once; lost: it failed."""
    private: bool = False
    """Nothing is written but what was asked for by name."""
    changing: str | None = None
    """What is being changed from the check page: a question, country, or the head."""
    checked: bool = False
    reported: bool = False
    """The report was seen, and going back from the check page leads to it again."""
    explained: str = ""
    """Where help was asked for."""
    clinician: bool = False
    """Why is said all along, and a note can be taken at every question."""
    entered: frozenset[str] = frozenset()
    """What of respondent and label was asked for and is settled."""
    respondent: str | None = None
    label: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    noting: str = ""
    """The question whose note is being written."""
    typed: str = ""
    """What was typed as a label or note and cannot be taken as it is."""
    screen: tuple[str, str] = ("", "")
    """The question and option whose help screen comes next; without an option, help
    lines, as the question was skipped."""
    problem: str = ""
    taken: str = ""
    """Which country a reply stood for, in words; said with the next screen."""


@dataclass(frozen=True)
class Stop:
    kind: Kind
    question: Question | None = None

    @property
    def key(self) -> str:
        return self.question.id if self.question else self.kind


class Here(NamedTuple):
    """A walk at one moment: how far it got, and what is open there."""

    questionnaire: Questionnaire
    state: State
    stop: Stop

    @property
    def words(self) -> Texts:
        return self.questionnaire.words

    @property
    def names(self) -> Names:
        return Names(self.questionnaire)

    @property
    def gates(self) -> list[Gate]:
        """The gates in force, in the order of their file."""
        opened = fired(self.questionnaire, self.state)
        return [one for one in gates(self.questionnaire) if one.id in opened]

    @property
    def clearable(self) -> Gate | None:
        """The gate of which a clinician is to say if it was talked about."""
        asked = self.state.clinician and self.state.respondent
        open_ = (g for g in self.gates if g.clears and g.id not in self.state.untalked)
        return next(open_, None) if asked else None

    def changed(self, **changes: Any) -> State:
        return replace(self.state, **changes)


def gates(questionnaire: Questionnaire) -> tuple[Gate, ...]:
    return questionnaire.library.gates.gates


def sheet_of(questionnaire: Questionnaire, state: State) -> Sheet:
    manifest, order = questionnaire.manifest, questionnaire.questions
    return Sheet(
        questionnaire=manifest.id,
        version=manifest.version,
        answers={key: state.answers[key] for key in order if key in state.answers},
        skipped=tuple(key for key in order if key in state.skipped),
        country=state.country,
        respondent=state.respondent,
        label=state.label,
        cleared=cleared(questionnaire, state),
        notes={key: state.notes[key] for key in order if key in state.notes},
    )


def cleared(questionnaire: Questionnaire, state: State) -> tuple[str, ...]:
    """Return what was cleared of the gates that the answers still open."""
    given = {one for key in questionnaire.safety for one in state.answers.get(key, ())}
    known = gates(questionnaire)
    return tuple(g.id for g in known if g.id in state.cleared & given and g.clears)


def fired(questionnaire: Questionnaire, state: State) -> tuple[str, ...]:
    return scoring.fired(questionnaire, sheet_of(questionnaire, state))
