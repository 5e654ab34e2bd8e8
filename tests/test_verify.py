"""A report recomputed: every fact that does not follow is found, and nothing else."""

import json
import random
import re
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from running import inside
from sampling import THOROUGH, sample, turns
from sheets import adding_up_to, sheet

from fitcheck import documents, files
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import Vignette
from fitcheck.comparing import statements, verify
from fitcheck.content import loader
from fitcheck.documents.filling import escape
from fitcheck.errors import FileError
from fitcheck.render import RENDERERS, plain
from fitcheck.report.case import Case

FOLDER = files.bundled() / "vignettes"
VIGNETTES = sorted(FOLDER.glob("*.yaml"))
FORMS = ("two pages", "full", "json")
PAGES = FORMS[:2]
SEED = 20261122
CASES = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("verify.yaml").read_text("utf-8")
)
DIGIT = re.compile(r"\d+")
UNSEEN = "\x1b[31m\u202e\u2066"


def written(questionnaire, one, form):
    if form == "two pages":
        return documents.two_pages(Case(questionnaire, one)).markdown
    made = documents.build(questionnaire, one)
    return RENDERERS["json" if form == "json" else "markdown"](made)


def checked(questionnaire, text):
    return verify.verify(questionnaire, text, "report.md")


def said(questionnaire, found):
    told = verify.tell(questionnaire, found, "report.md").markdown
    return " ".join(plain.lay_out(told).split())


def matching(questionnaire, text):
    """Say whether a report matches; one that is refused does not."""
    try:
        return checked(questionnaire, text).matches
    except FileError:
        return False


def places(found):
    return [one.where for one in found.found]


def person(questionnaire, name="nadia-same-ending"):
    return reading.load(questionnaire, Path(name), FOLDER)


def nobody(questionnaire, **more):
    """Return the answers of a vignette as those of somebody real."""
    nadia = person(questionnaire)
    return replace(nadia, **{"vignette": None, "demonstration": False, **more})


def cleared(questionnaire, *gates):
    """Return somebody's answers with these gates talked about at intake."""
    nadia = nobody(questionnaire, cleared=gates, respondent="clinician")
    return replace(nadia, answers={**nadia.answers, "needs-assessment": gates})


def earlier(questionnaire, **given):
    """Return answers to version 1, read as today's questions read them."""
    text = writing.dump(questionnaire, nobody(questionnaire))
    text = text.replace("version: 2.0.0", "version: 1.0.0")
    for key, option in {"step-by-step": "very-much", **given}.items():
        text = re.sub(rf"\n  {key}: .*", "", text) + f"  {key}: {option}\n"
    return reading.parse(questionnaire, text, "earlier.yaml")


@pytest.fixture(scope="module")
def pages(shipped):
    """Return the reports of one person, who wrote a note and a label."""
    noted = {"label": "mine", "notes": {"who-leads": "my own note"}}
    one = replace(person(shipped), respondent="client", **noted)
    return {form: written(shipped, one, form) for form in FORMS}


def changed(text, old, new):
    assert old in text, old
    return text.replace(old, new, 1)


def forged(text):
    """Give a report another fingerprint, so that its words need not be the same."""
    return re.sub(r"\b[0-9a-f]{64}\b", "0" * 64, text)


# --- What fitcheck wrote matches ---------------------------------------------------


