"""Formats lay a report out: whatever a person wrote stands there as they wrote it.

Markdown is read back with markdown-it, the way other programs will read it.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fitcheck.prompts import Ask, layout
from markdown_it import MarkdownIt
from spoken import NASTY

from fitcheck import documents, files
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import Expected, Sheet, Vignette
from fitcheck.documents import papers
from fitcheck.render import RENDERERS, markdown, terminal
from fitcheck.render import plain as plain_lines
from fitcheck.report.document import (
    Boxes,
    Bullets,
    Columns,
    Document,
    Entries,
    Facts,
    Map,
    Paragraph,
    Section,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.documents import Report

VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
SAFE = {"safe-now": ("safe",), "needs-assessment": ("none-of-these",)}
WORDS = {
    **SAFE,
    "who-leads": ("slightly-cbt",),
    "concerns": ("sleep", "panic"),
    "limits": ("little-money",),
}

UNSEEN = "a\u202eb\x1b[31mc\u2028d\x85e\u2066f\ufeffg\x00h"
FULL = [name for name in RENDERERS if name not in {"summary", "fhir"}]
"""Formats that say everything."""

READER = MarkdownIt("commonmark").enable("table")


def sheet(given: dict[str, tuple[str, ...]], **more: Any) -> Sheet:
    return Sheet("psychodynamic-cbt", "2.0.0", given, **more)


def built(questionnaire: Questionnaire, given: Sheet) -> Report:
    return documents.build(questionnaire, given)


def inline(tokens: list[Token]) -> Iterator[str]:
    """Yield the text of every line of a Markdown document, as a reader sees it."""
    for token in tokens:
        if token.type == "inline":
            yield "".join(
                " " if child.type in {"softbreak", "hardbreak"} else child.content
                for child in token.children or ()
            )


def active(tokens: list[Token]) -> set[str]:
    """Return the kinds of everything in a document that is more than text."""
    return {
        child.type
        for token in tokens
        for child in [token, *(token.children or ())]
        if child.type.startswith(("link", "image", "html", "em_", "s_", "code"))
    }


def headings(tokens: list[Token]) -> list[int]:
    return [int(token.tag[1]) for token in tokens if token.type == "heading_open"]


# --- Markdown ----------------------------------------------------------------------


def gated(questionnaire: Questionnaire) -> Sheet:
    del questionnaire
    return sheet({**WORDS, "needs-assessment": ("danger-at-home", "under-18")})


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_markdown_has_one_title_and_skips_no_level(
    path: Path, shipped: Questionnaire
) -> None:
    given = reading.load(shipped, path, path.parent)
    levels = headings(READER.parse(markdown.render(built(shipped, given))))
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_the_gated_and_the_empty_report_skip_no_level_either(
    shipped: Questionnaire,
) -> None:
    for given in (gated(shipped), sheet({})):
        levels = headings(READER.parse(markdown.render(built(shipped, given))))
        assert levels.count(1) == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))


def test_the_other_documents_have_one_title_too(shipped: Questionnaire) -> None:
    for written in (papers.therapies(shipped), papers.about(shipped, ("a", "b"))):
        levels = headings(READER.parse(written.markdown))
        assert levels.count(1) == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("text", NASTY)
def test_whatever_a_block_holds_markdown_shows_it_as_it_stands(text: str) -> None:
    document = Document(
        text,
        (
            Paragraph(text),
            Paragraph(text, strong=True),
            Bullets((text, text)),
            Entries(((Paragraph(text), Paragraph(text, strong=True)),)),
            Boxes((text, text)),
            Boxes((text, text), across=True),
            Facts(((text, text),)),
            Table((text, text), ((text, text),)),
        ),
        (Section(text),),
    )
    tokens = READER.parse(markdown.lay_out(document))
    lines = list(inline(tokens))
    assert lines == [
        text, text, text, text, text, text, text, f"[ ] {text}", f"[ ] {text}",
        f"[ ] {text} · [ ] {text}", f"{text}: {text}", text, text, text, text, text,
    ]  # fmt: skip
    assert active(tokens) == set()
    assert headings(tokens) == [1, 2]


@pytest.mark.parametrize("text", ["ask_when", "_ask_", "a__b__c", "a _b_ c", "é_x_é"])
def test_only_an_underscore_within_a_word_stands_as_it_is(text: str) -> None:
    written = markdown.lay_out(Document("Title", (Paragraph(text),)))
    tokens = READER.parse(written)

    assert list(inline(tokens)) == ["Title", text]
    assert active(tokens) == set()
    assert written.count("\\_") == (text.count("_") if text != "ask_when" else 0)


@pytest.mark.parametrize("text", NASTY)
def test_labels_notes_and_vignettes_are_shown_literally(
    text: str, shipped: Questionnaire
) -> None:
    fictional = Vignette(text, text, Expected("either", None, ()))
    given = sheet(
        WORDS, label=text, notes={"who-leads": text}, vignette=fictional,
        demonstration=True,
    )  # fmt: skip
    words = shipped.words.report
    made = built(shipped, given)
    expected = [
        words.demonstration.format(name=text),
        f"{words.fictional}: {text}",
        words.label.format(label=text),
        f"{shipped.questions['who-leads'].name}: {text}",
    ]
    tokens = READER.parse(markdown.render(made))
    shown = "\n".join(inline(tokens))
    plain = " ".join(terminal.render(made).split())
    for one in expected:
        assert one in shown
        assert one in plain
    facts = json.loads(RENDERERS["json"](made))
    assert (facts["label"], facts["answer_notes"]["who-leads"]) == (text, text)
    assert active(tokens) - {"link_open", "link_close"} == set()
    links = [str(one.attrs["href"]) for token in tokens for one in token.children or ()
             if one.type == "link_open"]  # fmt: skip
    assert {*links} <= {one["address"] for one in facts["sources"]}


def test_the_pictures_are_tables_and_lists_in_markdown() -> None:
    table = Table(("Row", "Points"), (("A", "3 of 4"), ("B", "1 of 4"), ("C", "+2")))
    columns = Columns(table, (3, 1), 4, 2, 2, (-1, 1), ("left", "right"))
    three = ("a", "b", "c")
    places = Facts((("Down", "up"),))
    drawn = Map(places, three, three, (three, three, three), ((0, 0),), "you")
    text = markdown.lay_out(Document("T", (columns, drawn)))
    assert text == markdown.lay_out(Document("T", (table, places)))
    assert "| A | 3 of 4 |" in text


FENCES = ["```", "~~~", "````\nx: y\n````", "a\n```\n# title\n```fitcheck\nb", "`" * 40]


@pytest.mark.parametrize("note", FENCES)
def test_a_fence_in_a_note_cannot_break_the_block(
    note: str, shipped: Questionnaire
) -> None:
    given = sheet(WORDS, label=note, notes={"who-leads": note})
    text = markdown.render(built(shipped, given))
    tokens = READER.parse(text)
    fences = [token for token in tokens if token.type == "fence"]
    assert [token.info for token in fences] == ["points", "fitcheck"]
    assert tokens[-1] is fences[1]
    assert headings(tokens).count(1) == 1

    block = fences[1].content
    lines = [line for line in block.splitlines() if not line.startswith("sha256: ")]
    assert len(block.splitlines()) == len(lines) + 1
    again = reading.parse(shipped, "\n".join(lines), "block")
    assert again == given
    assert shipped.fingerprint in block


def test_the_block_is_the_answers_file_and_the_fingerprint(
    shipped: Questionnaire,
) -> None:
    given = sheet(WORDS, country="GB", answered="2026-11-22", skipped=("limits",)[:0])
    block = READER.parse(markdown.render(built(shipped, given)))[-1].content
    fingerprint = f"sha256: {shipped.fingerprint}\n"
    assert block == writing.dump(shipped, given) + fingerprint


# --- nothing unseen ----------------------------------------------------------------


@pytest.mark.parametrize("name", RENDERERS)
def test_no_unseen_character_leaves_raw(name: str, shipped: Questionnaire) -> None:
    given = sheet(
        WORDS, label=UNSEEN, notes={"who-leads": UNSEEN},
        vignette=Vignette("A", f"B {UNSEEN}", Expected("either", None, ())),
    )  # fmt: skip
    text = RENDERERS[name](built(shipped, given))
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    raw = {c for c in text if c != "\n" and unicodedata.category(c) in unseen}
    assert raw == set()
    assert name not in FULL or ("u202e" in text and "u2028" in text)


# --- words that are never said -----------------------------------------------------

NEVER = re.compile(
    r"you should\b|you need\b|best for you|\bmatch|suffer(s|ing)? from|"
    r"committed suicide|failed treatment|\bresistant\b|\bjust\b|\bsimply\b|!|"
    r"(?<!not a )\bdiagnos|\bpercent\b|\d ?%",
    re.IGNORECASE,
)
"""content.md, section 1; addresses and titles of sources are other people's words."""


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_a_report_never_says_what_we_do_not_say(
    path: Path, shipped: Questionnaire
) -> None:
    made = built(shipped, reading.load(shipped, path, path.parent))
    kept = tuple(
        one
        for one in made.document.sections
        if one.title not in {shipped.words.report.sources, shipped.words.report.block}
    )
    text = plain_lines.lay_out(Document(made.document.title, (), kept))
    flat = " ".join(text.split())
    hits = [flat[max(m.start() - 40, 0) : m.end() + 20] for m in NEVER.finditer(flat)]
    assert [one for one in hits if "not a diagnosis" not in one] == []


