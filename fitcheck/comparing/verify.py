"""Recompute a report from the answers inside it, and say where it differs.

Pure: it reads a text and the questions. It proves no origin: whoever changes an answer
and all that follows from it has written another report, and one that holds.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from fitcheck import documents
from fitcheck.answers import reading
from fitcheck.answers.sheet import Expected, Sheet
from fitcheck.comparing.differences import ABSENT, differences, named
from fitcheck.comparing.statements import FENCE, Statement, flat, statements
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.strict import JOINER
from fitcheck.content.yaml_marks import Document, Mark
from fitcheck.documents import Written
from fitcheck.errors import FileError, Problem
from fitcheck.report.case import Case
from fitcheck.report.document import visible

ANSWERS = "fitcheck"
"""What the fence that holds the answers is called, and how an answers file begins."""
LARGEST, LINES, BRACKETS = 400_000, 6_000, 40_000
"""A report has at most a third of it; markdown-it takes minutes for some megabytes."""
WHOLE = (
    "verify reads a report that fitcheck wrote to .md or .json, with its answers inside"
)
BARE = "these are answers without a report"
OTHERS = {"explanation": "explain", "rubric": "rubric", "comparison": "compare"}
"""By their first key, what other commands write as JSON."""
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
VERSION = re.compile(r"\b\d{1,4}\.\d{1,4}\.\d{1,4}\b")
DATED = re.compile(rf"{VERSION.pattern}|\b\d{{4}}-\d{{2}}-\d{{2}}\b")
"""A version or a day."""
HARD = re.compile(r"\d|\w[./:@]+\w")
"""In a number or an address: what no other wording changes."""
QUOTES = re.compile(r"""\\?["']""")
FEW, MANY = 20, 200
"""Places that are named; many where only a reader can tell what they mean."""
NEAR, ROOM = 4, 200
"""Words shown on both sides of what differs, and characters that are shown of it."""


class Found(NamedTuple):
    where: str
    line: int
    """In the report, counted from 1; 0 where nothing stands."""
    was: Any
    """What was recomputed, or ABSENT."""
    now: Any
    """What stands in the report, or ABSENT."""


class Verdict:
    """Whether a report says what its answers and the questions give."""

    def __init__(
        self, questionnaire: Questionnaire, case: Case, found: Iterable[Found]
    ) -> None:
        self.case, manifest = case, questionnaire.manifest
        same = case.questionnaire.fingerprint == questionnaire.fingerprint

        def dated(one: Found) -> bool:
            """Say whether it is a version or a day of content that changed."""
            was, now = str(one.was), str(one.now)
            told = manifest.id in was or manifest.next_review in was
            known = told or one.where.startswith("questionnaire.")
            return known and DATED.sub("", was) == DATED.sub("", now)

        self.same_content = same
        self.found = tuple(one for one in found if same or not dated(one))

    @property
    def matches(self) -> bool:
        """Whether everything is as it was recomputed, and the content the same."""
        return self.same_content and not self.found

    @property
    def facts_differ(self) -> bool:
        """Whether more differs than the words that other questions may have."""
        return any(
            self.same_content or hard(one.was) != hard(one.now) for one in self.found
        )


def verify(questionnaire: Questionnaire, text: str, name: str) -> Verdict:
    """Hold a JSON or Markdown report against what its answers give now.

    Raises a FileError, in which the file has this name, if it is no report or its
    answers cannot be read.
    """
    form = data if text.lstrip().startswith("{") else page
    return form(questionnaire, text, name)


