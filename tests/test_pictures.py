"""The pictures in the README show what the program shows today."""

from __future__ import annotations

import html
import re
import runpy
import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MADE = runpy.run_path(str(ROOT / "scripts" / "make_pictures.py"))


def drawn(name: str) -> str:
    return (MADE["FOLDER"] / f"{name}.svg").read_text(encoding="utf-8")


def words(svg: str) -> list[str]:
    pieces = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return html.unescape(" ".join(pieces)).split()


@pytest.mark.parametrize("name", MADE["PICTURES"])
def test_a_picture_is_what_the_program_draws(name: str) -> None:
    # Word by word: another release of the drawing library may place them otherwise.
    assert words(drawn(name)) == words(MADE["svg"](MADE["PICTURES"][name](), name)), (
        "run: make pictures"
    )


@pytest.mark.parametrize("name", MADE["PICTURES"])
def test_a_picture_loads_nothing(name: str) -> None:
    assert "url(http" not in drawn(name).replace('"', "").replace("'", "")


@pytest.mark.parametrize("name", MADE["PICTURES"])
def test_the_readme_shows_the_picture(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert f"(docs/{name}.svg)" in readme


def test_the_photo_shows_what_the_report_says_today() -> None:
    # Its words stand inside it: nobody else's letters have the same pixels.
    png = (MADE["FOLDER"] / "report.png").read_bytes()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == MADE["PAGE"]
    bare = re.sub(rb".{4}iTXtDescription.*(?=.{12}\Z)", b"", png, flags=re.DOTALL)
    assert png == MADE["described"](bare, MADE["seen"](MADE["person"]().document)), (
        "run: make pictures"
    )
