"""The rubric worked out a second time, from the YAML files and product.md alone.

It shares no code with the package and must never import it. The points come from the
files; the rules stand here as the contract words them: the bands, the table of
readings, the first concern, the interval, the gates. It is written the other way round
from the package wherever there is a choice. The earlier-therapy branch is enumerated
whole. What would change a sheet is worked out in ``pencil_changes``.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "questions"

PDT, CBT, NEITHER = "psychodynamic", "cbt", "neither"
CLEAR, SLIGHT, MOST = 12, 5, 36
SAFETY = ("safe-now", "needs-assessment")
UNGATED_ONLY = ("preference-differs", "same-answer-all-along", "also-ask-for-form")
MOST_CALLED, FEWEST = 9, 3
CLEARING = ("suicidal-thoughts", "self-harm", "drink-or-drugs", "eating-danger")
SPECIALIST = {"personality", "eating-restricting", "eating-bingeing"}
MEDICINE = {"depression", "panic", "obsessions-compulsions", "anxiety-worry",
            "social-anxiety", "ptsd"}  # fmt: skip

Given = dict[str, tuple[str, ...]]
Weights = dict[str, tuple[int, int]]
"""Option id to its points: psychodynamic first, CBT second."""


class PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which all but plain whole numbers, true, false and null is text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own name


for _tag, _pattern in (
    ("tag:yaml.org,2002:bool", r"true|false"),
    ("tag:yaml.org,2002:null", r"null"),
    ("tag:yaml.org,2002:int", r"0|-?[1-9][0-9]*"),
):
    PlainLoader.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern})$"), None)


def load_yaml(path):
    """Read one file."""
    return yaml.load(path.read_text(encoding="utf-8"), PlainLoader)


def listed(answer):
    """Bring one answer to a tuple of ids."""
    if answer is None:
        return ()
    return (answer,) if isinstance(answer, str) else tuple(answer)  # type: ignore[arg-type]


@dataclass
class Content:
    """What the files say, cut down to what the sum takes."""

    questions: dict[str, dict[str, Any]]
    """Every question in the order of the walk."""
    sections: dict[str, list[str]]
    weights: dict[str, Weights]
    """The fit questions that carry points."""
    concerns: dict[str, dict[str, Any]]
    gates: list[dict[str, Any]]
    advisories: list[dict[str, Any]]
    table: list[dict[str, Any]]
    asking: list[dict[str, Any]]
    branch: list[str] = field(default_factory=list)
    """The questions that hang on each other by show_if."""
    ways: list[Given] = field(default_factory=list)
    """Every way through the branch."""
    tried: dict[Any, tuple[int, int]] = field(default_factory=dict)
    """The ends of the branch for what is known of it, once they are worked out."""
    openers: list[str] = field(default_factory=list)
    """The questions that conditions look at: all that tells one path from another."""
    paths: dict[Any, list[str]] = field(default_factory=dict)
    """The path for each set of answers to the openers, once it is worked out."""


def read(folder=FOLDER):
    """Read the content files."""
    manifest = load_yaml(folder / "questionnaire.yaml")
    rubric = load_yaml(folder / "rubric.yaml")
    questions: dict[str, dict[str, Any]] = {}
    sections: dict[str, list[str]] = {}
    for name in manifest["sections"]:
        section = load_yaml(folder / f"{name}.yaml")
        sections[section["id"]] = [one["id"] for one in section["questions"]]
        questions |= {one["id"]: one for one in section["questions"]}
    weights = {key: points_of(one, rubric["scales"]) for key, one in questions.items()}
    return assemble(
        Content(
            questions=questions,
            sections=sections,
            weights={key: points for key, points in weights.items() if points},
            concerns={one["id"]: one for one in questions["concerns"]["options"]},
            gates=load_yaml(folder / "gates.yaml")["gates"],
            advisories=rubric["advisories"],
            table=rubric["table"],
            asking=load_yaml(folder / "therapist-questions.yaml")["questions"],
        )
    )


def points_of(question, scales):
    """Return what each option of a question adds to the two columns."""
    if question["kind"] == "poles":
        steps = scales[question["scale"]]["steps"]
        others = {one["id"]: (0, 0) for one in question.get("others", ())}
        return {step["id"]: (step[PDT], step[CBT]) for step in steps} | others
    if question["kind"] == "statement":
        mine = question["towards"] == PDT
        steps = {step["id"]: step["towards"] for step in scales["statement"]["steps"]}
        return {key: (n, 0) if mine else (0, n) for key, n in steps.items()}
    if question["kind"] == "single":
        return {
            option["id"]: (option["points"][PDT], option["points"][CBT])
            for option in question["options"]
            if "points" in option
        }
    return {}


def options(content, key):
    """Return the option ids of a question, from psychodynamic to CBT or in order."""
    question = content.questions[key]
    if question["kind"] in ("poles", "statement"):
        return list(content.weights[key])
    return [option["id"] for option in question["options"]]


def assemble(content):
    """Work out the branch: who is in it, and every way through it."""
    inside, openers = set(), set()
    for key, question in content.questions.items():
        for condition in question.get("show_if", ()):
            inside |= {key, condition["question"]}
            openers.add(condition["question"])
    content.openers, content.paths = sorted(openers), {}
    content.branch = [key for key in content.questions if key in inside]
    full = itertools.product(*(options(content, key) for key in content.branch))
    seen = {}
    for choices in full:
        way = {k: (v,) for k, v in zip(content.branch, choices, strict=True)}
        way = {key: way[key] for key in content.branch if key in path(content, way)}
        seen[tuple(way.items())] = way
    content.ways = list(seen.values())
    return content


def path(content, answers):
    """Return the questions a person meets, worked out once for like answers."""
    name = tuple(answers.get(key) for key in content.openers)
    if name not in content.paths:
        content.paths[name] = walked(content, answers)
    return content.paths[name]


def walked(content, answers):
    """Walk the whole path: each condition is met by a question met before."""
    met: list[str] = []
    for key, question in content.questions.items():
        if all(
            condition["question"] in met
            and set(answers.get(condition["question"], ())) & set(condition["any_of"])
            for condition in question.get("show_if", ())
        ):
            met.append(key)
    return met


# --- the fit lens -----------------------------------------------------------------


def worth(content, key, option):
    """Return what an option adds to the difference."""
    psychodynamic, cbt = content.weights[key][option]
    return psychodynamic - cbt


def columns(content, answers):
    """Add up the two columns. Answers must lie on the path."""
    earned = [
        content.weights[key][chosen[0]]
        for key, chosen in answers.items()
        if key in content.weights
    ]
    return sum(p for p, _ in earned), sum(c for _, c in earned)


def branch_ends(content, answers):
    """Try every way through the branch that agrees with the answers on the path."""
    known = {key: answers[key] for key in content.branch if key in answers}
    name = tuple(known.items())
    if name not in content.tried:
        totals = [
            sum(worth(content, k, v[0]) for k, v in way.items() if k in content.weights)
            for way in content.ways
            if known.items() <= way.items()
        ]
        content.tried[name] = (min(totals), max(totals))
    return content.tried[name]


def interval(content, answers):
    """Return the least and greatest difference of any completion of the path."""
    low, high = branch_ends(content, answers)
    for key, weights in content.weights.items():
        if key in content.branch:
            continue
        points = (weights[one] for one in answers.get(key, weights))
        ends = [psychodynamic - cbt for psychodynamic, cbt in points]
        low, high = low + min(ends), high + max(ends)
    return low, high


def band_of(difference):
    """Return the band of one difference."""
    size = abs(difference)
    if size < SLIGHT:
        return "no-clear-leaning"
    strength = "clearly" if size >= CLEAR else "slightly"
    return f"{strength}-{PDT if difference > 0 else CBT}"


def weakest(low, high):
    """Return the weakest band in the interval, by its point nearest to zero."""
    return band_of(max(low, min(0, high)))


def fit_side(low, high):
    """Say which therapy the fit lens is towards."""
    return weakest(low, high).rpartition("-")[2].replace("leaning", NEITHER)


# --- the evidence lens and the reading ----------------------------------------------


def evidence_of(concern):
    """Return the evidence reading of one concern, and whom it favours."""
    cbt, psychodynamic = concern["cbt"]["points"], concern["psychodynamic"]["points"]
    if "first_choice" in concern:
        return "named-form-first", list(concern["first_choice"]["favours"])
    if cbt == 3 and psychodynamic <= 2:
        return "cbt-ahead", [CBT]
    if psychodynamic == 3 and cbt <= 2:
        return "psychodynamic-ahead", [PDT]
    return "no-clear-difference", []


def evidence(content, answers):
    """Let the first concern decide."""
    chosen = answers.get("concerns", ())
    return evidence_of(content.concerns[chosen[0]]) if chosen else ("not-given", [])


def evidence_side(favours):
    """Say which therapy a list counts towards; ``another`` weighs nothing."""
    if (CBT in favours) == (PDT in favours):
        return NEITHER
    return CBT if CBT in favours else PDT


def reading_of(low, high, towards):
    """Apply the table, once no gate has fired; gaps count where evidence differs."""
    if low <= -SLIGHT and high >= SLIGHT:
        return "cannot-tell"
    if towards == NEITHER:
        fit = fit_side(low, high)
        return "either" if fit == NEITHER else f"leans-{fit}"
    reached = {PDT} if high >= SLIGHT else {CBT} if low <= -SLIGHT else set()
    return "pull-apart" if reached - {towards} else f"leans-{towards}"


def pull(low, high):
    """Name the place of an interval as the table's rows do."""
    fit = fit_side(low, high)
    reached = [side for side in (PDT, CBT) if (high if side == PDT else -low) >= SLIGHT]
    return f"reaching-{reached[0]}" if fit == NEITHER and len(reached) == 1 else fit


