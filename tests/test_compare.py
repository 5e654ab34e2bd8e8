"""Two answer files side by side: what moved, and where two people could talk."""

import json
import random
import re

import pencil
import pytest
from running import inside
from spoken import SAFE, sheet

from fitcheck import files
from fitcheck.answers import reading, writing
from fitcheck.comparing import two_sheets
from fitcheck.content import loader
from fitcheck.render.markdown import pieces

FOLDER = files.bundled() / "vignettes"
PEOPLE = sorted(path.stem for path in FOLDER.glob("*.yaml"))
SEED = 20261123
GATED = {**SAFE, "needs-assessment": ("danger-at-home",)}
MIDDLE = {**SAFE, "who-leads": ("no-preference",)}


@pytest.fixture
def run(monkeypatch, shipped):
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)

    def run(*arguments, **more):
        return inside(monkeypatch, "compare", *arguments, **more)

    return run


def person(questionnaire, name):
    return reading.load(questionnaire, FOLDER / f"{name}.yaml", FOLDER)


def told(questionnaire, *sheets, people=None):
    one, two = (reading.Fitted(each) for each in sheets)
    found = two_sheets.Comparison(questionnaire, one, two, people)
    return two_sheets.write(found), found.facts


def flat(written):
    """Return a document without what is escaped in it."""
    return written.markdown.replace("\\", "")


def section(written, key):
    """Return what stands in a section, below its heading; nothing if there is none."""
    found = (one.text for one in written.parts if one.id == key)
    return list(pieces(next(found, "")))[1:]


def has(written, key):
    return key in {one.id for one in written.parts}


def rows(written, key):
    """Return the rows of the one table in a section; none if there is no such."""
    found = (one.value for one in section(written, key) if one.kind == "table")
    return [row for _, rows in found for row in rows]


def file(questionnaire, folder, one, name):
    path = folder / name
    path.write_text(writing.dump(questionnaire, one), encoding="utf-8")
    return path


# --- against the pencil -------------------------------------------------------------


def drawn_sheet(paper, dice):
    gaps = dice.choice((0, 0.1, 0.6))
    given = {}
    for key, question in paper.questions.items():
        if dice.random() >= gaps:
            offered = pencil.options(paper, key)
            if key == "needs-assessment":
                offered = ["none-of-these"] * 15 + offered
            if key == "safe-now":
                offered = ["safe"] * 20 + offered
            most = 2 if question["kind"] == "ranked" else 1
            given[key] = tuple(dict.fromkeys(dice.choices(offered, k=most)))
            if "none-in-particular" in given[key]:
                given[key] = ("none-in-particular",)
    return given


def talked_about(given, dice):
    """Say of some answers that a clinician cleared what clears among them."""
    if dice.random() < 0.5:
        return {}
    needs = given.get("needs-assessment", ())
    cleared = tuple(one for one in needs if one in pencil.CLEARING)
    return {"respondent": "client", "cleared": cleared}


def by_pencil(paper, given, cleared):
    """Work one side out on paper."""
    kept = {k: v for k, v in given.items() if k in pencil.path(paper, given)}
    gates = pencil.gates(paper, kept, cleared=cleared)
    told = {"gate": gates, "cleared": list(cleared)}
    if gates:
        reading = "see-someone-first"
        return {**told, "fit": None, "evidence": None, "reading": reading}
    psychodynamic, cbt = pencil.columns(paper, kept)
    low, high = pencil.interval(paper, kept)
    evidence, favours = pencil.evidence(paper, kept)
    towards = pencil.evidence_side(favours)
    return {
        **told,
        "fit": {
            "psychodynamic": psychodynamic,
            "cbt": cbt,
            "maximum": 36,
            "difference": psychodynamic - cbt,
            "lowest": low,
            "highest": high,
            "band": pencil.weakest(low, high),
            "pull": pencil.pull(low, high),
        },
        "evidence": evidence,
        "reading": pencil.reading_of(low, high, towards),
    }


