"""The rubric as one SELECT over a table of answer sheets, for DuckDB and Spark.

The statement is made to be read and checked by a person; nothing is run here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fitcheck.content.model import Many, Ranked
from fitcheck.services import sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fitcheck.content.questionnaire import Questionnaire

HEAD = ("questionnaire", "version", "respondent", "withheld", "gate", "cleared")
"""Columns besides the questions: what an answers file says of itself."""
RESULTS = (
    *("gate", "cleared", "reading", "psychodynamic", "cbt", "difference"),
    *("lowest", "highest", "band", "evidence", "favours", "problem"),
)
UNKNOWN = "not one of its options"
REASONS = {
    "unknown": UNKNOWN,
    "twice": "the same answer twice",
    "alone": "an answer that stands alone has company",
    "too_many": "more than {most} answers",
    "other": "these are answers to another questionnaire",
    "left_out": "answered, though safety was left out",
    "nobody": "stands without a respondent",
    "not_given": "not an answer here",
}
"""What can be wrong with an answer; none of it tells the answer."""
DIALECTS = ("duckdb", "spark")
Words = dict[str, Callable[..., str]]


def text(word: str) -> str:
    """Write a word as SQL."""
    return "'" + word.replace("'", "''") + "'"


def spoken(dialect: str) -> tuple[Words, Words]:
    """Return the filters and the functions in which the dialects differ."""
    spark = dialect == "spark"
    mark = "`" if spark else '"'

    def name(column: str) -> str:
        return f"{mark}{column.replace(mark, mark * 2)}{mark}"

    def split(column: str) -> str:
        return f"{'split' if spark else 'string_split'}({column}, ';')"

    def repeats(column: str) -> str:
        different = "size(array_distinct" if spark else "array_length(list_distinct"
        separators = f"length({column}) - length(replace({column}, ';', ''))"
        return f"{different}({split(column)})) <= {separators}"

    def listing(column: str, options: Iterable[str]) -> str:
        # Java's $ also stands before a line break: so every option ends in its own ;
        pattern = f"'^(?:(?:{'|'.join(options) or '-'});)+$'"
        ended = f"{column} || ';'"
        if spark:
            return f"{ended} RLIKE {pattern}"
        return f"regexp_matches({ended}, {pattern})"

    def first_of(column: str) -> str:
        return f"{split(column)}[{0 if spark else 1}]"

    functions: Words = {"repeats": repeats, "listing": listing, "first_of": first_of}
    return {"name": name}, functions


def statement(
    questionnaire: Questionnaire, dialect: str = "duckdb", kept: Sequence[str] = ()
) -> str:
    """Write the statement; columns that are kept stand before the results."""
    filters, functions = spoken(dialect)
    questions, gone = questionnaire.questions, questionnaire.manifest.retired.options
    found = sums.sums(questionnaire)
    opening = {
        (w.question, a) for g in found.gates for w, *_ in g.ways for a in w.any_of
    }
    place = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(place), undefined=StrictUndefined, autoescape=False
    )  # SQL is no page; every name goes through the filters below
    environment.filters.update(
        filters,
        text=text,
        listed=lambda words: f"({', '.join(map(text, words))})",
        part=sums.part,
    )
    return environment.get_template("rubric.sql.j2").render(
        manifest=questionnaire.manifest,
        fingerprint=questionnaire.fingerprint,
        sums=found,
        head=HEAD,
        kept=kept,
        results=RESULTS,
        reasons=REASONS,
        **functions,
        questions={
            key: [choice.id for choice in questionnaire.choices[key]]
            for key in questions
        },
        single={k for k, q in questions.items() if not isinstance(q, (Many, Ranked))},
        safety=questionnaire.safety,
        alone={
            key: [
                choice.id for choice in questionnaire.choices[key] if choice.exclusive
            ]
            for key in questions
        },
        most=getattr(questions.get(found.first or ""), "at_most", 0),
        retired={
            key: [(one.option, one.instead) for one in gone if one.question == key]
            for key in dict.fromkeys(one.question for one in gone)
        },
        unnamed=[
            (one.question, one.option)
            for one in gone
            if one.question in questionnaire.safety
            and (one.question, one.instead) not in opening
        ],
    )