def row_of(content, low, high, towards):
    """Go down the table as the file has it, and count to the first row that applies."""
    for number, row in enumerate(content.table, 1):
        if row.get("spans"):
            if low <= -SLIGHT and high >= SLIGHT:
                return number
        elif pull(low, high) in row.get("fit", ()) and towards in row["evidence"]:
            return number
    raise AssertionError((low, high, towards))


def sums(content, answers):
    """Add up each section that has points to give."""
    found = {}
    for name, keys in content.sections.items():
        if any(key in content.weights for key in keys):
            mine = {key: answers[key] for key in keys if key in answers}
            found[name] = columns(content, mine)
    return found


def gaps(content, answers):
    """Return what each missing answer could still add; the branch counts as one.

    What the branch could add is told from the whole interval, by taking all else away.
    """
    found = {}
    for key, weights in content.weights.items():
        if key not in answers and key not in content.branch:
            ends = [worth(content, key, one) for one in weights]
            found[key] = (min(ends), max(ends))
    psychodynamic, cbt = columns(content, answers)
    left = [
        end - (psychodynamic - cbt) - sum(one[at] for one in found.values())
        for at, end in enumerate(interval(content, answers))
    ]
    asked = [key for key in path(content, answers) if key in content.branch]
    missing = [key for key in asked if key not in answers]
    if missing and left != [0, 0]:
        found[missing[0]] = (left[0], left[1])
    else:
        assert left == [0, 0]
    return {key: found[key] for key in content.questions if key in found}


