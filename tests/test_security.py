"""SECURITY.md names tests in each row, and has a row for each hostile case."""

import ast
import importlib
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TEXT = (HERE.parent / "SECURITY.md").read_text("utf-8")
TOLD = ("test_hostile", "test_hostile_texts")
"""Files of which every test, and every case of a test, has to have its row."""

ROW = re.compile(r"^\|.*\| *([^|]*`test_[^|]*?) *\|$", re.MULTILINE)
"""The last cell of a row that names tests."""


def rows():
    """Yield the tests and the cases that each row names."""
    for cell in ROW.findall(TEXT):
        names, _, cases = cell.partition(": ")
        tests = tuple(re.findall(r"`(test_\w+)`", names))
        yield tests, tuple(filter(None, cases.split("; ")))


def functions():
    """Return every test there is, with all words in quotes of its file."""
    found = {}
    for file in HERE.glob("test_*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        nodes = list(ast.walk(tree))
        words = {
            node.value
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        names = (one.name for one in nodes if isinstance(one, ast.FunctionDef))
        found.update({name: words for name in names if name.startswith("test_")})
    return found


def cases(test):
    """Return the cases of a test that has a name for each."""
    for mark in getattr(test, "pytestmark", ()):
        if mark.name == "parametrize" and isinstance(next(iter(mark.args[1])), str):
            return set(mark.args[1])
    return set()


def hostile():
    """Yield every test that has to have a row, with its cases."""
    for name in TOLD:
        module = importlib.import_module(name)
        for key, test in vars(module).items():
            if key.startswith("test_"):
                yield key, cases(test)


def test_every_row_names_tests_and_cases_that_exist():
    known = functions()
    named = list(rows())

    assert len(named) == len(re.findall(r"^\|.*`test_", TEXT, re.MULTILINE)) > 0
    for tests, several in named:
        assert tests
        for test in tests:
            assert test in known, f"there is no test {test}"
            assert set(several) <= known[test], f"{test} has no such case"


HOSTILE = dict(hostile())


@pytest.mark.parametrize("test", list(HOSTILE))
def test_every_hostile_case_has_its_row(test):
    mine = [several for tests, several in rows() if test in tests]

    assert mine, f"{test} has no row"
    assert {case for several in mine for case in several} == HOSTILE[test]


@pytest.mark.parametrize("file", ["test_faults"])
def test_every_fault_has_its_row(file):
    tests = {key for key in vars(importlib.import_module(file)) if key[:5] == "test_"}
    named = {test for tests, _ in rows() for test in tests}

    assert tests
    assert tests <= named


def test_every_table_of_inputs_ends_in_tests():
    tables = re.findall(
        r"^\|.*\| tests \|\n\|[-|]+\|\n((?:\|.*\n)+)", TEXT, re.MULTILINE
    )

    assert tables
    for table in tables:
        for line in table.splitlines():
            assert ROW.match(line), f"this row names no test: {line}"
