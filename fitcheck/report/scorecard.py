"""The rubric on paper: what each answer is worth, and the tables to look it up in.

A person fills it in with a pencil; it holds no answers, and leaves reasons to others.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, get_args

from fitcheck.model import SIDES, Leaning, Pull, Side
from fitcheck.report import adding, labels, picture
from fitcheck.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Paragraph,
    Section,
    Table,
)
from fitcheck.rubric import groups, scoring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fitcheck.model import Question, Row
    from fitcheck.questionnaire import Choice, Questionnaire
    from fitcheck.rubric.groups import Group

    Say = Callable[[Question], str]
    """How a question is named in a row: with all its words, or by its number."""

SUMS = (
    "psychodynamic", "cbt", "difference", "blank_low", "blank_high", "lowest",
    "highest",
)  # fmt: skip
"""What is added up, line by line."""
CARD = "card"
"""What its sections are called, so that a page can print them close together."""
PLACES = ("much_a", "little_a", "middle", "little_b", "much_b")
"""What the five answers between two poles are called here, in the order shown."""


def tell(questionnaire: Questionnaire) -> Document:
    """Lay the whole rubric out as a card to fill in."""
    words = questionnaire.words.scorecard
    found = steps(questionnaire, partial(spelled, questionnaire))
    return labels.document(
        questionnaire,
        words.title,
        map(Paragraph, (*words.intro, *labels.edition(questionnaire))),
        (replace(one, id=CARD) for one in found),
    )


def steps(questionnaire: Questionnaire, say: Say) -> tuple[Section, ...]:
    """Lay out the steps of the sum, with a row for each question as ``say`` has it."""
    return (
        safety(questionnaire, say),
        Section(questionnaire.words.scorecard.fit, tuple(fit(questionnaire, say))),
        sums(questionnaire),
        bands(questionnaire),
        evidence(questionnaire),
        reading(questionnaire),
    )


def stopping(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Return the answers that open a gate, question by question."""
    fired: dict[str, list[str]] = {}
    for gate in questionnaire.library.gates.gates:
        for when in gate.when:
            fired.setdefault(when.question, []).extend(when.any_of)
    return fired


def safety(questionnaire: Questionnaire, say: Say) -> Section:
    """Show which safety answers come before everything else."""
    words = questionnaire.words.scorecard
    rows = tuple(
        (say(questionnaire.questions[key]), named(questionnaire, key, options))
        for key, options in stopping(questionnaire).items()
    )
    general = questionnaire.library.help_lines.general
    return Section(
        words.safety,
        (
            Paragraph(words.safety_text),
            Table((words.question, words.safety_answers), rows),
            Paragraph(f"{general.emergency} {general.crisis}"),
        ),
    )


def named(questionnaire: Questionnaire, question: str, options: Iterable[str]) -> str:
    """Name some options of a question, in the order in which they are shown."""
    wanted = set(options)
    shown = questionnaire.shown(questionnaire.questions[question])
    named = (
        labels.answer(questionnaire, question, one.id)
        for one in shown
        if one.id in wanted
    )
    return "; ".join(named)


def fit(questionnaire: Questionnaire, say: Say) -> Iterator[Block]:
    """Yield the tables of points, one for each run of questions with equal options."""
    words = questionnaire.words.scorecard
    yield Paragraph(words.fit_text)
    asked = [q for q in questionnaire.questions.values() if counts(questionnaire, q)]
    for head, run in groupby(asked, lambda one: options(questionnaire, one)):
        rows = [points(questionnaire, one, say) for one in run]
        counted = any(cell != "0" for row in rows for cell in row[1:-2])
        total = words.subtotal if counted else words.subtotal_blanks
        rows.append((total, *("",) * len(head), *(words.blank,) * 2))
        yield Table((words.question, *head, words.lowest, words.highest), tuple(rows))


def counts(questionnaire: Questionnaire, question: Question) -> bool:
    """Say whether an answer carries points, or decides what else is asked for them."""
    if question.id in questionnaire.scored:
        return ends(questionnaire, question) != (0, 0)
    return any(
        counts(questionnaire, one)
        for one in questionnaire.questions.values()
        if any(when.question == question.id for when in one.show_if)
    )