# --- gates, notes, advisories, questions ------------------------------------------


def called(conditions, answers):
    """Return the answers that meet any of the conditions."""
    return [
        (one["question"], answer)
        for one in conditions
        for answer in answers.get(one["question"], ())
        if answer in one["any_of"]
    ]


def gates(content, answers, *, withheld=False, cleared=()):
    """Return the gates in force, the most urgent first."""
    if withheld:
        return ["withheld"]
    fired = [one["id"] for one in content.gates if called(one["when"], answers)]
    return [one for one in fired if one not in set(cleared) & set(CLEARING)]


def notes(content, answers):
    """Return what carries a note: harm, limits and circumstances, each once."""
    harmed = any(
        answers.get(f"earlier-{kind}") == ("it-harmed",)
        for kind in (PDT, CBT, "another")
    )
    practical = [
        option["id"]
        for key in ("limits", "circumstances")
        for option in content.questions[key]["options"]
        if option["id"] != "none" and option["id"] in answers.get(key, ())
    ]
    return ["it-harmed"] * harmed + practical


def advisories(content, answers, fired, reading):
    """Return the advisories, in the order of the file."""
    chosen = answers.get("concerns", ())
    unsafe = {"danger-at-home", "withheld"} & set(fired)
    holds = {
        "preference-differs": differs(answers, reading),
        "same-answer-all-along": any(
            same_place(content, answers, section) for section in ("working", "wishes")
        ),
        "also-ask-for-form": any(
            "first_choice" in content.concerns[one] for one in chosen[1:]
        ),
        "specialist-service": bool(SPECIALIST & set(chosen)),
        "medical-check-first": "body-symptoms" in chosen,
        "grief-takes-time": "grief-recent" in chosen,
        "couple-therapy": "relationships" in chosen and not unsafe,
        "emptiness-help-lines": "emptiness" in chosen,
        "medicine-and-doctor": bool(MEDICINE & set(chosen))
        and not {"under-18", "withheld"} & set(fired),
    }
    if fired:
        holds = {key: value for key, value in holds.items() if key not in UNGATED_ONLY}
    return [one["id"] for one in content.advisories if holds.get(one["id"])]


