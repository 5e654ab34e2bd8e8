"""Fails file operations of a walk, one after another, and looks at what is said.

    python benchmarks/faults.py [--sample 1.0] [--seed 1]

Each operation on the disk (open, write, flush to disk, rename, link, delete, make a
folder, change its mode, lock, list) fails once, or from then on, with each of four
errors, in every way out of a walk. What is said to be saved has to be what is on disk,
a copy that is said to be written is whole, and there is never a traceback. It drives
the program through its streams, in the plain face, and knows nothing of how it saves.

One way goes through every question; the others that come to a report go on from where
all but safety was answered, as the saving in between is the same. Nothing is flushed
to a real disk: what is looked at is what was said, and not whether a disk keeps it.
"""

from __future__ import annotations

import argparse
import errno
import functools
import multiprocessing
import os
import random
import re
import signal
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from running import Stream
from typer import main  # noqa: TID251  # to have the commands built once

from fitcheck import drafts, signals
from fitcheck.cli import program
from fitcheck.content import loader
from fitcheck.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
EVENTS = {
    "open", "os.remove", "os.rename", "os.link", "os.mkdir", "os.rmdir", "os.chmod",
    "os.listdir", "os.scandir", "fcntl.flock",
}  # fmt: skip
CTRL_C = "^C"
BEGIN = "continue GB safe none-of-these yes 1 2"
REST = " ".join(["s"] * 29)
AGAIN = "safe none-of-these"
PLACE = "PLACE"


@dataclass(frozen=True)
class Way:
    """What is replied, to which command, and where the walk stood before it."""

    replies: str
    options: tuple[str, ...] = ()
    resumed: bool = False
    offered: bool = False
    answers: int = 2
    """How many have to be on disk if all are said to be."""


WAYS = {
    "leave": Way(f"{BEGIN} leave"),
    "back and leave": Way(f"{BEGIN} b 3 leave"),
    "quick exit": Way(f"{BEGIN} exit"),
    "end of input": Way(BEGIN),
    "Ctrl-C": Way(f"{BEGIN} {CTRL_C}"),
    "danger at home": Way(f"{BEGIN} b b b danger-at-home leave"),
    "every question": Way(f"{BEGIN} {REST} done menu leave"),
    "resume, leave": Way(f"{AGAIN} leave", resumed=True),
    "resume, exit": Way("exit", resumed=True),
    "resume, danger at home": Way("safe danger-at-home leave", resumed=True),
    "offered, go on": Way(f"continue go-on {AGAIN} leave", offered=True),
    "offered, anew": Way("continue new GB safe none-of-these yes 1 leave",
                         offered=True, answers=1),
    "offered, delete": Way(f"continue delete {BEGIN[9:]} leave", offered=True),
    "offered, exit": Way("continue exit", offered=True),
    "report, leave": Way(f"{AGAIN} done menu leave", resumed=True),
    "report, end of input": Way(f"{AGAIN} done menu", resumed=True),
    "report, Ctrl-C": Way(f"{AGAIN} done menu {CTRL_C}", resumed=True),
    "report, keep": Way(f"{AGAIN} done menu keep leave", resumed=True),
    "report, exit": Way(f"{AGAIN} done menu exit", resumed=True),
    "report, change": Way(f"{AGAIN} done menu edit 3 1 done menu leave", resumed=True),
    "report, again": Way(f"{AGAIN} done menu again GB {AGAIN} yes 1 leave",
                         resumed=True, answers=1),
    "copy": Way(f"{AGAIN} done menu save copy.md leave leave leave", resumed=True),
    "output": Way(f"{AGAIN} done menu leave leave leave", ("-o", f"{PLACE}/out.md"),
                  resumed=True),
}  # fmt: skip


NAMING = ("undeleted", "earlier", "unread", "busy")
"""Texts that name what is left, or forget, which deletes it."""
COUNTED = ("behind", "left", "stopped", "stay")
"""Texts that say how many answers are saved, or that all of them are."""


