"""Problems of the files with the lines around them, and the entry in which each stands."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bot.knowledge.problem import Problem
from bot.knowledge.shapes import Language
from bot.messages.problems import said

AROUND = 1
"""Lines before and after the one that is meant."""
ITEM = re.compile(r"^- ", re.MULTILINE)
ID = re.compile(r"""^(?:- +| +)id: *["']?([\w:-]+)""", re.MULTILINE)


class NumberedLine(NamedTuple):
    number: int
    text: str
    meant: bool


class ShownProblem(NamedTuple):
    """`entry`: the id of the list's item in which it stands; empty where there is none."""

    problem: Problem
    entry: str
    lines: tuple[NumberedLine, ...]


def shown_problems(problems: Iterable[Problem], language: Language) -> Iterator[ShownProblem]:
    """In the words of the language. The file is read as text: one that is no YAML has its problem, too."""
    for problem in problems:
        yield ShownProblem(said(problem, language), entry_of(problem), _around(problem))


def entry_of(problem: Problem) -> str:
    """The id of the item in which a problem stands; empty for none."""
    starts, ids = _items(*_version(problem.path))
    place = bisect_right(starts, problem.line) - 1
    return ids[place] if place >= 0 else ""


def _around(problem: Problem) -> tuple[NumberedLine, ...]:
    lines = _text(*_version(problem.path)).split("\n")
    first, last = max(1, problem.line - AROUND), min(len(lines), problem.line + AROUND)
    shown = (NumberedLine(number, lines[number - 1], number == problem.line) for number in range(first, last + 1))
    return tuple(line for line in shown if line.text.strip() or line.meant)


def _version(path: Path) -> tuple[Path, int]:
    """With when it was changed, for what is remembered of it."""
    try:
        return path, path.stat().st_mtime_ns
    except OSError:
        return path, 0


@lru_cache(maxsize=1024)
def _text(path: Path, _changed: int) -> str:
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


@lru_cache(maxsize=1024)
def _items(path: Path, changed: int) -> tuple[list[int], list[str]]:
    """The line on which each item of the file's list begins, and its id."""
    text = _text(path, changed)
    begins = [found.start() for found in ITEM.finditer(text)]
    starts, ids, line, at = [], [], 1, 0
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        line, at = line + text.count("\n", at, begin), begin
        found = ID.search(text, begin, end)
        starts.append(line)
        ids.append(found[1] if found else "")
    return starts, ids
