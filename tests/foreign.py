"""The gallery in another language: every word longer, and in the letters of Greek.

It is told by rule, not by a translator. What the program itself knows stays: keys, ids,
places to fill in, addresses, days, and the numbers to call.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from fitcheck.content import yaml_marks

if TYPE_CHECKING:
    from collections.abc import Mapping

GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "αβκδεφγηιξκλμνοπθρστυβωχψζΑΒΚΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΒΩΧΨΖ",
)
READ = {
    "name", "label", "title", "family", "ask", "cost", "hours", "summarised_by",
}  # fmt: skip
"""Keys whose values are read by a person even where they look like an id."""
WORD = re.compile(r"(?<![\w./-])[A-Za-z]{2,}(?![\w/-])")
NAMES = {"fitcheck", "gallery", "leaflet", "either"}
"""Of the program, the questions, a source and a reading, which are never translated."""
KEPT = {"language", "country", "code", "address", "for"}


def longer(word: re.Match[str]) -> str:
    return (word[0] + word[0][-2:].lower()).translate(GREEK)


def text(said: str) -> str:
    """Write every word of a text anew; letters to type and places stay."""
    parts = re.split(r"(\{[a-z0-9_]+\})", said)
    return "".join(
        one if one.startswith("{") else re.sub(r"[A-Za-z]{2,}", longer, one)
        for one in parts
    )


def translated(value: Any, key: str, *, interface: bool) -> Any:
    if isinstance(value, dict):
        return {
            name: translated(one, name, interface=interface)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [translated(one, key, interface=interface) for one in value]
    named = re.fullmatch(r"[a-z0-9.-]+", str(value)) and key not in READ
    kept = not interface and (named or key in KEPT)
    return text(value) if isinstance(value, str) and not kept else value


def foreign(texts: Mapping[str, str]) -> dict[str, str]:
    """Return a folder's files as they are in the other language."""
    found = {}
    for stem, source in texts.items():
        document = yaml_marks.parse(stem, source)
        assert isinstance(document, yaml_marks.Document)
        data = translated(document.data, "", interface=stem == "interface")
        if stem == "questionnaire":
            data["language"] = "el"
        found[stem] = json.dumps(data, ensure_ascii=False)
    return found


def english(page: str) -> list[str]:
    """Return what is left of our own letters in a document, names aside."""
    page = re.sub(r"(?s)<(style|script).*?</\1>|<pre><code>.*?</pre>", "", page)
    said = " ".join(re.findall(r'(?:aria-label|title|alt|data-\w+)="([^"]*)"', page))
    page = unescape(re.sub(r"<[^>]*>", " ", page) + said)
    page = re.sub(r"(?s)```fitcheck.*?```|```\w*|https?://[^\s)>\]]+", " ", page)
    return [one for one in WORD.findall(page) if one not in NAMES]
