"""The words around a self-assessment; its rows stand in ``ipdas.yaml``.

Only fields; the words themselves stand in ``interface.yaml``.
"""

from typing import Annotated

from pydantic import Field

from fitcheck.strict import Strict, Template, Text
from fitcheck.words.places import fills


class StateWords(Strict):
    """What each state of a criterion is called."""

    met: Text
    partly: Text
    not_met: Annotated[Text, Field(alias="not-met")]
    not_applicable: Annotated[Text, Field(alias="not-applicable")]

    def of(self, state: str) -> str:
        """Return the name of one state."""
        name: str = getattr(self, state.replace("-", "_"))
        return name


class LevelWords(Strict):
    """What the three levels of the list are called."""

    qualifying: Text
    certifying: Text
    quality: Text


class StandardsWords(Strict):
    """The words of ``about --ipdas``, and of the place that names it."""

    title: Text
    counts: Annotated[
        Template, fills("all", "met", "partly", "not_met", "not_applicable")
    ]
    level: Text
    levels: LevelWords
    states: StateWords
    name: Annotated[Template, fills("id", "state")]
    where: Annotated[Template, fills("where")]
    sources: Text
    more: Text
    "Said in ``about``: how to see the whole list."
