"""Commands about how it works: the therapies, the proof, who made it."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck.cli import options, terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.proof.constitution import Article

INTERFACE = "interface.yaml"


def rubric(
    output: options.RubricOutputOption = None,
    format: options.RubricFormatOption = None,  # noqa: A002  # the option's own name
    dialect: Annotated[
        str, typer.Option("--dialect", metavar="<duckdb|spark>", help="Whose SQL.")
    ] = "duckdb",
    force: options.ForceOption = False,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Show the whole rubric as a scorecard for pencil and paper."""
    from fitcheck.cli import delivery
    from fitcheck.cli.terminal import Look
    from fitcheck.content import loader
    from fitcheck.documents import papers
    from fitcheck.report import scorecard
    from fitcheck.services import rubric_sql

    if dialect not in rubric_sql.DIALECTS:
        said = f"this can be {options.listed(rubric_sql.DIALECTS)}"
        raise typer.BadParameter(said, param_hint="--dialect")
    to = delivery.targets(output, format, force=force, known=options.RUBRIC)
    questionnaire = loader.load(questions)
    card, facts = papers.rubric(questionnaire), scorecard.rubric(questionnaire)
    sql = {"sql": partial(rubric_sql.statement, questionnaire, dialect)}
    look = Look(plain, no_color)
    delivery.show(questionnaire, card, to, look, force=force, facts=facts, others=sql)


@options.document(options.PAPER)
def therapies(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[TOPIC]",
            help="side-by-side, how-it-works, techniques, goals, session, differences, "
            "effectiveness, finding or glossary; without one, all of them.",
            autocompletion=options.topics,
        ),
    ] = None,
    *,
    asked: options.Asked,
) -> None:
    """Read about the therapies."""
    from fitcheck.cli import delivery
    from fitcheck.documents import papers
    from fitcheck.errors import nearest

    questionnaire = asked.load()
    known = papers.topics(questionnaire)
    if topic is not None and topic not in known:
        near = nearest(topic, known)
        hint = f"did you mean '{near}'?" if near else f"topics: {', '.join(known)}"
        raise typer.BadParameter(f"there is no such topic; {hint}", param_hint="TOPIC")
    to = asked.targets()
    if topic is None and to == (delivery.SCREEN,):
        words, told = questionnaire.words, questionnaire.library.therapies.topics
        named = {"": words.therapies.all, known[0]: words.menu.options}
        named |= {one.id: one.title for one in told}
        topic = terminal.choose(words.therapies.which, named, asked) or None
    asked.show(questionnaire, papers.therapies(questionnaire, topic), to)


@options.document(options.PAPER)
def about(
    ipdas: Annotated[
        bool,
        typer.Option(
            "--ipdas",
            help="How it stands against the standards for decision aids.",
        ),
    ] = False,
    *,
    asked: options.Asked,
) -> None:
    """Show who made this, what it is not, and what the rubric does."""
    from fitcheck.documents import papers
    from fitcheck.proof import constitution

    questionnaire = asked.load()
    to = asked.targets()
    if ipdas:
        told = papers.ipdas(questionnaire)
    else:
        facts = constitution.audit(questionnaire, date.today()).facts
        told = papers.about(questionnaire, facts)
    asked.show(questionnaire, told, to)


