"""interface.yaml as one table of texts, read by name: ``texts.report.title``.

Ours says which names there are and what is filled in where; a text of another folder
that differs from it in that is refused. It knows no model, and checks no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from fitcheck import files
from fitcheck.content import yaml_marks
from fitcheck.content.strict import Readable, printable, validated
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
    return validated(document, shipped(text))


class Ours:
    """Our own texts, as the model of any folder's: the same names, lists and places."""

    def __init__(self, table: Any) -> None:
        self.table = table
        self.schema = SchemaValidator(alike(table))

    def model_validate_json(self, text: str) -> Texts:
        """Return texts in the order of ours, or raise pydantic's ValidationError."""
        return Texts(self.schema.validate_json(text))

    def names(self, steps: Steps) -> set[str]:
        """Return the keys that can stand where these steps lead."""
        table = self.table
        for step in steps[:-1]:
            table = table[step]
        return {*table}


@cache
def shipped(text: str) -> Ours:
    document = yaml_marks.parse("interface.yaml", text)
    assert isinstance(document, Document)
    return Ours(document.data)


def alike(ours: Any) -> CoreSchema:
    """Return the schema of what differs from our texts in the wording alone."""
    if isinstance(ours, dict):
        fields = {
            name: core_schema.typed_dict_field(alike(one)) for name, one in ours.items()
        }
        return core_schema.typed_dict_schema(fields, extra_behavior="forbid")
    if isinstance(ours, list):
        texts = core_schema.list_schema(alike(""))
        return core_schema.no_info_before_validator_function(filled, texts)
    return Readable(partial(placed, PLACE.findall(ours))).schema


def filled(listed: Any) -> Any:
    if not isinstance(listed, list) or not listed:
        raise ValueError("this has to be a list, and not empty")
    return listed


def placed(wanted: list[str], text: str) -> str:
    """Refuse a text with other places to fill in than ours has."""
    printable(text)
    if not wanted and ("{" in text or "}" in text):
        raise ValueError("holds a brace, and nothing is filled in here")
    if sorted(PLACE.findall(text)) != sorted(wanted):
        said = ", ".join(f"{{{one}}}" for one in wanted)
        raise ValueError(f"has to hold each of these places once: {said}")
    if re.search(r"[{}]", PLACE.sub("", text)):
        raise ValueError("holds a brace that belongs to no place")
    return text
