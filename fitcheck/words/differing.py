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
    lost: Text
    gained: Text
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
    article: Annotated[Template, fills("number")]
    broken: Annotated[Template, fills("title")]
    mended: Annotated[Template, fills("title")]


class DiffWords(Strict):
    """Headings and sentences of ``diff``."""

    title: Text
    weaker: Annotated[Template, fills("who")]
    stricter: Annotated[Template, fills("who")]
    guarded: Annotated[Template, fills("who")]
    none: Text
    broken: Annotated[Template, fills("numbers")]
    turned: Annotated[Template, fills("who")]
    kept: Annotated[Template, fills("people", "sheets")]
    who: Annotated[Template, fills("people", "sheets")]
    sheets: Annotated[Template, fills("count", "total")]
    people: Annotated[Template, fills("count", "total")]
    named: Annotated[Template, fills("people", "names")]
    screened: Annotated[Template, fills("count")]
    called: Annotated[Template, fills("count")]
    rest_moves: Annotated[Template, fills("who")]
    same_version: Annotated[Template, fills("version")]
    no_proof: Annotated[Template, fills("people", "sheets")]
    before: Text
    after: Text
    version: Annotated[Template, fills("folder", "id", "version", "date", "sha256")]
    unmarked: Text
    compared: Text
    compared_with: Annotated[Template, fills("people", "sheets")]
    rules_count: Text
    safety: Text
    screens: Text
    help: Text
    rest: Text
    rules: Text
    figures: Text
    wordings: Text
    others: Text
    rule: Annotated[Template, fills("place", "rule", "change")]
    touches: Annotated[Template, fills("rule", "names")]
    old_place: Annotated[Template, fills("place")]
    where: Annotated[Template, fills("place", "rule")]
    row: Annotated[Template, fills("number", "list")]
    more: Annotated[Template, fills("items", "count")]
    becomes: Annotated[Template, fills("was", "now")]
    reworded: Annotated[Template, fills("was", "now")]
    changed: Annotated[Template, fills("was", "now")]
    gained: Annotated[Template, fills("items")]
    lost: Annotated[Template, fills("items")]
    order: Annotated[Template, fills("items")]
    behind: Annotated[Template, fills("item", "other")]
    ahead: Annotated[Template, fills("item", "other")]
    such: Annotated[Template, fills("sheets", "answers")]
    example: Annotated[Template, fills("question", "answer")]
    example_empty: Text
    example_long: Annotated[Template, fills("count")]
    example_copy: Annotated[Template, fills("answers")]
    example_cleared: Annotated[Template, fills("answers")]
    only_old: Annotated[Template, fills("file")]
    only_new: Annotated[Template, fills("file")]
    unworded: Text
    unread: Annotated[Template, fills("file")]
    reanswered: Annotated[Template, fills("name")]
    apart: Annotated[Template, fills("name")]
    because_together: Annotated[Template, fills("name")]
    points: Annotated[Template, fills("psychodynamic", "cbt", "of")]
    maximum: Annotated[Template, fills("maximum")]
    standing: Annotated[
        Template, fills("concern", "psychodynamic", "cbt", "formed", "favours")
    ]
    favours: Annotated[Template, fills("reading", "favours")]
    turning: Annotated[Template, fills("gained", "lost")]
    never: Text
    another: Text
    yes: Text
    no: Text
    nothing: Text
    there: Text
    part: PartWords
    evidence: EvidenceNames
    figure: FigureWords
