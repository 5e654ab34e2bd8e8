"""Answer sheets by the thousand: good, with gaps, of version 1, cleared, spoiled."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from fitcheck.answers import reading
from fitcheck.content.model import Many, Ranked
from fitcheck.content.yaml_marks import Document, Mark, Node
from fitcheck.errors import FileError
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire

Row = dict[str, str]
"""Question id, or a key of an answers file's head, to what stands in its column."""


def several(questionnaire: Questionnaire, key: str) -> bool:
    return isinstance(questionnaire.questions.get(key), (Many, Ranked))


def sheets(
    questionnaire: Questionnaire, count: int, *, seed: int = 1, spoiled: bool = False
) -> Iterator[Row]:
    """Yield random sheets, the same for a seed; spoiled ones may be wrong anywhere."""
    dice = random.Random(seed)
    for _ in range(count):
        row = sheet(questionnaire, dice)
        head(questionnaire, row, dice)
        if spoiled:
            spoil(questionnaire, row, dice)
        yield row


def sheet(questionnaire: Questionnaire, dice: random.Random) -> Row:
    row, gaps = {}, dice.choice((0, 0, 0.1, 0.3, 0.9))
    for key, question in questionnaire.questions.items():
        choices = questionnaire.choices[key]
        ids = [one.id for one in choices if not one.exclusive]
        alone = [one.id for one in choices if one.exclusive]
        calm = key in questionnaire.safety and dice.random() < 0.9
        if dice.random() < gaps:
            continue
        if several(questionnaire, key):
            most = getattr(question, "at_most", 3)
            some = dice.sample(ids, dice.randint(1, min(most, len(ids))))
            row[key] = ";".join(
                alone if alone and (calm or dice.random() < 0.2) else some
            )
        else:
            row[key] = choices[0].id if calm else dice.choice(ids)
    return row


def head(questionnaire: Questionnaire, row: Row, dice: random.Random) -> None:
    """Now and then withhold safety, clear a gate, or take an answer of version 1."""
    clearing = [gate.id for gate in questionnaire.library.gates.gates if gate.clears]
    lists = [key for key in questionnaire.safety if several(questionnaire, key)]
    kind = dice.random()
    if kind < 0.1:
        for key in questionnaire.safety:
            row.pop(key, None)
        row |= {"withheld": "safety", "gate": dice.choice(("", "withheld"))}
    elif kind < 0.3 and clearing and lists:
        given = row.get(lists[0], "").split(";")
        talked = [one for one in clearing if one in given and dice.random() < 0.7]
        if talked:
            row |= {"cleared": ";".join(talked), "respondent": "clinician"}
    elif kind < 0.4:
        row["version"] = "1.0.0"
        for gone in questionnaire.manifest.retired.options:
            if dice.random() < 0.3:
                had = row.get(gone.question, "").split(";")
                if several(questionnaire, gone.question) and dice.random() < 0.5:
                    alone = {
                        c.id
                        for c in questionnaire.choices[gone.question]
                        if c.exclusive
                    }
                    had = [one for one in had if one and one not in alone][:2]
                    had.insert(dice.randint(0, len(had)), gone.option)
                    row[gone.question] = ";".join(had)
                else:
                    row[gone.question] = gone.option


def spoil(questionnaire: Questionnaire, row: Row, dice: random.Random) -> None:
    """Break one to three answers in one of the ways that people and programs do."""
    for _ in range(dice.randint(1, 3)):
        key = dice.choice(
            [*questionnaire.questions, "cleared", "respondent", "questionnaire"]
        )
        was = row.get(key) or "none"
        every = ";".join(one.id for one in questionnaire.choices.get(key, ()))
        twice, other = f"{was};{was}", was.replace("-", "_")
        odd = "xqcanaryzz", was.upper(), f" {was}", twice, f"{was};", "0", f";{was}"
        row[key] = dice.choice((*odd, other, every))


def document(questionnaire: Questionnaire, row: Row) -> dict[str, Any]:
    """Return a row as the data of an answers file."""
    manifest = questionnaire.manifest
    answers = {
        key: row[key].split(";") if several(questionnaire, key) else row[key]
        for key in questionnaire.questions
        if row.get(key)
    }
    lists = {
        key: row[key].split(";")
        for key in ("withheld", "gate", "cleared")
        if row.get(key)
    }
    return {
        "fitcheck": 1,
        "questionnaire": row.get("questionnaire") or manifest.id,
        "version": row.get("version") or manifest.version,
        "answers": answers,
        **lists,
        **({"respondent": row["respondent"]} if row.get("respondent") else {}),
    }


def marked(value: Any) -> Node:
    """Return data as what was read of a file, without places."""
    if isinstance(value, dict):
        keys = dict.fromkeys(value, Mark(1, 1))
        return Node({key: marked(one) for key, one in value.items()}, Mark(1, 1), keys)
    return Node(
        [marked(one) for one in value] if isinstance(value, list) else value, Mark(1, 1)
    )


def read(questionnaire: Questionnaire, row: Row) -> Sheet:
    """Return a row as the program reads it; raise FileError."""
    data = document(questionnaire, row)
    return reading.read(questionnaire, Document("row", marked(data), ()))


def scored(questionnaire: Questionnaire, row: Row) -> dict[str, str] | FileError:
    """Return what ``score`` makes of a row, in the columns of ``batch``."""
    try:
        sheet = read(questionnaire, row)
    except FileError as error:
        return error
    found = scoring.score(questionnaire, sheet)
    told: dict[str, Any] = {
        "gate": ";".join(found.gates),
        "cleared": ";".join(sheet.cleared),
        "reading": found.reading,
    }
    if found.fit and found.evidence:
        names = ("psychodynamic", "cbt", "difference", "lowest", "highest", "band")
        told |= {name: getattr(found.fit, name) for name in names}
        told["evidence"] = found.evidence.reading
        told["favours"] = ";".join(found.evidence.favours)
    return {key: str(value) for key, value in told.items()}
