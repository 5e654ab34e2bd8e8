"""An answers file, a JSON report or a vignette to a Sheet: one strict reader for all.

Its messages never quote the file: answers are private, and so are keys that are not
ours. Answers to another version are read by what was retired since.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    AliasPath,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
)

from fitcheck import files
from fitcheck.answers import sheet as sheets
from fitcheck.answers.sheet import HEAD, Expected, Sheet, Vignette
from fitcheck.content import yaml_marks
from fitcheck.content.model import Many, Ranked, Reading
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.strict import Day, Id, Strict, Text, Version, meant, said
from fitcheck.content.yaml_marks import Document, Steps
from fitcheck.errors import MOST, AnswerError, FileError, Problem
from fitcheck.rubric import path

Given = Annotated[str, Field(max_length=60)]
"""An id as somebody wrote it; whether it is one of ours is looked up later."""
KINDS = {str: "(text)", list: "(list)", tuple: "(list)", type(None): "(nothing)"}
OneAnswer = Annotated[
    Annotated[Given, Tag("(text)")]
    | Annotated[tuple[Given, ...], Tag("(list)")]
    | Annotated[None, Tag("(nothing)")],
    Discriminator(
        lambda given: KINDS.get(type(given)),
        custom_error_type="literal_error",
        custom_error_context={"expected": "an option's name, or a list of them"},
    ),
]
"""One id, several, or null: not provided. The tags cannot be taken for ids."""
One = Annotated[Literal[1], BeforeValidator(lambda given: given is not True and given)]
"""A format; to Python, true is the number 1 as well."""
Country = Annotated[
    str,
    Field(pattern=r"^[A-Za-z]{2}$"),
    AfterValidator(lambda code: "GB" if code.upper() == "UK" else code.upper()),
]
Notes = dict[str, Annotated[str, Field(max_length=sheets.LONGEST_NOTE)]]
Unnamed = tuple[Literal["withheld"], ...]


class ExpectedModel(Strict):
    reading: Reading
    band: Id | None
    gate: tuple[Id, ...]


class VignetteModel(Strict):
    name: Text
    about: Text
    expect: ExpectedModel


class AnswersFile(Strict):
    """An answers file, format 1."""

    fitcheck: One
    questionnaire: Id
    version: Version
    country: Country | None = None
    answered: Day | None = None
    answers: dict[str, OneAnswer]
    skipped: tuple[Given, ...] = ()
    withheld: Annotated[tuple[Literal["safety"], ...], Field(max_length=1)] = ()
    gate: Annotated[Unnamed, Field(max_length=1)] = ()
    cleared: tuple[Given, ...] = ()
    respondent: Literal["client", "clinician"] | None = None
    label: Annotated[str, Field(max_length=sheets.LONGEST_LABEL)] | None = None
    notes: Notes = Field(default_factory=dict)
    vignette: VignetteModel | None = None


class JsonReport(AnswersFile):
    """The givens of a JSON report, format 1; the rest of it follows from them."""

    model_config = ConfigDict(extra="ignore")

    fitcheck: One = Field(validation_alias="format")
    questionnaire: Id = Field(validation_alias=AliasPath("questionnaire", "id"))
    version: Version = Field(validation_alias=AliasPath("questionnaire", "version"))
    answers_version: Version | None = None
    country: Country | None
    answered: Day | None
    gate: Annotated[
        Unnamed, BeforeValidator(lambda g: ("withheld",) * (g == ["withheld"]))
    ] = ()
    notes: Notes = Field(default_factory=dict, validation_alias="answer_notes")
    demonstration: bool = False


PEOPLE = 100  # in one folder; ours has 26
FIELDS = {*JsonReport.model_fields, "format", "answer_notes"}
NO_LONGER = {
    "answers": "'{}' is no longer asked, and this is taken as not provided",
    "skipped": "'{}' is no longer asked",
    "notes": "the note on '{}' is left out: it is no longer asked",
}


class Fitted(NamedTuple):
    """A sheet, and the questions that are not on it, as their file writes them."""

    sheet: Sheet
    dropped: tuple[str, ...] = ()


def load(questionnaire: Questionnaire, place: Path, vignettes: Path) -> Sheet:
    """Read a file, or a vignette by its name; raise FileError."""
    place = found(place, vignettes)
    return parse(questionnaire, files.read(place), files.shown(place))


def found(place: Path, vignettes: Path) -> Path:
    """Return the file, or the vignette, that an argument means; raise FileError."""
    if place.name != str(place) or place.suffix or files.there(place):
        return place
    if files.there(by_name := vignettes / f"{place.name}.yaml"):
        return by_name
    names = [one.stem for one in people(vignettes)]
    begun = (f"did you mean '{one}'?" for one in names if one.startswith(place.name))
    remedy = next(begun, None) or meant(place.name, names, "check the name")
    what = "there is no such file and no vignette of this name"
    raise files.refused(place, what, remedy)


def people(vignettes: Path) -> list[Path]:
    """Return the files of a folder of fictional people; FileError if too many."""
    found = sorted(vignettes.glob("*.yaml"))
    size = sum(one.stat().st_size for one in found[:PEOPLE] if files.there(one))
    if len(found) > PEOPLE or size > files.LARGEST:
        raise files.refused(vignettes, "more than 100 files, or 1 MB", "take some out")
    return found


def parsed(name: str, text: str) -> Document:
    """Read the text of a file that may hold answers, or raise FileError."""
    document = yaml_marks.parse(name, text, private=True)
    if isinstance(document, Document):
        return document
    begin, page = text[:99].lstrip().lower(), ""
    if begin.startswith("<!doctype html"):
        page = "a web page"
    if begin.startswith("# ") and "\n```fitcheck" in text:  # and no comment
        page = "a report in Markdown"
    remedy = "use the answers file or the JSON report that belongs to it"
    told = Problem(name, what=f"this is {page}", remedy=remedy) if page else document
    raise FileError([told])


def parse(questionnaire: Questionnaire, text: str, name: str) -> Sheet:
    """Turn the text of a file into a Sheet, or raise FileError with every problem."""
    return read(questionnaire, parsed(name, text))


def read(questionnaire: Questionnaire, document: Document) -> Sheet:
    """Turn what was parsed into a Sheet, or raise FileError with every problem."""
    reader = Reader(questionnaire, document)
    reader.check(every=True)
    return reader.kept().sheet


def fit(questionnaire: Questionnaire, document: Document) -> Fitted:
    """Turn what was parsed into what fits of it, or raise FileError.

    Answers to this very version have to fit as a whole.
    """
    reader = Reader(questionnaire, document)
    reader.check(every=reader.same)
    return reader.kept()


def listed(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


class Reader:
    """A file that its model lets through, beside the questions that it answers.

    To make one raises FileError where the file is of no such kind.
    """

    def __init__(self, questionnaire: Questionnaire, document: Document) -> None:
        self.questionnaire, self.document = questionnaire, document
        self.problems = document.problems
        self.file = self.validated()
        self.same = self.file.version == questionnaire.manifest.version
        # Every question that the file names, with the steps that lead there.
        self.named: list[tuple[str, Steps]] = [
            (key, (part, number if part == "skipped" else key))
            for part in ("answers", "skipped", "notes")
            for number, key in enumerate(getattr(self.file, part))
        ]
        # The answers as today's questions can read them, what is told of that, and
        # whether the gate that one opened has to stay unnamed.
        self.answers, self.unnamed = dict(self.file.answers), False
        self.told: list[tuple[Steps, str]] = []
        if not self.same:
            self.renew()

    def problem(
        self, steps: Steps, what: str, remedy: str = "", at: str = "key"
    ) -> Problem:
        """Say something of the last step's key, or of its value."""
        return self.document.problem(self.document.mark(steps, at), what, remedy)

    def wrong(self, *said: Any) -> None:
        """Keep a problem; raise FileError when there are more than anybody is told."""
        self.problems.append(self.problem(*said))
        if len(self.problems) > len(self.document.troubles) + MOST:
            self.refuse()

    def refuse(self, *said: Any) -> None:
        """Raise FileError if there is a problem, such as this last one."""
        if said:
            self.problems.append(self.problem(*said))
        if self.problems:
            raise FileError(self.problems)

    def validated(self) -> AnswersFile:
        """Hold the document against the model of its kind."""
        keys = self.document.root.keys
        if "resourceType" in keys:
            what = "this is a FHIR resource, which cannot be read as answers"
            self.refuse(("resourceType",), what)
        if not {"format", "fitcheck"}.intersection(keys):
            what = "this is no answers file: there is no key 'fitcheck'"
            self.refuse((), what, "an answers file begins with 'fitcheck: 1'")
        model = JsonReport if "format" in keys else AnswersFile
        try:
            file = model.model_validate_json(self.document.to_json())
        except ValidationError as error:
            invalid = error.errors(include_url=False, include_input=False)
        else:
            version = getattr(file, "answers_version", None) or file.version
            return file.model_copy(update={"version": version})
        for one in invalid:
            self.wrong(*self.located(one))
        raise FileError(self.problems)

    def located(self, error: Any) -> tuple[Steps, str, str, str]:
        """Say one of pydantic's errors, naming only keys that are ours."""
        steps: Steps = error["loc"]
        questions = self.questionnaire.questions
        if error["type"] == "extra_forbidden":
            remedy = meant(str(steps[-1]), {*AnswersFile.model_fields, *questions})
            return steps, "unknown key", remedy or "take it out", "key"
        if error["type"] == "missing":
            key = steps[-1 if steps[0] in self.document.root.keys else 0]
            return steps, f"'{key}' is missing", f"add '{key}:'", "value"
        ours = [str(s) for s in steps if s in FIELDS or s in questions]
        what = said(error) or "this is no day, or not as it has to be"
        return steps, ": ".join(filter(None, (".".join(ours), what))), "", "value"

    def check(self, *, every: bool) -> None:
        """Raise FileError where it contradicts itself, or with ``every`` unfit answer.

        Answers to other questions are refused before anything is said of one.
        """
        self.check_head()
        self.refuse()
        if every:
            self.check_answers()
        for key, steps in self.named if self.file.withheld else ():
            null = steps[0] == "answers" and self.answers[key] is None
            if key in self.questionnaire.safety and not null:
                what = f"{key}: said here, though 'withheld' says it was left out"
                self.wrong(steps, what, "keep one of the two")
        self.refuse()

    def check_head(self) -> None:
        """Find answers to other questions, and a head that contradicts itself."""
        questionnaire, file = self.questionnaire, self.file
        ours, cleared = questionnaire.manifest.id, file.cleared
        if file.questionnaire != ours:
            what = f"these are answers to another questionnaire; this one is '{ours}'"
            remedy = "use the --questions they belong to"
            self.wrong(("questionnaire",), what, remedy, "value")
        if file.gate and not file.withheld:
            self.wrong(("gate",), "'gate' can only stand beside 'withheld: [safety]'")
        if cleared and file.withheld:
            what = "'cleared' says something of safety, though 'withheld' leaves it out"
            self.wrong(("cleared",), what, "keep one of the two")
        if cleared and file.respondent is None:
            what = "'cleared' can only stand beside 'respondent'"
            self.wrong(("cleared",), what, "add 'respondent: clinician' or 'client'")
        gates = questionnaire.library.gates.gates
        clearing = [gate.id for gate in gates if gate.clears]
        given = {a for k in questionnaire.safety for a in listed(file.answers.get(k))}
        for number, one in enumerate(cleared):
            steps = "cleared", number
            if one not in clearing:
                remedy = f"these can: {', '.join(clearing)}" if clearing else ""
                self.wrong(steps, "this is no gate that can be cleared", remedy)
            elif one not in given:
                what = "this is cleared, but is no answer in this file"
                self.wrong(steps, what, "take it out")
            elif one in cleared[:number]:
                self.wrong(steps, f"'{one}' stands here twice", "keep one")

    def check_answers(self) -> None:
        """Hold every answer against its question, and every name against ours."""
        questionnaire, file = self.questionnaire, self.file
        known, retired = questionnaire.questions, questionnaire.manifest.retired
        given = {key: one for key, one in self.answers.items() if one is not None}
        for key, steps in self.named:
            if key not in known and (self.same or key not in retired.questions):
                remedy = meant(key, known, "take it out")
                self.wrong(steps, "there is no question of this name", remedy)
            elif key in known and key in given and steps[0] == "answers":
                if key in file.skipped:
                    what = f"{key}: both answered and in 'skipped'"
                    self.wrong(steps, what, "keep one")
                if unfit := self.unfit(key, given[key]):
                    self.wrong(steps, *unfit, "value")
        if file.vignette and self.same:
            answers = {key: listed(one) for key, one in given.items()}
            quiet = {*given, *file.skipped}
            quiet |= questionnaire.safety if file.withheld else set()
            for question in path.path(questionnaire, answers):
                if question.id not in quiet:
                    what = "on the path, but neither answered nor in 'skipped'"
                    self.wrong(("answers",), f"{question.id}: {what}")

    def unfit(self, key: str, answer: Any) -> tuple[str, str] | None:
        """Say why an answer does not fit; it names our options, never what was given.

        What is wrong comes with its remedy; None where it fits.
        """
        question, given = self.questionnaire.questions[key], listed(answer)
        several = isinstance(question, (Many, Ranked))
        if isinstance(answer, str) == several:
            one = "a list, such as [first, second]" if several else "one option's name"
            return f"{key}: the answer has to be {one}", ""
        try:
            path.accept(self.questionnaire, question, given)
        except AnswerError as error:
            options = [choice.id for choice in self.questionnaire.choices[key]]
            other = next((one for one in given if one not in options), "")
            remedy = meant(other, options, f"options: {', '.join(options)}")
            # What the walk says names a key, and here is nobody who could press it.
            what = "that is not one of the options" if other else str(error)
            return f"{key}: {what}", remedy
        return None

    def renew(self) -> None:
        """Take what was retired since for another answer, or as not provided.

        A safety answer is never dropped.
        """
        questionnaire, retired = self.questionnaire, self.questionnaire.manifest.retired
        opening = {
            (when.question, one)
            for gate in questionnaire.library.gates.gates
            for when in gate.when
            for one in when.any_of
        }
        for key, steps in self.named:
            answered = steps[0] == "answers"
            given = listed(self.file.answers[key]) if answered else ()
            if key in retired.questions and (given or not answered):
                self.told.append((steps, NO_LONGER[str(steps[0])].format(key)))
            options = (one for one in retired.options if one.question == key)
            instead = {one.option: one.instead for one in options}
            gone = [one for one in given if one in instead]
            if gone:
                ranked = key == questionnaire.concern_question
                self.answers[key] = left_of(self.answers[key], instead, ranked=ranked)
            if gone and key in questionnaire.safety:
                mapped = all((key, instead[one]) in opening for one in gone)
                self.unnamed = self.unnamed or not mapped
                taken = "the nearest answer" if mapped else "withheld safety answers"
                what = f"{key}: this is answered in another way now, and is taken as "
                self.told.append((steps, what + taken))
                continue
            for one in gone:
                taken = f"'{instead[one]}'" if instead[one] else "not provided"
                what = f"{key}: there is no '{one}' any more, and this is taken as "
                self.told.append((steps, what + taken))

    def kept(self) -> Fitted:
        """Return the Sheet of what fits in the file, and name what does not."""
        questionnaire, file = self.questionnaire, self.file
        order, person = questionnaire.questions, file.vignette
        good = {
            key: listed(one)
            for key in order
            if (one := self.answers.get(key)) is not None and not self.unfit(key, one)
        }
        gates = questionnaire.library.gates.gates
        sheet = Sheet(
            **file.model_dump(include={*HEAD}),
            answers=good,
            skipped=tuple(key for key in order if key in {*file.skipped} - {*good}),
            withheld=bool(file.withheld),
            gate_withheld=bool(file.gate),
            cleared=tuple(gate.id for gate in gates if gate.id in file.cleared),
            notes={key: file.notes[key] for key in order if key in file.notes},
            demonstration=bool(person) or getattr(file, "demonstration", False),
            retired=tuple(str(self.problem(*one)) for one in self.told[: MOST + 1]),
        )
        if person:
            at = self.document.mark(("vignette", "expect"), "key")[:2]
            expect = Expected(**dict(person.expect))
            fictional = Vignette(person.name, person.about, expect, at)
            sheet = replace(sheet, vignette=fictional)
        if self.unnamed:
            sheet = sheet.withhold(questionnaire.safety, gate_fired=True)
        off = {k for k, one in file.answers.items() if one is not None} - {
            *sheet.answers
        }
        dropped = (key for key, _ in self.named if key in off or key not in order)
        return Fitted(sheet, tuple(dict.fromkeys(dropped)))


def left_of(given: Any, instead: dict[str, str | None], *, ranked: bool) -> Any:
    """Return what is left of an answer when retired options are taken for others.

    Where the order counts and the first is gone, nothing is: no other moves up. What
    the file itself says twice stays so, for whoever checks it.
    """
    several, left = listed(given), list[str]()
    if ranked and not instead.get(several[0], several[0]):
        return None
    for one in several:
        now = instead.get(one, one)
        if now and (one not in instead or now not in (*several, *left)):
            left.append(now)
    return (left[0] if isinstance(given, str) else tuple(left)) if left else None
