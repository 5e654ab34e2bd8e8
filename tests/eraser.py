"""What would change a sheet, worked out with the pencil alone.

Turning points are tried one by one. The least number of changes is found one target at
a time, each target being a bound on a single end of the interval (the proof stands at
``least_changes``); for small sheets all changes are tried.
"""

from __future__ import annotations

import itertools
from typing import Any

from pencil import (
    CBT,
    NEITHER,
    PDT,
    SLIGHT,
    Content,
    Given,
    by_table,
    evidence,
    evidence_side,
    gates,
    interval,
    on_path,
    options,
    path,
    reading_of,
    worth,
)

ENOUGH = 1_000_000
"""More changes than there are questions: never reached."""


def movable(content: Content, answers: Given) -> list[str]:
    """Return the fit questions with points that lie on the present path."""
    return [key for key in path(content, answers) if key in content.weights]


def read_off(content: Content, answers: Given) -> str:
    """Return the reading of ungated answers on the path, and nothing else."""
    towards = evidence_side(evidence(content, answers)[1])
    return reading_of(*interval(content, answers), towards)


def turning_points(
    content: Content, raw: dict[str, Any], *, withheld: bool = False
) -> list[tuple[str, str | None, str, str, int, int]]:
    """Score the sheet anew for every other answer to every movable question."""
    answers = on_path(content, raw)
    if gates(content, answers, withheld=withheld):
        return []
    present = read_off(content, answers)
    found = []
    for key in movable(content, answers):
        was = answers.get(key, (None,))[0]
        for option in options(content, key):
            changed = {**answers, key: (option,)}
            other = read_off(content, changed)
            if other != present:
                found.append((key, was, option, other, *interval(content, changed)))
    return found


def by_brute_force(
    content: Content, raw: dict[str, Any], most: int = ENOUGH
) -> int | None:
    """Try all changes of one answer, of two, and so on. For small sheets."""
    answers = on_path(content, raw)
    present = read_off(content, answers)
    keys = movable(content, answers)
    for count in range(1, min(most, len(keys)) + 1):
        for some in itertools.combinations(keys, count):
            for choice in itertools.product(*(options(content, key) for key in some)):
                given = {k: (v,) for k, v in zip(some, choice, strict=True)}
                if read_off(content, {**answers, **given}) != present:
                    return count
    return None


def least_changes(
    content: Content, raw: dict[str, Any], *, withheld: bool = False
) -> int | None:
    """Return the least number of answers that give another reading, or None.

    Let L and H be the ends of the interval. The evidence stays as it is, so the reading
    hangs on one of four cases, and each needs a bound on one number only:

    * towards psychodynamic: L >= 5. A change of one question moves L by an amount of
      its own, so the k questions with the largest rises reach furthest: take those.
    * towards CBT: H <= -5, the same with the largest falls of H.
    * neither: L in -4..4, or H in -4..4. (L <= 4 and H >= -4 must hold, and if neither
      end lay in -4..4 then L <= -5 and H >= 5, which is the next case.)
    * cannot tell: L <= -5 and H >= 5. A newly given answer only narrows the interval,
      so one more gap never harms and only given answers are worth changing. Such a
      change moves both ends alike, by s, and s must lie in 5 - H .. -5 - L.
    """
    answers = on_path(content, raw)
    if gates(content, answers, withheld=withheld):
        return None
    low, high = interval(content, answers)
    lows, highs, both = moves(content, answers)
    costs = {
        PDT: fewest_rises([max(one) for one in lows], SLIGHT - low),
        CBT: fewest_rises([-min(one) for one in highs], SLIGHT + high),
        NEITHER: min(
            fewest_within(lows, 1 - SLIGHT - low, SLIGHT - 1 - low),
            fewest_within(highs, 1 - SLIGHT - high, SLIGHT - 1 - high),
        ),
    }
    towards = evidence_side(evidence(content, answers)[1])
    found = {by_table(side, towards): ENOUGH for side in costs}
    for side, cost in costs.items():
        found[by_table(side, towards)] = min(cost, found[by_table(side, towards)])
    found["cannot-tell"] = fewest_within(both, SLIGHT - high, -SLIGHT - low)
    found.pop(reading_of(low, high, towards))
    best = min(found.values())
    return best if best < ENOUGH else None


def moves(
    content: Content, answers: Given
) -> tuple[list[set[int]], list[set[int]], list[set[int]]]:
    """Return how far each question can move L, H, and, if answered, both alike."""
    lows, highs, both = [], [], []
    for key in movable(content, answers):
        to = [worth(content, key, option) for option in options(content, key)]
        if key in answers:
            shifts = {value - worth(content, key, answers[key][0]) for value in to}
            both.append(shifts)
            lows.append(shifts)
            highs.append(shifts)
        else:
            lows.append({value - min(to) for value in to})
            highs.append({value - max(to) for value in to})
    return lows, highs, both


def fewest_rises(rises: list[int], wanted: int) -> int:
    """Return how many of the largest rises make up what is wanted."""
    total = 0
    for count, rise in enumerate((0, *sorted(rises, reverse=True))):
        total += rise
        if total >= wanted:
            return count
    return ENOUGH


def fewest_within(shifts: list[set[int]], least: int, greatest: int) -> int:
    """Return the least number of shifts, one a question, whose sum lies in bounds.

    Sums are marked as bits of one number for each count: bit ``zero + s`` says that s
    can be made with that many shifts.
    """
    if least > greatest:
        return ENOUGH
    zero = sum(max(map(abs, one)) for one in shifts)
    least, greatest = max(least, -zero), min(greatest, zero)
    if least > greatest:
        return ENOUGH
    window = ((1 << (greatest - least + 1)) - 1) << (zero + least)
    reach = [1 << zero] + [0] * len(shifts)
    for number, one in enumerate(shifts, 1):
        for count in range(number, 0, -1):
            before = reach[count - 1]
            for shift in one - {0}:
                reach[count] |= before << shift if shift > 0 else before >> -shift
    return next((n for n, sums in enumerate(reach) if sums & window), ENOUGH)
