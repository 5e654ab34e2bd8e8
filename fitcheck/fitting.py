"""Answers to another version of the questions: what still fits, and what does not.

What does not fit is named, so that nothing is dropped in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from fitcheck import answer_files, answers, versions
from fitcheck.errors import MOST, FileError

if TYPE_CHECKING:
    from fitcheck.answer_files import AnswersFile
    from fitcheck.marked_yaml import Document
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.sheet import Sheet


@dataclass(frozen=True)
class Fitted:
    """A sheet, and the questions in its file that could not be put on it."""

    sheet: Sheet
    dropped: tuple[str, ...] = ()
    """As the file writes them: nothing has been checked in these names."""


def parse(questionnaire: Questionnaire, text: str, name: str) -> Fitted:
    """Turn the text of a file into what fits of it.

    Answers to this very version have to fit as a whole.

    Raises:
        FileError: with every problem, if they do not, or if it is no such file.
    """
    document = answer_files.parsed(name, text)
    problems = list(document.problems)
    file = answers.validated(document, questionnaire, problems)
    if file is None or file.version == questionnaire.manifest.version:
        return Fitted(answers.read(questionnaire, document))
    problems.extend(answers.identity(document, questionnaire, file))
    if file.withheld:
        found = answers.unwithheld(document, questionnaire, file)
        problems.extend(islice(found, MOST + 1))
    if problems:
        raise FileError(problems)
    sheet, wrong = keep(document, questionnaire, file)
    named = (*wrong, *file.skipped, *file.notes)
    known = questionnaire.questions
    gone = {*wrong}
    dropped = (one for one in named if one in gone or one not in known)
    return Fitted(sheet, tuple(dict.fromkeys(dropped)))


def keep(
    document: Document, questionnaire: Questionnaire, file: AnswersFile
) -> tuple[Sheet, tuple[str, ...]]:
    """Return the Sheet of what still fits, and the questions of what does not."""
    known, given = questionnaire.questions, file
    file, told = versions.renewed(document, questionnaire, given)
    left = {
        key: value
        for key, value in file.answers.items()
        if key in known
        and (
            value is None
            or not any(answers.bad_answer(document, questionnaire, file, key))
        )
    }
    gone = (key for key in given.notes if key not in known)
    lost = (k for k, v in given.answers.items() if v is not None and not left.get(k))
    unknown = (key for key in given.answers if key not in known)
    wrong = tuple(dict.fromkeys((*lost, *unknown, *gone)))
    skipped = tuple(key for key in file.skipped if key in known and key not in left)
    fits = file.model_copy(update={"answers": left, "skipped": skipped})
    sheet = answers.sheet(questionnaire, fits, document.data)
    return replace(sheet, retired=tuple(map(str, told))), wrong
