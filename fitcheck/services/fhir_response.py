"""A sheet as a FHIR R4 QuestionnaireResponse, there and back.

What comes back is answers alone, at their places in the file; results are never read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fitcheck.answers.sheet import Sheet
from fitcheck.content.model import Many, Ranked
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.yaml_marks import Document, Mark, Node
from fitcheck.errors import FileError, nearest
from fitcheck.rubric import path, scoring
from fitcheck.services.fhir import (
    CORE,
    LEFT_OUT,
    NUMBERS,
    RECORD,
    Item,
    coding,
    shown,
    url,
)

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
    manifest = questionnaire.manifest
    who = sheet.respondent
    head: Item = {
        "resourceType": "QuestionnaireResponse",
        "meta": {"tag": [TEST]} if sheet.demonstration else None,
        "language": manifest.language,
        "identifier": {"value": sheet.label} if sheet.label else None,
        "questionnaire": f"{url(questionnaire)}|{sheet.version}",
        "status": "completed",
        "authored": sheet.answered,
        "source": {"type": WHO[who], "display": who} if who else None,
        "item": [
            *sections(questionnaire, sheet),
            group("record.section", record(questionnaire, sheet)),
            group("result.section", results(questionnaire, sheet)),
        ],
    }
    head["item"] = [one for one in head["item"] if one["item"]]
    return {key: value for key, value in head.items() if value is not None}


def group(link: str, items: Iterator[Item], **more: Any) -> Item:
    """Return some items together."""
    return {"linkId": link, **more, "item": list(items)}


def item(link: str, kind: str, *values: Any, **more: Any) -> Item:
    """Return what was answered."""
    return {"linkId": link, **more, "answer": [{f"value{kind}": v} for v in values]}


def sections(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[Item]:
    """Yield the answers that count, and what was skipped, section by section."""
    answers = path.on_path(questionnaire, sheet.answers)
    asked = path.path(questionnaire, sheet.answers)
    for section in questionnaire.sections:
        items: list[Item] = []
        for one in section.questions:
            codes = [shown(questionnaire, one, a) for a in answers.get(one.id, ())]
            if one.id == questionnaire.concern_question:
                for place, code in enumerate(codes, start=1):
                    link = one.id if place == 1 else f"{one.id}.{place}"
                    items.append(item(link, "Coding", code, text=one.text))
            elif codes:
                items.append(item(one.id, "Coding", *codes, text=one.text))
            if one in asked and not codes and one.id in sheet.skipped:
                reason = f"{CORE}data-absent-reason"
                declined = {"url": reason, "valueCode": "asked-declined"}
                skipped = {"linkId": one.id, "text": one.text}
                items.append({**skipped, "extension": [declined]})
        yield group(f"{section.id}.section", iter(items), text=section.title)


def record(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[Item]:
    """Yield what belongs to a sheet besides its answers."""
    if sheet.country:
        yield item("country", "String", sheet.country)
    withheld = LEFT_OUT[: sheet.withheld + sheet.gate_withheld]
    if withheld:
        codes = (coding(questionnaire, one, one) for one in withheld)
        yield item("withheld", "Coding", *codes)
    gates = questionnaire.library.gates.gates
    cleared = [gate for gate in gates if gate.id in sheet.cleared]
    if cleared:
        codes = (coding(questionnaire, gate.id, gate.name) for gate in cleared)
        yield item("cleared", "Coding", *codes)
    asked = {question.id for question in path.path(questionnaire, sheet.answers)}
    notes = [f"{key}: {text}" for key, text in sheet.notes.items() if key in asked]
    if notes:
        yield item("notes", "String", *notes)


def results(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[Item]:
    """Yield the results: without them a form that is opened again works none out."""
    score = scoring.score(questionnaire, sheet)
    found: dict[str, Any] = {"gate": next(iter(score.gates), None)}
    found["reading"] = score.reading
    if score.fit and score.evidence:
        found |= {key: getattr(score.fit, key) for key in (*NUMBERS, "band")}
        found["evidence"] = score.evidence.reading
    for key, value in found.items():
        if value is not None:
            kind = "Integer" if key in NUMBERS else "String"
            yield item(f"result.{key}", kind, value)


# The way back


def answers(questionnaire: Questionnaire, document: Document) -> Document:
    """Return a response as the document of a report, each answer at its place.

    Raises:
        FileError: if it is no response to this form, or holds items that are not ours.
    """
    root, manifest = document.root, questionnaire.manifest
    kind = str(value(root, "resourceType"))
    if kind != "QuestionnaireResponse":
        what = INSTEAD.get(kind, "this FHIR resource is no QuestionnaireResponse")
        raise refused(document, at(root, "resourceType"), what)
    if value(root, "status") not in STATES:
        what = f"its status has to be one of {', '.join(STATES)}"
        raise refused(document, at(root, "status"), what)
    form, _, version = str(value(root, "questionnaire")).partition("|")
    if form != url(questionnaire):
        what = "these are answers to another form, or it is not named"
        raise refused(document, at(root, "questionnaire"), what)
    found = collected(questionnaire, document)
    said = value(root, "source", "display")
    kind = str(value(root, "source", "type") or value(root, "source", "reference"))
    who = (one for one, of in WHO.items() if said == one or kind.startswith(of))
    codes = [value(one, "code") for one in listed(root, "meta", "tag")]
    withheld = [one.value for one in found.pop("withheld")]
    left_out = [one for one in withheld if one != LEFT_OUT[1]]
    notes = [str(one.value).partition(": ") for one in found.pop("notes")]
    country = [one.value for one in found.pop("country")]
    authored = value(root, "authored")
    head = {
        "format": 1,
        "questionnaire": {"id": manifest.id, "version": version or manifest.version},
        "country": country[0] if country else None,
        "answered": str(authored)[:10] if authored else None,
        "label": value(root, "identifier", "value"),
        "respondent": next(who, None),
        "demonstration": TEST["code"] in codes,
        "withheld": left_out,
        "gate": ["withheld"] if len(left_out) < len(withheld) else [],
        "answer_notes": {key: text for key, _, text in notes},
    }
    nodes = {key: made(one, root.mark) for key, one in head.items()}
    for key in ("cleared", "skipped"):
        nodes[key] = Node(found.pop(key), root.mark)
    several = {
        k for k, q in questionnaire.questions.items() if isinstance(q, (Many, Ranked))
    }
    chosen = {
        key: Node(some, some[0].mark) if some[1:] or key in several else some[0]
        for key, some in found.items()
    }
    marks = {key: one.mark for key, one in chosen.items()}
    nodes["answers"] = Node(chosen, root.mark, marks)
    whole = Node(nodes, root.mark, dict.fromkeys(nodes, root.mark))
    return Document(document.name, whole, (), document.troubles, document.size)


def collected(
    questionnaire: Questionnaire, document: Document
) -> dict[str, list[Node]]:
    """Return what each question and each item of the record holds."""
    retired = questionnaire.manifest.retired.questions
    known = {*questionnaire.questions, *retired}
    found: dict[str, list[Node]] = {key: [] for key in (*RECORD, "skipped")}
    concern = questionnaire.concern_question
    for one in items(document.root):
        place = at(one, "linkId")
        link = str(place.value)
        key, _, number = link.rpartition(".")
        if key == concern and number.isdigit():
            if len(found.get(key, ())) + 1 < int(number):
                what = f"{link}: answered, though the one before it is not"
                raise refused(document, place, what)
            link = key
        if link.endswith(WORDS) or link.startswith("result."):
            continue
        if link not in known and link not in RECORD:
            near = nearest(link, {*known, *RECORD})
            remedy = f"did you mean '{near}'?" if near else "take it out"
            raise refused(document, place, "there is no item of this linkId", remedy)
        given = listed(one, "answer")
        coded = [at(a, "valueCoding", "code") for a in given]
        texts = [at(a, "valueString") for a in given]
        found.setdefault(link, [])
        for code, text in zip(coded, texts, strict=True):
            if code.value is None and text.value is None:
                what = f"{link}: an answer without a code"
                raise refused(document, place, what)
            found[link].append(text if code.value is None else code)
        if not given and listed(one, "extension"):
            found["skipped"].append(Node(link, place.mark))
    head = {*RECORD, "skipped"}
    return {key: some for key, some in found.items() if some or key in head}


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
    """Return what a list holds."""
    found = at(node, *steps).value
    return found if isinstance(found, list) else []


def made(data: Any, mark: Mark) -> Node:
    """Return data as what was read at one place."""
    if isinstance(data, dict):
        below = {key: made(one, mark) for key, one in data.items()}
        return Node(below, mark, dict.fromkeys(data, mark))
    return Node(
        [made(one, mark) for one in data] if isinstance(data, list) else data, mark
    )


def refused(document: Document, node: Node, what: str, remedy: str = "") -> FileError:
    """Make the error at one place."""
    return FileError([document.problem(node.mark, what, remedy)])
