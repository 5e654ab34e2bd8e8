"""The HTML page as a program reads it: escaped, closed, in order, complete.

What only a browser can tell stands in test_browser.py.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from running import inside
from spoken import NASTY, SAFE, every_document, sheet, texts

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Expected, Vignette
from fitcheck.content import loader
from fitcheck.documents import papers
from fitcheck.render import RENDERERS, html, shapes
from fitcheck.report.case import Case
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
    from fitcheck.content.questionnaire import Questionnaire

VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
NASTIER = [
    *NASTY,
    "\"><img src=x onerror='alert(1)'>",
    "' onmouseover='alert(1)",
    "</title></style></svg><script>alert(1)</script>",
    "{{ 7 * 7 }} {% include 'page.html' %} {# x #}",
    "https://evil.example/ javascript:alert(1) data:text/html,x",
    "(judgement)",
]
TAGS = re.compile(
    "html|head|meta|title|style|body|main|header|nav|section|h[1-6]|p|strong|ul|ol|li|details|summary|"
    "dl|div|dt|dd|table|thead|tbody|tr|th|td|figure|figcaption|pre|code|a|"
    "svg|desc|g|rect|text|line|circle"
)
ATTRIBUTES = re.compile(
    "lang|charset|http-equiv|content|name|id|class|aria-labelledby|role|scope|"
    "colspan|data-head|href|rel|viewbox|[xy][12]?|c[xy]|r|width|height|text-anchor|"
    "font-size|font-weight"
)
VOID = {"meta"}


@dataclass
class Read(HTMLParser):
    """A page as a parser reads it."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    said: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.above.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.above.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.above.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.said.append((tuple(self.above), data))
            if self.above[-1] == "a":
                self.links.append((self.tags[-1][1]["href"], data))

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch("h[1-6]", tag)]

    def every(self, name: str) -> list[str]:
        return [given[name] for _, given in self.tags if name in given]


def read(text: str) -> Read:
    """Read a page that has nothing in it but what the templates know."""
    made = Read()
    made.feed(text)
    made.close()
    assert made.above == []
    for tag, given in made.tags:
        assert TAGS.fullmatch(tag)
        assert all(map(ATTRIBUTES.fullmatch, given))
    return made


def person(questionnaire: Questionnaire, path: Path) -> documents.Report:
    return documents.build(
        questionnaire, reading.load(questionnaire, path, path.parent)
    )


@pytest.fixture(scope="module")
def people(shipped: Questionnaire) -> list[tuple[documents.Report, Read]]:
    """Return the report on every fictional person, and its page."""
    made = [person(shipped, path) for path in VIGNETTES]
    return [(built, read(html.render(built))) for built in made]


def every(questionnaire: Questionnaire) -> list[Document]:
    """Return one of each kind of document."""
    given = sheet({**SAFE, "who-leads": ("slightly-cbt",)})
    case = Case(questionnaire, given)
    return [
        *every_document(questionnaire),
        papers.explain(case).document,
        papers.ask(questionnaire, case).document,
        papers.ask(questionnaire).document,
        papers.rubric(questionnaire).document,
        papers.ipdas(questionnaire).document,
    ]


# --- closed -------------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTIER)
def test_whatever_a_block_holds_is_shown_as_it_stands(text: str) -> None:
    three: Any = (text, text, text)
    table = Table((text, text), ((text, text), (text, text), (text, text)))
    blocks = (
        Paragraph(text),
        Paragraph(text, strong=True),
        Bullets((text, text)),
        Entries(((Paragraph(text), Paragraph(text, strong=True)),)),
        Boxes((text, text)),
        Boxes((text, text), across=True),
        Facts(((text, text),)),
        table,
        Columns(table, (1, 2), 4, -1, -1, (-1, 1), (text, text)),
        Scale(
            Table((text, text), ((text, text),) * 2),
            ((1, 2), (3, 3)),
            4,
            (-1, 1),
            (text, text),
        ),
        Map(Facts(((text, text), (text, text))), three, three, (three,) * 3, (), text),
        Code("x", text),
    )
    document = Document(
        text, blocks, (Section(text, blocks), Section(text)), contents=text
    )
    made = read(html.lay_out(document))
    inside = {"style", "text", "desc", "a"}
    shown = [said for above, said in made.said if not inside & set(above)]
    flat = " ".join(text.split())
    assert {" ".join(said.split()) for said in shown} <= {"x", flat, f"{flat} / {flat}"}
    assert len(shown) > 60
    assert [one for one in made.every("href") if not one.startswith("#")] == []
    assert text in made.every("data-head")


def test_every_kind_of_block_is_laid_out() -> None:
    blocks = html.environment().get_template("blocks.html").module
    for one in get_args(Block):
        assert callable(getattr(blocks, one.__name__.lower()))


