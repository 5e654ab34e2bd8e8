"""Our form in renderers of others, LHC-Forms and Smart Forms, in a headless Chromium.

Answers are given as initial values or as a response without results, or clicked with
the mouse; the form works out the results. No request may leave the machine unseen.
"""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import browser
import fhir_engine

from fitcheck.services import fhir

LHC = "lforms@40.1.3"
SMART = "@aehrc/smart-forms-renderer@1.4.0"
BUNDLED = (SMART, "react@19.1.0", "react-dom@19.1.0", "esbuild@0.25.5")
HERE = Path(__file__).resolve().parent
POINTS = r"/ - -?\d+\s*$/m"
"""How LHC-Forms writes a score beside an option, where an option has one."""
ADD = "LForms.Util.addFormToPage({}, 'form', {{fhirVersion: 'R4'}})"
LHC_GIVES = (
    "LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', "
    "document.getElementById('form'))"
)
SAVED = (
    "LForms.Util.mergeFHIRDataIntoLForms('QuestionnaireResponse', {}, "
    "LForms.Util.convertFHIRQuestionnaireToLForms({}, 'R4'), 'R4')"
)
Item = dict[str, Any]


class Shown(NamedTuple):
    told: str
    wrong: bool = False


def page(built: Path, styles: str, *scripts: str) -> str:
    """Return a page with the form's place; LHC's scripts have to stand in the body."""
    loaded = "".join(
        f'<script src="{built.as_uri()}/{one}"></script>' for one in scripts
    )
    style = f'<link rel="stylesheet" href="{built.as_uri()}/{styles}">'
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{style}</head>'
        f'<body><div id="form"></div>{loaded}</body></html>'
    )


def lhc_forms(place: Path) -> str:
    """Unpack LHC-Forms, and return its page."""
    pack = ["npm", "pack", "--silent", LHC]
    said = subprocess.run(pack, cwd=place, check=True, capture_output=True, text=True)
    subprocess.run(["tar", "xzf", said.stdout.strip()], cwd=place, check=True)
    return page(
        place / "package" / "dist" / "lforms",
        "webcomponent/styles.css",
        "webcomponent/assets/lib/zone.min.js",
        "webcomponent/lhc-forms.js",
        "fhir/R4/lformsFHIR.min.js",
    )


def smart_forms(place: Path, install: Callable[..., None]) -> str:
    """Put Smart Forms into one script, and return its page."""
    install(place, *BUNDLED)
    script = place / "smart_forms.jsx"
    script.write_text((HERE / script.name).read_text())
    bundle = ["npx", "esbuild", script.name, "--bundle", "--minify", "--outfile=s.js"]
    bundle += ["--loader:.woff=dataurl", "--loader:.woff2=dataurl", "--log-level=error"]
    subprocess.run(bundle, cwd=place, check=True)
    return page(place, "s.css", "s.js")


def begun(form: Item, response: Item) -> Item:
    """Return the form with the answers of a response in it, and none of its results."""
    form = copy.deepcopy(form)
    items = {one["linkId"]: one for one in fhir_engine.items(form)}
    for one in fhir_engine.items(response):
        if one.get("answer") and not one["linkId"].startswith("result."):
            items[one["linkId"]]["initial"] = one["answer"]
    return form


def in_lhc_forms(form: Item, response: Item) -> str:
    return ADD.format(json.dumps(begun(form, response)))


def in_smart_forms(form: Item, response: Item) -> str:
    items = [one for one in response["item"] if one["linkId"] != "result.section"]
    return f"showForm({json.dumps(form)}, {json.dumps({**response, 'item': items})})"


def answers(response: Item) -> dict[str, list[str]]:
    """Return the codes and texts of a response by question."""
    return {
        one["linkId"]: sorted(
            a.get("valueCoding", {}).get("code") or a.get("valueString", "")
            for a in one["answer"]
        )
        for one in fhir_engine.items(response)
        if one.get("answer") and not one["linkId"].startswith("result.")
    }


@contextmanager
def opened(shown: str) -> Iterator[browser.Browser]:
    window = browser.Browser(browser.found() or browser.need("a browser"))
    try:
        window.open(shown)
        yield window
    finally:
        window.close()


def settled(window: browser.Browser, script: str) -> None:
    """Run a script, and leave the form time to work itself out."""
    window.run(f"{script}.then(() => new Promise(r => setTimeout(r, 400)))")


def away(window: browser.Browser) -> int:
    """Count the requests that left the machine."""
    sent = [
        one["params"]["request"]["url"]
        for one in window.events
        if one.get("method") == "Network.requestWillBeSent"
    ]
    return sum(not one.startswith(("file:", "data:", "blob:")) for one in sent)


