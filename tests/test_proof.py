"""The audit against seeded faults, and its counting against brute force."""

import datetime
import json
import re
from collections import Counter
from dataclasses import replace
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any

import pencil
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sampling import THOROUGH
from sheets import adding_up_to, changed, middle, sheet

from fitcheck.answers.sheet import Expected, Sheet, Vignette
from fitcheck.content import loader
from fitcheck.content.model import Condition
from fitcheck.proof import articles, constitution, counting, reading_grade, witnesses
from fitcheck.rubric import path, scoring

DAY = datetime.date(2026, 1, 3)


def audit(questionnaire, grade=None, vignettes=None):
    return constitution.audit(questionnaire, DAY, grade, vignettes)


def line(texts, stem, needle):
    before, found, _ = texts[stem].partition(needle)
    assert found
    return before.count("\n") + found[: found.index(needle.strip())].count("\n") + 1


def findings(texts, article):
    """Hold the gallery, changed, against one article alone, which is quicker."""
    questionnaire = loader.parse(texts, "gallery")
    told = articles.every(counting.prove(questionnaire), DAY)[article - 1]
    return constitution.hold(questionnaire, article, told).findings


def test_the_gallery_keeps_the_whole_constitution(gallery):
    held = audit(gallery, lambda _: 3.0)

    assert not held.findings
    assert list(range(1, 13)) == [article.number for article in held.articles]
    assert all(article.measured for article in held.articles)
    assert "Complete answer sheets: 21,600." in held.facts
    assert not [fact for fact in held.facts if fact.startswith("No concern")]


FAULTS = {
    fault["name"]: fault
    for fault in pencil.load_yaml(Path(__file__).parent / "cases/gallery_faults.yaml")
}


def test_every_article_has_a_fault_that_breaks_it():
    measured_alone = {10}  # by a formula that is not always there: see below
    broken = {fault["article"] for fault in FAULTS.values()}

    assert broken | measured_alone == set(range(1, len(constitution.ARTICLES) + 1))


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_is_found_at_its_line(name, gallery_texts):
    fault = FAULTS[name]
    stem, blamed = fault["file"], fault.get("blamed", fault["file"])
    if name == "a card that is missing":
        gallery_texts["choice"] = gallery_texts["choice"].replace(", cbt]", "]")
    texts = changed(gallery_texts, stem, fault["was"], fault["now"])

    places = [(one.file, one.line) for one in findings(texts, fault["article"])]

    assert (f"gallery/{blamed}.yaml", line(texts, blamed, fault["at"])) in places


def test_a_finding_is_printed_with_its_place_and_its_remedy(gallery_texts):
    texts = changed(gallery_texts, "ways", "first: cbt", "first: psychodynamic")

    printed = str(audit(loader.parse(texts, "gallery")).findings[0])

    assert printed.startswith("gallery/ways.yaml:1:1: article 2: always the first")
    assert "= balance which side is shown first" in printed


@pytest.mark.parametrize(("language", "grade"), [("en", None), ("de", lambda _: 99.0)])
def test_reading_grades_need_a_formula_and_are_measured_in_english_only(
    language, grade, gallery
):
    manifest = gallery.manifest.model_copy(update={"language": language})

    article = audit(replace(gallery, manifest=manifest), grade).articles[9]

    assert (article.measured, article.findings) == (False, ())
    assert article.figures == ("article 10: not measured",)


def test_a_question_above_grade_six_and_a_long_text_above_eight_are_found(
    gallery_texts,
):
    long = f"note: {'A hill yonder. ' * 40}"
    texts = changed(gallery_texts, "concerns", "note: You can see far from both.", long)
    grades = {"yonder": 8.1, "waves": 6.1}

    def grade(text):
        return next((n for word, n in grades.items() if word in text), 6.0)

    found = audit(loader.parse(texts, "gallery"), grade).findings

    wanted = {("concerns", "- id: views"), ("ways", "- id: listen-or-look")}
    assert {(one.file, one.line) for one in found} == {
        (f"gallery/{stem}.yaml", line(texts, stem, needle)) for stem, needle in wanted
    }
    said = "concerns/purpose/views (note) reads at grade 8.1, above 8"
    assert any(said in one.what for one in found)


