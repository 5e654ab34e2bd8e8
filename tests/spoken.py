"""Documents to lay out, text that other programs act on, and every text of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitcheck import documents
from fitcheck.answers import reading
from fitcheck.answers.sheet import Sheet
from fitcheck.comparing import two_sheets
from fitcheck.content.model import Poles, Statement
from fitcheck.documents import papers
from fitcheck.report.document import (
    Block,
    Boxes,
    Bullets,
    Code,
    Columns,
    Document,
    Entries,
    Facts,
    Map,
    Paragraph,
    Scale,
    Section,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.content.questionnaire import Questionnaire

NASTY = [
    "[/] [bold]x[/bold] [link=a]b[/link]",
    "*a* _b_ **c** __d__ ~~e~~ `f` ``g``",
    "<script>alert(1)</script> <b>x</b> &amp; &#35; <!-- x -->",
    "a | b || c \\| d",
    "]]> ![x](y) [x](javascript:y) [x]: z",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "# heading",
    "> quote",
    "- item",
    "1. item",
    "1) item",
    "***",
    "---",
    "===",
    ": term",
    "```",
    "~~~ fitcheck",
    "\\",
    "a\\*b\\\\c",
    ":smile: <https://x.y>",
    "{name} {{ x }} %s",
]
"""What other programs would act on."""
SAFE = {"safe-now": ("safe",), "needs-assessment": ("none-of-these",)}
WIDE = "語" * 120
Given = dict[str, tuple[str, ...]]


def sheet(given: Given, **more: object) -> Sheet:
    return Sheet("psychodynamic-cbt", "2.0.0", given, **more)  # type: ignore[arg-type]


PREFERRED = (
    "strongly-psychodynamic", "strongly-cbt", "another-kind", "none-for-now",
)  # fmt: skip


def wishing(questionnaire: Questionnaire, side: str, preferred: str) -> Given:
    """Answer everything towards one side, but for what is preferred in the end."""
    found: Given = {"earlier-kind": ("none",)}
    for question in questionnaire.questions.values():
        if isinstance(question, Statement):
            wish = "very-much" if question.towards == side else "not-really"
            found[question.id] = (wish,)
        elif isinstance(question, Poles):
            asked = question.scale == "preference"
            found[question.id] = (preferred if asked else f"strongly-{side}",)
    return found


def middle(fit: Given) -> Given:
    """Answer everything with the middle, but for what is preferred in the end."""
    given = {
        key: ("no-preference" if chosen.startswith("strongly") else "not-really",)
        for key, (chosen,) in fit.items()
    }
    kept = ("earlier-kind", "informed-preference")
    return {**given, **{key: fit[key] for key in kept}}


def every_document(questionnaire: Questionnaire) -> Iterator[Document]:
    """Yield reports and first screens with and without a gate, and other documents."""
    for given in (
        sheet(
            {**SAFE, "who-leads": ("slightly-cbt",), "concerns": ("sleep", "panic")},
            country="GB", label=WIDE, notes={"who-leads": f"{WIDE} x {WIDE}"},
        ),
        sheet({**SAFE, "needs-assessment": ("danger-at-home", "under-18")}),
        sheet({}),
    ):  # fmt: skip
        built = documents.build(questionnaire, given)
        yield from (built.document, built.glance)
    yield from comparisons(questionnaire)
    yield papers.therapies(questionnaire).document
    yield papers.about(questionnaire, ("a",)).document
    yield papers.form(questionnaire).document


def comparisons(questionnaire: Questionnaire) -> Iterator[Document]:
    """Yield a comparison at two times, and one of two people."""
    both = [
        reading.Fitted(sheet({**SAFE, "who-leads": (one,), "concerns": (two,)}))
        for one, two in (("slightly-cbt", "sleep"), ("strongly-psychodynamic", "panic"))
    ]
    for people in (None, ("client", "clinician")):
        found = two_sheets.Comparison(questionnaire, both[0], both[1], people)
        yield two_sheets.write(found).document


def texts(part: Document | Section) -> Iterator[str]:
    """Yield every text of a document or a section, and of those below it."""
    if any(isinstance(one, Code) for one in part.blocks):
        return
    yield part.title
    for one in part.blocks:
        yield from of_block(one)
    for below in part.sections:
        yield from texts(below)


def of_block(one: Block) -> Iterator[str]:
    """Yield every text of one block; text for programs is not spoken."""
    match one:
        case Paragraph(text, _):
            yield text
        case Bullets(items) | Boxes(items):
            yield from items
        case Entries(entries):
            yield from (said.text for item in entries for said in item)
        case Facts(rows):
            yield from (text for row in rows for text in row)
        case Table(head, rows):
            yield from (text for row in (head[1:], *rows) for text in row)
        case Columns(table=table) | Scale(table=table):
            yield from (text for row in table.rows for text in row)
        case Map(places=places):
            yield from of_block(places)


def words(part: Document | Section) -> set[str]:
    """Return every word of a document."""
    return {word for text in texts(part) for word in text.split()}
