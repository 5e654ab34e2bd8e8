"""Killing walks at random moments, and looking at what is left on disk.

Each walk is a fork of this process with a terminal of its own: the program itself,
only loaded beforehand, so that hundreds of kills take seconds and not minutes.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from walks import START, replies

from fitcheck import drafts
from fitcheck.cli import program
from fitcheck.content import loader
from fitcheck.errors import FileError

if TYPE_CHECKING:
    import random

    from fitcheck.content.questionnaire import Questionnaire

PROMPT = b"Your reply: "
PATIENCE = 20
"""Seconds after which a walk is taken to hang."""
LATEST = 0.004
"""Seconds after a reply within which the kill comes: about what saving takes."""
CODE = 96
"""How a walk ends that came to an end by itself, which none should."""


@dataclass
class Tally:
    """What the kills came to."""

    kills: int = 0
    answers: int = 0
    """Answers that had to be on disk, over all kills."""
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def rounds(
    loaded: Questionnaire, folder: Path, times: int, dice: random.Random
) -> Tally:
    """Kill so many walks, each with a folder of its own, and count what is lost."""
    tally = Tally()
    for number in range(times):
        state = folder / str(number)
        said = script(loaded)
        stop = dice.randint(5, len(said) - 1)
        kill(loaded, state, [reply for _, reply in said][:stop], dice)
        look(loaded, state, [key for key, _ in said[: stop - 1]], tally)
    return tally


def script(loaded: Questionnaire) -> list[tuple[str, str]]:
    """Return every reply with the question it answers, saving agreed to."""
    given = list(replies(loaded).items())
    first = [("opening", START[0]), ("country", START[1]), *given[:2]]
    return [*first, ("saving", "yes"), *given[2:], ("check", "done")]


def kill(
    loaded: Questionnaire, state: Path, said: list[str], dice: random.Random
) -> None:
    """Walk until a reply, and kill within a moment after it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of threads; none is ours
        child, terminal = pty.fork()
    if child == 0:
        walk(loaded, state)
    seen = b""
    try:
        for number, reply in enumerate(said, 1):
            seen += until(terminal, seen, number)
            os.write(terminal, f"{reply}\n".encode())
        time.sleep(dice.uniform(0, LATEST))
    finally:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL


def walk(loaded: Questionnaire, state: Path) -> NoReturn:
    """Be the program, in the child."""
    os.environ["XDG_STATE_HOME"] = str(state)
    sys.stdin = os.fdopen(0, "r")  # whatever the tests have put in their place
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    loader.load = lambda *_, **__: loaded  # type: ignore[assignment]
    program.run(["take", "--plain"])
    os._exit(CODE)


def until(terminal: int, seen: bytes, number: int) -> bytes:
    """Read until this many prompts stand there; return what is new."""
    new, end = b"", time.monotonic() + PATIENCE
    while (seen + new).count(PROMPT) < number:
        assert time.monotonic() < end, (seen + new).decode(errors="replace")
        if select.select([terminal], [], [], 0.5)[0]:
            new += os.read(terminal, 65536)
    return new


def look(loaded: Questionnaire, state: Path, settled: list[str], tally: Tally) -> None:
    """Hold the disk against the answers after which another question was seen."""
    tally.kills += 1
    wanted = replies(loaded)
    scored = [key for key in settled if key in wanted and key not in loaded.safety]
    tally.answers += len(scored)
    kept: dict[str, tuple[str, ...]] = {}
    for file in (state / "fitcheck").glob("*.draft"):
        try:
            draft = drafts.read(loaded, file)
        except FileError as error:
            tally.damaged.append(str(error))
            continue
        kept = draft.sheet.answers
    for key in scored:
        if kept.get(key) != tuple(wanted[key].replace(",", " ").split()):
            tally.lost.append(key)
