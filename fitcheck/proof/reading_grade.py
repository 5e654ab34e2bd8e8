"""The texts whose reading grade is measured, each with the grade it may have.

It gathers and joins them; how a grade is worked out is the caller's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from fitcheck.model import Poles, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fitcheck.model import Option, Question
    from fitcheck.questionnaire import Questionnaire

QUESTION, TEXT = 6, 8
"""The highest grades: of questions and safety screens, and of longer texts."""
LONG = 100
"""Words from which a text is long enough for its grade to mean something."""

NAMES = (
    "cognitive behavioural therapy (CBT)",
    "cognitive behavioral therapy, or CBT",
    "cognitive behavioural therapy",
    "cognitive behavioral therapy",
    "psychodynamic therapy",
    "psychodynamic",
    "psychoanalysis",
    "trauma-focused CBT",
    "CBT-I",
    "CBT",
    "EMDR",
    "DBT",
    "MBT",
    "TFP",
    "ERP",
    "DIT",
)
"""Names of therapies, longer ones first: read as the one word 'therapy'."""
NAMED = re.compile("|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in NAMES), re.I)


@dataclass(frozen=True)
class Passage:
    """A text as it is measured, where it stands, and the highest grade it may have."""

    key: str
    name: str
    text: str
    words: int
    """Counted before the names of therapies are put aside."""
    limit: int

    @property
    def counts(self) -> bool:
        """Say whether it is measured: questions and screens always, others if long."""
        return self.limit == QUESTION or self.words >= LONG


def passages(questionnaire: Questionnaire) -> Iterator[Passage]:
    """Yield every text that has a grade to keep."""
    for gather in (asked, screens, notes, cards, rest):
        yield from (passage for passage in gather(questionnaire) if passage.counts)


def passage(
    key: str, fragments: Iterable[str | None], limit: int = TEXT, part: str = ""
) -> Passage:
    """Join fragments, each ended with a full stop, the names of therapies put aside."""
    said = [text.strip() for text in fragments if text]
    ended = [text if text.endswith((".", "?", "!")) else f"{text}." for text in said]
    name = f"{key} ({part})" if part else key
    text = " ".join(ended)
    return Passage(key, name, NAMED.sub("therapy", text), len(text.split()), limit)


def asked(questionnaire: Questionnaire) -> Iterator[Passage]:
    """Yield each question with why it is asked and what can be answered."""
    for key, question in questionnaire.questions.items():
        said = (question.text, question.why, *answers(question))
        yield passage(f"{questionnaire.section_of[key].id}/{key}", said, QUESTION)
    country = questionnaire.words.country
    yield passage("interface", [country.text, country.why], QUESTION, "country")


def answers(question: Question) -> tuple[str, ...]:
    """Return what stands there to choose from, in the question's own words."""
    if isinstance(question, Poles):
        others = (one.label for one in question.others)
        return question.psychodynamic, question.cbt, *others
    if isinstance(question, Statement):
        return ()
    return tuple(option.label for option in question.options)


def screens(questionnaire: Questionnaire) -> Iterator[Passage]:
    """Yield each screen about safety."""
    gates = questionnaire.library.gates
    for gate in gates.gates:
        said = (
            gate.title,
            gate.saw,
            gate.hope,
            gate.whom,
            gate.how_soon,
            gate.why,
            gate.can_wait,
            questionnaire.words.gate.open,
        )
        yield passage(f"gates/{gate.id}", said, QUESTION)
    for part in ("withheld", "unanswered"):
        notice = getattr(gates, part)
        yield passage("gates", (notice.title, *notice.text), QUESTION, part)


def notes(questionnaire: Questionnaire) -> Iterator[Passage]:
    """Yield what concerns and options bring along: notes and screens of help."""
    for section in questionnaire.sections:
        for question in section.questions:
            for option in getattr(question, "options", ()):
                key = f"{section.id}/{question.id}/{option.id}"
                if option.id in questionnaire.concerns:
                    yield passage(key, [option.note], part="note")
                else:
                    yield from brought(key, option)
        yield passage(section.id, [section.title, section.intro], part="intro")
        yield passage(section.id, [section.paper], part="paper")


def brought(key: str, option: Option) -> Iterator[Passage]:
    """Yield the note and the screen of one option."""
    if option.note:
        yield passage(key, [option.note.text], part="note")
    if option.screen:
        yield passage(key, [option.screen.title, *option.screen.text], part="screen")


def cards(questionnaire: Questionnaire) -> Iterator[Passage]:
    """Yield each heading of each card, and each topic."""
    found = questionnaire.library.therapies
    for therapy in found.therapies:
        for heading in type(questionnaire.words.cards).model_fields:
            said = getattr(therapy, heading)
            lines = [said] if isinstance(said, str) else said
            yield passage(f"therapies/{therapy.id}", lines, part=heading)
    for topic in found.topics:
        key = f"therapies/{topic.id}"
        yield passage(key, topic.text)
        for item in topic.items:
            yield passage(key, [item.name, item.text], part=item.name)


def rest(questionnaire: Questionnaire) -> Iterator[Passage]:
    """Yield advisories, therapist questions, registers, the makers, the opening."""
    library = questionnaire.library
    for advisory in questionnaire.rubric.advisories:
        yield passage(f"rubric/{advisory.id}", [advisory.title, advisory.text])
    for one in library.therapist_questions.questions:
        said = (one.text, one.cbt_text, one.because, one.good_reply)
        yield passage(f"therapist-questions/{one.id}", said)
    for register in library.registers.registers:
        yield passage("registers", register.text, part=register.country)
    yield passage("registers", library.registers.general.text, part="general")
    for part in type(library.about).model_fields:
        said = getattr(library.about, part)
        lines = [said] if isinstance(said, str) else said
        yield passage("about", lines, part=part)
    yield passage("ipdas", library.ipdas.basis.text, part="basis")
    for group in library.ipdas.groups:
        rows = ((one.criterion, one.where, one.note) for one in group.criteria)
        yield passage(f"ipdas/{group.id}", chain.from_iterable(rows))
    opening = questionnaire.words.opening
    told = [opening.help, opening.decision, *opening.text]
    yield passage("interface", told, part="opening")
