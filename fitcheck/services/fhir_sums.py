"""The rubric's sums as FHIRPath: variables that a FHIR form works out by itself.

It knows no form, and no word of the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fitcheck.content.model import Condition
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.services.sums import GATED, SPANS, Fork, Gate, Tree, part, sums


def variables(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield the variables in their order: later ones use those before."""
    found = sums(questionnaire)
    for number, alike in enumerate(found.alike, start=1):
        yield f"answers{number}", given(*alike.questions)
    looked = [key for tree in found.linked for key in looked_at(tree)]
    looked += [way.question for gate in found.gates for one in gate.ways for way in one]
    looked += [condition.question for condition in found.asked]
    for key in dict.fromkeys(looked):
        yield camel(key), given(key)
    for at, side in enumerate(("psychodynamic", "cbt"), start=1):
        terms = [
            f"{p[at]} * %answers{number}.where($this = '{p[0]}').count()"
            for number, alike in enumerate(found.alike, start=1)
            for p in alike.points
            if p[at]
        ]
        terms += [nested(part(tree, at - 1)) for tree in found.linked]
        yield f"sum{side.capitalize()}", " + ".join(terms or ["0"])
    yield "sumDifference", "%sumPsychodynamic - %sumCbt"
    for at, name in enumerate(("low", "high")):
        gaps = [
            f"({getattr(alike, name)}) * ({len(alike.questions)} - "
            f"%answers{number}.count())"
            for number, alike in enumerate(found.alike, start=1)
            if getattr(alike, name)
        ]
        gaps += [nested(part(tree, at + 2)) for tree in found.linked]
        yield f"sum{name.capitalize()}est", " + ".join(("%sumDifference", *gaps))
    yield "cleared", given("cleared")
    yield (
        "gate",
        chain(
            [
                (f"'gate' in {given('withheld')}", "'withheld'"),
                *((fires(gate), f"'{gate.id}'") for gate in found.gates),
            ],
            "{}",
        ),
    )
    yield "open", "%gate.empty()"
    yield from placed(questionnaire)


def placed(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield the band, where wishes and evidence point, and the reading."""
    found = sums(questionnaire)
    below, above = found.edges
    first = given(found.first) + ".first()" if found.first else "{}"
    if found.asked:
        first = f"iif({' and '.join(map(holds, found.asked))}, {first}, {{}})"
    yield "first", first
    bands = [(f"%sumLowest >= {at}", f"'{one}'") for at, one in found.upper]
    bands += [(f"%sumHighest < {at}", f"'{one}'") for at, one in found.lower]
    yield "bandId", chain(bands, f"'{found.middle}'")
    sides = [
        (f"%sumLowest >= {above}", "'psychodynamic'"),
        (f"%sumHighest < {below}", "'cbt'"),
    ]
    yield "fitSide", chain(sides, "'neither'")
    yield "spans", f"%sumLowest < {below} and %sumHighest >= {above}"
    reach = [
        ("%fitSide != 'neither' or %spans", "%fitSide"),
        (f"%sumHighest >= {above}", "'reaching-psychodynamic'"),
        (f"%sumLowest < {below}", "'reaching-cbt'"),
    ]
    yield "reach", chain(reach, "'neither'")
    looked_up = ("reading", "'not-given'"), ("side", "'neither'")
    for key, usual in looked_up:
        told: dict[str, list[str]] = {}
        for one in found.concerns:
            told.setdefault(getattr(one, key), []).append(one.id)
        ways = [
            (f"%first in {listed(ids)}", f"'{value}'") for value, ids in told.items()
        ]
        yield f"evidence{key.capitalize()}", chain(ways, usual)
    rows = [
        (among("%reach", pulls, sides), f"'{reading}'")
        for pulls, sides, reading in found.rows
    ]
    yield "readingId", chain(rows, "{}")


def among(name: str, pulls: Sequence[str], sides: Sequence[str]) -> str:
    """Say that a row of the table of readings applies."""
    if GATED in pulls:
        return "%open.not()"
    if SPANS in pulls:
        return "%spans"
    return f"{name} in {listed(pulls)} and %evidenceSide in {listed(sides)}"


def camel(key: str) -> str:
    """Name a question's variable."""
    first, *rest = key.split("-")
    return first + "".join(word.capitalize() for word in rest)


def given(*keys: str) -> str:
    """Return the answers to some questions."""
    links = f"in {listed(keys)}" if keys[1:] else f"= '{keys[0]}'"
    return f"%resource.item.item.where(linkId {links}).answer.value.code"


def listed(words: Iterable[str]) -> str:
    """Write words as a collection."""
    return f"({' | '.join(f'{chr(39)}{word}{chr(39)}' for word in words)})"


def chain(ways: Sequence[tuple[str, str]], otherwise: str) -> str:
    """Write the first way whose condition holds."""
    text = otherwise
    for condition, value in reversed(ways):
        text = f"iif({condition}, {value}, {text})"
    return text


def nested(tree: Tree) -> str:
    """Write what a linked group brings."""
    if not isinstance(tree, Fork):
        return f"({tree})"
    name = f"%{camel(tree.question)}"
    ways = [(f"{name} in {listed(ids)}", nested(below)) for ids, below in tree.ways]
    return chain(ways, nested(tree.otherwise))


def looked_at(tree: Tree) -> Iterator[str]:
    """Yield the questions of a linked group."""
    if isinstance(tree, Fork):
        yield tree.question
        for _, below in tree.ways:
            yield from looked_at(below)
        yield from looked_at(tree.otherwise)


def holds(condition: Condition) -> str:
    """Say that a condition holds."""
    name = f"%{camel(condition.question)}"
    return "(" + " or ".join(f"'{one}' in {name}" for one in condition.any_of) + ")"


def fires(gate: Gate) -> str:
    """Say that a gate is in force."""
    ways = " or ".join(" and ".join(map(holds, way)) for way in gate.ways)
    return f"({ways}) and ('{gate.id}' in %cleared).not()" if gate.clears else ways