def filled_in(name: str, shown: str, form: Item, responses: list[Item]) -> Shown:
    """Fill the form in for every response; say how many results and answers differ."""
    show, gives = (
        (in_lhc_forms, LHC_GIVES) if name == LHC else (in_smart_forms, "response()")
    )
    results = given = points = 0
    with opened(shown) as window:
        for one in responses:
            settled(window, show(form, one))
            got = window.run(gives)
            results += fhir_engine.written(got) != fhir_engine.written(one)
            given += answers(got) != answers(one)
            points += window.run(f"{POINTS}.test(document.body.innerText)")
        left = away(window)
    told = (
        f"{name}: {len(responses)} people, results differ in {results}, answers in "
        f"{given}, points on the screen in {points}; {left} requests left the machine"
    )
    return Shown(told, bool(results or given or points or left))


def click(window: browser.Browser, place: str) -> None:
    """Click what has this id, with the mouse, where a person would see it."""
    at = window.run(
        "new Promise(r => setTimeout(r, 60)).then(() => {"
        f"const one = document.getElementById({json.dumps(place)});"
        "one.scrollIntoView({block: 'center'}); const b = one.getBoundingClientRect();"
        "return [b.left + Math.min(b.width / 2, 12), b.top + b.height / 2]})"
    )
    for kind in ("mousePressed", "mouseReleased"):
        window.ask(
            "Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1],
            button="left", clickCount=1,
        )  # fmt: skip


def press(window: browser.Browser, key: str, code: int) -> None:
    for kind in ("rawKeyDown", "keyUp"):
        window.ask(
            "Input.dispatchKeyEvent",
            type=kind,
            key=key,
            code=key,
            windowsVirtualKeyCode=code,
        )


def by_mouse(window: browser.Browser, form: Item, response: Item) -> int:
    """Answer as somebody does who sees the form; return how often was clicked."""
    settled(window, ADD.format(json.dumps(form)))
    clicks = 0
    kinds = {one["linkId"]: one for one in fhir_engine.items(form)}
    for item in fhir_engine.items(response):
        link = item["linkId"]
        if not item.get("answer") or link.startswith("result.") or link == "country":
            continue
        for answer in item["answer"]:
            chosen = answer["valueCoding"]
            clicks += 1
            if kinds[link]["extension"][0] == fhir.control("drop-down"):
                click(window, f"{link}/1/1")
                window.ask("Input.insertText", text=chosen["display"])
                window.run("new Promise(r => setTimeout(r, 1500))")
                press(window, "ArrowDown", 40)
                press(window, "Enter", 13)
                press(window, "Tab", 9)
            else:
                click(window, f"{link}/1/1|{chosen['system']}|{chosen['code']}")
    window.run("new Promise(r => setTimeout(r, 1000))")
    return clicks


def whole_way(
    place: Path,
    shown: str,
    who: str,
    refused: Callable[[Item, list[Item]], Any],
    pictures: Path | None,
) -> Shown:
    """Go a clinician's way: form, clicks, response, its validator, report, and back."""

    def run(*words: str) -> Item:
        program = [sys.executable, "-m", "fitcheck", *words]
        return json.loads(
            subprocess.run(program, cwd=place, check=True, capture_output=True).stdout
        )

    form, known = run("form", "--format", "fhir"), run("score", who, "--format", "fhir")
    with opened(shown) as window:
        clicks = by_mouse(window, form, known)
        filed = window.run(LHC_GIVES)
        if pictures:
            (pictures / f"{who}.png").write_bytes(window.photo())
        (place / "filed.fhir.json").write_text(json.dumps(filed))
        report = run("score", "filed.fhir.json", "--format", "json")
        wanted = run("score", who, "--format", "json")
        again = run("score", "filed.fhir.json", "--format", "fhir")
        settled(window, ADD.format(SAVED.format(json.dumps(again), json.dumps(form))))
        opened_again = window.run(LHC_GIVES)
        if pictures:
            (pictures / f"{who}-again.png").write_bytes(window.photo())
        left = away(window)
    facts = ("gate", "reading", "fit", "evidence", "answers")
    troubles = {
        "the form's results": fhir_engine.written(filed) != fhir_engine.written(known),
        "the validator": refused(form, [filed, again]),
        "the report": any(report[one] != wanted[one] for one in facts),
        "the way back": fhir_engine.written(opened_again) != fhir_engine.written(known),
        "requests": left,
    }
    wrong = [one for one, trouble in troubles.items() if trouble]
    told = (
        f"{LHC} by mouse: {who}, {clicks} clicks, response filed, scored and opened "
        f"again; differs: {', '.join(wrong) or 'nothing'}"
    )
    return Shown(told, bool(wrong))
