"""A REDCap data dictionary of the questions, and the way back from a raw export.

Its equations are the rubric's sums. It calls no server, and was tried on none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from operator import itemgetter
from typing import ClassVar

from fitcheck.content.library import Gate
from fitcheck.content.model import Many
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.services.blank import Blank
from fitcheck.services.sums import GATED, NUMBERS, SPANS, Equations, refused

PREFIX = "fc_"
LONGEST = 26
"""Characters of a field's name that REDCap advises at most."""
COLUMNS = {
    "name": "Variable / Field Name",
    "form": "Form Name",
    "header": "Section Header",
    "type": "Field Type",
    "label": "Field Label",
    "choices": "Choices, Calculations, OR Slider Labels",
    "note": "Field Note",
    "validation": "Text Validation Type OR Show Slider Number",
    "least": "Text Validation Min",
    "most": "Text Validation Max",
    "identifier": "Identifier?",
    "branching": "Branching Logic (Show field only if...)",
    "required": "Required Field?",
    "alignment": "Custom Alignment",
    "number": "Question Number (surveys only)",
    "matrix": "Matrix Group Name",
    "ranking": "Matrix Ranking?",
    "annotation": "Field Annotation",
}
RESULTS = ("gate", *NUMBERS, "band", "evidence", "reading")
Row = dict[str, str]


def is_ours(column: str) -> bool:
    return column.startswith(PREFIX)


def field(key: str) -> str:
    """Return the name of a question's field."""
    return PREFIX + code(key)


def code(key: str) -> str:
    """Return an id as REDCap allows it."""
    return key.replace("-", "_")


def boxes(questionnaire: Questionnaire, key: str) -> dict[str, str]:
    """Return the column that an export has for each box, and what it stands for."""
    ids: Iterable[str] = ()
    if key == "cleared":
        ids = (g.id for g in questionnaire.library.gates.gates if g.clears)
    elif isinstance(questionnaire.questions.get(key), Many):
        ids = (c.id for c in questionnaire.choices[key])
    return {f"{field(key)}___{code(one)}": one for one in ids}


def ranks(questionnaire: Questionnaire, key: str) -> list[str]:
    """Return a question's fields; of a ranked one the first is what matters most."""
    most = getattr(questionnaire.questions.get(key), "at_most", 1)
    return [field(key), *(f"{field(key)}_{n}" for n in range(2, most + 1))]


def fields(questionnaire: Questionnaire) -> set[str]:
    """Return every column that an export of ours can have."""
    found = {field(key) for key in (*RESULTS, "country", "respondent")}
    for key in questionnaire.questions:
        found |= {*ranks(questionnaire, key), *boxes(questionnaire, key)}
    return found | boxes(questionnaire, "cleared").keys()


def columns(questionnaire: Questionnaire, given: Mapping[str, str]) -> dict[str, str]:
    """Return SQL for each question, from the columns of a raw export."""
    found = {}
    for key in (*questionnaire.questions, "respondent", "cleared"):
        if isinstance(questionnaire.questions.get(key), Many) or key == "cleared":
            ticked = [
                f"CASE WHEN {given[box]} = '1' THEN '{one}' "
                f"WHEN nullif({given[box]}, '') <> '0' THEN '?' END"
                for box, one in boxes(questionnaire, key).items()
                if box in given
            ]
            if ticked:
                found[key] = f"concat_ws(';', {', '.join(ticked)})"
            continue
        for name in reversed(ranks(questionnaire, key)):
            if name in given:
                after = f" || coalesce(';' || {found[key]}, '')" if key in found else ""
                one = f"nullif(replace({given[name]}, '_', '-'), '')"
                found[key] = f"({one}{after})"
    return found


