"""The summary: five lines for a chart, and never a sixth."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import pencil
import pytest
from running import inside
from spoken import NASTY, SAFE, sheet
from walks import whole

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Expected, Vignette
from fitcheck.content import loader
from fitcheck.render import RENDERERS

if TYPE_CHECKING:
    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire

VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
BREAKS = "a\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\x1ci\u202ej\x1b[2Jk\tl"
SEED = 20261124


def five(questionnaire: Questionnaire, given: Sheet) -> list[str]:
    """Return the lines of a summary, and see that there are five."""
    text = RENDERERS["summary"](documents.build(questionnaire, given))
    assert text.endswith("fitcheck help-now\n")
    assert text.count("\n") == 5
    found = text.splitlines()
    assert len(found) == 5
    assert "not a diagnosis" in found[4]
    assert f"{questionnaire.fingerprint}." in found[4]
    assert f"version {questionnaire.manifest.version}" in found[4]
    return found


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_a_summary_says_in_five_lines_what_the_report_says(
    path: Any, shipped: Questionnaire
) -> None:
    given = reading.load(shipped, path, path.parent)
    facts = documents.build(shipped, given).facts
    who, result, concern, missing, _ = five(shipped, given)

    assert given.vignette
    assert given.vignette.name in who
    assert "DEMONSTRATION" in who
    assert f"Answered on {given.answered}." in who
    assert shipped.words.readings.of(facts["reading"]).name in result
    first = [shipped.concerns[x].label for x in given.answers.get("concerns", ())[:1]]
    assert concern.startswith(f"First concern: {(*first, 'not provided')[0]}.")
    names = [shipped.questions[key].name for key in facts["skipped"]]
    assert missing == (
        f"Not answered ({len(names)} of {len(names) + len(facts['answers'])}): "
        f"{'; '.join(names)}."
        if names
        else "Not answered: nothing."
    )
    for gate in shipped.library.gates.gates:
        assert (gate.name in result) == (gate.id in facts["gate"])


def test_the_numbers_are_those_of_the_pencil(shipped: Questionnaire) -> None:
    paper, dice = pencil.read(), random.Random(SEED)
    bands = {band.id: band.name for band in shipped.rubric.bands}
    for _ in range(30):
        given = {
            key: (dice.choice(pencil.options(paper, key)),)
            for key in paper.questions
            if key not in pencil.SAFETY and dice.random() < 0.8
        }
        kept = {k: v for k, v in given.items() if k in pencil.path(paper, given)}
        psychodynamic, cbt = pencil.columns(paper, kept)
        low, high = pencil.interval(paper, kept)
        spans = low <= -pencil.SLIGHT and high >= pencil.SLIGHT
        band = "cannot tell" if spans else bands[pencil.weakest(low, high)]
        number = "{:+d}".format
        said = f"anywhere from {number(low)} to {number(high)}"
        said = (number(low) if low == high else said).replace("+0", "0")
        _, result, *_ = five(shipped, sheet(given))

        assert (
            f"{band} (psychodynamic therapy {psychodynamic} and CBT {cbt} of 36, "
            f"difference {said})."
        ) in result
        reading = pencil.reading_of(
            low, high, pencil.evidence_side(pencil.evidence(paper, kept)[1])
        )
        assert f"Result: {shipped.words.readings.of(reading).name}." in result


@pytest.mark.parametrize("text", [*NASTY, BREAKS])
def test_nothing_anybody_wrote_breaks_a_line(text: str, shipped: Questionnaire) -> None:
    fictional = Vignette(text, text, Expected("either", None, ()))
    for more in ({}, {"vignette": fictional}):
        given = sheet(SAFE, label=text, notes={"who-leads": text}, **more)
        who, *_ = five(shipped, given)
        assert who.isprintable()
        assert "Label: " in who
    assert "\\x1b[2J" in five(shipped, sheet(SAFE, label=BREAKS))[0]


def test_a_withheld_gate_names_no_reason(shipped: Questionnaire) -> None:
    full = sheet({**SAFE, "needs-assessment": ("danger-at-home", "suicidal-thoughts")})
    shown = five(shipped, full)
    hidden = five(shipped, full.withhold(shipped.safety, gate_fired=True))
    names = [gate.name for gate in shipped.library.gates.gates]

    assert sum(name in shown[1] for name in names) == 2
    assert not any(name in line for name in names for line in hidden)
    assert shipped.words.readings.see_someone_first.name in hidden[1]
    assert shipped.words.report.no_leaning in hidden[1]
    assert shipped.words.report.withheld in hidden[0]


def test_the_stated_preference_comes_first_where_the_result_leans_away(
    shipped: Questionnaire,
) -> None:
    poles = [key for key, q in shipped.questions.items() if q.kind == "poles"]
    wishes = [key for key, q in shipped.questions.items() if q.kind == "statement"]
    given = sheet(
        {
            **SAFE,
            **dict.fromkeys(poles, ("strongly-cbt",)),
            **dict.fromkeys(wishes, ("somewhat",)),
            "earlier-kind": ("none",),
            "informed-preference": ("slightly-psychodynamic",),
        }
    )
    built = documents.build(shipped, given)
    _, result, *_ = five(shipped, given)

    assert "preference-differs" in built.facts["advisories"]
    assert result.startswith(
        "You prefer psychodynamic therapy, and the result leans towards CBT. Result: "
    )


def test_safety_that_is_open_is_named_first_among_what_is_missing(
    shipped: Questionnaire,
) -> None:
    _, _, concern, missing, _ = five(shipped, sheet({}))

    assert re.match(r"Not answered \(\d+ of \d+\): Safe right now; ", missing)
    assert concern == "First concern: not provided."
    hidden = sheet({}).withhold(shipped.safety, gate_fired=False)
    assert "Safe right now" not in " ".join(five(shipped, hidden))


def test_score_and_take_write_it(
    monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire
) -> None:
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)
    ran = inside(monkeypatch, "score", "nadia-same-ending", "--format", "summary")
    path = next(one for one in VIGNETTES if one.stem == "nadia-same-ending")
    given = reading.load(shipped, path, path.parent)
    assert (ran.code, ran.out.splitlines()) == (0, five(shipped, given))

    walk = inside(
        monkeypatch, "take", "--plain", "--format", "summary",
        stdin="\n".join((*whole(shipped), "done\n")),
    )  # fmt: skip
    assert walk.code == 0
    assert len(walk.out.splitlines()) == 5

    other = inside(monkeypatch, "explain", path, "--format", "summary")
    assert (other.code, other.out) == (2, "")
    assert "this can be written as" in other.err
