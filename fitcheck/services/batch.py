"""Many answer sheets scored at once, with the very statement that ``rubric`` prints.

It opens two files and no other, keeps nothing on disk on the way, and tells no answer:
DuckDB quotes what it cannot read, so only lines and kinds of trouble are passed on.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from fitcheck import files
from fitcheck.content.model import Many, Ranked
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.strict import meant
from fitcheck.errors import FileError, nearest
from fitcheck.services import redcap
from fitcheck.services.rubric_sql import HEAD, RESULTS, UNKNOWN, statement, text

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",
    "memory_limit": "400MB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_persistent_secrets": "false",
}
"""Nothing is written on the way, and nothing fetched."""
ENDINGS = (".csv", ".tsv", ".parquet", ".jsonl", ".ndjson")
WRITTEN = (".csv", ".parquet")
TOLD = 20
"""Rows that are told of one by one."""
LONGEST = 1_000_000
"""Characters of a header."""
LIKE = 0.8
"""How much a name has to look like a question's to be taken for one."""
CSV = """auto_detect = false, quote = '"', escape = '"', strict_mode = true"""
ARRAY = r'\["[^";]*"(,"[^";]*")*\]'
LISTS = ("withheld", "gate", "cleared")
OUT = "take it out"
UNREADABLE = "a name or a folder with one of * ? [ ] { } cannot be read here"
NO_TEXT = ("this is not UTF-8 text", "save it as UTF-8")
TORN = "too many or too few columns, or a quote that does not end"
Watch = Callable[[float], object]


class Source(NamedTuple):
    """A file as DuckDB reads it: for each column the expression of its text."""

    relation: str
    columns: dict[str, str]
    raw: dict[str, str]
    """The columns as they are kept."""


class Outcome(NamedTuple):
    """What there is to tell of a run."""

    rows: int
    unscored: int
    first: tuple[tuple[int, str], ...]
    """The first rows that were not scored, counted from 1, each with its problem."""
    table: str = ""
    """The results as CSV, where no file was named."""
    missing: tuple[str, ...] = ()
    """Questions without a column."""
    labels: bool = False
    """An export from REDCap may hold labels in the place of codes."""


def score(
    questionnaire: Questionnaire,
    path: Path,
    output: Path | None,
    kept: Sequence[str] = (),
    *,
    force: bool = False,
    watch: Watch = float,
) -> Outcome:
    """Score every sheet of a file, in order, or raise FileError and write nothing."""
    check(path)
    half = (output or path).parent / f".fitcheck-{os.urandom(4).hex()}.part"
    connection = duckdb.connect(config=CONFIG)
    try:
        allowed = [files.real(path), *([files.real(half)] if output else [])]
        connection.execute(f"SET allowed_paths = [{', '.join(map(text, allowed))}]")
        for setting in ("enable_external_access", "enable_progress_bar"):
            connection.execute(f"SET {setting} = false")
        if "json" in path.suffix.lower():  # before 2.0 its rows came in any order
            connection.execute("SET threads = 1")
        connection.execute("SET lock_configuration = true")
        sheets = Sheets(questionnaire, connection, path)
        source = sheets.read()
        given = sheets.columns(source, kept)
        shown = [
            f"CAST({given.get(key, 'NULL')} AS VARCHAR) AS {name(key)}"
            for key in (*questionnaire.questions, *HEAD)
        ]
        shown += [f"{source.raw[one]} AS {name(one)}" for one in kept]
        select = f"SELECT {', '.join(shown)} FROM {source.relation}"
        connection.execute(f"CREATE TEMP VIEW answers AS {select}")
        scored, named = statement(questionnaire, kept=kept), [*kept, *RESULTS]
        if output:
            os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            parquet = output.suffix.lower() == ".parquet"
            form = "PARQUET" if parquet else "CSV, HEADER"
            options = f"PRESERVE_ORDER true, USE_TMP_FILE false, FORMAT {form}"
            place = text(files.real(half))
            awaited(connection, f"COPY ({scored}) TO {place} ({options})", watch)
            found = counted(connection, half, parquet=parquet, columns=len(named))
            files.place(half, output, force=force)
        else:
            found = fetched(awaited(connection, scored, watch), named)
    except duckdb.Error as error:
        raise told(path, output, str(error)) from None
    finally:
        connection.close()
        half.unlink(missing_ok=True)
    missing = tuple(key for key in questionnaire.questions if key not in given)
    exported = any(map(redcap.is_ours, source.columns))
    unknown = any(problem.endswith(UNKNOWN) for _, problem in found.first)
    return found._replace(missing=missing, labels=exported and unknown)


