"""After a walk on a terminal: the report, its menu, copies; and every way out of it.

Every way of leaving ends with one and the same line, or without a word.
"""

import json
import signal

import pytest
from running import TTY, inside
from walks import START, at_terminal, whole

from fitcheck import signals
from fitcheck.cli import delivery
from fitcheck.cli.options import Asked
from fitcheck.cli.walk import CLEAR, Walk
from fitcheck.content import loader
from fitcheck.walk.plain import Plain
from fitcheck.walk.state import State

LINES = "Lines: fitcheck help-now"
WAYS = ["leave", "end", "ctrl-c"]
CODES = {"leave": 0, "exit": 0, "end": 1, "ctrl-c": 130}


@pytest.fixture
def walk(monkeypatch, shipped, tmp_path):
    """Walk in the plain face until the replies run out, and leave in some way."""
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("TERM", "FITCHECK_PLAIN", "ACCESSIBLE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    real = Plain.piece

    def pressed(face):
        if line := real(face):
            return line
        raise signals.Stopped(signal.SIGINT)

    def walk(*said, how="end", arguments=(), tty=True):
        given = [*said, how] if how in {"leave", "exit"} else said
        script = "".join(f"{one}\n" for one in given)
        with monkeypatch.context() as patch:
            if how == "ctrl-c":
                patch.setattr(Plain, "piece", pressed)
            streams = TTY if tty else ()
            return inside(patch, "--plain", *arguments, stdin=script, tty=streams)

    return walk


@pytest.fixture
def after(walk, shipped):
    """Walk to the report, and reply to what follows."""

    def after(*said, gate="", **more):
        changed = {"needs-assessment": gate} if gate else None
        ran = walk(*done(shipped, changed), *said, **more)
        assert ran.code == 0
        return ran

    return after


def done(shipped, changed=None, said="no"):
    """Return the replies of a whole walk on a terminal, the check page too."""
    given = list(whole(shipped, changed))
    if changed:
        given.insert(4, "go-on")
    return (*at_terminal("\n".join(given), said).split("\n"), "done")


def places(shipped):
    """Return the replies that lead to each place that can be left."""
    everything = done(shipped)
    return {
        "opening": (),
        "country": START[:1],
        "question": (*START, "safe"),
        "gate": (*START, "might-hurt-myself"),
        "saving": (*START, "safe", "none-of-these"),
        "later": everything[:20],
        "check": everything[:-1],
        "first screen": everything,
        "menu": (*everything, "menu"),
        "part": (*everything, "menu", "all", "more"),
        "name": (*everything, "menu", "save"),
        "consent": done(shipped, {"needs-assessment": "under-18"}),
    }


READ = ("first screen", "menu", "part", "name")
PLACES = [*("opening", "country", "question", "gate", "saving", "later", "check"),
          *READ, "consent"]  # fmt: skip


def line(shipped, number=""):
    words = shipped.words.end
    return words.in_danger.format(number=number) if number else words.in_danger_in_words


def last(ran):
    """Return the last line that was said after all replies."""
    return ran.err.rpartition("Your reply: ")[2].splitlines()[-1]


def flat(text):
    return " ".join(text.split())


# The one line


@pytest.mark.parametrize("how", [*WAYS, "exit"])
@pytest.mark.parametrize("place", PLACES)
def test_every_way_of_leaving_ends_with_the_one_line(walk, shipped, place, how):
    arguments = ("-o", "copy.md") if place == "consent" else ()
    ran = walk(*places(shipped)[place], how=how, arguments=arguments)
    number = "" if place in {"opening", "country"} else "999"

    assert ran.code == (0 if how == "end" and place in READ else CODES[how])
    assert ran.err.endswith(CLEAR) == (how == "exit")
    assert ran.err.count(LINES) == (how != "exit")
    assert how == "exit" or last(ran) == line(shipped, number)


def test_the_line_is_the_same_whatever_was_answered(walk, shipped):
    private = {gate.id for gate in shipped.library.gates.gates if gate.private}
    asked = [one.id for one in shipped.choices["needs-assessment"]]
    said = {
        last(walk(*START, "safe", one, how="leave", tty=False))
        for one in asked
        if one not in private
    }

    assert len(asked) == 10
    assert said == {line(shipped, "999")}


@pytest.mark.parametrize(
    ("country", "number"), [("US", "911"), ("DE", "112"), ("elsewhere", "")]
)
def test_the_number_is_that_of_the_country(walk, shipped, country, number):
    for how in ("leave", "end"):
        ran = walk("continue", country, "safe", how=how, tty=False)
        assert last(ran) == line(shipped, number)


@pytest.mark.parametrize(
    ("how", "said"), [("leave", "left"), ("end", "ended"), ("ctrl-c", "stopped")]
)
def test_where_a_draft_stays_is_said_before_the_line(walk, shipped, how, said):
    ran = walk(*done(shipped, said="yes")[:20], how=how)
    told = getattr(shipped.words.draft, said).partition("{")[0]
    before = flat(ran.err).rpartition("In danger: call")[0]

    assert told in before.rpartition("Your reply: ")[2]
    assert last(ran) == line(shipped, "999")


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("how", WAYS)
def test_after_the_report_the_line_comes_last_too(walk, shipped, how, kept):
    words = shipped.words.draft
    stay = ("keep",) if kept else ()
    ran = walk(*done(shipped, said="yes"), "menu", *stay, how=how)
    before = flat(ran.err).rpartition("In danger: call")[0]

    assert before.endswith(f"{words.left if kept else words.deleted} ")
    assert last(ran) == line(shipped, "999")


def test_the_line_behind_a_full_screen_holds_the_number_where_saving_failed(
    monkeypatch, shipped, tmp_path
):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(loader, "load", lambda *_: shipped)
    leaving = Walk(Asked(), State(country="GB", placed=True))
    leaving.keeper.draft.standing = "lost"

    assert leaving.in_danger(draft=True) == (
        f"{shipped.words.draft.unsaved} {line(shipped, '999')}"
    )


SILENT = {
    "private": ((*START, "safe"), ("--private",)),
    "private at the opening": ((), ("--private",)),
    "safety skipped": ((*START, "skip"), ()),
    "safety skipped later": ((*START, "safe", "skip", "1"), ()),
}
AT_HOME = {
    "danger at home": ((*START, "safe", "danger-at-home"), ()),
    "danger at home with more": ((*START, "safe", "danger-at-home, under-18"), ()),
    "someone might hurt me": ((*START, "someone-might-hurt-me"), ()),
    "gone on": ((*START, "someone-might-hurt-me", "go-on", "none-of-these"), ()),
}


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("case", SILENT | AT_HOME)
def test_in_private_and_with_danger_at_home_nothing_is_said(walk, case, how):
    said, arguments = (SILENT | AT_HOME)[case]
    ran = walk(*said, how=how, arguments=arguments)
    piped = walk(*said, how=how, arguments=arguments, tty=False)

    assert (ran.code, piped.code) == (CODES[how], CODES[how])
    assert LINES not in ran.err + piped.err
    assert ran.err.endswith(CLEAR) == (case in AT_HOME)


@pytest.mark.parametrize("said", [(), ("menu",), ("menu", "options")])
def test_with_danger_at_home_nothing_of_the_report_stays(after, said):
    ran = after(*said, gate="danger-at-home", how="leave")

    assert ran.err.endswith(CLEAR)
    assert LINES not in ran.err


def test_with_danger_at_home_the_number_stands_on_the_last_screen(walk):
    for said in (("someone-might-hurt-me",), ("safe", "danger-at-home")):
        ran = walk(*START, *said, how="leave")
        assert "999" in ran.err.rpartition("Your reply: ")[0][-600:]


# The report and its menu


def test_one_screen_comes_first_and_then_the_menu(after, shipped):
    ran = after("menu", how="leave")

    assert shipped.words.glance.questions in ran.out
    assert ran.err.count(shipped.words.menu.title) == 1
    assert len(ran.out.splitlines()) < 50


def test_each_part_is_read_to_its_end_or_left_and_leads_back(after, shipped):
    short = len(after("menu", how="leave").out)
    for entry in delivery.TABS:
        ran = after("menu", entry, *["more"] * 199)
        assert len(ran.out) > short
        assert ran.err.count(shipped.words.menu.title) > 1
    ran = after("menu", "options", "back", how="leave")
    assert ran.err.count(shipped.words.menu.title) == 2


def test_with_a_gate_the_menu_offers_no_leaning(after, shipped):
    words = shipped.words.menu
    ran = after("menu", gate="under-18", how="leave")
    offered = flat(ran.err.rpartition(words.title)[2])

    assert [one for one in (words.evidence, words.change) if one in offered] == []
    assert words.answers in offered
    assert words.next in offered


def test_other_replies_are_asked_again(after, shipped):
    told = flat(after("menu", "", "nonsense", "?", "skip", how="leave").err)
    words = shipped.words.problems

    for said in (words.empty, words.unknown, words.no_more_help, words.no_skip):
        assert said in told


def test_an_answer_can_be_changed_and_the_files_follow(after, tmp_path):
    ran = after(
        *("menu", "edit", "3", "strongly-cbt", "done", "menu"),
        arguments=("-o", "a.yaml"),
        how="leave",
    )

    assert ran.err.count("Written: a.yaml") == 2
    assert "plan-or-open: strongly-cbt" in (tmp_path / "a.yaml").read_text()


def test_back_from_the_check_page_leads_to_the_report_again(after, shipped):
    ran = after("menu", "edit", "back", "menu", how="leave")

    assert ran.err.count(shipped.words.menu.title) == 2
    assert ran.out.count(shipped.words.report.reading.upper()) == 2


def test_starting_again_begins_with_the_country_and_no_answers(after, shipped):
    ran = after("menu", "again", "yes", how="leave")

    assert ran.err.count(shipped.words.country.text) == 2
    assert "Your earlier answer" not in ran.err.rpartition(shipped.words.menu.title)[2]


# Copies


@pytest.mark.parametrize("said", ["", "leave-out", "keep"])
def test_a_saved_copy_holds_safety_answers_only_if_told_and_says_so(
    after, shipped, tmp_path, said
):
    consent = (said,) if said else ()
    ran = after(
        *("menu", "save", "My Report.json", *consent),
        gate="under-18" if said else "",
        how="leave",
    )
    copy = json.loads((tmp_path / "My Report.json").read_text())

    assert "My Report.json" in ran.err
    assert str(tmp_path) in "".join(ran.err.split())
    assert bool(copy["withheld"]) == (said != "keep")
    assert (shipped.words.end.left_out in flat(ran.err)) == (said == "leave-out")
    assert ran.err.count(shipped.words.menu.title) == 2


def test_a_name_that_cannot_be_used_is_asked_for_again(after, shipped, tmp_path):
    words = shipped.words.menu
    (tmp_path / "there.md").write_text("mine")
    names = ("there.md", "nowhere/x.md", "x.what", "")
    ran = after("menu", "save", *names, "b", how="leave")

    for said in (words.name_ending, words.name_there, words.name_folder):
        assert said in flat(ran.err)
    assert (tmp_path / "there.md").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["there.md"]


@pytest.mark.parametrize(
    ("gate", "arguments"), [("danger-at-home", ()), ("", ("--private",))]
)
def test_in_private_the_menu_saves_nothing(walk, shipped, tmp_path, gate, arguments):
    given = done(shipped, {"needs-assessment": gate} if gate else None)
    replies = [one for one in given if one != "no"]  # nothing is asked about saving
    ran = walk(*replies, "menu", "save", how="leave", arguments=arguments)

    assert ran.code == 0
    assert shipped.words.menu.save not in ran.err
    assert shipped.words.problems.unknown in flat(ran.err)
    assert list(tmp_path.iterdir()) == []


def test_leaving_the_consent_of_a_copy_leads_back_to_the_menu(after, shipped, tmp_path):
    said, title = ("menu", "save", "c.md"), shipped.words.menu.title
    back = after(*said, "leave", gate="under-18", how="leave")
    gone = after(*said, gate="under-18", how="exit")

    assert (back.err.count(title), gone.err.count(title)) == (2, 1)
    assert back.err.count(LINES) == 1
    assert gone.err.endswith(CLEAR)
    assert not (tmp_path / "c.md").exists()