def test_both_sides_and_every_move_are_those_of_the_pencil(shipped):
    paper, dice = pencil.read(), random.Random(SEED)
    seen = set()
    for _ in range(70):
        both = [drawn_sheet(paper, dice) for _ in range(2)]
        more = [talked_about(one, dice) for one in both]
        sheets = [sheet(a, **m) for a, m in zip(both, more, strict=True)]
        document, facts = told(shipped, *sheets)
        wanted = [by_pencil(paper, one.answers, one.cleared) for one in sheets]
        gated = any(one["gate"] for one in wanted)
        if gated:
            untold = {"fit": None, "evidence": None, "reading": None}
            wanted = [one if one["gate"] else one | untold for one in wanted]
        for side, one in zip(("before", "after"), wanted, strict=True):
            found = {key: facts[side][key] for key in one}
            if found["evidence"]:
                found["evidence"] = found["evidence"]["reading"]
            assert found == one
        shifts = {one["question"]: one["difference_moved"] for one in facts["answers"]}
        seen.add(gated)
        assert has(document, "picture") == (not gated)
        if gated:
            assert facts["difference_moved"] is None
            assert set(shifts.values()) == {None}
            continue
        before, after = (one["fit"]["difference"] for one in wanted)
        assert facts["difference_moved"] == after - before
        assert sum(filter(None, shifts.values())) == after - before
        for key, shift in shifts.items():
            assert (shift is None) == (key not in paper.weights)
            if shift is not None:
                worth = [
                    sum(pencil.worth(paper, key, o) for o in one.get(key, ()))
                    if key in pencil.path(paper, one)
                    else 0
                    for one in both
                ]
                assert shift == worth[1] - worth[0]
    assert seen == {True, False}


# --- at two times -------------------------------------------------------------------


def test_beside_itself_nothing_moved(shipped):
    for name in PEOPLE:
        one = person(shipped, name)
        document, facts = told(shipped, one, one)

        assert "nothing moved" in flat(document)
        assert facts["nothing_moved"]
        assert not has(document, "answers")
        assert not [one for one in facts["answers"] if one["moved"]]


def test_the_order_of_answers_counts_only_where_it_means_something(shipped):
    one = sheet({**SAFE, "limits": ("short-time", "little-money")})
    other = sheet({**SAFE, "limits": ("little-money", "short-time")})
    assert told(shipped, one, other)[1]["nothing_moved"]

    one = sheet({**SAFE, "concerns": ("sleep", "panic")})
    other = sheet({**SAFE, "concerns": ("panic", "sleep")})
    document, facts = told(shipped, one, other)
    assert not facts["nothing_moved"]
    assert [row[1:] for row in rows(document, "evidence")] == [
        ("first", "also", "0", "3"),
        ("also", "first", "2", "3"),
    ]


EARLY, LATE = {"answered": "2026-01-01"}, {"answered": "2026-02-01"}
BY = ("client", "clinician")


@pytest.mark.parametrize(
    ("key", "one", "other", "people", "said"),
    [
        ("backwards", LATE, EARLY, None, True),
        ("backwards", EARLY, LATE, None, False),
        ("backwards", LATE, EARLY, BY, False),
        ("labels_differ", {"label": "R-1"}, {"label": "R-2"}, None, True),
        ("labels_differ", {"label": "R-1"}, {"label": "R-2"}, BY, False),
        ("labels_differ", {"label": "R-1"}, {"label": "R-1"}, None, False),
        ("labels_differ", {"label": "R-1"}, {}, None, False),
        ("countries_differ", {"country": "GB"}, {"country": "US"}, None, True),
        ("countries_differ", {"country": "GB"}, {"country": "US"}, BY, True),
        ("countries_differ", {"country": "GB"}, {"country": "GB"}, None, False),
        ("countries_differ", {}, {"country": "GB"}, None, False),
        ("one_file", EARLY, EARLY, BY, True),
        ("one_file", EARLY, LATE, BY, False),
        ("one_file", EARLY, EARLY, None, False),
        ("who_differs", {"respondent": "client"}, {}, BY[::-1], True),
        ("who_differs", {"respondent": "client"}, {}, BY, False),
        ("same", EARLY, EARLY, BY, True),
        ("nothing", EARLY, EARLY, None, True),
    ],
)
def test_what_may_have_gone_wrong_is_told_where_it_may(
    key, one, other, people, said, shipped
):
    document, _ = told(
        shipped, sheet(MIDDLE, **one), sheet(MIDDLE, **other), people=people
    )

    assert (getattr(shipped.words.compare, key) in flat(document)) == said
    assert "moved by" not in flat(document)
    assert "two differences" not in flat(document)


