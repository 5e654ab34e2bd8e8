"""What a report says first: its first sentence, its doubt, and what comes next.

Over every concern, every reading that it can get, and every preference.
"""

import re

import pytest
from sheets import MIDDLE
from sheets import sheet as gallery_sheet
from spoken import SAFE, middle, sheet, wishing

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.documents import papers
from fitcheck.render import RENDERERS
from fitcheck.render.markdown import pieces
from fitcheck.report.case import Case
from fitcheck.rubric import scoring

VIGNETTES = sorted((files.bundled() / "vignettes").glob("*.yaml"))
SIDES = ("psychodynamic", "cbt")
LEANS = {f"leans-{side}" for side in SIDES}
READINGS = {"cannot-tell", "either", "pull-apart", *LEANS}
NAMES = {"psychodynamic": "psychodynamic therapy", "cbt": "CBT"}
PREFERENCE = "informed-preference"


def preferred(case):
    return next(iter(case.answered.get(PREFERENCE, ())), None)


def alone(case):
    """Say whether a lean rests on the evidence alone."""
    return case.score.fit.side == "neither" and case.score.reading in LEANS


def reached(case):
    """Say whether gaps pull what is wanted and the evidence apart."""
    return case.score.fit.side == "neither" and case.score.reading == "pull-apart"


def wishes(questionnaire):
    """Yield what is wanted: towards each side, neither, gaps to each side, nothing."""
    for side in SIDES:
        whole = wishing(questionnaire, side, "no-preference")
        yield whole
        yield gaps(questionnaire, whole, f"reaching-{side}")
    yield middle(whole)
    yield {}


def gaps(questionnaire, whole, pull):
    """Leave out answers until gaps alone reach a side, whatever is preferred."""
    wanted = {**whole, PREFERENCE: (f"strongly-{pull.partition('-')[2]}",)}
    while wanted:
        fits = (
            scoring.fit(questionnaire, {**wanted, **one})
            for one in ({}, {PREFERENCE: ("another-kind",)})
        )
        if all(fit.pull == pull for fit in fits):
            return wanted
        wanted.pop(list(wanted)[-2])
    raise AssertionError(pull)


def everybody(questionnaire):
    choices = questionnaire.choices[PREFERENCE]
    for wanted in wishes(questionnaire):
        for concern in (*questionnaire.concerns, None):
            for way in (*(one.id for one in choices), None):
                given = {**SAFE, **wanted}
                given.pop(PREFERENCE, None)
                given |= {"concerns": (concern,)} if concern else {}
                given |= {PREFERENCE: (way,)} if way else {}
                yield Case(questionnaire, sheet(given))


@pytest.fixture(scope="module")
def people(shipped):
    return list(everybody(shipped))


# --- the first sentence --------------------------------------------------------------


def test_a_form_with_a_name_leads_in_every_reading_and_with_every_preference(
    people, shipped
):
    seen = set()
    for one in people:
        form = one.form
        if not form:
            assert "ask first about" not in " ".join(one.sentences)
            continue
        seen.add((form.ask, one.score.reading, preferred(one)))
        assert f"ask first about {form.ask}" in one.sentences[0]
        at = int(preferred(one) in {"another-kind", "none-for-now"})
        step = shipped.words.report.next_form.format(ask=form.ask)
        assert one.next_steps[at] == step
        assert re.match(rf"You could ask for {re.escape(form.ask)}, .*trained", step)
    forms = {x.first_choice.ask for x in shipped.concerns.values() if x.first_choice}
    assert {ask for ask, *_ in seen} == forms
    assert {reading for _, reading, _ in seen} == READINGS
    assert len({preferred for *_, preferred in seen}) == 8


def test_a_form_comes_before_any_lean_and_a_lean_is_said_within_it(people):
    seen = set()
    for one in people:
        form = one.form
        if not form or one.score.reading not in LEANS:
            continue
        _, second = one.sentences
        side = one.score.reading.removeprefix("leans-")
        within = f"Within that, your wishes lean towards {NAMES[side]}. "
        seen.add((not form.favours, side))
        assert second == (form.family if form.favours else f"{within}{form.family}")
    assert seen == {(True, "psychodynamic"), (True, "cbt"), (False, "cbt")}