def check(path: Path) -> None:
    """Refuse what is no file of many sheets, before it is opened."""
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
        path.open("rb").close()
    except (OSError, ValueError) as error:
        raise files.refused(path, files.reason(error), "check the name") from None
    remedy = f"use one that ends in {', '.join(ENDINGS)}"
    wild = set(files.real(path)) & set("*?[]{}")
    for wrong, what, instead in (
        (path.suffix.lower() not in ENDINGS, "its ending tells no format", remedy),
        (not regular, "this is not a regular file", "name a file"),
        (
            wild,
            "a name or a folder with one of * ? [ ] { } cannot be read here",
            "rename it",
        ),
    ):
        if wrong:
            raise files.refused(path, what, instead)


def name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def separated(path: Path, columns: int, mark: str = ",") -> str:
    """Write how a CSV file is read: columns c0, c1 and so on, all of them text."""
    types = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(columns))
    return (
        f"read_csv({text(files.real(path))}, columns = {{{types}}}, "
        f"header = true, {CSV}, delim = {text(mark)})"
    )


@dataclass(frozen=True)
class Sheets:
    """A file of sheets, with the questions that its columns are looked up in."""

    questionnaire: Questionnaire
    connection: duckdb.DuckDBPyConnection
    path: Path

    @property
    def names(self) -> set[str]:
        """Every name that a column for answers can have."""
        retired = self.questionnaire.manifest.retired.questions
        return {*self.questionnaire.questions, *HEAD, *retired}

    def read(self) -> Source:
        ending = self.path.suffix.lower()
        if ending == ".parquet":
            return self.parquet()
        return self.csv() if ending in {".csv", ".tsv"} else self.lines()

    def csv(self) -> Source:
        """Find the separator of a CSV file: the one that gives most names of ours."""
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as stream:
                head = stream.readline(LONGEST)
        except UnicodeDecodeError:
            raise files.refused(self.path, *NO_TEXT) from None
        known = self.names
        marks = {one: next(csv.reader([head], delimiter=one), []) for one in ",;\t|"}

        def ours(mark: str) -> int:
            return sum(one in known or redcap.is_ours(one) for one in marks[mark])

        mark = max(marks, key=ours)
        found = {one: f"c{number}" for number, one in enumerate(marks[mark])}
        if len(found) < len(marks[mark]):
            what, remedy = "two columns have the same name", "take one out"
            raise files.refused(self.path, what, remedy)
        return Source(separated(self.path, len(found), mark), found, found)

    def parquet(self) -> Source:
        """Read a Parquet file, its lists as one text."""
        relation = f"read_parquet({text(files.real(self.path))})"
        described = self.connection.execute(f"DESCRIBE SELECT * FROM {relation}")
        raw, found = {}, {}
        for column, kind, *_ in described.fetchall():
            raw[column] = found[column] = name(column)
            if kind.endswith("[]"):
                one = f"CAST({raw[column]} AS VARCHAR[])"
                joined = f"array_to_string({one}, ';')"
                whole = f"len({one}) IN (0, len(string_split({joined}, ';')))"
                found[column] = (
                    f"CASE WHEN {whole} THEN {joined} WHEN {one} <> [] THEN '?' END"
                )
        return Source(relation, found, raw)

    def lines(self) -> Source:
        """Read answers files or JSON reports, one a line."""
        known, questions = self.names, self.questionnaire.questions
        objects = f"read_ndjson_objects({text(files.real(self.path))})"
        keys = f"SELECT DISTINCT unnest(json_keys(json, '$.answers')) FROM {objects}"
        for (key,) in awaited(self.connection, keys).fetchall():
            if key not in known:
                what, remedy = (
                    "a key of 'answers' is no question",
                    meant(key, questions, OUT),
                )
                raise files.refused(self.path, what, remedy)
        shape: dict[str, Any] = dict.fromkeys((*HEAD, "answers_version"), "VARCHAR")
        shape["answers"] = dict.fromkeys(questions, "VARCHAR")
        relation = (
            f"(SELECT json_transform(json, {text(json.dumps(shape))}) AS s, "
            f"coalesce(json_type(json, '$.answers'), '') AS kind FROM {objects})"
        )
        found = {key: f"s.{name(key)}" for key in HEAD}
        found |= {key: f"s.answers.{name(key)}" for key in questions}
        for key, one in found.items():
            if key in LISTS or isinstance(questions.get(key), (Many, Ranked)):
                found[key] = (
                    f"CASE WHEN {one} = '[]' THEN NULL "
                    f"WHEN regexp_full_match({one}, '{ARRAY}') "
                    f"THEN replace({one}[3:-3], '\",\"', ';') ELSE '?' || {one} END"
                )
        of = "s.questionnaire"
        inside = f"WHEN {of} LIKE '{{%' THEN json_extract_string({of}, '$."
        found["version"] = (
            f"coalesce(s.answers_version, s.version, CASE {inside}version') END)"
        )
        found["questionnaire"] = (
            f"CASE WHEN kind <> 'OBJECT' THEN '?' {inside}id') ELSE {of} END"
        )
        return Source(relation, found, {})

    def columns(self, source: Source, kept: Sequence[str]) -> dict[str, str]:
        """Return the expression for each question and each head that a file has."""
        questions, given = self.questionnaire.questions, source.columns
        exported = any(map(redcap.is_ours, given))
        known = redcap.fields(self.questionnaire) if exported else self.names
        for number, column in enumerate(given, start=1):
            if column in known or column in kept:
                continue
            plain = re.sub(r"[\W_]+", "-", column.strip().lower())
            if exported and redcap.is_ours(column):
                remedy = meant(column, known, OUT)
            elif exported or not nearest(plain, questions, LIKE):
                continue
            else:
                remedy = meant(plain, questions)
            what = f"column {number}: there is no question of this name"
            raise files.refused(self.path, what, remedy)
        if not {*kept} <= source.raw.keys() - {*RESULTS}:
            what = "one of the columns to keep is not there, or is one of the results'"
            raise files.refused(self.path, what, "check --keep")
        if exported:
            given = redcap.columns(self.questionnaire, given)
        if not set(given) & set(questions):
            remedy = "name the columns after the questions, such as plan-or-open"
            raise files.refused(self.path, "no column is a question's", remedy)
        return given


