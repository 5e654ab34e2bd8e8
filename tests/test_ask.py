"""`ask`: the questions to take along, on one page."""

from dataclasses import replace
from pathlib import Path

import pytest
from running import inside

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.documents import papers
from fitcheck.render import html, plain, terminal
from fitcheck.report import labels
from fitcheck.report.case import Case
from fitcheck.report.document import Entries, Facts, Paragraph

ONE = 65
"""Lines that an A4 page holds at 9 points."""
PEOPLE = sorted(path.stem for path in (files.bundled() / "vignettes").glob("*.yaml"))

Pile = tuple[tuple[Paragraph, ...], ...]


def person(shipped, name):
    return reading.load(shipped, Path(name), files.bundled() / "vignettes")


def chosen(shipped, name):
    """Return the page of a fictional person, and the questions of their report."""
    case = Case(shipped, person(shipped, name))
    return papers.ask(shipped, case), case.facts["therapist_questions"]


def piles(document):
    """Return the questions under each heading."""
    return {
        one.title: block.items
        for one in document.sections
        for block in one.blocks
        if isinstance(block, Entries)
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
    document = written.document
    words, left = shipped.words.ask, piles(document)
    for one in questions:
        title = words.chosen if one["because"] else words.general
        (*named, last), *rest = left[title]
        left[title] = tuple(rest)
        if one["because"]:
            said = [
                f"“{labels.answer(shipped, why['question'], why['answer'])}”"
                f" ({labels.topic(shipped, why['question'])})"
                for why in one["because"][:1]
            ]
            assert last == Paragraph(f"Because you said {'; '.join(said)}.")
        else:
            named.append(last)
        assert tuple(said.text for said in named) == asked(one["text"], one["cbt_text"])
        assert all(said.strong for said in named)
    assert not any(left.values())
    assert plain.lay_out(document).count("\n") <= ONE


@pytest.mark.parametrize("name", PEOPLE)
def test_no_safety_answer_is_quoted(name, shipped):
    said = chosen(shipped, name)[0].markdown
    for key in shipped.safety:
        assert shipped.questions[key].name not in said
        for one in shipped.choices[key]:
            assert f"“{labels.answer(shipped, key, one.id)}”" not in said


def test_a_fictional_person_and_a_gate_are_named_first(shipped):
    document, _ = chosen(shipped, "daniel-light-boat")
    said = [one.text for one in document.document.blocks if isinstance(one, Paragraph)]

    assert said[0].startswith("DEMONSTRATION")
    assert said[1] == shipped.words.gate.prepare


@pytest.mark.parametrize("left_out", [False, True])
def test_whom_to_call_stands_first_with_a_gate_or_safety_left_out(left_out, shipped):
    sheet = person(shipped, "nadia-same-ending" if left_out else "daniel-light-boat")
    kept = {key: one for key, one in sheet.answers.items() if key != "safe-now"}
    sheet = replace(sheet, answers=kept if left_out else sheet.answers)
    case = Case(shipped, sheet)
    blocks = papers.ask(shipped, case).document.blocks
    (rows,) = [one.rows for one in blocks if isinstance(one, Facts)]
    [(name, said)] = rows

    assert name == shipped.words.report.lines
    for kind in ("emergency", "crisis"):
        first = next(one for one in case.facts["help_lines"] if one["for"] == kind)
        assert first["how"] in said
    whole, _ = chosen(shipped, "nadia-same-ending")
    assert not [one for one in whole.document.blocks if isinstance(one, Facts)]


def test_without_answers_every_question_that_fits_many_is_listed(shipped):
    document = papers.ask(shipped).document
    said = {
        tuple(said.text for said in item)
        for pile in piles(document).values()
        for item in pile
    }
    every = shipped.library.therapist_questions.questions
    many = {
        asked(one.text, one.cbt_text)
        for one in every
        if {when.question for when in one.ask_when} != {"concerns"}
    }
    assert said == many
    left_out = shipped.words.ask.more.format(count=len(every) - len(many))
    assert Paragraph(left_out) in document.blocks


QUESTION = "What would we do differently, and when would we look at how it goes?"
QUOTED = "Because you said “I still feel stuck” (How was CBT for you?)."


def test_question_and_reason_stand_on_lines_of_their_own(shipped):
    written, _ = chosen(shipped, "nadia-same-ending")
    document = written.document
    drawn = [terminal.draw(document, width=wide) for wide in (36, 60, 80)]
    for text in (*drawn, plain.lay_out(document)):
        rows = text.split("\n")
        (at,) = (n for n, row in enumerate(rows) if "said “I still" in row)
        assert rows[at - 1].endswith("it goes?")
        assert rows[at].lstrip().startswith("Because")
    shown = terminal.draw(document, colour="16").split("\n")
    assert ["\x1b[1m" in row for row in shown if "it goes?" in row] == [True]
    web = " ".join(html.lay_out(document).split())
    assert f"{QUESTION}</strong></p> <p>{QUOTED}</p> </li>" in web


def test_the_command_takes_answers_or_none(monkeypatch):
    general = inside(monkeypatch, "ask")
    mine = inside(monkeypatch, "ask", "nadia-same-ending")

    assert general.code == mine.code == 0
    assert "## If it fits you" in general.out
    assert "## For you" in mine.out
    assert inside(monkeypatch, "ask", "--format", "json").code == 2
