"""Why the reading is what it is: the sentences about points, evidence and change.

It turns facts into the sentences of ``interface.yaml`` and works nothing out anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.model import SIDES
from fitcheck.report import adding, labels
from fitcheck.report.document import (
    Block,
    Bullets,
    Entries,
    Facts,
    Paragraph,
    Section,
)
from fitcheck.rubric import path, scoring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.model import NamedForm
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Evidence, Fit, Score

Told = dict[str, Any]


def reading(
    questionnaire: Questionnaire, sheet: Sheet, score: Score, facts: Told
) -> Section:
    """Say the decision and the reading, with its strength and its doubt."""
    words, said = questionnaire.words.report, facts["said"]
    found: list[Block] = [Paragraph(" ".join(said["sentences"]), strong=True)]
    if score.fit is None or score.evidence is None:
        found.append(Paragraph(words.no_leaning))
    else:
        found.extend(
            (
                Paragraph(fit_sentence(questionnaire, score.fit)),
                Paragraph(interval(questionnaire, sheet, score.fit)),
                Paragraph(evidence_sentence(questionnaire, score.evidence)),
            )
        )
    asked = f"{words.doubt} " if score.fit else ""
    found.append(Paragraph(f"{asked}{said['doubt']}"))
    found.append(Bullets(tuple(facts["caveats"])))
    return Section(words.reading, tuple(found), id="result")


def fit_sentence(questionnaire: Questionnaire, fit: Fit) -> str:
    """Say the band and both columns."""
    words = questionnaire.words.report
    band = next(b for b in questionnaire.rubric.bands if b.id == fit.band)
    return words.fit.format(
        band=words.fit_open if fit.spans else band.name,
        psychodynamic=fit.psychodynamic,
        cbt=fit.cbt,
        maximum=fit.maximum,
    )


def interval(questionnaire: Questionnaire, sheet: Sheet, fit: Fit) -> str:
    """Say the difference, and how far missing answers leave it open."""
    words = questionnaire.words.report
    if fit.lowest == fit.highest:
        return words.complete.format(difference=labels.signed(fit.difference))
    given = path.on_path(questionnaire, sheet.answers)
    wanted = {*questionnaire.scored, *drivers(questionnaire)}
    missing = sum(
        question.id not in given and question.id in wanted
        for question in path.path(questionnaire, given)
    )
    sentence = words.interval.format(
        missing=missing,
        lowest=labels.signed(fit.lowest),
        highest=labels.signed(fit.highest),
    )
    if fit.spans:
        return f"{sentence} {words.interval_spans}"
    now = scoring.band(questionnaire, fit.difference)
    if now.id == fit.band:
        return f"{sentence} {words.interval_weakest}"
    held = words.interval_held.format(band=now.name)
    return f"{sentence} {held}"


def drivers(questionnaire: Questionnaire) -> set[str]:
    """Return the questions on which scored questions depend."""
    return {
        condition.question
        for key in questionnaire.scored
        for condition in questionnaire.questions[key].show_if
    }


def evidence_sentence(questionnaire: Questionnaire, evidence: Evidence) -> str:
    """Say what the first concern's evidence comes to."""
    words = questionnaire.words.evidence
    if not evidence.concerns:
        return words.not_given
    concern = questionnaire.concerns[evidence.concerns[0].id]
    if concern.exclusive:
        return words.nothing_named
    template: str = getattr(words, evidence.reading.replace("-", "_"))
    if not concern.psychodynamic.points and not concern.cbt.points:
        template = words.nothing_seen
    form = concern.first_choice
    return template.format(
        concern=labels.spoken(concern.label),
        form=form.name if form else "",
        family=form.family if form else "",
    )


def judged(
    questionnaire: Questionnaire, score: Score, facts: Told
) -> Iterator[Section]:
    """Say what pointed each way, and the evidence; nothing at a gate."""
    if score.fit is None or score.evidence is None:
        return
    yield pointed(questionnaire, facts)
    yield evidence(questionnaire, facts)


