"""Two trees of data held against each other, value by value, by the names of things.

It knows which keys of a JSON report hold words, and not ids or numbers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from fitcheck.verify import names
from fitcheck.verify.verdict import DAY, FINGERPRINT, Difference, Made, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.marked_yaml import Document
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.verify.names import Known
    from fitcheck.verify.verdict import Kind

WORDS = frozenset({
    "about", "address", "asks", "authors", "can_wait", "caveats", "cbt_text", "cost",
    "decision", "downsides", "everyday", "first_choice", "good_reply", "hope", "hours",
    "how", "how_long", "how_soon", "label", "name", "note", "notices", "outcome",
    "reason", "said", "saw", "session", "short", "shows", "summarised_by", "text",
    "title", "upsides", "what", "where", "who", "whom", "why",
})  # fmt: skip
"""Keys whose texts, and all texts below them, are words. Whatever else is a fact."""
DUE = ("about", "next_review")
"""Says something of the content, and nothing of anybody's answers."""
NAMES = (("id",), ("key",), ("section",), ("question", "to"), ("for", "name"))
"""What a thing in a list is called by: the first of these that it has."""
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
    said = data["questionnaire"]
    day, sha256 = str(said.get("date")), str(said.get("sha256"))
    return Made(
        said["version"],
        day if DAY.fullmatch(day) else questionnaire.manifest.date,
        sha256 if FINGERPRINT.fullmatch(sha256) else questionnaire.fingerprint,
    )


def compare(
    known: Known, ours: dict[str, Any], theirs: dict[str, Any], document: Document
) -> Iterator[Pair]:
    """Hold the data of a document against what was recomputed."""
    for leaf in differing(ours, theirs, (), ()):
        yield Pair(difference(leaf, document), kind(leaf, known))


def difference(leaf: Leaf, document: Document) -> Difference:
    """Say where two trees differ, and in what."""
    both = leaf.theirs, leaf.ours
    # Quotation marks are needed only to tell a text from a number.
    texts = all(value is ABSENT or isinstance(value, str) for value in both)
    found, expected = (
        None if value is ABSENT else value if texts else written(value)
        for value in both
    )
    line = document.mark(leaf.steps).line
    return Difference(".".join(leaf.names), found, expected, line)


def kind(leaf: Leaf, known: Known) -> Kind:
    """Say whether a difference is one of facts or of words."""
    if leaf.steps == DUE:
        days = all(DAY.fullmatch(str(one)) for one in (leaf.ours, leaf.theirs))
        return "content" if days else "fact"
    if leaf.steps[0] == "lines" and leaf.steps[-1] == "answer":
        return "answer"
    decided = leaf.steps[0] not in names.TOLD
    ours, theirs = worded(leaf.ours), worded(leaf.theirs)
    gone = not ours or not theirs or (decided and len(ours) != len(theirs))
    other = type(leaf.ours) is not type(leaf.theirs)
    if gone or other or not WORDS.intersection(leaf.steps):
        return "fact"
    return names.kind(known, "\n".join(ours), "\n".join(theirs), decided=decided)


def written(value: Any) -> str:
    """Write a value on one line; a text and a number look different."""
    return json.dumps(value, ensure_ascii=False)


def worded(value: Any) -> list[str]:
    """Return a text, or several, as a list; nothing for what is no text."""
    several = value if isinstance(value, list) else [value]
    fit = all(isinstance(one, str) and one.strip() for one in several)
    return several if fit else []


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
    elif called(ours) and called(theirs):
        mine, yours = called(ours), called(theirs)
        if mine != yours:
            # What came, went or moved shows best in the whole of them.
            yield Leaf(steps, names, mine, yours)
        for at, name in enumerate(yours):
            if name in mine:
                both = ours[mine.index(name)], theirs[at]
                yield from differing(*both, (*steps, at), (*names, name))
    elif type(ours) is not type(theirs) or written(ours) != written(theirs):
        yield Leaf(steps, names, ours, theirs)


def called(several: Any) -> list[str]:
    """Return what the things in a list are called; nothing if it holds no things."""
    found: list[str] = []
    for one in several if isinstance(several, list) else ():
        if not isinstance(one, dict):
            return []
        keys = next((keys for keys in NAMES if keys[0] in one), ())
        name = ":".join(str(one[key]) for key in keys if one.get(key))
        found.append(f"{name}:{len(found) + 1}" if name in ("", *found) else name)
    return found
