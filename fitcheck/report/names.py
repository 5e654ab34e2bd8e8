"""What answers, therapies, sides and countries are called, and how numbers are written.

One place for the short names that walk and documents share; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fitcheck.answers.sheet import Answers, Sheet
from fitcheck.content.model import Band, Leaning, Poles, Pull, Question, Side, Statement
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report.document import visible
from fitcheck.rubric import scoring
from fitcheck.rubric.scoring import Fit


class Names:
    """The names that one questionnaire has for things."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire, self.words = questionnaire, questionnaire.words

    # --- sides ------------------------------------------------------------------------

    def therapy(self, side: Side) -> str:
        return self.words.of(f"therapy_{side}")

    def side(self, leaning: Leaning) -> str:
        if leaning == "neither":
            return self.words.report.side_neither
        return self.therapy(leaning)

    def column(self, leaning: Leaning) -> str:
        """Name a side where there is little room, or neither."""
        return self.words.report.of(f"side_{leaning}")

    def band(self, fit: Fit) -> str:
        if fit.spans:
            return self.words.readings.cannot_tell.name
        known = self.questionnaire.rubric.bands
        return next(one.name for one in known if one.id == fit.band)

    def bands(self) -> list[tuple[Band, str, str]]:
        """Return each band with its name and the differences that are read so."""
        words, several = self.words.report, self.questionnaire.rubric.bands
        ends = [band.from_ - 1 for band in several[1:] if band.from_ is not None]
        found = []
        for band, end in zip(several, (*ends, None), strict=True):
            lowest = "" if band.from_ is None else self.signed(band.from_)
            highest = "" if end is None else self.signed(end)
            template = words.band_between
            if not (lowest and highest):
                template = words.band_least if lowest else words.band_most
            said = template.format(lowest=lowest, highest=highest)
            found.append((band, self.capital(band.name), said))
        return found

    def scale(self) -> tuple[tuple[int, ...], tuple[str, str]]:
        """Return where each band ends, counted away from 0, and what both ends mean."""
        words, several = self.words.report, self.questionnaire.rubric.bands
        lowest = [band.from_ for band in several if band.from_ is not None]
        # A band is written by its lower bound: on the low side it ends below the next.
        bounds = tuple(one if one > 0 else one - 1 for one in lowest)
        return bounds, (words.side_cbt, words.side_psychodynamic)

    def reading(self, fit: Pull, evidence: Leaning) -> str:
        """Name what the two lenses come to together."""
        row = scoring.decide(self.questionnaire, fit=fit, evidence=evidence)
        found = scoring.table(self.questionnaire, row).reading
        return self.words.readings.of(found).name

    # --- answers ----------------------------------------------------------------------

    def option(self, question: Question, chosen: str) -> str:
        """Say an option while it is being chosen: poles by their letters."""
        aside = isinstance(question, Poles) and self.beside(question, chosen)
        if not isinstance(question, Poles) or aside or chosen == "no-preference":
            return self.answer(question.id, chosen)
        letter = "a" if chosen.endswith(question.first) else "b"
        amount = "much_more" if chosen.startswith("strongly") else "little_more"
        return self.words.walk.of(f"{amount}_{letter}")

    def answer(self, key: str, chosen: str | None) -> str:
        """Say an answer so that it can be understood without its question's options."""
        words, question = self.words.walk, self.questionnaire.questions[key]
        if chosen is None:
            return words.not_provided
        if isinstance(question, Statement):
            return words.of(chosen)
        if not isinstance(question, Poles):
            return next(one.label for one in question.options if one.id == chosen)
        if other := self.beside(question, chosen):
            return other
        if chosen == "no-preference":
            return words.neither
        pole = question.cbt if chosen.endswith("cbt") else question.psychodynamic
        much = chosen.startswith("strongly")
        return (words.much_more if much else words.little_more).format(pole=pole)

    @staticmethod
    def beside(question: Poles, chosen: str) -> str:
        """Return the label of a way besides the two; nothing if it is none."""
        return next((one.label for one in question.others if one.id == chosen), "")

    def answers(self, key: str, given: Answers) -> str:
        chosen = given.get(key) or (None,)
        return "; ".join(self.answer(key, one) for one in chosen)

    @staticmethod
    def ways(question: Poles) -> tuple[str, str]:
        """Return the two ways of a two-pole item as A and B, in the order shown."""
        both = question.psychodynamic, question.cbt
        return both if question.first == "psychodynamic" else both[::-1]

    def topic(self, key: str) -> str:
        """Name a question beside its answer: by all its words, where needed."""
        asked = self.questionnaire.questions[key]
        whole = asked.kind in {"statement", "single"}
        return asked.text.removesuffix(".") if whole else asked.name

    def because(self, given: Iterable[dict[str, str]]) -> str:
        """Quote the answers that called for something; nothing if none did."""
        words = self.words.ask
        said = "; ".join(
            words.answer.format(
                name=self.topic(one["question"]),
                answer=self.answer(one["question"], one["answer"]),
            )
            for one in given
        )
        return words.because.format(answers=said) if said else ""

    # --- sheets and editions ----------------------------------------------------------

    def country(self, code: str) -> str:
        known = self.questionnaire.library.countries.countries
        return next((one.name for one in known if one.code == code), code)

    def whose(self, sheet: Sheet) -> tuple[str, str]:
        """Say who answered, and the label of the record; what is not known is empty."""
        words, who, label = self.words.report, sheet.respondent, sheet.label
        return (
            words.of(f"respondent_{who}") if who else "",
            words.label.format(label=visible(label)) if label else "",
        )

    def edition(self) -> tuple[str, str]:
        words, manifest = self.words.report, self.questionnaire.manifest
        version = words.version.format(
            id=manifest.id, version=manifest.version, date=manifest.date
        )
        sha256 = self.questionnaire.fingerprint
        return version, words.fingerprint.format(sha256=sha256)

    def named(self, sources: Iterable[str]) -> str:
        """Name sources in short, each name once."""
        short = self.questionnaire.short_names
        return "; ".join(dict.fromkeys(short[key] for key in sources))

    def cited(self, text: str, sources: Iterable[str]) -> str:
        """Put the short names of its sources behind a text."""
        return f"{text} ({self.named(sources)})"

    # --- letters and numbers ----------------------------------------------------------

    @staticmethod
    def spoken(label: str) -> str:
        """Say a label within a sentence: without its bracket, in small letters."""
        text = label.partition(" (")[0]
        return text if text[1:2].isupper() else text[:1].lower() + text[1:]

    @staticmethod
    def capital(text: str) -> str:
        return text[:1].upper() + text[1:]

    @staticmethod
    def ended(text: str) -> str:
        """End a text with a full stop, unless it, or a quotation in it, has an end."""
        return text if text.rstrip("”").endswith((".", "?", "!")) else f"{text}."

    @classmethod
    def together(cls, several: Iterable[Any]) -> str:
        """Put texts behind each other, each with an end; those that are empty go."""
        return " ".join(cls.ended(one) for one in several if one)

    @staticmethod
    def signed(number: int) -> str:
        return f"{number:+d}" if number else "0"

    def between(self, lowest: int, highest: int) -> str:
        """Write a difference, or the range that missing answers leave it in."""
        if lowest == highest:
            return self.signed(lowest)
        return self.words.report.difference_open.format(
            lowest=self.signed(lowest), highest=self.signed(highest)
        )
