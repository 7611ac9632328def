"""Makes CommonMark Slack's mrkdwn. `& < >` are escaped, so that nothing in it can ping or link by itself."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+!|~&])|^(\d+)([.)])(?=\s|$)|^([-=])", re.MULTILINE)
_ENDING = re.compile(r"[\\()<>\s]")
_MARKS = {
    "strong_open": "*",
    "strong_close": "*",
    "em_open": "_",
    "em_close": "_",
    "softbreak": "\n",
    "hardbreak": "\n",
}


class Markdown(str):
    """Text that is Markdown already; any other text is escaped when a template inserts it."""


def escaped(text: str) -> str:
    """Make every character of a plain text stand for itself in Markdown, where an indent would mean code."""
    lines = (line.lstrip() for line in text.splitlines())
    return _SPECIAL.sub(_escape, "\n".join(lines))


def _escape(match: re.Match[str]) -> str:
    special, number, mark, dash = match.groups()
    return f"{number or ''}\\{special or mark or dash}"


def address(url: str) -> Markdown:
    """An address for a link, as it is but for what would end the link: a person may read it, and copy it."""
    return Markdown(_ENDING.sub(lambda sign: f"%{ord(sign[0]):02X}", url))


def html_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def _commonmark() -> "MarkdownIt":
    """Imported here: an answer that a terminal shows needs no parser, whose sixty modules take long to load."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(["html_block", "html_inline", "entity"])


def mrkdwn(markdown: str) -> str:
    """Render for Slack. A link to `user:U…` or `channel:C…` is a mention."""
    lines: list[str] = []
    lists: list[int | None] = []
    tight = False
    for token in _commonmark().parse(markdown):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None)
            tight = False
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            tight = False
        elif token.type == "inline":
            text = _inline(token.children or [])
            if lists and not tight:
                text, lists = _item(text, lists)
            joined = bool(lines) and bool(lists) and lines[-1].lstrip().startswith(("•", *"123456789"))
            lines.append(text if not lines else ("\n" if joined else "\n\n") + text)
            tight = True
        elif token.type in ("fence", "code_block"):
            lines.append(("\n\n" if lines else "") + f"```{html_escaped(token.content.rstrip())}```")
    return "".join(_undouble(lines))


def _undouble(lines: list[str]) -> list[str]:
    """A list that follows its sentence needs no blank line in Slack."""
    return [
        line.replace("\n\n", "\n", 1)
        if i and line.startswith("\n\n•") and lines[i - 1].rstrip().endswith(":")
        else line
        for i, line in enumerate(lines)
    ]


def _item(text: str, lists: list[int | None]) -> tuple[str, list[int | None]]:
    number = lists[-1]
    indent = "    " * (len(lists) - 1)
    if number is None:
        return f"{indent}• {text}", lists
    return f"{indent}{number}. {text}", [*lists[:-1], number + 1]


def _inline(tokens: "list[Token]") -> str:
    out: list[str] = []
    mention = False
    for token in tokens:
        if token.type == "text" and not mention:
            out.append(html_escaped(token.content))
        elif token.type == "code_inline":
            out.append(f"`{html_escaped(token.content)}`")
        elif token.type == "link_open":
            kind, _, target = str(token.attrGet("href") or "").partition(":")
            mention = kind in ("user", "channel")
            sigil = {"user": "@", "channel": "#"}.get(kind)
            out.append(f"<{sigil}{target}" if sigil else f"<{html_escaped(f'{kind}:{target}')}|")
        elif token.type == "link_close":
            out.append(">")
            mention = False
        else:
            out.append(_MARKS.get(token.type, ""))
    return "".join(out)
