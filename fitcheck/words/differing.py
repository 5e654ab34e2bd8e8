"""The words of ``diff``: two folders of questions compared by their results.

Only fields; the words themselves stand in ``interface.yaml``.
"""

from typing import Annotated

from pydantic import Field

from fitcheck.model import EvidenceReading
from fitcheck.strict import Strict, Template, Text
from fitcheck.words.places import fills


class PartWords(Strict):
    """What the parts of a result are called."""

    reading: Text
    gates: Text
    stops: Text
    private: Text
    lines: Text
    band: Text
    points: Text
    interval: Text
    evidence: Text
    concerns: Text
    advisories: Text
    notes: Text
    screens: Text
    questions: Text
    least: Text
    turning: Text


class EvidenceNames(Strict):
    """Short names for the readings of the evidence lens."""

    named_form_first: Annotated[Text, Field(alias="named-form-first")]
    cbt_ahead: Annotated[Text, Field(alias="cbt-ahead")]
    psychodynamic_ahead: Annotated[Text, Field(alias="psychodynamic-ahead")]
    no_clear_difference: Annotated[Text, Field(alias="no-clear-difference")]
    not_given: Annotated[Text, Field(alias="not-given")]

    def of(self, reading: EvidenceReading) -> str:
        """Return the name of one reading."""
        name: str = getattr(self, reading.replace("-", "_"))
        return name


class FigureWords(Strict):
    """What the figures over all answer sheets are called."""

    maximum: Annotated[Template, fills("name")]
    sheets: Text
    spread: Text
    band: Annotated[Template, fills("name")]
    reading: Annotated[Template, fills("name")]
    place: Annotated[Template, fills("fit", "evidence")]
    order: Annotated[Template, fills("name")]
    share: Text
    range: Annotated[Template, fills("lowest", "highest")]
    was: Text
    now: Text
    broken: Annotated[Template, fills("number", "title")]
    mended: Annotated[Template, fills("number", "title")]


class DiffWords(Strict):
    """Headings and sentences of ``diff``."""

    title: Text
    none: Text
    people: Annotated[Template, fills("moved", "total")]
    nobody: Text
    before: Text
    after: Text
    version: Annotated[Template, fills("id", "version", "date")]
    same_version: Annotated[Template, fills("version")]
    readings: Text
    readings_none: Text
    compared: Text
    tried: Text
    tried_some: Annotated[Template, fills("count", "moved")]
    tried_none: Annotated[Template, fills("count")]
    rules_count: Text
    files: Text
    files_none: Text
    not_compared: Text
    rules: Text
    rules_intro: Text
    rule: Annotated[Template, fills("place", "rule", "was", "now")]
    old_place: Annotated[Template, fills("place")]
    touches: Annotated[Template, fills("names")]
    touches_nobody: Text
    moved: Text
    around: Text
    stays: Annotated[Template, fills("reading")]
    changed: Annotated[Template, fills("was", "now")]
    gained: Annotated[Template, fills("items")]
    lost: Annotated[Template, fills("items")]
    order: Annotated[Template, fills("items")]
    because: Text
    because_rule: Annotated[Template, fills("place", "rule")]
    because_together: Text
    reanswered: Text
    apart: Text
    sheets: Text
    sheets_intro: Text
    sheets_part: Annotated[Template, fills("count", "example", "change")]
    sheets_lost: Annotated[Template, fills("count", "example")]
    sheets_gained: Annotated[Template, fills("count", "example")]
    example: Annotated[Template, fills("question", "answer")]
    example_long: Annotated[Template, fills("count")]
    example_empty: Text
    example_copy: Annotated[Template, fills("answers")]
    figures: Text
    others: Text
    only_old: Annotated[Template, fills("file")]
    only_new: Annotated[Template, fills("file")]
    unworded: Text
    unread: Annotated[Template, fills("file")]
    points: Annotated[Template, fills("psychodynamic", "cbt", "maximum")]
    standing: Annotated[Template, fills("psychodynamic", "cbt")]
    formed: Annotated[Template, fills("standing", "favours")]
    concern: Annotated[Template, fills("concern", "standing")]
    favours: Annotated[Template, fills("reading", "favours")]
    turning: Annotated[Template, fills("was", "now", "gained", "lost")]
    never: Text
    another: Text
    yes: Text
    no: Text
    nothing: Text
    there: Text
    part: PartWords
    evidence: EvidenceNames
    figure: FigureWords
