"""Masks what must not be kept of somebody's words, before they are stored anywhere."""

from bot.knowledge.private.contacts import contact_spans
from bot.knowledge.private.numbers import number_spans
from bot.knowledge.private.secrets import secret_spans

MARK = "•••"
"""Stands for what was taken out: no word in any language, so that it changes no search."""


def masked(text: str) -> str:
    """The text without contact details, numbers of one person, secrets, and names in mentions; the rest as it was."""
    pieces, at = [], 0
    for start, end in private_spans(text):
        pieces += [text[at:start], MARK]
        at = end
    return "".join((*pieces, text[at:]))


def private_spans(text: str) -> list[tuple[int, int]]:
    """Where it stands, in order; those that touch are one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted({*contact_spans(text), *number_spans(text), *secret_spans(text)}):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif end > start:
            merged.append((start, end))
    return merged
