"""Hostile files, names, places and texts: refused or shown harmlessly, and soon.

Each runs as a real child, which may take 150 MB and is killed if it hangs. What is
promised about them stands in SECURITY.md.
"""

import json
import os
import re
import shutil
import socket
import unicodedata
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from running import child
from sampling import sample

from fitcheck import files
from fitcheck.content.strict import UNSEEN
from fitcheck.errors import FileError

MEGABYTES = 150
LOUDEST = 40_000
"""Bytes of the longest message: a hundred problems with their lines."""
CANARY = "xqcanaryzz"
HEAD = "fitcheck: 1\nquestionnaire: psychodynamic-cbt\nversion: 2.0.0\n"
QUESTIONS = files.bundled()

ON_ANSWERS = (("score",), ("explain",), ("ask",), ("verify",))
"""Every command that reads answers, its argument last."""
ON_QUESTIONS = (
    ("check",),
    ("rubric", "--questions"),
    ("therapies", "--questions"),
    ("about", "--questions"),
    ("take", "--plain", "--questions"),
    ("ask", "--questions"),
    ("score", "nadia-same-ending", "--questions"),
    ("explain", "nadia-same-ending", "--questions"),
    ("demo", "nadia-same-ending", "--questions"),
    ("diff", QUESTIONS),
)
"""Every command that reads a folder of questions, its argument last."""
WRITING = (
    ("score", "nadia-same-ending"),
    ("explain", "nadia-same-ending"),
    ("ask",),
    ("rubric",),
    ("therapies",),
    ("about",),
    ("diff", QUESTIONS, QUESTIONS),
    ("take", "--plain"),
)
"""Every command that writes a document, without its --output."""


@pytest.fixture
def run(tmp_path):
    """Run a command in a child that may take its 150 MB and says what can be seen."""
    place = tmp_path / "here"
    place.mkdir()

    def one(*arguments, **more):
        ran = child(*arguments, cwd=place, limited=True, **more)
        assert ran.megabytes <= MEGABYTES
        assert raw(ran.said) == set()
        return ran

    return one


