"""The questions that ship: they load, and they keep the constitution."""

import datetime
import re
import time
from functools import cache
from importlib.metadata import version

import pytest

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.content import loader, yaml_marks
from fitcheck.errors import ContentError
from fitcheck.proof import articles, constitution, counting, reading_grade
from fitcheck.rubric import scoring

DAY = datetime.date(2026, 11, 28)
Texts = dict[str, str]


@pytest.fixture(scope="session")
def held(shipped):
    return constitution.audit(shipped, DAY)


@pytest.fixture(scope="session")
def shipped_texts():
    found = files.bundled().glob("*.yaml")
    return {path.stem: path.read_text("utf-8") for path in found}


@pytest.fixture(scope="module")
def each_file_read_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_marks, "parse", cache(yaml_marks.parse))
        yield


def line(text, needle):
    """Find a line by what stands on it, or by a way of several steps to it."""
    at = 0
    for step in needle.split(" > "):
        at = text.index(step, at)
    return text.count("\n", 0, at) + 1


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12])
def test_the_shipped_questions_keep_article(number, held):
    article = held.articles[number - 1]

    assert number == article.number
    assert article.measured
    assert not [str(finding) for finding in article.findings]


def test_the_shipped_texts_keep_their_reading_grades(shipped):
    grade = pytest.importorskip("textstat").textstat.flesch_kincaid_grade

    told = articles.grades(counting.prove(shipped), grade)
    measured = constitution.hold(shipped, 10, told)

    assert shipped.manifest.language.startswith("en")
    assert "texts measured" in measured.figures[0]
    assert not list(map(str, measured.findings))


def test_all_complete_sheets_are_counted(shipped):
    # Earlier: one therapy, the other, both; none, another, not sure. Preference: five
    # steps, and two ways beside them.
    sheets = 5**8 * 3**14 * (5 + 5 + 5 * 5 + 3) * (5 + 2)
    counts = {
        "clearly-cbt": 9_950_091_404_631,
        "slightly-cbt": 96_067_595_477_776,
        "no-clear-leaning": 284_944_998_891_436,
        "slightly-psychodynamic": 96_067_595_477_776,
        "clearly-psychodynamic": 9_950_091_404_631,
    }

    proved = counting.prove(shipped)

    assert sheets == proved.total
    assert counts == proved.bands
    assert dict.fromkeys(("psychodynamic", "cbt"), 36) == scoring.maxima(shipped)


def test_the_shares_of_the_bands_are_told_to_one_decimal(held):
    shares = ["2.0", "19.3", "57.3", "19.3", "2.0"]

    figures = [figure.partition(": ")[2] for figure in held.articles[2].figures]

    assert [f"{share} in 100" for share in shares] == figures


def test_the_facts_name_every_number_and_what_they_are_about(held):
    facts = (
        "Maxima: psychodynamic 36, CBT 36.",
        "Complete answer sheets: 496,980,372,656,250.",
        "Band no-clear-leaning: 284,944,998,891,436 sheets, 57.3 in 100.",
        "The readings are not symmetric, because the evidence is not.",
        "No concern listed here has evidence that puts psychodynamic therapy first.",
        "The proof is about answer sheets, not about people.",
    )

    assert set(facts) <= set(held.facts)


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


TWO_POLE = "- {id: slightly-psychodynamic, psychodynamic: 1, cbt: 0}"
EARLIER_CBT = """  - id: earlier-cbt
    kind: single
    show_if:
"""

