"""Every rule in questions/, changed once: what ``make mutations`` tries.

Which fields hold rules the models say, as ``diff`` reads them: a new field is changed
with the others, or this stops and asks what can stand in it. It judges nothing.
"""

from __future__ import annotations

import copy
import typing
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from fitcheck.comparing import rules
from fitcheck.content.strict import Strict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fitcheck.content.questionnaire import Questionnaire

Step = int | str
Steps = tuple[Step, ...]
GONE = "(taken out)"
"""The value of what is taken out: text, so that it is the same in every process."""
NAMES = "id"
"""What a thing goes by: another name is no other rule."""
WITH = {"ask_when": "because", "question": "any_of"}
"""What has to change along with a rule, or only its form would be put to the test."""
TURNED = {"single": "many", "many": "single"}
"""Kinds of question whose files look alike; any other kind needs other keys."""


@dataclass(frozen=True)
class Mutation:
    """One rule of one file, changed once."""

    kind: str
    """The rule by its place in the models, such as ``Rubric.bands.from``."""
    stem: str
    edits: tuple[tuple[Steps, Any], ...]
    """What is another where: the rule, and then what goes with it."""
    said: str

    def made(self, data: Any) -> Any:
        """Return a copy of what a file holds, with this change made."""
        found = copy.deepcopy(data)
        for steps, value in self.edits:
            holder = found
            for step in steps[:-1]:
                holder = holder[step]
            if value == GONE:
                del holder[steps[-1]]
            else:
                holder[steps[-1]] = value
        return found


@dataclass(frozen=True)
class Spot:
    """A place in a file, and the rule that stands there."""

    kind: str
    stem: str
    steps: Steps = ()

    def to(self, step: Step) -> Spot:
        """Go one step down."""
        kind = f"{self.kind}.{step}" if isinstance(step, str) else self.kind
        return Spot(kind, self.stem, (*self.steps, step))

    def other(self, value: Any, said: str, along: Any = None) -> Mutation:
        """Make the change to another value, along with that of what goes with it."""
        edits = [(self.steps, value)]
        if along and self.steps[-1] in WITH:
            edits.append(((*self.steps[:-1], WITH[str(self.steps[-1])]), along))
        return Mutation(self.kind, self.stem, tuple(edits), said)


def every(whole: Questionnaire) -> Iterator[Mutation]:
    """Yield every change of a rule, file by file."""
    found: dict[str, Strict] = {"rubric": whole.rubric}
    found |= {stem: getattr(whole.library, n) for n, stem in rules.RULED.items()}
    found |= {section.id: section for section in whole.sections}
    for stem, part in found.items():
        yield from block(Spot(type(part).__name__, stem), part, (), whole)
    manifest = Spot(type(whole.manifest).__name__, "questionnaire")
    yield from plain(manifest.to("sections"), whole.manifest, "sections", whole)
    yield from block(manifest.to("retired"), whole.manifest.retired, (), whole)


def block(
    at: Spot, found: Strict, beside: tuple[Strict, ...], whole: Questionnaire
) -> Iterator[Mutation]:
    """Yield every change of a block; beside it stand others of its kind."""
    for field, info in type(found).model_fields.items():
        if field == NAMES or field in rules.unruled_in(type(found)):
            continue
        here, value = at.to(info.alias or field), getattr(found, field)
        kinds = [one for one in parts(info.annotation) if isinstance(one, type)]
        if not any(issubclass(one, Strict) for one in kinds):
            yield from plain(here, found, field, whole)
        elif not value:
            yield from lent(here, beside)
        elif isinstance(value, Strict):
            yield from block(here, value, (), whole)
            if not info.is_required():
                yield here.other(GONE, "taken out")
        else:
            yield from listed(here, value, least(info), whole)


def parts(annotation: Any) -> Iterator[Any]:
    """Yield what an annotation is put together from; of a Literal, the words."""
    yield annotation
    for one in typing.get_args(annotation):
        yield from parts(one)


def least(info: Any) -> int:
    """Return the fewest that the list of a field has to hold."""
    return max((getattr(one, "min_length", 0) for one in info.metadata), default=0)


def dumped(block: Strict) -> dict[str, Any]:
    """Return a block as a file holds it."""
    found: dict[str, Any] = block.model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    return found


