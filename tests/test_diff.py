"""Two folders of questions, compared by the results they give."""

from __future__ import annotations

import datetime
import re
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from running import inside
from sheets import adding_up_to, changed, middle, sheet

from fitcheck import content, diff, marked_yaml
from fitcheck.answers import writing
from fitcheck.answers.sheet import Expected, Vignette
from fitcheck.diff import outcomes, rules, saying, telling
from fitcheck.render import lines, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fitcheck.answers.sheet import Answers, Sheet
    from fitcheck.diff import Diff
    from fitcheck.questionnaire import Questionnaire

DAY = datetime.date(2026, 1, 3)
Texts = dict[str, str]

PEOPLE: dict[str, Answers] = {
    "ann": adding_up_to(3, purpose="birds"),
    "ben": middle(purpose="views fresh-air", limits="no-car"),
    "cat": middle(weather="storm", purpose="shells"),
    "dan": middle(earlier_kind="hills", earlier_hills="bad", feels_sure="not-yet"),
    "eve": adding_up_to(-4, purpose="fresh-air"),
}


@pytest.fixture(scope="module", autouse=True)
def each_file_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marked_yaml, "parse", cache(marked_yaml.parse))
        yield


def person(name: str, given: Answers) -> Sheet:
    expect = Expected("either", None, ())
    return sheet(given, vignette=Vignette(name.capitalize(), "About.", expect))


def people(**others: Answers | None) -> dict[str, Sheet | None]:
    """Return the people of a folder; None leaves one out."""
    found = {**PEOPLE, **others}
    return {f"{n}.yaml": person(n, given) for n, given in found.items() if given}


def compared(old: Texts, new: Texts, **more: Any) -> Diff:
    before, after = (content.parse(texts, "gallery") for texts in (old, new))
    return diff.compare(
        before,
        after,
        more.pop("before", people()),
        more.pop("after", people()),
        DAY,
        **more,
    )


def said(found: Diff) -> str:
    """Write a comparison as plain lines, each paragraph on one."""
    return lines.lay_out(telling.tell(found, Path("then"), Path("later")), 10_000)


def moved(found: Diff) -> dict[str, set[str]]:
    return {one.name: {move.part for move in one.moves} for one in found.moved}


def test_a_folder_beside_itself_changes_nothing(gallery_texts: Texts) -> None:
    found = compared(gallery_texts, gallery_texts)

    assert not found.moves
    assert "No result changes." in said(found)
    assert found.rules == found.words == found.unread == ()


def test_other_words_are_named_by_file_and_line_and_move_nothing(
    gallery_texts: Texts,
) -> None:
    worded = changed(gallery_texts, "ways", "Both are there.", "You can do both.")
    found = compared(gallery_texts, worded)
    line = worded["ways"].split("You can do both.")[0].count("\n") + 1

    assert (found.moves, found.rules) == (False, ())
    text = said(found)
    assert "No result changes." in text
    assert "no proof" not in text
    assert f"\n* ways.yaml:{line} (listen-or-look, why)\n" in text


def test_of_many_other_words_a_handful_is_named_and_the_rest_counted(
    gallery_texts: Texts,
) -> None:
    texts = {
        stem: re.sub(r"( title: )(\w)", r"\1On \2", text)
        for stem, text in gallery_texts.items()
        if stem not in {"interface", "gates", "safety"}
    }
    found = compared(gallery_texts, {**gallery_texts, **texts})
    places = {f"{one.stem}.yaml:" for one in found.words}

    (named,) = re.findall(r"\n\* (\w+\.yaml:\d+ .*; and \d+ more)\n", said(found))
    assert named.count(".yaml:") == saying.HANDFUL
    assert named.endswith(f"; and {len(found.words) - saying.HANDFUL} more")
    assert len(places) > 1


def test_a_line_to_call_is_told_by_itself_before_other_words(
    gallery_texts: Texts,
) -> None:
    new = changed(gallery_texts, "help-lines", "call 000 2", "call 000 9")
    new = changed(new, "ways", "Both are there.", "You can do both.")
    text = said(compared(gallery_texts, new))

    at = new["help-lines"].split("call 000 9")[0].count("\n") + 1
    told = f"\n* help-lines.yaml:{at}: GB, The Other Line, how: “call 000 2 "
    assert "changed: 1.\n\nNo result changes.\n" in text
    assert text.index(told) < text.index("Other words or sources")
    assert text.count("help-lines.yaml") == 1