@dataclass
class Fault:
    """Which operation fails, how, and how often; counted while it is on."""

    place: str = ""
    at: int = -1
    error: int = 0
    for_ever: bool = False
    on: bool = False
    count: int = 0
    failed: str = ""

    def meet(self, what: str) -> None:
        """Count an operation, and fail it if it is the one."""
        if not self.on:
            return
        self.count += 1
        here = self.count - 1
        if here == self.at or (self.for_ever and 0 <= self.at <= here):
            self.failed = self.failed or what
            raise OSError(self.error, os.strerror(self.error))


FAULT = Fault()


def hook(event: str, given: tuple[Any, ...]) -> None:
    """Meet an operation that Python is about to do in the folder of the run."""
    if FAULT.on and event in EVENTS:
        names = [os.fsdecode(one) for one in given if isinstance(one, (str, bytes))]
        if event == "fcntl.flock" or any(FAULT.place in name for name in names):
            FAULT.meet(event)


def install() -> None:
    """Have every operation met from now on."""
    sys.addaudithook(hook)
    real_open = os.fdopen

    def fdopen(handle: int, mode: str = "r", *more: Any, **named: Any) -> Any:
        stream = real_open(handle, mode, *more, **named)
        return Failing(stream) if "b" in mode else stream

    os.fsync = lambda _: FAULT.meet("fsync")
    os.fdopen = fdopen  # type: ignore[assignment]


