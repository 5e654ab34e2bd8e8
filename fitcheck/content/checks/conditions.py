"""Conditions, gates and branches: every name in them exists and fits its place.

What the rules add up to is the audit's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import dropwhile
from typing import TYPE_CHECKING, Any

from fitcheck.content.checks.parts import (
    Documents,
    Models,
    Steps,
    at,
    option_ids,
    questions,
    unknown,
    whole,
)
from fitcheck.content.model import Many, Ranked
from fitcheck.errors import Problem

if TYPE_CHECKING:
    from fitcheck.content.model import Condition, Question
    from fitcheck.content.yaml_marks import Document


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
    yield from ungated(models, documents, known)
    if "questionnaire" in models and safety(models) <= known.keys():
        yield from late(models, documents, known)


def late(
    models: Models, documents: Documents, known: Mapping[str, Any]
) -> Iterator[Problem]:
    """Find the first safety question that another question comes before."""
    looked_at = safety(models)
    after = dropwhile(looked_at.__contains__, known)
    for key in [one for one in after if one in looked_at][:1]:
        order = models["questionnaire"].sections
        stem, steps, _ = known[key]
        place, mark = stem, (*steps, "id")
        if stem in order[1:]:
            place, mark = "questionnaire", ("sections", order.index(stem))
        what = f"a gate looks at '{key}', and other questions come before it"
        document = documents[place]
        yield document.problem(document.mark(mark), what, "ask it first")


def retired(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check that what was retired is gone, and what stands in its place is there."""
    if "questionnaire" not in models or not whole(models):
        return
    known, document = questions(models), documents["questionnaire"]
    found = models["questionnaire"].retired
    for number, key in enumerate(found.questions):
        if key in known:
            what = f"'{key}' is retired here, and is still asked"
            yield at(document, ("retired", "questions", number), what)
    for number, one in enumerate(found.options):
        here = ("retired", "options", number)
        if one.question not in known:
            yield unknown(
                document, (*here, "question"), "question", one.question, known
            )
            continue
        ids = option_ids(known[one.question][2], models)
        if one.option in ids:
            what = f"'{one.option}' is retired here, and is still an option"
            yield at(document, (*here, "option"), what)
        if one.instead and one.instead not in ids:
            yield unknown(document, (*here, "instead"), "option", one.instead, ids)


def safety(models: Models) -> set[str]:
    """Return the questions that a gate looks at."""
    gates = models["gates"].gates if "gates" in models else ()
    return {when.question for gate in gates for when in gate.when}


def clearing(models: Models, documents: Documents) -> Iterator[Problem]:
    """Find gates that clear although no list of answers can hold them."""
    known = questions(models)
    for number, gate in enumerate(models["gates"].gates if "gates" in models else ()):
        asked = [known[w.question][2] for w in gate.when if w.question in known]
        several = all(isinstance(one, Many) for one in asked)
        if gate.clears and (gate.private or not several):
            what = "what clears is one answer among several, and not private"
            yield at(documents["gates"], ("gates", number, "clears"), what)


def ungated(
    models: Models, documents: Documents, known: Mapping[str, Any]
) -> Iterator[Problem]:
    """Find options of a safety question that open no gate of their own name."""
    gates = models["gates"].gates if "gates" in models else ()
    looked_at = safety(models)
    named = {gate.id for gate in gates}
    for stem, steps, question in known.values():
        if question.id not in looked_at or not isinstance(question, Many):
            continue
        for number, option in enumerate(question.options):
            if not option.exclusive and option.id not in named:
                place = (*steps, "options", number, "id")
                what = f"'{option.id}' opens no gate of its own name in gates.yaml"
                yield at(documents[stem], place, what)


def other_conditions(
    models: Models, documents: Documents, known: Mapping[str, Any]
) -> Iterator[Problem]:
    """Check the conditions of gates and of questions for a therapist."""
    gates = models["gates"].gates if "gates" in models else ()
    looked_at = safety(models)
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
        if question.from_source and question.ask_when:
            what = "'from_source' is asked always, so that no answer calls for it"
            yield at(documents[stem], ("questions", number, "ask_when"), what)
        for place, condition in enumerate(question.ask_when):
            here = ("questions", number, "ask_when", place)
            yield from condition_problems(
                condition, models, documents[stem], here, known
            )
            if condition.question in looked_at:
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