@pytest.mark.parametrize(
    ("stem", "old", "new", "key", "who", "parts"),
    [
        ("rubric", "psychodynamic, from: 3,", "psychodynamic, from: 4,",
         "rubric/slightly-psychodynamic.from", "Ann", {"reading", "band"}),
        ("rubric", "psychodynamic: 0, cbt: 2}\n  preference", "psychodynamic: 0, "
         "cbt: 1}\n  preference", "rubric/two-pole/strongly-cbt.cbt", "Eve",
         {"points", "interval"}),
        ("rubric", "fit: [neither, reaching-cbt], evidence: [cbt]",
         "fit: [neither, reaching-cbt], evidence: [cbt, psychodynamic]",
         "rubric.table#6.evidence", None, set()),
        ("concerns", "cbt: {points: 3, reason: A guide names it",
         "cbt: {points: 2, reason: A guide names it",
         "concerns/purpose/fresh-air.cbt.points", "Eve", {"reading", "evidence"}),
        ("gates", "name: A storm\n    stops: false", "name: A storm\n    stops: true",
         "gates/storm.stops", "Cat", {"stops"}),
        ("gates", "when:\n      - {question: weather, any_of: [storm", "when:\n      "
         "- {question: weather, any_of: [storm, fog", "gates/storm.when", None, set()),
        ("therapist-questions", "ask_when:\n      - {question: limits, any_of: "
         "[no-car", "ask_when:\n      - {question: limits, any_of: [short-day",
         "therapist-questions/which-bus.ask_when", "Ben", {"questions"}),
    ],
)  # fmt: skip
def test_a_changed_rule_names_its_line_and_whom_it_moves(
    stem: str,
    old: str,
    new: str,
    key: str,
    who: str | None,
    parts: set[str],
    gallery_texts: Texts,
) -> None:
    texts = changed(gallery_texts, stem, old, new)

    found = compared(gallery_texts, texts)

    assert [change.key for change in found.rules] == [key]
    assert who is None or parts <= moved(found)[who]
    assert all(one.because == found.rules for one in found.moved)
    at = texts[stem][: texts[stem].index(new)].count("\n") + 1
    at += "stops" in key
    assert f"\n* {stem}.yaml:{at}: " in said(found)


def test_each_result_is_put_down_to_the_rule_that_moves_it(
    gallery_texts: Texts,
) -> None:
    texts = changed(
        gallery_texts, "rubric", "psychodynamic, from: 3,", "psychodynamic, from: 4,"
    )
    texts = changed(
        texts, "gates", "A storm\n    stops: false", "A storm\n    stops: true"
    )
    texts = changed(texts, "rubric", "clearly the sea", "very clearly the sea")

    found = compared(gallery_texts, texts)
    because = {one.name: [c.key for c in one.because] for one in found.moved}

    assert because["Cat"] == ["gates/storm.stops"]
    assert because["Ann"] == ["rubric/slightly-psychodynamic.from"]
    assert [one.key for one in found.words] == ["rubric/clearly-psychodynamic.name"]
    assert next(iter(because)) == "Ann"  # another reading comes first


def test_a_result_that_no_single_rule_moves_is_put_down_to_several(
    gallery_texts: Texts,
) -> None:
    texts = changed(gallery_texts, "gates", "any_of: [storm]", "any_of: [fog]")
    found = compared(gallery_texts, texts)
    cat = next(one for one in found.moved if one.name == "Cat")

    alone = replace(found, people=(replace(cat, because=()),))

    assert "Cat: it takes several of the changed rules together" in said(alone)


def test_what_is_taken_of_the_rules_is_what_is_asked_for(gallery_texts: Texts) -> None:
    texts = changed(gallery_texts, "rubric", "from: 3,", "from: 4,")
    texts = changed(texts, "gates", "  - id: fog\n", "  - id: mist\n")
    texts = changed(texts, "safety", "- id: fog\n", "- id: mist\n")
    texts = changed(texts, "gates", "any_of: [fog]", "any_of: [mist]")
    texts = changed(texts, "ways", "first: cbt", "first: psychodynamic")
    old, new = (content.parse(one, "gallery") for one in (gallery_texts, texts))
    found = rules.changes(old, new)

    none, every = (rules.with_only(old, new, some) for some in ((), found))

    assert rules.changes(old, none) == rules.changes(every, new) == ()
    for change in found:
        one = rules.with_only(old, new, [change])
        assert rules.changes(old, one) == (change,)
        assert len(rules.changes(one, new)) == len(found) - 1


