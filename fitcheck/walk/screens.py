"""Every screen of the walk, put together from content and state: pure.

It decides what stands on a screen and in what order; how it looks is the face's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fitcheck import report
from fitcheck.content.model import Many, Poles, Ranked
from fitcheck.report import cards, labels, telephone
from fitcheck.report.document import Block, Paragraph, Section, visible
from fitcheck.rubric import path
from fitcheck.walk import intake, steps
from fitcheck.walk.screen import Entry, Screen
from fitcheck.walk.state import fired

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fitcheck.content.library import Gate
    from fitcheck.content.model import Question
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.report.telephone import Line
    from fitcheck.walk.state import State, Stop


def draw(questionnaire: Questionnaire, state: State, stop: Stop) -> Screen:
    """Put together the screen of what is open, with help lines if they are wanted."""
    words = questionnaire.words.draft
    sure = {"yes": words.sure, "lost": words.sure_lost}.get(state.saving, "")
    ask = replace(drawn(questionnaire, state, stop), sure=sure)
    if not state.calls:
        return ask
    code = state.country
    if not state.placed and code is None:
        code = state.offered
    lines = list(report.help_lines(questionnaire, code))
    shown = called(questionnaire, code, lines)
    first = {line["for"]: line for line in reversed(lines)}
    urgent = (first[kind] for kind in ("emergency", "crisis") if kind in first)
    return replace(
        ask,
        before=(shown,),
        urgent=tuple(telephone.said(questionnaire, line) for line in urgent),
        begun=False,
    )


def called(
    questionnaire: Questionnaire, code: str | None, lines: Sequence[Line]
) -> Section:
    """Show every help line of a country."""
    words = questionnaire.words.help_now
    title = words.anywhere
    if code:
        title = words.title.format(country=labels.country(questionnaire, code))
    return telephone.section(questionnaire, lines, title, words.text)


def drawn(questionnaire: Questionnaire, state: State, stop: Stop) -> Screen:
    """Put together the screen, whatever becomes of the answers."""
    if stop.question:
        asked = question(questionnaire, state, stop.question)
        return intake.beside(questionnaire, state, asked)
    if stop.kind in intake.SCREENS:
        ask = intake.SCREENS[stop.kind](questionnaire, state)
        return replace(ask, problem=unhelped(questionnaire, state, stop.kind))
    makers = {
        "opening": opening,
        "found": found,
        "country": country,
        "gate": gate,
        "talked": talked,
        "saving": saving,
        "check": check,
    }
    return makers[stop.kind](questionnaire, state)


def where(questionnaire: Questionnaire, state: State, stop: Stop) -> str:
    """Name what is open, for somebody whose input ended there."""
    words = questionnaire.words
    if stop.question:
        return f"{heading(questionnaire, state, stop.question)}, {stop.question.id}"
    named = {
        "opening": words.opening.title,
        "found": words.draft.found_title,
        "country": words.country.title,
        "respondent": words.clinician.who,
        "label": words.clinician.label,
        "note": words.clinician.note,
        "saving": words.draft.title,
        "check": words.check.title,
    }
    return named.get(stop.kind, gate_title(questionnaire, state))


def opening(questionnaire: Questionnaire, state: State) -> Screen:
    """Say what this is before anything is asked."""
    words = questionnaire.words.opening
    helped = words.help if state.keys else words.help_typed
    told = (helped, words.decision, *words.text)
    opened = tuple(map(Paragraph, told))
    return Screen(
        key="opening",
        text="",
        before=(Section(words.title, opened),),
        begun=state.begun,
        entries=(Entry("continue", words.go_on, listed=words.go_on_listed),),
        numbered=False,
        previous=("continue",),
        problem=unhelped(questionnaire, state, "opening"),
    )


def found(questionnaire: Questionnaire, state: State) -> Screen:
    """Offer to go on with a saved walk."""
    words = questionnaire.words.draft
    count = len(state.found.answers) if state.found else 0
    lines = [words.found_safety]
    if state.dropped:
        lines.insert(0, dropped(questionnaire, state.dropped))
    if state.found:
        lines = [*intake.told_of(questionnaire, state.found), *lines]
    return Screen(
        key="found",
        text=words.found_text.format(count=count),
        heading=words.found_title,
        lines=tuple(lines),
        entries=(
            Entry("go-on", words.found_go_on),
            Entry("new", words.found_new),
            Entry("delete", words.found_delete),
        ),
        instruction=questionnaire.words.walk.replies_short,
        problem=unhelped(questionnaire, state, "found"),
    )


def dropped(questionnaire: Questionnaire, keys: Sequence[str]) -> str:
    """Name the saved answers that no longer fit."""
    known = questionnaire.questions
    named = ", ".join(known[key].name if key in known else visible(key) for key in keys)
    return questionnaire.words.draft.dropped.format(names=named)


def saving(questionnaire: Questionnaire, state: State) -> Screen:
    """Ask once whether answers may be saved while the walk goes on."""
    words, more = questionnaire.words.draft, questionnaire.words.clinician.saving
    return Screen(
        key="saving",
        text=words.text,
        heading=words.title,
        lines=(*words.more, *([more] if state.clinician else [])),
        entries=(
            Entry("no", words.no),
            Entry("yes", words.instead if state.other else words.yes),
        ),
        instruction=questionnaire.words.walk.replies_short,
        problem=unhelped(questionnaire, state, "saving"),
    )


def country(questionnaire: Questionnaire, state: State) -> Screen:
    """Ask for the country."""
    words = questionnaire.words.country
    known = {c.code for c in questionnaire.library.countries.countries}
    offered = state.offered
    lines = [questionnaire.words.walk.why.format(why=words.why)]
    entries = [Entry("elsewhere", words.elsewhere, listed=words.elsewhere_listed)]
    if offered in known:
        name = labels.country(questionnaire, offered or "")
        lines.append(words.offered.format(country=name))
        entries[:0] = [
            Entry("yes", words.yes, listed=words.yes_listed.format(country=name)),
            Entry("", words.code, listed=words.code_listed),
        ]
    else:
        lines.append(words.ask)
    return Screen(
        key="country",
        text=words.text,
        heading=words.title,
        lines=tuple(lines),
        entries=tuple(entries),
        numbered=False,
        instruction=questionnaire.words.walk.replies_short,
        problem=state.problem,
    )


def question(questionnaire: Questionnaire, state: State, asked: Question) -> Screen:
    """Ask one question."""
    words = questionnaire.words.walk
    first = asked == questionnaire.section_of[asked.id].questions[0]
    begun = state.problem or state.changing or state.calls
    again = begun or state.explained == asked.id
    return Screen(
        key=asked.id,
        text=asked.text,
        heading=heading(questionnaire, state, asked),
        before=tuple(
            introduction(questionnaire, state, asked, opens=first and not again)
        ),
        lines=tuple(below(questionnaire, state, asked, first=first)),
        poles=tuple(poles(questionnaire, asked)),
        entries=tuple(
            Entry(
                choice.id,
                labels.option(questionnaire, asked, choice.id),
                about(asked, choice.id),
                choice.exclusive,
            )
            for choice in questionnaire.shown(asked)
        ),
        previous=earlier_answer(state, asked.id),
        earlier=earlier(questionnaire, state, asked),
        instruction=words.replies,
        shortly=words.replies_short,
        problem=state.problem,
        several=isinstance(asked, (Many, Ranked)),
        ranked=isinstance(asked, Ranked),
        most=asked.at_most if isinstance(asked, Ranked) else 0,
    )


def heading(questionnaire: Questionnaire, state: State, asked: Question) -> str:
    """Count the question on the path."""
    ids = [q.id for q in path.path(questionnaire, state.answers)]
    return questionnaire.words.walk.question.format(
        number=ids.index(asked.id) + 1, total=len(ids)
    )


def introduction(
    questionnaire: Questionnaire, state: State, asked: Question, *, opens: bool
) -> Iterator[Block | Section]:
    """Yield what is read before a question: a help screen, a section's opening."""
    key, chosen = state.screen
    if key and not chosen:
        yield unanswered(questionnaire, state)
    elif key:
        options = getattr(questionnaire.questions[key], "options", ())
        screen = next(option.screen for option in options if option.id == chosen)
        yield Section(screen.title, tuple(Paragraph(one) for one in screen.text))
    if not opens:
        return
    section = questionnaire.section_of[asked.id]
    number = questionnaire.sections.index(section) + 1
    title = questionnaire.words.walk.part.format(
        number=number, total=len(questionnaire.sections), title=section.title
    )
    yield Section(title, (Paragraph(section.intro),) if section.intro else ())
    if section.cards:
        for card in cards.cards(questionnaire, section.cards):
            yield cards.section(questionnaire, card)


