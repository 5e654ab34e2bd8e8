"""The report in words: sections in the order a person reads them.

It turns facts into the sentences of ``interface.yaml`` and works nothing out anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fitcheck.answers import writing
from fitcheck.model import Poles
from fitcheck.report import (
    cards,
    headline,
    labels,
    listing,
    picture,
    reasons,
    telephone,
)
from fitcheck.report.document import (
    Block,
    Bullets,
    Code,
    Document,
    Facts,
    Paragraph,
    Section,
    visible,
)
from fitcheck.rubric import path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Score

Told = dict[str, Any]


def tell(
    questionnaire: Questionnaire, sheet: Sheet, score: Score, facts: Told
) -> Document:
    """Say a whole report."""
    words = questionnaire.words.report
    head = tuple(opening(questionnaire, sheet, score))
    result = reasons.reading(questionnaire, sheet, score, facts)
    if score.gates:
        # Where to go first comes before everything else, the decision included.
        result, head = replace(result, blocks=(*head, *result.blocks)), ()
    parts = (
        *first(questionnaire, facts),
        result,
        *picture.section(questionnaire, score),
        *reasons.judged(questionnaire, score, facts),
        options(questionnaire, facts),
        *reasons.changes(questionnaire, score, facts),
        ask(questionnaire, score, facts),
        finding(questionnaire, facts),
        next_steps(questionnaire, facts),
        lines(questionnaire, facts),
        listing.section(questionnaire, sheet, score),
        *listing.noted(questionnaire, sheet),
        about(questionnaire),
        sources(questionnaire, facts),
        block(questionnaire, sheet),
    )
    top = (*fictional(questionnaire, sheet), *head)
    return labels.document(questionnaire, words.title, top, parts)


def fictional(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[Block]:
    """Say what was cleared, and that this is a demonstration, and about whom."""
    talked = headline.cleared(questionnaire, sheet)
    for said in (*nobody(questionnaire, sheet), *talked):
        yield Paragraph(said, strong=True)
    if sheet.vignette:
        words = questionnaire.words.report
        yield Paragraph(f"{words.fictional}: {visible(sheet.vignette.about)}")


def notices(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Yield what has to be known of the whole before anything in it is read."""
    yield from nobody(questionnaire, sheet)
    yield from headline.cleared(questionnaire, sheet)
    yield from copied(questionnaire, sheet)


