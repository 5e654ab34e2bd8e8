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
    PDT,
    SLIGHT,
    Content,
    Given,
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


def turning(content: Content, key: str) -> list[str]:
    """Return the options that can turn a result: those beside a scale cannot."""
    others = {one["id"] for one in content.questions[key].get("others", ())}
    return [one for one in options(content, key) if one not in others]


def read_off(content: Content, answers: Given) -> str:
    """Return the reading of ungated answers on the path, and nothing else."""
    towards = evidence_side(evidence(content, answers)[1])
    return reading_of(*interval(content, answers), towards)


def turning_points(
    content: Content,
    raw: dict[str, Any],
    *,
    withheld: bool = False,
    cleared: tuple[str, ...] = (),
) -> list[tuple[str, str | None, str, str, int, int]]:
    """Score the sheet anew for every other answer to every movable question."""
    answers = on_path(content, raw)
    if gates(content, answers, withheld=withheld, cleared=cleared):
        return []
    present = read_off(content, answers)
    found = []
    for key in movable(content, answers):
        was = answers.get(key, (None,))[0]
        for option in turning(content, key):
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
    content: Content,
    raw: dict[str, Any],
    *,
    withheld: bool = False,
    cleared: tuple[str, ...] = (),
) -> int | None:
    """Return the least number of answers that give another reading, or None.

    Let L and H be the ends of the interval. The evidence stays as it is, so each
    reading holds within bounds on L and on H, and another one holds as soon as one
    bound is passed:

    * cannot tell, L <= -5 and H >= 5: L >= -4, or H <= 4;
    * a lean that the evidence shares, such as L >= -4 towards psychodynamic: L <= -5;
    * a lean without evidence, such as L >= 5 towards psychodynamic: L <= 4;
    * pulling apart, such as L <= -5 and H <= 4 with evidence for psychodynamic:
      L >= -4, or H >= 5;
    * either: L >= 5, or H <= -5, or both L <= -5 and H >= 5.

    A change of one question moves an end by an amount of its own, so the k questions
    with the largest rises reach furthest: take those. For the last case a newly given
    answer only narrows the interval, so that only given answers are worth changing.
    Such a change moves both ends alike, by s, and s must lie in 5 - H .. -5 - L.
    """
    answers = on_path(content, raw)
    if gates(content, answers, withheld=withheld, cleared=cleared):
        return None
    low, high = interval(content, answers)
    lows, highs, both = moves(content, answers)
    up_low, up_high = ([max(one) for one in end] for end in (lows, highs))
    down_low, down_high = ([-min(one) for one in end] for end in (lows, highs))
    towards = evidence_side(evidence(content, answers)[1])
    present, mild = reading_of(low, high, towards), SLIGHT - 1
    # Where the lower end lies at most, once it no longer leans to psychodynamic.
    lean = -SLIGHT if towards in (CBT, PDT) else mild
    passed = {
        "cannot-tell": ((up_low, -mild - low), (down_high, high - mild)),
        f"leans-{PDT}": ((down_low, low - lean),),
        f"leans-{CBT}": ((up_high, -lean - high),),
        "either": ((up_low, SLIGHT - low), (down_high, high + SLIGHT)),
        "pull-apart": ((up_low, -mild - low), (up_high, SLIGHT - high))
        if towards == PDT
        else ((down_low, low + SLIGHT), (down_high, high - mild)),
    }
    best = min(fewest_rises(rises, wanted) for rises, wanted in passed[present])
    if present == "either":
        best = min(best, fewest_within(both, SLIGHT - high, -SLIGHT - low))
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
