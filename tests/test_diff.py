"""Two folders of questions, compared by the results they give."""

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from running import inside
from sheets import adding_up_to, changed, middle, sheet

from fitcheck.answers import writing
from fitcheck.answers.sheet import Expected, Vignette
from fitcheck.comparing import outcomes, rules, two_rubrics
from fitcheck.comparing.two_rubrics import Diff
from fitcheck.content import loader
from fitcheck.documents.filling import escape
from fitcheck.proof import constitution

DAY = datetime.date(2026, 1, 3)

PEOPLE = {
    "ann": adding_up_to(3, purpose="birds"),
    "ben": middle(purpose="views fresh-air", limits="no-car"),
    "cat": middle(weather="storm", purpose="shells"),
    "dan": middle(earlier_kind="hills", earlier_hills="bad", feels_sure="not-yet"),
    "eve": adding_up_to(-4, purpose="fresh-air"),
}


def once(function):
    """Let a function judge the same by the same questionnaire only once."""
    found = {}

    def judged(questionnaire, given):
        key = id(questionnaire), repr(given)
        if key not in found:
            found[key] = function(questionnaire, given), questionnaire
        return found[key][0]

    return judged


@pytest.fixture(scope="module", autouse=True)
def each_sheet_judged_once():
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((constitution, "audit"), (outcomes, "scored")):
            patch.setattr(module, name, once(getattr(module, name)))
        yield


def person(name, given):
    expect = Expected("either", None, ())
    return sheet(given, vignette=Vignette(name.capitalize(), "About.", expect))


def people(**others):
    """Return the people of a folder; None leaves one out."""
    found = {**PEOPLE, **others}
    return {f"{n}.yaml": person(n, given) for n, given in found.items() if given}


def compared(old, new, **more):
    before, after = (loader.parse(texts, "gallery") for texts in (old, new))
    both = more.get("before", people()), more.get("after", people())
    return Diff(before, after, *both, DAY)


def said(found):
    """Write a comparison as Markdown in which nothing is escaped."""
    written = two_rubrics.write(found, Path("then"), Path("later"))
    return written.markdown.replace("\\", "")


def told(old, new, **more):
    return said(compared(old, new, **more))


def headlines(text):
    """Return what stands above the list of what was compared."""
    return text.partition("\n\n- **Before:** ")[0].split("\n\n")[1:]