def test_lists_keep_their_order_when_only_some_of_it_is_taken() -> None:
    assert rules.woven("abc", "axbyc") == list("axbyc")
    assert rules.woven("ab", "xab") == list("xab")
    assert rules.woven("cb", "abc") == list("acb")


def test_a_person_who_is_answered_otherwise_is_compared_by_the_same_answers(
    gallery_texts: Texts,
) -> None:
    texts = changed(gallery_texts, "ways", "Both are there.", "You can do both.")
    found = compared(gallery_texts, texts, after=people(ann=middle(purpose="birds")))

    assert not found.moves
    assert [one.reanswered for one in found.people if one.name == "Ann"] == [True]


def test_people_whom_only_one_folder_can_read_are_named(gallery_texts: Texts) -> None:
    texts = changed(gallery_texts, "concerns", "- id: birds\n", "- id: gulls\n")
    texts = changed(texts, "therapist-questions", "any_of: [birds]", "any_of: [gulls]")
    gulls = people(ann=adding_up_to(3, purpose="gulls"), ben=None)
    found = compared(
        gallery_texts, texts, before={**people(), "fay.yaml": None}, after=gulls
    )
    ann = next(one for one in found.people if one.name == "Ann")

    assert ann.apart
    assert ann.reanswered
    assert found.unread == ("fay.yaml",)
    assert found.only == {"ben.yaml": False, "fay.yaml": False}
    assert "Ben" in {one.name for one in found.people}
    text = said(found)
    assert "ben.yaml stands in the old folder only." in text
    assert "fay.yaml was not compared" in text
    assert "in the old folder: purpose, birds: no longer: " in text
    assert "Ann: the two folders hold other answers of this person, and no" in text
    for name, was, now in (("birds", "yes", "no"), ("gulls", "no", "yes")):
        told = (
            rf"test sheets, such as one with “{name}” at purpose: {now} .before: {was}"
        )
        assert re.search(told, text)


def test_figures_that_move_are_shown_to_the_decimal_that_shows_it(
    gallery_texts: Texts,
) -> None:
    texts = changed(gallery_texts, "rubric", "from: 3,", "from: 4,")
    text = said(compared(gallery_texts, texts))

    assert re.search(r"\* slightly the sea .of 100 sheets.: 8\.6 .before: 16\.9", text)
    assert "Article 3: no longer holds: both sides have equal shares" in text
    head = text.partition("Before")[0]
    assert re.search(r"constitution that no longer hold: .*\b3\b", head)
    text = said(compared(texts, gallery_texts))
    assert "Article 3: holds again: both sides have equal shares" in text


def test_the_order_of_gates_and_of_advice_is_a_result(gallery: Questionnaire) -> None:
    gates = gallery.library.gates
    turned = gates.model_copy(update={"gates": gates.gates[::-1]})
    library = gallery.library.model_copy(update={"gates": turned})
    advice = gallery.rubric.advisories[::-1]
    rubric = gallery.rubric.model_copy(update={"advisories": advice})

    for other in (replace(gallery, library=library), replace(gallery, rubric=rubric)):
        found = diff.compare(gallery, other, {}, {}, DAY)
        assert found.moves
        assert len(found.rules) == 1
        assert "order: " in said(found).lower()


def test_what_people_are_stopped_for_comes_before_everything_else(
    gallery_texts: Texts,
) -> None:
    looser = changed(
        gallery_texts, "gates", 'any_of: [not-sure, "no"]', 'any_of: ["no"]'
    )
    looser = changed(looser, "rubric", "from: 3,", "from: 4,")
    paragraphs = said(compared(gallery_texts, looser)).split("\n\n")
    back = said(compared(looser, gallery_texts)).split("\n\n")

    assert paragraphs[1].startswith("Safety gets weaker: ")
    assert "for 0 of 5 fictional people and 5 of " in paragraphs[1]
    assert paragraphs[2].startswith("Another result for 1 of 5 fictional people (Ann)")
    safety = paragraphs.index("Safety\n------")
    assert safety < paragraphs.index("Result\n------")
    assert "when: No longer: “not-sure” at ready-to-go." in paragraphs[safety + 1]
    assert (
        "such as one with “not-sure” at ready-to-go: No longer: Stay in"
        in (paragraphs[safety + 3])
    )
    assert back[1].startswith("Safety gets stricter: ")
    assert "(before: none)" not in " ".join(paragraphs)
    assert "Evidence points" not in paragraphs


