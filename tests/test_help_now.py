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
from typer import BadParameter
from wcwidth import wcswidth

from fitcheck import help_now
from fitcheck.cli import options
from fitcheck.content import loader
from fitcheck.walk import steps
from fitcheck.walk.state import State, Stop

ROOT = Path(help_now.__file__).parent.parent
DATA = json.loads(
    Path(help_now.__file__).with_name("help_lines.json").read_text(encoding="utf-8")
)
LINES = loader.load().library.help_lines
COUNTRIES = sorted(DATA["countries"])
LISTED = sorted(DATA["emergency"])
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


@pytest.fixture
def alone(tmp_path):
    """A folder that holds the program and its file, and nothing else of ours."""
    for name in ("help_now.py", "help_lines.json"):
        shutil.copy(Path(help_now.__file__).with_name(name), tmp_path / name)
    return tmp_path


def run_alone(folder, *words, isolated="-IS", stdout=subprocess.PIPE, **environment):
    """Run the copied program without site-packages and without our package."""
    kept = {k: v for k, v in os.environ.items() if k not in {*SETTINGS, "PYTHONPATH"}}
    return subprocess.run(
        [sys.executable, isolated, str(folder / "help_now.py"), *words],
        stdout=stdout, stderr=subprocess.PIPE, env=kept | environment,
        cwd=folder, check=False, timeout=30,
    )  # fmt: skip


def test_the_copy_of_the_content_is_current():
    place = ROOT / "scripts" / "make_help_lines.py"
    spec = importlib.util.spec_from_file_location("make_help_lines", place)
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    made = maker.text(loader.load())
    assert maker.TARGET.read_text(encoding="utf-8") == made
    assert maker.text(loader.load()) == made
    assert made.endswith("}\n")


@pytest.mark.parametrize("code", LISTED)
def test_a_listed_country_is_found_by_code_by_name_and_by_option(capsys, code):
    name = DATA["countries"][code]
    expected = (0, help_now.render(DATA, code, given=True), "")
    for asked in ([code], name.split(), [name], ["--country", code.lower()]):
        assert printed(capsys, *asked, LANG="en_ZZ") == expected


@pytest.mark.parametrize("code", LISTED)
def test_a_listed_country_fits_a_small_screen_with_its_number_first_and_last(code):
    number = DATA["emergency"][code]
    for given in (True, False):
        shown = help_now.render(DATA, code, given=given).splitlines()
        assert len(shown) <= 22
        assert max(map(wcswidth, shown)) <= 80
        assert number in shown[0]
        assert number in shown[-1]


@pytest.mark.parametrize("code", WITH_LINES)
def test_a_country_gets_all_its_own_lines_whole_and_nobody_elses(code):
    text = help_now.render(DATA, code, given=True)
    mine = [line for line in LINES.lines if line.country == code]
    for line in mine:
        facts = filter(None, (line.how, line.hours, line.cost))
        assert f"{line.name}: {', '.join(facts)}" in squeezed(text)
        assert all(n in text for n in re.findall(r"\d[\d -]*\d", line.how))
    names = {line.name for line in mine}
    theirs = {line.name for line in LINES.lines} - names
    assert names
    shown = rf"(?m)^  (\w.*: )?({'|'.join(map(re.escape, theirs))}): "
    assert not re.search(shown, text)
    assert "findahelpline.com" in text


@pytest.mark.parametrize("code", [*COUNTRIES, None])
def test_what_is_not_known_is_left_out_and_never_spelt_out(code):
    text = help_now.render(DATA, code, given=True)
    assert not re.search(r"not recorded|\bnull\b|\bNone\b|unknown|[{}]|: ,|, $", text)
    assert max(map(wcswidth, text.splitlines())) <= 80


def test_where_no_line_is_known_the_last_words_are_the_number_alone():
    text = help_now.render(DATA, "CY", given=True)
    assert "We have no line for this country yet." in text
    assert text.splitlines()[-1] == "In danger right now: call 112."
    for kind in ("crisis", "young", "abuse"):
        assert DATA["general"][kind] in squeezed(text)


@pytest.mark.parametrize("count", [7, 14])
def test_a_line_too_long_to_stand_last_is_left_to_its_place(count):
    line = {"for": "crisis", "name": "Line" * count, "how": "call 1"}
    line |= {"hours": None, "cost": None}
    text = help_now.render({**DATA, "lines": {"GB": [line]}}, "GB", given=True)
    alone = "In danger right now: call 999."

    assert (text.splitlines()[-1] == alone) == (count == 14)
    assert f"  {line['name']}: call 1\n" in text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("  " + "\u4e16\u754c " * 40 + "call 119", ["\u4e16\u754c", "call 119"]),
        ("x " * 36 + "0800 2000 247 and 1-800-799-7233",
         ["0800 2000 247", "1-800-799-7233"]),
    ],
    ids=["wide letters", "numbers"],
)  # fmt: skip
def test_wide_letters_count_two_and_numbers_stay_whole(text, whole):
    wrapped = help_now.paragraph(text)

    assert wrapped.split() == text.split()
    assert [one for one in whole if one not in wrapped] == []
    assert max(map(wcswidth, wrapped.splitlines())) <= 80


