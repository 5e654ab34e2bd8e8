"""A sheet as a FHIR R4 QuestionnaireResponse, there and back.

What comes back is answers alone, at their places in the file; results are never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fitcheck.answers.sheet import Sheet
from fitcheck.content.model import Many, Ranked
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.strict import meant
from fitcheck.content.yaml_marks import Document, Mark, Node
from fitcheck.errors import FileError
from fitcheck.rubric import path, scoring
from fitcheck.services.fhir import CORE, LEFT_OUT, RECORD, Form, Item
from fitcheck.services.sums import NUMBERS

TEST = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}
WHO = {"client": "Patient", "clinician": "Practitioner"}
WORDS = (".why", ".intro", ".section", ".stop")
"""How the linkIds of items end that hold no answer."""
INSTEAD = {
    "Questionnaire": "this is a form; give the QuestionnaireResponse to it",
    "Bundle": "this is a bundle; take one QuestionnaireResponse out of it",
}
STATES = ("completed", "amended", "in-progress", "stopped")


def response(questionnaire: Questionnaire, sheet: Sheet) -> Item:
    """Return a sheet with its results; whose it is, the record system says."""
    who, filled = sheet.respondent, Filled(questionnaire, sheet)
    groups = [
        *filled.sections(),
        {"linkId": "record.section", "item": [*filled.beside()]},
        {"linkId": "result.section", "item": [*filled.results()]},
    ]
    head: Item = {
        "resourceType": "QuestionnaireResponse",
        "meta": {"tag": [TEST]} if sheet.demonstration else None,
        "language": questionnaire.manifest.language,
        "identifier": {"value": sheet.label} if sheet.label else None,
        "questionnaire": f"{filled.url}|{sheet.version}",
        "status": "completed",
        "authored": sheet.answered,
        "source": {"type": WHO[who], "display": who} if who else None,
        "item": [one for one in groups if one["item"]],
    }
    return {key: value for key, value in head.items() if value is not None}


def item(link: str, kind: str, values: Iterable[Any], **more: Any) -> list[Item]:
    """Return what was answered, if anything was."""
    answers = [{f"value{kind}": value} for value in values if value is not None]
    return [{"linkId": link, **more, "answer": answers}] if answers else []


@dataclass(frozen=True)
class Filled(Form):
    """The form filled in with one sheet."""

    sheet: Sheet

    def sections(self) -> Iterator[Item]:
        """Yield the answers that count, and what was skipped, section by section."""
        answers = path.on_path(self.questionnaire, self.sheet.answers)
        asked = path.path(self.questionnaire, self.sheet.answers)
        declined = {"url": f"{CORE}data-absent-reason", "valueCode": "asked-declined"}
        for section in self.questionnaire.sections:
            items: list[Item] = []
            for one in section.questions:
                key, text = one.id, one.text
                codes = [self.shown(one, answer) for answer in answers.get(key, ())]
                ranked = key == self.questionnaire.concern_question
                places = [[code] for code in codes] if ranked else [codes]
                for number, some in enumerate(places):
                    link = f"{key}.{number + 1}" if number else key
                    items += item(link, "Coding", some, text=text)
                if one in asked and not codes and key in self.sheet.skipped:
                    items.append({"linkId": key, "text": text, "extension": [declined]})
            link = f"{section.id}.section"
            yield {"linkId": link, "text": section.title, "item": items}

    def beside(self) -> list[Item]:
        """Return what belongs to a sheet besides its answers."""
        sheet = self.sheet
        keys = {one.id for one in path.path(self.questionnaire, sheet.answers)}
        left_out = self.left_out(sheet.withheld + sheet.gate_withheld)
        notes = (f"{key}: {text}" for key, text in sheet.notes.items() if key in keys)
        return [
            *item("country", "String", [sheet.country]),
            *item("withheld", "Coding", left_out),
            *item("cleared", "Coding", self.cleared(sheet.cleared)),
            *item("notes", "String", notes),
        ]

    def results(self) -> Iterator[Item]:
        """Yield the results; without them a form opened again works none out."""
        score = scoring.score(self.questionnaire, self.sheet)
        found: dict[str, Any] = {"gate": next(iter(score.gates), None)}
        found["reading"] = score.reading
        if score.fit and score.evidence:
            found |= {key: getattr(score.fit, key) for key in (*NUMBERS, "band")}
            found["evidence"] = score.evidence.reading
        for key, value in found.items():
            kind = "Integer" if key in NUMBERS else "String"
            yield from item(f"result.{key}", kind, [value])


# The way back


def answers(questionnaire: Questionnaire, document: Document) -> Document:
    """Return a response as the document of a report, each answer at its place.

    Raises:
        FileError: if it is no response to this form, or holds items that are not ours.
    """
    root, manifest = document.root, questionnaire.manifest
    kind = str(value(root, "resourceType"))
    form, _, version = str(value(root, "questionnaire")).partition("|")
    troubles = {
        "resourceType": kind != "QuestionnaireResponse"
        and INSTEAD.get(kind, "this FHIR resource is no QuestionnaireResponse"),
        "status": value(root, "status") not in STATES
        and f"its status has to be one of {', '.join(STATES)}",
        "questionnaire": form != Form(questionnaire).url
        and "these are answers to another form, or it is not named",
    }
    for key, what in troubles.items():
        if what:
            raise refused(document, at(root, key), what)
    found = collected(questionnaire, document)
    withheld, notes, country = (
        [one.value for one in found.pop(key, ())]
        for key in ("withheld", "notes", "country")
    )
    left_out = [one for one in withheld if one != LEFT_OUT[1]]
    said = value(root, "source", "display")
    kind = str(value(root, "source", "type") or value(root, "source", "reference"))
    who = (one for one, of in WHO.items() if said == one or kind.startswith(of))
    codes = [value(one, "code") for one in listed(root, "meta", "tag")]
    authored = value(root, "authored")
    parts = [str(one).partition(": ") for one in notes]
    data = {
        "format": 1,
        "questionnaire": {"id": manifest.id, "version": version or manifest.version},
        "country": country[0] if country else None,
        "answered": str(authored)[:10] if authored else None,
        "label": value(root, "identifier", "value"),
        "respondent": next(who, None),
        "demonstration": TEST["code"] in codes,
        "withheld": left_out,
        "gate": ["withheld"] if len(left_out) < len(withheld) else [],
        "answer_notes": {key: text for key, _, text in parts},
        "cleared": found.pop("cleared", []),
        "skipped": found.pop("skipped", []),
        "answers": {
            key: some
            if some[1:] or isinstance(questionnaire.questions.get(key), (Many, Ranked))
            else some[0]
            for key, some in found.items()
        },
    }
    whole = marked(data, root.mark)
    return Document(document.name, whole, (), document.troubles, document.size)


def marked(data: Any, mark: Mark) -> Node:
    """Return data as if read of one place, but for what knows a place of its own."""
    if isinstance(data, dict):
        below = {key: marked(one, mark) for key, one in data.items()}
        return Node(below, mark, {key: one.mark for key, one in below.items()})
    if isinstance(data, list):
        some = [marked(one, mark) for one in data]
        return Node(some, some[0].mark if some else mark)
    return data if isinstance(data, Node) else Node(data, mark)


def collected(
    questionnaire: Questionnaire, document: Document
) -> dict[str, list[Node]]:
    """Return what each question and each item of the record holds."""
    retired = questionnaire.manifest.retired.questions
    known = {*questionnaire.questions, *retired, *RECORD}
    found: dict[str, list[Node]] = {}
    for one in items(document.root):
        place = at(one, "linkId")
        link = str(place.value)
        key, _, number = link.rpartition(".")
        if key == questionnaire.concern_question and number.isdigit():
            if len(found.get(key, ())) + 1 < int(number):
                what = f"{link}: answered, though the one before it is not"
                raise refused(document, place, what)
            link = key
        if link.endswith(WORDS) or link.startswith("result."):
            continue
        if link not in known:
            what, remedy = "there is no item of this linkId", "take it out"
            raise refused(document, place, what, meant(link, known, remedy))
        given = listed(one, "answer")
        for answer in given:
            code = at(answer, "valueCoding", "code")
            said = at(answer, "valueString") if code.value is None else code
            if said.value is None:
                raise refused(document, place, f"{link}: an answer without a code")
            found.setdefault(link, []).append(said)
        if not given and listed(one, "extension"):
            found.setdefault("skipped", []).append(Node(link, place.mark))
    return found


def items(node: Node) -> Iterator[Node]:
    """Yield every item, however deep."""
    for one in listed(node, "item"):
        yield one
        yield from items(one)
        for answer in listed(one, "answer"):
            yield from items(answer)


def at(node: Node, *steps: str) -> Node:
    """Follow keys as far as they lead; what is not there is nothing."""
    for step in steps:
        below = node.value.get(step) if isinstance(node.value, dict) else None
        if below is None:
            return Node(None, node.mark)
        node = below
    return node


def value(node: Node, *steps: str) -> Any:
    """Return what stands there, if it is one word."""
    found = at(node, *steps).value
    return None if isinstance(found, (dict, list)) else found


def listed(node: Node, *steps: str) -> list[Node]:
    found = at(node, *steps).value
    return found if isinstance(found, list) else []


def refused(document: Document, node: Node, what: str, remedy: str = "") -> FileError:
    return FileError([document.problem(node.mark, what, remedy)])
