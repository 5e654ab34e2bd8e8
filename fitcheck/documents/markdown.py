"""Markdown: texts escaped for it, and a document read from it, block by block.

It says nothing itself. What reads a document is markdown-it, as GitHub reads it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from fitcheck.report.document import (
    Block,
    Boxes,
    Bullets,
    Code,
    Document,
    Entries,
    Facts,
    Map,
    Paragraph,
    Section,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

ACTIVE = re.compile(
    r"([\\`*\[\]<>|~#&$^{]|%(?=%)|(?<=%)%|=(?==)|(?<==)=|(?<!\w)@(?=\w)"
    r"|:(?=[\w+-]+:)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))"
)
"""What Markdown acts on, in Obsidian, on GitHub and in Pandoc too: two %% hide all up
to the next two, @ cites, {} holds attributes, and colons make a picture of a word.

A lone underscore within a word all of them leave alone."""
LEADING = re.compile(
    r"^(\s*)([-+=:@%]|\d+[.)]|(?:[A-Za-z]|[ivxlcdm]+|\(\w+)[.)](?=\s|$)"
    r"|\((?=\\?@))",
    re.MULTILINE,
)
"""What begins a list, a heading or a note, in Pandoc also with a letter."""
ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
BOX = "[ ] "
BESIDE = f" · {BOX}"


def escape(text: str) -> str:
    """Make every character that Markdown or HTML would act on stand for itself."""
    flat = " ".join(text.split())
    escaped = ACTIVE.sub(lambda m: ENTITIES.get(m[1], f"\\{m[1]}"), flat)
    return LEADING.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", escaped)


def read(
    text: str, ids: Sequence[str] = (), figures: Mapping[str, Block] | None = None
) -> Document:
    """Read a document: its title, what stands before any section, and the sections.

    Args:
        text: the Markdown, with one heading of the first level.
        ids: names of its sections of the second level, in their order.
        figures: blocks that stand in the place of a fence of this name, or of a table
            whose first cell is this; a list behind it that it says itself is left out.
    """
    found = list(parts(parsed(text, {}), figures or {}))
    found = [
        part
        for before, part in pairwise([(0, ""), *found])
        if not repeated(before, part)
    ]
    title = str(found[0][1]) if found and found[0][0] == 1 else ""
    under = found[1:] if title else found
    heads = [at for at, (level, _) in enumerate(under) if level == 2]
    named = dict(zip(heads, ids, strict=False))
    first = heads[0] if heads else len(under)
    return Document(
        title,
        tuple(block for _, block in under[:first] if not isinstance(block, str)),
        tuple(sections(under, first, 2, named)),
    )


def parsed(text: str, env: dict[str, Any]) -> Sequence[Token]:
    """Let markdown-it take a text apart; what it shows nowhere it puts in ``env``."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark").enable("table")
    # An address is read as it was written, letter by letter.
    reader.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return reader.parse(text, env)


Part = tuple[int, "str | Block"]
"""A heading with its level, or a block with 0."""


def sections(
    found: Sequence[Part], at: int, level: int, ids: Mapping[int, str]
) -> Iterator[Section]:
    """Yield the sections of one level from a heading on, each with those below it."""
    while at < len(found) and found[at][0] == level:
        end = next(
            (n for n in range(at + 1, len(found)) if 0 < found[n][0] <= level),
            len(found),
        )
        below = next((n for n in range(at + 1, end) if found[n][0]), end)
        blocks = (one for _, one in found[at + 1 : below] if not isinstance(one, str))
        inner = tuple(sections(found[:end], below, level + 1, {}))
        yield Section(str(found[at][1]), tuple(blocks), inner, ids.get(at, ""))
        at = end


def repeated(before: Part, part: Part) -> bool:
    """Say whether a block is only what the figure before it says itself."""
    return isinstance(before[1], Map) and before[1].places == part[1]