def test_short_texts_are_measured_together_with_therapies_as_one_word(gallery):
    found = list(reading_grade.passages(gallery))

    for short in ("The guides say the hills", "You can see far from both", "Go where"):
        (one,) = [passage for passage in found if short in passage.text]
        assert one.limit == reading_grade.TEXT
        assert len(one.text.split()) > 80
    said = reading_grade.passage("x", ["Psychodynamic therapy or CBT-I", "and CBT?"])
    assert said.text == "therapy or therapy. and therapy?"
    assert all("CBT" not in one.text for one in found)


def test_concerns_behind_a_safety_answer_decide_unless_it_is_a_gate(gallery_texts):
    shown = 'at_most: 3\n    show_if: [{{question: ready-to-go, any_of: ["{}"]}}]'
    way, gated = (
        changed(gallery_texts, "concerns", "at_most: 3", shown.format(answer))
        for answer in ("yes", "no")
    )

    assert not audit(loader.parse(way, "gallery")).findings
    said = [finding.what for finding in findings(gated, 6)]
    assert "article 6: no answers lead to the reading 'pull-apart'" in said
    assert "article 6: no answers lead to the option 'purpose/birds'" not in said


def test_concerns_that_all_stand_alone_never_come_second(gallery_texts):
    alone = "\n        exclusive: true\n        about: "
    concerns = gallery_texts["concerns"].replace("\n        about: ", alone, 4)

    (found,) = findings({**gallery_texts, "concerns": concerns}, 6)

    assert found.what.endswith("no answers lead to the advisory 'also-ask-for-form'")


def test_without_concerns_the_fit_lens_is_audited_all_the_same(gallery_texts):
    questionnaire = loader.parse(without_concerns(gallery_texts), "gallery")

    held = audit(questionnaire)

    broken = {article.number for article in held.articles if article.findings}
    expected = {6, 7}  # what only concerns lead to, and what only they cite
    assert expected == broken
    assert "Complete answer sheets: 21,600." in held.facts


def without_concerns(texts):
    texts = changed(texts, "questionnaire", "concerns, ", "")
    retired = "    - {question: purpose, option: fishing}\n"
    texts = changed(texts, "questionnaire", retired, "")
    rubric, _, _ = texts["rubric"].partition("  - id: take-a-towel")
    before, _, rest = texts["therapist-questions"].partition("  - id: which-birds")
    _, kept, after = rest.partition("  - id: what-is-new")
    del texts["concerns"]
    return {**texts, "rubric": rubric, "therapist-questions": before + kept + after}


@pytest.mark.parametrize(
    ("old", "new", "said", "unsaid"),
    [
        ("favours: [cbt, another]", "favours: []", "People", "not symmetric"),
        ("points: 3, reason: A guide puts it first., sources: [guide-2021]}\n"
         "        note: Shells",
         "points: 2, reason: Some., sources: [guide-2021]}\n        note: Shells",
         "evidence that puts psychodynamic therapy first",
         "'psychodynamic-ahead'"),
        ("psychodynamic: {points: 2, reason: Some see",
         "psychodynamic: {points: 3, reason: Some see",
         "gives the evidence reading 'cbt-ahead'",
         "evidence that puts CBT first"),
    ],
)  # fmt: skip
def test_the_facts_say_what_the_evidence_does_not_support(
    old, new, said, unsaid, gallery_texts
):
    texts = changed(gallery_texts, "concerns", old, new)

    facts = "\n".join(audit(loader.parse(texts, "gallery")).facts)

    assert said.lower() in facts.lower()
    assert unsaid not in facts


# --- the vignettes -----------------------------------------------------------------


def fictional(answers, **expect):
    wished = {"reading": "either", "band": "no-clear-leaning", "gate": (), **expect}
    person = Vignette("Ida, 40", "Ida likes the sea.", Expected(**wished))
    return sheet(answers, vignette=person)


def test_first_last_and_middle_of_a_preference_are_those_of_its_five_steps(gallery):
    lines = counting.straight_lines(gallery).values()

    middles = [{"no-preference"}] * 3
    expected = [{"strongly-psychodynamic"}, {"strongly-cbt"}, *middles]
    assert expected == [line["preference"] for line in lines]


