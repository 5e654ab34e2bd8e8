"""The articles about answer sheets: symmetry, shares, order, and lenses kept apart.

Each looks at what was counted, and returns its figures and its breaches.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING, get_args

from fitcheck.answers.sheet import Sheet
from fitcheck.model import Leaning, Pull, Single
from fitcheck.proof import counting
from fitcheck.rubric import groups, scoring
from fitcheck.rubric.changes import table_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.proof.counting import Proof
    from fitcheck.questionnaire import Questionnaire

ORDER: tuple[Leaning, ...] = ("cbt", "neither", "psychodynamic")
PULLS: tuple[Pull, ...] = get_args(Pull)[::-1]
"""From CBT to psychodynamic, as ORDER runs."""
RANKS = {"leans-cbt": 0, "either": 1, "pull-apart": 1, "leans-psychodynamic": 2}
LEANS = ("leans-cbt", "leans-psychodynamic")


@dataclass(frozen=True)
class Breach:
    """What is wrong and where, before it is known as which article's."""

    key: str
    message: str
    remedy: str


Checked = tuple[tuple[str, ...], list[Breach]]
Kind = frozenset[tuple[tuple[int, int], int]]
"""Pairs of columns, each with the number of ways that give it."""


def at(proved: Proof, question: str) -> str:
    """Return the key of a question's place."""
    return f"{proved.questionnaire.section_of[question].id}/{question}"


def mirror(proved: Proof) -> Checked:
    """Article 1."""
    most = scoring.maxima(proved.questionnaire)
    breaches = list(unmatched(proved))
    if most["psychodynamic"] != most["cbt"]:
        what = f"at most {most['psychodynamic']} and {most['cbt']} points"
        breaches.append(
            Breach("rubric", f"the columns can reach {what}", "make them equal")
        )
    breaches.extend(lopsided(proved))
    figures = (
        f"maxima: psychodynamic {most['psychodynamic']}, CBT {most['cbt']}",
        f"differences from {min(proved.spread)} to {max(proved.spread)}",
    )
    return figures, breaches


def lopsided(proved: Proof) -> Iterator[Breach]:
    """Find bands that the opposite difference does not mirror."""
    bands = [band.id for band in proved.questionnaire.rubric.bands]
    seen = set()
    for difference in sorted({abs(one) for one in proved.spread}):
        here, there = (
            scoring.band(proved.questionnaire, d).id for d in (difference, -difference)
        )
        balanced = bands.index(here) + bands.index(there) == len(bands) - 1
        if not balanced and (here, there) not in seen:
            seen.add((here, there))
            what = f"{difference} gives '{here}', but {-difference} gives '{there}'"
            remedy = "mirror the bounds: one is 1 minus the other"
            yield Breach(f"rubric/{here}", what, remedy)


def unmatched(proved: Proof) -> Iterator[Breach]:
    """Find what has no counterpart on the other side: questions, else groups."""
    scored = {
        key: Counter(counting.columns({key: choice}) for choice in choices)
        for key, choices in proved.questionnaire.choices.items()
        if key in proved.questionnaire.scored
    }
    linked = {
        next(q.id for q in part.group if q.id in scored): part.profile
        for part in proved.parts
    }
    for profiles in (scored, linked):
        kinds: dict[Kind, list[str]] = {}
        for key, profile in profiles.items():
            kinds.setdefault(frozenset(profile.items()), []).append(key)
        lonely = [
            keys
            for kind, keys in kinds.items()
            if len(keys) > len(kinds.get(mirrored(kind), ()))
        ]
        for keys in lonely:
            what = f"no question mirrors the points of: {', '.join(keys)}"
            yield Breach(at(proved, keys[0]), what, "give the other side the same")
        if lonely:
            return


def mirrored(kind: Kind) -> Kind:
    """Change the two sides of a profile over."""
    return frozenset(((cbt, mine), ways) for (mine, cbt), ways in kind)