def parts(tokens: Sequence[Token], figures: Mapping[str, Block]) -> Iterator[Part]:
    """Yield headings and blocks in their order."""
    at = 0
    while at < len(tokens):
        end = closing(tokens, at)
        token, inside = tokens[at], tokens[at + 1 : end]
        if token.type == "heading_open":
            yield int(token.tag[1]), said(inside[0])
        elif token.type == "paragraph_open":
            yield 0, across(paragraph(inside[0]))
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield 0, listed(inside, ordered=token.type == "ordered_list_open")
        elif token.type == "table_open":
            made = table(inside)
            yield 0, figures.get(made.head[0], made)
        elif token.type in {"fence", "code_block"}:
            known = figures.get(token.info)
            yield 0, known or Code(token.info, token.content)
        at = end + 1


def closing(tokens: Sequence[Token], at: int) -> int:
    """Return where what is opened here closes; itself where nothing is opened."""
    depth = 0
    for end in range(at, len(tokens)):
        depth += tokens[end].nesting
        if not depth:
            return end
    return len(tokens)


def said(inline: Token) -> str:
    """Return the words of a line, whatever they are set in."""
    return "".join(
        " " if one.type in {"softbreak", "hardbreak"} else one.content
        for one in inline.children or ()
    )


def strong(inline: Token) -> tuple[str, str]:
    """Return what a line begins with in bold, and the rest of it."""
    children = inline.children or []
    # An empty text stands before what is set in bold.
    start = next((n for n, one in enumerate(children) if one.type != "text"), 0)
    before = "".join(one.content for one in children[:start])
    if before or not children or children[start].type != "strong_open":
        return "", said(inline)
    end = next(n for n, one in enumerate(children) if one.type == "strong_close")
    first, rest = (
        "".join(" " if one.type == "softbreak" else one.content for one in several)
        for several in (children[start + 1 : end], children[end + 1 :])
    )
    return first, rest


def paragraph(inline: Token) -> Paragraph:
    """Return a paragraph, and whether all of it is bold."""
    bold, rest = strong(inline)
    return Paragraph(said(inline), strong=bool(bold) and not rest.strip())


def across(one: Paragraph) -> Paragraph | Boxes:
    """Return boxes to tick where they stand on one line, as the steps of a scale do."""
    several = one.text.removeprefix(BOX).split(BESIDE)
    boxes = one.text.startswith(BOX) and several[1:]
    return Boxes(tuple(several), across=True) if boxes else one


def items(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the lines of each item of a list."""
    at = 0
    while at < len(tokens):
        end = closing(tokens, at)
        yield [one for one in tokens[at:end] if one.type == "inline"]
        at = end + 1


def listed(tokens: Sequence[Token], *, ordered: bool) -> Block:
    """Return a list as what it is: of facts, of boxes to tick, of entries, of items."""
    several = list(items(tokens))
    if any(len(lines) > 1 for lines in several):
        return Entries(tuple(tuple(map(paragraph, lines)) for lines in several))
    texts = [said(lines[0]) for lines in several if lines]
    pairs = [strong(lines[0]) for lines in several if lines]
    if all(name.endswith(":") for name, _ in pairs):
        return Facts(tuple((name[:-1], rest.strip()) for name, rest in pairs))
    if all(one.startswith(BOX) for one in texts):
        return Boxes(tuple(one.removeprefix(BOX) for one in texts))
    return Bullets(tuple(texts), numbered=ordered)


def table(tokens: Sequence[Token]) -> Table:
    """Return a table."""
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(said(token))
    head, *body = map(tuple, rows)
    return Table(head, tuple(body))


@dataclass(frozen=True)
class Statement:
    """The smallest part of a text that is held against another."""

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
        """Return the words alone."""
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
    """Put a text on one line, and every blank down to one space."""
    return " ".join(text.split())


def worded(node: SyntaxTreeNode) -> str:
    """Return the words in a part of a text, on one line."""
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
