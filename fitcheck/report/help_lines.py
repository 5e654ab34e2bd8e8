"""Help lines: which there are for a country, in words, and as blocks for a screen.

It shows only lines that were seen: a line each, and nothing of what is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from fitcheck.content.library import Gate
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report.document import Block, Bullets, Facts, Paragraph, Section

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


# --- for a screen of the walk ---------------------------------------------------------


def section(
    questionnaire: Questionnaire, lines: Sequence[Line], title: str, intro: str
) -> Section:
    return Section(title, (Paragraph(intro), *blocks(questionnaire, lines, KINDS)))


def blocks(
    questionnaire: Questionnaire, lines: Sequence[Line], kinds: Iterable[str]
) -> tuple[Block, ...]:
    """Show the lines of some kinds, the emergency number first."""
    words, wanted, found = questionnaire.words.help_now, tuple(kinds), list[Block]()
    for kind in wanted:
        called = tuple(said(questionnaire, x) for x in lines if x["for"] == kind)
        if kind == "emergency":
            found.extend(Paragraph(one, strong=True) for one in called)
        elif called:
            found.extend((Paragraph(getattr(words, kind)), Bullets(called)))
    if any(known(line) for line in lines if line["for"] in wanted):
        found.append(Paragraph(words.unchecked))
    return tuple(found)


def gate(
    questionnaire: Questionnaire,
    gate: dict[str, Any],
    lines: Sequence[Line],
    shown: Collection[str] = (),
) -> Section:
    """Show one gate: who answers now, who to see, how soon, what can wait.

    Kinds of lines that were shown before it are not shown again.
    """
    words = questionnaire.words.gate
    kinds = [kind for kind in gate["lines"] if kind not in shown]
    urgent = [kind for kind in kinds if kind == "emergency"]

    def told(*parts: str) -> Facts:
        return Facts(tuple((getattr(words, part), gate[part]) for part in parts))

    return Section(
        gate["title"],
        (
            *blocks(questionnaire, lines, urgent)[:1],
            told("saw"),
            Paragraph(gate["hope"]),
            told("whom", "how_soon"),
            *blocks(questionnaire, lines, [k for k in kinds if k not in urgent]),
            told("why", "can_wait"),
            Paragraph(words.open),
        ),
    )