def data(questionnaire: Questionnaire, text: str, name: str) -> Verdict:
    document = reading.parsed(name, text)
    keys = document.root.keys
    if not {"format", "resourceType"}.intersection(keys):
        command = next((OTHERS[key] for key in keys if key in OTHERS), None)
        what = f"this is what fitcheck {command} wrote, and not a report"
        if command is None:
            what = "there is no key 'format', with which a report begins"
        raise refused(name, BARE if ANSWERS in keys else what)
    try:
        # A comment would say what nobody checks: every program has to read the same.
        theirs = json.loads(text)
    except ValueError as error:  # also where a number has thousands of digits
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        what = "this is no JSON, as a report is to its last character"
        remedy = "ask for the file that fitcheck wrote"
        raise FileError([Problem(name, line, column, what, remedy)]) from None
    sheet = reading.read(questionnaire, document)
    made = theirs["questionnaire"]
    case = recomputed(questionnaire, sheet, str(made.get("sha256")), made["version"])
    ours = json.loads(json.dumps(case.facts))
    found = (
        Found(".".join(map(str, place)), line_of(document, place), was, now)
        for place, was, now in differences(ours, theirs)
    )
    return Verdict(questionnaire, case, found)


def line_of(document: Document, place: tuple[str | int, ...]) -> int:
    """Return the line of a place in a JSON report, or of what would hold it."""
    node, steps = document.data, list[int | str]()
    for step in place:
        names = list(named(node) or ()) if isinstance(node, list) else []
        steps.append(names.index(str(step)) if step in names else step)
        try:
            node = node[steps[-1]]
        except (LookupError, TypeError):
            break  # it is not there
    return document.mark(tuple(steps)).line


def page(questionnaire: Questionnaire, text: str, name: str) -> Verdict:
    lines = len(text.splitlines())
    if len(text) > LARGEST or lines > LINES or text.count("[") > BRACKETS:
        raise refused(name, "this is much longer than a report can be")
    theirs = stated(text)
    document, sha256 = answers(text, theirs, name)
    sheet = reading.read(questionnaire, document)
    unnamed = flat(questionnaire.words.report.demonstration_unnamed)
    if any(str(one) == unnamed for one in theirs):
        # The answers of a fictional person without a name do not say so.
        sheet = replace(sheet, demonstration=True)
    id_, version = questionnaire.manifest.id, sheet.version
    for one in theirs:
        known = VERSION.search(one.text)
        if known and id_ in one.text and FENCE not in one.form:
            version = known[0]
    case = recomputed(questionnaire, sheet, sha256, version)
    both = [*differences(stated(documents.two_pages(case).markdown), theirs)]
    if both:
        full = stated(documents.full(case).markdown)
        both = min(both, [*differences(full, theirs)], key=len)
    found = (
        Found(" > ".join((was if now is ABSENT else now).under),
              0 if now is ABSENT else now.line, was, now)
        for _, was, now in both
    )  # fmt: skip
    return Verdict(questionnaire, case, found)


def stated(text: str) -> list[Statement]:
    """Return what a report says; writers of YAML differ in what they put in quotes."""
    found = list(statements(text))
    for at, one in enumerate(found):
        if one.form == f"{FENCE} {ANSWERS}":
            found[at] = replace(one, text=QUOTES.sub("", one.text))
    return found


def answers(text: str, said: list[Statement], name: str) -> tuple[Document, str]:
    """Return the answers in a Markdown report, and its fingerprint; or raise FileError.

    Lines are counted in the whole report.
    """
    fences = [one for one in said if one.form.endswith(FENCE)]
    found = [one for one in fences if one.text.split()[:1] == [ANSWERS]]
    if len(found) > 1:
        lines = ", ".join(str(one.line) for one in found[:9])
        what = f"there is more than one fenced '{ANSWERS}' block: lines {lines}"
        raise refused(name, what, "keep the one that fitcheck wrote, at the end")
    if not found:
        first = next((o for o in text.splitlines() if o.strip() and o[0] != "#"), "")
        what = f"there is no fenced '{ANSWERS}' block with answers, as a report has"
        if re.match(f"{ANSWERS} *:", first):
            what = BARE
        elif first.lower().startswith("<!doctype html"):
            what = "this is a web page, which cannot be recomputed"
        elif re.search(r"(?m)^\{$", text):
            what = "a report in JSON begins with {, and something stands before it"
        raise refused(name, what)
    at, block = found[0].line, found[0].lines
    lines = "\n" * at + (block if block.strip() else "{}")
    document = reading.parsed(name, lines)
    known = document.root.value if document.root.keys else {}
    sha256 = known.get("sha256")
    if sha256 is None or not FINGERPRINT.fullmatch(str(sha256.value)):
        mark = sha256.mark if sha256 else Mark(at, 1)
        what = "sha256: the fingerprint of the content is missing, or has another form"
        raise FileError([document.problem(mark, what, "64 digits and letters a to f")])
    rest = {key: node for key, node in known.items() if key != "sha256"}
    return replace(document, root=replace(document.root, value=rest)), sha256.value