def sheets(questionnaire):
    nadia, luca = nobody(questionnaire), person(questionnaire, "luca-nine-days")
    assert luca.vignette
    safety = questionnaire.safety
    some = dict(list(nadia.answers.items())[::2])
    skipped = tuple(key for key in nadia.answers if key not in some)
    ugly = "| `a` ```fitcheck\n\n# 12 <b> \\ [x](y) %% $a$ ==b== **c** 1.x"
    nasty = f'{UNSEEN}{ugly}\n```\n{{name}} it\'s "so"'
    shut = cleared(questionnaire, "self-harm")
    fictional = {
        one.stem: reading.load(questionnaire, one, FOLDER) for one in VIGNETTES
    }
    return fictional | {
        "an interval": replace(nadia, answers=some),
        "skipped": replace(nadia, answers=some, skipped=skipped),
        "nothing": replace(nadia, answers={}),
        "withheld": nadia.withhold(safety, gate_fired=False),
        "withheld with a gate": luca.withhold(safety, gate_fired=True),
        "elsewhere": replace(nadia, country=None, answered=None),
        "France": replace(nadia, country="FR"),
        "another version": replace(nadia, version="0.9.0"),
        "cleared": cleared(questionnaire, "suicidal-thoughts", "self-harm"),
        "cleared, and withheld": shut.withhold(safety, gate_fired=False),
        "version 1": earlier(questionnaire),
        "version 1 with a gate": earlier(questionnaire, **{"safe-now": "not-safe"}),
        "another kind": replace(
            nadia, answers={**nadia.answers, "informed-preference": ("another-kind",)}
        ),
        "nobody named": replace(nadia, demonstration=True),
        "nasty": replace(
            nadia, label=nasty, notes={"who-leads": nasty}, respondent="clinician"
        ),
        "a nasty vignette": replace(
            luca, vignette=Vignette(ugly, ugly, luca.vignette.expect)
        ),
    }


def test_every_report_matches(shipped):
    several = sheets(shipped)
    for name, form in turns(several, FORMS) + [("nasty", form) for form in FORMS]:
        found = checked(shipped, written(shipped, several[name], form))

        assert found.matches, (name, form, found.found)


def head(page, edit):
    """Edit a page but for its answers."""
    body, block = page.split("```fitcheck")
    return f"{edit(body)}```fitcheck{block}"


def reflowed(body, indent=""):
    """Wrap sentences and list items at 60, as an editor might."""
    rows = body.split("\n")
    for at, row in enumerate(rows):
        if not row.startswith(("|", "#", "Psychodynamic therapy █", "CBT")):
            row = textwrap.fill(row, 60, break_long_words=False, break_on_hyphens=False)
            rows[at] = re.sub(r"\n(?!\d+[.)])", f"\n{indent}", row)
            rows[at] = re.sub(r"\n(?=\d+[.)])", " ", rows[at])
    return "\n".join(rows)


EDITS = {
    "Windows": lambda page: page.replace("\n", "\r\n"),
    "an old Mac": lambda page: page.replace("\n", "\r"),
    "blanks at the ends": lambda page: page.replace("\n\n", "  \n\n"),
    "more blank lines": lambda page: page.replace("\n\n", "\n\n\n") + "\n\n",
    "no last line end": lambda page: page.rstrip("\n"),
    "reflowed": lambda page: head(page, reflowed),
    "reflowed with an indent": lambda page: head(page, lambda b: reflowed(b, "   ")),
    "a small indent": lambda page: head(page, lambda b: textwrap.indent(b, "  ")),
    "padded tables": lambda page: page.replace(" |\n", "      |\n"),
    "wide tables": lambda page: page.replace("| --- ", "|:------"),
    "rows without a last bar": lambda page: page.replace(" |\n", "\n"),
    "other quotes": lambda page: page.replace("'2026-11-28'", "2026-11-28"),
    "double quotes": lambda page: page.replace("'2026-11-28'", '"2026-11-28"'),
    "stars for lists": lambda page: head(page, lambda b: b.replace("\n- ", "\n* ")),
    "brackets for numbers": lambda page: re.sub(r"(?m)^(\d)\. ", r"\1) ", page),
    "every number is 1": lambda page: re.sub(r"(?m)^\d\. ", "1. ", page),
    "fewer escapes": lambda page: page.replace("\\-", "-").replace("\\+", "+"),
    "more escapes": lambda page: head(page, lambda b: b.replace(", ", "\\, ")),
    "another &": lambda page: page.replace("&amp;", "\\&").replace(".", "&#46;", 1),
    "bold by underscores": lambda page: head(page, lambda b: b.replace("**", "__")),
    "closed headings": lambda page: re.sub(r"(?m)^(## .*)", r"\1 ##", page),
    "underlined headings": lambda page: re.sub(r"(?m)^## (.*)", r"\1\n---", page),
    "addresses as text": lambda page: re.sub(r"<(https://[^>]*)>", r"\1", page),
    "no-break spaces": lambda page: head(
        page, lambda b: re.sub(r"(\d) of (\d)", "\\1\u00a0of\u202f\\2", b)
    ),
    "a closing fence is gone": lambda page: page.removesuffix("```\n"),
}


