"""The words of a walk at intake: who answers, the label, and notes beside the answers.

Only fields; the words themselves stand in ``interface.yaml``.
"""

from typing import Annotated

from fitcheck.strict import Strict, Template, Text
from fitcheck.words.places import fills


class ClinicianWords(Strict):
    """What a clinician is asked, and what stands on the screen for one."""

    title: Text
    who: Text
    who_more: Text
    client: Text
    clinician: Text
    label: Text
    label_more: Annotated[Template, fills("most")]
    label_replies: Text
    label_replies_again: Text
    label_typing: Text
    label_earlier: Annotated[Template, fills("label")]
    label_long: Annotated[Template, fills("length", "most", "over")]
    note_title: Annotated[Template, fills("question")]
    note: Text
    note_more: Annotated[Template, fills("most")]
    note_safety: Text
    keep: Text
    talked_title: Text
    talked_text: Annotated[Template, fills("gate")]
    talked_more: Text
    talked: Text
    not_yet: Text
    record: Text
    found_notes: Annotated[Template, fills("count")]
    note_replies: Text
    note_replies_again: Text
    note_typing: Text
    note_typing_again: Text
    note_earlier: Annotated[Template, fills("note")]
    note_long: Annotated[Template, fills("length", "most", "over")]
    unseen: Text
    add: Text
    change: Text
    noted: Text
    row: Annotated[Template, fills("row")]
    replies: Text
    replies_short: Text
    check_replies: Text
    change_respondent: Text
    change_label: Text
    saving: Text
    left_out: Text
