"""One strict reader for answers files, JSON reports and vignettes.

Its messages say file, line, column, and ids of ours: never a word that was in the file.
"""

from __future__ import annotations

import io
import json
import random
import unicodedata
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fitcheck import files, report
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import Sheet
from fitcheck.errors import FileError
from fitcheck.render import json as json_format
from fitcheck.rubric import path, scoring

if TYPE_CHECKING:
    from fitcheck.questionnaire import Questionnaire

VIGNETTES = files.bundled() / "vignettes"
CANARY = "xqcanaryzz"
HEAD = "fitcheck: 1\nquestionnaire: psychodynamic-cbt\nversion: 2.0.0\n"
SEED = 20261122
CLEARING = {"suicidal-thoughts", "self-harm", "drink-or-drugs", "eating-danger"}
"""The gates that a clinician may clear: product.md, section 4."""

UNSEEN = (
    "\u202e \u2066 \u200f \x1b[31m \x07 \x85 \u2028 \u2029 \x00 \ufeff \U000e0041 é 😀"
)


def refusal(questionnaire: Questionnaire, text: str, name: str = "mine.yaml") -> str:
    """Read a text that has to be refused, and return the message."""
    with pytest.raises(FileError) as caught:
        reading.parse(questionnaire, text, name)
    assert not any(problem.source for problem in caught.value.problems)
    return str(caught.value)


def read(questionnaire: Questionnaire, text: str) -> Sheet:
    return reading.parse(questionnaire, text, "mine.yaml")


def file_with(body: str) -> str:
    return f"{HEAD}answers:\n{body}"


# --- what no answers file can be ---------------------------------------------------

HOPELESS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "only blanks": (b" \n\n", "the file is empty"),
    "only a comment": (b"# xqcanaryzz\n", "the file is empty"),
    "binary": (bytes(range(256)), "not UTF-8"),
    "in UTF-16": (HEAD.encode("utf-16"), "not UTF-8"),
    "in UTF-16 without a mark": (HEAD.encode("utf-16-le"), "does not allow"),
    "over 1 MB": (b"#" * 1_000_001, "1 MB"),
    "deeply nested": (b"a: " + b"[" * 5000, "nested too deeply"),
    "full of anchors": (
        b"a: &a [xqcanaryzz]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        "anchors are not used",
    ),
    "with a tag": (b"!!python/object:xqcanaryzz {}\n", "tags are not used"),
    "two documents": (b"fitcheck: 1\n---\nfitcheck: xqcanaryzz\n", "second document"),
    "a list": (b"- xqcanaryzz\n", "no answers file"),
    "one word": (b"xqcanaryzz\n", "no answers file"),
    "without its first key": (b"answers: {}\n", "no answers file"),
    "a FHIR resource": (b'{"resourceType": "xqcanaryzz"}', "FHIR"),
    "a report in Markdown": (
        b"# Which therapy\n\n**xqcanaryzz**: [\n\n```fitcheck\nfitcheck: 1\n```\n",
        "a report in Markdown",
    ),
    "a web page": (b"\n<!DOCTYPE html>\n<p>xqcanaryzz: a: b</p>\n", "a web page"),
    "a terminal's bytes": (b"fitcheck: \x1b[31mxqcanaryzz\n", "does not allow"),
}


