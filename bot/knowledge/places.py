"""Knows where each part of the knowledge stands, for the rules."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.knowledge.tree import Location, Node, PathStep, YamlDocument


class Item(NamedTuple):
    """A part of a file that has an id; `value` is None while something in it is wrong."""

    source: YamlDocument
    at: tuple[PathStep, ...]
    value: Any

    @property
    def node(self) -> Node:
        return self.source.walk(self.at)[0]


RELEASED = date(2026, 11, 23)
"""A clock that is behind the software itself is wrong: by it, the days in the shipped files would be still to come."""


def _today() -> date:
    return max(datetime.now(UTC).astimezone().date(), RELEASED)


@dataclass
class Places:
    """The items of every kind by id, the files of kinds that have no ids, and the kinds of which a part is unknown."""

    folders: tuple[Path, ...] = ()
    items: dict[str, dict[str, Item]] = field(default_factory=dict)
    sources: dict[str, list[YamlDocument]] = field(default_factory=dict)
    partly_unknown: set[str] = field(default_factory=set)
    today: date = field(default_factory=_today)

    def kept(self, kind: str) -> bool:
        """Whether anything of this kind was found; a reference to a kind that nobody keeps is not looked up."""
        return bool(self.items.get(kind)) or kind in self.partly_unknown

    def faulty(self, kind: str) -> Iterator[dict[str, Any]]:
        """The plain data of the items that are not in Knowledge, as something in them is wrong."""
        for item in self.items.get(kind, {}).values():
            if item.value is None and isinstance(item.node.data, dict):
                yield item.node.data

    def problem(  # noqa: PLR0913 - where a problem is, in the ways in which rules know it
        self,
        rule: str,
        message: str,
        kind: str,
        item: str,
        *at: PathStep,
        hint: str = "",
        key: bool = False,
        line: int = 0,
        part: str = "",
    ) -> Problem:
        """A problem at a part of an item; `item` is its id, empty for kinds that have none, such as organisation.

        `key` points at the key instead of the value, `line` at a line of a text (from 1), `part` at some words of it.
        """
        source, location = self.find(kind, item, *at)
        if source is None:
            return Problem(self.folders[0] if self.folders else Path(), 1, 1, message, rule, hint)
        if part:
            mark = source.part_mark(location, part, line or 1)
        elif line:
            mark = source.line_mark(location, line)
        else:
            mark = source.key_mark(location) if key else source.value_mark(location)
        return Problem(source.path, *mark, message, rule, hint)

    def shown(self, kind: str, item: str, *at: PathStep) -> str:
        """The place of a part, as other problems name it: path:line:column."""
        source, location = self.find(kind, item, *at)
        if source is None:
            return kind
        mark = source.value_mark(location)
        return f"{source.path}:{mark.line}:{mark.column}"

    def find(self, kind: str, item: str, *at: PathStep) -> tuple[YamlDocument | None, tuple[PathStep, ...]]:
        """The file of a part of an item, and the way to it in there."""
        found = self.items.get(kind, {}).get(item)
        return (found.source, (*found.at, *at)) if found is not None else self._without_id(kind, at)

    def _without_id(self, kind: str, at: Sequence[PathStep]) -> tuple[YamlDocument | None, tuple[PathStep, ...]]:
        """The file that gave a part: the last one that has its key; of appended lists, the one whose turn it is."""
        sources = self.sources.get(kind, [])
        turn = next((i for i, step in enumerate(at) if isinstance(step, int)), None)
        if turn is None or kind == "organisation":
            having = [source for source in sources if at and at[0] in source.root.children]
            return next(iter((having or sources)[::-1]), None), tuple(at)
        left = int(at[turn])
        for source in sources:
            size = _length(source, at[:turn])
            if left < size:
                return source, (*at[:turn], left, *at[turn + 1 :])
            left -= size
        return (sources[-1] if sources else None), tuple(at)


def _length(source: YamlDocument, at: Location) -> int:
    node, count = source.walk(at)
    return len(node.children) if count == len(at) else 0


Check = Callable[[Knowledge, Places], Iterable[Problem]]
