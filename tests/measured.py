"""Real children, each measured: how long it took and how much memory at its height.

A program of its own, without pytest's memory in it. For every line of JSON that it
reads it forks a child that becomes ``fitcheck`` with the guard inside, waits for it
and writes one line: exit code, seconds, and the peak of its memory in MB. Its modules
and the shipped questions are loaded before, and count as the child's own memory. A
child that hangs is killed.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import guarded
from running import environment

if TYPE_CHECKING:
    from collections.abc import Mapping

BUSY = 5
"""Seconds of work after which a child is killed."""
ASLEEP = 30
"""Seconds after which it is killed even if it only waits, on a busy machine too."""
OURS = (str(Path(__file__).parent), str(guarded.HOUSE))


@dataclass(frozen=True)
class Run:
    """What one run left behind, and what it took."""

    code: int
    out: bytes
    err: bytes
    seconds: float
    megabytes: float

    @property
    def said(self) -> str:
        """All that a terminal would have shown."""
        return (self.out + self.err).decode("utf-8", "surrogateescape")


class Nursery:
    """The process that forks the children, with fitcheck's modules at hand."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-B", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment({"PYTHONPATH": os.pathsep.join(OURS)}),
        )

    def run(
        self,
        *arguments: str | Path,
        place: Path,
        stdin: bytes | Path = b"",
        stdout: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Run:
        """Run the program in a child; ``place`` is a folder for what it says."""
        given = stdin
        if isinstance(given, bytes):
            given = place / ".stdin"
            given.write_bytes(stdin if isinstance(stdin, bytes) else b"")
        streams = [given, stdout or place / ".stdout", place / ".stderr"]
        order = {
            "arguments": list(map(str, arguments)),
            "streams": list(map(str, streams)),
            "env": dict(env or {}),
            "cwd": str(place),
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()
        code, seconds, megabytes = json.loads(self.process.stdout.readline())
        out = b"" if stdout else streams[1].read_bytes()
        return Run(code, out, streams[2].read_bytes(), seconds, megabytes)

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def born(order: dict[str, Any]) -> None:
    """Be the child: take its streams, become fitcheck, and never come back."""
    resource.setrlimit(resource.RLIMIT_CPU, (BUSY, BUSY))
    signal.alarm(ASLEEP)
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, path in enumerate(order["streams"]):
        handle = os.open(path, writing if number else os.O_RDONLY, 0o600)
        os.dup2(handle, number)
    sys.stdin = os.fdopen(0, closefd=False)  # the other has read our orders
    sys.argv = ["fitcheck", *order["arguments"]]
    from fitcheck.__main__ import main

    code: object = 99
    try:
        main()
    except SystemExit as left:
        code = left.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(guarded.CAUGHT if guarded.caught else int(str(code)))


def awaited(child: int, started: float) -> tuple[int, float, float]:
    """Return how a child ended, after how long, and its peak in MB."""
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return code, time.monotonic() - started, usage.ru_maxrss / 1024


def main() -> None:
    """Fork a child for every line."""
    guarded.install()
    from fitcheck import content
    from fitcheck.cli import delivery, program  # noqa: F401  # every child needs them

    shipped, load = content.load(), content.load
    content.load = lambda folder=None, **more: (  # type: ignore[misc]
        load(folder, **more) if folder else shipped
    )
    answer = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        started = time.monotonic()
        child = os.fork()
        if not child:
            born(json.loads(line))
        answer.write(json.dumps(awaited(child, started)) + "\n")
        answer.flush()


if __name__ == "__main__":
    main()
