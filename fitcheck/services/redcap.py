"""A REDCap data dictionary of the questions, and the way back from a raw export.

Its equations are the rubric's sums. It calls no server, and was tried on none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fitcheck.content.model import Condition, Many, Poles, Section
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import names
from fitcheck.services.sums import (
    GATED,
    SPANS,
    Fork,
    Gate,
    Sums,
    Tree,
    part,
    refused,
    sums,
)

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
NUMBERS = ("psychodynamic", "cbt", "difference", "lowest", "highest")
RESULTS = ("gate", *NUMBERS, "band", "evidence", "reading")
Row = dict[str, str]


def is_ours(column: str) -> bool:
    """Say whether a column of an export belongs to a field of ours."""
    return column.startswith(PREFIX)


def field(key: str) -> str:
    """Return the name of a question's field."""
    return PREFIX + code(key)


def code(key: str) -> str:
    """Return an id as REDCap allows it."""
    return key.replace("-", "_")


def boxes(questionnaire: Questionnaire, key: str) -> dict[str, str]:
    """Return the column that an export has for each box, and what it stands for."""
    ids: Iterable[str] = (c.id for c in questionnaire.choices.get(key, ()))
    if key == "cleared":
        ids = (g.id for g in questionnaire.library.gates.gates if g.clears)
    return {f"{field(key)}___{code(one)}": one for one in ids}


def ranks(questionnaire: Questionnaire, key: str) -> list[str]:
    """Return a question's fields; of a ranked one the first is what matters most."""
    most = getattr(questionnaire.questions.get(key), "at_most", 1)
    return [field(key), *(f"{field(key)}_{n}" for n in range(2, most + 1))]


def fields(questionnaire: Questionnaire) -> set[str]:
    """Return every column that an export of ours can have."""
    found = {field(key) for key in (*RESULTS, *questionnaire.questions)}
    found |= {field(key) for key in ("country", "respondent")}
    for key, question in questionnaire.questions.items():
        if isinstance(question, Many):
            found |= boxes(questionnaire, key).keys()
        found |= {*ranks(questionnaire, key)}
    return found | boxes(questionnaire, "cleared").keys()


def columns(questionnaire: Questionnaire, given: Mapping[str, str]) -> dict[str, str]:
    """Return SQL for each question, from the columns of a raw export."""
    found = {}
    for key in (*questionnaire.questions, "respondent", "cleared"):
        question = questionnaire.questions.get(key)
        if isinstance(question, Many) or key == "cleared":
            ticked = [
                f"CASE WHEN {given[box]} = '1' THEN '{one}' "
                f"WHEN nullif({given[box]}, '') <> '0' THEN '?' END"
                for box, one in boxes(questionnaire, key).items()
                if box in given
            ]
            if ticked:
                found[key] = f"concat_ws(';', {', '.join(ticked)})"
            continue
        chosen = ""
        for one in reversed(
            [given[n] for n in ranks(questionnaire, key) if n in given]
        ):
            rest = f" || coalesce(';' || {chosen}, '')" if chosen else ""
            chosen = f"(nullif(replace({one}, '_', '-'), ''){rest})"
        if chosen:
            found[key] = chosen
    return found


# The dictionary


def dictionary(questionnaire: Questionnaire) -> str:
    """Write the data dictionary: one instrument to answer, one with the results."""
    rows = [*instrument(questionnaire), *outcome(questionnaire)]
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


def instrument(questionnaire: Questionnaire) -> Iterator[Row]:
    """Yield the fields that somebody answers, section by section."""
    words = questionnaire.words
    yield entry("record_id", "text", "record_id")
    yield entry(f"{PREFIX}country", "text", words.country.text)
    for section in questionnaire.sections:
        rows = [*cards(questionnaire, section)]
        for one in section.questions:
            rows += asked(questionnaire, one.id)
        mine = {one.id for one in section.questions}
        gates = questionnaire.library.gates.gates
        opening = [
            when for gate in gates for when in gate.when if when.question in mine
        ]
        if opening:
            logic = " or ".join(holds(questionnaire, when) for when in opening)
            text = words.form.stopped_on_screen
            name = f"{PREFIX}{code(section.id)}_stop"
            rows.append(entry(name, "descriptive", text, branching=logic))
        rows[0]["header"] = f"{section.title}. {section.paper or section.intro or ''}"
        yield from rows


