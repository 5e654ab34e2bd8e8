"""Screens of safety: where to go first, whom to call, and help that an answer opens.

The emergency number is the first thing on each of them, and never one of many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import help_lines
from fitcheck.report.document import Block, Calls, Facts, Paragraph, Section
from fitcheck.report.help_lines import Line
from fitcheck.report.names import Names
from fitcheck.walk.screen import CallPage, Entry, Screen, Seen
from fitcheck.walk.state import Here


def emergency(questionnaire: Questionnaire, code: str | None) -> str:
    return help_lines.said(questionnaire, next(help_lines.of(questionnaire, code)))


def call_page(questionnaire: Questionnaire, code: str | None) -> CallPage:
    words, lines = questionnaire.words.help_now, [*help_lines.of(questionnaire, code)]
    title = words.anywhere
    if code:
        title = words.title.format(country=Names(questionnaire).country(code))
    crisis = next((one for one in lines if one["for"] == "crisis"), None)
    kinds = by_kind(questionnaire, lines, help_lines.KINDS[1:])
    return CallPage(
        emergency(questionnaire, code),
        help_lines.said(questionnaire, crisis) if crisis else "",
        (Section(title, (Paragraph(words.text),), tuple(kinds)),),
    )


def by_kind(
    questionnaire: Questionnaire, lines: Sequence[Line], kinds: Iterable[str]
) -> Iterator[Section]:
    """Yield each kind of lines by itself, and last that nobody has called them."""
    words = questionnaire.words.help_now
    found = {kind: [x for x in lines if x["for"] == kind] for kind in kinds}
    sections = [
        Section(getattr(words, kind), tuple(in_columns(questionnaire, mine)))
        for kind, mine in found.items()
        if mine
    ]
    yield from sections[:-1]
    shown = [line for mine in found.values() for line in mine]
    for title, blocks, _ in sections[-1:]:
        yield Section(title, (*blocks, *unchecked(questionnaire, shown)))


def in_columns(questionnaire: Questionnaire, lines: Sequence[Line]) -> Iterator[Block]:
    rows = [
        (x["name"], x["how"], ", ".join(filter(None, (x["hours"], x["cost"]))))
        for x in lines
        if help_lines.known(x)
    ]
    if rows:
        yield Calls(tuple(rows))
    for line in lines:
        if not help_lines.known(line):
            yield Paragraph(help_lines.said(questionnaire, line))


def unchecked(
    questionnaire: Questionnaire, lines: Sequence[Line]
) -> tuple[Paragraph, ...]:
    told = questionnaire.words.help_now.unchecked
    return (Paragraph(told),) if any(map(help_lines.known, lines)) else ()


def gate(here: Here) -> Screen:
    """Show where to go first; the emergency number stands by the prompt, too."""
    words, state = here.words.gate, here.state
    mine = [one for one in here.gates if one.id not in state.seen]
    urgent = emergency(here.questionnaire, state.country)
    go_on = "go_on_stopped" if any(one.stops for one in mine) else "go_on_prepare"
    leave = {"yes": "leave_kept", "lost": "leave_lost"}.get(state.saving, "leave")
    if state.saving == "yes" and any(one.private for one in mine):
        leave = "leave"
    return Screen(
        text=urgent,
        kind="gate",
        place=here.words.screen.first,
        alarm=urgent,
        seen=tuple(routes(here)),
        entries=tuple(
            Entry(key, words.of(said), listed=words.of(f"{said}_listed"))
            for key, said in (("go-on", go_on), ("leave", leave))
        ),
        numbered=False,
    )


def routes(here: Here) -> Iterator[Seen]:
    """Yield what each gate says, and every line only once."""
    words, questionnaire = here.words.gate, here.questionnaire
    gates = help_lines.in_order(g for g in here.gates if g.id not in here.state.seen)
    lines = list(help_lines.of(questionnaire, here.state.country))
    if any(one.private for one in gates):
        yield Paragraph(here.words.end.danger_private)
    shown, called = {"emergency"}, False
    for one in gates:
        kinds = [kind for kind in one.lines if kind not in shown]
        new = [x for kind in kinds for x in lines if x["for"] == kind]
        told = (
            Paragraph(one.hope),
            Facts(((words.whom, one.whom),)),
            Facts(((words.how_soon, one.how_soon),)),
            *in_columns(questionnaire, new),
            *(() if called else unchecked(questionnaire, new)),
            Facts(((words.saw, one.saw), (words.why, one.why))),
            Facts(((words.can_wait, one.can_wait),)),
        )
        yield Section(one.title, told)
        shown |= {*one.lines}
        called = called or bool(unchecked(questionnaire, new))
    yield Paragraph(words.open)


def talked(here: Here) -> Screen:
    words, wanted = here.words.clinician, here.clearable
    return Screen(
        text=words.talked_text.format(gate=wanted.name if wanted else ""),
        heading=words.talked_title,
        alarm=emergency(here.questionnaire, here.state.country),
        lines=(words.talked_more,),
        entries=(Entry("talked", words.talked), Entry("not-yet", words.not_yet)),
    )


def helps(here: Here) -> Iterator[Section]:
    """Yield what fills a screen of its own before the next question."""
    key, chosen = here.state.screen
    if key and not chosen:
        yield unanswered(here)
    elif key:
        options = getattr(here.questionnaire.questions[key], "options", ())
        screen = next(option.screen for option in options if option.id == chosen)
        yield Section(screen.title, tuple(map(Paragraph, screen.text)))


def unanswered(here: Here) -> Section:
    notice, country = here.questionnaire.library.gates.unanswered, here.state.country
    lines = list(help_lines.of(here.questionnaire, country))
    told = (*map(Paragraph, (*notice.text, here.words.gate.unsaved)),)
    urgent = Paragraph(emergency(here.questionnaire, country), strong=True)
    kinds = by_kind(here.questionnaire, lines, ("crisis", "young", "abuse"))
    return Section(notice.title, (*told, urgent), tuple(kinds))
