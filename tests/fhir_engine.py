"""What an engine of others makes of our form: its variables, then its results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import fhirpathpy
from fhirpathpy.models import models

if TYPE_CHECKING:
    from collections.abc import Iterator

CALCULATED = "calculatedExpression"


def items(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every item of a form or a response, however deep."""
    for one in item.get("item", ()):
        yield one
        yield from items(one)


def expressions(item: dict[str, Any], ending: str) -> Iterator[dict[str, str]]:
    for one in item.get("extension", ()):
        if one["url"].endswith(ending):
            yield one["valueExpression"]


def results(form: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    """Return what the form works out for a response."""
    known: dict[str, Any] = {"resource": response}
    for one in expressions(form, "variable"):
        known[one["name"]] = evaluated(one["expression"], response, known)
    found = {}
    for item in items(form):
        for one in expressions(item, CALCULATED):
            value = evaluated(one["expression"], response, known)
            found[item["linkId"]] = value[0] if value else None
    return found


def evaluated(expression: str, response: dict[str, Any], known: dict[str, Any]) -> Any:
    return fhirpathpy.evaluate(response, expression, known, models["r4"])


def written(response: dict[str, Any]) -> dict[str, Any]:
    """Return the results that a response carries."""
    return {
        one["linkId"]: next(iter(one["answer"][0].values()))
        for one in items(response)
        if one["linkId"].startswith("result.") and one.get("answer")
    }
