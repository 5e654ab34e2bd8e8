import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fitcheck import content, help_now

ROOT = Path(help_now.__file__).parent.parent
DATA = json.loads(
    Path(help_now.__file__).with_name("help_lines.json").read_text(encoding="utf-8")
)
LINES = content.load().library.help_lines
COUNTRIES = sorted(DATA["countries"])
WITH_LINES = sorted(DATA["lines"])
SETTINGS = ("LC_ALL", "LC_MESSAGES", "LANG")


def printed(capsys, *arguments, **settings):
    """Run help-now in this process with only these locale settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name in SETTINGS:
            patch.delenv(name, raising=False)
        for name, value in settings.items():
            patch.setenv(name, value)
        code = help_now.main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def squeezed(text):
    """Undo the wrapping."""
    return " ".join(text.split())


def numbers_of(code):
    """Return every run of digits in the lines of one country."""
    found = [line for line in LINES.lines if line.country == code]
    return {n for line in found for n in re.findall(r"\d[\d -]*\d", line.how)}


@pytest.fixture
def alone(tmp_path):
    """A folder that holds the program and its file, and nothing else of ours."""
    for name in ("help_now.py", "help_lines.json"):
        shutil.copy(Path(help_now.__file__).with_name(name), tmp_path / name)
    return tmp_path


def run_alone(folder, *arguments, **environment):
    """Run the copied program without site-packages and without our package."""
    kept = {k: v for k, v in os.environ.items() if k not in {*SETTINGS, "PYTHONPATH"}}
    return subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "help_now.py"), *arguments],
        capture_output=True,
        env=kept | environment,
        cwd=folder,
        check=False,
        timeout=30,
    )


def test_the_copy_of_the_content_is_current():
    place = ROOT / "scripts" / "make_help_lines.py"
    spec = importlib.util.spec_from_file_location("make_help_lines", place)
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    made = maker.text(content.load())
    assert maker.TARGET.read_text(encoding="utf-8") == made
    assert maker.text(content.load()) == made
    assert made.endswith("}\n")


def test_every_word_that_is_built_in_can_be_replaced_by_the_content():
    words = {name: f"<{name}>" for name in help_now.DEFAULTS}
    data = {**DATA, "words": {**DATA["words"], **words}}
    text = help_now.render(data, "GB", given=True)
    text += help_now.render(data, None, given=False)
    assert all(word in text for word in words.values())


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_country_gets_its_own_lines_and_nobody_elses(code):
    text = squeezed(help_now.render(DATA, code, given=True))
    mine = [line for line in LINES.lines if line.country == code]
    for line in mine:
        for fact in (line.name, line.how, line.hours, line.cost):
            assert squeezed(fact) in text
    others = [line for line in LINES.lines if line.country != code]
    for line in others:
        assert line.how in {one.how for one in mine} or line.how not in text
    assert "findahelpline.com" in text
    assert DATA["countries"][code] in text
    assert text.endswith("This is not a diagnosis.")


@pytest.mark.parametrize("given", [True, False])
def test_no_line_is_wider_than_80_columns(given):
    for code in [*COUNTRIES, "ZZ", None]:
        text = help_now.render(DATA, code, given=given)
        assert max(map(len, text.splitlines())) <= 80, code
        assert text.endswith(".\n")
        assert "{" not in text


@pytest.mark.parametrize("code", WITH_LINES)
def test_no_number_is_broken_over_two_lines(code):
    text = help_now.render(DATA, code, given=True)
    assert numbers_of(code)
    assert all(number in text for number in numbers_of(code))


def test_numbers_stay_whole_in_narrow_places_too():
    line = {"name": "x " * 36 + "0800 2000 247 and 1-800-799-7233"}
    wrapped = help_now.paragraphs([line["name"]])
    assert "0800 2000 247" in wrapped
    assert "1-800-799-7233" in wrapped


@pytest.mark.parametrize("code", WITH_LINES)
def test_lines_of_official_pages_come_first(code):
    text = help_now.render(DATA, code, given=True)
    for kind in ("crisis", "young", "abuse"):
        mine = [x for x in LINES.lines if x.country == code and x.for_ == kind]
        official = [text.index(f"  {x.name}\n") for x in mine if x.official]
        rest = [text.index(f"  {x.name}\n") for x in mine if not x.official]
        assert not official or not rest or max(official) < min(rest)


@pytest.mark.parametrize("code", WITH_LINES)
def test_after_unchecked_lines_it_says_whom_to_call_if_nobody_answers(code):
    text = help_now.render(DATA, code, given=True)
    number = DATA["emergency"].get(code)
    asked = f"If a line does not answer, call {number or 'your local emergency'}"
    last = text.rindex("not yet checked by us.")
    assert asked in text[last:]
    first = text.index("not yet checked by us.")
    assert text.index(asked) < text.index(DATA["words"]["young"])
    assert first < text.index(asked)


def test_a_page_with_a_date_and_one_without_are_told_apart():
    us = squeezed(help_now.render(DATA, "US", given=True))
    assert "Seen on a page of January 2022; not yet checked by us." in us
    assert "Seen on a page with no date; not yet checked by us." in us
    assert "unknown" not in us


def test_a_checked_line_says_when_and_needs_no_other_number():
    lines = [{**line, "checked": "2026-11-01"} for line in DATA["lines"]["GB"]]
    data = {**DATA, "lines": {"GB": lines}}
    text = help_now.render(data, "GB", given=True)
    assert "Checked by us on 2026-11-01." in text
    assert "not yet checked" not in text
    assert "does not answer" not in text


def test_the_emergency_number_comes_before_every_line():
    text = help_now.render(DATA, "GB", given=True)
    assert text.index("call 999") < text.index("Samaritans")


def test_a_country_without_a_number_gets_it_in_words():
    text = squeezed(help_now.render(DATA, "CA", given=True))
    assert DATA["general"]["emergency"] in text
    assert "If a line does not answer, call your local emergency number." in text
    assert "988" in text


@pytest.mark.parametrize("code", ["KE", "JP", "AQ", "ZZ"])
def test_an_unknown_country_gets_general_texts_and_no_number(capsys, code):
    status, out, err = printed(capsys, "--country", code, LANG="en_GB.UTF-8")
    assert (status, err) == (0, "")
    assert "We know no line for this country." in out
    assert not re.search(r"\d", out)
    for text in DATA["general"].values():
        assert text in squeezed(out)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--country", "GB"],
        ["--country=GB"],
        ["--country", "UK"],
        ["--country", "uk"],
        ["--country=gb"],
        ["--country", "US", "--country", "GB"],
        ["--plain", "--country", "GB", "--no-color", "--private"],
        ["--questions", "/nowhere/at all", "--country", "GB"],
        ["--questions=/nowhere", "--country", "GB"],
        ["--country", "GB", "--questions", "/dev/null"],
        ["--questions", "--country", "GB"],
    ],
)
def test_all_spellings_of_one_country_give_the_same_text(capsys, arguments):
    expected = help_now.render(DATA, "GB", given=True)
    assert printed(capsys, *arguments, LANG="de_DE.UTF-8") == (0, expected, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--country", "Germany"],
        ["--country", "G"],
        ["--country="],
        ["--country"],
        ["--country", "12"],
        ["--country", "\u00df\u00df"],
        ["--country", "\udcff\udcfe"],
        ["--country", "\x1b[2J"],
        ["--country", "--plain"],
    ],
)
def test_a_code_that_is_none_is_said_once_and_the_help_still_comes(capsys, arguments):
    status, out, err = printed(capsys, *arguments, LANG="en_GB.UTF-8")
    assert status == 2
    assert err == "fitcheck help-now: A country has two letters, such as GB or US.\n"
    assert DATA["general"]["emergency"] in squeezed(out)
    assert "Samaritans" not in out


@pytest.mark.parametrize("odd", ["--county", "GB", "-x", "--format", ""])
def test_an_unknown_option_is_said_once_and_the_help_still_comes(capsys, odd):
    status, out, err = printed(capsys, "--country", "GB", odd)
    assert status == 2
    assert err.startswith("fitcheck help-now: ")
    assert err.count("\n") == 1
    assert "Samaritans" in out


def test_help_shows_a_short_usage(capsys):
    status, out, err = printed(capsys, "--country", "GB", "--help")
    assert (status, err) == (0, "")
    assert out.startswith("Usage: fitcheck help-now")
    assert len(out.splitlines()) < 8


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"LANG": "en_GB.UTF-8"}, "GB"),
        ({"LANG": "de_AT@euro"}, "AT"),
        ({"LANG": "de_AT.UTF-8@euro"}, "AT"),
        ({"LANG": "en-US"}, "US"),
        ({"LANG": "en_gb"}, "GB"),
        ({"LANG": "en_UK"}, "GB"),
        ({"LANG": "zh_Hant_SG.UTF-8"}, "SG"),
        ({"LANG": "sv_SE", "LC_MESSAGES": "fr_FR.UTF-8"}, "FR"),
        ({"LANG": "sv_SE", "LC_MESSAGES": "fr_FR", "LC_ALL": "nl_NL"}, "NL"),
        ({"LANG": "sv_SE", "LC_ALL": ""}, "SE"),
        ({"LANG": "sv_SE", "LC_CTYPE": "fr_FR"}, "SE"),
    ],
)
def test_without_an_option_the_country_comes_from_the_settings(capsys, settings, code):
    status, out, _ = printed(capsys, **settings)
    assert status == 0
    assert out == help_now.render(DATA, code, given=False)
    told = f"Help lines for {DATA['countries'][code]}, which this computer is set to."
    assert told in squeezed(out)
    assert "--country" in out


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"LANG": ""},
        {"LANG": "C"},
        {"LANG": "C.UTF-8"},
        {"LANG": "POSIX"},
        {"LC_ALL": "C", "LANG": "en_GB.UTF-8"},
        {"LANG": "en"},
        {"LANG": "en.UTF-8"},
        {"LANG": "es_419"},
        {"LANG": "_"},
        {"LANG": "...@@__"},
        {"LANG": "en_ZZ"},
        {"LANG": "GB"},
    ],
)
def test_settings_without_a_country_give_the_general_text(capsys, settings):
    status, out, err = printed(capsys, **settings)
    assert (status, err) == (0, "")
    assert not re.search(r"\d", out)
    assert "--country" in out
    assert "which this computer is set to" not in out


def test_it_works_with_nothing_but_its_own_file(alone):
    done = run_alone(alone, "--country", "GB", PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == help_now.render(DATA, "GB", given=True)


@pytest.mark.parametrize(
    "broken",
    [
        None,
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe\x00",
        b'{"words": []}',
        b'{"words": {}, "countries": {}, "lines": {}}',
        b"[" * 100_000,
        json.dumps({**DATA, "lines": {"GB": [{}]}}).encode(),
        json.dumps({**DATA, "lines": {"GB": 3}}).encode(),
        json.dumps({**DATA, "words": {**DATA["words"], "text": None}}).encode(),
    ],
)
def test_a_broken_file_leaves_the_last_resort(alone, broken, capsys, monkeypatch):
    place = alone / "help_lines.json"
    place.unlink()
    if broken is not None:
        place.write_bytes(broken)
    monkeypatch.setattr(help_now, "__file__", str(alone / "help_now.py"))
    assert printed(capsys, "--country", "GB") == (0, help_now.LAST_RESORT, "")
    assert "local emergency number" in help_now.LAST_RESORT
    assert "findahelpline.com" in help_now.LAST_RESORT


def test_a_missing_file_leaves_the_last_resort_outside_of_pytest_too(alone):
    (alone / "help_lines.json").unlink()
    done = run_alone(alone)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == help_now.LAST_RESORT


def test_a_broken_file_does_not_hide_a_wrong_argument(alone, capsys, monkeypatch):
    monkeypatch.setattr(help_now, "__file__", str(alone / "elsewhere" / "help_now.py"))
    status, out, err = printed(capsys, "--country", "Germany")
    assert (status, out) == (2, help_now.LAST_RESORT)
    assert err


def test_it_imports_nothing_of_ours_and_no_third_party():
    script = """
