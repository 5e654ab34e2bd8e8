"""Every screen of the walk, put together from content and state: pure.

It decides what stands on a screen and in what order; how it looks is the face's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from fitcheck.content.model import Many, Poles, Question, Ranked, Statement
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import cards
from fitcheck.report.document import Paragraph, Section, visible
from fitcheck.report.names import Names
from fitcheck.rubric import path
from fitcheck.walk import intake
from fitcheck.walk.safety import call_page, gate, helps, talked
from fitcheck.walk.screen import Cards, Entry, Kind, Screen
from fitcheck.walk.state import Here, State, Stop


def draw(questionnaire: Questionnaire, state: State, stop: Stop) -> Screen:
    here = Here(questionnaire, state, stop)
    words, problem = here.words, state.problem
    screen = (
        question(here, stop.question) if stop.question else SCREENS[stop.kind](here)
    )
    if state.explained == stop.kind and stop.kind not in {"country", "gate"}:
        problem = words.problems.no_more_help
    opens = stop.kind == "opening"
    kept = {"yes": words.draft.sure, "lost": words.draft.sure_lost}
    code = state.country or (None if state.placed else state.offered)
    return replace(
        screen,
        key=screen.key or stop.kind,
        instruction=screen.instruction or ("" if opens else words.walk.replies_short),
        problem=problem,
        sure=kept.get(state.saving, words.walk.sure),
        calls=partial(call_page, questionnaire, code),
        called=state.calls,
        place=screen.place or screen.heading,
        taken=state.taken,
    )


def where(screen: Screen) -> str:
    """Name what is open, for somebody whose input ended there."""
    if screen.count:
        return f"{screen.heading}, {screen.key}"
    typed = screen.kind == "line" or screen.key == "respondent"
    return screen.text if typed else screen.heading or screen.place


def opening(here: Here) -> Screen:
    words = here.words.opening
    told = tuple(map(Paragraph, (words.decision, *words.text)))
    reader = Paragraph(here.words.screen.reader)
    return Screen(
        kind="text",
        place=words.title,
        seen=(Paragraph(words.help, strong=True), *told, reader),
        heard=(Section(words.title, (Paragraph(words.help_typed), *told)),),
        entries=(Entry("continue", words.go_on),),
        numbered=False,
        previous=("continue",),
    )


def found(here: Here) -> Screen:
    words, state = here.words.draft, here.state
    lines, count = [words.found_safety], 0
    if state.dropped:
        lines.insert(0, dropped(here.questionnaire, state.dropped))
    if state.found:
        count = len(state.found.answers)
        lines = [*intake.told_of(here.questionnaire, state.found), *lines]
    return Screen(
        text=words.found_text.format(count=count),
        heading=words.found_title,
        lines=tuple(lines),
        entries=(
            Entry("go-on", words.found_go_on),
            Entry("new", words.found_new),
            Entry("delete", words.found_delete),
        ),
    )


def dropped(questionnaire: Questionnaire, keys: Sequence[str]) -> str:
    known = questionnaire.questions
    named = ", ".join(known[key].name if key in known else visible(key) for key in keys)
    return questionnaire.words.draft.dropped.format(names=named)


def saving(here: Here) -> Screen:
    words, clinician = here.words.draft, here.state.clinician
    return Screen(
        text=words.text,
        heading=words.title,
        lines=(*words.more, *[here.words.clinician.saving] * clinician),
        entries=(
            Entry("no", words.no),
            Entry("yes", words.instead if here.state.other else words.yes),
        ),
    )


def country(here: Here) -> Screen:
    words, state = here.words.country, here.state
    listed = here.questionnaire.library.countries.countries
    offered = next((one for one in listed if one.code == state.offered), None)
    lines, entries = [words.ask], []
    if offered:
        lines = [words.offered.format(country=offered.name)]
        entries = [Entry("yes", words.yes), Entry("", words.code)]
    elsewhere = Entry("elsewhere", words.elsewhere, listed=words.elsewhere_listed)
    return Screen(
        text=words.text,
        heading=words.title,
        kind="country",
        why=here.words.walk.why.format(why=words.why),
        explains=True,
        lines=tuple(lines),
        entries=(*entries, elsewhere),
        places=tuple(Entry(c.code, c.name, "; ".join(c.also)) for c in listed),
        offered=offered.code if offered else "",
        previous=(state.country,) if state.country else (),
        numbered=False,
    )


def question(here: Here, asked: Question) -> Screen:
    state, questionnaire = here.state, here.questionnaire
    words, keys, key = here.words.walk, here.words.screen, asked.id
    section, sections = questionnaire.section_of[key], questionnaire.sections
    ids = [one.id for one in path.path(questionnaire, state.answers)]
    number, total = ids.index(key) + 1, len(ids)
    first = asked == section.questions[0]
    again = state.problem or state.changing or state.calls or state.explained == key
    most = asked.at_most if isinstance(asked, Ranked) else 0
    beside = {one.id for one in getattr(asked, "others", ())}
    options = (*getattr(asked, "options", ()), *getattr(asked, "others", ()))
    abouts = {one.id: one.about or "" for one in options}
    both = cards.cards(questionnaire, section.cards) if section.cards else []
    seen = (
        (Cards(*(cards.section(questionnaire, one) for one in both)),) if both else ()
    )
    given = state.answers.get(key) or state.aside.get(key, ())
    earlier = ""
    if given:
        said = here.names.answers(key, {key: given})
        earlier = words.earlier.format(answer=said)
    elif key in state.aside or key in state.skipped:
        earlier = words.earlier_skipped
    screen = Screen(
        key=key,
        text=asked.text,
        heading=words.question.format(number=number, total=total),
        kind="cards" if both and isinstance(asked, Poles) else kind(asked),
        part=keys.part.format(number=sections.index(section) + 1, total=len(sections)),
        place=section.title,
        count=keys.number.format(number=number, total=total),
        share=(number - 1) / total,
        intro=section.intro if first and section.intro and not state.changing else "",
        begins=first and not again,
        seen=seen,
        pages=tuple(helps(here)),
        why=words.why.format(why=asked.why),
        explains=first or state.clinician or state.explained == key,
        lines=(words.ranked.format(most=most),) if most else (),
        ways=Names.ways(asked) if isinstance(asked, Poles) else (),
        entries=tuple(
            Entry(
                one.id,
                here.names.option(asked, one.id),
                abouts.get(one.id, ""),
                one.exclusive,
                group="apart" if one.id in beside else "",
            )
            for one in questionnaire.shown(asked)
        ),
        previous=given,
        earlier=earlier,
        instruction=words.replies,
        shortly=words.replies_short,
        most=most,
    )
    return intake.beside(here, screen) if state.clinician else screen


def kind(asked: Question) -> Kind:
    if isinstance(asked, (Poles, Statement)):
        return "scale"
    return "ticks" if isinstance(asked, (Many, Ranked)) else "pick"


def check(here: Here) -> Screen:
    words, state, questionnaire = here.words.check, here.state, here.questionnaire
    place = here.words.walk.not_provided
    if state.country:
        place = here.names.country(state.country)
    name = here.words.country.name

    def noted(key: str, said: str) -> str:
        row = here.words.clinician.row
        return row.format(row=said) if key in state.notes else said

    rows = [
        Entry(
            q.id,
            noted(q.id, f"{q.name}: {said}"),
            listed=noted(q.id, q.name),
            group=questionnaire.section_of[q.id].title,
            said=said,
        )
        for q in path.path(questionnaire, state.answers)
        for said in [here.names.answers(q.id, state.answers)]
    ]
    screen = Screen(
        text=words.text,
        heading=words.title,
        kind="check",
        place=here.words.screen.last,
        share=1.0,
        pages=tuple(helps(here)),
        lines=(words.country.format(name=name, place=place),),
        entries=tuple(rows),
        extras=(
            Entry("done", words.done),
            Entry("country", words.change_country, listed=name, said=place),
        ),
        instruction=words.replies,
    )
    return intake.checked(here, screen) if state.clinician else screen


def keep(
    questionnaire: Questionnaire, problem: str, *, notes: bool = False, record: bool
) -> Screen:
    words = questionnaire.words.keep
    return Screen(
        key="keep",
        text=questionnaire.words.clinician.record if record else words.text,
        heading=words.title,
        place=words.title,
        lines=(questionnaire.words.clinician.keep,) * (notes and not record),
        entries=(Entry("leave-out", words.leave_out), Entry("keep", words.keep)),
        instruction=words.replies,
        problem=problem,
    )


SCREENS: dict[str, Callable[[Here], Screen]] = {
    **intake.SCREENS,
    "opening": opening,
    "found": found,
    "country": country,
    "gate": gate,
    "talked": talked,
    "saving": saving,
    "check": check,
}
