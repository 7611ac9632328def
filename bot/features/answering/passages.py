"""The passages of an answer: its paragraphs and the items of its lists, to say one of them again."""

import re
from collections.abc import Iterable

from bot.search.text import folded

_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")


def passages(answer: str) -> tuple[str, ...]:
    """In their order, without the marks of lists; a text that says something only sometimes is one passage."""
    if "{%" in answer:
        return (answer.strip(),)
    lines = (_ITEM.sub("", line).strip() for line in answer.splitlines())
    return tuple(line for line in lines if line)


def marked(answer: str, markers: Iterable[str]) -> int | None:
    """The first passage that holds one of these words, such as « par exemple »."""
    words = [f" {marker} " for marker in markers]
    said = [f" {folded(passage)} " for passage in passages(answer)]
    return next((place for place, text in enumerate(said) if any(word in text for word in words)), None)


def links(answer: str) -> tuple[tuple[str, str], ...]:
    """The label and the address of each link."""
    return tuple(dict.fromkeys(_LINK.findall(answer)))