def test_a_page_loads_nothing_and_runs_nothing(shipped: Questionnaire) -> None:
    for document in every(shipped):
        text = html.lay_out(document)
        made = read(text)
        (style,) = [said for above, said in made.said if "style" in above]
        assert not re.search(r"url\(|@import|expression|behavior", style)
        _, (charset, _), (policy, closed) = made.tags[1], *made.tags[2:4]
        assert (charset, policy) == ("meta", "meta")
        assert closed["http-equiv"] == "Content-Security-Policy"
        assert closed["content"].startswith(
            "default-src 'none'; style-src 'unsafe-inline';"
        )


def test_a_person_cannot_make_a_link(shipped: Questionnaire) -> None:
    evil = "https://evil.example/ (judgement)"
    given = sheet(
        {**SAFE, "who-leads": ("slightly-cbt",)}, label=evil, notes={"who-leads": evil},
        vignette=Vignette(evil, evil, Expected("either", None, ())),
    )  # fmt: skip
    made = read(html.render(documents.build(shipped, given)))
    assert "evil.example" in "".join(said for _, said in made.said)
    assert [one for one in made.every("href") if "evil" in one] == []


def listed(built: documents.Report) -> list[str]:
    """Return the names of the sources, in the order of their list."""
    (section,) = (one for one in built.document.sections if one.id == "sources")
    (rows,) = section.blocks
    assert isinstance(rows, Facts)
    return [name for name, _ in rows.rows]


def test_the_sources_are_linked_and_every_link_leads_somewhere(
    people: list[tuple[documents.Report, Read]], shipped: Questionnaire
) -> None:
    for built, made in people:
        inside = {one[1:] for one in made.every("href") if one.startswith("#")}
        assert inside <= set(made.every("id"))
        names = {f"#source-{n}": name for n, name in enumerate(listed(built), 1)}
        linked = [one for one in made.links if one[0] in names]
        assert [one for one in linked if names[one[0]] != one[1]] == []
        cited = {key for line in built.facts["lines"] for key in line["sources"]}
        called = {shipped.short_names[key] for key in cited}
        assert called <= {name for _, name in linked}
        outside = {one for one in made.every("href") if not one.startswith("#")}
        told = [x["shows"] for x in built.facts["sources"]]
        named = {one for shows in told for one in html.ADDRESS.findall(shows)}
        assert outside - named == {
            one["address"] for one in built.facts["sources"] if one["address"]
        }


# --- in order -----------------------------------------------------------------------


def test_headings_and_landmarks_are_in_order(
    people: list[tuple[documents.Report, Read]], shipped: Questionnaire
) -> None:
    pages = [(built.document, made) for built, made in people]
    pages += [(one, read(html.lay_out(one))) for one in every(shipped)]
    for document, made in pages:
        levels = made.headings()
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below <= above + 1 for above, below in pairwise(levels))
        ids = made.every("id")
        assert len(set(ids)) == len(ids)
        tags = [tag for tag, _ in made.tags]
        assert [tags.count(tag) for tag in ("main", "h1", "title", "style")][:2] == [
            1,
            1,
        ]
        (title,) = [
            said for above, said in made.said if above[-2:] == ("head", "title")
        ]
        assert title == document.title


def test_the_mark_comes_first_then_the_route_then_the_result_then_the_contents(
    people: list[tuple[documents.Report, Read]], shipped: Questionnaire
) -> None:
    words = shipped.words.report
    for built, made in people:
        said = [text for above, text in made.said if "body" in above]
        name = built.facts["vignette"]["name"]
        expected = [
            words.title,
            words.demonstration.format(name=name),
            *built.facts["notices"][1:],
            *(one["title"] for one in (built.facts["route"] or {"gates": ()})["gates"]),
            words.reading,
            " ".join(built.facts["said"]["sentences"]),
            words.contents,
            words.options,
        ]
        places = [said.index(one) for one in expected]
        assert places == sorted(places)
        assert places[:2] == [0, 1]


def test_every_text_of_a_document_is_on_its_page(shipped: Questionnaire) -> None:
    for document in every(shipped):
        whole = "".join(said for _, said in read(html.lay_out(document)).said)
        flat = "".join(whole.split())
        missing = [one for one in texts(document) if "".join(one.split()) not in flat]
        assert missing == []


def test_a_page_knows_its_language(shipped: Questionnaire) -> None:
    manifest = shipped.manifest.model_copy(update={"language": "de"})
    translated = replace(shipped, manifest=manifest)
    given = sheet({**SAFE, "concerns": ("sleep",)})
    built = documents.build(translated, given)
    for document in (
        built,
        papers.explain(Case(translated, given)),
        papers.ask(translated, Case(translated, given)),
        papers.ask(translated),
        papers.therapies(translated),
        papers.about(translated, ("a",)),
        papers.rubric(translated),
        papers.ipdas(translated),
    ):
        made = read(html.lay_out(document.document))
        assert made.tags[0] == ("html", {"lang": "de"})
        assert "nav" in {tag for tag, _ in made.tags}


