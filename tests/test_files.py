import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from fitcheck import files
from fitcheck.errors import FileError, Problem, nearest


def refused(act, *arguments, **options):
    """Return what is said when a file cannot be used."""
    with pytest.raises(FileError) as caught:
        act(*arguments, **options)
    (problem,) = caught.value.problems
    assert problem.remedy
    return problem.what


def test_text_is_read_as_utf_8_with_or_without_a_byte_order_mark(tmp_path):
    for raw in (b"\xc3\xa4\r\n", b"\xef\xbb\xbf\xc3\xa4\r\n"):
        (tmp_path / "a").write_bytes(raw)
        assert files.read(tmp_path / "a") == "\u00e4\r\n"
        assert files.decode(io.BytesIO(raw), "-") == "\u00e4\r\n"


@pytest.mark.parametrize(
    "raw",
    ["\u00e4".encode("latin-1"), "a: 1".encode("utf-16"), b"\xff\xfe", b"\xc3",
     b"\xed\xa0\x80", b"\xc0\x80", "a".encode("utf-32")],
)  # fmt: skip
def test_any_other_encoding_is_refused_without_quoting(tmp_path, raw):
    (tmp_path / "a").write_bytes(raw)
    assert refused(files.read, tmp_path / "a") == "this is not UTF-8 text"
    assert refused(files.decode, io.BytesIO(raw), "-") == "this is not UTF-8 text"


def test_one_megabyte_is_read_and_one_byte_more_is_not(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * files.LARGEST)
    assert len(files.read(tmp_path / "a")) == files.LARGEST
    (tmp_path / "a").write_bytes(b"x" * (files.LARGEST + 1))
    assert refused(files.read, tmp_path / "a") == "the file is larger than 1 MB"


def test_a_large_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    with (tmp_path / "a").open("wb") as stream:
        stream.truncate(10**12)
    monkeypatch.setattr(files, "decode", None)
    assert refused(files.read, tmp_path / "a") == "the file is larger than 1 MB"


def test_of_a_stream_without_end_only_a_megabyte_is_taken():
    class Endless:
        asked = 0

        def read(self, count):
            self.asked += count
            return b"x" * count

    endless = Endless()
    assert refused(files.decode, endless, "-") == "there is more than 1 MB to read"
    assert endless.asked == files.LARGEST + 1


def test_a_stream_that_fails_is_said_to_fail():
    class Failing:
        def read(self, _):
            raise OSError(5, "Input/output error")

    assert "Input/output error" in refused(files.decode, Failing(), "-")


@pytest.mark.parametrize("name", ["a", "a/b", "x" * 300, "a\0b", "", "."])
def test_a_name_that_names_no_file_is_refused(tmp_path, name):
    assert refused(files.read, tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_sockets_and_folders_are_refused_without_waiting(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        for name in ("pipe", "link", "socket", "."):
            assert refused(files.read, Path(name))
            assert refused(files.check_writable, Path(name), force=True)
    for device in ("/dev/zero", "/dev/null", "/dev/tty"):
        assert refused(files.read, Path(device))


def test_a_link_to_a_file_is_read_and_one_to_nothing_or_itself_is_not(tmp_path):
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "c").symlink_to("nothing")
    (tmp_path / "d").symlink_to("d")
    assert files.read(tmp_path / "b") == "x"
    assert refused(files.read, tmp_path / "c")
    assert refused(files.read, tmp_path / "d")


def test_names_and_contents_never_reach_a_terminal_raw(tmp_path):
    name = "\x1b[2Jevil\u202e.yaml"
    (tmp_path / name).write_bytes(b"my secret \xff")
    with pytest.raises(FileError) as caught:
        files.read(tmp_path / name)
    assert "\\x1b[2Jevil\\u202e.yaml" in str(caught.value)
    assert str(caught.value).isprintable() is False  # it has a line end
    assert str(caught.value).replace("\n", "").isprintable()
    assert "secret" not in str(caught.value)


def test_a_document_is_written_whole_for_its_owner_alone(tmp_path):
    files.write(tmp_path / "a.md", "\u00e4\n", force=False)
    assert (tmp_path / "a.md").read_bytes() == b"\xc3\xa4\n"
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [tmp_path / "a.md"]


def test_without_force_nothing_is_overwritten(tmp_path):
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").symlink_to("nothing")
    for name in ("a", "b"):
        assert refused(files.write, tmp_path / name, "new", force=False)
    assert (tmp_path / "a").read_text() == "old"
    files.write(tmp_path / "a", "new", force=True)
    files.write(tmp_path / "b", "new", force=True)
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text() == "new"
    assert not (tmp_path / "nothing").exists()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "check_writable", lambda *_, **__: None)
    (tmp_path / "a").write_text("old")
    assert "exists" in refused(files.write, tmp_path / "a", "new", force=False)
    assert (tmp_path / "a").read_text() == "old"
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


@pytest.mark.parametrize("error", [PermissionError(1, "no"), OSError(95, "no links")])
def test_where_there_are_no_links_it_is_moved(tmp_path, monkeypatch, error):
    def link(*_, **__):
        raise error

    monkeypatch.setattr(os, "link", link)
    files.write(tmp_path / "a", "new", force=False)
    assert (tmp_path / "a").read_text() == "new"
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "missing/a", "file/a", ".", ""])
@pytest.mark.parametrize("force", [True, False])
def test_a_name_that_cannot_be_written_is_refused_and_leaves_nothing(
    tmp_path, name, force
):
    (tmp_path / "file").write_text("x")
    assert refused(files.write, tmp_path / name, "new", force=force)
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_a_write_that_breaks_off_leaves_nothing_behind(tmp_path, monkeypatch, error):
    def broken(_):
        raise error

    monkeypatch.setattr(os, "fsync", broken)
    (tmp_path / "a").write_text("old")
    with pytest.raises((FileError, KeyboardInterrupt)):
        files.write(tmp_path / "a", "new", force=True)
    assert (tmp_path / "a").read_text() == "old"
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


@pytest.mark.skipif(not files.NAMELESS, reason="needs files without a name")
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("step", ["fdopen", "fsync", "link"])
def test_a_kill_while_a_document_is_written_leaves_nothing_beside_it(
    tmp_path, step, force
):
    code = (
        "import os; from pathlib import Path; from fitcheck import files;"
        f"os.{step} = lambda *_, **__: os._exit(9);"
        f"files.write(Path('a.md'), 'mine', force={force})"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
    assert ran.returncode == 9
    assert list(tmp_path.iterdir()) == []


def test_problems_are_sorted_and_said_once():
    second, first = Problem("b", 1, 1, "y"), Problem("a", 9, 1, "x")
    error = FileError([second, first, second])
    assert error.problems == (first, second)
    assert str(error) == "a:9:1: x\nb:1:1: y"


def test_a_problem_of_a_whole_file_names_the_file_alone():
    assert str(Problem("a.yaml", what="this is wrong")) == "a.yaml: this is wrong"


def test_the_nearest_word_is_found_only_if_it_is_near():
    assert nearest("lable", ["label", "about"]) == "label"
    assert nearest("xyz", ["label", "about"]) is None
    assert nearest("", []) is None
    assert nearest("label" * 100_000, ["label"]) is None
