"""Templates filled in: each is one file in the order in which it is read.

A template holds order and structure alone; every word comes by name from the content.
What it fills in is escaped, so that nothing of a person's text acts as Markdown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report.document import visible
from fitcheck.report.figures import Figure
from fitcheck.report.names import Names

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

ACTIVE = re.compile(
    r"([\\`*\[\]<>|~#&$^{]|%(?=%)|(?<=%)%|=(?==)|(?<==)=|(?<!\w)@(?=\w)"
    r"|:(?=[\w+-]+:)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))"
)
"""What Markdown acts on, in Obsidian, on GitHub and in Pandoc too: two %% hide all up
to the next two, @ cites, {} holds attributes, and colons make a picture of a word.

A lone underscore within a word all of them leave alone."""
LEADING = re.compile(
    r"^(\s*)([-+=:@%]|\d+[.)]|(?:[A-Za-z]|[ivxlcdm]+|\(\w+)[.)](?=\s|$)"
    r"|\((?=\\?@))",
    re.MULTILINE,
)
"""What begins a list, a heading or a note, in Pandoc also with a letter."""
ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
BLANK = re.compile(r"\n{3,}")
EMPTY = re.compile(r"\|  (?=\|)")
"""A cell with nothing in it has one blank."""
SECTION = re.compile(r"^(?=## )", re.MULTILINE)
ESCAPED = re.compile(r"\\(.)")


class Part(NamedTuple):
    id: str
    """Which it is, the same in every language; empty where it has no name."""
    title: str
    text: str
    """In Markdown, with its heading."""


@dataclass(frozen=True)
class Written:
    """A document that is written: as Markdown, with what other formats need besides."""

    markdown: str
    ids: tuple[str, ...] = ()
    """The names of its sections, by which a page links to them and prints them."""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    """What a page draws where Markdown has it in letters, by the name of the fence."""
    language: str = "en"
    contents: str = ""
    """What a list of its sections is called; without it there is no such list."""

    @cached_property
    def parts(self) -> list[Part]:
        _, *found = SECTION.split(self.markdown)
        ids = [*self.ids, *[""] * len(found)]
        return [
            Part(*both) for both in zip(ids, map(title, found), found, strict=False)
        ]


def escape(text: str) -> str:
    """Make every character that Markdown or HTML would act on stand for itself."""
    flat = " ".join(text.split())
    escaped = ACTIVE.sub(lambda m: ENTITIES.get(m[1], f"\\{m[1]}"), flat)
    return LEADING.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", escaped)


def title(part: str) -> str:
    """Return the heading that a text in Markdown begins with, as it is read."""
    line = part.partition("\n")[0].lstrip("# ")
    return html.unescape(ESCAPED.sub(r"\1", line))


@cache
def environment(*, markdown: bool = True) -> Environment:
    """Return what reads the templates: it knows no undefined name, and escapes."""
    from markupsafe import Markup

    from fitcheck.documents import compiled

    def filled(value: object) -> Markup:
        if isinstance(value, Markup):  # what a macro or a filter of ours has written
            return value
        if not isinstance(value, str | int):
            raise TypeError(f"a template fills in {type(value).__name__}, and no text")
        said = visible(" ".join(str(value).split()))
        return Markup(escape(said) if markdown else said)

    def each(pattern: str, between: str) -> Callable[[Iterable[object]], Markup]:
        """Return what writes several texts below each other; of pairs, both texts."""

        def written(several: Iterable[object]) -> Markup:
            every = (one if isinstance(one, tuple) else (one,) for one in several)
            return Markup(between).join(
                Markup(pattern) % tuple(map(filled, one)) for one in every
            )

        return written

    def link(address: str) -> Markup:
        """Write the address of a page so that it is one, if nothing in it acts."""
        active = re.search(r"[\s<>\\]", address)
        return Markup(escape(address) if active else f"<{address}>")

    made = compiled.environment("fitcheck", "documents", finalize=filled)
    made.globals["link"] = link
    made.filters |= {
        "paragraphs": each("%s", "\n\n"), "strong": each("**%s**", "\n\n"),
        "bullets": each("- %s", "\n"), "facts": each("- **%s:** %s", "\n"),
    }  # fmt: skip
    return made


def fill(
    questionnaire: Questionnaire,
    template: str,
    figures: Mapping[str, Figure] | None = None,
    *,
    contents: bool = True,
    **facts: Any,
) -> Written:
    """Fill a template in, named without ``.md.j2``, and return what it makes.

    ``figures`` are drawn by a page, where Markdown has a fence of that name, and
    ``contents`` says whether it lists its sections; ``facts`` the template knows
    besides what every template does.
    """
    ids: list[str] = []

    def section(name: str) -> str:
        """Note what the section whose heading follows is called."""
        ids.append(name)
        return ""

    made = environment().get_template(f"{template}.md.j2")
    text = made.render(known(questionnaire) | facts, section=section)
    lines = "\n".join(EMPTY.sub("| ", line.rstrip()) for line in text.splitlines())
    return Written(
        markdown=BLANK.sub("\n\n", lines).strip() + "\n",
        ids=tuple(ids),
        figures=figures or {},
        language=questionnaire.manifest.language,
        contents=questionnaire.words.report.contents if contents else "",
    )


def lines(questionnaire: Questionnaire, template: str, **facts: Any) -> str:
    """Fill in a template of plain text; what stands together there is one line."""
    made = environment(markdown=False).get_template(f"{template}.txt.j2")
    text = made.render(known(questionnaire) | facts).strip()
    return "".join(f"{' '.join(x.split())}\n" for x in re.split(r"\n{2,}", text))


def known(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what every template knows; without a person there are no facts, ``f``."""
    return {
        "t": questionnaire.words, "q": questionnaire, "names": Names(questionnaire),
        "f": None,
    }  # fmt: skip
