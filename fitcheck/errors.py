"""What can go wrong, one class for each person who must act.

    FitcheckError       anything the person at the keyboard can mend
    ├─ AnswerError      this answer is wrong             (respondent; asked again)
    └─ Problems         every one of them at once
       ├─ ContentError  the questions are wrong          (author)
       └─ FileError     this file cannot be read or written   (operator)

Raising never prints: the command line catches FitcheckError once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from fitcheck.wrap import columns

MOST = 100
"""Problems that are told at once; who has mended so many is told the next."""

QUOTED = 100
"""Characters of a line that are quoted; of a longer one, those around the place."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a file: where, what, and what to do about it."""

    file: str
    line: int = 0
    """Counted from 1; 0 means the whole file."""
    column: int = 0
    what: str = ""
    remedy: str = ""
    source: str = ""
    """The line of the file; left empty for answers files, which are private."""
    width: int = 1
    """How many columns the caret underlines."""

    @property
    def place(self) -> str:
        """The clickable ``file:line:column``."""
        file = visible(self.file)
        return f"{file}:{self.line}:{self.column}" if self.line else file

    def __str__(self) -> str:
        lines = [f"{self.place}: {visible(self.what)}"]
        if self.source.strip():
            gutter = " " * len(str(self.line))
            before, marked, after = self.quoted()
            caret = " " * columns(before) + "^" * max(columns(marked), 1)
            lines.append(f"{gutter} |")
            lines.append(f"{self.line} | {before}{marked}{after}".rstrip())
            lines.append(f"{gutter} | {caret}")
        if self.remedy:
            lines.append(f"  = {visible(self.remedy)}")
        return "\n".join(lines)

    def quoted(self) -> tuple[str, str, str]:
        """Cut the line to what is quoted: before the wrong word, the word, after."""
        at = max(self.column - 1, 0)
        start = max(0, min(at - QUOTED // 2, len(self.source) - QUOTED))
        end = min(at + self.width, start + QUOTED)
        parts = self.source[start:at], self.source[at:end]
        before, marked = (visible(part.replace("\t", " ")) for part in parts)
        after = visible(self.source[end : start + QUOTED].replace("\t", " "))
        return before, marked, after


class FitcheckError(Exception):
    """Something the person at the keyboard can mend."""


class Problems(FitcheckError):
    """Everything that is wrong, at once; where it is very much, the first is told."""

    between = "\n"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        told = [*map(str, self.problems[:MOST])]
        if len(self.problems) > MOST:
            told.append("There are more. Mend these first.")
        super().__init__(self.between.join(told))


class ContentError(Problems):
    """The content files are wrong."""

    between = "\n\n"


class AnswerError(FitcheckError):
    """This answer does not fit its question; the message says what would."""


class FileError(Problems):
    """A file that somebody named cannot be used; never quotes what it holds."""


def visible(text: str) -> str:
    """Write out what would move a cursor or turn the reading direction."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """Find the known word that looks most like this one, or None."""
    found = get_close_matches(word[:80], list(known), n=1, cutoff=alike)
    return found[0] if found else None
