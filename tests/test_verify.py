"""A report recomputed: every fact that does not follow is found, and nothing else."""

from __future__ import annotations

import json
import random
import re
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from running import Ran, inside, on_terminal
from sheets import adding_up_to, sheet

from fitcheck import content, documents, files, verify
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import Sheet, Vignette
from fitcheck.errors import FileError
from fitcheck.render import RENDERERS, lines
from fitcheck.rubric import scoring
from fitcheck.verify import names, pages, trees, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fitcheck.questionnaire import Questionnaire
    from fitcheck.verify.verdict import Verdict

    Leaf = tuple[list[Any] | dict[str, Any], Any, tuple[Any, ...]]

FOLDER = files.bundled() / "vignettes"
VIGNETTES = sorted(FOLDER.glob("*.yaml"))
FORMATS = ("markdown", "json")
DIGIT = re.compile(r"\d+")
SEED = 20261122
GIVEN = {"answers", "answered", "country", "label", "respondent", "answer_notes"}
"""What nothing else in a JSON report contradicts."""
UNSEEN = "\x1b[31m\u202e\u2066"


def written(questionnaire: Questionnaire, one: Sheet, form: str) -> str:
    return RENDERERS[form](documents.build(questionnaire, one))


def checked(questionnaire: Questionnaire, text: str) -> Verdict:
    return verify.verify(questionnaire, text, "report.md")


def said(questionnaire: Questionnaire, found: Verdict) -> str:
    told = verdict.tell(questionnaire, found, "report.md")
    return " ".join(lines.lay_out(told).split())


def places(found: Verdict) -> list[str]:
    return [one.where for one in found.differences]


def person(questionnaire: Questionnaire, name: str = "nadia-same-ending") -> Sheet:
    return reading.load(questionnaire, Path(name), FOLDER)


def nobody(questionnaire: Questionnaire, **more: Any) -> Sheet:
    """Return the answers of a vignette as those of somebody real."""
    nadia = person(questionnaire)
    return replace(nadia, **{"vignette": None, "demonstration": False, **more})


def cleared(questionnaire: Questionnaire, *gates: str) -> Sheet:
    """Return somebody's answers with these gates talked about at intake."""
    nadia = nobody(questionnaire, cleared=gates, respondent="clinician")
    return replace(nadia, answers={**nadia.answers, "needs-assessment": gates})


def earlier(questionnaire: Questionnaire, **given: str) -> Sheet:
    """Return answers to version 1, read as today's questions read them."""
    text = writing.dump(questionnaire, nobody(questionnaire))
    text = text.replace("version: 2.0.0", "version: 1.0.0")
    for key, option in {"step-by-step": "very-much", **given}.items():
        text = re.sub(rf"\n  {key}: .*", "", text) + f"  {key}: {option}\n"
    return reading.parse(questionnaire, text, "earlier.yaml")


@pytest.fixture(scope="module")
def page(shipped: Questionnaire) -> str:
    return written(shipped, person(shipped), "markdown")


@pytest.fixture(scope="module")
def data(shipped: Questionnaire) -> str:
    return written(shipped, person(shipped), "json")


# --- What fitcheck wrote matches ---------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_every_vignette_s_report_matches(
    path: Path, form: str, shipped: Questionnaire
) -> None:
    one = reading.load(shipped, path, FOLDER)

    assert checked(shipped, written(shipped, one, form)).matches


def sheets(questionnaire: Questionnaire) -> dict[str, Sheet]:
    nadia, luca = nobody(questionnaire), person(questionnaire, "luca-nine-days")
    assert luca.vignette
    safety = questionnaire.safety
    some = dict(list(nadia.answers.items())[::2])
    skipped = tuple(key for key in nadia.answers if key not in some)
    ugly = "| `a` ```fitcheck\n\n# 12 <b> \\"
    nasty = f"{UNSEEN}{ugly}\n```\n{{name}}"
    return {
        "an interval": replace(nadia, answers=some),
        "skipped": replace(nadia, answers=some, skipped=skipped),
        "nothing": replace(nadia, answers={}),
        "withheld": nadia.withhold(safety, gate_fired=False),
        "withheld with a gate": luca.withhold(safety, gate_fired=True),
        "elsewhere": replace(nadia, country=None, answered=None),
        "France": replace(nadia, country="FR"),
        "another version": replace(nadia, version="0.9.0"),
        "cleared": cleared(questionnaire, "suicidal-thoughts", "self-harm"),
        "cleared, and withheld": cleared(questionnaire, "self-harm").withhold(
            safety, gate_fired=False
        ),
        "version 1": earlier(questionnaire),
        "version 1 with a gate": earlier(questionnaire, **{"safe-now": "not-safe"}),
        "another kind": replace(
            nadia, answers={**nadia.answers, "informed-preference": ("another-kind",)}
        ),
        "nobody named": replace(nadia, demonstration=True),
        "nasty": replace(
            nadia, label=nasty, notes={"who-leads": nasty}, respondent="clinician"
        ),
        "a nasty vignette": replace(
            luca, vignette=Vignette(ugly, ugly, luca.vignette.expect)
        ),
    }


@pytest.mark.parametrize("form", FORMATS)
def test_every_kind_of_sheet_s_report_matches(
    form: str, shipped: Questionnaire
) -> None:
    assert scoring.fired(shipped, person(shipped, "luca-nine-days"))
    assert not scoring.fired(shipped, cleared(shipped, "self-harm"))
    assert scoring.fired(shipped, earlier(shipped, **{"safe-now": "not-safe"}))
    assert earlier(shipped).retired
    for name, one in sheets(shipped).items():
        found = checked(shipped, written(shipped, one, form))

        assert found.matches, (name, found.differences)


def unbroken(line: str) -> str:
    return textwrap.fill(line, 60, break_long_words=False, break_on_hyphens=False)


def reflowed(page: str, indent: str = "") -> str:
    """Wrap sentences and list items at 60, as an editor might."""
    body, block = page.split("```fitcheck")
    wrapped = (
        line if line.startswith(("|", "#")) else unbroken(line)
        for line in body.split("\n")
    )
    again = (line.replace("\n", f"\n{indent}") for line in wrapped)
    return "\n".join(again) + "```fitcheck" + block


def indented(page: str, indent: str) -> str:
    """Indent every line but those of the answers."""
    body, block = page.split("```fitcheck")
    return textwrap.indent(body, indent) + "```fitcheck" + block


