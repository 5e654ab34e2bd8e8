"""YAML text to data in which every word still knows its line; the door to yaml.

It refuses what content never needs (anchors, tags, several documents, deep nests)
and guesses no types: ``no``, ``012`` and ``1:30`` stay text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from fitcheck.errors import Problem

DEEPEST = 20
"""Levels of nesting; our own files have at most nine."""
LARGEST = 10_000
"""Keys and values of one file; a report and our own largest file have 3,100."""
LONGEST = 1_000
"""Entries of one list; our own longest has 249."""

LOADER = getattr(yaml, "CLoader", yaml.Loader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
PAIR = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.I)
HALF = re.compile("[\ud800-\udfff]")
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
DIRECTIVE = re.compile("(?:^|[\n\r\x85\u2028\u2029])\ufeff?%")
BLANK = re.compile(
    "(?:^ *|[:-] *)([\xa0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff])"
)
"""A blank that is no space, where only a space will do."""
FOREIGN = re.compile(r"\s*(//|/\*|<!--|-- |;|```|<{4}|={4}|>{4})")
"""A comment of other languages, a fence, a merge; the parser stops below it."""
BEFORE = 3
"""Lines before the one where the parser stops that are looked at for the cause."""
QUOTED = frozenset("'\"|>")
WORDS = {"true": True, "false": False, "null": None, "": None}

FORMS = (
    (r"quoted scalar: .*(end of stream|document)", "opened",
     "a quotation mark is never closed", "close it, or take it out"),
    (r"quoted scalar: ", "found",
     "a backslash that starts nothing known", "double it, or use single quotes"),
    (r"flow (sequence|mapping): ", "opened",
     "a bracket is not closed, or a comma is missing", "close it, or use quotes"),
    (r"flow node: ", "found",
     "the text ends inside brackets, or a comma is too many", "close the bracket"),
    (r"simple key: ", "opened",
     "a colon is missing here", "write 'key: text', or indent it like its text"),
    (r"mapping values", "found",
     "a colon where none can stand", "put the text in quotes, or check the indent"),
    (r"cannot start any token", "found",
     "no text can start like this", "put the text in quotes"),
    (r"", "found",
     "this is not valid YAML", "check the indents, colons and quotes"),
)  # fmt: skip
"""What the parser says, which of its two marks helps, and our own words for it."""


Steps = tuple[int | str, ...]
"""Keys, and places in lists, that lead to a value."""


class Mark(NamedTuple):
    """Where something stands: line and column from 1, and its width."""

    line: int
    column: int
    width: int = 1


@dataclass(slots=True)
class Node:
    """A value with its mark; mappings also keep the marks of their keys."""

    value: Any
    mark: Mark
    keys: dict[str, Mark] = field(default_factory=dict)

    def plain(self) -> Any:
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


NOTHING = Node(None, Mark(1, 1))


class Trouble(Exception):
    """The text is not the YAML we read; carries a mark, what, and a remedy."""

    def __init__(self, mark: Mark, what: str, remedy: str) -> None:
        super().__init__(what)
        self.mark, self.what, self.remedy = mark, what, remedy


@dataclass(frozen=True)
class Document:
    """One read file: its data, its marks, and the lines to quote from."""

    name: str
    root: Node
    lines: tuple[str, ...] = ()
    """Empty for private files: then nothing is ever quoted."""
    troubles: tuple[Trouble, ...] = ()
    """What is wrong but does not keep us from reading on: keys set twice."""
    size: int = 0
    """How many keys and values there are."""

    @cached_property
    def data(self) -> Any:
        """The data without marks, worked out once; nobody may change it."""
        return self.root.plain()

    @property
    def problems(self) -> list[Problem]:
        return [self.problem(t.mark, t.what, t.remedy) for t in self.troubles]

    def to_json(self) -> str:
        """Return the data as JSON text, the way strict models like it."""
        return json.dumps(self.data, ensure_ascii=False)

    def mark(self, steps: Steps, kind: str = "") -> Mark:
        """Find where a model's error stands.

        A step that is not in the file (a missing key, the tag of a union) stays
        on its parent; an unknown key is marked at the key itself.
        """
        node, key = self.find(steps)
        return key if kind in {"extra_forbidden", "key"} else node.mark

    def find(self, steps: Steps) -> tuple[Node, Mark]:
        """Follow steps as far as they lead: to a value, and the mark of its key."""
        node, key = self.root, self.root.mark
        for step in steps:
            if isinstance(node.value, dict) and step in node.value:
                key, node = node.keys[str(step)], node.value[str(step)]
            elif isinstance(node.value, list) and step in range(len(node.value)):
                node = node.value[int(step)]
                key = node.mark
        return node, key

    def problem(self, mark: Mark, what: str = "", remedy: str = "") -> Problem:
        """Make the problem at a mark, quoting its line where that is allowed."""
        line, column, width = mark
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Problem(self.name, line, column, what, remedy, source, width)


def parse(name: str, text: str, *, private: bool = False) -> Document | Problem:
    """Read one document; whatever is wrong with its form comes back as a Problem.

    Messages never quote a private text (answers files).
    """
    if text.lstrip().startswith(("{", "[", '"')):
        text = PAIR.sub(joined, text)
    lines = tuple(BREAK.split(text))
    quotable = () if private else lines
    troubles: list[Trouble] = []
    try:
        root, size = build(events(text), troubles)
    except Trouble as trouble:
        found = trouble
    except yaml.YAMLError as error:
        found = syntax(error, lines)
    else:
        return Document(name, root, quotable, tuple(troubles), size)
    empty = Document(name, NOTHING, quotable)
    return empty.problem(found.mark, found.what, found.remedy)


def joined(pair: re.Match[str]) -> str:
    """Join the two halves of a JSON escape into the character they stand for."""
    halves = (int(pair[1], 16).to_bytes(2, "big"), int(pair[2], 16).to_bytes(2, "big"))
    return b"".join(halves).decode("utf-16-be")


def events(text: str) -> Iterator[Any]:
    """Yield the parser's events, refusing what content never needs."""
    odd = ODD.search(text)
    if odd:
        before = BREAK.split(text[: odd.start()])
        mark = Mark(len(before), len(before[-1]) + 1)
        raise Trouble(mark, "a character that YAML does not allow", "take it out")
    if directive := DIRECTIVE.search(text):  # libyaml holds each against all before
        mark = Mark(len(BREAK.split(text[: directive.end()])), 1)
        raise Trouble(mark, "directives are not used here", "take the line out")
    documents = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.NodeEvent):
            if event.anchor:  # what names one has it, too
                raise Trouble(span(event), "anchors are not used here", "write it out")
            if getattr(event, "tag", None) is not None:
                what = "tags are not used here"
                raise Trouble(span(event), what, "leave the tag out")
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Trouble(span(event), "a second document", "remove the '---'")
        yield event


