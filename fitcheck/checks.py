"""What no single model can see: names that must exist elsewhere, and tables with gaps.

Pure functions over loaded parts and their marks; each yields Problems and judges
nothing about people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from fitcheck.errors import Problem, nearest
from fitcheck.model import Many, Ranked, Section, Single, Statement

if TYPE_CHECKING:
    from fitcheck.marked_yaml import Document
    from fitcheck.model import Condition, Question

Models = Mapping[str, Any]
Documents = Mapping[str, "Document"]
Steps = tuple[int | str, ...]

MOST_WAYS = 100_000
"""Ways through a group of linked questions; more cannot be proved exactly."""


def run(models: Models, documents: Documents) -> list[Problem]:
    """Return every problem between the parts that could be read."""
    found: list[Problem] = []
    for check in (repeated, conditions, options, sources, names, bands, table):
        found.extend(check(models, documents))
    return found


def sections(models: Models) -> dict[str, Section]:
    """Return the sections in their order."""
    manifest = models.get("questionnaire")
    order = manifest.sections if manifest else ()
    found = {stem: part for stem, part in models.items() if isinstance(part, Section)}
    rank = {stem: at for at, stem in enumerate(order)}
    return dict(sorted(found.items(), key=lambda one: rank.get(one[0], len(rank))))


def whole(models: Models) -> bool:
    """Tell whether every section could be read."""
    manifest = models.get("questionnaire")
    names = manifest.sections if manifest else ()
    return bool(names) and all(isinstance(models.get(n), Section) for n in names)


def questions(models: Models) -> dict[str, tuple[str, Steps, Question]]:
    """Return each question by id, with its file and the steps to it."""
    return {
        question.id: (stem, ("questions", at), question)
        for stem, section in sections(models).items()
        for at, question in enumerate(section.questions)
    }


def option_ids(question: Question, models: Models) -> tuple[str, ...]:
    """Return the ids of a question's options."""
    if isinstance(question, (Single, Many, Ranked)):
        return tuple(option.id for option in question.options)
    rubric = models.get("rubric")
    if rubric is None:
        return ()
    scales = rubric.scales
    if isinstance(question, Statement):
        return tuple(step.id for step in scales.statement.steps)
    scale = scales.preference if question.scale == "preference" else scales.two_pole
    return tuple(step.id for step in scale.steps)


def repeated(models: Models, documents: Documents) -> Iterator[Problem]:
    """Find ids that are used twice in one list, or twice as a question."""
    for document in documents.values():
        yield from repeated_below(document, document.root.plain(), ())
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


