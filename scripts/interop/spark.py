"""The same statement on Spark as in DuckDB: every cell of many sheets is equal.

    python scripts/interop/spark.py [--sheets 3000] [--python PYTHON]

PYTHON has pyspark and finds Java; without it, one is made in a folder that is deleted
afterwards. It looks at no answer of anybody.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

import duckdb
import many

from fitcheck.content import loader
from fitcheck.services import batch, rubric_sql

PYSPARK = "pyspark==4.3.0"


def sheets(place: Path, count: int) -> list[str]:
    """Write good and spoiled sheets as Parquet; return the names of their columns."""
    questionnaire = loader.load()
    names = ["number", *questionnaire.questions, *rubric_sql.HEAD]
    rows = [*many.sheets(questionnaire, count)]
    rows += many.sheets(questionnaire, count // 7, seed=2, spoiled=True)
    with (place / "sheets.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for number, row in enumerate(rows):
            writer.writerow(
                [f"{number:08}", *(row.get(name, "") for name in names[1:])]
            )
    source = f"read_csv('{place}/sheets.csv', all_varchar = true)"
    duckdb.sql(f"COPY (FROM {source}) TO '{place}/sheets.parquet'")
    sql = rubric_sql.statement(questionnaire, "spark", ["number"])
    (place / "rubric.sql").write_text(sql)
    batch.score(
        questionnaire, place / "sheets.parquet", place / "ours.parquet", ["number"]
    )
    return ["number", *rubric_sql.RESULTS]


def main() -> None:
    """Print what was equal; exit 1 if anything differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sheets", type=int, default=3000)
    parser.add_argument("--python", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place, python = Path(name), given.python
        names = sheets(place, given.sheets)
        if python is None:
            subprocess.run([sys.executable, "-m", "venv", place / "venv"], check=True)
            python = place / "venv" / "bin" / "python"
            install = [python, "-m", "pip", "install", "--quiet", PYSPARK]
            subprocess.run(install, check=True)
        started = time.monotonic()
        job = [python, HERE / "spark_job.py", "rubric.sql", "sheets.parquet", "theirs"]
        subprocess.run(job, cwd=place, check=True, stderr=subprocess.DEVNULL)
        seconds = time.monotonic() - started
        tables = [
            duckdb.sql(
                f"SELECT {', '.join(f'CAST({one} AS VARCHAR)' for one in names)} "
                f"FROM '{place}/{source}' ORDER BY number"
            ).fetchall()
            for source in ("ours.parquet", "theirs/*.parquet")
        ]
    cells = sum(len(row) for row in tables[0])
    pairs = zip(*tables, strict=True)
    wrong = sum(a != b for one, other in pairs for a, b in zip(one, other, strict=True))
    print(
        f"{PYSPARK}: {len(tables[0]):,} sheets, {cells:,} cells, {wrong} differ; "
        f"{seconds:.0f} s with the start"
    )
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
