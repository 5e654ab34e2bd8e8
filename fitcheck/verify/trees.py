"""Two trees of data held against each other, value by value, by the names of things.

It knows which keys of a JSON report hold words; of these only the numbers are facts.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from fitcheck.verify.verdict import FINGERPRINT, Difference, Made, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.marked_yaml import Document
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.verify.verdict import Kind

WORDS = frozenset({
    "about", "address", "asks", "authors", "can_wait", "caveats", "cbt_text", "cost",
    "decision", "downsides", "everyday", "first_choice", "good_reply", "hope", "hours",
    "how", "how_long", "how_soon", "label", "name", "note", "notices", "outcome",
    "reason", "said", "saw", "session", "shows", "summarised_by", "text", "title",
    "upsides", "what", "where", "who", "whom", "why",
})  # fmt: skip
"""Keys whose texts, and all texts below them, are words. Whatever else is a fact."""
DUE = "next_review"
"""Says something of the content, and nothing of anybody's answers."""
NAMES = (
    ("id",),
    ("key",),
    ("question", "to"),
    ("question", "answer"),
    ("for", "name"),
    ("section",),
    ("question",),
)
"""What the things in a list are called by: the first of these that they all have."""
NUMBER = re.compile(r"(?<!\w)[-+]\d+|\d+")
SHORT = re.compile(r"[0-9.-]{1,20}")
ABSENT = object()


class Leaf(NamedTuple):
    """A place where two trees differ."""

    steps: tuple[str | int, ...]
    """Where it is in the report."""
    names: tuple[str, ...]
    """The same for people: things in lists by their names."""
    ours: Any
    theirs: Any


def made(questionnaire: Questionnaire, data: dict[str, Any]) -> Made:
    """Read which content a JSON report says it was made with; ours, if it is unsaid."""
    ours, said = questionnaire.manifest, data["questionnaire"]

    def read(key: str, shape: re.Pattern[str], otherwise: str) -> str:
        found = said.get(key)
        fits = isinstance(found, str) and shape.fullmatch(found)
        return str(found) if fits else otherwise

    return Made(
        version=read("version", SHORT, ours.version),
        date=read("date", SHORT, ours.date),
        sha256=read("sha256", FINGERPRINT, questionnaire.fingerprint),
    )


def compare(ours: dict[str, Any], document: Document) -> tuple[Pair, ...]:
    """Hold the data of a document against what was recomputed."""
    leaves = differing(ours, document.data, (), ())
    return tuple(pair(leaf, document) for leaf in leaves)


def pair(leaf: Leaf, document: Document) -> Pair:
    """Turn a leaf into a difference, and say of what kind it is."""
    both = leaf.theirs, leaf.ours
    # Quotation marks are needed only to tell a text from a number.
    texts = all(value is ABSENT or isinstance(value, str) for value in both)
    found, expected = (
        None if value is ABSENT else value if texts else written(value)
        for value in both
    )
    line = document.mark(leaf.steps).line
    return Pair(Difference(".".join(leaf.names), found, expected, line), kind(leaf))


def kind(leaf: Leaf) -> Kind:
    """Say whether a difference is more than one of words: numbers always are."""
    if leaf.steps[-1:] == (DUE,):
        return "content"
    if not WORDS.intersection(leaf.steps):
        return "fact"
    both = leaf.ours, leaf.theirs
    if not all(map(worded, both)) or not all(both):
        return "fact"
    ours, theirs = map(written, both)
    return "words" if NUMBER.findall(ours) == NUMBER.findall(theirs) else "fact"


def written(value: Any) -> str:
    """Write a value on one line; a text and a number look different."""
    return json.dumps(value, ensure_ascii=False)


def worded(value: Any) -> bool:
    """Say whether this is a text, or several."""
    several = value if isinstance(value, list) else [value]
    return all(isinstance(one, str) for one in several)


def differing(
    ours: Any, theirs: Any, steps: tuple[str | int, ...], names: tuple[str, ...]
) -> Iterator[Leaf]:
    """Yield every place where two trees differ, the smallest that can be named."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in {**ours, **theirs}:
            yield from differing(
                ours.get(key, ABSENT),
                theirs.get(key, ABSENT),
                (*steps, key),
                (*names, key),
            )
    elif isinstance(ours, list) and isinstance(theirs, list):
        yield from differing_lists(ours, theirs, steps, names)
    elif type(ours) is not type(theirs) or ours != theirs:
        yield Leaf(steps, names, ours, theirs)


def differing_lists(
    ours: list[Any],
    theirs: list[Any],
    steps: tuple[str | int, ...],
    names: tuple[str, ...],
) -> Iterator[Leaf]:
    """Yield the differences of two lists: thing by thing, if they have names."""
    mine, yours = named(ours), named(theirs)
    if mine is None or yours is None:
        # Ids, or sentences: what is missing shows best in the whole of them.
        if written(ours) != written(theirs):
            yield Leaf(steps, names, ours, theirs)
        return
    for name in {**mine, **yours}:
        at = yours.get(name, len(theirs))
        yield from differing(
            ours[mine[name]] if name in mine else ABSENT,
            theirs[at] if name in yours else ABSENT,
            (*steps, at),
            (*names, name),
        )
    order, found = (
        [n for n in one if n in mine and n in yours] for one in (mine, yours)
    )
    if order != found:
        yield Leaf(steps, names, order, found)


def named(several: list[Any]) -> dict[str, int] | None:
    """Return where each thing of a list is: by its name, else by its number.

    None if these are no things, but texts or numbers.
    """
    if not all(isinstance(one, dict) for one in several):
        return None
    for keys in NAMES:
        names = [called(one, keys) for one in several]
        if all(names) and len(set(names)) == len(names):
            return {name: at for at, name in enumerate(names)}
    return {str(at + 1): at for at in range(len(several))}


def called(one: dict[str, Any], keys: tuple[str, ...]) -> str:
    """Put a thing's name together; nothing if it has not all of its parts."""
    parts = [one.get(key, ABSENT) for key in keys]
    if not all(part is None or isinstance(part, str) for part in parts):
        return ""
    return ":".join(part for part in parts if part)
