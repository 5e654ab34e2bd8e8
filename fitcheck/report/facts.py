"""The JSON report: everything that a reader of any format will see, as plain data.

Pure: it reads no clock and no file, and judges nothing; the words come with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from fitcheck.answers import writing
from fitcheck.answers.sheet import Sheet
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.report import help_lines
from fitcheck.report.result import Result
from fitcheck.rubric import changes, path, scoring, therapist_questions
from fitcheck.rubric.scoring import Score

FORMAT = 1
"""The version of the JSON report."""
HEAD = ("country", "answered", "label", "respondent")
ASKED = ("id", "text", "cbt_text")
ADVICE = {"id", "title", "text", "short", "sources"}
NOTE = {"text", "short", "sources"}
FIT = ("psychodynamic", "cbt", "maximum", "difference", "lowest", "highest", "band",
       "pull")  # fmt: skip
CONCERN = ("id", "psychodynamic", "cbt", "first_choice", "favours", "sources")
Facts = dict[str, Any]


def of(result: Result) -> Facts:
    """Return everything there is to say, as the JSON report has it."""
    facts = {**head(result), **judgement(result), **going_along(result)}
    facts["sources"] = cited(result.questionnaire, facts)
    return facts


def edition(questionnaire: Questionnaire) -> Facts:
    manifest = questionnaire.manifest
    known = {key: getattr(manifest, key) for key in ("id", "version", "date")}
    return {**known, "sha256": questionnaire.fingerprint}


def head(result: Result) -> Facts:
    questionnaire, sheet = result.questionnaire, result.sheet
    given = writing.to_data(questionnaire, sheet)
    return {
        "format": FORMAT,
        "questionnaire": edition(questionnaire),
        "decision": questionnaire.words.report.decision,
        "answers_version": sheet.version,
        "demonstration": sheet.demonstration,
        "vignette": given.get("vignette"),
        **{key: getattr(sheet, key) for key in HEAD},
        "answers": given["answers"],
        "skipped": given.get("skipped", []),
        "withheld": given.get("withheld", []),
        "answer_notes": given.get("notes", {}),
        "cleared": list(sheet.cleared),
        "notices": [*result.nobody, *result.cleared, *result.copied],
    }


def judgement(result: Result) -> Facts:
    questionnaire, score = result.questionnaire, result.score
    both = questionnaire, result.sheet, score
    turning = map(asdict, changes.turning_points(*both))
    return {
        "gate": list(score.gates),
        "route": route(questionnaire, score),
        "fit": fit(score),
        "evidence": evidence(questionnaire, score),
        "reading": score.reading,
        "said": {
            "sentences": result.sentences,
            "doubt": result.doubt,
            "next_steps": result.next_steps,
        },
        "rule": {
            "row": score.row + 1,
            "text": scoring.table(questionnaire, score.row).text,
        },
        "lines": [asdict(line) for line in score.lines],
        "sums": [asdict(one) for one in changes.sums(questionnaire, score)],
        "missing": [asdict(one) for one in changes.gaps(*both)],
        "turning_points": [
            {"from" if key == "was" else key: one for key, one in point.items()}
            for point in turning
        ],
        "least_changes": changes.least_changes(*both),
        "advisories": list(score.advisories),
        "notes": list(score.notes),
        "caveats": list(questionnaire.words.report.caveats),
    }


def going_along(result: Result) -> Facts:
    questionnaire, sheet, score = result.questionnaire, result.sheet, result.score
    library, chosen = questionnaire.library, therapist_questions.choose
    return {
        "therapist_questions": [
            {
                **{key: getattr(one.question, key) for key in ASKED},
                "because": [{"question": q, "answer": a} for q, a in one.because],
                "good_reply": one.question.good_reply,
                "sources": list(one.question.sources),
            }
            for one in chosen(questionnaire, sheet.answers)
        ],
        "options": [one.model_dump(mode="json") for one in library.therapies.therapies],
        # Beside a route, "it is fine to wait" would be a second voice.
        "readiness": list(readiness(questionnaire, sheet)) if score.fit else [],
        "help_lines": list(help_lines.of(questionnaire, sheet.country)),
        "registers": registers(questionnaire, sheet.country),
        "advice": [
            advisory.model_dump(mode="json", include=ADVICE)
            for advisory in questionnaire.rubric.advisories
            if advisory.id in score.advisories
        ],
        "practical": [
            {"id": one.id, "label": one.label,
             **one.note.model_dump(mode="json", include=NOTE)}
            for one in result.noting() if one.note
        ],
        "about": {
            **library.about.model_dump(mode="json"),
            "next_review": questionnaire.manifest.next_review,
        },
    }  # fmt: skip


def route(questionnaire: Questionnaire, score: Score) -> Facts | None:
    """Return where to go first, if a gate fired; a withheld one is not named."""
    gates = questionnaire.library.gates
    if score.gates == ("withheld",):
        return {**gates.withheld.model_dump(mode="json"), "gates": []}
    fired = help_lines.in_order(g for g in gates.gates if g.id in score.gates)
    if not fired:
        return None
    return {
        "title": fired[0].title,
        "text": [fired[0].saw, fired[0].whom],
        "gates": [gate.model_dump(mode="json", exclude={"when"}) for gate in fired],
    }


def fit(score: Score) -> Facts | None:
    return {key: getattr(score.fit, key) for key in FIT} if score.fit else None


def evidence(questionnaire: Questionnaire, score: Score) -> Facts | None:
    if score.evidence is None:
        return None
    concerns = []
    for one in score.evidence.concerns:
        known = questionnaire.concerns[one.id]
        told = {key: getattr(known, key) for key in ("label", "note", "short")}
        found = {key: getattr(one, key) for key in CONCERN}
        lists = {key: list(found[key]) for key in ("favours", "sources")}
        concerns.append({**found, **lists, **told})
    favours = list(score.evidence.favours)
    return {
        "reading": score.evidence.reading, "favours": favours, "concerns": concerns
    }  # fmt: skip


def registers(questionnaire: Questionnaire, code: str | None) -> Facts:
    lists = questionnaire.library.registers
    mine = next((one for one in lists.registers if one.country == code), None)
    return {
        "country": mine.model_dump(mode="json") if mine else None,
        "general": lists.general.model_dump(mode="json"),
    }


def readiness(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[Facts]:
    """Yield the help that each "not yet" opens."""
    for key, chosen in path.on_path(questionnaire, sheet.answers).items():
        for option in getattr(questionnaire.questions[key], "options", ()):
            screen = getattr(option, "screen", None)
            if screen and option.id in chosen:
                told = screen.model_dump(mode="json")
                yield {"question": key, "answer": option.id, **told}


def cited(questionnaire: Questionnaire, facts: Facts) -> list[Facts]:
    """Return every source that the facts name, in the order of sources.yaml."""
    named = set(keys(facts))
    every = questionnaire.library.sources.sources
    return [one.model_dump(mode="json") for one in every if one.key in named]


def keys(data: Any) -> Iterable[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key in {"sources", "source"}:
                yield from [value] if key == "source" else value
            else:
                yield from keys(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from keys(value)
