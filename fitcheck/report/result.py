"""What comes of a sheet: its score, and the sentences that say the result.

It turns a judgement into the sentences of the content and works nothing out anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from fitcheck.answers.sheet import Answers, Sheet
from fitcheck.content.model import (
    SIDES,
    Concern,
    NamedForm,
    Note,
    Option,
    Other,
    Poles,
    Side,
)
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report.document import visible
from fitcheck.report.names import Names
from fitcheck.rubric import path, scoring
from fitcheck.rubric.scoring import Score

OPEN = ("pull-apart", "cannot-tell")
"""Readings whose next step stands beside a form to ask for."""
WIDE = 3
"""Evidence points between two therapies where one is first and the other unseen."""


class Result:
    """A questionnaire, a sheet, and what is said of both.

    What is worked out from fit and evidence there is only without a gate.
    """

    def __init__(self, questionnaire: Questionnaire, sheet: Sheet) -> None:
        self.questionnaire, self.sheet = questionnaire, sheet
        self.words, self.names = questionnaire.words, Names(questionnaire)

    @cached_property
    def score(self) -> Score:
        return scoring.score(self.questionnaire, self.sheet)

    @cached_property
    def answered(self) -> Answers:
        return path.on_path(self.questionnaire, self.sheet.answers)

    # --- the sheet --------------------------------------------------------------------

    @cached_property
    def nobody(self) -> list[str]:
        """The mark of a fictional person; none on a real one's sheet."""
        words, vignette = self.words.report, self.sheet.vignette
        if vignette:
            return [words.demonstration.format(name=visible(vignette.name))]
        return [words.demonstration_unnamed] if self.sheet.demonstration else []

    @cached_property
    def cleared(self) -> list[str]:
        """What was talked about with a clinician, so that it no longer stops."""
        words, day = self.words.report, self.sheet.answered
        gates = self.questionnaire.library.gates.gates
        found = "; ".join(gate.name for gate in gates if gate.id in self.sheet.cleared)
        if not found:
            return []
        on = words.cleared_on.format(names=found, day=day)
        return [on if day else words.cleared.format(names=found)]

    @cached_property
    def copied(self) -> list[str]:
        """That the answers are to another version, or that some were left out."""
        words, ours = self.words.report, self.questionnaire.manifest.version
        theirs = self.sheet.version
        other = words.other_version.format(theirs=theirs, ours=ours)
        return [*[other] * (theirs != ours), *[words.withheld] * self.sheet.withheld]

    @cached_property
    def missing_count(self) -> int:
        """How many answers are missing and would count, or open what counts."""
        known, scored = self.questionnaire.questions, self.questionnaire.scored
        opening = {when.question for key in scored for when in known[key].show_if}
        asked = path.path(self.questionnaire, self.answered)
        open_ = {one.id for one in asked} - self.answered.keys()
        return len(open_ & {*scored, *opening})

    # --- what it turns on -------------------------------------------------------------

    @cached_property
    def concerns(self) -> list[Concern]:
        found = self.score.evidence.concerns if self.score.evidence else ()
        return [self.questionnaire.concerns[one.id] for one in found]

    @property
    def concern(self) -> Concern | None:
        """The first concern, which alone decides."""
        return next(iter(self.concerns), None)

    @property
    def form(self) -> NamedForm | None:
        return self.concern.first_choice if self.concern else None

    @property
    def leans(self) -> Side | None:
        return next((x for x in SIDES if self.score.reading == f"leans-{x}"), None)

    @cached_property
    def wished(self) -> Other | None:
        """The way besides the two therapies that was preferred, if one was."""
        key = self.questionnaire.preference or ""
        asked, given = self.questionnaire.questions.get(key), self.answered.get(key, ())
        others = asked.others if isinstance(asked, Poles) else ()
        return next((one for one in others if one.id in given), None)

    def noting(self) -> Iterator[Option]:
        """Yield the options that were chosen and have a note."""
        known = {
            option.id: option
            for question in self.questionnaire.questions.values()
            for option in getattr(question, "options", ())
            if isinstance(getattr(option, "note", None), Note)
        }
        yield from map(known.__getitem__, self.score.notes)

    # --- the result -------------------------------------------------------------------

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences that say the result; the first holds what leads it.

        What was wished for comes before all else, and a form with a name before any
        lean.
        """
        usual = self.words.readings.of(self.score.reading).sentence
        if not (clauses := "; ".join(self.leading())):
            return [usual]
        first = self.names.ended(self.names.capital(clauses))
        return [first, self.following() or usual]

    def leading(self) -> Iterator[str]:
        """Yield the clauses of the first sentence."""
        words, fit, leans = self.words.headline, self.score.fit, self.leans
        therapy = self.names.therapy
        if fit is None:
            return
        if self.wished:
            yield self.wished.headline
        elif leans and "preference-differs" in self.score.advisories:
            preferred: Side = "psychodynamic" if leans == "cbt" else "cbt"
            yield words.prefers.format(
                preferred=therapy(preferred), other=therapy(leans)
            )
        if leans and fit.side == "neither":
            yield words.alone
        if self.score.reading == "pull-apart" and fit.side == "neither":
            reached: Side = "cbt" if fit.pull.endswith("cbt") else "psychodynamic"
            points = fit.difference < 0 if reached == "cbt" else fit.difference > 0
            template = words.reach if points else words.reach_open
            yield template.format(side=therapy(reached))
        if self.concern and self.form:
            name = self.names.spoken(self.concern.label)
            yield words.form.format(concern=name, ask=self.form.ask)

    def following(self) -> str:
        """Say what stands behind the first sentence; nothing where the reading does."""
        words, form, reading = self.words.headline, self.form, self.score.reading
        fit, evidence, side = self.score.fit, self.score.evidence, self.names.side
        if fit is None or evidence is None:
            return ""
        if reading == "pull-apart" and fit.side == "neither":
            return words.reached.format(other=side(evidence.side))
        if reading in OPEN or not (form or self.wished):
            return ""
        if form and self.leans == evidence.side:
            return form.family
        template = words.within if form else words.of_two
        said = template.format(side=side(self.leans or "neither"))
        return f"{said} {form.family}" if form else said

    @cached_property
    def doubt(self) -> str:
        """How sure the reading is, as far as the first concern's evidence goes."""
        words, concern, form = self.words.doubts, self.concern, self.form
        own = self.words.readings.of(self.score.reading).doubt
        if self.score.fit is None or self.score.fit.spans:
            return own
        if concern is None:
            return f"{own} {words.not_given}"
        one, two = (getattr(concern, side).points for side in SIDES)
        kind = "equal"
        if concern.exclusive:
            kind = "nothing_named"
        elif not one and not two:
            kind = "nothing_seen"
        elif abs(one - two) >= WIDE:
            kind = "wide"
        elif one != two or (form and set(form.favours) & set(SIDES)):
            kind = "small"
        said = words.of(kind).format(concern=self.names.spoken(concern.label))
        return f"{own} {said}"

    @cached_property
    def next_steps(self) -> list[str]:
        reading, concern, form = self.score.reading, self.concern, self.form
        general = self.words.readings.of(reading).next_step
        if self.score.fit is None:
            return [general]
        step = concern.next_step if concern else None
        settled = step and reading == "either"
        own = not (self.wished or settled) and (not form or reading in OPEN)
        found = [
            self.wished.next_step if self.wished else None,
            self.words.report.next_form.format(ask=form.ask) if form else None,
            step,
            *(one.note.next_step for one in self.noting() if one.note),
            general if own else None,
            self.words.report.next_open,
        ]
        return [one for one in found if one]

    # --- the two lenses ---------------------------------------------------------------

    @cached_property
    def interval(self) -> str:
        """The difference, and how far missing answers leave it open."""
        words, fit, signed = self.words.report, self.score.fit, self.names.signed
        if fit is None:
            return ""
        if fit.lowest == fit.highest:
            return words.complete.format(difference=signed(fit.difference))
        sentence = words.interval.format(
            missing=self.missing_count,
            lowest=signed(fit.lowest),
            highest=signed(fit.highest),
        )
        now = scoring.band(self.questionnaire, fit.difference)
        more = words.interval_held.format(band=now.name)
        if fit.spans or now.id == fit.band:
            more = words.interval_spans if fit.spans else words.interval_weakest
        return f"{sentence} {more}"

    @cached_property
    def known(self) -> str:
        """What the first concern's evidence comes to."""
        words, concern, form = self.words.evidence, self.concern, self.form
        if concern is None or self.score.evidence is None:
            return words.not_given
        if concern.exclusive:
            return words.nothing_named
        template = words.of(self.score.evidence.reading)
        if not concern.psychodynamic.points and not concern.cbt.points:
            template = words.nothing_seen
        return template.format(
            concern=self.names.spoken(concern.label),
            form=form.name if form else "",
            family=form.family if form else "",
        )
