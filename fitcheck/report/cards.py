"""Therapies, sources and the colophon, as sections to read in the walk and the report.

Of ``therapies`` and ``about`` the templates have their own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fitcheck.report import labels
from fitcheck.report.document import Block, Bullets, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fitcheck.questionnaire import Questionnaire

Card = dict[str, Any]


def section(questionnaire: Questionnaire, card: Card) -> Section:
    """Show one therapy under the headings that all of them share."""
    words = questionnaire.words.cards
    parts = tuple(
        Section(getattr(words, part), (shown(card[part]),)) for part in vars(words)
    )
    return Section(card["name"], (), parts)


def sourced(questionnaire: Questionnaire, card: Card) -> Section:
    """Show one therapy with its sources, where these are listed too."""
    plain = section(questionnaire, card)
    title = questionnaire.words.therapies.sources
    names = labels.named(questionnaire, card["sources"])
    keys = Section(title, (Paragraph(names),))
    return replace(plain, sections=(*plain.sections, keys))


def keyed(questionnaire: Questionnaire, sources: Iterable[str]) -> Paragraph:
    """Name sources in short, as they are listed."""
    names = labels.named(questionnaire, sources)
    return Paragraph(f"{questionnaire.words.therapies.sources}: {names}")


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


def source(questionnaire: Questionnaire, one: dict[str, Any]) -> tuple[str, str]:
    """Write a source as its short name and its citation; gaps are said in words."""
    words, name = questionnaire.words.report, questionnaire.short_names[one["key"]]
    if one["kind"] == "ours":
        return name, one["shows"]
    by = one["summarised_by"]
    parts = [
        f"{one['authors'] or words.no_authors} ({one['year'] or words.no_year}).",
        labels.ended(one["title"]),
        labels.ended(one["where"]) if one["where"] else "",
        f"({words.as_summarised.format(by=by)})." if by else "",
        one["shows"],
        one["address"] or words.no_address,
        words.source_key.format(key=one["key"]),
    ]
    return name, " ".join(part for part in parts if part)


def about(questionnaire: Questionnaire) -> tuple[Section, ...]:
    """Say who made this, how, and what it is not."""
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
    return tuple(
        Section(title, tuple(Paragraph(one) for one in text))
        for title, text in several.items()
    )
