"""Sentences about a result: what it is, its doubt, what comes next, who answered.

It turns a judgement into the sentences of the content and works nothing out anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from fitcheck.answers.sheet import Sheet
from fitcheck.content.model import SIDES, Concern, Note, Option, Other, Poles, Side
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


def circumstances(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[str]:
    """Say who answered, when and where, and what was left out."""
    words = questionnaire.words.report
    yield from names.record(questionnaire, sheet)
    if sheet.answered:
        yield words.answered.format(day=sheet.answered)
    yield from names.respondent(questionnaire, sheet)
    if sheet.country:
        country = names.country(questionnaire, sheet.country)
        yield words.country.format(country=country)
    yield from copied(questionnaire, sheet)


# --- the result -----------------------------------------------------------------------


def result(questionnaire: Questionnaire, sheet: Sheet, score: Score) -> tuple[str, ...]:
    """Return the sentences that say the result; the first one holds what leads it.

    What was wished for comes before all else, and a form with a name before any lean.
    """
    said = questionnaire.words.readings.of(score.reading).sentence
    clauses = "; ".join(leading(questionnaire, sheet, score))
    if not clauses:
        return (said,)
    first = names.ended(names.capital(clauses))
    return (first, following(questionnaire, sheet, score) or said)


def leading(questionnaire: Questionnaire, sheet: Sheet, score: Score) -> Iterator[str]:
    """Yield the clauses of the first sentence."""
    words, fit = questionnaire.words.headline, score.fit
    if fit is None:
        return
    wished, leans = other(questionnaire, sheet), leaning(score)
    if wished:
        yield wished.headline
    elif leans and "preference-differs" in score.advisories:
        preferred: Side = "psychodynamic" if leans == "cbt" else "cbt"
        both = (names.therapy(questionnaire, one) for one in (preferred, leans))
        yield words.prefers.format(preferred=next(both), other=next(both))
    if leans and fit.side == "neither":
        yield words.alone
    if score.reading == "pull-apart" and fit.side == "neither":
        reached: Side = "cbt" if fit.pull.endswith("cbt") else "psychodynamic"
        points = fit.difference < 0 if reached == "cbt" else fit.difference > 0
        template = words.reach if points else words.reach_open
        yield template.format(side=names.therapy(questionnaire, reached))
    concern = first_concern(questionnaire, score)
    if concern and concern.first_choice:
        name = names.spoken(concern.label)
        yield words.form.format(concern=name, ask=concern.first_choice.ask)


def following(questionnaire: Questionnaire, sheet: Sheet, score: Score) -> str:
    """Say what stands behind the first sentence; nothing where the reading says it."""
    words, fit, evidence = questionnaire.words.headline, score.fit, score.evidence
    if fit is None or evidence is None:
        return ""
    if score.reading == "pull-apart" and fit.side == "neither":
        ahead = names.side(questionnaire, evidence.side)
        return words.reached.format(other=ahead)
    leans, concern = leaning(score), first_concern(questionnaire, score)
    form = concern.first_choice if concern else None
    if score.reading in OPEN or not (form or other(questionnaire, sheet)):
        return ""
    if form and leans == evidence.side:
        return form.family
    template = words.within if form else words.of_two
    said = template.format(side=names.side(questionnaire, leans or "neither"))
    return f"{said} {form.family}" if form else said


def doubt(questionnaire: Questionnaire, score: Score) -> str:
    """Say how sure a reading is, as far as the first concern's evidence goes."""
    own = questionnaire.words.readings.of(score.reading).doubt
    if score.fit is None or score.fit.spans:
        return own
    words, concern = questionnaire.words.doubts, first_concern(questionnaire, score)
    if concern is None:
        return f"{own} {words.not_given}"
    one, two = (getattr(concern, side).points for side in SIDES)
    form = concern.first_choice
    kind = "equal"
    if concern.exclusive:
        kind = "nothing_named"
    elif not one and not two:
        kind = "nothing_seen"
    elif abs(one - two) >= WIDE:
        kind = "wide"
    elif one != two or (form and set(form.favours) & set(SIDES)):
        kind = "small"
    said: str = getattr(words, kind)
    return f"{own} {said.format(concern=names.spoken(concern.label))}"


def next_steps(
    questionnaire: Questionnaire, sheet: Sheet, score: Score
) -> Iterator[str]:
    words = questionnaire.words
    general = words.readings.of(score.reading).next_step
    if score.fit is None:
        yield general
        return
    wished, concern = other(questionnaire, sheet), first_concern(questionnaire, score)
    form = concern.first_choice if concern else None
    if wished:
        yield wished.next_step
    if form:
        yield words.report.next_form.format(ask=form.ask)
    if concern and concern.next_step:
        yield concern.next_step
    for option in noting(questionnaire, score):
        if option.note and option.note.next_step:
            yield option.note.next_step
    settled = concern is not None and concern.next_step and score.reading == "either"
    if not (wished or settled) and (not form or score.reading in OPEN):
        yield general
    yield words.report.next_open


def leaning(score: Score) -> Side | None:
    named = (side for side in SIDES if score.reading == f"leans-{side}")
    return next(named, None)


def first_concern(questionnaire: Questionnaire, score: Score) -> Concern | None:
    found = score.evidence.concerns if score.evidence else ()
    return questionnaire.concerns[found[0].id] if found else None


def other(questionnaire: Questionnaire, sheet: Sheet) -> Other | None:
    """Return the way besides the two therapies that was preferred, if one was."""
    key = questionnaire.preference or ""
    given = path.on_path(questionnaire, sheet.answers).get(key, ())
    asked = questionnaire.questions.get(key)
    others = asked.others if isinstance(asked, Poles) else ()
    return next((one for one in others if one.id in given), None)


def noting(questionnaire: Questionnaire, score: Score) -> Iterator[Option]:
    known = {
        option.id: option
        for question in questionnaire.questions.values()
        for option in getattr(question, "options", ())
        if isinstance(getattr(option, "note", None), Note)
    }
    yield from map(known.__getitem__, score.notes)


# --- the two lenses -------------------------------------------------------------------


def points(questionnaire: Questionnaire, fit: Fit) -> str:
    words = questionnaire.words.report
    band = next(b for b in questionnaire.rubric.bands if b.id == fit.band)
    return words.fit.format(
        band=words.fit_open if fit.spans else band.name,
        psychodynamic=fit.psychodynamic,
        cbt=fit.cbt,
        maximum=fit.maximum,
    )


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
