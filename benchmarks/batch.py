"""Many sheets in `batch`, against floors measured in the same run.

    python benchmarks/batch.py [--rows 1000000 ...] [--write]

Every figure is CPU time and peak memory of a process of its own: merely reading, a
query by hand with the same columns, our statement without its checks, and all of it.
All but the first have to write the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE.parent / "scripts" / "interop")]

import check
import duckdb
import many

from fitcheck.content import loader
from fitcheck.content.model import Many, Ranked
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.rubric import scoring
from fitcheck.services import batch, rubric_sql

WAYS = ("reading", "by hand", "no checks", "batch")
TARGETS = {"csv": (3, 2, None), "parquet": (None, None, 2)}
"""The most that batch may take: times reading, times by hand, times without checks."""
FASTER = 100
"""How many times as many sheets as fhirpath.js, at least."""
ONE_BY_ONE, IN_A_FORM = 2_000, 200
RESULTS = HERE / "RESULTS.md"
HEADING = "## `make bench-batch`: many sheets\n"


class Spent(NamedTuple):
    seconds: float
    mebibytes: float
    digest: str = ""


def answer(questionnaire: Questionnaire, key: str) -> str:
    """Return SQL for a random answer: one in ten is a gap, few open a gate."""
    gates = questionnaire.library.gates.gates
    opening = {one for gate in gates for w in gate.when for one in w.any_of}
    ids = [c.id for c in questionnaire.choices[key]]
    alone = [c.id for c in questionnaire.choices[key] if c.exclusive]

    def one_of(some: list[str]) -> str:
        return f"{some}[1 + CAST(floor(random() * {len(some)}) AS INT)]"

    question, chosen = questionnaire.questions[key], one_of(ids)
    if key in questionnaire.safety:
        quiet = [one for one in ids if one not in opening]
        chosen = (
            f"CASE WHEN random() < 0.02 THEN {one_of(ids)} ELSE {one_of(quiet)} END"
        )
    elif isinstance(question, (Many, Ranked)):
        some = ", ".join([one_of([one for one in ids if one not in alone])] * 3)
        few = f"list_distinct([{some}])[:1 + CAST(floor(random() * 3) AS INT)]"
        chosen = f"array_to_string({few}, ';')"
        if alone:
            chosen = f"CASE WHEN random() < 0.2 THEN {one_of(alone)} ELSE {chosen} END"
    return f"CASE WHEN random() > 0.1 THEN {chosen} END"


def make(place: Path, rows: int) -> None:
    """Write the same sheets as Parquet and as CSV."""
    questionnaire = loader.load()
    columns = ", ".join(
        f'{answer(questionnaire, key)} AS "{key}"' for key in questionnaire.questions
    )
    connection = duckdb.connect()
    sheets = f"SELECT {columns} FROM range({rows})"
    connection.execute(f"COPY ({sheets}) TO '{place}/sheets.parquet'")
    again = f"COPY (FROM '{place}/sheets.parquet') TO '{place}/sheets.csv'"
    connection.execute(again)


def without_checks(sql: str) -> str:
    """Return the statement as if no answer could be wrong."""
    plain, times = re.subn(
        r"    CASE\n      WHEN questionnaire <>.*?    END AS wrong",
        "    CAST(NULL AS VARCHAR) AS wrong", sql, flags=re.S,
    )  # fmt: skip
    assert times == 1
    return plain


def by_hand(sql: str) -> str:
    """Return what somebody would write for clean sheets of this version.

    The same columns and interval, without checks, older versions or cleared gates.
    """
    earlier = r"CASE\n      WHEN version = '[\d.]+' THEN (\S+)\n.*?END AS"
    plain, renewed = re.subn(earlier, r"\1 AS", without_checks(sql), flags=re.S)
    cleared = r" AND \(cleared IS NULL OR NOT .*?%'\)"
    plain, gates = re.subn(cleared, "", plain)
    assert renewed
    assert gates
    return plain


def spent() -> float:
    """Return the CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def run(way: str, source: Path) -> Spent:
    """Do one thing, and return what it took."""
    questionnaire, output = loader.load(), source.with_suffix(".out.csv")
    before = spent()
    if way == "batch":
        batch.score(questionnaire, source, output, force=True)
    else:
        connection = duckdb.connect(config=batch.CONFIG)
        connection.execute("SET enable_progress_bar = false")
        names = [*questionnaire.questions]
        given = ", ".join(f'"{name}"' for name in names)
        absent = ", ".join(f"CAST(NULL AS VARCHAR) AS {one}" for one in rubric_sql.HEAD)
        relation = f"'{source}'"
        if source.suffix == ".csv":
            relation = batch.separated(source, len(names))
            given = ", ".join(f'c{at} AS "{name}"' for at, name in enumerate(names))
        view = f"CREATE TEMP VIEW answers AS SELECT {given}, {absent} FROM {relation}"
        connection.execute(view)
        if way == "reading":
            longest = ", ".join(f'max(length("{name}"))' for name in names)
            connection.execute(f"SELECT {longest} FROM answers").fetchall()
        else:
            sql = rubric_sql.statement(questionnaire)
            sql = by_hand(sql) if way == "by hand" else without_checks(sql)
            options = "FORMAT csv, HEADER, PRESERVE_ORDER true"
            connection.execute(f"COPY ({sql}) TO '{output}' ({options})")
    seconds = spent() - before
    status = Path("/proc/self/status").read_text()  # rusage has the parent's in it
    memory = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    digest = ""
    if output.exists():
        with output.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        output.unlink()
    return Spent(seconds, memory, digest)