@pytest.mark.parametrize(("data", "said"), HOPELESS.values(), ids=HOPELESS)
def test_a_file_that_cannot_be_answers_gets_one_clear_message(
    data: bytes, said: str, gallery: Questionnaire, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(data)
    with pytest.raises(FileError, match=said) as caught:
        reading.load(gallery, path, tmp_path)

    assert len(caught.value.problems) == 1
    assert CANARY not in str(caught.value)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(("data", "said"), HOPELESS.values(), ids=HOPELESS)
def test_standard_input_is_read_just_as_strictly(
    data: bytes, said: str, gallery: Questionnaire
) -> None:
    with pytest.raises(FileError, match=said) as caught:
        reading.load_stream(gallery, io.BytesIO(data), "standard input")
    assert str(caught.value).startswith("standard input")


def test_answers_to_another_questionnaire_are_refused(shipped: Questionnaire) -> None:
    text = file_with("  {}\n").replace("psychodynamic-cbt", CANARY)
    told = refusal(shipped, text)
    assert "another questionnaire" in told
    assert "psychodynamic-cbt" in told
    assert "mine.yaml:2:16" in told
    assert CANARY not in told


# --- where, and which of our ids ---------------------------------------------------


def test_a_misspelt_question_gets_its_place_and_the_nearest_of_ours(
    shipped: Questionnaire,
) -> None:
    told = refusal(shipped, file_with("  plan-or-opan: slightly-cbt\n"))
    assert told.startswith("mine.yaml:5:3: ")
    assert "did you mean 'plan-or-open'?" in told
    assert "plan-or-opan" not in told


def test_a_misspelt_option_gets_its_question_and_the_nearest_option(
    shipped: Questionnaire,
) -> None:
    told = refusal(shipped, file_with("  plan-or-open: slightly-cbd\n"))
    assert told.startswith("mine.yaml:5:17: plan-or-open: ")
    assert "did you mean 'slightly-cbt'?" in told
    assert "slightly-cbd" not in told


def test_an_option_nobody_can_guess_gets_the_list_of_options(
    shipped: Questionnaire,
) -> None:
    told = refusal(shipped, file_with(f"  who-leads: {CANARY}\n"))
    assert "options: strongly-psychodynamic, slightly-psychodynamic" in told
    assert CANARY not in told


def test_every_problem_is_told_at_once_in_the_order_of_lines(
    shipped: Questionnaire,
) -> None:
    told = refusal(shipped, file_with("  who-leads: a\n  nope: b\n  limits: c\n"))
    places = [line.split(":")[1] for line in told.splitlines() if "mine.yaml" in line]
    assert places == ["5", "6", "7"]


def test_a_missing_key_is_named(shipped: Questionnaire) -> None:
    assert "'answers' is missing" in refusal(shipped, HEAD)
    told = refusal(shipped, "fitcheck: 1\nanswers: {}\n")
    assert "'questionnaire' is missing" in told
    assert "'version' is missing" in told


WRONG = {
    "a number": ("  who-leads: 3\n", "who-leads: this has to be an option's name"),
    "true": ("  who-leads: true\n", "who-leads: this has to be an option's name"),
    "a block": ("  who-leads: {a: b}\n", "who-leads: this has to be an option's name"),
    "a list in a list": ("  concerns: [[a]]\n", "concerns: this has to be text"),
    "a list for one": ("  who-leads: [strongly-cbt]\n", "who-leads: the answer has"),
    "one for a list": ("  limits: none\n", "limits: the answer has to be a list"),
    "an empty list": ("  limits: []\n", "limits: "),
    "twice the same": ("  concerns: [sleep, sleep]\n", "concerns: "),
    "too many": ("  concerns: [sleep, panic, ptsd, phobia]\n", "concerns: "),
    "none and one": ("  limits: [none, short-time]\n", "limits: "),
    "a number in a list": ("  concerns: [1]\n", "concerns: this has to be text"),
}


@pytest.mark.parametrize(("body", "said"), WRONG.values(), ids=WRONG)
def test_an_answer_of_the_wrong_kind_gets_one_message(
    body: str, said: str, shipped: Questionnaire
) -> None:
    told = refusal(shipped, file_with(body))
    assert said in told
    assert told.count("mine.yaml") == 1


def test_a_key_set_twice_is_an_error(shipped: Questionnaire) -> None:
    told = refusal(shipped, file_with(2 * "  who-leads: strongly-cbt\n"))
    assert "mine.yaml:6:3: this key is set twice" in told


# --- nothing of the file is ever said ----------------------------------------------

PLANTED = {
    "a value": f"{HEAD}answers: {{who-leads: {CANARY}}}\n",
    "a value in a list": f"{HEAD}answers: {{concerns: [sleep, {CANARY}]}}\n",
    "a key of the answers": f"{HEAD}answers: {{{CANARY}: a}}\n",
    "a key of the file": f"{HEAD}answers: {{}}\n{CANARY}: 1\n",
    "a key set twice": f"{HEAD}answers: {{}}\n{CANARY}: 1\n{CANARY}: 2\n",
    "a list as a key": f"{HEAD}answers: {{[{CANARY}]: 1}}\n",
    "a skipped question": f"{HEAD}answers: {{}}\nskipped: [{CANARY}]\n",
    "a note's key": f"{HEAD}answers: {{}}\nnotes: {{{CANARY}: text}}\n",
    "a note that is too long": (
        f"{HEAD}answers: {{}}\nnotes: {{who-leads: {CANARY * 60}}}\n"
    ),
    "a note that is a block": (
        f"{HEAD}answers: {{}}\nnotes: {{who-leads: {{{CANARY}: {CANARY}}}}}\n"
    ),
    "a label that is too long": f"{HEAD}answers: {{}}\nlabel: {CANARY * 60}\n",
    "a label that is a list": f"{HEAD}answers: {{}}\nlabel: [{CANARY}]\n",
    "a country": f"{HEAD}answers: {{}}\ncountry: {CANARY}\n",
    "a day": f"{HEAD}answers: {{}}\nanswered: {CANARY}\n",
    "a day of no calendar": f"{HEAD}answers: {{}}\nanswered: 2026-02-30 # {CANARY}\n",
    "a respondent": f"{HEAD}answers: {{}}\nrespondent: {CANARY}\n",
    "a gate": f"{HEAD}answers: {{}}\ngate: [{CANARY}]\n",
    "what was withheld": f"{HEAD}answers: {{}}\nwithheld: [{CANARY}]\n",
    "a version": f"fitcheck: 1\nquestionnaire: a\nversion: {CANARY}\nanswers: {{}}\n",
    "a vignette": f"{HEAD}answers: {{}}\nvignette: {{name: A, about: [{CANARY}]}}\n",
    "a format": f"fitcheck: {CANARY}\nquestionnaire: a\nversion: 2.0.0\nanswers: {{}}",
    "an expectation": (
        f"{HEAD}answers: {{}}\n"
        f"vignette: {{name: A, about: B, expect: {{reading: {CANARY}}}}}\n"
    ),
    "an anchor": f"{HEAD}answers: &{CANARY} {{}}\n",
    "an alias": f"{HEAD}answers: *{CANARY}\n",
    "a tag": f"{HEAD}answers: !{CANARY} {{}}\n",
    "a tag handle": f"%TAG !{CANARY}! tag:{CANARY}\n{HEAD}answers: {{}}\n",
    "a directive": f"%{CANARY} 1.2\n---\nanswers: [\n",
    "an open quote": f'{HEAD}answers: {{who-leads: "{CANARY}\n',
    "a bad escape": f'{HEAD}answers: {{who-leads: "\\{CANARY}"}}\n',
    "an open bracket": f"{HEAD}answers: {{who-leads: {CANARY}\n",
    "a comma too few": f"{HEAD}answers: [a {CANARY} b: c]\nx: [{CANARY}: {{\n",
    "a colon too many": f"{HEAD}answers: {CANARY}: {CANARY}\n",
    "a colon missing": f"{HEAD}answers:\n  {CANARY}\n  who-leads: a\n",
    "a tab": f"{HEAD}answers:\n\twho-leads: {CANARY}\n",
    "an indent": f"{HEAD}answers:\n    who-leads: a\n  {CANARY}: b\n",
    "a block scalar": f"{HEAD}answers: |{CANARY}\n  text\n",
    "a percent sign": f"{HEAD}answers: %{CANARY}\n",
    "an at sign": f"{HEAD}answers: @{CANARY}\n",
    "a backtick": f"{HEAD}answers: `{CANARY}`\n",
    "half a character": f'{HEAD}answers: {{who-leads: "{CANARY}\\ud800"}}\n',
    "a control character": f"{HEAD}answers: {{who-leads: {CANARY}\x01}}\n",
    "JSON cut short": f'{{"fitcheck": 1, "answers": {{"who-leads": "{CANARY}"',
    "JSON with one bracket more": f'{{"fitcheck": 1, "answers": {{"{CANARY}": 1}}}}}}',
    "a JSON report's answer": json.dumps(
        {
            "format": 1,
            "questionnaire": {"id": "psychodynamic-cbt", "version": "2.0.0"},
            "country": None,
            "answered": None,
            "answers": {"who-leads": CANARY},
        }
    ),
    "a JSON report's questionnaire": json.dumps(
        {
            "format": 1,
            "questionnaire": {"id": CANARY, "version": CANARY},
            "country": CANARY,
            "answered": CANARY,
            "answers": {CANARY: CANARY},
            "gate": [CANARY * 9],
            "answer_notes": {CANARY: 1},
        }
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED)
def test_no_word_of_the_file_reaches_a_message(
    text: str, shipped: Questionnaire
) -> None:
    assert CANARY in text
    told = refusal(shipped, text)
    assert CANARY not in told.lower()
    assert CANARY[:6] not in told.lower()


@pytest.mark.parametrize("at", range(24))
def test_a_file_broken_anywhere_tells_nothing_of_itself(
    at: int, shipped: Questionnaire
) -> None:
    draw = random.Random(SEED + at)
    sheet = Sheet(
        "psychodynamic-cbt", "2.0.0",
        {"who-leads": ("strongly-cbt",), "concerns": ("sleep", "panic")},
        label=CANARY, notes={"who-leads": f"{CANARY}: '{CANARY}'"}, country="GB",
    )  # fmt: skip
    text = writing.dump(shipped, sheet)
    if at % 2:
        text = json_format.render(report.build(shipped, sheet))
    place = draw.randrange(len(text))
    junk = draw.choice(['"', "'", "[", "}", ": ", "\t", "&a ", "\n", "%", CANARY, "\0"])
    try:
        reading.parse(shipped, text[:place] + junk + text[place:], "mine.yaml")
    except FileError as error:
        assert CANARY not in str(error)  # noqa: PT017  # most of them can be read


# --- contradictions ----------------------------------------------------------------


def test_answered_and_skipped_at_once_is_an_error(shipped: Questionnaire) -> None:
    text = file_with("  who-leads: strongly-cbt\n") + "skipped: [who-leads]\n"
    assert "who-leads: both answered and in 'skipped'" in refusal(shipped, text)


def test_withheld_beside_a_safety_answer_is_an_error(shipped: Questionnaire) -> None:
    left_out = "safe-now: said here, though 'withheld' says it was left out"
    for said in (
        file_with("  safe-now: safe\n"),
        file_with("  {}\n") + "skipped: [safe-now]\n",
        file_with("  {}\n") + "notes: {safe-now: a secret}\n",
    ):
        told = refusal(shipped, said + "withheld: [safety]\n")
        assert left_out in told
        assert "secret" not in told


def test_a_gate_without_withheld_is_an_error(shipped: Questionnaire) -> None:
    told = refusal(shipped, file_with("  {}\n") + "gate: [withheld]\n")
    assert "'gate' can only stand beside 'withheld: [safety]'" in told


def test_a_gate_by_its_own_name_is_an_error(shipped: Questionnaire) -> None:
    text = file_with("  {}\n") + "withheld: [safety]\ngate: [not-safe-now]\n"
    assert "gate: this has to be 'withheld'" in refusal(shipped, text)


def test_a_withheld_gate_is_scored_as_a_gate(shipped: Questionnaire) -> None:
    text = file_with("  who-leads: strongly-cbt\n")
    sheet = read(shipped, text + "withheld: [safety]\ngate: [withheld]\n")
    assert scoring.score(shipped, sheet).gates == ("withheld",)


def test_a_vignette_with_an_open_question_names_it(shipped: Questionnaire) -> None:
    text = file_with("  who-leads: strongly-cbt\n") + (
        "vignette:\n  name: A\n  about: B\n"
        "  expect: {reading: cannot-tell, band: null, gate: []}\n"
    )
    told = refusal(shipped, text)
    assert "plan-or-open: on the path, but neither answered nor in 'skipped'" in told
    assert "earlier-cbt" not in told


def test_a_vignette_may_skip_and_withhold(shipped: Questionnaire) -> None:
    asked = [q.id for q in path.path(shipped, {}) if q.id not in shipped.safety]
    text = file_with("  {}\n") + (
        f"skipped: [{', '.join(asked)}]\nwithheld: [safety]\n"
        "vignette: {name: A, about: B, "
        "expect: {reading: cannot-tell, band: null, gate: []}}\n"
    )
    assert read(shipped, text).demonstration


# --- gates that were talked about --------------------------------------------------

NEEDS = "  needs-assessment: [self-harm, under-18]\n"
UNCLEARED = {
    "by nobody": (NEEDS, "cleared: [self-harm]\n", "6:1: 'cleared' can only stand"),
    "twice": (NEEDS, "cleared: [self-harm, self-harm]\n", "6:22: 'self-harm' stands"),
    "though it never clears": (NEEDS, "cleared: [under-18]\n", "6:11: this is no gate"),
    "though it is no gate": (NEEDS, f"cleared: [{CANARY}]\n", "6:11: this is no gate"),
    "though it was not said": (NEEDS, "cleared: [eating-danger]\n", "6:11: this is cl"),
    "beside what was withheld": (
        "  {}\n", "withheld: [safety]\ncleared: [self-harm]\n", "7:1: 'cleared' says"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "tail", "said"), UNCLEARED.values(), ids=UNCLEARED)
def test_what_cannot_have_been_cleared_is_refused_at_its_place(
    body: str, tail: str, said: str, shipped: Questionnaire
) -> None:
    who = "" if "can only stand" in said else "respondent: clinician\n"
    told = refusal(shipped, file_with(body) + tail + who)
    assert f"mine.yaml:{said}" in told
    assert CANARY not in told


def test_the_loader_lets_only_those_be_cleared_that_clear_and_were_said(
    shipped: Questionnaire,
) -> None:
    gates = [gate.id for gate in shipped.library.gates.gates]
    options = [o.id for o in shipped.choices["needs-assessment"] if not o.exclusive]
    pairs = [*combinations(options, 1), *combinations(options, 2)]
    for needs, cleared in product(pairs, gates):
        text = file_with(f"  needs-assessment: [{', '.join(needs)}]\n")
        text += f"respondent: client\ncleared: [{cleared}]\n"
        if cleared in CLEARING & {*needs}:
            fired = scoring.fired(shipped, read(shipped, text))
            assert {*fired} == {*needs} - {cleared}
        else:
            refusal(shipped, text)


def test_a_copy_of_what_was_cleared_is_that_of_somebody_with_nothing_to_clear(
    shipped: Questionnaire,
) -> None:
    talked, plain = (
        Sheet("psychodynamic-cbt", "2.0.0",
              {"needs-assessment": needs, "who-leads": ("strongly-cbt",)},
              respondent="clinician", cleared=cleared)
        for needs, cleared in (
            (("self-harm",), ("self-harm",)), (("none-of-these",), ()),
        )
    )  # fmt: skip
    copy = talked.withhold(shipped.safety, gate_fired=False)

    assert copy == plain.withhold(shipped.safety, gate_fired=False)
    text = writing.dump(shipped, copy)
    assert "self-harm" not in text
    assert "cleared" not in text
    assert reading.parse(shipped, text, "a.yaml") == copy


# --- what is accepted --------------------------------------------------------------


def test_null_is_not_provided(shipped: Questionnaire) -> None:
    text = file_with("  who-leads: null\n  plan-or-open: ~\n  limits:\n")
    with pytest.raises(FileError):
        read(shipped, text)  # a tilde is text here, like every other word
    sheet = read(shipped, text.replace("  plan-or-open: ~\n", ""))
    assert sheet.answers == {}


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("UK", "GB"),
        ("uk", "GB"),
        ("gb", "GB"),
        ("Fr", "FR"),
        ("NO", "NO"),
        ("zz", "ZZ"),
    ],
)
def test_a_country_is_two_letters_and_uk_means_gb(
    written: str, country: str, shipped: Questionnaire
) -> None:
    sheet = read(shipped, file_with("  {}\n") + f"country: {written}\n")
    assert sheet.country == country


