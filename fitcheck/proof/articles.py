"""The articles one by one: each looks at what was counted, and says what it found.

None of them knows its number, or what can be done where it is broken.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from typing import get_args

from fitcheck.answers.sheet import Sheet
from fitcheck.content.model import SIDES, Leaning, Pull, Reading, Single
from fitcheck.content.parts import cited
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.proof import counting, reading_grade, witnesses
from fitcheck.proof.counting import Proof
from fitcheck.rubric import groups, scoring
from fitcheck.rubric.changes import table_at

ORDER: tuple[Leaning, ...] = ("cbt", "neither", "psychodynamic")
PULLS: tuple[Pull, ...] = get_args(Pull)[::-1]
"""From CBT to psychodynamic, as ORDER runs."""
RANKS = {"leans-cbt": 0, "either": 1, "pull-apart": 1, "leans-psychodynamic": 2}
LEANS = {"leans-cbt", "leans-psychodynamic"}
OUR_OWN = ("judgement", "evidence-review-2026")
NO_TEXT = {"id", "name", "short", "sources"}
NOT_MEASURED = "article 10: not measured"
Told = Iterator[str | tuple[str, str]]
"""Figures that prove an article, and its breaches: where by key, and what is wrong."""


def every(
    proved: Proof, today: datetime.date, grade: Callable[[str], float] | None = None
) -> tuple[Told, ...]:
    """Return what every article says, in order; each is worked out when it is read."""
    return (
        mirror(proved), straight(proved), shares(proved), monotone(proved),
        single_answers(proved), reach(proved), grounds(proved), apart(proved),
        balance(proved), grades(proved, grade), review(proved, today), gaps(proved),
    )  # fmt: skip


def at(questionnaire: Questionnaire, question: str) -> str:
    return f"{questionnaire.section_of[question].id}/{question}"


def in_100(count: int, total: int) -> str:
    """Say a share of a hundred to one decimal, rounded exactly."""
    tenths = (2000 * count + total) // (2 * total)
    return f"{tenths // 10}.{tenths % 10}"


def mirror(proved: Proof) -> Told:
    """Article 1: questions one by one, else groups, have a counterpart each."""
    questionnaire, most = proved.questionnaire, scoring.maxima(proved.questionnaire)
    of_both = f"psychodynamic {most['psychodynamic']}, CBT {most['cbt']}"
    yield f"maxima: {of_both}"
    yield f"differences from {min(proved.spread)} to {max(proved.spread)}"
    scored = {
        key: Counter(counting.columns({key: c}) for c in questionnaire.choices[key])
        for key in questionnaire.scored
    }
    linked = {}
    for part in proved.parts:
        first = next(question.id for question in part.group if question.id in scored)
        linked[first] = Counter(map(counting.columns, part.leaves))
    for profiles in (scored, linked):
        kinds: dict[frozenset[tuple[tuple[int, int], int]], list[str]] = {}
        for key, profile in profiles.items():
            kinds.setdefault(frozenset(profile.items()), []).append(key)
        lonely = [
            keys
            for kind, keys in kinds.items()
            if len(keys) > len(kinds.get(frozenset((c[::-1], n) for c, n in kind), ()))
        ]
        for keys in lonely:
            what = f"no question mirrors the points of: {', '.join(keys)}"
            yield at(questionnaire, keys[0]), what
        if lonely:
            break
    if most["psychodynamic"] != most["cbt"]:
        yield "rubric", f"the columns reach at most: {of_both}"
    bands = [band.id for band in questionnaire.rubric.bands]
    seen = set()
    for one in sorted(map(abs, proved.spread)):
        here, there = (scoring.band(questionnaire, d).id for d in (one, -one))
        balanced = bands.index(here) + bands.index(there) == len(bands) - 1
        if not balanced and (here, there) not in seen:
            seen.add((here, there))
            yield f"rubric/{here}", f"{one} gives '{here}', but {-one} '{there}'"


def straight(proved: Proof) -> Told:
    questionnaire = proved.questionnaire
    for name, picked in counting.straight_lines(questionnaire).items():
        sheets = counting.ends(proved.parts, picked)
        low, high = map(groups.difference, sheets)
        yield f"{name}: {low}" if low == high else f"{name}: {low} to {high}"
        for sheet, difference in zip(sheets, (low, high), strict=True):
            if scoring.band(questionnaire, difference).side != "neither":
                sums: Counter[str] = Counter()
                for key, choice in sheet.items():
                    sums[questionnaire.section_of[key].id] += choice.difference
                heavy = max(sums, key=lambda one: abs(sums[one]), default="rubric")
                yield heavy, f"{name} gives a difference of {difference}"
                break
    empty = scoring.score(questionnaire, Sheet("", "", {})).reading
    yield f"all skipped: {empty}"
    if empty != "cannot-tell":
        yield "rubric/cannot-tell", f"every answer skipped gives '{empty}'"


def shares(proved: Proof) -> Told:
    bands, total = proved.questionnaire.rubric.bands, proved.total
    for one, other in zip(bands, bands[::-1], strict=True):
        count, counter = proved.bands[one.id], proved.bands[other.id]
        yield f"{one.id}: {in_100(count, total)} in 100"
        if one.side == "psychodynamic" and count != counter:
            yield f"rubric/{one.id}", f"{count} sheets, but {counter} in '{other.id}'"
        if one.side == "neither" and not 35 * total <= 100 * count <= 65 * total:
            yield (
                f"rubric/{one.id}",
                f"it takes {in_100(count, total)} in 100 of the sheets",
            )


def monotone(proved: Proof) -> Told:
    """Article 4: along each scale, and from place to place of the table."""
    questionnaire, found = proved.questionnaire, list[tuple[str, str] | str]()
    scales = questionnaire.rubric.scales
    worth = {"statement": [(one.id, one.towards) for one in scales.statement.steps]}
    for poles in (scales.two_pole, scales.preference):
        worth[poles.id] = [(s.id, s.cbt - s.psychodynamic) for s in poles.steps]
    for scale, steps in worth.items():
        for (one, less), (later, more) in pairwise(steps):
            if more < less:
                what = f"'{later}' comes after '{one}', and counts less"
                found.append((f"rubric/{scale}/{later}", what))
    cell: dict[tuple[Pull, Leaning], Reading] = {}
    for fit, side in product(PULLS, ORDER):
        row = scoring.decide(questionnaire, fit=fit, evidence=side)
        cell[fit, side] = scoring.table(questionnaire, row).reading
    moves = [((a, e), (b, e)) for a, b in pairwise(PULLS) for e in ORDER]
    moves += [((f, a), (f, b)) for a, b in pairwise(ORDER) for f in PULLS]
    for before, after in moves:
        was, now = cell[before], cell[after]
        if RANKS.get(now, -1) < RANKS.get(was, 3):
            way = "from fit {}, evidence {} to {}, {}".format(*before, *after)
            what = f"{way} the reading goes from '{was}' to '{now}'"
            found.append((f"rubric/{now}", what))
    yield from found or ["3 scales and 22 steps of the table hold"]


def single_answers(proved: Proof) -> Told:
    questionnaire, widest = proved.questionnaire, 0
    for part in proved.parts:
        rest = {0}
        for other in proved.parts:
            if other is not part:
                rest = {there + here for there in rest for here in other.spread}
        for key, jumps in counting.moves(questionnaire, part).items():
            widest = max(widest, *(abs(a - b) for a, b in jumps), 0)
            pairs = {
                tuple(scoring.band(questionnaire, others + end) for end in jump)
                for others in rest
                for jump in jumps
            }
            crossed = [
                f"from '{a.id}' to '{b.id}'"
                for a, b in sorted(pairs, key=str)
                if {a.side, b.side} == {"psychodynamic", "cbt"}
            ]
            here = at(questionnaire, key)
            if crossed:
                yield here, f"this answer alone can move the band {crossed[0]}"
            if key in questionnaire.scored and all(a == b for a, b in pairs):
                yield here, "no answer to this question can change the band"
    yield f"the widest move of one answer is {widest}"


def reach(proved: Proof) -> Told:
    """Article 6: all that can come of a sheet, and every row of the table."""
    questionnaire, wanted = proved.questionnaire, to_reach(proved.questionnaire)
    sheets, found = witnesses.reached(proved)
    kinds = Counter(kind for kind, _ in wanted)
    yield ", ".join(f"{kind}: {count}" for kind, count in kinds.items())
    yield f"reached by {sheets} sheets, each really scored"
    for (kind, name), key in wanted.items():
        if (kind, name) not in found:
            yield key, f"no answers lead to the {kind} '{name}'"
    cells = product(PULLS, ORDER)
    first = {
        scoring.decide(questionnaire, gate=True),
        *(scoring.decide(questionnaire, spans=True, evidence=e) for e in ORDER),
        *(scoring.decide(questionnaire, fit=f, evidence=e) for f, e in cells),
    }
    for number in range(1, len(questionnaire.rubric.table) + 1):
        if number - 1 not in first:
            yield (
                f"rubric.table#{number}",
                f"row {number} is never the first that applies",
            )


def to_reach(questionnaire: Questionnaire) -> dict[tuple[str, str], str]:
    """Return all that has to be reachable, by kind and id, with the key of its place.

    An option is named with its question, a practical note by its option alone.
    """
    rubric, library = questionnaire.rubric, questionnaire.library
    asked = library.therapist_questions.questions
    lists = (
        ("band", "rubric", [one.id for one in rubric.bands]),
        ("reading", "rubric", get_args(Reading)),
        ("gate", "gates", [one.id for one in library.gates.gates]),
        ("advisory", "rubric", [one.id for one in rubric.advisories]),
        ("therapist question", "therapist-questions", [one.id for one in asked]),
    )
    found = {(kind, one): f"{stem}/{one}" for kind, stem, ids in lists for one in ids}
    noting = noted(questionnaire)
    for key, question in questionnaire.questions.items():
        here = at(questionnaire, key)
        for choice in questionnaire.choices[key]:
            found["option", f"{key}/{choice.id}"] = f"{here}/{choice.id}"
        for option in getattr(question, "options", ()) if key in noting else ():
            if option.note:
                found["note", option.id] = f"{here}/{option.id}"
    return found


def noted(questionnaire: Questionnaire) -> set[str]:
    """Return the questions without points whose options carry practical notes."""
    return {
        key
        for key, question in questionnaire.questions.items()
        if key not in (questionnaire.concern_question, *questionnaire.scored)
        if any(getattr(o, "note", None) for o in getattr(question, "options", ()))
    }


def grounds(proved: Proof) -> Told:
    questionnaire, library = proved.questionnaire, proved.questionnaire.library
    count = sum(len(questionnaire.choices[key]) for key in questionnaire.scored)
    count += 2 * len(questionnaire.concerns)
    yield f"{count} points (zero included), each with a reason and a source"
    known = {source.key: source.kind for source in library.sources.sources}
    yield f"{len(known)} sources"
    used = {
        key
        for part in (*questionnaire.sections, questionnaire.rubric, library)
        for _, key in cited(part.model_dump(mode="json"))
    }
    for key in known:
        if key not in used:
            yield f"sources/{key}", f"nothing uses the source '{key}'"
    for key in OUR_OWN:
        if known.get(key) != "ours":
            yield f"sources/{key}", f"'{key}' has to be a source of kind 'ours'"


def apart(proved: Proof) -> Told:
    questionnaire, found = proved.questionnaire, list[tuple[str, str] | str]()
    limits, concern = noted(questionnaire), questionnaire.concern_question
    fit = {question.id for part in proved.parts for question in part.group}
    for key in questionnaire.scored:
        here = at(questionnaire, key)
        for option in getattr(questionnaire.questions[key], "options", ()):
            if option.note and (option.points.psychodynamic or option.points.cbt):
                found.append((here, f"'{option.id}' has a practical note, and points"))
        for other in sorted(counting.rests_on(questionnaire, key)):
            free = isinstance(questionnaire.questions[other], Single)
            if other in limits or (other not in questionnaire.scored and not free):
                found.append((here, f"whether this counts hangs on '{other}'"))
    if concern:
        for other in sorted(counting.rests_on(questionnaire, concern) & (fit | limits)):
            here = at(questionnaire, concern)
            found.append((here, f"whether concerns are asked for hangs on '{other}'"))
    proof = f"{len(fit)} questions of the fit lens rest on no concern or limit"
    yield from found or [proof]


def balance(proved: Proof) -> Told:
    """Article 9: where the two cards stand, what they say, and the topics."""
    therapies = proved.questionnaire.library.therapies
    cards = {card.id: card for card in therapies.therapies}
    if missing := [side for side in SIDES if side not in cards]:
        yield "therapies", f"there is no card '{missing[0]}'"
        return
    for section in proved.questionnaire.sections:
        asks = any(getattr(q, "scale", "") == "preference" for q in section.questions)
        if set(section.cards) != set(SIDES if asks else ()):
            what = "both cards stand beside a preference, and none beside anything else"
            yield f"{section.id}.cards", what
    lengths: list[tuple[str, list[int]]] = []
    for topic in therapies.topics:
        items = [[one for one in topic.items if one.therapy == side] for side in SIDES]
        said = [reading_grade.words(f"{o.name} {o.text}" for o in of) for of in items]
        if len(items[0]) == len(items[1]):
            lengths.append((topic.id, said))
        else:
            what = "this topic does not have as many items for each therapy"
            yield f"therapies/{topic.id}", what
    both = [cards[side].model_dump(exclude=NO_TEXT) for side in SIDES]
    for heading in ("upsides", "downsides"):
        counts = [len(card[heading]) for card in both]
        if counts[0] != counts[1]:
            what = f"this card has {min(counts)} {heading}, the other has more"
            yield f"therapies/{SIDES[counts.index(min(counts))]}", what
    first, second = (
        reading_grade.words(" ".join(t) if isinstance(t, tuple) else t for t in texts)
        for texts in (card.values() for card in both)
    )
    yield f"psychodynamic {first} words, CBT {second} words"
    yield from unlike([cards[side].short.model_dump() for side in SIDES])
    lengths.append((SIDES[first > second], [first, second]))
    for key, words in lengths:
        if 100 * max(words) > 115 * min(words):
            what = f"have {words[0]} and {words[1]} words, not within 15 in 100"
            yield (
                f"therapies/{key}",
                f"the {'cards' if key in SIDES else 'items'} {what}",
            )


def unlike(cells: list[dict[str, str]]) -> Told:
    for name in cells[0]:
        counts = [reading_grade.words([row[name]]) for row in cells]
        if 100 * max(counts) > 115 * min(counts):
            few, many = sorted(counts)
            what = f"short.{name} has {few} words, the other card's {many}"
            yield f"therapies/{SIDES[counts.index(few)]}", what


def grades(proved: Proof, grade: Callable[[str], float] | None) -> Told:
    """Article 10: of English texts, where there is a formula at hand."""
    questionnaire = proved.questionnaire
    if not grade or not questionnaire.manifest.language.startswith("en"):
        yield NOT_MEASURED
        return
    limits = (reading_grade.QUESTION, reading_grade.TEXT)
    measured: dict[int, list[float]] = {limit: [] for limit in limits}
    for one in reading_grade.passages(questionnaire):
        found = grade(one.text)
        measured[one.limit].append(found)
        if found > one.limit:
            yield one.key, f"{one.name} reads at grade {found:.1f}, above {one.limit}"
    yield f"{sum(map(len, measured.values()))} texts measured"
    tops = [f"{max(some):.1f} (of {limit})" for limit, some in measured.items() if some]
    yield f"highest grades: {' and '.join(tops)}"


def review(proved: Proof, today: datetime.date) -> Told:
    due = proved.questionnaire.manifest.next_review
    if datetime.date.fromisoformat(due) > today:
        yield f"next review {due}"
    else:
        yield "questionnaire/next_review", f"the next review was due on {due}"


def gaps(proved: Proof) -> Told:
    """Article 12: every interval there can be, beside every side of the evidence."""
    questionnaire, count = proved.questionnaire, 0
    every = range(min(proved.spread), max(proved.spread) + 1)
    for side, low in product(ORDER, every):
        within: set[str] = set()
        for high in every[low - every[0] :]:
            count += 1
            within.add(table_at(questionnaire, side, high, high))
            reading = table_at(questionnaire, side, low, high)
            only = next(iter(within)) if len(within) == 1 else "no one reading"
            if reading != only and {reading, only} & LEANS:
                what = (
                    f"gaps that leave {low} to {high} open, beside evidence for"
                    f" {side}, give '{reading}', and all completions '{only}'"
                )
                yield f"rubric/{reading}", what
                return
    yield f"{count:,} intervals, each held against all its completions"
