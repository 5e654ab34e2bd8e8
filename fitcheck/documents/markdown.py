"""Markdown: texts escaped for it, and a document read from it, block by block.

It says nothing itself. What reads a document is markdown-it, as GitHub reads it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fitcheck.report.document import (
    Block,
    Boxes,
    Bullets,
    Code,
    Document,
    Entries,
    Facts,
    Paragraph,
    Section,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.token import Token

ACTIVE = re.compile(r"([\\`*\[\]<>|~#&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
"""What Markdown acts on; a lone underscore within a word it leaves alone."""
LEADING = re.compile(r"^(\s*)([-+=:@]|\d+[.)])", re.MULTILINE)
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
        figures: blocks that stand in the place of fences of these names.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark").enable("table")
    # An address is read as it was written, letter by letter.
    reader.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    tokens = reader.parse(text)
    found = list(parts(tokens, figures or {}))
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
            yield 0, table(inside)
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
