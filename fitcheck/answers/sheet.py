"""What one person answered: the answer sheet, wherever it came from.

A plain record; it knows neither the questions nor the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

LONGEST_NOTE, LONGEST_LABEL = 500, 200
HEAD = "questionnaire", "version", "country", "answered", "label", "respondent"
"""What a file says of the whole sheet in words of its own."""

Answers = dict[str, tuple[str, ...]]
"""Question id to the ids chosen; one id where only one can be."""


@dataclass(frozen=True)
class Expected:
    reading: str
    band: str | None
    gate: tuple[str, ...]


@dataclass(frozen=True)
class Vignette:
    name: str
    about: str
    expect: Expected
    at: tuple[int, int] = field(default=(0, 0), compare=False)
    """Line and column of what is expected, in the file that it was read from."""


@dataclass(frozen=True)
class Sheet:
    questionnaire: str
    version: str
    answers: Answers
    skipped: tuple[str, ...] = ()
    country: str | None = None
    answered: str | None = None
    withheld: bool = False
    """Safety answers were left out of this copy."""
    gate_withheld: bool = False
    """A gate had fired, and the copy does not say which."""
    cleared: tuple[str, ...] = ()
    """Gates that were talked about with a clinician, and no longer count."""
    respondent: str | None = None
    label: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    vignette: Vignette | None = None
    demonstration: bool = False
    retired: tuple[str, ...] = field(default=(), compare=False)
    """What of an earlier version's answers could not be taken, and where it stands."""

    def withhold(self, safety: frozenset[str], *, gate_fired: bool) -> Sheet:
        """Return a copy that says nothing of the safety questions."""
        return replace(
            self,
            answers={k: v for k, v in self.answers.items() if k not in safety},
            skipped=tuple(k for k in self.skipped if k not in safety),
            notes={k: v for k, v in self.notes.items() if k not in safety},
            withheld=True,
            cleared=(),
            gate_withheld=gate_fired or self.gate_withheld,
        )
