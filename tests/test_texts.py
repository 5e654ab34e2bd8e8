"""The interface texts: every one is said somewhere, and every place is filled.

mypy cannot see names in a YAML file, so this looks for them in the code itself, and in
the templates of the documents.
"""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import nodes

from fitcheck.content import texts
from fitcheck.content.texts import PLACE, Texts
from fitcheck.documents import filling

PACKAGE = Path(__file__).resolve().parents[1] / "fitcheck"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted((PACKAGE / "documents").glob("*.j2"))


class Reader(ast.NodeVisitor):
    """Follows names from ``questionnaire.words`` on, through what is named for them."""

    def __init__(self, root):
        self.root = root
        self.known: dict[str, Texts] = {}
        self.loose: set[str] = set()
        self.wrong: list[str] = []

    def visit_FunctionDef(self, node):
        before, self.known = self.known, dict(self.known)
        self.generic_visit(node)
        self.known = before

    def visit_Assign(self, node):
        target = node.targets[-1]
        both = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            both = list(zip(target.elts, node.value.elts, strict=False))
        for name, value in both:
            found = self.found(value)
            if isinstance(name, ast.Name) and isinstance(found, Texts):
                self.known[name.id] = found
        self.generic_visit(node)

    def visit_Call(self, node):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            text = self.found(node.func.value)
            filled = {one.arg for one in node.keywords}
            known = isinstance(text, str) and None not in filled and not node.args
            if known and filled != {*PLACE.findall(str(text))}:
                self.wrong.append(f"{ast.unparse(node)[:60]}: {text}")
        if isinstance(node.func, ast.Name) and node.func.id == "vars":
            table = self.found(node.args[0])
            self.loose |= vars(table).keys() if isinstance(table, Texts) else set()
        self.generic_visit(node)

    def visit_Attribute(self, node):
        found = self.found(node)
        self.loose.add(node.attr)
        if isinstance(found, Texts) and found is not self.root:
            return  # its names follow, or a whole table is handed on
        self.generic_visit(node)

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            self.loose.add(node.value.replace("-", "_"))

    def read(self, template):
        """Follow the names in a template, where the texts are called ``t``."""
        tree = filling.environment().parse(template)
        for node in tree.find_all((nodes.Getattr, nodes.Const, nodes.Call)):
            if isinstance(node, nodes.Getattr):
                self.loose.add(node.attr)
                self.written(node)
            elif isinstance(node, nodes.Const) and isinstance(node.value, str):
                self.loose.add(node.value.replace("-", "_"))
            elif isinstance(node, nodes.Call):
                text = self.written(getattr(node.node, "node", node.node))
                filled = {one.key for one in node.kwargs}
                if isinstance(text, str) and filled != {*PLACE.findall(text)}:
                    self.wrong.append(f"template, line {node.lineno}: {text}")

    def written(self, node):
        """Return the text or table that an expression of a template stands for."""
        if isinstance(node, nodes.Name):
            return self.root if node.name == "t" else None
        table = self.written(node.node) if isinstance(node, nodes.Getattr) else None
        if not isinstance(table, Texts) or node.attr == "of":
            return None
        if node.attr not in vars(table):
            self.wrong.append(f"no text of this name: {node.attr}, line {node.lineno}")
        return vars(table).get(node.attr)

    def found(self, node):
        """Return the text or table that an expression stands for, if it is one."""
        if isinstance(node, ast.Name):
            return self.known.get(node.id)
        if not isinstance(node, ast.Attribute):
            return None
        if node.attr == "words":
            return self.root
        table = self.found(node.value)
        if not isinstance(table, Texts) or node.attr in {"of", "format"}:
            return None
        if node.attr not in vars(table):
            # Some hold one table under the same name as the whole is held elsewhere.
            if table is not self.root:
                self.wrong.append(f"no text of this name: {ast.unparse(node)}")
            return None
        return vars(table)[node.attr]


@pytest.fixture(scope="module")
def reader(shipped):
    made = Reader(shipped.words)
    for file in MODULES:
        made.known = {}
        made.visit(ast.parse(file.read_text()))
    for file in TEMPLATES:
        made.read(file.read_text())
    return made


def test_every_name_and_every_place_in_the_code_is_one_of_a_text(reader):
    assert reader.wrong == []


def test_nothing_stands_in_the_interface_that_nobody_says(reader, shipped):
    chosen = {one.id.replace("-", "_") for one in shipped.rubric.scales.statement.steps}
    known = reader.loose | chosen
    begun = tuple(one for one in known if one.endswith(("_", "_more")))
    ended = [one for one in known if re.fullmatch(r"_[a-z_]+[a-z]", one)]

    def said(name):
        """Tell whether a name stands in the code, or is put together there."""
        return (
            name in known
            or name.startswith(begun)
            or any(name.endswith(e) and said(name.removesuffix(e)) for e in ended)
        )

    named = [name for name, _ in texts.entries(shipped.words)]
    unsaid = [name for name in named if not said(name.rpartition(".")[2])]

    assert unsaid == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("questionnaire.words.report.titel", "no text of this name"),
        ("words.walk.question.format(number=1)", "of {total}"),
        ("words.walk.question.format(number=1, total=2, more=3)", "of {total}"),
    ],
)
def test_in_the_code_a_name_that_is_none_and_a_place_too_many_come_to_light(
    shipped, code, wrong
):
    reader = Reader(shipped.words)
    reader.visit(ast.parse(f"def f(q):\n    words = q.words\n    return {code}"))

    assert [wrong in one for one in reader.wrong] == [True]


@pytest.mark.parametrize(
    ("template", "wrong"),
    [
        ("{{ t.report.titel }}", "no text of this name"),
        ("{% for one in t.reprot.caveats %}{% endfor %}", "no text of this name"),
        ("{{ t.walk.question.format(number=1) }}", "of {total}"),
        ("{{ t.walk.question.format(number=1, total=2, more=3) }}", "of {total}"),
    ],
)
def test_in_a_template_they_come_to_light_too(shipped, template, wrong):
    reader = Reader(shipped.words)
    reader.read(template)

    assert [wrong in one for one in set(reader.wrong)] == [True]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_holds_no_word_of_its_own(file):
    tree = filling.environment().parse(file.read_text())
    data = [one.data for one in tree.find_all(nodes.TemplateData)]

    assert re.findall(r"[^\W\d_]", re.sub(r"```\w+", "", "".join(data))) == []