def straight(proved: Proof) -> Checked:
    """Article 2."""
    questionnaire = proved.questionnaire
    figures, breaches = [], []
    for name, pick in counting.straight_lines(questionnaire).items():
        sheets = counting.ends(proved.parts, pick)
        low, high = map(groups.difference, sheets)
        figures.append(f"{name}: {low}" if low == high else f"{name}: {low} to {high}")
        for sheet, difference in zip(sheets, (low, high), strict=True):
            if scoring.band(questionnaire, difference).side != "neither":
                sums: Counter[str] = Counter()
                for key, choice in sheet.items():
                    sums[questionnaire.section_of[key].id] += choice.difference
                heavy = max(sums, key=lambda one: abs(sums[one]), default="rubric")
                what = f"{name} gives a difference of {difference}"
                remedy = "balance which side is shown first, or the points"
                breaches.append(Breach(heavy, what, remedy))
                break
    manifest = questionnaire.manifest
    empty = scoring.score(questionnaire, Sheet(manifest.id, manifest.version, {}))
    figures.append(f"all skipped: {empty.reading}")
    if empty.reading != "cannot-tell":
        what = f"a sheet with every answer skipped gives '{empty.reading}'"
        breaches.append(Breach("rubric/cannot-tell", what, "look at table and bands"))
    return tuple(figures), breaches


def shares(proved: Proof) -> Checked:
    """Article 3."""
    bands, total = proved.questionnaire.rubric.bands, proved.total
    breaches = []
    for one, other in zip(bands, bands[::-1], strict=True):
        count, counter = proved.bands[one.id], proved.bands[other.id]
        if one.side == "psychodynamic" and count != counter:
            what = f"{count} sheets give '{one.id}', but {counter} give '{other.id}'"
            breaches.append(Breach(f"rubric/{one.id}", what, "make them equal"))
        if one.side == "neither" and not 35 * total <= 100 * count <= 65 * total:
            what = f"'{one.id}' takes {in_100(count, total)} of the sheets"
            remedy = "move the bounds: it has to be 35 to 65 in 100"
            breaches.append(Breach(f"rubric/{one.id}", what, remedy))
    figures = [f"{one.id}: {in_100(proved.bands[one.id], total)}" for one in bands]
    return tuple(figures), breaches


def in_100(count: int, total: int) -> str:
    """Say a share to one decimal, rounded exactly."""
    tenths = (2000 * count + total) // (2 * total)
    return f"{tenths // 10}.{tenths % 10} in 100"


def monotone(proved: Proof) -> Checked:
    """Article 4."""
    rubric = proved.questionnaire.rubric
    breaches = []
    for scale in (rubric.scales.two_pole, rubric.scales.preference):
        for step, after in pairwise(scale.steps):
            if after.psychodynamic - after.cbt > step.psychodynamic - step.cbt:
                what = f"'{after.id}' counts more to psychodynamic than '{step.id}'"
                remedy = "steps run from psychodynamic to CBT"
                breaches.append(Breach(f"rubric/{scale.id}/{after.id}", what, remedy))
    for one, later in pairwise(rubric.scales.statement.steps):
        if later.towards < one.towards:
            what = f"'{later.id}' counts less than '{one.id}'"
            key = f"rubric/statement/{later.id}"
            breaches.append(Breach(key, what, "steps run from none to most"))
    breaches.extend(backwards(proved))
    figures = () if breaches else ("3 scales and 22 steps of the table hold",)
    return figures, breaches


def backwards(proved: Proof) -> Iterator[Breach]:
    """Find places where the table moves against a fit or an evidence side."""
    cell = {
        (fit, evidence): scoring.table(
            proved.questionnaire,
            scoring.decide(proved.questionnaire, fit=fit, evidence=evidence),
        ).reading
        for fit, evidence in product(PULLS, ORDER)
    }
    steps = [((a, e), (b, e)) for a, b in pairwise(PULLS) for e in ORDER]
    steps += [((f, a), (f, b)) for a, b in pairwise(ORDER) for f in PULLS]
    for before, after in steps:
        if RANKS.get(cell[after], -1) < RANKS.get(cell[before], 3):
            what = (
                f"from fit {before[0]}, evidence {before[1]} to {after[0]}, {after[1]}"
                f" the reading goes from '{cell[before]}' to '{cell[after]}'"
            )
            key = f"rubric/{cell[after]}"
            yield Breach(key, what, "keep the readings in the order of the sides")


