"""Answers files, JSON reports and vignettes to a Sheet.

One strict reader for all of them. Its messages never quote the file: answers are
private, and so are keys that are not ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from fitcheck import files
from fitcheck.answers import answer_files, versions
from fitcheck.answers.answer_files import AnswersFile, JsonReport, VignetteModel
from fitcheck.answers.sheet import Expected, Sheet, Vignette
from fitcheck.errors import MOST, AnswerError, FileError, Problem, nearest
from fitcheck.model import Many, Ranked
from fitcheck.rubric import path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from fitcheck.answers.sheet import Answers
    from fitcheck.marked_yaml import Document
    from fitcheck.questionnaire import Questionnaire

SHAPES = {
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a day such as 2026-11-22",
    r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$": "three numbers such as 1.0.0",
    r"^[A-Za-z]{2}$": "two letters such as GB, or be left out",
}
"""The patterns of the files, in words."""
KINDS = ("resourceType", "format", "fitcheck")
"""The first of these keys tells what a file is."""


def load(questionnaire: Questionnaire, path: Path, vignettes: Path) -> Sheet:
    """Read a file, or a vignette by its name; raise FileError."""
    path = found(path, vignettes)
    return parse(questionnaire, files.read(path), files.shown(path))


def found(path: Path, vignettes: Path) -> Path:
    """Return the file that an argument means; raise FileError.

    A name without a path and an ending is looked up among the vignettes first.
    """
    by_name = vignettes / f"{path.name}.yaml"
    if path.name != str(path) or path.suffix or files.there(path):
        return path
    if files.there(by_name):
        return by_name
    names = sorted(one.stem for one in vignettes.glob("*.yaml"))
    begun = (one for one in names if one.startswith(path.name))
    near = next(begun, None) or nearest(path.name, names)
    remedy = f"did you mean '{near}'?" if near else "check the name"
    what = "there is no such file and no vignette of this name"
    raise FileError([Problem(files.shown(path), what=what, remedy=remedy)])


def load_stream(questionnaire: Questionnaire, stream: BinaryIO, name: str) -> Sheet:
    """Read answers from an open stream; raise FileError."""
    return parse(questionnaire, files.decode(stream, name), name)


def parse(questionnaire: Questionnaire, text: str, name: str) -> Sheet:
    """Turn the text of a file into a Sheet, or raise FileError with every problem."""
    return read(questionnaire, answer_files.parsed(name, text))


def read(questionnaire: Questionnaire, document: Document) -> Sheet:
    """Turn what was parsed into a Sheet, or raise FileError with every problem."""
    problems = list(document.problems)
    file = validated(document, questionnaire, problems)
    if file is None:
        raise FileError(problems)
    problems.extend(identity(document, questionnaire, file))
    file, told = versions.renewed(document, questionnaire, file)
    if not problems:
        problems.extend(islice(unfit(document, questionnaire, file), MOST + 1))
    if problems:
        raise FileError(problems)
    made = sheet(questionnaire, file, document.data)
    made = replace(made, retired=tuple(map(str, told)))
    if made.vignette is None:
        return made
    mark = document.mark(("vignette", "expect"), "key")
    placed = replace(made.vignette, at=(mark.line, mark.column))
    return replace(made, vignette=placed)


def validated(
    document: Document, questionnaire: Questionnaire, problems: list[Problem]
) -> AnswersFile | None:
    """Hold a document against the model of its kind."""
    keys = document.root.keys
    kind = next((key for key in KINDS if key in keys), None)
    if kind == "resourceType":
        what = "this is a FHIR resource, which cannot be read as answers"
        problems.append(document.problem(keys[kind], what))
        return None
    if kind is None:
        what = "this is no answers file: there is no key 'fitcheck'"
        remedy = "an answers file begins with 'fitcheck: 1'"
        problems.append(document.problem(document.root.mark, what, remedy))
        return None
    model = JsonReport if kind == "format" else AnswersFile
    try:
        found = model.model_validate_json(document.to_json())
    except ValidationError as error:
        known = {*model.model_fields, *questionnaire.questions}
        told = error.errors(include_url=False, include_input=False)
        problems.extend(located(document, one, known) for one in told[: MOST + 1])
        return None
    return found.as_file() if isinstance(found, JsonReport) else found


def located(document: Document, error: Any, known: set[str]) -> Problem:
    """Say what is wrong and where, naming only keys that are ours."""
    steps = tuple(error["loc"])
    mark = document.mark(steps, error["type"])
    ours = [str(step) for step in steps if step in known]
    where = f"{'.'.join(ours)}: " if ours else ""
    if error["type"] == "extra_forbidden":
        near = nearest(str(steps[-1]), known)
        remedy = f"did you mean '{near}'?" if near else "take it out"
        return document.problem(mark, "unknown key", remedy)
    if error["type"] == "missing":
        return document.problem(
            mark, f"'{steps[-1]}' is missing", f"add '{steps[-1]}:'"
        )
    return document.problem(mark, f"{where}{plainly(error)}")


def plainly(error: Any) -> str:
    """Say a pydantic error in words that quote nothing."""
    context = error.get("ctx", {})
    longest = context.get("max_length")
    plain = {
        "literal_error": f"this has to be {context.get('expected')}",
        "string_type": "this has to be text; put it in quotes",
        "tuple_type": "this has to be a list",
        "dict_type": "this has to be a block of keys",
        "bool_type": "this has to be true or false",
        "too_long": "the list is too long",
        "union_tag_invalid": "this has to be an option's name, or a list of them",
        "union_tag_not_found": "this has to be an option's name, or a list of them",
        "string_too_long": f"this is longer than {longest} characters",
    }
    if error["type"] == "string_pattern_mismatch":
        return f"this has to be {SHAPES.get(context['pattern'], 'a short name')}"
    return plain.get(error["type"], "this is no day, or not as it has to be")


def identity(
    document: Document, questionnaire: Questionnaire, file: AnswersFile
) -> Iterator[Problem]:
    """Refuse answers to another questionnaire, and contradictions in the head."""
    ours = questionnaire.manifest.id
    if file.questionnaire != ours:
        yield document.problem(
            document.mark(("questionnaire",)),
            f"these are answers to another questionnaire; this one is '{ours}'",
            "use the --questions they belong to",
        )
    if file.gate and not file.withheld:
        what = "'gate' can only stand beside 'withheld: [safety]'"
        yield document.problem(document.mark(("gate",), "key"), what)
    yield from uncleared(document, questionnaire, file)


def uncleared(
    document: Document, questionnaire: Questionnaire, file: AnswersFile
) -> Iterator[Problem]:
    """Refuse what was cleared by nobody, was not said, or never clears."""
    if not file.cleared:
        return
    head = document.mark(("cleared",), "key")
    if file.withheld:
        what = "'cleared' says something of safety, though 'withheld' leaves it out"
        yield document.problem(head, what, "keep one of the two")
    if file.respondent is None:
        what = "'cleared' can only stand beside 'respondent'"
        yield document.problem(head, what, "add 'respondent: clinician' or 'client'")
    clearing = [g for g in questionnaire.library.gates.gates if g.clears]
    said = (file.answers.get(key) for key in questionnaire.safety)
    given = {one for value in said for one in versions.listed(value)}
    for number, one in enumerate(file.cleared):
        mark = document.mark(("cleared", number))
        if one not in {gate.id for gate in clearing}:
            named = ", ".join(gate.id for gate in clearing)
            what = "this is no gate that can be cleared"
            yield document.problem(mark, what, f"these can: {named}" if named else "")
        elif one not in given:
            what = "this is cleared, but is no answer in this file"
            yield document.problem(mark, what, "take it out")
        elif one in file.cleared[:number]:
            yield document.problem(mark, f"'{one}' stands here twice", "keep one")


def unfit(
    document: Document, questionnaire: Questionnaire, file: AnswersFile
) -> Iterator[Problem]:
    """Hold every answer against its question, and every list of questions."""
    known = questionnaire.questions
    for key, value in file.answers.items():
        if key in known and value is not None:
            yield from contradictions(document, file, key)
            yield from bad_answer(document, questionnaire, file, key)
    named: list[tuple[str, tuple[int | str, ...]]] = [
        *((key, ("answers", key)) for key in file.answers),
        *((key, ("skipped", number)) for number, key in enumerate(file.skipped)),
        *((key, ("notes", key)) for key in file.notes),
    ]
    for key, steps in named:
        if key not in known:
            yield unknown(document, key, steps, questionnaire)
    if file.withheld:
        yield from unwithheld(document, questionnaire, file)
    if file.vignette and file.version == questionnaire.manifest.version:
        yield from incomplete(document, questionnaire, file)


def unwithheld(
    document: Document, questionnaire: Questionnaire, file: AnswersFile
) -> Iterator[Problem]:
    """Find what a copy says of safety questions, though it says they were left out."""
    places: list[tuple[str, tuple[int | str, ...]]] = [
        *((key, ("answers", key)) for key, v in file.answers.items() if v is not None),
        *((key, ("skipped", number)) for number, key in enumerate(file.skipped)),
        *((key, ("notes", key)) for key in file.notes),
    ]
    for key, steps in places:
        if key in questionnaire.safety:
            what = f"{key}: said here, though 'withheld' says it was left out"
            mark = document.mark(steps, "key")
            yield document.problem(mark, what, "keep one of the two")


def contradictions(
    document: Document, file: AnswersFile, key: str
) -> Iterator[Problem]:
    """Find an answer to a question that the file says was left out."""
    mark = document.mark(("answers", key), "key")
    if key in file.skipped:
        what = f"{key}: both answered and in 'skipped'"
        yield document.problem(mark, what, "keep one")


def bad_answer(
    document: Document, questionnaire: Questionnaire, file: AnswersFile, key: str
) -> Iterator[Problem]:
    """Check one answer; its message names our options, never what was given."""
    question = questionnaire.questions[key]
    several = isinstance(question, (Many, Ranked))
    value = file.answers[key]
    mark = document.mark(("answers", key))
    if isinstance(value, str) == several:
        wanted = "a list, such as [first, second]" if several else "one option's name"
        yield document.problem(mark, f"{key}: the answer has to be {wanted}")
        return
    given = versions.listed(value)
    try:
        path.accept(questionnaire, question, given)
    except AnswerError as error:
        options = [choice.id for choice in questionnaire.choices[key]]
        wrong = next((one for one in given if one not in options), None)
        near = nearest(wrong, options) if wrong else None
        remedy = f"did you mean '{near}'?" if near else f"options: {', '.join(options)}"
        yield document.problem(mark, f"{key}: {error}", remedy)


def unknown(
    document: Document,
    name: str,
    steps: tuple[int | str, ...],
    questionnaire: Questionnaire,
) -> Problem:
    """Make the problem of a question that is not ours; it is not named."""
    near = nearest(name, questionnaire.questions)
    remedy = f"did you mean '{near}'?" if near else "take it out"
    mark = document.mark(steps, "key")
    return document.problem(mark, "there is no question of this name", remedy)


def incomplete(
    document: Document, questionnaire: Questionnaire, file: AnswersFile
) -> Iterator[Problem]:
    """Find questions on a vignette's path that are neither answered nor skipped."""
    answers = {
        key: versions.listed(v) for key, v in file.answers.items() if v is not None
    }
    for question in path.path(questionnaire, answers):
        if question.id in answers or question.id in file.skipped:
            continue
        if file.withheld and question.id in questionnaire.safety:
            continue
        what = f"{question.id}: on the path, but neither answered nor in 'skipped'"
        yield document.problem(document.mark(("answers",), "key"), what)


