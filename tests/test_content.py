import functools
import hashlib
import json
import os
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.content import loader, strict, yaml_marks
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import ContentError, Problem

FOLDER = files.bundled()
SHIPPED, UNREAD = loader.read(FOLDER, "questions")


@pytest.fixture(autouse=True, scope="module")
def unchanged_files_are_parsed_once():
    """Keep the tests fast: the same text gives the same tree and the same model."""
    kept = {}
    validated = loader.validated

    def once(document, kind):
        if id(document) not in kept:
            kept[id(document)] = validated(document, kind)
        return kept[id(document)]

    with pytest.MonkeyPatch.context() as patch:
        parse = functools.lru_cache(maxsize=None)(yaml_marks.parse)
        patch.setattr(yaml_marks, "parse", parse)
        patch.setattr(loader, "validated", once)
        yield


def edited(*edits, **texts):
    """Return the shipped texts with the first (file, old, new) of each replaced."""
    found = dict(SHIPPED)
    for stem, old, new in edits:
        assert old in found[stem], f"{stem}.yaml holds no {old!r}"
        found[stem] = found[stem].replace(old, new, 1)
        assert found[stem] != SHIPPED[stem]
    return found | texts


def problems(texts, unread=None):
    with pytest.raises(ContentError) as caught:
        loader.parse(texts, "q", unread)
    assert str(caught.value).count(".yaml") >= len(caught.value.problems)
    return caught.value.problems


def only(*edits):
    """Return the one problem that an edit of the shipped files makes."""
    found = problems(edited(*edits))
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def marked(problem):
    """Return the text above the carets of a problem as it is printed."""
    lines = str(problem).splitlines()
    start, end = lines[3].index("^"), len(lines[3])
    return lines[2][start:end]


def said(texts, unread=None):
    return [problem.what for problem in problems(texts, unread)]


def test_the_shipped_files_load():
    assert not UNREAD
    questionnaire = loader.parse(SHIPPED, "questions")
    assert isinstance(questionnaire, Questionnaire)
    assert questionnaire.fingerprint == loader.load().fingerprint


OTHERS = """\
    others:
      - {id: beside, label: Beside, headline: you would rather not, next_step: Ask.}
"""


