"""Hostile texts, of a person or of the questions: shown as they are, or refused.

In every format nothing moves a cursor, turns the reading direction or becomes a link,
a heading, a formula or a line of its own..
"""

import json
import re
import unicodedata
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from sheets import given

from fitcheck import documents
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import LONGEST_LABEL, Expected, Sheet, Vignette
from fitcheck.content import loader
from fitcheck.content.strict import UNSEEN
from fitcheck.documents import papers
from fitcheck.errors import ContentError
from fitcheck.render import RENDERERS, plain
from fitcheck.report.case import Case
from fitcheck.rubric import path

TEXTS = {
    "orders to a terminal": "a\x1b]0;x\x07b\x1b[2Jc\x9b31md\x90e",
    "a reversed order of reading": "a\u202eb\u2066c\u200fd\u2069e",
    "what nobody can see": "a\u200bb\ufeffc\u00add\U000e0041e\x00f",
    "lines that few can see": "a\u2028b\u2029c\x85d\x0be",
    "Markdown": "[x](javascript:y) ![x](http://z) **b** `c` | d | # e",
    "HTML": "<script>x</script><img src=x onerror=y> &lt;b&gt; <!-- c -->",
    "a heading of its own": "a\n\n# b\n\n---\n\n```fitcheck\nfitcheck: 1\n```",
    "a formula": "=cmd|' /C calc'!A0",
    "a formula behind a plus": "+1+cmd|' /C calc'!A0",
    "a formula behind a minus": "-1+cmd|' /C calc'!A0",
    "a formula behind an at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "marks of a terminal library": "[bold]a[/bold] [/] [link=x]b[/link] :smile:",
    "places to be filled": "{name} {0} {x!r:>999} %s %(x)s ${y}",
    "YAML": "a: b #c\n- d\n&e *f !g |\n  h",
    "letters that take two columns": "\u8a9e" * 120,
    "marks piled on one letter": "a" + "\u0301" * 150,
}


CONTROL = "holds a control character"
REFUSED = {
    "orders to a terminal": CONTROL,
    "a reversed order of reading": CONTROL,
    "what nobody can see": CONTROL,
    "lines that few can see": CONTROL,
    "places to be filled": "holds a brace",
}
"""Texts that no questions may hold."""


def raw(text):
    """Return the unseen characters that stand raw in a text."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in UNSEEN}


def written(questionnaire):
    """Put every text where a person may write one: each is a note of its own."""
    answers = given(safe_now="safe", who_leads="slightly-cbt", concerns="sleep panic")
    asked = (one.id for one in path.path(questionnaire, answers))
    every = " ".join(TEXTS.values())
    return Sheet(
        "psychodynamic-cbt", "2.0.0", answers, label=every[:LONGEST_LABEL],
        notes=dict(zip(asked, TEXTS.values(), strict=False)),
        vignette=Vignette(every, every, Expected("either", None, ())),
    )  # fmt: skip


def formats(questionnaire, sheet):
    """Write a report in every format there is, and the answers too."""
    made = documents.build(questionnaire, sheet)
    every = {name: render(made) for name, render in RENDERERS.items()}
    every["plain"] = plain.lay_out(made.full.markdown)
    every["answers"] = writing.dump(questionnaire, sheet)
    return every


def others(questionnaire, sheet):
    """Write every other document that holds words of the questions, as Markdown."""
    case = Case(questionnaire, sheet)
    every = {
        "explain": papers.explain(case),
        "ask": papers.ask(questionnaire, case),
        "every question": papers.ask(questionnaire),
        "therapies": papers.therapies(questionnaire),
        "about": papers.about(questionnaire, ()),
        "standards": papers.ipdas(questionnaire),
        "rubric": papers.rubric(questionnaire),
        "form": papers.form(questionnaire),
    }
    return {name: written.markdown for name, written in every.items()}


def quoted(text):
    """Write a text as YAML in which every letter of it is an escape."""
    return '"' + "".join(f"\\U{ord(letter):08x}" for letter in text) + '"'


def active(tokens, known):
    """Return the kinds of everything that is more than text, or a known address."""
    kinds = ("link_open", "image", "html", "em_", "s_", "code")
    return {
        child.type
        for token in tokens
        for child in [token, *(token.children or ())]
        if child.type.startswith(kinds)
        and not (child.markup == "autolink" and child.attrs["href"] in known)
    }


def harmless_markdown(text, known=()):
    """See that a reader of Markdown acts on nothing, and a table on no formula."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    levels = [token.tag for token in tokens if token.type == "heading_open"]
    cells = re.findall(r"^[=+@]|(?:\| |^)[=+@-](?!-)(?! )", text, re.MULTILINE)
    assert active(tokens, known) == set()
    assert levels.count("h1") == 1
    assert cells == []


def test_hostile_texts_of_a_person_are_shown_harmlessly(shipped):
    sheet = written(shipped)
    every = formats(shipped, sheet)

    assert [*sheet.notes.values()] == [*TEXTS.values()]
    assert {name for name, text in every.items() if raw(text)} == set()
    for name in ("markdown", "html", "terminal", "plain"):
        assert "u202e" in every[name]
    harmless_markdown(every["markdown"].partition("```")[0])
    data = json.loads(every["json"])
    assert (data["label"], data["answer_notes"]) == (sheet.label, sheet.notes)
    copy = writing.dump(shipped, replace(sheet, vignette=None))
    again = reading.parse(shipped, copy, "a.yaml")
    assert (again.label, again.notes) == (sheet.label, sheet.notes)


@pytest.mark.parametrize("case", TEXTS)
def test_a_hostile_text_of_the_questions_is_refused_or_shown_harmlessly(
    case, gallery_files
):
    text = TEXTS[case]
    texts = {
        stem: re.sub(r"(?m)^( *(?:- )?(?:name|label|reason|note|who|about): )\w.*$",
                     lambda m: m[1] + quoted(text), body)
        if stem != "interface" else body
        for stem, body in gallery_files.items()
    }  # fmt: skip
    if case in REFUSED:
        with pytest.raises(ContentError, match=REFUSED[case]) as caught:
            loader.parse(texts, "q")
        assert raw(str(caught.value)) == set()
        return
    questionnaire = loader.parse(texts, "q")
    sheet = Sheet("gallery", "2.1.0", {"wander-or-map": ("no-preference",)})
    known = {one.address for one in questionnaire.library.sources.sources}
    every, rest = formats(questionnaire, sheet), others(questionnaire, sheet)

    assert {name for name, one in {**every, **rest}.items() if raw(one)} == set()
    for one in (every["markdown"], *rest.values()):
        harmless_markdown(one.partition("```")[0], known)