def others(place: Path) -> dict[str, float]:
    """Return the CPU seconds of a sheet in the Python scorer, and in fhirpath.js."""
    questionnaire = loader.load()
    rows = duckdb.sql(f"FROM '{place}/sheets.parquet' LIMIT {ONE_BY_ONE}")
    sheets = [
        many.read(
            questionnaire, {k: v for k, v in zip(rows.columns, row, strict=True) if v}
        )
        for row in rows.fetchall()
    ]
    started = spent()
    for sheet in sheets:
        scoring.score(questionnaire, sheet)
    found = {"the scorer in Python": (spent() - started) / len(sheets)}
    if shutil.which("npm"):
        form, filled = check.responses(questionnaire, sheets[:IN_A_FORM])
        took = check.fhirpath(place, form, filled)["milliseconds"]
        found[check.FHIRPATH] = took / 1000
    return found


def table(rows: int, place: Path) -> str:
    """Measure everything, and return the table."""
    make(place, rows)
    lines = [
        f"{rows:,} sheets to CSV, CPU s (peak MiB), DuckDB {duckdb.__version__}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.0f}:\n",
        f"| from | {' | '.join(WAYS)} | x reading | x by hand | x no checks |",
        f"| --- |{' --: |' * (len(WAYS) + 3)}",
    ]
    for kind, targets in TARGETS.items():
        source, found = place / f"sheets.{kind}", {}
        for way in WAYS:
            said = subprocess.run(
                [sys.executable, __file__, "--run", way, source],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            found[way] = Spent(*json.loads(said.stdout))
        if len({one.digest for one in found.values()} - {""}) != 1:
            sys.exit(f"from {kind} the ways come to different results")
        cells = [f"{one.seconds:.1f} ({one.mebibytes:.0f})" for one in found.values()]
        whole = found["batch"].seconds
        for way, most in zip(WAYS, targets, strict=False):
            ratio = whole / found[way].seconds
            missed = " NO" if most and ratio > most else ""
            cells.append(
                f"{ratio:.1f}" + (f" (at most {most}{missed})" if most else "")
            )
        size = source.stat().st_size / 1e6
        lines.append(f"| {kind}, {size:.0f} MB | {' | '.join(cells)} |")
        if kind == "csv":
            each = whole / rows
    lines.append("")
    for name, seconds in others(place).items():
        times = seconds / each
        missed = " NO" if name == check.FHIRPATH and times < FASTER else ""
        wanted = f" (at least {FASTER}{missed})" if name == check.FHIRPATH else ""
        told = (
            f"{seconds * 1000:.2f} ms a sheet, `batch` from CSV is {times:,.0f} times"
        )
        lines.append(f"* {name}: {told} as fast{wanted}")
    return "\n".join(lines)


def main() -> None:
    """Print the tables, and keep them if asked; or do one thing of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--run", choices=WAYS)
    parser.add_argument("source", nargs="?", type=Path)
    given = parser.parse_args()
    if given.run:
        print(json.dumps(run(given.run, given.source)))
        return
    told = []
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as name:
            told.append(table(rows, Path(name)))
        print(told[-1], flush=True)
    if given.write:
        before, _, after = RESULTS.read_text("utf-8").partition(HEADING)
        rest = after.partition("\n## ")
        text = f"{before}{HEADING}\n" + "\n\n".join(told) + f"\n{''.join(rest[1:])}"
        RESULTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
