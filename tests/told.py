"""The facts that a written report tells, read back from its text alone.

Markdown and HTML each become headings and sentences; where a fact
stands in them is found by the words of the content, never by the report it came from.
"""

import json
import re
from functools import cache
from html.parser import HTMLParser
from typing import NamedTuple

from paper import printed

SIDES = ("psychodynamic", "cbt")
CELLS = " | "
SHOWN = ("title", "shows", "address")
"""What is told of a source besides who wrote it, and when."""


class Said(NamedTuple):
    """One sentence, item or row, with the headings above it but for the title."""

    trail: tuple[str, ...]
    text: str


# --- formats ------------------------------------------------------------------------


def markdown(text):
    """Yield what a page in Markdown says, up to the block for programs."""
    trail = ()
    for line in text.partition("\n```fitcheck")[0].splitlines():
        heading = re.match(r"(#+) (.+)", line)
        if heading:
            trail = (*trail[: len(heading[1]) - 2], printed(heading[2]))
        elif line.startswith("| "):
            yield Said(trail, CELLS.join(map(printed, line[2:-2].split(CELLS))))
        elif line and not line.startswith("```"):
            bare = line.removeprefix("- ").replace("**", "")
            yield Said(trail, printed(bare))


class Page(HTMLParser):
    """Reads a page without its pictures, its styles and its list of contents."""

    WHOLE = ("h1", "h2", "h3", "h4", "h5", "p", "li", "tr", "dt", "dd")
    LEFT_OUT = ("style", "svg", "nav", "title")

    def __init__(self):
        super().__init__()
        self.found = []
        self.trail = ()
        self.cells = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        del attrs
        self.hidden += tag in self.LEFT_OUT
        if tag in {*self.WHOLE, "th", "td"} - {"dd"}:
            self.cells = [*self.cells, ""] if tag in {"th", "td"} else [""]
        elif tag == "dd":
            self.cells[-1] += ": "

    def handle_data(self, data):
        if not self.hidden and self.cells:
            self.cells[-1] += data

    def handle_endtag(self, tag):
        self.hidden -= tag in self.LEFT_OUT
        if self.hidden or tag not in self.WHOLE or tag == "dt":
            return
        whole = [" ".join(one.split()) for one in self.cells if one.strip()]
        if tag.startswith("h"):
            self.trail = (*self.trail[: int(tag[1]) - 2], *whole)
        else:
            self.found.append(Said(self.trail, CELLS.join(whole)))
        self.cells = []


def html(text):
    """Yield what a page in HTML says."""
    page = Page()
    page.feed(text.partition("<main>")[2])
    return iter(page.found)


READ = {"markdown": markdown, "html": html}
"""Formats that say everything, and how each is read."""


# --- facts --------------------------------------------------------------------------


@cache
def template(text):
    """Return what finds a sentence by its template, and what was filled into it."""
    pieces = re.split(r"\{(\w+)\}", text)
    return re.compile(
        "".join(
            f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece)
            for at, piece in enumerate(pieces)
        )
    )


def filled(several, text):
    """Return what stands in the gaps of a template, each time that it is said."""
    found = (template(text).fullmatch(one.text) for one in several)
    return [one.groupdict() for one in found if one]


def under(several, heading):
    return [one for one in several if one.trail[:1] == (heading,)]


def told(questionnaire, several):
    """Return the facts of a report that was read from a page or a screen."""
    words = questionnaire.words.report
    result = under(several, words.reading)
    parts = {one.title: one.id for one in questionnaire.sections}
    names = {one.name: key for key, one in questionnaire.questions.items()}
    return {
        "reading": reading(questionnaire, several, result),
        "gate": [
            one.id
            for one in questionnaire.library.gates.gates
            if any(one.title in said.trail for said in several)
        ],
        "fit": fit(questionnaire, several, result),
        "evidence": evidence(questionnaire, result),
        "concerns": concerns(questionnaire, under(several, words.evidence)),
        "sums": rows(parts, under(several, words.why)),
        "lines": rows(names, under(several, words.answers)),
        "questions": list(
            dict.fromkeys(
                one.trail[1] for one in under(several, words.questions) if one.trail[1:]
            )
        ),
        "sources": {
            key: one.text.removeprefix(f"{name}: ")
            for one in under(several, words.sources)
            for name, key in keys(questionnaire).items()
            if one.text.startswith(f"{name}: ")
        },
    }


