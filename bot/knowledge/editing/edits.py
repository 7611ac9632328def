"""Edits of a YAML file by path: set, append, insert and remove leave every byte as it was but those of the value.

The text is cut and pasted at the places that reading found; it is never written anew. Each edit is read again, and
refused unless it says what was wanted and nothing else.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from bot.errors import PasseurError
from bot.knowledge.editing.paper import Edit, Paper
from bot.knowledge.source import parsed
from bot.knowledge.tree import Location, Node, PathStep, YamlDocument


def set_value(source: YamlDocument, at: Location, value: Any, order: Sequence[str] = ()) -> YamlDocument:
    """The value at a path, replaced or added; a new key stands where `order` has it, else at the end of its group."""
    parent, step = _parent(source, at)
    paper = Paper(source.text)
    if step in parent.children:
        edits = paper.replaced(parent, step, value)
    else:
        edits = [paper.added(parent, str(step), value, order)]
    return _edited(source, edits, at, lambda container: _put(container, step, value))


def append(source: YamlDocument, at: Location, value: Any) -> YamlDocument:
    """One more item at the end of the list at a path."""
    return insert(source, (*at, len(_node(source, at).children)), value)


def insert(source: YamlDocument, at: Location, value: Any) -> YamlDocument:
    """An item before the one at a path; the list may end there."""
    parent, step = _parent(source, at)
    if not isinstance(parent.data, list) or not isinstance(step, int) or not 0 <= step <= len(parent.children):
        raise PasseurError(f"{_named(source, at)} is no place in a list.")
    name = str(at[-2]) if len(at) > 1 else ""
    edits = [Paper(source.text).inserted(parent, step, value, name)]
    return _edited(source, edits, at, lambda container: container.insert(step, value))


def remove(source: YamlDocument, at: Location) -> YamlDocument:
    """The key or the item at a path is there no more; its last one leaves an empty list or group."""
    parent, step = _parent(source, at)
    if step not in parent.children:
        raise PasseurError(f"{_named(source, at)} is not there.")
    edits = [Paper(source.text).removed(parent, step)]
    return _edited(source, edits, at, lambda container: container.__delitem__(step))


def _node(source: YamlDocument, at: Location) -> Node:
    node, count = source.walk(at)
    if count < len(at):
        raise PasseurError(f"{_named(source, at)} is not there.")
    return node


def _parent(source: YamlDocument, at: Location) -> tuple[Node, PathStep]:
    if not at:
        raise PasseurError(f"'{source.path}' as a whole can't be edited; name a part of it.")
    parent = _node(source, at[:-1])
    if not isinstance(parent.data, dict | list) or isinstance(parent.data, list) != isinstance(at[-1], int):
        raise PasseurError(f"{_named(source, at)} is not there.")
    return parent, at[-1]


def _named(source: YamlDocument, at: Location) -> str:
    return f"'{'.'.join(map(str, at))}' of '{source.path}'"


def _put(container: Any, step: PathStep, value: Any) -> None:
    container[step] = value


def _edited(source: YamlDocument, edits: Sequence[Edit], at: Location, change: Callable[[Any], None]) -> YamlDocument:
    text = source.text
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.stop :]
    after, problems = parsed(text, source.path)
    wanted = deepcopy(source.root.data)
    place = wanted
    for step in at[:-1]:
        place = place[step]
    change(place)
    if after is None or any(problem.rule == "syntax" for problem in problems) or not _same(after.root.data, wanted):
        raise PasseurError(f"{_named(source, at)} is written in a way that can't be edited here. Change it by hand.")
    return after


def _same(found: Any, wanted: Any) -> bool:
    """Equal, where days and numbers in quotes count as those without."""
    if isinstance(wanted, dict):
        alike = isinstance(found, dict) and found.keys() == wanted.keys()
        return alike and all(_same(found[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list | tuple):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(_same, found, wanted))
    return bool(found == wanted) or str(found) == str(wanted)