def cards(questionnaire: Questionnaire, section: Section) -> Iterator[Row]:
    """Yield what is to be read about the therapies before one is asked for."""
    headings = vars(questionnaire.words.cards).items()
    for card in questionnaire.library.therapies.therapies:
        if card.id in section.cards:
            told = {name: getattr(card, key) for key, name in headings}
            lines = [
                f"{name}: {one if isinstance(one, str) else ' '.join(one)}"
                for name, one in told.items()
            ]
            label = "\n".join((card.name, *lines))
            yield entry(f"{PREFIX}card_{code(card.id)}", "descriptive", label)


def asked(questionnaire: Questionnaire, key: str) -> Iterator[Row]:
    """Yield the field of a question; for one with a rank a field for each place."""
    question, words = questionnaire.questions[key], questionnaire.words
    offered = questionnaire.shown(question)
    shown = [(c.id, names.option(questionnaire, question, c.id)) for c in offered]
    alone = [choice.id for choice in offered if choice.exclusive]
    several, text = isinstance(question, Many), question.text
    if isinstance(question, Poles):
        a, b = names.ways(question)
        text += (
            f" {words.walk.pole_a.format(text=a)} {words.walk.pole_b.format(text=b)}"
        )
    logic = " and ".join(holds(questionnaire, one) for one in question.show_if)
    more = {"choices": choices(shown), "note": question.why, "branching": logic}
    if several and alone:
        more["annotation"] = f"@NONEOFTHEABOVE='{code(alone[0])}'"
    yield entry(field(key), "checkbox" if several else "radio", text, **more)
    left = choices(pair for pair in shown if pair[0] not in alone)
    before = field(key)
    for name in ranks(questionnaire, key)[1:]:
        logic = " and ".join(
            [
                f"[{before}] <> ''",
                *(f"[{field(key)}] <> '{code(one)}'" for one in alone),
            ]
        )
        yield entry(name, "dropdown", words.form.also, choices=left, branching=logic)
        before = name


# The equations


def outcome(questionnaire: Questionnaire) -> Iterator[Row]:
    """Yield what a clinician adds, and the results: not for whoever answers."""
    found, words = sums(questionnaire), questionnaire.words.clinician
    who = choices([("client", words.client), ("clinician", words.clinician)])
    clearing = [gate for gate in questionnaire.library.gates.gates if gate.clears]
    rows = [entry(field("respondent"), "radio", words.who, choices=who)]
    if clearing:
        boxes = choices((gate.id, gate.name) for gate in clearing)
        rows.append(entry(field("cleared"), "checkbox", words.talked, choices=boxes))
    below = [(f"[fc_lowest] >= {at}", one) for at, one in found.upper]
    below += [(f"[fc_highest] < {at}", one) for at, one in found.lower]
    equations = {
        "gate": chain([(fires(questionnaire, one), one.id) for one in found.gates], ""),
        "psychodynamic": total(found, 0),
        "cbt": total(found, 1),
        "difference": "[fc_psychodynamic] - [fc_cbt]",
        "lowest": f"sum([fc_difference], {total(found, 2)})",
        "highest": f"sum([fc_difference], {total(found, 3)})",
        "band": chain(below, found.middle),
        "evidence": by_concern(questionnaire, "reading", "not-given"),
        "reading": reading(questionnaire),
    }
    for key, equation in equations.items():
        opened = next(row[2] for row in found.rows if GATED in row[0])
        instead = f"'{opened}'" if key == "reading" else "''"
        if key != "gate":
            equation = f"if([fc_gate] <> '', {instead}, {equation})"
        if key in NUMBERS:
            rows.append(entry(field(key), "calc", field(key), choices=equation))
        else:
            note = f"@CALCTEXT({equation}) @READONLY"
            rows.append(entry(field(key), "text", field(key), annotation=note))
    yield from ({**row, "form": "fitcheck_result"} for row in rows)


