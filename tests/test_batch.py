"""Many sheets at once: the same results as one by one, whatever they come in."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import many
import pytest
import sqlglot
from running import Ran, environment, inside

from fitcheck import files
from fitcheck.content import loader
from fitcheck.errors import FileError
from fitcheck.services import batch, rubric_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fitcheck.content.questionnaire import Questionnaire

SHEETS = int(os.environ.get("BATCH_SHEETS", "400"))
"""How many good sheets are compared one by one; spoiled ones a seventh of it."""
SECRET = "xqcanaryzz"
duckdb.execute("SET enable_progress_bar = false")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire) -> Callable[..., Ran]:
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)

    def run(*arguments: str | Path, **streams: Any) -> Ran:
        return inside(monkeypatch, "batch", *arguments, **streams)

    return run


def header(questionnaire: Questionnaire) -> list[str]:
    return [*questionnaire.questions, *rubric_sql.HEAD]


def written(
    place: Path, names: list[str], rows: Iterable[many.Row], mark: str = ","
) -> Path:
    with place.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=mark)
        writer.writerow(names)
        writer.writerows([row.get(name, "") for name in names] for row in rows)
    return place


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def simple(tmp_path: Path, *lines: str, name: str = "sheets.csv") -> Path:
    place = tmp_path / name
    place.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return place


# The same as one by one


def compared(questionnaire: Questionnaire, place: Path, rows: list[many.Row]) -> int:
    """Hold every row against ``score``; return how many were refused by both."""
    found = table(batch.score(questionnaire, place, None).table)
    refused = 0
    for row, got in zip(rows, found, strict=True):
        wanted = many.scored(questionnaire, row)
        if isinstance(wanted, FileError):
            refused += 1
            assert set(got.values()) == {"", got["problem"]}
            assert got["problem"]
        else:
            assert got == {**dict.fromkeys(got, ""), **wanted}
    return refused


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("which", ["shipped", "gallery"])
def test_every_row_is_scored_or_refused_as_score_does(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    questionnaire, count = request.getfixturevalue(which), SHEETS * 3 // 20
    good = list(many.sheets(questionnaire, SHEETS))
    spoiled = list(many.sheets(questionnaire, count, seed=2, spoiled=True))
    names = header(questionnaire)

    assert compared(questionnaire, written(tmp_path / "g.csv", names, good), good) == 0
    place = written(tmp_path / "s.csv", names, spoiled)
    assert compared(questionnaire, place, spoiled) > count * 0.8


KINDS = ("tsv", "semicolon", "pipe", "parquet", "lists", "jsonl")


@pytest.mark.parametrize("kind", KINDS)
def test_it_makes_no_difference_what_the_sheets_come_in(
    shipped: Questionnaire, tmp_path: Path, kind: str
) -> None:
    rows, names = list(many.sheets(shipped, 300, seed=3)), header(shipped)
    usual = written(tmp_path / "usual.csv", names, rows)
    wanted = batch.score(shipped, usual, None).table
    quoted = ", ".join(f'"{name}"' for name in names)
    if kind == "jsonl":
        place = tmp_path / "sheets.jsonl"
        lines = (json.dumps(many.document(shipped, row)) for row in rows)
        place.write_text("\n".join(lines), "utf-8")
    elif kind in {"parquet", "lists"}:
        place = tmp_path / "sheets.parquet"
        several = [name for name in names if many.several(shipped, name)]
        if kind == "lists":
            quoted = ", ".join(
                f"""string_split("{name}", ';') AS "{name}" """
                if name in several else f'"{name}"' for name in names
            )  # fmt: skip
        source = f"read_csv('{usual}', all_varchar = true)"
        duckdb.sql(f"COPY (SELECT {quoted} FROM {source}) TO '{place}'")
    else:
        mark = {"tsv": "\t", "semicolon": ";", "pipe": "|"}[kind]
        place = written(
            tmp_path / ("s.tsv" if kind == "tsv" else "s.csv"), names, rows, mark
        )

    assert batch.score(shipped, place, None).table == wanted


def test_a_file_as_excel_saves_it_is_read(
    shipped: Questionnaire, tmp_path: Path
) -> None:
    place = tmp_path / "excel.csv"
    lines = (
        "number;who-leads;concerns;note",
        '1;slightly-cbt;"sleep;panic";"a\nb"',
        "2;;;",
    )
    place.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    found = table(batch.score(shipped, place, None, ["number", "note"]).table)

    assert [row["number"] for row in found] == ["1", "2"]
    assert [row["cbt"] for row in found] == ["1", "0"]
    assert found[0]["favours"] == "cbt"


def test_json_reports_are_scored_again(
    shipped: Questionnaire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = [
        json.loads(inside(monkeypatch, "score", one.stem, "--format", "json").out)
        for one in sorted((files.bundled() / "vignettes").glob("*.yaml"))[:6]
    ]
    place = simple(tmp_path, *map(json.dumps, reports), name="reports.jsonl")
    found = table(batch.score(shipped, place, None).table)

    assert [one["reading"] for one in found] == [one["reading"] for one in reports]
    assert [one["gate"] for one in found] == [";".join(one["gate"]) for one in reports]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_the_order_is_kept_in_a_file_of_300_000_rows(
    shipped: Questionnaire, tmp_path: Path, ending: str
) -> None:
    # Smaller files come out in order even where nothing keeps it.
    place = tmp_path / "many.parquet"
    duckdb.sql(
        "COPY (SELECT i AS number, CASE i % 3 WHEN 0 THEN 'sleep' ELSE 'wrong' END "
        f"AS concerns FROM range(300000) t(i)) TO '{place}' (ROW_GROUP_SIZE 10000)"
    )
    output = tmp_path / f"out{ending}"
    told = batch.score(shipped, place, output, ["number"])
    later = "SELECT count(*) FROM (SELECT number, row_number() OVER () AS n FROM "

    assert (told.rows, told.unscored) == (300_000, 200_000)
    assert told.first[:2] == (
        (2, "concerns: not one of its options"),
        (3, "concerns: not one of its options"),
    )
    assert duckdb.sql(f"{later}'{output}') WHERE number <> n - 1").fetchall() == [(0,)]


# The statement


def plain(sql: str) -> str:
    """Return Spark's SQL in one spelling, as sqlglot writes it."""
    text = sqlglot.transpile(sql, read="spark", write="spark", comments=False)[0]
    return re.sub(r"CONCAT\('\\\\Q', ';', '\\\\E'\)", "';'", text)


