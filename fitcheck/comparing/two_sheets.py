"""Two sheets side by side: what moved, or where two people agree and where they differ.

It says nothing of who is right, and with a gate on either side it counts nothing and
holds no leaning of either.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any, Literal, NamedTuple

from fitcheck import documents
from fitcheck.answers.reading import Fitted
from fitcheck.content.model import Many, Poles, Statement
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
        self.on_path = {q.id for q in path.path(questionnaire, file.sheet.answers)}
        self.answers = dict(self.answered)
        for key, chosen in self.answered.items():
            if isinstance(questionnaire.questions[key], Many):  # its order says nothing
                offered = questionnaire.choices[key]
                self.answers[key] = tuple(x.id for x in offered if x.id in chosen)

    @property
    def circumstances(self) -> str:
        """Who answered, when and where, and what was left open or cleared of safety."""
        words, vignette = self.words.compare, self.sheet.vignette
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
        found = self.data["reading"]
        return self.words.readings.of(found).name if found else self.words.compare.none

    @property
    def named(self) -> tuple[str, ...]:
        return self.answers.get(self.questionnaire.concern_question or "", ())

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
            shown.append(self.words.compare.more.format(count=more))
        return "; ".join(shown)

    def answer(self, key: str) -> str:
        if key not in self.on_path:
            return self.words.compare.not_asked
        return self.names.answers(key, self.answers)


class Pair(NamedTuple):
    """One question with both answers, as the data has it."""

    question: str
    before: Answer
    """None where it was not answered."""
    after: Answer
    moved: bool
    difference_moved: int | None
    """None at a gate, or where the question has no points."""
    worth_talking: Why | None
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
        self.questionnaire, words = questionnaire, questionnaire.words.compare
        one, two = before.sheet.respondent, after.sheet.respondent
        if people is None and one and two and one != two:
            people = one, two
        self.people, known = people is not None, vars(words.who) if people else {}
        self.names = [
            known.get(name, visible(name))
            for name in people or (words.before, words.after)
        ]
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
        known, offered = self.questionnaire, self.questionnaire.choices[key]
        before, after = (side.answers.get(key) or None for side in self.sides)
        worth = {one.id: one.difference for one in offered}
        was, now = (sum(worth[x] for x in chosen or ()) for chosen in (before, after))
        why: Why | None = None
        if not before or not after or before == after:
            pass  # nothing to talk about
        elif key in known.safety:
            why = "safety"
        elif key == known.concern_question:
            why = "first" if before[0] != after[0] else None
        elif self.gated:
            pass
        elif was * now < 0:
            why = "across"
        elif isinstance(known.questions[key], Poles | Statement):
            scale = [one.id for one in offered if not one.aside]
            places = [scale.index(x) for x in (before[0], after[0]) if x in scale]
            # Whoever wants neither of the two stands nowhere on it.
            far = len(places) < 2 or abs(places[0] - places[1]) >= FAR
            why = "steps" if far else None
        counted = key in known.scored and not self.gated
        shift = now - was if counted else None
        return Pair(key, before, after, before != after, shift, why)

    @cached_property
    def moved(self) -> list[Pair]:
        """What was answered in two ways; of two people, what to talk about first."""
        found = [pair for pair in self.pairs if pair.moved]
        return sorted(found, key=lambda one: self.people and not one.worth_talking)

    @property
    def both(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.before and pair.after]

    @property
    def talk(self) -> int:
        """How many answers are worth talking about."""
        return sum(pair.worth_talking is not None for pair in self.pairs)

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
            "answers": [pair._asdict() for pair in self.pairs],
        }

    @property
    def odd(self) -> list[str]:
        """What may have gone wrong in choosing or naming the two files."""
        words, people = self.questionnaire.words.compare, self.people
        one, two = (side.sheet for side in self.sides)
        labels = {one.label, two.label} - {None, ""}
        countries = {one.country, two.country} - {None, ""}
        who = [vars(words.who).get(x.respondent or "", "") for x in (one, two)]
        both = zip(who, self.names, strict=True)
        found = {
            "backwards": not people
            and two.answered
            and two.answered < (one.answered or ""),
            "one_file": people and one == two,
            "labels_differ": not people and len(labels) > 1,
            "countries_differ": len(countries) > 1,
            "who_differs": people and any(x not in ("", name) for x, name in both),
        }
        return [words.of(name) for name, so in found.items() if so]

    def whose(self, gate: str) -> str:
        """Name everybody in whose answers a gate fired."""
        return ", ".join(one.name for one in self.gated if gate in one.score.gates)

    @cached_property
    def scale(self) -> Figure | None:
        """Both differences on one scale, to be drawn; none with a gate."""
        words = self.questionnaire.words
        fits = [side.score.fit for side in self.sides if side.score.fit]
        if not fits:
            return None
        marks = tuple(side.mark(side.name) for side in self.sides)
        heads = words.compare.whose, words.report.difference
        scale = self.before.names.scale()
        return Figure(heads[1], heads, (), marks, fits[0].maximum, *scale)


def write(found: Comparison) -> Written:
    """Write a comparison: the result, then answer by answer what is another."""
    proofs = [side.score.evidence for side in found.sides]
    named = [one.id for proof in proofs if proof for one in proof.concerns]
    apart = dict.fromkeys(named) if proofs[0] != proofs[1] else ()
    return documents.fill(
        found.questionnaire,
        "compare",
        {"scale": found.scale} if found.scale else {},
        c=found,
        concerns=[found.questionnaire.concerns[one] for one in apart],
        alike=[pair for pair in found.both if not pair.moved],
    )
