"""One report, four formats: each fact of the JSON report stands in every other."""

import html
import re
from functools import cache
from itertools import chain

import pytest
from spoken import SEVERAL, sheet

from fitcheck import documents, files
from fitcheck.answers import reading
from fitcheck.render import RENDERERS, terminal
from fitcheck.report.names import Names

PEOPLE = sorted((files.bundled() / "vignettes").glob("*.yaml"))
SIDES = ("psychodynamic", "cbt")
CARD = ("what", "session", "everyday", "how_long", "asks", "upsides", "downsides",
        "outcome", "who")  # fmt: skip
GATE = ("title", "saw", "hope", "whom", "how_soon", "why", "can_wait")


def squeezed(text):
    """Take out blanks, bars and marks: no layout makes a difference."""
    if text.startswith("<!doctype"):
        text = re.sub("<(style|svg).*?</\\1>|<[^>]*>", "", text, flags=re.DOTALL)
    return re.sub(r"[\s\\*|█•─<>:]", "", html.unescape(text))


def told(questionnaire, facts):
    """Yield each fact as the whole report says it, with what it is a fact of."""
    names = Names(questionnaire)
    said = facts["said"]
    yield "result", *said["sentences"], said["doubt"]
    yield "result", *said["next_steps"], *facts["caveats"], *facts["notices"]
    for gate in facts["route"]["gates"] if facts["route"] else ():
        yield "gate", *(gate[part] for part in GATE), names.named(gate["sources"])
    yield from of_answers(questionnaire, facts, names)
    if facts["fit"]:
        yield from of_fit(questionnaire, facts, names)
    for one in facts["evidence"]["concerns"] if facts["evidence"] else ():
        yield from of_concern(questionnaire, facts, one, names)
    yield from going_along(facts, names)
    words = questionnaire.words.report
    for one in facts["sources"]:
        short = questionnaire.short_names[one["key"]]
        by = one["authors"] or words.no_authors, one["year"] or words.no_year
        first = one["shows"] if one["kind"] == "ours" else "{} ({})".format(*by)
        yield "sources", short + first, one["shows"]
        if one["kind"] != "ours":
            yield "sources", one["title"], one["address"] or "", f"Key: {one['key']}."
    manifest = questionnaire.manifest
    yield "about", manifest.id, manifest.version, questionnaire.fingerprint


def of_answers(questionnaire, facts, names):
    words, known = questionnaire.words.report, questionnaire.questions
    points = {x["question"]: x for x in facts["lines"] if x["lens"] == "fit"}
    for key, answer in facts["answers"].items():
        given = (answer,) if isinstance(answer, str) else answer
        row = [known[key].name, names.answers(key, {key: given})]
        row += [str(points[key][side]) for side in SIDES if key in points]
        yield "answers", "".join(row)
    for key, one in points.items():
        said = names.answer(key, one["answer"])
        most = max(one[side] for side in SIDES)
        because = words.because.format(name=names.topic(key), answer=said, points=most)
        yield "reasons", because, names.cited(one["reason"], one["sources"])
    for one in facts["turning_points"]:
        then = names.between(one["lowest"], one["highest"])
        to = names.answer(one["question"], one["to"])
        yield "change", names.topic(one["question"])
        yield "change", words.change_to.format(answer=to, difference=then)


def going_along(facts, names):
    named = names.named
    for one in facts["therapist_questions"]:
        yield "questions", one["text"], one["cbt_text"] or ""
        yield "questions", names.because(one["because"])
        yield "questions", names.cited(one["good_reply"], one["sources"])
    for card in facts["options"]:
        parts = (card[part] for part in CARD)
        texts = ([part] if isinstance(part, str) else part for part in parts)
        yield "options", named(card["sources"]), *chain(*texts)
    for one in (*facts["readiness"], *facts["practical"], *facts["advice"]):
        texts = [one["text"]] if isinstance(one["text"], str) else one["text"]
        yield "notes", named(one["sources"]), *texts
    for one in facts["help_lines"]:
        more = (one["how"], one["name"], one.get("hours"), one.get("cost"))
        yield "help lines", named([one["source"]]), *filter(None, more)
    for one in filter(None, facts["registers"].values()):
        yield "registers", *one["text"], *(named([key]) for key in one["sources"])
    for text in facts["about"].values():
        yield "about", *([text] if isinstance(text, str) else text)
    given = (facts[key] for key in ("label", "answered"))
    yield "given", *filter(None, given), *facts["answer_notes"].values()


def of_fit(questionnaire, facts, names):
    words, fit = questionnaire.words.report, facts["fit"]
    open_ = facts["reading"] == "cannot-tell"
    band = next(x.name for x in questionnaire.rubric.bands if x.id == fit["band"])
    columns = {key: fit[key] for key in (*SIDES, "maximum")}
    p, c, difference = (fit[key] for key in (*SIDES, "difference"))
    yield "fit", words.fit.format(band=words.fit_open if open_ else band, **columns)
    yield "fit", f"{words.difference}:{p}-{c}={names.signed(difference)}"
    for side in SIDES:
        of = words.points_of.format(points=fit[side], maximum=fit["maximum"])
        yield "fit", f"{names.capital(names.therapy(side))}{of}"
    between = names.between(fit["lowest"], fit["highest"])
    band = questionnaire.words.readings.cannot_tell.name if open_ else band
    yield "fit", words.difference_read.format(difference=between, band=band)
    yield "rule", words.change_row.format(row=facts["rule"]["text"])
    titles = {one.id: one.title for one in questionnaire.sections}
    for one in (*facts["sums"], {"section": None} | columns):
        title = titles.get(one["section"], words.total)
        yield "sums", f"{title}{one['psychodynamic']}{one['cbt']}"
    for one in facts["missing"]:
        ends = names.signed(one["lowest"]) + names.signed(one["highest"])
        yield "missing", questionnaire.questions[one["question"]].name + ends