def test_the_mark_of_a_demonstration_says_which_side_is_fictional(shipped):
    real, nadia = sheet(MIDDLE), person(shipped, "nadia-same-ending")
    mark = "**DEMONSTRATION with a fictional person: Nadia, 38."

    for sheets, name in (((real, nadia), "After"), ((nadia, real), "Before")):
        text = flat(told(shipped, *sheets)[0])
        assert f"{mark} Only this side is fictional: {name}.**" in text
    assert f"{mark}**" in flat(told(shipped, nadia, nadia)[0])
    assert "DEMONSTRATION" not in flat(told(shipped, real, real)[0])


# --- two people ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "one", "other", "why"),
    [
        ("who-leads", "strongly-cbt", "slightly-cbt", None),
        ("who-leads", "slightly-cbt", "no-preference", None),
        ("who-leads", "strongly-cbt", "no-preference", "steps"),
        ("who-leads", "slightly-cbt", "slightly-psychodynamic", "across"),
        ("who-leads", "strongly-psychodynamic", "strongly-cbt", "across"),
        ("informed-preference", "no-preference", "strongly-cbt", "steps"),
        ("informed-preference", "no-preference", "another-kind", "steps"),
        ("informed-preference", "strongly-cbt", "none-for-now", "steps"),
        ("informed-preference", "another-kind", "none-for-now", "steps"),
        ("wants-roots", "not-really", "somewhat", None),
        ("wants-roots", "not-really", "very-much", "steps"),
        ("safe-now", "safe", "not-sure", "safety"),
        ("needs-assessment", "none-of-these", "under-18", "safety"),
        ("concerns", "sleep panic", "panic sleep", "first"),
        ("concerns", "sleep panic", "sleep", None),
        ("feels-sure", "yes", "not-yet", None),
        ("earlier-kind", "none", "both", None),
        ("earlier-cbt", "it-helped", "still-stuck", "across"),
    ],
)
def test_what_is_worth_talking_about(question, one, other, why, shipped):
    given = {**SAFE, "earlier-kind": ("cbt",)}
    both = [sheet({**given, question: tuple(x.split())}) for x in (one, other)]
    for sheets in (both, both[::-1]):
        document, facts = told(shipped, *sheets, people=BY)
        pair = next(one for one in facts["answers"] if one["question"] == question)
        name = shipped.questions[question].name
        said = getattr(shipped.words.compare.why, why) if why else ""
        agreed = [row[0] for row in section(document, "agree")[0].value]

        assert pair["worth_talking"] == why
        assert [(row[0], row[-1]) for row in rows(document, "answers")] == [
            (name, said)
        ]
        assert (shipped.words.compare.talk_none in flat(document)) == (
            why is None and not facts["before"]["gate"] + facts["after"]["gate"]
        )
        assert name not in agreed


def test_what_was_talked_about_with_a_clinician_is_told_of_its_side(shipped):
    given = {**MIDDLE, "needs-assessment": ("self-harm",)}
    before = sheet(given)
    after = sheet(given, respondent="clinician", cleared=("self-harm",))
    said = shipped.words.report.cleared.format(names="Self-harm")

    document, facts = told(shipped, before, after)
    (both, *_) = (x.value for x in pieces(document.markdown) if x.kind == "facts")
    assert [said in row[1] for row in both] == [False, True]
    assert (facts["before"]["gate"], facts["before"]["cleared"]) == (["self-harm"], [])
    assert (facts["after"]["gate"], facts["after"]["cleared"]) == ([], ["self-harm"])


