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

NAME = "fitcheck help-now"
WIDTH = 80
WIDE = "\ue000"
IGNORED = {"--plain", "--no-color", "--private", "--questions"}
SETTINGS = ("LC_ALL", "LC_MESSAGES", "LANG")

USAGE = """\
Usage: fitcheck help-now [COUNTRY]

Shows crisis lines for a country, by its name or its two letters, such as Germany
or GB. Without one it is the country that this computer is set to.
"""

LAST_RESORT = """\
If you are in danger, or may hurt yourself, call your local emergency number.
Help lines in many countries are listed at findahelpline.com.
"""
"""What is left to say when even our own file cannot be read."""

UNKNOWN = "{country} is not a country that fitcheck knows."
"""Said where help_lines.json has no words of its own."""

BROKEN = (LookupError, TypeError, AttributeError)
"""What comes of a help_lines.json that is not as it should be."""


def main(arguments: list[str]) -> int:
    """Print the help; return 2 if an argument made no sense, else 0."""
    import os

    if {"--help", "-h"} & set(arguments):
        return show(USAGE)
    asked, odd = wanted(arguments)
    data = load()
    if asked is None:
        code = from_settings(os.environ, data)
    else:
        code = country_code(asked, data)
    unknown = asked is not None and code is None
    if unknown:
        name = f"'{visible(asked or '')}'"
        try:
            complain(data["words"]["unknown"].replace("{country}", name))
        except BROKEN:
            complain(UNKNOWN.replace("{country}", name))
    elif odd:
        complain("That is not an option of help-now. Try --help.")
    try:
        text = render(data, code, given=asked is not None)
    except BROKEN:
        text = LAST_RESORT
    failed = show(text)
    return 2 if odd or unknown else failed


def wanted(arguments: list[str]) -> tuple[str | None, bool]:
    """Return the country asked for, and whether an argument made no sense."""
    words, odd, named = [], False, None
    waiting = list(arguments)
    while waiting:
        name, equals, value = waiting.pop(0).partition("=")
        if name == "--" or not name.startswith("-"):
            words += [] if name == "--" else [name + equals + value]
            continue
        takes = name in {"--country", "--questions"} and not equals
        if takes and waiting and not waiting[0].startswith("--"):
            value = waiting.pop(0)
        if name == "--country":
            named = value
        odd = odd or name not in {"--country", *IGNORED}
    country = named if named is not None else " ".join(words) if words else None
    return country, odd


def country_code(word: str | None, data: Any) -> str | None:
    """Return the code of a country that is named by its code or its name.

    Only letters of ASCII are folded, so that no other letter makes a known code.
    """
    text = " ".join((word or "").split())
    small = text.lower()
    code = text.upper() if text.isascii() else ""
    code = "GB" if code == "UK" else code
    try:
        if code in data["countries"]:
            return code
        return data["names"].get(small) if small.isascii() == text.isascii() else None
    except BROKEN:
        return code if len(code) == 2 and code.isalpha() else None


def from_settings(environment: Mapping[str, str], data: Any) -> str | None:
    """Read the country from the locale: the first setting that is not empty."""
    setting = next((v for v in map(environment.get, SETTINGS) if v), "")
    _, *parts = setting.partition(".")[0].partition("@")[0].replace("-", "_").split("_")
    letters = (one for one in parts if len(one) == 2)
    return next(filter(None, (country_code(one, data) for one in letters)), None)


def load() -> Any:
    """Read help_lines.json, which lies beside this file; None if it cannot be read."""
    import json
    from pathlib import Path

    try:
        text = Path(__file__).with_name("help_lines.json").read_text(encoding="utf-8")
        return json.loads(text)
    except (OSError, ValueError, RecursionError):
        return None