@pytest.mark.parametrize("code", ["KE", "AQ"])
def test_a_country_that_is_not_listed_gets_no_number(capsys, code):
    status, out, err = printed(capsys, code, LANG="en_GB.UTF-8")
    assert (status, err) == (0, "")
    assert "We have no line for this country yet." in out
    assert not re.search(r"\d", out)
    for text in DATA["general"].values():
        assert text in squeezed(out)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--country=GB"],
        ["uk"],
        ["--country", "UK"],
        ["great", " BRITAIN "],
        ["Wales"],
        ["--country", "US", "--country", "GB"],
        ["US", "--country", "GB"],
        ["--", "GB"],
        ["--plain", "GB", "--no-color", "--private"],
        ["--questions", "/nowhere/at all", "GB"],
        ["--questions=/nowhere", "--country", "GB"],
        ["--country", "GB", "--questions", "/dev/null"],
        ["--questions", "--country", "GB"],
    ],
    ids=" ".join,
)
def test_all_spellings_of_one_country_give_the_same_text(capsys, arguments):
    expected = help_now.render(DATA, "GB", given=True)
    assert printed(capsys, *arguments, LANG="de_DE.UTF-8") == (0, expected, "")


ON = "--country"
NO_COUNTRY = {
    "a wrong name": "Germnay",
    "one letter": "G",
    "two letters that are no country": "XY",
    "digits": "12",
    "a sharp s, SS in capitals": "\u00df",
    "a long s and an s": "\u017fs",
    "full-width letters": "\uff27\uff22",
    "a sign for kelvin": "\u212auwait",
    "a dotless i": "\u0131e",
    "bytes that are no text": "\udcff\udcfe",
    "an order to a terminal": "\x1b[2J",
    "two lines": "Ger\nmany",
    "far too much": "x" * 5000,
}


ASKED = [*([*option, one] for one in NO_COUNTRY.values() for option in ([], [ON]))]


@pytest.mark.parametrize("asked", [*ASKED, [f"{ON}="], [ON], [""], [" "]])
def test_what_is_no_country_is_said_once_and_the_help_still_comes(capsys, asked):
    status, out, err = printed(capsys, *asked, LANG="en_GB.UTF-8")
    assert status == 2
    assert err.startswith("fitcheck help-now: ")
    assert err.endswith("\n")
    assert err[:-1].isprintable()
    assert len(err) < 200
    assert out == help_now.render(DATA, None, given=True)
    assert DATA["general"]["emergency"] in squeezed(out)


@pytest.mark.parametrize("letters", ["\u00df", "\u017fs", "\uff27\uff22", "\u212ae"])
def test_no_other_place_takes_such_letters_for_a_country_either(letters):
    shipped = loader.load()
    asking = steps.take(shipped, State(), Stop("country"), (letters,))
    assert (asking.country, asking.placed) == (None, False)
    assert asking.problem
    with pytest.raises(BadParameter):
        options.country(letters)


@pytest.mark.parametrize("odd", ["--county", "-x", "--format"])
def test_an_unknown_option_is_said_once_and_the_help_still_comes(capsys, odd):
    status, out, err = printed(capsys, "GB", odd)
    assert status == 2
    assert err == "fitcheck help-now: That is not an option of help-now. Try --help.\n"
    assert out == help_now.render(DATA, "GB", given=True)


def test_help_shows_a_short_usage(capsys):
    status, out, err = printed(capsys, "--country", "GB", "--help")
    assert (status, err) == (0, "")
    assert out.startswith("Usage: fitcheck help-now")
    assert len(out.splitlines()) < 8


FROM_SETTINGS = {
    "GB": ("LANG=en_GB.UTF-8", "LANG=en_gb", "LANG=en_UK"),
    "AT": ("LANG=de_AT@euro", "LANG=de_AT.UTF-8@euro"),
    "US": ("LANG=en-US",),
    "SG": ("LANG=zh_Hant_SG.UTF-8",),
    "FR": ("LANG=sv_SE LC_MESSAGES=fr_FR.UTF-8",),
    "NL": ("LANG=sv_SE LC_MESSAGES=fr_FR LC_ALL=nl_NL",),
    "SE": ("LANG=sv_SE LC_ALL=", "LANG=sv_SE LC_CTYPE=fr_FR"),
    None: (
        *("", "LANG=", "LANG=C", "LANG=C.UTF-8", "LANG=POSIX", "LANG=en", "LANG=GB"),
        *("LC_ALL=C LANG=en_GB.UTF-8", "LANG=en.UTF-8", "LANG=es_419", "LANG=_"),
        *("LANG=de_\u00df", "LANG=...@@__", "LANG=en_ZZ"),
    ),
}