def test_a_safety_answer_that_can_no_longer_be_given_is_a_matter_of_safety(
    gallery_texts: Texts,
) -> None:
    texts = changed(
        gallery_texts, "safety", "      - id: fog\n        label: There is fog\n", ""
    )
    gates = texts["gates"]
    begin, end = gates.index("  - id: fog"), gates.index("withheld:")
    texts = {**texts, "gates": gates[:begin] + gates[end:]}
    text = said(compared(gallery_texts, texts))
    back = said(compared(texts, gallery_texts))

    for either in (text, back):
        assert headlines(either)[0].startswith("Safety is not as it was for ")
    _, _, safety = text.partition("Safety\n------\n")
    assert "such as one with “fog” at weather: no (before: yes)" in safety
    assert "no longer: id fog, stops no, private yes, when “fog” at weather, " in safety
    assert "What else moves" not in text


def headlines(text: str) -> list[str]:
    """Return what stands above the table of what was compared."""
    return text.partition("\n\n* Before: ")[0].split("\n\n")[1:]


def test_only_whom_a_sentence_on_safety_holds_for_is_counted_in_it(
    gallery_texts: Texts,
) -> None:
    turned = changed(
        gallery_texts, "gates", "lines: [emergency, crisis]",
        "lines: [crisis, emergency]",
    )  # fmt: skip
    fewer = changed(turned, "gates", "lines: [crisis, abuse, young]", "lines: [crisis]")
    more = changed(fewer, "gates", "A fog\n    stops: false", "A fog\n    stops: true")
    kept = changed(gallery_texts, "gates", "    private: true\n", "")

    texts = [said(compared(gallery_texts, new)) for new in (turned, fewer, more)]
    (order, _), (weaker, again, _), (_, stricter, _) = (
        headlines(text)[:count] for text, count in zip(texts, (2, 3, 3), strict=True)
    )

    assert order.startswith("Safety is not as it was for 0 of 5 fictional people and ")
    assert weaker.startswith("Safety gets weaker: ")
    assert "for 1 of 5 fictional people (Cat) and " in weaker
    assert again.startswith("Safety is not as it was for 0 of 5 fictional people and ")
    assert headlines(said(compared(gallery_texts, kept)))[0].startswith(
        "Safety gets weaker: "
    )
    assert stricter.startswith("Safety gets stricter: ")
    assert "for 0 of 5 fictional people and " in stricter


def test_an_answer_more_to_another_question_makes_safety_no_stricter(
    gallery_texts: Texts,
) -> None:
    new = changed(
        gallery_texts, "gates", "lines: [emergency, crisis]",
        "lines: [crisis, emergency]",
    )  # fmt: skip
    new = changed(
        new, "limits", "      - id: no-car\n",
        "      - id: rain\n        label: It rains\n      - id: no-car\n",
    )  # fmt: skip
    text = said(compared(gallery_texts, new))
    _, _, rest = text.partition("What else moves\n")

    assert "Safety gets" not in text
    assert "such as one with “rain” at limits: yes (before: no)" in rest


def test_a_gate_under_another_id_makes_safety_neither_weaker_nor_stricter(
    gallery_texts: Texts,
) -> None:
    renamed = changed(gallery_texts, "gates", "- id: stay-in\n", "- id: stay-home\n")
    text = said(compared(gallery_texts, renamed))

    assert "Safety gets" not in text
    assert "\n\nSafety is not as it was for 0 of 5 fictional people and " in text


def test_a_gate_that_a_clinician_can_no_longer_clear_is_a_matter_of_safety(
    gallery_texts: Texts,
) -> None:
    new = changed(gallery_texts, "gates", "    clears: true\n", "")
    for old, now, could in ((gallery_texts, new, "yes"), (new, gallery_texts, "no")):
        text = said(compared(old, now))
        assert headlines(text)[0].startswith("Safety is not as it was for 0 of 5 ")
        can = "no" if could == "yes" else "yes"
        assert f": storm, clears: {could} becomes {can}." in text
        assert (
            "such as one with “storm” at weather, talked about with a clinician: "
            f"{can} (before: {could})"
        ) in text


