"""Therapies to read about in the walk, and who made this.

Of therapies the documents have a template of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.report.document import Block, Bullets, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fitcheck.content.questionnaire import Questionnaire

Card = dict[str, Any]


def section(questionnaire: Questionnaire, card: Card) -> Section:
    """Show one therapy under the headings that all of them share."""
    words = questionnaire.words.cards
    parts = tuple(
        Section(getattr(words, part), (shown(card[part]),)) for part in vars(words)
    )
    return Section(card["name"], (), parts)


def shown(part: str | list[str]) -> Block:
    """Show one part of a card: a list of points, or a paragraph."""
    return Paragraph(part) if isinstance(part, str) else Bullets(tuple(part))


def cards(questionnaire: Questionnaire, wanted: tuple[str, ...] = ()) -> list[Card]:
    """Return the therapies asked for, or all of them."""
    return [
        therapy.model_dump(mode="json")
        for therapy in questionnaire.library.therapies.therapies
        if not wanted or therapy.id in wanted
    ]


def about_texts(questionnaire: Questionnaire) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Return who made this, how, and what it is not, each with its heading."""
    told, words = questionnaire.library.about, questionnaire.words.about
    several = {
        words.what: told.what,
        words.limits: told.limits,
        words.authors: (told.authors,),
        words.funding: (told.funding,),
        words.asked: told.asked,
        words.updates: (told.update_policy,),
        words.method: told.evidence_method,
        words.reading_level: (told.reading_level,),
        words.privacy: told.privacy,
        words.licence: (told.licence,),
    }
    return several.items()