def test_the_vignettes_are_a_fact_only_if_they_were_handed_in(gallery):
    every = witnesses.witnesses(counting.prove(gallery))
    people = {"a.yaml": fictional(middle()), "b.yaml": fictional(adding_up_to(8))}
    all_of_them = {f"{n}.yaml": sheet(answers) for n, answers in enumerate(every)}
    without, none, some, whole = (
        audit(gallery, vignettes=v).facts for v in (None, {}, people, all_of_them)
    )

    assert not [fact for fact in without if "ignette" in fact]
    assert none[-1] == "Vignettes: none in this folder."
    counted, missed = some[-2:]
    assert counted.startswith("Vignettes: 2; they touch 2 of 5 bands, 2 of 6 readings")
    assert " advisories, " in counted
    assert " therapist questions, " in counted
    assert missed.startswith("No vignette touches: band clearly-cbt, ")
    assert "option" not in missed
    assert whole[-1].startswith(f"Vignettes: {len(all_of_them)}; they touch 5 of 5 ban")
    assert all(int(a) == int(b) for a, b in re.findall(r"(\d+) of (\d+)", whole[-1]))


@pytest.mark.parametrize(
    ("answers", "expect", "said"),
    [
        (middle(), {}, []),
        (middle(), {"reading": "leans-cbt"}, ["the reading leans-cbt, not either"]),
        (middle(), {"band": None}, ["the band none, not no-clear-leaning"]),
        (middle(), {"gate": ("not-ready",)}, ["the gates not-ready, not none"]),
        (middle(ready_to_go="no"), {"reading": "see-someone-first"},
         ["the band no-clear-leaning, not none", "the gates none, not stay-in"]),
    ],
)  # fmt: skip
def test_a_vignette_that_is_read_otherwise_is_a_finding_with_its_file(
    answers, expect, said, gallery
):
    people = {"q/vignettes/ida.yaml": fictional(answers, **expect)}
    nobody = {"x.yaml": sheet(middle())}

    *found, last = audit(gallery, vignettes=people | nobody).findings

    assert str(last).startswith("x.yaml: this file among the vignettes has no 'vign")
    what = "q/vignettes/ida.yaml: the vignette expects"
    remedy = "  = change what is expected, or mend the answers or the rubric"
    assert [f"{what} {one}\n{remedy}" for one in said] == list(map(str, found))


# --- the witnesses -------------------------------------------------------------------


def test_neighbouring_gates_fire_on_one_sheet_where_they_can(gallery):
    gates = gallery.library.gates
    stay, *rest = gates.gates
    no = Condition(question="ready-to-go", any_of=("no",))
    other = stay.model_copy(update={"id": "stay-out", "when": (no,)})
    more = gates.model_copy(update={"gates": (stay, other, *rest)})
    library = gallery.library.model_copy(update={"gates": more})
    questionnaire = replace(gallery, library=library)

    found = list(witnesses.at_once(questionnaire))
    fired = [scoring.fired(questionnaire, sheet(answers)) for answers in found]

    both = ("stay-in",)  # both look at one question that takes one answer
    assert fired[:3] == [both, ("stay-in", "stay-out", "storm"), ("storm", "fog")]
    for key, chosen in (pair for answers in found for pair in answers.items()):
        question = questionnaire.questions[key]
        assert path.accept(questionnaire, question, chosen) == chosen


def test_each_concern_meets_each_band(gallery):
    met, key = set(), gallery.concern_question or ""
    for answers in witnesses.witnesses(counting.prove(gallery)):
        fit = scoring.score(gallery, sheet(answers)).fit
        if fit and key in answers:
            met.add((fit.band, answers[key][0]))

    bands = [band.id for band in gallery.rubric.bands]
    assert met >= set(product(bands, gallery.concerns))


# --- the counting against brute force -------------------------------------------------

POINTS = st.integers(min_value=0, max_value=3)
SIDES = st.sampled_from(["psychodynamic", "cbt"])
WHY = {"reason": "R.", "sources": ["judgement"]}


def asked(key, kind, **more):
    return {"id": key, "kind": kind, "name": "N", "text": "T?", "why": "W.", **more}


@st.composite
def singles(draw, key, *, scored=True):
    options: list[dict[str, Any]] = []
    for number in range(draw(st.integers(2, 3))):
        options.append({"id": f"o{number}", "label": f"O{number}"})
        if scored:
            both = {"psychodynamic": draw(POINTS), "cbt": draw(POINTS)}
            options[-1]["points"] = {**both, **WHY}
    return asked(key, "single", options=options)


@st.composite
def under(draw, parent, key, **more):
    ids = [option["id"] for option in parent["options"]]
    some = draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    condition = {"question": parent["id"], "any_of": some}
    return {**draw(singles(key, **more)), "show_if": [condition]}


