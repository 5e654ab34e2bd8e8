"""Nothing in the questions says more than was seen, or says it in a forbidden way.

What was seen stands in pages of evidence and of help lines, outside the project; their
lists were copied here by hand, each with the reason it was kept for.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

import pencil
import pytest

FILES = sorted(pencil.FOLDER.rglob("*.yaml"))
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

# These numbers stand here only to be looked for; nobody has checked them.
REMEMBERED = "known from memory alone"
OLD = "seen, but only on old pages"
NOT_SEEN_NUMBERS = {
    "0861 322 322": f"LifeLine South Africa: {REMEMBERED}",
    "08000 55 555": "a child line of South Africa: withdrawn",
    "0800 543 354": f"Lifeline New Zealand: {REMEMBERED}",
    "0508 828 865": f"Suicide Crisis Helpline New Zealand: {REMEMBERED}",
    "116 117": f"Norway and Germany, doctors on call: {REMEMBERED}",
    "0570 783 556": "Japan: the pages disagree",
    "0570 064 556": "Japan: the pages disagree",
    "0120-061-338": f"Japan: {REMEMBERED}",
    "70 201 201": f"Denmark: {OLD} (2015, hours unsettled)",
}
NOT_SEEN_WORDS = {
    r"\b12 (to|-|\u2013) 15\b": "GAD sessions in CG113",
    r"\b25 (to|-|\u2013) 30\b": "sessions of the short psychodynamic form in CG159",
    r"\bunder 3 months\b|\bless than three months\b": "a limit in CG78",
    r"\b60% vs|\b60 in 100\b|\b36% ": "LAC's structural change, its own side's scale",
    r"\b1\.46\b": "before and after, mostly not randomised: no ranking",
    r"\bMilrod 2016|\bDelaquis|\bBarbato|\bRoddy|\bStorebø": "not seen",
    r"\bShedler|\bTrotta|\bWechsler|\bHamm\b|\bKatakis|\bMausbach": "left out",
    r"\bOPQ\b|\bAPsA\b|\bABCT\b": "registers and finders that were not seen",
    r"\bCG78\b|\bCG123\b|\bNG116\b": "guidelines of which no sentence was read",
}
UNOPENED = {
    "10.1002/wps.21104": "leichsenring-2023",
    "10.1002/wps.20267": "tads-2015",
    "rightdecisions.scot.nhs.uk": "sign-bipolar",
    "10.1001/jamapsychiatry.2016.4287": "cristea-2017",
    "design-system.service.gov.uk": "govuk-exit",
}
"""Addresses that were remembered or built from a pattern, and opened by nobody."""
WITHOUT_ADDRESS = {"nice-ng69", "bacp"}
"""Of these only other pages were opened, and those have keys of their own."""
PLAN_OF_TADS = "https://doi.org/10.1186/1471-244x-12-60"
"""This one of tads-2015 was opened."""


def digits(text):
    return re.sub(r"[ \-\u2013/().]", "", text)


@pytest.mark.parametrize("number", NOT_SEEN_NUMBERS, ids=NOT_SEEN_NUMBERS.get)
def test_no_number_that_was_not_seen_is_printed(number):
    bare = re.compile(rf"(?<!\d){digits(number)}(?!\d)")

    assert [one.place for one in everything() if bare.search(digits(one.text))] == []


@pytest.mark.parametrize("pattern", NOT_SEEN_WORDS, ids=NOT_SEEN_WORDS.get)
def test_no_fact_that_was_not_seen_is_told(pattern):
    found = re.compile(pattern, re.IGNORECASE if pattern.islower() else 0)

    assert [one.place for one in everything() if found.search(one.text)] == []


def test_no_address_is_shown_that_nobody_opened():
    shown = [str(one["address"]) for one in sources().values()]

    assert [a for a in shown for unopened in UNOPENED if unopened in a] == []
    keys = sources().keys() & {*UNOPENED.values(), *WITHOUT_ADDRESS}
    assert {sources()[key]["address"] for key in keys} <= {None, PLAN_OF_TADS}


# --- Help lines ------------------------------------------------------------------

NUMBERS = {
    "AR": "135; 102; 144",
    "AS": "988",
    "AT": "142; 147; 0800 222 555; 0800 20 11 20",
    "AU": "13 11 14; 0477 13 11 14; 1800 55 1800; 1800 737 732; 0458 737 732;"
    " 1800 250 015; 1800 33 4673",
    "BE": "1813; 0800 32 123; 103; 1712; 0800 30 030",
    "BR": "188; 100; 180",
    "CA": "988; 1-800-668-6868; 686868",
    "CH": "143; 147",
    "CZ": "465 52 42 52; 116 111; 116 006",
    "DE": "116 123; 0800 111 0 111; 116 111; 116 016; 0221 89 20 31",
    "DK": "70 120 110; 1888; 80 200 500",
    "ES": "024; 116 111; 016; 600 000 016",
    "FI": "09 2525 0111; 09 2525 0116; 116 111; 0800 96 116; 080 005 005; 0800 900 45",
    "FR": "3114; 119; 3919; 114; 0 980 980 930",
    "GB": "116 123; 111; 0808 808 8000; 85258; 0800 83 85 87; 0800 1111; 999; 55;"
    " 0808 2000 247; 0800 027 1234; 0808 80 10 800; 07860 077 333; 0808 802 1414;"
    " 0808 801 0327; 0800 9177 650; 0808 801 0677",
    "GG": "01481 721999",
    "GR": "197; 1056; 116 111; 15900",
    "GU": "988; 671 647 8833",
    "HK": "18111; 2896 0000; 2389 2222; 2382 0000; 2343 2255",
    "HU": "116 123; 116 111; 116 006; 13770",
    "IE": "116 123; 50808; 1800 247 247; 1800 66 66 66; 1800 341 900; 1800 816 588",
    "IN": "1098; 1091",
    "IS": "1717; 112",
    "IT": "114; 1522; 800 180 969",
    "JE": "01534 445290",
    "JP": "0120 783 556; 0570 087478; 0120 279 338; 0120 0 78310; 0120 99 7777; 189;"
    " 0120 279 889",
    "KR": "109; 1388; 1366",
    "MP": "988",
    "MX": "55 5533 5533",
    "NL": "113; 0800 0432; 0800 2000",
    "NO": "116 123; 22 40 00 40; 116 111; 116 006",
    "NZ": "1737; 0800 942 8787; 0800 733 843; 0800 456 450; 0800 787 797; 8681",
    "PL": "800 70 2222; 116 123; 800 12 12 12; 116 111; 800 120 002; 800 199 990",
    "PR": "988",
    "PT": "808 24 24 24; 116 111; 800 202 148; 3060",
    "SE": "90101; 112; 116 111; 020 50 50 50",
    "SG": "1771; 6669 1771; 6389 2222; 1800 2744 788; 70999; 1800 777 0000",
    "US": "988; 741741; 1-800-422-4453; 1-800-799-7233; 88788; 1-800-662-4357",
    "VI": "988",
    "ZA": "0800 567 567; 0800 456 789; 116; 0800 428 428; 0800 12 13 14; 32312",
}
"""Every number that was seen at its provider or a public body, and is printed."""
EMERGENCY = {
    "000": "AU",
    "111": "NZ",
    "112": "AT BG CY CZ DE DK EE ES FI FR GR HR HU IN IS IT LI LT LU LV MT NL PL PT RO"
    " SE SI SK",
    "112 (ambulance 144, police 117)": "CH",
    "112 (police 101)": "BE",
    "112 or 10111 (police)": "ZA",
    "112 or 999": "IE",
    "113 (ambulance), 112 (police)": "NO",
    "119 (ambulance), 110 (police)": "JP",
    "119 (ambulance), 112 (police)": "KR",
    "192 (ambulance), 190 (police)": "BR",
    "911": "AR AS CA GU MP MX PR US VI",
    "995 (ambulance) or 999 (police)": "SG",
    "999": "GB GG HK IM JE",
}
LOOKED_UP = "2026-11-28"
CHILD_LINE = "116 111"
TERRITORIES = {"US", "GU", "MP", "PR", "VI"}
"""One line for all of them, and a letter of its ministry that says so."""


def help_lines():
    lines: list[dict[str, Any]] = data("help-lines")["lines"]
    return lines


def printed(line):
    """Return the numbers that a line tells a person to call or to text."""
    return {digits(one) for one in re.findall(r"\d[\d \-]*\d", line["how"])}


def test_every_number_of_a_help_line_is_one_that_was_seen():
    found: dict[str, set[str]] = {}
    for line in help_lines():
        found.setdefault(line["country"], set()).update(printed(line))

    assert found == {
        country: set(map(digits, numbers.split("; ")))
        for country, numbers in NUMBERS.items()
    }


def test_every_emergency_number_is_one_that_was_seen():
    found: dict[str, list[str]] = {}
    for one in data("help-lines")["countries"]:
        found.setdefault(one["emergency"]["number"], []).append(one["code"])

    assert {number: " ".join(codes) for number, codes in found.items()} == EMERGENCY


def test_every_number_was_looked_up_again_on_a_page_with_an_address():
    numbers = [one["emergency"] for one in data("help-lines")["countries"]]
    for one in [*help_lines(), *numbers]:
        source = sources()[one["source"]]
        assert str(one["seen"]) >= LOOKED_UP, one
        assert re.match("https?://", source["address"] or ""), one["source"]
        assert source["kind"] != "ours"
        assert "not checked it with the provider" not in source["shows"]


def test_no_line_was_copied_from_one_country_to_another():
    served: dict[str, set[str]] = {}
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
    for country in NUMBERS:
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

SUMMARISED = {
    "pdr-site": "Psychodynamic Research",
    "cobalt-2016": "London SPRING",
    "nice-cg31": "Clinical Services Journal",
    "bmj-phobia": "BMJ Best Practice",
    "nice-ng69": "Guideline Genius",
    "carr-2020": "Carr",
    "bipolar-uk": "Bipolar UK",
    "rosner-2024": "NeuroPlasticArts",
    "windle-2020": "Psychiatry Advisor",
    "bestcare": "BestCare Prevention",
    "taubner-2024": "Taubner and",
    "zipfel-2014": "the first author",
    "barkham-2021": "Healio",
    "nice-ng206": "Action for M.E.",
    "nice-ng225": "a page for counsellors",
    "gb-wales": "Powys Mental Health",
}
NOT_USED = {"swift-2013", "nz-pegasus", "oud-2016"}
SAID_ALREADY = {"carr-2020": "it repeats what Guideline Genius says of NG69"}


def test_what_was_seen_in_other_words_says_whose():
    found = {
        key: one["summarised_by"]
        for key, one in sources().items()
        if one["summarised_by"] is not None
    }

    assert found.keys() == SUMMARISED.keys()
    assert all(SUMMARISED[key] in found[key] for key in found)
    assert not NOT_USED & sources().keys()


@pytest.mark.parametrize("concern", data("concerns")["questions"][0]["options"],
                         ids=lambda one: one["id"])  # fmt: skip
def test_a_concern_names_whose_words_it_rests_on(concern):
    own = texts("concerns", concern, (), frozenset())
    words = " ".join(one.text for one in own)
    resting = cited(concern) & SUMMARISED.keys() - SAID_ALREADY.keys()

    for key in resting:
        assert re.search(f"[Aa]s summarised by {SUMMARISED[key]}", words)


# --- Figures ---------------------------------------------------------------------

FIGURE = re.compile(
    r"(?<![\d,])(\d[\d,]*\d|\d)(?!\d)"
    r"|\b(three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|twice)\b",
    re.IGNORECASE,
)
CLAIMING = ("concerns", "therapies", "rubric", "limits")
NO_CLAIMS = {"id", "favours", "unless_gates"}
"""Ids, and no words."""
COUNTS_ITS_OWN = {
    "therapies/finding/text": "it counts the things that follow",
    "therapies/techniques/text": "it counts the items that follow",
    "therapies/techniques/title": "it counts the items that follow",
    "therapies/goals/text": "it counts the items that follow",
    "therapies/goals/title": "it counts the items that follow",
    "therapies/Different: feelings and thoughts/text": "it counts what it has named",
    "concerns/DBT, MBT or TFP in a specialist service/about": "it counts its name",
    "therapies/effectiveness/text": "the month in which we looked",
    "rubric/two-pole/reason": "it says how our own points are set",
}
AS_MUCH = {"half": ("6 months", "six months", "halved"), "83,000": ("83,834",)}
"""Ways of saying a figure that a source gives in other words."""


def claims():
    """Return every text with a figure in the files that make claims."""
    return [
        one
        for one in everything()
        if one.stem in CLAIMING and one.steps[-1] not in NO_CLAIMS
        if FIGURE.search(one.text) and short(one) not in COUNTS_ITS_OWN
    ]


def short(one):
    """Return the file, the nearest id or name, and the key."""
    return "/".join((one.stem, *one.steps[-2:]))


def test_the_exceptions_are_all_still_there():
    assert set(COUNTS_ITS_OWN) <= {short(one) for one in everything()}


@pytest.mark.parametrize("one", claims(), ids=lambda one: one.place)
def test_a_figure_stands_beside_a_source_that_is_not_our_own(one):
    assert one.sources - OURS


@pytest.mark.parametrize("one", claims(), ids=lambda one: one.place)
def test_every_figure_is_one_that_its_sources_show(one):
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

FORBIDDEN = {
    "you should": r"\byou should\b",
    "you need": r"\byou need\b",
    "best for you": r"\bbest for you\b",
    "match": r"\bmatch(es|ed|ing)?\b",
    "diagnosis": r"\bdiagnos\w*",
    "suffer": r"\bsuffer\w*",
    "disorder": r"\bdisorders?\b",
    "committed suicide": r"\bcommit\w* suicide\b|\bsuccessful suicide\b",
    "failed treatment": r"\bfailed (treatment|therapy)\b|\bfailed to respond\b",
    "resistant": r"\bresistant\b",
    "just": r"\bjust\b",
    "simply": r"\bsimply\b",
    "exclamation mark": r"!",
    "per cent": r"\d ?%|\bper ?cent\b",
    "effect size": r"\beffect sizes?\b|\bp ?[<=] ?0?\.",
}
ALLOWED = {
    r"(not a|no) diagnosis": "the one sentence that says what this is not",
    r"eating-disorder service": "what such a service is called",
    r"report matches|does not match|facts match": "of two reports, never of a person",
}
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
        if one.stem == "sources" and one.steps[-1] in PROPER_NAMES:
            continue
        yield one


@pytest.mark.parametrize("name", FORBIDDEN)
def test_no_forbidden_word_stands_anywhere(name):
    found = []
    for one in our_words():
        text = re.sub("|".join(ALLOWED), "", one.text, flags=re.IGNORECASE)
        if re.search(FORBIDDEN[name], text, re.IGNORECASE):
            found.append(one.place)

    assert found == []


def test_every_exception_is_needed():
    words = " ".join(one.text for one in our_words())

    assert all(re.search(pattern, words) for pattern in ALLOWED)


def test_the_spelling_is_british():
    found = []
    for one in our_words():
        text = one.text
        for name in NAMED:
            text = text.replace(name, "")
        if AMERICAN.search(text):
            found.append(one.place)

    assert found == []
