"""What every test has: the gallery, what ships, and content worked out once."""

import os
from functools import lru_cache
from pathlib import Path

import guarded
import pytest
import running

from fitcheck import files
from fitcheck.comparing import verify
from fitcheck.content import loader, yaml_marks

guarded.install()
os.environ["XDG_STATE_HOME"] = running.STATE.name

GALLERY = Path(__file__).parent / "gallery"


def remember_content():
    """Give the same tree, model, Questionnaire and statements for the same text.

    Each follows from the text and nothing else, and none of them is ever changed.
    """
    parse, validated, whole = yaml_marks.parse, loader.validated, loader.parse
    stated, models, questionnaires = verify.stated, {}, {}

    @lru_cache(maxsize=256)
    def tree(_, *given, **named):
        return parse(*given, **named)

    def model(document, kind):
        if len(models) > 1_000:
            models.clear()
        if id(document) not in models:
            models[id(document)] = (document, validated(document, kind))
        return models[id(document)][1]

    def questionnaire(texts, called, unread=None):
        key = (frozenset(texts.items()), called)
        if unread or key not in questionnaires:
            found = whole(texts, called, unread)
            if unread or len(questionnaires) > 60:
                return found
            questionnaires[key] = found
        return questionnaires[key]

    @lru_cache(maxsize=64)
    def statements(text):
        return tuple(stated(text))

    verify.stated = lambda text: list(statements(text))
    yaml_marks.parse = lambda *given, **named: tree(yaml_marks.LOADER, *given, **named)
    loader.validated = model
    loader.parse = questionnaire


remember_content()


@pytest.fixture(scope="session")
def gallery_files():
    texts = {path.stem: path.read_text("utf-8") for path in GALLERY.glob("*.yaml")}
    interface = files.bundled() / "interface.yaml"
    return {**texts, "interface": interface.read_text("utf-8")}


@pytest.fixture
def gallery_texts(gallery_files):
    return dict(gallery_files)


@pytest.fixture(scope="session")
def gallery(gallery_files):
    return loader.parse(gallery_files, "gallery")


@pytest.fixture(scope="session")
def shipped():
    return loader.load()
