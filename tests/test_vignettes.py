"""The fictional people: each is what its author expects, and together they cover all.

Everything is worked out by the pencil, from the files alone.
"""

import re
import shutil
from collections import Counter
from functools import cache

import pencil
import pytest
import running

FILES = sorted((pencil.FOLDER / "vignettes").glob("*.yaml"))
READINGS = {
    "see-someone-first",
    "cannot-tell",
    "leans-psychodynamic",
    "leans-cbt",
    "pull-apart",
    "either",
}
BANDS = {
    "clearly-psychodynamic",
    "slightly-psychodynamic",
    "no-clear-leaning",
    "slightly-cbt",
    "clearly-cbt",
}
NEVER = re.compile(
    r"you should|you need|best for you|match|diagnos|suffer|disorder|committed"
    r"|failed treatment|resistant|\bjust\b|\bsimply\b|!|\d+ ?%",
    re.IGNORECASE,
)
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


@cache
def sources_of_help():
    return pencil.load_yaml(pencil.FOLDER / "help-lines.yaml")


each = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@each
def test_it_is_what_its_author_expects(file):
    found = worked(file)
    assert vignette(file)["vignette"]["expect"] == {
        "reading": found.reading,
        "band": found.band,
        "gate": found.gates,
    }


@each
def test_every_question_on_its_path_is_answered_or_skipped(file):
    data = vignette(file)
    given, skipped = list(data["answers"]), data.get("skipped", [])
    assert sorted(given + skipped) == sorted(worked(file).path)
    assert None not in data["answers"].values()


@each
def test_every_answer_is_one_that_the_question_offers(file):
    for key, answer in vignette(file)["answers"].items():
        question = content().questions[key]
        chosen = pencil.listed(answer)
        assert set(chosen) <= set(pencil.options(content(), key))
        assert isinstance(answer, list) == (key in SEVERAL)
        assert 1 <= len(set(chosen)) == len(chosen) <= question.get("at_most", 9)
        lonely = {
            one["id"] for one in question.get("options", ()) if "exclusive" in one
        }
        assert len(chosen) == 1 or not lonely & set(chosen)


@each
def test_its_head_is_that_of_an_answers_file(file):
    data = vignette(file)
    assert set(data) <= {
        *("fitcheck", "questionnaire", "version", "country", "answered"),
        *("vignette", "answers", "skipped", "respondent", "cleared"),
    }
    cleared = set(data.get("cleared", ()))
    needs = set(data["answers"].get("needs-assessment", ()))
    assert cleared <= needs & set(pencil.CLEARING)
    assert "respondent" in data or not cleared
    manifest = pencil.load_yaml(pencil.FOLDER / "questionnaire.yaml")
    assert data["fitcheck"] == 1
    assert data["questionnaire"] == manifest["id"]
    assert data["version"] == manifest["version"]
    assert set(data["vignette"]) == {"name", "about", "expect"}


@each
def test_its_story_is_short_and_keeps_to_the_voice(file):
    about = data_of(file)["about"]
    assert 60 <= len(about.split()) <= 120
    assert not NEVER.search(about)
    assert about.startswith(data_of(file)["name"].split(",")[0])
    assert all(len(line) <= 100 for line in file.read_text("utf-8").splitlines())


@each
def test_its_story_reads_at_grade_eight_or_below(file):
    textstat = pytest.importorskip("textstat", reason="the extra 'check' brings it")
    assert textstat.flesch_kincaid_grade(data_of(file)["about"]) <= 8


def data_of(file):
    return vignette(file)["vignette"]


def test_nadia_is_complete_and_ungated():
    (file,) = (file for file in FILES if file.stem == "nadia-same-ending")
    data, found = vignette(file), worked(file)
    assert "skipped" not in data
    assert data["country"] == "GB"
    assert (found.reading, found.band, found.gates) == (
        "leans-psychodynamic",
        "clearly-psychodynamic",
        [],
    )
    assert data["answers"]["earlier-cbt"] == "still-stuck"


def test_there_are_twenty_six_people_who_differ():
    assert len(FILES) == 26
    ages = [int(data_of(file)["name"].split(", ")[1]) for file in FILES]
    assert len({data_of(file)["name"] for file in FILES}) == 26
    assert (min(ages), max(ages)) == (16, 80)


def test_they_live_in_many_countries():
    countries = [vignette(file).get("country") for file in FILES]
    helped = {line["country"] for line in sources_of_help()["lines"]}
    named = set(countries) - {None}
    known = pencil.load_yaml(pencil.FOLDER / "countries.yaml")["countries"]
    assert None in countries
    assert len(named) >= 12
    assert named <= {one["code"] for one in known}
    assert named & helped
    assert named - helped


def test_together_they_cover_the_rubric():
    """Print the coverage, too: pytest shows it with -s."""
    seen = {name: Counter[str]() for name in wanted()}
    for file in FILES:
        for name, ids in shown_by(file).items():
            seen[name].update(ids)
    for name, ids in wanted().items():
        print(f"{name}: " + ", ".join(f"{one} {seen[name][one]}" for one in ids))  # noqa: T201
    missing = {name: set(ids) - set(seen[name]) for name, ids in wanted().items()}
    assert not any(missing.values()), missing


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


def wanted():
    """Return all that somebody in the gallery has to show."""
    questions = content().questions
    asked = [
        one for key in ("limits", "circumstances") for one in questions[key]["options"]
    ]
    beside = [one["id"] for one in questions["informed-preference"]["others"]]
    return {
        "readings": sorted(READINGS),
        "bands": sorted(BANDS),
        "gates": [one["id"] for one in content().gates],
        "notes": ["it-harmed", *(one["id"] for one in asked if "note" in one)],
        "advisories": [one["id"] for one in content().advisories],
        "therapist questions": [one["id"] for one in content().asking],
        "called for": [one["id"] for one in content().asking if "ask_when" in one],
        "concerns": list(content().concerns),
        "earlier therapy": pencil.options(content(), "earlier-kind"),
        "other wishes": beside,
        "talked about": ["suicidal-thoughts"],
    }


def shown_by(file):
    """Return what one person shows."""
    found, answers = worked(file), vignette(file)["answers"]
    return {
        "readings": [found.reading],
        "bands": [found.band] if found.band else [],
        "gates": found.gates,
        "notes": found.notes,
        "advisories": found.advisories,
        "therapist questions": [name for name, _ in found.questions],
        "called for": [name for name, because in found.questions if because],
        "concerns": answers.get("concerns", []),
        "earlier therapy": list(pencil.listed(answers.get("earlier-kind"))),
        "other wishes": list(pencil.listed(answers.get("informed-preference"))),
        "talked about": list(vignette(file).get("cleared", ())),
    }
