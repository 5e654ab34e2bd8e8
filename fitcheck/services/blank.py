"""What any form of the questions says, whoever's system shows it: cards, poles, stops.

It knows no system's words, and no points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fitcheck.content.library import Gate
from fitcheck.content.model import Condition, Poles, Question, Section
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report.names import Names


@dataclass(frozen=True)
class Blank:
    """The questions on a form that nobody has answered yet."""

    questionnaire: Questionnaire

    @property
    def clearing(self) -> list[Gate]:
        """The gates that a clinician can clear."""
        return [one for one in self.questionnaire.library.gates.gates if one.clears]

    def label(self, question: Question, one: str) -> str:
        return Names(self.questionnaire).option(question, one)

    def lines(self, question: Question) -> list[str]:
        """Return the text of a question, and of its two poles if it has any."""
        words = self.questionnaire.words.walk
        if not isinstance(question, Poles):
            return [question.text]
        a, b = Names.ways(question)
        return [question.text, words.pole_a.format(text=a), words.pole_b.format(text=b)]

    def cards(self, section: Section) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Yield the id, name and parts of each therapy to be read about first."""
        for one in self.questionnaire.library.therapies.therapies:
            if one.id in section.cards:
                told = {}
                for key, heading in vars(self.questionnaire.words.cards).items():
                    text = getattr(one, key)
                    whole = text if isinstance(text, str) else " ".join(text)
                    told[key] = f"{heading}: {whole}"
                yield one.id, one.name, told

    def stops(self, section: Section) -> list[Condition]:
        """Return the answers of a section that open a gate."""
        mine = {question.id for question in section.questions}
        gates = self.questionnaire.library.gates.gates
        return [when for gate in gates for when in gate.when if when.question in mine]
