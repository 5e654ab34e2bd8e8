"""The replay: each answer with its points, reason and place, up to the reading.

It lays out what the report worked out; with a gate there is nothing to add up.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from fitcheck import scoring
from fitcheck.model import SIDES
from fitcheck.report import adding, along, labels, narrative, picture, reasons
from fitcheck.report.document import Block, Document, Facts, Paragraph, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.questionnaire import Questionnaire
    from fitcheck.scoring import Score
    from fitcheck.sheet import Sheet

Told = dict[str, Any]
KEPT = (
    "questionnaire", "answers_version", "demonstration", "answered", "withheld", "gate",
    "fit", "sums", "missing", "evidence", "rule", "reading", "turning_points",
    "least_changes",
)  # fmt: skip
"""What a replay in JSON has of the report's facts, besides the lines."""


def facts(questionnaire: Questionnaire, report: Told) -> Told:
    """Return a replay as data: each line, and the rule, with where it stands."""
    lines = [
        {**line, "stands": adding.stands(questionnaire, *places(questionnaire, line))}
        for line in report["lines"]
    ]
    named = {"lines": lines, "sources": along.cited(questionnaire, {"lines": lines})}
    return {"explanation": 1, **{key: report[key] for key in KEPT}, **named}


def places(questionnaire: Questionnaire, line: Told) -> list[str]:
    """Return the ids of the places that give a line its points."""
    question, answer = line["question"], line["answer"]
    if line["lens"] == "evidence":
        return [f"{questionnaire.section_of[question].id}/{question}/{answer}"]
    return adding.points_at(questionnaire, question, answer)


def tell(questionnaire: Questionnaire, sheet: Sheet, report: Told) -> Document:
    """Say how a report's result adds up."""
    words, score = questionnaire.words, scoring.score(questionnaire, sheet)
    head = [
        *narrative.fictional(questionnaire, sheet),
        *narrative.opening(questionnaire, sheet, score),
        Paragraph(words.readings.of(score.reading).sentence, strong=True),
    ]
    if score.fit:
        head.append(Paragraph(reasons.fit_sentence(questionnaire, score.fit)))
        head.append(Paragraph(words.explain.intro))
    added = (
        *answered(questionnaire, report),
        Section(words.explain.parts, tuple(adding.parts(questionnaire, report))),
        Section(words.explain.missing, tuple(adding.missing(questionnaire, report))),
        band(questionnaire, score),
        evidence(questionnaire, score, report),
    ) if score.fit else (gates(questionnaire, report),)  # fmt: skip
    return labels.document(
        questionnaire,
        words.explain.title,
        head,
        (
            *added,
            table(questionnaire, report),
            *reasons.changes(questionnaire, score, report),
            *sources(questionnaire, report),
        ),
    )


def sources(questionnaire: Questionnaire, report: Told) -> Iterator[Section]:
    """List the sources that the reasons name."""
    found = along.cited(questionnaire, {"lines": report["lines"]})
    if found:
        yield narrative.sources(questionnaire, {"sources": found})


def answered(questionnaire: Questionnaire, report: Told) -> Iterator[Section]:
    """Show every answer that counts, part by part, each part with its sub-sum."""
    words = questionnaire.words
    head = (
        words.report.answer_question,
        words.report.answer_answer,
        *adding.sides(questionnaire),
        words.explain.reason,
        words.explain.where,
    )
    parts = []
    for one in report["sums"]:
        section = next(s for s in questionnaire.sections if s.id == one["section"])
        mine = {question.id for question in section.questions}
        rows = tuple(
            row(questionnaire, line)
            for line in report["lines"]
            if line["question"] in mine
        )
        sums = (str(one[side]) for side in SIDES)
        total = (words.explain.together, "", *sums, "", "")
        shown: Block = Table(head, (*rows, total))
        if not rows:
            shown = Paragraph(words.explain.nothing)
        parts.append(Section(section.title, (shown,)))
    yield Section(words.explain.answers, (), tuple(parts))


