"""How the values of results and rules are said: by the names a person reads.

Names come from the questionnaire that the value belongs to; nothing is decided here.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from fitcheck.diff.rules import unruled_in
from fitcheck.library import Emergency, HelpLine
from fitcheck.model import Condition, Note, Pull, Reading
from fitcheck.report import labels, picture
from fitcheck.strict import Strict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fitcheck.diff.outcomes import Move
    from fitcheck.diff.rules import Change
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.texts import Texts

HANDFUL = 5
"""How many of many are named."""
LISTS = {"gates", "lines", "concerns", "advisories", "notes", "screens", "questions"}
"""The parts of a result that are lists."""


def few(words: Texts, items: Sequence[str]) -> str:
    """Name a handful, and say how many more there are."""
    named, more = "; ".join(items[:HANDFUL]), len(items) - HANDFUL
    return words.more.format(items=named, count=more) if more > 0 else named


def move(old: Questionnaire, new: Questionnaire, one: Move) -> str:
    """Say one part of a result: what it was, and what it is."""
    words, part, was, now = new.words.diff, one.part, one.was, one.now
    if part == "turning":
        moved = words.turning.format(gained=len(now - was), lost=len(was - now))
        return f"{words.changed.format(was=len(was), now=len(now))}; {moved}"
    if part in LISTS:
        # A concern comes with what it counts; it is the same one when that changes.
        return listed(words, *(
            {each[0] if part == "concerns" else each: said(known, part, each)
             for each in side}
            for known, side in ((old, was), (new, now))
        ))  # fmt: skip
    if only_maximum(one):
        was, now = was[2:], now[2:]
    return words.changed.format(was=said(old, part, was), now=said(new, part, now))


def only_maximum(one: Move) -> bool:
    """Say whether the points stay, and others could be reached."""
    points = one.part == "points" and one.was and one.now
    return bool(points and one.was[:2] == one.now[:2])


def listed(words: Texts, was: Mapping[Any, str], now: Mapping[Any, str]) -> str:
    """Say what has come to a list and is gone from it, and what moved within."""
    before = [key for key in was if key in now]
    after = [key for key in now if key in was]
    told = (
        (words.gained, [now[key] for key in now if key not in was]),
        (words.lost, [was[key] for key in was if key not in now]),
        (words.order, list(reordered(words, before, after, now))),
    )
    sentences = [how.format(items=few(words, some)) for how, some in told if some]
    sentences += [
        words.changed.format(was=was[key], now=now[key])
        for key in after
        if was[key] != now[key]
    ]
    parts = [labels.capital(one) for one in sentences]
    return " ".join((*map(labels.ended, parts[:-1]), *parts[-1:]))


def reordered(
    words: Texts, before: list[Any], after: list[Any], names: Mapping[Any, str]
) -> Iterator[str]:
    """Say behind which other one each of those stands that moved within a list."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stay = {key for one in blocks for key in before[one.a : one.a + one.size]}
    for at, key in enumerate(after):
        if key not in stay:
            how, other = (words.behind, at - 1) if at else (words.ahead, 1)
            yield how.format(item=names[key], other=names[after[other]])


def said(questionnaire: Questionnaire, part: str, value: Any) -> str:
    """Say one value of a part, or one entry of a part that is a list."""
    words = questionnaire.words.diff
    match part, value:
        case "least", None:
            return words.never
        case "points", (*both, most):
            of = words.maximum.format(maximum=most)
            told = dict(zip(("psychodynamic", "cbt"), both, strict=False), of=of)
            return words.points.format(**told) if both else of
        case "interval", (lowest, highest):
            return labels.between(questionnaire, lowest, highest)
        case "screens", (question, chosen):
            name = questionnaire.questions[question].name
            return f"{name}: {labels.answer(questionnaire, question, chosen)}"
        case "evidence", (reading, favours):
            return words.favours.format(
                reading=words.evidence.of(reading),
                favours=sides(questionnaire, favours),
            )
        case "concerns", (key, psychodynamic, cbt, formed, favours):
            return words.standing.format(
                concern=questionnaire.concerns[key].label,
                psychodynamic=psychodynamic,
                cbt=cbt,
                formed=written(words, formed),
                favours=sides(questionnaire, favours),
            )
    known = names(questionnaire).get(part, {})
    return known.get(value) or written(words, value)


def sides(questionnaire: Questionnaire, favours: tuple[str, ...]) -> str:
    """Name the therapies that evidence points to."""
    named = names(questionnaire)["side"]
    return ", ".join(named[one] for one in favours) or questionnaire.words.diff.nothing


@lru_cache(maxsize=2)
def names(questionnaire: Questionnaire) -> dict[str, dict[str, str]]:
    """Return what things are called, by the part of a result that they stand in."""
    words, library = questionnaire.words, questionnaire.library
    asked = library.therapist_questions.questions
    options = (getattr(one, "options", ()) for one in questionnaire.questions.values())
    return {
        "reading": {one: words.readings.of(one).name for one in get_args(Reading)},
        "band": {one.id: one.name for one in questionnaire.rubric.bands},
        "gates": {one.id: one.name for one in library.gates.gates}
        | {"withheld": library.gates.withheld.title},
        "advisories": {one.id: one.title for one in questionnaire.rubric.advisories},
        "questions": {one.id: f"“{one.text}”" for one in asked},
        "notes": {one.id: one.label for some in options for one in some
                  if isinstance(one.note, Note)},
        "side": {"another": words.diff.another}
        | {one: picture.wished(questionnaire, one) for one in get_args(Pull)},
    }  # fmt: skip


def change(old: Questionnaire, new: Questionnaire, one: Change) -> str:
    """Say a value of a file as it was and as it is, much as the file writes it."""
    words = new.words.diff
    if isinstance(one.was or one.now, tuple):
        return alike(words, one.was, one.now)
    part = "reading" if one.key.endswith(".reading") else ""
    was, now = said(old, part, one.was), said(new, part, one.now)
    if not one.rule and isinstance(one.was, str) and isinstance(one.now, str):
        return words.reworded.format(was=was, now=now)
    if one.was is None:
        return words.gained.format(items=now)
    if one.now is None:
        return words.lost.format(items=was)
    return words.becomes.format(was=was, now=now)


def alike(words: Texts, was: Any, now: Any) -> str:
    """Say how a list of a file moves; its entries are called what they are."""
    both = (entries(words, side or ()) for side in (was, now))
    return listed(words, *({one: one for one in side} for side in both))


def entries(words: Texts, given: tuple[Any, ...]) -> Iterator[str]:
    """Yield the entries of a list, and each answer of a condition by itself."""
    for one in given:
        if isinstance(one, Condition):
            for key in one.any_of:
                yield words.example.format(answer=key, question=one.question)
        else:
            yield written(words, one)


def written(words: Texts, given: Any) -> str:
    """Say a value much as its file writes it; of a block, the rules in it."""
    if given is None or given == ():
        return words.nothing
    if isinstance(given, bool):
        return words.yes if given else words.no
    if isinstance(given, tuple):
        return ", ".join(entries(words, given))
    if isinstance(given, HelpLine):
        return given.how
    if isinstance(given, Emergency):
        return given.number
    if isinstance(given, Strict):
        ruling = given.model_fields_set - unruled_in(type(given))
        told = (
            f"{field.rstrip('_')} {written(words, value)}"
            for field, value in given
            if field in ruling
        )
        return ", ".join(told) or words.there
    return str(given)