def unanswered(questionnaire: Questionnaire, state: State) -> Section:
    """Show help lines where a safety question has just been skipped."""
    notice = questionnaire.library.gates.unanswered
    lines = list(report.help_lines(questionnaire, state.country))
    kinds = ("emergency", "crisis", "young", "abuse")
    shown = telephone.blocks(questionnaire, lines, kinds)
    told = (*notice.text, questionnaire.words.gate.unsaved)
    return Section(notice.title, (*map(Paragraph, told), *shown))


def below(
    questionnaire: Questionnaire, state: State, asked: Question, *, first: bool
) -> Iterator[str]:
    """Yield why it is asked, and how many may be chosen."""
    words = questionnaire.words.walk
    if first or state.clinician or state.explained == asked.id:
        yield words.why.format(why=asked.why)
    if isinstance(asked, Many):
        yield words.several
    if isinstance(asked, Ranked):
        yield words.ranked.format(most=asked.at_most)


def poles(questionnaire: Questionnaire, asked: Question) -> Iterator[str]:
    """Yield the two ways of a two-pole question, in the order they are shown."""
    if isinstance(asked, Poles):
        words = questionnaire.words.walk
        a, b = labels.ways(asked)
        yield words.pole_a.format(text=a)
        yield words.pole_b.format(text=b)


def about(asked: Question, option: str) -> str:
    """Return the line that explains an option, if it has one."""
    for one in (*getattr(asked, "options", ()), *getattr(asked, "others", ())):
        if one.id == option:
            return one.about or ""
    return ""


