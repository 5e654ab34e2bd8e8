"""Screens of safety: where to go first, whom to call, and help that an answer opens.

The emergency number is the first thing on each of them, and never one of many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fitcheck.content.library import Gate
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import help_lines
from fitcheck.report.document import Block, Facts, Paragraph, Section
from fitcheck.report.help_lines import Line
from fitcheck.report.names import Names
from fitcheck.walk import steps
from fitcheck.walk.screen import Calls, Entry, Screen, Seen
from fitcheck.walk.state import State, fired


def calls_title(questionnaire: Questionnaire, code: str | None) -> str:
    words = questionnaire.words.help_now
    if not code:
        return words.anywhere
    return words.title.format(country=Names(questionnaire).country(code))


def call_page(questionnaire: Questionnaire, code: str | None) -> tuple[Seen, ...]:
    words = questionnaire.words.help_now
    lines = list(help_lines.of(questionnaire, code))
    urgent = next(line for line in lines if line["for"] == "emergency")
    found: list[Seen] = [
        Section(calls_title(questionnaire, code), (Paragraph(words.text),)),
        Paragraph(help_lines.said(questionnaire, urgent), strong=True),
    ]
    for kind in help_lines.KINDS[1:]:
        if mine := [line for line in lines if line["for"] == kind]:
            found += [Section(getattr(words, kind)), *in_columns(questionnaire, mine)]
    return (*found, *unchecked(questionnaire, lines))


def in_columns(questionnaire: Questionnaire, lines: Sequence[Line]) -> Iterator[Seen]:
    rows = [
        (
            line["name"],
            line["how"],
            ", ".join(filter(None, (line["hours"], line["cost"]))),
        )
        for line in lines
        if help_lines.known(line)
    ]
    if rows:
        yield Calls(tuple(rows))
    for line in lines:
        if not help_lines.known(line):
            yield Paragraph(help_lines.said(questionnaire, line))


def unchecked(
    questionnaire: Questionnaire, lines: Sequence[Line]
) -> tuple[Paragraph, ...]:
    """Say once that nobody has called them, where there are some."""
    told = questionnaire.words.help_now.unchecked
    return (Paragraph(told),) if any(map(help_lines.known, lines)) else ()


def gate(questionnaire: Questionnaire, state: State) -> Screen:
    """Show where to go first; the emergency number stands by the prompt, too."""
    words = questionnaire.words.gate
    new = set(fired(questionnaire, state)) - state.seen
    gates = questionnaire.library.gates.gates
    mine = help_lines.in_order(g for g in gates if g.id in new)
    lines = list(help_lines.of(questionnaire, state.country))
    urgent = next(line for line in lines if line["for"] == "emergency")
    go_on, listed = words.go_on_prepare, words.go_on_prepare_listed
    if any(one.stops for one in mine):
        go_on, listed = words.go_on_stopped, words.go_on_stopped_listed
    leave, leave_listed = words.leave, words.leave_listed
    if state.saving == "yes" and not any(one.private for one in mine):
        leave, leave_listed = words.leave_kept, words.leave_kept_listed
    if state.saving == "lost":
        leave, leave_listed = words.leave_lost, words.leave_lost_listed
    return Screen(
        key="gate",
        text=help_lines.said(questionnaire, urgent),
        kind="gate",
        place=questionnaire.words.screen.first,
        alarm=help_lines.said(questionnaire, urgent),
        before=tuple(routes(questionnaire, mine, lines)),
        seen=tuple(routes_seen(questionnaire, mine, lines)),
        entries=(
            Entry("go-on", go_on, listed=listed),
            Entry("leave", leave, listed=leave_listed),
        ),
        numbered=False,
        instruction=questionnaire.words.walk.replies_short,
    )


def talked(questionnaire: Questionnaire, state: State) -> Screen:
    words, wanted = questionnaire.words.clinician, steps.clearable(questionnaire, state)
    gates = questionnaire.library.gates.gates
    name = next((gate.name for gate in gates if gate.id == wanted), "")
    lines = help_lines.of(questionnaire, state.country)
    urgent = next(line for line in lines if line["for"] == "emergency")
    return Screen(
        key="talked",
        text=words.talked_text.format(gate=name),
        heading=words.talked_title,
        alarm=help_lines.said(questionnaire, urgent),
        lines=(words.talked_more,),
        entries=(Entry("talked", words.talked), Entry("not-yet", words.not_yet)),
        instruction=questionnaire.words.walk.replies_short,
    )


def routes(
    questionnaire: Questionnaire, gates: Sequence[Gate], lines: Sequence[Line]
) -> Iterator[Block | Section]:
    """Yield the screen of each gate, and every line only once."""
    if any(one.private for one in gates):
        yield Paragraph(questionnaire.words.end.danger_private)
    shown: list[str] = []
    for one in gates:
        yield help_lines.gate(
            questionnaire, one.model_dump(mode="json"), lines, tuple(shown)
        )
        shown.extend(one.lines)


def routes_seen(
    questionnaire: Questionnaire, gates: Sequence[Gate], lines: Sequence[Line]
) -> Iterator[Seen]:
    """Yield the same for a screen on which the emergency number is pinned."""
    words = questionnaire.words.gate
    if any(one.private for one in gates):
        yield Paragraph(questionnaire.words.end.danger_private)
    shown = {"emergency"}
    mine: list[Line] = []
    for one in gates:
        yield Section(
            one.title, (Paragraph(one.hope), Facts(((words.whom, one.whom),)))
        )
        yield Facts(((words.how_soon, one.how_soon),))
        called = [x for x in lines if x["for"] in one.lines and x["for"] not in shown]
        yield from in_columns(questionnaire, called)
        yield Facts(((words.saw, one.saw), (words.why, one.why)))
        yield Facts(((words.can_wait, one.can_wait),))
        shown |= {*one.lines}
        mine += called
    yield Paragraph(words.open)
    yield from unchecked(questionnaire, mine)


def gate_title(questionnaire: Questionnaire, state: State) -> str:
    here = fired(questionnaire, state)
    gates = questionnaire.library.gates.gates
    return next((one.title for one in gates if one.id in here), "")


def helps(questionnaire: Questionnaire, state: State) -> Iterator[Section]:
    key, chosen = state.screen
    if key and not chosen:
        yield unanswered(questionnaire, state)
    elif key:
        options = getattr(questionnaire.questions[key], "options", ())
        screen = next(option.screen for option in options if option.id == chosen)
        yield Section(screen.title, tuple(Paragraph(one) for one in screen.text))


def unanswered(questionnaire: Questionnaire, state: State) -> Section:
    notice = questionnaire.library.gates.unanswered
    lines = list(help_lines.of(questionnaire, state.country))
    kinds = ("emergency", "crisis", "young", "abuse")
    shown = help_lines.blocks(questionnaire, lines, kinds)
    told = (*notice.text, questionnaire.words.gate.unsaved)
    return Section(notice.title, (*map(Paragraph, told), *shown))
