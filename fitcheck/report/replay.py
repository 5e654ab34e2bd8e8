"""The replay: each answer with its points, reason and place, up to the reading.

It lays out what the report worked out; with a gate there is nothing to add up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.model import SIDES, Poles
from fitcheck.report import (
    adding,
    along,
    headline,
    labels,
    narrative,
    picture,
    reasons,
)
from fitcheck.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Paragraph,
    Section,
    Table,
)
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.model import Section as Part
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Fit, Score

Told = dict[str, Any]
KEPT = (
    "questionnaire", "answers_version", "demonstration", "country", "answered",
    "withheld", "cleared", "gate", "route", "fit", "sums", "missing", "evidence",
    "rule", "reading", "turning_points", "least_changes", "caveats",
)  # fmt: skip
"""What a replay in JSON has of the report's facts, besides the lines."""


def facts(questionnaire: Questionnaire, report: Told) -> Told:
    """Return a replay as data: each line, and the rule, with where it stands."""
    lines = [
        {**line, "stands": adding.stands(questionnaire, *places(questionnaire, line))}
        for line in report["lines"]
    ]
    kept = {key: report[key] for key in KEPT}
    named = along.cited(questionnaire, kept | {"lines": lines})
    return {"explanation": 1, **kept, "lines": lines, "sources": named}


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
        Paragraph(said, strong=True)
        for said in (
            *narrative.nobody(questionnaire, sheet),
            *headline.cleared(questionnaire, sheet),
        )
    ]
    how = added if score.fit else stopped
    parts = (
        *narrative.first(questionnaire, report),
        result(questionnaire, sheet, score),
        *how(questionnaire, score, report),
        *ending(questionnaire, score, facts(questionnaire, report)),
    )
    return labels.document(questionnaire, words.explain.title, head, parts)


def ending(questionnaire: Questionnaire, score: Score, told: Told) -> Iterator[Section]:
    """Say how sure the result is, and list the sources that the reasons name.

    A route to a person is no result that could be wrong: there it is only no diagnosis.
    """
    words = questionnaire.words.report
    said = tuple(told["caveats"]) if score.fit else tuple(told["caveats"][:1])
    yield Section(words.doubt if score.fit else words.about, (Bullets(said),))
    if told["sources"]:
        yield narrative.sources(questionnaire, told)


def result(questionnaire: Questionnaire, sheet: Sheet, score: Score) -> Section:
    """Say what it comes to, on which answers, before it is taken apart."""
    words = questionnaire.words
    said = " ".join(headline.sentences(questionnaire, sheet, score))
    told: list[Block] = [Paragraph(said, strong=True)]
    if score.fit:
        told.append(Paragraph(reasons.fit_sentence(questionnaire, score.fit)))
        told.append(Paragraph(reasons.interval(questionnaire, sheet, score.fit)))
    told.extend(narrative.opening(questionnaire, sheet, score))
    return Section(words.report.reading, tuple(told), id="result")


def added(
    questionnaire: Questionnaire, score: Score, report: Told
) -> Iterator[Section]:
    """Show every step from the answers to the reading, and what would change it."""
    words = questionnaire.words.explain
    yield answered(questionnaire, report)
    yield Section(words.parts, tuple(adding.parts(questionnaire, report)))
    yield Section(words.missing, tuple(adding.missing(questionnaire, report)))
    yield band(questionnaire, score)
    yield evidence(questionnaire, score, report)
    yield table(questionnaire, report)
    yield from reasons.changes(questionnaire, score, report, missing=False)


def stopped(questionnaire: Questionnaire, _: Score, report: Told) -> Iterator[Section]:
    """Show which safety answer came first, and the rule that has it so."""
    yield gates(questionnaire, report)
    yield table(questionnaire, report, first=report["rule"]["row"])


def answered(questionnaire: Questionnaire, report: Told) -> Section:
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
        rows = tuple(
            row(questionnaire, line)
            for line in report["lines"]
            if questionnaire.section_of[line["question"]] is section
            and line["lens"] == "fit"
        )
        sums = (str(one[side]) for side in SIDES)
        total = (words.explain.together, "", *sums, "", "")
        shown: list[Block] = [Paragraph(words.explain.nothing)]
        if rows:
            counted = map(Paragraph, scales(questionnaire, section, report))
            shown = [*counted, Table(head, (*rows, total))]
        parts.append(Section(section.title, tuple(shown)))
    intro = Paragraph(words.explain.intro)
    return Section(words.explain.answers, (intro,), tuple(parts))


def scales(questionnaire: Questionnaire, section: Part, report: Told) -> Iterator[str]:
    """Say why the answers given in a section count as they do, scale by scale."""
    known = questionnaire.rubric.scales
    given = {line["question"] for line in report["lines"]}
    used = {
        question.scale if isinstance(question, Poles) else question.kind
        for question in section.questions
        if question.id in given
    }
    for scale in (known.two_pole, known.preference, known.statement):
        if scale.id in used:
            yield questionnaire.words.explain.scale.format(reason=scale.reason)


def row(questionnaire: Questionnaire, line: Told) -> tuple[str, ...]:
    """Return one answer with its points, its reason and its place."""
    return (
        questionnaire.questions[line["question"]].text,
        labels.answer(questionnaire, line["question"], line["answer"]),
        *(str(line[side]) for side in SIDES),
        labels.cited(questionnaire, line["reason"], line["sources"]),
        adding.stands(questionnaire, *places(questionnaire, line)),
    )


def band(questionnaire: Questionnaire, score: Score) -> Section:
    """Show how a difference is read, and which band this one is in."""
    words, fit = questionnaire.words.explain, score.fit
    rows = []
    ranges = picture.bands(questionnaire)
    for one, (name, between) in zip(questionnaire.rubric.bands, ranges, strict=True):
        marks = ", ".join(marked(questionnaire, fit, one.id)) if fit else ""
        named = words.band_here.format(band=name, marks=marks) if marks else name
        place = adding.stands(questionnaire, f"rubric/{one.id}")
        rows.append((named, f"{between}. {place}"))
    said = questionnaire.words.report.bands_text
    told: list[Block] = [Paragraph(said), Facts(tuple(rows))]
    if fit and fit.lowest != fit.highest:
        told.append(Paragraph(words.band_spans if fit.spans else words.band_weakest))
    return Section(words.band, tuple(told))


def marked(questionnaire: Questionnaire, fit: Fit, band: str) -> Iterator[str]:
    """Say what of a difference lies in a band: its ends, and what counts."""
    words = questionnaire.words.explain
    if fit.lowest != fit.highest:
        for end in ("lowest", "highest"):
            if scoring.band(questionnaire, getattr(fit, end)).id == band:
                yield getattr(words, f"band_{end}")
    if band == fit.band and not fit.spans:
        yield words.band_this


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
        *(labels.cited(questionnaire, one.reason, one.sources) for one in both),
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


def table(
    questionnaire: Questionnaire, report: Told, *, first: int | None = None
) -> Section:
    """Show the decision table, or its first rows, and the one that applied."""
    words = questionnaire.words.explain
    rows = []
    for number, one in enumerate(questionnaire.rubric.table[:first], 1):
        here = number == report["rule"]["row"]
        template = words.row_here if here else words.row
        name = questionnaire.words.readings.of(one.reading).name
        place = adding.stands(questionnaire, f"rubric.table#{number}")
        said = template.format(number=number, reading=name)
        rows.append((said, f"{one.text} {place}"))
    return Section(words.table, (Paragraph(words.table_text), Facts(tuple(rows))))
