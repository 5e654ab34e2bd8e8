"""A document in Markdown, taken apart as GitHub reads it, for formats to lay out.

It says nothing itself, and whatever is set in bold, a link or code is words to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

BOX = "[ ] "
ANSWERS = re.compile(r"\n## [^\n]*\n+(`{3,})fitcheck\n.*", re.DOTALL)
"""The block for programs at the end of a report, with its heading."""

Kind = Literal[
    "heading", "paragraph", "strong", "items", "numbered", "entries", "boxes",
    "across", "facts", "table", "code",
]  # fmt: skip


class Piece(NamedTuple):
    """A heading, or one block below it."""

    kind: Kind
    value: Any
    """Its words; of a list its items, of a table its head and its rows, of code its
    name and what stands in it."""
    level: int = 0
    """Of a heading, from 1."""


def for_people(text: str) -> str:
    """Return a report without what only programs read."""
    return ANSWERS.sub("\n", text)


def parsed(text: str, env: dict[str, Any] | None = None) -> Sequence[Token]:
    """Let markdown-it take a text apart; what it shows nowhere it puts in ``env``."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark").enable("table")
    # An address is read as it was written, letter by letter.
    reader.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return reader.parse(text, env if env is not None else {})


def pieces(text: str) -> Iterator[Piece]:
    from markdown_it.tree import SyntaxTreeNode

    for node in SyntaxTreeNode(parsed(text)).children:
        match node.type:
            case "heading":
                yield Piece("heading", words(node), int(node.tag[1]))
            case "paragraph":
                yield paragraph(node)
            case "bullet_list" | "ordered_list":
                yield listed(node)
            case "table":
                rows = [tuple(map(words, row.children))
                        for part in node.children for row in part.children]  # fmt: skip
                yield Piece("table", (rows[0], rows[1:]))
            case "fence" | "code_block":
                yield Piece("code", (node.info, node.content))


def words(node: SyntaxTreeNode) -> str:
    leaves = (one for one in node.walk() if not one.children)
    return "".join(" " if x.type.endswith("break") else x.content for x in leaves)


def bold(node: SyntaxTreeNode) -> tuple[str, str]:
    """Return what a paragraph begins with in bold, and the rest of it."""
    first, *rest = [one for one in node.children[0].children if words(one)]
    if first.type != "strong":
        return "", words(node)
    return words(first), "".join(map(words, rest)).strip()


def paragraph(node: SyntaxTreeNode) -> Piece:
    """Return a paragraph: all of it bold, or boxes beside each other to tick."""
    said = words(node)
    steps = said.removeprefix(BOX).split(f" · {BOX}")
    if said.startswith(BOX) and steps[1:]:
        return Piece("across", steps)
    begins, rest = bold(node)
    return Piece("strong" if begins and not rest else "paragraph", said)


def listed(node: SyntaxTreeNode) -> Piece:
    """Return a list as what it is: of entries, of facts, of boxes to tick, of items."""
    several = [[one for one in item.children if one.children] for item in node.children]
    if any(len(one) > 1 for one in several):
        return Piece("entries", [list(map(paragraph, one)) for one in several])
    pairs, texts = [bold(one) for (one,) in several], [words(one) for (one,) in several]
    if all(name.endswith(":") for name, _ in pairs):
        return Piece("facts", [(name[:-1], rest) for name, rest in pairs])
    if all(one.startswith(BOX) for one in texts):
        return Piece("boxes", [one.removeprefix(BOX) for one in texts])
    return Piece("numbered" if node.type == "ordered_list" else "items", texts)