def test_another_kind_or_none_for_now_leads_the_sentence_and_the_next_step(
    people, shipped
):
    others = {one.id: one for one in shipped.questions[PREFERENCE].others}
    assert list(others) == ["another-kind", "none-for-now"]
    for one in people:
        mine = others.get(preferred(one) or "")
        if mine:
            assert one.sentences[0].lower().startswith(mine.headline)
            assert one.next_steps[0] == mine.next_step
        for other in others.values():
            if other != mine:
                assert other.headline not in one.sentences[0].lower()
                assert other.next_step not in one.next_steps


def test_a_preference_for_the_other_therapy_leads(people):
    differing = [one for one in people if "preference-differs" in one.score.advisories]
    readings = {one.score.reading for one in differing}
    assert readings == LEANS
    for one in people:
        sides = SIDES if one.score.reading == "leans-cbt" else SIDES[::-1]
        preferred, leant = (NAMES[side] for side in sides)
        start = f"You prefer {preferred}, and the result leans towards {leant}"
        assert one.sentences[0].startswith(start) == (one in differing)


def test_what_rests_on_evidence_alone_and_what_gaps_pull_apart_says_so(people):
    for reason in (alone, reached):
        assert len([*filter(reason, people)]) > 50
    for one in people:
        said = one.sentences[0].lower()
        assert ("this rests on the evidence alone" in said) == alone(one)
        reach = "so far your answers point to psychodynamic therapy, and some are open"
        assert (reach in said) == reached(one)
        assert ("so far" in said) == reached(one)


@pytest.mark.parametrize(
    ("side", "purpose"), [("psychodynamic", "views"), ("cbt", "shells")]
)
def test_gaps_reach_to_either_side_by_the_same_rule(side, purpose, gallery):
    wish = "wants-sand" if side == "psychodynamic" else "wants-top"
    given = {**MIDDLE, "wander-or-map": (f"strongly-{side}",), "purpose": (purpose,)}
    del given[wish]
    told = Case(gallery, gallery_sheet(given))
    assert reached(told)
    assert told.sentences[0] == (
        f"So far your answers point to {NAMES[side]}, and some are open."
    )
    given["wander-or-map"] = ("no-preference",)
    del given["preference"]
    told = Case(gallery, gallery_sheet(given))
    reach = gallery.words.headline.reach_open.format(side=NAMES[side])
    assert reached(told)
    assert told.sentences[0].lower() == f"{reach.lower()}."


def test_with_nothing_to_lead_it_the_sentence_names_the_reading(people, shipped):
    plain = [one for one in people if len(one.sentences) == 1]
    assert {one.score.reading for one in plain} == READINGS
    for one in plain:
        assert one.sentences[0] == shipped.words.readings.of(one.score.reading).sentence


# --- the doubt -----------------------------------------------------------------------

DOUBTS = {
    "wide": ("phobia", "obsessions-compulsions", "sleep", "eating-bingeing"),
    "small": (
        "anxiety-worry", "panic", "social-anxiety", "ptsd", "eating-restricting",
        "self-esteem", "grief-lasting", "emotion-regulation",
    ),
    "equal": ("depression", "personality", "relationships", "body-symptoms"),
    "nothing_seen": ("hard-childhood", "grief-recent", "emptiness", "something-else"),
    "nothing_named": ("none-in-particular",),
    "not_given": (None,),
}  # fmt: skip