def test_what_a_cleared_sheet_comes_to_is_tried_too(gallery_texts: Texts) -> None:
    new = changed(gallery_texts, "rubric", "very-much, towards: 2",
                  "very-much, towards: 3")  # fmt: skip
    found = compared(gallery_texts, new)
    gated = [s for s, _ in found.tried.moved["interval"] if "weather" in s.answers]

    assert {(one.cleared, one.respondent) for one in gated} >= {
        (("storm",), "clinician")
    }
    assert not any("storm" in s.answers["weather"] and not s.cleared for s in gated)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("option: gale, instead: storm", "option: gale", "instead: no longer: storm."),
        ("    - {question: weather, option: hail}\n", "",
         "no longer: question weather, option hail."),
    ],
    ids=["taken for nothing", "gone"],
)  # fmt: skip
def test_how_an_earlier_safety_answer_is_taken_is_a_matter_of_safety(
    old: str, new: str, told: str, gallery_texts: Texts
) -> None:
    text = said(
        compared(gallery_texts, changed(gallery_texts, "questionnaire", old, new))
    )

    assert headlines(text)[0].startswith("Words about safety are not as they were.")
    assert f": retired, row {3 - (not new)} of options" in text
    assert told in text


def test_whatever_else_was_retired_is_named_apart(
    gallery_texts: Texts,
) -> None:
    new = changed(gallery_texts, "questionnaire", "[wants-shade]", "[]")
    new = changed(new, "questionnaire", "option: fishing}", "option: angling}")
    new = changed(new, "questionnaire", "version: 2.1.0", "version: 2.1.1")
    text = said(compared(gallery_texts, new))

    assert headlines(text) == ["No result changes."]
    _, _, worded = text.partition("Other words or sources\n")
    assert "(retired, questions)" in worded
    assert "(retired, row 4 of options" in worded
    assert "version" not in worded


def test_a_reach_with_another_reading_is_a_figure(gallery_texts: Texts) -> None:
    row = "fit: [neither, reaching-cbt], evidence: [cbt]"
    wider = row.replace("[cbt]", "[cbt, psychodynamic]")
    found = compared(gallery_texts, changed(gallery_texts, "rubric", row, wider))

    assert (
        "* What you want: neither of the two, CBT still open. Evidence: psychodynamic "
        "therapy: leans towards CBT (before: pull apart)\n"
    ) in said(found)


def test_help_lines_and_numbers_that_come_or_go_are_named(gallery_texts: Texts) -> None:
    lines = gallery_texts["help-lines"].splitlines(keepends=True)
    fewer = "".join(one for one in lines if "The Safe Line" not in one)
    _, country, rest = re.split(r"(?<=countries:)(.*?)(?=\nlines:)", fewer, flags=re.S)
    old, new = gallery_texts, {
        **gallery_texts, "help-lines": f"countries: []{rest}"
    }  # fmt: skip
    assert "emergency: {" in country
    gone, back = said(compared(old, new)), said(compared(new, old))

    at = next(at for at, one in enumerate(lines, 1) if "The Safe Line" in one)
    told = f"* help-lines.yaml:{at}{{}}: GB, The Safe Line: {{}}: call 000 3"
    assert told.format(" in the old folder", "no longer") in gone
    assert told.format("", "new") in back
    assert "GB: no longer: code GB, emergency 000" in gone


def test_hours_that_come_or_go_are_named(gallery_texts: Texts) -> None:
    new = changed(
        gallery_texts, "help-lines", "000 3, hours: null", "000 3, hours: all"
    )
    gone, back = said(compared(new, gallery_texts)), said(compared(gallery_texts, new))

    assert "GB, The Safe Line, hours: no longer: all." in gone
    assert "GB, The Safe Line, hours: new: all." in back