PAGES: dict[str, Callable[[str], str]] = {
    "Windows": lambda page: page.replace("\n", "\r\n"),
    "an old Mac": lambda page: page.replace("\n", "\r"),
    "blanks at the ends": lambda page: page.replace("\n\n", "  \n\n"),
    "more blank lines": lambda page: page.replace("\n\n", "\n\n\n") + "\n\n",
    "no last line end": lambda page: page.rstrip("\n"),
    "reflowed": reflowed,
    "reflowed with an indent": lambda page: reflowed(page, "      "),
    "a small indent": lambda page: indented(page, "   "),
    "padded tables": lambda page: page.replace(" |\n", "      |\n"),
    "wide tables": lambda page: page.replace("| --- ", "|:------"),
    "other quotes": lambda page: page.replace("'2026-11-28'", "2026-11-28"),
    "stars for lists": lambda page: page.replace("\n- **", "\n* **"),
    "fewer escapes": lambda page: page.replace("\\-", "-").replace("\\+", "+"),
    "a closing fence is gone": lambda page: page.removesuffix("```\n"),
}


@pytest.mark.parametrize("way", PAGES)
def test_what_an_editor_does_to_lines_does_not_matter(
    way: str, page: str, shipped: Questionnaire
) -> None:
    edited = PAGES[way](page)

    assert edited != page
    assert checked(shipped, edited).matches


@pytest.mark.parametrize(
    "how",
    [{}, {"indent": "\t"}, {"separators": (",", ":")}, {"sort_keys": True}],
    ids=str,
)
def test_how_json_is_laid_out_does_not_matter(
    how: dict[str, Any], data: str, shipped: Questionnaire
) -> None:
    assert checked(shipped, json.dumps(json.loads(data), **how)).matches


# --- Every changed digit is found --------------------------------------------------


def other(number: str, at: int) -> str:
    """Change one digit of a number into the next."""
    digit = (int(number[at]) + 1) % 10
    return f"{number[:at]}{digit}{number[at + 1 :]}"


def test_a_changed_digit_of_any_number_in_markdown_is_found_in_its_line(
    page: str, shipped: Questionnaire
) -> None:
    """The first number of each line is changed, then the second, and so on.

    The block that holds the answers is not touched: it decides all the rest.
    """
    rows = page.split("\n")
    end = rows.index("```fitcheck")
    several = [list(DIGIT.finditer(row)) for row in rows[:end]]
    draw = random.Random(SEED)

    for nth in range(max(map(len, several))):
        edited = list(rows)
        for at, numbers in enumerate(several):
            if nth < len(numbers):
                start, stop = numbers[nth].span()
                new = other(rows[at][start:stop], draw.randrange(stop - start))
                edited[at] = rows[at][:start] + new + rows[at][stop:]
        wanted = {
            at + 1 for at, (a, b) in enumerate(zip(rows, edited, strict=True)) if a != b
        }
        found = checked(shipped, "\n".join(edited))

        assert wanted
        assert {one.line for one in found.differences} == wanted
    assert sum(map(len, several)) > 600


def test_a_changed_digit_in_the_block_is_found_too(
    page: str, shipped: Questionnaire
) -> None:
    start = page.index("```fitcheck")
    for number in DIGIT.finditer(page, start):
        new = other(number[0], len(number[0]) - 1)
        edited = page[: number.start()] + new + page[number.end() :]

        assert not matching(shipped, edited), number


def numbered(data: Any, steps: tuple[Any, ...] = ()) -> Iterator[Leaf]:
    """Yield every value with a digit in it, as its holder, its key and its path."""
    if isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            digits = isinstance(value, (int, str)) and DIGIT.search(str(value))
            if digits and not isinstance(value, bool):
                yield data, key, (*steps, key)
            yield from numbered(value, (*steps, key))


def test_a_changed_digit_of_any_number_in_json_is_found(
    data: str, shipped: Questionnaire
) -> None:
    """Each is changed by itself; some of them through the whole of ``verify``."""
    ours, theirs = json.loads(data), json.loads(data)
    draw = random.Random(SEED)
    several = list(numbered(theirs))
    missed = []
    for at, (holder, key, steps) in enumerate(several):
        old = holder[key]
        for number in DIGIT.finditer(str(old)):
            new = other(number[0], draw.randrange(len(number[0])))
            text = str(old)[: number.start()] + new + str(old)[number.end() :]
            holder[key] = int(text) if isinstance(old, int) else text
            part = steps[:1]
            found = trees.differing(ours[steps[0]], theirs[steps[0]], part, part)
            assert any(one.steps == steps[: len(one.steps)] for one in found)
        if at % 40 == 0 or len(steps) < 3:
            missed += [steps] if matching(shipped, json.dumps(theirs)) else []
        holder[key] = old

    assert theirs == ours
    assert len(several) > 400
    assert {steps[0] for steps in missed} <= {"answered"}  # a day is given


def matching(questionnaire: Questionnaire, text: str) -> bool:
    """Say whether a report matches; one that is refused does not."""
    try:
        return checked(questionnaire, text).matches
    except FileError:
        return False


# --- A given is found where something contradicts it -------------------------------


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("answered: '2026-11-28'", "answered: '2026-11-27'", "Which therapy to ask"),
        ("country: GB", "country: IE", "Which therapy to ask about first"),
        ("name: Nadia, 38", "name: Nadia, 39", "Which therapy to ask about first"),
        ("version: 2.0.0", "version: 2.0.1", "Which therapy to ask about first"),
        ("wants-roots: very-much", "wants-roots: somewhat", "Your result"),
        ("has-support: 'yes'", "has-support: not-yet", "Next steps"),
        ("earlier-cbt: still-stuck", "earlier-cbt: still-stuck\n  "
         "earlier-psychodynamic: it-helped", "The answers, for fitcheck to read"),
    ],
)  # fmt: skip
def test_a_given_changed_in_the_block_contradicts_the_text(
    old: str, new: str, where: str, page: str, shipped: Questionnaire
) -> None:
    body, block = page.split("```fitcheck")
    found = checked(shipped, f"{body}```fitcheck{block.replace(old, new, 1)}")

    assert old in block
    assert any(place.startswith(where) for place in places(found))


@pytest.mark.parametrize(
    ("old", "new"),
    [("Answered on 2026-11-28.", "Answered on 2026-11-27."),
     ("Country: United Kingdom.", "Country: Ireland."),
     ("“Very much”", "“Somewhat”"), ("Label: mine", "Label: yours"),
     ("Answered by the client", "Answered by the clinician"),
     ("my own note", "another note")],
)  # fmt: skip
def test_a_given_changed_in_the_text_contradicts_the_block(
    old: str, new: str, shipped: Questionnaire
) -> None:
    one = nobody(shipped, label="mine", notes={"who-leads": "my own note"})
    page = written(shipped, replace(one, respondent="client"), "markdown")
    found = checked(shipped, page.replace(old, new, 1))

    assert old in page
    assert len(found.differences) == 1


def test_a_change_of_a_given_alone_is_not_found_and_that_is_said(
    shipped: Questionnaire,
) -> None:
    data = written(shipped, nobody(shipped, answered="2026-10-03"), "json")
    found = checked(shipped, data.replace("2026-10-03", "2026-10-04"))

    assert "2026-10-03" in data
    assert found.matches
    assert shipped.words.verify.givens in said(shipped, found)
    assert "This is no signature." in said(shipped, found)