def test_another_version_is_read_and_the_report_says_so(
    shipped: Questionnaire,
) -> None:
    text = file_with("  who-leads: strongly-cbt\n").replace("2.0.0", "0.7.2")
    built = report.build(shipped, read(shipped, text))
    words = shipped.words.report
    said = words.other_version.format(theirs="0.7.2", ours=shipped.manifest.version)
    assert said in str(built.document)

    again = reading.parse(shipped, json_format.render(built), "report.json")
    assert again.version == "0.7.2"
    assert report.build(shipped, again) == built


# --- answers to an earlier version -------------------------------------------------


def earlier(body: str, ours: str = "2.0.0") -> str:
    return file_with(body).replace(f"version: {ours}", "version: 1.0.0")


def test_retired_questions_are_not_provided_and_each_is_told_with_its_line(
    shipped: Questionnaire,
) -> None:
    body = "  who-leads: strongly-cbt\n"
    text = earlier(f"{body}  step-by-step: very-much\n  one-problem: null\n")
    text += "skipped: [each-session-a-purpose]\nnotes: {step-by-step: mine}\n"

    sheet = read(shipped, text)

    assert sheet == read(shipped, earlier(body))
    assert list(sheet.retired) == [
        "mine.yaml:6:3: 'step-by-step' is no longer asked, "
        "and this is taken as not provided",
        "mine.yaml:8:11: 'each-session-a-purpose' is no longer asked",
        "mine.yaml:9:9: the note on 'step-by-step' is left out: it is no longer asked",
    ]
    assert reading.parse(shipped, writing.dump(shipped, sheet), "a.yaml") == sheet


