"""A YAML file as a tree that knows the line and column of every value and key."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from bot.knowledge.syntax import lines_of

SEPARATORS = re.compile("[\x85\u2028\u2029]")
"""YAML counts these as line breaks, and no editor does."""
PathStep = str | int
Location = Sequence[PathStep]


class Mark(NamedTuple):
    """A line and a column, from 1."""

    line: int
    column: int


class Span(NamedTuple):
    """Where a value stands in the text, in characters from 0: from `start` to before `stop`."""

    start: int
    stop: int


NOWHERE = Span(0, 0)


class Node:
    """A value and where it stands.

    `text`: a scalar as it was read. `end`: its last line. `style`: of a scalar, its quote or | or >, nothing for a
    plain one; of a list or a group, its opening bracket, nothing when it stands on lines of its own. `starts`: where
    the keys of a group begin, in characters.
    """

    __slots__ = ("children", "data", "end", "keys", "mark", "span", "starts", "style", "text")

    def __init__(
        self, mark: Mark, data: Any, span: Span = NOWHERE, style: str = "", text: str = "", end: int = 0
    ) -> None:
        self.mark, self.data, self.span, self.style, self.text, self.end = mark, data, span, style, text, end
        self.children: dict[PathStep, Node] = {}
        self.keys: dict[PathStep, Mark] = {}
        self.starts: dict[PathStep, int] = {}

    @property
    def block(self) -> bool:
        """Whether a text hangs below its | or >."""
        return self.style in ("|", ">")

    def add(self, key: PathStep, mark: Mark, child: "Node") -> None:
        self.children[key] = child
        self.keys[key] = mark
        if isinstance(self.data, list):
            self.data.append(child.data)
        else:
            self.data[key] = child.data


@dataclass(frozen=True)
class YamlDocument:
    """A file that was read: its path, the tree of its values, its lines, and the keys that have no value."""

    path: Path
    root: Node
    text: str = field(repr=False)
    empty: Sequence[tuple[str, Mark]] = ()

    def walk(self, location: Location) -> tuple[Node, int]:
        """The deepest node on the way to `location`, and how many steps lead to it."""
        node = self.root
        for count, step in enumerate(location):
            if step not in node.children:
                return node, count
            node = node.children[step]
        return node, len(location)

    def value_mark(self, location: Location) -> Mark:
        """Where the value begins; for one that is not in the file, where its nearest parent is named."""
        node, count = self.walk(location)
        return node.mark if count == len(location) else self.key_mark(location[:count])

    def key_mark(self, location: Location) -> Mark:
        """Where the key stands; a list's item has none, so its value counts."""
        if not location:
            return self.root.mark
        parent, count = self.walk(location[:-1])
        if count < len(location) - 1 or location[-1] not in parent.keys:
            return self.key_mark(location[:count])
        return parent.keys[location[-1]]

    def line_mark(self, location: Location, line: int) -> Mark:
        """Where a line of a text begins; lines count from 1, as in the text without its outer space."""
        node, count = self.walk(location)
        if count < len(location):
            return self.value_mark(location)
        skipped = len(node.text) - len(node.text.lstrip("\n"))
        return Mark(node.mark.line + line + skipped - (0 if node.block else 1), 1)

    def part_mark(self, location: Location, part: str, line: int = 1) -> Mark:
        """Where a part of a text begins, looked for from a line of the text on.

        The text's own place, if the file spells the part in another way, with escapes or line breaks.
        """
        node, count = self.walk(location)
        first = self.line_mark(location, line).line if node.block else node.mark.line
        lines = self.lines[first - 1 : node.end] if count == len(location) and part else []
        for number, written in enumerate(lines, first):
            column = written.find(part, node.mark.column - 1 if number == node.mark.line else 0)
            if column >= 0:
                return Mark(number, column + 1)
        return self.value_mark(location)

    @cached_property
    def lines(self) -> list[str]:
        return lines_of(SEPARATORS.sub(" ", self.text))