def sheet(questionnaire: Questionnaire, file: AnswersFile, data: Any) -> Sheet:
    """Make the Sheet of a file that was found good."""
    order = list(questionnaire.questions)
    answers: Answers = {
        key: versions.listed(value)
        for key, value in sorted(file.answers.items(), key=lambda a: order.index(a[0]))
        if value is not None
    }
    return Sheet(
        questionnaire=file.questionnaire,
        version=file.version,
        answers=answers,
        skipped=tuple(sorted(set(file.skipped), key=order.index)),
        country=file.country,
        answered=file.answered,
        withheld=bool(file.withheld),
        gate_withheld=bool(file.gate),
        cleared=tuple(
            gate.id
            for gate in questionnaire.library.gates.gates
            if gate.id in file.cleared
        ),
        respondent=file.respondent,
        label=file.label,
        notes={key: file.notes[key] for key in order if key in file.notes},
        vignette=person(file.vignette) if file.vignette else None,
        demonstration=bool(file.vignette) or data.get("demonstration") is True,
    )


def person(fictional: VignetteModel) -> Vignette:
    """Return the fictional person of a vignette's file."""
    expect = fictional.expect
    return Vignette(
        fictional.name,
        fictional.about,
        Expected(expect.reading, expect.band, expect.gate),
    )