def conditions(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check every condition: the question exists, fits the place, has the options."""
    known = questions(models)
    order = list(known)
    for key, (stem, steps, question) in known.items():
        for number, condition in enumerate(question.show_if):
            here = (*steps, "show_if", number)
            target = known.get(condition.question)
            yield from condition_problems(
                condition, models, documents[stem], here, known
            )
            if target is None:
                continue
            placed = "questionnaire" in models
            if placed and order.index(condition.question) >= order.index(key):
                what = "a condition can only look at an earlier question"
                yield at(documents[stem], (*here, "question"), what)
            if isinstance(target[2], (Many, Ranked)):
                what = "a condition needs a question with one answer"
                yield at(documents[stem], (*here, "question"), what)
    yield from other_conditions(models, documents, known)
    yield from too_many_ways(models, documents, known)


def other_conditions(
    models: Models, documents: Documents, known: Mapping[str, Any]
) -> Iterator[Problem]:
    """Check the conditions of gates and of questions for a therapist."""
    gates = models["gates"].gates if "gates" in models else ()
    safety = {when.question for gate in gates for when in gate.when}
    for number, gate in enumerate(gates):
        for place, condition in enumerate(gate.when):
            here = ("gates", number, "when", place)
            yield from condition_problems(
                condition, models, documents["gates"], here, known
            )
    stem = "therapist-questions"
    for number, question in enumerate(models[stem].questions if stem in models else ()):
        if bool(question.ask_when) != bool(question.because):
            what = "'ask_when' and 'because' go together"
            yield at(documents[stem], ("questions", number, "id"), what)
        for place, condition in enumerate(question.ask_when):
            here = ("questions", number, "ask_when", place)
            yield from condition_problems(
                condition, models, documents[stem], here, known
            )
            if condition.question in safety:
                what = "no question for a therapist may rest on a safety answer"
                yield at(documents[stem], (*here, "question"), what)


def condition_problems(
    condition: Condition,
    models: Models,
    document: Document,
    here: Steps,
    known: Mapping[str, tuple[str, Steps, Question]],
) -> Iterator[Problem]:
    """Check that a condition names a question and options that exist."""
    target = known.get(condition.question)
    if target is None:
        # A section that could not be read may hold it; then nothing can be said.
        if whole(models):
            where = (*here, "question")
            yield unknown(document, where, "question", condition.question, known)
        return
    ids = option_ids(target[2], models)
    for number, one in enumerate(condition.any_of):
        if ids and one not in ids:
            yield unknown(document, (*here, "any_of", number), "option", one, ids)


def too_many_ways(
    models: Models, documents: Documents, known: Mapping[str, Any]
) -> Iterator[Problem]:
    """Refuse linked questions with more ways through them than can be proved."""
    linked: dict[str, set[str]] = {}
    for key, (_, _, question) in known.items():
        mine = {key}
        for condition in question.show_if:
            mine |= linked.get(condition.question, set())
        for one in mine:
            linked[one] = mine
    for key, (stem, steps, question) in known.items():
        ways = prod(len(option_ids(known[one][2], models)) + 1 for one in linked[key])
        if question.show_if and ways > MOST_WAYS:
            what = "too many linked questions to prove anything exactly"
            yield at(documents[stem], (*steps, "show_if"), what)


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
        elif isinstance(question, Ranked):
            ranked += 1
            if ranked > 1:
                yield at(here, (*steps, "kind"), "only one question can be ranked")


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
        for steps, key in cited(document.root.plain(), ()):
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
        if bool(advisory.rule) == bool(advisory.concerns):
            what = "an advisory has either 'concerns' or a 'rule'"
            yield at(document, (*here, "id"), what)
        for place, one in enumerate(advisory.concerns):
            if concerns and one not in concerns:
                steps = (*here, "concerns", place)
                yield unknown(document, steps, "concern", one, concerns)
        for place, one in enumerate(advisory.unless_gates):
            if gates and one not in gates | {"withheld"}:
                steps = (*here, "unless_gates", place)
                yield unknown(document, steps, "gate", one, gates)


def bands(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check that the bands rise from CBT through neither to psychodynamic."""
    if "rubric" not in models:
        return
    found, document = models["rubric"].bands, documents["rubric"]
    for number, band in enumerate(found):
        here = ("bands", number, "from")
        if (band.from_ is None) != (number == 0):
            what = "the first band has no bound (null), every other has one"
            yield at(document, here, what)
        elif number > 1 and band.from_ <= (found[number - 1].from_ or 0):
            yield at(document, here, "the bounds have to rise from band to band")
    rank = {"cbt": 0, "neither": 1, "psychodynamic": 2}
    order = [rank[band.side] for band in found]
    if order != sorted(order) or order.count(1) != 1:
        what = "the sides run from cbt through one neither to psychodynamic"
        yield at(document, ("bands",), what)


def table(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check that the decision table answers every case."""
    if "rubric" not in models:
        return
    rows, document = models["rubric"].table, documents["rubric"]
    for number, row in enumerate(rows):
        plain = bool(row.fit) and bool(row.evidence)
        if (row.gate, row.spans, plain).count(True) != 1:
            what = "a row has 'gate: true', 'spans: true', or both 'fit' and 'evidence'"
            yield at(document, ("table", number, "reading"), what)
    for kind in ("gate", "spans"):
        if not any(getattr(row, kind) for row in rows):
            yield at(document, ("table",), f"no row has '{kind}: true'")
    sides = ("psychodynamic", "neither", "cbt")
    for fit, evidence in product(sides, sides):
        if not any(fit in row.fit and evidence in row.evidence for row in rows):
            what = f"no row for fit '{fit}' with evidence '{evidence}'"
            yield at(document, ("table",), what)


def at(document: Document, steps: Steps, what: str) -> Problem:
    """Make the problem that stands at these steps."""
    return document.problem(document.mark(steps), what)


def unknown(
    document: Document, steps: Steps, kind: str, name: str, known: Iterable[str]
) -> Problem:
    """Make the problem of a name that does not exist."""
    near = nearest(name, known)
    remedy = f"did you mean '{near}'?" if near else ""
    return document.problem(
        document.mark(steps), f"there is no {kind} '{name[:60]}'", remedy
    )


def places(documents: Documents) -> dict[str, Problem]:
    """Return where every id stands, as ``file-stem:ID`` and ``file-stem:LIST/ID``."""
    found: dict[str, Problem] = {}
    for stem, document in documents.items():
        found[stem] = at(document, (), "")
        mark_ids(document, document.root.plain(), (), stem, found)
    return found


def mark_ids(
    document: Document, data: Any, steps: Steps, owner: str, found: dict[str, Problem]
) -> None:
    """Record where ids stand, each under the names of what holds it."""
    if isinstance(data, list):
        for number, value in enumerate(data):
            mark_ids(document, value, (*steps, number), owner, found)
        return
    if not isinstance(data, dict):
        return
    key = next((k for k in ("id", "key", "code", "reading") if k in data), None)
    if key and steps:
        owner = f"{owner}/{data[key]}"
        found.setdefault(owner, at(document, (*steps, key), ""))
    for name, value in data.items():
        mark_ids(document, value, (*steps, name), owner, found)
