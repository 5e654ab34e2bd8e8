"""One strict reader for answers files, JSON reports and vignettes.

Its messages say file, line, column, and ids of ours: never a word that was in the file.
"""

import io
import json
import random
import re
import unicodedata
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pencil
import pytest

from fitcheck import documents, files
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import Sheet
from fitcheck.content import loader
from fitcheck.errors import FileError
from fitcheck.render import RENDERERS
from fitcheck.rubric import path, scoring

VIGNETTES = files.bundled() / "vignettes"
CANARY = "xqcanaryzz"
HEAD = "fitcheck: 1\nquestionnaire: psychodynamic-cbt\nversion: 2.0.0\n"
SEED = 20261122
CLEARING = {"suicidal-thoughts", "self-harm", "drink-or-drugs", "eating-danger"}
"""The gates that a clinician may clear: product.md, section 4."""

UNSEEN = (
    "\u202e \u2066 \u200f \x1b[31m \x07 \x85 \u2028 \u2029 \x00 \ufeff \U000e0041 é 😀"
)


def refusal(questionnaire, text, name="mine.yaml"):
    """Read a text that has to be refused, and return the message."""
    with pytest.raises(FileError) as caught:
        reading.parse(questionnaire, text, name)
    assert not any(problem.source for problem in caught.value.problems)
    return str(caught.value)


def read(questionnaire, text):
    return reading.parse(questionnaire, text, "mine.yaml")


def stream(questionnaire, data):
    text = files.decode(io.BytesIO(data), "input")
    return reading.parse(questionnaire, text, "input")


def file_with(body):
    return f"{HEAD}answers:\n{body}"


def raw(text):
    """Return the unseen characters that stand raw in a text."""
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {c for c in text if c != "\n" and unicodedata.category(c) in unseen}


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
    data, said, gallery, tmp_path
):
    path = tmp_path / "mine.yaml"
    path.write_bytes(data)
    with pytest.raises(FileError, match=said) as caught:
        reading.load(gallery, path, tmp_path)

    assert len(caught.value.problems) == 1
    assert CANARY not in str(caught.value)
    assert str(caught.value).startswith(str(path))
    with pytest.raises(FileError, match=said) as streamed:
        stream(gallery, data)
    assert str(streamed.value).startswith("input")


# --- what is said of the rest, and what never is ------------------------------------

CASES = Path(__file__).parent / "cases"
REFUSED = pencil.load_yaml(CASES / "answers_refused.yaml")


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_told_at_its_place_and_no_word_of_the_file(case, shipped):
    words = dict(vars(shipped.words.problems))
    words["too_many"] = words["too_many"].format(most=3)
    said = re.sub("^(?! )", "mine.yaml:", case["said"], flags=re.M)
    for name, word in words.items():
        said = said.replace(f"{{{name}}}", str(word))

    told = refusal(shipped, case["text"].replace("{HEAD}\n", HEAD))

    assert told == said
    assert CANARY[:6] not in told.lower()


def test_a_file_broken_anywhere_tells_nothing_of_itself(shipped):
    sheet = Sheet(
        "psychodynamic-cbt", "2.0.0",
        {"who-leads": ("strongly-cbt",), "concerns": ("sleep", "panic")},
        label=CANARY, notes={"who-leads": f"{CANARY}: '{CANARY}'"}, country="GB",
    )  # fmt: skip
    texts = (
        writing.dump(shipped, sheet),
        RENDERERS["json"](documents.build(shipped, sheet)),
    )
    refused, draw = 0, random.Random(SEED)
    for at in range(60):
        text = texts[at % 2]
        place = draw.randrange(len(text))
        junk = draw.choice(['"', "'", "[", "}", ": ", "\t", "&a ", "\n", "%", CANARY])
        try:
            reading.parse(shipped, text[:place] + junk + text[place:], "mine.yaml")
        except FileError as error:
            refused += 1
            assert CANARY not in str(error)  # noqa: PT017  # some of them can be read
    assert refused > 15


# --- contradictions ----------------------------------------------------------------