@dataclass(frozen=True)
class Fitted:
    """A sheet, and the questions in its file that could not be put on it."""

    sheet: Sheet
    dropped: tuple[str, ...] = ()
    """As the file writes them: nothing has been checked in these names."""


def fit(questionnaire: Questionnaire, text: str, name: str) -> Fitted:
    """Turn the text of a file into what fits of it.

    Answers to this very version have to fit as a whole.

    Raises:
        FileError: with every problem, if they do not, or if it is no such file.
    """
    document = answer_files.parsed(name, text)
    problems = list(document.problems)
    file = validated(document, questionnaire, problems)
    if file is None or file.version == questionnaire.manifest.version:
        return Fitted(read(questionnaire, document))
    problems.extend(identity(document, questionnaire, file))
    if file.withheld:
        found = unwithheld(document, questionnaire, file)
        problems.extend(islice(found, MOST + 1))
    if problems:
        raise FileError(problems)
    kept, wrong = keep(document, questionnaire, file)
    named = (*wrong, *file.skipped, *file.notes)
    known = questionnaire.questions
    gone = {*wrong}
    dropped = (one for one in named if one in gone or one not in known)
    return Fitted(kept, tuple(dict.fromkeys(dropped)))


def keep(
    document: Document, questionnaire: Questionnaire, file: AnswersFile
) -> tuple[Sheet, tuple[str, ...]]:
    """Return the Sheet of what still fits, and the questions of what does not."""
    known, given = questionnaire.questions, file
    file, told = versions.renewed(document, questionnaire, given)
    left = {
        key: value
        for key, value in file.answers.items()
        if key in known
        and (value is None or not any(bad_answer(document, questionnaire, file, key)))
    }
    gone = (key for key in given.notes if key not in known)
    lost = (k for k, v in given.answers.items() if v is not None and not left.get(k))
    unknown = (key for key in given.answers if key not in known)
    wrong = tuple(dict.fromkeys((*lost, *unknown, *gone)))
    skipped = tuple(key for key in file.skipped if key in known and key not in left)
    fits = file.model_copy(update={"answers": left, "skipped": skipped})
    made = sheet(questionnaire, fits, document.data)
    return replace(made, retired=tuple(map(str, told))), wrong
