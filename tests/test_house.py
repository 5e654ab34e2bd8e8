"""The house rules that no linter knows: who imports whom, and how large things get."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]
PACKAGE = HOUSE / "fitcheck"
MODULES = sorted(PACKAGE.rglob("*.py"))
CODES = (0, 1, 2, 70, 129, 130, 131, 143)
LONGEST_FUNCTION = 60
LONGEST_MODULE = 400
LOOKED_AT_TWICE = {"fitcheck.answers.reading"}
"""Longer, and better whole than cut; even this ends at 450 lines."""

LAYERS = (
    ("errors", "signals", "wrap"),
    ("files",),
    ("content",),
    ("rubric",),
    ("answers",),
    ("proof",),
    ("report",),
    ("documents",),
    ("render",),
    ("comparing",),
    ("walk", "drafts", "services"),
    ("cli",),
    ("__main__",),
)
"""From the ground up: a room imports from its own layer or from those before it."""

APART = {
    "help_now": set(),
    "signals": set(),
    "errors": {"wrap"},
    "rubric": {"answers", "errors", "content"},
    "wrap": set(),
    "render": {"report", "render", "wrap", "documents"},
}
"""What these may import and nothing else of ours, names for types aside."""


def room(module):
    """Return the room that a module of ours belongs to: a file or a folder."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def name_of(file):
    parts = file.relative_to(HOUSE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(file):
    """Return the rooms that a file imports when it runs."""
    found = set()
    tree = ast.parse(file.read_text())
    typing = {id(n) for node in ast.walk(tree) if for_types(node) for n in inner(node)}
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.ImportFrom) and node.module == "fitcheck":
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= {room(module)} if module.startswith("fitcheck.") else set()
    return {one for one in found if not one.startswith("__")}


def for_types(node):
    """Say whether this is ``if TYPE_CHECKING:``."""
    return isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"


def inner(node):
    return {below for one in node.body for below in ast.walk(one)}  # type: ignore[attr-defined]


def layer(name):
    found = [number for number, names in enumerate(LAYERS) if name in names]
    return found[0] if found else -1


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_imports_only_what_is_below_it(file):
    mine = room(name_of(file))
    if mine in {"__init__", *APART}:
        return
    assert layer(mine) >= 0, f"give {mine} a place in LAYERS"
    above = {one for one in imports(file) if layer(one) > layer(mine)}

    assert above == set()


def test_the_house_lists_its_rooms_from_the_ground_up():
    page = (HOUSE / "docs" / "house.md").read_text("utf-8").partition("\n## Words")[0]
    heads = re.findall(r"(?m)^\| (`.*?) \|", page)
    rows = [re.findall(r"`(\w+)`", head) for head in heads]
    layers = [[*map(layer, row)] for row in rows if row != ["help_now"]]
    rooms = {one for row in rows for one in row} - {"help_now"}

    assert rooms == {one for names in LAYERS[:-1] for one in names}
    assert all(max(low) <= min(high) for low, high in pairwise(layers))


@pytest.mark.parametrize("name", APART)
def test_some_modules_know_only_a_few_others(name):
    files = [file for file in MODULES if room(name_of(file)) == name]
    known = set().union(*map(imports, files))

    assert files
    assert known <= APART[name] | {name}


def test_the_faces_of_the_walk_do_not_know_each_other():
    faces = [PACKAGE / "walk" / name for name in ("plain.py", "full_screen.py")]
    for file in faces:
        other = "full_screen" if file.stem == "plain" else "plain"
        assert f"walk.{other}" not in file.read_text()


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_is_not_too_long_to_read(file):
    text = file.read_text()
    tree, long = ast.parse(text), len(text.splitlines())
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    several = [node for node in ast.walk(tree) if isinstance(node, functions)]

    assert len((ast.get_docstring(tree) or "").split()) >= 5
    assert [one.name for one in several if lines(one) > LONGEST_FUNCTION] == []
    # None is looked at twice for nothing.
    assert (long > LONGEST_MODULE) == (name_of(file) in LOOKED_AT_TWICE)
    assert long <= LONGEST_MODULE + 50


def lines(function):
    """Count the lines of a body: the options of a command are a list, and no code."""
    return (function.end_lineno or function.lineno) - function.body[0].lineno + 1


def test_the_readme_names_every_exit_code():
    readme = HOUSE / "README.md"
    if readme.exists():
        text = readme.read_text()
        assert all(re.search(rf"^\|.*\b{code}\b", text, re.M) for code in CODES)
