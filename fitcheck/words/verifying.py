"""The words of ``verify``.

Only fields; the words themselves stand in ``interface.yaml``.
"""

from typing import Annotated

from fitcheck.strict import Strict, Template, Text
from fitcheck.words.places import fills


class VerifyWords(Strict):
    """What is said of a report that was recomputed."""

    title: Text
    matches: Text
    differs: Text
    facts_match: Text
    not_all: Text
    "Said where the content changed, and sentences that answers choose are other ones."
    file: Text
    content: Text
    same_content: Annotated[Template, fills("version", "date")]
    other_content: Annotated[Template, fills("version", "date")]
    "Said where the content changed, but not its version."
    other_version: Annotated[Template, fills("theirs", "then", "ours", "now")]
    nothing_else: Text
    recomputed: Text
    result: Annotated[Template, fills("reading", "psychodynamic", "cbt", "maximum")]
    given: Text
    answers: Annotated[Template, fills("count")]
    answers_differ: Text
    answers_text: Text
    differences: Text
    why: Text
    why_changed: Text
    chosen: Text
    chosen_text: Text
    reworded: Text
    reworded_text: Text
    line: Annotated[Template, fills("where", "line")]
    both: Annotated[Template, fills("found", "expected")]
    formatted: Annotated[Template, fills("found")]
    missing: Annotated[Template, fills("text")]
    unknown: Annotated[Template, fills("text")]
    more: Annotated[Template, fills("count")]
    limits: Text
    givens: Text
    signature: Text
