"""What any form of the questions says, whoever's system shows it: cards, poles, stops.

It knows no system's words, and no points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fitcheck.content.model import Condition, Poles, Question, Section
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report.names import Names


@dataclass(frozen=True)
class Blank:
    """The questions on a form that nobody has answered yet."""

    questionnaire: Questionnaire

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
        headings = vars(self.questionnaire.words.cards)
        for one in self.questionnaire.library.therapies.therapies:
            if one.id in section.cards:
                told = {key: getattr(one, key) for key in headings}
                yield (
                    one.id,
                    one.name,
                    {
                        key: f"{headings[key]}: "
                        + (text if isinstance(text, str) else " ".join(text))
                        for key, text in told.items()
                    },
                )

    def stops(self, section: Section) -> list[Condition]:
        """Return the answers of a section that open a gate."""
        mine = {question.id for question in section.questions}
        gates = self.questionnaire.library.gates.gates
        return [when for gate in gates for when in gate.when if when.question in mine]