def nobody(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Say that a person is fictional, by name if there is one."""
    words = questionnaire.words.report
    if sheet.vignette:
        yield words.demonstration.format(name=visible(sheet.vignette.name))
    elif sheet.demonstration:
        yield words.demonstration_unnamed


def copied(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Say that the answers are to another version, or that some were left out."""
    words, ours = questionnaire.words.report, questionnaire.manifest.version
    if sheet.version != ours:
        yield words.other_version.format(theirs=sheet.version, ours=ours)
    if sheet.withheld:
        yield words.withheld


def opening(
    questionnaire: Questionnaire, sheet: Sheet, score: Score
) -> Iterator[Block]:
    """Say what is decided, what matters most to the person, and who answered."""
    yield Paragraph(questionnaire.words.report.decision)
    most = tuple(matters(questionnaire, sheet)) if score.fit else ()
    if most:
        yield Facts(most)
    told = tuple(circumstances(questionnaire, sheet))
    if told:
        yield Bullets(told)


def matters(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield what matters most: the concerns in their order, and the preference."""
    given = path.on_path(questionnaire, sheet.answers)
    for key in given:
        question = questionnaire.questions[key]
        preference = isinstance(question, Poles) and question.scale == "preference"
        if preference or key == questionnaire.concern_question:
            yield question.name, labels.answers(questionnaire, key, given)


def circumstances(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Say who answered, when and where, and what was left out."""
    words = questionnaire.words.report
    yield from labels.record(questionnaire, sheet)
    if sheet.answered:
        yield words.answered.format(day=sheet.answered)
    yield from labels.respondent(questionnaire, sheet)
    if sheet.country:
        name = labels.country(questionnaire, sheet.country)
        yield words.country.format(country=name)
    yield from copied(questionnaire, sheet)


def first(questionnaire: Questionnaire, facts: Told) -> Iterator[Section]:
    """Say where to go first, or that the safety questions were not answered."""
    gates = questionnaire.library.gates
    found = facts["help_lines"]
    if facts["route"] is None:
        unanswered = not facts["withheld"] and any(
            key not in facts["answers"] for key in questionnaire.safety
        )
        if unanswered:
            notice = gates.unanswered
            text = tuple(Paragraph(one) for one in notice.text)
            called = telephone.blocks(questionnaire, found, ("emergency", "crisis"))
            yield Section(notice.title, (*text, *called), id="safety")
        return
    if not facts["route"]["gates"]:
        notice = gates.withheld
        text = tuple(Paragraph(one) for one in notice.text)
        called = telephone.blocks(questionnaire, found, ("emergency", "crisis"))
        yield Section(notice.title, (*text, *called), id="safety")
        return
    shown: set[str] = set()
    for gate in facts["route"]["gates"]:
        section = telephone.gate(questionnaire, gate, found, shown)
        shown.update(gate["lines"])
        keys = cards.keyed(questionnaire, gate["sources"])
        yield replace(section, blocks=(*section.blocks, keys), id="safety")


def lines(questionnaire: Questionnaire, facts: Told) -> Section:
    """Show every help line there is, and the keys of the pages they were seen on."""
    words, found = questionnaire.words.report, facts["help_lines"]
    section = telephone.section(questionnaire, found, words.lines, words.lines_intro)
    keys = cards.keyed(questionnaire, (line["source"] for line in found))
    return replace(section, blocks=(*section.blocks, keys), id="lines")


def options(questionnaire: Questionnaire, facts: Told) -> Section:
    """Show the four cards."""
    words = questionnaire.words.report
    return Section(
        words.options,
        (Paragraph(words.options_intro),),
        tuple(cards.sourced(questionnaire, card) for card in facts["options"]),
        "options",
    )


def ask(questionnaire: Questionnaire, score: Score, facts: Told) -> Section:
    """Hand over the questions for a therapist."""
    words = questionnaire.words.report
    parts = []
    by_id = {q.id: q for q in questionnaire.library.therapist_questions.questions}
    for chosen in facts["therapist_questions"]:
        question = by_id[chosen["id"]]
        blocks: list[Block] = []
        if question.cbt_text:
            blocks.append(Paragraph(words.question_cbt.format(text=question.cbt_text)))
        if chosen["because"] and question.because:
            said = labels.because(questionnaire, chosen["because"])
            blocks.append(Paragraph(f"{said} {question.because}"))
        reply = words.question_reply.format(reply=question.good_reply)
        blocks.append(Paragraph(labels.cited(questionnaire, reply, question.sources)))
        parts.append(Section(question.text, tuple(blocks)))
    intro: list[Block] = [Paragraph(words.questions_intro)]
    if score.fit is None:
        intro.append(Paragraph(questionnaire.words.gate.prepare))
    return Section(words.questions, tuple(intro), tuple(parts), "questions")


def finding(questionnaire: Questionnaire, facts: Told) -> Section:
    """Say how to find and check a therapist."""
    found = [one for one in facts["registers"].values() if one]
    text = [Paragraph(paragraph) for one in found for paragraph in one["text"]]
    keys = cards.keyed(questionnaire, (key for one in found for key in one["sources"]))
    return Section(questionnaire.words.report.finding, (*text, keys), id="finding")


def next_steps(questionnaire: Questionnaire, facts: Told) -> Section:
    """Say what to do next, and what is worth knowing besides."""
    words = questionnaire.words.report
    parts = []
    for screen in facts["readiness"]:
        text = tuple(Paragraph(one) for one in screen["text"])
        keys = cards.keyed(questionnaire, screen["sources"])
        parts.append(Section(screen["title"], (*text, keys)))
    readiness = (Section(words.readiness, (), tuple(parts)),) if parts else ()
    notes = tuple(
        (one["label"], labels.cited(questionnaire, one["text"], one["sources"]))
        for one in facts["practical"]
    )
    advice = tuple(
        (one["title"], labels.cited(questionnaire, one["text"], one["sources"]))
        for one in facts["advice"]
    )
    return Section(
        words.next_steps,
        tuple(map(Paragraph, facts["said"]["next_steps"])),
        (
            *readiness,
            *((Section(words.notes, (Facts(notes),)),) if notes else ()),
            *((Section(words.advice, (Facts(advice),)),) if advice else ()),
        ),
        "next-steps",
    )


def about(questionnaire: Questionnaire) -> Section:
    """Say what this report is, who made it, and how current it is."""
    words = questionnaire.words.report
    manifest = questionnaire.manifest
    version = words.version.format(
        id=manifest.id, version=manifest.version, date=manifest.date
    )
    head = (
        Paragraph(version),
        Paragraph(words.next_review.format(date=manifest.next_review)),
        Paragraph(words.fingerprint.format(sha256=questionnaire.fingerprint)),
    )
    told = cards.about(questionnaire)
    return Section(words.about, head, told, "about")


def sources(questionnaire: Questionnaire, facts: Told) -> Section:
    """List the sources that the report names."""
    rows = tuple(cards.source(questionnaire, one) for one in facts["sources"])
    return Section(questionnaire.words.report.sources, (Facts(rows),), id="sources")


def block(questionnaire: Questionnaire, sheet: Sheet) -> Section:
    """End with the answers file and the fingerprint, for the program to read again."""
    data = writing.to_data(questionnaire, sheet)
    data["sha256"] = questionnaire.fingerprint
    code = Code("fitcheck", writing.written(data))
    return Section(questionnaire.words.report.block, (code,), id="block")
