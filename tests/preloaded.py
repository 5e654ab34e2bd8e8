"""Real children in a hurry: each is a fork of a process that has everything loaded.

Run as a program, this is that process, without pytest's memory in it. For every order
it forks a child that takes the streams it is handed and becomes ``fitcheck`` with the
guard inside. fitcheck's modules and the shipped questions are loaded before, and count
as the child's own memory. How a program starts is for other tests to look at.
"""

from __future__ import annotations

import atexit
import fcntl
import functools
import gc
import importlib
import json
import os
import pkgutil
import resource
import select
import signal
import socket
import subprocess
import sys
import termios
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import guarded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BUSY = 5
"""Seconds of work after which a child is killed that is held to limits."""
ASLEEP = 30
"""Seconds after which it is killed even if it only waits, on a busy machine too."""
LONGEST = 1 << 20
"""Bytes that are asked for, for orders."""
OURS = (str(Path(__file__).parent), str(guarded.HOUSE))


class Child:
    """A program that was started, to be waited for as subprocess.Popen is."""

    seconds: float
    """From its birth to its end."""
    megabytes: float
    """The peak of its memory."""

    def __init__(self, told: int) -> None:
        self.returncode: int | None = None
        self.told = os.fdopen(told)
        self.pid = int(self.told.readline())

    def wait(self, timeout: float = ASLEEP) -> int:
        """Return how it ended, a signal as a number below zero."""
        if self.returncode is None:
            if not select.select([self.told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("fitcheck", timeout)
            with self.told:
                ended = json.load(self.told)
            self.returncode, self.seconds, self.megabytes = ended
        return int(self.returncode or 0)

    def poll(self) -> int | None:
        """Return how it ended, or None as long as it runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        with suppress(ProcessLookupError):  # it may end between the two
            if self.poll() is None:
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def start(
    arguments: Sequence[str],
    streams: tuple[int, int, int],
    env: Mapping[str, str],
    cwd: Path | None = None,
    *,
    limited: bool = False,
) -> Child:
    """Start the program on open streams; ``limited`` kills one that hangs."""
    ours, theirs = os.pipe()
    order = {
        "arguments": arguments,
        "env": dict(env),
        "cwd": str(cwd or Path.cwd()),
        "limited": limited,
    }
    message = json.dumps(order).encode()
    socket.send_fds(preloaded(), [message], [*streams, theirs])
    os.close(theirs)
    return Child(ours)


@functools.cache
def preloaded() -> socket.socket:
    """Start the process that forks; it ends when nobody holds the other side."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
        ours.setsockopt(socket.SOL_SOCKET, option, LONGEST)
    process = subprocess.Popen(
        [sys.executable, "-B", __file__, str(theirs.fileno())],
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(OURS)},
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )
    theirs.close()

    def leave() -> None:
        ours.close()
        process.wait()

    atexit.register(leave)
    return ours


def main() -> None:
    """Fork for every order."""
    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as orders:
        while True:
            message, handles, _, _ = socket.recv_fds(orders, LONGEST, 4)
            if not message:
                return
            if not os.fork():
                orders.close()
                attend(json.loads(message), handles)
            for handle in handles:
                os.close(handle)


def load() -> None:
    """Load what a child may need, the shipped questions among it."""
    from prompt_toolkit.output import vt100  # noqa: F401

    import fitcheck
    from fitcheck.content import loader

    names = {one.name for one in pkgutil.walk_packages(fitcheck.__path__, "fitcheck.")}
    for name in names - {"fitcheck.services.batch"}:  # whose database takes 30 MB
        importlib.import_module(name)
    share_key_bindings()
    shipped, loading = loader.load(), loader.load
    loader.load = lambda folder=None, **more: (  # type: ignore[misc]
        loading(folder, **more) if folder else shipped
    )
    gc.freeze()


def share_key_bindings() -> None:
    """Have the library make its hundreds of key bindings once, not for every list."""
    from prompt_toolkit.application import application

    made = application.load_key_bindings
    application.load_key_bindings = functools.cache(made)


def attend(order: dict[str, Any], handles: list[int]) -> NoReturn:
    """Have a child, and tell of its birth and of its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    *streams, telling = handles
    started = time.monotonic()
    child = os.fork()
    if not child:
        os.close(telling)
        born(order, streams)
    for handle in streams:
        os.close(handle)
    with suppress(BrokenPipeError), os.fdopen(telling, "w") as told:
        told.write(f"{child}\n")
        told.flush()
        _, status, usage = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        taken = time.monotonic() - started
        json.dump([code, taken, usage.ru_maxrss / 1024], told)
    os._exit(0)


def born(order: dict[str, Any], streams: list[int]) -> NoReturn:
    """Be the child: take the streams, become fitcheck, and never come back."""
    os.setsid()
    for number, handle in enumerate(streams):
        os.dup2(handle, number)
        os.close(handle)
    if os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if order["limited"]:
        resource.setrlimit(resource.RLIMIT_CPU, (BUSY, BUSY))
        signal.alarm(ASLEEP)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    sys.stdin = sys.__stdin__ = opened(0, "r")  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = opened(1, "w")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = opened(2, "w")  # type: ignore[misc]
    sys.argv = ["fitcheck", *order["arguments"]]
    code: object = 99
    try:
        guarded.main()
    except SystemExit as left:
        code = left.code or 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


def opened(number: int, mode: str) -> Any:
    """Return a standard stream as Python makes it."""
    errors = "backslashreplace" if number == 2 else "surrogateescape"
    return os.fdopen(number, mode, 1 if number == 2 else -1, "utf-8", errors)


if __name__ == "__main__":
    main()
