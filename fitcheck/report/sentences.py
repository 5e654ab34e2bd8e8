"""Sentences about a result: what it is, its doubt, what comes next, who answered.

It turns a judgement into the sentences of the content and works nothing out anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from fitcheck.answers.sheet import Sheet
from fitcheck.content.model import SIDES, Note, Option, Poles, Side
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import names
from fitcheck.report.document import visible
from fitcheck.rubric import path, scoring
from fitcheck.rubric.scoring import Evidence, Fit, Score

OPEN = ("pull-apart", "cannot-tell")
"""Readings whose next step stands beside a form to ask for."""
WIDE = 3
"""Evidence points between two therapies where one is first and the other unseen."""


# --- the sheet ------------------------------------------------------------------------


def nobody(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    words = questionnaire.words.report
    if sheet.vignette:
        yield words.demonstration.format(name=visible(sheet.vignette.name))
    elif sheet.demonstration:
        yield words.demonstration_unnamed


def cleared(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Yield what was talked about with a clinician, so that it no longer stops."""
    words = questionnaire.words.report
    named = (g.name for g in questionnaire.library.gates.gates if g.id in sheet.cleared)
    if together := "; ".join(named):
        known = words.cleared_on.format(names=together, day=sheet.answered)
        yield known if sheet.answered else words.cleared.format(names=together)


def copied(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Say that the answers are to another version, or that some were left out."""
    words, ours = questionnaire.words.report, questionnaire.manifest.version
    if sheet.version != ours:
        yield words.other_version.format(theirs=sheet.version, ours=ours)
    if sheet.withheld:
        yield words.withheld


# --- the result -----------------------------------------------------------------------


class Result:
    """What comes of a sheet, and what its sentences turn on."""

    def __init__(
        self, questionnaire: Questionnaire, sheet: Sheet, score: Score
    ) -> None:
        self.questionnaire, self.words = questionnaire, questionnaire.words
        self.score, self.fit, self.evidence = score, score.fit, score.evidence
        self.reading = questionnaire.words.readings.of(score.reading)
        leans = (side for side in SIDES if score.reading == f"leans-{side}")
        self.leans: Side | None = next(leans, None)
        found = score.evidence.concerns if score.evidence else ()
        self.concern = questionnaire.concerns[found[0].id] if found else None
        self.form = self.concern.first_choice if self.concern else None
        key = questionnaire.preference or ""
        given = path.on_path(questionnaire, sheet.answers).get(key, ())
        asked = questionnaire.questions.get(key)
        others = asked.others if isinstance(asked, Poles) else ()
        self.wished = next((one for one in others if one.id in given), None)
        """The way besides the two therapies that was preferred, if one was."""

    def sentences(self) -> tuple[str, ...]:
        """Return the sentences that say the result; the first holds what leads it.

        What was wished for comes before all else, and a form with a name before any
        lean.
        """
        clauses = "; ".join(self.leading())
        if not clauses:
            return (self.reading.sentence,)
        first = names.ended(names.capital(clauses))
        return (first, self.following() or self.reading.sentence)

    def leading(self) -> Iterator[str]:
        """Yield the clauses of the first sentence."""
        words, fit, leans = self.words.headline, self.fit, self.leans
        if fit is None:
            return
        if self.wished:
            yield self.wished.headline
        elif leans and "preference-differs" in self.score.advisories:
            preferred: Side = "psychodynamic" if leans == "cbt" else "cbt"
            both = (names.therapy(self.questionnaire, x) for x in (preferred, leans))
            yield words.prefers.format(preferred=next(both), other=next(both))
        if leans and fit.side == "neither":
            yield words.alone
        if self.score.reading == "pull-apart" and fit.side == "neither":
            reached: Side = "cbt" if fit.pull.endswith("cbt") else "psychodynamic"
            points = fit.difference < 0 if reached == "cbt" else fit.difference > 0
            template = words.reach if points else words.reach_open
            yield template.format(side=names.therapy(self.questionnaire, reached))
        if self.concern and self.form:
            name = names.spoken(self.concern.label)
            yield words.form.format(concern=name, ask=self.form.ask)

    def following(self) -> str:
        """Say what stands behind the first sentence; nothing where the reading does."""
        words, form, reading = self.words.headline, self.form, self.score.reading
        if self.fit is None or self.evidence is None:
            return ""
        if reading == "pull-apart" and self.fit.side == "neither":
            ahead = names.side(self.questionnaire, self.evidence.side)
            return words.reached.format(other=ahead)
        if reading in OPEN or not (form or self.wished):
            return ""
        if form and self.leans == self.evidence.side:
            return form.family
        template = words.within if form else words.of_two
        side = names.side(self.questionnaire, self.leans or "neither")
        said = template.format(side=side)
        return f"{said} {form.family}" if form else said

    def doubt(self) -> str:
        """Say how sure a reading is, as far as the first concern's evidence goes."""
        words, concern, form = self.words.doubts, self.concern, self.form
        if self.fit is None or self.fit.spans:
            return self.reading.doubt
        if concern is None:
            return f"{self.reading.doubt} {words.not_given}"
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
        said = getattr(words, kind).format(concern=names.spoken(concern.label))
        return f"{self.reading.doubt} {said}"

    def next_steps(self) -> Iterator[str]:
        general, concern, form = self.reading.next_step, self.concern, self.form
        if self.fit is None:
            yield general
            return
        if self.wished:
            yield self.wished.next_step
        if form:
            yield self.words.report.next_form.format(ask=form.ask)
        if concern and concern.next_step:
            yield concern.next_step
        for option in noting(self.questionnaire, self.score):
            if option.note and option.note.next_step:
                yield option.note.next_step
        reading = self.score.reading
        settled = concern is not None and concern.next_step and reading == "either"
        if not (self.wished or settled) and (not form or reading in OPEN):
            yield general
        yield self.words.report.next_open


def noting(questionnaire: Questionnaire, score: Score) -> Iterator[Option]:
    known = {
        option.id: option
        for question in questionnaire.questions.values()
        for option in getattr(question, "options", ())
        if isinstance(getattr(option, "note", None), Note)
    }
    yield from map(known.__getitem__, score.notes)


# --- the two lenses -------------------------------------------------------------------


def interval(questionnaire: Questionnaire, missing: int, fit: Fit) -> str:
    """Say the difference, and how far missing answers leave it open."""
    words = questionnaire.words.report
    if fit.lowest == fit.highest:
        return words.complete.format(difference=names.signed(fit.difference))
    ends = names.signed(fit.lowest), names.signed(fit.highest)
    sentence = words.interval.format(missing=missing, lowest=ends[0], highest=ends[1])
    now = scoring.band(questionnaire, fit.difference)
    more = words.interval_held.format(band=now.name)
    if fit.spans or now.id == fit.band:
        more = words.interval_spans if fit.spans else words.interval_weakest
    return f"{sentence} {more}"


def known(questionnaire: Questionnaire, evidence: Evidence) -> str:
    """Say what the first concern's evidence comes to."""
    words = questionnaire.words.evidence
    if not evidence.concerns:
        return words.not_given
    concern = questionnaire.concerns[evidence.concerns[0].id]
    if concern.exclusive:
        return words.nothing_named
    template: str = getattr(words, evidence.reading.replace("-", "_"))
    if not concern.psychodynamic.points and not concern.cbt.points:
        template = words.nothing_seen
    form = concern.first_choice
    return template.format(
        concern=names.spoken(concern.label),
        form=form.name if form else "",
        family=form.family if form else "",
    )
