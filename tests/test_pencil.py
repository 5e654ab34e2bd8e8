"""The package and the pencil agree: the rubric, worked out twice, comes out the same.

The pencil is written from product.md. Where the two part ways, product.md is right.
"""

from __future__ import annotations

import itertools
import os
import random
from dataclasses import dataclass, replace
from pathlib import Path

import pencil
import pencil_changes
import pytest

from fitcheck.answers.sheet import Sheet
from fitcheck.content import loader
from fitcheck.rubric import changes, groups, scoring, therapist_questions

SEED = 20261122
SHEETS = int(os.environ.get("PENCIL_SHEETS", "3000"))
"""Random sheets; ``make pencil`` draws 10,000."""
IN_FULL = SHEETS if SHEETS > 3_000 else SHEETS // 3
"""So many are also compared line by line, with their notes, advice and questions."""
EXPLAINED = SHEETS if SHEETS > 3_000 else SHEETS // 20
"""So many are also asked what would change them."""

CONTRACT = {
    "depression": (3, 3, None),
    "anxiety-worry": (3, 2, None),
    "panic": (3, 2, None),
    "social-anxiety": (3, 2, ["cbt"]),
    "phobia": (3, 0, ["cbt"]),
    "obsessions-compulsions": (3, 0, ["cbt"]),
    "sleep": (3, 0, ["cbt"]),
    "ptsd": (3, 2, ["cbt", "another"]),
    "hard-childhood": (0, 0, None),
    "personality": (3, 3, []),
    "eating-restricting": (3, 2, []),
    "eating-bingeing": (3, 0, ["cbt"]),
    "self-esteem": (2, 1, None),
    "grief-recent": (0, 0, None),
    "grief-lasting": (2, 2, ["another", "cbt"]),
    "relationships": (2, 2, None),
    "emotion-regulation": (2, 1, None),
    "emptiness": (0, 0, None),
    "body-symptoms": (3, 3, None),
    "something-else": (0, 0, None),
    "none-in-particular": (0, 0, None),
}
"""CBT, psychodynamic, and whom a named form favours: product.md, section 4b."""


@dataclass(frozen=True)
class Drawn:
    """A random sheet: answers with gaps, branches not taken, and both leanings."""

    answers: dict[str, str | list[str]]
    withheld: bool
    cleared: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def paper():
    return pencil.read()


@pytest.fixture(scope="module")
def package():
    """Load the content; in the suite what the package works out is kept, to be fast.

    Each of these functions follows from what it is named by here, and nothing else.
    ``make pencil`` takes the package as it is.
    """
    loaded = loader.load(pencil.FOLDER)
    if EXPLAINED == SHEETS:
        yield loaded
        return
    kept = (
        (groups, "groups", lambda _: ()),
        (scoring, "maxima", lambda _: ()),
        (groups, "interval", named_by_group),
        (changes, "reading_at", lambda _, score, span: (score.evidence.side, span)),
    )
    with pytest.MonkeyPatch.context() as patch:
        for module, function, name in kept:
            patch.setattr(module, function, keep(getattr(module, function), name))
        yield loaded


def named_by_group(_, group, answers):
    return tuple((one.id, answers.get(one.id)) for one in group)


def keep(function, name):
    found = {}

    def remembering(*given):
        key = name(*given)
        if key not in found:
            found[key] = function(*given)
        return found[key]

    return remembering


@pytest.fixture(scope="module")
def drawn(paper):
    dice = random.Random(SEED)
    return [draw(paper, dice) for _ in range(SHEETS)]


def draw(paper, dice):
    gaps = dice.choice((0, 0, 0.05, 0.2, 0.5, 0.95))
    lean = dice.choice((-3, -1, 0, 0, 1, 3))
    answers = {
        key: one(paper, key, dice, lean)
        for key in paper.questions
        if dice.random() >= gaps and (key not in pencil.SAFETY or dice.random() < 0.2)
    }
    if dice.random() < 0.1:
        answers |= all_along(paper, dice)
    withheld = dice.random() < 0.02
    given = () if withheld else pencil.listed(answers.get("needs-assessment"))
    cleared = [one for one in given if one in pencil.CLEARING and dice.random() < 0.7]
    return Drawn(answers, withheld, tuple(cleared))


def all_along(paper, dice):
    """Answer a section at one place: as it is shown, or by its ids."""
    keys = paper.sections[dice.choice(("working", "wishes"))]
    place, as_shown = dice.randrange(3), dice.random() < 0.7
    shown = {key: pencil.options(paper, key) for key in keys if key in paper.weights}
    for key, offered in shown.items():
        if as_shown and paper.questions[key].get("first") == "cbt":
            offered.reverse()
    return {key: offered[place] for key, offered in shown.items()}


