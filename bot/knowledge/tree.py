"""The values of a YAML file as a tree; the line and column of any of them, or of its key, out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from bot.knowledge.syntax import lines_of

Step = str | int
Location = Sequence[Step]


class Mark(NamedTuple):
    """A line and a column, from 1."""

    line: int
    column: int


class Node:
    """A value and where it stands; `text` is a scalar as it was read, `block` whether it hangs below its | or >."""

    __slots__ = ("block", "children", "data", "end", "keys", "mark", "text")

    def __init__(self, mark: Mark, data: Any, text: str = "", end: int = 0, block: bool = False) -> None:
        self.mark = mark
        self.end = end
        self.block = block
        self.data = data
        self.text = text
        self.children: dict[Step, Node] = {}
        self.keys: dict[Step, Mark] = {}

    def add(self, key: Step, mark: Mark, child: "Node") -> None:
        self.children[key] = child
        self.keys[key] = mark
        if isinstance(self.data, list):
            self.data.append(child.data)
        else:
            self.data[key] = child.data


@dataclass(frozen=True)
class Source:
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
        return lines_of(self.text)