def test_a_retired_safety_answer_fires_the_gate_that_it_is_taken_for(
    shipped: Questionnaire,
) -> None:
    sheet = read(shipped, earlier("  safe-now: not-safe\n"))

    assert scoring.fired(shipped, sheet) == ("not-safe-now",)
    assert list(sheet.retired) == [
        "mine.yaml:5:3: safe-now: this is answered in another way now, "
        "and is taken as the nearest answer"
    ]


@pytest.mark.parametrize(
    ("concerns", "left", "reading"),
    [
        ("eating, panic", (), "not-given"),
        ("eating", (), "not-given"),
        ("panic, eating, sleep", ("panic", "sleep"), "cbt-ahead"),
    ],
)
def test_a_retired_concern_in_first_place_takes_the_others_with_it(
    concerns: str, left: tuple[str, ...], reading: str, shipped: Questionnaire
) -> None:
    sheet = read(shipped, earlier(f"  concerns: [{concerns}]\n"))

    assert sheet.answers.get("concerns", ()) == left
    assert scoring.evidence(shipped, sheet.answers).reading == reading
    assert list(sheet.retired) == [
        "mine.yaml:5:3: concerns: there is no 'eating' any more, "
        "and this is taken as not provided"
    ]


@pytest.mark.parametrize(
    ("weather", "gates", "taken"),
    [
        ("gale", ("storm",), "the nearest answer"),
        ("gale, storm", ("storm",), "the nearest answer"),
        ("hail", ("withheld",), "withheld safety answers"),
        ("fog, gale, hail", ("withheld",), "withheld safety answers"),
    ],
)
def test_a_safety_answer_that_stands_for_nothing_now_leaves_its_gate_unnamed(
    weather: str, gates: tuple[str, ...], taken: str, gallery: Questionnaire
) -> None:
    text = earlier(f"  weather: [{weather}]\n  ready-to-go: yes\n")
    text = text.replace("psychodynamic-cbt", "gallery") + "notes: {ready-to-go: mine}\n"

    sheet = read(gallery, text)

    assert scoring.fired(gallery, sheet) == gates
    assert list(sheet.retired) == [
        "mine.yaml:5:3: weather: this is answered in another way now, "
        f"and is taken as {taken}"
    ]
    withheld = gates == ("withheld",)
    assert sheet.withheld == sheet.gate_withheld == withheld
    assert bool(set(sheet.answers) & gallery.safety) != withheld
    assert bool(sheet.notes) != withheld
    assert reading.parse(gallery, writing.dump(gallery, sheet), "a.yaml") == sheet


