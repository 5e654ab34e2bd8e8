import hashlib
import json
import os
import runpy
import shutil
from pathlib import Path

import pencil
import pytest
from sampling import THOROUGH, sample

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.content import loader, strict, yaml_marks
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import ContentError, Problem

FOLDER = files.bundled()
CASES = Path(__file__).parent / "cases"
SHIPPED, UNREAD = loader.read(FOLDER, "questions")


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


SLIPS = [
    pytest.param(stem, slip, id=f"{stem}: {slip['says'][:40]} {number}")
    for stem, slips in pencil.load_yaml(CASES / "content_slips.yaml").items()
    for number, slip in enumerate(slips)
]


@pytest.mark.parametrize(("stem", "slip"), SLIPS)
def test_one_slip_makes_one_problem_at_its_place(stem, slip):
    edit = (stem, slip["was"], slip["now"])
    problem = only(edit)
    assert problem.what == slip["says"]
    if "at" not in slip:
        return
    assert problem.file == f"q/{stem}.yaml"
    assert problem.remedy == slip.get("remedy", "")
    if (word := slip["at"]) != ":":
        assert marked(problem).startswith(word) or word.startswith(marked(problem))
    assert problem.source == edited(edit)[stem].splitlines()[problem.line - 1]


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


@pytest.mark.parametrize("stem", sample(sorted(SHIPPED), 3))
def test_a_file_that_is_missing_or_no_content_drags_nothing_along(stem):
    name, others = f"q/{stem}.yaml", {k: v for k, v in SHIPPED.items() if k != stem}
    (gone,) = problems(others)
    missing = "this file is missing" if stem in loader.APART else f"no file {stem}.yaml"
    assert missing in str(gone)
    assert said(others, {stem: Problem(name, what="not UTF-8")}) == ["not UTF-8"]
    for text in ("", "a: 'b\n", "[" * 10_000, "- a\n- b\n", "---\n"):
        (found,) = problems(SHIPPED | {stem: text})
        assert found.file == name
        listed = found.what == "the file: this has to be a block of keys"
        assert listed == text.startswith("-")
        assert found.line <= len(text.splitlines()) + 1


def test_a_section_that_is_misspelt_is_found_in_its_file():
    found = problems(edited(("questionnaire", "readiness]", "rediness]")))
    assert found[0].what == "there is no file rediness.yaml"
    assert found[0].remedy == "did you mean 'readiness'?"
    assert marked(found[0]) == "rediness"
    assert found[1].file == "q/readiness.yaml"


@pytest.mark.parametrize(
    "other", ["earlier-cbt", "earlier-psychodynamic", "informed-preference"]
)
def test_a_condition_cannot_look_ahead(other):
    found = problems(
        edited(("earlier", "question: earlier-kind", f"question: {other}"))
    )
    what = "a condition can only look at an earlier question"
    assert other in [marked(problem) for problem in found if problem.what == what]


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
    for evidence in ("cbt", "neither"):
        assert f"no row for fit 'cbt' with evidence '{evidence}'" in found


def test_rows_for_safety_come_before_rows_for_gaps_and_these_before_all_others():
    table = SHIPPED["rubric"][SHIPPED["rubric"].index("table:") :]
    first, second, third, *_ = table.partition("\nadvisories:")[0].split("  - ")[1:]
    rows = [f"  - {row}" for row in (first, second, third)]

    for left_out, kind in enumerate(("gate", "spans")):
        problem = only(("rubric", rows[left_out], ""))
        assert problem.what == f"no row has '{kind}: true'"
    for order in ((1, 0, 2), (0, 2, 1)):
        turned = "".join(rows[at] for at in order)
        problem = only(("rubric", "".join(rows), turned))
        assert problem.what == "rows with 'gate' come first, then those with 'spans'"
        assert marked(problem) in {"see-someone-first", "cannot-tell"}


def test_long_and_odd_names_are_cut_and_written_out():
    long = "x" * 5_000
    for name in (long, '"\\e[2J\\u202e"', f'"{long}"'):
        found = problems(edited(("limits", "id: limits\n", f"id: limits\n{name}: 1\n")))
        for problem in found:
            assert len(str(problem)) < 400
            assert str(problem).replace("\n", "").isprintable()


def test_line_ends_byte_order_marks_and_json_make_no_difference(tmp_path):
    ours = loader.parse(SHIPPED, "q").fingerprint
    for end, mark in (("\r\n", ""), ("\r", ""), ("\n", "\ufeff")):
        for stem, text in SHIPPED.items():
            raw = (mark + text.replace("\n", end)).encode("utf-8")
            (tmp_path / f"{stem}.yaml").write_bytes(raw)
        assert loader.load(tmp_path).fingerprint == ours
    data = yaml_marks.parse("limits", SHIPPED["limits"]).data
    texts = SHIPPED | {"limits": json.dumps(data, indent=1)}
    assert loader.parse(texts, "q").fingerprint == ours


def test_the_fingerprint_follows_the_data_and_not_the_layout():
    ours = loader.parse(SHIPPED, "q").fingerprint
    layout = edited(("limits", "id: limits\n", "# a comment\nid:   'limits'\n"))
    assert loader.parse(layout, "elsewhere").fingerprint == ours
    word = edited(("limits", "name: Practical limits", "name: Practical limit"))
    assert loader.parse(word, "q").fingerprint != ours
    data = {stem: yaml_marks.parse(stem, one).data for stem, one in SHIPPED.items()}
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


def test_files_broken_in_any_way_load_or_are_refused_in_order():
    fuzz = runpy.run_path(str(Path(__file__).parents[1] / "scripts" / "fuzz.py"))
    run = fuzz["Run"]()

    fuzz["batch"](run, 1, 300 if THOROUGH else 40, "content")

    assert {*run.came} == {"content read", "content refused"}
