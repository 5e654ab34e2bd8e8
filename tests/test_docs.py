"""README, docs/ and SECURITY.md: every command runs, every bound is the one told."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest
from running import environment, started
from typer.main import get_command

from fitcheck import errors, files
from fitcheck.answers import reading
from fitcheck.cli import program
from fitcheck.cli.options import ENDINGS, REPORT
from fitcheck.content import loader, yaml_marks
from fitcheck.walk import plain
from fitcheck.walk.screen import LETTERS

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    page.name: page.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
SESSION = re.compile(r"^\$ (.*\n(?:> .*\n)*)((?:(?!\$ ).*\n)*)", re.M)
APART = {"make", "pipx", "uv"}
"""What blocks of ``sh`` may begin with: they are looked at, and not run here."""
COMMANDS = get_command(program.app).commands


def blocks(page, kind):
    return "".join(text for name, text in BLOCK.findall(PAGES[page]) if name == kind)


SHIM = """#!{python} -IS
import json, os, socket, sys
to = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
to.connect({place!r})
told = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(to, [told], [0, 1, 2])
sys.exit(int(to.recv(9)))
"""
"""What a shell finds as ``fitcheck``: it hands its order to the test, which forks."""


@pytest.fixture(scope="module")
def command():
    """Return a folder with the command in it, which begins with everything loaded."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asked,
    ):
        place, shim = f"{folder}/orders", Path(folder, "fitcheck")
        asked.bind(place)
        asked.listen()
        shim.write_text(SHIM.format(python=sys.executable, place=place))
        shim.chmod(0o700)
        threading.Thread(target=serve, args=(asked,), daemon=True).start()
        yield folder


def serve(asked):
    while True:
        try:
            one, _ = asked.accept()
        except OSError:
            return
        threading.Thread(target=run, args=(one,), daemon=True).start()


def run(one):
    with one:
        told, streams, _, _ = socket.recv_fds(one, 1 << 20, 3)
        words, cwd, env = json.loads(told)
        # A shell adds names of its own, and Python one for a language it misses.
        own = {*environment(), "PWD", "OLDPWD", "SHLVL", "_", "LC_CTYPE"}
        new = {name: value for name, value in env.items() if name not in own}
        child = started(words, tuple(streams), new, cwd=cwd)
        for stream in streams:
            os.close(stream)
        one.send(str(child.wait()).encode())


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_do_what_it_shows(page, tmp_path, command):
    # One shell a command, in one folder: what is shown stands alone, but for files.
    shutil.copytree(files.bundled(), tmp_path / "questions")
    path = os.pathsep.join(
        (command, str(Path(sys.executable).parent), os.environ["PATH"])
    )
    for shown, wanted in SESSION.findall(blocks(page, "console")):
        ran = subprocess.run(
            ["bash", "-c", re.sub(r"^> ", "", shown, flags=re.M)],
            cwd=tmp_path, env=environment({"PATH": path}), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, f"{shown}{ran.stdout}"
        assert OutputChecker().check_output(wanted, ran.stdout, ELLIPSIS), (
            f"$ {shown}{ran.stdout}"
        )


@pytest.mark.parametrize("page", PAGES)
def test_what_is_shown_and_not_run_is_a_target_or_an_installer(page):
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M))

    assert {kind for kind, _ in BLOCK.findall(PAGES[page])} <= {
        "console",
        "python",
        "sh",
    }
    assert {one.split()[0] for one in blocks(page, "sh").splitlines()} <= APART
    assert set(re.findall(r"(?m)(?:`|^)make ([\w-]+)", PAGES[page])) <= targets


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_names_is_there(page):
    named = re.findall(r"`fitcheck ([^`]+)`|ARGS=\"([^\"]+)\"", PAGES[page])
    for words in (" ".join(one).split() for one in named):
        command = COMMANDS[words[0]]
        options = {name for one in command.params for name in one.opts}
        assert {one for one in words[1:] if one.startswith("-")} <= options


def test_every_command_is_told_of():
    told = set(re.findall(r"`fitcheck ([\w-]+)", PAGES["files.md"]))

    assert told == set(COMMANDS)