@pytest.mark.parametrize(
    ("stem", "old", "new", "what", "word", "remedy"),
    [
        ("limits", "kind: many", "kind: mny",
         "kind: this has to be 'poles', 'statement', 'single', 'many', 'ranked'",
         "mny", "did you mean 'many'?"),
        ("limits", "kind: many", "kind: [many]",
         "kind: this has to be 'poles', 'statement', 'single', 'many', 'ranked'",
         "[", "did you mean 'many'?"),
        ("limits", "    name: Practical limits", "    name: true",
         "name: this has to be text; put it in quotes", "true", ""),
        ("limits", "    name: Practical limits", "    name: 12",
         "name: this has to be text; put it in quotes", "12", ""),
        ("limits", "    name: Practical limits", "    name:",
         "name: this has to be text; put it in quotes", ":", ""),
        ("limits", "    name: Practical limits", "    name: ''",
         "name: this must not be empty", "''", ""),
        ("limits", "    name: Practical limits", "    name: a {place}",
         "name: holds a brace; only interface.yaml has places to fill",
         "a {place}", ""),
        ("limits", "    name: Practical limits", '    name: "a\\e[31mb"',
         "name: holds a control character", '"a\\e[31mb"', ""),
        ("limits", "    name: Practical limits", "    name: a\u202eb",
         "name: holds a control character", "a\\u202eb", ""),
        ("limits", "    name: Practical limits", "    name: Limits\n    nmae: x",
         "unknown key 'nmae'", "nmae", "did you mean 'name'?"),
        ("limits", "    name: Practical limits", "    name: Limits\n    zqzqzq: x",
         "unknown key 'zqzqzq'", "zqzqzq", "take it out"),
        ("limits", "    name: Practical limits\n", "",
         "'name' is missing here", "id", "add 'name:'"),
        ("limits", "id: short-time", "id: Short_Time",
         "id: this has to be small letters, digits and hyphens, such as my-word",
         "Short_Time", ""),
        ("limits", "exclusive: true", "exclusive: yes",
         "exclusive: this has to be true or false", "yes", ""),
        ("limits", "exclusive: true", "exclusive: 1",
         "exclusive: this has to be true or false", "1", ""),
        ("questionnaire", "version: 2.0.0", "version: 2.0",
         "version: this has to be three numbers such as 1.0.0", "2.0", ""),
        ("questionnaire", "date: 2026-11-28", "date: 28.11.2026",
         "date: this has to be a day such as 2026-11-22", "28.11.2026", ""),
        ("questionnaire", "questions: [step-by-step,", "questions: [who-leads,",
         "'who-leads' is retired here, and is still asked", "who-leads", ""),
        ("questionnaire", "option: eating}", "option: sleep}",
         "'sleep' is retired here, and is still an option", "sleep", ""),
        ("questionnaire", "instead: not-sure", "instead: not-sur",
         "there is no option 'not-sur'", "not-sur", "did you mean 'not-sure'?"),
        ("questionnaire", "{question: concerns, o", "{question: concern, o",
         "there is no question 'concern'", "concern", "did you mean 'concerns'?"),
        ("questionnaire", "wishes, earlier", "earlier",
         "no section of questionnaire.yaml has this name", None,
         "name it there, or take the file out"),
        ("questionnaire", "limits, side", "limits, rubric, side",
         "rubric.yaml is not a section", "rubric", ""),
        ("questionnaire", "limits, side", "limits, limits, side",
         "'limits' stands here twice", "limits", ""),
        ("rubric", "points: 2\n    name", "points: 3\n    name",
         "this has to be 2: the strengths run from 3 to 0", "3", ""),
        ("rubric", "towards: 2", "towards: -2",
         "towards: this has to be at least 0", "-2", ""),
        ("rubric", "towards: 2", "towards: 100",
         "towards: this has to be at most 99", "100", ""),
        ("rubric", "towards: 2", 'towards: "2"',
         "towards: this has to be a whole number", '"2"', ""),
        ("rubric", "towards: 2", "towards: 2.0",
         "towards: this has to be a whole number", "2.0", ""),
        ("rubric", "towards: 2", "towards: 02",
         "towards: this has to be a whole number", "02", ""),
        ("rubric", "towards: 2", "towards: 12345678901234567890",
         "towards: this has to be a whole number", "12345678901234567890", ""),
        ("rubric", "reading: pull-apart", "reading: pull-appart",
         "reading: this has to be 'see-someone-first', 'cannot-tell', "
         "'leans-psychodynamic', 'leans-cbt', 'pull-apart' or 'either'",
         "pull-appart", "did you mean 'pull-apart'?"),
        ("rubric", "from: -4, name: no clear leaning}", "from: -11, name: x}",
         "the bounds have to rise from band to band", "-11", ""),
        ("rubric", "from: 12, name", "from: 5, name",
         "the bounds have to rise from band to band", "5", ""),
        ("rubric", "from: 12, name", "from: null, name",
         "the first band has no bound (null), every other has one", "null", ""),
        ("rubric", "from: null, name", "from: -99, name",
         "the first band has no bound (null), every other has one", "-99", ""),
        ("rubric", "side: neither, from", "side: cbt, from",
         "the sides run from cbt through one neither to psychodynamic", "-", ""),
        ("rubric", "    fit: [cbt, reaching-cbt]\n", "    fit: [cbt]\n",
         "no row for fit 'reaching-cbt' with evidence 'psychodynamic'", "-", ""),
        ("rubric", "fit: [cbt, reaching-cbt]", "fit: [cbt, reaching-cbd]",
         "fit: this has to be 'psychodynamic', 'reaching-psychodynamic', 'neither', "
         "'reaching-cbt' or 'cbt'", "reaching-cbd", "did you mean 'reaching-cbt'?"),
        ("rubric", "    gate: true", "    gate: true\n    spans: true",
         "a row has 'gate: true', 'spans: true', or both 'fit' and 'evidence'",
         "see-someone-first", ""),
        ("rubric", "[danger-at-home, withheld]", "[danger-at-hom, withheld]",
         "there is no gate 'danger-at-hom'", "danger-at-hom",
         "did you mean 'danger-at-home'?"),
        ("rubric", "concerns: [grief-recent]", "concerns: [grief-resent]",
         "there is no concern 'grief-resent'", "grief-resent",
         "did you mean 'grief-recent'?"),
        ("rubric", "    concerns: [emptiness]\n", "",
         "an advisory has either 'concerns' or a 'rule'", "emptiness-help-lines", ""),
        ("rubric", "    rule: preference-differs\n",
         "    rule: preference-differs\n    unless_gates: [withheld]\n",
         "this has no meaning beside 'rule': no rule advises where a gate fired",
         "[", ""),
        ("therapist-questions", "    ask_when:", "    from_source: true\n    ask_when:",
         "'from_source' is asked always, so that no answer calls for it",
         "-", ""),
        ("questionnaire", "safety, working", "working, safety",
         "a gate looks at 'safe-now', and other questions come before it",
         "safety", "ask it first"),
        ("working", "- cnip-trainees-2022", "- cnip-traines-2022",
         "there is no source 'cnip-traines-2022'", "cnip-traines-2022",
         "did you mean 'cnip-trainees-2022'?"),
        ("concerns", "sources: [nhs-highland, ", "sources: [xyxyxyxy, ",
         "there is no source 'xyxyxyxy'", "xyxyxyxy", ""),
        ("help-lines", "source: gb-samaritans", "source: gb-samaritan",
         "there is no source 'gb-samaritan'", "gb-samaritan",
         "did you mean 'gb-samaritans'?"),
        ("earlier", "question: earlier-kind", "question: earlier-knd",
         "there is no question 'earlier-knd'", "earlier-knd",
         "did you mean 'earlier-kind'?"),
        ("earlier", "any_of: [psychodynamic, both]", "any_of: [psychodynamic, bth]",
         "there is no option 'bth'", "bth", "did you mean 'both'?"),
        ("gates", "any_of: [suicidal-thoughts]", "any_of: [suicidal-thought]",
         "there is no option 'suicidal-thought'", "suicidal-thought",
         "did you mean 'suicidal-thoughts'?"),
        ("gates", "question: safe-now", "question: safe-mow",
         "there is no question 'safe-mow'", "safe-mow", "did you mean 'safe-now'?"),
        ("gates", "    private: true\n", "    private: true\n    clears: true\n",
         "what clears is one answer among several, and not private", "true", ""),
        ("gates", "right now\n    stops: true\n",
         "right now\n    stops: true\n    clears: true\n",
         "what clears is one answer among several, and not private", "true", ""),
        ("gates",
         "    hope: Many people have become safer, with help, one step at a time.\n",
         "", "'hope' is missing here", "id", "add 'hope:'"),
        ("side-by-side", "    others:\n", OTHERS.replace("beside", "no-preference"),
         "'no-preference' is a step of the scale", "no-preference", ""),
        ("working", "    scale: two-pole\n", f"    scale: two-pole\n{OTHERS}",
         "other ways stand only beside a preference", "beside", ""),
        ("therapist-questions", "any_of: [ptsd]", "any_of: [ptds]",
         "there is no option 'ptds'", "ptds", "did you mean 'ptsd'?"),
        ("therapist-questions", "question: concerns", "question: concern",
         "there is no question 'concern'", "concern", "did you mean 'concerns'?"),
        ("therapist-questions", "question: concerns, any_of: [ptsd]",
         "question: safe-now, any_of: [safe]",
         "no question for a therapist may rest on a safety answer", "safe-now", ""),
        ("therapist-questions",
         "    ask_when:\n      - {question: concerns, any_of: [ptsd]}\n", "",
         "'ask_when' and 'because' go together", None, ""),
        ("side-by-side", "  - cbt\n", "  - cbd\n",
         "there is no therapy 'cbd'", "cbd", "did you mean 'cbt'?"),
        ("help-lines", "country: AT\n    for", "country: XX\n    for",
         "'XX' is not in countries.yaml", "XX", ""),
        ("help-lines", "for: young", "for: yuong",
         "for: this has to be 'crisis', 'young', 'abuse', 'drink' or 'eating'", "yuong",
         "did you mean 'young'?"),
        ("registers", "country: GB", "country: UK",
         "'UK' is not in countries.yaml", "UK", ""),
        ("registers", "country: GB", "country: gb",
         "country: this has to be two capital letters, such as GB", "gb", ""),
        ("countries", "code: AF", "code: AE",
         "'AE' stands here twice", "AE", ""),
        ("sources", "https://", "file://",
         "address: this has to be an address that starts with https://", None, ""),
        ("interface", "Question {number} of {total}", "Question {number} of {totl}",
         "question: has to hold each of these places once: {number}, {total}",
         "Question {number} of {totl}", ""),
        ("interface", "Question {number} of {total}", "Question {number}",
         "question: has to hold each of these places once: {number}, {total}",
         "Question {number}", ""),
        ("interface", "Question {number} of {total}", "Question {number} of {total} {",
         "question: holds a brace that belongs to no place",
         "Question {number} of {total} {", ""),
        ("interface", "Question {number} of {total}", "Q {number!r} of {total}",
         "question: has to hold each of these places once: {number}, {total}",
         "Q {number!r} of {total}", ""),
        ("therapies", "and take time to show", "and take some time to show if and",
         "hard: has 16 words, and may have 14",
         "It can stir strong feelings, and take some time to show if and whether it "
         "helps.", ""),
        ("limits", "id: limits\ntitle", "id: limit\ntitle",
         "the file is called limits.yaml", "limit", ""),
        ("working", "- cnip-trainees-2022", "- source-document",
         "'source-document' stands here twice", "source-document", ""),
        ("earlier", "      - id: none\n", "      - id: none\n        exclusive: true\n",
         "'exclusive' has no meaning where only one can be chosen", "true", ""),
    ],
)  # fmt: skip
def test_one_slip_makes_one_problem_at_its_place(stem, old, new, what, word, remedy):
    problem = only((stem, old, new))
    assert problem.what == what
    if word is None:
        return
    assert problem.file == f"q/{stem}.yaml"
    assert problem.remedy == remedy
    if word != ":":
        assert marked(problem).startswith(word) or word.startswith(marked(problem))
    source = edited((stem, old, new))[stem].splitlines()[problem.line - 1]
    assert problem.source == source