@pytest.mark.parametrize(("way", "form"), turns(EDITS, PAGES))
def test_what_an_editor_does_to_lines_does_not_matter(way, form, pages, shipped):
    edited = EDITS[way](pages[form])
    found = checked(shipped, edited)

    assert any(EDITS[way](pages[one]) != pages[one] for one in PAGES)
    assert found.matches, found.found[:3]


@pytest.mark.parametrize("how", [{"indent": "\t"}, {"separators": (",", ":")}])
def test_how_json_is_laid_out_does_not_matter(how, pages, shipped):
    text = json.dumps(json.loads(pages["json"]), sort_keys=True, **how)
    assert checked(shipped, text).matches


BEGINS = ("1.", "1)", "(1)", "a.", "i)", "A.", "(xi)", ":", "%", "-", "+", "=")
MARKS = {
    "7 %% ==a==": r"7 \%\% \=\=a\=\=",  # Obsidian hides what stands between two %%
    "$x$ $$y$$ ^b ~c~ ~~d~~": r"\$x\$ \$\$y\$\$ \^b \~c\~ \~\~d\~\~",
    "[[wiki]] ![[x]] [^1] ^[n]": r"\[\[wiki\]\] !\[\[x\]\] \[\^1\] \^\[n\]",
    "a #tag @doe [@roe] :smile:": r"a \#tag \@doe \[\@roe\] \:smile:",
    "x {.note} [x]{.y}": r"x \{.note} \[x\]\{.y}",
    "&copy; <b>": "&amp;copy; &lt;b&gt;",
    "|a| ||b||": r"\|a\| \|\|b\|\|",
    **{f"{one} a": f"{one[:-1]}\\{one[-1]} a" for one in BEGINS},
    "@a b": r"\@a b",
    "(@) a": r"\(@) a",
    "(@a) b": r"\(\@a) b",
    "me@here.example 20 % = 1/5 a_b 10:30 (so) it.": "",
}
"""What Obsidian, GitHub or Pandoc act on; the last is left as it is."""


@pytest.mark.parametrize("text", MARKS)
def test_what_some_markdown_acts_on_is_escaped_and_one_sign_alone_is_not(text):
    assert escape(text) == (MARKS[text] or text)


# --- Every changed digit is found --------------------------------------------------

SEVERAL = ("nadia-same-ending", "luca-nine-days", "emre-no-scales")


def other(number, at):
    """Change one digit of a number into the next."""
    return f"{number[:at]}{(int(number[at]) + 1) % 10}{number[at + 1 :]}"


@pytest.mark.parametrize("form", PAGES)
@pytest.mark.parametrize("name", SEVERAL)
def test_a_changed_digit_of_any_number_in_markdown_is_found_in_its_line(
    name, form, shipped
):
    """The first number of each line is changed, then the second, and so on.

    The block that holds the answers is not touched: it decides all the rest.
    """
    rows = written(shipped, person(shipped, name), form).split("\n")
    end = rows.index("```fitcheck")
    several = [list(DIGIT.finditer(row)) for row in rows[:end]]
    draw = random.Random(SEED)

    for nth in sample(range(max(map(len, several))), 5):
        edited = list(rows)
        for at, numbers in enumerate(several):
            if nth < len(numbers):
                start, stop = numbers[nth].span()
                new = other(rows[at][start:stop], draw.randrange(stop - start))
                edited[at] = rows[at][:start] + new + rows[at][stop:]
        wanted = {
            at for at, both in enumerate(zip(rows, edited, strict=True), 1)
            if len({*both}) > 1
        }  # fmt: skip
        found = checked(shipped, "\n".join(edited))

        assert wanted
        assert {one.line for one in found.found} == wanted
    assert sum(map(len, several)) > (300 if form == "full" else 20)