def test_whoever_answered_names_the_sides_unless_names_are_given(shipped):
    one, other = (sheet(MIDDLE, respondent=x) for x in ("client", "clinician"))
    words = shipped.words.compare

    for sheets, people, names, odd in (
        ((one, other), None, (words.who.client, words.who.clinician), False),
        ((one, one), None, (words.before, words.after), False),
        ((one, other), BY[::-1], (words.who.clinician, words.who.client), True),
        ((one, one), ("{a} *b*", "c\x1b[2Jd"), ("{a} *b*", "c\\x1b[2Jd"), True),
    ):
        document, facts = told(shipped, *sheets, people=people)
        assert (facts["before"]["name"], facts["after"]["name"]) == names
        assert facts["people"] == (names[0] != words.before)
        assert (words.who_differs in flat(document)) == odd
    assert "\\*b\\*" in document.markdown


# --- gates --------------------------------------------------------------------------


@pytest.mark.parametrize("people", [None, ("client", "clinician")])
@pytest.mark.parametrize("withheld", [False, True])
def test_with_a_gate_neither_side_has_a_leaning_and_nothing_is_counted(
    people, withheld, shipped
):
    def answered(given, leads, concern):
        both = {"who-leads": (leads,), "concerns": (concern,)}
        return sheet({**given, "wants-roots": ("somewhat",), **both})

    gated = answered(GATED, "strongly-cbt", "panic")
    if withheld:
        gated = gated.withhold(shipped.safety, gate_fired=True)
    other = answered(SAFE, "slightly-psychodynamic", "sleep")
    for sheets, side in (((gated, other), "before"), ((other, gated), "after")):
        document, facts = told(shipped, *sheets, people=people)
        text = flat(document)
        name = shipped.words.compare.gated.format(names=facts[side]["name"])

        assert text.index(name) < text.index(shipped.words.compare.result)
        assert document.parts[0].id == "safety"
        assert "findahelpline.com" in text
        assert not has(document, "picture")
        assert not has(document, "evidence")
        for each in ("before", "after"):
            assert (facts[each]["fit"], facts[each]["evidence"]) == (None, None)
        theirs = facts["after" if side == "before" else "before"]
        assert (theirs["gate"], theirs["reading"]) == ([], None)
        assert facts["difference_moved"] is None
        assert {one["difference_moved"] for one in facts["answers"]} == {None}
        said, table = section(document, "result")[:2]
        first = shipped.words.readings.see_someone_first.name
        columns = (1, 2) if side == "before" else (2, 1)
        assert said.value == f"{facts[side]['name']}: {first}."
        assert [tuple(row[at] for at in (0, *columns)) for row in table.value[1]] == [
            ("Result", first, shipped.words.compare.none),
            ("First concern", "Sudden fear (panic attacks)", "Poor sleep (insomnia)"),
        ]
        assert "You agree on" not in text
        assert "Answers that moved:" not in text
        why = {one["question"]: one["worth_talking"] for one in facts["answers"]}
        assert why["who-leads"] is None
        assert why["concerns"] == "first"
        assert shipped.words.compare.uncounted_intro in text
        danger = [gate for gate in shipped.library.gates.gates if gate.name in text]
        assert [gate.id for gate in danger] == ([] if withheld else ["danger-at-home"])


@pytest.mark.parametrize(
    ("both", "shown"),
    [(("GB", "US"), {"999", "911"}), (("GB", "GB"), {"999"}), ((None, "US"), {"911"})],
)
def test_each_country_of_a_gate_has_its_own_lines_and_no_other(both, shown, shipped):
    one, two = (sheet(GATED, country=code) for code in both)
    numbers = {"999", "911", "112"}
    safe = sheet(SAFE, country="IE")

    for sheets in ((one, two), (two, one)):
        text = flat(told(shipped, *sheets)[0])
        assert {n for n in numbers if f"call {n}." in text} == shown
        assert (shipped.words.help_now.anywhere in text) == (None in both)
    alone = flat(told(shipped, one, safe)[0])
    assert (shipped.words.help_now.unchecked in alone) == (both[0] is not None)
    assert {n for n in numbers if f"call {n}." in alone} == {"999"} & shown


