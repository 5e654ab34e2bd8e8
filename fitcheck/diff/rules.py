"""What differs between two questionnaires, value by value, rules apart from words.

It compares and mixes what the files hold; what follows from a rule is not its business.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fitcheck import texts
from fitcheck.model import Condition, Section
from fitcheck.strict import Readable, Strict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from fitcheck.questionnaire import Questionnaire

    Take = Callable[["Change"], bool]

GROUNDS = {"sources", "source", "source_date", "seen", "checked"}
"""Fields that hold neither words nor rules: where a claim comes from, and when."""
RETIRED = "questionnaire.retired"
"""Where it stands how answers to earlier versions are taken."""
RULED = {"gates": "gates", "therapist_questions": "therapist-questions"}
"""Files of the library that a result rests on."""
UNRULED = ("help_lines", "sources", "therapies", "registers", "about", "ipdas",
           "countries")  # fmt: skip
"""Files of the library that no result rests on."""


@dataclass(frozen=True)
class Change:
    """One value that is another, or that stands in one questionnaire alone."""

    key: str
    """Its place, as ``Questionnaire.places`` has it."""
    was: Any
    now: Any
    rule: bool = True
    """Whether a result can rest on it; False for words and their sources."""

    @property
    def stem(self) -> str:
        """The file it stands in, without its ending."""
        return self.key.replace(".", "/").split("/")[0]


def changes(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Return everything that differs, in the order of the files."""
    found: list[Change] = []

    def noted(change: Change) -> bool:
        found.append(change)
        return True

    mixed(old, new, noted)
    merged(old.manifest, new.manifest, "questionnaire", noted, rule=False)
    was = dict(texts.entries(old.words, "interface."))
    for name, said in texts.entries(new.words, "interface."):
        merged(was[name], said, name, noted, rule=False)
    for name in UNRULED:
        one, other = getattr(old.library, name), getattr(new.library, name)
        merged(one, other, name.replace("_", "-"), noted, rule=False)
    return tuple(found)


def with_only(
    old: Questionnaire, new: Questionnaire, wanted: Collection[Change]
) -> Questionnaire:
    """Return the old questionnaire with these rules as the new one has them."""
    keys = {change.key for change in wanted}
    return mixed(old, new, lambda change: change.rule and change.key in keys)


def mixed(old: Questionnaire, new: Questionnaire, take: Take) -> Questionnaire:
    """Return the old questionnaire with what is taken of the new one's rules."""
    parts = {
        name: merged(getattr(old.library, name), getattr(new.library, name), key, take)
        for name, key in RULED.items()
    }
    return replace(
        old,
        sections=merged(old.sections, new.sections, "questionnaire.sections", take),
        rubric=merged(old.rubric, new.rubric, "rubric", take),
        library=old.library.model_copy(update=parts),
    )


def merged(old: Any, new: Any, key: str, take: Take, *, rule: bool = True) -> Any:
    """Return the old value, or the new one where it is taken; ask for each change."""
    if old == new:
        return old
    if isinstance(old, Strict) and type(old) is type(new):
        return block(old, new, key, take, rule=rule)
    if blocks(old) and blocks(new):
        return tuple(listed(old, new, key, take, rule=rule))
    return new if take(Change(key, old, new, rule)) else old


def block(old: Strict, new: Strict, key: str, take: Take, *, rule: bool) -> Strict:
    """Merge two blocks field by field."""
    unruled = unruled_in(type(old))
    return old.model_copy(
        update={
            field: merged(
                getattr(old, field),
                getattr(new, field),
                below(key, info.alias or field, getattr(old, field)),
                take,
                rule=rule and field not in unruled,
            )
            for field, info in type(old).model_fields.items()
        }
    )


def listed(
    old: tuple[Any, ...], new: tuple[Any, ...], key: str, take: Take, *, rule: bool
) -> Iterator[Any]:
    """Merge two lists by the names of what they hold, or by its places."""
    called = all(map(name, (*old, *new)))
    was, now = (
        ({name(one): one for one in side} for side in (old, new))
        if called
        else aligned(old, new)
    )
    before = tuple(one for one in was if one in now)
    after = tuple(one for one in now if one in was)
    fresh = before == after or take(Change(key, before, after, rule))
    for own in woven(now, was) if fresh else woven(was, now):
        one, other = was.get(own), now.get(own)
        holder = "" if isinstance(one or other, Section) else key.partition(".")[0]
        place = f"{holder}/{own}".lstrip("/") if called else f"{key}#{abs(own)}"
        if one and other:
            yield merged(one, other, place, take, rule=rule)
        elif take(Change(place, one, other, rule)) == (other is not None):
            yield one or other


def woven(first: Iterable[Any], then: Iterable[Any]) -> list[Any]:
    """Return the first names in their order, others after the one they stood behind."""
    found = list(first)
    before = None
    for name in then:
        if name not in found:
            found.insert(found.index(before) + 1 if before else 0, name)
        before = name
    return found


def below(key: str, field: str, value: Any) -> str:
    """Return the place of a field: a block with an id stands under its own."""
    own = name(value) if isinstance(value, Strict) else None
    return f"{key.partition('.')[0]}/{own}" if own else f"{key}.{field}"


def name(item: Any) -> str | None:
    """Return the name that a block goes by, if it has one."""
    keys = (getattr(item, key, None) for key in ("id", "key", "code"))
    return next((key for key in keys if isinstance(key, str)), None)


def blocks(value: Any) -> bool:
    """Say whether this is a list of blocks; conditions are one rule together."""
    return isinstance(value, tuple) and all(
        isinstance(item, Strict) and not isinstance(item, Condition) for item in value
    )


def aligned(
    old: tuple[Any, ...], new: tuple[Any, ...]
) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Number blocks without names by their place in the new list.

    Those that are gone have their place in the old one, below zero.
    """
    was = {}
    matched = SequenceMatcher(None, old, new, autojunk=False)
    for _, first, end, start, stop in matched.get_opcodes():
        for at in range(first, end):
            to = start + at - first
            was[to + 1 if to < stop else -at - 1] = old[at]
    return was, dict(enumerate(new, 1))


@lru_cache(maxsize=256)
def unruled_in(kind: type[Strict]) -> frozenset[str]:
    """Return the fields of a model that hold words, or the sources of a claim."""
    return frozenset(
        field
        for field, info in kind.model_fields.items()
        if field in GROUNDS or readable(info.annotation) or readable(*info.metadata)
    )


def readable(*kinds: Any) -> bool:
    """Say whether an annotation is for words that a person reads."""
    return any(
        isinstance(kind, Readable) or readable(*typing.get_args(kind)) for kind in kinds
    )
