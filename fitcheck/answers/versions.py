"""Answers to an earlier version: what was retired since is taken as not provided.

Everything that cannot be taken as it was is named with its place. A safety answer is
never dropped: it is taken for another, or the gate that it opened stays unnamed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.answer_files import AnswersFile
    from fitcheck.errors import Problem
    from fitcheck.marked_yaml import Document
    from fitcheck.model import RetiredOption
    from fitcheck.questionnaire import Questionnaire


def renewed(
    document: Document, questionnaire: Questionnaire, file: AnswersFile
) -> tuple[AnswersFile, tuple[Problem, ...]]:
    """Return a file as today's questions can read it, and what is told of that."""
    if file.version == questionnaire.manifest.version:
        return file, ()
    told: list[Problem] = []
    gone = set(questionnaire.manifest.retired.questions)
    options = questionnaire.manifest.retired.options
    answers: dict[str, Any] = {}
    withheld = False
    for key, given in file.answers.items():
        mine = {one.option: one for one in options if one.question == key}
        found = [mine[one] for one in listed(given) if one in mine]
        if key in gone and given is not None:
            told.append(said(document, key, f"'{key}' is no longer asked"))
        if key in gone:
            continue
        gate = key in questionnaire.safety and not all(
            opens(questionnaire, key, one.instead) for one in found
        )
        told.extend(replaced(document, questionnaire, key, found))
        withheld = withheld or gate
        left = kept(given, mine, ranked=key == questionnaire.concern_question)
        if left or not found:
            answers[key] = left
    changed = {
        "answers": answers,
        "skipped": tuple(key for key in file.skipped if key not in gone),
        "notes": {key: note for key, note in file.notes.items() if key not in gone},
    }
    told.extend(besides(document, file, gone))
    if withheld:
        changed |= without_safety(questionnaire, changed)
    return file.model_copy(update=changed), tuple(told)


def opens(questionnaire: Questionnaire, key: str, option: str | None) -> bool:
    """Say whether an option opens a gate: a safety answer is taken for no other."""
    whens = (when for gate in questionnaire.library.gates.gates for when in gate.when)
    return any(when.question == key and option in when.any_of for when in whens)


def besides(document: Document, file: AnswersFile, gone: set[str]) -> Iterator[Problem]:
    """Say which notes, and which questions left open, belong to no question now."""
    for number, key in enumerate(file.skipped):
        if key in gone:
            mark = document.mark(("skipped", number))
            yield document.problem(mark, f"'{key}' is no longer asked")
    for key in file.notes:
        if key in gone:
            what = f"the note on '{key}' is left out: it is no longer asked"
            yield document.problem(document.mark(("notes", key), "key"), what)


def listed(given: Any) -> tuple[str, ...]:
    """Return an answer as a tuple of ids."""
    return (given,) if isinstance(given, str) else tuple(given or ())


def kept(given: Any, mine: dict[str, RetiredOption], *, ranked: bool) -> Any:
    """Return what is left of an answer.

    Where the order counts and the first is gone, nothing is: no other moves up. What
    the file itself says twice stays so, for whoever checks it.
    """
    taken: dict[Any, Any] = {key: one.instead for key, one in mine.items()}
    if given is None or isinstance(given, str):
        return taken.get(given, given)
    if ranked and given[:1] and taken.get(given[0], given[0]) is None:
        return None
    found: list[str] = []
    for one in given:
        now = taken.get(one, one)
        if now == one or (now and now not in (*given, *found)):
            found.append(now)
    return tuple(found)


def replaced(
    document: Document,
    questionnaire: Questionnaire,
    key: str,
    found: list[RetiredOption],
) -> Iterator[Problem]:
    """Say what each retired option is taken for; of safety answers only the place."""
    if key in questionnaire.safety:
        if found:
            what = f"{key}: this is answered in another way now"
            nearest = all(opens(questionnaire, key, one.instead) for one in found)
            taken = "the nearest answer" if nearest else "withheld safety answers"
            mark = document.mark(("answers", key), "key")
            yield document.problem(mark, f"{what}, and is taken as {taken}")
        return
    for one in found:
        what = f"{key}: there is no '{one.option}' any more"
        yield said(document, key, what, one.instead)


def said(
    document: Document, key: str, what: str, instead: str | None = None
) -> Problem:
    """Say at its place what an answer is taken for now."""
    taken = f"'{instead}'" if instead else "not provided"
    mark = document.mark(("answers", key), "key")
    return document.problem(mark, f"{what}, and this is taken as {taken}")


def without_safety(
    questionnaire: Questionnaire, changed: dict[str, Any]
) -> dict[str, Any]:
    """Leave the safety answers out, and keep that one of them opened a gate."""
    safety = questionnaire.safety
    answers, notes = (
        {key: one for key, one in changed[part].items() if key not in safety}
        for part in ("answers", "notes")
    )
    return {
        "answers": answers,
        "notes": notes,
        "skipped": tuple(key for key in changed["skipped"] if key not in safety),
        "withheld": ("safety",),
        "gate": ("withheld",),
        "cleared": (),
    }
