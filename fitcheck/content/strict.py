"""The one base of everything that is read from a file: closed, frozen, strict.

It knows no file, no question and no word of the content. Modules of models leave out
``from __future__ import annotations``: pydantic would compile each annotation again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic_core import core_schema

from fitcheck.errors import nearest

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Characters that move a cursor, turn the reading direction or break a line."""

LETTER = "[^\x00-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
JOINER = re.compile(f"(?<={LETTER})[\u200c\u200d](?={LETTER})")
"""Between two letters of Persian or Hindi, or two pictures, one of them is needed."""

LONGEST_TEXT = 4000
"""Characters in one text of the content."""


class Strict(BaseModel):
    """Unknown keys refused, types taken as written, nothing changed afterwards."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        defer_build=True,
    )


def printable(text: str) -> str:
    """Refuse controls that move a cursor or turn the reading direction."""
    if text.isprintable():  # most are, and this is quick
        return text
    if any(
        unicodedata.category(c) in UNSEEN for c in JOINER.sub("", text) if c != "\n"
    ):
        raise ValueError("holds a control character")
    return text


def unmarked(text: str) -> str:
    """Refuse braces as well: only interface texts have places to fill in."""
    if "{" in text or "}" in text:
        raise ValueError("holds a brace; only interface.yaml has places to fill")
    return printable(text)


def brief(most: int) -> Readable:
    """Annotate a text that stands on the two pages, in at most so many words."""

    def check(text: str) -> str:
        words = len(text.split())
        if words > most:
            raise ValueError(f"has {words} words, and may have {most}")
        return unmarked(text)

    return Readable(check)


def real_day(text: str) -> str:
    date.fromisoformat(text)
    return text


Id = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60),
]
"""A kebab-case name, for ever."""


class Readable:
    """An annotation: text that a person reads, and what is checked in it.

    It hands pydantic the finished schema: there are hundreds of these fields, and to
    work it out for each of them anew takes longer than to read all the files.
    """

    def __init__(self, check: Callable[[str], str]) -> None:
        text = core_schema.str_schema(
            strict=True, strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT
        )
        self.schema = core_schema.no_info_after_validator_function(check, text)

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return self.schema


Text = Annotated[str, Readable(unmarked)]
"""Words a person reads, exactly as written."""

CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""

Day = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    AfterValidator(real_day),
]
"""A day as YYYY-MM-DD."""

Version = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$")
]
"""Three numbers, such as 1.0.0."""

Address = Annotated[
    str,
    StringConstraints(pattern=r"^https?://\S+$", max_length=300),
    AfterValidator(printable),
]
"""Where a page is, with nothing in it that a terminal would act on."""

Uri = Annotated[
    str,
    StringConstraints(pattern=r"^(https?://|urn:)[^\s|]+$", max_length=300),
    AfterValidator(printable),
]
"""A name for something that no other has; it need not lead anywhere."""


SHAPES = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and hyphens, such as my-word",
    r"^[A-Z]{2}$": "two capital letters, such as GB",
    r"^[A-Za-z]{2}$": "two letters such as GB, or be left out",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a day such as 2026-11-22",
    r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$": "three numbers such as 1.0.0",
    r"^[a-z]{2}(-[A-Z]{2})?$": "a language such as en or en-GB",
    r"^https?://\S+$": "an address that starts with https://",
    r"^(https?://|urn:)[^\s|]+$": "a name that starts with https:// or urn:",
}
"""The patterns of the models, in words."""


def said(error: Any) -> str:
    """Say a pydantic error in plain words that quote no file; nothing if none fit."""
    wanted = error.get("ctx", {})
    pattern = str(wanted.get("pattern"))
    plain = {
        "string_type": "this has to be text; put it in quotes",
        "int_type": "this has to be a whole number",
        "bool_type": "this has to be true or false",
        "tuple_type": "this has to be a list",
        "dict_type": "this has to be a block of keys",
        "model_type": "this has to be a block of keys",
        "model_attributes_type": "this has to be a block of keys",
        "string_too_short": "this must not be empty",
        "string_too_long": f"this is longer than {wanted.get('max_length')} characters",
        "too_short": f"at least {wanted.get('min_length')} are needed here",
        "too_long": f"at most {wanted.get('max_length')} can stand here",
        "string_pattern_mismatch": f"this has to be {SHAPES.get(pattern, pattern)}",
        "literal_error": f"this has to be {wanted.get('expected')}",
        "union_tag_invalid": f"this has to be {wanted.get('expected_tags')}",
        "union_tag_not_found": "'kind' is missing here",
        "greater_than_equal": f"this has to be at least {wanted.get('ge')}",
        "less_than_equal": f"this has to be at most {wanted.get('le')}",
    }
    return plain.get(error["type"], "")


def meant(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Suggest the known word that looks most like this one."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else otherwise
