"""The report in two pages: short enough for everybody, and nothing lost that counts."""

import random
import re
from functools import cache

import pytest
from pymarkdown.api import PyMarkdownApi

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Sheet
from fitcheck.documents.reports import FIRST, SECOND, WHOLE
from fitcheck.render.markdown import pieces
from fitcheck.report.case import Case
from fitcheck.rubric import path

PEOPLE = sorted((files.bundled() / "vignettes").glob("*.yaml"))
SEEDS = range(40)


def any_sheet(questionnaire, seed):
    """Answer at random, and as much as can be ticked; some sheets with gates."""
    chance = random.Random(seed)
    answers = {}
    while len(open_ := unanswered(questionnaire, answers)):
        key = open_[0]
        ids = [one.id for one in questionnaire.choices[key] if not one.exclusive]
        most = {"concerns": 3, "limits": 6, "circumstances": 8}.get(key, 1)
        if key == "needs-assessment":
            most = chance.choice((0, 0, 1, 3, 9))
        if key == "safe-now" and seed % 2:
            ids = ["safe"]
        if not most:
            answers[key] = ("none-of-these",)
        else:
            answers[key] = tuple(chance.sample(ids, min(most, len(ids))))
    country = chance.choice(["GB", "US", "DE", "CH", None])
    manifest = questionnaire.manifest
    return Sheet(manifest.id, manifest.version, answers, country=country)


def unanswered(questionnaire, answers):
    return [q.id for q in path.path(questionnaire, answers) if q.id not in answers]


@pytest.fixture(scope="module")
def cases(shipped):
    people = (reading.load(shipped, one, one.parent) for one in PEOPLE)
    made = (any_sheet(shipped, seed) for seed in SEEDS)
    return [Case(shipped, one) for one in (*people, *made)]


@cache
def written(case):
    return documents.two_pages(case).markdown


def parts(case):
    """Return both pages without the answers block."""
    first, line, second = written(case).partition("\n---\n")
    assert line
    return first, second.rpartition("\n## ")[0]


def test_no_page_has_more_words_than_people_read(cases):
    counted = [[len(page.split()) for page in parts(case)] for case in cases]

    most = (FIRST, SECOND, WHOLE)
    assert (FIRST, WHOLE) == (400, 1000)
    assert [c for c in counted if any(map(int.__gt__, (*c, sum(c)), most))] == []
    assert sum(bool(case.score.gates) for case in cases) > 15


def test_what_counts_is_never_cut(cases):
    for case in cases:
        first, second = parts(case)
        whole = flat(first + second)
        wanted = [case.urgent, *case.nobody, *case.cleared, *case.notes[: case.kept]]
        if case.score.fit:
            wanted += [*case.facts["said"]["sentences"], case.facts["said"]["doubt"]]
            wanted += [*(one.short for one in case.concerns[:1]), case.next_steps[0]]
        for gate in case.facts["route"]["gates"] if case.facts["route"] else []:
            wanted += [gate["title"]]
        assert [one for one in wanted if flat(one) not in whole] == []
        assert "It could be wrong because" in first
        assert "not a diagnosis" in first


def test_where_somebody_else_comes_first_the_first_page_says_so_and_leans_nowhere(
    cases,
):
    gated = [case for case in cases if case.score.gates]
    for case in gated:
        first, _ = parts(case)
        heading = first.split("\n## ")[1].partition("\n")[0]
        readings = vars(case.questionnaire.words.readings).values()
        leanings = [one.sentence for one in readings if "leans" in one.sentence]

        assert flat(heading) == flat(case.facts["route"]["title"])
        assert [one for one in leanings if flat(one) in flat(written(case))] == []
        assert "█" not in first
    assert len(gated) > 15


def test_the_reasons_add_up_with_a_pencil(cases):
    for case in (one for one in cases if one.score.fit):
        rows = re.findall(r"\| (\d+) \| (\d+) \|$", parts(case)[0], re.M)
        sums = [sum(int(row[at]) for row in rows) for at in (0, 1)]
        bars = re.findall(r"(█*) +(\d+) ", parts(case)[0].split("```")[1])

        assert case.score.fit
        assert sums == [case.score.fit.psychodynamic, case.score.fit.cbt]
        assert [(len(bar), int(said)) for bar, said in bars] == [(n, n) for n in sums]


def test_where_no_reason_is_named_the_row_of_all_speaks_of_no_more(cases):
    seen = 0
    for case in (one for one in cases if one.score.fit and one.weighed):
        words = case.questionnaire.words.pages
        named = re.findall(r"^\| (.+) \| \d+ \| \d+ \|$", parts(case)[0], re.M)
        if len(named) == 1 and len(case.weighed) > 1:
            seen += 1
            assert named == [words.all.format(count=len(case.weighed))]

    assert seen


def test_the_heaviest_reasons_come_first_those_of_one_weight_in_path_order(cases):
    for case in (one for one in cases if one.score.fit):
        asked = path.path(case.questionnaire, case.sheet.answers)
        order = [question.id for question in asked]
        weighed = [
            (-max(one.psychodynamic, one.cbt), order.index(one.question))
            for one in case.weighed
        ]
        first = re.findall(r"^\| (.+) \| \d+ \| \d+ \|$", parts(case)[0], re.M)[:-1]

        assert weighed == sorted(weighed)
        assert all(side for side, _ in weighed)
        assert [*map(flat, first)] == [
            flat(case.said(one)) for one in case.weighed[: len(first)]
        ]


def test_a_list_that_is_cut_says_how_much_more_there_is(cases):
    words = cases[0].questionnaire.words.pages
    for case in cases:
        _, second = parts(case)
        shown = len(re.findall(r"^\d+\. ", second, re.M))
        notes = second.partition(f"## {words.notes}")[2].partition("\n## ")[0]
        for count, template in (
            (len(case.facts["therapist_questions"]) - shown, words.questions_more),
            (len(case.notes) - notes.count("\n- "), words.notes_more),
        ):
            said = template.format(count=count)
            assert (said in second) == (count > 0), case.sheet.vignette


def test_it_passes_a_linter_of_markdown_but_for_the_length_of_lines(cases):
    linter = PyMarkdownApi().disable_rule_by_identifier("md013")
    for case in cases[:: len(cases) // 5]:
        found = linter.scan_string(written(case))

        assert [str(one) for one in found.scan_failures] == []


def test_it_is_read_back_as_it_was_written(cases):
    for case in cases[::5]:
        several = pieces(written(case))
        titles = [one.value for one in several if one.level == 2]
        parts = documents.two_pages(case).parts

        assert titles == [one.title for one in parts]
        assert all(one.id for one in parts)
        assert len({one.id for one in parts}) == len(titles)


def flat(text):
    """Take out what Markdown escapes, and where lines break."""
    return " ".join(re.sub(r"\\|&[a-z]+;|\*\*", "", text).split())