def keys(questionnaire):
    """Return the key of each source by what it is called in running text."""
    return {name: key for key, name in questionnaire.short_names.items()}


def reading(questionnaire, several, result):
    """Return the reading that the result names, and the one of the rule beside it.

    Where a form with a name leads, the rule alone says which reading it is.
    """
    table = questionnaire.rubric.table
    rules = {row.text: row.reading for row in table}
    found = {
        rules[one["row"]]
        for one in filled(several, questionnaire.words.report.change_row)
    }
    for row in table:
        sentence = questionnaire.words.readings.of(row.reading).sentence
        if any(sentence in one.text for one in result):
            found.add(row.reading)
    return " and ".join(sorted(found))


def fit(questionnaire, several, result):
    """Return the points and the band, after holding against each other what says so."""
    words = questionnaire.words.report
    drawn = " ".join(one.text for one in under(several, words.picture))
    added = [re.search(r"(\d+) - (\d+) = (\S+)", one.text) for one in several]
    sums = {one.groups() for one in added if one}
    said = filled(result, words.fit)
    if not said:
        assert not drawn
        assert not sums
        return None
    [one], [(left, right, difference)] = said, sums
    points = [int(one[side]) for side in SIDES]
    assert [int(left), int(right)] == points
    assert re.findall(r"(\d+) of (\d+)", drawn) == [
        (str(number), one["maximum"]) for number in points
    ]
    whole, open_ = filled(result, words.complete), interval(questionnaire, result)
    [(lowest, highest)] = open_ or [(whole[0]["difference"],) * 2]
    assert f" {lowest} to {highest} (" in drawn or f" {lowest} (" in drawn
    return {
        **dict(zip(SIDES, points, strict=True)),
        "maximum": int(one["maximum"]),
        "difference": int(difference),
        "lowest": int(lowest),
        "highest": int(highest),
        "band": band(questionnaire, one["band"]),
    }


def band(questionnaire, said):
    """Return the band that is named; a range that reaches both sides has the middle."""
    known = {one.name.lower(): one.id for one in questionnaire.rubric.bands}
    middle = next(one.id for one in questionnaire.rubric.bands if one.side == "neither")
    known[questionnaire.words.readings.of("cannot-tell").name] = middle
    known[questionnaire.words.report.fit_open] = middle
    return known[said.lower()]


def interval(questionnaire, result):
    begin = template(questionnaire.words.report.interval)
    found = (begin.match(one.text) for one in result)
    return [(one["lowest"], one["highest"]) for one in found if one]


def evidence(questionnaire, result):
    """Return which evidence reading is told; three texts stand for one of them."""
    known = vars(questionnaire.words.evidence)
    found = {
        "no-clear-difference" if name.startswith("nothing_") else name.replace("_", "-")
        for name, text in known.items()
        if not name.startswith("favours") and filled(result, text)
    }
    assert len(found) <= 1
    return next(iter(found), None)


def concerns(questionnaire, several):
    """Return each concern with its points, its named form and its sources."""
    words = questionnaire.words.report
    labels = {one.label: key for key, one in questionnaire.concerns.items()}
    found = []
    for title in dict.fromkeys(one.trail[1] for one in several if one.trail[1:]):
        head = words.evidence_also if found else words.evidence_first
        named = template(head).fullmatch(title)
        assert named, title
        mine = [one for one in several if one.trail[1:2] == (title,)]
        standings = filled(mine, words.standing)
        forms = filled(mine, words.evidence_form)
        cited = [one["sources"].split("; ") for one in standings]
        cited += [bracketed(questionnaire, one["about"]) for one in forms]
        found.append(
            {
                "id": labels[named["concern"]],
                **{
                    side: int(one["points"])
                    for side, one in zip(SIDES, standings, strict=True)
                },
                "first_choice": forms[0]["form"] if forms else None,
                "sources": {keys(questionnaire)[x] for one in cited for x in one},
            }
        )
    return found


