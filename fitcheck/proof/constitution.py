"""The constitution: what every complete answer sheet has to obey, proved exactly.

It never samples, reads no clock and no file: the day, the grade and the vignettes
are handed in.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, get_args

from fitcheck import checks
from fitcheck.errors import Problem
from fitcheck.model import SIDES, EvidenceReading, Reading
from fitcheck.proof import articles, counting, reading_grade, witnesses
from fitcheck.proof.articles import ORDER, Breach
from fitcheck.proof.vignettes import coverage, unexpected
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fitcheck.answers.sheet import Sheet
    from fitcheck.proof.articles import Checked
    from fitcheck.proof.counting import Proof
    from fitcheck.questionnaire import Questionnaire

TITLES = (
    "both columns have equal maxima, and mirrored answers mirror the band",
    "answering every question at the same place gives no clear leaning",
    "both sides have equal shares, and no clear leaning 35 to 65 in 100",
    "moving an answer towards a therapy never moves the result away from it",
    "no single answer crosses from side to side, and every scored one counts",
    "everything can be reached, and every option can be chosen",
    "every point has a reason and a source, and every source is used",
    "concerns, fit answers and limits do not touch each other",
    "the cards and the topics of the two therapies are balanced",
    "reading grades: questions and safety at most 6, long texts at most 8",
    "the next review is still to come",
    "gaps: only what every completion gives is a lean",
)
HELD = re.compile(r"[/.][^/.]*$")
"""The last name of a place: of something in a file, or of a key of it."""
OUR_OWN = ("judgement", "evidence-review-2026")
PEOPLE = "The proof is about answer sheets, not about people."


@dataclass(frozen=True)
class Finding:
    """One breach of an article, or a vignette that is read otherwise, at its place."""

    article: int | None
    """None for a vignette."""
    place: Problem
    message: str
    remedy: str

    @property
    def problem(self) -> Problem:
        """The finding as it is printed."""
        what = f"article {self.article}: " if self.article else ""
        what += self.message
        return replace(self.place, what=what, remedy=self.remedy)


@dataclass(frozen=True)
class Article:
    """One article, the figures that prove it, and what is against it."""

    number: int
    title: str
    figures: tuple[str, ...]
    findings: tuple[Finding, ...]
    measured: bool = True


@dataclass(frozen=True)
class Audit:
    """The whole constitution, held against one questionnaire."""

    articles: tuple[Article, ...]
    facts: tuple[str, ...]
    vignettes: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, article by article, then vignette by vignette."""
        held = [one for article in self.articles for one in article.findings]
        return (*held, *self.vignettes)


def audit(
    questionnaire: Questionnaire,
    today: datetime.date,
    grade: Callable[[str], float] | None = None,
    vignettes: Mapping[str, Sheet] | None = None,
) -> Audit:
    """Hold a questionnaire against every article, and its vignettes by file name."""
    proved = counting.prove(questionnaire)
    found = [check(proved) for check in CHECKS]
    measurable = grade and questionnaire.manifest.language.startswith("en")
    found.append(grades(proved, grade) if grade and measurable else NOT_MEASURED)
    found += [review(proved, today), articles.gaps(proved)]
    held = []
    for number, (title, (figures, breaches)) in enumerate(
        zip(TITLES, found, strict=True), start=1
    ):
        findings = tuple(
            Finding(number, place(questionnaire, b.key), b.message, b.remedy)
            for b in breaches
        )
        measured = figures != NOT_MEASURED[0]
        held.append(Article(number, title, figures, findings, measured))
    told = list(facts(proved))
    if vignettes is not None:
        wanted = [one for one, _ in to_reach(proved) if one[0] != "option"]
        told.extend(coverage(questionnaire, vignettes, wanted))
    others = tuple(
        Finding(None, found, found.what, found.remedy)
        for found in unexpected(questionnaire, vignettes or {})
    )
    return Audit(tuple(held), tuple(told), others)


def place(questionnaire: Questionnaire, key: str) -> Problem:
    """Return where an id or a key stands, or else the nearest thing that holds it."""
    while key not in questionnaire.places and HELD.search(key):
        key = HELD.sub("", key)
    return questionnaire.places.get(key, Problem(f"{key}.yaml"))


def reach(proved: Proof) -> Checked:
    """Article 6."""
    found = witnesses.reached(proved)
    wanted = dict(to_reach(proved))
    breaches = [
        Breach(key, f"no answers lead to the {kind} '{name}'", "open a way to it")
        for (kind, name), key in wanted.items()
        if (kind, name) not in found.names
    ]
    breaches.extend(shadowed(proved.questionnaire))
    kinds = Counter(kind for kind, _ in wanted)
    return (
        ", ".join(f"{kind}: {count}" for kind, count in kinds.items()),
        f"reached by {found.sheets} sheets, each really scored",
    ), breaches