def test_what_passes_with_the_answers_is_named_as_given(
    shipped: Questionnaire,
) -> None:
    nadia = nobody(shipped)
    some = {key: given for key, given in nadia.answers.items() if key != "limits"}
    one = written(shipped, replace(nadia, answers=some, skipped=("limits",)), "json")
    theirs = json.loads(one) | {"skipped": []}
    fictional = json.loads(written(shipped, replace(nadia, demonstration=True), "json"))
    real = fictional | {"demonstration": False, "notices": []}
    givens = shipped.words.verify.givens

    assert checked(shipped, json.dumps(theirs)).matches
    assert checked(shipped, json.dumps(real)).matches
    assert "which questions were skipped" in givens
    assert "whether it is a demonstration" in givens


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_recomputed_and_what_was_given_is_said(
    form: str, shipped: Questionnaire
) -> None:
    label = "A 17 " + "and more " * 9
    nadia = nobody(shipped, label=label, respondent="client")
    luca = person(shipped, "luca-nine-days")
    told = said(shipped, checked(shipped, written(shipped, nadia, form)))

    for part in (
        "leans towards psychodynamic therapy. 28 points to psychodynamic therapy and 2",
        "Answers to 34 questions. Label: A 17 and",
        "Answered on 2026-11-28. Answered by the client. Country: United Kingdom.",
    ):
        assert part in told
    assert label not in told
    assert max(map(len, re.findall(r"Label: [^…]*…", told))) <= verdict.ROOM + 1
    hidden = luca.withhold(shipped.safety, gate_fired=True)
    for one, expected in ((luca, "give: " + gate(shipped, luca)), (hidden, "See some")):
        told = said(shipped, checked(shipped, written(shipped, one, form)))
        assert expected in told
        assert "points to psychodynamic" not in told
        assert "DEMONSTRATION with a fictional person: Luca" in told


def gate(questionnaire: Questionnaire, one: Sheet) -> str:
    """Return what the first gate that fired is called."""
    fired = scoring.fired(questionnaire, one)
    gates = questionnaire.library.gates.gates
    return next(gate.title for gate in gates if gate.id in str(fired))


@pytest.mark.parametrize(
    ("old", "new"),
    [('"answers_version": "2.0.0"', '"answers_version": "2.0.1"'),
     ('"name": "Nadia, 38"', '"name": "Nadia, 37"'),
     ('"plan-or-open": "strongly-psychodynamic"', '"plan-or-open": "strongly-cbt"'),
     ('"country": "GB"', '"country": "FR"')],
)  # fmt: skip
def test_a_given_changed_in_json_is_found_where_a_fact_contradicts_it(
    old: str, new: str, data: str, shipped: Questionnaire
) -> None:
    assert old in data
    assert not checked(shipped, data.replace(old, new, 1)).matches


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_cleared_can_be_neither_taken_out_nor_put_in_unseen(
    form: str, shipped: Questionnaire
) -> None:
    one = cleared(shipped, "self-harm")
    open_, shut = (
        written(shipped, each, form) for each in (one, replace(one, cleared=()))
    )
    said_in = {
        "markdown": ("cleared:\n- self-harm\n", ""),
        "json": ('"cleared": [\n    "self-harm"\n  ]', '"cleared": []'),
    }
    there, gone = said_in[form]
    put_in = (
        shut.replace("answers:\n  safe-now", f"{there}answers:\n  safe-now")
        if form == "markdown"
        else shut.replace(gone, there)
    )

    assert there in open_
    assert put_in != shut
    assert not checked(shipped, open_.replace(there, gone)).matches
    assert not checked(shipped, put_in).matches


# --- With the same content, every word counts --------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("this leans towards asking about psychodynamic", "this leans towards asking "
         "about CBT", "Your result"),
        ("(clearly towards psychodynamic", "(slightly towards psychodynamic",
         "The picture > Difference > Points"),
        ("## The picture", "## The image", "Which therapy to ask about first"),
        ("You said “Not really” (I want us to set clear goals, and look at how far we "
         "have come).", "You said “Not really” (I want us to set clear goals).",
         "What pointed each way > Towards neither"),
        ("| Who leads |", "| Who else |", "Every answer with its points > Who leads"),
        ("| Clear goals | Not really |  | 0 |", "| Clear goals | Not really | 0 |",
         "Every answer"),
        ("\n### Towards CBT\n", "\n", "What pointed each way"),
        ("not a diagnosis", "a diagnosis", "Your result"),
        ("\n## Sources\n", "\n<!--\n\n## Sources\n", "About this report"),
        ("| --- | --- |\n", "", "The picture"),
        ("| --- | --- |\n", "| --- | --- |\n| --- | --- |\n", "The picture"),
        ("| --- | --- |\n| Psychodynamic therapy | 28 of 36 |\n", "| Psychodynamic "
         "therapy | 28 of 36 |\n| --- | --- |\n", "The picture"),
        ("| Sum | 28 | 2 |", "| Sum | 28 | 2 \\", "What pointed each way > Sum > CBT"),
        ("\nanswers:\n", "\nanswers: # leans-cbt\n", "The answers, for fitcheck"),
        ("\nanswers:\n", "\n# It leans towards CBT.\nanswers:\n", "The answers, for"),
        ("reading: leans-psychodynamic", "reading: leans-cbt", "The answers, for"),
        ("band: clearly-psychodynamic", "band: clearly-cbt", "The answers, for"),
        ("    gate: []", "    gate:\n    - under-18", "The answers, for fitcheck"),
    ],
)  # fmt: skip
def test_a_changed_word_is_found(
    old: str, new: str, where: str, page: str, shipped: Questionnaire
) -> None:
    old = old if old in page else re.sub(r"\|  \| 0", "| 0 | 0", old)
    found = checked(shipped, page.replace(old, new, 1))

    assert old in page
    assert any(place.startswith(where) for place in places(found))


def test_what_an_indent_makes_code_of_is_found(
    page: str, shipped: Questionnaire
) -> None:
    lines = page[: page.index("\n```fitcheck")].split("\n")
    found = checked(shipped, indented(page, "    "))

    assert len(found.differences) > len(list(filter(None, lines))) * 0.95


def test_a_difference_of_form_alone_is_called_one(
    page: str, shipped: Questionnaire
) -> None:
    for old, new, shown in (
        ("gave 28 points", "gave **28 points**", "…Your answers gave **28 points** to"),
        ("### Towards CBT", "#### Towards CBT", "“Towards CBT”"),
        ("### Towards CBT", "**Towards CBT**", "“**Towards CBT**”"),
    ):
        told = said(shipped, checked(shipped, page.replace(old, new, 1)))

        assert "the words are the same. Only the form differs" in told
        assert shown in told


