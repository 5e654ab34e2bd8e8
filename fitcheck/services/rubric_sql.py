"""The rubric as one SELECT over a table of answer sheets, for DuckDB and Spark.

The statement is made to be read and checked by a person; nothing is run here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fitcheck.content.model import Many, Ranked
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.services.sums import Ends, Fork, Sums, part, within

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


def text(word: str) -> str:
    """Write a word as SQL."""
    return "'" + word.replace("'", "''") + "'"


def statement(
    questionnaire: Questionnaire, dialect: str = "duckdb", kept: Sequence[str] = ()
) -> str:
    """Write the statement; columns that are kept stand before the results."""
    questions, choices = questionnaire.questions, questionnaire.choices
    found, gone = Sums(questionnaire), questionnaire.manifest.retired.options
    opening = {(w.question, a) for g in found.gates for w in g.when for a in w.any_of}
    retired: dict[str, list[tuple[str, str | None]]] = {}
    for one in gone:
        retired.setdefault(one.question, []).append((one.option, one.instead))
    spark = dialect == "spark"
    mark = "`" if spark else '"'
    base = hundred(found)

    def name(column: str) -> str:
        return f"{mark}{column.replace(mark, mark * 2)}{mark}"

    def both(points: Sequence[int]) -> int:
        return points[0] * base + points[1]

    parts: dict[str, Callable[[Ends], int]] = {
        "both": both,
        "low": itemgetter(2),
        "high": itemgetter(3),
    }
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=False,
    )  # SQL is no page; every name goes through the filters below
    environment.filters.update(
        name=name,
        points=lambda key: name(f"{key} points"),
        text=text,
        listed=lambda words: f"({', '.join(map(text, words))})",
        both=both,
        part=lambda tree, number: part(tree, parts[number]),
    )
    return environment.get_template("rubric.sql.j2").render(
        spark=spark,
        manifest=questionnaire.manifest,
        fingerprint=questionnaire.fingerprint,
        sums=found,
        base=base,
        gap=base**2,
        head=HEAD,
        kept=kept,
        results=RESULTS,
        reasons=REASONS,
        questions={key: [choice.id for choice in choices[key]] for key in questions},
        scored={key for alike in found.alike for key in alike.questions},
        single={k for k, q in questions.items() if not isinstance(q, (Many, Ranked))},
        safety=questionnaire.safety,
        alone={key: [c.id for c in choices[key] if c.exclusive] for key in questions},
        most=getattr(questions.get(found.concern or ""), "at_most", 0),
        retired=retired,
        unnamed=[
            (one.question, one.option)
            for one in gone
            if one.question in questionnaire.safety
            and (one.question, one.instead) not in opening
        ],
    )


def hundred(sums: Sums) -> int:
    """Return more than a column can add up to: ten, a hundred, a thousand and so on."""
    most = sum(
        len(one.questions) * max(map(max, one.points.values()), default=0)
        for one in sums.alike
    )
    for tree in sums.linked:
        most += max(max(e[:2]) for e in within(tree) if not isinstance(e, (Fork, int)))
    return int(10 ** len(str(most)))