@pytest.mark.parametrize("name", FULL)
def test_every_format_says_what_it_is_not(name: str, shipped: Questionnaire) -> None:
    for given in (sheet(WORDS, country="GB"), gated(shipped), sheet({})):
        text = html.unescape(RENDERERS[name](built(shipped, given)))
        text = " ".join(text.split())
        for caveat in shipped.words.report.caveats:
            assert caveat in text
        assert "findahelpline.com" in text


@pytest.mark.parametrize("name", RENDERERS)
def test_a_demonstration_is_marked(name: str, shipped: Questionnaire) -> None:
    text = RENDERERS[name](built(shipped, sheet(WORDS, demonstration=True)))
    marked = shipped.words.report.demonstration_unnamed in text
    assert marked or '"demonstration": true' in text


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("28 - 2 = +26", "28 minus 2 = plus 26"),
        ("-12 or less", "minus 12 or less"),
        ("from -30 to +34", "from minus 30 to plus 34"),
        ("on 2026-11-22, CBT-I, 0.1-0.2", "on 2026-11-22, CBT-I, 0.1-0.2"),
        ("Call 116 123 (free)", "Call 116 123 (1 1 6, 1 2 3) (free)"),
        ("call 999.", "call 999 (9 9 9)."),
        ("text 85258", "text 85258 (8 5 2 5 8)"),
    ],
)
def test_plain_lines_can_be_heard(written: str, spoken: str) -> None:
    assert plain_lines.heard(written) == spoken


def test_only_the_plain_face_writes_help_screens_for_the_ear() -> None:
    ask = Ask("gate", "", before=(Paragraph("Call 116 123."),))

    assert list(layout.before(ask, 80)) == ["Call 116 123."]
    assert list(layout.before(ask, 80, plain_lines.heard)) == [
        "Call 116 123 (1 1 6, 1 2 3)."
    ]
