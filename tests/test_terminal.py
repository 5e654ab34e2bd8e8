"""The arrow-key face on real terminals of three sizes, as a person meets it."""

from __future__ import annotations

import re
import signal
import termios
import time
from typing import TYPE_CHECKING

import pytest
from hands import DOWN, ENTER, ESCAPE, UP
from terminals import Terminal

from fitcheck.content.model import Poles
from fitcheck.rubric import path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fitcheck.content.model import Question
    from fitcheck.content.questionnaire import Questionnaire

SIZES = [(80, 24), (60, 24), (40, 12)]
LONG = "Voices or beliefs that are new or frightening"


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """End every program that a test leaves behind."""
    opened: list[Terminal] = []
    yield opened
    for one in opened:
        one.close()


def whole(terminal: Terminal, words: set[str]) -> None:
    """Assert that no row is too wide and that every word on it is a whole one."""
    for row in terminal.rows:
        assert len(row) <= terminal.screen.columns
        cut = [one for one in row.split() if re.match(r"[A-Za-z]{3}", one)]
        assert set(cut) <= words, row


@pytest.fixture(scope="session")
def known() -> set[str]:
    """Return every word that the questions and the interface know."""
    from fitcheck import files

    texts = "".join(one.read_text("utf-8") for one in files.bundled().glob("*.yaml"))
    words = set(re.sub(r"[“\"'{]+(?=\w)|(?<=\S)[”\"]", " ", texts).split())
    found = set(texts.split()) | words
    return found | {f"{one}{end}" for one in found for end in ".,:;"}


def begun(terminal: Terminal) -> None:
    """Read the opening to its end, and say where one is."""
    terminal.wait("Begin, when you are ready")
    terminal.press(ENTER, "(nothing chosen yet)")
    terminal.press(f"1{ENTER}", "Yes, I am safe")


def walked(terminal: Terminal, shipped: Questionnaire, known: set[str]) -> None:
    """Walk from the first question to the check page: twice back, and one skip."""
    answers: dict[str, tuple[str, ...]] = {}
    wanted = {"safe-now": "safe", "needs-assessment": "none-of-these"}
    while question := path.pending(shipped, answers, {"feels-sure"}):
        options = [one.id for one in shipped.shown(question)]
        one = wanted.get(question.id, options[0])
        answers[question.id] = (one,)
        following = path.pending(shipped, answers, {"feels-sure"})
        upcoming = seen(following) if following else "All is right"
        if question.id == "knows-what-matters":
            upcoming = seen(shipped.questions["feels-sure"])
        terminal.press(f"{options.index(one) + 1}{ENTER}", "")
        if question.kind in {"ranked", "many"} and one != "none-of-these":
            terminal.press(DOWN * (len(options) - options.index(one)) + ENTER, "")
        if question.id == "needs-assessment":
            terminal.wait(begins(shipped.words.draft.text))
            whole(terminal, known)
            terminal.press(f"1{ENTER}", "")
        terminal.wait(upcoming)
        whole(terminal, known)
        if question.id in {"plan-or-open", "wants-roots"}:
            terminal.press("b", "")
            whole(terminal, known)
            terminal.point("", f"{options.index(one) + 1}. ")
            terminal.press(ENTER, upcoming)
        if question.id == "knows-what-matters":
            terminal.press("s", seen(shipped.questions["has-support"]))


def begins(text: str) -> str:
    """Return how a text begins."""
    return " ".join(text.split()[:4])


def seen(question: Question) -> str:
    """Return a phrase that stands on every screen of a question."""
    if isinstance(question, Poles):
        first = question.first
        return begins(f"A: {getattr(question, first)}")
    return begins(question.text)


@pytest.mark.parametrize("size", SIZES)
def test_a_whole_walk_twice_back_one_skip_one_change(
    terminals: list[Terminal],
    shipped: Questionnaire,
    known: set[str],
    size: tuple[int, int],
) -> None:
    terminal = Terminal(size=size)
    terminals.append(terminal)
    begun(terminal)
    walked(terminal, shipped, known)
    assert "(nothing chosen yet)" in terminal.pointed
    change = shipped.questions["plan-or-open"]
    terminal.press(f"3{ENTER}", seen(change))
    terminal.press(f"5{ENTER}", "All is right")
    whole(terminal, known)
    terminal.press(DOWN + ENTER, "")

    assert begins(change.text) in terminal.all
    assert b"\x1b[6n" not in terminal.raw
    assert "WARNING" not in terminal.all
    terminal.send("x")
    assert terminal.end() == 0


def at_first(terminals: list[Terminal], **given: object) -> Terminal:
    """Return a terminal on which the first question stands."""
    terminal = Terminal(**given)  # type: ignore[arg-type]
    terminals.append(terminal)
    begun(terminal)
    return terminal


@pytest.mark.parametrize("size", SIZES)
def test_a_long_option_can_be_read_to_its_end(
    terminals: list[Terminal],
    shipped: Questionnaire,
    known: set[str],
    size: tuple[int, int],
) -> None:
    terminal = at_first(terminals, size=size)
    longest = shipped.questions["safe-now"].options[-1].label
    terminal.point("3", "3. ")
    terminal.wait(longest.split()[-1])

    assert longest in terminal.text
    whole(terminal, known)


