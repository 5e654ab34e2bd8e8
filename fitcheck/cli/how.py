"""Commands about how it works: the therapies, the proof, who made it."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck.cli import choices, options

if TYPE_CHECKING:
    from collections.abc import Callable

    from fitcheck.proof.constitution import Article

HOW = "How it works"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command(rich_help_panel=HOW)(rubric)
    app.command(rich_help_panel=HOW)(therapies)
    app.command(rich_help_panel=HOW)(about)
    app.command(rich_help_panel=HOW)(verify)
    app.command(rich_help_panel=HOW)(check)


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
    from fitcheck.cli.look import Look
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


def therapies(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[TOPIC]",
            help="side-by-side, how-it-works, techniques, goals, session, differences, "
            "effectiveness, finding or glossary; without one, all of them.",
            autocompletion=choices.topics,
        ),
    ] = None,
    output: options.PaperOutputOption = None,
    format: options.PaperFormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Read about the therapies."""
    from fitcheck.cli import delivery
    from fitcheck.cli.look import Look
    from fitcheck.content import loader
    from fitcheck.documents import papers
    from fitcheck.errors import nearest

    questionnaire = loader.load(questions)
    known = papers.topics(questionnaire)
    if topic is not None and topic not in known:
        near = nearest(topic, known)
        hint = f"did you mean '{near}'?" if near else f"topics: {', '.join(known)}"
        raise typer.BadParameter(f"there is no such topic; {hint}", param_hint="TOPIC")
    to = delivery.targets(output, format, force=force, known=options.PAPER)
    look = Look(plain, no_color)
    if topic is None and to == (delivery.SCREEN,):
        words, told = questionnaire.words, questionnaire.library.therapies.topics
        named = {"": words.therapies.all, known[0]: words.menu.options}
        named |= {one.id: one.title for one in told}
        topic = choices.choose(words.therapies.which, named, look) or None
    read = papers.therapies(questionnaire, topic)
    delivery.show(questionnaire, read, to, look, force=force)


def about(
    ipdas: Annotated[
        bool,
        typer.Option(
            "--ipdas",
            help="How it stands against the standards for decision aids.",
        ),
    ] = False,
    output: options.PaperOutputOption = None,
    format: options.PaperFormatOption = None,  # noqa: A002  # the option's own name
    force: options.ForceOption = False,
    questions: options.QuestionsOption = None,
    plain: options.PlainOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Show who made this, what it is not, and what the rubric does."""
    from fitcheck.cli import delivery
    from fitcheck.cli.look import Look
    from fitcheck.content import loader
    from fitcheck.documents import papers
    from fitcheck.proof import constitution

    questionnaire = loader.load(questions)
    to = delivery.targets(output, format, force=force, known=options.PAPER)
    if ipdas:
        told = papers.ipdas(questionnaire)
    else:
        facts = constitution.audit(questionnaire, date.today()).facts
        told = papers.about(questionnaire, facts)
    delivery.show(questionnaire, told, to, Look(plain, no_color), force=force)


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
    from fitcheck.cli import look, streams
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
    asked = look.Look(plain or not sys.stdout.isatty(), no_color)
    streams.out(look.drawn(told, asked))
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