def lent(at: Spot, beside: tuple[Strict, ...]) -> Iterator[Mutation]:
    """Yield the change to what another block of the list holds here, if one does."""
    field = str(at.steps[-1])
    holding = (data for data in map(dumped, beside) if data.get(field))
    for data in list(holding)[:1]:
        along = data.get(WITH.get(field, ""))
        yield at.other(data[field], "added, as it stands elsewhere", along)


def listed(
    at: Spot, found: tuple[Strict, ...], least: int, whole: Questionnaire
) -> Iterator[Mutation]:
    """Yield each block of a list dropped, swapped, and changed in itself."""
    for number, one in enumerate(found):
        if len(found) == 1 > least:
            yield at.other(GONE, "dropped", GONE)
        elif len(found) > least:
            yield at.to(number).other(GONE, f"{number + 1} dropped")
        yield from block(at.to(number), one, found, whole)
    places = range(len(found))
    # The first row that applies counts: there neighbours alone would prove nothing.
    pairs = combinations(places, 2) if at.steps[-1] == "table" else pairwise(places)
    data = list(map(dumped, found))
    for one, other in pairs:
        yield swapped(at, data, one, other)


def swapped(at: Spot, found: Sequence[Any], one: int, other: int) -> Mutation:
    """Make the change that swaps two of a list."""
    turned = list(found)
    turned[one], turned[other] = turned[other], turned[one]
    return at.other(turned, f"{one + 1} and {other + 1} swapped")


def plain(
    at: Spot, found: Strict, field: str, whole: Questionnaire
) -> Iterator[Mutation]:
    """Yield the changes of a value, or of a list of names."""
    value, info = getattr(found, field), type(found).model_fields[field]
    if isinstance(value, tuple):
        yield from entries(at, value, known(found, field, whole), least(info))
        return
    others: Iterable[Any]
    if isinstance(value, bool):
        others = (not value,)
    elif int in parts(info.annotation):
        others = numbers(value, info)
    else:
        others = known(found, field, whole)
    if type(None) in parts(info.annotation):
        others = (*others, None)
    for other in others:
        if other != value:
            along = [one.id for one in whole.choices.get(other, ())[:1]]
            if not hasattr(found, WITH.get(field, "")):
                along = []
            yield at.other(other, f"{value} to {other}", along)


def numbers(value: int | None, info: Any) -> list[int]:
    """Return one less, one more and none, as far as there can be that many."""
    lowest = max((getattr(one, "ge", -99) for one in info.metadata), default=-99)
    highest = min((getattr(one, "le", 99) for one in info.metadata), default=99)
    around = {0} if value is None else {value - 1, value + 1, 0}
    return sorted(one for one in around if lowest <= one <= highest)


def known(found: Strict, field: str, whole: Questionnaire) -> Sequence[str]:
    """Return what can stand in a field; a new field of names has to be added here."""
    value = getattr(found, field)
    annotation = type(found).model_fields[field].annotation
    words = [one for one in parts(annotation) if isinstance(one, str)]
    asked = list(whole.questions)
    gates = [gate.id for gate in whole.library.gates.gates]
    names = {
        "kind": lambda: [TURNED.get(value, value)],
        "question": lambda: [asked[asked.index(value) - 1]],
        "any_of": lambda: [one.id for one in whole.choices[found.question]],  # type: ignore[attr-defined]
        "concerns": lambda: list(whole.concerns),
        "unless_gates": lambda: [*gates, "withheld"],
        "cards": lambda: [one.id for one in whole.library.therapies.therapies],
        "sections": lambda: [],
        "questions": lambda: asked[:1],
        "option": lambda: [one.id for one in whole.choices[found.question][:1]],  # type: ignore[attr-defined]
        "instead": lambda: [one.id for one in whole.choices[found.question]],  # type: ignore[attr-defined]
    }
    if words and field != "kind":
        return words
    if field not in names:
        raise LookupError(f"say in known() what can stand in '{field}'")
    return names[field]()


def entries(
    at: Spot, named: tuple[str, ...], known: Sequence[str], least: int
) -> Iterator[Mutation]:
    """Yield each name of a list dropped, each other added, and neighbours swapped."""
    more = [one for one in known if one not in named]
    for number, one in enumerate(named):
        if len(named) > least:
            yield at.to(number).other(GONE, f"{one} dropped")
        else:
            yield from (at.other([x], f"{one} to {x}") for x in more[:1])
    for one in more:
        yield at.other([*named, one], f"{one} added")
    for before, after in pairwise(range(len(named))):
        yield swapped(at, named, before, after)