def test_the_doubt_is_the_one_of_the_first_concern_s_evidence(people, shipped):
    kinds = {concern: kind for kind, several in DOUBTS.items() for concern in several}
    assert set(kinds) == {*shipped.concerns, None}
    every = {kind: getattr(shipped.words.doubts, kind) for kind in DOUBTS}
    for one in people:
        own = shipped.words.readings.of(one.score.reading).doubt
        kind = kinds[one.concern.id if one.concern else None]
        name = one.concern.label.partition(" (")[0] if one.concern else ""
        said = re.escape(every[kind]).replace(re.escape("{concern}"), f"(?i:{name})")
        expected = re.escape(own)
        if one.score.reading != "cannot-tell":
            expected += f" {said}"
        assert re.fullmatch(expected, one.doubt)


def test_nothing_about_low_mood_is_said_to_whom_other_things_come_first(people):
    low = re.compile("depress|low mood", re.IGNORECASE)
    for one in people:
        found = low.search(" ".join((*one.sentences, one.doubt, *one.next_steps)))
        mine = one.concern and one.concern.id == "depression"
        assert bool(found) == bool(mine and one.score.reading != "cannot-tell")


# --- how a whole report says it ------------------------------------------------------


def test_a_whole_report_is_grammatical_and_names_sources_in_words(shipped):
    keys = [one.key for one in shipped.library.sources.sources]
    names = "|".join(map(re.escape, keys))
    odd = "|".join(re.escape(key) for key in keys if re.search(r"[-\d]", key))
    asked = "|".join(
        re.escape(one.first_choice.name)
        for one in shipped.concerns.values()
        if one.first_choice and one.first_choice.name != one.first_choice.ask
    )
    # Keys where sources are named; anywhere, if no word or site is spelled like one.
    never = re.compile(
        rf"(?:\(|[;:,] )(?:{names})(?=[;,).]|$)|(?<![\w-])(?:{odd})(?![\w-])"
        rf"|[Aa]sk (?:first )?(?:for|about) (?:{asked})|\b1 points\b",
        re.MULTILINE,
    )
    for path in VIGNETTES:
        built = documents.build(shipped, reading.load(shipped, path, path.parent))
        kept = (x.text for x in built.parts if x.id not in {"sources", "block"})
        assert never.findall("".join(kept)) == []


# --- what was cleared ----------------------------------------------------------------

TALKED = {
    "safe-now": ("safe",),
    "needs-assessment": ("suicidal-thoughts", "self-harm"),
    "concerns": ("sleep",),
}


def talked(given):
    both = ("suicidal-thoughts", "self-harm")
    more = {"answered": "2026-11-28", "respondent": "clinician"}
    return sheet(given, cleared=both, **more)


@pytest.mark.parametrize("gated", [False, True])
def test_what_was_cleared_stands_first_in_every_document(gated, shipped):
    more = {"needs-assessment": (*TALKED["needs-assessment"], "eating-danger")}
    given = talked({**TALKED, **more} if gated else TALKED)
    built = documents.build(shipped, given)
    explained = papers.explain(Case(shipped, given)).markdown
    said = shipped.words.report.cleared_on.format(
        names="Thoughts of suicide; Self-harm", day="2026-11-28"
    )

    assert built.facts["cleared"] == ["suicidal-thoughts", "self-harm"]
    assert built.facts["gate"] == (["eating-danger"] if gated else [])
    assert (built.facts["fit"] is None) == gated
    pages = built.pages.markdown
    for page in (pages, built.full.markdown, built.first_screen, explained):
        assert list(pieces(page))[1].value == said
    assert built.summary.startswith(f"{shipped.words.summary.title} {said}")


def test_a_copy_without_safety_answers_says_nothing_of_what_was_cleared(shipped):
    gates = scoring.fired(shipped, talked(TALKED))
    copy = talked(TALKED).withhold(shipped.safety, gate_fired=bool(gates))
    built = documents.build(shipped, copy)

    assert gates == ()
    assert (built.facts["cleared"], built.facts["gate"]) == ([], [])
    assert built.facts["withheld"] == ["safety"]
    assert built.facts["fit"]
    for name in ("markdown", "json", "summary"):
        text = RENDERERS[name](built)
        assert "talked about with" not in text
        assert 'self-harm"' not in text