@pytest.mark.parametrize(
    ("settings", "code"),
    [(one, code) for code, several in FROM_SETTINGS.items() for one in several],
)
def test_without_an_option_the_country_comes_from_the_settings(capsys, settings, code):
    set_to = dict(one.split("=") for one in settings.split())
    status, out, err = printed(capsys, **set_to)
    words = DATA["words"]

    assert (status, err) == (0, "")
    assert out == help_now.render(DATA, code, given=False)
    assert words["from_settings" if code else "no_country"] in squeezed(out)
    assert (f"Help now: {DATA['countries'].get(code)}." in out) == bool(code)
    assert code or not re.search(r"\d", out)


def test_it_works_with_nothing_but_its_own_file(alone):
    done = run_alone(alone, "--country", "GB", PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == help_now.render(DATA, "GB", given=True)


def with_other(**changed):
    return json.dumps({**DATA, **changed}).encode()


@pytest.mark.parametrize(
    "broken",
    [
        *(None, b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe\x00", b'{"words": []}'),
        *(b'{"words": {}, "countries": {}, "lines": {}}', b"[" * 100_000),
        *(with_other(lines={"GB": [{}]}), with_other(lines={"GB": 3})),
        with_other(words={**DATA["words"], "text": None}),
        with_other(emergency={"GB": 999}),
    ],
)
def test_a_broken_file_leaves_the_last_resort(alone, broken, capsys, monkeypatch):
    place = alone / "help_lines.json"
    place.unlink()
    if broken is not None:
        place.write_bytes(broken)
    monkeypatch.setattr(help_now, "__file__", str(alone / "help_now.py"))
    assert printed(capsys, "GB") == (0, help_now.LAST_RESORT, "")
    assert "local emergency number" in help_now.LAST_RESORT
    assert "findahelpline.com" in help_now.LAST_RESORT


def test_a_file_without_names_still_knows_a_code(capsys, monkeypatch):
    monkeypatch.setattr(help_now, "load", lambda: {**DATA, "names": None})
    assert printed(capsys, "gb") == (0, help_now.render(DATA, "GB", given=True), "")


@pytest.mark.parametrize(
    "data",
    [
        None,
        {**DATA, "words": {**DATA["words"], "unknown": 3}},
        {**DATA, "words": 3},
        {**DATA, "names": None},
        {**DATA, "countries": 3},
    ],
    ids=["no file", "a word", "all words", "names", "countries"],
)
def test_a_broken_file_does_not_hide_a_wrong_name(data, capsys, monkeypatch):
    monkeypatch.setattr(help_now, "load", lambda: data)
    status, out, err = printed(capsys, "Germnay")
    assert (status, err.count("\n")) == (2, 1)
    assert err.startswith("fitcheck help-now: 'Germnay' is not a country")
    assert "local emergency number" in out


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
    strict = run_alone(alone, "SE", isolated="-S", PYTHONIOENCODING="ascii:strict")

    assert done.returncode == strict.returncode == 0
    assert b"  Sjalvmordslinjen: call 90101" in strict.stdout
    assert strict.stderr == b""


def test_what_no_plain_letter_stands_for_is_written_out():
    assert help_now.fitted("\u4e16 \u00e4", "ascii") == "\\u4e16 a"
    assert help_now.fitted("\u4e16 \u00e4", "utf-8") == "\u4e16 \u00e4"


def test_a_reader_that_leaves_early_is_no_error(alone):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = run_alone(alone, "--country", "GB", stdout=closed)
    assert (done.returncode, done.stderr) == (0, b"")


def test_without_any_stream_it_ends_quietly(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert help_now.main([]) == 1
    spoken = io.StringIO()
    monkeypatch.setattr(sys, "stderr", spoken)
    assert help_now.main(["--country", "GB"]) == 0
    assert "Samaritans" in spoken.getvalue()


def test_without_a_place_for_remarks_the_lines_are_shown_all_the_same(monkeypatch):
    spoken = io.StringIO()
    monkeypatch.setattr(sys, "stdout", spoken)
    monkeypatch.setattr(sys, "stderr", None)
    assert help_now.main(["Germnay"]) == 2
    assert spoken.getvalue() == help_now.render(DATA, None, given=True)


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
