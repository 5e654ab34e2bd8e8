"""What no single model can see: names that must exist elsewhere, and tables with gaps.

Each check looks at what could be read and yields its problems; whether the rules are
fair is the proof's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, dropwhile, pairwise, product
from math import prod
from typing import Any, get_args

from fitcheck.content.model import SIDES, Leaning, Many, Pull, Ranked, Single
from fitcheck.content.parts import Parts, Placed, cited, nested
from fitcheck.errors import Problem

MOST_QUESTIONS = 100
MOST_WAYS = 2_000
"""Ways through questions that are linked; all of them are counted one by one."""
MOST_POINTS = 100
"""The points of one column."""

ALONE: tuple[tuple[str, str, str, Callable[[Any], object], str], ...] = (
    ("therapist-questions", "questions", "id",
     lambda one: bool(one.ask_when) != bool(one.because),
     "'ask_when' and 'because' go together"),
    ("therapist-questions", "questions", "ask_when",
     lambda one: one.from_source and one.ask_when,
     "'from_source' is asked always, so that no answer calls for it"),
    ("rubric", "advisories", "id",
     lambda one: bool(one.rule) == bool(one.concerns),
     "an advisory has either 'concerns' or a 'rule'"),
    ("rubric", "advisories", "unless_gates",
     lambda one: one.rule and one.unless_gates,
     "this has no meaning beside 'rule': no rule advises where a gate fired"),
    ("rubric", "table", "reading",
     lambda row: (row.gate, row.spans, bool(row.fit and row.evidence)).count(True) != 1,
     "a row has 'gate: true', 'spans: true', or both 'fit' and 'evidence'"),
)  # fmt: skip
"""Of which list and key an entry is wrong by itself: when, and what is said then."""


def run(parts: Parts) -> Iterator[Problem]:
    large = list(sizes(parts))
    yield from large
    if large:  # what is too large to be proved takes too long to look at as well
        return
    for stem, name, key, wrong, what in ALONE:
        for one in parts.of(stem).each(name):
            if wrong(one.value):
                yield one.at(key).problem(what)
    for check in (
        repeated, conditions, names, safety_first, gates,
        retired, options, others, bands, table,
    ):  # fmt: skip
        yield from check(parts)


def sizes(parts: Parts) -> Iterator[Problem]:
    """Refuse more questions, points or ways through them than can be looked through.

    Far more than any questionnaire needs: files made to keep a computer busy.
    """
    asked = parts.questions
    for one in list(asked.values())[MOST_QUESTIONS:]:
        yield one.at("id").problem(f"there are more than {MOST_QUESTIONS} questions")
        return
    left = dict.fromkeys(SIDES, MOST_POINTS)
    for one in asked.values():
        several = isinstance(one.value, (Many, Ranked))  # then they add nothing
        carried = [c.points for c in parts.choices(one.value) if not several]
        for side, before in left.items():
            left[side] -= max((getattr(p, side, 0) for p in carried), default=0)
            if left[side] < 0 <= before:
                what = f"the {side} column comes to more than {MOST_POINTS} points here"
                yield one.at("id").problem(what)
    linked: dict[str, set[str]] = {}
    for key, one in asked.items():
        mine = {key}.union(*(linked.get(c.question, ()) for c in one.value.show_if))
        linked |= dict.fromkeys(mine, mine)
    ways, seen = 0, set[str]()
    for key, one in asked.items():
        if not one.value.show_if or key in seen or ways > MOST_WAYS:
            continue
        seen |= linked[key]
        ways += prod(len(parts.ids(other)) + 1 for other in linked[key])
        if ways > MOST_WAYS:
            what = "too many linked questions to prove anything exactly"
            yield one.at("show_if").problem(what)


def repeated(parts: Parts) -> Iterator[Problem]:
    """Find ids that are used twice in one list, or twice as a question."""
    for document in parts.documents.values():
        for steps, data in nested(document.data):
            seen: set[str] = set()
            for number, value in enumerate(data if isinstance(data, list) else ()):
                block = value if isinstance(value, dict) else {}
                keys = [one for one in ("id", "key", "code") if one in block][:1]
                name = block[keys[0]] if keys else value
                if isinstance(name, str):
                    if name in seen:
                        again = Placed(document, (*steps, number, *keys), name)
                        yield again.problem(f"'{name[:60]}' stands here twice")
                    seen.add(name)
    known: dict[str, str] = {}
    for stem in parts.sections:
        section = parts.of(stem)
        if section.value.id != stem:
            yield section.at("id").problem(f"the file is called {stem}.yaml")
        for one in section.each("questions"):
            key = one.value.id
            if known.setdefault(key, stem) != stem:
                what = f"the question '{key}' also stands in another file"
                yield one.at("id").problem(what)


def unknown(
    kind: str, places: Iterable[Placed], known: Iterable[str]
) -> Iterator[Problem]:
    """Find what is no name of a kind; nothing, as long as no name is known."""
    return (
        one.no_such(kind, known) for one in places if known and one.value not in known
    )


def conditions(parts: Parts) -> Iterator[Problem]:
    """Check that conditions look at what is there, and what answers can tell."""
    known, order = parts.questions, list(parts.questions)
    for key, asked in known.items():
        for one in asked.each("show_if"):
            yield from resting(parts, one)
            name = one.at("question")
            if name.value not in known:
                continue
            if parts.order and order.index(name.value) >= order.index(key):
                yield name.problem("a condition can only look at an earlier question")
            if isinstance(known[name.value].value, (Many, Ranked)):
                yield name.problem("a condition needs a question with one answer")
    for asked in parts.of("therapist-questions").each("questions"):
        for one in asked.each("ask_when"):
            yield from resting(parts, one)
            if one.value.question in parts.safety:
                what = "no question for a therapist may rest on a safety answer"
                yield one.at("question").problem(what)


def resting(parts: Parts, condition: Placed) -> Iterator[Problem]:
    """Find names in a condition that are no question's, or no option's of it."""
    key = condition.value.question
    if key in parts.questions:
        yield from unknown("option", condition.each("any_of"), parts.ids(key))
    elif parts.whole:  # else a section that could not be read may hold it
        yield condition.at("question").no_such("question", parts.questions)


def names(parts: Parts) -> Iterator[Problem]:
    """Check that what is named exists: sources, therapies, concerns, countries."""
    known = {one.value.key for one in parts.of("sources").each("sources")}
    if "sources" in parts.models:
        for document in parts.documents.values():
            for steps, key in cited(document.data):
                if key not in known:
                    yield Placed(document, steps, key).no_such("source", known)
    cards = {one.value.id for one in parts.of("therapies").each("therapies")}
    for stem in parts.sections:
        yield from unknown("therapy", parts.of(stem).each("cards"), cards)
    asked = [one.value for one in parts.questions.values()]
    concerns = {o.id for one in asked if isinstance(one, Ranked) for o in one.options}
    opened = {one.value.id for one in parts.of("gates").each("gates")}
    for one in parts.of("rubric").each("advisories"):
        yield from unknown("concern", one.each("concerns"), concerns)
        named = (gate for gate in one.each("unless_gates") if gate.value != "withheld")
        yield from unknown("gate", named, opened)
    codes = {one.value.code for one in parts.of("countries").each("countries")}
    for stem, part, key in (
        ("help-lines", "countries", "code"),
        ("help-lines", "lines", "country"),
        ("registers", "registers", "country"),
    ):
        for code in (one.at(key) for one in parts.of(stem).each(part)):
            if "countries" in parts.models and code.value not in codes:
                yield code.problem(f"'{code.value}' is not in countries.yaml")


def safety_first(parts: Parts) -> Iterator[Problem]:
    """Find safety questions that come after another, or have an option without gate."""
    known, gates = parts.questions, parts.of("gates")
    opened = {gate.value.id for gate in gates.each("gates")}
    for one in known.values():
        if one.value.id in parts.safety and isinstance(one.value, Many):
            for option in one.each("options"):
                key = option.value.id
                if not option.value.exclusive and key not in opened:
                    what = f"'{key}' opens no gate of its own name in gates.yaml"
                    yield option.at("id").problem(what)
    if not parts.order or not parts.safety <= known.keys():
        return
    after = dropwhile(parts.safety.__contains__, known)
    for key in [one for one in after if one in parts.safety][:1]:
        place = known[key].at("id")
        for section in list(parts.of("questionnaire").each("sections"))[1:]:
            if parts.documents.get(section.value) is place.document:
                place = section
        what = f"a gate looks at '{key}', and other questions come before it"
        yield place.problem(what, "ask it first")


def gates(parts: Parts) -> Iterator[Problem]:
    for gate in parts.of("gates").each("gates"):
        several = True
        for condition in gate.each("when"):
            yield from resting(parts, condition)
            asked = parts.questions.get(condition.value.question)
            several &= asked is None or isinstance(asked.value, Many)
        if gate.value.clears and (gate.value.private or not several):
            what = "what clears is one answer among several, and not private"
            yield gate.at("clears").problem(what)


def retired(parts: Parts) -> Iterator[Problem]:
    """Check that what was retired is gone, and what stands in its place is there."""
    known, gone = parts.questions, parts.of("questionnaire").at("retired")
    if not parts.whole:
        return
    for one in gone.each("questions"):
        if one.value in known:
            yield one.problem(f"'{one.value}' is retired here, and is still asked")
    for one in gone.each("options"):
        question, option, instead = map(one.at, ("question", "option", "instead"))
        if question.value not in known:
            yield question.no_such("question", known)
            continue
        ids = parts.ids(question.value)
        if option.value in ids:
            what = f"'{option.value}' is retired here, and is still an option"
            yield option.problem(what)
        if instead.value and instead.value not in ids:
            yield instead.no_such("option", ids)


def options(parts: Parts) -> Iterator[Problem]:
    """Check that only one question is ranked, and what an option may carry."""
    asked = list(parts.questions.values())
    ranked = [one for one in asked if isinstance(one.value, Ranked)]
    for one in ranked[1:]:
        yield one.at("kind").problem("only one question can be ranked")
    several = (one for one in asked if isinstance(one.value, Many))
    for option in chain.from_iterable(one.each("options") for one in several):
        if option.value.points:
            yield option.at("points").problem("points need a question with one answer")
    for question in (one for one in asked if isinstance(one.value, Single)):
        pointed = any(one.points for one in question.value.options)
        for option in question.each("options"):
            if pointed and not option.value.points:
                yield option.at("id").problem("its siblings have points, this has none")
            if option.value.exclusive:
                what = "'exclusive' has no meaning where only one can be chosen"
                yield option.at("exclusive").problem(what)


def others(parts: Parts) -> Iterator[Problem]:
    """Refuse other ways where no preference is asked for, and ids of its scale."""
    for question in parts.questions.values():
        scale = {one.id for one in parts.choices(question.value) if not one.aside}
        for other in (one.at("id") for one in question.each("others")):
            if question.value.scale != "preference":
                yield other.problem("other ways stand only beside a preference")
            elif other.value in scale:
                yield other.problem(f"'{other.value}' is a step of the scale")


def bands(parts: Parts) -> Iterator[Problem]:
    """Check that bands rise from CBT to psychodynamic, and strengths fall to 0."""
    rubric = parts.of("rubric")
    if rubric.value is None:
        return
    found = list(rubric.each("bands"))
    for number, band in enumerate(found):
        bound = band.value.from_
        if (bound is None) != (number == 0):
            what = "the first band has no bound (null), every other has one"
            yield band.at("from").problem(what)
        elif number > 1 and bound <= (found[number - 1].value.from_ or 0):
            what = "the bounds have to rise from band to band"
            yield band.at("from").problem(what)
    order = [("cbt", "neither", "psychodynamic").index(b.value.side) for b in found]
    if order != sorted(order) or order.count(1) != 1:
        what = "the sides run from cbt through one neither to psychodynamic"
        yield rubric.at("bands").problem(what)
    for wanted, strength in zip((3, 2, 1, 0), rubric.each("strengths"), strict=True):
        if strength.value.points != wanted:
            what = f"this has to be {wanted}: the strengths run from 3 to 0"
            yield strength.at("points").problem(what)


def table(parts: Parts) -> Iterator[Problem]:
    """Check that the decision table answers every case: safety, then gaps, then all."""
    place = parts.of("rubric").at("table")
    rows = place.value or ()
    for kind in ("gate", "spans") if rows else ():
        if not any(getattr(row, kind) for row in rows):
            yield place.problem(f"no row has '{kind}: true'")
    for fit, evidence in product(get_args(Pull), get_args(Leaning)) if rows else ():
        if not any(fit in row.fit and evidence in row.evidence for row in rows):
            yield place.problem(f"no row for fit '{fit}' with evidence '{evidence}'")
    for before, row in pairwise(parts.of("rubric").each("table")):
        ranks = [(not one.value.gate, not one.value.spans) for one in (before, row)]
        if ranks[1] < ranks[0]:
            what = "rows with 'gate' come first, then those with 'spans'"
            yield row.at("reading").problem(what)
