"""A folder in another language: it is sound, and no word of ours is left in anything.

Only ``--help``, and what is said of mistakes, is English for everybody.
"""

import pytest
import walks
from foreign import english, foreign
from running import inside
from sheets import adding_up_to, given, middle, sheet

from fitcheck.answers import writing
from fitcheck.content import loader

SHEETS = {
    "whole": adding_up_to(8, purpose="birds shells", limits="short-day no-car"),
    "even": middle(purpose="views", feels_sure="not-yet"),
    "open": given(ready_to_go="not-sure", wants_sand="very-much"),
    "gated": middle(weather="storm"),
}
DOCUMENTS = [
    ("about",), ("about", "--ipdas"), ("ask",), ("form",), ("rubric",),
    *(("therapies", *topic) for topic in ((), ("side-by-side",), ("glossary",))),
]  # fmt: skip
OF_A_SHEET = [
    ("score",), ("score", "--full"), ("score", "--format", "summary"),
    ("score", "--format", "html"), ("score", "--full", "--format", "html"),
    ("score", "--format", "terminal"), ("ask",), ("explain",),
]  # fmt: skip


@pytest.fixture(scope="module")
def texts(gallery_files):
    return foreign(gallery_files)


@pytest.fixture(scope="module")
def folder(texts, tmp_path_factory):
    made = tmp_path_factory.mktemp("other")
    for stem, text in texts.items():
        (made / f"{stem}.yaml").write_text(text, "utf-8")
    return made


@pytest.fixture(scope="module")
def other(texts):
    return loader.parse(texts, "other")


def shown(monkeypatch, folder, *arguments):
    """Return a document, without where it says that files are."""
    ran = inside(monkeypatch, *arguments, "--questions", folder)
    assert (ran.code, ran.err) == (0, ""), ran.err
    assert not ran.out.isascii()
    return ran.out.replace(str(folder), "")


def test_the_folder_is_sound(monkeypatch, folder):
    ran = inside(monkeypatch, "check", folder)

    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("arguments", DOCUMENTS, ids=" ".join)
def test_no_word_of_ours_is_left_in_a_document(arguments, monkeypatch, folder):
    if arguments != ("therapies", "glossary"):
        assert english(shown(monkeypatch, folder, *arguments)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_no_word_of_ours_is_left_in_what_is_said_of_a_sheet(
    name, monkeypatch, folder, other, tmp_path
):
    file = tmp_path / "sheet.yaml"
    answered = sheet(SHEETS[name], country="GB", answered="2026-11-22")
    file.write_text(writing.dump(other, answered), "utf-8")
    for command, *options in OF_A_SHEET:
        page = shown(monkeypatch, folder, command, file, *options)
        assert english(page) == [], (command, *options)


@pytest.mark.parametrize("weather", ["none-of-these", "storm"])
def test_it_is_walked_in_a_narrow_window(weather, other):
    asked = walks.replies(other, {"weather": weather, "purpose": "birds shells"})
    replies = ["continue", "?", "GB"]
    for key, reply in asked.items():
        replies += ["?", "h", "wrong", "", reply]
        if key == "weather" and weather == "storm":
            replies += ["h", "go-on"]
    walked = walks.play(other, *replies, "done", width=40)

    assert walked.state.answers["weather"] == (weather,)
    assert max(map(len, walked.text.splitlines())) <= 40
    assert english(walked.text) == []
