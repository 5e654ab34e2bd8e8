"""Unfinished walks on disk, with consent: written whole, found again, deleted.

It never keeps a safety answer. What it cannot read it sets aside, and loses nothing.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import filelock
import platformdirs

from fitcheck import files
from fitcheck.answers import reading, writing
from fitcheck.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.questionnaire import Questionnaire

ENDING, LOCK, HALF, DAMAGED = ".draft", ".lock", ".tmp", ".damaged"
OURS = (ENDING, LOCK, HALF, DAMAGED)
HEAD = "# fitcheck draft, sha256 "
"""The first line: a changed byte must not come back as another answer."""


@dataclass(frozen=True)
class Place:
    """Where one walk keeps its draft; nobody else writes there meanwhile."""

    file: Path
    lock: filelock.BaseFileLock


@dataclass(frozen=True)
class Draft:
    """A draft that was read, with what no longer fits the questions."""

    sheet: Sheet
    dropped: tuple[str, ...]
    """Questions whose answer does not fit any more, or that are no longer asked."""


@dataclass(frozen=True)
class Found:
    """What was there: a draft to go on with, and files that were set aside."""

    place: Place | None
    draft: Draft | None
    damaged: tuple[Path, ...]
    busy: bool = False
    """There are drafts that other walks hold open."""


def folder() -> Path:
    """Return the folder of drafts, or raise FileError where nobody has a home."""
    place = platformdirs.user_state_path("fitcheck", appauthor=False)
    if not place.is_absolute():
        raise files.refused(place, "there is no home folder", "set HOME")
    return place


def begin() -> Place:
    """Claim a new place in the folder of drafts, made for its owner alone.

    Raises:
        FileError: if the folder cannot be made or used.
    """
    here = folder()
    try:
        here.mkdir(mode=0o700, parents=True, exist_ok=True)
        if here.is_symlink():
            raise files.refused(here, "this is a link", "put a folder there")
        here.chmod(0o700)
        place = claim(here / f"{secrets.token_hex(4)}{ENDING}")
    except OSError as error:
        raise files.refused(here, files.reason(error), "check the folder") from None
    if place is None:  # two walks drew the same name: the next one is another
        return begin()
    return place


def claim(file: Path) -> Place | None:
    """Take a place that no other walk holds, or return None."""
    lock = filelock.FileLock(file.with_suffix(LOCK), timeout=0, mode=0o600)
    try:
        lock.acquire()
    except filelock.Timeout:
        return None
    return Place(file, lock)


def leave(place: Place) -> None:
    """Let go of a place; its draft stays."""
    with suppress(OSError):  # while it is held: afterwards it may be another walk's
        place.file.with_suffix(LOCK).unlink(missing_ok=True)
    place.lock.release()


def delete(place: Place) -> None:
    """Delete a draft and let go of its place; raises OSError."""
    for ending in (ENDING, HALF):
        place.file.with_suffix(ending).unlink(missing_ok=True)
    leave(place)


def save(questionnaire: Questionnaire, place: Place, sheet: Sheet) -> None:
    """Put the answers so far on disk, durably, without the safety answers.

    Raises:
        OSError: if they could not be written; what was there before still is.
    """
    kept = sheet.withhold(questionnaire.safety, gate_fired=False)
    text = writing.written(
        {
            "fitcheck": 1,
            "questionnaire": kept.questionnaire,
            "version": kept.version,
            "country": kept.country,
            **{key: one for key, one in beside(kept).items() if one},
            "skipped": list(kept.skipped),
            "answers": {
                key: writing.plain(questionnaire, key, given)
                for key, given in kept.answers.items()
            },
        }
    )
    data = f"{HEAD}{checksum(text)}\n{text}".encode()
    files.replace(place.file, place.file.with_suffix(HALF), data)


def beside(sheet: Sheet) -> dict[str, Any]:
    """Return what a clinician added to the answers."""
    return {
        "label": sheet.label,
        "respondent": sheet.respondent,
        "notes": dict(sheet.notes),
    }


def checksum(text: str) -> str:
    """Return what the first line says of all that follows."""
    return hashlib.sha256(text.encode()).hexdigest()


def found(questionnaire: Questionnaire) -> Found:
    """Claim the newest draft that can be read; set aside those that cannot.

    Drafts of another questionnaire, and those of a walk that is still open, stay.
    """
    damaged, busy = [], False
    for file in newest_first(folder()):
        place = claim(file)
        if place is None:
            busy = True
            continue
        try:
            draft = read(questionnaire, file)
        except FileError:
            damaged.append(set_aside(file))
            leave(place)
            continue
        if draft:
            return Found(place, draft, tuple(damaged))
        leave(place)
    return Found(None, None, tuple(damaged), busy)


def others(place: Place | None) -> bool:
    """Say whether there are drafts besides the one at this place."""
    mine = place.file if place else None
    with suppress(OSError, FileError):
        return any(file != mine for file in newest_first(folder()))
    return False


def newest_first(here: Path) -> list[Path]:
    """Return every draft in a folder, the one that was written last first."""
    dated = []
    for file in listed(here):
        with suppress(OSError):  # another walk has just deleted it
            if file.suffix == ENDING:
                dated.append((file.stat().st_mtime_ns, file))
    return [file for _, file in sorted(dated, reverse=True)]


def listed(here: Path) -> Iterator[Path]:
    """Yield every file of ours in the folder of drafts."""
    try:
        yield from sorted(one for one in here.iterdir() if one.suffix in OURS)
    except FileNotFoundError:
        return


def set_aside(file: Path) -> Path:
    """Rename a draft that cannot be read, onto no other, and return its new name."""
    aside = file.with_suffix(DAMAGED)
    while aside.exists():
        aside = file.with_name(f"{file.stem}-{secrets.token_hex(2)}{DAMAGED}")
    file.rename(aside)
    return aside


def read(questionnaire: Questionnaire, file: Path) -> Draft | None:
    """Read a draft and hold every answer against today's questions.

    Returns None for a draft of another questionnaire.

    Raises:
        FileError: if it is damaged.
    """
    head, _, text = files.read(file).partition("\n")
    if head != f"{HEAD}{checksum(text)}":
        raise files.refused(file, "this draft is damaged", "it was set aside")
    document = reading.parsed(files.shown(file), text)
    given = reading.validated(questionnaire, document)
    if given.questionnaire != questionnaire.manifest.id:
        return None
    sheet, dropped = reading.kept(questionnaire, document, given)
    bare = sheet.withhold(questionnaire.safety, gate_fired=False)
    return Draft(bare, dropped)


def forget() -> tuple[Path, ...]:
    """Delete every draft, whole, half-written or set aside; return what was there.

    Raises:
        FileError: if one of them could not be deleted.
    """
    gone = []
    for file in list(listed(folder())):
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise files.refused(file, files.reason(error), "delete it") from None
        if file.suffix in {ENDING, DAMAGED}:
            gone.append(file)
    with suppress(OSError):
        os.rmdir(folder())  # noqa: PTH106  # only if nothing else is in it
    return tuple(gone)