def test_withheld_safety_is_not_compared(shipped):
    full = sheet({**GATED, "who-leads": ("strongly-cbt",)})
    copy = full.withhold(shipped.safety, gate_fired=False)
    document, facts = told(shipped, full, copy)

    assert not {one["question"] for one in facts["answers"]} & shipped.safety
    assert shipped.words.compare.safety_left_out in flat(document)
    both = told(shipped, copy, copy)[0]
    assert "are in neither of these files" in flat(both)
    assert shipped.words.compare.safety_left_out not in flat(both)
    open_ = shipped.words.compare.safety_open
    assert open_ not in flat(document)
    assert open_ in flat(told(shipped, sheet({}), full)[0])


def test_a_copy_of_the_same_answers_moved_nothing(shipped):
    full = sheet(MIDDLE)
    copy = full.withhold(shipped.safety, gate_fired=False)

    assert told(shipped, full, copy)[1]["nothing_moved"]
    routed = full.withhold(shipped.safety, gate_fired=True)
    document, facts = told(shipped, full, routed)
    assert not facts["nothing_moved"]
    assert "**After: see someone first.**" in flat(document)


# --- versions -----------------------------------------------------------------------

OLDER = """\
fitcheck: 1
questionnaire: psychodynamic-cbt
version: 0.9.0
answers:
  safe-now: safe
  who-leads: strongly-cbt
  wants-roots: a-great-deal
  likes-mornings: yes
  clear-goals: ""
skipped: [likes-evenings, limits]
"""


def test_what_another_version_has_alone_is_named(run, tmp_path, shipped):
    older = tmp_path / "older.yaml"
    older.write_text(OLDER, encoding="utf-8")
    given = sheet({"safe-now": ("safe",), "who-leads": ("slightly-cbt",)})
    now = file(shipped, tmp_path, given, "now.yaml")

    ran = run(older, now)
    text = " ".join(ran.out.split())
    assert ran.code == 0
    assert "version 0.9.0 and version 2.0.0" in text
    assert "**Answered in both:** 2 questions" in text
    assert (
        "**Before, and not known to these questions:** Looking for the roots; "
        "likes-mornings; Clear goals; likes-evenings"
    ) in text
    assert "Who leads" in text
    assert "0.9.0" in ran.err

    facts = json.loads(run(older, older, "--format", "json").out)
    assert facts["before"]["unknown"] == [
        "wants-roots", "likes-mornings", "clear-goals", "likes-evenings",
    ]  # fmt: skip
    assert shipped.words.compare.nothing not in run(older, older).out


def test_what_is_retired_is_named_and_a_safety_answer_keeps_its_gate(shipped):
    text = OLDER.partition("answers:")[0].replace("0.9.0", "1.0.0")
    text += "answers:\n  safe-now: not-safe\n  who-leads: strongly-cbt\n"
    text += "  step-by-step: very-much\n  concerns: [eating, panic]\n"
    text += "skipped: [one-problem]\n"

    fitted = reading.fit(shipped, reading.parsed("a file", text))

    kept = {"safe-now": ("not-sure",), "who-leads": ("strongly-cbt",)}
    assert fitted.sheet.answers == kept
    assert set(fitted.dropped) == {"step-by-step", "concerns", "one-problem"}
    facts = two_sheets.Comparison(shipped, fitted, fitted).facts
    assert facts["before"]["gate"] == ["not-safe-now"]