def render(data: Any, code: str | None, *, given: bool) -> str:
    """Make the whole text for one country, or for none, the number first and last.

    It was ``given`` where somebody named it; else the computer is set to it.
    """
    words, general = data["words"], data["general"]
    name, lines = data["countries"].get(code), data["lines"].get(code, [])
    number = data["emergency"].get(code)
    urgent = words["emergency"].replace("{number}", number) if number else ""
    title = words["title"].replace("{country}", name) if name else words["anywhere"]
    head = [urgent or general["emergency"], ". ".join((title, words["text"]))]
    if not given:
        head.append(words["from_settings" if name else "no_country"])
    if name and not lines:
        head.append(words["no_line"])
    listed = list(kinds(data, lines))
    foot = [words["unchecked"], words["more"]] if lines else []
    first = next((one for one in lines if one["for"] == "crisis"), None)
    last = urgent or general["emergency"]
    if number and first:
        last = words["last"].replace("{number}", number)
        last = last.replace("{line}", f"{first['name']}: {first['how']}.")
        last = last if "\n" not in paragraph(last) else urgent
    parts = [*head, *listed, " ".join(foot), last]
    return "\n".join(map(paragraph, filter(None, parts))) + "\n"


def kinds(data: Any, lines: list[Any]) -> Iterator[str]:
    """Yield the lines of each kind, or the general sentence where none is known."""
    words, general = data["words"], data["general"]
    for kind in ("crisis", "young", "abuse", "drink", "eating"):
        mine = [line for line in lines if line["for"] == kind]
        if kind in general:
            yield f"{words[kind]}:"
            yield from map(one_line, mine) if mine else (f"  {general[kind]}",)
        else:
            yield from (f"  {words[kind]}: {one_line(one).strip()}" for one in mine)


def one_line(line: Mapping[str, Any]) -> str:
    """Say one help line: its name, how, and when and what it costs if that is known."""
    more = "".join(f", {one}" for one in (line["hours"], line["cost"]) if one)
    return f"  {line['name']}: {line['how']}{more}"


def paragraph(text: str) -> str:
    """Wrap a text by its cells on the screen, keeping numbers in one piece."""
    import re
    import textwrap
    from unicodedata import east_asian_width

    indent = " " * (len(text) - len(text.lstrip(" ")))
    whole = re.sub(r"(?<=\d) (?=\d)", "\u00a0", text.strip())
    # A wide letter takes two cells: it is wrapped with a second sign behind it.
    cells = (c + WIDE if east_asian_width(c) in {"W", "F"} else c for c in whole)
    wrapped = textwrap.wrap(
        "".join(cells),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent * 2,
        break_on_hyphens=False,
    )
    return "\n".join(wrapped).replace("\u00a0", " ").replace(WIDE, "")


def visible(text: str) -> str:
    """Write out what cannot be shown, and cut what is too long for a line."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:40])


def fitted(text: str, encoding: str) -> str:
    """Write a text so that a stream can hold it: ä as a where there is no ä."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        import unicodedata

        apart = unicodedata.normalize("NFD", text)
        bare = "".join(c for c in apart if not unicodedata.combining(c))
        return bare.encode(encoding, "backslashreplace").decode(encoding)
    return text


def mended(stream: TextIO) -> bool:
    """Say whether a stream had an encoding without plain letters, and now has not."""
    try:
        fine = "\n ~".encode(stream.encoding or "utf-8").endswith(b"\n ~")
        if not fine and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    except LookupError:
        return False
    return not fine


def show(text: str, name: str = NAME) -> int:
    """Write to standard output; return 1 if it cannot be written to."""
    stream = sys.stdout or sys.stderr
    if stream is None:
        return 1
    try:
        write(stream, text)
    except OSError as error:
        silence(stream)
        if not isinstance(error, BrokenPipeError):
            complain("The text could not be written.", name)
            return 1
    return 0


def write(stream: TextIO, text: str) -> None:
    mended(stream)
    stream.write(fitted(text, stream.encoding or "utf-8"))
    stream.flush()


def silence(stream: TextIO) -> None:
    """Let what is still waiting to be written go nowhere, without a message."""
    import os

    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream.fileno())
    except ValueError:  # no file is behind it
        pass
    finally:
        os.close(nowhere)


def complain(what: str, name: str = NAME) -> None:
    """Say on standard error what was wrong, in one line, if anybody can be told."""
    try:
        if sys.stderr:
            write(sys.stderr, f"{name}: {what}\n")
    except (OSError, ValueError):
        pass  # a full or closed stream must not keep the lines from being shown


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
