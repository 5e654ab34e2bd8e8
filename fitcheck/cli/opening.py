"""The opening text, on the screen before anything heavy is imported.

It writes what the walk would write, from interface.yaml, and the face then does not
write it again. Whatever is wrong with that file is said later, by ``content``.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from fitcheck import files, wrap
from fitcheck.cli import streams
from fitcheck.content import yaml_marks
from fitcheck.errors import FileError, FitcheckError, Problem


def begin(*, plain: bool) -> bool:
    """Write the first page of the opening, and tell whether it stands there."""
    try:
        streams.settle()
        streams.answerable()
    except FitcheckError as error:  # the walk would only find out later
        streams.complain(str(error))
        raise SystemExit(1) from None
    switch = streams.turned_on(os.environ, plain=plain)
    match interface():
        case {
            "opening": {
                "title": str(title),
                "help": str(pressed),
                "help_typed": str(typed),
                "decision": str(decision),
                "text": [*text],
            },
            "walk": {"plain": str(turned_on), "plain_no_terminal": str(no_terminal)},
        }:
            said = turned_on.replace("{switch}", switch) if switch else no_terminal
            if not switch and streams.terminals():
                said = ""
            helped = typed if said else pressed
            return written(said, title, [helped, decision, *text])
    return False


def interface() -> Any:
    """Read the interface texts; nothing, if not all of them can be read."""
    path = files.bundled() / "interface.yaml"
    try:
        found = yaml_marks.parse(path.name, files.read(path))
    except FileError:
        return None
    if isinstance(found, Problem) or found.problems:
        return None
    return found.data


def written(said: str, title: str, text: list[Any]) -> bool:
    """Write why the face is plain, if it is, and what a window shows at once."""
    if not all(isinstance(one, str) for one in text):
        return False
    width, rows = streams.window(sys.stderr)
    parts = [wrap.heading(title, "-", width)]
    parts.extend(wrap.wrapped(one, width) for one in text)
    whole = "".join(f"\n{part}\n" for part in parts)
    page = whole if said else next(wrap.pages(parts, rows))
    try:
        if said:
            streams.say(said)
        sys.stderr.write(page)
        sys.stderr.flush()
    except OSError:  # nobody can be told; the walk finds out by itself
        return False
    return True