@st.composite
def plain(draw, key):
    kind, side = draw(st.sampled_from(["poles", "statement", "single"])), draw(SIDES)
    if kind == "single":
        return draw(singles(key))
    if kind == "statement":
        return asked(key, kind, towards=side, **WHY)
    scale = draw(st.sampled_from(["two-pole", "preference"]))
    beside = {"id": "beside", "label": "C", "headline": "c", "next_step": "C."}
    others = [beside] if scale == "preference" and draw(st.booleans()) else []
    more = {"psychodynamic": "A", "cbt": "B", "first": side, "scale": scale}
    return asked(key, kind, **more, **WHY, others=others)


@st.composite
def small(draw):
    """Draw a few questions, some of them linked, and a rubric, fair or not."""
    asks = [draw(plain(f"q{n}")) for n in range(draw(st.integers(1, 3)))]
    if draw(st.booleans()):
        driver = draw(singles("driver", scored=draw(st.booleans())))
        asks += [driver, draw(under(driver, "child"))]
        if draw(st.booleans()):
            asks.append(draw(under(asks[-1], "grandchild")))
        if draw(st.booleans()):
            asks.append(draw(under(driver, "idle", scored=False)))
    scales: dict[str, Any] = {}
    for name in ("two-pole", "preference", "statement"):
        at_least = 3 if name == "statement" else 2
        steps = [{"id": f"p{n}"} for n in range(draw(st.integers(at_least, 3)))]
        worth = ["towards"] if name == "statement" else ["psychodynamic", "cbt"]
        steps = [{**step, **{one: draw(POINTS) for one in worth}} for step in steps]
        scales[name] = {"id": name, "reason": "R.", "steps": steps}
    more, fewer = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    sides = ["cbt"] * more + ["neither"] + ["psychodynamic"] * fewer
    bounds = st.lists(st.integers(-6, 6), min_size=4, max_size=4, unique=True)
    rising = [None, *sorted(draw(bounds))[: len(sides) - 1]]
    bands = [
        {"id": f"band-{number}", "side": side, "from": bound, "name": "N"}
        for number, (side, bound) in enumerate(zip(sides, rising, strict=True))
    ]
    section = {"id": "made", "title": "T", "questions": asks}
    return {"rubric": {"scales": scales, "bands": bands}, "made": section}


def made(files, drawn):
    texts = {
        stem: text
        for stem, text in files.items()
        if stem in {*loader.APART, "safety", "concerns"}
    }
    order = files["questionnaire"].partition("retired:")[0]
    texts["questionnaire"] = f"{order}sections: [safety, made, concerns]\n"
    rubric = yaml.safe_load(files["rubric"]) | drawn["rubric"]
    texts |= {"rubric": json.dumps(rubric), "made": json.dumps(drawn["made"])}
    general = files["therapist-questions"].partition("  - id: which-birds")[0]
    texts["therapist-questions"] = general
    return loader.parse(texts, "made")


def complete(questionnaire, answers):
    """Enumerate by walking: no groups, no leaves."""
    for question in path.path(questionnaire, answers):
        wanted = questionnaire.section_of[question.id].id == "made"
        if wanted and question.id != "idle" and question.id not in answers:
            for choice in questionnaire.choices[question.id]:
                yield from complete(
                    questionnaire, {**answers, question.id: (choice.id,)}
                )
            return
    yield answers


def breaches(told):
    return [one for one in told if not isinstance(one, str)]


def fit_of(questionnaire, answers):
    fit = scoring.score(questionnaire, Sheet("gallery", "2.1.0", answers)).fit
    assert fit is not None
    return fit


