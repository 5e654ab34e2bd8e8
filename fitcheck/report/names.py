"""What answers, therapies, sides and countries are called, and how numbers are written.

One place for the short names that walk and documents share; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fitcheck.answers.sheet import Answers, Sheet
from fitcheck.content.model import Leaning, Poles, Question, Side, Statement
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report.document import visible
from fitcheck.rubric.scoring import Fit

# --- sides ----------------------------------------------------------------------------


def therapy(questionnaire: Questionnaire, side: Side) -> str:
    words = questionnaire.words
    return words.therapy_cbt if side == "cbt" else words.therapy_psychodynamic


def side(questionnaire: Questionnaire, leaning: Leaning) -> str:
    if leaning == "neither":
        return questionnaire.words.report.side_neither
    return therapy(questionnaire, leaning)


def column(questionnaire: Questionnaire, leaning: Leaning) -> str:
    """Name a side where there is little room, or neither."""
    return getattr(questionnaire.words.report, f"side_{leaning}")


def band(questionnaire: Questionnaire, fit: Fit) -> str:
    if fit.spans:
        return questionnaire.words.readings.cannot_tell.name
    return next(b.name for b in questionnaire.rubric.bands if b.id == fit.band)


def strength(questionnaire: Questionnaire, points: int) -> str:
    scale = questionnaire.rubric.strengths
    return next(one.name for one in scale if one.points == points)


# --- answers --------------------------------------------------------------------------


def option(questionnaire: Questionnaire, question: Question, chosen: str) -> str:
    """Say an option while it is being chosen: poles by their letters."""
    aside = isinstance(question, Poles) and beside(question, chosen)
    if not isinstance(question, Poles) or aside or chosen == "no-preference":
        return answer(questionnaire, question.id, chosen)
    letter = "a" if chosen.endswith(question.first) else "b"
    amount = "much_more" if chosen.startswith("strongly") else "little_more"
    return getattr(questionnaire.words.walk, f"{amount}_{letter}")


def answer(questionnaire: Questionnaire, key: str, chosen: str | None) -> str:
    """Say an answer so that it can be understood without its question's options."""
    words, question = questionnaire.words.walk, questionnaire.questions[key]
    if chosen is None:
        return words.not_provided
    if isinstance(question, Statement):
        return getattr(words, chosen.replace("-", "_"))
    if not isinstance(question, Poles):
        return next(one.label for one in question.options if one.id == chosen)
    if other := beside(question, chosen):
        return other
    if chosen == "no-preference":
        return words.neither
    side = "psychodynamic" if chosen.endswith("psychodynamic") else "cbt"
    template = words.much_more if chosen.startswith("strongly") else words.little_more
    return template.format(pole=getattr(question, side))


def beside(question: Poles, chosen: str) -> str:
    """Return the label of a way besides the two; nothing if it is none."""
    return next((one.label for one in question.others if one.id == chosen), "")


def answers(questionnaire: Questionnaire, key: str, given: Answers) -> str:
    chosen = given.get(key)
    if not chosen:
        return questionnaire.words.walk.not_provided
    return "; ".join(answer(questionnaire, key, one) for one in chosen)


def ways(question: Poles) -> tuple[str, str]:
    """Return the two ways of a two-pole item as A and B, in the order shown."""
    both = question.psychodynamic, question.cbt
    return both if question.first == "psychodynamic" else both[::-1]


def topic(questionnaire: Questionnaire, key: str) -> str:
    """Name a question beside its answer: by all its words, where these are needed."""
    asked = questionnaire.questions[key]
    whole = asked.kind in {"statement", "single"}
    return asked.text.removesuffix(".") if whole else asked.name


def because(questionnaire: Questionnaire, given: Iterable[dict[str, str]]) -> str:
    """Quote the answers that called for something; nothing if none did."""
    words = questionnaire.words.ask
    quoted = (
        words.answer.format(
            name=topic(questionnaire, one["question"]),
            answer=answer(questionnaire, one["question"], one["answer"]),
        )
        for one in given
    )
    said = "; ".join(quoted)
    return words.because.format(answers=said) if said else ""


# --- sheets and editions --------------------------------------------------------------


def country(questionnaire: Questionnaire, code: str) -> str:
    known = questionnaire.library.countries.countries
    return next((one.name for one in known if one.code == code), code)


def record(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    if sheet.label:
        yield questionnaire.words.report.label.format(label=visible(sheet.label))


def respondent(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    if sheet.respondent:
        yield getattr(questionnaire.words.report, f"respondent_{sheet.respondent}")


def edition(questionnaire: Questionnaire) -> tuple[str, str]:
    words, manifest = questionnaire.words.report, questionnaire.manifest
    version = words.version.format(
        id=manifest.id, version=manifest.version, date=manifest.date
    )
    return version, words.fingerprint.format(sha256=questionnaire.fingerprint)


def named(questionnaire: Questionnaire, sources: Iterable[str]) -> str:
    """Name sources in short, each name once."""
    short = questionnaire.short_names
    return "; ".join(dict.fromkeys(short[key] for key in sources))


def cited(questionnaire: Questionnaire, text: str, sources: Iterable[str]) -> str:
    """Put the short names of its sources behind a text."""
    return f"{text} ({named(questionnaire, sources)})"


# --- letters and numbers --------------------------------------------------------------


def spoken(label: str) -> str:
    """Say a label within a sentence: without its bracket, in small letters."""
    text = label.partition(" (")[0]
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """End a text with a full stop, unless it, or a quotation in it, has an end."""
    return text if text.rstrip("”").endswith((".", "?", "!")) else f"{text}."


def together(several: Iterable[Any]) -> str:
    return " ".join(map(ended, several))


def signed(number: int) -> str:
    return f"{number:+d}" if number else "0"


def between(questionnaire: Questionnaire, lowest: int, highest: int) -> str:
    """Write a difference, or the range that missing answers leave it in."""
    if lowest == highest:
        return signed(lowest)
    return questionnaire.words.report.difference_open.format(
        lowest=signed(lowest), highest=signed(highest)
    )