def part(text, title):
    """Return what stands under one heading."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def moved(found):
    """Return the parts of a result that move, by person."""
    parts = {}
    for case in found.moves:
        parts.setdefault(case.name, set()).add(case.part)
    parts.pop("", None)
    return parts


def line_of(text, piece):
    return text.partition(piece)[0].count("\n") + 1


# --- what differs in the files --------------------------------------------------------


def test_a_folder_beside_itself_changes_nothing(gallery_texts):
    found = compared(gallery_texts, gallery_texts)

    assert found.same
    assert headlines(said(found)) == ["**No result changes.**"]
    assert found.changes == found.unread == []


def test_other_words_move_nothing_and_only_a_handful_of_places_is_named(gallery_texts):
    worded = changed(gallery_texts, "ways", "Both are there.", "You can do both.")
    text = told(gallery_texts, worded)
    line = line_of(worded["ways"], "You can do both.")
    assert headlines(text) == ["**No result changes.**"]
    assert part(text, "Other words or sources") == (
        f"\nways.yaml:{line} (listen-or-look, why)\n"
    )

    many = {
        stem: re.sub(r"( title: )(\w)", r"\1On \2", text)
        for stem, text in gallery_texts.items()
        if stem not in {"interface", "gates", "safety"}
    }
    found = compared(gallery_texts, {**gallery_texts, **many})
    named = part(said(found), "Other words or sources")
    assert named.count(".yaml:") == two_rubrics.HANDFUL
    more = len(found.changes) - two_rubrics.HANDFUL
    assert named.endswith(f"; and {more} more\n")


@pytest.mark.parametrize(
    ("stem", "old", "new", "key", "who", "parts"),
    [
        ("rubric", "psychodynamic: 0, cbt: 2}\n  preference", "psychodynamic: 0, "
         "cbt: 1}\n  preference", "rubric/two-pole/strongly-cbt.cbt", "Eve",
         {"points", "interval"}),
        ("rubric", "{reading: pull-apart, fit: [psycho",
         "{reading: leans-cbt, fit: [psycho", "rubric.table#7.reading", None, set()),
        ("concerns", "cbt: {points: 3, reason: A guide names it",
         "cbt: {points: 2, reason: A guide names it",
         "concerns/purpose/fresh-air.cbt.points", "Eve", {"reading", "evidence"}),
        ("gates", "when:\n      - {question: weather, any_of: [storm", "when:\n      "
         "- {question: weather, any_of: [storm, fog", "gates/storm.when", None, set()),
        ("therapist-questions", "ask_when:\n      - {question: limits, any_of: "
         "[no-car", "ask_when:\n      - {question: limits, any_of: [short-day",
         "therapist-questions/which-bus.ask_when", "Ben", {"questions"}),
    ],
)  # fmt: skip
def test_a_changed_rule_names_its_line_and_whom_it_moves(
    stem, old, new, key, who, parts, gallery_texts
):
    texts = changed(gallery_texts, stem, old, new)

    found = compared(gallery_texts, texts)

    (change,) = found.changes
    assert (change.key, change.rule) == (key, True)
    assert who is None or parts <= moved(found)[who]
    assert all(one.because or not one.moves for one in found.people)
    at = line_of(texts[stem], new)
    (row,) = re.findall(rf"\n\| {stem}.yaml:{at} \| .*", said(found))
    assert who is None or who in row


def test_each_result_is_put_down_to_the_rule_that_moves_it(gallery_texts):
    texts = changed(gallery_texts, "rubric", "dynamic, from: 3,", "dynamic, from: 4,")
    texts = changed(
        texts, "gates", "A storm\n    stops: false", "A storm\n    stops: true"
    )
    texts = changed(texts, "rubric", "clearly the sea", "very clearly the sea")

    found = compared(gallery_texts, texts)
    text = said(found)

    because = {one.name: one.because for one in found.people if one.moves}
    assert because == {
        "Cat": [("gates", "gates", "storm")],
        "Ann": [("rubric", "bands", "slightly-psychodynamic")],
        "Dan": [("rubric", "bands", "slightly-psychodynamic")],
    }
    assert re.search(r"storm, stops \| no \| yes \| Cat \|", part(text, "Safety"))
    ruled = part(text, "Rules that changed")
    assert "| slightly-psychodynamic, from | 3 | 4 | Ann; Dan |" in ruled
    assert "clearly-psychodynamic, name" in part(text, "Other words or sources")

    found.people = [one._replace(because=[]) for one in found.people]
    assert "Cat: it takes several of the changed rules together" in said(found)


def test_what_is_taken_of_the_rules_is_what_is_asked_for(gallery_texts):
    texts = changed(gallery_texts, "rubric", "from: 3,", "from: 4,")
    texts = changed(texts, "rubric", "very-much, towards: 2", "very-much, towards: 3")
    texts = changed(texts, "gates", "  - id: fog\n", "  - id: mist\n")
    texts = changed(texts, "safety", "- id: fog\n", "- id: mist\n")
    texts = changed(texts, "gates", "any_of: [fog]", "any_of: [mist]")
    texts = changed(texts, "ways", "first: cbt", "first: psychodynamic")
    old, new = (loader.parse(one, "gallery") for one in (gallery_texts, texts))
    found = list(rules.changes(old, new))
    parts = rules.parts(found)

    assert [*dict.fromkeys(parts.values())] == [
        ("safety", "questions", "weather"), ("ways", "questions", "listen-or-look"),
        ("rubric", "scales", "statement"),
        ("rubric", "bands", "slightly-psychodynamic"), ("gates", "gates"),
    ]  # fmt: skip
    for wanted in ((), parts.values(), *([one] for one in parts.values())):
        mixed = rules.taken(old, new, wanted)
        taken = [one for one in found if parts[one.place] in wanted]
        assert list(rules.changes(old, mixed)) == taken
        assert len(list(rules.changes(mixed, new))) == len(found) - len(taken)


def test_sections_that_come_or_go_are_taken_together(gallery):
    fewer = tuple(one for one in gallery.sections if one.id != "limits")
    named = tuple(one.id for one in fewer)
    manifest = gallery.manifest.model_copy(update={"sections": named})
    new = replace(gallery, sections=fewer, manifest=manifest)
    found = list(rules.changes(gallery, new))

    assert set(rules.parts(found).values()) == {rules.SECTIONS}
    mixed = rules.taken(gallery, new, [rules.SECTIONS])
    assert mixed.sections == fewer


def test_rows_keep_their_names_when_another_comes_or_goes(gallery_texts):
    row = (
        "  - {reading: leans-psychodynamic, fit: [psychodynamic], evidence: [%s], text"
    )
    split = f"{row % 'psychodynamic'}: To it.}}\n{row % 'neither'}"
    two = changed(gallery_texts, "rubric", row % "psychodynamic, neither", split)
    two = changed(two, "rubric", "reading: either, fit", "reading: pull-apart, fit")

    for old, new, last in ((gallery_texts, two, 10), (two, gallery_texts, 9)):
        found = rules.changes(*(loader.parse(one, "gallery") for one in (old, new)))
        keys = {one.key for one in found if one.rule}
        assert f"rubric.table#{last}.reading" in keys
        assert len(keys) <= 3


# --- people ---------------------------------------------------------------------------


def test_a_person_who_is_answered_otherwise_is_compared_by_the_same_answers(
    gallery_texts,
):
    texts = changed(gallery_texts, "ways", "Both are there.", "You can do both.")
    found = compared(gallery_texts, texts, after=people(ann=middle(purpose="birds")))

    assert found.same
    assert [one.name for one in found.people if one.reanswered] == ["Ann"]
    assert "Ann: the two folders hold other answers of this person. The" in said(found)


def test_people_whom_only_one_folder_can_read_are_named(gallery_texts):
    texts = changed(gallery_texts, "concerns", "- id: birds\n", "- id: gulls\n")
    texts = changed(texts, "therapist-questions", "any_of: [birds]", "any_of: [gulls]")
    gulls = people(ann=adding_up_to(3, purpose="gulls"), ben=None)
    found = compared(
        gallery_texts, texts, before={**people(), "fay.yaml": None}, after=gulls
    )
    text = said(found)

    assert "Ben" in {one.name for one in found.people}
    assert part(text, "What to know about this comparison").split("\n- ")[1:4] == [
        "ben.yaml stands in the old folder only.",
        "fay.yaml stands in the old folder only.",
        "fay.yaml was not compared: no answers in it can be given to both.",
    ]
    assert "Ann: the two folders hold other answers of this person, and no" in text
    old = line_of(gallery_texts["concerns"], "- id: birds\n")
    assert f"| concerns.yaml:{old} in the old folder | purpose, birds | " in text
    for name, was, now in (("birds", "yes", "no"), ("gulls", "no", "yes")):
        such = rf"test sheets, such as one with purpose: {name} \| {was} \| {now} \|"
        assert re.search(such, text)


@pytest.fixture(scope="module")
def narrower(gallery_files):
    """Compare with a band that begins a point later."""
    texts = changed(gallery_files, "rubric", "from: 3,", "from: 4,")
    return compared(gallery_files, texts)


def test_the_headline_counts_readings_and_not_what_else_moves(narrower):
    text = said(narrower)

    readers = {case.name for case in narrower.moves if case.part == "reading"} - {""}
    assert f"Another result for {len(readers)} of 5 fictional people" in text
    assert f"moves for {len(moved(narrower))} of 5 fictional people (" in text
    assert len(readers) < len(moved(narrower))


# --- figures and articles -------------------------------------------------------------


def test_figures_and_articles_that_move_are_shown(narrower, gallery_files):
    text = said(narrower)
    figures = part(text, "Figures over all answer sheets, not over people")

    row = r"\| Band slightly-psychodynamic: .* 16\.9 in 100\. \| .* 8\.6 in 100\. \|"
    assert re.search(row, figures)
    assert "- Article 3 no longer holds: both sides have equal shares" in figures
    assert any(
        re.fullmatch(r"\*\*Articles .* that no longer hold: .*\b3\b.*", one)
        for one in headlines(text)
    )
    assert re.search(r"sheets, such as one with \d+ answers \| .* \| no clear", text)
    texts = changed(gallery_files, "rubric", "from: 3,", "from: 4,")
    assert "- Article 3 holds again: both sides" in told(texts, gallery_files)


def test_another_order_of_a_list_of_rules_is_a_change_of_one(gallery):
    gates = gallery.library.gates
    turned = gates.model_copy(update={"gates": gates.gates[::-1]})
    library = gallery.library.model_copy(update={"gates": turned})
    found = Diff(gallery, replace(gallery, library=library), {}, {}, DAY)
    (change,) = found.changes

    assert not found.same
    assert change.rule
    assert change.was == change.now[::-1]


def test_options_in_another_order_turn_the_notes_about(gallery_texts):
    start, middle, end = (
        gallery_texts["limits"].index(f"      - id: {name}\n")
        for name in ("short-day", "no-car", "none")
    )
    text = gallery_texts["limits"]
    turned = text[:start] + text[middle:end] + text[start:middle] + text[end:]

    found = compared(gallery_texts, {**gallery_texts, "limits": turned})

    moves = {(one.was, one.now) for one in found.moves if one.part == "notes"}
    assert moves == {(("short-day", "no-car"), ("no-car", "short-day"))}


def test_changed_rules_that_move_nothing_are_not_taken_for_proof(gallery):
    found = Diff(gallery, gallery, {}, {}, DAY)
    assert "no proof" not in said(found)

    place = ("rubric", "bands", "either", "from")
    found.rules = [rules.Change(place, "rubric/either.from", ("either",), 1, 2, True)]

    said_last = headlines(said(found))[-1]
    assert said_last.startswith("That is no proof. ")
    assert f"only 0 fictional people and {found.tried} test sheets" in said_last


def test_what_a_cleared_sheet_comes_to_is_tried_too(gallery_texts):
    new = changed(gallery_texts, "rubric", "very-much, towards: 2",
                  "very-much, towards: 3")  # fmt: skip
    found = compared(gallery_texts, new, before={}, after={})
    gated = [
        one.sheet
        for one in found.moves
        if one.part == "interval" and "weather" in one.sheet.answers
    ]

    assert (("storm",), "clinician") in {(x.cleared, x.respondent) for x in gated}
    assert not any("storm" in s.answers["weather"] and not s.cleared for s in gated)


# --- safety first ---------------------------------------------------------------------


GO = ("gates", 'any_of: [not-sure, "no"]', 'any_of: ["no"]')
FOG = [
    ("safety", "      - id: fog\n        label: There is fog\n", ""),
    ("gates", "  - id: fog\n    name: A fog\n", "  - id: mist\n    name: A mist\n"),
    ("gates", "any_of: [fog]", "any_of: [storm]"),
]
CLEARS = [("gates", "    clears: true\n", "")]
TOWEL = ("rubric", "    concerns: [swimming]\n", "    concerns: [views]\n")
BACK = "the other way round"
HELD = "    concerns: [views]\n    unless_gates: [withheld]\n"


@pytest.mark.parametrize(
    ("edits", "says", "never"),
    [
        ([GO, ("rubric", "from: 3,", "from: 4,")],
         ["**Safety gets weaker: ", "for 0 of 5 fictional people and 5 of ",
          "**Another result for 1 of 5 fictional people (Ann)", "## Safety",
          "| stay-in, when | ready-to-go: not-sure | none |",
          "one with ready-to-go: not-sure | Stay in | none |", "## Result",
          "## Rules that changed"],
         ["| Evidence points"]),  # a gate hides it, and that says no more
        (FOG,
         ["**Safety is not as it was for ", "## Safety", "| fog | id fog, stops no,",
          "when weather: fog, lines crisis | none |", "weather: fog | yes | no |"],
         ["## What else moves"]),
        ([*FOG, BACK],
         ["**Safety is not as it was for ", "weather: fog | no | yes |"], []),
        ([("limits", "      - id: no-car\n", "      - id: rain\n        label: It rains"
           "\n      - id: no-car\n")],
         ["## What else moves", "one with limits: rain | no | yes |"], ["Safety"]),
        (CLEARS,
         ["**Safety is not as it was for 0 of 5 ", "| storm, clears | yes | no |",
          "storm, talked about with a clinician | yes | no |"], []),
        ([("rubric", "[storm, withheld]", "[withheld]")],
         ["**Safety is not as it was for 1 of 5 fict", "## Safety",
          "| ask-for-the-tide, unless_gates | storm | none | Cat |",
          "| Cat | none | Ask for the tide |"],
         ["What else moves", "Rules that changed"]),
        ([("rubric", "[storm, withheld]", "[storm]")],
         ["in a copy that leaves safety answers out | none | Ask for the tide |"], []),
        ([("rubric", TOWEL[1], HELD)],
         ["leaves safety answers out | Take a t"], []),
        ([("concerns", "at_most: 3", "at_most: 5")], [" | no | yes |"], ["Safety"]),
        ([("limits", "I have no car\n", "I have no car\n        exclusive: true\n")],
         ["## What else moves", " | yes | no |"], []),
        ([("rubric", "fit: [neither, reaching-cbt], evidence: [cbt]",
           "fit: [neither, reaching-cbt], evidence: [cbt, psychodynamic]")],
         ["What you want reaching-cbt, evidence psychodynamic: pull-apart. |",
          "What you want reaching-cbt, evidence psychodynamic: leans-cbt. |"], []),
        ([("gates", "Talk to a friend.", "Talk to nobody."),
          ("gates", "[This copy does not say why.]", "[It says why.]"),
          ("gates", "sources: [judgement]", "sources: [leaflet]"),
          ("safety", "I am not sure", "I am sure")],
         ["**Words about safety are not as they were. Places that changed: 3.**",
          "**No result changes.**", "## Words about safety that changed",
          "not-sure, label | I am not sure | I am sure |",
          "| stay-in, whom | Talk to a friend. | Talk to nobody. |",
          "| This copy does not say why. | It says why. |",
          "## Other words or sources", "gates.yaml:15 (stay-in, row 1 of sources)"],
         ["whom)"]),
        ([("questionnaire", "    - {question: weather, option: hail}\n", "")],
         ["**Words about safety are not as they were.",
          "questionnaire.yaml:12 in the old folder | retired, row 2 of options | "
          "weather: hail, None | none |"], []),
        ([("questionnaire", "[wants-shade]", "[]"),
          ("questionnaire", "option: fishing}", "option: angling}"),
          ("questionnaire", "version: 2.1.0", "version: 2.1.1")],
         ["# What changes in results\n\n**No result changes.**", "Other words or",
          "(retired, row 1 of questions)", "(retired, row 4 of options)"],
         [", version)"]),
    ],
)  # fmt: skip
def test_what_a_change_does_is_said_in_this_order(edits, says, never, gallery_texts):
    old, new = gallery_texts, gallery_texts
    if edits == [("rubric", TOWEL[1], HELD)]:
        old, edits = changed(old, *TOWEL), [("rubric", TOWEL[2], HELD)]
        new = old
    for edit in edits:
        new, old = (old, new) if edit == BACK else (changed(new, *edit), old)

    text = told(old, new)

    places = [text.find(one) for one in says]
    assert -1 not in places, says[places.index(-1)]
    assert places == sorted(places)
    assert [one for one in never if one in text] == []


def test_only_whom_a_sentence_on_safety_holds_for_is_counted_in_it(gallery_texts):
    turned = changed(
        gallery_texts, "gates", "lines: [emergency, crisis]",
        "lines: [crisis, emergency]",
    )  # fmt: skip
    fewer = changed(turned, "gates", "lines: [crisis, abuse, young]", "lines: [crisis]")
    more = changed(fewer, "gates", "A fog\n    stops: false", "A fog\n    stops: true")
    kept = changed(gallery_texts, "gates", "    private: true\n", "")
    renamed = changed(gallery_texts, "gates", "- id: stay-in\n", "- id: stay-home\n")

    order, weaker, both, private, name = (
        headlines(told(gallery_texts, new))
        for new in (turned, fewer, more, kept, renamed)
    )

    alike = "**Safety is not as it was for 0 of 5 fictional people and "
    for one in (order, name):
        assert one[0].startswith(alike)
        assert not any(each.startswith("**Safety gets") for each in one)
    assert weaker[0].startswith("**Safety gets weaker: ")
    assert "for 1 of 5 fictional people (Cat) and " in weaker[0]
    assert weaker[1].startswith(alike)
    assert both[1].startswith("**Safety gets stricter: ")
    assert "for 0 of 5 fictional people and " in both[1]
    assert private[0].startswith("**Safety gets weaker: ")


def test_help_lines_that_are_others_are_told_by_themselves_before_other_words(
    gallery_texts,
):
    new = changed(gallery_texts, "help-lines", "call 000 2", "call 000 9")
    new = changed(new, "ways", "Both are there.", "You can do both.")
    new = changed(new, "help-lines", "000 3, hours: null", "000 3, hours: all")
    text = told(gallery_texts, new)
    at = line_of(new["help-lines"], "call 000 9")

    assert headlines(text)[0].endswith("changed: 2.**")
    lines = part(text, "Help lines that changed")
    assert f"| help-lines.yaml:{at} | GB, The Other Line, how | call 000 2 " in lines
    assert "GB, The Safe Line, hours | none | all |" in lines
    assert text.index("Help lines that changed") < text.index("Other words or sources")
    assert "help-lines" not in part(text, "Other words or sources")

    seen = changed(
        gallery_texts, "help-lines", 'seen: 2026-01-02, source_date: "2024", checked: '
        "2026-01-02", 'seen: 2026-01-03, source_date: "2025", checked: 2026-01-03',
    )  # fmt: skip
    text = told(gallery_texts, seen)
    assert headlines(text) == ["**No result changes.**"]
    assert ", source_date)" in part(text, "Other words or sources")


def test_help_lines_and_numbers_that_come_or_go_are_named(gallery_texts):
    lines = gallery_texts["help-lines"].splitlines(keepends=True)
    fewer = "".join(one for one in lines if "The Safe Line" not in one)
    _, country, rest = re.split(r"(?<=countries:)(.*?)(?=\nlines:)", fewer, flags=re.S)
    new = {**gallery_texts, "help-lines": f"countries: []{rest}"}
    assert "emergency: {" in country
    gone, back = told(gallery_texts, new), told(new, gallery_texts)

    at = next(at for at, one in enumerate(lines, 1) if "The Safe Line" in one)
    row = rf"\| help-lines.yaml:{at}{{}} \| GB, The Safe Line \| {{}} \|"
    assert re.search(row.format(" in the old folder", ".*call 000 3.* \\| none"), gone)
    assert re.search(row.format("", "none \\| .*call 000 3.*"), back)
    assert re.search(r"\| GB \| .*000.* \| none \|", gone)


@pytest.mark.parametrize("gated", [False, True])
def test_every_part_of_a_result_can_be_said(gated, gallery):
    given = [
        middle(weather="storm", limits="no-car", feels_sure="not-yet"),
        middle(purpose="swimming fresh-air", ready_to_go="yes"),
    ]
    one, two = (outcomes.outcome(gallery, sheet(x)) for x in given[:: 1 - 2 * gated])
    found = Diff(gallery, gallery, {}, {}, DAY)
    found.moves = [
        two_rubrics.Move("", sheet({}), part, was, two[part])
        for part, was in one.items()
    ]
    text = said(found)

    assert set(one) < set(vars(gallery.words.diff.part))
    for part in one:
        assert f"\n| {getattr(gallery.words.diff.part, part)} | " in text
    assert "{" not in text


# --- the command ----------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, gallery, gallery_files):
    for name in ("old", "new"):
        (tmp_path / name / "vignettes").mkdir(parents=True)
        for stem, text in gallery_files.items():
            (tmp_path / name / f"{stem}.yaml").write_text(text, "utf-8")
        for one, given in PEOPLE.items():
            file = tmp_path / name / "vignettes" / f"{one}.yaml"
            file.write_text(writing.dump(gallery, sheet(given)), "utf-8")
    return tmp_path


def edit(file, old, new):
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def test_the_command_writes_what_moves_and_is_exit_0(folder, monkeypatch):
    edit(folder / "new/rubric.yaml", "from: 3,", "from: 4,")
    (folder / "new/vignettes/eve.yaml").write_text("no: answers\n")
    (folder / "old/vignettes/fay.yaml").write_text("no: answers\n")
    written = folder / "diff.md"

    ran = inside(
        monkeypatch, "diff", folder / "old", folder / "new", "-o", written, "-o", "-"
    )

    assert ran.code == 0
    assert written.read_text("utf-8") == ran.out
    assert "**Another result for 1 of 5 fictional people (ann.yaml) and " in ran.out
    assert "\n| Result | ann.yaml | " in ran.out
    told = r"rubric\.yaml:\d+ \| slightly-psychodynamic, from \| 3 \| 4 \| ann\.yaml;"
    assert re.search(told, ran.out)
    assert "Both folders carry the version 2.1.0." in ran.out
    assert "- fay.yaml was not compared: " in ran.out
    for title, name in (("Before", "old"), ("After", "new")):
        begins = loader.load(folder / name).fingerprint[: two_rubrics.BEGIN]
        named = escape(str(folder / name))
        assert re.search(rf"\*\*{title}:\*\* {re.escape(named)} .*{begins}…", ran.out)


def test_old_words_of_another_version_are_passed_over(folder, monkeypatch):
    edit(folder / "old/interface.yaml", "  none: No result changes.\n", "")

    ran = inside(monkeypatch, "diff", folder / "old", folder / "new")

    assert ran.code == 0
    assert "**No result changes.**" in ran.out
    assert "Its words were not compared." in ran.out
    assert ran.out.count("fingerprint not known") == 1
    edit(folder / "old/rubric.yaml", "from: 3,", "from: three,")
    assert inside(monkeypatch, "diff", folder / "old", folder / "new").code == 1


def test_folders_that_cannot_be_loaded_are_exit_1_and_usage_is_2(folder, monkeypatch):
    edit(folder / "new/interface.yaml", "  none: No result changes.\n", "")

    for old, new in ((folder / "old", folder / "new"), (folder / "old", folder / "no")):
        ran = inside(monkeypatch, "diff", old, new)
        assert (ran.code, ran.out) == (1, "")
        assert str(new) in ran.err
    assert inside(monkeypatch, "diff", folder / "old").code == 2


def test_both_names_that_are_no_folders_are_named(folder, monkeypatch):
    ran = inside(monkeypatch, "diff", folder / "nix", folder / "old/rubric.yaml")

    assert (ran.code, ran.out) == (1, "")
    assert f"{folder / 'nix'}: there is no such folder" in ran.err
    assert f"{folder / 'old/rubric.yaml'}: this is not a folder" in ran.err