def test_a_withheld_gate_is_scored_as_a_gate(shipped):
    text = file_with("  who-leads: strongly-cbt\n")
    sheet = read(shipped, text + "withheld: [safety]\ngate: [withheld]\n")
    assert scoring.score(shipped, sheet).gates == ("withheld",)


def test_a_vignette_may_skip_and_withhold(shipped):
    asked = [q.id for q in path.path(shipped, {}) if q.id not in shipped.safety]
    text = file_with("  {}\n") + (
        f"skipped: [{', '.join(asked)}]\nwithheld: [safety]\n"
        "vignette: {name: A, about: B, "
        "expect: {reading: cannot-tell, band: null, gate: []}}\n"
    )
    assert read(shipped, text).demonstration


# --- gates that were talked about --------------------------------------------------


def test_the_loader_lets_only_those_be_cleared_that_clear_and_were_said(shipped):
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


def test_a_copy_of_what_was_cleared_is_that_of_somebody_with_nothing_to_clear(shipped):
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


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("  who-leads: null\n  limits:\n", "answers", {}),
        ("  {}\ncountry: UK\n", "country", "GB"),
        ("  {}\ncountry: uk\n", "country", "GB"),
        ("  {}\ncountry: Fr\n", "country", "FR"),
        ("  {}\ncountry: NO\n", "country", "NO"),
        ("  {}\ncountry: zz\n", "country", "ZZ"),
        (f"  {{}}\nlabel: {'n' * 200}\n", "label", "n" * 200),
        (f"  {{}}\nnotes: {{limits: {'n' * 500}}}\n", "notes", {"limits": "n" * 500}),
    ],
)
def test_what_may_be_written_in_several_ways_is_read_as_one(
    text, field, value, shipped
):
    assert getattr(read(shipped, file_with(text)), field) == value


def test_another_version_is_read_and_the_report_says_so(shipped):
    text = file_with("  who-leads: strongly-cbt\n").replace("2.0.0", "0.7.2")
    built = documents.build(shipped, read(shipped, text))
    words = shipped.words.report
    said = words.other_version.format(theirs="0.7.2", ours=shipped.manifest.version)
    assert said in built.full.markdown

    again = reading.parse(shipped, RENDERERS["json"](built), "report.json")
    assert again.version == "0.7.2"
    assert documents.build(shipped, again).facts == built.facts


# --- answers to an earlier version -------------------------------------------------


def earlier(body, ours="2.0.0"):
    return file_with(body).replace(f"version: {ours}", "version: 1.0.0")


EARLIER = pencil.load_yaml(CASES / "answers_earlier.yaml")


@pytest.mark.parametrize("name", EARLIER)
def test_what_is_retired_is_told_at_its_place_and_keeps_its_gate(
    name, shipped, gallery
):
    body, left, gates, told = EARLIER[name].values()
    ours = gallery if "weather" in body or "shoes" in body else shipped
    text = earlier(body).replace("psychodynamic-cbt", ours.manifest.id)
    sheet = read(ours, text)

    assert {key: list(one) for key, one in sheet.answers.items()} == left
    assert list(sheet.retired) == [f"mine.yaml:{one}" for one in told]
    assert scoring.fired(ours, sheet) == tuple(gates)
    assert sheet.withheld == sheet.gate_withheld == (gates == ["withheld"])
    assert not set(sheet.notes) & (ours.safety if sheet.withheld else {"step-by-step"})
    assert reading.parse(ours, writing.dump(ours, sheet), "a.yaml") == sheet
    if ours is shipped:
        refusal(ours, file_with(body))
    if "[eating" in body:
        assert scoring.evidence(ours, sheet.answers).reading == "not-given"


@pytest.mark.parametrize(
    "body", ["  concerns: [sleep, sleep]\n", "  limits: [none, short-time]\n"]
)
def test_an_earlier_version_excuses_nothing_else(body, shipped):
    assert refusal(shipped, earlier(body))


def test_an_earlier_answer_stands_before_its_being_skipped(shipped):
    text = earlier("  who-leads: strongly-cbt\n") + "skipped: [who-leads, limits]\n"
    fitted = reading.fit(shipped, reading.parsed("mine.yaml", text))
    assert fitted.sheet.skipped == ("limits",)
    assert fitted.dropped == ()


