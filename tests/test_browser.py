"""The HTML page in a real browser: axe-core, small screens, print, hostile answers.

Without a browser these are skipped by name; CI sets FITCHECK_BROWSER=required.
"""

import re
from itertools import pairwise
from pathlib import Path

import browser as browsers
import printed
import pytest
from spoken import SAFE, sheet

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Expected, Vignette
from fitcheck.documents import Written, papers
from fitcheck.render import html, plain
from fitcheck.report.case import Case
from fitcheck.report.figures import Bar, Figure, Mark
from fitcheck.rubric import scoring

pytestmark = pytest.mark.browser

LONG, GATED, WITHHELD = "nadia-same-ending", "margaret-six-oclock", "stefan-night-shift"
EVERY_WAY = [(width, dark) for width in (320, 1280) for dark in (False, True)]
WHOLE = "thead, tbody tr, li, dl > div, figure, h1, h2, h3, h4, h5"
"""What is never parted by the end of a page."""


@pytest.fixture(scope="module")
def browser():
    program = browsers.found() or browsers.need("Chromium")
    made = browsers.Browser(program)
    yield made
    made.close()


def page(questionnaire, name, *, copy=False):
    """Return the page on a fictional person, or a copy without safety answers."""
    folder = files.bundled() / "vignettes"
    given = reading.load(questionnaire, Path(name), folder)
    if copy:
        gates = scoring.fired(questionnaire, given)
        given = given.withhold(questionnaire.safety, gate_fired=bool(gates))
    return html.lay_out(documents.build(questionnaire, given).full)


def replayed(questionnaire):
    """Return the page on how a result with gaps adds up."""
    given = reading.load(
        questionnaire, Path("noor-it-depends"), files.bundled() / "vignettes"
    )
    return html.lay_out(papers.explain(Case(questionnaire, given)))


W, N, T, D = ("w" * 300, "n" * 80, "t" * 300, "d" * 300)
EVERY = f"""
Something plain.

**Something strong.**

- one
- {W}

* one

    {W}

* two



- [ ] one
- [ ] {W}

[ ] one · [ ] two words · [ ] {W}

- **name:** text (key)
- **{N}:** {T}
"""
TABLE = """
| Row | Words | Number |
| --- | --- | --: |
| A | some words | 3 |
| B | | 12 |
"""


def small():
    """Return a page with one of each kind of block, long words and long rows."""
    ends = ("CBT", "psychodynamic therapy")
    bars = (Bar("Psychodynamic therapy", 30, "30 of 36"), Bar("CBT", 1, "1 of 36"))
    one, two = Mark("Difference", -9, 20, "+29"), Mark("After", 29, 29, "any")
    heads, bounds = ("What you want", "Points"), (-12, -5, 5, 12)
    figures = {
        "points": Figure("What you want", heads, bars, (one,), 36, bounds, ends),
        "scale": Figure("Difference", heads, (), (one, two), 36, bounds, ends),
    }
    parts = "".join(f"\n## {x}\n{EVERY}\n### Below\n{EVERY}" for x in "abcd")
    drawn = "\n```points\n```\n\n```scale\n```\n"
    pictures = f"\n## Pictures\n{EVERY}{TABLE}{drawn}\n```x\na: b\n  c: {D}\n```\n"
    sources = "\n## Sources\n\n- **key:** By us. https://a.example/\n"
    text = f"# Small\n\n**A MARK**\n{EVERY}{parts}{pictures}{sources}"
    ids = ("safety", "result", "evidence", "lines", "picture", "sources")
    return html.lay_out(Written(text, ids, figures, contents="Contents"))


def long():
    """Return a page on which anything that could be parted would be, somewhere."""
    rows = (f"| Row {at} | {f'row {at} has words ' * 28}| 3 |\n" for at in range(16))
    head = "| Row | Words | Number |\n| --- | --- | --: |\n"
    several = (
        f"\n### Heading {at}\n\n{'Some words. ' * (at * 7 % 40 + 1)}\n"
        for at in range(50)
    )
    text = f"# Long\n\n{head}{''.join(rows)}\n## Many\n{''.join(several)}"
    return html.lay_out(Written(text))


# --- axe-core -----------------------------------------------------------------------