def raw(text):
    """Return the unseen characters that stand raw in a text."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in UNSEEN}


def refused(ran, said):
    """Hold what a run left behind against a refusal."""
    err = ran.err.decode()
    assert (ran.code, ran.out) == (1, b""), err[-300:]
    assert said in err
    assert len(ran.err) < LOUDEST
    assert CANARY not in err


# --- answers -----------------------------------------------------------------------


def filled(begin, unit, end=""):
    """Say something again and again, up to the largest file there may be."""
    room = files.LARGEST - len((begin + end).encode())
    return begin + unit * (room // len(unit.encode())) + end


def many(count, entry, begin, end, between=", "):
    """Write entries with a number in each."""
    return begin + between.join(entry.format(n) for n in range(count)) + end


def bomb():
    """Write nine lists, each of nine times the one before."""
    nine = (f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 10))
    return "\n".join([f"b0: &b0 [{CANARY}]", *nine])


REPORT = {
    "format": 1,
    "questionnaire": {"id": "psychodynamic-cbt", "version": "2.0.0"},
    "country": None,
    "answered": None,
    "answers": {},
}
MANY = "more than 10,000 keys and values"
LONG = "a list of more than 1,000 entries"
DEEP = "nested too deeply"
MORE = "There are more. Mend these first."
NO_FILE = "this is not a regular file"

ANSWERS = {
    "a bomb of lists in lists": (bomb(), "anchors are not used here"),
    "a list that holds itself": (f"a: &a [*a, {CANARY}]", "anchors are not used here"),
    "a merge of everything": (f"a: &a {{{CANARY}: 1}}\nb:\n  <<: *a\n", "anchors are"),
    "a tag that runs code": (
        f"a: !!python/object/apply:os.system ['echo {CANARY}']", "tags are not used"),
    "a megabyte of brackets": (filled("", "["), DEEP),
    "a megabyte of braces": (filled("", "{a: "), DEEP),
    "a megabyte of dashes": (filled("", "- "), DEEP),
    "a megabyte of indents": (
        "".join(f"{' ' * n}{CANARY}:\n" for n in range(1_300)), DEEP),
    "a report 10,000 lists deep": (
        json.dumps(REPORT)[:-1] + ', "x": ' + "[" * 10_000 + "]" * 10_000 + "}", DEEP),
    "a megabyte of entries": (filled("a: [", "a,", "]"), MANY),
    "a megabyte of empty entries": (filled("a:\n", "-\n"), MANY),
    "a megabyte of pairs of brackets": (filled("[", "[],", "]"), MANY),
    "a megabyte of little nests": (filled("[", "[" * 18 + "]" * 18 + ","), MANY),
    "a megabyte of keys": (many(80_000, "k{}", "{", "}"), MANY),
    "a megabyte of one key": (filled(HEAD + "answers: {", "k: 1,", "}"), MANY),
    "a megabyte of question marks": (filled("", "?\n"), MANY),
    "a list of 5,000 concerns": (
        many(5_000, CANARY + "{}", HEAD + "answers: {concerns: [", "]}"), LONG),
    "5,000 questions that are not ours": (
        many(4_900, f"plan-or-{CANARY}{{}}: a", HEAD + "answers: {", "}"), MORE),
    "5,000 keys that are not ours": (
        many(4_900, f"{CANARY}{{}}: a", f"{HEAD}answers: {{}}\n", "\n", "\n"), MORE),
    "5,000 answers of the wrong kind": (
        many(3_200, CANARY + "{}: [1]", HEAD + "answers: {", "}"), MORE),
    "one key set 5,000 times": (
        HEAD + "answers: {" + f"{CANARY}: a, " * 4_900 + "}", MORE),
    "a report with 5,000 lines": (
        json.dumps({**REPORT, "lines": [CANARY] * 5_000}), LONG),
    "a megabyte of line ends": (filled("", "\n"), "the file is empty"),
    "a megabyte of comments": (filled("", f"#{CANARY}\n"), "the file is empty"),
    "a megabyte in open quotes": (filled("a: \"", "\n"), "is never closed"),
    "a megabyte of one word": (
        filled(HEAD + "answers: {}\nlabel: ", CANARY), "longer than 200 characters"),
    "a megabyte of wide letters": (
        filled(HEAD + "answers: {}\nlabel: ", "\u8a9e"), "longer than 200 characters"),
    "a megabyte of escapes": (
        filled(HEAD + 'answers: {}\nlabel: "', "\\u0041", '"'), "longer than 200"),
    "a megabyte of halves of letters": (
        filled('{"a": "', "\\ud83d"), "a backslash that starts nothing known"),
    "a number of a million digits": (filled("fitcheck: ", "1"), "this has to be 1"),
    "a key of a megabyte": (filled("", CANARY, ": 1"), "a colon where none can stand"),
    "more than a megabyte": (filled("", "#") + "#", "there is more than 1 MB"),
    "orders to a terminal": (f"label: \x1b]0;{CANARY}\x07", "YAML does not allow"),
    "an order to a terminal in a key": (
        f'{HEAD}answers: {{"\\e[2J{CANARY}": a}}', "there is no question of this name"),
    "a reversed order of reading": (
        f'{HEAD}answers: {{"\u202e{CANARY}": a}}', "there is no question of this name"),
}  # fmt: skip


BLOCK = "```fitcheck\n"
LONGER = "this is much longer than a report can be"
MARKDOWN = {
    "a megabyte of headings": (filled("", "# a\n\n"), LONGER),
    "a megabyte of blocks": (filled("", f"{BLOCK}```\n"), LONGER),
    "a megabyte of line ends": (filled("# a\n", "\n"), LONGER),
    "a megabyte of rows": (filled("", "| a | b |\n"), LONGER),
    "a megabyte of brackets": (filled("", "["), LONGER),
    "a block that never ends": (filled(BLOCK, "a"), LONGER),
    "a bomb in the block": (f"# a\n\n{BLOCK}{bomb()}\n```\n", "anchors are not used"),
}


@pytest.mark.parametrize(
    ("command", "case"),
    [*(("score", one) for one in ANSWERS), *(("verify", one) for one in MARKDOWN)],
)
def test_hostile_answers_and_reports_are_refused(run, command, case):
    text, said = (ANSWERS if command == "score" else MARKDOWN)[case]

    refused(run(command, "-", stdin=text.encode("utf-8", "surrogatepass")), said)


@pytest.mark.parametrize("command", ON_ANSWERS, ids=" ".join)
def test_every_command_refuses_hostile_answers(run, command, tmp_path):
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({**REPORT, "x": dict.fromkeys(map(str, range(9_999)))}))
    os.mkfifo(tmp_path / "pipe")

    refused(run(*command, file), MANY)
    refused(run(*command, "-", stdin=file), MANY)
    refused(run(*command, tmp_path / "pipe"), f"{NO_FILE}\n  = {files.PIPED}")
    refused(run(*command, "-", stdin=Path("/dev/zero")), "more than 1 MB")


# --- names of files to read --------------------------------------------------------


def make(kind, place, file):
    """Make what stands at a place that no document can be read from or written to."""
    if "pipe" in kind:
        os.mkfifo(place / "pipe" if "link" in kind else file)
    if kind == "a socket":
        with socket.socket(socket.AF_UNIX) as listening:
            os.chdir(place)
            listening.bind(file.name)
    if kind == "a sparse file of a terabyte":
        with file.open("wb") as stream:
            stream.truncate(10**12)
    if "a file" in kind and "link" in kind:
        (place / "file").write_text("theirs")
    if "folder" in kind:
        (place / "folder").mkdir()
        (place / "around").symlink_to("around")
    if kind.startswith("a link to "):
        ends = {"itself": file.name, "a device": "/dev/zero"}
        file.symlink_to(ends.get(kind.removeprefix("a link to "), kind.split()[-1]))


NOT_REGULAR = ("a pipe", "a link to a pipe", "a link to a device")
SOURCES = {
    **dict.fromkeys(NOT_REGULAR, ("mine.yaml", NO_FILE)),
    "a link to itself": ("mine.yaml", "Too many levels of symbolic links"),
    "a socket": ("mine.yaml", "the system says: No such device or address"),
    "a sparse file of a terabyte": ("mine.yaml", "the file is larger than 1 MB"),
    "a folder": ("folder", NO_FILE),
    "a folder of links to itself": ("around/mine.yaml", "Too many levels of symbolic"),
    "a device": ("/dev/zero", NO_FILE),
    "the memory of a program": ("/proc/self/mem", "Input/output error"),
    "a file of the system": ("/etc/passwd", "this is no answers file"),
    "a way out": ("../" * 40 + "etc/passwd", "this is no answers file"),
    "a name of 100,000 letters": ("x" * 100_000, "no such file and no vignette"),
    "a name without end": ("x/" * 50_000, "File name too long"),
    "a name that orders a terminal": (
        "\x1b[2J\x07\x9b\u202e\u2066\n.yaml",
        r"\x1b[2J\x07\x9b\u202e\u2066\n.yaml: the system"),
    "a name that is no text": (
        os.fsdecode(b"\xff\xfe\xc3.yaml"), r"\udcff\udcfe\udcc3.yaml: the system says"),
    "an empty name": ("", NO_FILE),
}  # fmt: skip


@pytest.mark.parametrize("case", SOURCES)
def test_a_name_that_leads_to_no_answers_is_refused(run, case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    name, said = SOURCES[case]
    make(case, tmp_path, tmp_path / "mine.yaml")

    refused(run("score", name if len(name) in {0, 100_000} else tmp_path / name), said)


@pytest.mark.parametrize("case", ["--country", "--format", "TOPIC", "a word more"])
def test_an_argument_that_orders_a_terminal_is_a_usage_error(run, case):
    odd = "\x1b]0;x\x07\x9b2J\u202e\u2066\n\udcff"
    known = {"TOPIC": ("therapies", odd), "a word more": ("score", "a", odd)}

    assert run(*known.get(case, ("score", "a", case, odd))).code == 2


# --- folders of questions ----------------------------------------------------------


def folder(place):
    """Copy the questions."""
    made = place / "questions"
    shutil.copytree(QUESTIONS, made)
    return made


def begun(stem, old, new):
    """Return a file of questions with the first of something replaced."""
    text = (QUESTIONS / f"{stem}.yaml").read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


def linked():
    """Link questions, each to the one before, until nobody can follow."""
    text = (QUESTIONS / "working.yaml").read_text("utf-8")
    parts = text.split("  - id: ")
    for n in range(2, len(parts)):
        before = parts[n - 1].splitlines()[0]
        show = f"\n    show_if: [{{question: {before}, any_of: [no-preference]}}]\n"
        parts[n] = parts[n].replace("\n", show, 1)
    return "  - id: ".join(parts)


def again(stem, times):
    """Say the questions of a file again and again, under other ids."""
    text = (QUESTIONS / f"{stem}.yaml").read_text("utf-8")
    head, rest = text.split("questions:\n")
    found = (re.sub(r"(- id: )(\S+)", rf"\1\2-{n}", rest) for n in range(times))
    return f"{head}questions:\n{''.join(found)}"


def limits(text):
    """Put a name in the place of the first one of the practical limits."""
    return lambda: {"limits": begun("limits", "name: ", f"name: {text} # ")}


def filling(text):
    """Put a place to be filled in the place of ours."""
    return lambda: {"interface": begun("interface", OURS, f"'{text} {{total}}'")}


CONTROL = "holds a control character"
ADDRESS = 'address: "https://\\e[2J" # '
OURS = "Question {number} of {total}"
FILLED = "has to hold each of these places once"
OPTIONS = "".join(f"      - {{id: o{n}, label: x}}\n" for n in range(61))
EMPTY = "{kind: ranked, options: [" + "{}, " * 990 + "]}, "

CONTENT = {
    "a bomb of lists in lists": (
        lambda: {"about": bomb().replace(CANARY, "x")}, "anchors are not used"),
    "a tag that runs code": (
        lambda: {"about": "what: !!python/name:os.system"}, "tags are not used"),
    "a megabyte of brackets": (lambda: {"about": "[" * 500_000}, DEEP),
    "a file of 100,000 entries": (lambda: {"about": "[" + "a,[]," * 50_000}, MANY),
    "a list of 5,000 sources": (
        lambda: {"sources": "sources: [" + "{}," * 5_000 + "]"}, LONG),
    "files of 100,000 keys together": (
        lambda: {one.stem: "{" + "a: 1, " * 4_900 + "}"
                 for one in QUESTIONS.glob("*.yaml")}, "more than 40,000 keys"),
    "files of two megabytes together": (
        lambda: {f"x{n}": "#" * 400_000 for n in range(5)}, "larger than 1 MB"),
    "a hundred files more": (
        lambda: {f"x{n}": "a: 1" for n in range(100)}, "more than 100 files"),
    "4,000 keys that are not ours": (
        lambda: {"interface": many(4_000, "walkk{}: 1", "", "", "\n")}, MORE),
    "1,000 therapies without anything": (
        lambda: {"therapies": "therapies: [" + "{}," * 1_000 + "]"}, MORE),
    "9,000 options without anything": (
        lambda: {"concerns": f"questions: [{EMPTY * 9}]"}, MORE),
    "more options than a list may hold": (
        lambda: {"limits": begun("limits", "options:\n", f"options:\n{OPTIONS}")},
        "at most 60"),
    "more questions than anybody answers": (
        lambda: {"wishes": again("wishes", 4), "working": again("working", 6)},
        "more than 100 questions"),
    "more ways through it than can be proved": (
        lambda: {"working": linked()}, "too many linked questions"),
    "columns of thousands of points": (
        lambda: {"rubric": begun("rubric", "psychodynamic: 2,", "psychodynamic: 99,")},
        "the psychodynamic column comes to more than 100 points"),
    "a place that reaches into the program": (filling("{number.__class__}"), FILLED),
    "a place a billion letters wide": (filling("{number:>1000000000}"), FILLED),
    "a place that is filled 300 times": (filling("{number}" * 300), FILLED),
    "orders to a terminal in a text": (limits('"\\e]0;x\\a"'), CONTROL),
    "orders to a terminal in an address": (
        lambda: {"sources": begun("sources", "address: http", ADDRESS)}, CONTROL),
    "a reversed order of reading in a text": (limits("\u202e"), CONTROL),
    "a line end that few can see": (limits('"a\\Lb"'), CONTROL),
    "a version of half a million digits": (
        lambda: {"questionnaire": begun(
            "questionnaire", "version: 2", "version: " + "1" * 500_000)},
        "three numbers such as 1.0.0"),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTENT)
def test_hostile_questions_are_refused(run, case, tmp_path):
    make, said = CONTENT[case]
    for name in ("questionnaire.yaml", "rubric.yaml", "working.yaml"):
        shutil.copy(QUESTIONS / name, tmp_path)
    for stem, text in make().items():
        (tmp_path / f"{stem}.yaml").write_text(text, encoding="utf-8")

    refused(run("rubric", "--questions", tmp_path), said)


def pipe(at):
    at.unlink(missing_ok=True)
    os.mkfifo(at)


def link(at, to):
    at.unlink(missing_ok=True)
    at.symlink_to(to)


ODD_FOLDERS = {
    "a folder that is a pipe": ("pipe", pipe, "this is not a folder"),
    "a folder of links to itself": (
        "around", lambda at: link(at, "around"), "there is no such folder"),
    "a file that is a pipe": ("about.yaml", pipe, f"about.yaml: {NO_FILE}"),
    "a file that is a device": (
        "about.yaml", lambda at: link(at, "/dev/zero"), f"about.yaml: {NO_FILE}"),
    "a file that links to itself": (
        "about.yaml", lambda at: link(at, "about.yaml"), "Too many levels"),
    "a file that is no text": (
        "about.yaml", lambda at: at.write_bytes(bytes(range(256))), "not UTF-8 text"),
    "a vignette that is a pipe": ("vignettes/odd.yaml", pipe, f"odd.yaml: {NO_FILE}"),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD_FOLDERS)
def test_an_odd_folder_of_questions_is_refused(run, case, tmp_path):
    name, make, said = ODD_FOLDERS[case]
    made = folder(tmp_path)
    make(made / name)

    refused(run("check", made if "." in name else made / name), said)


def test_a_folder_of_devices_is_no_folder_of_questions(run):
    refused(run("check", Path("/dev")), "about.yaml: this file is missing")


@pytest.mark.parametrize("command", ON_QUESTIONS, ids=lambda one: one[0])
def test_every_command_refuses_hostile_questions(run, command, tmp_path):
    made = folder(tmp_path)
    (made / "about.yaml").write_text(bomb())
    ran = run(*command, made)

    assert ran.code == 1
    assert ran.out == b""
    assert "anchors are not used here" in ran.err.decode()


# --- replies without end -----------------------------------------------------------

REPLIES = {
    "a line without end": b"x" * 5_000_000,
    "zeros without end": Path("/dev/zero"),
    "empty lines without end": b"\n" * 1_000_000,
    "back and forth without end": b"continue\nback\n" * 300_000,
    "replies that fit nothing": b"\xff\xfe\x1b[2J\x00\n" * 100_000,
}


@pytest.mark.parametrize("case", REPLIES)
def test_replies_without_end_come_to_one(run, case):
    ran = run("take", "--plain", stdin=REPLIES[case])

    assert (ran.code, ran.out) == (1, b"")


# --- places to write to ------------------------------------------------------------


PLACES = {
    **dict.fromkeys(NOT_REGULAR, ("mine.md", NO_FILE)),
    "a link to itself": ("mine.md", "the file exists"),
    "a link to a file": ("mine.md", "the file exists"),
    "a link to a folder": ("mine.md", "this is a folder"),
    "a folder of links to itself": ("around/mine.md", "its folder does not exist"),
    "a device that is full": ("/dev/full", "this folder is for devices"),
    "standard output by its name": ("/dev/stdout", "this folder is for devices"),
    "a way that leads nowhere": ("none/../mine.md", "its folder does not exist"),
    "a name of 300 letters": (f"{'x' * 300}.md", "File name too long"),
    "a name without end": ("x/" * 50_000 + "mine.md", "File name too long"),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_place_that_takes_no_document_is_refused(run, case, tmp_path):
    name, said = PLACES[case]
    make(case, tmp_path, tmp_path / "mine.md")
    before = sorted(tmp_path.rglob("*"))
    file = f"{tmp_path}/{name}" if name[0] != "/" else name
    ran = run("score", "nadia-same-ending", "--format", "markdown", "-o", file)

    refused(ran, said)
    assert [one for one in sorted(tmp_path.rglob("*")) if "/here/" not in str(one)
            ] == before  # fmt: skip


@pytest.mark.parametrize("command", WRITING, ids=lambda one: one[0])
def test_every_command_refuses_a_pipe_to_write_to(run, command, tmp_path):
    os.mkfifo(tmp_path / "mine.md")

    refused(run(*command, "-o", tmp_path / "mine.md", "--force"), NO_FILE)


@pytest.mark.parametrize("folder", ["/dev", "/dev/fd", "/proc/self", "/proc/self/fd"])
def test_force_never_puts_a_file_in_the_place_of_a_device(folder):
    """Only the look before writing: were it to fail, this must break no machine."""
    if not Path(folder).exists():
        pytest.skip(f"there is no {folder}")
    with pytest.raises(FileError, match="this folder is for devices"):
        files.check_writable(Path(folder) / "stdout", force=True)


NAMES = {
    "orders to a terminal": b"\x1b]0;x\x07\x1b[2J",
    "a reversed order of reading": "\u202efdp.\u2066".encode(),
    "a line end": "a\nb\rc\u2028".encode(),
    "bytes that are no text": b"\xff\xfe\xc3",
    "Markdown and HTML": b"|<b>`*_[x](y)",
    "a formula": b"=1+1",
    "what looks like an option": b"-x",
    "a way around": b"a/../b",
}


@pytest.mark.parametrize("case", NAMES)
def test_a_file_is_written_under_an_odd_name_and_shown_so_that_it_can_be_seen(
    run, case, tmp_path
):
    (tmp_path / "a").mkdir()
    name = f"{tmp_path}/{os.fsdecode(NAMES[case])}.md"
    first, second = (run("score", "nadia-same-ending", "-o", name) for _ in range(2))

    assert first.code == 0
    assert Path(name).read_text("utf-8").startswith("# ")
    refused(second, "the file exists")


@pytest.mark.parametrize("case", sample(list(NAMES)[:5], 2))
def test_the_name_of_a_folder_is_shown_so_that_it_can_be_seen(run, case, tmp_path):
    made = folder(tmp_path)
    odd = made.rename(tmp_path / os.fsdecode(NAMES[case]))
    told = run("explain", "nadia-same-ending", "--questions", odd)
    shown = MarkdownIt("commonmark").enable("table").render(told.out.decode())
    (odd / "about.yaml").write_text("a: [")

    assert told.code == 0
    assert "<a" not in re.sub(r'<a href="(https?://[^"]*)">\1</a>', "", shown)
    assert "<em" not in shown
    refused(run("check", odd), "about.yaml:1:5: ")
