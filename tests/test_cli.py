"""The command line from outside: streams, exit codes, files, help, completion."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import keyboard
import pytest
from running import GUARDED, TTY, child, environment, inside, on_terminal
from typer.main import get_command
from walks import START, at_terminal, replies, whole

from fitcheck import __main__, __version__, files, help_now, signals
from fitcheck.answers import reading
from fitcheck.cli import program, terminal
from fitcheck.cli.terminal import Look, turned_on
from fitcheck.content import loader
from fitcheck.walk import frame, loop, screens
from fitcheck.walk.state import State, Stop
from fitcheck.walk.view import begin

OPENS = "In danger, or thinking of"


@pytest.fixture
def run(monkeypatch, shipped):
    """Run the program in this process, on questions that are read once."""
    real = loader.load

    def load(folder=None, **how):
        return shipped if folder is None else real(folder, **how)

    monkeypatch.setattr(loader, "load", load)
    for name in ("TERM", "FITCHECK_PLAIN", "ACCESSIBLE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    def run(*arguments, **streams):
        return inside(monkeypatch, *arguments, **streams)

    return run


@pytest.fixture
def script(shipped):
    return lines(*whole(shipped), "done")


def lines(*replies):
    return "".join(f"{one}\n" for one in replies)


def gated(shipped, gates, *after):
    """Return the replies of a whole walk in which a gate opens."""
    given = list(whole(shipped, {"needs-assessment": gates}))
    given.insert(4, "go-on")
    return lines(*given, "done", *after)


def route(shipped, gate):
    """Return the title of a gate, which no copy without safety answers has."""
    gates = shipped.library.gates.gates
    return next(one.title for one in gates if one.id == gate).lower()


# Streams


def test_the_document_alone_goes_to_standard_output(run, script):
    ran = run("take", "--plain", stdin=script)

    assert ran.code == 0
    assert ran.out.startswith("# ")
    assert "Your reply" not in ran.out
    assert "Question 1 of" in ran.err
    assert "# " not in ran.err


@pytest.mark.parametrize("arguments", [(), ("--plain",), ("--format", "markdown")])
def test_take_is_the_command_that_needs_no_name(run, script, arguments):
    assert run(*arguments, stdin=script).out == run("take", stdin=script).out


def test_the_plain_face_says_who_turned_it_on(run):
    assert "turned on by --plain" in run("--plain").err
    assert "do not go to a terminal" in run().err


@pytest.mark.parametrize(
    ("environment", "switch"),
    [
        ({"FITCHECK_PLAIN": "1", "TERM": "dumb"}, "FITCHECK_PLAIN"),
        ({"ACCESSIBLE": "1"}, "ACCESSIBLE"),
        ({"TERM": "dumb"}, "TERM=dumb"),
        ({"TERM": "xterm", "ACCESSIBLE": ""}, ""),
    ],
)
def test_the_environment_can_turn_the_plain_face_on(environment, switch):
    assert turned_on(environment, plain=False) == switch


@pytest.mark.parametrize(
    ("environment", "country"),
    [
        ({"LANG": "en_gb.UTF-8"}, "GB"),
        ({"LANG": "en_GB", "LC_ALL": "C"}, None),
        ({"LC_MESSAGES": "sr_RS@latin", "LANG": "en_US"}, "RS"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "en_001"}, None),
        ({}, None),
    ],
)
def test_the_country_is_read_out_of_the_locale(environment, country):
    assert help_now.from_settings(environment, help_now.load()) == country


@pytest.mark.parametrize(
    ("option", "name"), [((), "United Kingdom"), (("--country", "de"), "Germany")]
)
def test_a_country_is_offered_and_never_assumed(run, option, name):
    ran = run(*option, stdin=lines("continue"))

    assert name in ran.err
    assert ran.code == 1


def test_a_walk_and_its_answers_give_the_same_bytes(run, shipped, script, tmp_path):
    file, kept = tmp_path / "answers.yaml", replies(shipped)
    walked = run("--plain", "-o", file, "-o", "-", stdin=script)
    sheet = reading.parse(shipped, file.read_text(), "answers")

    assert sheet.answered == date.today().isoformat()
    assert sheet.answers.keys() == kept.keys() - {"safe-now", "needs-assessment"}
    for key, given in sheet.answers.items():
        assert given == tuple(kept[key].replace(",", " ").split())
    assert run("score", file).out == walked.out


def test_the_replies_decide_the_bytes_and_nothing_else(run, script):
    first = run("--plain", "--format", "json", stdin=script)
    detour = script.replace("\nGB\n", "\nnonsense\n?\nGB\nb\nyes\n", 1)
    second = run("--format", "json", "--no-color", "--private", stdin=detour)

    assert first.out == second.out


# Exit codes


@pytest.mark.parametrize(
    ("said", "code", "last"),
    [
        ("continue GB might-hurt-myself leave", 0, ""),
        ("continue GB safe", 1, "needs-assessment"),
        ("@ exit", 0, ""),
        ("@ concerns", 1, "concerns"),
    ],
)
def test_leaving_is_exit_0_and_an_end_exit_1_and_both_write_nothing(
    run, shipped, tmp_path, said, code, last
):
    given = " ".join(said.split()).replace("@", "\n".join(whole(shipped))).split("\n")
    replies = [*given[:-1], *given[-1].split()]
    ran = run("-o", tmp_path / "report.md", "-o", "-", stdin=lines(*replies))

    assert (ran.code, ran.out) == (code, "")
    assert last in ran.err.rpartition("Your reply: ")[2]
    assert list(tmp_path.iterdir()) == []


USAGE = [
    ("nonsense",),
    ("take", "one-too-many"),
    ("--country", "england"),
    ("--country", "1"),
    ("--country", ""),
    ("--country", "Ü1"),
    ("score",),
    ("score", "nadia-same-ending", "--country", "xyz"),
    ("therapies", "techniqes"),
    ("--format", "word"),
    ("-o", "report.docx"),
    ("-o", "report"),
    ("-o", "a.md", "-o", "./a.md"),
    ("-o", "-", "-o", "-"),
    ("--nonsense",),
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_usage_errors_are_exit_2_before_the_first_question(
    run, monkeypatch, tmp_path, arguments
):
    monkeypatch.chdir(tmp_path)
    ran = run(*arguments, stdin=lines("continue"))

    assert (ran.code, ran.out) == (2, "")
    assert not re.search("Traceback|Your reply", ran.err)
    assert ("did you mean 'techniques'" in ran.err) == ("techniqes" in arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_questions_is_told_and_nothing_else_is_shown(run, tmp_path):
    for folder, said in ((tmp_path, "file is missing"), (tmp_path / "x", "no such")):
        ran = run("--plain", "--questions", folder, stdin=lines("continue"))
        assert (ran.code, ran.out) == (1, "")
        assert said in ran.err
        assert OPENS not in ran.err


# Files


def test_several_outputs_are_written_each_by_its_ending(run, shipped, script, tmp_path):
    names = ["a.md", "b.json", "c.yaml", "d.txt", "e.YML"]
    options = [part for name in names for part in ("-o", str(tmp_path / name))]
    ran = run(*options, "--output", "-", stdin=script)
    text = {name: (tmp_path / name).read_text() for name in names}

    assert ran.code == 0
    assert text["a.md"] == ran.out
    assert json.loads(text["b.json"])["withheld"] == ["safety"]
    assert text["c.yaml"] == text["e.YML"]
    assert reading.parse(shipped, text["c.yaml"], "c").withheld
    assert max(map(len, text["d.txt"].splitlines())) <= 80
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(names)
    assert {p.stat().st_mode & 0o777 for p in tmp_path.iterdir()} == {0o600}


def test_the_format_option_beats_the_ending_but_not_for_answers(run, tmp_path):
    one, two = tmp_path / "a.md", tmp_path / "b.yaml"
    ran = run("score", "nadia-same-ending", "--format=json", "-o", one, "-o", two)

    assert ran.code == 0
    assert json.loads(one.read_text())["format"] == 1
    assert two.read_text().startswith("fitcheck: 1")
    three, four = tmp_path / "c.FHIR.json", tmp_path / "d.json"
    run("score", "nadia-same-ending", "-o", three, "-o", four)
    assert json.loads(three.read_text())["resourceType"] == "QuestionnaireResponse"
    assert json.loads(four.read_text())["format"] == 1


def test_an_existing_file_is_refused_before_the_first_question(run, script, tmp_path):
    file = tmp_path / "report.md"
    file.write_text("mine")
    ran = run("-o", file, stdin=script)

    assert (ran.code, ran.out) == (1, "")
    assert "Your reply" not in ran.err
    assert file.read_text() == "mine"
    assert run("-o", file, "--force", stdin=script).code == 0
    assert file.read_text().startswith("# ")


def test_a_file_that_appears_during_the_walk_is_not_overwritten(
    run, monkeypatch, script, tmp_path
):
    file = tmp_path / "report.md"
    real = loop.conduct

    def slow(*given, **also):
        file.write_text("mine")
        return real(*given, **also)

    monkeypatch.setattr(loop, "conduct", slow)

    assert run("-o", file, stdin=script).code == 1
    assert file.read_text() == "mine"


# Safety answers


def test_copies_leave_the_safety_answers_out(run, shipped, tmp_path):
    names = [tmp_path / name for name in ("a.json", "b.yaml", "c.md", "d.txt")]
    options = [part for name in names for part in ("-o", str(name))]
    ran = run(*options, stdin=gated(shipped, "eating-danger, under-18"))
    copy = json.loads(names[0].read_text())

    assert ran.code == 0
    assert copy["gate"] == ["withheld"]
    assert copy["withheld"] == ["safety"]
    assert copy["fit"] is None
    for one in names:
        text = one.read_text()
        assert "under-18" not in text
        assert "eating-danger" not in text
        assert "under 18" not in text.lower()


@pytest.mark.parametrize(
    ("gates", "tty"),
    [("", TTY), ("danger-at-home, under-18", TTY), ("under-18", ())],
)
def test_nothing_is_kept_unasked_and_asked_only_where_a_gate_fired_on_a_terminal(
    run, shipped, script, tmp_path, gates, tty
):
    file = tmp_path / "copy.json"
    said = gated(shipped, gates) if gates else script
    ran = run("--plain", "-o", file, stdin=at_terminal(said) if tty else said, tty=tty)
    copy = json.loads(file.read_text())

    assert ran.code == 0
    assert shipped.words.keep.title not in ran.err
    assert copy["withheld"] == ["safety"]
    assert copy["gate"] == (["withheld"] if gates else [])


@pytest.mark.parametrize("kept", [False, True])
def test_on_a_terminal_the_person_decides_what_a_copy_keeps_and_sees_the_route(
    run, shipped, tmp_path, kept
):
    file = tmp_path / "copy.json"
    script = gated(shipped, "under-18", "", "maybe", "2" if kept else "leave-out")
    ran = run("--plain", "-o", file, stdin=at_terminal(script), tty=TTY)
    copy = json.loads(file.read_text())

    assert ran.code == 0
    assert copy["gate"] == (["under-18"] if kept else ["withheld"])
    assert (shipped.words.end.left_out in " ".join(ran.err.split())) != kept
    assert route(shipped, "under-18") in ran.out.lower()
    piped = run(stdin=gated(shipped, "under-18"))
    assert route(shipped, "under-18") not in piped.out.lower()


def test_a_format_that_was_asked_for_is_shown_on_a_terminal_too(run, script):
    ran = run("--plain", "--format", "json", stdin=at_terminal(script), tty=TTY)

    assert json.loads(ran.out)["format"] == 1


@pytest.mark.parametrize("tty", [(), TTY])
def test_quick_exit_writes_no_codes_where_none_are_known(run, monkeypatch, tty):
    monkeypatch.setenv("TERM", "dumb")
    ran = run(stdin=lines(*START, "x"), tty=tty)

    assert "\x1b" not in ran.err
    assert ("\n" * 50 in ran.err) == bool(tty)


# A real terminal


def test_a_whole_walk_on_a_real_terminal(shipped):
    ran = on_terminal(
        "--plain",
        keys=at_terminal(gated(shipped, "under-18", "1", "leave")),
        size=(12, 40),
    )
    asked = re.sub("\r|Your reply: ", "", ran.out)  # after which a key is not echoed

    assert ran.code == 0
    assert max(map(len, asked.splitlines())) <= 40
    assert "\x1b" not in ran.out
    assert "not a diagnosis" in " ".join(ran.out.split())


# Signals


def test_a_signal_that_is_ignored_stays_ignored():
    was = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    others = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]
    try:
        signals.install()
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) == signals.stop
    finally:
        signal.signal(signal.SIGHUP, was)
        signal.signal(signal.SIGINT, others[0])
        signal.signal(signal.SIGTERM, others[1])


def test_ctrl_c_outside_the_walk_is_one_line_too(monkeypatch, capsys):
    def interrupted(_):
        raise signals.Stopped(signal.SIGINT)

    monkeypatch.setattr(__main__, "command", interrupted)
    monkeypatch.setattr(signals, "install", lambda: None)
    with pytest.raises(SystemExit) as left:
        __main__.main()

    assert left.value.code == 130
    assert capsys.readouterr().err == __main__.CTRL_C


# Odd streams


def closed_early(*arguments):
    """Run with a standard output that nobody reads any more."""
    ours, theirs = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-B", str(GUARDED), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    os.close(theirs)
    os.close(ours)
    err = process.communicate(timeout=30)[1]
    return process.returncode, err


def test_a_reader_that_goes_away_is_met_with_silence():
    code, err = closed_early("score", "nadia-same-ending", "--format=json")

    assert err == b""
    assert code in {0, 1}


@pytest.mark.parametrize("missing", TTY)
def test_a_closed_stream_is_no_crash(monkeypatch, missing):
    monkeypatch.setattr(sys, missing, None)
    terminal.settle()

    assert not getattr(sys, missing).isatty()
    assert getattr(sys, missing).buffer is not None


def test_any_bytes_are_no_crash_in_an_ascii_locale(script):
    changed = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    odd = b"\xff\xfe\n\xc3\xa9\n\0\0\n" + b"\xf0" * 5000 + b"\n"
    begin, _, rest = script.partition("GB\n")
    ran = child(stdin=begin.encode() + odd + f"GB\n{rest}".encode(), env=changed)

    assert ran.code == 0
    assert not ran.out.decode("utf-8").isascii()


@pytest.mark.parametrize("odd", [b"\xff\xfe", b"\xc3", b"\0", b"\x1b[2J", b"\x85"])
def test_bytes_that_are_no_text_are_an_unknown_reply(run, shipped, odd):
    script = lines(*START).encode() + odd + b"\nsafe\nleave\n"
    ran = run(stdin=script)

    assert ran.code == 0
    assert ran.err.count(shipped.words.problems.unknown) == 1
    assert odd.decode("utf-8", "replace") not in ran.err


@pytest.mark.parametrize("name", ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"])
def test_wishes_about_colour_change_no_byte(run, monkeypatch, script, name):
    before = run(stdin=script)
    monkeypatch.setenv(name, "1")
    monkeypatch.setenv("COLUMNS", "7")

    assert run(stdin=script) == before
    assert "\x1b" not in run("--help").out + run("nonsense").err


@pytest.mark.parametrize(("columns", "width"), [(80, 80), (200, 80), (40, 40), (5, 20)])
def test_a_window_is_filled_up_to_80_columns(monkeypatch, columns, width):
    size = os.terminal_size((columns, 24))
    monkeypatch.setattr(os, "get_terminal_size", lambda _: size)

    assert terminal.columns(sys.__stderr__) == width


# Help


def commands():
    return dict(get_command(program.app).commands)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_says_what_it_does(run, name):
    command = commands()[name]
    said = " ".join(run(name, "--help").out.split())

    assert command.help in said
    assert command.rich_help_panel
    for option in command.params:
        assert option.help
        assert " ".join(option.help.split()) in said


@pytest.mark.parametrize("name", [(), ("score",), ("take",)])
def test_the_short_way_to_help_is_the_same_help(run, name):
    assert run(*name, "-h").out == run(*name, "--help").out


PAPER, FACTS = "terminal|markdown|html", "terminal|markdown|html|json"
WRITTEN = {
    (
        f"{FACTS}|summary|fhir",
        ".md, .html, .json, .txt or .fhir.json, or .yaml for the answers;",
    ): ("take", "score", "demo"),
    (FACTS, ".md, .html, .json or .txt;"): ("explain", "compare"),
    (f"{FACTS}|sql", ".md, .html, .json, .txt or .sql;"): ("rubric",),
    (PAPER, ".md, .html or .txt;"): ("ask", "therapies", "about", "diff"),
    (f"{PAPER}|fhir|redcap", ".md, .html, .txt, .fhir.json or .redcap.csv;"): ("form",),
}
"""Which formats and which endings of files each command lists."""


@pytest.mark.parametrize(("formats", "endings"), WRITTEN)
def test_help_lists_the_formats_and_the_endings_that_are_written(run, formats, endings):
    for name in WRITTEN[formats, endings]:
        said = " ".join(run(name, "--help").out.split())
        assert f"--format <{formats}>" in said
        assert f"A file to write: {endings}" in said


def test_every_command_that_writes_files_is_listed_here():
    writing = {
        name
        for name, command in commands().items()
        if "output" in {one.name for one in command.params}
    }
    named = {name for names in WRITTEN.values() for name in names}
    assert writing == named | {"batch"}  # which writes a table, and no document


GIVEN = {
    "score": ("nadia-same-ending",),
    "explain": ("nadia-same-ending",),
    "compare": ("nadia-same-ending", "kwame-needles"),
    "diff": (str(files.bundled()), str(files.bundled())),
}


@pytest.mark.parametrize(("formats", "endings"), list(WRITTEN)[1:])
def test_a_file_that_a_document_is_not_written_to_is_refused_by_its_ending(
    run, tmp_path, formats, endings
):
    for name in WRITTEN[formats, endings]:
        for ending in {".json", ".yaml", ".pdf"} - set(re.findall(r"\.\w+", endings)):
            ran = run(name, *GIVEN.get(name, ()), "--output", tmp_path / f"x{ending}")
            assert (ran.code, ran.out, list(tmp_path.iterdir())) == (2, "", [])
            assert "Invalid value for --output: " in ran.err
            assert f"use {endings[:-1]}" in ran.err
        ran = run(name, *GIVEN.get(name, ()), "--format", "summary")
        assert (ran.code, ran.out) == (2, "")
        assert "Invalid value for --format: this can be written as term" in ran.err


LISTED = [
    (name, one)
    for (formats, _), names in WRITTEN.items()
    for name in names
    if name in {"score", "explain", "rubric", "ask", "form"}
    for one in formats.split("|")
]


@pytest.mark.parametrize(("name", "written"), LISTED)
def test_every_format_that_is_listed_can_be_written(run, name, written):
    ran = run(name, *GIVEN.get(name, ()), "--format", written)

    assert (ran.code, bool(ran.out)) == (0, True)


def test_help_lists_every_command_in_its_group(run):
    said = run("--help").out

    assert run("--help").code == 0
    assert said.index("For you:") < said.index("How it works:")
    for name, command in commands().items():
        sentence = command.help.splitlines()[0]
        assert re.search(rf"^  {name} +{re.escape(sentence[:40])}", said, re.MULTILINE)


def test_no_thread_is_left_behind(run, script):
    run(stdin=script)

    assert threading.active_count() <= 2  # pytest-timeout may have one


# The opening, and what it costs


HEAVY = ("signal", "typer", "pydantic", "questionary", "prompt_toolkit", "rich",
         "hashlib", "jinja2", "fitcheck.documents", "fitcheck.render.html")  # fmt: skip
VERSION = "import sys; sys.argv = ['', '--version']; from fitcheck import __main__\n"
RUN = "from fitcheck.cli import program; program.run"
IMPORTED = {
    f"{VERSION}try: __main__.main()\nexcept SystemExit: pass": set(),
    f"{RUN}(['--help'])": {"signal", "typer"},
    f"{RUN}(['--plain'])": {"signal", "typer", "pydantic", "hashlib"},
}
"""What runs, and the heavy modules that a new interpreter has afterwards."""


@pytest.mark.parametrize("code", IMPORTED, ids=["version", "help", "opening"])
def test_what_comes_first_imports_little(code):
    end = f"import sys; print(*[n for n in {HEAVY} if n in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\n{end}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        cwd=Path(__file__).parents[1],
        check=True,
    )
    last = ran.stdout.decode().splitlines()[-1]

    assert set(last.split()) == IMPORTED[code]
    assert VERSION not in code or f"fitcheck {__version__}\n".encode() in ran.stdout


def test_the_opening_is_one_screen_and_begins_with_where_help_is(shipped):
    screen = screens.draw(shipped, State(), Stop("opening"))
    drawn = frame.frame(screen, begin(screen), 80, 24, shipped.words.screen)
    said, words = keyboard.text(drawn), shipped.words.opening

    assert len(drawn.body) <= drawn.area
    assert said.split("\n")[2].strip() == words.help
    assert "close the window" in words.text[-1]
    for one in (words.decision, *words.text, shipped.words.screen.reader):
        assert " ".join(one.split()) in " ".join(said.split())


def test_plain_lines_say_what_is_typed(run):
    ran = run("--plain", stdin=lines("continue", "back", "continue"))

    assert ran.err.count(OPENS) == 2
    assert "type h." in ran.err


# Completion, by the protocol that a shell speaks


TYPED = {
    "fitcheck th": {"therapies"},
    "fitcheck take --res": {"--resume"},
    "fitcheck compare nadia-same-ending mate": {"mateusz-at-sea"},
    "fitcheck therapies side": {"side-by-side"},
    "fitcheck take --country GB": {"GB"},
    "fitcheck help-now D": {"DE", "DJ", "DK", "DM", "DO", "DZ"},
}
"""What stands on the line, and what it can become."""


@pytest.mark.parametrize("line", TYPED)
def test_a_shell_completes_commands_options_and_names(line, tmp_path):
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    env = {"_FITCHECK_COMPLETE": "complete_bash", "HOME": str(tmp_path), **words}
    ran = child(env=env, cwd=tmp_path)

    assert ran.code == 0
    assert set(ran.out.decode().split()) == TYPED[line]
    assert not list(tmp_path.iterdir())


def test_the_script_for_a_shell_is_shown_and_nothing_written(tmp_path):
    named = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    env = {"HOME": str(tmp_path), **named}
    ran = child("--show-completion", "bash", env=env, cwd=tmp_path)

    assert not list(tmp_path.iterdir())
    assert b"_FITCHECK_COMPLETE" in ran.out


def test_through_a_pipe_nobody_is_asked_to_choose():
    assert terminal.choose("?", {"a": "A"}, Look()) is None