@pytest.mark.parametrize("form", FORMATS)
def test_an_answer_that_the_report_shows_otherwise_is_told_first(
    form: str, shipped: Questionnaire
) -> None:
    """One changed answer changes much: its question is named before all of that."""
    text = written(shipped, nobody(shipped), form)
    old = re.search(r"wants-roots\W+very-much", text)
    assert old
    found = checked(shipped, text.replace(old[0], old[0][:-9] + "not-really", 1))
    told, words = said(shipped, found), shipped.words.verify
    first = told[told.index(words.answers_differ) : told.index(words.differences)]

    assert len(found.those("answer")) == 1
    assert len(found.those("fact")) > 6
    question = "wants-roots" if form == "json" else "Looking for the roots"
    assert question in first
    assert re.search(r"“very.much”. Recomputed: “not.really”", first, re.I)


def test_an_answer_that_came_or_went_is_told_first_and_a_lost_sum_is_not(
    page: str, shipped: Questionnaire
) -> None:
    for row, kind in (("Earlier CBT", "answer"), ("Sum |  |", "fact")):
        edited = re.sub(rf"(?m)^\| {re.escape(row)} .*\n", "", page)
        assert edited != page
        assert [one.kind for one in checked(shipped, edited).pairs] == [kind]


def test_a_row_an_item_and_a_part_that_come_go_or_move_are_found(
    page: str, shipped: Questionnaire
) -> None:
    rows = page.split("\n")
    row = next(at for at, line in enumerate(rows) if line.startswith("| Who leads"))
    item = next(at for at, line in enumerate(rows) if "(Who leads). " in line)
    for at in (row, item):
        gone = [*rows[:at], *rows[at + 1 :]]
        extra = [*rows[: at + 1], rows[at].replace("Who leads", "Who"), *rows[at + 1 :]]
        moved = [*gone[: at + 2], rows[at], *gone[at + 2 :]]
        for edited, expected in ((gone, 1), (extra, 1), (moved, 2)):
            found = checked(shipped, "\n".join(edited))
            assert len(found.differences) == expected
    parts = re.split(r"(?m)^(?=## )", page)
    for edited in ("".join(parts[:-2] + parts[-1:]), page + "\nOne more thing.\n"):
        assert not checked(shipped, edited).matches


JSON_CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a band": (lambda d: d["fit"].update(band="slightly-cbt"), "fit.band"),
    "a number as text": (lambda d: d["fit"].update(cbt="2"), "fit.cbt"),
    "a fraction": (lambda d: d["fit"].update(cbt=2.0), "fit.cbt"),
    "true for one": (
        lambda d: d["lines"][1].update(psychodynamic=True),
        "lines.who-leads.psychodynamic",
    ),
    "no lens": (lambda d: d.update(fit=None), "fit"),
    "a list for a lens": (lambda d: d.update(fit=[1, {"a": 2}]), "fit"),
    "a missing key": (lambda d: d.pop("reading"), "reading"),
    "an unknown key": (lambda d: d.update(mood=3), "mood"),
    "a line less": (lambda d: d["lines"].pop(0), "lines"),
    "a line twice": (lambda d: d["lines"].append(d["lines"][0]), "lines"),
    "lines turned round": (lambda d: d["lines"].reverse(), "lines"),
    "an advisory": (lambda d: d["advisories"].append("couple"), "advisories"),
    "a reason": (
        lambda d: d["therapist_questions"][3]["because"].append(
            {"question": "who-leads", "answer": "slightly-cbt"}
        ),
        "therapist_questions.",
    ),
    "a help line": (
        lambda d: d["help_lines"][1].update(how="Call 0"),
        "help_lines.crisis:Samaritans.how",
    ),
    "a gate": (lambda d: d.update(gate=["under-18"]), "gate"),
    "a notice": (lambda d: d["notices"].clear(), "notices"),
    "a sum": (lambda d: d["sums"][1].update(cbt=3), "sums.wishes.cbt"),
    "a source": (lambda d: d["sources"][5].update(year=1999), "sources."),
    "an expected reading": (
        lambda d: d["vignette"]["expect"].update(reading="either"),
        "vignette.expect.reading",
    ),
    "an expected band": (
        lambda d: d["vignette"]["expect"].update(band="slightly-cbt"),
        "vignette.expect.band",
    ),
    "an expected gate": (
        lambda d: d["vignette"]["expect"].update(gate=["under-18"]),
        "vignette.expect.gate",
    ),
    "no caveat": (lambda d: d["caveats"].pop(), "caveats"),
    "an empty caveat": (lambda d: d["caveats"].__setitem__(0, ""), "caveats"),
    "a list of a text": (
        lambda d: d["said"].update(doubt=[d["said"]["doubt"]]),
        "said.doubt",
    ),
    "another sentence": (
        lambda d: d["said"].update(
            sentences=["Taken together, this leans towards asking about CBT first."]
        ),
        "said.sentences",
    ),
    "another next step": (
        lambda d: d["said"]["next_steps"].append("You could ask a CBT therapist."),
        "said.next_steps",
    ),
    "another rule": (
        lambda d: d["rule"].update(
            text=d["rule"]["text"].replace("psychodynamic therapy", "CBT")
        ),
        "rule.text",
    ),
}


@pytest.mark.parametrize("name", JSON_CHANGES)
def test_a_changed_value_is_found_at_its_place(
    name: str, data: str, shipped: Questionnaire
) -> None:
    theirs = json.loads(data)
    change, where = JSON_CHANGES[name]
    change(theirs)
    text = json.dumps(theirs, indent=2)
    for edited in (text, forged(text)):
        found = checked(shipped, edited)

        assert any(place.startswith(where) for place in places(found))
        assert all(0 < one.line <= text.count("\n") + 1 for one in found.differences)


def test_a_notice_that_is_gone_is_a_fact_whatever_its_words(
    shipped: Questionnaire,
) -> None:
    one = nobody(shipped).withhold(shipped.safety, gate_fired=False)
    theirs = json.loads(forged(written(shipped, one, "json")))
    theirs["notices"].clear()

    assert places(checked(shipped, json.dumps(theirs))) == ["notices"]


def test_both_values_are_said(data: str, shipped: Questionnaire) -> None:
    found = checked(shipped, data.replace('"difference": 26', '"difference": 25'))
    line = data[: data.index('"difference": 26')].count("\n") + 1

    assert f"fit.difference (line {line}): the report says “25”. Recomputed: “26”." in (
        said(shipped, found)
    )


# --- The content changed -----------------------------------------------------------


def gallery_sheet() -> Sheet:
    return sheet(adding_up_to(4, **FIRST), country="GB", answered="2026-11-22")


FIRST = {"safe_now": "safe"}

REWORDED = {
    "a reason": ("wishes", "Sand is by the sea.", "Sand lies by the sea."),
    "a heading": ("interface", "reading: Your result", "reading: What came out"),
    "the title": ("interface", "title: Which therapy to ask", "title: What to ask"),
    "a band": ("rubric", "name: slightly the sea", "name: a little the sea"),
    "a reading": ("interface", "Taken together, this leans towards asking about psycho",
                  "All in all, this leans towards asking about psycho"),
    "one sentence more": ("about", "privacy: [", "privacy: [Nobody looks., "),
    "the version's words": ("interface", "Questions: {id}, version {version}, of",
                            "Made with {id} {version} of"),
}  # fmt: skip
"""Where an answer decides a text, it could be another fact: all but the last two."""
MOVED = {
    "a point": ("rubric", "{id: somewhat, towards: 1}", "{id: somewhat, towards: 2}"),
    "a bound": ("rubric", "from: 3,", "from: 5,"),
}


