"""What worked examples cannot say of the rubric: properties, copies, reasons."""

from dataclasses import replace
from itertools import chain, combinations, product

import pytest
from sheets import adding_up_to, changed, given, middle, sheet

from fitcheck.content import loader
from fitcheck.rubric import scoring


def scored(questionnaire, answers):
    return scoring.score(questionnaire, sheet(answers))


def test_both_columns_have_the_maximum_of_any_path(gallery):
    assert scoring.maxima(gallery) == {"psychodynamic": 10, "cbt": 10}


def test_a_way_beside_the_two_counts_as_the_middle_and_is_its_own_mirror(gallery):
    for difference in range(-6, 7):
        here, there, middle_of = (
            scored(gallery, adding_up_to(sign * difference, preference=wish))
            for sign, wish in (
                (1, "elsewhere"), (-1, "elsewhere"), (1, "no-preference")
            )
        )  # fmt: skip
        ends = (there.fit.cbt, there.fit.psychodynamic, -there.fit.highest)
        (line,) = (one for one in here.lines if one.question == "preference")

        assert here.fit == middle_of.fit
        assert (here.fit.psychodynamic, here.fit.cbt, here.fit.lowest) == ends
        assert (line.answer, line.psychodynamic, line.cbt) == ("elsewhere", 0, 0)
        assert "preference-differs" not in here.advisories


def test_a_form_for_both_sides_counts_towards_neither():
    both, other = ("cbt", "psychodynamic"), ("another", "psychodynamic")

    assert scoring.leaning(both) == scoring.leaning(("another",)) == "neither"
    assert scoring.leaning(other) == "psychodynamic"


def test_a_table_with_a_gap_is_an_error_and_never_a_guess(gallery):
    rubric = gallery.rubric.model_copy(update={"table": gallery.rubric.table[:-1]})

    with pytest.raises(LookupError):
        scored(replace(gallery, rubric=rubric), middle())


CLEARING = {"suicidal-thoughts", "self-harm", "drink-or-drugs", "eating-danger"}
"""The gates that a clinician may clear: product.md, section 4."""


def subsets(ids, most=4):
    known = sorted(ids)
    return [*chain.from_iterable(combinations(known, n) for n in range(most + 1))]


def test_of_all_that_was_cleared_only_the_four_that_clear_count_no_more(shipped):
    order = [gate.id for gate in shipped.library.gates.gates]
    fires = {one.id for one in shipped.choices["needs-assessment"]} - {"none-of-these"}
    assert {gate.id for gate in shipped.library.gates.gates if gate.clears} == CLEARING

    for needs, cleared in product(
        subsets(fires, 3), [*subsets(CLEARING), tuple(order)]
    ):
        left = {*needs} - ({*cleared} & CLEARING)
        answers = {"needs-assessment": needs} if needs else {}
        unsafe = {**answers, "safe-now": ("might-hurt-myself",)}
        for given_now, more in ((answers, set()), (unsafe, {"not-safe-now"})):
            found = scoring.fired(shipped, sheet(given_now, cleared=cleared))
            assert tuple(one for one in order if one in left | more) == found


def test_what_was_cleared_is_scored_and_its_copy_says_nothing_of_it(gallery):
    answers = adding_up_to(8, weather="storm", purpose="shells")
    talked = sheet(answers, respondent="clinician", cleared=("storm",))
    plain = sheet(adding_up_to(8, weather="none-of-these", purpose="shells"))
    fired = bool(scoring.fired(gallery, talked))

    copy = talked.withhold(gallery.safety, gate_fired=fired)

    assert scoring.score(gallery, talked) == scoring.score(gallery, plain)
    assert scoring.score(gallery, copy) == scoring.score(gallery, plain)
    assert (copy.withheld, copy.gate_withheld, copy.cleared) == (True, False, ())
    assert "weather" not in copy.answers


def test_a_copy_stands_for_any_gate_and_without_one_for_none(gallery):
    gated = sheet(adding_up_to(8, ready_to_go="no")).withhold(
        gallery.safety, gate_fired=True
    )
    plain = sheet(middle(ready_to_go="yes"))
    copy = plain.withhold(gallery.safety, gate_fired=False)

    assert scoring.score(gallery, gated).gates == ("withheld",)
    assert scoring.score(gallery, plain) == scoring.score(gallery, copy)


def test_a_line_gives_the_reason_and_the_sources_each_once(gallery):
    answers = given(listen_or_look="slightly-cbt", purpose="views")

    fit, evidence = scored(gallery, answers).lines

    assert fit.reason == "The sea is loud, the hill is high."
    assert fit.sources == ("walkers-2020", "judgement")
    both = ("Some see far there.", "A guide puts it first.")
    assert evidence.reason == dict(zip(("psychodynamic", "cbt"), both, strict=True))
    assert evidence.sources == ("walkers-2020", "guide-2021")
    standing = scoring.standing(gallery.concerns["birds"])
    assert standing.sources == ("evidence-review-2026", "guide-2021")


def test_advice_comes_in_the_order_of_the_file(gallery_texts):
    old = "  - id: also-ask-for-form"
    new = f"""  - id: bring-water
    concerns: [birds]
    title: Bring water
    text: It can be hot.
    short: Bring water.
    sources: [judgement]
{old}"""
    questionnaire = loader.parse(changed(gallery_texts, "rubric", old, new), "gallery")

    score = scored(questionnaire, given(purpose="views birds"))

    assert score.advisories == ("bring-water", "also-ask-for-form")
