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
from fitcheck.report import help_lines, sentences
from fitcheck.rubric import changes, path, scoring, therapist_questions
from fitcheck.rubric.scoring import Score

FORMAT = 1
"""The version of the JSON report."""
ADVICE = {"id", "title", "text", "short", "sources"}
FIT = ("psychodynamic", "cbt", "maximum", "difference", "lowest", "highest", "band",
       "pull")  # fmt: skip
CONCERN = ("id", "psychodynamic", "cbt", "first_choice", "favours", "sources")
Facts = dict[str, Any]


def of(questionnaire: Questionnaire, sheet: Sheet, score: Score) -> Facts:
    """Return everything there is to say, as the JSON report has it."""
    facts = {
        **head(questionnaire, sheet),
        **judgement(questionnaire, sheet, score),
        **going_along(questionnaire, sheet, score),
    }
    facts["sources"] = cited(questionnaire, facts)
    return facts


def edition(questionnaire: Questionnaire) -> Facts:
    manifest = questionnaire.manifest
    return {
        "id": manifest.id,
        "version": manifest.version,
        "date": manifest.date,
        "sha256": questionnaire.fingerprint,
    }


def head(questionnaire: Questionnaire, sheet: Sheet) -> Facts:
    given = writing.to_data(questionnaire, sheet)
    return {
        "format": FORMAT,
        "questionnaire": edition(questionnaire),
        "decision": questionnaire.words.report.decision,
        "answers_version": sheet.version,
        "demonstration": sheet.demonstration,
        "vignette": given.get("vignette"),
        "country": sheet.country,
        "answered": sheet.answered,
        "label": sheet.label,
        "respondent": sheet.respondent,
        "answers": given["answers"],
        "skipped": given.get("skipped", []),
        "withheld": given.get("withheld", []),
        "answer_notes": given.get("notes", {}),
        "cleared": list(sheet.cleared),
        "notices": [
            *sentences.nobody(questionnaire, sheet),
            *sentences.cleared(questionnaire, sheet),
            *sentences.copied(questionnaire, sheet),
        ],
    }


def judgement(questionnaire: Questionnaire, sheet: Sheet, score: Score) -> Facts:
    row = scoring.table(questionnaire, score.row)
    result = sentences.Result(questionnaire, sheet, score)
    return {
        "gate": list(score.gates),
        "route": route(questionnaire, score),
        "fit": fit(score),
        "evidence": evidence(questionnaire, score),
        "reading": score.reading,
        "said": {
            "sentences": list(result.sentences()),
            "doubt": result.doubt(),
            "next_steps": list(result.next_steps()),
        },
        "rule": {"row": score.row + 1, "text": row.text},
        "lines": [asdict(line) for line in score.lines],
        "sums": [asdict(one) for one in changes.sums(questionnaire, score)],
        "missing": [asdict(one) for one in changes.gaps(questionnaire, sheet, score)],
        "turning_points": [
            {
                "question": point.question,
                "from": point.was,
                "to": point.to,
                "reading": point.reading,
                "lowest": point.lowest,
                "highest": point.highest,
            }
            for point in changes.turning_points(questionnaire, sheet, score)
        ],
        "least_changes": changes.least_changes(questionnaire, sheet, score),
        "advisories": list(score.advisories),
        "notes": list(score.notes),
        "caveats": list(questionnaire.words.report.caveats),
    }


def going_along(questionnaire: Questionnaire, sheet: Sheet, score: Score) -> Facts:
    library = questionnaire.library
    return {
        "therapist_questions": [
            {
                "id": chosen.question.id,
                "text": chosen.question.text,
                "cbt_text": chosen.question.cbt_text,
                "because": [
                    {"question": question, "answer": answer}
                    for question, answer in chosen.because
                ],
                "good_reply": chosen.question.good_reply,
                "sources": list(chosen.question.sources),
            }
            for chosen in therapist_questions.choose(questionnaire, sheet.answers)
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
            {
                "id": option.id,
                "label": option.label,
                "text": option.note.text,
                "short": option.note.short,
                "sources": list(option.note.sources),
            }
            for option in sentences.noting(questionnaire, score)
            if option.note
        ],
        "about": {
            **library.about.model_dump(mode="json"),
            "next_review": questionnaire.manifest.next_review,
        },
    }


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
        told = {"label": known.label, "note": known.note, "short": known.short}
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
            if key == "sources":
                yield from value
            elif key == "source":
                yield value
            else:
                yield from keys(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from keys(value)
