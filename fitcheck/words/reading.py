"""The words of a report, its first screen, and the pages to read.

Only fields; the words themselves stand in ``interface.yaml``.
"""

from typing import Annotated

from pydantic import Field

from fitcheck.strict import Strict, Template, Text
from fitcheck.words.places import fills


class CardWords(Strict):
    """The headings of the therapy cards."""

    what: Text
    session: Text
    everyday: Text
    how_long: Text
    asks: Text
    upsides: Text
    downsides: Text
    outcome: Text
    who: Text


class ReadingWords(Strict):
    """How a reading is said."""

    name: Text
    sentence: Text
    doubt: Text
    doubt_short: Text
    "Said on the first screen: one short sentence or two."
    next_step: Text


class Readings(Strict):
    """The six readings."""

    see_someone_first: Annotated[ReadingWords, Field(alias="see-someone-first")]
    cannot_tell: Annotated[ReadingWords, Field(alias="cannot-tell")]
    leans_psychodynamic: Annotated[ReadingWords, Field(alias="leans-psychodynamic")]
    leans_cbt: Annotated[ReadingWords, Field(alias="leans-cbt")]
    pull_apart: Annotated[ReadingWords, Field(alias="pull-apart")]
    either: ReadingWords

    def of(self, reading: str) -> ReadingWords:
        """Return the words of one reading."""
        words: ReadingWords = getattr(self, reading.replace("-", "_"))
        return words


class HeadlineWords(Strict):
    """What the first sentence of a report may hold, in small letters."""

    prefers: Annotated[Template, fills("preferred", "other")]
    alone: Text
    reach: Annotated[Template, fills("side")]
    reach_open: Annotated[Template, fills("side")]
    "The same where the answers so far do not point there."
    reached: Annotated[Template, fills("other")]
    "A sentence of its own behind these."
    of_two: Annotated[Template, fills("side")]
    "A sentence of its own behind a wish for neither of the two."
    form: Annotated[Template, fills("concern", "ask")]
    within: Annotated[Template, fills("side")]
    "A sentence of its own: what a lean means beside a form to ask for."


class DoubtWords(Strict):
    """How sure a reading is, by the points of the first concern."""

    wide: Annotated[Template, fills("concern")]
    small: Annotated[Template, fills("concern")]
    equal: Annotated[Template, fills("concern")]
    nothing_seen: Annotated[Template, fills("concern")]
    nothing_named: Text
    not_given: Text


class EvidenceReadings(Strict):
    """The readings of the evidence lens."""

    named_form_first: Annotated[
        Template, Field(alias="named-form-first"), fills("concern", "form", "family")
    ]
    cbt_ahead: Annotated[Template, Field(alias="cbt-ahead"), fills("concern")]
    psychodynamic_ahead: Annotated[
        Template, Field(alias="psychodynamic-ahead"), fills("concern")
    ]
    no_clear_difference: Annotated[
        Template, Field(alias="no-clear-difference"), fills("concern")
    ]
    nothing_seen: Annotated[Template, fills("concern")]
    not_given: Annotated[Text, Field(alias="not-given")]
    nothing_named: Text