def test_answers_off_the_path_are_accepted_and_never_count(shipped):
    body = "  earlier-kind: none\n  earlier-cbt: still-stuck\n"
    sheet = read(shipped, file_with(body) + "notes: {earlier-cbt: a}\n")
    plain = read(shipped, file_with("  earlier-kind: none\n"))

    assert "earlier-cbt" in sheet.answers
    assert (
        documents.build(shipped, sheet).facts == documents.build(shipped, plain).facts
    )
    assert writing.dump(shipped, sheet) == writing.dump(shipped, plain)
    assert "earlier-cbt" not in json.dumps(
        documents.build(shipped, sheet).facts["answers"]
    )


def test_the_order_of_the_file_does_not_matter(shipped):
    one = read(shipped, file_with("  who-leads: strongly-cbt\n  safe-now: safe\n"))
    other = read(shipped, file_with("  safe-now: safe\n  who-leads: strongly-cbt\n"))
    assert one == other
    assert list(one.answers) == ["safe-now", "who-leads"]


def test_json_is_read_like_yaml(shipped):
    text = file_with("  who-leads: strongly-cbt\n  concerns: [sleep]\n")
    sheet = read(shipped, text)
    data = writing.to_data(shipped, sheet)
    assert reading.parse(shipped, json.dumps(data), "a.json") == sheet
    with_emoji = json.dumps({**data, "label": "so 😀"})
    assert reading.parse(shipped, with_emoji, "a.json").label == "so 😀"


# --- there and back ----------------------------------------------------------------


def drawn(questionnaire, draw):
    given = {
        key: (draw.choice(choices).id,)
        for key, choices in questionnaire.choices.items()
        if draw.random() < 0.8
    }
    left = [key for key in questionnaire.questions if key not in given]
    respondent = draw.choice([None, "client", "clinician"])
    needs = given.get("needs-assessment", ()) if respondent else ()
    labels = [None, "yes", "1", "null", "a: b #c", UNSEEN, "-", "' \" \\n"]
    return Sheet(
        questionnaire.manifest.id, draw.choice(["1.0.0", "2.3.4"]), given,
        skipped=tuple(key for key in left if draw.random() < 0.5),
        country=draw.choice([None, "GB", "NO"]),
        answered=draw.choice([None, "2026-11-22"]), respondent=respondent,
        cleared=tuple(one for one in needs if one in CLEARING),
        label=draw.choice(labels),
        notes={k: draw.choice(["x\ny", UNSEEN, "```", "~"]) for k in list(given)[:2]},
    )  # fmt: skip