def refused(name: str, what: str, remedy: str = WHOLE) -> FileError:
    return FileError([Problem(name, what=what, remedy=remedy)])


def recomputed(
    questionnaire: Questionnaire, sheet: Sheet, sha256: str, version: str
) -> Case:
    """Return what the answers give, by the version that a report says it had.

    The author of a fictional person expects just that; which gate a copy withholds is
    not known any more, and stays what it was.
    """
    if sha256 != questionnaire.fingerprint and FINGERPRINT.fullmatch(sha256):
        manifest = questionnaire.manifest.model_copy(update={"version": version})
        questionnaire = replace(questionnaire, manifest=manifest, fingerprint=sha256)
    case = Case(questionnaire, sheet)
    if sheet.vignette is None:
        return case
    fit, score = case.score.fit, case.score
    gate = sheet.vignette.expect.gate if sheet.withheld else score.gates
    expect = Expected(score.reading, fit.band if fit else None, gate)
    vignette = replace(sheet.vignette, expect=expect)
    return Case(questionnaire, replace(sheet, vignette=vignette))


def hard(value: Any) -> list[Any]:
    """Return what no other wording changes: numbers, addresses, ids, answers."""
    worded = (
        ANSWERS not in value.form if isinstance(value, Statement) else " " in str(value)
    )
    if worded and isinstance(value, Statement | str):
        return [word for word in str(value).split() if HARD.search(word)]
    return [] if value is ABSENT else [value]


def tell(questionnaire: Questionnaire, verdict: Verdict, name: str) -> Written:
    case, most = verdict.case, FEW if verdict.same_content else MANY
    given = filter(None, (*case.nobody, *case.cleared, case.given))
    shown = verdict.found[:most]
    return documents.fill(
        questionnaire,
        "verify",
        contents=False,
        v=verdict,
        c=case,
        m=questionnaire.manifest,
        file=visible(name),
        given=[cut(one, LINES) for one in given],
        places=[(one.line, *map(cut, (one.where, *said(one)))) for one in shown],
        more=len(verdict.found) - len(shown),
    )


def said(one: Found) -> tuple[str, str, str]:
    """Return what was recomputed, what stands there, and that again if words agree."""
    was, now = written(one.was), written(one.now)
    if isinstance(one.was, Statement) and was == now:
        # What makes words bold, a list or a heading may be all that differs.
        was, now = (f"{value.form}{value.text}" for value in (one.was, one.now))
        return was, now, now
    if was and now:
        was, now = stretches(was, now)
        shown = (JOINER.sub("", text) for text in (was, now))
        if len({unicodedata.normalize("NFKC", text) for text in shown}) == 1:
            was, now = ascii(was)[1:-1], ascii(now)[1:-1]  # nobody would see it
    return was, now, ""


def written(value: Any) -> str:
    """Write a value on one line; a number and a text look different."""
    if isinstance(value, Statement | str):
        return str(value)
    return "" if value is ABSENT else json.dumps(value, ensure_ascii=False)


def stretches(was: str, now: str) -> tuple[str, str]:
    """Return every stretch in which two texts differ, with the words near to it."""
    ours, theirs = was.split(" "), now.split(" ")
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    groups = [*matcher.get_grouped_opcodes(NEAR)]
    return (
        " … ".join(" ".join(ours[one[0][1] : one[-1][2]]) for one in groups),
        " … ".join(" ".join(theirs[one[0][3] : one[-1][4]]) for one in groups),
    )


def cut(text: str, room: int = ROOM) -> str:
    """Cut a text short, and write out what nobody can see in it."""
    text = text if len(text) <= room else f"{text[:room]}…"
    return re.sub(r"[^\S \n]", lambda m: ascii(m[0])[1:-1], visible(text))