def verify(
    report: Annotated[
        str,
        typer.Argument(
            metavar="REPORT",
            help="A report that fitcheck wrote to .md or .json, or - for standard "
            "input.",
        ),
    ],
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Recompute a report from the answers inside it."""
    from fitcheck import files
    from fitcheck.comparing import verify
    from fitcheck.content import loader

    questionnaire = loader.load(questions)
    piped = report == "-"
    name = "standard input" if piped else files.shown(report)
    if piped:
        text = files.decode(sys.stdin.buffer, name)
    else:
        text = files.read(Path(report), files.PIPED)
    found = verify.verify(questionnaire, text, name)
    told = verify.tell(questionnaire, found, name).markdown
    asked = terminal.Look(plain or not sys.stdout.isatty(), no_color)
    terminal.out(terminal.drawn(told, asked))
    if not found.matches:
        raise typer.Exit(1)


def check(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="A folder of questions; ours without."),
    ] = None,
    questions: options.QuestionsOption = None,
) -> None:
    """Validate the questions and prove the rubric's constitution."""
    from fitcheck import files
    from fitcheck.answers import reading
    from fitcheck.content import loader
    from fitcheck.proof import constitution

    questionnaire = loader.load(folder or questions)
    among = (folder or questions or files.bundled()) / "vignettes"
    people = {
        str(path): reading.load(questionnaire, path, among)
        for path in reading.people(among)
    }
    found = constitution.audit(questionnaire, date.today(), reading_grade(), people)
    for article in found.articles:
        typer.echo(told(article))
    typer.echo("\n".join(found.facts))
    for finding in found.findings:
        typer.echo(f"\n{finding}", err=True)
    if found.findings:
        typer.echo(f"\n{len(found.findings)} to mend.", err=True)
        raise typer.Exit(1)


def told(article: Article) -> str:
    """Say one article in a line, and its figures below."""
    if not article.measured:
        return f"article {article.number}: not measured"
    broken = len(article.findings)
    state = f"BROKEN ({broken})" if broken else "holds"
    head = f"article {article.number}: {state}: {article.title}"
    return "\n".join((head, *(f"    {figure}" for figure in article.figures)))


def reading_grade() -> Callable[[str], float] | None:
    """Return the Flesch-Kincaid measure, where the ``check`` extra is installed."""
    try:
        import textstat
    except ImportError:
        return None
    return lambda text: float(textstat.flesch_kincaid_grade(text))


@options.document(options.PAPER, without=("questions", *options.OF_REPORTS))
def diff(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", help="A folder of questions as it was.")
    ],
    new: Annotated[
        Path, typer.Argument(metavar="NEW", help="The folder as it is now.")
    ],
    *,
    asked: options.Asked,
) -> None:
    """Compare two folders of questions by the results they give."""
    from fitcheck.comparing import two_rubrics
    from fitcheck.content import loader
    from fitcheck.errors import ContentError

    to = asked.targets()
    wrong = [one for f in (old, new) for one in loader.not_a_folder(f, str(f))]
    if wrong:
        raise ContentError(wrong)
    after = loader.load(new)
    before, unworded = as_it_was(old, new)
    then, now = people(before, old), people(after, new)
    found = two_rubrics.Diff(before, after, then, now, date.today())
    told = two_rubrics.write(found, old, new, unworded=unworded)
    asked.show(after, told, to)


def as_it_was(old: Path, new: Path) -> tuple[Questionnaire, bool]:
    """Load the old folder, with the new interface texts where its own do not fit.

    Every version of the program knows the interface texts of its own time alone, and
    no result rests on them.
    """
    from fitcheck import files
    from fitcheck.content import loader
    from fitcheck.errors import ContentError

    try:
        return loader.load(old), False
    except ContentError as error:
        if any(Path(one.file).name != INTERFACE for one in error.problems):
            raise
    instead = {Path(INTERFACE).stem: files.read(new / INTERFACE)}
    return loader.load(old, instead=instead), True


def people(questionnaire: Questionnaire, folder: Path) -> dict[str, Sheet | None]:
    """Read the fictional people in a folder of questions, by the names of their files.

    None stands for a file that cannot be read as answers to these questions.
    """
    from fitcheck.answers import reading
    from fitcheck.errors import FileError, visible

    among = folder / "vignettes"
    found: dict[str, Sheet | None] = {}
    for path in reading.people(among):
        try:
            found[visible(path.name)] = reading.load(questionnaire, path, among)
        except FileError:
            found[visible(path.name)] = None
    return found