def test_of_several_what_is_not_retired_is_left(gallery: Questionnaire) -> None:
    found = [
        read(
            gallery,
            earlier(f"  limits: [{limits}]\n").replace("psychodynamic-cbt", "gallery"),
        ).answers
        for limits in ("no-shoes, no-car", "no-shoes")
    ]

    assert found == [{"limits": ("no-car",)}, {}]


@pytest.mark.parametrize(
    "body",
    [
        "  step-by-step: very-much\n",
        "  safe-now: not-safe\n",
        "  concerns: [panic, eating]\n",
        "  {}\nskipped: [one-problem]\n",
        "  {}\nnotes: {one-problem: mine}\n",
    ],
)
def test_what_is_retired_is_refused_in_answers_to_this_version(
    body: str, shipped: Questionnaire
) -> None:
    refusal(shipped, file_with(body))
    assert read(shipped, earlier(body)).retired


@pytest.mark.parametrize(
    "body", ["  concerns: [sleep, sleep]\n", "  limits: [none, short-time]\n"]
)
def test_an_earlier_version_excuses_nothing_else(
    body: str, shipped: Questionnaire
) -> None:
    assert refusal(shipped, earlier(body))


def test_notes_hold_five_hundred_characters(shipped: Questionnaire) -> None:
    text = file_with("  {}\n") + f"notes: {{who-leads: {'n' * 500}}}\n"
    assert read(shipped, text).notes == {"who-leads": "n" * 500}
    longer = text.replace("nnn", "nnnn", 1)
    assert "longer than 500 characters" in refusal(shipped, longer)


