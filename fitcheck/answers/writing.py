"""A Sheet to an answers file: its data, and its text.

It writes what counts, on the path, and nothing unseen stands raw in it.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import Any

from fitcheck.answers.sheet import HEAD, Sheet
from fitcheck.content import yaml_marks
from fitcheck.content.model import Many, Ranked
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.strict import JOINER, UNSEEN
from fitcheck.rubric import path


def dump(questionnaire: Questionnaire, sheet: Sheet) -> str:
    return written(to_data(questionnaire, sheet))


def to_data(questionnaire: Questionnaire, sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as the plain data of an answers file, on-path answers only."""
    answers = path.on_path(questionnaire, sheet.answers)
    asked = {question.id for question in path.path(questionnaire, sheet.answers)}
    person = sheet.vignette
    expect = {**vars(person.expect), "gate": [*person.expect.gate]} if person else {}
    data: dict[str, Any] = {
        "fitcheck": 1,
        **{key: getattr(sheet, key) for key in HEAD},
        "vignette": person
        and {"name": person.name, "about": person.about, "expect": expect},
        "withheld": ["safety"] if sheet.withheld else None,
        "gate": ["withheld"] if sheet.gate_withheld else None,
        "cleared": list(sheet.cleared) or None,
        "skipped": [key for key in sheet.skipped if key in asked] or None,
        "notes": {k: v for k, v in sheet.notes.items() if k in asked} or None,
    }
    data = {key: value for key, value in data.items() if value is not None}
    data["answers"] = {k: plain(questionnaire, k, one) for k, one in answers.items()}
    return data


def plain(
    questionnaire: Questionnaire, key: str, given: tuple[str, ...]
) -> str | list[str]:
    """Return an answer as a file writes it: text, or a list where several may be."""
    several = isinstance(questionnaire.questions[key], (Many, Ranked))
    return list(given) if several else given[0]


def written(data: dict[str, Any], indent: str = "") -> str:
    """Write plain data as YAML that is safe to print: nothing unseen stands raw."""
    parts = []
    for key, value in data.items():
        if isinstance(value, str) and escaped(value) != value:
            quoted = re.sub(r'(["\\])', r"\\\1", value)
            parts.append(f'{indent}{key}: "{escaped(quoted)}"\n')
        elif isinstance(value, dict) and value:
            parts.append(f"{indent}{key}:\n{written(value, indent + '  ')}")
        else:
            parts.append(textwrap.indent(yaml_marks.dump({key: value}), indent))
    return "".join(parts)


def escaped(text: str) -> str:
    """Write out every character that nobody can see, as YAML and Python do."""
    if text.isprintable():
        return text
    joiners = {one.start() for one in JOINER.finditer(text)}
    return "".join(
        ascii(c)[1:-1] if unicodedata.category(c) in UNSEEN and at not in joiners else c
        for at, c in enumerate(text)
    )
