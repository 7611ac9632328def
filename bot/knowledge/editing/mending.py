"""Mends, in a file's text, slips of the keyboard whose cure is certain: odd spaces, dashes and quotes, spaces at ends.

What a text says stays as it is, but for quotes that were meant for YAML.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.knowledge.problem import Problem
from bot.knowledge.slips import SPACES
from bot.knowledge.source import parsed
from bot.knowledge.tree import Node, YamlDocument

MOST = 1000
"""Slips of one file; a file with more is no slip of the keyboard."""
LINE_END = re.compile("(\r\n|\r|\n)")
CURVED = re.compile(r'[“”„]([^“”„"\\]*)[“”„](?=\s*(?:[,\]}].*)?$)')
ODD = re.compile(f"[{SPACES}]")


class Mended(NamedTuple):
    """The text, and the problems that are gone from it; `ends`: lines that had spaces at their end."""

    text: str
    problems: tuple[Problem, ...]
    ends: int


def mended(text: str, shown: Path) -> Mended:
    """`text`: a file's, without a byte order mark; `shown`: its name in problems."""
    gone: list[Problem] = []
    for _ in range(MOST):
        document, problems = parsed(text, shown)
        better = next(_better(text, problems, shown), None)
        if better is None:
            break
        gone.append(better[0])
        text = better[1]
    text, ends = _without_ends(text, document) if document is not None else (text, 0)
    return Mended(text, tuple(gone), ends)


def _better(text: str, problems: list[Problem], shown: Path) -> Iterator[tuple[Problem, str]]:
    """Each problem that can be mended, with the text after it; no other problem comes of it."""
    for problem in problems:
        changed = _changed(text, problem)
        if changed is not None and changed != text:
            after = parsed(changed, shown)[1]
            before = {(one.rule, one.line) for one in problems}
            if all((one.rule, one.line) in before or one.rule != problem.rule for one in after):
                yield problem, changed


def _changed(text: str, problem: Problem) -> str | None:
    pieces = LINE_END.split(text)
    at = 2 * (problem.line - 1)
    if at >= len(pieces):
        return None
    line, column = pieces[at], problem.column - 1
    head, sign, rest = line[:column], line[column : column + 1], line[column + 1 :]
    if problem.rule == "odd-space" and ODD.fullmatch(sign):
        line = f"{head} {rest}"
    elif problem.rule == "odd-bullet" and sign:
        line = f"{head}- {rest[1:]}"
    elif problem.rule in ("smart-quotes", "syntax") and (found := CURVED.match(line, column)):
        line = f'{head}"{found[1]}"{line[found.end() :]}'
    else:
        return None
    return "".join((*pieces[:at], line, *pieces[at + 1 :]))


def _without_ends(text: str, document: YamlDocument) -> tuple[str, int]:
    """Without the spaces at the ends of lines; those of a text that hangs below its | are its own."""
    own = {line for start, stop in _hanging(document.root) for line in range(start, stop)}
    pieces = LINE_END.split(text)
    count = 0
    for at in range(0, len(pieces), 2):
        stripped = pieces[at].rstrip(" \t")
        if stripped != pieces[at] and at // 2 + 1 not in own:
            pieces[at], count = stripped, count + 1
    changed = "".join(pieces)
    after, _ = parsed(changed, document.path)
    same = after is not None and after.root.data == document.root.data
    return (changed, count) if same else (text, 0)


def _hanging(node: Node) -> Iterator[tuple[int, int]]:
    if node.block:
        yield node.mark.line + 1, node.end
    for child in node.children.values():
        yield from _hanging(child)
