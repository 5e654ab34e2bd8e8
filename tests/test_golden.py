"""Golden documents: whatever changes in a document is seen, and meant."""

import importlib.util
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[1] / "scripts" / "golden.py"
SPEC = importlib.util.spec_from_file_location("golden", FILE)
assert SPEC
assert SPEC.loader
golden = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(golden)
NAMES = sorted(file.name for file in golden.KEPT.glob("*.*"))


@pytest.fixture(scope="module")
def written(shipped):
    """Return each document as it is written now."""
    every = golden.documents(shipped)
    return {name: golden.steady(shipped, text) for name, text in every}


def test_every_document_is_kept(written):
    assert sorted(written) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_as_it_was_kept(name, written):
    kept = (golden.KEPT / name).read_text("utf-8")

    assert written[name] == kept, "make golden, and read the diff"