def pointed(questionnaire: Questionnaire, facts: Told) -> Section:
    """Say which answers added to which column, and which to none."""
    words = questionnaire.words.report
    piles: dict[str, list[str]] = {"psychodynamic": [], "cbt": [], "neither": []}
    for line in facts["lines"]:
        if line["lens"] == "evidence":
            continue
        side = next((one for one in SIDES if line[one] > 0), "neither")
        points = line[side] if side != "neither" else 0
        because = words.because.format(
            name=labels.topic(questionnaire, line["question"]),
            answer=labels.answer(questionnaire, line["question"], line["answer"]),
            points=points,
        )
        reason = labels.cited(questionnaire, line["reason"], line["sources"])
        piles[side].append(f"{labels.ended(because)} {reason}")
    rule = words.change_row.format(row=facts["rule"]["text"])
    return Section(
        words.why,
        (*adding.parts(questionnaire, facts), Paragraph(rule)),
        tuple(
            Section(
                getattr(words, f"towards_{side}"),
                (Bullets(tuple(pile)) if pile else Paragraph(words.nothing_here),),
            )
            for side, pile in piles.items()
        ),
        "why",
    )


def evidence(questionnaire: Questionnaire, facts: Told) -> Section:
    """Say what is known for each concern, with strength and sources."""
    words = questionnaire.words.report
    parts = []
    for number, found in enumerate(facts["evidence"]["concerns"]):
        concern = questionnaire.concerns[found["id"]]
        title = words.evidence_first if number == 0 else words.evidence_also
        blocks: list[Block] = [Paragraph(concern.about)]
        if concern.first_choice:
            blocks.append(Paragraph(form(questionnaire, concern.first_choice)))
        for side in SIDES:
            standing = getattr(concern, side)
            blocks.append(
                Paragraph(
                    words.standing.format(
                        therapy=labels.capital(labels.therapy(questionnaire, side)),
                        strength=labels.strength(questionnaire, standing.points),
                        points=standing.points,
                        reason=standing.reason,
                        sources=labels.named(questionnaire, standing.sources),
                    )
                )
            )
        blocks.append(Paragraph(concern.note))
        parts.append(Section(title.format(concern=concern.label), tuple(blocks)))
    intro = [Paragraph(words.evidence_intro)]
    if not parts:
        intro.append(Paragraph(questionnaire.words.evidence.not_given))
    scale = Facts(
        tuple(
            (f"{s.points}: {s.name}", s.about) for s in questionnaire.rubric.strengths
        )
    )
    return Section(words.evidence, (*intro, scale), tuple(parts), "evidence")


def form(questionnaire: Questionnaire, named: NamedForm) -> str:
    """Say which form of therapy to ask for by name, with its sources."""
    template = questionnaire.words.report.evidence_form
    said = template.format(form=named.name, about=named.about)
    return labels.cited(questionnaire, said, named.sources)


def changes(
    questionnaire: Questionnaire, score: Score, facts: Told, *, missing: bool = True
) -> Iterator[Section]:
    """Say which answers would give another reading, and what is missing."""
    if score.fit is None:
        return
    words = questionnaire.words.report
    least = facts["least_changes"]
    sentence = words.change_none
    if least is not None:
        several = words.change_least.format(count=least)
        sentence = words.change_least_one if least == 1 else several
    blocks: list[Block] = [Paragraph(sentence), Paragraph(words.change_besides)]
    if facts["missing"] and missing:
        blocks.extend(adding.missing(questionnaire, facts))
    points = facts["turning_points"]
    if any(one["from"] is None for one in points):
        blocks.append(Paragraph(words.change_gaps))
    if points:
        blocks.append(Entries(tuple(turning(questionnaire, points))))
    yield Section(words.change, tuple(blocks), id="change")


def turning(
    questionnaire: Questionnaire, points: list[Told]
) -> Iterator[tuple[Paragraph, ...]]:
    """Yield one entry for each question and reading, its options put together."""
    words = questionnaire.words.report
    gathered: dict[tuple[str, str | None, str], list[str]] = {}
    for point in points:
        key = (point["question"], point["from"], point["reading"])
        then = labels.between(questionnaire, point["lowest"], point["highest"])
        to = labels.answer(questionnaire, point["question"], point["to"])
        said = words.change_to.format(answer=to, difference=then)
        gathered.setdefault(key, []).append(said)
    for (question, was, reading), options in gathered.items():
        given = labels.answer(questionnaire, question, was)
        name = questionnaire.words.readings.of(reading).name
        yield (
            Paragraph(labels.topic(questionnaire, question), strong=True),
            Paragraph(words.change_from.format(answer=given)),
            *map(Paragraph, options),
            Paragraph(words.change_reading.format(reading=name)),
        )
