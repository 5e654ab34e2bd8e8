"""Help lines: which there are for a country, and how each is said.

It shows only lines that were seen: a line each, and nothing of what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fitcheck.content.library import Gate
from fitcheck.content.questionnaire import Questionnaire

Line = dict[str, Any]
KINDS = ("emergency", "crisis", "young", "abuse", "drink", "eating")


def of(questionnaire: Questionnaire, code: str | None) -> Iterator[Line]:
    """Yield the emergency number and the lines of a country, in the file's order.

    Where a kind of line is not known, its general sentence stands instead; the line
    of another country never does.
    """
    lists = questionnaire.library.help_lines
    country = next((one for one in lists.countries if one.code == code), None)
    if country and country.emergency:
        number = country.emergency.model_dump(mode="json")
        yield {"for": "emergency", "name": None, "how": number.pop("number"), **number}
    else:
        yield general(questionnaire, "emergency")
    for kind in KINDS[1:]:
        mine = [one for one in lists.lines if one.country == code and one.for_ == kind]
        for line in mine:
            yield line.model_dump(mode="json", by_alias=True, exclude={"country"})
        said = kind in type(lists.general).model_fields
        if said and (not mine or kind == "crisis"):
            yield general(questionnaire, kind)


def general(questionnaire: Questionnaire, kind: str) -> Line:
    words = questionnaire.library.help_lines.general
    source = words.sources[0]
    return {"for": kind, "name": None, "how": getattr(words, kind), "source": source}


def in_order(gates: Iterable[Gate]) -> list[Gate]:
    """Bring gates into the order of their screens: a child's line and adult first."""
    return sorted(gates, key=lambda gate: "young" not in gate.lines)


def known(line: Line) -> bool:
    """Say whether this is a real line, and not a general sentence."""
    return "seen" in line


def said(questionnaire: Questionnaire, line: Line) -> str:
    """Say one line: how to reach it, when, and what it costs, as far as is known."""
    if not known(line):
        return str(line["how"])
    if line["for"] == "emergency":
        return questionnaire.words.gate.emergency.format(number=line["how"])
    more = "".join(f", {one}" for one in (line["hours"], line["cost"]) if one)
    return f"{line['name']}: {line['how']}{more}"