def one(paper, key, dice, lean):
    kind, offered = paper.questions[key]["kind"], pencil.options(paper, key)
    if kind in ("many", "ranked"):
        several = [
            option["id"]
            for option in paper.questions[key]["options"]
            if not option.get("exclusive")
        ]
        if dice.random() < 0.3:
            return [dice.choice([one for one in offered if one not in several])]
        most = 3 if kind == "ranked" else len(several)
        return dice.sample(several, dice.randint(1, most))
    if key == "safe-now":
        return dice.choice(["safe"] * 8 + offered)
    if key in paper.weights:
        pull = [2.0 ** (lean * pencil.worth(paper, key, one) / 2) for one in offered]
        return dice.choices(offered, pull)[0]
    return dice.choice(offered)


def sheet_of(answers, *, withheld=False, cleared=()):
    given = {key: pencil.listed(value) for key, value in answers.items()}
    if withheld:
        given = {k: v for k, v in given.items() if k not in pencil.SAFETY}
    return Sheet(
        questionnaire="psychodynamic-cbt",
        version="2.0.0",
        answers=given,
        cleared=cleared,
        withheld=withheld,
        gate_withheld=withheld,
    )


def judged(score):
    fit, proof = score.fit, score.evidence
    sums = (
        "psychodynamic", "cbt", "maximum", "difference", "lowest", "highest", "band",
    )  # fmt: skip
    return {
        "gates": list(score.gates),
        **{name: getattr(fit, name) if fit else None for name in sums},
        "evidence": proof.reading if proof else None,
        "favours": list(proof.favours) if proof else None,
        "reading": score.reading,
        "row": score.row + 1,
    }


def by_package(package, sheet):
    score = scoring.score(package, sheet)
    return {
        **judged(score),
        "notes": list(score.notes),
        "advisories": list(score.advisories),
        "questions": [
            (one.question.id, list(one.because))
            for one in therapist_questions.choose(package, sheet.answers)
        ],
        "lines": lines_of(score.lines),
        "sums": {
            one.section: (one.psychodynamic, one.cbt)
            for one in changes.sums(package, score)
        },
        "missing": {
            one.question: (one.lowest, one.highest)
            for one in changes.gaps(package, sheet, score)
        },
    }


def lines_of(lines):
    return {(one.question, one.answer): (one.psychodynamic, one.cbt) for one in lines}


def by_pencil(paper, answers, **known):
    worked = vars(pencil.work(paper, answers, **known)).copy()
    del worked["path"]
    worked |= {"lines": {}, "sums": {}, "missing": {}}
    if not worked["gates"]:
        given = pencil.on_path(paper, answers)
        worked["sums"] = pencil.sums(paper, given)
        worked["missing"] = pencil.gaps(paper, given)
        worked["lines"] = {
            (key, chosen[0]): paper.weights[key][chosen[0]]
            for key, chosen in given.items()
            if key in paper.weights
        }
        for one in given.get("concerns", ()):
            points = (
                paper.concerns[one][side]["points"] for side in ("psychodynamic", "cbt")
            )
            worked["lines"]["concerns", one] = tuple(points)
    return worked


def explained(package, sheet):
    score = scoring.score(package, sheet)
    points = changes.turning_points(package, sheet, score)
    least = changes.least_changes(package, sheet, score)
    return [tuple(vars(one).values()) for one in points], least


def cut(paper, keys):
    """Leave only some of the fit questions, so that all changes can be tried."""
    kept = {
        key: question
        for key, question in paper.questions.items()
        if key in keys or key not in paper.weights
    }
    weights = {key: paper.weights[key] for key in keys}
    return pencil.assemble(replace(paper, questions=kept, weights=weights, tried={}))


def test_the_pencil_shares_no_code_with_the_package():
    for one in (pencil, pencil_changes):
        assert "fitcheck" not in Path(one.__file__).read_text(encoding="utf-8")


def test_the_concerns_carry_the_points_of_the_contract(paper):
    found = {
        key: (
            one["cbt"]["points"],
            one["psychodynamic"]["points"],
            one["first_choice"]["favours"] if "first_choice" in one else None,
        )
        for key, one in paper.concerns.items()
    }
    assert found == CONTRACT


def test_the_fit_points_are_those_of_the_contract(paper):
    steps = {"two-pole": [2, 1, 0, -1, -2], "preference": [4, 2, 0, -2, -4, 0, 0]}
    counted = dict.fromkeys((*steps, "psychodynamic", "cbt"), 0)
    for key, weights in paper.weights.items():
        question = paper.questions[key]
        worth = [pencil.worth(paper, key, option) for option in weights]
        if question["kind"] == "poles":
            counted[question["scale"]] += 1
            assert worth == steps[question["scale"]]
        if question["kind"] == "statement":
            counted[question["towards"]] += 1
            sign = 1 if question["towards"] == "psychodynamic" else -1
            assert worth == [0, sign, 2 * sign]
    assert counted == {"two-pole": 8, "preference": 1, "psychodynamic": 7, "cbt": 7}
    for key, sign in (("earlier-psychodynamic", 1), ("earlier-cbt", -1)):
        assert list(paper.weights[key].values()) == [
            (1, 0) if sign > 0 else (0, 1),
            (0, 0),
            (0, 0),
            (0, 1) if sign > 0 else (1, 0),
            (0, 0),
        ]