# The article; the file and the edit (its first place); the line that is blamed.
FAULTS = [
    (1, "earlier", "psychodynamic: 0\n          cbt: 1\n          reason: What helped",
     "psychodynamic: 0\n          cbt: 2\n          reason: What helped",
     "earlier", "- id: earlier-cbt"),
    (2, "working", "first: cbt", "first: psychodynamic", "working", "id: working"),
    (3, "rubric", "side: neither, from: -4", "side: neither, from: 3",
     "rubric", "- {id: no-clear-leaning"),
    (4, "rubric", TWO_POLE, TWO_POLE.replace("1", "3"),
     "rubric", "- {id: slightly-psychodynamic, psychodynamic: 3"),
    (5, "rubric", "psychodynamic: 4, cbt: 0", "psychodynamic: 9, cbt: 0",
     "side-by-side", "- id: informed-preference"),
    (6, "earlier", EARLIER_CBT,
     f"{EARLIER_CBT}      - {{question: earlier-kind, any_of: [none]}}\n",
     "earlier", "- id: earlier-cbt > - id: it-helped"),
    (7, "sources", "kind: ours", "kind: page", "sources", "- key: judgement"),
    (8, "earlier", "label: Yes, CBT\n",
     "label: Yes, CBT\n        note: {text: CBT., short: CBT., sources: [judgement]}\n",
     "earlier", "- id: earlier-psychodynamic"),
    (9, "therapies", "    upsides:\n", "    upsides:\n      - One more.\n",
     "therapies", "- id: cbt"),
    (10, "safety", "text: Are you safe right now?", "text: Incomprehensibilities?",
     "safety", "- id: safe-now"),
    (11, "questionnaire", "next_review: 2027-11-28", "next_review: 2026-11-28",
     "questionnaire", "next_review: 2026-11-28"),
    (12, "rubric", "[neither, reaching-cbt]",
     "[neither, reaching-cbt, reaching-psychodynamic]",
     "rubric", "- reading: leans-cbt"),
]  # fmt: skip


@pytest.mark.usefixtures("each_file_read_once")
@pytest.mark.parametrize(
    ("article", "stem", "old", "new", "blamed", "needle"),
    FAULTS,
    ids=[f"article {fault[0]}" for fault in FAULTS],
)
def test_a_fault_seeded_in_the_shipped_questions_is_found_at_its_line(
    article, stem, old, new, blamed, needle, shipped_texts
):
    assert old in shipped_texts[stem]
    texts = {**shipped_texts, stem: shipped_texts[stem].replace(old, new, 1)}
    questionnaire = loader.parse(texts, "questions")

    def grade(text):
        return 7.0 if "Incomprehensibilities" in text else 6.0

    told = articles.every(counting.prove(questionnaire), DAY, grade)[article - 1]
    found = constitution.hold(questionnaire, article, told).findings

    here = (f"questions/{blamed}.yaml", line(texts[blamed], needle))
    assert here in [(one.file, one.line) for one in found]


@pytest.mark.usefixtures("each_file_read_once")
@pytest.mark.parametrize(
    ("stem", "old", "new", "what"),
    [
        ("limits", "label: Money is tight\n", "label: Money is tight\n        points: "
         "{psychodynamic: 0, cbt: 1, reason: No., sources: [judgement]}\n",
         "points need a question with one answer"),
        ("side-by-side", "    kind: poles\n", "    kind: poles\n    show_if: "
         "[{question: concerns, any_of: [phobia]}]\n",
         "a condition needs a question with one answer"),
        ("rubric", "from: -4", "from: -12", "the bounds have to rise"),
        ("working", "sources:\n      - source-document\n      - cnip-trainees-2022",
         "sources: []", "at least 1"),
    ],
)  # fmt: skip
def test_what_would_break_an_article_may_be_refused_by_the_loader(
    stem, old, new, what, shipped_texts
):
    assert old in shipped_texts[stem]
    texts = {**shipped_texts, stem: shipped_texts[stem].replace(old, new, 1)}
    number = line(texts[stem], new) + new.rstrip().count("\n")

    with pytest.raises(ContentError) as caught:
        loader.parse(texts, "questions")

    problem = next(one for one in caught.value.problems if what in one.what)
    assert (f"questions/{stem}.yaml", number) == (problem.file, problem.line)


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