def test_a_picture_has_a_name_and_says_what_it_shows(shipped: Questionnaire) -> None:
    path = next(one for one in VIGNETTES if one.stem == "nadia-same-ending")
    made = read(html.render(person(shipped, path)))
    names = [text for above, text in made.said if above[-2:] == ("svg", "title")]
    told = [text for above, text in made.said if above[-1] == "desc"]
    words = shipped.words
    assert len(names) == len(told) == 2
    assert "28 of 36" in told[0]
    assert "+26 (clearly towards psychodynamic therapy)" in told[0]
    for name in ("leans_cbt", "leans_psychodynamic", "pull_apart", "either"):
        assert getattr(words.readings, name).name in told[1]
    assert f"{words.report.evidence_place}: {words.report.side_neither}" in told[1]


# --- shapes -------------------------------------------------------------------------


def scale_of(lowest: int, highest: int) -> Columns:
    table = Table(("A", "B"), (("x", "1 of 36"), ("y", "2 of 36"), ("z", "said")))
    return Columns(table, (1, 36), 36, lowest, highest, (-12, -5, 5, 12), ("l", "r"))


def test_the_bars_are_as_long_as_the_points() -> None:
    first, second = shapes.bars(scale_of(0, 0))
    assert (first.length, second.length) == (pytest.approx(100 / 36), 100)
    assert (first.label, first.said) == ("x", "1 of 36")


def test_the_person_stands_in_the_band_that_the_difference_has() -> None:
    for difference in range(-36, 37):
        made = shapes.scale(scale_of(difference, difference))
        (here,) = [
            one.level * (1 if one.start > 50 else -1)
            for one in made.stretches
            if one.start <= made.lowest < one.start + one.length
            or (made.lowest == 100 == one.start + one.length)
        ]
        sides = [difference >= 5, difference >= 12, difference <= -5, difference <= -12]
        assert here == sides[0] + sides[1] - sides[2] - sides[3]
        assert made.lowest == made.highest


def test_the_scale_is_whole_and_has_its_numbers() -> None:
    one = scale_of(-9, 20)
    made = shapes.scale(one)
    two = Scale(one.table, ((0, 0), (-9, 20)), one.maximum, one.bounds, one.ends)
    (first, same), (second, again) = shapes.scales(replace(two, table=Table((), (
        ("Before", "0"), ("After", "so")))))  # fmt: skip
    assert (first, second, again) == ("Before", "After", made)
    assert (same.stretches, same.lowest, same.highest) == (made.stretches, 50, 50)
    ends = [(one.start, one.start + one.length) for one in made.stretches]
    assert (ends[0][0], ends[-1][1]) == (0, 100)
    assert all(a[1] == pytest.approx(b[0]) for a, b in pairwise(ends))
    assert [said for _, said in made.numbers] == ["-12", "-5", "0", "+5", "+12"]
    assert (made.lowest, made.highest) == (
        pytest.approx(37.5),
        pytest.approx(77.78, 0.01),
    )


def map_of(*here: tuple[int, int], word: str = "word") -> Map:
    three: Any = ("a", "b", "c")
    cells: Any = tuple((f"{row}1", f"{row}2 {word}", f"{row}3") for row in "abc")
    places = Facts((("What you want", "x"), ("The evidence", "y")))
    return Map(places, three, three, cells, here, "you")


def test_the_mark_stands_at_the_persons_place_and_nowhere_else() -> None:
    for here in ([(1, 2)], [(0, 0), (0, 1), (0, 2)]):
        made = shapes.drawn(map_of(*here))
        marked = [(at // 3, at % 3) for at, one in enumerate(made.places) if one.here]
        assert marked == here
        for place in made.places:
            assert any("you" in line.text for line in place.lines) == place.here


def test_a_long_word_makes_the_letters_smaller_and_is_not_cut() -> None:
    for word in ("word", "psychodynamische", "x" * 40):
        made = shapes.drawn(map_of(word=word))
        said = [line.text for place in made.places for line in place.lines]
        assert word in " ".join(said).split()
        for place in made.places:
            ends = [line.y for line in place.lines]
            assert place.y < min(ends) <= max(ends) < place.y + place.height


# --- the command line ---------------------------------------------------------------

COMMANDS = (
    ("score", "nadia-same-ending"),
    ("explain", "nadia-same-ending"),
    ("ask", "nadia-same-ending"),
    ("rubric",),
    ("therapies", "goals"),
    ("about", "--ipdas"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one[0])
def test_every_document_can_be_a_page(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    shipped: Questionnaire,
) -> None:  # fmt: skip
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)
    name = tmp_path / ("page.htm" if command[0] == "ask" else "page.html")
    ran = inside(monkeypatch, *command, "--format", "html")
    told = inside(monkeypatch, *command, "-o", name)
    assert (ran.code, told.code, told.out) == (0, 0, "")
    assert ran.out == name.read_text("utf-8")
    assert ran.out.startswith("<!doctype html>\n<html lang=")
    assert read(ran.out).headings()[0] == 1


def test_markdown_to_a_pipe_needs_no_reader_of_markdown() -> None:
    code = (
        "import sys; from fitcheck.cli import program;"
        "program.run(['score', 'nadia-same-ending', '--format', 'markdown']);"
        "sys.stderr.write(str('markdown_it' in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stderr == b"False"
    assert "html" in RENDERERS
