"""Reading files that somebody named, within bounds, and writing documents whole.

It never reads devices or pipes by name, never overwrites unasked, and never
quotes what a file holds.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from fitcheck.errors import FileError, Problem, visible

LARGEST = 1_000_000
"""Bytes; a larger file is refused before it is read."""

BINARY = getattr(os, "O_BINARY", 0)
NO_WAIT = getattr(os, "O_NONBLOCK", 0) | BINARY
"""Never wait for a pipe's other end; on Windows, take the bytes as they are."""

NAMELESS = getattr(os, "O_TMPFILE", 0)
DIRECTORY = getattr(os, "O_DIRECTORY", 0)

LONGEST_NAME = 4096
"""Characters of a name that are shown; no system opens a longer one."""

SYSTEM = "the system says:"
DEVICES = re.compile(r"/(dev(?!/shm/)|proc|sys)/")


def bundled() -> Path:
    """Return the questions that came along: in the package, or beside it."""
    inside = Path(__file__).parent / "questions"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "questions"


PIPED = "name a file, or pipe it in and give - for its name"


def read(path: Path, remedy: str = "name a file") -> str:
    """Read a regular UTF-8 file of at most 1 MB, or raise FileError."""
    try:
        handle = os.open(path, os.O_RDONLY | NO_WAIT)
    except (OSError, ValueError) as error:
        raise refused(path, reason(error), "check the name and try again") from None
    try:
        # A folder cannot even become a stream, so it is looked at before.
        kept = os.fstat(handle)
        if not stat.S_ISREG(kept.st_mode):
            raise refused(path, "this is not a regular file", remedy)
        if kept.st_size > LARGEST:
            raise refused(path, "the file is larger than 1 MB", "name a smaller file")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return decode(stream, path)
    finally:
        os.close(handle)


def decode(stream: BinaryIO, path: Path | str) -> str:
    """Read UTF-8 text of at most 1 MB from an open stream, or raise FileError."""
    try:
        data = stream.read(LARGEST + 1)
    except OSError as error:
        raise refused(path, reason(error), "check it and try again") from None
    if len(data) > LARGEST:
        raise refused(path, "there is more than 1 MB to read", "give less")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused(path, "this is not UTF-8 text", "save it as UTF-8") from None


def check_writable(path: Path, *, force: bool) -> None:
    """Say before any work is done that a document could not be written here."""
    try:
        folder = path.parent
        if not folder.is_dir():
            raise refused(path, "its folder does not exist", "make the folder first")
        if DEVICES.match(f"{os.path.realpath(folder)}/"):
            # Whoever may write there would put a file in the place of a device.
            raise refused(path, "this folder is for devices", "for stdout name -")
        if path.is_dir():
            raise refused(path, "this is a folder", "name a file in it")
        if path.exists() and not path.is_file():
            raise refused(path, "this is not a regular file", "name another file")
        if os.path.lexists(path) and not force:
            raise refused(path, "the file exists", "name another, or add --force")
        if not os.access(folder, os.W_OK):
            raise refused(path, "its folder cannot be written to", "name another")
    except (OSError, ValueError) as error:
        raise refused(path, reason(error), "name another place") from None


def write(path: Path, text: str, *, force: bool) -> None:
    """Write a whole document or nothing, readable by its owner alone."""
    check_writable(path, force=force)
    data = text.encode("utf-8")
    half = path.parent / f".fitcheck-{os.urandom(4).hex()}"
    try:
        unseen = fill_unseen(half if force else path, data)
        if not unseen:
            fill(half, data)
        if force or not unseen:
            place(half, path, force=force)
        settle(path.parent)
    except (OSError, ValueError) as error:
        raise refused(path, reason(error), "name another place") from None
    finally:
        # Whatever happens, Ctrl-C included, nothing half-written stays behind.
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def fill_unseen(path: Path, data: bytes) -> bool:
    """Write a file that gets its name once it is on disk; False where none can.

    A kill or a power cut meanwhile leaves nothing of it.
    """
    try:
        handle = os.open(path.parent, os.O_WRONLY | NAMELESS, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(handle)
            # With a folder's handle the link is followed; this name needs none.
            os.link(f"/proc/self/fd/{handle}", path, src_dir_fd=handle)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        return False
    return True


def replace(path: Path, half: Path, data: bytes) -> None:
    """Put data in the place of a file, whole and durably, for its owner alone.

    It is written first into ``half``, in the same folder. Where that raises OSError,
    the file is as it was.
    """
    try:
        half.unlink(missing_ok=True)  # whoever made it could read on
        fill(half, data)
        half.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise
    settle(path.parent)


def fill(path: Path, data: bytes) -> None:
    """Make a file for its owner alone, and write data into it until it is on disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def settle(folder: Path) -> None:
    """Have a folder's names on disk, where folders can be opened for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def place(half: Path, path: Path, *, force: bool) -> None:
    """Move a finished file to its name; without force never onto another."""
    if force:
        half.replace(path)
        return
    try:
        os.link(half, path)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no hard links; the check just before must do.
        half.rename(path)


def real(path: Path | str) -> str:
    """Return where a name leads once links are followed, as far as they lead."""
    return os.path.realpath(path)


def there(path: Path) -> bool:
    """Say whether a name leads to something; one that cannot be used does not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def reason(error: Exception) -> str:
    """Say in a few words why the system refused."""
    text = getattr(error, "strerror", None)
    return f"{SYSTEM} {text}" if text else "the name cannot be used"


def refused(path: Path | str, what: str, remedy: str) -> FileError:
    """Make the error for one file."""
    return FileError([Problem(shown(path), what=what, remedy=remedy)])


def shown(path: Path | str) -> str:
    """Write a file name so that no control character reaches a terminal."""
    return visible(str(path)[:LONGEST_NAME])
