"""The summary: five lines for a chart, and never a sixth."""

import re

import pytest
from running import inside
from spoken import NASTY, SAFE, sheet, wishing
from walks import whole

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Expected, Vignette
from fitcheck.content import loader
from fitcheck.render import RENDERERS
from fitcheck.report.names import Names
from fitcheck.rubric import path as rubric

FOLDER = files.bundled() / "vignettes"
PEOPLE = sorted(FOLDER.glob("*.yaml"))
BREAKS = "a\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\x1ci\u202ej\x1b[2Jk\tl"


def five(questionnaire, given):
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


@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.stem)
def test_the_five_lines_tell_a_part_of_the_same_facts(path, shipped):
    given = reading.load(shipped, path, FOLDER)
    facts, names = documents.build(shipped, given).facts, Names(shipped)
    who, result, concern, missing, _ = five(shipped, given)
    words, asked = shipped.words.summary, rubric.path(shipped, given.answers)
    answered = {*facts["answers"], *(shipped.safety if facts["withheld"] else ())}
    told = [shipped.concerns[one].label for one in facts["answers"].get("concerns", ())]
    wanted = [one.name for one in asked if one.id not in answered]
    name = shipped.words.readings.of(facts["reading"]).name
    gates = [one.name for one in shipped.library.gates.gates if one.id in facts["gate"]]

    assert (facts["answered"] or words.no_day) in who
    assert words.result.format(reading=name) in result
    assert [one for one in gates if one not in result] == []
    fit = facts["fit"]
    assert ("of 36" in result) == bool(fit)
    if fit:
        band = next(b.name for b in shipped.rubric.bands if b.id == fit["band"])
        said = words.fit.format(
            difference=names.between(fit["lowest"], fit["highest"]),
            band=name if facts["reading"] == "cannot-tell" else band,
            **{key: fit[key] for key in ("psychodynamic", "cbt", "maximum")},
        )
        assert said in result
    assert concern.startswith(words.concern.format(concern=told[0]) if told else "")
    assert "; ".join(told[1:]) in concern
    listed = "; ".join(wanted) or "nothing"
    assert missing.partition(": ")[2].rstrip(".") == listed


def test_nothing_anybody_wrote_breaks_a_line(shipped):
    for text in (*NASTY, BREAKS):
        fictional = Vignette(text, text, Expected("either", None, ()))
        for more in ({}, {"vignette": fictional}):
            given = sheet(SAFE, label=text, notes={"who-leads": text}, **more)
            who, *_ = five(shipped, given)
            assert who.isprintable()
            assert "Label: " in who
    assert "\\x1b[2J" in five(shipped, sheet(SAFE, label=BREAKS))[0]


def test_a_withheld_gate_names_no_reason(shipped):
    full = sheet({**SAFE, "needs-assessment": ("danger-at-home", "suicidal-thoughts")})
    shown = five(shipped, full)
    hidden = five(shipped, full.withhold(shipped.safety, gate_fired=True))
    names = [gate.name for gate in shipped.library.gates.gates]

    assert sum(name in shown[1] for name in names) == 2
    assert not any(name in line for name in names for line in hidden)
    assert shipped.words.readings.see_someone_first.name in hidden[1]
    assert shipped.words.report.no_leaning in hidden[1]
    assert shipped.words.report.withheld in hidden[0]


def test_the_stated_preference_comes_first_where_the_result_leans_away(shipped):
    wished = wishing(shipped, "cbt", "slightly-psychodynamic")
    given = sheet({**SAFE, **wished})
    built = documents.build(shipped, given)
    _, result, *_ = five(shipped, given)

    assert "preference-differs" in built.facts["advisories"]
    assert result.startswith(
        "You prefer psychodynamic therapy, and the result leans towards CBT. Result: "
    )


def test_safety_that_is_open_is_named_first_among_what_is_missing(shipped):
    _, _, concern, missing, _ = five(shipped, sheet({}))

    assert re.match(r"Not answered \(\d+ of \d+\): Safe right now; ", missing)
    assert concern == "First concern: not provided."
    hidden = sheet({}).withhold(shipped.safety, gate_fired=False)
    assert "Safe right now" not in " ".join(five(shipped, hidden))


def test_score_and_take_write_it(monkeypatch, shipped):
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)
    ran = inside(monkeypatch, "score", "nadia-same-ending", "--format", "summary")
    path = FOLDER / "nadia-same-ending.yaml"
    given = reading.load(shipped, path, FOLDER)
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