def bracketed(questionnaire, text):
    """Return the sources in the bracket at the end of a text; their names have some."""
    ends = (text[at.end() : -1].split("; ") for at in re.finditer(r" \(", text))
    return next(one for one in ends if set(one) <= set(keys(questionnaire)))


def rows(names, several):
    """Return the points of each part or question that stands in a table."""
    cells = (one.text.split(CELLS) for one in several)
    return {
        names[name]: tuple(map(int, points))
        for name, *_, psychodynamic, cbt in (one for one in cells if len(one) > 2)
        for points in [(psychodynamic, cbt)]
        if name in names and psychodynamic.isdigit()
    }


def of_json(text):
    """Return the same facts from a report as JSON."""
    data = json.loads(text)
    shown = ("id", *SIDES, "first_choice")
    known = data["evidence"] or {"reading": None, "concerns": []}
    return {
        "reading": data["reading"],
        "gate": data["gate"],
        "fit": data["fit"] and {k: v for k, v in data["fit"].items() if k != "pull"},
        "evidence": known["reading"],
        "concerns": [
            {**{name: one[name] for name in shown}, "sources": set(one["sources"])}
            for one in known["concerns"]
        ],
        "sums": {
            one["section"]: tuple(one[side] for side in SIDES)
            for one in data["sums"] or ()
        },
        "lines": {
            one["question"]: (one["psychodynamic"], one["cbt"])
            for one in data["lines"]
            if one["lens"] == "fit"
        },
        "questions": [one["text"] for one in data["therapist_questions"]],
        "sources": {
            one["key"]: [one["shows"]]
            if one["kind"] == "ours"
            else [one[x] or "" for x in SHOWN] + [f"Key: {one['key']}."]
            for one in data["sources"]
        },
    }


# --- the five lines -----------------------------------------------------------------


def summed(questionnaire, text):
    """Return the facts that the five lines hold."""
    words, report = questionnaire.words.summary, questionnaire.words.report
    who, result, concern, missing, last = text.splitlines()
    names = {one.name: key for key, one in questionnaire.questions.items()}
    gates = {one.name: one.id for one in questionnaire.library.gates.gates}
    labels = {one.label: key for key, one in questionnaire.concerns.items()}
    readings = {
        questionnaire.words.readings.of(row.reading).name: row.reading
        for row in questionnaire.rubric.table
    }
    day = within(who, report.answered)
    fit = within(result, words.fit)
    gone = within(missing, words.missing)
    also = within(concern, words.also)
    first = within(concern, words.concern.removesuffix("."), end=r"\.(?: |$)")
    why = within(result, words.gates)
    return {
        "answered": day["day"] if day else None,
        "reading": readings[within(result, words.result)["reading"]],
        "gate": [gates[one] for one in why["names"].split("; ")] if why else [],
        "fit": fit
        and {
            **{name: int(fit[name]) for name in (*SIDES, "maximum")},
            "band": band(questionnaire, fit["band"]),
            "difference": fit["difference"],
        },
        "concerns": [
            labels[one]
            for one in (
                first["concern"] if first and concern != words.no_concern else "",
                *(also["concerns"].split("; ") if also else ()),
            )
            if one
        ],
        "missing": {names[one] for one in gone["names"].split("; ")} if gone else set(),
        "version": within(last, report.version)["version"],
        "sha256": within(last, f"{report.fingerprint}.")["sha256"],
    }


def within(line, text, end=""):
    """Return what stands in the gaps of a template somewhere in a line."""
    found = re.search(template(text).pattern + end, line)
    return found.groupdict() if found else None
