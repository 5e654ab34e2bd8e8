"""Recompute a report from the answers inside it, and say which fact differs.

Pure: it reads a text and the questions. It proves no origin: whoever changes an answer
and all that follows from it has written another report, and one that holds.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fitcheck import marked_yaml
from fitcheck.answers import reading
from fitcheck.answers.sheet import Expected
from fitcheck.documents import build
from fitcheck.errors import FileError, Problem
from fitcheck.render import json as json_format
from fitcheck.rubric import scoring
from fitcheck.verify import names, pages, passages, trees
from fitcheck.verify.verdict import Made, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fitcheck.answers.sheet import Sheet
    from fitcheck.documents import Report
    from fitcheck.questionnaire import Questionnaire
    from fitcheck.verify.verdict import Pair

FILE = re.compile(r"fitcheck *:")
"""How an answers file begins, behind its comments."""
MOST = 5_000
"""Pieces that a page may have; our reports have about five hundred."""
LINES = 20_000
"""Lines that are taken apart at all; our reports have about seven hundred."""
WHOLE = (
    "verify reads a report that fitcheck wrote to .md or .json, with its answers inside"
)
ANSWERS = "these are answers without a report"
PAGE = "this is a web page, which cannot be recomputed"
OTHERS = {"explanation": "explain", "rubric": "rubric", "comparison": "compare"}
"""By their first key, what other commands write as JSON."""


def verify(questionnaire: Questionnaire, text: str, name: str) -> Verdict:
    """Hold a JSON or Markdown report against what its answers give now.

    Args:
        questionnaire: the questions that are installed.
        text: the report.
        name: how messages call its file.

    Raises:
        FileError: if it is no report, or its answers cannot be read.
    """
    if text.lstrip().startswith("{"):
        return data(questionnaire, text, name)
    return page(questionnaire, text, name)


def data(questionnaire: Questionnaire, text: str, name: str) -> Verdict:
    """Verify a JSON report."""
    document = marked_yaml.parse(name, text, private=True)
    if isinstance(document, Problem):
        raise FileError([document])
    if not {"format", "resourceType"}.intersection(document.root.keys):
        raise refused(name, other(document.root.keys), WHOLE)
    sheet = reading.read(questionnaire, document)
    theirs = strictly(text, name)
    made = trees.made(questionnaire, document.data)
    was = as_it_was(questionnaire, made)
    report = build(was, as_expected(was, sheet))
    ours = json.loads(json_format.render(report))
    pairs = trees.compare(names.known(was), ours, theirs, document)
    return judged(questionnaire, made, sheet, report, pairs)


def strictly(text: str, name: str) -> Any:
    """Read JSON as every program does: a comment in it would say what nobody checks."""
    try:
        return json.loads(text)
    except ValueError as error:  # also where a number has thousands of digits
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        what = "this is no JSON, as a report is to its last character"
        remedy = "ask for the file that fitcheck wrote"
        raise FileError([Problem(name, line, column, what, remedy)]) from None


def other(keys: Iterable[str]) -> str:
    """Say what a JSON file is that is no report."""
    if "fitcheck" in keys:
        return ANSWERS
    command = next((OTHERS[key] for key in keys if key in OTHERS), None)
    if command:
        return f"this is what fitcheck {command} wrote, and not a report"
    return "there is no key 'format', with which a report begins"


def page(questionnaire: Questionnaire, text: str, name: str) -> Verdict:
    """Verify a Markdown report."""
    long = len(text.splitlines()) > LINES  # counted first: to take apart is slow
    pieces = [] if long else pages.read(text)
    if long or len(pieces) > MOST:
        raise refused(name, "this is much longer than a report can be", WHOLE)
    document, sha256 = pages.block(the_block(pieces, text, name), name)
    sheet = reading.read(questionnaire, document)
    if passages.unnamed(questionnaire, pieces):
        # The block of a fictional person without a name does not say so.
        sheet = replace(sheet, demonstration=True)
    made = passages.made(questionnaire, sheet, sha256, pieces)
    was = as_it_was(questionnaire, made)
    report = build(was, as_expected(was, sheet))
    pairs = passages.compare(was, report, pieces)
    return judged(questionnaire, made, sheet, report, pairs)


def the_block(pieces: list[pages.Piece], text: str, name: str) -> pages.Piece:
    """Return the one block that holds the answers, or raise FileError."""
    found = [one for one in pieces if pages.holds_answers(one)]
    if not found:
        raise refused(name, unlike(text), WHOLE)
    if len(found) > 1:
        lines = ", ".join(str(one.line) for one in found[:9])
        what = f"there is more than one fenced 'fitcheck' block: lines {lines}"
        raise refused(name, what, "keep the one that fitcheck wrote, at the end")
    return found[0]


def unlike(text: str) -> str:
    """Say what a text is that is no Markdown report."""
    begin = (line for line in text.splitlines() if line.strip() and line[0] != "#")
    first = next(begin, "")
    if FILE.match(first):
        return ANSWERS
    if first.lower().startswith("<!doctype html"):
        return PAGE
    return "there is no fenced 'fitcheck' block with answers, as a report has"


def refused(name: str, what: str, remedy: str) -> FileError:
    """Make the error for a file that cannot be recomputed."""
    return FileError([Problem(name, what=what, remedy=remedy)])


def as_it_was(questionnaire: Questionnaire, made: Made) -> Questionnaire:
    """Give the questions the version and fingerprint that a report says it had.

    Then these are no differences: that the content changed is said once, by itself.
    """
    if made.sha256 == questionnaire.fingerprint:
        return questionnaire
    dates = {"version": made.version, "date": made.date}
    manifest = questionnaire.manifest.model_copy(update=dates)
    return replace(questionnaire, manifest=manifest, fingerprint=made.sha256)


def as_expected(questionnaire: Questionnaire, sheet: Sheet) -> Sheet:
    """Let the author of a fictional person expect what the answers give.

    A gate that a copy withholds is not known any more; it stays what it was.
    """
    if sheet.vignette is None:
        return sheet
    score = scoring.score(questionnaire, sheet)
    gate = sheet.vignette.expect.gate if sheet.withheld else score.gates
    expect = Expected(score.reading, score.fit.band if score.fit else None, gate)
    return replace(sheet, vignette=replace(sheet.vignette, expect=expect))


def judged(
    questionnaire: Questionnaire,
    made: Made,
    sheet: Sheet,
    report: Report,
    pairs: Iterable[Pair],
) -> Verdict:
    """Part facts from words; with the same content, every word is a fact."""
    same = made.sha256 == questionnaire.fingerprint
    found = (
        replace(one, kind="fact") if same and one.kind != "answer" else one
        for one in pairs
    )
    return Verdict(same, made, sheet, report.facts, tuple(found))
