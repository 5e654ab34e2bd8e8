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
    file: Text
    content: Text
    same_content: Annotated[Template, fills("version", "date")]
    other_content: Annotated[Template, fills("version", "date")]
    "Said where the content changed, but not its version."
    other_version: Annotated[Template, fills("theirs", "then", "ours", "now")]
    nothing_else: Text
    differences: Text
    why: Text
    why_changed: Text
    reworded: Text
    reworded_text: Text
    line: Annotated[Template, fills("where", "line")]
    both: Annotated[Template, fills("found", "expected")]
    missing: Annotated[Template, fills("text")]
    unknown: Annotated[Template, fills("text")]
    more: Annotated[Template, fills("count")]
    limits: Text
    givens: Text
    signature: Text
