"""`ask`: the questions to take along, on one page."""

from dataclasses import replace
from pathlib import Path

import pytest
from running import inside

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.documents import papers
from fitcheck.render import html, plain, terminal
from fitcheck.render.markdown import pieces
from fitcheck.report.case import Case
from fitcheck.report.names import Names

ONE = 65
"""Lines that an A4 page holds at 9 points."""
PEOPLE = sorted(path.stem for path in (files.bundled() / "vignettes").glob("*.yaml"))


def person(shipped, name):
    return reading.load(shipped, Path(name), files.bundled() / "vignettes")


def chosen(shipped, name):
    """Return the page of a fictional person, and the questions of their report."""
    case = Case(shipped, person(shipped, name))
    return papers.ask(shipped, case), case.facts["therapist_questions"]


def piles(written):
    """Return the questions under each heading."""
    return {
        part.title: list(one.value)
        for part in written.parts
        for one in pieces(part.text)
        if one.kind == "entries"
    }


def asked(text, cbt_text):
    """Return the lines of one question: it alone, or one for either kind."""
    if cbt_text is None:
        return (text,)
    return (f"To a psychodynamic therapist: {text}", f"To a CBT therapist: {cbt_text}")


@pytest.mark.parametrize("name", PEOPLE)
def test_the_page_holds_the_questions_of_the_report_and_quotes_what_called_for_them(
    name, shipped
):
    written, questions = chosen(shipped, name)
    words, left = shipped.words.ask, piles(written)
    for one in questions:
        title = words.chosen if one["because"] else words.general
        (*named, last), *rest = left[title]
        left[title] = rest
        if one["because"]:
            said = [
                f"“{Names(shipped).answer(why['question'], why['answer'])}”"
                f" ({Names(shipped).topic(why['question'])})"
                for why in one["because"][:1]
            ]
            assert last.value == f"Because you said {'; '.join(said)}."
        else:
            named.append(last)
        assert tuple(said.value for said in named) == asked(
            one["text"], one["cbt_text"]
        )
        assert all(said.kind == "strong" for said in named)
    assert not any(left.values())
    assert plain.lay_out(written.markdown).count("\n") <= ONE


@pytest.mark.parametrize("name", PEOPLE)
def test_no_safety_answer_is_quoted(name, shipped):
    said = chosen(shipped, name)[0].markdown
    for key in shipped.safety:
        assert shipped.questions[key].name not in said
        for one in shipped.choices[key]:
            assert f"“{Names(shipped).answer(key, one.id)}”" not in said


@pytest.mark.parametrize("left_out", [False, True])
def test_whom_to_call_stands_first_with_a_gate_or_safety_left_out(left_out, shipped):
    sheet = person(shipped, "nadia-same-ending" if left_out else "daniel-light-boat")
    kept = {key: one for key, one in sheet.answers.items() if key != "safe-now"}
    sheet = replace(sheet, answers=kept if left_out else sheet.answers)
    case = Case(shipped, sheet)
    written = papers.ask(shipped, case)
    (rows,) = [one.value for one in pieces(written.markdown) if one.kind == "facts"]
    [(name, said)] = rows

    assert name == shipped.words.report.lines
    for kind in ("emergency", "crisis"):
        first = next(one for one in case.facts["help_lines"] if one["for"] == kind)
        assert first["how"] in said
    whole, _ = chosen(shipped, "nadia-same-ending")
    assert "facts" not in {one.kind for one in pieces(whole.markdown)}


def test_question_and_reason_stand_on_lines_of_their_own(shipped):
    written, _ = chosen(shipped, "nadia-same-ending")
    page = written.markdown
    drawn = [terminal.draw(page, columns=wide) for wide in (36, 60, 80)]
    for text in (*drawn, plain.lay_out(page)):
        rows = text.split("\n")
        (at,) = (n for n, row in enumerate(rows) if "said “I still" in row)
        assert rows[at - 1].endswith("it goes?")
        assert rows[at].lstrip().startswith("Because")
    web = " ".join(html.lay_out(written).split())
    assert "it goes?</strong></p> <p>Because you said “I still feel stuck”" in web


def test_the_command_takes_answers_or_none(monkeypatch):
    general = inside(monkeypatch, "ask")
    mine = inside(monkeypatch, "ask", "nadia-same-ending")

    assert general.code == mine.code == 0
    assert "## If it fits you" in general.out
    assert "## For you" in mine.out
    assert inside(monkeypatch, "ask", "--format", "json").code == 2
