"""Reads a YAML file with the place of every key and value.

Built from PyYAML's events rather than its node tree: the tree is made by recursion in C and dies on deep nesting,
loses the places of aliases, and costs more than twice as much.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from bot.knowledge.problem import Problem
from bot.knowledge.slips import slips
from bot.knowledge.syntax import explained, lines_of
from bot.knowledge.tree import SEPARATORS, Mark, Node, Span, YamlDocument

if TYPE_CHECKING:
    import re

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 30
LARGEST = 64 * 1024 * 1024
YAML_TAG = "tag:yaml.org,2002:"
PLAIN_TAGS = {YAML_TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")}
TRUE = {"yes", "true", "on"}


@dataclass
class _Reading:
    """A file while its events go by: the collections that are open, and the key that waits in each."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    last: ScalarEvent | None = None
    open: list[Node] = field(default_factory=list)
    waiting: list[tuple[str, Mark, int] | None] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    root: Node | None = None
    documents: int = 0
    empty: list[tuple[str, Mark]] = field(default_factory=list)
    usable: bool = True

    def refuse(self, mark: Mark, message: str, rule: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, *mark, message, rule, hint))
        self.usable = False

    def take(self, event: Any) -> None:
        mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, ScalarEvent):
            self._anchored(event, mark)
            self._scalar(event, mark)
        elif isinstance(event, CollectionStartEvent):
            self._anchored(event, mark)
            self._begin(event, mark)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            closed = self.open.pop()
            closed.span = closed.span._replace(stop=_span(event).stop)
            self.waiting.pop()
            self.names.pop()
        elif isinstance(event, AliasEvent):
            self.refuse(mark, f"`*{event.anchor}` is read as a reference to another place", *ALIAS)
            self._put(Node(mark, None, _span(event)))
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.refuse(mark, "a second document begins here", "several-documents", "keep one document per file")

    def _anchored(self, event: Any, mark: Mark) -> None:
        if event.anchor is not None:
            self.refuse(mark, f"`&{event.anchor}` is read as a name for this place", *ALIAS)
        if event.tag is not None and event.tag != "!" and event.tag not in PLAIN_TAGS:
            self.refuse(mark, f"`{event.tag}` is a tag, and tags are not used here", "tag", "put text in quotes")

    def _scalar(self, event: Any, mark: Mark) -> None:
        if event.value or event.style:  # where something is missing, an empty one is made up
            self.last = event
        is_key = bool(self.open) and isinstance(self.open[-1].data, dict) and self.waiting[-1] is None
        self.problems.extend(slips(self.path, event, None if is_key else self._name(), self.lines))
        if is_key:
            self.waiting[-1] = (event.value, mark, _span(event).start)
            return
        tag = _implicit_tag(event.value) if event.implicit[0] else event.tag
        if tag == YAML_TAG + "null":
            self.empty.append((self.waiting[-1][0] if self.waiting and self.waiting[-1] else "", mark))
        end = event.end_mark.line + 1
        self._put(Node(mark, _data(event.value, tag), _span(event), event.style or "", event.value, end))

    def _name(self) -> str:
        """The key to which the next value belongs, be it as an item of a list."""
        waiting = self.waiting[-1] if self.waiting else None
        return waiting[0] if waiting else self.names[-1] if self.names else ""

    def _begin(self, event: Any, mark: Mark) -> None:
        data: Any = {} if isinstance(event, MappingStartEvent) else []
        bracket = ("{" if isinstance(data, dict) else "[") if event.flow_style else ""
        node = Node(mark, data, _span(event), bracket)
        if self.open and isinstance(self.open[-1].data, dict) and self.waiting[-1] is None:
            self.refuse(mark, "a key must be a plain text, not a list or a group", "syntax", "is a quote missing?")
            self.waiting[-1] = ("", mark, node.span.start)
        self.names.append(self._name())
        self._put(node)
        self.open.append(node)
        self.waiting.append(None)

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = self.root or node
            return
        parent, waiting = self.open[-1], self.waiting[-1]
        if isinstance(parent.data, list):
            parent.add(len(parent.data), node.mark, node)
        elif waiting is None:
            self.waiting[-1] = ("", node.mark, node.span.start)
        else:
            self._put_under(parent, *waiting, node)

    def _put_under(self, parent: Node, key: str, mark: Mark, start: int, node: Node) -> None:
        self.waiting[-1] = None
        if key in parent.children:
            message = f'key "{key}" is already on line {parent.keys[key].line}'
            self.problems.append(Problem(self.path, *mark, message, "duplicate-key"))
        else:
            parent.add(key, mark, node)
            parent.starts[key] = start


def _span(event: Any) -> Span:
    return Span(event.start_mark.index, event.end_mark.index)


ALIAS = ("alias", "put the text in quotes; anchors and references are not used here")


def read(path: Path, shown: Path) -> tuple[YamlDocument | None, list[Problem]]:
    """Read the file at `path`; its problems name it as `shown`."""
    reading = _Reading(shown)
    text = _text(path, reading)
    return (None, reading.problems) if text is None else _parsed(text, reading)


def parsed(text: str, shown: Path) -> tuple[YamlDocument | None, list[Problem]]:
    """The same for a text at hand, without a byte order mark."""
    return _parsed(text, _Reading(shown))


def _parsed(written: str, reading: _Reading) -> tuple[YamlDocument | None, list[Problem]]:
    text = SEPARATORS.sub(" ", written)
    reading.lines = lines_of(text)
    try:
        for event in _events(text, reading):
            reading.take(event)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        reading.problems.append(explained(reading.path, error, text, reading.last))
        reading.usable = False
    if reading.usable and (reading.root is None or reading.root.data is None):
        reading.refuse(Mark(1, 1), "the file is empty", "empty-file", "remove it, or write [] for an empty list")
    if reading.root is None or not reading.usable:
        return None, reading.problems
    return YamlDocument(reading.path, reading.root, written, reading.empty), reading.problems


def _events(text: str, reading: _Reading) -> Iterator[Event]:
    for event in yaml.parse(text, LOADER):
        yield event
        if len(reading.open) > DEEPEST:
            reading.refuse(reading.open[-1].mark, f"nested more than {DEEPEST} levels deep", "syntax")
            return


def _text(path: Path, reading: _Reading) -> str | None:
    start = Mark(1, 1)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            reading.refuse(start, "this is not a file that can be read", "unreadable")
        elif status.st_size > LARGEST:
            reading.refuse(start, f"larger than {LARGEST // 1024**2} MiB", "unreadable", "split it into several files")
        else:
            return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reading.refuse(start, f"can't be read: {error.strerror}", "unreadable")
    except UnicodeDecodeError as error:
        above = lines_of(error.object[: error.start].decode("utf-8", "replace"))
        end = Mark(len(above), len(above[-1]) + 1)
        reading.refuse(end, "the file is not in UTF-8", "encoding", "save it again as UTF-8")
    return None


def _implicit_tag(text: str) -> str:
    resolvers: list[tuple[str, re.Pattern[str]]] = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], [])
    return next((tag for tag, pattern in resolvers if pattern.match(text)), YAML_TAG + "str")


def _data(text: str, tag: str | None) -> Any:
    """The value of a scalar; dates stay text, and so does a number that isn't decimal."""
    if tag == YAML_TAG + "null":
        return None
    if tag == YAML_TAG + "bool":
        return text.lower() in TRUE
    if tag in (YAML_TAG + "int", YAML_TAG + "float"):
        for kind in (int, float):
            try:
                return kind(text.replace("_", ""))
            except ValueError:
                continue
    return text
