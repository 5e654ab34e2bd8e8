"""The bands rise, and the decision table answers every case.

Whether they are fair is the audit's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import get_args

from fitcheck.content.checks.parts import (
    Documents,
    Models,
    at,
)
from fitcheck.content.model import Leaning, Pull
from fitcheck.errors import Problem


def bands(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check that the bands rise from CBT through neither to psychodynamic."""
    if "rubric" not in models:
        return
    found, document = models["rubric"].bands, documents["rubric"]
    for number, band in enumerate(found):
        here = ("bands", number, "from")
        if (band.from_ is None) != (number == 0):
            what = "the first band has no bound (null), every other has one"
            yield at(document, here, what)
        elif number > 1 and band.from_ <= (found[number - 1].from_ or 0):
            yield at(document, here, "the bounds have to rise from band to band")
    rank = {"cbt": 0, "neither": 1, "psychodynamic": 2}
    order = [rank[band.side] for band in found]
    if order != sorted(order) or order.count(1) != 1:
        what = "the sides run from cbt through one neither to psychodynamic"
        yield at(document, ("bands",), what)


def strengths(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check that every number of evidence points has one meaning, in its place."""
    if "rubric" not in models:
        return
    found, document = models["rubric"].strengths, documents["rubric"]
    for number, wanted in enumerate(range(len(found) - 1, -1, -1)):
        if found[number].points != wanted:
            what = f"this has to be {wanted}: the strengths run from 3 to 0"
            yield at(document, ("strengths", number, "points"), what)


def table(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check that the decision table answers every case."""
    if "rubric" not in models:
        return
    rows, document = models["rubric"].table, documents["rubric"]
    for number, row in enumerate(rows):
        plain = bool(row.fit) and bool(row.evidence)
        if (row.gate, row.spans, plain).count(True) != 1:
            what = "a row has 'gate: true', 'spans: true', or both 'fit' and 'evidence'"
            yield at(document, ("table", number, "reading"), what)
    for kind in ("gate", "spans"):
        if not any(getattr(row, kind) for row in rows):
            yield at(document, ("table",), f"no row has '{kind}: true'")
    for fit, evidence in product(get_args(Pull), get_args(Leaning)):
        if not any(fit in row.fit and evidence in row.evidence for row in rows):
            what = f"no row for fit '{fit}' with evidence '{evidence}'"
            yield at(document, ("table",), what)


def rows_in_order(models: Models, documents: Documents) -> Iterator[Problem]:
    """Check that safety comes before gaps in the table, and gaps before the rest."""
    rows = models["rubric"].table if "rubric" in models else ()
    ranks = [(not row.gate, not row.spans) for row in rows]
    for number, (rank, after) in enumerate(pairwise(ranks), start=1):
        if after < rank:
            what = "rows with 'gate' come first, then those with 'spans'"
            yield at(documents["rubric"], ("table", number, "reading"), what)
