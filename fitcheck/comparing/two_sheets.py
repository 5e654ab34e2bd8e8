"""Two sheets side by side: what moved, or where two people agree and where they differ.

It says nothing of who is right, and with a gate on either side it counts nothing and
holds no leaning of either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal, NamedTuple

from fitcheck import documents
from fitcheck.answers.reading import Fitted
from fitcheck.content.model import SIDES, Many, Poles, Statement
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.documents import Written
from fitcheck.report import facts
from fitcheck.report.case import Case
from fitcheck.report.document import visible
from fitcheck.report.figures import Figure
from fitcheck.rubric import path

Why = Literal["safety", "first", "across", "steps"]
"""Why an answer is worth talking about: it is about safety, another concern comes
first, or the two stand on different sides of the middle, or far apart on a scale."""
Answer = tuple[str, ...] | None

FAR = 2
"""Places on a scale from which two answers are worth talking about; judgement."""
LONGEST, MOST = 60, 100
"""Characters that are shown of a name that nobody has checked, and such names."""
OWN = ("version", "country", "answered", "label", "respondent", "demonstration")


class Side(Case):
    """One of the two: what was answered, and what comes of it."""

    def __init__(self, questionnaire: Questionnaire, file: Fitted, name: str) -> None:
        super().__init__(questionnaire, file.sheet)
        self.name, self.dropped = name, file.dropped
        asked = path.path(questionnaire, file.sheet.answers)
        self.on_path = {question.id for question in asked}
        self.answers = path.on_path(questionnaire, file.sheet.answers)
        for key, chosen in self.answers.items():
            if isinstance(questionnaire.questions[key], Many):  # its order says nothing
                offered = questionnaire.choices[key]
                self.answers[key] = tuple(x.id for x in offered if x.id in chosen)

    @property
    def circumstances(self) -> str:
        """Who answered, when and where, and what was left open or cleared of safety."""
        words, vignette = self.questionnaire.words.compare, self.sheet.vignette
        missed = self.questionnaire.safety - self.answers.keys()
        said = [
            visible(vignette.name) if vignette else "",
            self.given or words.unnamed,
            words.safety_open if missed and not self.sheet.withheld else "",
            *self.cleared,
        ]
        return self.names.together(said)

    @property
    def data(self) -> dict[str, Any]:
        """This side as data; no reading where a gate on the other leaves it untold."""
        told = self.score.gates or self.score.fit
        return {
            "name": self.name,
            **{key: getattr(self.sheet, key) for key in OWN},
            "withheld": ["safety"] if self.sheet.withheld else [],
            "cleared": list(self.sheet.cleared),
            "unknown": list(self.dropped),
            "gate": list(self.score.gates),
            "fit": facts.fit(self.score),
            "evidence": facts.evidence(self.questionnaire, self.score),
            "reading": self.score.reading if told else None,
        }

    @property
    def reading(self) -> str:
        words, found = self.questionnaire.words, self.data["reading"]
        return words.readings.of(found).name if found else words.compare.none

    @property
    def parts(self) -> list[str]:
        """The parts of the result, as the table has them: with a gate no points."""
        questionnaire, score = self.questionnaire, self.score
        key = questionnaire.concern_question or ""
        first = {key: self.answers.get(key, ())[:1]}
        concern = self.names.answers(key, first) if key else ""
        if score.fit is None or score.evidence is None:
            return [self.reading, concern]
        fit, of = score.fit, questionnaire.words.report.points_of
        return [
            self.reading,
            self.names.band(fit),
            *(of.format(points=getattr(fit, x), maximum=fit.maximum) for x in SIDES),
            self.names.between(fit.lowest, fit.highest),
            concern,
            self.known,
        ]

    @property
    def unknown(self) -> str:
        """The questions in its file that these do not know, with nothing unseen."""
        known = self.questionnaire.questions
        shown = [
            known[key].name if key in known
            else " ".join(visible(key[:LONGEST]).split())
            for key in self.dropped[:MOST]
        ]  # fmt: skip
        if more := len(self.dropped[MOST:]):
            shown.append(self.questionnaire.words.compare.more.format(count=more))
        return "; ".join(shown)

    def answer(self, key: str) -> str:
        if key not in self.on_path:
            return self.questionnaire.words.compare.not_asked
        return self.names.answers(key, self.answers)

    def place(self, concern: str) -> str:
        words = self.questionnaire.words.compare
        named = self.answers.get(self.questionnaire.concern_question or "", ())
        if concern not in named:
            return words.place_none
        return words.place_also if named.index(concern) else words.place_first


class Pair(NamedTuple):
    """One question with both answers; None where it was not answered."""

    question: str
    before: Answer
    after: Answer
    shift: int | None
    """What it moves the difference by; None at a gate, or where it has no points."""
    why: Why | None
    """At a gate never how far apart the two stand on a scale."""


class Comparison:
    """Two sheets side by side; whoever answered them names two people."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        before: Fitted,
        after: Fitted,
        people: tuple[str, str] | None = None,
    ) -> None:
        words = questionnaire.words.compare
        one, two = before.sheet.respondent, after.sheet.respondent
        if people is None and one and two and one != two:
            people = one, two
        known = vars(words.who) if people else {}
        self.names = [
            known.get(name, visible(name))
            for name in people or (words.before, words.after)
        ]
        self.questionnaire, self.people = questionnaire, people is not None
        self.before = Side(questionnaire, before, self.names[0])
        self.after = Side(questionnaire, after, self.names[1])
        self.sides = self.before, self.after
        self.gated = [side for side in self.sides if side.score.gates]
        for side in self.sides if self.gated else ():
            side.score = replace(side.score, fit=None, evidence=None, lines=())

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every question on either path, in order.

        Safety questions are left out where either file says that it left them out.
        """
        hidden = any(side.sheet.withheld for side in self.sides)
        keys = self.before.on_path | self.after.on_path
        keys -= self.questionnaire.safety if hidden else frozenset()
        return [self.pair(key) for key in self.questionnaire.questions if key in keys]

    def pair(self, key: str) -> Pair:
        both = self.before.answers.get(key), self.after.answers.get(key)
        offered = {one.id: one.difference for one in self.questionnaire.choices[key]}
        one, two = (sum(offered[x] for x in chosen or ()) for chosen in both)
        reason = "across" if one * two < 0 else why(self.questionnaire, key, *both)
        if self.gated and reason not in {"safety", "first"}:
            reason = None
        counted = key in self.questionnaire.scored and not self.gated
        return Pair(key, *both, two - one if counted else None, reason)

    @cached_property
    def moved(self) -> list[Pair]:
        """What was answered in two ways; of two people, what to talk about first."""
        found = [pair for pair in self.pairs if pair.before != pair.after]
        return sorted(found, key=lambda pair: self.people and pair.why is None)

    @property
    def both(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.before and pair.after]

    @property
    def talk(self) -> int:
        """How many answers are worth talking about."""
        return sum(pair.why is not None for pair in self.pairs)

    @property
    def same(self) -> bool:
        return not self.moved and self.before.score == self.after.score

    @property
    def shift(self) -> int | None:
        """What the difference moves by, over the answers given; None at a gate."""
        before, after = self.before.score.fit, self.after.score.fit
        return after.difference - before.difference if before and after else None

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "comparison": 1,
            "questionnaire": facts.edition(self.questionnaire),
            "people": self.people,
            "before": self.before.data,
            "after": self.after.data,
            "nothing_moved": self.same,
            "difference_moved": self.shift,
            "answers": [
                {
                    "question": pair.question,
                    "before": list(pair.before) if pair.before else None,
                    "after": list(pair.after) if pair.after else None,
                    "moved": pair.before != pair.after,
                    "difference_moved": pair.shift,
                    "worth_talking": pair.why,
                }
                for pair in self.pairs
            ],
        }

    @property
    def odd(self) -> Iterator[str]:
        """What may have gone wrong in choosing or naming the two files."""
        words = self.questionnaire.words.compare
        one, two = self.before.sheet, self.after.sheet
        if not self.people and two.answered and two.answered < (one.answered or ""):
            yield words.backwards
        if self.people and one == two:
            yield words.one_file
        if not self.people and one.label and two.label and one.label != two.label:
            yield words.labels_differ
        if one.country and two.country and one.country != two.country:
            yield words.countries_differ
        said = [vars(words.who).get(sheet.respondent or "") for sheet in (one, two)]
        known = zip(said, self.names, strict=True)
        if self.people and any(who and who != name for who, name in known):
            yield words.who_differs

    def whose(self, gate: str) -> str:
        """Name everybody in whose answers a gate fired."""
        return ", ".join(one.name for one in self.gated if gate in one.score.gates)

    @cached_property
    def scale(self) -> Figure | None:
        """Both differences on one scale, to be drawn; none with a gate."""
        fits = [side.score.fit for side in self.sides]
        if fits[0] is None or fits[1] is None:
            return None
        marks = tuple(
            side.mark(name) for side, name in zip(self.sides, self.names, strict=True)
        )
        words = self.questionnaire.words
        heads = words.compare.whose, words.report.difference
        most = fits[0].maximum
        scale = self.before.names.scale()
        return Figure(heads[1], heads, (), marks, most, *scale)


def why(
    questionnaire: Questionnaire, key: str, before: Answer, after: Answer
) -> Why | None:
    """Say why two answers on one side of the middle are worth talking about, if so."""
    if before is None or after is None or before == after:
        return None
    if key in questionnaire.safety:
        return "safety"
    if key == questionnaire.concern_question:
        return "first" if before[0] != after[0] else None
    if not isinstance(questionnaire.questions[key], Poles | Statement):
        return None
    scale = [one.id for one in questionnaire.choices[key] if not one.aside]
    if before[0] in scale and after[0] in scale:
        apart = abs(scale.index(after[0]) - scale.index(before[0]))
        return "steps" if apart >= FAR else None
    return "steps"  # one of them wants neither of the two


def write(found: Comparison) -> Written:
    """Write a comparison: the result, then answer by answer what is another."""
    proofs = [side.score.evidence for side in found.sides]
    named = [concern.id for proof in proofs if proof for concern in proof.concerns]
    return documents.fill(
        found.questionnaire,
        "compare",
        {"scale": found.scale} if found.scale else {},
        c=found,
        concerns=[found.questionnaire.concerns[one] for one in dict.fromkeys(named)]
        if proofs[0] != proofs[1]
        else [],
        alike=[pair for pair in found.both if pair not in found.moved],
    )
