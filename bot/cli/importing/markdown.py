"""Makes an answer of another tool one that Slack shows: HTML, headings, tables and images become plain Markdown."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.cli.importing.hypertext import HypertextReader, address, code, code_lines, link, literal, row_item

BLANKS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
CLOSE = frozenset({"heading", "paragraph", "fence"})
"""What may follow in the next line, where the next block does so in the source; a list would take it in."""
SPECIAL = "\\`*_[]"


def showable(answer: str) -> str:
    """Markdown that `passeur check` takes, with what the answer said."""
    text = answer.replace("\r\n", "\n").replace("\r", "\n")
    tokens = _parser().parse(text)
    if tokens and tokens[0].type == "html_block":
        tokens = _hypertext().parse(text)
    reader = HypertextReader()
    lines, before = text.split("\n"), ""
    for node in SyntaxTreeNode(tokens).children:
        start = node.map[0] if node.map else 0
        close = before in CLOSE and bool(lines[start - 1].strip())
        reader.write("\n" if close else "\n\n")
        _block(node, "", reader)
        before = node.type
    said = reader.said().replace("{{", "{ {").replace("{%", "{ %")  # facts of the organisation's, here
    return BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in said.split("\n"))).strip()


@cache
def _parser() -> MarkdownIt:
    """What is escaped stays a token of its own, so that it can stay escaped."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")


@cache
def _hypertext() -> MarkdownIt:
    """For an answer in HTML, where an indent is no code."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["text_join", "code"])


def _block(node: SyntaxTreeNode, indent: str, reader: HypertextReader) -> None:
    """Write it; its lines but the first begin with `indent`."""
    if node.type == "html_block":
        reader.read(node.content)
    elif node.type in ("fence", "code_block"):
        reader.write(code_lines(node.content).replace("\n", f"\n{indent}"))
    elif node.type == "heading":
        words = _words(node).replace("**", "")
        reader.write(f"**{words}**" if words else "")
    elif node.type == "paragraph":
        _inline(node.children[0].children if node.children else [], indent, reader)
    elif node.type in ("bullet_list", "ordered_list"):
        _items(node, indent, reader)
    elif node.type == "blockquote":
        _together(node, indent, reader, "\n\n")
    elif node.type == "table":
        rows = [[_words(cell) for cell in row.children] for part in node.children for row in part.children]
        reader.write(f"\n{indent}".join(row_item(rows[0], row) for row in rows[1:]))


def _together(node: SyntaxTreeNode, indent: str, reader: HypertextReader, between: str) -> None:
    for number, child in enumerate(node.children):
        reader.write(between + indent if number else "")
        _block(child, indent, reader)


def _items(node: SyntaxTreeNode, indent: str, reader: HypertextReader) -> None:
    number = int(str(node.attrGet("start") or 1)) if node.type == "ordered_list" else None
    for at, item in enumerate(node.children):
        mark = "- " if number is None else f"{number + at}. "
        reader.write((f"\n{indent}" if at else "") + mark)
        _together(item, indent + " " * len(mark), reader, "\n")


def _words(node: SyntaxTreeNode) -> str:
    """In one line, what stands in a heading or a cell."""
    reader = HypertextReader()
    _inline(node.children[0].children if node.children else [], "", reader)
    return " ".join(reader.said().split())


def _inline(nodes: list[SyntaxTreeNode], indent: str, reader: HypertextReader) -> None:
    run: list[str] = []
    for node in nodes:
        if node.type in ("text", "text_special"):
            run.append(_literal(node))
            continue
        _flush(run, reader)
        if node.type == "html_inline":
            reader.read(node.content)
        elif node.type in ("softbreak", "hardbreak"):
            reader.write(f"\n{indent}")
        elif node.type == "code_inline":
            reader.write(code(node.content))
        elif node.type == "image":
            source = str(node.attrGet("src") or "")
            reader.write(link(node.content or "image", source) if address(source) else node.content)
        elif node.type == "link":
            _link(node, reader)
        else:
            mark = node.markup if node.type in ("em", "strong") else ""
            reader.write(mark)
            _inline(node.children, indent, reader)
            reader.write(mark)
    _flush(run, reader)


def _literal(node: SyntaxTreeNode) -> str:
    """As it stands in Markdown: what was escaped, or spelled as HTML does, means itself."""
    if node.type == "text":
        return node.content
    escaped = node.content in SPECIAL if node.info == "entity" else node.content not in "<>&"
    return f"\\{node.content}" if escaped else node.content


def _flush(run: list[str], reader: HypertextReader) -> None:
    reader.write(literal("".join(run)))
    run.clear()


def _link(node: SyntaxTreeNode, reader: HypertextReader) -> None:
    """An address that stands for itself, <https://…>, is called what people read of it."""
    href = str(node.attrGet("href") or "")
    inner = HypertextReader()
    if node.info == "auto":
        inner.write(node.children[0].content.partition("://")[2] or node.children[0].content)
    else:
        _inline(node.children, "", inner)
    reader.write(link(inner.said(), href))
