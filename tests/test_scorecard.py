"""The paper scorecard: somebody with only the printed page gets the same result."""

from __future__ import annotations

import html
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from running import inside

from fitcheck import answers, files, interview, scoring
from fitcheck.model import Poles, Statement
from fitcheck.render import lines, markdown, terminal
from fitcheck.report import labels, scorecard
from fitcheck.sheet import Sheet

if TYPE_CHECKING:
    from fitcheck.questionnaire import Questionnaire

PAGE = 59
"""Lines of 10 points with a fifth between them that an A4 page holds."""
PEOPLE = sorted(path.stem for path in (files.bundled() / "vignettes").glob("*.yaml"))
PUNCTUATION = str.maketrans(".,;:?!()“”*_|", " " * 13)
Table = list[list[str]]


def printed(text: str) -> str:
    """Return what Markdown shows of a text."""
    return html.unescape(re.sub(r"\\(.)", r"\1", text)).strip()


class Card:
    """A person who has the printed page, a pencil, and nothing else."""

    def __init__(self, page: str) -> None:
        parts = re.split(r"^## ", page, flags=re.MULTILINE)
        steps = {part.partition(":")[0]: part for part in parts[1:]}
        self.steps = [steps[f"Step {number}"] for number in range(1, 7)]

    def tables(self, step: int) -> list[Table]:
        found: list[Table] = [[]]
        rows = (one for one in self.steps[step - 1].split("\n"))
        for row in rows:
            if not row.startswith("|"):
                found += [[]] if found[-1] else []
            elif not row.startswith("| ---"):
                if row.startswith("| Question") and found[-1]:
                    found.append([])
                found[-1].append([printed(one) for one in row[2:-2].split(" | ")])
        return [one for one in found if one]

    def gated(self, said: list[str]) -> bool:
        [table] = self.tables(1)
        named = {one for row in table[1:] for one in row[1].split("; ")}
        return bool(named & set(said))

    def row(self, question: str) -> tuple[list[str], list[str]]:
        for table in self.tables(2):
            for row in table[1:]:
                if row[0].startswith(question):
                    return table[0], row
        raise AssertionError(f"no row for {question!r}")

    def band(self, difference: int) -> str:
        rows = re.findall(r"- \*\*(.+):\*\* (.+)", printed(self.steps[3]))
        for name, said in rows:
            ends = [int(one) for one in re.findall(r"[-+]?\d+", said)]
            low = -99 if "less" in said else ends[0]
            high = 99 if "more" in said else ends[-1]
            if low <= difference <= high:
                return str(name)
        raise AssertionError(difference)

    def side(self, band: str) -> str:
        for side in ("psychodynamic therapy", "CBT"):
            if band.endswith(side):
                return side
        return "no clear leaning"

    def evidence(self, concern: str | None) -> str:
        [table] = self.tables(5)
        for row in table[1:]:
            if concern and re.split(r"\. Ask by name", row[0])[0] == concern:
                return row[3]
        return "neither"

    def reading(self, band: str, evidence: str) -> str:
        [table] = self.tables(6)
        column, side = table[0].index(f"Step 5: {evidence}"), self.side(band)
        [found] = [r[column] for r in table if r[0] in {side, f"towards {side}"}]
        return found


def circled(card: Card, shipped: Questionnaire, sheet: Sheet) -> list[list[str]]:
    """Return what is circled in every row that applies: a cell, or the last two."""
    given, cells = interview.on_path(shipped, sheet.answers), []
    for question in interview.path(shipped, sheet.answers):
        if question.id not in {*shipped.scored, "earlier-kind"}:
            continue
        head, row = card.row(question.text)
        if question.id not in given:
            cells.append(row[-2:])
            continue
        [chosen] = given[question.id]
        shown = [one.id for one in shipped.shown(question)]
        label = labels.answer(shipped, question.id, chosen)
        at = shown.index(chosen) + 1
        if isinstance(question, Statement):
            at = head.index(label)
        elif head[1] == "Any answer":
            at = 1
        cells.append([row[at]])
    return cells


def worked(card: Card, shipped: Questionnaire, sheet: Sheet) -> dict[str, Any]:
    """Fill the card in, as its own words say."""
    given = interview.on_path(shipped, sheet.answers)
    safety = [
        labels.answer(shipped, key, one)
        for key in shipped.safety
        for one in given.get(key, ())
    ]
    if card.gated(safety):
        return {"reading": "see someone first"}
    cells = circled(card, shipped, sheet)
    p, c = (
        sum(int(n) for one in cells for n in re.findall(rf"{side} (\d+)", one[0]))
        for side in "PC"
    )
    blank = [tuple(map(int, one)) for one in cells if len(one) == 2]
    low, high = (p - c + sum(one[end] for one in blank) for end in (0, 1))
    concerns = [shipped.concerns[one].label for one in given.get("concerns", ())]
    evidence = card.evidence(next(iter(concerns), None))
    names = ("psychodynamic", "cbt", "difference", "lowest", "highest", "evidence")
    found = dict(zip(names, (p, c, p - c, low, high, evidence), strict=True))
    bands = card.band(low), card.band(high)
    sides = tuple(map(card.side, bands))
    if sides == ("CBT", "psychodynamic therapy"):
        return {**found, "reading": "cannot tell"}
    band = "no clear leaning"
    if sides[0] == sides[1]:
        band = bands[sides[0] == "CBT"]
    return {**found, "band": band.lower(), "reading": card.reading(band, evidence)}


