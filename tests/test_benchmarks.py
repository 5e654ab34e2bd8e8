"""The benchmark still runs; what it measures is not judged here."""

import subprocess
import sys
from pathlib import Path

START = Path(__file__).parents[1] / "benchmarks" / "start.py"


def test_the_benchmark_prints_a_table():
    ran = subprocess.run(
        [sys.executable, str(START), "--runs", "1", "--only=--version"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "| `--version` / bare interpreter" in ran.stdout
