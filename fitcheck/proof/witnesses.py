"""Answer sheets that show what can be reached: each one is really scored.

Together they lead to all that any sheet can lead to; they prove nothing about shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from fitcheck.answers.sheet import Answers, Sheet
from fitcheck.content.model import Condition, Many, Ranked
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import AnswerError
from fitcheck.proof import counting
from fitcheck.proof.counting import Proof
from fitcheck.rubric import groups, path, scoring, therapist_questions


def reached(proved: Proof) -> tuple[int, set[tuple[str, str]]]:
    """Score every witness: return how many, and what they lead to by kind and id."""
    questionnaire, manifest = proved.questionnaire, proved.questionnaire.manifest
    names, sheets = set[tuple[str, str]](), list(witnesses(proved))
    for answers in sheets:
        for key, chosen in path.on_path(questionnaire, answers).items():
            path.accept(questionnaire, questionnaire.questions[key], chosen)
            names.update(("option", f"{key}/{one}") for one in chosen)
        sheet = Sheet(manifest.id, manifest.version, answers)
        names.update(led_to(questionnaire, sheet))
    return len(sheets), names


def led_to(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[tuple[str, str]]:
    score = scoring.score(questionnaire, sheet)
    yield "reading", score.reading
    if score.fit:
        yield "band", score.fit.band
    yield from (("gate", one) for one in score.gates)
    yield from (("note", one) for one in score.notes)
    yield from (("advisory", one) for one in score.advisories)
    for item in therapist_questions.choose(questionnaire, sheet.answers):
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
    yield from together(questionnaire)
    asked = questionnaire.concern_question or ""
    way = (opening(questionnaire, asked) if asked else None) or {}
    firsts: dict[str, Answers] = {}
    for_each_side: dict[str, Answers] = {}
    for one, concern in questionnaire.concerns.items():
        firsts[one] = {**way, asked: (one,)}
        side = scoring.leaning(scoring.standing(concern).favours)
        for_each_side[side] = firsts[one]
    for sheets, concerns in (
        (in_each_band(proved), firsts),
        (against_preference(proved), for_each_side),
    ):
        for answers in sheets:
            yield answers
            yield from ({**answers, **first} for first in concerns.values())
    for section in questionnaire.sections:  # each answered at one place throughout
        answers = {}
        for question in section.questions:
            answers |= opening(questionnaire, question.id) or {}
        for question in section.questions:
            answers[question.id] = (questionnaire.shown(question)[0].id,)
        yield answers
    yield from at_once(questionnaire)


def opening(questionnaire: Questionnaire, key: str) -> Answers | None:
    """Find answers that put a question on the path, if any do; without a gate first."""
    asked = {key, *counting.rests_on(questionnaire, key)}
    group = tuple(q for q in questionnaire.questions.values() if q.id in asked)
    gated = None
    for leaf in groups.leaves(questionnaire, group):
        if key in leaf:
            answers = counting.answered(leaf)
            del answers[key]
            if not scoring.fired(questionnaire, Sheet("", "", answers)):
                return answers
            gated = gated or answers
    return gated


def together(questionnaire: Questionnaire) -> Iterator[Answers]:
    """Yield sheets that name each option with another, and as many as can be named."""
    for key, question in questionnaire.questions.items():
        mixing = [one.id for one in questionnaire.choices[key] if not one.exclusive]
        most = len(mixing) if isinstance(question, Many) else 1
        most = question.at_most if isinstance(question, Ranked) else most
        way = opening(questionnaire, key)
        if way is not None and min(most, len(mixing)) > 1:
            for pair in zip(mixing, mixing[1:] + mixing[:1], strict=True):
                yield {**way, key: pair}
            yield {**way, key: tuple(mixing[:most])}


def in_each_band(proved: Proof) -> Iterator[Answers]:
    sheets: dict[int, Answers] = {0: {}}
    for part in proved.parts:
        ways = {groups.difference(one): counting.answered(one) for one in part.leaves}
        sheets = {
            there + here: {**answers, **way}
            for there, answers in sheets.items()
            for here, way in ways.items()
        }
    bands = {scoring.band(proved.questionnaire, d).id: a for d, a in sheets.items()}
    yield from bands.values()


def against_preference(proved: Proof) -> Iterator[Answers]:
    """Yield sheets that state a preference, all else as far as it goes either way."""
    for part in proved.parts:
        if any(getattr(one, "scale", "") == "preference" for one in part.group):
            rest = [other for other in proved.parts if other is not part]
            for leaf in part.leaves:
                for end in counting.ends(rest):
                    yield {**counting.answered(end), **counting.answered(leaf)}


def at_once(questionnaire: Questionnaire) -> Iterator[Answers]:
    """Yield sheets of which several things come that rest on different questions.

    The order of the gates is their urgency, and shows on such sheets alone. Of a gate a
    copy says no more than that there was one: so each advice has to meet any gate, and
    those that hold it back.
    """
    firing = {
        gate.id: answers
        for gate in questionnaire.library.gates.gates
        for answers in meeting(questionnaire, gate.when[:1])
    }
    for one, other in pairwise(firing.values()):
        yield put_together(questionnaire, (one, other))
    key = questionnaire.concern_question or ""
    for advisory in questionnaire.rubric.advisories:
        for gate, answers in firing.items():
            if gate in (next(iter(firing)), *advisory.unless_gates):
                yield from ({**answers, key: (one,)} for one in advisory.concerns)
    asked = questionnaire.library.therapist_questions.questions
    calling = (meeting(questionnaire, one.ask_when) for one in asked)
    yield put_together(questionnaire, chain.from_iterable(calling))


def meeting(
    questionnaire: Questionnaire, conditions: Iterable[Condition]
) -> Iterator[Answers]:
    for condition in conditions:
        way = opening(questionnaire, condition.question)
        if way is not None:
            yield {**way, condition.question: condition.any_of[:1]}


def put_together(questionnaire: Questionnaire, sheets: Iterable[Answers]) -> Answers:
    """Make one sheet of several; where a question cannot take both, the first stays."""
    found: Answers = {}
    for answers in sheets:
        for key, chosen in answers.items():
            both = tuple(dict.fromkeys((*found.get(key, ()), *chosen)))
            try:
                found[key] = path.accept(
                    questionnaire, questionnaire.questions[key], both
                )
            except AnswerError:
                continue
    return found
