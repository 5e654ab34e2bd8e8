"""What differs between the files of two questionnaires, rules apart from words.

It compares what the files hold, and lends one the rules of the other; what follows from
a rule is not its business.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from fitcheck.comparing.differences import ABSENT, differences, named
from fitcheck.content import texts
from fitcheck.content.model import Condition, RetiredOption
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.strict import Readable, Strict

Place = tuple[str | int, ...]

GROUNDS = {"sources", "source", "source_date", "seen", "checked"}
"""Fields that hold neither words nor rules: where a claim comes from, and when."""
RULED = {"gates": "gates", "therapist_questions": "therapist-questions"}
"""Files of the library that a result rests on."""
UNRULED = ("help-lines", "sources", "therapies", "registers", "about", "ipdas",
           "countries")  # fmt: skip
"""Files of the library that no result rests on."""
SECTIONS = ("questionnaire", "sections")
"""Where it stands which sections there are: the one rule of its file."""


class Words(str):
    """What a person reads, or where it comes from: no result rests on it."""

    __slots__ = ()


class Change(NamedTuple):
    """One value that is another, or that stands in one questionnaire alone."""

    place: Place
    key: str
    """Its place, as ``Questionnaire.places`` has it."""
    names: tuple[str, ...]
    """Those that lead to it in its file; what has none goes by ``list#number``."""
    was: Any
    now: Any
    rule: bool
    """Whether a result can rest on it; False for words and their sources."""

    @property
    def stem(self) -> str:
        """The file it stands in, without its ending."""
        return str(self.place[0])


def changes(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    was, now = held(old), held(new)
    for place, before, after in differences(was, now):
        key, names = called(was if after is ABSENT else now, place, before)
        words = all(isinstance(one, Words) or one is ABSENT for one in (before, after))
        rule = not words and place[0] not in UNRULED
        yield Change(place, key, names, before, after, rule)


def held(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what the files hold, file by file, but who they are and of what day."""
    manifest, library = questionnaire.manifest, questionnaire.library
    own = {"sections": manifest.sections, "retired": data(manifest.retired, rule=False)}
    said = texts.entries(questionnaire.words)
    return {
        "questionnaire": own,
        **{stem: data(part) for stem, part in ruling(questionnaire).items()},
        "interface": {name: data(text, rule=False) for name, text in said},
        **{stem: data(getattr(library, stem.replace("-", "_")), rule=False)
           for stem in UNRULED},
    }  # fmt: skip


def ruling(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return the files with rules in them, by their names."""
    library = questionnaire.library
    return {
        **{section.id: section for section in questionnaire.sections},
        "rubric": questionnaire.rubric,
        **{stem: getattr(library, name) for name, stem in RULED.items()},
    }


def data(value: Any, *, rule: bool = True) -> Any:
    """Return a part of a file as plain data, with its words marked as such.

    A list of blocks or of texts stays a list; one of names is a value.
    """
    if isinstance(value, RetiredOption):
        return Words(f"{value.question}: {value.option}, {value.instead}")
    if isinstance(value, Strict):
        unruled = unruled_in(type(value))
        return {
            info.alias or field: data(
                getattr(value, field), rule=rule and field not in unruled
            )
            for field, info in type(value).model_fields.items()
        }
    if isinstance(value, tuple):
        blocks = all(
            isinstance(one, Strict) and not isinstance(one, Condition) for one in value
        )
        if blocks or not rule:
            return [data(one, rule=rule) for one in value]
        if isinstance(value[0], Condition):
            return tuple(f"{one.question}: {x}" for one in value for x in one.any_of)
        return value
    return value if rule else Words("" if value is None else value)


@lru_cache(maxsize=256)
def unruled_in(kind: type[Strict]) -> frozenset[str]:
    """Return the fields of a model that hold words, or the sources of a claim."""
    return frozenset(
        field
        for field, info in kind.model_fields.items()
        if field in GROUNDS or readable(info.annotation) or readable(*info.metadata)
    )


def readable(*kinds: Any) -> bool:
    return any(
        isinstance(kind, Readable) or readable(*typing.get_args(kind)) for kind in kinds
    )


def called(
    files: Mapping[str, Any], place: Place, gone: Any
) -> tuple[str, tuple[str, ...]]:
    """Return the key of a place, and the names that lead to it: of a line, its own."""
    key, node, line = str(place[0]), files[str(place[0])], ""
    for step in place[1:]:
        if isinstance(node, list):
            same = [at for at, one in enumerate(node) if one is gone]
            by_name: list[Any] = list(named(node) or range(len(node)))
            at = same[0] if same else by_name.index(step)
            node = node[at]
            key = f"{key}#{at + 1}"
        else:
            node = node[step]
            key = f"{key}.{step}"
        if isinstance(node, Mapping):
            own = next((node[k] for k in ("id", "key", "code") if k in node), None)
            key = f"{key.partition('.')[0]}/{own}" if own else key
            line = f"{node['country']}, {node['name']}" if "hours" in node else line
    names = re.split(r"[./]", key)[1:]
    return key, (line, *names[1:]) if line else tuple(names)


def parts(changed: Sequence[Change]) -> dict[Place, Place]:
    """Return for each changed rule the least part of a file that can change alone.

    That is a question, a gate, a scale …; or the whole list where one came or went,
    where their order is another, or where they have no names.
    """
    places = [change.place for change in changed]
    whole = {place[:2] for place in places if len(place) < 4}
    sections = any(place == SECTIONS for place in places)
    known = {"rubric", *RULED.values()}
    found: dict[Place, Place] = {}
    for place in places:
        if sections and place[0] not in known:
            found[place] = SECTIONS
        else:
            alone = place[:2] not in whole and isinstance(place[2], str)
            found[place] = place[:3] if alone else place[:2]
    return found


def taken(
    old: Questionnaire, new: Questionnaire, units: Collection[Place]
) -> Questionnaire:
    """Return the old questionnaire with these parts as the new one has them."""
    if SECTIONS in units:
        old = replace(old, sections=new.sections)
    ours, theirs = ruling(old), ruling(new)
    for stem, *steps in units:
        if stem in ours:
            ours[str(stem)] = put(ours[str(stem)], theirs[str(stem)], steps)
    library = {name: ours[stem] for name, stem in RULED.items()}
    return replace(
        old,
        sections=tuple(ours[section.id] for section in old.sections),
        rubric=ours["rubric"],
        library=old.library.model_copy(update=library),
    )


def put(ours: Any, theirs: Any, steps: Iterable[Any]) -> Any:
    """Return ours with what stands at one place of theirs."""
    step, *rest = *steps, None
    if step is None:
        return theirs
    if isinstance(ours, tuple):
        other = {one.id: one for one in theirs}[step]
        return tuple(other if one.id == step else one for one in ours)
    field = step.replace("-", "_")
    value = put(getattr(ours, field), getattr(theirs, field), rest[:-1])
    return ours.model_copy(update={field: value})