def dictionary(questionnaire: Questionnaire) -> str:
    """Write the data dictionary: one instrument to answer, one with the results."""
    form = Dictionary(questionnaire)
    rows = [*form.instrument(), *form.outcome()]
    names = [row["name"] for row in rows]
    for key in questionnaire.questions:
        for one in ranks(questionnaire, key):
            if len(one) > LONGEST or names.count(one) > 1:
                what = f"REDCap's names have at most {LONGEST} characters, and differ"
                raise refused(questionnaire, key, f"'{one}': {what}")
    table = io.StringIO()
    writer = csv.DictWriter(table, [*COLUMNS.values()], "", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({COLUMNS[k]: v for k, v in row.items()} for row in rows)
    return table.getvalue()


def entry(name: str, kind: str, label: str, **more: str) -> Row:
    """Return a field of the instrument that is answered."""
    return {"name": name, "form": "fitcheck", "type": kind, "label": label, **more}


def choices(shown: Iterable[tuple[str, str]]) -> str:
    """Write options with their codes."""
    return " | ".join(f"{code(one)}, {label.replace('|', '/')}" for one, label in shown)


class Dictionary(Blank):
    """The fields of both instruments."""

    @property
    def equations(self) -> RedcapEquations:
        return RedcapEquations(self.questionnaire)

    def instrument(self) -> Iterator[Row]:
        """Yield the fields that somebody answers, section by section."""
        words = self.questionnaire.words
        yield entry("record_id", "text", "record_id")
        yield entry(f"{PREFIX}country", "text", words.country.text)
        for section in self.questionnaire.sections:
            rows = [
                entry(
                    field(f"card-{key}"),
                    "descriptive",
                    "\n".join((name, *told.values())),
                )
                for key, name, told in self.cards(section)
            ]
            for one in section.questions:
                rows += self.asked(one.id)
            if stops := self.stops(section):
                logic = " or ".join(map(self.equations.hold, stops))
                text, name = words.form.stopped_on_screen, field(f"{section.id}-stop")
                rows.append(entry(name, "descriptive", text, branching=logic))
            rows[0]["header"] = (
                f"{section.title}. {section.paper or section.intro or ''}"
            )
            yield from rows

    def asked(self, key: str) -> Iterator[Row]:
        """Yield the field of a question; for one with a rank a field for each place."""
        question = self.questionnaire.questions[key]
        offered = self.questionnaire.shown(question)
        shown = [(c.id, self.label(question, c.id)) for c in offered]
        alone = [choice.id for choice in offered if choice.exclusive]
        several = isinstance(question, Many)
        logic = self.equations.hold(*question.show_if)
        more = {"choices": choices(shown), "note": question.why, "branching": logic}
        if several and alone:
            more["annotation"] = f"@NONEOFTHEABOVE='{code(alone[0])}'"
        text = " ".join(self.lines(question))
        yield entry(field(key), "checkbox" if several else "radio", text, **more)
        left = choices(pair for pair in shown if pair[0] not in alone)
        others = [f"[{field(key)}] <> '{code(one)}'" for one in alone]
        names = ranks(self.questionnaire, key)
        for before, name in pairwise(names):
            logic = " and ".join([f"[{before}] <> ''", *others])
            also = self.questionnaire.words.form.also
            yield entry(name, "dropdown", also, choices=left, branching=logic)

    def outcome(self) -> Iterator[Row]:
        """Yield what a clinician adds, and the results: not for whoever answers."""
        words = self.questionnaire.words.clinician
        who = choices([("client", words.client), ("clinician", words.clinician)])
        rows = [entry(field("respondent"), "radio", words.who, choices=who)]
        if gates := choices((gate.id, gate.name) for gate in self.clearing):
            rows.append(
                entry(field("cleared"), "checkbox", words.talked, choices=gates)
            )
        for key, equation in self.equations.results().items():
            if key in NUMBERS:
                rows.append(entry(field(key), "calc", field(key), choices=equation))
            else:
                note = f"@CALCTEXT({equation}) @READONLY"
                rows.append(entry(field(key), "text", field(key), annotation=note))
        yield from ({**row, "form": "fitcheck_result"} for row in rows)


class RedcapEquations(Equations):
    """The results as calculated fields; with a gate there are none but the reading."""

    condition = "if"
    ends: ClassVar = {one: f"[{field(one)}]" for one in ("lowest", "highest")}

    def chose(self, key: str, one: str) -> str:
        if isinstance(self.questionnaire.questions[key], Many):
            return f"[{field(key)}({code(one)})] = '1'"
        return f"[{field(key)}] = '{code(one)}'"

    def fires(self, gate: Gate) -> str:
        cleared = f" and [{field('cleared')}({code(gate.id)})] <> '1'"
        return f"({self.opened(gate)}){cleared if gate.clears else ''}"

    def results(self) -> dict[str, str]:
        gated = next(reading for fit, _, reading in self.rows if GATED in fit)
        gates = [(self.fires(gate), f"'{gate.id}'") for gate in self.gates]
        equations = {
            "psychodynamic": self.total(0),
            "cbt": self.total(1),
            "difference": "[fc_psychodynamic] - [fc_cbt]",
            "lowest": f"sum([fc_difference], {self.total(2)})",
            "highest": f"sum([fc_difference], {self.total(3)})",
            "band": self.band,
            "evidence": self.evidence("reading", "not-given"),
            "reading": self.reading(),
        }
        for key, equation in equations.items():
            instead = f"'{gated}'" if key == "reading" else "''"
            equations[key] = f"if([fc_gate] <> '', {instead}, {equation})"
        return {"gate": self.chain(gates, "''"), **equations}

    def total(self, number: int) -> str:
        """Add up one of the four numbers over all questions."""
        terms, pick = [], itemgetter(number)
        for alike in self.alike:
            worth = {one: pick((*both, 0, 0)) for one, both in alike.points.items()}
            empty = pick((0, 0, alike.low, alike.high))
            for key in alike.questions:
                ways = [(self.chose(key, o), str(n)) for o, n in worth.items() if n]
                ways += [(f"[{field(key)}] = ''", str(empty))] if empty else []
                terms += [self.chain(ways, "0")] if ways else []
        return f"sum({', '.join((terms + self.nested(pick)) or ['0'])})"

    def reading(self) -> str:
        """Write the table of readings: for each side of the evidence, for each pull."""

        def where(side: str) -> str:
            names = {
                pull: f"'{reading}'"
                for fit, sides, reading in reversed(self.rows)
                if side in sides
                for pull in fit
            }
            ways = [(condition, names[pull]) for pull, condition in self.pulls.items()]
            return self.chain(ways, names["neither"])

        spans = next(reading for fit, _, reading in self.rows if SPANS in fit)
        ways = [(self.spans, f"'{spans}'")]
        ways += [
            (self.first(ids), where(side))
            for side, ids in self.concerns("side").items()
            if side != "neither"
        ]
        return self.chain(ways, where("neither"))