def chain(ways: Sequence[tuple[str, str]], otherwise: str) -> str:
    """Write the first text whose condition holds; an equation stands for itself."""
    written = otherwise if otherwise.startswith("if(") else f"'{otherwise}'"
    for condition, value in reversed(ways):
        shown = value if value.startswith("if(") else f"'{value}'"
        written = f"if({condition}, {shown}, {written})"
    return written


def holds(questionnaire: Questionnaire, condition: Condition) -> str:
    """Say that an answer is one of those that a condition names."""
    name = field(condition.question)
    if isinstance(questionnaire.questions[condition.question], Many):
        ticked = (f"[{name}({code(one)})] = '1'" for one in condition.any_of)
    else:
        ticked = (f"[{name}] = '{code(one)}'" for one in condition.any_of)
    return f"({' or '.join(ticked)})"


def fires(questionnaire: Questionnaire, gate: Gate) -> str:
    """Say that a gate is in force."""
    ways = [" and ".join(holds(questionnaire, one) for one in way) for way in gate.ways]
    either = f"({' or '.join(ways)})"
    cleared = f" and [{field('cleared')}({code(gate.id)})] <> '1'"
    return either + cleared if gate.clears else either


def total(found: Sums, number: int) -> str:
    """Add up one of the four numbers over all questions."""
    terms = []
    for alike in found.alike:
        end = (alike.low, alike.high)[number - 2] if number > 1 else 0
        for key in alike.questions:
            term = f"if([{field(key)}] = '', {end}, 0)" if end else "0"
            for one, *both in reversed(alike.points):
                if number < 2 and both[number]:
                    same = f"[{field(key)}] = '{code(one)}'"
                    term = f"if({same}, {both[number]}, {term})"
            terms += [term] if term != "0" else []
    terms += [nested(part(tree, number)) for tree in found.linked]
    return f"sum({', '.join(terms or ['0'])})"


def nested(tree: Tree) -> str:
    """Write what a linked group brings, question within question."""
    if not isinstance(tree, Fork):
        return str(tree)
    text = nested(tree.otherwise)
    for ids, below in reversed(tree.ways):
        same = " or ".join(f"[{field(tree.question)}] = '{code(one)}'" for one in ids)
        text = f"if({same}, {nested(below)}, {text})"
    return text


def by_concern(questionnaire: Questionnaire, part: str, otherwise: str) -> str:
    """Write what the evidence says of the concern in the first place."""
    found = sums(questionnaire)
    told: dict[str, list[str]] = {}
    for one in found.concerns:
        told.setdefault(getattr(one, part), []).append(one.id)
    ways = [(first(questionnaire, ids), value) for value, ids in told.items()]
    return chain(ways, otherwise)


def first(questionnaire: Questionnaire, ids: Sequence[str]) -> str:
    """Say that one of these concerns stands first."""
    found = sums(questionnaire)
    same = Condition(question=found.first or "", any_of=tuple(ids))
    return " and ".join(holds(questionnaire, one) for one in (same, *found.asked))


def reading(questionnaire: Questionnaire) -> str:
    """Write the table of readings: for each side of the evidence where wishes point."""
    found = sums(questionnaire)
    below, above = found.edges
    pulls = {
        "psychodynamic": f"[fc_lowest] >= {above}",
        "cbt": f"[fc_highest] < {below}",
        "reaching-psychodynamic": f"[fc_highest] >= {above}",
        "reaching-cbt": f"[fc_lowest] < {below}",
    }
    by_side = {}
    for side in ("psychodynamic", "cbt", "neither"):
        fitting = [row for row in found.rows if side in row[1]]
        names = {
            p: next(r for ps, _, r in fitting if p in ps) for p in (*pulls, "neither")
        }
        ways = [(condition, names[pull]) for pull, condition in pulls.items()]
        by_side[side] = chain(ways, names["neither"])
    ids = {side: [c.id for c in found.concerns if c.side == side] for side in by_side}
    ways = [
        (first(questionnaire, ids[side]), by_side[side])
        for side in ("psychodynamic", "cbt")
        if ids[side]
    ]
    spans = next(row[2] for row in found.rows if SPANS in row[0])
    both = f"[fc_lowest] < {below} and [fc_highest] >= {above}"
    return chain([(both, spans), *ways], by_side["neither"])