def options(questionnaire: Questionnaire, question: Question) -> tuple[str, ...]:
    """Return what the options of a question are called in a heading."""
    words = questionnaire.words.scorecard
    if question.id not in questionnaire.scored:
        return (words.any,)
    if question.kind == "poles":
        return tuple(getattr(words, place) for place in PLACES)
    shown = questionnaire.steps(question)
    return tuple(labels.answer(questionnaire, question.id, one.id) for one in shown)


def points(
    questionnaire: Questionnaire, question: Question, say: Say
) -> tuple[str, ...]:
    """Return a question with the points of each option, and of no answer."""
    shown = questionnaire.steps(question)
    earned = [worth(questionnaire, one) for one in shown]
    if question.id not in questionnaire.scored:
        earned = ["0"]
    left_out = map(labels.signed, ends(questionnaire, question))
    return (asked_for(questionnaire, question, say), *earned, *left_out)


def spelled(questionnaire: Questionnaire, question: Question) -> str:
    """Say a question so that it can be answered where it stands."""
    if question.kind != "poles":
        return question.text
    a, b = map(labels.ended, labels.ways(question))
    return questionnaire.words.scorecard.poles.format(text=question.text, a=a, b=b)


def asked_for(questionnaire: Questionnaire, question: Question, say: Say) -> str:
    """Say a question with what it is asked for."""
    words, text = questionnaire.words.scorecard, say(question)
    if others := getattr(question, "others", ()):
        others_named = "; ".join(one.label for one in others)
        text = words.others.format(text=labels.ended(text), answers=others_named)
    for condition in question.show_if:
        answers = named(questionnaire, condition.question, condition.any_of)
        text = words.only_if.format(text=text, answers=answers)
    return text


def worth(questionnaire: Questionnaire, choice: Choice) -> str:
    """Write the points of an option with the letter of their column."""
    words = questionnaire.words.scorecard
    if not choice.points:
        return "0"
    earned = (
        f"{getattr(words, f'letter_{side}')} {getattr(choice.points, side)}"
        for side in SIDES
        if getattr(choice.points, side)
    )
    return ", ".join(earned) or "0"


def ends(questionnaire: Questionnaire, question: Question) -> tuple[int, int]:
    """Return the least and the most that a question left out could still add.

    One that opens others counts with all that it could open.
    """
    if question.id in questionnaire.scored:
        mine = [one.difference for one in questionnaire.choices[question.id]]
        return min(mine), max(mine)
    group: Group = next(g for g in groups.groups(questionnaire) if question in g)
    return groups.interval(questionnaire, group, {})


def sums(questionnaire: Questionnaire) -> Section:
    """Show the lines to add up on."""
    words = questionnaire.words.scorecard
    rows = tuple((getattr(words, f"sum_{one}"), words.blank) for one in SUMS)
    return Section(words.sums, (Table((words.sum, words.sum_blank), rows),))


def bands(questionnaire: Questionnaire) -> Section:
    """Show how a difference is read."""
    words = questionnaire.words.scorecard
    known = Facts(tuple(picture.bands(questionnaire)))
    first, *more = words.bands_text
    read = (Paragraph(first), known, Bullets(tuple(more)))
    return Section(words.bands, (*read, Paragraph(words.bands_yours)))


def evidence(questionnaire: Questionnaire) -> Section:
    """Show every concern with its points, and the side that the evidence takes."""
    words = questionnaire.words.scorecard
    rows, sides = [], set[Leaning]()
    for concern in questionnaire.concerns.values():
        side = scoring.leaning(scoring.standing(concern).favours)
        sides.add(side)
        form, name = concern.first_choice, concern.label
        if form:
            name = words.evidence_form.format(concern=name, form=form.name)
        numbers = (str(getattr(concern, one).points) for one in SIDES)
        rows.append((name, *numbers, towards(questionnaire, side)))
    head = (words.evidence_concern, *adding.sides(questionnaire), words.evidence_points)
    said = map(Paragraph, words.evidence_text)
    told: list[Block] = [*said, Table(head, tuple(rows))]
    told.append(Paragraph(words.evidence_yours))
    for side in set(SIDES) - sides:
        named = towards(questionnaire, side)
        told.append(Paragraph(words.evidence_nobody.format(side=named)))
    return Section(words.evidence, tuple(told))


