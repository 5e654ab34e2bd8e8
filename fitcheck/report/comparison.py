"""A comparison as a document and as data: at two times, or between two people.

It lays out; with a gate on either side there are no points and there is no picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck import report
from fitcheck.report import headline, labels, narrative, pairs, results, telephone
from fitcheck.report.document import (
    Block,
    Bullets,
    Facts,
    Paragraph,
    Section,
    visible,
)
from fitcheck.report.pairs import Pairing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fitcheck.compare import Comparison, Side
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.report.document import Document

Told = dict[str, Any]
Names = tuple[str, str]


def pairing(
    questionnaire: Questionnaire, found: Comparison, people: Names | None
) -> Pairing:
    """Name the two sides: as was asked for, by who answered, or by time."""
    words = questionnaire.words.compare
    who = (found.before.sheet.respondent, found.after.sheet.respondent)
    if people is None and all(who) and who[0] != who[1]:
        people = (who[0] or "", who[1] or "")
    if people is None:
        return Pairing(questionnaire, found, (words.before, words.after), False)
    known = vars(words.who)
    one, two = (known.get(name, visible(name)) for name in people)
    return Pairing(questionnaire, found, (one, two), True)


def facts(told: Pairing) -> Told:
    """Return a comparison as data."""
    questionnaire, found = told.questionnaire, told.found
    manifest = questionnaire.manifest
    return {
        "comparison": 1,
        "questionnaire": {
            "id": manifest.id,
            "version": manifest.version,
            "date": manifest.date,
            "sha256": questionnaire.fingerprint,
        },
        "people": told.people,
        "before": side_facts(told, 0),
        "after": side_facts(told, 1),
        "nothing_moved": found.same,
        "difference_moved": found.shift,
        "answers": [
            {
                "question": pair.question,
                "before": list(pair.before) if pair.before else None,
                "after": list(pair.after) if pair.after else None,
                "moved": pair.moved,
                "difference_moved": pair.shift,
                "worth_talking": pair.why,
            }
            for pair in found.pairs
        ],
    }


def side_facts(told: Pairing, at: int) -> Told:
    """Return one of the two sides as data."""
    name, side = told.sides[at]
    given = ("version", "country", "answered", "label", "respondent", "demonstration")
    return {
        "name": name,
        **{key: getattr(side.sheet, key) for key in given},
        "withheld": ["safety"] if side.sheet.withheld else [],
        "cleared": list(side.sheet.cleared),
        "unknown": list(side.dropped),
        "gate": list(side.score.gates),
        "fit": report.fit(side.score),
        "evidence": report.evidence(told.questionnaire, side.score),
        "reading": side.reading,
    }


def tell(told: Pairing) -> Document:
    """Say a whole comparison."""
    words = told.words
    answers = pairs.together(told) if told.people else pairs.moved(told)
    return labels.document(
        told.questionnaire,
        words.title_people if told.people else words.title,
        head(told),
        (
            *gates(told),
            results.result(told),
            *results.picture(told),
            *answers,
            *pairs.evidence(told),
            *pairs.common(told),
            about(told),
        ),
    )


def head(told: Pairing) -> Iterator[Block]:
    """Say who is compared, and first that somebody has someone to see."""
    yield from (Paragraph(said, strong=True) for said in nobody(told))
    if told.found.gated:
        names = ", ".join(name for name, side in told.sides if side.score.gates)
        yield Paragraph(told.words.gated.format(names=names), strong=True)
    yield Facts(tuple((name, circumstances(told, side)) for name, side in told.sides))
    odd = tuple(oddities(told))
    if odd:
        yield Bullets(odd)


def nobody(told: Pairing) -> tuple[str, ...]:
    """Say who is fictional, and which side if it is one alone."""
    said = [
        (name, mark)
        for name, side in told.sides
        for mark in narrative.nobody(told.questionnaire, side.sheet)
    ]
    if len(said) == 1:
        name, mark = said[0]
        return (told.words.one_fictional.format(demonstration=mark, name=name),)
    return tuple(dict.fromkeys(mark for _, mark in said))


def circumstances(told: Pairing, side: Side) -> str:
    """Say who answered, when and where, and what was left open or cleared of safety."""
    questionnaire, sheet = told.questionnaire, side.sheet
    said = list(narrative.circumstances(questionnaire, sheet)) or [told.words.unnamed]
    if sheet.vignette:
        said.insert(0, visible(sheet.vignette.name))
    if not sheet.withheld and any(k not in side.answers for k in questionnaire.safety):
        said.append(told.words.safety_open)
    said += headline.cleared(questionnaire, sheet)
    return " ".join(map(labels.ended, said))


def oddities(told: Pairing) -> Iterator[str]:
    """Yield what may have gone wrong in choosing or naming the two files."""
    words, sheets = told.words, [side.sheet for _, side in told.sides]
    days = [sheet.answered or "" for sheet in sheets]
    if not told.people and all(days) and days[1] < days[0]:
        yield words.backwards
    if told.people and sheets[0] == sheets[1]:
        yield words.one_file
    if not told.people and differ(sheet.label for sheet in sheets):
        yield words.labels_differ
    if differ(sheet.country for sheet in sheets):
        yield words.countries_differ
    known = vars(words.who)
    said = [known.get(sheet.respondent or "") for sheet in sheets]
    named = zip(said, told.names, strict=True)
    if told.people and any(one and one != name for one, name in named):
        yield words.who_differs


def differ(given: Iterable[str | None]) -> bool:
    """Say whether both are given, and not the same."""
    return len({one for one in given if one}) > 1


def gates(told: Pairing) -> Iterator[Section]:
    """Say which side has somebody to see first, whom, and who answers now."""
    words, library = told.words, told.questionnaire.library.gates
    fired = [(name, side.score.gates) for name, side in told.sides if side.score.gates]
    if not fired:
        return
    parts = list(lines(told))
    for gate in library.gates:
        whose = ", ".join(name for name, mine in fired if gate.id in mine)
        if whose:
            said = words.gate.format(gate=gate.name, names=whose)
            labelled = told.questionnaire.words.gate
            rows = ((labelled.whom, gate.whom), (labelled.how_soon, gate.how_soon))
            parts.append(Section(said, (Facts(rows),)))
    if any("withheld" in mine for _, mine in fired):
        text = library.withheld.text
        parts.append(Section(library.withheld.title, tuple(map(Paragraph, text))))
    yield Section(words.gates, (), tuple(parts), "safety")


def lines(told: Pairing) -> Iterator[Section]:
    """Show who answers now where a gate fired, country by country."""
    questionnaire = told.questionnaire
    gated = (side.sheet.country for _, side in told.sides if side.score.gates)
    for code in dict.fromkeys(gated):
        place = questionnaire.words.help_now.anywhere
        if code:
            place = labels.country(questionnaire, code)
        found = list(report.help_lines(questionnaire, code))
        called = telephone.blocks(questionnaire, found, telephone.KINDS)
        title = told.words.called.format(place=place)
        yield Section(title, called)


def about(told: Pairing) -> Section:
    """Say what a comparison is not, and what it was counted with."""
    caveats = Bullets(told.questionnaire.words.report.caveats)
    said = (told.words.help_now, *labels.edition(told.questionnaire))
    return Section(told.words.about, (caveats, *map(Paragraph, said)), id="about")
