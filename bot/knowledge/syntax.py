"""An error of the YAML parser in; its place and a sentence that a maintainer understands out."""

import re

from yaml import MarkedYAMLError
from yaml.reader import Reader, ReaderError

QUOTES = "put the text in quotes"
INDENT = "check its indent, and quotes inside quotes"
SENTENCES: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a colon is read as the end of a key here", f"{QUOTES}, or check the indent"),
    ("could not find expected ':'", "a colon is missing after a key", "see the line above too"),
    ("found unexpected end of stream", "the file ends inside quotes or brackets", "close what begins here"),
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


def said(error: Exception, text: str) -> tuple[int, int, str, str]:
    """Line and column from 1, sentence, and hint."""
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        words = " ".join(filter(None, (error.problem, error.context)))
        message, hint = _sentence(words)
        before = "".join(lines_of(text)[line - 1 : line])[:column]
        if "\t" in before and "token" in words:
            message, hint = "a tab can't be used to indent", "use spaces"
        return line, column, message, hint
    found = Reader.NON_PRINTABLE.search(text)
    if isinstance(error, ReaderError | UnicodeEncodeError) and found:
        above = lines_of(text[: found.start()])
        return len(above), len(above[-1]) + 1, _unprintable(found.group()), "remove it"
    return 1, 1, " ".join(str(error).split()), ""


def _sentence(words: str) -> tuple[str, str]:
    return next(((said, hint) for part, said, hint in SENTENCES if part in words), (words, ""))


def _unprintable(character: str) -> str:
    return f"an invisible control character (U+{ord(character):04X}) is in the text"