import sys
from fitcheck import help_now
before = set(sys.modules)
help_now.main(["--country", "SE"])
loaded = {name.split(".")[0] for name in sys.modules}
ours = sorted(name for name in sys.modules if name.startswith("fitcheck"))
third = {"yaml", "pydantic", "pydantic_core", "typer", "rich", "questionary"}
print(ours, sorted(loaded & third), file=sys.stderr)
print(sorted(before & {"json", "textwrap", "pathlib"}), file=sys.stderr)
"""
    script = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{script}"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    ours, late = done.stderr.splitlines()
    assert ours == "['fitcheck', 'fitcheck.help_now'] []"
    assert late == "[]"


def test_on_a_terminal_without_umlauts_names_stay_readable(alone):
    done = run_alone(alone, "--country", "SE", PYTHONUTF8="0", LC_ALL="C")
    ascii_run = subprocess.run(
        [sys.executable, "-S", str(alone / "help_now.py"), "--country", "SE"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii:strict", "PATH": os.environ["PATH"]},
        check=False,
        timeout=30,
    )
    assert done.returncode == ascii_run.returncode == 0
    assert b"  Sjalvmordslinjen (suicide line)\n" in ascii_run.stdout
    assert ascii_run.stderr == b""


def test_what_no_plain_letter_stands_for_is_written_out():
    assert help_now.fitted("\u4e16 \u00e4", "ascii") == "\\u4e16 a"
    assert help_now.fitted("\u4e16 \u00e4", "utf-8") == "\u4e16 \u00e4"


def test_only_content_can_hold_anything_but_ascii():
    source = Path(help_now.__file__).read_text(encoding="utf-8")
    strings = [help_now.USAGE, help_now.LAST_RESORT, help_now.NOT_A_COUNTRY]
    assert all(text.isascii() for text in [*strings, *help_now.DEFAULTS.values()])
    assert "input(" not in source


def test_a_reader_that_leaves_early_is_no_error(alone):
    program = [sys.executable, "-I", "-S", str(alone / "help_now.py")]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [*program, "--country", "GB"],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            timeout=30,
        )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_in_one_line(alone):
    program = [sys.executable, "-I", "-S", str(alone / "help_now.py")]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            program, stdout=full, stderr=subprocess.PIPE, check=False, timeout=30
        )
    assert done.returncode == 1
    assert done.stderr == b"fitcheck help-now: The text could not be written.\n"


def test_without_any_stream_it_ends_quietly(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert help_now.main([]) == 1
    spoken = io.StringIO()
    monkeypatch.setattr(sys, "stderr", spoken)
    assert help_now.main(["--country", "GB"]) == 0
    assert "Samaritans" in spoken.getvalue()


def test_the_command_is_reached_before_anything_heavy():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "fitcheck", "help-now",
         "--country", "GB"],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=30,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout == help_now.render(DATA, "GB", given=True)
    for heavy in ("pydantic", "yaml", "typer", "questionary"):
        assert not re.search(rf"\| +{heavy}$", done.stderr, re.MULTILINE)
    assert re.search(r"\| +json$", done.stderr, re.MULTILINE)
