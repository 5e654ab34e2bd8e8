"""What goes along with a judgement, as facts: notes, help, registers, sources.

It picks from the content what the answers call for, and judges nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fitcheck.content.model import Note
from fitcheck.rubric import path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fitcheck.answers.sheet import Sheet
    from fitcheck.content.model import Option
    from fitcheck.content.questionnaire import Questionnaire
    from fitcheck.rubric.scoring import Score


def registers(questionnaire: Questionnaire, code: str | None) -> dict[str, Any]:
    """Return how to check a therapist in a country, and anywhere."""
    lists = questionnaire.library.registers
    mine = next((one for one in lists.registers if one.country == code), None)
    return {
        "country": mine.model_dump(mode="json") if mine else None,
        "general": lists.general.model_dump(mode="json"),
    }


def readiness(questionnaire: Questionnaire, sheet: Sheet) -> Iterator[dict[str, Any]]:
    """Yield the help that each "not yet" opens."""
    for key, chosen in path.on_path(questionnaire, sheet.answers).items():
        for option in getattr(questionnaire.questions[key], "options", ()):
            screen = getattr(option, "screen", None)
            if screen and option.id in chosen:
                yield {
                    "question": key,
                    "answer": option.id,
                    **screen.model_dump(mode="json"),
                }


def practical(questionnaire: Questionnaire, score: Score) -> Iterator[dict[str, Any]]:
    """Yield the practical notes that apply, each once."""
    for option in noting(questionnaire, score):
        if option.note:
            yield {
                "id": option.id,
                "label": option.label,
                "text": option.note.text,
                "short": option.note.short,
                "sources": list(option.note.sources),
            }


def noting(questionnaire: Questionnaire, score: Score) -> Iterator[Option]:
    """Yield each option whose note applies."""
    known = {
        option.id: option
        for question in questionnaire.questions.values()
        for option in getattr(question, "options", ())
        if isinstance(getattr(option, "note", None), Note)
    }
    yield from map(known.__getitem__, score.notes)


def cited(questionnaire: Questionnaire, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every source that the facts name, in the order of sources.yaml."""
    named = set(keys(facts))
    return [
        source.model_dump(mode="json")
        for source in questionnaire.library.sources.sources
        if source.key in named
    ]


def keys(data: Any) -> Iterable[str]:
    """Yield every source key in some facts."""
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