@pytest.mark.parametrize(
    ("form", "every"), [(PAGES[0], 20), (PAGES[1], 20), ("json", 40)]
)
def test_a_changed_digit_in_json_or_among_the_answers_is_found(
    form, every, pages, shipped
):
    text = pages[form]
    start = 0 if form == "json" else text.index("```fitcheck")
    several = list(DIGIT.finditer(text, start))
    for number in sample(several, every):
        new = other(number[0], len(number[0]) - 1)
        edited = text[: number.start()] + new + text[number.end() :]
        key = text[: number.start()].rpartition("\n")[2].split(":")[0]

        # A day is given, and in Markdown it is said a second time.
        given = form == "json" and key == '  "answered"'
        assert given or not matching(shipped, edited), number
    assert form != "json" or len(several) > 300


# --- What is given, and what it is held against ------------------------------------


def test_a_change_of_a_given_alone_is_not_found_and_that_is_said(
    shipped,
):
    data = written(shipped, nobody(shipped, answered="2026-10-03"), "json")
    found = checked(shipped, changed(data, "2026-10-03", "2026-10-04"))
    fictional = json.loads(
        written(shipped, nobody(shipped, demonstration=True), "json")
    )
    real = fictional | {"demonstration": False, "notices": []}
    nadia = nobody(shipped, skipped=("limits",))
    some = {key: given for key, given in nadia.answers.items() if key != "limits"}
    skipped = json.loads(written(shipped, replace(nadia, answers=some), "json"))

    assert found.matches
    assert checked(shipped, json.dumps(real)).matches
    assert checked(shipped, json.dumps(skipped | {"skipped": []})).matches
    assert shipped.words.verify.givens in said(shipped, found)
    assert "This is no signature." in said(shipped, found)


@pytest.mark.parametrize("form", FORMS)
def test_what_was_recomputed_and_what_was_given_is_said(form, shipped):
    nadia = nobody(shipped, label="A 17 " + "and " * 9, respondent="client")
    told = said(shipped, checked(shipped, written(shipped, nadia, form)))

    for part in (
        "leans towards psychodynamic therapy. 28 points to psychodynamic therapy and 2",
        "Answers to 34 questions. ",
        "Label: A 17 and",
        "Answered on 2026-11-28. Answered by the client. Country: United Kingdom.",
    ):
        assert part in told
    luca = person(shipped, "luca-nine-days")
    hidden = luca.withhold(shipped.safety, gate_fired=True)
    for one, expected in (
        (luca, "give: A doctor or a team first"),
        (hidden, "give: See some"),
    ):
        told = said(shipped, checked(shipped, written(shipped, one, form)))
        assert expected in told
        assert "points to psychodynamic" not in told
        assert "DEMONSTRATION with a fictional person: Luca" in told


@pytest.mark.parametrize("form", FORMS)
def test_what_was_cleared_can_be_neither_taken_out_nor_put_in_unseen(form, shipped):
    one = cleared(shipped, "self-harm")
    open_, shut = (written(shipped, x, form) for x in (one, replace(one, cleared=())))
    there, gone, after = ("cleared:\n- self-harm\n", "", "answers:\n  safe-now")
    if form == "json":
        there, gone = '"cleared": [\n    "self-harm"\n  ]', '"cleared": []'
        after = gone
    put_in = changed(shut, after, there + (after if form != "json" else ""))

    assert not checked(shipped, changed(open_, there, gone)).matches
    assert not checked(shipped, put_in).matches


# --- With the same content, every word counts --------------------------------------

CHANGES = turns(CASES["both"], PAGES)
CHANGES += [(case, form) for form in FORMS for case in CASES[form]]


@pytest.mark.parametrize(("case", "form"), sample(CHANGES, 2))
def test_a_change_is_found_in_its_section(case, form, pages, shipped):
    old, new, where = case
    found = checked(shipped, changed(pages[form], old, new))

    assert found.facts_differ
    assert any(place.startswith(where) for place in places(found)), places(found)