def of_concern(questionnaire, facts, one, names):
    words = questionnaire.words.report
    known, scale = questionnaire.concerns[one["id"]], questionnaire.rubric.strengths
    yield "concerns", known.label, known.about, one["note"]
    for side in SIDES:
        yield "concerns", words.standing.format(
            therapy=names.capital(names.therapy(side)), points=one[side],
            strength=next(x.name for x in scale if x.points == one[side]),
            reason=getattr(known, side).reason,
            sources=names.named(getattr(known, side).sources),
        )  # fmt: skip
    if form := known.first_choice:
        said = words.evidence_form.format(form=one["first_choice"], about=form.about)
        yield "concerns", names.cited(said, form.sources)
    if one is facts["evidence"]["concerns"][0]:
        spoken = {"concern": names.spoken(known.label), "form": one["first_choice"]}
        family = known.first_choice.family if known.first_choice else ""
        nothing = "nothing_named" if known.exclusive else "nothing_seen"
        seen = one["psychodynamic"] or one["cbt"]
        kind = facts["evidence"]["reading"] if seen else nothing
        template = questionnaire.words.evidence.of(kind)
        yield "evidence", template.format(**spoken, family=family)


def untold(questionnaire, facts):
    """Yield what another result would say: the other gates, the other readings."""
    fired = {one["title"] for one in facts["route"]["gates"]} if facts["route"] else ()
    for gate in questionnaire.library.gates.gates:
        if gate.title not in fired:
            yield "gate", f"#{gate.title}"  # as a heading
    for row in questionnaire.rubric.table:
        if row.reading != facts["reading"]:
            yield "result", questionnaire.words.readings.of(row.reading).sentence


def differing(questionnaire, facts, text):
    """Name the facts that a text does not tell, or tells in another way."""
    text = squeezed(text)
    wrong = [what for what, *several in told(questionnaire, facts)
             if any(squeezed(one) not in text for one in several)]  # fmt: skip
    other = [w for w, x in untold(questionnaire, facts) if squeezed(x) in text]
    return sorted({*wrong, *other})


@cache
def built(questionnaire, path):
    return documents.build(
        questionnaire, reading.load(questionnaire, path, path.parent)
    )


@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.stem)
def test_the_whole_report_tells_the_facts_of_the_json_report(path, shipped):
    made = built(shipped, path)
    assert differing(shipped, made.facts, made.full.markdown) == []


@pytest.mark.parametrize("country", ["GB", None])
def test_so_do_a_page_and_a_screen(country, shipped):
    more = {
        "answered": "2026-11-22", "label": "A label", "respondent": "clinician",
        "notes": {"who-leads": "A note of mine"},
    }  # fmt: skip
    made = documents.build(shipped, sheet(SEVERAL, country=country, **more))
    # On a screen this wide no row is parted.
    drawn = terminal.draw(made.full.markdown, columns=4000)
    for text in (made.full.markdown, RENDERERS["html"](made), drawn):
        assert differing(shipped, made.facts, text) == []


FAULTS = {
    "result": (
        "What you want and what the evidence says point to different therapies. Both",
        "Taken together, this leans towards neither of the two. Both",
    ),
    "rule": (
        "psychodynamic therapy, or still can, and the evidence points towards CBT.",
        "CBT, and the evidence does not point towards psychodynamic therapy.",
    ),
    "gate": (
        "## Your result",
        "## If someone hurts or frightens you\n\nx\n\n## Your result",
    ),
    "fit": ("What you want: clearly", "What you want: slightly"),
    "evidence": ("For unwanted thoughts or rituals, there is", "For it, there is"),
    "concerns": ("(1 of 3)", "(2 of 3)"),
    "answers": ("| Very much | 2 | 0 |", "| Very much | 1 | 0 |"),
    "sums": ("| How you like to work | 10 |", "| How you like to work | 11 |"),
    "questions": ("### Which kind of therapy do", "### What kind of therapy do"),
    "sources": ("- **our own judgement:** ", "- **their judgement:** "),
}  # fmt: skip
"""What is changed in a page so that just one fact is another."""


@pytest.mark.parametrize("fact", FAULTS)
def test_a_fact_told_in_another_way_is_seen(fact, shipped):
    [path] = (one for one in PEOPLE if one.stem == "camille-two-truths")
    made = built(shipped, path)
    good, bad = FAULTS[fact]
    assert good in made.full.markdown
    changed = made.full.markdown.replace(good, bad)

    assert differing(shipped, made.facts, changed) == [fact]
