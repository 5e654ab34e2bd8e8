"""The gallery: a tiny questionnaire with one of each kind of question."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import guarded
import pytest
import running

from fitcheck import files
from fitcheck.content import loader

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire

guarded.install()
os.environ["XDG_STATE_HOME"] = running.STATE.name

GALLERY = Path(__file__).parent / "gallery"


@pytest.fixture(scope="session")
def gallery_files() -> dict[str, str]:
    texts = {path.stem: path.read_text("utf-8") for path in GALLERY.glob("*.yaml")}
    interface = files.bundled() / "interface.yaml"
    return {**texts, "interface": interface.read_text("utf-8")}


@pytest.fixture
def gallery_texts(gallery_files: dict[str, str]) -> dict[str, str]:
    return dict(gallery_files)


@pytest.fixture(scope="session")
def gallery(gallery_files: dict[str, str]) -> Questionnaire:
    return loader.parse(gallery_files, "gallery")


@pytest.fixture(scope="session")
def shipped() -> Questionnaire:
    return loader.load()
