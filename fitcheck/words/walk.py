"""The words around the questions: opening, replies, safety screens, endings.

Only fields; the words themselves stand in ``interface.yaml``. Where a name ends in
``_listed``, the arrow-key face says that instead.
"""

from typing import Annotated

from fitcheck.strict import Strict, Template, Text
from fitcheck.words.places import fills


class Opening(Strict):
    """The first screen."""

    title: Text
    help: Text
    help_typed: Text
    "The same where letters are typed."
    decision: Text
    text: tuple[Text, ...]
    go_on: Text
    go_on_listed: Text


class Walk(Strict):
    """Around every question."""

    plain: Annotated[Template, fills("switch")]
    plain_no_terminal: Text
    plain_no_console: Text
    part: Annotated[Template, fills("number", "total", "title")]
    question: Annotated[Template, fills("number", "total")]
    why: Annotated[Template, fills("why")]
    earlier: Annotated[Template, fills("answer")]
    earlier_skipped: Text
    several: Text
    commas: Text
    ranked: Annotated[Template, fills("most")]
    replies: Text
    replies_short: Text
    reply: Text
    keys: Text
    keys_one: Text
    keys_tick: Text
    keys_tick_low: Text
    keys_type: Text
    keys_type_low: Text
    keys_read: Text
    keys_go: Text
    keys_also: Annotated[Template, fills("keys")]
    key_back: Text
    key_back_typing: Text
    key_skip: Text
    key_note: Text
    key_why: Text
    key_lines: Text
    key_lines_low: Text
    key_lines_typing: Text
    key_leave: Text
    key_leave_typing: Text
    key_exit: Text
    key_exit_low: Text
    choose: Text
    back: Text
    done: Text
    sure: Text
    stay: Text
    go: Text
    more: Annotated[Template, fills("number", "total")]
    go_on: Text
    to_question: Text
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
    taken: Annotated[Template, fills("answer")]
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
    yes_listed: Annotated[Template, fills("country")]
    code: Text
    code_listed: Text
    elsewhere: Text
    elsewhere_listed: Text
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
    go_on_stopped: Text
    go_on_prepare: Text
    go_on_stopped_listed: Text
    go_on_prepare_listed: Text
    leave: Text
    leave_listed: Text
    leave_kept: Text
    leave_kept_listed: Text
    leave_lost: Text
    leave_lost_listed: Text
    prepare: Text
    open: Text
    "Said below every gate: it shuts nobody out."
    unsaved: Text
    "Said in the walk where a safety question was skipped."
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


class DraftWords(Strict):
    """Saving a walk, going on with it, and deleting it."""

    title: Text
    text: Text
    more: tuple[Text, ...]
    yes: Text
    instead: Text
    no: Text
    found_title: Text
    found_text: Annotated[Template, fills("count")]
    found_safety: Text
    found_go_on: Text
    found_new: Text
    found_delete: Text
    dropped: Annotated[Template, fills("names")]
    sure: Text
    sure_lost: Text
    left: Text
    stopped: Annotated[Template, fills("file")]
    failed: Annotated[Template, fills("reason")]
    withdrawn: Text
    behind: Annotated[Template, fills("saved", "count")]
    unsaved: Text
    unread: Annotated[Template, fills("file", "reason")]
    none: Text
    ended: Annotated[Template, fills("where", "kept")]
    earlier: Text
    busy: Text
    undeleted: Annotated[Template, fills("file")]
    deleted: Text
    going_on: Annotated[Template, fills("count")]
    stay: Annotated[Template, fills("file")]
    forgot: Annotated[Template, fills("file")]
    forgot_none: Text


class EndWords(Strict):
    """How a walk ends."""

    ended: Annotated[Template, fills("where")]
    in_danger: Annotated[Template, fills("number")]
    in_danger_in_words: Text
    "The one line of every way of leaving."
    written: Annotated[Template, fills("file")]
    folder: Annotated[Template, fills("folder")]
    left_out: Text
    danger_private: Text


class Problems(Strict):
    """What is said of a reply that does not fit."""

    empty: Text
    empty_listed: Text
    unknown: Text
    twice: Text
    only_one: Text
    exclusive: Text
    alone_listed: Annotated[Template, fills("label", "done")]
    too_many: Annotated[Template, fills("most")]
    no_skip: Text
    no_back: Text
    no_more_help: Text


class MenuWords(Strict):
    """The menu after a walk."""

    title: Text
    text: Text
    why: Text
    evidence: Text
    options: Text
    questions: Text
    change: Text
    answers: Text
    next: Text
    all: Text
    save: Text
    keep: Text
    edit: Text
    again: Text
    leave: Text
    onward: Text
    onward_listed: Text
    to_menu: Text
    replies: Text
    name: Text
    name_kinds: Text
    name_ending: Text
    name_there: Text
    name_folder: Text
    name_replies: Text