PAGES = {
    "report": (lambda shipped: page(shipped, LONG), EVERY_WAY),
    "every kind of block": (lambda _: small(), EVERY_WAY),
    "gate": (lambda shipped: page(shipped, GATED), EVERY_WAY[1:2]),
    "copy": (lambda shipped: page(shipped, WITHHELD, copy=True), EVERY_WAY[2:3]),
    "replay": (replayed, EVERY_WAY[::2]),
}
SHOWN = [(name, *way) for name, (_, ways) in PAGES.items() for way in ways]


@pytest.mark.parametrize(("name", "width", "dark"), SHOWN)
def test_axe_finds_nothing(name, width, dark, browser, shipped):
    made, _ = PAGES[name]
    browser.open(made(shipped), width=width, dark=dark)
    assert browser.faults() == []


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ("--ink: #e8e6e1", "--ink: #555", "color-contrast"),
        (r"<title>[^<]*</title>\s*<desc>", "<desc>", "svg-img-alt"),
        (r'<html lang="en">', "<html>", "html-has-lang"),
        (r"<h3>", "<h5>", "heading-order"),
    ],
)
def test_axe_would_find_a_fault(good, bad, rule, browser):
    faulty, changed = re.subn(good, bad, small())
    assert changed
    browser.open(faulty, width=320, dark=True)
    assert [one for one in browser.faults() if one.startswith(f"{rule}:")]


def test_the_night_is_dark_and_the_day_is_light(browser):
    seen = []
    for dark in (False, True):
        browser.open(small(), dark=dark)
        colour = "getComputedStyle(document.documentElement).backgroundColor"
        seen.append([int(one) for one in re.findall(r"\d+", browser.run(colour))])
    assert min(seen[0]) > 240
    assert max(seen[1]) < 40


# --- small screens ------------------------------------------------------------------

OVER = """
[...document.querySelectorAll('body *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1)
        || getComputedStyle(one).overflowX === 'scroll';
}).map(one => `${one.tagName} ${one.textContent.slice(0, 40)}`)
"""


def test_nothing_is_wider_than_the_screen(browser, shipped):
    pages = [
        small(),
        page(shipped, LONG),
        page(shipped, GATED),
        html.lay_out(papers.rubric(shipped)),
        html.lay_out(papers.form(shipped)),
        replayed(shipped),
        html.lay_out(longest(shipped)),
        html.lay_out(papers.therapies(shipped)),
    ]
    for one in pages:
        for width in (320, 600, 1280):
            browser.open(one, width=width)
            assert browser.run("document.documentElement.scrollWidth") == width
            assert browser.run(OVER) == []


def test_a_table_is_still_a_table_where_it_looks_like_a_list(
    browser,
):
    for width, shape in ((320, "block"), (1280, "table-cell")):
        browser.open(small(), width=width)
        style = "getComputedStyle(document.querySelector('td')).display"
        assert browser.run(style) == shape
        kinds = [role for role, _, _ in tree(browser)]
        assert {"table", "row", "rowheader", "columnheader", "cell"} <= set(kinds)


def tree(browser):
    """Return what a screen reader is told: kinds, names and descriptions."""
    nodes = browser.ask("Accessibility.getFullAXTree")["nodes"]
    parts = ("role", "name", "description")
    return [
        tuple(str(node.get(part, {}).get("value", "")) for part in parts)
        for node in nodes
        if not node.get("ignored")
    ]


def test_a_screen_reader_is_told_what_the_pictures_show(browser, shipped):
    browser.open(page(shipped, LONG))
    found = tree(browser)
    pictures = [one for one in found if one[0] in {"image", "img"}]
    assert [name for _, name, _ in pictures] == ["What you want"]
    assert "28 of 36" in pictures[0][2]
    landmarks = [
        (role, name) for role, name, _ in found if role in {"main", "navigation"}
    ]
    assert landmarks == [("main", ""), ("navigation", "On this page")]


# --- print --------------------------------------------------------------------------