def older(texts: dict[str, str], change: tuple[str, str, str]) -> Questionnaire:
    stem, old, new = change
    return content.parse({**texts, stem: replaced(texts[stem], old, new)}, "older")


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", REWORDED)
def test_other_words_are_no_other_facts(
    name: str, form: str, gallery: Questionnaire, gallery_texts: dict[str, str]
) -> None:
    was = older(gallery_texts, REWORDED[name])
    found = checked(gallery, written(was, gallery_sheet(), form))

    told = said(gallery, found)

    assert not found.matches
    assert found.differences == ()
    assert "facts match, content changed" in told
    general = name in {"one sentence more", "the version's words"}
    in_json = name in {"a reason", "a reading", "one sentence more"}
    listed = in_json or form == "markdown"
    assert bool(found.those("words")) == (listed and general)
    assert bool(found.those("chosen")) == (listed and not general)
    assert (gallery.words.verify.not_all in told) == (listed and not general)
    assert (gallery.words.verify.facts_match in told) == (general or not listed)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", MOVED)
def test_a_moved_rule_is_told_by_the_facts_it_moves_and_the_content_too(
    name: str, form: str, gallery: Questionnaire, gallery_texts: dict[str, str]
) -> None:
    was = older(gallery_texts, MOVED[name])
    one = sheet(adding_up_to(3, wants_sand="somewhat", **FIRST))
    found = checked(gallery, written(was, one, form))
    told = said(gallery, found)

    assert found.differences
    assert "does not match" in told
    assert "content changed" in told
    assert gallery.words.verify.why_changed in told


@pytest.mark.parametrize("form", FORMATS)
def test_a_new_version_with_nothing_else_new_is_said(
    form: str, gallery: Questionnaire, gallery_texts: dict[str, str]
) -> None:
    stem = "questionnaire"
    for old, new in (
        ("version: 2.1.0", "version: 2.0.9"),
        ("2027-01-02", "2029-01-02"),
    ):
        gallery_texts[stem] = replaced(gallery_texts[stem], old, new)
    was = content.parse(gallery_texts, "older")
    one = replace(gallery_sheet(), version="2.0.9")
    found = checked(gallery, written(was, one, form))

    assert found.those("answer", "fact", "chosen", "words") == ()
    assert "It was made with version 2.0.9" in said(gallery, found)
    assert gallery.words.verify.nothing_else in said(gallery, found)


@pytest.mark.parametrize("form", FORMATS)
def test_answers_to_a_still_older_version_are_no_difference(
    form: str, gallery: Questionnaire, gallery_texts: dict[str, str]
) -> None:
    was = older(gallery_texts, ("questionnaire", "version: 2.1.0", "version: 2.0.9"))
    one = replace(gallery_sheet(), version="1.0.0")

    assert checked(gallery, written(was, one, form)).differences == ()


def forged(text: str) -> str:
    """Give a report another fingerprint, so that its words need not be the same."""
    return re.sub(r"\b[0-9a-f]{64}\b", "0" * 64, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("28 points to", "27 points to"),
        ("| 28 of 36 |", "| 27 of 36 |"),
        ("clearly towards psychodynamic therapy. Your", "clearly towards CBT. Your"),
        ("psychodynamic therapy first.**", "CBT first.**"),
        ("points to:** psychodynamic therapy", "points to:** CBT"),
        ("| Clear goals | Not really |", "| Clear goals | Somewhat |"),
        ("| Clear goals | Not really | 0 | 0 |\n", ""),
        ("\n### Towards CBT\n", "\n### Towards CBT\n\n- Clear goals: none.\n"),
        ("call 116 123", "call 116 132"),
        ("About 20 in 100 people stop early", "About 10 in 100 people stop early"),
        ("some support (2 of 3)", "no support seen (2 of 3)"),
        ("28 points to psychodynamic therapy and 2 to CBT",
         "28 points to CBT and 2 to psychodynamic therapy"),
        ("### Towards psychodynamic therapy", "### Towards CBT"),
        ("Points: 2. You said “Very much”", "Points: 2. You said “Not really”"),
        ("Country: United Kingdom", "Country: United States"),
        ("## If you want to talk to someone now\n", ""),
        ("**Taken together, this leans towards asking about psychodynamic therapy "
         "first.**", "**Taken together, this leans towards neither of the two.**"),
        ("- This is not a diagnosis. It does not measure how bad things are.\n", ""),
        ("reading: leans-psychodynamic", "reading: leans-cbt"),
        ("\nanswers:\n", "\n# It leans towards CBT.\nanswers:\n"),
    ],
)  # fmt: skip
def test_facts_are_compared_under_another_fingerprint_too(
    old: str, new: str, page: str, shipped: Questionnaire
) -> None:
    found = checked(shipped, forged(page.replace(old, new, 1)))

    assert old in page
    assert found.differences
    assert "content changed" in said(shipped, found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("leans towards asking about", "leans away from asking about"),
        ("evidence does not favour either of the", "evidence favours one of the"),
        ("The evidence points to:** neither of", "The evidence points to:** both of"),
        ("This is not a diagnosis", "This is a diagnosis"),
        ("Which to try first | Much more: ", "Which to try first | Perhaps: "),
        ("- Samaritans: call", "- Somebody: call"),
    ],
)
def test_of_a_sentence_that_answers_choose_it_is_not_said_that_the_facts_match(
    old: str, new: str, page: str, shipped: Questionnaire
) -> None:
    """Beside many other words it is listed, before those that no answer decides."""
    assert old in page
    edited = page.replace("typical of", "usual in").replace("good reply", "good answer")
    edited = edited.replace("Source", "Origin")
    found = checked(shipped, forged(edited.replace(old, new, 1)))
    told, words = said(shipped, found), shipped.words.verify

    assert found.differences == ()
    assert words.not_all in told
    assert words.facts_match not in told
    start, end = told.index(words.chosen_text), told.index(words.reworded_text)
    line = page[: page.index(old)].count("\n") + 1
    assert start < told.index(f"(line {line})") < end
    assert len(found.those("chosen")) > verdict.MOST
    assert told.count("the report says", start, end) == len(found.those("chosen"))


NEXT_REVIEW = "The content is due to be looked at again by 2027-11-28."
FAITH = "Why it could be wrong\n\n"
BOLD = "\n**Taken together, this leans towards asking about CBT first.**\n"

