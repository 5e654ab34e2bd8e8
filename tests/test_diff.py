"""Two folders of questions, compared by the results they give."""

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pencil
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
        parts.setdefault(case.who.name, set()).add(case.part)
    parts.pop("", None)
    return parts


def line_of(text, piece):
    return text.partition(piece)[0].count("\n") + 1


# --- what differs in the files --------------------------------------------------------


def test_only_a_handful_of_places_with_other_words_is_named(gallery_texts):
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


# --- figures and articles -------------------------------------------------------------


def test_headline_figures_and_articles_say_what_a_later_band_moves(gallery_files):
    texts = changed(gallery_files, "rubric", "from: 3,", "from: 4,")
    found = compared(gallery_files, texts)
    text, readers = (
        said(found),
        {x.who.name for x in found.moves if x.part == "reading"},
    )
    figures = part(text, "Figures over all answer sheets, not over people")

    assert f"Another result for {len(readers - {''})} of 5 fictional people" in text
    assert f"moves for {len(moved(found))} of 5 fictional people (" in text
    assert len(readers - {""}) < len(moved(found))
    row = r"\| Band slightly-psychodynamic: .* 16\.9 in 100\. \| .* 8\.6 in 100\. \|"
    assert re.search(row, figures)
    assert "- Article 3 no longer holds: both sides have equal shares" in figures
    assert any(
        re.fullmatch(r"\*\*Articles .* that no longer hold: .*\b3\b.*", one)
        for one in headlines(text)
    )
    assert re.search(r"sheets, such as one with \d+ answers \| .* \| no clear", text)
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
    assert f"only 0 fictional people and {len(found.sheets)} test sheets" in said_last


def test_what_a_cleared_sheet_comes_to_is_tried_too(gallery_texts):
    new = changed(gallery_texts, "rubric", "very-much, towards: 2",
                  "very-much, towards: 3")  # fmt: skip
    found = compared(gallery_texts, new, before={}, after={})
    gated = [
        one.who.sheet
        for one in found.moves
        if one.part == "interval" and "weather" in one.who.sheet.answers
    ]

    assert (("storm",), "clinician") in {(x.cleared, x.respondent) for x in gated}
    assert not any("storm" in s.answers["weather"] and not s.cleared for s in gated)


# --- safety first ---------------------------------------------------------------------


CASES = {
    case["name"]: case
    for case in pencil.load_yaml(Path(__file__).parent / "cases" / "diff.yaml")
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_change_does_is_said_in_this_order(name, gallery_texts):
    case, both = CASES[name], [gallery_texts, gallery_texts]
    for edit in case.get("before", ()):
        both = [changed(texts, *edit) for texts in both]
    for edit in case["edits"]:
        both[1] = changed(both[1], *edit)

    text = told(*(both[::-1] if case.get("back") else both))

    at = 0
    for one in case["says"]:
        at = text.find(one, at)
        assert at >= 0, one
    assert [one for one in case["never"] if one in text] == []


@pytest.mark.parametrize("gated", [False, True])
def test_every_part_of_a_result_can_be_said(gated, gallery):
    given = [
        middle(weather="storm", limits="no-car", feels_sure="not-yet"),
        middle(purpose="swimming fresh-air", ready_to_go="yes"),
    ]
    one, two = (outcomes.outcome(gallery, sheet(x)) for x in given[:: 1 - 2 * gated])
    found, nobody = (
        Diff(gallery, gallery, {}, {}, DAY),
        outcomes.Tried(sheet({}), one, two),
    )
    found.moves = [
        outcomes.Move(nobody, part, was, two[part]) for part, was in one.items()
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


def test_what_cannot_be_loaded_is_exit_1_and_named_and_usage_is_2(folder, monkeypatch):
    edit(folder / "new/interface.yaml", "  none: No result changes.\n", "")
    file, nix = folder / "old/rubric.yaml", folder / "nix"

    for old, new, several in (
        (folder / "old", folder / "new", [str(folder / "new")]),
        (nix, file, [f"{nix}: there is no such folder", f"{file}: this is not a fo"]),
    ):
        ran = inside(monkeypatch, "diff", old, new)
        assert (ran.code, ran.out) == (1, "")
        assert all(one in ran.err for one in several)
    assert inside(monkeypatch, "diff", folder / "old").code == 2
