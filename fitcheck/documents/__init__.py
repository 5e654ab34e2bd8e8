"""Documents as templates: each is one file in the order in which it is read.

A template holds order and structure alone; every word comes by name from the content.
What it fills in is escaped, so that nothing of a person's text acts as Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from fitcheck.documents import markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from fitcheck.questionnaire import Questionnaire
    from fitcheck.report.case import Case
    from fitcheck.report.document import Block, Document

BLANK = re.compile(r"\n{3,}")


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
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def filled(value: object) -> Markup:
        if isinstance(value, Markup):  # what a macro of ours has written
            return value
        if not isinstance(value, str | int):
            raise TypeError(f"a template fills in {type(value).__name__}, and no text")
        return Markup(markdown.escape(str(value)))

    return Environment(
        loader=PackageLoader("fitcheck", "documents"), undefined=StrictUndefined,
        autoescape=True, finalize=filled, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )  # fmt: skip


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
        facts: what the template knows besides the texts.
    """
    sections = Sections()
    made = environment().get_template(f"{template}.md.j2")
    text = made.render(t=questionnaire.words, section=sections, **facts)
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return Written(
        markdown=BLANK.sub("\n\n", lines).strip() + "\n",
        ids=tuple(sections.ids),
        figures=figures or {},
        language=questionnaire.manifest.language,
        contents=questionnaire.words.report.contents if contents else "",
    )


FEWEST = 3
"""Questions to a therapist that are never cut."""
RULE = "---"
"""Stands between the two pages, and nowhere else."""
FIRST, SECOND, WHOLE = 400, 610, 1000
"""Words on the first page, the second, and both, at most; the answers block apart.

More words than that do not fit on two sheets of A4 in letters of 10 points.
"""


@dataclass
class Cut:
    """How much of each list two pages hold."""

    later: int = 1
    """Whether it is told why somebody else comes first, and what can wait."""
    reasons: int = 4
    steps: int = 3
    called: int = 9
    """Help lines of one kind, where somebody else comes first."""
    whom: int = 9
    """Gates that are told with whom to see, and not only how soon."""
    gates: int = 9
    """Gates that are told with how soon, and not only by their names."""
    questions: int = 8
    notes: int = 8

    def shorten(self, notes: int, *, first: bool) -> bool:
        """Cut one list of the first page, or of the second; say if there was one."""
        several = (
            ("later", 0), ("reasons", 2), ("steps", 2), ("reasons", 0), ("called", 2),
            ("whom", 1), ("gates", 3), ("called", 1), ("gates", 1),
        ) if first else (("notes", max(2, notes)), ("questions", 5), ("notes", notes),
                         ("questions", FEWEST))  # fmt: skip
        for name, least in several:
            if getattr(self, name) > least:
                setattr(self, name, getattr(self, name) - 1)
                return True
        return False


def two_pages(case: Case) -> Written:
    """Write the report in two pages; lists are cut where it would be too long."""
    cut = Cut(notes=max(8, case.kept))
    while True:
        written = pages(case, cut)
        whole, *_ = written.markdown.rpartition("\n## ")
        first, second = (len(page.split()) for page in whole.split(f"\n{RULE}\n"))
        long = first > FIRST or second > SECOND or first + second > WHOLE
        if not long or not cut.shorten(case.kept, first=first > FIRST):
            return written


def pages(case: Case, cut: Cut) -> Written:
    """Write the two pages with lists of this length."""
    from markupsafe import Markup

    questionnaire, facts = case.questionnaire, case.facts
    gates = facts["route"]["gates"] if facts["route"] else []
    kinds = dict.fromkeys(kind for gate in gates for kind in gate["lines"])
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", case.block)), 3)
    block = f"{fence}fitcheck\n{case.block.rstrip()}\n{fence}"
    manifest = questionnaire.manifest
    return fill(
        questionnaire,
        "report",
        {"points": case.columns} if case.columns else {},
        c=case,
        f=facts,
        cut=cut,
        kinds=[one for one in kinds or ["crisis"] if one != "emergency"],
        unanswered=questionnaire.library.gates.unanswered,
        bars=Markup("\n".join(case.bars)),
        edition=questionnaire.words.pages.edition.format(
            id=manifest.id,
            version=manifest.version,
            date=manifest.date,
            review=manifest.next_review,
        ),
        block=Markup(block),
    )
