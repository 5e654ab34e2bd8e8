"""The saved walk: nothing, kept, withdrawn or lost, and never anything else.

It holds no safety answer, and never writes over what this walk has not seen there.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import filelock
import platformdirs

from fitcheck import files
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import Sheet
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import FileError, Problem

ENDING, HALF, LOCK = ".draft", ".tmp", ".lock"
LEFT = {
    ENDING: "from an earlier version",
    HALF: "only half written",
    ".damaged": "damaged, an earlier version says",
}
"""Files that hold answers, and why one is not the saved walk."""
HEAD = "# fitcheck draft, sha256 "
"""The first line: a changed byte must not come back as another answer."""


class Busy(FileError):
    """Another walk has the saved answers open."""


def folder() -> Path:
    """Return the folder of the saved walk."""
    return platformdirs.user_state_path("fitcheck", appauthor=False)


def saved() -> list[Path]:
    """Return every file that holds answers; raise FileError where nobody can tell."""
    here = folder()
    try:
        if here.is_symlink():
            raise files.refused(here, "this is a link", "put a folder there")
        return sorted(one for one in here.iterdir() if one.suffix in LEFT)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise files.refused(here, files.reason(error), "check the folder") from None


def place() -> Path:
    """Return where the one walk is saved; an earlier version gave it another name."""
    drafts = [one for one in saved() if one.suffix == ENDING]
    return drafts[0] if len(drafts) == 1 else folder() / f"walk{ENDING}"


@dataclass
class Draft:
    """The one saved walk, as the walk that goes on stands to it.

    nothing: this walk has nothing on disk. kept: all of it is there. withdrawn: what
    was kept was deleted or changed by somebody else; nothing more is written. lost:
    the last answers could not be written; what was kept before may be there.
    """

    text: str | None = None
    """What stood in the file when this walk last saw or wrote it."""
    standing: Literal["nothing", "kept", "withdrawn", "lost"] = "nothing"
    count: int | None = None
    """How many answers of this walk are on disk; None if it never put any there."""
    total: int = 0
    """How many should be."""
    file: Path = field(default_factory=Path)
    lock: filelock.BaseFileLock | None = None

    def ours(self) -> list[Path]:
        """Return the files that hold answers of this walk, if they are there."""
        endings = (HALF, ENDING) if self.count is not None else (HALF,)
        return [self.file.with_suffix(one) for one in endings if self.lock]

    def there(self) -> bool:
        """Say whether answers of this walk are on disk."""
        return any(map(os.path.lexists, self.ours()))

    def look(self, questionnaire: Questionnaire) -> reading.Fitted | None:
        """Claim and read the saved walk; return None where there is none.

        Raises:
            FileError: if it cannot be read, and stays; Busy if it is open elsewhere.
        """
        self.file = place()
        if not os.path.lexists(self.file):
            return None
        self.claim()
        try:
            self.text = seen(self.file)
            found = read(questionnaire, self.file)
        except FileError:
            self.leave()
            raise
        self.standing, self.count = "kept", len(found.sheet.answers)
        return found

    def claim(self) -> None:
        """Take the lock, in a folder for its owner alone; raises FileError, OSError."""
        here = self.file.parent
        if not here.is_absolute():
            raise files.refused(here, "there is no home folder", "set HOME")
        try:
            for one in (*reversed(here.parents), here):
                if not one.exists():
                    one.mkdir(mode=0o700, exist_ok=True)
            if os.name == "posix" and here.stat().st_uid != os.geteuid():
                raise files.refused(here, "it is another user's", "take it away")
            here.chmod(0o700)
            lock = filelock.FileLock(self.file.with_suffix(LOCK), timeout=0, mode=0o600)
            lock.acquire()
        except filelock.Timeout:
            open_there = "the saved answers are open in another window"
            raise Busy([Problem(files.shown(self.file), what=open_there)]) from None
        except (OSError, NotImplementedError) as error:  # some systems have no locks
            tidy(here)
            raise files.refused(self.file, files.reason(error), "check it") from None
        self.lock = lock

    def save(self, questionnaire: Questionnaire, sheet: Sheet) -> None:
        """Put the answers so far on disk, durably, without the safety answers.

        Raises:
            FileError: if that failed, and they are lost; what was there still is.
        """
        kept = sheet.withhold(questionnaire.safety, gate_fired=False)
        text, self.total = written(questionnaire, kept), len(kept.answers)
        try:
            if not self.lock:
                self.file = place()
                self.claim()
            now = seen(self.file)
            if now != self.text and self.count is not None:
                self.standing = "withdrawn"
                return
            if now not in {None, self.text}:
                what = "other answers were saved there meanwhile"
                raise files.refused(self.file, what, "run fitcheck forget")
            files.replace(self.file, self.file.with_suffix(HALF), text.encode())
        except (FileError, OSError) as error:
            self.standing = "lost"
            if isinstance(error, FileError):
                raise
            raise files.refused(self.file, files.reason(error), "check it") from None
        self.standing, self.text, self.count = "kept", text, self.total

    def delete(self) -> None:
        """Delete it and let go; raises OSError, and can then be tried again."""
        for one in self.ours():
            one.unlink(missing_ok=True)
        self.leave()

    def leave(self) -> None:
        """Let go; what is on disk stays."""
        if self.lock:
            with suppress(OSError):  # while it is held: afterwards it may be another's
                self.file.with_suffix(LOCK).unlink(missing_ok=True)
            with suppress(OSError):
                self.lock.release()
            self.lock = None
            tidy(self.file.parent)


def seen(file: Path) -> str | None:
    """Return what stands in a file, or that it is no text; None if there is none.

    Raises:
        FileError: if nobody can tell, for now.
    """
    try:
        return files.read(file)
    except FileError as error:
        if not os.path.lexists(file):
            return None
        if error.problems[0].what.startswith(files.SYSTEM):
            raise
        return error.problems[0].what


def tidy(here: Path) -> None:
    """Take the folder away if nothing is in it."""
    with suppress(OSError):
        here.rmdir()


def written(questionnaire: Questionnaire, sheet: Sheet) -> str:
    """Return an answers file, with answers off the path too, below its checksum."""
    data = writing.to_data(questionnaire, sheet) | {"skipped": list(sheet.skipped)}
    if sheet.notes:
        data["notes"] = dict(sheet.notes)
    data["answers"] = {
        key: writing.plain(questionnaire, key, given)
        for key, given in sheet.answers.items()
    }
    return sealed(writing.written(data))


def sealed(text: str) -> str:
    """Put the checksum of a text above it."""
    return f"{HEAD}{hashlib.sha256(text.encode()).hexdigest()}\n{text}"


def read(questionnaire: Questionnaire, file: Path) -> reading.Fitted:
    """Read a draft, hold it against today's questions, and drop all about safety.

    Raises:
        FileError: if it is damaged, or answers another questionnaire.
    """
    whole = files.read(file)
    text = whole.partition("\n")[2]
    if whole != sealed(text):
        raise files.refused(file, "it is damaged", "run fitcheck forget")
    document = reading.parsed(files.shown(file), text)
    reader = reading.Reader(questionnaire, document)
    if reader.file.questionnaire != questionnaire.manifest.id:
        raise files.refused(file, "it answers other questions", "name their folder")
    sheet, dropped = reader.kept()
    bare = sheet.withhold(questionnaire.safety, gate_fired=False)
    return reading.Fitted(bare, dropped)


def forget() -> tuple[list[Path], list[Problem]]:
    """Delete every file that holds answers; return what is gone, and what is not.

    Raises:
        FileError: if nobody can tell what there is.
    """
    gone: list[Path] = []
    kept: list[Problem] = []
    for file in saved():
        try:
            file.unlink(missing_ok=True)
            gone.append(file)
        except OSError as error:
            told = files.refused(file, files.reason(error), "delete it yourself")
            kept.extend(told.problems)
    for file in folder().glob(f"*{LOCK}"):
        with suppress(OSError), filelock.FileLock(file, timeout=0):
            file.unlink()  # one that a walk still holds stays, so that none joins it
    tidy(folder())
    return gone, kept