def test_a_problem_is_printed_with_place_line_caret_and_remedy():
    problem = only(("side-by-side", "  - cbt\n", "  - cbd\n"))
    line = SHIPPED["side-by-side"].splitlines().index("  - cbt") + 1
    gutter = " " * len(str(line))
    assert str(problem) == (
        f"q/side-by-side.yaml:{line}:5: there is no therapy 'cbd'\n"
        f"{gutter} |\n"
        f"{line} |   - cbd\n"
        f"{gutter} |     ^^^\n"
        "  = did you mean 'cbt'?"
    )


def test_every_problem_of_every_file_is_said_at_once():
    texts = edited(
        ("side-by-side", "  - cbt\n", "  - cbd\n"),
        ("working", "- cnip-trainees-2022", "- cnip-traines-2022"),
        ("rubric", "towards: 2", "towards: two"),
        ("limits", "exclusive: true", "exclusive: yes"),
        ("limits", "    name: Practical limits", "    nmae: Limits"),
        ("earlier", "id: earlier\n", "id: earlier\nid: earlier\n"),
        ("readiness", "title:", "title"),
        ("questionnaire", "language: en", "language: english"),
    )
    del texts["about"]
    found = problems(texts | {"extra": "id: extra\n"})
    assert list(found) == sorted(found)
    stems = [p.file.removeprefix("q/").removesuffix(".yaml") for p in found]
    assert stems == [
        "about", "earlier", "extra", "extra", "limits", "limits", "limits",
        "questionnaire", "readiness", "rubric", "side-by-side", "working",
    ]  # fmt: skip