BANDS = {"clearly-cbt": (-36, -12), "slightly-cbt": (-11, -5),
         "no-clear-leaning": (-4, 4), "slightly-psychodynamic": (5, 11),
         "clearly-psychodynamic": (12, 36)}  # fmt: skip
"""The first and the last difference of each: product.md, section 4."""


def test_the_bands_begin_where_the_contract_says(package):
    for band, ends in BANDS.items():
        for difference in ends:
            assert pencil.band_of(difference) == band
            assert scoring.band(package, difference).id == band


def test_both_read_every_interval_alike(package):
    for low, high in itertools.combinations_with_replacement(range(-40, 41), 2):
        placed = scoring.weakest(package, low, high)
        assert pencil.weakest(low, high) == placed.id
        assert pencil.fit_side(low, high) == placed.side
        assert pencil.pull(low, high) == scoring.pull(package, low, high)
        for side in ("psychodynamic", "neither", "cbt"):
            reading = changes.table_at(package, side, low, high)
            assert pencil.reading_of(low, high, side) == reading


def test_both_score_random_sheets_alike(paper, package, drawn):
    readings = set()
    for number, one in enumerate(drawn):
        known = {"withheld": one.withheld, "cleared": one.cleared}
        sheet = sheet_of(one.answers, **known)
        answers = pencil.on_path(paper, sheet.answers)
        expected = pencil.judge(paper, answers, **known)
        assert judged(scoring.score(package, sheet)) == expected, (number, answers)
        readings.add((expected["reading"], expected["band"]))
    assert len(readings) == 11  # all that today's evidence allows


def test_both_say_the_same_besides_about_random_sheets(paper, package, drawn):
    advice = set()
    for number, one in enumerate(drawn[:IN_FULL]):
        known = {"withheld": one.withheld, "cleared": one.cleared}
        sheet = sheet_of(one.answers, **known)
        answers = dict(sheet.answers)
        expected = by_pencil(paper, answers, **known)
        assert by_package(package, sheet) == expected, (number, answers)
        advice.update(expected["advisories"])
    assert advice == {one["id"] for one in paper.advisories}


def test_both_explain_random_sheets_alike(paper, package, drawn):
    found = set()
    for number, one in enumerate(drawn[:EXPLAINED]):
        options = {"withheld": one.withheld, "cleared": one.cleared}
        sheet = sheet_of(one.answers, **options)
        points, least = explained(package, sheet)
        given = dict(sheet.answers)
        assert points == pencil_changes.turning_points(paper, given, **options), number
        assert least == pencil_changes.least_changes(paper, given, **options), number
        assert (least == 1) == bool(points)
        found.add(least)
    assert {None, 1, 2, 3, 4, 5} <= found


@pytest.mark.parametrize(
    "keys",
    [
        ["informed-preference", "plan-or-open", "wants-roots", "wants-tools"],
        ["informed-preference", "earlier-psychodynamic", "earlier-cbt", "stay-well"],
        ["who-leads", "plan-or-open", "present-or-past", "same-trouble-again"],
    ],
)
def test_least_changes_is_what_brute_force_finds(paper, keys):
    small = cut(paper, keys)
    dice = random.Random(SEED)
    for _ in range(60):
        given = draw(small, dice).answers
        answers = {k: v for k, v in given.items() if k not in pencil.SAFETY}
        least = pencil_changes.least_changes(small, answers)
        assert least == pencil_changes.by_brute_force(small, answers), answers


def test_no_single_pair_of_changes_escapes_the_least(paper, drawn):
    """On whole sheets: one change is tried in full, two on a few."""
    full = [one.answers for one in drawn if not {*pencil.SAFETY} & {*one.answers}]
    for number, answers in enumerate(full[:60]):
        most = 2 if number < 4 else 1
        least = pencil_changes.least_changes(paper, answers)
        tried = pencil_changes.by_brute_force(paper, answers, most)
        assert tried == (least if least is not None and least <= most else None)


def test_both_read_the_vignettes_alike(paper, package):
    for file in sorted((pencil.FOLDER / "vignettes").glob("*.yaml")):
        data = pencil.load_yaml(file)
        answers, known = data["answers"], {"cleared": tuple(data.get("cleared", ()))}
        sheet = sheet_of(answers, **known)
        assert by_package(package, sheet) == by_pencil(paper, answers, **known), file
        assert explained(package, sheet) == (
            pencil_changes.turning_points(paper, answers, **known),
            pencil_changes.least_changes(paper, answers, **known),
        ), file
