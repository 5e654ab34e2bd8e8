"""Our form filled in by LHC-Forms in a headless Chromium.

The answers are given as initial values of a fresh form, and it works out the results.
It is told of requests that leave the machine, and lets none pass unseen.
"""

from __future__ import annotations

import copy
import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import browser
import fhir_engine

PACKAGE = "lforms@40.1.3"
POINTS = r"/ - -?\d+\s*$/m"
"""How it writes a score beside an option, where an option has one."""


class Shown(NamedTuple):
    told: str
    wrong: bool = False


def page(package: Path) -> str:
    """Return a page with the form's place; its scripts have to stand in the body."""
    built = package.as_uri()
    scripts = (
        "webcomponent/assets/lib/zone.min.js",
        "webcomponent/lhc-forms.js",
        "fhir/R4/lformsFHIR.min.js",
    )
    loaded = "".join(f'<script src="{built}/{one}"></script>' for one in scripts)
    style = f'<link rel="stylesheet" href="{built}/webcomponent/styles.css">'
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{style}</head>'
        f'<body><div id="form"></div>{loaded}</body></html>'
    )


def begun(form: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    """Return the form with the answers of a response in it, and none of its results."""
    form = copy.deepcopy(form)
    items = {one["linkId"]: one for one in fhir_engine.items(form)}
    for one in fhir_engine.items(response):
        if one.get("answer") and not one["linkId"].startswith("result."):
            items[one["linkId"]]["initial"] = one["answer"]
    return form


def answers(response: dict[str, Any]) -> dict[str, list[str]]:
    """Return the codes and texts of a response by question."""
    return {
        one["linkId"]: sorted(
            a.get("valueCoding", {}).get("code") or a.get("valueString", "")
            for a in one["answer"]
        )
        for one in fhir_engine.items(response)
        if one.get("answer") and not one["linkId"].startswith("result.")
    }


def filled_in(
    place: Path,
    form: dict[str, Any],
    responses: list[dict[str, Any]],
    picture: Path | None = None,
) -> Shown:
    """Fill the form in for every response; say how many results and answers differ."""
    program = browser.found()
    if not program:
        return Shown(f"{PACKAGE}: no browser, not tried")
    pack = ["npm", "pack", "--silent", PACKAGE]
    name = subprocess.run(
        pack, cwd=place, check=True, capture_output=True, text=True
    ).stdout.strip()
    subprocess.run(["tar", "xzf", name], cwd=place, check=True)
    window = browser.Browser(program)
    results = given = points = 0
    try:
        window.open(page(place / "package" / "dist" / "lforms"))
        for one in responses:
            window.run(
                f"LForms.Util.addFormToPage({json.dumps(begun(form, one))}, 'form', "
                "{fhirVersion: 'R4'}).then(() => new Promise(r => setTimeout(r, 300)))"
            )
            got = window.run(
                "LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', "
                "document.getElementById('form'))"
            )
            results += fhir_engine.written(got) != fhir_engine.written(one)
            given += answers(got) != answers(one)
            points += window.run(f"{POINTS}.test(document.body.innerText)")
        if picture:
            picture.write_bytes(window.photo())
        sent = [
            one["params"]["request"]["url"]
            for one in window.events
            if one.get("method") == "Network.requestWillBeSent"
        ]
    finally:
        window.close()
    away = sum(not one.startswith(("file:", "data:", "blob:")) for one in sent)
    told = (
        f"{PACKAGE}: {len(responses)} people, results differ in {results}, answers in "
        f"{given}, points on the screen in {points}; {away} requests left the machine"
    )
    return Shown(told, bool(results or given or points or away))