def troubles(browser):
    """Return what went wrong in print, kind by kind."""
    several = list(printed.pages(browser.print()))
    (whole,) = printed.shown(browser, "main")
    headed = printed.headed(browser)
    told = "".join(one.text for one in several)
    for head in printed.shown(browser, "thead"):  # on each page that a table reaches
        told, whole = told.replace(head, ""), whole.replace(head, "")
    numbered = enumerate(several, 1)
    found = {
        "paper": [str(one.size) for one in several if not near(one.size, printed.A4)],
        "number": [one.number for at, one in numbered if one.number != str(at)],
        "outside": [text for one in several for text in one.outside],
        "lost or twice": [] if told == whole else [differs(told, whole)],
        "cut": printed.cut(printed.shown(browser, WHOLE), several),
        "left behind": [
            head
            for one, after in pairwise(several)
            for head, below in headed
            if one.text.endswith(head) and after.text.startswith(below)
        ],
    }
    return {kind: several for kind, several in found.items() if several}


def near(one, other):
    return all(abs(a - b) < 1 for a, b in zip(one, other, strict=True))


def differs(one, other):
    """Return where two texts part."""
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return f"{one[at - 30 : at + 30]} | {other[at - 30 : at + 30]}"


QUESTIONS = ".form > section:has(.boxes)"
"""The questions of the paper form; with their options they stand on one page."""


def test_the_form_prints_each_question_whole_and_the_points_on_their_own_pages(
    browser, shipped
):
    browser.open(html.lay_out(papers.form(shipped)))
    assert troubles(browser) == {}
    several = list(printed.pages(browser.print()))
    questions = printed.shown(browser, QUESTIONS)
    (scoring,) = printed.shown(browser, ".scoring > h2")
    (at,) = (n for n, one in enumerate(several) if scoring in one.text)

    assert len(questions) == len(shipped.questions)
    assert printed.cut(questions, several) == []
    assert several[at].text.startswith(scoring)
    assert (at, len(several)) <= (10, 15)


SIZES = """
[...new Set([...document.querySelectorAll("main :is(p, li, th, td, dt, dd)")]
    .filter(one => one.getClientRects().length)
    .map(one => Math.round(parseFloat(getComputedStyle(one).fontSize) * 7.5) / 10))]
"""
"""The sizes of letters below the headings, in points."""


def on_paper(browser, document):
    """Print a document whole; say on how many pages, and in which sizes of letters."""
    browser.open(html.lay_out(document))
    assert troubles(browser) == {}
    several = list(printed.pages(browser.print()))
    browser.ask("Emulation.setEmulatedMedia", media="print")
    sizes = browser.run(SIZES)
    browser.ask("Emulation.setEmulatedMedia", media="")
    return len(several), sizes


def longest(questionnaire):
    """Return the longest of the pages that fictional people take to a therapist."""
    folder = files.bundled() / "vignettes"
    people = [reading.load(questionnaire, one, folder) for one in folder.glob("*.yaml")]
    pages = [papers.ask(questionnaire, Case(questionnaire, one)) for one in people]
    return max(pages, key=lambda one: plain.lay_out(one.markdown).count("\n"))


PAPER = [(papers.rubric, 4), (papers.ask, 2), (longest, 1)]


@pytest.mark.parametrize(("which", "count"), PAPER)
def test_what_is_meant_for_paper_prints_on_few_pages_in_10_points(
    which,
    count,
    browser,
    shipped,
):
    assert on_paper(browser, which(shipped)) == (count, [10])


@pytest.mark.parametrize(
    ("good", "bad", "kind"),
    [
        (", .form > section:has(.boxes) {", " {", "cut"),
        (".scoring { break-before: page; }", ".form ~ .form { display: none }", "page"),
    ],
)
def test_print_would_show_a_fault_of_the_form(good, bad, kind, browser, shipped):
    text = html.lay_out(papers.form(shipped))
    assert good in text
    browser.open(text.replace(good, bad))
    several = list(printed.pages(browser.print()))
    (scoring,) = printed.shown(browser, ".scoring > h2")
    found = {
        "cut": bool(printed.cut(printed.shown(browser, QUESTIONS), several)),
        "page": not any(one.text.startswith(scoring) for one in several),
    }

    assert found == {"cut": kind == "cut", "page": kind == "page"}


def test_two_pages_are_two_sheets_and_the_second_is_to_take_along(browser, shipped):
    for path in sorted((files.bundled() / "vignettes").glob("*.yaml")):
        given = reading.load(shipped, path, path.parent)
        two = documents.two_pages(Case(shipped, given))
        browser.open(html.lay_out(two))
        first, second = printed.pages(browser.print())

        assert second.text.startswith(printed.squeezed(shipped.words.pages.questions))
        assert first.outside == second.outside == (), path.stem
        assert shipped.fingerprint not in first.text + second.text


