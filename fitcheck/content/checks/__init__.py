"""What no single model can see: names that must exist elsewhere, and tables with gaps.

Pure functions over loaded parts and their marks; each yields Problems and judges
nothing about people.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fitcheck.content.checks.conditions import clearing, conditions, retired
from fitcheck.content.checks.parts import (
    Documents,
    Models,
    Steps,
    at,
    option_ids,
    places,
    questions,
    sections,
    unknown,
)
from fitcheck.content.checks.sizes import sizes
from fitcheck.content.checks.tables import bands, rows_in_order, strengths, table
from fitcheck.content.model import Many, Poles, Ranked, Single
from fitcheck.errors import Problem

if TYPE_CHECKING:
    from fitcheck.content.model import Advisory
    from fitcheck.content.yaml_marks import Document

__all__ = ["cited", "places", "run"]


def run(models: Models, documents: Documents) -> Iterator[Problem]:
    """Yield every problem between the parts that could be read."""
    large = list(sizes(models, documents))
    yield from large
    if not large:  # what is too large to be proved takes too long to look at as well
        tables = (bands, strengths, table, rows_in_order)
        linked = (conditions, retired, clearing, options, sources, names)
        for check in (repeated, *linked, *tables):
            yield from check(models, documents)


def repeated(models: Models, documents: Documents) -> Iterator[Problem]:
    """Find ids that are used twice in one list, or twice as a question."""
    for document in documents.values():
        yield from repeated_below(document, document.data, ())
    seen: dict[str, str] = {}
    for stem, section in sections(models).items():
        if section.id != stem:
            yield at(documents[stem], ("id",), f"the file is called {stem}.yaml")
        for number, question in enumerate(section.questions):
            if seen.setdefault(question.id, stem) != stem:
                steps = ("questions", number, "id")
                what = f"the question '{question.id}' also stands in another file"
                yield at(documents[stem], steps, what)


def repeated_below(document: Document, data: Any, steps: Steps) -> Iterator[Problem]:
    """Find ids that a list holds twice, here and further down."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from repeated_below(document, value, (*steps, key))
    if not isinstance(data, list):
        return
    seen: set[str] = set()
    for number, value in enumerate(data):
        below: Steps = (*steps, number)
        yield from repeated_below(document, value, below)
        key = named_by(value)
        name = value[key] if key else value
        if not isinstance(name, str):
            continue
        if name in seen:
            here = (*below, key) if key else below
            yield at(document, here, f"'{name[:60]}' stands here twice")
        seen.add(name)


def named_by(value: Any) -> str | None:
    """Return the key under which a block keeps its own name, if it has one."""
    if not isinstance(value, dict):
        return None
    return next((key for key in ("id", "key", "code") if key in value), None)


def options(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check what options may carry where."""
    ranked = 0
    for stem, steps, question in questions(models).values():
        here = documents[stem]
        if isinstance(question, Many):
            what = "points need a question with one answer"
            for number, option in enumerate(question.options):
                if option.points:
                    yield at(here, (*steps, "options", number, "points"), what)
        elif isinstance(question, Single):
            yield from options_of_single(here, steps, question)
        elif isinstance(question, Poles):
            yield from others(here, steps, question, models)
        elif isinstance(question, Ranked):
            ranked += 1
            if ranked > 1:
                yield at(here, (*steps, "kind"), "only one question can be ranked")


def others(
    document: Document, steps: Steps, question: Poles, models: Models
) -> Iterator[Problem]:
    """Refuse other ways where no preference is asked for, and ids of its scale."""
    taken = option_ids(question.model_copy(update={"others": ()}), models)
    for number, other in enumerate(question.others):
        place = (*steps, "others", number, "id")
        if question.scale != "preference":
            yield at(document, place, "other ways stand only beside a preference")
        elif other.id in taken:
            yield at(document, place, f"'{other.id}' is a step of the scale")


def options_of_single(
    document: Document, steps: Steps, question: Single
) -> Iterator[Problem]:
    """Refuse gaps in the points, and marks that mean nothing here."""
    scored = [option.points is not None for option in question.options]
    for number, option in enumerate(question.options):
        place = (*steps, "options", number)
        if any(scored) and not scored[number]:
            what = "its siblings have points, this has none"
            yield at(document, (*place, "id"), what)
        if option.exclusive:
            what = "'exclusive' has no meaning where only one can be chosen"
            yield at(document, (*place, "exclusive"), what)


def sources(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check that every source key resolves."""
    if "sources" not in models:
        return
    known = {source.key for source in models["sources"].sources}
    for document in documents.values():
        for steps, key in cited(document.data, ()):
            if key not in known:
                yield unknown(document, steps, "source", key, known)


def cited(data: Any, steps: Steps) -> Iterator[tuple[Steps, str]]:
    """Yield every source key in a file with the steps to it."""
    if isinstance(data, dict):
        for key, value in data.items():
            here: Steps = (*steps, key)
            if key == "source" and isinstance(value, str):
                yield here, value
            elif key == "sources" and isinstance(value, list) and steps:
                yield from (
                    ((*here, number), one)
                    for number, one in enumerate(value)
                    if isinstance(one, str)
                )
                yield from cited(value, here)
            else:
                yield from cited(value, here)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from cited(value, (*steps, number))


def names(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check cards, advisories, countries and registers against what exists."""
    cards = (
        {t.id for t in models["therapies"].therapies} if "therapies" in models else {}
    )
    for stem, section in sections(models).items():
        for number, card in enumerate(section.cards):
            if cards and card not in cards:
                steps = ("cards", number)
                yield unknown(documents[stem], steps, "therapy", card, cards)
    yield from advisory_names(models, documents)
    if "countries" not in models:
        return
    codes = {country.code for country in models["countries"].countries}
    lists = (("help-lines", "countries", "code"), ("help-lines", "lines", "country"),
             ("registers", "registers", "country"))  # fmt: skip
    for stem, part, key in lists:
        for number, one in enumerate(getattr(models.get(stem), part, ())):
            if getattr(one, key) not in codes:
                what = f"'{getattr(one, key)}' is not in countries.yaml"
                yield at(documents[stem], (part, number, key), what)


def advisory_names(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check that advisories name concerns and gates that exist."""
    ranked = [q for _, _, q in questions(models).values() if isinstance(q, Ranked)]
    concerns = {option.id for question in ranked for option in question.options}
    gates = {g.id for g in models["gates"].gates} if "gates" in models else set()
    document = documents.get("rubric")
    if document is None or "rubric" not in models:
        return
    for number, advisory in enumerate(models["rubric"].advisories):
        here = ("advisories", number)
        yield from torn(document, here, advisory)
        for place, one in enumerate(advisory.concerns):
            if concerns and one not in concerns:
                steps = (*here, "concerns", place)
                yield unknown(document, steps, "concern", one, concerns)
        for place, one in enumerate(advisory.unless_gates):
            if gates and one not in gates | {"withheld"}:
                steps = (*here, "unless_gates", place)
                yield unknown(document, steps, "gate", one, gates)


def torn(document: Document, here: Steps, advisory: Advisory) -> Iterator[Problem]:
    """Refuse what goes with concerns beside a rule, and neither or both of the two."""
    if bool(advisory.rule) == bool(advisory.concerns):
        what = "an advisory has either 'concerns' or a 'rule'"
        yield at(document, (*here, "id"), what)
    if advisory.rule and advisory.unless_gates:
        what = "this has no meaning beside 'rule': no rule advises where a gate fired"
        yield at(document, (*here, "unless_gates"), what)
