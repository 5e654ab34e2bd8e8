"""One report, four formats: the same facts stand in each, read back from the text."""

import json
import re
from functools import cache

import pytest
import told
from sampling import sample

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.render import RENDERERS
from fitcheck.rubric import path

FOLDER = files.bundled() / "vignettes"
PEOPLE = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def written(questionnaire, name):
    """Write the report on a fictional person in every format, once."""
    person = reading.load(questionnaire, FOLDER / f"{name}.yaml", FOLDER)
    made = documents.build(questionnaire, person)
    formats = (*told.READ, "json", "summary")
    return {known: RENDERERS[known](made) for known in formats}


def differing(questionnaire, text, format_, name):
    """Name the facts that a text tells in another way than the JSON report."""
    known = told.of_json(written(questionnaire, name)["json"])
    found = told.told(questionnaire, list(told.READ[format_](text)))
    ours, theirs = known.pop("sources"), found.pop("sources")
    same = list(ours) == list(theirs) and all(
        part in theirs[key] for key, parts in ours.items() for part in parts
    )
    assert set(known) == set(found)
    return [
        *(one for one in known if known[one] != found[one]),
        *([] if same else ["sources"]),
    ]


@pytest.mark.parametrize("name", sample(PEOPLE, 3))
def test_every_format_tells_the_facts_of_the_json_report(name, shipped):
    for format_ in told.READ:
        text = written(shipped, name)[format_]
        assert differing(shipped, text, format_, name) == [], format_


@pytest.mark.parametrize("name", PEOPLE)
def test_the_five_lines_tell_a_part_of_the_same_facts(name, shipped):
    texts = written(shipped, name)
    data, fit = json.loads(texts["json"]), told.of_json(texts["json"])["fit"]
    found = told.summed(shipped, texts["summary"])
    shown = found.pop("fit")
    asked = {one.id for one in path.path(shipped, taken(data["answers"]))}

    assert found == {
        **{key: data[key] for key in ("answered", "reading", "gate")},
        **{key: data["questionnaire"][key] for key in ("version", "sha256")},
        "concerns": data["answers"].get("concerns", []),
        "missing": asked - set(data["answers"]) - set(data["withheld"]),
    }
    assert bool(shown) == bool(fit)
    if shown:
        ends = {fit["lowest"], fit["highest"]}
        assert set(map(int, re.findall(r"[-+]?\d+", shown.pop("difference")))) == ends
        assert shown == {key: fit[key] for key in shown}


def taken(given):
    """Put the answers of a JSON report back as a sheet holds them."""
    several = {k: v if isinstance(v, list) else [v] for k, v in given.items()}
    return {key: tuple(one) for key, one in several.items()}


FAULTS = {
    "reading": (
        "What you want and what the evidence says point to different therapies. Both",
        "Taken together, this leans towards neither of the two. Both",
    ),
    "rule": (
        "psychodynamic therapy, or still can, and the evidence points towards CBT.",
        "CBT, and the evidence does not point towards psychodynamic therapy.",
    ),
    "gate": (
        "## Your result",
        "## If someone hurts or frightens you\n\nx\n\n## Your result",
    ),
    "fit": ("What you want: clearly", "What you want: slightly"),
    "evidence": (
        "For unwanted thoughts or rituals, there is",
        "For it, the evidence we saw puts neither of the two first.\n\nThere is",
    ),
    "concerns": ("(1 of 3)", "(2 of 3)"),
    "lines": ("| Very much | 2 | 0 |", "| Very much | 1 | 0 |"),
    "sums": ("| How you like to work | 10 |", "| How you like to work | 11 |"),
    "questions": ("### Which kind of therapy do", "### What kind of therapy do"),
    "sources": ("- **our own judgement:** ", "- **your own judgement:** "),
}  # fmt: skip
"""What is changed in a page so that just one fact is another."""


@pytest.mark.parametrize("fact", FAULTS)
def test_a_fact_told_in_another_way_is_seen(fact, shipped):
    text = written(shipped, "camille-two-truths")["markdown"]
    good, bad = FAULTS[fact]
    assert good in text
    changed = text.replace(good, bad)

    wrong = {"rule": "reading"}.get(fact, fact)
    assert differing(shipped, changed, "markdown", "camille-two-truths") == [wrong]
