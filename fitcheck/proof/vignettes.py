"""The vignettes against the rubric: what they touch, and what their authors expect.

It reads no file: the sheets are handed in, each by the name of its file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from fitcheck.answers.sheet import Sheet
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import Problem
from fitcheck.proof import witnesses
from fitcheck.rubric import scoring

PLURALS = {"advisory": "advisories"}
REMEDY = "change what is expected, or mend the answers or the rubric"


def coverage(
    questionnaire: Questionnaire,
    sheets: Mapping[str, Sheet],
    wanted: Collection[tuple[str, str]],
) -> Iterator[str]:
    """Yield how much of what can be reached some vignette leads to."""
    if not sheets:
        yield "Vignettes: none in this folder."
        return
    given = sheets.values()
    touched = {one for sheet in given for one in witnesses.led_to(questionnaire, sheet)}
    counts = []
    for kind in dict.fromkeys(kind for kind, _ in wanted):
        ids = {one for one in wanted if one[0] == kind}
        name = PLURALS.get(kind, f"{kind}s")
        counts.append(f"{len(ids & touched)} of {len(ids)} {name}")
    yield f"Vignettes: {len(sheets)}; they touch {', '.join(counts)}."
    if missed := [" ".join(one) for one in wanted if one not in touched]:
        yield f"No vignette touches: {', '.join(missed)}."


def unexpected(
    questionnaire: Questionnaire, sheets: Mapping[str, Sheet]
) -> Iterator[Problem]:
    for file, sheet in sheets.items():
        if sheet.vignette is None:
            what = "this file among the vignettes has no 'vignette'"
            remedy = "say who it is, and what is expected"
            yield Problem(file, what=what, remedy=remedy)
            continue
        expect, score = sheet.vignette.expect, scoring.score(questionnaire, sheet)
        gates, fired = (", ".join(one) or "none" for one in (expect.gate, score.gates))
        band = score.fit.band if score.fit else "none"
        for name, wished, found in (
            ("the reading", expect.reading, score.reading),
            ("the band", expect.band or "none", band),
            ("the gates", gates, fired),
        ):
            if wished != found:
                what = f"the vignette expects {name} {wished}, not {found}"
                yield Problem(file, *sheet.vignette.at, what, REMEDY)
