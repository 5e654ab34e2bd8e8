"""The first screen: where to go first or what came out, in at most 24 rows.

It picks from the facts of the report and says nothing that the report does not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.report import headline, labels, picture, reasons, telephone
from fitcheck.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Paragraph,
    Section,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Score

Told = dict[str, Any]
MOST = 3
"""Questions to take along."""


def glance(
    questionnaire: Questionnaire, sheet: Sheet, score: Score, facts: Told
) -> Document:
    """Say the most important things on one screen."""
    route = facts["route"]
    talked = map(Paragraph, headline.cleared(questionnaire, sheet))
    told = routed if route else judged
    return Document(
        titled(
            questionnaire,
            sheet,
            route["title"] if route else questionnaire.words.report.reading,
        ),
        (*talked, *told(questionnaire, score, facts)),
        tuple(questions(questionnaire, facts)),
        tight=True,
    )


def titled(questionnaire: Questionnaire, sheet: Sheet, title: str) -> str:
    """Say in the title itself that a person is nobody real."""
    words = questionnaire.words.report
    if sheet.vignette:
        name = visible(sheet.vignette.name)
        return f"{labels.ended(title)} {words.demonstration.format(name=name)}"
    if sheet.demonstration:
        return f"{labels.ended(title)} {words.demonstration_unnamed}"
    return title


def judged(questionnaire: Questionnaire, score: Score, facts: Told) -> Iterator[Block]:
    """Say the reading with its doubt, the columns, and the evidence."""
    short = questionnaire.words.readings.of(score.reading).doubt_short
    last = [*steps(questionnaire, score, facts)]
    if unanswered(questionnaire, facts):
        title = labels.ended(questionnaire.library.gates.unanswered.title)
        yield Paragraph(f"{title} {emergency(questionnaire, facts)}", strong=True)
    said = facts["said"]
    yield Paragraph(" ".join((*said["sentences"], short)), strong=True)
    if score.fit and score.evidence:
        yield picture.columns(questionnaire, score.fit)
        formed = any(one.first_choice for one in score.evidence.concerns[:1])
        if not formed and len(last) == 1:
            last.append(reasons.evidence_sentence(questionnaire, score.evidence))
    last.append(questionnaire.words.glance.not_a_diagnosis)
    yield Paragraph(" ".join(last))


def steps(questionnaire: Questionnaire, score: Score, facts: Told) -> Iterator[str]:
    """Yield the first step, and the one that the first concern calls for."""
    first, *others = facts["said"]["next_steps"]
    yield first
    concern = headline.first_concern(questionnaire, score)
    yield from (one for one in others if concern and one == concern.next_step)


def unanswered(questionnaire: Questionnaire, facts: Told) -> bool:
    """Say whether a question about safety is open, and not merely withheld."""
    given = facts["answers"]
    return not facts["withheld"] and any(k not in given for k in questionnaire.safety)


def emergency(questionnaire: Questionnaire, facts: Told) -> str:
    """Say the emergency number, or how to find it."""
    line = next(one for one in facts["help_lines"] if one["for"] == "emergency")
    return telephone.said(questionnaire, line)


def routed(questionnaire: Questionnaire, _: Score, facts: Told) -> Iterator[Block]:
    """Say whom to see first and how soon, and who answers now; no leaning."""
    words = questionnaire.words
    yield Paragraph(emergency(questionnaire, facts), strong=True)
    gates = facts["route"]["gates"]
    if gates:
        parts = [
            (getattr(words.gate, key), gates[0][key]) for key in ("whom", "how_soon")
        ]
        yield Facts(tuple(parts))
    else:
        yield Paragraph(facts["route"]["text"][0])
    yield Bullets(tuple(called(questionnaire, facts, gates)))
    if len(gates) > 1:
        titles = "; ".join(gate["title"] for gate in gates[1:])
        yield Paragraph(words.glance.also.format(titles=titles))
    yield Paragraph(f"{words.report.no_leaning} {words.glance.not_a_diagnosis}")


def called(
    questionnaire: Questionnaire, facts: Told, gates: list[Told]
) -> Iterator[str]:
    """Yield one line for each kind of help that the first gate calls for."""
    kinds = gates[0]["lines"] if gates else ("crisis",)
    for kind in kinds:
        if kind != "emergency":
            mine = [one for one in facts["help_lines"] if one["for"] == kind]
            yield from (telephone.said(questionnaire, one) for one in mine[:1])


def questions(questionnaire: Questionnaire, facts: Told) -> Iterator[Section]:
    """Yield the first questions that are called for; none where much comes first."""
    gates = facts["route"]["gates"] if facts["route"] else []
    if len(gates) > 1 or any(gate["stops"] for gate in gates):
        return
    several = facts["therapist_questions"]
    first = sorted(several, key=lambda one: not one["because"])[:MOST]
    texts = tuple(one["text"] for one in first)
    yield Section(questionnaire.words.glance.questions, (Bullets(texts),))
