"""The content files to a Questionnaire, or one ContentError listing every problem.

It reads and validates; what the rules add up to is the proof's business.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from fitcheck import files
from fitcheck.content import checks, model, snapshot, yaml_marks
from fitcheck.content.library import Library
from fitcheck.content.parts import Parts, places
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.strict import meant, validated
from fitcheck.content.texts import read as interface
from fitcheck.errors import MOST, ContentError, FileError, Problem

LIBRARY = {name.replace("_", "-"): name for name in Library.model_fields}
"""The files of the library, and where in it each belongs."""
PARTS: dict[str, Any] = {"questionnaire": model.Manifest, "rubric": model.Rubric}
PARTS |= {stem: Library.model_fields[name].annotation for stem, name in LIBRARY.items()}
"""Every file with a model of its own."""
APART = {*PARTS, "interface"}
"""Every file that is no section."""

LARGEST = 40_000
"""Keys and values of all files together; our own have 12,000."""
FILES = 100
"""Files of one folder; our own has 20."""


def load(
    folder: Path | None = None, *, instead: Mapping[str, str] | None = None
) -> Questionnaire:
    """Load a folder of content files, ours if none is named, or raise ContentError.

    Texts in ``instead`` are taken for the files of these names, without ``.yaml``.
    """
    called = str(folder) if folder else "questions"
    texts, unread = read(folder or files.bundled(), called)
    texts |= instead or {}
    kept = None if unread else snapshot.read(texts)
    if kept is None:
        return parse(texts, called, unread)
    return replace(kept, marked=partial(places, texts, called))


def read(folder: Path, called: str) -> tuple[dict[str, str], dict[str, Problem]]:
    """Read every content file in a folder: the texts, and what could not be read."""
    if problems := not_a_folder(folder, called):
        raise ContentError(problems)
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    except OSError as error:
        raise ContentError([Problem(called, what=files.reason(error))]) from None
    if len(paths) > FILES:
        raise ContentError([Problem(called, what=f"it has more than {FILES} files")])
    texts, unread, left = {}, {}, files.LARGEST
    for path in paths:
        try:
            texts[path.stem] = files.read(path)
        except FileError as error:
            unread[path.stem] = error.problems[0]
            continue
        left -= len(texts[path.stem])
        if left < 0:
            what = "its files are larger than 1 MB together"
            raise ContentError([Problem(called, what=what)])
    return texts, unread


def not_a_folder(folder: Path, called: str) -> list[Problem]:
    """Say what is wrong with a name that has to be a folder's; nothing if it is."""
    try:
        if folder.is_dir():
            return []
        what = "this is not a folder" if folder.exists() else "there is no such folder"
        return [Problem(called, what=what)]
    except OSError as error:
        return [Problem(called, what=files.reason(error))]


def parse(
    texts: Mapping[str, str],
    called: str,
    unread: Mapping[str, Problem] | None = None,
) -> Questionnaire:
    """Turn the texts of content files into a Questionnaire, or raise ContentError.

    Files go by their names without ``.yaml``; messages call the folder ``called``, and
    ``unread`` says what is wrong with files that could not be read.
    """
    unread = unread or {}
    parts = Parts(problems=list(unread.values()))
    for stem, text in texts.items():
        document = yaml_marks.parse(f"{called}/{stem}.yaml", text)
        if isinstance(document, Problem):
            parts.problems.append(document)
            continue
        parts.problems.extend(document.problems)
        parts.documents[stem] = document
        if sum(one.size for one in parts.documents.values()) > LARGEST:
            what = f"its files have more than {LARGEST:,} keys and values together"
            raise ContentError([Problem(called, what=what)])
        found: Any = (
            interface(document)
            if stem == "interface"
            else validated(document, PARTS.get(stem, model.Section))
        )
        if isinstance(found, list):
            parts.problems.extend(found)
        else:
            parts.models[stem] = found
    parts.problems.extend(missing({*texts, *unread}, parts, called))
    parts.problems.extend(islice(checks.run(parts), MOST + 1))
    if parts.problems:
        raise ContentError(parts.problems)
    models, manifest = parts.models, parts.models["questionnaire"]
    data = {stem: document.data for stem, document in parts.documents.items()}
    whole = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Questionnaire(
        manifest=manifest,
        sections=tuple(models[section] for section in manifest.sections),
        rubric=models["rubric"],
        words=models["interface"],
        library=Library(**{name: models[stem] for stem, name in LIBRARY.items()}),
        fingerprint=hashlib.sha256(whole.encode()).hexdigest(),
        marked=partial(places, texts, called),
    )


def missing(there: Set[str], parts: Parts, called: str) -> Iterable[Problem]:
    """Yield a problem for each file that is not there, or that nobody names."""
    for stem in (*PARTS, "interface"):
        if stem not in there:
            yield Problem(f"{called}/{stem}.yaml", what="this file is missing")
    if not parts.order:
        return
    for section in parts.of("questionnaire").each("sections"):
        if section.value in APART:
            yield section.problem(f"{section.value}.yaml is not a section")
        elif section.value not in there:
            remedy = meant(section.value, there - APART - {*parts.order})
            yield section.problem(f"there is no file {section.value}.yaml", remedy)
    for stem in sorted(there - APART - {*parts.order}):
        yield Problem(
            f"{called}/{stem}.yaml",
            what="no section of questionnaire.yaml has this name",
            remedy="name it there, or take the file out",
        )
