"""The words of the replay, the scorecard, the paper form, and what is taken along.

Only fields; the words themselves stand in ``interface.yaml``.
"""

from typing import Annotated

from fitcheck.strict import Strict, Template, Text
from fitcheck.words.places import fills


class ExplainWords(Strict):
    """How a result adds up, answer by answer."""

    title: Text
    intro: Text
    answers: Text
    reason: Text
    reason_psychodynamic: Text
    reason_cbt: Text
    where: Text
    together: Text
    nothing: Text
    scale: Annotated[Template, fills("reason")]
    parts: Text
    part: Text
    missing: Text
    missing_text: Text
    missing_lowest: Text
    missing_highest: Text
    missing_none: Text
    interval: Annotated[Template, fills("difference", "lowest", "highest")]
    band: Text
    band_here: Annotated[Template, fills("band", "marks")]
    band_this: Text
    band_lowest: Text
    band_highest: Text
    band_weakest: Text
    band_spans: Text
    concern: Text
    gates: Text
    gates_text: Text
    table: Text
    table_text: Text
    row: Annotated[Template, fills("number", "reading")]
    row_here: Annotated[Template, fills("number", "reading")]


class ScorecardWords(Strict):
    """The rubric on paper."""

    title: Text
    intro: tuple[Text, ...]
    blank: Text
    safety: Text
    safety_text: Text
    safety_answers: Text
    fit: Text
    fit_text: Text
    letter_psychodynamic: Text
    letter_cbt: Text
    much_a: Text
    little_a: Text
    middle: Text
    little_b: Text
    much_b: Text
    question: Text
    lowest: Text
    highest: Text
    poles: Annotated[Template, fills("text", "a", "b")]
    only_if: Annotated[Template, fills("text", "answers")]
    others: Annotated[Template, fills("text", "answers")]
    any: Text
    subtotal: Text
    subtotal_blanks: Text
    sums: Text
    sum: Text
    sum_blank: Text
    sum_psychodynamic: Text
    sum_cbt: Text
    sum_difference: Text
    sum_blank_low: Text
    sum_blank_high: Text
    sum_lowest: Text
    sum_highest: Text
    bands: Text
    bands_text: tuple[Text, ...]
    bands_yours: Text
    evidence: Text
    evidence_text: tuple[Text, ...]
    evidence_yours: Text
    evidence_nobody: Annotated[Template, fills("side")]
    evidence_concern: Text
    evidence_points: Text
    evidence_neither: Text
    evidence_form: Annotated[Template, fills("concern", "form")]
    reading: Text
    reading_text: Text
    reading_yours: Text
    reading_fit: Text
    reading_evidence: Annotated[Template, fills("side")]
    reading_towards: Annotated[Template, fills("side")]
    reading_reaching: Annotated[Template, fills("side", "band")]


class FormWords(Strict):
    """The blank questionnaire on paper, and the page to add it up on."""

    title: Text
    intro: tuple[Text, ...]
    day: Text
    name: Text
    number: Text
    blank: Text
    question: Annotated[Template, fills("number", "text")]
    only_if: Annotated[Template, fills("number", "answers")]
    several: Text
    ranked: Annotated[Template, fills("most")]
    about: Annotated[Template, fills("about")]
    alone: Annotated[Template, fills("answers")]
    stop: Annotated[Template, fills("answers", "title")]
    stopped: Text
    stopped_text: tuple[Text, ...]
    scoring: Text
    scoring_text: tuple[Text, ...]
    row: Annotated[Template, fills("number", "name")]


class DemoWords(Strict):
    """Around a demonstration."""

    intro: Text
    intro_step: Text
    keys: Text
    keys_step: Text
    rest: Text
    person: Annotated[Template, fills("file", "name", "reading")]


class AskWords(Strict):
    """The questions to take along, on one page."""

    title: Text
    intro: Text
    chosen: Text
    general: Text
    called_for: Text
    more: Annotated[Template, fills("count")]
    because: Annotated[Template, fills("answers")]
    answer: Annotated[Template, fills("name", "answer")]