@pytest.mark.parametrize("name", [LONG, GATED, WITHHELD, "small", "long", "replayed"])
def test_nothing_is_cut_in_print(name, browser, shipped):
    made = {"small": small, "long": long, "replayed": lambda: replayed(shipped)}
    copy = name == WITHHELD
    browser.open(made[name]() if name in made else page(shipped, name, copy=copy))
    assert troubles(browser) == {}


FAULTS = {
    "cut": ("  tr, figure, dl > div, li, main > .lines {", "  .none {"),
    "left behind": ("  h1, h2, h3, h4, h5, h6 { break", "  .none { break"),
    "outside": ("  main { max-width", "  main { margin-left: -1cm; max-width"),
    "lost or twice": ("  a { color", "  td { contain: paint; height: 0 }\n  a { color"),
    "paper": ("size: A4", "size: A5"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAULTS)
def test_print_would_show_a_fault(kind, browser):
    good, bad = FAULTS[kind]
    assert good in long()
    browser.open(long().replace(good, bad))
    assert kind in troubles(browser)


def test_print_is_dark_on_light_for_a_person_who_likes_the_dark(
    browser,
):
    browser.open(small(), dark=True)
    dark = {"name": "prefers-color-scheme", "value": "dark"}
    browser.ask("Emulation.setEmulatedMedia", media="print", features=[dark])
    colours = [
        browser.run(f"getComputedStyle(document.body).{one}")
        for one in ("color", "backgroundColor")
    ]
    browser.ask("Emulation.setEmulatedMedia", media="")
    assert colours == ["rgb(34, 39, 44)", "rgba(0, 0, 0, 0)"]


# --- hostile ------------------------------------------------------------------------

HOSTILE = (
    "<script>window.hit = 1</script>"
    "<img src=http://127.0.0.1:9/x onerror='window.hit=1'>"
    "<svg onload='window.hit=1'><iframe src=javascript:parent.hit=1></iframe>"
    "\"'><b onmouseover=window.hit=1 style=position:fixed>x</b></style></title>"
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>"
    "<link rel=stylesheet href=http://127.0.0.1:9/y>{{ 7 * 7 }}{% raw %}"
)


def hostile(questionnaire):
    given = sheet(
        {**SAFE, "who-leads": ("slightly-cbt",)}, label=HOSTILE,
        notes={"who-leads": HOSTILE}, demonstration=True,
        vignette=Vignette(HOSTILE, HOSTILE, Expected("either", None, ())),
    )  # fmt: skip
    return html.lay_out(documents.build(questionnaire, given).full)


def done(browser):
    """Return what a page did besides being shown."""
    methods = [one.get("method") for one in browser.events]
    asked = [
        one["params"]["request"]["url"]
        for one in browser.events
        if one.get("method") == "Network.requestWillBeSent"
    ]
    return {
        "ran": browser.run("'hit' in window"),
        "asked": [one for one in asked if not one.endswith("/page.html")],
        "said": [
            one for one in methods if one in {"Log.entryAdded", "Page.frameAttached"}
        ],
        "made": browser.run(
            "document.querySelectorAll('script,img,iframe,link,b').length"
        ),
        "moved": not browser.run("location.href").endswith("/page.html"),
    }


NOTHING = {"ran": False, "asked": [], "said": [], "made": 0, "moved": False}


def test_a_hostile_answers_file_runs_nothing(browser, shipped):
    browser.open(hostile(shipped))
    assert browser.run(f"document.body.innerText.includes({HOSTILE[:40]!r})")
    assert done(browser) == NOTHING


def test_what_would_run_is_seen_and_the_policy_stops_it_too(browser, shipped):
    text = hostile(shipped)
    bare = text.replace("&lt;", "<").replace("&gt;", ">")
    bare = bare.replace("&#39;", "'").replace("&#34;", '"')
    bare = bare.replace("http-equiv=refresh", "")  # else the page is gone
    browser.open(bare)
    stopped = done(browser)
    assert (stopped["ran"], bool(stopped["made"])) == (False, True)
    assert "Log.entryAdded" in stopped["said"]
    browser.open(re.sub('<meta http-equiv="Content[^>]*>', "", bare))
    assert done(browser)["ran"] is True