@pytest.mark.parametrize("form", PAGES)
def test_every_statement_that_goes_comes_or_moves_is_found_in_its_line(
    form, pages, shipped
):
    rows = pages[form].split("\n")
    lines = [s.line - 1 for s in statements.statements(pages[form])][3:]
    draw = random.Random(SEED)
    for at in draw.sample(lines, 8 if THOROUGH else 3):
        gone = [*rows[:at], *rows[at + 1 :]]
        told = rows[at].replace(" ", " not ", 1) if " " in rows[at] else "Not so."
        new = [*rows[:at], told, *rows[at + 1 :]]

        assert not matching(shipped, "\n".join(gone)), rows[at]
        assert not matching(shipped, "\n".join(new)), rows[at]
        if at < rows.index("```fitcheck"):
            found = checked(shipped, "\n".join(new)).found
            assert at + 1 in {one.line for one in found}, rows[at]
    parts = re.split(r"(?m)^(?=## )", pages[form])
    swapped = [*parts[:2], parts[3], parts[2], *parts[4:]]
    for edited in (parts[:-2] + parts[-1:], swapped, [*parts, "\nOne more thing.\n"]):
        assert not checked(shipped, "".join(edited)).matches


def test_a_difference_of_form_alone_is_called_one(pages, shipped):
    for old, new, shown in (
        ("gave 28 points", "gave **28 points**", "Your answers gave **28 points** to"),
        ("### Towards CBT", "#### Towards CBT", "“#### Towards CBT”"),
        ("### Towards CBT", "**Towards CBT**", "“**Towards CBT**”"),
    ):
        told = said(shipped, checked(shipped, changed(pages["full"], old, new)))

        assert "the words are the same. Only the form differs" in told
        assert shown in told


def test_what_an_indent_makes_code_of_is_found(pages, shipped):
    indented = head(pages["full"], lambda body: textwrap.indent(body, "    "))

    assert len(checked(shipped, indented).found) > 400


def put(data, steps, value):
    """Put a value at a place of read JSON, or behind a list."""
    *way, last = steps
    for step in way:
        data = data[step]
    if last == "more":
        data.append(value)
    else:
        data[last] = value


@pytest.mark.parametrize(("case", "edit"), turns(CASES["data"], [str, forged]))
def test_a_changed_value_is_found_at_its_place(case, edit, pages, shipped):
    theirs = json.loads(pages["json"])
    steps, value, where = case
    put(theirs, steps, value)
    text = edit(json.dumps(theirs, indent=2))
    found = checked(shipped, text)

    assert any(place.startswith(where) for place in places(found)), places(found)
    assert all(0 < one.line <= text.count("\n") + 1 for one in found.found)


def test_both_values_are_said(pages, shipped):
    data = pages["json"]
    found = checked(shipped, changed(data, '"difference": 26', '"difference": 25'))
    line = data[: data.index('"difference": 26')].count("\n") + 1

    assert f"fit.difference (line {line}): the report says “25”. Recomputed: “26”." in (
        said(shipped, found)
    )


# --- The content changed -----------------------------------------------------------

FIRST = {"safe_now": "safe"}
REWORDED = {
    "a reason": ("wishes", "Sand is by the sea.", "Sand lies by the sea."),
    "a heading": ("interface", "reading: Your result", "reading: What came out"),
    "the title": ("interface", "title: Which therapy to ask", "title: What to ask"),
    "a band": ("rubric", "name: slightly the sea", "name: a little the sea"),
    "a reading": ("interface", "Taken together, this leans towards asking about psycho",
                  "All in all, this leans towards asking about psycho"),
    "one sentence more": ("about", "privacy: [", "privacy: [Nobody looks., "),
}  # fmt: skip
MOVED = {
    "a point": ("rubric", "{id: somewhat, towards: 1}", "{id: somewhat, towards: 2}"),
    "a bound": ("rubric", "from: 3,", "from: 5,"),
}


def older(texts, *changes):
    for stem, old, new in changes:
        texts = {**texts, stem: changed(texts[stem], old, new)}
    return loader.parse(texts, "older")


@pytest.mark.parametrize(("name", "form"), turns([*REWORDED, *MOVED], FORMS))
def test_with_other_questions_words_could_not_be_checked_and_numbers_are_facts(
    name, form, gallery, gallery_texts
):
    was = older(gallery_texts, {**REWORDED, **MOVED}[name])
    one = sheet(adding_up_to(3, wants_sand="somewhat", **FIRST), country="GB")
    found = checked(gallery, written(was, one, form))
    told, words = said(gallery, found), gallery.words.verify

    assert not found.matches
    fact = name == "a point" or (name == "a bound" and form != "two pages")
    assert found.facts_differ == fact
    assert (words.differs in told) == fact
    assert "content changed" in told
    assert ("facts match, content changed" in told) == (not fact)
    assert (words.facts_match in told) == (not found.found)
    assert (words.unchecked in told) == bool(found.found)


