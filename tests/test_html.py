"""The HTML page as a program reads it: escaped, closed, in order, complete.

What only a browser can tell stands in test_browser.py.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from running import inside
from spoken import NASTY, SAFE, every_document, in_every_block, sheet, texts, wishing

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Expected, Vignette
from fitcheck.content import loader
from fitcheck.documents import Written, papers
from fitcheck.render import html
from fitcheck.render.markdown import pieces
from fitcheck.report.case import Case
from fitcheck.report.figures import Bar, Figure, Mark

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

    def __post_init__(self):
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.above.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.above.pop()

    def handle_endtag(self, tag):
        assert self.above.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.said.append((tuple(self.above), data))
            if self.above[-1] == "a":
                self.links.append((self.tags[-1][1]["href"], data))

    def headings(self):
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch("h[1-6]", tag)]

    def every(self, name):
        return [given[name] for _, given in self.tags if name in given]


def read(text):
    """Read a page that has nothing in it but what the templates know."""
    made = Read()
    made.feed(text)
    made.close()
    assert made.above == []
    for tag, given in made.tags:
        assert TAGS.fullmatch(tag)
        assert all(map(ATTRIBUTES.fullmatch, given))
    return made


def person(questionnaire, path):
    return documents.build(
        questionnaire, reading.load(questionnaire, path, path.parent)
    )


@pytest.fixture(scope="module")
def people(shipped):
    """Return the report on every third of the fictional people, and its page."""
    made = [person(shipped, path) for path in VIGNETTES[::3]]
    assert {bool(built.facts["route"]) for built in made} == {True, False}
    return [(built, read(html.lay_out(built.full))) for built in made]


@pytest.fixture(scope="module")
def every(shipped):
    """Return one of each kind of document, and its page."""
    case = Case(shipped, sheet({**SAFE, "who-leads": ("slightly-cbt",)}))
    made = [
        *every_document(shipped),
        papers.explain(case),
        papers.ask(shipped, case),
        papers.ask(shipped),
        papers.rubric(shipped),
        papers.ipdas(shipped),
    ]
    return [(one, read(html.lay_out(one))) for one in made]


# --- closed -------------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTIER)
def test_whatever_a_block_holds_is_shown_as_it_stands(text):
    bars, marks = (Bar(text, 1, text), Bar(text, 2, text)), (Mark(text, -1, 1, text),)
    figure = Figure(text, (text, text), bars, marks, 4, (-1, 1), (text, text))
    fences = "\n```points\n```\n\n```x\ny\n```\n"
    page = in_every_block(text) + fences
    written = Written(page, (), {"points": figure}, contents=text)
    made = read(html.lay_out(written))
    inside = {"style", "text", "desc", "a"}
    shown = [said for above, said in made.said if not inside & set(above)]
    flat = " ".join(text.split())
    assert {" ".join(said.split()) for said in shown} <= {"x", "y", flat}
    assert len(shown) > 30
    assert [one for one in made.every("href") if not one.startswith("#")] == []
    assert text in made.every("data-head")


def test_a_page_loads_nothing_and_runs_nothing(every):
    for _, made in every:
        (style,) = [said for above, said in made.said if "style" in above]
        assert not re.search(r"url\(|@import|expression|behavior", style)
        _, (charset, _), (policy, closed) = made.tags[1], *made.tags[2:4]
        assert (charset, policy) == ("meta", "meta")
        assert closed["http-equiv"] == "Content-Security-Policy"
        assert closed["content"].startswith(
            "default-src 'none'; style-src 'unsafe-inline';"
        )


def test_a_person_cannot_make_a_link(shipped):
    evil = "https://evil.example/ (judgement)"
    given = sheet(
        {**SAFE, "who-leads": ("slightly-cbt",)}, label=evil, notes={"who-leads": evil},
        vignette=Vignette(evil, evil, Expected("either", None, ())),
    )  # fmt: skip
    made = read(html.lay_out(documents.build(shipped, given).full))
    assert "evil.example" in "".join(said for _, said in made.said)
    assert [one for one in made.every("href") if "evil" in one] == []


def listed(built):
    """Return the names of the sources, in the order of their list."""
    (text,) = (one.text for one in built.parts if one.id == "sources")
    _, facts = pieces(text)
    return [name for name, _ in facts.value]


def test_the_sources_are_linked_and_every_link_leads_somewhere(people, shipped):
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


def test_headings_and_landmarks_are_in_order(people, every):
    for document, made in (*((built.full, made) for built, made in people), *every):
        written = [len(x) for x in re.findall(r"^(#+) ", document.markdown, re.M)]
        for levels in (written, made.headings()):
            assert (levels[0], levels.count(1)) == (1, 1)
            assert all(below <= above + 1 for above, below in pairwise(levels))
        ids = made.every("id")
        assert len(set(ids)) == len(ids)
        tags = [tag for tag, _ in made.tags]
        assert (tags.count("main"), tags.count("h1")) == (1, 1)
        (title,) = [
            said for above, said in made.said if above[-2:] == ("head", "title")
        ]
        assert title == next(texts(document.markdown.partition("\n")[0]))


def test_the_mark_comes_first_then_the_route_then_the_result_then_the_contents(
    people, shipped
):
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


def test_every_text_of_a_document_is_on_its_page(every):
    for document, made in every:
        flat = "".join("".join(said for _, said in made.said).split())
        wanted = ("".join(one.split()) for one in texts(document.markdown))
        assert [one for one in wanted if one not in flat] == []


def test_a_picture_has_a_name_and_says_what_it_shows(shipped):
    path = next(one for one in VIGNETTES if one.stem == "nadia-same-ending")
    made = read(html.lay_out(person(shipped, path).full))
    (name,) = [text for above, text in made.said if above[-2:] == ("svg", "title")]
    (told,) = [text for above, text in made.said if above[-1] == "desc"]

    assert name == shipped.words.report.column
    assert "28 of 36" in told
    assert "+26 (clearly towards psychodynamic therapy)" in told
    widths = [
        given["width"] for tag, given in made.tags if given.get("class") == "full"
    ]
    assert widths == [f"{100 * points / 36:.2f}%" for points in (28, 2)]


def test_the_map_says_what_the_table_of_readings_says_and_where_the_person_is(shipped):
    names, mark = shipped.words.readings, shipped.words.report
    to_pdt, to_cbt = names.leans_psychodynamic.name, names.leans_cbt.name
    apart = names.pull_apart.name
    whole = wishing(shipped, "psychodynamic", "no-preference")
    reached = {**SAFE, **dict(list(whole.items())[:12]), "concerns": ("sleep",)}
    for given, marked in (
        ({**SAFE, **whole, "concerns": ("sleep",)}, [(0, 0, mark.map_you)]),
        (reached, [(at, 0, mark.map_maybe) for at in (0, 1)]),
        ({**SAFE, **whole}, [(0, at, mark.map_maybe) for at in (0, 1, 2)]),
    ):
        rows = [
            [apart, to_pdt, to_pdt], [to_cbt, names.either.name, to_pdt],
            [to_cbt, to_cbt, apart],
        ]  # fmt: skip
        for down, at, said in marked:
            rows[down][at] += f" ({said})"
        built = documents.build(shipped, sheet(given))
        (part,) = (one.text for one in built.parts if one.id == "picture")
        (table,) = (one.value for one in pieces(part) if one.kind == "table")
        assert [list(row[1:]) for row in table[1]] == rows


# --- the scale ----------------------------------------------------------------------


def scales(*ends):
    marks = tuple(Mark("z", low, high, "said") for low, high in ends)
    known = ("l", "r")
    return html.scales(Figure("A", known, (), marks, 36, (-12, -5, 5, 12), known))


def test_the_person_stands_in_the_band_that_the_difference_has():
    for difference in range(-36, 37):
        (made,) = scales((difference, difference))
        (here,) = [
            level * (1 if start > 50 else -1)
            for start, length, level in made.bands
            if start <= made.lowest < start + length
            or made.lowest == 100 == start + length
        ]
        sides = [difference >= 5, difference >= 12, difference <= -5, difference <= -12]
        assert here == sides[0] + sides[1] - sides[2] - sides[3]
        assert made.lowest == made.highest


def test_the_scale_is_whole_and_has_its_numbers():
    first, second = scales((0, 0), (-9, 20))
    ends = [(start, start + length) for start, length, _ in second.bands]

    assert (first.bands, first.lowest, first.highest) == (second.bands, 50, 50)
    assert (ends[0][0], ends[-1][1]) == (0, 100)
    assert all(a[1] == pytest.approx(b[0]) for a, b in pairwise(ends))
    assert [said for _, said in second.numbers] == ["-12", "-5", "0", "+5", "+12"]
    places = second.lowest, second.highest
    assert places == (pytest.approx(37.5), pytest.approx(77.78, 0.01))


# --- the command line ---------------------------------------------------------------

COMMANDS = (("score", "nadia-same-ending"), ("ask", "nadia-same-ending"), ("rubric",))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one[0])
def test_a_document_can_be_a_page(command, tmp_path, monkeypatch, shipped):
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)
    name = tmp_path / ("page.htm" if command[0] == "ask" else "page.html")
    ran = inside(monkeypatch, *command, "--format", "html")
    told = inside(monkeypatch, *command, "-o", name)
    assert (ran.code, told.code, told.out) == (0, 0, "")
    assert ran.out == name.read_text("utf-8")
    assert ran.out.startswith("<!doctype html>\n<html lang=")
    assert read(ran.out).headings()[0] == 1