def test_when_a_help_line_was_checked_is_no_other_help_line(
    gallery_texts: Texts,
) -> None:
    new = changed(
        gallery_texts, "help-lines", 'seen: 2026-01-02, source_date: "2024", checked: '
        "2026-01-02", 'seen: 2026-01-03, source_date: "2025", checked: 2026-01-03',
    )  # fmt: skip
    text = said(compared(gallery_texts, new))

    assert headlines(text) == ["No result changes."]
    _, _, worded = text.partition("Other words or sources\n")
    assert "row 1 of lines, checked" in worded
    assert "row 1 of lines, seen" in worded
    assert "row 1 of lines, source_date" in worded


def test_advice_that_a_gate_no_longer_holds_back_is_a_matter_of_safety(
    gallery_texts: Texts,
) -> None:
    freed = changed(gallery_texts, "rubric", "[storm, withheld]", "[withheld]")
    text = said(compared(gallery_texts, freed))

    assert headlines(text)[0].startswith("Safety is not as it was for 1 of 5 fict")
    assert "What else moves" not in text
    assert "Rules that changed" not in text
    _, _, safety = text.partition("Safety\n------\n")
    assert "ask-for-the-tide, unless_gates: No longer: storm. It moves: Cat." in safety
    assert "Cat: New: Ask for the tide" in safety


def test_words_about_safety_are_shown_before_no_result_changes_is_said(
    gallery_texts: Texts,
) -> None:
    new = changed(gallery_texts, "gates", "Talk to a friend.", "Talk to nobody.")
    new = changed(new, "gates", "[This copy does not say why.]", "[It says why.]")
    new = changed(new, "gates", "sources: [judgement]", "sources: [leaflet]")
    new = changed(new, "safety", "I am not sure", "I am sure")
    text = said(compared(gallery_texts, new))

    assert headlines(text) == [
        "Words about safety are not as they were. Places that changed: 3.",
        "No result changes.",
    ]
    _, _, told = text.partition("Words about safety that changed\n")
    assert ": stay-in, whom: “Talk to a friend.” becomes “Talk to nobody.”\n" in told
    assert ".." not in told
    assert "not-sure, label: “I am not sure” becomes “I am sure”.\n" in told
    assert "It says why." in told
    assert "This copy does not say why." in told
    _, _, worded = told.partition("Other words or sources\n")
    assert "(stay-in, sources)" in worded
    assert "whom" not in worded


def test_an_example_with_many_answers_says_how_many(gallery_texts: Texts) -> None:
    texts = changed(gallery_texts, "rubric", "from: 3,", "from: 4,")

    assert re.search(
        r"test sheets, such as one with \d+ answers: no clear leaning \(before: ",
        said(compared(gallery_texts, texts)), re.IGNORECASE,
    )  # fmt: skip


def test_the_headline_counts_readings_and_not_what_else_moves(
    gallery_texts: Texts,
) -> None:
    texts = changed(gallery_texts, "rubric", "very-much, towards: 2",
                    "very-much, towards: 3")  # fmt: skip
    found = compared(gallery_texts, texts)
    text = said(found)
    (points,) = re.findall(r"and for CBT\n\n(.*?)\n\n", text, re.DOTALL)

    assert {one.name for one in found.moved} == {"Ann", "Ben", "Dan", "Eve"}
    assert "Another result for 0 of 5 fictional people and" in text
    assert "moves for 4 of 5 fictional people (" in text
    assert points.startswith("* Ann; Ben; Dan; Eve: of 11 (before: of 10)\n")
    assert "such as one with “very-much” at wants-sand: 3 and 0, of 11 (" in points


def test_one_row_with_another_reading_is_one_rule(gallery_texts: Texts) -> None:
    texts = changed(gallery_texts, "rubric", "{reading: pull-apart, fit: [psycho",
                    "{reading: leans-cbt, fit: [psycho")  # fmt: skip
    found = compared(gallery_texts, texts)

    (change,) = found.rules
    names = [
        content.parse(gallery_texts, "gallery").words.readings.of(key).name
        for key in ("pull-apart", "leans-cbt")
    ]
    assert change.key == "rubric.table#7.reading"
    assert found.words == ()
    told = f": row 7 of table, reading: {names[0]} becomes {names[1]}."
    assert told in said(found)


