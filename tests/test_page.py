"""`ask`: the questions to take along, on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from running import inside

from fitcheck import answers, files, report
from fitcheck.render import lines
from fitcheck.report import page

if TYPE_CHECKING:
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.sheet import Sheet

ONE = 59
"""Lines that an A4 page holds at 10 points."""
PEOPLE = sorted(path.stem for path in (files.bundled() / "vignettes").glob("*.yaml"))


def person(shipped: Questionnaire, name: str) -> Sheet:
    return answers.load(shipped, Path(name), files.bundled() / "vignettes")


def chosen(shipped: Questionnaire, sheet: Sheet) -> list[str]:
    facts = report.build(shipped, sheet).facts
    text = lines.lay_out(page.chosen(shipped, sheet, facts))
    assert text.count("\n") <= ONE
    return [" ".join(one.split()) for one in text.split("\n\n")]


@pytest.mark.parametrize("name", PEOPLE)
def test_the_page_holds_the_questions_of_the_report_with_what_called_for_them(
    shipped: Questionnaire, name: str
) -> None:
    sheet = person(shipped, name)
    paragraphs = chosen(shipped, sheet)
    for one in report.build(shipped, sheet).facts["therapist_questions"]:
        [found] = [x for x in " ".join(paragraphs).split("* ") if one["text"] in x]
        assert one["cbt_text"] is None or one["cbt_text"] in found
        assert ("Why this one: " in found) == bool(one["because"])
        title = (
            shipped.words.ask.chosen if one["because"] else shipped.words.ask.general
        )
        [pile] = [x for x in paragraphs if one["text"] in x]
        assert paragraphs[paragraphs.index(pile) - 1].startswith(title)


def test_a_fictional_person_and_a_gate_are_named_first(shipped: Questionnaire) -> None:
    paragraphs = chosen(shipped, person(shipped, "daniel-light-boat"))

    assert paragraphs[1].startswith("DEMONSTRATION")
    assert shipped.words.gate.prepare in paragraphs[3]


def test_without_answers_every_question_that_fits_many_stands_on_one_page(
    shipped: Questionnaire,
) -> None:
    text = lines.lay_out(page.general(shipped))
    flat = " ".join(text.split())
    special = 0

    assert text.count("\n") <= ONE
    for one in shipped.library.therapist_questions.questions:
        only = {when.question for when in one.ask_when} == {"concerns"}
        special += only
        assert (one.text in flat) is not only
        if one.cbt_text and not only:
            assert f"To a CBT therapist: {one.cbt_text}" in flat
    assert f"one trouble each: {special}." in flat


def test_the_command_takes_answers_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    general = inside(monkeypatch, "ask")
    mine = inside(monkeypatch, "ask", "nadia-same-ending")

    assert general.code == mine.code == 0
    assert "## If it fits you" in general.out
    assert "## For you" in mine.out
    assert inside(monkeypatch, "ask", "--format", "json").code == 2
