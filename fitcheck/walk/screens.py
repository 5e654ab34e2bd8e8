"""Every screen of the walk, put together from content and state: pure.

It decides what stands on a screen and in what order; how it looks is the face's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from fitcheck.content.model import Many, Poles, Question, Ranked, Statement
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import cards, help_lines, names
from fitcheck.report.document import Block, Paragraph, Section, visible
from fitcheck.rubric import path
from fitcheck.walk import intake
from fitcheck.walk.safety import call_page, called, gate, gate_title, helps, talked
from fitcheck.walk.screen import Cards, Entry, Kind, Screen
from fitcheck.walk.state import State, Stop


def draw(questionnaire: Questionnaire, state: State, stop: Stop) -> Screen:
    """Put together the screen of what is open, with help lines if they are wanted."""
    words = questionnaire.words
    kept = {"yes": words.draft.sure, "lost": words.draft.sure_lost}
    code = state.country
    if not state.placed and code is None:
        code = state.offered
    screen = drawn(questionnaire, state, stop)
    screen = replace(
        screen,
        sure=kept.get(state.saving, words.walk.sure),
        calls=partial(call_page, questionnaire, code),
        place=screen.place or screen.heading,
        taken=state.taken,
    )
    if not state.calls:
        return screen
    lines = list(help_lines.of(questionnaire, code))
    shown = called(questionnaire, code, lines)
    first = {line["for"]: line for line in reversed(lines)}
    urgent = (first[kind] for kind in ("emergency", "crisis") if kind in first)
    return replace(
        screen,
        before=(shown,),
        urgent=tuple(help_lines.said(questionnaire, line) for line in urgent),
    )


def drawn(questionnaire: Questionnaire, state: State, stop: Stop) -> Screen:
    """Put together the screen, whatever becomes of the answers."""
    if stop.question:
        asked = question(questionnaire, state, stop.question)
        return intake.beside(questionnaire, state, asked)
    plain = {**intake.SCREENS, "talked": talked}
    if stop.kind in plain:
        ask = plain[stop.kind](questionnaire, state)
        return replace(ask, problem=unhelped(questionnaire, state, stop.kind))
    makers = {
        "opening": opening,
        "found": found,
        "country": country,
        "gate": gate,
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
    typed = (words.help_typed, words.decision, *words.text)
    pressed = (
        Paragraph(words.help, strong=True),
        Paragraph(words.decision),
        *map(Paragraph, words.text),
        Paragraph(questionnaire.words.screen.reader),
    )
    return Screen(
        key="opening",
        text="",
        kind="text",
        place=words.title,
        before=(Section(words.title, tuple(map(Paragraph, typed))),),
        seen=pressed,
        entries=(Entry("continue", words.go_on),),
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
    listed = questionnaire.library.countries.countries
    offered = state.offered if state.offered in {one.code for one in listed} else ""
    lines, entries = [words.ask], []
    if offered:
        name = names.country(questionnaire, offered)
        lines = [words.offered.format(country=name)]
        entries = [
            Entry("yes", words.yes),
            Entry("", words.code),
        ]
    elsewhere = Entry("elsewhere", words.elsewhere, listed=words.elsewhere_listed)
    return Screen(
        key="country",
        text=words.text,
        heading=words.title,
        kind="country",
        why=questionnaire.words.walk.why.format(why=words.why),
        explains=True,
        lines=tuple(lines),
        entries=(*entries, elsewhere),
        places=tuple(Entry(c.code, c.name, "; ".join(c.also)) for c in listed),
        offered=offered,
        previous=(state.country,) if state.country else (),
        numbered=False,
        instruction=questionnaire.words.walk.replies_short,
        problem=state.problem,
    )


def question(questionnaire: Questionnaire, state: State, asked: Question) -> Screen:
    """Ask one question."""
    words, section = questionnaire.words.walk, questionnaire.section_of[asked.id]
    first = asked == section.questions[0]
    again = (
        state.problem or state.changing or state.calls or state.explained == asked.id
    )
    before = tuple(introduction(questionnaire, state, asked, opens=first and not again))
    part, count, share = way(questionnaire, state, asked)
    others = {one.id for one in getattr(asked, "others", ())}
    both = cards.cards(questionnaire, section.cards) if section.cards else []
    return Screen(
        key=asked.id,
        text=asked.text,
        heading=heading(questionnaire, state, asked),
        kind="cards" if both and isinstance(asked, Poles) else kind(asked),
        part=part,
        place=section.title,
        count=count,
        share=share,
        intro=section.intro if first and section.intro and not state.changing else "",
        seen=(side_by_side(questionnaire, both),) if both else (),
        before=before,
        pages=tuple(helps(questionnaire, state)),
        why=words.why.format(why=asked.why),
        explains=first or state.clinician or state.explained == asked.id,
        lines=tuple(below(questionnaire, asked)),
        poles=tuple(poles(questionnaire, asked)),
        ways=names.ways(asked) if isinstance(asked, Poles) else (),
        entries=tuple(
            Entry(
                choice.id,
                names.option(questionnaire, asked, choice.id),
                about(asked, choice.id),
                choice.exclusive,
                group="apart" if choice.id in others else "",
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


def kind(asked: Question) -> Kind:
    """Return how a question is answered where it is seen as a whole."""
    if isinstance(asked, (Poles, Statement)):
        return "scale"
    return "ticks" if isinstance(asked, (Many, Ranked)) else "pick"


def way(
    questionnaire: Questionnaire, state: State, asked: Question
) -> tuple[str, str, float]:
    """Say in which part a question is, count it, and how much lies behind it."""
    words, section = questionnaire.words.screen, questionnaire.section_of[asked.id]
    ids = [q.id for q in path.path(questionnaire, state.answers)]
    at, total = ids.index(asked.id), len(ids)
    part = words.part.format(
        number=questionnaire.sections.index(section) + 1,
        total=len(questionnaire.sections),
    )
    return part, words.number.format(number=at + 1, total=total), at / total


def side_by_side(questionnaire: Questionnaire, both: Sequence[cards.Card]) -> Cards:
    """Put two therapies under the headings that they share."""
    words, (one, other) = questionnaire.words.cards, both
    return Cards(
        (one["name"], other["name"]),
        tuple(
            (heading, (one[part], other[part])) for part, heading in vars(words).items()
        ),
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
    yield from helps(questionnaire, state)
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


def below(questionnaire: Questionnaire, asked: Question) -> Iterator[str]:
    """Yield how many may be chosen."""
    words = questionnaire.words.walk
    if isinstance(asked, Many):
        yield words.several
    if isinstance(asked, Ranked):
        yield words.ranked.format(most=asked.at_most)


def poles(questionnaire: Questionnaire, asked: Question) -> Iterator[str]:
    """Yield the two ways of a two-pole question, in the order they are shown."""
    if isinstance(asked, Poles):
        words = questionnaire.words.walk
        a, b = names.ways(asked)
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
        said = names.answers(questionnaire, asked.id, {asked.id: given})
        return words.earlier.format(answer=said)
    if asked.id in state.aside or asked.id in state.skipped:
        return words.earlier_skipped
    return ""


def check(questionnaire: Questionnaire, state: State) -> Screen:
    """Show all answers, each with its number."""
    words = questionnaire.words.check
    place = (
        names.country(questionnaire, state.country)
        if state.country
        else questionnaire.words.walk.not_provided
    )
    asked = path.path(questionnaire, state.answers)
    rows = tuple(
        Entry(
            q.id,
            row(questionnaire, state, q),
            listed=noted(questionnaire, state, q),
            group=questionnaire.section_of[q.id].title,
            said=names.answers(questionnaire, q.id, state.answers),
        )
        for q in asked
    )
    pages = tuple(helps(questionnaire, state))
    ask = Screen(
        key="check",
        text=words.text,
        heading=words.title,
        kind="check",
        place=questionnaire.words.screen.last,
        share=1.0,
        before=pages,
        pages=pages,
        lines=(
            words.country.format(name=questionnaire.words.country.name, place=place),
        ),
        entries=rows,
        extras=(
            Entry("done", words.done),
            Entry(
                "country",
                words.change_country,
                listed=questionnaire.words.country.name,
                said=place,
            ),
        ),
        instruction=words.replies,
        problem=unhelped(questionnaire, state, "check"),
    )
    return intake.checked(questionnaire, state, ask)


def row(questionnaire: Questionnaire, state: State, asked: Question) -> str:
    """Say what was answered, and whether there is a note."""
    said = f"{asked.name}: {names.answers(questionnaire, asked.id, state.answers)}"
    told = questionnaire.words.clinician.row
    return told.format(row=said) if asked.id in state.notes else said


def noted(questionnaire: Questionnaire, state: State, asked: Question) -> str:
    """Name a question, and say whether there is a note."""
    told = questionnaire.words.clinician.row
    return told.format(row=asked.name) if asked.id in state.notes else asked.name


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