@pytest.mark.parametrize("stem", sorted(SHIPPED))
def test_a_missing_file_is_named_and_drags_nothing_along(stem):
    texts = {key: text for key, text in SHIPPED.items() if key != stem}
    found = problems(texts)
    assert len(found) == 1, "\n".join(map(str, found))
    missing = "this file is missing" if stem in loader.APART else f"no file {stem}.yaml"
    assert missing in str(found[0])


@pytest.mark.parametrize("stem", sorted(SHIPPED))
@pytest.mark.parametrize("text", ["", "a: 'b\n", "[" * 10_000])
def test_a_file_that_cannot_be_read_drags_nothing_along(stem, text):
    found = problems(SHIPPED | {stem: text})
    assert [problem.file for problem in found] == [f"q/{stem}.yaml"]


@pytest.mark.parametrize("stem", sorted(SHIPPED))
@pytest.mark.parametrize("text", ["- a\n- b\n", "---\n"])
def test_a_file_that_is_no_block_of_keys_is_refused(stem, text):
    (problem,) = problems(SHIPPED | {stem: text})
    assert problem.what == "the file: this has to be a block of keys"
    assert problem.file == f"q/{stem}.yaml"
    assert problem.line <= len(text.splitlines()) + 1


@pytest.mark.parametrize("stem", sorted(SHIPPED))
def test_an_unread_file_is_said_once_and_its_neighbours_are_still_looked_at(stem):
    texts = {key: text for key, text in SHIPPED.items() if key != stem}
    unread = {stem: Problem(f"q/{stem}.yaml", what="this is not UTF-8 text")}
    assert said(texts, unread) == ["this is not UTF-8 text"]


