"""What was read in; where each part of it stands, for the rules, out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.knowledge.source import Location, Mark, Node, Source, Step


class Item(NamedTuple):
    """A part of a file that has an id; `value` is None while something in it is wrong."""

    source: Source
    at: tuple[Step, ...]
    value: Any

    @property
    def node(self) -> Node:
        return self.source.walk(self.at)[0]


@dataclass
class Places:
    """The items of every kind by id, the files of the kinds that have no ids, and the kinds of which a part is unknown."""

    folders: tuple[Path, ...] = ()
    items: dict[str, dict[str, Item]] = field(default_factory=dict)
    sources: dict[str, list[Source]] = field(default_factory=dict)
    partly_unknown: set[str] = field(default_factory=set)

    def has(self, kind: str, id: str) -> bool:
        """Whether there is such an item, be it faulty; yes too when a file that could hold it can't be read."""
        return kind in self.partly_unknown or id in self.items.get(kind, {})

    def faulty(self, kind: str) -> Iterator[dict[str, Any]]:
        """The plain data of the items that are not in Knowledge, as something in them is wrong."""
        for item in self.items.get(kind, {}).values():
            if item.value is None and isinstance(item.node.data, dict):
                yield item.node.data

    def mark(self, kind: str, id: str, *at: Step, key: bool = False) -> tuple[Path, Mark]:
        """The file and the place of a part of an item; `id` is empty for kinds that have none, such as organisation."""
        item = self.items.get(kind, {}).get(id)
        if item is not None:
            source, location = item.source, (*item.at, *at)
        else:
            source_or_none, location = self._without_id(kind, at)
            if source_or_none is None:
                return (self.folders[0] if self.folders else Path()), Mark(1, 1)
            source = source_or_none
        return source.path, source.key_mark(location) if key else source.value_mark(location)

    def problem(
        self, rule: str, message: str, kind: str, id: str, *at: Step, hint: str = "", key: bool = False, line: int = 0
    ) -> Problem:
        """A problem at a part of an item; `line` moves it down, into a text of several lines."""
        path, mark = self.mark(kind, id, *at, key=key)
        return Problem(path, mark.line + line, 1 if line else mark.column, message, rule, hint)

    def _without_id(self, kind: str, at: Sequence[Step]) -> tuple[Source | None, tuple[Step, ...]]:
        """The file that gave a part: the last one that has its key, or for lists that were appended, the one of its turn."""
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


def _length(source: Source, at: Location) -> int:
    node, count = source.walk(at)
    return len(node.children) if count == len(at) else 0


Rule = Callable[[Knowledge, Places], Iterable[Problem]]
