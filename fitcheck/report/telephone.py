"""Help lines and safety screens, as blocks for a report or for the walk.

It shows only lines that were seen, and says when nobody has checked them yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.report.document import Block, Bullets, Facts, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from fitcheck.questionnaire import Questionnaire

Line = dict[str, Any]
KINDS = ("emergency", "crisis", "young", "abuse")


def section(
    questionnaire: Questionnaire, lines: Sequence[Line], title: str, intro: str
) -> Section:
    """Show every line there is for a country."""
    return Section(title, (Paragraph(intro), *blocks(questionnaire, lines, KINDS)))


def blocks(
    questionnaire: Questionnaire, lines: Sequence[Line], kinds: Iterable[str]
) -> tuple[Block, ...]:
    """Show the lines of some kinds, the emergency number first."""
    words = questionnaire.words.gate
    number = next((x["how"] for x in lines if x["for"] == "emergency" and dated(x)), "")
    found: list[Block] = []
    for kind in kinds:
        mine = [line for line in lines if line["for"] == kind]
        called = tuple(said(questionnaire, line) for line in mine)
        if kind == "emergency":
            found.extend(Paragraph(one, strong=True) for one in called)
        elif called:
            title = getattr(questionnaire.words.help_now, kind)
            found.extend((Paragraph(title), Bullets(called)))
        if kind == "crisis" and any(dated(line) for line in mine):
            fallback = words.no_answer_in_words
            found.append(
                Paragraph(words.no_answer.format(number=number) if number else fallback)
            )
    return tuple(found)


def said(questionnaire: Questionnaire, line: Line) -> str:
    """Say one line: how to reach it, when, what it costs, and when it was seen."""
    words = questionnaire.words.gate
    if not dated(line):
        return str(line["how"])
    if line["for"] == "emergency":
        return words.emergency.format(number=line["how"])
    known = [one for one in (line["hours"], line["cost"]) if one != "not recorded"]
    more = f" ({'; '.join(known)})" if known else ""
    return f"{line['name']}: {line['how']}{more}. {seen(questionnaire, line)}"


def dated(line: Line) -> bool:
    """Say whether this is a real line, and not a general sentence."""
    return "source_date" in line


def seen(questionnaire: Questionnaire, line: Line) -> str:
    """Say when a line was seen on a page, and whether somebody checked it."""
    words = questionnaire.words.gate
    if line["checked"]:
        return words.checked.format(date=line["checked"])
    if line["source_date"] == "unknown":
        return words.unchecked_undated
    return words.unchecked.format(date=line["source_date"])


def gate(
    questionnaire: Questionnaire,
    gate: dict[str, Any],
    lines: Sequence[Line],
    shown: Collection[str] = (),
) -> Section:
    """Show one gate: who answers now, whom to see, how soon, what can wait.

    Kinds of lines that were shown before it are not shown again.
    """
    words = questionnaire.words.gate
    kinds = [kind for kind in gate["lines"] if kind not in shown]
    urgent = blocks(questionnaire, lines, [k for k in kinds if k == "emergency"])
    called = blocks(questionnaire, lines, [k for k in kinds if k != "emergency"])

    def told(*parts: str) -> Facts:
        return Facts(tuple((getattr(words, part), gate[part]) for part in parts))

    hope = (Paragraph(gate["hope"]),) if gate.get("hope") else ()
    now, later = told("saw", "whom", "how_soon"), told("why", "can_wait")
    return Section(gate["title"], (*urgent, now, *called, later, *hope))
