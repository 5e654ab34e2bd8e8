"""The commands for everybody: each gathers what was asked for, and has it done.

None of them decides anything: what is written comes from the rooms below.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitcheck import files
from fitcheck.cli import options, terminal
from fitcheck.cli.options import Asked, asking
from fitcheck.errors import ContentError, FileError, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.content.yaml_marks import Document

INTERFACE = "interface.yaml"
AnswersArgument = Annotated[
    str,
    typer.Argument(
        metavar="ANSWERS",
        help="An answers file, a JSON report, a FHIR QuestionnaireResponse, a "
        "vignette's file or name, or - for standard input.",
        autocompletion=options.vignettes,
    ),
]


@asking(options.REPORT, options.SHARED)
def take(
    resume: bool = typer.Option(
        False, "--resume", help="Go on with the answers saved last."
    ),
    clinician: bool = typer.Option(
        False, "--clinician", help="For intake: notes, a label, and who answers."
    ),
    *,
    asked: Asked,
) -> None:
    """Walk through the questions, then see the report."""
    from fitcheck.cli import walk

    if resume and asked.private:
        raise typer.BadParameter("--private keeps no answers", param_hint="--resume")
    begin = walk.start(asked.country, private=asked.private, clinician=clinician)
    walk.Walk(asked, begin).go(resume=resume)


@asking(options.REPORT, options.SHARED)
def score(answers: AnswersArgument, *, asked: Asked) -> None:
    """Write the report on answers from a file, without asking anything."""
    from fitcheck.documents import build

    sheet = read(asked, answers)
    if asked.country:
        sheet = replace(sheet, country=asked.country)
    asked.deliver(build(asked.questionnaire, sheet))


@asking(options.FACTS)
def explain(answers: AnswersArgument, *, asked: Asked) -> None:
    """Replay a result: answer by answer, why, and what would change it."""
    from fitcheck.documents import papers
    from fitcheck.report.case import Case
    from fitcheck.report.scorecard import explained

    case = Case(asked.questionnaire, read(asked, answers))
    asked.deliver(papers.explain(case), explained(case))


@asking(options.PAPER)
def ask(
    answers: str | None = typer.Argument(
        None,
        metavar="[ANSWERS]",
        help="Answers as for score; without them, all questions in both wordings.",
        autocompletion=options.vignettes,
    ),
    *,
    asked: Asked,
) -> None:
    """Print the questions to take to a therapist."""
    from fitcheck.documents import papers
    from fitcheck.report.case import Case

    given = None if answers is None else read(asked, answers)
    case = Case(asked.questionnaire, given) if given else None
    asked.deliver(papers.ask(asked.questionnaire, case))


def forget() -> None:
    """Delete saved answers, and say what was deleted."""
    from fitcheck import drafts

    gone, kept = drafts.forget()  # before anything else can go wrong
    words = Asked().questionnaire.words.draft
    said = [words.forgot.format(file=files.shown(one)) for one in gone]
    if said or not kept:
        typer.echo("\n".join(said or [words.forgot_none]))
    if kept:
        raise FileError(kept)


def help_now(
    name: str | None = typer.Argument(
        None,
        metavar="[COUNTRY]",
        help="Its name, or two letters, such as Germany or GB.",
        autocompletion=options.countries,
    ),
    country: options.CountryOption = None,
) -> None:
    """Show whom to call now, in your country."""
    from fitcheck import help_now as lines

    # The program looks at argv before typer is loaded; this serves the help page.
    named = country or name
    raise typer.Exit(lines.main(["--country", named] if named else []))


@asking(options.RUBRIC)
def rubric(
    *,
    asked: Asked,
    dialect: str = typer.Option(
        "duckdb", "--dialect", metavar="<duckdb|spark>", help="Whose SQL."
    ),
) -> None:
    """Show the whole rubric as a scorecard for pencil and paper."""
    from fitcheck.documents import papers
    from fitcheck.report import scorecard
    from fitcheck.services import rubric_sql

    if dialect not in rubric_sql.DIALECTS:
        said = f"this can be {options.listed(rubric_sql.DIALECTS)}"
        raise typer.BadParameter(said, param_hint="--dialect")
    ours = asked.questionnaire
    card, facts = papers.rubric(ours), scorecard.rubric(ours)
    asked.deliver(card, facts, sql=lambda: rubric_sql.statement(ours, dialect))


@asking(options.PAPER)
def therapies(
    topic: str | None = typer.Argument(
        None,
        metavar="[TOPIC]",
        help="side-by-side, how-it-works, techniques, goals, session, differences, "
        "effectiveness, finding or glossary; without one, all of them.",
        autocompletion=options.topics,
    ),
    *,
    asked: Asked,
) -> None:
    """Read about the therapies."""
    from fitcheck.content.strict import meant
    from fitcheck.documents import papers

    ours = asked.questionnaire
    known = papers.topics(ours)
    if topic is not None and topic not in known:
        hint = meant(topic, known, f"topics: {', '.join(known)}")
        raise typer.BadParameter(f"there is no such topic; {hint}", param_hint="TOPIC")
    if topic is None and asked.to == (options.SCREEN,):
        words, told = ours.words, ours.library.therapies.topics
        named = {"": words.therapies.all, known[0]: words.menu.options}
        named |= {one.id: one.title for one in told}
        topic = terminal.choose(words.therapies.which, named, asked) or None
    asked.deliver(papers.therapies(ours, topic))


@asking(options.PAPER)
def about(
    ipdas: bool = typer.Option(
        False, "--ipdas", help="How it stands against the standards for decision aids."
    ),
    *,
    asked: Asked,
) -> None:
    """Show who made this, what it is not, and what the rubric does."""
    from fitcheck.documents import papers
    from fitcheck.proof import constitution

    if ipdas:
        asked.deliver(papers.ipdas(asked.questionnaire))
        return
    facts = constitution.audit(asked.questionnaire, date.today()).facts
    asked.deliver(papers.about(asked.questionnaire, facts))


@asking(names=("questions", "plain", "no_color"))
def verify(
    report: str = typer.Argument(
        metavar="REPORT",
        help="A report that fitcheck wrote to .md or .json, or - for standard input.",
    ),
    *,
    asked: Asked,
) -> None:
    """Recompute a report from the answers inside it."""
    from fitcheck.comparing import verify

    ours = asked.questionnaire
    text, name = content(report)
    found = verify.verify(ours, text, name)
    told = verify.tell(ours, found, name).markdown
    look = replace(asked, plain=asked.plain or not sys.stdout.isatty())
    terminal.out(terminal.drawn(told, look))
    if not found.matches:
        raise typer.Exit(1)


@asking(names=("questions",))
def check(
    folder: Path | None = typer.Argument(
        None, metavar="[DIR]", help="A folder of questions; ours without."
    ),
    *,
    asked: Asked,
) -> None:
    """Validate the questions and prove the rubric's constitution."""
    from fitcheck.answers import reading
    from fitcheck.proof import constitution

    asked = replace(asked, questions=folder or asked.questions)
    ours, among = asked.questionnaire, asked.people
    people = {str(one): reading.load(ours, one, among) for one in reading.people(among)}
    found = constitution.audit(ours, date.today(), reading_grade(), people)
    for article in found.articles:
        said, broken = f"article {article.number}: not measured", len(article.findings)
        if article.measured:
            state = f"BROKEN ({broken})" if broken else "holds"
            said = f"article {article.number}: {state}: {article.title}"
        typer.echo("\n    ".join((said, *article.figures)))
    typer.echo("\n".join(found.facts))
    for finding in found.findings:
        typer.echo(f"\n{finding}", err=True)
    if found.findings:
        typer.echo(f"\n{len(found.findings)} to mend.", err=True)
        raise typer.Exit(1)