def awaited(
    connection: duckdb.DuckDBPyConnection, query: str, watch: Watch = float
) -> duckdb.DuckDBPyConnection:
    """Run a statement, and stay awake for Ctrl-C and for whoever watches."""
    failed: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            connection.execute(query)
        except BaseException as error:
            failed.append(error)
        finally:
            done.set()

    try:
        threading.Thread(target=run, daemon=True).start()
        while not done.wait(0.1):
            watch(max(0.0, connection.query_progress()))
    except BaseException:
        for _ in range(100):  # to interrupt what has not begun yet does nothing
            connection.interrupt()
            if done.wait(0.05):
                break
        raise
    if failed:
        raise failed[0]
    return connection


def counted(
    connection: duckdb.DuckDBPyConnection, half: Path, *, parquet: bool, columns: int
) -> Outcome:
    """Count the rows of a written file; to count before it is takes far longer."""
    problem, relation = f"c{columns - 1}", separated(half, columns)
    if parquet:
        problem, relation = RESULTS[-1], f"read_parquet({text(files.real(half))})"
    counts = f"SELECT count(*), count({problem}) FROM {relation}"
    rows, unscored = awaited(connection, counts).fetchall()[0]
    first = (
        f"SELECT * FROM (SELECT row_number() OVER (), {problem} AS p FROM {relation}) "
        f"WHERE p IS NOT NULL LIMIT {TOLD}"
    )
    found = awaited(connection, first).fetchall() if unscored else []
    return Outcome(rows, unscored, tuple(found))


def fetched(connection: duckdb.DuckDBPyConnection, named: Sequence[str]) -> Outcome:
    """Write the results as CSV text."""
    table, rows = io.StringIO(), 0
    wrong: list[tuple[int, str]] = []
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(named)
    while some := connection.fetchmany(10_000):
        writer.writerows(some)
        numbered = enumerate(some, start=rows + 1)
        wrong += [(number, row[-1]) for number, row in numbered if row[-1] is not None]
        rows += len(some)
    return Outcome(rows, len(wrong), tuple(wrong[:TOLD]), table.getvalue())


def told(path: Path, output: Path | None, said: str) -> FileError:
    """Say what DuckDB could not do, without what it quotes of the file."""
    for number in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        if output and os.strerror(number) in said:
            reason = files.reason(OSError(number, os.strerror(number)))
            return files.refused(output, reason, "name another place")
    what, remedy = (
        "this is not JSON, a line for each sheet",
        "write one sheet on each line",
    )
    if "Out of Memory" in said:
        what = f"this takes more than {CONFIG['memory_limit']} of memory"
        remedy = "name a file with -o, or split it"
    elif path.suffix.lower() == ".parquet":
        what = "this cannot be read as Parquet, or is cut short"
        remedy = "write it again"
    elif found := re.search(r"CSV Error on Line: (\d+)", said):
        what = NO_TEXT[0] if "not utf-8" in said else TORN
        what, remedy = f"line {found[1]}: {what}", ""
    elif line := next(unread(path), 0):
        what = f"line {line}: this is not JSON"
    return files.refused(path, what, remedy)


def unread(path: Path) -> Iterator[int]:
    """Yield the lines that are not JSON."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                json.loads(line or "0")
            except ValueError:
                if line.strip():
                    yield number
