"""The net: the facts of many reports, kept, so that no change goes unnoticed.

``tests/net.json.xz`` holds answer sheets, what version 1.0.0 made of the first of them,
and what is made of all of them now. ``make net`` writes the last anew, and prints what
moved since.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.content import loader, yaml_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.content.questionnaire import Questionnaire

KEPT = Path(__file__).resolve().parents[1] / "tests" / "net.json.xz"
GENERATED = 60
SEED = 20261128

FACTS = (
    "country", "answered", "answers", "skipped", "withheld", "cleared", "label",
    "respondent", "answer_notes", "gate", "fit", "evidence", "reading", "lines",
    "turning_points", "least_changes", "advisories", "notes", "therapist_questions",
    "demonstration", "vignette", "answers_version",
)  # fmt: skip
"""Keys of a JSON report that answers and rules decide, and no author's wording."""
WORDS = {"text", "cbt_text", "good_reply", "reason", "label", "note", "first_choice",
         "ask", "about", "name", "short"}  # fmt: skip
"""Keys below them that hold words."""


def read() -> dict[str, Any]:
    """Read what is kept."""
    found: dict[str, Any] = json.loads(lzma.decompress(KEPT.read_bytes()))
    return found


def write(net: dict[str, Any]) -> None:
    """Keep a net."""
    text = json.dumps(net, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    KEPT.write_bytes(lzma.compress(text.encode(), preset=9))


def facts(questionnaire: Questionnaire, sheet: dict[str, Any]) -> dict[str, Any]:
    """Return what answers and rules decide of the report on a sheet."""
    read = reading.parse(questionnaire, json.dumps(sheet), "sheet")
    made = documents.build(questionnaire, read).facts
    found = {key: plain(made[key]) for key in FACTS if key in made}
    if made["route"]:
        found["route"] = [gate["id"] for gate in made["route"]["gates"]]
    found["options"] = [one["id"] for one in made["options"]]
    return found


def plain(value: Any) -> Any:
    """Take the words out of a fact."""
    if isinstance(value, dict):
        return {
            key: plain(one)
            for key, one in value.items()
            if key not in WORDS or not isinstance(one, (str, dict, type(None)))
        }
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def all_facts(questionnaire: Questionnaire, net: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of every sheet."""
    return {
        name: facts(questionnaire, sheet)
        for name, sheet in sorted(net["sheets"].items())
    }


def moved(was: Any, now: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield each place where two facts differ, with what was there and what is now."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted({*was, *now}):
            step = f"{place}.{key}" if place else key
            yield from moved(was.get(key), now.get(key), step)
    elif named(was) and named(now):
        yield from moved(by_name(was), by_name(now), place)
    elif was != now:
        yield place, was, now


def named(value: Any) -> bool:
    """Say whether this is a list whose entries are known by an id or a question."""
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def by_name(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a list of blocks by what they are about."""
    keys = ("id", "question", "answer", "to")
    return {"/".join(str(one[k]) for k in keys if k in one): one for one in found}


def people() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the answers of every fictional person."""
    for path in sorted((files.bundled() / "vignettes").glob("*.yaml")):
        document = yaml_marks.parse(path.name, path.read_text("utf-8"))
        data = document.data  # type: ignore[union-attr]
        yield path.stem, {key: one for key, one in data.items() if key != "vignette"}


def generated(
    questionnaire: Questionnaire, draw: random.Random
) -> Iterator[dict[str, Any]]:
    """Yield sheets with gaps, gates, branches, notes, copies and other versions."""
    manifest = questionnaire.manifest
    for number in range(GENERATED):
        sheet: dict[str, Any] = {
            "fitcheck": 1,
            "questionnaire": manifest.id,
            "version": "0.9.1" if number % 10 == 9 else manifest.version,
            "country": draw.choice(["GB", "US", "DE", "JP", None, "PL"]),
            "answered": f"2026-11-{1 + number % 28:02}",
            "answers": drawn(questionnaire, draw, number),
        }
        missing = [q for q in questionnaire.questions if q not in sheet["answers"]]
        sheet["skipped"] = [q for q in missing if draw.random() < 0.5]
        if number % 6 == 5:
            copied(questionnaire, sheet, gate=number % 12 == 11)
        if number % 4 == 3:
            keys = draw.sample(sorted(sheet["answers"]), 2)
            sheet["notes"] = {key: f"A note beside {key}." for key in keys}
            sheet["respondent"] = draw.choice(["client", "clinician"])
            sheet["label"] = f"Record {number}"
        yield {key: one for key, one in sheet.items() if one not in (None, [])}


def drawn(
    questionnaire: Questionnaire, draw: random.Random, number: int
) -> dict[str, Any]:
    """Draw answers: each third sheet complete, some leaning, a quarter with gates."""
    answered: dict[str, Any] = {}
    gaps = (0.0, 0.1, 0.4)[number % 3]
    for key, question in questionnaire.questions.items():
        if draw.random() < gaps:
            continue
        choices = [one.id for one in questionnaire.choices[key]]
        alone = [one.id for one in questionnaire.choices[key] if one.exclusive]
        if question.kind in ("many", "ranked"):
            mixing = [one for one in choices if one not in alone]
            most = getattr(question, "at_most", 3)
            several = draw.sample(mixing, draw.randint(1, most))
            lonely = alone and draw.random() < 0.3
            answered[key] = [draw.choice(alone)] if lonely else several
        elif number % 5 in (1, 3) and draw.random() < 0.7:
            answered[key] = choices[0] if number % 5 == 1 else choices[-1]
        else:
            answered[key] = draw.choice(choices)
    first, second = list(questionnaire.questions)[:2]
    safe, *unsafe = (one.id for one in questionnaire.choices[first])
    *gates, none = (one.id for one in questionnaire.choices[second])
    gated = number % 4 == 0
    answered[first] = unsafe[number // 16 % len(unsafe)] if number % 16 == 8 else safe
    answered[second] = [gates[number // 4 % len(gates)]] if gated else [none]
    if number % 16 == 12:
        answered[second] = draw.sample(gates, 2)
    return answered


def copied(questionnaire: Questionnaire, sheet: dict[str, Any], *, gate: bool) -> None:
    """Leave the safety answers out of a sheet, as a copy does."""
    for key in questionnaire.safety:
        sheet["answers"].pop(key, None)
    sheet["skipped"] = [q for q in sheet["skipped"] if q not in questionnaire.safety]
    sheet["withheld"] = ["safety"]
    if gate:
        sheet["gate"] = ["withheld"]


def begin() -> None:
    """Add the fictional people and generated sheets of the version that is there."""
    questionnaire = loader.load()
    version = questionnaire.manifest.version
    net = read() if KEPT.exists() else {"sheets": {}}
    sheets = net["sheets"]
    sheets |= {f"{version}/{name}": sheet for name, sheet in people()}
    made = generated(questionnaire, random.Random(SEED))
    sheets |= {f"{version}/{number:02}": sheet for number, sheet in enumerate(made)}
    net["facts"] = all_facts(questionnaire, net)
    net.setdefault("before", net["facts"])
    write(net)


def renew() -> None:
    """Write the facts anew, and print how many moved, by the key that they stand in."""
    net = read()
    now = all_facts(loader.load(), net)
    found = Counter(
        place.split(".")[0] for place, _, _ in moved_sheets(net["facts"], now)
    )
    for key, count in sorted(found.items()):
        print(f"{key}: {count}")  # noqa: T201
    net["facts"] = now
    write(net)


def moved_sheets(
    was: dict[str, Any], now: dict[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    """Yield what moved on sheets that both know."""
    for name in sorted(was.keys() & now.keys()):
        yield from moved(was[name], now[name])


if __name__ == "__main__":
    begin() if "--begin" in sys.argv else renew()
