"""The compiled content: used only where it is what the files would be read to."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fitcheck import files
from fitcheck.content import loader, snapshot, texts
from fitcheck.documents import compiled, filling
from fitcheck.render import html

if TYPE_CHECKING:
    from fitcheck.content.questionnaire import Questionnaire


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an installation a place of its own for what it compiles."""
    monkeypatch.setattr(snapshot, "FOLDER", tmp_path)
    monkeypatch.setattr(compiled, "FOLDER", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return loader.read(files.bundled(), "questions")[0]


@pytest.fixture(scope="module")
def parsed(written: dict[str, str]) -> Questionnaire:
    return loader.parse(written, "questions")


def test_it_holds_what_the_files_are_read_to(
    folder: Path, written: dict[str, str], parsed: Questionnaire
) -> None:
    snapshot.write(written, parsed)
    kept = snapshot.read(written)

    assert kept is not None
    for part in dataclasses.fields(parsed):
        if part.name not in {"words", "marked"}:
            assert getattr(kept, part.name) == getattr(parsed, part.name)
    assert texts.plain(kept.words) == texts.plain(parsed.words)
    assert list((folder).iterdir()) == [folder / snapshot.CONTENT]


def test_a_loaded_one_still_knows_where_things_stand(
    folder: Path, written: dict[str, str], parsed: Questionnaire
) -> None:
    assert folder.is_dir()
    snapshot.write(written, parsed)

    assert loader.load().places == parsed.places


@pytest.mark.parametrize("stem", ["rubric", "interface", "about"])
def test_one_other_byte_in_a_file_and_it_is_not_used(
    folder: Path, stem: str, written: dict[str, str], parsed: Questionnaire
) -> None:
    assert folder.is_dir()
    snapshot.write(written, parsed)

    assert snapshot.read({**written, stem: written[stem] + "\n"}) is None
    renamed = {f"{name}x" if name == stem else name: t for name, t in written.items()}
    assert snapshot.read(renamed) is None


def test_other_code_and_it_is_not_used(
    folder: Path,
    written: dict[str, str],
    parsed: Questionnaire,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert folder.is_dir()
    snapshot.write(written, parsed)
    plain = Path.read_bytes
    monkeypatch.setattr(
        Path, "read_bytes", lambda p: plain(p) + b"#" * (p.name == "model.py")
    )

    assert snapshot.read(written) is None


def test_compiled_templates_are_read_and_never_written_on_the_way(folder: Path) -> None:
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
