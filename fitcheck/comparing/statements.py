"""A text in Markdown as statements: the smallest parts that can be held against others.

It reads what a page shows, and what only readers of the text itself see.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from fitcheck.render.markdown import parsed

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode


@dataclass(frozen=True)
class Statement:
    form: str
    """As what it stands there, by the signs of Markdown: a heading, an item, a row."""
    text: str
    """Its words on one line, with signs for what is bold, a link or HTML."""
    line: int = field(default=0, compare=False)
    under: tuple[str, ...] = field(default=(), compare=False)
    """The headings that it stands under, but for the title."""
    lines: str = field(default="", compare=False)
    """What stands in a fence, as it stands there."""

    def __str__(self) -> str:
        return re.sub(r"\\(.)|[*`]", lambda m: m[1] or "", self.text)


SIGNS = re.compile(r"[\\*`\[\]<]")
CELL = re.compile(r"(?<!\\)\|")
FENCE = "```"


def statements(text: str) -> Iterator[Statement]:
    """Yield all that a text says in order, however its lines are laid out.

    That is what a page shows, and what only readers of the text itself see: a cell
    too many, a comment, a reference. Blanks of any kind are one; nothing else is.
    """
    from markdown_it.tree import SyntaxTreeNode

    env: dict[str, Any] = {}
    trail = [""] * 7
    lines = re.split(r"\r\n|\r|\n", text)
    top = SyntaxTreeNode(parsed(text, env)).children
    for one in chain.from_iterable(stated(node, "", lines) for node in top):
        level = len(one.form) - 1 if one.form.startswith("#") else 7
        yield replace(one, under=tuple(filter(None, trail[2:level])))
        if level < 7:
            trail[level:] = [str(one), *[""] * (6 - level)]
    for ref in (*env.get("references", {}).values(), *env.get("duplicate_refs", ())):
        said = flat(f"{ref['href']} {ref['title']}")
        yield Statement("[]: ", said, ref["map"][0] + 1)


def stated(
    node: SyntaxTreeNode, form: str, lines: Sequence[str]
) -> Iterator[Statement]:
    """Yield what a part of a text says; ``form`` is what it stands in."""
    line = node.map[0] + 1 if node.map else 0
    match node.type:
        case "paragraph":
            yield Statement(form, worded(node), line)
        case "heading":
            yield Statement(f"{form}{'#' * int(node.tag[1])} ", worded(node), line)
        case "list_item":
            sign = "- " if node.markup in "-*+" else f"{number(node)}. "
            inside = form + " " * len(sign)
            for at, below in enumerate(node.children):
                yield from stated(below, inside if at else form + sign, lines)
        case "tr":
            cells = [worded(one) for one in node.children]
            raw = CELL.split(lines[line - 1].strip().removeprefix("|"))
            more = filter(None, map(flat, raw[len(cells) :]))
            form += "|-" if node.parent and node.parent.type == "thead" else "|"
            yield Statement(form, " | ".join([*cells, *more]), line)
        case "fence" | "code_block":
            yield Statement(form + FENCE, flat(node.info), line, lines=node.content)
            inside = f"{form}{FENCE} {flat(node.info)}"
            for at, said in enumerate(map(flat, node.content.split("\n")), line + 1):
                yield from [Statement(inside, said, at)] if said else ()
        case "html_block" | "hr":
            yield Statement(form + node.type, flat(node.content) or "---", line)
        case kind:
            form += "> " if kind == "blockquote" else ""
            for below in node.children:
                yield from stated(below, form, lines)


def number(item: SyntaxTreeNode) -> int:
    """Return the number of an item as it is shown, or as written if that misleads."""
    assert item.parent
    start, written = int(item.parent.attrs.get("start", 1)), int(item.info)
    shown = start + item.parent.children.index(item)
    return shown if written == start else written


def flat(text: str) -> str:
    return " ".join(text.split())


def worded(node: SyntaxTreeNode) -> str:
    return flat("".join(map(inline, node.children)))


def inline(node: SyntaxTreeNode) -> str:
    """Return words with signs for what they are, and what is no sign escaped."""
    inner = "".join(map(inline, node.children))
    match node.type:
        case "text":
            return SIGNS.sub(r"\\\g<0>", node.content)
        case "softbreak" | "hardbreak":
            return " "
        case "html_inline":
            return node.content
        case "code_inline":
            return f"`{node.content}`"
        case "strong" | "em":
            stars = "*" * len(node.markup)
            return f"{stars}{inner}{stars}"
        case "link" | "image":
            address = node.attrs.get("href", node.attrs.get("src", ""))
            if node.info == "auto":
                return html.unescape(inner)
            if inner == address:
                return inner
            sign = "!" if node.type == "image" else ""
            return f"{sign}[{inner}]({address} {node.attrs.get('title', '')})"
        case _:
            return inner
