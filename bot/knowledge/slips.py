"""What an author meant where YAML reads something else, and says nothing: text after a #, quotes and spaces that are
not YAML's own."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.knowledge.problem import Problem
from bot.languages import alternatives, check_words

SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
OPENING, CLOSING = "“„«‹‘‟‛‚", "”»›’"
STRAIGHT = "\"'"
COMMENT = re.compile(r"([ \t]+)(#+)(.*)")
# Where one of the other spaces stands for a plain one, it is at the beginning, or after the mark of an item or a key.
ODD_SPACE = re.compile(rf"^(?:[ \t]*|[ \t-]*-|[ \t-]*[\w-]+:)[ \t]*([{SPACES}])")
KEY = re.compile(r"[a-z_]+:[ \t]*")
BULLET = re.compile(rf"[–—•‣·−][ {SPACES}]")
ENDED = re.compile(r"[.!?…»”\"')\]]$")
# The keys whose values are ids, days, numbers or addresses: what stands after these and a # is a comment.
NO_SENTENCE = re.compile(
    "id|kind|role|sections|topics|steps|next|facet|languages|slack|email|time_zone|country|subdivision|reviewed|date|"
    "confirmed|pause_until|maintainers|mentoring|help|prompts|entries|ordered|do_not_introduce|expect|lang"
)
QUOTE_HINT = 'put the text in straight quotes: "…"; to show « » or “ ”, put them inside'
SPACE_HINT = "replace it with a plain space (on many keyboards Alt and the space bar give another)"


def slips(path: Path, event: Any, key: str | None, lines: Sequence[str]) -> Iterator[Problem]:
    """What is odd in a scalar without quotes; `key` is the one that it belongs to, None for a key."""
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    text: str = event.value
    if event.style in ('"', "'", "|", ">") or not text or line > len(lines):
        return
    if text[0] in OPENING + CLOSING and _wrapped(text):
        message = f"{text[0]} is a letter to YAML, not a quote: it becomes part of the text"
        yield Problem(path, line, column, message, "smart-quotes", QUOTE_HINT, "warning")
    written = lines[line - 1][column - 1 :]
    found = ODD_SPACE.match(written)
    if found and (key is None or written[0] == "-" or KEY.fullmatch(found[0][:-1])):
        yield odd_space(path, line, column + found.start(1), found[1])
    elif key is not None and BULLET.match(written):
        yield odd_bullet(path, line, column, text[0])
    if key is not None and not NO_SENTENCE.fullmatch(key):
        yield from _lost(path, event, lines)


def odd_space(path: Path, line: int, column: int, space: str) -> Problem:
    """A space that YAML takes for a letter."""
    message = f"this space is not a plain one (U+{ord(space):04X}), and YAML takes it for a letter"
    return Problem(path, line, column, message, "odd-space", SPACE_HINT)


def odd_bullet(path: Path, line: int, column: int, mark: str) -> Problem:
    """A dash or a dot from a word processor."""
    message = f"{mark} does not begin an item of a list"
    return Problem(path, line, column, message, "odd-bullet", "use a plain hyphen and a space")


def comment_after(event: Any, lines: Sequence[str]) -> re.Match[str] | None:
    """What stands after a # in the line in which a scalar ends."""
    mark = event.end_mark
    return COMMENT.fullmatch(lines[mark.line], mark.column) if mark.line < len(lines) else None


def lost(path: Path, event: Any, found: re.Match[str]) -> Problem:
    """Text that YAML takes for a comment."""
    words = " ".join((found[2] + found[3]).split())
    clipped = words if len(words) <= 40 else words[:39] + "…"
    message = f'"{clipped}" is not read: what follows a space and # is a comment'
    hint = 'put the whole text in quotes, "…", or a comment on a line of its own'
    return Problem(path, event.end_mark.line + 1, found.start(2) + 1, message, "lost-text", hint)


def _lost(path: Path, event: Any, lines: Sequence[str]) -> Iterator[Problem]:
    found = comment_after(event, lines)
    if found is None or not re.search(r"[^\W\d_]", event.value):
        return
    one_space, glued, number = len(found[1]) == 1, found[3][:1].isalnum(), re.match(r"\s*\d", found[3])
    goes_on = _goes_on(event.value) or (glued and re.match(r"[\w-]+[,;.)»]", found[3]))
    if glued and (goes_on or (one_space and not ENDED.search(event.value))):
        yield lost(path, event, found)
    elif one_space and (glued or goes_on or number):
        yield lost(path, event, found).as_warning()


def _goes_on(text: str) -> bool:
    return bool(_unended().search(text)) or any(text.count(a) > text.count(b) for a, b in ("()", "[]", "«»", "“”"))


@cache
def _unended() -> re.Pattern[str]:
    """How a text ends that goes on after it, be it with the number after a # (« le langage C »)."""
    words = alternatives(word for words in check_words() for word in words.goes_on)
    return re.compile(rf"(?:[,;:(«“\[–/]|\b(?:{words}|(?-i:[CF])))$", re.IGNORECASE)


def _wrapped(text: str) -> bool:
    """Whether what opens is closed at the end and not before, or nowhere."""
    inner, last = text[1:-1], text[-1:]
    if last in OPENING + CLOSING + STRAIGHT and len(text) > 1:
        return not any(mark in inner for mark in (set("«»“”„") if text[0] in "«“„”" else ()))
    return text[0] in "«“„‹" and not any(mark in text for mark in CLOSING.replace("’", ""))
