"""Crisis lines for a country, printed with the standard library alone.

It imports nothing of ours and no third party, so it works whatever else is broken.
It asks nothing, keeps nothing, and never shows another country's line.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing.TYPE_CHECKING, without the import
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, TextIO

WIDTH = 80
IGNORED = {"--plain", "--no-color", "--private", "--questions"}
SETTINGS = ("LC_ALL", "LC_MESSAGES", "LANG")

USAGE = """\
Usage: fitcheck help-now [--country CC]

Shows crisis lines for a country, two letters such as GB or US. Without
--country it is the country that this computer is set to.
"""

LAST_RESORT = """\
If you are in danger, or may hurt yourself, call your local emergency number.
Help lines in many countries are listed at findahelpline.com.
"""
"""What is left to say when even our own file cannot be read."""

NOT_A_COUNTRY = "A country has two letters, such as GB or US."

DEFAULTS = {
    "hours": "Hours",
    "cost": "Cost",
    "no_country": (
        "For lines in your country, run: fitcheck help-now --country, then its two "
        "letters."
    ),
}
"""Words used where help_lines.json has none of that name."""


def main(arguments: list[str]) -> int:
    """Print the help; return 2 if an argument made no sense, else 0."""
    import os

    if {"--help", "-h"} & set(arguments):
        return show(USAGE)
    asked, odd = wanted(arguments)
    given = asked is not None
    code = country_code(asked) if asked is not None else from_settings(os.environ)
    if given and code is None:
        complain(NOT_A_COUNTRY)
    elif odd:
        complain("That is not an option of help-now. Try --help.")
    try:
        text = render(load(), code, given=given)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        text = LAST_RESORT
    failed = show(text)
    return 2 if odd or (given and code is None) else failed


def wanted(arguments: list[str]) -> tuple[str | None, bool]:
    """Return the country asked for, and whether an argument made no sense."""
    country, odd = None, False
    waiting = list(arguments)
    while waiting:
        name, equals, value = waiting.pop(0).partition("=")
        takes = name in {"--country", "--questions"} and not equals
        if takes and waiting and not waiting[0].startswith("--"):
            value = waiting.pop(0)
        if name == "--country":
            country = value
        odd = odd or name not in {"--country", *IGNORED}
    return country, odd


def country_code(word: str) -> str | None:
    """Read two letters as a country code; UK is GB."""
    code = word.strip().upper()
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        return None
    return "GB" if code == "UK" else code


def from_settings(environment: Mapping[str, str]) -> str | None:
    """Read the country from the locale: the first setting that is not empty."""
    setting = next((v for v in map(environment.get, SETTINGS) if v), "")
    _, *parts = setting.partition(".")[0].partition("@")[0].replace("-", "_").split("_")
    return next(filter(None, map(country_code, parts)), None)


def load() -> Any:
    """Read help_lines.json, which lies beside this file."""
    import json
    from pathlib import Path

    try:
        text = Path(__file__).with_name("help_lines.json").read_text(encoding="utf-8")
        return json.loads(text)
    except RecursionError:
        return None


def render(data: Any, code: str | None, *, given: bool) -> str:
    """Make the whole text for one country, or for none.

    Args:
        data: what help_lines.json holds.
        code: a country, known or not.
        given: whether somebody named it; else it comes from the computer's settings.
    """
    words = {**DEFAULTS, **data["words"]}
    blocks = [
        [words["title"]],
        list(words["text"]),
        where(data, words, code, given=given),
        [emergency(data, words, code)],
        *kinds(data, words, code),
        [words["not_a_diagnosis"]],
    ]
    return "\n\n".join(filter(None, map(paragraphs, blocks))) + "\n"


def where(
    data: Any, words: Mapping[str, Any], code: str | None, *, given: bool
) -> list[str]:
    """Say which country this is for, where that comes from, and if we know no line."""
    name = data["countries"].get(code)
    said = []
    if name:
        source = words["from_option"] if given else words["from_settings"]
        said.append(source.replace("{country}", name))
    elif not (given and code):
        said.append(words["no_country"])
    if code and (given or name) and not data["lines"].get(code):
        said.append(words["other"])
    return said


def emergency(data: Any, words: Mapping[str, Any], code: str | None) -> str:
    """Say the emergency number of the country, or how to find it."""
    number = data["emergency"].get(code)
    said = words["emergency"].replace("{number}", number) if number else ""
    return str(said or data["general"]["emergency"])


def kinds(data: Any, words: Mapping[str, Any], code: str | None) -> Iterator[list[str]]:
    """Yield the lines of each kind, or the general sentence where none is known."""
    lines = data["lines"].get(code, [])
    for kind in ("crisis", "young", "abuse"):
        yield [words[kind]]
        mine = [line for line in lines if line["for"] == kind]
        for line in sorted(mine, key=lambda line: not line["official"]):
            yield one_line(line, words)
        if not mine:
            yield [data["general"][kind]]
        elif not all(line["checked"] for line in mine):
            yield [no_answer(data, words, code)]
    if any(line["for"] == "crisis" for line in lines):
        yield [words["anywhere"]]
        yield [data["general"]["crisis"]]


def one_line(line: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    """Say one help line: its name, how, when, what it costs, and who checked it."""
    if line["checked"]:
        checked = words["checked"].replace("{date}", line["checked"])
    elif line["source_date"] == "unknown":
        checked = words["unchecked_undated"]
    else:
        checked = words["unchecked"].replace("{date}", line["source_date"])
    return [
        f"  {line['name']}",
        f"    {line['how']}",
        f"    {words['hours']}: {line['hours']}",
        f"    {words['cost']}: {line['cost']}",
        f"    {checked}",
    ]


def no_answer(data: Any, words: Mapping[str, Any], code: str | None) -> str:
    """Say whom to call when an unchecked line does not answer."""
    number = data["emergency"].get(code)
    said = words["no_answer"].replace("{number}", number) if number else ""
    return str(said or words["no_answer_in_words"])


def paragraphs(block: list[str]) -> str:
    """Wrap each text of a block, keeping numbers in one piece."""
    import re
    import textwrap

    wrapped = []
    for text in block:
        indent = " " * (len(text) - len(text.lstrip(" ")))
        whole = re.sub(r"(?<=\d) (?=\d)", "\u00a0", text.strip())
        lines = textwrap.wrap(
            whole,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
        wrapped.append("\n".join(lines).replace("\u00a0", " "))
    return "\n".join(wrapped)


def fitted(text: str, encoding: str) -> str:
    """Write a text so that a stream can hold it: ä as a where there is no ä."""
    import unicodedata

    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        apart = unicodedata.normalize("NFD", text)
        bare = "".join(c for c in apart if not unicodedata.combining(c))
        return bare.encode(encoding, "backslashreplace").decode(encoding)
    return text


def show(text: str) -> int:
    """Write to standard output; return 1 if it cannot be written to."""
    stream = sys.stdout or sys.stderr
    if stream is None:
        return 1
    try:
        stream.write(fitted(text, stream.encoding or "utf-8"))
        stream.flush()
    except BrokenPipeError:
        silence(stream)
    except OSError:
        silence(stream)
        complain("The text could not be written.")
        return 1
    return 0


def silence(stream: TextIO) -> None:
    """Let what is still waiting to be written go nowhere, without a message."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(what: str) -> None:
    """Say on standard error what was wrong, in one line."""
    if sys.stderr is not None:
        sys.stderr.write(f"fitcheck help-now: {what}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
