"""interface.yaml as one table of texts, read by name: ``texts.report.title``.

Ours says which names there are and what is filled in where; a text of another folder
that differs from it in that is refused. It knows no model, and checks no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from fitcheck import files
from fitcheck.content import yaml_marks
from fitcheck.content.strict import LONGEST_TEXT, meant, printable
from fitcheck.content.yaml_marks import Document, Steps
from fitcheck.errors import Problem

PLACE = re.compile(r"\{([a-z0-9_]+)\}")


class Texts:
    """Texts and tables of texts; ids with a hyphen are read with an underscore."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        for name, value in table.items():
            vars(self)[name.replace("-", "_")] = made(value)

    def __getattr__(self, name: str) -> Any:  # only what is missing comes here
        raise AttributeError(f"interface.yaml has no text of this name: {name}")

    def of(self, key: str) -> Any:
        """Return what stands under an id, such as that of a reading."""
        return vars(self)[key.replace("-", "_")]


def made(value: Any) -> Any:
    """Turn read data into texts: stripped, and lists that cannot be changed."""
    if isinstance(value, dict):
        return Texts(value)
    return value.strip() if isinstance(value, str) else tuple(map(made, value))


def entries(
    texts: Texts, before: str = ""
) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for name, value in vars(texts).items():
        if isinstance(value, Texts):
            yield from entries(value, f"{before}{name}.")
        else:
            yield before + name, value


def plain(texts: Texts) -> dict[str, Any]:
    return {
        name: plain(one) if isinstance(one, Texts) else one
        if isinstance(one, str) else list(one)
        for name, one in vars(texts).items()
    }  # fmt: skip


def read(document: Document) -> Texts | list[Problem]:
    """Return the texts of a read file, in the order of ours, or what is wrong."""
    text = files.read(files.bundled() / "interface.yaml")
    if "\n".join(document.lines) == text:
        return Texts(document.data)
    ours = shipped(text)
    problems = list(compared(document, (), document.data, ours))
    return problems or Texts(ordered(document.data, ours))


@cache
def shipped(text: str) -> Any:
    document = yaml_marks.parse("interface.yaml", text)
    assert isinstance(document, yaml_marks.Document)
    return document.data


def ordered(data: Any, ours: Any) -> Any:
    if not isinstance(ours, dict):
        return data
    return {name: ordered(data[name], ours[name]) for name in ours}


def compared(
    document: Document, steps: Steps, data: Any, ours: Any
) -> Iterator[Problem]:
    """Yield what sets texts apart from ours but their wording."""
    wrong = ""
    if isinstance(ours, dict) and isinstance(data, dict):
        for key in data.keys() - ours.keys():
            mark = document.mark((*steps, key), "key")
            remedy = meant(key, set(ours), "take it out")
            yield document.problem(mark, f"unknown key '{key[:60]}'", remedy)
        for key in ours:
            if key in data:
                yield from compared(document, (*steps, key), data[key], ours[key])
            else:
                what = f"'{key}' is missing here"
                yield document.problem(document.mark(steps), what, f"add '{key}:'")
    elif isinstance(ours, list) and isinstance(data, list) and data:
        for at, one in enumerate(data):
            yield from compared(document, (*steps, at), one, "")
    elif isinstance(ours, dict):
        wrong = "this has to be a block of keys"
    elif isinstance(ours, list):
        wrong = "this has to be a list, and not empty"
    else:
        wrong = fault(data, ours)
    if wrong:
        name = next((one for one in reversed(steps) if isinstance(one, str)), "")
        what = f"{name or 'the file'}: {wrong}"
        yield document.problem(document.mark(steps), what)


def fault(text: Any, ours: str) -> str:
    """Say what is wrong with one text; nothing if it can stand for ours."""
    if not isinstance(text, str):
        return "this has to be text; put it in quotes"
    if not text.strip():
        return "this must not be empty"
    if len(text.strip()) > LONGEST_TEXT:
        return "this is too long"
    try:
        printable(text)
    except ValueError as error:
        return str(error)
    wanted = PLACE.findall(ours)
    if not wanted and ("{" in text or "}" in text):
        return "holds a brace, and nothing is filled in here"
    if sorted(PLACE.findall(text)) != sorted(wanted):
        said = ", ".join(f"{{{one}}}" for one in wanted)
        return f"has to hold each of these places once: {said}"
    if re.search(r"[{}]", PLACE.sub("", text)):
        return "holds a brace that belongs to no place"
    return ""
