"""Templates filled in: each is one file in the order in which it is read.

A template holds order and structure alone; every word comes by name from the content.
What it fills in is escaped, so that nothing of a person's text acts as Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from fitcheck.documents import markdown
from fitcheck.report import labels
from fitcheck.report.document import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.report.document import Block, Document

BLANK = re.compile(r"\n{3,}")
EMPTY = re.compile(r"\|  (?=\|)")
"""A cell with nothing in it has one blank."""


@dataclass(frozen=True)
class Written:
    """A document that is written: as Markdown, with what other formats need besides."""

    markdown: str
    ids: tuple[str, ...]
    figures: Mapping[str, Block]
    language: str
    contents: str

    @cached_property
    def document(self) -> Document:
        """The same document, block by block."""
        read = markdown.read(self.markdown, self.ids, self.figures)
        return replace(read, language=self.language, contents=self.contents)


@dataclass
class Sections:
    """What a template calls its sections, in their order: the same in every language.

    A page links to a section, and prints it, by this name.
    """

    ids: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> str:
        """Note the name of the section whose heading follows."""
        self.ids.append(name)
        return ""


@cache
def environment() -> Environment:
    """Return what reads the templates: it knows no undefined name, and escapes."""
    from markupsafe import Markup

    from fitcheck.documents import compiled

    def filled(value: object) -> Markup:
        if isinstance(value, Markup):  # what a macro of ours has written
            return value
        if not isinstance(value, str | int):
            raise TypeError(f"a template fills in {type(value).__name__}, and no text")
        return Markup(markdown.escape(visible(str(value))))

    def link(address: str) -> Markup:
        """Write the address of a page so that it is one, if nothing in it acts."""
        active = re.search(r"[\s<>\\]", address)
        return Markup(markdown.escape(address) if active else f"<{address}>")

    made = compiled.environment("fitcheck", "documents", finalize=filled)
    made.globals["link"] = link
    return made


def fill(
    questionnaire: Questionnaire,
    template: str,
    figures: Mapping[str, Block] | None = None,
    *,
    contents: bool = False,
    **facts: Any,
) -> Written:
    """Fill a template in, and return the document that it makes.

    Args:
        questionnaire: whose words it is written in.
        template: the name of its file, without ``.md.j2``.
        figures: pictures that other formats draw, by the name of the fence in which
            Markdown has them as text.
        contents: whether a page lists its sections.
        facts: what the template knows besides the texts (``t``), the questionnaire
            (``q``), and what answers, therapies and sources are called (``names``).
    """
    sections = Sections()
    made = environment().get_template(f"{template}.md.j2")
    text = made.render(
        t=questionnaire.words, q=questionnaire, names=labels, section=sections, **facts
    )
    lines = "\n".join(EMPTY.sub("| ", line.rstrip()) for line in text.splitlines())
    return Written(
        markdown=BLANK.sub("\n\n", lines).strip() + "\n",
        ids=tuple(sections.ids),
        figures=figures or {},
        language=questionnaire.manifest.language,
        contents=questionnaire.words.report.contents if contents else "",
    )