@pytest.mark.parametrize("form", FORMS)
def test_a_new_version_with_nothing_else_new_is_said(form, gallery, gallery_texts):
    was = older(
        gallery_texts,
        ("questionnaire", "version: 2.1.0", "version: 2.0.9"),
        ("questionnaire", "2027-01-02", "2029-01-02"),
    )
    for version in ("2.0.9", "1.0.0"):
        one = replace(sheet(adding_up_to(4, **FIRST)), version=version)
        found = checked(gallery, written(was, one, form))

        assert found.found == ()
        assert not found.matches
        assert gallery.words.verify.facts_match in said(gallery, found)
        assert "made with version 2.0.9" in said(gallery, found)


@pytest.mark.parametrize(("old", "new", "fact"), sample(CASES["forged"], 2))
def test_under_another_fingerprint_each_difference_is_listed_and_none_called_a_match(
    old, new, fact, pages, shipped
):
    found = checked(shipped, forged(changed(pages["full"], old, new)))
    told, words = said(shipped, found), shipped.words.verify

    assert 0 < len(found.found) <= (2 if "##" in new else 1) + ("\n\n" in new)
    assert found.facts_differ == fact
    assert (words.differs in told, words.not_all in told) == (fact, not fact)
    assert words.unchecked in told
    assert "The facts match" not in told


def test_every_stretch_that_differs_is_shown(pages, shipped):
    """A second lie stands far behind the first, and in a sentence that is long."""
    doubt = shipped.words.readings.of("leans-psychodynamic").doubt
    lie = changed(doubt, "a lean", "an order").replace("matters in both", "is naught")
    for form in ("full", "json"):
        told = said(shipped, checked(shipped, forged(changed(pages[form], doubt, lie))))

        for part in ("an order", "with the therapist is naught.", "matters in both"):
            assert part in told


def test_two_fingerprints_in_one_report_contradict_each_other(pages, shipped):
    page = pages["full"]
    end = page.rindex("sha256:")
    for edited in (page[:end] + forged(page[end:]), forged(page[:end]) + page[end:]):
        assert places(checked(shipped, edited)) == ["About this report"]


# --- What is no report -------------------------------------------------------------


LONG = "much longer than a report"
FAR_TOO_LONG = [
    *(("- a\n" * 6_001, LONG), ("[" * 10**6, LONG), ("[" * 50_000, LONG)),
    *((one * 50_000, "no fenced 'fitcheck' block") for one in ("- ", "> ", "<!-- ")),
]


@pytest.mark.parametrize(
    ("text", "problem"), CASES["none"] + FAR_TOO_LONG, ids=lambda one: repr(one[:20])
)
def test_what_is_no_report_is_refused(text, problem, shipped):
    with pytest.raises(FileError) as caught:
        checked(shipped, text)

    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"reading": "leans', '# It leans towards CBT.\n"reading": "leans'),
        ('"band": "clearly-psychodynamic"', '"band": clearly-psychodynamic'),
        ('"band": "clearly-psychodynamic"', "'band': 'clearly-psychodynamic'"),
        ('"cbt": 2,', f'"cbt": {"2" * 5000},'),
    ],
    ids=["a comment", "no quotes", "single quotes", "a number of 5,000 digits"],
)
def test_what_no_other_program_reads_as_json_is_refused(old, new, pages, shipped):
    with pytest.raises(FileError, match="this is no JSON"):
        checked(shipped, changed(pages["json"], old, new))


def test_what_is_wrong_with_the_answers_is_named_by_its_line_in_the_report(
    pages, shipped
):
    page = changed(
        pages["full"], "who-leads: slightly-psychodynamic", "who-leads: both"
    )
    line = page[: page.index("who-leads: both")].count("\n") + 1
    with pytest.raises(FileError, match=rf"report\.md:{line}:14: who-leads"):
        checked(shipped, page)


