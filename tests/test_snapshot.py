"""The compiled content: used only where it is what the files would be read to."""

import dataclasses
from pathlib import Path

import pytest

from fitcheck import files
from fitcheck.content import loader, snapshot, texts
from fitcheck.documents import compiled, filling
from fitcheck.render import html


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give an installation a place of its own for what it compiles."""
    monkeypatch.setattr(snapshot, "FOLDER", tmp_path)
    monkeypatch.setattr(compiled, "FOLDER", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def written():
    return loader.read(files.bundled(), "questions")[0]


@pytest.fixture
def parsed(folder, written):
    """Return what the files are read to, and have it kept."""
    assert folder.is_dir()
    made = loader.parse(written, "questions")
    snapshot.write(written, made)
    return made


def test_it_holds_what_the_files_are_read_to(folder, written, parsed):
    kept = snapshot.read(written)

    for part in dataclasses.fields(parsed):
        if part.name not in {"words", "marked"}:
            assert getattr(kept, part.name) == getattr(parsed, part.name)
    assert texts.plain(kept.words) == texts.plain(parsed.words)
    assert list(folder.iterdir()) == [folder / snapshot.CONTENT]
    # One that was kept still knows where things stand.
    assert loader.load().places == parsed.places


@pytest.mark.usefixtures("parsed")
def test_one_other_byte_in_a_file_or_in_our_code_and_it_is_not_used(
    written, monkeypatch
):
    for stem in ("rubric", "interface", "about"):
        assert snapshot.read({**written, stem: written[stem] + "\n"}) is None
        renamed = {f"{k}x" if k == stem else k: one for k, one in written.items()}
        assert snapshot.read(renamed) is None
    assert snapshot.read(written)
    plain = Path.read_bytes
    monkeypatch.setattr(
        Path, "read_bytes", lambda p: plain(p) + b"#" * (p.name == "model.py")
    )
    assert snapshot.read(written) is None


def test_compiled_templates_are_read_and_never_written_on_the_way(folder):
    for made, name in (
        (filling.environment(), "report.md.j2"),
        (html.environment(), "page.html"),
    ):
        source = made.loader.get_source(made, name)[0]
        cache = compiled.Compiled()
        assert cache.get_bucket(made, name, None, source).code is None
        compiled.write(made)

        assert cache.get_bucket(made, name, None, source).code is not None
        assert cache.get_bucket(made, name, None, source + " ").code is None
    before = {one: one.stat().st_mtime_ns for one in folder.iterdir()}
    filling.environment.__wrapped__().get_template("route.md.j2")
    assert {one: one.stat().st_mtime_ns for one in folder.iterdir()} == before
