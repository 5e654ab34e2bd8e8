"""The pictures in the README and in docs/ show what the program shows today."""

import html
import re
import runpy
import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MADE = runpy.run_path(str(ROOT / "scripts" / "make_pictures.py"))


def drawn(name):
    return (MADE["FOLDER"] / f"{name}.svg").read_text(encoding="utf-8")


def words(svg):
    pieces = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return html.unescape(" ".join(pieces)).split()


@pytest.mark.parametrize("name", MADE["PICTURES"])
def test_a_picture_is_what_the_program_draws(name):
    # Word by word: another release of the drawing library may place them otherwise.
    assert words(drawn(name)) == words(MADE["svg"](MADE["PICTURES"][name](), name)), (
        "run: make pictures"
    )


@pytest.mark.parametrize("name", MADE["PICTURES"])
def test_a_picture_loads_nothing(name):
    assert "url(http" not in drawn(name).replace('"', "").replace("'", "")


@pytest.mark.parametrize("file", sorted(MADE["FOLDER"].glob("*.[ps][nv]g")))
def test_a_page_shows_the_picture(file):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = [one.read_text(encoding="utf-8") for one in MADE["FOLDER"].glob("*.md")]

    assert f"(docs/{file.name})" in readme or f"({file.name})" in "".join(pages)


def test_the_photo_shows_what_the_report_says_today():
    # Its words stand inside it: nobody else's letters have the same pixels.
    png = (MADE["FOLDER"] / "report.png").read_bytes()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == MADE["PAGE"]
    bare = re.sub(rb".{4}iTXtDescription.*(?=.{12}\Z)", b"", png, flags=re.DOTALL)
    assert png == MADE["described"](bare, MADE["seen"](MADE["person"]())), (
        "run: make pictures"
    )
