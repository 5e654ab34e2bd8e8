"""Formats lay a document out: whatever a person wrote stands there as they wrote it.

Markdown is read back with markdown-it, the way other programs will read it.
"""

import json
import subprocess
import sys

import pytest
from markdown_it import MarkdownIt
from spoken import NASTY, SAFE, in_every_block, sheet

from fitcheck import documents
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import Expected, Vignette
from fitcheck.render import RENDERERS, plain, terminal
from fitcheck.rubric import path

WORDS = {
    **SAFE,
    "who-leads": ("slightly-cbt",),
    "concerns": ("sleep", "panic"),
    "limits": ("little-money",),
}
READER = MarkdownIt("commonmark").enable("table")


def inline(tokens):
    """Yield the text of every line of a Markdown document, as a reader sees it."""
    for token in tokens:
        if token.type == "inline":
            yield "".join(
                " " if child.type in {"softbreak", "hardbreak"} else child.content
                for child in token.children or ()
            )


def active(tokens):
    """Return the kinds of everything in a document that is more than text."""
    return {
        child.type
        for token in tokens
        for child in [token, *(token.children or ())]
        if child.type.startswith(("link", "image", "html", "em_", "s_", "code"))
    }


def headings(tokens):
    return [int(token.tag[1]) for token in tokens if token.type == "heading_open"]


# --- Markdown ----------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY)
def test_whatever_a_block_holds_every_format_shows_it_as_it_stands(text):
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


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("text", ["ask_when", "_ask_", "a__b__c", "a _b_ c", "é_x_é"])
def test_only_an_underscore_within_a_word_stands_as_it_is(text):
    first = in_every_block(text).partition("\n")[0]
    tokens = READER.parse(first)

    assert list(inline(tokens)) == [text]
    assert active(tokens) == set()
    assert first.count("\\_") == (text.count("_") if text != "ask_when" else 0)


def test_labels_notes_and_vignettes_are_shown_literally(shipped):
    text, words = " ".join(NASTY), shipped.words.report
    asked = [q.id for q in path.path(shipped, WORDS) if q.id not in shipped.safety]
    notes = dict(zip(asked, NASTY, strict=False))
    fictional = Vignette(text, text, Expected("either", None, ()))
    given = sheet(
        WORDS, label=text, notes=notes, vignette=fictional, demonstration=True
    )
    made = documents.build(shipped, given)
    expected = [
        words.demonstration.format(name=text),
        f"{words.fictional}: {text}",
        words.label.format(label=text),
        *(f"{shipped.questions[key].name}: {note}" for key, note in notes.items()),
    ]
    tokens = READER.parse(made.full.markdown)
    shown = "\n".join(inline(tokens))
    drawn = " ".join(terminal.draw(made.full.markdown).split())
    assert len(expected) == len(NASTY) + 3
    assert [one for one in expected if one not in shown or one not in drawn] == []
    facts = json.loads(RENDERERS["json"](made))
    assert (facts["label"], facts["answer_notes"]) == (text, notes)
    assert active(tokens) - {"link_open", "link_close"} == set()
    links = [str(one.attrs["href"]) for token in tokens for one in token.children or ()
             if one.type == "link_open"]  # fmt: skip
    assert {*links} <= {one["address"] for one in facts["sources"]}


FENCES = ["```", "~~~", "````\nx: y\n````", "a\n```\n# title\n```fitcheck\nb", "`" * 40]


@pytest.mark.parametrize("note", FENCES)
def test_a_fence_in_a_note_cannot_break_the_block(note, shipped):
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
    assert shipped.words.report.block not in plain.lay_out(text)


PAID = "import sys; {}; print(sorted({{'rich', 'markdown_it'}} & {{*sys.modules}}))"
SCORE = (
    "from fitcheck.cli import program; program.run("
    "['score', 'nadia-same-ending', '-o', '{}'])"
)


@pytest.mark.parametrize("what", ["import fitcheck.render, fitcheck.documents", SCORE])
def test_nothing_pays_for_a_reader_or_a_drawer_of_markdown_but_who_needs_it(
    what, tmp_path
):
    code = PAID.format(what.format(f"{tmp_path}/report.md"))
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout.strip() == b"[]"
