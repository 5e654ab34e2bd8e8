"""Reading on a terminal: a document in pages, each of which waits until it was read.

What stands on a page was decided before; here it is only laid out for the window.
"""

from __future__ import annotations

import itertools
import sys
from typing import TYPE_CHECKING

from fitcheck import wrap
from fitcheck.cli import delivery, streams
from fitcheck.walk import after
from fitcheck.walk.plain import Plain

if TYPE_CHECKING:
    from fitcheck.cli.look import Look
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.report.document import Document
    from fitcheck.walk.screen import Face, Reply, Screen

ONWARD = 3
"""Rows of the way on to the menu: a blank one, and two where windows are narrow."""
AGAIN = 40
"""Words shown once more in a window for which other words are laid out."""


def first(
    questionnaire: Questionnaire, glance: Document, ask: Face, look: Look
) -> Reply | None:
    """Show the first screen until it was read: at once, if the window has room."""
    onward = after.onward(questionnaire)
    if isinstance(ask, Plain):
        streams.out("\n" + delivery.drawn(glance, look))
        return ask(onward)
    return paged(questionnaire, glance, ask, look, onward, whole=True)


def part(
    questionnaire: Questionnaire, shown: Document, ask: Face, look: Look
) -> Reply | None:
    """Show a part of the report page by page, and return the last reply.

    The plain face scrolls nothing away, and leads from the last page to the menu.
    """
    seen = None if isinstance(ask, Plain) else after.seen(questionnaire)
    return paged(questionnaire, shown, ask, look, seen)


def paged(
    questionnaire: Questionnaire,
    shown: Document,
    ask: Face,
    look: Look,
    last: Screen | None,
    *,
    whole: bool = False,
) -> Reply | None:
    """Show a document page by page, and ask at the last one what is to be asked there.

    In a window of another size it goes on with the first page that has unseen words.
    """
    size, ends, seen = (0, 0), [0], 0
    while True:
        found = streams.window(sys.stdout)
        if found != size:
            size = found
            pages = laid_out(delivery.drawn(shown, look), size[1], whole=whole)
            before, ends = ends[-1], list(itertools.accumulate(map(count, pages)))
            if before not in {0, ends[-1]}:
                seen = seen * ends[-1] // before - AGAIN
        at = next((n for n, end in enumerate(ends) if end > seen), len(pages) - 1)
        streams.out(pages[at])
        asked = after.more(questionnaire, at + 1, len(pages), first=whole)
        if at == len(pages) - 1:
            if last is None:
                return None
            asked = last
        reply = ask(asked)
        if reply == ("more",):
            seen = ends[at]
        elif reply or streams.window(sys.stdout) == size:
            return reply


def laid_out(text: str, rows: int, *, whole: bool) -> list[str]:
    """Return pages for a window; only one, if the way on fits below all of it."""
    if whole and text.count("\n") + ONWARD <= rows:
        return [f"\n{text}"]
    return list(wrap.pages(text.rstrip().split("\n\n"), rows))


def count(page: str) -> int:
    """Count the words of a page, which are the same at every width but for tables."""
    bare = wrap.CODES.sub("", page).split()
    return sum(any(map(str.isalnum, word)) for word in bare)