GENERAL: dict[str, tuple[str, str, str, str]] = {
    "a result for the next review": (
        NEXT_REVIEW,
        "Your safest result is CBT first.",
        "chosen",
        "safest result is CBT first.",
    ),
    "a result beside the next review": (
        NEXT_REVIEW,
        f"{NEXT_REVIEW} CBT comes first.",
        "chosen",
        "CBT comes first.",
    ),
    "other words for the next review": (
        NEXT_REVIEW,
        "Trust the other one: 2027-11-28.",
        "words",
        "Trust the other one",
    ),
    "another day for the next review": (
        NEXT_REVIEW,
        NEXT_REVIEW.replace("2027", "2028"),
        "content",
        "",
    ),
    "a result for a review": (
        "We read English, and",
        "CBT suits you. We read",
        "chosen",
        "CBT suits you.",
    ),
    "a result in a sentence": (
        "The aim is to ease what hurts, understand yourself better",
        "It is what you need, and it leans towards psychodynamic therapy",
        "chosen",
        "leans towards psychodynamic therapy",
    ),
    "a whole part": (
        "\n### Another therapy\n",
        f"\n## Your result\n{BOLD}\n### Another therapy\n",
        "fact",
        "leans towards asking about CBT first.",
    ),
    "a part below": (
        FAITH,
        f"Why it could be wrong\n\n#### So far\n{BOLD}\n",
        "fact",
        "So far",
    ),
    "a heading of other parts": (
        "#### Sources\n",
        "#### Your result\n",
        "chosen",
        "Your result",
    ),
    "a bold sentence": (
        FAITH,
        f"{FAITH}{BOLD}\n",
        "chosen",
        "Taken together, this leans towards asking about CBT first.",
    ),
    "an item": (
        "- **What is psychodynamic therapy?:**",
        "- CBT fits you.\n- **What is psychodynamic therapy?:**",
        "chosen",
        "CBT fits you.",
    ),
    "a sentence that is gone": (
        "\nCBT has been studied more. Being studied more is not the same as being "
        "better.\n",
        "",
        "chosen",
        "CBT has been studied more.",
    ),
    "other words": (
        "Nobody has tested it",
        "No one has tested it",
        "words",
        "No one has",
    ),
    "one more sentence": (
        FAITH,
        f"{FAITH}It may be wrong.\n\n",
        "words",
        "It may be wrong.",
    ),
    "another heading": ("### Who paid", "### The money", "words", "The money"),
}
"""What is changed in general parts, what kind that is, and what is shown of it."""


@pytest.mark.parametrize("name", GENERAL)
def test_what_general_parts_say_of_a_result_is_never_called_a_match(
    name: str, page: str, shipped: Questionnaire
) -> None:
    old, new, kind, shown = GENERAL[name]
    assert old in page
    found = checked(shipped, forged(page.replace(old, new, 1)))
    told, words = said(shipped, found), shipped.words.verify

    assert kind in {one.kind for one in found.pairs}
    assert {one.kind for one in found.pairs} <= {kind, "chosen", "content"}
    assert (words.facts_match in told) == (kind in {"words", "content"})
    assert (words.nothing_else in told) == (kind == "content")
    assert shown in told


def card(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["options"][0]
    return found


GENERAL_JSON: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "another next review": (
        lambda d: d["about"].update(next_review="2028-01-01"),
        "content",
        "",
    ),
    "words for the next review": (
        lambda d: d["about"].update(next_review="CBT first"),
        "fact",
        "",
    ),
    "no next review": (lambda d: d["about"].pop("next_review"), "fact", ""),
    "a next review elsewhere": (
        lambda d: d["said"].update(next_review="2028-01-01"),
        "fact",
        "",
    ),
    "a next review of a card": (
        lambda d: card(d).update(next_review="2028-01-01"),
        "fact",
        "",
    ),
    "a result for a card": (
        lambda d: card(d).update(what="CBT fits you. Go to CBT."),
        "chosen",
        "Go to CBT.",
    ),
    "a list that grows": (
        lambda d: card(d)["upsides"].append("You can sit down."),
        "words",
        "You can sit down.",
    ),
    "a list that grows behind other words": (
        lambda d: card(d).update(upsides=["Well.", *card(d)["upsides"], "Go for it."]),
        "words",
        "Go for it.",
    ),
    "a list that grows by a result": (
        lambda d: card(d)["upsides"].append("Your result is CBT."),
        "chosen",
        "Your result is CBT.",
    ),
    "a thing more": (
        lambda d: d["options"].append({"id": "x", "what": "Good for you."}),
        "fact",
        "x",
    ),
}


@pytest.mark.parametrize("name", GENERAL_JSON)
def test_what_general_keys_say_of_a_result_is_never_called_a_match(
    name: str, data: str, shipped: Questionnaire
) -> None:
    theirs = json.loads(data)
    change, kind, shown = GENERAL_JSON[name]
    change(theirs)
    found = checked(shipped, forged(json.dumps(theirs)))
    told, words = said(shipped, found), shipped.words.verify

    assert {one.kind for one in found.pairs} == {kind}
    assert (words.facts_match in told) == (kind in {"words", "content"})
    assert shown in told


def test_every_stretch_that_could_not_be_checked_is_shown(
    page: str, data: str, shipped: Questionnaire
) -> None:
    """A second lie stands far behind the first, and in a sentence that is long."""
    doubt = shipped.words.readings.of("leans-psychodynamic").doubt
    changed = doubt.replace("a lean", "an order").replace(
        "matters in both", "is naught"
    )
    general = (
        "You and the therapist explore what lies behind your feelings and choices."
    )
    assert "an order" in changed
    assert changed.endswith("is naught.")
    for text in (page, data):
        assert doubt in text
        assert general in text
        edited = text.replace(doubt, changed).replace(
            general, f"Now {general} So go.", 1
        )
        told = said(shipped, checked(shipped, forged(edited)))

        for part in ("an order", "with the therapist is naught.", "Now You", "So go."):
            assert part in told


@pytest.mark.parametrize(
    ("found", "expected", "shown"),
    [
        ("a b", "a c", ("a b", "a c")),
        ("1 2 3 4 5 a", "1 2 3 4 5 b", ("…2 3 4 5 a", "…2 3 4 5 b")),
        ("a 1 2 3 4 5 6 7 8 9 b 1 2 3 4 5", "1 2 3 4 5 6 7 8 9 1 2 3 4 5",
         ("a 1 2 3 4 … 6 7 8 9 b 1 2 3 4…", "1 2 3 4 … 6 7 8 9 1 2 3 4…")),
    ],
)  # fmt: skip
def test_a_stretch_that_differs_is_shown_between_the_words_near_to_it(
    found: str, expected: str, shown: tuple[str, str]
) -> None:
    assert verdict.stretches(found, expected) == shown