def test_rows_keep_their_names_when_another_comes_or_goes(gallery_texts: Texts) -> None:
    row = (
        "  - {reading: leans-psychodynamic, fit: [psychodynamic], evidence: [%s], text"
    )
    split = f"{row % 'psychodynamic'}: To it.}}\n{row % 'neither'}"
    two = changed(gallery_texts, "rubric", row % "psychodynamic, neither", split)
    two = changed(two, "rubric", "reading: either, fit", "reading: pull-apart, fit")

    for old, new, last in ((gallery_texts, two, 10), (two, gallery_texts, 9)):
        found = rules.changes(*(content.parse(one, "gallery") for one in (old, new)))
        assert {one.key for one in found if one.rule} == {
            "rubric.table#3.evidence", "rubric.table#4", f"rubric.table#{last}.reading"
        }  # fmt: skip


def test_of_another_order_what_moved_is_named(gallery_texts: Texts) -> None:
    old = gallery_texts["therapist-questions"]
    head, *blocks = old.split("\n  - id: ")
    turned = "\n  - id: ".join((head, *blocks[1:], blocks[0])).rstrip() + "\n"
    names = [one.split("\n")[0] for one in blocks]
    text = said(
        compared(gallery_texts, {**gallery_texts, "therapist-questions": turned})
    )

    assert f"In another order: {names[0]} now comes after {names[-1]}." in text
    words = content.parse(gallery_texts, "gallery").words.diff
    first = saying.listed(words, {x: x for x in "abc"}, {x: x for x in "cab"})
    assert first == "In another order: c now comes before a"


def test_changed_rules_that_move_nothing_are_not_taken_for_proof(
    gallery: Questionnaire,
) -> None:
    nothing = diff.compare(gallery, gallery, {}, {}, DAY)
    change = rules.Change("rubric/either", 1, 2)
    text = said(replace(nothing, rules=(change,)))

    assert "No result changes.\n\nThat is no proof. " in text
    assert f"only 0 fictional people and {nothing.tried.count} test sheets" in text
    assert "no proof" not in said(nothing)


def test_a_copy_that_keeps_its_gate_to_itself_is_tried_too(
    gallery_texts: Texts,
) -> None:
    texts = changed(gallery_texts, "rubric", "[storm, withheld]", "[storm]")
    found = compared(gallery_texts, texts)

    assert found.tried.moved
    assert "in a copy that leaves safety answers out: New: Ask for the tide" in said(
        found
    )


@pytest.mark.parametrize(
    ("stem", "old", "new", "told"),
    [
        ("concerns", "at_most: 3", "at_most: 5", "yes (before: no)"),
        ("concerns", "at_most: 3", "at_most: 2", "no (before: yes)"),
        ("limits", "I have no car\n", "I have no car\n        exclusive: true\n",
         "no (before: yes)"),
        ("limits", "label: None\n        exclusive: true\n", "label: None\n",
         "yes (before: no)"),
    ],
)  # fmt: skip
def test_sheets_are_tried_on_which_a_rule_meets_another(
    stem: str, old: str, new: str, told: str, gallery_texts: Texts
) -> None:
    texts = changed(gallery_texts, stem, old, new)

    found = compared(gallery_texts, texts, before={}, after={})

    assert found.moves
    assert told in said(found)


def test_every_advice_is_tried_in_a_copy_that_keeps_its_gate_to_itself(
    gallery_texts: Texts,
) -> None:
    towel = "    concerns: [views]\n"
    old = changed(gallery_texts, "rubric", "    concerns: [swimming]\n", towel)
    new = changed(old, "rubric", towel, f"{towel}    unless_gates: [withheld]\n")

    found = compared(old, new)

    assert "in a copy that leaves safety answers out: No longer: Take a t" in said(
        found
    )


def test_options_in_another_order_turn_the_notes_about(gallery_texts: Texts) -> None:
    start, middle, end = (
        gallery_texts["limits"].index(f"      - id: {name}\n")
        for name in ("short-day", "no-car", "none")
    )
    text = gallery_texts["limits"]
    turned = text[:start] + text[middle:end] + text[start:middle] + text[end:]

    found = compared(gallery_texts, {**gallery_texts, "limits": turned})

    moves = {(one.was, one.now) for _, one in found.tried.moved["notes"]}
    assert moves == {(("short-day", "no-car"), ("no-car", "short-day"))}


