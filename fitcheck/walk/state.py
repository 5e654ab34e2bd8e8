"""Where a walk stands, as one plain record.

It decides nothing; ``steps`` says what a reply makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from fitcheck.answers.sheet import Answers, Sheet
from fitcheck.content.model import Question
from fitcheck.content.questionnaire import Questionnaire
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
    """Where a walk stands."""

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
    """What is open: a kind, and the question where it is one."""

    kind: Kind
    question: Question | None = None

    @property
    def key(self) -> str:
        """The id of the question, or the kind."""
        return self.question.id if self.question else self.kind


def sheet_of(questionnaire: Questionnaire, state: State) -> Sheet:
    """Return the sheet that a state amounts to."""
    manifest = questionnaire.manifest
    order = [key for key in questionnaire.questions if key in state.answers]
    skipped = [key for key in questionnaire.questions if key in state.skipped]
    return Sheet(
        questionnaire=manifest.id,
        version=manifest.version,
        answers={key: state.answers[key] for key in order},
        skipped=tuple(skipped),
        country=state.country,
        respondent=state.respondent,
        label=state.label,
        cleared=cleared(questionnaire, state),
        notes={k: state.notes[k] for k in questionnaire.questions if k in state.notes},
    )


def cleared(questionnaire: Questionnaire, state: State) -> tuple[str, ...]:
    """Return what was cleared of the gates that the answers still open."""
    given = {one for key in questionnaire.safety for one in state.answers.get(key, ())}
    gates = questionnaire.library.gates.gates
    return tuple(g.id for g in gates if g.id in state.cleared & given and g.clears)


def fired(questionnaire: Questionnaire, state: State) -> tuple[str, ...]:
    """Return the gates that the answers so far fire."""
    return scoring.fired(questionnaire, sheet_of(questionnaire, state))
