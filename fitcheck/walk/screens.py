"""Every screen of the walk, put together from content and state: pure.

It decides what stands on a screen and in what order; how it looks is the face's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from fitcheck.content.model import Many, Poles, Question, Ranked, Statement
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import cards, help_lines
from fitcheck.report.document import Block, Paragraph, Section, visible
from fitcheck.report.names import Names
from fitcheck.rubric import path
from fitcheck.walk import intake
from fitcheck.walk.safety import call_page, calls_title, gate, gate_title, helps, talked
from fitcheck.walk.screen import Cards, Entry, Kind, Screen
from fitcheck.walk.state import State, Stop


def draw(questionnaire: Questionnaire, state: State, stop: Stop) -> Screen:
    words = questionnaire.words
    kept = {"yes": words.draft.sure, "lost": words.draft.sure_lost}
    code = state.country
    if not state.placed and code is None:
        code = state.offered
    problem = state.problem
    if stop.question:
        screen = question(questionnaire, state, stop.question)
        screen = intake.beside(questionnaire, state, screen)
    else:
        screens = {
            **intake.SCREENS,
            "opening": opening,
            "found": found,
            "country": country,
            "gate": gate,
            "talked": talked,
            "saving": saving,
            "check": check,
        }
        screen = screens[stop.kind](questionnaire, state)
        if state.explained == stop.kind and stop.kind not in {"country", "gate"}:
            problem = words.problems.no_more_help
    screen = replace(
        screen,
        problem=problem,
        sure=kept.get(state.saving, words.walk.sure),
        calls=partial(call_page, questionnaire, code),
        place=screen.place or screen.heading,
        taken=state.taken,
    )
    if not state.calls:
        return screen
    lines = list(help_lines.of(questionnaire, code))
    title = calls_title(questionnaire, code)
    shown = help_lines.section(questionnaire, lines, title, words.help_now.text)
    first = {line["for"]: line for line in reversed(lines)}
    urgent = (first[kind] for kind in ("emergency", "crisis") if kind in first)
    return replace(
        screen,
        before=(shown,),
        urgent=tuple(help_lines.said(questionnaire, line) for line in urgent),
    )


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


def opening(questionnaire: Questionnaire, _: State) -> Screen:
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
    )


def found(questionnaire: Questionnaire, state: State) -> Screen:
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
    )


def dropped(questionnaire: Questionnaire, keys: Sequence[str]) -> str:
    known = questionnaire.questions
    named = ", ".join(known[key].name if key in known else visible(key) for key in keys)
    return questionnaire.words.draft.dropped.format(names=named)


def saving(questionnaire: Questionnaire, state: State) -> Screen:
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
    )


def country(questionnaire: Questionnaire, state: State) -> Screen:
    words = questionnaire.words.country
    listed = questionnaire.library.countries.countries
    offered = state.offered if state.offered in {one.code for one in listed} else ""
    lines, entries = [words.ask], []
    if offered:
        name = Names(questionnaire).country(offered)
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
    )


def question(questionnaire: Questionnaire, state: State, asked: Question) -> Screen:
    words, section = questionnaire.words.walk, questionnaire.section_of[asked.id]
    first = asked == section.questions[0]
    again = (
        state.problem or state.changing or state.calls or state.explained == asked.id
    )
    before = tuple(introduction(questionnaire, state, asked, opens=first and not again))
    number, total = counted(questionnaire, state, asked)
    at_section = questionnaire.sections.index(section) + 1
    keys = questionnaire.words.screen
    others = {one.id for one in getattr(asked, "others", ())}
    ways = Names.ways(asked) if isinstance(asked, Poles) else ()
    both = cards.cards(questionnaire, section.cards) if section.cards else []
    seen: tuple[Cards, ...] = ()
    if both:
        one, other = both
        headings = vars(questionnaire.words.cards).items()
        parts = tuple((head, (one[part], other[part])) for part, head in headings)
        seen = (Cards((one["name"], other["name"]), parts),)
    lines = (words.several,) if isinstance(asked, Many) else ()
    if isinstance(asked, Ranked):
        lines = (words.ranked.format(most=asked.at_most),)
    return Screen(
        key=asked.id,
        text=asked.text,
        heading=heading(questionnaire, state, asked),
        kind="cards" if both and isinstance(asked, Poles) else kind(asked),
        part=keys.part.format(number=at_section, total=len(questionnaire.sections)),
        place=section.title,
        count=keys.number.format(number=number, total=total),
        share=(number - 1) / total,
        intro=section.intro if first and section.intro and not state.changing else "",
        seen=seen,
        before=before,
        pages=tuple(helps(questionnaire, state)),
        why=words.why.format(why=asked.why),
        explains=first or state.clinician or state.explained == asked.id,
        lines=lines,
        poles=tuple(
            one.format(text=way)
            for one, way in zip((words.pole_a, words.pole_b), ways, strict=False)
        ),
        ways=ways,
        entries=tuple(
            Entry(
                choice.id,
                Names(questionnaire).option(asked, choice.id),
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
        ranked=isinstance(asked, Ranked),
        most=asked.at_most if isinstance(asked, Ranked) else 0,
    )


def kind(asked: Question) -> Kind:
    if isinstance(asked, (Poles, Statement)):
        return "scale"
    return "ticks" if isinstance(asked, (Many, Ranked)) else "pick"


def counted(
    questionnaire: Questionnaire, state: State, asked: Question
) -> tuple[int, int]:
    ids = [q.id for q in path.path(questionnaire, state.answers)]
    return ids.index(asked.id) + 1, len(ids)


def heading(questionnaire: Questionnaire, state: State, asked: Question) -> str:
    number, total = counted(questionnaire, state, asked)
    return questionnaire.words.walk.question.format(number=number, total=total)


def introduction(
    questionnaire: Questionnaire, state: State, asked: Question, *, opens: bool
) -> Iterator[Block | Section]:
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


def about(asked: Question, option: str) -> str:
    all_of_them = (*getattr(asked, "options", ()), *getattr(asked, "others", ()))
    return next((one.about or "" for one in all_of_them if one.id == option), "")


def earlier_answer(state: State, key: str) -> tuple[str, ...]:
    return state.answers.get(key) or state.aside.get(key, ())


def earlier(questionnaire: Questionnaire, state: State, asked: Question) -> str:
    words = questionnaire.words.walk
    given = earlier_answer(state, asked.id)
    if given:
        said = Names(questionnaire).answers(asked.id, {asked.id: given})
        return words.earlier.format(answer=said)
    if asked.id in state.aside or asked.id in state.skipped:
        return words.earlier_skipped
    return ""


def check(questionnaire: Questionnaire, state: State) -> Screen:
    words = questionnaire.words.check
    place = (
        Names(questionnaire).country(state.country)
        if state.country
        else questionnaire.words.walk.not_provided
    )
    asked = path.path(questionnaire, state.answers)
    rows = tuple(
        Entry(
            q.id,
            noted(questionnaire, state, q.id, f"{q.name}: {said}"),
            listed=noted(questionnaire, state, q.id, q.name),
            group=questionnaire.section_of[q.id].title,
            said=said,
        )
        for q in asked
        for said in [Names(questionnaire).answers(q.id, state.answers)]
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
    )
    return intake.checked(questionnaire, state, ask)


def noted(questionnaire: Questionnaire, state: State, key: str, said: str) -> str:
    told = questionnaire.words.clinician.row
    return told.format(row=said) if key in state.notes else said


def keep(
    questionnaire: Questionnaire, problem: str, *, notes: bool = False, record: bool
) -> Screen:
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