def test_another_order_of_the_questions_to_ask_is_a_result(
    gallery: Questionnaire,
) -> None:
    library = gallery.library
    first, second, third, *rest = library.therapist_questions.questions
    questions = (first, third, second, *rest)
    asked = library.therapist_questions.model_copy(update={"questions": questions})
    more = library.model_copy(update={"therapist_questions": asked})

    found = diff.compare(gallery, replace(gallery, library=more), {}, {}, DAY)

    assert [(one.names, one.was, one.now) for one in found.figures] == [
        (("questions",), (second.id, third.id), (third.id, second.id))
    ]
    order = f"In another order: {third.id} now comes before {second.id}"
    assert f"* Order of “Questions to ask a therapist”: {order}\n" in said(found)


def test_a_question_more_turns_no_order_about(gallery: Questionnaire) -> None:
    library = gallery.library
    questions = library.therapist_questions.questions[1:]
    asked = library.therapist_questions.model_copy(update={"questions": questions})
    fewer = library.model_copy(update={"therapist_questions": asked})

    found = diff.compare(gallery, replace(gallery, library=fewer), {}, {}, DAY)

    assert found.moves
    assert found.figures == ()


@pytest.mark.parametrize("part", [one.name for one in fields(outcomes.Outcome)])
def test_every_part_of_a_result_can_be_said(part: str, gallery: Questionnaire) -> None:
    gated = middle(weather="storm", limits="no-car", feels_sure="not-yet")
    open_ = middle(purpose="swimming fresh-air", ready_to_go="yes")
    one, other = (outcomes.outcome(gallery, sheet(given)) for given in (gated, open_))
    for was, now in ((one, other), (other, one)):
        move = outcomes.Move(part, getattr(was, part), getattr(now, part))
        told = saying.move(gallery, gallery, move)
        assert told
        assert "{" not in told
        assert getattr(gallery.words.diff.part, part)


@pytest.fixture
def folder(tmp_path: Path, gallery: Questionnaire, gallery_files: Texts) -> Path:
    for name in ("old", "new"):
        (tmp_path / name / "vignettes").mkdir(parents=True)
        for stem, text in gallery_files.items():
            (tmp_path / name / f"{stem}.yaml").write_text(text, "utf-8")
        for one, given in PEOPLE.items():
            file = tmp_path / name / "vignettes" / f"{one}.yaml"
            file.write_text(writing.dump(gallery, sheet(given)), "utf-8")
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def test_the_command_writes_what_moves_and_is_exit_0(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    assert "\n- **ann.yaml:** " in ran.out
    told = (
        r"rubric\.yaml:\d+: slightly-psychodynamic, from: 3 becomes 4\. It moves: ann"
    )
    assert re.search(told, ran.out)
    assert "Both folders carry the version 2.1.0." in ran.out
    assert "- fay.yaml was not compared: " in ran.out
    for title, name in (("Before", "old"), ("After", "new")):
        begins = content.load(folder / name).fingerprint[: telling.BEGIN]
        named = markdown.escape(str(folder / name))
        assert re.search(rf"\*\*{title}:\*\* {re.escape(named)} .*{begins}…", ran.out)


def test_old_words_of_another_version_are_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(folder / "old/interface.yaml", "  none: No result changes.\n", "")

    ran = inside(monkeypatch, "diff", folder / "old", folder / "new")

    assert ran.code == 0
    assert "**No result changes.**" in ran.out
    assert "Its words were not compared." in ran.out
    assert ran.out.count("fingerprint not known") == 1
    edit(folder / "old/rubric.yaml", "from: 3,", "from: three,")
    assert inside(monkeypatch, "diff", folder / "old", folder / "new").code == 1


def test_folders_that_cannot_be_loaded_are_exit_1_and_usage_is_2(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(folder / "new/interface.yaml", "  none: No result changes.\n", "")

    for old, new in ((folder / "old", folder / "new"), (folder / "old", folder / "no")):
        ran = inside(monkeypatch, "diff", old, new)
        assert (ran.code, ran.out) == (1, "")
        assert str(new) in ran.err
    assert inside(monkeypatch, "diff", folder / "old").code == 2


def test_both_names_that_are_no_folders_are_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = inside(monkeypatch, "diff", folder / "nix", folder / "old/rubric.yaml")

    assert (ran.code, ran.out) == (1, "")
    assert f"{folder / 'nix'}: there is no such folder" in ran.err
    assert f"{folder / 'old/rubric.yaml'}: this is not a folder" in ran.err
