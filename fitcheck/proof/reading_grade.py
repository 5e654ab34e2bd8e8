"""The texts whose reading grade is measured, each with the grade it may have.

It gathers and joins them; how a grade is worked out is the caller's business.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from typing import Any, NamedTuple

from fitcheck.content.questionnaire import Questionnaire
from fitcheck.content.texts import plain

QUESTION, TEXT = 6, 8
"""The highest grades: of questions and safety screens, and of longer texts."""
LONG = 100
"""Words from which a text is long enough for its grade to mean something."""

ASKED = ("text", "why", "psychodynamic", "cbt")
"""What a question says, besides its options."""
SCREENS = re.compile("gates.*|interface/(country|gate)")
"""Where texts are held to the grade of questions, however short they are."""
LIBRARY = ("gates", "therapies", "therapist_questions", "registers", "about", "ipdas")
"""Its prose: sources are cited, and help lines and countries are names and numbers."""
NAMES = (
    "cognitive behavioural therapy (CBT)", "cognitive behavioral therapy, or CBT",
    "cognitive behavioural therapy", "cognitive behavioral therapy",
    "psychodynamic therapy", "psychodynamic", "psychoanalysis", "trauma-focused CBT",
    "CBT-I", "CBT", "EMDR", "DBT", "MBT", "TFP", "ERP", "DIT",
)  # fmt: skip
"""Names of therapies, longer ones first: read as the one word 'therapy'."""
NAMED = re.compile("|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in NAMES), re.I)


class Passage(NamedTuple):
    """A text as it is measured, where it stands, and the highest grade it may have."""

    key: str
    name: str
    text: str
    limit: int


def passages(questionnaire: Questionnaire) -> Iterator[Passage]:
    """Yield every text that has a grade to keep, and each of them at least once.

    A text of many words stands alone; shorter ones are measured with those that stand
    beside them, in the smallest block that has words enough.
    """
    parts: dict[str, Any] = {one.id: one for one in questionnaire.sections}
    parts |= {one: getattr(questionnaire.library, one) for one in LIBRARY}
    parts |= {"rubric": questionnaire.rubric}
    for stem, part in parts.items():
        yield from within(stem.replace("_", "-"), part.model_dump(mode="json"))
    yield from within("interface", plain(questionnaire.words))


def within(
    key: str, data: dict[str, Any], part: str = ""
) -> Generator[Passage, None, list[str]]:
    """Yield the passages of a block; return the texts that were too few to be one."""
    if "kind" in data:
        choices = (*data.get("options", ()), *data.get("others", ()))
        said = [data[name] for name in ASKED if name in data]
        yield passage(key, said + [one["label"] for one in choices], QUESTION)
    if "text" in data and isinstance(data.get("short"), str):
        # A sentence alone is too short: it goes with what it says in short.
        text = data["text"] if isinstance(data["text"], list) else [data["text"]]
        data = {**data, "text": [*text, data["short"]], "short": None}
    screen = SCREENS.fullmatch(f"{key}/{part}".rstrip("/"))
    short: list[str] = []
    for name, value in data.items():
        inner = f"{part} {name}".strip()
        several = value if isinstance(value, list) else [value]
        said = [one for one in several if isinstance(one, str) and " " in one]
        if words(said) < LONG or screen:
            short += said  # what has no blank is an id, a day or an address
        else:
            yield passage(key, said, part=inner)
        for block in (one for one in several if isinstance(one, dict)):
            label = inner if value is block else block.get("country", inner)
            own = (f"{key}/{block['id']}", "") if "id" in block else (key, label)
            short += yield from within(own[0], block, own[1])
    if short and (words(short) >= LONG or screen):
        yield passage(key, short, QUESTION if screen else TEXT, part)
        return []
    return short


def words(texts: Iterable[str]) -> int:
    """Count the words, before the names of therapies are put aside."""
    return sum(len(text.split()) for text in texts)


def passage(
    key: str, texts: Iterable[str], limit: int = TEXT, part: str = ""
) -> Passage:
    """Join texts, each ended with a full stop, the names of therapies put aside."""
    said = (text.strip() for text in texts)
    ended = [text if text.endswith((".", "?", "!")) else f"{text}." for text in said]
    name = f"{key} ({part})" if part else key
    return Passage(key, name, NAMED.sub("therapy", " ".join(ended)), limit)
