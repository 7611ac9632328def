"""Says an error of the YAML parser in a sentence that a maintainer understands, with its place."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from yaml import MarkedYAMLError
from yaml.reader import Reader, ReaderError

from bot.knowledge.problem import Problem
from bot.knowledge.slips import BULLET, ODD_SPACE, QUOTE_HINT, comment_after, lost, odd_bullet, odd_space

SMART = re.compile(r"(?:^|[:,\[{-])\s*([“„«‹‘”])")
QUOTES = "put the text in quotes"
INDENT = "check its indent, and quotes inside quotes"
SENTENCES: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a colon is read as the end of a key here", f"{QUOTES}, or check the indent"),
    ("could not find expected ':'", "a colon is missing after a key", "see the line above too"),
    ("found unexpected end of stream", "the file ends inside brackets", "close them"),
    ("found character '\\t'", "a tab can't be used to indent", "use spaces"),
    ("found a tab character", "a tab can't be used to indent", "use spaces"),
    ("found character that cannot start any token", "a text can't begin with this character", QUOTES),
    ("cannot start any token", "a text can't begin with this character", QUOTES),
    ("did not find expected key", "this line does not fit the indent of the lines above", INDENT),
    ("did not find expected '-' indicator", "this line does not fit the list above", "check its indent"),
    ("expected <block end>", "this line does not fit the indent of the lines above", INDENT),
    ("did not find expected ',' or", "a bracket or a comma is missing", "close the bracket, or put the text in quotes"),
    ("expected ',' or", "a bracket or a comma is missing", "close the bracket, or put the text in quotes"),
    ("block sequence entries are not allowed", "a list can't begin here", "put it on lines of its own"),
    ("did not find expected alphabetic or numeric character", "`*` and `&` mean something in YAML", QUOTES),
    ("did not find expected <document start>", "the text goes on after its end", "check the indent above"),
    ("found unknown escape character", "a backslash in double quotes needs another one", "use single quotes"),
    ("did not find expected node content", "a value is missing here", "check the brackets and commas"),
)


def lines_of(text: str) -> list[str]:
    """The lines as YAML and editors count them."""
    return re.split("\r\n?|\n", text)


def explained(path: Path, error: Exception, text: str, last: Any) -> Problem:
    """The error with its cause; `last` is the event of the last scalar before it."""
    lines = lines_of(text)
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return (
            _ended_early(path, error, lines, last)
            or _lost_before(path, line, lines, last)
            or _odd_character(path, line, lines, last)
            or _as_the_parser_says(path, error, line, column, lines)
        )
    found = Reader.NON_PRINTABLE.search(text)
    if isinstance(error, ReaderError | UnicodeEncodeError) and found:
        above = lines_of(text[: found.start()])
        return Problem(path, len(above), len(above[-1]) + 1, _unprintable(found.group()), "syntax", "remove it")
    return Problem(path, 1, 1, " ".join(str(error).split()), "syntax")


def _ended_early(path: Path, error: MarkedYAMLError, lines: Sequence[str], last: Any) -> Problem | None:
    """Quotes that are closed too late, or too early by an apostrophe or a quote that was meant as a letter."""
    opened = error.context_mark if "quoted scalar" in (error.context or "") else None
    if opened is not None and "end of stream" in (error.problem or ""):
        return Problem(path, *_place(opened), *_unclosed(lines[opened.line][opened.column :]))
    mark = error.problem_mark
    if last is None or mark is None or last.style not in ("'", '"') or last.end_mark.line != mark.line:
        return None
    line, end = lines[mark.line], last.end_mark.column
    if line[end : mark.column].strip() or line[mark.column : mark.column + 1] in ("", "}", "]"):
        return None
    if "flow" in (error.context or "") and mark.column > end:
        return None  # a comma may be missing just as well
    inside = line[end - 2 : end - 1].isalnum() and line[end : end + 1].isalnum()
    if last.start_mark.line != mark.line and not (inside and last.style == "'"):
        message = f"the quote that begins here is closed only on line {mark.line + 1}"
        return Problem(path, *_place(last.start_mark), message, "syntax", "close it where the text ends")
    what = "apostrophe" if last.style == "'" else "quote"
    message = f"this {what} ends the text, as the text begins with {last.style}, and more follows"
    hint = 'put the text in double quotes: "…"' if last.style == "'" else "use « » inside, or '…' around the text"
    return Problem(path, mark.line + 1, end, message, "syntax", hint)


def _unclosed(written: str) -> tuple[str, str, str]:
    closing = next((mark for mark in "”“»’" if written.rstrip(" ,]}").endswith(mark)), "")
    if closing:
        return f"{closing} does not close the quote that begins here", "syntax", "close it with the same straight quote"
    return "the file ends inside quotes that begin here", "syntax", "close them where the text ends"


def _lost_before(path: Path, line: int, lines: Sequence[str], last: Any) -> Problem | None:
    """A comment has cut a text in two, or the end off a list in brackets."""
    if last is None or last.style:
        return None
    found, between = comment_after(last, lines), lines[last.end_mark.line + 1 : line - 1]
    if any(written.strip() for written in between) and all(re.match(r"\s*(#|$)", written) for written in between):
        number = next(n for n, written in enumerate(between, last.end_mark.line + 2) if written.strip())
        column = len(lines[number - 1]) - len(lines[number - 1].lstrip()) + 1
        message, hint = "a comment can't stand inside a text without quotes", "move it above the text"
        return Problem(path, number, column, message, "syntax", hint)
    if found is None or not lines[last.end_mark.line + 1 : line] or not (found[3][:1].isalnum() or len(found[1]) == 1):
        return None
    return lost(path, last, found)


def _odd_character(path: Path, line: int, lines: Sequence[str], last: Any) -> Problem | None:
    first = last.end_mark.line if last is not None else 0
    for number, written in enumerate(lines[first:line], first + 1):
        found = ODD_SPACE.match(written)
        if found:
            return odd_space(path, number, found.start(1) + 1, found[1])
        bullet = BULLET.match(written.lstrip())
        if bullet:
            return odd_bullet(path, number, len(written) - len(written.lstrip()) + 1, bullet[0][0])
    return None


def _as_the_parser_says(path: Path, error: MarkedYAMLError, line: int, column: int, lines: Sequence[str]) -> Problem:
    words = " ".join(filter(None, (error.problem, error.context)))
    message, hint = _sentence(words)
    written = "".join(lines[line - 1 : line])
    if "\t" in written[:column] and "token" in words:
        message, hint = "a tab can't be used to indent", "use spaces"
    quote = SMART.search(written[:column])
    if quote and "mapping values" in words:
        message = f"{quote[1]} is a letter to YAML, not a quote, so a colon is read as the end of a key"
        return Problem(path, line, quote.start(1) + 1, message, "syntax", QUOTE_HINT)
    return Problem(path, line, column, message, "syntax", hint)


def _place(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _sentence(words: str) -> tuple[str, str]:
    return next(((said, hint) for part, said, hint in SENTENCES if part in words), (words, ""))


def _unprintable(character: str) -> str:
    return f"an invisible control character (U+{ord(character):04X}) is in the text"