def test_a_section_that_is_misspelt_is_found_in_its_file():
    found = problems(edited(("questionnaire", "readiness]", "rediness]")))
    assert found[0].what == "there is no file rediness.yaml"
    assert found[0].remedy == "did you mean 'readiness'?"
    assert marked(found[0]) == "rediness"
    assert found[1].file == "q/readiness.yaml"


def test_a_condition_cannot_look_ahead():
    texts = edited(("earlier", "question: earlier-kind", "question: earlier-cbt"))
    found = problems(texts)
    what = "a condition can only look at an earlier question"
    (ahead,) = [problem for problem in found if problem.what == what]
    assert marked(ahead) == "earlier-cbt"
    itself = ("earlier", "question: earlier-kind", "question: earlier-psychodynamic")
    assert what in said(edited(itself))
    preference = ("earlier", "question: earlier-kind", "question: informed-preference")
    assert what in said(edited(preference))


CONDITION = "    show_if:\n      - {{question: {0}, any_of: [{1}]}}\n    scale: pref"


@pytest.mark.parametrize(
    ("question", "option"), [("limits", "little-money"), ("concerns", "sleep")]
)
def test_a_condition_needs_a_question_with_one_answer(question, option):
    new = CONDITION.format(question, option)
    problem = only(("side-by-side", "    scale: pref", new))
    assert problem.what == "a condition needs a question with one answer"
    assert marked(problem) == question


