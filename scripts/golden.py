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
from fitcheck.comparing import two_sheets
from fitcheck.content import loader
from fitcheck.documents import build, papers
from fitcheck.render import plain, terminal
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
    people = {n: reading.load(questionnaire, Path(n), folder) for n in PEOPLE}
    for name, sheet in people.items():
        case = Case(questionnaire, sheet)
        report = build(questionnaire, sheet)
        yield f"explain-{name}.md", papers.explain(case).markdown
        yield f"ask-{name}.md", papers.ask(questionnaire, case).markdown
        yield f"report-{name}.md", report.pages.markdown
        yield f"summary-{name}.txt", report.summary
        yield f"first-screen-{name}.txt", terminal.draw(report.first_screen)
        for width in (80, 40):
            drawn = terminal.draw(report.pages.markdown, columns=width)
            yield f"terminal-{width}-{name}.txt", drawn
        yield f"plain-{name}.txt", plain.lay_out(report.pages.markdown)
    full = build(questionnaire, people[PEOPLE[0]]).full
    yield "full.md", full.markdown
    yield "full-plain.txt", plain.lay_out(full.markdown)
    both = [reading.Fitted(people[name]) for name in PEOPLE[:2]]
    for people_ in (None, ("client", "clinician")):
        found = two_sheets.Comparison(questionnaire, *both, people_)
        name = "compare-people" if people_ else "compare"
        yield f"{name}.md", two_sheets.write(found).markdown
    yield "rubric.md", papers.rubric(questionnaire).markdown
    yield "form.md", papers.form(questionnaire).markdown
    yield "ask.md", papers.ask(questionnaire).markdown
    yield "therapies.md", papers.therapies(questionnaire).markdown
    yield "about.md", papers.about(questionnaire, ("A figure.",)).markdown
    yield "about-ipdas.md", papers.ipdas(questionnaire).markdown


def steady(questionnaire: Questionnaire, text: str) -> str:
    """Leave out what moves with every change of the content."""
    text = text.replace(questionnaire.fingerprint, "FINGERPRINT")
    # On a narrow screen it is cut, and so is where something stands.
    for length in range(len(questionnaire.fingerprint), 20, -1):
        text = text.replace(questionnaire.fingerprint[:length], "FINGERPRINT")
    return re.sub(r"(questions/[\w-]+\.yaml):\d+", r"\1:N", text)


def main() -> None:
    """Write every document, and no other."""
    questionnaire = loader.load()
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.glob("*.*"):
        old.unlink()
    for name, text in documents(questionnaire):
        (KEPT / name).write_text(steady(questionnaire, text), "utf-8")


if __name__ == "__main__":
    main()
