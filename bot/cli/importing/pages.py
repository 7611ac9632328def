"""A FAQ in Markdown: each heading with text below it is a question, its text the answer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.cli.importing.rows import Faq, FaqRow
from bot.errors import PasseurError

FRONT = "---"
SAID = frozenset({"text", "code_inline", "softbreak"})


def read_markdown(path: Path, language: str, faq: Faq) -> None:
    """A heading without text of its own groups the ones below it."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise PasseurError(f"'{path}' is not in UTF-8. Save it again as UTF-8.") from None
    begun = _after_front_matter(lines)
    body = [""] * begun + lines[begun:]
    named: dict[str, Any] = {}
    tokens = MarkdownIt("commonmark").parse("\n".join(body), named)
    headings = [
        (token.map[0], token.map[1], _plain(tokens[at + 1]))
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.map and not token.level
    ]
    stops = ([start for start, _, _ in headings] + [len(body)])[1:]
    for (start, end, title), stop in zip(headings, stops, strict=True):
        answer = "\n".join(body[end:stop]).strip()
        if title and answer:
            whole = answer + _addresses(answer, named.get("references", {}))
            faq.rows.append(FaqRow(path, start + 1, {language: ((title,), whole)}))
    if not headings:
        faq.tell(path, 1, "there is no heading in this page", "make each question a heading, such as ## How do I…?")
    elif not faq.rows:
        faq.tell(path, headings[0][0] + 1, "no heading has a text below it", "write the answer under its question")


def _plain(inline: Token) -> str:
    """A heading's words without marks."""
    words = (" " if part.type == "softbreak" else part.content for part in inline.children or () if part.type in SAID)
    return " ".join("".join(words).split())


def _addresses(answer: str, references: Mapping[str, Mapping[str, str]]) -> str:
    """The page's `[name]: https://…` for the names in this answer: they may stand below another heading."""
    asked = answer.upper()
    used = [f"[{name}]: <{to['href']}>" for name, to in references.items() if f"[{name}]" in asked]
    return "\n\n" + "\n".join(used) if used else ""


def _after_front_matter(lines: list[str]) -> int:
    if not lines or lines[0].strip() != FRONT:
        return 0
    return next((at + 1 for at, line in enumerate(lines[1:], 1) if line.strip() == FRONT), 0)