def test_conditions_that_make_too_many_ways_are_refused():
    texts = dict(SHIPPED)
    parts = texts["working"].split("  - id: ")
    for number in range(3, len(parts)):
        earlier = parts[number - 1].splitlines()[0]
        condition = f"question: {earlier}, any_of: [no-preference]"
        show = f"\n    show_if: [{{{condition}}}]\n"
        parts[number] = parts[number].replace("\n", show, 1)
    texts["working"] = "  - id: ".join(parts)
    assert set(said(texts)) == {"too many linked questions to prove anything exactly"}


POINTS = """\
        points:
          psychodynamic: 1
          cbt: 0
          reason: A reason.
          sources: [judgement]
"""


def test_points_need_a_question_with_one_answer():
    option = "      - id: little-money\n"
    problem = only(("limits", option, option + POINTS))
    assert problem.what == "points need a question with one answer"


def test_points_on_one_option_are_needed_on_its_siblings():
    option = "      - id: safe\n"
    found = problems(edited(("safety", option, option + POINTS)))
    assert [p.what for p in found] == ["its siblings have points, this has none"] * 3
    assert [marked(p) for p in found] == [
        "not-sure", "might-hurt-myself", "someone-might-hurt-me",
    ]  # fmt: skip


def test_only_one_question_can_be_ranked():
    second = SHIPPED["concerns"].partition("questions:\n")[2]
    second = second.replace("- id: concerns", "- id: more-concerns", 1)
    texts = SHIPPED | {"concerns": SHIPPED["concerns"] + "\n" + second}
    assert said(texts) == ["only one question can be ranked"]


def test_a_question_that_stands_in_two_files_is_found():
    question = SHIPPED["side-by-side"].partition("questions:\n")[2]
    texts = SHIPPED | {"working": SHIPPED["working"].rstrip() + "\n" + question}
    what = "the question 'informed-preference' also stands in another file"
    assert said(texts) == [what]


def test_a_table_with_a_gap_names_every_case_without_a_row():
    both = "    fit: [cbt]\n    evidence: [cbt, neither]"
    found = said(edited(("rubric", both, both.replace("[cbt]", "[neither]"))))
    assert "no row for fit 'cbt' with evidence 'cbt'" in found
    assert "no row for fit 'cbt' with evidence 'neither'" in found


@pytest.mark.parametrize("kind", ["gate", "spans"])
def test_a_table_needs_a_row_for_gates_and_one_for_gaps(kind):
    start = SHIPPED["rubric"].index("  - reading: ", SHIPPED["rubric"].index("table:"))
    rows = SHIPPED["rubric"][start:].split("  - reading: ")
    row = next("  - reading: " + row for row in rows if f"    {kind}: true" in row)
    problem = only(("rubric", row, ""))
    assert problem.what == f"no row has '{kind}: true'"


def test_rows_for_safety_come_before_rows_for_gaps_and_these_before_all_others():
    table = SHIPPED["rubric"][SHIPPED["rubric"].index("table:") :]
    gate, spans, first, *_ = table.partition("\nadvisories:")[0].split("  - ")[1:]
    rows = [f"  - {row}" for row in (gate, spans, first)]

    for order in ((1, 0, 2), (0, 2, 1)):
        turned = "".join(rows[at] for at in order)
        problem = only(("rubric", "".join(rows), turned))
        assert problem.what == "rows with 'gate' come first, then those with 'spans'"
        assert marked(problem) in {"see-someone-first", "cannot-tell"}


def test_a_question_on_safety_comes_before_all_others_in_its_own_file_too():
    other = """questions:
  - id: how-are-you
    kind: single
    name: How you are
    text: How are you?
    why: It is kind to ask.
    options:
      - {id: well, label: Well}
      - {id: badly, label: Badly}
"""
    problem = only(("safety", "questions:\n", other))
    assert problem.what.startswith("a gate looks at 'safe-now', and other questions")
    assert marked(problem) == "safe-now"


