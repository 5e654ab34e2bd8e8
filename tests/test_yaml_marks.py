import itertools
import json
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fitcheck.content import yaml_marks
from fitcheck.content.yaml_marks import Document
from fitcheck.errors import Problem

LOADERS = [pytest.param(yaml.Loader, id="python")]
if yaml.__with_libyaml__:
    LOADERS.append(pytest.param(yaml.CLoader, id="libyaml"))


@pytest.fixture(params=LOADERS, scope="module", autouse=True)
def either_loader(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_marks, "LOADER", request.param)
        yield


def read(text):
    document = yaml_marks.parse("f.yaml", text)
    assert isinstance(document, Document), str(document)
    return document


def plain(text):
    return read(text).root.plain()


def refused(text):
    """Return the one problem for which a text is not read at all."""
    problem = yaml_marks.parse("f.yaml", text)
    assert isinstance(problem, Problem)
    assert problem.what
    assert problem.remedy
    return problem


TEXT = """
    no yes on off No TRUE True False Null NULL ~ 012 0x1f 0o17 1:30 10:30:00 1e3 1.0 .5
    +5 1_000 .nan .inf 2026-11-22 2026-11-22T10:00:00Z 1.0.0 --5 12345678901234567890
    1234567890123456 = << -0x1
"""


def test_what_looks_like_something_else_stays_text():
    for word in TEXT.split():
        assert plain(f"a: {word}") == plain(f'a: "{word}"') == {"a": word}
        assert plain(f"[{word}]") == [word]
    assert plain('a: "-"') == {"a": "-"}
    for style in ('"{}"', "'{}'", "|-\n  {}", ">-\n  {}"):
        for word in ("true", "null", "12"):
            assert plain("a: " + style.format(word)) == {"a": word}
    keys = ["1", "true", "null", "012", "no", "2026-11-22"]
    assert list(plain("".join(f"{key}: a\n" for key in keys))) == keys


def test_only_these_plain_words_are_not_text():
    values = {"true": True, "false": False, "null": None, "": None, "0": 0, "-0": 0,
              "7": 7, "-12": -12, "123456789012345": 123456789012345}  # fmt: skip
    for word, value in values.items():
        found = plain(f"a: {word}")["a"]
        assert (found, type(found)) == (value, type(value))


def test_each_key_that_is_set_again_is_named_with_the_line_of_the_first():
    document = read("a: 1\nb: 2\na: 3\nc:\n  d: 1\n  d: 2\na: 4\n")
    assert document.root.plain() == {"a": 1, "b": 2, "c": {"d": 1}}
    problems = sorted(document.problems)
    assert [(p.line, p.column) for p in problems] == [(3, 1), (6, 3), (7, 1)]
    assert all(p.what == "this key is set twice" for p in problems)
    assert [p.remedy[-1] for p in problems] == ["1", "5", "1"]
    assert str(problems[1]) == (
        "f.yaml:6:3: this key is set twice\n"
        "  |\n"
        "6 |   d: 2\n"
        "  |   ^\n"
        "  = keep one of them; the first is on line 5"
    )


def test_keys_that_only_differ_in_quotes_are_the_same():
    assert len(read('1: a\n"1": b\n').problems) == 1
    assert len(read("{x: 1, 'x': 2, \"x\": 3}").problems) == 2
    assert read("x: 1\nX: 2\n").problems == []


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000, "{" * 10_000, "- " * 10_000, "? " * 10_000, "[{a: " * 10_000,
     "".join(" " * n + "a:\n" for n in range(1_000)),
     "[" * 10_000 + "]" * 10_000],
)  # fmt: skip
def test_deep_nests_are_refused_at_once(text):
    start = time.process_time()
    problem = refused(text)
    assert problem.what == "nested too deeply"
    assert time.process_time() - start < 2
    assert len(str(problem)) < 500


def test_twenty_levels_are_read_and_one_more_is_not():
    assert plain("[" * 20 + "]" * 20)
    assert refused("[" * 21 + "]" * 21).column == 21


CONTROL = ["\0", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x1c", "\x7f",
           "\x80", "\x9b", "\ud800", "\ufffe", "\uffff"]  # fmt: skip
TAGGED = ["!!int 3", "!!python/object/apply:os.system [ls]", "! x", '! "x"',
          "!own {a: 1}", "!!binary aGk=", "!!str no", "!<tag:yaml.org,2002:str> x",
          "!!set {a, b}"]  # fmt: skip
