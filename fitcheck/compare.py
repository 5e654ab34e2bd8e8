"""Two sheets side by side: what moved, or where two people agree and where they differ.

Pure: ids and whole numbers alone. It says nothing of who is right, and with a gate on
either side it counts nothing and holds no leaning of either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from fitcheck.model import Many, Poles, Statement
from fitcheck.rubric import path, scoring

if TYPE_CHECKING:
    from fitcheck.answers.reading import Fitted
    from fitcheck.answers.sheet import Answers, Sheet
    from fitcheck.model import Reading
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Score

Why = Literal["safety", "first", "across", "steps"]
"""Why an answer is worth talking about: it is about safety, another concern comes
first, or the two stand on different sides of the middle, or far apart on a scale."""

FAR = 2
"""Places on a scale from which two answers are worth talking about; judgement."""


@dataclass(frozen=True)
class Side:
    """One of the two: what was answered, and what comes of it."""

    sheet: Sheet
    score: Score
    """With a gate on the other side too, without points and evidence."""
    answers: Answers
    """Those on the path; where the order means nothing, in the order of the options."""
    asked: frozenset[str]
    dropped: tuple[str, ...]
    """What its file answers and these questions do not know."""

    @property
    def reading(self) -> Reading | None:
        """What came of it; None where a gate on the other side leaves it untold."""
        told = self.score.gates or self.score.fit
        return self.score.reading if told else None


@dataclass(frozen=True)
class Pair:
    """One question with both answers; None where it was not answered."""

    question: str
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None
    shift: int | None
    """What it moves the difference by; None at a gate, or where it has no points."""
    why: Why | None
    """At a gate never how far apart the two stand on a scale."""

    @property
    def both(self) -> bool:
        """Say whether it was answered both times."""
        return self.before is not None and self.after is not None

    @property
    def moved(self) -> bool:
        """Say whether the two answers differ."""
        return self.before != self.after


@dataclass(frozen=True)
class Comparison:
    """Two sheets, question by question."""

    before: Side
    after: Side
    pairs: tuple[Pair, ...]
    """Every question on either path, in order."""

    @property
    def gated(self) -> bool:
        """Say whether a gate fired on either side."""
        return bool(self.before.score.gates or self.after.score.gates)

    @property
    def moved(self) -> tuple[Pair, ...]:
        """The questions that were answered in different ways."""
        return tuple(pair for pair in self.pairs if pair.moved)

    @property
    def same(self) -> bool:
        """Say whether nothing moved at all."""
        return not self.moved and self.before.score == self.after.score

    @property
    def dropped(self) -> bool:
        """Say whether either file holds something that could not be compared."""
        return bool(self.before.dropped or self.after.dropped)

    @property
    def shift(self) -> int | None:
        """What the difference moves by, over the answers given; None at a gate."""
        before, after = self.before.score.fit, self.after.score.fit
        return after.difference - before.difference if before and after else None


def compare(questionnaire: Questionnaire, before: Fitted, after: Fitted) -> Comparison:
    """Score two sheets and put them side by side.

    Safety questions are left out where either file says that it left them out.
    """
    one, two = side(questionnaire, before), side(questionnaire, after)
    hidden = one.sheet.withheld or two.sheet.withheld
    keys = [
        key
        for key in questionnaire.questions
        if key in one.asked | two.asked and not (hidden and key in questionnaire.safety)
    ]
    gated = bool(one.score.gates or two.score.gates)
    if gated:
        one, two = uncounted(one), uncounted(two)
    pairs = (pair(questionnaire, key, one, two, gated=gated) for key in keys)
    return Comparison(one, two, tuple(pairs))


def side(questionnaire: Questionnaire, given: Fitted) -> Side:
    """Score one sheet."""
    sheet = given.sheet
    answers = path.on_path(questionnaire, sheet.answers)
    asked = path.path(questionnaire, sheet.answers)
    return Side(
        sheet,
        scoring.score(questionnaire, sheet),
        {key: ordered(questionnaire, key, chosen) for key, chosen in answers.items()},
        frozenset(question.id for question in asked),
        given.dropped,
    )


def uncounted(given: Side) -> Side:
    """Leave out every point of one side."""
    score = replace(given.score, fit=None, evidence=None, lines=())
    return replace(given, score=score)


def ordered(
    questionnaire: Questionnaire, key: str, chosen: tuple[str, ...]
) -> tuple[str, ...]:
    """Bring an answer into the order of its options, where its own means nothing."""
    if not isinstance(questionnaire.questions[key], Many):
        return chosen
    return tuple(c.id for c in questionnaire.choices[key] if c.id in chosen)


def pair(
    questionnaire: Questionnaire, key: str, one: Side, two: Side, *, gated: bool
) -> Pair:
    """Put both answers to one question side by side."""
    before, after = one.answers.get(key), two.answers.get(key)
    shift = None
    if key in questionnaire.scored and not gated:
        shift = worth(questionnaire, key, after) - worth(questionnaire, key, before)
    reason = why(questionnaire, key, before, after)
    if gated and reason not in {"safety", "first"}:
        reason = None
    return Pair(key, before, after, shift, reason)


def worth(
    questionnaire: Questionnaire, key: str, chosen: tuple[str, ...] | None
) -> int:
    """Return what an answer adds to the difference; nothing, if there is none."""
    offered = questionnaire.choices[key]
    return sum(one.difference for one in offered if one.id in (chosen or ()))


def why(
    questionnaire: Questionnaire,
    key: str,
    before: tuple[str, ...] | None,
    after: tuple[str, ...] | None,
) -> Why | None:
    """Say why two answers are worth talking about, if they are."""
    if before is None or after is None or before == after:
        return None
    if key in questionnaire.safety:
        return "safety"
    if key == questionnaire.concern_question:
        return "first" if before[0] != after[0] else None
    if worth(questionnaire, key, before) * worth(questionnaire, key, after) < 0:
        return "across"
    return "steps" if apart(questionnaire, key, before, after) >= FAR else None


def apart(
    questionnaire: Questionnaire,
    key: str,
    before: tuple[str, ...],
    after: tuple[str, ...],
) -> int:
    """Count the places between two answers on a scale; 0 where there is no scale."""
    if not isinstance(questionnaire.questions[key], (Poles, Statement)):
        return 0
    places = [choice.id for choice in questionnaire.choices[key] if not choice.aside]
    if not {after[0], before[0]} <= set(places):
        return FAR  # one of them wants neither of the two
    return abs(places.index(after[0]) - places.index(before[0]))