def expected(shipped: Questionnaire, sheet: Sheet) -> dict[str, Any]:
    """Return what the program makes of the same answers, in the same words."""
    score = scoring.score(shipped, sheet)
    reading = shipped.words.readings.of(score.reading).name
    if score.fit is None or score.evidence is None:
        return {"reading": reading}
    names = ("psychodynamic", "cbt", "difference", "lowest", "highest")
    side = getattr(shipped.words.report, f"side_{score.evidence.side}")
    found = {
        **{name: getattr(score.fit, name) for name in names},
        "evidence": "neither" if score.evidence.side == "neither" else side,
        "reading": reading,
    }
    if score.reading != "cannot-tell":
        bands = {one.id: one.name.lower() for one in shipped.rubric.bands}
        found["band"] = bands[score.fit.band]
    return found


@pytest.fixture(scope="module")
def card(shipped: Questionnaire) -> Card:
    return Card(markdown.lay_out(scorecard.tell(shipped)))


@pytest.mark.parametrize("name", PEOPLE)
def test_every_vignette_comes_out_the_same_on_paper(
    shipped: Questionnaire, card: Card, name: str
) -> None:
    person = answers.load(shipped, Path(name), files.bundled() / "vignettes")

    assert worked(card, shipped, person) == expected(shipped, person)


def test_random_sheets_come_out_the_same_on_paper(
    shipped: Questionnaire, card: Card
) -> None:
    dice = random.Random(4)
    readings = set()
    for _ in range(60):
        left_out = dice.choice((0, 0.1, 0.5))
        given = {
            key: (dice.choice(choices).id,)
            for key, choices in shipped.choices.items()
            if key not in shipped.safety and dice.random() >= left_out
        }
        sheet = Sheet("psychodynamic-cbt", "1.0.0", given)
        found = expected(shipped, sheet)
        readings.add(found["reading"])

        assert worked(card, shipped, sheet) == found, given
    assert len(readings) == 5  # all but the gate's


def test_the_card_fits_on_four_pages(shipped: Questionnaire) -> None:
    # A page prints wider than a terminal, so its lines are at least as few.
    page = lines.lay_out(scorecard.tell(shipped))

    assert page.count("\n") <= 4 * PAGE


@pytest.mark.parametrize("width", [40, 60, 64, 70, 80])
def test_no_word_of_the_card_is_cut(shipped: Questionnaire, width: int) -> None:
    card = scorecard.tell(shipped)
    known = set(printed(markdown.lay_out(card)).translate(PUNCTUATION).split())
    drawn = terminal.draw(card, width=width).translate(PUNCTUATION)

    assert {one for one in drawn.split() if one.isalpha()} <= known
    assert max(map(len, drawn.splitlines())) <= width


def test_the_card_holds_no_answer_and_no_reason(shipped: Questionnaire) -> None:
    page = markdown.lay_out(scorecard.tell(shipped))
    reasons = [
        one.points.reason
        for choices in shipped.choices.values()
        for one in choices
        if one.points
    ]

    assert not [one for one in reasons if markdown.escape(one) in page]


def test_the_card_as_data_is_the_whole_rubric(
    monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire
) -> None:
    data = json.loads(inside(monkeypatch, "rubric", "--format", "json").out)
    rows = {one["question"]: one["options"] for one in data["fit"]}

    assert data["questionnaire"]["sha256"] == shipped.fingerprint
    assert set(rows) == {*shipped.scored, "earlier-kind"}
    for key in shipped.scored:
        assert {one["id"]: (one["psychodynamic"], one["cbt"]) for one in rows[key]} == {
            one.id: (one.points.psychodynamic, one.points.cbt)
            for one in shipped.choices[key]
            if one.points
        }
    for side in ("psychodynamic", "cbt"):
        tops = [max(o[side] for o in options) for options in rows.values()]
        assert sum(tops) == data["maximum"]
    assert [one["concern"] for one in data["evidence"]] == list(shipped.concerns)
    assert [one["reading"] for one in data["table"]] == [
        row.reading for row in shipped.rubric.table
    ]
    assert len(data["gates"]) == len(shipped.library.gates.gates)


def test_each_way_stands_by_the_points_that_it_gives(
    shipped: Questionnaire, card: Card
) -> None:
    poles = [one for one in shipped.questions.values() if isinstance(one, Poles)]
    assert poles
    for question in poles:
        _, row = card.row(question.text)
        a, _, b = row[0].partition(" A: ")[2].partition(" B: ")
        ways = {"P": question.psychodynamic, "C": question.cbt}

        assert [a.rstrip("."), b.rstrip(".")] == [
            ways[cell[0]].rstrip(".") for cell in (row[1], row[5])
        ]
