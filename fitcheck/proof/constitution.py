"""The constitution: what every complete answer sheet has to obey, proved exactly.

It never samples, reads no clock and no file: the day, the grade and the vignettes
are handed in.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from fitcheck.answers.sheet import Sheet
from fitcheck.content.model import SIDES, EvidenceReading
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import Problem
from fitcheck.proof import articles, counting, witnesses
from fitcheck.proof.articles import NOT_MEASURED, Told, in_100
from fitcheck.proof.counting import Proof
from fitcheck.rubric import scoring

ARTICLES = (
    ("both columns have equal maxima, and mirrored answers mirror the band",
     "give both sides the same points, and bounds of which one is 1 minus the other"),
    ("answering every question at the same place gives no clear leaning",
     "balance which side is shown first, the points, or the table"),
    ("both sides have equal shares, and no clear leaning 35 to 65 in 100",
     "move the bounds"),
    ("moving an answer towards a therapy never moves the result away from it",
     "run steps from psychodynamic to CBT or from none to most, and readings so too"),
    ("no single answer crosses from side to side, and every scored one counts",
     "lower its points where it crosses; weigh it or drop it where it cannot count"),
    ("everything can be reached, and every option can be chosen",
     "open a way to it, or take it out"),
    ("every point has a reason and a source, and every source is used",
     "cite it or drop it; what is ours is of kind 'ours', with a text of its own"),
    ("concerns, fit answers and limits do not touch each other",
     "take the points or the condition out"),
    ("the cards and the topics of the two therapies are balanced",
     "write as much of either therapy, and show both cards beside a preference"),
    ("reading grades: questions and safety at most 6, long texts at most 8",
     "shorter words, shorter sentences"),
    ("the next review is still to come",
     "review the content, and set the next date"),
    ("gaps: only what every completion gives is a lean",
     "let gaps lean only where every completion does"),
)  # fmt: skip
"""Each with what can be done where it is broken, in the order of ``articles.every``."""
TITLES = tuple(title for title, _ in ARTICLES)
HELD = re.compile(r"[/.][^/.]*$")
"""The last name of a place: of something in a file, or of a key of it."""
PLURALS = {"advisory": "advisories"}
REMEDY = "change what is expected, or mend the answers or the rubric"


@dataclass(frozen=True)
class Article:
    """One article, the figures that prove it, and what is against it at its place."""

    number: int
    title: str
    figures: tuple[str, ...]
    findings: tuple[Problem, ...]

    @property
    def measured(self) -> bool:
        """Whether it could be held against the questionnaire at all."""
        return NOT_MEASURED not in self.figures


@dataclass(frozen=True)
class Audit:
    """The whole constitution, held against one questionnaire."""

    articles: tuple[Article, ...]
    facts: tuple[str, ...]
    vignettes: tuple[Problem, ...]
    """Those that are read otherwise than their authors expect."""

    @property
    def findings(self) -> tuple[Problem, ...]:
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
    told = articles.every(proved, today, grade)
    both = enumerate(zip(ARTICLES, told, strict=True), start=1)
    held = tuple(hold(questionnaire, number, one) for number, (_, one) in both)
    found = list(facts(proved))
    if vignettes is not None:
        wanted = [one for one in articles.to_reach(questionnaire) if one[0] != "option"]
        found.extend(coverage(questionnaire, vignettes, wanted))
    return Audit(held, tuple(found), tuple(unexpected(questionnaire, vignettes or {})))


def hold(questionnaire: Questionnaire, number: int, told: Told) -> Article:
    title, remedy = ARTICLES[number - 1]
    figures, findings = [], []
    for one in told:
        if isinstance(one, str):
            figures.append(one)
        else:
            here, what = place(questionnaire, one[0]), f"article {number}: {one[1]}"
            findings.append(replace(here, what=what, remedy=remedy))
    return Article(number, title, tuple(figures), tuple(findings))


def place(questionnaire: Questionnaire, key: str) -> Problem:
    """Return where an id or a key stands, or else the nearest thing that holds it."""
    while key not in questionnaire.places and HELD.search(key):
        key = HELD.sub("", key)
    return questionnaire.places.get(key, Problem(f"{key}.yaml"))


def facts(proved: Proof) -> Iterator[str]:
    """Yield what the counting found, and what no concern supports, as sentences."""
    questionnaire, total = proved.questionnaire, proved.total
    words, most = questionnaire.words.proof, scoring.maxima(questionnaire)
    yield words.maxima.format(psychodynamic=most["psychodynamic"], cbt=most["cbt"])
    yield words.sheets.format(total=f"{total:,}")
    for band, count in proved.bands.items():
        share = in_100(count, total)
        yield words.band.format(band=band, count=f"{count:,}", share=share)
    cases = total * len(questionnaire.concerns)
    for reading, count in proved.readings.items():
        yield words.reading.format(
            reading=reading,
            count=f"{count:,}",
            total=f"{cases:,}",
            share=in_100(count, cases),
        )
    standings = [scoring.standing(c) for c in questionnaire.concerns.values()]
    sides = Counter(scoring.leaning(standing.favours) for standing in standings)
    yield words.counted.format(
        cbt=sides["cbt"],
        psychodynamic=sides["psychodynamic"],
        neither=sides["neither"],
    )
    if sides["cbt"] != sides["psychodynamic"]:
        yield words.uneven
    supported: set[str] = {"not-given", *(one.reading for one in standings)}
    for side in SIDES:
        if not sides[side]:
            yield words.of(f"none-{side}")
            supported.add(f"{side}-ahead")
    for kind in get_args(EvidenceReading):
        if kind not in supported:
            yield words.no_evidence.format(reading=kind)
    yield words.sheets_only


def coverage(
    questionnaire: Questionnaire,
    sheets: Mapping[str, Sheet],
    wanted: Collection[tuple[str, str]],
) -> Iterator[str]:
    """Yield how much of what can be reached some vignette leads to."""
    if not sheets:
        yield "Vignettes: none in this folder."
        return
    given = sheets.values()
    touched = {one for sheet in given for one in witnesses.led_to(questionnaire, sheet)}
    counts = []
    for kind in dict.fromkeys(kind for kind, _ in wanted):
        ids = {one for one in wanted if one[0] == kind}
        name = PLURALS.get(kind, f"{kind}s")
        counts.append(f"{len(ids & touched)} of {len(ids)} {name}")
    yield f"Vignettes: {len(sheets)}; they touch {', '.join(counts)}."
    if missed := [" ".join(one) for one in wanted if one not in touched]:
        yield f"No vignette touches: {', '.join(missed)}."


def unexpected(
    questionnaire: Questionnaire, sheets: Mapping[str, Sheet]
) -> Iterator[Problem]:
    for file, sheet in sheets.items():
        if sheet.vignette is None:
            what = "this file among the vignettes has no 'vignette'"
            remedy = "say who it is, and what is expected"
            yield Problem(file, what=what, remedy=remedy)
            continue
        expect, score = sheet.vignette.expect, scoring.score(questionnaire, sheet)
        gates, fired = (", ".join(one) or "none" for one in (expect.gate, score.gates))
        band = score.fit.band if score.fit else "none"
        for name, wished, found in (
            ("the reading", expect.reading, score.reading),
            ("the band", expect.band or "none", band),
            ("the gates", gates, fired),
        ):
            if wished != found:
                what = f"the vignette expects {name} {wished}, not {found}"
                yield Problem(file, *sheet.vignette.at, what, REMEDY)