def build(stream: Iterator[Any], troubles: list[Trouble]) -> tuple[Node, int]:
    """Build the tree: return its root, and how many keys and values it has."""
    root: Node | None = None
    size = 0

    def node(event: Any, depth: int) -> Node:
        nonlocal size
        if size >= LARGEST:
            what = f"there are more than {LARGEST:,} keys and values"
            raise Trouble(span(event), what, "take out what is not needed")
        size += 1
        if isinstance(event, yaml.ScalarEvent):
            return Node(scalar(event), span(event))
        if depth >= DEEPEST:
            raise Trouble(span(event), "nested too deeply", "flatten it")
        mapping = isinstance(event, yaml.MappingStartEvent)
        made = Node({} if mapping else [], span(event))
        children = []
        while not isinstance(inner := next(stream), yaml.CollectionEndEvent):
            children.append(node(inner, depth + 1))
        close(made, children, troubles)
        return made

    for event in stream:
        if isinstance(event, yaml.NodeEvent):
            root = node(event, 0)
    if root is None:
        raise Trouble(Mark(1, 1), "the file is empty", "write something in it")
    return root, size


def close(node: Node, children: list[Node], troubles: list[Trouble]) -> None:
    """Hand a finished list or mapping its children."""
    if isinstance(node.value, list):
        if len(children) > LONGEST:
            what = f"a list of more than {LONGEST:,} entries"
            raise Trouble(node.mark, what, "take out what is not needed")
        node.value.extend(children)
        return
    for key, value in zip(children[::2], children[1::2], strict=True):
        # Keys are always text, whatever they look like.
        if isinstance(key.value, (dict, list)):
            raise Trouble(key.mark, "a key is a list or a mapping", "use a word")
        name = json.dumps(key.value) if not isinstance(key.value, str) else key.value
        quoted = key.mark.width > len(name)  # then it is what somebody meant
        if not quoted and (blank := BLANK.match(name)):
            raise unspaced(key.mark, blank[1])
        if name in node.keys:
            first = node.keys[name].line
            remedy = f"keep one of them; the first is on line {first}"
            troubles.append(Trouble(key.mark, "this key is set twice", remedy))
            continue
        node.value[name], node.keys[name] = value, key.mark
    if children:
        node.mark = children[0].mark


def scalar(event: Any) -> str | int | bool | None:
    """Read a scalar: only true, false, null and plain integers are not text."""
    value: str = event.value
    if not value.isascii() and HALF.search(value):
        raise Trouble(span(event), "half of a character", "write the whole of it")
    if event.style in QUOTED:
        return value
    if value in WORDS:
        return WORDS[value]
    return int(value) if INTEGER.fullmatch(value) else value


def span(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    line, column = start.line, start.column
    wide = end.column - column if end.line == line else 1
    return Mark(line + 1, column + 1, wide if wide > 1 else 1)


def syntax(error: yaml.YAMLError, lines: tuple[str, ...]) -> Trouble:
    """Say in our own words what the parser could not read; its own may quote."""
    told = f"{getattr(error, 'context', '')}: {getattr(error, 'problem', '')}"
    marks = {
        "opened": getattr(error, "context_mark", None),
        "found": getattr(error, "problem_mark", None),
    }
    where, what, remedy = next(
        rest for pattern, *rest in FORMS if re.search(pattern, told)
    )
    at = marks[where] or marks["found"] or marks["opened"]
    if at is None or at.line >= len(lines):
        return Trouble(Mark(len(lines), len(lines[-1]) + 1), what, remedy)
    mark, line = Mark(at.line + 1, at.column + 1), lines[at.line]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent + line[at.column : at.column + 1]:
        return Trouble(mark, "a tab where spaces belong", "use spaces to indent")
    if blank := BLANK.search(line):
        return unspaced(Mark(at.line + 1, blank.start(1) + 1), blank[1])
    for number in range(at.line, max(-1, at.line - BEFORE - 1), -1):
        if foreign := FOREIGN.match(lines[number]):
            what = "this line is no comment, and no 'key: text'"
            remedy = "take the line out, or begin a comment with #"
            return Trouble(Mark(number + 1, foreign.start(1) + 1), what, remedy)
    return Trouble(mark, what, remedy)


def unspaced(mark: Mark, blank: str) -> Trouble:
    """Name a blank that is taken for a space and is none."""
    what = f"a blank that is no space, U+{ord(blank):04X}, where a space belongs"
    return Trouble(mark, what, "type it anew as a space")


def dump(data: Any) -> str:
    text: str = yaml.dump(
        data, Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=10**6
    )
    return text
