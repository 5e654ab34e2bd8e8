"""Formats lay a document out: whatever a person wrote stands there as they wrote it.

Markdown is read back with markdown-it, the way other programs will read it.
"""

from __future__ import annotations

import html as entities
import json
import re
import subprocess
import sys
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from spoken import NASTY, SAFE, every_document, in_every_block, sheet

from fitcheck import documents, files
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import Expected, Vignette
from fitcheck.render import RENDERERS, html, plain, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.documents import Report

VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
WORDS = {
    **SAFE,
    "who-leads": ("slightly-cbt",),
    "concerns": ("sleep", "panic"),
    "limits": ("little-money",),
}
GATED = {**WORDS, "needs-assessment": ("danger-at-home", "under-18")}
UNSEEN = "a\u202eb\x1b[31mc\u2028d\x85e\u2066f\ufeffg\x00h"
FULL = [name for name in RENDERERS if name not in {"summary", "fhir"}]
"""Formats that say everything."""
READER = MarkdownIt("commonmark").enable("table")


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


def people(questionnaire: Questionnaire) -> Iterator[Report]:
    for path in VIGNETTES:
        given = reading.load(questionnaire, path, path.parent)
        yield documents.build(questionnaire, given)


# --- Markdown ----------------------------------------------------------------------


def test_markdown_has_one_title_and_skips_no_level(shipped: Questionnaire) -> None:
    texts = [one.markdown for one in every_document(shipped)]
    texts += [built.full.markdown for built in people(shipped)]
    for text in texts:
        levels = headings(READER.parse(text))
        assert (levels[0], levels.count(1)) == (1, 1)
        assert all(b <= a + 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("text", NASTY)
def test_whatever_a_block_holds_every_format_shows_it_as_it_stands(text: str) -> None:
    page = in_every_block(text)
    tokens = READER.parse(page)
    box = f"[ ] {text}"

    assert list(inline(tokens)) == [
        *[text] * 8, box, box, f"{box} · {box}", f"{text}: {text}", *[text] * 10,
    ]  # fmt: skip
    assert active(tokens) == set()
    assert headings(tokens) == [1, 2, 3, 4]
    for columns in (1000, 30):
        drawn = terminal.draw(page, columns=columns)
        assert squeezed(drawn).count(squeezed(text)) >= 22
    heard = plain.lay_out(page, 100)
    assert squeezed(heard.lower()).count(squeezed(plain.heard(text).lower())) >= 20


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", ["ask_when", "_ask_", "a__b__c", "a _b_ c", "é_x_é"])
def test_only_an_underscore_within_a_word_stands_as_it_is(text: str) -> None:
    first = in_every_block(text).partition("\n")[0]
    tokens = READER.parse(first)

    assert list(inline(tokens)) == [text]
    assert active(tokens) == set()
    assert first.count("\\_") == (text.count("_") if text != "ask_when" else 0)


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
    made = documents.build(shipped, given)
    expected = [
        words.demonstration.format(name=text),
        f"{words.fictional}: {text}",
        words.label.format(label=text),
        f"{shipped.questions['who-leads'].name}: {text}",
    ]
    tokens = READER.parse(made.full.markdown)
    shown = "\n".join(inline(tokens))
    drawn = " ".join(terminal.draw(made.full.markdown).split())
    for one in expected:
        assert one in shown
        assert one in drawn
    facts = json.loads(RENDERERS["json"](made))
    assert (facts["label"], facts["answer_notes"]["who-leads"]) == (text, text)
    assert active(tokens) - {"link_open", "link_close"} == set()
    links = [str(one.attrs["href"]) for token in tokens for one in token.children or ()
             if one.type == "link_open"]  # fmt: skip
    assert {*links} <= {one["address"] for one in facts["sources"]}


FENCES = ["```", "~~~", "````\nx: y\n````", "a\n```\n# title\n```fitcheck\nb", "`" * 40]


@pytest.mark.parametrize("note", FENCES)
def test_a_fence_in_a_note_cannot_break_the_block(
    note: str, shipped: Questionnaire
) -> None:
    given = sheet(WORDS, label=note, notes={"who-leads": note})
    text = documents.build(shipped, given).full.markdown
    tokens = READER.parse(text)
    fences = [token for token in tokens if token.type == "fence"]
    assert [token.info for token in fences] == ["points", "fitcheck"]
    assert tokens[-1] is fences[1]
    assert headings(tokens).count(1) == 1

    block = fences[1].content
    assert block == f"{writing.dump(shipped, given)}sha256: {shipped.fingerprint}\n"
    bare = block.replace(f"sha256: {shipped.fingerprint}\n", "")
    assert reading.parse(shipped, bare, "block") == given
    for shown in (terminal.draw(text), plain.lay_out(text)):
        assert shipped.words.report.block not in shown


# --- in every format ---------------------------------------------------------------


@pytest.mark.parametrize("name", RENDERERS)
def test_no_unseen_character_leaves_raw(name: str, shipped: Questionnaire) -> None:
    given = sheet(
        WORDS, label=UNSEEN, notes={"who-leads": UNSEEN},
        vignette=Vignette("A", f"B {UNSEEN}", Expected("either", None, ())),
    )  # fmt: skip
    text = RENDERERS[name](documents.build(shipped, given))
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    raw = {c for c in text if c != "\n" and unicodedata.category(c) in unseen}
    assert raw == set()
    assert name not in FULL or ("u202e" in text and "u2066" in text)


@pytest.mark.parametrize("name", FULL)
def test_every_format_says_what_it_is_not(name: str, shipped: Questionnaire) -> None:
    for given in (sheet(WORDS, country="GB"), sheet(GATED), sheet({})):
        text = entities.unescape(RENDERERS[name](documents.build(shipped, given)))
        text = " ".join(text.split())
        for caveat in shipped.words.report.caveats:
            assert caveat in text
        assert "findahelpline.com" in text


@pytest.mark.parametrize("name", RENDERERS)
def test_a_demonstration_is_marked(name: str, shipped: Questionnaire) -> None:
    given = sheet(WORDS, demonstration=True)
    text = RENDERERS[name](documents.build(shipped, given))
    marked = shipped.words.report.demonstration_unnamed in text
    assert marked or '"demonstration": true' in text


NEVER = re.compile(
    r"you should\b|you need\b|best for you|\bmatch|suffer(s|ing)? from|"
    r"committed suicide|failed treatment|\bresistant\b|\bjust\b|\bsimply\b|!|"
    r"(?<!not a )\bdiagnos|\bpercent\b|\d ?%",
    re.IGNORECASE,
)
"""content.md, section 1; addresses and titles of sources are other people's words."""


def test_a_report_never_says_what_we_do_not_say(shipped: Questionnaire) -> None:
    for made in people(shipped):
        kept = (one for one in made.parts if one.id not in {"sources", "block"})
        flat = " ".join("".join(plain.lay_out(one.text) for one in kept).split())
        hits = [
            flat[max(m.start() - 40, 0) : m.end() + 20] for m in NEVER.finditer(flat)
        ]
        assert [one for one in hits if "not a diagnosis" not in one] == []


PAID = "import sys; {}; print(sorted({{'rich', 'markdown_it'}} & {{*sys.modules}}))"
SCORE = (
    "from fitcheck.cli import program; program.run("
    "['score', 'nadia-same-ending', '-o', '{}'])"
)


@pytest.mark.parametrize("what", ["import fitcheck.render, fitcheck.documents", SCORE])
def test_nothing_pays_for_a_reader_or_a_drawer_of_markdown_but_who_needs_it(
    what: str, tmp_path: object
) -> None:
    code = PAID.format(what.format(f"{tmp_path}/report.md"))
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout.strip() == b"[]"


def test_every_document_is_the_same_twice(shipped: Questionnaire) -> None:
    for one, two in zip(every_document(shipped), every_document(shipped), strict=True):
        assert one.markdown == two.markdown
        assert html.lay_out(one) == html.lay_out(two)