def test_unknown_names_move_no_cursor_and_are_not_written_out_whole(run, tmp_path):
    older = tmp_path / "older.yaml"
    nasty = '"a\\u202eb\\e[2J*c* ' + "x" * 500 + '"'
    several = "".join(f"  name-{n}: x\n" for n in range(4_000))
    text = OLDER.replace("likes-mornings", nasty)
    older.write_text(text.replace("skipped", f"{several}skipped"), encoding="utf-8")

    ran = run(older, "nadia-same-ending")
    assert ran.code == 0
    assert "a\\\\u202eb\\\\x1b" in ran.out
    assert "x" * 100 not in ran.out
    assert not {"\u202e", "\x1b"} & set(ran.out)
    assert "name-90; " in ran.out
    assert "name-200" not in ran.out
    assert "; 3904 more" in ran.out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("0.9.0", "2.0.0", "there is no question of this name"),
        ("psychodynamic-cbt", "other", "older.yaml:2:16: these are answers to another"),
        ("fitcheck: 1", "fitcheck: 2", "older.yaml:1"),
        ("skipped:", "withheld: [safety]\nskipped:", "though 'withheld' says"),
        ("answers:", "gate: [withheld]\nanswers:", "'gate' can only stand beside"),
        ("answers:", "answers: [", "older.yaml:"),
    ],
)
def test_a_file_that_cannot_be_read_is_exit_1(old, new, said, run, tmp_path):
    older = tmp_path / "older.yaml"
    older.write_text(OLDER.replace(old, new, 1), encoding="utf-8")
    ran = run(older, "nadia-same-ending")
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


def test_a_vignette_with_an_open_question_is_refused_with_its_line(run, tmp_path):
    text = (FOLDER / "nadia-same-ending.yaml").read_text("utf-8")
    gap = tmp_path / "gap.yaml"
    gap.write_text(text.replace("  wants-roots: very-much\n", ""), encoding="utf-8")
    line = text[: text.index("\nanswers:")].count("\n") + 2
    for both in ((gap, "nadia-same-ending"), ("nadia-same-ending", gap)):
        ran = run(*both)
        assert (ran.code, ran.out) == (1, "")
        assert f"gap.yaml:{line}:1: wants-roots: on the path, but neither" in ran.err


# --- the command --------------------------------------------------------------------


def test_every_format_says_what_moved(run, tmp_path):
    both = ("nadia-same-ending", "camille-two-truths")
    files = [tmp_path / name for name in ("a.md", "a.txt", "a.json", "a.html")]

    assert run(*both, *(part for path in files for part in ("-o", path))).code == 0
    page, heard, data, web = (path.read_text("utf-8") for path in files)
    assert run(*both).out == page
    assert run(*both, "--format", "json").out == data
    assert json.loads(data)["difference_moved"] == -3
    assert "moved by -3: from +26 to +23" in page
    assert "moved by -3: from +26 to +23" in web
    assert web.count('<circle class="here"') == 2
    assert "moved by minus 3: from plus 26 to plus 23" in " ".join(heard.split())
    screen = run(*both, tty=("stdout",)).out
    bare = re.sub(r"\x1b\[[\d;]*m", "", screen)
    assert "Before: +26 (clearly towards psychodynamic therapy)" in bare


def test_standard_input_can_be_one_of_the_two(run, shipped):
    given = writing.dump(shipped, person(shipped, "nadia-same-ending"))

    assert "nothing moved" in run("-", "nadia-same-ending", stdin=given).out
    assert "nothing moved" in run("nadia-same-ending", "-", stdin=given).out
    ran = run("-", "-", stdin=given)
    assert (ran.code, ran.out) == (2, "")
    assert "only once" in ran.err


@pytest.mark.parametrize("names", ["", ",", "one", "a,b,c", "a,", "a,a", " a , a "])
def test_two_people_need_two_names(names, run):
    ran = run("nadia-same-ending", "bruna-in-the-middle", "--as", names)

    assert (ran.code, ran.out) == (2, "")
    assert "two names with a comma between" in ran.err


def test_two_people_are_named_as_was_asked_for(run):
    out = run("nadia-same-ending", "bruna-in-the-middle", "--as", "client, Dr. B").out

    assert "| Question | The client | Dr. B | Worth talking about |" in out


def test_only_answers_can_be_written_as_answers(run, tmp_path):
    both = ("nadia-same-ending", "nadia-same-ending")

    assert run(*both, "--output", tmp_path / "a.yaml").code == 2
    ran = run(*both, "--format", "summary")
    assert (ran.code, ran.out) == (2, "")
    assert "as terminal, markdown, html or json" in " ".join(ran.err.split())
    assert list(tmp_path.iterdir()) == []
