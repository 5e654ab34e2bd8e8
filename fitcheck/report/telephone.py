"""Help lines and safety screens, as blocks for a report or for the walk.

It shows only lines that were seen: a line each, and nothing of what is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.report.document import Block, Bullets, Facts, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from fitcheck.content.library import Gate
    from fitcheck.content.questionnaire import Questionnaire

Line = dict[str, Any]
KINDS = ("emergency", "crisis", "young", "abuse", "drink", "eating")


def in_order(gates: Iterable[Gate]) -> list[Gate]:
    """Bring gates into the order of their screens: a child's line and adult first."""
    return sorted(gates, key=lambda gate: "young" not in gate.lines)


def section(
    questionnaire: Questionnaire, lines: Sequence[Line], title: str, intro: str
) -> Section:
    """Show every line there is for a country."""
    return Section(title, (Paragraph(intro), *blocks(questionnaire, lines, KINDS)))


def blocks(
    questionnaire: Questionnaire, lines: Sequence[Line], kinds: Iterable[str]
) -> tuple[Block, ...]:
    """Show the lines of some kinds, the emergency number first."""
    words = questionnaire.words
    found: list[Block] = []
    wanted = tuple(kinds)
    for kind in wanted:
        mine = [line for line in lines if line["for"] == kind]
        called = tuple(said(questionnaire, line) for line in mine)
        if kind == "emergency":
            found.extend(Paragraph(one, strong=True) for one in called)
        elif called:
            title = getattr(words.help_now, kind)
            found.extend((Paragraph(title), Bullets(called)))
    if any(known(line) for line in lines if line["for"] in wanted):
        found.append(Paragraph(words.help_now.unchecked))
    return tuple(found)


def said(questionnaire: Questionnaire, line: Line) -> str:
    """Say one line: how to reach it, when, and what it costs, as far as is known."""
    if not known(line):
        return str(line["how"])
    if line["for"] == "emergency":
        return questionnaire.words.gate.emergency.format(number=line["how"])
    more = "".join(f", {one}" for one in (line["hours"], line["cost"]) if one)
    return f"{line['name']}: {line['how']}{more}"


def known(line: Line) -> bool:
    """Say whether this is a real line, and not a general sentence."""
    return "seen" in line


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
    urgent = blocks(questionnaire, lines, [k for k in kinds if k == "emergency"])
    called = blocks(questionnaire, lines, [k for k in kinds if k != "emergency"])

    def told(*parts: str) -> Facts:
        return Facts(tuple((getattr(words, part), gate[part]) for part in parts))

    now, later = told("whom", "how_soon"), told("why", "can_wait")
    return Section(
        gate["title"],
        (
            *urgent[:1],
            told("saw"),
            Paragraph(gate["hope"]),
            now,
            *called,
            later,
            Paragraph(words.open),
        ),
    )
