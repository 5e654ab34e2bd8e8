"""What every test has: the gallery, what ships, and content worked out once."""

import gc
import os
from pathlib import Path

import guarded
import pytest
import running

from fitcheck import __main__, documents, files
from fitcheck.comparing import verify
from fitcheck.content import loader, yaml_marks

gc.set_threshold(__main__.WASTE)  # as the program does: a seventh of all the time
guarded.install()
os.environ["XDG_STATE_HOME"] = running.STATE.name

GALLERY = Path(__file__).parent / "gallery"


def remembered(function, key):
    """Let a function work out the same thing once: what it gives is never changed."""
    found = {}

    def remembering(*given, **named):
        if (name := key(*given, **named)) is None:
            return function(*given, **named)
        if name not in found:
            if len(found) > 250:
                found.clear()
            # What was given is kept as well, or its id would be another's one day.
            found[name] = function(*given, **named), given
        return found[name][0]

    return remembering


def remember_content():
    """Read, validate, recompute and write once what is the same in many tests."""

    def folder(texts, called, unread=None):
        return None if unread else (frozenset(texts.items()), called)

    keys = {
        (yaml_marks, "parse"): lambda *g, **n: (yaml_marks.LOADER, *g, *n.items()),
        (loader, "validated"): lambda document, kind: (id(document), kind),
        (loader, "parse"): folder,
        (verify, "stated"): lambda text: text,
        (verify, "recomputed"): lambda q, *given: (id(q), *map(repr, given)),
        (documents, "build"): lambda q, sheet: (id(q), repr(sheet)),
        (documents, "two_pages"): id,
        (documents, "full"): id,
    }
    for (module, name), key in keys.items():
        setattr(module, name, remembered(getattr(module, name), key))


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
