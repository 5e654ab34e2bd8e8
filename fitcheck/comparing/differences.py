"""Where two things differ: nested facts by their place, statements in their order.

It says nothing of what a difference means, and words none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import Enum
from itertools import zip_longest
from typing import Any, NamedTuple

NAMES = (("id",), ("key",), ("section",), ("question", "to"), ("for", "name"))
"""What a thing in a list is called by: the first of these that it has."""


class Nothing(Enum):
    """What stands where one of the two has nothing; null is a value like others."""

    ABSENT = "absent"


ABSENT = Nothing.ABSENT


class Difference(NamedTuple):
    """One place where two things differ, the smallest that can be named."""

    place: tuple[str | int, ...]
    """Keys, names of things in a list, places in a list counted from 0 in ``now``."""
    was: Any
    """What the first of the two has there, or ABSENT."""
    now: Any
    """What the second has there, or ABSENT."""


def differences(
    was: Any, now: Any, place: tuple[str | int, ...] = ()
) -> Iterator[Difference]:
    """Yield every place where two things differ, in order; nothing if they are equal.

    * Mappings are compared key by key.
    * Lists of mappings that have names (``NAMES``, such as ``id``) are compared by
      name: each thing that came or went whole, those that both have key by key, and
      once their order, as two lists of names, if that is another.
    * Other lists are statements in order: those that both have are found first; those
      between belong together if they are the same but for numbers, or begin alike, or
      stand in the same place. A statement is a text or whatever can be hashed, and is
      handed back as it came; what ``==`` and ``str`` leave out does not matter.
    * All else is a value, a tuple, too; values of two types are never equal.

    ``place`` is where both stand, if they are part of something.
    """
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in {**was, **now}:
            both = was.get(key, ABSENT), now.get(key, ABSENT)
            yield from differences(*both, (*place, key))
    elif isinstance(was, list) and isinstance(now, list):
        before, after = named(was), named(now)
        if before is not None and after is not None:
            yield from differences(before, after, place)
            old, new = list(before), list(after)
            old, new = [x for x in old if x in new], [x for x in new if x in old]
            if old != new:
                yield Difference(place, old, new)
        else:
            for at, one, other in aligned(was, now, 0, KEYS):
                if isinstance(one, Mapping | list) and isinstance(
                    other, Mapping | list
                ):
                    yield from differences(one, other, (*place, at))
                elif identity(one) != identity(other):
                    yield Difference((*place, at), one, other)
    elif identity(was) != identity(now):
        yield Difference(place, was, now)


def named(several: list[Any]) -> dict[str, Any] | None:
    """Return the things in a list by their names; None if one has none."""
    found: dict[str, Any] = {}
    called = {keys[0] for keys in NAMES}
    for one in several:
        if not isinstance(one, Mapping) or not called.intersection(one):
            return None
        keys = next(keys for keys in NAMES if keys[0] in one)
        name = ":".join(str(one[key]) for key in keys if one.get(key))
        found[f"{name}:{len(found) + 1}" if name in ("", *found) else name] = one
    return found


def identity(value: Any) -> Hashable:
    """Return what a value is known by: 1, True and 1.0 are three, and "1" a fourth."""
    fit = isinstance(value, Hashable)
    return type(value), value if fit else repr(value)


KEYS: tuple[Callable[[Any], Hashable], ...] = (
    identity,
    lambda value: re.sub(r"\d+", "0", str(value)),
    lambda value: tuple(str(value).split()[:2]),
)
"""By what two statements belong together, the best first: all of it, all but its
numbers, its first two words."""


def aligned(
    was: Sequence[Any],
    now: Sequence[Any],
    start: int,
    keys: Sequence[Callable[[Any], Hashable]],
) -> Iterator[tuple[int, Any, Any]]:
    """Yield statements that belong together, with the place in ``now``."""
    if not keys or not was or not now:
        pairs = zip_longest(was, now, fillvalue=ABSENT)
        yield from ((start + at, *pair) for at, pair in enumerate(pairs))
        return
    both = [[keys[0](one) for one in several] for several in (was, now)]
    matcher = SequenceMatcher(None, both[0], both[1], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        rest = () if tag == "equal" else keys[1:]
        yield from aligned(was[a:b], now[c:d], start + c, rest)