BRUTE = settings(
    max_examples=60 if THOROUGH else 8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


@BRUTE
@given(drawn=small())
def test_the_proof_counts_what_brute_force_counts(drawn, gallery_files):
    questionnaire = made(gallery_files, drawn)
    fits = [fit_of(questionnaire, sheet) for sheet in complete(questionnaire, {})]

    proved = counting.prove(questionnaire)

    assert len(fits) == proved.total
    assert Counter(fit.difference for fit in fits) == proved.spread
    assert Counter(fit.band for fit in fits) == +Counter(proved.bands)
    most = {"psychodynamic": max(fit.psychodynamic for fit in fits),
            "cbt": max(fit.cbt for fit in fits)}  # fmt: skip
    assert most == scoring.maxima(questionnaire)
    assert all(fit.lowest == fit.difference == fit.highest for fit in fits)


@BRUTE
@given(drawn=small(), data=st.data())
def test_the_interval_of_a_partial_sheet_is_that_of_its_completions(
    drawn, data, gallery_files
):
    questionnaire = made(gallery_files, drawn)
    wholes = list(complete(questionnaire, {}))
    whole = data.draw(st.sampled_from(wholes))
    kept = data.draw(st.sets(st.sampled_from(sorted(whole))))
    partial = {key: chosen for key, chosen in whole.items() if key in kept}
    counted = path.on_path(questionnaire, partial)
    ends = [
        fit_of(questionnaire, one).difference
        for one in wholes
        if counted.items() <= one.items()
    ]

    fit = fit_of(questionnaire, partial)

    assert (min(ends), max(ends)) == (fit.lowest, fit.highest)


FIRST_CONCERNS = ((), ("shells",), ("views",), ("fresh-air",))
"""None, and one for each side that the evidence can take."""


def torn(questionnaire, most=120):
    """Return the partial sheets that lean where not every completion does, or fail to.

    It tries sheets with every pattern of gaps; of many sheets it takes some.
    """
    wholes = list(complete(questionnaire, {}))
    partials = {
        frozenset(some)
        for whole in wholes
        for count in range(len(whole) + 1)
        for some in combinations(whole.items(), count)
    }
    step = len(partials) // most + 1
    found = []
    for concern in FIRST_CONCERNS:
        also = {"purpose": concern} if concern else {}

        def read(answers, also=also):
            return scoring.score(questionnaire, sheet({**answers, **also})).reading

        readings = [(whole.items(), read(whole)) for whole in wholes]
        for some in sorted(partials, key=sorted)[::step]:
            partial = dict(some)
            kept = path.on_path(questionnaire, partial).items()
            every = {reading for items, reading in readings if kept <= items}
            here = read(partial)
            if any((here == lean) != (every == {lean}) for lean in articles.LEANS):
                found.append((partial | also, here))
    return found


@BRUTE
@given(drawn=small())
def test_a_partial_sheet_leans_if_and_only_if_every_completion_does(
    drawn, gallery_files
):
    questionnaire = made(gallery_files, drawn)

    assert not torn(questionnaire)
    assert not breaches(articles.gaps(counting.prove(questionnaire)))


def test_brute_force_sees_gaps_lean_by_the_rule_of_version_1(gallery_files):
    either, reaching = "[neither, reaching-psychodynamic, reaching-cbt]", "reaching-"
    rubric = gallery_files["rubric"]
    for side in ("psychodynamic", "cbt"):
        rubric = rubric.replace(f"fit: [neither, {reaching}{side}]", f"fit: {either}")
    pole = {"kind": "poles", "psychodynamic": "A", "cbt": "B", "first": "cbt",
            "scale": "two-pole", "reason": "R.", "sources": ["judgement"]}  # fmt: skip
    section = {"id": "made", "title": "T",
               "questions": [asked(f"q{n}", **pole) for n in range(3)]}  # fmt: skip
    files = {**gallery_files, "rubric": rubric}
    questionnaire = made(files, {"rubric": {}, "made": section})

    found = torn(questionnaire)

    assert rubric.count(either) == 3
    assert {"leans-psychodynamic", "leans-cbt"} == {reading for _, reading in found}
    assert breaches(articles.gaps(counting.prove(questionnaire)))


@BRUTE
@given(drawn=small())
def test_single_answers_cross_where_brute_force_sees_them_cross(drawn, gallery_files):
    questionnaire = made(gallery_files, drawn)
    wholes = list(complete(questionnaire, {}))
    fits = [fit_of(questionnaire, whole) for whole in wholes]
    crossing, moving = set(), set()
    for (one, was), (other, now) in permutations(zip(wholes, fits, strict=True), 2):
        for key in one.keys() & other.keys():
            start = path.on_path(questionnaire, {**one, key: other[key]})
            if one[key] != other[key] and start.items() <= other.items():
                if {was.side, now.side} == {"psychodynamic", "cbt"}:
                    crossing.add((f"made/{key}", True))
                if was.band != now.band:
                    moving.add(f"made/{key}")

    broken = breaches(articles.single_answers(counting.prove(questionnaire)))

    scored = {f"made/{key}" for key in questionnaire.scored}
    idle = {(key, False) for key in scored - moving}
    assert crossing | idle == {(key, "alone" in what) for key, what in broken}
