"""The questions that ship: they load, and they keep the constitution."""

import datetime
import re
import time
from importlib.metadata import version
from pathlib import Path

import pencil
import pytest

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.content import loader
from fitcheck.errors import ContentError
from fitcheck.proof import articles, constitution, counting, reading_grade

DAY = datetime.date(2026, 11, 28)


@pytest.fixture(scope="session")
def held(shipped):
    return constitution.audit(shipped, DAY)


@pytest.fixture(scope="session")
def shipped_texts():
    found = files.bundled().glob("*.yaml")
    return {path.stem: path.read_text("utf-8") for path in found}


def line(text, needle):
    """Find a line by what stands on it, or by a way of several steps to it."""
    at = 0
    for step in needle.split(" > "):
        at = text.index(step, at)
    return text.count("\n", 0, at) + 1


@pytest.mark.parametrize("number", [*range(1, 10), 11, 12])
def test_the_shipped_questions_keep_article(number, held):
    article = held.articles[number - 1]

    assert (article.number, article.measured) == (number, True)
    assert not [str(finding) for finding in article.findings]


def test_the_shipped_texts_keep_their_reading_grades(shipped):
    grade = pytest.importorskip("textstat").textstat.flesch_kincaid_grade

    told = articles.grades(counting.prove(shipped), grade)
    measured = constitution.hold(shipped, 10, told)

    assert shipped.manifest.language.startswith("en")
    assert "texts measured" in measured.figures[0]
    assert not list(map(str, measured.findings))


def test_all_complete_sheets_are_counted(shipped, held):
    # Earlier: one therapy, the other, both; none, another, not sure. Preference: five
    # steps, and two ways beside them.
    sheets = 5**8 * 3**14 * (5 + 5 + 5 * 5 + 3) * (5 + 2)
    bands = {
        "clearly-cbt": (9_950_091_404_631, "2.0"),
        "slightly-cbt": (96_067_595_477_776, "19.3"),
        "no-clear-leaning": (284_944_998_891_436, "57.3"),
        "slightly-psychodynamic": (96_067_595_477_776, "19.3"),
        "clearly-psychodynamic": (9_950_091_404_631, "2.0"),
    }
    facts = {
        "Maxima: psychodynamic 36, CBT 36.",
        f"Complete answer sheets: {sheets:,}.",
        "The readings are not symmetric, because the evidence is not.",
        "No concern listed here has evidence that puts psychodynamic therapy first.",
        "The proof is about answer sheets, not about people.",
        *(
            f"Band {band}: {count:,} sheets, {share} in 100."
            for band, (count, share) in bands.items()
        ),
    }

    assert facts <= {*held.facts}
    assert counting.prove(shipped).total == sheets == sum(n for n, _ in bands.values())


def test_the_shares_of_the_readings_add_up(shipped):
    proved = counting.prove(shipped)

    cases = sum(proved.readings.values())

    assert proved.total * len(shipped.concerns) == cases
    assert {"leans-cbt", "leans-psychodynamic", "pull-apart", "either"} == {
        reading for reading, count in proved.readings.items() if count
    }


def test_the_audit_takes_no_more_than_a_second(shipped):
    start = time.process_time()

    constitution.audit(shipped, DAY)

    assert time.process_time() - start < 1.0


FAULTS = {
    f"article {one['article']}" if "article" in one else one["refused"]: one
    for one in pencil.load_yaml(Path(__file__).parent / "cases/shipped_faults.yaml")
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_seeded_in_the_shipped_questions_is_found_at_its_line(
    name, shipped_texts
):
    fault = FAULTS[name]
    stem, blamed = fault["file"], fault.get("blamed", fault["file"])
    assert fault["was"] in shipped_texts[stem]
    edited = shipped_texts[stem].replace(fault["was"], fault["now"], 1)
    texts = {**shipped_texts, stem: edited}

    def grade(text):
        return 7.0 if "Incomprehensibilities" in text else 6.0

    if "refused" in fault:
        with pytest.raises(ContentError) as caught:
            loader.parse(texts, "questions")
        found = [one for one in caught.value.problems if name in one.what]
        number = line(edited, fault["now"]) + fault["now"].rstrip().count("\n")
    else:
        proved = counting.prove(loader.parse(texts, "questions"))
        told = articles.every(proved, DAY, grade)[fault["article"] - 1]
        found = constitution.hold(proved.questionnaire, fault["article"], told).findings
        number = line(texts[blamed], fault["at"])

    here = (f"questions/{blamed}.yaml", number)
    assert here in [(one.file, one.line) for one in found]


def test_about_tells_the_reading_grades_as_they_are_now(shipped):
    textstat = pytest.importorskip("textstat").textstat
    release = version("textstat")
    measured = {reading_grade.QUESTION: 0.0, reading_grade.TEXT: 0.0}
    for one in reading_grade.passages(shipped):
        grade = textstat.flesch_kincaid_grade(one.text)
        measured[one.limit] = max(measured[one.limit], grade)

    told = shipped.library.about.reading_level

    figures = re.search(r"highest grades were (\d\.\d) and (\d\.\d)\.", told)
    assert figures
    assert [float(one) for one in figures.groups()] == pytest.approx(
        list(measured.values()), abs=0.1
    )
    assert f"Flesch-Kincaid formula (textstat {release})" in told
    assert f"grade {reading_grade.QUESTION} " in told
    assert f"grade {reading_grade.TEXT} " in told
    assert f"fewer than {reading_grade.LONG} words" in told


def test_the_vignettes_touch_everything_and_none_is_a_finding(shipped):
    folder = files.bundled() / "vignettes"
    people = {
        path.name: reading.load(shipped, path, folder)
        for path in sorted(folder.glob("*.yaml"))
    }

    held = constitution.audit(shipped, DAY, vignettes=people)

    assert not held.vignettes
    assert held.facts[-1] == (
        "Vignettes: 26; they touch 5 of 5 bands, 6 of 6 readings, 10 of 10 gates, "
        "9 of 9 advisories, 53 of 53 therapist questions, 15 of 15 notes."
    )