def reading_grade() -> Callable[[str], float] | None:
    """Return the Flesch-Kincaid measure, where the ``check`` extra is installed."""
    try:
        import textstat
    except ImportError:
        return None
    return lambda text: float(textstat.flesch_kincaid_grade(text))


@asking(options.PAPER, ("force", "plain", "no_color"))
def diff(
    old: Path = typer.Argument(metavar="OLD", help="A folder of questions as it was."),
    new: Path = typer.Argument(metavar="NEW", help="The folder as it is now."),
    *,
    asked: Asked,
) -> None:
    """Compare two folders of questions by the results they give."""
    from fitcheck.comparing import two_rubrics
    from fitcheck.content import loader

    wrong = [one for f in (old, new) for one in loader.not_a_folder(f, str(f))]
    if wrong:
        raise ContentError(wrong)
    asked = replace(asked, questions=new)
    after, unworded = asked.questionnaire, False
    try:
        before = loader.load(old)
    except ContentError as error:
        # Every version of the program knows the interface texts of its own time alone,
        # and no result rests on them: the new ones do where the old do not fit.
        if any(Path(one.file).name != INTERFACE for one in error.problems):
            raise
        instead, unworded = files.read(new / INTERFACE), True
        before = loader.load(old, instead={Path(INTERFACE).stem: instead})
    then, now = people(before, old), people(after, new)
    found = two_rubrics.Diff(before, after, then, now, date.today())
    asked.deliver(two_rubrics.write(found, old, new, unworded=unworded))


def people(questionnaire: Questionnaire, folder: Path) -> dict[str, Sheet | None]:
    """Read the fictional people in a folder of questions, by the names of their files.

    None stands for a file that cannot be read as answers to these questions.
    """
    from fitcheck.answers import reading

    among = folder / "vignettes"
    found: dict[str, Sheet | None] = {}
    for path in reading.people(among):
        try:
            found[visible(path.name)] = reading.load(questionnaire, path, among)
        except FileError:
            found[visible(path.name)] = None
    return found


def content(name: str) -> tuple[str, str]:
    """Read the file that an argument names; return its text, and how it is called."""
    if name == "-":
        return files.decode(sys.stdin.buffer, "standard input"), "standard input"
    return files.read(Path(name), files.PIPED), files.shown(name)


def document(asked: Asked, name: str) -> Document:
    """Parse the answers that an argument names; of a FHIR response, those in it."""
    from fitcheck.answers import reading

    if name != "-":
        name = str(reading.found(Path(name), asked.people))
    text, shown = content(name)
    found = reading.parsed(shown, text)
    if "resourceType" in found.root.keys:
        from fitcheck.services import fhir_response

        return fhir_response.answers(asked.questionnaire, found)
    return found


def read(asked: Asked, name: str) -> Sheet:
    from fitcheck.answers import reading

    sheet = reading.read(asked.questionnaire, document(asked, name))
    notice(asked.questionnaire, sheet)
    return sheet


def notice(questionnaire: Questionnaire, sheet: Sheet) -> None:
    """Say so if answers were given to another version, and what it had besides."""
    ours = questionnaire.manifest.version
    if sheet.version != ours:
        words = questionnaire.words.report
        terminal.say(words.other_version.format(theirs=sheet.version, ours=ours))
    for told in sheet.retired:
        terminal.say(told)


FOR_YOU = (help_now, take, score, explain, ask, forget)
HOW_IT_WORKS = (rubric, therapies, about, verify, check, diff)