UNREAD = {
    "a tab where spaces belong": [
        ("\ta: 1", 1, 1), ("a:\n\tb: 1", 2, 1), ("a: |\n\tx", 2, 1),
    ],
    "a quotation mark is never closed": [
        ("x: 1\na: 'b\nc: 1\n", 2, 4),
        ('x: 1\n\na: "b\nc: 1\n', 3, 4), ('a: "b\n---\n', 1, 4),
    ],
    "a bracket is not closed, or a comma is missing": [
        ("x: 1\na: [b, c\nd: 1\n", 2, 4), ("x: 1\na: {b: 1\nd: 1\n", 2, 4),
    ],
    "a colon is missing here": [("a: 1\nbcd\ne: 2\n", 2, 1)],
    "a colon where none can stand": [
        ("a: b: c\n", 1, 5), ("a: 1\nb: Note: this\n", 2, 8),
    ],
    "no text can start like this": [("a: @b\n", 1, 4), ("a: `b`\n", 1, 4)],
    "this is not valid YAML": [
        ("x:\n  b: 1\n c: 2\n", 3, 2), ("x: 1\na: 'it's'\n", 2, 8),
        ('a: "b" c\n', 1, 8),
    ],
    "a key is a list or a mapping": [("? [a]\n: b\n", 1, 3), ("{[a]: b}", 1, 2)],
    "anchors are not used here": [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", 1, 4),
        ("a: 1\nb: *a\n", 2, 4), ("base: &base\n  x: 1\nmore:\n  <<: *base\n", 1, 7),
        ("&a x: 1\n", 1, 1),
    ],
    "tags are not used here": [(f"a: 1\nb: {one}\n", 2, 4) for one in TAGGED],
    "a second document": [("a: 1\n---\nb: 2\n", 0, 0), ("a: 1\n...\n---\n", 0, 0),
                          ("---\n---\n", 0, 0)],
    "the file is empty": [
        (one, 0, 0) for one in ("", "\n\n", "# a comment\n", "   ", "\ufeff")
    ],
    "a character that YAML does not allow": [
        *((f"a: 1\nb: xy{odd}z\n", 2, 6) for odd in CONTROL),
        ("a: 1\n".encode("utf-16-le").decode("utf-8"), 0, 0),
    ],
}  # fmt: skip
"""What is said, of which texts, at which line and column; 0 where any will do."""


@pytest.mark.parametrize("what", UNREAD)
def test_what_cannot_be_read_is_said_in_our_words_at_its_place(what):
    for text, line, column in UNREAD[what]:
        problem = refused(text)
        assert problem.what == what, text
        assert not line or (problem.line, problem.column) == (line, column), text
        assert not line or "^" in str(problem)
        assert all(one.isprintable() for one in str(problem).splitlines())


def test_an_end_inside_brackets_is_marked_inside_the_file():
    problem = refused("a: 1\nb: [[\n")
    assert problem.line in {2, 3}
    assert "bracket" in problem.remedy


def test_a_bare_document_mark_holds_nothing_and_a_list_is_a_list():
    assert plain("---\n") is None
    assert plain("- a\n- 2\n") == ["a", 2]
    assert plain("word") == "word"
    assert plain("---\na: 1\n...\n") == plain("\ufeffa: 1\n") == {"a": 1}


def test_an_escaped_control_character_is_read_but_never_printed_raw():
    document = read('"\\e[31mred": "\\0"\n"\\e[31mred": 2\n')
    assert document.root.plain() == {"\x1b[31mred": "\0"}
    assert "\x1b" not in str(document.problems[0])


def test_quoted_lines_show_what_would_turn_the_reading_direction():
    shown = str(read("a: 1\na: \u202egnp\u2066 \u200b\n").problems[0])
    assert "\\u202egnp\\u2066 \\u200b" in shown
    assert shown.isascii()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_as_one_line(end):
    text = end.join(["a: x", "b: |", "  one", "  two", "c: [1, 2]", "a: 4", ""])
    document = read(text)
    assert document.root.plain() == {"a": "x", "b": "one\ntwo\n", "c": [1, 2]}
    (problem,) = document.problems
    assert problem.line == 6
    assert problem.source == "a: 4"


def test_rare_line_ends_keep_the_quoted_line_right():
    (problem,) = read("a: 1\u2028b: 2\x85a: 3\n").problems
    assert (problem.line, problem.source) == (3, "a: 3")


