"""Drafts: nothing that was agreed to is lost, nothing else is kept."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import killing
import pytest
from running import GUARDED, TTY, environment, inside
from walks import START, at_terminal, replies, whole

from fitcheck import content, drafts, files, prompts
from fitcheck.answers import reading
from fitcheck.errors import FileError
from fitcheck.prompts import saving
from fitcheck.prompts.standing import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from running import Ran

    from fitcheck.answers.sheet import Sheet
    from fitcheck.drafts import Place
    from fitcheck.questionnaire import Questionnaire

    Walk = Callable[..., Ran]

GIVEN = {
    "safe-now": ("safe",),
    "needs-assessment": ("none-of-these",),
    "plan-or-open": ("slightly-cbt",),
    "earlier-kind": ("none",),
    "earlier-cbt": ("still-stuck",),
    "concerns": ("depression", "relationships"),
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a folder of drafts of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "fitcheck"


@pytest.fixture
def walk(monkeypatch: pytest.MonkeyPatch, shipped: Questionnaire) -> Walk:
    """Run the program on a terminal in the plain face."""
    monkeypatch.setattr(content, "load", lambda *_, **__: shipped)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("TERM", "FITCHECK_PLAIN", "ACCESSIBLE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)

    def walk(*said: str, arguments: tuple[str, ...] = (), tty: bool = True) -> Ran:
        script = "".join(f"{one}\n" for one in said)
        found = inside(
            monkeypatch, "--plain", *arguments, stdin=script, tty=TTY if tty else ()
        )
        return replace(found, err=" ".join(found.err.split()))

    return walk


def sheet(shipped: Questionnaire, **more: tuple[str, ...]) -> Sheet:
    given = {**GIVEN, **{key.replace("_", "-"): one for key, one in more.items()}}
    state = State(country="GB", answers=given, skipped=frozenset({"who-leads"}))
    return saving.kept(shipped, state)


def saved(shipped: Questionnaire, **more: tuple[str, ...]) -> Place:
    """Save a draft, and go away as a killed walk does: without a word."""
    place = drafts.begin()
    drafts.save(shipped, place, sheet(shipped, **more))
    place.lock.release()
    return place


def on_disk(home: Path) -> list[str]:
    return sorted(one.suffix for one in home.glob("*")) if home.exists() else []


def begun(shipped: Questionnaire, upto: str, said: str = "yes") -> list[str]:
    """Return the replies from the opening to a question, saving agreed to."""
    given = replies(shipped)
    keys = list(given)[: list(given).index(upto)]
    script = "\n".join((*START, *(given[key] for key in keys)))
    return at_terminal(script, said).split("\n")


# What is on disk


def test_a_draft_holds_every_answer_but_those_about_safety(
    shipped: Questionnaire,
) -> None:
    place = saved(shipped)
    found = drafts.read(shipped, place.file)
    text = place.file.read_text("utf-8")

    assert found
    assert found.dropped == ()
    assert found.sheet.country == "GB"
    assert found.sheet.skipped == ("who-leads",)
    assert found.sheet.answers == {
        key: given for key, given in GIVEN.items() if key not in shipped.safety
    }
    assert not [word for word in ("safe-now", "needs", "none-of") if word in text]


def test_answers_taken_back_are_kept_too(shipped: Questionnaire) -> None:
    state = State(
        answers={"plan-or-open": ("slightly-cbt",)},
        aside={"who-leads": ("strongly-cbt",), "present-or-past": ()},
    )

    assert saving.kept(shipped, state).answers == {
        "plan-or-open": ("slightly-cbt",),
        "who-leads": ("strongly-cbt",),
    }


def test_only_the_owner_can_read_it(shipped: Questionnaire, home: Path) -> None:
    home.mkdir(parents=True, mode=0o755)
    place = saved(shipped)

    assert place.file.stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_draft_cut_at_any_byte_is_set_aside_whole(
    shipped: Questionnaire, home: Path
) -> None:
    place = saved(shipped)
    data = place.file.read_bytes()
    for length in range(len(data)):
        place.file.write_bytes(data[:length])
        with pytest.raises(FileError):
            drafts.read(shipped, place.file)
    found = drafts.found(shipped)

    assert found.draft is None
    assert [one.read_bytes() for one in found.damaged] == [data[:-1]]
    assert on_disk(home) == [".damaged"]


def test_a_draft_with_any_byte_changed_is_never_read_as_another(
    shipped: Questionnaire,
) -> None:
    place = saved(shipped)
    data = place.file.read_bytes()
    for at in range(len(data)):
        for bit in (1, 32, 255):
            changed = bytearray(data)
            changed[at] ^= bit
            place.file.write_bytes(bytes(changed))
            with pytest.raises(FileError):
                drafts.read(shipped, place.file)


def test_two_damaged_drafts_are_both_set_aside(shipped: Questionnaire) -> None:
    for _ in range(2):
        place = saved(shipped)
        place.file.write_bytes(b"")
        place.file.rename(place.file.with_name("one.draft"))
        drafts.found(shipped)

    assert len(drafts.forget()) == 2


# What no longer fits


def rewritten(place: Place, *changes: tuple[str, str]) -> None:
    """Change a draft as another release would have written it."""
    text = place.file.read_text("utf-8").partition("\n")[2]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    head = f"{drafts.HEAD}{drafts.checksum(text)}"
    place.file.write_text(f"{head}\n{text}", "utf-8")


def test_answers_that_no_longer_fit_are_named_and_the_rest_is_kept(
    shipped: Questionnaire, walk: Walk
) -> None:
    place, ours = saved(shipped), shipped.manifest.version
    changes = (
        ("plan-or-open:", "gone-question:"),
        ("earlier-kind: none", "earlier-kind: no"),
    )
    rewritten(place, *changes, (f"version: {ours}", "version: 0.9.0"))
    found = drafts.read(shipped, place.file)
    ran = walk(*START[:1], "go-on", "leave")

    assert found
    assert found.dropped == ("gone-question", "earlier-kind")
    assert found.sheet.answers == {
        "earlier-cbt": ("still-stuck",),
        "concerns": ("depression", "relationships"),
    }
    assert "asked again: gone-question, Earlier therapy." in ran.err


def test_a_draft_of_another_questionnaire_stays_where_it_is(
    shipped: Questionnaire, home: Path
) -> None:
    place = saved(shipped)
    rewritten(place, ("psychodynamic-cbt", "sleep-or-tea"))

    assert drafts.found(shipped).draft is None
    assert place.file.exists()
    assert ".damaged" not in on_disk(home)


def test_what_a_damaged_or_foreign_draft_holds_is_not_shown(
    shipped: Questionnaire, walk: Walk
) -> None:
    place = saved(shipped)
    place.file.write_text("canary-7f3a \x1b[2J")
    ran = walk("continue", "leave")
    assert "canary" not in ran.err

    rewritten(saved(shipped), ("plan-or-open:", '"gone\\e[2J\\u202E":'))
    ran = walk("continue", "leave")
    assert "asked again: gone\\x1b[2J\\u202e." in ran.err


# Several walks, and clocks


def test_two_walks_at_once_keep_apart(shipped: Questionnaire) -> None:
    mine, other = drafts.begin(), drafts.begin()
    drafts.save(shipped, mine, sheet(shipped, plan_or_open=("strongly-cbt",)))
    drafts.save(shipped, other, sheet(shipped))
    assert drafts.found(shipped).draft is None

    mine.lock.release()
    found = drafts.found(shipped)
    assert found.draft
    assert found.draft.sheet.answers["plan-or-open"] == ("strongly-cbt",)
    other.lock.release()


@pytest.mark.parametrize("clock", [0, 1, 4_000_000_000])
def test_a_clock_that_jumps_hides_no_draft(shipped: Questionnaire, clock: int) -> None:
    place = saved(shipped)
    os.utime(place.file, (clock, clock))

    assert drafts.found(shipped).draft


def test_the_draft_written_last_is_offered_first(shipped: Questionnaire) -> None:
    old, new = saved(shipped), saved(shipped, plan_or_open=("strongly-cbt",))
    os.utime(old.file, (1, 1))
    found = drafts.found(shipped)

    assert found.place
    assert found.place.file == new.file


# Folders and disks that refuse


@pytest.mark.parametrize("state", ["/dev/null", "/proc/nowhere"])
def test_a_folder_that_cannot_be_made_is_said_once_and_the_walk_goes_on(
    shipped: Questionnaire, walk: Walk, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", state)
    ran = walk(*begun(shipped, "thoughts-or-feelings"), "leave")

    assert ran.code == 0
    assert ran.err.count("could not be saved (the system says:") == 1
    assert shipped.words.draft.left not in ran.err


def test_without_a_home_nothing_is_kept_and_the_walk_goes_on(
    shipped: Questionnaire, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        drafts.platformdirs, "user_state_path", lambda *_, **__: files.Path("~/state")
    )
    ran = walk(*begun(shipped, "thoughts-or-feelings"), "leave")

    assert ran.code == 0
    assert ran.err.count("could not be saved (there is no home folder)") == 1


def test_a_link_in_the_place_of_the_folder_is_refused(
    shipped: Questionnaire, home: Path, tmp_path: Path, walk: Walk
) -> None:
    home.parent.mkdir()
    (tmp_path / "elsewhere").mkdir()
    home.symlink_to(tmp_path / "elsewhere")
    ran = walk(*begun(shipped, "thoughts-or-feelings"), "leave")

    assert "could not be saved (this is a link)" in ran.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_full_disk_leaves_the_last_good_draft(
    shipped: Questionnaire, home: Path
) -> None:
    place = saved(shipped)
    before = place.file.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, limits[1]))
    try:
        with pytest.raises(OSError, match="large"):
            drafts.save(shipped, place, sheet(shipped, concerns=("sleep",)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert place.file.read_bytes() == before
    assert ".tmp" not in on_disk(home)


def test_a_link_in_the_place_of_the_half_written_draft_is_not_followed(
    shipped: Questionnaire, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    place = saved(shipped)
    place.file.with_suffix(".tmp").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic"):
        drafts.save(shipped, place, sheet(shipped))

    assert victim.read_text() == "mine"


# The walk


def test_saving_is_asked_once_before_anything_that_is_saved(
    shipped: Questionnaire, walk: Walk, home: Path
) -> None:
    ran = walk(*begun(shipped, "plan-or-open")[:-1])

    assert ran.code == 1
    assert ran.err.count(shipped.words.draft.text) == 1
    assert "Question 3" not in ran.err
    assert on_disk(home) == []


@pytest.mark.parametrize("said", ["no", "skip", "1"])
def test_without_a_yes_nothing_is_written(
    shipped: Questionnaire, walk: Walk, home: Path, said: str
) -> None:
    ran = walk(*begun(shipped, "thoughts-or-feelings", said), "leave")

    assert ran.code == 0
    assert "Question 7" in ran.err
    assert shipped.words.draft.left not in ran.err
    assert on_disk(home) == []


def test_an_empty_line_is_no_yes_to_saving(
    shipped: Questionnaire, walk: Walk, home: Path
) -> None:
    ran = walk(*begun(shipped, "plan-or-open", ""), "", "leave")

    assert shipped.words.problems.empty in ran.err
    assert "Question 3" not in ran.err
    assert on_disk(home) == []


@pytest.mark.parametrize("key", ["safe-now", "needs-assessment"])
def test_a_skipped_safety_question_asks_nothing_about_saving_and_saves_nothing(
    shipped: Questionnaire, walk: Walk, home: Path, key: str
) -> None:
    given = replies(shipped, {key: "skip"})
    ran = walk(*START, *list(given.values())[:6], "leave")

    assert ran.code == 0
    assert "Question 7" in ran.err
    assert shipped.words.draft.text not in ran.err
    assert on_disk(home) == []


@pytest.mark.parametrize(("backs", "gap"), [(5, "needs-assessment"), (6, "safe-now")])
def test_a_safety_question_that_is_skipped_later_deletes_the_draft(
    shipped: Questionnaire, walk: Walk, home: Path, backs: int, gap: str
) -> None:
    kept = begun(shipped, "thoughts-or-feelings")
    rest = ("skip", "none-of-these")[: 1 + (gap == "safe-now")]
    ran = walk(*kept, *["b"] * backs, *rest, "5", "5", "leave")

    assert "Question 5" in ran.err.rpartition(shipped.library.gates.unanswered.title)[2]
    assert shipped.words.draft.left not in ran.err
    assert on_disk(home) == []


def test_a_saved_walk_that_is_gone_on_with_goes_too_where_safety_is_skipped(
    shipped: Questionnaire, walk: Walk, home: Path
) -> None:
    saved(shipped)
    saved(shipped, plan_or_open=("strongly-cbt",))
    ran = walk("skip", "leave", arguments=("--resume",))

    assert shipped.words.gate.unsaved in ran.err
    assert shipped.words.draft.earlier in ran.err
    assert [one for one in on_disk(home) if one == ".draft"] == [".draft"]


@pytest.mark.parametrize("how", [{"arguments": ("--private",)}, {"tty": False}])
def test_private_and_pipes_never_ask_and_never_write(
    shipped: Questionnaire, walk: Walk, home: Path, how: dict[str, object]
) -> None:
    saved(shipped)
    before = on_disk(home)
    given = list(replies(shipped).values())[:5]
    ran = walk(*START, *given, "leave", **how)

    assert ran.code == 0
    assert shipped.words.draft.text not in ran.err
    assert shipped.words.draft.found_title not in ran.err
    assert on_disk(home) == before


def test_leaving_keeps_the_draft_and_resuming_comes_to_the_same_report(
    shipped: Questionnaire, walk: Walk, home: Path
) -> None:
    left = walk(*begun(shipped, "wants-roots"), "leave")
    assert left.code == 0
    assert shipped.words.draft.left in left.err
    assert on_disk(home) == [".draft"]

    given = replies(shipped)
    rest = list(given)[list(given).index("wants-roots") :]
    safety = [given[key] for key in given if key in shipped.safety]
    script = (*safety, *(given[key] for key in rest), "done", "menu", "all")
    ran = walk(*script, *["more"] * 199, arguments=("--resume",))
    straight = walk(*at_terminal("\n".join(whole(shipped))).split("\n"),
                    "done", "menu", "all", *["more"] * 199)  # fmt: skip

    assert ran.code == 0
    assert ran.out == straight.out
    assert shipped.words.draft.deleted in ran.err
    assert on_disk(home) == []


def test_resuming_without_a_draft_says_so(walk: Walk, shipped: Questionnaire) -> None:
    ran = walk(arguments=("--resume",))

    assert ran.code == 1
    assert shipped.words.draft.none in ran.err


def test_private_and_resume_contradict_each_other(walk: Walk) -> None:
    assert walk(arguments=("--resume", "--private")).code == 2


@pytest.mark.parametrize(
    ("said", "kept"),
    [("go-on", [".draft"]), ("new", [".draft"]), ("delete", []), ("2", [".draft"])],
)
def test_the_next_start_offers_the_draft(
    shipped: Questionnaire, walk: Walk, home: Path, said: str, kept: list[str]
) -> None:
    saved(shipped)
    ran = walk("continue", said, "leave")

    assert shipped.words.draft.found_text.format(count=4) in ran.err
    assert on_disk(home) == kept


def test_going_back_from_the_offer_and_odd_replies_lose_nothing(
    shipped: Questionnaire, walk: Walk, home: Path
) -> None:
    saved(shipped)
    ran = walk("continue", "b", "continue", "what", "", "s", "?", "leave")

    assert ran.code == 0
    assert on_disk(home) == [".draft"]


def test_the_quick_exit_deletes_the_draft(
    shipped: Questionnaire, walk: Walk, home: Path
) -> None:
    walk(*begun(shipped, "wants-roots"), "exit")
    assert on_disk(home) == []

    saved(shipped)
    walk("continue", "exit")
    assert on_disk(home) == []


def test_the_quick_exit_at_the_opening_leaves_a_draft_nobody_has_seen(
    shipped: Questionnaire, walk: Walk, home: Path
) -> None:
    saved(shipped)
    walk("exit")

    assert ".draft" in on_disk(home)


@pytest.mark.parametrize(
    ("backs", "said"), [(5, "danger-at-home"), (6, "someone-might-hurt-me")]
)
def test_danger_at_home_deletes_the_draft_at_once_and_makes_the_rest_private(
    shipped: Questionnaire, walk: Walk, home: Path, backs: int, said: str
) -> None:
    ran = walk(
        *begun(shipped, "thoughts-or-feelings"),
        *["b"] * backs,
        said,
        "go-on",
        "none-of-these",
        "leave",
    )

    assert on_disk(home) == []
    assert ran.err.endswith("\x1b[H\x1b[2J\x1b[3J")


def test_the_draft_is_gone_while_the_screen_of_danger_at_home_stands(
    shipped: Questionnaire,
    walk: Walk,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, seen = prompts.screens.gate, []

    def gate(*given: object) -> object:
        seen.append([one for one in on_disk(home) if one != ".lock"])
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(prompts.screens, "gate", gate)
    walk(*begun(shipped, "thoughts-or-feelings"), *["b"] * 5, "danger-at-home", "leave")

    assert seen == [[]]


def test_what_was_saved_earlier_is_named_where_nothing_is_kept(
    shipped: Questionnaire, walk: Walk, home: Path
) -> None:
    saved(shipped)
    danger = walk("continue", "new", "GB", "safe", "danger-at-home", "leave")
    left = walk("continue", "new", "GB", "leave")

    assert shipped.words.draft.earlier in danger.err
    assert shipped.words.draft.earlier in left.err
    assert ".draft" in on_disk(home)


def test_a_draft_that_cannot_be_deleted_is_named_and_never_called_deleted(
    shipped: Questionnaire, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(drafts, "delete", refuse)
    script = at_terminal("\n".join(whole(shipped)), "yes").split("\n")
    ran = walk(*script, "done", "menu", "leave")

    assert "could not be deleted" in ran.err
    assert shipped.words.draft.deleted not in ran.err


def test_starting_again_leaves_what_was_to_stay_and_asks_anew(
    shipped: Questionnaire, walk: Walk, home: Path
) -> None:
    script = at_terminal("\n".join(whole(shipped)), "yes").split("\n")
    again = ("GB", "safe", "none-of-these", "yes", "5", "leave")
    ran = walk(*script, "done", "menu", "keep", "again", *again)
    kept = [drafts.read(shipped, one) for one in home.glob("*.draft")]

    assert ran.err.count(shipped.words.draft.text) == 2
    assert sorted(len(one.sheet.answers) for one in kept if one)[0] == 1
    assert len(kept) == 2


def test_the_country_option_beats_the_saved_one(
    shipped: Questionnaire, walk: Walk
) -> None:
    saved(shipped)
    ran = walk("might-hurt-myself", "leave", arguments=("--resume", "--country", "US"))

    assert "call 911" in ran.err.partition("go-on")[0]


def test_a_draft_is_read_but_not_written_through_a_pipe(
    shipped: Questionnaire, walk: Walk
) -> None:
    place = saved(shipped)
    before = place.file.read_bytes()
    ran = walk("safe", "none-of-these", "1", tty=False, arguments=("--resume",))

    assert ran.code == 1
    assert place.file.read_bytes() == before


def test_a_draft_open_in_another_window_is_said_to_be(
    shipped: Questionnaire, walk: Walk
) -> None:
    place = drafts.begin()
    drafts.save(shipped, place, sheet(shipped))
    ran = walk(arguments=("--resume",))
    place.lock.release()

    assert ran.code == 1
    assert shipped.words.draft.busy in ran.err


@pytest.mark.parametrize("after", [("leave",), ("exit",), ("keep", "leave")])
def test_when_the_report_was_seen_the_draft_goes_unless_it_is_to_stay(
    shipped: Questionnaire, walk: Walk, home: Path, after: tuple[str, ...]
) -> None:
    script = at_terminal("\n".join(whole(shipped)), "yes").split("\n")
    ran = walk(*script, "done", "menu", *after)

    assert ran.code == 0
    assert on_disk(home) == ([".draft"] if "keep" in after else [])
    assert (shipped.words.draft.deleted in ran.err) == (after == ("leave",))


def test_a_draft_deleted_meanwhile_is_not_written_again(
    shipped: Questionnaire, home: Path, monkeypatch: pytest.MonkeyPatch, walk: Walk
) -> None:
    real, count = drafts.save, []

    def save(*given: object) -> None:
        real(*given)  # type: ignore[arg-type]
        count.append(1)
        if len(count) == 3:
            drafts.forget()

    monkeypatch.setattr(drafts, "save", save)
    ran = walk(*begun(shipped, "wants-roots"), "leave")

    assert ran.err.count(shipped.words.draft.withdrawn) == 1
    assert len(count) == 3
    assert on_disk(home) == []


# Forgetting


def test_forget_deletes_everything_and_names_it(
    shipped: Questionnaire, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, other = saved(shipped), saved(shipped)
    other.file.write_bytes(b"no draft")
    aside = drafts.set_aside(other.file)
    place.file.with_suffix(".tmp").write_bytes(b"half")
    ran = inside(monkeypatch, "forget")

    assert ran.code == 0
    assert sorted(ran.out.splitlines()) == sorted(
        shipped.words.draft.forgot.format(file=one) for one in (place.file, aside)
    )
    assert not home.exists()
    assert inside(monkeypatch, "forget").out.strip() == shipped.words.draft.forgot_none


def test_forget_touches_nothing_that_is_not_ours(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "mine.txt").write_text("mine")

    assert drafts.forget() == ()
    assert (home / "mine.txt").read_text() == "mine"


# Killed


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_walk_loses_nothing_that_was_answered(
    shipped: Questionnaire, tmp_path: Path, seed: int
) -> None:
    tally = killing.rounds(shipped, tmp_path, 10, random.Random(seed))

    assert tally.kills == 10
    assert tally.answers > 50
    assert (tally.lost, tally.damaged) == ([], [])


def test_a_draft_can_be_read_as_an_answers_file(
    shipped: Questionnaire,
) -> None:
    place = saved(shipped)
    found = reading.load(shipped, place.file, files.bundled() / "vignettes")

    assert found.answers["concerns"] == ("depression", "relationships")


def test_the_guard_sees_no_draft_in_a_pipe(shipped: Questionnaire, home: Path) -> None:
    script = "".join(f"{one}\n" for one in (*whole(shipped), "done"))
    ran = subprocess.run(
        [sys.executable, "-B", str(GUARDED), "--plain"],
        input=script.encode(),
        capture_output=True,
        env=environment({"XDG_STATE_HOME": str(home.parent), "GUARDED_WRITES": "1"}),
        timeout=30,
        check=False,
    )

    assert ran.returncode == 0
    assert not home.exists()
