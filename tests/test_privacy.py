"""Nothing goes out, nothing is started, nothing is kept unasked, nothing is quoted."""

import ast
import gc
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import guarded
import pytest
from running import child, environment, inside
from walks import START, whole

from fitcheck.content import loader
from fitcheck.walk import screens

CANARY = "canary-7f3a"


@pytest.fixture
def at_hand(monkeypatch, shipped):
    """Let runs in this process use questions that are read once."""
    monkeypatch.setattr(loader, "load", lambda _, **__: shipped)


@pytest.fixture
def script(shipped):
    given = list(whole(shipped, {"needs-assessment": "danger-at-home, under-18"}))
    given.insert(4, "go-on")
    return "".join(f"{one}\n" for one in (*given, "done"))


def listing(folder):
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*"))


def homes(tmp_path):
    """Make empty folders for everything a program may look up."""
    names = ("HOME", "TMPDIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    for name in names:
        (tmp_path / name).mkdir()
    (tmp_path / "here").mkdir()
    return {name: str(tmp_path / name) for name in names}


@pytest.mark.parametrize(
    "arguments",
    [
        *("", "score nadia-same-ending", "help-now --country GB", "score -"),
        *("explain -", "ask -", "verify -", "rubric --format json", "forget"),
        "-o report.md",
    ],
)
def test_what_reads_writes_nothing_anywhere_and_output_the_named_file(
    script, arguments, tmp_path
):
    walk = arguments in {"", "-o report.md"}
    written = ["here/report.md"] if arguments == "-o report.md" else []
    env = {**homes(tmp_path), **({} if written else {"GUARDED_WRITES": "1"})}
    before = listing(tmp_path)
    said = script if walk else CANARY
    ran = child(*arguments.split(), stdin=said, env=env, cwd=tmp_path / "here")

    assert ran.code in ({0} if walk else {0, 1}), ran.err[-300:]
    assert CANARY.encode() not in ran.err + ran.out
    assert ran.out.startswith(b"# ") or arguments
    assert listing(tmp_path) == sorted([*before, *written])


def test_the_guard_in_a_child_does_catch(tmp_path):
    env = {**homes(tmp_path), "GUARDED_WRITES": "1"}
    ran = child("score", "nadia-same-ending", "-o", "report.md", env=env, cwd=tmp_path)

    assert ran.code == guarded.CAUGHT


PLANTED = {
    "connect": "s = socket.socket(); s.connect(('127.0.0.1', 9))",
    "connect on the disk": "s = socket.socket(socket.AF_UNIX); s.connect('/x')",
    "look-up": "socket.getaddrinfo('localhost', 80)",
    "bind": "a, b = socket.socketpair(); a.bind('')",
    "a pair of one's own": "socket.socketpair()",
    "start": "__import__('subprocess').run(['true'])",
}


PLAIN = "import asyncio, socket\nasync def go():\n    {}\n{}"
RUNNING = """
import guarded, json, sys
guarded.install()
found = []
for code in json.load(sys.stdin):
    try:
        exec(compile(code, str(guarded.HOUSE / "fitcheck" / "planted.py"), "exec"))
    except Exception:
        pass
    found.append(list(guarded.caught))
    guarded.caught.clear()
print(json.dumps(found))
"""
"""Runs each code as if it were a file of ours, and tells what the guard caught."""


def test_the_guard_catches_what_is_planted_and_lets_an_event_loop_wake_itself():
    loop = "asyncio.run(go())"
    codes = [PLAIN.format("pass", planted) for planted in PLANTED.values()]
    codes += [PLAIN.format(planted, loop) for planted in PLANTED.values()]
    ran = subprocess.run(
        [sys.executable, "-B", "-c", RUNNING],
        input=json.dumps([*codes, PLAIN.format("pass", loop)]).encode(),
        cwd=guarded.HOUSE / "tests",
        capture_output=True,
        timeout=20,
        check=True,
    )
    *several, waking = json.loads(ran.stdout)

    assert [one for one, found in zip(codes, several, strict=True) if not found] == []
    assert waking == []


def test_the_guard_in_this_process_looks_at_who_asks():
    assert not guarded.ours()
    assert "socket.connect".startswith(guarded.FORBIDDEN)
    assert guarded.is_write("open", ("file", "w", os.O_WRONLY))
    assert not guarded.is_write("open", ("file", "r", os.O_RDONLY))


STRACE = shutil.which("strace")
CALLS = "trace=%network,execve,execveat,open,openat,openat2,creat,mkdir,mkdirat,rename,"
CALLS += "renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,fork,vfork"


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_the_kernel_sees_no_connection_no_program_and_no_writing(script, tmp_path):
    log = tmp_path / "log"
    env = environment(homes(tmp_path))
    command = [sys.executable, "-B", "-m", "fitcheck", "take", "--plain"]
    traced = [str(STRACE), "-f", "-qq", "-o", str(log), "-e", CALLS, *command]
    ran = subprocess.run(
        traced,
        input=script.encode(),
        capture_output=True,
        env=env,
        cwd=tmp_path / "here",
        timeout=50,
        check=False,
    )
    if b"ptrace" in ran.stderr.lower():
        pytest.skip("strace may not trace here")
    calls = [line.split(maxsplit=1)[1] for line in log.read_text().splitlines()]
    started = [one for one in calls if one.startswith("execve")]
    writing = re.compile("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
    opening = re.compile(r"open(at2?)?\(")

    assert ran.returncode == 0
    assert len(started) == 1
    assert [one for one in calls if opening.match(one) and writing.search(one)] == []
    assert [
        one
        for one in calls
        if not opening.match(one) and not one.startswith(("execve", "+++", "---"))
    ] == []


LEAKS = {
    "unknown reply": f"continue\nGB\n{CANARY}\n",
    "unknown country": f"continue\n{CANARY}\n",
    "long reply": "continue\n" + CANARY * 500 + "\n",
}


@pytest.mark.usefixtures("at_hand")
@pytest.mark.parametrize("said", LEAKS.values(), ids=LEAKS.keys())
def test_what_was_typed_is_nowhere_in_an_error(monkeypatch, said):
    ran = inside(monkeypatch, stdin=said)

    assert ran.code == 1
    assert CANARY not in ran.err + ran.out


HEAD = "fitcheck: 1\nquestionnaire: psychodynamic-cbt\nversion: 2.0.0\n"
FILES = {
    "label and a wrong option": f"{HEAD}label: {CANARY}\nanswers: {{safe-now: x}}\n",
    "option": f"{HEAD}answers: {{safe-now: {CANARY}}}\n",
    "list": f"{HEAD}answers: {{limits: [{CANARY}]}}\n",
    "question": f"{HEAD}answers: {{{CANARY}: safe}}\n",
    "key": f"{HEAD}{CANARY}: 1\nanswers: {{}}\n",
    "note": f"{HEAD}answers: {{}}\nnotes: {{safe-now: [{CANARY}]}}\n",
    "note of no question": f"{HEAD}answers: {{}}\nnotes: {{x: {CANARY}}}\n",
    "no YAML": f"{HEAD}answers: [{CANARY}: {{\n",
    "another questionnaire": f"fitcheck: 1\nquestionnaire: {CANARY}\nversion: 2.0.0\n"
    "answers: {}\n",
    "twice": f"{HEAD}answers: {{}}\n{CANARY}: 1\n{CANARY}: 2\n",
    "tag": f"{HEAD}answers: !{CANARY} {{}}\n",
    "alias": f"{HEAD}answers: *{CANARY}\n",
    "text": CANARY,
}


@pytest.mark.usefixtures("at_hand")
@pytest.mark.parametrize("command", ["score", "explain", "ask", "verify"])
@pytest.mark.parametrize("text", FILES.values(), ids=FILES.keys())
def test_what_a_file_holds_is_nowhere_in_an_error(monkeypatch, tmp_path, text, command):
    file = tmp_path / "answers.yaml"
    file.write_text(text)
    ran = inside(monkeypatch, command, file)

    assert ran.code == 1, ran.err
    assert CANARY not in ran.err + ran.out
    assert "answers.yaml" in ran.err


@pytest.mark.usefixtures("at_hand")
def test_what_was_retired_is_told_by_its_place_without_a_word_of_the_person(
    monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    Path("answers.yaml").write_text(
        HEAD.replace("2.0.0", "1.0.0")
        + f"label: {CANARY}\nanswers:\n  step-by-step: very-much\n"
        f"notes:\n  step-by-step: {CANARY}\n  limits: {CANARY}\n"
    )
    ran = inside(monkeypatch, "score", "answers.yaml")

    assert ran.code == 0
    assert {"answers.yaml:6:3", "answers.yaml:8:3"} <= set(
        re.findall(r"answers\.yaml:\d+:\d+", ran.err)
    )
    assert CANARY not in ran.err
    assert "very-much" not in ran.err


@pytest.mark.usefixtures("at_hand")
def test_a_bug_in_the_middle_of_a_walk_shows_no_answer(monkeypatch, script):
    def broken(*given):
        raise KeyError(f"{CANARY} {given}")

    monkeypatch.setitem(screens.SCREENS, "check", broken)
    ran = inside(monkeypatch, stdin=script)
    last = ran.err.splitlines()[-1]

    assert ran.code == 70
    assert CANARY not in ran.err
    assert "under-18" not in last
    assert re.search(r"KeyError at \w+\.py:\d+", last)


def test_answers_are_never_in_the_arguments_of_a_program():
    """No option or argument takes an answer: they come by stdin and by files."""
    source = "".join(
        one.read_text() for one in (guarded.HOUSE / "fitcheck" / "cli").glob("*.py")
    )

    assert "--answer" not in source


MAY = {
    "full_screen.py": "asyncio",  # the loop that waits for keys
    "scripted.py": "asyncio",  # the same loop, with nobody at the keys
    "snapshot.py": "pickle",  # made where the code is installed, and known by its hash
}


def test_no_module_that_could_connect_or_log_is_imported_by_ours():
    forbidden = {
        *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "logging"),
        *("subprocess", "multiprocessing", "webbrowser", "ctypes", "requests", "httpx"),
        *("syslog", "pickle", "shelve", "sqlite3"),
    }
    for file in (guarded.HOUSE / "fitcheck").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [one.name for one in node.names]
                if isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                found = {name.partition(".")[0] for name in names} & forbidden
                found -= {MAY.get(file.name)}
                assert not found, f"{file.name}:{node.lineno} imports {found}"


@pytest.mark.usefixtures("at_hand")
def test_a_walk_leaves_no_file_open(monkeypatch):
    def descriptors():
        return len(list(Path("/proc/self/fd").iterdir()))

    if not Path("/proc/self/fd").exists():
        pytest.skip("there is no /proc")
    gc.collect()
    before = descriptors()
    inside(monkeypatch, stdin="\n".join([*START, "leave", ""]))

    assert descriptors() <= before


def test_nothing_forbidden_was_caught_so_far():
    assert guarded.caught == []