def single_answers(proved: Proof) -> Checked:
    """Article 5."""
    questionnaire, breaches, widest = proved.questionnaire, [], 0
    for part, rest in zip(proved.parts, counting.others(proved.parts), strict=True):
        for key, jumps in counting.moves(questionnaire, part).items():
            widest = max(widest, *(abs(a - b) for a, b in jumps), 0)
            pairs = {
                tuple(scoring.band(questionnaire, other + end) for end in jump)
                for other in rest
                for jump in jumps
            }
            crossed = [
                f"from '{a.id}' to '{b.id}'"
                for a, b in sorted(pairs, key=str)
                if {a.side, b.side} == {"psychodynamic", "cbt"}
            ]
            if crossed:
                what = f"this answer alone can move the band {crossed[0]}"
                breaches.append(Breach(at(proved, key), what, "lower its points"))
            if key in questionnaire.scored and all(a == b for a, b in pairs):
                what = "no answer to this question can change the band"
                breaches.append(Breach(at(proved, key), what, "drop it, or weigh it"))
    return (f"the widest move of one answer is {widest}",), breaches


def gaps(proved: Proof) -> Checked:
    """Article 12: every interval there can be, beside every side of the evidence."""
    questionnaire = proved.questionnaire
    lowest, highest = min(proved.spread), max(proved.spread)
    ends = range(lowest, highest + 1)
    count = 0
    for side in ORDER:
        complete = {one: table_at(questionnaire, side, one, one) for one in ends}
        for low in ends:
            within: set[str] = set()
            for high in range(low, highest + 1):
                count += 1
                within.add(complete[high])
                reading = table_at(questionnaire, side, low, high)
                only = next(iter(within)) if len(within) == 1 else "no one reading"
                if reading != only and {reading, only} & set(LEANS):
                    what = (
                        f"gaps that leave {low} to {high} open, beside evidence for"
                        f" {side}, give '{reading}', and all completions '{only}'"
                    )
                    remedy = "let gaps lean only where every completion does"
                    return (), [Breach(f"rubric/{reading}", what, remedy)]
    return (f"{count:,} intervals, each held against all its completions",), []


def apart(proved: Proof) -> Checked:
    """Article 8."""
    questionnaire, breaches = proved.questionnaire, []
    limits, concern = noted(questionnaire), questionnaire.concern_question
    fit = {question.id for part in proved.parts for question in part.group}
    for key in questionnaire.scored:
        for option in getattr(questionnaire.questions[key], "options", ()):
            if option.note and (option.points.psychodynamic or option.points.cbt):
                what = f"'{option.id}' brings a practical note, and carries points"
                breaches.append(Breach(at(proved, key), what, "take the points out"))
        for other in sorted(counting.chain(questionnaire, key)):
            free = isinstance(questionnaire.questions[other], Single)
            if other in limits or (other not in questionnaire.scored and not free):
                what = f"whether this counts hangs on '{other}'"
                breaches.append(Breach(at(proved, key), what, "take the condition out"))
    for other in sorted(counting.chain(questionnaire, concern) if concern else ()):
        if other in fit | limits:
            what = f"whether concerns are asked for hangs on '{other}'"
            breaches.append(Breach(at(proved, concern or ""), what, "ask them always"))
    proved_of = f"{len(fit)} questions of the fit lens rest on no concern or limit"
    return () if breaches else (proved_of,), breaches


def noted(questionnaire: Questionnaire) -> set[str]:
    """Return the questions without points whose options carry practical notes."""
    return {
        key
        for key, question in questionnaire.questions.items()
        if key not in (questionnaire.concern_question, *questionnaire.scored)
        if any(getattr(o, "note", None) for o in getattr(question, "options", ()))
    }
