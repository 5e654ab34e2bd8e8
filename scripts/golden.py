"""Golden documents: what is written now, kept in ``tests/golden``.

``make golden`` writes them anew, so that a change of words or layout is read in the
diff. Numbers of lines in the questions are left out, and so is the fingerprint: these
move with every change of the content, and tests of their own hold them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.content import loader
from fitcheck.documents import papers
from fitcheck.report.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.content.questionnaire import Questionnaire

KEPT = Path(__file__).resolve().parents[1] / "tests" / "golden"
PEOPLE = ("nadia-same-ending", "noor-it-depends", "kwame-needles", "daniel-light-boat")
"""All answered; with gaps; with a form to ask for by name; with a gate."""


def documents(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield each document with the name of its file."""
    folder = files.bundled() / "vignettes"
    for name in PEOPLE:
        case = Case(questionnaire, reading.load(questionnaire, Path(name), folder))
        yield f"explain-{name}", papers.explain(case).markdown
        yield f"ask-{name}", papers.ask(questionnaire, case).markdown
    yield "rubric", papers.rubric(questionnaire).markdown
    yield "form", papers.form(questionnaire).markdown
    yield "ask", papers.ask(questionnaire).markdown
    yield "therapies", papers.therapies(questionnaire).markdown
    yield "about", papers.about(questionnaire, ("A figure.",)).markdown
    yield "about-ipdas", papers.ipdas(questionnaire).markdown


def steady(questionnaire: Questionnaire, text: str) -> str:
    """Leave out what moves with every change of the content."""
    text = text.replace(questionnaire.fingerprint, "FINGERPRINT")
    return re.sub(r"(questions/[\w-]+\.yaml):\d+", r"\1:N", text)


def main() -> None:
    """Write every document, and no other."""
    questionnaire = loader.load()
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.glob("*.md"):
        old.unlink()
    for name, text in documents(questionnaire):
        (KEPT / f"{name}.md").write_text(steady(questionnaire, text), "utf-8")


if __name__ == "__main__":
    main()
