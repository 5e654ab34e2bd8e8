"""The report: every fact a reader will see, worked out once, and the words for it.

Pure: it reads no clock and no file. ``facts`` is the JSON report; ``document`` says
the same in sentences, for every other format.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fitcheck.answers import writing
from fitcheck.report import along, headline, narrative, telephone
from fitcheck.rubric import changes, scoring, therapist_questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Score

FORMAT = 1
"""The version of the JSON report."""
ADVICE = {"id", "title", "text", "short", "sources"}


def facts_of(
    questionnaire: Questionnaire, sheet: Sheet, score: Score
) -> dict[str, Any]:
    """Return everything there is to say, as the JSON report has it."""
    facts = {
        **head(questionnaire, sheet),
        **judgement(questionnaire, sheet, score),
        **going_along(questionnaire, sheet, score),
    }
    facts["sources"] = along.cited(questionnaire, facts)
    return facts


def head(questionnaire: Questionnaire, sheet: Sheet) -> dict[str, Any]:
    """Return what identifies a report, and what was given."""
    manifest = questionnaire.manifest
    given = writing.to_data(questionnaire, sheet)
    return {
        "format": FORMAT,
        "questionnaire": {
            "id": manifest.id,
            "version": manifest.version,
            "date": manifest.date,
            "sha256": questionnaire.fingerprint,
        },
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
        "notices": list(narrative.notices(questionnaire, sheet)),
    }


def judgement(
    questionnaire: Questionnaire, sheet: Sheet, score: Score
) -> dict[str, Any]:
    """Return what the rubric made of the answers."""
    return {
        "gate": list(score.gates),
        "route": route(questionnaire, score),
        "fit": fit(score),
        "evidence": evidence(questionnaire, score),
        "reading": score.reading,
        "said": said(questionnaire, sheet, score),
        "rule": rule(questionnaire, score),
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


def going_along(
    questionnaire: Questionnaire, sheet: Sheet, score: Score
) -> dict[str, Any]:
    """Return what a person takes along: questions, options, lines, about."""
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
        "options": [
            therapy.model_dump(mode="json") for therapy in library.therapies.therapies
        ],
        # Beside a route, "it is fine to wait" would be a second voice.
        "readiness": list(along.readiness(questionnaire, sheet)) if score.fit else [],
        "help_lines": list(help_lines(questionnaire, sheet.country)),
        "registers": along.registers(questionnaire, sheet.country),
        "advice": [
            advisory.model_dump(mode="json", include=ADVICE)
            for advisory in questionnaire.rubric.advisories
            if advisory.id in score.advisories
        ],
        "practical": list(along.practical(questionnaire, score)),
        "about": {
            **library.about.model_dump(mode="json"),
            "next_review": questionnaire.manifest.next_review,
        },
    }


def route(questionnaire: Questionnaire, score: Score) -> dict[str, Any] | None:
    """Return where to go first, if a gate fired; a withheld one is not named."""
    gates = questionnaire.library.gates
    if score.gates == ("withheld",):
        return {**gates.withheld.model_dump(mode="json"), "gates": []}
    fired = telephone.in_order(g for g in gates.gates if g.id in score.gates)
    if not fired:
        return None
    return {
        "title": fired[0].title,
        "text": [fired[0].saw, fired[0].whom],
        "gates": [gate.model_dump(mode="json", exclude={"when"}) for gate in fired],
    }


def fit(score: Score) -> dict[str, Any] | None:
    """Return the fit lens as the JSON report has it."""
    if score.fit is None:
        return None
    kept = (
        "psychodynamic",
        "cbt",
        "maximum",
        "difference",
        "lowest",
        "highest",
        "band",
        "pull",
    )
    return {key: getattr(score.fit, key) for key in kept}


def said(questionnaire: Questionnaire, sheet: Sheet, score: Score) -> dict[str, Any]:
    """Return the reading in sentences, with its doubt and what could come next."""
    return {
        "sentences": list(headline.sentences(questionnaire, sheet, score)),
        "doubt": headline.doubt(questionnaire, score),
        "next_steps": list(headline.next_steps(questionnaire, sheet, score)),
    }


def rule(questionnaire: Questionnaire, score: Score) -> dict[str, Any]:
    """Return the row of the decision table that applied, counted from 1."""
    row = scoring.table(questionnaire, score.row)
    return {"row": score.row + 1, "text": row.text}


def evidence(questionnaire: Questionnaire, score: Score) -> dict[str, Any] | None:
    """Return the evidence lens as the JSON report has it."""
    if score.evidence is None:
        return None
    return {
        "reading": score.evidence.reading,
        "favours": list(score.evidence.favours),
        "concerns": [
            {
                "id": one.id,
                "psychodynamic": one.psychodynamic,
                "cbt": one.cbt,
                "first_choice": one.first_choice,
                "favours": list(one.favours),
                "sources": list(one.sources),
                "label": questionnaire.concerns[one.id].label,
                "note": questionnaire.concerns[one.id].note,
                "short": questionnaire.concerns[one.id].short,
            }
            for one in score.evidence.concerns
        ],
    }


def help_lines(
    questionnaire: Questionnaire, code: str | None
) -> Iterator[dict[str, Any]]:
    """Yield the emergency number and the lines of a country, in the file's order.

    Where a kind of line is not known, its general sentence stands instead; the line
    of another country never does.
    """
    lists = questionnaire.library.help_lines
    country = next((one for one in lists.countries if one.code == code), None)
    if country and country.emergency:
        number = country.emergency.model_dump(mode="json")
        yield {"for": "emergency", "name": None, "how": number.pop("number"), **number}
    else:
        yield general(questionnaire, "emergency")
    for kind in telephone.KINDS[1:]:
        mine = [one for one in lists.lines if one.country == code and one.for_ == kind]
        for line in mine:
            yield line.model_dump(mode="json", by_alias=True, exclude={"country"})
        said = kind in type(lists.general).model_fields
        if said and (not mine or kind == "crisis"):
            yield general(questionnaire, kind)


def general(questionnaire: Questionnaire, kind: str) -> dict[str, Any]:
    """Return the general sentence for a kind of line."""
    words = questionnaire.library.help_lines.general
    source = words.sources[0]
    return {"for": kind, "name": None, "how": getattr(words, kind), "source": source}
