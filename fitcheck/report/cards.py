"""The cards of therapies that the walk shows, as blocks of a screen.

Documents have a template of their own for this.
"""

from __future__ import annotations

from typing import Any

from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report.document import Block, Bullets, Paragraph, Section

Card = dict[str, Any]


def section(questionnaire: Questionnaire, card: Card) -> Section:
    """Show one therapy under the headings that all of them share."""
    words = questionnaire.words.cards
    parts = tuple(
        Section(getattr(words, part), (shown(card[part]),)) for part in vars(words)
    )
    return Section(card["name"], (), parts)


def shown(part: str | list[str]) -> Block:
    return Paragraph(part) if isinstance(part, str) else Bullets(tuple(part))


def cards(questionnaire: Questionnaire, wanted: tuple[str, ...] = ()) -> list[Card]:
    return [
        therapy.model_dump(mode="json")
        for therapy in questionnaire.library.therapies.therapies
        if not wanted or therapy.id in wanted
    ]