def test_a_name_is_known_in_its_order_and_not_inside_another_word(
    shipped: Questionnaire,
) -> None:
    known = names.known(shipped)
    text = "Not really: CBTs, psychodynamic\u00a0 therapy, then CBT-I, Chad."

    assert list(names.said(known.results, text)) == [
        "psychodynamic", "psychodynamic therapy", "cbt"
    ]  # fmt: skip
    assert list(names.said(known.every, text)) == [
        "not really", "psychodynamic", "psychodynamic therapy", "cbt", "chad"
    ]  # fmt: skip
    for ours, theirs, kind in (
        ("CBT, then Chad", "Chad, then CBT", "fact"),
        ("CBT, then Chad", "So Chad", "chosen"),
        ("CBT, then Chad", "CBT, then Mali", "fact"),
        ("Chad 3", "Chad 4", "fact"),
    ):
        assert names.kind(known, ours, theirs, decided=True) == kind
    for ours, theirs, kind in (
        ("See CBT. So it is.", "See CBT. It is so. Ask anybody.", "words"),
        ("See CBT.", "See CBT. See CBT.", "chosen"),
        ("See CBT.", "", "chosen"),
        ("A therapy.", "CBT fits you.", "chosen"),
        ("CBT may help. CBT may not.", "CBT fits you. Go to CBT.", "chosen"),
        ("They differ.", "It leans towards CBT.", "chosen"),
        ("You asked.", "Ask a psychodynamic one.", "chosen"),
        ("Chad.", "Not really. Chad 3.", "fact"),
    ):
        assert names.kind(known, ours, theirs, decided=False) == kind, theirs


def test_another_fingerprint_and_nothing_else_is_changed_content(
    page: str, data: str, shipped: Questionnaire
) -> None:
    for text in (page, data):
        found = checked(shipped, forged(text))

        assert not found.matches
        assert found.those("answer", "fact", "chosen", "words") == ()
        assert "facts match, content changed" in said(shipped, found)


def test_two_fingerprints_in_one_report_contradict_each_other(
    page: str, shipped: Questionnaire
) -> None:
    end = page.rindex("sha256:")
    for edited in (page[:end] + forged(page[end:]), forged(page[:end]) + page[end:]):
        assert places(checked(shipped, edited)) == ["About this report"]


def test_every_text_of_a_report_is_words_and_no_id_is(shipped: Questionnaire) -> None:
    """Whoever adds a key to the JSON report says here which of the two it is."""
    used = set()
    for path in VIGNETTES:
        facts = documents.build(shipped, reading.load(shipped, path, FOLDER)).facts
        for steps, text in texts({k: v for k, v in facts.items() if k != "vignette"}):
            words = trees.WORDS.intersection(steps)
            used |= words
            fact = re.fullmatch(r"[\w.-]+", text) or steps[-1] == "source_date"
            assert words or fact, steps
    rare = {"hope", "first_choice"}

    assert used | rare == trees.WORDS


def texts(
    data: Any, steps: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(data, str):
        yield steps, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts(value, (*steps, key))
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from texts(value, steps)


# --- What is no report -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no fenced 'fitcheck' block"),
        ("Your result\n", "no fenced 'fitcheck' block"),
        ("# Mine\nfitcheck: 1\nanswers: {}\n", "these are answers without a report"),
        ("I like\n\n    fitcheck: a lot\n", "no fenced 'fitcheck' block"),
        ("# A\n\nB\n\n```yaml\nfitcheck: 1\n```\n", "no fenced 'fitcheck' block"),
        ("<!DOCTYPE html>\n<html>\n", "this is a web page"),
        ('{"fitcheck": 1, "answers": {}}', "these are answers without a report"),
        ('{"resourceType": "Bundle"}', "FHIR"),
        ('{"explanation": 1}', "this is what fitcheck explain wrote, and not a report"),
        ('{"rubric": 1}', "this is what fitcheck rubric wrote"),
        ('{"comparison": 1}', "this is what fitcheck compare wrote"),
        ('{"reading": 1}', "there is no key 'format'"),
        ('{"format": 2}', "format: this has to be 1"),
        ("{", "the text ends inside brackets"),
        ("```fitcheck\n```\n" * 2, "more than one fenced 'fitcheck' block: lines 1, 3"),
        ("# a\n```fitcheck\n\n```\n", "report.md:2:1: sha256"),
        ("```fitcheck\n- a\n```\n", "report.md:1:1: sha256"),
        ("```fitcheck\na: &b 1\n```\n", "report.md:2:4: anchors"),
        (
            f"\n```fitcheck\nsha256: {'a' * 64}\n```",
            "report.md:3:1: this is no answers",
        ),
        ("\n```fitcheck\nsha256: 12\n```", "report.md:3:9: sha256"),
        ("- a\n" * 10_001, "much longer than a report"),
    ],
)
def test_what_is_no_report_is_refused(
    text: str, problem: str, shipped: Questionnaire
) -> None:
    with pytest.raises(FileError) as caught:
        checked(shipped, text)

    assert problem in str(caught.value)


@pytest.mark.parametrize("command", ["explain", "compare", "rubric"])
def test_what_another_command_wrote_is_named_with_what_can_be_verified(
    command: str, shipped: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "nadia-same-ending"
    names = {"explain": [name], "compare": [name, name], "rubric": []}[command]
    text = inside(monkeypatch, command, *names, "--format", "json").out
    with pytest.raises(FileError, match=f"fitcheck {command} wrote") as caught:
        checked(shipped, text)

    assert "verify reads a report that fitcheck wrote to .md or .json" in str(
        caught.value
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"reading": "leans', '# It leans towards CBT.\n"reading": "leans'),
        ('"band": "clearly-psychodynamic"', '"band": clearly-psychodynamic'),
        ('"band": "clearly-psychodynamic"', "'band': 'clearly-psychodynamic'"),
        ('"cbt": 2,', f'"cbt": {"2" * 5000},'),
    ],
    ids=["a comment", "no quotes", "single quotes", "a number of 5,000 digits"],
)
def test_what_no_other_program_reads_as_json_is_refused(
    old: str, new: str, data: str, shipped: Questionnaire
) -> None:
    assert old in data
    with pytest.raises(FileError, match="this is no JSON"):
        checked(shipped, data.replace(old, new, 1))


def test_what_is_wrong_with_the_answers_is_named_by_its_line_in_the_report(
    page: str, shipped: Questionnaire
) -> None:
    edited = page.replace("who-leads: slightly-psychodynamic", "who-leads: both")
    line = edited[: edited.index("who-leads: both")].count("\n") + 1
    with pytest.raises(FileError) as caught:
        checked(shipped, edited)

    assert f"report.md:{line}:14: who-leads" in str(caught.value)


