"""The one base of everything that is read from a file: closed, frozen, strict.

It says what else is wrong, and knows no question and no word of the content.
Modules of models leave out ``from __future__ import annotations``: pydantic would
compile each annotation again.
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
    ValidationError,
)
from pydantic_core import core_schema

from fitcheck.content.yaml_marks import Document, Steps
from fitcheck.errors import MOST, Problem, nearest

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Characters that move a cursor, turn the reading direction or break a line."""

LETTER = "[^\x00-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
JOINER = re.compile(f"(?<={LETTER})[\u200c\u200d](?={LETTER})")
"""Between two letters of Persian or Hindi, or two pictures, one of them is needed."""

LONGEST_TEXT = 4000
"""Characters in one text of the content."""

SHAPES = {r"^[A-Za-z]{2}$": "two letters such as GB, or be left out"}
"""The patterns of the models, in words; this one is of answers files."""


class Strict(BaseModel):
    """Unknown keys refused, types taken as written, nothing changed afterwards."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        defer_build=True,
    )

    @classmethod
    def names(cls, _: Steps) -> set[str]:
        """Return every key that a model, or one inside it, knows, wherever it is."""
        whole = cls.model_json_schema()
        blocks = (whole, *whole.get("$defs", {}).values())
        return {name for block in blocks for name in block.get("properties", ())}


def shape(pattern: str, words: str, longest: int | None = None) -> StringConstraints:
    """Annotate a text that has to match, and say in words what that is."""
    SHAPES[pattern] = words
    return StringConstraints(pattern=pattern, max_length=longest)


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


def real_day(text: str) -> str:
    date.fromisoformat(text)
    return text


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


def brief(most: int) -> Readable:
    """Annotate a text that stands on the two pages, in at most so many words."""

    def check(text: str) -> str:
        words = len(text.split())
        if words > most:
            raise ValueError(f"has {words} words, and may have {most}")
        return unmarked(text)

    return Readable(check)


Text = Annotated[str, Readable(unmarked)]
"""Words a person reads, exactly as written."""
Id = Annotated[
    str,
    shape(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        "small letters, digits and hyphens, such as my-word",
        60,
    ),
]
"""A kebab-case name, for ever."""
CountryCode = Annotated[str, shape(r"^[A-Z]{2}$", "two capital letters, such as GB")]
"""ISO 3166-1 alpha-2."""
Day = Annotated[
    str,
    shape(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "a day such as 2026-11-22"),
    AfterValidator(real_day),
]
Version = Annotated[
    str,
    shape(r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$", "three numbers such as 1.0.0"),
]
Language = Annotated[
    str, shape(r"^[a-z]{2}(-[A-Z]{2})?$", "a language such as en or en-GB")
]
Address = Annotated[
    str,
    shape(r"^https?://\S+$", "an address that starts with https://", 300),
    AfterValidator(printable),
]
"""Where a page is, with nothing in it that a terminal would act on."""
Uri = Annotated[
    str,
    shape(
        r"^(https?://|urn:)[^\s|]+$", "a name that starts with https:// or urn:", 300
    ),
    AfterValidator(printable),
]
"""A name for something that no other has; it need not lead anywhere."""


def said(error: Any) -> str:
    """Say a pydantic error in plain words that quote no file; nothing if none fit."""
    wanted = error.get("ctx", {})
    pattern = str(wanted.get("pattern"))
    block = "this has to be a block of keys"
    plain = {
        "string_type": "this has to be text; put it in quotes",
        "int_type": "this has to be a whole number",
        "bool_type": "this has to be true or false",
        "tuple_type": "this has to be a list",
        "dict_type": block,
        "model_type": block,
        "model_attributes_type": block,
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


def validated(document: Document, kind: Any) -> Any:
    """Hold a document against its model; return the model or what is wrong."""
    try:
        return kind.model_validate_json(document.to_json())
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[: MOST + 1]
        return [located(document, one, kind) for one in found if real(one, found)]


def real(error: Any, found: Iterable[Any]) -> bool:
    """Tell whether a list is short by itself, and not only for its wrong items."""
    if error["type"] != "too_short":
        return True
    place = error["loc"]
    below = (one["loc"] for one in found if len(one["loc"]) > len(place))
    return not any(loc[: len(place)] == place for loc in below)


def located(document: Document, error: Any, kind: Any) -> Problem:
    """Say one of pydantic's errors in our words, at its place."""
    steps, wanted = tuple(error["loc"]), error.get("ctx", {})
    if error["type"] == "union_tag_invalid":
        steps = (*steps, "kind")
    mark = document.mark(steps, error["type"])
    # In a list, the name of the list says more than a number.
    words = [step for step in steps if isinstance(step, str)]
    name = words[-1][:60] if words else "the file"
    if error["type"] == "extra_forbidden":
        remedy = meant(name, kind.names(steps), "take it out")
        return document.problem(mark, f"unknown key '{name}'", remedy)
    if error["type"] == "missing":
        return document.problem(mark, f"'{name}' is missing here", f"add '{name}:'")
    what = said(error) or str(wanted.get("error") or error["msg"].lower())
    # Where only certain words can stand, one of them may be meant.
    allowed = wanted.get("expected") or wanted.get("expected_tags") or ""
    given = wanted.get("tag", document.find(steps)[0].value)
    words = re.findall(r"'([^']+)'", allowed)
    remedy = meant(given, words) if isinstance(given, str) else ""
    return document.problem(mark, f"{name}: {what}", remedy)
