"""The shipped content, compiled: the Questionnaire that its files were read to.

It is made when the program is built or installed, and never while it runs. Where a
byte differs of the files it was made of, or of the code that reads them, it is as if
it were not there.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from fitcheck.content.questionnaire import Questionnaire

FOLDER = Path(__file__).parents[1] / "snapshot"
"""Whatever is compiled of the content or of the templates; never committed."""
CONTENT = "content.pickle"


def name(texts: Mapping[str, str]) -> str:
    """Return what content files, and the code that reads them, are known by."""
    parts = {one.name: one.read_bytes() for one in Path(__file__).parent.rglob("*.py")}
    parts |= {stem: text.encode() for stem, text in texts.items()}
    made = hashlib.sha256()
    for stem in sorted(parts):
        made.update(stem.encode() + b"\n" + hashlib.sha256(parts[stem]).digest())
    return made.hexdigest()


def read(texts: Mapping[str, str]) -> Questionnaire | None:
    """Return what these content files were read to, if it was kept."""
    try:
        known, _, kept = (FOLDER / CONTENT).read_bytes().partition(b"\n")
    except OSError:
        return None
    if known != name(texts).encode():
        return None
    made: Questionnaire = pickle.loads(kept)
    return made


def write(texts: Mapping[str, str], questionnaire: Questionnaire) -> None:
    """Keep what content files were read to; raise OSError where nothing can be."""
    FOLDER.mkdir(exist_ok=True)
    kept = pickle.dumps(replace(questionnaire, marked=dict), protocol=5)
    (FOLDER / CONTENT).write_bytes(name(texts).encode() + b"\n" + kept)