def differs(answers, reading):
    """Say whether the preference names one therapy and the reading the other."""
    wish = answers.get("informed-preference", ("",))[0].partition("-")[2]
    return (wish, reading) in {(PDT, "leans-cbt"), (CBT, "leans-psychodynamic")}


def same_place(content, answers, section):
    """Say whether a whole section was answered at one place, as it was shown."""
    places = set()
    for key in content.sections[section]:
        if key not in answers:
            return False
        shown = options(content, key)
        if content.questions[key].get("first") == CBT:
            shown = shown[::-1]
        places.add(shown.index(answers[key][0]))
    return len(places) == 1


def therapist_questions(content, answers):
    """Return the questions to take along, each with the answers that call for it."""
    always = [one for one in content.asking if one.get("from_source")]
    general = [
        one
        for one in content.asking
        if not one.get("from_source") and "ask_when" not in one
    ]
    wanted = [one for one in content.asking if called(one.get("ask_when", []), answers)]
    wanted = wanted[:MOST_CALLED]
    filling = general[: max(0, FEWEST - len(wanted))]
    return [
        (one["id"], called(one.get("ask_when", []), answers))
        for one in (*always, *wanted, *filling)
    ]


# --- the whole sheet ----------------------------------------------------------------


def on_path(content, raw):
    """Drop what is not answered and what lies off the path."""
    answers = {key: listed(value) for key, value in raw.items() if listed(value)}
    return {key: answers[key] for key in path(content, answers) if key in answers}


def work(content, raw, *, withheld=False, cleared=()):
    """Work out one sheet."""
    answers = on_path(content, raw)
    judged = judge(content, answers, withheld=withheld, cleared=cleared)
    fired, reading = judged["gates"], judged["reading"]
    return SimpleNamespace(
        **judged,
        path=path(content, answers),
        notes=notes(content, answers),
        advisories=advisories(content, answers, fired, reading),
        questions=therapist_questions(content, answers),
    )


def judge(content, answers, *, withheld, cleared=()):
    """Work out the points, the evidence and the reading, and nothing besides."""
    fired = gates(content, answers, withheld=withheld, cleared=cleared)
    sums: dict[str, Any] = dict.fromkeys(
        ("psychodynamic", "cbt", "maximum", "difference", "lowest", "highest", "band")
    )
    proof: tuple[Any, Any] = (None, None)
    reading, row = "see-someone-first", 1
    if not fired:
        low, high = interval(content, answers)
        psychodynamic, cbt = columns(content, answers)
        sums = {
            "psychodynamic": psychodynamic,
            "cbt": cbt,
            "maximum": MOST,
            "difference": psychodynamic - cbt,
            "lowest": low,
            "highest": high,
            "band": weakest(low, high),
        }
        proof = evidence(content, answers)
        reading = reading_of(low, high, evidence_side(proof[1]))
        row = row_of(content, low, high, evidence_side(proof[1]))
    evident = {"evidence": proof[0], "favours": proof[1]}
    return {"gates": fired, **sums, **evident, "reading": reading, "row": row}
