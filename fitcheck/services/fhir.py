"""The questions as a FHIR R4 Questionnaire that adds itself up.

Points never stand on an option: results are hidden, and always exported.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from fitcheck.content.library import Therapy
from fitcheck.content.model import Condition, Many, Poles, Question, Ranked, Section
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import names
from fitcheck.services.fhir_sums import variables
from fitcheck.services.sums import refused

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
TEXTS = ("gate", "reading", "band", "evidence")
NUMBERS = ("psychodynamic", "cbt", "difference", "lowest", "highest")
LEFT_OUT = ("safety", "gate")
"""What ``withheld`` can hold: safety answers, and with them a gate that had fired."""
RECORD = ("country", "withheld", "cleared", "notes")
Item = dict[str, Any]


def url(questionnaire: Questionnaire) -> str:
    """Return the name of the form all over the world."""
    manifest = questionnaire.manifest
    return manifest.canonical or f"urn:fitcheck:{manifest.id}"


def coding(questionnaire: Questionnaire, code: str, display: str) -> dict[str, str]:
    """Return an answer with the words that belong to it."""
    system = f"{url(questionnaire)}:answers"
    return {"system": system, "code": code, "display": display}


def shown(questionnaire: Questionnaire, question: Question, one: str) -> dict[str, str]:
    """Return an option as it is shown."""
    return coding(questionnaire, one, names.option(questionnaire, question, one))


def control(code: str) -> Item:
    """Say how an item is to be shown."""
    system = "http://hl7.org/fhir/questionnaire-item-control"
    concept = {"coding": [{"system": system, "code": code}]}
    return {"url": f"{CORE}questionnaire-itemControl", "valueCodeableConcept": concept}


# The form


def form(questionnaire: Questionnaire) -> Item:
    """Return the blank questions as a Questionnaire that adds itself up."""
    for key in questionnaire.questions.keys() & {*RECORD}:
        what = "a form needs this name for itself: call the question something else"
        raise refused(questionnaire, key, what)
    manifest = questionnaire.manifest
    return {
        "resourceType": "Questionnaire",
        "meta": {"profile": [f"{SDC}calc"]},
        "language": manifest.language,
        "extension": [
            expression(f"{CORE}variable", text, name)
            for name, text in variables(questionnaire)
        ],
        "url": url(questionnaire),
        "version": manifest.version,
        "title": manifest.title,
        "status": "active",
        "subjectType": ["Patient"],
        "date": manifest.date,
        "lastReviewDate": manifest.date,
        "item": [
            *(section(questionnaire, one) for one in questionnaire.sections),
            record(questionnaire),
            results(),
        ],
    }


def expression(address: str, text: str, name: str | None = None) -> Item:
    """Return an extension with an expression."""
    named = {"name": name} if name else {}
    value = {**named, "language": "text/fhirpath", "expression": text}
    return {"url": address, "valueExpression": value}


def section(questionnaire: Questionnaire, one: Section) -> Item:
    """Return a section as a group."""
    items = [display(f"{one.id}.intro", one.paper or one.intro)]
    therapies = questionnaire.library.therapies.therapies
    items += [card(questionnaire, t) for t in therapies if t.id in one.cards]
    for question in one.questions:
        items += asked(questionnaire, question)
    if {question.id for question in one.questions} & questionnaire.safety:
        items.append(stop(questionnaire, one))
    return {
        "linkId": f"{one.id}.section",
        "type": "group",
        "text": one.title,
        "item": list(filter(None, items)),
    }


def display(link: str, text: str | None, **more: Any) -> Item:
    """Return words that ask for nothing; nothing where there are none."""
    return {"linkId": link, "type": "display", "text": text, **more} if text else {}


def card(questionnaire: Questionnaire, therapy: Therapy) -> Item:
    """Return what is to be read about a therapy before it is asked for."""
    parts = vars(questionnaire.words.cards)
    told = {key: getattr(therapy, key) for key in parts}
    return {
        "linkId": f"{therapy.id}.card.section",
        "type": "group",
        "text": therapy.name,
        "item": [
            display(
                f"{therapy.id}.{key}.intro",
                f"{parts[key]}: {text if isinstance(text, str) else ' '.join(text)}",
            )
            for key, text in told.items()
        ],
    }


def asked(questionnaire: Questionnaire, question: Question) -> list[Item]:
    """Return a question; one with a rank has an item for each place."""
    several = isinstance(question, Many)
    item: Item = {
        "linkId": question.id,
        "type": "choice",
        "text": question.text,
        **enabled(questionnaire, question),
        **({"repeats": True} if several else {}),
        "extension": [control("check-box" if several else "radio-button")],
        "answerOption": [
            option(questionnaire, question, one.id, exclusive=one.exclusive)
            for one in questionnaire.shown(question)
        ],
        "item": [
            display(f"{question.id}.why", question.why, extension=[control("help")])
        ],
    }
    if isinstance(question, Poles):
        words = questionnaire.words.walk
        poles = [
            words.pole_a.format(text=names.ways(question)[0]),
            words.pole_b.format(text=names.ways(question)[1]),
        ]
        item["text"] = " ".join((question.text, *poles))
        rows = "".join(f"<p>{escape(one)}</p>" for one in (question.text, *poles))
        page = f'<div xmlns="http://www.w3.org/1999/xhtml">{rows}</div>'
        item["_text"] = {
            "extension": [{"url": f"{CORE}rendering-xhtml", "valueString": page}]
        }
    if not isinstance(question, Ranked):
        return [item]
    return [item, *further(questionnaire, question)]


def further(questionnaire: Questionnaire, question: Ranked) -> Iterator[Item]:
    """Yield the items for what matters next: each once the one before has an answer."""
    alone = [one.id for one in question.options if one.exclusive]
    before = question.id
    for place in range(2, question.at_most + 1):
        conditions = [{"question": before, "operator": "exists", "answerBoolean": True}]
        if place == 2:
            conditions += [
                {"question": before, "operator": "!=",
                 "answerCoding": bare(questionnaire, one)}
                for one in alone
            ]  # fmt: skip
        yield {
            "linkId": f"{question.id}.{place}",
            "type": "choice",
            "text": questionnaire.words.form.also,
            "enableWhen": conditions,
            "enableBehavior": "all",
            "extension": [control("drop-down")],
            "answerOption": [
                option(questionnaire, question, one.id)
                for one in question.options
                if not one.exclusive
            ],
        }
        before = f"{question.id}.{place}"


def option(
    questionnaire: Questionnaire,
    question: Question,
    one: str,
    *,
    exclusive: bool = False,
) -> Item:
    """Return one option, without any points."""
    url = f"{CORE}questionnaire-optionExclusive"
    alone = {"extension": [{"url": url, "valueBoolean": True}]} if exclusive else {}
    return {**alone, "valueCoding": shown(questionnaire, question, one)}


def bare(questionnaire: Questionnaire, code: str) -> dict[str, str]:
    """Return an answer to compare with."""
    return {"system": f"{url(questionnaire)}:answers", "code": code}


def enabled(questionnaire: Questionnaire, question: Question) -> Item:
    """Say when a question is asked, as far as FHIR can say it."""
    conditions = question.show_if
    if not conditions:
        return {}
    if conditions[1:] and any(one.any_of[1:] for one in conditions):
        what = "FHIR cannot say two conditions of which one names several options"
        raise refused(questionnaire, question.id, what)
    return {
        "enableWhen": [
            opens(questionnaire, c, one) for c in conditions for one in c.any_of
        ],
        "enableBehavior": "all" if conditions[1:] else "any",
    }


def opens(questionnaire: Questionnaire, condition: Condition, one: str) -> Item:
    """Return the condition that one option is chosen."""
    answer = bare(questionnaire, one)
    return {"question": condition.question, "operator": "=", "answerCoding": answer}


def stop(questionnaire: Questionnaire, one: Section) -> Item:
    """Return the words that any answer which opens a gate brings up."""
    conditions = [
        opens(questionnaire, when, chosen)
        for gate in questionnaire.library.gates.gates
        for when in gate.when
        if when.question in {question.id for question in one.questions}
        for chosen in when.any_of
    ]
    text = questionnaire.words.form.stopped_on_screen
    behaviour = {"enableWhen": conditions, "enableBehavior": "any"}
    return display(f"{one.id}.stop", text, **behaviour)


def hidden(link: str, items: list[Item]) -> Item:
    """Return a group that nobody sees who fills in the form."""
    extension = [{"url": f"{CORE}questionnaire-hidden", "valueBoolean": True}]
    return {"linkId": link, "type": "group", "extension": extension, "item": items}


def record(questionnaire: Questionnaire) -> Item:
    """Return what belongs to a sheet besides its answers."""
    gates = [gate for gate in questionnaire.library.gates.gates if gate.clears]
    chosen = {
        "withheld": [coding(questionnaire, one, one) for one in LEFT_OUT],
        "cleared": [coding(questionnaire, gate.id, gate.name) for gate in gates],
    }
    items: list[Item] = [{"linkId": "country", "type": "string", "maxLength": 2}]
    items += [
        {"linkId": key, "type": "choice", "repeats": True, "readOnly": True,
         "answerOption": [{"valueCoding": one} for one in codings]}
        for key, codings in chosen.items()
        if codings
    ]  # fmt: skip
    items.append({"linkId": "notes", "type": "text", "repeats": True})
    return hidden("record.section", items)


def results() -> Item:
    """Return the results, worked out by the form itself."""
    texts = {
        "gate": "%gate",
        "reading": "%readingId",
        "band": "iif(%open, %bandId, {})",
    }
    texts["evidence"] = "iif(%open, %evidenceReading, {})"
    texts |= {key: f"iif(%open, %sum{key.capitalize()}, {{}})" for key in NUMBERS}
    return hidden(
        "result.section",
        [
            {"linkId": f"result.{key}", "readOnly": True,
             "type": "integer" if key in NUMBERS else "string",
             "extension": [expression(f"{SDC}calculatedExpression", text)]}
            for key, text in texts.items()
        ],
    )  # fmt: skip
