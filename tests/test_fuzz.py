"""The small corpus of the fuzzer, replayed; and a look at the fuzzer itself."""

import runpy
from pathlib import Path

import pytest
from sampling import sample

from fitcheck.answers import reading
from fitcheck.content import loader, yaml_marks
from fitcheck.errors import FitcheckError

HERE = Path(__file__).parent
FUZZ = runpy.run_path(str(HERE.parent / "scripts" / "fuzz.py"))
CORPUS = sorted((HERE / "corpus").glob("*.txt"))


@pytest.fixture(autouse=True)
def unchanged_files_are_read_once(monkeypatch):
    monkeypatch.setattr(yaml_marks, "parse", yaml_marks.parse)
    monkeypatch.setattr(loader, "validated", loader.validated)
    FUZZ["keep_unchanged_files"]()


def test_the_corpus_holds_inputs_for_both_readers():
    names = {file.name.split(".")[0] for file in CORPUS}

    assert "answers" in names
    assert names & set(FUZZ["WHOLE"])


def test_what_the_fuzzer_breaks_is_whole_to_begin_with():
    texts = FUZZ["answer_texts"]()

    assert {FUZZ["read_answers"](text) for text in sample(texts, 8)} == {"read"}
    for part in ("\ncleared:", "version: 1.0.0", '"format"', "\nvignette:"):
        assert any(part in text for text in texts), part
    for stem, text in sample(FUZZ["WHOLE"].items(), 4):
        assert FUZZ["read_content"](stem, text) == "read"


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_an_input_that_was_worth_keeping_stays_harmless(file):
    name, text = file.name.split(".")[0], file.read_bytes().decode("utf-8")
    own = () if name == "answers" else (name,)
    outcome = FUZZ["read_content" if own else "read_answers"](*own, text)

    assert outcome.split(":")[0] in {"read", "refused"}


@pytest.mark.parametrize(
    "fault",
    [KeyError("x"), FitcheckError(f"holds {FUZZ['CANARY']}"), FitcheckError("\x1b[2J")],
    ids=["a crash", "a private word", "an order to a terminal"],
)
def test_the_fuzzer_finds_a_fault_that_was_planted(monkeypatch, fault):
    def broken(*_):
        raise fault

    FUZZ["answer_texts"]()
    monkeypatch.setattr(reading, "parse", broken)
    with pytest.raises((KeyError, AssertionError)):
        FUZZ["batch"](FUZZ["Run"](), 1, 3, "answers")
