"""Therapies, topics, sources and the colophon, as sections to read.

The same sections serve the report, the walk, ``therapies`` and ``about``.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from fitcheck.report import labels
from fitcheck.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Paragraph,
    Section,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fitcheck.library import Item, Topic
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


def topics(questionnaire: Questionnaire) -> dict[str, str]:
    """Return every topic one can read about, with its title."""
    found = {"side-by-side": questionnaire.words.therapies.side_by_side}
    for topic in questionnaire.library.therapies.topics:
        found[topic.id] = topic.title
    return found


def read(questionnaire: Questionnaire, wanted: str | None) -> Document:
    """Show one topic, or all of them."""
    words = questionnaire.words.therapies
    chosen = [wanted] if wanted else list(topics(questionnaire))
    parts = tuple(topic(questionnaire, one) for one in chosen)
    read = bibliography(questionnaire, tuple(chosen))
    return labels.document(questionnaire, words.title, (), (*parts, read))


def topic(questionnaire: Questionnaire, wanted: str) -> Section:
    """Show one topic."""
    if wanted == "side-by-side":
        words = questionnaire.words.therapies
        shown = tuple(sourced(questionnaire, card) for card in cards(questionnaire))
        return Section(
            words.side_by_side, (Paragraph(words.side_by_side_intro),), shown
        )
    found = by_id(questionnaire, wanted)
    blocks: list[Block] = [Paragraph(one) for one in found.text]
    parts = []
    for side, items in groupby(found.items, lambda one: one.therapy):
        told = tuple(chain.from_iterable(item(questionnaire, one) for one in items))
        if side:
            name = labels.capital(labels.therapy(questionnaire, side))
            parts.append(Section(name, told))
        else:
            blocks.extend(told)
    blocks.append(keyed(questionnaire, found.sources))
    return Section(found.title, tuple(blocks), tuple(parts))


def item(questionnaire: Questionnaire, one: Item) -> Iterator[Block]:
    """Yield one part of a topic, and its figures as a table."""
    said = labels.cited(questionnaire, one.text, one.sources)
    yield Facts(((one.name, said),))
    if one.table:
        yield Table(one.table.head, one.table.rows)


def by_id(questionnaire: Questionnaire, wanted: str) -> Topic:
    """Return a topic of the library."""
    return next(t for t in questionnaire.library.therapies.topics if t.id == wanted)


def bibliography(questionnaire: Questionnaire, chosen: tuple[str, ...]) -> Section:
    """List the sources of some topics."""
    named: set[str] = set()
    for wanted in chosen:
        if wanted == "side-by-side":
            for card in questionnaire.library.therapies.therapies:
                named.update(card.sources)
        else:
            found = by_id(questionnaire, wanted)
            named.update(found.sources, *(item.sources for item in found.items))
    rows = tuple(
        source(questionnaire, one.model_dump(mode="json"))
        for one in questionnaire.library.sources.sources
        if one.key in named
    )
    return Section(questionnaire.words.therapies.sources, (Facts(rows),))


class Cited(NamedTuple):
    """A source as it is listed: what it is called, and what stands around its page."""

    name: str
    before: str
    address: str = ""
    after: str = ""


def source(questionnaire: Questionnaire, one: dict[str, Any]) -> tuple[str, str]:
    """Write a source as its short name and its citation."""
    name, *said = cited(questionnaire, one)
    return name, " ".join(part for part in said if part)


def cited(questionnaire: Questionnaire, one: dict[str, Any]) -> Cited:
    """Return a source as it is listed; gaps are said in words."""
    words, name = questionnaire.words.report, questionnaire.short_names[one["key"]]
    if one["kind"] == "ours":
        return Cited(name, one["shows"])
    by = one["summarised_by"]
    parts = [
        f"{one['authors'] or words.no_authors} ({one['year'] or words.no_year}).",
        labels.ended(one["title"]),
        labels.ended(one["where"]) if one["where"] else "",
        f"({words.as_summarised.format(by=by)})." if by else "",
        one["shows"],
        "" if one["address"] else words.no_address,
    ]
    before = " ".join(part for part in parts if part)
    key = words.source_key.format(key=one["key"])
    return Cited(name, before, one["address"] or "", key)


def about(questionnaire: Questionnaire) -> tuple[Section, ...]:
    """Say who made this, how, and what it is not."""
    return tuple(
        Section(title, tuple(map(Paragraph, text)))
        for title, text in about_texts(questionnaire)
    )


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


def colophon(questionnaire: Questionnaire, figures: tuple[str, ...]) -> Document:
    """Make the document of ``about``: the colophon and the rubric's figures."""
    words = questionnaire.words
    manifest = questionnaire.manifest
    version, fingerprint = map(Paragraph, labels.edition(questionnaire))
    head = (
        version,
        Paragraph(words.report.next_review.format(date=manifest.next_review)),
        fingerprint,
        Bullets(words.report.caveats),
    )
    proof = Section(words.about.figures, (Bullets(figures),))
    standards = Section(words.standards.title, (Paragraph(words.standards.more),))
    parts = (*about(questionnaire), standards, proof)
    return labels.document(questionnaire, words.about.title, head, parts)