def test_every_figure_of_the_readme_stands_on_the_page_that_proves_it():
    figures = re.findall(
        r"\b\d{1,3}(?:,\d{3})+|\b\d+\.\d(?= |\b in)", PAGES["README.md"]
    )

    assert len(figures) >= 4
    assert [one for one in figures if one not in blocks("proof.md", "console")] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    folder = ROOT if page == "README.md" else ROOT / "docs"
    links = re.findall(r"\]\(([^)\s]+)\)", PAGES[page])

    assert [one for one in links if not (folder / one).exists()] == []


def test_no_page_is_without_a_link_from_the_readme():
    pages = {f"docs/{page}" for page in PAGES} - {"docs/README.md"}

    assert pages <= set(re.findall(r"\]\(([^)]+)\)", PAGES["README.md"]))


def test_every_hop_of_an_answer_is_where_the_house_says():
    house = PAGES["house.md"]
    hop = re.compile(r"`([\w/.]+\.(?:py|j2))`: ((?:`[\w.]+`(?: → (?=`\w+`))?)+)")
    hops = hop.findall(house)

    assert len(hops) >= 25
    for file, names in hops:
        text = (ROOT / "fitcheck" / file).read_text(encoding="utf-8")
        for name in re.findall(r"(\w+)`", names):
            assert re.search(rf"(def |class |c\.){name}\b", text), f"{file}: {name}"
    for file, name in re.findall(r"`([\w/]+\.py)` \(`(\w+)`\)", house):
        text = (ROOT / "fitcheck" / file).read_text(encoding="utf-8")
        assert re.search(rf"^{name}\b.* = ", text, re.M), f"{file}: {name}"


def test_every_file_that_the_house_names_is_there():
    named = set(re.findall(r"`([\w/.-]+\.(?:py|j2|yaml))`", PAGES["house.md"]))

    assert len(named) > 25
    assert [
        one
        for one in sorted(named)
        if not any((ROOT / under / one).exists() for under in ("", "fitcheck"))
    ] == []


def test_every_ending_and_every_letter_is_told_of():
    told = (
        PAGES["files.md"].partition("`--output` may be repeated")[2].partition(";")[0]
    )
    pages = PAGES["walk.md"] + PAGES["intake.md"]
    known = {one for one, kind in ENDINGS.items() if kind in REPORT}

    assert known == {*re.findall(r"`(\.[\w.]+)`", told), ".markdown", ".htm", ".yml"}
    assert [one for one in LETTERS if f"`{one}`" not in pages] == []


def test_the_job_that_a_page_shows_is_the_one_that_is_run() -> None:
    job = (ROOT / "scripts" / "interop" / "spark_job.py").read_text(encoding="utf-8")

    assert blocks("many-sheets.md", "python") in job


# SECURITY.md

SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
BOUNDS = {
    "one file, or": [files.LARGEST // 10**6],
    "a folder of questions": [files.LARGEST // 10**6, loader.FILES],
    "or of fictional people": [files.LARGEST // 10**6, reading.PEOPLE],
    "keys and values": [yaml_marks.LARGEST, loader.LARGEST],
    "entries of one list": [yaml_marks.LONGEST, yaml_marks.DEEPEST],
    "problems told": [errors.MOST],
    "replies from a pipe": [plain.MOST_READ],
}


@pytest.mark.parametrize("what", BOUNDS)
def test_the_bounds_that_are_told_are_those_that_hold(what):
    [row] = [
        one for one in SECURITY.splitlines() if one.startswith("|") and what in one
    ]
    numbers = re.findall(r"\d+(?:,\d{3})*", row.split("|")[2])
    told = [int(one.replace(",", "")) for one in numbers]

    assert told == BOUNDS[what]


def test_the_tests_and_targets_that_are_named_exist():
    named = set(re.findall(r"test_\w+\.py", SECURITY))
    targets = set(re.findall(r"`make (\w+)`", SECURITY))
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert len(named) > 5
    assert {one for one in named if not (ROOT / "tests" / one).exists()} == set()
    assert {one for one in targets if f"\n{one}: " not in makefile} == set()
