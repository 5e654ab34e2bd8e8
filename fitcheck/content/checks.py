"""What no single model can see: names that must exist elsewhere, and tables with gaps.

Each check looks at what could be read and yields its faults; whether the rules are
fair is the proof's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile, pairwise, product
from math import prod
from typing import get_args

from fitcheck.content.model import (
    Condition,
    Leaning,
    Many,
    Poles,
    Pull,
    Question,
    Ranked,
    Single,
    Statement,
)
from fitcheck.content.parts import Fault, Parts, cited, nested, no_such
from fitcheck.content.yaml_marks import Steps
from fitcheck.errors import Problem

MOST_QUESTIONS = 100
MOST_WAYS = 2_000
"""Ways through questions that are linked; all of them are counted one by one."""
MOST_POINTS = 100
"""The points of one column."""


def run(parts: Parts) -> Iterator[Problem]:
    large = list(sizes(parts))
    yield from map(parts.problem, large)
    if not large:  # what is too large to be proved takes too long to look at as well
        for check in (
            repeated, conditions, safety_first, therapist_questions, gates, retired,
            options, others, sources, names, advisories, bands, table,
        ):  # fmt: skip
            yield from map(parts.problem, check(parts))


def sizes(parts: Parts) -> Iterator[Fault]:
    """Refuse more questions, points or ways through them than can be looked through.

    Far more than any questionnaire needs: files made to keep a computer busy.
    """
    for stem, steps, _ in list(parts.questions.values())[MOST_QUESTIONS:]:
        what = f"there are more than {MOST_QUESTIONS} questions"
        yield Fault(stem, (*steps, "id"), what)
        return
    left = {"psychodynamic": MOST_POINTS, "cbt": MOST_POINTS}
    for stem, steps, question in parts.questions.values():
        for side, before in left.items():
            left[side] -= most(parts, question, side)
            if left[side] < 0 <= before:
                what = f"the {side} column comes to more than {MOST_POINTS} points here"
                yield Fault(stem, (*steps, "id"), what)
    linked: dict[str, set[str]] = {}
    for key, (_, _, question) in parts.questions.items():
        mine = {key}.union(*(linked.get(c.question, ()) for c in question.show_if))
        linked |= dict.fromkeys(mine, mine)
    ways, seen = 0, set[str]()
    for key, (stem, steps, question) in parts.questions.items():
        if not question.show_if or key in seen or ways > MOST_WAYS:
            continue
        seen |= linked[key]
        several = (parts.questions[one].question for one in linked[key])
        ways += prod(len(parts.options(one)) + 1 for one in several)
        if ways > MOST_WAYS:
            what = "too many linked questions to prove anything exactly"
            yield Fault(stem, (*steps, "show_if"), what)


def most(parts: Parts, question: Question, side: str) -> int:
    found: list[int] = []
    if isinstance(question, Single):
        found = [getattr(one.points, side, 0) for one in question.options]
    elif parts.rubric is None:
        return 0
    elif isinstance(question, Statement) and question.towards == side:
        found = [one.towards for one in parts.rubric.scales.statement.steps]
    elif isinstance(question, Poles):
        scale = parts.rubric.scales.of(question)
        found = [getattr(one, side) for one in scale.steps]
    return max(found, default=0)


def repeated(parts: Parts) -> Iterator[Fault]:
    """Find ids that are used twice in one list, or twice as a question."""
    for stem, document in parts.documents.items():
        for steps, data in nested(document.data):
            seen: set[str] = set()
            for number, value in enumerate(data if isinstance(data, list) else ()):
                block = value if isinstance(value, dict) else {}
                keys = [one for one in ("id", "key", "code") if one in block][:1]
                name = block[keys[0]] if keys else value
                if isinstance(name, str) and name in seen:
                    here = (*steps, number, *keys)
                    yield Fault(stem, here, f"'{name[:60]}' stands here twice")
                seen |= {name} if isinstance(name, str) else set()
    known: dict[str, str] = {}
    for stem, section in parts.sections.items():
        if section.id != stem:
            yield Fault(stem, ("id",), f"the file is called {stem}.yaml")
        for number, question in enumerate(section.questions):
            if known.setdefault(question.id, stem) != stem:
                what = f"the question '{question.id}' also stands in another file"
                yield Fault(stem, ("questions", number, "id"), what)


def conditions(parts: Parts) -> Iterator[Fault]:
    order = list(parts.questions)
    for key, (stem, steps, question) in parts.questions.items():
        for number, condition in enumerate(question.show_if):
            here = (*steps, "show_if", number)
            yield from named(parts, stem, here, condition)
            target = parts.questions.get(condition.question)
            if target is None:
                continue
            if parts.order and order.index(condition.question) >= order.index(key):
                what = "a condition can only look at an earlier question"
                yield Fault(stem, (*here, "question"), what)
            if isinstance(target.question, (Many, Ranked)):
                what = "a condition needs a question with one answer"
                yield Fault(stem, (*here, "question"), what)


def named(
    parts: Parts, stem: str, here: Steps, condition: Condition
) -> Iterator[Fault]:
    target = parts.questions.get(condition.question)
    if target is None:
        if parts.whole:  # else a section that could not be read may hold it
            where = (*here, "question")
            yield no_such(stem, where, "question", condition.question, parts.questions)
        return
    ids = parts.options(target.question)
    for number, one in enumerate(condition.any_of):
        if ids and one not in ids:
            yield no_such(stem, (*here, "any_of", number), "option", one, ids)


def safety_first(parts: Parts) -> Iterator[Fault]:
    """Find safety questions that come after another, or have an option without gate."""
    known = parts.questions
    for stem, steps, question in known.values():
        if question.id in parts.safety and isinstance(question, Many):
            for number, option in enumerate(question.options):
                if not option.exclusive and all(option.id != g.id for g in parts.gates):
                    place = (*steps, "options", number, "id")
                    what = f"'{option.id}' opens no gate of its own name in gates.yaml"
                    yield Fault(stem, place, what)
    if not parts.order or not parts.safety <= known.keys():
        return
    after = dropwhile(parts.safety.__contains__, known)
    for key in [one for one in after if one in parts.safety][:1]:
        stem, steps, _ = known[key]
        what = f"a gate looks at '{key}', and other questions come before it"
        fault = Fault(stem, (*steps, "id"), what, "ask it first")
        if stem in parts.order[1:]:
            here = ("sections", parts.order.index(stem))
            fault = fault._replace(stem="questionnaire", steps=here)
        yield fault


def gates(parts: Parts) -> Iterator[Fault]:
    for number, gate in enumerate(parts.gates):
        asked = [
            one for when in gate.when if (one := parts.questions.get(when.question))
        ]
        several = all(isinstance(one.question, Many) for one in asked)
        for place, condition in enumerate(gate.when):
            here = ("gates", number, "when", place)
            yield from named(parts, "gates", here, condition)
        if gate.clears and (gate.private or not several):
            what = "what clears is one answer among several, and not private"
            yield Fault("gates", ("gates", number, "clears"), what)


def therapist_questions(parts: Parts) -> Iterator[Fault]:
    stem = "therapist-questions"
    found = parts.models[stem].questions if stem in parts.models else ()
    for number, question in enumerate(found):
        here = ("questions", number)
        if bool(question.ask_when) != bool(question.because):
            what = "'ask_when' and 'because' go together"
            yield Fault(stem, (*here, "id"), what)
        if question.from_source and question.ask_when:
            what = "'from_source' is asked always, so that no answer calls for it"
            yield Fault(stem, (*here, "ask_when"), what)
        for place, condition in enumerate(question.ask_when):
            where = (*here, "ask_when", place)
            yield from named(parts, stem, where, condition)
            if condition.question in parts.safety:
                what = "no question for a therapist may rest on a safety answer"
                yield Fault(stem, (*where, "question"), what)


def retired(parts: Parts) -> Iterator[Fault]:
    """Check that what was retired is gone, and what stands in its place is there."""
    stem, known = "questionnaire", parts.questions
    if not parts.whole:
        return
    found = parts.models[stem].retired
    for number, key in enumerate(found.questions):
        if key in known:
            what = f"'{key}' is retired here, and is still asked"
            yield Fault(stem, ("retired", "questions", number), what)
    for number, one in enumerate(found.options):
        here = ("retired", "options", number)
        if one.question not in known:
            yield no_such(stem, (*here, "question"), "question", one.question, known)
            continue
        ids = parts.options(known[one.question].question)
        if one.option in ids:
            what = f"'{one.option}' is retired here, and is still an option"
            yield Fault(stem, (*here, "option"), what)
        if one.instead and one.instead not in ids:
            yield no_such(stem, (*here, "instead"), "option", one.instead, ids)


def options(parts: Parts) -> Iterator[Fault]:
    ranked = [one for one in parts.questions.values() if isinstance(one[2], Ranked)]
    for stem, steps, _ in ranked[1:]:
        yield Fault(stem, (*steps, "kind"), "only one question can be ranked")
    for stem, steps, question in parts.questions.values():
        single = isinstance(question, Single)
        given = question.options if isinstance(question, (Single, Many)) else ()
        for number, option in enumerate(given):
            here = (*steps, "options", number)
            if not single and option.points:
                what = "points need a question with one answer"
                yield Fault(stem, (*here, "points"), what)
            if single and not option.points and any(one.points for one in given):
                what = "its siblings have points, this has none"
                yield Fault(stem, (*here, "id"), what)
            if single and option.exclusive:
                what = "'exclusive' has no meaning where only one can be chosen"
                yield Fault(stem, (*here, "exclusive"), what)


def others(parts: Parts) -> Iterator[Fault]:
    """Refuse other ways where no preference is asked for, and ids of its scale."""
    for stem, steps, question in parts.questions.values():
        if not isinstance(question, Poles):
            continue
        ids = parts.options(question)
        for number, other in enumerate(question.others):
            here = (*steps, "others", number, "id")
            if question.scale != "preference":
                yield Fault(stem, here, "other ways stand only beside a preference")
            elif other.id in ids[: -len(question.others)]:
                yield Fault(stem, here, f"'{other.id}' is a step of the scale")


def sources(parts: Parts) -> Iterator[Fault]:
    if "sources" not in parts.models:
        return
    known = {source.key for source in parts.models["sources"].sources}
    for stem, document in parts.documents.items():
        for steps, key in cited(document.data):
            if key not in known:
                yield no_such(stem, steps, "source", key, known)


def names(parts: Parts) -> Iterator[Fault]:
    """Check that the cards of a section, and countries in lists, exist."""
    models = parts.models
    shown = models["therapies"].therapies if "therapies" in models else ()
    cards = {option.id for option in shown}
    for stem, section in parts.sections.items():
        for number, card in enumerate(section.cards):
            if cards and card not in cards:
                yield no_such(stem, ("cards", number), "therapy", card, cards)
    if "countries" not in models:
        return
    codes = {country.code for country in models["countries"].countries}
    for stem, part, key in (
        ("help-lines", "countries", "code"),
        ("help-lines", "lines", "country"),
        ("registers", "registers", "country"),
    ):
        for number, one in enumerate(getattr(models.get(stem), part, ())):
            if getattr(one, key) not in codes:
                what = f"'{getattr(one, key)}' is not in countries.yaml"
                yield Fault(stem, (part, number, key), what)


def advisories(parts: Parts) -> Iterator[Fault]:
    """Check that advisories name concerns and gates that exist, or else a rule."""
    stem = "rubric"
    asked = [one.question for one in parts.questions.values()]
    known = {o.id for one in asked if isinstance(one, Ranked) for o in one.options}
    opened = {gate.id for gate in parts.gates} | {"withheld"}
    for number, advisory in enumerate(parts.rubric.advisories if parts.rubric else ()):
        here = ("advisories", number)
        if bool(advisory.rule) == bool(advisory.concerns):
            what = "an advisory has either 'concerns' or a 'rule'"
            yield Fault(stem, (*here, "id"), what)
        if advisory.rule and advisory.unless_gates:
            what = (
                "this has no meaning beside 'rule': no rule advises where a gate fired"
            )
            yield Fault(stem, (*here, "unless_gates"), what)
        for place, one in enumerate(advisory.concerns):
            if known and one not in known:
                yield no_such(stem, (*here, "concerns", place), "concern", one, known)
        for place, one in enumerate(advisory.unless_gates):
            if parts.gates and one not in opened:
                where = (*here, "unless_gates", place)
                yield no_such(stem, where, "gate", one, opened - {"withheld"})


def bands(parts: Parts) -> Iterator[Fault]:
    """Check that bands rise from CBT to psychodynamic, and strengths fall to 0."""
    if parts.rubric is None:
        return
    found, strengths = parts.rubric.bands, parts.rubric.strengths
    for number, band in enumerate(found):
        here = ("bands", number, "from")
        if (band.from_ is None) != (number == 0):
            what = "the first band has no bound (null), every other has one"
            yield Fault("rubric", here, what)
        elif number > 1 and band.from_ <= (found[number - 1].from_ or 0):  # type: ignore[operator]
            yield Fault("rubric", here, "the bounds have to rise from band to band")
    rank = {"cbt": 0, "neither": 1, "psychodynamic": 2}
    order = [rank[band.side] for band in found]
    if order != sorted(order) or order.count(1) != 1:
        what = "the sides run from cbt through one neither to psychodynamic"
        yield Fault("rubric", ("bands",), what)
    for number, wanted in enumerate(range(len(strengths) - 1, -1, -1)):
        if strengths[number].points != wanted:
            what = f"this has to be {wanted}: the strengths run from 3 to 0"
            yield Fault("rubric", ("strengths", number, "points"), what)


def table(parts: Parts) -> Iterator[Fault]:
    """Check that the decision table answers every case: safety, then gaps, then all."""
    if parts.rubric is None:
        return
    rows = parts.rubric.table
    for number, row in enumerate(rows):
        plain = bool(row.fit) and bool(row.evidence)
        if (row.gate, row.spans, plain).count(True) != 1:
            what = "a row has 'gate: true', 'spans: true', or both 'fit' and 'evidence'"
            yield Fault("rubric", ("table", number, "reading"), what)
    for kind in ("gate", "spans"):
        if not any(getattr(row, kind) for row in rows):
            yield Fault("rubric", ("table",), f"no row has '{kind}: true'")
    for fit, evidence in product(get_args(Pull), get_args(Leaning)):
        if not any(fit in row.fit and evidence in row.evidence for row in rows):
            what = f"no row for fit '{fit}' with evidence '{evidence}'"
            yield Fault("rubric", ("table",), what)
    ranks = pairwise((not row.gate, not row.spans) for row in rows)
    for number, (rank, after) in enumerate(ranks, start=1):
        if after < rank:
            what = "rows with 'gate' come first, then those with 'spans'"
            yield Fault("rubric", ("table", number, "reading"), what)
