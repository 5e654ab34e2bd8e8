"""Nothing in the questions says more than was seen, or says it in a forbidden way.

What was seen stands in pages of evidence and of help lines, outside the project; their
lists were copied here by hand, each with the reason it was kept for.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pencil
import pytest

FILES = sorted(pencil.FOLDER.rglob("*.yaml"))
HELD = pencil.load_yaml(Path(__file__).parent / "cases" / "claims.yaml")
"""Lists that were copied from what was seen: numbers, words, addresses, figures."""
OURS = {"judgement", "evidence-review-2026"}


class Said(NamedTuple):
    """A text of the content: its file, the ids and keys down to it, its sources."""

    stem: str
    steps: tuple[str, ...]
    text: str
    sources: frozenset[str]

    @property
    def place(self):
        return "/".join((self.stem, *self.steps))


@cache
def data(stem):
    return pencil.load_yaml(pencil.FOLDER / f"{stem}.yaml")


@cache
def everything():
    return tuple(
        one
        for path in FILES
        for one in texts(path.stem, pencil.load_yaml(path), (), frozenset())
    )


def texts(stem, node, steps, inherited):
    """Yield every text, with the sources that stand nearest above it."""
    if isinstance(node, str):
        yield Said(stem, steps, node, inherited)
    elif isinstance(node, list):
        for one in node:
            yield from texts(stem, one, steps, inherited)
    elif isinstance(node, dict):
        own = cited(node) or inherited
        name = node.get("id") or node.get("key") or node.get("name") or ""
        here = (*steps, str(name)) if name else steps
        for key, value in node.items():
            if key != "sources" or stem == "sources":
                yield from texts(stem, value, (*here, key), own)


def cited(node):
    """Return what an entry cites; a concern's note rests on its sides and its form."""
    parts = [node, *(node.get(key) for key in ("cbt", "psychodynamic", "first_choice"))]
    return frozenset(
        source
        for part in parts
        if isinstance(part, dict) and isinstance(part.get("sources"), list)
        for source in part["sources"]
        if isinstance(source, str)
    )


@cache
def sources():
    return {one["key"]: one for one in data("sources")["sources"]}


# --- What was not seen -----------------------------------------------------------


WITHOUT_ADDRESS = {"nice-ng69", "bacp"}
"""Of these only other pages were opened, and those have keys of their own."""
PLAN_OF_TADS = "https://doi.org/10.1186/1471-244x-12-60"
"""This one of tads-2015 was opened."""


def digits(text):
    return re.sub(r"[ \-\u2013/().]", "", text)


@pytest.mark.parametrize(
    "number", HELD["numbers not seen"], ids=HELD["numbers not seen"].get
)
def test_no_number_that_was_not_seen_is_printed(number):
    bare = re.compile(rf"(?<!\d){digits(number)}(?!\d)")

    assert [one.place for one in everything() if bare.search(digits(one.text))] == []


@pytest.mark.parametrize(
    "pattern", HELD["words not seen"], ids=HELD["words not seen"].get
)
def test_no_fact_that_was_not_seen_is_told(pattern):
    found = re.compile(pattern, re.IGNORECASE if pattern.islower() else 0)

    assert [one.place for one in everything() if found.search(one.text)] == []


def test_no_address_is_shown_that_nobody_opened():
    shown = [str(one["address"]) for one in sources().values()]

    assert [a for a in shown for unopened in HELD["unopened"] if unopened in a] == []
    keys = sources().keys() & {*HELD["unopened"].values(), *WITHOUT_ADDRESS}
    assert {sources()[key]["address"] for key in keys} <= {None, PLAN_OF_TADS}


# --- Help lines ------------------------------------------------------------------

LOOKED_UP = "2026-11-28"
CHILD_LINE = "116 111"
TERRITORIES = {"US", "GU", "MP", "PR", "VI"}
"""One line for all of them, and a letter of its ministry that says so."""


def help_lines():
    return data("help-lines")["lines"]


def printed(line):
    """Return the numbers that a line tells a person to call or to text."""
    return {digits(one) for one in re.findall(r"\d[\d \-]*\d", line["how"])}


def test_every_number_of_a_help_line_is_one_that_was_seen():
    found, emergency = {}, {}
    for line in help_lines():
        found.setdefault(line["country"], set()).update(printed(line))
    for one in data("help-lines")["countries"]:
        emergency.setdefault(one["emergency"]["number"], []).append(one["code"])

    assert found == {
        country: set(map(digits, numbers.split("; ")))
        for country, numbers in HELD["help lines"].items()
    }
    assert {key: " ".join(codes) for key, codes in emergency.items()} == (
        HELD["emergency"]
    )


def test_every_number_was_looked_up_again_on_a_page_with_an_address():
    numbers = [one["emergency"] for one in data("help-lines")["countries"]]
    for one in [*help_lines(), *numbers]:
        source = sources()[one["source"]]
        assert str(one["seen"]) >= LOOKED_UP, one
        assert re.match("https?://", source["address"] or ""), one["source"]
        assert source["kind"] != "ours"
        assert "not checked it with the provider" not in source["shows"]


def test_no_line_was_copied_from_one_country_to_another():
    served = {}
    for line in help_lines():
        served.setdefault(line["source"], set()).add(line["country"])
    shared = {key: places for key, places in served.items() if len(places) > 1}

    assert shared == {"us-988-acf": TERRITORIES}


def test_the_child_line_of_europe_stands_only_where_its_own_country_shows_it():
    mine = [line for line in help_lines() if digits(CHILD_LINE) in printed(line)]

    assert len(mine) > 2
    assert len({line["source"] for line in mine}) == len(mine)
    for line in mine:
        assert line["source"].startswith(f"{line['country'].lower()}-")


