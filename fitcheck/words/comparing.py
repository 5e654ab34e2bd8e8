"""The words of ``compare``: two answer files side by side.

Only fields; the words themselves stand in ``interface.yaml``.
"""

from typing import Annotated

from fitcheck.strict import Strict, Template, Text
from fitcheck.words.places import fills


class WhoWords(Strict):
    """What the two are called, where an option or a file names them so."""

    client: Text
    clinician: Text
    first: Text
    second: Text


class WhyWords(Strict):
    """Why an answer is worth talking about."""

    safety: Text
    first: Text
    across: Text
    steps: Text


class CompareWords(Strict):
    """Headings and sentences of ``compare``."""

    title: Text
    title_people: Text
    before: Text
    after: Text
    who: WhoWords
    who_differs: Text
    unnamed: Text
    safety_open: Text
    backwards: Text
    one_file: Text
    labels_differ: Text
    countries_differ: Text
    one_fictional: Annotated[Template, fills("demonstration", "name")]
    nothing: Text
    nothing_common: Text
    same: Text
    stays: Annotated[Template, fills("reading")]
    turned: Annotated[Template, fills("before", "after")]
    counted: Annotated[Template, fills("moved", "all")]
    alike: Annotated[Template, fills("reading")]
    apart: Annotated[Template, fills("one", "reading", "two", "other")]
    one_gated: Annotated[Template, fills("name", "reading")]
    agreed: Annotated[Template, fills("same", "both", "talk")]
    neither_right: Text
    what_a_move_is: Text
    gates: Text
    gated: Annotated[Template, fills("names")]
    called: Annotated[Template, fills("place")]
    gate: Annotated[Template, fills("gate", "names")]
    result: Text
    part: Text
    first_concern: Text
    concern: Text
    none: Text
    picture: Text
    whose: Text
    shift: Annotated[Template, fills("shift", "before", "after")]
    shift_people: Annotated[Template, fills("shift", "one", "two")]
    answers: Text
    answers_intro: Text
    moves_by: Text
    not_asked: Text
    agree: Text
    agree_none: Text
    talk: Text
    talk_none: Text
    talk_intro: Text
    reason: Text
    why: WhyWords
    near: Text
    near_intro: Text
    uncounted: Text
    uncounted_intro: Text
    evidence: Text
    place_first: Text
    place_also: Text
    place_none: Text
    common: Text
    versions: Annotated[Template, fills("one", "two", "ours")]
    both: Text
    both_count: Annotated[Template, fills("count")]
    only: Annotated[Template, fills("name")]
    unknown: Annotated[Template, fills("name")]
    more: Annotated[Template, fills("count")]
    safety_left_out: Text
    safety_in_neither: Text
    about: Text
    help_now: Text
