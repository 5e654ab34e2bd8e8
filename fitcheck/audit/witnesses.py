"""Answer sheets that show what can be reached: each one is really scored.

Together they lead to all that any sheet can lead to; they prove nothing about shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from fitcheck import asking, branches, interview, scoring
from fitcheck.audit import proof
from fitcheck.model import Many, Poles, Ranked
from fitcheck.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.audit.proof import Proof
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.sheet import Answers


@dataclass(frozen=True)
class Reached:
    """All that some real sheet, really scored, has led to."""

    sheets: int
    names: frozenset[tuple[str, str]]
    """Pairs of a kind (band, reading, gate …) and an id."""


def reached(proved: Proof) -> Reached:
    """Score every witness, and collect what comes of it."""
    names: set[tuple[str, str]] = set()
    count = 0
    for answers in witnesses(proved):
        count += 1
        names.update(outcome(proved.questionnaire, answers))
    return Reached(count, frozenset(names))


def outcome(
    questionnaire: Questionnaire, answers: Answers
) -> Iterator[tuple[str, str]]:
    """Yield everything that one sheet leads to."""
    given = interview.on_path(questionnaire, answers)
    for key, chosen in given.items():
        interview.accept(questionnaire, questionnaire.questions[key], chosen)
        yield from (("option", f"{key}/{one}") for one in chosen)
    manifest = questionnaire.manifest
    sheet = Sheet(manifest.id, manifest.version, answers)
    yield from led_to(questionnaire, sheet)


def led_to(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield all that comes of a sheet once it is scored."""
    score = scoring.score(questionnaire, sheet)
    yield "reading", score.reading
    if score.fit:
        yield "band", score.fit.band
    yield from (("gate", one) for one in score.gates)
    yield from (("note", one) for one in score.notes)
    yield from (("advisory", one) for one in score.advisories)
    for item in asking.choose(questionnaire, sheet.answers):
        yield "therapist question", item.question.id


def witnesses(proved: Proof) -> Iterator[Answers]:
    """Yield sheets that together lead to all that any sheet can lead to."""
    questionnaire = proved.questionnaire
    yield {}
    for key in questionnaire.questions:
        way = opening(questionnaire, key)
        if way is not None:
            for choice in questionnaire.choices[key]:
                yield {**way, key: (choice.id,)}
    yield from second_concerns(questionnaire)
    first = one_of_each(questionnaire)
    for answers in (*in_each_band(proved), *against_preference(proved)):
        yield answers
        yield from ({**answers, **concern} for concern in first)
    yield from one_place(questionnaire)
    yield from at_once(questionnaire)


def opening(questionnaire: Questionnaire, key: str) -> Answers | None:
    """Find answers that put a question on the path, if any do; without a gate first."""
    rests_on = proof.chain(questionnaire, key)
    asked = [q for q in questionnaire.questions.values() if q.id in rests_on]
    group = (*asked, questionnaire.questions[key])
    gated = None
    for leaf in branches.leaves(questionnaire, group):
        if key in leaf:
            answers = proof.answered(
                {k: choice for k, choice in leaf.items() if k != key}
            )
            if not scoring.fired(questionnaire, Sheet("", "", answers)):
                return answers
            gated = gated or answers
    return gated


def second_concerns(questionnaire: Questionnaire) -> Iterator[Answers]:
    """Yield sheets that name each concern after another."""
    key = questionnaire.concern_question
    question = questionnaire.questions.get(key or "")
    if not isinstance(question, Ranked) or question.at_most < 2:
        return
    way = opening(questionnaire, question.id) or {}
    mixing = [concern.id for concern in question.options if not concern.exclusive]
    for one, other in zip(mixing, mixing[1:] + mixing[:1], strict=True):
        if one != other:
            yield {**way, question.id: (one, other)}


def one_of_each(questionnaire: Questionnaire) -> list[Answers]:
    """Return one first concern for each way the evidence can stand."""
    key = questionnaire.concern_question
    if key is None:
        return []
    way = opening(questionnaire, key) or {}
    kinds = {
        scoring.leaning(scoring.standing(concern).favours): concern.id
        for concern in questionnaire.concerns.values()
    }
    return [{**way, key: (concern,)} for concern in kinds.values()]


def in_each_band(proved: Proof) -> Iterator[Answers]:
    """Yield one complete sheet for each band that any sheet lands in."""
    sheets: dict[int, Answers] = {0: {}}
    for part in proved.parts:
        ways = {branches.difference(leaf): proof.answered(leaf) for leaf in part.leaves}
        sheets = {
            there + here: {**answers, **way}
            for there, answers in sheets.items()
            for here, way in ways.items()
        }
    found = {
        scoring.band(proved.questionnaire, difference).id: answers
        for difference, answers in sheets.items()
    }
    yield from found.values()


def against_preference(proved: Proof) -> Iterator[Answers]:
    """Yield sheets that state a preference, all else as far as it goes either way."""
    for part in proved.parts:
        for question in part.group:
            if isinstance(question, Poles) and question.scale == "preference":
                rest = [other for other in proved.parts if other is not part]
                for leaf in part.leaves:
                    for end in proof.ends(rest):
                        yield {**proof.answered(end), **proof.answered(leaf)}


def one_place(questionnaire: Questionnaire) -> Iterator[Answers]:
    """Yield sheets that answer each section at its first place throughout."""
    for section in questionnaire.sections:
        answers: Answers = {}
        for question in section.questions:
            answers |= opening(questionnaire, question.id) or {}
        for question in section.questions:
            answers[question.id] = (questionnaire.shown(question)[0].id,)
        yield answers


def at_once(questionnaire: Questionnaire) -> Iterator[Answers]:
    """Yield sheets on which neighbouring gates fire, and gates that hold advice back.

    The order of the gates is their urgency, and shows on such sheets alone.
    """
    firing = {
        gate.id: {**way, when.question: (when.any_of[0],)}
        for gate in questionnaire.library.gates.gates
        for when in gate.when[:1]
        if (way := opening(questionnaire, when.question)) is not None
    }
    for one, other in pairwise(firing.values()):
        both = {
            key: tuple(dict.fromkeys((*one.get(key, ()), *other.get(key, ()))))
            for key in {**one, **other}
        }
        if all(
            len(chosen) == 1 or isinstance(questionnaire.questions[key], Many)
            for key, chosen in both.items()
        ):
            yield both
    key = questionnaire.concern_question or ""
    for advisory in questionnaire.rubric.advisories:
        for gate in firing.keys() & set(advisory.unless_gates):
            for concern in advisory.concerns:
                yield {**firing[gate], key: (concern,)}