def test_a_line_that_is_not_always_open_does_not_stand_first_where_one_is():
    for country in HELD["help lines"]:
        crisis = [
            line
            for line in help_lines()
            if line["country"] == country and line["for"] == "crisis"
        ]
        always = [line["hours"] == "day and night" for line in crisis]
        assert not any(always) or always[0], country


def test_no_number_stands_in_the_general_words():
    general = data("help-lines")["general"]

    assert not any(re.search(r"\d", str(text)) for text in general.values())


# --- Seen in somebody else's words -----------------------------------------------

NOT_USED = {"swift-2013", "nz-pegasus", "oud-2016"}
SAID_ALREADY = {"carr-2020": "it repeats what Guideline Genius says of NG69"}


def test_what_was_seen_in_other_words_says_whose():
    found = {
        key: one["summarised_by"]
        for key, one in sources().items()
        if one["summarised_by"] is not None
    }

    assert found.keys() == HELD["summarised"].keys()
    assert all(HELD["summarised"][key] in found[key] for key in found)
    assert not NOT_USED & sources().keys()


@pytest.mark.parametrize("concern", data("concerns")["questions"][0]["options"],
                         ids=lambda one: one["id"])  # fmt: skip
def test_a_concern_names_whose_words_it_rests_on(concern):
    own = texts("concerns", concern, (), frozenset())
    words = " ".join(one.text for one in own)
    resting = cited(concern) & HELD["summarised"].keys() - SAID_ALREADY.keys()

    for key in resting:
        assert re.search(f"[Aa]s summarised by {HELD['summarised'][key]}", words)


# --- Figures ---------------------------------------------------------------------

FIGURE = re.compile(
    r"(?<![\d,])(\d[\d,]*\d|\d)(?!\d)"
    r"|\b(three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|twice)\b",
    re.IGNORECASE,
)
CLAIMING = ("concerns", "therapies", "rubric", "limits")
NO_CLAIMS = {"id", "favours", "unless_gates"}
"""Ids, and no words."""

AS_MUCH = {"half": ("6 months", "six months", "halved"), "83,000": ("83,834",)}
"""Ways of saying a figure that a source gives in other words."""


def claims():
    """Return every text with a figure in the files that make claims."""
    return [
        one
        for one in everything()
        if one.stem in CLAIMING and one.steps[-1] not in NO_CLAIMS
        if FIGURE.search(one.text) and short(one) not in HELD["counts its own"]
    ]


def short(one):
    """Return the file, the nearest id or name, and the key."""
    return "/".join((one.stem, *one.steps[-2:]))


@pytest.mark.parametrize("one", claims(), ids=lambda one: one.place)
def test_every_figure_is_one_that_its_sources_show(one):
    assert one.sources - OURS, "our own word is no source of a figure"
    shown = " ".join(
        f"{sources()[key]['shows']} {sources()[key]['title']}" for key in one.sources
    )
    known = {match.group().lower() for match in FIGURE.finditer(shown)}
    rest = {str(100 - int(figure)) for figure in known if figure.isdigit()}
    for match in FIGURE.finditer(one.text):
        figure = match.group().lower()
        other = any(way in shown for way in AS_MUCH.get(figure, ()))
        assert figure in known | rest or other, figure


# --- The two pages ---------------------------------------------------------------

SENTENCES = re.compile(r"[.?!]\"?(?= |$)")


def test_what_the_two_pages_say_is_one_sentence_each_and_two_of_registers():
    most = {"registers": 2, "therapies": 2}
    told = [one for one in everything() if "short" in one.steps]

    assert len(told) > 70
    for one in told:
        assert 1 <= len(SENTENCES.findall(one.text)) <= most.get(one.stem, 1), one.place
        assert one.text.endswith((".", "?")), one.place


def test_a_number_of_the_two_pages_stands_in_the_full_text_too():
    short = [one for one in everything() if "short" in one.steps]
    full = {
        one.steps[0]: " ".join(
            other.text
            for other in everything()
            if other.stem == one.stem and other.steps[0] == one.steps[0]
            if "short" not in other.steps
        )
        for one in short
    }
    for one in short:
        known = set(re.findall(r"\d+", full[one.steps[0]]))
        assert set(re.findall(r"\d+", one.text)) <= known, one.place


# --- The voice -------------------------------------------------------------------

PROPER_NAMES = {"title", "where", "address"}
"""Of a source: these are not our words."""
AMERICAN = re.compile(
    r"\b(behavior\w*|color\w*|center\w*|favor\w*|defense\w*|counselor\w*|judgment"
    r"|toward|analyz\w*|organiz\w*|recogniz\w*|realiz\w*|summariz\w*|randomiz\w*"
    r"|labor|honor|neighbor\w*|practicing|practiced|fulfill|skillful|gray|mom)\b",
    re.IGNORECASE,
)
NAMED = ("Academy of Cognitive & Behavioral Therapies",
         "Academy of Cognitive and Behavioral Therapies")  # fmt: skip


def our_words():
    for one in everything():
        if one.stem != "sources" or one.steps[-1] not in PROPER_NAMES:
            yield one


def test_no_forbidden_word_and_no_american_spelling_stands_anywhere():
    allowed, named = (
        re.compile("|".join(one), re.I) for one in (HELD["allowed"], NAMED)
    )
    forbidden = re.compile("|".join(HELD["forbidden"].values()), re.I)
    for one in our_words():
        assert not forbidden.search(allowed.sub("", one.text)), one.place
        assert not AMERICAN.search(named.sub("", one.text)), one.place


def test_every_exception_is_needed():
    words = " ".join(one.text for one in our_words())

    assert all(re.search(pattern, words) for pattern in HELD["allowed"])
    assert set(HELD["counts its own"]) <= {short(one) for one in everything()}
