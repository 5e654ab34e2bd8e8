"""How the values of results and rules are said: by the names a person reads.

Names come from the questionnaire that the value belongs to; nothing is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.diff.rules import unruled_in
from fitcheck.model import Condition
from fitcheck.report import labels
from fitcheck.strict import Strict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fitcheck.diff.outcomes import Evidence, Move, Standing
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.words.differing import DiffWords

    Say = Callable[[Questionnaire, Any], str]


def move(old: Questionnaire, new: Questionnaire, one: Move) -> str:
    """Say one part of a result: what it was, and what it is."""
    words = new.words.diff
    if one.part == "turning":
        return words.turning.format(
            was=len(one.was),
            now=len(one.now),
            gained=len(one.now - one.was),
            lost=len(one.was - one.now),
        )
    if one.part == "concerns":
        return "; ".join(standings(old, new, one))
    if one.part in ITEMS:
        return items(old, new, one)
    say = WHOLE[one.part]
    return words.changed.format(was=say(old, one.was), now=say(new, one.now))


def items(old: Questionnaire, new: Questionnaire, one: Move) -> str:
    """Say what has come to a list, and what is gone from it."""
    words, say = new.words.diff, ITEMS[one.part]
    gained = [say(new, item) for item in one.now if item not in one.was]
    lost = [say(old, item) for item in one.was if item not in one.now]
    if not gained and not lost:
        return words.order.format(items="; ".join(say(new, item) for item in one.now))
    told = ((words.gained, gained), (words.lost, lost))
    return ". ".join(
        labels.capital(how.format(items="; ".join(some))) for how, some in told if some
    )


def standings(old: Questionnaire, new: Questionnaire, one: Move) -> Iterator[str]:
    """Say each concern whose evidence counts otherwise, as it is and as it was."""
    words = new.words.diff
    was, now = ({each[0]: each for each in side} for side in (one.was, one.now))
    for key in dict.fromkeys((*was, *now)):
        if was.get(key) != now.get(key):
            then, found = standing(old, was.get(key)), standing(new, now.get(key))
            label = (new if key in now else old).concerns[key].label
            told = words.changed.format(was=then, now=found)
            yield words.concern.format(concern=label, standing=told)


def reading(questionnaire: Questionnaire, key: str) -> str:
    """Name a reading."""
    return questionnaire.words.readings.of(key).name


def band(questionnaire: Questionnaire, key: str | None) -> str:
    """Name a band."""
    bands = (one.name for one in questionnaire.rubric.bands if one.id == key)
    return next(bands, questionnaire.words.diff.nothing)


def points(questionnaire: Questionnaire, found: tuple[int, int, int] | None) -> str:
    """Say both columns, and the most that each can reach."""
    words = questionnaire.words.diff
    if found is None:
        return words.nothing
    psychodynamic, cbt, most = found
    return words.points.format(psychodynamic=psychodynamic, cbt=cbt, maximum=most)


def interval(questionnaire: Questionnaire, found: tuple[int, int] | None) -> str:
    """Say a difference, or all that it could still be."""
    if found is None:
        return questionnaire.words.diff.nothing
    lowest, highest = found
    if lowest == highest:
        return str(lowest)
    words = questionnaire.words.report
    return words.difference_open.format(lowest=lowest, highest=highest)


def evidence(questionnaire: Questionnaire, found: Evidence | None) -> str:
    """Say what the evidence lens reads, and which therapies it points to."""
    words = questionnaire.words.diff
    if found is None:
        return words.nothing
    reading, favours = found
    said = words.evidence.of(reading)
    if not favours:
        return said
    sides = (therapy(questionnaire, one) for one in favours)
    return words.favours.format(reading=said, favours=", ".join(sides))


def therapy(questionnaire: Questionnaire, direction: Any) -> str:
    """Name a therapy that evidence can point to."""
    if direction == "another":
        return questionnaire.words.diff.another
    return labels.therapy(questionnaire, direction)


def side(questionnaire: Questionnaire, leaning: str) -> str:
    """Name one of the two therapies, or neither."""
    name: str = getattr(questionnaire.words.report, f"side_{leaning}")
    return name


def standing(questionnaire: Questionnaire, one: Standing | None) -> str:
    """Say the evidence points of one concern, and the therapies its form favours."""
    words = questionnaire.words.diff
    if one is None:
        return words.nothing
    _, psychodynamic, cbt, formed, favours = one
    said = words.standing.format(psychodynamic=psychodynamic, cbt=cbt)
    sides = ", ".join(therapy(questionnaire, side) for side in favours)
    if not formed:
        return said
    return words.formed.format(standing=said, favours=sides or words.nothing)


def gate(questionnaire: Questionnaire, key: str) -> str:
    """Name a gate."""
    gates = questionnaire.library.gates
    named = (one.name for one in gates.gates if one.id == key)
    return next(named, gates.withheld.title)


def advisory(questionnaire: Questionnaire, key: str) -> str:
    """Name an advisory by its title."""
    return next(o.title for o in questionnaire.rubric.advisories if o.id == key)


def note(questionnaire: Questionnaire, key: str) -> str:
    """Name a practical note by the answer that brings it."""
    return next(
        labels.answer(questionnaire, question, key)
        for question, choices in questionnaire.choices.items()
        if any(choice.id == key for choice in choices)
    )


def screen(questionnaire: Questionnaire, found: tuple[str, str]) -> str:
    """Name a screen of help by the answer that opens it."""
    question, chosen = found
    name = questionnaire.questions[question].name
    return f"{name}: {labels.answer(questionnaire, question, chosen)}"


def asked(questionnaire: Questionnaire, key: str) -> str:
    """Quote a question for a therapist."""
    every = questionnaire.library.therapist_questions.questions
    return f"“{next(one.text for one in every if one.id == key)}”"


def whether(questionnaire: Questionnaire, value: bool) -> str:
    """Say yes or no."""
    words = questionnaire.words.diff
    return words.yes if value else words.no


def count(questionnaire: Questionnaire, value: int | None) -> str:
    """Say how few answers give another reading."""
    return questionnaire.words.diff.never if value is None else str(value)


def kind(questionnaire: Questionnaire, value: str) -> str:  # noqa: ARG001  # as the others
    """Name a kind of help line."""
    return value


WHOLE: dict[str, Say] = {
    "reading": reading,
    "stops": whether,
    "private": whether,
    "band": band,
    "points": points,
    "interval": interval,
    "evidence": evidence,
    "least": count,
}
"""How each part of a result is said that is one value."""
ITEMS: dict[str, Say] = {
    "gates": gate,
    "lines": kind,
    "advisories": advisory,
    "notes": note,
    "screens": screen,
    "questions": asked,
}
"""How each part of a result is said that is a list, item by item."""


def value(words: DiffWords, given: Any) -> str:
    """Say the value of a rule much as its file writes it."""
    if given is None or given == ():
        return words.nothing
    if isinstance(given, bool):
        return words.yes if given else words.no
    if isinstance(given, tuple):
        separator = "; " if any(isinstance(one, Strict) for one in given) else ", "
        return separator.join(value(words, one) for one in given)
    if isinstance(given, Condition):
        return f"{given.question}: {', '.join(given.any_of)}"
    if isinstance(given, Strict):
        return ", ".join(inside(words, given)) or words.there
    return str(given)


def inside(words: DiffWords, block: Strict) -> Iterator[str]:
    """Yield the rules in a block that has come or gone."""
    for field, info in type(block).model_fields.items():
        given = getattr(block, field)
        if field not in unruled_in(type(block)) and given not in (None, (), False):
            yield f"{info.alias or field} {value(words, given)}"
