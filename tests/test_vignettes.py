"""The fictional people: each is what its author expects, and together they cover all.

Everything is worked out by the pencil, from the files alone.
"""

import re
import shutil
from functools import cache

import pencil
import pytest
import running

FILES = sorted((pencil.FOLDER / "vignettes").glob("*.yaml"))

NEVER = re.compile(
    r"you should|you need|best for you|match|diagnos|suffer|disorder|committed"
    r"|failed treatment|resistant|\bjust\b|\bsimply\b|!|\d+ ?%",
    re.IGNORECASE,
)
CLEARING = set(pencil.CLEARING)
SEVERAL = ("needs-assessment", "concerns", "limits", "circumstances")


@cache
def content():
    return pencil.read()


@cache
def vignette(file):
    return pencil.load_yaml(file)


@cache
def worked(file):
    data = vignette(file)
    cleared = tuple(data.get("cleared", ()))
    return pencil.work(content(), data["answers"], cleared=cleared)


HEAD = {
    *("fitcheck", "questionnaire", "version", "country", "answered"),
    *("vignette", "answers", "skipped", "respondent", "cleared"),
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_a_whole_answers_file_and_read_as_its_author_expects(file):
    data, found = vignette(file), worked(file)
    manifest = pencil.load_yaml(pencil.FOLDER / "questionnaire.yaml")
    expected = {"reading": found.reading, "band": found.band, "gate": found.gates}
    cleared = set(data.get("cleared", ()))

    assert data.keys() <= HEAD
    head = (data["fitcheck"], data["questionnaire"], data["version"])
    assert head == (1, manifest["id"], manifest["version"])
    assert cleared <= {*data["answers"].get("needs-assessment", ())} & CLEARING
    assert "respondent" in data or not cleared
    assert data["vignette"].keys() == {"name", "about", "expect"}
    assert data["vignette"]["expect"] == expected
    assert sorted([*data["answers"], *data.get("skipped", [])]) == sorted(found.path)
    for key, answer in data["answers"].items():
        question, chosen = content().questions[key], pencil.listed(answer)
        several = question.get("options", ())
        alone = {one["id"] for one in several if "exclusive" in one}
        assert set(chosen) <= set(pencil.options(content(), key))
        assert isinstance(answer, list) == (key in SEVERAL)
        assert 1 <= len(set(chosen)) == len(chosen) <= question.get("at_most", 9)
        assert len(chosen) == 1 or not alone & set(chosen)


def test_every_story_is_short_and_plain_and_keeps_to_the_voice():
    grade = pytest.importorskip("textstat").textstat.flesch_kincaid_grade
    for file in FILES:
        told = vignette(file)["vignette"]
        about = told["about"]
        assert 60 <= len(about.split()) <= 120
        assert not NEVER.search(about)
        assert about.startswith(told["name"].split(",")[0])
        assert grade(about) <= 8
        assert all(len(line) <= 100 for line in file.read_text("utf-8").splitlines())


def test_there_are_twenty_six_people_who_differ_and_live_in_many_countries():
    names = [vignette(file)["vignette"]["name"] for file in FILES]
    ages = [int(name.split(", ")[1]) for name in names]
    countries = {vignette(file).get("country") for file in FILES}
    lines = pencil.load_yaml(pencil.FOLDER / "help-lines.yaml")["lines"]
    helped = {line["country"] for line in lines}

    assert len(FILES) == len(set(names)) == 26
    assert (min(ages), max(ages)) == (16, 80)
    assert len(countries) > 12
    assert None in countries
    assert countries & helped
    assert countries - helped - {None}
    nadia = vignette(pencil.FOLDER / "vignettes" / "nadia-same-ending.yaml")
    assert nadia["country"] == "GB"
    assert "skipped" not in nadia


def test_they_cover_what_check_does_not_count():
    asked = content().questions["informed-preference"]["others"]
    wanted = {
        "concerns": {*content().concerns},
        "earlier-kind": {*pencil.options(content(), "earlier-kind")},
        "informed-preference": {one["id"] for one in asked},
    }
    for key, ids in wanted.items():
        given = (pencil.listed(vignette(one)["answers"].get(key)) for one in FILES)
        assert ids <= set().union(*given), key
    assert any("suicidal-thoughts" in vignette(one).get("cleared", ()) for one in FILES)


def test_check_counts_them_and_finds_one_that_is_read_otherwise(tmp_path, monkeypatch):
    folder = tmp_path / "questions"
    shutil.copytree(pencil.FOLDER, folder)
    good = running.inside(monkeypatch, "check", folder)
    nadia = folder / "vignettes" / "nadia-same-ending.yaml"
    wrong = nadia.read_text("utf-8").replace("leans-psychodynamic", "leans-cbt")
    nadia.write_text(wrong, "utf-8")

    bad = running.inside(monkeypatch, "check", folder)
    shutil.rmtree(folder / "vignettes")
    none = running.inside(monkeypatch, "check", folder)

    assert (good.code, bad.code, none.code) == (0, 1, 0)
    assert "Vignettes: 26; they touch " in good.out
    line = wrong[: wrong.index("  expect:")].count("\n") + 1
    assert f"{nadia}:{line}:3: the vignette expects the reading leans-cbt" in bad.err
    assert "Vignettes: none in this folder." in none.out