class ReportWords(Strict):
    """Headings and sentences of the report."""

    title: Text
    contents: Text
    "Over a list of the report's sections, where a format has one."
    decision: Text
    demonstration: Annotated[Template, fills("name")]
    demonstration_unnamed: Text
    fictional: Text
    answered: Annotated[Template, fills("day")]
    country: Annotated[Template, fills("country")]
    label: Annotated[Template, fills("label")]
    respondent_client: Text
    respondent_clinician: Text
    other_version: Annotated[Template, fills("theirs", "ours")]
    withheld: Text
    reading: Text
    no_leaning: Text
    fit: Annotated[Template, fills("band", "psychodynamic", "cbt", "maximum")]
    fit_open: Text
    complete: Annotated[Template, fills("difference")]
    interval: Annotated[Template, fills("missing", "lowest", "highest")]
    interval_weakest: Text
    interval_held: Annotated[Template, fills("band")]
    interval_spans: Text
    cleared: Annotated[Template, fills("names")]
    cleared_on: Annotated[Template, fills("names", "day")]
    doubt: Text
    picture: Text
    picture_text: Text
    column: Text
    points: Text
    points_of: Annotated[Template, fills("points", "maximum")]
    difference_open: Annotated[Template, fills("lowest", "highest")]
    difference_read: Annotated[Template, fills("difference", "band")]
    bands_text: Text
    band_most: Annotated[Template, fills("highest")]
    band_between: Annotated[Template, fills("lowest", "highest")]
    band_least: Annotated[Template, fills("lowest")]
    map_text: Text
    map_you: Text
    map_maybe: Text
    fit_place: Text
    evidence_place: Text
    side_psychodynamic: Text
    side_cbt: Text
    side_neither: Text
    why: Text
    towards_psychodynamic: Text
    towards_cbt: Text
    towards_neither: Text
    because: Annotated[Template, fills("name", "answer", "points")]
    nothing_here: Text
    evidence: Text
    evidence_intro: Text
    evidence_first: Annotated[Template, fills("concern")]
    evidence_also: Annotated[Template, fills("concern")]
    evidence_form: Annotated[Template, fills("form", "about")]
    standing: Annotated[
        Template, fills("therapy", "strength", "points", "reason", "sources")
    ]
    options: Text
    options_intro: Text
    change: Text
    change_least_one: Text
    change_least: Annotated[Template, fills("count")]
    change_none: Text
    change_besides: Text
    change_gaps: Text
    change_row: Annotated[Template, fills("row")]
    change_question: Text
    change_from: Annotated[Template, fills("answer")]
    change_to: Annotated[Template, fills("answer", "difference")]
    change_reading: Annotated[Template, fills("reading")]
    questions: Text
    questions_intro: Text
    question_psychodynamic: Annotated[Template, fills("text")]
    question_cbt: Annotated[Template, fills("text")]
    question_reply: Annotated[Template, fills("reply")]
    finding: Text
    next_steps: Text
    next_form: Annotated[Template, fills("ask")]
    next_open: Text
    readiness: Text
    notes: Text
    advice: Text
    lines: Text
    lines_intro: Text
    answers: Text
    answers_unscored: Text
    answers_intro: Text
    answer_question: Text
    answer_answer: Text
    clinician_notes: Text
    clinician_notes_intro: Text
    total: Text
    difference: Text
    about: Text
    version: Annotated[Template, fills("id", "version", "date")]
    next_review: Annotated[Template, fills("date")]
    fingerprint: Annotated[Template, fills("sha256")]
    sources: Text
    no_authors: Text
    no_year: Text
    no_address: Text
    source_key: Annotated[Template, fills("key")]
    as_summarised: Annotated[Template, fills("by")]
    caveats: tuple[Text, ...]
    block: Text


class GlanceWords(Strict):
    """The first screen."""

    questions: Text
    also: Annotated[Template, fills("titles")]
    not_a_diagnosis: Text


class SummaryWords(Strict):
    """The five lines for a chart."""

    title: Text
    no_day: Text
    result: Annotated[Template, fills("reading")]
    fit: Annotated[
        Template, fills("band", "psychodynamic", "cbt", "maximum", "difference")
    ]
    gates: Annotated[Template, fills("names")]
    concern: Annotated[Template, fills("concern")]
    no_concern: Text
    also: Annotated[Template, fills("concerns")]
    missing: Annotated[Template, fills("count", "all", "names")]
    nothing_missing: Text
    not_a_diagnosis: Text
    "The last words of the last line: a command for crisis lines."


class AboutWords(Strict):
    """Headings of ``about``."""

    title: Text
    what: Text
    limits: Text
    authors: Text
    funding: Text
    updates: Text
    method: Text
    asked: Text
    reading_level: Text
    privacy: Text
    licence: Text
    figures: Text


class TherapiesWords(Strict):
    """Headings of ``therapies``."""

    title: Text
    side_by_side: Text
    side_by_side_intro: Text
    sources: Text


class HelpNowWords(Strict):
    """The words of ``help-now``; copied into help_lines.json by a make target."""

    title: Annotated[Template, fills("country")]
    anywhere: Text
    "The title where no country is known."
    text: Text
    from_settings: Text
    no_line: Text
    no_country: Text
    unknown: Annotated[Template, fills("country")]
    crisis: Text
    young: Text
    abuse: Text
    drink: Text
    eating: Text
    unchecked: Text
    more: Text
    last: Annotated[Template, fills("number", "line")]
