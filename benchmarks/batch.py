"""Many sheets in `batch`, against floors measured in the same run.

    python benchmarks/batch.py [--rows 1000000]

Every figure is CPU time and peak memory of a process of its own: merely reading, a
query by hand with the same columns, our statement without its checks, and all of it.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

import duckdb
import many

from fitcheck.content import loader
from fitcheck.rubric import scoring
from fitcheck.services import batch, rubric_sql

DIFFERENT = 5_000
"""Sheets that are not alike; more rows are made by repeating them."""
WAYS = ("read", "by hand", "no checks", "batch")
TARGETS = {"csv": (3, 2, None), "parquet": (None, None, 2)}
"""The most that batch may take: times reading, times by hand, times without checks."""


def make(place: Path, rows: int) -> None:
    """Write the same sheets as CSV and as Parquet."""
    questionnaire = loader.load()
    names = [*questionnaire.questions]
    some = [r for r in many.sheets(questionnaire, DIFFERENT) if "version" not in r]
    table = [[row.get(name) for name in names] for row in some]
    connection = duckdb.connect()
    columns = ", ".join(f'"{name}" VARCHAR' for name in names)
    connection.execute(f"CREATE TABLE sheets ({columns})")
    marks = ", ".join("?" * len(names))
    for at in range(0, len(table), 1000):
        values = ", ".join(f"({marks})" for _ in table[at : at + 1000])
        flat = [one for row in table[at : at + 1000] for one in row]
        connection.execute(f"INSERT INTO sheets VALUES {values}", flat)
    times = -(-rows // len(table))
    every = f"SELECT sheets.* FROM range({times}), sheets LIMIT {rows}"
    for name in ("sheets.csv", "sheets.parquet"):
        connection.execute(f"COPY ({every}) TO '{place / name}'")


def without_checks(sql: str) -> str:
    """Return the statement as if no answer could be wrong."""
    return re.sub(
        r"    CASE\n      WHEN questionnaire <>.*?    END AS wrong",
        "    CAST(NULL AS VARCHAR) AS wrong", sql, count=1, flags=re.S,
    )  # fmt: skip


def by_hand(sql: str) -> str:
    """Return what somebody would write for clean sheets of this version.

    The same columns and interval, without checks, older versions or cleared gates.
    """
    plain = without_checks(sql)
    earlier = r"CASE\n      WHEN coalesce\(version, ''\) = '[\d.]+' THEN "
    today = r"(nullif\(\S+, ''\)).*?END AS"
    plain = re.sub(earlier + today, r"\1 AS", plain, flags=re.S)
    return re.sub(r" AND \(cleared IS NULL OR NOT .*?%'\)", "", plain)


def run(way: str, source: Path) -> None:
    """Do one thing, and print its CPU seconds, MiB and wall seconds."""
    questionnaire, output = loader.load(), source.with_suffix(".out.csv")
    started = time.monotonic()
    before = spent()
    if way == "batch":
        batch.score(questionnaire, source, output, force=True)
    else:
        connection = duckdb.connect(config=batch.CONFIG)
        names = [*questionnaire.questions]
        given = ", ".join(f'"{name}"' for name in names)
        absent = ", ".join(f"CAST(NULL AS VARCHAR) AS {one}" for one in rubric_sql.HEAD)
        kind = "read_csv({}, all_varchar = true)" if source.suffix == ".csv" else "{}"
        relation = kind.format(f"'{source}'")
        view = f"CREATE TEMP VIEW answers AS SELECT {given}, {absent} FROM {relation}"
        connection.execute(view)
        sql = rubric_sql.statement(questionnaire)
        if way == "read":
            longest = ", ".join(f'max(length("{name}"))' for name in names)
            connection.execute(f"SELECT {longest} FROM answers").fetchall()
        else:
            sql = by_hand(sql) if way == "by hand" else without_checks(sql)
            options = "FORMAT csv, HEADER, PRESERVE_ORDER true"
            connection.execute(f"COPY ({sql}) TO '{output}' ({options})")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(spent() - before, memory, time.monotonic() - started)
    output.unlink(missing_ok=True)


def spent() -> float:
    """Return the CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def one_by_one() -> float:
    """Return how many sheets a second the scorer takes, once they are read."""
    questionnaire = loader.load()
    sheets = [many.read(questionnaire, r) for r in many.sheets(questionnaire, 500)]
    started = spent()
    for sheet in sheets:
        scoring.score(questionnaire, sheet)
    return len(sheets) / (spent() - started)


def table(rows: int) -> str:
    """Measure everything, and return the table."""
    lines = [
        f"{rows:,} sheets to CSV: CPU s (peak MiB). DuckDB {duckdb.__version__}.\n",
        f"| from | {' | '.join(WAYS)} | x read | x by hand | x no checks |",
        f"| --- | {'--: | ' * (len(WAYS) + 3)}".rstrip(),
    ]
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        make(place, rows)
        for kind in TARGETS:
            found = {}
            for way in WAYS:
                said = subprocess.run(
                    [sys.executable, __file__, "--run", way, f"{place}/sheets.{kind}"],
                    capture_output=True, text=True, check=True,
                )  # fmt: skip
                found[way] = [float(one) for one in said.stdout.split()]
            cells = [f"{cpu:.1f} ({memory:.0f})" for cpu, memory, _ in found.values()]
            whole = found["batch"][0]
            ratios = [whole / found[way][0] for way in WAYS[:-1]]
            marked = [
                f"{ratio:.1f}" + (f" (target {most})" if most else "")
                for ratio, most in zip(ratios, TARGETS[kind], strict=True)
            ]
            lines.append(f"| {kind} | {' | '.join((*cells, *marked))} |")
            rate = rows / whole
    alone = one_by_one()
    lines.append(
        f"\nThe scorer in Python: {alone:,.0f} sheets a CPU second; `batch` "
        f"from Parquet {rate:,.0f}, {rate / alone:,.0f} times as many."
    )
    return "\n".join(lines)


def main() -> None:
    """Print the table, or do one thing of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--run", choices=WAYS)
    parser.add_argument("source", nargs="?", type=Path)
    given = parser.parse_args()
    if given.run:
        run(given.run, given.source)
    else:
        sys.stdout.write(f"{table(given.rows)}\n")


if __name__ == "__main__":
    main()