def test_answers_off_the_path_are_accepted_and_never_count(
    shipped: Questionnaire,
) -> None:
    body = "  earlier-kind: none\n  earlier-cbt: still-stuck\n"
    sheet = read(shipped, file_with(body) + "notes: {earlier-cbt: a}\n")
    plain = read(shipped, file_with("  earlier-kind: none\n"))

    assert "earlier-cbt" in sheet.answers
    assert report.build(shipped, sheet) == report.build(shipped, plain)
    assert writing.dump(shipped, sheet) == writing.dump(shipped, plain)
    assert "earlier-cbt" not in json.dumps(
        report.build(shipped, sheet).facts["answers"]
    )


def test_the_order_of_the_file_does_not_matter(shipped: Questionnaire) -> None:
    one = read(shipped, file_with("  who-leads: strongly-cbt\n  safe-now: safe\n"))
    other = read(shipped, file_with("  safe-now: safe\n  who-leads: strongly-cbt\n"))
    assert one == other
    assert list(one.answers) == ["safe-now", "who-leads"]


def test_json_is_read_like_yaml(shipped: Questionnaire) -> None:
    text = file_with("  who-leads: strongly-cbt\n  concerns: [sleep]\n")
    sheet = read(shipped, text)
    data = writing.to_data(shipped, sheet)
    assert reading.parse(shipped, json.dumps(data), "a.json") == sheet
    with_emoji = json.dumps({**data, "label": "so 😀"})
    assert reading.parse(shipped, with_emoji, "a.json").label == "so 😀"