def shadowed(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Find rows of the table that can never be the first to apply."""
    plain = product(articles.PULLS, ORDER)
    rows = {
        scoring.decide(questionnaire, gate=True),
        *(scoring.decide(questionnaire, spans=True, evidence=e) for e in ORDER),
        *(scoring.decide(questionnaire, fit=f, evidence=e) for f, e in plain),
    }
    for number in range(1, len(questionnaire.rubric.table) + 1):
        if number - 1 not in rows:
            what = f"row {number} of the table is never the first that applies"
            yield Breach(f"rubric.table#{number}", what, "move it up, or take it out")


def to_reach(proved: Proof) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield everything that has to be reachable, with its place."""
    rubric, library = proved.questionnaire.rubric, proved.questionnaire.library
    for band in rubric.bands:
        yield ("band", band.id), f"rubric/{band.id}"
    for reading in get_args(Reading):
        yield ("reading", reading), f"rubric/{reading}"
    for gate in library.gates.gates:
        yield ("gate", gate.id), f"gates/{gate.id}"
    for advisory in rubric.advisories:
        yield ("advisory", advisory.id), f"rubric/{advisory.id}"
    for one in library.therapist_questions.questions:
        yield ("therapist question", one.id), f"therapist-questions/{one.id}"
    yield from options_to_reach(proved)


def options_to_reach(proved: Proof) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield every option, and every practical note, with its place."""
    noting = articles.noted(proved.questionnaire)
    for key, question in proved.questionnaire.questions.items():
        for choice in proved.questionnaire.choices[key]:
            yield (
                ("option", f"{key}/{choice.id}"),
                f"{articles.at(proved, key)}/{choice.id}",
            )
        for option in getattr(question, "options", ()) if key in noting else ():
            if option.note:
                yield ("note", option.id), f"{articles.at(proved, key)}/{option.id}"


def grounds(proved: Proof) -> Checked:
    """Article 7."""
    questionnaire = proved.questionnaire
    library = questionnaire.library
    known = {source.key: source.kind for source in library.sources.sources}
    used = {
        key
        for part in (*questionnaire.sections, questionnaire.rubric, library)
        for _, key in checks.cited(part.model_dump(mode="json"), ())
    }
    breaches = [
        Breach(f"sources/{key}", f"nothing uses the source '{key}'", "cite or drop it")
        for key in known
        if key not in used
    ]
    for key in OUR_OWN:
        if known.get(key) != "ours":
            what = f"'{key}' has to be a source of kind 'ours'"
            breaches.append(Breach(f"sources/{key}", what, "give it a text of its own"))
    count = sum(len(questionnaire.choices[key]) for key in questionnaire.scored)
    count += 2 * len(questionnaire.concerns)
    points = f"{count} points (zero included), each with a reason and a source"
    return (points, f"{len(known)} sources"), breaches


def balance(proved: Proof) -> Checked:
    """Article 9."""
    cards = {t.id: t for t in proved.questionnaire.library.therapies.therapies}
    missing = [side for side in SIDES if side not in cards]
    if missing:
        what = f"there is no card '{missing[0]}'"
        return (), [Breach("therapies", what, "write one with the same headings")]
    one, other = (cards[side] for side in SIDES)
    breaches = [*unread(proved.questionnaire), *lopsided_topics(proved.questionnaire)]
    for heading in ("upsides", "downsides"):
        counts = {card.id: len(getattr(card, heading)) for card in (one, other)}
        fewer = min(counts, key=lambda card: counts[card])
        if counts[fewer] < max(counts.values()):
            what = f"this card has {counts[fewer]} {heading}, the other has more"
            breaches.append(Breach(f"therapies/{fewer}", what, "give both as many"))
    headings = list(type(proved.questionnaire.words.cards).model_fields)
    first, second = (
        sum(len(str(line).split()) for name in headings for line in lines(card, name))
        for card in (one, other)
    )
    if not alike(first, second):
        what = f"the cards have {first} and {second} words, not within 15 in 100"
        shorter = (one if first < second else other).id
        breaches.append(Breach(f"therapies/{shorter}", what, "write it as long"))
    return (f"psychodynamic {first} words, CBT {second} words",), breaches


def alike(first: int, second: int) -> bool:
    """Say whether two numbers of words are within 15 in 100."""
    return 100 * max(first, second) <= 115 * min(first, second)


def lopsided_topics(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Find topics that give the two therapies unlike numbers of items or of words."""
    for topic in questionnaire.library.therapies.topics:
        mine = [[one for one in topic.items if one.therapy == side] for side in SIDES]
        words = [
            sum(len(f"{one.name} {one.text}".split()) for one in side) for side in mine
        ]
        key = f"therapies/{topic.id}"
        if len(mine[0]) != len(mine[1]):
            what = "this topic does not have as many items for each therapy"
            yield Breach(key, what, "give both as many")
        elif not alike(*words):
            what = (
                f"the items have {words[0]} and {words[1]} words, not within 15 in 100"
            )
            yield Breach(key, what, "write them alike: within 15 in 100")


def unread(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Find preferences without these two cards, and cards where none is asked for."""
    for section in questionnaire.sections:
        asks = any(getattr(q, "scale", "") == "preference" for q in section.questions)
        if set(section.cards) != set(SIDES if asks else ()):
            what = (
                "a preference stands beside the cards of both therapies, and no others"
            )
            remedy = f"cards: [{', '.join(SIDES)}] beside a preference, none elsewhere"
            yield Breach(f"{section.id}.cards", what, remedy)


def lines(card: object, heading: str) -> tuple[str, ...]:
    """Return what stands under one heading of a card."""
    said = getattr(card, heading)
    return (said,) if isinstance(said, str) else tuple(said)


NOT_MEASURED: Checked = (("article 10: not measured",), [])


def grades(proved: Proof, grade: Callable[[str], float]) -> Checked:
    """Article 10."""
    breaches, highest = [], {reading_grade.QUESTION: 0.0, reading_grade.TEXT: 0.0}
    count = 0
    for one in reading_grade.passages(proved.questionnaire):
        count += 1
        measured = grade(one.text)
        highest[one.limit] = max(highest[one.limit], measured)
        if measured > one.limit:
            what = f"{one.name} reads at grade {measured:.1f}, above {one.limit}"
            breaches.append(Breach(one.key, what, "shorter words, shorter sentences"))
    tops = " and ".join(f"{top:.1f} (of {limit})" for limit, top in highest.items())
    return (f"{count} texts measured", f"highest grades: {tops}"), breaches


def review(proved: Proof, today: datetime.date) -> Checked:
    """Article 11."""
    due = proved.questionnaire.manifest.next_review
    if datetime.date.fromisoformat(due) <= today:
        what = f"the next review was due on {due}"
        remedy = "review the content, and set the next date"
        return (), [Breach("questionnaire/next_review", what, remedy)]
    return (f"next review {due}",), []


CHECKS: tuple[Callable[[Proof], Checked], ...] = (
    articles.mirror, articles.straight, articles.shares, articles.monotone,
    articles.single_answers, reach, grounds, articles.apart, balance,
)  # fmt: skip


def facts(proved: Proof) -> Iterator[str]:
    """Yield what the counting found, as sentences."""
    questionnaire, total = proved.questionnaire, proved.total
    most = scoring.maxima(questionnaire)
    yield f"Maxima: psychodynamic {most['psychodynamic']}, CBT {most['cbt']}."
    yield f"Complete answer sheets: {total:,}."
    for band, count in proved.bands.items():
        yield f"Band {band}: {count:,} sheets, {articles.in_100(count, total)}."
    cases = total * len(questionnaire.concerns)
    for reading, count in proved.readings.items():
        share = articles.in_100(count, cases)
        yield f"Reading {reading}: {count:,} of {cases:,}, {share}."
    yield from evidence_facts(questionnaire)
    yield PEOPLE


def evidence_facts(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield why the readings are not symmetric, and what no concern supports."""
    standings = [scoring.standing(c) for c in questionnaire.concerns.values()]
    sides = Counter(scoring.leaning(standing.favours) for standing in standings)
    yield (
        "Readings are counted over all complete sheets and first concerns, each concern"
        f" once. The evidence points to CBT for {sides['cbt']} concerns, to"
        f" psychodynamic therapy for {sides['psychodynamic']}, to neither for"
        f" {sides['neither']}."
    )
    if sides["cbt"] != sides["psychodynamic"]:
        yield "The readings are not symmetric, because the evidence is not."
    supported: set[str] = {"not-given", *(one.reading for one in standings)}
    for side, name in zip(SIDES, ("psychodynamic therapy", "CBT"), strict=True):
        if not sides[side]:
            yield f"No concern listed here has evidence that puts {name} first."
            supported.add(f"{side}-ahead")
    for kind in get_args(EvidenceReading):
        if kind not in supported:
            yield f"No concern listed here gives the evidence reading '{kind}'."
