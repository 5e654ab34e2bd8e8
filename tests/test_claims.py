"""Nothing in the questions says more than was seen, or says it in a forbidden way.

What was seen stands in the evidence page, outside the project; its lists were copied
here by hand, each with the reason it was kept for.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pencil
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = sorted(pencil.FOLDER.rglob("*.yaml"))
OURS = {"judgement", "evidence-review-2026"}


class Said(NamedTuple):
    """A text of the content: its file, the ids and keys down to it, its sources."""

    stem: str
    steps: tuple[str, ...]
    text: str
    sources: frozenset[str]

    @property
    def place(self) -> str:
        return "/".join((self.stem, *self.steps))


@cache
def data(stem: str) -> Any:
    return pencil.load_yaml(pencil.FOLDER / f"{stem}.yaml")


@cache
def everything() -> tuple[Said, ...]:
    return tuple(
        one
        for path in FILES
        for one in texts(path.stem, pencil.load_yaml(path), (), frozenset())
    )


def texts(
    stem: str, node: Any, steps: tuple[str, ...], inherited: frozenset[str]
) -> Iterator[Said]:
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


def cited(node: dict[str, Any]) -> frozenset[str]:
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
def sources() -> dict[str, Any]:
    return {one["key"]: one for one in data("sources")["sources"]}


# --- What was not seen -----------------------------------------------------------

# These numbers stand here only to be looked for; nobody has checked them.
REMEMBERED = "known from memory alone"
OLD = "seen, but only on old pages"
NOT_SEEN_NUMBERS = {
    "0800 1111": f"Childline, UK: {REMEMBERED}",
    "1-800-422-4453": f"a US child line: {REMEMBERED}",
    "0861 322 322": f"LifeLine South Africa: {REMEMBERED}",
    "0800 543 354": f"Lifeline New Zealand: {REMEMBERED}",
    "0508 828 865": f"Suicide Crisis Helpline New Zealand: {REMEMBERED}",
    "0800 32 123": f"Belgium in French: {REMEMBERED}",
    "22 40 00 40": f"Norway: {REMEMBERED}",
    "116 117": f"Norway and Germany, doctors on call: {REMEMBERED}",
    "0570 783 556": "Japan: the pages disagree",
    "0570 064 556": "Japan: the pages disagree",
    "0120-061-338": f"Japan: {REMEMBERED}",
    "0120-279-338": f"Japan: {OLD} (2021)",
    "800 70 2222": f"Poland: {OLD} (about 2019)",
    "70 201 201": f"Denmark: {OLD} (2015, hours unsettled)",
}
NOT_SEEN_WORDS = {
    r"\btriple zero\b|(?<![\d,])000(?!\d)": "Australia's emergency number",
    r"\bHELLO\b": "Ireland's word for its text line",
    r"\b12 (to|-|\u2013) 15\b": "GAD sessions in CG113",
    r"\b25 (to|-|\u2013) 30\b": "sessions of the short psychodynamic form in CG159",
    r"\b8 (to|-|\u2013) 16\b": "sessions of the short psychodynamic form in NG222",
    r"\bunder 3 months\b|\bless than three months\b": "a limit in CG78",
    r"\b60% vs|\b60 in 100\b|\b36% ": "LAC's structural change, its own side's scale",
    r"\b1\.46\b": "before and after, mostly not randomised: no ranking",
    r"\bMilrod 2016|\bDelaquis|\bBarbato|\bRoddy|\bDoering|\bStorebø": "not seen",
    r"\bShedler|\bTrotta|\bWechsler|\bHamm\b|\bKatakis|\bMausbach": "left out",
    r"\bUKCP\b|\bOPQ\b|\bAPsA\b|\bABCT\b": "registers and finders that were not seen",
    r"\bCG78\b|\bCG123\b|\bNG116\b": "guidelines of which no sentence was read",
}
UNOPENED = {
    "10.1002/wps.21104": "leichsenring-2023",
    "10.1002/wps.20267": "tads-2015",
    "nice.org.uk/guidance/ng69": "nice-ng69",
    "rightdecisions.scot.nhs.uk": "sign-bipolar",
    "10.1001/jamapsychiatry.2016.4287": "cristea-2017",
    "design-system.service.gov.uk": "govuk-exit",
    "www.bacp.co.uk": "bacp",
}
"""Addresses that were remembered or built from a pattern, and opened by nobody."""
PLAN_OF_TADS = "https://doi.org/10.1186/1471-244x-12-60"
"""This one of tads-2015 was opened."""


def digits(text: str) -> str:
    return re.sub(r"[ \-\u2013/().]", "", text)


@pytest.mark.parametrize("number", NOT_SEEN_NUMBERS, ids=NOT_SEEN_NUMBERS.get)
def test_no_number_that_was_not_seen_is_printed(number: str) -> None:
    bare = re.compile(rf"(?<!\d){digits(number)}(?!\d)")

    assert [one.place for one in everything() if bare.search(digits(one.text))] == []


@pytest.mark.parametrize("pattern", NOT_SEEN_WORDS, ids=NOT_SEEN_WORDS.get)
def test_no_fact_that_was_not_seen_is_told(pattern: str) -> None:
    found = re.compile(pattern, re.IGNORECASE if pattern.islower() else 0)

    assert [one.place for one in everything() if found.search(one.text)] == []


def test_no_address_is_shown_that_nobody_opened() -> None:
    shown = [str(one["address"]) for one in sources().values()]

    assert [a for a in shown for unopened in UNOPENED if unopened in a] == []
    named = {sources()[key]["address"] for key in UNOPENED.values() if key in sources()}
    assert named <= {None, PLAN_OF_TADS}


# --- Help lines ------------------------------------------------------------------

NUMBERS = {
    "AT": "142",
    "AU": "13 11 14; 0477 13 11 14; 1800 55 1800",
    "BE": "1813",
    "BR": "188",
    "CA": "988; 1-800-668-6868; 686868",
    "CH": "143; 147",
    "DE": "0800 1110111; 0800 1110222; 116123",
    "ES": "024",
    "FR": "3114",
    "GB": "116 123; 111; 85258; 0808 2000 247; 0808 808 8000; 18001",
    "IE": "116 123; 50808",
    "IN": "14416; 1-800-891-4416",
    "IT": "02 2327 2327",
    "NL": "113; 0800-0113",
    "NZ": "1737",
    "PT": "1411",
    "SE": "90101",
    "SG": "1771; +65 6669 1771; 1767; 9151 1767",
    "US": "988; 741741; 1-800-799-7233; 1-800-787-3224; 88788",
    "ZA": "0800 567 567; 0800 456 789; 31393; 0800 12 13 14; 32312",
}
"""Copied by hand from table 9 of the evidence page, row by row."""
LEFT_OUT = {
    "US": "SAMHSA (1-800-662-4357): a line about drink and drugs, and only in lists",
    "ZA": "0800 21 22 23, 0800 70 80 90, 011 234 4837: open by day alone",
}
CHILD_LINE = "116 111"
IN_EUROPE = ("AT", "BE", "DE", "ES", "FR", "IE", "IT", "NL", "PT", "SE")
EMERGENCY = {
    **dict.fromkeys(IN_EUROPE, "112"),
    "GB": "999",
    "US": "911",
    "NZ": "111",
    "BR": "192",
}
NOT_NUMBERS = ("in 20 languages", "113.nl", "988lifeline.org")


def printed(line: dict[str, Any]) -> set[str]:
    """Return the numbers that a line tells a person to call or to text."""
    how = line["how"]
    for other in NOT_NUMBERS:
        how = how.replace(other, "")
    return {digits(one).lstrip("+") for one in re.findall(r"\+?\d[\d \-]*\d", how)}


def test_every_number_of_a_help_line_is_one_that_was_seen() -> None:
    found: dict[str, set[str]] = {}
    for line in data("help-lines")["lines"]:
        found.setdefault(line["country"], set()).update(printed(line))
    wanted = {
        country: {digits(one).lstrip("+") for one in numbers.split("; ")}
        | ({digits(CHILD_LINE)} if country in IN_EUROPE else set())
        for country, numbers in NUMBERS.items()
    }

    assert found == wanted
    assert set(LEFT_OUT) <= set(NUMBERS)


def test_every_emergency_number_is_one_that_was_seen() -> None:
    found = {
        one["code"]: one["emergency"]["number"].split()[0]
        for one in data("help-lines")["countries"]
        if "emergency" in one
    }

    assert found == EMERGENCY


def test_lines_for_abuse_stand_only_where_one_was_seen() -> None:
    lines = data("help-lines")["lines"]

    assert {one["country"] for one in lines if one["for"] == "abuse"} == {"GB", "US"}
    assert not {one["country"] for one in lines} & {"PL", "JP", "NO", "DK"}
    assert ("US", "young") not in {(one["country"], one["for"]) for one in lines}


def test_no_number_stands_in_the_general_words() -> None:
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
    "hcpc-note": "Spare Room Wellness",
    "us-lists": "the lists themselves",
    "de-ts": "Domradio",
}
NOT_USED = {"swift-2013", "nz-pegasus", "oud-2016"}
SAID_ALREADY = {"carr-2020": "it repeats what Guideline Genius says of NG69"}


def test_what_was_seen_in_other_words_says_whose() -> None:
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
def test_a_concern_names_whose_words_it_rests_on(concern: dict[str, Any]) -> None:
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


def claims() -> list[Said]:
    """Return every text with a figure in the files that make claims."""
    return [
        one
        for one in everything()
        if one.stem in CLAIMING and one.steps[-1] not in ("id", "favours")
        if FIGURE.search(one.text) and short(one) not in COUNTS_ITS_OWN
    ]


def short(one: Said) -> str:
    """Return the file, the nearest id or name, and the key."""
    return "/".join((one.stem, *one.steps[-2:]))


def test_the_exceptions_are_all_still_there() -> None:
    assert set(COUNTS_ITS_OWN) <= {short(one) for one in everything()}


@pytest.mark.parametrize("one", claims(), ids=lambda one: one.place)
def test_a_figure_stands_beside_a_source_that_is_not_our_own(one: Said) -> None:
    assert one.sources - OURS


@pytest.mark.parametrize("one", claims(), ids=lambda one: one.place)
def test_every_figure_is_one_that_its_sources_show(one: Said) -> None:
    shown = " ".join(
        f"{sources()[key]['shows']} {sources()[key]['title']}" for key in one.sources
    )
    known = {match.group().lower() for match in FIGURE.finditer(shown)}
    rest = {str(100 - int(figure)) for figure in known if figure.isdigit()}
    for match in FIGURE.finditer(one.text):
        figure = match.group().lower()
        other = any(way in shown for way in AS_MUCH.get(figure, ()))
        assert figure in known | rest or other, figure


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
    r"not a diagnosis": "the one sentence that says what this is not",
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


def our_words() -> Iterator[Said]:
    for one in everything():
        if one.stem == "sources" and one.steps[-1] in PROPER_NAMES:
            continue
        yield one


@pytest.mark.parametrize("name", FORBIDDEN)
def test_no_forbidden_word_stands_anywhere(name: str) -> None:
    found = []
    for one in our_words():
        text = re.sub("|".join(ALLOWED), "", one.text, flags=re.IGNORECASE)
        if re.search(FORBIDDEN[name], text, re.IGNORECASE):
            found.append(one.place)

    assert found == []


def test_every_exception_is_needed() -> None:
    words = " ".join(one.text for one in our_words())

    assert all(re.search(pattern, words) for pattern in ALLOWED)


def test_the_spelling_is_british() -> None:
    found = []
    for one in our_words():
        text = one.text
        for name in NAMED:
            text = text.replace(name, "")
        if AMERICAN.search(text):
            found.append(one.place)

    assert found == []