HOSTILE = {
    "a long rule": "|" + "-" * 10**5 + "x",
    "many ticks": "`" * 10**5,
    "a wide fence": "```" + " " * 10**5 + "`",
    "many fences": "```x\n```\n" * 1000,
    "only bars": "|" * 10**4,
    "one bar": "|",
    "backslashes": "|" + "\\" * 10**4,
    "a long heading": f"## {'a' * 10**5}\n\nb",
    "a long line": "1." * 10**5,
    "an unclosed fence": "```x\n" + "a\n" * 10**4,
    "much under it": f"## {'a' * 10**4}\n\n" + "- b\n" * 1000,
    "unseen": f"# {UNSEEN}\n\n- {UNSEEN}{'b' * 99}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_added_is_a_difference_that_is_safe_to_print(
    name: str, page: str, shipped: Questionnaire
) -> None:
    found = checked(shipped, f"{page}\n{HOSTILE[name]}")
    told = lines.lay_out(verdict.tell(shipped, found, f"{UNSEEN}.md"))

    assert found.differences
    assert max(len(place) for place in places(found)) < 1000
    assert len(told) < 6000
    assert all(character.isprintable() or character == "\n" for character in told)


def test_unseen_characters_in_json_are_written_out(
    data: str, shipped: Questionnaire
) -> None:
    theirs = json.loads(data)
    theirs[UNSEEN] = 1
    theirs["lines"][0]["question"] = UNSEEN
    theirs["reading"] = UNSEEN
    told = lines.lay_out(
        verdict.tell(shipped, checked(shipped, json.dumps(theirs)), "r")
    )

    assert all(character.isprintable() or character == "\n" for character in told)
    assert "\\u202e" in told


def test_a_changed_line_is_known_beside_one_that_came(
    page: str, shipped: Questionnaire
) -> None:
    line = "- **Sum:** 3 points\n"
    start = page.index("- **Difference:** 28 - 2")
    edited = page[:start] + line + page[start:].replace("28", "27", 1)
    came, differs = checked(shipped, edited).differences

    assert (came.found, came.expected) == ("Sum: 3 points", None)
    assert (differs.found, differs.expected) == (
        "Difference: 27 - 2 = +26",
        "Difference: 28 - 2 = +26",
    )


@pytest.mark.parametrize(
    ("text", "at", "shown"),
    [
        ("short", 3, "short"),
        ("word " * 13, 0, "word " * 11 + "word…"),
        ("word " * 20, 52, "…" + "word " * 11 + "word…"),
        ("x" * 99, 0, "x" * 64 + "…"),
        ("x" * 199, 99, "…" + "x" * 64 + "…"),
        ("a " + "x" * 99, 99, "…" + "x" * 26),
    ],
)
def test_a_text_is_cut_around_the_place(text: str, at: int, shown: str) -> None:
    assert verdict.cut(text, at) == shown


def test_only_the_first_differences_are_named_and_the_rest_counted(
    data: str, shipped: Questionnaire
) -> None:
    theirs = json.loads(data) | {f"key-{number}": number for number in range(23)}
    told = said(shipped, checked(shipped, json.dumps(theirs)))

    assert "key-19" in told
    assert "key-20" not in told
    assert "And more places: 3." in told


def test_an_underscore_within_a_word_may_be_escaped_or_not() -> None:
    assert pages.read(r"ask\_when") == pages.read("ask_when")
    assert pages.read(r"\_when\_") != pages.read("_when_")


@pytest.mark.parametrize(
    "fence", ["    ```", "\t```", "  \t```", "```\u00a0", "\x0b```"]
)
def test_what_closes_no_block_in_markdown_closes_none_here(fence: str) -> None:
    """Else a page could show as code, to its end, what is read here as text."""
    (code,) = pages.read(f"```x\na\n{fence}\n\n## Your result")
    closed = pages.read("```x\na\n   ```\t\n## Your result")

    assert code.cells == ("x", f"a\n{fence}\n\n## Your result")
    assert [one.kind for one in closed] == ["code", "##"]


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\x0b", "\x0c", "\x85"])
def test_only_blanks_and_tabs_are_an_indent_or_a_gap(blank: str) -> None:
    for text in ("## a", "- a", "| a |", "a", "```x"):
        assert pages.read(f"{blank}{text}")[0].said != pages.read(text)[0].said
        assert pages.read(f" {text}\t ")[0].said == pages.read(text)[0].said
    assert pages.read(f"a {blank}b") != pages.read("a b")
    assert pages.read("a \t b") == pages.read("a b")


def test_a_page_is_taken_apart_into_its_pieces() -> None:
    page = (
        "# Title\nfirst\nline\n\n- item\n  goes on\n- **name:** fact\n\n"
        "| a | b \\| c |\n| --- | --- |\n|  | `d` |\n\n"
        "### Below\n\n````x\n```\n     \n````\n"
    )

    assert [(one.kind, one.cells, one.line) for one in pages.read(page)] == [
        ("#", ("Title",), 1),
        ("words", ("first line",), 2),
        ("item", ("item goes on",), 5),
        ("item", ("**name:** fact",), 7),
        ("row", ("a", "b \\| c"), 9),
        ("rule", ("---", "---"), 10),
        ("row", ("", "`d`"), 11),
        ("###", ("Below",), 13),
        ("code", ("x", "```\n     "), 15),
    ]


# --- The command -------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire) -> Callable[..., Ran]:
    monkeypatch.setattr(content, "load", lambda _, **__: shipped)
    return lambda *arguments, **more: inside(monkeypatch, *arguments, **more)


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_says_that_a_report_matches(
    form: str, run: Callable[..., Ran], tmp_path: Path, shipped: Questionnaire
) -> None:
    file = tmp_path / "report"
    file.write_text("\ufeff" + written(shipped, person(shipped), form), "utf-8")
    ran = run("verify", file)

    assert (ran.code, ran.err) == (0, "")
    assert "This report matches." in ran.out
    assert "This is no signature." in ran.out
    assert max(map(len, ran.out.split("\n"))) <= 80


def test_the_command_reads_standard_input_and_fails_on_a_difference(
    run: Callable[..., Ran], data: str
) -> None:
    ran = run("verify", "-", stdin=data.replace('"lowest": 26', '"lowest": 25'))

    assert (ran.code, ran.err) == (1, "")
    assert "This report does not match." in ran.out
    assert "fit.lowest" in ran.out
    assert "matches" not in ran.out


def test_the_command_fails_on_changed_content(
    run: Callable[..., Ran], data: str
) -> None:
    ran = run("verify", "-", stdin=forged(data))

    assert ran.code == 1
    assert "facts match, content changed" in ran.out


def test_the_command_refuses_what_is_no_report_on_standard_error(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("fitcheck: 1\n")
    for name in (file, tmp_path / "none.md"):
        ran = run("verify", name)

        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith(str(name))
    assert run("verify").code == 2


def test_a_narrow_terminal_shows_every_line_whole(tmp_path: Path, page: str) -> None:
    file = tmp_path / "r.md"
    file.write_text(page.replace("28 of 36", "29 of 36"))
    ran = on_terminal("verify", file, size=(24, 60))
    seen = re.sub(r"\x1b\[[0-9;]*m", "", ran.out).replace("\r", "")

    assert ran.code == 1
    assert max(map(len, seen.split("\n"))) <= 60
    assert "the report says “29 of 36”" in " ".join(seen.split())
