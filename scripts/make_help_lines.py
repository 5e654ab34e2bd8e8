"""Writes fitcheck/help_lines.json, the one permitted copy of content.

It copies and adds nothing; ``make help-lines`` runs it after every change of
help-lines.yaml, interface.yaml or countries.yaml.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fitcheck import help_now
from fitcheck.content import loader

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire

TARGET = Path(help_now.__file__).with_name("help_lines.json")
SHOWN = {"for_", "name", "how", "hours", "cost"}


def data(questionnaire: Questionnaire) -> dict[str, Any]:
    """Pick what ``help-now`` shows out of the content."""
    library, words = questionnaire.library, questionnaire.words
    listed = library.countries.countries
    lines: dict[str, list[Any]] = {}
    for line in library.help_lines.lines:
        one = line.model_dump(mode="json", by_alias=True, include=SHOWN)
        lines.setdefault(line.country, []).append(one)
    return {
        "countries": {one.code: one.name for one in listed},
        "names": {
            name.lower(): one.code for one in listed for name in (one.name, *one.also)
        },
        "emergency": {
            one.code: one.emergency.number for one in library.help_lines.countries
        },
        "general": library.help_lines.general.model_dump(exclude={"sources"}),
        "lines": lines,
        "words": {
            **vars(words.help_now),
            "emergency": words.gate.emergency,
        },
    }


def text(questionnaire: Questionnaire) -> str:
    """Make the text of the file, the same for the same content."""
    found = json.dumps(
        data(questionnaire), ensure_ascii=False, indent=1, sort_keys=True
    )
    return found + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(loader.load()), encoding="utf-8", newline="\n")