def test_a_resize_in_mid_question_loses_no_word(
    terminals: list[Terminal], shipped: Questionnaire, known: set[str]
) -> None:
    terminal = at_first(terminals)
    terminal.point("2", "2. I'm not sure")
    for size in ((60, 24), (40, 24), (40, 12), (80, 24)):
        terminal.resize(*size)
        time.sleep(0.1)
        terminal.wait("Are you safe right now?")
        whole(terminal, known)
        terminal.point("", "2. I'm not sure")
    for option in shipped.questions["safe-now"].options:
        assert option.label in terminal.text
    terminal.press(ENTER, "Answer the other questions")


def test_a_resize_keeps_ticks_and_pages(
    terminals: list[Terminal], known: set[str]
) -> None:
    terminal = at_first(terminals)
    terminal.press(f"1{ENTER}", "Thoughts of suicide")
    terminal.press(f"4{ENTER}", "[x] Voices")
    terminal.resize(40, 24)
    time.sleep(0.1)
    terminal.wait("[x] Voices or beliefs that are new or frightening")
    whole(terminal, known)


@pytest.mark.parametrize("size", SIZES)
def test_only_the_question_and_the_entry_pointed_at_are_bold(
    terminals: list[Terminal], size: tuple[int, int]
) -> None:
    terminal = at_first(terminals, size=size)
    bold = "".join(
        cell.data
        for row in range(terminal.screen.lines)
        for _, cell in sorted(terminal.screen.buffer[row].items())
        if cell.bold
    )

    said, _, pointed = " ".join(bold.split()).partition("?")
    assert said == "Are you safe right now"
    assert pointed.strip(" »>") in terminal.pointed


def test_no_colour_changes_nothing_but_colour(terminals: list[Terminal]) -> None:
    with_colour = at_first(terminals)
    without = at_first(terminals, env={"NO_COLOR": "1"})

    assert with_colour.text == without.text
    assert not re.search(rb"\x1b\[[0-9;]*[34][0-7]", without.raw)


def test_an_ascii_locale_gets_marks_that_it_can_show(
    terminals: list[Terminal],
) -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    env["PYTHONCOERCECLOCALE"] = "0"
    terminal = Terminal(env=env)
    terminals.append(terminal)
    terminal.wait("Begin, when you are ready")
    terminal.press(ENTER, "(nothing chosen yet)")
    terminal.press(f"{DOWN}{DOWN}{ENTER}", "Yes, I am safe")
    terminal.press(f"1{ENTER}", '"That is all"')
    terminal.press(f"4{ENTER}", "[x] Voices")

    assert terminal.pointed.startswith(" > 4. [x]")
    assert terminal.raw.isascii()
    assert "?" not in terminal.pointed


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
)
def test_signals_end_the_walk_and_leave_the_terminal_as_it_was(
    terminals: list[Terminal], shipped: Questionnaire, number: int, code: int
) -> None:
    terminal = Terminal()
    terminals.append(terminal)
    terminal.wait("Begin, when you are ready", read_on=False)
    ours = termios.tcgetattr(terminal.ours)
    terminal.child.send_signal(number)

    assert not ours[3] & termios.ECHO
    assert terminal.end() == code
    assert b"Traceback" not in terminal.raw
    assert b"Unhandled" not in terminal.raw
    # No country is known yet, and after the others nobody is there to read.
    said = shipped.words.end.in_danger_in_words
    assert (said in terminal.text) == (code == 130)


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("x", 0)])
def test_keys_that_end_the_walk_leave_the_terminal_as_it_was(
    terminals: list[Terminal], key: str, code: int
) -> None:
    terminal = at_first(terminals)
    terminal.send(key)

    assert terminal.end() == code
    assert (b"\x1b[3J" in terminal.raw) == (code == 0)


def test_an_arrow_key_may_come_slowly(terminals: list[Terminal]) -> None:
    terminal = at_first(terminals)
    for part in (ESCAPE, "[", "B"):
        terminal.send(part)
        time.sleep(0.15)
    terminal.point("", "1. Yes")
    terminal.send(ESCAPE)
    time.sleep(1.2)
    terminal.point(DOWN, "2. I'm")


def test_keys_typed_ahead_are_not_lost(terminals: list[Terminal]) -> None:
    terminal = Terminal()
    terminals.append(terminal)
    terminal.wait("Begin, when you are ready", read_on=False)
    terminal.send(f"{ENTER}1{ENTER}1{ENTER}{UP}{UP}")
    terminal.wait("That is all")
    terminal.point("", "That is all")


def test_the_document_alone_goes_to_a_file_and_the_questions_stay_on_the_terminal(
    terminals: list[Terminal], shipped: Questionnaire, tmp_path: Path
) -> None:
    file = tmp_path / "report.md"
    terminal = at_first(terminals, out=file)
    keys = [
        "1\r",
        "10\r",
        "1\r",
        *["3\r"] * (8 + 14),
        "1\r",
        f"1\r{UP}{UP}\r",
        "7\r",
        "9\r",
        "3\r",
    ]
    for one in (*keys, *["1\r"] * 4):
        terminal.press(one, "")
    terminal.wait(begins(shipped.words.check.text))
    terminal.send(f"{DOWN}{ENTER}")

    assert terminal.end() == 0
    assert file.read_text("utf-8").startswith("# ")
    assert b"\x1b" not in file.read_bytes()
