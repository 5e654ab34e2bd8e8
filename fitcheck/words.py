"""The interface texts: every word a person reads that is no question and no fact.

Each field is one text of ``interface.yaml``; the names that may be filled into it
stand beside it here, and a text that uses another is refused when it is loaded.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from fitcheck.strict import Strict, Template, Text

PLACE = re.compile(r"\{([a-z0-9_]+)\}")


def fills(*names: str) -> Any:
    """Make the validator of a text in which exactly these names are filled in."""

    def check(text: str) -> str:
        if set(PLACE.findall(text)) != set(names):
            wanted = ", ".join(f"{{{name}}}" for name in names)
            raise ValueError(f"has to hold exactly these places: {wanted}")
        if re.search(r"[{}]", PLACE.sub("", text)):
            raise ValueError("holds a brace that belongs to no place")
        return text

    return AfterValidator(check)


class Opening(Strict):
    """The first screen."""

    title: Text
    decision: Text
    text: tuple[Text, ...]
    go_on: Text


class Walk(Strict):
    """Around every question."""

    plain: Annotated[Template, fills("switch")]
    plain_no_terminal: Text
    part: Annotated[Template, fills("number", "total", "title")]
    question: Annotated[Template, fills("number", "total")]
    why: Annotated[Template, fills("why")]
    earlier: Annotated[Template, fills("answer")]
    earlier_skipped: Text
    several: Text
    ranked: Annotated[Template, fills("most")]
    replies: Text
    replies_short: Text
    reply: Text
    keys: Text
    keys_low: Text
    choose: Text
    back: Text
    done: Text
    more: Text
    pole_a: Annotated[Template, fills("text")]
    pole_b: Annotated[Template, fills("text")]
    much_more_a: Text
    little_more_a: Text
    much_more_b: Text
    little_more_b: Text
    neither: Text
    much_more: Annotated[Template, fills("pole")]
    little_more: Annotated[Template, fills("pole")]
    not_really: Text
    somewhat: Text
    very_much: Text
    skipped: Text
    not_provided: Text


class CountryWords(Strict):
    """The country question."""

    name: Text
    title: Text
    text: Text
    why: Text
    offered: Annotated[Template, fills("country")]
    ask: Text
    "Said where nothing can be offered."
    yes: Text
    code: Text
    elsewhere: Text
    type: Text
    not_that: Text
    unknown: Text
    suggestion: Annotated[Template, fills("country", "code")]


class GateWords(Strict):
    """The help screens."""

    saw: Text
    why: Text
    whom: Text
    how_soon: Text
    can_wait: Text
    lines: Text
    go_on_stopped: Text
    go_on_prepare: Text
    leave: Text
    prepare: Text
    unchecked: Annotated[Template, fills("date")]
    unchecked_undated: Text
    checked: Annotated[Template, fills("date")]
    no_answer: Annotated[Template, fills("number")]
    no_answer_in_words: Text
    emergency: Annotated[Template, fills("number")]


class CheckWords(Strict):
    """The page where all answers can be looked at and changed."""

    title: Text
    text: Text
    replies: Text
    country: Annotated[Template, fills("name", "place")]
    done: Text
    change_country: Text
    unknown: Text


class KeepWords(Strict):
    """The question whether a copy keeps the safety answers."""

    title: Text
    text: Text
    replies: Text
    leave_out: Text
    keep: Text


class EndWords(Strict):
    """How a walk ends."""

    left: Text
    ended: Annotated[Template, fills("where")]
    interrupted: Text
    written: Annotated[Template, fills("file")]
    left_out: Text
    danger_private: Text


class Problems(Strict):
    """What is said of a reply that does not fit."""

    empty: Text
    unknown: Text
    twice: Text
    only_one: Text
    exclusive: Text
    too_many: Annotated[Template, fills("most")]
    no_skip: Text
    no_back: Text
    no_more_help: Text


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


class EvidenceReadings(Strict):
    """The readings of the evidence lens."""

    named_form_first: Annotated[
        Template, Field(alias="named-form-first"), fills("concern", "form", "side")
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
    favours_cbt: Text
    favours_psychodynamic: Text
    favours_either: Text
    favours_neither: Text


class ReportWords(Strict):
    """Headings and sentences of the report."""

    title: Text
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
    complete: Annotated[Template, fills("difference")]
    interval: Annotated[Template, fills("missing", "lowest", "highest")]
    interval_spans: Text
    preference_differs: Annotated[Template, fills("preferred", "other")]
    doubt: Text
    picture: Text
    picture_text: Text
    column: Text
    points: Text
    points_of: Annotated[Template, fills("points", "maximum")]
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
    change_row: Annotated[Template, fills("row")]
    change_question: Text
    change_from: Text
    change_to: Text
    change_reading: Text
    questions: Text
    questions_intro: Text
    question_cbt: Annotated[Template, fills("text")]
    question_because: Annotated[Template, fills("because")]
    question_reply: Annotated[Template, fills("reply")]
    finding: Text
    next_steps: Text
    next_form: Annotated[Template, fills("concern", "form")]
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
    answer_note: Annotated[Template, fills("note")]
    total: Text
    difference: Text
    about: Text
    version: Annotated[Template, fills("id", "version", "date")]
    next_review: Annotated[Template, fills("date")]
    fingerprint: Annotated[Template, fills("sha256")]
    sources: Text
    not_recorded: Text
    no_address: Text
    as_summarised: Annotated[Template, fills("by")]
    caveats: tuple[Text, ...]
    block: Text


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
    topics: Text
    sources: Text


class HelpNowWords(Strict):
    """The words of ``help-now``; copied into help_lines.json by a make target."""

    title: Text
    text: tuple[Text, ...]
    from_option: Annotated[Template, fills("country")]
    from_settings: Annotated[Template, fills("country")]
    other: Text
    hours: Text
    cost: Text
    no_country: Text
    crisis: Text
    young: Text
    abuse: Text
    anywhere: Text
    not_a_diagnosis: Text


class Words(Strict):
    """All interface texts."""

    therapy_psychodynamic: Text
    therapy_cbt: Text
    opening: Opening
    walk: Walk
    country: CountryWords
    gate: GateWords
    check: CheckWords
    keep: KeepWords
    end: EndWords
    problems: Problems
    cards: CardWords
    readings: Readings
    evidence: EvidenceReadings
    report: ReportWords
    about: AboutWords
    therapies: TherapiesWords
    help_now: HelpNowWords