HOSTILE = {
    "a long rule": "|" + "-" * 10**5 + "x",
    "many ticks": "`" * 10**5,
    "a wide fence": "```" + " " * 10**5 + "`",
    "many fences": "```x\n```\n" * 1000,
    "only bars": "|" * 10**4,
    "backslashes": "|" + "\\" * 10**4,
    "a long heading": f"## {'a' * 10**5}\n\nb",
    "a long line": "1." * 10**5,
    "one item again and again": "- This is not a diagnosis.\n" * 2000,
    "an unclosed fence": "```x\n" + "a\n" * 2000,
    "much under it": f"## {'a' * 10**4}\n\n" + "- b\n" * 1000,
    "brackets": "![](" * 9_000,
    "unseen": f"# {UNSEEN}\n\n- {UNSEEN}{'b' * 99}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_added_is_a_difference_that_is_safe_to_print(name, pages, shipped):
    begun = time.process_time()
    found = checked(shipped, f"{pages['two pages']}\n{HOSTILE[name]}")
    told = verify.tell(shipped, found, f"{UNSEEN}.md").markdown
    text = plain.lay_out(told)

    assert found.found
    assert len(text) < 12_000
    assert all(character.isprintable() or character == "\n" for character in text)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("form", "old", "new", "shown"),
    [
        ("two pages", "28 of 36", "28 of\u200b 36", "\\u200b"),
        ("two pages", "28 of 36", "2\u00ad8 of 36", "\\xad"),
        ("two pages", "28 of 36", "\uff128 of 36", "\\uff12"),
        ("json", " of talking", "\u00a0of talking", "\\xa0"),
        ("json", " of talking", "\u202fof  talking", "\\u202f"),
        ("json", "talking", "\u202etalking", "\\u202e"),
    ],
)
def test_a_difference_that_nobody_sees_is_written_out(
    form,
    old,
    new,
    shown,
    pages,
    shipped,
):
    told = said(shipped, checked(shipped, changed(pages[form], old, new)))

    assert shown in told
    assert told.isprintable()


def test_only_the_first_differences_are_named_and_the_rest_counted(pages, shipped):
    theirs = json.loads(pages["json"]) | {
        f"key-{number}": number for number in range(23)
    }
    told = said(shipped, checked(shipped, json.dumps(theirs)))

    assert "key-19" in told
    assert "key-20" not in told
    assert "And more places: 3." in told


# --- The command -------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch, shipped):
    monkeypatch.setattr(loader, "load", lambda _, **__: shipped)
    return lambda *arguments, **more: inside(monkeypatch, *arguments, **more)


@pytest.mark.parametrize("form", FORMS)
def test_the_command_says_what_came_of_it_and_fails_on_any_difference(
    form, run, tmp_path, pages
):
    file = tmp_path / "report"
    file.write_text("\ufeff" + pages[form], "utf-8")
    ran = run("verify", file)

    assert (ran.code, ran.err) == (0, "")
    assert "This report matches." in ran.out
    assert max(map(len, ran.out.split("\n"))) <= 80
    ran = run("verify", "-", stdin=changed(pages[form], "Nadia, 38", "Nadia, 37"))
    assert (ran.code, ran.err) == (1, "")
    assert "This report does not match." in ran.out
    ran = run("verify", "-", stdin=forged(pages[form]))
    assert ran.code == 1
    assert "facts match, content changed" in ran.out


def test_the_command_refuses_what_is_no_report_on_standard_error(run, tmp_path):
    file = tmp_path / "answers.yaml"
    file.write_text("fitcheck: 1\n")
    for name in (file, tmp_path / "none.md"):
        ran = run("verify", name)

        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith(str(name))
    assert run("verify").code == 2


@pytest.mark.parametrize("command", ["explain", "compare", "rubric"])
def test_what_another_command_wrote_is_named_with_what_can_be_verified(
    command, shipped, monkeypatch
):
    name = "nadia-same-ending"
    names = {"explain": [name], "compare": [name, name], "rubric": []}[command]
    text = inside(monkeypatch, command, *names, "--format", "json").out
    with pytest.raises(FileError, match=f"fitcheck {command} wrote(.|\n)*to .md or"):
        checked(shipped, text)
