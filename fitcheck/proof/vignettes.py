"""The vignettes against the rubric: what they touch, and what their authors expect.

It reads no file: the sheets are handed in, each by the name of its file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from fitcheck.errors import Problem
from fitcheck.proof import witnesses
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.questionnaire import Questionnaire

    Sheets = Mapping[str, Sheet]

PLURALS = {"advisory": "advisories"}
NONE = "Vignettes: none in this folder."
REMEDY = "change what is expected, or mend the answers or the rubric"


def coverage(
    questionnaire: Questionnaire, sheets: Sheets, wanted: Collection[tuple[str, str]]
) -> Iterator[str]:
    """Yield how much of what can be reached some vignette leads to."""
    if not sheets:
        yield NONE
        return
    touched = {
        one
        for sheet in sheets.values()
        for one in witnesses.led_to(questionnaire, sheet)
    }
    kinds = dict.fromkeys(kind for kind, _ in wanted)
    counts = []
    for kind in kinds:
        ids = {one for one in wanted if one[0] == kind}
        name = PLURALS.get(kind, f"{kind}s")
        counts.append(f"{len(ids & touched)} of {len(ids)} {name}")
    yield f"Vignettes: {len(sheets)}; they touch {', '.join(counts)}."
    missed = [f"{kind} {one}" for kind, one in wanted if (kind, one) not in touched]
    if missed:
        yield f"No vignette touches: {', '.join(missed)}."


def unexpected(questionnaire: Questionnaire, sheets: Sheets) -> Iterator[Problem]:
    """Find vignettes that the rubric reads otherwise than their authors."""
    for file, sheet in sheets.items():
        if sheet.vignette is None:
            what = "this file among the vignettes has no 'vignette'"
            remedy = "say who it is, and what is expected"
            yield Problem(file, what=what, remedy=remedy)
            continue
        for name, wished, found in compared(questionnaire, sheet):
            if wished != found:
                what = f"the vignette expects {name} {said(wished)}, not {said(found)}"
                yield Problem(file, *sheet.vignette.at, what, REMEDY)


def compared(
    questionnaire: Questionnaire, sheet: Sheet
) -> Iterator[tuple[str, object, object]]:
    """Yield what is expected beside what the rubric says, name by name."""
    assert sheet.vignette
    expect = sheet.vignette.expect
    score = scoring.score(questionnaire, sheet)
    yield "the reading", expect.reading, score.reading
    yield "the band", expect.band, score.fit.band if score.fit else None
    yield "the gates", expect.gate, score.gates


def said(value: object) -> str:
    """Say a value in words."""
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value or "none")