def test_json_is_read_with_its_escapes():
    data = {"a": '\U0001f600 \u00e4 \\ / " \n \t', "b": [True, None, 3, "\u2028"]}
    for ascii_only, indent in itertools.product([True, False], [None, 2]):
        text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
        assert plain(text) == data
    assert plain('{"a": "\\/"}') == {"a": "/"}
    assert plain("a: \\ud83d\\ude00\n") == plain("a: '\\ud83d\\ude00'\n")
    assert plain("a: \\ud83d\\ude00\n") == {"a": "\\ud83d\\ude00"}


def test_half_a_character_in_json_is_refused():
    for half in ("\\ud83d", "\\ude00", "\\ud83d x \\ude00", "\\ude00\\ud83d"):
        problem = refused(f'{{"a": 1,\n"b": "{half}"}}')
        assert problem.line == 2
    assert plain('{"a": "\\\\ud83d\\\\ude00"}') == {"a": "\\ud83d\\ude00"}


def test_json_may_be_indented_with_tabs():
    if yaml_marks.LOADER is yaml.Loader:
        return  # only libyaml reads tabs in JSON
    assert plain(json.dumps({"a": [1, {"b": "c"}]}, indent="\t")) == {
        "a": [1, {"b": "c"}]
    }


NESTED = """\
top:
  - id: one
    options: [{id: x, label: first}, {id: y}]
    empty: []
  - id: two
"""


@pytest.mark.parametrize(
    ("steps", "kind", "expected"),
    [
        ((), "", (1, 1)),
        (("top",), "", (2, 3)),
        (("top", 0), "", (2, 5)),
        (("top", 1, "id"), "", (5, 9)),
        (("top", 0, "id"), "extra_forbidden", (2, 5)),
        (("top", 0, "options", 1, "id"), "", (3, 43)),
        (("top", 0, "single", "options", 0, "label"), "", (3, 30)),
        (("top", 0, "options", 1, "label"), "missing", (3, 39)),
        (("top", 0, "empty", 0), "", (4, 12)),
        (("top", 99, "id"), "", (2, 3)),
        (("nowhere", 0, "id"), "", (1, 1)),
    ],
)
def test_steps_lead_to_the_mark_and_stay_on_the_parent_if_nothing_is_there(
    steps, kind, expected
):
    mark = read(NESTED).mark(steps, kind)
    assert (mark.line, mark.column) == expected


def test_the_caret_stands_under_the_word_whatever_comes_before_it():
    for before in ("x", "\u00e4\u00f6", "\u4e16\u754c", "a\u0301", "a\tb"):
        document = read(f"{{'{before}': 1, wrong: 2}}")
        mark = document.mark(("wrong",), "extra_forbidden")
        shown = str(document.problem(mark, "no")).splitlines()
        assert shown[3].count("^") == len("wrong")
        quoted, caret = shown[2], shown[3].index("^")
        wide = {"\u4e16\u754c": 2, "a\u0301": -1}.get(before, 0)
        assert quoted.index("wrong") + wide == caret


def test_of_a_very_long_line_only_the_part_around_the_place_is_quoted():
    text = "{" + ", ".join(f"k{n}: {n}" for n in range(4_000)) + ", k7: 1}"
    shown = str(read(text).problems[0])
    assert len(shown) < 500
    lines = shown.splitlines()
    start = lines[3].index("^")
    assert lines[2][start : start + 2] == "k7"


def test_private_files_are_never_quoted():
    secret = "my father"
    for text in (f"a: '{secret}", f"a: {secret}\na: {secret}\n", f"{secret}: &x 1\n",
                 f"a: {secret}: b", f"? [{secret}]\n: 1", f"- @{secret}"):  # fmt: skip
        found = yaml_marks.parse("f.yaml", text, private=True)
        problems = [found] if isinstance(found, Problem) else found.problems
        assert problems
        assert all(secret not in str(p) + repr(p) for p in problems)


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(
    st.text(alphabet=st.characters() | st.sampled_from("[]{}:,-?&*!|>'\"%@# \n\t\\"))
)
def test_any_text_is_read_or_refused_and_nothing_else(text):
    found = yaml_marks.parse("f.yaml", text)
    if isinstance(found, Document):
        assert json.loads(found.to_json()) == found.root.plain()
        problems = found.problems
    else:
        problems = [found]
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert all(line.isprintable() for line in str(problem).splitlines())


KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5).filter(
    lambda key: not yaml_marks.BLANK.match(key)  # a dumped one has no quotes, and these
)
PLAIN_DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(PLAIN_DATA)
def test_what_is_dumped_or_written_as_json_is_read_back_the_same(data):
    assert plain(json.dumps(data)) == data
    assert plain(yaml_marks.dump(data)) == data