# --- there and back ----------------------------------------------------------------


def drawn(questionnaire: Questionnaire, draw: random.Random) -> Sheet:
    given = {
        key: (draw.choice(choices).id,)
        for key, choices in questionnaire.choices.items()
        if draw.random() < 0.8
    }
    left = [q.id for q in questionnaire.questions.values() if q.id not in given]
    respondent = draw.choice([None, "client", "clinician"])
    needs = given.get("needs-assessment", ()) if respondent else ()
    return Sheet(
        questionnaire.manifest.id,
        draw.choice(["1.0.0", "2.3.4"]),
        given,
        skipped=tuple(key for key in left if draw.random() < 0.5),
        country=draw.choice([None, "GB", "NO"]),
        answered=draw.choice([None, "2026-11-22"]),
        respondent=respondent,
        cleared=tuple(one for one in needs if one in CLEARING),
        label=draw.choice(
            [None, "yes", "1", "null", "a: b #c", UNSEEN, "-", "' \" \\n"]
        ),
        notes={
            key: draw.choice(["x\ny", UNSEEN, "```", "~"]) for key in list(given)[:2]
        },
    )


def on_path(questionnaire: Questionnaire, sheet: Sheet) -> Sheet:
    asked = {q.id for q in path.path(questionnaire, sheet.answers)}
    return replace(
        sheet,
        answers=path.on_path(questionnaire, sheet.answers),
        skipped=tuple(key for key in sheet.skipped if key in asked),
        notes={key: note for key, note in sheet.notes.items() if key in asked},
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_copy_read_again_is_the_sheet_on_its_path(
    seed: int, shipped: Questionnaire
) -> None:
    sheet = drawn(shipped, random.Random(SEED + seed))
    kept = on_path(shipped, sheet)
    assert reading.parse(shipped, writing.dump(shipped, sheet), "a.yaml") == kept

    built = report.build(shipped, sheet)
    text = json_format.render(built)
    assert reading.parse(shipped, text, "a.json") == kept
    assert json_format.render(report.build(shipped, kept)) == text


def test_a_withheld_copy_read_again_says_no_more_and_no_less(
    shipped: Questionnaire,
) -> None:
    sheet = Sheet("psychodynamic-cbt", "2.0.0", {"safe-now": ("might-hurt-myself",)})
    copy = sheet.withhold(shipped.safety, gate_fired=True)
    assert reading.parse(shipped, writing.dump(shipped, copy), "a.yaml") == copy
    text = json_format.render(report.build(shipped, copy))
    assert reading.parse(shipped, text, "a.json") == copy


def test_a_json_reports_gate_is_worked_out_anew(shipped: Questionnaire) -> None:
    sheet = Sheet("psychodynamic-cbt", "2.0.0", {"safe-now": ("might-hurt-myself",)})
    facts = json.loads(json_format.render(report.build(shipped, sheet)))
    assert facts["gate"] == ["not-safe-now"]
    facts["answers"]["safe-now"] = "safe"
    again = reading.parse(shipped, json.dumps(facts), "a.json")
    assert scoring.score(shipped, again).gates == ()


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_json_reports_demonstration_is_kept(
    demonstration: bool, shipped: Questionnaire
) -> None:
    sheet = Sheet("psychodynamic-cbt", "2.0.0", {}, demonstration=demonstration)
    text = json_format.render(report.build(shipped, sheet))
    assert reading.parse(shipped, text, "a.json").demonstration is demonstration


@pytest.mark.parametrize(
    "path", sorted(VIGNETTES.glob("*.yaml")), ids=lambda path: path.stem
)
def test_a_vignettes_report_and_copy_stay_that_fictional_person(
    path: Path, shipped: Questionnaire
) -> None:
    sheet = reading.load(shipped, path, VIGNETTES)
    text = json_format.render(report.build(shipped, sheet))
    assert reading.parse(shipped, text, "a.json") == sheet
    assert reading.parse(shipped, writing.dump(shipped, sheet), "a.yaml") == sheet


# --- by file, by name, from a stream -----------------------------------------------


def test_a_vignette_is_found_by_its_name_and_by_its_file(
    shipped: Questionnaire,
) -> None:
    named = reading.load(shipped, Path("nadia-same-ending"), VIGNETTES)
    filed = reading.load(shipped, VIGNETTES / "nadia-same-ending.yaml", Path("none"))
    assert named == filed
    assert named.vignette
    assert named.demonstration


def test_a_misspelt_vignette_gets_a_suggestion(shipped: Questionnaire) -> None:
    with pytest.raises(FileError, match="did you mean 'nadia-same-ending'"):
        reading.load(shipped, Path("nadia-same-endings"), VIGNETTES)
    with pytest.raises(FileError, match="did you mean 'nadia-same-ending'"):
        reading.load(shipped, Path("nadia"), VIGNETTES)
    with pytest.raises(FileError, match="no such file and no vignette"):
        reading.load(shipped, Path("qqq"), VIGNETTES)


def test_a_file_of_that_name_comes_before_a_vignette(
    shipped: Questionnaire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nadia-same-ending").write_text(file_with("  {}\n"))
    sheet = reading.load(shipped, Path("nadia-same-ending"), VIGNETTES)
    assert sheet.vignette is None


def test_a_missing_file_is_told_with_its_name(shipped: Questionnaire) -> None:
    with pytest.raises(FileError, match=r"no-such-file\.yaml"):
        reading.load(shipped, Path("no-such-file.yaml"), VIGNETTES)


def test_a_stream_is_read_with_or_without_a_byte_order_mark(
    shipped: Questionnaire,
) -> None:
    data = file_with("  who-leads: strongly-cbt\n").encode()
    plain = reading.load_stream(shipped, io.BytesIO(data), "standard input")
    marked = io.BytesIO(b"\xef\xbb\xbf" + data)
    assert reading.load_stream(shipped, marked, "standard input") == plain


# --- nothing unseen leaves raw -----------------------------------------------------


def raw(text: str) -> set[str]:
    """Return the unseen characters that stand raw in a text."""
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {c for c in text if c != "\n" and unicodedata.category(c) in unseen}


def test_a_copy_writes_out_what_nobody_can_see_and_loses_nothing(
    shipped: Questionnaire,
) -> None:
    sheet = Sheet(
        "psychodynamic-cbt", "2.0.0", {"who-leads": ("strongly-cbt",)},
        label=UNSEEN, notes={"who-leads": f"a\n{UNSEEN}\\ \" '"},
    )  # fmt: skip
    for text in (
        writing.dump(shipped, sheet),
        json_format.render(report.build(shipped, sheet)),
    ):
        assert raw(text) == set()
        assert "\\u202e" in text
        assert "é 😀" in text
        assert reading.parse(shipped, text, "a.yaml") == sheet


def test_plain_words_stay_plain(shipped: Questionnaire) -> None:
    sheet = Sheet(
        "psychodynamic-cbt",
        "2.0.0",
        {},
        label="Zoë, 日本",
        notes={"who-leads": "größer"},
    )
    text = writing.dump(shipped, sheet)
    assert "label: Zoë, 日本\n" in text
    assert "  who-leads: größer\n" in text


def test_the_largest_file_is_one_megabyte(shipped: Questionnaire) -> None:
    text = file_with("  {}\n")
    filled = text + "#" * (files.LARGEST - len(text))
    assert reading.load_stream(shipped, io.BytesIO(filled.encode()), "-")
    with pytest.raises(FileError, match="1 MB"):
        reading.load_stream(shipped, io.BytesIO(filled.encode() + b"#"), "-")


def to_any(data: dict[str, Any]) -> str:
    return json.dumps(data)


def test_a_report_of_a_later_format_is_refused(shipped: Questionnaire) -> None:
    built = report.build(shipped, Sheet("psychodynamic-cbt", "2.0.0", {}))
    told = refusal(shipped, to_any({**built.facts, "format": 2}))
    assert "format: this has to be 1" in told


def test_fields_that_a_later_report_adds_are_let_be(shipped: Questionnaire) -> None:
    built = report.build(shipped, Sheet("psychodynamic-cbt", "2.0.0", {}))
    assert reading.parse(shipped, to_any({**built.facts, "more": [1]}), "a.json")


def test_a_safety_answer_is_never_taken_for_one_that_opens_no_gate(
    shipped: Questionnaire,
) -> None:
    manifest = shipped.manifest
    first, *rest = manifest.retired.options
    harmless = (first.model_copy(update={"instead": "safe"}), *rest)
    retired = manifest.retired.model_copy(update={"options": harmless})
    loosened = replace(
        shipped, manifest=manifest.model_copy(update={"retired": retired})
    )

    sheet = read(loosened, earlier("  safe-now: not-safe\n"))

    assert scoring.fired(loosened, sheet) == ("withheld",)
