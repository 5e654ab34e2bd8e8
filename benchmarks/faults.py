"""Fails file operations of a walk, one after another, and looks at what is said.

    python benchmarks/faults.py [--sample 1.0] [--seed 1]

Each operation on the disk (open, write, flush to disk, rename, link, delete, make a
folder, change its mode, lock, list) fails once, or from then on, with each of four
errors, in every way out of a walk. What is said to be saved has to be what is on disk,
a copy that is said to be written is whole, and there is never a traceback. It drives
the program through its streams, in the plain face, and knows nothing of how it saves.
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import re
import shutil
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from running import Stream

from fitcheck import drafts, signals
from fitcheck.cli import program
from fitcheck.content import loader
from fitcheck.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
EVENTS = {
    "open", "os.remove", "os.rename", "os.link", "os.mkdir", "os.rmdir", "os.chmod",
    "os.listdir", "os.scandir", "fcntl.flock",
}  # fmt: skip
CTRL_C = "^C"
BEGIN = "continue GB safe none-of-these yes 1 2"
REST = " ".join(["s"] * 29)
WAYS = {
    "leave": (f"{BEGIN} leave", 2),
    "back and leave": (f"{BEGIN} b 3 leave", 2),
    "quick exit": (f"{BEGIN} exit", 2),
    "end of input": (BEGIN, 2),
    "Ctrl-C": (f"{BEGIN} {CTRL_C}", 2),
    "danger at home": (f"{BEGIN} b b b danger-at-home leave", 2),
    "report, leave": (f"{BEGIN} {{rest}} done menu leave", 2),
    "report, keep": (f"{BEGIN} {{rest}} done menu keep leave", 2),
    "report, exit": (f"{BEGIN} {{rest}} done menu exit", 2),
    "copy": (f"{BEGIN} {{rest}} done menu save copy.md leave leave leave", 2),
    "output": (f"{BEGIN} {{rest}} done menu leave leave leave", 2),
}
"""What is replied, and how many answers have to be on disk if all are said to be."""


NAMING = ("undeleted", "earlier", "unread", "behind", "unsaved", "left", "stay")
"""Texts that name what is left, or forget, which deletes it."""
TEXTS = (*NAMING, "stopped")


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
    real_sync, real_open = os.fsync, os.fdopen

    def fsync(handle: int) -> None:
        FAULT.meet("fsync")
        real_sync(handle)

    def fdopen(handle: int, mode: str = "r", **more: Any) -> Any:
        stream = real_open(handle, mode, **more)
        if "w" not in mode:
            return stream
        return Writing(stream)

    os.fsync, os.fdopen = fsync, fdopen  # type: ignore[assignment]


class Writing:
    """A file that may be written by half."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def __enter__(self) -> Writing:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

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


def walked(place: Path, way: str, fault: Fault) -> tuple[int, str]:
    """Walk one way with one fault; return the exit code and what was said."""
    script, _ = WAYS[way]
    script = script.replace("{rest}", REST)
    streams = {
        "stdin": Replies(("\n".join(script.split()) + "\n").encode(), tty=True),
        "stdout": Stream(tty=True),
        "stderr": Stream(tty=True),
    }
    more = ["-o", str(place / "out.md")] if way == "output" else []
    before = {name: getattr(sys, name) for name in streams}
    for name, stream in streams.items():
        setattr(sys, name, stream)
    fault.on = True
    try:
        code = program.run(["take", "--plain", *more])
    except signals.Stopped as stopped:
        code = stopped.code
    finally:
        fault.on = False
        for name, stream in before.items():
            setattr(sys, name, stream)
    return code, streams["stderr"].text() + streams["stdout"].text()


def checked(place: Path, way: str, code: int, said: str) -> Iterator[str]:
    """Yield what is on disk and was not said, or was said and is not there."""
    flat = " ".join(said.split())
    told = {name: re.search(pattern(getattr(WORDS, name)), flat) for name in TEXTS}
    if code not in {0, 1, 130} or "broken here" in said or "Traceback" in said:
        yield f"exit {code}: {said[-300:]}"
    there, halves = 0, []
    for file in (place / "fitcheck").glob("*"):
        if file.suffix == ".draft":
            try:
                there = len(drafts.read(loader.load(), file).sheet.answers)
            except FileError as error:
                yield f"a draft that cannot be read: {error}"
        elif file.suffix != ".lock" and file.stat().st_size:
            halves.append(file.name)
    claimed = claim(told, WAYS[way][1])
    if there != claimed and not told["undeleted"]:  # it is named, and may be anything
        yield f"{there} on disk, {claimed} said to be"
    if halves and not any(told[one] for one in NAMING):
        yield f"left and not named: {halves}"
    yield from copies(place, flat)


def claim(told: dict[str, Any], total: int) -> int:
    """Return how many answers are said to be on disk."""
    if told["behind"]:
        return int(told["behind"]["saved"])
    return total if told["left"] or told["stopped"] or told["stay"] else 0


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


WORDS: Any = None


def prepared() -> Callable[[], Path]:
    """Load once, and return how a run gets a folder of its own."""
    global WORDS
    loaded = loader.load()
    WORDS = loaded.words.draft
    loader.load = lambda *_, **__: loaded  # type: ignore[assignment]
    for name in ("FITCHECK_PLAIN", "ACCESSIBLE"):
        os.environ.pop(name, None)
    os.environ["LANG"] = "en_GB.UTF-8"
    install()

    def fresh() -> Path:
        place = Path(tempfile.mkdtemp(prefix="faulty-"))
        os.environ["XDG_STATE_HOME"] = str(place)
        os.chdir(place)
        FAULT.place = place.name
        FAULT.count, FAULT.failed, FAULT.at = 0, "", -1
        return place

    return fresh


def main() -> int:
    """Fail, look, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    dice, fresh = random.Random(given.seed), prepared()
    runs, wrong, met = 0, 0, Counter[str]()
    for way in WAYS:
        place = fresh()
        code, said = walked(place, way, FAULT)
        problems = list(checked(place, way, code, said))
        shutil.rmtree(place)
        if problems:
            sys.stdout.write(f"{way}, no fault: {problems}\n{said[-600:]}\n")
            return 1
        for at in range(FAULT.count):
            for error in ERRORS:
                for for_ever in (False, True):
                    if dice.random() >= given.sample:
                        continue
                    place = fresh()
                    FAULT.at, FAULT.error, FAULT.for_ever = at, error, for_ever
                    code, said = walked(place, way, FAULT)
                    runs += 1
                    met[FAULT.failed] += 1
                    how = f"{FAULT.failed} {at}, {errno.errorcode[error]}"
                    how += ", for ever" * for_ever
                    for problem in checked(place, way, code, said):
                        wrong += 1
                        sys.stdout.write(f"{way}: {how}: {problem}\n")
                    shutil.rmtree(place, ignore_errors=True)
    sys.stdout.write(f"{runs} walks with a fault, {wrong} that said what is not so\n")
    told = ", ".join(f"{what} {times}" for what, times in sorted(met.items()))
    sys.stdout.write(f"{told}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
