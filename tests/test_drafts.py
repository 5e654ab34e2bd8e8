"""The saved walk: nothing that was agreed to is lost, nothing else is kept."""

import os
import random
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import filelock
import killing
import pytest
from running import TTY, inside
from sampling import sample
from walks import START, at_terminal, replies

from fitcheck import drafts, files
from fitcheck.answers import reading
from fitcheck.cli.walk import CLEAR
from fitcheck.content import loader
from fitcheck.errors import FileError
from fitcheck.walk import screens
from fitcheck.walk.state import State, sheet_of

GIVEN = {
    "safe-now": ("safe",),
    "needs-assessment": ("none-of-these",),
    "plan-or-open": ("slightly-cbt",),
    "earlier-kind": ("none",),
    "earlier-cbt": ("still-stuck",),
    "concerns": ("depression", "relationships"),
}
FULL = OSError(28, "No space left on device")
OLD = """\
fitcheck: 1
questionnaire: psychodynamic-cbt
version: 2.0.0
country: GB
skipped: []
answers:
  plan-or-open: slightly-cbt
"""
"""What an earlier version wrote, under its checksum and a name drawn by lot."""


@pytest.fixture(autouse=True)
def home(monkeypatch):
    """Give every test a folder of drafts of its own, short enough for one line."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("XDG_STATE_HOME", f"{folder}/state")
        yield Path(folder) / "state" / "fitcheck"


@pytest.fixture
def walk(monkeypatch, shipped):
    """Run the program on a terminal in the plain face."""
    monkeypatch.setattr(loader, "load", lambda *_, **__: shipped)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("TERM", "FITCHECK_PLAIN", "ACCESSIBLE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)

    def walk(script, *arguments, tty=True):
        said = "".join(f"{one}\n" for one in expanded(shipped, script))
        streams = TTY if tty else ()
        ran = inside(monkeypatch, "--plain", *arguments, stdin=said, tty=streams)
        return replace(ran, err=" ".join(ran.err.split()))

    return walk


def expanded(shipped, script):
    """Read replies: ``@10`` is a walk of ten answers, with a yes to saving.

    ``@10=no`` says something else there, ``@`` is a whole one, ``_`` is no word, and
    ``anew`` begins beside a walk that is offered.
    """
    found = []
    for word in script.split():
        number, _, saving = word.partition("=")
        if number.startswith("@"):
            count = int(number[1:] or 99)
            begun = [*START, *[*replies(shipped).values()][:count]]
            found += at_terminal("\n".join(begun), saving or "yes").split("\n")
            found += ["done"] * (count == 99)
        elif word == "anew":
            found += ["continue", "new", "GB", "safe", "none-of-these"]
        else:
            found.append("" if word == "_" else word)
    return ["" if word == "_" else word for word in found]


def sheet(shipped, **more):
    state = State(country="GB", answers=GIVEN | more, skipped=frozenset({"who-leads"}))
    return sheet_of(shipped, state)


def saved(shipped):
    """Save a draft, and go away as a killed walk does: without a word."""
    draft = drafts.Draft()
    draft.save(shipped, sheet(shipped))
    assert draft.lock
    draft.lock.release()
    return draft.file


def rewritten(file, *changes):
    """Change a draft as another release would have written it."""
    text = file.read_text("utf-8").partition("\n")[2]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(drafts.sealed(text), "utf-8")
    return file


def on_disk(home):
    return sorted(one.name for one in home.glob("*") if one.suffix != ".lock")


def unread(shipped, file, reason):
    return flat(shipped.words.draft.unread.format(file=file, reason=reason))


def flat(text):
    return " ".join(text.split())


@dataclass(frozen=True)
class Case:
    """A walk at a terminal, and what is said and left of it."""

    script: str
    left: int | None
    """Answers in the draft afterwards; None where not even the folder is there."""
    says: str = ""
    never: str = ""
    """Names of texts about drafts that are said once, or not at all."""
    arguments: str = ""
    saved: bool = False
    """A walk of four answers was saved before."""
    tty: bool = True
    code: int = 0
    fails: tuple[int, ...] = ()
    """Which of the saves fail, counted from 1: that is the yes."""
    forgotten: int = 0
    """After which save somebody else runs ``forget``."""
    counts: tuple[int, int] = (4, 4)


R, FROM_3, FROM_9 = "--resume", (*range(3, 99),), (*range(9, 99),)
CASES = {
    # Without a yes nothing is saved
    "asked once, first": Case("continue GB safe none-of-these", None, "text", code=1),
    "no": Case("@10=no leave", None, "text", "left instead"),
    "skip": Case("@10=skip leave", None, never="left"),
    "no by its number": Case("@10=1 leave", None, never="left"),
    "no word": Case("@2=_ leave", None, never="left"),
    "skipped": Case("continue GB skip none-of-these 1 1 leave", None, "", "text left"),
    "the other": Case("continue GB safe skip 1 1 leave", None, "", "text left"),
    "private": Case("@2=1 leave", 4, "", "text found_title", "--private", saved=True),
    "piped": Case("@2=1 leave", 4, "", "text found_title", saved=True, tty=False),
    # Safety comes first, later too
    "skipped later": Case("@6 b b b b b skip 5 5 leave", None, "", "left"),
    "both": Case("@6 b b b b b b skip none-of-these 5 5 leave", None, "", "left"),
    "skipped, resumed": Case("skip leave", None, "going_on", "earlier", R, saved=True),
    "danger later": Case("@6 b b b b b danger-at-home leave", None, "", "left earlier"),
    "danger": Case("@6 b b b b b b someone-might-hurt-me go-on 10 leave", None),
    "left beside it": Case("anew no leave", 4, "earlier", "left", saved=True),
    "danger anew": Case("anew b danger-at-home leave", 4, "earlier", saved=True),
    # Going on
    "left": Case("@10 leave", 8, "left", "earlier instead"),
    "taken back": Case("@10 b b leave", 8, "left"),
    "none": Case("", None, "none", arguments=R, code=1),
    "both options": Case("", 4, arguments=f"{R} --private", saved=True, code=2),
    "from a pipe": Case("safe none-of-these 1", 4, "going_on", "", R, True, False, 1),
    "go on": Case("continue go-on leave", 4, "found_text left", saved=True),
    "new": Case("continue new leave", 4, "found_text earlier", saved=True),
    "new by its number": Case("continue 2 leave", 4, "earlier", saved=True),
    "delete": Case("continue delete leave", None, "found_text", "earlier", saved=True),
    "odd": Case("continue b continue what _ s ? leave", 4, "left", saved=True),
    # One walk at a time
    "not in its place": Case("anew no 5 leave", 4, "instead earlier", saved=True),
    "in its place": Case("anew yes 5 leave", 1, "instead left", saved=True),
    "two": Case("@ menu keep again GB safe none-of-these yes 5 leave", 1, "instead"),
    "again": Case("@ menu again GB safe none-of-these yes 5 leave", 1, "", "instead"),
    # The quick exit, and the end
    "exit": Case("@10 exit", None, "", "left deleted"),
    "exit where it is offered": Case("continue exit", None, saved=True),
    "exit at the opening": Case("exit", 4, "", "earlier", saved=True),
    "report seen": Case("@ menu leave", None, "deleted"),
    "report seen, exit": Case("@ menu exit", None, "", "deleted"),
    "report seen, kept": Case("@ menu keep leave", 32, "left", "deleted"),
    # Disks that refuse, and others who delete
    "some": Case("@10 leave", 1, "behind failed", "left", fails=FROM_3, counts=(1, 8)),
    "ended": Case(
        "@10", 1, "behind failed", "left", code=1, fails=FROM_3, counts=(1, 8)
    ),
    "all": Case(
        "@10 leave", None, "unsaved failed", "left behind", fails=(*range(99),)
    ),
    "lost, beside it": Case(
        "anew yes 5 leave",
        4,
        "unsaved earlier failed",
        "left behind",
        saved=True,
        fails=(*range(99),),
    ),
    "lost, seen": Case("@ menu keep leave", None, "deleted", "left", fails=FROM_9),
    "saved again": Case("@10 leave", 8, "failed left", "behind", fails=(3, 4)),
    "gone": Case("@10 leave", None, "withdrawn", "left behind", forgotten=3),
    "lost, gone": Case("@10 leave", None, "withdrawn", "left", fails=(4,), forgotten=4),
    "again, gone": Case(
        "@10 leave", None, "withdrawn", "left", fails=(2,), forgotten=4
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_and_left_of_a_walk(shipped, walk, home, monkeypatch, name):
    case, real, count = CASES[name], files.replace, [0]
    if case.saved:
        saved(shipped)

    def replaced(path, half, data):
        count[0] += 1
        if count[0] not in case.fails:
            real(path, half, data)
        if count[0] == case.forgotten:
            drafts.forget()
        if count[0] in case.fails:
            raise FULL

    monkeypatch.setattr(files, "replace", replaced)
    ran = walk(case.script, *case.arguments.split(), tty=case.tty)
    reason, (some, every) = files.reason(FULL), case.counts
    told = {
        one: flat(getattr(shipped.words.draft, one)).format(
            reason=reason, saved=some, count=every
        )
        for one in (*case.says.split(), *case.never.split())
    }

    assert ran.code == case.code
    assert {one: ran.err.count(told[one]) for one in told} == {
        one: one in case.says.split() for one in told
    }
    assert home.exists() == (case.left is not None)
    if case.left is not None:
        assert on_disk(home) == ["walk.draft"]
        found = drafts.read(shipped, home / "walk.draft")
        assert len(found.sheet.answers) == case.left
        assert not shipped.safety & found.sheet.answers.keys()


# What is on disk


def test_a_draft_holds_every_answer_but_those_about_safety(shipped):
    file = saved(shipped)
    found = drafts.read(shipped, file)
    given = reading.load(shipped, file, files.bundled() / "vignettes")
    text = file.read_text("utf-8")

    assert found.dropped == ()
    assert found.sheet.country == "GB"
    assert found.sheet.skipped == ("who-leads",)
    assert found.sheet.answers == given.answers
    assert given.answers == {k: v for k, v in GIVEN.items() if k not in shipped.safety}
    assert not [word for word in ("safe-now", "needs", "none-of") if word in text]


def test_only_the_owner_can_read_it(shipped, home):
    before = os.umask(0)
    try:
        file = saved(shipped)
    finally:
        os.umask(before)
    modes = [one.stat().st_mode & 0o777 for one in (file, home, home.parent)]
    home.chmod(0o777)
    draft = drafts.Draft()

    assert modes == [0o600, 0o700, 0o700]
    assert draft.look(shipped)
    assert home.stat().st_mode & 0o777 == 0o700
    draft.leave()


@pytest.mark.parametrize("how", ["cut", "changed"])
def test_a_draft_cut_or_changed_at_any_byte_is_never_read_as_another(shipped, how):
    file = saved(shipped)
    data = file.read_bytes()
    for at in sample(range(len(data)), 5):
        for bit in (1, 32, 255) if how == "changed" else (0,):
            changed = bytes([data[at] ^ bit]) + data[at + 1 :] if bit else b""
            file.write_bytes(data[:at] + changed)
            with pytest.raises(FileError):
                drafts.read(shipped, file)


def test_what_was_planted_about_safety_is_dropped(shipped, walk):
    planted = (
        ("skipped:\n", "notes:\n  safe-now: mine\nskipped:\n- safe-now\n"),
        ("answers:\n", "answers:\n  needs-assessment: [danger-at-home]\n"),
    )
    found = drafts.read(shipped, rewritten(saved(shipped), *planted)).sheet
    ran = walk("leave", "--resume")

    assert not shipped.safety & {*found.answers, *found.skipped, *found.notes}
    assert "Question 1 of" in ran.err
    assert shipped.words.end.danger_private not in ran.err


def test_answers_that_no_longer_fit_are_named_and_the_rest_is_kept(shipped, walk):
    changes = (
        ("plan-or-open:", '"gone\\e[2J\\u202E":'),
        ("earlier-kind: none", "earlier-kind: no"),
        (f"version: {shipped.manifest.version}", "version: 0.9.0"),
    )
    found = drafts.read(shipped, rewritten(saved(shipped), *changes)).sheet
    ran = walk("continue go-on leave")

    assert found.answers.keys() == {"earlier-cbt", "concerns"}
    assert "asked again: gone\\x1b[2J\\u202e, Earlier therapy." in ran.err


# What cannot be gone on with


STRANGE = {
    "it is damaged": b"canary-7f3a \x1b[2J",
    "this is not UTF-8 text": b"\xff canary",
    "this is no answers file: there is no key 'fitcheck'": drafts.sealed("canary: 1"),
    "it answers other questions": drafts.sealed(OLD.replace("-cbt\n", "-tea\n", 1)),
    "": drafts.sealed("a: [canary"),
}
"""What may stand there, and what is said of it."""


@pytest.mark.parametrize("reason", STRANGE)
def test_a_draft_that_cannot_be_read_is_named_each_time_and_left_where_it_is(
    shipped, walk, reason
):
    file, data = saved(shipped), STRANGE[reason]
    file.write_bytes(before := data.encode() if isinstance(data, str) else data)
    words = shipped.words.draft
    ran = [walk("@2=no leave"), walk("continue GB safe danger-at-home leave")]
    resumed = walk("", "--resume")

    for one in (*ran, resumed):
        assert flat(words.unread).split("(")[0] in one.err
        assert reason in one.err
        assert str(file) in one.err
        assert "canary" not in one.err
    assert all(flat(words.earlier) in one.err for one in ran)
    assert resumed.code == 1
    assert flat(words.none) not in resumed.err
    assert file.read_bytes() == before
    assert drafts.forget() == ([file], [])


def test_the_draft_of_an_earlier_version_is_gone_on_with(shipped, walk, home):
    home.mkdir(parents=True)
    (home / "3f2a9c01.draft").write_text(drafts.sealed(OLD))
    walk("safe none-of-these 1 leave", "--resume")

    assert on_disk(home) == ["3f2a9c01.draft"]
    found = drafts.read(shipped, home / "3f2a9c01.draft")
    assert found.sheet.answers.keys() == {"plan-or-open", "who-leads"}


def test_all_else_that_an_earlier_version_or_a_kill_left_is_named_and_left(
    shipped, walk, home
):
    home.mkdir(parents=True)
    names = ["1.draft", "2.draft", "3-ab.damaged", "4.tmp"]
    for name in names:
        (home / name).write_text(drafts.sealed(OLD))
    danger = walk("continue GB safe danger-at-home leave")
    resumed = walk("", "--resume")

    for name in names:
        told = unread(shipped, home / name, drafts.LEFT[Path(name).suffix])
        assert told in danger.err
        assert told in resumed.err
    assert flat(shipped.words.draft.earlier) in danger.err
    assert on_disk(home) == names


@pytest.mark.parametrize("error", [FULL, NotImplementedError("no locks")])
def test_answers_whose_lock_cannot_be_made_are_not_said_to_be_gone(
    shipped, walk, monkeypatch, error
):
    def acquire(_):
        raise error

    file = saved(shipped)
    monkeypatch.setattr(filelock.FileLock, "acquire", acquire)
    told = unread(shipped, file, files.reason(error))
    ran = walk("continue GB safe danger-at-home leave")

    assert told in walk("", "--resume").err
    assert told in ran.err
    assert flat(shipped.words.draft.earlier) in ran.err


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("why", ["this is a link", "it is another user's"])
def test_a_folder_that_is_a_link_or_another_users_is_not_used(
    shipped, home, tmp_path, walk, monkeypatch, why, resume
):
    saved(shipped)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    if "link" in why:
        home.rename(tmp_path / "elsewhere")
        home.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(FileError, match="link"):
            drafts.forget()
    before = (home / "walk.draft").read_bytes()
    script = "" if resume else "@10 leave"
    ran = walk(script, *["--resume"] * resume)

    assert ran.code == resume
    assert f"go on with ({why})" in ran.err
    assert (f"could not be saved ({why})" in ran.err) != resume
    assert (home / "walk.draft").read_bytes() == before
    assert on_disk(home) == ["walk.draft"]


@pytest.mark.parametrize("state", ["/dev/null", "/proc/nowhere", "~"])
def test_where_nothing_can_be_saved_it_is_said_and_the_walk_goes_on(
    shipped, walk, monkeypatch, state
):
    # Without a home, the name of the folder begins with ~.
    monkeypatch.setattr(drafts, "folder", lambda: Path(state) / "fitcheck")
    ran = walk("@10 leave")

    assert ran.code == 0
    assert ran.err.count("could not be saved (") == 1
    assert ("(there is no home folder)" in ran.err) == (state == "~")
    assert shipped.words.draft.unsaved in ran.err


# Two windows


def test_a_walk_that_was_saved_meanwhile_is_not_written_over(shipped):
    mine, other = drafts.Draft(), drafts.Draft()
    assert mine.look(shipped) is None
    other.save(shipped, sheet(shipped))
    before = other.file.read_bytes()
    with pytest.raises(drafts.Busy):
        mine.save(shipped, sheet(shipped, concerns=("sleep",)))
    other.leave()
    with pytest.raises(FileError, match="other answers"):
        mine.save(shipped, sheet(shipped, concerns=("sleep",)))

    assert mine.standing == "lost"
    assert not mine.there()
    assert other.file.read_bytes() == before
    mine.leave()


@pytest.mark.parametrize("forgotten", [True, False])
def test_a_walk_begun_after_a_draft_was_deleted_is_not_written_over(
    shipped, home, forgotten
):
    mine, other = drafts.Draft(), drafts.Draft()
    mine.save(shipped, sheet(shipped))
    if forgotten:
        drafts.forget()
        with pytest.raises(drafts.Busy):  # until the first walk finds out
            other.save(shipped, sheet(shipped))
    else:
        subprocess.run(["rm", "-r", str(home)], check=True)
        other.save(shipped, sheet(shipped, concerns=("sleep",)))
    before = on_disk(home) and other.file.read_bytes()
    mine.save(shipped, sheet(shipped))

    assert mine.standing == "withdrawn"
    assert (on_disk(home) and other.file.read_bytes()) == before
    mine.leave()
    other.leave()


def test_a_draft_open_in_another_window_is_said_to_be(shipped, walk):
    other = drafts.Draft()
    other.save(shipped, sheet(shipped))
    before = other.file.read_bytes()
    resumed = walk("", "--resume")
    ran = walk("@2=5 leave")

    assert (resumed.code, ran.code) == (1, 0)
    assert shipped.words.draft.busy in resumed.err
    assert shipped.words.draft.busy in ran.err
    assert shipped.words.draft.text not in ran.err  # it could not be done
    assert other.file.read_bytes() == before
    other.leave()


@pytest.mark.parametrize("plant", ["symlink_to", "hardlink_to"])
def test_what_was_planted_as_a_half_written_draft_gets_no_answers(
    shipped, tmp_path, plant
):
    (tmp_path / "victim").write_text("mine")
    draft = drafts.Draft()
    draft.save(shipped, sheet(shipped))
    getattr(draft.file.with_suffix(".tmp"), plant)(tmp_path / "victim")
    draft.save(shipped, sheet(shipped, concerns=("sleep",)))
    draft.leave()

    assert (tmp_path / "victim").read_text() == "mine"


# On the screen


def test_the_draft_is_gone_while_the_screen_of_danger_at_home_stands(
    walk, home, monkeypatch
):
    real, seen = screens.SCREENS["gate"], []

    def gate(*given):
        seen.append(home.exists())
        return real(*given)

    monkeypatch.setitem(screens.SCREENS, "gate", gate)
    ran = walk("@6 b b b b b danger-at-home leave")

    assert seen == [False]
    assert ran.err.endswith(CLEAR.strip())


@pytest.mark.parametrize(
    ("script", "fails"),
    [("@ menu leave", 9), ("@10 exit", 9), ("@6 b b b b b danger-at-home go-on x", 2)],
)
def test_a_draft_that_cannot_be_deleted_is_named_last_and_tried_again(
    shipped, walk, home, monkeypatch, script, fails
):
    real, count = drafts.Draft.delete, [0]

    def delete(draft):
        count[0] += 1
        if count[0] <= fails:
            raise PermissionError(13, "no")
        real(draft)

    monkeypatch.setattr(drafts.Draft, "delete", delete)
    ran, words = walk(script), shipped.words.draft
    told = flat(words.undeleted).format(file=home / "walk.draft")

    assert ran.err.count(told) == 1
    assert (told in ran.err.rpartition(CLEAR)[2]) == home.exists() == (fails == 9)
    assert flat(words.deleted) not in ran.err


def test_resuming_comes_to_the_same_report(walk, shipped):
    walk("@10 leave")
    given = replies(shipped)
    rest = [given[one] for one in list(given)[list(given).index("wants-roots") :]]
    end = "menu all " + "more " * 199
    script = " ".join(one.replace(", ", ",").replace(" ", ",") for one in rest)
    ran = walk(f"safe none-of-these {script} done {end}", "--resume")

    assert ran.out == walk(f"@ {end}").out
    assert shipped.words.draft.deleted in ran.err


def test_the_country_option_beats_the_saved_one(shipped, walk):
    saved(shipped)
    ran = walk("might-hurt-myself leave", "--resume", "--country", "US")

    assert "call 911" in ran.err.partition("go-on")[0]


# Forgetting


def test_forget_deletes_everything_of_ours_but_what_it_cannot_and_names_it(
    shipped, home, monkeypatch
):
    words = shipped.words.draft
    ours = [saved(shipped), home / "1.damaged", home / "2.tmp"]
    (home / "00.draft").mkdir()
    for one in (*ours[1:], home / "mine.txt"):
        one.write_text("mine")
    ran = inside(monkeypatch, "forget")
    left = sorted(one.name for one in home.iterdir())
    (home / "00.draft").rmdir()

    assert ran.code == 1
    assert {*ran.out.splitlines()} == {words.forgot.format(file=one) for one in ours}
    assert "00.draft: the system says:" in ran.err
    assert left == ["00.draft", "mine.txt"]
    assert inside(monkeypatch, "forget").out.strip() == words.forgot_none


def test_forget_never_says_that_nothing_was_saved_where_it_cannot_look(
    home, monkeypatch
):
    def iterdir(_):
        raise PermissionError(13, "Permission denied")

    home.mkdir(parents=True)
    monkeypatch.setattr(Path, "iterdir", iterdir)
    ran = inside(monkeypatch, "forget")

    assert (ran.code, ran.out) == (1, "")
    assert "Permission denied" in ran.err


# Killed


@pytest.mark.parametrize("seed", sample(range(3), 3))
def test_a_killed_walk_loses_nothing_that_was_answered(shipped, tmp_path, seed):
    tally = killing.rounds(shipped, tmp_path, 10, random.Random(seed))

    assert tally.kills == 10
    assert tally.answers > 50
    assert (tally.lost, tally.damaged) == ([], [])