def row(questionnaire: Questionnaire, line: Told) -> tuple[str, ...]:
    """Return one answer with its points, its reason and its place."""
    return (
        questionnaire.questions[line["question"]].name,
        labels.answer(questionnaire, line["question"], line["answer"]),
        *(str(line[side]) for side in SIDES),
        labels.cited(line["reason"], line["sources"]),
        adding.stands(questionnaire, *places(questionnaire, line)),
    )


def band(questionnaire: Questionnaire, score: Score) -> Section:
    """Show how a difference is read, and which band this one is in."""
    words, fit = questionnaire.words.explain, score.fit
    rows = []
    ranges = picture.bands(questionnaire)
    for one, (name, between) in zip(questionnaire.rubric.bands, ranges, strict=True):
        here = fit and one.id == fit.band and not fit.spans
        named = words.band_here.format(band=name) if here else name
        place = adding.stands(questionnaire, f"rubric/{one.id}")
        rows.append((named, f"{between}. {place}"))
    said = questionnaire.words.report.bands_text
    told: list[Block] = [Paragraph(said), Facts(tuple(rows))]
    if fit and fit.spans:
        told.append(Paragraph(questionnaire.words.report.interval_spans))
    return Section(words.band, tuple(told))


def evidence(questionnaire: Questionnaire, score: Score, report: Told) -> Section:
    """Show the points of every concern, and what the first of them comes to."""
    words = questionnaire.words.explain
    lines = [line for line in report["lines"] if line["lens"] == "evidence"]
    head = (
        words.concern,
        *adding.sides(questionnaire),
        words.reason_psychodynamic,
        words.reason_cbt,
        words.where,
    )
    rows = tuple(standing(questionnaire, line) for line in lines)
    told: list[Block] = [Table(head, rows)] if rows else []
    forms = (questionnaire.concerns[line["answer"]].first_choice for line in lines)
    told.extend(Paragraph(reasons.form(questionnaire, one)) for one in forms if one)
    if score.evidence:
        said = reasons.evidence_sentence(questionnaire, score.evidence)
        told.append(Paragraph(said))
    return Section(questionnaire.words.report.evidence, tuple(told))


def standing(questionnaire: Questionnaire, line: Told) -> tuple[str, ...]:
    """Return one concern with its points, both reasons and its place."""
    concern = questionnaire.concerns[line["answer"]]
    both = [getattr(concern, side) for side in SIDES]
    return (
        concern.label,
        *(str(line[side]) for side in SIDES),
        *(labels.cited(one.reason, one.sources) for one in both),
        adding.stands(questionnaire, *places(questionnaire, line)),
    )


def gates(questionnaire: Questionnaire, report: Told) -> Section:
    """Name the safety answers that came first, unless they were withheld."""
    words = questionnaire.words
    known = {gate.id: gate for gate in questionnaire.library.gates.gates}
    rows = tuple(
        (known[one].name, adding.stands(questionnaire, f"gates/{one}"))
        for one in report["gate"]
        if one in known
    )
    said: Block = Facts(rows) if rows else Paragraph(words.report.withheld)
    return Section(words.explain.gates, (Paragraph(words.explain.gates_text), said))


def table(questionnaire: Questionnaire, report: Told) -> Section:
    """Show the decision table, and the row of it that applied."""
    words = questionnaire.words.explain
    rows, seen = [], Counter[str]()
    for number, one in enumerate(questionnaire.rubric.table, 1):
        seen[one.reading] += 1
        again = f"#{seen[one.reading]}" if seen[one.reading] > 1 else ""
        here = number == report["rule"]["row"]
        template = words.row_here if here else words.row
        name = questionnaire.words.readings.of(one.reading).name
        place = adding.stands(questionnaire, f"rubric/{one.reading}{again}")
        said = template.format(number=number, reading=name)
        rows.append((said, f"{one.text} {place}"))
    return Section(words.table, (Paragraph(words.table_text), Facts(tuple(rows))))