def on_path(questionnaire, sheet):
    asked = {q.id for q in path.path(questionnaire, sheet.answers)}
    return replace(
        sheet,
        answers=path.on_path(questionnaire, sheet.answers),
        skipped=tuple(key for key in sheet.skipped if key in asked),
        notes={key: note for key, note in sheet.notes.items() if key in asked},
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_copy_read_again_is_the_sheet_on_its_path(seed, shipped):
    sheet = drawn(shipped, random.Random(SEED + seed))
    kept = on_path(shipped, sheet)
    text = RENDERERS["json"](documents.build(shipped, sheet))

    assert reading.parse(shipped, writing.dump(shipped, sheet), "a.yaml") == kept
    assert reading.parse(shipped, text, "a.json") == kept
    assert RENDERERS["json"](documents.build(shipped, kept)) == text


SAFETY = {"safe-now": ("might-hurt-myself",)}
COPIED = {
    "withheld": Sheet(
        "psychodynamic-cbt", "2.0.0", {}, withheld=True, gate_withheld=True
    ),
    "a demonstration": Sheet("psychodynamic-cbt", "2.0.0", SAFETY, demonstration=True),
    "in plain words": Sheet(
        "psychodynamic-cbt", "2.0.0", {}, label="Zoë, 日本", notes={"limits": "größer"}
    ),
    "with what nobody can see": Sheet(
        "psychodynamic-cbt", "2.0.0", {"who-leads": ("strongly-cbt",)},
        label=UNSEEN, notes={"who-leads": f"a\n{UNSEEN}\\ \" '"},
    ),
    **{
        file.stem: reading.load(loader.load(), file, VIGNETTES)
        for file in sorted(VIGNETTES.glob("*.yaml"))
    },
}  # fmt: skip


@pytest.mark.parametrize("sheet", COPIED.values(), ids=COPIED)
def test_a_copy_and_a_report_say_no_more_and_no_less_and_hide_nothing(sheet, shipped):
    text = writing.dump(shipped, sheet)
    facts = RENDERERS["json"](documents.build(shipped, sheet))
    copy = reading.parse(shipped, text, "a.yaml")

    assert reading.parse(shipped, facts, "a.json") == sheet
    assert replace(copy, demonstration=sheet.demonstration) == sheet
    assert copy.demonstration == bool(sheet.vignette)
    assert raw(text) == raw(facts) == set()
    if sheet.label == UNSEEN:
        assert all("\\u202e" in one and "é 😀" in one for one in (text, facts))
    if sheet.label == "Zoë, 日本":
        assert "label: Zoë, 日本\n" in text
        assert "  limits: größer\n" in text


def test_a_json_reports_gate_is_worked_out_anew(shipped):
    sheet = Sheet("psychodynamic-cbt", "2.0.0", {"safe-now": ("might-hurt-myself",)})
    facts = json.loads(RENDERERS["json"](documents.build(shipped, sheet)))
    assert facts["gate"] == ["not-safe-now"]
    facts["answers"]["safe-now"] = "safe"
    again = reading.parse(shipped, json.dumps(facts), "a.json")
    assert scoring.score(shipped, again).gates == ()


# --- by file, by name, from a stream -----------------------------------------------


def test_a_vignette_is_found_by_its_name_and_by_its_file_which_comes_first(
    shipped, tmp_path, monkeypatch
):
    name = Path("nadia-same-ending")
    named = reading.load(shipped, name, VIGNETTES)
    filed = reading.load(shipped, VIGNETTES / f"{name}.yaml", Path("none"))
    assert named == filed
    assert named.vignette
    assert named.demonstration
    monkeypatch.chdir(tmp_path)
    name.write_text(file_with("  {}\n"))
    assert reading.load(shipped, name, VIGNETTES).vignette is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nadia-same-endings", "did you mean 'nadia-same-ending'"),
        ("nadia", "did you mean 'nadia-same-ending'"),
        ("qqq", "no such file and no vignette of this name\n  = check the name"),
        ("no-such-file.yaml", r"no-such-file\.yaml"),
    ],
)
def test_a_name_that_leads_nowhere_gets_a_suggestion(name, said, shipped):
    with pytest.raises(FileError, match=said):
        reading.load(shipped, Path(name), VIGNETTES)


def test_a_stream_is_read_with_or_without_a_mark_up_to_a_megabyte(shipped):
    data = file_with("  who-leads: strongly-cbt\n").encode()
    filled = data + b"#" * (files.LARGEST - len(data))
    assert stream(shipped, b"\xef\xbb\xbf" + data) == stream(shipped, data)
    assert stream(shipped, filled) == stream(shipped, data)
    with pytest.raises(FileError, match="1 MB"):
        stream(shipped, filled + b"#")


def test_fields_that_a_later_report_adds_are_let_be(shipped):
    built = documents.build(shipped, Sheet("psychodynamic-cbt", "2.0.0", {}))
    assert reading.parse(shipped, json.dumps({**built.facts, "more": [1]}), "a.json")


def test_a_safety_answer_is_never_taken_for_one_that_opens_no_gate(shipped):
    manifest = shipped.manifest
    first, *rest = manifest.retired.options
    harmless = (first.model_copy(update={"instead": "safe"}), *rest)
    retired = manifest.retired.model_copy(update={"options": harmless})
    loosened = replace(
        shipped, manifest=manifest.model_copy(update={"retired": retired})
    )

    sheet = read(loosened, earlier("  safe-now: not-safe\n"))

    assert scoring.fired(loosened, sheet) == ("withheld",)