class Failing:
    """A file that cannot be read, or is written by half."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def __enter__(self) -> Failing:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def read(self, size: int = -1) -> bytes:
        """Read, or fail."""
        FAULT.meet("read")
        return self.stream.read(size)

    def write(self, data: bytes) -> int:
        """Write, or write half of it and fail."""
        try:
            FAULT.meet("write")
        except OSError:
            self.stream.write(data[: len(data) // 2])
            raise
        return self.stream.write(data)


class Replies(Stream):
    """A terminal at which somebody types."""

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        """Return a reply, or be stopped."""
        line = super().readline(size)
        if line.strip() == CTRL_C:
            raise signals.Stopped(signal.SIGINT)
        return line


def walked(place: Path, way: Way, fault: Fault) -> tuple[int, str]:
    """Walk one way with one fault; return the exit code and what was said."""
    streams = {
        "stdin": Replies(("\n".join(way.replies.split()) + "\n").encode(), tty=True),
        "stdout": Stream(tty=True),
        "stderr": Stream(tty=True),
    }
    options = [one.replace(PLACE, str(place)) for one in way.options]
    before = {name: getattr(sys, name) for name in streams}
    for name, stream in streams.items():
        setattr(sys, name, stream)
    fault.on = True
    try:
        resume = ["--resume"] if way.resumed else []
        code = program.run(["take", "--plain", *resume, *options])
    except signals.Stopped as stopped:
        code = stopped.code
    finally:
        fault.on = False
        for name, stream in before.items():
            setattr(sys, name, stream)
    return code, streams["stderr"].text() + streams["stdout"].text()


def checked(place: Path, way: Way, code: int, said: str) -> Iterator[str]:
    """Yield what is on disk and was not said, or was said and is not there."""
    flat, words = " ".join(said.split()), loader.load().words.draft
    texts = (*NAMING, *COUNTED, "none")
    told = {name: re.search(pattern(getattr(words, name)), flat) for name in texts}
    if code not in {0, 1, 130} or "broken here" in said or "Traceback" in said:
        yield f"exit {code}: {said[-300:]}"
    there, halves = 0, []
    for file in (place / "fitcheck").glob("*"):
        if file.suffix == drafts.ENDING:
            try:
                there = len(drafts.read(loader.load(), file).sheet.answers)
            except FileError as error:
                yield f"a draft that cannot be read: {error}"
        elif file.suffix != drafts.LOCK and file.stat().st_size:
            halves.append(file.name)
    claimed = claim(told, way.answers)
    # What is named, but not counted, may be anything.
    if there != claimed and not any(told[one] for one in NAMING):
        yield f"{there} on disk, {claimed} said to be"
    if there and told["none"]:
        yield f"{there} on disk, none said to be"
    if halves and not any(told.values()):
        yield f"left and not named: {halves}"
    yield from copies(place, flat)


def claim(told: dict[str, Any], total: int) -> int:
    """Return how many answers are said to be on disk."""
    if told["behind"]:
        return int(told["behind"]["saved"])
    return total if any(told[one] for one in COUNTED) else 0


def copies(place: Path, flat: str) -> Iterator[str]:
    """Yield what is wrong about the copies, and what was left beside them."""
    for copy in (place / "copy.md", place / "out.md"):
        whole = copy.exists() and copy.read_text("utf-8").rstrip().endswith("```")
        wrote = f"Written: {copy}" in flat or f"Written: {copy.name}" in flat
        if whole != wrote or (copy.exists() and not whole):
            yield f"{copy.name}: written {wrote}, whole {whole}"
    if strays := [one.name for one in place.glob(".fitcheck-*")]:
        yield f"left beside a copy: {strays}"


def pattern(text: str) -> str:
    """Return a pattern for a text with places in it."""
    parts = re.split(r"\{(\w+)\}", " ".join(text.split()))
    return "".join(
        re.escape(part) if number % 2 == 0 else f"(?P<{part}>.+?)"
        for number, part in enumerate(parts)
    )


@contextmanager
def fresh(way: Way) -> Iterator[Path]:
    """Give a run a folder of its own, with the walk saved there that it goes on."""
    room = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="faulty-", dir=room) as name:
        place = Path(name)
        os.environ["XDG_STATE_HOME"] = name
        os.chdir(place)
        FAULT.place = place.name
        FAULT.count, FAULT.failed, FAULT.at = 0, "", -1
        if way.resumed or way.offered:
            (place / "fitcheck").mkdir(mode=0o700)
            (place / "fitcheck" / f"walk{drafts.ENDING}").write_text(SAVED[0], "utf-8")
        yield place
        os.chdir("/")


SAVED: list[str] = []
"""The walk that others go on with, once it was made."""


def prepare() -> None:
    """Load once, and save a walk in which all but safety was answered."""
    loaded = loader.load()
    loader.load = lambda *_, **__: loaded  # type: ignore[assignment]
    for name in ("FITCHECK_PLAIN", "ACCESSIBLE"):
        os.environ.pop(name, None)
    os.environ["LANG"] = "en_GB.UTF-8"
    main.get_command = functools.cache(main.get_command)
    install()
    way = Way(f"{BEGIN} {REST} leave")
    with fresh(way) as place:
        walked(place, way, FAULT)
        [file] = (place / "fitcheck").glob(f"*{drafts.ENDING}")
        SAVED.append(file.read_text("utf-8"))


def trial(given: tuple[str, int, int, bool]) -> tuple[str, list[str]]:
    """Fail one operation of one way; return which it was, and what was wrong."""
    name, at, error, for_ever = given
    with fresh(WAYS[name]) as place:
        FAULT.at, FAULT.error, FAULT.for_ever = at, error, for_ever
        problems = list(checked(place, WAYS[name], *walked(place, WAYS[name], FAULT)))
    how = f"{name}: {FAULT.failed} {at}, {errno.errorcode[error]}"
    how += ", for ever" * for_ever
    return FAULT.failed, [f"{how}: {one}" for one in problems]


def run() -> int:
    """Fail, look, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    dice = random.Random(given.seed)
    prepare()
    trials = []
    for name, way in WAYS.items():
        with fresh(way) as place:
            code, said = walked(place, way, FAULT)
            if problems := list(checked(place, way, code, said)):
                sys.stdout.write(f"{name}, no fault: {problems}\n{said[-600:]}\n")
                return 1
        failing = list(product([name], range(FAULT.count), ERRORS, (False, True)))
        # Saving is the same after each of thirty replies: there the errors take turns.
        turns = [one for one in failing if one[2] is ERRORS[one[1] % len(ERRORS)]]
        trials += turns if name == "every question" else failing
    chosen = [one for one in trials if dice.random() < given.sample]
    met, wrong = Counter[str](), 0
    with multiprocessing.get_context("fork").Pool() as pool:
        for failed, problems in pool.imap(trial, chosen, chunksize=32):
            met[failed] += 1
            wrong += len(problems)
            sys.stdout.writelines(f"{one}\n" for one in problems)
            sys.stdout.flush()
    sys.stdout.write(
        f"{len(chosen)} walks with a fault, {len(WAYS)} ways out, "
        f"{wrong} said what is not so\n"
    )
    told = ", ".join(f"{what} {times}" for what, times in sorted(met.items()))
    sys.stdout.write(f"{told}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(run())
