"""Small inputs that once failed, each with its siblings: streams, switches, names."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from running import TTY, environment, inside, on_terminal
from sampling import turns
from walks import START, at_terminal, whole

from fitcheck import files
from fitcheck.cli import afterwards, terminal
from fitcheck.cli.terminal import Look
from fitcheck.content import loader
from fitcheck.walk import intake, keys

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire

PROGRAM = f'"{sys.executable}" -B -m fitcheck'
OLD = "fitcheck: 1\nquestionnaire: psychodynamic-cbt\nversion: 0.9.0\nanswers: {}\n"
FULL = "The text could not be written."
ODD = "PYTHONIOENCODING is set to what fitcheck cannot write"
BEGIN = "printf 'continue\\nGB\\n'"


def shell(command: str, stdin: str = "") -> tuple[int, str, str]:
    ran = subprocess.run(
        ["sh", "-c", command.replace("FITCHECK", PROGRAM)],
        input=stdin.encode(),
        capture_output=True,
        env=environment(),
        timeout=50,
        check=False,
    )
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


# Streams

STREAMS = {
    # What cannot be written is said in one line, and is no success
    "FITCHECK --version >/dev/full": (1, "", FULL),
    "PYTHONUNBUFFERED=1 FITCHECK --version >/dev/full": (1, "", FULL),
    "FITCHECK --help >/dev/full": (1, "", "the system says: No space"),
    "FITCHECK help-now GB >/dev/full": (1, "", FULL),
    "FITCHECK forget >/dev/full": (1, "", "the system says: No space"),
    "FITCHECK score nadia-same-ending >&-": (1, "", "it is closed"),
    # A remark that cannot be written never stops the work
    "FITCHECK help-now XYZ 2>/dev/full": (2, "findahelpline.com", ""),
    "FITCHECK help-now XYZ 2>&-": (2, "findahelpline.com", ""),
    "FITCHECK score - 2>/dev/full": (0, "# Which therapy", ""),
    "PYTHONUNBUFFERED=1 FITCHECK score - 2>/dev/full": (0, "# Which therapy", ""),
    "FITCHECK score - 2>&-": (0, "# Which therapy", ""),
    # An encoding without plain letters is named, and help comes all the same
    f"{BEGIN} | PYTHONIOENCODING=utf-16 FITCHECK": (1, "", f"{ODD} (utf-16)"),
    f"{BEGIN} | PYTHONIOENCODING=cp037 FITCHECK take": (1, "", f"{ODD} (cp037)"),
    "PYTHONIOENCODING=utf-32 FITCHECK forget": (1, "", f"{ODD} (utf-32)"),
    "PYTHONIOENCODING=utf-16 FITCHECK help-now GB": (0, "call 999", ""),
    "PYTHONIOENCODING=utf-7 FITCHECK --version": (0, "fitcheck ", ""),
    "PYTHONIOENCODING=ascii FITCHECK help-now SE": (0, "Sjalvmordslinjen", ""),
}  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("command", STREAMS)
def test_a_stream_that_takes_nothing_is_told_and_stops_no_other_work(
    command: str,
) -> None:
    code, out, err = STREAMS[command]
    ran = shell(command, OLD)

    assert ran[0] == code, ran
    assert out in ran[1]
    assert err in ran[2]
    assert "Traceback" not in ran[2]
    assert ran[2].count(err or "\0") == (1 if err else 0)


WALKS = ("", "take", "take --private", "take --plain")
NOWHERE = ("2>/dev/null", '>"$0/o" 2>&1', "2>&-")


@pytest.mark.parametrize(("arguments", "to"), turns(WALKS, NOWHERE))
def test_questions_that_nobody_sees_are_not_asked_of_a_person(
    tmp_path: Path, arguments: str, to: str
) -> None:
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        ["sh", "-c", f"{PROGRAM} {arguments} {to}", str(tmp_path)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(),
        start_new_session=True,
    )
    os.close(theirs)

    assert process.wait(timeout=30) == 1
    assert os.read(ours, 65536).count(b"where nobody can see it") >= 1
    os.close(ours)


def test_a_pipe_may_lead_to_somebody_who_reads() -> None:
    ran = on_terminal("--plain", keys="continue\nx\n")

    assert ran.code == 0
    assert shell(f"{BEGIN} | FITCHECK 2>&1 | cat")[1].count("Question 1") > 0


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_mark_of_the_byte_order_is_no_part_of_a_reply(
    shipped: Questionnaire, end: str
) -> None:
    script = end.join((*whole(shipped), "done", ""))
    code, out, err = shell("FITCHECK --plain", f"\ufeff{script}")

    assert code == 0, err[-300:]
    assert out.startswith("# ")


# Switches

OFF = ["", "0", "false", "False", "no", "off"]


@pytest.mark.parametrize("value", [*OFF, "1", "true", "yes", "x"])
@pytest.mark.parametrize("name", ["FITCHECK_PLAIN", "ACCESSIBLE", "FORCE_COLOR"])
def test_a_switch_that_is_set_to_off_is_off(name: str, value: str) -> None:
    forced = terminal.colour({name: value}, Look(), tty=False)
    switched = bool(terminal.turned_on({name: value}, plain=False))

    assert (forced if name == "FORCE_COLOR" else switched) == (value not in OFF)


# What a terminal sends without being asked by a key

UNASKED = {
    "colours": [
        "\x1b]10;rgb:bb/bb/bb\x1b\\\x1b]4;1;rgb:bb/00/00\x07\x1b]52;c;eGwK\x07"
    ],
    "strings": ["\x1bP1$r0m\x1b\\\x1bXlsx\x1b\\\x1b^lsx\x1b\\\x1b_Gi=1;OK\x1b\\"],
    "reports": ["\x1b[>41;380;0c\x1b[?1u\x1b[?2026;2$y\x1b[8;34;90t\x1b[?997;1n"],
    "a key that is held": ["\x1b[120;1:2u" * 30, "\x1b[120;1:3u"],
    "other protocols": ["\x1b[27;3;120~\x1b[115;2u\x1b[1;3x\x1b\x1b[A\x1b\x1bOx"],
    "of eight bits": ["\x9b24;80R\x9d11;rgb:1e/1e/2e\x9c\x90>|xterm(380)\x9c\x8fx"],
    "of eight bits, raw": ["\udc9b24;80R\udc90>|xterm(380)\udc9c"],
    "in thirds": ["\x1bP>|xt", "erm(38", "0)\x1b", "\\"],
    "cut, cancelled": ["\x1b]11;rgb:1e", "\x18"],
}
AFTER_ESCAPE = ["P>|xterm(380)\x1b\\", "]11;rgb:1e/1e/2e\x07", "[?62;22c", "Ox", "[A"]


@pytest.mark.parametrize("name", UNASKED)
def test_what_a_terminal_sends_by_itself_is_no_key(name: str) -> None:
    given: list[str] = []
    parser = keys.Parser(given.append)
    for piece in UNASKED[name]:
        parser.feed(piece)
        parser.flush()

    assert given == (["c-x"] if name == "cut, cancelled" else [])


@pytest.mark.parametrize("rest", AFTER_ESCAPE)
def test_what_comes_late_behind_an_escape_is_no_other_key(rest: str) -> None:
    given: list[str] = []
    parser = keys.Parser(given.append)
    for piece in ("\x1b", rest, "x"):
        parser.feed(piece)
        parser.flush()

    assert given == ["escape", "x"]


# A place for the report

NAMES = {
    "~/r.md": "HOME/r.md",
    '"./c.md"': "./c.md",
    "'a b.md'": "a b.md",
    r"a\ b.md": "a b.md",
    "'~/r.md'": "HOME/r.md",
    "~nobody-here/r.md": "~nobody-here/r.md",
    "it's.md": "it's.md",
    '"': '"',
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_taken_as_a_shell_would(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "HOME")

    assert afterwards.typed(name) == NAMES[name]


@pytest.mark.parametrize(
    ("said", "code", "written", "kept"),
    [
        ("save.md", 0, True, False),
        ("~/no/where.md 'save.md'", 0, True, False),
        ("b ? save.md", 0, True, False),
        ("leave", 0, False, True),
        ("", 1, False, True),
        ("exit", 0, False, False),
    ],
)
@pytest.mark.parametrize("saving", ["yes", "no"])
def test_a_report_that_cannot_be_written_is_asked_another_place_for(
    shipped: Questionnaire, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    said: str, code: int, written: bool, kept: bool, saving: str,
) -> None:  # fmt: skip
    real = files.write

    def write(path: Path, text: str, *, force: bool) -> None:
        if path.name == "report.md":
            raise files.refused(path, "the disk is full", "name another place")
        real(path, text, force=force)

    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)
    monkeypatch.setattr(files, "write", write)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    script = at_terminal("\n".join((*whole(shipped), "done", "")), saving)
    end = "menu\nleave\n" if written else ""
    ran = inside(
        monkeypatch, "--plain", "-o", "report.md", tty=TTY,
        stdin=script + "".join(f"{one}\n" for one in said.split()) + end,
    )  # fmt: skip
    draft = tmp_path / "state" / "fitcheck" / "walk.draft"

    assert ran.code == code, ran.err[-400:]
    assert "report.md: the disk is full" in ran.err
    assert (tmp_path / "save.md").exists() == written
    assert draft.exists() == (kept and saving == "yes")


# What is typed at intake

PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
HINDI = "\u0915\u094d\u200d\u0937"
FAMILY, HEART = "\U0001f469\u200d\U0001f467 came", "\u2764\ufe0f\u200d\U0001f525"
JOINED = [PERSIAN, HINDI, FAMILY, HEART]
TWO = "\u0645\u200c\u200d\u062e"
HIDDEN = ["a\u200db", "\u200d", f"{FAMILY}\u200d", "a\u200c", "\u202eab", TWO]


@pytest.mark.parametrize("text", [*JOINED, *HIDDEN])
@pytest.mark.parametrize("kind", ["label", "note"])
def test_joiners_that_letters_need_are_taken_and_hidden_ones_are_not(
    shipped: Questionnaire, kind: str, text: str
) -> None:
    refused = intake.refused(shipped, kind, text)

    assert (refused == "") == (text in JOINED)


def test_the_country_that_was_taken_is_said_in_every_way_to_take_it(
    monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire
) -> None:
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)
    for said in ("GB", "yes", "united kingdom", "UK."):
        ran = inside(
            monkeypatch, "--plain", "--country", "GB", stdin=f"{START[0]}\n{said}\n"
        )
        assert re.search(r"Taken: United Kingdom\n\n", ran.err), said
