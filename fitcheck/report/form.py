"""The blank questionnaire on paper, and behind it the pages to add it up on.

It holds no answer, and no point on the pages that a person fills in.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fitcheck.model import Many, Poles, Ranked, Statement
from fitcheck.report import cards, labels, scorecard
from fitcheck.report.document import (
    Block,
    Boxes,
    Bullets,
    Document,
    Facts,
    Paragraph,
    Section,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.model import Question
    from fitcheck.model import Section as Part
    from fitcheck.questionnaire import Questionnaire


def tell(questionnaire: Questionnaire) -> Document:
    """Lay the blank questionnaire out, and the scoring page behind it."""
    words = questionnaire.words.form
    fields = (words.day, words.name, words.number)
    head: tuple[Block, ...] = (
        *map(Paragraph, words.intro),
        Facts(tuple((field, words.blank) for field in fields)),
    )
    parts = (part(questionnaire, one) for one in questionnaire.sections)
    return labels.document(
        questionnaire, words.title, head, (*parts, scoring(questionnaire))
    )


def part(questionnaire: Questionnaire, one: Part) -> Section:
    """Lay out one section: what opens it, what is read first, its questions."""
    number = questionnaire.sections.index(one) + 1
    title = questionnaire.words.walk.part.format(
        number=number, total=len(questionnaire.sections), title=one.title
    )
    opening = one.paper or one.intro
    asked = [question(questionnaire, each) for each in one.questions]
    shown = cards.cards(questionnaire, one.cards) if one.cards else ()
    read = (cards.section(questionnaire, card) for card in shown)
    if any(each.id in questionnaire.safety for each in one.questions):
        asked.insert(1, stopped(questionnaire))  # on the page where one stops first
    return Section(
        title, (Paragraph(opening),) if opening else (), (*read, *asked), "form"
    )


def question(questionnaire: Questionnaire, asked: Question) -> Section:
    """Lay out one question with its boxes to tick."""
    title = questionnaire.words.form.question.format(
        number=number(questionnaire, asked.id), text=asked.text
    )
    blocks = (
        *before(questionnaire, asked),
        boxes(questionnaire, asked),
        *after(questionnaire, asked),
    )
    return Section(title, tuple(blocks))


def number(questionnaire: Questionnaire, key: str) -> int:
    """Count a question over the whole form."""
    return list(questionnaire.questions).index(key) + 1


def before(questionnaire: Questionnaire, asked: Question) -> Iterator[Block]:
    """Yield for whom a question is, why it is asked, its two ways, how to answer."""
    words, walk = questionnaire.words.form, questionnaire.words.walk
    for condition in asked.show_if:
        at = number(questionnaire, condition.question)
        named = scorecard.named(questionnaire, condition.question, condition.any_of)
        yield Paragraph(words.only_if.format(number=at, answers=named), strong=True)
    if asked == questionnaire.section_of[asked.id].questions[0]:
        yield Paragraph(walk.why.format(why=asked.why))
    if isinstance(asked, Poles):
        a, b = labels.ways(asked)
        yield Bullets((walk.pole_a.format(text=a), walk.pole_b.format(text=b)))
    if isinstance(asked, Many):
        yield Paragraph(words.several)
    if isinstance(asked, Ranked):
        yield Paragraph(words.ranked.format(most=asked.at_most))


def boxes(questionnaire: Questionnaire, asked: Question) -> Boxes:
    """Return a box for each option, in the order in which they are shown."""
    items = []
    for choice in questionnaire.shown(asked):
        said = labels.option(questionnaire, asked, choice.id)
        items.append(" ".join((said, *about(questionnaire, asked, choice.id))))
    return Boxes(tuple(items), across=isinstance(asked, (Poles, Statement)))


def about(questionnaire: Questionnaire, asked: Question, option: str) -> Iterator[str]:
    """Yield what explains an option, if it has that."""
    told = next((o for o in getattr(asked, "options", ()) if o.id == option), None)
    if told and told.about:
        yield questionnaire.words.form.about.format(about=told.about)


def after(questionnaire: Questionnaire, asked: Question) -> Iterator[Block]:
    """Yield which answers stand alone, and which mean to stop."""
    words, choices = questionnaire.words.form, questionnaire.choices[asked.id]
    alone = [one.id for one in choices if one.exclusive]
    if alone:
        named = scorecard.named(questionnaire, asked.id, alone)
        yield Paragraph(words.alone.format(answers=named))
    stopping = scorecard.stopping(questionnaire).get(asked.id)
    if stopping:
        going_on = [one.id for one in choices if one.id not in stopping]
        named = scorecard.named(questionnaire, asked.id, going_on)
        said = words.stop.format(answers=named, title=words.stopped)
        yield Paragraph(said, strong=True)


def stopped(questionnaire: Questionnaire) -> Section:
    """Say what comes first for somebody whom an answer asks to stop."""
    words, general = questionnaire.words.form, questionnaire.library.help_lines.general
    called = f"{general.emergency} {general.crisis}"
    return Section(
        words.stopped, (*map(Paragraph, words.stopped_text), Paragraph(called))
    )


def scoring(questionnaire: Questionnaire) -> Section:
    """Lay out the page to add up on, with a row for each question by its number."""
    words = questionnaire.words.form
    said = (*words.scoring_text, *questionnaire.words.scorecard.intro)
    blocks = map(Paragraph, (*said, *labels.edition(questionnaire)))
    steps = scorecard.steps(questionnaire, partial(row, questionnaire))
    return Section(words.scoring, tuple(blocks), steps, "scoring")


def row(questionnaire: Questionnaire, asked: Question) -> str:
    """Name a question by its number on the form."""
    at = number(questionnaire, asked.id)
    return questionnaire.words.form.row.format(number=at, name=asked.name)
