"""The questions as a FHIR R4 Questionnaire that adds itself up.

Points never stand on an option: results are hidden, and always exported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from operator import itemgetter
from typing import Any, ClassVar

from fitcheck.content.library import Gate
from fitcheck.content.model import Many, Question, Ranked, Section
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.services.blank import Blank
from fitcheck.services.sums import (
    GATED,
    NUMBERS,
    SPANS,
    Equations,
    Fork,
    refused,
    within,
)

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
LEFT_OUT = ("safety", "gate")
"""What ``withheld`` can hold: safety answers, and with them a gate that had fired."""
RECORD = ("country", "withheld", "cleared", "notes")
RESULTS = {
    "gate": "%gate",
    "reading": "%readingId",
    "band": "iif(%open, %bandId, {})",
    "evidence": "iif(%open, %evidenceReading, {})",
    **{key: f"iif(%open, %sum{key.capitalize()}, {{}})" for key in NUMBERS},
}
Item = dict[str, Any]


def form(questionnaire: Questionnaire) -> Item:
    """Return the blank questions as a Questionnaire that adds itself up."""
    for key in questionnaire.questions.keys() & {*RECORD}:
        what = "a form needs this name for itself: call the question something else"
        raise refused(questionnaire, key, what)
    manifest, blank = questionnaire.manifest, Form(questionnaire)
    return {
        "resourceType": "Questionnaire",
        "meta": {"profile": [f"{SDC}calc"]},
        "language": manifest.language,
        "extension": [
            expression(f"{CORE}variable", text, name=name)
            for name, text in FhirPath(questionnaire).variables()
        ],
        "url": blank.url,
        "version": manifest.version,
        "title": manifest.title,
        "status": "active",
        "subjectType": ["Patient"],
        "date": manifest.date,
        "lastReviewDate": manifest.date,
        "item": [
            *map(blank.section, questionnaire.sections),
            hidden("record.section", blank.record()),
            hidden("result.section", results()),
        ],
    }


def expression(address: str, text: str, **named: str) -> Item:
    value = {**named, "language": "text/fhirpath", "expression": text}
    return {"url": address, "valueExpression": value}


def hidden(link: str, items: Iterable[Item]) -> Item:
    """Return a group that nobody sees who fills in the form."""
    unseen = {"url": f"{CORE}questionnaire-hidden", "valueBoolean": True}
    return {"linkId": link, "type": "group", "extension": [unseen], "item": [*items]}


def results() -> Iterator[Item]:
    for key, text in RESULTS.items():
        yield {
            "linkId": f"result.{key}",
            "readOnly": True,
            "type": "integer" if key in NUMBERS else "string",
            "extension": [expression(f"{SDC}calculatedExpression", text)],
        }


def display(link: str, text: str | None, **more: Any) -> list[Item]:
    """Return words that ask for nothing; nothing where there are none."""
    return [{"linkId": link, "type": "display", "text": text, **more}] if text else []


def control(code: str) -> Item:
    """Say how an item is to be shown."""
    system = "http://hl7.org/fhir/questionnaire-item-control"
    concept = {"coding": [{"system": system, "code": code}]}
    return {"url": f"{CORE}questionnaire-itemControl", "valueCodeableConcept": concept}


class Form(Blank):
    """The blank form, and the names that its responses use too."""

    @property
    def url(self) -> str:
        """The name of the form all over the world."""
        manifest = self.questionnaire.manifest
        return manifest.canonical or f"urn:fitcheck:{manifest.id}"

    def coding(self, code: str, **display: str) -> dict[str, str]:
        """Return an answer, with the words that belong to it wherever it is shown."""
        return {"system": f"{self.url}:answers", "code": code, **display}

    def shown(self, question: Question, one: str) -> dict[str, str]:
        return self.coding(one, display=self.label(question, one))

    def cleared(self, among: Iterable[str] | None = None) -> list[dict[str, str]]:
        """Return the gates that can be cleared; only some of them if asked."""
        return [
            self.coding(gate.id, display=gate.name)
            for gate in self.clearing
            if among is None or gate.id in among
        ]

    def left_out(self, count: int = 2) -> list[dict[str, str]]:
        return [self.coding(one, display=one) for one in LEFT_OUT[:count]]

    def section(self, one: Section) -> Item:
        items = display(f"{one.id}.intro", one.paper or one.intro)
        for key, name, told in self.cards(one):
            group = {"linkId": f"{key}.card.section", "type": "group", "text": name}
            parts = (
                display(f"{key}.{part}.intro", text) for part, text in told.items()
            )
            items.append({**group, "item": [item for some in parts for item in some]})
        for question in one.questions:
            items += self.asked(question)
        if stops := self.stops(one):
            opened = [self.when(c.question, one) for c in stops for one in c.any_of]
            text = self.questionnaire.words.form.stopped_on_screen
            any_of = {"enableWhen": opened, "enableBehavior": "any"}
            items += display(f"{one.id}.stop", text, **any_of)
        link = f"{one.id}.section"
        return {"linkId": link, "type": "group", "text": one.title, "item": items}

    def when(self, question: str, one: str, operator: str = "=") -> Item:
        """Return the condition that an option is chosen, or that it is not."""
        answer = self.coding(one)
        return {"question": question, "operator": operator, "answerCoding": answer}

    def asked(self, question: Question) -> Iterator[Item]:
        """Yield a question; one with a rank has an item for each place."""
        several, lines = isinstance(question, Many), self.lines(question)
        help_ = display(f"{question.id}.why", question.why, extension=[control("help")])
        item: Item = {
            "linkId": question.id,
            "type": "choice",
            "text": " ".join(lines),
            **self.enabled(question),
            **({"repeats": True} if several else {}),
            "extension": [control("check-box" if several else "radio-button")],
            "answerOption": [
                self.option(question, one.id, alone=one.exclusive)
                for one in self.questionnaire.shown(question)
            ],
            "item": help_,
        }
        if lines[1:]:
            rows = "".join(f"<p>{escape(one)}</p>" for one in lines)
            page = f'<div xmlns="http://www.w3.org/1999/xhtml">{rows}</div>'
            xhtml = {"url": f"{CORE}rendering-xhtml", "valueString": page}
            item["_text"] = {"extension": [xhtml]}
        yield item
        if isinstance(question, Ranked):
            yield from self.further(question)

    def further(self, question: Ranked) -> Iterator[Item]:
        """Yield the items for what matters next: each once there is one before it."""
        key, numbers = question.id, range(2, question.at_most + 1)
        for before, link in pairwise([key, *(f"{key}.{n}" for n in numbers)]):
            there = {"question": before, "operator": "exists", "answerBoolean": True}
            others = [one.id for one in question.options if not one.exclusive]
            alone = [one.id for one in question.options if one.exclusive]
            none = [self.when(key, one, "!=") for one in alone if before == key]
            yield {
                "linkId": link,
                "type": "choice",
                "text": self.questionnaire.words.form.also,
                "enableWhen": [there, *none],
                "enableBehavior": "all",
                "extension": [control("drop-down")],
                "answerOption": [self.option(question, one) for one in others],
            }

    def option(self, question: Question, one: str, *, alone: bool = False) -> Item:
        url = f"{CORE}questionnaire-optionExclusive"
        more = {"extension": [{"url": url, "valueBoolean": True}]} if alone else {}
        return {**more, "valueCoding": self.shown(question, one)}

    def enabled(self, question: Question) -> Item:
        """Say when a question is asked, as far as FHIR can say it."""
        conditions = question.show_if
        if conditions[1:] and any(one.any_of[1:] for one in conditions):
            what = "FHIR cannot say two conditions of which one names several options"
            raise refused(self.questionnaire, question.id, what)
        when = [self.when(c.question, one) for c in conditions for one in c.any_of]
        how = "all" if conditions[1:] else "any"
        return {"enableWhen": when, "enableBehavior": how} if when else {}

    def record(self) -> Iterator[Item]:
        """Yield what belongs to a sheet besides its answers."""
        yield {"linkId": "country", "type": "string", "maxLength": 2}
        chosen = {"withheld": self.left_out(), "cleared": self.cleared()}
        for key, codings in chosen.items():
            if codings:
                yield {
                    "linkId": key,
                    "type": "choice",
                    "repeats": True,
                    "readOnly": True,
                    "answerOption": [{"valueCoding": one} for one in codings],
                }
        yield {"linkId": "notes", "type": "text", "repeats": True}


# The sums as FHIRPath


def given(*keys: str) -> str:
    """Return the answers to some questions."""
    links = f"in {listed(keys)}" if keys[1:] else f"= '{keys[0]}'"
    return f"%resource.item.item.where(linkId {links}).answer.value.code"


def listed(words: Iterable[str]) -> str:
    quoted = (f"'{word}'" for word in words)
    return f"({' | '.join(quoted)})"


def variable(key: str) -> str:
    """Return the name of the variable with the answers to a question."""
    first, *rest = key.split("-")
    return first + "".join(word.capitalize() for word in rest)


class FhirPath(Equations):
    """The rubric as variables that a form works out by itself."""

    condition = "iif"
    ends: ClassVar = {"lowest": "%sumLowest", "highest": "%sumHighest"}

    def chose(self, key: str, one: str) -> str:
        return f"'{one}' in %{variable(key)}"

    def among(self, key: str, ids: Sequence[str]) -> str:
        return f"%{variable(key)} in {listed(ids)}"

    def first(self, ids: Sequence[str]) -> str:
        return f"%first in {listed(ids)}"

    def number(self, value: int) -> str:
        return f"({value})"

    def variables(self) -> Iterator[tuple[str, str]]:
        """Yield the variables in their order: later ones use those before."""
        alike = {f"answers{n}": one for n, one in enumerate(self.alike, start=1)}
        for name, one in alike.items():
            yield name, given(*one.questions)
        asked = self.asks(self.concern)
        every = (tree for one in self.linked for tree in within(one))
        looked = [tree.question for tree in every if isinstance(tree, Fork)]
        ways = (way for gate in self.gates for way in self.ways(gate))
        looked += [condition.question for way in ways for condition in way]
        for key in dict.fromkeys((*looked, *(c.question for c in asked))):
            yield variable(key), given(key)
        for at, side in enumerate(("Psychodynamic", "Cbt")):
            terms = [
                f"{both[at]} * %{name}.where($this = '{option}').count()"
                for name, one in alike.items()
                for option, both in one.points.items()
                if both[at]
            ]
            terms += self.nested(itemgetter(at))
            yield f"sum{side}", " + ".join(terms or ["0"])
        yield "sumDifference", "%sumPsychodynamic - %sumCbt"
        for at, end in enumerate(("low", "high"), start=2):
            gaps = [
                f"({getattr(one, end)}) * ({len(one.questions)} - %{name}.count())"
                for name, one in alike.items()
                if getattr(one, end)
            ]
            gaps += self.nested(itemgetter(at))
            yield f"sum{end.capitalize()}est", " + ".join(("%sumDifference", *gaps))
        yield "cleared", given("cleared")
        gates = [(f"'gate' in {given('withheld')}", "'withheld'")]
        gates += [(self.fires(gate), f"'{gate.id}'") for gate in self.gates]
        yield "gate", self.chain(gates, "{}")
        yield "open", "%gate.empty()"
        first = given(self.concern) + ".first()" if self.concern else "{}"
        yield "first", f"iif({self.hold(*asked)}, {first}, {{}})" if asked else first
        yield from self.placed()

    def fires(self, gate: Gate) -> str:
        opened = self.opened(gate)
        cleared = f"('{gate.id}' in %cleared).not()"
        return f"({opened}) and {cleared}" if gate.clears else opened

    def placed(self) -> Iterator[tuple[str, str]]:
        """Yield the band, where wishes and evidence point, and the reading."""
        pulls = self.pulls
        yield "bandId", self.band
        sides = [(pulls[one], f"'{one}'") for one in ("psychodynamic", "cbt")]
        yield "fitSide", self.chain(sides, "'neither'")
        yield "spans", self.spans
        reach = [("%fitSide != 'neither' or %spans", "%fitSide")]
        further = ("reaching-psychodynamic", "reaching-cbt")
        reach += [(pulls[one], f"'{one}'") for one in further]
        yield "reach", self.chain(reach, "'neither'")
        yield "evidenceReading", self.evidence("reading", "not-given")
        yield "evidenceSide", self.evidence("side", "neither")
        special = {GATED: "%open.not()", SPANS: "%spans"}
        rows = [
            (
                special.get(fit[0])
                or f"%reach in {listed(fit)} and %evidenceSide in {listed(sides)}",
                f"'{reading}'",
            )
            for fit, sides, reading in self.rows
        ]
        yield "readingId", self.chain(rows, "{}")