def test_a_key_that_is_set_twice_is_named_in_content_too():
    line = next(x for x in SHIPPED["rubric"].splitlines() if "towards: 1" in x)
    doubled = line.replace("towards: 1", "towards: 1, towards: 0")
    problem = only(("rubric", line, doubled))
    assert problem.what == "this key is set twice"
    assert problem.remedy.startswith("keep one of them; the first is on line ")
    assert marked(problem) == "towards"


def test_long_and_odd_names_are_cut_and_written_out():
    long = "x" * 5_000
    for name in (long, '"\\e[2J\\u202e"', f'"{long}"'):
        found = problems(edited(("limits", "id: limits\n", f"id: limits\n{name}: 1\n")))
        for problem in found:
            assert len(str(problem)) < 400
            assert str(problem).replace("\n", "").isprintable()


def test_line_ends_and_byte_order_marks_make_no_difference(tmp_path):
    for end, mark in (("\r\n", ""), ("\r", ""), ("\n", "\ufeff")):
        for stem, text in SHIPPED.items():
            raw = (mark + text.replace("\n", end)).encode("utf-8")
            (tmp_path / f"{stem}.yaml").write_bytes(raw)
        fingerprint = loader.load(tmp_path).fingerprint
        assert fingerprint == loader.parse(SHIPPED, "q").fingerprint


def test_json_is_content_too():
    data = yaml_marks.parse("limits", SHIPPED["limits"]).root.plain()
    texts = SHIPPED | {"limits": json.dumps(data, indent=1)}
    assert loader.parse(texts, "q").fingerprint == loader.load().fingerprint


