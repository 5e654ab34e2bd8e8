"""A guard that lets fitcheck's code open no connection and start no program.

In the test process it looks at who asked: only calls with fitcheck's code on the
stack are forbidden. Run as a program it is ``fitcheck`` with the guard inside::

    python tests/guarded.py take --plain

Such a child exits with 97 if anything forbidden was tried, whatever fitcheck made of
it. With GUARDED_WRITES set in the environment, writing files is forbidden as well.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[1]
LIBRARY = Path(os.__file__).parent
"""Modules are known by their files: to import them would slow down every child."""
PACKAGE = f"{HOUSE / 'fitcheck'}{os.sep}"
CAUGHT = 97

FORBIDDEN = (
    *("socket.", "ssl.", "http.", "urllib.", "ftplib.", "smtplib.", "imaplib."),
    *("poplib.", "nntplib.", "telnetlib.", "webbrowser.", "syslog."),
    *("subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system"),
    *("os.startfile", "pty.spawn"),
)
WRITES = (
    *("os.mkdir", "os.link", "os.symlink", "os.rename", "os.remove", "os.truncate"),
    *("os.chmod", "os.utime", "tempfile.", "shutil."),
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

caught: list[str] = []
"""Every forbidden event since the guard was set up."""


def install(*, writes: bool = False) -> None:
    """Set up the guard for the rest of this process; it cannot be taken away."""

    def guard(event: str, details: tuple[Any, ...]) -> None:
        bad = event.startswith(FORBIDDEN) or (writes and is_write(event, details))
        if bad and ours() and not asyncio_pair(event, details):
            caught.append(event)
            raise RuntimeError(f"fitcheck's code must not do this: {event}")

    sys.addaudithook(guard)


def asyncio_pair(event: str, details: tuple[Any, ...]) -> bool:
    """Say whether an event loop makes its pair of sockets, by which it wakes itself.

    The two have no name and are joined from birth: making one is one event, and
    binding, connecting or looking up a name are others, which stay forbidden.
    """
    if event != "socket.__new__":
        return False
    import socket  # whoever made one has imported it

    if details[1] != socket.AF_UNIX:
        return False
    frame = sys._getframe(1)
    while frame is not None and "socket" not in frame.f_code.co_filename:
        frame = frame.f_back  # type: ignore[assignment]
    names = []
    while frame is not None and len(names) < 3:
        names.append((frame.f_code.co_filename, frame.f_code.co_name))
        frame = frame.f_back  # type: ignore[assignment]
    return names == [
        (socket.__file__, "__init__"),
        (socket.__file__, "socketpair"),
        (str(LIBRARY / "asyncio" / "selector_events.py"), "_make_self_pipe"),
    ]


def is_write(event: str, details: tuple[Any, ...]) -> bool:
    """Say whether an event changes something on the disk."""
    if event == "open":
        return bool((details[2] or 0) & WRITING)
    return event.startswith(WRITES)


def ours() -> bool:
    """Say whether fitcheck's code is on the stack."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename.startswith(PACKAGE):
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


def main() -> None:
    """Be ``fitcheck`` with the guard inside."""
    sys.path.insert(0, str(HOUSE))
    install(writes=bool(os.environ.get("GUARDED_WRITES")))
    from fitcheck.__main__ import main as fitcheck

    try:
        fitcheck()
    finally:
        if caught:
            sys.stderr.write(f"guarded: {', '.join(caught)}\n")
            sys.stderr.flush()
            os._exit(CAUGHT)


if __name__ == "__main__":
    main()
