"""Kills walks at random moments, and counts the answers that are lost.

    python benchmarks/kills.py [--kills 500] [--seed 1]

Every answer after which another question was seen has to be on disk, whole. Exit code
1 if one is not, or if what is on disk cannot be read.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import killing

from fitcheck.content import loader


def main() -> int:
    """Kill, count, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dice = random.Random(given.seed)
        tally = killing.rounds(loader.load(), Path(folder), given.kills, dice)
    sys.stdout.write(
        f"{tally.kills} kills, {tally.answers} answers that had to be on disk: "
        f"{len(tally.lost)} lost, {len(tally.damaged)} drafts damaged\n"
    )
    return 1 if tally.lost or tally.damaged else 0


if __name__ == "__main__":
    sys.exit(main())