def test_the_fingerprint_follows_the_data_and_not_the_layout():
    ours = loader.parse(SHIPPED, "q").fingerprint
    layout = edited(("limits", "id: limits\n", "# a comment\nid:   'limits'\n"))
    assert loader.parse(layout, "elsewhere").fingerprint == ours
    word = edited(("limits", "name: Practical limits", "name: Practical limit"))
    assert loader.parse(word, "q").fingerprint != ours
    data = {
        stem: yaml_marks.parse(stem, text).root.plain()
        for stem, text in SHIPPED.items()
    }
    canonical = json.dumps(
        data, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert ours == hashlib.sha256(canonical.encode()).hexdigest()


def test_every_id_has_a_place():
    places = loader.parse(SHIPPED, "q").places
    place = places["concerns/concerns/sleep"]
    assert place.file == "q/concerns.yaml"
    assert SHIPPED["concerns"].splitlines()[place.line - 1].strip() == "- id: sleep"
    assert "sources/source-document" in places


def test_every_pattern_of_the_models_can_be_said_in_words():
    for text in (*loader.PARTS.values(), reading.AnswersFile):
        for pattern in json.dumps(text.model_json_schema()).split('"pattern": ')[1:]:
            assert json.JSONDecoder().raw_decode(pattern)[0] in strict.SHAPES


@pytest.fixture
def folder(tmp_path):
    for stem, text in SHIPPED.items():
        (tmp_path / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def load_problems(folder):
    with pytest.raises(ContentError) as caught:
        loader.load(folder)
    return caught.value.problems


def test_a_folder_loads_like_the_shipped_one(folder):
    shutil.copytree(FOLDER / "vignettes", folder / "vignettes", dirs_exist_ok=True)
    (folder / "README.md").write_text("not content")
    assert loader.load(folder).fingerprint == loader.load().fingerprint


@pytest.mark.parametrize("name", ["nowhere", "limits.yaml", "x" * 300, "a\0b"])
def test_a_folder_that_is_none_is_said_to_be_none(folder, name):
    (problem,) = load_problems(folder / name)
    assert problem.what
    assert problem.line == 0


def test_an_empty_folder_misses_every_file(tmp_path):
    found = load_problems(tmp_path)
    assert len(found) == len(loader.APART)
    assert {problem.what for problem in found} == {"this file is missing"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_files_that_cannot_be_read_are_said_at_once_with_all_other_problems(folder):
    for stem in ("limits", "about", "sources", "gates", "working"):
        (folder / f"{stem}.yaml").unlink()
    os.mkfifo(folder / "limits.yaml")
    (folder / "about.yaml").mkdir()
    (folder / "sources.yaml").write_bytes("a: \u00e4".encode("latin-1"))
    (folder / "gates.yaml").write_text("id: gates".ljust(files.LARGEST + 1))
    (folder / "working.yaml").symlink_to("nothing.yaml")
    (folder / "safety.yaml").write_text("a: 1", encoding="utf-16")
    wrong = SHIPPED["side-by-side"].replace("  - cbt\n", "  - cbd\n")
    (folder / "side-by-side.yaml").write_text(wrong, encoding="utf-8")
    found = {p.file.rpartition("/")[2]: p.what for p in load_problems(folder)}
    assert found == {
        "limits.yaml": "this is not a regular file",
        "about.yaml": "this is not a regular file",
        "sources.yaml": "this is not UTF-8 text",
        "gates.yaml": "the file is larger than 1 MB",
        "working.yaml": "the system says: No such file or directory",
        "safety.yaml": "this is not UTF-8 text",
        "side-by-side.yaml": "there is no therapy 'cbd'",
    }


def outcome(texts):
    """Load texts; only a Questionnaire or a ContentError may come out."""
    try:
        assert isinstance(loader.parse(texts, "q"), Questionnaire)
    except ContentError as error:
        found = error.problems
    else:
        return ()
    for problem in found:
        assert len(str(problem)) < 2_000
        assert all(line.isprintable() for line in str(problem).splitlines())
    return found


SMALL = sorted(SHIPPED, key=lambda stem: len(SHIPPED[stem]))
MUTATED = settings(max_examples=35, deadline=None, derandomize=True, database=None)


@MUTATED
@given(st.sampled_from(SMALL), st.text())
def test_any_text_in_place_of_a_file_is_refused_in_order(stem, text):
    assert outcome(SHIPPED | {stem: text})


@MUTATED
@given(st.data())
def test_shipped_files_cut_and_stirred_load_or_are_refused_in_order(data):
    stem = data.draw(st.sampled_from(SMALL[:12]))
    text = SHIPPED[stem]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 40)))
        odd = st.sampled_from(
            ["- ", "[", "{", "}", ": ", "\n", "\t", "'", '"', "&a ", "!x ", "null",
             "-1", "yes", "  ", "id: x", "kind: many", "\\ud800", "#", "|", "? "]
        ) | st.text(max_size=5)  # fmt: skip
        text = text[:start] + data.draw(odd) + text[end:]
    outcome(SHIPPED | {stem: text})


JUNK = st.recursive(
    st.sampled_from([None, True, 0, -1, "", "x", "judgement", "cbt", "10"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["id", "key", "sources", "x"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


def replaced(value, junk, steps):
    """Put junk at a place in plain data; steps are choices on the way down."""
    children = list(value) if isinstance(value, dict) else range(len(value))
    if not steps or not children:
        return junk
    at = children[steps[0] % len(children)]
    below = value[at]
    if isinstance(below, (dict, list)):
        junk = replaced(below, junk, steps[1:])
    if isinstance(value, dict):
        return value | {at: junk}
    return [junk if number == at else one for number, one in enumerate(value)]


@MUTATED
@given(
    st.sampled_from(SMALL), st.lists(st.integers(0, 99), min_size=1, max_size=7), JUNK
)
def test_junk_anywhere_in_the_data_loads_or_is_refused_in_order(stem, steps, junk):
    data = yaml_marks.parse(stem, SHIPPED[stem]).root.plain()
    outcome(SHIPPED | {stem: yaml_marks.dump(replaced(data, junk, steps))})