def earlier_answer(state: State, key: str) -> tuple[str, ...]:
    """Return the ids chosen before at a question."""
    return state.answers.get(key) or state.aside.get(key, ())


def earlier(questionnaire: Questionnaire, state: State, asked: Question) -> str:
    """Say what was chosen before, or that the question was skipped."""
    words = questionnaire.words.walk
    given = earlier_answer(state, asked.id)
    if given:
        said = labels.answers(questionnaire, asked.id, {asked.id: given})
        return words.earlier.format(answer=said)
    if asked.id in state.aside or asked.id in state.skipped:
        return words.earlier_skipped
    return ""


def gate(questionnaire: Questionnaire, state: State) -> Screen:
    """Show where to go first; the emergency number stands by the prompt, too."""
    words = questionnaire.words.gate
    new = set(fired(questionnaire, state)) - state.seen
    gates = questionnaire.library.gates.gates
    mine = telephone.in_order(g for g in gates if g.id in new)
    lines = list(report.help_lines(questionnaire, state.country))
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
        text=telephone.said(questionnaire, urgent),
        before=tuple(routes(questionnaire, mine, lines)),
        entries=(
            Entry("go-on", go_on, listed=listed),
            Entry("leave", leave, listed=leave_listed),
        ),
        numbered=False,
        instruction=questionnaire.words.walk.replies_short,
        problem=state.problem,
    )


def talked(questionnaire: Questionnaire, state: State) -> Screen:
    """Ask a clinician if a gate was talked about; its number stands there, too."""
    words, wanted = questionnaire.words.clinician, steps.clearable(questionnaire, state)
    gates = questionnaire.library.gates.gates
    name = next((gate.name for gate in gates if gate.id == wanted), "")
    lines = report.help_lines(questionnaire, state.country)
    urgent = next(line for line in lines if line["for"] == "emergency")
    return Screen(
        key="talked",
        text=words.talked_text.format(gate=name),
        heading=words.talked_title,
        lines=(telephone.said(questionnaire, urgent), words.talked_more),
        entries=(Entry("talked", words.talked), Entry("not-yet", words.not_yet)),
        instruction=questionnaire.words.walk.replies_short,
        problem=unhelped(questionnaire, state, "talked"),
    )


def routes(
    questionnaire: Questionnaire, gates: Sequence[Gate], lines: Sequence[Line]
) -> Iterator[Block | Section]:
    """Yield the screen of each gate, and every line only once."""
    if any(one.private for one in gates):
        yield Paragraph(questionnaire.words.end.danger_private)
    shown: list[str] = []
    for one in gates:
        yield telephone.gate(
            questionnaire, one.model_dump(mode="json"), lines, tuple(shown)
        )
        shown.extend(one.lines)


def gate_title(questionnaire: Questionnaire, state: State) -> str:
    """Return the title of the gate that is open."""
    here = fired(questionnaire, state)
    gates = questionnaire.library.gates.gates
    return next((one.title for one in gates if one.id in here), "")


def check(questionnaire: Questionnaire, state: State) -> Screen:
    """Show all answers, each with its number."""
    words = questionnaire.words.check
    place = (
        labels.country(questionnaire, state.country)
        if state.country
        else questionnaire.words.walk.not_provided
    )
    asked = path.path(questionnaire, state.answers)
    rows = tuple(Entry(q.id, row(questionnaire, state, q)) for q in asked)
    key, _ = state.screen
    extra = introduction(questionnaire, state, asked[-1], opens=False) if key else ()
    ask = Screen(
        key="check",
        text=words.text,
        heading=words.title,
        before=tuple(extra),
        lines=(
            words.country.format(name=questionnaire.words.country.name, place=place),
        ),
        entries=rows,
        extras=(
            Entry("done", words.done),
            Entry("country", words.change_country),
        ),
        instruction=words.replies,
        problem=unhelped(questionnaire, state, "check"),
    )
    return intake.checked(questionnaire, state, ask)


def row(questionnaire: Questionnaire, state: State, asked: Question) -> str:
    """Say what was answered, and whether there is a note."""
    said = f"{asked.name}: {labels.answers(questionnaire, asked.id, state.answers)}"
    noted = questionnaire.words.clinician.row
    return noted.format(row=said) if asked.id in state.notes else said


def keep(
    questionnaire: Questionnaire, problem: str, *, notes: bool = False, record: bool
) -> Screen:
    """Ask whether a copy, or a record made at intake, keeps the safety answers."""
    words = questionnaire.words.keep
    return Screen(
        key="keep",
        text=questionnaire.words.clinician.record if record else words.text,
        heading=words.title,
        lines=(questionnaire.words.clinician.keep,) * (notes and not record),
        entries=(Entry("leave-out", words.leave_out), Entry("keep", words.keep)),
        instruction=words.replies,
        problem=problem,
    )


def unhelped(questionnaire: Questionnaire, state: State, key: str) -> str:
    """Say that there is no more help here, where somebody asked for it."""
    if state.explained == key:
        return questionnaire.words.problems.no_more_help
    return state.problem