@pytest.mark.parametrize("which", ["shipped", "gallery"])
def test_our_sql_for_spark_is_what_others_make_of_that_for_duckdb(
    which: str, request: pytest.FixtureRequest
) -> None:
    questionnaire = request.getfixturevalue(which)
    ours = rubric_sql.statement(questionnaire, "spark")
    theirs = sqlglot.transpile(
        rubric_sql.statement(questionnaire), read="duckdb", write="spark"
    )[0]

    assert plain(ours) == plain(theirs)


def test_the_statement_names_its_content_and_is_one_select(
    monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire
) -> None:
    said = inside(monkeypatch, "rubric", "--format", "sql")
    first = said.out.split("\n")[0]

    assert shipped.manifest.version in first
    assert shipped.fingerprint in first
    assert said.out == rubric_sql.statement(shipped)
    assert len(sqlglot.parse(said.out, read="duckdb")) == 1
    spark = inside(monkeypatch, "rubric", "--format", "sql", "--dialect", "spark")
    assert "`plan-or-open`" in spark.out
    assert inside(monkeypatch, "rubric", "--dialect", "oracle").code == 2


# What is told


def test_rows_that_are_not_scored_are_named_by_row_question_and_reason(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    lines = [
        "name,safe-now,limits,concerns",
        f"{SECRET},safe,none,sleep", f"{SECRET},{SECRET},none,sleep",
        f"{SECRET},safe,none;long-wait,sleep", f"{SECRET},safe,long-wait;long-wait,",
        f"{SECRET},safe,,sleep;panic;ptsd;phobia", f"{SECRET},safe, none,",
        *[f",{SECRET},,"] * 1000,
    ]  # fmt: skip
    ran = run(simple(tmp_path, *lines))

    assert ran.code == 1
    assert [line.partition("row ")[2] for line in ran.err.split("\n")[1:6]] == [
        "2: safe-now: not one of its options",
        "3: limits: an answer that stands alone has company",
        "4: limits: the same answer twice",
        "5: concerns: more than 3 answers",
        "6: limits: not one of its options",
    ]
    assert ran.err.count(": row ") == 20
    assert ran.err.endswith("1,006 rows, 1,005 of them not scored.\n")
    assert "no column, so not provided: needs-assessment, plan-or-open" in ran.err
    assert SECRET not in ran.out + ran.err


def test_all_good_is_exit_0_and_a_file_of_its_owner_alone(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    place = simple(tmp_path, "number,who-leads", "7,strongly-cbt")
    output = tmp_path / "out.csv"
    ran = run(place, "-o", output, "--keep", "number")

    assert (ran.code, ran.out) == (0, "")
    assert output.read_text().startswith("number,gate,cleared,reading,psycho")
    assert output.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out.csv", "sheets.csv"]
    assert run(place, "-o", output).code == 1
    assert run(place, "-o", output, "--force").code == 0


HEAD = "who-leads,concerns"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "who_leads\nx\n", "column 1: .*\n.*did you mean 'who-leads'"),
        ("a.csv", "a,Who Leads\nx,y\n", "column 2: .*\n.*did you mean 'who-leads'"),
        ("a.csv", "name,age\nx,y\n", "no column is a question's"),
        ("a.csv", "", "no column is a question's"),
        ("a.csv", "who-leads,who-leads\nx,y\n", "two columns have the same name"),
        ("a.csv", f"{HEAD}\n,\n{SECRET}\n", "line 3: too many or too few"),
        ("a.csv", f"{HEAD}\n,\n,,{SECRET}\n", "line 3: too many or too few"),
        ("a.csv", f'{HEAD}\n,\n,"{SECRET}\n', "line 3: .* a quote that does not end"),
        ("a.csv", f'{HEAD}\n,\n,"{SECRET}"x\n', "line 3: .* a quote that does not end"),
        ("a.csv", f"{HEAD}\n,\n" + f"{SECRET}," * 3000 + "\n", "line 3: too many"),
        ("a.csv", b"who-leads\n\xff\n", "not UTF-8"),
        ("a.csv", b"who-leads\n" + 9999 * b"\n" + b"\xff\n", "line 10001: .* UTF-8"),
        ("a.csv", "who-leads\nx\n".encode("utf-16"), "not UTF-8"),
        ("a.jsonl", f'{{"answers": {{}}}}\n{{"answers": {SECRET}}}\n', "line 2: "),
        ("a.jsonl", '{"answers": {"who-laeds": "x"}}\n', "did you mean 'who-leads'"),
        ("a.jsonl", f'{{"answers": {{"{SECRET}": "x"}}}}\n', "a key of 'answers'"),
        ("a.parquet", f"PAR1{SECRET}", "cannot be read as Parquet, or is cut short"),
        ("a.parquet", None, "cannot be read as Parquet, or is cut short"),
        ("a.xlsx", "x", "its ending tells no format"),
        ("a[1].csv", "who-leads\n", "rename it"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_without_what_it_holds_and_nothing_is_written(
    run: Callable[..., Ran],
    tmp_path: Path,
    name: str,
    text: str | bytes | None,
    said: str,
) -> None:
    place = tmp_path / name
    if text is None:
        duckdb.sql(f"COPY (SELECT 'x' AS \"who-leads\" FROM range(9999)) TO '{place}'")
        text = place.read_bytes()[:-20]
    place.write_bytes(text.encode() if isinstance(text, str) else text)
    ran = run(place, "-o", tmp_path / "out.csv")

    assert ran.code == 1
    assert re.search(said, ran.err)
    assert SECRET not in ran.err
    assert ran.out == ""
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert run(place).out == ""


def test_lines_of_json_that_hold_no_answers_of_ours_are_not_scored(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    lines = (
        '{"answers": {"who-leads": "slightly-cbt", "limits": []}}',
        "[1]", '{"fitcheck": 1}', '{"answers": null}', '{"answers": [1]}',
        '{"questionnaire": "other", "answers": {}}', '{"answers": {"who-leads": 3}}',
        '{"answers": {"who-leads": ["slightly-cbt"]}}',
        '{"answers": {"limits": "none"}}',
        '{"answers": {"limits": [null]}}', '{"answers": {"limits": ["a;b"]}}',
    )  # fmt: skip
    found = table(run(simple(tmp_path, *lines, name="a.jsonl")).out)

    assert [bool(one["problem"]) for one in found] == [False] + [True] * 10


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("-o", "out.xlsx"), 2),
        (("-o", "none/out.csv"), 1),
        (("-o", "sheets.csv", "--force"), 2),
        (("--keep", "nobody"), 1),
        (("--keep", "reading"), 1),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(
    run: Callable[..., Ran],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
) -> None:
    simple(tmp_path, "who-leads,reading", ",")
    monkeypatch.chdir(tmp_path)

    assert run("sheets.csv", *arguments).code == code
    assert [one.name for one in tmp_path.iterdir()] == ["sheets.csv"]


def test_without_duckdb_it_says_what_to_install(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "fitcheck.services.batch")
    monkeypatch.delattr("fitcheck.services.batch")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    ran = run(simple(tmp_path, "who-leads", ""))

    assert ran.code == 1
    assert "pip install 'fitcheck-therapy[batch]'" in ran.err


# Full disks, Ctrl-C, and other places


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    place = simple(tmp_path, "who-leads", *["slightly-cbt"] * 60_000)
    ran = subprocess.run(
        [sys.executable, "-m", "fitcheck", "batch", str(place), "-o", "out.csv"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (99_999, 99_999)),
    )  # fmt: skip

    assert ran.returncode == 1
    assert "out.csv: the system says: File too large" in ran.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["sheets.csv"]


def test_ctrl_c_ends_it_and_leaves_nothing_behind(tmp_path: Path) -> None:
    place = tmp_path / "many.parquet"
    duckdb.sql(
        "COPY (SELECT 'sleep;panic;ptsd' AS concerns, 'long-wait;none' AS limits "
        f"FROM range(3000000)) TO '{place}'"
    )
    started = subprocess.Popen(
        [sys.executable, "-m", "fitcheck", "batch", str(place), "-o", "out.csv"],
        cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not list(tmp_path.glob(".fitcheck-*")) and started.poll() is None:
        time.sleep(0.01)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate()

    assert started.returncode == 130
    assert "Traceback" not in said
    assert [one.name for one in tmp_path.iterdir()] == ["many.parquet"]


def test_no_other_place_is_opened(shipped: Questionnaire, tmp_path: Path) -> None:
    opened: list[duckdb.DuckDBPyConnection] = []
    real = duckdb.connect

    def connect(**how: Any) -> duckdb.DuckDBPyConnection:
        opened.append(real(**how))
        return opened[-1].cursor()

    place = simple(tmp_path, "who-leads", "")
    other = simple(tmp_path, "who-leads", SECRET, name="other.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", connect)
        batch.score(shipped, place, None)
    for tried in (
        f"SELECT * FROM '{other}'", f"COPY (SELECT 1) TO '{other}'",
        "SET memory_limit = '9GB'", "INSTALL httpfs", "LOAD httpfs",
    ):  # fmt: skip
        with pytest.raises(duckdb.Error):
            opened[0].execute(tried)
    assert other.read_text().endswith(f"{SECRET}\n")


def test_long_work_can_be_watched(shipped: Questionnaire, tmp_path: Path) -> None:
    seen: list[float] = []
    place = tmp_path / "many.parquet"
    duckdb.sql(f"COPY (SELECT 'sleep' AS concerns FROM range(900000)) TO '{place}'")
    batch.score(shipped, place, tmp_path / "out.csv", watch=seen.append)

    assert seen
    assert all(0 <= one <= 100 for one in seen)
    assert threading.active_count() == 1