def towards(questionnaire: Questionnaire, side: Leaning) -> str:
    """Name what the evidence points to."""
    if side == "neither":
        return questionnaire.words.scorecard.evidence_neither
    return picture.side_name(questionnaire, side)


def reading(questionnaire: Questionnaire) -> Section:
    """Show which result follows from what is wanted and what the evidence says."""
    words = questionnaire.words.scorecard
    named = (towards(questionnaire, proof) for proof in picture.ACROSS)
    head = (words.reading_fit, *(words.reading_evidence.format(side=n) for n in named))
    rows = tuple(
        (
            wanted(questionnaire, fit),
            *(result(questionnaire, fit, proof) for proof in picture.ACROSS),
        )
        for fit in get_args(Pull)
    )
    found = (Paragraph(words.reading_text), Table(head, rows))
    return Section(words.reading, (*found, Paragraph(words.reading_yours)))


def wanted(questionnaire: Questionnaire, pull: Pull) -> str:
    """Name what step 4 came to, without its strength."""
    words = questionnaire.words.scorecard
    bands = questionnaire.rubric.bands
    middle = next(band.name for band in bands if band.side == "neither")
    if pull == "neither":
        return middle
    side: Side = "cbt" if pull.endswith("cbt") else "psychodynamic"
    template = words.reading_reaching if pull != side else words.reading_towards
    name = picture.side_name(questionnaire, side)
    return template.format(side=name, band=middle)


def result(questionnaire: Questionnaire, fit: Pull, proof: Leaning) -> str:
    """Name the reading that follows from two sides."""
    row = scoring.decide(questionnaire, fit=fit, evidence=proof)
    found = scoring.table(questionnaire, row).reading
    return questionnaire.words.readings.of(found).name


def facts(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return the whole rubric as data, without its reasons."""
    manifest = questionnaire.manifest
    asked = [q for q in questionnaire.questions.values() if counts(questionnaire, q)]
    return {
        "rubric": 1,
        "questionnaire": {
            "id": manifest.id,
            "version": manifest.version,
            "date": manifest.date,
            "sha256": questionnaire.fingerprint,
        },
        "maximum": scoring.maxima(questionnaire)["psychodynamic"],
        "gates": [
            gate.model_dump(mode="json", include={"id", "when", "stops"})
            for gate in questionnaire.library.gates.gates
        ],
        "fit": [question_facts(questionnaire, one) for one in asked],
        "bands": [
            {"id": band.id, "side": band.side, "from": band.from_}
            for band in questionnaire.rubric.bands
        ],
        "evidence": [
            concern_facts(questionnaire, one) for one in questionnaire.concerns
        ],
        "table": [row_facts(row) for row in questionnaire.rubric.table],
    }


def question_facts(questionnaire: Questionnaire, question: Question) -> dict[str, Any]:
    """Return a question with the points of each option, and of no answer."""
    lowest, highest = ends(questionnaire, question)
    return {
        "question": question.id,
        "show_if": [one.model_dump(mode="json") for one in question.show_if],
        "options": [
            {
                "id": one.id,
                **{s: getattr(one.points, s) if one.points else 0 for s in SIDES},
            }
            for one in questionnaire.shown(question)
        ],
        "no_answer": {"lowest": lowest, "highest": highest},
    }


def concern_facts(questionnaire: Questionnaire, concern: str) -> dict[str, Any]:
    """Return a concern with its points, and what they come to."""
    found = scoring.standing(questionnaire.concerns[concern])
    return {
        "concern": concern,
        "psychodynamic": found.psychodynamic,
        "cbt": found.cbt,
        "first_choice": found.first_choice,
        "favours": list(found.favours),
        "reading": found.reading,
    }


def row_facts(row: Row) -> dict[str, Any]:
    """Return a row of the decision table."""
    return row.model_dump(mode="json", exclude={"text"})
